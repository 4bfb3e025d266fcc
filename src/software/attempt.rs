//! An attempt to cancel software.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::checked;
use crate::calendar::utc_date;
use crate::facts::{self, InvalidFacts};
use crate::parse::ParseError;
use crate::quantity::Quantity;
use crate::role::RoleSet;

/// An attempt to cancel software: when, by whom, for which customer, and what was acknowledged.
///
/// Until more is said, it is made by someone without a role, for an unknown customer, without the acknowledgement, and
/// it covers all units of the purchase.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::Role;
/// use reservation_policy::software::Attempt;
///
/// let attempt = Attempt::new("2021-08-13T12:00:00Z".parse()?)
///     .by(Role::AdminAgent)
///     .acknowledged()
///     .for_customer("fabrikam.example")?
///     .billed_on(20)?;
/// assert_eq!((attempt.customer(), attempt.billing_day()), (Some("fabrikam.example"), Some(20)));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Attempt {
    at: DateTime<Utc>,
    roles: RoleSet,
    is_acknowledged: bool,
    customer: Option<Arc<str>>,
    billing_day: Option<u8>,
    quantity: Option<Quantity>,
}

impl Attempt {
    /// An attempt at an instant.
    #[must_use]
    pub const fn new(at: DateTime<Utc>) -> Self {
        Self { at, roles: RoleSet::EMPTY, is_acknowledged: false, customer: None, billing_day: None, quantity: None }
    }

    /// By someone with a role, or with several. Only an admin agent can cancel (`SW-08`).
    #[must_use]
    pub fn by(mut self, roles: impl Into<RoleSet>) -> Self {
        self.roles = roles.into();
        self
    }

    /// With the consequences acknowledged: the checkbox of the dialog (`SW-11`).
    #[must_use]
    pub fn acknowledged(mut self) -> Self {
        self.is_acknowledged = true;
        self
    }

    /// For a customer: the name, the tenant GUID or a domain name, of which any one is enough (`SW-10`).
    ///
    /// # Errors
    ///
    /// [`ParseError`] for an empty text, more than 256 characters, control characters, or blanks at the ends.
    pub fn for_customer(mut self, customer: &str) -> Result<Self, ParseError> {
        self.customer = Some(checked("a customer", customer)?);
        Ok(self)
    }

    /// For the customer of a tenant (`SW-10`).
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that is not a GUID.
    pub fn for_tenant(self, tenant: &str) -> Result<Self, ParseError> {
        if !is_guid(tenant) {
            let expected = "a GUID such as `72f988bf-86f1-41af-91ab-2d7cd011db47`";
            return Err(ParseError::new("a tenant id", tenant, expected));
        }
        self.for_customer(&tenant.to_ascii_lowercase())
    }

    /// For the customer with a domain name (`SW-10`).
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that is not a domain name.
    pub fn for_domain(self, domain: &str) -> Result<Self, ParseError> {
        if !is_domain(domain) {
            return Err(ParseError::new("a domain name", domain, "labels with dots between such as `contoso.com`"));
        }
        self.for_customer(&domain.to_lowercase())
    }

    /// By a partner who is billed on this day of the month, 1 to 31: the last day in a shorter month (`AMB-24`).
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::BillingDay`] for any other number.
    pub fn billed_on(mut self, day: u8) -> Result<Self, InvalidFacts> {
        if !(1..=31).contains(&day) {
            return Err(InvalidFacts::BillingDay { day });
        }
        self.billing_day = Some(day);
        Ok(self)
    }

    /// For so many units only. Fewer than the purchase has are refused (`AMB-23`), more are an error.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::ZeroUnits`] for 0.
    pub fn units(mut self, units: u32) -> Result<Self, InvalidFacts> {
        self.quantity = Some(facts::units(units)?);
        Ok(self)
    }

    /// The instant.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The UTC day.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        utc_date(self.at)
    }

    /// The roles of who asks.
    #[must_use]
    pub const fn roles(&self) -> RoleSet {
        self.roles
    }

    /// Whether the consequences were acknowledged.
    #[must_use]
    pub const fn is_acknowledged(&self) -> bool {
        self.is_acknowledged
    }

    /// The customer, where it is known.
    #[must_use]
    pub fn customer(&self) -> Option<&str> {
        self.customer.as_deref()
    }

    /// The day of the month on which the partner is billed, where it is known.
    #[must_use]
    pub const fn billing_day(&self) -> Option<u8> {
        self.billing_day
    }

    /// The units that should be canceled. `None` for all of them.
    #[must_use]
    pub const fn quantity(&self) -> Option<Quantity> {
        self.quantity
    }
}

fn is_guid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let is_part =
        |(part, length): (&str, usize)| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('-').count() == lengths.len() && text.split('-').zip(lengths).all(is_part)
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label)
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Attempt", deny_unknown_fields, expecting = "an object with an attempt to cancel")]
struct Wire {
    at: DateTime<Utc>,
    #[serde(default)]
    roles: RoleSet,
    #[serde(default)]
    acknowledged: bool,
    #[serde(default)]
    customer: Option<String>,
    #[serde(default)]
    billing_day: Option<u8>,
    #[serde(default)]
    quantity: Option<Quantity>,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Attempt {
    type Error = crate::Error;

    fn try_from(wire: Wire) -> Result<Self, crate::Error> {
        let mut attempt = Self::new(wire.at).by(wire.roles);
        if let Some(customer) = wire.customer {
            attempt = attempt.for_customer(&customer)?;
        }
        if let Some(day) = wire.billing_day {
            attempt = attempt.billed_on(day)?;
        }
        Ok(Self { is_acknowledged: wire.acknowledged, quantity: wire.quantity, ..attempt })
    }
}

#[cfg(feature = "serde")]
impl From<Attempt> for Wire {
    fn from(attempt: Attempt) -> Self {
        Self {
            at: attempt.at,
            roles: attempt.roles,
            acknowledged: attempt.is_acknowledged,
            customer: attempt.customer.map(|customer| customer.as_ref().to_owned()),
            billing_day: attempt.billing_day,
            quantity: attempt.quantity,
        }
    }
}
