//! Requests that make no sense: each answer says what is wrong, and where.

use super::{GOOD, RETURNED, RETURNED_ID, TRANSACTIONS, answer, error, is_refused, member, refund, with};

const BILLING: &str = "order.properties.planInformation.transactions[0].billingCurrencyTotal";
const PRICING: &str = "order.properties.planInformation.transactions[0].pricingCurrencyTotal";

#[test]
fn a_quantity_that_is_not_a_whole_number_of_owned_units_is_refused() {
    let long = "9".repeat(10_000);
    for (quantity, message) in [
        ("0", "`0` is not a quantity, expected a whole number from 1"),
        ("-1", "`-1` is not a quantity"),
        ("1.5", "`1.5` is not a quantity"),
        ("4", "quantity `4` is more than there is, expected 1 to 3"),
        ("4294967296", "is not a quantity"),
        ("1e30", "is not an exact amount"),
        ("1e9", "expected 1 to 4"),
        ("\"3\"", "expected a number, found the text `3`"),
        ("null", "is missing, expected the units to return"),
        ("true", "expected a number, found `true`"),
        ("[2]", "expected a number, found a list"),
        ("{}", "expected a number, found an object"),
        (&long, "is not an amount that can be held"),
    ] {
        let line = with(r#","quantity":2}"#, &format!(r#","quantity":{quantity}}}"#));
        is_refused(&line, "InvalidRefundQuantity", RETURNED, message);
    }
    is_refused(&with(r#","quantity":2}"#, "}"), "InvalidRefundQuantity", RETURNED, "is missing");
    for quantity in ["2.0", "2e0", "20E-1", "0.2e1"] {
        let line = with(r#","quantity":2}"#, &format!(r#","quantity":{quantity}}}"#));
        assert_eq!(answer(&line), answer(GOOD), "{quantity}");
    }
}

#[test]
fn other_quantities_are_refused_where_they_stand() {
    for quantity in ["0", "-3", "2.5", "4294967296"] {
        for (from, member, target) in [
            (r#""paidQuantity":4"#, "paidQuantity", "paidQuantity"),
            (r#""quantity":3"#, "quantity", "reservation.properties.quantity"),
            (r#""originalQuantity":4"#, "originalQuantity", "order.properties.originalQuantity"),
        ] {
            is_refused(
                &with(from, &format!(r#""{member}":{quantity}"#)),
                "InvalidRequest",
                target,
                "is not a quantity",
            );
        }
    }
    let missing = with(r#""originalQuantity":4,"#, "").replace(r#""paidQuantity":4,"#, "");
    is_refused(&missing, "InvalidRequest", "order.properties.originalQuantity", "$expand=schedule");
    let fewer = with(r#""originalQuantity":4"#, r#""originalQuantity":2"#).replace(r#""paidQuantity":4,"#, "");
    is_refused(&fewer, "InvalidRequest", "order.properties.originalQuantity", "is below the 3 units owned");
}

#[test]
fn an_instant_must_be_one_in_the_term_and_have_its_offset() {
    for (at, message) in [
        ("2023-03-04T04:23:12Z", "is before the purchase"),
        ("2022-01-01T00:00:00Z", "is before the purchase"),
        ("2024-03-04T00:00:00Z", "is after the term"),
        ("9999-12-31T23:59:59Z", "is after the term"),
        ("2023-03-20T12:00:00", "it has no offset"),
        ("2023-03-20T12:00:00.123456", "it has no offset"),
        ("2023-03-20", "`2023-03-20` is not an instant"),
        ("+262142-12-31T23:59:59Z", "is not an instant"),
        ("2023-02-29T12:00:00Z", "is not an instant"),
        ("2023-03-20T24:00:00Z", "is not an instant"),
        ("2023-03-20T12:00:00+24:00", "is not an instant"),
        ("yesterday", "`yesterday` is not an instant, expected one such as `2023-03-10T03:07:12Z`"),
        ("", "`` is not an instant"),
        ("\\u0000", "is not an instant"),
        ("\\ud800", "the text cannot be read"),
    ] {
        is_refused(&with("2023-03-20T12:00:00Z", at), "InvalidRequest", "at", message);
    }
    is_refused(
        &with(r#""at":"2023-03-20T12:00:00Z","#, ""),
        "InvalidRequest",
        "at",
        "is missing, expected the instant",
    );
    is_refused(
        &with(r#""2023-03-20T12:00:00Z""#, "1679313600"),
        "InvalidRequest",
        "at",
        "found the number `1679313600`",
    );
    let shown = format!("`{}` is not an instant", "x".repeat(40));
    is_refused(&with("2023-03-20T12:00:00Z", &"x".repeat(5_000)), "InvalidRequest", "at", &shown);
    for at in ["2023-03-04T04:23:12.1234567Z", "2024-03-03T23:59:59.9999999Z", "2024-03-04T01:00:00+02:00"] {
        assert_eq!(member(&answer(&with("2023-03-20T12:00:00Z", at)), "status"), "200", "{at}");
    }
}

#[test]
fn dates_of_documents_must_be_dates() {
    let start = r#""benefitStartTime":"2023-03-04T04:23:12.1234567Z""#;
    for (from, to, target) in [
        (start, r#""benefitStartTime":"soon""#, "order.properties.benefitStartTime"),
        (start, r#""benefitStartTime":"+262142-12-31""#, "order.properties.benefitStartTime"),
        (start, r#""benefitStartTime":"2023-03-04T04:23:12""#, "order.properties.benefitStartTime"),
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
        (
            r#""paymentDate":"2023-03-04""#,
            r#""paymentDate":"2023-02-30""#,
            "order.properties.planInformation.transactions[0].paymentDate",
        ),
        (r#""at":"2023-01-01T00:00:00Z""#, r#""at":"2023-01-01T00:00:00""#, "refunds[0].at"),
        (r#""at":"2023-01-01T00:00:00Z","#, "", "refunds[0].at"),
    ] {
        is_refused(&with(from, to), "InvalidRequest", target, "");
    }
    // The reservation may have the start that the order lacks.
    let own = with(&format!("{start},"), "").replace(r#""quantity":3,"#, &format!(r#"{start},"quantity":3,"#));
    assert_eq!(answer(&own), answer(GOOD));
    let far = with(start, r#""benefitStartTime":"9999-12-31T00:00:00Z""#)
        .replace("2023-03-20T12:00:00Z", "9999-12-31T00:00:00Z");
    assert_eq!(member(&answer(&far), "status"), "200", "the calendar goes on");
}

#[test]
fn currencies_must_exist_and_match() {
    let pounds = r#"{"currencyCode":"GBP","amount":7.32}"#;
    for (code, message) in [
        ("\"QQQ\"", "`QQQ` is not an ISO 4217 currency code"),
        ("\"\"", "`` is not an ISO 4217 currency code"),
        ("\"XAU\"", "`XAU` is not a currency that can be paid in"),
        ("null", "is missing, expected an amount such as"),
        ("826", "found the number `826`"),
    ] {
        let price = format!(r#"{{"currencyCode":{code},"amount":7.32}}"#);
        is_refused(&with(pounds, &price), "InvalidRequest", &format!("{BILLING}.currencyCode"), message);
    }
    is_refused(&with(pounds, "7.32"), "InvalidRequest", BILLING, "expected an amount such as");
    let in_euro =
        with(r#""pricingCurrencyTotal":{"currencyCode":"USD""#, r#""pricingCurrencyTotal":{"currencyCode":"EUR""#);
    is_refused(
        &in_euro,
        "InvalidRequest",
        &format!("{PRICING}.currencyCode"),
        "`EUR` is not the currency of the refund cap",
    );
    for (from, target) in [
        (r#""refund":{"currencyCode":"USD","amount":5.5}"#, "refunds[0].refund.currencyCode"),
        (r#""cancelledCommitment":{"currencyCode":"USD","amount":7.5}"#, "refunds[1].cancelledCommitment.currencyCode"),
    ] {
        is_refused(&with(from, &from.replace("USD", "GBP")), "InvalidRequest", target, "`GBP` is not the currency");
    }
    let current = |name: &str, code: &str| {
        with(r#""currentPrice":{"currencyCode":"GBP""#, &format!(r#""{name}":{{"currencyCode":"{code}""#))
    };
    is_refused(
        &current("currentPrice", "USD"),
        "InvalidRequest",
        "currentPrice.currencyCode",
        "expected the billing currency `GBP`",
    );
    is_refused(
        &current("currentPriceUsd", "GBP"),
        "InvalidRequest",
        "currentPriceUsd.currencyCode",
        "expected the billing currency `USD`",
    );
    assert_eq!(member(&answer(&current("currentPriceUsd", "USD")), "status"), "200");
    let second = r#"}},{"dueDate":"2023-04-04","status":"Succeeded","pricingCurrencyTotal":{"currencyCode":"USD","amount":8.72},"billingCurrencyTotal":{"currencyCode":"EUR","amount":1}}]}}},"#;
    is_refused(
        &with("}}]}}},", second),
        "InvalidRequest",
        TRANSACTIONS,
        "amounts in `GBP` and `EUR` can't be combined",
    );
}

#[test]
fn amounts_must_be_numbers_of_zero_or_more_that_can_be_held() {
    let long = "9".repeat(10_000);
    let fraction = format!("0.{}", "1".repeat(10_000));
    let amount = format!("{BILLING}.amount");
    for (given, target, message) in [
        ("-0.01", amount.as_str(), "`-0.01 GBP` is negative"),
        ("-1e-2", &amount, "is negative"),
        ("null", &amount, "is missing"),
        ("{}", &amount, "expected a number, found an object"),
        (&long, &amount, "is not an amount that can be held"),
        (&fraction, &amount, "is not an amount that can be held"),
        ("1e400", &amount, "is not an exact amount"),
        ("1e-400", &amount, "is not an exact amount"),
        ("1e99999999999999999999", &amount, "is not an exact amount"),
        ("792281625142643375935439503.35", TRANSACTIONS, "too large"),
        ("368934881474191032.32", TRANSACTIONS, "too large"),
    ] {
        let line = with(r#""GBP","amount":7.32"#, &format!(r#""GBP","amount":{given}"#));
        is_refused(&line, "InvalidRequest", target, message);
    }
    for (given, message) in [("-5.5", "is negative"), ("5.555", "not a whole number of cents"), ("1e20", "too large")] {
        let line = with(r#""amount":5.5"#, &format!(r#""amount":{given}"#));
        is_refused(&line, "InvalidRequest", "refunds[0].refund.amount", message);
    }
    is_refused(
        &with(r#""amount":8.72"#, r#""amount":-8.72"#),
        "InvalidRequest",
        &format!("{PRICING}.amount"),
        "is negative",
    );
    is_refused(&with(r#""amount":99.5"#, r#""amount":-99.5"#), "InvalidRequest", "currentPrice.amount", "is negative");
    is_refused(
        &with(r#""amount":99.5"#, r#""amount":"99.5""#),
        "InvalidRequest",
        "currentPrice.amount",
        "found the text `99.5`",
    );
    is_refused(
        &with(r#""amount":7.5"#, r#""amount":6.49"#),
        "InvalidRequest",
        "refunds[1].cancelledCommitment",
        "is below the refunded",
    );
    // A current price of any size is no obstacle: it only ever lowers a refund.
    assert_eq!(answer(&with(r#""amount":99.5"#, r#""amount":1e27"#)), answer(GOOD));
}

#[test]
fn texts_that_are_not_numbers_are_not_json() {
    for amount in ["NaN", "-NaN", "Infinity", "-Infinity", "inf", "1.", ".5", "+1", "01", "1e", "0x10", "1_000", "１"]
    {
        is_refused(
            &with(r#""amount":7.32"#, &format!(r#""amount":{amount}"#)),
            "InvalidRequest",
            "",
            "the text is not JSON",
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table: each name with its message")]
fn names_that_do_not_exist_are_refused() {
    let from_the_order = "az reservations reservation-order show";
    for (from, to, code, target, message) in [
        (
            r#""term":"P1Y""#,
            r#""term":"P2Y""#,
            "UnsupportedReservationTerm",
            "order.properties.term",
            "`P2Y` is not a reservation term",
        ),
        (
            r#""term":"P1Y""#,
            r#""term":"""#,
            "UnsupportedReservationTerm",
            "order.properties.term",
            "is not a reservation term",
        ),
        (r#""term":"P1Y","#, "", "InvalidRequest", "order.properties.term", from_the_order),
        (
            r#""term":"P1Y""#,
            r#""term":1"#,
            "UnsupportedReservationTerm",
            "order.properties.term",
            "found the number `1`",
        ),
        (
            r#""billingPlan":"Monthly""#,
            r#""billingPlan":"Yearly""#,
            "InvalidRequest",
            "order.properties.billingPlan",
            "`Upfront` or `Monthly`",
        ),
        (r#""billingPlan":"Monthly","#, "", "InvalidRequest", "order.properties.billingPlan", from_the_order),
        (
            r#""requester":"owner""#,
            r#""requester":"root""#,
            "InvalidRequest",
            "requester",
            "`root` is not a requester, expected `owner`",
        ),
        (r#""requester":"owner""#, r#""requester":7"#, "InvalidRequest", "requester", "found the number `7`"),
        (
            r#""operation":"calculateRefund""#,
            r#""operation":"refund""#,
            "InvalidRequest",
            "operation",
            "`refund` is not an operation, expected `calculateRefund`",
        ),
        (
            r#""operation":"calculateRefund""#,
            r#""operation":null"#,
            "InvalidRequest",
            "operation",
            "is missing, expected `calculateRefund`",
        ),
        (r#""operation":"calculateRefund","#, "", "InvalidRequest", "operation", "is missing"),
        (
            r#""unused":true"#,
            r#""unused":"yes""#,
            "InvalidRequest",
            "unused",
            "expected `true` or `false`, found the text `yes`",
        ),
        (
            r#""earlyTerminationFeeRate":"0.12""#,
            r#""earlyTerminationFeeRate":"12""#,
            "InvalidRequest",
            "earlyTerminationFeeRate",
            "`12` is not a rate",
        ),
        (
            r#""earlyTerminationFeeRate":"0.12""#,
            r#""earlyTerminationFeeRate":0.12"#,
            "InvalidRequest",
            "earlyTerminationFeeRate",
            "expected a rate from 0 to 1 as text",
        ),
        (
            r#""status":"Succeeded""#,
            r#""status":null"#,
            "InvalidRequest",
            "order.properties.planInformation.transactions[0].status",
            "$expand=schedule",
        ),
        (
            r#""reservedResourceType":"VirtualMachines","#,
            "",
            "InvalidRequest",
            "reservation.properties.reservedResourceType",
            "az reservations reservation show",
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
        is_refused(&with(from, to), code, target, message);
    }
    let line = with(r#""policy":"2020-07+observed""#, r#""policy":"2018-05""#)
        .replace(r#""earlyTerminationFeeRate":"0.12","#, "");
    is_refused(
        &line,
        "InvalidRequest",
        "earlyTerminationFeeRate",
        "policy `2018-05` states no early termination fee rate",
    );
    let early = GOOD.replace("2023", "2017").replace(r#""2020-07+observed""#, r#""in-force""#);
    is_refused(&early, "InvalidRequest", "policy", "no edition of the reservation policy was in force on `2017-03-20`");
}

#[test]
fn whole_parts_that_are_missing_are_named_with_their_source() {
    let cut = |from: &str, to: &str, with: &str| {
        let start = GOOD.find(from).unwrap();
        let end = start + GOOD[start..].find(to).unwrap() + to.len();
        format!("{}{with}{}", &GOOD[..start], &GOOD[end..])
    };
    let of_order = r#""amount":7.32}}]}}},"#;
    for (line, target, source) in [
        (cut(r#""order":"#, of_order, ""), "order", "$expand=schedule"),
        (cut(r#""order":"#, of_order, r#""order":null,"#), "order", "$expand=schedule"),
        (cut(r#""order":"#, of_order, r#""order":{},"#), "order.properties", "--expand schedule"),
        (cut(r#""planInformation":"#, of_order, r#""planInformation":{}}},"#), TRANSACTIONS, "$expand=schedule"),
        (cut(r#""planInformation":"#, of_order, r#""planInformation":null}},"#), TRANSACTIONS, "$expand=schedule"),
        (
            cut(r#""planInformation":"#, of_order, r#""planInformation":{"transactions":[]}}},"#),
            TRANSACTIONS,
            "there is no payment",
        ),
        (cut(r#""reservation":{"#, r#""Succeeded"}},"#, ""), "reservation", "az reservations reservation show"),
        (
            cut(r#""reservation":{"#, r#""Succeeded"}},"#, r#""reservation":{},"#),
            "reservation.properties",
            "az reservations",
        ),
        (cut(r#""request":{"#, r#""quantity":2}}},"#, ""), "request", "reservationToReturn"),
        (cut(r#""request":{"#, r#""quantity":2}}},"#, r#""request":{},"#), "request.properties", "reservationToReturn"),
        (
            cut(r#""request":{"#, r#""quantity":2}}},"#, r#""request":{"properties":{}},"#),
            "request.properties.reservationToReturn",
            "quantity",
        ),
    ] {
        is_refused(&line, "InvalidRequest", target, source);
    }
    let billing = r#""billingCurrencyTotal":{"currencyCode":"GBP","amount":7.32}"#;
    is_refused(&with(billing, r#""x":1"#), "InvalidRequest", BILLING, "$expand=schedule");
    let scheduled = with(billing, r#""x":1"#).replace(r#""status":"Succeeded""#, r#""status":"Scheduled""#);
    is_refused(&scheduled, "InvalidRequest", TRANSACTIONS, "there is no payment with its amounts");
    // With both prices nothing was paid for the period, and that is an answer.
    let unpaid = answer(&with(r#""status":"Succeeded""#, r#""status":"Failed""#));
    assert_eq!(refund(&unpaid, "billingRefundAmount"), r#"{"currencyCode":"GBP","amount":0}"#);
    assert_eq!(refund(&unpaid, "billingInformation.completedTransactions"), "0");
}

#[test]
fn a_reservation_must_be_named_rightly_and_be_in_its_order() {
    let good = r#""reservationId":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1""#;
    let path = "/providers/Microsoft.Capacity/reservationOrders/o1";
    for id in [
        "\"\"",
        "\" \"",
        "\"/\"",
        "null",
        &format!("\"{path}\""),
        &format!("\"{path}/reservations/\""),
        &format!("\"{path}/reservations\""),
        "\"o1/r1/x\"",
        "\"/r1\"",
    ] {
        let line = with(good, &format!(r#""reservationId":{id}"#));
        is_refused(&line, "InvalidReservationId", RETURNED_ID, "is not the id of a reservation");
    }
    is_refused(&with(good, r#""reservationId":5"#), "InvalidRequest", RETURNED_ID, "found the number `5`");
    for id in [
        &format!("{path}/reservations/r2"),
        "/providers/Microsoft.Capacity/reservationOrders/o2/reservations/r1",
        "o2/r1",
        "r2",
    ] {
        let line = with(good, &format!(r#""reservationId":"{id}""#));
        is_refused(&line, "ReservationIdNotInReservationOrder", RETURNED_ID, "is not a reservation of the given order");
    }
    let listed = r#""reservations":[{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1"}]"#;
    let other = with(listed, &listed.replace("/r1", "/r9"));
    is_refused(&other, "ReservationIdNotInReservationOrder", RETURNED_ID, "is not a reservation of the given order");
    let own = r#""reservation":{"id":"/providers/Microsoft.Capacity/reservationOrders/o1/reservations/r1""#;
    let other = with(own, &own.replace("/o1/", "/o3/"));
    is_refused(
        &other,
        "ReservationIdNotInReservationOrder",
        "reservation.id",
        "is not a reservation of the given order",
    );
    let long = with(own, &own.replace("/providers", &format!("/{}", "x".repeat(600))));
    is_refused(&long, "InvalidReservationId", RETURNED_ID, "512 bytes");
    for id in [
        &path.replace("capacity", "CAPACITY").replace("o1", "O1/reservations/R1"),
        &format!("{path}/reservations/r1/"),
        &format!("{path}/reservations/r1?api-version=2022-11-01"),
        "o1/r1",
        "r1",
    ] {
        assert_eq!(answer(&with(good, &format!(r#""reservationId":"{id}""#))), answer(GOOD), "{id}");
    }
}

#[test]
fn earlier_refunds_must_have_ids_of_their_own() {
    let (first, second) = (r#"{"id":"a""#, r#"{"id":"b""#);
    is_refused(&with(second, first), "InvalidRequest", "refunds[1].id", "refund `a` is already recorded as 5.50 USD");
    is_refused(&with(second, r#"{"id":"""#), "InvalidRequest", "refunds[1].id", "`` is not the id of a refund");
    is_refused(&with(second, r#"{"x":"b""#), "InvalidRequest", "refunds[1].x", "is not a member here");
    is_refused(&with(second, r#"{"id":null"#), "InvalidRequest", "refunds[1].id", "is missing, expected an id");
    is_refused(&with(second, r#"{"id":5"#), "InvalidRequest", "refunds[1].id", "found the number `5`");
    is_refused(
        &with(second, &format!(r#"{{"id":"{}""#, "x".repeat(257))),
        "InvalidRequest",
        "refunds[1].id",
        "256 characters",
    );
    is_refused(
        &with(r#""refund":{"currencyCode":"USD","amount":6.5},"#, ""),
        "InvalidRequest",
        "refunds[1].refund",
        "is missing, expected",
    );
    is_refused(&with(r#""refunds":["#, r#""refunds":[7,"#), "InvalidRequest", "refunds[0]", "found the number `7`");
    // The very same refund twice is one refund.
    let twice = r#"{"id":"a","at":"2023-01-01T00:00:00Z","refund":{"currencyCode":"USD","amount":5.5}},"#;
    assert_eq!(answer(&with(r#""refunds":["#, &format!(r#""refunds":[{twice}"#))), answer(GOOD));
    let total = r#""amount":184467440737095516.15"#;
    is_refused(&with(r#""amount":5.5"#, total), "InvalidRequest", "refunds[1].id", "does not fit");
}

#[test]
fn lines_that_are_not_a_json_object_are_refused() {
    for (line, message) in [
        ("{", "it ends inside an object (column 1)"),
        ("}", "expected value"),
        ("nonsense", "expected a value"),
        ("null", "expected an object with an `operation`, found `null`"),
        ("17", "found the number `17`"),
        ("\"calculateRefund\"", "found the text `calculateRefund`"),
        ("{}{}", "more text follows the value (column 3)"),
        ("{} x", "more text follows the value"),
        ("\0", "expected value"),
        ("{\"a\":\n}", "(line 2, column 1)"),
        ("{'a':1}", "must be a text in double quotes"),
    ] {
        is_refused(line, "InvalidRequest", "", message);
    }
    is_refused("{}", "InvalidRequest", "operation", "is missing");
    is_refused("\u{feff}{}", "InvalidRequest", "operation", "is missing");
    for bytes in [&b"\xFF\xFE{\0}\0"[..], b"{\"operation\":\"market\xC3\x28\"}"] {
        let answer = reservation_policy::json::answer_with_explanation(bytes);
        assert!(error(&answer.json).2.contains("is not UTF-8"));
        assert!(
            answer.explanation.starts_with("error InvalidRequest: the line is not UTF-8"),
            "{}",
            answer.explanation
        );
    }
    is_refused(&with(r#""scope":"Reservation""#, "\"scope\":\"\u{1}\""), "InvalidRequest", "", "control character");
}
