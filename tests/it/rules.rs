//! The table of rules: complete, in plain lines, and the same on the page as in the code.

#![expect(clippy::unwrap_used, reason = "writing into a string cannot fail")]

use core::fmt::Write as _;
use std::collections::{BTreeMap, BTreeSet};

use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::rule::{RuleId, RuleKind, Source};

/// The 146 rows of the source documents: id, kind, sources.
const INVENTORY: &str = include_str!("../data/rule-ids.csv");
const RULES_PAGE: &str = include_str!("../../docs/rules.md");
const DECISIONS_PAGE: &str = include_str!("../../docs/decisions.md");

/// The short names of a rule's sources: `S0 S1`.
fn sources(rule: RuleId) -> String {
    rule.sources().iter().map(|source| format!("{source:?}")).collect::<Vec<_>>().join(" ")
}

/// The whole of `docs/rules.md`, made from the table.
fn rules_page() -> String {
    let mut page = String::from(
        "# Rules\n\n\
         Every rule that a reason or an answer can name, in the order of the sources. Made from the table in\n\
         `src/rule/index.rs` by `UPDATE_DOCS=1 cargo test --test it rules`; change the table, never this page.\n\n\
         ## Sources\n\n| source | what | date |\n|---|---|---|\n",
    );
    let all: BTreeSet<Source> = RuleId::ALL.iter().flat_map(|rule| rule.sources()).copied().collect();
    for source in all {
        writeln!(page, "| {source:?} | {} | {} |", source.title(), source.date()).unwrap();
    }
    page.push_str(
        "\n## Kinds\n\n\
         * *rule*: an answer of the crate can depend on it\n\
         * *steps*: steps in a portal, or text beside them; nothing to compute\n\
         * *links only*: links to other pages\n\
         * *edition*: a row of a later edition, or of the recorded answers\n\
         * *choice*: how the crate settles a contradiction or an open question, explained in `docs/decisions.md`\n\n\
         ## Table\n\n| id | sources | kind | meaning |\n|---|---|---|---|\n",
    );
    for rule in RuleId::ALL {
        writeln!(page, "| {rule} | {} | {} | {} |", sources(*rule), rule.kind(), rule.meaning()).unwrap();
    }
    page
}

#[test]
fn every_row_of_the_sources_has_its_id_kind_and_sources() {
    let rows: Vec<[&str; 3]> = INVENTORY
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}")))
        .collect();
    assert_eq!(rows.len(), 146);
    for [id, kind, expected] in &rows {
        let rule: RuleId = id.parse().unwrap_or_else(|_| panic!("{id} is missing"));
        assert_eq!(rule.kind().to_string(), *kind, "{id}");
        assert_eq!(sources(rule), *expected, "{id}");
    }
    let from_sources: Vec<&str> = rows.iter().map(|[id, ..]| *id).collect();
    let in_table: Vec<&str> = RuleId::ALL.iter().map(|rule| rule.as_str()).take(146).collect();
    assert_eq!(in_table, from_sources, "the table keeps the order of the sources");
}

#[test]
fn l_02_the_five_days_are_written_in_2018_10_and_were_recorded_later() {
    assert_eq!(RuleId::L02.sources(), [Source::October2018, Source::Recorded]);
    // The source is named where the written policy has the window, which is that edition alone.
    for edition in ReservationEdition::ALL {
        let has_window = ReservationPolicy::edition(edition).full_refund_window().is_some();
        assert_eq!(has_window, edition == ReservationEdition::October2018, "{edition}");
    }
    let in_force_from = ReservationEdition::October2018.in_force_from().to_string();
    assert!(in_force_from.starts_with(Source::October2018.date()), "{in_force_from}");
}

#[test]
fn every_other_id_is_an_edition_or_a_choice() {
    let mut counts = BTreeMap::new();
    for rule in RuleId::ALL {
        *counts.entry(rule.kind()).or_insert(0_usize) += 1;
        let prefix = rule.as_str().split('-').next().unwrap();
        let expected = match prefix {
            "L" => RuleKind::Edition,
            "CON" | "AMB" => RuleKind::Choice,
            _ => continue,
        };
        assert_eq!(rule.kind(), expected, "{rule}");
        assert_eq!(rule.sources() == [Source::Reading], expected == RuleKind::Choice, "{rule}");
    }
    let expected = [
        (RuleKind::Rule, 113),
        (RuleKind::Steps, 32),
        (RuleKind::LinksOnly, 1),
        (RuleKind::Edition, 22),
        (RuleKind::Choice, 36),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    assert_eq!(RuleId::ALL.len(), 204);
}

#[test]
fn every_meaning_is_one_short_line_of_its_own() {
    let mut seen = BTreeMap::new();
    for rule in RuleId::ALL {
        let meaning = rule.meaning();
        assert!(!meaning.contains("MEANING"), "{rule}");
        assert!(!meaning.contains(['\n', '\r', '|']), "{rule}: {meaning}");
        assert!(meaning.ends_with('.') && meaning.trim() == meaning, "{rule}: {meaning}");
        assert!((20..=140).contains(&meaning.chars().count()), "{rule}: {meaning}");
        assert!(meaning.starts_with(|first: char| first.is_ascii_uppercase() || first.is_ascii_digit()), "{rule}");
        assert_eq!(seen.insert(meaning, rule), None, "{rule}: {meaning}");
    }
}

#[test]
fn the_page_of_rules_is_the_table() {
    let page = rules_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md"), &page).unwrap();
        return;
    }
    assert!(page == RULES_PAGE, "docs/rules.md is stale, make it anew with `UPDATE_DOCS=1 cargo test --test it rules`");
}

#[test]
fn every_choice_is_answered_on_the_page_of_decisions() {
    let answered: Vec<&str> = DECISIONS_PAGE
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .map(|heading| heading.split_once(": ").unwrap_or_else(|| panic!("{heading}: no question")).0)
        .collect();
    let choices: BTreeSet<&str> =
        RuleId::ALL.iter().filter(|rule| rule.kind() == RuleKind::Choice).map(|rule| rule.as_str()).collect();
    assert_eq!(answered.iter().copied().collect::<BTreeSet<_>>(), choices);
    assert_eq!(answered.len(), choices.len(), "each is answered once");
    for section in DECISIONS_PAGE.split("\n### ").skip(1) {
        for part in ["* Sources: ", "* Default: ", "* To choose otherwise: "] {
            assert_eq!(section.matches(part).count(), 1, "{part} in {section}");
        }
    }
}
