//! May this software be exchanged?

use core::fmt;

use crate::decision::{Decision, Reason, Verdict, sealed};
use crate::policy::software::{SoftwarePolicy, SoftwarePolicyName};
use crate::rule::RuleId;
use crate::software::SoftwareFamily;

/// Why software can't simply be exchanged.
///
/// # Examples
///
/// ```
/// use reservation_policy::decision::Reason;
/// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
/// use reservation_policy::software::SoftwareFamily;
///
/// let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
/// let decision = policy.decide_software_exchange(SoftwareFamily::SqlServer);
/// let reason = &decision.reasons()[0];
/// assert_eq!(reason.to_string(), "no rule says whether SQL Server can be exchanged; ask support");
/// assert_eq!((reason.code(), reason.rule().as_str()), ("ExchangeNotWritten", "SW-07"));
/// ```
///
/// # Rules
///
/// `SW-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SoftwareExchangeReason {
    /// A SUSE Linux or Red Hat plan.
    PlanNotExchangeable {
        /// Whose plan it is.
        family: SoftwareFamily,
    },
    /// The sources say which software can't be exchanged, and never which can.
    NotWritten {
        /// What kind of software it is.
        family: SoftwareFamily,
    },
}

impl sealed::Sealed for SoftwareExchangeReason {}

impl Reason for SoftwareExchangeReason {
    fn rule(&self) -> RuleId {
        RuleId::Sw07
    }

    fn code(&self) -> &'static str {
        match self {
            Self::PlanNotExchangeable { .. } => "PlanNotExchangeable",
            Self::NotWritten { .. } => "ExchangeNotWritten",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        None
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::PlanNotExchangeable { .. } => Verdict::Denied,
            Self::NotWritten { .. } => Verdict::NeedsReview,
        }
    }
}

impl fmt::Display for SoftwareExchangeReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PlanNotExchangeable { family } => write!(f, "a {family} plan can't be exchanged"),
            Self::NotWritten { family } => write!(f, "no rule says whether {family} can be exchanged; ask support"),
        }
    }
}

impl SoftwarePolicy {
    /// Decides whether software of a family can be exchanged: never an approval.
    ///
    /// SUSE Linux and Red Hat plans are denied. For all other software the sources are silent, so the answer needs
    /// review; nothing here is exchanged on a guess. The outcome is the family.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Verdict;
    /// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    /// use reservation_policy::software::SoftwareFamily;
    ///
    /// let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// assert_eq!(policy.decide_software_exchange(SoftwareFamily::RedHat).verdict(), Verdict::Denied);
    /// assert_eq!(policy.decide_software_exchange(SoftwareFamily::SqlServer).verdict(), Verdict::NeedsReview);
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-07`.
    pub fn decide_software_exchange(
        &self,
        family: SoftwareFamily,
    ) -> Decision<SoftwareFamily, SoftwareExchangeReason, SoftwarePolicyName> {
        let reason = if self.excludes(family) {
            SoftwareExchangeReason::PlanNotExchangeable { family }
        } else {
            SoftwareExchangeReason::NotWritten { family }
        };
        Decision::new(family, vec![reason], self.name())
    }
}
