//! Whole estates: the same answers as row by row, whatever the other rows hold.

use reservation_policy::batch::{
    AmountColumn, CapWalk, DayColumn, RefundAnswers, RefundColumns, RowStatus, day_number,
};
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::policy::{DayCount, FullRefundWindow, UsageCondition};
use reservation_policy::{CapEntry, Error, QuestionError, RefundLedger, ReservationPolicy, UsdAmount};

fn day(text: &str) -> i32 {
    day_number(text.parse().unwrap())
}

fn policy() -> ReservationPolicy {
    ReservationPolicy::named("2020-07").unwrap()
}

/// Facts whose request is made on 2024-03-31.
fn facts<'a>(paid: &'a [u64], start: &'a [i32], end: &'a [i32]) -> RefundColumns<'a> {
    let today: NaiveDate = "2024-03-31".parse().unwrap();
    RefundColumns::new(today.into(), paid.into(), start, end)
}

fn answers(facts: &RefundColumns<'_>) -> RefundAnswers {
    policy().refund_columns(facts).unwrap()
}

#[test]
fn a_row_that_makes_no_sense_says_so_and_spoils_no_other() {
    let (before, today, after) = (day("2024-03-01"), day("2024-03-31"), day("2024-04-01"));
    for (start, end, units, paid_for, total, expected) in [
        (before, after, 1, 1, 310, RowStatus::Answered),
        (before, after, 0, 1, 310, RowStatus::ZeroUnits),
        (before, after, 1, 0, 310, RowStatus::ZeroUnits),
        (before, after, 2, 1, 310, RowStatus::TooManyUnits),
        (before, before, 1, 1, 310, RowStatus::EmptyPeriod),
        (after, before, 1, 1, 310, RowStatus::EmptyPeriod),
        (i32::MAX, i32::MIN, 1, 1, 310, RowStatus::EmptyPeriod),
        (before, today, 1, 1, 310, RowStatus::AfterPeriod),
        (today, after, 1, 1, 310, RowStatus::Answered),
        (after, after + 30, 1, 1, 310, RowStatus::BeforePeriod),
        (i32::MIN, i32::MAX, 1, 1, 310, RowStatus::Answered),
        (today, after, 1, 1, 309, RowStatus::AbovePaid),
    ] {
        // Between two good rows, each of which is worth 10 of 310.
        let (starts, ends) = ([before, start, before], [after, end, after]);
        let (units, paid_for, totals) = ([1, units, 1], [1, paid_for, 1], [310, total, 310_u64]);
        let mut facts = facts(&[310; 3], &starts, &ends);
        (facts.units, facts.units_paid_for) = (Some(units.as_slice()), Some(paid_for.as_slice()));
        facts.total_paid = Some(AmountColumn::Minor(&totals));
        let answers = answers(&facts);
        assert_eq!(answers.status, [RowStatus::Answered, expected, RowStatus::Answered], "{start} {end}");
        assert_eq!((answers.refund[0], answers.retained[0], answers.refund[2]), (10, 300, 10), "{expected}");
        if expected != RowStatus::Answered {
            let amounts = [answers.refund[1], answers.retained[1], answers.remaining_commitment[1]];
            assert_eq!((amounts, answers.counts_toward_cap[1], answers.valid_until[1]), ([0; 3], 0, 0), "{expected}");
        }
    }
}

#[test]
fn a_term_that_has_not_begun_is_worth_its_first_payment_from_the_purchase_on() {
    let (start, end) = ([day("2024-04-10"); 2], [day("2024-05-10"); 2]);
    let mut columns = facts(&[310; 2], &start, &end);
    assert_eq!(answers(&columns).status, [RowStatus::BeforePeriod; 2]);
    columns.term_start = Some(&start);
    assert_eq!(answers(&columns).refund, [310; 2]);
    assert_eq!(answers(&columns).valid_until, [day("2024-04-11"); 2]);
    let purchased = ["2024-03-31", "2024-04-01"].map(day);
    columns.purchased = Some(&purchased);
    assert_eq!(answers(&columns).status, [RowStatus::Answered, RowStatus::BeforePurchase]);
    let earlier = [day("2024-03-10"); 2];
    columns.term_start = Some(&earlier);
    assert_eq!(answers(&columns).status, [RowStatus::BeforePeriod, RowStatus::BeforePurchase]);
}

#[test]
fn a_window_for_full_refunds_needs_the_start_of_the_term() {
    let (starts, ends) = ([day("2024-03-30"); 2], [day("2024-04-30"); 2]);
    let unused = [true, false];
    for (usage, expected) in [(UsageCondition::Any, [310, 310]), (UsageCondition::Unused, [310, 300])] {
        let window = Some(FullRefundWindow { days: 5, usage });
        let policy = policy().with(|terms| terms.full_refund_window = window).unwrap();
        let mut facts = facts(&[310; 2], &starts, &ends);
        facts.unused = Some(&unused);
        assert_eq!(policy.refund_columns(&facts).unwrap().refund, [300, 300], "{usage:?}");
        facts.term_start = Some(&starts);
        let answers = policy.refund_columns(&facts).unwrap();
        assert_eq!(answers.refund, expected, "{usage:?}");
        assert_eq!(answers.valid_until[0], day("2024-04-05"), "the day after the window");
    }
}

#[test]
fn every_row_may_have_a_day_of_its_own() {
    let (start, end) = ([day("2024-03-01"); 3], [day("2024-04-01"); 3]);
    let days = ["2024-03-01", "2024-03-02", "2024-03-31"].map(day);
    let paid: &[u64] = &[3_100; 3];
    let facts = RefundColumns::new(DayColumn::Each(&days), paid.into(), &start, &end);
    let answers = answers(&facts);
    assert_eq!(answers.refund, [3_100, 3_000, 100]);
    assert_eq!(answers.valid_until, ["2024-03-02", "2024-03-03", "2024-04-01"].map(day));
}

#[test]
fn small_amounts_hold_for_several_days() {
    // 3 cents for 31 days: 2.61 are left after 4 days, 2.52 after 5, and 2.42 after 6.
    let (start, end) = ([day("2024-03-01")], [day("2024-04-01")]);
    let at = [day("2024-03-02")];
    let paid: &[u64] = &[3];
    let answers = answers(&RefundColumns::new(DayColumn::Each(&at), paid.into(), &start, &end));
    assert_eq!((answers.refund[0], answers.valid_until[0]), (3, day("2024-03-07")));
}

#[test]
fn amounts_come_as_minor_units_or_as_decimals_with_digits_for_each_row() {
    let (start, end) = ([day("2024-03-31"); 4], [day("2024-04-01"); 4]);
    let today: NaiveDate = "2024-03-31".parse().unwrap();
    let of = |paid: AmountColumn<'_>| {
        let rows = paid_len(&paid);
        answers(&RefundColumns::new(today.into(), paid, &start[..rows], &end[..rows]))
    };
    assert_eq!(of(AmountColumn::Signed(&[266, -1])).status, [RowStatus::Answered, RowStatus::Negative]);
    // 2.66 USD, 2 JPY, half a yen, and 2.660 KWD.
    let decimals =
        AmountColumn::Decimal { numbers: &[2_660, 2_000, 500, 2_660], scale: 3, minor_digits: &[2, 0, 0, 3] };
    let answers = of(decimals);
    assert_eq!(answers.refund, [266, 2, 0, 2_660]);
    assert_eq!(answers.status[2], RowStatus::FinerThanMinorUnit);
    let extremes = AmountColumn::Decimal { numbers: &[-1, i128::MAX, i128::MIN], scale: 0, minor_digits: &[0, 2, 2] };
    assert_eq!(of(extremes).status, [RowStatus::Negative, RowStatus::TooLarge, RowStatus::Negative]);
}

fn paid_len(column: &AmountColumn<'_>) -> usize {
    match column {
        AmountColumn::Minor(rows) => rows.len(),
        AmountColumn::Signed(rows) => rows.len(),
        AmountColumn::Decimal { numbers, .. } => numbers.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn too_many_future_payments_are_too_large_for_their_own_row() {
    let (start, end) = ([day("2024-03-31"); 2], [day("2024-04-01"); 2]);
    let mut facts = facts(&[u64::MAX; 2], &start, &end);
    facts.outstanding = Some(&[2, 0]);
    let answers = answers(&facts);
    assert_eq!(answers.status, [RowStatus::TooLarge, RowStatus::Answered]);
    assert_eq!(answers.refund, [0, u64::MAX]);
}

#[test]
fn a_row_of_the_longest_period_and_the_smallest_amount_is_answered_at_once() {
    let (start, end) = ([i32::MIN; 2], [i32::MAX; 2]);
    let answers = answers(&facts(&[0, 1], &start, &end));
    assert_eq!(answers.status, [RowStatus::Answered; 2]);
    assert_eq!(answers.valid_until[0], i32::MAX);
}

#[test]
fn columns_of_other_lengths_are_named() {
    let (days, counts, flags) = ([1; 2], [1_u32; 1], [true; 3]);
    let column = |change: &dyn Fn(&mut RefundColumns<'_>)| {
        let mut facts = facts(&[1, 1], &days, &days);
        change(&mut facts);
        match policy().refund_columns(&facts) {
            Err(Error::Question(QuestionError::ColumnLength { column, found, expected: 2 })) => (column, found),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(column(&|facts| facts.at = DayColumn::Each(&[1])), ("at", 1));
    assert_eq!(column(&|facts| facts.period_start = &[1]), ("period_start", 1));
    assert_eq!(column(&|facts| facts.period_end = &[]), ("period_end", 0));
    assert_eq!(column(&|facts| facts.term_start = Some(&[1])), ("term_start", 1));
    assert_eq!(column(&|facts| facts.purchased = Some(&[1])), ("purchased", 1));
    assert_eq!(column(&|facts| facts.outstanding = Some(&[1])), ("outstanding", 1));
    assert_eq!(column(&|facts| facts.total_paid = Some(AmountColumn::Minor(&[1]))), ("total_paid", 1));
    assert_eq!(column(&|facts| facts.current_price = Some(AmountColumn::Signed(&[1]))), ("current_price", 1));
    let mut facts = facts(&[1, 1], &days, &days);
    facts.units = Some(&counts);
    let error = policy().refund_columns(&facts).unwrap_err();
    assert_eq!(error.to_string(), "column `units` has 1 rows, expected 2 as in column `paid`");
    (facts.units, facts.is_paid) = (None, Some(flags.as_slice()));
    assert!(policy().refund_columns(&facts).unwrap_err().to_string().contains("`is_paid` has 3 rows"));
}

#[test]
fn an_edition_without_a_fee_rate_asks_for_one() {
    let policy = ReservationPolicy::named("2018-05").unwrap();
    let (start, end) = ([day("2024-03-30")], [day("2024-04-01")]);
    let mut facts = facts(&[200], &start, &end);
    assert!(policy.refund_columns(&facts).unwrap_err().to_string().contains("fee rate"));
    facts.fee_rate = Some("0.12".parse().unwrap());
    assert_eq!(policy.refund_columns(&facts).unwrap().refund, [88]);
}

#[test]
fn months_are_counted_where_the_policy_counts_them() {
    let policy = policy().with(|terms| terms.day_count = DayCount::WholeMonths).unwrap();
    let (start, end) =
        ([day("2024-01-31"), day("2024-02-29"), i32::MIN], [day("2025-01-31"), day("2024-04-30"), i32::MAX]);
    let answers = policy.refund_columns(&facts(&[1_200; 3], &start, &end)).unwrap();
    // Two months of twelve are used on 31 March, and the third begins on its second day.
    assert_eq!(answers.refund[0], 1_000);
    assert_eq!(answers.status[2], RowStatus::OutsideCalendar);
}

#[test]
fn statuses_have_names() {
    let names: std::collections::BTreeSet<&str> = RowStatus::ALL.into_iter().map(RowStatus::name).collect();
    assert_eq!(names.len(), RowStatus::ALL.len());
    assert_eq!(RowStatus::FinerThanMinorUnit.to_string(), "finer_than_minor_unit");
    #[cfg(feature = "serde")]
    for status in RowStatus::ALL {
        assert_eq!(serde_json::to_value(status).unwrap(), status.name());
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn a_walk_says_what_a_ledger_says_at_every_row() {
    // Month ends, refunds at one instant, and refunds exactly a window apart.
    let rows = [
        "2023-01-29T10:00:00Z",
        "2023-01-30T09:00:00Z",
        "2023-01-31T08:00:00Z",
        "2023-01-31T08:00:00Z",
        "2023-02-28T08:30:00Z",
        "2023-12-31T23:59:59Z",
        "2024-01-01T00:00:00Z",
        "2024-01-29T10:00:00Z",
        "2024-01-31T08:00:00Z",
        "2024-02-28T08:30:00Z",
        "2024-02-29T12:00:00Z",
        "2025-02-28T12:00:00Z",
    ];
    for window in [
        reservation_policy::policy::CapWindow::DAYS_365,
        reservation_policy::policy::CapWindow::TWELVE_MONTHS,
        reservation_policy::policy::CapWindow::RollingMonths(core::num::NonZeroU16::MIN),
        reservation_policy::policy::CapWindow::CalendarYear,
    ] {
        let cap = reservation_policy::policy::CapTerms { window, limit: UsdAmount::dollars(30), ..policy().cap() };
        let (mut recorded, mut decided) = (CapWalk::new(cap), CapWalk::new(cap));
        let (mut all, mut approved) = (RefundLedger::new(), RefundLedger::new());
        for (number, at) in rows.into_iter().map(instant).enumerate() {
            let amount = UsdAmount::dollars(u32::try_from(number).unwrap() % 5 * 4);
            let entry = CapEntry::new(&format!("{number:03}"), at, amount).unwrap();
            for (walked, ledger) in
                [(recorded.record(at, amount).unwrap(), &mut all), (decided.decide(at, amount).unwrap(), &mut approved)]
            {
                let usage = ledger.usage(cap, at);
                assert_eq!((walked.used, walked.remaining), (usage.used, usage.remaining), "{window} {number}");
                assert_eq!(walked.fits, usage.fits(amount), "{window} {number}");
                assert_eq!(walked.next_release, usage.next_release(), "{window} {number}");
                assert_eq!(walked.next_release, usage.releases().first().copied(), "{window} {number}");
            }
            if approved.usage(cap, at).fits(amount) {
                approved.record(entry.clone()).unwrap();
            }
            all.record(entry).unwrap();
        }
    }
}

#[test]
fn a_walk_takes_rows_in_order_and_sums_that_fit() {
    let mut walk = CapWalk::new(policy().cap());
    walk.record(instant("2024-01-02T00:00:00Z"), UsdAmount::MAX).unwrap();
    let error = walk.record(instant("2024-01-02T00:00:00Z"), UsdAmount::from_cents(1)).unwrap_err();
    assert!(error.to_string().contains("too large"), "{error}");
    let error = walk.decide(instant("2024-01-01T00:00:00Z"), UsdAmount::ZERO).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`2024-01-01T00:00:00Z` is before the row before it at `2024-01-02T00:00:00Z`, expected rows in order"
    );
}

#[cfg(feature = "proptest1")]
mod rows {
    use super::*;
    use proptest::prelude::*;
    use reservation_policy::policy::{CapBasis, RefundBasis};
    use reservation_policy::replay::RefundQuestion;
    use reservation_policy::reservation::Made;
    use reservation_policy::{Currency, Money, ResourceType, strategies};

    fn minor(amount: Money) -> u64 {
        amount.as_minor().unwrap()
    }

    /// Whether columns hold everything that a question depends on.
    fn fits_in_columns(question: &RefundQuestion) -> bool {
        let (terms, reservation) = (question.policy.terms(), question.returned.reservation());
        !terms.current_price_types.contains(reservation.resource())
            && *reservation.resource() != ResourceType::VirtualMachineSoftware
            && question.answer().unwrap().outcome().billed.paid_ahead.is_zero()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn columns_answer_as_rows(question in strategies::refund_question().prop_filter("in columns", fits_in_columns)) {
            let decision = question.answer().unwrap();
            let refund = decision.outcome();
            let (returned, terms) = (&question.returned, question.policy.terms());
            let reservation = returned.reservation();
            let schedule = reservation.schedule();
            let number = refund.period.payment;
            let listed = reservation.payments();
            let current = listed.iter().rev().find(|it| it.number <= number).unwrap_or(&listed[0]);
            let earlier = reservation.refunded_before().map_or(0, minor);
            let (paid, total) = ([minor(current.price.billed())], [minor(refund.total_paid) - earlier]);
            let days = |date: NaiveDate| [day_number(date)];
            let (start, end) = (days(refund.period.period.start()), days(refund.period.period.end()));
            let term_start = days(schedule.start());
            let (units, paid_for) = ([returned.quantity().get()], [current.units_paid_for.get()]);
            let outstanding = [refund.payments_total - refund.payments_made];
            let price = [returned.price_today().map_or(u64::MAX, minor)];
            let (is_paid, unused) = ([refund.period.paid], [returned.is_unused()]);
            let mut facts = RefundColumns::new(question.request.date().into(), AmountColumn::Minor(&paid), &start, &end);
            facts.term_start = Some(&term_start);
            (facts.units, facts.units_paid_for) = (Some(units.as_slice()), Some(paid_for.as_slice()));
            (facts.outstanding, facts.total_paid) = (Some(outstanding.as_slice()), Some(AmountColumn::Minor(&total)));
            (facts.is_paid, facts.unused) = (Some(is_paid.as_slice()), Some(unused.as_slice()));
            facts.current_price = Some(AmountColumn::Minor(&price));
            facts.fee_rate = question.request.fee_rate;
            let answers = question.policy.refund_columns(&facts).unwrap();

            prop_assert_eq!(answers.status[0], RowStatus::Answered);
            prop_assert_eq!(answers.refund[0], minor(refund.billed.refund));
            prop_assert_eq!(answers.retained[0], minor(refund.retained));
            prop_assert_eq!(answers.remaining_commitment[0], minor(refund.billed.remaining_commitment));
            let counts_all = terms.cap.basis == CapBasis::CanceledCommitment;
            let canceled = if counts_all { answers.remaining_commitment[0] } else { 0 };
            prop_assert_eq!(answers.counts_toward_cap[0], answers.refund[0] + canceled);
            let same_price = terms.refund_basis == RefundBasis::PricePaid || returned.price_today() == returned.price_today_usd();
            let made_later = |made| matches!(made, Made::On(day) if day > question.request.date());
            if reservation.currency() == Currency::USD && same_price && !listed.iter().any(|it| made_later(it.made)) {
                prop_assert_eq!(days(refund.valid_until.date_naive())[0], answers.valid_until[0]);
            }
        }
    }
}
