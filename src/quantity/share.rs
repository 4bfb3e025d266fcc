//! Shares of a whole, and the one place where amounts are rounded.

use core::fmt;
use core::num::{NonZeroU32, NonZeroU64};

use rust_decimal::Decimal;

use super::Quantity;
use crate::decimal::from_mantissa;

/// A part of a whole, from nothing to all of it, as an exact fraction.
///
/// Equality is that of the written fraction: 1/2 and 2/4 are different shares of the same size.
///
/// # Examples
///
/// ```
/// use reservation_policy::quantity::Share;
///
/// let left = Share::new(19, 28)?; // 19 of 28 days
/// assert_eq!(left.to_string(), "19/28");
/// assert!(Share::new(29, 28).is_err(), "more than the whole");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    pub(super) numerator: u32,
    pub(super) denominator: NonZeroU32,
}

/// Two numbers that are no share of a whole.
///
/// # Examples
///
/// ```
/// use reservation_policy::quantity::Share;
///
/// let invalid = Share::new(29, 28).unwrap_err();
/// assert_eq!(
///     invalid.to_string(),
///     "`29/28` is not a share of a whole, expected 0 up to the denominator over at least 1"
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{numerator}/{denominator}` is not a share of a whole, expected 0 up to the denominator over at least 1")]
#[non_exhaustive]
pub struct InvalidShare {
    /// The parts that were given.
    pub numerator: u32,
    /// The parts of the whole that were given.
    pub denominator: u32,
}

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self { numerator: 1, denominator: NonZeroU32::MIN };

    /// `numerator` parts out of `denominator`.
    ///
    /// # Errors
    ///
    /// [`InvalidShare`] for a denominator of 0 and for more than the whole.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Share;
    ///
    /// let left = Share::new(19, 28)?;
    /// assert_ne!(left, Share::new(38, 56)?, "the same size, written otherwise");
    /// assert!(Share::new(0, 28).is_ok() && Share::new(0, 0).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, InvalidShare> {
        match NonZeroU32::new(denominator) {
            Some(whole) if numerator <= denominator => Ok(Self { numerator, denominator: whole }),
            _ => Err(InvalidShare { numerator, denominator }),
        }
    }

    /// How many units out of how many; `None` when there are fewer in all.
    pub(crate) const fn of_units(units: Quantity, of: Quantity) -> Option<Self> {
        if units.get() > of.get() { None } else { Some(Self { numerator: units.get(), denominator: of.0 }) }
    }

    /// What is left when so many parts are used of so many, the whole where there are no parts at all.
    pub(crate) const fn left_of(used: u32, total: u32) -> Self {
        match NonZeroU32::new(total) {
            Some(denominator) => Self { numerator: total.saturating_sub(used), denominator },
            None => Self::WHOLE,
        }
    }

    /// The number of parts.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Share;
    ///
    /// assert_eq!(Share::new(19, 28)?.numerator(), 19); // days left
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    /// The number of parts in the whole.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Share;
    ///
    /// assert_eq!(Share::new(19, 28)?.denominator(), 28); // days in all
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn denominator(self) -> u32 {
        self.denominator.get()
    }

    /// Whether this is all of it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::quantity::Share;
    ///
    /// assert!(Share::new(28, 28)?.is_whole() && Share::WHOLE.is_whole());
    /// assert!(!Share::new(27, 28)?.is_whole());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.numerator == self.denominator.get()
    }

    /// This share of an amount in minor units, rounded once, half to even.
    #[inline]
    pub(crate) fn of_minor(self, minor: u64) -> u64 {
        if self.is_whole() {
            return minor;
        }
        if let Some(product) = minor.checked_mul(u64::from(self.numerator())) {
            return divide_half_even(product, self.denominator);
        }
        // A share is never above the whole, so the result fits.
        share_of_wide(u128::from(minor), 0, self, 0).and_then(|wide| u64::try_from(wide).ok()).unwrap_or(minor)
    }

    /// This share of an amount, rounded half to even to `digits` decimals; `None` when it does not fit in a `Decimal`.
    #[inline]
    pub(crate) fn of_decimal(self, amount: Decimal, digits: u8) -> Option<Decimal> {
        self.of_short_decimal(amount, digits).or_else(|| self.of_any_decimal(amount, digits))
    }

    /// The same for what is written in minor units and stays within 64 bits: amounts up to some 10^16 minor units.
    ///
    /// All in integers: the mantissa times the numerator, divided once.
    #[inline]
    fn of_short_decimal(self, amount: Decimal, digits: u8) -> Option<Decimal> {
        let parts = amount.unpack();
        if parts.hi != 0 || parts.scale != u32::from(digits) {
            return None;
        }
        let mantissa = (u64::from(parts.mid) << 32) | u64::from(parts.lo);
        let product = mantissa.checked_mul(u64::from(self.numerator))?;
        let (low, middle) = halves(divide_half_even(product, self.denominator));
        Some(Decimal::from_parts(low, middle, 0, parts.negative, parts.scale))
    }

    /// The same for every `Decimal`; `None` when the result does not fit in one.
    #[cold]
    #[inline(never)]
    fn of_any_decimal(self, amount: Decimal, digits: u8) -> Option<Decimal> {
        let rounded = share_of_wide(amount.mantissa().unsigned_abs(), amount.scale(), self, digits)?;
        let mut result = from_mantissa(rounded, digits)?;
        if amount.is_sign_negative() && !result.is_zero() {
            result.set_sign_negative(true);
        }
        Some(result)
    }
}

/// The lower and the upper 32 bits.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the lower 32 bits of 64 are what is asked for"
)]
const fn halves(number: u64) -> (u32, u32) {
    (number as u32, (number >> 32) as u32)
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// The quotient rounded half to even.
#[inline]
pub(crate) fn divide_half_even(numerator: u64, denominator: NonZeroU32) -> u64 {
    let divisor = NonZeroU64::from(denominator);
    let (quotient, remainder) = (numerator / divisor, numerator % divisor);
    // Up when the remainder is above half, or at half with an odd quotient, which counts as one more here. In one
    // comparison without a branch: nobody can guess which way amounts round, a processor included. The remainder is
    // below 2^32, so that doubling it can't wrap, and a quotient of `u64::MAX` has none.
    let doubled = remainder.wrapping_mul(2).wrapping_add(quotient & 1);
    quotient.wrapping_add(u64::from(doubled > divisor.get()))
}

/// A share of any mantissa of 96 bits at any scale, in units of `digits` decimals.
fn share_of_wide(mantissa: u128, scale: u32, share: Share, digits: u8) -> Option<u128> {
    let digits = u32::from(digits);
    // Below 2^96 times below 2^32: can't overflow 128 bits.
    let product = mantissa.checked_mul(u128::from(share.numerator()))?;
    let denominator = u128::from(share.denominator());
    if scale >= digits {
        let factor = 10_u128.checked_pow(scale.checked_sub(digits)?)?;
        let divisor = denominator.checked_mul(factor)?;
        let (quotient, remainder) = (product.checked_div(divisor)?, product.checked_rem(divisor)?);
        return round_half_even_wide(quotient, remainder, divisor);
    }
    // Fewer decimals than the minor unit: widen after the whole part is split off, so that nothing overflows early.
    let factor = 10_u128.checked_pow(digits.checked_sub(scale)?)?;
    let (whole, rest) = (product.checked_div(denominator)?, product.checked_rem(denominator)?);
    let rest = rest.checked_mul(factor)?;
    let (part, remainder) = (rest.checked_div(denominator)?, rest.checked_rem(denominator)?);
    let quotient = whole.checked_mul(factor)?.checked_add(part)?;
    round_half_even_wide(quotient, remainder, denominator)
}

fn round_half_even_wide(quotient: u128, remainder: u128, divisor: u128) -> Option<u128> {
    let missing = divisor.checked_sub(remainder)?;
    let up = remainder > missing || (remainder == missing && quotient & 1 == 1);
    quotient.checked_add(u128::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_roads_agree() {
        for text in ["0.00", "0.01", "-0.03", "2.66", "-2.66", "184467440737095516.15", "-92233720368547758.07"] {
            let amount: Decimal = text.parse().unwrap();
            for (numerator, denominator) in [(0, 1), (1, 1), (1, 2), (19, 28), (1826, 1827), (1, u32::MAX)] {
                let share = Share::new(numerator, denominator).unwrap();
                let long = share.of_any_decimal(amount, 2).unwrap();
                match share.of_short_decimal(amount, 2) {
                    Some(short) => assert_eq!(short.serialize(), long.serialize(), "{text} * {share}"),
                    None => assert!(amount.mantissa().unsigned_abs() > u128::from(u32::MAX), "{text} * {share}"),
                }
            }
        }
        assert_eq!(Share::WHOLE.of_short_decimal(Decimal::MAX, 0), None);
        assert_eq!(Share::WHOLE.of_short_decimal(Decimal::ONE, 2), None, "not written in minor units");
    }

    #[test]
    fn narrow_and_wide_roads_agree() {
        for (minor, numerator, denominator) in [(266_u64, 19, 28), (u64::MAX / 1827, 1826, 1827), (1, 1, 3), (0, 0, 1)]
        {
            let share = Share::new(numerator, denominator).unwrap();
            let product = minor.checked_mul(u64::from(numerator)).unwrap();
            let narrow = u128::from(divide_half_even(product, share.denominator));
            assert_eq!(
                share_of_wide(u128::from(minor), 2, share, 2),
                Some(narrow),
                "{minor} {numerator}/{denominator}"
            );
        }
    }
}
