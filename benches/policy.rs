//! How long answers take, next to what callers would write by hand. Only ratios within one run mean anything.
//!
//! ```sh
//! cargo bench --bench policy
//! ```
#![expect(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark's own code: it may panic"
)]

use core::hint::black_box;
use core::time::Duration;

use criterion::{BatchSize, BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use reservation_policy::batch::{AnswerColumns, Answers, RefundBatch, RefundColumns, RowStatus, day_number};
use reservation_policy::calendar::Period;
use reservation_policy::market::{MarketCode, MarketList, MarketListEdition};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundLedger};
use reservation_policy::{Currency, Money, UsdAmount};
use rust_decimal::Decimal;

mod cases;

/// How many inputs a measurement takes turns with.
const CASES: usize = 512;

type Group<'a> = BenchmarkGroup<'a, criterion::measurement::WallTime>;

/// Measures one call, each on the next of the inputs.
fn in_turn<I, O>(group: &mut Group<'_>, id: impl Into<String>, inputs: &[I], mut call: impl FnMut(&I) -> O) {
    let mut next = inputs.iter().cycle();
    group.bench_function(id, |bencher| {
        bencher.iter(|| {
            // By reference: an answer is looked at where it is, not copied.
            next.next().map(|input| _ = black_box(&call(black_box(input))))
        });
    });
}

/// The amount alone, from a price, two dates and an instant to what is refunded.
fn refund_amount(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refund_amount");
    let inputs = cases::amounts(CASES);
    in_turn(&mut group, "this_crate", &inputs, this_crates_amount);
    in_turn(&mut group, "rust_decimal_chrono", &inputs, cases::naive_refund);
}

fn this_crates_amount(input: &cases::Amount) -> Money {
    let period = Period::new(input.start, input.end).unwrap();
    input.paid.share(period.left_on(input.at.date_naive())).unwrap()
}

fn policy() -> ReservationPolicy {
    let written = ReservationPolicy::from_name("2020-07").unwrap();
    let cap = RefundCap::new(UsdAmount::from_dollars(10_000_000), CapWindow::DAYS_365, CapMeasure::Refunded);
    written.with_cap(cap)
}

/// The whole decision, next to the naive formula alone on the same payments.
fn refund_decision(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refund_decision");
    let (policy, returns) = (policy(), cases::returns(CASES));
    let ledger = RefundLedger::from_entries(cases::entries(10)).unwrap();
    in_turn(&mut group, "this_crate", &returns, |input| policy.decide_refund(&input.request(), &ledger));
    in_turn(&mut group, "rust_decimal_chrono", &returns, |input| cases::naive_refund(&input.naive));
}

/// The same decision against ever longer ledgers.
fn refund_decision_ledger(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refund_decision_ledger");
    let (policy, returns) = (policy(), cases::returns(CASES));
    for count in [10, 1_000, 100_000, 1_000_000] {
        let ledger = RefundLedger::from_entries(cases::entries(count)).unwrap();
        in_turn(&mut group, count.to_string(), &returns, |input| policy.decide_refund(&input.request(), &ledger));
    }
}

/// A million rows: the batch with its checks and statuses next to the bare arithmetic, then with more columns.
fn batch_refund(criterion: &mut Criterion) {
    const ROWS: usize = 1_000_000;
    let mut group = criterion.benchmark_group("batch_refund");
    group.sample_size(20).throughput(Throughput::Elements(ROWS as u64));
    let (estate, at) = (cases::estate(ROWS), cases::estate_at());
    let batch = RefundBatch::new(&policy(), at).unwrap();
    let facts = RefundColumns::new(&estate.paid, &estate.start, &estate.end);
    let (mut refund, mut status) = (vec![0; ROWS], vec![RowStatus::Answered; ROWS]);
    group.bench_function("this_crate", |bencher| {
        bencher.iter(|| {
            batch.answer(black_box(&facts), &mut AnswerColumns::new(&mut refund, &mut status)).unwrap();
            black_box((&refund, &status));
        });
    });
    let (quantity, covers, outstanding) = (vec![3; ROWS], vec![7; ROWS], vec![11; ROWS]);
    let mut answers = Answers::with_rows(ROWS);
    for (id, facts) in [
        ("this_crate_all_answers", facts),
        ("this_crate_with_units", facts.with_units(&quantity, &covers).with_outstanding(&outstanding)),
    ] {
        group.bench_function(id, |bencher| {
            bencher.iter(|| {
                batch.answer(black_box(&facts), &mut answers.columns()).unwrap();
                black_box(&answers);
            });
        });
    }
    group.bench_function("integer_kernel", |bencher| {
        bencher.iter(|| {
            cases::integer_kernel(black_box(&estate), day_number(at.date_naive()), &mut refund);
            black_box(&refund);
        });
    });
    let mut amounts = vec![Money::zero(Currency::USD); ROWS];
    group.bench_function("row_api", |bencher| {
        bencher.iter(|| {
            for (row, amount) in estate.amounts.iter().zip(&mut amounts) {
                *amount = this_crates_amount(black_box(row));
            }
            black_box(&amounts);
        });
    });
    let mut decimals = vec![Decimal::ZERO; ROWS];
    group.bench_function("rust_decimal_chrono", |bencher| {
        bencher.iter(|| {
            for (row, decimal) in estate.amounts.iter().zip(&mut decimals) {
                *decimal = cases::naive_refund(black_box(row));
            }
            black_box(&decimals);
        });
    });
}

fn market_lookup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("market_lookup");
    let list = MarketList::edition(MarketListEdition::V2019_12);
    let codes: Vec<MarketCode> = MarketCode::all().collect();
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    in_turn(&mut group, "by_code", &codes, |code| list.by_code(*code));
    in_turn(&mut group, "by_name", &names, |name| list.look_up(name).unwrap());
}

/// So many reservations for as many new ones, at one instant; beside the sums alone, written by hand.
fn exchange_decision(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exchange_decision");
    let policy = policy();
    for count in [1, 10, 100] {
        let exchange = cases::exchange(count);
        let request = exchange.request();
        group.bench_function(format!("{count}x{count}"), |bencher| {
            bencher.iter(|| _ = black_box(&policy.decide_exchange(black_box(&request)).unwrap()));
        });
        group.bench_function(format!("rust_decimal_chrono_{count}x{count}"), |bencher| {
            bencher.iter(|| black_box(&exchange).naive_sum());
        });
    }
}

/// Ten thousand refunds recorded one by one.
fn ledger_record(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ledger_record");
    let in_order = cases::entries(10_000);
    let shuffled = cases::shuffled(in_order.clone());
    group.throughput(Throughput::Elements(in_order.len() as u64));
    for (name, entries) in [("in_order", in_order), ("shuffled", shuffled)] {
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter_batched(|| entries.clone(), record_all, BatchSize::LargeInput);
        });
    }
}

fn record_all(entries: Vec<CapEntry>) -> RefundLedger {
    let mut ledger = RefundLedger::new();
    for entry in entries {
        ledger.record(entry).unwrap();
    }
    ledger
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = refund_amount, refund_decision, refund_decision_ledger, batch_refund, market_lookup, ledger_record,
        exchange_decision
}
criterion_main!(benches);
