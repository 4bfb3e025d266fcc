//! What the rooms of a partner's business say: permission, software, support.

use reservation_policy::chrono::DateTime;
use reservation_policy::permission::{
    Actor, CustomerId, CustomerPermission, OnPeriod, OwnerFact, PartnerId, PermissionEdition, PermissionKind,
    PurchaseReason, Remedy, Subscription, SubscriptionFact, SubscriptionId, TurnOn,
};
use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
use reservation_policy::role::{Role, UserId};
use reservation_policy::software::cancellation::{
    CancellationError, CancellationReason, CancellationRequest, MissingInformation,
};
use reservation_policy::software::credit::BillingDay;
use reservation_policy::software::order::InvalidSoftwareOrder;
use reservation_policy::software::reference::{CustomerDomain, InvalidReference, OrderId, TenantId};
use reservation_policy::software::{
    InvalidLicence, InvalidSoftwarePurchase, Licence, LicenceKind, SoftwareFamily, SoftwarePurchase,
};
use reservation_policy::support::{RequestKind, SupportDraft};

use super::{Voices, date, instant, money, units};

pub(super) fn speak(voices: &mut Voices) {
    permission(voices);
    software(voices);
    cancellation(voices);
    support(voices);
}

fn permission(voices: &mut Voices) {
    voices.room("permission");
    voices.error(PermissionKind::from_resource("AzureSpot").unwrap_err());
    voices.error(PermissionEdition::in_force_on(date("2020-05-17")).unwrap_err());
    let partner = |name| PartnerId::new(name).unwrap();
    let id = SubscriptionId::new("sub-1").unwrap();
    let subscription = Subscription::new(id, partner("contoso"), CustomerId::new("fabrikam").unwrap());
    let endless = vec![OnPeriod::since(instant("2021-01-01T00:00:00Z")), OnPeriod::since(DateTime::UNIX_EPOCH)];
    let kind = PermissionKind::AzureSavingsPlans;
    voices.error(CustomerPermission::with_periods(subscription.clone(), kind, endless).unwrap_err());
    let actor = |works_for| {
        Actor::new(UserId::new("mei@contoso.example").unwrap(), partner(works_for), Role::SALES_AGENT.into())
    };
    let at = instant("2021-06-01T12:00:00Z");
    let on = CustomerPermission::with_periods(subscription.clone(), kind, vec![OnPeriod::since(at)]).unwrap();
    let early = instant("2021-05-31T12:00:00Z");
    voices.error(on.turn_off(PermissionEdition::October2022, &actor("contoso"), early).unwrap_err());

    let off = CustomerPermission::new(subscription, kind);
    for fact in SubscriptionFact::ALL.iter().copied().filter(|fact| !fact.counts()) {
        let request = TurnOn::new(actor("tailspin"), at, fact, OwnerFact::Missing);
        let decision = off.turn_on(PermissionEdition::May2020, &request).unwrap();
        if fact == SubscriptionFact::Missing {
            voices.reasons(&decision);
        } else {
            decision.reasons().iter().filter(|it| it.to_string().contains("needed")).for_each(|it| voices.reason(it));
        }
    }
    for reason in [
        PurchaseReason::KindNotOffered { kind, edition: PermissionEdition::May2020 },
        PurchaseReason::PermissionOff { kind, at },
        PurchaseReason::OwnerRoleMissing,
    ] {
        voices.reason(&reason);
    }
    for remedy in [
        Remedy::AskAdminAgent,
        Remedy::AskPartner,
        Remedy::AskPartnerWhoBought,
        Remedy::AssignOwner,
        Remedy::BuyAzurePlan,
        Remedy::BuyForCustomer,
    ] {
        voices.line(remedy, remedy);
    }
}

fn order_id() -> OrderId {
    "6a7c2d54".parse().unwrap()
}

fn purchase(paid: &str) -> Result<SoftwarePurchase, InvalidSoftwarePurchase> {
    let at = instant("2021-03-15T18:30:00Z");
    SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::SqlServer, at, money(paid, "USD"))
}

fn software(voices: &mut Voices) {
    voices.room("software");
    let (start, end) = (date("2022-08-01"), date("2023-08-01"));
    for (kind, start, end) in [
        (LicenceKind::Subscription, None, Some(end)),
        (LicenceKind::Subscription, Some(start), None),
        (LicenceKind::Perpetual, Some(start), None),
    ] {
        let error: InvalidLicence = Licence::new(kind, start, end).unwrap_err();
        voices.error(error);
    }
    voices.error(purchase("-0.01").unwrap_err());
    let subscription = Licence::new(LicenceKind::Subscription, Some(start), Some(end)).unwrap();
    let at = instant("2023-08-01T00:00:00Z");
    let late = SoftwarePurchase::new(subscription, SoftwareFamily::Other, at, money("1.00", "USD"));
    voices.error(late.unwrap_err());
    let at = instant("2022-08-01T09:00:00Z");
    let bought = SoftwarePurchase::new(subscription, SoftwareFamily::Other, at, money("1.00", "USD")).unwrap();
    voices.error(bought.with_renewal(instant("2022-07-31T09:00:00Z")).unwrap_err());
    voices.error(purchase("1.00").unwrap().with_renewal(at).unwrap_err());
    voices.error(BillingDay::new(32).unwrap_err());
    for error in [
        " ".parse::<OrderId>().unwrap_err(),
        " 6a7c".parse::<OrderId>().unwrap_err(),
        "contoso".parse::<TenantId>().unwrap_err(),
        "contoso".parse::<CustomerDomain>().unwrap_err(),
    ] {
        let error: InvalidReference = error;
        voices.error(error);
    }
    let order = order_id();
    voices.errors([
        InvalidSoftwareOrder::NoLines { order: order.clone() },
        InvalidSoftwareOrder::RepeatedLine { order: order.clone(), number: 2 },
        InvalidSoftwareOrder::LineOfOtherOrder { order: order.clone(), number: 2, other: "77".parse().unwrap() },
        InvalidSoftwareOrder::MixedCurrencies {
            order,
            first: money("1", "EUR").currency(),
            second: money("1", "USD").currency(),
        },
    ]);
}

fn cancellation(voices: &mut Voices) {
    voices.room("cancelling software");
    let (at, before) = (instant("2021-03-16T08:00:00Z"), instant("2021-03-15T08:00:00Z"));
    let order = order_id();
    voices.errors([
        CancellationError::BeforePurchase { at: before, purchased_at: at },
        CancellationError::BeforeRenewal { at: before, renewed_at: at },
        CancellationError::PastCalendar { from: instant("+262142-12-31T00:00:00Z") },
        CancellationError::NoLine { order: order.clone() },
        CancellationError::UnknownLine { order: order.clone(), number: 4 },
        CancellationError::RepeatedLine { order: order.clone(), number: 2 },
        CancellationError::PartOfLine { order: order.clone(), number: 2, requested: units(1), owned: units(3) },
        CancellationError::ConflictingOrders { order },
    ]);
    for (edition, when) in
        [(SoftwareEdition::V2018_08, "2021-05-15T00:00:00Z"), (SoftwareEdition::V2022_07, "2021-05-15T00:00:00Z")]
    {
        let request = CancellationRequest::new(instant(when));
        let decision = SoftwarePolicy::edition(edition).decide_cancellation(&purchase("1200.00").unwrap(), &request);
        decision
            .unwrap()
            .reasons()
            .iter()
            .filter(|reason| matches!(reason, CancellationReason::WindowPassed(_)))
            .for_each(|reason| voices.reason(reason));
    }
    for reason in [
        CancellationReason::PlanNotCancellable { family: SoftwareFamily::RedHat },
        CancellationReason::AlreadyCancelled,
        CancellationReason::DoesNotQualify,
        CancellationReason::RequiresAdminAgent,
        CancellationReason::NotAcknowledged,
        CancellationReason::MissingInformation {
            missing: vec![MissingInformation::Customer, MissingInformation::Product, MissingInformation::OrderId],
        },
        CancellationReason::MoreInformationNeeded,
    ] {
        voices.reason(&reason);
    }
    let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    voices.reasons(&policy.decide_software_exchange(SoftwareFamily::SuseLinux));
    voices.reasons(&policy.decide_software_exchange(SoftwareFamily::WindowsServer));
}

fn support(voices: &mut Voices) {
    voices.room("support");
    for kind in RequestKind::ALL.iter().copied() {
        for gap in SupportDraft::new(kind).missing() {
            voices.line(kind, gap);
        }
    }
}
