//! A policy from JSON with one field of its own, and the written and the observed policy side by side at the cap.
//!
//! ```text
//! cargo run --example policy_override
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use reservation_policy::calendar::Term;
use reservation_policy::decision::Reason;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::{Price, Reservation};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

/// What an agreement might say: twice the cap, and all else as the edition has it.
const OWN: &str = r#"{"base": "2020-07", "cap": {"limit": "100000.00"}}"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Three years at 1,500 USD a month, returned in the tenth month; 20,000 USD were refunded in spring.
    let price = Price::in_usd(Money::parse("1500.00", Currency::USD)?)?;
    let (one, bought) = (Quantity::ONE, "2024-01-01".parse()?);
    let reservation = Reservation::monthly(ResourceType::VirtualMachines, one, bought, Term::ThreeYears, price, 10)?;
    let at = "2024-10-16T12:00:00Z".parse()?;
    let request = RefundRequest::new(&reservation, one, at, Requester::Owner);
    let spring =
        CapEntry::new(RefundId::new("spring")?, "2024-04-02T08:00:00Z".parse()?, UsdAmount::from_dollars(20_000));
    let ledger = RefundLedger::from_entries([spring])?;

    let written = ReservationPolicy::in_force_on(request.at().date_naive())?;
    let observed = written.clone().observed();
    let own: ReservationPolicy = serde_json::from_str(OWN)?;

    for policy in [&written, &observed, &own] {
        let decision = policy.decide_refund(&request, &ledger)?;
        let (quote, cap) = (decision.outcome().quote(), decision.outcome().cap());
        println!("{} says {}:", decision.policy(), decision.verdict());
        println!("  the cap is {}", policy.cap());
        println!(
            "  {} comes back, {} USD count, {} USD were left",
            quote.billing().refund,
            cap.counted(),
            cap.remaining_before()
        );
        for reason in decision.reasons() {
            println!("  {reason} [{}, {}]", reason.rule(), reason.azure_code().unwrap_or("no code"));
        }
    }

    // Stored beside the decision, the policy says everything, even to a reader without this crate.
    let stored = serde_json::to_string(&own)?;
    assert_eq!(serde_json::from_str::<ReservationPolicy>(&stored)?, own);
    println!("\nTo repeat the last decision some day, store:\n{stored}");

    // A slip of the pen is no rule.
    match serde_json::from_str::<ReservationPolicy>(r#"{"base": "2020-07", "cap": {"limits": "1.00"}}"#) {
        Ok(policy) => println!("\nread as {}", policy.name()),
        Err(error) => println!("\nrefused: {error}"),
    }
    Ok(())
}
