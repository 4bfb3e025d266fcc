//! Customer purchase permission: editions, turning on and off, what it means, shared scope.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::decision::Reason;
use reservation_policy::permission::{
    Actor, AuditAction, Buyer, CustomerId, CustomerPermission, CustomerPurchase, DiscountScope, OnPeriod, OwnerFact,
    PartnerId, PartnerNotice, Payer, PermissionChannel, PermissionEdition, PermissionKind, PermissionReason,
    PriceSetter, PurchaseMode, PurchaseReason, PurchaseView, Remedy, Subscription, SubscriptionFact, SubscriptionId,
    ToggleEffect, TurnOn,
};
use reservation_policy::role::{Capability, Role, RoleSet, UserId};
use reservation_policy::rule::RuleId;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn noon(day: u32) -> DateTime<Utc> {
    at(&format!("2021-06-{day:02}T12:00:00Z"))
}

fn subscription(id: &str, partner: &str, customer: &str) -> Subscription {
    Subscription::new(
        SubscriptionId::new(id).unwrap(),
        PartnerId::new(partner).unwrap(),
        CustomerId::new(customer).unwrap(),
    )
}

fn permission(kind: PermissionKind) -> CustomerPermission {
    CustomerPermission::new(subscription("sub-1", "contoso", "fabrikam"), kind)
}

fn reservations() -> CustomerPermission {
    permission(PermissionKind::AzureReservations)
}

fn actor(partner: &str, roles: impl Into<RoleSet>) -> Actor {
    Actor::new(UserId::new("mei@contoso.example").unwrap(), PartnerId::new(partner).unwrap(), roles.into())
}

fn admin() -> Actor {
    actor("contoso", Role::ADMIN_AGENT)
}

fn fine(at: DateTime<Utc>) -> TurnOn {
    TurnOn::new(admin(), at, SubscriptionFact::AzurePlan, OwnerFact::Assigned)
}

fn turned_on(at: DateTime<Utc>) -> CustomerPermission {
    let decision = reservations().turn_on(PermissionEdition::May2020, &fine(at)).unwrap();
    decision.into_result().unwrap().into_outcome().into_permission()
}

#[test]
fn csp_04_and_l_20_each_edition_has_its_kinds_from_its_first_day() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let cases = [
        ("2020-05-18", "2020-05", &[PermissionKind::AzureReservations][..], RuleId::Csp04),
        ("2022-09-30", "2020-05", &[PermissionKind::AzureReservations], RuleId::Csp04),
        ("2022-10-01", "2022-10", PermissionKind::ALL, RuleId::L20),
        ("2999-12-31", "2022-10", PermissionKind::ALL, RuleId::L20),
    ];
    for (date, name, kinds, rule) in cases {
        let edition = PermissionEdition::in_force_on(day(date)).unwrap();
        assert_eq!((edition.name(), edition.kinds(), edition.rule()), (name, kinds, rule), "{date}");
        assert_eq!(edition.to_string(), name);
    }
    let error = PermissionEdition::in_force_on(day("2020-05-17")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no customer permission could be given on `2020-05-17`, expected a date from 2020-05-18"
    );
}

#[test]
fn csp_05_a_permission_is_off_until_it_is_turned_on() {
    for kind in PermissionKind::ALL {
        let new = permission(*kind);
        assert!(!new.is_on() && new.periods().is_empty());
        assert!(!new.was_on(DateTime::<Utc>::MIN_UTC) && !new.was_on(noon(1)) && !new.was_on(DateTime::<Utc>::MAX_UTC));
    }
}

#[test]
fn csp_16_to_csp_18_turning_on_needs_a_subscription_that_counts_and_an_owner() {
    for found in SubscriptionFact::ALL.iter().copied() {
        for owner in OwnerFact::ALL.iter().copied() {
            let request = TurnOn::new(admin(), noon(1), found, owner);
            let decision = reservations().turn_on(PermissionEdition::May2020, &request).unwrap();
            let subscription_counts = matches!(found, SubscriptionFact::AzurePlan | SubscriptionFact::AzureGlobal);
            let mut expected = Vec::new();
            if !subscription_counts {
                expected.push((PermissionReason::NoAzureSubscription { found }, RuleId::Csp17, Remedy::BuyAzurePlan));
            }
            if owner == OwnerFact::Missing {
                expected.push((PermissionReason::OwnerMissing, RuleId::Csp18, Remedy::AssignOwner));
            }
            let reasons: Vec<_> =
                decision.reasons().iter().map(|reason| (reason.clone(), reason.rule(), reason.remedy())).collect();
            assert_eq!(reasons, expected, "{found:?} {owner:?}");
            assert_eq!(decision.is_approved(), expected.is_empty(), "{found:?} {owner:?}");
            assert_eq!(decision.outcome().permission().is_on(), expected.is_empty(), "{found:?} {owner:?}");
        }
    }
}

#[test]
fn csp_06_and_csp_07_only_an_admin_agent_turns_on_and_off() {
    let on = turned_on(noon(1));
    for role in Role::ALL.iter().copied() {
        let request = TurnOn::new(actor("contoso", role), noon(2), SubscriptionFact::AzurePlan, OwnerFact::Assigned);
        let turn_on = reservations().turn_on(PermissionEdition::May2020, &request).unwrap();
        let turn_off = on.turn_off(PermissionEdition::May2020, &actor("contoso", role), noon(2)).unwrap();
        assert_eq!(turn_on.is_approved(), role == Role::ADMIN_AGENT, "{role}");
        assert_eq!(turn_off.is_approved(), role == Role::ADMIN_AGENT, "{role}");
        assert_eq!(turn_off.outcome().permission().is_on(), role != Role::ADMIN_AGENT, "{role}");
        let rule = turn_on.reasons().first().map(Reason::rule);
        let reads = matches!(role, Role::SALES_AGENT | Role::HELPDESK_AGENT);
        let expected = if reads { RuleId::Csp07 } else { RuleId::Csp06 };
        let expected = (role != Role::ADMIN_AGENT).then_some(expected);
        assert_eq!((rule, turn_off.reasons().first().map(Reason::rule)), (expected, expected), "{role}");
    }
}

#[test]
fn every_unmet_condition_is_named_at_once_with_what_to_do() {
    let request =
        TurnOn::new(actor("tailspin", Role::SALES_AGENT), noon(1), SubscriptionFact::NotUsageBased, OwnerFact::Missing);
    let wish = permission(PermissionKind::AzureSavingsPlans);
    let decision = wish.turn_on(PermissionEdition::May2020, &request).unwrap();
    let told: Vec<String> = decision
        .reasons()
        .iter()
        .map(|reason| format!("{} {}: {reason}; {}", reason.rule(), reason.code(), reason.remedy()))
        .collect();
    assert_eq!(
        told,
        [
            "CSP-07 ReadOnlyAccess: sales agent may look but not turn customer permissions on or off, this is for: \
             admin agent; have an admin agent of the partner do it",
            "CSP-04 SubscriptionOfOtherPartner: the subscription was bought by partner `contoso`, not by `tailspin`; \
             ask the partner that bought the subscription",
            "CSP-04 PermissionKindNotOffered: customers cannot be allowed to buy Azure savings plans in edition \
             2020-05; buy it for the customer",
            "CSP-17 NoAzureSubscription: an Azure plan or Azure Global subscription is needed, there is a \
             subscription that is not usage-based; buy an Azure plan for the customer first",
            "CSP-18 OwnerRoleMissing: no user of the customer has the Owner role on the subscription; give a user of \
             the customer the Owner role on the subscription",
        ]
    );
    assert_eq!(decision.outcome().effect(), ToggleEffect::Refused);
    assert_eq!((decision.outcome().permission(), decision.outcome().record()), (&wish, None));
    assert_eq!(*decision.policy(), PermissionEdition::May2020);
}

#[test]
fn l_20_savings_plans_can_be_permitted_since_2022_10() {
    let wish = permission(PermissionKind::AzureSavingsPlans);
    let decision = wish.turn_on(PermissionEdition::October2022, &fine(noon(1))).unwrap();
    assert!(decision.is_approved());
    assert_eq!(decision.outcome().record().unwrap().kind(), PermissionKind::AzureSavingsPlans);
}

#[test]
fn csp_08_any_customer_may_be_given_it() {
    for customer in ["fabrikam", "0a1b2c3d-0000-0000-0000-000000000000", "fabrikam.example", "ファブリカム"] {
        let wish = CustomerPermission::new(subscription("s", "contoso", customer), PermissionKind::AzureReservations);
        let decision = wish.turn_on(PermissionEdition::May2020, &fine(noon(1))).unwrap();
        assert!(decision.is_approved(), "{customer}");
    }
}

#[test]
fn csp_09_the_dashboard_and_the_interface_are_the_two_channels() {
    assert_eq!(PermissionChannel::ALL, [PermissionChannel::Api, PermissionChannel::Dashboard]);
}

#[test]
fn csp_22_each_change_is_recorded_once() {
    let decision = reservations().turn_on(PermissionEdition::May2020, &fine(noon(1))).unwrap();
    let created = decision.outcome().record().unwrap();
    assert_eq!(created.action(), AuditAction::CreateCustomerPurchasePermissions);
    assert_eq!(created.action().to_string(), "Create Customer Purchase Permissions");
    assert_eq!((created.actor(), created.at()), (admin().user(), noon(1)));
    assert_eq!(created.customer().as_str(), "fabrikam");
    assert_eq!(decision.outcome().effect(), ToggleEffect::TurnedOn);

    let on = decision.outcome().permission();
    let decision = on.turn_off(PermissionEdition::May2020, &admin(), noon(2)).unwrap();
    let deleted = decision.outcome().record().unwrap();
    assert_eq!(deleted.action(), AuditAction::DeleteCustomerPurchasePermissions);
    assert_eq!(deleted.action().to_string(), "Delete Customer Purchase Permissions");
    assert_eq!(deleted.at(), noon(2));
    assert_eq!(decision.outcome().effect(), ToggleEffect::TurnedOff);
}

#[test]
fn turning_on_what_is_on_or_off_what_is_off_changes_and_records_nothing() {
    let on = turned_on(noon(1));
    // Nothing has to be met a second time.
    let bare = TurnOn::new(admin(), noon(2), SubscriptionFact::Missing, OwnerFact::Missing);
    for request in [fine(noon(2)), bare] {
        let again = on.turn_on(PermissionEdition::May2020, &request).unwrap();
        assert!(again.is_approved());
        assert_eq!((again.outcome().permission(), again.outcome().record()), (&on, None));
        assert_eq!(again.outcome().effect(), ToggleEffect::AlreadyOn);
        assert_eq!(again.outcome().effect().service_code(), Some("600041"));
    }
    let off = reservations().turn_off(PermissionEdition::May2020, &admin(), noon(2)).unwrap();
    assert!(off.is_approved());
    assert_eq!((off.outcome().permission(), off.outcome().record()), (&reservations(), None));
    assert_eq!((off.outcome().effect(), off.outcome().effect().service_code()), (ToggleEffect::AlreadyOff, None));

    let stranger =
        TurnOn::new(actor("contoso", Role::SALES_AGENT), noon(2), SubscriptionFact::AzurePlan, OwnerFact::Assigned);
    assert_eq!(on.turn_on(PermissionEdition::May2020, &stranger).unwrap().outcome().effect(), ToggleEffect::Refused);
}

#[test]
fn a_change_before_the_last_one_is_an_error_and_at_the_same_instant_is_not() {
    let on = turned_on(noon(2));
    let text = "the change at `2021-06-01T12:00:00Z` is before the last one, expected `2021-06-02T12:00:00Z` or later";
    let error = on.turn_off(PermissionEdition::May2020, &admin(), noon(1)).unwrap_err();
    assert_eq!(error.to_string(), text);
    assert_eq!(on.turn_on(PermissionEdition::May2020, &fine(noon(1))).unwrap_err().to_string(), text);

    let off = on.turn_off(PermissionEdition::May2020, &admin(), noon(2)).unwrap().into_result().unwrap();
    let off = off.into_outcome().into_permission();
    assert!(!off.is_on() && !off.was_on(noon(2)), "on for no time at all");
    assert_eq!(off.turn_on(PermissionEdition::May2020, &fine(noon(1))).unwrap_err().to_string(), text);
    assert!(off.turn_on(PermissionEdition::May2020, &fine(noon(2))).unwrap().outcome().permission().is_on());
}

#[test]
fn csp_10_the_partner_pays_from_the_instant_of_turning_on() {
    let on = turned_on(at("2021-06-01T12:00:00Z"));
    let off = on.turn_off(PermissionEdition::May2020, &admin(), at("2021-06-05T12:00:00Z")).unwrap();
    let off = off.into_result().unwrap().into_outcome().into_permission();
    let cases = [
        ("2021-06-01T11:59:59Z", None, None),
        ("2021-06-01T12:00:00Z", Some(Payer::Partner), Some(Payer::Partner)),
        ("2021-06-05T11:59:59Z", Some(Payer::Partner), Some(Payer::Partner)),
        ("2021-06-05T12:00:00Z", Some(Payer::Partner), None),
        ("2031-06-05T12:00:00Z", Some(Payer::Partner), None),
    ];
    for (instant, while_on, after_off) in cases {
        assert_eq!(on.payer(at(instant)), while_on, "{instant}, still on");
        assert_eq!(off.payer(at(instant)), after_off, "{instant}, off since");
    }
    let again = off.turn_on(PermissionEdition::May2020, &fine(noon(9))).unwrap();
    let again = again.outcome().permission();
    assert_eq!(again.payer(noon(3)), Some(Payer::Partner), "the past stays");
    assert_eq!(again.payer(noon(7)), None);
    assert_eq!(again.payer(noon(9)), Some(Payer::Partner));
}

#[test]
fn csp_11_csp_12_and_csp_24_what_a_customers_purchase_means() {
    let decision = turned_on(noon(1)).decide_purchase(
        PermissionEdition::May2020,
        &Buyer::OwnerOf(SubscriptionId::new("SUB-1").unwrap()),
        noon(1),
    );
    assert!(decision.is_approved());
    let means = decision.outcome();
    assert_eq!(*means, CustomerPurchase::EFFECTS);
    assert_eq!(means.payer(), Payer::Partner);
    assert_eq!(means.notice(), PartnerNotice::NotSent);
    assert_eq!(means.shown_on(), [PurchaseView::ActivityLog, PurchaseView::OrderHistory, PurchaseView::Reservations]);
    assert_eq!(means.price(), PriceSetter::Partner);
    assert!(means.price().may_differ_from_portal());
}

#[test]
fn csp_03_csp_19_and_amb_16_a_purchase_needs_the_permission_and_the_owner_of_that_subscription() {
    let on = turned_on(noon(2));
    let owner = Buyer::OwnerOf(SubscriptionId::new("sub-1").unwrap());
    let other = Buyer::OwnerOf(SubscriptionId::new("sub-2").unwrap());
    let off = |day| PurchaseReason::PermissionOff { kind: PermissionKind::AzureReservations, at: noon(day) };
    let cases = [
        (&owner, 2, vec![]),
        (&owner, 1, vec![off(1)]),
        (&other, 2, vec![PurchaseReason::OwnerRoleMissing]),
        (&Buyer::WithoutOwnerRole, 2, vec![PurchaseReason::OwnerRoleMissing]),
        (&Buyer::WithoutOwnerRole, 1, vec![off(1), PurchaseReason::OwnerRoleMissing]),
    ];
    for (buyer, day, expected) in cases {
        let decision = on.decide_purchase(PermissionEdition::May2020, buyer, noon(day));
        assert_eq!(decision.reasons(), expected, "{buyer:?} on day {day}");
    }
    let plans = permission(PermissionKind::AzureSavingsPlans);
    let decision = plans.decide_purchase(PermissionEdition::May2020, &Buyer::WithoutOwnerRole, noon(1));
    let told: Vec<String> = decision
        .reasons()
        .iter()
        .map(|reason| format!("{} {}: {reason}; {}", reason.rule(), reason.code(), reason.remedy()))
        .collect();
    assert_eq!(
        told,
        [
            "CSP-04 PermissionKindNotOffered: customers cannot be allowed to buy Azure savings plans in edition \
             2020-05; buy it for the customer",
            "CSP-03 PermissionOff: the permission to buy Azure savings plans was off at 2021-06-01T12:00:00Z; ask \
             the partner to buy it or to turn the permission on",
            "CSP-19 OwnerRoleMissing: the buyer does not have the Owner role on the subscription; give a user of the \
             customer the Owner role on the subscription",
        ]
    );
    // The same truth as the matrix.
    assert_eq!(Capability::BuyOwnReservation.who_may(), RoleSet::of(Role::AZURE_OWNER));
}

#[test]
fn csp_15_the_partner_can_always_buy_and_the_customer_while_it_is_on() {
    let on = turned_on(noon(2));
    assert_eq!(on.purchase_modes(noon(1)), [PurchaseMode::OnBehalf]);
    assert_eq!(on.purchase_modes(noon(2)), [PurchaseMode::CustomerSelfPurchase, PurchaseMode::OnBehalf]);
}

#[test]
fn csp_26_a_shared_discount_reaches_all_that_the_partner_bought_for_that_customer() {
    let reserved = subscription("sub-1", "contoso", "fabrikam");
    let cases = [
        (subscription("sub-1", "contoso", "fabrikam"), true, true),
        (subscription("SUB-1", "Contoso", "FABRIKAM"), true, true),
        (subscription("sub-2", "contoso", "fabrikam"), true, false),
        (subscription("sub-2", "tailspin", "fabrikam"), false, false),
        (subscription("sub-2", "contoso", "woodgrove"), false, false),
        (subscription("sub-2", "tailspin", "woodgrove"), false, false),
        (subscription("sub-1", "tailspin", "fabrikam"), false, false),
        (subscription("sub-1", "contoso", "woodgrove"), false, false),
    ];
    for (used, shared, single) in cases {
        assert_eq!(DiscountScope::Shared.applies(&reserved, &used), shared, "{used:?}");
        assert_eq!(DiscountScope::Single.applies(&reserved, &used), single, "{used:?}");
    }
}

#[test]
fn resources_are_named_as_the_service_names_them() {
    for (kind, resource) in [
        (PermissionKind::AzureReservations, "AzureReservedInstances"),
        (PermissionKind::AzureSavingsPlans, "AzureSavingsPlan"),
    ] {
        assert_eq!(kind.resource(), resource);
        assert_eq!(PermissionKind::from_resource(resource), Ok(kind));
    }
    let error = PermissionKind::from_resource("azure_reservations").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`azure_reservations` is no resource that customers can be allowed to buy, expected `AzureReservedInstances` or `AzureSavingsPlan`"
    );
}

#[test]
fn periods_that_cannot_have_been_are_errors() {
    let on = |from| OnPeriod::since(noon(from));
    let span = |from, until| OnPeriod::since(noon(from)).ended(noon(until));
    let cases = [
        (vec![], None),
        (vec![on(1)], None),
        (vec![span(1, 1), span(1, 2), on(2)], None),
        (vec![span(2, 1)], Some(1)),
        (vec![on(1), on(2)], Some(2)),
        (vec![on(1), span(2, 3)], Some(2)),
        (vec![span(1, 3), on(2)], Some(2)),
        (vec![span(1, 2), span(3, 4), span(3, 5)], Some(3)),
    ];
    for (periods, wrong) in cases {
        let subscription = subscription("s", "contoso", "fabrikam");
        let result = CustomerPermission::with_periods(subscription, PermissionKind::AzureReservations, periods.clone());
        let expected = wrong.map(|number| {
            format!(
                "period `{number}` of the permission begins before the one before it ended, or ends before it began, \
                 expected periods in order and only the last without an end"
            )
        });
        assert_eq!(result.err().map(|error| error.to_string()), expected, "{periods:?}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_permission_round_trips_and_an_impossible_one_is_refused() {
    let off = turned_on(noon(1)).turn_off(PermissionEdition::May2020, &admin(), noon(2)).unwrap();
    let record = serde_json::to_string(off.outcome().record().unwrap()).unwrap();
    assert_eq!(
        record,
        r#"{"action":"delete_customer_purchase_permissions","kind":"azure_reservations","actor":"mei@contoso.example","at":"2021-06-02T12:00:00Z","customer":"fabrikam"}"#
    );
    let again = off.outcome().permission().turn_on(PermissionEdition::May2020, &fine(noon(3))).unwrap();
    let text = serde_json::to_string(again.outcome().permission()).unwrap();
    assert_eq!(
        text,
        r#"{"subscription":{"id":"sub-1","partner":"contoso","customer":"fabrikam"},"kind":"azure_reservations","periods":[{"from":"2021-06-01T12:00:00Z","until":"2021-06-02T12:00:00Z"},{"from":"2021-06-03T12:00:00Z"}]}"#
    );
    assert_eq!(&serde_json::from_str::<CustomerPermission>(&text).unwrap(), again.outcome().permission());
    for wrong in [
        text.replace("06-03", "06-01"),
        text.replace("\"sub-1\"", "\"\""),
        text.replace("\"kind\"", "\"x\":1,\"kind\""),
        text.replace("{\"from\":\"2021-06-03", "{\"x\":1,\"from\":\"2021-06-03"),
    ] {
        assert_ne!(wrong, text);
        assert!(serde_json::from_str::<CustomerPermission>(&wrong).is_err(), "{wrong}");
    }
    assert_eq!(serde_json::to_string(&PermissionEdition::October2022).unwrap(), r#""2022-10""#);
    let request = serde_json::to_string(&fine(noon(1))).unwrap();
    assert_eq!(serde_json::from_str::<TurnOn>(&request).unwrap(), fine(noon(1)));
}
