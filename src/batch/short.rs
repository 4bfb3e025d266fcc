//! Shares of short amounts over short periods: division that processors do on several rows at once, exact all the same.
//!
//! There is no such division of integers, so it is done on doubles. Nothing is approximate about it: a short amount has
//! at most 32 bits and a short period fewer than 2^20 days, which leaves so much room that both roundings are known.
//!
//! * The amount times the days left is below 2^52, so a double holds it exactly.
//! * The quotient is rounded to a double, and stays on the same side of every half: a quotient that is no half is at
//!   least 1 / (2 * days), more than 2^-21, away from the nearest one, and below 2^32 rounding moves it by at most 2^-22.
//!   A quotient that is a half is held exactly.
//! * Adding 2^52, beyond which doubles are whole numbers, rounds to the nearest whole number, halves to even, as every
//!   addition of doubles does.

/// Doubles from here up to twice as much are whole numbers, and their last 52 bits count from 0.
const WHOLE_NUMBERS: f64 = 4_503_599_627_370_496.0;

/// Whether doubles have their own size. On processors of before 2001 they are worked out longer and rounded twice.
const ARE_DOUBLES_EXACT: bool = cfg!(any(not(target_arch = "x86"), target_feature = "sse2"));

/// Whether every amount and every period is short. Each period must end after it starts.
pub(super) fn are_short(amounts: &[u64], starts: &[i32], ends: &[i32]) -> bool {
    // Bit by bit rather than one by one: several rows are looked at at once.
    let amount = amounts.iter().fold(0, |bits, amount| bits | amount);
    let days = starts.iter().zip(ends).fold(0, |bits, (start, end)| bits | end.wrapping_sub(*start));
    // A period of 2^31 days and more wraps to a negative number.
    ARE_DOUBLES_EXACT && u32::try_from(amount).is_ok() && (0..1 << 20).contains(&days)
}

/// So many days of so many, rounded once, half to even. Amount and period must be short, and at least one day long.
#[expect(clippy::float_arithmetic, reason = "exact for short amounts, as shown above")]
#[inline(always)]
pub(super) fn share(amount: u64, left: i32, days: i32) -> u64 {
    // The mask says again that it is short, for a multiplication of half the width.
    let product = (amount & u64::from(u32::MAX)).wrapping_mul(u64::from(left.unsigned_abs()));
    let product = f64::from_bits(product | WHOLE_NUMBERS.to_bits()) - WHOLE_NUMBERS;
    let rounded = product / f64::from(days) + WHOLE_NUMBERS;
    rounded.to_bits() ^ WHOLE_NUMBERS.to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Share;

    /// Against the integers that every other answer is worked out with.
    fn assert_exact(amount: u64, left: u32, days: u32) {
        let [left_days, all_days] = [left, days].map(|count| i32::try_from(count).unwrap());
        assert!(are_short(&[amount], &[0], &[all_days]), "{amount} {left}/{days}");
        let expected = Share::new(left, days).unwrap().of_minor(amount);
        assert_eq!(share(amount, left_days, all_days), expected, "{amount} {left}/{days}");
    }

    #[test]
    fn every_length_and_every_day_left_is_exact_for_small_and_for_the_largest_amounts() {
        for days in (1..=62).chain([365, 366, 1_095, 1_096, 1_826, 1_827]) {
            for left in 0..=days {
                for amount in (0..40).chain([99_999, 2_147_483_648]).chain(4_294_967_290..=4_294_967_295) {
                    assert_exact(amount, left, days);
                }
            }
        }
    }

    #[test]
    fn what_lies_next_to_a_half_is_rounded_to_its_own_side() {
        for days in [1_048_575_u32, 1_048_574, 1_048_573, 524_288, 1_827, 366, 31, 3, 2] {
            for left in [1, 2, 3, days / 3, days / 2, days - 2, days - 1].into_iter().filter(|left| *left <= days) {
                // Amounts around those whose share ends on a half.
                for half in [1, 3, 4_294_967, 4_294_967_291_u64] {
                    let near = half * u64::from(days) / (2 * u64::from(left.max(1)));
                    for amount in near.saturating_sub(3)..=near + 3 {
                        if u32::try_from(amount).is_ok() {
                            assert_exact(amount, left, days);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn long_amounts_and_long_periods_are_not_short() {
        assert!(are_short(&[0, 4_294_967_295], &[0, -1], &[1, 1_048_574]));
        assert!(!are_short(&[4_294_967_296], &[0], &[1]));
        assert!(!are_short(&[1], &[0], &[1_048_576]));
        assert!(!are_short(&[1 << 40; 2], &[0; 2], &[1; 2]), "two that are alike");
        assert!(!are_short(&[1; 2], &[0; 2], &[1_048_576; 2]), "two that are alike");
        assert!(!are_short(&[1], &[i32::MIN], &[i32::MAX]));
        assert!(!are_short(&[1], &[-2_000_000_000], &[2_000_000_000]));
    }
}
