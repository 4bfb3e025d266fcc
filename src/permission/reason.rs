//! Why a permission is not turned on or off, and what to do about it.

use core::fmt;

use super::{PartnerId, PermissionEdition, PermissionKind, SubscriptionFact};
use crate::decision::{Reason, Verdict, sealed};
use crate::role::AccessReason;
use crate::rule::RuleId;

/// Why a permission is not turned on or off.
///
/// Reasons come in this order: who asks, then what is missing, in the order in which a partner checks it.
///
/// # Examples
///
/// ```
/// use reservation_policy::decision::Reason;
/// use reservation_policy::permission::{PermissionReason, Remedy, SubscriptionFact};
///
/// let reason = PermissionReason::NoAzureSubscription { found: SubscriptionFact::Missing };
/// assert_eq!(reason.remedy(), Remedy::BuyAzurePlan);
/// assert_eq!(reason.rule().to_string(), "CSP-17");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PermissionReason {
    /// The actor's roles do not allow it: `CSP-06`, `CSP-07`.
    ActorNotAllowed(AccessReason),
    /// The actor works for another partner than the one that bought the subscription: `CSP-04`.
    OtherPartner {
        /// Whom the actor works for.
        actor: PartnerId,
        /// Who bought the subscription.
        bought_by: PartnerId,
    },
    /// The edition has no permission of this kind: `CSP-04`.
    KindNotOffered {
        /// What was to be permitted.
        kind: PermissionKind,
        /// The edition that was asked.
        edition: PermissionEdition,
    },
    /// There is no subscription that counts: `CSP-17`.
    NoAzureSubscription {
        /// What there is instead.
        found: SubscriptionFact,
    },
    /// None of the customer's key users owns the subscription: `CSP-18`.
    OwnerMissing,
}

/// What to do about a reason.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::Remedy;
///
/// assert_eq!(Remedy::AssignOwner.to_string(), "give a user of the customer the Owner role on the subscription");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Remedy {
    /// Have an admin agent do it.
    AskAdminAgent,
    /// Have the partner buy, or turn the permission on.
    AskPartner,
    /// Have the partner that bought the subscription do it.
    AskPartnerWhoBought,
    /// Give a user of the customer the Owner role.
    AssignOwner,
    /// Buy an Azure plan for the customer first.
    BuyAzurePlan,
    /// Buy it for the customer, as the customer can't be allowed to.
    BuyForCustomer,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AskAdminAgent => "have an admin agent of the partner do it",
            Self::AskPartner => "ask the partner to buy it or to turn the permission on",
            Self::AskPartnerWhoBought => "ask the partner that bought the subscription",
            Self::AssignOwner => "give a user of the customer the Owner role on the subscription",
            Self::BuyAzurePlan => "buy an Azure plan for the customer first",
            Self::BuyForCustomer => "buy it for the customer",
        })
    }
}

impl PermissionReason {
    /// What to do about it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{PermissionReason, Remedy};
    ///
    /// assert_eq!(PermissionReason::OwnerMissing.remedy(), Remedy::AssignOwner);
    /// ```
    #[must_use]
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::ActorNotAllowed(_) => Remedy::AskAdminAgent,
            Self::OtherPartner { .. } => Remedy::AskPartnerWhoBought,
            Self::KindNotOffered { .. } => Remedy::BuyForCustomer,
            Self::NoAzureSubscription { .. } => Remedy::BuyAzurePlan,
            Self::OwnerMissing => Remedy::AssignOwner,
        }
    }
}

impl fmt::Display for PermissionReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActorNotAllowed(reason) => write!(f, "{reason}"),
            Self::OtherPartner { actor, bought_by } => {
                write!(f, "the subscription was bought by partner `{bought_by}`, not by `{actor}`")
            }
            Self::KindNotOffered { kind, edition } => {
                write!(f, "customers cannot be allowed to buy {kind} in edition {edition}")
            }
            Self::NoAzureSubscription { found } => {
                write!(f, "an Azure plan or Azure Global subscription is needed, there is {found}")
            }
            Self::OwnerMissing => f.write_str("no user of the customer has the Owner role on the subscription"),
        }
    }
}

impl sealed::Sealed for PermissionReason {}

impl Reason for PermissionReason {
    fn rule(&self) -> RuleId {
        match self {
            Self::ActorNotAllowed(reason) => reason.rule(),
            Self::OtherPartner { .. } => RuleId::Csp04,
            Self::KindNotOffered { edition, .. } => edition.rule(),
            Self::NoAzureSubscription { .. } => RuleId::Csp17,
            Self::OwnerMissing => RuleId::Csp18,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ActorNotAllowed(reason) => reason.code(),
            Self::OtherPartner { .. } => "SubscriptionOfOtherPartner",
            Self::KindNotOffered { .. } => "PermissionKindNotOffered",
            Self::NoAzureSubscription { .. } => "NoAzureSubscription",
            Self::OwnerMissing => "OwnerRoleMissing",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        None
    }

    fn verdict(&self) -> Verdict {
        Verdict::Denied
    }
}
