//! Refund amounts of many returns: columns in, columns out.
//!
//! Every row has the amounts that [`decide_refund`](ReservationPolicy::decide_refund) gives for one side of its price, to
//! the minor unit. A column holds one side: for the billing currency and US dollars, ask twice. Eligibility needs more
//! facts than columns hold and is not evaluated; the cap is, by [`CapWalk`].
//!
//! A row that makes no sense has a [`RowStatus`] and no amounts, and changes no other row.

use core::fmt;

use chrono::{Datelike as _, NaiveDate};

use crate::calendar::{Period, days_used, whole_months};
use crate::error::Error;
use crate::policy::{DayCount, RefundBasis, ReservationPolicy, Terms};
use crate::quantity::{Quantity, Rate};
use crate::refund::amounts::{Ceiling, Day, Fee, Part, Stake, fee_rates, used_by};
use crate::refund::validity::first_other;
use crate::refund::{CreditKind, FeeRates, counted};
use crate::request::QuestionError;
use crate::rounding::Share;

mod walk;

pub use self::walk::{CapPosition, CapWalk};

/// The days from 1970-01-01 to a date, as columns of dates hold them; negative before.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::day_number;
///
/// assert_eq!(day_number("2023-02-10".parse()?), 19_398);
/// # Ok::<(), reservation_policy::chrono::ParseError>(())
/// ```
#[must_use]
pub fn day_number(date: NaiveDate) -> i32 {
    // The years of a date are within 262,144 of 0: nothing saturates.
    date.num_days_from_ce().saturating_sub(DAYS_TO_1970)
}

const DAYS_TO_1970: i32 = 719_163;

/// A column of amounts in minor units, or in decimals of a currency per row.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum AmountColumn<'a> {
    /// Minor units.
    Minor(&'a [u64]),
    /// Minor units; a negative one is a [`RowStatus::Negative`].
    Signed(&'a [i64]),
    /// Numbers with a decimal scale, and the minor digits of the currency of each row: `(2660, 3)` of USD is 2.66.
    Decimal {
        /// The numbers without their decimal point.
        numbers: &'a [i128],
        /// The decimals of every number.
        scale: u8,
        /// The minor digits of the currency of each row, such as 2 for USD.
        minor_digits: &'a [u8],
    },
}

impl<'a> From<&'a [u64]> for AmountColumn<'a> {
    fn from(minor: &'a [u64]) -> Self {
        Self::Minor(minor)
    }
}

impl<'a> From<&'a [i64]> for AmountColumn<'a> {
    fn from(minor: &'a [i64]) -> Self {
        Self::Signed(minor)
    }
}

impl AmountColumn<'_> {
    const fn len(&self) -> usize {
        match self {
            Self::Minor(rows) => rows.len(),
            Self::Signed(rows) => rows.len(),
            Self::Decimal { numbers, minor_digits, .. } => {
                if numbers.len() < minor_digits.len() {
                    numbers.len()
                } else {
                    minor_digits.len()
                }
            }
        }
    }

    /// The minor units of a row.
    fn minor(&self, row: usize) -> Result<u64, RowStatus> {
        let out_of_range = |number: i128| if number < 0 { RowStatus::Negative } else { RowStatus::TooLarge };
        match self {
            Self::Minor(rows) => Ok(rows.get(row).copied().unwrap_or_default()),
            Self::Signed(rows) => {
                let number = rows.get(row).copied().unwrap_or_default();
                u64::try_from(number).map_err(|_| RowStatus::Negative)
            }
            Self::Decimal { numbers, scale, minor_digits } => {
                let number = numbers.get(row).copied().unwrap_or_default();
                let digits = minor_digits.get(row).copied().unwrap_or_default();
                let power = |digits: u8| 10_i128.checked_pow(u32::from(digits)).ok_or(RowStatus::TooLarge);
                let (finer, coarser) = (power(scale.saturating_sub(digits))?, power(digits.saturating_sub(*scale))?);
                if number.checked_rem(finer) != Some(0) {
                    return Err(RowStatus::FinerThanMinorUnit);
                }
                let minor = number.checked_div(finer).and_then(|number| number.checked_mul(coarser));
                let minor = minor.ok_or(out_of_range(number))?;
                u64::try_from(minor).map_err(|_| out_of_range(minor))
            }
        }
    }
}

/// The UTC day of the request: one for all rows, or one for each.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum DayColumn<'a> {
    /// One day, in days from 1970-01-01.
    One(i32),
    /// A day for each row, in days from 1970-01-01.
    Each(&'a [i32]),
}

impl From<NaiveDate> for DayColumn<'_> {
    fn from(date: NaiveDate) -> Self {
        Self::One(day_number(date))
    }
}

impl<'a> From<&'a [i32]> for DayColumn<'a> {
    fn from(days: &'a [i32]) -> Self {
        Self::Each(days)
    }
}

/// The facts of many returns: a row for each return, days counted from 1970-01-01 as by [`day_number`].
///
/// Four facts are needed. Each other column has a value that it is taken to hold where it is not given.
///
/// # Examples
///
/// ```
/// use reservation_policy::ReservationPolicy;
/// use reservation_policy::batch::{RefundColumns, RowStatus, day_number};
///
/// // Payments of 2.66 and 258.00 for February, and one for a period that has no day.
/// let paid: &[u64] = &[266, 25_800, 100];
/// let (first, last) = (day_number("2023-02-01".parse()?), day_number("2023-03-01".parse()?));
/// let (start, end) = ([first, first, last], [last, last, first]);
/// let day: reservation_policy::chrono::NaiveDate = "2023-02-10".parse()?;
/// let mut facts = RefundColumns::new(day.into(), paid.into(), &start, &end);
/// facts.outstanding = Some(&[9, 0, 0]);
///
/// let answers = ReservationPolicy::named("2020-07")?.refund_columns(&facts)?;
/// assert_eq!(answers.refund, [180, 17_507, 0]);
/// assert_eq!(answers.retained, [86, 8_293, 0]);
/// assert_eq!(answers.remaining_commitment, [2_394, 0, 0]);
/// assert_eq!(answers.status, [RowStatus::Answered, RowStatus::Answered, RowStatus::EmptyPeriod]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RefundColumns<'a> {
    /// The UTC day of the request.
    pub at: DayColumn<'a>,
    /// The payment of the period.
    pub paid: AmountColumn<'a>,
    /// The first day of the period.
    pub period_start: &'a [i32],
    /// The first day after the period.
    pub period_end: &'a [i32],
    /// The first day of the term. Without it no window for full refunds applies, and a day before the period has no
    /// answer.
    pub term_start: Option<&'a [i32]>,
    /// The UTC day of the purchase; a request before it has no answer. Without it every request is after the purchase.
    pub purchased: Option<&'a [i32]>,
    /// The units that are returned. Without it: all that the payment paid for.
    pub units: Option<&'a [u32]>,
    /// The units that the payment paid for. Without it: the units that are returned.
    pub units_paid_for: Option<&'a [u32]>,
    /// The payments of the plan that are not made. Without it: none.
    pub outstanding: Option<&'a [u32]>,
    /// What was paid so far for every unit, less earlier refunds. Without it: the payment of the period.
    pub total_paid: Option<AmountColumn<'a>>,
    /// Whether the payment of the period is made. Without it: it is.
    pub is_paid: Option<&'a [bool]>,
    /// Whether the reservation was never used. Without it: it was used.
    pub unused: Option<&'a [bool]>,
    /// What one payment for the returned units costs today, for policies that refund on the lower price (`L-03`). The
    /// largest number of the column is no bound. Without it: the price paid.
    pub current_price: Option<AmountColumn<'a>>,
    /// The early termination fee rate, for an edition that charges one and does not state it (`FEE-01`).
    pub fee_rate: Option<Rate>,
}

impl<'a> RefundColumns<'a> {
    /// Payments, the periods that they paid for, and the day of the request.
    #[must_use]
    pub const fn new(
        at: DayColumn<'a>,
        paid: AmountColumn<'a>,
        period_start: &'a [i32],
        period_end: &'a [i32],
    ) -> Self {
        Self {
            at,
            paid,
            period_start,
            period_end,
            term_start: None,
            purchased: None,
            units: None,
            units_paid_for: None,
            outstanding: None,
            total_paid: None,
            is_paid: None,
            unused: None,
            current_price: None,
            fee_rate: None,
        }
    }

    fn check_lengths(&self) -> Result<(), QuestionError> {
        let expected = self.paid.len();
        let at = match self.at {
            DayColumn::One(_) => None,
            DayColumn::Each(days) => Some(days.len()),
        };
        let lengths = [
            ("at", at),
            ("period_start", Some(self.period_start.len())),
            ("period_end", Some(self.period_end.len())),
            ("term_start", self.term_start.map(<[i32]>::len)),
            ("purchased", self.purchased.map(<[i32]>::len)),
            ("units", self.units.map(<[u32]>::len)),
            ("units_paid_for", self.units_paid_for.map(<[u32]>::len)),
            ("outstanding", self.outstanding.map(<[u32]>::len)),
            ("total_paid", self.total_paid.map(|column| column.len())),
            ("is_paid", self.is_paid.map(<[bool]>::len)),
            ("unused", self.unused.map(<[bool]>::len)),
            ("current_price", self.current_price.map(|column| column.len())),
        ];
        let given = lengths.into_iter().filter_map(|(column, found)| Some((column, found?)));
        match given.into_iter().find(|(_, found)| *found != expected) {
            Some((column, found)) => Err(QuestionError::ColumnLength { column, found, expected }),
            None => Ok(()),
        }
    }

    fn day(&self, row: usize) -> i32 {
        match self.at {
            DayColumn::One(day) => day,
            DayColumn::Each(days) => days.get(row).copied().unwrap_or_default(),
        }
    }
}

/// The value of a row, where the column is given.
fn at<T: Copy>(column: Option<&[T]>, row: usize) -> Option<T> {
    column.and_then(|column| column.get(row)).copied()
}

/// The answers of many returns, in the order of their rows. Amounts are minor units, and 0 where there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct RefundAnswers {
    /// What is refunded, after the fee.
    pub refund: Vec<u64>,
    /// What Microsoft retains of what was paid.
    pub retained: Vec<u64>,
    /// The payments that are not made and no longer have to be, for the returned units.
    pub remaining_commitment: Vec<u64>,
    /// What counts toward the cap, when the column holds US dollars.
    pub counts_toward_cap: Vec<u64>,
    /// The first UTC day on which the same request gives other amounts, in days from 1970-01-01.
    pub valid_until: Vec<i32>,
    /// Whether the row has an answer, and else why not.
    pub status: Vec<RowStatus>,
}

/// Whether a row has an answer.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::RowStatus;
///
/// assert_eq!(RowStatus::EmptyPeriod.name(), "empty_period");
/// assert_eq!(RowStatus::ALL.len(), 13);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RowStatus {
    /// The amounts are there.
    Answered,
    /// The period ends on or before its first day.
    EmptyPeriod,
    /// The period lies outside the calendar.
    OutsideCalendar,
    /// The day is before the purchase.
    BeforePurchase,
    /// The day is before the period, and the period is not known to be the first of its term.
    BeforePeriod,
    /// The day is on or after the end of the period.
    AfterPeriod,
    /// No unit is returned, or the payment paid for none.
    ZeroUnits,
    /// More units are returned than the payment paid for.
    TooManyUnits,
    /// An amount is negative.
    Negative,
    /// An amount has parts of a minor unit.
    FinerThanMinorUnit,
    /// An amount or a sum has more than 64 bits.
    TooLarge,
    /// The refund is more than what was paid.
    AbovePaid,
    /// A fact is missing. This crate never gives it; it is for adapters whose columns have nulls.
    NullFact,
}

impl RowStatus {
    /// Every status.
    pub const ALL: [Self; 13] = [
        Self::Answered,
        Self::EmptyPeriod,
        Self::OutsideCalendar,
        Self::BeforePurchase,
        Self::BeforePeriod,
        Self::AfterPeriod,
        Self::ZeroUnits,
        Self::TooManyUnits,
        Self::Negative,
        Self::FinerThanMinorUnit,
        Self::TooLarge,
        Self::AbovePaid,
        Self::NullFact,
    ];

    /// The name, as in JSON: `empty_period`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::EmptyPeriod => "empty_period",
            Self::OutsideCalendar => "outside_calendar",
            Self::BeforePurchase => "before_purchase",
            Self::BeforePeriod => "before_period",
            Self::AfterPeriod => "after_period",
            Self::ZeroUnits => "zero_units",
            Self::TooManyUnits => "too_many_units",
            Self::Negative => "negative",
            Self::FinerThanMinorUnit => "finer_than_minor_unit",
            Self::TooLarge => "too_large",
            Self::AbovePaid => "above_paid",
            Self::NullFact => "null_fact",
        }
    }
}

impl fmt::Display for RowStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl ReservationPolicy {
    /// Works out the refund of every row: the amounts of one side, and how long they hold.
    ///
    /// # Errors
    ///
    /// [`QuestionError`] when the columns have different lengths, or the fee rate is missing.
    pub fn refund_columns(&self, facts: &RefundColumns<'_>) -> Result<RefundAnswers, Error> {
        facts.check_lengths()?;
        let fee = fee_rates(self, Fee::Of(facts.fee_rate), CreditKind::Prorated)?;
        let rows = Rows { terms: self.terms(), fee, facts: *facts };
        let len = facts.paid.len();
        let mut answers = RefundAnswers {
            refund: Vec::with_capacity(len),
            retained: Vec::with_capacity(len),
            remaining_commitment: Vec::with_capacity(len),
            counts_toward_cap: Vec::with_capacity(len),
            valid_until: Vec::with_capacity(len),
            status: Vec::with_capacity(len),
        };
        for row in 0..len {
            let (answer, status) = match rows.answer(row) {
                Ok(answer) => (answer, RowStatus::Answered),
                Err(status) => (Answer::default(), status),
            };
            answers.refund.push(answer.refund);
            answers.retained.push(answer.retained);
            answers.remaining_commitment.push(answer.remaining_commitment);
            answers.counts_toward_cap.push(answer.counts_toward_cap);
            answers.valid_until.push(answer.valid_until);
            answers.status.push(status);
        }
        Ok(answers)
    }
}

/// The answer of one row.
#[derive(Debug, Clone, Copy, Default)]
struct Answer {
    refund: u64,
    retained: u64,
    remaining_commitment: u64,
    counts_toward_cap: u64,
    valid_until: i32,
}

/// The facts with the terms that they are answered under.
struct Rows<'a> {
    terms: &'a Terms,
    fee: FeeRates,
    facts: RefundColumns<'a>,
}

/// What the days of one row have in common.
struct Row {
    start: i32,
    total_days: u32,
    /// The period as dates and its months, where months are counted.
    months: Option<(Period, u32)>,
    term_start: Option<i32>,
    is_paid: bool,
    unused: bool,
}

impl Rows<'_> {
    fn answer(&self, row: usize) -> Result<Answer, RowStatus> {
        let (facts, today) = (&self.facts, self.facts.day(row));
        let start = facts.period_start.get(row).copied().unwrap_or_default();
        let end = facts.period_end.get(row).copied().unwrap_or_default();
        let term_start = at(facts.term_start, row);
        if end <= start {
            return Err(RowStatus::EmptyPeriod);
        }
        if at(facts.purchased, row).is_some_and(|purchased| today < purchased) {
            return Err(RowStatus::BeforePurchase);
        }
        if today < start && term_start != Some(start) {
            return Err(RowStatus::BeforePeriod);
        }
        if today >= end {
            return Err(RowStatus::AfterPeriod);
        }
        let months = match self.terms.day_count {
            DayCount::CalendarDays => None,
            DayCount::WholeMonths => Some(months(start, end).ok_or(RowStatus::OutsideCalendar)?),
        };
        let paid = facts.paid.minor(row)?;
        let is_paid = at(facts.is_paid, row).unwrap_or(true);
        let stake = self.stake(row, paid)?;
        let unused = at(facts.unused, row).unwrap_or(false);
        let row_facts = Row { start, total_days: end.abs_diff(start), months, term_start, is_paid, unused };
        let day = self.day(&row_facts, today).ok_or(RowStatus::OutsideCalendar)?;
        let side = stake.on(&day).ok_or(RowStatus::TooLarge)?;
        let total_paid = match facts.total_paid {
            Some(column) => column.minor(row)?,
            None if is_paid => paid,
            None => 0,
        };
        // Before the period begins nothing is used, whatever the day.
        let from = today.max(start.saturating_sub(1));
        let is_other = |days| {
            let then = self.day(&row_facts, from.saturating_add_unsigned(days));
            then.is_none_or(|then| stake.differs((&side, day.rates), &then))
        };
        let changes = first_other(end.abs_diff(from), is_other);
        Ok(Answer {
            refund: side.refund,
            retained: total_paid.checked_sub(side.refund).ok_or(RowStatus::AbovePaid)?,
            remaining_commitment: side.remaining_commitment,
            counts_toward_cap: counted(&side, self.terms.cap.basis).ok_or(RowStatus::TooLarge)?,
            valid_until: from.saturating_add_unsigned(changes),
        })
    }

    /// What the row has before its day is looked at.
    fn stake(&self, row: usize, paid: u64) -> Result<Stake, RowStatus> {
        let facts = &self.facts;
        let (units, of) = (at(facts.units, row), at(facts.units_paid_for, row));
        let quantity = |units: Option<u32>| Quantity::new(units.unwrap_or(1)).map_err(|_| RowStatus::ZeroUnits);
        let (units, of) = (quantity(units.or(of))?, quantity(of.or(units))?);
        if units > of {
            return Err(RowStatus::TooManyUnits);
        }
        let ceiling = match (self.terms.refund_basis, facts.current_price) {
            (RefundBasis::LowerOfPaidAndCurrent, Some(prices)) => Some(Ceiling::AtMost(prices.minor(row)?)),
            (RefundBasis::LowerOfPaidAndCurrent | RefundBasis::PricePaid, _) => None,
        };
        let part = Part::of_minor(paid, (units, of), self.terms.part_rounding);
        let outstanding = at(facts.outstanding, row).unwrap_or(0);
        Stake::new(part, ceiling, outstanding).ok_or(RowStatus::TooLarge)
    }

    /// What a day changes for a row.
    fn day(&self, row: &Row, day: i32) -> Option<Day> {
        let left = match row.months {
            None => Share::left_of(days_used(row.start, row.total_days, day), row.total_days),
            Some((period, months)) => {
                Share::left_of(used_by(period, (DayCount::WholeMonths, months), date(day)?), months)
            }
        };
        let window = self.terms.full_refund_window.zip(row.term_start);
        let is_full = window.is_some_and(|(window, start)| window.holds(days_used(start, u32::MAX, day), row.unused));
        let credit = CreditKind::of(row.is_paid, is_full);
        let rates = if credit == CreditKind::Full { FeeRates::WAIVED } else { self.fee };
        Some(Day { left, credit, rates })
    }
}

/// A period as dates, and its whole months: those of the plan, as its days are clamped the same way.
fn months(start: i32, end: i32) -> Option<(Period, u32)> {
    let period = Period::new(date(start)?, date(end)?).ok()?;
    Some((period, whole_months(period.start(), period.end())?.max(1)))
}

fn date(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day.checked_add(DAYS_TO_1970)?)
}
