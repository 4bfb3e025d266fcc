//! `calculateExchange`: may these be exchanged for those, and what does it come to.

use std::fmt::Write as _;

use reservation_policy::Decision;
use reservation_policy::azure::exchange::CalculateExchangeOperationResultResponse;
use reservation_policy::azure::facts_exchange::{self, ExchangeShapes};
use reservation_policy::azure::{InvalidFacts, shape};
use reservation_policy::calendar::rfc3339;
use reservation_policy::decision::Reason;
use reservation_policy::policy::reservation::PolicyName;
use reservation_policy::reservation::exchange::{Exchange, ExchangeReason};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Answer, Reply, at, requester, reservation_policy, to_raw};

#[derive(Deserialize)]
pub(super) struct Line {
    at: Option<String>,
    policy: Option<Box<RawValue>>,
    orders: Option<Vec<shape::ReservationOrder>>,
    reservations: Option<Vec<shape::Reservation>>,
    request: Option<shape::CalculateExchangeRequest>,
    prices: Option<shape::ExchangePrices>,
    requester: Option<String>,
}

pub(super) fn answer(line: &Line) -> Reply {
    let at = at(line.at.as_ref())?;
    let policy = reservation_policy(line.policy.as_deref(), at)?;
    let requester = requester(line.requester.as_ref())?;
    let request = line.request.as_ref().ok_or_else(|| InvalidFacts::invalid("request", "is missing"))?;
    let no_prices = shape::ExchangePrices::default();
    let facts = facts_exchange::exchange(&ExchangeShapes {
        orders: line.orders.as_deref().unwrap_or_default(),
        reservations: line.reservations.as_deref().unwrap_or_default(),
        request,
        prices: line.prices.as_ref().unwrap_or(&no_prices),
    })?;
    let question = facts.request(at, requester)?;
    let decision = policy.decide_exchange(&question).map_err(|error| facts.exchange_error(&error))?;
    let response = CalculateExchangeOperationResultResponse::new(request, &decision);
    Ok(Answer { json: to_raw(&response)?, explanation: explain(&decision) })
}

fn explain(decision: &Decision<Exchange, ExchangeReason, PolicyName>) -> String {
    let quote = decision.outcome().quote();
    let mut text = format!("{} under policy {}\n", decision.verdict(), decision.policy());
    // Writing to a string can't fail.
    for line in quote.returned() {
        let (refund, days) = (line.quote(), line.quote().proration());
        let side = refund.billing();
        let _ = writeln!(text, "  returned   {} of {}: {days}", refund.quantity(), line.resource_type());
        let (unit, share, credit) = (side.unit, refund.share(), side.refund);
        let _ = writeln!(text, "    refund   {unit} x {share} -> {credit}, no fee [FEE-02]");
        let (cancelled, value) = (side.remaining_commitment, line.value());
        let _ = writeln!(text, "    ends     {cancelled} of future payments, so it is worth {value}");
    }
    for line in quote.purchased() {
        let (start, end) = (line.schedule().start(), line.schedule().end());
        let _ = writeln!(text, "  bought     {} in full, from {start} to {end} [EXC-11, EXC-14]", line.price());
    }
    let totals = quote.totals();
    let _ = writeln!(text, "  refunds    {}", totals.refunds_total());
    let _ = writeln!(text, "  purchases  {}", totals.purchases_total());
    let _ = writeln!(text, "  payable    {}", totals.net_payable());
    let _ = writeln!(text, "  the cap    is not touched [CAP-04]");
    for reason in decision.reasons() {
        let rule = reason.rule();
        let _ = writeln!(text, "  {}: {reason}\n    [{rule}] {}", reason.verdict(), rule.meaning());
    }
    let _ = writeln!(text, "  holds      until {}, when the amounts change", rfc3339(quote.valid_until()));
    text
}
