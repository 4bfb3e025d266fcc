//! Reservations as facts: what was bought, when, and what was paid.

use chrono::{DateTime, NaiveDate, Utc};

use crate::money::{Currency, Money};
use crate::quantity::Quantity;

mod builder;
mod id;
mod payment;
mod resource;
mod schedule;

pub use self::builder::ReservationBuilder;
pub use self::id::ReservationId;
pub use self::payment::{Made, Payment, Price};
pub use self::resource::ResourceType;
pub use self::schedule::{BillingPlan, Schedule};
pub use crate::region::Region;

pub(crate) use self::payment::{MadeOn, Payments};

/// A reservation: units of a resource type for a term, with its payments.
///
/// Cheap to clone. Every reservation that exists is consistent: its payments belong to its plan, share a currency, and
/// paid for at least the units that are owned.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Price, Reservation, ResourceType, Term};
///
/// let reservation = Reservation::builder(ResourceType::VirtualMachines, "2026-01-31".parse()?, Term::OneYear)
///     .units(4)
///     .monthly(Price::new("237.16 EUR".parse()?, "258.20 USD".parse()?)?) // one payment for all 4
///     .build()?;
/// assert_eq!(reservation.schedule().end(), "2027-01-31".parse()?);
/// assert_eq!(reservation.paid_by("2026-04-17".parse()?)?.to_string(), "711.48 EUR"); // made as they fall due
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "builder::Wire", into = "builder::Wire")
)]
pub struct Reservation {
    id: Option<ReservationId>,
    resource: ResourceType,
    sku: Option<Sku>,
    region: Option<Region>,
    quantity: Quantity,
    original_quantity: Option<Quantity>,
    schedule: Schedule,
    purchased_at: Option<DateTime<Utc>>,
    state: ReservationState,
    payments: Payments,
    refunded_before: Option<Money>,
    final_exchanges_used: u32,
    private_offer: bool,
}

impl Reservation {
    /// The id, where it is known.
    #[must_use]
    pub const fn id(&self) -> Option<&ReservationId> {
        self.id.as_ref()
    }

    /// What kind of resource is reserved.
    #[must_use]
    pub const fn resource(&self) -> &ResourceType {
        &self.resource
    }

    /// The size or product name, such as `Standard_D2s_v3`, where it is known.
    #[must_use]
    pub fn sku(&self) -> Option<&str> {
        self.sku.as_ref().map(Sku::as_str)
    }

    /// The region, where it is known.
    #[must_use]
    pub const fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// The units that are owned.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The units first bought, where they are known to be more.
    #[must_use]
    pub const fn original_quantity(&self) -> Option<Quantity> {
        self.original_quantity
    }

    /// Its term and the periods of its payments.
    #[must_use]
    pub const fn schedule(&self) -> Schedule {
        self.schedule
    }

    /// The instant of the purchase, where it is known to differ from the start of the term.
    #[must_use]
    pub const fn purchased_at(&self) -> Option<DateTime<Utc>> {
        self.purchased_at
    }

    /// The UTC day of the purchase: of its instant, or the first day of the term.
    #[must_use]
    pub fn purchase_date(&self) -> NaiveDate {
        self.purchased_at.map_or(self.schedule.start(), crate::calendar::utc_date)
    }

    /// The provisioning state.
    #[must_use]
    pub const fn state(&self) -> &ReservationState {
        &self.state
    }

    /// The payments that are listed, by their number.
    #[must_use]
    pub fn payments(&self) -> &[Payment] {
        self.payments.list()
    }

    /// The billing currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.payments.currency()
    }

    /// What was paid by a UTC day, for every unit and in the billing currency. Earlier refunds are not taken off.
    ///
    /// # Errors
    ///
    /// [`MoneyError`](crate::money::MoneyError) when the sum cannot be held.
    pub fn paid_by(&self, day: NaiveDate) -> Result<Money, crate::money::MoneyError> {
        self.payments.total(self.schedule, MadeOn::record(day))
    }

    /// What was refunded for parts that were returned before, in the billing currency.
    #[must_use]
    pub const fn refunded_before(&self) -> Option<Money> {
        self.refunded_before
    }

    /// The units that have had their final exchange and are no longer part of it (`L-09`).
    #[must_use]
    pub const fn final_exchanges_used(&self) -> u32 {
        self.final_exchanges_used
    }

    /// Whether it was bought in a private offer (`L-32`).
    #[must_use]
    pub const fn is_private_offer(&self) -> bool {
        self.private_offer
    }

    pub(crate) const fn plan(&self) -> &Payments {
        &self.payments
    }

    /// The reservation that stays after some units left it on a day, or `None` when no unit stays.
    ///
    /// Its past payments keep the units that they paid for. Later ones pay for the units that stay. What was refunded
    /// is remembered, so that what Microsoft retains stays true.
    pub(crate) fn without(&self, left: Left) -> Option<Self> {
        let quantity = self.quantity.minus(left.units)?;
        let refunded_before = match self.refunded_before {
            Some(before) => before.checked_add(left.refunded).unwrap_or(before),
            None => left.refunded,
        };
        let exchanged = if left.by_exchange { left.units.get() } else { 0 };
        Some(Self {
            quantity,
            original_quantity: Some(self.original_quantity.unwrap_or(self.quantity)),
            payments: self.payments.after_return(self.schedule, quantity, left.on),
            refunded_before: Some(refunded_before),
            final_exchanges_used: self.final_exchanges_used.saturating_add(exchanged),
            ..self.clone()
        })
    }

    /// Whether two reservations are the same one: by their ids, or by every fact where an id is missing.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (&self.id, &other.id) {
            (Some(one), Some(two)) => one == two,
            (None, None) => self == other,
            _ => false,
        }
    }
}

/// Units that left a reservation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    /// How many.
    pub(crate) units: Quantity,
    /// What was refunded for them, in the billing currency.
    pub(crate) refunded: Money,
    /// The UTC day.
    pub(crate) on: NaiveDate,
    /// Whether they were exchanged, and not returned.
    pub(crate) by_exchange: bool,
}

crate::text::text_id! {
    /// The name of a size or product: `Standard_D2s_v3`. Two that differ in case are equal.
    Sku "the name of a size or product", any case
}

crate::text::open_words! {
    /// The provisioning state of a reservation, in the service's words.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::reservation::ReservationState;
    ///
    /// assert_eq!("succeeded".parse::<ReservationState>()?, ReservationState::Succeeded);
    /// assert!(!"Paused".parse::<ReservationState>()?.is_known()); // never taken for a known one
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[derive(Default)]
    ReservationState "a provisioning state";
    #[default]
    /// Active: the only state that can be returned (`L-16`).
    Succeeded = "Succeeded",
    /// Being created.
    Creating = "Creating",
    /// Waiting for its resources.
    PendingResourceHold = "PendingResourceHold",
    /// Its resources are held.
    ConfirmedResourceHold = "ConfirmedResourceHold",
    /// Waiting for the payment.
    PendingBilling = "PendingBilling",
    /// The payment is confirmed.
    ConfirmedBilling = "ConfirmedBilling",
    /// Created and not active yet.
    Created = "Created",
    /// Canceled.
    Cancelled = "Cancelled",
    /// Its term has ended.
    Expired = "Expired",
    /// The payment failed.
    BillingFailed = "BillingFailed",
    /// Its purchase failed.
    Failed = "Failed",
    /// Split into other reservations.
    Split = "Split",
    /// Merged into another reservation.
    Merged = "Merged",
}
