//! `calculateExchange`: the totals of an exchange or a trade-in, and whether policy allows it.

use std::collections::BTreeMap;

use super::Reply;
use super::line::{at, request, reservation_policy};
use super::refund::with_current_prices;
use crate::azure::{
    Asked, Document, EXCHANGE_REQUEST, ExchangeResponse, Extra, INVALID_ID, INVALID_QUANTITY, Index, Node, Numbers,
    ORDER, Ours, PaidQuantity, Prices, RESERVATION, RequestError, below, id_text, quantity, reservation, units,
};
use crate::error::Error;
use crate::facts::InvalidFacts;
use crate::request::{QuestionError, Request, Returned};
use crate::reservation::ReservationId;

const NAMES: [&str; 13] = [
    "operation",
    "at",
    "policy",
    "orders",
    "reservations",
    "request",
    "prices",
    "requester",
    "account",
    "unused",
    "assumeScheduledPayments",
    "returns",
    "savingsPlanRole",
];

/// What the line adds to a returned reservation.
const RETURN_NAMES: [&str; 5] =
    ["paidQuantity", "currentPrice", "currentPriceUsd", "finalExchangesUsed", "privateOffer"];

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    let line = Ours::of(line, &NAMES)?;
    let at = at(&line)?;
    let policy = reservation_policy(&line, at)?;
    let request = request(&line, at)?;
    let asked = Document::of(&line.required("request", EXCHANGE_REQUEST.source)?, &EXCHANGE_REQUEST)?;
    let list = |name: &str| asked.get(name)?.map_or(Ok(Vec::new()), |node| node.list("a list"));
    let (returned, reservations, plans) =
        (list("reservationsToExchange")?, list("reservationsToPurchase")?, list("savingsPlansToPurchase")?);
    let paths = Paths::of(&asked, reservations.len());

    let returned = returns(&line, &returned, &request)?;
    let prices = Prices::of(line.get("prices")?.as_ref())?;
    let mut purchases = prices.reservations(&reservations)?;
    purchases.extend(prices.savings_plans(&plans)?);
    let decision = policy.decide_exchange(&returned, &purchases, &request);
    let decision = decision.map_err(|error| paths.refused(&error))?;
    let asked = Asked { reservations: written(&reservations)?, savings_plans: written(&plans)? };
    let explanation = decision.explain().to_string();
    Ok(Reply::ok(&ExchangeResponse::new(&policy, &decision, asked), explanation))
}

/// The purchases of the request as they were written.
fn written(nodes: &[Node<'_>]) -> Result<Vec<Box<serde_json::value::RawValue>>, RequestError> {
    nodes.iter().map(Node::on_one_line).collect()
}

/// What is returned: each reservation of the request, with its documents and what the line adds.
fn returns(line: &Ours<'_>, wanted: &[Node<'_>], request: &Request) -> Result<Vec<Returned>, RequestError> {
    let orders = line.required("orders", &format!("a list: each {}", ORDER.source))?;
    let reservations = line.required("reservations", &format!("a list: each {}", RESERVATION.source))?;
    let index = Index::of(&orders, &reservations)?;
    let extras = line.get("returns")?;
    let extras = extras.as_ref().map_or(Ok(Vec::new()), |node| node.list("a list"))?;
    if let Some(beyond) = extras.get(wanted.len()) {
        let returned = wanted.len();
        return Err(beyond.error(format_args!("has no reservation, expected at most the {returned} that are returned")));
    }
    let unused = line.get("unused")?.map_or(Ok(false), |node| node.boolean())?;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut returned = Vec::with_capacity(wanted.len());
    for (place, node) in wanted.iter().enumerate() {
        let mut one = one_return(node, extras.get(place), (&index, request))?;
        if unused {
            one = one.unused();
        }
        let key = one.reservation().id().map(|id| id.key().to_owned()).unwrap_or_default();
        if let Some(first) = seen.insert(key, place) {
            let target = below(node.path(), "reservationId");
            let message =
                format_args!("is returned twice, first as number {first} from 0, expected each reservation once");
            return Err(RequestError::new(INVALID_ID, &target, message));
        }
        returned.push(one);
    }
    Ok(returned)
}

fn one_return(
    node: &Node<'_>,
    extra: Option<&Node<'_>>,
    (index, request): (&Index<'_>, &Request),
) -> Result<Returned, RequestError> {
    if !node.is_object() {
        return Err(node.unexpected("an object with `reservationId` and `quantity`"));
    }
    let target = below(node.path(), "reservationId");
    let text = id_text(node.member("reservationId")?.as_ref())?;
    let (order, own) = index.find(&text, &target)?;
    let full = own.top("id")?.map_or_else(|| Ok(text.clone()), |id| id.text("the id of the reservation"))?;
    let id = ReservationId::new(&full).map_err(|error| RequestError::new(INVALID_ID, &target, error))?;
    let target = below(node.path(), "quantity");
    let quantity = quantity(node.member("quantity")?, &target)?;

    let extra = extra.filter(|node| !node.is_null());
    let extra = extra.map(|node| Ours::of(node, &RETURN_NAMES)).transpose()?;
    let member = |name: &str| extra.as_ref().map_or(Ok(None), |extra| extra.get(name));
    let paid = member("paidQuantity")?.map(|node| units(&node, Numbers::Plain)).transpose()?;
    let facts = Extra {
        id: Some(id),
        paid: paid.map(|units| PaidQuantity { units, day: request.date() }),
        final_exchanges_used: member("finalExchangesUsed")?.map_or(Ok(0), |node| count(&node))?,
        private_offer: member("privateOffer")?.map_or(Ok(false), |node| node.boolean())?,
    };
    let read = reservation(order, own, &facts);
    let reservation = read.map_err(|error| match (&extra, error.target.as_str()) {
        (Some(extra), "paidQuantity") => RequestError { target: extra.path_of("paidQuantity"), ..error },
        _ => error,
    })?;
    let returned = reservation.units(quantity.get());
    let returned = returned.map_err(|error| RequestError::new(INVALID_QUANTITY, &target, error))?;
    with_current_prices(returned, member)
}

/// A whole number from 0.
fn count(node: &Node<'_>) -> Result<u32, RequestError> {
    let number = node.number(Numbers::Plain)?.to_string();
    number.parse().map_err(|_| {
        node.error(format_args!("`{}` is not a count, expected a whole number from 0", crate::text::shortened(&number)))
    })
}

/// Where the parts of an exchange stand in the line.
struct Paths {
    returned: String,
    reservations: String,
    plans: String,
    reservations_bought: usize,
}

impl Paths {
    fn of(asked: &Document<'_>, reservations_bought: usize) -> Self {
        Self {
            returned: asked.path_of("reservationsToExchange"),
            reservations: asked.path_of("reservationsToPurchase"),
            plans: asked.path_of("savingsPlansToPurchase"),
            reservations_bought,
        }
    }

    /// An error of the question as one of the member that is to blame.
    #[expect(clippy::wildcard_enum_match_arm, reason = "no other question is asked here")]
    fn refused(&self, error: &Error) -> RequestError {
        let Error::Question(question) = error else { return RequestError::invalid("request", error) };
        match question {
            QuestionError::Nothing { what } if *what == "purchase" => RequestError::invalid(&self.reservations, error),
            QuestionError::Nothing { .. } => RequestError::invalid(&self.returned, error),
            QuestionError::ReturnedTwice { number, .. } => {
                let target = format!("{}[{}].reservationId", self.returned, place(*number));
                RequestError::new(INVALID_ID, &target, error)
            }
            QuestionError::Currencies { what, number, .. } => {
                RequestError::invalid(&self.currency(what, place(*number)), error)
            }
            QuestionError::Part { what, number, error: part } => self.part(what, place(*number), (part, error)),
            QuestionError::BeforePurchase { .. } | QuestionError::AfterTerm { .. } => {
                RequestError::invalid("at", error)
            }
            _ => RequestError::invalid("request", error),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "what is left belongs to the part as a whole")]
    fn part(&self, what: &str, place: usize, (part, error): (&QuestionError, &Error)) -> RequestError {
        match part {
            QuestionError::BeforePurchase { .. }
            | QuestionError::AfterTerm { .. }
            | QuestionError::Facts(InvalidFacts::TermPastCalendar { .. }) => RequestError::invalid("at", error),
            QuestionError::Facts(InvalidFacts::AboveOwned { .. } | InvalidFacts::ZeroUnits) => {
                RequestError::new(INVALID_QUANTITY, &format!("{}[{place}].quantity", self.returned), error)
            }
            _ if what == "purchase" => RequestError::invalid(&self.purchase(place), error),
            _ => RequestError::invalid(&format!("{}[{place}]", self.returned), error),
        }
    }

    fn purchase(&self, place: usize) -> String {
        match place.checked_sub(self.reservations_bought) {
            None => format!("{}[{place}]", self.reservations),
            Some(plan) => format!("{}[{plan}]", self.plans),
        }
    }

    fn currency(&self, what: &str, place: usize) -> String {
        if what != "purchase" {
            return format!("{}[{place}]", self.returned);
        }
        match place.checked_sub(self.reservations_bought) {
            None => format!("prices.reservations[{place}].currencyCode"),
            Some(plan) => format!("{}[{plan}].properties.commitment.currencyCode", self.plans),
        }
    }
}

/// A number from 1 as a JSON index.
fn place(number: u32) -> usize {
    usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX)
}
