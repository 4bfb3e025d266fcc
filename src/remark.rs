//! What a caller should know about an answer and what changes no verdict.

use core::fmt;

use chrono::NaiveDate;

use crate::rule::RuleId;
use crate::verdict::Verdict;

/// A remark on a decision. It never changes the verdict.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term};
///
/// let monthly = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
///     .monthly(Price::usd("31.00 USD".parse()?)?)
///     .build()?;
/// let request = Request::new("2026-04-17T09:00:00Z".parse()?, Requester::Owner).assume_scheduled_payments();
/// let policy = ReservationPolicy::in_force_on(request.date())?;
/// let decision = policy.decide_refund(&monthly.all(), &request, &RefundLedger::new())?;
/// assert!(decision.is_approved() && decision.remarks().is_empty()); // nothing had to be assumed
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Remark {
    /// Payments that are not made were counted as made on their due date, because the request asked for it.
    ScheduledPaymentsAssumed {
        /// How many payments.
        payments: u32,
        /// The last due date among them.
        last_due: NaiveDate,
    },
    /// The ledger holds refunds after the instant of the request. They do not count at that instant.
    LaterRefundsInLedger {
        /// How many refunds.
        refunds: usize,
    },
    /// A current price lowers the billing side, and there is none in US dollars: that side stays on the price paid.
    CurrentPriceUsdUnknown,
    /// One size is returned for its premium-storage counterpart: a swap would cost nothing and keep the term.
    StorageSwapPossible {
        /// The size that is returned.
        from: String,
        /// The size that is bought.
        to: String,
    },
    /// The trade-in also needs a role that may buy savings plans, and the request does not say whether it is held.
    SavingsPlanRoleNotStated,
    /// A virtual machine is bought without the name of its size, so whether it is still sold was not checked.
    SizeNotStated {
        /// The number of the purchase, from 1.
        purchase: u32,
    },
    /// The size is no longer sold. A swap is not a purchase, and the sources do not say that this ends it.
    NoLongerSold {
        /// The size.
        size: String,
    },
}

impl Remark {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::ScheduledPaymentsAssumed { .. } => RuleId::Amb21,
            Self::LaterRefundsInLedger { .. } => RuleId::Cap03,
            Self::CurrentPriceUsdUnknown => RuleId::Amb27,
            Self::StorageSwapPossible { .. } => RuleId::Exc15,
            Self::SavingsPlanRoleNotStated => RuleId::L24,
            Self::SizeNotStated { .. } | Self::NoLongerSold { .. } => RuleId::L35,
        }
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ScheduledPaymentsAssumed { .. } => "ScheduledPaymentsAssumed",
            Self::LaterRefundsInLedger { .. } => "LaterRefundsInLedger",
            Self::CurrentPriceUsdUnknown => "CurrentPriceUsdUnknown",
            Self::StorageSwapPossible { .. } => "StorageSwapPossible",
            Self::SavingsPlanRoleNotStated => "SavingsPlanRoleNotStated",
            Self::SizeNotStated { .. } => "SizeNotStated",
            Self::NoLongerSold { .. } => "NoLongerSold",
        }
    }

    /// The service has no code for a remark.
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        None
    }

    /// Always [`Verdict::Approved`].
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        Verdict::Approved
    }
}

crate::verdict::impl_reason!(Remark);

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ScheduledPaymentsAssumed { payments, last_due } => write!(
                f,
                "payments not made that count as made on their due dates: {payments}, the last of them due on {last_due}"
            ),
            Self::LaterRefundsInLedger { refunds } => {
                write!(f, "refunds in the ledger after the instant of the request, which do not count at it: {refunds}")
            }
            Self::CurrentPriceUsdUnknown => f.write_str(
                "the current price lowers the billing side only; give the current price in US dollars to lower both",
            ),
            Self::StorageSwapPossible { from, to } => {
                write!(f, "a swap of {from} for {to} would cost nothing and keep the term")
            }
            Self::SavingsPlanRoleNotStated => f.write_str(
                "a trade-in also needs a savings plan purchaser or an owner of the subscription; \
                 an EA administrator or billing profile role is not enough",
            ),
            Self::SizeNotStated { purchase } => {
                write!(f, "purchase {purchase} names no size, so whether it is still sold was not checked")
            }
            Self::NoLongerSold { size } => write!(
                f,
                "reservations of {size} are no longer sold, for one year at least; the sources do not say whether that \
                 ends the swap"
            ),
        }
    }
}
