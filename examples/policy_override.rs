//! A policy from JSON with one term of its own, beside the written and the observed policy.
//!
//! ```text
//! cargo run --example policy_override
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::{
    CapEntry, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term, UsdAmount,
};

/// What an agreement might say: twice the cap, and everything else as in the edition.
const OWN: &str = r#"{"base": "2023-10", "cap": {"limit": "100000.00"}}"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Three years at 1,500 USD a month, returned in the tenth month. 20,000 USD were refunded in spring.
    let reservation = Reservation::builder(ResourceType::VirtualMachines, "2024-01-01".parse()?, Term::ThreeYears)
        .monthly(Price::usd("1500.00 USD".parse()?)?)
        .build()?;
    let spring = CapEntry::new("spring", "2024-04-02T08:00:00Z".parse()?, UsdAmount::dollars(20_000))?;
    let ledger = RefundLedger::from_entries([spring])?;
    let request = Request::new("2024-10-16T12:00:00Z".parse()?, Requester::Owner);

    let written = ReservationPolicy::in_force_on(request.date())?;
    let observed = written.clone().observed();
    let own: ReservationPolicy = serde_json::from_str(OWN)?;
    for policy in [&written, &observed, &own] {
        let decision = policy.decide_refund(&reservation.all(), &request, &ledger)?;
        let (refund, cap) = (decision.outcome().billed.refund, decision.outcome().cap);
        println!("{}: {}", decision.policy(), decision.verdict());
        println!("  the cap is {}", cap.cap);
        println!("  {refund} is refunded, {} counts, {} was left", cap.counts, cap.remaining_before);
        for reason in decision.reasons() {
            println!("  {reason} [{}, {}]", reason.rule(), reason.azure_code().unwrap_or("no code"));
        }
    }

    // The stored policy has every term, so that it stays what it is when an edition is corrected.
    let stored = serde_json::to_string(&own)?;
    assert_eq!(serde_json::from_str::<ReservationPolicy>(&stored)?, own);
    println!("\nstored: {stored}");

    // A misspelled term is an error.
    match serde_json::from_str::<ReservationPolicy>(r#"{"base": "2023-10", "cap": {"limits": "1.00"}}"#) {
        Ok(policy) => println!("\nread as {}", policy.name()),
        Err(error) => println!("\nrefused: {error}"),
    }
    Ok(())
}
