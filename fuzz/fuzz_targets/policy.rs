//! Reservation policies as JSON: equal when read again, and a refund that is decided, explained and stored.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::{
    Decision, Price, Refund, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
};

fuzz_target!(|json: &[u8]| {
    if let Some(policy) = core::str::from_utf8(json).ok().and_then(|text| ReservationPolicy::named(text).ok()) {
        assert_eq!(policy.name().to_string().as_bytes(), json);
    }
    let Ok(policy) = serde_json::from_slice::<ReservationPolicy>(json) else { return };
    let text = serde_json::to_string(&policy).expect("a policy is written");
    assert_eq!(serde_json::from_str::<ReservationPolicy>(&text).expect("and read"), policy);
    let request = Request::new("2024-03-10T12:00:00Z".parse().expect("an instant"), Requester::Owner);
    let price = Price::usd("36.50 USD".parse().expect("an amount")).expect("a price");
    let start = "2024-02-29".parse().expect("a date");
    let builder = || Reservation::builder(ResourceType::VirtualMachines, start, Term::ThreeYears).units(3);
    for bought in [builder().upfront(price), builder().monthly(price)] {
        let returned = bought.build().expect("they fit").units(2).expect("they are owned");
        let Ok(decision) = policy.decide_refund(&returned, &request, &RefundLedger::new()) else { continue };
        assert!(decision.outcome().valid_until > request.at);
        assert!(!decision.explain().to_string().is_empty());
        let text = serde_json::to_string(&decision).expect("a decision is written");
        assert_eq!(serde_json::from_str::<Decision<Refund>>(&text).expect("and read"), decision);
    }
});
