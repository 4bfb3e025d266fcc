//! Reservations: what was bought, what was paid, and the questions about returning it.
//!
//! * [`schedule`], [`payment`]: the facts, from which a [`Reservation`] is made.
//! * [`refund`]: what is refunded, and may it be.
//! * [`exchange`]: what an exchange comes to, and may it be made.
//! * [`settlement`]: where the money of a refund or an exchange goes.
//! * [`cap`]: the rolling cap on refunds.
//! * [`proration`], [`fee`], [`account`]: the parts that a refund is composed of.
//! * [`storage_swap`], [`vm_size`]: another size with or without premium storage, outside of any exchange.
//! * [`explanation`]: a decision as a person can read and check it.

use core::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{Term, midnight};
use crate::money::Currency;
use crate::quantity::Quantity;
use crate::resource::ResourceType;
use crate::shown::shortened;

pub mod account;
pub mod cap;
mod eligibility;
pub mod exchange;
pub mod explanation;
pub mod fee;
pub mod payment;
pub mod proration;
pub mod refund;
pub mod schedule;
pub mod settlement;
pub mod storage_swap;
pub mod vm_size;

pub use self::payment::{InvalidPayments, InvalidPrice, Payment, Payments, Price};
pub use self::schedule::{BillingPlan, InvalidSchedule, Schedule};

/// The id of a reservation or of a reservation order: any text that is not empty, at most 512 bytes.
///
/// The service compares ids without regard to case, and so does this type.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::ReservationId;
///
/// let id = ReservationId::new("/providers/Microsoft.Capacity/reservationOrders/9F3B6C1A")?;
/// assert_eq!(id, ReservationId::new("/providers/microsoft.capacity/reservationorders/9f3b6c1a")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct ReservationId(Box<str>);

/// A text that can't be an id.
///
/// # Examples
///
/// ```
/// # use reservation_policy::reservation::ReservationId;
/// assert_eq!(
///     ReservationId::new("  ").map_err(|error| error.to_string()),
///     Err("`  ` is not the id of a reservation, expected 1 to 512 bytes of text".to_owned())
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the id of a reservation, expected 1 to 512 bytes of text")]
#[non_exhaustive]
pub struct InvalidReservationId {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl ReservationId {
    /// An id.
    ///
    /// # Errors
    ///
    /// [`InvalidReservationId`] when the text is empty, blank or longer than 512 bytes.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::ReservationId;
    /// assert_eq!(ReservationId::new("9f3b6c1a")?.to_string(), "9f3b6c1a");
    /// assert!(ReservationId::new("").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(text: &str) -> Result<Self, InvalidReservationId> {
        if text.len() > 512 || text.trim().is_empty() {
            return Err(InvalidReservationId { text: shortened(text) });
        }
        Ok(Self(text.into()))
    }

    /// The text as it was given.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::ReservationId;
    /// // Compared without regard to case, kept as it came.
    /// assert_eq!(ReservationId::new("9F3B6C1A")?.as_str(), "9F3B6C1A");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ReservationId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for ReservationId {}

/// As [`PartialEq`], without regard to case.
impl core::hash::Hash for ReservationId {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.0.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
        // No byte of UTF-8 is 0xFF, so that two ids in a row can't be taken for one.
        state.write_u8(0xFF);
    }
}

/// As [`PartialEq`], without regard to case.
impl Ord for ReservationId {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        self.0.bytes().map(lower).cmp(other.0.bytes().map(lower))
    }
}

impl PartialOrd for ReservationId {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ReservationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As [`ReservationId::new`].
impl core::str::FromStr for ReservationId {
    type Err = InvalidReservationId;

    fn from_str(text: &str) -> Result<Self, InvalidReservationId> {
        Self::new(text)
    }
}

impl TryFrom<String> for ReservationId {
    type Error = InvalidReservationId;

    fn try_from(text: String) -> Result<Self, InvalidReservationId> {
        Self::new(&text)
    }
}

impl From<ReservationId> for String {
    fn from(id: ReservationId) -> Self {
        id.0.into()
    }
}

/// How far the service got with a reservation: its `provisioningState`.
///
/// In JSON a state is the service's name for it, and an unknown name is kept as it came.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::ReservationState;
///
/// assert_eq!(ReservationState::default(), ReservationState::Succeeded);
/// assert_eq!("BillingFailed".parse(), Ok(ReservationState::BillingFailed));
/// assert_eq!(ReservationState::from_name("Paused").name(), "Paused"); // not known here, and kept
/// ```
///
/// # Rules
///
/// `L-16`: in every other state than `Succeeded` a return is refused, in one that is not known here it needs review.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(from = "String", into = "String"))]
#[non_exhaustive]
pub enum ReservationState {
    /// Being made.
    Creating,
    /// Waiting for resources.
    PendingResourceHold,
    /// Resources are held.
    ConfirmedResourceHold,
    /// Waiting for billing.
    PendingBilling,
    /// Billing is confirmed.
    ConfirmedBilling,
    /// Made, not yet settled.
    Created,
    /// In use: the state in which it can be returned.
    #[default]
    Succeeded,
    /// Returned or cancelled.
    Cancelled,
    /// Its term is over.
    Expired,
    /// A payment failed.
    BillingFailed,
    /// It could not be made.
    Failed,
    /// Replaced by its parts.
    Split,
    /// Became part of another reservation.
    Merged,
    /// A state that this version of the crate does not know.
    Other(String),
}

impl ReservationState {
    const KNOWN: [(&'static str, Self); 13] = [
        ("Creating", Self::Creating),
        ("PendingResourceHold", Self::PendingResourceHold),
        ("ConfirmedResourceHold", Self::ConfirmedResourceHold),
        ("PendingBilling", Self::PendingBilling),
        ("ConfirmedBilling", Self::ConfirmedBilling),
        ("Created", Self::Created),
        ("Succeeded", Self::Succeeded),
        ("Cancelled", Self::Cancelled),
        ("Expired", Self::Expired),
        ("BillingFailed", Self::BillingFailed),
        ("Failed", Self::Failed),
        ("Split", Self::Split),
        ("Merged", Self::Merged),
    ];

    /// The state with the service's name for it, compared without regard to case.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::ReservationState;
    /// assert_eq!(ReservationState::from_name("cancelled"), ReservationState::Cancelled);
    /// assert_eq!(ReservationState::from_name("Paused"), ReservationState::Other("Paused".to_owned()));
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or_else(|| Self::Other(name.chars().take(64).collect()), |(_, state)| state)
    }

    /// The service's name.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::ReservationState;
    /// assert_eq!(ReservationState::PendingBilling.name(), "PendingBilling");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Creating => "Creating",
            Self::PendingResourceHold => "PendingResourceHold",
            Self::ConfirmedResourceHold => "ConfirmedResourceHold",
            Self::PendingBilling => "PendingBilling",
            Self::ConfirmedBilling => "ConfirmedBilling",
            Self::Created => "Created",
            Self::Succeeded => "Succeeded",
            Self::Cancelled => "Cancelled",
            Self::Expired => "Expired",
            Self::BillingFailed => "BillingFailed",
            Self::Failed => "Failed",
            Self::Split => "Split",
            Self::Merged => "Merged",
            Self::Other(name) => name,
        }
    }
}

/// As [`ReservationState::from_name`]: every text names one.
impl core::str::FromStr for ReservationState {
    type Err = core::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from_name(text))
    }
}

impl From<String> for ReservationState {
    fn from(name: String) -> Self {
        Self::from_name(&name)
    }
}

impl From<ReservationState> for String {
    fn from(state: ReservationState) -> Self {
        state.name().to_owned()
    }
}

impl fmt::Display for ReservationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A reservation: what was bought, when, how many, and what was paid for it.
///
/// # Examples
///
/// Three units for a year, paid monthly at 5.49 GBP (6.54 USD) for all three, one payment made:
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::reservation::{Price, Reservation};
/// use reservation_policy::resource::ResourceType;
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let (owned, bought) = (Quantity::new(3)?, "2023-03-04".parse()?);
/// let price = Price::new(Money::parse("5.49", Currency::from_code("GBP")?)?, Money::parse("6.54", Currency::USD)?)?;
/// let reservation = Reservation::monthly(ResourceType::VirtualMachines, owned, bought, Term::OneYear, price, 1)?;
/// assert_eq!(reservation.payments().total_paid().to_string(), "5.49 GBP");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "wire::Wire"))]
pub struct Reservation {
    resource_type: ResourceType,
    quantity: Quantity,
    schedule: Schedule,
    payments: Payments,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    id: Option<ReservationId>,
    state: ReservationState,
    purchased_at: DateTime<Utc>,
}

/// Facts that do not fit together.
///
/// # Examples
///
/// ```
#[doc = include_str!("../docs/snippets/reservation.txt")]
/// let payments = Payments::monthly(price, Quantity::ONE, 13)?;
/// let error = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).err();
/// assert_eq!(
///     error.map(|error| error.to_string()).as_deref(),
///     Some("payment 13 is not part of the plan, expected payments 1 to 12")
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidReservation {
    /// A payment for a period that the plan does not have.
    #[error("payment {number} is not part of the plan, expected payments 1 to {planned}")]
    PaymentOutsidePlan {
        /// Which payment, counted from 1.
        number: u32,
        /// How many payments the plan has.
        planned: u32,
    },
    /// A term that the calendar can't hold.
    #[error(transparent)]
    Schedule(#[from] InvalidSchedule),
    /// Payments that do not fit together.
    #[error(transparent)]
    Payments(#[from] InvalidPayments),
}

impl Reservation {
    /// A reservation in state `Succeeded`, bought at the start of the first day of its term.
    ///
    /// The payments need not add up to the plan's: those that are not listed are outstanding.
    ///
    /// # Errors
    ///
    /// [`InvalidReservation`] when there is a payment that the plan does not have.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
    /// assert_eq!(reservation.state(), &ReservationState::Succeeded);
    /// assert_eq!(reservation.purchased_at().to_string(), "2022-12-01 00:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        resource_type: ResourceType,
        quantity: Quantity,
        schedule: Schedule,
        payments: Payments,
    ) -> Result<Self, InvalidReservation> {
        let planned = schedule.payments();
        if let Some(last) = payments.last_period()
            && last >= planned
        {
            return Err(InvalidReservation::PaymentOutsidePlan { number: last.saturating_add(1), planned });
        }
        let (state, purchased_at) = (ReservationState::Succeeded, midnight(schedule.start()));
        Ok(Self { resource_type, quantity, schedule, payments, id: None, state, purchased_at })
    }

    /// A reservation that was paid for at once, in one payment for the whole term.
    ///
    /// `start` is the first day of the term, a UTC date. `price` is that one payment, for all `quantity` units.
    ///
    /// # Errors
    ///
    /// [`InvalidReservation::Schedule`] when the term ends after the calendar does.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    /// use reservation_policy::reservation::{Price, Reservation};
    /// use reservation_policy::resource::ResourceType;
    /// use reservation_policy::{Currency, Money, Quantity};
    ///
    /// // Two units at 365.00 USD each.
    /// let (two, bought) = (Quantity::new(2)?, "2024-07-10".parse()?);
    /// let price = Price::in_usd(Money::parse("730.00", Currency::USD)?)?;
    /// let reservation = Reservation::upfront(ResourceType::SqlDatabases, two, bought, Term::ThreeYears, price)?;
    /// assert_eq!(reservation.schedule().end().to_string(), "2027-07-10");
    /// assert_eq!(reservation.payments().total_paid().to_string(), "730.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-14`: the term has its real length in days.
    #[expect(clippy::too_many_arguments, reason = "each has a type of its own, so none can stand for another")]
    pub fn upfront(
        resource_type: ResourceType,
        quantity: Quantity,
        start: NaiveDate,
        term: Term,
        price: Price,
    ) -> Result<Self, InvalidReservation> {
        let schedule = Schedule::new(start, term, BillingPlan::Upfront)?;
        Self::new(resource_type, quantity, schedule, Payments::upfront(price, quantity))
    }

    /// A reservation that is paid for month by month, with the first `completed` payments made.
    ///
    /// `start` is the first day of the term, a UTC date. `price` is one month's payment, for all `quantity` units. The
    /// payments after those that were made are outstanding.
    ///
    /// Where payments differ, or one of them failed, list them in [`Payments::from_list`] and use
    /// [`new`](Reservation::new).
    ///
    /// # Errors
    ///
    /// [`InvalidReservation`] when more payments were made than the term has months, when the term ends after the
    /// calendar does, or when the sum of the payments can't be held.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    /// use reservation_policy::reservation::{Price, Reservation};
    /// use reservation_policy::resource::ResourceType;
    /// use reservation_policy::{Currency, Money, Quantity};
    ///
    /// // Two units at 30.42 USD a month each, in the third month.
    /// let (two, bought) = (Quantity::new(2)?, "2024-07-10".parse()?);
    /// let price = Price::in_usd(Money::parse("60.84", Currency::USD)?)?;
    /// let paid = |payments| {
    ///     Reservation::monthly(ResourceType::VirtualMachines, two, bought, Term::OneYear, price, payments)
    /// };
    /// assert_eq!(paid(3)?.payments().total_paid().to_string(), "182.52 USD");
    /// assert!(paid(0)?.payments().total_paid().is_zero(), "bought today, and nothing is paid yet");
    /// assert!(paid(13).is_err(), "a year has twelve payments");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-21`: what is outstanding is cancelled with a return, not refunded. `AMB-25`: months from the start.
    #[expect(clippy::too_many_arguments, reason = "each has a type of its own, so none can stand for another")]
    pub fn monthly(
        resource_type: ResourceType,
        quantity: Quantity,
        start: NaiveDate,
        term: Term,
        price: Price,
        completed: u32,
    ) -> Result<Self, InvalidReservation> {
        let schedule = Schedule::new(start, term, BillingPlan::Monthly)?;
        let planned = schedule.payments();
        // Said of this plan, where the payments alone only know the longest.
        if completed > planned {
            return Err(InvalidReservation::PaymentOutsidePlan { number: completed, planned });
        }
        Self::new(resource_type, quantity, schedule, Payments::monthly(price, quantity, completed)?)
    }

    /// The same reservation with its id, for reasons and explanations.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// let named = reservation.with_id(ReservationId::new("9f3b6c1a")?);
    /// assert_eq!(named.id().map(ToString::to_string).as_deref(), Some("9f3b6c1a"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_id(mut self, id: ReservationId) -> Self {
        self.id = Some(id);
        self
    }

    /// The same reservation in another state.
    ///
    /// Only a reservation in state `Succeeded` can be returned (`L-16`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// let over = reservation.with_state(ReservationState::Expired);
    /// assert_eq!(over.state().name(), "Expired");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_state(mut self, state: ReservationState) -> Self {
        self.state = state;
        self
    }

    /// The same reservation, bought at this instant. It may lie before or after the start of the term's first day.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// // Bought in the evening of the day before, by the clock of UTC.
    /// let reservation = reservation.with_purchased_at("2022-11-30T21:15:00Z".parse()?);
    /// assert!(reservation.purchased_at().date_naive() < reservation.schedule().start());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_purchased_at(mut self, instant: DateTime<Utc>) -> Self {
        self.purchased_at = instant;
        self
    }

    /// What was reserved.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.resource_type().name(), "VirtualMachines");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn resource_type(&self) -> &ResourceType {
        &self.resource_type
    }

    /// How many units are owned now.
    ///
    /// Fewer than were bought, where some were returned.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.quantity(), Quantity::ONE);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The term and its payments, by date.
    ///
    /// All of them UTC dates.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.schedule().end().to_string(), "2023-12-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// What was paid, and what is outstanding.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.payments().total_paid().to_string(), "7.98 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn payments(&self) -> &Payments {
        &self.payments
    }

    /// The currency that it is billed in.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.currency(), Currency::USD);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.payments.currency()
    }

    /// The id, where one was given.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.id(), None, "no id was given");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> Option<&ReservationId> {
        self.id.as_ref()
    }

    /// How far the service got with it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.state(), &ReservationState::Succeeded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn state(&self) -> &ReservationState {
        &self.state
    }

    /// The instant of the purchase: before it there is nothing to return.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/reservation.txt")]
    /// assert_eq!(reservation.purchased_at().to_string(), "2022-12-01 00:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchased_at(&self) -> DateTime<Utc> {
        self.purchased_at
    }
}

#[cfg(feature = "serde")]
mod wire {
    use chrono::{DateTime, Utc};
    use serde::Deserialize;

    use super::{InvalidReservation, Payments, Reservation, ReservationId, ReservationState, Schedule};
    use crate::quantity::Quantity;
    use crate::resource::ResourceType;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Wire {
        resource_type: ResourceType,
        quantity: Quantity,
        schedule: Schedule,
        payments: Payments,
        id: Option<ReservationId>,
        state: Option<ReservationState>,
        purchased_at: Option<DateTime<Utc>>,
    }

    impl TryFrom<Wire> for Reservation {
        type Error = InvalidReservation;

        fn try_from(wire: Wire) -> Result<Self, InvalidReservation> {
            let mut reservation = Self::new(wire.resource_type, wire.quantity, wire.schedule, wire.payments)?;
            reservation.id = wire.id;
            reservation.state = wire.state.unwrap_or_default();
            reservation.purchased_at = wire.purchased_at.unwrap_or(reservation.purchased_at);
            Ok(reservation)
        }
    }
}
