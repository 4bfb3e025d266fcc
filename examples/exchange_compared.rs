//! May these be exchanged for that, what is to pay, and where does the money go? Under each edition, side by side.
//!
//! ```text
//! cargo run --example exchange_compared
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use reservation_policy::calendar::Term;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::reservation::exchange::{ExchangeRequest, NewReservation, Return};
use reservation_policy::reservation::settlement::Account;
use reservation_policy::reservation::{BillingPlan, Price, Reservation};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity};

fn main() -> Result<(), Box<dyn Error>> {
    // Three years at 210.00 a month with eleven payments made, and a year that was paid upfront.
    let monthly = reservation("2024-03-10", Term::ThreeYears, BillingPlan::Monthly, "210.00")?;
    let upfront = reservation("2024-06-01", Term::OneYear, BillingPlan::Upfront, "1460.00")?;

    for (kind, price) in [
        (ResourceType::VirtualMachines, "3000.00"),
        (ResourceType::VirtualMachines, "7200.00"),
        (ResourceType::DedicatedHost, "7200.00"),
    ] {
        let new = NewReservation::new(kind.clone(), Quantity::ONE, Term::ThreeYears, usd(price)?)?;
        let returns = vec![Return::new(&monthly, Quantity::ONE), Return::new(&upfront, Quantity::ONE)];
        let at = "2025-01-25T10:00:00Z".parse()?;
        let request = ExchangeRequest::new(returns, vec![new.into()], at, Requester::Owner)?;

        println!("Two reservations for one of type {kind} at {price} USD:");
        for edition in [ReservationEdition::April2019, ReservationEdition::July2020] {
            let policy = ReservationPolicy::edition(edition);
            let decision = policy.decide_exchange(&request)?;
            let quote = decision.outcome().quote();
            println!("  {edition}: {}, compared with {}", decision.verdict(), decision.outcome().compared());
            let (returned, net) = (quote.totals().refunds_total(), quote.totals().net_payable());
            println!("    refunds total {returned}, net payable {net}");
            for transaction in quote.transactions() {
                println!("    {transaction} [{}]", transaction.rule());
            }
            match decision.into_result() {
                Ok(approved) => println!("    settled: {}", policy.settle_exchange(&approved, Account::Csp)?),
                Err(refused) => println!("    no: {refused}"),
            }
        }
        println!();
    }
    Ok(())
}

fn usd(text: &str) -> Result<Money, reservation_policy::Error> {
    Ok(Money::parse(text, Currency::USD)?)
}

fn reservation(start: &str, term: Term, plan: BillingPlan, price: &str) -> Result<Reservation, Box<dyn Error>> {
    let (machines, one, start, price) =
        (ResourceType::VirtualMachines, Quantity::ONE, start.parse()?, Price::in_usd(usd(price)?)?);
    Ok(match plan {
        BillingPlan::Monthly => Reservation::monthly(machines, one, start, term, price, 11)?,
        BillingPlan::Upfront | _ => Reservation::upfront(machines, one, start, term, price)?,
    })
}
