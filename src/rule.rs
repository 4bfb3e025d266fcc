//! The numbered rules behind every reason and every answer.
//!
//! A [`RuleId`] is one sentence of the source documents (`CAP-03`), one row of the later editions (`L-06`), or one
//! choice between sentences that contradict one another (`CON-02`) or leave something open (`AMB-09`).
//! [`RuleId::ALL`] lists them with kind, sources and meaning. `docs/rules.md` is that list as a page,
//! `docs/decisions.md` explains how each contradiction and each open question is settled, and `docs/coverage.md` names
//! the code that decides each rule and the test that protects it.
//!
//! A rule that computes nothing ([`RuleKind::Fact`]) has no code: its meaning is all there is to it.

use core::fmt;

use crate::parse::ParseError;

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
    /// The reservation policy as written later, for the 2020-01 to 2027-02 editions.
    Later,
    /// The software cancellation policy as written later, for the 2021-06 and 2022-07 editions.
    LaterSoftware,
    /// Microsoft's other pages: market lists, products, permissions, renewals, transfers.
    OtherPages,
    /// A third party's word for something that no text of Microsoft dates.
    ThirdParty,
    /// Recorded answers of the live service, June 2022 to March 2023.
    Recorded,
    /// This crate's reading, where the sources contradict one another or are silent; see `docs/decisions.md`.
    Reading,
}

impl Source {
    /// The name of the document.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::S0 => "Partner Center, manage Azure reservations for customers",
            Self::S1 => "Partner Center, manage Azure reservations for customers (later edit)",
            Self::S2 => "Partner Center, let customers buy their own products",
            Self::S3 => "Azure, self-service exchanges and refunds for reservations",
            Self::S4 => "Partner Center, sell software subscriptions through CSP",
            Self::October2018 => "Partner Center, refunds for reservations (2018-10)",
            Self::Later => "Azure, exchanges and refunds for reservations (2020-01 and later)",
            Self::LaterSoftware => "Partner Center, cancel software purchases (2021-06 and later)",
            Self::OtherPages => "other Microsoft pages on market lists, products, permissions, renewals and transfers",
            Self::ThirdParty => "third parties",
            Self::Recorded => "recorded answers of the live service",
            Self::Reading => "this crate's reading of the sources",
        }
    }

    /// The date of the document, as a day, a month or a range.
    #[must_use]
    pub const fn date(self) -> &'static str {
        match self {
            Self::S0 => "2018-05-11",
            Self::S1 => "2018-08-31",
            Self::S2 => "2020-05-18",
            Self::S3 => "2019-04-05",
            Self::S4 => "2021-03-08",
            Self::October2018 => "2018-10-12",
            Self::Later => "2020-01-24 to 2026-08-27",
            Self::LaterSoftware => "2021-06-01 to 2022-07-11",
            Self::OtherPages => "2018-06 to 2026-08",
            Self::ThirdParty => "2026-03",
            Self::Recorded => "2022-06 to 2023-03",
            Self::Reading => "2026-11",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.title(), self.date())
    }
}

/// What kind of sentence a rule is.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::{RuleId, RuleKind};
///
/// assert_eq!(RuleId::Cap03.kind(), RuleKind::Rule);
/// assert_eq!(RuleId::Con02.kind(), RuleKind::Choice);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RuleKind {
    /// A sentence of the sources that decides or computes something in this crate.
    Rule,
    /// A statement that decides and computes nothing.
    Fact,
    /// Steps in a portal, or text beside them; `docs/guide/portal-steps.md` names the call that answers the same
    /// question.
    Steps,
    /// Links to other pages.
    LinksOnly,
    /// A row of a later edition, or of the recorded answers, that decides or computes something.
    Edition,
    /// How this crate settles a contradiction or an open question; see `docs/decisions.md`.
    Choice,
}

impl fmt::Display for RuleKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rule => "rule",
            Self::Fact => "fact",
            Self::Steps => "steps",
            Self::LinksOnly => "links only",
            Self::Edition => "edition",
            Self::Choice => "choice",
        })
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl core::str::FromStr for RuleId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let known = Self::ALL.iter().copied().find(|rule| rule.as_str() == text);
        known.ok_or_else(|| ParseError::new("the id of a rule", text, "one such as `CAP-03`"))
    }
}

crate::text::serde_as_text!(RuleId);
