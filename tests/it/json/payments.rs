//! The payments of an order: when they were made, their period, and the units that they paid for.

use super::{Ask, TRANSACTIONS, amount, codes, error, is_refused, member, paid, price, refund, row, text};

const START: &str = "2026-06-01T00:00:00Z";

fn completed(answer: &str) -> String {
    refund(answer, "billingInformation.completedTransactions")
}

#[test]
fn a_row_belongs_to_the_period_that_begins_nearest_to_its_due_date() {
    // June has 30 days: the 16th is 15 days from either start, and belongs to the earlier.
    for (due, at, is_paid) in [
        ("2026-05-31", "2026-06-05T00:00:00Z", true),
        ("2026-06-16", "2026-06-20T00:00:00Z", true),
        ("2026-06-17", "2026-06-20T00:00:00Z", false),
        ("2026-06-17", "2026-07-01T00:00:00Z", true),
        ("2026-06-30", "2026-07-05T00:00:00Z", true),
        ("2026-07-02", "2026-07-05T00:00:00Z", true),
    ] {
        let answer = Ask::monthly(START, &[paid(due, "31")], at).answer();
        assert_eq!(refund(&answer, "decision.period.paid"), is_paid.to_string(), "{due} {at}");
    }
    // Beyond the last period there is none.
    let answer =
        Ask::monthly(START, &[paid("2026-06-01", "31"), paid("2027-06-01", "31")], "2027-05-31T00:00:00Z").answer();
    assert_eq!(refund(&answer, "decision.period.payment"), "12");
    assert_eq!(refund(&answer, "decision.period.paid"), "false", "made on 2027-06-01");
}

#[test]
fn a_payment_is_made_on_its_payment_date_or_on_its_due_date() {
    let late = row("2026-07-01", "Succeeded", "31", r#","paymentDate":"2026-07-05""#);
    let asked = |rows: &[String], at| Ask::monthly(START, rows, at).answer();
    let rows = [paid("2026-06-01", "31"), late];
    let before = asked(&rows, "2026-07-04T23:59:59Z");
    assert_eq!((completed(&before).as_str(), amount(&before, "billingRefundAmount").as_str()), ("1", "0"));
    assert_eq!(codes(&before), ["PaymentOutstanding"]);
    assert_eq!(text(&before, "body.properties.decision.verdict"), "needsReview");
    assert_eq!(text(&before, "body.properties.decision.period.dueDate"), "2026-07-01");
    assert!(member(&before, "body.properties.policyResult.properties.policyErrors").contains("2026-07-01"));
    let after = asked(&rows, "2026-07-05T00:00:00Z");
    assert_eq!((completed(&after).as_str(), amount(&after, "billingRefundAmount").as_str()), ("2", "27"));
    assert!(codes(&after).is_empty());
}

#[test]
fn scheduled_payments_count_as_made_when_that_is_assumed() {
    let rows = [paid("2026-06-01", "31"), row("2026-07-01", "Scheduled", "31", "")];
    let ask = Ask::monthly(START, &rows, "2026-08-02T00:00:00Z");
    assert_eq!(codes(&ask.answer()), ["PaymentOutstanding"]);
    let assumed = ask.more(r#","assumeScheduledPayments":true"#).answer();
    assert_eq!((completed(&assumed).as_str(), amount(&assumed, "billingRefundAmount").as_str()), ("3", "30"));
    assert!(codes(&assumed).is_empty());
    let remarks = refund(&assumed, "decision.remarks");
    assert!(remarks.contains("ScheduledPaymentsAssumed") && remarks.contains("2026-08-01"), "{remarks}");
}

#[test]
fn of_several_rows_for_one_period_the_one_that_was_made_counts() {
    let june = paid("2026-06-01", "31");
    let tries = [
        june.clone(),
        row("2026-07-01", "Failed", "31", ""),
        row("2026-07-02", "Succeeded", "31", ""),
        row("2026-07-01", "Cancelled", "31", ""),
    ];
    let answer = Ask::monthly(START, &tries, "2026-07-11T00:00:00Z").answer();
    assert_eq!((completed(&answer).as_str(), amount(&answer, "billingRefundAmount").as_str()), ("2", "21"));
    // Two that were made contradict each other.
    let twice = [june, paid("2026-07-01", "31"), paid("2026-07-02", "31")];
    let line = Ask::monthly(START, &twice, "2026-07-11T00:00:00Z").line();
    is_refused(&line, "InvalidRequest", &format!("{TRANSACTIONS}[2]"), "expected one payment for each period");
}

#[test]
fn rows_without_a_due_date_are_placed_by_their_payment_dates_or_in_their_order() {
    let undated = |dates: &[&str]| -> Vec<String> {
        let one = |date: &&str| {
            let price = price("USD", "31");
            let date = if date.is_empty() { String::new() } else { format!(r#""paymentDate":"{date}","#) };
            format!(r#"{{{date}"status":"Succeeded","pricingCurrencyTotal":{price},"billingCurrencyTotal":{price}}}"#)
        };
        dates.iter().map(one).collect()
    };
    let asked = |dates: &[&str], at| completed(&Ask::monthly(START, &undated(dates), at).answer());
    assert_eq!(asked(&["2026-06-01", "2026-07-05"], "2026-08-02T00:00:00Z"), "2");
    // The payment of June was late, and that of July came in the same month.
    assert_eq!(asked(&["2026-07-03", "2026-07-05", "2026-09-01"], "2026-09-02T00:00:00Z"), "3");
    assert_eq!(asked(&["", ""], "2026-07-11T00:00:00Z"), "2");
    let too_many = Ask::monthly(START, &undated(&[""; 13]), "2026-07-11T00:00:00Z").line();
    is_refused(&too_many, "InvalidRequest", &format!("{TRANSACTIONS}[12]"), "payment 13 is not part of the plan");
}

#[test]
fn the_upfront_plan_has_one_payment_whatever_its_dates() {
    let rows = [row("2026-06-01", "Failed", "365", ""), row("2026-06-20", "Succeeded", "365", "")];
    let ask = Ask { plan: "Upfront", ..Ask::monthly(START, &rows, "2026-07-01T00:00:00Z") };
    let answer = ask.answer();
    assert_eq!(amount(&answer, "billingRefundAmount"), "335");
    assert_eq!(refund(&answer, "billingInformation.totalTransactions"), "1");
}

#[test]
fn an_unknown_status_lists_the_known_ones() {
    let line = Ask::monthly(START, &[row("2026-06-01", "Paid", "31", "")], "2026-06-11T00:00:00Z").line();
    let known = "`Succeeded`, `Completed`, `Scheduled`, `Pending`, `Failed` or `Cancelled`";
    is_refused(&line, "InvalidRequest", &format!("{TRANSACTIONS}[0].status"), known);
    for (status, is_made) in
        [("Completed", true), ("Scheduled", false), ("Pending", false), ("Failed", false), ("Cancelled", false)]
    {
        let answer = Ask::monthly(START, &[row("2026-06-01", status, "31", "")], "2026-06-11T00:00:00Z").answer();
        assert_eq!(refund(&answer, "decision.period.paid"), is_made.to_string(), "{status}");
    }
}

#[test]
fn a_payment_paid_for_the_units_that_its_amount_says() {
    // 10 units for 100.00, 6 since; 4 went back in June.
    let rows = [paid("2026-06-01", "100"), paid("2026-07-01", "60")];
    let asked =
        |rows: &[String], at, owned, returned| Ask::monthly(START, rows, at).units(10, owned, returned).answer();
    let july = asked(&rows, "2026-07-01T00:00:00Z", 6, 6);
    assert_eq!(amount(&july, "billingRefundAmount"), "60");
    assert_eq!(amount(&july, "billingInformation.billingCurrencyTotalPaidAmount"), "160");
    assert_eq!(amount(&july, "billingInformation.billingCurrencyProratedAmount"), "100", "gross of earlier returns");
    assert_eq!(amount(&july, "billingInformation.billingCurrencyRemainingCommitmentAmount"), "600");
    let june = asked(&rows, "2026-06-16T00:00:00Z", 6, 6);
    assert_eq!(amount(&june, "billingRefundAmount"), "30", "60.00 of 100.00 for half a month");

    // Half a cent for each unit is near enough, more is not, and neither are more units than were bought.
    for (amount, is_near) in
        [("60.03", true), ("59.97", true), ("60.04", false), ("59.96", false), ("110", false), ("3", false)]
    {
        let answer = asked(&[paid("2026-06-01", "100"), paid("2026-07-01", amount)], "2026-07-01T00:00:00Z", 6, 6);
        assert_eq!(member(&answer, "status"), if is_near { "200" } else { "400" }, "{amount}");
        if !is_near {
            let (code, target, message) = error(&answer);
            assert_eq!((code.as_str(), target), ("InvalidRequest", format!("{TRANSACTIONS}[1].pricingCurrencyTotal")));
            assert!(message.contains("give `paidQuantity`"), "{message}");
        }
    }
}

#[test]
fn the_paid_quantity_holds_from_the_current_period_on() {
    let rows = [paid("2026-06-01", "100"), paid("2026-07-01", "50")];
    let ask = Ask::monthly(START, &rows, "2026-07-01T00:00:00Z").units(10, 6, 3);
    let given = ask.clone().more(r#","paidQuantity":6"#).answer();
    assert_eq!(amount(&given, "billingRefundAmount"), "25", "3 of 6 units for 50.00");
    let by_amount = ask.answer();
    assert_eq!(error(&by_amount).1, TRANSACTIONS, "5 units were paid for, and 6 are owned");
    for (more, code, target) in [
        (r#","paidQuantity":2"#, "InvalidRefundQuantity", super::RETURNED),
        (r#","paidQuantity":4"#, "InvalidRequest", "paidQuantity"),
        (r#","paidQuantity":0"#, "InvalidRequest", "paidQuantity"),
        (r#","paidQuantity":"6""#, "InvalidRequest", "paidQuantity"),
    ] {
        let ask = Ask::monthly(START, &rows, "2026-07-01T00:00:00Z").units(10, 6, 3).more(more);
        is_refused(&ask.line(), code, target, "");
    }
}

#[test]
fn a_payment_to_come_may_have_its_price_in_us_dollars_alone() {
    let scheduled = |amount: &str| {
        let price = price("USD", amount);
        format!(r#"{{"dueDate":"2026-07-01","status":"Scheduled","pricingCurrencyTotal":{price}}}"#)
    };
    let euros = |amount: &str, dollars: &str| {
        let (billing, pricing) = (price("EUR", amount), price("USD", dollars));
        format!(
            r#"{{"dueDate":"2026-06-01","status":"Succeeded","pricingCurrencyTotal":{pricing},"billingCurrencyTotal":{billing}}}"#
        )
    };
    // 6 of 10 units stay: the payment to come costs 54.00 EUR.
    let rows = [euros("90", "100"), scheduled("60")];
    let ask = Ask::monthly(START, &rows, "2026-07-02T00:00:00Z").units(10, 6, 6);
    let assumed = ask.more(r#","assumeScheduledPayments":true"#).answer();
    assert_eq!(amount(&assumed, "billingInformation.billingCurrencyTotalPaidAmount"), "144");
    assert_eq!(amount(&assumed, "billingRefundAmount"), "52.26", "54.00 x 30/31");
    // A row that says nothing of the units is scheduled at the last price.
    let rows = [euros("90", "100"), scheduled("12.34")];
    let unknown = Ask::monthly(START, &rows, "2026-06-01T00:00:00Z").units(10, 10, 10).answer();
    assert_eq!(amount(&unknown, "billingInformation.billingCurrencyRemainingCommitmentAmount"), "990");
}

#[test]
fn a_later_period_that_is_paid_already_is_refunded_whole() {
    let ahead = row("2026-07-01", "Succeeded", "31", r#","paymentDate":"2026-06-29""#);
    let answer = Ask::monthly(START, &[paid("2026-06-01", "31"), ahead], "2026-06-30T20:00:00Z").answer();
    assert_eq!(amount(&answer, "billingRefundAmount"), "32.03", "1/30 of June and all of July");
    assert_eq!(amount(&answer, "billingInformation.billingCurrencyRemainingCommitmentAmount"), "310");
}

#[test]
fn the_rest_after_a_part_is_shown_as_units_and_payments() {
    let rows = [paid("2026-06-01", "100"), row("2026-07-01", "Scheduled", "100", "")];
    let answer = Ask::monthly(START, &rows, "2026-06-16T00:00:00Z").units(10, 10, 4).answer();
    assert_eq!(refund(&answer, "decision.remaining.quantity"), "6");
    let payments: Vec<serde_json::Value> =
        serde_json::from_str(&refund(&answer, "decision.remaining.payments")).unwrap();
    let shown: Vec<(u64, u64, String, bool)> = payments
        .iter()
        .map(|payment| {
            let amount = payment["billingCurrencyTotal"]["amount"].to_string();
            (
                payment["payment"].as_u64().unwrap(),
                payment["units"].as_u64().unwrap(),
                amount,
                payment["made"].is_null(),
            )
        })
        .collect();
    assert_eq!(shown, [(1, 10, "100".to_owned(), false), (2, 6, "60".to_owned(), true)]);
    let all = Ask::monthly(START, &rows, "2026-06-16T00:00:00Z").units(10, 10, 10).answer();
    assert_eq!(refund(&all, "decision.remaining"), "null");
}
