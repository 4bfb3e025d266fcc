//! Why a return, an exchange or a swap is refused or needs review: the rule, the codes and the words.

use core::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::account::{Requester, RequesterSet};
use crate::calendar::{Term, rfc3339};
use crate::edition::PolicyName;
use crate::money::{Money, UsdAmount};
use crate::quantity::Quantity;
use crate::rule::RuleId;
use crate::verdict::Verdict;

/// What was asked, as far as a reason's words and rule depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Action {
    /// A refund.
    Return,
    /// An exchange or a trade-in.
    Exchange,
    /// A swap for a premium-storage counterpart.
    Swap,
}

impl Action {
    const fn done(self) -> &'static str {
        match self {
            Self::Return => "returned",
            Self::Exchange => "exchanged",
            Self::Swap => "swapped",
        }
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Exchange => "exchange",
            Self::Swap => "swap",
        }
    }
}

/// Which reservation of a question a reason is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Item {
    /// Its number among the returned reservations or the purchases, from 1.
    pub number: u32,
    /// Its id, where it is known.
    pub id: Option<String>,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "returned reservation {} (`{}`)", self.number, crate::text::shortened(id)),
            None => write!(f, "returned reservation {}", self.number),
        }
    }
}

/// A reason against a return, an exchange or a swap, with the figures behind it.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Reason, RuleId, Verdict};
///
/// let reason = Reason::CustomerMustAskPartner;
/// assert_eq!((reason.rule(), reason.verdict()), (RuleId::Csp14, Verdict::Denied));
/// assert_eq!(reason.code(), "CustomerMustAskPartner");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Reason {
    /// The policy never refunds the type.
    TypeNotRefundable {
        /// The type.
        resource: String,
        /// The policy.
        policy: PolicyName,
    },
    /// The policy never exchanges the type.
    TypeNotExchangeable {
        /// The type.
        resource: String,
        /// The policy.
        policy: PolicyName,
    },
    /// The type is not known to this crate.
    TypeUnknown {
        /// The type.
        resource: String,
        /// What was asked.
        action: Action,
    },
    /// A reservation in this state cannot be returned.
    StateForbids {
        /// The reservation, in an exchange.
        item: Option<Item>,
        /// The state.
        state: String,
        /// What was asked.
        action: Action,
    },
    /// The state is not known to this crate.
    StateUnknown {
        /// The reservation, in an exchange.
        item: Option<Item>,
        /// The state.
        state: String,
        /// What was asked.
        action: Action,
    },
    /// US Government customers on an Enterprise Agreement have no self-service.
    UsGovernmentEnterprise {
        /// What was asked.
        action: Action,
    },
    /// A US Government customer whose agreement is not known, where the policy excludes Enterprise Agreements.
    UsGovernmentAgreementUnknown {
        /// What was asked.
        action: Action,
    },
    /// A customer of a CSP partner must ask the partner.
    CustomerMustAskPartner,
    /// The policy does not let this requester do it.
    RequesterNotAllowed {
        /// Who asked.
        requester: Requester,
        /// Who may.
        allowed: RequesterSet,
        /// What was asked.
        action: Action,
        /// The policy.
        policy: PolicyName,
    },
    /// The Enterprise Agreement expired and was not renewed.
    AgreementExpired {
        /// What was asked.
        action: Action,
    },
    /// The payment of the current period is not made, so that nothing is refunded for it.
    PaymentOutstanding {
        /// The reservation, in an exchange.
        item: Option<Item>,
        /// The number of the payment, from 1.
        payment: u32,
        /// The UTC day on which it fell due.
        due: NaiveDate,
    },
    /// The type is refunded on the current price, and none was given.
    CurrentPriceUnknown {
        /// The type.
        resource: String,
    },
    /// The window for refunds of virtual machine software has passed.
    SoftwareWindowPassed {
        /// The hours of the window.
        hours: u16,
        /// The last instant inside it.
        last_moment: DateTime<Utc>,
    },
    /// Virtual machine software bought in a private offer is never canceled.
    PrivateOffer,
    /// More counts than is left of the refund cap.
    CapExceeded {
        /// What would count.
        requested: UsdAmount,
        /// What is left.
        remaining: UsdAmount,
        /// The limit.
        limit: UsdAmount,
        /// The first instant at which today's amount would fit.
        amount_fits_from: Option<DateTime<Utc>>,
        /// The first instant within the term at which this same return would be approved. Only worked out when the cap
        /// is the only reason.
        return_fits_from: Option<DateTime<Utc>>,
    },
    /// A purchase has another type, or a type of another family, than a returned reservation.
    TypeMismatch {
        /// The number of the purchase, from 1.
        purchase: u32,
        /// Its type.
        bought: String,
        /// The type of the returned reservation.
        returned: String,
        /// The returned reservation.
        item: Item,
        /// Whether a family would have been enough.
        by_family: bool,
    },
    /// The new total is below what is returned.
    NewTotalTooSmall {
        /// The total of the purchases.
        purchases: Money,
        /// What it is compared with.
        returned: Money,
        /// How much more must be bought.
        missing: Money,
        /// The rule behind the comparison: `EXC-12`, `L-07`, `L-12`, or `EXC-04` where equal is not enough.
        rule: RuleId,
    },
    /// A reservation for a service that savings plans cover, bought from the cut-off day on.
    NoLongerExchangeable {
        /// The returned reservation.
        item: Item,
        /// The UTC day of its purchase.
        bought: NaiveDate,
        /// The UTC day from which the service's purchases are caught.
        caught_from: NaiveDate,
    },
    /// Fewer units still have their one final exchange than are returned.
    FinalExchangeUsed {
        /// The returned reservation.
        item: Item,
        /// The units that still have it.
        left: u32,
        /// The units that were to be exchanged.
        asked: Quantity,
    },
    /// The policy has no trade-in for a savings plan of this kind.
    TradeInNotOffered {
        /// The policy.
        policy: PolicyName,
        /// The savings plan: `compute` or `database`.
        plan: String,
    },
    /// The type cannot be traded in for this savings plan.
    TradeInType {
        /// The returned reservation.
        item: Item,
        /// Its type.
        resource: String,
        /// The savings plan: `compute` or `database`.
        plan: String,
    },
    /// The savings plan is not sold for this term.
    TradeInTerm {
        /// The number of the purchase, from 1.
        purchase: u32,
        /// Its term.
        term: Term,
        /// The savings plan: `compute` or `database`.
        plan: String,
    },
    /// More reservations than may be traded in at once.
    TooManyReservations {
        /// How many were asked for.
        asked: u32,
        /// How many may be.
        most: u32,
    },
    /// The requester may not buy savings plans.
    SavingsPlanRoleMissing,
    /// The bought size is no longer sold for its term.
    NoLongerSold {
        /// The number of the purchase, from 1.
        purchase: u32,
        /// The size.
        size: String,
        /// The term.
        term: Term,
        /// The first UTC day without sales.
        from: NaiveDate,
    },
    /// The policy has no swaps.
    SwapNotOffered,
    /// A swap stays in its region.
    SwapRegionDiffers {
        /// The region of the reservation.
        from: String,
        /// The region that was asked for.
        to: String,
        /// Whether the edition's text says so (`L-13`), or it follows from the counterpart (`EXC-15`).
        stated: bool,
    },
    /// The size is not the premium-storage counterpart.
    SwapNotACounterpart {
        /// The size of the reservation.
        from: String,
        /// The size that was asked for.
        to: String,
        /// The counterpart, where it is known.
        expected: Option<String>,
        /// Whether the names differ in the premium-storage mark alone, so that the pair may be newer than the table.
        may_be_newer: bool,
    },
    /// The policy swaps in the other direction only.
    SwapWrongDirection {
        /// The size of the reservation.
        from: String,
    },
}

impl Reason {
    /// The rule behind it.
    #[must_use]
    pub fn rule(&self) -> RuleId {
        match self {
            Self::TypeNotRefundable { resource, .. } => {
                if is_plan(resource) {
                    RuleId::Sw07
                } else {
                    RuleId::L10
                }
            }
            Self::TypeNotExchangeable { resource, .. } => match resource.as_str() {
                resource if is_plan(resource) => RuleId::Sw07,
                "VirtualMachineSoftware" => RuleId::L32,
                _ => RuleId::L11,
            },
            Self::TypeUnknown { action: Action::Return, .. } => RuleId::L10,
            Self::TypeUnknown { .. } => RuleId::L11,
            Self::StateForbids { .. } | Self::StateUnknown { .. } => RuleId::L16,
            Self::UsGovernmentEnterprise { .. } | Self::UsGovernmentAgreementUnknown { .. } => RuleId::Elig01,
            Self::CustomerMustAskPartner => RuleId::Csp14,
            Self::RequesterNotAllowed { allowed, action, policy, .. } => {
                requester_rule(*allowed, *action, policy.edition)
            }
            Self::AgreementExpired { .. } => RuleId::Elig03,
            Self::PaymentOutstanding { .. } => RuleId::Amb21,
            Self::CurrentPriceUnknown { .. } => RuleId::L03,
            Self::SoftwareWindowPassed { .. } | Self::PrivateOffer => RuleId::L32,
            Self::CapExceeded { .. } => RuleId::Cap03,
            Self::TypeMismatch { by_family: true, .. } => RuleId::L08,
            Self::TypeMismatch { by_family: false, .. } => RuleId::Exc08,
            Self::NewTotalTooSmall { rule, .. } => *rule,
            Self::TradeInNotOffered { .. }
            | Self::TradeInType { .. }
            | Self::TradeInTerm { .. }
            | Self::TooManyReservations { .. } => RuleId::L12,
            Self::NoLongerExchangeable { .. } | Self::FinalExchangeUsed { .. } => RuleId::L09,
            Self::SavingsPlanRoleMissing => RuleId::L24,
            Self::NoLongerSold { .. } => RuleId::L35,
            Self::SwapRegionDiffers { stated: true, .. } => RuleId::L13,
            Self::SwapNotOffered
            | Self::SwapRegionDiffers { .. }
            | Self::SwapNotACounterpart { .. }
            | Self::SwapWrongDirection { .. } => RuleId::Exc15,
        }
    }

    /// Its name in JSON, such as `CapExceeded`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TypeNotRefundable { .. } => "TypeNotRefundable",
            Self::TypeNotExchangeable { .. } => "TypeNotExchangeable",
            Self::TypeUnknown { .. } => "TypeUnknown",
            Self::StateForbids { .. } => "StateForbids",
            Self::StateUnknown { .. } => "StateUnknown",
            Self::UsGovernmentEnterprise { .. } => "UsGovernmentEnterprise",
            Self::UsGovernmentAgreementUnknown { .. } => "UsGovernmentAgreementUnknown",
            Self::CustomerMustAskPartner => "CustomerMustAskPartner",
            Self::RequesterNotAllowed { .. } => "RequesterNotAllowed",
            Self::AgreementExpired { .. } => "AgreementExpired",
            Self::PaymentOutstanding { .. } => "PaymentOutstanding",
            Self::CurrentPriceUnknown { .. } => "CurrentPriceUnknown",
            Self::SoftwareWindowPassed { .. } => "SoftwareWindowPassed",
            Self::PrivateOffer => "PrivateOffer",
            Self::CapExceeded { .. } => "CapExceeded",
            Self::TypeMismatch { .. } => "TypeMismatch",
            Self::NewTotalTooSmall { .. } => "NewTotalTooSmall",
            Self::NoLongerExchangeable { .. } => "NoLongerExchangeable",
            Self::FinalExchangeUsed { .. } => "FinalExchangeUsed",
            Self::TradeInNotOffered { .. } => "TradeInNotOffered",
            Self::TradeInType { .. } => "TradeInType",
            Self::TradeInTerm { .. } => "TradeInTerm",
            Self::TooManyReservations { .. } => "TooManyReservations",
            Self::SavingsPlanRoleMissing => "SavingsPlanRoleMissing",
            Self::NoLongerSold { .. } => "NoLongerSold",
            Self::SwapNotOffered => "StorageSwapNotOffered",
            Self::SwapRegionDiffers { .. } => "StorageSwapRegionDiffers",
            Self::SwapNotACounterpart { .. } => "StorageSwapNotACounterpart",
            Self::SwapWrongDirection { .. } => "StorageSwapWrongDirection",
        }
    }

    /// The error code of the live service for it, if it has one.
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        match self {
            Self::TypeNotRefundable { .. }
            | Self::TypeNotExchangeable { .. }
            | Self::SoftwareWindowPassed { .. }
            | Self::PrivateOffer
            | Self::NoLongerExchangeable { .. }
            | Self::UsGovernmentEnterprise { .. } => Some("SelfServiceRefundNotSupported"),
            Self::StateForbids { .. } | Self::StateUnknown { .. } => Some("OperationCannotBePerformedInCurrentState"),
            Self::CapExceeded { .. } => Some("RefundLimitExceeded"),
            Self::TypeUnknown { .. }
            | Self::UsGovernmentAgreementUnknown { .. }
            | Self::CustomerMustAskPartner
            | Self::RequesterNotAllowed { .. }
            | Self::AgreementExpired { .. }
            | Self::PaymentOutstanding { .. }
            | Self::CurrentPriceUnknown { .. }
            | Self::TypeMismatch { .. }
            | Self::NewTotalTooSmall { .. }
            | Self::FinalExchangeUsed { .. }
            | Self::TradeInNotOffered { .. }
            | Self::TradeInType { .. }
            | Self::TradeInTerm { .. }
            | Self::TooManyReservations { .. }
            | Self::SavingsPlanRoleMissing
            | Self::NoLongerSold { .. }
            | Self::SwapNotOffered
            | Self::SwapRegionDiffers { .. }
            | Self::SwapNotACounterpart { .. }
            | Self::SwapWrongDirection { .. } => None,
        }
    }

    /// What the verdict is when this is the only reason.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self {
            Self::TypeUnknown { .. }
            | Self::StateUnknown { .. }
            | Self::UsGovernmentAgreementUnknown { .. }
            | Self::AgreementExpired { .. }
            | Self::PaymentOutstanding { .. }
            | Self::CurrentPriceUnknown { .. }
            | Self::SwapNotACounterpart { may_be_newer: true, .. } => Verdict::NeedsReview,
            Self::TypeNotRefundable { .. }
            | Self::TypeNotExchangeable { .. }
            | Self::StateForbids { .. }
            | Self::UsGovernmentEnterprise { .. }
            | Self::CustomerMustAskPartner
            | Self::RequesterNotAllowed { .. }
            | Self::SoftwareWindowPassed { .. }
            | Self::PrivateOffer
            | Self::CapExceeded { .. }
            | Self::TypeMismatch { .. }
            | Self::NewTotalTooSmall { .. }
            | Self::NoLongerExchangeable { .. }
            | Self::FinalExchangeUsed { .. }
            | Self::TradeInNotOffered { .. }
            | Self::TradeInType { .. }
            | Self::TradeInTerm { .. }
            | Self::TooManyReservations { .. }
            | Self::SavingsPlanRoleMissing
            | Self::NoLongerSold { .. }
            | Self::SwapNotOffered
            | Self::SwapRegionDiffers { .. }
            | Self::SwapNotACounterpart { .. }
            | Self::SwapWrongDirection { .. } => Verdict::Denied,
        }
    }
}

crate::verdict::impl_reason!(Reason);

/// Red Hat and SUSE plans have a rule of their own.
fn is_plan(resource: &str) -> bool {
    matches!(resource, "RedHat" | "SuseLinux")
}

/// The rule that says who may: that of 2018, of 2019, of CSP in 2020, or of the later editions.
fn requester_rule(allowed: RequesterSet, action: Action, edition: &str) -> RuleId {
    match (edition, action) {
        ("2020-07" | "2021-04", _) if allowed == RequesterSet::NONE.with(Requester::Partner) => RuleId::Csp14,
        ("2018-05" | "2018-10", _) => RuleId::Con07,
        ("2019-04" | "2020-01" | "2020-07" | "2021-04", Action::Return) => RuleId::Own02,
        ("2019-04" | "2020-01" | "2020-07" | "2021-04", Action::Exchange | Action::Swap) => RuleId::Own01,
        _ => RuleId::L14,
    }
}

impl fmt::Display for Reason {
    #[expect(clippy::too_many_lines, reason = "one table: each reason in words")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TypeNotRefundable { resource, policy } => {
                write!(f, "reservations of type {resource} are not refunded under policy {policy}")
            }
            Self::TypeNotExchangeable { resource, policy } => {
                write!(f, "reservations of type {resource} are not exchanged under policy {policy}")
            }
            Self::TypeUnknown { resource, action } => write!(
                f,
                "type `{}` is not known here; ask support whether its reservations can be {}",
                crate::text::shortened(resource),
                action.done()
            ),
            Self::StateForbids { item: None, state, action } => {
                write!(f, "a reservation in state {state} can't be {}, only one in state Succeeded", action.done())
            }
            Self::StateForbids { item: Some(item), state, action } => {
                write!(f, "{item} is in state {state} and can't be {}, only one in state Succeeded can", action.done())
            }
            Self::StateUnknown { item: None, state, action } => write!(
                f,
                "state {} is not known here; ask support whether the reservation can be {}",
                crate::text::shortened(state),
                action.done()
            ),
            Self::StateUnknown { item: Some(item), state, action } => write!(
                f,
                "{item} is in state {}, which is not known here; ask support whether it can be {}",
                crate::text::shortened(state),
                action.done()
            ),
            Self::UsGovernmentEnterprise { action } => {
                let what = if *action == Action::Return { "refund" } else { action.verb() };
                write!(
                    f,
                    "US Government customers on an Enterprise Agreement have no self-service {what}; create a support \
                     request"
                )
            }
            Self::UsGovernmentAgreementUnknown { action } => write!(
                f,
                "the agreement of this US Government customer is not given, and on an Enterprise Agreement there is no \
                 self-service; state the agreement, or ask support to {} the reservation",
                action.verb()
            ),
            Self::CustomerMustAskPartner => f.write_str(
                "the customer can't return a reservation bought through a partner; ask the partner to do it",
            ),
            Self::RequesterNotAllowed { requester, allowed, action, .. } => {
                write!(f, "{requester} may not {} this reservation; {allowed} may", action.verb())
            }
            Self::AgreementExpired { action } => write!(
                f,
                "the Enterprise Agreement expired and was not renewed; ask support whether the reservation can be {}",
                action.done()
            ),
            Self::PaymentOutstanding { item: None, payment, due } => write!(
                f,
                "payment {payment}, due on {due}, is not made, so nothing is refunded for its period; ask again once it \
                 is made, or assume scheduled payments"
            ),
            Self::PaymentOutstanding { item: Some(item), payment, due } => write!(
                f,
                "payment {payment} of {item}, due on {due}, is not made, so nothing is refunded for its period; ask \
                 again once it is made, or assume scheduled payments"
            ),
            Self::CurrentPriceUnknown { resource } => write!(
                f,
                "reservations of type {resource} are refunded on the current price, and none is given; the amounts are \
                 those of the price paid"
            ),
            Self::SoftwareWindowPassed { hours, last_moment } => write!(
                f,
                "virtual machine software is refunded for {hours} hours after the purchase, until {}",
                rfc3339(*last_moment)
            ),
            Self::PrivateOffer => f.write_str("virtual machine software bought in a private offer is not canceled"),
            Self::CapExceeded { requested, remaining, limit, amount_fits_from, return_fits_from } => {
                write!(f, "{requested} counts toward the cap of {limit}, and {remaining} is left of it; ")?;
                match (return_fits_from, amount_fits_from) {
                    (Some(same), Some(amount)) if same < amount => write!(
                        f,
                        "this return, as it shrinks, fits from {} on, today's amount from {} on",
                        rfc3339(*same),
                        rfc3339(*amount)
                    ),
                    (Some(same), _) => write!(f, "this return fits from {} on", rfc3339(*same)),
                    (None, Some(amount)) => write!(f, "today's amount fits from {} on", rfc3339(*amount)),
                    (None, None) => f.write_str("today's amount is above the whole cap and will never fit"),
                }
            }
            Self::TypeMismatch { purchase, bought, returned, item, by_family } => {
                let same = if *by_family { "type or family" } else { "type" };
                write!(f, "purchase {purchase} of type {bought} is not of the {same} of {item}, {returned}")
            }
            Self::NewTotalTooSmall { purchases, returned, missing, .. } => write!(
                f,
                "what is bought totals {purchases} and what is returned is worth {returned}; {missing} more is needed"
            ),
            Self::NoLongerExchangeable { item, bought, caught_from } => write!(
                f,
                "{item} was bought on {bought}; what is bought from {caught_from} on for a service that savings plans \
                 cover is not exchanged"
            ),
            Self::FinalExchangeUsed { item, left, asked } => {
                write!(f, "units of {item} with their one final exchange left: {left}, units to be exchanged: {asked}")
            }
            Self::TradeInNotOffered { policy, plan } => {
                write!(f, "policy {policy} has no trade-in of reservations for a {plan} savings plan")
            }
            Self::TradeInType { item, resource, plan } => {
                write!(f, "{item} of type {resource} can't be traded in for a {plan} savings plan")
            }
            Self::TradeInTerm { purchase, term, plan } => {
                write!(f, "purchase {purchase}: a trade-in for a {plan} savings plan of {term} is not offered")
            }
            Self::TooManyReservations { asked, most } => {
                write!(f, "{asked} reservations are to be traded in at once, and {most} may be")
            }
            Self::SavingsPlanRoleMissing => f.write_str(
                "a trade-in needs the owner of the order who is also a savings plan purchaser or an owner of the \
                 subscription",
            ),
            Self::NoLongerSold { purchase, size, term, from } => {
                write!(f, "purchase {purchase}: {size} is not sold for {term} from {from} on")
            }
            Self::SwapNotOffered => f.write_str(
                "this edition swaps no size for its premium-storage counterpart; exchange the reservation instead",
            ),
            Self::SwapRegionDiffers { from, to, .. } => write!(
                f,
                "a swap stays in its region `{from}`, and `{to}` is another; ask for the same region, or exchange the \
                 reservation"
            ),
            Self::SwapNotACounterpart { from, to, expected: Some(expected), .. } => {
                write!(f, "`{to}` is not the premium-storage counterpart of `{from}`; ask for `{expected}`, which is")
            }
            Self::SwapNotACounterpart { from, to, expected: None, .. } => write!(
                f,
                "`{from}` has no premium-storage counterpart that is known, and `{to}` was asked for; ask support, or \
                 exchange the reservation"
            ),
            Self::SwapWrongDirection { from } => write!(
                f,
                "`{from}` has premium storage already, and this edition swaps in the other direction only; exchange the \
                 reservation instead"
            ),
        }
    }
}
