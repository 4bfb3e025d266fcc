//! What was paid for a reservation, payment by payment.

use crate::money::{Currency, Money, MoneyError, share_of_minor};
use crate::quantity::{Quantity, Share};

/// The two sides of one payment: what was billed, and its price in US dollars, which the refund cap is measured in.
///
/// The two are never converted into each other: the service rounds each on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Price {
    billing: Money,
    pricing: Money,
    /// Both in minor units, when both are whole ones: what refunds are worked out in.
    minor: Option<MinorPrice>,
}

/// Both sides of a price in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct MinorPrice {
    pub(super) billing: u64,
    pub(super) pricing: u64,
}

/// Two amounts that can't be the sides of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPrice {
    /// A side is below zero.
    #[error("`{amount}` is negative, expected a price of zero or more")]
    Negative {
        /// The amount.
        amount: Money,
    },
    /// The pricing side is not in US dollars.
    #[error("`{currency}` is not the currency of the refund cap, expected a price in `USD`")]
    NotUsd {
        /// The currency that was given.
        currency: Currency,
    },
}

impl Price {
    /// A payment of `billing`, with the price `pricing` in US dollars.
    ///
    /// # Errors
    ///
    /// [`InvalidPrice`] when an amount is negative, or when `pricing` is not in US dollars.
    pub fn new(billing: Money, pricing: Money) -> Result<Self, InvalidPrice> {
        if let Some(amount) = [billing, pricing].into_iter().find(Money::is_negative) {
            return Err(InvalidPrice::Negative { amount });
        }
        if pricing.currency() != Currency::USD {
            return Err(InvalidPrice::NotUsd { currency: pricing.currency() });
        }
        let minor = billing.as_minor().zip(pricing.as_minor());
        let minor = minor.map(|(billing, pricing)| MinorPrice { billing, pricing });
        Ok(Self { billing: billing.with_minor_scale(), pricing: pricing.with_minor_scale(), minor })
    }

    /// A payment that is billed and priced in US dollars alike.
    ///
    /// # Errors
    ///
    /// [`InvalidPrice`] when the amount is negative or not in US dollars.
    pub fn in_usd(amount: Money) -> Result<Self, InvalidPrice> {
        Self::new(amount, amount)
    }

    /// This part of both sides, each rounded once to its minor unit and never above the price.
    #[inline(always)]
    fn part_in_minor(&self, part: Share) -> Result<MinorPrice, MoneyError> {
        if let Some(MinorPrice { billing, pricing }) = self.minor {
            return Ok(MinorPrice { billing: share_of_minor(billing, part), pricing: share_of_minor(pricing, part) });
        }
        self.finer_part_in_minor(part)
    }

    #[cold]
    #[inline(never)]
    fn finer_part_in_minor(self, part: Share) -> Result<MinorPrice, MoneyError> {
        Ok(MinorPrice { billing: self.billing.share_in_minor(part)?, pricing: self.pricing.share_in_minor(part)? })
    }

    /// What is billed.
    #[must_use]
    pub const fn billing(&self) -> Money {
        self.billing
    }

    /// The price in US dollars.
    #[must_use]
    pub const fn pricing(&self) -> Money {
        self.pricing
    }
}

/// One payment of a plan: which one, whether it succeeded, how much, for how many units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Payment {
    period: u32,
    status: PaymentStatus,
    price: Price,
    covers: Quantity,
}

/// Whether a payment was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "either money arrived or it did not")]
pub enum PaymentStatus {
    /// The money arrived.
    Succeeded,
    /// Scheduled, failed or cancelled: the money did not arrive.
    Outstanding,
}

impl Payment {
    /// The payment for period `period`, counted from 0, of `price` for `covers` units.
    #[must_use]
    pub const fn new(period: u32, status: PaymentStatus, price: Price, covers: Quantity) -> Self {
        Self { period, status, price, covers }
    }

    /// Which payment of the plan, counted from 0.
    #[must_use]
    pub const fn period(&self) -> u32 {
        self.period
    }

    /// Whether the money arrived.
    #[must_use]
    pub const fn status(&self) -> PaymentStatus {
        self.status
    }

    /// How much, for all the units that it covers.
    #[must_use]
    pub const fn price(&self) -> Price {
        self.price
    }

    /// How many units it pays for.
    #[must_use]
    pub const fn covers(&self) -> Quantity {
        self.covers
    }

    /// This part of the price, in minor units.
    #[inline(always)]
    pub(super) fn part_in_minor(&self, part: Share) -> Result<MinorPrice, MoneyError> {
        self.price.part_in_minor(part)
    }

    const fn succeeded(&self) -> bool {
        matches!(self.status, PaymentStatus::Succeeded)
    }
}

/// The payments of a reservation, in the order of their periods, all in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Vec<Payment>", into = "Vec<Payment>"))]
pub struct Payments {
    /// Sorted by period, one each, never empty.
    list: Vec<Payment>,
    currency: Currency,
    completed: u32,
    total_paid: Money,
    /// The same in minor units, when it is a whole number of them.
    total_minor: Option<u64>,
}

/// Payments that do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPayments {
    /// There is none, so that nothing is known about the price.
    #[error("there is no payment, expected at least one with its amount")]
    Missing,
    /// Two payments for one period.
    #[error("payment {number} is there twice, expected one payment for each period")]
    Duplicate {
        /// Which payment, counted from 1.
        number: u32,
    },
    /// Two currencies, or a total that can't be held.
    #[error(transparent)]
    Total(#[from] MoneyError),
}

impl Payments {
    /// One payment for the whole term, made, for `covers` units.
    ///
    /// # Errors
    ///
    /// None today; the type leaves room.
    pub fn upfront(price: Price, covers: Quantity) -> Result<Self, InvalidPayments> {
        Self::from_list(vec![Payment::new(0, PaymentStatus::Succeeded, price, covers)])
    }

    /// Equal monthly payments of `price` for `covers` units, the first `completed` of them made.
    ///
    /// # Errors
    ///
    /// [`InvalidPayments::Total`] when the sum can't be held, and when `completed` is above 60, the longest plan.
    pub fn monthly(price: Price, covers: Quantity, completed: u32) -> Result<Self, InvalidPayments> {
        if completed == 0 {
            return Self::from_list(vec![Payment::new(0, PaymentStatus::Outstanding, price, covers)]);
        }
        // One more than any plan has is enough for `Reservation::new` to refuse it, without making millions first.
        let made = completed.min(61);
        let payment = |period| Payment::new(period, PaymentStatus::Succeeded, price, covers);
        Self::from_list((0..made).map(payment).collect())
    }

    /// Payments in any order. Those that are not listed are outstanding.
    ///
    /// # Errors
    ///
    /// [`InvalidPayments`] when there is none, when a period has two, when the currencies differ, or when the sum
    /// can't be held.
    pub fn from_list(mut list: Vec<Payment>) -> Result<Self, InvalidPayments> {
        list.sort_by_key(Payment::period);
        let mut previous = None;
        for payment in &list {
            if previous == Some(payment.period) {
                return Err(InvalidPayments::Duplicate { number: payment.period.saturating_add(1) });
            }
            previous = Some(payment.period);
        }
        let currency = list.first().ok_or(InvalidPayments::Missing)?.price.billing.currency();
        let (mut total_paid, mut completed) = (Money::zero(currency), 0_u32);
        for payment in &list {
            let paid =
                if payment.succeeded() { payment.price.billing } else { Money::zero(payment.price.billing.currency()) };
            total_paid = total_paid.checked_add(paid)?;
            completed = completed.saturating_add(u32::from(payment.succeeded()));
        }
        let total_minor = total_paid.as_minor();
        Ok(Self { list, currency, completed, total_paid, total_minor })
    }

    /// The currency that is billed.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// How many payments were made.
    #[must_use]
    pub const fn completed(&self) -> u32 {
        self.completed
    }

    /// What was paid so far, for every unit.
    #[must_use]
    pub const fn total_paid(&self) -> Money {
        self.total_paid
    }

    /// That what was paid, less an amount in minor units of the same currency, can be held exactly.
    #[inline]
    pub(super) fn check_kept(&self, minor: u64) -> Result<(), MoneyError> {
        match self.total_minor {
            Some(total) if total >= minor => Ok(()),
            _ => self.total_paid.checked_sub(Money::of_minor(minor, self.currency)).map(|_| ()),
        }
    }

    /// The payments, in the order of their periods.
    #[must_use]
    pub fn as_slice(&self) -> &[Payment] {
        &self.list
    }

    pub(super) fn last_period(&self) -> Option<u32> {
        self.list.last().map(Payment::period)
    }

    /// The payment that prices period `period`, and whether that period is paid.
    ///
    /// Where the period has no payment of its own, the last one before it tells the price, or else the first after.
    pub(super) fn pricing_period(&self, period: u32) -> Option<(&Payment, PaymentStatus)> {
        // Payments from the first on, without a gap, are found by their place.
        let direct = usize::try_from(period).ok().and_then(|place| self.list.get(place));
        if let Some(payment) = direct
            && payment.period == period
        {
            return Some((payment, payment.status));
        }
        let after = self.list.partition_point(|payment| payment.period <= period);
        let payment = after.checked_sub(1).map_or_else(|| self.list.first(), |before| self.list.get(before))?;
        let own = payment.period == period;
        Some((payment, if own { payment.status } else { PaymentStatus::Outstanding }))
    }
}

impl TryFrom<Vec<Payment>> for Payments {
    type Error = InvalidPayments;

    fn try_from(list: Vec<Payment>) -> Result<Self, InvalidPayments> {
        Self::from_list(list)
    }
}

impl From<Payments> for Vec<Payment> {
    fn from(payments: Payments) -> Self {
        payments.list
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Price", deny_unknown_fields)]
struct Wire {
    billing: Money,
    pricing: Money,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Price {
    type Error = InvalidPrice;

    fn try_from(wire: Wire) -> Result<Self, InvalidPrice> {
        Self::new(wire.billing, wire.pricing)
    }
}

#[cfg(feature = "serde")]
impl From<Price> for Wire {
    fn from(price: Price) -> Self {
        Self { billing: price.billing, pricing: price.pricing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payment(period: u32, status: PaymentStatus, amount: &str) -> Payment {
        let price = Price::in_usd(Money::parse(amount, Currency::USD).unwrap()).unwrap();
        Payment::new(period, status, price, Quantity::ONE)
    }

    #[test]
    fn only_payments_that_succeeded_count_as_paid() {
        let list = vec![
            payment(2, PaymentStatus::Outstanding, "3"),
            payment(0, PaymentStatus::Succeeded, "5.16"),
            payment(1, PaymentStatus::Succeeded, "2.58"),
        ];
        let payments = Payments::from_list(list).unwrap();
        assert_eq!((payments.completed(), payments.total_paid().to_string()), (2, "7.74 USD".to_owned()));
        assert_eq!(payments.pricing_period(1).unwrap().1, PaymentStatus::Succeeded);
        assert_eq!(payments.pricing_period(2).unwrap().1, PaymentStatus::Outstanding);
    }

    #[test]
    fn a_period_without_a_payment_is_outstanding_at_the_last_known_price() {
        let list = vec![payment(1, PaymentStatus::Succeeded, "2"), payment(4, PaymentStatus::Succeeded, "4")];
        let payments = Payments::from_list(list).unwrap();
        for (period, known) in [(0, 1), (2, 1), (3, 1), (5, 4)] {
            let (pricing, status) = payments.pricing_period(period).unwrap();
            assert_eq!((pricing.period(), status), (known, PaymentStatus::Outstanding), "{period}");
        }
        assert_eq!(payments.pricing_period(4).unwrap().1, PaymentStatus::Succeeded);
    }

    #[test]
    fn payments_that_do_not_fit_together_are_refused() {
        assert_eq!(Payments::from_list(vec![]), Err(InvalidPayments::Missing));
        let twice = vec![payment(3, PaymentStatus::Succeeded, "1"), payment(3, PaymentStatus::Outstanding, "1")];
        assert_eq!(Payments::from_list(twice), Err(InvalidPayments::Duplicate { number: 4 }));
        let gbp = Money::parse("1", Currency::from_code("GBP").unwrap()).unwrap();
        let usd = Money::parse("1", Currency::USD).unwrap();
        assert!(Price::new(usd, gbp).is_err());
        let mixed = Payment::new(1, PaymentStatus::Outstanding, Price::new(gbp, usd).unwrap(), Quantity::ONE);
        assert!(Payments::from_list(vec![payment(0, PaymentStatus::Succeeded, "1"), mixed]).is_err());
        assert!(Price::in_usd(Money::parse("-0.01", Currency::USD).unwrap()).is_err());
    }
}
