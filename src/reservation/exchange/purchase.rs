//! What is bought in an exchange.

use crate::calendar::Term;
use crate::money::{Money, MoneyError};
use crate::quantity::Quantity;
use crate::region::Region;
use crate::reservation::BillingPlan;
use crate::resource::ResourceType;

/// One thing that is bought in an exchange.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
/// let plan = NewSavingsPlan::new(Term::OneYear, usd("0.125")?)?;
/// let purchase = Purchase::from(plan);
/// assert_eq!(purchase.price().to_string(), "1095.00 USD"); // 0.125 x 8760 hours
/// assert_eq!(purchase.resource_type(), None, "what it covers is no matter of a type");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `EXC-13`, `L-12`.
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
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
/// assert_eq!(
///     NewSavingsPlan::new(Term::FiveYears, usd("0.125")?).map_err(|error| error.to_string()),
///     Err("savings plans are not sold for `5 years`, expected 1 year or 3 years".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// let price = usd("19800.00")?; // for both machines, for all three years
    /// let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::new(2)?, Term::ThreeYears, price)?;
    /// assert_eq!(new.plan(), BillingPlan::Upfront);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-11`.
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// let monthly = new.with_plan(BillingPlan::Monthly);
    /// assert_eq!(monthly.price(), price); // 36 payments of 550.00
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_plan(mut self, plan: BillingPlan) -> Self {
        self.plan = plan;
        self
    }

    /// The same reservation with the name of its size: `Standard_F1s`. No rule looks at it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.with_sku("Standard_D2s_v5").sku(), Some("Standard_D2s_v5"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_sku(mut self, sku: &str) -> Self {
        self.sku = Some(sku.into());
        self
    }

    /// The same reservation with its region. No rule looks at it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.with_region(Region::parse("West Europe")?).region(), Some(&Region::parse("westeurope")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// What is reserved.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.resource_type(), &ResourceType::VirtualMachines);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn resource_type(&self) -> &ResourceType {
        &self.resource_type
    }

    /// How many units.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.quantity().get(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// For how long.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.term(), Term::ThreeYears);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// How it is paid.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.plan(), BillingPlan::Upfront);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn plan(&self) -> BillingPlan {
        self.plan
    }

    /// The price of the whole quantity for the whole term.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.price().to_string(), "19800.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn price(&self) -> Money {
        self.price
    }

    /// The name of the size, where it is known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.sku(), None, "no size was named");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sku(&self) -> Option<&str> {
        self.sku.as_deref()
    }

    /// The region, where it is known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(new.region(), None, "no region was named");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// let plan = NewSavingsPlan::new(Term::OneYear, usd("2.50")?)?;
    /// assert_eq!(plan.price().to_string(), "21900.00 USD"); // 2.50 x 8760 hours
    /// assert!(NewSavingsPlan::new(Term::FiveYears, usd("2.50")?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-12`.
    pub fn new(term: Term, hourly_commitment: Money) -> Result<Self, InvalidPurchase> {
        if term == Term::FiveYears {
            return Err(InvalidPurchase::SavingsPlanTerm { term });
        }
        let price = not_negative(hourly_commitment)?.checked_mul(term.priced_hours())?;
        Ok(Self { term, hourly_commitment, price })
    }

    /// For how long.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(plan.term(), Term::OneYear);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// What is committed for each hour.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(plan.hourly_commitment().to_string(), "0.125 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn hourly_commitment(&self) -> Money {
        self.hourly_commitment
    }

    /// The commitment of the whole term.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(plan.price().to_string(), "1095.00 USD"); // 0.125 x 8760 hours
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn price(&self) -> Money {
        self.price
    }
}

impl Purchase {
    /// The full price for the whole term.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(Purchase::from(new).price().to_string(), "19800.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn price(&self) -> Money {
        match self {
            Self::Reservation(reservation) => reservation.price,
            Self::SavingsPlan(plan) => plan.price,
        }
    }

    /// For how long.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(Purchase::from(new).term(), Term::ThreeYears);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn term(&self) -> Term {
        match self {
            Self::Reservation(reservation) => reservation.term,
            Self::SavingsPlan(plan) => plan.term,
        }
    }

    /// How it is paid: a savings plan monthly.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(Purchase::from(plan).plan(), BillingPlan::Monthly);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn plan(&self) -> BillingPlan {
        match self {
            Self::Reservation(reservation) => reservation.plan,
            Self::SavingsPlan(_) => BillingPlan::Monthly,
        }
    }

    /// The type of a reservation; a savings plan has none.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_purchases.txt")]
    /// assert_eq!(Purchase::from(new).resource_type(), Some(&ResourceType::VirtualMachines));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
