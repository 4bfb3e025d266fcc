#![doc = include_str!("../docs/json.md")]

use core::fmt::{self, Write as _};

use serde::Serialize;
use serde_json::value::RawValue;

use crate::azure::{Node, RequestError, to_json};
use crate::decision::Decision;
use crate::verdict::{Outcome, Reason as _};

mod cap;
mod exchange;
mod line;
mod market;
mod plan;
mod refund;
mod returning;
mod software;
mod swap;

pub use self::refund::read_return;

/// The longest line that is answered with more than an error, in bytes.
pub const LONGEST_LINE: usize = 16 << 20;

/// An answer: its JSON in one line, and the same for a person to read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The JSON: `{"status": 200, "body": …}`.
    pub json: String,
    /// The text, over several lines.
    pub explanation: String,
}

/// Answers one line of JSON. It never fails: what is wrong with the line is in the answer.
///
/// # Examples
///
/// ```
/// use reservation_policy::json::answer;
///
/// let line = r#"{"operation": "capPosition", "at": "2026-04-17T14:05:00Z", "policy": "in-force", "refunds": [
///     {"id": "spring", "at": "2026-04-03T09:00:00Z", "refund": {"currencyCode": "USD", "amount": 30000}}]}"#;
/// assert!(answer(line).starts_with(r#"{"status":200,"body":{"limit":"50000.00","used":"30000.00","#));
///
/// let misspelt = line.replace("refunds", "refund");
/// assert!(answer(&misspelt).contains("the nearest is `refunds`"));
/// ```
#[must_use]
pub fn answer(line: &str) -> String {
    answer_with_explanation(line.as_bytes()).json
}

/// Answers one line of bytes as JSON and as text. Bytes that are not UTF-8 and lines of more than
/// [`LONGEST_LINE`] are answered with an error.
#[must_use]
pub fn answer_with_explanation(line: &[u8]) -> Answer {
    if line.len() > LONGEST_LINE {
        return answer_too_long(line.len());
    }
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let not_utf8 = |error: core::str::Utf8Error| {
        let start = error.valid_up_to();
        RequestError::invalid("", format_args!("the line is not UTF-8: byte {start} from 0 begins no character"))
    };
    match core::str::from_utf8(line).map_err(not_utf8).and_then(decide) {
        Ok(reply) => Answer { json: with_status(reply.status, &reply.body), explanation: reply.explanation },
        Err(error) => refused(&error),
    }
}

/// The answer to a line that is longer than [`LONGEST_LINE`], for callers that do not read it into memory.
#[must_use]
pub fn answer_too_long(bytes: usize) -> Answer {
    let message = format_args!("the line has {bytes} bytes, expected at most {LONGEST_LINE}");
    refused(&RequestError::invalid("", message))
}

/// A reply before it is written.
struct Reply {
    status: u16,
    body: String,
    explanation: String,
}

impl Reply {
    fn ok(body: &impl Serialize, explanation: String) -> Self {
        Self { status: 200, body: to_json(body), explanation }
    }
}

/// How an operation answers its line.
type Operation = fn(&Node<'_>) -> Result<Reply, RequestError>;

/// The operations, in the order of the contract.
const OPERATIONS: [(&str, Operation); 8] = [
    ("calculateRefund", refund::answer),
    ("calculateExchange", exchange::answer),
    ("swapStorage", swap::answer),
    ("capPosition", cap::answer),
    ("return", returning::answer),
    ("planReturns", plan::answer),
    ("cancelSoftware", software::answer),
    ("market", market::answer),
];

fn decide(line: &str) -> Result<Reply, RequestError> {
    let line = Node::document(line, "")?;
    if !line.is_object() {
        return Err(line.unexpected("an object with an `operation`"));
    }
    let names = || crate::text::one_of(OPERATIONS.map(|(name, _)| name));
    let missing = || RequestError::invalid("operation", format_args!("is missing, expected {}", names()));
    let operation = line.member("operation")?.ok_or_else(missing)?;
    let name = operation.text(&names())?;
    let Some((_, answer)) = OPERATIONS.iter().find(|(known, _)| *known == name) else {
        let shown = crate::text::shortened(&name);
        return Err(operation.error(format_args!("`{shown}` is not an operation, expected {}", names())));
    };
    answer(&line)
}

fn refused(error: &RequestError) -> Answer {
    #[derive(Serialize)]
    struct Body<'a> {
        error: Details<'a>,
    }
    #[derive(Serialize)]
    struct Details<'a> {
        code: &'a str,
        message: &'a str,
        target: &'a str,
    }
    let details = Details { code: error.code, message: &error.message, target: &error.target };
    let json = with_status(400, &to_json(&Body { error: details }));
    Answer { json, explanation: format!("error {}: {error}\n", error.code) }
}

/// `{"status": …, "body": …}` in one line.
fn with_status(status: u16, body: &str) -> String {
    #[derive(Serialize)]
    struct Status<'a> {
        status: u16,
        body: Option<&'a RawValue>,
    }
    to_json(&Status { status, body: serde_json::from_str(body).ok() })
}

/// Adds a line to a text for people.
fn say(text: &mut String, line: fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _written = writeln!(text, "{line}");
}

/// The reasons and remarks of a decision for a person to read.
fn notes<T: Outcome>(decision: &Decision<T>) -> String {
    let mut text = String::new();
    for reason in decision.reasons() {
        let rule = reason.rule();
        say(&mut text, format_args!("  {}: {reason}\n    [{rule}] {}", reason.verdict(), rule.meaning()));
    }
    for remark in decision.remarks() {
        say(&mut text, format_args!("  note: {remark} [{}]", remark.rule()));
    }
    text
}
