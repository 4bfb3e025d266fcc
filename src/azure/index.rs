//! The documents of an exchange, by the names in their ids: which reservation a request means, and its order.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{Names, linked, order_name, own_id, shown};
use super::node::{Document, Node};
use super::{INVALID_ID, NOT_IN_ORDER, ORDER, ORDER_NOT_FOUND, RESERVATION, RequestError};

/// Orders and reservations, found by the last parts of their ids without regard to case.
pub(crate) struct Index<'a> {
    orders: Vec<Document<'a>>,
    reservations: Vec<Document<'a>>,
    by_name: BTreeMap<String, usize>,
    by_order: BTreeMap<(String, String), usize>,
    order_by_name: BTreeMap<String, usize>,
    /// The order that each reservation's own id names.
    own_orders: BTreeMap<usize, String>,
    /// What each order lists; an order that lists nothing is not in here.
    listed: BTreeMap<usize, BTreeSet<String>>,
    listed_in: BTreeMap<String, usize>,
}

impl<'a> Index<'a> {
    /// Reads the lists of a line.
    pub(crate) fn of(orders: &Node<'a>, reservations: &Node<'a>) -> Result<Self, RequestError> {
        let mut index = Self {
            orders: documents(orders, "a list of orders", &ORDER)?,
            reservations: documents(reservations, "a list of reservations", &RESERVATION)?,
            by_name: BTreeMap::new(),
            by_order: BTreeMap::new(),
            order_by_name: BTreeMap::new(),
            own_orders: BTreeMap::new(),
            listed: BTreeMap::new(),
            listed_in: BTreeMap::new(),
        };
        for (place, order) in index.orders.iter().enumerate() {
            // An order may be given once for each of its reservations; the first one counts.
            if let Some(name) = order_name(order)? {
                index.order_by_name.entry(name).or_insert(place);
            }
            // Links that name no reservation are of no use, and do no harm.
            let links =
                order.get("reservations")?.map_or(Ok(Vec::new()), |list| list.list("a list of reservations"))?;
            let names: BTreeSet<String> = links.iter().filter_map(|link| linked(link).ok()).collect();
            index.listed_in.extend(names.iter().map(|name| (name.clone(), place)));
            if !names.is_empty() {
                index.listed.insert(place, names);
            }
        }
        for (place, reservation) in index.reservations.iter().enumerate() {
            let Some((id, target)) = own_id(reservation)? else { continue };
            let Ok(Names { order, reservation: name }) = Names::of(&id, &target) else { continue };
            if let Some(order) = order {
                index.by_order.insert((order.clone(), name.clone()), place);
                index.own_orders.insert(place, order);
            }
            if let Some(first) = index.by_name.insert(name, place) {
                let message = format_args!(
                    "is the reservation of `reservations[{first}]` once more, expected each reservation once"
                );
                return Err(RequestError::new(INVALID_ID, &target, message));
            }
        }
        Ok(index)
    }

    /// The order and the reservation that an id of the request means.
    pub(crate) fn find(&self, text: &str, target: &str) -> Result<(&Document<'a>, &Document<'a>), RequestError> {
        let Names { order, reservation: name } = Names::of(text, target)?;
        let shown = shown(text);
        let not_in_order =
            || RequestError::new(NOT_IN_ORDER, target, format_args!("`{shown}` is not a reservation of its order"));
        let named = match &order {
            Some(order) => self.by_order.get(&(order.clone(), name.clone())).or_else(|| self.by_name.get(&name)),
            None => self.by_name.get(&name),
        };
        let order_of = |order: &String| self.order_by_name.get(order).copied().or_else(|| self.unnamed_order());
        let Some(place) = named.copied().or_else(|| self.unnamed_reservation()) else {
            if order.as_ref().and_then(order_of).is_some_and(|order| !self.may_hold(order, &name)) {
                return Err(not_in_order());
            }
            let message = format_args!("`{shown}` is not one of the given reservations");
            return Err(RequestError::new(INVALID_ID, target, message));
        };
        let own_order = self.own_orders.get(&place);
        if matches!((&order, own_order), (Some(order), Some(own)) if order != own) {
            return Err(not_in_order());
        }
        let found = match order.as_ref().or(own_order) {
            Some(order) => order_of(order),
            None => self.listed_in.get(&name).copied().or_else(|| self.only_order()),
        };
        let pair = found.and_then(|found| Some((found, self.orders.get(found)?, self.reservations.get(place)?)));
        let Some((found, order, reservation)) = pair else {
            let message = format_args!("the order of `{shown}` is not one of the given orders");
            return Err(RequestError::new(ORDER_NOT_FOUND, target, message));
        };
        if !self.may_hold(found, &name) {
            return Err(not_in_order());
        }
        order.check()?;
        reservation.check()?;
        Ok((order, reservation))
    }

    fn only_order(&self) -> Option<usize> {
        (self.orders.len() == 1).then_some(0)
    }

    /// The only order there is, if nothing says how it is called.
    fn unnamed_order(&self) -> Option<usize> {
        self.only_order().filter(|_| self.order_by_name.is_empty())
    }

    /// The only reservation there is, if nothing says how it is called.
    fn unnamed_reservation(&self) -> Option<usize> {
        (self.reservations.len() == 1 && self.by_name.is_empty()).then_some(0)
    }

    fn may_hold(&self, order: usize, reservation: &str) -> bool {
        self.listed.get(&order).is_none_or(|listed| listed.contains(reservation))
    }
}

fn documents<'a>(
    list: &Node<'a>,
    expected: &str,
    kind: &'static super::node::Kind,
) -> Result<Vec<Document<'a>>, RequestError> {
    list.list(expected)?.iter().map(|node| Document::unchecked(node, kind)).collect()
}
