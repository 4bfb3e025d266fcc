//! temp
use super::*;
use crate::money::UsdAmount;
use chrono::{DateTime, Utc};
/// t
#[derive(Debug)]
pub struct CapPosition<'a> {
    pub(super) l: &'a RefundLedger,
    pub(super) at: DateTime<Utc>,
    pub(super) cap: RefundCap,
}
/// t
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// t
    pub at: DateTime<Utc>,
    /// t
    pub amount: UsdAmount,
}
impl CapPosition<'_> {
    /// t
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
    /// t
    pub fn limit(&self) -> UsdAmount {
        self.cap.limit()
    }
    /// t
    pub fn used(&self) -> UsdAmount {
        self.l.used(self.at, &self.cap)
    }
    /// t
    pub fn remaining(&self) -> UsdAmount {
        self.limit().saturating_sub(self.used())
    }
    /// t
    pub fn fits(&self, a: UsdAmount) -> bool {
        a <= self.remaining()
    }
    /// t
    pub fn next_release(&self) -> Option<Release> {
        None
    }
    /// t
    pub fn earliest_fit(&self, a: UsdAmount) -> Option<DateTime<Utc>> {
        let mut x: Vec<_> = self
            .l
            .v
            .iter()
            .filter(|e| e.at() <= self.at)
            .filter_map(|e| self.cap.window().expiry(e.at()))
            .filter(|x| *x >= self.at)
            .collect();
        x.push(self.at);
        x.sort();
        x.into_iter().find(|t| {
            let l = RefundLedger { v: self.l.v.iter().filter(|e| e.at() <= self.at).cloned().collect() };
            a.cents() + l.used(*t, &self.cap).cents() <= self.limit().cents()
        })
    }
}
