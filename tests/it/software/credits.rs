//! How much comes back, and on which invoice.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use reservation_policy::chrono::{Days, NaiveTime, TimeDelta};
use reservation_policy::money::Currency;
use reservation_policy::policy::software::{CancellationWindow, SubscriptionCredit};
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::software::credit::{BillingDay, InvoiceMonth};
use reservation_policy::software::{Licence, LicenceKind, SoftwareFamily, SoftwarePurchase};
use reservation_policy::{Decision, Money};

use super::{date, instant, money, policy, purchase, request, subscription};

const CREDITS: &str = include_str!("../../data/software_credits.csv");

#[test]
fn post_06_every_recorded_credit_comes_out() {
    let mut rows = 0;
    for row in CREDITS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let [edition, licence, purchased_at, start, end, paid, currency, at, credit, _why] = fields[..] else {
            panic!("{row}")
        };
        let licence = if licence == "perpetual" { Licence::Perpetual } else { subscription(start, end) };
        let bought = purchase(licence, purchased_at, money(paid, currency));
        let worked_out = policy(edition).software_credit(&bought, instant(at)).unwrap();
        assert_eq!(worked_out, money(credit, currency), "{row}");
        let decision = policy(edition).decide_cancellation(&bought, &request(at)).unwrap();
        assert_eq!(decision.outcome().credit(), worked_out, "{row}");
        rows += 1;
    }
    assert_eq!(rows, 28);
}

#[test]
fn con_08_a_flat_full_credit_is_selectable() {
    let bought = purchase(subscription("2021-01-01", "2022-01-01"), "2021-01-01T09:00:00Z", money("365", "USD"));
    let flat = policy("2018-08").with_subscription_credit(SubscriptionCredit::Full);
    for at in ["2021-01-31T00:00:00Z", "2023-01-01T00:00:00Z"] {
        assert_eq!(flat.software_credit(&bought, instant(at)).unwrap(), money("365", "USD"), "{at}");
    }
}

#[test]
fn l_18_the_full_credit_is_counted_from_the_renewal() {
    let bought = purchase(subscription("2023-08-01", "2024-08-01"), "2022-08-01T10:20:30Z", money("366", "USD"))
        .with_renewal(instant("2023-08-01T12:00:00Z"))
        .unwrap();
    for (at, credit) in [("2023-08-02T12:00:00Z", "366"), ("2023-08-02T12:00:01Z", "365")] {
        assert_eq!(policy("2022-07").software_credit(&bought, instant(at)).unwrap(), money(credit, "USD"), "{at}");
    }
    let endless = SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(u32::MAX));
    let overlong = policy("2022-07").with_subscription_credit(endless);
    assert!(overlong.software_credit(&bought, instant("2023-08-02T12:00:00Z")).is_err());
    assert!(policy("2022-07").software_credit(&bought, instant("2023-08-01T11:59:59Z")).is_err());
}

#[test]
fn post_06_credit_is_shown_when_denied_too() {
    let bought = purchase(subscription("2021-01-01", "2022-01-01"), "2021-01-01T09:00:00Z", money("365", "USD"));
    let decision = policy("2018-08").decide_cancellation(&bought, &request("2021-12-31T00:00:00Z")).unwrap();
    assert!(!decision.is_approved());
    assert_eq!(decision.into_result().unwrap_err().outcome().credit(), money("1", "USD"));
}

#[test]
fn amb_24_without_a_billing_day_the_invoice_is_next_months() {
    for (cancelled, month) in [
        ("2021-05-01", "2021-06"),
        ("2021-05-31", "2021-06"),
        ("2021-12-31", "2022-01"),
        ("2024-01-31", "2024-02"),
        ("+262142-12-31", "+262143-01"),
        ("-0001-12-31", "0000-01"),
        ("-0005-03-01", "-0005-04"),
    ] {
        assert_eq!(InvoiceMonth::next_after(date(cancelled)).to_string(), month, "{cancelled}");
    }
}

#[test]
fn amb_24_with_a_billing_day_it_is_the_first_billing_date_after_the_cancellation() {
    for (cancelled, billing_day, month) in [
        ("2021-05-14", 15, "2021-05"),
        ("2021-05-15", 15, "2021-06"),
        ("2021-05-16", 15, "2021-06"),
        ("2021-05-01", 1, "2021-06"),
        ("2021-05-30", 31, "2021-05"),
        ("2021-05-31", 31, "2021-06"),
        ("2021-06-29", 31, "2021-06"),
        ("2021-06-30", 31, "2021-07"),
        ("2021-02-27", 29, "2021-02"),
        ("2021-02-28", 29, "2021-03"),
        ("2024-02-28", 29, "2024-02"),
        ("2024-02-29", 31, "2024-03"),
        ("2021-12-31", 15, "2022-01"),
    ] {
        let day = BillingDay::new(billing_day).unwrap();
        assert_eq!(InvoiceMonth::next_billed(date(cancelled), day).to_string(), month, "{cancelled} {billing_day}");
        let bought = purchase(Licence::Perpetual, "2021-01-01T00:00:00Z", money("1", "USD"));
        let request = request(&format!("{cancelled}T23:00:00Z")).with_billing_day(day);
        let decision = policy("2018-08").decide_cancellation(&bought, &request).unwrap();
        assert_eq!(decision.outcome().credit_invoice().to_string(), month, "{cancelled} {billing_day}");
    }
    let invoice = InvoiceMonth::next_after(date("2021-12-01"));
    assert_eq!((invoice.year(), invoice.month()), (2022, 1));
}

#[test]
fn billing_days_are_1_to_31() {
    for day in [1, 28, 31] {
        assert_eq!(BillingDay::new(day).unwrap().get(), day);
    }
    for day in [0, 32, 255] {
        let error = BillingDay::new(day).unwrap_err().to_string();
        assert_eq!(error, format!("billing day `{day}` is not a day of a month, expected 1 to 31"));
    }
}

fn exact(amount: &Money) -> BigRational {
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

proptest! {
    #[test]
    fn credit_is_the_rounded_share_of_the_days_left_and_never_above_what_was_paid(
        minor in 0_i64..=i64::MAX,
        code in prop::sample::select(vec!["USD", "JPY", "KWD", "CLF"]),
        length in 1_u64..2000,
        used in 0_u64..2500,
    ) {
        let currency = Currency::from_code(code).unwrap();
        let paid = Money::new(Decimal::new(minor, u32::from(currency.minor_digits())), currency);
        let start = date("2021-01-31");
        let end = start.checked_add_days(Days::new(length)).unwrap();
        let licence = Licence::new(LicenceKind::Subscription, Some(start), Some(end)).unwrap();
        let bought = start.and_time(NaiveTime::MIN).and_utc();
        let purchase = SoftwarePurchase::new(licence, SoftwareFamily::SqlServer, bought, paid).unwrap();
        let at = bought.checked_add_days(Days::new(used)).unwrap();

        let credit = policy("2018-08").software_credit(&purchase, at).unwrap();

        let left = length.saturating_sub(used);
        let share = BigRational::new(BigInt::from(left), BigInt::from(length));
        prop_assert_eq!(exact(&credit), rounded(&(exact(&paid) * share), currency.minor_digits()));
        prop_assert!(!credit.is_negative() && credit.checked_cmp(&paid).unwrap().is_le());
        if used == 0 {
            prop_assert_eq!(credit, paid);
        }
        if left == 0 {
            prop_assert!(credit.is_zero());
        }
    }

    #[test]
    fn later_is_never_more(minor in 0_i64..1_000_000_000, length in 1_u64..1200, first in 0_u64..1300, more in 0_u64..50) {
        let paid = Money::new(Decimal::new(minor, 2), Currency::USD);
        let start = date("2023-08-01");
        let end = start.checked_add_days(Days::new(length)).unwrap();
        let licence = Licence::new(LicenceKind::Subscription, Some(start), Some(end)).unwrap();
        let bought = start.and_time(NaiveTime::MIN).and_utc();
        let purchase = SoftwarePurchase::new(licence, SoftwareFamily::SqlServer, bought, paid).unwrap();
        for edition in ["2018-08", "2021-06", "2022-07"] {
            let credit = |days| {
                let at = bought.checked_add_days(Days::new(days)).unwrap();
                policy(edition).software_credit(&purchase, at).unwrap()
            };
            prop_assert!(credit(first + more).checked_cmp(&credit(first)).unwrap().is_le());
        }
    }

    #[test]
    fn an_approval_has_no_reason_and_an_open_window(hours in 0_i64..2000, edition in prop::sample::select(vec!["2018-08", "2021-06", "2022-07"])) {
        let bought = purchase(subscription("2023-01-01", "2024-01-01"), "2023-01-01T05:00:00Z", money("100", "USD"));
        let at = bought.purchased_at() + TimeDelta::hours(hours);
        let request = request(&format!("{at:?}"));
        let decision: Decision<_, _, _> = policy(edition).decide_cancellation(&bought, &request).unwrap();
        prop_assert_eq!(decision.is_approved(), at <= decision.outcome().last_moment());
        prop_assert_eq!(decision.is_approved(), decision.reasons().is_empty());
    }
}
