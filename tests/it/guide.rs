//! The tables of the guide say what the editions say.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::fs;
use std::path::Path;

use reservation_policy::market::{MarketList, MarketListEdition};

const EDITIONS_PAGE: &str = include_str!("../../docs/guide/editions.md");

/// The cells of every row under a heading, without backticks.
fn table(heading: &str) -> Vec<Vec<String>> {
    let section = EDITIONS_PAGE.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', "")).collect()).collect()
}

#[cfg(feature = "serde")]
mod fields {
    #![expect(clippy::indexing_slicing, reason = "helpers of tests may panic")]

    use std::collections::BTreeSet;

    use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    use serde_json::Value;

    use super::table;

    /// A value as the page writes it: text without quotes, and no word on the usual boundary.
    fn shown(mut value: Value) -> String {
        forget_inclusive(&mut value);
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    fn forget_inclusive(value: &mut Value) {
        if let Value::Object(members) = value {
            if members.get("boundary").is_some_and(|boundary| boundary == "inclusive") {
                members.remove("boundary");
            }
            members.values_mut().for_each(forget_inclusive);
        }
    }

    fn assert_table(heading: &str, editions: &[Value], dates: &[String], elsewhere: &[&str]) {
        let rows = table(heading);
        let mut told: BTreeSet<String> = elsewhere.iter().map(|&field| field.to_owned()).collect();
        let bases: Vec<String> = editions.iter().map(|edition| shown(edition["base"].clone())).collect();
        assert_eq!(rows[0][1..], bases);
        assert_eq!(rows[1][1..], *dates);
        for row in &rows[2..] {
            let pointer = format!("/{}", row[0].replace('.', "/"));
            let values: Vec<String> =
                editions.iter().map(|edition| shown(edition.pointer(&pointer).unwrap().clone())).collect();
            assert_eq!(row[1..], values, "{}", row[0]);
            told.insert(row[0].split('.').next().unwrap().to_owned());
        }
        let fields: BTreeSet<String> = editions[0].as_object().unwrap().keys().cloned().collect();
        assert_eq!(told, fields, "every field is on the page");
    }

    #[test]
    fn the_table_of_reservation_editions_is_what_they_say() {
        let editions =
            ReservationEdition::ALL.map(|edition| serde_json::to_value(ReservationPolicy::edition(edition)).unwrap());
        let dates = ReservationEdition::ALL.map(|edition| edition.in_force_from().to_string());
        let elsewhere = ["base", "not_refundable", "not_exchangeable"];
        assert_table("Every field of the reservation editions", &editions, &dates, &elsewhere);
    }

    #[test]
    fn the_table_of_software_editions_is_what_they_say() {
        let editions =
            SoftwareEdition::ALL.map(|edition| serde_json::to_value(SoftwarePolicy::edition(edition)).unwrap());
        let dates = SoftwareEdition::ALL.map(|edition| edition.in_force_from().to_string());
        assert_table("Every field of the software editions", &editions, &dates, &["base"]);
    }

    #[test]
    fn the_observed_overlay_is_what_the_page_says_and_nothing_else() {
        let written = ReservationPolicy::edition(ReservationEdition::July2020);
        let values = [written.clone(), written.observed()].map(|policy| serde_json::to_value(policy).unwrap());
        for row in &table("Written and observed")[1..] {
            let pointer = format!("/{}", row[0].replace('.', "/"));
            let found = values.each_ref().map(|value| shown(value.pointer(&pointer).unwrap().clone()));
            assert_eq!(row[1..], found, "{}", row[0]);
        }
        let differing = values[0].as_object().unwrap().iter().filter(|(field, value)| values[1][field] != **value);
        assert_eq!(
            differing.map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
            ["base", "cap", "full_refund_window"]
        );
    }
}

#[test]
fn the_table_of_market_lists_is_what_they_are() {
    let expected = MarketListEdition::ALL.iter().map(|&edition| {
        let followed = if MarketListEdition::MAIN_LINE.contains(&edition) { "yes" } else { "by name only" };
        let count = MarketList::edition(edition).name_count().to_string();
        vec![edition.to_string(), count, edition.first_date().to_string(), followed.to_owned()]
    });
    assert_eq!(table("Lists of markets")[1..], expected.collect::<Vec<_>>());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the repository")]
fn every_set_up_of_examples_is_used_listed_and_says_what_it_is() {
    fn sources(folder: &Path, found: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { sources(&path, found) } else { found.push_str(&fs::read_to_string(path).unwrap()) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = String::new();
    sources(&root.join("src"), &mut used);
    let list = fs::read_to_string(root.join("docs/snippets/README.md")).unwrap();
    let files: Vec<_> = fs::read_dir(root.join("docs/snippets")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 20, "{files:?}");
    for path in files.iter().filter(|path| path.extension().is_some_and(|it| it == "txt")) {
        let (name, text) = (path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap());
        assert!(used.contains(&format!("snippets/{name}")), "{name} is used nowhere");
        assert!(list.contains(&format!("| `{name}` |")), "{name} is not listed");
        assert!(text.lines().last().is_some_and(|line| line.starts_with("// ")), "{name} does not say what it is");
        assert!(!text.ends_with('\n'), "{name}: the attribute ends the line");
    }
}
