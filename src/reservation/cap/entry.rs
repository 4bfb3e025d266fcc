//! One refund as the cap sees it.

use core::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::CapMeasure;
use crate::calendar::rfc3339;
use crate::money::UsdAmount;
use crate::shown::shortened;

/// The caller's own id of a refund: 1 to 256 characters, compared byte by byte.
///
/// Cloning is cheap: the text is shared.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::cap::RefundId;
///
/// assert_eq!(RefundId::new("refund-1")?.as_str(), "refund-1");
/// assert!(RefundId::new("").is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RefundId(Arc<str>);

/// A text that can't be the id of a refund.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRefundId {
    /// No text at all.
    #[error("refund id is empty, expected 1 to {max} characters", max = RefundId::MAX_CHARS)]
    Empty,
    /// Too much text.
    #[error("refund id `{start}` goes on for too long, expected 1 to {max} characters", max = RefundId::MAX_CHARS)]
    TooLong {
        /// How the text begins, shortened to 40 characters.
        start: String,
    },
}

impl RefundId {
    /// The most characters that an id may have.
    pub const MAX_CHARS: usize = 256;

    /// An id with this text.
    ///
    /// # Errors
    ///
    /// [`InvalidRefundId`] for an empty text and for more than [`RefundId::MAX_CHARS`] characters.
    pub fn new(text: &str) -> Result<Self, InvalidRefundId> {
        if text.is_empty() {
            return Err(InvalidRefundId::Empty);
        }
        if text.chars().nth(Self::MAX_CHARS).is_some() {
            return Err(InvalidRefundId::TooLong { start: shortened(text) });
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RefundId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl core::str::FromStr for RefundId {
    type Err = InvalidRefundId;

    fn from_str(text: &str) -> Result<Self, InvalidRefundId> {
        Self::new(text)
    }
}

/// A refund that was made: which, when, and both figures that a cap may count.
///
/// # Examples
///
/// ```
/// use reservation_policy::UsdAmount;
/// use reservation_policy::chrono::{TimeZone, Utc};
/// use reservation_policy::reservation::cap::{CapEntry, CapMeasure, RefundId};
///
/// // As the live service answered once: 0.42 back, and 18.06 that need not be paid any more.
/// let at = Utc.with_ymd_and_hms(2023, 3, 10, 3, 7, 12).single().ok_or("no such instant")?;
/// let entry = CapEntry::new(RefundId::new("refund-1")?, at, UsdAmount::parse("0.42")?)
///     .with_cancelled_commitment(UsdAmount::parse("18.48")?)?;
/// assert_eq!(entry.counted(CapMeasure::Refunded), UsdAmount::parse("0.42")?);
/// assert_eq!(entry.counted(CapMeasure::CancelledCommitment), UsdAmount::parse("18.48")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CapEntry {
    id: RefundId,
    at: DateTime<Utc>,
    refunded: UsdAmount,
    cancelled_commitment: UsdAmount,
}

/// Figures that can't belong to one refund.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "cancelled commitment `{cancelled_commitment}` USD of refund `{id:.40}` is below the refunded `{refunded}` USD that it \
     contains, expected at least as much"
)]
#[non_exhaustive]
pub struct InvalidCapEntry {
    /// Which refund.
    pub id: RefundId,
    /// What was paid back.
    pub refunded: UsdAmount,
    /// What was said to be paid back and cancelled together, which is less.
    pub cancelled_commitment: UsdAmount,
}

impl CapEntry {
    /// A refund that cancelled no future payment: its cancelled commitment is what was refunded.
    #[must_use]
    pub const fn new(id: RefundId, at: DateTime<Utc>, refunded: UsdAmount) -> Self {
        Self { id, at, refunded, cancelled_commitment: refunded }
    }

    /// The same refund with this cancelled commitment: the refund plus the future payments that ended with it.
    ///
    /// # Errors
    ///
    /// [`InvalidCapEntry`] when it is below the refunded amount.
    ///
    /// # Rules
    ///
    /// `L-04`.
    pub fn with_cancelled_commitment(self, cancelled_commitment: UsdAmount) -> Result<Self, InvalidCapEntry> {
        if cancelled_commitment < self.refunded {
            return Err(InvalidCapEntry { id: self.id, refunded: self.refunded, cancelled_commitment });
        }
        Ok(Self { cancelled_commitment, ..self })
    }

    /// Which refund.
    #[must_use]
    pub const fn id(&self) -> &RefundId {
        &self.id
    }

    /// When it was made.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// What was paid back.
    #[must_use]
    pub const fn refunded(&self) -> UsdAmount {
        self.refunded
    }

    /// What was paid back and the future payments that ended with it; never below [`CapEntry::refunded`].
    #[must_use]
    pub const fn cancelled_commitment(&self) -> UsdAmount {
        self.cancelled_commitment
    }

    /// The figure that this measure counts.
    ///
    /// # Rules
    ///
    /// `AMB-05`, `L-04`, `L-22`.
    #[must_use]
    pub const fn counted(&self, measure: CapMeasure) -> UsdAmount {
        match measure {
            CapMeasure::Refunded => self.refunded,
            CapMeasure::CancelledCommitment => self.cancelled_commitment,
        }
    }

    /// The ledger's order: by instant, then by id.
    pub(super) const fn key(&self) -> (DateTime<Utc>, &RefundId) {
        (self.at, &self.id)
    }
}

/// The figures and the instant, without the id.
impl fmt::Display for CapEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} USD refunded and {} USD cancelled at {}",
            self.refunded,
            self.cancelled_commitment,
            rfc3339(self.at)
        )
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::{CapEntry, RefundId};
    use crate::money::UsdAmount;

    impl Serialize for RefundId {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    impl<'de> Deserialize<'de> for RefundId {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Self::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
        }
    }

    /// The commitment may be absent on the way in, and is always there on the way out.
    #[derive(Serialize, Deserialize)]
    #[serde(rename = "CapEntry", deny_unknown_fields)]
    struct Wire {
        id: RefundId,
        at: DateTime<Utc>,
        refunded: UsdAmount,
        cancelled_commitment: Option<UsdAmount>,
    }

    impl Serialize for CapEntry {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let cancelled_commitment = Some(self.cancelled_commitment);
            Wire { id: self.id.clone(), at: self.at, refunded: self.refunded, cancelled_commitment }
                .serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for CapEntry {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let Wire { id, at, refunded, cancelled_commitment } = Wire::deserialize(deserializer)?;
            Self::new(id, at, refunded)
                .with_cancelled_commitment(cancelled_commitment.unwrap_or(refunded))
                .map_err(D::Error::custom)
        }
    }
}
