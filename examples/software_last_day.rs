//! The last moment to cancel software, and the credit on the way there, under each edition.
//!
//! ```text
//! cargo run --example software_last_day
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::role::Role;
use reservation_policy::software::{Attempt, SoftwareEdition, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};

fn main() -> Result<(), Box<dyn Error>> {
    let (family, bought): (_, DateTime<Utc>) = (SoftwareFamily::WindowsServer, "2023-01-02T23:55:00Z".parse()?);
    let (start, end, paid) = ("2023-01-02".parse()?, "2024-01-02".parse()?, "1095.00 USD".parse()?);
    let perpetual = SoftwarePurchase::perpetual(family, bought, paid)?;
    let subscription = SoftwarePurchase::subscription(family, bought, start, end, paid)?;

    println!("Bought at {bought} for {paid}.");
    for purchase in [perpetual, subscription] {
        let purchase = purchase.order("6f0d2c")?.product("Windows Server Standard")?;
        for edition in SoftwareEdition::ALL {
            let policy = SoftwarePolicy::edition(*edition);
            let kind = if purchase.term().is_some() { "subscription" } else { "perpetual" };
            println!("\n{kind}, edition {edition}:");

            let last = policy.decide_cancellation(&purchase, &attempt(bought)?)?.outcome().last_moment;
            for at in [bought, last, last.checked_add_signed(TimeDelta::seconds(1)).ok_or("past the calendar")?] {
                let decision = policy.decide_cancellation(&purchase, &attempt(at)?)?;
                let canceled = decision.outcome();
                println!("  {at}: {}", decision.verdict());
                if decision.is_approved() {
                    let (credit, invoice) = (canceled.credit, canceled.credit_invoice);
                    println!("    {credit} on the invoice of {invoice}, {} days left", canceled.days_remaining);
                }
                for reason in decision.reasons() {
                    println!("    {reason} [{}]", reason.rule());
                }
            }
        }
    }
    Ok(())
}

/// An attempt with everything in place.
fn attempt(at: DateTime<Utc>) -> Result<Attempt, Box<dyn Error>> {
    let attempt = Attempt::new(at).by(Role::AdminAgent).acknowledged();
    Ok(attempt.for_customer("fabrikam.example")?.billed_on(15)?)
}
