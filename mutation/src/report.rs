//! What is left behind: `results.json` with a row for each mutant, `results.md` with totals and everything not caught.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::run::Verdict;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Caught,
    TimedOut,
    Missed,
    Unreached,
    Unviable,
    NotSwitched,
}

impl Outcome {
    const ALL: [Self; 6] =
        [Self::Caught, Self::TimedOut, Self::Missed, Self::Unreached, Self::Unviable, Self::NotSwitched];

    pub fn of(verdict: &Verdict) -> (Self, String) {
        match verdict {
            Verdict::Caught(by) => (Self::Caught, by.clone()),
            Verdict::TimedOut => (Self::TimedOut, String::new()),
            Verdict::Missed => (Self::Missed, String::new()),
            Verdict::Unreached => (Self::Unreached, String::new()),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Row {
    pub name: String,
    pub file: String,
    pub outcome: Outcome,
    /// The test that caught it, or the compiler's words.
    pub detail: String,
    /// How many tests reach it.
    pub tests: usize,
}

/// The rows of an older run that were caught, by name.
pub fn caught_in(path: &Path) -> io::Result<HashMap<String, Row>> {
    let rows: Vec<Row> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let caught = rows.into_iter().filter(|row| row.outcome == Outcome::Caught);
    Ok(caught.map(|row| (row.name.clone(), row)).collect())
}

/// What `cargo mutants` itself found, by name: the lists in its folder `mutants.out`.
pub fn ordinary_in(folder: &Path) -> io::Result<HashMap<String, Outcome>> {
    let lists = [
        ("caught.txt", Outcome::Caught),
        ("timeout.txt", Outcome::TimedOut),
        ("missed.txt", Outcome::Missed),
        ("unviable.txt", Outcome::Unviable),
    ];
    let mut found = HashMap::new();
    for (list, outcome) in lists {
        let text = fs::read_to_string(folder.join(list))?;
        found.extend(text.lines().map(|name| (name.to_owned(), outcome)));
    }
    Ok(found)
}

/// `src/market/fold.rs` is of the area `market`.
fn area(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    let area = inside.split('/').next().unwrap_or(inside);
    area.strip_suffix(".rs").unwrap_or(area)
}

fn table<'a>(title: &str, keyed: impl Iterator<Item = (&'a str, Outcome)>) -> String {
    let mut counts: BTreeMap<&str, BTreeMap<Outcome, usize>> = BTreeMap::new();
    for (key, outcome) in keyed {
        *counts.entry(key).or_default().entry(outcome).or_default() += 1;
    }
    let mut out = format!(
        "| {title} | mutants | caught | timed out | missed | unreached | unviable | not switched | caught, of the viable |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for (key, counts) in counts {
        let count = |outcome| counts.get(&outcome).copied().unwrap_or_default();
        let all: usize = counts.values().sum();
        let found = count(Outcome::Caught) + count(Outcome::TimedOut);
        let viable = found + count(Outcome::Missed) + count(Outcome::Unreached);
        let cells: String = Outcome::ALL.into_iter().map(|outcome| format!("{} | ", count(outcome))).collect();
        let tenths = (found * 1000).checked_div(viable).unwrap_or(1000);
        let _ = writeln!(out, "| {key} | {all} | {cells}{}.{} % |", tenths / 10, tenths % 10);
    }
    out
}

/// Writes both files.
pub fn write(folder: &Path, rows: &[Row]) -> io::Result<()> {
    let mut page = table("", rows.iter().map(|row| ("all", row.outcome)));
    page += &format!("\n{}", table("area", rows.iter().map(|row| (area(&row.file), row.outcome))));
    page += &format!("\n{}", table("file", rows.iter().map(|row| (row.file.as_str(), row.outcome))));
    for outcome in [Outcome::Missed, Outcome::Unreached, Outcome::TimedOut, Outcome::NotSwitched] {
        let _ = writeln!(page, "\n{outcome:?}:\n");
        for row in rows.iter().filter(|row| row.outcome == outcome) {
            let _ = writeln!(page, "* {} ({} tests reach it)", row.name, row.tests);
        }
    }
    fs::write(folder.join("results.md"), &page)?;
    fs::write(folder.join("results.json"), serde_json::to_string_pretty(rows)?)?;
    println!("{page}");
    Ok(())
}
