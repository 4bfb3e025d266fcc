//! `calculateExchange`: the recorded exchange X01, as far as its members are known, and what can be wrong with it.

use serde_json::{Value, json};

use super::{answer, error, member};

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
            "location": "westeurope",
            "sku": {"name": "Standard_F1"},
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
                "displayName": "VM \"RI\" \\ 1",
                "appliedScopeType": "SomeNewScope",
                "renew": false,
            },
        })
    };
    json!({
        "operation": "calculateExchange",
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

/// The recorded line with the value at a path replaced, or added to an object.
fn with(path: &str, value: Value) -> Value {
    let mut line = recorded();
    put(&mut line, path, value);
    line
}

fn put(line: &mut Value, path: &str, value: Value) {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let holder = line.pointer_mut(parent).unwrap_or_else(|| panic!("{path}"));
    match name.parse::<usize>() {
        Ok(place) => holder[place] = value,
        Err(_) => holder[name] = value,
    }
}

fn asked(line: &Value) -> String {
    answer(&line.to_string())
}

fn body(line: &Value) -> Value {
    let answer = asked(line);
    assert_eq!(member(&answer, "status"), "200", "{answer}");
    serde_json::from_str(&member(&answer, "body")).unwrap()
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

fn is_refused(line: &Value, code: &str, target: &str) {
    let found = error(&asked(line));
    assert_eq!((found.0.as_str(), found.1.as_str()), (code, target), "{}", found.2);
}

const INVALID: &str = "InvalidRequest";

#[test]
fn the_recorded_exchange_is_answered_member_by_member() {
    let line = recorded();
    let body = body(&line);
    let session = body["properties"]["sessionId"].as_str().unwrap();
    assert_eq!((body["name"].as_str(), body["status"].as_str()), (Some(session), Some("Succeeded")));
    assert_eq!(body["id"], format!("/providers/Microsoft.Capacity/operationResults/{session}"));
    assert!(body.get("error").is_none());
    let gbp = |amount: f64| json!({"currencyCode": "GBP", "amount": amount});
    let properties = &body["properties"];
    assert_eq!(properties["netPayable"], gbp(4311.54));
    assert_eq!(properties["refundsTotal"], gbp(5598.46));
    assert_eq!(properties["purchasesTotal"], json!({"currencyCode": "GBP", "amount": 9910}));
    let wanted = &line["request"]["properties"]["reservationsToPurchase"];
    assert_eq!(
        properties["reservationsToPurchase"],
        json!([
            {"properties": wanted[0], "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 4248}},
            {"properties": wanted[1], "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 5662}},
        ])
    );
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
    let decision = &properties["decision"];
    assert_eq!(decision["approved"], true);
    assert_eq!(decision["verdict"], "approved");
    assert_eq!(
        decision["returns"][0]["period"],
        json!({"start": "2022-06-17", "end": "2022-07-17", "usedDays": 11, "days": 30,
            "payment": 1, "paid": true, "dueDate": "2022-06-17"})
    );
    assert_eq!(
        (&decision["returns"][0]["value"], &decision["returns"][1]["value"]),
        (&json!("2801.85"), &json!("2796.61"))
    );
    assert_eq!(decision["purchases"][0], json!({"start": "2022-06-28", "end": "2025-06-28"}));
    assert_eq!(decision["returnedValue"], "5598.46");
    assert_eq!(decision["countsTowardCap"], "0.00");
    assert_eq!(decision["validUntil"], "2022-06-29T00:00:00Z");
}

#[test]
fn a_refusal_has_every_reason_and_all_amounts() {
    let mut line = with("/prices/reservations/1/amount", json!(1350.459));
    put(&mut line, "/reservations/0/properties/provisioningState", json!("Cancelled"));
    let body = body(&line);
    assert_eq!(body["status"], "Failed");
    assert_eq!(body["error"]["code"], "OperationCannotBePerformedInCurrentState");
    let properties = &body["properties"];
    let codes: Vec<&Value> =
        properties["decision"]["reasons"].as_array().unwrap().iter().map(|reason| &reason["code"]).collect();
    assert_eq!(codes, ["OperationCannotBePerformedInCurrentState", "NewTotalTooSmall"]);
    assert_eq!(properties["policyResult"]["policyErrors"].as_array().unwrap().len(), 2);
    assert_eq!(properties["decision"]["missing"], "0.001");
    assert_eq!(properties["netPayable"]["amount"], -0.001);
    assert_eq!(properties["reservationsToExchange"][0]["billingRefundAmount"]["amount"], 49.8);
}

#[test]
fn purchases_are_repeated_as_they_were_written_on_one_line() {
    let pretty = serde_json::to_string_pretty(&recorded()).unwrap().replace("4248.0", "12345678901234567.89");
    let found = answer(&pretty);
    assert_eq!(member(&found, "body.properties.netPayable.amount"), "12345678901234631.43");
    assert!(found.contains(r#""displayName":"VM \"RI\" \\ 1","#), "{found}");
}

#[test]
fn savings_plans_are_priced_by_their_hours() {
    let plan = |name: &str| {
        json!({
            "sku": {"name": name},
            "properties": {"term": "P1Y", "billingPlan": "P1M", "appliedScopeType": "Shared",
                "commitment": {"currencyCode": "GBP", "amount": 0.629, "grain": "Hourly"}},
        })
    };
    let mut line = with("/at", json!("2022-10-10T00:00:00Z"));
    put(&mut line, "/policy", json!("2022-10"));
    put(&mut line, "/request/properties/reservationsToPurchase", json!([]));
    put(&mut line, "/prices", json!({"reservations": [], "savingsPlans": []}));
    put(&mut line, "/request/properties/savingsPlansToPurchase", json!([plan("Compute_Savings_Plan")]));
    let bought = &body(&line)["properties"]["savingsPlansToPurchase"];
    assert_eq!(
        bought,
        &json!([{"properties": plan("Compute_Savings_Plan"), "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 5510.04}}])
    );
    let mut database = line.clone();
    put(&mut database, "/request/properties/savingsPlansToPurchase", json!([plan("Database_Savings_Plan")]));
    assert_eq!(body(&database)["error"]["code"], "TradeInNotOffered");
    let price = |amount: f64| json!({"savingsPlans": [{"currencyCode": "GBP", "amount": amount}]});
    put(&mut line, "/prices", price(5510.04));
    assert_eq!(member(&asked(&line), "status"), "200");
    put(&mut line, "/prices", price(5510.05));
    is_refused(&line, INVALID, "prices.savingsPlans[0]");
    put(&mut line, "/prices", json!({}));

    let term = "UnsupportedReservationTerm";
    for (path, value, code, target) in [
        ("properties/term", json!("P5Y"), term, ".properties.term"),
        ("properties/term", json!("P2Y"), term, ".properties.term"),
        ("properties/term", Value::Null, INVALID, ".properties.term"),
        ("properties/commitment/grain", json!("Daily"), INVALID, ".properties.commitment.grain"),
        ("properties/commitment/amount", json!(-1), INVALID, ".properties.commitment.amount"),
        ("properties/commitment/currencyCode", json!("USD"), INVALID, ".properties.commitment.currencyCode"),
        ("properties/commitment", Value::Null, INVALID, ".properties.commitment"),
        ("properties/commitment/amount", Value::Null, INVALID, ".properties.commitment.amount"),
        ("sku/name", json!("Machine_Savings_Plan"), INVALID, ".sku.name"),
        ("properties", Value::Null, INVALID, ".properties"),
    ] {
        let mut line = line.clone();
        put(&mut line, &format!("/request/properties/savingsPlansToPurchase/0/{path}"), value);
        is_refused(&line, code, &format!("request.properties.savingsPlansToPurchase[0]{target}"));
    }
}

#[test]
fn the_name_of_a_quote_is_not_of_the_second() {
    let session = |line: &Value| body(line)["properties"]["sessionId"].as_str().unwrap().to_owned();
    let line = recorded();
    assert_eq!(session(&line), session(&with("/at", json!("2022-06-28T00:00:00Z"))));
    for (path, value) in [
        ("/at", json!("2022-06-29T00:00:00Z")),
        ("/policy", json!("2020-07+observed")),
        ("/prices/reservations/0/amount", json!(4248.01)),
        ("/request/properties/reservationsToPurchase/0/sku/name", json!("Standard_B1ms")),
    ] {
        assert_ne!(session(&line), session(&with(path, value)), "{path}");
    }
}

#[test]
fn what_the_line_adds_belongs_to_each_returned_reservation() {
    let value = |line: &Value, place: usize| body(line)["properties"]["decision"]["returns"][place]["value"].clone();
    let mut lower = with("/returns", json!([null, {"currentPrice": {"currencyCode": "GBP", "amount": 30}}]));
    put(&mut lower, "/policy", json!("2020-07"));
    assert_eq!((value(&lower, 0), value(&lower, 1)), (json!("2801.85"), json!("2769.05")));
    for (returns, target) in [
        (json!([{}, {}, {}]), "returns[2]"),
        (json!([{"quantity": 1}]), "returns[0].quantity"),
        (json!([{"paidQuantity": 0}]), "returns[0].paidQuantity"),
        (json!([{"finalExchangesUsed": -1}]), "returns[0].finalExchangesUsed"),
        (json!([{"currentPrice": {"currencyCode": "USD", "amount": 30}}]), "returns[0].currentPrice.currencyCode"),
        (json!({"currentPrice": 1}), "returns"),
    ] {
        is_refused(&with("/returns", returns), INVALID, target);
    }
    let mut split = with("/returns", json!([{"paidQuantity": 2}]));
    put(&mut split, "/reservations/0/properties/quantity", json!(2));
    put(&mut split, "/orders/0/properties/originalQuantity", json!(2));
    put(&mut split, "/request/properties/reservationsToExchange/0/quantity", json!(1));
    assert_eq!(value(&split, 0), json!("1401.10"), "half of 78.63 is 39.32 GBP");
    put(&mut split, "/returns", json!([{"paidQuantity": 1}]));
    is_refused(&split, INVALID, "returns[0].paidQuantity");

    let used_up = json!([{"finalExchangesUsed": 1}]);
    let mut later = with("/returns", used_up);
    put(&mut later, "/policy", json!("2027-02"));
    assert_eq!(member(&asked(&later), "status"), "200");
}

#[test]
fn a_swap_that_would_do_is_named_in_the_remarks() {
    let mut line = recorded();
    for list in ["orders", "reservations"] {
        line[list].as_array_mut().unwrap().truncate(1);
    }
    let request = &mut line["request"]["properties"];
    request["reservationsToExchange"].as_array_mut().unwrap().truncate(1);
    request["reservationsToPurchase"].as_array_mut().unwrap().truncate(1);
    request["reservationsToPurchase"][0]["sku"]["name"] = json!("Standard_F1s");
    line["prices"]["reservations"].as_array_mut().unwrap().truncate(1);
    let remarks = &body(&line)["properties"]["decision"]["remarks"];
    assert_eq!(
        (&remarks[0]["rule"], &remarks[0]["code"]),
        (&json!("EXC-15"), &json!("StorageSwapPossible")),
        "{remarks}"
    );
}

#[test]
fn the_account_and_the_savings_plan_role_are_read_as_in_a_refund() {
    let settled = with("/account", json!({"agreement": "csp"}));
    assert!(body(&settled)["properties"]["decision"]["settlement"].is_array());
    assert_eq!(body(&recorded())["properties"]["decision"]["settlement"], Value::Null);
    for (name, value) in
        [("savingsPlanRole", json!(true)), ("unused", json!(true)), ("assumeScheduledPayments", json!(true))]
    {
        assert_eq!(member(&asked(&with(&format!("/{name}"), value)), "status"), "200", "{name}");
        is_refused(&with(&format!("/{name}"), json!("yes")), INVALID, name);
    }
    is_refused(&with("/refunds", json!([])), INVALID, "refunds");
    is_refused(&with("/prices/reservation", json!([])), INVALID, "prices.reservation");
}

#[test]
fn ids_are_found_by_their_last_parts_in_any_case() {
    let returned = "/request/properties/reservationsToExchange/0/reservationId";
    let plain = body(&recorded())["properties"]["reservationsToExchange"].clone();
    for id in ["o-1/r-1", "R-1", "/reservationOrders/O-1/reservations/R-1", "/x/reservations/r-1"] {
        assert_eq!(body(&with(returned, json!(id)))["properties"]["reservationsToExchange"], plain, "{id}");
    }
    // The lists may be in any order, and hold more than is returned.
    let mut line = recorded();
    line["orders"].as_array_mut().unwrap().reverse();
    line["reservations"].as_array_mut().unwrap().reverse();
    line["orders"].as_array_mut().unwrap().push(json!({"id": "unrelated"}));
    line["reservations"].as_array_mut().unwrap().push(json!({}));
    assert_eq!(body(&line)["properties"]["reservationsToExchange"], plain);
    // One order and one reservation need no ids of their own.
    let mut line = recorded();
    for list in ["orders", "reservations"] {
        line[list].as_array_mut().unwrap().truncate(1);
        line[list][0].as_object_mut().unwrap().remove("id");
        line[list][0].as_object_mut().unwrap().remove("name");
    }
    line["request"]["properties"]["reservationsToExchange"].as_array_mut().unwrap().truncate(1);
    assert_eq!(body(&line)["properties"]["reservationsToExchange"][0]["billingRefundAmount"]["amount"], 49.8);
}

#[test]
fn one_reservation_is_listed_once_in_any_spelling() {
    let returned = "/request/properties/reservationsToExchange/1/reservationId";
    for id in ["o-1/r-1", "R-1", "/reservationOrders/o-1/reservations/r-1/", "r-1?api-version=2022-11-01"] {
        is_refused(&with(returned, json!(id)), "InvalidReservationId", &path_of(returned));
    }
    let mut line = recorded();
    let first = line["reservations"][0].clone();
    line["reservations"].as_array_mut().unwrap().push(first);
    line["reservations"][2]["id"] = json!("O-1/R-1");
    is_refused(&line, "InvalidReservationId", "reservations[2].id");
}

#[test]
fn an_error_names_the_member_and_the_services_code() {
    const RETURN: &str = "/request/properties/reservationsToExchange/1";
    const PURCHASE: &str = "/request/properties/reservationsToPurchase/1";
    let (null, zero) = (Value::Null, json!(0));
    let (quantity, term) = ("InvalidRefundQuantity", "UnsupportedReservationTerm");
    let total = "/orders/1/properties/planInformation/transactions/0/billingCurrencyTotal";
    for (pointer, value, code) in [
        (format!("{RETURN}/quantity"), zero.clone(), quantity),
        (format!("{RETURN}/quantity"), json!(2), quantity),
        (format!("{RETURN}/quantity"), json!("1"), quantity),
        (format!("{RETURN}/quantity"), null.clone(), quantity),
        ("/request/properties".into(), null.clone(), INVALID),
        ("/request/properties/reservationsToExchange".into(), json!([]), INVALID),
        ("/request/properties/reservationsToExchange".into(), null.clone(), INVALID),
        ("/orders".into(), null.clone(), INVALID),
        ("/orders".into(), json!({}), INVALID),
        ("/orders/1/properties".into(), null.clone(), INVALID),
        ("/orders/0/properties/benefitStartTime".into(), json!("soon"), INVALID),
        ("/orders/0/properties/originalQuantity".into(), zero.clone(), INVALID),
        ("/reservations/1/properties".into(), null.clone(), INVALID),
        ("/reservations/1/properties/quantity".into(), zero.clone(), INVALID),
        ("/reservations/1/properties/reservedResourceType".into(), null.clone(), INVALID),
        ("/reservations/0/properties/billingPlan".into(), json!("Upfront"), INVALID),
        (total.into(), null.clone(), INVALID),
        (format!("{PURCHASE}/properties"), null.clone(), INVALID),
        (format!("{PURCHASE}/properties/term"), json!("P2Y"), term),
        (format!("{PURCHASE}/properties/quantity"), zero, quantity),
        (format!("{PURCHASE}/properties/billingPlan"), json!("Weekly"), INVALID),
        (format!("{PURCHASE}/properties/reservedResourceType"), null.clone(), INVALID),
        ("/prices/reservations".into(), json!([]), INVALID),
        ("/prices/reservations".into(), null.clone(), INVALID),
        ("/prices/reservations/0/amount".into(), json!(-0.01), INVALID),
        ("/prices/reservations/0/amount".into(), null, INVALID),
        ("/prices/reservations/1/currencyCode".into(), json!("USD"), INVALID),
        ("/prices/reservations/1/currencyCode".into(), json!("QQQ"), INVALID),
        ("/at".into(), json!("2025-06-15T00:00:00Z"), INVALID),
    ] {
        is_refused(&with(&pointer, value), code, &path_of(&pointer));
    }
    // Where two members contradict each other, one of them is named.
    let returned = "request.properties.reservationsToExchange[1]";
    is_refused(&with("/orders/1/properties/term", json!("P1Y")), INVALID, "reservations[1].properties.term");
    is_refused(&with(&format!("{total}/currencyCode"), json!("EUR")), INVALID, returned);
    let nothing = with("/request/properties/reservationsToPurchase", json!([]));
    is_refused(&nothing, INVALID, "prices.reservations");
    let mut nothing = nothing;
    put(&mut nothing, "/prices", json!({}));
    is_refused(&nothing, INVALID, "request.properties.reservationsToPurchase");
}

#[test]
fn a_reservation_that_is_not_there_differs_from_one_of_another_order() {
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
        (json!("o-1/r-3"), elsewhere),
        (json!("o-1/r-2"), elsewhere),
        (json!("o-3/r-2"), elsewhere),
    ] {
        is_refused(&with(pointer, id), code, &path_of(pointer));
    }
    for (at, value, code) in [
        ("/orders/1/properties/reservations/0/id", json!("r-9"), elsewhere),
        ("/orders/1/id", json!("/providers/other"), "ReservationOrderNotFound"),
    ] {
        is_refused(&with(at, value), code, &path_of(pointer));
    }
}
