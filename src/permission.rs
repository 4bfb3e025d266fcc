//! Permissions for a partner's customer to buy reservations and savings plans without the partner.
//!
//! A [`CustomerPermission`] belongs to one customer of one partner and to one kind of product. It is off until an admin
//! agent of that partner [turns it on](CustomerPermission::turn_on). While it is on, owners of the customer's
//! subscriptions [may buy](CustomerPermission::decide_purchase) for the subscriptions that this partner bought.
//!
//! Nothing here calls a service: a change is a new permission, and the record that the activity log shows.

use core::fmt;

use chrono::{DateTime, Utc};

use crate::decision::Decision;
use crate::edition::{PolicyName, date, editions};
use crate::facts::InvalidFacts;
use crate::role::{Capability, RoleSet};
use crate::text::text_id;

mod reason;

pub use self::reason::PermissionReason;

text_id! {
    /// A partner of the Cloud Solution Provider program.
    PartnerId "a partner id", any case
}
text_id! {
    /// A customer of a partner, usually the GUID of its tenant.
    CustomerId "a customer id", any case
}
text_id! {
    /// An Azure subscription, usually its GUID.
    SubscriptionId "a subscription id", any case
}
text_id! {
    /// The sign-in name of a person.
    UserId "a user id", any case
}

editions! {
    /// An edition of the customer permissions: the kinds of product that customers can be allowed to buy.
    PermissionEdition of "an edition of the customer permissions", "the customer permissions";
    /// Azure reservations: `CSP-04`.
    V2020_05 = "2020-05", date(2020, 5, 18), None;
    /// Azure reservations and Azure savings plans: `L-20`.
    V2022_10 = "2022-10", date(2022, 10, 1), None;
}

impl PermissionEdition {
    /// Whether customers can be allowed to buy this kind of product.
    #[must_use]
    pub const fn offers(self, kind: PermissionKind) -> bool {
        matches!((self, kind), (Self::V2022_10, _) | (_, PermissionKind::AzureReservations))
    }
}

/// A kind of product that customers can be allowed to buy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PermissionKind {
    /// Azure reservations; `AzureReservedInstances` in the service's policies.
    AzureReservations,
    /// Azure savings plans, since 2022-10; `AzureSavingsPlan` in the service's policies.
    AzureSavingsPlans,
}

impl fmt::Display for PermissionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AzureReservations => "Azure reservations",
            Self::AzureSavingsPlans => "Azure savings plans",
        })
    }
}

/// The state of a subscription. Only current, usage-based ones count: `CSP-17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SubscriptionState {
    /// A current Azure subscription of the older, usage-based kind.
    AzureGlobal,
    /// A current Azure plan.
    AzurePlan,
    /// A subscription that has ended.
    Ended,
    /// A subscription that is paid by license, not by usage.
    NotUsageBased,
}

impl SubscriptionState {
    const fn counts(self) -> bool {
        matches!(self, Self::AzureGlobal | Self::AzurePlan)
    }

    const fn words(self) -> &'static str {
        match self {
            Self::AzureGlobal => "a current Azure Global subscription",
            Self::AzurePlan => "a current Azure plan",
            Self::Ended => "a subscription that has ended",
            Self::NotUsageBased => "a subscription that is not usage-based",
        }
    }
}

/// A subscription with the partner that bought it and the customer that it was bought for.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{CustomerId, PartnerId, Subscription, SubscriptionId, SubscriptionState};
///
/// let (partner, customer) = (PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
/// let plan = SubscriptionState::AzurePlan;
/// let first = Subscription::new(SubscriptionId::new("sub-1")?, partner.clone(), customer.clone(), plan);
/// let second = Subscription::new(SubscriptionId::new("sub-2")?, partner, customer, plan);
/// assert!(first.shares_discounts_with(&second));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Subscription {
    id: SubscriptionId,
    partner: PartnerId,
    customer: CustomerId,
    state: SubscriptionState,
}

impl Subscription {
    /// A subscription that `partner` bought for `customer`.
    #[must_use]
    pub const fn new(id: SubscriptionId, partner: PartnerId, customer: CustomerId, state: SubscriptionState) -> Self {
        Self { id, partner, customer, state }
    }

    /// The subscription's id.
    #[must_use]
    pub const fn id(&self) -> &SubscriptionId {
        &self.id
    }

    /// Whether a reservation of shared scope on one applies to matching usage of the other: the same partner bought both
    /// for the same customer (`CSP-26`).
    #[must_use]
    pub fn shares_discounts_with(&self, other: &Self) -> bool {
        self.partner == other.partner && self.customer == other.customer
    }
}

/// A request to turn a permission on or off: who asks, when, and the checks that turning on needs.
///
/// A check that the request does not mention counts as failed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct PermissionRequest {
    user: UserId,
    partner: PartnerId,
    roles: RoleSet,
    at: DateTime<Utc>,
    #[cfg_attr(feature = "serde", serde(default))]
    subscription: Option<Subscription>,
    #[cfg_attr(feature = "serde", serde(default))]
    owner_assigned: bool,
}

impl PermissionRequest {
    /// A request of a user who works for `partner` with these roles.
    #[must_use]
    pub fn new(user: UserId, partner: PartnerId, roles: impl Into<RoleSet>, at: DateTime<Utc>) -> Self {
        Self { user, partner, roles: roles.into(), at, subscription: None, owner_assigned: false }
    }

    /// The subscription that was found when checking for one (`CSP-17`).
    #[must_use]
    pub fn subscription(self, subscription: Subscription) -> Self {
        Self { subscription: Some(subscription), ..self }
    }

    /// The customer's key users have the Owner role on it, assigned now or for an earlier subscription (`CSP-18`).
    #[must_use]
    pub fn owner_assigned(self) -> Self {
        Self { owner_assigned: true, ..self }
    }
}

/// The permission of one customer to buy one kind of product, with its history: `CSP-01`, `CSP-04`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{
///     CustomerId, CustomerPermission, PartnerId, PermissionEdition, PermissionKind, PermissionRequest, PurchaseRequest,
///     Subscription, SubscriptionId, SubscriptionState, UserId,
/// };
/// use reservation_policy::role::Role;
///
/// let (partner, customer) = (PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
/// let off = CustomerPermission::new(partner.clone(), customer.clone(), PermissionKind::AzureReservations);
/// let plan = SubscriptionState::AzurePlan;
/// let subscription = Subscription::new(SubscriptionId::new("sub-1")?, partner.clone(), customer, plan);
///
/// let (user, monday) = (UserId::new("mei@contoso.example")?, "2021-05-17T09:00:00Z".parse()?);
/// let request = PermissionRequest::new(user, partner, Role::AdminAgent, monday)
///     .subscription(subscription.clone())
///     .owner_assigned();
/// let change = off.turn_on(PermissionEdition::V2020_05, &request)?.into_result()?.into_outcome();
/// assert!(change.permission.is_on());
/// assert_eq!(change.record.ok_or("unchanged")?.action.to_string(), "Create Customer Purchase Permissions");
///
/// let purchase = PurchaseRequest::new(subscription.clone(), monday).by_owner_of(subscription.id().clone());
/// let decision = change.permission.decide_purchase(PermissionEdition::V2020_05, &purchase);
/// assert!(decision.is_approved());
/// assert_eq!(decision.outcome().paid_by.as_str(), "contoso");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "serde_impls::Wire"))]
pub struct CustomerPermission {
    partner: PartnerId,
    customer: CustomerId,
    kind: PermissionKind,
    /// Turned on, off, on and so on: each not before the one before it.
    switched_at: Vec<DateTime<Utc>>,
}

impl CustomerPermission {
    /// A permission that has never been on (`CSP-05`).
    #[must_use]
    pub const fn new(partner: PartnerId, customer: CustomerId, kind: PermissionKind) -> Self {
        Self { partner, customer, kind, switched_at: Vec::new() }
    }

    /// The same permission with a history: the instants at which it was turned on, off, on and so on.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::ChangeBeforeLast`] for instants that are not in order.
    pub fn with_history(self, switched_at: Vec<DateTime<Utc>>) -> Result<Self, InvalidFacts> {
        let pairs = switched_at.iter().zip(switched_at.iter().skip(1));
        match pairs.into_iter().find(|(last, at)| at < last) {
            Some((last, at)) => Err(InvalidFacts::ChangeBeforeLast { at: *at, last: *last }),
            None => Ok(Self { switched_at, ..self }),
        }
    }

    /// The partner that gives the permission.
    #[must_use]
    pub const fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// The customer that it is given to.
    #[must_use]
    pub const fn customer(&self) -> &CustomerId {
        &self.customer
    }

    /// The kind of product.
    #[must_use]
    pub const fn kind(&self) -> PermissionKind {
        self.kind
    }

    /// The instants at which it was turned on, off, on and so on, earliest first.
    #[must_use]
    pub fn switched_at(&self) -> &[DateTime<Utc>] {
        &self.switched_at
    }

    /// Whether it is on after the last change.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.switched_at.len() & 1 == 1
    }

    /// Whether it was on at an instant: from the instant of turning on until, and without, that of turning off.
    #[must_use]
    pub fn was_on(&self, at: DateTime<Utc>) -> bool {
        self.switched_at.partition_point(|switched| *switched <= at) & 1 == 1
    }

    /// Decides whether the permission is turned on, with every unmet condition: `CSP-06`, `CSP-07`, `CSP-16` to `CSP-18`.
    ///
    /// Turning on what is on is approved and changes nothing; the service answers it with its code `600041`.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::ChangeBeforeLast`] for a request before the last change.
    pub fn turn_on(
        &self,
        edition: PermissionEdition,
        request: &PermissionRequest,
    ) -> Result<Decision<PermissionChange>, InvalidFacts> {
        let mut reasons = self.against(request)?;
        if !self.is_on() {
            reasons.extend(self.not_offered(edition));
            reasons.extend(self.against_subscription(request.subscription.as_ref()));
            reasons.extend((!request.owner_assigned).then_some(PermissionReason::OwnerMissing));
        }
        let changes = reasons.is_empty() && !self.is_on();
        let change = self.after(changes.then_some(AuditAction::CreateCustomerPurchasePermissions), request);
        Ok(Decision::new(change, reasons, Vec::new(), PolicyName::of(edition.name())))
    }

    /// Decides whether the permission is turned off: `CSP-06`, `CSP-07`. What was bought before stays bought.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::ChangeBeforeLast`] for a request before the last change.
    pub fn turn_off(
        &self,
        edition: PermissionEdition,
        request: &PermissionRequest,
    ) -> Result<Decision<PermissionChange>, InvalidFacts> {
        let reasons = self.against(request)?;
        let changes = reasons.is_empty() && self.is_on();
        let change = self.after(changes.then_some(AuditAction::DeleteCustomerPurchasePermissions), request);
        Ok(Decision::new(change, reasons, Vec::new(), PolicyName::of(edition.name())))
    }

    /// Decides whether a user of the customer may buy for a subscription: `CSP-03`, `CSP-17`, `CSP-19`, `AMB-16`.
    ///
    /// The partner may buy on the customer's behalf at any time (`CSP-15`).
    pub fn decide_purchase(&self, edition: PermissionEdition, request: &PurchaseRequest) -> Decision<CustomerPurchase> {
        let PurchaseRequest { subscription, owner_of, at } = request;
        let mut reasons: Vec<_> = self.not_offered(edition).into_iter().collect();
        if !self.was_on(*at) {
            reasons.push(PermissionReason::PermissionOff { kind: self.kind, at: *at });
        }
        reasons.extend(self.against_subscription(Some(subscription)));
        if !owner_of.contains(&subscription.id) {
            reasons.push(PermissionReason::BuyerNotOwner { subscription: subscription.id.clone() });
        }
        let purchase = CustomerPurchase {
            kind: self.kind,
            subscription: subscription.id.clone(),
            at: *at,
            paid_by: self.partner.clone(),
        };
        Decision::new(purchase, reasons, Vec::new(), PolicyName::of(edition.name()))
    }

    fn against(&self, request: &PermissionRequest) -> Result<Vec<PermissionReason>, InvalidFacts> {
        if let Some(last) = self.switched_at.last().copied().filter(|last| request.at < *last) {
            return Err(InvalidFacts::ChangeBeforeLast { at: request.at, last });
        }
        let access = request.roles.decide(Capability::SetCustomerPermission);
        let mut reasons: Vec<_> = access.reasons().iter().copied().map(PermissionReason::RoleNotAllowed).collect();
        if request.partner != self.partner {
            let (partner, customers_of) = (request.partner.clone(), self.partner.clone());
            reasons.push(PermissionReason::OtherPartner { partner, customers_of });
        }
        Ok(reasons)
    }

    fn not_offered(&self, edition: PermissionEdition) -> Option<PermissionReason> {
        let kind = self.kind;
        (!edition.offers(kind)).then_some(PermissionReason::KindNotOffered { kind, edition })
    }

    fn against_subscription(&self, found: Option<&Subscription>) -> Option<PermissionReason> {
        let Some(found) = found else { return Some(PermissionReason::NoAzureSubscription { found: None }) };
        if found.partner != self.partner || found.customer != self.customer {
            Some(PermissionReason::OtherSubscription { subscription: found.id.clone() })
        } else if found.state.counts() {
            None
        } else {
            Some(PermissionReason::NoAzureSubscription { found: Some(found.state) })
        }
    }

    /// The permission after an action, with its record; as it was without one.
    fn after(&self, action: Option<AuditAction>, request: &PermissionRequest) -> PermissionChange {
        let mut permission = self.clone();
        let record = action.map(|action| {
            permission.switched_at.push(request.at);
            let (user, customer) = (request.user.clone(), self.customer.clone());
            AuditRecord { action, kind: self.kind, user, at: request.at, customer }
        });
        PermissionChange { permission, record }
    }
}

/// A purchase that a user of the customer wants to make.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct PurchaseRequest {
    subscription: Subscription,
    #[cfg_attr(feature = "serde", serde(default))]
    owner_of: Vec<SubscriptionId>,
    at: DateTime<Utc>,
}

impl PurchaseRequest {
    /// A purchase for a subscription, by a user without the Owner role on any.
    #[must_use]
    pub const fn new(subscription: Subscription, at: DateTime<Utc>) -> Self {
        Self { subscription, owner_of: Vec::new(), at }
    }

    /// The buyer has the Owner role on this subscription. Only that on the subscription of the purchase helps (`AMB-16`).
    #[must_use]
    pub fn by_owner_of(mut self, subscription: SubscriptionId) -> Self {
        self.owner_of.push(subscription);
        self
    }
}

/// The result of turning a permission on or off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PermissionChange {
    /// The permission from now on; the same as before when nothing changed.
    pub permission: CustomerPermission,
    /// The record of the activity log (`CSP-22`); none when nothing changed: it was refused, or was so already.
    pub record: Option<AuditRecord>,
}

/// A purchase by the customer.
///
/// The partner pays for it (`CSP-10`) and is not notified (`CSP-11`). It appears in the partner's order history,
/// reservations and activity log (`CSP-12`). The partner sets the price (`CSP-24`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CustomerPurchase {
    /// The kind of product.
    pub kind: PermissionKind,
    /// The subscription that it is for.
    pub subscription: SubscriptionId,
    /// The instant of the purchase.
    pub at: DateTime<Utc>,
    /// The partner, who pays.
    pub paid_by: PartnerId,
}

/// A line of the activity log about a permission: `CSP-22`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct AuditRecord {
    /// Turned on or off.
    pub action: AuditAction,
    /// The kind of product.
    pub kind: PermissionKind,
    /// The person who did it.
    pub user: UserId,
    /// The instant.
    pub at: DateTime<Utc>,
    /// The customer.
    pub customer: CustomerId,
}

/// An action of the activity log, printed as the log names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a permission is turned on or off")]
pub enum AuditAction {
    /// Turned on: `Create Customer Purchase Permissions`.
    CreateCustomerPurchasePermissions,
    /// Turned off: `Delete Customer Purchase Permissions`.
    DeleteCustomerPurchasePermissions,
}

impl fmt::Display for AuditAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::CreateCustomerPurchasePermissions => "Create Customer Purchase Permissions",
            Self::DeleteCustomerPurchasePermissions => "Delete Customer Purchase Permissions",
        })
    }
}

crate::verdict::impl_outcome!(PermissionChange, PermissionReason);
crate::verdict::impl_outcome!(CustomerPurchase, PermissionReason);

#[cfg(feature = "serde")]
mod serde_impls {
    use chrono::{DateTime, Utc};

    use super::{CustomerId, CustomerPermission, PartnerId, PermissionKind};
    use crate::facts::InvalidFacts;

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Wire {
        partner: PartnerId,
        customer: CustomerId,
        kind: PermissionKind,
        switched_at: Vec<DateTime<Utc>>,
    }

    impl TryFrom<Wire> for CustomerPermission {
        type Error = InvalidFacts;

        fn try_from(wire: Wire) -> Result<Self, InvalidFacts> {
            Self::new(wire.partner, wire.customer, wire.kind).with_history(wire.switched_at)
        }
    }
}
