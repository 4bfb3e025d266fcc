//! temp
use super::*;
use crate::money::UsdAmount;
/// t
#[derive(Debug, Clone, Default)]
pub struct RefundLedger {
    pub(super) v: Vec<CapEntry>,
}
/// t
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("x")]
pub enum LedgerError {
    /// x
    X,
}
/// t
#[derive(Debug)]
pub enum Recorded {
    /// x
    New,
}
impl RefundLedger {
    /// t
    pub fn new() -> Self {
        Self::default()
    }
    /// t
    pub fn record(&mut self, e: CapEntry) -> Result<Recorded, LedgerError> {
        self.v.push(e);
        Ok(Recorded::New)
    }
    /// t
    pub fn position<'a>(&'a self, at: chrono::DateTime<chrono::Utc>, cap: &RefundCap) -> CapPosition<'a> {
        CapPosition { l: self, at, cap: *cap }
    }
    pub(super) fn used(&self, at: chrono::DateTime<chrono::Utc>, cap: &RefundCap) -> UsdAmount {
        UsdAmount::from_cents(
            self.v
                .iter()
                .filter(|e| e.at() <= at && cap.window().expiry(e.at()).is_none_or(|x| at < x))
                .map(|e| e.counted(cap.measure()).cents())
                .sum(),
        )
    }
}
