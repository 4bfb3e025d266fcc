//! `planReturns`: which reservations are best returned when, under the cap.

use serde::Serialize;

use super::Reply;
use super::line::{at, ledger, request, reservation_policy};
use super::refund::with_current_prices;
use crate::azure::{
    Document, Extra, INVALID_ID, INVALID_QUANTITY, Node, Numbers, ORDER, Ours, PaidQuantity, PriceOut, RESERVATION,
    RequestError, reservation, units,
};
use crate::calendar::rfc3339;
use crate::error::Error;
use crate::plan::{self, Plan, Step, Unreturned, Wish};
use crate::request::{QuestionError, Request};
use crate::reservation::ReservationId;

const NAMES: [&str; 10] = [
    "operation",
    "at",
    "policy",
    "refunds",
    "wishes",
    "requester",
    "account",
    "assumeScheduledPayments",
    "earlyTerminationFeeRate",
    "steps",
];

/// What a wish has: contract members first.
const WISH_NAMES: [&str; 9] = [
    "order",
    "reservation",
    "quantity",
    "notBefore",
    "notAfter",
    "unused",
    "paidQuantity",
    "currentPrice",
    "currentPriceUsd",
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    plan: Vec<StepBlock>,
    unreturned: Vec<UnreturnedBlock>,
    recovered: PriceOut,
    upper_bound: PriceOut,
    gap: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepBlock {
    at: String,
    reservation_id: Option<String>,
    quantity: u32,
    refund: PriceOut,
    remaining_commitment: PriceOut,
    counts_toward_cap: String,
    cap_remaining_after: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UnreturnedBlock {
    reservation_id: Option<String>,
    quantity: u32,
    reason: String,
}

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    let line = Ours::of(line, &NAMES)?;
    let at = at(&line)?;
    let policy = reservation_policy(&line, at)?;
    let request = request(&line, at)?;
    let ledger = ledger(&line)?;
    let wishes = line.required("wishes", "a list of reservations with the units that are not needed")?;
    let wishes = wishes.list("a list of wishes")?;
    let wishes = wishes.iter().map(|node| wish(node, &request)).collect::<Result<Vec<Wish>, _>>()?;
    let steps = line.get("steps")?.map(|node| units(&node, Numbers::Plain)).transpose()?;
    let steps = steps.map_or(plan::DEFAULT_STEPS, |steps| u64::from(steps.get()));
    let plan = plan::returns_within(&policy, &ledger, &wishes, (&request, steps)).map_err(|error| refused(&error))?;
    Ok(Reply::ok(&Body::of(&plan), plan.explain().to_string()))
}

/// One wish of the line.
fn wish(node: &Node<'_>, request: &Request) -> Result<Wish, RequestError> {
    let wish = Ours::of(node, &WISH_NAMES)?;
    let order = Document::of(&wish.required("order", ORDER.source)?, &ORDER)?;
    let own = Document::of(&wish.required("reservation", RESERVATION.source)?, &RESERVATION)?;
    let id = match own.top("id")? {
        Some(id) => {
            let text = id.text("the id of the reservation")?;
            let target = id.path();
            Some(ReservationId::new(&text).map_err(|error| RequestError::new(INVALID_ID, target, error))?)
        }
        None => None,
    };
    let paid = wish.get("paidQuantity")?.map(|node| units(&node, Numbers::Plain)).transpose()?;
    let paid = paid.map(|units| PaidQuantity { units, day: request.date() });
    let reservation = reservation(&order, &own, &Extra { id, paid, ..Extra::default() })?;
    let mut returned = match wish.get("quantity")? {
        Some(node) => {
            let asked = units(&node, Numbers::Plain)?;
            let returned = reservation.units(asked.get());
            returned.map_err(|error| RequestError::new(INVALID_QUANTITY, node.path(), error))?
        }
        None => reservation.all(),
    };
    if wish.get("unused")?.map_or(Ok(false), |node| node.boolean())? {
        returned = returned.unused();
    }
    let mut wished = Wish::new(with_current_prices(returned, |name| wish.get(name))?);
    if let Some(node) = wish.get("notBefore")? {
        wished = wished.not_before(node.day()?);
    }
    if let Some(node) = wish.get("notAfter")? {
        wished = wished.not_after(node.day()?);
    }
    Ok(wished)
}

/// An error of the question as one of the wish that is to blame.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is left belongs to the wishes as a whole")]
fn refused(error: &Error) -> RequestError {
    let of_wish = |number: u32, member: &str| format!("wishes[{}]{member}", number.saturating_sub(1));
    let Error::Question(question) = error else { return RequestError::invalid("wishes", error) };
    match question {
        QuestionError::WishTwice { number, .. } => {
            RequestError::new(INVALID_ID, &of_wish(*number, ".reservation"), error)
        }
        QuestionError::WishDays { number, .. } => RequestError::invalid(&of_wish(*number, ".notAfter"), error),
        QuestionError::WishCurrencies { number, .. } | QuestionError::Part { number, .. } => {
            RequestError::invalid(&of_wish(*number, ""), error)
        }
        _ => RequestError::invalid("wishes", error),
    }
}

impl Body {
    fn of(plan: &Plan) -> Self {
        Self {
            plan: plan.steps.iter().map(StepBlock::of).collect(),
            unreturned: plan.unreturned.iter().map(UnreturnedBlock::of).collect(),
            recovered: plan.recovered.into(),
            upper_bound: plan.upper_bound.into(),
            gap: plan.gap.to_decimal().to_string(),
        }
    }
}

impl StepBlock {
    fn of(step: &Step) -> Self {
        Self {
            at: rfc3339(step.at),
            reservation_id: step.reservation_id().map(ToString::to_string),
            quantity: step.returned.quantity().get(),
            refund: step.billed.refund.into(),
            remaining_commitment: step.billed.remaining_commitment.into(),
            counts_toward_cap: step.counts.plain_amount(),
            cap_remaining_after: step.cap_remaining_after.plain_amount(),
        }
    }
}

impl UnreturnedBlock {
    fn of(one: &Unreturned) -> Self {
        Self {
            reservation_id: one.reservation_id.as_ref().map(ToString::to_string),
            quantity: one.units.get(),
            reason: one.reason.to_string(),
        }
    }
}
