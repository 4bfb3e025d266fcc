//! What stands against a return of any kind, to get money back or in exchange: the state, who asks, under which
//! agreement.

use super::ReservationState;
use super::account::{Agreement, Cloud, EnterpriseStatus};
use crate::policy::reservation::{Requester, RequesterSet, ReservationPolicy, UsGovernmentEnterprise};
use crate::rule::RuleId;

/// Who may in CSP.
const PARTNER_ALONE: RequesterSet = RequesterSet::NONE.with(Requester::Partner);

/// The rule that says that these alone may; `owner_alone` where an edition lets only the owner.
pub(super) fn requester_rule(allowed: RequesterSet, owner_alone: RuleId) -> RuleId {
    if allowed == PARTNER_ALONE {
        RuleId::Csp14
    } else if allowed.contains(Requester::ReservationAdministrator) {
        RuleId::L14
    } else {
        owner_alone
    }
}

/// What a state says against a return of any kind.
pub(super) enum StateObstacle {
    /// Nothing can be done with the reservation in this state.
    Forbids,
    /// This version of the crate does not know the state.
    Unknown,
}

/// Only what is in use can be returned (`L-16`).
pub(super) const fn state_obstacle(state: &ReservationState) -> Option<StateObstacle> {
    match state {
        ReservationState::Succeeded => None,
        ReservationState::Other(_) => Some(StateObstacle::Unknown),
        ReservationState::Creating
        | ReservationState::PendingResourceHold
        | ReservationState::ConfirmedResourceHold
        | ReservationState::PendingBilling
        | ReservationState::ConfirmedBilling
        | ReservationState::Created
        | ReservationState::Cancelled
        | ReservationState::Expired
        | ReservationState::BillingFailed
        | ReservationState::Failed
        | ReservationState::Split
        | ReservationState::Merged => Some(StateObstacle::Forbids),
    }
}

/// Whether only support can do it.
pub(super) fn is_closed_to_self_service(
    policy: &ReservationPolicy,
    cloud: Cloud,
    agreement: Option<Agreement>,
) -> bool {
    *policy.us_government_enterprise() == UsGovernmentEnterprise::SupportRequestOnly
        && cloud == Cloud::UsGovernment
        && matches!(agreement, Some(Agreement::Enterprise(_)))
}

/// What stands against who asks.
pub(super) enum RequesterObstacle {
    /// A customer of a partner asks.
    MustAskPartner,
    /// Only these may.
    NotAllowed {
        /// Who may.
        allowed: RequesterSet,
    },
}

/// In CSP it is the partner alone (`CSP-14`, `CON-07`), whatever the policy says for others.
pub(super) fn requester_obstacle(
    allowed: RequesterSet,
    requester: Requester,
    agreement: Option<Agreement>,
) -> Option<RequesterObstacle> {
    let in_csp = agreement == Some(Agreement::Csp);
    let allowed = if in_csp { PARTNER_ALONE } else { allowed };
    if allowed.contains(requester) {
        None
    } else if requester == Requester::Customer {
        Some(RequesterObstacle::MustAskPartner)
    } else {
        Some(RequesterObstacle::NotAllowed { allowed })
    }
}

/// Whether the Enterprise Agreement expired and was not renewed (`ELIG-03`, `AMB-20`).
pub(super) fn is_expired(agreement: Option<Agreement>) -> bool {
    agreement == Some(Agreement::Enterprise(EnterpriseStatus::ExpiredNotRenewed))
}
