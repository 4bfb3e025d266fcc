//! Extreme dates, instants, amounts and windows: an answer or an error, never a panic, and never more than was paid.

use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::software::{
    Attempt, CancellationWindow, InvoiceMonth, LineSelection, SoftwareEdition, SoftwareFamily, SoftwareOrder,
    SoftwarePolicy, SoftwarePurchase, SubscriptionCredit,
};
use reservation_policy::{Currency, Money};

use super::{instant, money, policy};

fn policies() -> Vec<SoftwarePolicy> {
    let mut found: Vec<SoftwarePolicy> = SoftwareEdition::ALL.iter().copied().map(SoftwarePolicy::edition).collect();
    for count in [0, 1, u32::MAX] {
        let (days, hours) = (CancellationWindow::days(count), CancellationWindow::hours(count));
        for (days, hours) in [(days, hours), (days.exclusive(), hours.exclusive())] {
            found.push(policy("2022-07").with(|terms| {
                terms.perpetual_window = days;
                terms.subscription_window = hours;
                terms.subscription_credit = SubscriptionCredit::FullThenProratedByDay(days);
            }));
        }
    }
    found
}

fn instants() -> Vec<DateTime<Utc>> {
    let near = ["0000-01-01T00:00:00Z", "2018-08-31T00:00:00Z", "2021-12-31T23:59:59.999999999Z"].map(instant);
    let last = NaiveDate::MAX.and_hms_opt(0, 0, 0).unwrap().and_utc();
    [&[DateTime::<Utc>::MIN_UTC][..], &near, &[last, DateTime::<Utc>::MAX_UTC]].concat()
}

/// Whether there is an answer; what is credited lies between zero and what was paid.
fn is_answered(policy: &SoftwarePolicy, purchase: &SoftwarePurchase, at: DateTime<Utc>) -> bool {
    match policy.decide_cancellation(purchase, &Attempt::new(at)) {
        Ok(decision) => {
            let outcome = decision.outcome();
            let at_most_paid = outcome.credit.checked_cmp(purchase.paid()).unwrap().is_le();
            assert!(!outcome.credit.is_negative() && at_most_paid, "{purchase:?} {at}");
            assert!(decision.reasons().iter().all(|reason| !reason.to_string().is_empty()));
            let month = outcome.credit_invoice;
            assert_eq!(month.to_string().parse::<InvoiceMonth>(), Ok(month));
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

#[test]
fn any_dates_are_answered_or_refused() {
    let family = SoftwareFamily::SqlServer;
    let (mut answered, mut refused) = (0, 0);
    for bought in instants() {
        let mut purchases = vec![SoftwarePurchase::perpetual(family, bought, money("1200.00 USD")).unwrap()];
        for (start, end) in [
            (NaiveDate::MIN, NaiveDate::MAX),
            (bought.date_naive(), NaiveDate::MAX),
            (NaiveDate::MIN, bought.date_naive()),
        ] {
            purchases.extend(SoftwarePurchase::subscription(family, bought, start, end, money("1200.00 USD")));
        }
        let renewals: Vec<SoftwarePurchase> = instants()
            .into_iter()
            .flat_map(|renewed| purchases.iter().filter_map(move |purchase| purchase.clone().renewed(renewed).ok()))
            .collect();
        for purchase in purchases.iter().chain(&renewals) {
            for policy in policies() {
                for at in instants() {
                    *(if is_answered(&policy, purchase, at) { &mut answered } else { &mut refused }) += 1;
                }
            }
        }
    }
    assert!(answered > 500 && refused > 500, "{answered} {refused}");
}

#[test]
fn any_price_is_credited_with_no_more_than_was_paid() {
    let bought = instant("2021-07-01T00:00:00Z");
    let (start, end) = ("2021-07-01".parse().unwrap(), "2022-07-01".parse().unwrap());
    for code in ["USD", "JPY", "KWD", "CLF"] {
        let currency: Currency = code.parse().unwrap();
        for amount in [Decimal::ZERO, Decimal::MAX, Decimal::new(1, 28), Decimal::new(i64::MAX, 28), Decimal::ONE] {
            let paid = Money::new(amount, currency);
            let purchase = SoftwarePurchase::subscription(SoftwareFamily::Other, bought, start, end, paid).unwrap();
            for at in ["2021-07-01T00:00:00Z", "2021-07-05T12:00:00Z", "2022-06-30T23:59:59Z", "2030-01-01T00:00:00Z"] {
                let answered = policies().iter().filter(|policy| is_answered(policy, &purchase, instant(at))).count();
                assert!(answered >= 5 || amount == Decimal::MAX, "{paid} {at}: {answered}");
            }
            let lines = [0, 1, u32::MAX].map(|number| (number, purchase.clone()));
            let order = SoftwareOrder::new("order-1".parse().unwrap(), lines).unwrap();
            let attempt = super::attempt("2021-07-01T00:00:00Z").units(1).unwrap();
            let answer = policy("2018-08").decide_order_cancellation(&order, &LineSelection::All, &attempt).unwrap();
            assert!(answer.credit.is_zero() && !answer.order_after.is_canceled(), "no line names its product");
        }
    }
}
