//! Plans beside what people do without one: money recovered on five estates, and how long plans take.
//!
//! ```sh
//! cargo bench --features plan --bench plan
//! ```
#![expect(
    unreachable_pub,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::disallowed_types,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark's own code: it may panic and print"
)]

use std::time::Instant;

use reservation_policy::plan;

#[path = "plan/baselines.rs"]
mod baselines;
#[path = "plan/estates.rs"]
mod estates;

fn main() {
    let many_only = std::env::args().any(|argument| argument == "--many");
    if !many_only {
        println!("| estate | largest first | as soon as it fits | spreadsheet | plan | bound | gap | tried |");
        println!("|---|---:|---:|---:|---:|---:|---:|---:|");
        for estate in estates::five() {
            let others = baselines::ALL.map(|baseline| baselines::recovered(&estate, baseline).to_string());
            let plan = plan::returns(&estate.policy, &estate.ledger, &estate.wishes, &estate.request).unwrap();
            let [largest, soonest, sheet] = others;
            let (found, bound, gap) = (plan.recovered, plan.upper_bound, plan.gap);
            println!(
                "| {} | {largest} | {soonest} | {sheet} | {found} | {bound} | {gap} | {} |",
                estate.name, plan.tried
            );
        }
        println!();
    }
    println!("| wishes | units up to | policy | plan | bound | gap | steps | tried | time |");
    println!("|---:|---:|---|---:|---:|---:|---:|---:|---:|");
    for (wishes, units) in [(50, 100), (500, 100)] {
        for observed in [false, true] {
            let estate = estates::many(wishes, units, observed);
            let start = Instant::now();
            let plan = plan::returns(&estate.policy, &estate.ledger, &estate.wishes, &estate.request).unwrap();
            let (found, bound, gap, steps) = (plan.recovered, plan.upper_bound, plan.gap, plan.steps.len());
            let (policy, tried, time) = (plan.policy, plan.tried, start.elapsed().as_millis());
            println!("| {wishes} | {units} | {policy} | {found} | {bound} | {gap} | {steps} | {tried} | {time} ms |");
        }
    }
}
