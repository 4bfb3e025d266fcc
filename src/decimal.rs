//! Decimals without losing a digit: read from text, and added up.

use core::cmp::Ordering;

use rust_decimal::Decimal;

use crate::shown::shortened;

/// A text that is no decimal, or none that can be held. Each kind of number has its own words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// Not plain decimal text.
    NotDecimal {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
    /// More digits than can be held without losing one.
    TooPrecise {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
}

/// Plain decimal text as a `Decimal`, no digit lost and no exponent accepted.
pub(crate) fn parse_exact(text: &str) -> Result<Decimal, Unreadable> {
    let shown = || shortened(text);
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = unsigned.bytes().any(|byte| byte.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && unsigned.bytes().filter(|byte| *byte == b'.').count() <= 1;
    if !plain {
        return Err(Unreadable::NotDecimal { text: shown() });
    }
    // Zeros at the end say nothing, but `Decimal` counts them as digits.
    let without_zeros = || if text.contains('.') { text.trim_end_matches('0') } else { text };
    let mut amount = Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_str_exact(without_zeros()))
        .map_err(|_| Unreadable::TooPrecise { text: shown() })?;
    if amount.is_zero() {
        amount.set_sign_positive(true);
    }
    Ok(amount)
}

/// A non-negative mantissa and a scale as a `Decimal`, when 96 bits hold it.
pub(crate) fn from_mantissa(mantissa: u128, scale: u8) -> Option<Decimal> {
    exact_decimal(i128::try_from(mantissa).ok()?, u32::from(scale))
}

/// The number as a `Decimal`, without the zeros at its end that 96 bits have no room for.
pub(crate) fn exact_decimal(mantissa: i128, scale: u32) -> Option<Decimal> {
    if let Ok(decimal) = Decimal::try_from_i128_with_scale(mantissa, scale) {
        return Some(decimal);
    }
    if mantissa % 10 != 0 {
        return None;
    }
    exact_decimal(mantissa / 10, scale.checked_sub(1)?)
}

/// The order of two numbers.
#[inline]
pub(crate) fn compare(left: Decimal, right: Decimal) -> Ordering {
    // Amounts of one currency mostly have its minor unit's scale, and then nothing needs to be aligned.
    if left.scale() == right.scale() { left.mantissa().cmp(&right.mantissa()) } else { left.cmp(&right) }
}

/// The sum without rounding: `Decimal`'s own addition drops digits when the exact sum needs more than 96 bits.
#[inline]
pub(crate) fn exact_sum(left: Decimal, right: Decimal) -> Option<Decimal> {
    // Amounts of one currency mostly have its minor unit's scale.
    if left.scale() == right.scale() {
        return exact_decimal(left.mantissa().checked_add(right.mantissa())?, left.scale());
    }
    exact_sum_of_scales(left, right)
}

#[cold]
fn exact_sum_of_scales(left: Decimal, right: Decimal) -> Option<Decimal> {
    // Fewer trailing zeros leave more room to align; both directions are exact.
    let (left, right) = (left.normalize(), right.normalize());
    let scale = left.scale().max(right.scale());
    let align = |value: Decimal| value.mantissa().checked_mul(power_of_ten(scale.saturating_sub(value.scale()))?);
    let sum = align(left)?.checked_add(align(right)?)?;
    exact_decimal(sum, scale)
}

fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}
