//! Verdicts, and the reasons behind them.

use core::fmt;

use crate::rule::RuleId;

/// What policy says to a question that makes sense.
///
/// The order is by severity, so that the verdict of several reasons is their maximum.
///
/// # Examples
///
/// ```
/// use reservation_policy::Verdict;
///
/// // The verdict of several reasons is the gravest of theirs.
/// assert_eq!([Verdict::NeedsReview, Verdict::Denied].into_iter().max(), Some(Verdict::Denied));
/// assert_eq!(Verdict::NeedsReview.to_string(), "needs review");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new kind of outcome")]
pub enum Verdict {
    /// Policy allows it.
    Approved,
    /// The sources do not settle it: a person must look.
    NeedsReview,
    /// Policy forbids it.
    Denied,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Approved => "approved",
            Self::NeedsReview => "needs review",
            Self::Denied => "denied",
        })
    }
}

/// Why policy does not simply say yes. Each area has its own enum of reasons; `Display` says it in plain English.
///
/// # Examples
///
/// ```
/// use reservation_policy::Verdict;
/// use reservation_policy::decision::Reason;
/// use reservation_policy::role::{Capability, Role, RoleSet};
/// use reservation_policy::rule::RuleId;
///
/// let decision = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware);
/// let reason = decision.reasons()[0];
/// assert_eq!((reason.rule(), reason.verdict()), (RuleId::Sw08, Verdict::Denied));
/// assert_eq!((reason.code(), reason.azure_code()), ("RequesterNotAllowed", Some("900150")));
/// ```
pub trait Reason: fmt::Display + fmt::Debug + sealed::Sealed {
    /// The rule behind it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::decision::Reason;
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// # use reservation_policy::rule::RuleId;
    /// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::ReturnReservation);
    /// assert_eq!(decision.reasons()[0].rule(), RuleId::Csp14);
    /// ```
    fn rule(&self) -> RuleId;

    /// A stable name for the kind of reason, in the style of the service's error codes: `RequesterNotAllowed`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::decision::Reason;
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::ReturnReservation);
    /// assert_eq!(decision.reasons()[0].code(), "AskPartner");
    /// ```
    fn code(&self) -> &'static str;

    /// The service's own error code, where one fits: `RefundLimitExceeded`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::decision::Reason;
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// // Partner Center has a code for a role that may not touch an order, and none for telling a customer to ask.
    /// let (agent, user) = (RoleSet::of(Role::SALES_AGENT), RoleSet::of(Role::CUSTOMER_USER));
    /// assert_eq!(agent.decide(Capability::CancelSoftware).reasons()[0].azure_code(), Some("900150"));
    /// assert_eq!(user.decide(Capability::ReturnReservation).reasons()[0].azure_code(), None);
    /// ```
    fn azure_code(&self) -> Option<&'static str>;

    /// Whether it forbids, or only needs a person to look.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::Verdict;
    /// # use reservation_policy::decision::Reason;
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let decision = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware);
    /// assert_eq!(decision.reasons()[0].verdict(), Verdict::Denied);
    /// ```
    fn verdict(&self) -> Verdict;
}

pub(crate) mod sealed {
    /// Keeps [`super::Reason`] to this crate's own enums, so that it can grow.
    pub trait Sealed {}
}

/// An answer: what was worked out, whether policy allows it, and every reason why not.
///
/// `T` is what was worked out, and is there whatever the verdict. `P` names the policy that decided, so that an old
/// decision can be replayed.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::RequesterSet;
///
#[doc = include_str!("../docs/snippets/recorded_refund.txt")]
/// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
/// assert!(decision.is_approved());
///
/// // Where nobody may return anything it is denied, and the amounts are there all the same.
/// let decision = policy.with_who_may(RequesterSet::NONE).decide_refund(&request, &RefundLedger::new())?;
/// assert_eq!(decision.verdict().to_string(), "denied");
/// assert_eq!(decision.outcome().quote().billing().refund.to_string(), "1.80 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a decision must be looked at"]
pub struct Decision<T, R, P> {
    outcome: T,
    reasons: Vec<R>,
    policy: P,
}

impl<T, R: Reason, P> Decision<T, R, P> {
    pub(crate) const fn new(outcome: T, reasons: Vec<R>, policy: P) -> Self {
        Self { outcome, reasons, policy }
    }

    /// What was worked out: amounts and dates, whatever the verdict.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/recorded_refund.txt")]
    /// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
    /// assert_eq!(decision.outcome().quote().billing().refund.to_string(), "1.80 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.outcome
    }

    /// Every reason why not, in the order that the area documents; empty when approved.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::RenewReservation);
    /// let said: Vec<String> = decision.reasons().iter().map(ToString::to_string).collect();
    /// assert_eq!(said, ["customer's user must ask the partner to renew a reservation"]);
    /// ```
    #[must_use]
    pub fn reasons(&self) -> &[R] {
        &self.reasons
    }

    /// Which policy decided.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/recorded_refund.txt")]
    /// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
    /// assert_eq!(decision.policy().to_string(), "2020-07+observed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// The gravest of the reasons' verdicts.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Verdict;
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    ///
    /// let decide = |role| RoleSet::of(role).decide(Capability::CancelSoftware).verdict();
    /// assert_eq!((decide(Role::ADMIN_AGENT), decide(Role::SALES_AGENT)), (Verdict::Approved, Verdict::Denied));
    /// ```
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.reasons.iter().map(Reason::verdict).max().unwrap_or(Verdict::Approved)
    }

    /// Whether policy allows it without a doubt.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// assert!(RoleSet::of(Role::ADMIN_AGENT).decide(Capability::CancelSoftware).is_approved());
    /// assert!(!RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware).is_approved());
    /// ```
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.verdict() == Verdict::Approved
    }

    /// The approved outcome, or the refusal with its reasons. What needs review is a refusal.
    ///
    /// # Errors
    ///
    /// [`Refused`] when there is any reason.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::RequesterSet;
    ///
    #[doc = include_str!("../docs/snippets/recorded_refund.txt")]
    /// let approved = policy.decide_refund(&request, &RefundLedger::new())?.into_result()?; // a refusal is an error
    /// assert_eq!(approved.outcome().cap().counted().to_string(), "1.80");
    ///
    /// let strict = policy.with_who_may(RequesterSet::NONE);
    /// let refused = strict.decide_refund(&request, &RefundLedger::new())?.into_result().unwrap_err();
    /// let said = refused.reasons()[0].to_string();
    /// assert_eq!(said, "the owner of the reservation may not return this reservation; nobody may");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_result(self) -> Result<Approved<T, P>, Refused<T, R, P>> {
        if self.is_approved() {
            Ok(Approved { outcome: self.outcome, policy: self.policy })
        } else {
            Err(Refused { decision: self })
        }
    }
}

/// An outcome that policy allows.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::cap::RefundId;
///
#[doc = include_str!("../docs/snippets/recorded_refund.txt")]
/// let approved = policy.decide_refund(&request, &RefundLedger::new())?.into_result()?;
/// let entry = approved.outcome().quote().cap_entry(RefundId::new("refund-17")?)?; // for the ledger
/// assert_eq!(entry.refunded().to_string(), "1.80");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approved<T, P> {
    outcome: T,
    policy: P,
}

impl<T, P> Approved<T, P> {
    /// What was worked out.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/recorded_refund.txt")]
    /// let approved = policy.decide_refund(&request, &RefundLedger::new())?.into_result()?;
    /// assert_eq!(approved.outcome().quote().kept().to_string(), "6.18 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.outcome
    }

    /// Which policy decided.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../docs/snippets/recorded_refund.txt")]
    /// let approved = policy.decide_refund(&request, &RefundLedger::new())?.into_result()?;
    /// assert!(approved.policy().is_observed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// What was worked out, by value.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Access, Capability, Role, RoleSet};
    /// let approved = RoleSet::of(Role::ADMIN_AGENT).decide(Capability::CancelSoftware).into_result()?;
    /// assert_eq!(approved.into_outcome(), Access::Allowed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_outcome(self) -> T {
        self.outcome
    }
}

/// A decision with at least one reason against it.
///
/// # Examples
///
/// ```
/// # use reservation_policy::role::{Capability, Role, RoleSet};
/// let refused = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware).into_result().unwrap_err();
/// assert_eq!(refused.to_string(), "sales agent may not cancel software, this is for: admin agent (SW-08)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<T, R, P> {
    decision: Decision<T, R, P>,
}

impl<T, R: Reason, P> Refused<T, R, P> {
    /// What was worked out, all the same.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Access, Capability, Role, RoleSet};
    /// let agent = RoleSet::of(Role::SALES_AGENT);
    /// let refused = agent.decide(Capability::SetCustomerPermission).into_result().unwrap_err();
    /// assert_eq!(*refused.outcome(), Access::ReadOnly, "may look all the same");
    /// ```
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.decision.outcome
    }

    /// Every reason; never empty.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let refused = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware).into_result().unwrap_err();
    /// assert_eq!(refused.reasons().len(), 1);
    /// ```
    #[must_use]
    pub fn reasons(&self) -> &[R] {
        &self.decision.reasons
    }

    /// Which policy decided.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    /// let refused = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware).into_result().unwrap_err();
    /// assert_eq!(refused.policy().to_string(), "2021-03");
    /// ```
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.decision.policy
    }

    /// Denied, or needs review; never approved.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Verdict;
    /// # use reservation_policy::role::{Capability, Role, RoleSet};
    ///
    /// let refused = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware).into_result().unwrap_err();
    /// assert_eq!(refused.verdict(), Verdict::Denied);
    /// ```
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.decision.verdict()
    }
}

/// All reasons in one line, separated by semicolons.
impl<T: fmt::Debug, R: Reason, P: fmt::Debug> fmt::Display for Refused<T, R, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reason) in self.decision.reasons.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{reason} ({})", reason.rule())?;
        }
        Ok(())
    }
}

impl<T: fmt::Debug, R: Reason, P: fmt::Debug> core::error::Error for Refused<T, R, P> {}

#[cfg(feature = "serde")]
mod wire {
    use core::fmt;

    use serde::ser::SerializeStruct as _;
    use serde::{Serialize, Serializer};

    use super::{Decision, Reason, Verdict};
    use crate::rule::RuleId;

    #[derive(Serialize)]
    #[serde(rename = "Reason")]
    struct ReasonWire {
        rule: RuleId,
        code: &'static str,
        azure_code: Option<&'static str>,
        verdict: Verdict,
        message: String,
    }

    /// A decision only goes out: it is made from facts, never read back.
    impl<T: Serialize, R: Reason, P: fmt::Display> Serialize for Decision<T, R, P> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let reason = |reason: &R| ReasonWire {
                rule: reason.rule(),
                code: reason.code(),
                azure_code: reason.azure_code(),
                verdict: reason.verdict(),
                message: reason.to_string(),
            };
            let mut out = serializer.serialize_struct("Decision", 4)?;
            out.serialize_field("verdict", &self.verdict())?;
            out.serialize_field("policy", &self.policy.to_string())?;
            out.serialize_field("reasons", &self.reasons.iter().map(reason).collect::<Vec<_>>())?;
            out.serialize_field("outcome", &self.outcome)?;
            out.end()
        }
    }
}
