//! The service's shapes, made into facts, and a refund of every one of those facts on some days of the term.
#![no_main]

use chrono::{DateTime, TimeDelta, Utc};
use libfuzzer_sys::fuzz_target;
use reservation_policy::Quantity;
use reservation_policy::azure::{facts, shape};
use reservation_policy::chrono;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::Reservation;
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::refund::RefundRequest;

#[derive(serde::Deserialize)]
struct Line {
    order: shape::ReservationOrder,
    reservation: shape::Reservation,
    request: shape::CalculateRefundRequest,
}

fuzz_target!(|json: &[u8]| {
    let Ok(line) = serde_json::from_slice::<Line>(json) else { return };
    let returned = line.request.properties.and_then(|it| it.reservation_to_return).unwrap_or_default();
    let _id = facts::returned_id(&line.order, &line.reservation, &returned).map_err(|it| it.to_string());
    let quantity = facts::quantity(returned.quantity.as_ref(), "quantity").unwrap_or(Quantity::ONE);
    let Ok(bought) = facts::reservation(&line.order, &line.reservation, Some(quantity)) else { return };
    let text = serde_json::to_string(&bought).expect("facts go out");
    assert_eq!(serde_json::from_str::<Reservation>(&text).expect("and come in"), bought);
    for policy in ReservationEdition::ALL.map(ReservationPolicy::edition) {
        for policy in [policy.clone().observed(), policy] {
            for day in [0, 1, 14, 15, 200] {
                if let Some(at) = bought.purchased_at().checked_add_signed(TimeDelta::days(day)) {
                    refund(&policy, &bought, quantity, at);
                }
            }
        }
    }
});

fn refund(policy: &ReservationPolicy, bought: &Reservation, quantity: Quantity, at: DateTime<Utc>) {
    let rate = Rate::parse("0.12").expect("a rate");
    let request = RefundRequest::new(bought, quantity, at, Requester::Owner).with_fee_rate(rate);
    let Ok(decision) = policy.decide_refund(&request, &RefundLedger::new()) else { return };
    let quote = decision.outcome().quote();
    let billing = quote.billing();
    assert!(billing.refund.amount() <= billing.unit.amount() && !billing.refund.is_negative());
    assert_eq!(billing.refund.checked_add(quote.kept()).expect("one currency"), quote.total_paid());
    assert!(quote.valid_until() > at && quote.valid_until().date_naive() <= bought.schedule().end());
    assert!(!Explanation::new(policy, &request, &decision).to_string().is_empty());
    let before_it_ends = request.at_instant(quote.valid_until() - TimeDelta::nanoseconds(1));
    assert!(policy.quote_refund(&before_it_ends).expect("still the same").has_same_amounts(quote));
}
