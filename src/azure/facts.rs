//! From documents to facts: every member that matters is checked, and an error says which one it was.

use chrono::{DateTime, Months, NaiveDate, Utc};

use super::node::{Document, Kind, Node, Numbers};
use super::payments::{PaidQuantity, Rows, read_payments};
use super::values::units;
use super::{RequestError, UNSUPPORTED_TERM, ids};
use crate::calendar::Term;
use crate::facts::InvalidFacts;
use crate::quantity::Quantity;
use crate::reservation::{BillingPlan, Reservation, ReservationId, ResourceType, Schedule};
use crate::text::shortened;

/// The document of a reservation order.
pub(crate) static ORDER: Kind = Kind {
    name: "an order",
    source: "the order with its payments: `GET …/reservationOrders/{id}?$expand=schedule` (REST), \
             `az reservations reservation-order show --expand schedule`, or `Get-AzReservationOrder -Expand schedule` \
             (PowerShell)",
    facts: &["planInformation", "originalQuantity", "billingPlan", "term", "benefitStartTime", "reservations"],
    in_list: true,
};

/// The document of a reservation.
pub(crate) static RESERVATION: Kind = Kind {
    name: "a reservation",
    source: "the reservation as `GET …/reservationOrders/{id}/reservations/{id}` (REST), \
             `az reservations reservation show` or `Get-AzReservation` (PowerShell) prints it",
    facts: &["quantity", "reservedResourceType", "provisioningState", "term", "billingPlan"],
    in_list: true,
};

/// The request of `calculateRefund` and `return`.
pub(crate) static REFUND_REQUEST: Kind = Kind {
    name: "a request",
    source: "a request such as `{\"properties\": {\"reservationToReturn\": {\"reservationId\": \"…\", \"quantity\": 1}}}`",
    facts: &["reservationToReturn", "scope", "sessionId", "returnReason"],
    in_list: false,
};

/// The request of `calculateExchange`.
pub(crate) static EXCHANGE_REQUEST: Kind = Kind {
    name: "a request",
    source: "a request with `reservationsToExchange`, and `reservationsToPurchase` or `savingsPlansToPurchase`, in \
             `properties`",
    facts: &["reservationsToExchange", "reservationsToPurchase", "savingsPlansToPurchase"],
    in_list: false,
};

/// A purchase in the request of `calculateExchange`.
pub(crate) static EXCHANGE_PURCHASE: Kind = Kind {
    name: "a purchase",
    source: "a purchase as the service's `PurchaseRequest` or `SavingsPlanPurchaseRequest` has it",
    facts: &["reservedResourceType", "term", "quantity", "billingPlan", "commitment"],
    in_list: false,
};

/// The documents of an order and of one of its reservations, as the service or `az` prints them.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::Documents;
///
/// let order = r#"{"name": "o1", "properties": {
///     "benefitStartTime": "2022-12-01T03:07:12Z", "originalQuantity": 1, "term": "P1Y", "billingPlan": "Monthly",
///     "planInformation": {"transactions": [{"dueDate": "2023-02-01", "status": "Succeeded",
///         "pricingCurrencyTotal": {"currencyCode": "USD", "amount": 2.66},
///         "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 2.21}}]}}}"#;
/// let reservation = r#"{"name": "o1/r1", "properties": {"quantity": 1, "reservedResourceType": "VirtualMachines"}}"#;
///
/// let reservation = Documents::new(order, reservation).read()?;
/// assert_eq!(reservation.schedule().end(), "2023-12-01".parse()?);
/// assert_eq!(reservation.payments()[0].price.billed().to_string(), "2.21 GBP");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "documents are read by `read`"]
pub struct Documents<'a> {
    order: &'a str,
    reservation: &'a str,
    paid: Option<PaidQuantity>,
}

impl<'a> Documents<'a> {
    /// The JSON of an order, with its payments (`$expand=schedule`), and that of one of its reservations.
    pub const fn new(order: &'a str, reservation: &'a str) -> Self {
        Self { order, reservation, paid: None }
    }

    /// The units that the payment of the period of a UTC day and later ones paid for. Needed where a payment's amount
    /// is not a whole number of units at the price of the first payment.
    pub const fn paid_quantity(mut self, units: Quantity, day: NaiveDate) -> Self {
        self.paid = Some(PaidQuantity { units, day });
        self
    }

    /// Reads the facts.
    ///
    /// # Errors
    ///
    /// [`RequestError`] for the first value that is wrong, with its path below `order` or `reservation`.
    pub fn read(self) -> Result<Reservation, RequestError> {
        let order = Document::of(&Node::document(self.order, "order")?, &ORDER)?;
        let own = Document::of(&Node::document(self.reservation, "reservation")?, &RESERVATION)?;
        let id = match ids::own_id(&own)? {
            Some((text, target)) => Some(ids::returned_id(&order, &own, (&text, &target))?),
            None => None,
        };
        reservation(&order, &own, &Extra { id, paid: self.paid, ..Extra::default() })
    }
}

/// What a request adds to the documents of a reservation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extra {
    pub(crate) id: Option<ReservationId>,
    pub(crate) paid: Option<PaidQuantity>,
    pub(crate) final_exchanges_used: u32,
    pub(crate) private_offer: bool,
}

/// The facts of a reservation, from its order and itself.
///
/// Term and plan may stand in either, and must agree where they stand in both. Of several instants of purchase the
/// earliest counts.
pub(crate) fn reservation(
    order: &Document<'_>,
    own: &Document<'_>,
    extra: &Extra,
) -> Result<Reservation, RequestError> {
    let owned = own.get("quantity")?;
    let owned = units(&owned.ok_or_else(|| own.missing("quantity"))?, Numbers::OrText)?;
    let plan_information = order.get("planInformation")?;
    let transactions = match &plan_information {
        Some(plan) => plan.member("transactions")?,
        None => None,
    };
    let transactions = transactions.ok_or_else(|| order.missing("planInformation.transactions"))?;
    let original = match (order.get("originalQuantity")?, extra.paid) {
        (Some(original), _) => Some(units(&original, Numbers::OrText)?),
        (None, Some(_)) => None,
        (None, None) => return Err(order.missing("originalQuantity")),
    };
    if let Some(original) = original.filter(|original| *original < owned && extra.paid.is_none()) {
        let error = InvalidFacts::OriginalBelowOwned { original, owned };
        return Err(RequestError::invalid(&order.path_of("originalQuantity"), error));
    }
    let (schedule, start_target) = schedule(order, own, plan_information.as_ref())?;
    let payments = read_payments(&transactions, &Rows { schedule, owned, original, paid: extra.paid })?;

    let kind = own.required("reservedResourceType")?;
    let resource: ResourceType = kind.parse("a type such as `VirtualMachines`")?;
    let mut builder = Reservation::builder(resource, schedule.start(), schedule.term())
        .units(owned.get())
        .final_exchanges_used(extra.final_exchanges_used);
    if let Some(original) = original.filter(|original| *original >= owned) {
        builder = builder.original_quantity(original.get());
    }
    builder = match (schedule.plan(), payments.as_slice()) {
        (BillingPlan::Upfront, [only]) => builder.upfront_payment(*only),
        _ => builder.payments(payments),
    };
    if extra.private_offer {
        builder = builder.private_offer();
    }
    if let Some(state) = own.get("provisioningState")? {
        builder = builder.state(state.parse("a state such as `Succeeded`")?);
    }
    if let Some(purchased_at) = purchased_at(order, own)? {
        builder = builder.purchased_at(purchased_at);
    }
    if let Some(id) = &extra.id {
        builder = builder.id(id.as_str()).map_err(|error| RequestError::invalid(own.path(), error))?;
    }
    // A size or a region that cannot be one is as good as none: no amount depends on it.
    if let Some(sku) = own.top("sku")? {
        let name = if sku.is_text() { Some(sku) } else { sku.member("name")? };
        if let Some(name) = name {
            let name = name.text("the name of a size")?;
            builder = builder.clone().sku(&name).unwrap_or(builder);
        }
    }
    if let Some(location) = own.top("location")? {
        let location = location.text("a region such as `westeurope`")?;
        builder = builder.clone().region(&location).unwrap_or(builder);
    }
    builder.build().map_err(|error| {
        let rows = transactions.path();
        let is_too_few = matches!(error, InvalidFacts::PaidForTooFew { .. });
        if matches!(error, InvalidFacts::TermPastCalendar { .. }) {
            RequestError::invalid(&start_target, error)
        } else if is_too_few && extra.paid.is_some() {
            RequestError::invalid("paidQuantity", error)
        } else if is_too_few {
            RequestError::invalid(rows, format_args!("{error}; give `paidQuantity` where it is another number"))
        } else {
            RequestError::invalid(rows, error)
        }
    })
}

/// A fact that the order and the reservation both have: the order's, unless they contradict each other.
fn shared<'a>(order: &Document<'a>, own: &Document<'a>, name: &str) -> Result<Node<'a>, RequestError> {
    let expected = "a text";
    match (order.get(name)?, own.get(name)?) {
        (Some(ours), Some(theirs)) => {
            let (of_order, of_own) = (ours.text(expected)?, theirs.text(expected)?);
            if of_order.eq_ignore_ascii_case(&of_own) {
                return Ok(ours);
            }
            let (of_order, of_own) = (shortened(&of_order), shortened(&of_own));
            Err(theirs
                .error(format_args!("the reservation says `{of_own}` and its order `{of_order}`, expected the same")))
        }
        (Some(node), None) | (None, Some(node)) => Ok(node),
        (None, None) => Err(order.missing(name)),
    }
}

/// The term and its periods, and the path of the value that says when they begin.
fn schedule(
    order: &Document<'_>,
    own: &Document<'_>,
    plan_information: Option<&Node<'_>>,
) -> Result<(Schedule, String), RequestError> {
    let term = shared(order, own, "term")?;
    let term: Term = term.parse("a term such as `P1Y`").map_err(|error| error.coded(UNSUPPORTED_TERM))?;
    let plan: BillingPlan = shared(order, own, "billingPlan")?.parse("`Upfront` or `Monthly`")?;
    let (start, target) = start(order, own, plan_information, term)?;
    let schedule = Schedule::new(start, term, plan).map_err(|error| RequestError::invalid(&target, error))?;
    Ok((schedule, target))
}

/// The first day of the term: the day of `benefitStartTime`; in older orders `planInformation.startDate`, or the day of
/// expiry less the term.
fn start(
    order: &Document<'_>,
    own: &Document<'_>,
    plan_information: Option<&Node<'_>>,
    term: Term,
) -> Result<(NaiveDate, String), RequestError> {
    for document in [order, own] {
        if let Some(node) = document.get("benefitStartTime")? {
            return Ok((crate::calendar::utc_date(node.instant_or_day()?), node.path().to_owned()));
        }
    }
    if let Some(plan) = plan_information {
        if let Some(node) = plan.member("startDate")? {
            return Ok((node.day()?, node.path().to_owned()));
        }
    }
    for document in [order, own] {
        for name in ["expiryDate", "expiryDateTime"] {
            let Some(node) = document.get(name)? else { continue };
            let start = node.day()?.checked_sub_months(Months::new(term.months()));
            let start = start.ok_or_else(|| node.error("the term begins before the calendar does"))?;
            return Ok((start, node.path().to_owned()));
        }
    }
    let missing = order.missing("benefitStartTime");
    let looked_for = "neither `planInformation.startDate` nor `expiryDate` is there in its place";
    Err(RequestError { message: format!("{}; {looked_for}", missing.message), ..missing })
}

/// The earliest instant that is given as that of the purchase: the order may be made a moment after its benefit began.
fn purchased_at(order: &Document<'_>, own: &Document<'_>) -> Result<Option<DateTime<Utc>>, RequestError> {
    let mut earliest: Option<DateTime<Utc>> = None;
    let members =
        [(order, "requestDateTime"), (order, "createdDateTime"), (own, "purchaseDateTime"), (own, "purchaseDate")];
    for (document, name) in members {
        let Some(node) = document.get(name)? else { continue };
        let instant =
            if name == "purchaseDate" { crate::calendar::midnight(node.day()?) } else { node.instant_or_day()? };
        earliest = Some(earliest.map_or(instant, |earlier| earlier.min(instant)));
    }
    Ok(earliest)
}
