//! Software policies, purchases and orders as JSON: the same when read again, and no credit above what was paid.
//!
//! The input is two documents with a line break between: a policy, and a purchase or an order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
use reservation_policy::software::SoftwarePurchase;
use reservation_policy::software::cancellation::CancellationRequest;
use reservation_policy::software::order::{LineSelection, SoftwareOrder};

fuzz_target!(|text: &str| {
    let (first, second) = text.split_once('\n').unwrap_or((text, ""));
    let policy = serde_json::from_str::<SoftwarePolicy>(first);
    if let Ok(policy) = &policy {
        let text = serde_json::to_string(policy).expect("a policy goes out");
        assert_eq!(&serde_json::from_str::<SoftwarePolicy>(&text).expect("and comes in"), policy);
    }
    let policy = policy.unwrap_or(SoftwarePolicy::edition(SoftwareEdition::ALL[0]));
    if let Ok(purchase) = serde_json::from_str::<SoftwarePurchase>(second) {
        let text = serde_json::to_string(&purchase).expect("a purchase goes out");
        assert_eq!(serde_json::from_str::<SoftwarePurchase>(&text).expect("and comes in"), purchase);
        instants(purchase.purchased_at()).for_each(|at| cancel(&policy, &purchase, at));
    }
    if let Ok(order) = serde_json::from_str::<SoftwareOrder>(second) {
        let text = serde_json::to_string(&order).expect("an order goes out");
        assert_eq!(serde_json::from_str::<SoftwareOrder>(&text).expect("and comes in"), order);
        for at in instants(order.lines()[0].purchase().purchased_at()) {
            let request = CancellationRequest::new(at);
            if let Ok(done) = policy.decide_order_cancellation(&order, &LineSelection::All, &request) {
                assert_eq!(done.lines().len(), order.lines().len());
            }
        }
    }
});

fn instants(from: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    [0, 1, 6, 7, 30, 59, 60, 61, 400].into_iter().filter_map(move |day| from.checked_add_signed(TimeDelta::days(day)))
}

fn cancel(policy: &SoftwarePolicy, purchase: &SoftwarePurchase, at: DateTime<Utc>) {
    let Ok(decision) = policy.decide_cancellation(purchase, &CancellationRequest::new(at)) else { return };
    let credit = decision.outcome().credit();
    assert!(!credit.is_negative() && credit.amount() <= purchase.paid().amount());
    assert_eq!(policy.software_credit(purchase, at), Ok(credit));
    assert!(decision.reasons().iter().all(|reason| !reason.to_string().is_empty()));
}
