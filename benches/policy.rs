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
    let cap = CapTerms { limit: UsdAmount::dollars(10_000_000), window: CapWindow::DAYS_365, basis: CapBasis::Refunded };
    ReservationPolicy::named("2020-07").unwrap().with(|terms| terms.cap = cap).unwrap()
}

/// The whole decision, next to the naive formula alone on the same payments.
fn refund_decision(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("refund_decision");
    let (policy, returns) = (policy(), cases::returns(CASES));
    let ledger = RefundLedger::from_entries(cases::entries(10)).unwrap();
    in_turn(&mut group, "this_crate", &returns, |input| {
        policy.decide_refund(&input.returned, &input.request, &ledger)
    });
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

fn market_lookup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("market_lookup");
    let list = MarketList::V2019_12;
    let codes: Vec<MarketCode> = MarketCode::all().collect();
    let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
    in_turn(&mut group, "by_code", &codes, |code| list.by_code(*code));
    in_turn(&mut group, "by_name", &names, |name| list.find(name).unwrap());
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
    targets = refund_amount, refund_decision, refund_decision_ledger, market_lookup, ledger_record
}
criterion_main!(benches);
