//! The ledger: the refunds of one cap scope, in the order of their instants.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};

use super::{CapEntry, CapUse, RefundId};
use crate::calendar;
use crate::money::UsdAmount;
use crate::policy::{CapBasis, CapTerms, CapWindow};

/// The refunds of one cap scope: one enrollment, one billing profile, or one customer (`AMB-04`).
///
/// Recording is idempotent by id. A refund later than the instant of a question does not count at it. Appending and
/// asking take a time that hardly grows with the number of refunds; inserting an older refund takes time in proportion.
///
/// # Examples
///
/// ```
/// use reservation_policy::{CapEntry, RefundLedger, UsdAmount};
///
/// let spring = CapEntry::new("spring", "2026-04-03T09:00:00Z".parse()?, UsdAmount::dollars(30_000))?;
/// let mut ledger = RefundLedger::new();
/// assert!(ledger.record(spring.clone())?); // recorded
/// assert!(!ledger.record(spring)?); // known already
/// assert_eq!(ledger.entries().len(), 1);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct RefundLedger {
    /// Sorted by instant, then id.
    entries: Vec<CapEntry>,
    /// For each entry, the sums up to and with it.
    totals: Vec<Totals>,
    instants: HashMap<RefundId, DateTime<Utc>>,
}

/// Running sums in cents: of the refunded amounts and of the canceled commitments.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    refunded: u64,
    commitment: u64,
}

impl Totals {
    fn plus(self, entry: &CapEntry) -> Option<Self> {
        Some(Self {
            refunded: self.refunded.checked_add(entry.refunded().cents())?,
            commitment: self.commitment.checked_add(entry.commitment().cents())?,
        })
    }

    const fn of(self, basis: CapBasis) -> u64 {
        match basis {
            CapBasis::Refunded => self.refunded,
            CapBasis::CanceledCommitment => self.commitment,
        }
    }
}

/// A refund that cannot be recorded or reversed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// A list names a refund twice.
    #[error("refund `{id:.40}` is listed twice, expected each refund once")]
    Duplicate {
        /// The id.
        id: RefundId,
    },
    /// Another refund was recorded under the id.
    #[error(
        "refund `{:.40}` is already recorded as {recorded}, not as {given}, expected the same figures or another id",
        given.id()
    )]
    Conflict {
        /// What is recorded.
        recorded: Box<CapEntry>,
        /// What was given.
        given: Box<CapEntry>,
    },
    /// The sum of all refunds would not fit.
    #[error(
        "refund `{id:.40}` of `{amount}` does not fit, expected all refunds of a ledger to stay within {max}",
        max = UsdAmount::MAX
    )]
    TotalTooLarge {
        /// The id.
        id: RefundId,
        /// Its canceled commitment.
        amount: UsdAmount,
    },
    /// There is no refund with the id.
    #[error("refund `{id:.40}` is not in the ledger, expected the id of a recorded refund")]
    Unknown {
        /// The id.
        id: RefundId,
    },
}

impl RefundLedger {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A ledger with the given refunds, in any order.
    ///
    /// # Errors
    ///
    /// [`LedgerError`] when a refund is listed twice, or the sum does not fit.
    pub fn from_entries(entries: impl IntoIterator<Item = CapEntry>) -> Result<Self, LedgerError> {
        let mut entries: Vec<CapEntry> = entries.into_iter().collect();
        entries.sort_by(|one, two| (one.at(), one.id()).cmp(&(two.at(), two.id())));
        let mut ledger = Self::new();
        for entry in entries {
            if ledger.instants.contains_key(entry.id()) {
                return Err(LedgerError::Duplicate { id: entry.id().clone() });
            }
            ledger.record(entry)?;
        }
        Ok(ledger)
    }

    /// Records a refund. Returns `false` when the very same refund was recorded before.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Conflict`] when other figures were recorded under its id, [`LedgerError::TotalTooLarge`] when the
    /// sum does not fit.
    pub fn record(&mut self, entry: CapEntry) -> Result<bool, LedgerError> {
        if let Some(recorded) = self.find(entry.id()) {
            if *recorded == entry {
                return Ok(false);
            }
            return Err(LedgerError::Conflict { recorded: Box::new(recorded.clone()), given: Box::new(entry) });
        }
        let all = self.totals.last().copied().unwrap_or_default();
        if all.plus(&entry).is_none() {
            return Err(LedgerError::TotalTooLarge { id: entry.id().clone(), amount: entry.commitment() });
        }
        let place = self.place(&entry);
        self.instants.insert(entry.id().clone(), entry.at());
        self.entries.insert(place, entry);
        self.sum_from(place);
        Ok(true)
    }

    /// Takes a refund back, as when its return failed after it was recorded.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] when it is not recorded.
    pub fn reverse(&mut self, id: &RefundId) -> Result<CapEntry, LedgerError> {
        let unknown = || LedgerError::Unknown { id: id.clone() };
        let entry = self.find(id).cloned().ok_or_else(unknown)?;
        let place = self.place(&entry);
        self.instants.remove(id);
        let entry = self.entries.remove(place);
        self.sum_from(place);
        Ok(entry)
    }

    /// The refund with an id.
    #[must_use]
    pub fn find(&self, id: &RefundId) -> Option<&CapEntry> {
        let at = *self.instants.get(id)?;
        let place = self.entries.partition_point(|entry| (entry.at(), entry.id()) < (at, id));
        self.entries.get(place)
    }

    /// Every refund, by instant and id.
    #[must_use]
    pub fn entries(&self) -> &[CapEntry] {
        &self.entries
    }

    /// The state of a cap at an instant.
    #[must_use]
    pub fn usage(&self, cap: CapTerms, at: DateTime<Utc>) -> CapUse<'_> {
        CapUse::new(self, cap, at)
    }

    /// How many refunds are later than an instant.
    pub(crate) fn later_than(&self, at: DateTime<Utc>) -> usize {
        self.entries.len().saturating_sub(self.made_by(at))
    }

    /// What counts at an instant, and the refunds behind it; perhaps with some that lapsed earlier on the same UTC day.
    pub(super) fn used(&self, cap: CapTerms, at: DateTime<Utc>) -> (UsdAmount, &[CapEntry]) {
        let (lapsed, made) = (self.lapsed_before_day(cap.window, at), self.made_by(at));
        let counting = self.entries.get(lapsed..made).unwrap_or_default();
        let mut cents = self.total(cap.basis, made).saturating_sub(self.total(cap.basis, lapsed));
        if let CapWindow::RollingMonths(_) = cap.window {
            // Days at the end of a month lapse on one day and in another order, so that day is looked at one by one.
            let day = calendar::utc_date(at);
            for entry in counting {
                let Some(expiry) = cap.window.expiry(entry.at()) else { break };
                if calendar::utc_date(expiry) > day {
                    break;
                }
                if expiry <= at {
                    cents = cents.saturating_sub(entry.counted(cap.basis).cents());
                }
            }
        }
        (UsdAmount::from_cents(cents), counting)
    }

    /// How many refunds were made by an instant.
    fn made_by(&self, at: DateTime<Utc>) -> usize {
        // Questions are mostly about an instant after every refund.
        if self.entries.last().is_none_or(|last| last.at() <= at) {
            return self.entries.len();
        }
        self.entries.partition_point(|entry| entry.at() <= at)
    }

    /// How many refunds, from the first on, have certainly lapsed: all of them, but for months only those that lapsed
    /// before the UTC day of the instant.
    fn lapsed_before_day(&self, window: CapWindow, at: DateTime<Utc>) -> usize {
        match window {
            CapWindow::RollingDays(days) => match at.checked_sub_days(Days::new(u64::from(days.get()))) {
                Some(lapsed) => self.made_by(lapsed),
                None => 0,
            },
            CapWindow::CalendarYear => {
                let first = NaiveDate::from_ymd_opt(calendar::utc_date(at).year(), 1, 1).map(calendar::midnight);
                first.map_or(0, |first| self.entries.partition_point(|entry| entry.at() < first))
            }
            CapWindow::RollingMonths(_) => {
                let day = calendar::utc_date(at);
                let has_lapsed =
                    |entry: &CapEntry| window.expiry(entry.at()).is_some_and(|expiry| calendar::utc_date(expiry) < day);
                self.entries.partition_point(has_lapsed)
            }
        }
    }

    /// The sum of the first refunds, in cents.
    fn total(&self, basis: CapBasis, first: usize) -> u64 {
        let last = first.checked_sub(1).and_then(|last| self.totals.get(last));
        last.map_or(0, |totals| totals.of(basis))
    }

    fn place(&self, entry: &CapEntry) -> usize {
        // Refunds are mostly recorded in the order of their instants.
        if self.entries.last().is_none_or(|last| (last.at(), last.id()) < (entry.at(), entry.id())) {
            return self.entries.len();
        }
        self.entries.partition_point(|one| (one.at(), one.id()) < (entry.at(), entry.id()))
    }

    /// Adds up again from a place on.
    fn sum_from(&mut self, place: usize) {
        self.totals.truncate(place);
        let mut sum = self.totals.last().copied().unwrap_or_default();
        for entry in self.entries.get(place..).unwrap_or_default() {
            // The sum of all fits, so that of some does.
            sum = sum.plus(entry).unwrap_or(sum);
            self.totals.push(sum);
        }
    }
}

impl PartialEq for RefundLedger {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Eq for RefundLedger {}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::{CapEntry, RefundLedger};

    impl Serialize for RefundLedger {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.entries.serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for RefundLedger {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Self::from_entries(Vec::<CapEntry>::deserialize(deserializer)?).map_err(D::Error::custom)
        }
    }
}
