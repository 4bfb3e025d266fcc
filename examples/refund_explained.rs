//! May this reservation be returned, for how much, and how was that worked out?
//!
//! ```text
//! cargo run --example refund_explained
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use reservation_policy::calendar::Term;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::{Price, Reservation, ReservationId};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

fn main() -> Result<(), Box<dyn Error>> {
    // What was bought: four virtual machines for a year, paid monthly, since 12 September. Three payments were made.
    let owned = Quantity::new(4)?;
    let billed = Money::parse("812.40", Currency::from_code("EUR")?)?;
    let price = Price::new(billed, Money::parse("890.16", Currency::USD)?)?;
    let reservation =
        Reservation::monthly(ResourceType::VirtualMachines, owned, "2024-09-12".parse()?, Term::OneYear, price, 3)?
            .with_id(ReservationId::new("b5c1e7f0")?);

    // What was refunded before, under the same enrollment.
    let mut ledger = RefundLedger::new();
    let earlier = CapEntry::new(RefundId::new("spring")?, "2024-04-03T09:00:00Z".parse()?, UsdAmount::parse("44100")?);
    ledger.record(earlier)?;

    // Three of the four are returned, under the policy of the day; then by somebody who may not.
    let at = "2024-11-20T15:00:00Z".parse()?;
    let policy = ReservationPolicy::in_force_on("2024-11-20".parse()?)?;
    for requester in [Requester::Owner, Requester::Other] {
        let request = RefundRequest::new(&reservation, Quantity::new(3)?, at, requester);
        let decision = policy.decide_refund(&request, &ledger)?;
        println!("{}", Explanation::new(&policy, &request, &decision));
    }

    // All that a program needs of it.
    let request = RefundRequest::new(&reservation, Quantity::new(3)?, at, Requester::Owner);
    match policy.observed().decide_refund(&request, &ledger)?.into_result() {
        Ok(approved) => {
            let quote = approved.outcome().quote();
            ledger.record(quote.cap_entry(RefundId::new("autumn")?)?)?;
            println!("The service, which counts the refund alone, would pay {}.", quote.billing().refund);
        }
        Err(refused) => println!("The service would refuse: {refused}"),
    }
    Ok(())
}
