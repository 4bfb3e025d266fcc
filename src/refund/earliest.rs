//! When a return that the cap refuses now passes: the first instant within the term.
//!
//! The amounts shrink by the day, and jump up with each new month of a monthly plan when only the refund counts. So every
//! UTC midnight and every instant at which the cap has something back is tried in order; nothing is halved.

use chrono::{DateTime, NaiveDate, Utc};

use super::Question;
use crate::calendar::{midnight, utc_date};
use crate::error::Error;
use crate::reservation::MadeOn;

/// An instant at which the return passes, with its day and the payments that count as made on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Earliest {
    pub(super) at: DateTime<Utc>,
    pub(super) day: (NaiveDate, MadeOn),
}

impl Question<'_> {
    /// The first later instant, before the end of the term, at which the return passes.
    pub(super) fn earliest(self, today: NaiveDate) -> Result<Option<Earliest>, Error> {
        let (now, end) = (self.request.at, self.returned.reservation().schedule().end());
        let window = self.policy.cap().window;
        let entries = self.ledger.entries().iter();
        let mut releases: Vec<DateTime<Utc>> = entries
            .filter_map(|entry| window.expiry(entry.at()))
            .filter(|expiry| *expiry > now && *expiry < midnight(end))
            .collect();
        releases.sort_unstable();
        releases.dedup();
        let mut releases = releases.into_iter().peekable();
        let mut day = today;
        loop {
            // The releases of this day, then the next midnight.
            while let Some(release) = releases.next_if(|release| utc_date(*release) == day) {
                if let Some(earliest) = self.passes(release, today)? {
                    return Ok(Some(earliest));
                }
            }
            match day.succ_opt() {
                Some(next) if next < end => day = next,
                _ => return Ok(None),
            }
            if let Some(earliest) = self.passes(midnight(day), today)? {
                return Ok(Some(earliest));
            }
        }
    }

    /// Whether the return passes at an instant, with payments that fall due after the request made as scheduled.
    fn passes(self, at: DateTime<Utc>, today: NaiveDate) -> Result<Option<Earliest>, Error> {
        let date = utc_date(at);
        let made = if self.request.assume_scheduled_payments {
            MadeOn::assuming(date)
        } else {
            MadeOn::assuming_after(date, today)
        };
        let day = (date, made);
        let assessed = self.assess(at, day)?;
        Ok(assessed.reasons.is_empty().then_some(Earliest { at, day }))
    }
}
