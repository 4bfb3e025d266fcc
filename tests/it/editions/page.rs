//! The tables of `docs/guide/editions.md`, made from the editions.

use core::fmt::Write as _;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use reservation_policy::ReservationPolicy;
use reservation_policy::policy::ReservationEdition;
use reservation_policy::software::{SoftwareEdition, SoftwarePolicy};
use serde_json::Value;

use super::{CHANGES, SOFTWARE_CHANGES};
use crate::rules::{assert_page, page};

const PAGE: &str = "docs/guide/editions.md";

/// The terms of a reservation policy as they are spelled in JSON, with the rules behind them.
const TERMS: &[(&str, &str)] = &[
    ("day_count", "CON-03, L-01"),
    ("full_refund_window", "L-02"),
    ("early_termination_fee.reserved", "FEE-03, CON-01"),
    ("early_termination_fee.charged", "FEE-01, FEE-03, CON-01"),
    ("refund_basis", "L-03"),
    ("current_price_types", "L-03"),
    ("part_rounding", "AMB-14"),
    ("settlement.destination", "CON-06, SETTLE-01"),
    ("settlement.overage", "SETTLE-05"),
    ("settlement.reopens_overage_invoices", "SETTLE-03"),
    ("settlement.covers_microsoft_customer", "CON-06"),
    ("settlement.credit_valid_days", "L-27"),
    ("settlement.trade_in_settles_overage", "L-12"),
    ("cap.limit", "CAP-01, CAP-02"),
    ("cap.window", "CAP-03, CON-02, AMB-08"),
    ("cap.basis", "AMB-05, L-04, L-22"),
    ("cap_scope", "AMB-04, L-05"),
    ("allowed_requesters.direct", "CON-07, OWN-01, L-14"),
    ("allowed_requesters.csp", "CON-07, CSP-14, L-14"),
    ("channel", "CON-05, L-15"),
    ("us_government_enterprise", "ELIG-01"),
    ("not_refundable", "L-10, L-33"),
    ("not_exchangeable", "L-11, L-33"),
    ("vm_software_hours", "L-32"),
    ("exchange.threshold", "CON-04, EXC-12"),
    ("exchange.returned_value", "L-07"),
    ("exchange.must_match", "EXC-08, AMB-12, L-08"),
    ("exchange.restriction", "L-09"),
    ("exchange.trade_in", "L-12, L-24"),
    ("storage_swap", "EXC-15, L-13"),
];

/// The terms of a software policy.
const SOFTWARE_TERMS: &[(&str, &str)] = &[
    ("perpetual_window", "SW-01, L-17"),
    ("subscription_window", "SW-01, L-17"),
    ("subscription_window_opens", "L-17"),
    ("subscription_credit", "POST-06, CON-08, L-18"),
    ("day_of_canceling_charged", "AMB-29"),
    ("excluded_plans", "SW-06, SW-07"),
];

/// Changes whose first text is not that of their edition: edition, term, first text, last text without it.
const OTHER_TEXTS: &[(&str, &str, &str, &str)] = &[
    ("2020-07", "cap_scope", "2020-12-15", "2020-04-28"),
    ("2020-07", "not_refundable", "2020-12-15", "2020-04-28"),
    ("2020-07", "exchange.returned_value", "2020-12-15", "2020-04-28"),
    ("2020-07", "allowed_requesters.csp", "2020-05-18", "2019-04-05"),
];

/// An edition as the page needs it.
struct Edition {
    name: &'static str,
    from: NaiveDate,
    before: Option<NaiveDate>,
    json: Value,
}

fn reservation_editions() -> Vec<Edition> {
    let json = |edition| serde_json::to_value(ReservationPolicy::edition(edition)).unwrap();
    let all = ReservationEdition::ALL.iter().copied();
    all.map(|edition| Edition {
        name: edition.name(),
        from: edition.from(),
        before: edition.not_before_known(),
        json: json(edition),
    })
    .collect()
}

fn software_editions() -> Vec<Edition> {
    let json = |edition| serde_json::to_value(SoftwarePolicy::edition(edition)).unwrap();
    let all = SoftwareEdition::ALL.iter().copied();
    all.map(|edition| Edition {
        name: edition.name(),
        from: edition.from(),
        before: edition.not_before_known(),
        json: json(edition),
    })
    .collect()
}

/// The value of a term, such as `cap.limit`.
fn term<'a>(json: &'a Value, path: &str) -> &'a Value {
    json.pointer(&format!("/{}", path.replace('.', "/"))).unwrap_or_else(|| panic!("no `{path}` in {json}"))
}

/// A value as the page writes it.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::String(text) => format!("`{text}`"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => format!("`{value}`"),
    }
}

/// One row for each term and each value that it has had.
fn history(editions: &[Edition], terms: &[(&str, &str)]) -> String {
    let mut table = String::from(
        "| term | value | edition | first text with it | last text without it | rules |\n|---|---|---|---|---|---|\n",
    );
    let dash = |date: Option<NaiveDate>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
    for (path, rules) in terms {
        let mut last = None;
        for edition in editions {
            let value = term(&edition.json, path);
            if last == Some(value) {
                continue;
            }
            let (cell, rules) = if last.is_none() { (format!("`{path}`"), *rules) } else { (String::new(), "") };
            last = Some(value);
            let other = OTHER_TEXTS.iter().find(|(name, term, ..)| (*name, *term) == (edition.name, *path));
            let (first, before) = match other {
                Some((_, _, first, before)) => ((*first).to_owned(), (*before).to_owned()),
                None => (edition.from.to_string(), dash(edition.before)),
            };
            let (value, name) = (shown(value), edition.name);
            writeln!(table, "| {cell} | {value} | {name} | {first} | {before} | {rules} |").unwrap();
        }
    }
    table
}

/// The names of the terms in a policy's JSON: `cap.limit` for the terms that have parts.
fn paths(json: &Value, terms: &[(&str, &str)]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for (name, value) in json.as_object().unwrap().iter().filter(|(name, _)| *name != "base") {
        let has_parts = terms.iter().any(|(path, _)| path.starts_with(&format!("{name}.")));
        match value.as_object().filter(|_| has_parts) {
            Some(parts) => paths.extend(parts.keys().map(|part| format!("{name}.{part}"))),
            None => drop(paths.insert(name.clone())),
        }
    }
    paths
}

/// A page with the text between two marks replaced.
fn with_section(page: &str, name: &str, section: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("no mark {begin} on the page"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no mark {end} on the page"));
    format!("{before}{begin}{section}{end}{after}")
}

#[test]
fn the_tables_of_the_guide_are_the_editions() {
    let made = page(PAGE);
    let made = with_section(&made, "reservations", &history(&reservation_editions(), TERMS));
    let made = with_section(&made, "software", &history(&software_editions(), SOFTWARE_TERMS));
    assert_page(PAGE, &made);
}

#[test]
fn every_term_is_in_the_tables() {
    for (editions, terms) in [(reservation_editions(), TERMS), (software_editions(), SOFTWARE_TERMS)] {
        let told: BTreeSet<String> = terms.iter().map(|(path, _)| (*path).to_owned()).collect();
        for edition in editions {
            assert_eq!(paths(&edition.json, terms), told, "{}", edition.name);
        }
    }
}

#[test]
fn every_change_between_editions_has_a_test_of_its_own() {
    let tables = [(reservation_editions(), TERMS, CHANGES), (software_editions(), SOFTWARE_TERMS, SOFTWARE_CHANGES)];
    for (editions, terms, tested) in tables {
        let mut changed = BTreeSet::new();
        for (before, after) in editions.iter().zip(&editions[1..]) {
            for (path, _) in terms {
                if term(&before.json, path) != term(&after.json, path) {
                    changed.insert((after.from.to_string(), (*path).to_owned()));
                }
            }
        }
        let mut covered = BTreeSet::new();
        for (date, path) in tested {
            // A test may look at several parts at once: `allowed_requesters`.
            let path = path.replace(' ', "");
            let parts = changed
                .iter()
                .filter(|(day, part)| day == date && (*part == path || part.starts_with(&format!("{path}."))));
            let parts: Vec<_> = parts.cloned().collect();
            assert!(!parts.is_empty(), "{path} does not change on {date}");
            covered.extend(parts);
        }
        assert_eq!(covered, changed, "every changed term has a test");
    }
}
