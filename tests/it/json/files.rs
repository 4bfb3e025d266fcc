//! The files of the example: each answer is committed, so that no figure changes unseen.
//!
//! `UPDATE_DATA=1 cargo test --all-features --test it json::files` writes them anew; look at what changed before you commit it.

use super::{example, member, text};

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
fn files() -> [(&'static str, &'static str, &'static str); 17] {
    files! {
        "cap-position.json"
        "exchange-for-a-savings-plan.json"
        "exchange-too-small.json"
        "exchange-two-for-one.json"
        "markets.jsonl"
        "order-from-az.json"
        "plan-over-the-cap.json"
        "refund-after-a-part.json"
        "refund-asked-by-the-customer.json"
        "refund-monthly.json"
        "refund-over-the-cap.json"
        "refund-upfront.json"
        "refund-with-a-fee.json"
        "return-of-a-changed-quote.json"
        "software-on-the-last-day.json"
        "software-too-late.json"
        "swaps.jsonl"
    }
}

fn answers_to_file(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    example::answer_file(text.as_bytes(), &mut out, example::Form::Json).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn every_file_of_the_example_has_its_committed_answer() {
    let update = std::env::var_os("UPDATE_DATA").is_some();
    for (name, asked, expected) in files() {
        let found = answers_to_file(asked);
        if update {
            let path = format!("{}/tests/data/calculate/{name}", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, found.join("\n") + "\n").unwrap();
            continue;
        }
        assert_eq!(found, expected.lines().collect::<Vec<_>>(), "{name}");
        assert!(
            found.iter().all(|answer| ["200", "400", "409"].contains(&member(answer, "status").as_str())),
            "{name}"
        );
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
fn the_return_over_the_cap_passes_on_the_second_of_december() {
    let [answer] = answers_to_file(include_str!("../../../examples/data/refund-over-the-cap.json")).try_into().unwrap();
    assert_eq!(text(&answer, "body.properties.decision.earliestAllowed"), "2026-12-02T00:00:00Z");
    let later = include_str!("../../../examples/data/refund-over-the-cap.json")
        .replace("2026-11-21T09:00:00Z", "2026-12-02T00:00:00Z");
    let [approved] = answers_to_file(&later).try_into().unwrap();
    assert_eq!(member(&approved, "body.properties.decision.approved"), "true");
    assert_eq!(text(&approved, "body.properties.decision.countsTowardCap"), "5984.00");
    assert_eq!(member(&approved, "body.properties.billingRefundAmount.amount"), "105600");
}
