//! Quotes, confirmations, reversals, one after the other.

use chrono::TimeDelta;
use refund_service::Clock;
use serde_json::json;

use crate::support::{Database, NOON, Return, Server, Setup, instant};

#[tokio::test]
async fn a_confirmed_quote_is_in_the_ledger_and_counts() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let quote = server.quote(&Return { bought: 4, returned: 1, ..Return::new("contoso", "1200.48") }.body()).await;
    assert_eq!(quote.status, 200, "{}", quote.text);
    let properties = &quote.body["properties"];
    assert_eq!(properties["billingRefundAmount"], json!({ "currencyCode": "USD", "amount": 300.12 }));
    assert_eq!(properties["decision"]["capRemainingAfter"], "49699.88");
    assert_eq!(server.ledger("contoso").await.body["refundsTotal"], 0, "a quote changes nothing");

    let done = server.confirm("key", &quote.session()).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(done.session(), quote.session());
    assert_eq!(done.body["refund"]["id"], quote.session());
    let ledger = server.ledger("contoso").await.body;
    assert_eq!((&ledger["used"], &ledger["remaining"]), (&json!("300.12"), &json!("49699.88")));
    assert_eq!(ledger["refunds"][0], done.body["refund"]);
    assert_eq!(
        ledger["releases"],
        json!([{ "at": "2027-03-10T12:00:00Z", "amount": "300.12", "remainingAfter": "50000.00" }])
    );
    let next = server.quote(&Return::new("CONTOSO/", "1").body()).await;
    let consumed = &next.body["properties"]["policyResult"]["properties"]["consumedRefundsTotal"]["amount"];
    assert_eq!(consumed, &json!(300.12), "a scope's case and trailing slash do not make another ledger");
    assert_eq!(server.ledger("fabrikam").await.body["used"], "0.00");
    database.remove().await;
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_and_for_another_quote_none() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    let other = server.session(&Return::new("contoso", "1000").body()).await;
    let first = server.confirm("key", &session).await;
    let again = server.confirm("key", &session).await;
    assert_eq!((again.status, &again.text), (200, &first.text));
    assert!(again.is_replayed && !first.is_replayed);
    let reused = server.confirm("key", &other).await;
    assert_eq!((reused.status, reused.code()), (422, "IdempotencyKeyReused"));
    let second = server.confirm("another-key", &session).await;
    assert_eq!((second.status, second.code()), (409, "QuoteAlreadyConfirmed"));
    assert_eq!(second.body["refund"]["id"], session);
    assert_eq!(database.refunds().await.len(), 1);
    database.remove().await;
}

#[tokio::test]
async fn a_refusal_is_stored_under_its_key_too() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let mut body = Return::new("contoso", "1000").body();
    body["requester"] = json!("customer");
    let quote = server.quote(&body).await;
    assert_eq!(quote.body["properties"]["decision"]["approved"], false, "a refusal is an answer, with the amounts");
    let refused = server.confirm("key", &quote.session()).await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    let reason = &quote.body["properties"]["policyResult"]["properties"]["policyErrors"][0];
    assert_eq!(refused.body["error"]["code"], reason["code"]);
    assert_eq!(refused.body["quoted"], quote.body);
    assert_eq!(server.confirm("key", &quote.session()).await.text, refused.text);
    assert_eq!(database.refunds().await, []);
    database.remove().await;
}

#[tokio::test]
async fn a_quote_that_has_changed_is_refused_with_both_quotes_and_the_new_one_can_be_confirmed() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant("2026-03-20T23:59:59.999999Z"));
    let server = database.server(&clock).await;
    let quote = server.quote(&Return::new("contoso", "10960").body()).await;
    assert_eq!(quote.body["properties"]["billingRefundAmount"]["amount"], json!(10860));
    assert_eq!(quote.body["properties"]["decision"]["validUntil"], "2026-03-21T00:00:00Z");
    clock.set(instant("2026-03-21T00:00:00Z"));
    let refused = server.confirm("key", &quote.session()).await;
    assert_eq!((refused.status, refused.code()), (409, "QuoteChanged"), "{}", refused.text);
    assert_eq!(refused.body["quoted"], quote.body);
    assert_eq!(refused.body["current"]["properties"]["billingRefundAmount"]["amount"], json!(10850));
    assert_eq!(database.refunds().await, []);

    let current = refused.body["current"]["properties"]["sessionId"].as_str().unwrap().to_owned();
    let done = server.confirm("second-key", &current).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(database.refunds().await, [(current, 1_085_000)]);
    database.remove().await;
}

#[tokio::test]
async fn a_quote_that_holds_all_day_is_confirmed_hours_later_at_the_amount_that_was_shown() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant("2026-03-20T00:00:00Z"));
    let server = database.server(&clock).await;
    let session = server.session(&Return::new("contoso", "10960").body()).await;
    clock.set(instant("2026-03-20T23:59:59.999999Z"));
    let done = server.confirm("key", &session).await;
    assert_eq!(
        (done.status, &done.body["refund"]["at"]),
        (200, &json!("2026-03-20T23:59:59.999999Z")),
        "{}",
        done.text
    );
    assert_eq!(database.refunds().await, [(session, 1_086_000)]);
    database.remove().await;
}

#[tokio::test]
async fn a_quote_whose_term_is_over_is_no_longer_possible() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant(NOON));
    let server = database.server(&clock).await;
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    clock.set(instant("2029-03-10T00:00:00Z"));
    let refused = server.confirm("key", &session).await;
    assert_eq!((refused.status, refused.code()), (409, "QuoteNoLongerPossible"), "{}", refused.text);
    database.remove().await;
}

#[tokio::test]
async fn a_reservation_is_not_returned_twice() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let part = Return { bought: 4, returned: 3, ..Return::new("contoso", "4000") };
    let (first, second) =
        (server.session(&part.body()).await, server.session(&Return { returned: 2, ..part.clone() }.body()).await);
    let elsewhere = server.session(&Return { scope: "fabrikam".to_owned(), ..part.clone() }.body()).await;
    assert_eq!(server.confirm("a", &first).await.status, 200);
    for (key, session) in [("b", &second), ("c", &elsewhere)] {
        let refused = server.confirm(key, session).await;
        assert_eq!((refused.status, refused.code()), (409, "ReservationChanged"), "{}", refused.text);
    }
    let too_many = server.quote(&Return { returned: 2, ..part.clone() }.body()).await;
    assert_eq!((too_many.status, too_many.code()), (400, "InvalidRefundQuantity"), "{}", too_many.text);
    let rest = server.session(&Return { returned: 1, ..part }.body()).await;
    assert_eq!(server.confirm("d", &rest).await.status, 200);
    database.remove().await;
}

#[tokio::test]
async fn a_reversal_gives_the_cap_back_and_changes_nothing_the_second_time() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant(NOON));
    let server = database.server(&clock).await;
    let whole = Return::new("contoso", "50000");
    let session = server.session(&whole.body()).await;
    assert_eq!(server.confirm("a", &session).await.status, 200, "exactly the limit passes");
    let cent = server.session(&Return::new("contoso", "0.01").body()).await;
    let refused = server.confirm("b", &cent).await;
    assert_eq!((refused.status, refused.code()), (409, "RefundLimitExceeded"), "{}", refused.text);
    let earliest = &refused.body["current"]["properties"]["decision"]["earliestAllowed"];
    assert_eq!(earliest, "2027-03-10T12:00:00Z");

    assert_eq!(server.reverse("fabrikam", &session).await.code(), "RefundNotFound");
    let reversed = server.reverse("contoso", &session).await;
    assert_eq!((reversed.status, &reversed.body["reversedAt"]), (200, &json!(NOON)), "{}", reversed.text);
    clock.set(instant(NOON) + TimeDelta::hours(1));
    assert_eq!(server.reverse("contoso", &session).await.text, reversed.text);
    assert_eq!(server.ledger("contoso").await.body["remaining"], "50000.00");
    assert_eq!(server.confirm("c", &cent).await.status, 200, "the quote that did not fit does now");
    let again = server.session(&Return { dollars: "49999.99".to_owned(), ..whole }.body()).await;
    assert_eq!(server.confirm("d", &again).await.status, 200, "what was reversed can be returned again");
    assert_eq!(server.ledger("contoso").await.body["remaining"], "0.00");
    database.remove().await;
}

#[tokio::test]
async fn what_was_refunded_comes_back_after_the_window() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant(NOON));
    let server = database.server(&clock).await;
    let session = server.session(&Return::new("contoso", "30000").body()).await;
    assert_eq!(server.confirm("a", &session).await.status, 200);
    for (at, remaining) in [
        ("2027-03-10T11:59:59.999999Z", "20000.00"),
        ("2027-03-10T12:00:00Z", "50000.00"),
        ("2028-03-10T12:00:00Z", "50000.00"),
    ] {
        clock.set(instant(at));
        let ledger = server.ledger("contoso").await.body;
        assert_eq!((&ledger["remaining"], &ledger["refundsTotal"]), (&json!(remaining), &json!(1)), "{at}");
    }
    database.remove().await;
}

#[tokio::test]
async fn nothing_is_decided_by_a_clock_far_behind_the_ledger() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant("2026-03-11T12:00:00Z"));
    let server = database.server(&clock).await;
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    assert_eq!(server.confirm("a", &session).await.status, 200);
    clock.set(instant("2026-03-11T11:59:30Z"));
    assert_eq!(server.ledger("contoso").await.body["asOf"], "2026-03-11T12:00:00Z", "a little behind is no harm");
    clock.set(instant("2026-03-11T11:58:59Z"));
    let ledger = server.ledger("contoso").await;
    assert_eq!(
        (ledger.status, &ledger.body["clockBehind"]),
        (200, &json!("2026-03-11T11:58:59Z")),
        "it stays readable"
    );
    let refused = server.quote(&Return::new("contoso", "1000").body()).await;
    assert_eq!((refused.status, refused.code()), (503, "ClockBehindLedger"), "{}", refused.text);
    assert_eq!(
        server.quote(&Return::new("fabrikam", "1000").body()).await.status,
        200,
        "other scopes are not concerned"
    );
    database.remove().await;
}

#[tokio::test]
async fn a_quote_outlives_a_change_of_policy_only_when_its_amounts_do() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant("2026-03-12T12:00:00Z"));
    let observed = database.server(&clock).await;
    let written = Server::start(&database.url, clock.clone(), Setup { policy: "2020-07", ..Setup::default() }).await;
    let inside_the_window = observed.session(&Return::new("contoso", "10960").body()).await;
    let refused = written.confirm("a", &inside_the_window).await;
    assert_eq!((refused.status, refused.code()), (409, "QuoteChanged"), "{}", refused.text);
    clock.set(instant("2026-03-20T12:00:00Z"));
    let prorated = observed.session(&Return::new("contoso", "10960").body()).await;
    let done = written.confirm("b", &prorated).await;
    assert_eq!((done.status, &done.body["refund"]["policy"]), (200, &json!("2020-07")), "{}", done.text);
    database.remove().await;
}
