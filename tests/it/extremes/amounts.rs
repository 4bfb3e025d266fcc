//! Amounts, quantities, shares and rates against integers of any length.
#![expect(clippy::arithmetic_side_effects, clippy::unreachable, reason = "tests may panic, and their helpers too")]

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use reservation_policy::money::{Currency, InvalidAmount, Money, MoneyError, UsdAmount};
use reservation_policy::quantity::{Quantity, Rate, Share};
use reservation_policy::rust_decimal::Decimal;

use super::{amounts, currencies, decimals, texts};

/// A decimal number of any length: `digits / 10^scale`.
#[derive(Debug, Clone, PartialEq)]
struct Wide {
    digits: BigInt,
    scale: u32,
}

impl Wide {
    fn of(decimal: Decimal) -> Self {
        Self { digits: BigInt::from(decimal.mantissa()), scale: decimal.scale() }
    }

    fn at_scale(&self, scale: u32) -> BigInt {
        &self.digits * BigInt::from(10).pow(scale - self.scale)
    }

    fn plus(&self, other: &Self) -> Self {
        let scale = self.scale.max(other.scale);
        Self { digits: self.at_scale(scale) + other.at_scale(scale), scale }
    }

    /// Whether 96 bits and 28 decimals hold it.
    fn fits(&self) -> bool {
        let (mut digits, mut scale) = (self.digits.abs(), self.scale);
        while scale > 0 && (&digits % 10_u8).is_zero() {
            (digits, scale) = (digits / 10_u8, scale - 1);
        }
        scale <= 28 && digits.bits() <= 96
    }

    fn is(&self, decimal: Decimal) -> bool {
        let other = Self::of(decimal);
        let scale = self.scale.max(other.scale);
        self.at_scale(scale) == other.at_scale(scale)
    }

    /// `self * numerator / denominator`, rounded half to even to `digits` decimals.
    fn share(&self, numerator: u32, denominator: u32, digits: u32) -> Self {
        let top = &self.digits * numerator * BigInt::from(10).pow(digits);
        let bottom = BigInt::from(denominator) * BigInt::from(10).pow(self.scale);
        let (floor, rest) = (top.abs() / &bottom, top.abs() % &bottom);
        let twice = rest * 2;
        let up = twice > bottom || (twice == bottom && &floor % 2 == BigInt::from(1));
        let rounded = floor + i32::from(up);
        Self { digits: if top.is_negative() { -rounded } else { rounded }, scale: digits }
    }
}

/// An answer is exact, and there is one whenever the exact result can be held.
fn assert_exact(answer: Result<Money, MoneyError>, exact: &Wide, question: &str) {
    match answer {
        Ok(money) => assert!(exact.is(money.amount()), "{question}: {money}, exactly {exact:?}"),
        Err(MoneyError::Overflow { .. }) => assert!(!exact.fits(), "{question}: refused, exactly {exact:?}"),
        Err(error) => unreachable!("{question}: {error}"),
    }
}

#[test]
fn sums_and_differences_are_exact_or_refused_for_every_pair_of_extremes() {
    for left in decimals() {
        for right in decimals() {
            let (first, second) = (Money::new(left, Currency::USD), Money::new(right, Currency::USD));
            assert_exact(
                first.checked_add(second),
                &Wide::of(left).plus(&Wide::of(right)),
                &format!("{left} + {right}"),
            );
            assert_exact(
                first.checked_sub(second),
                &Wide::of(left).plus(&Wide::of(-right)),
                &format!("{left} - {right}"),
            );
            assert_eq!(first.checked_cmp(&second).unwrap(), left.cmp(&right), "{left} <=> {right}");
        }
    }
}

#[test]
fn multiples_and_shares_are_exact_or_refused_for_every_extreme() {
    let counts = [0, 1, 2, 3, 10, 28, 365, 1827, 1_000_000_000, u32::MAX - 1, u32::MAX];
    for money in amounts() {
        let wide = Wide::of(money.amount());
        for count in counts {
            let times = Wide { digits: &wide.digits * count, scale: wide.scale };
            assert_exact(money.checked_mul(count), &times, &format!("{money} * {count}"));
            for denominator in counts {
                let Ok(share) = Share::new(count, denominator) else {
                    assert!(denominator == 0 || count > denominator);
                    continue;
                };
                let exact = wide.share(count, denominator, u32::from(money.currency().minor_digits()));
                assert_exact(money.share(share), &exact, &format!("{money} * {share}"));
            }
        }
    }
}

#[test]
fn parts_sum_to_the_whole_or_the_split_is_refused() {
    for money in amounts() {
        for count in [1, 2, 3, 60] {
            let Ok(parts) = money.split(count.try_into().unwrap()) else {
                let minor_units =
                    money.amount().checked_mul(Decimal::from(10_u32.pow(money.currency().minor_digits().into())));
                assert!(minor_units.is_none_or(|units| !units.is_integer()), "{money} in {count}");
                continue;
            };
            let total = parts.fold(Money::zero(money.currency()), |sum, part| sum.checked_add(part).unwrap());
            assert_eq!(total, money, "{count}");
        }
        // Parts are made one by one, so that asking for four billion is no harm.
        if let Ok(mut parts) = money.split(core::num::NonZeroU32::MAX) {
            assert!(parts.next().is_some());
        }
    }
}

#[test]
fn amounts_read_back_what_they_show_and_never_show_a_negative_zero() {
    for money in amounts() {
        let shown = money.plain_amount();
        assert_eq!(Money::parse(&shown, money.currency()).unwrap(), money, "{shown}");
        assert!(!money.is_zero() || !shown.contains('-'), "{shown}");
        assert_eq!(money.is_negative(), shown.starts_with('-'), "{shown}");
        assert_eq!(money.to_string(), format!("{shown} {}", money.currency()));
    }
}

#[test]
fn dollars_of_the_cap_are_whole_cents_from_zero_up() {
    for decimal in decimals() {
        let cents = Wide::of(decimal).share(1, 1, 2);
        let is_cents = cents.is(decimal) && !cents.digits.is_negative() && cents.digits.bits() <= 64;
        let read = UsdAmount::try_from(decimal);
        assert_eq!(read.is_ok(), is_cents, "{decimal}: {read:?}");
        if let Ok(amount) = read {
            assert_eq!(BigInt::from(amount.cents()), cents.digits, "{decimal}");
            assert_eq!(amount.to_decimal(), decimal);
            assert_eq!(UsdAmount::parse(&amount.to_string()), Ok(amount));
        }
    }
    assert_eq!(UsdAmount::MAX.checked_add(UsdAmount::from_cents(1)), None);
    assert_eq!(UsdAmount::MAX.checked_add(UsdAmount::ZERO), Some(UsdAmount::MAX));
    assert_eq!(UsdAmount::ZERO.checked_sub(UsdAmount::MAX), None);
    assert_eq!(UsdAmount::ZERO.saturating_sub(UsdAmount::MAX), UsdAmount::ZERO);
    assert_eq!(UsdAmount::from_dollars(u32::MAX).cents(), u64::from(u32::MAX) * 100);
    for currency in currencies() {
        let money = Money::zero(currency);
        assert_eq!(UsdAmount::try_from(money).is_ok(), currency == Currency::USD, "{currency}");
    }
}

#[test]
fn any_width_and_precision_of_a_format_shows_the_whole_amount() {
    for decimal in decimals() {
        if let Ok(amount) = UsdAmount::try_from(decimal) {
            let shown = amount.to_string();
            assert_eq!(format!("{amount:.28}"), shown);
            assert_eq!(format!("{amount:.0}"), shown);
            assert_eq!(format!("{amount:>40.3}"), format!("{shown:>40}"));
            assert_eq!(format!("{:.20}", amount.to_money()), format!("{shown} USD"));
        }
        #[cfg(feature = "azure")]
        {
            let number = reservation_policy::azure::ExactNumber::new(decimal);
            let shown = decimal.normalize().to_string();
            assert_eq!(format!("{number:.28}"), shown);
            assert_eq!(format!("{number:<40.1?}"), format!("{shown:<40}"));
        }
    }
}

#[test]
fn rates_are_read_exactly_or_refused() {
    for decimal in decimals() {
        let billionths = Wide::of(decimal).share(1, 1, 9);
        let is_rate = billionths.is(decimal)
            && !billionths.digits.is_negative()
            && billionths.digits <= BigInt::from(1_000_000_000);
        let read = Rate::try_from(decimal);
        assert_eq!(read.is_ok(), is_rate, "{decimal}: {read:?}");
        if let Ok(rate) = read {
            assert_eq!(rate.to_decimal(), decimal);
            assert_eq!(Rate::parse(&rate.to_decimal().to_string()), Ok(rate));
        }
    }
}

#[test]
fn numbers_in_text_have_all_their_digits_or_are_refused() {
    for currency in currencies() {
        for (text, is_read) in [
            ("79228162514264337593543950335", true),
            ("-79228162514264337593543950335", true),
            ("79228162514264337593543950336", false),
            ("7.9228162514264337593543950335", true),
            ("0.0000000000000000000000000001", true),
            ("0.00000000000000000000000000001", false),
            ("1.0000000000000000000000000000", true),
            ("-0.000", true),
            (".5", true),
            ("5.", true),
            (".", false),
            ("", false),
            ("--1", false),
            ("1e5", false),
            ("1_000", false),
            ("1,000.00", false),
            ("٣", false),
            ("½", false),
            ("NaN", false),
            ("0x10", false),
        ] {
            assert_eq!(Money::parse(text, currency).is_ok(), is_read, "{text}");
        }
    }
    for text in texts() {
        let shortened = Money::parse(&text, Currency::USD).err().map(|error| {
            let (InvalidAmount::NotDecimal { text } | InvalidAmount::TooPrecise { text }) = error else {
                unreachable!("{error}")
            };
            text
        });
        let digits = !text.is_empty() && text.len() <= 28 && text.bytes().all(|byte| byte.is_ascii_digit());
        assert_eq!(shortened.is_none(), digits);
        assert!(shortened.is_none_or(|text| text.chars().count() <= 40));
        assert!(Rate::parse(&text).is_err());
        assert!(Quantity::parse(&text).is_err());
        assert!(Currency::from_code(&text).is_err());
        assert!(UsdAmount::parse(&text).is_err());
    }
}

#[test]
fn zeros_in_front_and_behind_change_nothing() {
    let (front, behind) = (format!("{}1.80", "0".repeat(100)), format!("1.80{}", "0".repeat(26)));
    for text in [front, behind] {
        assert_eq!(Money::parse(&text, Currency::USD).unwrap(), Money::parse("1.8", Currency::USD).unwrap(), "{text}");
    }
    assert!(Quantity::parse(&format!("{}7", "0".repeat(1000))).is_ok_and(|quantity| quantity.get() == 7));
    assert_eq!(Quantity::new(u32::MAX).unwrap().get(), u32::MAX);
    assert!(Quantity::parse("4294967296").is_err() && Quantity::parse(&u128::MAX.to_string()).is_err());
}

#[cfg(feature = "serde")]
#[test]
fn amounts_survive_json_and_equal_amounts_of_zero_are_the_same_bytes() {
    for money in amounts() {
        let text = serde_json::to_string(&money).unwrap();
        assert_eq!(serde_json::from_str::<Money>(&text).unwrap(), money, "{text}");
        assert!(!money.is_zero() || !text.contains('-'), "{text}");
    }
}

#[test]
fn amounts_of_two_currencies_are_never_added_or_compared() {
    for (one, other) in amounts().zip(amounts().skip(7)).filter(|(one, other)| one.currency() != other.currency()) {
        assert!(matches!(one.checked_add(other), Err(MoneyError::CurrencyMismatch { .. })), "{one} {other}");
        assert!(matches!(one.checked_sub(other), Err(MoneyError::CurrencyMismatch { .. })), "{one} {other}");
        assert!(matches!(one.checked_cmp(&other), Err(MoneyError::CurrencyMismatch { .. })), "{one} {other}");
    }
}
