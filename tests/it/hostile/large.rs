//! Much of everything: entries, brackets, digits, letters.

use reservation_policy::UsdAmount;
use reservation_policy::chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::reservation::cap::{RefundCap, RefundLedger};

use super::{ask_everyone, ask_one, good};

/// How many entries the largest ledger has.
fn entries() -> usize {
    #[expect(clippy::disallowed_methods, reason = "how much to do is the runner's choice")]
    let chosen = std::env::var("HOSTILE_ENTRIES").ok();
    chosen.map_or(40_000, |text| text.parse().unwrap())
}

fn ledger_json(count: usize, entry: impl Fn(usize) -> String) -> String {
    let entries: Vec<String> = (0..count).map(entry).collect();
    format!("{{\"entries\":[{}]}}", entries.join(","))
}

fn cap() -> RefundCap {
    *ReservationPolicy::from_name("2020-07").unwrap().cap()
}

#[test]
fn a_ledger_of_very_many_entries_is_read_and_answers() {
    for count in [entries().div_ceil(4), entries()] {
        let at = |index: usize| {
            let start: DateTime<Utc> = "2024-01-01T00:00:00Z".parse().unwrap();
            start + TimeDelta::seconds(i64::try_from(index % 1_000_000).unwrap() * 31)
        };
        // The newest first, which is the wrong way round for whoever sorts by inserting.
        let json = ledger_json(count, |index| {
            format!(r#"{{"id":"{index}","at":"{}","refunded":"0.01"}}"#, at(count - index).to_rfc3339())
        });
        let ledger: RefundLedger = serde_json::from_str(&json).unwrap();
        assert_eq!(ledger.len(), count);
        // A million times 31 seconds are 359 days, so that nothing has come back yet.
        let last = at(0) + TimeDelta::seconds(31_000_000);
        let used = ledger.position(last, &cap()).used();
        assert_eq!(used, UsdAmount::from_cents(u64::try_from(count).unwrap()));
        let earliest = ledger.position(last, &cap()).earliest_fit(UsdAmount::from_dollars(49_999)).unwrap();
        assert!(earliest >= last);
        assert_eq!(serde_json::from_str::<RefundLedger>(&serde_json::to_string(&ledger).unwrap()).unwrap(), ledger);
    }
}

#[test]
fn a_ledger_of_very_many_entries_at_one_instant_comes_back_at_once() {
    let count = entries().div_ceil(4);
    let json =
        ledger_json(count, |index| format!(r#"{{"id":"{index}","at":"2024-02-29T00:00:00Z","refunded":"1.00"}}"#));
    let ledger: RefundLedger = serde_json::from_str(&json).unwrap();
    let at = "2024-03-01T00:00:00Z".parse().unwrap();
    let releases: Vec<UsdAmount> = ledger.position(at, &cap()).releases().map(|it| it.amount()).collect();
    assert_eq!(releases, [UsdAmount::from_cents(u64::try_from(count).unwrap() * 100)]);
}

#[test]
fn a_ledger_that_names_one_refund_very_often_is_refused() {
    let json =
        ledger_json(entries().div_ceil(4), |_| r#"{"id":"one","at":"2024-02-29T00:00:00Z","refunded":"1"}"#.to_owned());
    let error = serde_json::from_str::<RefundLedger>(&json).unwrap_err().to_string();
    assert!(error.contains("`one` is listed twice"), "{error}");
}

#[test]
fn brackets_in_brackets_overflow_no_stack() {
    let depth = 100_000;
    for (open, close) in
        [("[", "]"), ("{\"a\":", "}"), ("{\"entries\":[", "]}"), ("{\"base\":", "}"), ("[{\"order\":", "}]")]
    {
        let (down, up) = (open.repeat(depth), close.repeat(depth));
        for text in [
            down.clone(),
            format!("{down}0{up}"),
            format!("{{\"order\":{down}0{up}}}"),
            format!("{{\"skipped\":{down}0{up}}}"),
        ] {
            let took = ask_everyone(text.as_bytes());
            assert!(took.is_empty(), "{took:?}");
        }
    }
}

#[test]
fn brackets_behind_a_member_that_the_service_added_are_skipped() {
    for (name, json) in good() {
        let added = format!("{{\"added\":{}{},", "[".repeat(100_000), "]".repeat(100_000));
        let took = ask_one(name, json.replacen('{', &added, 1).as_bytes());
        assert_eq!(took, name == "line" && cfg!(feature = "azure"), "{name}");
    }
}

#[test]
fn very_long_numbers_and_texts_are_read_or_refused() {
    let (digits, letters) = ("7".repeat(1 << 17), "é".repeat(1 << 19));
    for scalar in [
        digits.clone(),
        format!("-{digits}"),
        format!("0.{digits}"),
        format!("1e{digits}"),
        format!("\"{digits}\""),
        format!("\"{letters}\""),
    ] {
        let took = ask_everyone(scalar.as_bytes());
        let open = ["UserId", "ResourceType", "ReservationState"];
        assert!(took.iter().all(|name| open.contains(name)), "{took:?}");
    }
    let members = (0..100_000).map(|index| format!("\"m{index}\":0")).collect::<Vec<_>>().join(",");
    ask_everyone(format!("{{{members}}}").as_bytes());
    ask_everyone(format!("[{}0]", "0,".repeat(1 << 17)).as_bytes());
}

#[test]
fn very_many_payments_and_types_are_read_or_refused() {
    for (name, json) in good() {
        for (one, many) in [
            ("\"payments\":[", "{\"period\":0,\"status\":\"succeeded\"},"),
            ("\"attachments\":[", "\"a\","),
            ("\"not_refundable\":[", "{\"from\":\"2020-01-01\",\"types\":[]},"),
            ("\"periods\":[", "{\"from\":\"2021-01-01T00:00:00Z\"},"),
            ("\"transactions\": [", "{\"status\":\"Scheduled\"},"),
        ] {
            ask_one(name, json.replacen(one, &format!("{one}{}", many.repeat(20_000)), 1).as_bytes());
        }
    }
}
