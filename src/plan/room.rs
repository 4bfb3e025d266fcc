//! What is left of the cap over time, with the refunds on record and the planned ones.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::cap::RefundLedger;
use crate::policy::{CapTerms, CapWindow};

/// What is left of the limit, as a function that changes at instants. Below 0 where the record is above the limit.
#[derive(Debug, Clone)]
pub(super) struct Room {
    window: CapWindow,
    from: Vec<DateTime<Utc>>,
    left: Vec<i128>,
}

impl Room {
    /// What a ledger leaves from an instant on, later refunds on record included.
    pub(super) fn of(ledger: &RefundLedger, cap: CapTerms, at: DateTime<Utc>) -> Self {
        let mut left = i128::from(cap.limit.cents());
        let mut changes: BTreeMap<DateTime<Utc>, i128> = BTreeMap::new();
        let mut change = |when: DateTime<Utc>, cents: i128| {
            let sum = changes.entry(when).or_insert(0);
            *sum = sum.saturating_add(cents);
        };
        for entry in ledger.entries() {
            let counted = i128::from(entry.counted(cap.basis).cents());
            let expiry = cap.window.expiry(entry.at());
            if counted == 0 || expiry.is_some_and(|expiry| expiry <= at) {
                continue;
            }
            if entry.at() <= at {
                left = left.saturating_sub(counted);
            } else {
                change(entry.at(), counted.saturating_neg());
            }
            if let Some(expiry) = expiry {
                change(expiry, counted);
            }
        }
        let mut room = Self { window: cap.window, from: vec![at], left: vec![left] };
        for (when, cents) in changes {
            left = left.saturating_add(cents);
            room.from.push(when);
            room.left.push(left);
        }
        room
    }

    /// The first instant at which a return of an instant no longer counts.
    pub(super) fn expiry(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.window.expiry(at).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The least that is left while a return of an instant counts.
    pub(super) fn least(&self, at: DateTime<Utc>) -> i128 {
        let first = self.from.partition_point(|from| *from <= at).saturating_sub(1);
        let end = self.expiry(at);
        let pairs = self.from.iter().zip(&self.left).skip(first);
        pairs.take_while(|(from, _)| **from < end).map(|(_, left)| *left).min().unwrap_or(0)
    }

    /// What is left at an instant.
    pub(super) fn left_at(&self, at: DateTime<Utc>) -> i128 {
        let place = self.from.partition_point(|from| *from <= at).saturating_sub(1);
        self.left.get(place).copied().unwrap_or(0)
    }

    /// Whether an amount fits while a return of an instant counts. Nothing always fits.
    pub(super) fn fits(&self, at: DateTime<Utc>, counts: u64) -> bool {
        counts == 0 || i128::from(counts) <= self.least(at)
    }

    /// Counts a return.
    pub(super) fn take(&mut self, at: DateTime<Utc>, counts: u64) {
        self.add(at, i128::from(counts).saturating_neg());
    }

    /// No longer counts a return.
    pub(super) fn put_back(&mut self, at: DateTime<Utc>, counts: u64) {
        self.add(at, i128::from(counts));
    }

    fn add(&mut self, at: DateTime<Utc>, cents: i128) {
        if cents == 0 {
            return;
        }
        let end = self.window.expiry(at);
        let first = self.split(at);
        let last = end.map_or(self.left.len(), |end| self.split(end));
        for left in self.left.get_mut(first..last).unwrap_or_default() {
            *left = left.saturating_add(cents);
        }
    }

    /// The place of an instant, after making it one.
    fn split(&mut self, at: DateTime<Utc>) -> usize {
        let place = self.from.partition_point(|from| *from < at);
        if self.from.get(place) != Some(&at) {
            let left = place.checked_sub(1).and_then(|before| self.left.get(before)).copied().unwrap_or(0);
            self.from.insert(place, at);
            self.left.insert(place, left);
        }
        place
    }

    /// The instants at which more is left than just before.
    pub(super) fn releases(&self) -> Vec<DateTime<Utc>> {
        let pairs = self.left.iter().zip(self.left.iter().skip(1)).zip(self.from.iter().skip(1));
        pairs.filter(|((before, after), _)| after > before).map(|(_, from)| *from).collect()
    }

    /// Every instant at which something changes, the first one included.
    pub(super) fn changes(&self) -> &[DateTime<Utc>] {
        &self.from
    }
}
