//! Cancelling software that was bought through CSP: the facts of a purchase, and the questions on it.
//!
//! * [`cancellation`]: may this purchase still be cancelled, until when, for what credit, and what follows?
//! * [`credit`]: how much comes back, on which monthly invoice.
//! * [`order`]: orders of several lines, and several orders at once.
//! * [`exchange`]: may this software be exchanged?
//! * [`hybrid_benefit`]: what server licences are worth on virtual machines.
//! * [`reference`](mod@reference): the checked texts that name an order, a product, a customer.
//!
//! What each edition allows is data: see [`crate::policy::software`]. Nothing here asks for a market: whether the
//! software may be sold there at all is a question for [`crate::market`], with the market that the caller names
//! (`AMB-19`).

use core::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{InvalidPeriod, Period};
use crate::money::Money;
use crate::software::reference::{OrderId, ProductName};

pub mod cancellation;
pub mod credit;
pub mod exchange;
pub mod hybrid_benefit;
pub mod order;
pub mod reference;
#[cfg(feature = "serde")]
mod wire;

pub use crate::policy::software::LicenceKind;

/// A licence: perpetual, or a subscription with its term.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::{Licence, LicenceKind};
///
/// let (start, end) = ("2022-08-01".parse()?, "2023-08-01".parse()?);
/// let licence = Licence::new(LicenceKind::Subscription, Some(start), Some(end))?;
/// assert_eq!(licence.term().map(|term| term.days()), Some(365));
/// assert!(Licence::new(LicenceKind::Subscription, Some(start), None).is_err(), "no end");
/// assert!(Licence::new(LicenceKind::Perpetual, Some(start), Some(end)).is_err(), "perpetual has no term");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "follows `LicenceKind`")]
pub enum Licence {
    /// Paid once, kept for good.
    Perpetual,
    /// Paid for a term: the current one, when the subscription was renewed.
    Subscription {
        /// The UTC days that were paid for.
        term: Period,
    },
}

/// A kind of licence and a term that do not go together.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::{Licence, LicenceKind};
/// assert_eq!(
///     Licence::new(LicenceKind::Subscription, Some("2022-08-01".parse()?), None).map_err(|error| error.to_string()),
///     Err("the subscription has no `end` of its term, expected a date".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidLicence {
    /// A subscription without the first day or the end of its term.
    #[error("the subscription has no `{missing}` of its term, expected a date")]
    MissingTerm {
        /// Which of `start` and `end` is missing.
        missing: &'static str,
    },
    /// A perpetual licence with a term.
    #[error("the perpetual licence has a term date `{date}`, expected none")]
    UnexpectedTerm {
        /// The date that was given, the start if both.
        date: NaiveDate,
    },
    /// A term without a day.
    #[error(transparent)]
    Period(#[from] InvalidPeriod),
}

impl Licence {
    /// A licence from its kind and the term's first day and end, each of which may be unknown.
    ///
    /// The dates are UTC dates; the end is the first day after the term.
    ///
    /// # Errors
    ///
    /// [`InvalidLicence`] for a subscription without a whole term, for an end that is not after the start, and for a
    /// perpetual licence with a term.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::*;
    /// assert_eq!(Licence::new(LicenceKind::Perpetual, None, None)?, Licence::Perpetual);
    /// let (start, end) = ("2022-08-01".parse()?, "2025-08-01".parse()?);
    /// let three_years = Licence::new(LicenceKind::Subscription, Some(start), Some(end))?;
    /// assert_eq!(three_years.term().map(|term| term.days()), Some(1096));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(kind: LicenceKind, start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<Self, InvalidLicence> {
        match (kind, start, end) {
            (LicenceKind::Perpetual, None, None) => Ok(Self::Perpetual),
            (LicenceKind::Perpetual, Some(date), _) | (LicenceKind::Perpetual, None, Some(date)) => {
                Err(InvalidLicence::UnexpectedTerm { date })
            }
            (LicenceKind::Subscription, None, _) => Err(InvalidLicence::MissingTerm { missing: "start" }),
            (LicenceKind::Subscription, Some(_), None) => Err(InvalidLicence::MissingTerm { missing: "end" }),
            (LicenceKind::Subscription, Some(start), Some(end)) => {
                Ok(Self::Subscription { term: Period::new(start, end)? })
            }
        }
    }

    /// Perpetual or a subscription.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::*;
    /// # let term = Licence::new(LicenceKind::Subscription, Some("2022-08-01".parse()?), Some("2023-08-01".parse()?))?;
    /// assert_eq!(term.kind(), LicenceKind::Subscription);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(self) -> LicenceKind {
        match self {
            Self::Perpetual => LicenceKind::Perpetual,
            Self::Subscription { .. } => LicenceKind::Subscription,
        }
    }

    /// The term of a subscription.
    ///
    /// UTC days, the end not included; `None` for a perpetual licence.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::*;
    /// assert_eq!(Licence::Perpetual.term(), None);
    /// ```
    #[must_use]
    pub const fn term(self) -> Option<Period> {
        match self {
            Self::Perpetual => None,
            Self::Subscription { term } => Some(term),
        }
    }
}

/// What kind of software it is, as far as a rule asks.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
/// use reservation_policy::software::SoftwareFamily;
///
/// let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
/// let decision = policy.decide_software_exchange(SoftwareFamily::RedHat);
/// assert_eq!(decision.reasons()[0].to_string(), "a Red Hat plan can't be exchanged");
/// ```
///
/// # Rules
///
/// `SWB-01`, `SW-06`, `SW-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SoftwareFamily {
    /// Windows Server.
    WindowsServer,
    /// SQL Server.
    SqlServer,
    /// A SUSE Linux plan in Azure.
    SuseLinux,
    /// A Red Hat plan in Azure.
    RedHat,
    /// Anything else.
    Other,
}

/// Whom server subscriptions are sold to.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::{CustomerSegment, SoftwareFamily};
///
/// let segment = SoftwareFamily::WindowsServer.server_subscription_segment();
/// assert_eq!(segment, Some(CustomerSegment::Commercial));
/// ```
///
/// # Rules
///
/// `SWB-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CustomerSegment {
    /// Commercial customers, as opposed to public bodies and schools.
    Commercial,
}

impl SoftwareFamily {
    /// Every family.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::SoftwareFamily;
    /// let sold: Vec<_> = SoftwareFamily::ALL.iter().filter(|it| it.server_subscription_segment().is_some()).collect();
    /// assert_eq!(sold, [&SoftwareFamily::WindowsServer, &SoftwareFamily::SqlServer]);
    /// ```
    pub const ALL: [Self; 5] = [Self::WindowsServer, Self::SqlServer, Self::SuseLinux, Self::RedHat, Self::Other];

    /// The segment that partners manage it for as a server subscription; `None` for what is no server subscription.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::software::{CustomerSegment, SoftwareFamily};
    ///
    /// assert_eq!(SoftwareFamily::SqlServer.server_subscription_segment(), Some(CustomerSegment::Commercial));
    /// assert_eq!(SoftwareFamily::RedHat.server_subscription_segment(), None);
    /// ```
    ///
    /// # Rules
    ///
    /// `SWB-01`.
    #[must_use]
    pub const fn server_subscription_segment(self) -> Option<CustomerSegment> {
        match self {
            Self::WindowsServer | Self::SqlServer => Some(CustomerSegment::Commercial),
            Self::SuseLinux | Self::RedHat | Self::Other => None,
        }
    }
}

impl fmt::Display for SoftwareFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WindowsServer => "Windows Server",
            Self::SqlServer => "SQL Server",
            Self::SuseLinux => "SUSE Linux",
            Self::RedHat => "Red Hat",
            Self::Other => "other software",
        })
    }
}

/// Whether the product can be cancelled inside a window at all: a fact of the catalogue.
///
/// # Examples
///
/// ```
#[doc = include_str!("../docs/snippets/software_purchase.txt")]
/// let odd = purchase.with_qualification(Qualification::MoreInformationNeeded);
/// let decision = policy.decide_cancellation(&odd, &CancellationRequest::new(bought))?;
/// let last = decision.reasons().last().map(ToString::to_string);
/// assert_eq!(last.as_deref(), Some("more information is needed, expected a customer support request first"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-05`, `SW-13`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Qualification {
    /// It can.
    #[default]
    Qualifies,
    /// It can't.
    DoesNotQualify,
    /// Partner Center asks for a support request before it says.
    MoreInformationNeeded,
}

/// Whether the purchase still stands.
///
/// # Examples
///
/// ```
#[doc = include_str!("../docs/snippets/software_purchase.txt")]
/// assert_eq!(purchase.state(), PurchaseState::Active);
/// let gone = purchase.with_state(PurchaseState::Cancelled);
/// let decision = policy.decide_cancellation(&gone, &CancellationRequest::new(bought))?;
/// assert_eq!(decision.reasons()[0], CancellationReason::AlreadyCancelled);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PurchaseState {
    /// It stands.
    #[default]
    Active,
    /// It was cancelled.
    Cancelled,
}

/// One purchase of software: the facts that decide whether it can be cancelled.
///
/// The order id and the product name may be unknown; a cancellation then says that they are missing (`SW-10`).
///
/// # Examples
///
/// ```
/// use reservation_policy::Money;
/// use reservation_policy::money::Currency;
/// use reservation_policy::software::{Licence, PurchaseState, SoftwareFamily, SoftwarePurchase};
///
/// let paid = Money::parse("1200.00", Currency::USD)?;
/// let bought = "2021-03-15T18:30:00Z".parse()?;
/// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::WindowsServer, bought, paid)?
///     .with_order_id("6a7c2d54".parse()?)
///     .with_product("Windows Server 2019 Standard".parse()?);
/// assert_eq!(purchase.state(), PurchaseState::Active);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-01`, `SW-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "wire::Purchase", into = "wire::Purchase")
)]
pub struct SoftwarePurchase {
    licence: Licence,
    family: SoftwareFamily,
    purchased_at: DateTime<Utc>,
    paid: Money,
    renewed_at: Option<DateTime<Utc>>,
    order_id: Option<OrderId>,
    product: Option<ProductName>,
    qualification: Qualification,
    state: PurchaseState,
}

/// Facts of a purchase that can't all be true.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::*;
/// # use reservation_policy::{Currency, Money};
/// let (paid, bought) = (Money::parse("-1.00", Currency::USD)?, "2021-03-15T18:30:00Z".parse()?);
/// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::SqlServer, bought, paid);
/// assert_eq!(
///     purchase.map_err(|error| error.to_string()),
///     Err("the amount paid is `-1.00 USD`, expected zero or more".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSoftwarePurchase {
    /// Less than nothing was paid.
    #[error("the amount paid is `{paid}`, expected zero or more")]
    NegativePaid {
        /// The amount.
        paid: Money,
    },
    /// The term was over before the purchase.
    #[error("the term ends on `{end}`, expected an end after the day of the purchase `{purchased_at:?}`")]
    TermBeforePurchase {
        /// The first day after the term.
        end: NaiveDate,
        /// The instant of the purchase.
        purchased_at: DateTime<Utc>,
    },
    /// A renewal before the purchase.
    #[error("the renewal at `{renewed_at:?}` is before the purchase at `{purchased_at:?}`, expected it after")]
    RenewalBeforePurchase {
        /// The instant of the renewal.
        renewed_at: DateTime<Utc>,
        /// The instant of the purchase.
        purchased_at: DateTime<Utc>,
    },
    /// A renewal of something that never ends.
    #[error("the perpetual licence was renewed at `{renewed_at:?}`, expected a renewal of subscriptions only")]
    PerpetualRenewed {
        /// The instant of the renewal.
        renewed_at: DateTime<Utc>,
    },
    /// A kind of licence and a term that do not go together.
    #[error(transparent)]
    Licence(#[from] InvalidLicence),
}

impl SoftwarePurchase {
    /// An active purchase that qualifies for cancellation and was never renewed.
    ///
    /// `paid` is what was paid for the whole term, or for the perpetual licence.
    ///
    /// # Errors
    ///
    /// [`InvalidSoftwarePurchase`] for a negative amount, and for a term that was over on the UTC day of the purchase.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::*;
    /// # use reservation_policy::{Currency, Money};
    /// let (paid, bought) = (Money::parse("1200.00", Currency::USD)?, "2021-03-15T18:30:00Z".parse()?);
    /// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::SqlServer, bought, paid)?;
    /// // Until something else is said:
    /// assert_eq!((purchase.qualification(), purchase.renewed_at()), (Qualification::Qualifies, None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        licence: Licence,
        family: SoftwareFamily,
        purchased_at: DateTime<Utc>,
        paid: Money,
    ) -> Result<Self, InvalidSoftwarePurchase> {
        if paid.is_negative() {
            return Err(InvalidSoftwarePurchase::NegativePaid { paid });
        }
        if let Some(term) = licence.term().filter(|term| term.end() <= purchased_at.date_naive()) {
            return Err(InvalidSoftwarePurchase::TermBeforePurchase { end: term.end(), purchased_at });
        }
        Ok(Self {
            licence,
            family,
            purchased_at,
            paid,
            renewed_at: None,
            order_id: None,
            product: None,
            qualification: Qualification::default(),
            state: PurchaseState::default(),
        })
    }

    /// The same subscription, last renewed at this instant; its term is the renewed one.
    ///
    /// # Errors
    ///
    /// [`InvalidSoftwarePurchase`] for a perpetual licence, and for an instant before the purchase.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// // Bought in 2021, renewed for the year from August 2022.
    /// let renewed = subscription.clone().with_renewal("2022-08-01T00:00:00Z".parse()?)?;
    /// assert_eq!(renewed.renewed_at().map(|at| at.to_string()).as_deref(), Some("2022-08-01 00:00:00 UTC"));
    /// assert!(subscription.with_renewal("2021-07-31T00:00:00Z".parse()?).is_err(), "before the purchase");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-17`: since 2022 a renewal opens a new window.
    pub fn with_renewal(self, renewed_at: DateTime<Utc>) -> Result<Self, InvalidSoftwarePurchase> {
        if self.licence == Licence::Perpetual {
            return Err(InvalidSoftwarePurchase::PerpetualRenewed { renewed_at });
        }
        if renewed_at < self.purchased_at {
            let purchased_at = self.purchased_at;
            return Err(InvalidSoftwarePurchase::RenewalBeforePurchase { renewed_at, purchased_at });
        }
        Ok(Self { renewed_at: Some(renewed_at), ..self })
    }

    /// The same purchase in this order.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// let ordered = purchase.with_order_id("6a7c2d54".parse()?);
    /// assert_eq!(ordered.order_id().map(|id| id.as_str()), Some("6a7c2d54"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-10`.
    #[must_use]
    pub fn with_order_id(self, order_id: OrderId) -> Self {
        Self { order_id: Some(order_id), ..self }
    }

    /// The same purchase of the product with this name.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// let named = purchase.with_product("Windows Server 2019 Standard".parse()?);
    /// assert_eq!(named.product().map(|product| product.as_str()), Some("Windows Server 2019 Standard"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-10`.
    #[must_use]
    pub fn with_product(self, product: ProductName) -> Self {
        Self { product: Some(product), ..self }
    }

    /// The same purchase of a product that does or does not qualify.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// let never = purchase.with_qualification(Qualification::DoesNotQualify);
    /// assert_eq!(never.qualification(), Qualification::DoesNotQualify);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-05`, `SW-13`.
    #[must_use]
    pub fn with_qualification(self, qualification: Qualification) -> Self {
        Self { qualification, ..self }
    }

    /// The same purchase in this state.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.with_state(PurchaseState::Cancelled).state(), PurchaseState::Cancelled);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-05`.
    #[must_use]
    pub fn with_state(self, state: PurchaseState) -> Self {
        Self { state, ..self }
    }

    /// The licence, with the term of a subscription.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.licence(), Licence::Perpetual);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn licence(&self) -> Licence {
        self.licence
    }

    /// What kind of software it is.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.family(), SoftwareFamily::WindowsServer);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn family(&self) -> SoftwareFamily {
        self.family
    }

    /// When it was bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.purchased_at().to_string(), "2021-03-15 18:30:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchased_at(&self) -> DateTime<Utc> {
        self.purchased_at
    }

    /// When the subscription was last renewed, if ever.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(subscription.renewed_at(), None, "never renewed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn renewed_at(&self) -> Option<DateTime<Utc>> {
        self.renewed_at
    }

    /// What was paid; never negative.
    ///
    /// In the currency of the order, for the whole quantity and the whole term.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.paid().to_string(), "1200.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn paid(&self) -> Money {
        self.paid
    }

    /// The order that it belongs to, if known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.order_id(), None, "not known, so a cancellation would say that it is missing");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn order_id(&self) -> Option<&OrderId> {
        self.order_id.as_ref()
    }

    /// The name of the product, if known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.product(), None, "not known, so a cancellation would say that it is missing");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn product(&self) -> Option<&ProductName> {
        self.product.as_ref()
    }

    /// Whether the product can be cancelled inside a window at all.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.qualification(), Qualification::Qualifies);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn qualification(&self) -> Qualification {
        self.qualification
    }

    /// Whether it still stands.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/software_purchase.txt")]
    /// assert_eq!(purchase.state(), PurchaseState::Active);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn state(&self) -> PurchaseState {
        self.state
    }
}
