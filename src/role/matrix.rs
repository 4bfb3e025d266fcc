//! The one table of who may do what.

use core::fmt;

use super::capability::{Access, Capability, Grant};
use super::{Role, RoleSet};
use crate::rule::RuleId;

use Access::{Allowed, AskPartner, Denied, ReadOnly};

/// Which table of roles and capabilities decided.
///
/// There is one: all the sources together, the latest of which fixed the roles on 2021-03-08. What differs between
/// editions of the reservation policy (an administrator may return a reservation since 2020-07, `L-14`) is asked of
/// that policy.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{CapabilityMatrix, Capability, RoleSet};
///
/// let decision = RoleSet::EMPTY.decide(Capability::CancelSoftware);
/// assert_eq!(*decision.policy(), CapabilityMatrix::CURRENT);
/// assert_eq!(decision.policy().to_string(), "2021-03");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum CapabilityMatrix {
    /// As of 2021-03.
    #[cfg_attr(feature = "serde", serde(rename = "2021-03"))]
    March2021,
}

const PARTNERS: RoleSet = RoleSet::EMPTY
    .with(Role::ACCOUNT_ADMIN)
    .with(Role::ADMIN_AGENT)
    .with(Role::GLOBAL_ADMIN)
    .with(Role::HELPDESK_AGENT)
    .with(Role::MARKETING_CONTENT_ADMIN)
    .with(Role::REFERRAL_ADMIN)
    .with(Role::SALES_AGENT);
const ADMIN_AGENT: RoleSet = RoleSet::of(Role::ADMIN_AGENT);
const GLOBAL_ADMIN: RoleSet = RoleSet::of(Role::GLOBAL_ADMIN);
const READERS: RoleSet = RoleSet::of(Role::SALES_AGENT).with(Role::HELPDESK_AGENT);
const LOG_READERS: RoleSet = RoleSet::of(Role::GLOBAL_ADMIN)
    .with(Role::ACCOUNT_ADMIN)
    .with(Role::REFERRAL_ADMIN)
    .with(Role::MARKETING_CONTENT_ADMIN);
const CUSTOMER_ADMIN: RoleSet = RoleSet::of(Role::CUSTOMER_GLOBAL_ADMIN);
const CUSTOMERS: RoleSet = CUSTOMER_ADMIN.with(Role::CUSTOMER_USER);
const AZURE_OWNER: RoleSet = RoleSet::of(Role::AZURE_OWNER);
const OWNER: RoleSet = RoleSet::of(Role::RESERVATION_OWNER);
const ADMINISTRATOR: RoleSet = RoleSet::of(Role::RESERVATION_ADMINISTRATOR);
const RESERVATION_ROLES: RoleSet = OWNER.union(ADMINISTRATOR);

/// The cells of one capability: the first entry that names a role is that role's; a role that no entry names is denied.
struct Row {
    cells: &'static [(RoleSet, Access, RuleId)],
    denied_by: RuleId,
}

/// Where a sentence says only "the partner", this table reads: the admin agent. The sources let the other two agents
/// look and do nothing else, and a page's header never widens that.
const fn row(capability: Capability) -> Row {
    let (cells, denied_by): (&[_], _) = match capability {
        Capability::SetCustomerPermission => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Csp06), (READERS, ReadOnly, RuleId::Csp07)], RuleId::Csp06)
        }
        Capability::ViewCustomerPermission => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Csp06), (READERS, Allowed, RuleId::Csp07)], RuleId::Csp07)
        }
        Capability::ViewPermissionActivity => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Con13), (READERS, Allowed, RuleId::Csp07)], RuleId::Con13)
        }
        Capability::CancelSoftware => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Sw08), (GLOBAL_ADMIN, Denied, RuleId::Con10)], RuleId::Sw08)
        }
        Capability::ViewKeysInPartnerCenter => (
            &[
                (ADMIN_AGENT, Allowed, RuleId::Key03),
                (GLOBAL_ADMIN, Denied, RuleId::Con11),
                (CUSTOMERS, Denied, RuleId::Key05),
            ],
            RuleId::Key03,
        ),
        Capability::ViewKeysInAdminCenter => {
            (&[(CUSTOMER_ADMIN, Allowed, RuleId::Key05), (PARTNERS, Denied, RuleId::Key06)], RuleId::Role05)
        }
        Capability::ViewSoftwareActivity => (&[(LOG_READERS, Allowed, RuleId::Act02)], RuleId::Act02),
        Capability::BuyOwnReservation => {
            (&[(AZURE_OWNER, Allowed, RuleId::Role03), (CUSTOMERS, Denied, RuleId::Csp19)], RuleId::Role03)
        }
        Capability::BuyReservationForCustomer => (&[(ADMIN_AGENT, Allowed, RuleId::Csp15)], RuleId::Csp15),
        Capability::ReturnReservation => (
            &[
                (OWNER, Allowed, RuleId::Own02),
                (ADMINISTRATOR, Allowed, RuleId::L14),
                (ADMIN_AGENT, Allowed, RuleId::Csp14),
                (CUSTOMERS, AskPartner, RuleId::Csp14),
            ],
            RuleId::Own02,
        ),
        Capability::ExchangeReservation => (
            &[
                (OWNER, Allowed, RuleId::Own01),
                (ADMINISTRATOR, Allowed, RuleId::L14),
                (ADMIN_AGENT, Allowed, RuleId::Csp14),
                (CUSTOMERS, AskPartner, RuleId::Csp14),
            ],
            RuleId::Own01,
        ),
        Capability::RenewReservation => (
            &[
                (RESERVATION_ROLES, Allowed, RuleId::Own03),
                (ADMIN_AGENT, Allowed, RuleId::Csp14),
                (CUSTOMERS, AskPartner, RuleId::Csp14),
            ],
            RuleId::Own03,
        ),
        Capability::ChangeReservationScope | Capability::ChangeReservationSubscription => (
            &[
                (RESERVATION_ROLES, Allowed, RuleId::Own03),
                (ADMIN_AGENT, Allowed, RuleId::Nav09),
                (CUSTOMERS, AskPartner, RuleId::Csp14),
            ],
            RuleId::Own03,
        ),
        Capability::ManageReservationAccess => {
            (&[(OWNER, Allowed, RuleId::Own03), (ADMIN_AGENT, Allowed, RuleId::Nav08)], RuleId::Own03)
        }
    };
    Row { cells, denied_by }
}

impl Row {
    fn grant(&self, role: Role) -> Grant {
        self.cells
            .iter()
            .find(|(roles, ..)| roles.contains(role))
            .map_or(Grant::new(Denied, self.denied_by), |(_, access, rule)| Grant::new(*access, *rule))
    }

    /// The best of several roles; of equals the first in the order of [`Role::ALL`].
    fn best(&self, roles: RoleSet) -> Grant {
        let mut best: Option<Grant> = None;
        for grant in roles.iter().map(|role| self.grant(role)) {
            if best.is_none_or(|so_far| so_far.access() < grant.access()) {
                best = Some(grant);
            }
        }
        best.unwrap_or(Grant::new(Denied, self.denied_by))
    }
}

impl CapabilityMatrix {
    /// The table that answers where none is named.
    pub const CURRENT: Self = Self::March2021;

    /// The name: the month from which it holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::CapabilityMatrix;
    ///
    /// assert_eq!(CapabilityMatrix::CURRENT.name(), "2021-03");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::March2021 => "2021-03",
        }
    }

    pub(super) fn grant(self, capability: Capability, role: Role) -> Grant {
        match self {
            Self::March2021 => row(capability).grant(role),
        }
    }

    pub(super) fn best(self, capability: Capability, roles: RoleSet) -> Grant {
        match self {
            Self::March2021 => {
                let row = row(capability);
                let asks = roles.intersects(CUSTOMERS) && row.best(CUSTOMERS).access() == AskPartner;
                row.best(if asks { roles.without(RESERVATION_ROLES) } else { roles })
            }
        }
    }
}

/// The name: `2021-03`.
impl fmt::Display for CapabilityMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
