//! One refund decision through rule engines and through this crate: how long each takes, and how often it is wrong.
//!
//! Rules are compiled and facts put into each engine's own form beforehand; only deciding is timed.

use std::hint::black_box;
use std::time::Instant;

mod cases;
mod cel_rules;
mod jsonlogic;
mod ours;
mod rego;
mod zen;

const CASES: usize = 20_000;
const ROUNDS: usize = 9;

/// What is known of one contestant.
pub struct Row {
    name: &'static str,
    version: &'static str,
    nanoseconds: f64,
    wrong: usize,
    /// Those of the wrong ones that lie exactly between two cents, where the engine rounds otherwise.
    ties: usize,
}

/// Counts wrong verdicts once, then takes the best of several rounds over all cases.
fn measure(
    name: &'static str,
    version: &'static str,
    cases: &[cases::Case],
    mut decide: impl FnMut(usize) -> bool,
) -> Row {
    let (mut wrong, mut ties) = (0, 0);
    for (index, case) in cases.iter().enumerate() {
        if decide(index) != case.allowed {
            wrong += 1;
            ties += usize::from(case.tie);
        }
    }
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let begin = Instant::now();
        for index in 0..cases.len() {
            black_box(decide(black_box(index)));
        }
        best = best.min(begin.elapsed().as_nanos() as f64 / cases.len() as f64);
    }
    Row { name, version, nanoseconds: best, wrong, ties }
}

fn main() {
    let cases = cases::edge(CASES);
    let full = ours::decision(&cases);
    let parts = ours::parts(&cases);
    let (full_time, parts_time) = (full.nanoseconds, parts.nanoseconds);
    let rows = [
        full,
        parts,
        zen::dollars_rounded(&cases),
        cel_rules::doubles(&cases),
        cel_rules::cents(&cases),
        rego::dollars_rounded(&cases),
        jsonlogic::dollars_rounded(&cases),
        zen::half_even(&cases),
        cel_rules::half_even(&cases),
        rego::half_even(&cases),
        jsonlogic::half_even(&cases),
    ];
    println!(
        "| engine | version | ns a decision | times the full decision | times the three facts | wrong of 20,000 | of these halves of a cent |"
    );
    println!("|---|---|---:|---:|---:|---:|---:|");
    for Row { name, version, nanoseconds, wrong, ties } in rows {
        let (full, parts) = (nanoseconds / full_time, nanoseconds / parts_time);
        println!("| {name} | {version} | {nanoseconds:.0} | {full:.1} | {parts:.1} | {wrong} | {ties} |");
    }
}
