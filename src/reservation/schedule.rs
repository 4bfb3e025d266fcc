//! When a reservation runs, and which days each payment covers.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::{Period, Term, add_months, days_into_month, whole_months};
use crate::shown::shortened;

/// How a reservation is paid.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::reservation::{BillingPlan, Schedule};
///
/// let start = "2024-07-10".parse()?;
/// assert_eq!(Schedule::new(start, Term::ThreeYears, BillingPlan::Upfront)?.payments(), 1);
/// assert_eq!(Schedule::new(start, Term::ThreeYears, BillingPlan::Monthly)?.payments(), 36);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BillingPlan {
    /// One payment for the whole term.
    Upfront,
    /// One payment a month.
    Monthly,
}

/// A text that is no billing plan.
///
/// # Examples
///
/// ```
/// # use reservation_policy::reservation::BillingPlan;
/// assert_eq!(
///     BillingPlan::from_name("Yearly").map_err(|error| error.to_string()),
///     Err("`Yearly` is not a billing plan, expected `Upfront` or `Monthly`".to_owned())
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a billing plan, expected `Upfront` or `Monthly`")]
#[non_exhaustive]
pub struct InvalidBillingPlan {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl BillingPlan {
    /// The plan with the service's name for it.
    ///
    /// # Errors
    ///
    /// [`InvalidBillingPlan`] for anything but `Upfront` and `Monthly`, compared without regard to case.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::BillingPlan;
    /// assert_eq!(BillingPlan::from_name("monthly")?, BillingPlan::Monthly);
    /// assert!(BillingPlan::from_name("P1M").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_name(name: &str) -> Result<Self, InvalidBillingPlan> {
        [Self::Upfront, Self::Monthly]
            .into_iter()
            .find(|plan| plan.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| InvalidBillingPlan { text: shortened(name) })
    }

    /// The service's name.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::BillingPlan;
    /// assert_eq!(BillingPlan::Upfront.name(), "Upfront");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upfront => "Upfront",
            Self::Monthly => "Monthly",
        }
    }
}

impl fmt::Display for BillingPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// As [`BillingPlan::from_name`].
impl core::str::FromStr for BillingPlan {
    type Err = InvalidBillingPlan;

    fn from_str(text: &str) -> Result<Self, InvalidBillingPlan> {
        Self::from_name(text)
    }
}

/// The term of a reservation and the days that each of its payments covers.
///
/// Payment `k`, counted from 0, covers the days from the start plus `k` months up to the start plus `k + 1` months;
/// an upfront payment covers the whole term. A payment that succeeds late moves nothing.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::reservation::{BillingPlan, Schedule};
///
/// let schedule = Schedule::new("2023-01-31".parse()?, Term::OneYear, BillingPlan::Monthly)?;
/// assert_eq!(schedule.payments(), 12);
/// let (index, period) = schedule.period_on("2023-03-01".parse()?).ok_or("after the end")?;
/// assert_eq!((index, period.to_string()), (1, "2023-02-28 to 2023-03-31".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-25` for starts at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Schedule {
    term: Term,
    plan: BillingPlan,
    whole: Period,
}

/// A term that ends after the last day of the calendar.
///
/// # Examples
///
/// ```
/// # use reservation_policy::calendar::Term;
/// # use reservation_policy::chrono::NaiveDate;
/// # use reservation_policy::reservation::{BillingPlan, Schedule};
/// assert_eq!(
///     Schedule::new(NaiveDate::MAX, Term::OneYear, BillingPlan::Upfront).map_err(|error| error.to_string()),
///     Err("a term of 1 year from `+262142-12-31` ends after the calendar does, expected an earlier start".to_owned())
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a term of {term} from `{start}` ends after the calendar does, expected an earlier start")]
#[non_exhaustive]
pub struct InvalidSchedule {
    /// The first day that was given.
    pub start: NaiveDate,
    /// The term that was given.
    pub term: Term,
}

impl Schedule {
    /// A term that starts on this UTC date.
    ///
    /// # Errors
    ///
    /// [`InvalidSchedule`] when its end is past the year 262142.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Term;
    /// # use reservation_policy::reservation::{BillingPlan, Schedule};
    /// let schedule = Schedule::new("2024-07-10".parse()?, Term::OneYear, BillingPlan::Upfront)?;
    /// assert_eq!(schedule.whole_term().to_string(), "2024-07-10 to 2025-07-10"); // the last day not included
    /// assert_eq!(schedule.whole_term().days(), 365);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(start: NaiveDate, term: Term, plan: BillingPlan) -> Result<Self, InvalidSchedule> {
        let whole = add_months(start, term.months()).and_then(|end| Period::new(start, end).ok());
        whole.map(|whole| Self { term, plan, whole }).ok_or(InvalidSchedule { start, term })
    }

    /// The first day of the term.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/schedule.txt")]
    /// assert_eq!(schedule.start().to_string(), "2023-01-31");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn start(&self) -> NaiveDate {
        self.whole.start()
    }

    /// The first day after the term.
    ///
    /// A UTC date; on it nothing is left, and nothing can be returned.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/schedule.txt")]
    /// assert_eq!(schedule.end().to_string(), "2024-01-31");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn end(&self) -> NaiveDate {
        self.whole.end()
    }

    /// The length.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/schedule.txt")]
    /// assert_eq!(schedule.term(), Term::OneYear);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// How it is paid.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/schedule.txt")]
    /// assert_eq!(schedule.plan(), BillingPlan::Monthly);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn plan(&self) -> BillingPlan {
        self.plan
    }

    /// The days of the whole term.
    ///
    /// UTC days, the end not included.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Term;
    /// # use reservation_policy::reservation::{BillingPlan, Schedule};
    /// let leap = Schedule::new("2024-01-01".parse()?, Term::OneYear, BillingPlan::Upfront)?;
    /// assert_eq!(leap.whole_term().days(), 366);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn whole_term(&self) -> Period {
        self.whole
    }

    /// How many payments the plan has: 1, 12, 36 or 60.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Term;
    /// # use reservation_policy::reservation::{BillingPlan, Schedule};
    /// let monthly = Schedule::new("2024-07-10".parse()?, Term::FiveYears, BillingPlan::Monthly)?;
    /// assert_eq!(monthly.payments(), 60);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn payments(&self) -> u32 {
        match self.plan {
            BillingPlan::Upfront => 1,
            BillingPlan::Monthly => self.term.months(),
        }
    }

    /// How many months a payment covers.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::calendar::Term;
    /// # use reservation_policy::reservation::{BillingPlan, Schedule};
    /// let upfront = Schedule::new("2024-07-10".parse()?, Term::ThreeYears, BillingPlan::Upfront)?;
    /// assert_eq!((upfront.payments(), upfront.months_each()), (1, 36));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn months_each(&self) -> u32 {
        match self.plan {
            BillingPlan::Upfront => self.term.months(),
            BillingPlan::Monthly => 1,
        }
    }

    /// The days that payment `index`, counted from 0, covers; `None` when the plan has no such payment.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/schedule.txt")]
    /// // Bought on the 31st: February is cut short, and March is counted from the 31st again.
    /// let days = |index| schedule.period(index).map(|period| period.to_string());
    /// assert_eq!(days(1).as_deref(), Some("2023-02-28 to 2023-03-31"));
    /// assert_eq!(days(2).as_deref(), Some("2023-03-31 to 2023-04-30"));
    /// assert_eq!(days(12), None, "twelve payments, counted from 0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-25`.
    #[must_use]
    pub fn period(&self, index: u32) -> Option<Period> {
        if index >= self.payments() {
            return None;
        }
        match self.plan {
            BillingPlan::Upfront => Some(self.whole),
            BillingPlan::Monthly => {
                let start = add_months(self.start(), index)?;
                Period::new(start, add_months(self.start(), index.checked_add(1)?)?).ok()
            }
        }
    }

    /// The payment whose days hold this UTC date, and those days.
    ///
    /// A date before the term belongs to the first payment, of which nothing is used yet. `None` from the end on.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/schedule.txt")]
    /// let payment = |date| schedule.period_on(date).map(|(payment, _)| payment);
    /// assert_eq!(payment("2023-02-27".parse()?), Some(0));
    /// assert_eq!(payment("2023-02-28".parse()?), Some(1));
    /// assert_eq!(payment("2022-12-24".parse()?), Some(0), "before the term");
    /// assert_eq!(payment("2024-01-31".parse()?), None, "the term is over");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-01`, `AMB-25`.
    #[must_use]
    pub fn period_on(&self, date: NaiveDate) -> Option<(u32, Period)> {
        if date >= self.end() {
            return None;
        }
        let index = match self.plan {
            BillingPlan::Upfront => 0,
            BillingPlan::Monthly => whole_months(self.start(), date).unwrap_or(0),
        };
        Some((index, self.period(index)?))
    }

    /// The payment whose days hold this UTC date, how many of them lie before it, and how many there are.
    #[inline(always)]
    pub(super) fn days_on(&self, date: NaiveDate) -> Option<(u32, u32, u32)> {
        if date >= self.end() {
            return None;
        }
        match self.plan {
            BillingPlan::Upfront => Some((0, self.whole.days_used(date), self.whole.days())),
            BillingPlan::Monthly => days_into_month(self.start(), date).or_else(|| (*self).days_by_dates(date)),
        }
    }

    #[cold]
    fn days_by_dates(self, date: NaiveDate) -> Option<(u32, u32, u32)> {
        let (index, period) = self.period_on(date)?;
        Some((index, period.days_used(date), period.days()))
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Schedule", deny_unknown_fields)]
struct Wire {
    start: NaiveDate,
    term: Term,
    plan: BillingPlan,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Schedule {
    type Error = InvalidSchedule;

    fn try_from(wire: Wire) -> Result<Self, InvalidSchedule> {
        Self::new(wire.start, wire.term, wire.plan)
    }
}

#[cfg(feature = "serde")]
impl From<Schedule> for Wire {
    fn from(schedule: Schedule) -> Self {
        Self { start: schedule.start(), term: schedule.term, plan: schedule.plan }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(start: &str, term: Term, plan: BillingPlan) -> Schedule {
        Schedule::new(start.parse().unwrap(), term, plan).unwrap()
    }

    #[test]
    fn the_periods_tile_the_term_for_every_anchor() {
        let mut start: NaiveDate = "2023-12-25".parse().unwrap();
        for _ in 0..400 {
            for term in Term::ALL {
                let schedule = Schedule::new(start, term, BillingPlan::Monthly).unwrap();
                let mut next = start;
                for index in 0..schedule.payments() {
                    let period = schedule.period(index).unwrap();
                    assert_eq!(period.start(), next, "{start} {index}");
                    assert!((28..=31).contains(&period.days()), "{start} {index}");
                    next = period.end();
                }
                assert_eq!(next, schedule.end(), "{start}");
            }
            start = start.succ_opt().unwrap();
        }
    }

    #[test]
    fn the_days_on_a_date_are_those_of_its_period() {
        for start in ["2023-01-01", "2023-01-28", "2023-01-29", "2024-01-31", "2024-02-29"] {
            for plan in [BillingPlan::Upfront, BillingPlan::Monthly] {
                let schedule = schedule(start, Term::OneYear, plan);
                for day in schedule.start().pred_opt().unwrap().iter_days().take(370) {
                    let period = schedule.period_on(day);
                    let expected = period.map(|(index, period)| (index, period.days_used(day), period.days()));
                    assert_eq!(schedule.days_on(day), expected, "{start} {plan} {day}");
                }
            }
        }
    }

    #[test]
    fn an_upfront_term_has_its_calendar_length() {
        for (start, term, days) in [
            ("2022-01-01", Term::OneYear, 365),
            ("2024-01-01", Term::OneYear, 366),
            ("2021-03-01", Term::ThreeYears, 1096),
            ("2021-03-01", Term::OneYear, 365),
            ("2020-03-01", Term::ThreeYears, 1095),
            ("2021-01-01", Term::FiveYears, 1826),
            ("2020-01-01", Term::FiveYears, 1827),
        ] {
            assert_eq!(schedule(start, term, BillingPlan::Upfront).whole_term().days(), days, "{start} {term}");
        }
    }

    #[test]
    fn nothing_is_left_on_the_day_the_term_ends() {
        let schedule = schedule("2024-02-29", Term::OneYear, BillingPlan::Monthly);
        assert_eq!(schedule.period_on("2025-02-27".parse().unwrap()).unwrap().0, 11);
        assert_eq!(schedule.period_on("2025-02-28".parse().unwrap()), None);
        assert_eq!(schedule.period_on("2024-01-01".parse().unwrap()).unwrap().0, 0);
    }

    #[test]
    fn a_term_past_the_calendar_is_an_error() {
        assert!(Schedule::new(NaiveDate::MAX, Term::OneYear, BillingPlan::Upfront).is_err());
        assert!(Schedule::new(NaiveDate::MIN, Term::FiveYears, BillingPlan::Monthly).is_ok());
    }
}
