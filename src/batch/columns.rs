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
}

impl<'a> RefundColumns<'a> {
    /// What the current payment was, in minor units, and the days that it covers: `[start, end)`.
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
        }
    }

    /// How many units are returned, and how many the payment covers. Without it: all of them.
    #[must_use]
    pub const fn with_units(self, quantity: &'a [u32], covers: &'a [u32]) -> Self {
        Self { quantity: Some(quantity), covers: Some(covers), ..self }
    }

    /// The first day of the term, which a full-refund window is counted from. Without it: that of the period.
    #[must_use]
    pub const fn with_term_start(self, term_start: &'a [i32]) -> Self {
        Self { term_start: Some(term_start), ..self }
    }

    /// How many payments of the plan have not been made. Without it: none.
    #[must_use]
    pub const fn with_outstanding(self, outstanding: &'a [u32]) -> Self {
        Self { outstanding: Some(outstanding), ..self }
    }

    /// What was paid so far for the whole order, in minor units. Without it: the current payment.
    #[must_use]
    pub const fn with_total_paid(self, total_paid: &'a [u64]) -> Self {
        Self { total_paid: Some(total_paid), ..self }
    }

    /// Whether the current payment was made. Without it: it was.
    #[must_use]
    pub const fn with_status(self, status: &'a [PaymentStatus]) -> Self {
        Self { status: Some(status), ..self }
    }

    /// Whether the reservation has been used. Without it: it was not.
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

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.paid.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.paid.is_empty()
    }

    /// Some of the rows, to be answered apart, such as on a thread of their own; `None` when there are not so many.
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
#[derive(Debug)]
pub struct AnswerColumns<'a> {
    pub(super) refund: &'a mut [u64],
    pub(super) status: &'a mut [RowStatus],
    pub(super) kept: Option<&'a mut [u64]>,
    pub(super) remaining_commitment: Option<&'a mut [u64]>,
}

impl<'a> AnswerColumns<'a> {
    /// What is refunded, in minor units, and how it went.
    #[must_use]
    pub const fn new(refund: &'a mut [u64], status: &'a mut [RowStatus]) -> Self {
        Self { refund, status, kept: None, remaining_commitment: None }
    }

    /// Asks for what is kept of what was paid, too.
    #[must_use]
    pub const fn with_kept(mut self, kept: &'a mut [u64]) -> Self {
        self.kept = Some(kept);
        self
    }

    /// Asks for the future payments that are cancelled, too.
    #[must_use]
    pub const fn with_remaining_commitment(mut self, remaining_commitment: &'a mut [u64]) -> Self {
        self.remaining_commitment = Some(remaining_commitment);
        self
    }

    /// The columns before a row, and those from it on; `None` when there are not so many rows.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    refund: Vec<u64>,
    kept: Vec<u64>,
    remaining_commitment: Vec<u64>,
    status: Vec<RowStatus>,
}

impl Answers {
    /// Room for the answers to so many rows.
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
    #[must_use]
    pub fn columns(&mut self) -> AnswerColumns<'_> {
        AnswerColumns::new(&mut self.refund, &mut self.status)
            .with_kept(&mut self.kept)
            .with_remaining_commitment(&mut self.remaining_commitment)
    }

    /// What is refunded, in minor units.
    #[must_use]
    pub fn refund(&self) -> &[u64] {
        &self.refund
    }

    /// What is kept of what was paid, in minor units.
    #[must_use]
    pub fn kept(&self) -> &[u64] {
        &self.kept
    }

    /// The future payments that are cancelled, in minor units.
    #[must_use]
    pub fn remaining_commitment(&self) -> &[u64] {
        &self.remaining_commitment
    }

    /// How it went, row by row.
    #[must_use]
    pub fn status(&self) -> &[RowStatus] {
        &self.status
    }
}
