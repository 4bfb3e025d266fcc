//! The one place that prorates.
//!
//! What is left of a payment is an exact [`Share`] of its days; an amount is multiplied by the days that are left
//! first, divided by the days of the period last, and rounded once, half to even, to the minor unit (`L-21`,
//! `AMB-14`).

use core::fmt;
use core::hash::{Hash, Hasher};

use chrono::NaiveDate;

use super::schedule::Schedule;
use crate::calendar::{Period, whole_months};
use crate::policy::reservation::DayCount;
use crate::quantity::Share;

/// How much of a payment is used, and how much is left, on a day.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::policy::reservation::DayCount;
/// use reservation_policy::reservation::proration::Proration;
/// use reservation_policy::reservation::{BillingPlan, Schedule};
///
/// let schedule = Schedule::new("2022-12-01".parse()?, Term::OneYear, BillingPlan::Monthly)?;
/// let proration = Proration::on("2023-02-10".parse()?, &schedule, DayCount::CalendarDays).ok_or("over")?;
/// assert_eq!(proration.to_string(), "9 of 28 days used");
/// assert_eq!(proration.left().to_string(), "19/28");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-01`, `L-21`, `AMB-14`, `AMB-25`.
#[derive(Debug, Clone, Copy)]
pub struct Proration {
    /// Where the period's dates come from when they are asked for.
    schedule: Schedule,
    payment: u32,
    counted: CountedIn,
    used: u32,
    left: Share,
}

/// What the parts of a period are counted in.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/proration.txt")]
/// let schedule = Schedule::new("2024-07-10".parse()?, Term::OneYear, BillingPlan::Upfront)?;
/// let by_month = Proration::on("2024-09-15".parse()?, &schedule, DayCount::WholeMonths).ok_or("over")?;
/// assert_eq!(by_month.counted_in(), CountedIn::Months);
/// assert_eq!(by_month.to_string(), "3 of 12 months used");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CON-03`, `REF-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CountedIn {
    /// UTC days.
    Days,
    /// Whole months.
    Months,
}

impl Proration {
    /// What is left on a UTC date of the payment that covers it; `None` when the term is over.
    ///
    /// The date itself is not charged. Before the term everything is left of the first payment.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// let schedule = Schedule::new("2024-07-10".parse()?, Term::OneYear, BillingPlan::Upfront)?;
    /// let last_day = Proration::on("2025-07-09".parse()?, &schedule, DayCount::CalendarDays).ok_or("over")?;
    /// assert_eq!(last_day.left().to_string(), "1/365"); // the day itself is not charged
    /// assert!(Proration::on("2025-07-10".parse()?, &schedule, DayCount::CalendarDays).is_none(), "the term is over");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-01`, `CON-03`, `AMB-14`, `AMB-20`.
    #[must_use]
    #[inline(always)]
    pub fn on(date: NaiveDate, schedule: &Schedule, day_count: DayCount) -> Option<Self> {
        let (payment, used, total) = schedule.days_on(date)?;
        let (counted, used, total) = match day_count {
            DayCount::CalendarDays => (CountedIn::Days, used, total),
            DayCount::WholeMonths => {
                let total = schedule.months_each();
                // A monthly period may begin before its anchor's day of the month and seem longer than a month.
                (CountedIn::Months, months_begun(schedule.period(payment)?, date).min(total), total)
            }
        };
        Some(Self { schedule: *schedule, payment, counted, used, left: Share::left_of(used, total) })
    }

    /// Which payment of the plan, counted from 0.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// assert_eq!(proration.payment(), 2, "February is the third month from December");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn payment(self) -> u32 {
        self.payment
    }

    /// The days that the payment covers.
    ///
    /// UTC days, the end not included.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// assert_eq!(proration.period().to_string(), "2023-02-01 to 2023-03-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn period(self) -> Period {
        // Worked out when asked for: the share that is left does not need its dates. The plan has the payment.
        self.schedule.period(self.payment).unwrap_or(self.schedule.whole_term())
    }

    /// Whether [`used`](Self::used) and [`total`](Self::total) are days or months.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// assert_eq!(proration.counted_in(), CountedIn::Days);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn counted_in(self) -> CountedIn {
        self.counted
    }

    /// How many are used.
    ///
    /// Days, or months, before the date that was asked about.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// assert_eq!(proration.used(), 9, "1 to 9 February; the 10th is not charged");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn used(self) -> u32 {
        self.used
    }

    /// How many there are in the period.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// assert_eq!(proration.total(), 28);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn total(self) -> u32 {
        self.left.denominator()
    }

    /// What is left, as a share of the payment.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/proration.txt")]
    /// assert_eq!(proration.left().to_string(), "19/28"); // 2.66 USD x 19/28 = 1.805, and 1.80 comes back
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn left(self) -> Share {
        self.left
    }

    /// What makes two prorations the same.
    fn parts(self) -> (Period, u32, CountedIn, u32, Share) {
        (self.period(), self.payment, self.counted, self.used, self.left)
    }
}

/// Plans of different lengths have payments in common, so the periods are compared and not the plans.
impl PartialEq for Proration {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Proration {}

impl Hash for Proration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

/// How many months of the period have a day before this date: a month is used once its first day is over.
fn months_begun(period: Period, date: NaiveDate) -> u32 {
    if date <= period.start() {
        return 0;
    }
    date.pred_opt().and_then(|before| whole_months(period.start(), before)).map_or(0, |months| months.saturating_add(1))
}

impl fmt::Display for Proration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = match self.counted {
            CountedIn::Days => "days",
            CountedIn::Months => "months",
        };
        write!(f, "{} of {} {counted} used", self.used, self.total())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::calendar::Term;
    use crate::reservation::BillingPlan;

    #[test]
    fn a_month_counts_as_used_once_its_first_day_is_over() {
        let schedule = Schedule::new("2023-01-31".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
        for (date, used) in [
            ("2023-01-30", 0),
            ("2023-01-31", 0),
            ("2023-02-01", 1),
            ("2023-02-28", 1),
            ("2023-03-01", 2),
            ("2023-03-31", 2),
            ("2023-04-01", 3),
            ("2024-01-30", 12),
        ] {
            let proration = Proration::on(date.parse().unwrap(), &schedule, DayCount::WholeMonths).unwrap();
            assert_eq!((proration.used(), proration.total()), (used, 12), "{date}");
        }
    }

    #[test]
    fn the_same_payment_of_a_longer_plan_is_prorated_the_same() {
        let on = |term| {
            let schedule = Schedule::new("2023-01-15".parse().unwrap(), term, BillingPlan::Monthly).unwrap();
            Proration::on("2023-02-20".parse().unwrap(), &schedule, DayCount::CalendarDays).unwrap()
        };
        assert_eq!(on(Term::OneYear), on(Term::ThreeYears));
        assert_eq!(HashSet::from([on(Term::OneYear), on(Term::ThreeYears)]).len(), 1);
    }

    #[test]
    fn of_a_monthly_payment_a_whole_month_is_left_or_nothing() {
        let schedule = Schedule::new("2023-01-31".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
        for (date, left) in [("2023-01-31", "1/1"), ("2023-02-01", "0/1"), ("2023-02-28", "1/1"), ("2023-03-30", "0/1")]
        {
            let proration = Proration::on(date.parse().unwrap(), &schedule, DayCount::WholeMonths).unwrap();
            assert_eq!(proration.left().to_string(), left, "{date}");
        }
    }
}
