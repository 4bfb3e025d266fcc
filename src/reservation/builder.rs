//! How a reservation is built: every fact by its name, checked once.

use chrono::{DateTime, NaiveDate, Utc};

use super::payment::{Made, Others, Payment, Payments, Price};
use super::{BillingPlan, Reservation, ReservationId, ReservationState, ResourceType, Schedule, Sku};
use crate::calendar::Term;
use crate::facts::{self, InvalidFacts};
use crate::money::Money;
use crate::parse::ParseError;
use crate::quantity::Quantity;
use crate::region::Region;

/// The facts of a reservation, from [`Reservation::builder`].
///
/// # Examples
///
/// ```
/// use reservation_policy::{Price, Reservation, ResourceType, Term};
///
/// let reservation = Reservation::builder(ResourceType::VirtualMachines, "2026-01-31".parse()?, Term::ThreeYears)
///     .units(10)
///     .monthly_each(Price::usd("44.90 USD".parse()?)?) // one payment for one unit
///     .id("22222222-aaaa-4bbb-8ccc-000000000001")?
///     .sku("Standard_D2s_v3")?
///     .build()?;
/// assert_eq!(reservation.payments()[0].price.billed().to_string(), "449.00 USD");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a builder builds nothing until `build`"]
pub struct ReservationBuilder {
    resource: ResourceType,
    start: NaiveDate,
    term: Term,
    units: u32,
    original_quantity: Option<u32>,
    priced: Option<Priced>,
    id: Option<ReservationId>,
    sku: Option<Sku>,
    region: Option<Region>,
    purchased_at: Option<DateTime<Utc>>,
    state: ReservationState,
    refunded_before: Option<Money>,
    final_exchanges_used: u32,
    private_offer: bool,
}

/// How the payments were given.
#[derive(Debug, Clone)]
enum Priced {
    /// One price for each payment of all the units; they are made as they fall due.
    All(BillingPlan, Price),
    /// One price for each payment of one unit; they are made as they fall due.
    Each(BillingPlan, Price),
    /// A list, and how the others are made.
    Listed(BillingPlan, Vec<Payment>, Others),
}

impl Reservation {
    /// A reservation of one unit that starts on a UTC day; the builder says the rest.
    pub fn builder(resource: ResourceType, start: NaiveDate, term: Term) -> ReservationBuilder {
        ReservationBuilder::new(resource, start, term)
    }
}

impl ReservationBuilder {
    fn new(resource: ResourceType, start: NaiveDate, term: Term) -> Self {
        Self {
            resource,
            start,
            term,
            units: 1,
            original_quantity: None,
            priced: None,
            id: None,
            sku: None,
            region: None,
            purchased_at: None,
            state: ReservationState::Succeeded,
            refunded_before: None,
            final_exchanges_used: 0,
            private_offer: false,
        }
    }

    /// The units that are owned; one unless said otherwise.
    pub const fn units(mut self, units: u32) -> Self {
        self.units = units;
        self
    }

    /// One payment for the whole term, for all the units, made with the purchase.
    pub fn upfront(mut self, price: Price) -> Self {
        self.priced = Some(Priced::All(BillingPlan::Upfront, price));
        self
    }

    /// One payment for the whole term, priced for one unit, made with the purchase.
    pub fn upfront_each(mut self, price_of_one: Price) -> Self {
        self.priced = Some(Priced::Each(BillingPlan::Upfront, price_of_one));
        self
    }

    /// A payment each month, each for all the units, made as they fall due.
    pub fn monthly(mut self, price: Price) -> Self {
        self.priced = Some(Priced::All(BillingPlan::Monthly, price));
        self
    }

    /// A payment each month, priced for one unit, made as they fall due.
    pub fn monthly_each(mut self, price_of_one: Price) -> Self {
        self.priced = Some(Priced::Each(BillingPlan::Monthly, price_of_one));
        self
    }

    /// The monthly payments of a record. Those that are not listed are scheduled at the last price, and not made.
    pub fn payments(mut self, list: Vec<Payment>) -> Self {
        self.priced = Some(Priced::Listed(BillingPlan::Monthly, list, Others::Not));
        self
    }

    /// The upfront payment of a record.
    pub fn upfront_payment(mut self, payment: Payment) -> Self {
        self.priced = Some(Priced::Listed(BillingPlan::Upfront, vec![payment], Others::Not));
        self
    }

    /// The id, in any spelling.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that cannot be one.
    pub fn id(mut self, id: &str) -> Result<Self, ParseError> {
        self.id = Some(id.parse()?);
        Ok(self)
    }

    /// The size or product name: `Standard_D2s_v3`.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that cannot be one.
    pub fn sku(mut self, sku: &str) -> Result<Self, ParseError> {
        self.sku = Some(sku.parse()?);
        Ok(self)
    }

    /// The region: `westeurope`.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that cannot be one.
    pub fn region(mut self, region: &str) -> Result<Self, ParseError> {
        self.region = Some(region.parse()?);
        Ok(self)
    }

    /// The units first bought, when some have left since.
    pub const fn original_quantity(mut self, units: u32) -> Self {
        self.original_quantity = Some(units);
        self
    }

    /// The instant of the purchase; a request before it is an error.
    pub const fn purchased_at(mut self, at: DateTime<Utc>) -> Self {
        self.purchased_at = Some(at);
        self
    }

    /// The provisioning state; `Succeeded` unless said otherwise.
    pub fn state(mut self, state: ReservationState) -> Self {
        self.state = state;
        self
    }

    /// What was refunded for parts returned before, in the billing currency.
    pub const fn refunded_before(mut self, refunded: Money) -> Self {
        self.refunded_before = Some(refunded);
        self
    }

    /// The units that have had their final exchange and left (`L-09`).
    pub const fn final_exchanges_used(mut self, units: u32) -> Self {
        self.final_exchanges_used = units;
        self
    }

    /// Bought in a private offer (`L-32`).
    pub const fn private_offer(mut self) -> Self {
        self.private_offer = true;
        self
    }

    /// Checks the facts against one another.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`]: no price, payments outside the plan or twice, several currencies, units of 0, fewer units paid
    /// for than owned, or a term past the calendar.
    pub fn build(self) -> Result<Reservation, InvalidFacts> {
        let quantity = facts::units(self.units)?;
        let first = |price| vec![Payment::new(1, price, quantity, Made::AsDue)];
        let (plan, list, others) = match self.priced.ok_or(InvalidFacts::NoPayment)? {
            Priced::All(plan, price) => (plan, first(price), Others::AsDue),
            Priced::Each(plan, price) => (plan, first(price.times(self.units)?), Others::AsDue),
            Priced::Listed(plan, list, others) => (plan, list, others),
        };
        let schedule = Schedule::new(self.start, self.term, plan)?;
        let payments = Payments::new(list, others, schedule, quantity)?;
        let original_quantity = self.original_quantity.map(facts::units).transpose()?;
        if let Some(original) = original_quantity.filter(|original| *original < quantity) {
            return Err(InvalidFacts::OriginalBelowOwned { original, owned: quantity });
        }
        if let Some(refunded) = self.refunded_before {
            if refunded.currency() != payments.currency() {
                let (left, right) = (payments.currency(), refunded.currency());
                return Err(crate::money::MoneyError::CurrencyMismatch { left, right }.into());
            }
        }
        Ok(Reservation {
            id: self.id,
            resource: self.resource,
            sku: self.sku,
            region: self.region,
            quantity,
            original_quantity,
            schedule,
            purchased_at: self.purchased_at,
            state: self.state,
            payments,
            refunded_before: self.refunded_before,
            final_exchanges_used: self.final_exchanges_used,
            private_offer: self.private_offer,
        })
    }
}

/// A reservation as it is stored.
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename = "Reservation", deny_unknown_fields))]
pub(super) struct Wire {
    #[cfg_attr(feature = "serde", serde(default))]
    id: Option<ReservationId>,
    resource_type: ResourceType,
    #[cfg_attr(feature = "serde", serde(default))]
    sku: Option<Sku>,
    #[cfg_attr(feature = "serde", serde(default))]
    region: Option<Region>,
    quantity: u32,
    #[cfg_attr(feature = "serde", serde(default))]
    original_quantity: Option<u32>,
    start: NaiveDate,
    term: Term,
    plan: BillingPlan,
    #[cfg_attr(feature = "serde", serde(default))]
    purchased_at: Option<DateTime<Utc>>,
    #[cfg_attr(feature = "serde", serde(default))]
    state: ReservationState,
    payments: Vec<Payment>,
    /// How payments that are not listed are made.
    other_payments: Others,
    #[cfg_attr(feature = "serde", serde(default))]
    refunded_before: Option<Money>,
    #[cfg_attr(feature = "serde", serde(default))]
    final_exchanges_used: u32,
    #[cfg_attr(feature = "serde", serde(default))]
    private_offer: bool,
}

impl TryFrom<Wire> for Reservation {
    type Error = InvalidFacts;

    fn try_from(wire: Wire) -> Result<Self, InvalidFacts> {
        let builder = ReservationBuilder {
            resource: wire.resource_type,
            start: wire.start,
            term: wire.term,
            units: wire.quantity,
            original_quantity: wire.original_quantity,
            priced: Some(Priced::Listed(wire.plan, wire.payments, wire.other_payments)),
            id: wire.id,
            sku: wire.sku,
            region: wire.region,
            purchased_at: wire.purchased_at,
            state: wire.state,
            refunded_before: wire.refunded_before,
            final_exchanges_used: wire.final_exchanges_used,
            private_offer: wire.private_offer,
        };
        builder.build()
    }
}

impl From<Reservation> for Wire {
    fn from(reservation: Reservation) -> Self {
        Self {
            id: reservation.id,
            resource_type: reservation.resource,
            sku: reservation.sku,
            region: reservation.region,
            quantity: reservation.quantity.get(),
            original_quantity: reservation.original_quantity.map(Quantity::get),
            start: reservation.schedule.start(),
            term: reservation.schedule.term(),
            plan: reservation.schedule.plan(),
            purchased_at: reservation.purchased_at,
            state: reservation.state,
            payments: reservation.payments.list().to_vec(),
            other_payments: reservation.payments.others(),
            refunded_before: reservation.refunded_before,
            final_exchanges_used: reservation.final_exchanges_used,
            private_offer: reservation.private_offer,
        }
    }
}
