//! Rounding: the only place of this crate where an amount is rounded.
//!
//! A share of an amount is one multiplication and one division, and the quotient is rounded once, half to even.

use core::fmt;
use core::num::NonZeroU32;

use rust_decimal::Decimal;

use crate::parse::ParseError;

/// Part of a whole, such as the 19 of 28 days that are left: a numerator of at most the denominator.
///
/// # Examples
///
/// ```
/// use reservation_policy::rounding::Share;
///
/// let left = Share::new(19, 28)?;
/// assert_eq!(left.to_string(), "19/28");
/// assert_eq!("2.66 USD".parse::<reservation_policy::Money>()?.share(left)?.to_string(), "1.80 USD");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Share {
    numerator: u32,
    denominator: NonZeroU32,
}

impl Share {
    /// The whole.
    pub const WHOLE: Self = Self { numerator: 1, denominator: NonZeroU32::MIN };

    /// A share.
    ///
    /// # Errors
    ///
    /// [`ParseError`] when the denominator is 0 or below the numerator.
    pub fn new(numerator: u32, denominator: u32) -> Result<Self, ParseError> {
        let share = NonZeroU32::new(denominator).filter(|_| numerator <= denominator);
        share.map(|denominator| Self { numerator, denominator }).ok_or_else(|| {
            let text = format!("{numerator}/{denominator}");
            ParseError::new("a share of a whole", &text, "0 up to the denominator over at least 1")
        })
    }

    /// What is left of a total after a part of it is used. The whole of a total of 0.
    pub(crate) const fn left_of(used: u32, total: u32) -> Self {
        match NonZeroU32::new(total) {
            Some(denominator) => Self { numerator: total.saturating_sub(used), denominator },
            None => Self::WHOLE,
        }
    }

    /// The part.
    #[must_use]
    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    /// The whole that it is a part of; at least 1.
    #[must_use]
    pub const fn denominator(self) -> u32 {
        self.denominator.get()
    }

    /// This share of an amount in minor units, rounded half to even. Never above the amount.
    pub(crate) fn of_minor(self, minor: u64) -> u64 {
        multiply_divide(minor, u64::from(self.numerator), u64::from(self.denominator.get())).unwrap_or(minor)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Share", deny_unknown_fields)]
struct Wire {
    numerator: u32,
    denominator: u32,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Share {
    type Error = ParseError;

    fn try_from(wire: Wire) -> Result<Self, ParseError> {
        Self::new(wire.numerator, wire.denominator)
    }
}

#[cfg(feature = "serde")]
impl From<Share> for Wire {
    fn from(share: Share) -> Self {
        Self { numerator: share.numerator(), denominator: share.denominator() }
    }
}

/// `minor * numerator / denominator`, rounded half to even. `None` for a denominator of 0 or a result above `u64`.
pub(crate) fn multiply_divide(minor: u64, numerator: u64, denominator: u64) -> Option<u64> {
    if let Some(product) = minor.checked_mul(numerator) {
        let (quotient, remainder) = (product.checked_div(denominator)?, product.checked_rem(denominator)?);
        let missing = denominator.checked_sub(remainder)?;
        let up = remainder > missing || (remainder == missing && quotient & 1 == 1);
        return quotient.checked_add(u64::from(up));
    }
    let product = u128::from(minor).checked_mul(u128::from(numerator))?;
    u64::try_from(divide_half_even(product, u128::from(denominator))?).ok()
}

/// A quotient rounded half to even. `None` for a divisor of 0.
pub(crate) fn divide_half_even(number: u128, divisor: u128) -> Option<u128> {
    let quotient = number.checked_div(divisor)?;
    let remainder = number.checked_sub(quotient.checked_mul(divisor)?)?;
    let missing = divisor.checked_sub(remainder)?;
    let up = remainder > missing || (remainder == missing && quotient & 1 == 1);
    quotient.checked_add(u128::from(up))
}

/// A share of a decimal amount, rounded half to even to a number of decimals. `None` when it cannot be held.
pub(crate) fn share_of_decimal(amount: Decimal, share: Share, digits: u8) -> Option<Decimal> {
    let (mantissa, scale, digits) = (amount.mantissa().unsigned_abs(), amount.scale(), u32::from(digits));
    // A mantissa has 96 bits and a numerator 32, so the product fits in 128.
    let product = mantissa.checked_mul(u128::from(share.numerator))?;
    let denominator = u128::from(share.denominator.get());
    let rounded = if scale >= digits {
        let finer = 10_u128.checked_pow(scale.checked_sub(digits)?)?;
        divide_half_even(product, denominator.checked_mul(finer)?)?
    } else {
        // The whole part is split off first, so that widening overflows no earlier than the result does.
        let factor = 10_u128.checked_pow(digits.checked_sub(scale)?)?;
        let (whole, rest) = (product.checked_div(denominator)?, product.checked_rem(denominator)?);
        let rest = divide_half_even(rest.checked_mul(factor)?, denominator)?;
        // Rounding half to even looks at the last digit of the quotient; an even factor keeps its parity.
        whole.checked_mul(factor)?.checked_add(rest)?
    };
    let signed = i128::try_from(rounded).ok()?;
    let signed = if amount.is_sign_negative() { signed.checked_neg()? } else { signed };
    exact_decimal(signed, digits)
}

/// The number as a `Decimal`, dropping trailing zeros where 96 bits have no room for them.
pub(crate) fn exact_decimal(mantissa: i128, scale: u32) -> Option<Decimal> {
    if let Ok(decimal) = Decimal::try_from_i128_with_scale(mantissa, scale) {
        return Some(decimal);
    }
    if mantissa % 10 != 0 {
        return None;
    }
    exact_decimal(mantissa / 10, scale.checked_sub(1)?)
}

/// The exact sum of two decimals. `None` when 96 bits cannot hold it.
pub(crate) fn exact_sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    if left.scale() == right.scale() {
        return exact_decimal(left.mantissa().checked_add(right.mantissa())?, left.scale());
    }
    // Fewer trailing zeros leave more room to align, and both directions are exact.
    let (left, right) = (left.normalize(), right.normalize());
    let scale = left.scale().max(right.scale());
    let align =
        |value: Decimal| value.mantissa().checked_mul(10_i128.checked_pow(scale.saturating_sub(value.scale()))?);
    exact_decimal(align(left)?.checked_add(align(right)?)?, scale)
}

/// Plain decimal text (no exponent) as a `Decimal` that has lost no digit.
pub(crate) fn parse_exact(text: &str) -> Result<Decimal, ParseError> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = unsigned.bytes().any(|byte| byte.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && unsigned.bytes().filter(|byte| *byte == b'.').count() <= 1;
    if !plain {
        let expected = "digits with an optional point such as `1200.00`";
        return Err(ParseError::new("a decimal amount", text, expected));
    }
    // Trailing zeros carry no value, but `Decimal` counts them as digits.
    let without_zeros = || if text.contains('.') { text.trim_end_matches('0') } else { text };
    let mut amount = Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_str_exact(without_zeros()))
        .map_err(|_| ParseError::new("an amount that can be held", text, "at most 28 decimals and 96 bits"))?;
    if amount.is_zero() {
        amount.set_sign_positive(true);
    }
    Ok(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_round_to_the_even_neighbor() {
        for (number, divisor, expected) in [(1, 2, 0), (3, 2, 2), (5, 2, 2), (7, 2, 4), (7, 3, 2), (8, 3, 3), (0, 1, 0)]
        {
            assert_eq!(divide_half_even(number, divisor), Some(expected), "{number}/{divisor}");
        }
        assert_eq!(divide_half_even(1, 0), None);
        assert_eq!(multiply_divide(1, 1, 0), None);
    }

    #[test]
    fn wide_products_round_like_narrow_ones() {
        for minor in [0_u64, 1, 266, u64::from(u32::MAX), u64::MAX / 1827, u64::MAX / 1827 + 1, u64::MAX] {
            for (numerator, denominator) in [(0, 1), (1, 1), (1, 2), (19, 28), (1826, 1827), (1, u64::from(u32::MAX))] {
                let wide = divide_half_even(u128::from(minor) * u128::from(numerator), u128::from(denominator));
                assert_eq!(multiply_divide(minor, numerator, denominator).map(u128::from), wide, "{minor}");
            }
        }
        assert_eq!(multiply_divide(u64::MAX, 3, 2), None, "above u64");
    }

    #[test]
    fn a_share_of_a_decimal_is_that_of_its_minor_units() {
        for (text, cents) in [("0.00", 0_u64), ("0.01", 1), ("0.03", 3), ("2.66", 266), ("2", 200), ("7.5", 750)] {
            let amount: Decimal = text.parse().unwrap();
            for (numerator, denominator) in [(0, 1), (1, 1), (1, 2), (19, 28), (1826, 1827), (1, u32::MAX)] {
                let share = Share::new(numerator, denominator).unwrap();
                let expected = Decimal::new(i64::try_from(share.of_minor(cents)).unwrap(), 2);
                assert_eq!(share_of_decimal(amount, share, 2), Some(expected), "{text} * {share}");
                let mut negative = amount;
                negative.set_sign_negative(true);
                assert_eq!(share_of_decimal(negative, share, 2).map(|part| part.abs()), Some(expected), "-{text}");
            }
        }
    }

    #[test]
    fn sums_refuse_to_drop_a_digit() {
        let cent: Decimal = "0.01".parse().unwrap();
        assert_eq!(exact_sum(Decimal::MAX, cent), None);
        assert_eq!(exact_sum(Decimal::MAX, Decimal::ZERO), Some(Decimal::MAX));
        let large: Decimal = "12345678901234567.89".parse().unwrap();
        assert_eq!(exact_sum(large, cent).unwrap().to_string(), "12345678901234567.90");
    }
}
