//! A refund decision as a person reads it, to check with a pocket calculator.

use core::fmt;

use super::{Amounts, CreditKind, Refund};
use crate::account::Channel;
use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::money::{Money, UsdAmount};
use crate::policy::{CapBasis, DayCount};
use crate::quantity::Quantity;
use crate::rounding::Share;
use crate::rule::RuleId;

/// The lines of [`Decision::explain`](Decision::<Refund>::explain). It reads the decision and computes nothing.
#[derive(Debug, Clone, Copy)]
pub struct RefundExplanation<'a> {
    decision: &'a Decision<Refund>,
}

impl<'a> RefundExplanation<'a> {
    pub(super) const fn new(decision: &'a Decision<Refund>) -> Self {
        Self { decision }
    }

    fn headline(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refund = self.decision.outcome();
        let reservation = refund.returned.reservation();
        let schedule = reservation.schedule();
        writeln!(f, "{} under policy {}", self.decision.verdict(), self.decision.policy())?;
        let (asked, owned) = (refund.returned.quantity(), Units(reservation.quantity()));
        let (kind, term, plan) = (reservation.resource(), schedule.term(), schedule.plan());
        write!(f, "  returned   {asked} of {owned} of {kind} ({term}, {plan})")?;
        if let Some(id) = reservation.id() {
            write!(f, ", {id}")?;
        }
        writeln!(f, "\n  at         {}, by {}", rfc3339(refund.request.at), refund.request.requester)
    }

    fn days(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refund = self.decision.outcome();
        let whole = refund.returned.reservation().schedule().whole_term();
        writeln!(f, "  term       {whole}, the last day not included")?;
        let used = refund.period;
        writeln!(f, "  period     {}: payment {} of {}", used.period, used.payment, refund.payments_total)?;
        let unit = if used.counted_in == DayCount::WholeMonths { "months" } else { "days" };
        let (left, rule) = (used.total.saturating_sub(used.used), RuleId::L01);
        let of = used.total;
        writeln!(
            f,
            "  used       {} of {of} {unit}, {left} left; the day of the return is not charged [{rule}]",
            used.used
        )
    }

    fn side(self, f: &mut fmt::Formatter<'_>, title: &str, side: &Amounts<Money>) -> fmt::Result {
        let refund = self.decision.outcome();
        writeln!(f, "  {title}")?;
        let charge = side.period_charge;
        writeln!(f, "    charge   {charge}: one payment for {}", Units(refund.returned.quantity()))?;
        if side.basis != charge && refund.credit != CreditKind::NothingPaid {
            writeln!(f, "    basis    {}: the current price [{}]", side.basis, RuleId::L03)?;
        }
        let prorated = side.credit.checked_sub(side.paid_ahead).unwrap_or(side.credit);
        match refund.credit {
            CreditKind::Full => writeln!(f, "    credit   {prorated}: in full, within its window [{}]", RuleId::L02)?,
            CreditKind::NothingPaid => {
                writeln!(f, "    credit   {prorated}: payment {} is not made", refund.period.payment)?;
            }
            CreditKind::Prorated => {
                let share = Share::left_of(refund.period.used, refund.period.total);
                let exact = Unrounded { amount: side.basis, share };
                writeln!(f, "    credit   {} x {share} = {exact} -> {prorated} [{}]", side.basis, RuleId::L21)?;
            }
        }
        if !side.paid_ahead.is_zero() {
            writeln!(f, "    ahead    {} paid for later periods, refunded whole [{}]", side.paid_ahead, RuleId::Amb21)?;
        }
        if !refund.fee.charged.is_zero() {
            let (rate, rule) = (refund.fee.charged, RuleId::Fee01);
            writeln!(f, "    fee      {rate} of {} -> {} [{rule}]", side.credit, side.fee)?;
        }
        if !side.reserved_fee.is_zero() {
            let (more, rate, rule) = (side.reserved_fee, refund.fee.reserved, RuleId::Fee03);
            writeln!(f, "    reserved {more} more could be charged ({rate} in all) and is not [{rule}]")?;
        }
        writeln!(f, "    refund   {}", side.refund)?;
        let outstanding = refund.payments_total.saturating_sub(refund.payments_made);
        let (canceled, rule) = (side.remaining_commitment, RuleId::Amb21);
        writeln!(f, "    canceled {outstanding} x {charge} = {canceled} of future payments [{rule}]")
    }

    fn cap(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refund = self.decision.outcome();
        let check = &refund.cap;
        writeln!(f, "  the cap of {}", check.cap)?;
        writeln!(f, "    used     {}, {} left", check.used, check.remaining_before)?;
        let rule = match check.cap.basis {
            CapBasis::Refunded if self.decision.policy().observed => RuleId::L22,
            CapBasis::Refunded => RuleId::Cap01,
            CapBasis::CanceledCommitment => RuleId::L04,
        };
        writeln!(f, "    counts   {} [{rule}]", check.counts)?;
        writeln!(f, "    after    {} left", check.remaining_after)?;
        if let Some(release) = check.next_release {
            writeln!(f, "    returns  {} on {}", release.amount, rfc3339(release.at))?;
        }
        if !check.fits {
            writeln!(f, "    units    {} of {} fit now", refund.most_units_now, refund.returned.quantity())?;
            match refund.earliest_allowed {
                Some(earliest) => {
                    writeln!(f, "    fits     this return, as it shrinks, from {} on", rfc3339(earliest))?;
                }
                None if self.decision.reasons().len() == 1 => {
                    writeln!(f, "    fits     at no time before the end of the term")?;
                }
                None => {}
            }
        }
        Ok(())
    }

    fn after(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refund = self.decision.outcome();
        for reason in self.decision.reasons() {
            let rule = reason.rule();
            writeln!(f, "  {}: {reason}", reason.verdict())?;
            writeln!(f, "    [{rule}] {}", rule.meaning())?;
            for source in rule.sources() {
                writeln!(f, "    [{rule}] {source}")?;
            }
        }
        for remark in self.decision.remarks() {
            writeln!(f, "  note: {remark} [{}]", remark.rule())?;
        }
        if let Channel::SupportRequest { cause } = refund.channel {
            writeln!(f, "  how        by {} [{}]", refund.channel, cause.rule())?;
        }
        for step in refund.settlement.iter().flat_map(|settlement| &settlement.steps) {
            writeln!(f, "  money      {step} [{}]", step.rule())?;
        }
        writeln!(f, "  holds      until {}, when the amounts change", rfc3339(refund.valid_until))
    }
}

impl fmt::Display for RefundExplanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refund = self.decision.outcome();
        self.headline(f)?;
        self.days(f)?;
        self.side(f, "billing currency", &refund.billed)?;
        writeln!(f, "    retained {} of {} paid so far for every unit", refund.retained, refund.total_paid)?;
        self.side(f, "US dollars, never converted from the other side", &in_money(&refund.usd))?;
        self.cap(f)?;
        self.after(f)
    }
}

fn in_money(usd: &Amounts<UsdAmount>) -> Amounts<Money> {
    Amounts {
        period_charge: usd.period_charge.to_money(),
        basis: usd.basis.to_money(),
        paid_ahead: usd.paid_ahead.to_money(),
        credit: usd.credit.to_money(),
        fee: usd.fee.to_money(),
        reserved_fee: usd.reserved_fee.to_money(),
        refund: usd.refund.to_money(),
        remaining_commitment: usd.remaining_commitment.to_money(),
    }
}

/// `1 unit`, `4 units`.
struct Units(Quantity);

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == Quantity::ONE { "unit" } else { "units" })
    }
}

/// A share of an amount before it is rounded, to six decimals at most.
struct Unrounded {
    amount: Money,
    share: Share,
}

impl fmt::Display for Unrounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (numerator, denominator) = (u128::from(self.share.numerator()), u128::from(self.share.denominator()));
        let (mantissa, scale) = (self.amount.amount().mantissa().unsigned_abs(), self.amount.amount().scale());
        // Six more decimals than the amount has.
        let product = mantissa.checked_mul(numerator).and_then(|product| product.checked_mul(1_000_000));
        let quotient = product.and_then(|product| {
            let (quotient, rest) = (product.checked_div(denominator)?, product.checked_rem(denominator)?);
            let digits = scale.checked_add(6)?;
            Some((crate::rounding::exact_decimal(i128::try_from(quotient).ok()?, digits)?, rest == 0))
        });
        match quotient {
            Some((value, true)) => write!(f, "{}", value.normalize()),
            Some((value, false)) => write!(f, "{value}..."),
            None => f.write_str("an amount of many digits"),
        }
    }
}
