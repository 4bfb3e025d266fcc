//! The answer to `calculateRefund` and `return`, and beside it what the service does not say.

use serde::Serialize;
use uuid::Uuid;

use super::answers::{NoteBlock, PeriodBlock, PolicyError, PriceOut, StepBlock, session_id, steps, to_json, verdict};
use crate::calendar::rfc3339;
use crate::cap::CapEntry;
use crate::decision::Decision;
use crate::policy::ReservationPolicy;
use crate::refund::{CreditKind, Refund};
use crate::reservation::{Made, Payment, Reservation};

/// The JSON of `CalculateRefundResponse` for a decision: the service's members, and `properties.decision` beside them.
///
/// `policy` is the one that decided. The reservation should have its id; without one the member `id` is empty.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::refund_response;
/// use reservation_policy::{
///     Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
/// };
///
/// let vm = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
///     .upfront(Price::usd("365.00 USD".parse()?)?)
///     .id("o1/r1")?
///     .build()?;
/// let request = Request::new("2026-01-31T09:00:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// let decision = policy.decide_refund(&vm.all(), &request, &RefundLedger::new())?;
/// let answer = refund_response(&policy, &decision);
/// assert!(answer.contains(r#""billingRefundAmount":{"currencyCode":"USD","amount":335}"#));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[must_use]
pub fn refund_response(policy: &ReservationPolicy, decision: &Decision<Refund>) -> String {
    to_json(&RefundResponse::new(policy, decision, None))
}

/// `CalculateRefundResponse`, and `RefundResponse` with the entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RefundResponse {
    id: String,
    properties: RefundProperties,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundProperties {
    session_id: Uuid,
    quantity: u32,
    billing_refund_amount: PriceOut,
    pricing_refund_amount: PriceOut,
    policy_result: PolicyResult,
    billing_information: BillingInformation,
    decision: DecisionBlock,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PolicyResult {
    properties: PolicyResultProperties,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyResultProperties {
    consumed_refunds_total: PriceOut,
    max_refund_limit: PriceOut,
    policy_errors: Vec<PolicyError>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct BillingInformation {
    billing_plan: &'static str,
    completed_transactions: u32,
    total_transactions: u32,
    billing_currency_total_paid_amount: PriceOut,
    billing_currency_prorated_amount: PriceOut,
    billing_currency_remaining_commitment_amount: PriceOut,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct DecisionBlock {
    approved: bool,
    verdict: &'static str,
    policy: String,
    reasons: Vec<NoteBlock>,
    remarks: Vec<NoteBlock>,
    period: PeriodBlock,
    full_refund_window: bool,
    early_termination_fee: String,
    reserved_fee: String,
    counts_toward_cap: String,
    cap_remaining_before: String,
    cap_remaining_after: String,
    valid_until: String,
    earliest_allowed: Option<String>,
    most_units_now: u32,
    remaining: Option<RemainingBlock>,
    settlement: Option<Vec<StepBlock>>,
    /// Only in the answer to `return`.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<Entry>,
}

/// What to record of a return; `null` where it is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(crate) enum Entry {
    /// The refund.
    Record(EntryBlock),
    /// Nothing.
    Refused,
}

/// The reservation that stays after a part is returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct RemainingBlock {
    quantity: u32,
    payments: Vec<PaymentBlock>,
}

/// A payment: `made` is the day on which it was made, `null` when it is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct PaymentBlock {
    payment: u32,
    due_date: Option<chrono::NaiveDate>,
    made: Option<chrono::NaiveDate>,
    units: u32,
    billing_currency_total: PriceOut,
    pricing_currency_total: PriceOut,
}

/// The refund to record, as a member of `refunds`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntryBlock {
    id: String,
    at: String,
    refund: PriceOut,
    cancelled_commitment: PriceOut,
}

impl EntryBlock {
    pub(crate) fn of(entry: &CapEntry) -> Self {
        Self {
            id: entry.id().as_str().to_owned(),
            at: rfc3339(entry.at()),
            refund: entry.refunded().into(),
            cancelled_commitment: entry.commitment().into(),
        }
    }
}

impl RefundResponse {
    /// The answer. `entry` is given for a return that is carried out: what to record, if it is approved.
    pub(crate) fn new(policy: &ReservationPolicy, decision: &Decision<Refund>, entry: Option<Entry>) -> Self {
        let refund = decision.outcome();
        let reservation = refund.returned.reservation();
        let cap = &refund.cap;
        // Gross of earlier returns, as the service shows it.
        let prorated = refund.total_paid.checked_sub(refund.billed.refund).unwrap_or(refund.retained);
        let properties = RefundProperties {
            session_id: refund_session(policy, refund),
            quantity: refund.returned.quantity().get(),
            billing_refund_amount: refund.billed.refund.into(),
            pricing_refund_amount: refund.usd.refund.into(),
            policy_result: PolicyResult {
                properties: PolicyResultProperties {
                    consumed_refunds_total: cap.used.into(),
                    max_refund_limit: cap.cap.limit.into(),
                    policy_errors: PolicyError::reasons(decision),
                },
            },
            billing_information: BillingInformation {
                billing_plan: reservation.schedule().plan().name(),
                completed_transactions: refund.payments_made,
                total_transactions: refund.payments_total,
                billing_currency_total_paid_amount: refund.total_paid.into(),
                billing_currency_prorated_amount: prorated.into(),
                billing_currency_remaining_commitment_amount: refund.billed.remaining_commitment.into(),
            },
            decision: DecisionBlock::new(decision, entry),
        };
        let id = reservation.id().map(|id| id.as_str().to_owned()).unwrap_or_default();
        Self { id, properties }
    }
}

impl DecisionBlock {
    fn new(decision: &Decision<Refund>, entry: Option<Entry>) -> Self {
        let refund = decision.outcome();
        let cap = &refund.cap;
        Self {
            approved: decision.is_approved(),
            verdict: verdict(decision.verdict()),
            policy: decision.policy().to_string(),
            reasons: NoteBlock::reasons(decision),
            remarks: NoteBlock::remarks(decision),
            period: PeriodBlock::of(&refund.period, &refund.request),
            full_refund_window: refund.credit == CreditKind::Full,
            early_termination_fee: refund.billed.fee.plain_amount(),
            reserved_fee: refund.billed.reserved_fee.plain_amount(),
            counts_toward_cap: cap.counts.plain_amount(),
            cap_remaining_before: cap.remaining_before.plain_amount(),
            cap_remaining_after: cap.remaining_after.plain_amount(),
            valid_until: rfc3339(refund.valid_until),
            earliest_allowed: refund.earliest_allowed.map(rfc3339),
            most_units_now: refund.most_units_now,
            remaining: refund.remaining().map(|reservation| RemainingBlock::of(&reservation)),
            settlement: steps(refund.settlement.as_ref()),
            entry,
        }
    }
}

impl RemainingBlock {
    fn of(reservation: &Reservation) -> Self {
        let schedule = reservation.schedule();
        let payment = |payment: &Payment| PaymentBlock {
            payment: payment.number,
            due_date: schedule.due(payment.number),
            made: match payment.made {
                Made::AsDue => schedule.due(payment.number),
                Made::On(day) => Some(day),
                Made::Not => None,
            },
            units: payment.units_paid_for.get(),
            billing_currency_total: payment.price.billed().into(),
            pricing_currency_total: payment.price.in_usd().into(),
        };
        Self { quantity: reservation.quantity().get(), payments: reservation.payments().iter().map(payment).collect() }
    }
}

/// The name of a quote: it follows from the reservation, the quantity, the policy and the amounts, and not from the
/// second of the request.
pub(crate) fn refund_session(policy: &ReservationPolicy, refund: &Refund) -> Uuid {
    /// The members of a quote.
    #[derive(Serialize)]
    struct Quote<'a> {
        reservation: Option<&'a str>,
        quantity: u32,
        policy: &'a ReservationPolicy,
        payments_made: u32,
        total_paid: PriceOut,
        amounts: [PriceOut; 6],
    }
    let (billed, usd) = (&refund.billed, &refund.usd);
    session_id(&Quote {
        reservation: refund.returned.reservation().id().map(crate::reservation::ReservationId::key),
        quantity: refund.returned.quantity().get(),
        policy,
        payments_made: refund.payments_made,
        total_paid: refund.total_paid.into(),
        amounts: [
            billed.refund.into(),
            billed.fee.into(),
            billed.remaining_commitment.into(),
            usd.refund.into(),
            usd.fee.into(),
            usd.remaining_commitment.into(),
        ],
    })
}
