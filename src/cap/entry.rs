//! One refund that counts toward the cap.

use core::fmt;

use chrono::{DateTime, Utc};

use crate::calendar::rfc3339;
use crate::facts::InvalidFacts;
use crate::money::UsdAmount;
use crate::policy::CapBasis;

crate::text::text_id! {
    /// The id of a refund, chosen by the caller. Recording the same refund twice under one id changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::cap::RefundId;
    ///
    /// assert_eq!(RefundId::new("refund-17")?.as_str(), "refund-17");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    RefundId "the id of a refund"
}

/// A refund that was made: its instant, and the two amounts of which a policy counts one.
///
/// # Examples
///
/// ```
/// use reservation_policy::{CapEntry, UsdAmount};
///
/// // 30,000 USD came back, and 12,000 USD of future payments were canceled with it.
/// let spring = CapEntry::new("spring", "2026-04-03T09:00:00Z".parse()?, UsdAmount::dollars(30_000))?
///     .canceled_commitment(UsdAmount::dollars(42_000))?;
/// assert_eq!(spring.commitment(), UsdAmount::dollars(42_000));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct CapEntry {
    id: RefundId,
    at: DateTime<Utc>,
    refunded: UsdAmount,
    canceled_commitment: UsdAmount,
}

impl CapEntry {
    /// A refund that canceled no future payment, as that of an upfront reservation. For a monthly one add
    /// [`canceled_commitment`](Self::canceled_commitment).
    ///
    /// # Errors
    ///
    /// [`ParseError`](crate::ParseError) for a text that cannot be an id.
    pub fn new(id: &str, at: DateTime<Utc>, refunded: UsdAmount) -> Result<Self, crate::ParseError> {
        Ok(Self { id: id.parse()?, at, refunded, canceled_commitment: refunded })
    }

    /// With the canceled commitment: the refund and the future payments canceled with it (`L-04`).
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::CommitmentBelowRefund`] for less than the refund.
    pub fn canceled_commitment(self, canceled_commitment: UsdAmount) -> Result<Self, InvalidFacts> {
        if canceled_commitment < self.refunded {
            let (id, refunded) = (crate::text::shortened(self.id.as_str()), self.refunded);
            return Err(InvalidFacts::CommitmentBelowRefund { id, refunded, canceled_commitment });
        }
        Ok(Self { canceled_commitment, ..self })
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &RefundId {
        &self.id
    }

    /// The instant of the refund.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The refunded amount.
    #[must_use]
    pub const fn refunded(&self) -> UsdAmount {
        self.refunded
    }

    /// The refund and the future payments canceled with it.
    #[must_use]
    pub const fn commitment(&self) -> UsdAmount {
        self.canceled_commitment
    }

    /// What of it counts.
    #[must_use]
    pub const fn counted(&self, basis: CapBasis) -> UsdAmount {
        match basis {
            CapBasis::Refunded => self.refunded,
            CapBasis::CanceledCommitment => self.canceled_commitment,
        }
    }
}

impl fmt::Display for CapEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (refunded, canceled, at) = (self.refunded, self.canceled_commitment, rfc3339(self.at));
        write!(f, "{refunded} refunded and {canceled} canceled at {at}")
    }
}

/// An entry as it is stored.
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename = "CapEntry", deny_unknown_fields))]
struct Wire {
    id: RefundId,
    at: DateTime<Utc>,
    refunded: UsdAmount,
    #[cfg_attr(feature = "serde", serde(default, alias = "cancelled_commitment"))]
    canceled_commitment: Option<UsdAmount>,
}

impl TryFrom<Wire> for CapEntry {
    type Error = InvalidFacts;

    fn try_from(wire: Wire) -> Result<Self, InvalidFacts> {
        let Wire { id, at, refunded, canceled_commitment } = wire;
        let entry = Self { id, at, refunded, canceled_commitment: refunded };
        entry.canceled_commitment(canceled_commitment.unwrap_or(refunded))
    }
}

impl From<CapEntry> for Wire {
    fn from(entry: CapEntry) -> Self {
        let CapEntry { id, at, refunded, canceled_commitment } = entry;
        Self { id, at, refunded, canceled_commitment: Some(canceled_commitment) }
    }
}
