//! A year of refunds under one cap: what is used, what is left, and what lapses when.
//!
//! ```text
//! cargo run --example ledger_year
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::chrono::{DateTime, Utc};
use reservation_policy::{CapEntry, RefundLedger, ReservationPolicy, UsdAmount};

/// Id, instant, the refund, and the refund with the future payments that were canceled.
const REFUNDS: [(&str, &str, &str, &str); 5] = [
    ("R-101", "2024-01-15T10:20:00Z", "9500.00 USD", "9500.00 USD"),
    ("R-102", "2024-03-29T16:45:00Z", "310.40 USD", "14710.40 USD"),
    ("R-103", "2024-06-03T08:05:00Z", "6200.00 USD", "6200.00 USD"),
    ("R-104", "2024-06-03T21:30:00Z", "88.12 USD", "4288.12 USD"),
    ("R-105", "2024-11-11T11:11:00Z", "12750.00 USD", "12750.00 USD"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut ledger = RefundLedger::new();
    for (id, at, refunded, canceled) in REFUNDS {
        ledger.record(CapEntry::new(id, at.parse()?, refunded.parse()?)?.canceled_commitment(canceled.parse()?)?)?;
    }
    let written = ReservationPolicy::named("2023-10")?;
    let observed = written.clone().observed();

    println!("start of       left, written      left, observed");
    for month in ["2024-01", "2024-04", "2024-07", "2024-10", "2024-12", "2025-03", "2025-06"] {
        let at: DateTime<Utc> = format!("{month}-01T00:00:00Z").parse()?;
        let left = |policy: &ReservationPolicy| ledger.usage(policy.cap(), at).remaining.to_string();
        println!("{month} {:>20} {:>19}", left(&written), left(&observed));
    }

    let at = "2024-12-01T00:00:00Z".parse()?;
    for policy in [&written, &observed] {
        let cap = ledger.usage(policy.cap(), at);
        println!("\nUnder {}: {} are used at {at}. They lapse:", policy.name(), cap.used);
        for release in cap.releases() {
            println!("  {:>12} on {}", release.amount.to_string(), release.at);
        }
        match cap.earliest_fit(UsdAmount::dollars(25_000)) {
            Some(earliest) => println!("25,000 USD fit from {earliest} on."),
            None => println!("25,000 USD never fit."),
        }
    }

    // A return that failed after it was recorded.
    let reversed = ledger.reverse(&"R-102".parse()?)?;
    println!("\nWithout {}: {} left.", reversed.id(), ledger.usage(written.cap(), at).remaining);
    Ok(())
}
