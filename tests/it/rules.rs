//! The table of rules, and the pages that are made from it or speak of it.

#![expect(clippy::disallowed_methods, clippy::string_slice, reason = "the tests read and write the crate's own pages")]

use core::fmt::Write as _;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use reservation_policy::rule::{RuleId, RuleKind, Source};

/// The 146 rows of the source documents: id, kind, sources.
const INVENTORY: &str = include_str!("../data/rule-ids.csv");

/// Compares a page with what the code makes of it; writes the page when `UPDATE_DOCS` is set.
pub(crate) fn assert_page(path: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&file, made).unwrap();
        return;
    }
    let page = fs::read_to_string(&file).unwrap_or_default();
    if page == made {
        return;
    }
    let (mut old, mut new) = (page.lines(), made.lines());
    let mut number = 0;
    let (old, new) = loop {
        number += 1;
        match (old.next(), new.next()) {
            (old, new) if old == new && old.is_some() => {}
            (old, new) => break (old.unwrap_or("(nothing)"), new.unwrap_or("(nothing)")),
        }
    };
    panic!(
        "{path} is stale at line {number}\n page: {old}\n code: {new}\n\
         make it anew with `UPDATE_DOCS=1 cargo test --all-features --test it`"
    );
}

/// A page of the documentation.
pub(crate) fn page(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The cells of every row of a page's tables, but for the lines under the headings.
pub(crate) fn rows(page: &str) -> impl Iterator<Item = Vec<String>> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
}

/// The texts between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The text of every Rust file below a folder, by its path from there.
fn rust_files(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// The words of a program: names and keywords.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Every word of the library's source.
fn words_of_the_library() -> BTreeSet<String> {
    rust_files("src").values().flat_map(|text| words(text)).map(str::to_owned).collect()
}

/// Whether one file of the library has the type and the member of a path such as `policy::CapTerms::limit`.
fn is_in_one_file(path: &str, library: &[BTreeSet<String>]) -> bool {
    let is_module = |word: &&str| word.starts_with(|first: char| first.is_lowercase());
    let names: Vec<&str> = words(path).skip_while(is_module).collect();
    !names.is_empty() && library.iter().any(|file| names.iter().all(|name| file.contains(*name)))
}

fn sources(rule: RuleId) -> String {
    rule.sources().iter().map(|source| format!("{source:?}")).collect::<Vec<_>>().join(" ")
}

/// The first text that has the rule, as the page of rules shows it.
fn since(rule: RuleId) -> &'static str {
    if rule.kind() == RuleKind::Choice {
        return "";
    }
    rule.since().unwrap_or_else(|| rule.sources().iter().map(|source| source.date()).min().unwrap())
}

/// The whole of `docs/rules.md`.
fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         Every rule that a reason, a remark or an answer can name, in the order of the sources. Made from the table in\n\
         `src/rule/index.rs` by `UPDATE_DOCS=1 cargo test --all-features --test it rules`; change the table, not this page.\n\
         In code, `RuleId::Cap03.meaning()` is the last column.\n\n\
         ## Sources\n\n| source | what | date |\n|---|---|---|\n",
    );
    let used: BTreeSet<Source> = RuleId::ALL.iter().flat_map(|rule| rule.sources()).copied().collect();
    for source in used {
        writeln!(page, "| {source:?} | {} | {} |", source.title(), source.date()).unwrap();
    }
    page.push_str(
        "\nEvery text is Microsoft's own, except what *ThirdParty* says: for `L-09`, that database services are covered by\n\
         savings plans from 2026-03-18. No text of Microsoft dates that.\n\n\
         ## Kinds\n\n| kind | rules | meaning |\n|---|---|---|\n",
    );
    for (kind, meaning) in [
        (RuleKind::Rule, "decides or computes something in this crate"),
        (RuleKind::Fact, "states something that decides and computes nothing: no code, no test"),
        (RuleKind::Steps, "describes steps in a portal; see [portal steps]"),
        (RuleKind::LinksOnly, "links to other pages"),
        (
            RuleKind::Edition,
            "comes from a later edition or from the recorded answers, and decides or computes something",
        ),
        (RuleKind::Choice, "settles a contradiction or an open question; see [decisions.md]"),
    ] {
        let count = RuleId::ALL.iter().filter(|rule| rule.kind() == kind).count();
        writeln!(page, "| {kind} | {count} | {meaning} |").unwrap();
    }
    page.push_str(
        "\n## Table\n\n\
         *Since* is the date of the first text or recording that has the rule. Choices have none.\n\n\
         | id | since | sources | kind | meaning |\n|---|---|---|---|---|\n",
    );
    for rule in RuleId::ALL.iter().copied() {
        let (since, sources, kind, meaning) = (since(rule), sources(rule), rule.kind(), rule.meaning());
        writeln!(page, "| {rule} | {since} | {sources} | {kind} | {meaning} |").unwrap();
    }
    page.push_str("\n[portal steps]: guide/portal-steps.md\n[decisions.md]: decisions.md\n");
    page
}

#[test]
fn every_row_of_the_sources_has_its_id_kind_and_sources() {
    let rows: Vec<Vec<&str>> = INVENTORY.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 146);
    for (row, rule) in rows.iter().zip(RuleId::ALL) {
        assert_eq!(
            *row,
            [rule.as_str(), &rule.kind().to_string(), &sources(*rule)],
            "the order of the sources is kept"
        );
    }
}

#[test]
fn ids_are_read_as_they_are_written_and_nothing_else_is() {
    for rule in RuleId::ALL {
        assert_eq!(rule.to_string().parse(), Ok(*rule));
    }
    let unique: BTreeSet<&str> = RuleId::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(unique.len(), RuleId::ALL.len());
    for text in ["", "CAP-3", "cap-03", "CAP-03 ", "CON-09"] {
        assert!(text.parse::<RuleId>().is_err(), "{text:?}");
    }
}

#[test]
fn every_other_id_is_a_later_rule_or_a_choice() {
    for rule in RuleId::ALL.iter().skip(146) {
        let is_choice = rule.kind() == RuleKind::Choice;
        assert_eq!(is_choice, rule.as_str().starts_with("CON-") || rule.as_str().starts_with("AMB-"), "{rule}");
        assert_eq!(is_choice, rule.sources() == [Source::Reading], "{rule}");
        assert!(is_choice || matches!(rule.kind(), RuleKind::Edition | RuleKind::Fact), "{rule}");
    }
    let later: Vec<String> = RuleId::ALL[146..182].iter().map(ToString::to_string).collect();
    assert_eq!(later, (1..=36).map(|number| format!("L-{number:02}")).collect::<Vec<_>>());
    assert_eq!(RuleId::ALL.len(), 223);
}

#[test]
fn later_rules_have_a_date_of_their_own_and_others_have_that_of_their_source() {
    for rule in RuleId::ALL {
        assert_eq!(rule.since().is_some(), rule.as_str().starts_with("L-"), "{rule}");
        let Some(since) = rule.since() else { continue };
        let digits: Vec<&str> = since.split('-').collect();
        assert!(digits.len() <= 3 && digits.iter().all(|part| part.parse::<u16>().is_ok()), "{rule}: {since}");
        assert!(("2018-06".."2027-03").contains(&since), "{rule}: {since}");
    }
    assert_eq!(RuleId::L02.since(), Some(Source::October2018.date()));
}

#[test]
fn every_meaning_is_one_line_of_plain_american_english() {
    let mut seen = BTreeMap::new();
    for rule in RuleId::ALL {
        let meaning = rule.meaning();
        assert!(!meaning.contains(['\n', '\r', '|', '"']), "{rule}: {meaning}");
        assert!(meaning.ends_with('.') && meaning.trim() == meaning, "{rule}: {meaning}");
        assert!((20..=210).contains(&meaning.chars().count()), "{rule}: {meaning}");
        assert!(meaning.starts_with(|first: char| first.is_ascii_uppercase() || first.is_ascii_digit()), "{rule}");
        assert_eq!(seen.insert(meaning, rule), None, "{rule}: {meaning}");
        let lower = meaning.to_lowercase();
        for word in ["licence", "cancelled", "cancelling", "is none", "comes to", "stands", "tells", "optimis"] {
            assert!(!lower.contains(word), "{rule}: `{word}` in {meaning}");
        }
    }
}

#[test]
fn no_code_names_a_fact() {
    let code = rust_files("src");
    for rule in RuleId::ALL.iter().filter(|rule| matches!(rule.kind(), RuleKind::Fact | RuleKind::LinksOnly)) {
        let variant = format!("RuleId::{rule:?}");
        for (file, text) in code.iter().filter(|(file, _)| !file.starts_with("rule")) {
            let named = text.match_indices(&variant);
            let whole = |at: usize| !text[at + variant.len()..].starts_with(|c: char| c.is_ascii_digit());
            assert!(!named.into_iter().any(|(at, _)| whole(at)), "{rule} is a {}, and {file} names it", rule.kind());
        }
    }
}

#[test]
fn the_page_of_rules_is_the_table() {
    assert_page("docs/rules.md", &rules_page());
}

#[test]
fn every_choice_is_answered_on_the_page_of_decisions() {
    let page = page("docs/decisions.md");
    let headings = page.lines().filter_map(|line| line.strip_prefix("### "));
    let answered: Vec<&str> = headings
        .map(|heading| heading.split_once(": ").unwrap_or_else(|| panic!("{heading}: no question")).0)
        .collect();
    let choices = RuleId::ALL.iter().filter(|rule| rule.kind() == RuleKind::Choice);
    assert_eq!(answered, choices.map(|rule| rule.as_str()).collect::<Vec<_>>(), "each once, in the order of the table");
    for section in page.split("\n### ").skip(1) {
        for part in ["* Sources: ", "* Default: ", "* To choose otherwise: "] {
            assert_eq!(section.matches(part).count(), 1, "{part} in {section}");
        }
    }
}

#[test]
fn what_the_page_of_decisions_offers_to_choose_is_in_the_library() {
    let known = words_of_the_library();
    for section in page("docs/decisions.md").split("\n### ").skip(1) {
        let choose = section.split("* To choose otherwise: ").nth(1).unwrap();
        for text in quoted(choose) {
            // Ids of rules, names of editions and dates are no names of the library.
            if text.starts_with(|first: char| first.is_ascii_digit()) || text.parse::<RuleId>().is_ok() {
                continue;
            }
            for word in words(text).filter(|word| !word.starts_with(|first: char| first.is_ascii_digit())) {
                assert!(known.contains(word), "`{word}` is not in the library: {section}");
            }
        }
    }
}

#[test]
fn each_step_in_a_portal_has_one_row_and_names_calls_that_exist() {
    let page = page("docs/guide/portal-steps.md");
    let known = words_of_the_library();
    let mut found = Vec::new();
    for row in rows(&page).skip(1) {
        found.push(row[0].trim_matches('`').to_owned());
        for word in quoted(&row[2]).into_iter().flat_map(words) {
            assert!(known.contains(word), "`{word}` is not in the library: {row:?}");
        }
    }
    let steps = RuleId::ALL.iter().filter(|rule| matches!(rule.kind(), RuleKind::Steps | RuleKind::LinksOnly));
    assert_eq!(found, steps.map(ToString::to_string).collect::<Vec<_>>());
}

#[test]
fn the_page_of_coverage_has_one_row_for_each_rule_with_code_and_tests_that_exist() {
    let library: Vec<BTreeSet<String>> =
        rust_files("src").values().map(|text| words(text).map(str::to_owned).collect()).collect();
    let tests = rust_files("tests/it");
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for row in rows(&page("docs/coverage.md")).skip(1) {
        let rule: RuleId = row[0].parse().unwrap_or_else(|error| panic!("{row:?}: {error}"));
        found.push(rule);
        assert_eq!(row[1], rule.kind().to_string(), "{rule}");
        let protecting = quoted(&row[3]);
        let kind = rule.kind();
        let without_code = [
            (RuleKind::Fact, "fact"),
            (RuleKind::Steps, "[steps](guide/portal-steps.md)"),
            (RuleKind::LinksOnly, "[steps](guide/portal-steps.md)"),
        ];
        let code = without_code.iter().find(|(of, _)| *of == kind).map(|(_, code)| *code);
        let is_open = kind == RuleKind::Choice && row[2] == "not computed";
        if let Some(code) = code.or(is_open.then_some("not computed")) {
            assert_eq!(row[2..], [code, ""], "{rule} has no code of its own, so no test");
        } else {
            assert!(!quoted(&row[2]).is_empty(), "{rule}: no code is named");
            if protecting.is_empty() {
                missing.push(format!("{rule}: no test is named"));
            }
        }
        for item in quoted(&row[2]) {
            if !is_in_one_file(item, &library) {
                missing.push(format!("{rule}: `{item}` is not in the library"));
            }
        }
        for test in protecting {
            let path: Vec<&str> = test.split("::").collect();
            let [home @ "it", room, .., name] = path[..] else { panic!("{rule}: `{test}` is not `it::room::test`") };
            assert_eq!(home, "it");
            let in_room = |file: &str| file == format!("{room}.rs") || file.starts_with(&format!("{room}/"));
            let exists = tests.iter().any(|(file, text)| in_room(file) && text.contains(&format!("fn {name}(")));
            if !exists {
                missing.push(format!("{rule}: no test `{test}`"));
            }
        }
    }
    assert!(missing.is_empty(), "docs/coverage.md:\n{}", missing.join("\n"));
    assert_eq!(found, RuleId::ALL, "one row for each rule, in the order of the table");
}
