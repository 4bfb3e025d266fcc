//! From the service's shapes to the facts of an exchange.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::facts::{
    INVALID_ID, INVALID_QUANTITY, InvalidFacts, NOT_IN_ORDER, UNSUPPORTED_TERM, id_parts, money, order_name, quantity,
    required, reservation as reservation_facts,
};
use super::shape;
use crate::calendar::Term;
use crate::policy::reservation::Requester;
use crate::quantity::{InvalidQuantity, Quantity};
use crate::region::Region;
use crate::reservation::exchange::{
    ExchangeError, ExchangeRequest, ExchangeSide, InvalidExchange, InvalidPurchase, NewReservation, NewSavingsPlan,
    Purchase, Return,
};
use crate::reservation::refund::RefundError;
use crate::reservation::{BillingPlan, Reservation, ReservationId};
use crate::resource::ResourceType;
use crate::shown::shortened;

const RETURNS: &str = "request.properties.reservationsToExchange";
const RESERVATIONS: &str = "request.properties.reservationsToPurchase";
const SAVINGS_PLANS: &str = "request.properties.savingsPlansToPurchase";
const COMPUTE_SAVINGS_PLAN: &str = "Compute_Savings_Plan";
const ORDER_NOT_FOUND: &str = "ReservationOrderNotFound";

/// The shapes that the facts of an exchange are made of.
///
/// Reservations and orders are found by the last parts of their ids, without regard to case; those that are not
/// returned are ignored.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts_exchange::{ExchangeShapes, exchange};
/// use reservation_policy::azure::shape::{CalculateExchangeRequest, ExchangePrices};
///
/// let (request, prices) = (CalculateExchangeRequest::default(), ExchangePrices::default());
/// let shapes = ExchangeShapes { orders: &[], reservations: &[], request: &request, prices: &prices };
/// assert_eq!(exchange(&shapes).unwrap_err().to_string(), "`request.properties`: is missing");
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "the caller fills it in; there is nothing else to give")]
pub struct ExchangeShapes<'a> {
    /// The orders, with their payments.
    pub orders: &'a [shape::ReservationOrder],
    /// The reservations.
    pub reservations: &'a [shape::Reservation],
    /// What is asked.
    pub request: &'a shape::CalculateExchangeRequest,
    /// What the reservations to purchase cost.
    pub prices: &'a shape::ExchangePrices,
}

/// The facts of an exchange: what is returned, what is bought.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let request = facts.request("2025-01-25T10:00:00Z".parse()?, Requester::Owner)?;
/// let totals = *policy.decide_exchange(&request)?.outcome().quote().totals();
/// assert_eq!(totals.refunds_total().to_string(), "508.00 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeFacts {
    returned: Vec<Returned>,
    purchases: Vec<Purchase>,
    /// How many of the purchases are reservations; they come first.
    reservations: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Returned {
    reservation: Reservation,
    quantity: Quantity,
    original_quantity: Quantity,
}

/// The facts of an exchange, from the shapes.
///
/// # Errors
///
/// [`InvalidFacts`] for the first member that makes no sense, with its path: `orders[0].properties.term`,
/// `request.properties.reservationsToExchange[1].quantity`, `prices.reservations[0].amount`.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// assert!(exchange(&shapes).is_ok());
///
/// let none = ExchangeShapes { reservations: &[], ..shapes };
/// assert_eq!(
///     exchange(&none).unwrap_err().to_string(),
///     "`request.properties.reservationsToExchange[0].reservationId`: `o1/r1` is none of the given reservations"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn exchange(shapes: &ExchangeShapes<'_>) -> Result<ExchangeFacts, InvalidFacts> {
    let asked = required(shapes.request.properties.as_ref(), "request.properties")?;
    let index = Index::of(shapes);
    let mut returned = Vec::new();
    let mut seen = BTreeSet::new();
    for (place, wanted) in asked.reservations_to_exchange.iter().flatten().enumerate() {
        let target = format!("{RETURNS}[{place}].reservationId");
        let found = index.find(wanted, &target)?;
        if !seen.insert(found.reservation) {
            return Err(InvalidFacts::new(INVALID_ID, target, "the reservation is returned twice, expected it once"));
        }
        returned.push(returned_facts(shapes, wanted, (place, found))?);
    }
    let mut purchases = new_reservations(shapes, asked.reservations_to_purchase.as_deref().unwrap_or_default())?;
    let reservations = purchases.len();
    for (place, plan) in asked.savings_plans_to_purchase.iter().flatten().enumerate() {
        purchases.push(new_savings_plan(plan, &format!("{SAVINGS_PLANS}[{place}]"))?.into());
    }
    Ok(ExchangeFacts { returned, purchases, reservations })
}

impl ExchangeFacts {
    /// The request that these facts make at an instant.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] when nothing is returned or bought, for more units than are owned, and for more than one
    /// billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
    /// let request = facts.request("2025-01-25T10:00:00Z".parse()?, Requester::Owner)?;
    /// assert_eq!((request.returns().len(), request.purchases().len()), (1, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn request(&self, at: DateTime<Utc>, requester: Requester) -> Result<ExchangeRequest<'_>, InvalidFacts> {
        let returns = self.returned.iter().map(|returned| {
            Return::new(&returned.reservation, returned.quantity).with_original_quantity(returned.original_quantity)
        });
        let request = ExchangeRequest::new(returns.collect(), self.purchases.clone(), at, requester);
        request.map_err(|error| self.invalid_exchange(&error))
    }

    fn invalid_exchange(&self, error: &InvalidExchange) -> InvalidFacts {
        match error {
            InvalidExchange::Empty { side: ExchangeSide::Returned } => InvalidFacts::invalid(RETURNS, error),
            InvalidExchange::Empty { side: ExchangeSide::Bought } => InvalidFacts::invalid(RESERVATIONS, error),
            InvalidExchange::ReturnedTwice { number, .. } => {
                let target = format!("{RETURNS}[{}].reservationId", place_of(*number));
                InvalidFacts::new(INVALID_ID, target, error)
            }
            InvalidExchange::Quantity { number, error } => invalid_quantity(*number, error),
            InvalidExchange::Currency { side, number, .. } => {
                let place = place_of(*number);
                let target = match side {
                    ExchangeSide::Returned => format!("{RETURNS}[{place}]"),
                    ExchangeSide::Bought => match place.checked_sub(self.reservations) {
                        None => format!("prices.reservations[{place}].currencyCode"),
                        Some(plan) => format!("{SAVINGS_PLANS}[{plan}].properties.commitment.currencyCode"),
                    },
                };
                InvalidFacts::invalid(target, error)
            }
        }
    }

    /// An exchange that can't be worked out, as the member that is to blame.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
    /// // The term was over on 2025-06-01.
    /// let late = facts.request("2025-06-02T10:00:00Z".parse()?, Requester::Owner)?;
    /// let error = policy.decide_exchange(&late).unwrap_err();
    /// assert_eq!(facts.exchange_error(&error).target(), "at");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn exchange_error(&self, error: &ExchangeError) -> InvalidFacts {
        match error {
            ExchangeError::Return { number, error: RefundError::Quantity(error) } => invalid_quantity(*number, error),
            ExchangeError::Return {
                error: RefundError::BeforePurchase { .. } | RefundError::AfterTerm { .. }, ..
            }
            | ExchangeError::NewTerm { .. } => InvalidFacts::invalid("at", error),
            ExchangeError::Return { number, .. } => {
                InvalidFacts::invalid(format!("{RETURNS}[{}]", place_of(*number)), error)
            }
            ExchangeError::Money(_) => InvalidFacts::invalid("request.properties", error),
        }
    }
}

/// A place counted from 1 as a JSON index.
fn place_of(number: u32) -> usize {
    usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX)
}

fn invalid_quantity(number: u32, error: &InvalidQuantity) -> InvalidFacts {
    InvalidFacts::new(INVALID_QUANTITY, format!("{RETURNS}[{}].quantity", place_of(number)), error)
}

/// Where the shapes of one returned reservation stand.
#[derive(Clone, Copy)]
struct Found {
    order: usize,
    reservation: usize,
}

/// Orders and reservations by the last parts of their ids, in small letters.
struct Index {
    orders: BTreeMap<String, usize>,
    /// By the reservation's name; of several with one name, the last.
    reservations: BTreeMap<String, usize>,
    /// By order and reservation.
    in_orders: BTreeMap<(String, String), usize>,
    /// The order that each reservation's own id names.
    own_orders: BTreeMap<usize, String>,
    /// What each order lists; an order that lists nothing is not in here.
    listed: BTreeMap<usize, BTreeSet<String>>,
    /// The order that lists a reservation.
    listed_in: BTreeMap<String, usize>,
    only_order: Option<usize>,
    /// The only reservation there is, if nothing says how it is called.
    unnamed_reservation: Option<usize>,
}

impl Index {
    fn of(shapes: &ExchangeShapes<'_>) -> Self {
        let (mut orders, mut listed, mut listed_in) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (place, order) in shapes.orders.iter().enumerate() {
            if let Some(name) = order_name(order) {
                orders.insert(name.to_ascii_lowercase(), place);
            }
            let links = order.properties.iter().filter_map(|properties| properties.reservations.as_ref()).flatten();
            let names = links.filter_map(|link| Some(id_parts(link.id.as_deref()?, "").ok()?.reservation));
            let names: BTreeSet<String> = names.map(str::to_ascii_lowercase).collect();
            listed_in.extend(names.iter().map(|name| (name.clone(), place)));
            if !names.is_empty() {
                listed.insert(place, names);
            }
        }
        let (mut reservations, mut in_orders, mut own_orders) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (place, reservation) in shapes.reservations.iter().enumerate() {
            let Some(id) = reservation.id.as_deref().or(reservation.name.as_deref()) else { continue };
            let Ok(parts) = id_parts(id, "") else { continue };
            let name = parts.reservation.to_ascii_lowercase();
            if let Some(order) = parts.order {
                in_orders.insert((order.to_ascii_lowercase(), name.clone()), place);
                own_orders.insert(place, order.to_ascii_lowercase());
            }
            reservations.insert(name, place);
        }
        let only_order = if shapes.orders.len() == 1 { Some(0) } else { None };
        let unnamed_reservation = match shapes.reservations {
            [only] if only.id.is_none() && only.name.is_none() => Some(0),
            _ => None,
        };
        Self { orders, reservations, in_orders, own_orders, listed, listed_in, only_order, unnamed_reservation }
    }

    fn find(&self, wanted: &shape::ReservationToReturn, target: &str) -> Result<Found, InvalidFacts> {
        let text = wanted.reservation_id.as_deref().unwrap_or_default();
        let parts = id_parts(text, target)?;
        let (name, order) = (parts.reservation.to_ascii_lowercase(), parts.order.map(str::to_ascii_lowercase));
        let shown: String = text.chars().take(120).collect();
        let not_in_order =
            || InvalidFacts::new(NOT_IN_ORDER, target, format_args!("`{shown}` is not a reservation of its order"));
        let place = match &order {
            Some(order) => self.in_orders.get(&(order.clone(), name.clone())).or_else(|| self.reservations.get(&name)),
            None => self.reservations.get(&name),
        };
        let place = place.copied().or(self.unnamed_reservation);
        let order_of = |order: &String| self.orders.get(order).copied().or_else(|| self.unnamed_order());
        let Some(reservation) = place else {
            if order.as_ref().and_then(order_of).is_some_and(|order| !self.may_hold(order, &name)) {
                return Err(not_in_order());
            }
            let message = format_args!("`{shown}` is none of the given reservations");
            return Err(InvalidFacts::new(INVALID_ID, target, message));
        };
        let own_order = self.own_orders.get(&reservation);
        if let (Some(order), Some(own)) = (&order, own_order)
            && order != own
        {
            return Err(not_in_order());
        }
        let found = match order.as_ref().or(own_order) {
            Some(order) => order_of(order),
            None => self.listed_in.get(&name).copied().or(self.only_order),
        };
        let Some(order) = found else {
            let message = format_args!("the order of `{shown}` is none of the given orders");
            return Err(InvalidFacts::new(ORDER_NOT_FOUND, target, message));
        };
        if self.may_hold(order, &name) { Ok(Found { order, reservation }) } else { Err(not_in_order()) }
    }

    /// The only order there is, if nothing says how it is called.
    fn unnamed_order(&self) -> Option<usize> {
        self.only_order.filter(|_| self.orders.is_empty())
    }

    fn may_hold(&self, order: usize, reservation: &str) -> bool {
        self.listed.get(&order).is_none_or(|listed| listed.contains(reservation))
    }
}

fn returned_facts(
    shapes: &ExchangeShapes<'_>,
    wanted: &shape::ReservationToReturn,
    (place, found): (usize, Found),
) -> Result<Returned, InvalidFacts> {
    let quantity = quantity(wanted.quantity.as_ref(), &format!("{RETURNS}[{place}].quantity"))?;
    let missing = || InvalidFacts::invalid(format!("{RETURNS}[{place}]"), "is missing");
    let order = shapes.orders.get(found.order).ok_or_else(missing)?;
    let reservation = shapes.reservations.get(found.reservation).ok_or_else(missing)?;
    let facts = reservation_facts(order, reservation, None).map_err(|error| in_lists(&error, found))?;
    let owned = facts.quantity();
    if quantity > owned {
        let number = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
        return Err(invalid_quantity(number, &InvalidQuantity::AboveOwned { requested: quantity, owned }));
    }
    let id = reservation.id.as_deref().or(wanted.reservation_id.as_deref()).unwrap_or_default();
    let id = ReservationId::new(id)
        .map_err(|error| InvalidFacts::new(INVALID_ID, format!("{RETURNS}[{place}].reservationId"), error))?;
    let bought = order.properties.as_ref().and_then(|order| order.original_quantity.as_ref());
    let bought = bought.and_then(|bought| Quantity::parse(&bought.to_string()).ok());
    let original_quantity = bought.map_or(owned, |bought| bought.max(owned));
    Ok(Returned { reservation: facts.with_id(id), quantity, original_quantity })
}

/// A path below `order` or `reservation` as one below the lists of them.
fn in_lists(error: &InvalidFacts, found: Found) -> InvalidFacts {
    let below = |name: &str, list: &str, place: usize| {
        let rest = error.target().strip_prefix(name).filter(|rest| rest.starts_with('.'))?;
        Some(format!("{list}[{place}]{rest}"))
    };
    let target = below("order", "orders", found.order)
        .or_else(|| below("reservation", "reservations", found.reservation))
        .unwrap_or_else(|| error.target().to_owned());
    InvalidFacts::new(error.code(), target, error.message())
}

fn new_reservations(
    shapes: &ExchangeShapes<'_>,
    wanted: &[shape::PurchaseRequest],
) -> Result<Vec<Purchase>, InvalidFacts> {
    let prices = shapes.prices.reservations.as_deref().unwrap_or_default();
    if prices.len() != wanted.len() {
        let message = format!("there are {} prices, expected {}: one for each reservation", prices.len(), wanted.len());
        return Err(InvalidFacts::invalid("prices.reservations", message));
    }
    let pairs = wanted.iter().zip(prices).enumerate();
    pairs.map(|(place, (wanted, price))| Ok(new_reservation(wanted, price, place)?.into())).collect()
}

fn new_reservation(
    wanted: &shape::PurchaseRequest,
    price: &shape::Price,
    place: usize,
) -> Result<NewReservation, InvalidFacts> {
    let target = format!("{RESERVATIONS}[{place}].properties");
    let properties = required(wanted.properties.as_ref(), &target)?;
    let kind = required(properties.reserved_resource_type.as_ref(), &format!("{target}.reservedResourceType"))?;
    let term = term(properties.term.as_ref(), &format!("{target}.term"))?;
    let quantity = quantity(properties.quantity.as_ref(), &format!("{target}.quantity"))?;
    let price_target = format!("prices.reservations[{place}]");
    let price = money(Some(price), &price_target)?;
    let mut facts = NewReservation::new(ResourceType::from_name(kind), quantity, term, price)
        .map_err(|error| InvalidFacts::invalid(format!("{price_target}.amount"), error))?;
    if let Some(plan) = &properties.billing_plan {
        let plan = BillingPlan::from_name(plan);
        facts = facts.with_plan(plan.map_err(|error| InvalidFacts::invalid(format!("{target}.billingPlan"), error))?);
    }
    if let Some(sku) = wanted.sku.as_ref().and_then(|sku| sku.name.as_deref()) {
        facts = facts.with_sku(sku);
    }
    // No rule looks at the region, so a name that is no region's is left out rather than refused.
    if let Some(region) = wanted.location.as_deref().and_then(|location| Region::parse(location).ok()) {
        facts = facts.with_region(region);
    }
    Ok(facts)
}

fn term(text: Option<&String>, target: &str) -> Result<Term, InvalidFacts> {
    Term::from_iso(required(text, target)?).map_err(|error| InvalidFacts::new(UNSUPPORTED_TERM, target, error))
}

fn new_savings_plan(wanted: &shape::SavingsPlanPurchaseRequest, target: &str) -> Result<NewSavingsPlan, InvalidFacts> {
    one_of(wanted.sku.as_ref().and_then(|sku| sku.name.as_ref()), COMPUTE_SAVINGS_PLAN, &format!("{target}.sku.name"))?;
    let target = format!("{target}.properties");
    let properties = required(wanted.properties.as_ref(), &target)?;
    let term_target = format!("{target}.term");
    let term = term(properties.term.as_ref(), &term_target)?;
    let target = format!("{target}.commitment");
    let commitment = required(properties.commitment.as_ref(), &target)?;
    one_of(commitment.grain.as_ref(), "Hourly", &format!("{target}.grain"))?;
    let price = shape::Price { currency_code: commitment.currency_code.clone(), amount: commitment.amount };
    let hourly = money(Some(&price), &target)?;
    NewSavingsPlan::new(term, hourly).map_err(|error| match error {
        InvalidPurchase::SavingsPlanTerm { .. } => InvalidFacts::new(UNSUPPORTED_TERM, term_target, error),
        InvalidPurchase::Negative { .. } | InvalidPurchase::Money(_) => {
            InvalidFacts::invalid(format!("{target}.amount"), error)
        }
    })
}

/// A member that has one possible value, where it is given.
fn one_of(text: Option<&String>, expected: &str, target: &str) -> Result<(), InvalidFacts> {
    match text {
        Some(text) if !text.eq_ignore_ascii_case(expected) => {
            let shown = shortened(text);
            Err(InvalidFacts::invalid(target, format_args!("`{shown}` is not supported, expected `{expected}`")))
        }
        _ => Ok(()),
    }
}
