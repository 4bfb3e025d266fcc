//! The term of a reservation, divided into the periods of its payments.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::{Period, Term, add_months, whole_months};
use crate::facts::InvalidFacts;
use crate::parse::ParseError;

/// How a reservation is paid.
///
/// # Examples
///
/// ```
/// use reservation_policy::BillingPlan;
///
/// assert_eq!("monthly".parse::<BillingPlan>()?, BillingPlan::Monthly);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "the service has had these two since 2019, and callers match on both")]
pub enum BillingPlan {
    /// One payment for the whole term.
    Upfront,
    /// One payment for each month of the term.
    Monthly,
}

impl BillingPlan {
    /// The word of the service: `Upfront` or `Monthly`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upfront => "Upfront",
            Self::Monthly => "Monthly",
        }
    }
}

impl core::str::FromStr for BillingPlan {
    type Err = ParseError;

    /// Reads the service's word in any case.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let named = [Self::Upfront, Self::Monthly].into_iter().find(|plan| plan.name().eq_ignore_ascii_case(text));
        named.ok_or_else(|| ParseError::new("a billing plan", text, "`Upfront` or `Monthly`"))
    }
}

impl fmt::Display for BillingPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The term of a reservation and the periods that its payments pay for.
///
/// Period `k` of a monthly plan begins `k` calendar months after the start, clamped to the end of the month and always
/// counted from the start (`AMB-25`). An upfront plan has one period: the whole term.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::Schedule;
/// use reservation_policy::{BillingPlan, Term};
///
/// let schedule = Schedule::new("2023-01-31".parse()?, Term::OneYear, BillingPlan::Monthly)?;
/// let (payment, period) = schedule.period_on("2023-03-05".parse()?).ok_or("after the term")?;
/// assert_eq!((payment, period.to_string().as_str()), (2, "2023-02-28 to 2023-03-31"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Schedule {
    term: Term,
    plan: BillingPlan,
    whole: Period,
}

impl Schedule {
    /// A schedule that starts on a UTC day.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::TermPastCalendar`] when the term ends after the calendar does.
    pub fn new(start: NaiveDate, term: Term, plan: BillingPlan) -> Result<Self, InvalidFacts> {
        let whole = add_months(start, term.months()).and_then(|end| Period::new(start, end).ok());
        whole.map(|whole| Self { term, plan, whole }).ok_or(InvalidFacts::TermPastCalendar { start, term })
    }

    /// The first day of the term.
    #[must_use]
    pub const fn start(self) -> NaiveDate {
        self.whole.start()
    }

    /// The first day after the term.
    #[must_use]
    pub const fn end(self) -> NaiveDate {
        self.whole.end()
    }

    /// The term.
    #[must_use]
    pub const fn term(self) -> Term {
        self.term
    }

    /// How it is paid.
    #[must_use]
    pub const fn plan(self) -> BillingPlan {
        self.plan
    }

    /// The whole term as a period.
    #[must_use]
    pub const fn whole_term(self) -> Period {
        self.whole
    }

    /// The number of payments: 1, or the months of the term.
    #[must_use]
    pub const fn payments(self) -> u32 {
        match self.plan {
            BillingPlan::Upfront => 1,
            BillingPlan::Monthly => self.term.months(),
        }
    }

    /// The months that one payment pays for.
    pub(crate) const fn months_each(self) -> u32 {
        match self.plan {
            BillingPlan::Upfront => self.term.months(),
            BillingPlan::Monthly => 1,
        }
    }

    /// The period of a payment, by the payment's number from 1. `None` for a number that the plan does not have.
    #[must_use]
    pub fn period(self, number: u32) -> Option<Period> {
        let index = number.checked_sub(1).filter(|index| *index < self.payments())?;
        match self.plan {
            BillingPlan::Upfront => Some(self.whole),
            BillingPlan::Monthly => {
                let start = add_months(self.start(), index)?;
                Period::new(start, add_months(self.start(), number)?).ok()
            }
        }
    }

    /// The payment (from 1) and the period that a day belongs to. A day before the start belongs to the first one.
    /// `None` from the end of the term on.
    #[must_use]
    pub fn period_on(self, date: NaiveDate) -> Option<(u32, Period)> {
        let number = self.number_on(date).filter(|_| date < self.end())?;
        Some((number, self.period(number)?))
    }

    /// The payment that a day belongs to, as if the term went on.
    fn number_on(self, date: NaiveDate) -> Option<u32> {
        match self.plan {
            BillingPlan::Upfront => Some(1),
            BillingPlan::Monthly => whole_months(self.start(), date).unwrap_or(0).checked_add(1),
        }
    }

    /// The day on which a payment falls due: the first day of its period.
    #[must_use]
    pub fn due(self, number: u32) -> Option<NaiveDate> {
        let index = number.checked_sub(1).filter(|index| *index < self.payments())?;
        add_months(self.start(), index)
    }

    /// How many payments have fallen due by a day: at least the first, at most all.
    pub(crate) fn due_by(self, date: NaiveDate) -> u32 {
        self.number_on(date).map_or(self.payments(), |number| number.min(self.payments()))
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
    type Error = InvalidFacts;

    fn try_from(wire: Wire) -> Result<Self, InvalidFacts> {
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

    #[test]
    fn the_periods_tile_the_term_for_every_anchor() {
        let first: NaiveDate = "2023-12-25".parse().unwrap();
        for start in first.iter_days().take(400) {
            for term in Term::ALL {
                let schedule = Schedule::new(start, term, BillingPlan::Monthly).unwrap();
                let mut next = start;
                for number in 1..=schedule.payments() {
                    let period = schedule.period(number).unwrap();
                    assert_eq!(period.start(), next, "{start} {number}");
                    assert!((28..=31).contains(&period.days()), "{start} {number}");
                    assert_eq!(schedule.period_on(next), Some((number, period)), "{start} {number}");
                    next = period.end();
                }
                assert_eq!(next, schedule.end(), "{start}");
            }
        }
    }

    #[test]
    fn an_upfront_term_has_its_calendar_length() {
        for (start, term, days) in [
            ("2022-01-01", Term::OneYear, 365),
            ("2024-01-01", Term::OneYear, 366),
            ("2021-03-01", Term::ThreeYears, 1096),
            ("2020-03-01", Term::ThreeYears, 1095),
            ("2021-01-01", Term::FiveYears, 1826),
            ("2020-01-01", Term::FiveYears, 1827),
        ] {
            let schedule = Schedule::new(start.parse().unwrap(), term, BillingPlan::Upfront).unwrap();
            assert_eq!(schedule.whole_term().days(), days, "{start} {term}");
        }
    }

    #[test]
    fn nothing_is_left_on_the_day_the_term_ends() {
        let schedule = Schedule::new("2024-02-29".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
        assert_eq!(schedule.period_on("2025-02-27".parse().unwrap()).unwrap().0, 12);
        assert_eq!(schedule.period_on("2025-02-28".parse().unwrap()), None);
        assert_eq!(schedule.period_on("2024-01-01".parse().unwrap()).unwrap().0, 1);
        assert!(Schedule::new(NaiveDate::MAX, Term::OneYear, BillingPlan::Upfront).is_err());
    }
}
