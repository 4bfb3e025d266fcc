//! What somebody may do, and the answer to whether they may.

use core::fmt;

use super::{CapabilityMatrix, Role, RoleSet};
use crate::decision::{Decision, Reason, Verdict, sealed};
use crate::rule::RuleId;

macro_rules! capabilities {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $words:literal,)+) => {
        /// Something that not everybody may do. In JSON it is its [name](Self::name).
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::role::{Capability, Role};
        ///
        /// let grant = Capability::CancelSoftware.grant(Role::GLOBAL_ADMIN);
        /// assert!(!grant.access().is_allowed());
        /// assert_eq!(Capability::CancelSoftware.who_may().to_string(), "admin agent");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Capability {
            $($(#[$doc])+ #[cfg_attr(feature = "serde", serde(rename = $name))] $variant,)+
        }

        impl Capability {
            /// Every capability, in the order of the variants.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name in JSON and in tables: `cancel_software`.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::role::Capability;
            ///
            /// assert_eq!(Capability::CancelSoftware.name(), "cancel_software");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }
        }
    };
}

capabilities! {
    /// Let a customer buy, or no longer: `CSP-06`, `CSP-07`.
    SetCustomerPermission "set_customer_permission" "turn customer permissions on or off",
    /// See whether a customer may buy: `CSP-07`.
    ViewCustomerPermission "view_customer_permission" "see customer permissions",
    /// See who turned a customer's permission on or off, and what the customer bought since: `CON-13`.
    ViewPermissionActivity "view_permission_activity" "see the activity of customer permissions",
    /// Cancel a software purchase: `SW-08`.
    CancelSoftware "cancel_software" "cancel software",
    /// Get software keys and downloads in Partner Center: `KEY-03`.
    ViewKeysInPartnerCenter "view_keys_in_partner_center" "get keys and downloads in Partner Center",
    /// Get software keys and downloads in the Microsoft 365 admin center: `KEY-05`.
    ViewKeysInAdminCenter "view_keys_in_admin_center" "get keys and downloads in the Microsoft 365 admin center",
    /// See who looked at keys or downloaded software: `ACT-02`, `CON-13`.
    ViewSoftwareActivity "view_software_activity" "see the activity of software keys",
    /// Buy a reservation as the customer, where the partner's permission is on: `ROLE-03`.
    BuyOwnReservation "buy_own_reservation" "buy a reservation for their own subscription",
    /// Buy a reservation for a customer: `CSP-15`.
    BuyReservationForCustomer "buy_reservation_for_customer" "buy a reservation for a customer",
    /// Return a reservation for a refund: `OWN-02`, `CSP-14`, `L-14`.
    ReturnReservation "return_reservation" "return a reservation",
    /// Exchange a reservation: `OWN-01`, `CSP-14`, `L-14`.
    ExchangeReservation "exchange_reservation" "exchange a reservation",
    /// Renew a reservation: `CSP-14`.
    RenewReservation "renew_reservation" "renew a reservation",
    /// Change which usage a reservation covers: `NAV-09`, `CSP-14`.
    ChangeReservationScope "change_reservation_scope" "change the scope of a reservation",
    /// Change the subscription that a reservation belongs to: `NAV-09`.
    ChangeReservationSubscription "change_reservation_subscription" "change the subscription of a reservation",
    /// Say who else manages a reservation: `OWN-03`.
    ManageReservationAccess "manage_reservation_access" "say who manages a reservation",
}

/// What a role may do with a capability. Ordered from least to most.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Access, Capability, Role, RoleSet};
///
/// assert_eq!(RoleSet::of(Role::SALES_AGENT).may(Capability::SetCustomerPermission), Access::ReadOnly);
/// assert_eq!(RoleSet::of(Role::CUSTOMER_USER).may(Capability::ReturnReservation), Access::AskPartner);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new kind of access")]
pub enum Access {
    /// Not at all.
    Denied,
    /// Not by themselves: the partner does it for them.
    AskPartner,
    /// They may look, and change nothing.
    ReadOnly,
    /// Yes.
    Allowed,
}

impl Access {
    /// Every access, least first.
    pub const ALL: &[Self] = &[Self::Denied, Self::AskPartner, Self::ReadOnly, Self::Allowed];

    /// The name in JSON and in tables: `ask_partner`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Access;
    ///
    /// assert_eq!(Access::AskPartner.name(), "ask_partner");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::AskPartner => "ask_partner",
            Self::ReadOnly => "read_only",
            Self::Allowed => "allowed",
        }
    }

    /// Whether it is a plain yes.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Access;
    ///
    /// assert!(Access::Allowed.is_allowed());
    /// assert!(!Access::ReadOnly.is_allowed() && !Access::AskPartner.is_allowed());
    /// ```
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed)
    }
}

/// One cell of the matrix: an access, and the rule behind it.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Access, Capability, Role};
/// use reservation_policy::rule::RuleId;
///
/// let grant = Capability::SetCustomerPermission.grant(Role::HELPDESK_AGENT);
/// assert_eq!((grant.access(), grant.rule()), (Access::ReadOnly, RuleId::Csp07));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grant {
    access: Access,
    rule: RuleId,
}

impl Grant {
    pub(super) const fn new(access: Access, rule: RuleId) -> Self {
        Self { access, rule }
    }

    /// What the role may.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Access, Capability, Role};
    ///
    /// assert_eq!(Capability::RenewReservation.grant(Role::CUSTOMER_USER).access(), Access::AskPartner);
    /// ```
    #[must_use]
    pub const fn access(self) -> Access {
        self.access
    }

    /// The rule that says so.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Role};
    /// use reservation_policy::rule::RuleId;
    ///
    /// assert_eq!(Capability::CancelSoftware.grant(Role::ADMIN_AGENT).rule(), RuleId::Sw08);
    /// ```
    #[must_use]
    pub const fn rule(self) -> RuleId {
        self.rule
    }
}

impl Capability {
    /// What a role may do: one cell of the matrix.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Access, Capability, Role};
    ///
    /// let grant = Capability::ExchangeReservation.grant(Role::RESERVATION_ADMINISTRATOR);
    /// assert_eq!((grant.access(), grant.rule().as_str()), (Access::Allowed, "L-14"));
    /// ```
    #[must_use]
    pub fn grant(self, role: Role) -> Grant {
        CapabilityMatrix::CURRENT.grant(self, role)
    }

    /// Every role that may do it, each by itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Capability;
    ///
    /// assert_eq!(
    ///     Capability::ExchangeReservation.who_may().to_string(),
    ///     "admin agent, reservation administrator, reservation owner",
    /// );
    /// ```
    #[must_use]
    pub fn who_may(self) -> RoleSet {
        Role::ALL.iter().copied().filter(|role| self.grant(*role).access().is_allowed()).collect()
    }

    /// What the people of a customer cannot do themselves and have the partner do.
    ///
    /// # Rules
    ///
    /// `CSP-14`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Capability;
    ///
    /// assert!(Capability::asked_of_the_partner().any(|task| task == Capability::RenewReservation));
    /// assert!(Capability::asked_of_the_partner().all(|task| task != Capability::BuyOwnReservation));
    /// ```
    pub fn asked_of_the_partner() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|task| task.grant(Role::CUSTOMER_USER).access() == Access::AskPartner)
    }
}

/// As the end of a sentence: `cancel software`.
impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

impl RoleSet {
    /// What somebody with these roles may do: the best that any of them gives.
    ///
    /// One thing is not lifted: where a customer's people have the partner do something, being owner or administrator
    /// of the reservation does not let them do it themselves.
    ///
    /// # Rules
    ///
    /// `CON-07`: a customer of a partner is told to ask the partner.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Access, Capability, Role, RoleSet};
    ///
    /// let owner = RoleSet::of(Role::RESERVATION_OWNER);
    /// assert_eq!(owner.may(Capability::ReturnReservation), Access::Allowed);
    /// assert_eq!(owner.with(Role::CUSTOMER_USER).may(Capability::ReturnReservation), Access::AskPartner);
    /// ```
    #[must_use]
    pub fn may(self, capability: Capability) -> Access {
        self.grant(capability).access()
    }

    /// What somebody with these roles may do, and by which rule.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Access, Capability, Role, RoleSet};
    ///
    /// let both = RoleSet::of(Role::SALES_AGENT).with(Role::ADMIN_AGENT);
    /// let grant = both.grant(Capability::SetCustomerPermission);
    /// assert_eq!((grant.access(), grant.rule().as_str()), (Access::Allowed, "CSP-06"));
    /// ```
    #[must_use]
    pub fn grant(self, capability: Capability) -> Grant {
        CapabilityMatrix::CURRENT.best(capability, self)
    }

    /// What somebody with these roles may do, and who may where they may not.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Role, RoleSet};
    ///
    /// let decision = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware);
    /// assert!(!decision.is_approved());
    /// assert_eq!(decision.reasons()[0].to_string(), "sales agent may not cancel software, this is for: admin agent");
    /// ```
    pub fn decide(self, capability: Capability) -> Decision<Access, AccessReason, CapabilityMatrix> {
        let grant = self.grant(capability);
        let reasons = if grant.access().is_allowed() {
            Vec::new()
        } else {
            vec![AccessReason { roles: self, capability, grant }]
        };
        Decision::new(grant.access(), reasons, CapabilityMatrix::CURRENT)
    }
}

/// Why somebody may not do something.
///
/// # Examples
///
/// ```
/// use reservation_policy::decision::Reason;
/// use reservation_policy::role::{Capability, Role, RoleSet};
///
/// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::RenewReservation);
/// let reason = decision.reasons()[0];
/// assert_eq!(reason.code(), "AskPartner");
/// assert!(reason.who_may().contains(Role::ADMIN_AGENT));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessReason {
    roles: RoleSet,
    capability: Capability,
    grant: Grant,
}

impl AccessReason {
    /// The roles of the one who asked.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let user = RoleSet::of(Role::CUSTOMER_USER);
    /// assert_eq!(user.decide(Capability::RenewReservation).reasons()[0].roles(), user);
    /// ```
    #[must_use]
    pub const fn roles(&self) -> RoleSet {
        self.roles
    }

    /// What they asked for.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::RenewReservation);
    /// assert_eq!(decision.reasons()[0].capability(), Capability::RenewReservation);
    /// ```
    #[must_use]
    pub const fn capability(&self) -> Capability {
        self.capability
    }

    /// What they may all the same; never allowed.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Access, Capability, Role, RoleSet};
    /// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::RenewReservation);
    /// assert_eq!(decision.reasons()[0].access(), Access::AskPartner);
    /// ```
    #[must_use]
    pub const fn access(&self) -> Access {
        self.grant.access
    }

    /// Every role that may.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let decision = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware);
    /// assert_eq!(decision.reasons()[0].who_may(), RoleSet::of(Role::ADMIN_AGENT));
    /// ```
    #[must_use]
    pub fn who_may(&self) -> RoleSet {
        self.capability.who_may()
    }
}

impl fmt::Display for AccessReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.access() {
            Access::AskPartner => write!(f, "{} must ask the partner to {}", self.roles, self.capability),
            Access::ReadOnly => {
                write!(f, "{} may look but not {}, this is for: {}", self.roles, self.capability, self.who_may())
            }
            Access::Denied | Access::Allowed if self.roles.is_empty() => {
                write!(f, "a role is needed to {}, this is for: {}", self.capability, self.who_may())
            }
            Access::Denied | Access::Allowed => {
                write!(f, "{} may not {}, this is for: {}", self.roles, self.capability, self.who_may())
            }
        }
    }
}

impl sealed::Sealed for AccessReason {}

impl Reason for AccessReason {
    fn rule(&self) -> RuleId {
        self.grant.rule
    }

    fn code(&self) -> &'static str {
        match self.access() {
            Access::AskPartner => "AskPartner",
            Access::ReadOnly => "ReadOnlyAccess",
            Access::Denied | Access::Allowed => "RequesterNotAllowed",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        // Partner Center's own code for a role that may not touch an order.
        (self.capability == Capability::CancelSoftware).then_some("900150")
    }

    fn verdict(&self) -> Verdict {
        Verdict::Denied
    }
}
