//! Where software keys and downloads are fetched.

use super::{Access, Capability, RoleSet};

/// A side of a purchase through a partner.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{KeySurface, Party};
///
/// assert_eq!(KeySurface::of(Party::Partner), KeySurface::PartnerCenter);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a purchase through a partner has these two sides")]
pub enum Party {
    /// Who buys, uses and owns.
    Customer,
    /// Who sells, and is billed.
    Partner,
}

/// Where the keys and downloads of bought software are fetched: each side has its own place, and only that one.
///
/// # Rules
///
/// `KEY-01`, `KEY-05`, `KEY-06`.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{KeySurface, Party, Role, RoleSet};
///
/// assert_eq!(KeySurface::of(Party::Customer), KeySurface::AdminCenter);
/// assert!(KeySurface::open_to(RoleSet::of(Role::ADMIN_AGENT)).eq([KeySurface::PartnerCenter]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum KeySurface {
    /// The Microsoft 365 admin center, for customers.
    AdminCenter,
    /// Partner Center, for partners.
    PartnerCenter,
}

impl KeySurface {
    /// Every place.
    pub const ALL: &[Self] = &[Self::AdminCenter, Self::PartnerCenter];

    /// The place of a side.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{KeySurface, Party};
    ///
    /// assert_eq!(KeySurface::of(Party::Customer), KeySurface::AdminCenter);
    /// assert_eq!(KeySurface::of(Party::Partner), KeySurface::PartnerCenter);
    /// ```
    #[must_use]
    pub const fn of(party: Party) -> Self {
        match party {
            Party::Customer => Self::AdminCenter,
            Party::Partner => Self::PartnerCenter,
        }
    }

    /// What one must be allowed to do there.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{KeySurface, Role, RoleSet};
    ///
    /// let who = KeySurface::AdminCenter.capability().who_may();
    /// assert_eq!(who, RoleSet::of(Role::CUSTOMER_GLOBAL_ADMIN));
    /// ```
    #[must_use]
    pub const fn capability(self) -> Capability {
        match self {
            Self::AdminCenter => Capability::ViewKeysInAdminCenter,
            Self::PartnerCenter => Capability::ViewKeysInPartnerCenter,
        }
    }

    /// The places where somebody with these roles finds keys and downloads.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{KeySurface, Role, RoleSet};
    ///
    /// assert!(KeySurface::open_to(RoleSet::of(Role::ADMIN_AGENT)).eq([KeySurface::PartnerCenter]));
    /// assert_eq!(KeySurface::open_to(RoleSet::of(Role::SALES_AGENT)).next(), None);
    /// ```
    pub fn open_to(roles: RoleSet) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |surface| roles.may(surface.capability()) == Access::Allowed)
    }
}
