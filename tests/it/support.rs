//! Support requests: fixed fields, what is missing, when one is needed; and the guide to the portal's steps.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use reservation_policy::money::{Currency, Money};
use reservation_policy::rule::RuleId;
use reservation_policy::support::{
    ChannelRule, Field, Gap, Need, NextStep, RequestKind, ReservationReturn, ReturnChannel, ReturnCustomer,
    SupportCause, SupportDraft,
};
use reservation_policy::{Quantity, Verdict};

fn dollars(text: &str) -> Money {
    Money::parse(text, Currency::USD).unwrap()
}

fn told(gaps: &[Gap]) -> Vec<String> {
    gaps.iter().map(|gap| format!("{} {gap}", gap.rule())).collect()
}

#[test]
fn sup_08_sup_09_and_sup_21_some_fields_always_hold_the_same() {
    let reservation = [
        (Field::IssueType, "Billing", RuleId::Sup08),
        (Field::ProblemType, "Reservation management", RuleId::Sup09),
        (Field::Category, "Exchanges and refunds", RuleId::Sup09),
    ];
    let software = [(Field::ProblemType, "CSP Purchase/Refund on behalf of customers", RuleId::Sup21)];
    for (kind, expected) in [
        (RequestKind::ReservationExchange, &reservation[..]),
        (RequestKind::ReservationRefund, &reservation),
        (RequestKind::SoftwareRefund, &software),
    ] {
        let fixed: Vec<_> = kind.fixed().iter().map(|fixed| (fixed.field(), fixed.value(), fixed.rule())).collect();
        assert_eq!(fixed, expected, "{kind}");
        for (field, value, _) in expected {
            assert_eq!(SupportDraft::new(kind).text(*field).as_deref(), Some(*value), "{kind}: {field}");
        }
    }
}

#[test]
fn each_form_wants_its_fields_and_no_others() {
    use Need::{Fixed, NotAsked, Optional, Recommended, Required};
    let table = [
        (Field::IssueType, Fixed, NotAsked),
        (Field::ProblemType, Fixed, Fixed),
        (Field::Category, Fixed, NotAsked),
        (Field::Impact, NotAsked, Required),
        (Field::Title, NotAsked, Required),
        (Field::Customer, NotAsked, Required),
        (Field::OrderOrSubscription, NotAsked, Required),
        (Field::RefundReason, NotAsked, Required),
        (Field::AmountRequested, NotAsked, Required),
        (Field::Quantity, NotAsked, Optional),
        (Field::ReservationId, Recommended, NotAsked),
        (Field::ReservationOrderId, Recommended, NotAsked),
        (Field::Contact, Required, NotAsked),
        (Field::ContactName, NotAsked, Required),
        (Field::ContactEmail, NotAsked, Required),
        (Field::ContactPhone, NotAsked, Required),
        (Field::Attachments, NotAsked, Optional),
    ];
    assert_eq!(table.map(|(field, ..)| field).as_slice(), Field::ALL);
    for (field, reservation, software) in table {
        assert_eq!(RequestKind::ReservationRefund.need(field), reservation, "{field}");
        assert_eq!(RequestKind::ReservationExchange.need(field), reservation, "{field}");
        assert_eq!(RequestKind::SoftwareRefund.need(field), software, "{field}");
    }
}

#[test]
fn sup_22_to_sup_24_everything_missing_is_named_at_once_with_what_to_write() {
    let draft = SupportDraft::new(RequestKind::SoftwareRefund);
    assert_eq!(
        told(&draft.missing()),
        [
            "SUP-22 impact is missing, write how badly the customer is affected",
            "SUP-22 title is missing, write one line that says what it is about",
            "SUP-23 customer is missing, write the GUID of the customer's tenant, or its domain name",
            "SUP-23 order or subscription is missing, write the order id, or the subscription id",
            "SUP-23 refund reason is missing, write why it is returned",
            "CON-15 amount requested is missing, write how much money is to come back, with its currency",
            "SUP-24 contact name is missing, write the name of whom to ask for",
            "SUP-24 contact e-mail is missing, write the e-mail address to write to",
            "SUP-24 contact phone is missing, write the phone number to call",
        ]
    );
    assert_eq!(draft.recommended(), []);
    assert!(!draft.is_complete());
}

fn full_software() -> SupportDraft {
    SupportDraft::new(RequestKind::SoftwareRefund)
        .with_impact("minor")
        .with_title("Refund of Windows Server")
        .with_tenant_id("0a1b")
        .with_order_id("order-1")
        .with_refund_reason("bought twice")
        .with_amount(dollars("1200.00"))
        .with_contact_name("Mei")
        .with_contact_email("mei@partner.example")
        .with_contact_phone("+1 555 0100")
}

#[test]
fn con_15_the_amount_is_required_and_the_quantity_is_optional() {
    assert_eq!(full_software().missing(), []);
    assert_eq!(full_software().text(Field::Quantity), None);
    let draft = full_software().with_quantity(Quantity::new(3).unwrap());
    assert_eq!(draft.text(Field::Quantity).as_deref(), Some("3"));
    assert!(draft.text(Field::AmountRequested).unwrap().contains("USD"), "an amount never goes without its currency");
    for nothing in ["0", "0.00", "-0.01"] {
        let missing = full_software().with_amount(dollars(nothing)).missing();
        assert!(missing.iter().map(Gap::field).eq([Field::AmountRequested]), "{nothing}");
    }
}

#[test]
fn sup_23_either_of_two_names_is_enough_and_a_blank_is_none() {
    let by = |tenant: &str, domain: &str, order: &str, subscription: &str| {
        full_software()
            .with_tenant_id(tenant)
            .with_domain(domain)
            .with_order_id(order)
            .with_subscription_id(subscription)
    };
    let cases = [
        (by("t", "d", "o", "s"), Some("t"), Some("o")),
        (by(" ", " d ", "", "s"), Some("d"), Some("s")),
        (by("", "", "o", " "), None, Some("o")),
        (by("t", "", "\t", ""), Some("t"), None),
    ];
    for (draft, customer, order) in cases {
        assert_eq!(draft.text(Field::Customer).as_deref(), customer, "{draft:?}");
        assert_eq!(draft.text(Field::OrderOrSubscription).as_deref(), order, "{draft:?}");
        let gaps: Vec<Field> = draft.missing().iter().map(Gap::field).collect();
        let mut expected = Vec::new();
        expected.extend(customer.is_none().then_some(Field::Customer));
        expected.extend(order.is_none().then_some(Field::OrderOrSubscription));
        assert_eq!(gaps, expected, "{draft:?}");
    }
}

#[test]
fn each_single_blank_field_of_a_software_refund_is_missing() {
    let cases = [
        (full_software().with_impact(" "), Field::Impact),
        (full_software().with_title(" "), Field::Title),
        (full_software().with_refund_reason(" "), Field::RefundReason),
        (full_software().with_contact_name(" "), Field::ContactName),
        (full_software().with_contact_email(" "), Field::ContactEmail),
        (full_software().with_contact_phone(" "), Field::ContactPhone),
    ];
    for (draft, field) in cases {
        assert!(draft.missing().iter().map(Gap::field).eq([field]), "{field}");
        assert_eq!(draft.text(field), None, "{field}");
        assert!(full_software().text(field).is_some(), "{field}");
    }
}

#[test]
fn sup_02_the_ids_of_a_reservation_are_recommended_and_hinder_nothing() {
    for kind in [RequestKind::ReservationExchange, RequestKind::ReservationRefund] {
        let draft = SupportDraft::new(kind).with_contact_phone("+1 555 0100");
        assert!(draft.is_complete(), "{kind}");
        assert_eq!(
            told(&draft.recommended()),
            [
                "SUP-02 reservation id is missing, write the reservation's id, from its properties",
                "SUP-02 reservation order id is missing, write the id of the reservation's order, from its properties",
            ]
        );
        let draft = draft.with_reservation_id("r").with_reservation_order_id("o");
        assert_eq!(draft.recommended(), [], "{kind}");
    }
}

#[test]
fn sup_10_a_reservations_request_needs_any_contact() {
    let empty = SupportDraft::new(RequestKind::ReservationRefund);
    assert_eq!(
        told(&empty.missing()),
        ["SUP-10 contact is missing, write a name, an e-mail address or a phone number"]
    );
    for draft in [
        empty.clone().with_contact_name("Mei"),
        empty.clone().with_contact_email("mei@partner.example"),
        empty.clone().with_contact_phone("+1 555 0100"),
    ] {
        assert!(draft.is_complete(), "{draft:?}");
    }
}

#[test]
fn sup_25_attachments_are_optional() {
    let draft = full_software();
    assert_eq!((draft.is_complete(), draft.text(Field::Attachments)), (true, None));
    let draft = draft.with_attachment("invoice.pdf").with_attachment(" ").with_attachment("order.png");
    assert_eq!(draft.text(Field::Attachments).as_deref(), Some("invoice.pdf, order.png"));
}

#[test]
fn nav_06_nav_07_and_sup_20_each_kind_of_request_has_its_rule() {
    let told: Vec<String> = RequestKind::ALL.iter().map(|kind| format!("{} {kind}", kind.rule())).collect();
    assert_eq!(
        told,
        [
            "NAV-07 exchange of the unused part of a reservation",
            "NAV-06 prorated refund of a reservation",
            "SUP-20 refund of software",
        ]
    );
}

#[test]
fn con_05_elig_01_elig_02_settle_10_and_l_15_the_way_of_a_return_is_per_edition() {
    for wanted in ReservationReturn::ALL.iter().copied() {
        let us_ea = SupportCause::UsGovernmentEnterpriseAgreement(wanted);
        for rule in ChannelRule::ALL.iter().copied() {
            for customer in ReturnCustomer::ALL.iter().copied() {
                let expected = match (rule, customer) {
                    (ChannelRule::SupportRequest, _) => Some((SupportCause::EditionBefore2019(wanted), RuleId::Con05)),
                    (ChannelRule::SelfServiceWithExceptions, ReturnCustomer::UsGovernmentEnterpriseAgreement) => {
                        Some((us_ea, RuleId::Elig01))
                    }
                    (ChannelRule::SelfServiceWithExceptions, ReturnCustomer::ChangedCard) => {
                        Some((SupportCause::ChangedCard(wanted), RuleId::Settle10))
                    }
                    _ => None,
                };
                let channel = rule.channel(customer, wanted);
                assert_eq!(
                    channel.cause().map(|cause| (cause, cause.rule())),
                    expected,
                    "{rule:?} {customer:?} {wanted:?}"
                );
                assert_eq!(channel == ReturnChannel::SelfService, expected.is_none(), "{rule:?} {customer:?}");
            }
        }
    }
}

#[test]
fn each_cause_names_the_request_to_make() {
    use ReservationReturn::{Exchange, Refund};
    let cases = [
        (SupportCause::ChangedCard(Refund), RequestKind::ReservationRefund, RuleId::Settle10),
        (SupportCause::ChangedCard(Exchange), RequestKind::ReservationExchange, RuleId::Settle10),
        (SupportCause::EditionBefore2019(Refund), RequestKind::ReservationRefund, RuleId::Con05),
        (SupportCause::EditionBefore2019(Exchange), RequestKind::ReservationExchange, RuleId::Con05),
        (SupportCause::UsGovernmentEnterpriseAgreement(Refund), RequestKind::ReservationRefund, RuleId::Elig01),
        (SupportCause::UsGovernmentEnterpriseAgreement(Exchange), RequestKind::ReservationExchange, RuleId::Elig01),
        (SupportCause::MoreInformation, RequestKind::SoftwareRefund, RuleId::Sup20),
    ];
    for (cause, kind, rule) in cases {
        assert_eq!((cause.request_kind(), cause.rule()), (kind, rule), "{cause:?}");
    }
}

#[test]
fn sup_11_every_refusal_has_a_way_out() {
    assert_eq!(NextStep::after(Verdict::Approved), NextStep::GoAhead);
    assert_eq!(NextStep::after(Verdict::NeedsReview), NextStep::CreateSupportRequest);
    assert_eq!(NextStep::after(Verdict::Denied), NextStep::CreateSupportRequest);
}

#[test]
fn the_guide_has_one_row_for_each_step_of_the_portal() {
    const STEPS: [&str; 33] = [
        "APPL-02",
        "NAV-01",
        "NAV-02",
        "NAV-03",
        "NAV-04",
        "NAV-05",
        "NAV-08",
        "NAV-10",
        "NAV-11",
        "REFP-02",
        "EXC-02",
        "EXC-03",
        "EXC-05",
        "SUP-01",
        "SUP-03",
        "SUP-04",
        "SUP-05",
        "SUP-06",
        "SUP-07",
        "SWB-02",
        "KEY-02",
        "KEY-04",
        "KEY-06",
        "KEY-07",
        "ACT-03",
        "SW-04",
        "CSP-02",
        "CSP-13",
        "CSP-20",
        "CSP-21",
        "CSP-23",
        "CSP-25",
        "REFDOC-01",
    ];
    let guide = include_str!("../../docs/guide/portal-steps.md");
    let rows: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(rows, STEPS);
    for row in rows {
        assert!(row.parse::<RuleId>().is_ok(), "{row}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_draft_round_trips_and_leaves_out_what_is_not_filled() {
    let draft = SupportDraft::new(RequestKind::SoftwareRefund)
        .with_title("Refund")
        .with_amount(dollars("12.50"))
        .with_quantity(Quantity::ONE)
        .with_attachment("invoice.pdf");
    let text = serde_json::to_string(&draft).unwrap();
    assert_eq!(
        text,
        r#"{"kind":"software_refund","title":"Refund","amount":{"amount":"12.50","currency":"USD"},"quantity":1,"attachments":["invoice.pdf"]}"#
    );
    assert_eq!(serde_json::from_str::<SupportDraft>(&text).unwrap(), draft);
    assert!(serde_json::from_str::<SupportDraft>(r#"{"kind":"software_refund","priority":"high"}"#).is_err());
    let gap = &SupportDraft::new(RequestKind::ReservationRefund).missing()[0];
    assert_eq!(serde_json::to_string(gap).unwrap(), r#"{"field":"contact","rule":"SUP-10"}"#);
}

#[test]
fn con_05_each_editions_channel_is_the_one_that_its_policy_says() {
    use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    use reservation_policy::support::ChannelRule;

    for (edition, rule) in [
        (ReservationEdition::May2018, ChannelRule::SupportRequest),
        (ReservationEdition::October2018, ChannelRule::SupportRequest),
        (ReservationEdition::April2019, ChannelRule::SelfServiceWithExceptions),
        (ReservationEdition::July2020, ChannelRule::SelfService),
        (ReservationEdition::February2027, ChannelRule::SelfService),
    ] {
        assert_eq!(ChannelRule::of(&ReservationPolicy::edition(edition)), rule, "{edition}");
    }
}
