//! The ledger as slow as can be and as plain as can be: a list, filtered for every question.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use reservation_policy::UsdAmount;
use reservation_policy::chrono;
use reservation_policy::reservation::cap::{CapEntry, CapWindow, RefundCap, RefundId};

#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    entries: Vec<CapEntry>,
}

impl Model {
    pub(crate) fn record(&mut self, entry: &CapEntry) {
        if !self.entries.contains(entry) {
            self.entries.push(entry.clone());
        }
    }

    /// Without looking whether it is there.
    pub(crate) fn push(&mut self, entry: CapEntry) {
        self.entries.push(entry);
    }

    pub(crate) fn keep(&mut self, is_kept: impl Fn(&CapEntry) -> bool) {
        self.entries.retain(is_kept);
    }

    pub(crate) fn reverse(&mut self, id: &RefundId) {
        self.entries.retain(|entry| entry.id() != id);
    }

    pub(crate) fn has(&self, id: &RefundId) -> bool {
        self.entries.iter().any(|entry| entry.id() == id)
    }

    pub(crate) fn sorted(&self) -> Vec<CapEntry> {
        let mut entries = self.entries.clone();
        entries.sort_by_key(|entry| (entry.at(), entry.id().clone()));
        entries
    }

    pub(crate) fn used(&self, at: DateTime<Utc>, cap: &RefundCap) -> u64 {
        let counts =
            |entry: &&CapEntry| entry.at() <= at && expiry(cap.window(), entry.at()).is_none_or(|expiry| at < expiry);
        self.entries.iter().filter(counts).map(|entry| entry.counted(cap.measure()).cents()).sum()
    }

    /// (instant, what comes back, what is used from then on)
    pub(crate) fn releases(&self, at: DateTime<Utc>, cap: &RefundCap) -> Vec<(DateTime<Utc>, u64, u64)> {
        let mut sums: BTreeMap<DateTime<Utc>, u64> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.at() <= at) {
            if let Some(expiry) = expiry(cap.window(), entry.at()).filter(|expiry| at < *expiry) {
                *sums.entry(expiry).or_default() += entry.counted(cap.measure()).cents();
            }
        }
        let mut used = self.used(at, cap);
        let releases = sums.into_iter().filter(|(_, amount)| *amount > 0);
        releases
            .map(|(expiry, amount)| {
                used -= amount;
                (expiry, amount, used)
            })
            .collect()
    }

    pub(crate) fn earliest_fit(&self, at: DateTime<Utc>, cap: &RefundCap, amount: UsdAmount) -> Option<DateTime<Utc>> {
        let fits = |used: u64| u128::from(used) + u128::from(amount.cents()) <= u128::from(cap.limit().cents());
        if fits(self.used(at, cap)) {
            return Some(at);
        }
        self.releases(at, cap).into_iter().find(|(_, _, used)| fits(*used)).map(|(expiry, ..)| expiry)
    }
}

/// Month arithmetic done by hand, to owe nothing to the calendar of the crate.
fn expiry(window: CapWindow, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let date = at.date_naive();
    match window {
        CapWindow::RollingDays(days) => {
            let date = NaiveDate::from_num_days_from_ce_opt(date.num_days_from_ce() + i32::from(days.get()))?;
            Some(date.and_time(at.time()).and_utc())
        }
        CapWindow::RollingMonths(months) => {
            let month = i64::from(date.year()) * 12 + i64::from(date.month0()) + i64::from(months.get());
            let (year, month) =
                (i32::try_from(month.div_euclid(12)).ok()?, u32::try_from(month.rem_euclid(12)).ok()? + 1);
            let day = (1..=date.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))?;
            Some(day.and_time(at.time()).and_utc())
        }
        CapWindow::CalendarYear => {
            Some(NaiveDate::from_ymd_opt(date.year() + 1, 1, 1)?.and_hms_opt(0, 0, 0)?.and_utc())
        }
        other => panic!("no model of {other}"),
    }
}
