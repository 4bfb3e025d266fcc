//! Where a billing scope stands under a cap at one instant, and how that changes as refunds lapse.

use core::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use super::timeline::{Cut, Place, Timeline};
use super::{CapEntry, CapWindow, RefundCap};
use crate::calendar;
use crate::money::UsdAmount;

/// What counts toward a cap at an instant, and what comes back later.
///
/// Every answer considers the refunds made up to and at the instant, and no later one: nothing new is recorded while
/// time goes on, and refunds that the ledger already holds for later instants are left out.
///
/// # Examples
///
/// ```
/// use reservation_policy::UsdAmount;
/// use reservation_policy::chrono::{TimeZone, Utc};
/// use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
///
/// let mut ledger = RefundLedger::new();
/// let day = |year, month, day| Utc.with_ymd_and_hms(year, month, day, 0, 0, 0).single().ok_or("no such day");
/// for (id, at, dollars) in [("a", day(2023, 1, 10)?, 30_000), ("b", day(2023, 6, 10)?, 15_000)] {
///     ledger.record(CapEntry::new(RefundId::new(id)?, at, UsdAmount::from_dollars(dollars)))?;
/// }
/// let cap = RefundCap::new(UsdAmount::from_dollars(50_000), CapWindow::TWELVE_MONTHS, CapMeasure::Refunded);
/// let position = ledger.position(day(2023, 7, 1)?, &cap);
///
/// assert_eq!(position.used(), UsdAmount::from_dollars(45_000));
/// assert_eq!(position.remaining(), UsdAmount::from_dollars(5_000));
/// assert!(position.fits(UsdAmount::from_dollars(5_000)), "exactly the limit is allowed");
/// let amount = UsdAmount::parse("5000.01")?;
/// assert!(!position.fits(amount));
/// assert_eq!(position.earliest_fit(amount), Some(day(2024, 1, 10)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CAP-01` to `CAP-03`, `AMB-07` to `AMB-09`.
#[derive(Clone, Copy)]
pub struct CapPosition<'ledger> {
    timeline: &'ledger Timeline,
    at: DateTime<Utc>,
    cap: RefundCap,
    /// The sum of all entries up to the instant, lapsed or not.
    made: UsdAmount,
    /// Where the entries begin that have not lapsed, but for stragglers.
    horizon: Place,
    used: UsdAmount,
}

/// An amount that comes back to a cap at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Release {
    at: DateTime<Utc>,
    amount: UsdAmount,
    used_after: UsdAmount,
}

impl Release {
    /// The first instant at which the amount no longer counts.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// What comes back: above zero.
    #[must_use]
    pub const fn amount(&self) -> UsdAmount {
        self.amount
    }

    /// What still counts from then on.
    #[must_use]
    pub const fn used_after(&self) -> UsdAmount {
        self.used_after
    }
}

impl<'ledger> CapPosition<'ledger> {
    #[inline(always)]
    pub(super) fn new(timeline: &'ledger Timeline, at: DateTime<Utc>, cap: RefundCap) -> Self {
        let made = timeline.total_before(Cut::after(at)).counted(cap.measure());
        let horizon = timeline.place(cap.window().horizon(at));
        let used = made.saturating_sub(horizon.total_before().counted(cap.measure()));
        let position = Self { timeline, at, cap, made, horizon, used };
        if cap.window().lapses_alone(calendar::utc_date(at)) {
            return position;
        }
        Self { used: position.worked_out_use(), ..position }
    }

    /// The instant that was asked for.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The cap that was asked for.
    #[must_use]
    pub const fn cap(&self) -> &RefundCap {
        &self.cap
    }

    /// The sum of the refunds that count; above the limit where more was refunded than this cap allows.
    #[must_use]
    pub const fn used(&self) -> UsdAmount {
        self.used
    }

    /// What is left of the limit: nothing when more than the limit is used.
    #[must_use]
    pub const fn remaining(&self) -> UsdAmount {
        self.cap.limit().saturating_sub(self.used)
    }

    /// Whether an amount can be refunded now: together with what is used it is at most the limit.
    ///
    /// # Rules
    ///
    /// `AMB-09`: exactly the limit fits. `AMB-07`, `L-06`: an amount that does not fit is refused whole.
    #[must_use]
    pub fn fits(&self, amount: UsdAmount) -> bool {
        self.used.checked_add(amount).is_some_and(|sum| sum <= self.cap.limit())
    }

    /// The first instant from now on at which an amount fits: now, or when enough has lapsed.
    ///
    /// `None` when it never does: the amount is above the limit, or what is used never lapses.
    ///
    /// # Rules
    ///
    /// `CAP-03`, `AMB-08`, `AMB-09`.
    #[must_use]
    pub fn earliest_fit(&self, amount: UsdAmount) -> Option<DateTime<Utc>> {
        self.first_at_most(self.cap.limit().checked_sub(amount)?)
    }

    /// The next amount that comes back; `None` when nothing is used, or nothing ever lapses.
    #[must_use]
    #[inline(always)]
    pub fn next_release(&self) -> Option<Release> {
        if self.used == UsdAmount::ZERO {
            return None;
        }
        self.plain_release().or_else(|| (*self).worked_out_release())
    }

    #[cold]
    #[inline(never)]
    fn worked_out_release(self) -> Option<Release> {
        self.releases().next()
    }

    /// The next release where it is plain to see: the refund right behind the horizon, alone in its instant.
    #[inline]
    fn plain_release(&self) -> Option<Release> {
        let (window, today) = (self.cap.window(), calendar::utc_date(self.at));
        if window == CapWindow::CalendarYear || !window.lapses_alone(today) {
            return None;
        }
        let next = self.timeline.alone_behind(self.horizon)?;
        let (at, amount) = (window.expiry(next.at())?, next.counted(self.cap.measure()));
        let is_plain = amount > UsdAmount::ZERO && window.lapses_alone(calendar::utc_date(at));
        is_plain.then(|| Release { at, amount, used_after: self.used.saturating_sub(amount) })
    }

    /// Every amount that comes back, by instant; what lapses at one instant is one release.
    ///
    /// Each is looked up when it is asked for. Refunds of zero release nothing and are passed over.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    /// use reservation_policy::chrono::{TimeZone, Utc};
    /// use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
    ///
    /// // Both lapse on 28 February 2025, the later one first.
    /// let mut ledger = RefundLedger::new();
    /// let hour = |month, day, hour| Utc.with_ymd_and_hms(2024, month, day, hour, 0, 0).single().ok_or("no such hour");
    /// for (id, at, dollars) in [("a", hour(2, 28, 23)?, 100), ("b", hour(2, 29, 1)?, 20)] {
    ///     ledger.record(CapEntry::new(RefundId::new(id)?, at, UsdAmount::from_dollars(dollars)))?;
    /// }
    /// let cap = RefundCap::new(UsdAmount::from_dollars(50_000), CapWindow::TWELVE_MONTHS, CapMeasure::Refunded);
    /// let position = ledger.position(hour(3, 1, 0)?, &cap);
    /// let shown: Vec<String> =
    ///     position.releases().map(|release| format!("{} at {}", release.amount(), release.at())).collect();
    /// assert_eq!(shown, ["20.00 at 2025-02-28 01:00:00 UTC", "100.00 at 2025-02-28 23:00:00 UTC"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn releases(&self) -> impl Iterator<Item = Release> + use<'ledger> {
        let position = *self;
        let mut used = self.used;
        core::iter::from_fn(move || {
            let at = position.first_at_most(used.checked_sub(UsdAmount::from_cents(1))?)?;
            let used_after = position.used_at(at);
            let amount = used.saturating_sub(used_after);
            used = used_after;
            Some(Release { at, amount, used_after })
        })
    }

    #[cold]
    #[inline(never)]
    fn worked_out_use(self) -> UsdAmount {
        self.used_at(self.at)
    }

    /// What still counts, at an instant from this position's own on, of the entries up to this position's own.
    fn used_at(&self, at: DateTime<Utc>) -> UsdAmount {
        let (window, end) = (self.cap.window(), Cut::after(self.at));
        let before = |cut: Cut| self.timeline.total_before(cut.min(end)).counted(self.cap.measure());
        let since_horizon = self.made.saturating_sub(before(window.horizon(at)));
        let lapsed = window.stragglers(at).map(|(from, to)| before(to).saturating_sub(before(from)));
        lapsed.fold(since_horizon, UsdAmount::saturating_sub)
    }

    /// The first instant from now on at which at most `level` is used.
    fn first_at_most(&self, level: UsdAmount) -> Option<DateTime<Utc>> {
        if self.used <= level {
            return Some(self.at);
        }
        let (window, measure) = (self.cap.window(), self.cap.measure());
        // Days lapse in their order, so enough has lapsed by the end of the day on which this entry does.
        let enough = self.made.saturating_sub(level);
        let reached = self.timeline.first(|_, made| made.counted(measure) >= enough)?;
        let expiry = window.expiry(reached.at())?;
        let lapse_date = calendar::utc_date(expiry);
        if window.lapses_alone(lapse_date) || window.lapsing_during(lapse_date).nth(1).is_none() {
            return Some(expiry);
        }
        window.lapsing_during(lapse_date).filter_map(|day| self.first_at_most_by(day, lapse_date, level)).min()
    }

    /// The same among the entries of one day, which lapse during `lapse_date` in their order.
    fn first_at_most_by(&self, day: NaiveDate, lapse_date: NaiveDate, level: UsdAmount) -> Option<DateTime<Utc>> {
        let expiry = |entry: &CapEntry| lapse_date.and_time(entry.at().time()).and_utc();
        let reached = self.timeline.first(|entry, _| {
            let date = calendar::utc_date(entry.at());
            date > day || (date == day && self.used_at(expiry(entry)) <= level)
        })?;
        (calendar::utc_date(reached.at()) == day).then(|| expiry(reached))
    }
}

impl fmt::Debug for CapPosition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("CapPosition");
        shown.field("at", &self.at).field("cap", &self.cap).field("used", &self.used).finish_non_exhaustive()
    }
}
