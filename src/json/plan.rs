//! `planReturns`: which reservations are best returned when, under the refund cap.

use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;

use super::Reply;
use super::line::{at, ledger, request, reservation_policy};
use super::refund::with_current_prices;
use crate::azure::{
    Document, Extra, INVALID_ID, Node, Numbers, ORDER, Ours, PaidQuantity, PriceOut, RESERVATION, RequestError, own_id,
    reservation, returned_id, units,
};
use crate::calendar::{rfc3339, utc_date};
use crate::error::Error;
use crate::plan::{Step, Unreturned, Wish, returns};
use crate::request::{QuestionError, Request};
use crate::reservation::ReservationId;

const NAMES: [&str; 9] = [
    "operation",
    "at",
    "policy",
    "refunds",
    "requester",
    "account",
    "assumeScheduledPayments",
    "earlyTerminationFeeRate",
    "wishes",
];

const WISH_NAMES: [&str; 9] = [
    "order",
    "reservation",
    "quantity",
    "notBefore",
    "notAfter",
    "paidQuantity",
    "unused",
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
    let list = line.required("wishes", "a list of reservations that are not needed any more")?;
    let wishes =
        list.list("a list of wishes")?.iter().map(|node| wish(node, &request)).collect::<Result<Vec<_>, _>>()?;
    let plan = returns(&policy, &ledger, &wishes, &request).map_err(|error| refused(&error))?;
    let body = Body {
        plan: plan.steps.iter().map(StepBlock::of).collect(),
        unreturned: plan.unreturned.iter().map(UnreturnedBlock::of).collect(),
        recovered: plan.recovered.into(),
        upper_bound: plan.upper_bound.into(),
        gap: plan.gap.to_decimal().normalize().to_string(),
    };
    Ok(Reply::ok(&body, plan.explain().to_string()))
}

impl StepBlock {
    fn of(step: &Step) -> Self {
        Self {
            at: rfc3339(step.at),
            reservation_id: id_text(step.reservation_id()),
            quantity: step.returned.quantity().get(),
            refund: step.billed.refund.into(),
            remaining_commitment: step.billed.remaining_commitment.into(),
            counts_toward_cap: step.counts.plain_amount(),
            cap_remaining_after: step.cap_remaining_after.plain_amount(),
        }
    }
}

impl UnreturnedBlock {
    fn of(unreturned: &Unreturned) -> Self {
        Self {
            reservation_id: id_text(unreturned.reservation_id.as_ref()),
            quantity: unreturned.units.get(),
            reason: unreturned.reason.to_string(),
        }
    }
}

fn id_text(id: Option<&ReservationId>) -> Option<String> {
    id.map(|id| id.as_str().to_owned())
}

/// A wish: the documents of a reservation, the units, and the days between which they may be returned.
fn wish(node: &Node<'_>, request: &Request) -> Result<Wish, RequestError> {
    let wish = Ours::of(node, &WISH_NAMES)?;
    let order = Document::of(&wish.required("order", ORDER.source)?, &ORDER)?;
    let own = Document::of(&wish.required("reservation", RESERVATION.source)?, &RESERVATION)?;
    let id = match own_id(&own)? {
        Some((text, target)) => Some(returned_id(&order, &own, (&text, &target))?),
        None => None,
    };
    let paid = wish.get("paidQuantity")?.map(|node| units(&node, Numbers::Plain)).transpose()?;
    let paid = paid.map(|units| PaidQuantity { units, day: utc_date(request.at) });
    let facts = reservation(&order, &own, &Extra { id, paid, ..Extra::default() });
    let facts = facts.map_err(|error| match error.target.as_str() {
        "paidQuantity" => RequestError { target: wish.path_of("paidQuantity"), ..error },
        _ => error,
    })?;
    let mut returned = match wish.get("quantity")? {
        None => facts.all(),
        Some(node) => facts.units(units(&node, Numbers::Plain)?.get()).map_err(|error| node.error(error))?,
    };
    if wish.get("unused")?.map_or(Ok(false), |node| node.boolean())? {
        returned = returned.unused();
    }
    let mut planned = Wish::new(with_current_prices(returned, |name| wish.get(name))?);
    if let Some(node) = wish.get("notBefore")? {
        planned = planned.not_before(first_day(&node)?);
    }
    if let Some(node) = wish.get("notAfter")? {
        planned = planned.not_after(node.day()?);
    }
    Ok(planned)
}

/// The first whole UTC day from an instant on.
fn first_day(node: &Node<'_>) -> Result<NaiveDate, RequestError> {
    let day = node.day()?;
    let is_later = node.instant_or_day().is_ok_and(|instant| instant.time() > NaiveTime::MIN);
    Ok(if is_later { day.succ_opt().unwrap_or(day) } else { day })
}

/// An error of the question as one of the member that is to blame.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is left belongs to the wishes as a whole")]
fn refused(error: &Error) -> RequestError {
    let wish = |number: u32| format!("wishes[{}]", number.saturating_sub(1));
    let Error::Question(question) = error else { return RequestError::invalid("wishes", error) };
    match question {
        QuestionError::WishTwice { number, .. } => {
            RequestError::new(INVALID_ID, &format!("{}.reservation", wish(*number)), error)
        }
        QuestionError::WishDays { number, .. } => RequestError::invalid(&format!("{}.notAfter", wish(*number)), error),
        QuestionError::WishCurrencies { number, .. } => RequestError::invalid(&wish(*number), error),
        QuestionError::Part { number, error: part, .. } => match part.as_ref() {
            QuestionError::BeforePurchase { .. } | QuestionError::AfterTerm { .. } => {
                RequestError::invalid("at", error)
            }
            QuestionError::FeeRateMissing { .. } => RequestError::invalid("earlyTerminationFeeRate", error),
            _ => RequestError::invalid(&wish(*number), error),
        },
        _ => RequestError::invalid("wishes", error),
    }
}
