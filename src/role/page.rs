//! What the headers of the source pages say about roles, and which sentence overrules them.

use super::{Capability, Role, RoleSet};
use crate::rule::RuleId;

/// A source page whose header names roles.
///
/// Two headers name more roles than the sentences below them let act. The sentence about the action wins, so the
/// headers decide nothing here; they are kept so that anyone who reads them can see what became of them.
///
/// # Rules
///
/// `ROLE-01`, `ROLE-02`, and `CON-10` to `CON-12` for the choice.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Page, Role};
///
/// let page = Page::SoftwareSubscriptions;
/// assert!(page.header().contains(Role::GLOBAL_ADMIN));
/// assert!(page.actions().iter().all(|action| action.overruled().contains(Role::GLOBAL_ADMIN)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Page {
    /// Letting customers buy, 2020-05-18.
    CustomerPermissions,
    /// Selling software through CSP, 2021-03-08.
    SoftwareSubscriptions,
}

/// An action on a page: a sentence that says who may, whatever the header says.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{Capability, Page, Role, RoleSet};
///
/// let action = Page::CustomerPermissions.actions()[0];
/// assert_eq!(action.capability(), Capability::SetCustomerPermission);
/// assert_eq!(action.overruled(), RoleSet::of(Role::SALES_AGENT));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PageAction {
    page: Page,
    capability: Capability,
    rule: RuleId,
}

impl Page {
    /// Every page with a header.
    pub const ALL: &[Self] = &[Self::CustomerPermissions, Self::SoftwareSubscriptions];

    /// The roles that the header names.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Page;
    ///
    /// assert_eq!(Page::CustomerPermissions.header().to_string(), "admin agent, sales agent");
    /// ```
    #[must_use]
    pub const fn header(self) -> RoleSet {
        match self {
            Self::CustomerPermissions => RoleSet::of(Role::ADMIN_AGENT).with(Role::SALES_AGENT),
            Self::SoftwareSubscriptions => RoleSet::of(Role::ADMIN_AGENT).with(Role::GLOBAL_ADMIN),
        }
    }

    /// The rule that is the header.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Page;
    /// use reservation_policy::rule::RuleId;
    ///
    /// assert_eq!(Page::CustomerPermissions.rule(), RuleId::Role02);
    /// ```
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::CustomerPermissions => RuleId::Role02,
            Self::SoftwareSubscriptions => RuleId::Role01,
        }
    }

    /// The actions whose own sentence names fewer roles than the header.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Page};
    ///
    /// let actions = Page::SoftwareSubscriptions.actions().iter().map(|action| action.capability());
    /// assert!(actions.eq([Capability::CancelSoftware, Capability::ViewKeysInPartnerCenter]));
    /// ```
    #[must_use]
    pub const fn actions(self) -> &'static [PageAction] {
        match self {
            Self::CustomerPermissions => &[PageAction {
                page: Self::CustomerPermissions,
                capability: Capability::SetCustomerPermission,
                rule: RuleId::Con12,
            }],
            Self::SoftwareSubscriptions => &[
                PageAction {
                    page: Self::SoftwareSubscriptions,
                    capability: Capability::CancelSoftware,
                    rule: RuleId::Con10,
                },
                PageAction {
                    page: Self::SoftwareSubscriptions,
                    capability: Capability::ViewKeysInPartnerCenter,
                    rule: RuleId::Con11,
                },
            ],
        }
    }
}

impl PageAction {
    /// What the sentence is about.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::{Capability, Page};
    ///
    /// assert_eq!(Page::SoftwareSubscriptions.actions()[0].capability(), Capability::CancelSoftware);
    /// ```
    #[must_use]
    pub const fn capability(&self) -> Capability {
        self.capability
    }

    /// The rule that settles header against sentence.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Page;
    /// use reservation_policy::rule::RuleId;
    ///
    /// assert_eq!(Page::SoftwareSubscriptions.actions()[0].rule(), RuleId::Con10);
    /// ```
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.rule
    }

    /// The roles that the header names and that may not do it all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Page;
    ///
    /// let cancel = Page::SoftwareSubscriptions.actions()[0];
    /// assert_eq!(cancel.overruled().to_string(), "partner's global admin");
    /// ```
    #[must_use]
    pub fn overruled(&self) -> RoleSet {
        self.page.header().without(self.capability.who_may())
    }
}
