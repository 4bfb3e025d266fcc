//! Whole estates at once: columns in, columns out.
//!
//! What [`ReservationPolicy::quote_refund`] answers for one return, [`RefundBatch`] answers for millions: the same
//! amounts to the cent, for one policy and one instant, from columns of plain numbers into columns of plain numbers.
//! Nothing is allocated for a row, and a row that makes no sense gets a [`RowStatus`] and spoils no other.
//!
//! One price is one column: for both sides of a price, ask twice. Who may return what and the cap are no matter of
//! columns: [`ReservationPolicy::decide_refund`] answers that.
//!
//! Threads are the caller's: [`RefundColumns::rows`] and [`AnswerColumns::split_at`] cut the work into pieces that
//! share nothing.
//!
//! # Examples
//!
//! ```
//! use reservation_policy::batch::{Answers, RefundBatch, RefundColumns, RowStatus, day_number};
//! use reservation_policy::policy::ReservationPolicy;
//!
//! // Two payments of 2.66 and 258.00, and a period that has no day.
//! let (paid, outstanding) = ([266, 25_800, 100], [9, 0, 0]);
//! let (first, last) = (day_number("2023-02-01".parse()?), day_number("2023-03-01".parse()?));
//! let (start, end) = ([first, first, last], [last, last, first]);
//! let facts = RefundColumns::new(&paid, &start, &end).with_outstanding(&outstanding);
//!
//! let policy = ReservationPolicy::from_name("2020-07")?;
//! let batch = RefundBatch::new(&policy, "2023-02-10T21:16:24Z".parse()?)?;
//! let mut answers = Answers::with_rows(facts.len());
//! batch.answer(&facts, &mut answers.columns())?;
//!
//! assert_eq!(answers.refund(), [180, 17_507, 0]);
//! assert_eq!(answers.kept(), [86, 8_293, 0]);
//! assert_eq!(answers.remaining_commitment(), [2_394, 0, 0]);
//! assert_eq!(answers.status(), [RowStatus::Answered, RowStatus::Answered, RowStatus::EmptyPeriod]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::calendar::utc_date;
use crate::policy::ReservationPolicy;
use crate::policy::reservation::{DayCount, PolicyName};
use crate::quantity::Rate;
use crate::reservation::fee::FeeRates;

mod columns;
mod passes;
mod short;

pub use self::columns::{AnswerColumns, Answers, RefundColumns};
use self::passes::Passes;

/// The days from 1970-01-01 to a date, as columns of dates mostly hold them; negative before.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::day_number;
///
/// assert_eq!(day_number("1970-01-02".parse()?), 1);
/// assert_eq!(day_number("2023-02-10".parse()?), 19_398);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn day_number(date: NaiveDate) -> i32 {
    // Chrono's years are within 262,144 of 0: no subtraction can overflow.
    date.num_days_from_ce().saturating_sub(719_163)
}

/// How a row went.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::{Answers, RefundBatch, RefundColumns, RowStatus, day_number};
/// # use reservation_policy::policy::ReservationPolicy;
///
/// let (start, end) = ([day_number("2023-02-01".parse()?)], [day_number("2023-03-01".parse()?)]);
/// let facts = RefundColumns::new(&[266], &start, &end).with_units(&[2], &[1]); // 2 of 1
/// let mut answers = Answers::with_rows(1);
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// RefundBatch::new(&policy, "2023-02-10T21:16:24Z".parse()?)?.answer(&facts, &mut answers.columns())?;
/// assert_eq!((answers.status(), answers.refund()), (&[RowStatus::QuantityAbove][..], &[0][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[repr(u8)]
#[non_exhaustive]
pub enum RowStatus {
    /// The amounts are there.
    Answered,
    /// No unit is returned, or the payment covers none.
    QuantityZero,
    /// More units are returned than the payment covers.
    QuantityAbove,
    /// The period ends on or before the day that it starts on.
    EmptyPeriod,
    /// The day of the instant, in UTC, is before the purchase; where no day of purchase is given, before the term. Or it
    /// is before a period that is not the first of its term.
    BeforeStart,
    /// The day of the instant, in UTC, is the period's end, which is the first day no longer inside, or later.
    AfterEnd,
    /// The refund is more than what was paid in all: the columns contradict each other.
    AbovePaid,
    /// The future payments add up to more than 64 bits hold.
    Overflow,
}

/// A batch that can't be answered as a whole.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::RefundBatch;
/// use reservation_policy::policy::ReservationPolicy;
///
/// let policy = ReservationPolicy::from_name("2018-05")?;
/// assert_eq!(
///     RefundBatch::new(&policy, "2018-06-01T00:00:00Z".parse()?).unwrap_err().to_string(),
///     "policy `2018-05` states no early termination fee rate, expected the caller to give one from 0 to 1"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// A column is shorter or longer than the first.
    #[error("column `{column}` has {found} rows, expected {expected} as in column `paid`")]
    ColumnLength {
        /// The name of the column.
        column: &'static str,
        /// How many rows it has.
        found: usize,
        /// How many the first has.
        expected: usize,
    },
    /// The policy counts months, and the columns hold days.
    #[error("policy `{policy}` counts whole months, expected one that counts calendar days")]
    CountsMonths {
        /// The policy.
        policy: PolicyName,
    },
    /// The policy charges a fee and does not say how much.
    #[error("policy `{policy}` states no early termination fee rate, expected the caller to give one from 0 to 1")]
    FeeRateMissing {
        /// The policy.
        policy: PolicyName,
    },
}

/// One policy at one instant, ready for any number of rows.
///
/// # Examples
///
/// One batch serves any number of columns:
///
/// ```
#[doc = include_str!("../docs/snippets/batch_columns.txt")]
/// # let (start, end, mut answers) = ([first], [last], Answers::with_rows(1));
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let batch = RefundBatch::new(&policy, "2023-02-10T21:16:24Z".parse()?)?;
/// for (paid, refund) in [([266], [180]), ([25_800], [17_507])] {
///     batch.answer(&RefundColumns::new(&paid, &start, &end), &mut answers.columns())?;
///     assert_eq!(answers.refund(), refund);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-01`, `L-02`, `L-21`, `AMB-14`, `AMB-21`, `CON-01`. There is no column for a current price (`L-03`): what was paid
/// counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundBatch {
    passes: Passes,
}

impl RefundBatch {
    /// The returns of an instant, under a policy.
    ///
    /// # Errors
    ///
    /// [`BatchError`] for a policy that counts months, and for one that leaves the fee rate to the caller.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::RefundBatch;
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::DayCount;
    ///
    /// let (policy, at) = (ReservationPolicy::from_name("2020-07")?, "2023-02-10T21:16:24Z".parse()?);
    /// assert!(RefundBatch::new(&policy, at).is_ok());
    /// assert!(RefundBatch::new(&policy.with_day_count(DayCount::WholeMonths), at).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(policy: &ReservationPolicy, at: DateTime<Utc>) -> Result<Self, BatchError> {
        Self::with_rates(policy, at, FeeRates::of(*policy.early_termination_fee(), None))
    }

    /// The same with the caller's fee rate, for policies that charge a fee and state none (2018-05).
    ///
    /// # Errors
    ///
    /// [`BatchError`] for a policy that counts months.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Rate;
    #[doc = include_str!("../docs/snippets/batch_columns.txt")]
    /// # let (start, end, mut answers) = ([first], [last], Answers::with_rows(1));
    ///
    /// let (policy, rate) = (ReservationPolicy::from_name("2018-05")?, Rate::parse("0.12")?);
    /// let batch = RefundBatch::with_fee_rate(&policy, "2023-02-10T21:16:24Z".parse()?, rate)?;
    /// batch.answer(&RefundColumns::new(&[25_800], &start, &end), &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [15_406]); // a credit of 175.07 less 21.01
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_fee_rate(policy: &ReservationPolicy, at: DateTime<Utc>, rate: Rate) -> Result<Self, BatchError> {
        Self::with_rates(policy, at, FeeRates::of(*policy.early_termination_fee(), Some(rate)))
    }

    fn with_rates(policy: &ReservationPolicy, at: DateTime<Utc>, rates: Option<FeeRates>) -> Result<Self, BatchError> {
        if *policy.day_count() != DayCount::CalendarDays {
            return Err(BatchError::CountsMonths { policy: policy.name() });
        }
        let rates = rates.ok_or(BatchError::FeeRateMissing { policy: policy.name() })?;
        let (today, window) = (day_number(utc_date(at)), *policy.full_refund_window());
        Ok(Self { passes: Passes { today, fee: rates.charged(), window, basis: *policy.refund_basis() } })
    }

    /// Answers every row.
    ///
    /// # Errors
    ///
    /// [`BatchError::ColumnLength`] when the columns are not all of one length; nothing is written then.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/batch_columns.txt")]
    /// # let (start, end, mut answers) = ([first], [last], Answers::with_rows(1));
    /// let facts = RefundColumns::new(&[266], &start, &end);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!((answers.refund(), answers.kept()), (&[180][..], &[86][..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn answer(&self, facts: &RefundColumns<'_>, answers: &mut AnswerColumns<'_>) -> Result<(), BatchError> {
        self.answer_reporting(facts, answers, |_, _| {})
    }

    /// Answers every row, and says every 65,536 rows and at the end how many are done, and of how many.
    ///
    /// # Errors
    ///
    /// As [`answer`](Self::answer).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/batch_columns.txt")]
    /// # let (start, end, mut answers) = ([first], [last], Answers::with_rows(1));
    /// let mut said = Vec::new();
    /// let rows = RefundColumns::new(&[266], &start, &end);
    /// batch.answer_reporting(&rows, &mut answers.columns(), |done, of| said.push(format!("{done} of {of}")))?;
    /// assert_eq!(said, ["1 of 1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn answer_reporting(
        &self,
        facts: &RefundColumns<'_>,
        answers: &mut AnswerColumns<'_>,
        mut report: impl FnMut(usize, usize),
    ) -> Result<(), BatchError> {
        facts.check_lengths()?;
        answers.check_lengths(facts.len())?;
        self.passes.answer(facts, answers, &mut report);
        Ok(())
    }
}
