//! What an exchange comes to, and may it be made.
//!
//! [`ReservationPolicy::quote_exchange`] works out the amounts, [`ReservationPolicy::decide_exchange`] also says
//! whether policy allows it, with every reason why not. Any number of reservations, or of units of them, is given back
//! for any number of new ones ([`AMB-13`](crate::rule::RuleId::Amb13)); a savings plan can be among them, which makes
//! it a trade-in.
//!
//! # How an exchange is worked out
//!
//! 1. Each returned reservation is quoted as a [refund](super::refund) is: by the same days, and with the same
//!    full-refund window where the policy has one. There is no fee (`FEE-02`).
//! 2. The *refunds total* is the sum of these refunds and of the future payments that are cancelled with them.
//! 3. The *purchases total* is the sum of the full prices of what is bought, for the whole new term, however it is paid.
//! 4. The *net payable* is the purchases total less the refunds total. It can be negative.
//!
//! Nothing is rounded but the refunds, and nothing of it counts toward the refund cap (`CAP-04`).

use chrono::Utc;

use super::refund::{RefundError, RefundRequest};
use super::schedule::{InvalidSchedule, Schedule};
use crate::decision::Decision;
use crate::money::{Money, MoneyError};
use crate::policy::reservation::{PolicyName, ReservationPolicy};

mod purchase;
mod quote;
mod reason;
mod request;
mod rules;
mod totals;

pub use self::purchase::{InvalidPurchase, NewReservation, NewSavingsPlan, Purchase};
pub use self::quote::{ChangeableProperty, Exchange, ExchangeQuote, PurchasedLine, ReturnedLine, Transaction};
pub use self::reason::{ExchangeReason, ReturnedItem};
pub use self::request::{ExchangeRequest, ExchangeSide, InvalidExchange, Return};
pub use self::totals::ExchangeTotals;

/// A question about an exchange whose answer does not exist, or can't be held.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/exchange_last_day.txt")]
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let too_late = request.at_instant("2025-07-10T00:00:00Z".parse()?);
/// assert_eq!(
///     policy.quote_exchange(&too_late).map_err(|error| error.to_string()).err().as_deref(),
///     Some(
///         "returned reservation 1: `2025-07-10T00:00:00Z` is after the term, \
///          expected an instant before the end of the term on `2025-07-10`"
///     )
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// One of the returned reservations can't be quoted.
    #[error("returned reservation {number}: {error}")]
    Return {
        /// Which one, counted from 1.
        number: u32,
        /// Why not.
        error: RefundError,
    },
    /// A new term that the calendar can't hold.
    #[error("purchase {number}: {error}")]
    NewTerm {
        /// Which purchase, counted from 1.
        number: u32,
        /// Why not.
        error: InvalidSchedule,
    },
    /// A sum that can't be held.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl ReservationPolicy {
    /// What an exchange comes to if it is made now: amounts and dates only.
    ///
    /// # Errors
    ///
    /// [`ExchangeError`] when the instant is before the purchase or after the term of a returned reservation, when
    /// more units are returned than its current payment paid for, or when an amount or a date can't be held.
    ///
    /// # Examples
    ///
    /// One of 365 days is left of 365.00 USD, and three years for 900.00 USD are bought:
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/exchange_last_day.txt")]
    /// let quote = ReservationPolicy::from_name("2020-07")?.quote_exchange(&request)?;
    /// assert_eq!(quote.totals().refunds_total().to_string(), "1.00 USD");
    /// assert_eq!(quote.totals().net_payable().to_string(), "899.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-01`, `EXC-10`, `EXC-11`, `EXC-14`, `FEE-02`, `CAP-04`, `AMB-13`.
    pub fn quote_exchange(&self, request: &ExchangeRequest<'_>) -> Result<ExchangeQuote, ExchangeError> {
        let nothing = Money::zero(request.currency());
        let (mut refund, mut remaining_commitment, mut prices) = (nothing, nothing, nothing);
        let mut valid_until = chrono::DateTime::<Utc>::MAX_UTC;
        let mut returned = Vec::with_capacity(request.returns().len());
        for (item, number) in request.returns().iter().zip(1..) {
            let leg = RefundRequest::new(item.reservation(), item.quantity(), request.at(), request.requester())
                .with_usage(item.usage());
            let quote = self.quote_exchange_leg(&leg).map_err(|error| ExchangeError::Return { number, error })?;
            refund = refund.checked_add(quote.refund())?;
            remaining_commitment = remaining_commitment.checked_add(quote.remaining_commitment())?;
            valid_until = valid_until.min(quote.valid_until());
            returned.push(ReturnedLine::new(ReturnedItem::of(number, item), item.reservation(), quote)?);
        }
        let today = request.at().date_naive();
        let mut purchased = Vec::with_capacity(request.purchases().len());
        for (purchase, number) in request.purchases().iter().zip(1..) {
            prices = prices.checked_add(purchase.price())?;
            let schedule = Schedule::new(today, purchase.term(), purchase.plan())
                .map_err(|error| ExchangeError::NewTerm { number, error })?;
            purchased.push(PurchasedLine::new(number, purchase.clone(), schedule));
        }
        let totals = ExchangeTotals::zero(request.currency());
        let totals = totals.with_returned(refund, remaining_commitment)?.with_bought(prices)?;
        Ok(ExchangeQuote::new(request.at(), (returned, purchased), totals, valid_until))
    }

    /// Whether this exchange may be made now: the amounts, and every reason why not.
    ///
    /// # Errors
    ///
    /// As [`quote_exchange`](Self::quote_exchange). A refusal is no error.
    ///
    /// # Examples
    ///
    /// A year bought upfront for 365.00 USD, returned a day before its end for another year of another size; then the
    /// same for what costs less than the one dollar that is left:
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    /// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// use reservation_policy::policy::reservation::Requester;
    /// use reservation_policy::reservation::exchange::{ExchangeRequest, NewReservation, Return};
    /// use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
    /// use reservation_policy::resource::ResourceType;
    /// use reservation_policy::{Currency, Money, Quantity};
    ///
    /// let usd = |amount| Money::parse(amount, Currency::USD);
    /// let schedule = Schedule::new("2024-07-10".parse()?, Term::OneYear, BillingPlan::Upfront)?;
    /// let payments = Payments::monthly(Price::in_usd(usd("365.00")?)?, Quantity::ONE, 1)?;
    /// let old = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
    ///
    /// let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    /// let at = "2025-07-09T23:59:59Z".parse()?;
    /// for (price, expected) in [
    ///     ("1.00", ""),
    ///     ("0.99", "what is bought totals 0.99 USD and what is returned is worth 1.00 USD; 0.01 USD more is needed (L-07)"),
    /// ] {
    ///     let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, usd(price)?)?;
    ///     let request =
    ///         ExchangeRequest::new(vec![Return::new(&old, Quantity::ONE)], vec![new.into()], at, Requester::Owner)?;
    ///     let refusal = policy.decide_exchange(&request)?.into_result().err();
    ///     assert_eq!(refusal.map(|refusal| refusal.to_string()).unwrap_or_default(), expected);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// [`ExchangeReason`] lists the rules that are looked at.
    pub fn decide_exchange(
        &self,
        request: &ExchangeRequest<'_>,
    ) -> Result<Decision<Exchange, ExchangeReason, PolicyName>, ExchangeError> {
        let quote = self.quote_exchange(request)?;
        let reasons = rules::reasons(self, request, quote.totals())?;
        let channel = self.channel_for(request.cloud(), request.agreement());
        let compared = rules::returned_value(self, request);
        Ok(Decision::new(Exchange::new(quote, channel, compared), reasons, self.name()))
    }
}
