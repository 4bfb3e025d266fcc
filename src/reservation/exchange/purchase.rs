//! What is bought in an exchange.

use crate::calendar::Term;
use crate::money::{Money, MoneyError};
use crate::quantity::Quantity;
use crate::region::Region;
use crate::reservation::BillingPlan;
use crate::resource::ResourceType;

/// One thing that is bought in an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purchase {
    /// A reservation.
    Reservation(NewReservation),
    /// A compute savings plan: the reservations are traded in for it.
    SavingsPlan(NewSavingsPlan),
}

/// A reservation that is bought in an exchange.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::reservation::BillingPlan;
/// use reservation_policy::reservation::exchange::NewReservation;
/// use reservation_policy::resource::ResourceType;
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let price = Money::parse("19800.00", Currency::USD)?;
/// let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::new(2)?, Term::ThreeYears, price)?
///     .with_plan(BillingPlan::Monthly)
///     .with_sku("Standard_D2s_v5");
/// assert_eq!(new.price(), price);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReservation {
    resource_type: ResourceType,
    quantity: Quantity,
    term: Term,
    plan: BillingPlan,
    price: Money,
    sku: Option<Box<str>>,
    region: Option<Region>,
}

/// A compute savings plan that reservations are traded in for.
///
/// Its price is the hourly commitment times the hours of its term, 8,760 a year, and is not rounded.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::reservation::exchange::NewSavingsPlan;
/// use reservation_policy::{Currency, Money};
///
/// let plan = NewSavingsPlan::new(Term::ThreeYears, Money::parse("0.125", Currency::USD)?)?;
/// assert_eq!(plan.price().to_string(), "3285.00 USD");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSavingsPlan {
    term: Term,
    hourly_commitment: Money,
    price: Money,
}

/// Facts that are no purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPurchase {
    /// A price or a commitment below zero.
    #[error("`{amount}` is negative, expected a price or a commitment of zero or more")]
    Negative {
        /// The amount.
        amount: Money,
    },
    /// A term that savings plans are not sold for.
    #[error("savings plans are not sold for `{term}`, expected 1 year or 3 years")]
    SavingsPlanTerm {
        /// The term.
        term: Term,
    },
    /// A price that can't be held.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

fn not_negative(amount: Money) -> Result<Money, InvalidPurchase> {
    if amount.is_negative() { Err(InvalidPurchase::Negative { amount }) } else { Ok(amount) }
}

impl NewReservation {
    /// A reservation that is paid upfront.
    ///
    /// The price is that of the whole quantity for the whole term, in the billing currency, whatever the plan.
    ///
    /// # Errors
    ///
    /// [`InvalidPurchase::Negative`] for a price below zero.
    pub fn new(
        resource_type: ResourceType,
        quantity: Quantity,
        term: Term,
        price: Money,
    ) -> Result<Self, InvalidPurchase> {
        let (price, plan) = (not_negative(price)?, BillingPlan::Upfront);
        Ok(Self { resource_type, quantity, term, plan, price, sku: None, region: None })
    }

    /// The same reservation, paid otherwise. Its price for the whole term is the same.
    #[must_use]
    pub const fn with_plan(mut self, plan: BillingPlan) -> Self {
        self.plan = plan;
        self
    }

    /// The same reservation with the name of its size: `Standard_F1s`. No rule looks at it.
    #[must_use]
    pub fn with_sku(mut self, sku: &str) -> Self {
        self.sku = Some(sku.into());
        self
    }

    /// The same reservation with its region. No rule looks at it.
    #[must_use]
    pub fn with_region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// What is reserved.
    #[must_use]
    pub const fn resource_type(&self) -> &ResourceType {
        &self.resource_type
    }

    /// How many units.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// For how long.
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// How it is paid.
    #[must_use]
    pub const fn plan(&self) -> BillingPlan {
        self.plan
    }

    /// The price of the whole quantity for the whole term.
    #[must_use]
    pub const fn price(&self) -> Money {
        self.price
    }

    /// The name of the size, where it is known.
    #[must_use]
    pub fn sku(&self) -> Option<&str> {
        self.sku.as_deref()
    }

    /// The region, where it is known.
    #[must_use]
    pub const fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }
}

impl NewSavingsPlan {
    /// A savings plan with this commitment for each hour, in the billing currency.
    ///
    /// # Errors
    ///
    /// [`InvalidPurchase`] for 5 years, for a commitment below zero, and when the price can't be held.
    pub fn new(term: Term, hourly_commitment: Money) -> Result<Self, InvalidPurchase> {
        if term == Term::FiveYears {
            return Err(InvalidPurchase::SavingsPlanTerm { term });
        }
        let price = not_negative(hourly_commitment)?.checked_mul(term.priced_hours())?;
        Ok(Self { term, hourly_commitment, price })
    }

    /// For how long.
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// What is committed for each hour.
    #[must_use]
    pub const fn hourly_commitment(&self) -> Money {
        self.hourly_commitment
    }

    /// The commitment of the whole term.
    #[must_use]
    pub const fn price(&self) -> Money {
        self.price
    }
}

impl Purchase {
    /// The full price for the whole term.
    #[must_use]
    pub const fn price(&self) -> Money {
        match self {
            Self::Reservation(reservation) => reservation.price,
            Self::SavingsPlan(plan) => plan.price,
        }
    }

    /// For how long.
    #[must_use]
    pub const fn term(&self) -> Term {
        match self {
            Self::Reservation(reservation) => reservation.term,
            Self::SavingsPlan(plan) => plan.term,
        }
    }

    /// How it is paid: a savings plan monthly.
    #[must_use]
    pub const fn plan(&self) -> BillingPlan {
        match self {
            Self::Reservation(reservation) => reservation.plan,
            Self::SavingsPlan(_) => BillingPlan::Monthly,
        }
    }

    /// The type of a reservation; a savings plan has none.
    #[must_use]
    pub const fn resource_type(&self) -> Option<&ResourceType> {
        match self {
            Self::Reservation(reservation) => Some(&reservation.resource_type),
            Self::SavingsPlan(_) => None,
        }
    }
}

impl From<NewReservation> for Purchase {
    fn from(reservation: NewReservation) -> Self {
        Self::Reservation(reservation)
    }
}

impl From<NewSavingsPlan> for Purchase {
    fn from(plan: NewSavingsPlan) -> Self {
        Self::SavingsPlan(plan)
    }
}
