//! Division by small numbers, by multiplying with what was divided once.
//!
//! Periods have at most 1,827 days and payments mostly cover few units, so a table of reciprocals serves nearly every
//! row: a multiplication takes a fraction of the time of a 64-bit division.

use crate::money::share_of_minor;
use crate::quantity::Share;

const SIZE: usize = 2048;

/// At each index the largest number that, times the index, stays within 64 bits; 0 at 0.
static RECIPROCALS: [u64; SIZE] = reciprocals();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "worked out by the compiler, which would stop"
)]
const fn reciprocals() -> [u64; SIZE] {
    let mut table = [0; SIZE];
    let mut divisor = 1;
    while divisor < SIZE {
        table[divisor] = u64::MAX / divisor as u64;
        divisor += 1;
    }
    table
}

/// `minor * numerator / denominator`, rounded once, half to even: the answer of [`share_of_minor`], sooner.
///
/// The numerator must not be above the denominator, and that not 0: all of it is the answer then.
#[inline(always)]
pub(super) fn share_sooner(minor: u64, numerator: u32, denominator: u32) -> u64 {
    let reciprocal = usize::try_from(denominator).ok().and_then(|index| RECIPROCALS.get(index));
    match (minor.checked_mul(u64::from(numerator)), reciprocal) {
        (Some(product), Some(reciprocal)) => divide_by_multiplying(product, denominator.into(), *reciprocal),
        _ => share_directly(minor, numerator, denominator),
    }
}

/// The quotient rounded half to even, by way of the reciprocal `m` of the divisor `d`.
///
/// With `m = floor((2^64 - 1) / d)`, `2^64 - m * d` is between 1 and `d`. So `n / d - n * m / 2^64`, which is
/// `n * (2^64 - m * d) / (d * 2^64)`, is at least 0 and at most `n / 2^64`, below 1. The upper half of `n * m` is then
/// the quotient or one less, and the remainder tells which.
#[inline(always)]
fn divide_by_multiplying(numerator: u64, divisor: u64, reciprocal: u64) -> u64 {
    let estimate = upper_half(numerator, reciprocal);
    let rest = numerator.wrapping_sub(estimate.wrapping_mul(divisor));
    let is_short = rest >= divisor;
    let quotient = estimate.wrapping_add(u64::from(is_short));
    let remainder = if is_short { rest.wrapping_sub(divisor) } else { rest };
    // Above half the divisor, or at half of it with an odd quotient.
    let doubled = remainder.wrapping_mul(2).wrapping_add(quotient & 1);
    quotient.wrapping_add(u64::from(doubled > divisor))
}

#[inline]
#[expect(clippy::as_conversions, reason = "the upper 64 of 128 bits fit in 64")]
fn upper_half(left: u64, right: u64) -> u64 {
    (u128::from(left).wrapping_mul(u128::from(right)) >> 64) as u64
}

#[cold]
#[inline(never)]
fn share_directly(minor: u64, numerator: u32, denominator: u32) -> u64 {
    Share::new(numerator, denominator).map_or(minor, |share| share_of_minor(minor, share))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious way.
    fn expected(product: u64, divisor: u64) -> u64 {
        let (quotient, twice) = (product / divisor, u128::from(product % divisor) * 2);
        let divisor = u128::from(divisor);
        quotient + u64::from(twice > divisor || (twice == divisor && quotient % 2 == 1))
    }

    #[test]
    fn multiplying_agrees_with_dividing_at_every_edge_of_every_divisor() {
        for divisor in 1..SIZE {
            let wide = divisor as u64;
            let last = u64::MAX / wide * wide;
            for base in [0, wide, wide * 1001, last / 2 / wide * wide, last.saturating_sub(wide), last] {
                for offset in [0, 1, wide / 2, wide / 2 + 1, wide - 1] {
                    for product in [base.saturating_add(offset), base.saturating_sub(offset)] {
                        let found = divide_by_multiplying(product, wide, RECIPROCALS[divisor]);
                        assert_eq!(found, expected(product, wide), "{product} / {divisor}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_share_agrees_with_the_row_by_row_one() {
        for minor in [0, 1, 266, 1_000_003, u64::MAX / 1827, u64::MAX / 1827 + 1, u64::MAX] {
            for (numerator, denominator) in [(0, 1), (1, 1), (19, 28), (1826, 1827), (2047, 2048), (5, 4_000_000_000)] {
                let share = Share::new(numerator, denominator).unwrap();
                let found = share_sooner(minor, numerator, denominator);
                assert_eq!(found, share_of_minor(minor, share), "{minor} * {share}");
            }
        }
    }
}
