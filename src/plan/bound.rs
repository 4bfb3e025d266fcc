//! An upper bound of what any plan can recover, from prices of the cap: `docs/plans-bound.md` has the argument.
//!
//! The bound holds for any prices, so it does not matter that floats found them: everything here is integers.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::room::Room;
use super::table::{Frame, Table, Worth};

/// Prices are whole numbers of this part of a minor unit for each cent of the cap.
pub(super) const SCALE: u32 = 1 << 30;
/// The highest price: the scale times a million minor units for each cent.
pub(super) const HIGHEST: u64 = 1 << 50;
/// The most instants at which the cap is checked by the bound.
const MOST_CHECKS: usize = 240;

/// The instants at which the bound looks at the cap, and which of them see a return of each day.
#[derive(Debug, Clone)]
pub(super) struct Checks {
    /// The last instant before each change of the cap, and the end of the days, with what is left then.
    pub(super) left: Vec<u64>,
    pub(super) at: Vec<DateTime<Utc>>,
    /// The instants at which the cap changes, the request first.
    pub(super) changes: Vec<DateTime<Utc>>,
    /// For each day, the checks (from, up to) that see a return, for each instant of the day that differs.
    pub(super) seen: Vec<Vec<(usize, usize)>>,
    /// Those instants.
    pub(super) instants: Vec<Vec<DateTime<Utc>>>,
    /// For each day, the most that is left while a return counts.
    most: Vec<i128>,
}

impl Checks {
    pub(super) fn new(frame: Frame<'_>, room: &Room, tables: &[Table]) -> Self {
        let days = tables.iter().map(Table::end).max().unwrap_or(0);
        let end = frame.start_of(days);
        let changes = changes(frame, room, tables, end);
        let before = |at: &DateTime<Utc>| at.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(*at);
        let mut at: Vec<DateTime<Utc>> = changes.iter().skip(1).map(before).collect();
        at.push(end);
        let left = at.iter().map(|at| u64::try_from(room.left_at(*at).max(0)).unwrap_or(u64::MAX)).collect();
        // What sees a return changes within a day only at the changes: later instants of a day lapse later.
        let mut instants: Vec<BTreeSet<DateTime<Utc>>> =
            (0..days).map(|day| BTreeSet::from([frame.start_of(day)])).collect();
        for change in changes.iter().chain(room.changes()) {
            if let Some(instants) = instants.get_mut(frame.day_of(*change)) {
                instants.insert(*change);
            }
        }
        let checks_of = |instant: DateTime<Utc>| {
            let lapses = room.expiry(instant);
            (at.partition_point(|at| *at < instant), at.partition_point(|at| *at < lapses))
        };
        let seen = instants.iter().map(|day| day.iter().map(|instant| checks_of(*instant)).collect()).collect();
        let most = instants.iter().map(|day| day.iter().map(|instant| room.least(*instant)).max().unwrap_or(0));
        let most = most.collect();
        let instants = instants.iter().map(|day| day.iter().copied().collect()).collect();
        Self { left, at, changes, seen, instants, most }
    }

    /// The days of each wish on which at least one unit can fit at all.
    pub(super) fn columns(&self, tables: &[Table]) -> Vec<Vec<Option<Worth>>> {
        let column = |table: &Table| {
            let days = table.days.iter().enumerate();
            days.map(|(place, worth)| {
                let most = self.most.get(table.first.saturating_add(place)).copied().unwrap_or(0);
                worth.filter(|worth| !table.slack.exact || least_of_one(table, *worth) <= most.max(0))
            })
            .collect()
        };
        tables.iter().map(column).collect()
    }

    /// The price of a cent on each day: the least over the instants of the day of the prices that see it.
    pub(super) fn of_days(&self, prices: &[u64]) -> Vec<i128> {
        let mut sums = vec![0_i128];
        let mut sum = 0_i128;
        for price in prices {
            sum = sum.saturating_add(i128::from(*price));
            sums.push(sum);
        }
        let up_to = |check: usize| sums.get(check).copied().unwrap_or(sum);
        let of = |(from, end): &(usize, usize)| up_to(*end).saturating_sub(up_to(*from));
        self.seen.iter().map(|day| day.iter().map(of).min().unwrap_or(0)).collect()
    }
}

/// The least that one unit counts on a day, whatever is returned with it.
fn least_of_one(table: &Table, worth: Worth) -> i128 {
    let slack = u64::from(table.units()).saturating_add(1).saturating_mul(table.slack.units);
    let whole = worth.counts.saturating_sub(slack);
    i128::from(whole.checked_div(u64::from(table.units())).unwrap_or(0))
}

/// The instants at which the cap changes: releases of refunds on record and of those that are planned at one of these
/// instants, first days of wishes, and the request.
fn changes(frame: Frame<'_>, room: &Room, tables: &[Table], end: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut changes: BTreeSet<DateTime<Utc>> = BTreeSet::from([frame.request.at]);
    let mut next: Vec<DateTime<Utc>> = vec![frame.request.at];
    // With very many refunds on record, the instants are thinned out evenly: the bound holds for any of them.
    let all: Vec<DateTime<Utc>> = room.changes().iter().copied().filter(|change| *change < end).collect();
    let first_days: BTreeSet<DateTime<Utc>> = tables.iter().map(|table| table.from).collect();
    let step = all.len().saturating_add(first_days.len()).div_ceil(MOST_CHECKS / 3).max(1);
    next.extend(all.into_iter().step_by(step));
    next.extend(first_days.into_iter().step_by(step));
    while let Some(change) = next.pop() {
        let is_new = changes.insert(change) || change == frame.request.at;
        let lapses = room.expiry(change);
        if is_new && lapses < end && !changes.contains(&lapses) && changes.len() < MOST_CHECKS {
            next.push(lapses);
        }
    }
    changes.into_iter().collect()
}

/// The bound in minor units, and what each wish adds to it in parts of a minor unit.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    pub(super) total: u128,
    pub(super) cap: Vec<i128>,
    pub(super) wishes: Vec<i128>,
}

/// The bound that prices give.
pub(super) fn of_prices(checks: &Checks, tables: &[Table], columns: &[Vec<Option<Worth>>], prices: &[u64]) -> Bound {
    let by_day = checks.of_days(prices);
    let highest = by_day.iter().copied().max().unwrap_or(0);
    let cap = prices.iter().map(|price| i128::from(*price)).collect();
    let paid = checks.left.iter().zip(prices);
    let paid = paid
        .fold(0_i128, |sum, (left, price)| sum.saturating_add(i128::from(*left).saturating_mul(i128::from(*price))));
    let wishes: Vec<i128> = tables
        .iter()
        .zip(columns)
        .map(|(table, column)| {
            let of_days = by_day.get(table.first..).unwrap_or_default();
            let gains = column.iter().zip(of_days).filter_map(|(worth, price)| gain((*worth)?, *price));
            gains.max().map_or(0, |gain| gain.saturating_add(rounding(table, highest))).max(0)
        })
        .collect();
    let total = wishes.iter().fold(paid, |sum, wish| sum.saturating_add(*wish));
    Bound { total: whole(total), cap, wishes }
}

/// What a day gives after paying for the cap, in parts of a minor unit.
pub(super) fn gain(worth: Worth, price: i128) -> Option<i128> {
    let value = i128::from(worth.value).saturating_mul(i128::from(SCALE));
    value.checked_sub(price.saturating_mul(i128::from(worth.counts)))
}

/// What rounding may add over all returns of a wish: one for each unit, and one for the share of a unit.
fn rounding(table: &Table, highest: i128) -> i128 {
    let each = i128::from(SCALE).saturating_add(highest);
    let returns = i128::from(table.units()).saturating_add(1);
    each.saturating_mul(returns).saturating_mul(i128::from(table.slack.units))
}

/// Parts of a minor unit as minor units, rounded up.
pub(super) fn whole(parts: i128) -> u128 {
    u128::try_from(parts.max(0)).unwrap_or(0).div_ceil(u128::from(SCALE))
}
