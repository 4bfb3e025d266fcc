//! Errors: questions and facts that make no sense. A refusal by policy is not an error, see [`Decision`](crate::Decision).

use crate::cap::LedgerError;
use crate::facts::InvalidFacts;
use crate::money::MoneyError;
use crate::parse::{NoEdition, ParseError};
use crate::request::QuestionError;

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
