//! Who asks: roles in four worlds, and what each of them may do.
//!
//! The same word means different things in different worlds: a partner's *global admin* is not the customer's, and
//! the *owner* of a subscription is not the owner of a reservation. So each world has its own type, and [`Role`]
//! holds one of any of them.
//!
//! What a role may do stands in one matrix, [`Capability::grant`]. A set of roles is asked with [`RoleSet::may`], or
//! with [`RoleSet::decide`] for an answer that carries its reasons.
//!
//! This crate never finds out who somebody is: the caller brings the roles.

use core::fmt;

use crate::shown::shortened;

pub use self::activity::{InvalidDateRange, KeyActivity, KeyActivityKind, activity_between};
pub use self::capability::{Access, AccessReason, Capability, Grant};
pub use self::keys::{KeySurface, Party};
pub use self::page::{Page, PageAction};
pub use self::set::{RoleSet, Roles};
pub use self::text::{InvalidId, UserId};

mod activity;
mod capability;
mod keys;
mod matrix;
mod page;
mod set;
pub(crate) mod text;

pub use self::matrix::CapabilityMatrix;

/// A role of the partner's own people in Partner Center.
///
/// # Rules
///
/// `ROLE-06`, `CSP-06`, `CSP-07`.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{PartnerRole, Role};
///
/// assert_eq!(Role::from(PartnerRole::HelpdeskAgent).name(), "helpdesk_agent");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PartnerRole {
    /// Looks after the partner's accounts.
    AccountAdmin,
    /// Acts for customers; the one role that changes anything of theirs.
    AdminAgent,
    /// Administers the partner's own tenant.
    GlobalAdmin,
    /// Helps customers.
    HelpdeskAgent,
    /// Looks after the partner's marketing content.
    MarketingContentAdmin,
    /// Looks after the partner's referrals.
    ReferralAdmin,
    /// Sells to customers.
    SalesAgent,
}

/// A role of the customer's people in the customer's own tenant.
///
/// # Rules
///
/// `ROLE-05` for the global admin, `CSP-14` for every user.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{CustomerRole, PartnerRole, Role};
///
/// assert_ne!(Role::from(CustomerRole::GlobalAdmin), Role::from(PartnerRole::GlobalAdmin));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CustomerRole {
    /// Administers the customer's tenant.
    GlobalAdmin,
    /// Any user of a customer that buys through a partner.
    User,
}

/// A role on an Azure subscription.
///
/// # Rules
///
/// `ROLE-03`.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{AzureRole, Role};
///
/// assert_eq!(Role::from(AzureRole::Owner).name(), "azure_owner");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum AzureRole {
    /// Owner of the subscription that a purchase is for.
    Owner,
}

/// A role on a reservation and its order.
///
/// # Rules
///
/// `ROLE-04`, `L-14`. Others can be made owners (`OWN-03`); who is one, the caller says.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{ReservationRole, Role};
///
/// assert_eq!(Role::from(ReservationRole::Administrator).name(), "reservation_administrator");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReservationRole {
    /// Administers reservations without owning them; known to the rules since 2020-07.
    Administrator,
    /// Owner of the reservation.
    Owner,
}

/// A role of any world. In JSON it is its [name](Self::name).
///
/// # Examples
///
/// ```
/// use reservation_policy::role::Role;
///
/// let role = Role::from_camel_name("adminAgent")?;
/// assert_eq!(role, Role::ADMIN_AGENT);
/// assert_eq!(role.name(), "admin_agent");
/// assert_eq!(role.to_string(), "admin agent");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Role {
    /// In the partner's tenant.
    Partner(PartnerRole),
    /// In the customer's tenant.
    Customer(CustomerRole),
    /// On an Azure subscription.
    Azure(AzureRole),
    /// On a reservation.
    Reservation(ReservationRole),
}

/// A text that is no role's name.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::Role;
///
/// assert_eq!(
///     Role::from_name("owner").unwrap_err().to_string(),
///     "`owner` is not the name of a role, expected one such as `admin_agent`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the name of a role, expected one such as `{example}`")]
#[non_exhaustive]
pub struct UnknownRole {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
    /// A name of the kind that was asked for.
    pub example: &'static str,
}

/// One row a role: the constant, the role, its bit in a set, and its three spellings.
macro_rules! roles {
    ($($constant:ident = $world:ident $kind:ident $variant:ident, $bit:literal, $name:literal, $camel:literal, $words:literal;)+) => {
        impl Role {
            $(#[doc = concat!("The ", $words, ".")]
            pub const $constant: Self = Self::$world($kind::$variant);)+

            /// Every role: the worlds in the order of the variants, alphabetical in each. Sets iterate in this order.
            pub const ALL: &[Self] = &[$(Self::$constant,)+];

            /// The name in this crate's JSON: `admin_agent`.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::role::Role;
            ///
            /// assert_eq!(Role::CUSTOMER_GLOBAL_ADMIN.name(), "customer_global_admin");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$world($kind::$variant) => $name,)+ }
            }

            /// The name in camel case, as the `calculate` example reads it: `adminAgent`.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::role::Role;
            ///
            /// assert_eq!(Role::CUSTOMER_GLOBAL_ADMIN.camel_name(), "customerGlobalAdmin");
            /// ```
            #[must_use]
            pub const fn camel_name(self) -> &'static str {
                match self { $(Self::$world($kind::$variant) => $camel,)+ }
            }

            /// The name in plain English.
            const fn words(self) -> &'static str {
                match self { $(Self::$world($kind::$variant) => $words,)+ }
            }

            /// The bit that stands for the role in a set.
            const fn bit(self) -> u16 {
                match self { $(Self::$world($kind::$variant) => 1 << $bit,)+ }
            }
        }
    };
}

roles! {
    ACCOUNT_ADMIN = Partner PartnerRole AccountAdmin, 0, "account_admin", "accountAdmin", "account admin";
    ADMIN_AGENT = Partner PartnerRole AdminAgent, 1, "admin_agent", "adminAgent", "admin agent";
    GLOBAL_ADMIN = Partner PartnerRole GlobalAdmin, 2, "global_admin", "globalAdmin", "partner's global admin";
    HELPDESK_AGENT = Partner PartnerRole HelpdeskAgent, 3, "helpdesk_agent", "helpdeskAgent", "helpdesk agent";
    MARKETING_CONTENT_ADMIN = Partner PartnerRole MarketingContentAdmin, 4,
        "marketing_content_admin", "marketingContentAdmin", "marketing content admin";
    REFERRAL_ADMIN = Partner PartnerRole ReferralAdmin, 5, "referral_admin", "referralAdmin", "referral admin";
    SALES_AGENT = Partner PartnerRole SalesAgent, 6, "sales_agent", "salesAgent", "sales agent";
    CUSTOMER_GLOBAL_ADMIN = Customer CustomerRole GlobalAdmin, 7,
        "customer_global_admin", "customerGlobalAdmin", "customer's global admin";
    CUSTOMER_USER = Customer CustomerRole User, 8, "customer_user", "customerUser", "customer's user";
    AZURE_OWNER = Azure AzureRole Owner, 9, "azure_owner", "azureOwner", "subscription's owner";
    RESERVATION_ADMINISTRATOR = Reservation ReservationRole Administrator, 10,
        "reservation_administrator", "reservationAdministrator", "reservation administrator";
    RESERVATION_OWNER = Reservation ReservationRole Owner, 11,
        "reservation_owner", "reservationOwner", "reservation owner";
}

impl Role {
    /// The role with this [name](Self::name), spelt exactly.
    ///
    /// # Errors
    ///
    /// [`UnknownRole`] when there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Role;
    ///
    /// assert_eq!(Role::from_name("reservation_owner")?, Role::RESERVATION_OWNER);
    /// assert!(Role::from_name("Reservation Owner").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_name(text: &str) -> Result<Self, UnknownRole> {
        find(text, Self::name)
    }

    /// The role with this [camel-case name](Self::camel_name), spelt exactly.
    ///
    /// # Errors
    ///
    /// [`UnknownRole`] when there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Role;
    ///
    /// assert_eq!(Role::from_camel_name("reservationOwner")?, Role::RESERVATION_OWNER);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_camel_name(text: &str) -> Result<Self, UnknownRole> {
        find(text, Self::camel_name)
    }
}

fn find(text: &str, name: fn(Role) -> &'static str) -> Result<Role, UnknownRole> {
    Role::ALL
        .iter()
        .copied()
        .find(|role| name(*role) == text)
        .ok_or_else(|| UnknownRole { text: shortened(text), example: name(Role::ADMIN_AGENT) })
}

/// Reads the snake-case name.
impl core::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::from_name(text)
    }
}

/// In plain English: `admin agent`.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

impl From<PartnerRole> for Role {
    fn from(role: PartnerRole) -> Self {
        Self::Partner(role)
    }
}

impl From<CustomerRole> for Role {
    fn from(role: CustomerRole) -> Self {
        Self::Customer(role)
    }
}

impl From<AzureRole> for Role {
    fn from(role: AzureRole) -> Self {
        Self::Azure(role)
    }
}

impl From<ReservationRole> for Role {
    fn from(role: ReservationRole) -> Self {
        Self::Reservation(role)
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::Role;

    impl Serialize for Role {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.name())
        }
    }

    impl<'de> Deserialize<'de> for Role {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Self::from_name(&String::deserialize(deserializer)?).map_err(D::Error::custom)
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
        assert!(Role::ALL.is_sorted(), "the order of the sets is the order of the type");
    }
}
