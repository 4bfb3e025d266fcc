//! Amounts: how they are split, written and summed, and when what is kept can't be held.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use reservation_policy::calendar::Term;
use reservation_policy::money::MoneyError;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{FeeRate, FeeTerms, FullRefundWindow, Requester, UsageCondition};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::payment::{Payment, PaymentStatus};
use reservation_policy::reservation::refund::{RefundError, RefundRequest};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::USD).unwrap()
}

fn monthly(start: &str, payments: Payments) -> Reservation {
    let schedule = Schedule::new(start.parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap()
}

fn request<'a>(reservation: &'a Reservation, at: &str) -> RefundRequest<'a> {
    RefundRequest::new(reservation, Quantity::ONE, at.parse().unwrap(), Requester::Owner)
}

#[test]
fn an_amount_to_the_last_minor_unit_is_split_without_losing_any() {
    for (whole, parts, expected) in [
        ("10.01", 3, &["3.34", "3.34", "3.33"][..]),
        ("0.01", 2, &["0.01", "0.00"]),
        ("-0.05", 4, &["-0.02", "-0.01", "-0.01", "-0.01"]),
        ("12.00", 1, &["12.00"]),
    ] {
        let split = usd(whole).split(parts.try_into().unwrap()).unwrap();
        assert!(split.map(|part| part.amount().to_string()).eq(expected.iter().copied()), "{whole} in {parts}");
    }
    let finer = usd("10.001").split(2.try_into().unwrap()).map(|_| ());
    assert_eq!(finer, Err(MoneyError::Overflow { currency: Currency::USD }));
}

#[test]
fn zeros_at_the_end_leave_room_for_a_sum() {
    // Seven with 27 zeros, and a half with 27 zeros behind it: their sum has 29 digits.
    let large = Money::new(Decimal::from_i128_with_scale(7_000_000_000_000_000_000_000_000_000, 0), Currency::USD);
    let small = Money::new(Decimal::from_i128_with_scale(5_000_000_000_000_000_000_000_000_000, 28), Currency::USD);
    let sum = large.checked_add(small).unwrap();
    assert_eq!(sum, usd("7000000000000000000000000000.5"));
}

#[test]
fn a_price_is_written_with_the_digits_of_its_currency_and_never_with_fewer() {
    let jpy = Currency::from_code("JPY").unwrap();
    for (given, currency, written) in [
        ("5", Currency::USD, "5.00"),
        ("5.5", Currency::USD, "5.50"),
        ("5", jpy, "5"),
        ("5.125", Currency::USD, "5.125"),
    ] {
        let price = Price::new(Money::parse(given, currency).unwrap(), usd(given)).unwrap();
        assert_eq!(price.billing().amount().to_string(), written);
    }
    let finer = Money::new(Decimal::new(512_500, 4), Currency::USD);
    assert_eq!(Price::in_usd(finer).unwrap().billing().amount().to_string(), "51.2500");
}

#[test]
fn a_refund_is_refused_when_what_is_kept_can_not_be_held() {
    let payment = |period, billing: &str| {
        let price = Price::new(usd(billing), usd("100.00")).unwrap();
        Payment::new(period, PaymentStatus::Succeeded, price, Quantity::ONE)
    };
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    let quoted = |first: &str| {
        let payments = Payments::from_list(vec![payment(0, first), payment(1, "100.00")]).unwrap();
        let reservation = monthly("2023-01-01", payments);
        policy.quote_refund(&request(&reservation, "2023-02-11T00:00:00Z")).map(|quote| quote.kept())
    };
    assert_eq!(quoted("7000000000000000000000000.00"), Ok(usd("7000000000000000000000035.71")));
    // 28 digits and two decimals more: 64.29 of 79228162514264337593543950100 can't be taken away without losing one.
    let overflow = MoneyError::Overflow { currency: Currency::USD };
    assert_eq!(quoted("79228162514264337593543950000"), Err(RefundError::Money(overflow)));
}

#[test]
fn a_quote_in_full_holds_into_the_next_period_when_that_is_full_as_well() {
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    let free = FeeTerms::new(FeeRate::Stated(Rate::ZERO), FeeRate::Stated(Rate::ZERO));
    let policy = policy.with_early_termination_fee(free);
    let window = |days| policy.clone().with_full_refund_window(Some(FullRefundWindow::new(days, UsageCondition::Any)));
    let payments = Payments::monthly(Price::in_usd(usd("310.00")).unwrap(), Quantity::ONE, 12).unwrap();
    let reservation = monthly("2023-01-01", payments);
    let until = |days, at: &str| {
        let quote = window(days).quote_refund(&request(&reservation, at)).unwrap();
        assert_eq!(quote.billing().refund, usd("310.00"), "{days} {at}");
        quote.valid_until().date_naive().to_string()
    };
    // January has 31 days: the 30th after the first is its last. On 1 February the second payment is left whole.
    for (days, expected) in [(29, "2023-01-31"), (30, "2023-02-02"), (31, "2023-02-02"), (32, "2023-02-03")] {
        assert_eq!(until(days, "2023-01-01T00:00:00Z"), expected, "{days}");
        assert_eq!(until(days, "2023-01-20T00:00:00Z"), expected, "{days}");
    }
}
