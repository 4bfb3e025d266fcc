//! Values at the edges of their types: every constructor and every question answers exactly, or says what is wrong.
//!
//! Nothing here knows a business rule. The tests run with overflow checks on, so a silent wrap would be a panic.

use core::ops::Neg;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, chrono};

mod amounts;
mod columns;
mod dates;
mod exchanges;
mod ledgers;
mod refunds;
mod settlements;
mod software;
mod texts;

/// Decimals at the edges of 96 bits and 28 decimals, and the ordinary ones next to them.
fn decimals() -> Vec<Decimal> {
    let mut found = vec![Decimal::ZERO, negative_zero(), Decimal::MAX, Decimal::MIN];
    for scale in [0, 1, 2, 3, 4, 5, 14, 27, 28] {
        for mantissa in [1, 5, 9, 10, 266, 1_000_000, i128::from(u64::MAX), (1 << 96) - 1, (1 << 96) - 6] {
            found.extend(Decimal::try_from_i128_with_scale(mantissa, scale).into_iter().flat_map(|it| [it, it.neg()]));
        }
    }
    found
}

fn negative_zero() -> Decimal {
    let mut zero = Decimal::new(0, 2);
    zero.set_sign_negative(true);
    zero
}

/// Currencies with 0, 2, 3 and 4 digits.
fn currencies() -> Vec<Currency> {
    ["JPY", "USD", "GBP", "KWD", "CLF"].into_iter().filter_map(|code| Currency::from_code(code).ok()).collect()
}

fn amounts() -> impl Iterator<Item = Money> {
    currencies().into_iter().flat_map(|currency| decimals().into_iter().map(move |amount| Money::new(amount, currency)))
}

/// Dates at both ends of the calendar and of its traps.
fn dates() -> Vec<NaiveDate> {
    let known = ["-262143-02-28", "-0001-12-31", "0000-02-29", "0001-01-01", "1970-01-01", "2023-01-31", "2024-02-29"];
    let later = ["2024-12-31", "9999-12-31", "+262137-12-31", "+262141-12-31", "+262142-11-30"];
    let mut found = vec![NaiveDate::MIN, NaiveDate::MAX];
    found.extend(NaiveDate::MIN.succ_opt());
    found.extend(NaiveDate::MAX.pred_opt());
    found.extend(known.into_iter().chain(later).filter_map(|text| text.parse::<NaiveDate>().ok()));
    found
}

/// Instants at both ends of the calendar, at the ends of days, and inside a leap second.
fn instants() -> Vec<DateTime<Utc>> {
    let mut found = vec![DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH];
    found.extend(DateTime::<Utc>::MIN_UTC.checked_add_signed(TimeDelta::nanoseconds(1)));
    found.extend(DateTime::<Utc>::MAX_UTC.checked_sub_signed(TimeDelta::nanoseconds(1)));
    for date in dates() {
        found.extend(date.and_hms_opt(0, 0, 0).map(|time| time.and_utc()));
        found.extend(date.and_hms_nano_opt(23, 59, 59, 1_999_999_999).map(|time| time.and_utc()));
    }
    found
}

/// Texts that a careless reader would trip over.
fn texts() -> Vec<String> {
    let short = [
        "",
        " ",
        "\t\n",
        "\0",
        "-",
        "+",
        ".",
        "/",
        "//",
        "_",
        "é",
        "ß",
        "İ",
        "中国",
        "🦀",
        "\u{202e}x",
        "\u{feff}",
        "e\u{301}",
    ];
    let mut found: Vec<String> = short.into_iter().map(str::to_owned).collect();
    for unit in ["a", "9", ".", "/", "-", "é", "🦀", "\u{301}", " ", "{"] {
        found.extend([41, 513, 1 << 13].map(|count| unit.repeat(count)));
    }
    found.push("é9".repeat(1 << 19));
    found
}

#[test]
fn the_edges_are_what_they_are_called() {
    assert_eq!(currencies().iter().map(|it| it.minor_digits()).collect::<Vec<_>>(), [0, 2, 2, 3, 4]);
    assert!(negative_zero().is_sign_negative() && negative_zero().is_zero());
    assert!(decimals().contains(&Decimal::MIN) && decimals().len() > 150);
    assert_eq!(dates().len(), 16);
    assert!(instants().len() > 30);
    assert!(texts().iter().any(|text| text.len() > 1_000_000));
}
