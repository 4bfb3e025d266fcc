//! What the lines of several operations share: the instant, the policy, who asks, and the ledger.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;

use crate::account::Requester;
use crate::azure::{Node, Ours, RequestError, account, one_of_names, plain_words, usd};
use crate::cap::{CapEntry, RefundLedger};
use crate::policy::ReservationPolicy;
use crate::request::Request;

/// The instant of a line.
pub(super) fn at(line: &Ours<'_>) -> Result<DateTime<Utc>, RequestError> {
    line.required("at", "the instant of the request, such as `2023-03-10T03:07:12Z`")?.instant()
}

/// A named policy, or one that a name stands for at an instant: `in-force`, perhaps with `+observed`.
pub(super) fn reservation_policy(line: &Ours<'_>, at: DateTime<Utc>) -> Result<ReservationPolicy, RequestError> {
    let by_name = |name: &str, node: &Node<'_>| {
        let edition = match name {
            "in-force" | "in-force+observed" => {
                let policy = ReservationPolicy::in_force_on(crate::calendar::utc_date(at));
                let policy = policy.map_err(|error| node.error(error))?;
                return Ok(if name == "in-force" { policy } else { policy.observed() });
            }
            edition => edition,
        };
        ReservationPolicy::named(edition).map_err(|error| node.error(error))
    };
    policy(line, by_name, &["current_price_types", "not_refundable", "not_exchangeable", "direct", "csp"])
}

/// The policy of a line: a name, or an object with a `base` and the terms that differ from it. `lists` names the terms
/// that are lists.
pub(super) fn policy<P: NamedPolicy>(
    line: &Ours<'_>,
    by_name: impl Fn(&str, &Node<'_>) -> Result<P, RequestError>,
    lists: &[&str],
) -> Result<P, RequestError> {
    const EXPECTED: &str =
        "an edition such as `2020-07`, `in-force`, or an object with `base` and the terms that differ";
    let node = line.required("policy", EXPECTED)?;
    if node.is_text() {
        return by_name(&node.text(EXPECTED)?, &node);
    }
    if !node.is_object() {
        return Err(node.unexpected(EXPECTED));
    }
    let base = node.member("base")?;
    let missing =
        || RequestError::invalid("policy.base", "is missing, expected the edition that the other terms change");
    let base = base.ok_or_else(missing)?;
    let named = by_name(&base.text("an edition such as `2020-07`")?, &base)?;
    refuse_lists(&node, lists, POLICY_DEPTH)?;
    // The base by the name of its edition, as `in-force` is no name of one.
    let text = node.with_member("base", &serde_json::Value::from(named.base_name()).to_string())?;
    let mut json = serde_json::Deserializer::from_str(&text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        // A dot is the object itself; a question mark is a place before a member has its name.
        let path = if path == "." || path == "?" { "" } else { path.strip_suffix(".?").unwrap_or(&path) };
        let dot = if path.is_empty() { "" } else { "." };
        RequestError::invalid(&format!("policy{dot}{path}"), plain_words(&error.inner().to_string()))
    })
}

/// How many objects of a policy stand in one another.
const POLICY_DEPTH: u8 = 4;

/// Refuses a list in place of a term that is none.
fn refuse_lists(node: &Node<'_>, lists: &[&str], depth: u8) -> Result<(), RequestError> {
    let Some(depth) = depth.checked_sub(1).filter(|_| node.is_object()) else { return Ok(()) };
    for (name, member) in node.members()? {
        if member.is_list() && !lists.contains(&name.as_str()) {
            return Err(member.unexpected("a text, a number or an object"));
        }
        refuse_lists(&member, lists, depth)?;
    }
    Ok(())
}

/// A policy that can name its edition.
pub(super) trait NamedPolicy: DeserializeOwned {
    /// The name that reads as the same policy.
    fn base_name(&self) -> String;
}

impl NamedPolicy for ReservationPolicy {
    fn base_name(&self) -> String {
        self.name().to_string()
    }
}

/// Who asks, when, and under which account. Members that an operation does not have are not in its line.
pub(super) fn request(line: &Ours<'_>, at: DateTime<Utc>) -> Result<Request, RequestError> {
    let mut request = Request::new(at, requester(line)?);
    if let Some(node) = line.get("account")? {
        let (account, cloud) = account(&node)?;
        request = request.in_cloud(cloud);
        request.account = account;
    }
    if let Some(rate) = line.get("earlyTerminationFeeRate")? {
        request = request.fee_rate(rate.parse("a rate from 0 to 1 as text, such as `\"0.12\"`")?);
    }
    if line.get("assumeScheduledPayments")?.map_or(Ok(false), |node| node.boolean())? {
        request = request.assume_scheduled_payments();
    }
    request.savings_plan_role = line.get("savingsPlanRole")?.map(|node| node.boolean()).transpose()?;
    Ok(request)
}

/// Who asks; the owner where a line does not say.
pub(super) fn requester(line: &Ours<'_>) -> Result<Requester, RequestError> {
    let Some(node) = line.get("requester")? else { return Ok(Requester::Owner) };
    one_of_names(&node, "a requester", &Requester::ALL.map(|requester| (requester.name(), requester)))
}

/// The ledger of a line: its `refunds`.
pub(super) fn ledger(line: &Ours<'_>) -> Result<RefundLedger, RequestError> {
    let mut ledger = RefundLedger::new();
    let Some(refunds) = line.get("refunds")? else { return Ok(ledger) };
    for node in refunds.list("a list of refunds")? {
        let entry = entry(&node)?;
        ledger.record(entry).map_err(|error| RequestError::invalid(&format!("{}.id", node.path()), error))?;
    }
    Ok(ledger)
}

/// One refund of the ledger.
fn entry(node: &Node<'_>) -> Result<CapEntry, RequestError> {
    const NAMES: [&str; 4] = ["id", "at", "refund", "cancelledCommitment"];
    if node.is_object() && is_transaction(node)? {
        return Err(node.error(
            "is a row of `reservationTransactions`, expected `id`, `at` (its `eventDate`), `refund` (its amount, as \
             `{\"currencyCode\": \"USD\", \"amount\": 12.5}`) and `cancelledCommitment` (the refund and the future payments \
             cancelled with it)",
        ));
    }
    let refund = Ours::of(node, &NAMES)?;
    let id = refund.required("id", "an id of the refund, so that it counts once")?;
    let at = refund.required("at", "the instant of the refund, such as `2023-03-10T03:07:12Z`")?.instant_or_day()?;
    let amount = usd(&refund.required("refund", "the refunded amount in US dollars")?)?;
    let entry = CapEntry::new(&id.text("an id")?, at, amount).map_err(|error| id.error(error))?;
    match refund.get("cancelledCommitment")? {
        None => Ok(entry),
        Some(node) => entry.canceled_commitment(usd(&node)?).map_err(|error| node.error(error)),
    }
}

/// Whether it is a row of the Consumption service, which has its facts under other names.
fn is_transaction(node: &Node<'_>) -> Result<bool, RequestError> {
    const FACTS: [&str; 5] = ["properties", "eventType", "eventDate", "reservationOrderId", "billingFrequency"];
    for name in FACTS {
        if node.member(name)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
