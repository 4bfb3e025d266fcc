//! The cap as a walk over refunds in the order of their instants: no ids, no ledger.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::cap::CapRelease;
use crate::error::Error;
use crate::money::{Currency, MoneyError, UsdAmount};
use crate::policy::CapTerms;
use crate::request::QuestionError;

/// A walk over the refunds of one cap scope, in the order of their instants: for columns, whose rows have no ids.
///
/// [`record`](Self::record) counts every row: what a ledger with them all would say at each. [`decide`](Self::decide)
/// counts a row only when it fits: what would have been approved. Use a walk for each scope, and sort its rows by
/// instant; rows at one instant count in the order in which they come.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::CapWalk;
/// use reservation_policy::{ReservationPolicy, UsdAmount};
///
/// let mut walk = CapWalk::new(ReservationPolicy::named("2026-01")?.cap());
/// let first = walk.decide("2026-02-01T09:00:00Z".parse()?, UsdAmount::dollars(40_000))?;
/// let second = walk.decide("2026-03-01T09:00:00Z".parse()?, UsdAmount::dollars(20_000))?; // refused, does not count
/// let third = walk.decide("2026-04-01T09:00:00Z".parse()?, UsdAmount::dollars(10_000))?;
/// assert_eq!([first.fits, second.fits, third.fits], [true, false, true]);
/// assert_eq!(third.remaining, UsdAmount::dollars(10_000)); // before it
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct CapWalk {
    cap: CapTerms,
    used: u64,
    /// What counts, by when it stops counting.
    releases: BTreeMap<DateTime<Utc>, u64>,
    previous: Option<DateTime<Utc>>,
}

/// The cap as a row meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CapPosition {
    /// What counts before the row.
    pub used: UsdAmount,
    /// What is left of the limit before the row.
    pub remaining: UsdAmount,
    /// Whether the amount of the row fits.
    pub fits: bool,
    /// The next amount that stops counting, the row not included.
    pub next_release: Option<CapRelease>,
}

impl CapWalk {
    /// A walk under a cap, before any refund.
    #[must_use]
    pub const fn new(cap: CapTerms) -> Self {
        Self { cap, used: 0, releases: BTreeMap::new(), previous: None }
    }

    /// Counts a refund, whether it fits or not. The amount is what the cap's basis says of it.
    ///
    /// # Errors
    ///
    /// [`QuestionError::OutOfOrder`] for an instant before the last one, [`MoneyError::TooLarge`] for a sum above 64 bits.
    pub fn record(&mut self, at: DateTime<Utc>, amount: UsdAmount) -> Result<CapPosition, Error> {
        let position = self.position(at, amount)?;
        self.add(at, amount)?;
        Ok(position)
    }

    /// Counts a refund only when it fits.
    ///
    /// # Errors
    ///
    /// As [`record`](Self::record).
    pub fn decide(&mut self, at: DateTime<Utc>, amount: UsdAmount) -> Result<CapPosition, Error> {
        let position = self.position(at, amount)?;
        if position.fits {
            self.add(at, amount)?;
        }
        Ok(position)
    }

    /// Moves on to an instant.
    fn position(&mut self, at: DateTime<Utc>, amount: UsdAmount) -> Result<CapPosition, Error> {
        if let Some(previous) = self.previous.filter(|previous| at < *previous) {
            return Err(QuestionError::OutOfOrder { at, previous }.into());
        }
        self.previous = Some(at);
        while let Some(release) = self.releases.first_entry().filter(|release| *release.key() <= at) {
            self.used = self.used.saturating_sub(release.remove());
        }
        let used = UsdAmount::from_cents(self.used);
        let remaining = self.cap.limit.saturating_sub(used);
        let next = self.releases.first_key_value();
        let next_release = next.map(|(at, cents)| CapRelease { at: *at, amount: UsdAmount::from_cents(*cents) });
        Ok(CapPosition { used, remaining, fits: amount <= remaining, next_release })
    }

    fn add(&mut self, at: DateTime<Utc>, amount: UsdAmount) -> Result<(), Error> {
        let cents = amount.cents();
        self.used = self.used.checked_add(cents).ok_or(MoneyError::TooLarge { currency: Currency::USD })?;
        // A refund that lapses after the end of the calendar counts for ever.
        if let Some(expiry) = self.cap.window.expiry(at).filter(|_| cents > 0) {
            let sum = self.releases.entry(expiry).or_default();
            // No part is above the sum of all, which fits.
            *sum = sum.saturating_add(cents);
        }
        Ok(())
    }
}
