//! Counts of units, and rates.

use core::fmt;
use core::num::NonZeroU32;

use rust_decimal::Decimal;

use crate::parse::ParseError;
use crate::rounding;

/// What a quantity is, for messages.
const EXPECTED: &str = "a whole number from 1 to 4294967295";

/// A number of units, at least 1.
///
/// # Examples
///
/// ```
/// use reservation_policy::Quantity;
///
/// assert_eq!("4".parse::<Quantity>()?, Quantity::new(4)?);
/// assert!(Quantity::new(0).is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "u32", into = "u32"))]
pub struct Quantity(NonZeroU32);

impl Quantity {
    /// One unit.
    pub const ONE: Self = Self(NonZeroU32::MIN);

    /// A number of units.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for 0.
    pub fn new(units: u32) -> Result<Self, ParseError> {
        NonZeroU32::new(units).map(Self).ok_or_else(|| ParseError::new("a quantity", "0", EXPECTED))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// What is left after some of it is gone, if anything.
    pub(crate) const fn minus(self, gone: Self) -> Option<Self> {
        match NonZeroU32::new(self.get().saturating_sub(gone.get())) {
            Some(left) => Some(Self(left)),
            None => None,
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl core::str::FromStr for Quantity {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let digits_only = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let units = digits_only.then(|| text.parse().ok()).flatten();
        units.map(Self).ok_or_else(|| ParseError::new("a quantity", text, EXPECTED))
    }
}

impl TryFrom<u32> for Quantity {
    type Error = ParseError;

    fn try_from(units: u32) -> Result<Self, ParseError> {
        Self::new(units)
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.get()
    }
}

/// A rate from 0 to 1, such as the 12 % of an early termination fee, exact to 9 decimals.
///
/// # Examples
///
/// ```
/// use reservation_policy::Rate;
///
/// let rate: Rate = "0.12".parse()?;
/// assert_eq!(rate.to_string(), "12 %");
/// assert_eq!("12 %".parse::<Rate>()?, rate);
/// assert!("1.01".parse::<Rate>().is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate {
    billionths: u32,
}

impl Rate {
    const BILLION: u32 = 1_000_000_000;
    /// Nothing.
    pub const ZERO: Self = Self { billionths: 0 };

    /// Whole percents, at most 100.
    #[expect(clippy::as_conversions, reason = "u8 to u32 is lossless, and `From` is not const")]
    pub(crate) const fn percent(percent: u8) -> Self {
        let billionths = (percent as u32).saturating_mul(10_000_000);
        Self { billionths: if billionths > Self::BILLION { Self::BILLION } else { billionths } }
    }

    /// The rate as a decimal number: `0.12`.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(i64::from(self.billionths), 9).normalize()
    }

    /// Whether it is 0.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.billionths == 0
    }

    /// This rate of an amount in minor units, rounded half to even. Never above the amount.
    pub(crate) fn of_minor(self, minor: u64) -> u64 {
        if self.is_zero() {
            return 0;
        }
        rounding::multiply_divide(minor, u64::from(self.billionths), u64::from(Self::BILLION)).unwrap_or(minor)
    }
}

impl core::str::FromStr for Rate {
    type Err = ParseError;

    /// Reads `0.12`, or what `Display` prints: `12 %`.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (number, digits) = text.strip_suffix(" %").map_or((text, 9_u32), |percent| (percent, 7));
        let decimal = rounding::parse_exact(number).ok().map(|decimal| decimal.normalize());
        decimal
            .and_then(|decimal| {
                let factor = 10_i128.checked_pow(digits.checked_sub(decimal.scale())?)?;
                u32::try_from(decimal.mantissa().checked_mul(factor)?).ok()
            })
            .filter(|billionths| *billionths <= Self::BILLION)
            .map(|billionths| Self { billionths })
            .ok_or_else(|| {
                ParseError::new("a rate", text, "a decimal number from 0 to 1 with at most 9 decimals such as `0.12`")
            })
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
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_whole_numbers_from_one() {
        assert_eq!("4294967295".parse::<Quantity>().unwrap().get(), u32::MAX);
        for bad in ["0", "", "-1", "+1", "1.0", "1.5", "4294967296", "1e2", " 1", "٣"] {
            assert!(bad.parse::<Quantity>().is_err(), "{bad}");
        }
    }

    #[test]
    fn rates_lie_between_nothing_and_all() {
        assert_eq!("0.12".parse::<Rate>().unwrap(), Rate::percent(12));
        assert_eq!("1.000".parse::<Rate>().unwrap().of_minor(u64::MAX), u64::MAX);
        assert_eq!("0.125".parse::<Rate>().unwrap().to_string(), "12.5 %");
        assert_eq!("12.5 %".parse::<Rate>().unwrap().to_decimal().to_string(), "0.125");
        for bad in ["", "-0.01", "1.01", "0.0000000001", "12%", "abc", "101 %"] {
            assert!(bad.parse::<Rate>().is_err(), "{bad}");
        }
        assert_eq!(Rate::percent(255), Rate::percent(100));
    }
}
