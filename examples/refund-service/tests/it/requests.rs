//! What is wrong with a request is said, and nothing is done.

use refund_service::Clock;
use serde_json::{Value, json};

use crate::support::{Answer, Database, NOON, Return, instant};

#[tokio::test]
async fn a_request_that_makes_no_sense_is_a_400_that_names_the_member() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let good = Return::new("contoso", "1000").body();
    let changed = |pointer: &str, member: &str, value: Value| {
        let mut body = good.clone();
        body.pointer_mut(pointer).unwrap()[member] = value;
        body.to_string()
    };
    let returned = "/request/properties/reservationToReturn";
    for (body, code, target) in [
        (String::new(), "InvalidRequest", ""),
        ("[]".to_owned(), "InvalidRequest", ""),
        ("{}".to_owned(), "InvalidRequest", "scope"),
        (format!("{good} {good}"), "InvalidRequest", ""),
        (changed("", "at", json!(NOON)), "InvalidRequest", "at"),
        (changed("", "refunds", json!([])), "InvalidRequest", "refunds"),
        (changed("", "policy", json!("2018-10")), "InvalidRequest", "policy"),
        (changed("", "policy", json!({ "base": "2020-07" })), "InvalidRequest", "policy"),
        (changed("", "operation", json!("market")), "InvalidRequest", "operation"),
        (changed("", "scope", json!("  ")), "InvalidRequest", "scope"),
        (changed("", "scope", json!("a\u{0}b")), "InvalidRequest", "scope"),
        (changed("", "requester", json!("me")), "InvalidRequest", "requester"),
        (
            changed("", "currentPrice", json!({ "currencyCode": "EUR", "amount": 1 })),
            "InvalidRequest",
            "currentPrice.currencyCode",
        ),
        (changed("", "earlyTerminationFeeRate", json!("2")), "InvalidRequest", "earlyTerminationFeeRate"),
        (
            changed(returned, "quantity", json!(2)),
            "InvalidRefundQuantity",
            "request.properties.reservationToReturn.quantity",
        ),
        (
            changed(returned, "quantity", json!("x")),
            "InvalidRefundQuantity",
            "request.properties.reservationToReturn.quantity",
        ),
        (
            changed(returned, "reservationId", json!("a/b/c")),
            "InvalidReservationId",
            "request.properties.reservationToReturn.reservationId",
        ),
        (changed("/order/properties", "term", json!("P2Y")), "UnsupportedReservationTerm", "order.properties.term"),
        (
            changed("/order/properties", "requestDateTime", json!("2026-03-11T00:00:00Z")),
            "InvalidRequest",
            "reservation",
        ),
    ] {
        let answer = Answer::of(server.post("/quote").body(body.clone())).await;
        let error = &answer.body["error"];
        let told = (answer.status, error["code"].as_str(), error["target"].as_str());
        assert_eq!(told, (400, Some(code), Some(target)), "{body} gave {}", answer.text);
    }
    let unknown = Answer::of(server.post("/quote").body(changed("", "requestor", json!("owner")))).await;
    assert_eq!((unknown.status, unknown.code()), (400, "InvalidRequest"), "{}", unknown.text);
    let bytes = Answer::of(server.post("/quote").body(vec![0xff, 0xfe])).await;
    assert_eq!(bytes.status, 400, "{}", bytes.text);
    let large = Answer::of(server.post("/quote").body(" ".repeat(2 << 20))).await;
    assert_eq!(large.status, 413, "{}", large.text);
    database.remove().await;
}

#[tokio::test]
async fn a_confirmation_needs_a_key_and_a_known_quote() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    let body = json!({ "sessionId": session }).to_string();
    let without = Answer::of(server.post("/confirm").body(body.clone())).await;
    assert_eq!((without.status, without.code()), (400, "InvalidIdempotencyKey"));
    let too_long = "k".repeat(201);
    for key in ["", "two words", too_long.as_str()] {
        let answer = server.confirm(key, &session).await;
        assert_eq!((answer.status, answer.code()), (400, "InvalidIdempotencyKey"), "`{key}`");
    }
    let unknown = server.confirm("key", "00000000-0000-4000-8000-000000000000").await;
    assert_eq!((unknown.status, unknown.code()), (404, "QuoteNotFound"));
    for body in ["{}", r#"{"sessionId":"x"}"#, r#"{"sessionId":null}"#, "null"] {
        let answer = Answer::of(server.post("/confirm").header("idempotency-key", "key").body(body)).await;
        assert_eq!((answer.status, answer.code()), (400, "InvalidRequest"), "{body}");
    }
    assert_eq!(database.refunds().await, []);
    database.remove().await;
}

#[tokio::test]
async fn paths_and_methods_that_are_not_there_are_told_in_json() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    assert_eq!(server.get("/nothing").await.code(), "NotFound");
    let wrong_method = server.get("/confirm").await;
    assert_eq!((wrong_method.status, wrong_method.code()), (405, "MethodNotAllowed"));
    assert_eq!(server.get("/health").await.body["status"], "ok");
    assert_eq!(server.get("/scopes/contoso/ledger?limit=0").await.code(), "InvalidRequest");
    assert_eq!(server.reverse("contoso", "x").await.code(), "RefundNotFound");
    let page = server.get("/").await;
    assert!(page.status == 200 && page.text.starts_with("<!doctype html>"), "{}", page.text);
    database.remove().await;
}
