//! Why a refund is refused, or needs a person to look.

use core::fmt;

use chrono::{DateTime, Utc};

use super::request::RefundRequest;
use crate::calendar::{rfc3339, utc_date};
use crate::decision::{Reason, Verdict, sealed};
use crate::money::UsdAmount;
use crate::policy::reservation::{PolicyName, Requester, RequesterSet, ReservationPolicy};
use crate::reservation::ReservationState;
use crate::reservation::eligibility::{
    RequesterObstacle, StateObstacle, is_closed_to_self_service, is_expired, requester_obstacle, requester_rule,
    state_obstacle,
};
use crate::resource::ResourceType;
use crate::rule::RuleId;

/// Why a return is refused, or needs a person to look.
///
/// In a decision they stand in the order of the variants, the most lasting obstacle first.
///
/// # Examples
///
/// A customer of a partner asks for a reservation that is cancelled already; both are told at once:
///
/// ```
/// use reservation_policy::decision::Reason;
#[doc = include_str!("../../../docs/snippets/refund_request.txt")]
///
/// let cancelled = reservation.with_state(ReservationState::Cancelled);
/// let request = RefundRequest::new(&cancelled, Quantity::ONE, at, Requester::Customer);
/// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
/// let rules: Vec<_> = decision.reasons().iter().map(|reason| (reason.code(), reason.rule().as_str())).collect();
/// assert_eq!(rules, [("StateForbids", "L-16"), ("CustomerMustAskPartner", "CSP-14")]);
/// assert_eq!(decision.reasons()[0].azure_code(), Some("OperationCannotBePerformedInCurrentState"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// | reason | rule |
/// |---|---|
/// | `TypeNotRefundable` | `L-10`; `SW-07` for SUSE and Red Hat |
/// | `StateForbids`, `StateUnknown` | `L-16` |
/// | `UsGovernmentEnterprise` | `ELIG-01` |
/// | `CustomerMustAskPartner` | `CSP-14` |
/// | `RequesterNotAllowed` | `OWN-02`; `L-14` where administrators may; `CSP-14` where only the partner may |
/// | `AgreementExpired` | `ELIG-03`; it needs review (`AMB-20`) |
/// | `CapExceeded` | `CAP-03`; refused whole (`L-06`) |
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefundReason {
    /// This type is never refunded.
    TypeNotRefundable {
        /// The type.
        resource_type: ResourceType,
        /// The policy that says so.
        policy: PolicyName,
    },
    /// The reservation is in a state in which nothing can be done with it.
    StateForbids {
        /// The state.
        state: ReservationState,
    },
    /// The reservation is in a state that this version of the crate does not know.
    StateUnknown {
        /// The state.
        state: ReservationState,
    },
    /// US Government customers on an Enterprise Agreement have no self-service.
    UsGovernmentEnterprise,
    /// Customers of a partner can't return what they bought themselves.
    CustomerMustAskPartner,
    /// Who asks may not.
    RequesterNotAllowed {
        /// Who asks.
        requester: Requester,
        /// Who may.
        allowed: RequesterSet,
    },
    /// The Enterprise Agreement expired and was not renewed.
    AgreementExpired,
    /// What counts is more than what is left of the cap.
    CapExceeded {
        /// What counts.
        requested: UsdAmount,
        /// What is left.
        remaining: UsdAmount,
        /// The cap.
        limit: UsdAmount,
        /// The first instant at which the same amount fits, if it ever does.
        earliest: Option<DateTime<Utc>>,
    },
}

impl sealed::Sealed for RefundReason {}

impl Reason for RefundReason {
    #[expect(clippy::wildcard_enum_match_arm, reason = "two types have a rule of their own")]
    fn rule(&self) -> RuleId {
        match self {
            Self::TypeNotRefundable { resource_type, .. } => match resource_type {
                ResourceType::SuseLinux | ResourceType::RedHat => RuleId::Sw07,
                _ => RuleId::L10,
            },
            Self::StateForbids { .. } | Self::StateUnknown { .. } => RuleId::L16,
            Self::UsGovernmentEnterprise => RuleId::Elig01,
            Self::CustomerMustAskPartner => RuleId::Csp14,
            Self::RequesterNotAllowed { allowed, .. } => requester_rule(*allowed, RuleId::Own02),
            Self::AgreementExpired => RuleId::Elig03,
            Self::CapExceeded { .. } => RuleId::Cap03,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TypeNotRefundable { .. } => "TypeNotRefundable",
            Self::StateForbids { .. } => "StateForbids",
            Self::StateUnknown { .. } => "StateUnknown",
            Self::UsGovernmentEnterprise => "UsGovernmentEnterprise",
            Self::CustomerMustAskPartner => "CustomerMustAskPartner",
            Self::RequesterNotAllowed { .. } => "RequesterNotAllowed",
            Self::AgreementExpired => "AgreementExpired",
            Self::CapExceeded { .. } => "CapExceeded",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        match self {
            Self::TypeNotRefundable { .. } | Self::UsGovernmentEnterprise => Some("SelfServiceRefundNotSupported"),
            Self::StateForbids { .. } | Self::StateUnknown { .. } => Some("OperationCannotBePerformedInCurrentState"),
            Self::CapExceeded { .. } => Some("RefundLimitExceeded"),
            Self::CustomerMustAskPartner | Self::RequesterNotAllowed { .. } | Self::AgreementExpired => None,
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::StateUnknown { .. } | Self::AgreementExpired => Verdict::NeedsReview,
            Self::TypeNotRefundable { .. }
            | Self::StateForbids { .. }
            | Self::UsGovernmentEnterprise
            | Self::CustomerMustAskPartner
            | Self::RequesterNotAllowed { .. }
            | Self::CapExceeded { .. } => Verdict::Denied,
        }
    }
}

impl fmt::Display for RefundReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TypeNotRefundable { resource_type, policy } => {
                write!(f, "reservations of type {resource_type} are not refunded under policy {policy}")
            }
            Self::StateForbids { state } => {
                write!(f, "a reservation in state {state} can't be returned, only one in state Succeeded")
            }
            Self::StateUnknown { state } => {
                write!(f, "state {state} is not known here; ask support whether the reservation can be returned")
            }
            Self::UsGovernmentEnterprise => f.write_str(
                "US Government customers on an Enterprise Agreement have no self-service refund; create a support request",
            ),
            Self::CustomerMustAskPartner => {
                f.write_str("the customer can't return a reservation bought through a partner; ask the partner to do it")
            }
            Self::RequesterNotAllowed { requester, allowed } => {
                write!(f, "{requester} may not return this reservation; {allowed} may")
            }
            Self::AgreementExpired => f.write_str(
                "the Enterprise Agreement expired and was not renewed; ask support whether the reservation can be returned",
            ),
            Self::CapExceeded { requested, remaining, limit, earliest } => {
                write!(f, "{requested} USD counts toward the cap of {limit} USD, and {remaining} USD is left of it")?;
                match earliest {
                    Some(earliest) => write!(f, "; the same amount fits from {} on", rfc3339(*earliest)),
                    None => f.write_str("; it is above the whole cap and will never fit"),
                }
            }
        }
    }
}

/// Adds every reason but the cap, in their order. Where there is none, nothing is allocated.
pub(super) fn note_reasons(policy: &ReservationPolicy, request: &RefundRequest<'_>, found: &mut Vec<RefundReason>) {
    let mut note = |reason: Option<RefundReason>| {
        if let Some(reason) = reason {
            found.push(reason);
        }
    };
    let (state, agreement) = (request.reservation().state(), request.agreement());
    note(resource_type(policy, request));
    note(state_obstacle(state).map(|obstacle| match obstacle {
        StateObstacle::Forbids => RefundReason::StateForbids { state: state.clone() },
        StateObstacle::Unknown => RefundReason::StateUnknown { state: state.clone() },
    }));
    note(is_closed_to_self_service(policy, request.cloud(), agreement).then_some(RefundReason::UsGovernmentEnterprise));
    note(requester_obstacle(*policy.who_may(), request.requester(), agreement).map(|obstacle| match obstacle {
        RequesterObstacle::MustAskPartner => RefundReason::CustomerMustAskPartner,
        RequesterObstacle::NotAllowed { allowed } => {
            RefundReason::RequesterNotAllowed { requester: request.requester(), allowed }
        }
    }));
    note(is_expired(agreement).then_some(RefundReason::AgreementExpired));
}

fn resource_type(policy: &ReservationPolicy, request: &RefundRequest<'_>) -> Option<RefundReason> {
    let resource_type = request.reservation().resource_type();
    policy
        .not_refundable_on(utc_date(request.at()))
        .contains(resource_type)
        .then(|| RefundReason::TypeNotRefundable { resource_type: resource_type.clone(), policy: policy.name() })
}
