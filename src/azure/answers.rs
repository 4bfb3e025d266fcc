//! What the answers share: amounts as the service writes them, reasons, periods, settlement steps.

use serde::Serialize;
use uuid::Uuid;

use super::number::ExactNumber;
use crate::account::Channel;
use crate::calendar::utc_date;
use crate::decision::Decision;
use crate::money::{Money, UsdAmount};
use crate::refund::UsedPeriod;
use crate::request::Request;
use crate::rule::RuleId;
use crate::settlement::Settlement;
use crate::verdict::{Outcome, Reason, Verdict};

/// An amount as the service writes it: a JSON number with no more digits than it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PriceOut {
    currency_code: &'static str,
    amount: ExactNumber,
}

impl From<Money> for PriceOut {
    fn from(money: Money) -> Self {
        Self { currency_code: money.currency().code(), amount: ExactNumber::new(money.amount()) }
    }
}

impl From<UsdAmount> for PriceOut {
    fn from(amount: UsdAmount) -> Self {
        amount.to_money().into()
    }
}

/// A reason or a remark, with its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct NoteBlock {
    rule: RuleId,
    code: &'static str,
    message: String,
}

impl NoteBlock {
    pub(crate) fn of(reason: &impl Reason) -> Self {
        Self { rule: reason.rule(), code: code(reason), message: reason.to_string() }
    }

    pub(crate) fn reasons<T: Outcome>(decision: &Decision<T>) -> Vec<Self> {
        decision.reasons().iter().map(Self::of).collect()
    }

    pub(crate) fn remarks<T: Outcome>(decision: &Decision<T>) -> Vec<Self> {
        decision.remarks().iter().map(Self::of).collect()
    }
}

/// A reason in the service's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PolicyError {
    code: &'static str,
    message: String,
}

impl PolicyError {
    pub(crate) fn reasons<T: Outcome>(decision: &Decision<T>) -> Vec<Self> {
        let error = |reason: &T::Reason| Self { code: code(reason), message: reason.to_string() };
        decision.reasons().iter().map(error).collect()
    }
}

fn code(reason: &impl Reason) -> &'static str {
    reason.azure_code().unwrap_or_else(|| reason.code())
}

/// The verdict as JSON writes it.
pub(crate) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approved => "approved",
        Verdict::NeedsReview => "needsReview",
        Verdict::Denied => "denied",
    }
}

/// The channel as JSON writes it.
pub(crate) const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::SelfService => "selfService",
        Channel::SupportRequest { .. } => "supportRequest",
    }
}

/// The period of the day and its payment. `end` is the first day after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PeriodBlock {
    start: chrono::NaiveDate,
    end: chrono::NaiveDate,
    used_days: u32,
    days: u32,
    payment: u32,
    paid: bool,
    due_date: chrono::NaiveDate,
}

impl PeriodBlock {
    pub(crate) fn of(used: &UsedPeriod, request: &Request) -> Self {
        Self {
            start: used.period.start(),
            end: used.period.end(),
            used_days: used.period.days_used(utc_date(request.at)),
            days: used.period.days(),
            payment: used.payment,
            paid: used.paid,
            due_date: used.due,
        }
    }
}

/// One step of a settlement; `amount` is what it moves to the customer, below zero when the customer pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StepBlock {
    rule: RuleId,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<PriceOut>,
}

/// The steps of a settlement, in order.
pub(crate) fn steps(settlement: Option<&Settlement>) -> Option<Vec<StepBlock>> {
    let step = |step: &crate::settlement::SettlementStep| StepBlock {
        rule: step.rule(),
        message: step.to_string(),
        amount: step.to_customer().ok().flatten().map(PriceOut::from),
    };
    settlement.map(|settlement| settlement.steps.iter().map(step).collect())
}

/// A name for a quote that depends on its content alone.
pub(crate) fn session_id(content: &impl Serialize) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, to_json(content).as_bytes())
}

/// The JSON of an answer.
pub(crate) fn to_json(content: &impl Serialize) -> String {
    // Nothing in the answers can fail to serialize: names are texts, and numbers are finite.
    serde_json::to_string(content).unwrap_or_default()
}
