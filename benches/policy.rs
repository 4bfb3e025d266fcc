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
use reservation_policy::batch::{RefundColumns, day_number};
use reservation_policy::calendar::Period;
use reservation_policy::market::{MarketCode, MarketList};
use reservation_policy::policy::{CapBasis, CapTerms, CapWindow};
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{CapEntry, Currency, Money, RefundLedger, ReservationPolicy, UsdAmount};

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
    let cap =
        CapTerms { limit: UsdAmount::dollars(10_000_000), window: CapWindow::DAYS_365, basis: CapBasis::Refunded };
    ReservationPolicy::named("2020-07").unwrap().with(|terms| terms.cap = cap).unwrap()
}

/// The whole decision, next to the naive formula alone on the same payments.
fn refund_decision(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refund_decision");
    let (policy, returns) = (policy(), cases::returns(CASES));
    let ledger = RefundLedger::from_entries(cases::entries(10)).unwrap();
    in_turn(&mut group, "this_crate", &returns, |input| policy.decide_refund(&input.returned, &input.request, &ledger));
    in_turn(&mut group, "rust_decimal_chrono", &returns, |input| cases::naive_refund(&input.naive));
}

/// The same decision against ever longer ledgers.
fn refund_decision_ledger(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refund_decision_ledger");
    let (policy, returns) = (policy(), cases::returns(CASES));
    for count in [10, 1_000, 100_000, 1_000_000] {
        let ledger = RefundLedger::from_entries(cases::entries(count)).unwrap();
        in_turn(&mut group, count.to_string(), &returns, |input| {
            policy.decide_refund(&input.returned, &input.request, &ledger)
        });
    }
}

/// A million rows with all their answers, next to the naive formula and to a share for each row.
fn batch_refund(criterion: &mut Criterion) {
    const ROWS: usize = 1_000_000;
    let mut group = criterion.benchmark_group("batch_refund");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    let (estate, policy, day) = (cases::estate(ROWS), policy(), cases::estate_at().date_naive());
    let mut facts = RefundColumns::new(day.into(), estate.paid.as_slice().into(), &estate.start, &estate.end);
    group.bench_function("this_crate_all_answers", |bencher| {
        bencher.iter(|| black_box(policy.refund_columns(black_box(&facts)).unwrap()));
    });
    let (units, paid_for, outstanding) = (vec![3; ROWS], vec![7; ROWS], vec![11; ROWS]);
    (facts.units, facts.units_paid_for) = (Some(units.as_slice()), Some(paid_for.as_slice()));
    facts.outstanding = Some(&outstanding);
    group.bench_function("this_crate_with_units", |bencher| {
        bencher.iter(|| black_box(policy.refund_columns(black_box(&facts)).unwrap()));
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
    let mut refund = vec![0; ROWS];
    group.bench_function("integer_kernel", |bencher| {
        bencher.iter(|| {
            cases::integer_kernel(black_box(&estate), day_number(day), &mut refund);
            black_box(&refund);
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
    let list = MarketList::V2019_12;
    let codes: Vec<MarketCode> = MarketCode::all().collect();
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    in_turn(&mut group, "by_code", &codes, |code| list.by_code(*code));
    in_turn(&mut group, "by_name", &names, |name| list.find(name).unwrap());
}

/// So many reservations for as many new ones, at one instant; beside the sums alone, written by hand.
fn exchange_decision(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("exchange_decision");
    let policy = policy();
    for count in [1, 10, 100] {
        let exchange = cases::exchange(count);
        group.bench_function(format!("{count}x{count}"), |bencher| {
            bencher.iter(|| {
                let cases::Exchange { returned, purchases, request, .. } = black_box(&exchange);
                black_box(policy.decide_exchange(returned, purchases, request).unwrap())
            });
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
