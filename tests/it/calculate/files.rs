//! The files that come with the example: each answer is committed, so that no figure changes unseen.
//!
//! `UPDATE_DATA=1 cargo test --test it calculate` writes them anew; look at what changed before you commit it.

use super::{answers_to_file, member};

macro_rules! files {
    ($($name:literal)+) => {
        [$((
            $name,
            include_str!(concat!("../../../examples/data/", $name)),
            include_str!(concat!("../../data/calculate/", $name)),
        )),+]
    };
}

/// (name, what is asked, what is answered)
fn files() -> [(&'static str, &'static str, &'static str); 11] {
    files! {
        "exchange-for-a-savings-plan.json"
        "exchange-too-small.json"
        "exchange-two-for-one.json"
        "markets.jsonl"
        "refund-asked-by-the-customer.json"
        "refund-monthly.json"
        "refund-over-the-cap.json"
        "refund-upfront.json"
        "refund-with-a-fee.json"
        "software-on-the-last-day.json"
        "software-too-late.json"
    }
}

#[test]
fn every_file_of_the_example_has_its_committed_answer() {
    let update = crate::oracle::from_environment("UPDATE_DATA", 0) == 1;
    for (name, asked, expected) in files() {
        let found = answers_to_file(asked);
        if update {
            let path = format!("{}/tests/data/calculate/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, found.join("\n") + "\n").unwrap();
            continue;
        }
        assert_eq!(found, expected.lines().collect::<Vec<_>>(), "{name}");
        assert!(found.iter().all(|answer| ["200", "400"].contains(&member(answer, "status").as_str())), "{name}");
    }
}

#[test]
fn no_file_of_the_example_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");
    let mut found: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    found.sort();
    assert_eq!(found, files().map(|(name, ..)| name.to_owned()));
}

#[test]
fn the_same_file_has_the_same_answer_every_time_and_in_any_company() {
    let all: String = files().map(|(_, asked, _)| one_line(asked)).concat();
    let twice = super::answers(format!("{all}{all}"));
    let once = super::answers(&all);
    assert_eq!(twice, [once.clone(), once].concat());
}

/// A file's objects, each on one line.
fn one_line(text: &str) -> String {
    if text.lines().count() > 3 && text.starts_with("{\n") { text.replace('\n', " ") + "\n" } else { text.to_owned() }
}
