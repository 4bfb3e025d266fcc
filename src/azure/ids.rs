//! The ids of orders and reservations in documents and requests.

use super::node::{Document, Node};
use super::{INVALID_ID, NOT_IN_ORDER, RequestError};
use crate::reservation::ReservationId;

/// The longest part of an id that a message repeats, in characters.
const SHOWN: usize = 120;

/// Which reservation and order an id names, whether it is a full path or only a name. Both in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) order: Option<String>,
    pub(crate) reservation: String,
}

impl Names {
    /// The names in an id; an error is about the value at a path.
    pub(crate) fn of(id: &str, target: &str) -> Result<Self, RequestError> {
        // A copied request may have a query after the id.
        let path = id.split_once('?').map_or(id, |(path, _)| path);
        let after = |name: &str| {
            let mut parts = path.split('/').map(str::trim);
            parts.find(|part| part.eq_ignore_ascii_case(name))?;
            parts.next().filter(|part| !part.is_empty())
        };
        let named = match (after("reservationOrders"), after("reservations")) {
            (order, Some(reservation)) => Some((order, reservation)),
            (Some(_), None) => None,
            (None, None) => match path.trim().trim_end_matches('/').split_once('/') {
                None => Some((None, path.trim().trim_end_matches('/'))).filter(|(_, name)| !name.is_empty()),
                // A name in the service's short form: order/reservation.
                Some((order, reservation)) => {
                    let plain = !order.is_empty() && !reservation.is_empty() && !reservation.contains('/');
                    plain.then_some((Some(order), reservation))
                }
            },
        };
        let lower = |name: &str| name.trim().to_ascii_lowercase();
        let named = named.map(|(order, name)| Self { order: order.map(lower), reservation: lower(name) });
        named.ok_or_else(|| {
            let shown = shown(id);
            let expected =
                "expected `/providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{reservation}`";
            RequestError::new(INVALID_ID, target, format_args!("`{shown}` is not the id of a reservation, {expected}"))
        })
    }
}

/// The start of an id for a message.
pub(crate) fn shown(id: &str) -> String {
    id.chars().flat_map(char::escape_debug).take(SHOWN).collect()
}

/// A member with an id as text; an absent one is an empty text.
pub(crate) fn id_text(node: Option<&Node<'_>>) -> Result<String, RequestError> {
    node.map_or(Ok(String::new()), |node| node.text("the id of a reservation"))
}

/// The name of an order: the last part of its id, or its name. In lower case.
pub(crate) fn order_name(order: &Document<'_>) -> Result<Option<String>, RequestError> {
    let text = match order.top("id")? {
        Some(id) => Some(id.text("the id of the order")?),
        None => order.top("name")?.map(|name| name.text("the name of the order")).transpose()?,
    };
    let name = text.as_deref().and_then(|id| id.trim().trim_end_matches('/').rsplit('/').next());
    Ok(name.filter(|name| !name.is_empty()).map(str::to_ascii_lowercase))
}

/// The names of the reservations that an order lists, in lower case. Empty where it lists none.
pub(crate) fn listed(order: &Document<'_>) -> Result<Vec<String>, RequestError> {
    let Some(list) = order.get("reservations")? else { return Ok(Vec::new()) };
    list.list("a list of reservations")?.iter().map(linked).collect()
}

/// The name of the reservation that a link means, in lower case.
pub(super) fn linked(link: &Node<'_>) -> Result<String, RequestError> {
    let text = if link.is_text() { Some(link.clone()) } else { link.member("id")? };
    Ok(Names::of(&id_text(text.as_ref())?, link.path())?.reservation)
}

/// The id of a reservation's document, and where it stands.
pub(crate) fn own_id(reservation: &Document<'_>) -> Result<Option<(String, String)>, RequestError> {
    let own = match reservation.top("id")? {
        Some(id) => Some(id),
        None => reservation.top("name")?,
    };
    own.map(|own| Ok((own.text("the id of the reservation")?, own.path().to_owned()))).transpose()
}

/// Checks that the reservation that is returned is the one that is given, and is in its order; gives its full id.
pub(crate) fn returned_id(
    order: &Document<'_>,
    reservation: &Document<'_>,
    (text, target): (&str, &str),
) -> Result<ReservationId, RequestError> {
    let wanted = Names::of(text, target)?;
    let not_in_order = |target: &str, id: &str| {
        let shown = shown(id);
        RequestError::new(NOT_IN_ORDER, target, format_args!("`{shown}` is not a reservation of the given order"))
    };
    let order_name = order_name(order)?;
    let is_other = |named: Option<&String>| named.is_some() && order_name.is_some() && named != order_name.as_ref();
    if is_other(wanted.order.as_ref()) {
        return Err(not_in_order(target, text));
    }
    let listed = listed(order)?;
    if !listed.is_empty() && !listed.contains(&wanted.reservation) {
        return Err(not_in_order(target, text));
    }
    let own = own_id(reservation)?;
    if let Some((id, place)) = &own {
        let own = Names::of(id, place)?;
        if own.reservation != wanted.reservation {
            return Err(not_in_order(target, text));
        }
        if is_other(own.order.as_ref()) {
            return Err(not_in_order(place, id));
        }
    }
    let full = match reservation.top("id")? {
        Some(id) => id.text("the id of the reservation")?,
        None => text.to_owned(),
    };
    ReservationId::new(&full).map_err(|error| RequestError::new(INVALID_ID, target, error))
}
