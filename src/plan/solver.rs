//! Prices of the cap from a linear program: the dual of "which units on which day", solved by cutting planes.
//!
//! The only floats of this crate. What comes out are whole numbers that serve as prices; the bound and the plan are
//! worked out from those in integers, so a rounding error here makes a bound weaker and never wrong.
#![expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "inside the solver only: the plan and its bound are worked out in integers"
)]

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::bound::{Checks, HIGHEST, SCALE};
use super::table::{Table, Worth};

/// The most rounds of cutting planes.
const ROUNDS: usize = 90;
/// Up to this many wishes each have a variable of their own; more share theirs.
const SINGLE: usize = 60;
/// The variables that more wishes share.
const SHARED: usize = 24;
/// The relative difference at which prices are good enough.
const CLOSE: f64 = 1e-7;

/// A day of a wish in the program's units.
#[derive(Debug, Clone, Copy)]
struct Column {
    day: usize,
    value: f64,
    counts: f64,
}

/// An upper bound of what some wishes add: `base - sum of slope * price`.
#[derive(Debug, Clone)]
struct Cut {
    group: usize,
    base: f64,
    slopes: Vec<f64>,
    /// The rounds for which it was not needed.
    idle: u32,
}

#[derive(Debug)]
struct Program<'a> {
    checks: &'a Checks,
    left: Vec<f64>,
    columns: Vec<Vec<Column>>,
    groups: usize,
}

/// Prices for which the bound is low, in parts of a minor unit for each cent, one for each check.
pub(super) fn prices(checks: &Checks, tables: &[Table], columns: &[Vec<Option<Worth>>]) -> Vec<u64> {
    let all = || columns.iter().flatten().flatten();
    let highest_value = all().map(|worth| worth.value).max().unwrap_or(0).max(1) as f64;
    let most = all().map(|worth| worth.counts).max().unwrap_or(0).max(1) as f64;
    let in_units = |(place, worth): (usize, &Option<Worth>), first: usize| {
        let worth = (*worth)?;
        let (value, counts) = (worth.value as f64 / highest_value, worth.counts as f64 / most);
        Some(Column { day: first.saturating_add(place), value, counts })
    };
    let columns: Vec<Vec<Column>> = tables
        .iter()
        .zip(columns)
        .map(|(table, days)| days.iter().enumerate().filter_map(|day| in_units(day, table.first)).collect())
        .collect();
    let wishes = columns.len();
    let program = Program {
        checks,
        // More than everything counts is as good as everything.
        left: checks.left.iter().map(|left| (*left as f64 / most).min(1e9)).collect(),
        groups: if wishes <= SINGLE { wishes } else { SHARED },
        columns,
    };
    let found = program.solve();
    let scaled = |price: &f64| {
        let price = price * highest_value / most * f64::from(SCALE);
        if price.is_finite() && price > 0.0 { (price.round() as u64).min(HIGHEST) } else { 0 }
    };
    found.iter().map(scaled).collect()
}

impl Program<'_> {
    /// Lowers the bound by cutting planes inside a box around the best prices so far.
    fn solve(&self) -> Vec<f64> {
        let mut best = vec![0.0; self.left.len()];
        let mut cuts: Vec<Cut> = Vec::new();
        let mut lowest = self.evaluate(&best, &mut cuts);
        let values: f64 = self.columns.iter().flatten().map(|column| column.value).sum();
        let counts: f64 = self.columns.iter().flatten().map(|column| column.counts).sum();
        let mut radius = if counts > 0.0 { values / counts } else { 1.0 };
        for _ in 0..ROUNDS {
            let Some((prices, model)) = self.step(&best, radius, &mut cuts) else { break };
            // The best prices lie inside their box, and the bound is convex: nothing lower near by is nothing lower.
            if lowest - model <= CLOSE * lowest.abs() {
                break;
            }
            let value = self.evaluate(&prices, &mut cuts);
            let expected = lowest - model;
            if value < lowest - 0.1 * expected {
                radius *= if value < lowest - 0.5 * expected { 2.0 } else { 1.0 };
                (best, lowest) = (prices, value);
            } else {
                if value < lowest {
                    (best, lowest) = (prices, value);
                }
                radius *= 0.6;
            }
            cuts.retain(|cut| cut.idle < 12);
        }
        best
    }

    /// The bound for prices; adds the cuts that touch it there.
    fn evaluate(&self, prices: &[f64], cuts: &mut Vec<Cut>) -> f64 {
        let mut sums = Vec::with_capacity(prices.len().saturating_add(1));
        let mut sum = 0.0;
        sums.push(sum);
        for price in prices {
            sum += price;
            sums.push(sum);
        }
        let up_to = |check: usize| sums.get(check).copied().unwrap_or(sum);
        let of = |(from, end): &(usize, usize)| (up_to(*end) - up_to(*from), (*from, *end));
        let cheapest = |day: &Vec<(usize, usize)>| {
            let sums = day.iter().map(of);
            sums.min_by(|one, two| one.0.total_cmp(&two.0)).unwrap_or((0.0, (0, 0)))
        };
        let by_day: Vec<(f64, (usize, usize))> = self.checks.seen.iter().map(cheapest).collect();
        let mut total: f64 = self.left.iter().zip(prices).map(|(left, price)| left * price).sum();
        let checks = prices.len();
        let empty = |group| Cut { group, base: 0.0, slopes: vec![0.0; checks], idle: 0 };
        let mut new: Vec<Cut> = (0..self.groups).map(empty).collect();
        for (wish, columns) in self.columns.iter().enumerate() {
            let gain = |column: &Column| {
                let (price, sees) = by_day.get(column.day).copied().unwrap_or_default();
                (column.value - price * column.counts, *column, sees)
            };
            let Some((gain, column, (from, end))) = columns.iter().map(gain).max_by(|one, two| one.0.total_cmp(&two.0))
            else {
                continue;
            };
            if gain <= 0.0 {
                continue;
            }
            total += gain;
            let group = wish.checked_rem(self.groups).unwrap_or(0);
            if let Some(cut) = new.get_mut(group) {
                cut.base += column.value;
                for slope in cut.slopes.iter_mut().take(end).skip(from) {
                    *slope += column.counts;
                }
            }
        }
        cuts.extend(new.into_iter().filter(|cut| cut.base > 0.0));
        total
    }

    /// The lowest point of the cuts inside a box, and its value.
    fn step(&self, center: &[f64], radius: f64, cuts: &mut [Cut]) -> Option<(Vec<f64>, f64)> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let price = |(left, center): (&f64, &f64)| {
            // A tiny cost keeps prices of what is never used at 0.
            (left + 1e-9, ((center - radius).max(0.0), center + radius))
        };
        let variables: Vec<Variable> =
            self.left.iter().zip(center).map(price).map(|(cost, range)| problem.add_var(cost, range)).collect();
        let adds: Vec<Variable> = (0..self.groups).map(|_| problem.add_var(1.0, (0.0, f64::INFINITY))).collect();
        for cut in cuts.iter() {
            let slopes = variables.iter().zip(&cut.slopes).filter(|(_, slope)| **slope > 0.0);
            let mut row: Vec<(Variable, f64)> = slopes.map(|(variable, slope)| (*variable, *slope)).collect();
            row.push((*adds.get(cut.group)?, 1.0));
            problem.add_constraint(row, ComparisonOp::Ge, cut.base);
        }
        let solution = problem.solve().ok()?;
        let prices: Vec<f64> = variables.iter().map(|variable| solution[*variable].max(0.0)).collect();
        let added: Vec<f64> = adds.iter().map(|add| solution[*add]).collect();
        for cut in cuts.iter_mut() {
            let paid: f64 = cut.slopes.iter().zip(&prices).map(|(slope, price)| slope * price).sum();
            let above = added.get(cut.group).copied().unwrap_or(0.0) - (cut.base - paid);
            cut.idle = if above > 1e-7 * cut.base { cut.idle.saturating_add(1) } else { 0 };
        }
        Some((prices, solution.objective()))
    }
}
