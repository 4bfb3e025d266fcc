//! Recorded and published figures, as data.

use reservation_policy::reservation::{Made, Payment};
use reservation_policy::{
    BillingPlan, CapEntry, Currency, Decision, Money, Price, Quantity, Refund, RefundLedger, Request, Requester,
    Reservation, ReservationPolicy, ResourceType, Term, UsdAmount, chrono,
};

use chrono::{DateTime, NaiveDate, Utc};

/// The rows of a CSV text: comments and the header are skipped.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split(',').collect())
}

fn money(amount: &str, currency: &str) -> Money {
    format!("{amount} {currency}").parse().unwrap()
}

/// A reservation whose current period is the one of the row, with the payments before it made on their due dates.
fn reservation(row: &[&str]) -> Reservation {
    let (currency, plan): (&str, BillingPlan) = (row[1], row[2].parse().unwrap());
    let term: Term = row[3].parse().unwrap();
    let period_start: NaiveDate = row[5].parse().unwrap();
    let made: u32 = row[10].parse().unwrap();
    let start = period_start.checked_sub_months(chrono::Months::new(made - 1)).unwrap();
    let unit = money(row[4], currency);
    let price = if currency == "USD" {
        Price::usd(unit).unwrap()
    } else {
        Price::new(unit, Money::new(unit.amount(), Currency::USD)).unwrap()
    };
    let builder = Reservation::builder(ResourceType::VirtualMachines, start, term);
    match plan {
        BillingPlan::Upfront => builder.upfront(price),
        BillingPlan::Monthly => builder.monthly(price),
    }
    .build()
    .unwrap()
}

fn decide(policy: &str, reservation: &Reservation, at: &str) -> Decision<Refund> {
    let request = Request::new(at.parse().unwrap(), Requester::Owner);
    let policy = ReservationPolicy::named(policy).unwrap();
    policy.decide_refund(&reservation.all().unused(), &request, &RefundLedger::new()).unwrap()
}

#[test]
fn recorded_refunds_are_repeated_to_the_cent() {
    let mut rows_seen = 0;
    for row in rows(include_str!("../data/refund.csv")) {
        let reservation = reservation(&row);
        let policy = if row[12] == "yes" { "2020-07+observed" } else { "2020-07" };
        let decision = decide(policy, &reservation, row[7]);
        let refund = decision.outcome();
        let id = row[0];
        assert_eq!(refund.period.period.start(), row[5].parse::<NaiveDate>().unwrap(), "{id}");
        assert_eq!(refund.period.period.end(), row[6].parse::<NaiveDate>().unwrap(), "{id}");
        assert_eq!(
            (refund.period.used, refund.period.total),
            (row[8].parse().unwrap(), row[9].parse().unwrap()),
            "{id}"
        );
        assert_eq!(
            (refund.payments_made, refund.payments_total),
            (row[10].parse().unwrap(), row[11].parse().unwrap()),
            "{id}"
        );
        assert_eq!(refund.billed.refund, money(row[13], row[1]), "{id}");
        if !row[14].is_empty() {
            assert_eq!(refund.billed.remaining_commitment, money(row[14], row[1]), "{id}");
        }
        rows_seen += 1;
    }
    assert_eq!(rows_seen, 11);
}

#[test]
fn upfront_refunds_divide_by_the_calendar_length_of_the_term() {
    for row in rows(include_str!("../data/upfront.csv")) {
        let (id, currency) = (row[0], row[1]);
        let price = Price::new(money(row[2], currency), money(row[2], "USD")).unwrap();
        let start = row[3].parse().unwrap();
        let builder = Reservation::builder(ResourceType::VirtualMachines, start, row[4].parse().unwrap());
        let decision = decide("2020-07", &builder.upfront(price).build().unwrap(), row[5]);
        let refund = decision.outcome();
        assert_eq!(
            (refund.period.used, refund.period.total),
            (row[6].parse().unwrap(), row[7].parse().unwrap()),
            "{id}"
        );
        assert_eq!(refund.billed.refund, money(row[8], currency), "{id}");
    }
}

#[test]
fn paid_is_gross_of_earlier_part_returns_and_sums_payments_as_they_were_made() {
    for row in rows(include_str!("../data/refund-more.csv")) {
        let (id, units): (&str, u32) = (row[0], row[1].parse().unwrap());
        let recorded: Vec<Vec<&str>> = rows(include_str!("../data/refund.csv")).collect();
        let base = recorded.iter().find(|base| base[0] == id).unwrap();
        let currency = base[1];
        let unit = Price::new(money(base[4], currency), money(row[4], "USD")).unwrap();
        let period_start: NaiveDate = base[5].parse().unwrap();
        // One unit is left of the units that the payments paid for.
        let paid_for = Quantity::new(units).unwrap();
        let made: u32 = base[10].parse().unwrap();
        let start = period_start.checked_sub_months(chrono::Months::new(made - 1)).unwrap();
        let due = |number: u32| start.checked_add_months(chrono::Months::new(number - 1)).unwrap();
        let payment = |number| Payment::new(number, unit.times(units).unwrap(), paid_for, Made::On(due(number)));
        let builder = Reservation::builder(ResourceType::VirtualMachines, start, base[3].parse().unwrap());
        let builder = match base[2] {
            "Monthly" => builder.payments((1..=made).map(payment).collect()),
            _ => builder.upfront_payment(payment(1)),
        };
        let reservation = builder.original_quantity(units).build().unwrap();
        let used = row[5].parse::<UsdAmount>().unwrap();
        let earlier = CapEntry::new("earlier", "2022-06-01T00:00:00Z".parse().unwrap(), used).unwrap();
        let ledger = RefundLedger::from_entries([earlier]).unwrap();
        let at: DateTime<Utc> = base[7].parse().unwrap();
        let name = if base[12] == "yes" { "2020-07+observed" } else { "2020-07" };
        let policy = ReservationPolicy::named(name).unwrap();
        let request = Request::new(at, Requester::Owner);
        let decision = policy.decide_refund(&reservation.all().unused(), &request, &ledger).unwrap();
        let refund = decision.outcome();
        assert_eq!(refund.total_paid, money(row[2], currency), "{id}");
        assert_eq!(refund.retained, money(row[3], currency), "{id}");
        assert_eq!(refund.cap.used, used, "{id}");
        if base[12] == "yes" {
            assert_eq!(refund.usd.refund.to_money(), money(row[4], "USD"), "{id}");
        }
    }
}
