//! A part is returned, and the rest a month later: what was refunded before is remembered.
//!
//! ```text
//! cargo run --example partial_return
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::{
    Decision, Price, Refund, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Returned,
    Term,
};

fn main() -> Result<(), Box<dyn Error>> {
    let ten = Reservation::builder(ResourceType::VirtualMachines, "2026-03-29".parse()?, Term::ThreeYears)
        .units(10)
        .monthly_each(Price::new("41.37 EUR".parse()?, "44.90 USD".parse()?)?)
        .build()?;
    let mut ledger = RefundLedger::new();

    // November: four of the ten.
    let november = ask(&ten.units(4)?, "2026-11-25T09:00:00Z", &ledger)?;
    show(&november);
    let approved = november.into_result()?;
    ledger.record(approved.entry("november")?)?;
    let six = approved.remaining().ok_or("nothing stays")?;

    // December: the six that stayed. From 29 November on their payments are for six units.
    let december = ask(&six.all(), "2026-12-25T09:00:00Z", &ledger)?;
    show(&december);
    let approved = december.into_result()?;
    ledger.record(approved.entry("december")?)?;
    assert!(approved.remaining().is_none());

    println!("{} refunds are in the ledger", ledger.entries().len());
    Ok(())
}

fn ask(returned: &Returned, at: &str, ledger: &RefundLedger) -> Result<Decision<Refund>, reservation_policy::Error> {
    let request = Request::new(at.parse()?, Requester::Owner);
    ReservationPolicy::in_force_on(request.date())?.decide_refund(returned, &request, ledger)
}

fn show(decision: &Decision<Refund>) {
    let refund = decision.outcome();
    let (owned, returned) = (refund.returned.reservation().quantity(), refund.returned.quantity());
    println!("{}: {returned} of {owned} returned, {}", refund.request.at, decision.verdict());
    println!("  refund {}, canceled payments {}", refund.billed.refund, refund.billed.remaining_commitment);
    println!("  retained {} of {} paid", refund.retained, refund.total_paid);
}
