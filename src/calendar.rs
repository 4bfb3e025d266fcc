//! Terms, periods and UTC days.

use core::fmt;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Utc};

use crate::parse::ParseError;
use crate::rounding::Share;

/// How long a reservation or a savings plan runs.
///
/// # Examples
///
/// ```
/// use reservation_policy::Term;
///
/// let term: Term = "P3Y".parse()?;
/// assert_eq!((term.months(), term.to_string().as_str()), (36, "3 years"));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Term {
    /// One month; only Azure OpenAI and Foundry provisioned throughput is sold for it.
    OneMonth,
    /// One year.
    OneYear,
    /// Three years.
    ThreeYears,
    /// Five years.
    FiveYears,
}

impl Term {
    /// Every term, shortest first.
    pub const ALL: [Self; 4] = [Self::OneMonth, Self::OneYear, Self::ThreeYears, Self::FiveYears];

    /// The ISO 8601 duration that the service writes: `P1Y`.
    #[must_use]
    pub const fn iso(self) -> &'static str {
        match self {
            Self::OneMonth => "P1M",
            Self::OneYear => "P1Y",
            Self::ThreeYears => "P3Y",
            Self::FiveYears => "P5Y",
        }
    }

    /// The length in calendar months.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::OneMonth => 1,
            Self::OneYear => 12,
            Self::ThreeYears => 36,
            Self::FiveYears => 60,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::OneMonth => "1 month",
            Self::OneYear => "1 year",
            Self::ThreeYears => "3 years",
            Self::FiveYears => "5 years",
        }
    }
}

impl core::str::FromStr for Term {
    type Err = ParseError;

    /// Reads `P1Y` in any case, or what `Display` prints: `1 year`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fits = |term: &Self| term.iso().eq_ignore_ascii_case(text) || term.name() == text;
        let expected = "`P1M`, `P1Y`, `P3Y` or `P5Y`";
        Self::ALL.into_iter().find(fits).ok_or_else(|| ParseError::new("a reservation term", text, expected))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// UTC days from a first one up to, and without, an end. At least one day.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Period;
///
/// let february = Period::new("2024-02-01".parse()?, "2024-03-01".parse()?)?;
/// assert_eq!(february.days(), 29);
/// assert_eq!(february.days_used("2024-02-10".parse()?), 9); // the day itself is not used yet
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Period {
    start: NaiveDate,
    end: NaiveDate,
    days: u32,
}

impl Period {
    /// A period.
    ///
    /// # Errors
    ///
    /// [`ParseError`] unless the end lies after the start.
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, ParseError> {
        match days_between(start, end) {
            Some(days) if days > 0 => Ok(Self { start, end, days }),
            _ => Err(ParseError::new("a period", &format!("{start} to {end}"), "an end after the start")),
        }
    }

    /// The first day.
    #[must_use]
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The first day after it.
    #[must_use]
    pub const fn end(self) -> NaiveDate {
        self.end
    }

    /// The number of days.
    #[must_use]
    pub const fn days(self) -> u32 {
        self.days
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }

    /// The days of the period before a day: 0 before it begins, all of them after it ends.
    #[must_use]
    pub fn days_used(self, day: NaiveDate) -> u32 {
        days_used(self.start.num_days_from_ce(), self.days, day.num_days_from_ce())
    }

    /// The share of its days that is left on a day; that day itself is left.
    #[must_use]
    pub fn left_on(self, day: NaiveDate) -> Share {
        Share::left_of(self.days_used(day), self.days)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.start, self.end)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Period", deny_unknown_fields)]
struct Wire {
    start: NaiveDate,
    end: NaiveDate,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Period {
    type Error = ParseError;

    fn try_from(wire: Wire) -> Result<Self, ParseError> {
        Self::new(wire.start, wire.end)
    }
}

#[cfg(feature = "serde")]
impl From<Period> for Wire {
    fn from(period: Period) -> Self {
        Self { start: period.start, end: period.end }
    }
}

/// The UTC day of an instant.
pub(crate) const fn utc_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.naive_utc().date()
}

/// The first instant of a UTC day.
pub(crate) const fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// How many of the days of a period are used on a day: the day itself is not. Days are counted from any one day.
pub(crate) fn days_used(start: i32, total: u32, day: i32) -> u32 {
    if day <= start { 0 } else { day.abs_diff(start).min(total) }
}

/// The whole days from one day to a later or equal one.
pub(crate) fn days_between(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    u32::try_from(to.num_days_from_ce().checked_sub(from.num_days_from_ce())?).ok()
}

/// A day some calendar months later, clamped to the end of its month.
pub(crate) fn add_months(anchor: NaiveDate, months: u32) -> Option<NaiveDate> {
    anchor.checked_add_months(Months::new(months))
}

/// A day some days later.
pub(crate) fn add_days(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::from(days)))
}

/// The whole months from an anchor to a day, or `None` before the anchor. Month `k` begins at `add_months(anchor, k)`.
pub(crate) fn whole_months(anchor: NaiveDate, date: NaiveDate) -> Option<u32> {
    if date < anchor {
        return None;
    }
    let number = |day: NaiveDate| day.year().checked_mul(12)?.checked_add_unsigned(day.month0());
    let months = u32::try_from(number(date)?.checked_sub(number(anchor)?)?).ok()?;
    // Clamping only moves a start to the last day of its month, so a later day of the month can't lie before it.
    if date.day() >= anchor.day() || add_months(anchor, months)? <= date { Some(months) } else { months.checked_sub(1) }
}

/// An instant as messages and JSON show it: `2026-04-17T14:05:00Z`.
pub(crate) fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_are_counted_from_the_anchor_and_return_to_the_31st() {
        let anchor = date("2023-01-31");
        let starts: Vec<NaiveDate> = (0..4).map(|k| add_months(anchor, k).unwrap()).collect();
        assert_eq!(starts, ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"].map(date));
    }

    #[test]
    fn whole_months_finds_the_month_of_every_day() {
        for anchor in ["2023-01-01", "2023-01-28", "2023-01-31", "2024-02-29", "2024-12-30"].map(date) {
            for k in 0..60 {
                let (start, end) = (add_months(anchor, k).unwrap(), add_months(anchor, k + 1).unwrap());
                for day in start.iter_days().take_while(|day| *day < end) {
                    assert_eq!(whole_months(anchor, day), Some(k), "{anchor} {day}");
                }
            }
        }
        assert_eq!(whole_months(date("2023-01-02"), date("2023-01-01")), None);
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        assert_eq!(add_months(NaiveDate::MAX, 12), None);
        assert_eq!(add_days(NaiveDate::MAX, 1), None);
        assert_eq!(whole_months(NaiveDate::MIN, NaiveDate::MAX), Some(6_291_431));
        assert!(Period::new(NaiveDate::MIN, NaiveDate::MAX).is_ok());
        assert!(Period::new(NaiveDate::MAX, NaiveDate::MIN).is_err());
    }

    #[test]
    fn used_days_are_the_whole_days_before_the_day() {
        let period = Period::new(date("2023-02-01"), date("2023-03-01")).unwrap();
        for (day, used) in [
            ("2023-01-31", 0),
            ("2023-02-01", 0),
            ("2023-02-10", 9),
            ("2023-02-28", 27),
            ("2023-03-01", 28),
            ("2024-03-01", 28),
        ] {
            assert_eq!(period.days_used(date(day)), used, "{day}");
        }
    }
}
