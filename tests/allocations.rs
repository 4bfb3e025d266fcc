//! What allocates nothing: an approved decision, the questions to a ledger, a market's answer, the rows of a batch.
//!
//! A test program of its own, as the counting allocator is there for all of it.
#![expect(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use core::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use reservation_policy::batch::{AnswerColumns, RefundBatch, RefundColumns, RowStatus, day_number};
use reservation_policy::calendar::Term;
use reservation_policy::chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::market::{MarketCode, MarketList, MarketListEdition};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::account::Agreement;
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

fn at() -> DateTime<Utc> {
    "2023-02-10T21:16:24Z".parse().unwrap()
}

fn reservation() -> Reservation {
    let price = Price::in_usd(Money::parse("266.00", Currency::USD).unwrap()).unwrap();
    let three = Quantity::new(3).unwrap();
    let payments = Payments::monthly(price, three, 3).unwrap();
    let schedule = Schedule::new("2022-12-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    Reservation::new(ResourceType::VirtualMachines, three, schedule, payments).unwrap()
}

fn ledger() -> RefundLedger {
    let entry = |index: i64| {
        let at = at() - TimeDelta::hours(index);
        CapEntry::new(RefundId::new(&format!("refund-{index}")).unwrap(), at, UsdAmount::from_cents(1))
    };
    RefundLedger::from_entries((0..10_000).map(entry)).unwrap()
}

/// The allocations of this thread alone: the tests run beside each other.
fn allocations(call: impl FnOnce()) -> u64 {
    let AllocationInfo { count_total, .. } = measure(call);
    count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1)))), 1);
}

#[test]
fn an_approved_decision_allocates_nothing() {
    let (reservation, ledger) = (reservation(), ledger());
    for name in ["2018-10", "2019-04", "2020-07", "2020-07+observed", "2027-02"] {
        let policy = ReservationPolicy::from_name(name).unwrap();
        let request = RefundRequest::new(&reservation, Quantity::ONE, at(), Requester::Owner);
        // Approved or not is checked apart, so that a denial can't hide behind a count.
        assert!(policy.decide_refund(&request, &ledger).unwrap().is_approved(), "{name}");
        let count = allocations(|| {
            let decision = policy.decide_refund(&request, &ledger).unwrap();
            let _ = black_box(decision.into_result().unwrap().outcome().quote().billing());
        });
        assert_eq!(count, 0, "{name}");
        let denied = request.with_agreement(Agreement::Csp);
        assert!(allocations(|| drop(policy.decide_refund(&denied, &ledger).unwrap())) > 0, "{name}: a reason is kept");
    }
}

#[test]
fn a_quote_allocates_nothing_even_on_its_long_roads() {
    // The last day of a period, payments of a cent, and a start on the 31st.
    let policy = ReservationPolicy::from_name("2020-07+observed").unwrap();
    for (price, start) in [("266.00", "2022-12-11"), ("0.01", "2022-12-01"), ("0.015", "2022-12-31")] {
        let price = Price::in_usd(Money::parse(price, Currency::USD).unwrap()).unwrap();
        let payments = Payments::monthly(price, Quantity::ONE, 2).unwrap();
        let schedule = Schedule::new(start.parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
        let reservation = Reservation::new(ResourceType::RedisCache, Quantity::ONE, schedule, payments).unwrap();
        let request = RefundRequest::new(&reservation, Quantity::ONE, at(), Requester::Owner);
        let count = allocations(|| _ = black_box(policy.quote_refund(&request).unwrap().valid_until()));
        assert_eq!(count, 0, "{start}");
    }
}

#[test]
fn the_questions_to_a_ledger_allocate_nothing() {
    let ledger = ledger();
    for name in ["2018-05", "2019-04", "2020-07"] {
        let policy = ReservationPolicy::from_name(name).unwrap();
        let count = allocations(|| {
            let position = ledger.position(at(), policy.cap());
            let fits = position.fits(UsdAmount::from_dollars(49_990));
            let amount = position.remaining();
            let _ = black_box((position.used(), fits, position.earliest_fit(amount), position.next_release()));
        });
        assert_eq!(count, 0, "{name}");
    }
}

#[test]
fn a_markets_answer_allocates_nothing() {
    let list = MarketList::edition(MarketListEdition::V2019_12);
    for code in MarketCode::all() {
        assert_eq!(allocations(|| _ = black_box(list.by_code(code).availability())), 0, "{code:?}");
    }
}

#[test]
fn the_rows_of_a_batch_allocate_nothing() {
    let rows = 100_000;
    let policy = ReservationPolicy::from_name("2020-07+observed").unwrap();
    let batch = RefundBatch::new(&policy, at()).unwrap();
    let (paid, start) = (vec![266; rows], vec![day_number("2023-02-01".parse().unwrap()); rows]);
    let end = vec![day_number("2023-03-01".parse().unwrap()); rows];
    let (units, covers) = (vec![2; rows], vec![3; rows]);
    let facts = RefundColumns::new(&paid, &start, &end).with_units(&units, &covers);
    let (mut refund, mut status) = (vec![0; rows], vec![RowStatus::EmptyPeriod; rows]);
    let count = allocations(|| {
        batch.answer(&facts, &mut AnswerColumns::new(&mut refund, &mut status)).unwrap();
    });
    assert_eq!((count, refund.last(), status.last()), (0, Some(&120), Some(&RowStatus::Answered)));
}
