//! When a person has to be asked: the way of a return, and the way out of a refusal.

use super::RequestKind;
use crate::decision::Verdict;
use crate::policy::ReservationPolicy;
use crate::policy::reservation::{Channel, UsGovernmentEnterprise};
use crate::rule::RuleId;

/// What is to be done with a reservation.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{RequestKind, ReservationReturn};
///
/// assert_eq!(ReservationReturn::Exchange.request_kind(), RequestKind::ReservationExchange);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReservationReturn {
    /// Return it for another.
    Exchange,
    /// Return it for money.
    Refund,
}

impl ReservationReturn {
    /// Every kind of return.
    pub const ALL: &[Self] = &[Self::Exchange, Self::Refund];

    /// The support request that asks for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{RequestKind, ReservationReturn};
    ///
    /// assert_eq!(ReservationReturn::Refund.request_kind(), RequestKind::ReservationRefund);
    /// ```
    #[must_use]
    pub const fn request_kind(self) -> RequestKind {
        match self {
            Self::Exchange => RequestKind::ReservationExchange,
            Self::Refund => RequestKind::ReservationRefund,
        }
    }
}

/// Why a support request is needed where others help themselves.
///
/// # Rules
///
/// `ELIG-01`, `SETTLE-10`, `CON-05`, `SUP-20`.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{RequestKind, ReservationReturn, SupportCause};
///
/// let cause = SupportCause::ChangedCard(ReservationReturn::Refund);
/// assert_eq!(cause.request_kind(), RequestKind::ReservationRefund);
/// assert_eq!(SupportCause::MoreInformation.request_kind(), RequestKind::SoftwareRefund);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SupportCause {
    /// The card that paid is no longer the same: `SETTLE-10`.
    ChangedCard(ReservationReturn),
    /// The edition is from before 2019, when every return went through support: `CON-05`.
    EditionBefore2019(ReservationReturn),
    /// Partner Center wants to know more before it refunds software: `SUP-20`.
    MoreInformation,
    /// A US Government customer with an Enterprise Agreement: `ELIG-01`.
    UsGovernmentEnterpriseAgreement(ReservationReturn),
}

impl SupportCause {
    /// The kind of request to make.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{RequestKind, ReservationReturn, SupportCause};
    ///
    /// let cause = SupportCause::UsGovernmentEnterpriseAgreement(ReservationReturn::Exchange);
    /// assert_eq!(cause.request_kind(), RequestKind::ReservationExchange);
    /// ```
    #[must_use]
    pub const fn request_kind(self) -> RequestKind {
        match self {
            Self::ChangedCard(wanted)
            | Self::EditionBefore2019(wanted)
            | Self::UsGovernmentEnterpriseAgreement(wanted) => wanted.request_kind(),
            Self::MoreInformation => RequestKind::SoftwareRefund,
        }
    }

    /// The rule that asks for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rule::RuleId;
    /// use reservation_policy::support::{ReservationReturn, SupportCause};
    ///
    /// assert_eq!(SupportCause::ChangedCard(ReservationReturn::Refund).rule(), RuleId::Settle10);
    /// ```
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::ChangedCard(_) => RuleId::Settle10,
            Self::EditionBefore2019(_) => RuleId::Con05,
            Self::MoreInformation => RuleId::Sup20,
            Self::UsGovernmentEnterpriseAgreement(_) => RuleId::Elig01,
        }
    }
}

/// What about a customer decides the way of a return.
///
/// # Rules
///
/// `ELIG-01`, `ELIG-02`, `SETTLE-10`.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{ChannelRule, ReservationReturn, ReturnChannel, ReturnCustomer};
///
/// let channel = ChannelRule::SelfServiceWithExceptions.channel(ReturnCustomer::UsGovernmentOther, ReservationReturn::Refund);
/// assert_eq!(channel, ReturnChannel::SelfService);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReturnCustomer {
    /// Paid by a card that is no longer the same.
    ChangedCard,
    /// None of the others.
    Ordinary,
    /// US Government, with an Enterprise Agreement.
    UsGovernmentEnterpriseAgreement,
    /// US Government, with any other kind of subscription: pay-as-you-go, CSP and so on.
    UsGovernmentOther,
}

impl ReturnCustomer {
    /// Every kind of customer.
    pub const ALL: &[Self] =
        &[Self::ChangedCard, Self::Ordinary, Self::UsGovernmentEnterpriseAgreement, Self::UsGovernmentOther];
}

/// What an edition of the reservation policy says on the way of a return.
///
/// # Rules
///
/// `CON-05`: per edition; 2018 always support, 2019 self-service with two exceptions, since 2020-07 self-service.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{ChannelRule, ReservationReturn, ReturnChannel, ReturnCustomer, SupportCause};
///
/// let channel = ChannelRule::SupportRequest.channel(ReturnCustomer::Ordinary, ReservationReturn::Exchange);
/// let cause = SupportCause::EditionBefore2019(ReservationReturn::Exchange);
/// assert_eq!(channel, ReturnChannel::SupportRequest(cause));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ChannelRule {
    /// Everybody returns by themselves: `L-15`.
    SelfService,
    /// By themselves, but for US Government customers with an Enterprise Agreement and for changed cards.
    SelfServiceWithExceptions,
    /// Every return goes through support: `NAV-06`, `NAV-07`.
    SupportRequest,
}

/// The way of a return.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::RuleId;
/// use reservation_policy::support::{ChannelRule, ReservationReturn, ReturnCustomer};
///
/// let rule = ChannelRule::SelfServiceWithExceptions;
/// let channel = rule.channel(ReturnCustomer::ChangedCard, ReservationReturn::Refund);
/// assert_eq!(channel.cause().map(|cause| cause.rule()), Some(RuleId::Settle10));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new way")]
pub enum ReturnChannel {
    /// By themselves, in the portal.
    SelfService,
    /// By a support request, for this cause.
    SupportRequest(SupportCause),
}

impl ReturnChannel {
    /// Why support is needed; none where it is not.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{ReservationReturn, ReturnChannel, SupportCause};
    ///
    /// let cause = SupportCause::ChangedCard(ReservationReturn::Refund);
    /// assert_eq!(ReturnChannel::SupportRequest(cause).cause(), Some(cause));
    /// assert_eq!(ReturnChannel::SelfService.cause(), None);
    /// ```
    #[must_use]
    pub const fn cause(self) -> Option<SupportCause> {
        match self {
            Self::SelfService => None,
            Self::SupportRequest(cause) => Some(cause),
        }
    }
}

impl ChannelRule {
    /// Every rule.
    pub const ALL: &[Self] = &[Self::SelfService, Self::SelfServiceWithExceptions, Self::SupportRequest];

    /// The rule of a reservation policy, so that the two can't disagree.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// use reservation_policy::support::ChannelRule;
    ///
    /// let policy = ReservationPolicy::edition(ReservationEdition::April2019);
    /// assert_eq!(ChannelRule::of(&policy), ChannelRule::SelfServiceWithExceptions);
    /// ```
    #[must_use]
    pub const fn of(policy: &ReservationPolicy) -> Self {
        match (policy.channel(), policy.us_government_enterprise()) {
            (Channel::SupportRequest, _) => Self::SupportRequest,
            (Channel::SelfService, UsGovernmentEnterprise::NotMentioned) => Self::SelfService,
            (Channel::SelfService, UsGovernmentEnterprise::SupportRequestOnly) => Self::SelfServiceWithExceptions,
        }
    }

    /// The way in which a customer returns a reservation.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::support::{ChannelRule, ReservationReturn, ReturnChannel, ReturnCustomer};
    ///
    /// let channel = |name, customer| {
    ///     let policy = ReservationPolicy::from_name(name)?;
    ///     Ok::<_, reservation_policy::Error>(ChannelRule::of(&policy).channel(customer, ReservationReturn::Refund))
    /// };
    /// assert!(channel("2018-10", ReturnCustomer::Ordinary)?.cause().is_some());
    /// assert!(channel("2019-04", ReturnCustomer::ChangedCard)?.cause().is_some());
    /// assert_eq!(channel("2020-07", ReturnCustomer::ChangedCard)?, ReturnChannel::SelfService);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn channel(self, customer: ReturnCustomer, wanted: ReservationReturn) -> ReturnChannel {
        match (self, customer) {
            (Self::SupportRequest, _) => ReturnChannel::SupportRequest(SupportCause::EditionBefore2019(wanted)),
            (Self::SelfServiceWithExceptions, ReturnCustomer::ChangedCard) => {
                ReturnChannel::SupportRequest(SupportCause::ChangedCard(wanted))
            }
            (Self::SelfServiceWithExceptions, ReturnCustomer::UsGovernmentEnterpriseAgreement) => {
                ReturnChannel::SupportRequest(SupportCause::UsGovernmentEnterpriseAgreement(wanted))
            }
            (Self::SelfService | Self::SelfServiceWithExceptions, _) => ReturnChannel::SelfService,
        }
    }
}

/// What is left to do after an answer.
///
/// # Rules
///
/// `SUP-11`: whoever needs help creates a support request, so every refusal has this way out.
///
/// # Examples
///
/// ```
/// use reservation_policy::Verdict;
/// use reservation_policy::role::{Capability, RoleSet};
/// use reservation_policy::support::NextStep;
///
/// let decision = RoleSet::EMPTY.decide(Capability::CancelSoftware);
/// assert_eq!(NextStep::after(decision.verdict()), NextStep::CreateSupportRequest);
/// assert_eq!(NextStep::after(Verdict::Approved), NextStep::GoAhead);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NextStep {
    /// Ask support.
    CreateSupportRequest,
    /// Do it.
    GoAhead,
}

impl NextStep {
    /// The step after a verdict. What needs review goes the way of a refusal.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Verdict;
    /// use reservation_policy::support::NextStep;
    ///
    /// assert_eq!(NextStep::after(Verdict::Approved), NextStep::GoAhead);
    /// assert_eq!(NextStep::after(Verdict::NeedsReview), NextStep::CreateSupportRequest);
    /// ```
    #[must_use]
    pub const fn after(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Approved => Self::GoAhead,
            Verdict::NeedsReview | Verdict::Denied => Self::CreateSupportRequest,
        }
    }
}
