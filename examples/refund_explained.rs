//! A refund with every step and every reason, under the written policy and as the service was observed.
//!
//! ```text
//! cargo run --example refund_explained
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::{
    CapEntry, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
};

fn main() -> Result<(), Box<dyn Error>> {
    // Four virtual machines for a year, one payment of 812.40 EUR a month for all four.
    let reservation = Reservation::builder(ResourceType::VirtualMachines, "2024-09-12".parse()?, Term::OneYear)
        .units(4)
        .monthly(Price::new("812.40 EUR".parse()?, "890.16 USD".parse()?)?)
        .id("b5c1e7f0")?
        .build()?;

    // An earlier refund in the same billing scope.
    let spring = CapEntry::new("spring", "2024-04-03T09:00:00Z".parse()?, "44100.00 USD".parse()?)?;
    let mut ledger = RefundLedger::from_entries([spring])?;

    // Three of the four are returned: by the owner, then by somebody else.
    let (three, at) = (reservation.units(3)?, "2024-11-20T15:00:00Z".parse()?);
    let policy = ReservationPolicy::in_force_on("2024-11-20".parse()?)?;
    for requester in [Requester::Owner, Requester::Other] {
        println!("{}", policy.decide_refund(&three, &Request::new(at, requester), &ledger)?.explain());
    }

    // All that a program needs of it.
    let request = Request::new(at, Requester::Owner);
    match policy.observed().decide_refund(&three, &request, &ledger)?.into_result() {
        Ok(approved) => {
            ledger.record(approved.entry("autumn")?)?;
            println!("The service, which counts the refund alone, would pay {}.", approved.outcome().billed.refund);
        }
        Err(refused) => println!("The service would refuse: {refused}"),
    }
    Ok(())
}
