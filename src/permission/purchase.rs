//! A customer's own purchase: whether it goes through, and what it means for the partner.

use core::fmt;

use chrono::{DateTime, Utc};

use super::{CustomerPermission, PermissionEdition, PermissionKind, Remedy, SubscriptionId};
use crate::calendar::rfc3339;
use crate::decision::{Decision, Reason, Verdict, sealed};
use crate::rule::RuleId;

/// Who wants to buy, as far as it matters: the owner of which subscription.
///
/// # Rules
///
/// `ROLE-03`, `AMB-16`: owning another subscription does not help.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/permission.txt")]
/// assert!(on.decide_purchase(edition, &Buyer::OwnerOf(sub_1), friday).is_approved());
/// let other = Buyer::OwnerOf(SubscriptionId::new("sub-2")?);
/// assert!(!on.decide_purchase(edition, &other, friday).is_approved());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "one either owns a subscription or does not")]
pub enum Buyer {
    /// A user with the Owner role on this subscription.
    OwnerOf(SubscriptionId),
    /// A user without the Owner role on any subscription.
    WithoutOwnerRole,
}

/// Who pays Microsoft.
///
/// # Rules
///
/// `CSP-10`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerPurchase, Payer};
///
/// assert_eq!(CustomerPurchase::EFFECTS.payer(), Payer::Partner);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Payer {
    /// The partner that gave the permission.
    Partner,
}

/// Whether the partner is told of a purchase.
///
/// # Rules
///
/// `CSP-11`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerPurchase, PartnerNotice};
///
/// assert_eq!(CustomerPurchase::EFFECTS.notice(), PartnerNotice::NotSent);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PartnerNotice {
    /// No: the partner has to look.
    NotSent,
}

/// A page of Partner Center on which a customer's purchase shows, among the partner's own.
///
/// # Rules
///
/// `CSP-12`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerPurchase, PurchaseView};
///
/// assert!(CustomerPurchase::EFFECTS.shown_on().contains(&PurchaseView::OrderHistory));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PurchaseView {
    /// The activity log.
    ActivityLog,
    /// The order history.
    OrderHistory,
    /// The list of reservations.
    Reservations,
}

/// Who sets the price that the customer pays.
///
/// # Rules
///
/// `CSP-24`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::PriceSetter;
///
/// assert!(PriceSetter::Partner.may_differ_from_portal());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PriceSetter {
    /// The partner. The Azure portal shows the price of buying direct, which is another one.
    Partner,
}

impl PriceSetter {
    /// Whether the price may be another than the Azure portal shows.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::CustomerPurchase;
    ///
    /// assert!(CustomerPurchase::EFFECTS.price().may_differ_from_portal());
    /// ```
    #[must_use]
    pub const fn may_differ_from_portal(self) -> bool {
        match self {
            Self::Partner => true,
        }
    }
}

/// How a customer comes to a reservation or a savings plan.
///
/// # Rules
///
/// `CSP-15`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{
///     CustomerId, CustomerPermission, PartnerId, PermissionKind, PurchaseMode, Subscription, SubscriptionId,
/// };
///
/// let id = SubscriptionId::new("sub-1")?;
/// let subscription = Subscription::new(id, PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
/// let permission = CustomerPermission::new(subscription, PermissionKind::AzureReservations);
/// assert_eq!(permission.purchase_modes(chrono::DateTime::UNIX_EPOCH), [PurchaseMode::OnBehalf]);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PurchaseMode {
    /// The customer buys, with the partner's permission.
    CustomerSelfPurchase,
    /// The partner buys for the customer; always possible.
    OnBehalf,
}

/// What a customer's own purchase means for the partner: the same for every such purchase.
///
/// # Rules
///
/// `CSP-10`, `CSP-11`, `CSP-12`, `CSP-24`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerPurchase, PriceSetter};
///
/// assert_eq!(CustomerPurchase::EFFECTS.price(), PriceSetter::Partner);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CustomerPurchase {
    payer: Payer,
    notice: PartnerNotice,
    shown_on: &'static [PurchaseView],
    price: PriceSetter,
}

impl CustomerPurchase {
    /// What every purchase means.
    pub const EFFECTS: Self = Self {
        payer: Payer::Partner,
        notice: PartnerNotice::NotSent,
        shown_on: &[PurchaseView::ActivityLog, PurchaseView::OrderHistory, PurchaseView::Reservations],
        price: PriceSetter::Partner,
    };

    /// Who pays for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{CustomerPurchase, Payer};
    ///
    /// assert_eq!(CustomerPurchase::EFFECTS.payer(), Payer::Partner);
    /// ```
    #[must_use]
    pub const fn payer(&self) -> Payer {
        self.payer
    }

    /// Whether the partner is told.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{CustomerPurchase, PartnerNotice};
    ///
    /// assert_eq!(CustomerPurchase::EFFECTS.notice(), PartnerNotice::NotSent);
    /// ```
    #[must_use]
    pub const fn notice(&self) -> PartnerNotice {
        self.notice
    }

    /// Where the partner finds it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{CustomerPurchase, PurchaseView};
    ///
    /// assert_eq!(
    ///     CustomerPurchase::EFFECTS.shown_on(),
    ///     [PurchaseView::ActivityLog, PurchaseView::OrderHistory, PurchaseView::Reservations]
    /// );
    /// ```
    #[must_use]
    pub const fn shown_on(&self) -> &'static [PurchaseView] {
        self.shown_on
    }

    /// Who sets its price.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{CustomerPurchase, PriceSetter};
    ///
    /// assert_eq!(CustomerPurchase::EFFECTS.price(), PriceSetter::Partner);
    /// ```
    #[must_use]
    pub const fn price(&self) -> PriceSetter {
        self.price
    }
}

/// Why a customer cannot buy for themselves. In this order: the kind, the permission, the role.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{PurchaseReason, Remedy};
///
/// assert_eq!(PurchaseReason::OwnerRoleMissing.remedy(), Remedy::AssignOwner);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PurchaseReason {
    /// The edition lets no customer buy this: `CSP-04`.
    KindNotOffered {
        /// What was to be bought.
        kind: PermissionKind,
        /// The edition that was asked.
        edition: PermissionEdition,
    },
    /// The permission was off: `CSP-03`.
    PermissionOff {
        /// What was to be bought.
        kind: PermissionKind,
        /// When.
        at: DateTime<Utc>,
    },
    /// The buyer does not own the subscription; the Azure portal shows an error: `CSP-19`.
    OwnerRoleMissing,
}

impl PurchaseReason {
    /// What to do about it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let reason = off.decide_purchase(edition, &Buyer::OwnerOf(sub_1), monday).reasons()[0].clone();
    /// assert_eq!(reason.to_string(), "the permission to buy Azure reservations was off at 2021-05-17T09:00:00Z");
    /// assert_eq!(reason.remedy(), Remedy::AskPartner);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::KindNotOffered { .. } => Remedy::BuyForCustomer,
            Self::PermissionOff { .. } => Remedy::AskPartner,
            Self::OwnerRoleMissing => Remedy::AssignOwner,
        }
    }
}

impl fmt::Display for PurchaseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KindNotOffered { kind, edition } => {
                write!(f, "customers cannot be allowed to buy {kind} in edition {edition}")
            }
            Self::PermissionOff { kind, at } => {
                write!(f, "the permission to buy {kind} was off at {}", rfc3339(*at))
            }
            Self::OwnerRoleMissing => f.write_str("the buyer does not have the Owner role on the subscription"),
        }
    }
}

impl sealed::Sealed for PurchaseReason {}

impl Reason for PurchaseReason {
    fn rule(&self) -> RuleId {
        match self {
            Self::KindNotOffered { edition, .. } => edition.rule(),
            Self::PermissionOff { .. } => RuleId::Csp03,
            Self::OwnerRoleMissing => RuleId::Csp19,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::KindNotOffered { .. } => "PermissionKindNotOffered",
            Self::PermissionOff { .. } => "PermissionOff",
            Self::OwnerRoleMissing => "OwnerRoleMissing",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        None
    }

    fn verdict(&self) -> Verdict {
        Verdict::Denied
    }
}

impl CustomerPermission {
    /// Whether a user of the customer can buy at an instant, and what the purchase would mean.
    ///
    /// # Rules
    ///
    /// `CSP-03`, `CSP-19`, `ROLE-03`, `AMB-16`.
    ///
    /// # Examples
    ///
    /// ```
    /// use chrono::DateTime;
    /// use reservation_policy::permission::{
    ///     Buyer, CustomerId, CustomerPermission, PartnerId, PermissionEdition, PermissionKind, Remedy, Subscription,
    ///     SubscriptionId,
    /// };
    ///
    /// let id = SubscriptionId::new("sub-1")?;
    /// let subscription = Subscription::new(id.clone(), PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
    /// let permission = CustomerPermission::new(subscription, PermissionKind::AzureReservations);
    ///
    /// let edition = PermissionEdition::May2020;
    /// let decision = permission.decide_purchase(edition, &Buyer::OwnerOf(id), DateTime::UNIX_EPOCH);
    /// assert_eq!(decision.reasons()[0].remedy(), Remedy::AskPartner);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn decide_purchase(
        &self,
        edition: PermissionEdition,
        buyer: &Buyer,
        at: DateTime<Utc>,
    ) -> Decision<CustomerPurchase, PurchaseReason, PermissionEdition> {
        let mut reasons = Vec::new();
        let kind = self.kind();
        if !edition.offers(kind) {
            reasons.push(PurchaseReason::KindNotOffered { kind, edition });
        }
        if !self.was_on(at) {
            reasons.push(PurchaseReason::PermissionOff { kind, at });
        }
        if !matches!(buyer, Buyer::OwnerOf(subscription) if subscription == self.subscription().id()) {
            reasons.push(PurchaseReason::OwnerRoleMissing);
        }
        Decision::new(CustomerPurchase::EFFECTS, reasons, edition)
    }

    /// Who pays for what the customer bought at an instant; none where the customer could not buy.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// // On since Monday.
    /// assert_eq!(on.payer(friday), Some(Payer::Partner));
    /// assert_eq!(off.payer(friday), None, "nothing could be bought");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CSP-10`: the partner, for every purchase from the instant at which the permission was turned on.
    #[must_use]
    pub fn payer(&self, at: DateTime<Utc>) -> Option<Payer> {
        self.was_on(at).then_some(CustomerPurchase::EFFECTS.payer)
    }

    /// How the customer can come to a purchase at an instant.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(on.purchase_modes(friday), [PurchaseMode::CustomerSelfPurchase, PurchaseMode::OnBehalf]);
    /// assert_eq!(off.purchase_modes(friday), [PurchaseMode::OnBehalf]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CSP-15`.
    #[must_use]
    pub fn purchase_modes(&self, at: DateTime<Utc>) -> &'static [PurchaseMode] {
        if self.was_on(at) {
            &[PurchaseMode::CustomerSelfPurchase, PurchaseMode::OnBehalf]
        } else {
            &[PurchaseMode::OnBehalf]
        }
    }
}
