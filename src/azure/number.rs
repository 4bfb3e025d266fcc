//! JSON numbers that keep every digit.

use core::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use crate::parse::ParseError;
use crate::rounding::parse_exact;

/// A JSON number, read from its text and written with no more digits than it has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ExactNumber(Decimal);

impl ExactNumber {
    /// The number of a decimal.
    pub(crate) fn new(value: Decimal) -> Self {
        Self(value.normalize())
    }

    /// The value, without trailing zeros.
    pub(crate) const fn value(self) -> Decimal {
        self.0
    }

    /// A number from JSON text, exponents included.
    pub(crate) fn parse(text: &str) -> Result<Self, ParseError> {
        let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
            return Ok(Self::new(parse_exact(text)?));
        };
        let too_precise = || ParseError::new("an exact amount", text, "at most 28 digits");
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
        f.pad_integral(self.0.is_sign_positive() || self.0.is_zero(), "", &self.0.abs().to_string())
    }
}

impl Serialize for ExactNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(S::Error::custom)?.serialize(serializer)
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
