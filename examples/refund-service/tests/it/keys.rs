//! One reservation, one key: a unit is returned once, whatever its id looks like and whatever a client says was bought.

use std::borrow::Cow;

use refund_service::Clock;
use serde_json::{Value, json};
use sqlx::Executor;

use crate::support::{Database, NOON, Return, instant};

const ORDER: &str = "11111111-aaaa-4bbb-8ccc-000000000001";
const NAME: &str = "22222222-aaaa-4bbb-8ccc-000000000001";

fn spellings() -> [String; 8] {
    let path = format!("/providers/Microsoft.Capacity/reservationOrders/{ORDER}/reservations/{NAME}");
    [
        path.clone(),
        format!("{ORDER}/{NAME}"),
        NAME.to_owned(),
        format!("{path}/"),
        format!(" {path}"),
        format!("/subscriptions/0{path}"),
        format!("{path}?api-version=2022-11-01"),
        path.to_uppercase(),
    ]
}

fn body(id: &str) -> Value {
    let mut body = Return::new("contoso", "1000").body();
    body["order"]["id"] = json!(format!("/providers/Microsoft.Capacity/reservationOrders/{ORDER}"));
    body["order"]["properties"]["reservations"] = json!([{ "id": spellings()[0] }]);
    body["reservation"]["id"] = json!(id);
    body["request"]["properties"]["reservationToReturn"]["reservationId"] = json!(id);
    body
}

#[tokio::test]
async fn a_unit_is_returned_once_for_every_spelling_of_its_id() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let mut sessions = Vec::new();
    for spelling in spellings() {
        let quote = server.quote(&body(&spelling)).await;
        // What is refused as an id can not be confirmed either.
        match quote.status {
            200 => sessions.push(quote.session()),
            _ => assert_eq!(quote.status, 400, "{spelling}: {}", quote.text),
        }
    }
    assert!(sessions.len() >= 5, "only {} spellings were read", sessions.len());
    for (index, session) in sessions.iter().enumerate() {
        let answer = server.confirm(&format!("key-{index}"), session).await;
        assert_eq!(answer.status, if index == 0 { 200 } else { 409 }, "{}", answer.text);
    }
    for spelling in spellings() {
        assert_eq!(server.quote(&body(&spelling)).await.status, 400, "{spelling}");
    }
    assert_eq!(database.refunds().await.len(), 1);
    database.remove().await;
}

#[tokio::test]
async fn the_units_of_the_first_return_are_never_raised() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let one = Return::new("contoso", "1000");
    let session = server.session(&one.body()).await;
    assert_eq!(server.confirm("a", &session).await.status, 200);
    let more = Return { bought: 2, returned: 1, ..one.clone() }.body();
    let mut paid = one.body();
    paid["order"]["properties"].as_object_mut().unwrap().remove("originalQuantity");
    paid["paidQuantity"] = json!(1);
    for body in [one.body(), more, paid] {
        let again = server.quote(&body).await;
        assert_eq!((again.status, again.code()), (400, "InvalidRefundQuantity"), "{body} gave {}", again.text);
    }

    // The same without `originalQuantity` from the start.
    let mut paid = Return::new("contoso", "1000").body();
    paid["order"]["properties"].as_object_mut().unwrap().remove("originalQuantity");
    paid["paidQuantity"] = json!(1);
    let session = server.session(&paid).await;
    assert_eq!(server.confirm("b", &session).await.status, 200);
    assert_eq!(server.quote(&paid).await.code(), "InvalidRefundQuantity");
    assert_eq!(database.refunds().await.len(), 2);
    database.remove().await;
}

#[tokio::test]
async fn of_two_quotes_that_differ_in_the_units_bought_the_second_can_not_be_confirmed() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let one = Return::new("contoso", "1000");
    let first = server.session(&one.body()).await;
    let second = server.session(&Return { bought: 9, scope: "fabrikam".to_owned(), ..one }.body()).await;
    assert_eq!(server.confirm("a", &first).await.status, 200);
    assert_eq!(server.confirm("b", &second).await.code(), "ReservationChanged");
    database.remove().await;
}

#[tokio::test]
async fn refunds_of_the_first_edition_get_the_canonical_key() {
    let database = Database::new().await;
    // SQLite does not make a file unless it is asked to.
    if !database.is_postgres() {
        std::fs::write(&database.url, "").unwrap();
    }
    let mut old = database.connect().await;
    let mut first = sqlx::migrate!();
    first.migrations = Cow::Owned(first.migrations.iter().filter(|one| one.version == 1).cloned().collect());
    first.run(&mut old).await.unwrap();
    old.execute("INSERT INTO scopes VALUES ('contoso', 3, 1773000000000000)").await.unwrap();
    let rows = [spellings()[0].to_lowercase(), format!("{ORDER}/{NAME}"), "other/7".to_owned()];
    for (index, reservation) in (0_i64..).zip(&rows) {
        let (at, request) = (1_773_000_000_000_000 - 1_000_000 * index, body(NAME).to_string());
        sqlx::query("INSERT INTO quotes VALUES ($1, 'contoso', $2, '2020-07', $3, 1, 'amounts', $4, '{\"old\":true}')")
            .bind(format!("00000000-0000-4000-8000-00000000000{index}"))
            .bind(at)
            .bind(reservation)
            .bind(request)
            .execute(&mut old)
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO refunds VALUES ($1, 'contoso', $2, '2020-07', $3, 1, 1, 10000, 10000, 10000, 'USD', NULL)",
        )
        .bind(format!("00000000-0000-4000-8000-00000000000{index}"))
        .bind(at)
        .bind(reservation)
        .execute(&mut old)
        .await
        .unwrap();
    }
    let unconfirmed = "00000000-0000-4000-8000-00000000000a";
    sqlx::query("INSERT INTO quotes VALUES ($1, 'contoso', 1, '2020-07', 'x/y', 1, 'amounts', '{}', '{\"old\":true}')")
        .bind(unconfirmed)
        .execute(&mut old)
        .await
        .unwrap();

    let clock = Clock::standing_at(instant(NOON));
    drop(database.server(&clock).await);
    let server = database.server(&clock).await;
    let rows = sqlx::query_as("SELECT reservation, number FROM refunds ORDER BY at_micros");
    let rows: Vec<(String, i64)> = rows.fetch_all(&mut old).await.unwrap();
    assert_eq!(rows, [("7".to_owned(), 1), (NAME.to_owned(), 1), (NAME.to_owned(), 2)]);
    let ledger = server.ledger("contoso").await;
    assert_eq!((&ledger.body["used"], &ledger.body["refundsTotal"]), (&json!("300.00"), &json!(3)), "{}", ledger.text);
    assert_eq!(server.quote(&body(NAME)).await.code(), "InvalidRefundQuantity");
    let refused = server.confirm("key", unconfirmed).await;
    assert_eq!((refused.status, refused.code()), (409, "QuoteNoLongerPossible"), "{}", refused.text);
    database.remove().await;
}

#[tokio::test]
async fn the_database_itself_holds_the_cap_and_the_units() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let whole = Return { bought: 2, returned: 1, ..Return::new("contoso", "99999.98") };
    let session = server.session(&whole.body()).await;
    assert_eq!(server.confirm("a", &session).await.status, 200);
    // A service without any check of its own would write this.
    let rest = server.session(&whole.body()).await;
    let mut broken = database.connect().await;
    let mut insert = async |scope: &str, number: i64, quantity: i64, cents: i64| {
        sqlx::query(
            "INSERT INTO refunds SELECT $1, $2, at_micros, policy, reservation, $3, $4, $5, $5, $5, 'USD', NULL
             FROM refunds WHERE number = 1",
        )
        .bind(&rest)
        .bind(scope)
        .bind(number)
        .bind(quantity)
        .bind(cents)
        .execute(&mut broken)
        .await
    };
    let above_the_cap = insert("contoso", 2, 1, 2).await.unwrap_err().to_string();
    assert!(above_the_cap.contains("50,000.00 USD"), "{above_the_cap}");
    let above_the_units = insert("contoso", 2, 2, 1).await.unwrap_err().to_string();
    assert!(above_the_units.contains("more units"), "{above_the_units}");
    let twice = insert("contoso", 1, 1, 1).await.unwrap_err().to_string();
    assert!(twice.to_lowercase().contains("unique"), "{twice}");
    assert_eq!(insert("contoso", 2, 1, 1).await.unwrap().rows_affected(), 1, "exactly the cap passes");
    database.remove().await;
}
