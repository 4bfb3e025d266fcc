//! What one billing scope was refunded.

use core::fmt;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::timeline::Timeline;
use super::{CapEntry, CapMeasure, CapPosition, RefundCap, RefundId};
use crate::money::UsdAmount;

/// Every refund of one billing scope, in any order of arrival.
///
/// Two ledgers are equal when they hold the same refunds, however these got there. In JSON a ledger is an object with
/// one member, `entries`, ordered by instant and id.
///
/// Designed for ten to ten million refunds: sums over any window are looked up, not added up. A refund that arrives in
/// order is appended; one that arrives late moves a few hundred others.
///
/// # Examples
///
/// ```
/// use reservation_policy::UsdAmount;
/// use reservation_policy::chrono::{TimeZone, Utc};
/// use reservation_policy::reservation::cap::{CapEntry, Recorded, RefundId, RefundLedger};
///
/// let id = RefundId::new("refund-1")?;
/// let at = Utc.with_ymd_and_hms(2023, 3, 10, 3, 7, 12).single().ok_or("no such instant")?;
/// let entry = CapEntry::new(id.clone(), at, UsdAmount::parse("367.81")?);
/// let mut ledger = RefundLedger::new();
/// assert_eq!(ledger.record(entry.clone())?, Recorded::New);
/// assert_eq!(ledger.record(entry)?, Recorded::AlreadyThere);
///
/// ledger.reverse(&id)?;
/// assert_eq!(ledger, RefundLedger::new());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CAP-04`: refunds only; the returns of an exchange are not recorded. `AMB-04`: one ledger for each scope.
#[derive(Clone, Default)]
pub struct RefundLedger {
    timeline: Timeline,
    /// Where to look in the timeline. Only ever looked up and never iterated, so its random order can't show.
    index: HashMap<RefundId, DateTime<Utc>>,
}

/// What recording a refund changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a refund was either recorded before or it was not")]
pub enum Recorded {
    /// The refund is in the ledger now.
    New,
    /// The very same refund was in the ledger before, and nothing changed.
    AlreadyThere,
}

/// A change that the ledger refuses. It stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The id belongs to a refund with another instant or other figures.
    #[error(
        "refund `{id:.40}` is already recorded as {recorded}, not as {offered}, expected the same figures or another id",
        id = .recorded.id()
    )]
    Conflict {
        /// The refund that is in the ledger.
        recorded: Box<CapEntry>,
        /// The refund that was to be recorded.
        offered: Box<CapEntry>,
    },
    /// The same id twice in a list that should hold each once.
    #[error("refund `{id:.40}` is listed twice, expected each refund once")]
    Duplicate {
        /// The id.
        id: RefundId,
    },
    /// The sum of all refunds would be more than [`UsdAmount::MAX`].
    #[error(
        "refund `{id:.40}` of `{cancelled_commitment}` USD does not fit, expected all refunds of a ledger to stay within \
         {max} USD",
        max = UsdAmount::MAX
    )]
    TotalTooLarge {
        /// The refund that is too much.
        id: RefundId,
        /// Its cancelled commitment.
        cancelled_commitment: UsdAmount,
    },
    /// No refund has this id.
    #[error("refund `{id:.40}` is not in the ledger, expected the id of a recorded refund")]
    Unknown {
        /// The id that was given.
        id: RefundId,
    },
}

impl RefundLedger {
    /// A ledger without a refund.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A ledger of these refunds, in any order: faster than recording them one by one.
    ///
    /// # Errors
    ///
    /// [`LedgerError`] when an id is there twice, even with the same figures, or when the sum is too large.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    /// use reservation_policy::chrono::{TimeZone, Utc};
    /// use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
    ///
    /// let at = Utc.with_ymd_and_hms(2023, 3, 10, 3, 7, 12).single().ok_or("no such instant")?;
    /// let entry = CapEntry::new(RefundId::new("refund-1")?, at, UsdAmount::parse("367.81")?);
    /// assert_eq!(RefundLedger::from_entries([entry.clone()])?.len(), 1);
    /// assert!(RefundLedger::from_entries([entry.clone(), entry]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_entries(entries: impl IntoIterator<Item = CapEntry>) -> Result<Self, LedgerError> {
        let mut entries: Vec<CapEntry> = entries.into_iter().collect();
        entries.sort_unstable_by(|left, right| left.key().cmp(&right.key()));
        let mut index = HashMap::with_capacity(entries.len());
        let mut total = UsdAmount::ZERO;
        for entry in &entries {
            total = sum_with(total, entry)?;
            if index.insert(entry.id().clone(), entry.at()).is_some() {
                return Err(LedgerError::Duplicate { id: entry.id().clone() });
            }
        }
        Ok(Self { timeline: Timeline::from_sorted(entries), index })
    }

    /// Records a refund. Recording the very same refund again changes nothing.
    ///
    /// The order in which refunds are recorded makes no difference.
    ///
    /// # Errors
    ///
    /// [`LedgerError`] when the id is there with another instant or other figures, or when the sum of all refunds would
    /// be above [`UsdAmount::MAX`]. Whether a cap allows the refund is not asked here: the ledger holds what happened.
    pub fn record(&mut self, entry: CapEntry) -> Result<Recorded, LedgerError> {
        if let Some(recorded) = self.get(entry.id()) {
            if *recorded == entry {
                return Ok(Recorded::AlreadyThere);
            }
            return Err(LedgerError::Conflict { recorded: Box::new(recorded.clone()), offered: Box::new(entry) });
        }
        sum_with(self.timeline.total().counted(CapMeasure::CancelledCommitment), &entry)?;
        self.index.insert(entry.id().clone(), entry.at());
        self.timeline.insert(entry);
        Ok(Recorded::New)
    }

    /// Takes a refund out, as if it had never been recorded, and returns it.
    ///
    /// # Errors
    ///
    /// [`LedgerError::Unknown`] when no refund has this id.
    pub fn reverse(&mut self, id: &RefundId) -> Result<CapEntry, LedgerError> {
        let at = self.index.remove(id);
        at.and_then(|at| self.timeline.remove(at, id)).ok_or_else(|| LedgerError::Unknown { id: id.clone() })
    }

    /// The refund with this id.
    #[must_use]
    pub fn get(&self, id: &RefundId) -> Option<&CapEntry> {
        self.timeline.get(*self.index.get(id)?, id)
    }

    /// How many refunds there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there is no refund.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// Every refund, ordered by instant and then by id.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &CapEntry> {
        self.timeline.iter()
    }

    /// Where the scope stands under a cap at an instant. Refunds made later than that are left out.
    #[must_use]
    #[inline(always)]
    pub fn position(&self, at: DateTime<Utc>, cap: &RefundCap) -> CapPosition<'_> {
        CapPosition::new(&self.timeline, at, *cap)
    }
}

/// The sum with one more entry. The refunded amounts need no check of their own, as each is within its commitment.
fn sum_with(total: UsdAmount, entry: &CapEntry) -> Result<UsdAmount, LedgerError> {
    let cancelled_commitment = entry.cancelled_commitment();
    total
        .checked_add(cancelled_commitment)
        .ok_or_else(|| LedgerError::TotalTooLarge { id: entry.id().clone(), cancelled_commitment })
}

impl PartialEq for RefundLedger {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.entries().eq(other.entries())
    }
}

impl Eq for RefundLedger {}

impl fmt::Debug for RefundLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefundLedger ")?;
        f.debug_list().entries(self.entries()).finish()
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::ser::SerializeStruct as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::{CapEntry, RefundLedger};

    struct Entries<'a>(&'a RefundLedger);

    impl Serialize for Entries<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.0.entries())
        }
    }

    impl Serialize for RefundLedger {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut ledger = serializer.serialize_struct("RefundLedger", 1)?;
            ledger.serialize_field("entries", &Entries(self))?;
            ledger.end()
        }
    }

    #[derive(Deserialize)]
    #[serde(rename = "RefundLedger", deny_unknown_fields)]
    struct Wire {
        entries: Vec<CapEntry>,
    }

    impl<'de> Deserialize<'de> for RefundLedger {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Self::from_entries(Wire::deserialize(deserializer)?.entries).map_err(D::Error::custom)
        }
    }
}
