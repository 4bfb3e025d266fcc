//! Every error, every reason and every remark, said once in one text that people can read through.
//!
//! The text is `tests/data/messages.txt`. After a change of wording run `UPDATE_DATA=1 cargo test --test it messages`
//! and read the difference. A room adds its own in a file of `tests/it/messages/` and a line in `ROOMS`.

#![cfg(feature = "serde")]
use core::fmt::{Debug, Display, Write as _};
use std::path::Path;

use reservation_policy::{Error, RuleId, Verdict};

mod errors;
mod reservations;
mod rooms;

/// Adds what a room says to the book.
type Room = fn(&mut Book);

/// (its heading, what it says)
const ROOMS: [(&str, Room); 6] = [
    ("texts that are not what they should be", errors::texts),
    ("facts that contradict one another", errors::facts),
    ("questions without an answer", errors::questions),
    ("returns, exchanges and swaps", reservations::reasons),
    ("remarks", reservations::remarks),
    ("software, roles and permissions", rooms::reasons),
];

/// (type, its file): every variant of these is in the book.
const ENUMS: [(&str, &str); 8] = [
    ("InvalidFacts", include_str!("../../src/facts.rs")),
    ("QuestionError", include_str!("../../src/request.rs")),
    ("MoneyError", include_str!("../../src/money.rs")),
    ("LedgerError", include_str!("../../src/cap/ledger.rs")),
    ("Reason", include_str!("../../src/reason.rs")),
    ("Remark", include_str!("../../src/remark.rs")),
    ("CancellationReason", include_str!("../../src/software/reason.rs")),
    ("PermissionReason", include_str!("../../src/permission/reason.rs")),
];

/// The text on the way: a heading for each room, then a name and what it says.
#[derive(Default)]
pub(crate) struct Book {
    text: String,
    sentences: Vec<String>,
}

impl Book {
    fn line(&mut self, name: &str, sentence: String) {
        writeln!(self.text, "{name}\n    {sentence}").unwrap();
        self.sentences.push(sentence);
    }

    /// An error; the umbrella says the same.
    pub(crate) fn error<E: Into<Error> + Display + Debug>(&mut self, error: E) {
        let (name, sentence) = (name_of(&error), error.to_string());
        assert_eq!(error.into().to_string(), sentence, "{name}");
        self.line(&name, sentence);
    }

    /// A reason or a remark, with its rule, verdict and codes. It can be stored and read back.
    pub(crate) fn reason<R>(&mut self, reason: &R, about: (RuleId, Verdict, &str, Option<&str>))
    where
        R: Display + Debug + PartialEq + serde::Serialize + serde::de::DeserializeOwned,
    {
        let json = serde_json::to_string(reason).unwrap();
        assert_eq!(serde_json::from_str::<R>(&json).unwrap(), *reason, "{json}");
        let (rule, verdict, code, azure) = about;
        let azure = azure.map(|azure| format!(", {azure}")).unwrap_or_default();
        let (name, sentence) = (name_of(reason), reason.to_string());
        self.line(&format!("{name} [{rule}, {verdict}, {code}{azure}]"), sentence);
    }
}

/// Adds reasons or remarks of any type to the book.
macro_rules! say {
    ($book:expr, $($reason:expr),+ $(,)?) => {
        $({
            let reason = $reason;
            let about = (reason.rule(), reason.verdict(), reason.code(), reason.azure_code());
            $book.reason(&reason, about);
        })+
    };
}

use say;

/// `InvalidFacts::ZeroUnits`, or the name alone for a struct.
fn name_of<T: Debug>(value: &T) -> String {
    let short = core::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
    let shown = format!("{value:?}");
    let variant: String = shown.chars().take_while(char::is_ascii_alphanumeric).collect();
    if variant == short { variant } else { format!("{short}::{variant}") }
}

fn book() -> Book {
    let mut book = Book::default();
    for (heading, room) in ROOMS {
        writeln!(book.text, "\n# {heading}\n").unwrap();
        room(&mut book);
    }
    book
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a file of the tests is written on request")]
fn every_message_reads_as_it_was_approved() {
    let (found, path) = (book().text, Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/messages.txt"));
    if std::env::var("UPDATE_DATA").is_ok() {
        std::fs::write(&path, &found).unwrap();
    }
    let approved = std::fs::read_to_string(&path).unwrap();
    for (found, approved) in found.lines().zip(approved.lines()) {
        assert_eq!(found, approved);
    }
    assert_eq!(found.lines().count(), approved.lines().count());
}

#[test]
fn every_variant_is_in_the_book() {
    let text = book().text;
    for (name, source) in ENUMS {
        let body = source.split_once(&format!("pub enum {name} {{\n")).unwrap().1.split_once("\n}\n").unwrap().0;
        let names = body.lines().filter_map(|line| line.strip_prefix("    "));
        let variants = names.filter(|line| line.starts_with(|letter: char| letter.is_ascii_uppercase()));
        for variant in variants {
            let variant: String = variant.chars().take_while(char::is_ascii_alphanumeric).collect();
            let (alone, about) = (format!("{name}::{variant}\n"), format!("{name}::{variant} ["));
            assert!(text.contains(&alone) || text.contains(&about), "{name}::{variant} is missing");
        }
    }
}

#[test]
fn messages_are_one_line_without_a_capital_at_the_start_and_a_stop_at_the_end() {
    for sentence in book().sentences {
        let first = sentence.chars().next().unwrap();
        let proper =
            ["US Government", "Red Hat", "SUSE", "Partner Center"].iter().any(|name| sentence.starts_with(name));
        assert!(first.is_ascii_lowercase() || first.is_ascii_digit() || first == '`' || proper, "{sentence}");
        assert!(!sentence.ends_with(['.', '!', '?', ' ', ';']), "{sentence}");
        assert!(!sentence.contains(['\n', '\t', '"']) && !sentence.contains("  "), "{sentence}");
        assert_eq!(sentence.matches('`').count() % 2, 0, "{sentence}");
        for word in [" is none", "comes to", "tells", "licence", "cancelled", "struct", "enum ", "Some(", "None"] {
            assert!(!sentence.contains(word), "{word:?} in: {sentence}");
        }
    }
}

#[test]
fn a_message_repeats_little_of_a_long_text() {
    let long = "x".repeat(100_000);
    for error in [
        long.parse::<reservation_policy::Money>().unwrap_err(),
        long.parse::<reservation_policy::Term>().unwrap_err(),
        long.parse::<reservation_policy::PolicyName>().unwrap_err(),
        long.parse::<reservation_policy::reservation::ReservationId>().unwrap_err(),
        long.parse::<reservation_policy::cap::RefundId>().unwrap_err(),
        long.parse::<reservation_policy::ResourceType>().unwrap_err(),
    ] {
        assert!(error.to_string().chars().count() < 200, "{error}");
        assert_eq!(error.text.chars().count(), 40);
    }
}
