//! Members: ours are known and given once, the service's are read wherever they stand.

use super::{GOOD, answer, codes, error, is_refused, member, refund, text, with};

#[test]
fn an_unknown_member_of_ours_names_the_nearest() {
    for (from, to, target, nearest) in [
        (r#""refunds":["#, r#""refund":["#, "refund", "refunds"),
        (r#""unused":true"#, r#""unsed":true"#, "unsed", "unused"),
        (r#""paidQuantity":4"#, r#""paid_quantity":4"#, "paid_quantity", "paidQuantity"),
        (r#""requester":"owner""#, r#""Requester":"owner""#, "Requester", "requester"),
        (
            r#""cancelledCommitment""#,
            r#""cancelledCommitments""#,
            "refunds[1].cancelledCommitments",
            "cancelledCommitment",
        ),
        (r#""requester":"owner""#, r#""account":{"paidWith":"card"}"#, "account.paidWith", "paidFrom"),
    ] {
        is_refused(&with(from, to), "InvalidRequest", target, &format!("the nearest is `{nearest}`"));
    }
    let long = with(r#""unused":true"#, &format!(r#""{}":true"#, "u".repeat(100_000)));
    assert_eq!(error(&answer(&long)).1, "u".repeat(40));
}

#[test]
fn both_spellings_of_the_canceled_commitment_are_read() {
    let american = with("cancelledCommitment", "canceledCommitment");
    assert_eq!(answer(&american), answer(GOOD));
    let both = with(
        r#""cancelledCommitment":"#,
        r#""canceledCommitment":{"currencyCode":"USD","amount":7},"cancelledCommitment":"#,
    );
    is_refused(&both, "InvalidRequest", "refunds[1].cancelledCommitment", "is given twice");
}

#[test]
fn a_member_that_is_given_twice_is_refused() {
    for (from, to, target) in [
        (r#""unused":true"#, r#""unused":true,"unused":true"#, "unused"),
        (r#""operation":"#, r#""operation":"market","operation":"#, "operation"),
        (r#"{"id":"a","#, r#"{"id":"a","id":"a","#, "refunds[0].id"),
        (r#""term":"P1Y""#, r#""term":"P1Y","term":"P3Y""#, "order.properties.term"),
        (r#","quantity":2}"#, r#","quantity":2,"quantity":1}"#, super::RETURNED),
        (
            r#""amount":7.32"#,
            r#""amount":7.32,"amount":9"#,
            &format!("{}[0].billingCurrencyTotal.amount", super::TRANSACTIONS),
        ),
        (r#""requester":"owner""#, r#""account":{"cloud":"public","cloud":"usGovernment"}"#, "account.cloud"),
        (r#""policy":"2020-07+observed""#, r#""policy":{"base":"2020-07","base":"2019-04"}"#, "policy.base"),
    ] {
        let (_, found, message) = error(&answer(&with(from, to)));
        assert_eq!(found, target, "{message}");
        assert!(message.contains("twice"), "{message}");
    }
}

#[test]
fn a_list_in_place_of_an_object_is_refused() {
    for (from, to, target, message) in [
        (
            r#""requester":"owner""#,
            r#""account":["enterprise","active"]"#,
            "account",
            "expected an object with `agreement`",
        ),
        (
            r#"{"id":"a","at":"2023-01-01T00:00:00Z","refund":{"currencyCode":"USD","amount":5.5}}"#,
            r#"["a","2023-01-01T00:00:00Z"]"#,
            "refunds[0]",
            "expected an object with `id`",
        ),
        (
            r#""refund":{"currencyCode":"USD","amount":5.5}"#,
            r#""refund":["USD",5.5]"#,
            "refunds[0].refund",
            "expected an amount",
        ),
        (
            r#""currentPrice":{"currencyCode":"GBP","amount":99.5}"#,
            r#""currentPrice":["GBP",99.5]"#,
            "currentPrice",
            "expected an amount",
        ),
        (r#""policy":"2020-07+observed""#, r#""policy":["2020-07"]"#, "policy", "found a list"),
        (
            r#""policy":"2020-07+observed""#,
            r#""policy":{"base":"2020-07","cap":["75000.00"]}"#,
            "policy.cap",
            "an object, found a list",
        ),
        (r#""request":{"properties":"#, r#""request":[{"properties":"#, "", ""),
    ] {
        let line = with(from, to);
        if target.is_empty() {
            let line = line.replace(r#""quantity":2}}},"#, r#""quantity":2}}}],"#);
            is_refused(&line, "InvalidRequest", "request", "expected a request, found a list");
        } else {
            is_refused(&line, "InvalidRequest", target, message);
        }
    }
    is_refused("[]", "InvalidRequest", "", "expected an object with an `operation`, found a list");
}

#[test]
fn members_of_the_service_that_are_not_needed_are_ignored() {
    let good = answer(GOOD);
    for (from, extra) in [
        (r#""order":{"#, r#""etag":8,"systemData":[1,{"a":null}],"#),
        (r#""planInformation":{"#, r#""nextPaymentDueDate":"2023-04-04","pricingCurrencyTotal":[],"#),
        (r#""transactions":[{"#, r#""extendedStatusInfo":{"message":"\ud800"},"#),
        (r#""pricingCurrencyTotal":{"#, r#""isoCode":840,"#),
        (r#""request":{"#, r#""id":7,"#),
        (r#""reservationToReturn":{"#, r#""note":-1.5E+300,"#),
    ] {
        assert_eq!(answer(&with(from, &format!("{from}{extra}"))), good, "{extra}");
    }
}

#[test]
fn a_row_of_the_transactions_is_no_refund() {
    let row = concat!(
        r#"{"id":"/subscriptions/1/providers/Microsoft.Consumption/reservationTransactions/2","name":"2","#,
        r#""type":"Microsoft.Consumption/reservationTransactions","properties":{"eventDate":"2023-01-01T00:00:00Z","#,
        r#""eventType":"Refund","amount":-5.5,"currency":"USD"}},"#
    );
    let flat = r#"{"eventDate":"2023-01-01T00:00:00Z","eventType":"Refund","amount":-5.5,"currency":"USD"},"#;
    for row in [row, flat] {
        let line = with(r#""refunds":["#, &format!(r#""refunds":[{row}"#));
        let (_, target, message) = error(&answer(&line));
        assert_eq!(target, "refunds[0]");
        for name in ["`at`", "`refund`", "`cancelledCommitment`"] {
            assert!(message.contains(name), "{message}");
        }
    }
}

#[test]
fn every_account_is_read_and_contradictions_are_refused() {
    let asked = |account: &str| answer(&with(r#""requester":"owner""#, &format!(r#""account":{account}"#)));
    for (account, steps) in [
        (r#"{"agreement":"enterprise","status":"active","cloud":"public","paidFrom":"overage"}"#, true),
        (r#"{"agreement":"enterprise","paidFrom":"prepayment"}"#, true),
        (r#"{"agreement":"enterprise"}"#, false),
        (r#"{"agreement":"payAsYouGo","paidBy":"card","status":"active"}"#, true),
        (r#"{"agreement":"payAsYouGo","paidBy":"changedCard"}"#, true),
        (r#"{"agreement":"microsoftCustomer","paidBy":"invoice"}"#, true),
        (r#"{"agreement":"csp","paidBy":"invoice"}"#, true),
        ("{}", false),
        ("null", false),
    ] {
        let answer = asked(account);
        let settlement = refund(&answer, "decision.settlement");
        assert_eq!(settlement != "null", steps, "{account}: {answer}");
        if steps {
            assert!(settlement.starts_with(r#"[{"rule":""#) && settlement.contains(r#""message":""#), "{settlement}");
        }
    }
    for (account, target) in [
        (r#"{"agreement":"ea"}"#, "account.agreement"),
        (r#"{"agreement":"enterprise","status":"expired"}"#, "account.status"),
        (r#"{"agreement":"csp","status":"expiredNotRenewed"}"#, "account.status"),
        (r#"{"agreement":"csp","paidFrom":"overage"}"#, "account.paidFrom"),
        (r#"{"agreement":"enterprise","paidBy":"card"}"#, "account.paidBy"),
        (r#"{"cloud":"china"}"#, "account.cloud"),
        (r#"{"paidBy":"cash"}"#, "account.paidBy"),
    ] {
        assert_eq!(error(&asked(account)).1, target, "{account}");
    }
    let expired = asked(r#"{"agreement":"enterprise","status":"expiredNotRenewed"}"#);
    assert_eq!(codes(&expired), ["AgreementExpired"]);
    let government = with(r#""policy":"2020-07+observed""#, r#""policy":"2020-07""#)
        .replace(r#""requester":"owner""#, r#""account":{"cloud":"usGovernment"}"#);
    assert_eq!(text(&answer(&government), "body.properties.decision.verdict"), "needsReview");
}

#[test]
fn a_reservation_is_used_unless_the_line_says_otherwise() {
    let on_the_second_day = GOOD.replace("2023-03-20T12:00:00Z", "2023-03-05T12:00:00Z");
    assert_eq!(refund(&answer(&on_the_second_day), "decision.fullRefundWindow"), "true");
    for other in ["", r#""unused":false,"#] {
        let line = on_the_second_day.replace(r#""unused":true,"#, other);
        assert_eq!(refund(&answer(&line), "decision.fullRefundWindow"), "false", "{other}");
    }
}

#[test]
fn a_policy_is_a_name_or_an_object() {
    let named = |policy: &str| answer(&with(r#""2020-07+observed""#, policy));
    for (policy, name) in [
        (r#""2018-10""#, "2018-10"),
        (r#""2027-02+observed""#, "2027-02+observed"),
        (r#""in-force""#, "2022-10"),
        (r#""in-force+observed""#, "2022-10+observed"),
        (r#"{"base":"2020-07"}"#, "2020-07"),
        (r#"{"base":"in-force+observed"}"#, "2022-10+observed"),
        (r#"{"base":"2020-07","cap":{"limit":"75000.00"}}"#, "2020-07 (overridden)"),
        ("{\"cap\":\n{\"limit\":\"75000.00\"} , \"base\":\"in-force\"}", "2022-10 (overridden)"),
    ] {
        let answer = named(policy);
        assert_eq!(text(&answer, "body.properties.decision.policy"), name, "{policy}");
        let limit = if policy.contains("75000") { "75000" } else { "50000" };
        assert_eq!(refund(&answer, "policyResult.properties.maxRefundLimit.amount"), limit, "{policy}");
    }
    for (policy, target, message) in [
        (r#""2020-08""#, "policy", "`2020-08` is not a reservation policy, expected `2018-05`"),
        (r#""now""#, "policy", "with or without `+observed`"),
        ("2020", "policy", "found the number `2020`"),
        ("null", "policy", "is missing, expected an edition"),
        ("{}", "policy.base", "is missing, expected the edition"),
        (r#"{"base":"2020-08"}"#, "policy.base", "`2020-08` is not a reservation policy"),
        (r#"{"base":"2020-07","fee":"0.1"}"#, "policy.fee", "`early_termination_fee`"),
        (r#"{"base":"2020-07","cap":{"limit":"-1.00"}}"#, "policy.cap.limit", "`-1.00` is not an amount"),
        (
            r#"{"base":"2020-07","cap":{"limit":75000}}"#,
            "policy.cap.limit",
            "found the number `75000`, expected a text",
        ),
        (r#"{"base":"2020-07","day_count":true}"#, "policy.day_count", "expected a text or an object"),
        (
            r#"{"base":"2020-07","exchange":{"restriction":{"bought_from":"soon"}}}"#,
            "policy.exchange.restriction.bought_from",
            "expected a date such as `2027-02-01`",
        ),
        (r#"{"base":"2020-07","cap":{"window":"weekly"}}"#, "policy.cap.window", "`weekly`"),
        (
            r#"{"base":"2020-07","full_refund_window":{"days":-1}}"#,
            "policy.full_refund_window.days",
            "a whole number from 0 to 65535",
        ),
        (r#"{"base":"2020-07","full_refund_window":3}"#, "policy.full_refund_window", "an object with `days`"),
        (r#"{"base":"2020-07","day_count":["calendar_days"]}"#, "policy.day_count", "found a list"),
        (r#"{"base":"2020-07","exchange":{"must_match":{"x":1}}}"#, "policy.exchange.must_match", ""),
        (r#"{"base":"2020-07","early_termination_fee":{"charged":"0.2"}}"#, "policy", "20 %"),
    ] {
        let (code, found, said) = error(&named(policy));
        assert_eq!((code.as_str(), found.as_str()), ("InvalidRequest", target), "{policy}: {said}");
        assert!(said.contains(message), "{policy}: {said}");
    }
    let long = format!(r#"{{"base":"2020-07","refund_basis":"{}"}}"#, "x".repeat(10_000));
    assert_eq!(error(&named(&long)).1, "policy.refund_basis");
    assert_eq!(member(&named(r#"{"base":"2020-07","full_refund_window":{"days":3}}"#), "status"), "200");
}
