//! The matrix of roles and capabilities.

use super::{Access, Capability, Grant, Role, RoleSet};
use crate::rule::RuleId;

use Access::{Allowed, AskPartner, Denied, NotStated, PermissionChangesOnly, ReadOnly};

const ADMIN_AGENT: RoleSet = RoleSet::EMPTY.with(Role::AdminAgent);
const GLOBAL_ADMIN: RoleSet = RoleSet::EMPTY.with(Role::GlobalAdmin);
const SALES_AGENT: RoleSet = RoleSet::EMPTY.with(Role::SalesAgent);
const READERS: RoleSet = SALES_AGENT.with(Role::HelpdeskAgent);
const LOG_READERS: RoleSet =
    GLOBAL_ADMIN.with(Role::AccountAdmin).with(Role::ReferralAdmin).with(Role::MarketingContentAdmin);
const PARTNERS: RoleSet = LOG_READERS.and(READERS).and(ADMIN_AGENT);
const CUSTOMER_ADMIN: RoleSet = RoleSet::EMPTY.with(Role::CustomerGlobalAdmin);
const CUSTOMERS: RoleSet = CUSTOMER_ADMIN.with(Role::CustomerUser);
const AZURE_OWNER: RoleSet = RoleSet::EMPTY.with(Role::AzureOwner);
const OWNER: RoleSet = RoleSet::EMPTY.with(Role::ReservationOwner);
const RESERVATION_ROLES: RoleSet = OWNER.with(Role::ReservationAdministrator);

/// The cells of one capability: the first entry with a role decides; `others` holds for roles that no entry names.
struct Row {
    cells: &'static [(RoleSet, Access, RuleId)],
    others: (Access, RuleId),
}

/// Where a sentence says only "the partner", the matrix reads the admin agent. The head of a page names the roles for
/// what the page is about; a sentence about one action overrules it (`CON-10` to `CON-12`).
const fn row(capability: Capability) -> Row {
    let (cells, others): (&[_], _) = match capability {
        Capability::SetCustomerPermission => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Csp06), (READERS, ReadOnly, RuleId::Csp07)], (Denied, RuleId::Csp06))
        }
        Capability::ViewCustomerPermission => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Csp06), (READERS, Allowed, RuleId::Csp07)], (Denied, RuleId::Csp07))
        }
        Capability::ViewActivityLog => (
            &[
                (LOG_READERS, Allowed, RuleId::Act02),
                (ADMIN_AGENT, PermissionChangesOnly, RuleId::Con13),
                (SALES_AGENT, PermissionChangesOnly, RuleId::Con13),
            ],
            (NotStated, RuleId::Con13),
        ),
        Capability::CancelSoftware => {
            (&[(ADMIN_AGENT, Allowed, RuleId::Sw08), (GLOBAL_ADMIN, Denied, RuleId::Con10)], (Denied, RuleId::Sw08))
        }
        Capability::ViewKeysInPartnerCenter => (
            &[
                (ADMIN_AGENT, Allowed, RuleId::Key03),
                (GLOBAL_ADMIN, Denied, RuleId::Con11),
                (CUSTOMERS, Denied, RuleId::Key05),
            ],
            (Denied, RuleId::Key03),
        ),
        Capability::ViewKeysInAdminCenter => {
            (&[(CUSTOMER_ADMIN, Allowed, RuleId::Key05), (PARTNERS, Denied, RuleId::Key06)], (Denied, RuleId::Role05))
        }
        Capability::BuyOwnReservation => {
            (&[(AZURE_OWNER, Allowed, RuleId::Role03), (CUSTOMERS, Denied, RuleId::Csp19)], (Denied, RuleId::Role03))
        }
        Capability::BuyReservationForCustomer => (
            &[
                (ADMIN_AGENT, Allowed, RuleId::Csp15),
                (SALES_AGENT, Allowed, RuleId::Role02),
                (GLOBAL_ADMIN, Allowed, RuleId::Role01),
                (PARTNERS, Denied, RuleId::Role02),
            ],
            (Denied, RuleId::Csp15),
        ),
        Capability::BuySoftwareForCustomer => (
            &[(ADMIN_AGENT, Allowed, RuleId::Role01), (GLOBAL_ADMIN, Allowed, RuleId::Role01)],
            (Denied, RuleId::Role01),
        ),
        Capability::RenewReservation => (
            &[
                (RESERVATION_ROLES, Allowed, RuleId::Own03),
                (ADMIN_AGENT, Allowed, RuleId::Csp14),
                (CUSTOMERS, AskPartner, RuleId::Csp14),
            ],
            (Denied, RuleId::Own03),
        ),
        Capability::ChangeReservationScope => (
            &[
                (RESERVATION_ROLES, Allowed, RuleId::Own03),
                (ADMIN_AGENT, Allowed, RuleId::Nav09),
                (CUSTOMERS, AskPartner, RuleId::Csp14),
            ],
            (Denied, RuleId::Own03),
        ),
        Capability::ManageReservationAccess => {
            (&[(OWNER, Allowed, RuleId::Own03), (ADMIN_AGENT, Allowed, RuleId::Nav08)], (Denied, RuleId::Own03))
        }
    };
    Row { cells, others }
}

impl Row {
    fn grant(&self, role: Role) -> Grant {
        let cell = self.cells.iter().find(|(named, ..)| named.contains(role));
        let (access, by) = cell.map_or(self.others, |(_, access, by)| (*access, *by));
        Grant { access, rule: by }
    }

    /// The best of several roles; of equals the first in the order of [`Role::ALL`]. Without a role nothing is allowed.
    fn best(&self, roles: RoleSet) -> Grant {
        let none = Grant { access: Denied, rule: self.others.1 };
        let better = |best: Grant, grant: Grant| if best.access < grant.access { grant } else { best };
        roles.iter().map(|role| self.grant(role)).reduce(better).unwrap_or(none)
    }
}

pub(super) fn grant(capability: Capability, role: Role) -> Grant {
    row(capability).grant(role)
}

/// The best of several roles. Customers who must ask the partner must do so as owners of the reservation too.
pub(super) fn best(capability: Capability, roles: RoleSet) -> Grant {
    let row = row(capability);
    let asks = roles.intersects(CUSTOMERS) && row.best(CUSTOMERS).access == AskPartner;
    row.best(if asks { roles.without(RESERVATION_ROLES) } else { roles })
}
