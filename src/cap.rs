//! The refund cap: what counts at an instant, what is left of it, and when more comes back.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use crate::calendar;
use crate::money::UsdAmount;
use crate::policy::{CapTerms, CapWindow};

mod entry;
mod ledger;

pub use self::entry::{CapEntry, RefundId};
pub use self::ledger::{LedgerError, RefundLedger};

impl CapWindow {
    /// The instant from which a refund no longer counts. `None` after the end of the calendar: it counts for ever.
    #[must_use]
    pub fn expiry(self, refunded_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let date = calendar::utc_date(refunded_at);
        let same_time = |day: NaiveDate| day.and_time(refunded_at.time()).and_utc();
        match self {
            Self::RollingDays(days) => calendar::add_days(date, u32::from(days.get())).map(same_time),
            Self::RollingMonths(months) => calendar::add_months(date, u32::from(months.get())).map(same_time),
            Self::CalendarYear => NaiveDate::from_ymd_opt(date.year().checked_add(1)?, 1, 1).map(calendar::midnight),
        }
    }
}

/// The state of the cap at an instant.
///
/// # Examples
///
/// ```
/// use reservation_policy::{CapEntry, RefundLedger, ReservationPolicy, UsdAmount};
///
/// let mut ledger = RefundLedger::new();
/// ledger.record(CapEntry::new("spring", "2026-04-03T09:00:00Z".parse()?, UsdAmount::dollars(30_000))?)?;
///
/// let policy = ReservationPolicy::in_force_on("2026-04-17".parse()?)?;
/// let cap = ledger.usage(policy.cap(), "2026-04-17T14:05:00Z".parse()?);
/// assert_eq!(cap.remaining, UsdAmount::dollars(20_000));
/// assert_eq!(cap.earliest_fit(UsdAmount::dollars(25_000)), Some("2027-04-03T09:00:00Z".parse()?));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CapUse<'a> {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The cap.
    pub cap: CapTerms,
    /// What counts at the instant.
    pub used: UsdAmount,
    /// What is left of the limit; 0 when more than the limit counts.
    pub remaining: UsdAmount,
    /// The refunds that count, and perhaps some that lapsed earlier on the same UTC day.
    counting: &'a [CapEntry],
}

/// An amount that stops counting at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CapRelease {
    /// The first instant at which it no longer counts.
    pub at: DateTime<Utc>,
    /// The amount.
    pub amount: UsdAmount,
}

impl<'a> CapUse<'a> {
    pub(crate) fn new(ledger: &'a RefundLedger, cap: CapTerms, at: DateTime<Utc>) -> Self {
        let (used, counting) = ledger.used(cap, at);
        Self { at, cap, used, remaining: cap.limit.saturating_sub(used), counting }
    }

    /// Whether an amount fits. Exactly the limit fits (`AMB-09`), and so does 0 at any time.
    #[must_use]
    pub const fn fits(&self, amount: UsdAmount) -> bool {
        amount.cents() <= self.remaining.cents()
    }

    /// The first instant, from the one of this state on, at which an amount fits, if no other refund is made.
    ///
    /// It is about an amount. A reservation that is returned later is worth less; see
    /// [`earliest_refund`](crate::ReservationPolicy::earliest_refund). `None` for an amount above the limit.
    #[must_use]
    pub fn earliest_fit(&self, amount: UsdAmount) -> Option<DateTime<Utc>> {
        if self.fits(amount) {
            return Some(self.at);
        }
        let mut used = self.used;
        self.releases().into_iter().find_map(|release| {
            used = used.saturating_sub(release.amount);
            let remaining = self.cap.limit.saturating_sub(used);
            (amount <= remaining).then_some(release.at)
        })
    }

    /// The next amount that stops counting.
    #[must_use]
    pub fn next_release(&self) -> Option<CapRelease> {
        let is_later = |known: DateTime<Utc>, expiry: DateTime<Utc>| match self.cap.window {
            CapWindow::RollingMonths(_) => calendar::utc_date(known) < calendar::utc_date(expiry),
            CapWindow::RollingDays(_) | CapWindow::CalendarYear => known < expiry,
        };
        let mut next: Option<CapRelease> = None;
        for entry in self.counting {
            let amount = entry.counted(self.cap.basis);
            let expiry = self.cap.window.expiry(entry.at()).filter(|expiry| *expiry > self.at);
            let Some(expiry) = expiry.filter(|_| amount > UsdAmount::ZERO) else { continue };
            let release = CapRelease { at: expiry, amount };
            next = Some(match next {
                None => release,
                // Later refunds lapse later, but those of the end of a month lapse on one day in any order.
                Some(known) if is_later(known.at, expiry) => return next,
                Some(known) if known.at < expiry => known,
                Some(known) if known.at > expiry => release,
                Some(known) => {
                    let sum = known.amount.checked_add(amount).unwrap_or(UsdAmount::MAX);
                    CapRelease { amount: sum, ..known }
                }
            });
        }
        next
    }

    /// What counts at the instant, by when it stops counting, soonest first.
    #[must_use]
    pub fn releases(&self) -> Vec<CapRelease> {
        let mut sums: BTreeMap<DateTime<Utc>, UsdAmount> = BTreeMap::new();
        for entry in self.counting {
            if let Some(expiry) = self.cap.window.expiry(entry.at()).filter(|expiry| *expiry > self.at) {
                let sum = sums.entry(expiry).or_default();
                // All refunds of a ledger stay within the largest amount.
                *sum = sum.checked_add(entry.counted(self.cap.basis)).unwrap_or(UsdAmount::MAX);
            }
        }
        let releases = sums.into_iter().map(|(at, amount)| CapRelease { at, amount });
        releases.filter(|release| release.amount > UsdAmount::ZERO).collect()
    }
}
