//! Who bought which subscription for whom, and what that decides.

use core::fmt;

use crate::role::text::checked_ids;

checked_ids! {
    /// A partner of the CSP programme.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::PartnerId;
    ///
    /// assert!(PartnerId::new("contoso-partner").is_ok());
    /// assert!(PartnerId::new("").is_err());
    /// ```
    PartnerId = "partner";
    /// A customer of a partner: usually the GUID of the customer's tenant.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::CustomerId;
    ///
    /// assert_eq!(CustomerId::new("0A1B")?, CustomerId::new("0a1b")?);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    CustomerId = "customer";
    /// An Azure subscription: usually its GUID.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::SubscriptionId;
    ///
    /// assert_eq!(SubscriptionId::new("sub-1")?.as_str(), "sub-1");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    SubscriptionId = "subscription";
}

/// A subscription, the partner that bought it, and the customer that it was bought for.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerId, PartnerId, Subscription, SubscriptionId};
///
/// let id = SubscriptionId::new("sub-1")?;
/// let subscription = Subscription::new(id, PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
/// assert_eq!(subscription.customer().as_str(), "fabrikam");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Subscription {
    id: SubscriptionId,
    partner: PartnerId,
    customer: CustomerId,
}

impl Subscription {
    /// A subscription that a partner bought for a customer.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{CustomerId, PartnerId, Subscription, SubscriptionId};
    ///
    /// let id = SubscriptionId::new("sub-1")?;
    /// let subscription = Subscription::new(id, PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
    /// assert_eq!(subscription.partner().as_str(), "contoso");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(id: SubscriptionId, partner: PartnerId, customer: CustomerId) -> Self {
        Self { id, partner, customer }
    }

    /// Which one.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(subscription.id().as_str(), "sub-1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> &SubscriptionId {
        &self.id
    }

    /// Who bought it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(subscription.partner().as_str(), "contoso");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// For whom.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(subscription.customer().as_str(), "fabrikam");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn customer(&self) -> &CustomerId {
        &self.customer
    }
}

/// Which subscriptions a reservation of a partner's customer covers.
///
/// # Rules
///
/// `CSP-26` for shared scope.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerId, DiscountScope, PartnerId, Subscription, SubscriptionId};
///
/// let bought = |id, partner| -> Result<_, reservation_policy::Error> {
///     Ok(Subscription::new(SubscriptionId::new(id)?, PartnerId::new(partner)?, CustomerId::new("fabrikam")?))
/// };
/// let reserved = bought("sub-1", "contoso")?;
///
/// assert!(DiscountScope::Shared.applies(&reserved, &bought("sub-2", "contoso")?));
/// assert!(!DiscountScope::Shared.applies(&reserved, &bought("sub-2", "tailspin")?));
/// assert!(!DiscountScope::Single.applies(&reserved, &bought("sub-2", "contoso")?));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DiscountScope {
    /// Every subscription that the same partner bought for the same customer.
    Shared,
    /// The subscription that the reservation was bought for, and no other.
    Single,
}

impl DiscountScope {
    /// Every scope.
    pub const ALL: &[Self] = &[Self::Shared, Self::Single];

    /// Whether the discount of a reservation reaches the usage of a subscription.
    ///
    /// Only who and where is decided here: that the usage matches what was reserved is the caller's to know.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// // Contoso bought a second one for Fabrikam.
    /// let (partner, customer) = (subscription.partner().clone(), subscription.customer().clone());
    /// let second = Subscription::new(SubscriptionId::new("sub-2")?, partner, customer);
    /// assert!(DiscountScope::Shared.applies(&subscription, &second));
    /// assert!(!DiscountScope::Single.applies(&subscription, &second));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn applies(self, reserved: &Subscription, used: &Subscription) -> bool {
        let together = reserved.partner == used.partner && reserved.customer == used.customer;
        match self {
            Self::Shared => together,
            Self::Single => together && reserved.id == used.id,
        }
    }
}

/// What the partner finds when it looks for the subscription among the customer's.
///
/// # Rules
///
/// `CSP-16`, `CSP-17`: only a current, usage-based Azure plan or Azure Global subscription counts.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::SubscriptionFact;
///
/// assert!(SubscriptionFact::AzureGlobal.counts());
/// assert!(!SubscriptionFact::NotUsageBased.counts());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SubscriptionFact {
    /// A current Azure subscription of the older, usage-based kind.
    AzureGlobal,
    /// A current Azure plan.
    AzurePlan,
    /// There is none.
    Missing,
    /// There was one, and it has ended.
    NotCurrent,
    /// There is one that is paid by licence, not by usage.
    NotUsageBased,
}

impl SubscriptionFact {
    /// Every fact.
    pub const ALL: &[Self] =
        &[Self::AzureGlobal, Self::AzurePlan, Self::Missing, Self::NotCurrent, Self::NotUsageBased];

    /// Whether a permission can be given on it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::SubscriptionFact;
    ///
    /// let counting: Vec<_> = SubscriptionFact::ALL.iter().filter(|fact| fact.counts()).collect();
    /// assert_eq!(counting, [&SubscriptionFact::AzureGlobal, &SubscriptionFact::AzurePlan]);
    /// ```
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::AzureGlobal | Self::AzurePlan)
    }
}

impl fmt::Display for SubscriptionFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AzureGlobal => "an Azure Global subscription",
            Self::AzurePlan => "an Azure plan",
            Self::Missing => "no subscription",
            Self::NotCurrent => "a subscription that has ended",
            Self::NotUsageBased => "a subscription that is not usage-based",
        })
    }
}

/// Whether the customer's key users own the subscription that they will buy for.
///
/// # Rules
///
/// `CSP-18`; `AMB-16`: it is the subscription that the purchase is for.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::OwnerFact;
///
/// assert!(OwnerFact::AssignedEarlier.is_satisfied());
/// assert!(!OwnerFact::Missing.is_satisfied());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OwnerFact {
    /// The Owner role was checked and is there.
    Assigned,
    /// The Owner role was given for an earlier subscription, so the check was left out.
    AssignedEarlier,
    /// Nobody has the Owner role.
    Missing,
}

impl OwnerFact {
    /// Every fact.
    pub const ALL: &[Self] = &[Self::Assigned, Self::AssignedEarlier, Self::Missing];

    /// Whether the condition is met.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::OwnerFact;
    ///
    /// assert!(OwnerFact::Assigned.is_satisfied() && OwnerFact::AssignedEarlier.is_satisfied());
    /// assert!(!OwnerFact::Missing.is_satisfied());
    /// ```
    #[must_use]
    pub const fn is_satisfied(self) -> bool {
        matches!(self, Self::Assigned | Self::AssignedEarlier)
    }
}
