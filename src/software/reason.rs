//! The reasons against a cancellation.

use core::fmt;

use chrono::{DateTime, Utc};

use super::window::{Length, shown};
use super::{CancellationWindow, SoftwareFamily};
use crate::quantity::Quantity;
use crate::rule::RuleId;
use crate::verdict::{Verdict, impl_reason};

/// A reason against a cancellation, in the order in which reasons are reported.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::CancellationReason;
///
/// let reason = CancellationReason::RequiresAdminAgent;
/// assert_eq!(reason.to_string(), "only an admin agent can cancel software");
/// assert_eq!((reason.rule().as_str(), reason.azure_code()), ("SW-08", Some("900150")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CancellationReason {
    /// A SUSE Linux or Red Hat plan, which can be neither canceled nor exchanged (`SW-06`, `SW-07`).
    PlanNotCancelable {
        /// The family of the plan.
        family: SoftwareFamily,
    },
    /// The purchase was canceled before (`POST-05`).
    AlreadyCanceled,
    /// The product does not qualify for cancellation (`SW-05`).
    DoesNotQualify,
    /// Fewer units than were bought: only whole lines are canceled (`AMB-23`).
    PartialQuantity {
        /// The units of the attempt.
        requested: Quantity,
        /// The units of the purchase.
        owned: Quantity,
    },
    /// The window has passed (`SW-03`).
    WindowPassed {
        /// The window.
        window: CancellationWindow,
        /// Whether a renewal opened it rather than the purchase.
        opened_by_renewal: bool,
        /// The last instant inside it.
        last_moment: DateTime<Utc>,
        /// The whole days, or hours for a window in hours, since it opened.
        elapsed: u64,
    },
    /// Who asks is not an admin agent (`SW-08`).
    RequiresAdminAgent,
    /// The consequences were not acknowledged (`SW-11`).
    NotAcknowledged,
    /// Something is not known that a cancellation needs (`SW-10`).
    MissingInformation {
        /// Everything that is missing, at least one item.
        missing: Vec<MissingInformation>,
    },
    /// Partner Center asks for a support request first (`SW-13`): needs review.
    MoreInformationNeeded,
}

/// Something that must be known before a cancellation starts (`SW-10`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MissingInformation {
    /// The customer: name, tenant id or domain name.
    Customer,
    /// The name of the product.
    Product,
    /// The id of the order.
    OrderId,
}

impl fmt::Display for MissingInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Customer => "the customer (name, tenant id or domain name)",
            Self::Product => "the product name",
            Self::OrderId => "the order id",
        })
    }
}

impl CancellationReason {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::PlanNotCancelable { .. } => RuleId::Sw07,
            Self::AlreadyCanceled => RuleId::Post05,
            Self::DoesNotQualify => RuleId::Sw05,
            Self::PartialQuantity { .. } => RuleId::Amb23,
            Self::WindowPassed { .. } => RuleId::Sw03,
            Self::RequiresAdminAgent => RuleId::Sw08,
            Self::NotAcknowledged => RuleId::Sw11,
            Self::MissingInformation { .. } => RuleId::Sw10,
            Self::MoreInformationNeeded => RuleId::Sw13,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PlanNotCancelable { .. } => "PlanNotCancelable",
            Self::AlreadyCanceled => "AlreadyCanceled",
            Self::DoesNotQualify => "DoesNotQualify",
            Self::PartialQuantity { .. } => "PartialQuantity",
            Self::WindowPassed { .. } => "WindowPassed",
            Self::RequiresAdminAgent => "RequiresAdminAgent",
            Self::NotAcknowledged => "NotAcknowledged",
            Self::MissingInformation { .. } => "MissingInformation",
            Self::MoreInformationNeeded => "MoreInformationNeeded",
        }
    }

    /// The error code of Partner Center for it, if it has one.
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        match self {
            Self::PlanNotCancelable { .. } | Self::AlreadyCanceled | Self::DoesNotQualify => Some("800061"),
            Self::WindowPassed { window, .. } => Some(match window.length() {
                Length::Days(_) => "900117",
                Length::Hours(_) => "900213",
            }),
            Self::RequiresAdminAgent => Some("900150"),
            Self::PartialQuantity { .. }
            | Self::NotAcknowledged
            | Self::MissingInformation { .. }
            | Self::MoreInformationNeeded => None,
        }
    }

    /// The verdict when this is the only reason.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self {
            Self::MoreInformationNeeded => Verdict::NeedsReview,
            Self::PlanNotCancelable { .. }
            | Self::AlreadyCanceled
            | Self::DoesNotQualify
            | Self::PartialQuantity { .. }
            | Self::WindowPassed { .. }
            | Self::RequiresAdminAgent
            | Self::NotAcknowledged
            | Self::MissingInformation { .. } => Verdict::Denied,
        }
    }
}

impl_reason!(CancellationReason);

impl fmt::Display for CancellationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PlanNotCancelable { family } => write!(f, "a {family} plan can be neither canceled nor exchanged"),
            Self::AlreadyCanceled => f.write_str("the purchase is already canceled"),
            Self::DoesNotQualify => f.write_str("the product does not qualify for cancellation"),
            Self::PartialQuantity { requested, owned } => {
                write!(f, "{requested} of {owned} units can't be canceled, expected all {owned}")
            }
            Self::WindowPassed { window, opened_by_renewal, last_moment, elapsed } => {
                let event = if *opened_by_renewal { "renewal" } else { "purchase" };
                let (plural, have) = if *elapsed == 1 { ("", "has") } else { ("s", "have") };
                let (last_moment, unit) = (shown(*last_moment), window.unit());
                write!(f, "the window of {window} after the {event} closed at {last_moment}, ")?;
                write!(f, "{elapsed} {unit}{plural} {have} passed")
            }
            Self::RequiresAdminAgent => f.write_str("only an admin agent can cancel software"),
            Self::NotAcknowledged => f.write_str("the consequences of canceling were not acknowledged"),
            Self::MissingInformation { missing } => {
                let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
                write!(f, "not known: {}", missing.join(", "))
            }
            Self::MoreInformationNeeded => {
                f.write_str("more information is needed, expected a customer support request first")
            }
        }
    }
}
