//! Prices of the cap, and returns to start from, by linear programs: "which part of which wish on which day".
//!
//! The dual is solved by cutting planes inside a box around the best prices so far; its cuts are then the columns of the
//! primal. The only floats of this crate are here. What leaves are whole numbers that serve as prices and as units to try;
//! the bound and the plan are worked out from those in integers, so a rounding error here makes a bound weaker and never
//! wrong.
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "inside the solver only: the plan and its bound are worked out in integers"
)]

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::bound::{Checks, HIGHEST, SCALE};
use super::table::{Table, Worth};

/// The most rounds of cutting planes.
const ROUNDS: usize = 60;
/// The relative difference at which prices are good enough.
const CLOSE: f64 = 2e-5;
/// A cut that was not needed for so many rounds is dropped.
const IDLE: u32 = 6;

/// What the solver gives.
#[derive(Debug, Clone, Default)]
pub(super) struct Solved {
    /// Prices for which the bound is low, in parts of a minor unit for each cent, one for each check.
    pub(super) prices: Vec<u64>,
    /// Units of wishes, rounded down, at their instants; and where the rounding took some.
    pub(super) starts: Vec<(usize, DateTime<Utc>, u32)>,
}

/// A day of a wish in the program's units.
#[derive(Debug, Clone, Copy)]
struct Column {
    day: usize,
    value: f64,
    counts: f64,
}

/// Where a cut comes from: the wish, the day, and the instant of the day.
type Source = (usize, usize, usize);

/// A lower bound of what a wish adds: its value less the prices of the checks that see it.
#[derive(Debug, Clone, Copy)]
struct Cut {
    value: f64,
    counts: f64,
    checks: (usize, usize),
    idle: u32,
}

#[derive(Debug)]
struct Program<'a> {
    checks: &'a Checks,
    left: Vec<f64>,
    columns: Vec<Vec<Column>>,
}

/// Solves the relaxed question.
pub(super) fn solve(checks: &Checks, tables: &[Table], columns: &[Vec<Option<Worth>>]) -> Solved {
    let all = || columns.iter().flatten().flatten();
    let highest_value = all().map(|worth| worth.value).max().unwrap_or(0).max(1) as f64;
    let most = all().map(|worth| worth.counts).max().unwrap_or(0).max(1) as f64;
    let in_units = |(place, worth): (usize, &Option<Worth>), first: usize| {
        let worth = (*worth)?;
        let (value, counts) = (worth.value as f64 / highest_value, worth.counts as f64 / most);
        Some(Column { day: first.saturating_add(place), value, counts })
    };
    let in_program = |(table, days): (&Table, &Vec<Option<Worth>>)| {
        days.iter().enumerate().filter_map(|day| in_units(day, table.first)).collect()
    };
    let program = Program {
        checks,
        // More than everything counts is as good as everything.
        left: checks.left.iter().map(|left| (*left as f64 / most).min(1e7)).collect(),
        columns: tables.iter().zip(columns).map(in_program).collect(),
    };
    let mut cuts = BTreeMap::new();
    let found = program.prices(&mut cuts);
    let scaled = |price: &f64| {
        let price = price * highest_value / most * f64::from(SCALE);
        if price.is_finite() && price > 0.0 { (price.round() as u64).min(HIGHEST) } else { 0 }
    };
    Solved { prices: found.iter().map(scaled).collect(), starts: program.starts(&cuts, tables).unwrap_or_default() }
}

impl Program<'_> {
    /// Lowers the bound by cutting planes inside a box around the best prices so far.
    fn prices(&self, cuts: &mut BTreeMap<Source, Cut>) -> Vec<f64> {
        let mut best = vec![0.0; self.left.len()];
        let mut lowest = self.evaluate(&best, cuts);
        let values: f64 = self.columns.iter().flatten().map(|column| column.value).sum();
        let counts: f64 = self.columns.iter().flatten().map(|column| column.counts).sum();
        let mut radius = if counts > 0.0 { values / counts } else { 1.0 };
        for _ in 0..ROUNDS {
            let Some((prices, model)) = self.step(&best, radius, cuts) else { break };
            // The best prices lie inside their box, and the bound is convex: nothing lower near by is nothing lower.
            let expected = lowest - model;
            if expected <= CLOSE * lowest.abs() {
                break;
            }
            let mut value = self.evaluate(&prices, cuts);
            let mut prices = prices;
            // Prices that are a bit too low let very much through: a bit more on all of them may be far better.
            for raise in [1.003, 1.03] {
                let raised: Vec<f64> = prices.iter().map(|price| price * raise).collect();
                let other = self.evaluate(&raised, cuts);
                if other < value {
                    (prices, value) = (raised, other);
                }
            }
            if value < lowest - 0.1 * expected {
                radius *= 1.5;
                (best, lowest) = (prices, value);
            } else {
                if value < lowest {
                    (best, lowest) = (prices, value);
                }
                radius *= 0.5;
            }
        }
        best
    }

    /// The bound for prices; adds the cut of each wish that touches it there.
    fn evaluate(&self, prices: &[f64], cuts: &mut BTreeMap<Source, Cut>) -> f64 {
        let mut sums = Vec::with_capacity(prices.len().saturating_add(1));
        let mut sum = 0.0;
        sums.push(sum);
        for price in prices {
            sum += price;
            sums.push(sum);
        }
        let up_to = |check: usize| sums.get(check).copied().unwrap_or(sum);
        let of =
            |(instant, (from, end)): (usize, &(usize, usize))| (up_to(*end) - up_to(*from), instant, (*from, *end));
        let cheapest = |day: &Vec<(usize, usize)>| {
            let sums = day.iter().enumerate().map(of);
            sums.min_by(|one, two| one.0.total_cmp(&two.0)).unwrap_or_default()
        };
        let by_day: Vec<(f64, usize, (usize, usize))> = self.checks.seen.iter().map(cheapest).collect();
        let mut total: f64 = self.left.iter().zip(prices).map(|(left, price)| left * price).sum();
        for (wish, columns) in self.columns.iter().enumerate() {
            // The best day of each run of days that the same checks see: the best of all, and two more for the next rounds.
            let mut runs: Vec<(f64, Column, usize, (usize, usize))> = Vec::new();
            for column in columns {
                let (price, instant, checks) = by_day.get(column.day).copied().unwrap_or_default();
                let gain = column.value - price * column.counts;
                match runs.last_mut() {
                    Some(last) if last.3 == checks => {
                        if gain > last.0 {
                            *last = (gain, *column, instant, checks);
                        }
                    }
                    _ => runs.push((gain, *column, instant, checks)),
                }
            }
            runs.sort_by(|one, two| two.0.total_cmp(&one.0));
            let most = runs.first().map_or(0.0, |run| run.0);
            if most <= 0.0 {
                continue;
            }
            total += most;
            for (gain, Column { day, value, counts }, instant, checks) in runs.into_iter().take(3) {
                if gain > 0.9 * most {
                    let cut = cuts.entry((wish, day, instant)).or_insert(Cut { value, counts, checks, idle: 0 });
                    cut.idle = 0;
                }
            }
        }
        total
    }

    /// The lowest point of the cuts inside a box, and its value. Drops cuts that were not needed for some rounds.
    fn step(&self, center: &[f64], radius: f64, cuts: &mut BTreeMap<Source, Cut>) -> Option<(Vec<f64>, f64)> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let price = |(left, center): (&f64, &f64)| {
            // A tiny cost keeps prices of what is never used at 0.
            (left + 1e-9, ((center - radius).max(0.0), center + radius))
        };
        let variables: Vec<Variable> =
            self.left.iter().zip(center).map(price).map(|(cost, range)| problem.add_var(cost, range)).collect();
        let mut adds: BTreeMap<usize, Variable> = BTreeMap::new();
        for ((wish, ..), cut) in cuts.iter() {
            let add = *adds.entry(*wish).or_insert_with(|| problem.add_var(1.0, (0.0, f64::INFINITY)));
            let (from, end) = cut.checks;
            let seen = variables.iter().take(end).skip(from);
            let mut row: Vec<(Variable, f64)> = seen.map(|variable| (*variable, cut.counts)).collect();
            row.push((add, 1.0));
            problem.add_constraint(row, ComparisonOp::Ge, cut.value);
        }
        let solution = problem.solve().ok()?;
        let prices: Vec<f64> = variables.iter().map(|variable| solution[*variable].max(0.0)).collect();
        for ((wish, ..), cut) in cuts.iter_mut() {
            let (from, end) = cut.checks;
            let price: f64 = prices.iter().take(end).skip(from).sum();
            let added = adds.get(wish).map_or(0.0, |add| solution[*add]);
            let is_idle = added + price * cut.counts > cut.value * (1.0 + 1e-7);
            cut.idle = if is_idle { cut.idle.saturating_add(1) } else { 0 };
        }
        cuts.retain(|_, cut| cut.idle < IDLE);
        Some((prices, solution.objective()))
    }

    /// The parts of the wishes that the primal takes, as units.
    fn starts(&self, cuts: &BTreeMap<Source, Cut>, tables: &[Table]) -> Option<Vec<(usize, DateTime<Utc>, u32)>> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut seen: Vec<Vec<(Variable, f64)>> = vec![Vec::new(); self.left.len()];
        let mut parts: BTreeMap<usize, Vec<(Variable, f64)>> = BTreeMap::new();
        let mut sources = Vec::new();
        for (source, cut) in cuts {
            let part = problem.add_var(cut.value, (0.0, 1.0));
            parts.entry(source.0).or_default().push((part, 1.0));
            let (from, end) = cut.checks;
            for check in seen.iter_mut().take(end).skip(from) {
                check.push((part, cut.counts));
            }
            sources.push((*source, part));
        }
        for parts in parts.into_values().filter(|parts| parts.len() > 1) {
            problem.add_constraint(parts, ComparisonOp::Le, 1.0);
        }
        for (row, left) in seen.into_iter().zip(&self.left) {
            if !row.is_empty() {
                problem.add_constraint(row, ComparisonOp::Le, *left);
            }
        }
        let solution = problem.solve().ok()?;
        let mut starts = Vec::new();
        for ((wish, day, instant), part) in sources {
            let units = solution[part] * f64::from(tables.get(wish)?.units());
            if units > 1e-6 {
                let at = *self.checks.instants.get(day)?.get(instant)?;
                starts.push((wish, at, (units + 1e-6).floor() as u32));
            }
        }
        Some(starts)
    }
}
