//! How long something can be cancelled, in days or in hours.

use core::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::calendar::{add_days, days_between, midnight};

/// Whether the last unit of a window is inside.
///
/// # Examples
///
/// ```
/// # use reservation_policy::chrono::{DateTime, Utc};
/// # use reservation_policy::policy::software::{Boundary, CancellationWindow};
/// let bought: DateTime<Utc> = "2021-06-01T09:00:00Z".parse()?;
/// let last_day = |boundary| CancellationWindow::days(30).with_boundary(boundary).last_moment(bought);
/// assert_eq!(last_day(Boundary::Inclusive), Some("2021-07-01T23:59:59Z".parse()?));
/// assert_eq!(last_day(Boundary::Exclusive), Some("2021-06-30T23:59:59Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-01`: inside, unless the caller chooses otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "an edge is inside or outside")]
pub enum Boundary {
    /// Day 60 of 60, or exactly 168 hours of 168, is inside.
    #[default]
    Inclusive,
    /// Day 60 of 60, or exactly 168 hours of 168, is too late.
    Exclusive,
}

/// The length of a window, in the unit that it is counted in.
///
/// # Examples
///
/// ```
/// # use reservation_policy::policy::software::{CancellationWindow, WindowLength};
/// let label = match CancellationWindow::hours(168).length() {
///     WindowLength::Days(days) => format!("{days} d"),
///     WindowLength::Hours(hours) => format!("{hours} h"),
/// };
/// assert_eq!(label, "168 h");
/// ```
///
/// # Rules
///
/// `AMB-02`, `AMB-03`: days are UTC calendar days, hours only where an edition says hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a caller who shows a window must know every unit")]
pub enum WindowLength {
    /// A difference of UTC dates: the time of day does not matter.
    Days(u32),
    /// Time passed, to the nanosecond.
    Hours(u32),
}

/// The length, with its unit: `60 days`, `1 hour`.
impl fmt::Display for WindowLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::Days(count) => (count, "day"),
            Self::Hours(count) => (count, "hour"),
        };
        write!(f, "{count} {unit}{}", if *count == 1 { "" } else { "s" })
    }
}

/// How long something can be cancelled after it was bought or renewed.
///
/// In days, the purchase is on day 0 and an attempt on day 60 of 60 is in time until midnight UTC, however late in the
/// day the purchase was. In hours, an attempt after exactly 168 hours of 168 is in time, and one nanosecond later
/// it is not. [`Boundary::Exclusive`] takes that last day or that last instant away.
///
/// In JSON: `{"days": 60}`, `{"hours": 168, "boundary": "exclusive"}`.
///
/// # Examples
///
/// ```
/// use chrono::{DateTime, Utc};
/// use reservation_policy::policy::software::{Boundary, CancellationWindow};
///
/// let bought: DateTime<Utc> = "2021-03-15T18:30:00Z".parse()?;
/// let sixty_days = CancellationWindow::days(60);
/// assert_eq!(sixty_days.last_moment(bought), Some("2021-05-14T23:59:59Z".parse()?));
///
/// let strict = sixty_days.with_boundary(Boundary::Exclusive);
/// assert_eq!(strict.last_moment(bought), Some("2021-05-13T23:59:59Z".parse()?));
///
/// let week = CancellationWindow::hours(168);
/// assert_eq!(week.last_moment(bought), Some("2021-03-22T18:30:00Z".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-01`, `SW-03`, `L-17`, `AMB-01`, `AMB-02`, `AMB-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "wire::Window", into = "wire::Window")
)]
pub struct CancellationWindow {
    length: WindowLength,
    boundary: Boundary,
}

impl CancellationWindow {
    /// A window of UTC calendar days, the last one inside.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::chrono::{DateTime, Utc};
    /// # use reservation_policy::policy::software::CancellationWindow;
    /// // Bought five minutes before midnight: it is day 0 all the same.
    /// let bought: DateTime<Utc> = "2023-01-02T23:55:00Z".parse()?;
    /// assert_eq!(CancellationWindow::days(60).last_moment(bought), Some("2023-03-03T23:59:59Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn days(count: u32) -> Self {
        Self { length: WindowLength::Days(count), boundary: Boundary::Inclusive }
    }

    /// A window of hours, its last instant inside.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::chrono::{DateTime, Utc};
    /// # use reservation_policy::policy::software::CancellationWindow;
    /// let bought: DateTime<Utc> = "2023-01-02T23:55:00Z".parse()?;
    /// assert_eq!(CancellationWindow::hours(168).last_moment(bought), Some("2023-01-09T23:55:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn hours(count: u32) -> Self {
        Self { length: WindowLength::Hours(count), boundary: Boundary::Inclusive }
    }

    /// The same window with this edge.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::{Boundary, CancellationWindow};
    /// let strict = CancellationWindow::days(60).with_boundary(Boundary::Exclusive);
    /// assert_eq!(strict.to_string(), "less than 60 days");
    /// ```
    #[must_use]
    pub const fn with_boundary(self, boundary: Boundary) -> Self {
        Self { boundary, ..self }
    }

    /// The length and its unit.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::{CancellationWindow, WindowLength};
    /// assert_eq!(CancellationWindow::days(60).length(), WindowLength::Days(60));
    /// ```
    #[must_use]
    pub const fn length(self) -> WindowLength {
        self.length
    }

    /// Whether the last day or instant is inside.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::{Boundary, CancellationWindow};
    /// assert_eq!(CancellationWindow::days(60).boundary(), Boundary::Inclusive);
    /// ```
    #[must_use]
    pub const fn boundary(self) -> Boundary {
        self.boundary
    }

    /// The last moment inside, to the second; `None` past the end of the calendar.
    ///
    /// In days it is the last second of the last day, and the fractions of that second are still inside. In hours
    /// with [`Boundary::Exclusive`] it is one second before the edge.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::chrono::{DateTime, Utc};
    /// # use reservation_policy::policy::software::{Boundary, CancellationWindow};
    /// let bought: DateTime<Utc> = "2021-03-15T18:30:00Z".parse()?;
    /// let strict = CancellationWindow::hours(168).with_boundary(Boundary::Exclusive);
    /// assert_eq!(strict.last_moment(bought), Some("2021-03-22T18:29:59Z".parse()?));
    /// assert_eq!(strict.last_moment(DateTime::<Utc>::MAX_UTC), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn last_moment(self, opened: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.opened_at(opened).and_then(OpenedWindow::last_moment)
    }

    /// Fixes the window's edge in time; `None` past the end of the calendar.
    pub(crate) fn opened_at(self, opened: DateTime<Utc>) -> Option<OpenedWindow> {
        let edge = match (self.length, self.boundary) {
            (WindowLength::Days(count), Boundary::Exclusive) => Edge::DayTooLate(add_days(opened.date_naive(), count)?),
            (WindowLength::Days(count), Boundary::Inclusive) => {
                Edge::DayTooLate(add_days(opened.date_naive(), count)?.succ_opt()?)
            }
            (WindowLength::Hours(count), Boundary::Inclusive) => Edge::LastInstant(add_hours(opened, count)?),
            (WindowLength::Hours(count), Boundary::Exclusive) => Edge::InstantTooLate(add_hours(opened, count)?),
        };
        Some(OpenedWindow { opened, edge })
    }
}

/// The length, and `less than` where the last unit is outside.
impl fmt::Display for CancellationWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let less = match self.boundary {
            Boundary::Inclusive => "",
            Boundary::Exclusive => "less than ",
        };
        write!(f, "{less}{}", self.length)
    }
}

/// A window with both ends fixed in time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenedWindow {
    opened: DateTime<Utc>,
    edge: Edge,
}

#[derive(Debug, Clone, Copy)]
enum Edge {
    DayTooLate(NaiveDate),
    LastInstant(DateTime<Utc>),
    InstantTooLate(DateTime<Utc>),
}

impl OpenedWindow {
    /// Whether an instant is not too late. Instants before the opening are the caller's concern.
    pub(crate) fn is_open_at(self, at: DateTime<Utc>) -> bool {
        match self.edge {
            Edge::DayTooLate(day) => at.date_naive() < day,
            Edge::LastInstant(last) => at <= last,
            Edge::InstantTooLate(first) => at < first,
        }
    }

    /// The last whole second inside.
    pub(crate) fn last_moment(self) -> Option<DateTime<Utc>> {
        match self.edge {
            Edge::DayTooLate(day) => midnight(day).checked_sub_signed(TimeDelta::seconds(1)),
            Edge::LastInstant(last) => Some(last),
            Edge::InstantTooLate(first) => first.checked_sub_signed(TimeDelta::seconds(1)),
        }
    }

    /// How many whole days are left: 0 on the last day and after it.
    pub(crate) fn days_remaining(self, at: DateTime<Utc>) -> u32 {
        match self.edge {
            Edge::DayTooLate(day) => days_between(at.date_naive(), day).unwrap_or(0).saturating_sub(1),
            Edge::LastInstant(end) | Edge::InstantTooLate(end) => {
                // After the edge the difference is negative, or less than a day.
                u32::try_from(end.signed_duration_since(at).num_days()).unwrap_or(0)
            }
        }
    }

    /// How many whole units of the window have passed: days by date, hours by the clock.
    pub(crate) fn elapsed(self, at: DateTime<Utc>) -> u64 {
        match self.edge {
            Edge::DayTooLate(_) => u64::from(days_between(self.opened.date_naive(), at.date_naive()).unwrap_or(0)),
            Edge::LastInstant(_) | Edge::InstantTooLate(_) => {
                u64::try_from(at.signed_duration_since(self.opened).num_hours()).unwrap_or(0)
            }
        }
    }
}

fn add_hours(instant: DateTime<Utc>, hours: u32) -> Option<DateTime<Utc>> {
    instant.checked_add_signed(TimeDelta::try_hours(i64::from(hours))?)
}

#[cfg(feature = "serde")]
mod wire {
    use serde::{Deserialize, Serialize};

    use super::{Boundary, CancellationWindow, WindowLength};

    #[derive(Serialize, Deserialize)]
    #[serde(rename = "CancellationWindow", deny_unknown_fields)]
    pub(super) struct Window {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hours: Option<u32>,
        #[serde(default)]
        boundary: Boundary,
    }

    impl TryFrom<Window> for CancellationWindow {
        type Error = &'static str;

        fn try_from(window: Window) -> Result<Self, &'static str> {
            let length = match (window.days, window.hours) {
                (Some(count), None) => WindowLength::Days(count),
                (None, Some(count)) => WindowLength::Hours(count),
                _ => return Err("a cancellation window has exactly one length, expected either `days` or `hours`"),
            };
            Ok(Self { length, boundary: window.boundary })
        }
    }

    impl From<CancellationWindow> for Window {
        fn from(window: CancellationWindow) -> Self {
            let (days, hours) = match window.length {
                WindowLength::Days(count) => (Some(count), None),
                WindowLength::Hours(count) => (None, Some(count)),
            };
            Self { days, hours, boundary: window.boundary }
        }
    }
}
