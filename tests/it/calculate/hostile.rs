//! Lines as long as they may be, full of what must be looked at.
//!
//! `HOSTILE_ENTRIES=100000` returns a hundred thousand reservations, and fills 16 MiB rather than one.

use std::fmt::Write as _;

use super::{answer, answers, error, member};
use crate::oracle::from_environment;

/// The longest line that is read.
const LONGEST: usize = 16 << 20;

/// How many reservations are returned; more would not fit on a line.
fn entries() -> usize {
    usize::try_from(from_environment("HOSTILE_ENTRIES", 10_000).min(100_000)).unwrap()
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
    let amount = r#"{"currencyCode":"EUR","amount":1}"#;
    let dollars = r#"{"currencyCode":"USD","amount":1}"#;
    let paid =
        format!(r#"[{{"status":"Succeeded","billingCurrencyTotal":{amount},"pricingCurrencyTotal":{dollars}}}]"#);
    let order = format!(
        r#"{{"id":"o","properties":{{"benefitStartTime":"2024-03-01T00:00:00Z","originalQuantity":1,"term":"P1Y",
        "billingPlan":"Upfront","planInformation":{{"transactions":{paid}}}}}}}"#
    )
    .replace('\n', " ");
    let bought = r#"{"properties":{"reservedResourceType":"SqlDatabases","term":"P3Y","quantity":1}}"#;
    let prices = format!(r#"{{"reservations":[{{"currencyCode":"EUR","amount":{price}}}]}}"#);
    [
        r#"{"operation":"calculateExchange","at":"2024-03-01T00:00:00Z","policy":"2020-07","requester":"owner","#,
        &format!(r#""orders":[{order}],"reservations":[{reservations}],"prices":{prices},"#),
        &format!(r#""request":{{"properties":{{"reservationsToPurchase":[{bought}],"#),
        &format!(r#""reservationsToExchange":[{returns}{last}]}}}}}}"#),
    ]
    .concat()
}

#[test]
fn very_many_returned_reservations_are_one_exchange() {
    let count = entries();
    let line = exchange(count, count - 1, "");
    assert!(line.len() < LONGEST, "{}", line.len());
    let found = answer(&line);
    assert_eq!(member(&found, "status"), "200", "{found:.400}");
    assert_eq!(member(&found, "body.properties.refundsTotal.amount"), count.to_string());
    assert_eq!(member(&found, "body.properties.netPayable.amount"), "-1");
    assert!(member(&found, "body.properties.policyResult.policyErrors").contains("1.00 EUR more is needed"));
}

#[test]
fn one_wrong_return_among_very_many_is_named() {
    let count = entries() / 5;
    for (last, code, what) in [
        (r#",{"reservationId":"o/r7","quantity":1}"#, "InvalidReservationId", "reservationId"),
        (r#",{"reservationId":"o/none","quantity":1}"#, "InvalidReservationId", "reservationId"),
    ] {
        let all = answers(format!("{}\n{}", exchange(count, count, last), exchange(1, 1, "")));
        let found = error(&all[0]);
        let target = format!("request.properties.reservationsToExchange[{count}].{what}");
        assert_eq!((found.0.as_str(), found.1), (code, target), "{}", found.2);
        assert!(found.2.len() < 600);
        assert_eq!(member(&all[1], "status"), "200");
    }
}

#[test]
fn a_line_full_of_anything_is_answered_and_the_next_line_too() {
    let longest = if entries() < 100_000 { 1 << 20 } else { LONGEST };
    let good = exchange(1, 1, "");
    let filled = |before: &str, one: &str, after: &str| {
        let times = (longest - before.len() - after.len()) / one.len();
        format!("{before}{}{after}", one.repeat(times))
    };
    let returns = r#"{"operation":"calculateExchange","request":{"properties":{"reservationsToExchange":["#;
    for line in [
        filled("", "x", ""),
        filled("", "[", ""),
        filled(r#"{"operation":""#, "é", r#""}"#),
        filled(r#"{"operation":"calculateRefund","at":"#, "9", "}"),
        filled(r#"{"operation":"market","name":""#, "Zimbabwe ", r#""}"#),
        filled(r#"{"operation":"calculateExchange","orders":["#, "{},", "{}]}"),
        filled(returns, r#"{"quantity":1},"#, "{}]}}}"),
        filled(r#"{"operation":"cancelSoftware","order":["#, "null,", "null]}"),
    ] {
        assert!(line.len() <= longest && line.len() > longest - 100);
        let all = answers(format!("{line}\n{good}"));
        assert_eq!(all.len(), 2, "{line:.80}");
        assert!(error(&all[0]).2.len() < 600, "{line:.80}");
        assert_eq!(all[1], answer(&good));
    }
}
