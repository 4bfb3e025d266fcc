//! Whole UTC days, terms, and the periods that payments cover.
//!
//! Days are dates in UTC (`AMB-03`). A period holds its first day and not its last: `[start, end)`. Period `k` always
//! begins at the anchor plus `k` months, never at the previous period plus one month: a plan that began on 31 January
//! has periods that begin on 28 February and again on 31 March (`AMB-25`).

use core::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

use crate::quantity::Share;
use crate::shown::shortened;

/// How long a reservation was bought for.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
///
/// assert_eq!(Term::from_iso("P3Y")?.months(), 36);
/// assert!(Term::from_iso("P2Y").is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Term {
    /// Twelve months, `P1Y`.
    OneYear,
    /// Thirty-six months, `P3Y`.
    ThreeYears,
    /// Sixty months, `P5Y`.
    FiveYears,
}

/// A text that is no term.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
///
/// assert_eq!(
///     Term::from_iso("P2Y").unwrap_err().to_string(),
///     "`P2Y` is not a term that reservations are sold for, expected `P1Y`, `P3Y` or `P5Y`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a term that reservations are sold for, expected `P1Y`, `P3Y` or `P5Y`")]
#[non_exhaustive]
pub struct InvalidTerm {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl Term {
    /// Every term, shortest first.
    pub const ALL: [Self; 3] = [Self::OneYear, Self::ThreeYears, Self::FiveYears];

    /// The term with this ISO 8601 duration, as the service writes it.
    ///
    /// # Errors
    ///
    /// [`InvalidTerm`] for anything but `P1Y`, `P3Y` and `P5Y`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    ///
    /// assert_eq!(Term::from_iso("P5Y")?, Term::FiveYears);
    /// assert!(Term::from_iso("P12M").is_err(), "as long as a year, and never written so");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_iso(text: &str) -> Result<Self, InvalidTerm> {
        Self::ALL.into_iter().find(|term| term.iso() == text).ok_or_else(|| InvalidTerm { text: shortened(text) })
    }

    /// The ISO 8601 duration: `P1Y`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    ///
    /// assert_eq!(Term::ALL.map(Term::iso), ["P1Y", "P3Y", "P5Y"]);
    /// ```
    #[must_use]
    pub const fn iso(self) -> &'static str {
        match self {
            Self::OneYear => "P1Y",
            Self::ThreeYears => "P3Y",
            Self::FiveYears => "P5Y",
        }
    }

    /// The length in calendar months.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    ///
    /// assert_eq!(Term::ALL.map(Term::months), [12, 36, 60]);
    /// ```
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::OneYear => 12,
            Self::ThreeYears => 36,
            Self::FiveYears => 60,
        }
    }

    /// The length in hours as savings plans are priced: 8,760 a year, leap years or not.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    /// use reservation_policy::{Currency, Money};
    ///
    /// // A savings plan of 0.50 USD an hour, for a year.
    /// let hourly = Money::parse("0.50", Currency::USD)?;
    /// assert_eq!(hourly.checked_mul(Term::OneYear.priced_hours())?.to_string(), "4380.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn priced_hours(self) -> u32 {
        match self {
            Self::OneYear => 8_760,
            Self::ThreeYears => 26_280,
            Self::FiveYears => 43_800,
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OneYear => "1 year",
            Self::ThreeYears => "3 years",
            Self::FiveYears => "5 years",
        })
    }
}

/// A half-open range of UTC days: the first day is inside, the last is not. Never empty.
///
/// # Examples
///
/// ```
/// use chrono::NaiveDate;
/// use reservation_policy::calendar::Period;
///
/// let february = Period::new("2024-02-01".parse()?, "2024-03-01".parse()?)?;
/// assert_eq!(february.days(), 29);
/// assert!(!february.contains("2024-03-01".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-01`, `AMB-03`: whole days in UTC. `AMB-14`: months and years have their real lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    start: NaiveDate,
    end: NaiveDate,
    days: u32,
}

/// Two dates between which there is no day.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Period;
///
/// let day = "2024-02-01".parse()?;
/// assert_eq!(
///     Period::new(day, day).unwrap_err().to_string(),
///     "the period from `2024-02-01` to `2024-02-01` has no day, expected an end after the start"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period from `{start}` to `{end}` has no day, expected an end after the start")]
#[non_exhaustive]
pub struct InvalidPeriod {
    /// The first day that was given.
    pub start: NaiveDate,
    /// The first day after it that was given.
    pub end: NaiveDate,
}

impl Period {
    /// The days from `start` up to, and without, `end`.
    ///
    /// # Errors
    ///
    /// [`InvalidPeriod`] when `end` is not after `start`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Period;
    ///
    /// let payment = Period::new("2026-01-31".parse()?, "2026-02-28".parse()?)?;
    /// assert_eq!(payment.days(), 28);
    /// assert!(Period::new(payment.end(), payment.start()).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn new(start: NaiveDate, end: NaiveDate) -> Result<Self, InvalidPeriod> {
        match days_between(start, end) {
            Some(days) if days > 0 => Ok(Self { start, end, days }),
            _ => Err(InvalidPeriod { start, end }),
        }
    }

    /// The first day.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Period;
    /// let february = Period::new("2023-02-01".parse()?, "2023-03-01".parse()?)?;
    /// assert_eq!(february.start().to_string(), "2023-02-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn start(self) -> NaiveDate {
        self.start
    }

    /// The first day that is no longer inside.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Period;
    /// let february = Period::new("2023-02-01".parse()?, "2023-03-01".parse()?)?;
    /// assert_eq!(february.end().to_string(), "2023-03-01");
    /// assert!(!february.contains(february.end()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn end(self) -> NaiveDate {
        self.end
    }

    /// How many days: at least one.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Period;
    /// let year = Period::new("2024-01-10".parse()?, "2025-01-10".parse()?)?;
    /// assert_eq!(year.days(), 366, "29 February 2024 is inside");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn days(self) -> u32 {
        self.days
    }

    /// Whether a day is inside.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Period;
    /// let february = Period::new("2023-02-01".parse()?, "2023-03-01".parse()?)?;
    /// assert!(february.contains("2023-02-28".parse()?));
    /// assert!(!february.contains("2023-03-01".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.start <= day && day < self.end
    }

    /// How many whole days of the period lie before this day: 0 on the first day and before it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Period;
    /// let february = Period::new("2023-02-01".parse()?, "2023-03-01".parse()?)?;
    /// assert_eq!(february.days_used("2023-02-10".parse()?), 9, "the 10th itself is not used yet");
    /// assert_eq!(february.days_used("2023-01-15".parse()?), 0);
    /// assert_eq!(february.days_used("2023-04-01".parse()?), 28);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn days_used(self, day: NaiveDate) -> u32 {
        days_between(self.start, day).unwrap_or(0).min(self.days)
    }

    /// The share of the period that is left from this day on, the day itself included.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Period;
    /// use reservation_policy::{Currency, Money};
    ///
    /// let february = Period::new("2023-02-01".parse()?, "2023-03-01".parse()?)?;
    /// let left = february.left_on("2023-02-10".parse()?);
    /// assert_eq!(left.to_string(), "19/28");
    /// assert_eq!(Money::parse("2.66", Currency::USD)?.share(left)?.to_string(), "1.80 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-01`: the day itself is not charged.
    #[must_use]
    #[inline]
    pub fn left_on(self, day: NaiveDate) -> Share {
        Share::left_of(self.days_used(day), self.days)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.start, self.end)
    }
}

/// The UTC date of an instant. Chrono's own goes by way of an offset, which costs more than all the rest of a question.
pub(crate) const fn utc_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.naive_utc().date()
}

/// The days from one date to another; `None` when the second is earlier.
#[inline]
pub(crate) fn days_between(from: NaiveDate, to: NaiveDate) -> Option<u32> {
    u32::try_from(to.num_days_from_ce().checked_sub(from.num_days_from_ce())?).ok()
}

/// `anchor` plus `months`, clamped to the month's end; `None` past the calendar's end.
pub(crate) fn add_months(anchor: NaiveDate, months: u32) -> Option<NaiveDate> {
    day_in_month(month_number(anchor)?.checked_add_unsigned(months)?, anchor.day())
}

/// `anchor` minus `months`, clamped to the month's end; `None` before the calendar's start.
pub(crate) fn sub_months(anchor: NaiveDate, months: u32) -> Option<NaiveDate> {
    day_in_month(month_number(anchor)?.checked_sub_unsigned(months)?, anchor.day())
}

/// Months since January of the year 0.
fn month_number(date: NaiveDate) -> Option<i32> {
    date.year().checked_mul(12)?.checked_add_unsigned(date.month0())
}

/// The day of a month, or the month's last where it has no such day; `None` outside the calendar.
fn day_in_month(number: i32, day: u32) -> Option<NaiveDate> {
    let (year, month) = (number.div_euclid(12), number.rem_euclid(12).unsigned_abs().saturating_add(1));
    // The clamp takes three guesses at most: every month has 28 days.
    let in_month = |day| NaiveDate::from_ymd_opt(year, month, day);
    in_month(day).or_else(|| (28..day).rev().find_map(in_month))
}

/// `date` plus `days`; `None` past the calendar's end.
pub(crate) fn add_days(date: NaiveDate, days: u32) -> Option<NaiveDate> {
    let ordinal = date.ordinal().checked_add(days)?;
    let next_year = ordinal.saturating_sub(if date.leap_year() { 366 } else { 365 });
    match next_year {
        0 => NaiveDate::from_yo_opt(date.year(), ordinal),
        // About a year on is what is mostly asked for.
        1..=365 => NaiveDate::from_yo_opt(date.year().checked_add(1)?, next_year),
        _ => NaiveDate::from_num_days_from_ce_opt(date.num_days_from_ce().checked_add_unsigned(days)?),
    }
}

/// The largest `k` with `anchor + k months <= date`; `None` when `date` is before `anchor`.
pub(crate) fn whole_months(anchor: NaiveDate, date: NaiveDate) -> Option<u32> {
    if date < anchor {
        return None;
    }
    let months = u32::try_from(month_number(date)?.checked_sub(month_number(anchor)?)?).ok()?;
    // Clamping only ever moves a start to the month's last day, so a later day of the month can't be before it.
    if date.day() >= anchor.day() || add_months(anchor, months)? <= date { Some(months) } else { months.checked_sub(1) }
}

/// How far a date lies into the month, counted from the anchor, that holds it: `(months, days used, days in all)`.
///
/// `None` before the anchor, and for anchors after the 28th, which some months lack. The dates that the month begins
/// and ends on are never made for it, which is most of the work.
#[inline(always)]
pub(crate) fn days_into_month(anchor: NaiveDate, date: NaiveDate) -> Option<(u32, u32, u32)> {
    let months = u32::try_from(month_number(date)?.checked_sub(month_number(anchor)?)?).ok()?;
    if anchor.day() > 28 {
        return None;
    }
    if let Some(used) = date.day().checked_sub(anchor.day()) {
        return Some((months, used, month_length(date, date.month())));
    }
    // It began in the month before; January's is December, which is as long.
    let total = month_length(date, date.month().saturating_sub(1));
    let used = total.checked_add(date.day())?.checked_sub(anchor.day())?;
    Some((months.checked_sub(1)?, used, total))
}

/// The days of a month in the year of a date.
const fn month_length(in_year: NaiveDate, month: u32) -> u32 {
    match month {
        2 if in_year.leap_year() => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The first instant of a UTC day.
pub(crate) const fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// An instant as RFC 3339 in UTC, with as many fractional digits as it has: `2023-02-10T21:16:24Z`.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::rfc3339;
///
/// assert_eq!(rfc3339("2023-02-10T22:16:24+01:00".parse()?), "2023-02-10T21:16:24Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_and_days_are_counted_as_chrono_does() {
        let mut anchor = date("1999-12-25");
        for _ in 0..500 {
            for months in (0..61).chain([1200, 4800]) {
                let expected = anchor.checked_add_months(chrono::Months::new(months));
                assert_eq!(add_months(anchor, months), expected, "{anchor} {months}");
                let days = expected.map(|to| u32::try_from(to.signed_duration_since(anchor).num_days()).unwrap());
                assert_eq!(days_between(anchor, expected.unwrap()), days, "{anchor} {months}");
                assert_eq!(add_days(anchor, days.unwrap()), expected, "{anchor} {days:?}");
                let expected = anchor.checked_sub_months(chrono::Months::new(months));
                assert_eq!(sub_months(anchor, months), expected, "{anchor} -{months}");
            }
            anchor = anchor.succ_opt().unwrap();
        }
        for far in [NaiveDate::MIN, date("-0001-03-31"), date("0000-02-29"), date("+262142-11-30"), NaiveDate::MAX] {
            for months in [0, 1, 11, 12, 13, 4799, u32::MAX] {
                let by = chrono::Months::new(months);
                assert_eq!(add_months(far, months), far.checked_add_months(by), "{far} {months}");
                assert_eq!(sub_months(far, months), far.checked_sub_months(by), "{far} -{months}");
            }
        }
    }

    #[test]
    fn periods_are_counted_from_the_anchor_and_return_to_the_31st() {
        let anchor = date("2023-01-31");
        let starts: Vec<NaiveDate> = (0..4).map(|k| add_months(anchor, k).unwrap()).collect();
        assert_eq!(starts, ["2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"].map(date));
    }

    #[test]
    fn whole_months_finds_the_period_of_every_day() {
        for anchor in ["2023-01-01", "2023-01-28", "2023-01-31", "2024-02-29", "2024-12-30"].map(date) {
            for k in 0..60 {
                let (start, end) = (add_months(anchor, k).unwrap(), add_months(anchor, k + 1).unwrap());
                let mut day = start;
                while day < end {
                    assert_eq!(whole_months(anchor, day), Some(k), "{anchor} {day}");
                    day = day.succ_opt().unwrap();
                }
            }
        }
        assert_eq!(whole_months(date("2023-01-02"), date("2023-01-01")), None);
    }

    #[test]
    fn days_are_added_across_years() {
        for start in ["2023-12-30", "2024-01-01", "2024-02-29", "2024-12-31", "-0001-12-31"].map(date) {
            for (days, expected) in (0..1500).zip(start.iter_days()) {
                assert_eq!(add_days(start, days), Some(expected), "{start} {days}");
            }
            assert_eq!(add_days(start, u32::MAX), None);
        }
    }

    #[test]
    fn days_into_a_month_are_those_between_its_dates() {
        for anchor in ["2023-01-01", "2023-01-15", "2023-11-28", "2024-02-28", "1899-12-25"].map(date) {
            for k in 0..50 {
                let month = Period::new(add_months(anchor, k).unwrap(), add_months(anchor, k + 1).unwrap()).unwrap();
                for (used, day) in (0..month.days()).zip(month.start().iter_days()) {
                    assert_eq!(days_into_month(anchor, day), Some((k, used, month.days())), "{anchor} {day}");
                }
            }
            assert_eq!(days_into_month(anchor, anchor.pred_opt().unwrap()), None, "{anchor}");
        }
        assert_eq!(days_into_month(date("2023-01-29"), date("2023-03-29")), None);
    }

    #[test]
    fn calendar_ends_are_no_panic() {
        assert_eq!(add_months(NaiveDate::MAX, 12), None);
        assert_eq!(add_days(NaiveDate::MAX, 1), None);
        assert_eq!(whole_months(NaiveDate::MIN, NaiveDate::MAX), Some(6_291_431));
        assert!(Period::new(NaiveDate::MIN, NaiveDate::MAX).is_ok());
        assert!(Period::new(NaiveDate::MAX, NaiveDate::MIN).is_err());
    }

    #[test]
    fn days_used_counts_whole_days_before_the_day() {
        let period = Period::new(date("2023-02-01"), date("2023-03-01")).unwrap();
        assert_eq!(period.days_used(date("2023-01-31")), 0);
        assert_eq!(period.days_used(date("2023-02-01")), 0);
        assert_eq!(period.days_used(date("2023-02-10")), 9);
        assert_eq!(period.days_used(date("2023-03-01")), 28);
        assert_eq!(period.days_used(date("2024-03-01")), 28);
    }
}
