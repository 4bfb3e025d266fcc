//! Customer permissions: editions, turning on and off, purchases.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use chrono::{DateTime, Utc};
use reservation_policy::permission::{
    AuditAction, CustomerId, CustomerPermission, PartnerId, PermissionEdition, PermissionKind, PermissionReason,
    PermissionRequest, PurchaseRequest, Subscription, SubscriptionId, SubscriptionState, UserId,
};
use reservation_policy::role::{Capability, Role, RoleSet};
use reservation_policy::{Verdict, chrono};

const EDITION: PermissionEdition = PermissionEdition::V2020_05;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn noon(day: u32) -> DateTime<Utc> {
    at(&format!("2021-06-{day:02}T12:00:00Z"))
}

fn subscription(id: &str, partner: &str, customer: &str, state: SubscriptionState) -> Subscription {
    Subscription::new(id.parse().unwrap(), partner.parse().unwrap(), customer.parse().unwrap(), state)
}

fn plan() -> Subscription {
    subscription("sub-1", "contoso", "fabrikam", SubscriptionState::AzurePlan)
}

fn permission(kind: PermissionKind) -> CustomerPermission {
    CustomerPermission::new("contoso".parse().unwrap(), "fabrikam".parse().unwrap(), kind)
}

fn reservations() -> CustomerPermission {
    permission(PermissionKind::AzureReservations)
}

fn asked_by(partner: &str, role: Role, at: DateTime<Utc>) -> PermissionRequest {
    PermissionRequest::new("mei@contoso.example".parse().unwrap(), partner.parse().unwrap(), role, at)
}

fn by_admin(at: DateTime<Utc>) -> PermissionRequest {
    asked_by("contoso", Role::AdminAgent, at)
}

fn fine(at: DateTime<Utc>) -> PermissionRequest {
    by_admin(at).subscription(plan()).owner_assigned()
}

fn turned_on(at: DateTime<Utc>) -> CustomerPermission {
    reservations().turn_on(EDITION, &fine(at)).unwrap().into_result().unwrap().into_outcome().permission
}

fn lines(reasons: &[PermissionReason]) -> Vec<String> {
    let line =
        |reason: &PermissionReason| format!("{} {}: {reason}; {}", reason.rule(), reason.code(), reason.remedy());
    reasons.iter().map(line).collect()
}

fn codes(reasons: &[PermissionReason]) -> Vec<&str> {
    reasons.iter().map(PermissionReason::code).collect()
}

#[test]
fn csp_04_and_l_20_each_edition_has_its_kinds_from_its_first_day() {
    for (date, name, savings_plans) in [
        ("2020-05-18", "2020-05", false),
        ("2022-09-30", "2020-05", false),
        ("2022-10-01", "2022-10", true),
        ("2999-12-31", "2022-10", true),
    ] {
        let edition = PermissionEdition::in_force_on(date.parse().unwrap()).unwrap();
        assert_eq!(edition.name(), name, "{date}");
        assert!(edition.offers(PermissionKind::AzureReservations), "{date}");
        assert_eq!(edition.offers(PermissionKind::AzureSavingsPlans), savings_plans, "{date}");
    }
    assert_eq!(
        PermissionEdition::in_force_on("2020-05-17".parse().unwrap()).unwrap_err().to_string(),
        "no edition of the customer permissions was in force on `2020-05-17`, expected `2020-05-18` or later"
    );
    let plans = permission(PermissionKind::AzureSavingsPlans);
    assert!(plans.turn_on(PermissionEdition::V2022_10, &fine(noon(1))).unwrap().is_approved());
    let early = plans.turn_on(PermissionEdition::V2020_05, &fine(noon(1))).unwrap();
    assert_eq!(codes(early.reasons()), ["PermissionKindNotOffered"]);
}

#[test]
fn csp_05_a_permission_is_off_until_it_is_turned_on() {
    let new = reservations();
    assert!(!new.is_on() && new.switched_at().is_empty());
    for instant in [DateTime::<Utc>::MIN_UTC, noon(1), DateTime::<Utc>::MAX_UTC] {
        assert!(!new.was_on(instant));
    }
}

#[test]
fn csp_16_to_csp_18_turning_on_needs_a_subscription_that_counts_and_an_owner() {
    use SubscriptionState::{AzureGlobal, AzurePlan, Ended, NotUsageBased};
    for (state, counts) in [
        (None, false),
        (Some(AzureGlobal), true),
        (Some(AzurePlan), true),
        (Some(Ended), false),
        (Some(NotUsageBased), false),
    ] {
        for owner in [true, false] {
            let mut request = by_admin(noon(1));
            if let Some(state) = state {
                request = request.subscription(subscription("sub-1", "contoso", "fabrikam", state));
            }
            if owner {
                request = request.owner_assigned();
            }
            let decision = reservations().turn_on(EDITION, &request).unwrap();
            let mut expected = Vec::new();
            expected.extend((!counts).then_some("NoAzureSubscription"));
            expected.extend((!owner).then_some("OwnerRoleMissing"));
            assert_eq!(codes(decision.reasons()), expected, "{state:?} {owner}");
            assert_eq!(decision.outcome().permission.is_on(), expected.is_empty(), "{state:?} {owner}");
        }
    }
}

#[test]
fn csp_04_a_subscription_of_another_partner_or_customer_does_not_count() {
    for (partner, customer) in [("tailspin", "fabrikam"), ("contoso", "woodgrove")] {
        let other = subscription("sub-9", partner, customer, SubscriptionState::AzurePlan);
        let decision =
            reservations().turn_on(EDITION, &by_admin(noon(1)).subscription(other).owner_assigned()).unwrap();
        assert_eq!(
            lines(decision.reasons()),
            ["CSP-04 SubscriptionOfOthers: subscription `sub-9` was not bought by this partner for this customer; \
                 use a subscription that this partner bought for this customer"]
        );
    }
}

#[test]
fn csp_06_and_csp_07_only_an_admin_agent_turns_on_and_off() {
    let on = turned_on(noon(1));
    for role in Role::ALL.iter().copied() {
        let admin = role == Role::AdminAgent;
        let turn_on = asked_by("contoso", role, noon(2)).subscription(plan()).owner_assigned();
        let turn_on = reservations().turn_on(EDITION, &turn_on).unwrap();
        let turn_off = on.turn_off(EDITION, &asked_by("contoso", role, noon(2))).unwrap();
        assert_eq!((turn_on.is_approved(), turn_off.is_approved()), (admin, admin), "{role}");
        assert_eq!(turn_off.outcome().permission.is_on(), !admin, "{role}");
        let expected = if [Role::SalesAgent, Role::HelpdeskAgent].contains(&role) { "CSP-07" } else { "CSP-06" };
        for reason in turn_on.reasons().iter().chain(turn_off.reasons()) {
            assert_eq!((reason.rule().as_str(), reason.verdict()), (expected, Verdict::Denied), "{role}");
        }
    }
}

#[test]
fn every_unmet_condition_is_named_at_once_with_what_to_do() {
    let ended = subscription("sub-1", "contoso", "fabrikam", SubscriptionState::Ended);
    let request = asked_by("tailspin", Role::SalesAgent, noon(1)).subscription(ended);
    let off = permission(PermissionKind::AzureSavingsPlans);
    let decision = off.turn_on(EDITION, &request).unwrap();
    assert_eq!(
        lines(decision.reasons()),
        [
            "CSP-07 ReadOnlyAccess: sales agent may look but not turn customer permissions on or off, this is for: \
             admin agent; ask an admin agent of the partner",
            "CSP-04 OtherPartner: the customer buys through partner `contoso`, not through `tailspin`; ask the \
             partner of the customer",
            "CSP-04 PermissionKindNotOffered: customers cannot be allowed to buy Azure savings plans in edition \
             2020-05; buy it for the customer",
            "CSP-17 NoAzureSubscription: an Azure plan or Azure Global subscription is needed, there is a \
             subscription that has ended; buy an Azure plan for the customer first",
            "CSP-18 OwnerRoleMissing: no user of the customer has the Owner role on the subscription; assign the \
             Owner role on the subscription to a user of the customer",
        ]
    );
    assert_eq!((&decision.outcome().permission, &decision.outcome().record), (&off, &None));
    assert_eq!(decision.policy().to_string(), "2020-05");
}

#[test]
fn csp_22_each_change_is_recorded_once() {
    let change = reservations().turn_on(EDITION, &fine(noon(1))).unwrap().into_result().unwrap().into_outcome();
    let created = change.record.unwrap();
    assert_eq!(created.action.to_string(), "Create Customer Purchase Permissions");
    assert_eq!((created.user.as_str(), created.customer.as_str()), ("mei@contoso.example", "fabrikam"));
    assert_eq!((created.at, created.kind), (noon(1), PermissionKind::AzureReservations));

    let change = change.permission.turn_off(EDITION, &by_admin(noon(2))).unwrap().into_result().unwrap().into_outcome();
    let deleted = change.record.unwrap();
    assert_eq!(deleted.action, AuditAction::DeleteCustomerPurchasePermissions);
    assert_eq!((deleted.action.to_string().as_str(), deleted.at), ("Delete Customer Purchase Permissions", noon(2)));
}

#[test]
fn turning_on_what_is_on_or_off_what_is_off_changes_and_records_nothing() {
    let on = turned_on(noon(1));
    // Nothing has to be checked a second time.
    for request in [fine(noon(2)), by_admin(noon(2))] {
        let again = on.turn_on(EDITION, &request).unwrap().into_result().unwrap().into_outcome();
        assert_eq!((&again.permission, again.record), (&on, None));
    }
    let off = reservations().turn_off(EDITION, &by_admin(noon(2))).unwrap().into_result().unwrap().into_outcome();
    assert_eq!((off.permission, off.record), (reservations(), None));
    assert!(!on.turn_on(EDITION, &asked_by("contoso", Role::SalesAgent, noon(2))).unwrap().is_approved());
}

#[test]
fn a_change_before_the_last_one_is_an_error_and_at_the_same_instant_is_not() {
    let on = turned_on(noon(2));
    let text = "the change at `2021-06-01T12:00:00Z` is before the last one, expected `2021-06-02T12:00:00Z` or later";
    assert_eq!(on.turn_off(EDITION, &by_admin(noon(1))).unwrap_err().to_string(), text);
    assert_eq!(on.turn_on(EDITION, &fine(noon(1))).unwrap_err().to_string(), text);
    assert_eq!(reservations().with_history(vec![noon(2), noon(1)]).unwrap_err().to_string(), text);

    let off = on.turn_off(EDITION, &by_admin(noon(2))).unwrap().into_result().unwrap().into_outcome().permission;
    assert!(!off.is_on() && !off.was_on(noon(2)), "on for no time at all");
    assert!(off.turn_on(EDITION, &fine(noon(2))).unwrap().outcome().permission.is_on());
}

#[test]
fn csp_03_it_is_on_from_the_instant_of_turning_on_until_that_of_turning_off() {
    let history = vec![noon(1), noon(5), noon(9)];
    let permission = reservations().with_history(history).unwrap();
    assert!(permission.is_on());
    for (instant, on) in [
        ("2021-06-01T11:59:59Z", false),
        ("2021-06-01T12:00:00Z", true),
        ("2021-06-05T11:59:59Z", true),
        ("2021-06-05T12:00:00Z", false),
        ("2021-06-09T11:59:59Z", false),
        ("2031-06-09T12:00:00Z", true),
    ] {
        assert_eq!(permission.was_on(at(instant)), on, "{instant}");
    }
}

#[test]
fn csp_03_csp_19_and_amb_16_a_purchase_needs_the_permission_and_the_owner_of_that_subscription() {
    let on = turned_on(noon(2));
    let buyer = |owned: &[&str], day| {
        let owned = owned.iter().map(|id| id.parse().unwrap());
        owned.fold(PurchaseRequest::new(plan(), noon(day)), PurchaseRequest::by_owner_of)
    };
    for (owned, day, expected) in [
        (&["SUB-1"][..], 2, &[][..]),
        (&["sub-2", "sub-1"], 2, &[]),
        (&["sub-1"], 1, &["PermissionOff"]),
        (&["sub-2"], 2, &["BuyerNotOwner"]),
        (&[], 1, &["PermissionOff", "BuyerNotOwner"]),
    ] {
        let decision = on.decide_purchase(EDITION, &buyer(owned, day));
        assert_eq!(codes(decision.reasons()), expected, "{owned:?} on day {day}");
        assert_eq!(decision.outcome().paid_by, "contoso".parse().unwrap(), "CSP-10");
    }
    let decision = permission(PermissionKind::AzureSavingsPlans).decide_purchase(EDITION, &buyer(&[], 1));
    assert_eq!(
        lines(decision.reasons()),
        [
            "CSP-04 PermissionKindNotOffered: customers cannot be allowed to buy Azure savings plans in edition \
             2020-05; buy it for the customer",
            "CSP-03 PermissionOff: the permission to buy Azure savings plans was off at 2021-06-01T12:00:00Z; ask \
             the partner to buy it or to turn the permission on",
            "CSP-19 BuyerNotOwner: the buyer does not have the Owner role on subscription `sub-1`; assign the Owner \
             role on the subscription to a user of the customer",
        ]
    );
    // The matrix says the same.
    assert_eq!(Capability::BuyOwnReservation.who_may(), RoleSet::from(Role::AzureOwner));
}

#[test]
fn csp_04_one_permission_covers_every_subscription_that_the_partner_bought_for_the_customer() {
    use SubscriptionState::{AzurePlan, Ended};
    let on = turned_on(noon(2));
    for (id, partner, customer, state, expected) in [
        ("sub-2", "contoso", "fabrikam", AzurePlan, &[][..]),
        ("sub-2", "contoso", "fabrikam", Ended, &["NoAzureSubscription"]),
        ("sub-2", "tailspin", "fabrikam", AzurePlan, &["SubscriptionOfOthers"]),
        ("sub-2", "contoso", "woodgrove", AzurePlan, &["SubscriptionOfOthers"]),
    ] {
        let request = PurchaseRequest::new(subscription(id, partner, customer, state), noon(3));
        let decision = on.decide_purchase(EDITION, &request.by_owner_of(id.parse().unwrap()));
        assert_eq!(codes(decision.reasons()), expected, "{id} {partner} {customer} {state:?}");
    }
}

#[test]
fn csp_26_a_shared_discount_applies_to_all_that_the_partner_bought_for_that_customer() {
    for (partner, customer, shared) in [
        ("contoso", "fabrikam", true),
        ("Contoso", "FABRIKAM", true),
        ("tailspin", "fabrikam", false),
        ("contoso", "woodgrove", false),
    ] {
        let used = subscription("sub-2", partner, customer, SubscriptionState::AzurePlan);
        assert_eq!(plan().shares_discounts_with(&used), shared, "{partner} {customer}");
    }
}

#[test]
fn ids_ignore_case_and_are_never_blank() {
    assert_eq!(CustomerId::new("0A1B"), "0a1b".parse());
    assert_ne!(PartnerId::new("a").unwrap(), PartnerId::new("b").unwrap());
    for text in ["", " ", "a ", "\ta", "a\nb"] {
        assert!(UserId::new(text).is_err() && SubscriptionId::new(text).is_err(), "{text:?}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_permission_is_stored_and_read_back_and_an_impossible_one_is_refused() {
    let decision = turned_on(noon(1)).turn_off(EDITION, &by_admin(noon(2))).unwrap();
    assert_eq!(
        serde_json::to_string(decision.outcome()).unwrap(),
        r#"{"permission":{"partner":"contoso","customer":"fabrikam","kind":"azure_reservations","switched_at":["2021-06-01T12:00:00Z","2021-06-02T12:00:00Z"]},"record":{"action":"delete_customer_purchase_permissions","kind":"azure_reservations","user":"mei@contoso.example","at":"2021-06-02T12:00:00Z","customer":"fabrikam"}}"#
    );
    let text = serde_json::to_string(&decision.outcome().permission).unwrap();
    assert_eq!(serde_json::from_str::<CustomerPermission>(&text).unwrap(), decision.outcome().permission);
    for wrong in [
        text.replace("06-02", "05-02"),
        text.replace("\"contoso\"", "\"\""),
        text.replace("\"kind\"", "\"x\":1,\"kind\""),
    ] {
        assert!(serde_json::from_str::<CustomerPermission>(&wrong).is_err(), "{wrong}");
    }
    let request = serde_json::to_string(&fine(noon(1))).unwrap();
    assert_eq!(serde_json::from_str::<PermissionRequest>(&request).unwrap(), fine(noon(1)));
    let refused = reservations().turn_on(EDITION, &asked_by("tailspin", Role::SalesAgent, noon(1))).unwrap();
    let stored = serde_json::to_string(&refused).unwrap();
    assert_eq!(serde_json::from_str::<reservation_policy::Decision<_>>(&stored).unwrap(), refused, "{stored}");
}
