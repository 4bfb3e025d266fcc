//! The answers, one fact at a time: each pass goes over one block of rows with one thing in mind.
//!
//! A pass over plain columns has no branch that depends on another column, so that the compiler can take several rows
//! at once where the arithmetic allows it. A block is small enough to stay in the cache from pass to pass.

use core::num::NonZeroU32;

use super::columns::{AnswerColumns, RefundColumns};
use super::{RowStatus, short};
use crate::policy::reservation::{FullRefundWindow, RefundBasis, UsageCondition};
use crate::quantity::share::divide_half_even;
use crate::quantity::{Rate, Share};
use crate::reservation::payment::PaymentStatus;
use crate::reservation::refund::Usage;

/// How many rows a block has.
const BLOCK: usize = 512;

/// How many rows are answered between two reports of progress: whole blocks.
const REPORT_EVERY: usize = 128 * BLOCK;

/// What a policy and an instant come down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passes {
    pub(super) today: i32,
    pub(super) fee: Rate,
    pub(super) window: Option<FullRefundWindow>,
    pub(super) basis: RefundBasis,
}

/// Room for one block of what is worked out on the way.
struct Buffers {
    units: [u64; BLOCK],
    bases: [u64; BLOCK],
}

impl Passes {
    /// Answers every row, block by block. The columns must be of one length.
    pub(super) fn answer(
        self,
        facts: &RefundColumns<'_>,
        answers: &mut AnswerColumns<'_>,
        report: &mut impl FnMut(usize, usize),
    ) {
        let mut buffers = Buffers { units: [0; BLOCK], bases: [0; BLOCK] };
        let (total, mut done) = (facts.len(), 0_usize);
        while done < total {
            let until = done.saturating_add(BLOCK).min(total);
            if let (Some(facts), Some(mut answers)) = (facts.rows(done..until), answers.lend(&(done..until))) {
                self.answer_block(&facts, &mut answers, &mut buffers);
            }
            done = until;
            if done.is_multiple_of(REPORT_EVERY) || done == total {
                report(done, total);
            }
        }
    }

    fn answer_block(self, facts: &RefundColumns<'_>, answers: &mut AnswerColumns<'_>, buffers: &mut Buffers) {
        self.days(facts, answers.status);
        let units = units(facts, &mut buffers.units, answers.status);
        let bases = self.bases(facts, units, &mut buffers.bases);
        self.credits(facts, bases, answers);
        self.fees(answers.refund);
        self.full_refunds(facts, bases, answers.refund);
        unpaid(facts, answers.refund);
        kept(facts, answers);
        remaining_commitments(facts, units, answers);
        clear_unanswered(answers);
    }

    /// Whether the day lies in the period and the term.
    fn days(self, facts: &RefundColumns<'_>, statuses: &mut [RowStatus]) {
        for ((start, end), status) in facts.period_start.iter().zip(facts.period_end).zip(statuses.iter_mut()) {
            let late = if self.today >= *end { RowStatus::AfterEnd } else { RowStatus::Answered };
            let when = if self.today < *start { RowStatus::BeforeStart } else { late };
            *status = if end <= start { RowStatus::EmptyPeriod } else { when };
        }
        for (start, status) in facts.term_start.unwrap_or_default().iter().zip(statuses.iter_mut()) {
            if self.today < *start && *status == RowStatus::Answered {
                *status = RowStatus::BeforeStart;
            }
        }
        self.not_begun(facts, statuses);
    }

    /// Where the day of the purchase is known: what was bought and has not begun is answered, in its first period.
    fn not_begun(self, facts: &RefundColumns<'_>, statuses: &mut [RowStatus]) {
        let Some(purchased) = facts.purchased else { return };
        let terms = facts.period_start.iter().zip(facts.term_start.unwrap_or(facts.period_start));
        for ((purchased, (start, term_start)), status) in purchased.iter().zip(terms).zip(statuses) {
            let is_bought = *purchased <= self.today;
            if *status == RowStatus::BeforeStart && is_bought && start == term_start {
                *status = RowStatus::Answered;
            } else if *status == RowStatus::Answered && !is_bought {
                *status = RowStatus::BeforeStart;
            }
        }
    }

    /// What the credit is a share of: the unit, or the current price where the policy looks at it and it is lower.
    fn bases<'a>(self, facts: &RefundColumns<'_>, units: &'a [u64], buffer: &'a mut [u64]) -> &'a [u64] {
        match (self.basis, facts.current_price) {
            (RefundBasis::PricePaid, _) | (_, None) => units,
            (RefundBasis::LowerOfPaidAndCurrent, Some(prices)) => {
                for ((basis, unit), price) in buffer.iter_mut().zip(units).zip(prices) {
                    *basis = *unit.min(price);
                }
                buffer.get(..units.len()).unwrap_or_default()
            }
        }
    }

    /// What is left of the basis: nothing outside the period, all of it before it begins.
    fn credits(self, facts: &RefundColumns<'_>, bases: &[u64], answers: &mut AnswerColumns<'_>) {
        let periods = facts.period_start.iter().zip(facts.period_end);
        let rows = bases.iter().zip(periods).zip(answers.refund.iter_mut());
        if are_answered(answers.status) && short::are_short(bases, facts.period_start, facts.period_end) {
            for ((basis, (start, end)), refund) in rows {
                *refund = short::share(*basis, end.wrapping_sub(self.today.max(*start)), end.wrapping_sub(*start));
            }
        } else {
            for (((basis, (start, end)), refund), status) in rows.zip(answers.status.iter()) {
                let is_answered = *status == RowStatus::Answered;
                *refund = if is_answered {
                    share(*basis, end.abs_diff(self.today.max(*start)), end.abs_diff(*start))
                } else {
                    0
                };
            }
        }
    }

    fn fees(self, refunds: &mut [u64]) {
        if self.fee.is_zero() {
            return;
        }
        for refund in refunds {
            *refund = refund.saturating_sub(self.fee.of_minor(*refund));
        }
    }

    /// The whole basis inside the full-refund window.
    fn full_refunds(self, facts: &RefundColumns<'_>, bases: &[u64], refunds: &mut [u64]) {
        let Some(window) = self.window else { return };
        let starts = facts.term_start.unwrap_or(facts.period_start);
        for (index, ((basis, start), refund)) in bases.iter().zip(starts).zip(refunds).enumerate() {
            let usage = facts.usage.and_then(|usages| usages.get(index)).copied().unwrap_or(Usage::Unused);
            let usage_fits = window.usage() == UsageCondition::Any || usage == Usage::Unused;
            if usage_fits && self.today.saturating_sub(*start) <= i32::from(window.days()) {
                *refund = *basis;
            }
        }
    }
}

/// So many parts out of so many, rounded once, half to even: the parts must not be more than there are.
#[inline(always)]
fn share(minor: u64, parts: u32, of: u32) -> u64 {
    match (minor.checked_mul(parts.into()), NonZeroU32::new(of)) {
        (Some(product), Some(of)) => divide_half_even(product, of),
        _ => share_of_much(minor, parts, of),
    }
}

/// The same for amounts that need more than 64 bits on the way.
#[cold]
#[inline(never)]
fn share_of_much(minor: u64, parts: u32, of: u32) -> u64 {
    Share::new(parts, of).map_or(0, |share| share.of_minor(minor))
}

/// One payment for the returned units: what was paid, where nothing is said of units.
fn units<'a>(facts: &RefundColumns<'a>, buffer: &'a mut [u64], statuses: &mut [RowStatus]) -> &'a [u64] {
    let (Some(quantities), Some(covers)) = (facts.quantity, facts.covers) else { return facts.paid };
    let columns = facts.paid.iter().zip(quantities.iter().zip(covers));
    for ((unit, (paid, (quantity, covers))), status) in buffer.iter_mut().zip(columns).zip(statuses) {
        *unit = 0;
        if *quantity == 0 || *covers == 0 {
            *status = RowStatus::QuantityZero;
        } else if quantity > covers {
            *status = RowStatus::QuantityAbove;
        } else {
            *unit = share(*paid, *quantity, *covers);
        }
    }
    buffer.get(..facts.len()).unwrap_or_default()
}

/// Nothing comes back where the current payment was not made.
fn unpaid(facts: &RefundColumns<'_>, refunds: &mut [u64]) {
    for (status, refund) in facts.status.unwrap_or_default().iter().zip(refunds) {
        if *status == PaymentStatus::Outstanding {
            *refund = 0;
        }
    }
}

/// What was paid less the refund.
fn kept(facts: &RefundColumns<'_>, answers: &mut AnswerColumns<'_>) {
    // A refund is never above the payment: only a total of its own can be less.
    let totals = facts.total_paid.unwrap_or_default();
    for ((total, refund), status) in totals.iter().zip(answers.refund.iter()).zip(answers.status.iter_mut()) {
        if total < refund && *status == RowStatus::Answered {
            *status = RowStatus::AbovePaid;
        }
    }
    let totals = facts.total_paid.unwrap_or(facts.paid);
    for ((total, refund), kept) in totals.iter().zip(answers.refund.iter()).zip(asked(&mut answers.kept)) {
        *kept = total.wrapping_sub(*refund);
    }
}

/// The payments that have not been made, for the returned units.
fn remaining_commitments(facts: &RefundColumns<'_>, units: &[u64], answers: &mut AnswerColumns<'_>) {
    let outstanding = facts.outstanding.unwrap_or_default();
    for ((unit, count), status) in units.iter().zip(outstanding).zip(answers.status.iter_mut()) {
        if unit.checked_mul(u64::from(*count)).is_none() && *status == RowStatus::Answered {
            *status = RowStatus::Overflow;
        }
    }
    let remaining = asked(&mut answers.remaining_commitment);
    if facts.outstanding.is_none() {
        remaining.fill(0);
    }
    for ((unit, count), remaining) in units.iter().zip(outstanding).zip(remaining) {
        *remaining = unit.wrapping_mul(u64::from(*count));
    }
}

/// A column of answers, empty when it is not asked for.
fn asked<'a>(column: &'a mut Option<&mut [u64]>) -> &'a mut [u64] {
    column.as_deref_mut().unwrap_or_default()
}

/// Whether there is an answer for every row so far.
fn are_answered(statuses: &[RowStatus]) -> bool {
    // Not `all`, which stops at the first that is not: several rows are looked at at once.
    statuses.iter().map(|status| u8::from(*status != RowStatus::Answered)).fold(0, |any, one| any | one) == 0
}

/// No amounts where there is no answer.
fn clear_unanswered(answers: &mut AnswerColumns<'_>) {
    if are_answered(answers.status) {
        return;
    }
    let AnswerColumns { refund, status, kept, remaining_commitment } = answers;
    for column in [&mut **refund, asked(kept), asked(remaining_commitment)] {
        for (amount, _) in column.iter_mut().zip(status.iter()).filter(|(_, status)| **status != RowStatus::Answered) {
            *amount = 0;
        }
    }
}
