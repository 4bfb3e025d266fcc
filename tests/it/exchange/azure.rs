//! `calculateExchange`: the service's JSON in and out, and the member to blame when it makes no sense.

#![expect(clippy::expect_used, clippy::unwrap_in_result, reason = "tests may panic, and their helpers too")]

use reservation_policy::azure::exchange::CalculateExchangeOperationResultResponse;
use reservation_policy::azure::facts_exchange::{ExchangeShapes, exchange};
use reservation_policy::azure::{InvalidFacts, shape};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use serde_json::{Value, json};

/// The recorded exchange X01, as far as its members are known.
fn recorded() -> Value {
    let order = |order: &str, reservation: &str, start: &str| {
        json!({
            "id": format!("/providers/Microsoft.Capacity/reservationOrders/{order}"),
            "name": order,
            "properties": {
                "benefitStartTime": format!("{start}T04:23:12Z"),
                "originalQuantity": 1,
                "term": "P3Y",
                "billingPlan": "Monthly",
                "reservations": [{
                    "id": format!("/providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{reservation}"),
                }],
                "planInformation": {"transactions": [{
                    "dueDate": start,
                    "status": "Succeeded",
                    "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 78.63},
                    "pricingCurrencyTotal": {"currencyCode": "USD", "amount": 98.55},
                }]},
            },
        })
    };
    let reservation = |order: &str, reservation: &str| {
        json!({
            "id": format!("/providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{reservation}"),
            "properties": {
                "quantity": 1,
                "reservedResourceType": "VirtualMachines",
                "provisioningState": "Succeeded",
                "term": "P3Y",
                "billingPlan": "Monthly",
            },
        })
    };
    let purchase = |size: &str| {
        json!({
            "sku": {"name": size},
            "location": "westeurope",
            "properties": {
                "reservedResourceType": "VirtualMachines",
                "billingScopeId": "/subscriptions/s",
                "term": "P3Y",
                "billingPlan": "Monthly",
                "quantity": 1,
                "displayName": "VM_RI",
                "appliedScopeType": "SomeNewScope",
                "appliedScopes": ["/subscriptions/s"],
                "appliedScopeProperties": {"tenantId": "t", "displayName": "d"},
                "renew": false,
                "reservedResourceProperties": {"instanceFlexibility": "On"},
                "reviewDateTime": "2024-01-01T00:00:00Z",
            },
        })
    };
    json!({
        "at": "2022-06-28T18:54:11Z",
        "policy": "2020-07",
        "orders": [order("o-1", "r-1", "2022-06-17"), order("o-2", "r-2", "2022-06-15")],
        "reservations": [reservation("o-1", "r-1"), reservation("o-2", "r-2")],
        "request": {"properties": {
            "reservationsToPurchase": [purchase("Standard_B1s"), purchase("Standard_B2s")],
            "reservationsToExchange": [
                {"reservationId": "/providers/microsoft.capacity/reservationOrders/O-1/reservations/R-1", "quantity": 1},
                {"reservationId": "/providers/microsoft.capacity/reservationOrders/o-2/reservations/r-2", "quantity": 1},
            ],
        }},
        "prices": {"reservations": [
            {"currencyCode": "GBP", "amount": 4248.00},
            {"currencyCode": "GBP", "amount": 5662.0},
        ]},
    })
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    serde_json::from_str(&value.to_string()).unwrap()
}

fn answer(line: &Value) -> Result<String, InvalidFacts> {
    let orders: Vec<shape::ReservationOrder> = read(&line["orders"]);
    let reservations: Vec<shape::Reservation> = read(&line["reservations"]);
    let request: shape::CalculateExchangeRequest = read(&line["request"]);
    let prices: shape::ExchangePrices = read(&line["prices"]);
    let facts =
        exchange(&ExchangeShapes { orders: &orders, reservations: &reservations, request: &request, prices: &prices })?;
    let at = super::at(line["at"].as_str().unwrap());
    let policy = ReservationPolicy::from_name(line["policy"].as_str().unwrap()).unwrap();
    let question = facts.request(at, Requester::Owner)?;
    let decision = policy.decide_exchange(&question).map_err(|error| facts.exchange_error(&error))?;
    Ok(serde_json::to_string(&CalculateExchangeOperationResultResponse::new(&request, &decision)).unwrap())
}

fn answered(line: &Value) -> Value {
    serde_json::from_str(&answer(line).unwrap()).unwrap()
}

/// The recorded line with the value at a path replaced.
fn with(path: &str, value: Value) -> Value {
    let mut line = recorded();
    *line.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
    line
}

#[test]
fn the_recorded_exchange_is_answered_member_by_member() {
    let line = recorded();
    let mut body = answered(&line);
    let session = body["properties"]["sessionId"].take();
    let name = session.as_str().unwrap();
    assert_eq!(body["name"], session);
    assert_eq!(body["id"], format!("/providers/Microsoft.Capacity/operationResults/{name}"));
    assert_eq!(body["status"], "Succeeded");
    assert!(body.get("error").is_none());
    let gbp = |amount: f64| json!({"currencyCode": "GBP", "amount": amount});
    let properties = &body["properties"];
    assert_eq!(properties["netPayable"], gbp(4311.54));
    assert_eq!(properties["refundsTotal"], gbp(5598.46));
    assert_eq!(properties["purchasesTotal"], json!({"currencyCode": "GBP", "amount": 9910}));
    let asked = &line["request"]["properties"]["reservationsToPurchase"];
    assert_eq!(
        properties["reservationsToPurchase"],
        json!([
            {"properties": asked[0], "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 4248}},
            {"properties": asked[1], "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 5662}},
        ])
    );
    assert_eq!(properties["savingsPlansToPurchase"], json!([]));
    assert_eq!(
        properties["reservationsToExchange"][0],
        json!({
            "reservationId": "/providers/Microsoft.Capacity/reservationOrders/o-1/reservations/r-1",
            "quantity": 1,
            "billingRefundAmount": gbp(49.8),
            "billingInformation": {
                "billingCurrencyTotalPaidAmount": gbp(78.63),
                "billingCurrencyProratedAmount": gbp(28.83),
                "billingCurrencyRemainingCommitmentAmount": gbp(2752.05),
            },
        })
    );
    assert_eq!(properties["reservationsToExchange"][1]["billingRefundAmount"], gbp(44.56));
    assert_eq!(properties["policyResult"], json!({"policyErrors": null}));
    let id = |number| format!("/providers/Microsoft.Capacity/reservationOrders/o-{number}/reservations/r-{number}");
    let term = json!({"start": "2022-06-28", "end": "2025-06-28"});
    assert_eq!(
        properties["decision"],
        json!({
            "approved": true,
            "policy": "2020-07",
            "reasons": [],
            "channel": "selfService",
            "returns": [
                {
                    "reservationId": id(1),
                    "period": {"start": "2022-06-17", "end": "2022-07-17", "usedDays": 11, "days": 30},
                    "fullRefundWindow": false,
                    "value": "2801.85",
                },
                {
                    "reservationId": id(2),
                    "period": {"start": "2022-06-15", "end": "2022-07-15", "usedDays": 13, "days": 30},
                    "fullRefundWindow": false,
                    "value": "2796.61",
                },
            ],
            "purchases": [term, term],
            "returnedValue": "5598.46",
            "missing": null,
            "earlyTerminationFee": "0.00",
            "reservedFee": "0.00",
            "countsTowardCap": "0.00",
            "validUntil": "2022-06-29T00:00:00Z",
        })
    );
}

#[test]
fn a_refusal_is_an_answer_with_every_reason_and_all_amounts() {
    let mut line = with("/prices/reservations/1/amount", json!(1350.459));
    line["reservations"][0]["properties"]["provisioningState"] = json!("Cancelled");
    let body = answered(&line);
    assert_eq!(body["status"], "Failed");
    let (state, total) = (
        "returned reservation 1 (`r-1`) is in state Cancelled and can't be exchanged, only one in state Succeeded can",
        "what is bought totals 5598.459 GBP and what is returned is worth 5598.46 GBP; 0.001 GBP more is needed",
    );
    let state_code = "OperationCannotBePerformedInCurrentState";
    assert_eq!(body["error"], json!({"code": state_code, "message": state}));
    let properties = &body["properties"];
    assert_eq!(
        properties["policyResult"]["policyErrors"],
        json!([{"code": state_code, "message": state}, {"code": "NewTotalTooSmall", "message": total}])
    );
    assert_eq!(
        properties["decision"]["reasons"],
        json!([
            {"rule": "L-16", "code": state_code, "message": state},
            {"rule": "L-07", "code": "NewTotalTooSmall", "message": total},
        ])
    );
    assert_eq!(properties["decision"]["approved"], false);
    assert_eq!(properties["decision"]["missing"], "0.001");
    assert_eq!(properties["netPayable"]["amount"], -0.001);
    assert_eq!(properties["reservationsToExchange"][0]["billingRefundAmount"]["amount"], 49.8);
}

#[test]
fn savings_plans_are_priced_by_their_hours() {
    let mut line = recorded();
    line["at"] = json!("2022-10-01T00:00:00Z");
    line["request"]["properties"]["reservationsToPurchase"] = json!([]);
    line["prices"] = json!({"reservations": [], "savingsPlans": []});
    let plan = json!({
        "sku": {"name": "Compute_Savings_Plan"},
        "properties": {
            "displayName": "plan",
            "billingScopeId": "/subscriptions/s",
            "term": "P1Y",
            "billingPlan": "P1M",
            "appliedScopeType": "Shared",
            "commitment": {"currencyCode": "GBP", "amount": 0.629, "grain": "Hourly"},
        },
    });
    line["request"]["properties"]["savingsPlansToPurchase"] = json!([plan]);
    let body = answered(&line);
    assert_eq!(
        body["properties"]["savingsPlansToPurchase"],
        json!([{"properties": plan, "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 5510.04}}])
    );
    assert_eq!(body["properties"]["decision"]["reasons"], json!([]));
    assert_eq!(body["properties"]["decision"]["purchases"], json!([{"start": "2022-10-01", "end": "2023-10-01"}]));

    for (path, value, code, target) in [
        ("properties/term", json!("P5Y"), "UnsupportedReservationTerm", ".properties.term"),
        ("properties/term", json!("P2Y"), "UnsupportedReservationTerm", ".properties.term"),
        ("properties/term", Value::Null, "InvalidRequest", ".properties.term"),
        ("properties/commitment/grain", json!("Daily"), "InvalidRequest", ".properties.commitment.grain"),
        ("properties/commitment/amount", json!(-1), "InvalidRequest", ".properties.commitment.amount"),
        ("properties/commitment/currencyCode", json!("USD"), "InvalidRequest", ".properties.commitment.currencyCode"),
        ("properties/commitment", Value::Null, "InvalidRequest", ".properties.commitment"),
        ("properties/commitment/amount", Value::Null, "InvalidRequest", ".properties.commitment.amount"),
        ("properties/commitment/currencyCode", json!("QQQ"), "InvalidRequest", ".properties.commitment.currencyCode"),
        ("sku/name", json!("Database_Savings_Plan"), "InvalidRequest", ".sku.name"),
        ("properties", Value::Null, "InvalidRequest", ".properties"),
    ] {
        let mut line = line.clone();
        let path = format!("/request/properties/savingsPlansToPurchase/0/{path}");
        *line.pointer_mut(&path).unwrap() = value;
        let error = answer(&line).unwrap_err();
        let target = format!("request.properties.savingsPlansToPurchase[0]{target}");
        assert_eq!((error.code(), error.target()), (code, target.as_str()), "{path}");
    }
}

#[test]
fn amounts_are_exact_beyond_binary_floating_point() {
    let text = recorded().to_string().replace("4248.0", "12345678901234567.89");
    let line: Value = serde_json::from_str(&text).unwrap();
    // `Value` holds doubles, so the line goes in as text.
    let prices =
        r#"{"reservations":[{"currencyCode":"GBP","amount":12345678901234567.89},{"currencyCode":"GBP","amount":0}]}"#;
    let request: shape::CalculateExchangeRequest = read(&line["request"]);
    let (orders, reservations): (Vec<_>, Vec<_>) = (read(&line["orders"]), read(&line["reservations"]));
    let prices: shape::ExchangePrices = serde_json::from_str(prices).unwrap();
    let shapes = ExchangeShapes { orders: &orders, reservations: &reservations, request: &request, prices: &prices };
    let facts = exchange(&shapes).unwrap();
    let question = facts.request(super::at("2022-06-28T18:54:11Z"), Requester::Owner).unwrap();
    let decision = ReservationPolicy::from_name("2020-07").unwrap().decide_exchange(&question).unwrap();
    let body = CalculateExchangeOperationResultResponse::new(&request, &decision);
    let text = serde_json::to_string(&body).unwrap();
    assert!(text.contains(r#""purchasesTotal":{"currencyCode":"GBP","amount":12345678901234567.89}"#), "{text}");
    assert!(text.contains(r#""netPayable":{"currencyCode":"GBP","amount":12345678901228969.43}"#), "{text}");
}

#[test]
fn the_same_line_has_the_same_session_and_another_quote_another() {
    let session = |line: &Value| answered(line)["properties"]["sessionId"].as_str().unwrap().to_owned();
    let line = recorded();
    assert_eq!(answer(&line).unwrap(), answer(&line).unwrap());
    let others = [
        ("/at", json!("2022-06-29T00:00:00Z")),
        ("/policy", json!("2020-07+observed")),
        ("/prices/reservations/0/amount", json!(4248.01)),
        ("/request/properties/reservationsToPurchase/0/sku/name", json!("Standard_B1ms")),
    ];
    for (path, value) in others {
        assert_ne!(session(&line), session(&with(path, value)), "{path}");
    }
}

#[test]
fn ids_are_found_by_their_last_parts_in_any_case() {
    let returned = "/request/properties/reservationsToExchange/0/reservationId";
    let plain = answered(&recorded())["properties"]["reservationsToExchange"].clone();
    for id in ["o-1/r-1", "R-1", "/reservationOrders/O-1/reservations/R-1", "/x/reservations/r-1"] {
        let body = answered(&with(returned, json!(id)));
        assert_eq!(body["properties"]["reservationsToExchange"], plain, "{id}");
    }
    // The lists may come in any order, and with more than is returned.
    let mut line = recorded();
    line["orders"].as_array_mut().unwrap().reverse();
    line["reservations"].as_array_mut().unwrap().reverse();
    line["orders"].as_array_mut().unwrap().push(json!({"id": "unrelated"}));
    line["reservations"].as_array_mut().unwrap().push(json!({}));
    assert_eq!(answered(&line)["properties"]["reservationsToExchange"], plain);
    // One order and one reservation need no ids of their own.
    let mut line = recorded();
    for list in ["orders", "reservations"] {
        line[list].as_array_mut().unwrap().truncate(1);
        line[list][0].as_object_mut().unwrap().remove("id");
        line[list][0].as_object_mut().unwrap().remove("name");
    }
    line["request"]["properties"]["reservationsToExchange"].as_array_mut().unwrap().truncate(1);
    assert_eq!(answered(&line)["properties"]["reservationsToExchange"][0]["billingRefundAmount"]["amount"], 49.8);
}

/// A pointer such as `/orders/0/id` as a path such as `orders[0].id`.
fn path_of(pointer: &str) -> String {
    let parts = pointer.split('/').skip(1).enumerate();
    let shown = parts.map(|(depth, part)| match part.parse::<usize>() {
        Ok(place) => format!("[{place}]"),
        Err(_) if depth == 0 => part.to_owned(),
        Err(_) => format!(".{part}"),
    });
    shown.collect()
}

/// The error that the recorded line gives when the value at the pointer is replaced.
fn error_of(pointer: &str, value: Value) -> InvalidFacts {
    let shown = format!("{pointer} {value:.60}");
    let error = answer(&with(pointer, value)).expect_err(&shown);
    assert!(error.message().len() < 400, "{shown}");
    error
}

#[test]
fn an_error_names_the_member_and_the_services_code() {
    const RETURN: &str = "/request/properties/reservationsToExchange/1";
    const PURCHASE: &str = "/request/properties/reservationsToPurchase/1";
    let (null, zero, other) = (Value::Null, json!(0), "InvalidRequest");
    let (quantity, term) = ("InvalidRefundQuantity", "UnsupportedReservationTerm");
    let total = "/orders/1/properties/planInformation/transactions/0/billingCurrencyTotal";
    for (pointer, value, code) in [
        (format!("{RETURN}/quantity"), zero.clone(), quantity),
        (format!("{RETURN}/quantity"), json!(2), quantity),
        (format!("{RETURN}/quantity"), json!(0.5), quantity),
        (format!("{RETURN}/quantity"), json!(-1), quantity),
        (format!("{RETURN}/quantity"), null.clone(), quantity),
        ("/request/properties".into(), null.clone(), other),
        ("/request/properties/reservationsToExchange".into(), json!([]), other),
        ("/request/properties/reservationsToExchange".into(), null.clone(), other),
        ("/orders/1/properties".into(), null.clone(), other),
        ("/orders/0/properties/benefitStartTime".into(), json!("soon"), other),
        ("/orders/0/properties/originalQuantity".into(), zero.clone(), other),
        ("/reservations/1/properties".into(), null.clone(), other),
        ("/reservations/1/properties/quantity".into(), zero.clone(), other),
        ("/reservations/1/properties/reservedResourceType".into(), null.clone(), other),
        ("/reservations/0/properties/billingPlan".into(), json!("Upfront"), other),
        (total.into(), null.clone(), other),
        (format!("{PURCHASE}/properties"), null.clone(), other),
        (format!("{PURCHASE}/properties/term"), json!("P2Y"), term),
        (format!("{PURCHASE}/properties/term"), null.clone(), other),
        (format!("{PURCHASE}/properties/quantity"), zero, quantity),
        (format!("{PURCHASE}/properties/billingPlan"), json!("Weekly"), other),
        (format!("{PURCHASE}/properties/reservedResourceType"), null.clone(), other),
        ("/prices/reservations".into(), json!([]), other),
        ("/prices/reservations".into(), null.clone(), other),
        ("/prices/reservations/0/amount".into(), json!(-0.01), other),
        ("/prices/reservations/0/amount".into(), null, other),
        ("/prices/reservations/1/currencyCode".into(), json!("USD"), other),
        ("/prices/reservations/1/currencyCode".into(), json!("QQQ"), other),
        ("/at".into(), json!("2022-06-14T23:59:59Z"), other),
        ("/at".into(), json!("2025-06-15T00:00:00Z"), other),
    ] {
        let error = error_of(&pointer, value.clone());
        assert_eq!((error.code(), error.target()), (code, path_of(&pointer).as_str()), "{value}: {error}");
    }
    // Where two members contradict each other, one of them is named.
    let returned = "request.properties.reservationsToExchange[1]";
    for (pointer, value, code, target) in [
        ("/orders/1/properties/term".to_owned(), json!("P1Y"), other, "reservations[1].properties.term"),
        (format!("{total}/currencyCode"), json!("EUR"), other, returned),
        (format!("{total}/amount"), json!(-1), other, path_of(&format!("{total}/amount")).as_str()),
        ("/request/properties/reservationsToPurchase".to_owned(), json!([]), other, "prices.reservations"),
    ] {
        let error = error_of(&pointer, value);
        assert_eq!((error.code(), error.target()), (code, target), "{pointer}: {error}");
    }
    let mut nothing = with("/request/properties/reservationsToPurchase", json!([]));
    nothing["prices"] = json!({});
    let error = answer(&nothing).unwrap_err();
    assert_eq!(error.target(), "request.properties.reservationsToPurchase");
}

#[test]
fn one_reservation_without_a_name_is_the_one_that_is_returned_and_one_with_a_name_is_not() {
    let single = |own: Value| {
        let mut line = recorded();
        line["orders"].as_array_mut().unwrap().truncate(1);
        line["orders"][0]["properties"].as_object_mut().unwrap().remove("reservations");
        line["request"]["properties"]["reservationsToExchange"].as_array_mut().unwrap().truncate(1);
        let properties = line["reservations"][0]["properties"].take();
        line["reservations"] = json!([own]);
        line["reservations"][0]["properties"] = properties;
        answer(&line).map_err(|error| error.code().to_owned())
    };
    assert!(single(json!({})).is_ok());
    assert!(single(json!({"name": "r-1"})).is_ok());
    assert!(single(json!({"id": "o-1/r-1"})).is_ok());
    for other in [json!({"name": "r-9"}), json!({"id": "o-1/r-9"}), json!({"id": "o-1/r-9", "name": "r-9"})] {
        assert_eq!(single(other.clone()), Err("InvalidReservationId".to_owned()), "{other}");
    }
}

#[test]
fn an_error_is_shown_with_its_code_and_its_words() {
    let mut line = recorded();
    line["reservations"][0]["properties"]["provisioningState"] = json!("Cancelled");
    let facts = |line: &Value| -> String {
        let orders: Vec<shape::ReservationOrder> = read(&line["orders"]);
        let reservations: Vec<shape::Reservation> = read(&line["reservations"]);
        let request: shape::CalculateExchangeRequest = read(&line["request"]);
        let prices: shape::ExchangePrices = read(&line["prices"]);
        let shapes =
            ExchangeShapes { orders: &orders, reservations: &reservations, request: &request, prices: &prices };
        let facts = exchange(&shapes).unwrap();
        let question = facts.request(super::at("2022-06-28T18:54:11Z"), Requester::Owner).unwrap();
        let decision = ReservationPolicy::from_name("2020-07").unwrap().decide_exchange(&question).unwrap();
        let response = CalculateExchangeOperationResultResponse::new(&request, &decision);
        response.properties.policy_result.policy_errors.unwrap()[0].to_string()
    };
    let shown = facts(&line);
    assert!(shown.starts_with("OperationCannotBePerformedInCurrentState: returned reservation 1"), "{shown}");
}

#[test]
fn a_reservation_that_is_not_there_is_told_apart_from_one_of_another_order() {
    let pointer = "/request/properties/reservationsToExchange/1/reservationId";
    let long = "x".repeat(600);
    let (invalid, elsewhere) = ("InvalidReservationId", "ReservationIdNotInReservationOrder");
    for (id, code) in [
        (json!(""), invalid),
        (Value::Null, invalid),
        (json!(long), invalid),
        (json!("a/b/c"), invalid),
        (json!("r-3"), invalid),
        (json!("o-3/r-3"), invalid),
        (json!("o-1/r-1"), invalid),
        (json!("R-1"), invalid),
        (json!("o-1/r-3"), elsewhere),
        (json!("o-1/r-2"), elsewhere),
        (json!("o-3/r-2"), elsewhere),
    ] {
        let error = error_of(pointer, id.clone());
        assert_eq!((error.code(), error.target()), (code, path_of(pointer).as_str()), "{id:.60}: {error}");
    }
    for (at, value, code) in [
        ("/orders/1/properties/reservations/0/id", json!("r-9"), elsewhere),
        ("/orders/1/id", json!("/providers/other"), "ReservationOrderNotFound"),
    ] {
        let error = error_of(at, value);
        assert_eq!((error.code(), error.target()), (code, path_of(pointer).as_str()), "{at}: {error}");
    }
}

#[test]
fn a_reservation_that_names_no_order_is_found_in_the_one_that_lists_it() {
    let mut line = recorded();
    for (place, name) in [(0, "r-1"), (1, "r-2")] {
        line["reservations"][place]["id"] = json!(name);
        line["request"]["properties"]["reservationsToExchange"][place]["reservationId"] = json!(name);
        line["orders"][place]["properties"]["reservations"][0]["id"] = json!(name);
    }
    let found = answered(&line)["properties"]["reservationsToExchange"].take();
    let refunds: Vec<&Value> = (0..2).map(|place| &found[place]["billingRefundAmount"]["amount"]).collect();
    assert_eq!(refunds, [&json!(49.8), &json!(44.56)]);

    // One that no order lists belongs to the only order there is, and of two orders to neither.
    line["orders"][0]["properties"]["reservations"] = json!([{"id": "no/such/id"}, {}]);
    line["request"]["properties"]["reservationsToExchange"].as_array_mut().unwrap().truncate(1);
    let error = answer(&line).unwrap_err();
    assert_eq!(error.code(), "ReservationOrderNotFound", "{error}");
    line["orders"].as_array_mut().unwrap().truncate(1);
    line["reservations"][1]["id"] = json!("no/such/id");
    assert_eq!(answered(&line)["properties"]["reservationsToExchange"][0]["billingRefundAmount"]["amount"], 49.8);

    // What has no name of its own is meant only where nothing else could be.
    line["reservations"][1] = json!({"name": "r-1", "properties": {}});
    line["reservations"][0].as_object_mut().unwrap().remove("id");
    let error = answer(&line).unwrap_err();
    assert!(error.target().starts_with("reservations[1]"), "{error}");
    line["reservations"].as_array_mut().unwrap().truncate(1);
    assert_eq!(answered(&line)["properties"]["reservationsToExchange"][0]["billingRefundAmount"]["amount"], 49.8);
    line["reservations"][0]["name"] = json!("r-7");
    assert_eq!(answer(&line).unwrap_err().code(), "InvalidReservationId");
}

#[test]
fn what_no_rule_looks_at_may_be_left_out_of_a_purchase() {
    let amount = |line: &Value| answered(line)["properties"]["netPayable"]["amount"].clone();
    let mut line = recorded();
    for place in 0..2 {
        let wanted = line["request"]["properties"]["reservationsToPurchase"][place].as_object_mut().unwrap();
        wanted.remove("sku");
        wanted.remove("location");
        wanted["properties"].as_object_mut().unwrap().remove("billingPlan");
    }
    assert_eq!(amount(&line), amount(&recorded()));
}

#[test]
fn amounts_that_can_not_be_worked_out_are_refused_where_they_stand() {
    let returned = "/orders/1/properties/planInformation/transactions/0";
    let most = json!(184_467_440_737_095_516_u64);
    let large = json!(70_000_000_000_000_000_000_000_000_000_f64);
    let mut line = with(&format!("{returned}/billingCurrencyTotal/amount"), most);
    let error = answer(&line).unwrap_err();
    assert_eq!(error.target(), "request.properties.reservationsToExchange[1]", "{error}");
    line = recorded();
    for place in 0..2 {
        line["prices"]["reservations"][place]["amount"] = large.clone();
    }
    let error = answer(&line).unwrap_err();
    assert_eq!((error.code(), error.target()), ("InvalidRequest", "request.properties"), "{error}");
    // More units are owned, and returned, than the order's payments paid for.
    let mut line = with("/reservations/1/properties/quantity", json!(2));
    line["request"]["properties"]["reservationsToExchange"][1]["quantity"] = json!(2);
    let error = answer(&line).unwrap_err();
    let quantity = "request.properties.reservationsToExchange[1].quantity";
    assert_eq!((error.code(), error.target()), ("InvalidRefundQuantity", quantity), "{error}");
    let long = format!("/{}/reservationOrders/o-2/reservations/r-2", "x".repeat(600));
    let error = error_of("/reservations/1/id", json!(long));
    let id = "request.properties.reservationsToExchange[1].reservationId";
    assert_eq!((error.code(), error.target()), ("InvalidReservationId", id), "{error}");
}

#[test]
fn a_reason_in_the_services_words_is_shown_with_its_code() {
    let facts = |line: &Value| {
        let (orders, reservations): (Vec<_>, Vec<_>) = (read(&line["orders"]), read(&line["reservations"]));
        let (request, prices) = (read(&line["request"]), read(&line["prices"]));
        exchange(&ExchangeShapes { orders: &orders, reservations: &reservations, request: &request, prices: &prices })
    };
    let facts = facts(&recorded()).unwrap();
    let question = facts.request(super::at("2022-06-28T18:54:11Z"), Requester::Customer).unwrap();
    let decision = ReservationPolicy::from_name("2020-07").unwrap().decide_exchange(&question).unwrap();
    let request: shape::CalculateExchangeRequest = read(&recorded()["request"]);
    let error = CalculateExchangeOperationResultResponse::new(&request, &decision).error.unwrap();
    let shown = error.to_string();
    assert!(shown.starts_with("CustomerMustAskPartner: the customer can't exchange"), "{shown}");
}

#[test]
fn where_exchanges_are_asked_for_by_support_request_the_answer_says_so() {
    let body = answered(&with("/policy", json!("2018-10")));
    assert_eq!(body["properties"]["decision"]["channel"], "supportRequest");
    let body = answered(&recorded());
    assert_eq!(body["properties"]["decision"]["channel"], "selfService");
}
