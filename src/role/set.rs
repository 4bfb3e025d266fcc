//! A set of roles in one machine word.

use core::fmt;

use super::Role;

/// A set of roles: small, copied freely, built in constants, and always in the same order.
///
/// In JSON it is a list of names, sorted alphabetically; on the way in the order is free and a repeated name is no
/// error.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Access, Capability, Role, RoleSet};
///
/// const TEAM: RoleSet = RoleSet::EMPTY.with(Role::SALES_AGENT).with(Role::ADMIN_AGENT);
///
/// assert_eq!(TEAM.to_string(), "admin agent, sales agent");
/// assert_eq!(TEAM.may(Capability::CancelSoftware), Access::Allowed);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RoleSet(u16);

impl RoleSet {
    /// No role at all.
    pub const EMPTY: Self = Self(0);

    /// One role.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Role, RoleSet};
    ///
    /// assert_eq!(RoleSet::of(Role::SALES_AGENT).to_string(), "sales agent");
    /// ```
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self(role.bit())
    }

    /// These roles and one more.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Role, RoleSet};
    ///
    /// const AGENTS: RoleSet = RoleSet::of(Role::SALES_AGENT).with(Role::ADMIN_AGENT);
    /// assert_eq!(AGENTS.to_string(), "admin agent, sales agent");
    /// ```
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role.bit())
    }

    /// Every role that is in either set.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Role, RoleSet};
    ///
    /// let (sales, admin) = (RoleSet::of(Role::SALES_AGENT), RoleSet::of(Role::ADMIN_AGENT));
    /// assert_eq!(sales.union(admin), sales.with(Role::ADMIN_AGENT));
    /// ```
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Every role that is in this set and not in the other.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Page, Role, RoleSet};
    ///
    /// let header = Page::CustomerPermissions.header();
    /// assert_eq!(header.without(RoleSet::of(Role::SALES_AGENT)), RoleSet::of(Role::ADMIN_AGENT));
    /// ```
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the role is in the set.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Role};
    ///
    /// assert!(Capability::CancelSoftware.who_may().contains(Role::ADMIN_AGENT));
    /// assert!(!Capability::CancelSoftware.who_may().contains(Role::GLOBAL_ADMIN));
    /// ```
    #[must_use]
    pub const fn contains(self, role: Role) -> bool {
        self.0 & role.bit() != 0
    }

    /// Whether any role is in both sets.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Role, RoleSet};
    ///
    /// let team = RoleSet::of(Role::SALES_AGENT).with(Role::ADMIN_AGENT);
    /// assert!(team.intersects(Capability::CancelSoftware.who_may()));
    /// ```
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is no role.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Role, RoleSet};
    ///
    /// assert!(RoleSet::EMPTY.is_empty());
    /// assert!(!RoleSet::of(Role::SALES_AGENT).is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many roles.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Role, RoleSet};
    ///
    /// assert_eq!(RoleSet::of(Role::SALES_AGENT).with(Role::SALES_AGENT).len(), 1);
    /// ```
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The roles, in the order of [`Role::ALL`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Role};
    ///
    /// let names: Vec<&str> = Capability::BuyOwnReservation.who_may().iter().map(Role::name).collect();
    /// assert_eq!(names, ["azure_owner"]);
    /// ```
    pub const fn iter(self) -> Roles {
        Roles { set: self, next: Role::ALL }
    }
}

/// The roles of a set, in the order of [`Role::ALL`]; made by [`RoleSet::iter`].
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Role, RoleSet};
///
/// let set: RoleSet = [Role::RESERVATION_OWNER, Role::ADMIN_AGENT].into_iter().collect();
/// assert!(set.iter().eq([Role::ADMIN_AGENT, Role::RESERVATION_OWNER]));
/// ```
#[derive(Debug, Clone)]
#[must_use = "iterators are lazy"]
pub struct Roles {
    set: RoleSet,
    next: &'static [Role],
}

impl Iterator for Roles {
    type Item = Role;

    fn next(&mut self) -> Option<Role> {
        while let [role, rest @ ..] = self.next {
            self.next = rest;
            if self.set.contains(*role) {
                return Some(*role);
            }
        }
        None
    }
}

impl IntoIterator for RoleSet {
    type Item = Role;
    type IntoIter = Roles;

    fn into_iter(self) -> Roles {
        self.iter()
    }
}

impl From<Role> for RoleSet {
    fn from(role: Role) -> Self {
        Self::of(role)
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl Extend<Role> for RoleSet {
    fn extend<I: IntoIterator<Item = Role>>(&mut self, roles: I) {
        *self = roles.into_iter().fold(*self, Self::with);
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

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Role, RoleSet};

    impl Serialize for RoleSet {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut names: Vec<&str> = self.iter().map(Role::name).collect();
            names.sort_unstable();
            serializer.collect_seq(names)
        }
    }

    impl<'de> Deserialize<'de> for RoleSet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(Vec::<Role>::deserialize(deserializer)?.into_iter().collect())
        }
    }
}
