//! Recorded and published figures, every row to the cent.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "tests may panic, and their helpers too")]

use chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::calendar::{Period, Term};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::refund::{CreditKind, RefundQuote, RefundRequest};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity};

/// The rows of a data file, by column name.
fn rows(text: &str) -> Vec<std::collections::BTreeMap<&str, &str>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| header.iter().copied().zip(line.split(',')).collect()).collect()
}

/// The price of one unit billed in `currency`; the dollar side is of the same figure.
fn reservation(unit: Money, schedule: Schedule, completed: u32) -> Reservation {
    let dollars = Money::parse(&unit.amount().to_string(), Currency::USD).unwrap();
    let price = Price::new(unit, dollars).unwrap();
    let payments = Payments::monthly(price, Quantity::ONE, completed).unwrap();
    Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap()
}

fn quote(reservation: &Reservation, policy: &str, at: &str) -> RefundQuote {
    let policy = ReservationPolicy::from_name(policy).unwrap();
    let at: DateTime<Utc> = at.parse().unwrap();
    policy.quote_refund(&RefundRequest::new(reservation, Quantity::ONE, at, Requester::Owner)).unwrap()
}

/// The term began so many months before the current period as payments were made before its own.
fn term_start(period_start: NaiveDate, completed: u32) -> NaiveDate {
    period_start.checked_sub_months(chrono::Months::new(completed - 1)).unwrap()
}

#[test]
fn every_recorded_refund_is_reproduced_to_the_cent() {
    let rows = rows(include_str!("../data/refund.csv"));
    assert_eq!(rows.len(), 10);
    for row in rows {
        let id = row["id"];
        let currency = Currency::from_code(row["currency"]).unwrap();
        let completed: u32 = row["payments_completed"].parse().unwrap();
        let start = term_start(row["period_start"].parse().unwrap(), completed);
        let plan = BillingPlan::from_name(row["plan"]).unwrap();
        let schedule = Schedule::new(start, Term::from_iso(row["term"]).unwrap(), plan).unwrap();
        assert_eq!(schedule.payments().to_string(), row["payments_total"], "{id}");
        let reservation = reservation(Money::parse(row["unit"], currency).unwrap(), schedule, completed);

        let quote = quote(&reservation, "2020-07+observed", row["at"]);
        let proration = quote.proration();
        let period = Period::new(row["period_start"].parse().unwrap(), row["period_end"].parse().unwrap()).unwrap();
        assert_eq!(proration.period(), period, "{id}");
        assert_eq!(proration.used().to_string(), row["used_days"], "{id}");
        assert_eq!(proration.total().to_string(), row["period_days"], "{id}");
        assert_eq!(quote.credit_kind() == CreditKind::Full, row["full_window"] == "yes", "{id}");
        assert_eq!(quote.billing().refund, Money::parse(row["refund"], currency).unwrap(), "{id}");
        assert_eq!(quote.pricing().refund.to_string(), row["refund"], "{id}: the dollar side has the same figures");
        if !row["remaining_commitment"].is_empty() {
            let expected = Money::parse(row["remaining_commitment"], currency).unwrap();
            assert_eq!(quote.billing().remaining_commitment, expected, "{id}");
        }
    }
}

#[test]
fn every_published_upfront_refund_is_reproduced_to_the_cent() {
    let rows = rows(include_str!("../data/upfront.csv"));
    assert_eq!(rows.len(), 3);
    for row in rows {
        let id = row["id"];
        let currency = Currency::from_code(row["currency"]).unwrap();
        let term = Term::from_iso(row["term"]).unwrap();
        let schedule = Schedule::new(row["start"].parse().unwrap(), term, BillingPlan::Upfront).unwrap();
        let reservation = reservation(Money::parse(row["price"], currency).unwrap(), schedule, 1);
        let quote = quote(&reservation, "2020-07", row["at"]);
        assert_eq!(quote.proration().used().to_string(), row["used_days"], "{id}");
        assert_eq!(quote.proration().total().to_string(), row["term_days"], "{id}");
        assert_eq!(quote.billing().refund, Money::parse(row["refund"], currency).unwrap(), "{id}");
        assert!(quote.billing().remaining_commitment.is_zero(), "{id}");
    }
}
