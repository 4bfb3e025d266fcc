//! The recorded and published figures, through the JSON.

use reservation_policy::chrono::{Months, NaiveDate};
use reservation_policy::rust_decimal::Decimal;

use super::{Ask, amount, member, paid, price, refund, text};

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

/// A number as the answers write it: no digit more than it has.
fn number(text: &str) -> String {
    text.parse::<Decimal>().unwrap().normalize().to_string()
}

fn leaked(day: NaiveDate) -> &'static str {
    day.to_string().leak()
}

#[test]
fn every_recorded_refund_comes_out_of_the_json_to_the_cent() {
    let rows = rows(include_str!("../../data/refund.csv"));
    assert_eq!(rows.len(), 11);
    for row in rows {
        let id = row("id");
        let completed: u32 = row("payments_completed").parse().unwrap();
        let period: NaiveDate = row("period_start").parse().unwrap();
        let start = period.checked_sub_months(Months::new(completed - 1)).unwrap();
        let payment = |number: u32| {
            let due = start.checked_add_months(Months::new(number)).unwrap();
            let billing = price(row("currency"), row("unit"));
            paid(&due.to_string(), row("unit")).replace(
                &format!(r#""billingCurrencyTotal":{}"#, price("USD", row("unit"))),
                &format!(r#""billingCurrencyTotal":{billing}"#),
            )
        };
        let rows: Vec<String> = (0..completed).map(payment).collect();
        let ask = Ask {
            term: row("term"),
            plan: row("plan"),
            policy: "2020-07+observed",
            ..Ask::monthly(leaked(start), &rows, row("at"))
        };
        let answer = ask.more(r#","unused":true"#).answer();
        assert_eq!(amount(&answer, "billingRefundAmount"), number(row("refund")), "{id}");
        assert_eq!(amount(&answer, "pricingRefundAmount"), number(row("refund")), "{id}");
        let information = |name: &str| refund(&answer, &format!("billingInformation.{name}"));
        if !row("remaining_commitment").is_empty() {
            let remaining = information("billingCurrencyRemainingCommitmentAmount.amount");
            assert_eq!(remaining, number(row("remaining_commitment")), "{id}");
        }
        let paid = row("unit").parse::<Decimal>().unwrap() * Decimal::from(completed);
        assert_eq!(information("billingCurrencyTotalPaidAmount.amount"), number(&paid.to_string()), "{id}");
        for (path, column) in [
            ("billingInformation.completedTransactions", "payments_completed"),
            ("billingInformation.totalTransactions", "payments_total"),
            ("decision.period.usedDays", "used_days"),
            ("decision.period.days", "period_days"),
        ] {
            assert_eq!(refund(&answer, path), row(column), "{id} {path}");
        }
        assert_eq!(text(&answer, "body.properties.decision.period.start"), row("period_start"), "{id}");
        assert_eq!(text(&answer, "body.properties.decision.period.end"), row("period_end"), "{id}");
        assert_eq!(refund(&answer, "decision.fullRefundWindow"), (row("full_window") == "yes").to_string(), "{id}");
        assert_eq!(refund(&answer, "policyResult.properties.policyErrors"), "[]", "{id}");
    }
}

#[test]
fn every_published_upfront_refund_comes_out_of_the_json_to_the_cent() {
    let rows = rows(include_str!("../../data/upfront.csv"));
    assert_eq!(rows.len(), 3);
    for row in rows {
        let id = row("id");
        let payments = [paid(row("start"), row("price")).replace(
            r#""billingCurrencyTotal":{"currencyCode":"USD""#,
            &format!(r#""billingCurrencyTotal":{{"currencyCode":"{}""#, row("currency")),
        )];
        let ask = Ask { term: row("term"), plan: "Upfront", ..Ask::monthly(row("start"), &payments, row("at")) };
        let answer = ask.answer();
        assert_eq!(refund(&answer, "billingRefundAmount"), price(row("currency"), &number(row("refund"))), "{id}");
        assert_eq!(amount(&answer, "billingInformation.billingCurrencyRemainingCommitmentAmount"), "0", "{id}");
        assert_eq!(refund(&answer, "decision.period.usedDays"), row("used_days"), "{id}");
        assert_eq!(refund(&answer, "decision.period.days"), row("term_days"), "{id}");
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
        let payments = [paid("2023-03-04", "1.80").replace(
            r#""billingCurrencyTotal":{"currencyCode":"USD","amount":1.80}"#,
            &format!(r#""billingCurrencyTotal":{}"#, price("GBP", written)),
        )];
        let ask = Ask { plan: "Upfront", ..Ask::monthly("2023-03-04", &payments, "2023-03-04T00:00:00Z") };
        let answer = ask.answer();
        assert_eq!(amount(&answer, "billingRefundAmount"), expected, "{written}");
        assert_eq!(amount(&answer, "pricingRefundAmount"), "1.8", "{written}");
        assert_eq!(amount(&answer, "billingInformation.billingCurrencyTotalPaidAmount"), expected, "{written}");
    }
}

#[test]
fn earlier_part_returns_are_not_taken_off_what_was_paid() {
    // Recorded: an order of 3 that was split twice still showed 5.49 for its last unit.
    let answer =
        Ask::monthly("2023-03-04", &[paid("2023-03-04", "5.49")], "2023-03-10T03:07:12Z").units(3, 1, 1).answer();
    assert_eq!(amount(&answer, "billingInformation.billingCurrencyTotalPaidAmount"), "5.49");
    assert_eq!(amount(&answer, "billingRefundAmount"), "1.48");
    // Recorded: two units in the first month, then one: 6 x 2.58 after 5 payments.
    let months = ["2022-11-04", "2022-12-04", "2023-01-04", "2023-02-04", "2023-03-04"];
    let payments: Vec<String> =
        months.iter().zip(["5.16", "2.58", "2.58", "2.58", "2.58"]).map(|(due, amount)| paid(due, amount)).collect();
    let answer = Ask::monthly("2022-11-04", &payments, "2023-03-04T00:00:00Z").units(2, 1, 1).answer();
    assert_eq!(amount(&answer, "billingInformation.billingCurrencyTotalPaidAmount"), "15.48");
    assert_eq!(amount(&answer, "billingRefundAmount"), "2.58");
    assert_eq!(member(&answer, "status"), "200");
}
