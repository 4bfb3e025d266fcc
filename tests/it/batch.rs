//! Whole estates: the same answers as row by row, whatever the other rows hold.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_in_result,
    clippy::unwrap_used,
    reason = "tests may panic, and their helpers too"
)]

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use proptest::prelude::*;
use reservation_policy::batch::{
    AnswerColumns, Answers, BatchError, RefundBatch, RefundColumns, RowStatus, day_number,
};
use reservation_policy::calendar::Term;
use reservation_policy::chrono;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{DayCount, FullRefundWindow, Requester, UsageCondition};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::payment::PaymentStatus;
use reservation_policy::reservation::refund::{RefundError, RefundRequest, Usage};
use reservation_policy::reservation::{BillingPlan, Payment, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

fn at() -> DateTime<Utc> {
    "2024-03-31T23:59:59Z".parse().unwrap()
}

fn day(text: &str) -> i32 {
    day_number(text.parse().unwrap())
}

/// Every policy whose returns can be answered in columns.
fn policies() -> Vec<ReservationPolicy> {
    let names = ["2018-05", "2018-10", "2019-04", "2020-07", "2020-07+observed"];
    names.into_iter().map(|name| ReservationPolicy::from_name(name).unwrap()).collect()
}

/// What one row is made of.
#[derive(Debug, Clone)]
struct Facts {
    start: NaiveDate,
    term: Term,
    plan: BillingPlan,
    minor: u64,
    covers: u32,
    quantity: u32,
    status: PaymentStatus,
    usage: Usage,
    /// For the returned units.
    current_price: Option<u64>,
    purchased: NaiveDate,
}

impl Facts {
    fn schedule(&self) -> Schedule {
        Schedule::new(self.start, self.term, self.plan).unwrap()
    }

    /// The payments up to and with the one that covers the day; the last may not have been made.
    fn payments(&self) -> Payments {
        let current = self.schedule().period_on(at().date_naive()).map_or(0, |(index, _)| index);
        let amount = Money::new(cents(self.minor), Currency::USD);
        let price = Price::in_usd(amount).unwrap();
        let status = |index| if index == current { self.status } else { PaymentStatus::Succeeded };
        let covers = Quantity::new(self.covers).unwrap();
        Payments::from_list((0..=current).map(|it| Payment::new(it, status(it), price, covers)).collect()).unwrap()
    }
}

fn cents(minor: u64) -> Decimal {
    Decimal::from_i128_with_scale(minor.into(), 2)
}

fn minor(amount: Money) -> u64 {
    let mut amount = amount.amount();
    amount.rescale(2);
    amount.mantissa().try_into().unwrap()
}

fn facts() -> impl Strategy<Value = Facts> {
    let amounts = prop_oneof![0_u64..40, 0_u64..5_000_000, u64::MAX / 200..u64::MAX / 61];
    let plan = prop_oneof![Just(BillingPlan::Monthly), Just(BillingPlan::Upfront)];
    let status = prop_oneof![4 => Just(PaymentStatus::Succeeded), 1 => Just(PaymentStatus::Outstanding)];
    let usage = prop_oneof![Just(Usage::Unused), Just(Usage::Used)];
    let days = prop_oneof![-3_i64..12, 12_i64..1_200];
    let units = (1_u32..60).prop_flat_map(|covers| (Just(covers), 1..=covers));
    let earlier = prop_oneof![Just(0_i64), -2_i64..5];
    let price = prop::option::of(prop_oneof![0_u64..40, 0_u64..5_000_000]);
    (amounts, plan, status, usage, days, units, (prop::sample::select(&Term::ALL[..]), earlier), price).prop_map(
        |(minor, plan, status, usage, days, (covers, quantity), (term, earlier), current_price)| Facts {
            start: at().date_naive() - TimeDelta::days(days),
            term,
            plan,
            minor,
            covers,
            quantity,
            status,
            usage,
            current_price,
            purchased: at().date_naive() - TimeDelta::days(days + earlier),
        },
    )
}

/// The row-by-row answer: refund, kept, remaining commitment, or why there is none.
fn row_by_row(policy: &ReservationPolicy, facts: &Facts, rate: Rate) -> Result<[u64; 3], RowStatus> {
    let owned = Quantity::new(facts.covers).unwrap();
    let reservation =
        Reservation::new(ResourceType::VirtualMachines, owned, facts.schedule(), facts.payments()).unwrap();
    let reservation = reservation.with_purchased_at(facts.purchased.and_time(NaiveTime::MIN).and_utc());
    let quantity = Quantity::new(facts.quantity).unwrap();
    let request = RefundRequest::new(&reservation, quantity, at(), Requester::Owner);
    let request = request.with_usage(facts.usage).with_fee_rate(rate);
    let price = facts.current_price.map(|price| Money::new(cents(price), Currency::USD));
    match policy.quote_refund(&price.map_or(request, |price| request.with_current_price(price))) {
        Ok(quote) => {
            let billing = quote.billing();
            Ok([billing.refund, quote.kept(), billing.remaining_commitment].map(minor))
        }
        Err(RefundError::BeforePurchase { .. }) => Err(RowStatus::BeforeStart),
        Err(RefundError::AfterTerm { .. }) => Err(RowStatus::AfterEnd),
        Err(RefundError::Money(_)) => Err(RowStatus::Overflow),
        Err(other) => panic!("{other}"),
    }
}

/// The same rows as columns.
fn in_columns(policy: &ReservationPolicy, rows: &[Facts], rate: Rate) -> Vec<Result<[u64; 3], RowStatus>> {
    let column = |value: &dyn Fn(&Facts) -> u64| rows.iter().map(value).collect::<Vec<u64>>();
    let days = |value: &dyn Fn(&Facts) -> NaiveDate| rows.iter().map(|it| day_number(value(it))).collect::<Vec<i32>>();
    let counts = |value: &dyn Fn(&Facts) -> u32| rows.iter().map(value).collect::<Vec<u32>>();
    let period = |facts: &Facts| {
        let on = facts.schedule().period_on(at().date_naive());
        on.map_or(facts.schedule().whole_term(), |(_, period)| period)
    };
    let paid = column(&|it| it.minor);
    let total = column(&|it| minor(it.payments().total_paid()));
    let (start, end) = (days(&|it| period(it).start()), days(&|it| period(it).end()));
    let term_start = days(&|it| it.start);
    let (quantity, covers) = (counts(&|it| it.quantity), counts(&|it| it.covers));
    let outstanding = counts(&|it| it.schedule().payments() - it.payments().completed());
    let purchased = days(&|it| it.purchased);
    let prices = column(&|it| it.current_price.unwrap_or(u64::MAX));
    let statuses: Vec<PaymentStatus> = rows.iter().map(|it| it.status).collect();
    let usages: Vec<Usage> = rows.iter().map(|it| it.usage).collect();
    let facts = RefundColumns::new(&paid, &start, &end)
        .with_units(&quantity, &covers)
        .with_term_start(&term_start)
        .with_outstanding(&outstanding)
        .with_total_paid(&total)
        .with_status(&statuses)
        .with_usage(&usages)
        .with_current_price(&prices)
        .with_purchased(&purchased);
    let mut answers = Answers::with_rows(rows.len());
    RefundBatch::with_fee_rate(policy, at(), rate).unwrap().answer(&facts, &mut answers.columns()).unwrap();
    (0..rows.len())
        .map(|row| {
            let amounts = [answers.refund()[row], answers.kept()[row], answers.remaining_commitment()[row]];
            let status = answers.status()[row];
            assert!(status == RowStatus::Answered || amounts == [0; 3], "row {row}: {status:?}");
            if status == RowStatus::Answered { Ok(amounts) } else { Err(status) }
        })
        .collect()
}

proptest! {
    #[test]
    fn columns_answer_as_row_by_row(rows in prop::collection::vec(facts(), 1..40), percent in 0_u32..101) {
        let rate = Rate::parse(&format!("{}.{:02}", percent / 100, percent % 100)).unwrap();
        for policy in policies() {
            let expected: Vec<_> = rows.iter().map(|row| row_by_row(&policy, row, rate)).collect();
            prop_assert_eq!(in_columns(&policy, &rows, rate), expected, "{}", policy.name());
        }
    }
}

fn july() -> RefundBatch {
    RefundBatch::new(&ReservationPolicy::from_name("2020-07").unwrap(), at()).unwrap()
}

#[test]
fn a_row_that_makes_no_sense_says_so_and_spoils_no_other() {
    let (before, today, after) = (day("2024-03-01"), day("2024-03-31"), day("2024-04-01"));
    for (start, end, quantity, covers, total, outstanding, expected) in [
        (before, after, 1, 1, 310, 0, RowStatus::Answered),
        (before, after, 0, 1, 310, 0, RowStatus::QuantityZero),
        (before, after, 1, 0, 310, 0, RowStatus::QuantityZero),
        (before, after, 2, 1, 310, 0, RowStatus::QuantityAbove),
        (before, before, 1, 1, 310, 0, RowStatus::EmptyPeriod),
        (after, before, 1, 1, 310, 0, RowStatus::EmptyPeriod),
        (i32::MAX, i32::MIN, 1, 1, 310, 0, RowStatus::EmptyPeriod),
        (before, today, 1, 1, 310, 0, RowStatus::AfterEnd),
        (today, after, 1, 1, 310, 0, RowStatus::Answered),
        (after, after + 30, 1, 1, 310, 0, RowStatus::BeforeStart),
        (i32::MIN, i32::MAX, 1, 1, 310, 0, RowStatus::Answered),
        (today, after, 1, 1, 309, 0, RowStatus::AbovePaid),
        (today, after, 1, 1, 310, u32::MAX, RowStatus::Answered),
    ] {
        // Between two good rows, each of which is worth 10 of 310.
        let (starts, ends) = ([before, start, before], [after, end, after]);
        let (quantities, covers) = ([1, quantity, 1], [1, covers, 1]);
        let (totals, outstanding) = ([310, total, 310], [0, outstanding, 0]);
        let facts = RefundColumns::new(&[310; 3], &starts, &ends)
            .with_units(&quantities, &covers)
            .with_total_paid(&totals)
            .with_outstanding(&outstanding);
        let mut answers = Answers::with_rows(3);
        july().answer(&facts, &mut answers.columns()).unwrap();
        assert_eq!(answers.status()[1], expected, "{start} {end}");
        assert_eq!((answers.refund()[0], answers.refund()[2]), (10, 10), "{expected:?}");
        assert_eq!((answers.kept()[0], answers.status()[2]), (300, RowStatus::Answered), "{expected:?}");
    }
}

#[test]
fn before_the_term_there_is_no_answer_and_a_worse_status_stays() {
    let (start, end) = (
        ["2024-03-30", "2024-03-30", "2024-03-01", "2024-03-31"].map(day),
        ["2024-04-09", "2024-04-09", "2024-03-31", "2024-03-31"].map(day),
    );
    let terms = ["2024-03-31", "2024-04-01", "2024-04-01", "2024-04-01"].map(day);
    let facts = RefundColumns::new(&[100; 4], &start, &end).with_term_start(&terms);
    let mut answers = Answers::with_rows(4);
    july().answer(&facts, &mut answers.columns()).unwrap();
    let expected = [RowStatus::Answered, RowStatus::BeforeStart, RowStatus::AfterEnd, RowStatus::EmptyPeriod];
    assert_eq!((answers.status(), answers.refund()), (&expected[..], &[90, 0, 0, 0][..]));
}

#[test]
fn too_many_future_payments_overflow_their_own_row() {
    let (start, end) = ([day("2024-03-31"); 2], [day("2024-04-01"); 2]);
    let facts = RefundColumns::new(&[u64::MAX, u64::MAX], &start, &end).with_outstanding(&[2, 1]);
    let mut answers = Answers::with_rows(2);
    july().answer(&facts, &mut answers.columns()).unwrap();
    assert_eq!(answers.status(), [RowStatus::Overflow, RowStatus::Answered]);
    assert_eq!((answers.refund(), answers.remaining_commitment()), (&[0, u64::MAX][..], &[0, u64::MAX][..]));
}

#[test]
fn a_row_says_the_first_thing_that_is_wrong_with_it_and_nothing_after() {
    // Inside the full-refund window each row is worth its whole payment before it is known to have no answer.
    let policy = ReservationPolicy::from_name("2020-07+observed").unwrap();
    let today = day("2024-03-31");
    for (start, end, expected) in [
        (today + 1, today + 31, RowStatus::BeforeStart),
        (today, today, RowStatus::EmptyPeriod),
        (today - 1, today, RowStatus::AfterEnd),
    ] {
        let (starts, ends) = ([start], [end]);
        let facts = RefundColumns::new(&[u64::MAX], &starts, &ends).with_total_paid(&[1]).with_outstanding(&[2]);
        let mut answers = Answers::with_rows(1);
        RefundBatch::new(&policy, at()).unwrap().answer(&facts, &mut answers.columns()).unwrap();
        assert_eq!(answers.status(), [expected]);
        assert_eq!((answers.refund(), answers.kept(), answers.remaining_commitment()), (&[0][..], &[0][..], &[0][..]));
    }
}

#[test]
fn a_term_that_has_not_begun_has_no_answer_whatever_its_period_says() {
    let today = day("2024-03-31");
    let (starts, ends) = ([today - 1; 3], [today + 30; 3]);
    let facts = RefundColumns::new(&[310; 3], &starts, &ends);
    let terms = [today - 1, today, today + 1];
    let mut answers = Answers::with_rows(3);
    july().answer(&facts.with_term_start(&terms), &mut answers.columns()).unwrap();
    assert_eq!(answers.status(), [RowStatus::Answered, RowStatus::Answered, RowStatus::BeforeStart]);
    assert_eq!(answers.refund(), [300, 300, 0]);
}

#[test]
fn a_full_refund_window_of_any_usage_refunds_what_was_used_too() {
    let (starts, ends) = ([day("2024-03-30"); 2], [day("2024-04-30"); 2]);
    let facts = RefundColumns::new(&[310; 2], &starts, &ends).with_usage(&[Usage::Unused, Usage::Used]);
    for (usage, expected) in [(UsageCondition::Any, [310, 310]), (UsageCondition::Unused, [310, 300])] {
        let window = Some(FullRefundWindow::new(5, usage));
        let policy = ReservationPolicy::from_name("2020-07").unwrap().with_full_refund_window(window);
        let mut answers = Answers::with_rows(2);
        RefundBatch::new(&policy, at()).unwrap().answer(&facts, &mut answers.columns()).unwrap();
        assert_eq!(answers.refund(), expected, "{usage:?}");
    }
}

#[test]
fn amb_20_what_is_bought_and_has_not_begun_is_worth_its_first_payment() {
    let (start, end) = ([day("2024-04-10"); 2], [day("2024-05-10"); 2]);
    for (purchased, expected) in [
        (["2024-03-01", "2024-03-31"], [(310, RowStatus::Answered); 2]),
        (["2024-03-01", "2024-04-01"], [(310, RowStatus::Answered), (0, RowStatus::BeforeStart)]),
    ] {
        let purchased = purchased.map(day);
        let facts = RefundColumns::new(&[310; 2], &start, &end).with_purchased(&purchased);
        let mut answers = Answers::with_rows(2);
        july().answer(&facts, &mut answers.columns()).unwrap();
        let found = [0, 1].map(|row| (answers.refund()[row], answers.status()[row]));
        assert_eq!(found, expected);
        // A later period of a term is not its first.
        let earlier = [day("2024-03-10"); 2];
        let facts = facts.with_term_start(&earlier);
        july().answer(&facts, &mut answers.columns()).unwrap();
        assert_eq!(answers.status(), [RowStatus::BeforeStart; 2]);
    }
}

#[test]
fn columns_of_other_lengths_are_named() {
    let (paid, days, counts) = ([1; 2], [1; 2], [1; 1]);
    let facts = RefundColumns::new(&paid, &days, &days);
    let error = |column, found| Err(BatchError::ColumnLength { column, found, expected: 2 });
    let answer = |facts: RefundColumns<'_>| july().answer(&facts, &mut Answers::with_rows(2).columns());
    assert_eq!(answer(RefundColumns::new(&paid, &days[1..], &days)), error("period_start", 1));
    assert_eq!(answer(RefundColumns::new(&paid, &days, &days[2..])), error("period_end", 0));
    assert_eq!(answer(facts.with_term_start(&days[1..])), error("term_start", 1));
    assert_eq!(answer(facts.with_units(&counts, &[1; 2])), error("quantity", 1));
    assert_eq!(answer(facts.with_units(&[1; 2], &counts)), error("covers", 1));
    assert_eq!(answer(facts.with_outstanding(&counts)), error("outstanding", 1));
    assert_eq!(answer(facts.with_total_paid(&[1; 3])), error("total_paid", 3));
    assert_eq!(answer(facts.with_status(&[PaymentStatus::Succeeded])), error("status", 1));
    assert_eq!(answer(facts.with_usage(&[])), error("usage", 0));
    assert_eq!(answer(facts.with_current_price(&[1])), error("current_price", 1));
    assert_eq!(answer(facts.with_purchased(&[1; 3])), error("purchased", 3));
    let mut short = Answers::with_rows(1);
    assert_eq!(july().answer(&facts, &mut short.columns()), error("refund", 1));
    let mut refund = [0; 2];
    let mut status = [RowStatus::Answered; 2];
    let mut lacking = [0; 1];
    let mut columns = AnswerColumns::new(&mut refund, &mut status).with_kept(&mut lacking);
    assert_eq!(july().answer(&facts, &mut columns), error("kept", 1));
    assert_eq!(
        error("kept", 1).map_err(|error: BatchError| error.to_string()),
        Err::<(), _>("column `kept` has 1 rows, expected 2 as in column `paid`".to_owned())
    );
}

#[test]
fn policies_that_columns_can_not_hold_are_refused() {
    let months = ReservationPolicy::from_name("2020-07").unwrap().with_day_count(DayCount::WholeMonths);
    assert!(matches!(RefundBatch::new(&months, at()), Err(BatchError::CountsMonths { .. })));
    let unstated = ReservationPolicy::from_name("2018-05").unwrap();
    assert!(matches!(RefundBatch::new(&unstated, at()), Err(BatchError::FeeRateMissing { .. })));
    assert!(RefundBatch::with_fee_rate(&unstated, at(), Rate::ZERO).is_ok());
}

#[test]
fn pieces_answer_as_the_whole_and_progress_is_told() {
    let rows = 150_001;
    let paid: Vec<u64> = (0..rows).map(|row| u64::try_from(row).unwrap() * 7 + 1).collect();
    let (start, end) = (vec![day("2024-01-31"); rows], vec![day("2024-04-30"); rows]);
    let facts = RefundColumns::new(&paid, &start, &end);
    let (mut whole, mut told) = (Answers::with_rows(rows), Vec::new());
    july().answer_reporting(&facts, &mut whole.columns(), |done, of| told.push((done, of))).unwrap();
    assert_eq!(told, [(65_536, rows), (131_072, rows), (rows, rows)]);

    let mut pieces = Answers::with_rows(rows);
    let (mut first, mut second) = pieces.columns().split_at(77_777).unwrap();
    july().answer(&facts.rows(0..77_777).unwrap(), &mut first).unwrap();
    july().answer(&facts.rows(77_777..rows).unwrap(), &mut second).unwrap();
    assert_eq!(pieces, whole);
    assert!(facts.rows(1..rows + 1).is_none());
    assert!(pieces.columns().split_at(rows + 1).is_none());
}
