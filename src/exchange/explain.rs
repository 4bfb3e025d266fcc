//! An exchange decision as a person reads it, to check with a pocket calculator.

use core::fmt;

use super::{Exchange, PurchasedLine, ReturnedLine};
use crate::account::Channel;
use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::policy::DayCount;
use crate::refund::CreditKind;
use crate::rounding::Share;
use crate::rule::RuleId;

/// The lines of [`Decision::explain`](Decision::<Exchange>::explain). It reads the decision and computes nothing.
#[derive(Debug, Clone, Copy)]
pub struct ExchangeExplanation<'a> {
    decision: &'a Decision<Exchange>,
}

impl<'a> ExchangeExplanation<'a> {
    pub(super) const fn new(decision: &'a Decision<Exchange>) -> Self {
        Self { decision }
    }

    fn returned(f: &mut fmt::Formatter<'_>, line: &ReturnedLine) -> fmt::Result {
        let (reservation, used) = (line.returned.reservation(), line.period);
        let unit = if used.counted_in == DayCount::WholeMonths { "months" } else { "days" };
        let (asked, owned, kind) = (line.returned.quantity(), reservation.quantity(), reservation.resource());
        write!(f, "  returned   {asked} of {owned} of {kind}")?;
        if let Some(id) = reservation.id() {
            write!(f, ", {id}")?;
        }
        writeln!(f)?;
        let (period, payment, total) = (used.period, used.payment, line.payments_total);
        writeln!(
            f,
            "    period   {period}: payment {payment} of {total}, {} of {} {unit} used",
            used.used, used.total
        )?;
        let amounts = line.amounts;
        if amounts.basis != amounts.period_charge && line.credit != CreditKind::NothingPaid {
            writeln!(f, "    basis    {}: the current price [{}]", amounts.basis, RuleId::L03)?;
        }
        let prorated = amounts.credit.checked_sub(amounts.paid_ahead).unwrap_or(amounts.credit);
        match line.credit {
            CreditKind::Full => writeln!(f, "    refund   {prorated}: in full, within its window [{}]", RuleId::L02)?,
            CreditKind::NothingPaid => writeln!(f, "    refund   {prorated}: payment {payment} is not made")?,
            CreditKind::Prorated => {
                let share = Share::left_of(used.used, used.total);
                writeln!(f, "    refund   {} x {share} -> {prorated} [{}]", amounts.basis, RuleId::Exc10)?;
            }
        }
        if !amounts.paid_ahead.is_zero() {
            writeln!(
                f,
                "    ahead    {} paid for later periods, refunded whole [{}]",
                amounts.paid_ahead,
                RuleId::Amb21
            )?;
        }
        let outstanding = total.saturating_sub(line.payments_made);
        let (canceled, charge) = (amounts.remaining_commitment, amounts.period_charge);
        writeln!(f, "    canceled {outstanding} x {charge} = {canceled} of future payments")?;
        writeln!(f, "    value    {}", line.value)
    }

    fn bought(f: &mut fmt::Formatter<'_>, line: &PurchasedLine) -> fmt::Result {
        let (price, start, end) = (line.purchase.price(), line.schedule.start(), line.schedule.end());
        f.write_str("  bought     ")?;
        if let Some((kind, hourly)) = line.purchase.savings_plan_kind().zip(line.purchase.hourly_commitment()) {
            write!(f, "a {kind} savings plan at {hourly} an hour, ")?;
        }
        write!(f, "{price} in full")?;
        writeln!(f, ", from {start} to {end} [{}, {}]", RuleId::Exc11, RuleId::Exc14)
    }

    fn totals(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = self.decision.outcome();
        let (refund, commitment, total) = (exchange.refund, exchange.remaining_commitment, exchange.refunds_total);
        writeln!(f, "  refunds    {refund} + {commitment} of commitment = {total}")?;
        writeln!(f, "  purchases  {}", exchange.purchases_total)?;
        writeln!(f, "  payable    {}", exchange.net_payable)?;
        match exchange.missing {
            Some(missing) => writeln!(f, "  compared   with {}: {missing} is missing", exchange.compared)?,
            None => writeln!(f, "  compared   with {}: enough is bought", exchange.compared)?,
        }
        writeln!(f, "  fee        none [{}]", RuleId::Fee02)?;
        writeln!(f, "  the cap    is not used [{}]", RuleId::Cap04)
    }

    fn after(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = self.decision.outcome();
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
        if let Channel::SupportRequest { cause } = exchange.channel {
            writeln!(f, "  how        by {} [{}]", exchange.channel, cause.rule())?;
        }
        for step in exchange.settlement.iter().flat_map(|settlement| &settlement.steps) {
            writeln!(f, "  money      {step} [{}]", step.rule())?;
        }
        writeln!(f, "  holds      until {}, when the amounts change", rfc3339(exchange.valid_until))
    }
}

impl fmt::Display for ExchangeExplanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchange = self.decision.outcome();
        let (at, requester) = (rfc3339(exchange.request.at), exchange.request.requester);
        writeln!(f, "{} under policy {}", self.decision.verdict(), self.decision.policy())?;
        writeln!(f, "  at         {at}, by {requester}")?;
        // A savings plan is bought before the reservations are canceled; else the purchase comes last.
        if exchange.is_trade_in() {
            exchange.purchased.iter().try_for_each(|line| Self::bought(f, line))?;
            writeln!(
                f,
                "  order      the savings plan is bought first, then the reservations are canceled [{}]",
                RuleId::L23
            )?;
        }
        exchange.returned.iter().try_for_each(|line| Self::returned(f, line))?;
        if !exchange.is_trade_in() {
            exchange.purchased.iter().try_for_each(|line| Self::bought(f, line))?;
        }
        self.totals(f)?;
        self.after(f)
    }
}
