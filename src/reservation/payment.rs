//! What was paid for a reservation, payment by payment.

use crate::calendar::Term;
use crate::money::{Currency, Money, MoneyError};
use crate::quantity::{Quantity, Share};

/// The two sides of one payment: what was billed, and its price in US dollars, which the refund cap is measured in.
///
/// The two are never converted into each other: the service rounds each on its own.
///
/// # Examples
///
/// A month of three small machines, as the service recorded it:
///
/// ```
/// use reservation_policy::reservation::Price;
/// use reservation_policy::{Currency, Money};
///
/// let billed = Money::parse("5.49", Currency::from_code("GBP")?)?;
/// let price = Price::new(billed, Money::parse("6.54", Currency::USD)?)?;
/// assert_eq!(format!("{} = {}", price.billing(), price.pricing()), "5.49 GBP = 6.54 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-06`: the cap is measured in US dollars. `L-21`: each side is rounded on its own.
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

impl MinorPrice {
    /// This part of both sides, each rounded once.
    #[inline(always)]
    pub(super) fn part(self, part: Share) -> Self {
        Self { billing: part.of_minor(self.billing), pricing: part.of_minor(self.pricing) }
    }
}

/// Two amounts that can't be the sides of a price.
///
/// # Examples
///
/// ```
/// # use reservation_policy::{Currency, Money, reservation::Price};
/// let eur = Currency::from_code("EUR")?;
/// let error = Price::in_usd(Money::parse("237.16", eur)?).err();
/// assert_eq!(
///     error.map(|error| error.to_string()).as_deref(),
///     Some("`EUR` is not the currency of the refund cap, expected a price in `USD`")
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::{Currency, Money, reservation::Price};
    /// let (jpy, usd) = (Money::parse("66000", Currency::from_code("JPY")?)?, Money::parse("445.50", Currency::USD)?);
    /// assert_eq!(Price::new(jpy, usd)?.pricing(), usd);
    /// assert!(Price::new(usd, jpy).is_err(), "the second side is in US dollars");
    /// assert!(Price::new(jpy.checked_sub(jpy.checked_mul(2)?)?, usd).is_err(), "below zero");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::{Currency, Money, reservation::Price};
    /// let price = Price::in_usd(Money::parse("2.66", Currency::USD)?)?;
    /// assert_eq!(price.billing(), price.pricing());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_usd(amount: Money) -> Result<Self, InvalidPrice> {
        Self::new(amount, amount)
    }

    /// Both sides in minor units, unless one is finer than that or too large for 64 bits.
    #[inline]
    pub(super) const fn in_minor(&self) -> Option<MinorPrice> {
        self.minor
    }

    /// What is billed.
    ///
    /// In the billing currency, with at least the digits of its minor unit.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(price.billing().to_string(), "5.49 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn billing(&self) -> Money {
        self.billing
    }

    /// The price in US dollars.
    ///
    /// It comes from the price list, not from an exchange rate.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(price.pricing().to_string(), "6.54 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn pricing(&self) -> Money {
        self.pricing
    }
}

/// One payment of a plan: which one, whether it succeeded, how much, for how many units.
///
/// # Examples
///
/// The second of twelve payments failed, so its month gives nothing back:
///
/// ```
/// use reservation_policy::reservation::payment::PaymentStatus;
/// use reservation_policy::reservation::{Payment, Payments, Price};
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let price = Price::in_usd(Money::parse("2.66", Currency::USD)?)?;
/// let january = Payment::new(0, PaymentStatus::Succeeded, price, Quantity::ONE);
/// let february = Payment::new(1, PaymentStatus::Outstanding, price, Quantity::ONE);
/// let payments = Payments::from_list(vec![january, february])?;
/// assert_eq!((payments.completed(), payments.total_paid().to_string()), (1, "2.66 USD".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Payment {
    period: u32,
    status: PaymentStatus,
    price: Price,
    covers: Quantity,
}

/// Whether a payment was made.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/price.txt")]
/// let failed = Payment::new(0, PaymentStatus::Outstanding, price("2.66")?, one);
/// assert!(Payments::from_list(vec![failed])?.total_paid().is_zero());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-21`: what is outstanding is cancelled with a return, not refunded.
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/price.txt")]
    /// let third = Payment::new(2, PaymentStatus::Succeeded, price("2.66")?, one);
    /// assert_eq!(third.period(), 2, "the third payment, counted from 0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(period: u32, status: PaymentStatus, price: Price, covers: Quantity) -> Self {
        Self { period, status, price, covers }
    }

    /// Which payment of the plan, counted from 0.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(payment.period(), 0, "the first payment");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn period(&self) -> u32 {
        self.period
    }

    /// Whether the money arrived.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(payment.status(), PaymentStatus::Succeeded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn status(&self) -> PaymentStatus {
        self.status
    }

    /// How much, for all the units that it covers.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(payment.price().billing().to_string(), "5.49 GBP"); // for all three units
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn price(&self) -> Price {
        self.price
    }

    /// How many units it pays for.
    ///
    /// More than are owned now, where units were returned after it was made.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(payment.covers().get(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn covers(&self) -> Quantity {
        self.covers
    }

    const fn succeeded(&self) -> bool {
        matches!(self.status, PaymentStatus::Succeeded)
    }
}

/// The payments of a reservation, in the order of their periods, all in one currency.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::{Payments, Price};
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let price = Price::in_usd(Money::parse("2.66", Currency::USD)?)?;
/// let payments = Payments::monthly(price, Quantity::ONE, 3)?;
/// assert_eq!(payments.total_paid().to_string(), "7.98 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-21`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/price.txt")]
/// let twice = vec![Payment::new(3, PaymentStatus::Succeeded, price("2.66")?, one); 2];
/// assert_eq!(
///     Payments::from_list(twice).map_err(|error| error.to_string()),
///     Err("payment 4 is there twice, expected one payment for each period".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// More payments made than any plan has.
    #[error("{completed} payments are made, expected at most {most}, the longest plan")]
    TooMany {
        /// How many are said to be made.
        completed: u32,
        /// How many the longest plan has.
        most: u32,
    },
    /// Two currencies, or a total that can't be held.
    #[error(transparent)]
    Total(#[from] MoneyError),
}

impl Payments {
    /// One payment for the whole term, made, for `covers` units.
    ///
    /// The price is that of the whole term, for all these units.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/price.txt")]
    /// let payments = Payments::upfront(price("365.00")?, one);
    /// assert_eq!((payments.completed(), payments.total_paid().to_string()), (1, "365.00 USD".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn upfront(price: Price, covers: Quantity) -> Self {
        Self {
            list: vec![Payment::new(0, PaymentStatus::Succeeded, price, covers)],
            currency: price.billing.currency(),
            completed: 1,
            total_paid: price.billing,
            total_minor: price.billing.as_minor(),
        }
    }

    /// Equal monthly payments of `price` for `covers` units, the first `completed` of them made.
    ///
    /// The price is one month's payment, for all these units.
    ///
    /// # Errors
    ///
    /// [`InvalidPayments::TooMany`] when `completed` is above 60, the longest plan; [`InvalidPayments::Total`] when the
    /// sum can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/price.txt")]
    /// assert_eq!(Payments::monthly(price("2.66")?, one, 3)?.completed(), 3);
    /// let bought_today = Payments::monthly(price("2.66")?, one, 0)?;
    /// assert!(bought_today.total_paid().is_zero(), "the price is known, and nothing is paid");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn monthly(price: Price, covers: Quantity, completed: u32) -> Result<Self, InvalidPayments> {
        if completed == 0 {
            return Self::from_list(vec![Payment::new(0, PaymentStatus::Outstanding, price, covers)]);
        }
        let most = Term::FiveYears.months();
        if completed > most {
            return Err(InvalidPayments::TooMany { completed, most });
        }
        let payment = |period| Payment::new(period, PaymentStatus::Succeeded, price, covers);
        Self::from_list((0..completed).map(payment).collect())
    }

    /// Payments in any order. Those that are not listed are outstanding.
    ///
    /// # Errors
    ///
    /// [`InvalidPayments`] when there is none, when a period has two, when the currencies differ, or when the sum
    /// can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/price.txt")]
    /// let raised = vec![
    ///     Payment::new(1, PaymentStatus::Succeeded, price("2.80")?, one),
    ///     Payment::new(0, PaymentStatus::Succeeded, price("2.66")?, one),
    /// ];
    /// assert_eq!(Payments::from_list(raised)?.total_paid().to_string(), "5.46 USD");
    /// assert!(Payments::from_list(vec![]).is_err(), "a price must be known");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(Payments::monthly(price, three, 1)?.currency().code(), "GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// How many payments were made.
    ///
    /// Payments that are outstanding do not count, wherever they stand in the plan.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/price.txt")]
    /// let payments = vec![
    ///     Payment::new(0, PaymentStatus::Outstanding, price("2.66")?, one),
    ///     Payment::new(1, PaymentStatus::Succeeded, price("2.66")?, one),
    /// ];
    /// assert_eq!(Payments::from_list(payments)?.completed(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn completed(&self) -> u32 {
        self.completed
    }

    /// What was paid so far, for every unit.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/payment.txt")]
    /// assert_eq!(Payments::monthly(price, three, 12)?.total_paid().to_string(), "65.88 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/price.txt")]
    /// let payments = Payments::monthly(price("2.66")?, one, 2)?;
    /// assert_eq!(payments.as_slice().iter().map(Payment::period).collect::<Vec<_>>(), [0, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    fn one_payment_upfront_is_the_list_of_that_one() {
        for amount in ["0", "0.001", "365.00", "365", "79228162514264337593543950335"] {
            let paid = payment(0, PaymentStatus::Succeeded, amount);
            let upfront = Payments::upfront(paid.price(), paid.covers());
            assert_eq!(Ok(&upfront), Payments::from_list(vec![paid]).as_ref(), "{amount}");
            assert_eq!(upfront.total_paid().to_string(), paid.price().billing().to_string(), "{amount}");
        }
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
