//! Turning a permission on and off.

use core::fmt;

use chrono::{DateTime, Utc};

use super::{CustomerId, CustomerPermission, InvalidChange, OwnerFact, PartnerId, PermissionEdition, PermissionReason};
use super::{PermissionKind, SubscriptionFact};
use crate::decision::Decision;
use crate::role::{Capability, RoleSet, UserId};

/// Where a permission can be turned on and off; both do the same.
///
/// # Rules
///
/// `CSP-09`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::PermissionChannel;
///
/// assert!(PermissionChannel::ALL.contains(&PermissionChannel::Api));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PermissionChannel {
    /// The programming interface of Partner Center.
    Api,
    /// The dashboard of Partner Center.
    Dashboard,
}

impl PermissionChannel {
    /// Every channel.
    pub const ALL: &[Self] = &[Self::Api, Self::Dashboard];
}

/// Who turns a permission on or off: a user of a partner, with roles.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{Actor, PartnerId};
/// use reservation_policy::role::{Role, UserId};
///
/// let actor = Actor::new(UserId::new("mei")?, PartnerId::new("contoso")?, Role::ADMIN_AGENT.into());
/// assert!(actor.roles().contains(Role::ADMIN_AGENT));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `CSP-06`, `CSP-07`: which roles may.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Actor {
    user: UserId,
    partner: PartnerId,
    roles: RoleSet,
}

impl Actor {
    /// A user of a partner.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{Actor, PartnerId};
    /// use reservation_policy::role::{Role, RoleSet, UserId};
    ///
    /// let roles = RoleSet::of(Role::ADMIN_AGENT).with(Role::SALES_AGENT);
    /// let mei = Actor::new(UserId::new("mei")?, PartnerId::new("contoso")?, roles);
    /// assert_eq!(mei.roles().to_string(), "admin agent, sales agent");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(user: UserId, partner: PartnerId, roles: RoleSet) -> Self {
        Self { user, partner, roles }
    }

    /// Who.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(mei.user().as_str(), "mei");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn user(&self) -> &UserId {
        &self.user
    }

    /// Of which partner.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(mei.partner().as_str(), "contoso");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn partner(&self) -> &PartnerId {
        &self.partner
    }

    /// With which roles.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert!(mei.roles().contains(Role::ADMIN_AGENT));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn roles(&self) -> RoleSet {
        self.roles
    }
}

/// The wish to turn a permission on, and what was found when checking for it.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/permission.txt")]
/// // The subscription has ended, and nobody owns it: both are said.
/// let wish = TurnOn::new(mei, monday, SubscriptionFact::NotCurrent, OwnerFact::Missing);
/// let remedies: Vec<Remedy> = off.turn_on(edition, &wish)?.reasons().iter().map(PermissionReason::remedy).collect();
/// assert_eq!(remedies, [Remedy::BuyAzurePlan, Remedy::AssignOwner]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CSP-16` to `CSP-18`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct TurnOn {
    actor: Actor,
    at: DateTime<Utc>,
    subscription: SubscriptionFact,
    owner: OwnerFact,
}

impl TurnOn {
    /// Somebody wants it on at an instant; this is what the subscription is, and whether the customer owns it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let wish = TurnOn::new(mei, monday, SubscriptionFact::AzurePlan, OwnerFact::Assigned);
    /// assert!(off.turn_on(edition, &wish)?.is_approved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(actor: Actor, at: DateTime<Utc>, subscription: SubscriptionFact, owner: OwnerFact) -> Self {
        Self { actor, at, subscription, owner }
    }

    /// Who wants it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(*wish.actor(), mei);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// From when.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(wish.at(), monday);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// What the subscription is.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(wish.subscription(), SubscriptionFact::AzurePlan);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn subscription(&self) -> SubscriptionFact {
        self.subscription
    }

    /// Whether the customer owns it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(wish.owner(), OwnerFact::Assigned);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn owner(&self) -> OwnerFact {
        self.owner
    }
}

/// What the activity log calls a change.
///
/// # Rules
///
/// `CSP-22`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::AuditAction;
///
/// let action = AuditAction::DeleteCustomerPurchasePermissions;
/// assert_eq!(action.label(), "Delete Customer Purchase Permissions");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum AuditAction {
    /// Turned on.
    CreateCustomerPurchasePermissions,
    /// Turned off.
    DeleteCustomerPurchasePermissions,
}

impl AuditAction {
    /// The words of the log.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::AuditAction;
    ///
    /// let action = AuditAction::CreateCustomerPurchasePermissions;
    /// assert_eq!(action.label(), "Create Customer Purchase Permissions");
    /// ```
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CreateCustomerPurchasePermissions => "Create Customer Purchase Permissions",
            Self::DeleteCustomerPurchasePermissions => "Delete Customer Purchase Permissions",
        }
    }
}

/// The words of the log.
impl fmt::Display for AuditAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

/// One line of the activity log: what was changed, by whom, when, and for which customer.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/permission.txt")]
/// let record = toggle.record().ok_or("nothing changed")?;
/// assert_eq!(record.action(), AuditAction::CreateCustomerPurchasePermissions);
/// assert_eq!((record.actor().as_str(), record.customer().as_str()), ("mei", "fabrikam"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CSP-22`. Who may see it is [`Capability::ViewPermissionActivity`], `CON-13`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct AuditRecord {
    action: AuditAction,
    kind: PermissionKind,
    actor: UserId,
    at: DateTime<Utc>,
    customer: CustomerId,
}

impl AuditRecord {
    /// What was done.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let record = toggle.record().ok_or("nothing changed")?;
    /// assert_eq!(record.action(), AuditAction::CreateCustomerPurchasePermissions);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn action(&self) -> AuditAction {
        self.action
    }

    /// To which kind of permission.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let record = toggle.record().ok_or("nothing changed")?;
    /// assert_eq!(record.kind(), PermissionKind::AzureReservations);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> PermissionKind {
        self.kind
    }

    /// By whom.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let record = toggle.record().ok_or("nothing changed")?;
    /// assert_eq!(record.actor().as_str(), "mei");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn actor(&self) -> &UserId {
        &self.actor
    }

    /// When.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let record = toggle.record().ok_or("nothing changed")?;
    /// assert_eq!(record.at(), monday);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// For which customer.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let record = toggle.record().ok_or("nothing changed")?;
    /// assert_eq!(record.customer().as_str(), "fabrikam");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn customer(&self) -> &CustomerId {
        &self.customer
    }
}

/// What a wish to turn a permission on or off comes to.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::ToggleEffect;
///
/// assert_eq!(ToggleEffect::AlreadyOn.service_code(), Some("600041"));
/// assert_eq!(ToggleEffect::TurnedOn.service_code(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ToggleEffect {
    /// It was off before, and still is.
    AlreadyOff,
    /// It was on before, and still is.
    AlreadyOn,
    /// Policy forbids it, so nothing changed.
    Refused,
    /// It is off now.
    TurnedOff,
    /// It is on now.
    TurnedOn,
}

impl ToggleEffect {
    /// The code with which the live service answers, where it answers with one: creating what exists is a conflict.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let again = on.turn_on(edition, &TurnOn::new(mei, friday, SubscriptionFact::AzurePlan, OwnerFact::Assigned))?;
    /// assert_eq!(again.outcome().effect().service_code(), Some("600041"), "the service answers 409");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn service_code(self) -> Option<&'static str> {
        match self {
            Self::AlreadyOn => Some("600041"),
            Self::AlreadyOff | Self::Refused | Self::TurnedOff | Self::TurnedOn => None,
        }
    }
}

/// The permission afterwards, and the line of the log where something changed.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/permission.txt")]
/// let toggle = off.turn_on(edition, &wish)?.into_result()?.into_outcome();
/// assert!(toggle.permission().is_on());
/// assert_eq!(toggle.effect(), ToggleEffect::TurnedOn);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Toggle {
    permission: CustomerPermission,
    effect: ToggleEffect,
    record: Option<AuditRecord>,
}

impl Toggle {
    /// The permission afterwards; as it was where nothing changed.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// // Nothing changes where it is refused.
    /// let wish = TurnOn::new(mei, monday, SubscriptionFact::Missing, OwnerFact::Assigned);
    /// assert_eq!(*off.turn_on(edition, &wish)?.outcome().permission(), off);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn permission(&self) -> &CustomerPermission {
        &self.permission
    }

    /// What happened.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(on.turn_off(edition, &mei, friday)?.outcome().effect(), ToggleEffect::TurnedOff);
    /// assert_eq!(off.turn_off(edition, &mei, friday)?.outcome().effect(), ToggleEffect::AlreadyOff);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn effect(&self) -> ToggleEffect {
        self.effect
    }

    /// The line of the log; none where nothing changed.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let again = on.turn_on(edition, &TurnOn::new(mei, friday, SubscriptionFact::AzurePlan, OwnerFact::Assigned))?;
    /// assert_eq!(again.outcome().record(), None, "it was on already");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn record(&self) -> Option<&AuditRecord> {
        self.record.as_ref()
    }

    /// The permission afterwards, by value.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let permission = off.turn_on(edition, &wish)?.into_result()?.into_outcome().into_permission();
    /// assert!(permission.was_on(monday));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_permission(self) -> CustomerPermission {
        self.permission
    }
}

impl CustomerPermission {
    /// Turns the permission on, or says everything that stands against it.
    ///
    /// Any customer may be given it (`CSP-08`). Where it is on already nothing changes and nothing is logged; then
    /// only the actor is checked, as no condition has to be met again.
    ///
    /// # Errors
    ///
    /// [`InvalidChange`] when the instant is before the last change.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let decision = off.turn_on(edition, &wish)?; // wished for by an admin agent of the partner
    /// assert_eq!(decision.outcome().effect(), ToggleEffect::TurnedOn);
    ///
    /// let sales = Actor::new(UserId::new("jo")?, mei.partner().clone(), Role::SALES_AGENT.into());
    /// let wish = TurnOn::new(sales, monday, SubscriptionFact::AzurePlan, OwnerFact::Assigned);
    /// assert_eq!(
    ///     off.turn_on(edition, &wish)?.reasons()[0].to_string(),
    ///     "sales agent may look but not turn customer permissions on or off, this is for: admin agent"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CSP-06`, `CSP-07`, `CSP-16` to `CSP-18`, `CSP-22`, `L-20`.
    pub fn turn_on(
        &self,
        edition: PermissionEdition,
        request: &TurnOn,
    ) -> Result<Decision<Toggle, PermissionReason, PermissionEdition>, InvalidChange> {
        self.check_order(request.at)?;
        let mut reasons = self.against_actor(&request.actor);
        if self.is_on() {
            return Ok(self.unchanged(edition, ToggleEffect::AlreadyOn, reasons));
        }
        if !edition.offers(self.kind()) {
            reasons.push(PermissionReason::KindNotOffered { kind: self.kind(), edition });
        }
        if !request.subscription.counts() {
            reasons.push(PermissionReason::NoAzureSubscription { found: request.subscription });
        }
        if !request.owner.is_satisfied() {
            reasons.push(PermissionReason::OwnerMissing);
        }
        if !reasons.is_empty() {
            return Ok(self.unchanged(edition, ToggleEffect::Refused, reasons));
        }
        let toggle = Toggle {
            permission: self.begun(request.at),
            effect: ToggleEffect::TurnedOn,
            record: Some(self.record(AuditAction::CreateCustomerPurchasePermissions, &request.actor, request.at)),
        };
        Ok(Decision::new(toggle, reasons, edition))
    }

    /// Turns the permission off, or says everything that stands against it.
    ///
    /// Where it is off already nothing changes and nothing is logged.
    ///
    /// # Errors
    ///
    /// [`InvalidChange`] when the instant is before the last change.
    ///
    /// # Rules
    ///
    /// `CSP-06`, `CSP-07`, `CSP-22`.
    ///
    /// # Examples
    ///
    /// ```
    /// use chrono::DateTime;
    /// use reservation_policy::permission::{
    ///     Actor, CustomerId, CustomerPermission, PartnerId, PermissionEdition, PermissionKind, Subscription,
    ///     SubscriptionId, ToggleEffect,
    /// };
    /// use reservation_policy::role::{Role, UserId};
    ///
    /// let partner = PartnerId::new("contoso")?;
    /// let subscription = Subscription::new(SubscriptionId::new("s")?, partner.clone(), CustomerId::new("fabrikam")?);
    /// let permission = CustomerPermission::new(subscription, PermissionKind::AzureReservations);
    /// let actor = Actor::new(UserId::new("mei")?, partner, Role::ADMIN_AGENT.into());
    ///
    /// let decision = permission.turn_off(PermissionEdition::May2020, &actor, DateTime::UNIX_EPOCH)?;
    /// assert_eq!(decision.outcome().effect(), ToggleEffect::AlreadyOff);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn turn_off(
        &self,
        edition: PermissionEdition,
        actor: &Actor,
        at: DateTime<Utc>,
    ) -> Result<Decision<Toggle, PermissionReason, PermissionEdition>, InvalidChange> {
        self.check_order(at)?;
        let reasons = self.against_actor(actor);
        if !self.is_on() || !reasons.is_empty() {
            return Ok(self.unchanged(edition, ToggleEffect::AlreadyOff, reasons));
        }
        let toggle = Toggle {
            permission: self.ended(at),
            effect: ToggleEffect::TurnedOff,
            record: Some(self.record(AuditAction::DeleteCustomerPurchasePermissions, actor, at)),
        };
        Ok(Decision::new(toggle, reasons, edition))
    }

    fn against_actor(&self, actor: &Actor) -> Vec<PermissionReason> {
        let decision = actor.roles.decide(Capability::SetCustomerPermission);
        let mut reasons: Vec<_> = decision.reasons().iter().copied().map(PermissionReason::ActorNotAllowed).collect();
        let bought_by = self.subscription().partner();
        if actor.partner != *bought_by {
            reasons.push(PermissionReason::OtherPartner { actor: actor.partner.clone(), bought_by: bought_by.clone() });
        }
        reasons
    }

    fn unchanged(
        &self,
        edition: PermissionEdition,
        effect: ToggleEffect,
        reasons: Vec<PermissionReason>,
    ) -> Decision<Toggle, PermissionReason, PermissionEdition> {
        let effect = if reasons.is_empty() { effect } else { ToggleEffect::Refused };
        Decision::new(Toggle { permission: self.clone(), effect, record: None }, reasons, edition)
    }

    fn record(&self, action: AuditAction, actor: &Actor, at: DateTime<Utc>) -> AuditRecord {
        let customer = self.subscription().customer().clone();
        AuditRecord { action, kind: self.kind(), actor: actor.user.clone(), at, customer }
    }
}
