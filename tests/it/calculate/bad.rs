//! Requests that make no sense: each is told what is wrong and where, and the next line is answered all the same.

use super::{answer, answers, answers_to_file, error, member};

/// A good request, with every member there is, each written so that it can be found and replaced.
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

const RETURNED: &str = "request.properties.reservationToReturn.quantity";
const RETURNED_ID: &str = "request.properties.reservationToReturn.reservationId";
const TRANSACTIONS: &str = "order.properties.planInformation.transactions";
const BILLING: &str = "order.properties.planInformation.transactions[0].billingCurrencyTotal";
const PRICING: &str = "order.properties.planInformation.transactions[0].pricingCurrencyTotal";

/// The good request with one text replaced by another.
fn with(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from} is not there once");
    GOOD.replace(from, to)
}

/// Checks code, target and a part of the message, and that the good request before and after is answered as ever.
fn is_refused(line: impl AsRef<[u8]>, code: &str, target: &str, message: &str) {
    let line = line.as_ref();
    let shown: String = String::from_utf8_lossy(line).chars().take(1_500).collect();
    let good = answer(GOOD);
    assert_eq!(member(&good, "status"), "200", "{good}");
    let all = answers([GOOD.as_bytes(), b"\n", line, b"\n", GOOD.as_bytes()].concat());
    assert_eq!(all.len(), 3, "{shown}");
    assert_eq!((&all[0], &all[2]), (&good, &good), "{shown}");
    let found = error(&all[1]);
    assert_eq!((found.0.as_str(), found.1.as_str()), (code, target), "{}: {shown}", found.2);
    assert!(found.2.contains(message), "expected {message:?} in {:?}: {shown}", found.2);
    assert!(found.2.len() < 600, "the message repeats too much of the input: {}", found.2);
}

#[test]
fn a_quantity_that_is_not_a_whole_number_of_owned_units_is_refused() {
    let long = "9".repeat(10_000);
    for (quantity, message) in [
        ("0", "quantity `0` is not possible"),
        ("-1", "quantity `-1` is not possible"),
        ("1.5", "quantity `1.5` is not possible"),
        ("4", "expected 1 to 3"),
        ("4294967296", "quantity `4294967296` is not possible"),
        ("1e30", "has more digits"),
        ("1e9", "expected 1 to 3"),
        ("\"3\"", "is not a decimal amount"),
        ("null", "is missing"),
        ("true", "is not a decimal amount"),
        ("[2]", "is not a decimal amount"),
        ("{}", "is not a decimal amount"),
        (&long, "has more digits"),
    ] {
        let line = with(r#","quantity":2}"#, &format!(r#","quantity":{quantity}}}"#));
        is_refused(line, "InvalidRefundQuantity", RETURNED, message);
    }
    is_refused(with(r#","quantity":2}"#, "}"), "InvalidRefundQuantity", RETURNED, "is missing");
    // Written otherwise, it is a whole number all the same.
    for quantity in ["2.0", "2e0", "20E-1", "0.2e1"] {
        assert_eq!(
            answer(&with(r#","quantity":2}"#, &format!(r#","quantity":{quantity}}}"#))),
            answer(GOOD),
            "{quantity}"
        );
    }
    // Owned, and more than the payment paid for.
    let line = with(r#""paidQuantity":4"#, r#""paidQuantity":1"#);
    is_refused(line, "InvalidRefundQuantity", RETURNED, "expected 1 to 1");
}

#[test]
fn other_quantities_are_refused_where_they_stand() {
    for (from, member, target) in [
        (r#""paidQuantity":4"#, "paidQuantity", "paidQuantity"),
        (r#""quantity":3"#, "quantity", "reservation.properties.quantity"),
    ] {
        for quantity in ["0", "-3", "2.5", "4294967296", "\"3\""] {
            is_refused(with(from, &format!(r#""{member}":{quantity}"#)), "InvalidRequest", target, "");
        }
    }
    for quantity in ["0", "-3", "2.5", "4294967296", "\"3\"", "null"] {
        let line = with(r#""originalQuantity":4"#, &format!(r#""originalQuantity":{quantity}"#));
        let line = line.replace(r#""paidQuantity":4,"#, "");
        is_refused(line, "InvalidRequest", "order.properties.originalQuantity", "");
    }
}

#[test]
fn an_instant_must_be_one_in_the_term_and_say_its_zone() {
    for (at, message) in [
        ("2023-03-04T04:23:12Z", "is before the purchase"),
        ("2023-03-03T23:59:59Z", "is before the purchase"),
        ("2022-01-01T00:00:00Z", "is before the purchase"),
        ("2024-03-04T00:00:00Z", "is after the term"),
        ("2024-03-03T23:00:00-01:00", "is after the term"),
        ("9999-12-31T23:59:59Z", "is after the term"),
        ("2023-03-20T12:00:00", "`2023-03-20T12:00:00` is not an instant"),
        ("2023-03-20", "`2023-03-20` is not an instant"),
        ("+262142-12-31T23:59:59Z", "is not an instant"),
        ("262142-12-31T23:59:59Z", "is not an instant"),
        ("2023-02-29T12:00:00Z", "is not an instant"),
        ("2023-03-20T24:00:00Z", "is not an instant"),
        ("2023-03-20T12:00:00+24:00", "is not an instant"),
        ("yesterday", "`yesterday` is not an instant"),
        ("", "`` is not an instant"),
        ("\\u0000", "is not an instant"),
    ] {
        is_refused(with("2023-03-20T12:00:00Z", at), "InvalidRequest", "at", message);
    }
    is_refused(with(r#""at":"2023-03-20T12:00:00Z","#, ""), "InvalidRequest", "at", "is missing");
    is_refused(with(r#""2023-03-20T12:00:00Z""#, "1679313600"), "InvalidRequest", "at", "expected a string");
    let shown = format!("`{}` is not an instant", "x".repeat(40));
    is_refused(with("2023-03-20T12:00:00Z", &"x".repeat(5_000)), "InvalidRequest", "at", &shown);
    // The last instants that are inside, in whatever zone.
    for at in ["2023-03-04T04:23:12.1234567Z", "2024-03-03T23:59:59.9999999Z", "2024-03-04T01:00:00+02:00"] {
        assert_eq!(member(&answer(&with("2023-03-20T12:00:00Z", at)), "status"), "200", "{at}");
    }
}

#[test]
fn dates_of_the_order_must_be_dates() {
    for (from, to, target) in [
        (
            r#""benefitStartTime":"2023-03-04T04:23:12.1234567Z""#,
            r#""benefitStartTime":"soon""#,
            "order.properties.benefitStartTime",
        ),
        (
            r#""benefitStartTime":"2023-03-04T04:23:12.1234567Z""#,
            r#""benefitStartTime":"+262142-12-31""#,
            "order.properties.benefitStartTime",
        ),
        (
            r#""requestDateTime":"2023-03-04T04:23:12.1234567Z","benefitStartTime":"2023-03-04T04:23:12.1234567Z","#,
            "",
            "order.properties.benefitStartTime",
        ),
        (
            r#""requestDateTime":"2023-03-04T04:23:12.1234567Z""#,
            r#""requestDateTime":"2023-13-04""#,
            "order.properties.requestDateTime",
        ),
        (
            r#""dueDate":"2023-03-04""#,
            r#""dueDate":"4 March""#,
            "order.properties.planInformation.transactions[0].dueDate",
        ),
        (r#""dueDate":"2023-03-04","#, "", ""),
        (r#""at":"2023-01-01T00:00:00Z""#, r#""at":"2023-01-01T00:00:00""#, "refunds[0].at"),
        (r#""at":"2023-01-01T00:00:00Z","#, "", "refunds[0].at"),
    ] {
        let line = with(from, to);
        if target.is_empty() {
            assert_eq!(member(&answer(&line), "status"), "200", "{line}");
        } else {
            is_refused(line, "InvalidRequest", target, "");
        }
    }
}

#[test]
fn currencies_must_exist_and_match() {
    let pounds = r#"{"currencyCode":"GBP","amount":7.32}"#;
    for (code, message) in [
        ("\"QQQ\"", "`QQQ` is not an ISO 4217 currency code"),
        ("\"gbp\"", "`gbp` is not an ISO 4217 currency code"),
        ("\"\"", "`` is not an ISO 4217 currency code"),
        ("\"XAU\"", "`XAU` has no minor unit"),
        ("null", "is missing"),
    ] {
        let price = format!(r#"{{"currencyCode":{code},"amount":7.32}}"#);
        is_refused(with(pounds, &price), "InvalidRequest", &format!("{BILLING}.currencyCode"), message);
    }
    is_refused(with(pounds, r#"{"amount":7.32}"#), "InvalidRequest", &format!("{BILLING}.currencyCode"), "is missing");
    is_refused(
        with(pounds, r#"{"currencyCode":826,"amount":1}"#),
        "InvalidRequest",
        &format!("{BILLING}.currencyCode"),
        "string",
    );
    is_refused(with(pounds, "7.32"), "InvalidRequest", BILLING, "invalid type");
    let in_euro =
        with(r#""pricingCurrencyTotal":{"currencyCode":"USD""#, r#""pricingCurrencyTotal":{"currencyCode":"EUR""#);
    is_refused(
        in_euro,
        "InvalidRequest",
        &format!("{PRICING}.currencyCode"),
        "`EUR` is not the currency of the refund cap",
    );
    for (from, target) in [
        (r#""refund":{"currencyCode":"USD","amount":5.5}"#, "refunds[0].refund.currencyCode"),
        (r#""cancelledCommitment":{"currencyCode":"USD","amount":7.5}"#, "refunds[1].cancelledCommitment.currencyCode"),
    ] {
        is_refused(with(from, &from.replace("USD", "GBP")), "InvalidRequest", target, "`GBP` is not the currency");
    }
    let in_dollars = with(r#""currentPrice":{"currencyCode":"GBP""#, r#""currentPrice":{"currencyCode":"USD""#);
    is_refused(in_dollars, "InvalidRequest", "currentPrice.currencyCode", "expected the billing currency `GBP`");
    let second = r#"}},{"dueDate":"2023-04-04","status":"Succeeded","pricingCurrencyTotal":{"currencyCode":"USD","amount":1},"billingCurrencyTotal":{"currencyCode":"EUR","amount":1}}]}}},"#;
    is_refused(with("}}]}}},", second), "InvalidRequest", TRANSACTIONS, "amounts in `GBP` and `EUR` can't be combined");
}

#[test]
fn amounts_must_be_numbers_of_zero_or_more_that_can_be_held() {
    let long = "9".repeat(10_000);
    let fraction = format!("0.{}", "1".repeat(10_000));
    for (amount, target, message) in [
        ("-0.01", format!("{BILLING}.amount"), "`-0.01 GBP` is negative"),
        ("-1e-2", format!("{BILLING}.amount"), "is negative"),
        ("\"7.32\"", format!("{BILLING}.amount"), "is not a decimal amount"),
        ("null", format!("{BILLING}.amount"), "is missing"),
        ("{}", format!("{BILLING}.amount"), "is not a decimal amount"),
        (&long, format!("{BILLING}.amount"), "has more digits"),
        (&fraction, format!("{BILLING}.amount"), "has more digits"),
        ("1e400", format!("{BILLING}.amount"), "has more digits"),
        ("1e-400", format!("{BILLING}.amount"), "has more digits"),
        ("1e99999999999999999999", format!("{BILLING}.amount"), "has more digits"),
        (
            "792281625142643375935439503.35",
            TRANSACTIONS.to_owned(),
            "expected at most 18446744073709551615 minor units",
        ),
        ("368934881474191032.32", TRANSACTIONS.to_owned(), "expected at most 18446744073709551615 minor units"),
    ] {
        is_refused(
            with(r#""GBP","amount":7.32"#, &format!(r#""GBP","amount":{amount}"#)),
            "InvalidRequest",
            &target,
            message,
        );
    }
    for (amount, message) in
        [("-5.5", "is negative"), ("5.555", "not a whole number of cents"), ("1e20", "is more than")]
    {
        let line = with(r#""amount":5.5"#, &format!(r#""amount":{amount}"#));
        is_refused(line, "InvalidRequest", "refunds[0].refund.amount", message);
    }
    is_refused(
        with(r#""amount":8.72"#, r#""amount":-8.72"#),
        "InvalidRequest",
        &format!("{PRICING}.amount"),
        "is negative",
    );
    is_refused(with(r#""amount":99.5"#, r#""amount":-99.5"#), "InvalidRequest", "currentPrice.amount", "is negative");
    is_refused(
        with(r#""amount":99.5"#, r#""amount":"99.5""#),
        "InvalidRequest",
        "currentPrice.amount",
        "is not a decimal",
    );
    let less = with(r#""amount":7.5"#, r#""amount":6.49"#);
    is_refused(less, "InvalidRequest", "refunds[1].cancelledCommitment", "is below the refunded");
    // A current price of any size is no obstacle: it only ever lowers a refund.
    assert_eq!(answer(&with(r#""amount":99.5"#, r#""amount":1e27"#)), answer(GOOD));
}

#[test]
fn texts_that_are_no_numbers_are_no_json() {
    for amount in ["NaN", "-NaN", "Infinity", "-Infinity", "inf", "1.", ".5", "+1", "01", "1e", "0x10", "1_000", "１"]
    {
        is_refused(with(r#""amount":7.32"#, &format!(r#""amount":{amount}"#)), "InvalidRequest", "order", "");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a long table of short rows")]
fn names_that_do_not_exist_are_refused() {
    for (from, to, code, target, message) in [
        (
            r#""term":"P1Y""#,
            r#""term":"P2Y""#,
            "UnsupportedReservationTerm",
            "order.properties.term",
            "`P2Y` is not a term",
        ),
        (r#""term":"P1Y""#, r#""term":"""#, "UnsupportedReservationTerm", "order.properties.term", "is not a term"),
        (r#""term":"P1Y","#, "", "InvalidRequest", "order.properties.term", "is missing"),
        (r#""term":"P1Y""#, r#""term":1"#, "InvalidRequest", "order.properties.term", "expected a string"),
        (
            r#""billingPlan":"Monthly""#,
            r#""billingPlan":"Yearly""#,
            "InvalidRequest",
            "order.properties.billingPlan",
            "`Yearly` is not a billing plan",
        ),
        (r#""billingPlan":"Monthly","#, "", "InvalidRequest", "order.properties.billingPlan", "is missing"),
        (
            r#""policy":"2020-07+observed""#,
            r#""policy":"2020-08""#,
            "InvalidRequest",
            "policy",
            "`2020-08` is not a reservation policy",
        ),
        (
            r#""policy":"2020-07+observed""#,
            r#""policy":2020"#,
            "InvalidRequest",
            "policy",
            "neither a name nor an object",
        ),
        (
            r#""policy":"2020-07+observed""#,
            r#""policy":["2020-07"]"#,
            "InvalidRequest",
            "policy",
            "neither a name nor an object",
        ),
        (r#""policy":"2020-07+observed","#, "", "InvalidRequest", "policy", "is missing"),
        (r#""policy":"2020-07+observed""#, r#""policy":null"#, "InvalidRequest", "policy", "is missing"),
        (r#""policy":"2020-07+observed""#, r#""policy":{}"#, "InvalidRequest", "policy", "missing field `base`"),
        (
            r#""policy":"2020-07+observed""#,
            r#""policy":{"base":"2020-07","fee":"0.1"}"#,
            "InvalidRequest",
            "policy.fee",
            "unknown field `fee`",
        ),
        (
            r#""policy":"2020-07+observed""#,
            r#""policy":{"base":"2020-07","cap":{"limit":"-1.00"}}"#,
            "InvalidRequest",
            "policy.cap.limit",
            "is negative",
        ),
        (
            r#""requester":"owner""#,
            r#""requester":"root""#,
            "InvalidRequest",
            "requester",
            "`root` asks, expected `owner`",
        ),
        (r#""requester":"owner""#, r#""requester":7"#, "InvalidRequest", "requester", "expected a string"),
        (
            r#""operation":"calculateRefund""#,
            r#""operation":"refund""#,
            "InvalidRequest",
            "operation",
            "`refund` is not an operation",
        ),
        (r#""operation":"calculateRefund""#, r#""operation":null"#, "InvalidRequest", "operation", "is missing"),
        (r#""operation":"calculateRefund","#, "", "InvalidRequest", "operation", "is missing"),
        (r#""unused":true"#, r#""unused":"yes""#, "InvalidRequest", "unused", "expected a boolean"),
        (
            r#""earlyTerminationFeeRate":"0.12""#,
            r#""earlyTerminationFeeRate":"12""#,
            "InvalidRequest",
            "earlyTerminationFeeRate",
            "`12` is not a rate",
        ),
        (
            r#""earlyTerminationFeeRate":"0.12""#,
            r#""earlyTerminationFeeRate":"-0.1""#,
            "InvalidRequest",
            "earlyTerminationFeeRate",
            "is not a rate",
        ),
        (
            r#""status":"Succeeded""#,
            r#""status":null"#,
            "InvalidRequest",
            "order.properties.planInformation.transactions[0].status",
            "is missing",
        ),
        (
            r#""reservedResourceType":"VirtualMachines","#,
            "",
            "InvalidRequest",
            "reservation.properties.reservedResourceType",
            "is missing",
        ),
        (
            r#""quantity":3,"#,
            r#""quantity":3,"term":"P3Y","#,
            "InvalidRequest",
            "reservation.properties.term",
            "says `P3Y` and its order `P1Y`",
        ),
        (
            r#""quantity":3,"#,
            r#""quantity":3,"billingPlan":"Upfront","#,
            "InvalidRequest",
            "reservation.properties.billingPlan",
            "says `Upfront`",
        ),
    ] {
        is_refused(with(from, to), code, target, message);
    }
    let line = with(r#""policy":"2020-07+observed""#, r#""policy":"2018-05""#)
        .replace(r#""earlyTerminationFeeRate":"0.12","#, "");
    is_refused(
        line,
        "InvalidRequest",
        "earlyTerminationFeeRate",
        "policy `2018-05` states no early termination fee rate",
    );
    let early = GOOD.replace("2023", "2017").replace(r#""2020-07+observed""#, r#""in-force""#);
    is_refused(early, "InvalidRequest", "policy", "no edition of the reservation policy was in force on `2017-03-20`");
}

#[test]
fn whole_parts_that_are_missing_are_named() {
    let cut = |from: &str, to: &str, with: &str| {
        let start = GOOD.find(from).unwrap();
        let end = start + GOOD[start..].find(to).unwrap() + to.len();
        format!("{}{with}{}", &GOOD[..start], &GOOD[end..])
    };
    let of_order = r#""amount":7.32}}]}}},"#;
    for (line, target) in [
        (cut(r#""order":"#, of_order, ""), "order"),
        (cut(r#""order":"#, of_order, r#""order":null,"#), "order"),
        (cut(r#""order":"#, of_order, r#""order":{},"#), "order.properties"),
        (cut(r#""planInformation":"#, of_order, r#""planInformation":{}}},"#), TRANSACTIONS),
        (cut(r#""planInformation":"#, of_order, r#""planInformation":null}},"#), TRANSACTIONS),
        (cut(r#""planInformation":"#, of_order, r#""planInformation":{"transactions":null}}},"#), TRANSACTIONS),
        (cut(r#""planInformation":"#, of_order, r#""planInformation":{"transactions":[]}}},"#), TRANSACTIONS),
        (cut(r#""reservation":{"#, r#""Succeeded"}},"#, ""), "reservation"),
        (cut(r#""reservation":{"#, r#""Succeeded"}},"#, r#""reservation":{},"#), "reservation.properties"),
        (cut(r#""request":{"#, r#""quantity":2}}},"#, ""), "request"),
        (cut(r#""request":{"#, r#""quantity":2}}},"#, r#""request":{},"#), "request.properties"),
        (
            cut(r#""request":{"#, r#""quantity":2}}},"#, r#""request":{"properties":{}},"#),
            "request.properties.reservationToReturn",
        ),
    ] {
        let expected = if line.contains(r#""transactions":[]"#) { "there is no payment" } else { "is missing" };
        is_refused(line, "InvalidRequest", target, expected);
    }
    let billing = r#","billingCurrencyTotal":{"currencyCode":"GBP","amount":7.32}"#;
    is_refused(with(&billing[1..], r#""x":1"#), "InvalidRequest", BILLING, "is missing");
    // Payments to come with a price in dollars alone tell nothing of what was billed.
    let scheduled =
        with(billing.trim_start_matches(','), r#""x":1"#).replace(r#""status":"Succeeded""#, r#""status":"Scheduled""#);
    is_refused(scheduled, "InvalidRequest", TRANSACTIONS, "there is no payment");
    // With both prices nothing was paid for the period, and that is an answer.
    let unpaid = answer(&with(r#""status":"Succeeded""#, r#""status":"Failed""#));
    assert_eq!(member(&unpaid, "body.properties.billingRefundAmount"), r#"{"currencyCode":"GBP","amount":0}"#);
    assert_eq!(member(&unpaid, "body.properties.billingInformation.completedTransactions"), "0");
}

#[test]
fn a_reservation_must_be_named_rightly_and_be_in_its_order() {
    let good = r#""reservationId":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1""#;
    for id in [
        "\"\"",
        "\" \"",
        "\"/\"",
        "null",
        "\"/providers/Microsoft.Capacity/reservationOrders/o1\"",
        "\"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/\"",
        "\"/providers/Microsoft.Capacity/reservationOrders/o1/reservations\"",
        "\"o1/r1/x\"",
        "\"/r1\"",
        "\"o1/\"",
    ] {
        is_refused(
            with(good, &format!(r#""reservationId":{id}"#)),
            "InvalidReservationId",
            RETURNED_ID,
            "is not the id of a reservation",
        );
    }
    is_refused(with(&format!("{good},"), ""), "InvalidReservationId", RETURNED_ID, "is not the id of a reservation");
    is_refused(with(good, r#""reservationId":5"#), "InvalidRequest", RETURNED_ID, "expected a string");
    for id in [
        "/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r2",
        "/providers/Microsoft.Capacity/reservationOrders/o2/reservations/r1",
        "o2/r1",
        "r2",
    ] {
        let line = with(good, &format!(r#""reservationId":"{id}""#));
        is_refused(line, "ReservationIdNotInReservationOrder", RETURNED_ID, "is not a reservation of the given order");
    }
    let listed = r#""reservations":[{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1"}]"#;
    let other = with(listed, &listed.replace("/r1", "/r9"));
    is_refused(other, "ReservationIdNotInReservationOrder", RETURNED_ID, "is not a reservation of the given order");
    let own = r#""reservation":{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1""#;
    let other = with(own, &own.replace("/o1/", "/o3/"));
    is_refused(
        other,
        "ReservationIdNotInReservationOrder",
        "reservation.id",
        "is not a reservation of the given order",
    );
    // The forms in which the service names one, in any case.
    for id in [
        "/providers/microsoft.capacity/reservationOrders/O1/reservations/R1",
        "/PROVIDERS/MICROSOFT.CAPACITY/RESERVATIONORDERS/o1/RESERVATIONS/r1",
        "o1/r1",
        "r1",
    ] {
        assert_eq!(answer(&with(good, &format!(r#""reservationId":"{id}""#))), answer(GOOD), "{id}");
    }
}

#[test]
fn earlier_refunds_must_have_ids_of_their_own() {
    let (first, second) = (r#"{"id":"a""#, r#"{"id":"b""#);
    is_refused(with(second, first), "InvalidRequest", "refunds[1].id", "refund `a` is already recorded as 5.50 USD");
    is_refused(with(second, r#"{"id":"""#), "InvalidRequest", "refunds[1].id", "refund id is empty");
    is_refused(with(second, r#"{"x":"b""#), "InvalidRequest", "refunds[1].id", "refund id is empty");
    is_refused(with(second, r#"{"id":5"#), "InvalidRequest", "refunds[1].id", "expected a string");
    is_refused(
        with(second, &format!(r#"{{"id":"{}""#, "x".repeat(257))),
        "InvalidRequest",
        "refunds[1].id",
        "too long",
    );
    is_refused(
        with(r#""refund":{"currencyCode":"USD","amount":6.5},"#, ""),
        "InvalidRequest",
        "refunds[1].refund",
        "is missing",
    );
    is_refused(with(r#""refunds":["#, r#""refunds":[7,"#), "InvalidRequest", "refunds[0]", "invalid type");
    // The very same refund twice is one refund.
    let twice = r#"{"id":"a","at":"2023-01-01T00:00:00Z","refund":{"currencyCode":"USD","amount":5.5}},"#;
    assert_eq!(answer(&with(r#""refunds":["#, &format!(r#""refunds":[{twice}"#))), answer(GOOD));
    let total = r#""amount":184467440737095516.15"#;
    is_refused(with(r#""amount":5.5"#, total), "InvalidRequest", "refunds[1].id", "does not fit");
}

#[test]
fn lines_that_are_no_json_object_are_refused() {
    for (line, message) in [
        (&b"{"[..], "EOF while parsing"),
        (b"}", "expected value"),
        (b"nonsense", "expected ident"),
        (b"null", "invalid type: null"),
        (b"17", "invalid type: integer"),
        (b"\"calculateRefund\"", "invalid type: string"),
        (b"{}{}", "trailing characters"),
        (b"{} x", "trailing characters"),
        (b"\xFF\xFE{\0}\0", "is not UTF-8"),
        (b"{\"operation\":\"market\xC3\x28\"}", "is not UTF-8"),
        (b"\0", "expected value"),
    ] {
        is_refused(line, "InvalidRequest", "", message);
    }
    is_refused(b"{}", "InvalidRequest", "operation", "is missing");
    // A mark at the start that says UTF-8 is no part of the line.
    is_refused(b"\xEF\xBB\xBF{}", "InvalidRequest", "operation", "is missing");
    is_refused(b"[]", "InvalidRequest", "", "invalid length 0");
    is_refused(
        with(r#""unused":true"#, r#""unused":true,"unused":true"#),
        "InvalidRequest",
        "",
        "duplicate field `unused`",
    );
    is_refused(
        with(r#""scope":"Reservation""#, "\"scope\":\"\u{1}\""),
        "InvalidRequest",
        "request",
        "control character",
    );
    // Bytes that are no text, in a member that nobody reads.
    let mut bytes = with(r#""unused":true"#, r#""unused":true,"note":"?""#).into_bytes();
    let place = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[place] = 0xFF;
    is_refused(bytes, "InvalidRequest", "", "is not UTF-8");
}

#[test]
fn a_line_cut_off_anywhere_is_refused() {
    let good = answer(GOOD);
    for end in 1..GOOD.len() {
        let all = answers(format!("{}\n{GOOD}\n", &GOOD[..end]));
        assert_eq!(all.len(), 2, "{end}");
        assert_eq!(error(&all[0]).0, "InvalidRequest", "{end}");
        assert_eq!(all[1], good, "{end}");
    }
}

#[test]
fn brackets_a_hundred_thousand_deep_are_no_stack_overflow() {
    for (open, close, policy) in [("[", "]", "policy"), ("{\"a\":", "}", "policy.a")] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let open = open.repeat(100_000);
        for line in [&deep, &open] {
            let all = answers(format!("{line}\n{GOOD}\n"));
            assert_eq!((all.len(), member(&all[0], "status").as_str()), (2, "400"));
            assert_eq!(all[1], answer(GOOD));
        }
        // Where a member is looked at, and where it is not.
        for (from, to, target) in [
            (r#""amount":7.32"#, r#""amount":"#, format!("{BILLING}.amount")),
            (r#""policy":"2020-07+observed""#, r#""policy":"#, policy.to_owned()),
            (r#""originalQuantity":4"#, r#""originalQuantity":"#, "order.properties.originalQuantity".to_owned()),
        ] {
            is_refused(with(from, &format!("{to}{deep}")), "InvalidRequest", &target, "");
        }
        let unknown = with(r#""unused":true"#, &format!(r#""unused":true,"note":{deep}"#));
        assert_eq!(answer(&unknown), answer(GOOD));
    }
}

#[test]
fn a_line_above_16_mib_is_refused_and_one_of_16_mib_is_read() {
    const LONGEST: usize = 16 << 20;
    let padded = |length: usize| {
        let mut line = with(r#""unused":true"#, r#""unused":true,"note":"""#);
        let room = "x".repeat(length - line.len());
        line = line.replace(r#""note":"""#, &format!(r#""note":"{room}""#));
        assert_eq!(line.len(), length);
        line
    };
    assert_eq!(answer(&padded(LONGEST)), answer(GOOD));
    for length in [LONGEST + 1, 17 << 20] {
        is_refused(
            padded(length),
            "InvalidRequest",
            "",
            &format!("the line has {length} bytes, expected at most 16777216"),
        );
    }
}

#[test]
fn line_ends_and_blank_lines_do_not_matter() {
    let good = answer(GOOD);
    assert_eq!(answers(""), Vec::<String>::new());
    assert_eq!(answers("\n\r\n  \t \n"), Vec::<String>::new());
    for (input, count) in [
        (GOOD.to_owned(), 1),
        (format!("{GOOD}\r\n{GOOD}\r\n"), 2),
        (format!("\n\n{GOOD}\n \n\r\n{GOOD}"), 2),
        (format!("  {GOOD}\t\n"), 1),
    ] {
        assert_eq!(answers(&input), vec![good.clone(); count], "{input:?}");
        assert_eq!(answers_to_file(&input), vec![good.clone(); count], "{input:?}");
    }
}

#[test]
fn a_file_holds_one_object_over_many_lines_or_one_a_line() {
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(GOOD).unwrap()).unwrap();
    assert!(pretty.lines().count() > 50);
    assert_eq!(answers_to_file(&pretty), [answer(GOOD)]);
    assert_eq!(answers_to_file(pretty.replace('\n', "\r\n")), [answer(GOOD)]);
    assert_eq!(answers_to_file(""), Vec::<String>::new());
    let mixed = answers_to_file(format!("{GOOD}\nnonsense\n{GOOD}\n"));
    assert_eq!((mixed.len(), &mixed[0], &mixed[2]), (3, &answer(GOOD), &answer(GOOD)));
    assert_eq!(error(&mixed[1]).1, "");
}

#[test]
fn a_start_is_taken_from_the_reservation_where_the_order_has_none() {
    let start = r#""benefitStartTime":"2023-03-04T04:23:12.1234567Z","#;
    let own = with(start, "").replace(r#""quantity":3,"#, &format!(r#"{start}"quantity":3,"#));
    assert_eq!(answer(&own), answer(GOOD));
    is_refused(with(start, ""), "InvalidRequest", "order.properties.benefitStartTime", "is missing");
    let soon = own.replace(start, r#""benefitStartTime":"soon","#);
    is_refused(soon, "InvalidRequest", "reservation.properties.benefitStartTime", "`soon` is not an instant");
}

#[test]
fn a_payment_to_come_may_have_its_price_in_one_currency_only() {
    let to_come = |price: &str| {
        let scheduled = format!(r#"{{"dueDate":"2023-04-04","status":"Scheduled"{price}}}"#);
        with(r#""amount":7.32}}]"#, &format!(r#""amount":7.32}}}},{scheduled}]"#))
    };
    for price in [
        "",
        r#","billingCurrencyTotal":{"currencyCode":"GBP","amount":7.32}"#,
        r#","pricingCurrencyTotal":{"currencyCode":"USD","amount":8.72}"#,
    ] {
        assert_eq!(answer(&to_come(price)), answer(GOOD), "{price}");
    }
}

#[test]
fn a_reservation_whose_own_id_is_too_long_is_refused() {
    let long = format!(r#""reservation":{{"id":"/{}/reservationOrders/o1/reservations/r1""#, "x".repeat(600));
    let own = r#""reservation":{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1""#;
    is_refused(with(own, &long), "InvalidReservationId", RETURNED_ID, "");
}

#[test]
fn a_payment_date_that_is_none_is_refused_where_there_is_no_due_date() {
    let line = with(r#""dueDate":"2023-03-04","#, "");
    assert_eq!(answer(&line), answer(GOOD));
    let paid = "order.properties.planInformation.transactions[0].paymentDate";
    let line = line.replace(r#""paymentDate":"2023-03-04""#, r#""paymentDate":"2023-02-30""#);
    is_refused(line, "InvalidRequest", paid, "`2023-02-30` is not an instant");
}
