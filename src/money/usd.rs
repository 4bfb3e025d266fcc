//! US dollar amounts in whole cents: what the refund cap counts.

use core::fmt;

use super::{Currency, Money, MoneyError};
use crate::parse::ParseError;
use crate::rounding::parse_exact;

/// US dollars in whole cents, from 0.00 to 184467440737095516.15 USD.
///
/// # Examples
///
/// ```
/// use reservation_policy::UsdAmount;
///
/// let used = UsdAmount::dollars(30_000);
/// assert_eq!(used.to_string(), "30000.00 USD");
/// assert_eq!("30000.00 USD".parse::<UsdAmount>()?, used);
/// assert_eq!("30000".parse::<UsdAmount>()?, used);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct UsdAmount {
    cents: u64,
}

impl UsdAmount {
    /// Nothing.
    pub const ZERO: Self = Self { cents: 0 };
    /// The largest amount.
    pub const MAX: Self = Self { cents: u64::MAX };

    /// Whole dollars.
    #[must_use]
    #[expect(clippy::as_conversions, reason = "u32 to u64 is lossless, and `From` is not const")]
    pub const fn dollars(dollars: u32) -> Self {
        Self { cents: (dollars as u64).saturating_mul(100) }
    }

    /// Whole cents.
    #[must_use]
    pub const fn from_cents(cents: u64) -> Self {
        Self { cents }
    }

    /// The amount in cents.
    #[must_use]
    pub const fn cents(self) -> u64 {
        self.cents
    }

    /// The same amount as money.
    #[must_use]
    pub fn to_money(self) -> Money {
        Money::of_minor(self.cents, Currency::USD)
    }

    /// The amount without its currency, always with two decimals: `30000.00`.
    #[must_use]
    pub fn plain_amount(self) -> String {
        self.to_money().plain_amount()
    }

    /// The sum, or `None` above [`MAX`](Self::MAX).
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.cents.checked_add(other.cents) {
            Some(cents) => Some(Self { cents }),
            None => None,
        }
    }

    /// The difference, at least 0.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_sub(other.cents) }
    }
}

impl TryFrom<Money> for UsdAmount {
    type Error = MoneyError;

    fn try_from(money: Money) -> Result<Self, MoneyError> {
        if money.currency() != Currency::USD {
            return Err(MoneyError::NotUsd { currency: money.currency() });
        }
        if money.is_negative() {
            return Err(MoneyError::Negative { amount: money });
        }
        match money.as_minor() {
            Some(cents) => Ok(Self { cents }),
            None if money.amount().normalize().scale() > 2 => Err(MoneyError::NotWholeCents { amount: money }),
            None => Err(MoneyError::TooLarge { currency: Currency::USD }),
        }
    }
}

impl From<UsdAmount> for Money {
    fn from(amount: UsdAmount) -> Self {
        amount.to_money()
    }
}

impl core::str::FromStr for UsdAmount {
    type Err = ParseError;

    /// Reads `30000`, `30000.00` or what `Display` prints: `30000.00 USD`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let plain = text.strip_suffix(" USD").unwrap_or(text);
        let expected = || ParseError::new("an amount in US dollars", text, "whole cents such as `50000.00 USD`");
        let amount = parse_exact(plain).map_err(|_| expected())?;
        Self::try_from(Money::new(amount, Currency::USD)).map_err(|_| expected())
    }
}

impl fmt::Display for UsdAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_money().fmt(f)
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::UsdAmount;

    impl Serialize for UsdAmount {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&self.plain_amount())
        }
    }

    impl<'de> Deserialize<'de> for UsdAmount {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        }
    }
}
