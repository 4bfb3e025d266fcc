//! When a return that the cap refuses now passes: the first instant within the term.
//!
//! The amounts shrink by the day, and jump up with each new month of a monthly plan when only the refund counts. So every
//! UTC midnight and every instant at which the cap has something back is tried in order; nothing is halved.

use chrono::{DateTime, Utc};

use super::Question;
use super::amounts::Moment;
use super::validity::days_before_use;
use crate::calendar::midnight;

impl Question<'_> {
    /// The first later instant, before the end of the term, at which the return passes.
    pub(super) fn earliest(self, now: Moment) -> Option<Moment> {
        let reservation = self.returned.reservation();
        let (start, end) = (reservation.schedule().start(), reservation.schedule().end());
        let window = self.policy.cap().window;
        let releases = self.ledger.entries().iter().filter_map(|entry| window.expiry(entry.at()));
        let in_use = now.today.max(start).succ_opt().unwrap_or(end).iter_days();
        let midnights = days_before_use(reservation, now.today).into_iter().chain(in_use).take_while(|day| *day < end);
        let midnights = midnights.map(midnight);
        let is_within = |at: &DateTime<Utc>| *at > now.at && *at < midnight(end);
        let mut instants: Vec<DateTime<Utc>> = releases.chain(midnights).filter(is_within).collect();
        instants.sort_unstable();
        instants.dedup();
        // An instant without an answer, such as one after a full-refund window without a fee rate, is no approval.
        let passes = |then: &Moment| self.assess(*then).is_ok_and(|assessed| assessed.reasons.is_empty());
        instants.into_iter().map(|at| now.after(self.request, at)).find(passes)
    }
}
