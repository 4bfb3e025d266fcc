//! Verdicts, and the reasons behind them.

use core::fmt;

use crate::rule::RuleId;

/// What policy says to a question that makes sense.
///
/// The order is by severity, so that the verdict of several reasons is their maximum.
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
pub trait Reason: fmt::Display + fmt::Debug + sealed::Sealed {
    /// The rule behind it.
    fn rule(&self) -> RuleId;

    /// A stable name for the kind of reason, in the style of the service's error codes: `RequesterNotAllowed`.
    fn code(&self) -> &'static str;

    /// The service's own error code, where one fits: `RefundLimitExceeded`.
    fn azure_code(&self) -> Option<&'static str>;

    /// Whether it forbids, or only needs a person to look.
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
/// # fn show<T, R: reservation_policy::decision::Reason, P>(decision: reservation_policy::Decision<T, R, P>) {
/// match decision.into_result() {
///     Ok(approved) => println!("yes, {}", core::any::type_name_of_val(&approved)),
///     Err(refused) => refused.reasons().iter().for_each(|reason| println!("no: {reason} ({})", reason.rule())),
/// }
/// # }
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
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.outcome
    }

    /// Every reason why not, in the order that the area documents; empty when approved.
    #[must_use]
    pub fn reasons(&self) -> &[R] {
        &self.reasons
    }

    /// Which policy decided.
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// The gravest of the reasons' verdicts.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.reasons.iter().map(Reason::verdict).max().unwrap_or(Verdict::Approved)
    }

    /// Whether policy allows it without a doubt.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.verdict() == Verdict::Approved
    }

    /// The approved outcome, or the refusal with its reasons. What needs review is a refusal.
    ///
    /// # Errors
    ///
    /// [`Refused`] when there is any reason.
    pub fn into_result(self) -> Result<Approved<T, P>, Refused<T, R, P>> {
        if self.is_approved() {
            Ok(Approved { outcome: self.outcome, policy: self.policy })
        } else {
            Err(Refused { decision: self })
        }
    }
}

/// An outcome that policy allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approved<T, P> {
    outcome: T,
    policy: P,
}

impl<T, P> Approved<T, P> {
    /// What was worked out.
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.outcome
    }

    /// Which policy decided.
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// What was worked out, by value.
    #[must_use]
    pub fn into_outcome(self) -> T {
        self.outcome
    }
}

/// A decision with at least one reason against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<T, R, P> {
    decision: Decision<T, R, P>,
}

impl<T, R: Reason, P> Refused<T, R, P> {
    /// What was worked out, all the same.
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.decision.outcome
    }

    /// Every reason; never empty.
    #[must_use]
    pub fn reasons(&self) -> &[R] {
        &self.decision.reasons
    }

    /// Which policy decided.
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.decision.policy
    }

    /// Denied, or needs review; never approved.
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
