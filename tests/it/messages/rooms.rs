//! Reasons of software, roles and permissions.

use reservation_policy::Quantity;
use reservation_policy::permission::{
    PartnerId, PermissionEdition, PermissionKind, PermissionReason, SubscriptionId, SubscriptionState,
};
use reservation_policy::role::{Capability, Role, RoleSet};
use reservation_policy::software::{CancellationReason, CancellationWindow, MissingInformation, SoftwareFamily};

use super::{Book, say};
use crate::given::at;

pub(super) fn reasons(book: &mut Book) {
    let units = |units| Quantity::new(units).unwrap();
    say!(
        book,
        CancellationReason::PlanNotCancelable { family: SoftwareFamily::SuseLinux },
        CancellationReason::AlreadyCanceled,
        CancellationReason::DoesNotQualify,
        CancellationReason::PartialQuantity { requested: units(2), owned: units(3) },
        CancellationReason::RequiresAdminAgent,
        CancellationReason::NotAcknowledged,
        CancellationReason::MissingInformation {
            missing: vec![MissingInformation::Customer, MissingInformation::Product, MissingInformation::OrderId],
        },
        CancellationReason::MoreInformationNeeded,
    );
    let last_moment = at("2026-04-17T23:59:59.999999999Z");
    for (window, opened_by_renewal, elapsed) in [
        (CancellationWindow::days(60), false, 61),
        (CancellationWindow::hours(168), true, 168),
        ("less than 60 days".parse().unwrap(), false, 60),
    ] {
        say!(book, CancellationReason::WindowPassed { window, opened_by_renewal, last_moment, elapsed });
    }
    let mut codes = Vec::new();
    for (role, capability) in Role::ALL.iter().flat_map(|role| Capability::ALL.iter().map(move |it| (*role, *it))) {
        for reason in RoleSet::from(role).decide(capability).reasons() {
            // One of each kind is enough.
            if !codes.contains(&reason.code()) {
                codes.push(reason.code());
                say!(book, *reason, PermissionReason::RoleNotAllowed(*reason));
            }
        }
    }
    let partner = |name: &str| PartnerId::new(name).unwrap();
    let subscription = || SubscriptionId::new("33333333-aaaa").unwrap();
    let (kind, edition) = (PermissionKind::AzureSavingsPlans, PermissionEdition::V2020_05);
    say!(
        book,
        PermissionReason::OtherPartner { partner: partner("fabrikam"), customers_of: partner("contoso") },
        PermissionReason::KindNotOffered { kind, edition },
        PermissionReason::PermissionOff { kind, at: at("2026-04-17T14:05:00Z") },
        PermissionReason::NoAzureSubscription { found: None },
        PermissionReason::NoAzureSubscription { found: Some(SubscriptionState::Ended) },
        PermissionReason::NoAzureSubscription { found: Some(SubscriptionState::NotUsageBased) },
        PermissionReason::OtherSubscription { subscription: subscription() },
        PermissionReason::OwnerMissing,
        PermissionReason::BuyerNotOwner { subscription: subscription() },
    );
}
