//! Exchange totals, and whether policy allows the exchange or the trade-in.
//!
//! 1. Each returned reservation has the amounts of a refund of that day, without a fee (`EXC-09`, `EXC-10`, `FEE-02`).
//! 2. Each purchase counts at its full price, and its term begins on the UTC day of the request (`EXC-11`, `EXC-14`).
//! 3. The totals, and what the new total is compared with (`EXC-12`, `L-07`, `L-12`).
//! 4. What speaks against it: `eligibility` as for a refund, and the rules of exchanges alone.
//!
//! An exchange does not count toward the refund cap (`CAP-04`), so it asks for no ledger.
//!
//! A lower current price lowers what is returned, as it lowers a refund (`L-03`). The text speaks of refunds, and an
//! exchange is processed as a refund and a purchase (`EXC-09`). It matters only where the caller gives a current price.

use chrono::{DateTime, NaiveDate, Utc};

use crate::account::Channel;
use crate::decision::{Approved, Decision};
use crate::error::Error;
use crate::money::{Currency, Money, MoneyError};
use crate::policy::{ReservationPolicy, ReturnedValue, Threshold};
use crate::reason::{Item, Reason};
use crate::refund::amounts::{DayAmounts, Fee, Moment, amounts_at};
use crate::refund::validity::valid_until;
use crate::refund::{Amounts, CreditKind, UsedPeriod};
use crate::request::{QuestionError, Request, Returned};
use crate::reservation::{Left, Reservation, Schedule};
use crate::settlement::{self, Bought, Deal, Settlement};

mod coverage;
mod explain;
mod purchase;
mod rules;

pub use self::coverage::SavingsPlanKind;
pub use self::explain::ExchangeExplanation;
pub use self::purchase::Purchase;

const RETURNED: &str = "returned reservation";
const PURCHASE: &str = "purchase";

/// One returned reservation of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ReturnedLine {
    /// Its number and id.
    pub item: Item,
    /// What is returned.
    pub returned: Returned,
    /// The period, and how much of it is used.
    pub period: UsedPeriod,
    /// How the credit is worked out.
    pub credit: CreditKind,
    /// The amounts in the billing currency. An exchange has no fee (`FEE-02`).
    pub amounts: Amounts<Money>,
    /// The refund and the remaining commitment, in the billing currency.
    pub value: Money,
    /// The payments that count as made.
    pub payments_made: u32,
    /// The payments of the plan.
    pub payments_total: u32,
    /// What was paid so far for every unit, in the billing currency; earlier refunds are not taken off.
    pub total_paid: Money,
    /// What Microsoft retains of it after this return and earlier ones.
    pub retained: Money,
}

/// One purchase of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PurchasedLine {
    /// Its number, from 1.
    pub number: u32,
    /// What is bought.
    pub purchase: Purchase,
    /// Its new term, from the UTC day of the request (`EXC-14`).
    pub schedule: Schedule,
}

/// An exchange or a trade-in: what is returned, what is bought, and the totals in the billing currency.
///
/// # Examples
///
/// ```
/// use reservation_policy::exchange::Purchase;
/// use reservation_policy::{Price, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term};
///
/// let old = Reservation::builder(ResourceType::VirtualMachines, "2024-03-10".parse()?, Term::ThreeYears)
///     .monthly(Price::usd("210.00 USD".parse()?)?)
///     .build()?;
/// let new = Purchase::reservation(ResourceType::VirtualMachines, 1, Term::ThreeYears, "5300.00 USD".parse()?)?;
/// let request = Request::new("2025-01-25T10:00:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// let decision = policy.decide_exchange(&[old.all()], &[new], &request)?;
/// let exchange = decision.outcome();
/// assert_eq!(exchange.refund.to_string(), "108.39 USD"); // 210.00 x 16/31
/// assert_eq!(exchange.refunds_total.to_string(), "5358.39 USD"); // and 25 x 210.00
/// assert_eq!(exchange.missing, Some("58.39 USD".parse()?));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// The returned reservations, in the order of the question.
    pub returned: Vec<ReturnedLine>,
    /// The purchases, in the order of the question.
    pub purchased: Vec<PurchasedLine>,
    /// The refunds: what was paid and comes back.
    pub refund: Money,
    /// The payments that are not made and no longer have to be.
    pub remaining_commitment: Money,
    /// The refunds and the remaining commitments.
    pub refunds_total: Money,
    /// The full prices of the purchases.
    pub purchases_total: Money,
    /// The purchases total less the refunds total; negative when more is returned than bought.
    pub net_payable: Money,
    /// What the purchases total is compared with: the refunds, or the refunds total (`L-07`; `L-12` in a trade-in).
    pub compared: Money,
    /// How much more must be bought. `None` when enough is bought.
    pub missing: Option<Money>,
    /// The instant from which the same request gives other amounts.
    pub valid_until: DateTime<Utc>,
    /// How the exchange is carried out.
    pub channel: Channel,
    /// Where the money goes, where the account says enough.
    pub settlement: Option<Settlement>,
}

crate::verdict::impl_outcome!(Exchange, Reason);

impl Exchange {
    /// Whether a savings plan is bought, so that the reservations are traded in.
    #[must_use]
    pub fn is_trade_in(&self) -> bool {
        self.purchased.iter().any(|line| line.purchase.savings_plan_kind().is_some())
    }

    /// The reservations that stay when only some of their units are returned, ready for the next question. Units that are
    /// exchanged for a reservation have used their final exchange (`L-09`).
    #[must_use]
    pub fn remaining(&self) -> Vec<Reservation> {
        let by_exchange = self.purchased.iter().any(|line| line.purchase.resource().is_some());
        let on = self.request.date();
        let stays = |line: &ReturnedLine| {
            let (units, refunded) = (line.returned.quantity(), line.amounts.refund);
            line.returned.reservation().without(Left { units, refunded, on, by_exchange })
        };
        self.returned.iter().filter_map(stays).collect()
    }

    /// Whether another exchange has the same lines with the same amounts: a quote still stands when this holds.
    #[must_use]
    pub fn has_same_amounts(&self, other: &Self) -> bool {
        let returned = |exchange: &Self| -> Vec<_> {
            let line = |line: &ReturnedLine| (line.item.clone(), line.returned.quantity(), line.amounts);
            exchange.returned.iter().map(line).collect()
        };
        let bought =
            |exchange: &Self| -> Vec<_> { exchange.purchased.iter().map(|line| line.purchase.clone()).collect() };
        returned(self) == returned(other) && bought(self) == bought(other)
    }
}

impl Approved<Exchange> {
    /// The reservations that stay when only some of their units are returned, ready for the next question.
    #[must_use]
    pub fn remaining(&self) -> Vec<Reservation> {
        self.outcome().remaining()
    }
}

impl Decision<Exchange> {
    /// The decision as a person reads it, to check with a pocket calculator.
    #[must_use]
    pub const fn explain(&self) -> ExchangeExplanation<'_> {
        ExchangeExplanation::new(self)
    }
}

impl ReservationPolicy {
    /// Decides an exchange of reservations for others, or a trade-in for savings plans: the totals, and every reason
    /// against it.
    ///
    /// # Errors
    ///
    /// [`QuestionError`] when nothing is returned or bought, one reservation is returned twice, the billing currencies
    /// differ, a returned reservation has no answer at that instant, or a sum cannot be held.
    pub fn decide_exchange(
        &self,
        returned: &[Returned],
        purchases: &[Purchase],
        request: &Request,
    ) -> Result<Decision<Exchange>, Error> {
        let currency = check(returned, purchases)?;
        let moment = Moment::of(request);
        let leg = |(what, number)| self.leg(what, number, moment).map_err(|error| part(RETURNED, number, error));
        let legs = returned.iter().zip(1..).map(leg).collect::<Result<Vec<_>, _>>()?;
        let bought_lines = lines(purchases, moment.today)?;
        let totals = Totals::of(currency, &legs, purchases)?;
        let is_trade_in = purchases.iter().any(|purchase| purchase.savings_plan_kind().is_some());
        let terms = self.terms().exchange;
        let compared = match terms.returned_value {
            ReturnedValue::Refund if !is_trade_in => totals.refund,
            ReturnedValue::Refund | ReturnedValue::RefundAndRemainingCommitment => totals.refunds_total,
        };
        let missing = missing(terms.threshold, compared, totals.purchases_total)?;
        let price = totals.purchases_total;
        let bought = if is_trade_in { Bought::SavingsPlans(price) } else { Bought::Reservations(price) };
        let valid_until = legs.iter().map(|leg| leg.valid_until).min().unwrap_or(request.at);
        let exchange = Exchange {
            request: *request,
            returned: legs.iter().map(|leg| leg.line.clone()).collect(),
            purchased: bought_lines,
            refund: totals.refund,
            remaining_commitment: totals.remaining_commitment,
            refunds_total: totals.refunds_total,
            purchases_total: totals.purchases_total,
            net_payable: totals.purchases_total.checked_sub(totals.refunds_total).map_err(QuestionError::from)?,
            compared,
            missing,
            valid_until,
            channel: self.channel_for(request),
            settlement: self.settlement(returned, (totals.refund, bought), request).map_err(QuestionError::from)?,
        };
        let reasons = rules::reasons(self, &exchange, request);
        let remarks = rules::remarks(self, &exchange, request);
        Ok(Decision::new(exchange, reasons, remarks, self.name()))
    }

    /// The amounts of one returned reservation.
    fn leg(&self, returned: &Returned, number: u32, moment: Moment) -> Result<Leg, QuestionError> {
        let day = amounts_at(self, returned, moment, Fee::Waived)?;
        let valid_until = valid_until(self, returned, (moment, Fee::Waived), &day);
        let reservation = returned.reservation();
        let total_paid = reservation.plan().total(reservation.schedule(), moment.made)?;
        let paid_less_earlier = match reservation.refunded_before() {
            Some(earlier) => total_paid.checked_sub(earlier)?,
            None => total_paid,
        };
        let DayAmounts { period, credit, payments_made, billed, .. } = day;
        let amounts = billed.map(|minor| Money::of_minor(minor, reservation.currency()));
        let line = ReturnedLine {
            item: Item { number, id: reservation.id().map(|id| id.key().to_owned()) },
            returned: returned.clone(),
            period,
            credit,
            amounts,
            value: amounts.refund.checked_add(amounts.remaining_commitment)?,
            payments_made,
            payments_total: reservation.schedule().payments(),
            total_paid,
            retained: paid_less_earlier.checked_sub(amounts.refund)?,
        };
        Ok(Leg { line, valid_until })
    }

    /// Where the money goes, where the account says enough.
    fn settlement(
        &self,
        returned: &[Returned],
        (refund, bought): (Money, Bought),
        request: &Request,
    ) -> Result<Option<Settlement>, MoneyError> {
        let Some(account) = request.account else { return Ok(None) };
        let on = request.date();
        let purchased = returned.iter().map(|returned| returned.reservation().purchase_date()).min().unwrap_or(on);
        settlement::settle(&self.terms().settlement, account, Deal { refund, bought, purchased, on })
    }
}

/// A returned line, and how long its amounts hold.
struct Leg {
    line: ReturnedLine,
    valid_until: DateTime<Utc>,
}

/// The sums of an exchange.
struct Totals {
    refund: Money,
    remaining_commitment: Money,
    refunds_total: Money,
    purchases_total: Money,
}

impl Totals {
    fn of(currency: Currency, legs: &[Leg], purchases: &[Purchase]) -> Result<Self, QuestionError> {
        let zero = Money::zero(currency);
        let (mut refund, mut remaining_commitment, mut purchases_total) = (zero, zero, zero);
        for leg in legs {
            refund = refund.checked_add(leg.line.amounts.refund)?;
            remaining_commitment = remaining_commitment.checked_add(leg.line.amounts.remaining_commitment)?;
        }
        for purchase in purchases {
            purchases_total = purchases_total.checked_add(purchase.price())?;
        }
        let refunds_total = refund.checked_add(remaining_commitment)?;
        Ok(Self { refund, remaining_commitment, refunds_total, purchases_total })
    }
}

/// Checks that both sides are there, in one currency, and that no reservation is returned twice.
fn check(returned: &[Returned], purchases: &[Purchase]) -> Result<Currency, QuestionError> {
    let Some(first) = returned.first() else { return Err(QuestionError::Nothing { what: RETURNED }) };
    if purchases.is_empty() {
        return Err(QuestionError::Nothing { what: PURCHASE });
    }
    let expected = first.reservation().currency();
    let returned_in = returned.iter().map(|returned| returned.reservation().currency());
    let bought_in = purchases.iter().map(|purchase| purchase.price().currency());
    let numbered = returned_in.zip(1..).map(|(found, number)| (RETURNED, number, found));
    for (what, number, found) in numbered.chain(bought_in.zip(1..).map(|(found, number)| (PURCHASE, number, found))) {
        if found != expected {
            return Err(QuestionError::Currencies { what, number, found, expected });
        }
    }
    each_once(returned).map(|()| expected)
}

/// Reservations with ids are compared by them, those without by every fact (`AMB-13`).
fn each_once(returned: &[Returned]) -> Result<(), QuestionError> {
    let mut named = std::collections::BTreeMap::new();
    let mut unnamed: Vec<(u32, &Reservation)> = Vec::new();
    for (returned, number) in returned.iter().zip(1_u32..) {
        let reservation = returned.reservation();
        let earlier = if let Some(id) = reservation.id() {
            named.insert(id.key(), number)
        } else {
            let earlier = unnamed.iter().find(|(_, other)| reservation.is_same(other)).map(|(first, _)| *first);
            unnamed.push((number, reservation));
            earlier
        };
        if let Some(first) = earlier {
            return Err(QuestionError::ReturnedTwice { number, first });
        }
    }
    Ok(())
}

fn part(what: &'static str, number: u32, error: impl Into<QuestionError>) -> QuestionError {
    QuestionError::Part { what, number, error: Box::new(error.into()) }
}

/// The purchases, each with its new term.
fn lines(purchases: &[Purchase], today: NaiveDate) -> Result<Vec<PurchasedLine>, QuestionError> {
    let line = |(purchase, number): (&Purchase, u32)| {
        let schedule = Schedule::new(today, purchase.term(), purchase.billing_plan());
        let schedule = schedule.map_err(|error| part(PURCHASE, number, error))?;
        Ok(PurchasedLine { number, purchase: purchase.clone(), schedule })
    };
    purchases.iter().zip(1..).map(line).collect()
}

/// How much more must be bought: the gap, or the next minor unit above it where the policy wants more than equal.
fn missing(threshold: Threshold, compared: Money, bought: Money) -> Result<Option<Money>, QuestionError> {
    let gap = compared.checked_sub(bought)?;
    if gap.is_negative() {
        return Ok(None);
    }
    match threshold {
        Threshold::AtLeast => Ok(Some(gap).filter(|gap| !gap.is_zero())),
        Threshold::MoreThan => {
            let currency = gap.currency();
            let whole = Money::new(gap.amount().trunc_with_scale(u32::from(currency.minor_digits())), currency);
            Ok(Some(whole.checked_add(Money::of_minor(1, currency))?))
        }
    }
}
