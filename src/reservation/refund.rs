//! What is refunded if a reservation is returned now, and may it be.
//!
//! [`ReservationPolicy::quote_refund`] works out the amounts, [`ReservationPolicy::decide_refund`] also says whether
//! policy allows it, with every reason why not.
//!
//! # How a refund is worked out
//!
//! 1. The *unit* is one payment for the returned quantity: what the current period's payment was, times the returned
//!    units, over the units that it paid for; rounded to the minor unit.
//! 2. The *credit* is the unit times the days left, over the days of the period; rounded once, half to even.
//! 3. The *fee*, where the edition charges one, is a rate on the credit, rounded on its own.
//! 4. The *refund* is the credit less the fee. What was paid less the refund is *kept*.
//! 5. Payments that have not been made are cancelled with it: the *remaining commitment*.
//!
//! All of it is done twice, from the billed amounts and from the prices in US dollars, and never converted.

use chrono::{DateTime, NaiveDate, Utc};

use super::Reservation;
use super::account::{Agreement, Cloud};
use super::cap::{CapEntry, CapMeasure, InvalidCapEntry, RefundId, RefundLedger};
use super::fee::FeeRates;
use super::payment::{MinorPrice, PaymentStatus, Price};
use super::proration::Proration;
use crate::calendar::{midnight, rfc3339, utc_date};
use crate::decision::Decision;
use crate::money::{Currency, Money, MoneyError, UsdAmount};
use crate::policy::reservation::{
    Channel, FullRefundWindow, PolicyName, RefundBasis, ReservationPolicy, UsageCondition,
};
use crate::quantity::{InvalidQuantity, Quantity, Share};

mod assessment;
mod reason;
mod request;
mod validity;
#[cfg(feature = "serde")]
mod wire;

pub use self::assessment::{CapAssessment, Refund};
pub use self::reason::RefundReason;
pub use self::request::{RefundRequest, Usage};

/// A question about a refund that makes no sense, or whose answer can't be held.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let too_late = request.at_instant("2023-12-01T00:00:00Z".parse()?);
/// assert_eq!(
///     policy.quote_refund(&too_late).map_err(|error| error.to_string()),
///     Err("`2023-12-01T00:00:00Z` is after the term, \
///          expected an instant before the end of the term on `2023-12-01`".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefundError {
    /// More units than are owned, or than the current payment paid for.
    #[error(transparent)]
    Quantity(#[from] InvalidQuantity),
    /// Nothing had been bought yet.
    #[error("`{}` is before the purchase, expected an instant from `{}` on", rfc3339(*at), rfc3339(*purchased_at))]
    BeforePurchase {
        /// The instant that was asked about.
        at: DateTime<Utc>,
        /// When the reservation was bought.
        purchased_at: DateTime<Utc>,
    },
    /// The term is over, so that there is nothing to refund.
    #[error("`{}` is after the term, expected an instant before the end of the term on `{end}`", rfc3339(*at))]
    AfterTerm {
        /// The instant that was asked about.
        at: DateTime<Utc>,
        /// The first UTC date after the term.
        end: NaiveDate,
    },
    /// The policy charges a fee and does not say how much.
    #[error("policy `{policy}` states no early termination fee rate, expected the caller to give one from 0 to 1")]
    FeeRateMissing {
        /// The policy.
        policy: PolicyName,
    },
    /// The current price is not in the currency that is billed.
    #[error("the current price is in `{found}`, expected the billing currency `{expected}`")]
    CurrentPriceCurrency {
        /// The currency of the current price.
        found: Currency,
        /// The currency that is billed.
        expected: Currency,
    },
    /// The current price is below zero.
    #[error("the current price `{price}` is negative, expected zero or more")]
    CurrentPriceNegative {
        /// The current price.
        price: Money,
    },
    /// An amount that can't be held.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// An entry for the ledger that does not fit together.
    #[error(transparent)]
    Entry(#[from] InvalidCapEntry),
}

/// How the credit came about.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// let policy = ReservationPolicy::from_name("2020-07+observed")?;
/// let kind = |at: &str| -> Result<CreditKind, Box<dyn std::error::Error>> {
///     Ok(policy.quote_refund(&request.at_instant(at.parse()?))?.credit_kind())
/// };
/// assert_eq!(kind("2022-12-06T23:59:59Z")?, CreditKind::Full); // within five days of the start
/// assert_eq!(kind("2023-02-10T21:16:24Z")?, CreditKind::Prorated);
/// assert_eq!(kind("2023-03-01T00:00:00Z")?, CreditKind::NothingPaid); // the fourth payment was not made
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-02`, `L-21`, `AMB-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CreditKind {
    /// Inside the full-refund window: the whole unit, no fee.
    Full,
    /// The share that is left of the unit.
    Prorated,
    /// The current period has not been paid, so there is nothing to give back.
    NothingPaid,
}

/// One side of a quote: the same steps in the billing currency, or in US dollars.
///
/// # Examples
///
/// Edition 2018-10 charges 12 % of what is left:
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// let quote = ReservationPolicy::from_name("2018-10")?.quote_refund(&request)?;
/// let side = quote.billing();
/// assert_eq!(side.unit.to_string(), "2.66 USD");
/// assert_eq!(side.credit.to_string(), "1.80 USD"); // 2.66 x 19/28
/// assert_eq!(side.fee.to_string(), "0.22 USD"); // 12 % of 1.80 = 0.216
/// assert_eq!(side.refund.to_string(), "1.58 USD");
/// assert_eq!(side.remaining_commitment.to_string(), "23.94 USD"); // 9 x 2.66
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `REF-04`, `FEE-01`, `FEE-03`, `L-03`, `L-21`, `AMB-11`, `AMB-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RefundSide<A> {
    /// One payment for the returned quantity.
    pub unit: A,
    /// What is left of it.
    pub credit: A,
    /// The early termination fee that is charged.
    pub fee: A,
    /// The early termination fee that Microsoft reserves the right to charge and does not.
    pub reserved_fee: A,
    /// What is refunded: the credit less the fee.
    pub refund: A,
    /// Future payments that are cancelled, for the returned quantity.
    pub remaining_commitment: A,
}

/// The same in minor units, which is what all the arithmetic is done in.
///
/// What follows from the rest is worked out when it is asked for: a quote is copied more often than it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct MinorSide {
    unit: u64,
    credit: u64,
    /// Never above the credit.
    fee: u64,
    reserved_fee: u64,
}

impl MinorSide {
    const fn refund(self) -> u64 {
        self.credit.saturating_sub(self.fee)
    }

    /// That this many payments can be held was checked when the quote was made.
    fn remaining_commitment(self, outstanding: u32) -> u64 {
        self.unit.saturating_mul(u64::from(outstanding))
    }

    fn map<A>(self, outstanding: u32, amount: impl Fn(u64) -> A) -> RefundSide<A> {
        RefundSide {
            unit: amount(self.unit),
            credit: amount(self.credit),
            fee: amount(self.fee),
            reserved_fee: amount(self.reserved_fee),
            refund: amount(self.refund()),
            remaining_commitment: amount(self.remaining_commitment(outstanding)),
        }
    }
}

/// The amounts of a refund, whether or not policy allows it.
///
/// # Examples
///
/// The live service was recorded to answer 1.80 for this return:
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Requester;
/// use reservation_policy::reservation::refund::RefundRequest;
/// use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
/// use reservation_policy::resource::ResourceType;
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let price = Price::in_usd(Money::parse("2.66", Currency::USD)?)?;
/// let payments = Payments::monthly(price, Quantity::ONE, 3)?;
/// let schedule = Schedule::new("2022-12-01".parse()?, Term::OneYear, BillingPlan::Monthly)?;
/// let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
///
/// let policy = ReservationPolicy::from_name("2020-07+observed")?;
/// let at = "2023-02-10T21:16:24Z".parse()?;
/// let quote = policy.quote_refund(&RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner))?;
/// assert_eq!(quote.proration().to_string(), "9 of 28 days used");
/// assert_eq!(quote.billing().refund.to_string(), "1.80 USD");
/// assert_eq!(quote.billing().remaining_commitment.to_string(), "23.94 USD");
/// assert_eq!(quote.kept().to_string(), "6.18 USD");
/// assert_eq!(quote.valid_until().to_string(), "2023-02-11 00:00:00 UTC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RefundQuote {
    at: DateTime<Utc>,
    quantity: Quantity,
    amounts: Amounts,
    rates: FeeRates,
    payments_completed: u32,
    payments_total: u32,
    total_paid: Money,
    changes_on: NaiveDate,
}

/// What depends on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Amounts {
    proration: Proration,
    kind: CreditKind,
    billing: MinorSide,
    pricing: MinorSide,
}

impl RefundQuote {
    /// The instant that was asked about.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.at().to_string(), "2023-02-10 21:16:24 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// How many units are returned.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.quantity(), Quantity::ONE);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The current payment's period, what is used of it, and the exact share that is left.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.proration().period().to_string(), "2023-02-01 to 2023-03-01");
    /// assert_eq!(quote.proration().to_string(), "9 of 28 days used");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn proration(&self) -> Proration {
        self.amounts.proration
    }

    /// Whether the credit is prorated, full, or nothing because nothing was paid.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.credit_kind(), CreditKind::Prorated);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn credit_kind(&self) -> CreditKind {
        self.amounts.kind
    }

    /// The share of the unit that is credited: the whole of it inside the full-refund window.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.share().to_string(), "19/28");
    /// let soon = policy.quote_refund(&request.at_instant("2022-12-03T09:00:00Z".parse()?))?;
    /// assert!(soon.share().is_whole() && !soon.proration().left().is_whole());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn share(&self) -> Share {
        match self.amounts.kind {
            CreditKind::Full => Share::WHOLE,
            CreditKind::Prorated | CreditKind::NothingPaid => self.amounts.proration.left(),
        }
    }

    /// The amounts in the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// let billing = quote.billing();
    /// assert_eq!((billing.unit.to_string(), billing.refund.to_string()), ("2.66 USD".into(), "1.80 USD".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn billing(&self) -> RefundSide<Money> {
        let currency = self.total_paid.currency();
        self.amounts.billing.map(self.outstanding(), |minor| Money::of_minor(minor, currency))
    }

    /// The amounts in US dollars, which the cap is measured in.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::{ReservationPolicy, reservation::Requester};
    /// # use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule, refund::*};
    /// # use reservation_policy::{Currency, Money, Quantity, calendar::Term, resource::ResourceType};
    /// // A month of three machines was 5.49 GBP, and 6.54 USD in the price list. Each side is rounded on its own.
    /// let billed = Money::parse("5.49", Currency::from_code("GBP")?)?;
    /// let listed = Money::parse("6.54", Currency::USD)?;
    /// # let price = Price::new(billed, listed)?;
    /// # let three = Quantity::new(3)?;
    /// # let schedule = Schedule::new("2023-03-04".parse()?, Term::OneYear, BillingPlan::Monthly)?;
    /// # let payments = Payments::monthly(price, three, 1)?;
    /// # let reservation = Reservation::new(ResourceType::VirtualMachines, three, schedule, payments)?;
    /// # let at = "2023-03-10T12:00:00Z".parse()?;
    /// # let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner);
    /// let quote = ReservationPolicy::from_name("2020-07")?.quote_refund(&request)?;
    /// assert_eq!(quote.billing().refund.to_string(), "1.48 GBP"); // 1.83 x 25/31
    /// assert_eq!(quote.pricing().refund.to_string(), "1.76"); // 2.18 x 25/31
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn pricing(&self) -> RefundSide<UsdAmount> {
        self.amounts.pricing.map(self.outstanding(), UsdAmount::from_cents)
    }

    /// The fee rates that went into it.
    ///
    /// Both are zero inside the full-refund window.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert!(quote.fee_rates().charged().is_zero());
    /// assert_eq!(quote.fee_rates().reserved().to_string(), "12 %"); // Microsoft may charge it, and does not
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn fee_rates(&self) -> FeeRates {
        self.rates
    }

    /// How many payments of the plan were made.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!((quote.payments_completed(), quote.payments_total()), (3, 12));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn payments_completed(&self) -> u32 {
        self.payments_completed
    }

    /// How many payments the plan has.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.payments_total(), 12, "a year, paid monthly");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn payments_total(&self) -> u32 {
        self.payments_total
    }

    /// What was paid so far for the whole order, every quantity, in the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.total_paid().to_string(), "7.98 USD"); // 3 x 2.66
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn total_paid(&self) -> Money {
        self.total_paid
    }

    /// What Microsoft keeps: what was paid less the refund. The service calls it the prorated amount.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.kept().to_string(), "6.18 USD"); // 7.98 - 1.80
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn kept(&self) -> Money {
        // That it can be held was checked when the quote was made.
        self.total_paid.checked_sub(self.refund()).unwrap_or(self.total_paid)
    }

    /// The first instant at which the same request would give other amounts: a midnight UTC.
    ///
    /// It looks at the amounts alone, with no further payment made. From the end of the term on there are none.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.valid_until().to_string(), "2023-02-11 00:00:00 UTC");
    /// let tomorrow = policy.quote_refund(&request.at_instant(quote.valid_until()))?;
    /// assert_eq!(tomorrow.billing().refund.to_string(), "1.71 USD"); // one more day is used
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-01`: a day is a UTC date, so nothing changes before midnight.
    #[must_use]
    pub const fn valid_until(&self) -> DateTime<Utc> {
        midnight(self.changes_on)
    }

    /// The refund on the billing side, without the rest of the side.
    pub(super) fn refund(&self) -> Money {
        Money::of_minor(self.amounts.billing.refund(), self.total_paid.currency())
    }

    /// The remaining commitment on the billing side, without the rest of the side.
    pub(super) fn remaining_commitment(&self) -> Money {
        Money::of_minor(self.amounts.billing.remaining_commitment(self.outstanding()), self.total_paid.currency())
    }

    const fn outstanding(&self) -> u32 {
        self.payments_total.saturating_sub(self.payments_completed)
    }

    /// The refund in US dollars together with the future payments that are cancelled with it.
    ///
    /// # Errors
    ///
    /// [`MoneyError::TooLarge`] above [`UsdAmount::MAX`].
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// assert_eq!(quote.cancelled_commitment()?.to_string(), "25.74"); // 1.80 + 9 x 2.66
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-04`.
    pub fn cancelled_commitment(&self) -> Result<UsdAmount, MoneyError> {
        let pricing = self.amounts.pricing;
        pricing
            .refund()
            .checked_add(pricing.remaining_commitment(self.outstanding()))
            .map(UsdAmount::from_cents)
            .ok_or(MoneyError::TooLarge { currency: Currency::USD })
    }

    /// What to record in the ledger once the refund has been made.
    ///
    /// # Errors
    ///
    /// [`RefundError::Money`] when the cancelled commitment can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// # use reservation_policy::reservation::cap::{RefundId, RefundLedger};
    /// let mut ledger = RefundLedger::new();
    /// ledger.record(quote.cap_entry(RefundId::new("refund-17")?)?)?;
    /// let position = ledger.position(quote.valid_until(), policy.cap());
    /// assert_eq!(position.remaining().to_string(), "49998.20"); // the observed policy counts the 1.80 alone
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-04`, `L-22`: the entry has both amounts, and the policy's cap says which of them counts.
    pub fn cap_entry(&self, id: RefundId) -> Result<CapEntry, RefundError> {
        let refunded = UsdAmount::from_cents(self.amounts.pricing.refund());
        Ok(CapEntry::new(id, self.at, refunded).with_cancelled_commitment(self.cancelled_commitment()?)?)
    }

    /// Whether another quote is for the same units and has the same amounts: a quote that was confirmed still holds.
    ///
    /// # Examples
    ///
    /// See [`valid_until`](Self::valid_until): from that instant on the answer is no.
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_quote.txt")]
    /// let later_today = policy.quote_refund(&request.at_instant("2023-02-10T23:59:59Z".parse()?))?;
    /// let tomorrow = policy.quote_refund(&request.at_instant(quote.valid_until()))?;
    /// assert!(quote.has_same_amounts(&later_today) && !quote.has_same_amounts(&tomorrow));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn has_same_amounts(&self, other: &Self) -> bool {
        let amounts = |quote: &Self| (quote.quantity, quote.billing(), quote.pricing(), quote.total_paid);
        amounts(self) == amounts(other)
    }

    fn counted(&self, measure: CapMeasure) -> Result<UsdAmount, MoneyError> {
        match measure {
            CapMeasure::Refunded => Ok(UsdAmount::from_cents(self.amounts.pricing.refund())),
            CapMeasure::CancelledCommitment => self.cancelled_commitment(),
        }
    }
}

impl ReservationPolicy {
    /// What is refunded if this is returned now: amounts only.
    ///
    /// # Errors
    ///
    /// [`RefundError`] when the question makes no sense: more units than there are, an instant before the purchase
    /// or after the term, a fee rate or a current price that does not fit; or when an amount is too large to hold.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_request.txt")]
    /// let quote = ReservationPolicy::from_name("2020-07")?.quote_refund(&request)?;
    /// assert_eq!(quote.billing().refund.to_string(), "1.80 USD"); // 2.66 x 19/28 = 1.805, to the even cent
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `REF-02`, `REF-03`, `REF-04`, `FEE-01`, `FEE-03`, `L-01`, `L-02`, `L-03`, `L-21`, `AMB-14`, `AMB-20`, `AMB-21`.
    pub fn quote_refund(&self, request: &RefundRequest<'_>) -> Result<RefundQuote, RefundError> {
        self.quote(request)
    }

    /// Inlined into its two callers, as a quote is large and would be copied more often than it takes to work out.
    #[inline(always)]
    fn quote(&self, request: &RefundRequest<'_>) -> Result<RefundQuote, RefundError> {
        let rates = FeeRates::of(*self.early_termination_fee(), request.fee_rate());
        QuoteTerms::new(self, request, rates)?.quote(request.at())
    }

    /// What is refunded for one reservation of an exchange: as any refund, without a fee (`FEE-02`).
    pub(super) fn quote_exchange_leg(&self, request: &RefundRequest<'_>) -> Result<RefundQuote, RefundError> {
        QuoteTerms::new(self, request, Some(FeeRates::WAIVED))?.quote(request.at())
    }

    /// Whether this may be returned now: the amounts, the state of the cap, and every reason why not.
    ///
    /// The ledger holds the earlier refunds of the [scope](Self::cap_scope) that shares the cap.
    ///
    /// # Errors
    ///
    /// As [`quote_refund`](Self::quote_refund). A refusal is no error.
    ///
    /// # Examples
    ///
    /// See the [crate page](crate).
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_request.txt")]
    /// let decision = ReservationPolicy::from_name("2020-07")?.decide_refund(&request, &RefundLedger::new())?;
    /// assert!(decision.is_approved());
    /// assert_eq!(decision.outcome().cap().counted().to_string(), "25.74"); // the refund and nine payments that end
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// [`RefundReason`] lists the rules that are looked at; `L-04` and `L-22` say what counts toward the cap.
    pub fn decide_refund(
        &self,
        request: &RefundRequest<'_>,
        ledger: &RefundLedger,
    ) -> Result<Decision<Refund, RefundReason, PolicyName>, RefundError> {
        let quote = self.quote(request)?;
        let counted = quote.counted(self.cap().measure())?;
        let position = ledger.position(request.at(), self.cap());
        let mut reasons = Vec::new();
        reason::note_reasons(self, request, &mut reasons);
        let cap = assessment::assess_cap(&position, counted, &mut reasons);
        let refund = Refund::new(quote, cap, self.channel_for(request.cloud(), request.agreement()));
        Ok(Decision::new(refund, reasons, self.name()))
    }

    /// How a return is asked for: by the policy's channel, or by support request where self-service is closed.
    pub(super) fn channel_for(&self, cloud: Cloud, agreement: Option<Agreement>) -> Channel {
        if super::eligibility::is_closed_to_self_service(self, cloud, agreement) {
            Channel::SupportRequest
        } else {
            *self.channel()
        }
    }
}

/// What a policy and a request come down to before the day is known.
#[derive(Clone, Copy)]
struct QuoteTerms<'a> {
    policy: &'a ReservationPolicy,
    reservation: &'a Reservation,
    quantity: Quantity,
    usage: Usage,
    rates: Option<FeeRates>,
    /// The current price in minor units, where it limits the credit.
    ceiling: Option<u64>,
}

impl<'a> QuoteTerms<'a> {
    #[inline(always)]
    fn new(
        policy: &'a ReservationPolicy,
        request: &RefundRequest<'a>,
        rates: Option<FeeRates>,
    ) -> Result<Self, RefundError> {
        let (reservation, quantity, at) = (request.reservation(), request.quantity(), request.at());
        if quantity > reservation.quantity() {
            return Err(InvalidQuantity::AboveOwned { requested: quantity, owned: reservation.quantity() }.into());
        }
        if at < reservation.purchased_at() {
            return Err(RefundError::BeforePurchase { at, purchased_at: reservation.purchased_at() });
        }
        if utc_date(at) >= reservation.schedule().end() {
            return Err(RefundError::AfterTerm { at, end: reservation.schedule().end() });
        }
        let ceiling = ceiling(policy, request)?;
        Ok(Self { policy, reservation, quantity, usage: request.usage(), rates, ceiling })
    }

    #[inline(always)]
    fn quote(&self, at: DateTime<Utc>) -> Result<RefundQuote, RefundError> {
        let today = utc_date(at);
        let amounts = self.amounts_on(today)?;
        self.reservation.payments().check_kept(amounts.billing.refund())?;
        Ok(RefundQuote {
            at,
            quantity: self.quantity,
            amounts,
            rates: if amounts.kind == CreditKind::Full { FeeRates::WAIVED } else { self.rates_or_waived() },
            payments_completed: self.reservation.payments().completed(),
            payments_total: self.reservation.schedule().payments(),
            total_paid: self.reservation.payments().total_paid(),
            changes_on: validity::changes_on(self, today, &amounts)?,
        })
    }

    fn rates_or_waived(&self) -> FeeRates {
        self.rates.unwrap_or(FeeRates::WAIVED)
    }

    #[inline(always)]
    fn amounts_on(&self, date: NaiveDate) -> Result<Amounts, RefundError> {
        let schedule = self.reservation.schedule();
        let over = || RefundError::AfterTerm { at: midnight(date), end: schedule.end() };
        let proration = Proration::on(date, schedule, *self.policy.day_count()).ok_or_else(over)?;
        let payments = self.reservation.payments();
        let (payment, status) = payments.pricing_period(proration.payment()).ok_or(InvalidQuantity::Zero)?;
        let part = Share::of_units(self.quantity, payment.covers())
            .ok_or(InvalidQuantity::AboveOwned { requested: self.quantity, owned: payment.covers() })?;
        let kind = self.credit_kind(date, status);
        let rates = match kind {
            CreditKind::Full => FeeRates::WAIVED,
            CreditKind::Prorated | CreditKind::NothingPaid => {
                self.rates.ok_or(RefundError::FeeRateMissing { policy: self.policy.name() })?
            }
        };
        let share = match kind {
            CreditKind::Full => Some(Share::WHOLE),
            CreditKind::Prorated => Some(proration.left()),
            CreditKind::NothingPaid => None,
        };
        let outstanding = u64::from(schedule.payments().saturating_sub(payments.completed()));
        let side = Side { share, outstanding, rates };
        let unit = match payment.price().in_minor() {
            Some(price) => price.part(part),
            None => part_of_finer(payment.price(), part, outstanding)?,
        };
        let billing = side.of(unit.billing, self.ceiling);
        let pricing = side.of(unit.pricing, None);
        Ok(Amounts {
            proration,
            kind,
            billing: billing.ok_or(MoneyError::TooLarge { currency: payments.currency() })?,
            pricing: pricing.ok_or(MoneyError::TooLarge { currency: Currency::USD })?,
        })
    }

    fn credit_kind(&self, date: NaiveDate, status: PaymentStatus) -> CreditKind {
        if status == PaymentStatus::Outstanding {
            CreditKind::NothingPaid
        } else if self.policy.full_refund_window().is_some_and(|window| self.is_inside(window, date)) {
            CreditKind::Full
        } else {
            CreditKind::Prorated
        }
    }

    /// Whether the date is inside the full-refund window; before the start it is.
    fn is_inside(&self, window: FullRefundWindow, date: NaiveDate) -> bool {
        let usage_fits = match window.usage() {
            UsageCondition::Any => true,
            UsageCondition::Unused => self.usage == Usage::Unused,
        };
        usage_fits && self.reservation.schedule().whole_term().days_used(date) <= u32::from(window.days())
    }
}

/// The current price in minor units, when the policy looks at it and the caller gave it.
fn ceiling(policy: &ReservationPolicy, request: &RefundRequest<'_>) -> Result<Option<u64>, RefundError> {
    let Some(price) = request.current_price() else { return Ok(None) };
    let expected = request.reservation().currency();
    if price.currency() != expected {
        return Err(RefundError::CurrentPriceCurrency { found: price.currency(), expected });
    }
    if price.is_negative() {
        return Err(RefundError::CurrentPriceNegative { price });
    }
    match policy.refund_basis() {
        RefundBasis::PricePaid => Ok(None),
        // A price too large for minor units is above every unit, and so no limit.
        RefundBasis::LowerOfPaidAndCurrent => Ok(price.share_in_minor(Share::WHOLE).ok()),
    }
}

/// One payment for a part of the units, where the price is finer than the minor unit or too large for 64 bits: each
/// side rounded once and never above the price.
///
/// All that is billed is looked at first, so that it is named where an amount of both sides can't be held.
#[cold]
#[inline(never)]
fn part_of_finer(price: Price, part: Share, outstanding: u64) -> Result<MinorPrice, MoneyError> {
    let (billed, priced) = (price.billing(), price.pricing());
    let billing = billed.share_in_minor(part)?;
    billing.checked_mul(outstanding).ok_or(MoneyError::TooLarge { currency: billed.currency() })?;
    Ok(MinorPrice { billing, pricing: priced.share_in_minor(part)? })
}

/// What both sides of a quote are worked out from, besides one payment for the returned units.
struct Side {
    /// What is credited of one payment for the returned units; `None` when nothing was paid.
    share: Option<Share>,
    /// How many payments are cancelled.
    outstanding: u64,
    rates: FeeRates,
}

impl Side {
    #[inline(always)]
    fn of(&self, unit: u64, ceiling: Option<u64>) -> Option<MinorSide> {
        let basis = ceiling.map_or(unit, |ceiling| unit.min(ceiling));
        let credit = self.share.map_or(0, |share| share.of_minor(basis));
        // A rate is at most 1, so a fee is never above the credit.
        let fee = self.rates.charged().of_minor(credit);
        let reserved =
            if self.rates.reserved() == self.rates.charged() { fee } else { self.rates.reserved().of_minor(credit) };
        unit.checked_mul(self.outstanding)?;
        Some(MinorSide { unit, credit, fee, reserved_fee: reserved.saturating_sub(fee) })
    }
}
