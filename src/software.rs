//! Software that was bought through CSP: cancellation windows, credits, and the reasons against a cancellation.
//!
//! [`SoftwarePolicy::decide_cancellation`] answers for one [`SoftwarePurchase`] and one [`Attempt`],
//! [`SoftwarePolicy::decide_order_cancellation`] for the lines of a [`SoftwareOrder`]. Whether software may be sold in
//! a market at all is a question for [`market`](crate::market).

use core::fmt;
use core::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{Period, utc_date};
use crate::facts::{self, InvalidFacts};
use crate::money::Money;
use crate::parse::ParseError;
use crate::quantity::Quantity;
use crate::text;

mod attempt;
mod cancellation;
mod credit;
mod order;
mod policy;
mod reason;
mod window;

pub use self::attempt::Attempt;
pub use self::cancellation::{Cancellation, Consequence};
pub use self::credit::InvoiceMonth;
pub use self::order::{LineSelection, OrderCancellation, SoftwareOrder};
pub use self::policy::{
    ExcludedPlans, SoftwareEdition, SoftwarePolicy, SoftwareTerms, SubscriptionCredit, WindowOpening,
};
pub use self::reason::{CancellationReason, MissingInformation};
pub use self::window::CancellationWindow;

text::text_id! {
    /// The id of an order in Partner Center. Ids that differ only in the case of ASCII letters are equal.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::software::OrderId;
    ///
    /// let id: OrderId = "6A7C-2D54".parse()?;
    /// assert_eq!((id.as_str(), &id), ("6A7C-2D54", &"6a7c-2d54".parse()?));
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    OrderId "an order id", any case
}

/// The kind of software, as far as a rule depends on it.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::SoftwareFamily;
///
/// let family: SoftwareFamily = "redHat".parse()?;
/// assert_eq!((family.name(), family.to_string().as_str()), ("redHat", "Red Hat"));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SoftwareFamily {
    /// Windows Server.
    WindowsServer,
    /// SQL Server.
    SqlServer,
    /// A SUSE Linux plan in Azure (`SW-06`, `SW-07`).
    SuseLinux,
    /// A Red Hat plan in Azure (`SW-06`, `SW-07`).
    RedHat,
    /// Any other software.
    Other,
}

impl SoftwareFamily {
    /// Every family.
    pub const ALL: [Self; 5] = [Self::WindowsServer, Self::SqlServer, Self::SuseLinux, Self::RedHat, Self::Other];

    /// The name in the JSON contract: `windowsServer`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WindowsServer => "windowsServer",
            Self::SqlServer => "sqlServer",
            Self::SuseLinux => "suseLinux",
            Self::RedHat => "redHat",
            Self::Other => "other",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::WindowsServer => "Windows Server",
            Self::SqlServer => "SQL Server",
            Self::SuseLinux => "SUSE Linux",
            Self::RedHat => "Red Hat",
            Self::Other => "other software",
        }
    }
}

impl fmt::Display for SoftwareFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl FromStr for SoftwareFamily {
    type Err = ParseError;

    /// Reads a [`name`](Self::name), or what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let known = Self::ALL.into_iter().find(|family| family.name() == text || family.label() == text);
        known.ok_or_else(|| {
            ParseError::new("a software family", text, text::one_of(Self::ALL.iter().map(|family| family.name())))
        })
    }
}

/// Whether the catalog lets a product be canceled inside a window at all (`SW-05`, `SW-13`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Qualification {
    /// It qualifies.
    #[default]
    Qualifies,
    /// It does not qualify.
    DoesNotQualify,
    /// Partner Center asks for a support request before it answers.
    MoreInformationNeeded,
}

/// A purchase of software: one line of an order.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::{SoftwareFamily, SoftwarePurchase};
///
/// let bought_at = "2021-07-14T08:00:00Z".parse()?;
/// let perpetual = SoftwarePurchase::perpetual(SoftwareFamily::WindowsServer, bought_at, "840.00 USD".parse()?)?
///     .order("A1B2C3")?
///     .product("Windows Server")?
///     .units(10)?;
/// assert_eq!((perpetual.quantity().get(), perpetual.term()), (10, None));
///
/// let (start, end) = ("2021-07-14".parse()?, "2022-07-14".parse()?); // the end is the first day after the term
/// let yearly =
///     SoftwarePurchase::subscription(SoftwareFamily::SqlServer, bought_at, start, end, "365.00 USD".parse()?)?;
/// assert_eq!(yearly.term().map(|term| term.days()), Some(365));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct SoftwarePurchase {
    family: SoftwareFamily,
    purchased_at: DateTime<Utc>,
    term: Option<Period>,
    paid: Money,
    quantity: Quantity,
    renewed_at: Option<DateTime<Utc>>,
    order_id: Option<OrderId>,
    product: Option<Arc<str>>,
    qualification: Qualification,
    is_canceled: bool,
}

impl SoftwarePurchase {
    /// A perpetual license of one unit that stands and qualifies for cancellation. `paid` is the price of all units.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::NegativePrice`] for a negative amount.
    pub fn perpetual(family: SoftwareFamily, purchased_at: DateTime<Utc>, paid: Money) -> Result<Self, InvalidFacts> {
        if paid.is_negative() {
            return Err(InvalidFacts::NegativePrice { amount: paid });
        }
        Ok(Self {
            family,
            purchased_at,
            term: None,
            paid,
            quantity: Quantity::ONE,
            renewed_at: None,
            order_id: None,
            product: None,
            qualification: Qualification::Qualifies,
            is_canceled: false,
        })
    }

    /// A subscription of one unit for a term of UTC days, `term_end` being the first day after it. `paid` is the price
    /// of all units for the term: of its days from the purchase on, where the term began before (`AMB-28`).
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for a negative amount, a term without a day, and a term that ended before the purchase.
    #[expect(clippy::too_many_arguments, reason = "two dates of a term that nobody has as a value")]
    pub fn subscription(
        family: SoftwareFamily,
        purchased_at: DateTime<Utc>,
        term_start: NaiveDate,
        term_end: NaiveDate,
        paid: Money,
    ) -> Result<Self, InvalidFacts> {
        let empty = InvalidFacts::EmptyPeriod { start: term_start, end: term_end };
        let term = Period::new(term_start, term_end).map_err(|_| empty)?;
        if term.end() <= utc_date(purchased_at) {
            return Err(InvalidFacts::TermBeforePurchase { end: term.end(), purchased_at });
        }
        Ok(Self { term: Some(term), ..Self::perpetual(family, purchased_at, paid)? })
    }

    /// Of so many units. A cancellation covers all of them (`AMB-23`).
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::ZeroUnits`] for 0.
    pub fn units(mut self, units: u32) -> Result<Self, InvalidFacts> {
        self.quantity = facts::units(units)?;
        Ok(self)
    }

    /// In an order (`SW-10`).
    ///
    /// # Errors
    ///
    /// [`ParseError`] for a text that can't be an id.
    pub fn order(mut self, id: &str) -> Result<Self, ParseError> {
        self.order_id = Some(OrderId::new(id)?);
        Ok(self)
    }

    /// Of a product, by its name in the order (`SW-10`).
    ///
    /// # Errors
    ///
    /// [`ParseError`] for an empty text, more than 256 characters, control characters, or blanks at the ends.
    pub fn product(mut self, name: &str) -> Result<Self, ParseError> {
        self.product = Some(checked("a product name", name)?);
        Ok(self)
    }

    /// Last renewed at an instant; the term is the renewed one. From 2022-07 on this opens a new window (`L-17`).
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for a perpetual license, and for an instant before the purchase.
    pub fn renewed(mut self, renewed_at: DateTime<Utc>) -> Result<Self, InvalidFacts> {
        if self.term.is_none() {
            return Err(InvalidFacts::PerpetualRenewed { renewed_at });
        }
        if renewed_at < self.purchased_at {
            return Err(InvalidFacts::RenewalBeforePurchase { renewed_at, purchased_at: self.purchased_at });
        }
        self.renewed_at = Some(renewed_at);
        Ok(self)
    }

    /// Of a product that does or does not qualify for cancellation (`SW-05`).
    #[must_use]
    pub fn qualifying(mut self, qualification: Qualification) -> Self {
        self.qualification = qualification;
        self
    }

    /// Already canceled (`POST-05`).
    #[must_use]
    pub fn canceled(mut self) -> Self {
        self.is_canceled = true;
        self
    }

    /// The kind of software.
    #[must_use]
    pub const fn family(&self) -> SoftwareFamily {
        self.family
    }

    /// The instant of the purchase.
    #[must_use]
    pub const fn purchased_at(&self) -> DateTime<Utc> {
        self.purchased_at
    }

    /// The term of a subscription, the renewed one after a renewal. `None` for a perpetual license.
    #[must_use]
    pub const fn term(&self) -> Option<Period> {
        self.term
    }

    /// The price of all units, in the currency of the order. Never negative.
    #[must_use]
    pub const fn paid(&self) -> Money {
        self.paid
    }

    /// The units that were bought.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// The instant of the last renewal, if there was one.
    #[must_use]
    pub const fn renewed_at(&self) -> Option<DateTime<Utc>> {
        self.renewed_at
    }

    /// The order, where it is known.
    #[must_use]
    pub const fn order_id(&self) -> Option<&OrderId> {
        self.order_id.as_ref()
    }

    /// The name of the product, where it is known.
    #[must_use]
    pub fn product_name(&self) -> Option<&str> {
        self.product.as_deref()
    }

    /// Whether the product qualifies for cancellation.
    #[must_use]
    pub const fn qualification(&self) -> Qualification {
        self.qualification
    }

    /// Whether it was canceled before.
    #[must_use]
    pub const fn is_canceled(&self) -> bool {
        self.is_canceled
    }
}

/// A text of 1 to 256 characters without control characters or blanks at the ends.
fn checked(what: &'static str, text: &str) -> Result<Arc<str>, ParseError> {
    if text::is_id(text) { Ok(text.into()) } else { Err(ParseError::new(what, text, text::ID_EXPECTED)) }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum License {
    Perpetual,
    Subscription,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(
    rename = "SoftwarePurchase",
    deny_unknown_fields,
    expecting = "an object with the facts of a software purchase"
)]
struct Wire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order_id: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product: Option<String>,
    #[serde(alias = "licence")]
    license: License,
    family: SoftwareFamily,
    purchased_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renewed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term_start: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term_end: Option<NaiveDate>,
    paid: Money,
    #[serde(default = "one_unit")]
    quantity: Quantity,
    #[serde(default)]
    qualification: Qualification,
    #[serde(default)]
    canceled: bool,
}

#[cfg(feature = "serde")]
const fn one_unit() -> Quantity {
    Quantity::ONE
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for SoftwarePurchase {
    type Error = crate::Error;

    fn try_from(wire: Wire) -> Result<Self, crate::Error> {
        let (family, purchased_at, paid) = (wire.family, wire.purchased_at, wire.paid);
        let mut purchase = match (wire.license, wire.term_start, wire.term_end) {
            (License::Perpetual, None, None) => Self::perpetual(family, purchased_at, paid)?,
            (License::Perpetual, Some(date), _) | (License::Perpetual, None, Some(date)) => {
                return Err(InvalidFacts::PerpetualTerm { date }.into());
            }
            (License::Subscription, Some(start), Some(end)) => {
                Self::subscription(family, purchased_at, start, end, paid)?
            }
            (License::Subscription, start, _) => {
                let missing = if start.is_none() { "term_start" } else { "term_end" };
                return Err(InvalidFacts::TermMissing { missing }.into());
            }
        };
        if let Some(renewed_at) = wire.renewed_at {
            purchase = purchase.renewed(renewed_at)?;
        }
        if let Some(product) = wire.product {
            purchase = purchase.product(&product)?;
        }
        Ok(Self {
            order_id: wire.order_id,
            quantity: wire.quantity,
            qualification: wire.qualification,
            is_canceled: wire.canceled,
            ..purchase
        })
    }
}

#[cfg(feature = "serde")]
impl From<SoftwarePurchase> for Wire {
    fn from(purchase: SoftwarePurchase) -> Self {
        Self {
            order_id: purchase.order_id,
            product: purchase.product.map(|name| name.as_ref().to_owned()),
            license: if purchase.term.is_some() { License::Subscription } else { License::Perpetual },
            family: purchase.family,
            purchased_at: purchase.purchased_at,
            renewed_at: purchase.renewed_at,
            term_start: purchase.term.map(Period::start),
            term_end: purchase.term.map(Period::end),
            paid: purchase.paid,
            quantity: purchase.quantity,
            qualification: purchase.qualification,
            canceled: purchase.is_canceled,
        }
    }
}
