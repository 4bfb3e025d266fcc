//! The answers, one fact at a time: each pass goes over one block of rows with one thing in mind.
//!
//! A pass over plain columns has no branch that depends on another column, so that the compiler can take several rows
//! at once where the arithmetic allows it. A block is small enough to stay in the cache from pass to pass.

use super::RowStatus;
use super::columns::{AnswerColumns, RefundColumns};
use super::reciprocal::share_sooner;
use crate::policy::reservation::{FullRefundWindow, UsageCondition};
use crate::quantity::Rate;
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
}

impl Passes {
    /// Answers every row, block by block. The columns must be of one length.
    pub(super) fn answer(
        self,
        facts: &RefundColumns<'_>,
        answers: &mut AnswerColumns<'_>,
        report: &mut impl FnMut(usize, usize),
    ) {
        let (total, mut done) = (facts.len(), 0_usize);
        while done < total {
            let until = done.saturating_add(BLOCK).min(total);
            if let (Some(facts), Some(mut answers)) = (facts.rows(done..until), answers.lend(done..until)) {
                self.answer_block(&facts, &mut answers);
            }
            done = until;
            if done.is_multiple_of(REPORT_EVERY) || done == total {
                report(done, total);
            }
        }
    }

    fn answer_block(self, facts: &RefundColumns<'_>, answers: &mut AnswerColumns<'_>) {
        let mut buffer = [0; BLOCK];
        self.days(facts, answers.status);
        let units = units(facts, &mut buffer, answers.status);
        self.credits(facts, units, answers.refund);
        self.fees(answers.refund);
        self.full_refunds(facts, units, answers.refund);
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
        for (start, status) in facts.term_start.unwrap_or_default().iter().zip(statuses) {
            if self.today < *start && *status == RowStatus::Answered {
                *status = RowStatus::BeforeStart;
            }
        }
    }

    /// What is left of the unit: nothing outside the period.
    fn credits(self, facts: &RefundColumns<'_>, units: &[u64], refunds: &mut [u64]) {
        let periods = facts.period_start.iter().zip(facts.period_end);
        for ((unit, (start, end)), refund) in units.iter().zip(periods).zip(refunds) {
            let is_inside = (*start <= self.today) & (self.today < *end);
            let left = if is_inside { end.abs_diff(self.today) } else { 0 };
            let days = if is_inside { end.abs_diff(*start) } else { 1 };
            *refund = share_sooner(*unit, left, days);
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

    /// The whole unit inside the full-refund window.
    fn full_refunds(self, facts: &RefundColumns<'_>, units: &[u64], refunds: &mut [u64]) {
        let Some(window) = self.window else { return };
        let starts = facts.term_start.unwrap_or(facts.period_start);
        for (index, ((unit, start), refund)) in units.iter().zip(starts).zip(refunds).enumerate() {
            let usage = facts.usage.and_then(|usages| usages.get(index)).copied().unwrap_or(Usage::Unused);
            let usage_fits = window.usage() == UsageCondition::Any || usage == Usage::Unused;
            if usage_fits && self.today.abs_diff(*start) <= u32::from(window.days()) {
                *refund = *unit;
            }
        }
    }
}

/// One payment for the returned units: what was paid, where nothing is said of units.
fn units<'a>(facts: &RefundColumns<'a>, buffer: &'a mut [u64], statuses: &mut [RowStatus]) -> &'a [u64] {
    let (Some(quantities), Some(covers)) = (facts.quantity, facts.covers) else { return facts.paid };
    let columns = facts.paid.iter().zip(quantities.iter().zip(covers));
    for ((unit, (paid, (quantity, covers))), status) in buffer.iter_mut().zip(columns).zip(statuses) {
        let is_none = (*quantity == 0) | (*covers == 0);
        *unit = if is_none | (quantity > covers) { 0 } else { share_sooner(*paid, *quantity, *covers) };
        if is_none {
            *status = RowStatus::QuantityZero;
        } else if quantity > covers {
            *status = RowStatus::QuantityAbove;
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
    let totals = facts.total_paid.unwrap_or(facts.paid);
    for ((total, refund), kept) in totals.iter().zip(answers.refund.iter()).zip(answers.kept.iter_mut()) {
        *kept = total.wrapping_sub(*refund);
    }
    // A refund is never above the payment: only a total of its own can be less.
    let totals = facts.total_paid.unwrap_or_default();
    for ((total, refund), status) in totals.iter().zip(answers.refund.iter()).zip(answers.status.iter_mut()) {
        if total < refund && *status == RowStatus::Answered {
            *status = RowStatus::AbovePaid;
        }
    }
}

/// The payments that have not been made, for the returned units.
fn remaining_commitments(facts: &RefundColumns<'_>, units: &[u64], answers: &mut AnswerColumns<'_>) {
    let Some(outstanding) = facts.outstanding else {
        answers.remaining_commitment.fill(0);
        return;
    };
    let places = answers.remaining_commitment.iter_mut().zip(answers.status.iter_mut());
    for ((unit, count), (remaining, status)) in units.iter().zip(outstanding).zip(places) {
        let product = unit.checked_mul(u64::from(*count));
        *remaining = product.unwrap_or(0);
        if product.is_none() && *status == RowStatus::Answered {
            *status = RowStatus::Overflow;
        }
    }
}

/// No amounts where there is no answer.
fn clear_unanswered(answers: &mut AnswerColumns<'_>) {
    let unanswered = |status: &RowStatus| *status != RowStatus::Answered;
    if !answers.status.iter().any(unanswered) {
        return;
    }
    let amounts = answers.refund.iter_mut().zip(answers.kept.iter_mut()).zip(answers.remaining_commitment.iter_mut());
    for (((refund, kept), remaining), _) in amounts.zip(answers.status.iter()).filter(|(_, status)| unanswered(status))
    {
        (*refund, *kept, *remaining) = (0, 0, 0);
    }
}
