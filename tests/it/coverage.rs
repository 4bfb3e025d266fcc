//! `docs/coverage.md`: one row for every rule, naming an item that exists and a test that exists.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test's helpers may panic as the test itself may"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use reservation_policy::rule::{RuleId, RuleKind};

const PAGE: &str = include_str!("../../docs/coverage.md");

/// The rows: id, items, tests.
fn rows() -> Vec<(RuleId, Vec<String>, Vec<String>)> {
    let names = |cell: &str| -> Vec<String> {
        cell.split(',').map(|name| name.trim().trim_matches('`').to_owned()).filter(|name| !name.is_empty()).collect()
    };
    PAGE.lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| id ") && !line.starts_with("| ---"))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 3, "{line}");
            (cells[0].parse().unwrap_or_else(|error| panic!("{line}: {error}")), names(cells[1]), names(cells[2]))
        })
        .collect()
}

/// Every Rust file below a folder of the crate, with its text.
#[expect(clippy::disallowed_methods, reason = "the test reads the crate's own files")]
fn sources(folder: &str) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.insert(path, text);
            }
        }
    }
    files
}

/// Whether a word stands in the text, not as a part of a longer one, with one of these before it.
fn defines(text: &str, before: &[&str], name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    before.iter().any(|before| {
        let wanted = format!("{before}{name}");
        text.match_indices(&wanted).any(|(at, _)| !text[at + wanted.len()..].starts_with(is_word))
    })
}

/// Whether `reservation_policy::a::b::Type::member` is defined in the folder of `a::b`.
fn item_exists(sources: &BTreeMap<PathBuf, String>, path: &str) -> bool {
    let mut segments: Vec<&str> = path.split("::").collect();
    if segments.first() != Some(&"reservation_policy") {
        return false;
    }
    segments.remove(0);
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folder = src;
    let mut modules = 0;
    for segment in &segments {
        let next = folder.join(segment);
        if !next.is_dir() && !next.with_extension("rs").is_file() {
            break;
        }
        (folder, modules) = (next, modules + 1);
    }
    let room: String = sources
        .iter()
        .filter(|(file, _)| file.starts_with(&folder) || **file == folder.with_extension("rs"))
        .map(|(_, text)| text.as_str())
        .collect();
    let kinds = ["fn ", "struct ", "enum ", "const ", "trait ", "\n    ", "macro_rules! "];
    !room.is_empty() && segments[modules..].iter().all(|name| defines(&room, &kinds, name))
}

/// Whether `it::module::name` is a test of `tests/it`, or `src::module::name` one beside the code.
fn test_exists(tests: &BTreeMap<PathBuf, String>, sources: &BTreeMap<PathBuf, String>, path: &str) -> bool {
    let Some((home, name)) = path.split_once("::").zip(path.rsplit_once("::")).map(|(a, b)| (a.0, b.1)) else {
        return false;
    };
    let (files, module) = match home {
        "it" => (tests, path.split("::").nth(1).unwrap()),
        "src" => (sources, path.split("::").nth(1).unwrap()),
        _ => return false,
    };
    files.iter().any(|(file, text)| {
        let in_module = file.iter().any(|part| Path::new(part).file_stem().is_some_and(|stem| stem == module));
        in_module && defines(text, &["fn "], name)
    })
}

#[test]
fn every_rule_has_one_row() {
    let mut found: Vec<RuleId> = rows().into_iter().map(|(rule, ..)| rule).collect();
    let expected: Vec<RuleId> = RuleId::ALL.to_vec();
    found.sort_unstable();
    let mut sorted = expected;
    sorted.sort_unstable();
    assert_eq!(found, sorted);
}

#[test]
fn every_named_item_and_test_exists() {
    let (source, tests) = (sources("src"), sources("tests/it"));
    let mut missing = Vec::new();
    for (rule, items, protecting) in rows() {
        // What only describes clicks stands in the guide, and a test compares the guide's rows with the rules.
        if !matches!(rule.kind(), RuleKind::Steps | RuleKind::LinksOnly) {
            assert!(!items.is_empty() && !protecting.is_empty(), "{rule}: an item and a test are expected");
        }
        for item in items.iter().filter(|item| !item.starts_with("docs/")) {
            if !item_exists(&source, item) {
                missing.push(format!("{rule}: no item {item}"));
            }
        }
        for test in protecting {
            if !test_exists(&tests, &source, &test) {
                missing.push(format!("{rule}: no test {test}"));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn the_check_itself_finds_what_is_missing() {
    let (source, tests) = (sources("src"), sources("tests/it"));
    assert!(item_exists(&source, "reservation_policy::reservation::cap::RefundLedger::record"));
    assert!(!item_exists(&source, "reservation_policy::reservation::cap::RefundLedger::recor"));
    assert!(!item_exists(&source, "reservation_policy::reservation::cap::Ledger"));
    assert!(test_exists(&tests, &source, "it::coverage::the_check_itself_finds_what_is_missing"));
    assert!(!test_exists(&tests, &source, "it::coverage::the_check_itself"));
}
