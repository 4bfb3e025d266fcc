//! Why an exchange is refused, or needs a person to look.

use core::fmt;

use chrono::NaiveDate;

use super::request::Return;
use crate::decision::{Reason, Verdict, sealed};
use crate::money::Money;
use crate::policy::reservation::{PolicyName, Requester, RequesterSet, Sameness};
use crate::quantity::Quantity;
use crate::reservation::eligibility::requester_rule;
use crate::reservation::{ReservationId, ReservationState};
use crate::resource::ResourceType;
use crate::rule::RuleId;
use crate::shown::shortened;

/// Which returned reservation a reason is about: its place in the request, counted from 1, and its id if it has one.
///
/// # Examples
///
/// A reservation that was cancelled already is to be exchanged:
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_last_day.txt")]
/// assert_eq!(returned.to_string(), "returned reservation 1 (`9f3b6c1a`)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedItem {
    number: u32,
    id: Option<ReservationId>,
}

impl ReturnedItem {
    pub(super) fn of(number: u32, item: &Return<'_>) -> Self {
        Self { number, id: item.reservation().id().cloned() }
    }

    /// Which one, counted from 1.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_last_day.txt")]
    /// assert_eq!(returned.number(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// Its id, where one was given.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_last_day.txt")]
    /// assert_eq!(returned.id().map(ReservationId::as_str), Some("orders/4e1a/reservations/9f3b6c1a"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> Option<&ReservationId> {
        self.id.as_ref()
    }
}

/// `returned reservation 2`, and the last part of its id if it has one.
impl fmt::Display for ReturnedItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "returned reservation {}", self.number)?;
        let Some(name) = self.id.as_ref().and_then(|id| id.as_str().rsplit('/').next()) else { return Ok(()) };
        let shown = shortened(name);
        write!(f, " (`{shown}`)")
    }
}

/// Why an exchange is refused, or needs a person to look.
///
/// In a decision they stand in the order of the variants, the most lasting obstacle first. Reasons of one variant
/// about several reservations stand in the order of the request, and about several types in the order of
/// [`ResourceType`].
///
/// # Examples
///
/// A virtual machine is to become a database:
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_last_day.txt")]
/// let new = NewReservation::new(ResourceType::SqlDatabases, Quantity::ONE, Term::OneYear, usd("400.00")?)?;
/// # let (returns, at) = (vec![Return::new(&old, Quantity::ONE)], "2025-07-09T12:00:00Z".parse()?);
/// let request = ExchangeRequest::new(returns, vec![new.into()], at, Requester::Owner)?;
/// let decision = policy.decide_exchange(&request)?;
/// let reason = &decision.reasons()[0];
/// assert_eq!((reason.code(), reason.rule().as_str()), ("TypeMismatch", "L-08"));
/// assert_eq!(
///     reason.to_string(),
///     "a reservation of type VirtualMachines is not exchanged for one of type SqlDatabases, \
///      only for the same type or family"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExchangeReason {
    /// This type is never exchanged.
    TypeNotExchangeable {
        /// The type.
        resource_type: ResourceType,
        /// The policy that says so.
        policy: PolicyName,
    },
    /// A returned reservation is in a state in which nothing can be done with it.
    StateForbids {
        /// Which one.
        returned: ReturnedItem,
        /// The state.
        state: ReservationState,
    },
    /// A returned reservation is in a state that this version of the crate does not know.
    StateUnknown {
        /// Which one.
        returned: ReturnedItem,
        /// The state.
        state: ReservationState,
    },
    /// US Government customers on an Enterprise Agreement have no self-service.
    UsGovernmentEnterprise,
    /// Customers of a partner can't exchange what they bought themselves.
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
    /// One type can't become the other. At most 1,000 such pairs are told.
    TypeMismatch {
        /// The type of what is returned.
        returned: ResourceType,
        /// The type of what is bought.
        bought: ResourceType,
        /// Whether types or families must be the same.
        sameness: Sameness,
    },
    /// It was bought too late to be exchanged for another reservation: savings plans cover its service.
    NoLongerExchangeable {
        /// Which one.
        returned: ReturnedItem,
        /// Its type.
        resource_type: ResourceType,
        /// The UTC date on which it was bought.
        bought_on: NaiveDate,
        /// From this date of purchase on such services are not exchanged.
        restricted_from: NaiveDate,
    },
    /// Not so many units still have their one final exchange.
    FinalExchangeUsed {
        /// Which one.
        returned: ReturnedItem,
        /// How many units are to be exchanged.
        requested: Quantity,
        /// How many units still have their final exchange.
        left: u32,
    },
    /// The policy does not let reservations be traded in for a savings plan, or not yet.
    TradeInNotOffered {
        /// The policy.
        policy: PolicyName,
        /// The first UTC date on which it does, if it ever does.
        from: Option<NaiveDate>,
    },
    /// Savings plans do not cover this type, so it can't be traded in for one.
    TradeInNotCovered {
        /// The type.
        resource_type: ResourceType,
    },
    /// Too many reservations for one trade-in.
    TradeInTooMany {
        /// How many are traded in.
        reservations: u32,
        /// The most that can be.
        most: u32,
    },
    /// Too little is bought for what is returned.
    NewTotalTooSmall {
        /// What is returned is worth this much.
        returned: Money,
        /// What is bought costs this much.
        bought: Money,
        /// So much more must be bought.
        missing: Money,
        /// The rule: `L-12` for a trade-in, otherwise as the policy compares.
        rule: RuleId,
    },
}

impl sealed::Sealed for ExchangeReason {}

/// # Rules
///
/// | reason | rule |
/// |---|---|
/// | `TypeNotExchangeable` | `L-11`; `SW-07` for SUSE and Red Hat |
/// | `StateForbids`, `StateUnknown` | `L-16` |
/// | `UsGovernmentEnterprise` | `ELIG-01` |
/// | `CustomerMustAskPartner` | `CSP-14` |
/// | `RequesterNotAllowed` | `OWN-01`; `L-14` where administrators may; `CSP-14` where only the partner may |
/// | `AgreementExpired` | `ELIG-03` |
/// | `TypeMismatch` | `EXC-08` by type, `L-08` by family |
/// | `NoLongerExchangeable`, `FinalExchangeUsed` | `L-09` |
/// | `TradeInNotOffered`, `TradeInNotCovered`, `TradeInTooMany` | `L-12` |
/// | `NewTotalTooSmall` | `EXC-12`, `EXC-04`, `L-07` or `L-12` |
impl Reason for ExchangeReason {
    #[expect(clippy::wildcard_enum_match_arm, reason = "two types have a rule of their own")]
    fn rule(&self) -> RuleId {
        match self {
            Self::TypeNotExchangeable { resource_type, .. } => match resource_type {
                ResourceType::SuseLinux | ResourceType::RedHat => RuleId::Sw07,
                _ => RuleId::L11,
            },
            Self::StateForbids { .. } | Self::StateUnknown { .. } => RuleId::L16,
            Self::UsGovernmentEnterprise => RuleId::Elig01,
            Self::CustomerMustAskPartner => RuleId::Csp14,
            Self::RequesterNotAllowed { allowed, .. } => requester_rule(*allowed, RuleId::Own01),
            Self::AgreementExpired => RuleId::Elig03,
            Self::TypeMismatch { sameness, .. } => match sameness {
                Sameness::Type => RuleId::Exc08,
                Sameness::Family => RuleId::L08,
            },
            Self::NoLongerExchangeable { .. } | Self::FinalExchangeUsed { .. } => RuleId::L09,
            Self::TradeInNotOffered { .. } | Self::TradeInNotCovered { .. } | Self::TradeInTooMany { .. } => {
                RuleId::L12
            }
            Self::NewTotalTooSmall { rule, .. } => *rule,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TypeNotExchangeable { .. } => "TypeNotExchangeable",
            Self::StateForbids { .. } => "StateForbids",
            Self::StateUnknown { .. } => "StateUnknown",
            Self::UsGovernmentEnterprise => "UsGovernmentEnterprise",
            Self::CustomerMustAskPartner => "CustomerMustAskPartner",
            Self::RequesterNotAllowed { .. } => "RequesterNotAllowed",
            Self::AgreementExpired => "AgreementExpired",
            Self::TypeMismatch { .. } => "TypeMismatch",
            Self::NoLongerExchangeable { .. } => "NoLongerExchangeable",
            Self::FinalExchangeUsed { .. } => "FinalExchangeUsed",
            Self::TradeInNotOffered { .. } => "TradeInNotOffered",
            Self::TradeInNotCovered { .. } => "TradeInNotCovered",
            Self::TradeInTooMany { .. } => "TradeInTooMany",
            Self::NewTotalTooSmall { .. } => "NewTotalTooSmall",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        match self {
            Self::TypeNotExchangeable { .. } | Self::UsGovernmentEnterprise => Some("SelfServiceRefundNotSupported"),
            Self::StateForbids { .. } | Self::StateUnknown { .. } => Some("OperationCannotBePerformedInCurrentState"),
            Self::CustomerMustAskPartner
            | Self::RequesterNotAllowed { .. }
            | Self::AgreementExpired
            | Self::TypeMismatch { .. }
            | Self::NoLongerExchangeable { .. }
            | Self::FinalExchangeUsed { .. }
            | Self::TradeInNotOffered { .. }
            | Self::TradeInNotCovered { .. }
            | Self::TradeInTooMany { .. }
            | Self::NewTotalTooSmall { .. } => None,
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::StateUnknown { .. } | Self::AgreementExpired => Verdict::NeedsReview,
            Self::TypeNotExchangeable { .. }
            | Self::StateForbids { .. }
            | Self::UsGovernmentEnterprise
            | Self::CustomerMustAskPartner
            | Self::RequesterNotAllowed { .. }
            | Self::TypeMismatch { .. }
            | Self::NoLongerExchangeable { .. }
            | Self::FinalExchangeUsed { .. }
            | Self::TradeInNotOffered { .. }
            | Self::TradeInNotCovered { .. }
            | Self::TradeInTooMany { .. }
            | Self::NewTotalTooSmall { .. } => Verdict::Denied,
        }
    }
}

impl fmt::Display for ExchangeReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TypeNotExchangeable { resource_type, policy } => {
                write!(f, "reservations of type {resource_type} are not exchanged under policy {policy}")
            }
            Self::StateForbids { returned, state } => {
                write!(f, "{returned} is in state {state} and can't be exchanged, only one in state Succeeded can")
            }
            Self::StateUnknown { returned, state } => write!(
                f,
                "{returned} is in state {state}, which is not known here; ask support whether it can be exchanged"
            ),
            Self::UsGovernmentEnterprise => f.write_str(
                "US Government customers on an Enterprise Agreement have no self-service exchange; create a support request",
            ),
            Self::CustomerMustAskPartner => f.write_str(
                "the customer can't exchange a reservation bought through a partner; ask the partner to do it",
            ),
            Self::RequesterNotAllowed { requester, allowed } => {
                write!(f, "{requester} may not make this exchange; {allowed} may")
            }
            Self::AgreementExpired => f.write_str(
                "the Enterprise Agreement expired and was not renewed; ask support whether the exchange can be made",
            ),
            Self::TypeMismatch { returned, bought, sameness } => {
                let same = match sameness {
                    Sameness::Type => "type",
                    Sameness::Family => "type or family",
                };
                write!(f, "a reservation of type {returned} is not exchanged for one of type {bought}, only for the same {same}")
            }
            Self::NoLongerExchangeable { returned, resource_type, bought_on, restricted_from } => write!(
                f,
                "{returned} was bought on {bought_on}; {resource_type} bought on {restricted_from} or later is not \
                 exchanged, it can be traded in for a savings plan"
            ),
            Self::FinalExchangeUsed { returned, requested, left } => write!(
                f,
                "{requested} of {returned} are to be exchanged, and {left} still have the one final exchange of each unit"
            ),
            Self::TradeInNotOffered { policy, from: None } => {
                write!(f, "policy {policy} lets no reservation be traded in for a savings plan")
            }
            Self::TradeInNotOffered { policy, from: Some(from) } => {
                write!(f, "policy {policy} lets reservations be traded in for a savings plan from {from} on")
            }
            Self::TradeInNotCovered { resource_type } => write!(
                f,
                "savings plans do not cover {resource_type}, so its reservations can't be traded in for one"
            ),
            Self::TradeInTooMany { reservations, most } => {
                write!(f, "{reservations} reservations are traded in, and at most {most} can be at once")
            }
            Self::NewTotalTooSmall { returned, bought, missing, .. } => write!(
                f,
                "what is bought totals {bought} and what is returned is worth {returned}; {missing} more is needed"
            ),
        }
    }
}
