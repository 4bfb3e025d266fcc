//! The columns that come in and those that go out.

use core::ops::Range;

use super::{BatchError, RowStatus};
use crate::reservation::payment::PaymentStatus;
use crate::reservation::refund::Usage;

/// The facts of many returns, one column a fact, one row a return.
///
/// Three columns are needed; each of the others has a value that it is taken to hold where it is not given. Amounts are
/// in minor units of whatever currency the row is billed in; days are counted from 1970-01-01, as
/// [`day_number`](super::day_number) does.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::{RefundColumns, day_number};
///
/// let (paid, outstanding) = ([266, 25_800], [9, 0]); // minor units; payments to come
/// let (start, end) = ([day_number("2023-02-01".parse()?); 2], [day_number("2023-03-01".parse()?); 2]);
/// let facts = RefundColumns::new(&paid, &start, &end).with_outstanding(&outstanding);
/// assert_eq!(facts.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct RefundColumns<'a> {
    pub(super) paid: &'a [u64],
    pub(super) period_start: &'a [i32],
    pub(super) period_end: &'a [i32],
    pub(super) term_start: Option<&'a [i32]>,
    pub(super) quantity: Option<&'a [u32]>,
    pub(super) covers: Option<&'a [u32]>,
    pub(super) outstanding: Option<&'a [u32]>,
    pub(super) total_paid: Option<&'a [u64]>,
    pub(super) status: Option<&'a [PaymentStatus]>,
    pub(super) usage: Option<&'a [Usage]>,
    pub(super) current_price: Option<&'a [u64]>,
    pub(super) purchased: Option<&'a [i32]>,
}

impl<'a> RefundColumns<'a> {
    /// What the current payment was, in minor units, and the days that it covers: `[start, end)`.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// let facts = RefundColumns::new(&[266, 25_800], &start, &end);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [180, 17_507]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(paid: &'a [u64], period_start: &'a [i32], period_end: &'a [i32]) -> Self {
        Self {
            paid,
            period_start,
            period_end,
            term_start: None,
            quantity: None,
            covers: None,
            outstanding: None,
            total_paid: None,
            status: None,
            usage: None,
            current_price: None,
            purchased: None,
        }
    }

    /// How many units are returned, and how many the payment covers. Without it: all of them.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// // One and two of four machines that 258.00 paid for.
    /// let facts = RefundColumns::new(&[25_800; 2], &start, &end).with_units(&[1, 2], &[4; 2]);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [4_377, 8_754]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_units(self, quantity: &'a [u32], covers: &'a [u32]) -> Self {
        Self { quantity: Some(quantity), covers: Some(covers), ..self }
    }

    /// The first day of the term, which a full-refund window is counted from. Without it: that of the period.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// // The service refunds the first five days of a term in full: 2023-02-10 is inside for the second term.
    /// let terms = [first, day_number("2023-02-05".parse()?)];
    /// let facts = RefundColumns::new(&[266; 2], &start, &end).with_term_start(&terms);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [180, 266]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_term_start(self, term_start: &'a [i32]) -> Self {
        Self { term_start: Some(term_start), ..self }
    }

    /// How many payments of the plan have not been made. Without it: none.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// let facts = RefundColumns::new(&[266; 2], &start, &end).with_outstanding(&[9, 0]);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.remaining_commitment(), [2_394, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_outstanding(self, outstanding: &'a [u32]) -> Self {
        Self { outstanding: Some(outstanding), ..self }
    }

    /// What was paid so far for the whole order, in minor units. Without it: the current payment.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// // The third of twelve payments of 2.66: three were made.
    /// let facts = RefundColumns::new(&[266; 2], &start, &end).with_total_paid(&[798, 266]);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.kept(), [618, 86]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_total_paid(self, total_paid: &'a [u64]) -> Self {
        Self { total_paid: Some(total_paid), ..self }
    }

    /// Whether the current payment was made. Without it: it was.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::reservation::payment::PaymentStatus;
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    ///
    /// let status = [PaymentStatus::Succeeded, PaymentStatus::Outstanding];
    /// let facts = RefundColumns::new(&[266; 2], &start, &end).with_status(&status);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [180, 0], "what was not paid is not given back");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_status(self, status: &'a [PaymentStatus]) -> Self {
        Self { status: Some(status), ..self }
    }

    /// Whether the reservation has been used. Without it: it was not.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::reservation::refund::Usage;
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    ///
    /// // The service refunds the first five days in full where nothing was used.
    /// let (begun, ends) = ([day_number("2023-02-08".parse()?); 2], [day_number("2023-03-08".parse()?); 2]);
    /// let usage = [Usage::Unused, Usage::Used];
    /// let facts = RefundColumns::new(&[266; 2], &begun, &ends).with_usage(&usage);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [266, 247]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_usage(self, usage: &'a [Usage]) -> Self {
        Self { usage: Some(usage), ..self }
    }

    /// The current price of one payment for the returned units, in minor units; `u64::MAX` where it is not known.
    /// Without it: not known.
    ///
    /// A policy that looks at it gives back a share of the lower of what was paid and this.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::batch::{Answers, RefundBatch, RefundColumns, day_number};
    /// # use reservation_policy::policy::ReservationPolicy;
    /// // 300.00 were paid for each June, and half of it is left; one price has come down to 240.00.
    /// let (start, end) = ([day_number("2025-06-01".parse()?); 2], [day_number("2025-07-01".parse()?); 2]);
    /// let facts = RefundColumns::new(&[30_000; 2], &start, &end).with_current_price(&[24_000, u64::MAX]);
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let mut answers = Answers::with_rows(2);
    /// RefundBatch::new(&policy, "2025-06-16T08:00:00Z".parse()?)?.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [12_000, 15_000]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-03`.
    #[must_use]
    pub const fn with_current_price(self, current_price: &'a [u64]) -> Self {
        Self { current_price: Some(current_price), ..self }
    }

    /// The UTC day of the purchase: what was bought and has not begun yet is worth its first payment. Without it: the
    /// first day of the term.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::batch::{Answers, RefundBatch, RefundColumns, RowStatus, day_number};
    /// # use reservation_policy::policy::ReservationPolicy;
    /// // Two Junes paid on 20 and on 28 May, given back on 25 May: one can be, the other is not bought yet.
    /// let (start, end) = ([day_number("2025-06-01".parse()?); 2], [day_number("2025-07-01".parse()?); 2]);
    /// let purchased = [day_number("2025-05-20".parse()?), day_number("2025-05-28".parse()?)];
    /// let facts = RefundColumns::new(&[30_000; 2], &start, &end).with_purchased(&purchased);
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let mut answers = Answers::with_rows(2);
    /// RefundBatch::new(&policy, "2025-05-25T08:00:00Z".parse()?)?.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [30_000, 0]);
    /// assert_eq!(answers.status(), [RowStatus::Answered, RowStatus::BeforeStart]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-20`.
    #[must_use]
    pub const fn with_purchased(self, purchased: &'a [i32]) -> Self {
        Self { purchased: Some(purchased), ..self }
    }

    /// How many rows there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::RefundColumns;
    ///
    /// assert_eq!(RefundColumns::new(&[266, 25_800], &[19_389; 2], &[19_417; 2]).len(), 2);
    /// ```
    #[must_use]
    pub const fn len(&self) -> usize {
        self.paid.len()
    }

    /// Whether there is no row.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::RefundColumns;
    ///
    /// assert!(RefundColumns::new(&[], &[], &[]).is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.paid.is_empty()
    }

    /// Some of the rows, to be answered apart, such as on a thread of their own; `None` when there are not so many.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::RefundColumns;
    ///
    /// let all = RefundColumns::new(&[266, 25_800, 100], &[19_389; 3], &[19_417; 3]);
    /// assert_eq!(all.rows(1..3).map(|part| part.len()), Some(2));
    /// assert!(all.rows(1..4).is_none());
    /// ```
    #[must_use]
    pub fn rows(&self, rows: Range<usize>) -> Option<Self> {
        Some(Self {
            paid: self.paid.get(rows.clone())?,
            period_start: self.period_start.get(rows.clone())?,
            period_end: self.period_end.get(rows.clone())?,
            term_start: part(self.term_start, &rows).ok()?,
            quantity: part(self.quantity, &rows).ok()?,
            covers: part(self.covers, &rows).ok()?,
            outstanding: part(self.outstanding, &rows).ok()?,
            total_paid: part(self.total_paid, &rows).ok()?,
            status: part(self.status, &rows).ok()?,
            usage: part(self.usage, &rows).ok()?,
            current_price: part(self.current_price, &rows).ok()?,
            purchased: part(self.purchased, &rows).ok()?,
        })
    }

    /// That every column has as many rows as the first.
    pub(super) fn check_lengths(&self) -> Result<(), BatchError> {
        let given = |column: Option<usize>| column.unwrap_or(self.len());
        let lengths = [
            ("period_start", self.period_start.len()),
            ("period_end", self.period_end.len()),
            ("term_start", given(self.term_start.map(<[_]>::len))),
            ("quantity", given(self.quantity.map(<[_]>::len))),
            ("covers", given(self.covers.map(<[_]>::len))),
            ("outstanding", given(self.outstanding.map(<[_]>::len))),
            ("total_paid", given(self.total_paid.map(<[_]>::len))),
            ("status", given(self.status.map(<[_]>::len))),
            ("usage", given(self.usage.map(<[_]>::len))),
            ("current_price", given(self.current_price.map(<[_]>::len))),
            ("purchased", given(self.purchased.map(<[_]>::len))),
        ];
        check(self.len(), lengths)
    }
}

/// A column that is given and does not have so many rows.
struct TooShort;

/// A part of a column that may not be given.
fn part<'a, T>(column: Option<&'a [T]>, rows: &Range<usize>) -> Result<Option<&'a [T]>, TooShort> {
    column.map(|column| column.get(rows.clone()).ok_or(TooShort)).transpose()
}

fn check<const N: usize>(expected: usize, lengths: [(&'static str, usize); N]) -> Result<(), BatchError> {
    match lengths.into_iter().find(|(_, found)| *found != expected) {
        Some((column, found)) => Err(BatchError::ColumnLength { column, found, expected }),
        None => Ok(()),
    }
}

/// Where the answers go: columns of the caller's, all as long as those of the facts.
///
/// A row whose status is not [`RowStatus::Answered`] has 0 in the others.
///
/// # Examples
///
/// ```
/// use reservation_policy::batch::{AnswerColumns, RowStatus};
#[doc = include_str!("../../docs/snippets/batch_columns.txt")]
///
/// let (mut refund, mut status) = ([0; 2], [RowStatus::Answered; 2]);
/// let start = [first, last];
/// let facts = RefundColumns::new(&[266, 25_800], &start, &end);
/// batch.answer(&facts, &mut AnswerColumns::new(&mut refund, &mut status))?;
/// assert_eq!((refund, status), ([180, 0], [RowStatus::Answered, RowStatus::EmptyPeriod]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct AnswerColumns<'a> {
    pub(super) refund: &'a mut [u64],
    pub(super) status: &'a mut [RowStatus],
    pub(super) kept: Option<&'a mut [u64]>,
    pub(super) remaining_commitment: Option<&'a mut [u64]>,
}

impl<'a> AnswerColumns<'a> {
    /// What is refunded, in minor units, and how it went.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::{AnswerColumns, RowStatus};
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    ///
    /// let (mut refund, mut status) = ([0; 2], [RowStatus::Answered; 2]);
    /// let facts = RefundColumns::new(&[266, 25_800], &start, &end);
    /// batch.answer(&facts, &mut AnswerColumns::new(&mut refund, &mut status))?;
    /// assert_eq!(refund, [180, 17_507]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(refund: &'a mut [u64], status: &'a mut [RowStatus]) -> Self {
        Self { refund, status, kept: None, remaining_commitment: None }
    }

    /// Asks for what is kept of what was paid, too.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::{AnswerColumns, RowStatus};
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    ///
    /// let (mut refund, mut kept, mut status) = ([0; 2], [0; 2], [RowStatus::Answered; 2]);
    /// let facts = RefundColumns::new(&[266, 25_800], &start, &end);
    /// batch.answer(&facts, &mut AnswerColumns::new(&mut refund, &mut status).with_kept(&mut kept))?;
    /// assert_eq!(kept, [86, 8_293]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_kept(mut self, kept: &'a mut [u64]) -> Self {
        self.kept = Some(kept);
        self
    }

    /// Asks for the future payments that are cancelled, too.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::{AnswerColumns, RowStatus};
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    ///
    /// let (mut refund, mut remaining, mut status) = ([0; 2], [0; 2], [RowStatus::Answered; 2]);
    /// let facts = RefundColumns::new(&[266, 25_800], &start, &end).with_outstanding(&[9, 0]);
    /// let mut columns = AnswerColumns::new(&mut refund, &mut status).with_remaining_commitment(&mut remaining);
    /// batch.answer(&facts, &mut columns)?;
    /// assert_eq!(remaining, [2_394, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_remaining_commitment(mut self, remaining_commitment: &'a mut [u64]) -> Self {
        self.remaining_commitment = Some(remaining_commitment);
        self
    }

    /// The columns before a row, and those from it on; `None` when there are not so many rows.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// let facts = RefundColumns::new(&[266, 25_800], &start, &end);
    /// let (mut before, mut after) = answers.columns().split_at(1).ok_or("too few rows")?;
    /// let (one, two) = facts.rows(0..1).zip(facts.rows(1..2)).ok_or("too few rows")?;
    /// std::thread::scope(|threads| {
    ///     threads.spawn(|| batch.answer(&one, &mut before));
    ///     threads.spawn(|| batch.answer(&two, &mut after));
    /// });
    /// assert_eq!(answers.refund(), [180, 17_507]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn split_at(self, row: usize) -> Option<(Self, Self)> {
        let (refund, later_refund) = self.refund.split_at_mut_checked(row)?;
        let (status, later_status) = self.status.split_at_mut_checked(row)?;
        let (kept, later_kept) = split(self.kept, row)?;
        let (remaining_commitment, later_remaining) = split(self.remaining_commitment, row)?;
        Some((
            Self { refund, status, kept, remaining_commitment },
            Self {
                refund: later_refund,
                status: later_status,
                kept: later_kept,
                remaining_commitment: later_remaining,
            },
        ))
    }

    /// Some of the rows, on loan.
    pub(super) fn lend(&mut self, rows: &Range<usize>) -> Option<AnswerColumns<'_>> {
        Some(AnswerColumns {
            refund: self.refund.get_mut(rows.clone())?,
            status: self.status.get_mut(rows.clone())?,
            kept: lend(&mut self.kept, rows).ok()?,
            remaining_commitment: lend(&mut self.remaining_commitment, rows).ok()?,
        })
    }

    pub(super) fn check_lengths(&self, expected: usize) -> Result<(), BatchError> {
        let given = |column: &Option<&mut [u64]>| column.as_ref().map_or(expected, |column| column.len());
        let lengths = [
            ("refund", self.refund.len()),
            ("row status", self.status.len()),
            ("kept", given(&self.kept)),
            ("remaining_commitment", given(&self.remaining_commitment)),
        ];
        check(expected, lengths)
    }
}

/// A column that may not be asked for, in two.
type Halves<'a> = (Option<&'a mut [u64]>, Option<&'a mut [u64]>);

fn split(column: Option<&mut [u64]>, row: usize) -> Option<Halves<'_>> {
    let Some(column) = column else { return Some((None, None)) };
    column.split_at_mut_checked(row).map(|(before, after)| (Some(before), Some(after)))
}

fn lend<'a>(column: &'a mut Option<&mut [u64]>, rows: &Range<usize>) -> Result<Option<&'a mut [u64]>, TooShort> {
    column.as_mut().map(|column| column.get_mut(rows.clone()).ok_or(TooShort)).transpose()
}

/// Answers in columns of their own, allocated once.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/batch_columns.txt")]
/// let mut answers = Answers::with_rows(2);
/// batch.answer(&RefundColumns::new(&[266, 25_800], &start, &end), &mut answers.columns())?;
/// assert_eq!((answers.refund(), answers.kept()), (&[180, 17_507][..], &[86, 8_293][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    refund: Vec<u64>,
    kept: Vec<u64>,
    remaining_commitment: Vec<u64>,
    status: Vec<RowStatus>,
}

impl Answers {
    /// Room for the answers to so many rows.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::Answers;
    ///
    /// assert_eq!(Answers::with_rows(1_000).refund().len(), 1_000);
    /// ```
    #[must_use]
    pub fn with_rows(rows: usize) -> Self {
        Self {
            refund: vec![0; rows],
            kept: vec![0; rows],
            remaining_commitment: vec![0; rows],
            status: vec![RowStatus::Answered; rows],
        }
    }

    /// All the columns, for writing into.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// // The same columns are written again and again.
    /// for paid in [[266, 100], [532, 200]] {
    ///     batch.answer(&RefundColumns::new(&paid, &start, &end), &mut answers.columns())?;
    /// }
    /// assert_eq!(answers.refund(), [361, 136]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn columns(&mut self) -> AnswerColumns<'_> {
        AnswerColumns::new(&mut self.refund, &mut self.status)
            .with_kept(&mut self.kept)
            .with_remaining_commitment(&mut self.remaining_commitment)
    }

    /// What is refunded, in minor units.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// batch.answer(&RefundColumns::new(&[266, 25_800], &start, &end), &mut answers.columns())?;
    /// assert_eq!(answers.refund(), [180, 17_507]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refund(&self) -> &[u64] {
        &self.refund
    }

    /// What is kept of what was paid, in minor units.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// batch.answer(&RefundColumns::new(&[266, 25_800], &start, &end), &mut answers.columns())?;
    /// assert_eq!(answers.kept(), [86, 8_293]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn kept(&self) -> &[u64] {
        &self.kept
    }

    /// The future payments that are cancelled, in minor units.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    /// let facts = RefundColumns::new(&[266; 2], &start, &end).with_outstanding(&[9, 33]);
    /// batch.answer(&facts, &mut answers.columns())?;
    /// assert_eq!(answers.remaining_commitment(), [2_394, 8_778]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn remaining_commitment(&self) -> &[u64] {
        &self.remaining_commitment
    }

    /// How it went, row by row.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::batch::RowStatus;
    #[doc = include_str!("../../docs/snippets/batch_columns.txt")]
    ///
    /// batch.answer(&RefundColumns::new(&[266; 2], &[first, last], &[last, first]), &mut answers.columns())?;
    /// assert_eq!(answers.status(), [RowStatus::Answered, RowStatus::EmptyPeriod]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> &[RowStatus] {
        &self.status
    }
}
