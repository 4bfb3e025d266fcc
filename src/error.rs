//! Errors: questions and facts that make no sense. A refusal by policy is not an error, see [`Decision`](crate::Decision).

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::cap::LedgerError;
use crate::facts::InvalidFacts;
use crate::money::MoneyError;
use crate::request::QuestionError;
use crate::text::shortened;

/// Any error of this crate. Every other error type converts into it, so `?` works across the whole API.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Error, Money, Term};
///
/// fn read(term: &str, price: &str) -> Result<(Term, Money), Error> {
///     Ok((term.parse()?, price.parse()?))
/// }
///
/// let error = read("P2Y", "1200.00 EUR").unwrap_err();
/// assert_eq!(error.to_string(), "`P2Y` is not a reservation term, expected `P1M`, `P1Y`, `P3Y` or `P5Y`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text is not what it should be.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// No edition was in force on a date.
    #[error(transparent)]
    NoEdition(#[from] NoEdition),
    /// Amounts cannot be combined or held.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// Facts contradict one another.
    #[error(transparent)]
    Facts(#[from] InvalidFacts),
    /// A refund cannot be recorded.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A question cannot be answered.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// A JSON request or document is wrong.
    #[cfg(feature = "json")]
    #[error(transparent)]
    Request(#[from] crate::azure::RequestError),
    /// A date or an instant is not RFC 3339 text.
    #[error(
        "the text is not a date or an instant in RFC 3339 form such as `2026-04-17` or `2026-04-17T14:05:00Z`: {0}"
    )]
    Date(#[from] chrono::ParseError),
}

/// A text that is not what it should be: what was expected, and what was given.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Currency, ParseError};
///
/// let error: ParseError = "US$".parse::<Currency>().unwrap_err();
/// assert_eq!(error.text, "US$");
/// assert_eq!(
///     error.to_string(),
///     "`US$` is not an ISO 4217 currency code, expected three letters such as `USD`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}, expected {expected}")]
#[non_exhaustive]
pub struct ParseError {
    /// What the text should be, with its article: `a rate`.
    pub what: &'static str,
    /// The text, shortened to 40 characters and escaped to one line.
    pub text: String,
    /// What would have been right.
    pub expected: Cow<'static, str>,
}

impl ParseError {
    pub(crate) fn new(what: &'static str, text: &str, expected: impl Into<Cow<'static, str>>) -> Self {
        Self { what, text: shortened(text), expected: expected.into() }
    }
}

/// No edition of a dated table was in force on a date.
///
/// # Examples
///
/// ```
/// use reservation_policy::ReservationPolicy;
///
/// let error = ReservationPolicy::in_force_on("2018-05-10".parse()?).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "no edition of the reservation policy was in force on `2018-05-10`, expected `2018-05-11` or later"
/// );
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no edition of {of} was in force on `{date}`, expected `{first}` or later")]
#[non_exhaustive]
pub struct NoEdition {
    /// The dated table, with its article: `the reservation policy`.
    pub of: &'static str,
    /// The date that was asked about.
    pub date: NaiveDate,
    /// The first day of the first edition.
    pub first: NaiveDate,
}
