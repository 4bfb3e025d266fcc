//! A year of refunds under one cap: what is used, what is left, and what comes back when.
//!
//! ```text
//! cargo run --example ledger_year
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use reservation_policy::UsdAmount;
use reservation_policy::chrono::{DateTime, Utc};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};

/// Id, instant, what was refunded, and that plus the future payments that ended with it.
const REFUNDS: [(&str, &str, &str, &str); 5] = [
    ("R-101", "2024-01-15T10:20:00Z", "9500.00", "9500.00"),
    ("R-102", "2024-03-29T16:45:00Z", "310.40", "14710.40"),
    ("R-103", "2024-06-03T08:05:00Z", "6200.00", "6200.00"),
    ("R-104", "2024-06-03T21:30:00Z", "88.12", "4288.12"),
    ("R-105", "2024-11-11T11:11:00Z", "12750.00", "12750.00"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut ledger = RefundLedger::new();
    for (id, at, refunded, cancelled) in REFUNDS {
        let entry = CapEntry::new(RefundId::new(id)?, at.parse()?, UsdAmount::parse(refunded)?);
        ledger.record(entry.with_cancelled_commitment(UsdAmount::parse(cancelled)?)?)?;
    }

    let written = ReservationPolicy::edition(ReservationEdition::July2020);
    let observed = written.clone().observed();

    println!("start of       left, written      left, observed");
    for month in ["2024-01", "2024-04", "2024-07", "2024-10", "2024-12", "2025-03", "2025-06"] {
        let at: DateTime<Utc> = format!("{month}-01T00:00:00Z").parse()?;
        let left = |policy: &ReservationPolicy| ledger.position(at, policy.cap()).remaining();
        println!("{month} {:>20} {:>19}", left(&written).to_string(), left(&observed).to_string());
    }

    for policy in [&written, &observed] {
        let at = "2024-12-01T00:00:00Z".parse()?;
        let position = ledger.position(at, policy.cap());
        println!("\nUnder {}, seen from {}, {} USD are used. They come back:", policy.name(), at, position.used());
        for release in position.releases() {
            println!("  {:>9} on {}, {} still used then", release.amount(), release.at(), release.used_after());
        }
        let wanted = UsdAmount::from_dollars(25_000);
        match position.earliest_fit(wanted) {
            Some(earliest) if earliest == at => println!("{wanted} USD fit at once."),
            Some(earliest) => println!("{wanted} USD fit from {earliest} on."),
            None => println!("{wanted} USD never fit."),
        }
    }

    // A refund that turned out not to have happened.
    let undone = ledger.reverse(&RefundId::new("R-102")?)?;
    let left = ledger.position("2024-12-01T00:00:00Z".parse()?, written.cap()).remaining();
    println!("\nWithout {} there would be {left} USD left in December.", undone.id());
    Ok(())
}
