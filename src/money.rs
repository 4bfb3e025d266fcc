//! Amounts of money: never without a currency, never rounded in passing.
//!
//! Two types keep the two sides of a refund apart, so that they cannot be added by mistake:
//!
//! * [`Money`]: an amount in any ISO 4217 currency, what the customer is billed and refunded in.
//! * [`UsdAmount`]: whole, non-negative US cents, what the refund cap is measured in.
//!
//! Every operation is checked. The only operation that rounds is a [share](Money::share), once, half to even, to
//! the currency's minor unit.

use core::fmt;

use rust_decimal::Decimal;

use crate::decimal::{self, Unreadable};
use crate::quantity::Share;

mod usd;

pub use self::usd::UsdAmount;

/// A currency of ISO 4217 that has a minor unit.
///
/// # Examples
///
/// ```
/// use reservation_policy::money::Currency;
///
/// assert_eq!(Currency::from_code("JPY")?.minor_digits(), 0);
/// assert_eq!(Currency::from_code("GBP")?.minor_digits(), 2);
/// assert_eq!(Currency::from_code("KWD")?.minor_digits(), 3);
/// assert!(Currency::from_code("QQQ").is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    iso: iso_currency::Currency,
    minor_digits: u8,
}

/// A currency code that cannot be used for amounts.
///
/// # Examples
///
/// ```
/// use reservation_policy::Currency;
///
/// assert_eq!(
///     Currency::from_code("usd").unwrap_err().to_string(),
///     "`usd` is not an ISO 4217 currency code, expected three capital letters such as `USD`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCurrency {
    /// No such code in ISO 4217.
    #[error("`{code}` is not an ISO 4217 currency code, expected three capital letters such as `USD`")]
    Unknown {
        /// The code that was given, shortened to 16 characters.
        code: String,
    },
    /// The code stands for something that has no minor unit, such as gold.
    #[error("`{code}` has no minor unit in ISO 4217, expected a currency that can be paid in such as `USD`")]
    NoMinorUnit {
        /// The code that was given.
        code: &'static str,
    },
}

impl Currency {
    /// The US dollar: the currency of the refund cap.
    pub const USD: Self = Self { iso: iso_currency::Currency::USD, minor_digits: 2 };

    /// The currency with this ISO 4217 code, in capital letters.
    ///
    /// # Errors
    ///
    /// [`InvalidCurrency`] for a code that does not exist, or that has no minor unit (`XAU`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Currency;
    ///
    /// assert_eq!(Currency::from_code("USD")?, Currency::USD);
    /// assert!(Currency::from_code("eur").is_err(), "capital letters only");
    /// assert!(Currency::from_code("XAU").is_err(), "nobody pays in gold");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_code(code: &str) -> Result<Self, InvalidCurrency> {
        let iso = iso_currency::Currency::from_code(code)
            .ok_or_else(|| InvalidCurrency::Unknown { code: code.chars().take(16).collect() })?;
        let minor_digits = iso
            .exponent()
            .and_then(|digits| u8::try_from(digits).ok())
            .ok_or(InvalidCurrency::NoMinorUnit { code: iso.code() })?;
        Ok(Self { iso, minor_digits })
    }

    /// The three-letter code.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Currency;
    ///
    /// assert_eq!(Currency::USD.code(), "USD");
    /// ```
    #[must_use]
    pub fn code(self) -> &'static str {
        self.iso.code()
    }

    /// How many decimal digits the minor unit of ISO 4217 has: 0 for yen, 2 for dollars, 3 for dinars.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// let (yen, dinar) = (Currency::from_code("JPY")?, Currency::from_code("KWD")?);
    /// assert_eq!((yen.minor_digits(), dinar.minor_digits()), (0, 3));
    /// assert_eq!(Money::parse("1200", yen)?.to_string(), "1200 JPY");
    /// assert_eq!(Money::parse("1200", dinar)?.to_string(), "1200.000 KWD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn minor_digits(self) -> u8 {
        self.minor_digits
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl core::str::FromStr for Currency {
    type Err = InvalidCurrency;

    fn from_str(code: &str) -> Result<Self, InvalidCurrency> {
        Self::from_code(code)
    }
}

/// An amount of money and its currency, as one value.
///
/// Equality is numeric: 1.8 USD equals 1.80 USD. An amount may be negative, as what is payable for an exchange can
/// be; types that may not be say so in their own constructors.
///
/// # Examples
///
/// ```
/// use reservation_policy::money::{Currency, Money};
///
/// let price = Money::parse("78.63", Currency::from_code("GBP")?)?;
/// let fee = Money::parse("0.37", Currency::from_code("GBP")?)?;
/// assert_eq!(price.checked_add(fee)?.to_string(), "79.00 GBP");
///
/// let dollars = Money::parse("1", Currency::USD)?;
/// assert!(price.checked_add(dollars).is_err(), "currencies never mix");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// An operation on amounts that has no exact answer.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Currency, Money};
///
/// let (pounds, dollars) = (Money::zero(Currency::from_code("GBP")?), Money::zero(Currency::USD));
/// let mixed = pounds.checked_add(dollars).unwrap_err();
/// assert_eq!(mixed.to_string(), "amounts in `GBP` and `USD` can't be combined, expected one currency");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Two different currencies met.
    #[error("amounts in `{left}` and `{right}` can't be combined, expected one currency")]
    CurrencyMismatch {
        /// The currency of the first amount.
        left: Currency,
        /// The currency of the second amount.
        right: Currency,
    },
    /// More minor units than a question about reservations counts with.
    #[error("an amount in `{currency}` is too large, expected at most {max} minor units", max = u64::MAX)]
    TooLarge {
        /// The currency of the amount.
        currency: Currency,
    },
    /// The exact result needs more than the 96 bits and 28 decimals that a `Decimal` holds.
    #[error(
        "the exact result in `{currency}` needs more digits than a decimal of 96 bits holds, expected smaller amounts"
    )]
    Overflow {
        /// The currency of the amounts.
        currency: Currency,
    },
}

/// A text or a number that is no amount of money.
///
/// # Examples
///
/// ```
/// use reservation_policy::UsdAmount;
///
/// let message = |text| UsdAmount::parse(text).unwrap_err().to_string();
/// assert_eq!(message("-1"), "`-1` is negative, expected zero or more");
/// assert_eq!(message("0.005"), "`0.005` USD is not a whole number of cents, expected at most 2 decimals");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidAmount {
    /// Not a decimal number.
    #[error("`{text}` is not a decimal amount, expected digits with an optional point such as `1200.00`")]
    NotDecimal {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
    /// More digits than can be held without losing one.
    #[error("`{text}` has more digits than fit, expected at most 28 decimals and 96 bits")]
    TooPrecise {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
    /// Below zero where only zero or more makes sense.
    #[error("`{amount}` is negative, expected zero or more")]
    Negative {
        /// The amount that was given.
        amount: Decimal,
    },
    /// Not in US dollars where the refund cap needs them.
    #[error("`{currency}` is not the currency of the refund cap, expected `USD`")]
    NotUsd {
        /// The currency that was given.
        currency: Currency,
    },
    /// Finer than a cent where the refund cap counts whole cents.
    #[error("`{amount}` USD is not a whole number of cents, expected at most 2 decimals")]
    NotWholeCents {
        /// The amount that was given.
        amount: Decimal,
    },
    /// More than [`UsdAmount::MAX`].
    #[error("`{amount}` USD is more than a refund cap can count, expected at most {max} USD", max = UsdAmount::MAX)]
    TooLarge {
        /// The amount that was given.
        amount: Decimal,
    },
}

impl From<Unreadable> for InvalidAmount {
    fn from(found: Unreadable) -> Self {
        match found {
            Unreadable::NotDecimal { text } => Self::NotDecimal { text },
            Unreadable::TooPrecise { text } => Self::TooPrecise { text },
        }
    }
}

impl Money {
    /// An amount in a currency.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rust_decimal::Decimal;
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert_eq!(Money::new(Decimal::new(266, 2), Currency::USD).to_string(), "2.66 USD");
    /// ```
    #[must_use]
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in a currency.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert_eq!(Money::zero(Currency::USD).to_string(), "0.00 USD");
    /// ```
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self::of_minor(0, currency)
    }

    /// An amount read from plain decimal text: digits, at most one point, an optional sign. No digit is lost.
    ///
    /// # Errors
    ///
    /// [`InvalidAmount`] for any other text, and for more digits than a `Decimal` holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert_eq!(Money::parse("1.8", Currency::USD)?, Money::parse("1.80", Currency::USD)?);
    /// assert_eq!(Money::parse("0.0096", Currency::USD)?.to_string(), "0.0096 USD", "finer than a cent");
    /// assert!(Money::parse("1,800.00", Currency::USD).is_err(), "no separators");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str, currency: Currency) -> Result<Self, InvalidAmount> {
        Ok(Self { amount: decimal::parse_exact(text)?, currency })
    }

    /// A count of minor units: 180 pence are 1.80 GBP.
    pub(crate) fn of_minor(minor: u64, currency: Currency) -> Self {
        // 20 digits and at most 4 decimals always fit in a `Decimal`.
        let amount = decimal::from_mantissa(u128::from(minor), currency.minor_digits).unwrap_or(Decimal::ZERO);
        Self { amount, currency }
    }

    /// The amount in the currency's main unit: 2.66 dollars, not 266 cents.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rust_decimal::Decimal;
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert_eq!(Money::parse("2.66", Currency::USD)?.amount(), Decimal::new(266, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn amount(&self) -> Decimal {
        self.amount
    }

    /// The currency.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert_eq!(Money::parse("2.66", Currency::USD)?.currency().code(), "USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The amount as plain decimal text, with at least the digits of the minor unit: `1.80`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert_eq!(Money::parse("1.8", Currency::USD)?.plain_amount(), "1.80");
    /// assert_eq!(Money::parse("0.0096", Currency::USD)?.plain_amount(), "0.0096");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn plain_amount(&self) -> String {
        // `Decimal` panics when it is asked for more decimals than its buffer of 32 characters has room for.
        let mut text = self.amount.normalize().to_string();
        let shown = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let digits = usize::from(self.currency.minor_digits);
        if shown == 0 && digits > 0 {
            text.push('.');
        }
        text.extend(core::iter::repeat_n('0', digits.saturating_sub(shown)));
        text
    }

    /// Whether the amount is zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert!(Money::parse("-0.00", Currency::USD)?.is_zero());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.amount.is_zero()
    }

    /// Whether the amount is below zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// assert!(Money::parse("-0.01", Currency::USD)?.is_negative());
    /// assert!(!Money::parse("-0.00", Currency::USD)?.is_negative());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_negative(&self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }

    /// The exact sum.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] when the currencies differ, or when the sum can't be held without losing a digit.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// let (refund, kept) = (Money::parse("1.80", Currency::USD)?, Money::parse("0.86", Currency::USD)?);
    /// assert_eq!(refund.checked_add(kept)?.to_string(), "2.66 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let amount =
            decimal::exact_sum(self.amount, other.amount).ok_or(MoneyError::Overflow { currency: self.currency })?;
        Ok(Self { amount, ..self })
    }

    /// The exact difference.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] when the currencies differ, or when the difference can't be held without losing a digit.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// // What an exchange comes to may be below zero.
    /// let (bought, returned) = (Money::parse("20.00", Currency::USD)?, Money::parse("25.74", Currency::USD)?);
    /// assert_eq!(bought.checked_sub(returned)?.to_string(), "-5.74 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.checked_add(other.negated())
    }

    /// The amount with its sign turned; nothing stays nothing.
    pub(crate) fn negated(self) -> Self {
        let mut amount = self.amount;
        amount.set_sign_positive(amount.is_sign_negative() || amount.is_zero());
        Self { amount, ..self }
    }

    /// The amount taken a whole number of times, exactly.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when the product can't be held.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money};
    ///
    /// // Nine payments of 2.66 USD are still to come.
    /// assert_eq!(Money::parse("2.66", Currency::USD)?.checked_mul(9)?.to_string(), "23.94 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn checked_mul(self, times: u32) -> Result<Self, MoneyError> {
        let overflow = MoneyError::Overflow { currency: self.currency };
        let product = self.amount.mantissa().checked_mul(i128::from(times)).ok_or(overflow)?;
        let amount = decimal::exact_decimal(product, self.amount.scale()).ok_or(overflow)?;
        Ok(Self { amount, ..self })
    }

    /// The order of two amounts of one currency.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`] when the currencies differ.
    ///
    /// # Examples
    ///
    /// ```
    /// use core::cmp::Ordering;
    ///
    /// use reservation_policy::{Currency, Money};
    ///
    /// let (paid, refund) = (Money::parse("2.66", Currency::USD)?, Money::parse("1.80", Currency::USD)?);
    /// assert_eq!(paid.checked_cmp(&refund)?, Ordering::Greater);
    /// assert!(paid.checked_cmp(&Money::zero(Currency::from_code("GBP")?)).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn checked_cmp(&self, other: &Self) -> Result<core::cmp::Ordering, MoneyError> {
        self.same_currency(*other)?;
        Ok(decimal::compare(self.amount, other.amount))
    }

    /// This share of the amount: multiplied first, divided once, rounded once, half to even, to the minor unit.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when the rounded share can't be held.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::money::{Currency, Money};
    /// use reservation_policy::quantity::Share;
    ///
    /// // 2.66 * 19 / 28 is 1.805 exactly; the live service answered 1.80.
    /// let unit = Money::parse("2.66", Currency::USD)?;
    /// assert_eq!(unit.share(Share::new(19, 28)?)?.to_string(), "1.80 USD");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-14`, `L-21`.
    #[inline]
    pub fn share(self, share: Share) -> Result<Self, MoneyError> {
        let amount = share
            .of_decimal(self.amount, self.currency.minor_digits)
            .ok_or(MoneyError::Overflow { currency: self.currency })?;
        Ok(Self { amount, ..self })
    }

    /// The same amount, written with at least the digits of the minor unit where that fits.
    pub(crate) fn with_minor_scale(self) -> Self {
        let digits = u32::from(self.currency.minor_digits);
        if self.amount.scale() >= digits {
            return self;
        }
        let mut amount = self.amount;
        amount.rescale(digits);
        if amount == self.amount { Self { amount, ..self } } else { self }
    }

    /// The amount as a count of minor units, when it is a whole one that is not negative and fits in 64 bits.
    pub(crate) fn as_minor(&self) -> Option<u64> {
        let digits = u32::from(self.currency.minor_digits);
        let mut amount = self.amount;
        if amount.scale() != digits {
            amount = amount.normalize();
            amount.rescale(digits);
        }
        if amount.scale() != digits || amount != self.amount {
            return None;
        }
        u64::try_from(amount.mantissa()).ok()
    }

    /// This share of a non-negative amount in minor units, rounded half to even but never above the amount itself.
    ///
    /// The difference matters only where the amount is finer than the minor unit: nobody gets back more than was paid.
    pub(crate) fn share_in_minor(self, share: Share) -> Result<u64, MoneyError> {
        let (rounded, most) = (self.share(share)?, self.floor_to_minor());
        let least = if rounded.amount > most.amount { most } else { rounded };
        least.as_minor().ok_or(MoneyError::TooLarge { currency: self.currency })
    }

    /// The largest amount in whole minor units that is not above this one.
    pub(crate) fn floor_to_minor(self) -> Self {
        let digits = u32::from(self.currency.minor_digits);
        if self.amount.scale() <= digits {
            return self;
        }
        let floored = self.amount.round_dp_with_strategy(digits, rust_decimal::RoundingStrategy::ToNegativeInfinity);
        Self { amount: floored, ..self }
    }

    /// The amount in parts that differ by at most one minor unit and sum to the whole: the larger parts first.
    ///
    /// The parts are made as they are asked for, so that a large count costs no memory.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when the amount in minor units is not a whole number, or has more than 28 digits.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::money::{Currency, Money};
    ///
    /// let parts = Money::parse("10.00", Currency::USD)?.split(3.try_into()?)?;
    /// let shown: Vec<String> = parts.map(|part| part.amount().to_string()).collect();
    /// assert_eq!(shown, ["3.34", "3.33", "3.33"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn split(self, parts: core::num::NonZeroU32) -> Result<impl Iterator<Item = Self>, MoneyError> {
        let overflow = MoneyError::Overflow { currency: self.currency };
        let digits = u32::from(self.currency.minor_digits);
        let mut whole = self.amount.normalize();
        if whole.scale() > digits {
            return Err(overflow);
        }
        whole.rescale(digits);
        if whole.scale() != digits {
            return Err(overflow);
        }
        let count = core::num::NonZeroU128::from(parts);
        let minor = whole.mantissa().unsigned_abs();
        let (each, rest) = (minor / count, minor % count);
        let part = |minor: u128| -> Result<Self, MoneyError> {
            let mut amount = decimal::from_mantissa(minor, self.currency.minor_digits).ok_or(overflow)?;
            if self.is_negative() {
                amount.set_sign_negative(true);
            }
            Ok(Self { amount, ..self })
        };
        let smaller = part(each)?;
        let larger = if rest == 0 { smaller } else { part(each.saturating_add(1))? };
        Ok((0..parts.get()).map(move |index| if u128::from(index) < rest { larger } else { smaller }))
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The amount with at least the digits of the minor unit, then the currency: `1.80 USD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.plain_amount(), self.currency)
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::{Currency, Money};

    impl Serialize for Currency {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.code())
        }
    }

    impl<'de> Deserialize<'de> for Currency {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let code = String::deserialize(deserializer)?;
            Self::from_code(&code).map_err(D::Error::custom)
        }
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename = "Money", deny_unknown_fields)]
    struct Wire {
        amount: String,
        currency: Currency,
    }

    impl Serialize for Money {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            // Equal amounts are the same text: a zero may carry a sign.
            let amount = if self.is_zero() { self.amount.abs() } else { self.amount };
            Wire { amount: amount.to_string(), currency: self.currency }.serialize(serializer)
        }
    }

    impl<'de> Deserialize<'de> for Money {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let wire = Wire::deserialize(deserializer)?;
            Self::parse(&wire.amount, wire.currency).map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Money {
        Money::parse(text, Currency::USD).unwrap()
    }

    #[test]
    fn exact_sum_refuses_to_drop_a_digit() {
        let large = usd("79228162514264337593543950335");
        assert_eq!(large.checked_add(usd("0.01")), Err(MoneyError::Overflow { currency: Currency::USD }));
        assert_eq!(
            usd("12345678901234567.89").checked_add(usd("0.01")).unwrap().to_string(),
            "12345678901234567.90 USD"
        );
    }

    #[test]
    fn ties_round_to_the_even_minor_unit() {
        let half = Share::new(1, 2).unwrap();
        for (whole, expected) in
            [("0.01", "0.00"), ("0.03", "0.02"), ("0.05", "0.02"), ("0.07", "0.04"), ("-0.03", "-0.02")]
        {
            assert_eq!(usd(whole).share(half).unwrap(), usd(expected), "{whole}");
        }
    }

    #[test]
    fn largest_decimal_keeps_its_whole_share_and_refuses_what_does_not_fit() {
        let whole = Share::new(7, 7).unwrap();
        for currency in [Currency::from_code("JPY").unwrap(), Currency::USD] {
            let largest = Money::new(Decimal::MAX, currency);
            assert_eq!(largest.share(whole).unwrap(), largest);
            assert!(largest.checked_mul(2).is_err());
        }
        // Half of an odd amount ends in .5, one digit more than there is room for.
        assert!(Money::new(Decimal::MAX, Currency::USD).share(Share::new(1, 2).unwrap()).is_err());
    }

    #[test]
    fn amounts_finer_than_the_minor_unit_are_floored_not_raised() {
        assert_eq!(usd("10.015").floor_to_minor(), usd("10.01"));
        assert_eq!(usd("10.1").floor_to_minor(), usd("10.1"));
    }
}
