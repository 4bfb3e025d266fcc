//! Requests from outside that the first edition answered wrongly or unclearly.

use super::{Ask, amount, answer, codes, error, member, paid, price, refund, row, text};

fn ledger(refund: &str, more: &str) -> String {
    format!(r#","refunds":[{{"id":"a","at":"2026-01-15T00:00:00Z","refund":{}{more}}}]"#, price("USD", refund))
}

fn upfront(price: &str) -> Ask {
    Ask {
        plan: "Upfront",
        ..Ask::monthly("2026-01-01T06:00:00Z", &[paid("2026-01-01", price)], "2026-02-01T12:00:00Z")
    }
}

#[test]
fn payments_that_are_completed_were_made() {
    let months = ["2021-11-25", "2021-12-25"].into_iter().map(str::to_owned);
    let later = (1..=12).map(|month| format!("2022-{month:02}-25"));
    let mut rows: Vec<String> =
        months.chain(later).map(|due| row(&due, "Completed", "19.88", &format!(r#","paymentDate":"{due}""#))).collect();
    rows.push(
        r#"{"dueDate":"2023-01-25","status":"Scheduled","pricingCurrencyTotal":{"currencyCode":"USD","amount":19.88}}"#
            .to_owned(),
    );
    let ask = Ask { term: "P3Y", ..Ask::monthly("2021-11-25T06:34:12.9266987Z", &rows, "2023-01-10T12:00:00Z") };
    let answer = ask.answer();
    assert_eq!(amount(&answer, "billingRefundAmount"), "9.62");
    let information = |name: &str| refund(&answer, &format!("billingInformation.{name}"));
    assert_eq!(
        (information("completedTransactions").as_str(), information("totalTransactions").as_str()),
        ("14", "36")
    );
    assert_eq!(information("billingCurrencyTotalPaidAmount.amount"), "278.32");
    assert_eq!(information("billingCurrencyProratedAmount.amount"), "268.7");
    assert_eq!(information("billingCurrencyRemainingCommitmentAmount.amount"), "437.36");
    assert_eq!(text(&answer, "body.properties.decision.countsTowardCap"), "446.98");
}

#[test]
fn a_ledger_under_another_name_is_never_an_empty_one() {
    let american =
        upfront("40000").more(&ledger("500", &format!(r#","canceledCommitment":{}"#, price("USD", "45000"))));
    let answer_text = american.answer();
    assert_eq!(amount(&answer_text, "billingRefundAmount"), "36602.74");
    assert_eq!(codes(&answer_text), ["RefundLimitExceeded"]);
    assert_eq!(amount(&answer_text, "policyResult.properties.consumedRefundsTotal"), "45000");

    let singular = upfront("40000").more(&ledger("45000", "").replace("refunds", "refund"));
    let (_, target, message) = error(&singular.answer());
    assert_eq!(target, "refund");
    assert!(message.contains("the nearest is `refunds`"), "{message}");
    let total = upfront("40000").more(&format!(r#","consumedRefundsTotal":{}"#, price("USD", "45000")));
    let (_, target, message) = error(&total.answer());
    assert_eq!(target, "consumedRefundsTotal");
    assert!(message.contains("the nearest is `refunds`"), "{message}");
    for (wrong, right) in [("currentprice", "currentPrice"), ("unsed", "unused"), ("paidQuanity", "paidQuantity")] {
        let (_, target, message) = error(&upfront("40000").more(&format!(r#","{wrong}":1"#)).answer());
        assert_eq!(target, wrong);
        assert!(message.contains(&format!("the nearest is `{right}`")), "{message}");
    }
}

#[test]
fn four_of_ten_licences_are_refused() {
    let line = |line_quantity: &str| {
        format!(
            concat!(
                r#"{{"operation":"cancelSoftware","at":"2021-06-20T15:00:00Z","policy":"2021-06","purchase":{{"#,
                r#""orderId":"o-1","product":"CAL","family":"windowsServer","licence":"perpetual","#,
                r#""purchasedAt":"2021-06-10T12:00:00Z","paid":{{"amount":"3000.00","currency":"EUR"}},"quantity":10}},"#,
                r#""requesterRoles":["adminAgent"],"acknowledged":true,"customer":{{"domain":"fabrikam.example"}}{}}}"#
            ),
            line_quantity
        )
    };
    let part = answer(&line(r#","quantity":4"#));
    assert_eq!(member(&part, "body.approved"), "false");
    assert!(member(&part, "body.reasons").contains(r#""rule":"AMB-23","code":"PartialQuantity""#), "{part}");
    for all in ["", r#","quantity":10"#] {
        let whole = answer(&line(all));
        assert_eq!(member(&whole, "body.approved"), "true", "{whole}");
        assert_eq!(text(&whole, "body.credit.amount"), "3000.00");
    }
    assert_eq!(error(&answer(&line(r#","quantity":11"#))).1, "quantity");
}

/// Payments of December, January and February, each paid on its due date.
fn three_months() -> Vec<String> {
    ["2022-12-01", "2023-01-01", "2023-02-01"]
        .map(|due| row(due, "Succeeded", "2.66", &format!(r#","paymentDate":"{due}""#)))
        .to_vec()
}

#[test]
fn a_past_day_sees_the_payments_that_were_made_by_then() {
    let answer = Ask::monthly("2022-12-01T00:22:34Z", &three_months(), "2023-01-15T21:16:24Z").answer();
    assert_eq!(amount(&answer, "billingRefundAmount"), "1.46");
    let information = |name: &str| refund(&answer, &format!("billingInformation.{name}"));
    assert_eq!(information("completedTransactions"), "2");
    assert_eq!(information("billingCurrencyTotalPaidAmount.amount"), "5.32");
    assert_eq!(information("billingCurrencyProratedAmount.amount"), "3.86");
    assert_eq!(information("billingCurrencyRemainingCommitmentAmount.amount"), "26.6");
    assert_eq!(text(&answer, "body.properties.decision.countsTowardCap"), "28.06");
}

/// The line of a recorded refund, to be bent.
fn recorded() -> String {
    Ask::monthly("2022-12-01T00:22:34Z", &three_months(), "2023-02-10T21:16:24Z").line()
}

#[test]
fn an_order_as_az_prints_it_is_read() {
    let nested = recorded();
    let flat = nested
        .replace(r#""order":{"name":"o","properties":{"#, r#""order":{"name":"o","#)
        .replace(r#"]}}},"reservation""#, r#"]}},"reservation""#);
    assert_ne!(nested, flat);
    assert_eq!(answer(&nested), answer(&flat));
    assert_eq!(amount(&answer(&flat), "billingRefundAmount"), "1.8");
    // The reservation and the request as well.
    let own = flat
        .replace(r#""name":"r","properties":{"quantity":1,"#, r#""name":"r","quantity":1,"#)
        .replace(r#""Succeeded"}},"request""#, r#""Succeeded"},"request""#)
        .replace(
            r#""request":{"properties":{"reservationToReturn":{"reservationId":"r","quantity":1}}}"#,
            r#""request":{"reservationToReturn":{"reservationId":"r","quantity":1}}"#,
        );
    assert_eq!(answer(&own), answer(&nested), "{own}");
}

#[test]
fn an_order_without_its_payments_says_how_to_get_them() {
    let line = recorded();
    let start = line.find(r#","planInformation""#).unwrap();
    let end = line.find(r#"}},"reservation""#).unwrap();
    let (code, target, message) = error(&answer(&format!("{}{}", &line[..start], &line[end..])));
    assert_eq!((code.as_str(), target.as_str()), ("InvalidRequest", "order.properties.planInformation.transactions"));
    for way in ["$expand=schedule", "`az reservations reservation-order show --expand schedule`", "-Expand schedule"] {
        assert!(message.contains(way), "{message}");
    }
}

#[test]
fn an_older_order_has_its_start_elsewhere() {
    let line = |more: &str, plan: &str| {
        let ask = Ask { plan: "Upfront", ..Ask::monthly("", &[paid("2019-08-23", "365")], "2019-11-15T12:00:00Z") };
        ask.line()
            .replace(r#""benefitStartTime":"","#, more)
            .replace(r#""planInformation":{"#, &format!(r#""planInformation":{{{plan}"#))
    };
    for (more, plan) in [
        ("", r#""startDate":"2019-08-23","#),
        (r#""expiryDate":"2020-08-23","#, ""),
        (r#""expiryDateTime":"2020-08-23T22:00:00Z","#, ""),
        (r#""requestDateTime":"2019-08-23T22:24:45Z","expiryDate":"2020-08-24","#, r#""startDate":"2019-08-23","#),
    ] {
        let answer = answer(&line(more, plan));
        assert_eq!(amount(&answer, "billingRefundAmount"), "281.23", "{more}{plan}");
        assert_eq!(refund(&answer, "decision.period.days"), "366");
        assert_eq!(refund(&answer, "decision.period.usedDays"), "84");
    }
    let (_, target, message) = error(&answer(&line("", "")));
    assert_eq!(target, "order.properties.benefitStartTime");
    assert!(message.contains("planInformation.startDate"), "{message}");
}

/// Software of one kind, paid 365.00 USD or another amount.
fn subscription(at: &str, policy: &str, (bought, start, end, paid): (&str, &str, &str, &str)) -> String {
    answer(&format!(
        concat!(
            r#"{{"operation":"cancelSoftware","at":"{}","policy":{},"purchase":{{"orderId":"o-1","product":"x","#,
            r#""family":"other","licence":"subscription","purchasedAt":"{}","termStart":"{}","termEnd":"{}","#,
            r#""paid":{{"amount":"{}","currency":"USD"}}}},"requesterRoles":["adminAgent"],"acknowledged":true,"#,
            r#""customer":{{"domain":"fabrikam.example"}}}}"#
        ),
        at, policy, bought, start, end, paid
    ))
}

#[test]
fn the_end_of_a_term_is_the_first_day_after_it() {
    let asked = |end| {
        subscription("2021-10-14T12:00:00Z", r#""2022-07""#, ("2021-10-12T09:00:00Z", "2021-10-12", end, "30.00"))
    };
    for (end, days, credit) in [("2021-11-11", "30", "27.00"), ("2021-11-12", "31", "27.10")] {
        let answer = asked(end);
        assert_eq!(
            (member(&answer, "body.period.days"), text(&answer, "body.credit.amount")),
            (days.into(), credit.into())
        );
        assert_eq!(member(&answer, "body.period.usedDays"), "3");
    }
}

#[test]
fn the_day_of_canceling_is_charged_by_edition_and_by_choice() {
    let bought = ("2022-08-01T12:00:00Z", "2022-08-01", "2023-08-01", "365.00");
    let third_day = "2022-08-03T13:00:00Z";
    for (policy, credit) in [
        (r#""2022-07""#, "362.00"),
        (r#""in-force""#, "362.00"),
        (r#"{"base":"2022-07","day_of_canceling_charged":false}"#, "363.00"),
        (r#"{"base":"in-force","day_of_canceling_charged":false}"#, "363.00"),
    ] {
        assert_eq!(text(&subscription(third_day, policy, bought), "body.credit.amount"), credit, "{policy}");
    }
    let late = subscription("2022-08-08T12:00:01Z", r#""2022-07""#, bought);
    assert_eq!(member(&late, "body.approved"), "false");
}

#[test]
fn what_exports_write_is_read_or_refused_in_words() {
    let right = answer(&recorded());
    for (from, to) in [
        (r#""quantity":1,"reserved"#, r#""quantity":"1","reserved"#),
        (r#""originalQuantity":1"#, r#""originalQuantity":"1""#),
        (r#""amount":2.66"#, r#""amount":"2.66""#),
        (r#""currencyCode":"USD""#, r#""currencyCode":"usd""#),
        (r#""dueDate":"2023-02-01""#, r#""dueDate":"2023-02-01T00:00:00""#),
        (r#""dueDate":"2023-02-01""#, r#""dueDate":"2023-02-01T00:00:00+00:00""#),
        (r#""status":"Succeeded""#, r#""status":"succeeded""#),
        (r#""term":"P1Y""#, r#""term":"p1y""#),
    ] {
        let bent = recorded().replace(from, to);
        assert_ne!(bent, recorded(), "{from}");
        assert_eq!(answer(&bent), right, "{to}");
    }
    let order = recorded();
    let (start, end) = (order.find(r#"{"name":"o""#).unwrap(), order.find(r#","reservation":{"name""#).unwrap());
    let (before, order, after) = (&order[..start], &order[start..end], &order[end..]);
    assert_eq!(answer(&format!("{before}[{order}]{after}")), right, "a list of one");
    let (_, target, message) = error(&answer(&format!("{before}[{order},{order}]{after}")));
    assert_eq!(target, "order");
    assert!(message.contains("expected an order, found a list of 2"), "{message}");

    let (code, target, message) = error(&answer(&recorded().replace(r#""r","quantity":1"#, r#""r","quantity":"1""#)));
    assert_eq!((code.as_str(), target.as_str()), ("InvalidRefundQuantity", super::RETURNED));
    assert!(message.contains("expected a number, found the text `1`"), "{message}");
    let (_, target, message) = error(&answer(&recorded().replace("2023-02-10T21:16:24Z", "2023-02-10T21:16:24")));
    assert_eq!(target, "at");
    assert!(message.contains("it has no offset, expected `Z`"), "{message}");
}

#[test]
fn a_window_is_overridden_by_a_window() {
    let asked = |policy: &str| {
        answer(&format!(
            concat!(
                r#"{{"operation":"cancelSoftware","at":"2020-05-31T12:00:00Z","policy":{},"purchase":{{"orderId":"o-1","#,
                r#""product":"CAL","family":"windowsServer","licence":"perpetual","purchasedAt":"2020-04-01T09:00:00Z","#,
                r#""paid":{{"amount":"500.00","currency":"USD"}}}},"requesterRoles":["adminAgent"],"acknowledged":true,"#,
                r#""customer":{{"domain":"fabrikam.example"}}}}"#
            ),
            policy
        ))
    };
    assert_eq!(text(&asked(r#""2018-08""#), "body.credit.amount"), "500.00");
    assert_eq!(member(&asked(r#""2018-08""#), "body.approved"), "true");
    let strict = asked(r#"{"base":"2018-08","perpetual_window":{"days":60,"boundary":"exclusive"}}"#);
    assert_eq!(member(&strict, "body.approved"), "false");
    let (_, target, message) = error(&asked(r#"{"base":"2018-08","perpetual_window":60}"#));
    assert_eq!(target, "policy.perpetual_window");
    assert!(message.contains("found the number `60`, expected a window such as `{\"days\": 60}`"), "{message}");
}

#[test]
fn an_unknown_type_or_state_needs_review() {
    let ask = Ask { policy: "in-force", at: "2026-06-01T12:00:00Z", ..upfront("1000") }.line();
    for (from, to, code) in [
        ("VirtualMachines", "SavingsPlan", "TypeUnknown"),
        ("VirtualMachines", "AgentPrePurchase", "TypeUnknown"),
        (
            r#""provisioningState":"Succeeded""#,
            r#""provisioningState":"Pending""#,
            "OperationCannotBePerformedInCurrentState",
        ),
    ] {
        let answer = answer(&ask.replace(from, to));
        assert_eq!(codes(&answer), [code], "{to}");
        assert_eq!(text(&answer, "body.properties.decision.verdict"), "needsReview");
        assert_eq!(refund(&answer, "decision.approved"), "false");
    }
}
