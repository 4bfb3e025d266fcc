//! The recorded and published figures, and those of the cap, through the JSON.

use std::fmt::Write as _;

use reservation_policy::rust_decimal::Decimal;

use super::{answer, member, text};
use crate::oracle::days::{Day, date_of, day_of, plus_months};

/// The rows of a data file, each with the value of a column by its name.
fn rows(text: &'static str) -> Vec<impl Fn(&str) -> &'static str> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let (header, values): (_, Vec<&str>) = (header.clone(), line.split(',').collect());
            move |name: &str| values[header.iter().position(|column| *column == name).unwrap()]
        })
        .collect()
}

fn day(text: &str) -> Day {
    let part = |range: core::ops::Range<usize>| text[range].parse().unwrap();
    day_of(part(0..4), part(5..7), part(8..10))
}

pub(super) fn iso(day: Day) -> String {
    let (year, month, day) = date_of(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// A number as the answers write it: no digit more than it has.
fn number(text: &str) -> String {
    text.parse::<Decimal>().unwrap().normalize().to_string()
}

fn price(currency: &str, amount: &str) -> String {
    format!(r#"{{"currencyCode":"{currency}","amount":{amount}}}"#)
}

struct Order<'a> {
    start: Day,
    term: &'a str,
    plan: &'a str,
    currency: &'a str,
    /// One payment, and its price in dollars.
    amounts: (&'a str, &'a str),
    completed: i64,
    at: &'a str,
    policy: &'a str,
    refunds: String,
}

impl Order<'_> {
    fn line(&self) -> String {
        let mut transactions = String::new();
        for payment in 0..self.completed {
            let comma = if payment == 0 { "" } else { "," };
            write!(
                transactions,
                r#"{comma}{{"dueDate":"{}","status":"Succeeded","pricingCurrencyTotal":{},"billingCurrencyTotal":{}}}"#,
                iso(plus_months(self.start, payment)),
                price("USD", self.amounts.1),
                price(self.currency, self.amounts.0),
            )
            .unwrap();
        }
        format!(
            concat!(
                r#"{{"operation":"calculateRefund","at":"{}","policy":"{}","order":{{"name":"o","properties":{{"#,
                r#""benefitStartTime":"{}","originalQuantity":1,"term":"{}","billingPlan":"{}","#,
                r#""planInformation":{{"transactions":[{}]}}}}}},"reservation":{{"name":"r","properties":{{"quantity":1,"#,
                r#""reservedResourceType":"VirtualMachines","provisioningState":"Succeeded"}}}},"request":{{"properties":"#,
                r#"{{"reservationToReturn":{{"reservationId":"r","quantity":1}}}}}},"refunds":[{}]}}"#
            ),
            self.at,
            self.policy,
            iso(self.start),
            self.term,
            self.plan,
            transactions,
            self.refunds
        )
    }

    fn amount(&self, answer: &str, path: &str, expected: &str) {
        let expected = price(if path.starts_with("pricing") { "USD" } else { self.currency }, &number(expected));
        assert_eq!(member(answer, &format!("body.properties.{path}")), expected, "{path}: {answer}");
    }
}

#[test]
fn every_recorded_refund_comes_out_of_the_json_to_the_cent() {
    let rows = rows(include_str!("../../data/refund.csv"));
    assert_eq!(rows.len(), 10);
    for row in rows {
        let (id, completed) = (row("id"), row("payments_completed").parse().unwrap());
        let order = Order {
            start: plus_months(day(row("period_start")), 1 - completed),
            term: row("term"),
            plan: row("plan"),
            currency: row("currency"),
            amounts: (row("unit"), row("unit")),
            completed,
            at: row("at"),
            policy: "2020-07+observed",
            refunds: String::new(),
        };
        let answer = answer(&order.line());
        assert_eq!(member(&answer, "status"), "200", "{id} {answer}");
        order.amount(&answer, "billingRefundAmount", row("refund"));
        order.amount(&answer, "pricingRefundAmount", row("refund"));
        if !row("remaining_commitment").is_empty() {
            let path = "billingInformation.billingCurrencyRemainingCommitmentAmount";
            order.amount(&answer, path, row("remaining_commitment"));
        }
        let paid = row("unit").parse::<Decimal>().unwrap() * Decimal::from(completed);
        let kept = paid - row("refund").parse::<Decimal>().unwrap();
        order.amount(&answer, "billingInformation.billingCurrencyTotalPaidAmount", &paid.to_string());
        order.amount(&answer, "billingInformation.billingCurrencyProratedAmount", &kept.to_string());
        for (path, column) in [
            ("billingInformation.completedTransactions", "payments_completed"),
            ("billingInformation.totalTransactions", "payments_total"),
            ("decision.period.usedDays", "used_days"),
            ("decision.period.days", "period_days"),
        ] {
            assert_eq!(member(&answer, &format!("body.properties.{path}")), row(column), "{id} {path}");
        }
        assert_eq!(text(&answer, "body.properties.billingInformation.billingPlan"), row("plan"), "{id}");
        assert_eq!(text(&answer, "body.properties.decision.period.start"), row("period_start"), "{id}");
        assert_eq!(text(&answer, "body.properties.decision.period.end"), row("period_end"), "{id}");
        let full = (row("full_window") == "yes").to_string();
        assert_eq!(member(&answer, "body.properties.decision.fullRefundWindow"), full, "{id}");
        assert_eq!(member(&answer, "body.properties.policyResult.properties.policyErrors"), "[]", "{id}");
    }
}

#[test]
fn every_published_upfront_refund_comes_out_of_the_json_to_the_cent() {
    let rows = rows(include_str!("../../data/upfront.csv"));
    assert_eq!(rows.len(), 3);
    for row in rows {
        let id = row("id");
        let order = Order {
            start: day(row("start")),
            term: row("term"),
            plan: "Upfront",
            currency: row("currency"),
            amounts: (row("price"), row("price")),
            completed: 1,
            at: row("at"),
            policy: "2020-07",
            refunds: String::new(),
        };
        let answer = answer(&order.line());
        order.amount(&answer, "billingRefundAmount", row("refund"));
        order.amount(&answer, "billingInformation.billingCurrencyRemainingCommitmentAmount", "0");
        assert_eq!(member(&answer, "body.properties.decision.period.usedDays"), row("used_days"), "{id}");
        assert_eq!(member(&answer, "body.properties.decision.period.days"), row("term_days"), "{id}");
    }
}

/// An order whose refund and remaining commitment are these, in dollars: on the first day of a period the whole payment
/// is refunded; where nothing is to be refunded, the current period has not been paid.
fn order_for<'a>(refund: &'a str, remaining: &'a str, unit: &'a str) -> (Day, Order<'a>, String) {
    let (refund_value, remaining_value): (Decimal, Decimal) = (refund.parse().unwrap(), remaining.parse().unwrap());
    let start = day_of(2022, 3, 10);
    let upfront = remaining_value.is_zero() && !refund_value.is_zero();
    let completed: i64 = if upfront {
        1
    } else {
        36 - i64::try_from((remaining_value / unit.parse::<Decimal>().unwrap()).round()).unwrap()
    };
    let today = if upfront { start } else { plus_months(start, completed) };
    let order = Order {
        start,
        term: "P3Y",
        plan: if upfront { "Upfront" } else { "Monthly" },
        currency: "USD",
        amounts: (unit, unit),
        completed,
        at: "",
        policy: "",
        refunds: String::new(),
    };
    (today, order, format!("{}T00:00:00Z", iso(today)))
}

#[test]
fn every_row_of_the_cap_is_decided_as_written_or_as_recorded() {
    let rows = rows(include_str!("../../data/cap.csv"));
    assert_eq!(rows.len(), 6);
    for row in rows {
        let id = row("id");
        // 0.42 of 12.90 is what is left of a payment; the other rows refund a whole one, or none.
        let unit = match id {
            "C01" => "0.43",
            "C02" => "100.00",
            "C03" | "C04" => "3000.00",
            _ => row("refund"),
        };
        let (today, mut order, at) = order_for(row("refund"), row("remaining_commitment"), unit);
        order.at = &at;
        order.policy = if row("measure") == "refunded" { "2020-07+observed" } else { "2020-07" };
        let before = row("before");
        order.refunds =
            format!(r#"{{"id":"before","at":"{}T00:00:00Z","refund":{}}}"#, iso(today - 1), price("USD", before));
        if id == "C01" {
            // The recorded return: its own order had other figures, so only the cap's are compared.
            order.completed = 1;
            order.start = today;
            order.amounts = ("0.42", "0.42");
        }
        let answer = answer(&order.line());
        let decision = |name: &str| text(&answer, &format!("body.properties.decision.{name}"));
        let left = |used: &str| format!("{:.2}", Decimal::from(50_000) - used.parse::<Decimal>().unwrap());
        let allowed = row("allowed") == "yes";
        assert_eq!(member(&answer, "body.properties.decision.approved"), allowed.to_string(), "{id}: {answer}");
        assert_eq!(decision("capRemainingBefore"), left(before), "{id}");
        let after = if allowed { left(row("after")) } else { left(before) };
        assert_eq!(decision("capRemainingAfter"), after, "{id}: {answer}");
        let consumed = member(&answer, "body.properties.policyResult.properties.consumedRefundsTotal.amount");
        assert_eq!(consumed, number(before), "{id}");
        let limit = member(&answer, "body.properties.policyResult.properties.maxRefundLimit");
        assert_eq!(limit, price("USD", "50000"), "{id}");
        if !allowed {
            let errors = member(&answer, "body.properties.policyResult.properties.policyErrors");
            assert!(errors.starts_with(r#"[{"code":"RefundLimitExceeded","message":""#), "{id}: {errors}");
        }
    }
}

#[test]
fn every_digit_of_an_amount_survives_from_json_to_json() {
    for (written, expected) in [
        ("12345678901234567.89", "12345678901234567.89"),
        ("1.80", "1.8"),
        ("1.8e0", "1.8"),
        ("180e-2", "1.8"),
        ("0.00000000018E+10", "1.8"),
        ("0", "0"),
        ("-0", "0"),
        ("100.00", "100"),
        ("9007199254740993.00", "9007199254740993"),
        ("0.1", "0.1"),
    ] {
        let order = Order {
            start: day_of(2023, 3, 4),
            term: "P1Y",
            plan: "Upfront",
            currency: "GBP",
            amounts: (written, "1.80"),
            completed: 1,
            at: "2023-03-04T00:00:00Z",
            policy: "2020-07",
            refunds: String::new(),
        };
        let answer = answer(&order.line());
        assert_eq!(member(&answer, "body.properties.billingRefundAmount.amount"), expected, "{written}");
        assert_eq!(member(&answer, "body.properties.pricingRefundAmount.amount"), "1.8", "{written}");
        let paid = member(&answer, "body.properties.billingInformation.billingCurrencyTotalPaidAmount.amount");
        assert_eq!(paid, expected, "{written}");
    }
}
