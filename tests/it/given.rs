//! The facts that tests start from, each from a text.

use chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::account::{EnterpriseStatus, PaidBy};
use reservation_policy::policy::ReservationEdition;
use reservation_policy::reservation::{Made, Payment, ReservationBuilder};
use reservation_policy::{
    Account, CapEntry, Decision, Money, Price, Quantity, Refund, RefundLedger, Request, Requester, Reservation,
    ReservationPolicy, ResourceType, Returned, Term, UsdAmount, chrono,
};

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub(crate) fn usd(text: &str) -> UsdAmount {
    text.parse().unwrap()
}

/// `31.00 USD`, or a price of two sides: `237.16 EUR / 258.20 USD`.
pub(crate) fn price(text: &str) -> Price {
    let (billed, in_usd) = text.split_once(" / ").unwrap_or((text, text));
    Price::new(money(billed), money(in_usd)).unwrap()
}

pub(crate) fn policy(name: &str) -> ReservationPolicy {
    ReservationPolicy::named(name).unwrap()
}

/// Every edition, as written and as observed.
pub(crate) fn every_policy() -> impl Iterator<Item = ReservationPolicy> {
    let written = ReservationEdition::ALL.iter().map(|edition| ReservationPolicy::edition(*edition));
    written.flat_map(|policy| [policy.clone(), policy.observed()])
}

/// Virtual machines for a year.
pub(crate) fn vm(start: &str) -> ReservationBuilder {
    Reservation::builder(ResourceType::VirtualMachines, day(start), Term::OneYear)
}

/// 365.00 USD upfront for the year 2023: a dollar a day.
pub(crate) fn a_dollar_a_day() -> Reservation {
    vm("2023-01-01").upfront(price("365.00 USD")).build().unwrap()
}

pub(crate) fn payment(number: u32, price_text: &str, units: u32, made: Made) -> Payment {
    Payment::new(number, price(price_text), Quantity::new(units).unwrap(), made)
}

/// A payment of one unit that was made on a day.
pub(crate) fn made(number: u32, price_text: &str, on: &str) -> Payment {
    payment(number, price_text, 1, Made::On(day(on)))
}

/// The owner asks.
pub(crate) fn owner(instant: &str) -> Request {
    Request::new(at(instant), Requester::Owner)
}

pub(crate) fn enterprise(status: EnterpriseStatus) -> Account {
    Account::Enterprise { status, paid_from: None }
}

pub(crate) fn pay_as_you_go(paid_by: PaidBy) -> Account {
    Account::PayAsYouGo { paid_by: Some(paid_by) }
}

/// A ledger of refunds: (instant, refunded).
pub(crate) fn ledger(refunds: &[(&str, &str)]) -> RefundLedger {
    let entries = refunds.iter().zip(1..).map(|((instant, refunded), number)| {
        CapEntry::new(&format!("refund-{number}"), at(instant), usd(refunded)).unwrap()
    });
    RefundLedger::from_entries(entries).unwrap()
}

pub(crate) fn decide_with(
    policy: &ReservationPolicy,
    returned: &Returned,
    request: &Request,
    ledger: &RefundLedger,
) -> Decision<Refund> {
    policy.decide_refund(returned, request, ledger).unwrap()
}

/// All of a reservation, returned by the owner while nothing counts toward the cap.
pub(crate) fn decide(policy: &ReservationPolicy, reservation: &Reservation, instant: &str) -> Decision<Refund> {
    decide_with(policy, &reservation.all(), &owner(instant), &RefundLedger::new())
}

pub(crate) fn codes(decision: &Decision<Refund>) -> Vec<&'static str> {
    decision.reasons().iter().map(reservation_policy::Reason::code).collect()
}
