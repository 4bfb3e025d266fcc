//! Amounts of whole US cents.

use core::fmt;

use rust_decimal::Decimal;

use super::{Currency, InvalidAmount, Money};
use crate::decimal;

/// A non-negative amount of whole US cents: what refund caps are measured in.
///
/// It is a type of its own so that billing amounts ([`Money`]) and cap amounts can't be added.
///
/// # Examples
///
/// ```
/// use reservation_policy::money::UsdAmount;
///
/// let cap = UsdAmount::from_dollars(50_000);
/// let used = UsdAmount::parse("367.81")?;
/// assert_eq!(cap.checked_sub(used).map(|left| left.to_string()), Some("49632.19".to_owned()));
/// assert!(UsdAmount::parse("0.001").is_err(), "finer than a cent");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `AMB-06`: the cap is in US dollars, and nothing is converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct UsdAmount {
    cents: u64,
}

impl UsdAmount {
    /// Nothing.
    pub const ZERO: Self = Self { cents: 0 };
    /// The largest amount: 184 467 440 737 095 516.15 USD.
    pub const MAX: Self = Self { cents: u64::MAX };

    /// A whole number of dollars.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// const CAP: UsdAmount = UsdAmount::from_dollars(50_000);
    /// assert_eq!(CAP.to_string(), "50000.00");
    /// ```
    #[must_use]
    pub const fn from_dollars(dollars: u32) -> Self {
        Self { cents: widen(dollars).saturating_mul(100) }
    }

    /// A whole number of cents.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// assert_eq!(UsdAmount::from_cents(36_781).to_string(), "367.81");
    /// ```
    #[must_use]
    pub const fn from_cents(cents: u64) -> Self {
        Self { cents }
    }

    /// The amount in cents.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// assert_eq!(UsdAmount::parse("367.81")?.cents(), 36_781);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn cents(self) -> u64 {
        self.cents
    }

    /// An amount read from plain decimal text.
    ///
    /// # Errors
    ///
    /// [`InvalidAmount`] when the text is no number, negative, finer than a cent or above [`UsdAmount::MAX`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// assert_eq!(UsdAmount::parse("0.420")?, UsdAmount::from_cents(42));
    /// assert!(UsdAmount::parse("0.425").is_err() && UsdAmount::parse("-1").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidAmount> {
        Self::try_from(decimal::parse_exact(text)?)
    }

    /// The amount in dollars, with two decimals.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    /// use reservation_policy::rust_decimal::Decimal;
    ///
    /// assert_eq!(UsdAmount::from_cents(42).to_decimal(), Decimal::new(42, 2));
    /// ```
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        self.to_money().amount()
    }

    /// The amount as [`Money`] in US dollars.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// assert_eq!(UsdAmount::from_dollars(50_000).to_money().to_string(), "50000.00 USD");
    /// ```
    #[must_use]
    pub fn to_money(self) -> Money {
        Money::of_minor(self.cents, Currency::USD)
    }

    /// The sum, unless it is above [`UsdAmount::MAX`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// // What the live service had counted, and one more refund.
    /// let (consumed, refund) = (UsdAmount::parse("367.81")?, UsdAmount::parse("0.42")?);
    /// assert_eq!(consumed.checked_add(refund), Some(UsdAmount::parse("368.23")?));
    /// assert_eq!(UsdAmount::MAX.checked_add(UsdAmount::from_cents(1)), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.cents.checked_add(other.cents) {
            Some(cents) => Some(Self { cents }),
            None => None,
        }
    }

    /// The difference, unless it is below zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// let (cap, used) = (UsdAmount::from_dollars(50_000), UsdAmount::from_dollars(44_000));
    /// assert_eq!(cap.checked_sub(used), Some(UsdAmount::from_dollars(6_000)));
    /// assert_eq!(used.checked_sub(cap), None);
    /// ```
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.cents.checked_sub(other.cents) {
            Some(cents) => Some(Self { cents }),
            None => None,
        }
    }

    /// The difference, or nothing when it would be below zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    /// let (cap, used) = (UsdAmount::from_dollars(50_000), UsdAmount::from_dollars(51_000));
    /// assert_eq!(cap.saturating_sub(used), UsdAmount::ZERO);
    /// ```
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_sub(other.cents) }
    }
}

/// `u64::from` is not `const` yet.
#[expect(clippy::as_conversions, reason = "u32 to u64 is lossless, and `From` is not const")]
const fn widen(value: u32) -> u64 {
    value as u64
}

/// From dollars: not negative, and at most two decimals.
impl TryFrom<Decimal> for UsdAmount {
    type Error = InvalidAmount;

    #[inline]
    fn try_from(amount: Decimal) -> Result<Self, InvalidAmount> {
        let parts = amount.unpack();
        if (parts.negative, parts.hi, parts.scale) == (false, 0, 2) {
            return Ok(Self { cents: (u64::from(parts.mid) << 32) | u64::from(parts.lo) });
        }
        Self::from_any_decimal(amount)
    }
}

impl UsdAmount {
    /// The same for a number with a sign, of more than 64 bits, or not written in cents.
    fn from_any_decimal(amount: Decimal) -> Result<Self, InvalidAmount> {
        if amount.is_sign_negative() && !amount.is_zero() {
            return Err(InvalidAmount::Negative { amount });
        }
        let normal = amount.normalize();
        let mantissa = normal.mantissa().unsigned_abs();
        let factor: u128 = match normal.scale() {
            0 => 100,
            1 => 10,
            2 => 1,
            _ => return Err(InvalidAmount::NotWholeCents { amount }),
        };
        mantissa
            .checked_mul(factor)
            .and_then(|cents| u64::try_from(cents).ok())
            .map(|cents| Self { cents })
            .ok_or(InvalidAmount::TooLarge { amount })
    }
}

/// From US dollars: another currency is refused and never converted (`AMB-06`).
impl TryFrom<Money> for UsdAmount {
    type Error = InvalidAmount;

    #[inline]
    fn try_from(money: Money) -> Result<Self, InvalidAmount> {
        if money.currency() != Currency::USD {
            return Err(InvalidAmount::NotUsd { currency: money.currency() });
        }
        Self::try_from(money.amount())
    }
}

impl fmt::Display for UsdAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the caller's precision: `Decimal` panics when its 32 characters are too few for it.
        f.pad_integral(true, "", &self.to_decimal().to_string())
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::UsdAmount;

    impl Serialize for UsdAmount {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for UsdAmount {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Self::parse(&text).map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_read_exactly() {
        assert_eq!(UsdAmount::parse("12345678901234567.89").unwrap().cents(), 1_234_567_890_123_456_789);
        assert_eq!(UsdAmount::parse("1.800").unwrap().cents(), 180);
        for bad in ["", "-", ".", "1e3", "0x1", "1_000", "1.2.3", " 1", "-0.01", "0.005", "184467440737095516.16"] {
            assert!(UsdAmount::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(UsdAmount::parse("-0").unwrap(), UsdAmount::ZERO);
    }
}
