//! The example `calculate`, called as a person would: JSON in, JSON out.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may panic, and their helpers too"
)]

use std::collections::BTreeMap;

use serde_json::value::RawValue;

#[expect(dead_code, reason = "the example's own main is not called")]
#[path = "../../examples/calculate.rs"]
mod example;

mod bad;
mod files;
mod hostile;
mod orders;
mod tables;

/// Every answer to these lines, one a line.
fn answers(input: impl AsRef<[u8]>) -> Vec<String> {
    let mut out = Vec::new();
    example::answer_lines(&mut input.as_ref(), &mut out, example::Form::Json).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(str::to_owned).collect()
}

/// The answers to one file.
fn answers_to_file(input: impl AsRef<[u8]>) -> Vec<String> {
    let mut out = Vec::new();
    example::answer_file(input.as_ref(), &mut out, example::Form::Json).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

/// The one answer to one line.
fn answer(line: &str) -> String {
    let mut all = answers(line);
    assert_eq!(all.len(), 1, "{line}");
    all.pop().unwrap()
}

/// The text of a member, exactly as it was written; the path as in `body.properties.sessionId`.
fn member(json: &str, path: &str) -> String {
    path.split('.').fold(json.to_owned(), |json, name| {
        let mut members: BTreeMap<&str, &RawValue> =
            serde_json::from_str(&json).unwrap_or_else(|error| panic!("{path} in {json}: {error}"));
        members.remove(name).unwrap_or_else(|| panic!("no {path} in {json}")).get().to_owned()
    })
}

/// A member that is a text.
fn text(json: &str, path: &str) -> String {
    serde_json::from_str(&member(json, path)).unwrap()
}

/// The code, target and message of an error.
fn error(answer: &str) -> (String, String, String) {
    assert_eq!(member(answer, "status"), "400", "{answer}");
    let part = |name: &str| text(answer, &format!("body.error.{name}"));
    (part("code"), part("target"), part("message"))
}
