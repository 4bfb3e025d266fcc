//! `calculateRefund`: the amounts of a return, and whether policy allows it.

use chrono::{DateTime, Utc};

use super::Reply;
use super::line::{at, ledger, request, reservation_policy};
use crate::azure::{
    Document, Extra, INVALID_QUANTITY, Node, Numbers, ORDER, Ours, PaidQuantity, REFUND_REQUEST, RESERVATION,
    RefundResponse, RequestError, below, id_text, money, one_of_names, quantity, reservation, returned_id, units,
};
use crate::calendar::utc_date;
use crate::cap::RefundLedger;
use crate::decision::Decision;
use crate::error::Error;
use crate::facts::InvalidFacts;
use crate::policy::ReservationPolicy;
use crate::refund::Refund;
use crate::request::{QuestionError, Request, Returned};

/// The members of the line; `return` has two more.
pub(super) const NAMES: [&str; 16] = [
    "operation",
    "at",
    "policy",
    "order",
    "reservation",
    "request",
    "refunds",
    "requester",
    "account",
    "unused",
    "paidQuantity",
    "assumeScheduledPayments",
    "earlyTerminationFeeRate",
    "currentPrice",
    "currentPriceUsd",
    "sessionId",
];

/// A question that was read.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) policy: ReservationPolicy,
    pub(super) returned: Returned,
    pub(super) request: Request,
    pub(super) ledger: RefundLedger,
    /// The path of the request's facts.
    pub(super) request_path: String,
}

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    let names: Vec<&str> = NAMES.into_iter().filter(|name| *name != "sessionId").collect();
    let question = Question::read(&Ours::of(line, &names)?)?;
    let decision = question.decide()?;
    let explanation = decision.explain().to_string();
    Ok(Reply::ok(&RefundResponse::new(&question.policy, &decision, None), explanation))
}

impl Question {
    /// Reads the question of a line.
    pub(super) fn read(line: &Ours<'_>) -> Result<Self, RequestError> {
        let at = at(line)?;
        let policy = reservation_policy(line, at)?;
        let (returned, request_path) = returned(line, at)?;
        Ok(Self { policy, returned, request: request(line, at)?, ledger: ledger(line)?, request_path })
    }

    /// Decides it.
    pub(super) fn decide(&self) -> Result<Decision<Refund>, RequestError> {
        let decision = self.policy.decide_refund(&self.returned, &self.request, &self.ledger);
        decision.map_err(|error| self.refused(&error))
    }

    /// An error of the question as one of the member that is to blame.
    #[expect(clippy::wildcard_enum_match_arm, reason = "what is left are amounts, and they come from the payments")]
    fn refused(&self, error: &Error) -> RequestError {
        let target = match error {
            Error::Question(QuestionError::BeforePurchase { .. } | QuestionError::AfterTerm { .. }) => "at",
            Error::Question(QuestionError::FeeRateMissing { .. }) => "earlyTerminationFeeRate",
            Error::Facts(InvalidFacts::AboveOwned { .. } | InvalidFacts::ZeroUnits) => {
                return RequestError::new(INVALID_QUANTITY, &below(&self.request_path, "quantity"), error);
            }
            _ => "order.properties.planInformation.transactions",
        };
        RequestError::invalid(target, error)
    }
}

/// What a line returns, and the path of the request's facts.
fn returned(line: &Ours<'_>, at: DateTime<Utc>) -> Result<(Returned, String), RequestError> {
    let order = Document::of(&line.required("order", ORDER.source)?, &ORDER)?;
    let own = Document::of(&line.required("reservation", RESERVATION.source)?, &RESERVATION)?;
    let asked = Document::of(&line.required("request", REFUND_REQUEST.source)?, &REFUND_REQUEST)?;
    let asked_return = asked.required("reservationToReturn")?;

    let target = below(asked_return.path(), "reservationId");
    let id = id_text(asked_return.member("reservationId")?.as_ref())?;
    let id = returned_id(&order, &own, (&id, &target))?;
    let target = below(asked_return.path(), "quantity");
    let quantity = quantity(asked_return.member("quantity")?, &target)?;
    let paid = line.get("paidQuantity")?.map(|node| units(&node, Numbers::Plain)).transpose()?;
    if let Some(paid) = paid.filter(|paid| quantity > *paid) {
        let error = InvalidFacts::AboveOwned { requested: quantity, owned: paid };
        return Err(RequestError::new(INVALID_QUANTITY, &target, error));
    }
    let paid = paid.map(|units| PaidQuantity { units, day: utc_date(at) });
    let extra = Extra { id: Some(id), paid, ..Extra::default() };
    let reservation = reservation(&order, &own, &extra)?;
    let returned = reservation.units(quantity.get());
    let mut returned = returned.map_err(|error| RequestError::new(INVALID_QUANTITY, &target, error))?;
    if line.get("unused")?.map_or(Ok(false), |node| node.boolean())? {
        returned = returned.unused();
    }
    let returned = with_current_prices(returned, |name| line.get(name))?;
    let request_path = asked.path_of("reservationToReturn");
    Ok((returned, request_path))
}

/// Reads the question of a `calculateRefund` line for a service that has its own clock, policy and ledger: the members
/// `at`, `policy` and `refunds` are refused, unless `own` names them. Members named in `own` are the service's to read.
///
/// # Errors
///
/// [`RequestError`] for the first value that is wrong, with its path.
///
/// # Examples
///
/// ```
/// use reservation_policy::json::read_return;
///
/// let at = "2026-04-17T14:05:00Z".parse()?;
/// let error = read_return(r#"{"scope": "contoso", "at": "2020-01-01T00:00:00Z"}"#, at, &["scope"]).unwrap_err();
/// assert_eq!(error.target, "at"); // the service's clock decides
/// # Ok::<(), reservation_policy::Error>(())
/// ```
pub fn read_return(line: &str, at: DateTime<Utc>, own: &[&str]) -> Result<(Returned, Request), RequestError> {
    let names = NAMES.into_iter().filter(|name| !["at", "policy", "refunds", "sessionId"].contains(name));
    let names: Vec<&str> = names.chain(own.iter().copied()).collect();
    let line = Ours::of(&Node::document(line, "")?, &names)?;
    if let Some(operation) = line.get("operation")? {
        one_of_names(&operation, "an operation of this service", &[("calculateRefund", ())])?;
    }
    let request = request(&line, at)?;
    Ok((returned(&line, at)?.0, request))
}

/// The current prices of a return, from the members that have them.
pub(super) fn with_current_prices<'a>(
    mut returned: Returned,
    member: impl Fn(&str) -> Result<Option<Node<'a>>, RequestError>,
) -> Result<Returned, RequestError> {
    let about = |node: &Node<'_>, error: QuestionError| {
        let of_currency = matches!(error, QuestionError::CurrentPriceCurrency { .. });
        let member = if of_currency { "currencyCode" } else { "amount" };
        RequestError::invalid(&below(node.path(), member), error)
    };
    if let Some(node) = member("currentPrice")? {
        returned = returned.current_price(money(&node, Numbers::Plain)?).map_err(|error| about(&node, error))?;
    }
    if let Some(node) = member("currentPriceUsd")? {
        returned = returned.current_price_usd(money(&node, Numbers::Plain)?).map_err(|error| about(&node, error))?;
    }
    Ok(returned)
}
