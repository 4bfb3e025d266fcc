//! Reasons against a change of a permission, or against a purchase.

use core::fmt;

use chrono::{DateTime, Utc};

use super::{PartnerId, PermissionEdition, PermissionKind, SubscriptionId, SubscriptionState};
use crate::calendar::rfc3339;
use crate::role::AccessReason;
use crate::rule::RuleId;
use crate::verdict::Verdict;

/// Why a permission is not changed, or a purchase not possible: first who asks, then what is missing.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::PermissionReason;
///
/// let reason = PermissionReason::OwnerMissing;
/// assert_eq!((reason.code(), reason.rule().as_str()), ("OwnerRoleMissing", "CSP-18"));
/// assert_eq!(reason.remedy(), "assign the Owner role on the subscription to a user of the customer");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PermissionReason {
    /// The roles do not allow it: `CSP-06`, `CSP-07`.
    RoleNotAllowed(AccessReason),
    /// The person works for another partner: `CSP-04`.
    OtherPartner {
        /// The partner of the person.
        partner: PartnerId,
        /// The partner of the customer.
        customers_of: PartnerId,
    },
    /// The edition has no permission of this kind: `CSP-04`.
    KindNotOffered {
        /// The kind of product.
        kind: PermissionKind,
        /// The edition that was asked.
        edition: PermissionEdition,
    },
    /// The permission was off: `CSP-03`.
    PermissionOff {
        /// The kind of product.
        kind: PermissionKind,
        /// The instant of the purchase.
        at: DateTime<Utc>,
    },
    /// No current, usage-based subscription: `CSP-17`.
    NoAzureSubscription {
        /// The state of the one that was found.
        found: Option<SubscriptionState>,
    },
    /// The subscription was bought by another partner or for another customer: `CSP-04`.
    OtherSubscription {
        /// The subscription.
        subscription: SubscriptionId,
    },
    /// None of the customer's key users has the Owner role: `CSP-18`.
    OwnerMissing,
    /// The buyer does not have the Owner role on the subscription; the Azure portal shows an error: `CSP-19`.
    BuyerNotOwner {
        /// The subscription.
        subscription: SubscriptionId,
    },
}

impl PermissionReason {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::RoleNotAllowed(reason) => reason.rule(),
            Self::OtherPartner { .. } | Self::KindNotOffered { .. } | Self::OtherSubscription { .. } => RuleId::Csp04,
            Self::PermissionOff { .. } => RuleId::Csp03,
            Self::NoAzureSubscription { .. } => RuleId::Csp17,
            Self::OwnerMissing => RuleId::Csp18,
            Self::BuyerNotOwner { .. } => RuleId::Csp19,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RoleNotAllowed(reason) => reason.code(),
            Self::OtherPartner { .. } => "OtherPartner",
            Self::KindNotOffered { .. } => "PermissionKindNotOffered",
            Self::PermissionOff { .. } => "PermissionOff",
            Self::NoAzureSubscription { .. } => "NoAzureSubscription",
            Self::OtherSubscription { .. } => "SubscriptionOfOthers",
            Self::OwnerMissing => "OwnerRoleMissing",
            Self::BuyerNotOwner { .. } => "BuyerNotOwner",
        }
    }

    /// The service has no code for it.
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        None
    }

    /// Always [`Verdict::Denied`].
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        Verdict::Denied
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::RoleNotAllowed(_) => "ask an admin agent of the partner",
            Self::OtherPartner { .. } => "ask the partner of the customer",
            Self::KindNotOffered { .. } => "buy it for the customer",
            Self::PermissionOff { .. } => "ask the partner to buy it or to turn the permission on",
            Self::NoAzureSubscription { .. } => "buy an Azure plan for the customer first",
            Self::OtherSubscription { .. } => "use a subscription that this partner bought for this customer",
            Self::OwnerMissing | Self::BuyerNotOwner { .. } => {
                "assign the Owner role on the subscription to a user of the customer"
            }
        }
    }
}

impl fmt::Display for PermissionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RoleNotAllowed(reason) => write!(f, "{reason}"),
            Self::OtherPartner { partner, customers_of } => {
                write!(f, "the customer buys through partner `{customers_of}`, not through `{partner}`")
            }
            Self::KindNotOffered { kind, edition } => {
                write!(f, "customers cannot be allowed to buy {kind} in edition {edition}")
            }
            Self::PermissionOff { kind, at } => write!(f, "the permission to buy {kind} was off at {}", rfc3339(*at)),
            Self::NoAzureSubscription { found } => {
                let found = found.map_or("no subscription", SubscriptionState::words);
                write!(f, "an Azure plan or Azure Global subscription is needed, there is {found}")
            }
            Self::OtherSubscription { subscription } => {
                write!(f, "subscription `{subscription}` was not bought by this partner for this customer")
            }
            Self::OwnerMissing => f.write_str("no user of the customer has the Owner role on the subscription"),
            Self::BuyerNotOwner { subscription } => {
                write!(f, "the buyer does not have the Owner role on subscription `{subscription}`")
            }
        }
    }
}

crate::verdict::impl_reason!(PermissionReason);
