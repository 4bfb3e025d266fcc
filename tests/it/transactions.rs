//! The facts of one reservation, read from the service's shapes: which payment a transaction stands for.
#![expect(clippy::unwrap_in_result, clippy::unwrap_used, reason = "helpers of tests may panic")]

use reservation_policy::azure::facts::reservation;
use reservation_policy::azure::{InvalidFacts, shape};
use reservation_policy::reservation::{Payment, Reservation};
use serde_json::{Value, json};

/// A reservation from 2026-06-01 on for a year, with these transactions.
fn read(plan: &str, transactions: &Value) -> Result<Reservation, InvalidFacts> {
    let order = json!({
        "name": "o-1",
        "properties": {
            "benefitStartTime": "2026-06-01T00:00:00Z",
            "originalQuantity": 1,
            "term": "P1Y",
            "billingPlan": plan,
            "planInformation": {"transactions": transactions},
        },
    });
    let own = json!({"properties": {"quantity": 1, "reservedResourceType": "VirtualMachines"}});
    let order: shape::ReservationOrder = serde_json::from_str(&order.to_string()).unwrap();
    let own: shape::Reservation = serde_json::from_str(&own.to_string()).unwrap();
    reservation(&order, &own, None)
}

/// A transaction of 10 dollars with one date, where `when` names the member and gives it.
fn transaction(status: &str, when: Option<(&str, &str)>) -> Value {
    let amount = json!({"currencyCode": "USD", "amount": 10});
    let mut made = json!({"status": status, "billingCurrencyTotal": amount, "pricingCurrencyTotal": amount});
    if let (Some((name, date)), Some(members)) = (when, made.as_object_mut()) {
        members.insert(name.to_owned(), json!(date));
    }
    made
}

fn paid(date: &str) -> Value {
    transaction("Succeeded", Some(("paymentDate", date)))
}

fn due(date: &str) -> Value {
    transaction("Succeeded", Some(("dueDate", date)))
}

fn periods(reservation: &Reservation) -> Vec<u32> {
    reservation.payments().as_slice().iter().map(Payment::period).collect()
}

#[test]
fn a_due_date_belongs_to_the_nearest_payment_and_halfway_to_the_earlier() {
    // June has 30 days: the 16th is 15 days from either payment.
    for (date, period) in [
        ("2026-05-31", 0),
        ("2026-06-01", 0),
        ("2026-06-16", 0),
        ("2026-06-17", 1),
        ("2026-06-30", 1),
        ("2026-07-02", 1),
    ] {
        assert_eq!(periods(&read("Monthly", &json!([due(date)])).unwrap()), [period], "{date}");
    }
}

#[test]
fn two_payments_made_in_one_period_are_counted_in_their_order() {
    let late = json!([paid("2026-07-03"), paid("2026-07-05"), paid("2026-09-01")]);
    let reservation = read("Monthly", &late).unwrap();
    assert_eq!((periods(&reservation), reservation.payments().completed()), (vec![0, 1, 2], 3));
    let apart = json!([paid("2026-06-03"), paid("2026-07-05"), paid("2026-09-01")]);
    assert_eq!(periods(&read("Monthly", &apart).unwrap()), [0, 1, 3]);
    // A try that failed clashes with none.
    let tried = json!([transaction("Failed", Some(("paymentDate", "2026-07-03"))), paid("2026-07-05")]);
    assert_eq!(periods(&read("Monthly", &tried).unwrap()), [1]);
}

#[test]
fn a_further_try_after_the_last_payment_is_no_payment_of_its_own() {
    let (made, failed) = (transaction("Succeeded", None), transaction("Failed", None));
    for (plan, payments) in [("Upfront", 1), ("Monthly", 12)] {
        let mut all = vec![made.clone(); payments];
        all.push(failed.clone());
        let reservation = read(plan, &json!(all)).unwrap();
        assert_eq!(
            (periods(&reservation).len(), reservation.payments().completed()),
            (payments, payments.try_into().unwrap())
        );
        // One payment more than the plan has is refused.
        all.push(made.clone());
        assert!(read(plan, &json!(all)).is_err(), "{plan}");
    }
}
