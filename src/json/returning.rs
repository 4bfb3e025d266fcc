//! `return`: the quote is made again; where it still is what the caller saw, the refund to record.

use chrono::Days;
use serde::Serialize;
use uuid::Uuid;

use super::Reply;
use super::refund::{NAMES, Question};
use crate::azure::{Entry, EntryBlock, Node, Ours, PriceOut, RefundResponse, RequestError, refund_session, to_json};
use crate::cap::RefundId;
use crate::decision::Decision;
use crate::refund::Refund;
use crate::request::Request;
use crate::text::shortened;

/// How many earlier days are looked at for the amounts that the caller was quoted.
const DAYS_BACK: u64 = 31;

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    let names: Vec<&str> = NAMES.into_iter().chain(["refundId"]).collect();
    let line = Ours::of(line, &names)?;
    let question = Question::read(&line)?;
    let (session, session_path) = session(&line)?;
    let id = line.required("refundId", "an id under which the refund is recorded")?;
    let refund_id: RefundId = id.parse("an id under which the refund is recorded")?;
    if question.ledger.find(&refund_id).is_some() {
        let message = "is already the id of a refund among `refunds`, expected another id";
        return Err(id.error(format_args!("`{}` {message}", shortened(refund_id.as_str()))));
    }
    let decision = question.decide()?;
    let now = refund_session(&question.policy, decision.outcome());
    if now != session {
        return Ok(changed(&question, &decision, (session, &session_path)));
    }
    let mut explanation = decision.explain().to_string();
    let mut entry = Entry::Refused;
    if let Ok(approved) = decision.clone().into_result() {
        let record = approved.entry(refund_id.as_str()).map_err(|error| id.error(error))?;
        super::say(&mut explanation, format_args!("  record     refund `{}`: {record}", shortened(refund_id.as_str())));
        entry = Entry::Record(EntryBlock::of(&record));
    }
    Ok(Reply::ok(&RefundResponse::new(&question.policy, &decision, Some(entry)), explanation))
}

/// The quote that the caller confirms: a member of the line, or of the service's request.
fn session(line: &Ours<'_>) -> Result<(Uuid, String), RequestError> {
    const EXPECTED: &str = "the `sessionId` of the answer to `calculateRefund`";
    let own = line.get("sessionId")?;
    let request = line.required("request", "the request")?;
    let of_request = match request.member("properties")? {
        Some(properties) => properties.member("sessionId")?,
        None => request.member("sessionId")?,
    };
    let missing = || RequestError::invalid("sessionId", format_args!("is missing, expected {EXPECTED}"));
    let read = |node: &Node<'_>| {
        let text = node.text(EXPECTED)?;
        let id = Uuid::parse_str(text.trim());
        id.map_err(|_| node.error(format_args!("`{}` is not a session, expected {EXPECTED}", shortened(&text))))
    };
    match (own, of_request) {
        (Some(own), None) | (None, Some(own)) => Ok((read(&own)?, own.path().to_owned())),
        (Some(own), Some(other)) => {
            let session = read(&own)?;
            if read(&other)? != session {
                return Err(other.error("is another session than that of the line, expected the same"));
            }
            Ok((session, own.path().to_owned()))
        }
        (None, None) => Err(missing()),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Changed {
    error: Details,
    session_id: Uuid,
    billing_refund_amount: PriceOut,
    pricing_refund_amount: PriceOut,
    quoted: Option<Quoted>,
    valid_until: String,
}

#[derive(Serialize)]
struct Details {
    code: &'static str,
    message: String,
    target: String,
}

/// What was quoted, where it is found.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Quoted {
    session_id: Uuid,
    billing_refund_amount: PriceOut,
    pricing_refund_amount: PriceOut,
}

fn changed(question: &Question, decision: &Decision<Refund>, (session, target): (Uuid, &str)) -> Reply {
    let refund = decision.outcome();
    let earlier = quoted(question, session);
    let now = refund.billed.refund;
    let message = if let Some(earlier) = &earlier {
        let was = earlier.billed.refund;
        format!("{was} was quoted and {now} is refunded now, expected a return of the new quote")
    } else {
        let last = format_args!("of this return in the last {DAYS_BACK} days");
        format!("the session names no quote {last}, and {now} is refunded now, expected a return of the new quote")
    };
    let body = Changed {
        session_id: refund_session(&question.policy, refund),
        billing_refund_amount: now.into(),
        pricing_refund_amount: refund.usd.refund.into(),
        quoted: earlier.map(|refund| Quoted {
            session_id: session,
            billing_refund_amount: refund.billed.refund.into(),
            pricing_refund_amount: refund.usd.refund.into(),
        }),
        valid_until: crate::calendar::rfc3339(refund.valid_until),
        error: Details { code: "QuoteChanged", message, target: target.to_owned() },
    };
    let explanation = format!("error {}: {}\n{}", body.error.code, body.error.message, decision.explain());
    Reply { status: 409, body: to_json(&body), explanation }
}

/// The refund that a session names: the same question on one of the days before.
fn quoted(question: &Question, session: Uuid) -> Option<Refund> {
    (1..=DAYS_BACK).find_map(|days| {
        let at = question.request.at.checked_sub_days(Days::new(days))?;
        let earlier = Question { request: Request { at, ..question.request }, ..question.clone() };
        let decision = earlier.decide().ok()?;
        (refund_session(&question.policy, decision.outcome()) == session).then(|| decision.outcome().clone())
    })
}
