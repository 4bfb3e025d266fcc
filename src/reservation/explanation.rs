//! A decision as a person can read it, and check it with a pocket calculator.

use core::fmt;

use super::refund::{CreditKind, Refund, RefundQuote, RefundReason, RefundRequest, RefundSide};
use crate::calendar::rfc3339;
use crate::decision::{Decision, Reason};
use crate::money::{Money, UsdAmount};
use crate::policy::reservation::{CapMeasure, Channel, PolicyName, RefundBasis, ReservationPolicy};
use crate::quantity::{Quantity, Share};
use crate::rule::RuleId;

/// The steps of a refund, with dates, days, fractions, unrounded and rounded amounts, rules and sources.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Requester;
/// use reservation_policy::reservation::cap::RefundLedger;
/// use reservation_policy::reservation::explanation::Explanation;
/// use reservation_policy::reservation::refund::RefundRequest;
/// use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
/// use reservation_policy::resource::ResourceType;
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let price = Price::in_usd(Money::parse("2.66", Currency::USD)?)?;
/// let payments = Payments::monthly(price, Quantity::ONE, 3)?;
/// let schedule = Schedule::new("2022-12-01".parse()?, Term::OneYear, BillingPlan::Monthly)?;
/// let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
/// let policy = ReservationPolicy::from_name("2020-07+observed")?;
/// let request = RefundRequest::new(&reservation, Quantity::ONE, "2023-02-10T21:16:24Z".parse()?, Requester::Owner);
///
/// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
/// let text = Explanation::new(&policy, &request, &decision).to_string();
/// assert!(text.contains("2.66 USD x 19/28 = 1.805 -> 1.80 USD"), "{text}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Explanation<'a> {
    policy: &'a ReservationPolicy,
    request: &'a RefundRequest<'a>,
    decision: &'a Decision<Refund, RefundReason, PolicyName>,
}

impl<'a> Explanation<'a> {
    /// Explains the decision of a policy on a request.
    ///
    /// # Examples
    ///
    /// With the policy and the request that the decision was made with:
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/settled_refund.txt")]
    /// # let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Other);
    /// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
    /// let text = Explanation::new(&policy, &request, &decision).to_string();
    /// assert!(text.starts_with("denied under policy 2020-07\n"), "{text}");
    /// assert!(text.contains("used       364 of 365 days used, 1 left"), "{text}");
    /// assert!(text.contains("denied: somebody else may not return this reservation"), "{text}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(
        policy: &'a ReservationPolicy,
        request: &'a RefundRequest<'a>,
        decision: &'a Decision<Refund, RefundReason, PolicyName>,
    ) -> Self {
        Self { policy, request, decision }
    }

    /// The current price, where it may take the place of the price paid: counted in whole minor units, as amounts are.
    fn ceiling(&self) -> Option<Money> {
        match self.policy.refund_basis() {
            RefundBasis::PricePaid => None,
            RefundBasis::LowerOfPaidAndCurrent => self.request.current_price().map(Money::floor_to_minor),
        }
    }

    fn quote(&self) -> &'a RefundQuote {
        self.decision.outcome().quote()
    }

    fn headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (quote, reservation) = (self.quote(), self.request.reservation());
        writeln!(f, "{} under policy {}", self.decision.verdict(), self.decision.policy())?;
        let of = reservation.quantity();
        let (kind, schedule) = (reservation.resource_type(), reservation.schedule());
        let term = format_args!("{}, {}", schedule.term(), schedule.plan());
        write!(f, "  returned   {} of {} of {kind} ({term})", quote.quantity(), Units(of))?;
        if let Some(id) = reservation.id() {
            write!(f, ", {id}")?;
        }
        writeln!(f, "\n  at         {}, by {}", rfc3339(quote.at()), self.request.requester())
    }

    fn days(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = self.quote();
        let (proration, whole) = (quote.proration(), self.request.reservation().schedule().whole_term());
        writeln!(f, "  term       {} to {}, the last day not included", whole.start(), whole.end())?;
        let (number, of) = (proration.payment().saturating_add(1), quote.payments_total());
        let period = proration.period();
        writeln!(f, "  period     {} to {}: payment {number} of {of}", period.start(), period.end())?;
        let left = proration.total().saturating_sub(proration.used());
        writeln!(f, "  used       {proration}, {left} left; the day of the return is not charged [{}]", RuleId::L01)
    }

    fn credit(&self, f: &mut fmt::Formatter<'_>, side: &Side) -> fmt::Result {
        let (basis, credit) = (side.basis, side.credit);
        let kind = self.quote().credit_kind();
        if kind != CreditKind::NothingPaid && basis != side.unit {
            writeln!(f, "    basis    {basis}: the current price is lower [{}]", RuleId::L03)?;
        }
        match kind {
            CreditKind::Full => {
                writeln!(f, "    credit   {credit}: in full, so soon after the start [{}]", RuleId::L02)
            }
            CreditKind::NothingPaid => writeln!(f, "    credit   {credit}: this period has not been paid"),
            CreditKind::Prorated => {
                let (share, rule) = (self.quote().share(), RuleId::L21);
                let exact = Unrounded { amount: basis, share };
                writeln!(f, "    credit   {basis} x {share} = {exact} -> {credit} [{rule}]")
            }
        }
    }

    fn side(&self, f: &mut fmt::Formatter<'_>, title: &str, side: &Side) -> fmt::Result {
        let quote = self.quote();
        writeln!(f, "  {title}")?;
        writeln!(f, "    unit     {}: one payment for {}", side.unit, Units(quote.quantity()))?;
        self.credit(f, side)?;
        let rates = quote.fee_rates();
        if !rates.charged().is_zero() {
            let (rate, rule) = (rates.charged(), RuleId::Fee01);
            writeln!(f, "    fee      {rate} of {} -> {} [{rule}]", side.credit, side.fee)?;
        }
        if !side.reserved_fee.is_zero() {
            let (rate, rule) = (rates.reserved(), RuleId::Fee03);
            writeln!(
                f,
                "    reserved {} more could be charged ({rate} in all) and is not [{rule}]",
                side.reserved_fee
            )?;
        }
        writeln!(f, "    refund   {}", side.refund)?;
        let outstanding = quote.payments_total().saturating_sub(quote.payments_completed());
        let (cancelled, rule) = (side.remaining_commitment, RuleId::Amb21);
        writeln!(f, "    ends     {outstanding} x {} = {cancelled} of future payments [{rule}]", side.unit)
    }

    fn cap(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cap = self.decision.outcome().cap();
        writeln!(f, "  the cap of {}", self.policy.cap())?;
        writeln!(f, "    used     {} USD, {} USD left", cap.used_before(), cap.remaining_before())?;
        let rule = match self.policy.cap().measure() {
            CapMeasure::Refunded if self.policy.name().is_observed() => RuleId::L22,
            CapMeasure::Refunded => RuleId::Cap01,
            CapMeasure::CancelledCommitment => RuleId::L04,
        };
        writeln!(f, "    counts   {} USD [{rule}]", cap.counted())?;
        writeln!(f, "    after    {} USD left", cap.remaining_after())?;
        if let Some(release) = cap.next_release() {
            writeln!(f, "    returns  {} USD on {}", release.amount(), rfc3339(release.at()))?;
        }
        if !cap.fits() {
            match cap.earliest() {
                Some(earliest) => writeln!(f, "    fits     from {} on", rfc3339(earliest))?,
                None => writeln!(f, "    fits     never: it is above the whole cap")?,
            }
        }
        Ok(())
    }

    fn reasons(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for reason in self.decision.reasons() {
            let rule = reason.rule();
            writeln!(f, "  {}: {reason}", reason.verdict())?;
            writeln!(f, "    [{rule}] {}", rule.meaning())?;
            for source in rule.sources() {
                writeln!(f, "    [{rule}] {source}")?;
            }
        }
        Ok(())
    }
}

/// The amounts of one side that are shown, whatever its currency.
struct Side {
    unit: Money,
    basis: Money,
    credit: Money,
    fee: Money,
    reserved_fee: Money,
    refund: Money,
    remaining_commitment: Money,
}

impl Side {
    fn new<A: Copy>(side: RefundSide<A>, money: impl Fn(A) -> Money, ceiling: Option<Money>) -> Self {
        let unit = money(side.unit);
        let lower = ceiling.filter(|ceiling| matches!(ceiling.checked_cmp(&unit), Ok(core::cmp::Ordering::Less)));
        Self {
            unit,
            basis: lower.unwrap_or(unit),
            credit: money(side.credit),
            fee: money(side.fee),
            reserved_fee: money(side.reserved_fee),
            refund: money(side.refund),
            remaining_commitment: money(side.remaining_commitment),
        }
    }
}

/// A number of units in words.
struct Units(Quantity);

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == Quantity::ONE { "unit" } else { "units" })
    }
}

/// A product before it is rounded: all its digits when they end within six, or else the first six and dots.
struct Unrounded {
    amount: Money,
    share: Share,
}

impl fmt::Display for Unrounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount.amount().normalize();
        let denominator = i128::from(self.share.denominator());
        let exact = amount
            .mantissa()
            .checked_mul(i128::from(self.share.numerator()))
            .and_then(|product| product.checked_mul(1_000_000))
            .and_then(|product| Some((product.checked_div(denominator)?, product.checked_rem(denominator)?)))
            .and_then(|(whole, rest)| {
                let scale = amount.scale().checked_add(6)?;
                Some((rust_decimal::Decimal::try_from_i128_with_scale(whole, scale).ok()?, rest == 0))
            });
        match exact {
            Some((value, true)) => write!(f, "{}", value.normalize()),
            Some((value, false)) => write!(f, "{value}..."),
            None => f.write_str("an amount of many digits"),
        }
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = self.quote();
        self.headline(f)?;
        self.days(f)?;
        let billing = Side::new(quote.billing(), |amount| amount, self.ceiling());
        self.side(f, "billing side", &billing)?;
        writeln!(f, "    kept     {} of {} paid so far for every unit", quote.kept(), quote.total_paid())?;
        let pricing = Side::new(quote.pricing(), UsdAmount::to_money, None);
        self.side(f, "US dollar side, never converted from the other", &pricing)?;
        self.cap(f)?;
        self.reasons(f)?;
        if self.decision.outcome().channel() == Channel::SupportRequest {
            writeln!(f, "  how        by a request to support [{}]", RuleId::Con05)?;
        }
        writeln!(f, "  holds      until {}, when the amounts change", rfc3339(quote.valid_until()))
    }
}
