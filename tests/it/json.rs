//! The JSON contract: one request a line, one answer a line.
//!
//! The example `calculate` is included for what it adds: files, blank lines, and lines that are too long.

#![expect(clippy::string_slice, reason = "texts of tests are sliced where they are ASCII")]

use std::collections::BTreeMap;

use reservation_policy::json;
use serde_json::value::RawValue;

#[expect(dead_code, reason = "the example's own main is not called")]
#[path = "../../examples/calculate.rs"]
mod example;

mod cases;
mod errors;
mod exchange;
mod files;
mod hostile;
mod lines;
mod members;
mod others;
mod payments;
mod quotes;
mod recorded;

/// The answer to one line. It is one line as well, and never has a word of a program in it.
fn answer(line: &str) -> String {
    let answer = json::answer(line);
    assert!(!answer.contains('\n'));
    answer
}

/// The text of a member, exactly as it was written; the path as in `body.properties.sessionId`.
fn member(json: &str, path: &str) -> String {
    path.split('.').fold(json.to_owned(), |json, name| {
        let mut members: BTreeMap<&str, &RawValue> =
            serde_json::from_str(&json).unwrap_or_else(|error| panic!("{path} in {json}: {error}"));
        members.remove(name).unwrap_or_else(|| panic!("no {path} in {json}")).get().to_owned()
    })
}

/// A member that is a text.
fn text(json: &str, path: &str) -> String {
    serde_json::from_str(&member(json, path)).unwrap()
}

/// The text of a member of the answer to a refund: `decision.period.days`.
fn refund(answer: &str, path: &str) -> String {
    assert_eq!(member(answer, "status"), "200", "{answer}");
    member(answer, &format!("body.properties.{path}"))
}

/// The amount of a member with a price.
fn amount(answer: &str, path: &str) -> String {
    refund(answer, &format!("{path}.amount"))
}

/// The codes of the reasons of a refund or an exchange.
fn codes(answer: &str) -> Vec<String> {
    let list: Vec<serde_json::Value> = serde_json::from_str(&refund(answer, "decision.reasons")).unwrap();
    list.iter().map(|reason| reason["code"].as_str().unwrap().to_owned()).collect()
}

/// The code, target and message of an error. The message is one short line in plain words.
fn error(answer: &str) -> (String, String, String) {
    assert_eq!(member(answer, "status"), "400", "{answer}");
    let part = |name: &str| text(answer, &format!("body.error.{name}"));
    let message = part("message");
    assert!(message.len() < 600, "the message repeats too much of the input: {message}");
    assert!(!message.contains('\n'), "{message}");
    assert_ne!(message, "is missing", "{answer}");
    let words: Vec<&str> = message.split(|letter: char| !letter.is_alphanumeric()).collect();
    for word in
        ["struct", "map", "enum", "newtype", "tuple", "variant", "sequence", "u32", "usize", "bool", "Some", "None"]
    {
        assert!(!words.contains(&word), "{word} in {message}");
    }
    (part("code"), part("target"), message)
}

/// Checks code, target and a part of the message of a refusal.
fn is_refused(line: &str, code: &str, target: &str, message: &str) {
    let found = error(&answer(line));
    let shown: String = line.chars().take(1_500).collect();
    assert_eq!((found.0.as_str(), found.1.as_str()), (code, target), "{}: {shown}", found.2);
    assert!(found.2.contains(message), "expected {message:?} in {:?}: {shown}", found.2);
}

/// A good request, with almost every member there is, each written so that it can be found and replaced.
const GOOD: &str = concat!(
    r#"{"operation":"calculateRefund","at":"2023-03-20T12:00:00Z","policy":"2020-07+observed","#,
    r#""order":{"id":"/providers/Microsoft.Capacity/reservationOrders/o1","properties":{"#,
    r#""requestDateTime":"2023-03-04T04:23:12.1234567Z","benefitStartTime":"2023-03-04T04:23:12.1234567Z","#,
    r#""originalQuantity":4,"term":"P1Y","billingPlan":"Monthly","#,
    r#""reservations":[{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1"}],"#,
    r#""planInformation":{"transactions":[{"dueDate":"2023-03-04","status":"Succeeded","paymentDate":"2023-03-04","#,
    r#""pricingCurrencyTotal":{"currencyCode":"USD","amount":8.72},"#,
    r#""billingCurrencyTotal":{"currencyCode":"GBP","amount":7.32}}]}}},"#,
    r#""reservation":{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1","properties":{"#,
    r#""quantity":3,"reservedResourceType":"VirtualMachines","provisioningState":"Succeeded"}},"#,
    r#""request":{"properties":{"scope":"Reservation","reservationToReturn":{"#,
    r#""reservationId":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1","quantity":2}}},"#,
    r#""refunds":[{"id":"a","at":"2023-01-01T00:00:00Z","refund":{"currencyCode":"USD","amount":5.5}},"#,
    r#"{"id":"b","at":"2023-01-02T00:00:00Z","refund":{"currencyCode":"USD","amount":6.5},"#,
    r#""cancelledCommitment":{"currencyCode":"USD","amount":7.5}}],"#,
    r#""requester":"owner","unused":true,"paidQuantity":4,"earlyTerminationFeeRate":"0.12","#,
    r#""currentPrice":{"currencyCode":"GBP","amount":99.5}}"#,
);

/// The good request with one text replaced by another.
fn with(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from} is not there once");
    GOOD.replace(from, to)
}

const RETURNED: &str = "request.properties.reservationToReturn.quantity";
const RETURNED_ID: &str = "request.properties.reservationToReturn.reservationId";
const TRANSACTIONS: &str = "order.properties.planInformation.transactions";

/// An amount in the service's form.
fn price(currency: &str, amount: &str) -> String {
    format!(r#"{{"currencyCode":"{currency}","amount":{amount}}}"#)
}

/// A reservation of virtual machines with its payments, and what is asked about it. Amounts are US dollars.
#[derive(Clone)]
struct Ask {
    start: &'static str,
    term: &'static str,
    plan: &'static str,
    original: u32,
    owned: u32,
    returned: u32,
    /// The rows of the payments, as JSON.
    rows: Vec<String>,
    at: &'static str,
    policy: &'static str,
    /// More members of the line, each with a comma before it.
    more: String,
}

impl Ask {
    /// A monthly plan of one year for one unit.
    fn monthly(start: &'static str, rows: &[String], at: &'static str) -> Self {
        Self {
            start,
            term: "P1Y",
            plan: "Monthly",
            original: 1,
            owned: 1,
            returned: 1,
            rows: rows.to_vec(),
            at,
            policy: "2020-07",
            more: String::new(),
        }
    }

    /// Of so many units: first bought, owned now, returned.
    fn units(mut self, original: u32, owned: u32, returned: u32) -> Self {
        (self.original, self.owned, self.returned) = (original, owned, returned);
        self
    }

    fn more(mut self, members: &str) -> Self {
        self.more.push_str(members);
        self
    }

    fn line(&self) -> String {
        let Self { start, term, plan, original, owned, returned, rows, at, policy, more } = self;
        let rows = rows.join(",");
        format!(
            concat!(
                r#"{{"operation":"calculateRefund","at":"{at}","policy":"{policy}","order":{{"name":"o","properties":{{"#,
                r#""benefitStartTime":"{start}","originalQuantity":{original},"term":"{term}","billingPlan":"{plan}","#,
                r#""planInformation":{{"transactions":[{rows}]}}}}}},"reservation":{{"name":"r","properties":{{"#,
                r#""quantity":{owned},"reservedResourceType":"VirtualMachines","provisioningState":"Succeeded"}}}},"#,
                r#""request":{{"properties":{{"reservationToReturn":{{"reservationId":"r","quantity":{returned}}}}}}}{more}}}"#
            ),
            at = at,
            policy = policy,
            start = start,
            original = original,
            term = term,
            plan = plan,
            rows = rows,
            owned = owned,
            returned = returned,
            more = more
        )
    }

    fn answer(&self) -> String {
        answer(&self.line())
    }
}

/// A row of the payments in US dollars: `dueDate`, `status`, amount, and more members with a comma before each.
fn row(due: &str, status: &str, amount: &str, more: &str) -> String {
    let price = price("USD", amount);
    format!(
        r#"{{"dueDate":"{due}","status":"{status}","pricingCurrencyTotal":{price},"billingCurrencyTotal":{price}{more}}}"#
    )
}

fn paid(due: &str, amount: &str) -> String {
    row(due, "Succeeded", amount, "")
}
