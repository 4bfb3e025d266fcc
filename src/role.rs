//! Roles and capabilities: who may do what.
//!
//! The same word means different things in different places: a partner's *global admin* is not the customer's, and the
//! *owner* of a subscription is not the owner of a reservation. [`Role`] has one variant for each.
//!
//! [`RoleSet::decide`] answers for a person with several roles, [`Capability::grant`] for one role. Both read one matrix,
//! of the sources of [`MATRIX_NAME`] and earlier. Refunds and exchanges are not part of it: who may return a reservation
//! changed with the editions of the reservation policy, which decides by [`Requester`](crate::Requester).
//!
//! The caller brings the roles. This crate never finds out who somebody is.

use core::fmt;
use core::str::FromStr;

use crate::decision::Decision;
use crate::edition::PolicyName;
use crate::parse::ParseError;
use crate::rule::RuleId;
use crate::verdict::Verdict;

mod matrix;

/// The name of the capability matrix: the month of the latest source that names roles.
pub const MATRIX_NAME: &str = "2021-03";

/// One line for each role: its bit in a set, its name in JSON and its name in plain English.
macro_rules! roles {
    ($($(#[$doc:meta])+ $variant:ident $bit:literal $name:literal $words:literal;)+) => {
        /// A role in Partner Center, in the customer's tenant, on a subscription or on a reservation: `ROLE-01` to
        /// `ROLE-06`.
        ///
        /// A role is read from its name in any spelling: `admin_agent`, `adminAgent`, `Admin agent`.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::role::Role;
        ///
        /// assert_eq!("adminAgent".parse::<Role>()?, Role::AdminAgent);
        /// assert_eq!(Role::AdminAgent.name(), "admin_agent");
        /// assert_eq!(Role::CustomerGlobalAdmin.to_string(), "customer's global admin");
        /// # Ok::<(), reservation_policy::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Role { $($(#[$doc])+ $variant,)+ }

        impl Role {
            /// Every role, in the order of the variants. Sets have this order too.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON: `admin_agent`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }

            const fn bit(self) -> u16 {
                match self { $(Self::$variant => 1 << $bit,)+ }
            }
        }
    };
}

roles! {
    /// The partner's account admin.
    AccountAdmin 0 "account_admin" "account admin";
    /// The partner's admin agent: acts for customers, and alone changes anything of theirs.
    AdminAgent 1 "admin_agent" "admin agent";
    /// The global admin of the partner's own tenant.
    GlobalAdmin 2 "global_admin" "partner's global admin";
    /// The partner's helpdesk agent.
    HelpdeskAgent 3 "helpdesk_agent" "helpdesk agent";
    /// The partner's marketing content admin.
    MarketingContentAdmin 4 "marketing_content_admin" "marketing content admin";
    /// The partner's referral admin.
    ReferralAdmin 5 "referral_admin" "referral admin";
    /// The partner's sales agent.
    SalesAgent 6 "sales_agent" "sales agent";
    /// The global admin of the customer's tenant.
    CustomerGlobalAdmin 7 "customer_global_admin" "customer's global admin";
    /// Any user of a customer that buys through a partner.
    CustomerUser 8 "customer_user" "customer's user";
    /// Owner of the Azure subscription that a purchase is for.
    AzureOwner 9 "azure_owner" "subscription's owner";
    /// Administrator of the reservation order.
    ReservationAdministrator 10 "reservation_administrator" "reservation administrator";
    /// Owner of the reservation. Others can be made owners (`OWN-03`); the caller says who is one.
    ReservationOwner 11 "reservation_owner" "reservation owner";
}

/// The name in plain English: `admin agent`.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

impl FromStr for Role {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let letters = |text: &str| -> String {
            let kept = text.chars().filter(|letter| !matches!(letter, ' ' | '_' | '-' | '\''));
            kept.map(|letter| letter.to_ascii_lowercase()).collect()
        };
        let wanted = letters(text);
        let named = Self::ALL.iter().copied().find(|role| [role.name(), role.words()].map(letters).contains(&wanted));
        named.ok_or_else(|| ParseError::new("the name of a role", text, "one such as `admin_agent` or `adminAgent`"))
    }
}

/// A set of roles, always in the order of [`Role::ALL`]. In JSON it is a list of names; a repeated name counts once.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Capability, Role, RoleSet};
///
/// let team = RoleSet::from([Role::SalesAgent, Role::AdminAgent]);
/// assert_eq!(team.to_string(), "admin agent, sales agent");
/// assert!(team.may(Capability::CancelSoftware));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RoleSet(u16);

impl RoleSet {
    /// No role.
    pub const EMPTY: Self = Self(0);

    /// These roles and one more.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the role is in the set.
    #[must_use]
    pub const fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether there is no role.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.contains(*role))
    }

    /// The best that any of the roles gives, with its rule.
    ///
    /// One thing is not lifted (`CON-07`): where a customer's people have the partner do something, being owner or
    /// administrator of the reservation does not let them do it themselves.
    #[must_use]
    pub fn grant(self, capability: Capability) -> Grant {
        matrix::best(capability, self)
    }

    /// Whether somebody with these roles may do it, without restriction.
    #[must_use]
    pub fn may(self, capability: Capability) -> bool {
        self.grant(capability).access == Access::Allowed
    }

    /// Decides whether somebody with these roles may do it, and names who may.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Access, Capability, Role, RoleSet};
    ///
    /// let sales = RoleSet::from(Role::SalesAgent);
    /// assert!(sales.decide(Capability::BuyReservationForCustomer).is_approved());
    ///
    /// let decision = sales.decide(Capability::SetCustomerPermission);
    /// assert_eq!(decision.outcome().access, Access::ReadOnly);
    /// assert_eq!(
    ///     decision.reasons()[0].to_string(),
    ///     "sales agent may look but not turn customer permissions on or off, this is for: admin agent"
    /// );
    /// ```
    pub fn decide(self, capability: Capability) -> Decision<Grant> {
        let grant = self.grant(capability);
        let refused = grant.access != Access::Allowed;
        let reasons = refused.then_some(AccessReason { roles: self, capability, grant }).into_iter().collect();
        Decision::new(grant, reasons, Vec::new(), PolicyName::of(MATRIX_NAME))
    }
}

impl From<Role> for RoleSet {
    fn from(role: Role) -> Self {
        Self::EMPTY.with(role)
    }
}

impl<const N: usize> From<[Role; N]> for RoleSet {
    fn from(roles: [Role; N]) -> Self {
        roles.into_iter().collect()
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::EMPTY, Self::with)
    }
}

/// The roles in plain English, separated by commas; `nobody` for the empty set.
impl fmt::Display for RoleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nobody");
        }
        for (index, role) in self.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{role}")?;
        }
        Ok(())
    }
}

/// One line for each capability: its name in JSON, and the end of a sentence about it.
macro_rules! capabilities {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $words:literal,)+) => {
        /// Something that only some roles may do.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::role::{Access, Capability, Role};
        ///
        /// assert_eq!(Capability::CancelSoftware.who_may().to_string(), "admin agent");
        ///
        /// let grant = Capability::CancelSoftware.grant(Role::GlobalAdmin);
        /// assert_eq!((grant.access, grant.rule.as_str()), (Access::Denied, "CON-10"));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Capability { $($(#[$doc])+ $variant,)+ }

        impl Capability {
            /// Every capability, in the order of the variants.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON: `cancel_software`.
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
    /// Turn a customer's permission to buy on or off: `CSP-06`, `CSP-07`.
    SetCustomerPermission "set_customer_permission" "turn customer permissions on or off",
    /// See whether a customer may buy: `CSP-07`.
    ViewCustomerPermission "view_customer_permission" "see customer permissions",
    /// See the activity log of Partner Center: changes of permissions, accesses to keys, downloads: `ACT-02`, `CON-13`.
    ViewActivityLog "view_activity_log" "see the activity log",
    /// Cancel a software purchase: `SW-08`.
    CancelSoftware "cancel_software" "cancel software",
    /// Get software keys and downloads in Partner Center: `KEY-03`.
    ViewKeysInPartnerCenter "view_keys_in_partner_center" "get keys and downloads in Partner Center",
    /// Get software keys and downloads in the Microsoft 365 admin center: `KEY-05`.
    ViewKeysInAdminCenter "view_keys_in_admin_center" "get keys and downloads in the Microsoft 365 admin center",
    /// Buy a reservation as the customer, while the partner's permission is on: `ROLE-03`.
    BuyOwnReservation "buy_own_reservation" "buy a reservation for their own subscription",
    /// Buy a reservation for a customer: `CSP-15`, and the heads of both pages, `ROLE-01` and `ROLE-02`.
    BuyReservationForCustomer "buy_reservation_for_customer" "buy a reservation for a customer",
    /// Buy software for a customer: the head of the software page, `ROLE-01`.
    BuySoftwareForCustomer "buy_software_for_customer" "buy software for a customer",
    /// Renew a reservation: `CSP-14`.
    RenewReservation "renew_reservation" "renew a reservation",
    /// Change the scope of a reservation, or the subscription that it belongs to: `NAV-09`, `CSP-14`.
    ChangeReservationScope "change_reservation_scope" "change the scope of a reservation",
    /// Add or remove those who manage a reservation: `OWN-03`, `NAV-08`.
    ManageReservationAccess "manage_reservation_access" "change who manages a reservation",
}

impl Capability {
    /// What one role may do.
    #[must_use]
    pub fn grant(self, role: Role) -> Grant {
        matrix::grant(self, role)
    }

    /// Every role that may do it without restriction, each by itself.
    #[must_use]
    pub fn who_may(self) -> RoleSet {
        Role::ALL.iter().copied().filter(|role| self.grant(*role).access == Access::Allowed).collect()
    }
}

/// The end of a sentence: `cancel software`.
impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// How much of a capability a role has, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new kind of access")]
pub enum Access {
    /// None.
    Denied,
    /// The sources do not say.
    NotStated,
    /// The partner does it for them.
    AskPartner,
    /// They may look, and change nothing.
    ReadOnly,
    /// They see the changes of customer permissions in the log; the sources do not say whether they see the rest.
    PermissionChangesOnly,
    /// All of it.
    Allowed,
}

/// One cell of the matrix: the access of a role, and the rule behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Grant {
    /// How much the role may do.
    pub access: Access,
    /// The rule that says so.
    pub rule: RuleId,
}

/// Why somebody may not do something, or not all of it.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Capability, Role, RoleSet};
///
/// let decision = RoleSet::from(Role::CustomerUser).decide(Capability::RenewReservation);
/// let reason = &decision.reasons()[0];
/// assert_eq!((reason.code(), reason.rule().as_str()), ("AskPartner", "CSP-14"));
/// assert_eq!(reason.to_string(), "customer's user must ask the partner to renew a reservation");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct AccessReason {
    /// The roles of the person who asked.
    pub roles: RoleSet,
    /// What was asked for.
    pub capability: Capability,
    /// What the roles give; never [`Access::Allowed`].
    pub grant: Grant,
}

impl AccessReason {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.grant.rule
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.grant.access {
            Access::AskPartner => "AskPartner",
            Access::ReadOnly => "ReadOnlyAccess",
            Access::PermissionChangesOnly => "PermissionChangesOnly",
            Access::NotStated => "AccessNotStated",
            Access::Denied | Access::Allowed => "RequesterNotAllowed",
        }
    }

    /// The code of Partner Center for a role that may not cancel an order.
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        if matches!(self.capability, Capability::CancelSoftware) { Some("900150") } else { None }
    }

    /// Needs review where the sources do not say, otherwise denied.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self.grant.access {
            Access::NotStated | Access::PermissionChangesOnly => Verdict::NeedsReview,
            Access::Denied | Access::AskPartner | Access::ReadOnly | Access::Allowed => Verdict::Denied,
        }
    }
}

impl fmt::Display for AccessReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { roles, capability, grant } = self;
        match grant.access {
            Access::AskPartner => return write!(f, "{roles} must ask the partner to {capability}"),
            Access::Denied if roles.is_empty() => write!(f, "a role is needed to {capability}")?,
            Access::ReadOnly => write!(f, "{roles} may look but not {capability}")?,
            Access::PermissionChangesOnly => {
                write!(f, "the sources let {roles} see permission changes in the log and do not mention the rest")?;
            }
            Access::NotStated => write!(f, "the sources do not say whether {roles} may {capability}")?,
            Access::Denied | Access::Allowed => write!(f, "{roles} may not {capability}")?,
        }
        write!(f, ", this is for: {}", capability.who_may())
    }
}

crate::verdict::impl_reason!(AccessReason);
crate::verdict::impl_outcome!(Grant, AccessReason);

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Role, RoleSet};

    impl Serialize for RoleSet {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter())
        }
    }

    impl<'de> Deserialize<'de> for RoleSet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(Vec::<Role>::deserialize(deserializer)?.into_iter().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_own_bit_in_the_order_of_all() {
        for (index, role) in Role::ALL.iter().enumerate() {
            assert_eq!(usize::try_from(role.bit().trailing_zeros()), Ok(index), "{role}");
            assert_eq!(role.bit().count_ones(), 1, "{role}");
        }
        assert!(Role::ALL.is_sorted());
    }
}
