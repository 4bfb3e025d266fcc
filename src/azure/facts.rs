//! From the service's shapes to facts: every member that matters is checked, and an error says which one it was.

use chrono::{DateTime, NaiveDate, Utc};

use super::number::ExactNumber;
use super::shape;
use crate::calendar::{Term, add_months, days_between, midnight, whole_months};
use crate::money::{Currency, InvalidAmount, Money, UsdAmount};
use crate::quantity::Quantity;
use crate::reservation::payment::PaymentStatus;
use crate::reservation::{
    BillingPlan, Payment, Payments, Price, Reservation, ReservationId, ReservationState, Schedule,
};
use crate::resource::ResourceType;
use crate::shown::shortened;

/// A member of a shape that makes no sense: which one, the service's error code, and what would be right.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts::instant;
///
/// let invalid = instant("10.3.2023", "at").unwrap_err();
/// assert_eq!(
///     invalid.to_string(),
///     "`at`: `10.3.2023` is not an instant, expected one such as `2023-03-10T03:07:12Z`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{target}`: {message}")]
#[non_exhaustive]
pub struct InvalidFacts {
    code: &'static str,
    target: String,
    message: String,
}

/// The code where the service has none of its own.
const INVALID_REQUEST: &str = "InvalidRequest";
pub(super) const INVALID_QUANTITY: &str = "InvalidRefundQuantity";
pub(super) const INVALID_ID: &str = "InvalidReservationId";
pub(super) const UNSUPPORTED_TERM: &str = "UnsupportedReservationTerm";
pub(super) const NOT_IN_ORDER: &str = "ReservationIdNotInReservationOrder";

impl InvalidFacts {
    /// A problem with the member at `target`, a path such as `order.properties.term`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::InvalidFacts;
    ///
    /// let problem = InvalidFacts::new("PurchaseError", "request.properties.renew", "is not supported here");
    /// assert_eq!(problem.to_string(), "`request.properties.renew`: is not supported here");
    /// ```
    #[must_use]
    pub fn new(code: &'static str, target: impl Into<String>, message: impl core::fmt::Display) -> Self {
        Self { code, target: target.into(), message: message.to_string() }
    }

    /// A problem for which the service has no code of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::InvalidFacts;
    ///
    /// assert_eq!(InvalidFacts::invalid("policy", "is missing").code(), "InvalidRequest");
    /// ```
    #[must_use]
    pub fn invalid(target: impl Into<String>, message: impl core::fmt::Display) -> Self {
        Self::new(INVALID_REQUEST, target, message)
    }

    /// The service's error code, or `InvalidRequest`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::facts::quantity;
    ///
    /// assert_eq!(quantity(None, "quantity").unwrap_err().code(), "InvalidRefundQuantity");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The path of the member.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::facts::money;
    ///
    /// let amount = serde_json::from_str(r#"{"currencyCode": "Euro", "amount": 1}"#)?;
    /// assert_eq!(money(Some(&amount), "prices[0]").unwrap_err().target(), "prices[0].currencyCode");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// What is wrong with it, and what would be right.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::facts::money;
    ///
    /// assert_eq!(money(None, "prices[0]").unwrap_err().message(), "is missing");
    /// ```
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The value, or an error that says that it is missing.
pub(super) fn required<'a, T>(value: Option<&'a T>, target: &str) -> Result<&'a T, InvalidFacts> {
    value.ok_or_else(|| InvalidFacts::invalid(target, "is missing"))
}

/// An amount and its currency.
///
/// # Errors
///
/// [`InvalidFacts`] when a member is missing, or the currency does not exist or has no minor unit.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts::money;
///
/// let amount = serde_json::from_str(r#"{"currencyCode": "GBP", "amount": 78.63}"#)?;
/// assert_eq!(money(Some(&amount), "price")?.to_string(), "78.63 GBP");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn money(price: Option<&shape::Price>, target: &str) -> Result<Money, InvalidFacts> {
    let price = required(price, target)?;
    let code_target = format!("{target}.currencyCode");
    let code = required(price.currency_code.as_ref(), &code_target)?;
    let currency = Currency::from_code(code).map_err(|error| InvalidFacts::invalid(code_target, error))?;
    let amount = required(price.amount.as_ref(), &format!("{target}.amount"))?;
    Ok(Money::new(amount.value(), currency))
}

/// An amount of US dollars, whole cents and not negative.
///
/// # Errors
///
/// [`InvalidFacts`] when it is anything else.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts::usd;
///
/// let amount = |text| serde_json::from_str(text);
/// assert_eq!(usd(Some(&amount(r#"{"currencyCode": "USD", "amount": 367.81}"#)?), "used")?.cents(), 36_781);
/// assert!(usd(Some(&amount(r#"{"currencyCode": "GBP", "amount": 367.81}"#)?), "used").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn usd(price: Option<&shape::Price>, target: &str) -> Result<UsdAmount, InvalidFacts> {
    UsdAmount::try_from(money(price, target)?).map_err(|error| {
        let member = if matches!(error, InvalidAmount::NotUsd { .. }) { "currencyCode" } else { "amount" };
        InvalidFacts::invalid(format!("{target}.{member}"), error)
    })
}

/// A number of units: a whole number from 1.
///
/// # Errors
///
/// [`InvalidFacts`] with the service's `InvalidRefundQuantity` when it is anything else.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::{ExactNumber, facts::quantity};
///
/// assert_eq!(quantity(Some(&ExactNumber::parse("3.0")?), "quantity")?.get(), 3);
/// assert_eq!(quantity(Some(&ExactNumber::parse("0")?), "quantity").unwrap_err().code(), "InvalidRefundQuantity");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn quantity(number: Option<&ExactNumber>, target: &str) -> Result<Quantity, InvalidFacts> {
    let number = number.ok_or_else(|| InvalidFacts::new(INVALID_QUANTITY, target, "is missing"))?;
    Quantity::parse(&number.to_string()).map_err(|error| InvalidFacts::new(INVALID_QUANTITY, target, error))
}

/// A number of units that is not what is asked to be returned, so that the service's own code does not fit.
///
/// # Errors
///
/// [`InvalidFacts`] when it is no whole number from 1.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::{ExactNumber, facts::units};
///
/// assert_eq!(units(Some(&ExactNumber::parse("0.5")?), "owned").unwrap_err().code(), "InvalidRequest");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn units(number: Option<&ExactNumber>, target: &str) -> Result<Quantity, InvalidFacts> {
    quantity(number, target).map_err(|error| InvalidFacts::invalid(target, error.message))
}

/// An instant in RFC 3339 with any offset, or the first instant of a UTC date.
///
/// # Errors
///
/// [`InvalidFacts`] when the text is neither.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts::instant;
///
/// assert_eq!(instant("2023-03-10T04:07:12+01:00", "at")?.to_string(), "2023-03-10 03:07:12 UTC");
/// assert_eq!(instant("2023-03-10", "at")?.to_string(), "2023-03-10 00:00:00 UTC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn instant(text: &str, target: &str) -> Result<DateTime<Utc>, InvalidFacts> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Ok(instant.to_utc());
    }
    text.parse::<NaiveDate>().map(midnight).map_err(|_| {
        let shown = shortened(text);
        InvalidFacts::invalid(
            target,
            format_args!("`{shown}` is not an instant, expected one such as `2023-03-10T03:07:12Z`"),
        )
    })
}

/// Which reservation and order an id names, whether it is a full path or only a name.
#[derive(Clone, Copy)]
pub(super) struct IdParts<'a> {
    pub(super) order: Option<&'a str>,
    pub(super) reservation: &'a str,
}

pub(super) fn id_parts<'a>(id: &'a str, target: &str) -> Result<IdParts<'a>, InvalidFacts> {
    let after = |name: &str| {
        let mut parts = id.split('/').map(str::trim);
        parts.find(|part| part.eq_ignore_ascii_case(name))?;
        parts.next().filter(|part| !part.is_empty())
    };
    let parts = match (after("reservationOrders"), after("reservations")) {
        (order, Some(reservation)) => Some(IdParts { order, reservation }),
        (Some(_), None) => None,
        (None, None) => match id.trim().split_once('/') {
            None => Some(IdParts { order: None, reservation: id.trim() }).filter(|parts| !parts.reservation.is_empty()),
            // A name in the service's short form: order/reservation.
            Some((order, reservation)) => {
                let plain = !order.is_empty() && !reservation.is_empty() && !reservation.contains('/');
                plain.then_some(IdParts { order: Some(order), reservation })
            }
        },
    };
    parts.ok_or_else(|| {
        let shown: String = id.chars().take(120).collect();
        let expected = "expected `/providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{reservation}`";
        InvalidFacts::new(INVALID_ID, target, format_args!("`{shown}` is not the id of a reservation, {expected}"))
    })
}

/// The last part of an order's id, or its name.
pub(super) fn order_name(order: &shape::ReservationOrder) -> Option<&str> {
    let from_id = order.id.as_deref().and_then(|id| id.trim_end_matches('/').rsplit('/').next());
    from_id.or(order.name.as_deref()).filter(|name| !name.is_empty())
}

/// Checks that the reservation that is returned is the one that is given, and is in its order; gives its full id.
///
/// # Errors
///
/// [`InvalidFacts`] with `InvalidReservationId` or `ReservationIdNotInReservationOrder`.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts::returned_id;
///
/// let order = serde_json::from_str(r#"{"name": "o1"}"#)?;
/// let reservation = serde_json::from_str(r#"{"id": "/reservationOrders/o1/reservations/r1"}"#)?;
/// let returned = |text| serde_json::from_str(text);
/// let id = returned_id(&order, &reservation, &returned(r#"{"reservationId": "r1"}"#)?)?;
/// assert_eq!(id.as_str(), "/reservationOrders/o1/reservations/r1");
///
/// let other = returned_id(&order, &reservation, &returned(r#"{"reservationId": "o2/r1"}"#)?);
/// assert_eq!(other.unwrap_err().code(), "ReservationIdNotInReservationOrder");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn returned_id(
    order: &shape::ReservationOrder,
    reservation: &shape::Reservation,
    returned: &shape::ReservationToReturn,
) -> Result<ReservationId, InvalidFacts> {
    const TARGET: &str = "request.properties.reservationToReturn.reservationId";
    let text = returned.reservation_id.as_deref().unwrap_or_default();
    let wanted = id_parts(text, TARGET)?;
    let not_in_order = |target: &str, id: &str| {
        let shown: String = id.chars().take(120).collect();
        InvalidFacts::new(NOT_IN_ORDER, target, format_args!("`{shown}` is not a reservation of the given order"))
    };
    if let (Some(order), Some(wanted_order)) = (order_name(order), wanted.order)
        && !order.eq_ignore_ascii_case(wanted_order)
    {
        return Err(not_in_order(TARGET, text));
    }
    let listed = order.properties.as_ref().and_then(|properties| properties.reservations.as_ref());
    let is_wanted = |id: &str, target: &str| -> Result<bool, InvalidFacts> {
        Ok(id_parts(id, target)?.reservation.eq_ignore_ascii_case(wanted.reservation))
    };
    if let Some(listed) = listed.filter(|listed| !listed.is_empty()) {
        let mut found = false;
        for link in listed {
            found |= is_wanted(link.id.as_deref().unwrap_or_default(), "order.properties.reservations")?;
        }
        if !found {
            return Err(not_in_order(TARGET, text));
        }
    }
    let own = reservation.id.as_deref().map(|id| (id, "reservation.id"));
    let own = own.or_else(|| reservation.name.as_deref().map(|name| (name, "reservation.name")));
    if let Some((id, target)) = own {
        if !is_wanted(id, target)? {
            return Err(not_in_order(TARGET, text));
        }
        if let (Some(order), Some(own_order)) = (order_name(order), id_parts(id, target)?.order)
            && !order.eq_ignore_ascii_case(own_order)
        {
            return Err(not_in_order(target, id));
        }
    }
    let full = reservation.id.as_deref().unwrap_or(text);
    ReservationId::new(full).map_err(|error| InvalidFacts::new(INVALID_ID, TARGET, error))
}

/// The facts of a reservation, from its order and itself.
///
/// `paid_quantity` takes the place of the order's original quantity: how many units a payment paid for. Term and plan
/// may stand in either, and must agree where they stand in both. Periods are counted from the UTC date of the order's
/// `benefitStartTime`. Of several instants of purchase the earliest counts.
///
/// # Errors
///
/// [`InvalidFacts`] for the first member that makes no sense, with its path below `order` or `reservation`; with the
/// service's `UnsupportedReservationTerm` for a term that is none.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::facts::reservation;
///
/// let order = serde_json::from_str(
///     r#"{"properties": {
///         "benefitStartTime": "2022-12-01", "originalQuantity": 1, "term": "P1Y", "billingPlan": "Monthly",
///         "planInformation": {"transactions": [{"status": "Succeeded",
///             "pricingCurrencyTotal": {"currencyCode": "USD", "amount": 2.66},
///             "billingCurrencyTotal": {"currencyCode": "USD", "amount": 2.66}}]}}}"#,
/// )?;
/// let own = serde_json::from_str(r#"{"properties": {"quantity": 1, "reservedResourceType": "VirtualMachines"}}"#)?;
/// let facts = reservation(&order, &own, None)?;
/// assert_eq!((facts.schedule().end().to_string(), facts.payments().completed()), ("2023-12-01".into(), 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reservation(
    order: &shape::ReservationOrder,
    reservation: &shape::Reservation,
    paid_quantity: Option<Quantity>,
) -> Result<Reservation, InvalidFacts> {
    let order = required(order.properties.as_ref(), "order.properties")?;
    let own = required(reservation.properties.as_ref(), "reservation.properties")?;
    let owned = units(own.quantity.as_ref(), "reservation.properties.quantity")?;
    let covers = match paid_quantity {
        Some(covers) => covers,
        None => units(order.original_quantity.as_ref(), "order.properties.originalQuantity")?,
    };
    let schedule = schedule(order, own)?;
    let payments = payments(order, &schedule, covers)?;
    let kind = required(own.reserved_resource_type.as_ref(), "reservation.properties.reservedResourceType")?;
    let mut facts = Reservation::new(ResourceType::from_name(kind), owned, schedule, payments)
        .map_err(|error| InvalidFacts::invalid("order.properties.planInformation.transactions", error))?;
    if let Some(state) = &own.provisioning_state {
        facts = facts.with_state(ReservationState::from_name(state));
    }
    if let Some(purchased_at) = purchased_at(order, own)? {
        facts = facts.with_purchased_at(purchased_at);
    }
    Ok(facts)
}

/// A member that the order and the reservation both have: the order's, unless they contradict each other.
fn shared<'a>(
    order: Option<&'a String>,
    reservation: Option<&'a String>,
    name: &str,
) -> Result<(&'a str, String), InvalidFacts> {
    match (order, reservation) {
        (Some(order), Some(own)) if !order.eq_ignore_ascii_case(own) => {
            let (order, own) = (shortened(order), shortened(own));
            let message = format!("the reservation says `{own}` and its order `{order}`, expected the same");
            Err(InvalidFacts::invalid(format!("reservation.properties.{name}"), message))
        }
        (Some(order), _) => Ok((order, format!("order.properties.{name}"))),
        (None, Some(own)) => Ok((own, format!("reservation.properties.{name}"))),
        (None, None) => Err(InvalidFacts::invalid(format!("order.properties.{name}"), "is missing")),
    }
}

fn schedule(
    order: &shape::ReservationOrderProperties,
    own: &shape::ReservationProperties,
) -> Result<Schedule, InvalidFacts> {
    let (term, target) = shared(order.term.as_ref(), own.term.as_ref(), "term")?;
    let term = Term::from_iso(term).map_err(|error| InvalidFacts::new(UNSUPPORTED_TERM, target, error))?;
    let (plan, target) = shared(order.billing_plan.as_ref(), own.billing_plan.as_ref(), "billingPlan")?;
    let plan = BillingPlan::from_name(plan).map_err(|error| InvalidFacts::invalid(target, error))?;
    let (start, target) = match (&order.benefit_start_time, &own.benefit_start_time) {
        (Some(start), _) => (start, "order.properties.benefitStartTime"),
        (None, Some(start)) => (start, "reservation.properties.benefitStartTime"),
        (None, None) => return Err(InvalidFacts::invalid("order.properties.benefitStartTime", "is missing")),
    };
    let start = instant(start, target)?.date_naive();
    Schedule::new(start, term, plan).map_err(|error| InvalidFacts::invalid(target, error))
}

/// The earliest instant that is given as that of the purchase: the order may be made a moment after its benefit began.
fn purchased_at(
    order: &shape::ReservationOrderProperties,
    own: &shape::ReservationProperties,
) -> Result<Option<DateTime<Utc>>, InvalidFacts> {
    let given = [
        (&order.request_date_time, "order.properties.requestDateTime"),
        (&order.created_date_time, "order.properties.createdDateTime"),
        (&own.purchase_date_time, "reservation.properties.purchaseDateTime"),
        (&own.purchase_date, "reservation.properties.purchaseDate"),
    ];
    let mut earliest = None;
    for (text, target) in given {
        if let Some(text) = text {
            let instant = instant(text, target)?;
            earliest = Some(earliest.map_or(instant, |earlier: DateTime<Utc>| earlier.min(instant)));
        }
    }
    Ok(earliest)
}

/// A transaction that was read, and the payment of the plan that its dates point to.
struct Read {
    place: u32,
    status: PaymentStatus,
    price: Option<Price>,
}

fn payments(
    order: &shape::ReservationOrderProperties,
    schedule: &Schedule,
    covers: Quantity,
) -> Result<Payments, InvalidFacts> {
    const TARGET: &str = "order.properties.planInformation.transactions";
    let transactions = order.plan_information.as_ref().and_then(|plan| plan.transactions.as_ref());
    let transactions = required(transactions, TARGET)?;
    let mut read = Vec::with_capacity(transactions.len());
    // Without a date a payment belongs to the first period that is not paid yet, where it may be a further try.
    let mut made = 0_u32;
    for (index, transaction) in transactions.iter().enumerate() {
        let next = read_transaction(transaction, &format!("{TARGET}[{index}]"), schedule, made)?;
        made = made.saturating_add(u32::from(next.status == PaymentStatus::Succeeded));
        read.push(next);
    }
    place_by_order_where_dates_clash(&mut read);
    // Where a period has several tries, the one that succeeded counts, or else the first.
    read.sort_by_key(|read| (read.place, read.status != PaymentStatus::Succeeded));
    read.dedup_by_key(|read| read.place);
    let known = read
        .into_iter()
        .filter_map(|read| read.price.map(|price| Payment::new(read.place, read.status, price, covers)));
    Payments::from_list(known.collect()).map_err(|error| InvalidFacts::invalid(TARGET, error))
}

/// `made` is how many payments were made before this one.
fn read_transaction(
    transaction: &shape::Transaction,
    target: &str,
    schedule: &Schedule,
    made: u32,
) -> Result<Read, InvalidFacts> {
    let status = required(transaction.status.as_ref(), &format!("{target}.status"))?;
    let status =
        if status.eq_ignore_ascii_case("Succeeded") { PaymentStatus::Succeeded } else { PaymentStatus::Outstanding };
    let (billing, pricing) = (&transaction.billing_currency_total, &transaction.pricing_currency_total);
    // A payment to come often has its price in one currency only, and then tells nothing.
    let price = if status == PaymentStatus::Outstanding && (billing.is_none() || pricing.is_none()) {
        None
    } else {
        let (billing_target, pricing_target) =
            (format!("{target}.billingCurrencyTotal"), format!("{target}.pricingCurrencyTotal"));
        let pricing = money(pricing.as_ref(), &pricing_target)?;
        let billing = money(billing.as_ref(), &billing_target)?;
        let wrong = if billing.is_negative() {
            format!("{billing_target}.amount")
        } else if pricing.is_negative() {
            format!("{pricing_target}.amount")
        } else {
            format!("{pricing_target}.currencyCode")
        };
        Some(Price::new(billing, pricing).map_err(|error| InvalidFacts::invalid(wrong, error))?)
    };
    let last = schedule.payments().saturating_sub(1);
    let in_order = if status == PaymentStatus::Succeeded { made } else { made.min(last) };
    let place = place(transaction, target, schedule)?.unwrap_or(in_order);
    Ok(Read { place, status, price })
}

/// Which payment of the plan the transaction's dates point to; `None` when it has no dates.
fn place(transaction: &shape::Transaction, target: &str, schedule: &Schedule) -> Result<Option<u32>, InvalidFacts> {
    if schedule.plan() == BillingPlan::Upfront {
        return Ok(None);
    }
    if let Some(due) = &transaction.due_date {
        let due = instant(due, &format!("{target}.dueDate"))?.date_naive();
        return Ok(nearest_payment(schedule.start(), due));
    }
    if let Some(paid) = &transaction.payment_date {
        let paid = instant(paid, &format!("{target}.paymentDate"))?.date_naive();
        return Ok(whole_months(schedule.start(), paid).or(Some(0)));
    }
    Ok(None)
}

/// The payment whose first day is nearest: due dates are written in local time and may be a day off.
fn nearest_payment(start: NaiveDate, due: NaiveDate) -> Option<u32> {
    let Some(before) = whole_months(start, due) else { return Some(0) };
    let after = before.checked_add(1)?;
    let since = days_between(add_months(start, before)?, due)?;
    let until = days_between(due, add_months(start, after)?)?;
    Some(if until < since { after } else { before })
}

/// Where two payments that succeeded point to the same period, the dates can't be trusted: then their order counts.
fn place_by_order_where_dates_clash(read: &mut [Read]) {
    let made = |read: &&mut Read| read.status == PaymentStatus::Succeeded;
    let mut places: Vec<u32> = read.iter_mut().filter(made).map(|read| read.place).collect();
    places.sort_unstable();
    if places.windows(2).any(|pair| pair.first() == pair.last()) {
        read.iter_mut().filter(made).zip(0..).for_each(|(read, place)| read.place = place);
    }
}
