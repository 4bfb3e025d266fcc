//! The edges of every rule about refunds, one by one: the last moment that is inside and the first that is not.

#![expect(clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::calendar::Term;
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::policy::reservation::{Channel, Requester};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
use reservation_policy::reservation::refund::{
    CreditKind, RefundError, RefundQuote, RefundReason, RefundRequest, Usage,
};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, ReservationState, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity, UsdAmount, chrono};

const EDITIONS: [&str; 5] = ["2018-05", "2018-10", "2019-04", "2020-07", "2027-02"];

fn policy(name: &str) -> ReservationPolicy {
    ReservationPolicy::from_name(name).unwrap()
}

/// One unit in dollars, with every payment of the plan made.
fn paid(start: &str, (term, plan): (Term, BillingPlan), price: &str) -> Reservation {
    let schedule = Schedule::new(start.parse().unwrap(), term, plan).unwrap();
    let price = Price::in_usd(Money::parse(price, Currency::USD).unwrap()).unwrap();
    let payments = Payments::monthly(price, Quantity::ONE, schedule.payments()).unwrap();
    Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap()
}

const YEAR_UPFRONT: (Term, BillingPlan) = (Term::OneYear, BillingPlan::Upfront);
const YEAR_MONTHLY: (Term, BillingPlan) = (Term::OneYear, BillingPlan::Monthly);

fn request<'a>(reservation: &'a Reservation, at: &str) -> RefundRequest<'a> {
    RefundRequest::new(reservation, Quantity::ONE, at.parse().unwrap(), Requester::Owner)
        .with_fee_rate(Rate::parse("0.12").unwrap())
}

fn quote(policy: &ReservationPolicy, reservation: &Reservation, at: &str) -> Result<RefundQuote, RefundError> {
    policy.quote_refund(&request(reservation, at))
}

fn codes(policy: &ReservationPolicy, request: &RefundRequest<'_>) -> Vec<&'static str> {
    let decision = policy.decide_refund(request, &RefundLedger::new()).unwrap();
    decision.reasons().iter().map(Reason::code).collect()
}

#[test]
fn l02_the_full_refund_window_is_days_0_to_5_and_only_for_what_is_unused() {
    let reservation = paid("2023-03-04", YEAR_MONTHLY, "31.00");
    for (name, has_window, fee) in [
        ("2018-05", false, "12 %"),
        ("2018-10", true, "12 %"),
        ("2019-04", false, "0 %"),
        ("2020-07", false, "0 %"),
        ("2027-02", false, "0 %"),
        ("2018-05+observed", true, "12 %"),
        ("2018-10+observed", true, "12 %"),
        ("2019-04+observed", true, "0 %"),
        ("2020-07+observed", true, "0 %"),
        ("2027-02+observed", true, "0 %"),
    ] {
        for day in 0..=6_u32 {
            for (time, usage) in
                [("00:00:00Z", Usage::Unused), ("23:59:59.999999999Z", Usage::Unused), ("12:00:00Z", Usage::Used)]
            {
                let at = format!("2023-03-{:02}T{time}", 4 + day);
                let quote = policy(name).quote_refund(&request(&reservation, &at).with_usage(usage)).unwrap();
                let full = has_window && day <= 5 && usage == Usage::Unused;
                let kind = if full { CreditKind::Full } else { CreditKind::Prorated };
                assert_eq!(quote.credit_kind(), kind, "{name} {at} {usage:?}");
                let credit = UsdAmount::from_dollars(if full { 31 } else { 31 - day });
                assert_eq!(quote.pricing().credit, credit, "{name} {at} {usage:?}");
                let rate = if full { "0 %" } else { fee };
                assert_eq!(quote.fee_rates().charged().to_string(), rate, "{name} {at} {usage:?}");
                let expected = if rate == "0 %" { credit.cents() } else { credit.cents() * 88 / 100 };
                assert_eq!(quote.pricing().refund.cents(), expected, "{name} {at} {usage:?}");
            }
        }
    }
}

#[test]
fn the_window_is_counted_from_the_terms_start_not_from_each_payment() {
    let reservation = paid("2023-03-04", YEAR_MONTHLY, "31.00");
    let kind = |at: &str| quote(&policy("2018-10"), &reservation, at).unwrap().credit_kind();
    assert_eq!(kind("2023-04-04T00:00:00Z"), CreditKind::Prorated);
    assert_eq!(kind("2023-03-09T23:59:59Z"), CreditKind::Full);
    let early = paid("2023-03-04", YEAR_MONTHLY, "31.00").with_purchased_at("2023-03-01T10:00:00Z".parse().unwrap());
    let before = quote(&policy("2018-10"), &early, "2023-03-02T00:00:00Z").unwrap();
    assert_eq!((before.credit_kind(), before.proration().used()), (CreditKind::Full, 0));
}

#[test]
fn amb20_on_the_terms_last_day_a_day_is_left_and_on_the_next_there_is_nothing_to_ask() {
    for (start, term, last, after) in [
        ("2024-07-10", YEAR_UPFRONT, "2025-07-09", "2025-07-10"),
        ("2024-07-10", YEAR_MONTHLY, "2025-07-09", "2025-07-10"),
        ("2024-02-29", YEAR_UPFRONT, "2025-02-27", "2025-02-28"),
        ("2024-02-29", YEAR_MONTHLY, "2025-02-27", "2025-02-28"),
        ("2023-02-28", YEAR_UPFRONT, "2024-02-27", "2024-02-28"),
        ("2020-02-29", (Term::ThreeYears, BillingPlan::Upfront), "2023-02-27", "2023-02-28"),
        ("2020-02-29", (Term::FiveYears, BillingPlan::Monthly), "2025-02-27", "2025-02-28"),
        ("2021-03-31", (Term::FiveYears, BillingPlan::Upfront), "2026-03-30", "2026-03-31"),
    ] {
        let reservation = paid(start, term, "1000.00");
        for name in EDITIONS {
            let policy = policy(name);
            let quote = |at: &str| quote(&policy, &reservation, at);
            let left = quote(&format!("{last}T23:59:59.999999999Z")).unwrap();
            assert_eq!(left.share().numerator(), 1, "{start} {name}");
            assert!(left.pricing().refund > UsdAmount::ZERO, "{start} {name}");
            assert_eq!(left.valid_until().to_rfc3339(), format!("{after}T00:00:00+00:00"), "{start} {name}");
            let error = quote(&format!("{after}T00:00:00Z")).unwrap_err();
            assert!(
                matches!(error, RefundError::AfterTerm { end, .. } if end.to_string() == after),
                "{start} {name}: {error}"
            );
        }
    }
}

#[test]
fn l16_nothing_can_be_returned_before_it_is_bought() {
    let bought: DateTime<Utc> = "2024-07-10T09:30:00.5Z".parse().unwrap();
    let reservation = paid("2024-07-10", YEAR_UPFRONT, "365.00").with_purchased_at(bought);
    let policy = policy("2020-07");
    assert!(quote(&policy, &reservation, "2024-07-10T09:30:00.5Z").is_ok());
    let error = quote(&policy, &reservation, "2024-07-10T09:30:00.499999999Z").unwrap_err();
    assert!(matches!(error, RefundError::BeforePurchase { purchased_at, .. } if purchased_at == bought), "{error}");
}

/// (start, date, the period's first day, the period's end, days used)
const ANCHORS: [(&str, &str, &str, &str, u32); 20] = [
    ("2024-02-29", "2024-02-29", "2024-02-29", "2024-03-29", 0),
    ("2024-02-29", "2024-03-28", "2024-02-29", "2024-03-29", 28),
    ("2024-02-29", "2024-03-29", "2024-03-29", "2024-04-29", 0),
    ("2024-02-29", "2025-01-28", "2024-12-29", "2025-01-29", 30),
    ("2024-02-29", "2025-01-29", "2025-01-29", "2025-02-28", 0),
    ("2024-02-29", "2025-02-27", "2025-01-29", "2025-02-28", 29),
    ("2023-01-31", "2023-02-27", "2023-01-31", "2023-02-28", 27),
    ("2023-01-31", "2023-02-28", "2023-02-28", "2023-03-31", 0),
    ("2023-01-31", "2023-03-30", "2023-02-28", "2023-03-31", 30),
    ("2023-01-31", "2023-03-31", "2023-03-31", "2023-04-30", 0),
    ("2023-01-31", "2023-04-29", "2023-03-31", "2023-04-30", 29),
    ("2023-01-31", "2023-04-30", "2023-04-30", "2023-05-31", 0),
    ("2023-01-31", "2023-12-31", "2023-12-31", "2024-01-31", 0),
    ("2023-01-30", "2023-02-28", "2023-02-28", "2023-03-30", 0),
    ("2023-01-29", "2023-02-28", "2023-02-28", "2023-03-29", 0),
    ("2023-01-28", "2023-02-28", "2023-02-28", "2023-03-28", 0),
    ("2023-05-31", "2024-02-28", "2024-01-31", "2024-02-29", 28),
    ("2023-05-31", "2024-02-29", "2024-02-29", "2024-03-31", 0),
    ("2023-08-31", "2023-09-30", "2023-09-30", "2023-10-31", 0),
    ("2023-12-31", "2024-06-30", "2024-06-30", "2024-07-31", 0),
];

#[test]
fn amb25_periods_are_counted_from_the_anchor_at_leap_days_and_months_ends() {
    for (start, date, from, to, used) in ANCHORS {
        let reservation = paid(start, YEAR_MONTHLY, "62.00");
        let quote = quote(&policy("2020-07"), &reservation, &format!("{date}T15:00:00Z")).unwrap();
        let period = quote.proration().period();
        let days = to.parse::<NaiveDate>().unwrap().signed_duration_since(from.parse().unwrap()).num_days();
        assert_eq!(
            (period.start().to_string(), period.end().to_string()),
            (from.to_owned(), to.to_owned()),
            "{start} {date}"
        );
        assert_eq!((quote.proration().used(), i64::from(period.days())), (used, days), "{start} {date}");
    }
}

#[test]
fn the_day_of_return_is_not_charged_and_the_day_changes_at_midnight_utc() {
    let reservation = paid("2023-03-01", YEAR_MONTHLY, "31.00");
    for (at, refund) in [
        ("2023-03-01T00:00:00Z", 31),
        ("2023-03-01T23:59:59.999999999Z", 31),
        ("2023-03-02T00:00:00Z", 30),
        ("2023-03-02T00:30:00+01:00", 31),
        ("2023-03-01T23:30:00-01:00", 30),
        ("2023-03-31T23:59:59Z", 1),
    ] {
        let quote = quote(&policy("2020-07"), &reservation, at).unwrap();
        assert_eq!(quote.pricing().refund, UsdAmount::from_dollars(refund), "{at}");
    }
}

#[test]
fn cap03_amb09_exactly_the_cap_is_approved_and_a_cent_above_is_refused_whole() {
    let cent = UsdAmount::from_cents(1);
    let windows = [CapWindow::DAYS_365, CapWindow::TWELVE_MONTHS, CapWindow::CalendarYear];
    for measure in [CapMeasure::Refunded, CapMeasure::CancelledCommitment] {
        for window in windows {
            // On the first day of payment 3 of 12, of 10.00 each: 10.00 refunded, 90.00 not to be paid any more.
            let price = Price::in_usd(Money::parse("10.00", Currency::USD).unwrap()).unwrap();
            let schedule = Schedule::new("2023-03-04".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
            let payments = Payments::monthly(price, Quantity::ONE, 3).unwrap();
            let reservation =
                Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
            let counted = UsdAmount::from_dollars(if measure == CapMeasure::Refunded { 10 } else { 100 });
            let limit = UsdAmount::from_dollars(50_000);
            let policy = policy("2020-07").with_cap(RefundCap::new(limit, window, measure));
            let exactly = limit.checked_sub(counted).unwrap();
            for (before, fits) in [
                (exactly.checked_sub(cent).unwrap(), true),
                (exactly, true),
                (exactly.checked_add(cent).unwrap(), false),
            ] {
                let earlier = "2023-04-01T00:00:00Z".parse().unwrap();
                let entry = CapEntry::new(RefundId::new("before").unwrap(), earlier, before);
                let ledger = RefundLedger::from_entries([entry]).unwrap();
                let decision = policy.decide_refund(&request(&reservation, "2023-05-04T12:00:00Z"), &ledger).unwrap();
                let cap = decision.outcome().cap();
                let shown = format!("{measure} {window} {before}");
                assert_eq!((cap.counted(), cap.used_before()), (counted, before), "{shown}");
                assert_eq!((decision.is_approved(), cap.fits()), (fits, fits), "{shown}");
                let left = limit.checked_sub(before).unwrap();
                assert_eq!(cap.remaining_before(), left, "{shown}");
                // Refused whole: nothing of what is left is used up.
                assert_eq!(
                    cap.remaining_after(),
                    if fits { left.checked_sub(counted).unwrap() } else { left },
                    "{shown}"
                );
                let earliest = if fits { "2023-05-04T12:00:00Z".parse().ok() } else { window.expiry(earlier) };
                assert_eq!(cap.earliest(), earliest, "{shown}");
                assert_eq!(
                    decision.outcome().quote().pricing().refund,
                    UsdAmount::from_dollars(10),
                    "{shown}: never clipped"
                );
            }
        }
    }
}

#[test]
fn every_edition_is_in_force_from_its_first_day_to_the_day_before_the_next() {
    let firsts = ["2018-05-11", "2018-10-12", "2019-04-05", "2020-07-10", "2027-02-01"];
    for (index, (name, first)) in EDITIONS.into_iter().zip(firsts).enumerate() {
        let first: NaiveDate = first.parse().unwrap();
        let on = |date: NaiveDate| ReservationPolicy::in_force_on(date).map(|policy| policy.name().to_string());
        assert_eq!(on(first).as_deref(), Ok(name));
        assert_eq!(ReservationEdition::from_name(name).unwrap().in_force_from(), first, "{name}");
        match index.checked_sub(1) {
            Some(previous) => assert_eq!(on(first.pred_opt().unwrap()).as_deref(), Ok(EDITIONS[previous])),
            None => assert!(on(first.pred_opt().unwrap()).is_err()),
        }
    }
    assert_eq!(ReservationPolicy::in_force_on(NaiveDate::MAX).unwrap().name().to_string(), "2027-02");
    assert!(ReservationPolicy::in_force_on(NaiveDate::MIN).is_err());
}

#[test]
fn who_may_return_differs_by_edition_and_under_csp_it_is_the_partner_alone() {
    use Requester::{Customer, Other, Owner, Partner, ReservationAdministrator};

    let reservation = paid("2023-03-04", YEAR_MONTHLY, "31.00");
    let agreements = [
        None,
        Some(Agreement::Enterprise(EnterpriseStatus::Active)),
        Some(Agreement::Enterprise(EnterpriseStatus::ExpiredAndRenewed)),
        Some(Agreement::MicrosoftCustomer),
        Some(Agreement::PayAsYouGo),
        Some(Agreement::Csp),
    ];
    // Owner, administrator, customer, partner, other.
    for (name, may) in [
        ("2018-05", [true, false, false, true, false]),
        ("2018-10", [true, false, false, true, false]),
        ("2019-04", [true, false, false, false, false]),
        ("2020-07", [true, true, false, true, false]),
        ("2027-02", [true, true, false, true, false]),
    ] {
        for (who, may) in [Owner, ReservationAdministrator, Customer, Partner, Other].into_iter().zip(may) {
            for agreement in agreements {
                let mut request =
                    RefundRequest::new(&reservation, Quantity::ONE, "2023-03-20T00:00:00Z".parse().unwrap(), who)
                        .with_fee_rate(Rate::ZERO);
                if let Some(agreement) = agreement {
                    request = request.with_agreement(agreement);
                }
                let may = if agreement == Some(Agreement::Csp) { who == Partner } else { may };
                let expected: &[&str] = match (may, who) {
                    (true, _) => &[],
                    (false, Customer) => &["CustomerMustAskPartner"],
                    (false, _) => &["RequesterNotAllowed"],
                };
                for name in [name.to_owned(), format!("{name}+observed")] {
                    assert_eq!(codes(&policy(&name), &request), expected, "{name} {who} {agreement:?}");
                }
            }
        }
    }
}

#[test]
fn elig01_only_2019_04_closes_self_service_to_us_government_enterprises() {
    let reservation = paid("2023-03-04", YEAR_MONTHLY, "31.00");
    let agreements = [
        (None, false),
        (Some(Agreement::Enterprise(EnterpriseStatus::Active)), true),
        (Some(Agreement::Enterprise(EnterpriseStatus::ExpiredAndRenewed)), true),
        (Some(Agreement::MicrosoftCustomer), false),
        (Some(Agreement::PayAsYouGo), false),
    ];
    for (name, channel) in [
        ("2018-05", Channel::SupportRequest),
        ("2018-10", Channel::SupportRequest),
        ("2019-04", Channel::SelfService),
        ("2020-07", Channel::SelfService),
        ("2027-02", Channel::SelfService),
    ] {
        for (agreement, enterprise) in agreements {
            for (cloud, government) in [(Cloud::Public, false), (Cloud::UsGovernment, true)] {
                let mut request = request(&reservation, "2023-03-20T00:00:00Z").with_cloud(cloud);
                if let Some(agreement) = agreement {
                    request = request.with_agreement(agreement);
                }
                let closed = name == "2019-04" && enterprise && government;
                let expected: &[&str] = if closed { &["UsGovernmentEnterprise"] } else { &[] };
                assert_eq!(codes(&policy(name), &request), expected, "{name} {agreement:?} {cloud:?}");
                let decision = policy(name).decide_refund(&request, &RefundLedger::new()).unwrap();
                let channel = if closed { Channel::SupportRequest } else { channel };
                assert_eq!(decision.outcome().channel(), channel, "{name} {agreement:?} {cloud:?}");
            }
        }
    }
}

#[test]
fn amb20_an_enterprise_agreement_that_expired_for_good_needs_a_person_to_look() {
    let reservation = paid("2023-03-04", YEAR_MONTHLY, "31.00");
    for name in EDITIONS {
        for (status, expected) in [
            (EnterpriseStatus::Active, Verdict::Approved),
            (EnterpriseStatus::ExpiredAndRenewed, Verdict::Approved),
            (EnterpriseStatus::ExpiredNotRenewed, Verdict::NeedsReview),
        ] {
            let request = request(&reservation, "2023-03-20T00:00:00Z").with_agreement(Agreement::Enterprise(status));
            let decision = policy(name).decide_refund(&request, &RefundLedger::new()).unwrap();
            assert_eq!(
                (decision.verdict(), decision.is_approved()),
                (expected, expected == Verdict::Approved),
                "{name}"
            );
            assert_eq!(decision.into_result().is_ok(), expected == Verdict::Approved, "{name} {status:?}");
        }
    }
}

#[test]
fn l16_only_a_reservation_in_state_succeeded_can_be_returned() {
    for (state, expected) in [
        ("Creating", Verdict::Denied),
        ("PendingResourceHold", Verdict::Denied),
        ("ConfirmedResourceHold", Verdict::Denied),
        ("PendingBilling", Verdict::Denied),
        ("ConfirmedBilling", Verdict::Denied),
        ("Created", Verdict::Denied),
        ("Succeeded", Verdict::Approved),
        ("succeeded", Verdict::Approved),
        ("Cancelled", Verdict::Denied),
        ("Expired", Verdict::Denied),
        ("BillingFailed", Verdict::Denied),
        ("Failed", Verdict::Denied),
        ("Split", Verdict::Denied),
        ("Merged", Verdict::Denied),
        ("Paused", Verdict::NeedsReview),
        ("", Verdict::NeedsReview),
    ] {
        let reservation = paid("2023-03-04", YEAR_MONTHLY, "31.00").with_state(ReservationState::from_name(state));
        for name in EDITIONS {
            let request = request(&reservation, "2023-03-20T00:00:00Z");
            let decision = policy(name).decide_refund(&request, &RefundLedger::new()).unwrap();
            assert_eq!(decision.verdict(), expected, "{name} {state}");
            assert_eq!(decision.outcome().quote().pricing().credit, UsdAmount::from_dollars(15), "{name} {state}");
        }
    }
}

/// (edition, UTC date, the types that are refused on it)
fn refused_types() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let first = vec!["RedHat", "SuseLinux"];
    let from_2022 = vec!["Databricks", "RedHat", "RedHatOsa", "SuseLinux", "SynapsePrePurchase", "VMwareCloudSimple"];
    let from_2026 = vec!["Databricks", "MDC", "RedHat", "Sentinel", "SuseLinux", "SynapsePrePurchase"];
    let mut rows = Vec::new();
    for name in ["2018-05", "2018-10", "2019-04"] {
        for date in ["2022-09-30", "2022-10-01", "2025-12-31", "2026-01-01"] {
            rows.push((name, date, first.clone()));
        }
    }
    rows.push(("2020-07", "2022-09-30", first));
    rows.push(("2020-07", "2022-10-01", from_2022.clone()));
    rows.push(("2020-07", "2025-12-31", from_2022));
    for (name, date) in [("2020-07", "2026-01-01"), ("2027-02", "2022-09-30"), ("2027-02", "2026-01-01")] {
        rows.push((name, date, from_2026.clone()));
    }
    rows
}

#[test]
fn l10_which_types_are_refused_changes_with_the_utc_date_of_the_return() {
    for (name, date, refused) in refused_types() {
        let start: NaiveDate = date.parse::<NaiveDate>().unwrap().checked_sub_days(chrono::Days::new(40)).unwrap();
        let base = paid(&start.to_string(), YEAR_MONTHLY, "31.00");
        let mut found = Vec::new();
        for kind in ResourceType::KNOWN {
            let reservation =
                Reservation::new(kind.clone(), Quantity::ONE, *base.schedule(), base.payments().clone()).unwrap();
            for time in ["00:00:00Z", "23:59:59.999999999Z"] {
                let request = request(&reservation, &format!("{date}T{time}"));
                let decision = policy(name).decide_refund(&request, &RefundLedger::new()).unwrap();
                match decision.reasons() {
                    [] => assert!(!found.contains(&kind.name()), "{name} {date} {kind}"),
                    [RefundReason::TypeNotRefundable { resource_type, .. }] => {
                        assert_eq!(resource_type, kind);
                        found.push(kind.name());
                    }
                    other => panic!("{name} {date} {kind}: {other:?}"),
                }
            }
        }
        found.dedup();
        found.sort_unstable();
        let mut refused = refused;
        refused.sort_unstable();
        assert_eq!(found, refused, "{name} {date}");
    }
}
