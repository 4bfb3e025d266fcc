//! JSON numbers that keep every digit.

use core::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};
use serde_json::value::RawValue;

use crate::decimal::parse_exact;
use crate::money::InvalidAmount;
use crate::shown::shortened;

/// A JSON number, read from its text and written with no more digits than it has.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::ExactNumber;
///
/// let amount: ExactNumber = serde_json::from_str("12345678901234567.890")?;
/// assert_eq!(serde_json::to_string(&amount)?, "12345678901234567.89");
/// assert_eq!(serde_json::from_str::<ExactNumber>("1.8e2")?.value().to_string(), "180");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExactNumber(Decimal);

impl ExactNumber {
    /// The number of a decimal.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::ExactNumber;
    /// use reservation_policy::rust_decimal::Decimal;
    ///
    /// assert_eq!(serde_json::to_string(&ExactNumber::new(Decimal::new(180, 2)))?, "1.8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(value: Decimal) -> Self {
        Self(value.normalize())
    }

    /// The value, without trailing zeros.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::ExactNumber;
    /// use reservation_policy::rust_decimal::Decimal;
    ///
    /// assert_eq!(ExactNumber::parse("1.80")?.value(), Decimal::new(18, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// A number from JSON text, exponents included.
    ///
    /// # Errors
    ///
    /// [`InvalidAmount`] when it is no number, or has more digits than a `Decimal` holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::ExactNumber;
    ///
    /// assert_eq!(ExactNumber::parse("2.66e2")?.to_string(), "266");
    /// assert!(ExactNumber::parse("1,80").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidAmount> {
        let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
            return Ok(Self::new(parse_exact(text)?));
        };
        let too_precise = || InvalidAmount::TooPrecise { text: shortened(text) };
        let number = parse_exact(digits)?.normalize();
        let exponent: i32 = exponent.parse().map_err(|_| too_precise())?;
        shift(number, exponent).map(Self::new).ok_or_else(too_precise)
    }
}

/// The number times ten to the exponent, when that can be held exactly.
fn shift(number: Decimal, exponent: i32) -> Option<Decimal> {
    if number.is_zero() {
        return Some(Decimal::ZERO);
    }
    let scale = i64::from(number.scale()).checked_sub(i64::from(exponent))?;
    if let Ok(scale) = u32::try_from(scale) {
        return Decimal::try_from_i128_with_scale(number.mantissa(), scale).ok();
    }
    let factor = 10_i128.checked_pow(u32::try_from(scale.checked_neg()?).ok()?)?;
    Decimal::try_from_i128_with_scale(number.mantissa().checked_mul(factor)?, 0).ok()
}

impl fmt::Debug for ExactNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for ExactNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the caller's precision: `Decimal` panics when its 32 characters are too few for it.
        f.pad_integral(self.0.is_sign_positive(), "", &self.0.abs().to_string())
    }
}

impl Serialize for ExactNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ExactNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_read_exactly_or_refused() {
        for (text, expected) in [
            ("1e2", "100"),
            ("1.80", "1.8"),
            ("25E-1", "2.5"),
            ("-0.0", "0"),
            ("0e999", "0"),
            ("1.5e28", "15000000000000000000000000000"),
        ] {
            assert_eq!(ExactNumber::parse(text).unwrap().to_string(), expected, "{text}");
        }
        for bad in ["1e29", "1e999999999999", "1e-29", "1e", "\"1\"", "null", "1.5e2.5", "{}"] {
            assert!(ExactNumber::parse(bad).is_err(), "{bad}");
        }
        assert!(ExactNumber::parse(&"9".repeat(10_000)).is_err());
    }
}
