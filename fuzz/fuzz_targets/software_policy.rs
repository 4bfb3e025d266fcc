//! Software policies, purchases and orders as JSON: equal when read again, and no credit above what was paid.
//!
//! The input is two documents with a line break between: a policy, and a purchase or an order.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::software::{
    Attempt, LineSelection, SoftwareEdition, SoftwareOrder, SoftwarePolicy, SoftwarePurchase,
};

fuzz_target!(|text: &str| {
    let (first, second) = text.split_once('\n').unwrap_or((text, ""));
    let policy = serde_json::from_str::<SoftwarePolicy>(first);
    if let Ok(policy) = &policy {
        let text = serde_json::to_string(policy).expect("a policy is written");
        assert_eq!(&serde_json::from_str::<SoftwarePolicy>(&text).expect("and read"), policy);
    }
    let policy = policy.unwrap_or_else(|_| SoftwarePolicy::edition(SoftwareEdition::V2018_08));
    if let Ok(purchase) = serde_json::from_str::<SoftwarePurchase>(second) {
        let text = serde_json::to_string(&purchase).expect("a purchase is written");
        assert_eq!(serde_json::from_str::<SoftwarePurchase>(&text).expect("and read"), purchase);
        instants(purchase.purchased_at()).for_each(|at| cancel(&policy, &purchase, at));
    }
    if let Ok(order) = serde_json::from_str::<SoftwareOrder>(second) {
        let text = serde_json::to_string(&order).expect("an order is written");
        assert_eq!(serde_json::from_str::<SoftwareOrder>(&text).expect("and read"), order);
    }
    let _: Option<LineSelection> = serde_json::from_str(second).ok();
});

fn instants(from: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    [0, 1, 6, 7, 30, 59, 60, 61, 400].into_iter().filter_map(move |day| from.checked_add_signed(TimeDelta::days(day)))
}

fn cancel(policy: &SoftwarePolicy, purchase: &SoftwarePurchase, at: DateTime<Utc>) {
    let Ok(decision) = policy.decide_cancellation(purchase, &Attempt::new(at)) else { return };
    let credit = decision.outcome().credit;
    assert!(!credit.is_negative() && credit.amount() <= purchase.paid().amount());
    assert!(decision.reasons().iter().all(|reason| !reason.to_string().is_empty()));
}
