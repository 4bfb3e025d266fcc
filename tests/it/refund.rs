//! Refunds: the rules one by one, each with figures that can be checked by hand.

use chrono::{Duration, NaiveDate};
use reservation_policy::account::EnterpriseStatus;
use reservation_policy::money::MoneyError;
use reservation_policy::policy::{
    DayCount, FullRefundWindow, PartRounding, RefundBasis, ReservationEdition, UsageCondition,
};
use reservation_policy::refund::CreditKind;
use reservation_policy::reservation::{Made, ReservationState};
use reservation_policy::{
    Currency, Error, QuestionError, Reason, RefundLedger, Remark, Request, Requester, Reservation, ReservationPolicy,
    ResourceType, RuleId, Term, Verdict, chrono,
};

use crate::given::{
    a_dollar_a_day, at, codes, day, decide, decide_with, enterprise, every_policy, ledger, made, money, owner, payment,
    policy, price, usd, vm,
};

fn refund_of(policy: &ReservationPolicy, reservation: &Reservation, instant: &str) -> String {
    decide(policy, reservation, instant).outcome().billed.refund.to_string()
}

fn question_error(policy: &ReservationPolicy, reservation: &Reservation, request: &Request) -> QuestionError {
    match policy.decide_refund(&reservation.all(), request, &RefundLedger::new()) {
        Err(Error::Question(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn ref_02_a_reservation_can_be_returned_on_every_day_of_its_term_and_not_after() {
    let policy = policy("2020-07");
    let year = vm("2023-01-01").upfront(price("365.00 USD")).purchased_at(at("2023-01-01T00:00:00Z")).build().unwrap();
    for (instant, refund) in [
        ("2023-01-01T00:00:00Z", "365.00 USD"),
        ("2023-01-01T23:59:59.999999999Z", "365.00 USD"),
        ("2023-01-02T00:00:00Z", "364.00 USD"),
        ("2023-07-01T12:00:00Z", "184.00 USD"),
        ("2023-12-31T23:59:59Z", "1.00 USD"),
    ] {
        assert_eq!(refund_of(&policy, &year, instant), refund, "{instant}");
    }
    assert_eq!(
        question_error(&policy, &year, &owner("2024-01-01T00:00:00Z")),
        QuestionError::AfterTerm { at: at("2024-01-01T00:00:00Z"), end: day("2024-01-01") }
    );
    let early = at("2022-12-31T23:59:59.999999999Z");
    assert_eq!(
        question_error(&policy, &year, &owner("2022-12-31T23:59:59.999999999Z")),
        QuestionError::BeforePurchase { at: early, purchased_at: at("2023-01-01T00:00:00Z") }
    );
}

#[test]
fn ref_02_on_the_last_day_of_the_term_one_day_is_left_whatever_its_length() {
    for (start, term, monthly, last, end) in [
        ("2024-07-10", Term::OneYear, false, "2025-07-09", "2025-07-10"),
        ("2024-02-29", Term::OneYear, true, "2025-02-27", "2025-02-28"),
        ("2020-02-29", Term::ThreeYears, false, "2023-02-27", "2023-02-28"),
        ("2020-02-29", Term::FiveYears, true, "2025-02-27", "2025-02-28"),
        ("2021-03-31", Term::FiveYears, false, "2026-03-30", "2026-03-31"),
        ("2026-01-31", Term::OneMonth, true, "2026-02-27", "2026-02-28"),
    ] {
        let builder = Reservation::builder(ResourceType::VirtualMachines, day(start), term);
        let price = price("1000.00 USD");
        let reservation = if monthly { builder.monthly(price) } else { builder.upfront(price) }.build().unwrap();
        let request = owner(&format!("{last}T23:59:59.999999999Z")).fee_rate("0.1".parse().unwrap());
        for policy in every_policy() {
            let decision = decide_with(&policy, &reservation.all(), &request, &RefundLedger::new());
            let refund = decision.outcome();
            assert_eq!(refund.period.total - refund.period.used, 1, "{start} {}", policy.name());
            assert!(!refund.billed.refund.is_zero(), "{start} {}", policy.name());
            assert_eq!(refund.valid_until, at(&format!("{end}T00:00:00Z")), "{start} {}", policy.name());
        }
    }
}

#[test]
fn amb_20_what_has_not_started_is_refunded_in_full_without_a_word_on_the_purchase() {
    let quiet = a_dollar_a_day();
    let early = vm("2023-01-01").upfront(price("365.00 USD")).purchased_at(at("2022-12-20T10:00:00Z")).build().unwrap();
    for reservation in [quiet, early] {
        let decision = decide(&policy("2020-07"), &reservation, "2022-12-25T00:00:00Z");
        let refund = decision.outcome();
        assert!(decision.is_approved());
        assert_eq!((refund.billed.refund, refund.period.used), (money("365.00 USD"), 0));
        // Nothing is used on the first day either.
        assert_eq!(refund.valid_until, at("2023-01-02T00:00:00Z"));
    }
}

#[test]
fn l_01_the_day_is_the_utc_date_and_the_day_of_the_return_is_not_charged() {
    let monthly = vm("2023-03-01").monthly(price("31.00 USD")).build().unwrap();
    for (instant, refund) in [
        ("2023-03-01T00:00:00Z", "31.00 USD"),
        ("2023-03-01T23:59:59.999999999Z", "31.00 USD"),
        ("2023-03-02T00:00:00Z", "30.00 USD"),
        ("2023-03-02T00:30:00+01:00", "31.00 USD"),
        ("2023-03-01T23:30:00-01:00", "30.00 USD"),
        ("2023-03-31T23:59:59Z", "1.00 USD"),
    ] {
        assert_eq!(refund_of(&policy("2020-07"), &monthly, instant), refund, "{instant}");
    }
}

#[test]
fn l_02_full_refunds_end_after_the_fifth_day_and_need_a_reservation_known_to_be_unused() {
    let monthly = vm("2023-03-04").monthly(price("31.00 USD")).build().unwrap();
    for policy in every_policy() {
        let has_window = policy.terms().full_refund_window.is_some();
        assert_eq!(has_window, policy.name().observed || policy.name().edition == "2018-10", "{}", policy.name());
        for days in 0..=6_u32 {
            for unused in [true, false] {
                let request = owner(&format!("2023-03-{:02}T23:59:59Z", 4 + days)).fee_rate("0.12".parse().unwrap());
                let returned = if unused { monthly.all().unused() } else { monthly.all() };
                let decision = decide_with(&policy, &returned, &request, &RefundLedger::new());
                let (refund, case) = (decision.outcome(), format!("{} day {days} {unused}", policy.name()));
                let full = has_window && days <= 5 && unused;
                assert_eq!(refund.credit, if full { CreditKind::Full } else { CreditKind::Prorated }, "{case}");
                let credit = if full { 3_100 } else { 3_100 - 100 * u64::from(days) };
                assert_eq!(refund.usd.credit.cents(), credit, "{case}");
                // A full refund has no fee.
                let charged = !full && policy.name().edition.starts_with("2018");
                let expected = if charged { credit * 88 / 100 } else { credit };
                assert_eq!(refund.usd.refund.cents(), expected, "{case}");
            }
        }
    }
}

#[test]
fn l_02_the_window_is_counted_from_the_start_of_the_term_not_of_each_payment() {
    let monthly =
        vm("2023-03-04").monthly(price("31.00 USD")).purchased_at(at("2023-03-01T10:00:00Z")).build().unwrap();
    for (instant, kind) in [
        ("2023-03-02T00:00:00Z", CreditKind::Full),
        ("2023-03-09T23:59:59Z", CreditKind::Full),
        ("2023-04-04T00:00:00Z", CreditKind::Prorated),
    ] {
        let returned = monthly.all().unused();
        let decision = decide_with(&policy("2018-10"), &returned, &owner(instant), &RefundLedger::new());
        assert_eq!(decision.outcome().credit, kind, "{instant}");
    }
    let any = policy("2020-07")
        .with(|terms| terms.full_refund_window = Some(FullRefundWindow { days: 1, usage: UsageCondition::Any }))
        .unwrap();
    assert_eq!(decide(&any, &monthly, "2023-03-05T00:00:00Z").outcome().credit, CreditKind::Full);
    assert_eq!(decide(&any, &monthly, "2023-03-06T00:00:00Z").outcome().credit, CreditKind::Prorated);
}

#[test]
fn con_03_whole_months_are_returned_when_the_policy_counts_months() {
    let months = policy("2018-10").with(|terms| terms.day_count = DayCount::WholeMonths).unwrap();
    // The third month has begun: 9 of 12 are left, 365 x 9/12 = 273.75, less 12 %.
    let decision = decide(&months, &a_dollar_a_day(), "2023-03-02T00:00:00Z");
    let refund = decision.outcome();
    assert_eq!((refund.period.used, refund.period.total), (3, 12));
    assert_eq!((refund.billed.credit, refund.billed.fee), (money("273.75 USD"), money("32.85 USD")));
    assert_eq!(refund.billed.refund, money("240.90 USD"));
    assert_eq!(refund.valid_until, at("2023-04-02T00:00:00Z"));
    // The first day of a month does not use it, as the day of the return is not charged.
    assert_eq!(decide(&months, &a_dollar_a_day(), "2023-03-01T23:59:59Z").outcome().period.used, 2);
}

#[test]
fn fee_01_the_fee_of_2018_05_is_the_rate_of_the_caller_on_the_prorated_credit() {
    let (policy, year) = (policy("2018-05"), a_dollar_a_day());
    let asked = owner("2023-03-02T00:00:00Z");
    assert_eq!(question_error(&policy, &year, &asked), QuestionError::FeeRateMissing { policy: policy.name() });
    // 305 days are left; 10 % of 305.00 is 30.50.
    let with_rate = asked.fee_rate("10 %".parse().unwrap());
    let decision = decide_with(&policy, &year.all(), &with_rate, &RefundLedger::new());
    let refund = decision.outcome();
    assert_eq!((refund.billed.credit, refund.billed.fee), (money("305.00 USD"), money("30.50 USD")));
    assert_eq!((refund.billed.refund, refund.retained), (money("274.50 USD"), money("90.50 USD")));
}

#[test]
fn fee_03_con_01_the_fee_is_charged_in_2018_10_and_only_reserved_since() {
    for policy in ReservationEdition::ALL.iter().skip(1).map(|edition| ReservationPolicy::edition(*edition)) {
        let charged = policy.name().edition == "2018-10";
        let (fee, reserved) = if charged { ("36.60 USD", "0.00 USD") } else { ("0.00 USD", "36.60 USD") };
        let decision = decide(&policy, &a_dollar_a_day(), "2023-03-02T00:00:00Z");
        let billed = decision.outcome().billed;
        assert_eq!((billed.fee, billed.reserved_fee), (money(fee), money(reserved)), "{}", policy.name());
        assert_eq!(billed.refund.checked_add(billed.fee).unwrap(), money("305.00 USD"), "{}", policy.name());
    }
}

#[test]
fn l_03_amb_27_a_lower_current_price_lowers_both_sides_and_what_the_cap_counts() {
    // 120,000 USD upfront, 9 of 366 days used; today it costs 40,000: 40,000 x 357/366.
    let vm = vm("2024-01-01").upfront(price("120000.00 USD")).build().unwrap();
    let returned = vm.all().current_price(money("40000.00 USD")).unwrap();
    for name in ["2020-07", "2020-07+observed", "2026-01"] {
        let decision = decide_with(&policy(name), &returned, &owner("2024-01-10T00:00:00Z"), &RefundLedger::new());
        let refund = decision.outcome();
        assert!(decision.is_approved(), "{name}: {:?}", decision.reasons());
        assert_eq!(refund.billed.refund, money("39016.39 USD"), "{name}");
        assert_eq!((refund.usd.refund, refund.cap.counts), (usd("39016.39 USD"), usd("39016.39 USD")), "{name}");
        assert_eq!(refund.billed.basis, money("40000.00 USD"), "{name}");
        assert!(decision.remarks().is_empty(), "{name}");
    }
}

#[test]
fn l_03_the_current_price_is_a_ceiling_from_2020_on_and_never_raises_a_refund() {
    let year = a_dollar_a_day();
    for (name, current, refund) in [
        ("2020-01", "182.50 USD", "152.50 USD"),
        ("2020-07", "365.00 USD", "305.00 USD"),
        ("2020-07", "400.00 USD", "305.00 USD"),
        ("2027-02", "0.00 USD", "0.00 USD"),
        ("2019-04", "182.50 USD", "305.00 USD"),
    ] {
        let returned = year.all().current_price(money(current)).unwrap();
        let decision = decide_with(&policy(name), &returned, &owner("2023-03-02T00:00:00Z"), &RefundLedger::new());
        assert_eq!(decision.outcome().billed.refund, money(refund), "{name} {current}");
        assert_eq!(decision.outcome().usd.refund.to_money(), money(refund), "{name} {current}");
    }
}

#[test]
fn amb_27_where_billing_is_in_another_currency_the_dollar_side_needs_a_current_price_of_its_own() {
    let vm = vm("2023-01-01").upfront(price("365.00 EUR / 730.00 USD")).build().unwrap();
    let (policy, request) = (policy("2020-07"), owner("2023-03-02T00:00:00Z"));
    let billed_only = vm.all().current_price(money("182.50 EUR")).unwrap();
    let decision = decide_with(&policy, &billed_only, &request, &RefundLedger::new());
    assert_eq!(decision.outcome().billed.refund, money("152.50 EUR"));
    assert_eq!(decision.outcome().usd.refund, usd("610.00 USD"));
    assert_eq!(decision.remarks(), [Remark::CurrentPriceUsdUnknown]);

    let both = billed_only.current_price_usd(money("365.00 USD")).unwrap();
    let decision = decide_with(&policy, &both, &request, &RefundLedger::new());
    assert_eq!((decision.outcome().usd.refund, decision.remarks()), (usd("305.00 USD"), &[][..]));

    let wrong = vm.all().current_price(money("182.50 USD")).unwrap_err();
    let eur = "EUR".parse().unwrap();
    assert_eq!(wrong, QuestionError::CurrentPriceCurrency { found: Currency::USD, expected: eur });
    assert!(matches!(vm.all().current_price_usd(money("1.00 EUR")), Err(QuestionError::CurrentPriceCurrency { .. })));
    let negative = vm.all().current_price(money("-0.01 EUR"));
    assert_eq!(negative, Err(QuestionError::CurrentPriceNegative { price: money("-0.01 EUR") }));
}

#[test]
fn l_03_provisioned_throughput_is_refunded_on_the_current_price_even_a_higher_one() {
    let ptu = Reservation::builder(ResourceType::OpenAiPtu, day("2026-03-01"), Term::OneMonth)
        .upfront(price("310.00 USD"))
        .build()
        .unwrap();
    let policy = policy("2026-01");
    let unknown = decide(&policy, &ptu, "2026-03-11T00:00:00Z");
    assert_eq!((unknown.verdict(), codes(&unknown)), (Verdict::NeedsReview, vec!["CurrentPriceUnknown"]));
    assert_eq!(unknown.outcome().billed.refund, money("210.00 USD"));
    for (current, refund) in [("620.00 USD", "420.00 USD"), ("155.00 USD", "105.00 USD")] {
        let returned = ptu.all().current_price(money(current)).unwrap();
        let decision = decide_with(&policy, &returned, &owner("2026-03-11T00:00:00Z"), &RefundLedger::new());
        assert!(decision.is_approved());
        assert_eq!(decision.outcome().billed.refund, money(refund), "{current}");
    }
}

#[test]
fn l_10_the_types_that_are_not_refunded_are_those_of_the_edition() {
    let plans = ["RedHat", "SuseLinux"];
    let from_2020 = ["Databricks", "RedHat", "RedHatOsa", "SuseLinux", "VMwareCloudSimple"];
    let from_2022 = ["Databricks", "RedHat", "RedHatOsa", "SuseLinux", "SynapsePrePurchase", "VMwareCloudSimple"];
    let from_2026 = ["Databricks", "MDC", "RedHat", "Sentinel", "SuseLinux", "SynapsePrePurchase"];
    for edition in ReservationEdition::ALL {
        let expected: &[&str] = match edition.name() {
            name if name < "2020-07" => &plans,
            name if name < "2022-10" => &from_2020,
            name if name < "2026-01" => &from_2022,
            _ => &from_2026,
        };
        let mut refused = Vec::new();
        for kind in ResourceType::KNOWN {
            let builder = Reservation::builder(kind.clone(), day("2023-03-04"), Term::OneYear);
            let reservation = builder.monthly(price("31.00 USD")).build().unwrap();
            let request = owner("2023-03-20T00:00:00Z").fee_rate("0.12".parse().unwrap());
            let policy = ReservationPolicy::edition(*edition);
            let decision = decide_with(&policy, &reservation.all(), &request, &RefundLedger::new());
            if codes(&decision).contains(&"TypeNotRefundable") {
                assert_eq!(decision.verdict(), Verdict::Denied, "{kind}");
                refused.push(kind.name());
            }
        }
        assert_eq!(refused, expected, "{edition}");
    }
}

#[test]
fn l_10_an_unknown_type_needs_review_in_every_edition_and_keeps_its_amounts() {
    for name in ["RHEL", "VirtualMachine", "Red Hat", "DatabricksPrePurchase", "savings plan"] {
        let builder = Reservation::builder(name.parse().unwrap(), day("2023-01-01"), Term::OneYear);
        let reservation = builder.upfront(price("365.00 USD")).build().unwrap();
        for policy in every_policy() {
            let request = owner("2023-03-02T00:00:00Z").fee_rate("0".parse().unwrap());
            let decision = decide_with(&policy, &reservation.all(), &request, &RefundLedger::new());
            assert_eq!((decision.verdict(), codes(&decision)), (Verdict::NeedsReview, vec!["TypeUnknown"]), "{name}");
            assert_eq!(decision.outcome().billed.credit, money("305.00 USD"));
        }
    }
}

#[test]
fn l_16_only_a_reservation_in_state_succeeded_can_be_returned_and_an_unknown_state_needs_review() {
    for (state, verdict) in [
        ("Succeeded", Verdict::Approved),
        ("succeeded", Verdict::Approved),
        ("Creating", Verdict::Denied),
        ("PendingBilling", Verdict::Denied),
        ("Created", Verdict::Denied),
        ("cancelled", Verdict::Denied),
        ("Expired", Verdict::Denied),
        ("Split", Verdict::Denied),
        ("Merged", Verdict::Denied),
        ("Paused", Verdict::NeedsReview),
    ] {
        let state: ReservationState = state.parse().unwrap();
        let reservation = vm("2023-01-01").upfront(price("365.00 USD")).state(state.clone()).build().unwrap();
        let decision = decide(&policy("2020-07"), &reservation, "2023-03-02T00:00:00Z");
        assert_eq!(decision.verdict(), verdict, "{state}");
        assert_eq!(decision.outcome().billed.refund, money("305.00 USD"), "{state}: the amounts are there");
    }
}

#[test]
fn elig_03_amb_20_an_agreement_that_expired_and_was_not_renewed_needs_review() {
    for policy in every_policy() {
        for (status, verdict) in [
            (EnterpriseStatus::Active, Verdict::Approved),
            (EnterpriseStatus::ExpiredAndRenewed, Verdict::Approved),
            (EnterpriseStatus::ExpiredNotRenewed, Verdict::NeedsReview),
        ] {
            let request = owner("2023-03-02T00:00:00Z").under(enterprise(status)).fee_rate("0".parse().unwrap());
            let decision = decide_with(&policy, &a_dollar_a_day().all(), &request, &RefundLedger::new());
            assert_eq!(decision.verdict(), verdict, "{} {status:?}", policy.name());
            assert_eq!(decision.into_result().is_ok(), verdict == Verdict::Approved);
        }
    }
}

#[test]
fn l_21_amb_14_multiplied_first_and_rounded_once_half_to_even() {
    let two = vm("2023-04-01").units(2).monthly(price("0.30 USD")).build().unwrap();
    // One of two units is 0.15; 0.15 x 15/30 = 0.075 -> 0.08, and 0.15 x 9/30 = 0.045 -> 0.04.
    for (instant, refund) in [("2023-04-16T00:00:00Z", "0.08 USD"), ("2023-04-22T00:00:00Z", "0.04 USD")] {
        let decision = decide_with(&policy("2020-07"), &two.units(1).unwrap(), &owner(instant), &RefundLedger::new());
        assert_eq!(decision.outcome().billed.refund, money(refund), "{instant}");
    }
}

#[test]
fn amb_14_the_part_of_a_payment_is_rounded_as_a_price_unless_exact_parts_are_chosen() {
    // 100.00 for 3 units, 2 returned with 20 of 30 days left: 66.67 x 20/30 = 44.45; exactly 44.444... is 44.44.
    let three = vm("2023-04-01").units(3).monthly(price("100.00 USD")).build().unwrap();
    let exact = policy("2020-07").with(|terms| terms.part_rounding = PartRounding::Exact).unwrap();
    for (policy, charge, refund, remaining) in
        [(policy("2020-07"), "66.67 USD", "44.45 USD", "733.37 USD"), (exact, "66.67 USD", "44.44 USD", "733.33 USD")]
    {
        let returned = three.units(2).unwrap();
        let decision = decide_with(&policy, &returned, &owner("2023-04-11T00:00:00Z"), &RefundLedger::new());
        let billed = decision.outcome().billed;
        assert_eq!(billed.period_charge, money(charge), "{}", policy.name());
        assert_eq!(billed.refund, money(refund), "{}", policy.name());
        assert_eq!(billed.remaining_commitment, money(remaining), "{}", policy.name());
    }
}

#[test]
fn amb_14_a_part_is_never_worth_more_than_what_was_paid() {
    // A price with parts of a cent is an upper bound: 0.019 USD is refunded as 0.01, not 0.02.
    let tiny = vm("2023-04-01").monthly(price("0.019 USD")).build().unwrap();
    assert_eq!(refund_of(&policy("2020-07"), &tiny, "2023-04-01T00:00:00Z"), "0.01 USD");
}

#[test]
fn amb_25_periods_are_counted_from_the_anchor_and_return_to_its_day() {
    for (start, date, from, to, used) in [
        ("2024-02-29", "2024-02-29", "2024-02-29", "2024-03-29", 0),
        ("2024-02-29", "2025-01-29", "2025-01-29", "2025-02-28", 0),
        ("2024-02-29", "2025-02-27", "2025-01-29", "2025-02-28", 29),
        ("2023-01-31", "2023-02-27", "2023-01-31", "2023-02-28", 27),
        ("2023-01-31", "2023-02-28", "2023-02-28", "2023-03-31", 0),
        ("2023-01-31", "2023-03-30", "2023-02-28", "2023-03-31", 30),
        ("2023-01-31", "2023-04-30", "2023-04-30", "2023-05-31", 0),
        ("2023-01-30", "2023-02-28", "2023-02-28", "2023-03-30", 0),
        ("2023-05-31", "2024-02-28", "2024-01-31", "2024-02-29", 28),
        ("2023-05-31", "2024-02-29", "2024-02-29", "2024-03-31", 0),
        ("2023-12-31", "2024-06-30", "2024-06-30", "2024-07-31", 0),
    ] {
        let monthly = vm(start).monthly(price("62.00 USD")).build().unwrap();
        let decision = decide(&policy("2020-07"), &monthly, &format!("{date}T15:00:00Z"));
        let period = decision.outcome().period;
        assert_eq!((period.period.start(), period.period.end()), (day(from), day(to)), "{start} {date}");
        let total = day(to).signed_duration_since(day(from)).num_days();
        assert_eq!((period.used, i64::from(period.total), period.due), (used, total, day(from)), "{start} {date}");
    }
}

#[test]
fn amb_21_the_current_month_is_prorated_later_months_end_and_earlier_ones_stay_paid() {
    let monthly = vm("2023-01-01").monthly(price("31.00 USD")).build().unwrap();
    let decision = decide(&policy("2020-07"), &monthly, "2023-03-11T00:00:00Z");
    let refund = decision.outcome();
    assert_eq!((refund.payments_made, refund.payments_total, refund.period.payment), (3, 12, 3));
    assert_eq!(refund.billed.refund, money("21.00 USD"));
    assert_eq!(refund.billed.remaining_commitment, money("279.00 USD"));
    assert_eq!((refund.total_paid, refund.retained), (money("93.00 USD"), money("72.00 USD")));
    assert_eq!(refund.cap.counts, usd("300.00 USD"));
}

#[test]
fn amb_21_an_unpaid_current_period_refunds_nothing_and_needs_review_with_its_due_date() {
    let list = (1..=3).map(|number| made(number, "31.00 USD", &format!("2023-0{number}-01"))).collect();
    let reservation = vm("2023-01-01").payments(list).build().unwrap();
    let decision = decide(&policy("2020-07"), &reservation, "2023-04-11T00:00:00Z");
    let refund = decision.outcome();
    let outstanding = Reason::PaymentOutstanding { item: None, payment: 4, due: day("2023-04-01") };
    assert_eq!((decision.verdict(), decision.reasons()), (Verdict::NeedsReview, &[outstanding.clone()][..]));
    assert_eq!((outstanding.rule(), refund.credit), (RuleId::Amb21, CreditKind::NothingPaid));
    assert_eq!((refund.billed.refund, refund.period.paid), (money("0.00 USD"), false));
    assert_eq!(refund.billed.remaining_commitment, money("279.00 USD"));
    assert!(decision.into_result().is_err());
}

#[test]
fn amb_21_scheduled_payments_count_as_made_only_when_the_request_says_so_and_the_answer_tells() {
    let reservation = vm("2023-01-01").payments(vec![made(1, "31.00 USD", "2023-01-01")]).build().unwrap();
    let request = owner("2023-03-11T00:00:00Z").assume_scheduled_payments();
    let decision = decide_with(&policy("2020-07"), &reservation.all(), &request, &RefundLedger::new());
    assert!(decision.is_approved());
    assert_eq!(decision.outcome().billed.refund, money("21.00 USD"));
    assert_eq!(decision.outcome().total_paid, money("93.00 USD"));
    let assumed = Remark::ScheduledPaymentsAssumed { payments: 2, last_due: day("2023-03-01") };
    assert_eq!(decision.remarks(), [assumed]);
}

#[test]
fn a_payment_after_the_instant_is_not_made_yet_so_yesterday_can_be_replayed() {
    // The record of today, with payment 2 booked three days late.
    let list = vec![made(1, "31.00 USD", "2023-01-01"), made(2, "31.00 USD", "2023-02-04")];
    let reservation = vm("2023-01-01").payments(list).build().unwrap();
    let policy = policy("2020-07");
    for (instant, refund, total_paid, verdict) in [
        ("2023-01-31T23:59:59Z", "1.00 USD", "31.00 USD", Verdict::Approved),
        ("2023-02-03T23:59:59Z", "0.00 USD", "31.00 USD", Verdict::NeedsReview),
        ("2023-02-04T00:00:00Z", "27.68 USD", "62.00 USD", Verdict::Approved),
    ] {
        let decision = decide(&policy, &reservation, instant);
        assert_eq!(decision.outcome().billed.refund, money(refund), "{instant}");
        assert_eq!((decision.outcome().total_paid, decision.verdict()), (money(total_paid), verdict), "{instant}");
    }
    // The same question about the record as it was on that day has the same answer.
    let then = vm("2023-01-01").payments(vec![made(1, "31.00 USD", "2023-01-01")]).build().unwrap();
    let (replayed, original) =
        (decide(&policy, &reservation, "2023-01-20T00:00:00Z"), decide(&policy, &then, "2023-01-20T00:00:00Z"));
    assert_eq!(replayed.outcome().total_paid, original.outcome().total_paid);
    assert!(replayed.outcome().has_same_amounts(original.outcome()));
}

#[test]
fn amb_21_a_later_month_that_is_paid_already_is_refunded_whole() {
    // The payment of July went through on 30 June.
    let list = vec![made(1, "300.00 USD", "2024-06-01"), made(2, "300.00 USD", "2024-06-30")];
    let reservation = vm("2024-06-01").payments(list).build().unwrap();
    let decision = decide(&policy("2020-07"), &reservation, "2024-06-30T20:00:00Z");
    let refund = decision.outcome();
    assert_eq!(refund.billed.refund, money("310.00 USD"));
    assert_eq!((refund.billed.paid_ahead, refund.billed.credit), (money("300.00 USD"), money("310.00 USD")));
    assert_eq!((refund.retained, refund.billed.remaining_commitment), (money("290.00 USD"), money("3000.00 USD")));
    assert_eq!(refund.valid_until, at("2024-07-01T00:00:00Z"));
    let later = decide(&policy("2020-07"), &reservation, "2024-07-01T00:00:00Z");
    assert_eq!(later.outcome().billed.refund, money("300.00 USD"));
    assert_eq!(later.outcome().billed.remaining_commitment, money("3000.00 USD"));
}

/// Ten virtual machines for three years at 413.70 EUR and 449.00 USD a month, in their 33rd month on 2026-11-25.
fn ten() -> Reservation {
    Reservation::builder(ResourceType::VirtualMachines, day("2024-02-29"), Term::ThreeYears)
        .units(10)
        .monthly_each(price("41.37 EUR / 44.90 USD"))
        .build()
        .unwrap()
}

#[test]
fn after_a_part_is_returned_the_rest_is_a_reservation_whose_later_payments_are_for_the_units_that_stay() {
    let policy = policy("2020-07");
    let four = ten().units(4).unwrap();
    let decision = decide_with(&policy, &four, &owner("2026-11-25T09:00:00Z"), &RefundLedger::new());
    let refund = decision.outcome().clone();
    assert_eq!((refund.period.payment, refund.period.used, refund.period.total), (33, 27, 31));
    assert_eq!((refund.billed.refund, refund.usd.refund), (money("21.35 EUR"), usd("23.17 USD")));
    assert_eq!(refund.billed.remaining_commitment, money("496.44 EUR"));
    assert_eq!((refund.total_paid, refund.retained), (money("13652.10 EUR"), money("13630.75 EUR")));

    let six = decision.into_result().unwrap().remaining().unwrap();
    assert_eq!((six.quantity().get(), six.original_quantity().unwrap().get()), (6, 10));
    for (instant, back, ends, retained) in [
        ("2026-11-26T09:00:00Z", "24.02 EUR", "744.66 EUR", "13606.73 EUR"),
        ("2026-12-25T09:00:00Z", "33.10 EUR", "496.44 EUR", "13845.87 EUR"),
    ] {
        let decision = decide(&policy, &six, instant);
        let rest = decision.outcome();
        assert_eq!(rest.billed.refund, money(back), "{instant}");
        assert_eq!(rest.billed.remaining_commitment, money(ends), "{instant}");
        assert_eq!(rest.retained, money(retained), "{instant}");
        assert_eq!(rest.remaining(), None, "{instant}");
    }
    // Two returns of a part each: what is retained takes off every refund.
    let two = decide_with(&policy, &six.units(2).unwrap(), &owner("2026-12-25T09:00:00Z"), &RefundLedger::new());
    assert_eq!((two.outcome().billed.refund, two.outcome().retained), (money("11.03 EUR"), money("13867.94 EUR")));
    let four = two.outcome().remaining().unwrap();
    assert_eq!(four.refunded_before(), Some(money("32.38 EUR")));
    let last = decide(&policy, &four, "2027-01-29T00:00:00Z");
    assert_eq!(last.outcome().total_paid, money("14231.28 EUR")); // 33 x 413.70, 248.22 and 2 x 165.48
    assert_eq!(last.outcome().billed.refund, money("165.48 EUR"));
    assert_eq!(last.outcome().retained, money("14033.42 EUR"));
}

#[test]
fn after_a_part_is_returned_a_month_paid_ahead_stays_paid_for_every_unit() {
    let paid = |number, on: &str| payment(number, "100.00 USD", 10, Made::On(day(on)));
    let ahead = vec![paid(1, "2024-06-01"), paid(2, "2024-06-20")];
    // The payments after it are for six units, whether they are listed or not.
    let listed = [ahead.clone(), vec![payment(3, "100.00 USD", 10, Made::Not)]].concat();
    for list in [ahead, listed] {
        let reservation = vm("2024-06-01").units(10).payments(list).build().unwrap();
        let (policy, four) = (policy("2020-07"), reservation.units(4).unwrap());
        let decision = decide_with(&policy, &four, &owner("2024-06-21T00:00:00Z"), &RefundLedger::new());
        assert_eq!(decision.outcome().billed.refund, money("53.33 USD")); // 40.00 x 10/30, and 40.00
        let six = decision.outcome().remaining().unwrap();
        let july = decide(&policy, &six, "2024-07-01T00:00:00Z");
        assert_eq!(july.outcome().billed.refund, money("60.00 USD"));
        assert_eq!((july.outcome().total_paid, july.outcome().retained), (money("200.00 USD"), money("86.67 USD")));
        let request = owner("2024-09-01T00:00:00Z").assume_scheduled_payments();
        let september = decide_with(&policy, &six.all(), &request, &RefundLedger::new());
        assert_eq!(september.outcome().total_paid, money("320.00 USD"));
        assert_eq!(september.outcome().billed.refund, money("60.00 USD"));
    }
}

#[test]
fn l_32_virtual_machine_software_is_refunded_in_full_for_72_hours_to_the_nanosecond() {
    let software = |private: bool| {
        let builder = Reservation::builder(ResourceType::VirtualMachineSoftware, day("2026-02-01"), Term::OneYear)
            .upfront(price("365.00 USD"))
            .purchased_at(at("2026-02-01T10:30:00Z"));
        if private { builder.private_offer() } else { builder }.build().unwrap()
    };
    let (policy, last) = (policy("2026-01"), at("2026-02-04T10:30:00Z"));
    let inside = decide(&policy, &software(false), "2026-02-04T10:30:00Z");
    assert!(inside.is_approved());
    assert_eq!((inside.outcome().billed.refund, inside.outcome().credit), (money("365.00 USD"), CreditKind::Full));
    assert_eq!(inside.outcome().valid_until, last + Duration::nanoseconds(1));
    assert_eq!(inside.outcome().cap.counts, usd("365.00 USD"));

    let after = decide(&policy, &software(false), "2026-02-04T10:30:00.000000001Z");
    assert_eq!((after.verdict(), codes(&after)), (Verdict::Denied, vec!["SoftwareWindowPassed"]));
    assert_eq!(after.outcome().billed.refund, money("362.00 USD"));
    let private = decide(&policy, &software(true), "2026-02-01T10:30:00Z");
    assert_eq!(codes(&private), ["PrivateOffer"]);
    let before_the_rule = decide(&crate::given::policy("2023-10"), &software(false), "2026-02-04T10:30:00.000000001Z");
    assert!(before_the_rule.is_approved());
}

#[test]
fn amb_09_exactly_the_cap_is_approved_and_a_cent_above_is_refused_whole() {
    // On the first day of payment 3 of 12: 10.00 refunded, 90.00 no longer to be paid.
    let monthly = vm("2023-03-04").monthly(price("10.00 USD")).build().unwrap();
    for (name, counts) in [("2019-04", 1_000), ("2020-07", 10_000), ("2020-07+observed", 1_000)] {
        for (before, fits) in [(5_000_000 - counts - 1, true), (5_000_000 - counts, true), (5_000_001 - counts, false)]
        {
            let before = reservation_policy::UsdAmount::from_cents(before);
            let earlier = ledger(&[("2023-04-01T00:00:00Z", &before.to_string())]);
            let decision = decide_with(&policy(name), &monthly.all(), &owner("2023-05-04T12:00:00Z"), &earlier);
            let (cap, case) = (decision.outcome().cap, format!("{name} {before}"));
            assert_eq!((cap.counts.cents(), cap.used), (counts, before), "{case}");
            assert_eq!((decision.is_approved(), cap.fits), (fits, fits), "{case}");
            let after = cap.remaining_before.cents() - if fits { counts } else { 0 };
            assert_eq!(cap.remaining_after.cents(), after, "{case}");
            assert_eq!(decision.outcome().usd.refund, usd("10.00 USD"), "{case}: never clipped");
            assert_eq!(decision.outcome().most_units_now, u32::from(fits), "{case}");
        }
    }
}

#[test]
fn amb_09_a_refund_of_nothing_fits_even_under_a_cap_that_is_exceeded() {
    let free = vm("2023-01-01").upfront(price("0.00 USD")).build().unwrap();
    let full = ledger(&[("2023-01-01T00:00:00Z", "60000.00 USD")]);
    let decision = decide_with(&policy("2020-07"), &free.all(), &owner("2023-03-02T00:00:00Z"), &full);
    assert!(decision.is_approved());
    assert_eq!(decision.outcome().cap.remaining_after, usd("0.00 USD"));
}

#[test]
fn cap_03_refunds_after_the_instant_do_not_count_and_are_remarked_on() {
    let earlier = ledger(&[("2023-03-02T00:00:00Z", "40000.00 USD"), ("2023-03-02T00:00:00.5Z", "45000.00 USD")]);
    let vm = vm("2023-01-01").upfront(price("10950.00 USD")).build().unwrap();
    let decision = decide_with(&policy("2020-07"), &vm.all(), &owner("2023-03-02T00:00:00Z"), &earlier);
    assert!(decision.is_approved());
    assert_eq!(decision.outcome().cap.used, usd("40000.00 USD"));
    assert_eq!(decision.remarks(), [Remark::LaterRefundsInLedger { refunds: 1 }]);
    let after = decide_with(&policy("2020-07"), &vm.all(), &owner("2023-03-02T00:00:00.5Z"), &earlier);
    assert_eq!((codes(&after), after.remarks()), (vec!["CapExceeded"], &[][..]));
}

#[test]
fn denials_come_before_what_needs_review_and_the_strictest_verdict_wins() {
    let paused = vm("2023-01-01").upfront(price("10000.00 USD")).state("Paused".parse().unwrap()).build().unwrap();
    let request = Request::new(at("2023-01-01T00:00:00Z"), Requester::Other);
    let used = ledger(&[("2022-06-01T00:00:00Z", "45000.00 USD")]);
    let decision = decide_with(&policy("2020-07"), &paused.all(), &request, &used);
    assert_eq!(codes(&decision), ["RequesterNotAllowed", "CapExceeded", "StateUnknown"]);
    assert_eq!((decision.verdict(), decision.outcome().earliest_allowed), (Verdict::Denied, None));
    // Whether the same return fits later was not asked, so nothing may be said of it.
    let refused = decision.into_result().unwrap_err();
    assert_eq!(refused.reasons().len(), 3);
    assert!(!refused.to_string().contains("this return"), "{refused}");
}

#[test]
fn the_same_return_fits_when_it_has_shrunk_enough_and_not_when_todays_amount_would() {
    // 2,640 USD a month; 44,000 of 50,000 are used, the first 9,000 come back on 2027-01-15.
    let vms = vm("2026-02-10").units(6).monthly(price("396000 JPY / 2640.00 USD")).build().unwrap();
    let earlier = ledger(&[("2026-01-15T10:00:00Z", "9000.00 USD"), ("2026-06-30T23:59:59Z", "35000.00 USD")]);
    let (policy, request) = (policy("2020-07"), owner("2026-11-21T09:00:00Z"));
    let decision = decide_with(&policy, &vms.all(), &request, &earlier);
    let earliest = at("2026-12-02T00:00:00Z");
    assert_eq!(decision.outcome().earliest_allowed, Some(earliest));
    let Reason::CapExceeded { amount_fits_from, return_fits_from, .. } = decision.reasons()[0] else { panic!() };
    assert_eq!((amount_fits_from, return_fits_from), (Some(at("2027-01-15T10:00:00Z")), Some(earliest)));
    let then = policy.earliest_refund(&vms.all(), &request, &earlier).unwrap().unwrap();
    assert!(then.is_approved());
    assert_eq!(then.outcome().request.at, earliest);
    assert_eq!((then.outcome().cap.counts, then.outcome().billed.refund), (usd("5984.00 USD"), money("105600 JPY")));
    // Five units count 2,200 x 19/30 = 1,393.33 of this month and 4,400 of later ones.
    assert_eq!(decision.outcome().most_units_now, 5);
}

#[test]
fn the_same_return_never_fits_after_its_term() {
    let four = ten().units(4).unwrap();
    let (policy, request) = (policy("2020-07"), owner("2026-11-25T09:00:00Z"));
    let used = ledger(&[("2026-06-30T00:00:00Z", "49750.00 USD")]);
    let then = policy.earliest_refund(&four, &request, &used).unwrap().unwrap();
    assert_eq!(then.outcome().request.at, at("2027-01-17T00:00:00Z"));
    assert_eq!((then.outcome().cap.counts, then.outcome().billed.refund), (usd("249.12 USD"), money("64.06 EUR")));
    let full = ledger(&[("2026-06-30T00:00:00Z", "50000.00 USD")]);
    assert_eq!(policy.earliest_refund(&four, &request, &full).unwrap(), None);
    let decision = decide_with(&policy, &four, &request, &full);
    assert_eq!((decision.outcome().earliest_allowed, decision.outcome().most_units_now), (None, 0));
}

#[test]
fn the_search_is_not_monotone_under_the_observed_measure_and_starts_at_the_instant() {
    // Under the observed measure a refund is high on the first day of a month and low on its last.
    let monthly = vm("2023-01-01").monthly(price("310.00 USD")).build().unwrap();
    let used = ledger(&[("2022-12-31T12:00:00Z", "49900.00 USD")]);
    let policy = policy("2020-07+observed");
    let find = |instant: &str| {
        let then = policy.earliest_refund(&monthly.all(), &owner(instant), &used).unwrap().unwrap();
        then.outcome().request.at
    };
    assert_eq!(find("2023-01-05T08:00:00Z"), at("2023-01-22T00:00:00Z"), "100.00 USD are left");
    assert_eq!(find("2023-01-25T08:00:00Z"), at("2023-01-25T08:00:00Z"), "approved now");
    assert_eq!(find("2023-02-01T00:00:00Z"), at("2023-02-20T00:00:00Z"), "99.64 USD are left");
    // The ledger gives everything back within the last day of the term.
    let dear = vm("2023-01-01").monthly(price("1550000.00 USD")).build().unwrap();
    let then = policy.earliest_refund(&dear.all(), &owner("2023-12-31T00:00:00Z"), &used).unwrap().unwrap();
    assert_eq!(then.outcome().request.at, at("2023-12-31T12:00:00Z"));
}

#[test]
fn nothing_but_the_cap_passes_by_itself_but_a_payment_that_falls_due_does() {
    let (policy, request) = (policy("2020-07"), owner("2023-02-03T00:00:00Z"));
    let list = vec![made(1, "31.00 USD", "2023-01-01")];
    let unpaid = vm("2023-01-01").payments(list).build().unwrap();
    // The payment of February is missing and stays so; that of March is made as scheduled.
    let then = policy.earliest_refund(&unpaid.all(), &request, &RefundLedger::new()).unwrap().unwrap();
    assert_eq!(then.outcome().request.at, at("2023-03-01T00:00:00Z"));
    assert_eq!(then.outcome().billed.refund, money("31.00 USD"));
    let other = Request::new(request.at, Requester::Other);
    assert_eq!(policy.earliest_refund(&unpaid.all(), &other, &RefundLedger::new()).unwrap(), None);
}

#[test]
fn an_approval_is_recorded_with_what_both_measures_count() {
    let monthly = vm("2023-01-01").monthly(price("31.00 EUR / 62.00 USD")).build().unwrap();
    let decision = decide(&policy("2020-07"), &monthly, "2023-03-11T00:00:00Z");
    let entry = decision.into_result().unwrap().entry("refund-17").unwrap();
    assert_eq!((entry.refunded(), entry.commitment()), (usd("42.00 USD"), usd("600.00 USD")));
    assert_eq!((entry.at(), entry.id().as_str()), (at("2023-03-11T00:00:00Z"), "refund-17"));
}

#[test]
fn a_quote_holds_until_the_first_day_with_other_amounts_and_the_next_due_date_at_the_latest() {
    let policy = policy("2020-07");
    for (price_text, instant, until) in [
        ("31.00 USD", "2023-03-11T15:00:00Z", "2023-03-12T00:00:00Z"),
        ("0.03 USD", "2023-03-07T00:00:00Z", "2023-03-17T00:00:00Z"), // 0.02 while 25/31 to 15.5/31 are left
        ("0.00 USD", "2023-03-07T00:00:00Z", "2023-04-01T00:00:00Z"),
    ] {
        let monthly = vm("2023-01-01").monthly(price(price_text)).build().unwrap();
        let decision = decide(&policy, &monthly, instant);
        assert_eq!(decision.outcome().valid_until, at(until), "{price_text}");
    }
    // A payment that is booked within the month changes the amounts on that day.
    let list = vec![made(1, "31.00 USD", "2023-01-01"), made(2, "31.00 USD", "2023-02-10")];
    let late = vm("2023-01-01").payments(list).build().unwrap();
    let decision = decide(&policy, &late, "2023-02-03T00:00:00Z");
    assert_eq!(decision.outcome().valid_until, at("2023-02-10T00:00:00Z"));
}

#[test]
fn before_the_term_begins_only_a_payment_changes_a_quote_and_the_search() {
    let policy = policy("2020-07");
    let late = vm("2023-02-01").payments(vec![made(1, "31.00 USD", "2023-01-20")]).build().unwrap();
    let decision = decide(&policy, &late, "2023-01-10T00:00:00Z");
    assert_eq!(codes(&decision), ["PaymentOutstanding"]);
    assert_eq!(decision.outcome().valid_until, at("2023-01-20T00:00:00Z"));
    let request = owner("2023-01-10T00:00:00Z");
    let then = policy.earliest_refund(&late.all(), &request, &RefundLedger::new()).unwrap().unwrap();
    assert_eq!(then.outcome().request.at, at("2023-01-20T00:00:00Z"));
    // The first payment falls due with the first day, and counts as made then where that is assumed.
    let scheduled = vm("2023-02-01").payments(vec![payment(1, "31.00 USD", 1, Made::Not)]).build().unwrap();
    let assumed = request.assume_scheduled_payments();
    let decision = decide_with(&policy, &scheduled.all(), &assumed, &RefundLedger::new());
    assert_eq!(decision.outcome().valid_until, at("2023-02-01T00:00:00Z"));
    // A term in the far future is answered at once.
    let far = vm("+262000-01-01").monthly(price("31.00 USD")).build().unwrap();
    let full = ledger(&[("2023-01-01T00:00:00Z", "50000.00 USD")]);
    assert_eq!(codes(&decide_with(&policy, &far.all(), &request, &full)), ["CapExceeded"]);
}

#[test]
fn a_quote_inside_the_full_window_holds_until_the_fee_of_the_caller_applies() {
    let window = FullRefundWindow { days: 40, usage: UsageCondition::Any };
    let policy = policy("2018-05").with(|terms| terms.full_refund_window = Some(window)).unwrap();
    let year = vm("2023-01-01").upfront(price("0.04 USD")).build().unwrap();
    // No rate is needed inside the window, also when there is none for afterwards.
    let decision = decide(&policy, &year, "2023-01-02T00:00:00Z");
    assert_eq!((decision.outcome().credit, decision.outcome().billed.refund), (CreditKind::Full, money("0.04 USD")));
    assert_eq!(decision.outcome().valid_until, at("2023-02-11T00:00:00Z"));
    // After it the credit is still 0.04, and half of it is the fee.
    let request = owner("2023-01-02T00:00:00Z").fee_rate("0.5".parse().unwrap());
    let decision = decide_with(&policy, &year.all(), &request, &RefundLedger::new());
    assert_eq!(decision.outcome().valid_until, at("2023-02-11T00:00:00Z"));
}

#[test]
fn a_refund_basis_of_the_price_paid_ignores_the_current_price() {
    let policy = policy("2020-07").with(|terms| terms.refund_basis = RefundBasis::PricePaid).unwrap();
    let returned = a_dollar_a_day().all().current_price(money("1.00 USD")).unwrap();
    let decision = decide_with(&policy, &returned, &owner("2023-03-02T00:00:00Z"), &RefundLedger::new());
    assert_eq!(decision.outcome().billed.refund, money("305.00 USD"));
    assert_eq!(decision.policy().to_string(), "2020-07 (overridden)");
}

#[test]
fn of_two_amounts_that_are_too_large_the_billed_one_is_named() {
    let dear = price("100000000000000000.00 EUR / 1000000000000000000.00 USD");
    let reservation = vm("2023-01-01").monthly(dear).build().unwrap();
    let error = question_error(&policy("2020-07"), &reservation, &owner("2023-01-10T00:00:00Z"));
    assert_eq!(error, QuestionError::Money(MoneyError::TooLarge { currency: "EUR".parse().unwrap() }));
}

#[test]
fn every_edition_is_in_force_from_its_first_day_to_the_day_before_the_next() {
    let on = |date: NaiveDate| ReservationPolicy::in_force_on(date).map(|policy| policy.name().edition);
    for pair in ReservationEdition::ALL.windows(2) {
        assert_eq!(on(pair[1].from()), Ok(pair[1].name()));
        assert_eq!(on(pair[1].from().pred_opt().unwrap()), Ok(pair[0].name()));
    }
    assert!(on(day("2018-05-10")).is_err());
    assert_eq!((on(day("2018-05-11")), on(NaiveDate::MAX)), (Ok("2018-05"), Ok("2027-02")));
}

#[test]
fn the_explanation_reads_the_decision_and_shows_each_step() {
    let list = vec![made(1, "300.00 EUR / 310.00 USD", "2024-06-01"), made(2, "300.00 EUR / 310.00 USD", "2024-06-20")];
    let reservation = vm("2024-06-01").payments(list).id("order/one").unwrap().build().unwrap();
    let returned = reservation.all().current_price(money("290.00 EUR")).unwrap();
    let used = ledger(&[("2024-05-01T00:00:00Z", "49000.00 USD"), ("2024-07-01T00:00:00Z", "1.00 USD")]);
    let decision = decide_with(&policy("2020-07"), &returned, &owner("2024-06-21T00:00:00Z"), &used);
    let text = decision.explain().to_string();
    for line in [
        "denied under policy 2020-07",
        "1 of 1 unit of VirtualMachines (1 year, Monthly), order/one",
        "2024-06-21T00:00:00Z, by the owner of the reservation",
        "20 of 30 days, 10 left; the day of the return is not charged [L-01]",
        "290.00 EUR: the current price [L-03]",
        "290.00 EUR x 10/30 = 96.66666666... -> 96.67 EUR [L-21]",
        "290.00 EUR paid for later periods, refunded whole [AMB-21]",
        "310.00 USD x 10/30 = 103.33333333... -> 103.33 USD [L-21]",
        "49000.00 USD, 1000.00 USD left",
        "10 x 310.00 USD = 3100.00 USD of future payments",
        "0 of 1 fit now",
        "refunds in the ledger after the instant of the request, which do not count at it: 1",
    ] {
        assert!(text.contains(line), "{line:?} is missing:\n{text}");
    }
}
