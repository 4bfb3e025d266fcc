//! Until when can this software be cancelled, and what comes back on the way there?
//!
//! ```text
//! cargo run --example software_last_day
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use reservation_policy::chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::decision::Reason;
use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
use reservation_policy::software::cancellation::{Acknowledgement, CancellationActor, CancellationRequest};
use reservation_policy::software::credit::BillingDay;
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::software::{Licence, LicenceKind, SoftwareFamily, SoftwarePurchase};
use reservation_policy::{Currency, Money};

fn main() -> Result<(), Box<dyn Error>> {
    let bought: DateTime<Utc> = "2023-01-02T23:55:00Z".parse()?;
    let paid = Money::parse("1095.00", Currency::USD)?;
    let term = Licence::new(LicenceKind::Subscription, Some("2023-01-02".parse()?), Some("2024-01-02".parse()?))?;

    println!("Bought at {bought} for {paid}.\n");
    for licence in [Licence::Perpetual, term] {
        let purchase = SoftwarePurchase::new(licence, SoftwareFamily::WindowsServer, bought, paid)?
            .with_order_id("6f0d2c".parse()?)
            .with_product("Windows Server Standard".parse()?);
        for edition in SoftwareEdition::ALL {
            let policy = SoftwarePolicy::edition(edition);
            println!("{} software, edition {edition}:", licence.kind());

            let last = policy.decide_cancellation(&purchase, &request(bought)?)?.outcome().last_moment();
            for at in [bought, last, last.checked_add_signed(TimeDelta::seconds(1)).ok_or("past the calendar")?] {
                let decision = policy.decide_cancellation(&purchase, &request(at)?)?;
                let outcome = decision.outcome();
                print!("  {at}: {}", decision.verdict());
                if decision.is_approved() {
                    let invoice = outcome.credit_invoice();
                    println!(
                        ", {} on the invoice of {invoice}, {} days left",
                        outcome.credit(),
                        outcome.days_remaining()
                    );
                }
                for reason in decision.reasons() {
                    println!(", {reason} [{}]", reason.rule());
                }
            }
        }
        println!();
    }

    println!("After it was cancelled:");
    let policy = SoftwarePolicy::in_force_on(bought.date_naive())?;
    let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::WindowsServer, bought, paid)?;
    for consequence in policy.decide_cancellation(&purchase, &request(bought)?)?.outcome().consequences() {
        println!("  {consequence} [{}]", consequence.rule());
    }
    Ok(())
}

/// An attempt with everything in place.
fn request(at: DateTime<Utc>) -> Result<CancellationRequest, Box<dyn Error>> {
    Ok(CancellationRequest::new(at)
        .with_actor(CancellationActor::AdminAgent)
        .with_acknowledgement(Acknowledgement::Given)
        .with_customer(CustomerReference::Domain("fabrikam.example".parse()?))
        .with_billing_day(BillingDay::new(15)?))
}
