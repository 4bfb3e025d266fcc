//! Two reservations for one, under three editions side by side: the totals, what is missing, and the settlement.
//!
//! ```text
//! cargo run --example exchange_compared
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::{
    Account, Price, Purchase, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
};

fn main() -> Result<(), Box<dyn Error>> {
    // Three years at 210.00 USD a month, and a year that was paid upfront.
    let monthly = Reservation::builder(ResourceType::VirtualMachines, "2024-03-10".parse()?, Term::ThreeYears)
        .monthly(Price::usd("210.00 USD".parse()?)?)
        .build()?;
    let upfront = Reservation::builder(ResourceType::VirtualMachines, "2024-06-01".parse()?, Term::OneYear)
        .upfront(Price::usd("1460.00 USD".parse()?)?)
        .build()?;
    let returned = [monthly.all(), upfront.all()];
    let request = Request::new("2025-01-25T10:00:00Z".parse()?, Requester::Partner).under(Account::Csp);

    for (resource, price) in [
        (ResourceType::VirtualMachines, "3000.00 USD"),
        (ResourceType::VirtualMachines, "7200.00 USD"),
        (ResourceType::DedicatedHost, "7200.00 USD"),
    ] {
        println!("Two reservations for one of type {resource} at {price}:");
        let new = [Purchase::reservation(resource, 1, Term::ThreeYears, price.parse()?)?];
        for edition in ["2019-04", "2020-07", "2021-04"] {
            let decision = ReservationPolicy::named(edition)?.decide_exchange(&returned, &new, &request)?;
            let exchange = decision.outcome();
            println!("  {edition}: {}, compared with {}", decision.verdict(), exchange.compared);
            println!("    returned {}, net payable {}", exchange.refunds_total, exchange.net_payable);
            if let Some(missing) = exchange.missing {
                println!("    {missing} more must be bought");
            }
            match decision.into_result() {
                Ok(approved) => {
                    let steps = approved.outcome().settlement.as_ref().map(ToString::to_string);
                    println!("    settlement: {}", steps.as_deref().unwrap_or("not stated"));
                }
                Err(refused) => println!("    {refused}"),
            }
        }
    }
    Ok(())
}
