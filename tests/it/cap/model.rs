//! The ledger as slow and as plain as can be: a list, gone through from end to end for every question.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use reservation_policy::cap::RefundId;
use reservation_policy::policy::{CapTerms, CapWindow};
use reservation_policy::{CapEntry, UsdAmount, chrono};

#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    entries: Vec<CapEntry>,
}

impl Model {
    pub(super) fn record(&mut self, entry: &CapEntry) {
        if !self.entries.contains(entry) {
            self.entries.push(entry.clone());
        }
    }

    pub(super) fn reverse(&mut self, id: &RefundId) -> bool {
        let before = self.entries.len();
        self.entries.retain(|entry| entry.id() != id);
        self.entries.len() < before
    }

    pub(super) fn sorted(&self) -> Vec<CapEntry> {
        let mut entries = self.entries.clone();
        entries.sort_by_key(|entry| (entry.at(), entry.id().clone()));
        entries
    }

    pub(super) fn used(&self, at: DateTime<Utc>, cap: &CapTerms) -> u64 {
        let counts = |entry: &&CapEntry| entry.at() <= at && expiry(cap.window, entry.at()).is_none_or(|end| at < end);
        self.entries.iter().filter(counts).map(|entry| entry.counted(cap.basis).cents()).sum()
    }

    /// (instant, what comes back)
    pub(super) fn releases(&self, at: DateTime<Utc>, cap: &CapTerms) -> Vec<(DateTime<Utc>, u64)> {
        let mut sums: BTreeMap<DateTime<Utc>, u64> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.at() <= at) {
            if let Some(expiry) = expiry(cap.window, entry.at()).filter(|expiry| at < *expiry) {
                *sums.entry(expiry).or_default() += entry.counted(cap.basis).cents();
            }
        }
        sums.into_iter().filter(|(_, amount)| *amount > 0).collect()
    }

    pub(super) fn earliest_fit(&self, at: DateTime<Utc>, cap: &CapTerms, amount: UsdAmount) -> Option<DateTime<Utc>> {
        let fits = |used: u64| amount.cents() == 0 || used + amount.cents() <= cap.limit.cents();
        let mut used = self.used(at, cap);
        if fits(used) {
            return Some(at);
        }
        self.releases(at, cap).into_iter().find_map(|(expiry, back)| {
            used -= back;
            fits(used).then_some(expiry)
        })
    }
}

/// Month arithmetic done by hand, to owe nothing to the calendar of the crate.
fn expiry(window: CapWindow, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let date = at.date_naive();
    let (date, time) = match window {
        CapWindow::RollingDays(days) => {
            (NaiveDate::from_num_days_from_ce_opt(date.num_days_from_ce() + i32::from(days.get()))?, at.time())
        }
        CapWindow::RollingMonths(months) => {
            let month = i64::from(date.year()) * 12 + i64::from(date.month0()) + i64::from(months.get());
            let year = i32::try_from(month.div_euclid(12)).ok()?;
            let month = u32::try_from(month.rem_euclid(12)).ok()? + 1;
            let day = (1..=date.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))?;
            (day, at.time())
        }
        CapWindow::CalendarYear => (NaiveDate::from_ymd_opt(date.year() + 1, 1, 1)?, chrono::NaiveTime::MIN),
        other => panic!("no model of {other}"),
    };
    Some(date.and_time(time).and_utc())
}
