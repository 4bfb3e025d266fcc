//! Lines from someone who means harm: each is answered, and nothing else happens.

use std::fmt::Write as _;

use reservation_policy::azure::Documents;
use serde_json::Value;

use super::{GOOD, TRANSACTIONS, answer, error, is_refused, member, with};

/// The place of a bent value in a line's text.
const HERE: &str = "@@here@@";

/// JSON texts that take the place of a value.
fn values() -> Vec<String> {
    let digits = "9".repeat(1_000);
    let mut found: Vec<String> = [
        "null",
        "true",
        "0",
        "-0",
        "-1",
        "1.5",
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
        "\"1e5\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"🦀\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"\":0}",
        "{\"a\":1,\"a\":2}",
        "\"9999-12-31\"",
        "\"+262142-12-31\"",
        "\"-262143-01-01\"",
        "\"0000-00-00\"",
        "\"+262142-12-31T23:59:60.999999999Z\"",
        "\"2016-12-31T23:59:60Z\"",
        "\"9999-12-31T23:59:59-23:59\"",
        "\"79228162514264337593543950335\"",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "-0.0000000000000000000000000001",
        "184467440737095516.15",
        "\"P3Y\"",
        "\"Monthly\"",
        "\"Upfront\"",
        "\"USD\"",
        "\"JPY\"",
        "\"XAU\"",
        "{\"currencyCode\":\"CLF\",\"amount\":-79228162514264337593543950335}",
    ]
    .map(str::to_owned)
    .to_vec();
    found.extend([digits.clone(), format!("-0.{digits}"), format!("\"{digits}\""), format!("1e{digits}")]);
    found.extend([format!("{}{}", "[".repeat(200), "]".repeat(200)), format!("\"{}\"", "é".repeat(1_000))]);
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

#[test]
fn every_value_of_every_request_may_be_anything() {
    let lines = [
        GOOD,
        r#"{"operation":"capPosition","at":"2026-04-17T14:05:00Z","policy":{"base":"2020-07","cap":{"limit":"5.00","window":{"rolling_days":365}},"full_refund_window":null},"refunds":[{"id":"a","at":"2026-01-01T00:00:00Z","refund":{"currencyCode":"USD","amount":5}}],"amount":{"currencyCode":"USD","amount":5}}"#,
        r#"{"operation":"swapStorage","at":"2026-04-17T14:05:00Z","policy":"in-force","from":"F1","to":"F1s","region":"westeurope","account":{"agreement":"csp"}}"#,
        r#"{"operation":"market","market":"Saba","list":"2019-12"}"#,
        r#"{"operation":"cancelSoftware","at":"2021-06-20T15:00:00Z","policy":{"base":"2021-06","perpetual_window":{"days":60}},"purchase":{"orderId":"o","product":"x","family":"other","licence":"subscription","purchasedAt":"2021-06-10T12:00:00Z","renewedAt":"2021-06-11T12:00:00Z","termStart":"2021-06-10","termEnd":"2022-06-10","paid":{"amount":"3.00","currency":"EUR"},"qualifies":true,"quantity":2},"requesterRoles":["adminAgent"],"acknowledged":true,"customer":{"tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47","domain":"a.b","name":"n"},"billingDay":3,"quantity":2}"#,
    ];
    let mark = format!("\"{HERE}\"");
    for line in lines {
        assert_eq!(member(&answer(line), "status"), "200", "{}", answer(line));
        let values = values();
        for (place, bent) in marked(&serde_json::from_str(line).unwrap()).iter().enumerate() {
            let text = bent.to_string();
            // Every third value, from another one on at each place: the places are many and alike.
            for value in values.iter().skip(place % 3).step_by(3) {
                let found = answer(&text.replace(&mark, value));
                if member(&found, "status") == "400" {
                    error(&found);
                }
            }
        }
    }
}

#[test]
fn every_value_of_an_exchange_may_be_anything() {
    let line = include_str!("../../../examples/data/exchange-two-for-one.json");
    let mark = format!("\"{HERE}\"");
    let places = marked(&serde_json::from_str(line).unwrap());
    // Most places are payments that are all alike, so one value for each place is enough there.
    for (bent, value) in places.iter().zip(values().iter().cycle()) {
        let found = answer(&bent.to_string().replace(&mark, value));
        if member(&found, "status") == "400" {
            error(&found);
        }
    }
}

#[test]
fn brackets_a_hundred_thousand_deep_overflow_no_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        for line in [&deep, &open.repeat(100_000)] {
            assert_eq!(member(&answer(line), "status"), "400");
        }
        let policy = with(r#""policy":"2020-07+observed""#, &format!(r#""policy":{{"base":"2020-07","cap":{deep}}}"#));
        assert!(error(&answer(&policy)).1.starts_with("policy.cap"));
        for (from, to, target) in [
            (r#""amount":7.32"#, r#""amount":"#, format!("{TRANSACTIONS}[0].billingCurrencyTotal.amount")),
            (r#""originalQuantity":4"#, r#""originalQuantity":"#, "order.properties.originalQuantity".to_owned()),
            (r#""unused":true"#, r#""unused":"#, "unused".to_owned()),
        ] {
            is_refused(&with(from, &format!("{to}{deep}")), "InvalidRequest", &target, "");
        }
        let unknown = with(r#""order":{"#, &format!(r#""order":{{"note":{deep},"#));
        assert_eq!(answer(&unknown), answer(GOOD));
    }
}

/// So many reservations of one order, each worth a euro, returned for one purchase.
fn exchange(count: usize, price: usize, last: &str) -> String {
    let (mut reservations, mut returns) = (String::new(), String::new());
    for number in 0..count {
        let comma = if number == 0 { "" } else { "," };
        let properties = r#"{"quantity":1,"reservedResourceType":"SqlDatabases"}"#;
        write!(reservations, r#"{comma}{{"id":"o/r{number}","properties":{properties}}}"#).unwrap();
        write!(returns, r#"{comma}{{"reservationId":"o/r{number}","quantity":1}}"#).unwrap();
    }
    let (amount, dollars) = (r#"{"currencyCode":"EUR","amount":1}"#, r#"{"currencyCode":"USD","amount":1}"#);
    let paid =
        format!(r#"[{{"status":"Succeeded","billingCurrencyTotal":{amount},"pricingCurrencyTotal":{dollars}}}]"#);
    let bought = r#"{"properties":{"reservedResourceType":"SqlDatabases","term":"P3Y","quantity":1}}"#;
    [
        r#"{"operation":"calculateExchange","at":"2024-03-01T00:00:00Z","policy":"2020-07","requester":"owner","#,
        r#""orders":[{"id":"o","properties":{"benefitStartTime":"2024-03-01T00:00:00Z","originalQuantity":1,"term":"P1Y","#,
        &format!(r#""billingPlan":"Upfront","planInformation":{{"transactions":{paid}}}}}}}],"reservations":[{reservations}],"#),
        &format!(r#""prices":{{"reservations":[{{"currencyCode":"EUR","amount":{price}}}]}},"#),
        &format!(r#""request":{{"properties":{{"reservationsToPurchase":[{bought}],"#),
        &format!(r#""reservationsToExchange":[{returns}{last}]}}}}}}"#),
    ]
    .concat()
}

#[test]
fn very_many_returned_reservations_are_one_exchange() {
    let found = answer(&exchange(2_000, 1_999, ""));
    assert_eq!(member(&found, "status"), "200", "{found:.400}");
    assert_eq!(member(&found, "body.properties.refundsTotal.amount"), "2000");
    assert_eq!(member(&found, "body.properties.netPayable.amount"), "-1");
    for last in [r#",{"reservationId":"o/r7","quantity":1}"#, r#",{"reservationId":"o/none","quantity":1}"#] {
        let (code, target, _) = error(&answer(&exchange(500, 500, last)));
        let expected = "request.properties.reservationsToExchange[500].reservationId";
        assert_eq!((code.as_str(), target.as_str()), ("InvalidReservationId", expected));
    }
}

#[test]
fn a_line_full_of_anything_is_answered() {
    let filled = |before: &str, one: &str, after: &str| format!("{before}{}{after}", one.repeat((1 << 18) / one.len()));
    for line in [
        filled("", "x", ""),
        filled("", "[", ""),
        filled(r#"{"operation":""#, "é", r#""}"#),
        filled(r#"{"operation":"calculateRefund","at":"#, "9", "}"),
        filled(r#"{"operation":"market","market":""#, "Zimbabwe ", r#""}"#),
        filled(r#"{"operation":"calculateExchange","orders":["#, "{},", "{}]}"),
        filled(
            r#"{"operation":"calculateExchange","request":{"properties":{"reservationsToExchange":["#,
            r#"{"quantity":1},"#,
            "{}]}}}",
        ),
        filled(r#"{"operation":"cancelSoftware","purchase":["#, "null,", "null]}"),
        filled(r#"{"operation":"capPosition",""#, "a", r#"":1}"#),
        filled("{", r#""operation":"market","#, r#""market":"DE"}"#),
    ] {
        error(&answer(&line));
    }
}

#[test]
fn a_price_whose_message_needs_33_characters_is_refused() {
    for currency in ["JPY", "USD", "KWD", "CLF"] {
        let largest = r#""GBP","amount":-79228162514264337593543950335"#.replace("GBP", currency);
        let line = with(r#""GBP","amount":7.32"#, &largest);
        assert_eq!(member(&answer(&line), "status"), "400", "{currency}");
    }
}

#[test]
fn documents_are_read_or_refused_and_never_panic() {
    let order = serde_json::from_str::<Value>(GOOD).unwrap()["order"].to_string();
    let own = serde_json::from_str::<Value>(GOOD).unwrap()["reservation"].to_string();
    let read = Documents::new(&order, &own).read().unwrap();
    assert_eq!(read.id().map(reservation_policy::reservation::ReservationId::key), Some("r1"));
    for end in 0..order.len() {
        assert!(Documents::new(&order[..end], &own).read().is_err());
    }
    for text in ["", "null", "[]", "{}", "\"\\ud800\"", "\u{0}"] {
        assert!(Documents::new(text, &own).read().is_err());
        assert!(Documents::new(&order, text).read().is_err());
    }
}
