//! An attempt to cancel.

use chrono::{DateTime, Utc};

use crate::software::credit::{BillingDay, InvoiceMonth};
use crate::software::reference::CustomerReference;

/// Who asks.
///
/// # Examples
///
/// The roles of whoever signed in say what they act as:
///
/// ```
/// use reservation_policy::role::{Role, RoleSet};
/// use reservation_policy::software::cancellation::CancellationActor;
///
/// let acts_as = |role| CancellationActor::from(RoleSet::of(role));
/// assert_eq!(acts_as(Role::ADMIN_AGENT), CancellationActor::AdminAgent);
/// assert_eq!(acts_as(Role::SALES_AGENT), CancellationActor::Other);
/// ```
///
/// # Rules
///
/// `SW-08`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CancellationActor {
    /// An admin agent of the partner.
    AdminAgent,
    /// Anybody else.
    #[default]
    Other,
}

/// Whether the consequences were acknowledged: the checkbox of the dialog.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::cancellation::*;
/// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
/// assert_eq!(request.acknowledgement(), Acknowledgement::NotGiven, "nobody has ticked the box yet");
/// let ticked = request.with_acknowledgement(Acknowledgement::Given);
/// assert_eq!(ticked.acknowledgement(), Acknowledgement::Given);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a checkbox is ticked or not")]
pub enum Acknowledgement {
    /// Ticked.
    Given,
    /// Not ticked.
    #[default]
    NotGiven,
}

/// Where software can be cancelled; the answer is the same in both.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::cancellation::*;
/// assert_eq!(CancellationChannel::ALL, [CancellationChannel::Dashboard, CancellationChannel::Api]);
/// ```
///
/// # Rules
///
/// `SW-09`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CancellationChannel {
    /// The Partner Center dashboard.
    Dashboard,
    /// The Partner Center API.
    Api,
}

impl CancellationChannel {
    /// Both channels.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// assert!(CancellationChannel::ALL.contains(&CancellationChannel::Api));
    /// ```
    pub const ALL: [Self; 2] = [Self::Dashboard, Self::Api];
}

/// An attempt to cancel: when, by whom, for which customer, what was acknowledged.
///
/// An attempt begins with the least: by somebody without a role, nothing acknowledged, no customer named, the billing
/// day unknown.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::cancellation::{Acknowledgement, CancellationActor, CancellationRequest};
/// use reservation_policy::software::reference::CustomerReference;
///
/// let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?)
///     .with_actor(CancellationActor::AdminAgent)
///     .with_acknowledgement(Acknowledgement::Given)
///     .with_customer(CustomerReference::Domain("contoso.com".parse()?));
/// assert_eq!(request.actor(), CancellationActor::AdminAgent);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-08`, `SW-10`, `SW-11`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CancellationRequest {
    at: DateTime<Utc>,
    actor: CancellationActor,
    acknowledgement: Acknowledgement,
    customer: Option<CustomerReference>,
    billing_day: Option<BillingDay>,
}

impl CancellationRequest {
    /// An attempt at this instant.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!((request.actor(), request.customer()), (CancellationActor::Other, None)); // until it is said
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(at: DateTime<Utc>) -> Self {
        Self {
            at,
            actor: CancellationActor::Other,
            acknowledgement: Acknowledgement::NotGiven,
            customer: None,
            billing_day: None,
        }
    }

    /// The same attempt by this person.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!(request.with_actor(CancellationActor::AdminAgent).actor(), CancellationActor::AdminAgent);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-08`.
    #[must_use]
    pub fn with_actor(self, actor: CancellationActor) -> Self {
        Self { actor, ..self }
    }

    /// The same attempt with or without the acknowledgement.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// let ticked = request.with_acknowledgement(Acknowledgement::Given);
    /// assert_eq!(ticked.acknowledgement(), Acknowledgement::Given);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-11`.
    #[must_use]
    pub fn with_acknowledgement(self, acknowledgement: Acknowledgement) -> Self {
        Self { acknowledgement, ..self }
    }

    /// The same attempt for this customer.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// # use reservation_policy::software::reference::CustomerReference;
    /// let named = request.with_customer(CustomerReference::Domain("contoso.com".parse()?));
    /// assert_eq!(named.customer().map(ToString::to_string).as_deref(), Some("contoso.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-10`.
    #[must_use]
    pub fn with_customer(self, customer: CustomerReference) -> Self {
        Self { customer: Some(customer), ..self }
    }

    /// The same attempt by a partner who is billed on this day of the month.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// # use reservation_policy::software::credit::BillingDay;
    /// let billed = request.with_billing_day(BillingDay::new(15)?);
    /// assert_eq!(billed.billing_day().map(BillingDay::get), Some(15));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-06`, `AMB-24`.
    #[must_use]
    pub fn with_billing_day(self, billing_day: BillingDay) -> Self {
        Self { billing_day: Some(billing_day), ..self }
    }

    /// When.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!(request.at().to_string(), "2021-05-14 12:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// By whom.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!(request.actor(), CancellationActor::Other, "nobody was named");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn actor(&self) -> CancellationActor {
        self.actor
    }

    /// Whether the consequences were acknowledged.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!(request.acknowledgement(), Acknowledgement::NotGiven, "nothing was ticked");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn acknowledgement(&self) -> Acknowledgement {
        self.acknowledgement
    }

    /// For which customer, if known.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!(request.customer(), None, "no customer was named");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn customer(&self) -> Option<&CustomerReference> {
        self.customer.as_ref()
    }

    /// The day of the month on which the partner is billed, if known.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::*;
    /// # let request = CancellationRequest::new("2021-05-14T12:00:00Z".parse()?);
    /// assert_eq!(request.billing_day(), None, "not known, so the credit is on the invoice of the month after");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn billing_day(&self) -> Option<BillingDay> {
        self.billing_day
    }

    /// The next monthly invoice after the attempt.
    pub(super) fn invoice(&self) -> InvoiceMonth {
        let day = self.at.date_naive();
        self.billing_day
            .map_or_else(|| InvoiceMonth::next_after(day), |billing_day| InvoiceMonth::next_billed(day, billing_day))
    }
}

impl From<crate::role::RoleSet> for CancellationActor {
    /// Whoever may cancel software by the capability matrix acts as an admin agent.
    fn from(roles: crate::role::RoleSet) -> Self {
        if roles.may(crate::role::Capability::CancelSoftware).is_allowed() { Self::AdminAgent } else { Self::Other }
    }
}
