//! Good documents with one thing wrong, for every place in them.

use serde_json::Value;

use super::{ask_everyone, ask_one, good};

/// The place of a bent value in a document's text.
const HERE: &str = "@@here@@";

/// JSON texts that take the place of a value.
fn values() -> Vec<String> {
    let digits = "9".repeat(10_000);
    let mut found: Vec<String> = [
        "null",
        "true",
        "0",
        "-0",
        "-1",
        "1.5",
        "1e2",
        "1e400",
        "-1e400",
        "1e-400",
        "1e999999999999",
        "4294967296",
        "18446744073709551616",
        "\"\"",
        "\" \"",
        "\"-1\"",
        "\"NaN\"",
        "\"-0\"",
        "\"1e5\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"🦀\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"\":0}",
        "\"9999-12-31\"",
        "\"+262142-12-31\"",
        "\"-262143-01-01\"",
        "\"0000-00-00\"",
        "\"+262142-12-31T23:59:60.999999999Z\"",
        "\"2016-12-31T23:59:60Z\"",
        "\"2020-01-01T00:00:00+23:59\"",
        "\"-262143-01-01T00:00:00+23:59\"",
        "\"+262142-12-31T23:59:59-23:59\"",
        "\"79228162514264337593543950335\"",
        "\"-79228162514264337593543950335\"",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "-0.0000000000000000000000000001",
        "\"184467440737095516.15\"",
        "\"P3Y\"",
        "\"Monthly\"",
        "\"USD\"",
        "\"JPY\"",
        "\"XAU\"",
    ]
    .map(str::to_owned)
    .to_vec();
    found.extend([digits.clone(), format!("-0.{digits}"), format!("\"{digits}\""), format!("1e{digits}")]);
    found.extend([format!("\"0.{digits}\""), format!("[{}]", "[".repeat(200)), format!("\"{}\"", "é".repeat(5_000))]);
    found
}

/// The document once for every place in it, with a mark there.
fn marked(value: &Value) -> Vec<Value> {
    let mut found = vec![Value::String(HERE.to_owned())];
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                found.extend(marked(member).into_iter().map(|bent| {
                    let mut members = members.clone();
                    members.insert(name.clone(), bent);
                    Value::Object(members)
                }));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                found.extend(marked(item).into_iter().map(|bent| {
                    let mut items = items.clone();
                    items.splice(index..=index, [bent]);
                    Value::Array(items)
                }));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found
}

fn marked_texts(json: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(json).unwrap();
    marked(&value).iter().map(|bent| serde_json::to_string(bent).unwrap()).collect()
}

#[test]
fn every_value_of_every_document_may_be_anything() {
    let mark = format!("\"{HERE}\"");
    for value in values() {
        ask_everyone(value.as_bytes());
        for (name, json) in good() {
            for text in marked_texts(&json) {
                ask_one(name, text.replace(&mark, &value).as_bytes());
            }
        }
    }
}

#[test]
fn a_member_that_is_there_twice_is_refused() {
    for (name, json) in good() {
        let value: Value = serde_json::from_str(&json).unwrap();
        for key in value.as_object().unwrap().keys() {
            let twice = json.replacen('{', &format!("{{\"{key}\":{},", value[key]), 1);
            let known = name != "line" || ["order", "reservation", "request"].contains(&key.as_str());
            assert!(!known || !ask_one(name, twice.as_bytes()), "{name} {key}");
        }
    }
}

#[test]
fn a_member_that_nobody_knows_is_refused_by_the_types_of_the_crate() {
    for (name, json) in good().into_iter().filter(|(name, _)| *name != "line") {
        let bent = json.replacen('{', "{\"nobody_knows\":0,", 1);
        let took = ask_everyone(bent.as_bytes());
        assert!(took.is_empty(), "{name}: {took:?}");
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_refused_wherever_they_are_read() {
    let mark = format!("\"{HERE}\"");
    for (name, json) in good() {
        for text in marked_texts(&json) {
            for bytes in [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xed\xa0\x80\"", b"\"a\xf0\x9f\xa6\"", b"\xff"] {
                let (before, after) = text.split_once(&mark).unwrap();
                let took = ask_one(name, &[before.as_bytes(), bytes, after.as_bytes()].concat());
                // The service's shapes skip what they do not need, and then do not look into it.
                assert!(!took || name == "line", "{name} took {text}");
            }
        }
    }
}

#[test]
fn a_document_that_ends_early_is_refused() {
    for (name, json) in good() {
        let json = json.trim();
        for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
            assert!(!ask_one(name, &json.as_bytes()[..end]), "{name} after {end} bytes");
        }
    }
}
