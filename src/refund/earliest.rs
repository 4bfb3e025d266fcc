//! When a return that the cap refuses now passes: the first instant within the term.
//!
//! The amounts shrink by the day, and jump up with each new month of a monthly plan when only the refund counts. So every
//! UTC midnight and every instant at which the cap has something back is tried in order; nothing is halved.

use chrono::{DateTime, Utc};

use super::Question;
use super::amounts::Moment;
use crate::calendar::{midnight, utc_date};
use crate::error::Error;

impl Question<'_> {
    /// The first later instant, before the end of the term, at which the return passes.
    pub(super) fn earliest(self, now: Moment) -> Result<Option<Moment>, Error> {
        let end = self.returned.reservation().schedule().end();
        let window = self.policy.cap().window;
        let entries = self.ledger.entries().iter();
        let mut releases: Vec<DateTime<Utc>> = entries
            .filter_map(|entry| window.expiry(entry.at()))
            .filter(|expiry| *expiry > now.at && *expiry < midnight(end))
            .collect();
        releases.sort_unstable();
        releases.dedup();
        let mut releases = releases.into_iter().peekable();
        let mut day = now.today;
        loop {
            // The releases of this day, then the next midnight.
            while let Some(release) = releases.next_if(|release| utc_date(*release) == day) {
                let then = now.after(self.request, release);
                if self.passes(then)? {
                    return Ok(Some(then));
                }
            }
            match day.succ_opt() {
                Some(next) if next < end => day = next,
                _ => return Ok(None),
            }
            let then = now.after(self.request, midnight(day));
            if self.passes(then)? {
                return Ok(Some(then));
            }
        }
    }

    /// Whether nothing speaks against the return at an instant.
    fn passes(self, then: Moment) -> Result<bool, Error> {
        Ok(self.assess(then)?.reasons.is_empty())
    }
}
