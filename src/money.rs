//! Money: exact amounts, each with its currency.

use core::fmt;

use rust_decimal::Decimal;

use crate::parse::ParseError;
use crate::rounding::{self, Share};

mod usd;

pub use self::usd::UsdAmount;

/// An ISO 4217 currency that can be paid in, with its number of minor digits.
///
/// # Examples
///
/// ```
/// use reservation_policy::Currency;
///
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!((yen.code(), yen.minor_digits()), ("JPY", 0));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    iso: iso_currency::Currency,
    minor_digits: u8,
}

impl Currency {
    /// The US dollar, the currency of the refund cap.
    pub const USD: Self = Self { iso: iso_currency::Currency::USD, minor_digits: 2 };

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.iso.code()
    }

    /// The digits after the point: 2 for USD, 0 for JPY, 3 for KWD.
    #[must_use]
    pub const fn minor_digits(self) -> u8 {
        self.minor_digits
    }
}

impl core::str::FromStr for Currency {
    type Err = ParseError;

    /// Reads a code in any ASCII case.
    fn from_str(code: &str) -> Result<Self, ParseError> {
        let known = iso_currency::Currency::from_code(&code.to_ascii_uppercase());
        let iso =
            known.ok_or_else(|| ParseError::new("an ISO 4217 currency code", code, "three letters such as `USD`"))?;
        let minor_digits = iso.exponent().and_then(|digits| u8::try_from(digits).ok()).ok_or_else(|| {
            ParseError::new("a currency that can be paid in", code, "one with a minor unit such as `USD`")
        })?;
        Ok(Self { iso, minor_digits })
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

crate::text::serde_as_text!(Currency);

/// An exact amount in one currency.
///
/// Nothing is rounded but by [`share`](Self::share), and nothing combines two currencies.
///
/// # Examples
///
/// ```
/// use reservation_policy::Money;
///
/// let price: Money = "237.16 EUR".parse()?;
/// let three = price.checked_mul(3)?;
/// assert_eq!(three.checked_add("0.5 EUR".parse()?)?.to_string(), "711.98 EUR");
/// assert!(price.checked_add("1.00 USD".parse()?).is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

/// Amounts that cannot be combined or held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Two currencies in one calculation.
    #[error("amounts in `{left}` and `{right}` can't be combined, expected one currency")]
    CurrencyMismatch {
        /// The currency of the first amount.
        left: Currency,
        /// The currency of the second amount.
        right: Currency,
    },
    /// An amount that must not be negative.
    #[error("`{amount}` is negative, expected zero or more")]
    Negative {
        /// The amount.
        amount: Money,
    },
    /// An amount of the refund cap that is not in US dollars.
    #[error("`{currency}` is not the currency of the refund cap, expected `USD`")]
    NotUsd {
        /// The currency that was given.
        currency: Currency,
    },
    /// An amount of the refund cap with parts of a cent.
    #[error("`{amount}` is not a whole number of cents, expected at most 2 decimals")]
    NotWholeCents {
        /// The amount.
        amount: Money,
    },
    /// More minor units than a refund is counted in.
    #[error("an amount in `{currency}` is too large, expected at most {max} minor units", max = u64::MAX)]
    TooLarge {
        /// The currency of the amount.
        currency: Currency,
    },
    /// A result that would lose digits.
    #[error(
        "the exact result in `{currency}` needs more digits than a decimal of 96 bits holds, expected smaller amounts"
    )]
    Overflow {
        /// The currency of the result.
        currency: Currency,
    },
}

impl Money {
    /// An amount in a currency, as exact as it is given.
    #[must_use]
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self::of_minor(0, currency)
    }

    /// A whole number of minor units: 266 of USD are 2.66 USD.
    #[must_use]
    pub fn of_minor(minor: u64, currency: Currency) -> Self {
        // 20 digits and at most 4 decimals always fit.
        let digits = u32::from(currency.minor_digits);
        let amount = rounding::exact_decimal(i128::from(minor), digits).unwrap_or(Decimal::ZERO);
        Self { amount, currency }
    }

    /// The amount in minor units. `None` when it is negative, has parts of a minor unit, or does not fit.
    #[must_use]
    pub fn as_minor(self) -> Option<u64> {
        let digits = u32::from(self.currency.minor_digits);
        let mut amount = self.amount;
        if amount.scale() != digits {
            amount = amount.normalize();
            amount.rescale(digits);
        }
        let exact = amount.scale() == digits && amount == self.amount;
        exact.then(|| u64::try_from(amount.mantissa()).ok()).flatten()
    }

    /// The amount without its currency.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount as text with at least the minor digits of its currency: `2.60`.
    #[must_use]
    pub fn plain_amount(self) -> String {
        // `Decimal` panics when asked for more decimals than its buffer of 32 characters holds.
        let mut text = self.amount.normalize().to_string();
        let shown = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let digits = usize::from(self.currency.minor_digits);
        if shown == 0 && digits > 0 {
            text.push('.');
        }
        text.extend(core::iter::repeat_n('0', digits.saturating_sub(shown)));
        text
    }

    /// Whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    /// Whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }

    /// The exact sum.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] for two currencies, or when a digit would be lost.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let overflow = MoneyError::Overflow { currency: self.currency };
        let amount = rounding::exact_sum(self.amount, other.amount).ok_or(overflow)?;
        Ok(Self { amount, ..self })
    }

    /// The exact difference; it may be negative.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] for two currencies, or when a digit would be lost.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        let mut negated = other.amount;
        negated.set_sign_positive(negated.is_sign_negative() || negated.is_zero());
        self.checked_add(Self { amount: negated, ..other })
    }

    /// The exact product.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when a digit would be lost.
    pub fn checked_mul(self, times: u32) -> Result<Self, MoneyError> {
        let overflow = MoneyError::Overflow { currency: self.currency };
        let product = self.amount.mantissa().checked_mul(i128::from(times)).ok_or(overflow)?;
        let amount = rounding::exact_decimal(product, self.amount.scale()).ok_or(overflow)?;
        Ok(Self { amount, ..self })
    }

    /// Which of two amounts is larger.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`] for two currencies.
    pub fn checked_cmp(self, other: Self) -> Result<core::cmp::Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.amount.cmp(&other.amount))
    }

    /// A share of the amount: multiplied, divided, and rounded once, half to even, to the minor unit.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when the result cannot be held.
    pub fn share(self, share: Share) -> Result<Self, MoneyError> {
        let amount = rounding::share_of_decimal(self.amount, share, self.currency.minor_digits)
            .ok_or(MoneyError::Overflow { currency: self.currency })?;
        Ok(Self { amount, ..self })
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

impl core::str::FromStr for Money {
    type Err = ParseError;

    /// Reads what `Display` prints: `237.16 EUR`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let Some((amount, code)) = text.split_once(' ') else {
            return Err(ParseError::new("an amount of money", text, "an amount and a currency such as `237.16 EUR`"));
        };
        Ok(Self { amount: rounding::parse_exact(amount)?, currency: code.parse()? })
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.plain_amount(), self.currency)
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::{Currency, Money};
    use crate::rounding::parse_exact;

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
            let amount = parse_exact(&wire.amount).map_err(D::Error::custom)?;
            Ok(Self { amount, currency: wire.currency })
        }
    }
}
