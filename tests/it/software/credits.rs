//! What is credited, and on which invoice.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use reservation_policy::chrono::{DateTime, Days, NaiveDate, Utc};
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::software::{
    Attempt, CancellationWindow, InvoiceMonth, SoftwareFamily, SoftwarePolicy, SoftwarePurchase, SubscriptionCredit,
};
use reservation_policy::{Currency, Money};

use super::{attempt, decide, instant, money, perpetual, policy, subscription};

const CREDITS: &str = include_str!("../../data/software_credits.csv");

fn credit(policy: &SoftwarePolicy, purchase: &SoftwarePurchase, at: &str) -> Money {
    decide(policy, purchase, at).outcome().credit
}

#[test]
fn post_06_every_recorded_credit_comes_out() {
    let mut rows = 0;
    for row in CREDITS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let [edition, license, purchased_at, start, end, paid, currency, at, expected, _why] = fields[..] else {
            panic!("{row}")
        };
        let paid = format!("{paid} {currency}");
        let bought = match license {
            "perpetual" => perpetual(purchased_at, &paid),
            _ => subscription(purchased_at, &format!("{start}..{end}"), &paid),
        };
        assert_eq!(credit(&policy(edition), &bought, at), money(&format!("{expected} {currency}")), "{row}");
        rows += 1;
    }
    assert_eq!(rows, 34);
}

#[test]
fn amb_29_the_third_day_charges_three_days_in_2022_07_and_two_where_the_day_is_not_charged() {
    let bought = subscription("2022-08-01T12:00:00Z", "2022-08-01..2023-08-01", "365.00 USD");
    let at = "2022-08-03T13:00:00Z";
    let charged = policy("2022-07");
    let free = charged.with(|terms| terms.day_of_canceling_charged = false);
    for (policy, days, expected) in [(charged, 3, "362.00 USD"), (free, 2, "363.00 USD")] {
        let outcome = decide(&policy, &bought, at).into_result().unwrap().into_outcome();
        assert_eq!((outcome.days_charged, outcome.credit), (days, money(expected)));
        assert_eq!(outcome.period, bought.term());
        assert!(!decide(&policy, &bought, "2022-08-08T12:00:01Z").is_approved());
    }
    for edition in ["2018-08", "2021-06"] {
        assert_eq!(credit(&policy(edition), &bought, at), money("363.00 USD"), "{edition}");
        let charged = policy(edition).with(|terms| terms.day_of_canceling_charged = true);
        assert_eq!(credit(&charged, &bought, "2022-08-01T12:00:00Z"), money("364.00 USD"), "{edition}");
        assert_eq!(credit(&charged, &bought, "2023-07-31T12:00:00Z"), money("0 USD"), "{edition}: the last day");
    }
    let later = subscription("2022-08-01T12:00:00Z", "2022-09-01..2023-09-01", "365.00 USD");
    assert_eq!(credit(&charged, &later, "2022-08-05T00:00:00Z"), money("365.00 USD"), "the term has not begun");
}

#[test]
fn amb_29_a_term_end_is_the_first_day_after_the_term() {
    for (end, days, expected) in [("2021-11-11", 30, "27.00 USD"), ("2021-11-12", 31, "27.10 USD")] {
        let bought = subscription("2021-10-12T09:00:00Z", &format!("2021-10-12..{end}"), "30.00 USD");
        let decision = decide(&policy("2022-07"), &bought, "2021-10-14T20:00:00Z");
        assert!(decision.is_approved());
        let outcome = decision.outcome();
        assert_eq!((outcome.period.unwrap().days(), outcome.days_charged, outcome.credit), (days, 3, money(expected)));
    }
}

#[test]
fn amb_28_what_was_paid_for_a_co_termed_subscription_covers_the_purchase_to_the_end_of_the_term() {
    let bought = subscription("2021-01-01T09:00:00Z", "2020-06-01..2021-06-01", "151.00 USD");
    for (at, days, expected) in [
        ("2021-01-01T10:00:00Z", 0, "151.00 USD"),
        ("2021-01-02T00:00:00Z", 1, "150.00 USD"),
        ("2021-05-31T00:00:00Z", 150, "1.00 USD"),
        ("2021-06-01T00:00:00Z", 151, "0.00 USD"),
    ] {
        let decision = decide(&policy("2018-08"), &bought, at);
        let outcome = decision.outcome();
        assert_eq!(outcome.period.unwrap().to_string(), "2021-01-01 to 2021-06-01", "{at}");
        assert_eq!((outcome.days_charged, outcome.credit), (days, money(expected)), "{at}");
    }
}

#[test]
fn con_08_a_flat_full_credit_is_selectable() {
    let bought = subscription("2021-01-01T09:00:00Z", "2021-01-01..2022-01-01", "365 USD");
    let flat = policy("2018-08").with(|terms| terms.subscription_credit = SubscriptionCredit::Full);
    for at in ["2021-01-31T00:00:00Z", "2023-01-01T00:00:00Z"] {
        let decision = decide(&flat, &bought, at);
        assert_eq!((decision.outcome().credit, decision.outcome().days_charged), (money("365 USD"), 0), "{at}");
    }
}

#[test]
fn l_18_the_full_credit_is_counted_from_the_renewal() {
    let bought = subscription("2022-08-01T10:20:30Z", "2023-08-01..2024-08-01", "366 USD")
        .renewed(instant("2023-08-01T12:00:00Z"))
        .unwrap();
    for (at, expected) in [("2023-08-02T12:00:00Z", "366 USD"), ("2023-08-02T12:00:00.000000001Z", "364 USD")] {
        assert_eq!(credit(&policy("2022-07"), &bought, at), money(expected), "{at}");
    }
    let endless = SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(u32::MAX));
    let overlong = policy("2022-07").with(|terms| terms.subscription_credit = endless);
    assert!(overlong.decide_cancellation(&bought, &attempt("2023-08-02T12:00:00Z")).is_err());
}

#[test]
fn post_06_the_credit_is_shown_when_denied_too() {
    let bought = subscription("2021-01-01T09:00:00Z", "2021-01-01..2022-01-01", "365 USD");
    let refused = decide(&policy("2018-08"), &bought, "2021-12-31T00:00:00Z").into_result().unwrap_err();
    assert_eq!(refused.outcome().credit, money("1 USD"));
    assert!(refused.outcome().consequences.is_empty(), "nothing follows from what is not done");
}

#[test]
fn sw_02_there_is_no_fee_in_any_edition_in_time_or_late() {
    let bought = perpetual("2021-03-15T18:30:00Z", "1200 JPY");
    for edition in ["2018-08", "2021-06", "2022-07"] {
        for at in ["2021-03-15T18:30:00Z", "2030-01-01T00:00:00Z"] {
            assert_eq!(decide(&policy(edition), &bought, at).outcome().early_termination_fee, money("0 JPY"));
        }
    }
}

#[test]
fn amb_24_the_credit_is_on_the_first_invoice_after_the_day_of_the_cancellation() {
    for (canceled, billing_day, month) in [
        ("2021-05-01", None, "2021-06"),
        ("2021-05-31", None, "2021-06"),
        ("2021-12-31", None, "2022-01"),
        ("2024-01-31", None, "2024-02"),
        ("2021-05-14", Some(15), "2021-05"),
        ("2021-05-15", Some(15), "2021-06"),
        ("2021-05-16", Some(15), "2021-06"),
        ("2021-05-01", Some(1), "2021-06"),
        ("2021-05-30", Some(31), "2021-05"),
        ("2021-05-31", Some(31), "2021-06"),
        ("2021-06-29", Some(31), "2021-06"),
        ("2021-06-30", Some(31), "2021-07"),
        ("2021-02-27", Some(29), "2021-02"),
        ("2021-02-28", Some(29), "2021-03"),
        ("2024-02-28", Some(29), "2024-02"),
        ("2024-02-29", Some(31), "2024-03"),
        ("2021-12-31", Some(15), "2022-01"),
        ("2021-12-10", Some(15), "2021-12"),
    ] {
        let mut attempt = attempt(&format!("{canceled}T23:00:00Z"));
        if let Some(day) = billing_day {
            attempt = attempt.billed_on(day).unwrap();
        }
        let decision =
            policy("2018-08").decide_cancellation(&perpetual("2021-01-01T00:00:00Z", "1 USD"), &attempt).unwrap();
        assert_eq!(decision.outcome().credit_invoice.to_string(), month, "{canceled} {billing_day:?}");
    }
    for day in [0, 32, 255] {
        let error = attempt("2021-05-01T00:00:00Z").billed_on(day).unwrap_err().to_string();
        assert_eq!(error, format!("billing day `{day}` is not a day of a month, expected 1 to 31"));
    }
}

#[test]
fn invoice_months_are_read_from_what_they_print() {
    for text in ["2021-06", "0000-01", "-0005-04", "+262143-12"] {
        assert_eq!(text.parse::<InvoiceMonth>().unwrap().to_string(), text);
    }
    for text in ["", "2021", "2021-13", "2021-0", "2021-6", "21-06", "2021-06-01", "+2021-06"] {
        let error = text.parse::<InvoiceMonth>().unwrap_err().to_string();
        assert_eq!(
            error,
            format!("`{text}` is not the month of an invoice, expected a year and a month such as `2021-06`")
        );
    }
}

fn exact(amount: Money) -> BigRational {
    let decimal = amount.amount();
    BigRational::new(BigInt::from(decimal.mantissa()), BigInt::from(10).pow(decimal.scale()))
}

/// Half to even in whole minor units, by the textbook.
fn rounded(amount: &BigRational, minor_digits: u8) -> BigRational {
    let scale = BigRational::from(BigInt::from(10).pow(u32::from(minor_digits)));
    let scaled = amount * &scale;
    let floor = scaled.floor();
    let half = BigRational::new(1.into(), 2.into());
    let rest = &scaled - &floor;
    let odd = !(floor.to_integer() % BigInt::from(2)).is_zero();
    let up = rest > half || (rest == half && odd);
    (if up { floor + BigRational::from(BigInt::from(1)) } else { floor }) / scale
}

/// A subscription bought at the midnight that its term begins with, and that instant.
fn from_midnight(start: &str, length: u64, paid: Money) -> (SoftwarePurchase, DateTime<Utc>) {
    let start: NaiveDate = start.parse().unwrap();
    let bought = instant(&format!("{start}T00:00:00Z"));
    let end = start.checked_add_days(Days::new(length)).unwrap();
    (SoftwarePurchase::subscription(SoftwareFamily::SqlServer, bought, start, end, paid).unwrap(), bought)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_credit_is_the_rounded_share_of_the_days_left_and_never_above_what_was_paid(
        minor in 0_i64..=i64::MAX,
        code in prop::sample::select(vec!["USD", "JPY", "KWD", "CLF"]),
        length in 1_u64..2000,
        used in 0_u64..2500,
    ) {
        let currency: Currency = code.parse().unwrap();
        let paid = Money::new(Decimal::new(minor, u32::from(currency.minor_digits())), currency);
        let (purchase, bought) = from_midnight("2021-01-31", length, paid);
        let at = bought.checked_add_days(Days::new(used)).unwrap();

        let decision = policy("2018-08").decide_cancellation(&purchase, &Attempt::new(at)).unwrap();
        let credit = decision.outcome().credit;

        let share = BigRational::new(BigInt::from(length.saturating_sub(used)), BigInt::from(length));
        prop_assert_eq!(exact(credit), rounded(&(exact(paid) * share), currency.minor_digits()));
        prop_assert!(!credit.is_negative() && credit.checked_cmp(paid).unwrap().is_le());
    }

    #[test]
    fn later_is_never_more(minor in 0_i64..1_000_000_000, length in 1_u64..1200, first in 0_u64..1300, more in 0_u64..50) {
        let (purchase, bought) = from_midnight("2023-08-01", length, Money::new(Decimal::new(minor, 2), Currency::USD));
        for edition in ["2018-08", "2021-06", "2022-07"] {
            let credit = |days| {
                let at = bought.checked_add_days(Days::new(days)).unwrap();
                policy(edition).decide_cancellation(&purchase, &Attempt::new(at)).unwrap().outcome().credit
            };
            prop_assert!(credit(first + more).checked_cmp(credit(first)).unwrap().is_le());
        }
    }
}
