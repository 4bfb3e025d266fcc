//! An attempt to cancel.

use chrono::{DateTime, Utc};

use crate::software::credit::{BillingDay, InvoiceMonth};
use crate::software::reference::CustomerReference;

/// Who asks.
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
    #[must_use]
    pub fn with_actor(self, actor: CancellationActor) -> Self {
        Self { actor, ..self }
    }

    /// The same attempt with or without the acknowledgement.
    #[must_use]
    pub fn with_acknowledgement(self, acknowledgement: Acknowledgement) -> Self {
        Self { acknowledgement, ..self }
    }

    /// The same attempt for this customer.
    #[must_use]
    pub fn with_customer(self, customer: CustomerReference) -> Self {
        Self { customer: Some(customer), ..self }
    }

    /// The same attempt by a partner who is billed on this day of the month.
    #[must_use]
    pub fn with_billing_day(self, billing_day: BillingDay) -> Self {
        Self { billing_day: Some(billing_day), ..self }
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// By whom.
    #[must_use]
    pub const fn actor(&self) -> CancellationActor {
        self.actor
    }

    /// Whether the consequences were acknowledged.
    #[must_use]
    pub const fn acknowledgement(&self) -> Acknowledgement {
        self.acknowledgement
    }

    /// For which customer, if known.
    #[must_use]
    pub const fn customer(&self) -> Option<&CustomerReference> {
        self.customer.as_ref()
    }

    /// The day of the month on which the partner is billed, if known.
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
