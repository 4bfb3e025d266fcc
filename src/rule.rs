//! The numbered rules that every reason and every answer can be traced to.
//!
//! A [`RuleId`] stands for one sentence of the source documents (`CAP-03`), for one row of the later editions
//! (`L-06`), or for one choice between sentences that contradict each other (`CON-02`) or leave something open
//! (`AMB-09`). [`RuleId::ALL`] lists them, each with its kind, its sources and its meaning; `docs/rules.md` is that
//! list as a page, and `docs/decisions.md` tells how each contradiction and each open question is settled.

use core::fmt;

use crate::shown::shortened;

mod index;

pub use index::RuleId;

/// Where a rule is written.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::{RuleId, Source};
///
/// assert_eq!(RuleId::Cap03.sources(), [Source::S3]);
/// assert_eq!(Source::S3.to_string(), "Azure, self-service exchanges and refunds for reservations (2019-04-05)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Source {
    /// Partner Center: managing Azure reservations for customers, first edition.
    S0,
    /// The same page, later edition.
    S1,
    /// Partner Center: letting customers buy their own products.
    S2,
    /// Azure: self-service exchanges and refunds for reservations.
    S3,
    /// Partner Center: selling software through CSP, with the list of unavailable markets.
    S4,
    /// Partner Center: refunds for reservations, in the 2018-10 edition.
    October2018,
    /// The reservation policy as later written, in its 2020-07 to 2027-02 editions.
    Later,
    /// The software cancellation policy as later written, in its 2021-06 and 2022-07 editions.
    LaterSoftware,
    /// Recorded answers of the live service, June 2022 to March 2023.
    Recorded,
    /// This crate's reading, where the sources contradict each other or are silent; see `docs/decisions.md`.
    Reading,
}

impl Source {
    /// The name of the document.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rule::Source;
    ///
    /// assert_eq!(Source::Recorded.title(), "recorded answers of the live service");
    /// ```
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::S0 => "Partner Center, manage Azure reservations for customers",
            Self::S1 => "Partner Center, manage Azure reservations for customers (later edit)",
            Self::S2 => "Partner Center, let customers buy their own products",
            Self::S3 => "Azure, self-service exchanges and refunds for reservations",
            Self::S4 => "Partner Center, sell software subscriptions through CSP",
            Self::October2018 => "Partner Center, refunds for reservations (2018-10)",
            Self::Later => "Azure, exchanges and refunds for reservations (2020-07 and later)",
            Self::LaterSoftware => "Partner Center, cancel software purchases (2021-06 and later)",
            Self::Recorded => "recorded answers of the live service",
            Self::Reading => "this crate's reading of the sources",
        }
    }

    /// The date of the document: a day, or the months that it spans.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rule::Source;
    ///
    /// assert_eq!(Source::S3.date(), "2019-04-05");
    /// assert_eq!(Source::Recorded.date(), "2022-06 to 2023-03");
    /// ```
    #[must_use]
    pub const fn date(self) -> &'static str {
        match self {
            Self::S0 => "2018-05-11",
            Self::S1 => "2018-08-31",
            Self::S2 => "2020-05-18",
            Self::S3 => "2019-04-05",
            Self::S4 => "2021-03-08",
            Self::October2018 => "2018-10",
            Self::Later => "2020-07 to 2027-02",
            Self::LaterSoftware => "2021-06 to 2022-07",
            Self::Recorded => "2022-06 to 2023-03",
            Self::Reading => "2026-11",
        }
    }
}

/// What kind of sentence a rule is.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::{RuleId, RuleKind};
///
/// let choices = RuleId::ALL.iter().filter(|rule| rule.kind() == RuleKind::Choice);
/// assert!(choices.clone().all(|rule| rule.as_str().starts_with("CON-") || rule.as_str().starts_with("AMB-")));
/// assert!(choices.count() > 30);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RuleKind {
    /// A rule that an answer of this crate can depend on.
    Rule,
    /// Steps in a portal, or text beside them: nothing to compute.
    Steps,
    /// Links to other pages, and nothing else.
    LinksOnly,
    /// A row of a later edition, or of the recorded answers.
    Edition,
    /// How this crate settles a contradiction or an open question; see `docs/decisions.md`.
    Choice,
}

/// The kind in plain words: `links only`.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::RuleId;
///
/// assert_eq!(RuleId::Refdoc01.kind().to_string(), "links only");
/// ```
impl fmt::Display for RuleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rule => "rule",
            Self::Steps => "steps",
            Self::LinksOnly => "links only",
            Self::Edition => "edition",
            Self::Choice => "choice",
        })
    }
}

/// The title and the date.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.title(), self.date())
    }
}

/// The id as it is written in the documentation: `CAP-03`.
impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A text that is no rule's id.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::RuleId;
///
/// let unknown = "CAP-99".parse::<RuleId>().unwrap_err();
/// assert_eq!(unknown.to_string(), "`CAP-99` is not the id of a rule, expected one such as `CAP-03`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the id of a rule, expected one such as `CAP-03`")]
#[non_exhaustive]
pub struct UnknownRule {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl core::str::FromStr for RuleId {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        Self::ALL
            .iter()
            .copied()
            .find(|rule| rule.as_str() == text)
            .ok_or_else(|| UnknownRule { text: shortened(text) })
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::RuleId;

    impl Serialize for RuleId {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.as_str())
        }
    }

    impl<'de> Deserialize<'de> for RuleId {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_read_back() {
        for (index, rule) in RuleId::ALL.iter().enumerate() {
            assert_eq!(rule.as_str().parse(), Ok(*rule));
            assert!(RuleId::ALL[..index].iter().all(|earlier| earlier.as_str() != rule.as_str()), "{rule}");
            assert!(!rule.meaning().is_empty() && !rule.sources().is_empty(), "{rule}");
        }
        assert!("CAP-99".parse::<RuleId>().is_err());
    }
}
