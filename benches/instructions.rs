//! Runs one question many times, to count its instructions: the counts barely vary, unlike times.
//!
//! ```sh
//! cargo bench --bench instructions --no-run
//! valgrind --tool=callgrind target/release/deps/instructions-… refund_decision 10000
//! ```
#![expect(
    unreachable_pub,
    dead_code,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark's own code, which may panic and shares its inputs with another"
)]

use core::hint::black_box;

use reservation_policy::UsdAmount;
use reservation_policy::batch::{AnswerColumns, RefundBatch, RefundColumns, RowStatus, day_number};
use reservation_policy::calendar::Period;
use reservation_policy::market::{MarketCode, MarketList, MarketListEdition};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::reservation::cap::{CapMeasure, CapWindow, RefundCap, RefundLedger};

mod cases;

const CASES: usize = 512;

fn repeat<I, O>(times: usize, inputs: &[I], call: impl Fn(&I) -> O) {
    for input in inputs.iter().cycle().take(times) {
        black_box(&call(black_box(input)));
    }
}

fn decisions(times: usize, refunds: u64) {
    let cap = RefundCap::new(UsdAmount::from_dollars(10_000_000), CapWindow::DAYS_365, CapMeasure::Refunded);
    let policy = ReservationPolicy::from_name("2020-07").unwrap().with_cap(cap);
    let ledger = RefundLedger::from_entries(cases::entries(refunds)).unwrap();
    repeat(times, &cases::returns(CASES), |input| policy.decide_refund(&input.request(), &ledger));
}

fn quotes(times: usize) {
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    repeat(times, &cases::returns(CASES), |input| policy.quote_refund(&input.request()));
}

fn exchanges(times: usize, count: usize) {
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    let exchange = cases::exchange(count);
    repeat(times, &[exchange.request()], |request| policy.decide_exchange(request).unwrap());
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let question = arguments.next().unwrap_or_default();
    let times: usize = arguments.next().and_then(|times| times.parse().ok()).unwrap_or(1);
    match question.as_str() {
        "refund_amount" => repeat(times, &cases::amounts(CASES), |input| {
            let period = Period::new(input.start, input.end).unwrap();
            input.paid.share(period.left_on(input.at.date_naive())).unwrap()
        }),
        "naive_amount" => repeat(times, &cases::amounts(CASES), cases::naive_refund),
        "naive_decision" => repeat(times, &cases::returns(CASES), |input| cases::naive_refund(&input.naive)),
        "refund_quote" => quotes(times),
        "refund_decision" => decisions(times, 10),
        "refund_decision_100k" => decisions(times, 100_000),
        "exchange_decision_1x1" => exchanges(times, 1),
        "exchange_decision_10x10" => exchanges(times, 10),
        "naive_exchange_10x10" => repeat(times, &[cases::exchange(10)], cases::Exchange::naive_sum),
        "batch_kernel" => {
            let estate = cases::estate(times);
            let mut refund = vec![0; times];
            cases::integer_kernel(black_box(&estate), day_number(cases::estate_at().date_naive()), &mut refund);
            black_box(&refund);
        }
        // The columns alone: what "batch" and "batch_kernel" spend besides the question.
        "batch_columns" => _ = black_box(&cases::estate(times)),
        "batch" => {
            let policy = ReservationPolicy::from_name("2020-07").unwrap();
            let estate = cases::estate(times);
            let facts = RefundColumns::new(&estate.paid, &estate.start, &estate.end);
            let (mut refund, mut status) = (vec![0; times], vec![RowStatus::Answered; times]);
            let batch = RefundBatch::new(&policy, cases::estate_at()).unwrap();
            batch.answer(black_box(&facts), &mut AnswerColumns::new(&mut refund, &mut status)).unwrap();
            black_box((&refund, &status));
        }
        "market_by_code" => {
            let list = MarketList::edition(MarketListEdition::V2019_12);
            repeat(times, &MarketCode::all().collect::<Vec<_>>(), |code| list.by_code(*code));
        }
        "market_by_name" => {
            let list = MarketList::edition(MarketListEdition::V2019_12);
            let names: Vec<&str> = MarketCode::all().map(MarketCode::name).collect();
            repeat(times, &names, |name| list.look_up(name).unwrap());
        }
        _ => println!("no question of that name, nothing is run"),
    }
}
