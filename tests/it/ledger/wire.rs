//! The JSON of ledgers and caps.

use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapScope, CapWindow, RefundCap, RefundLedger};

use super::{PER_YEAR, RECORDED, WRITTEN, entry, ledger, usd};

const TEXT: &str = concat!(
    r#"{"entries":["#,
    r#"{"id":"b","at":"2016-12-31T23:59:60.500Z","refunded":"0.00","cancelled_commitment":"2400.00"},"#,
    r#"{"id":"a","at":"2023-03-10T03:07:12.000000001Z","refunded":"0.42","cancelled_commitment":"0.42"}"#,
    r#"]}"#
);

fn read(text: &str) -> Result<RefundLedger, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn a_ledger_is_written_in_order_and_read_back_the_same() {
    let first = entry("a", "2023-03-10T03:07:12.000000001Z", "0.42");
    let second = entry("b", "2016-12-31T23:59:60.5Z", "0").with_cancelled_commitment(usd("2400")).unwrap();
    let ledger = ledger(&[first, second]);
    assert_eq!(serde_json::to_string(&ledger).unwrap(), TEXT);
    assert_eq!(read(TEXT), Ok(ledger));
    assert_eq!(serde_json::to_string(&RefundLedger::new()).unwrap(), r#"{"entries":[]}"#);
    assert_eq!(read(r#"{"entries":[]}"#), Ok(RefundLedger::new()));
}

#[test]
fn entries_are_read_in_any_order_zone_and_without_their_commitment() {
    let text = r#"{"entries":[
        {"id":"a","at":"2023-03-10T04:07:12.000000001+01:00","refunded":"0.42"},
        {"id":"b","at":"2016-12-31T23:59:60.5Z","refunded":"0","cancelled_commitment":"2400"}
    ]}"#;
    assert_eq!(read(text), read(TEXT));
}

#[test]
fn the_calendars_ends_survive_the_trip() {
    use chrono::{DateTime, Utc};
    use reservation_policy::chrono;

    let entries = [("first", DateTime::<Utc>::MIN_UTC), ("last", DateTime::<Utc>::MAX_UTC)]
        .map(|(name, at)| CapEntry::new(super::id(name), at, usd("1")));
    let ledger = ledger(&entries);
    assert_eq!(read(&serde_json::to_string(&ledger).unwrap()), Ok(ledger));
}

#[test]
fn a_corrupt_ledger_is_refused() {
    let good = r#"{"id":"a","at":"2023-03-10T03:07:12Z","refunded":"1.00","cancelled_commitment":"2.00"}"#;
    assert_eq!(read(&format!(r#"{{"entries":[{good}]}}"#)).map(|ledger| ledger.len()), Ok(1));
    for (entries, expected) in [
        (format!("{good},{good}"), "refund `a` is listed twice"),
        (format!("{good},{}", good.replace("1.00", "0.50")), "refund `a` is listed twice"),
        (format!("{good},{}", good.replace("2023", "2022")), "refund `a` is listed twice"),
        (good.replace("2.00", "0.99"), "cancelled commitment `0.99` USD of refund `a` is below"),
        (good.replace("2.00", "1.001"), "not a whole number of cents"),
        (good.replace("1.00", "-1.00"), "is negative"),
        (good.replace("\"1.00\"", "1.00"), "invalid type"),
        (good.replace("1.00", "1e2"), "is not a decimal amount"),
        (good.replace("\"a\"", "\"\""), "refund id is empty"),
        (good.replace("\"a\"", &format!("{:?}", "x".repeat(257))), "goes on for too long"),
        (good.replace("2023-03-10", "2023-02-29"), "out of range"),
        (good.replace("03:07:12Z", "03:07:12"), "input"),
        (good.replace("\"id\"", "\"name\""), "unknown field `name`"),
        (good.replace("\"id\":\"a\",", ""), "missing field `id`"),
        (good.replace("\"at\":\"2023-03-10T03:07:12Z\",", ""), "missing field `at`"),
        (good.replace("\"refunded\":\"1.00\",", ""), "missing field `refunded`"),
        (good.replace('{', "{\"id\":\"b\","), "duplicate field `id`"),
        (good.replace('{', "{\"note\":1,"), "unknown field `note`"),
        (
            format!(
                "{},{}",
                good.replace("2.00", "184467440737095516.15"),
                good.replace("\"a\"", "\"b\"").replace("2.00", "1.00")
            ),
            "does not fit",
        ),
    ] {
        let error = read(&format!(r#"{{"entries":[{entries}]}}"#)).unwrap_err();
        assert!(error.contains(expected), "{entries}: {error}");
    }
    for (text, expected) in [
        ("{}", "missing field `entries`"),
        (r#"{"entries":null}"#, "invalid type"),
        (r#"{"entries":[],"entries":[]}"#, "duplicate field `entries`"),
        (r#"{"entries":[],"version":1}"#, "unknown field `version`"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn caps_are_snake_case_and_windows_are_never_zero() {
    for (cap, expected) in [
        (WRITTEN, r#"{"limit":"50000.00","window":{"rolling_days":365},"measure":"cancelled_commitment"}"#),
        (RECORDED, r#"{"limit":"50000.00","window":{"rolling_months":12},"measure":"refunded"}"#),
        (PER_YEAR, r#"{"limit":"50000.00","window":"calendar_year","measure":"refunded"}"#),
    ] {
        assert_eq!(serde_json::to_string(&cap).unwrap(), expected);
        assert_eq!(serde_json::from_str::<RefundCap>(expected).unwrap(), cap);
    }
    for bad in [r#"{"rolling_days":0}"#, r#"{"rolling_months":0}"#, r#"{"rolling_days":65536}"#, r#""rolling_days""#] {
        assert!(serde_json::from_str::<CapWindow>(bad).is_err(), "{bad}");
    }
    assert!(serde_json::from_str::<CapMeasure>("\"Refunded\"").is_err());
    for (scope, expected) in [
        (CapScope::BillingScope, "\"billing_scope\""),
        (CapScope::Customer, "\"customer\""),
        (CapScope::NotStated, "\"not_stated\""),
    ] {
        assert_eq!(serde_json::to_string(&scope).unwrap(), expected);
    }
}
