//! Reservation policies as JSON: the same when read again, and a cap that answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::calendar::Term;
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity};

fuzz_target!(|json: &[u8]| {
    if let Ok(text) = core::str::from_utf8(json)
        && let Ok(policy) = ReservationPolicy::from_name(text)
    {
        assert_eq!(policy.name().to_string(), text);
    }
    let Ok(policy) = serde_json::from_slice::<ReservationPolicy>(json) else { return };
    let text = serde_json::to_string(&policy).expect("a policy goes out");
    assert_eq!(serde_json::from_str::<ReservationPolicy>(&text).expect("and comes in"), policy);
    let start: NaiveDate = "2024-02-29".parse().expect("a date");
    let at: DateTime<Utc> = "2024-03-10T12:00:00Z".parse().expect("an instant");
    let _listed = policy.not_refundable_on(start);
    for plan in [BillingPlan::Upfront, BillingPlan::Monthly] {
        let price = Price::in_usd(Money::parse("36.50", Currency::USD).expect("an amount")).expect("a price");
        let schedule = Schedule::new(start, Term::ThreeYears, plan).expect("a schedule");
        let payments = Payments::monthly(price, Quantity::ONE, 1).expect("one payment");
        let bought =
            Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).expect("they fit");
        let request = RefundRequest::new(&bought, Quantity::ONE, at, Requester::Owner);
        if let Ok(decision) = policy.decide_refund(&request, &RefundLedger::new()) {
            assert!(decision.outcome().quote().valid_until() > at);
            assert!(!Explanation::new(&policy, &request, &decision).to_string().is_empty());
            serde_json::to_string(&decision).expect("a decision goes out");
        }
    }
});
