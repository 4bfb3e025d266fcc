//! What a question comes to under a policy: an outcome, and every reason against it.

use core::fmt;

use crate::edition::PolicyName;
use crate::remark::Remark;
use crate::verdict::{Outcome, Reason, Verdict};

/// An answer: what was asked for with its amounts, every reason against it, and remarks that change nothing.
///
/// # Examples
///
/// ```
/// use reservation_policy::{
///     Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term, Verdict,
/// };
///
/// let vm = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
///     .upfront(Price::usd("365.00 USD".parse()?)?)
///     .build()?;
/// let request = Request::new("2026-01-31T09:00:00Z".parse()?, Requester::Other);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// let decision = policy.decide_refund(&vm.all(), &request, &RefundLedger::new())?;
/// assert_eq!(decision.verdict(), Verdict::Denied);
/// assert_eq!(decision.reasons()[0].code(), "RequesterNotAllowed");
/// assert_eq!(decision.outcome().billed.refund.to_string(), "335.00 USD"); // the amounts are there all the same
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a decision must be looked at"]
pub struct Decision<T: Outcome> {
    outcome: T,
    reasons: Vec<T::Reason>,
    remarks: Vec<Remark>,
    policy: PolicyName,
}

impl<T: Outcome> Decision<T> {
    /// Puts denials before what needs review; reasons of one verdict keep their order.
    pub(crate) fn new(outcome: T, mut reasons: Vec<T::Reason>, remarks: Vec<Remark>, policy: PolicyName) -> Self {
        reasons.sort_by_key(|reason| core::cmp::Reverse(reason.verdict()));
        Self { outcome, reasons, remarks, policy }
    }

    /// What was asked for, with its amounts, whether approved or not.
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.outcome
    }

    /// Every reason against it, most important first. Empty when approved.
    #[must_use]
    pub fn reasons(&self) -> &[T::Reason] {
        &self.reasons
    }

    /// What a caller should know and what changes no verdict.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The policy that decided.
    #[must_use]
    pub const fn policy(&self) -> PolicyName {
        self.policy
    }

    /// The strictest verdict of the reasons.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.reasons.iter().map(Reason::verdict).max().unwrap_or(Verdict::Approved)
    }

    /// Whether there is no reason against it.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.verdict() == Verdict::Approved
    }

    /// The approval, or the refusal with its reasons.
    ///
    /// # Errors
    ///
    /// [`Refused`] when there is a reason against it, also when it only needs review.
    pub fn into_result(self) -> Result<Approved<T>, Refused<T>> {
        if self.is_approved() { Ok(Approved { decision: self }) } else { Err(Refused { decision: self }) }
    }
}

/// A decision without a reason against it. Only an approval can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved<T: Outcome> {
    decision: Decision<T>,
}

impl<T: Outcome> Approved<T> {
    /// What was approved.
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.decision.outcome
    }

    /// What was approved, by value.
    #[must_use]
    pub fn into_outcome(self) -> T {
        self.decision.outcome
    }

    /// The decision that it came from.
    pub const fn decision(&self) -> &Decision<T> {
        &self.decision
    }
}

/// A decision that is denied or needs review: an [`Error`](core::error::Error) whose text is every reason with its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused<T: Outcome> {
    decision: Decision<T>,
}

impl<T: Outcome> Refused<T> {
    /// What was asked for, with its amounts.
    #[must_use]
    pub const fn outcome(&self) -> &T {
        &self.decision.outcome
    }

    /// Every reason against it; there is at least one.
    #[must_use]
    pub fn reasons(&self) -> &[T::Reason] {
        &self.decision.reasons
    }

    /// The decision that it came from.
    pub const fn decision(&self) -> &Decision<T> {
        &self.decision
    }
}

impl<T: Outcome> fmt::Display for Refused<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, reason) in self.decision.reasons.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{reason} ({})", reason.rule())?;
        }
        Ok(())
    }
}

impl<T: Outcome + fmt::Debug> core::error::Error for Refused<T> {}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::ser::SerializeStruct as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Decision, Outcome, Reason, Remark, Verdict};
    use crate::edition::PolicyName;
    use crate::rule::RuleId;

    /// A reason as it is stored: what people read, and the `detail` that it is read back from.
    #[derive(Serialize)]
    #[serde(rename = "Reason")]
    struct Shown<'a, R> {
        rule: RuleId,
        code: &'static str,
        azure_code: Option<&'static str>,
        verdict: Verdict,
        message: String,
        detail: &'a R,
    }

    impl<'a, R: Reason> Shown<'a, R> {
        fn of(reason: &'a R) -> Self {
            Self {
                rule: reason.rule(),
                code: reason.code(),
                azure_code: reason.azure_code(),
                verdict: reason.verdict(),
                message: reason.to_string(),
                detail: reason,
            }
        }
    }

    impl<T: Outcome + Serialize> Serialize for Decision<T>
    where
        T::Reason: Serialize,
    {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut out = serializer.serialize_struct("Decision", 5)?;
            out.serialize_field("verdict", &self.verdict())?;
            out.serialize_field("policy", &self.policy)?;
            out.serialize_field("reasons", &self.reasons.iter().map(Shown::of).collect::<Vec<_>>())?;
            out.serialize_field("remarks", &self.remarks.iter().map(Shown::of).collect::<Vec<_>>())?;
            out.serialize_field("outcome", &self.outcome)?;
            out.end()
        }
    }

    /// What is read of a stored reason: the rest follows from it.
    #[derive(Deserialize)]
    struct Stored<R> {
        detail: R,
    }

    #[derive(Deserialize)]
    #[serde(rename = "Decision", bound = "T: Deserialize<'de>, R: Deserialize<'de>")]
    struct Wire<T, R> {
        policy: PolicyName,
        reasons: Vec<Stored<R>>,
        #[serde(default = "Vec::new")]
        remarks: Vec<Stored<Remark>>,
        outcome: T,
    }

    impl<'de, T: Outcome + Deserialize<'de>> Deserialize<'de> for Decision<T>
    where
        T::Reason: Deserialize<'de>,
    {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let wire = Wire::<T, T::Reason>::deserialize(deserializer)?;
            Ok(Self {
                outcome: wire.outcome,
                reasons: wire.reasons.into_iter().map(|stored| stored.detail).collect(),
                remarks: wire.remarks.into_iter().map(|stored| stored.detail).collect(),
                policy: wire.policy,
            })
        }
    }
}
