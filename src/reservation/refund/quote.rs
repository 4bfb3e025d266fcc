//! The amounts of a refund, as they are told.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CreditKind, RefundError};
use crate::calendar::midnight;
use crate::money::{Currency, Money, MoneyError, UsdAmount};
use crate::quantity::{Quantity, Share};
use crate::reservation::cap::{CapEntry, CapMeasure, RefundId};
use crate::reservation::fee::FeeRates;
use crate::reservation::proration::Proration;

/// One side of a quote: the same steps in the billing currency, or in US dollars.
///
/// # Examples
///
/// Edition 2018-10 charges 12 % of what is left:
///
/// ```
#[doc = include_str!("../../../docs/snippets/refund_request.txt")]
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
pub(super) struct MinorSide {
    pub(super) unit: u64,
    pub(super) credit: u64,
    /// Never above the credit.
    pub(super) fee: u64,
    pub(super) reserved_fee: u64,
}

impl MinorSide {
    pub(super) const fn refund(self) -> u64 {
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
    pub(super) at: DateTime<Utc>,
    pub(super) quantity: Quantity,
    pub(super) amounts: Amounts,
    pub(super) rates: FeeRates,
    pub(super) payments_completed: u32,
    pub(super) payments_total: u32,
    pub(super) total_paid: Money,
    pub(super) changes_on: NaiveDate,
}

/// What depends on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Amounts {
    pub(super) proration: Proration,
    pub(super) kind: CreditKind,
    pub(super) billing: MinorSide,
    pub(super) pricing: MinorSide,
}

impl RefundQuote {
    /// The instant that was asked about.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    pub(in crate::reservation) fn refund(&self) -> Money {
        Money::of_minor(self.amounts.billing.refund(), self.total_paid.currency())
    }

    /// The remaining commitment on the billing side, without the rest of the side.
    pub(in crate::reservation) fn remaining_commitment(&self) -> Money {
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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
    #[doc = include_str!("../../../docs/snippets/refund_quote.txt")]
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

    pub(super) fn counted(&self, measure: CapMeasure) -> Result<UsdAmount, MoneyError> {
        match measure {
            CapMeasure::Refunded => Ok(UsdAmount::from_cents(self.amounts.pricing.refund())),
            CapMeasure::CancelledCommitment => self.cancelled_commitment(),
        }
    }
}
