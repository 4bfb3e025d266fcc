//! Small checked numbers: how many units, what rate, which share.

use core::fmt;
use core::num::NonZeroU32;

use rust_decimal::Decimal;

use crate::decimal;
use crate::shown::shortened;

pub(crate) mod share;

pub use self::share::{InvalidShare, Share};

/// How many units of a reservation: at least one.
///
/// # Examples
///
/// ```
/// use reservation_policy::Quantity;
///
/// assert_eq!(Quantity::new(3)?.get(), 3);
/// assert!(Quantity::new(0).is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `AMB-13`: any part of what is owned, from one unit to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "u32", into = "u32"))]
pub struct Quantity(NonZeroU32);

/// A number that can't be a quantity.
///
/// # Examples
///
/// ```
/// use reservation_policy::Quantity;
///
/// assert_eq!(
///     Quantity::parse("1.5").unwrap_err().to_string(),
///     "quantity `1.5` is not possible, expected a whole number from 1 to 4294967295"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidQuantity {
    /// Nothing was asked for.
    #[error("quantity `0` is not possible, expected at least 1")]
    Zero,
    /// Negative, a fraction, larger than 4 294 967 295, or no number at all.
    #[error("quantity `{text}` is not possible, expected a whole number from 1 to 4294967295")]
    NotWhole {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
    /// More units than there are.
    #[error("quantity `{requested}` is more than there is, expected 1 to {owned}")]
    AboveOwned {
        /// What was asked for.
        requested: Quantity,
        /// The most that can be asked for.
        owned: Quantity,
    },
}

impl Quantity {
    /// One unit.
    pub const ONE: Self = Self(NonZeroU32::MIN);

    /// A number of units.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity::Zero`] for 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Quantity;
    /// use reservation_policy::quantity::InvalidQuantity;
    ///
    /// assert_eq!(Quantity::new(36)?.get(), 36);
    /// assert_eq!(Quantity::new(0), Err(InvalidQuantity::Zero));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn new(units: u32) -> Result<Self, InvalidQuantity> {
        match NonZeroU32::new(units) {
            Some(units) => Ok(Self(units)),
            None => Err(InvalidQuantity::Zero),
        }
    }

    /// A number of units read from text: digits and nothing else.
    ///
    /// # Errors
    ///
    /// [`InvalidQuantity`] for 0 and for anything that is not a whole number from 1 to 4 294 967 295.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Quantity;
    ///
    /// assert_eq!(Quantity::parse("12")?.get(), 12);
    /// assert!(Quantity::parse("+12").is_err() && Quantity::parse("12.0").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidQuantity> {
        let digits_only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let units = digits_only.then(|| text.parse::<u32>().ok()).flatten();
        units.map_or_else(|| Err(InvalidQuantity::NotWhole { text: shortened(text) }), Self::new)
    }

    /// The number.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Quantity;
    ///
    /// assert_eq!(Quantity::ONE.get(), 1);
    /// ```
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The same number, for dividing by it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{Currency, Money, Quantity};
    ///
    /// // 10.00 USD for three units, one by one.
    /// let each = Money::parse("10.00", Currency::USD)?.split(Quantity::new(3)?.non_zero())?;
    /// assert_eq!(each.map(|part| part.plain_amount()).collect::<Vec<_>>(), ["3.34", "3.33", "3.33"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn non_zero(self) -> NonZeroU32 {
        self.0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// As [`Quantity::parse`].
impl core::str::FromStr for Quantity {
    type Err = InvalidQuantity;

    fn from_str(text: &str) -> Result<Self, InvalidQuantity> {
        Self::parse(text)
    }
}

impl TryFrom<u32> for Quantity {
    type Error = InvalidQuantity;

    fn try_from(units: u32) -> Result<Self, InvalidQuantity> {
        Self::new(units)
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.get()
    }
}

/// A rate from 0 to 1 with at most nine decimals, such as the 0.12 of an early termination fee.
///
/// # Examples
///
/// ```
/// use reservation_policy::quantity::Rate;
///
/// assert_eq!(Rate::parse("0.12")?.to_string(), "12 %");
/// assert!(Rate::parse("12").is_err(), "12 percent is 0.12");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `FEE-03` states the 12 percent, `AMB-11` of what: of the prorated credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate {
    billionths: u32,
}

/// A number that can't be a rate.
///
/// # Examples
///
/// ```
/// use reservation_policy::quantity::Rate;
///
/// let invalid = Rate::parse("12").unwrap_err();
/// assert_eq!(
///     invalid.to_string(),
///     "`12` is not a rate, expected a decimal number from 0 to 1 with at most 9 decimals such as `0.12`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a rate, expected a decimal number from 0 to 1 with at most 9 decimals such as `0.12`")]
#[non_exhaustive]
pub struct InvalidRate {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl Rate {
    const BILLION: u32 = 1_000_000_000;
    const WHOLE: NonZeroU32 = match NonZeroU32::new(Self::BILLION) {
        Some(billion) => billion,
        None => NonZeroU32::MIN,
    };

    /// No fee.
    pub const ZERO: Self = Self { billionths: 0 };

    /// A whole number of percent, at most 100.
    #[must_use]
    pub(crate) const fn percent(percent: u8) -> Self {
        let billionths = widen(percent).saturating_mul(10_000_000);
        Self { billionths: if billionths > Self::BILLION { Self::BILLION } else { billionths } }
    }

    /// A rate read from plain decimal text.
    ///
    /// # Errors
    ///
    /// [`InvalidRate`] outside 0 to 1, with more than nine decimals, and for text that is no number.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Rate;
    ///
    /// assert_eq!(Rate::parse("0.12")?, Rate::parse("0.120")?);
    /// assert!(Rate::parse("1.01").is_err(), "more than all of it");
    /// assert!(Rate::parse("12 %").is_err(), "no percent sign");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidRate> {
        let invalid = || InvalidRate { text: shortened(text) };
        Self::try_from(decimal::parse_exact(text).map_err(|_| invalid())?)
    }

    /// The rate as a decimal: 0.12.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Rate;
    /// use reservation_policy::rust_decimal::Decimal;
    ///
    /// assert_eq!(Rate::parse("0.12")?.to_decimal(), Decimal::new(12, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(i64::from(self.billionths), 9).normalize()
    }

    /// The rate as a fraction.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Rate;
    /// use reservation_policy::{Currency, Money};
    ///
    /// // The reserved 12 % of a credit of 1.80 USD: 0.216, rounded once.
    /// let reserved = Money::parse("1.80", Currency::USD)?.share(Rate::parse("0.12")?.share())?;
    /// assert_eq!(reserved.to_string(), "0.22 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn share(self) -> Share {
        Share { numerator: self.billionths, denominator: Self::WHOLE }
    }

    /// This rate of an amount in minor units, rounded once, half to even.
    #[inline(always)]
    pub(crate) fn of_minor(self, minor: u64) -> u64 {
        if self.is_zero() {
            return 0;
        }
        // Dividing by a constant is a multiplication, unlike dividing by what the share holds.
        match minor.checked_mul(u64::from(self.billionths)) {
            Some(product) => share::divide_half_even(product, Self::WHOLE),
            None => self.share().of_minor(minor),
        }
    }

    /// Whether the rate is zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Rate;
    ///
    /// assert!(Rate::ZERO.is_zero());
    /// assert!(!Rate::parse("0.000000001")?.is_zero());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.billionths == 0
    }
}

#[expect(clippy::as_conversions, reason = "u8 to u32 is lossless, and `From` is not const")]
const fn widen(value: u8) -> u32 {
    value as u32
}

/// From 0 to 1, with at most nine decimals: 0.12 is 12 percent.
impl TryFrom<Decimal> for Rate {
    type Error = InvalidRate;

    fn try_from(rate: Decimal) -> Result<Self, InvalidRate> {
        let normal = rate.normalize();
        9_u32
            .checked_sub(normal.scale())
            .and_then(|missing| normal.mantissa().checked_mul(10_i128.checked_pow(missing)?))
            .and_then(|billionths| u32::try_from(billionths).ok())
            .filter(|billionths| *billionths <= Self::BILLION)
            .map(|billionths| Self { billionths })
            .ok_or_else(|| InvalidRate { text: rate.to_string() })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", Decimal::new(i64::from(self.billionths), 7).normalize())
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::Rate;

    impl Serialize for Rate {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(&self.to_decimal())
        }
    }

    impl<'de> Deserialize<'de> for Rate {
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
    fn quantity_text_is_a_whole_number_from_one() {
        assert_eq!(Quantity::parse("4294967295").unwrap().get(), u32::MAX);
        assert_eq!(Quantity::parse("0"), Err(InvalidQuantity::Zero));
        for bad in ["", "-1", "+1", "1.0", "1.5", "4294967296", "1e2", " 1", "٣"] {
            assert!(matches!(Quantity::parse(bad), Err(InvalidQuantity::NotWhole { .. })), "{bad}");
        }
    }

    #[test]
    fn rates_lie_between_nothing_and_all() {
        assert_eq!(Rate::parse("0.12").unwrap(), Rate::percent(12));
        assert_eq!(Rate::parse("1.000").unwrap().share(), Share { numerator: 1_000_000_000, ..Rate::ZERO.share() });
        assert_eq!(Rate::parse("0.125").unwrap().to_string(), "12.5 %");
        for bad in ["", "-0.01", "1.01", "0.0000000001", "12%", "abc"] {
            assert!(Rate::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_percentage_is_at_most_the_whole() {
        for (percent, rate) in [(0, "0"), (12, "0.12"), (99, "0.99"), (100, "1"), (101, "1"), (255, "1")] {
            assert_eq!(Rate::percent(percent), Rate::parse(rate).unwrap(), "{percent}");
        }
    }
}
