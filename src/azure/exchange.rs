//! The answer to `calculateExchange`, and beside it what the service does not say.

use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::answers::{NoteBlock, PeriodBlock, PolicyError, PriceOut, StepBlock, channel, session_id, steps, verdict};
use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::exchange::{Exchange, PurchasedLine, ReturnedLine};
use crate::policy::ReservationPolicy;
use crate::refund::CreditKind;
use crate::request::Request;
use crate::reservation::ReservationId;

/// `CalculateExchangeOperationResultResponse`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ExchangeResponse {
    id: String,
    name: String,
    status: &'static str,
    properties: ExchangeProperties,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<PolicyError>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct ExchangeProperties {
    session_id: Uuid,
    net_payable: PriceOut,
    refunds_total: PriceOut,
    purchases_total: PriceOut,
    reservations_to_purchase: Vec<ToPurchase>,
    savings_plans_to_purchase: Vec<ToPurchase>,
    reservations_to_exchange: Vec<ToExchange>,
    policy_result: ExchangePolicyResult,
    decision: DecisionBlock,
}

/// A purchase as it was asked for, and its full price.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct ToPurchase {
    properties: Box<RawValue>,
    billing_currency_total: PriceOut,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ToExchange {
    reservation_id: String,
    quantity: u32,
    billing_refund_amount: PriceOut,
    billing_information: ExchangeBillingInformation,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names of the service")]
struct ExchangeBillingInformation {
    billing_currency_total_paid_amount: PriceOut,
    billing_currency_prorated_amount: PriceOut,
    billing_currency_remaining_commitment_amount: PriceOut,
}

/// `null` when there is no reason, not an empty list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ExchangePolicyResult {
    policy_errors: Option<Vec<PolicyError>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct DecisionBlock {
    approved: bool,
    verdict: &'static str,
    policy: String,
    reasons: Vec<NoteBlock>,
    remarks: Vec<NoteBlock>,
    channel: &'static str,
    returns: Vec<ReturnBlock>,
    purchases: Vec<NewTermBlock>,
    returned_value: String,
    missing: Option<String>,
    early_termination_fee: String,
    reserved_fee: String,
    counts_toward_cap: String,
    valid_until: String,
    settlement: Option<Vec<StepBlock>>,
}

/// A returned reservation: its period, and its refund and canceled payments together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReturnBlock {
    reservation_id: String,
    period: PeriodBlock,
    full_refund_window: bool,
    value: String,
}

/// The new term of a purchase. `end` is the first day after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct NewTermBlock {
    start: chrono::NaiveDate,
    end: chrono::NaiveDate,
}

/// The purchases of a request as they were written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    pub(crate) reservations: Vec<Box<RawValue>>,
    pub(crate) savings_plans: Vec<Box<RawValue>>,
}

impl ExchangeResponse {
    /// The answer. `asked` holds the purchases of the request, reservations first, as the decision has them.
    pub(crate) fn new(policy: &ReservationPolicy, decision: &Decision<Exchange>, asked: Asked) -> Self {
        let exchange = decision.outcome();
        let errors = PolicyError::reasons(decision);
        let error = errors.first().cloned();
        let session_id = exchange_session(policy, exchange);
        let prices = |savings_plans: bool| {
            let of_kind = move |line: &&PurchasedLine| line.purchase.savings_plan_kind().is_some() == savings_plans;
            exchange.purchased.iter().filter(of_kind).map(|line| PriceOut::from(line.purchase.price()))
        };
        let bought = |asked: Vec<Box<RawValue>>, savings_plans| {
            let pair = |(properties, billing_currency_total)| ToPurchase { properties, billing_currency_total };
            asked.into_iter().zip(prices(savings_plans)).map(pair).collect()
        };
        let properties = ExchangeProperties {
            session_id,
            net_payable: exchange.net_payable.into(),
            refunds_total: exchange.refunds_total.into(),
            purchases_total: exchange.purchases_total.into(),
            reservations_to_purchase: bought(asked.reservations, false),
            savings_plans_to_purchase: bought(asked.savings_plans, true),
            reservations_to_exchange: exchange.returned.iter().map(ToExchange::of).collect(),
            policy_result: ExchangePolicyResult { policy_errors: Some(errors).filter(|errors| !errors.is_empty()) },
            decision: DecisionBlock::of(decision),
        };
        let name = session_id.to_string();
        let status = if error.is_none() { "Succeeded" } else { "Failed" };
        Self { id: format!("/providers/Microsoft.Capacity/operationResults/{name}"), name, status, properties, error }
    }
}

/// The id of a returned reservation; one that was read from documents always has one.
fn id_of(line: &ReturnedLine) -> String {
    line.returned.reservation().id().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

impl ToExchange {
    fn of(line: &ReturnedLine) -> Self {
        // Gross of earlier returns, as the service shows it.
        let prorated = line.total_paid.checked_sub(line.amounts.refund).unwrap_or(line.retained);
        Self {
            reservation_id: id_of(line),
            quantity: line.returned.quantity().get(),
            billing_refund_amount: line.amounts.refund.into(),
            billing_information: ExchangeBillingInformation {
                billing_currency_total_paid_amount: line.total_paid.into(),
                billing_currency_prorated_amount: prorated.into(),
                billing_currency_remaining_commitment_amount: line.amounts.remaining_commitment.into(),
            },
        }
    }
}

impl DecisionBlock {
    fn of(decision: &Decision<Exchange>) -> Self {
        let exchange = decision.outcome();
        let nothing = crate::Money::zero(exchange.refund.currency()).plain_amount();
        Self {
            approved: decision.is_approved(),
            verdict: verdict(decision.verdict()),
            policy: decision.policy().to_string(),
            reasons: NoteBlock::reasons(decision),
            remarks: NoteBlock::remarks(decision),
            channel: channel(exchange.channel),
            returns: exchange.returned.iter().map(|line| ReturnBlock::of(line, &exchange.request)).collect(),
            purchases: exchange
                .purchased
                .iter()
                .map(|line| NewTermBlock { start: line.schedule.start(), end: line.schedule.end() })
                .collect(),
            returned_value: exchange.compared.plain_amount(),
            missing: exchange.missing.map(crate::Money::plain_amount),
            early_termination_fee: nothing.clone(),
            reserved_fee: nothing,
            counts_toward_cap: crate::UsdAmount::ZERO.plain_amount(),
            valid_until: rfc3339(exchange.valid_until),
            settlement: steps(exchange.settlement.as_ref()),
        }
    }
}

impl ReturnBlock {
    fn of(line: &ReturnedLine, request: &Request) -> Self {
        Self {
            reservation_id: id_of(line),
            period: PeriodBlock::of(&line.period, request),
            full_refund_window: line.credit == CreditKind::Full,
            value: line.value.plain_amount(),
        }
    }
}

/// A returned reservation in the name of a quote.
#[derive(Serialize)]
struct QuotedReturn<'a> {
    reservation: Option<&'a str>,
    quantity: u32,
    payments_made: u32,
    amounts: [PriceOut; 3],
}

impl<'a> QuotedReturn<'a> {
    fn of(line: &'a ReturnedLine) -> Self {
        Self {
            reservation: line.returned.reservation().id().map(ReservationId::key),
            quantity: line.returned.quantity().get(),
            payments_made: line.payments_made,
            amounts: [line.total_paid.into(), line.amounts.refund.into(), line.amounts.remaining_commitment.into()],
        }
    }
}

/// The name of a quote: it follows from what is returned and bought, the policy and the amounts.
fn exchange_session(policy: &ReservationPolicy, exchange: &Exchange) -> Uuid {
    #[derive(Serialize)]
    struct Quote<'a> {
        policy: &'a ReservationPolicy,
        returned: Vec<QuotedReturn<'a>>,
        bought: Vec<&'a crate::exchange::Purchase>,
    }
    session_id(&Quote {
        policy,
        returned: exchange.returned.iter().map(QuotedReturn::of).collect(),
        bought: exchange.purchased.iter().map(|line| &line.purchase).collect(),
    })
}
