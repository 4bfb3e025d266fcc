//! Texts and dates that are not what they should be.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::text::shortened;

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
