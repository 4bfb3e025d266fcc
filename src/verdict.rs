//! Verdicts, and what every reason has.

use core::fmt;

use crate::rule::RuleId;

/// Approved, denied, or not settled by the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new kind of outcome")]
pub enum Verdict {
    /// No reason speaks against it.
    Approved,
    /// The sources do not settle it, or a fact is missing. Ask support.
    NeedsReview,
    /// At least one rule forbids it.
    Denied,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Approved => "approved",
            Self::NeedsReview => "needs review",
            Self::Denied => "denied",
        })
    }
}

/// What every reason and remark has. Each type has the same methods of its own; the trait is for generic code.
pub trait Reason: fmt::Display + fmt::Debug + Clone + Eq + sealed::Sealed {
    /// The rule behind it.
    fn rule(&self) -> RuleId;
    /// Its name in JSON, such as `CapExceeded`.
    fn code(&self) -> &'static str;
    /// The error code of the live service for it, if it has one.
    fn azure_code(&self) -> Option<&'static str>;
    /// What the verdict is when this is the only reason.
    fn verdict(&self) -> Verdict;
}

/// What can be decided. The type of its reasons belongs to it.
pub trait Outcome: sealed::Sealed {
    /// The reasons against it.
    type Reason: Reason;
}

pub(crate) mod sealed {
    /// Keeps the traits of this module closed.
    pub trait Sealed {}
}

/// Makes a type with inherent `rule`, `code`, `azure_code` and `verdict` a [`Reason`].
macro_rules! impl_reason {
    ($name:ty) => {
        impl $crate::verdict::sealed::Sealed for $name {}

        impl $crate::verdict::Reason for $name {
            fn rule(&self) -> $crate::rule::RuleId {
                <$name>::rule(self)
            }

            fn code(&self) -> &'static str {
                <$name>::code(self)
            }

            fn azure_code(&self) -> Option<&'static str> {
                <$name>::azure_code(self)
            }

            fn verdict(&self) -> $crate::verdict::Verdict {
                <$name>::verdict(self)
            }
        }
    };
}

/// Makes a type an [`Outcome`] with the given reasons.
macro_rules! impl_outcome {
    ($name:ty, $reason:ty) => {
        impl $crate::verdict::sealed::Sealed for $name {}

        impl $crate::verdict::Outcome for $name {
            type Reason = $reason;
        }
    };
}

pub(crate) use {impl_outcome, impl_reason};
