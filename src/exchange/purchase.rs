//! What is bought in an exchange or a trade-in.

use rust_decimal::Decimal;

use super::coverage::SavingsPlanKind;
use crate::calendar::Term;
use crate::error::Error;
use crate::facts::{self, InvalidFacts};
use crate::money::{Money, MoneyError};
use crate::parse::ParseError;
use crate::quantity::Quantity;
use crate::region::Region;
use crate::reservation::{BillingPlan, ResourceType, Sku};
use crate::rounding::exact_decimal;

/// A reservation or a savings plan that is bought, with its full price for the whole term.
///
/// Prices are in the billing currency and exact. A savings plan commits an amount for each hour: 8,760 hours for one
/// year, 26,280 for three.
///
/// # Examples
///
/// ```
/// use reservation_policy::exchange::{Purchase, SavingsPlanKind};
/// use reservation_policy::{BillingPlan, ResourceType, Term};
///
/// // Two machines for three years cost 19,800.00 USD in all, whether upfront or monthly.
/// let price = "19800.00 USD".parse()?;
/// let machines = Purchase::reservation(ResourceType::VirtualMachines, 2, Term::ThreeYears, price)?
///     .plan(BillingPlan::Monthly)
///     .sku("Standard_D2s_v5")?
///     .region("westeurope")?;
/// assert_eq!(machines.price(), price);
///
/// let plan = Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, "0.125 USD".parse()?)?;
/// assert_eq!(plan.price().to_string(), "1095.00 USD"); // 0.125 x 8760 hours
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Purchase {
    what: What,
    term: Term,
    price: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Reservation { resource: ResourceType, units: Quantity, plan: BillingPlan, sku: Option<Sku>, region: Option<Region> },
    SavingsPlan { kind: SavingsPlanKind, hourly_commitment: Money },
}

impl Purchase {
    /// A reservation, paid upfront unless said otherwise. The price is that of all the units for the whole term.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for 0 units or a negative price.
    pub fn reservation(
        resource: ResourceType,
        units: u32,
        term: Term,
        lifetime_price: Money,
    ) -> Result<Self, InvalidFacts> {
        let (units, price) = (facts::units(units)?, not_negative(lifetime_price)?);
        let what = What::Reservation { resource, units, plan: BillingPlan::Upfront, sku: None, region: None };
        Ok(Self { what, term, price })
    }

    /// A savings plan with a commitment for each hour.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for a term of one month or five years, a negative commitment, or a price that cannot be held.
    pub fn savings_plan(kind: SavingsPlanKind, term: Term, hourly_commitment: Money) -> Result<Self, InvalidFacts> {
        let price = not_negative(hourly_commitment)?.checked_mul(hours(term)?)?;
        Ok(Self { what: What::SavingsPlan { kind, hourly_commitment }, term, price })
    }

    /// The savings plan with the smallest hourly commitment, in whole steps and of one step at least, whose price reaches
    /// an amount: for a trade-in, the amount that is returned.
    ///
    /// # Errors
    ///
    /// As [`savings_plan`](Self::savings_plan), and for a step of zero or less, or in another currency.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Term;
    /// use reservation_policy::exchange::{Purchase, SavingsPlanKind};
    ///
    /// let (returned, step) = ("901.79 EUR".parse()?, "0.001 EUR".parse()?);
    /// let plan = Purchase::savings_plan_at_least(SavingsPlanKind::Compute, Term::ThreeYears, returned, step)?;
    /// assert_eq!(plan.hourly_commitment(), Some("0.035 EUR".parse()?)); // 0.034 would reach 893.52 EUR only
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn savings_plan_at_least(
        kind: SavingsPlanKind,
        term: Term,
        amount: Money,
        step: Money,
    ) -> Result<Self, InvalidFacts> {
        let currency = step.currency();
        if !step.checked_cmp(Money::zero(amount.currency()))?.is_gt() {
            return Err(InvalidFacts::SavingsPlanStep { step });
        }
        let hours = hours(term)?;
        let steps = steps_to_reach(amount.amount(), step.amount(), hours).ok_or(MoneyError::Overflow { currency })?;
        let hourly_commitment = i128::try_from(steps)
            .ok()
            .and_then(|steps| step.amount().mantissa().checked_mul(steps))
            .and_then(|mantissa| exact_decimal(mantissa, step.amount().scale()))
            .ok_or(MoneyError::Overflow { currency })?;
        Self::savings_plan(kind, term, Money::new(hourly_commitment, currency))
    }

    /// How the reservation is paid; its full price stays the same. A savings plan is always paid monthly.
    #[must_use]
    pub fn plan(mut self, chosen: BillingPlan) -> Self {
        if let What::Reservation { plan, .. } = &mut self.what {
            *plan = chosen;
        }
        self
    }

    /// The size or product name of the reservation: `Standard_D2s_v5`. A savings plan has none.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that cannot be one.
    pub fn sku(mut self, name: &str) -> Result<Self, ParseError> {
        let name = name.parse()?;
        if let What::Reservation { sku, .. } = &mut self.what {
            *sku = Some(name);
        }
        Ok(self)
    }

    /// The region of the reservation: `westeurope`. A savings plan has none.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that cannot be one.
    pub fn region(mut self, name: &str) -> Result<Self, ParseError> {
        let name = name.parse()?;
        if let What::Reservation { region, .. } = &mut self.what {
            *region = Some(name);
        }
        Ok(self)
    }

    /// The full price for the whole term, in the billing currency.
    #[must_use]
    pub const fn price(&self) -> Money {
        self.price
    }

    /// The term.
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// How it is paid.
    #[must_use]
    pub const fn billing_plan(&self) -> BillingPlan {
        match self.what {
            What::Reservation { plan, .. } => plan,
            What::SavingsPlan { .. } => BillingPlan::Monthly,
        }
    }

    /// The type of a reservation.
    #[must_use]
    pub const fn resource(&self) -> Option<&ResourceType> {
        match &self.what {
            What::Reservation { resource, .. } => Some(resource),
            What::SavingsPlan { .. } => None,
        }
    }

    /// The units of a reservation.
    #[must_use]
    pub const fn units(&self) -> Option<Quantity> {
        match self.what {
            What::Reservation { units, .. } => Some(units),
            What::SavingsPlan { .. } => None,
        }
    }

    /// The size or product name of a reservation, where it is known.
    #[must_use]
    pub fn sku_name(&self) -> Option<&str> {
        match &self.what {
            What::Reservation { sku, .. } => sku.as_ref().map(Sku::as_str),
            What::SavingsPlan { .. } => None,
        }
    }

    /// The region of a reservation, where it is known.
    #[must_use]
    pub const fn region_name(&self) -> Option<&Region> {
        match &self.what {
            What::Reservation { region, .. } => region.as_ref(),
            What::SavingsPlan { .. } => None,
        }
    }

    /// The kind of a savings plan.
    #[must_use]
    pub const fn savings_plan_kind(&self) -> Option<SavingsPlanKind> {
        match self.what {
            What::Reservation { .. } => None,
            What::SavingsPlan { kind, .. } => Some(kind),
        }
    }

    /// What a savings plan commits for each hour, in the billing currency.
    #[must_use]
    pub const fn hourly_commitment(&self) -> Option<Money> {
        match self.what {
            What::Reservation { .. } => None,
            What::SavingsPlan { hourly_commitment, .. } => Some(hourly_commitment),
        }
    }
}

fn not_negative(amount: Money) -> Result<Money, InvalidFacts> {
    if amount.is_negative() { Err(InvalidFacts::NegativePrice { amount }) } else { Ok(amount) }
}

/// The hours that a savings plan is priced for: 8,760 a year, also in leap years.
const fn hours(term: Term) -> Result<u32, InvalidFacts> {
    match term {
        Term::OneYear => Ok(8_760),
        Term::ThreeYears => Ok(26_280),
        Term::OneMonth | Term::FiveYears => Err(InvalidFacts::SavingsPlanTerm { term }),
    }
}

/// The smallest number of steps, at least 1, that reaches an amount over some hours.
fn steps_to_reach(amount: Decimal, step: Decimal, hours: u32) -> Option<u128> {
    if amount.is_sign_negative() || amount.is_zero() {
        return Some(1);
    }
    let (amount, step) = (amount.normalize(), step.normalize());
    let scale = amount.scale().max(step.scale());
    let align = |value: Decimal| {
        value.mantissa().unsigned_abs().checked_mul(10_u128.checked_pow(scale.checked_sub(value.scale())?)?)
    };
    let one = align(step)?.checked_mul(u128::from(hours))?;
    let (whole, rest) = (align(amount)?.checked_div(one)?, align(amount)?.checked_rem(one)?);
    whole.checked_add(u128::from(rest > 0))
}

/// A purchase as it is stored.
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename = "Purchase", rename_all = "snake_case", deny_unknown_fields))]
enum Wire {
    Reservation {
        resource_type: ResourceType,
        units: Quantity,
        term: Term,
        plan: BillingPlan,
        #[cfg_attr(feature = "serde", serde(default))]
        sku: Option<Sku>,
        #[cfg_attr(feature = "serde", serde(default))]
        region: Option<Region>,
        price: Money,
    },
    SavingsPlan {
        kind: SavingsPlanKind,
        term: Term,
        hourly_commitment: Money,
    },
}

impl TryFrom<Wire> for Purchase {
    type Error = Error;

    fn try_from(wire: Wire) -> Result<Self, Error> {
        Ok(match wire {
            Wire::Reservation { resource_type, units, term, plan, sku, region, price } => {
                let what = What::Reservation { resource: resource_type, units, plan, sku, region };
                Self { what, term, price: not_negative(price)? }
            }
            Wire::SavingsPlan { kind, term, hourly_commitment } => Self::savings_plan(kind, term, hourly_commitment)?,
        })
    }
}

impl From<Purchase> for Wire {
    fn from(Purchase { what, term, price }: Purchase) -> Self {
        match what {
            What::Reservation { resource, units, plan, sku, region } => {
                Self::Reservation { resource_type: resource, units, term, plan, sku, region, price }
            }
            What::SavingsPlan { kind, hourly_commitment } => Self::SavingsPlan { kind, term, hourly_commitment },
        }
    }
}
