//! The database is full, locked, gone, or the clock is wrong: nothing is lost, and the service comes back by itself.

use std::time::{Duration, Instant};

use refund_service::request::{Caller, Scope};
use refund_service::{Clock, Settings, Store};
use serde_json::json;
use sqlx::Executor;
use tokio::task::JoinSet;

use crate::support::{Database, NOON, Return, Server, Setup, instant};

#[tokio::test]
async fn after_a_full_disk_the_service_writes_again() {
    let database = Database::new().await;
    if database.is_postgres() {
        return database.remove().await;
    }
    let settings = Settings { largest_file: Some(400 << 10), ..Setup::default().settings };
    let clock = Clock::standing_at(instant(NOON));
    let server = Server::start(&database.url, clock, Setup { settings, ..Setup::default() }).await;
    let first = server.session(&Return::new("contoso", "1000").body()).await;
    assert_eq!(server.confirm("first", &first).await.status, 200);
    let mut failed = None;
    for _ in 0..200 {
        let quote = server.quote(&Return::new("contoso", "1").body()).await;
        if quote.status != 200 {
            failed = Some(quote);
            break;
        }
    }
    let failed = failed.expect("the file has an end");
    assert_eq!((failed.status, failed.code()), (500, "InternalError"), "{}", failed.text);
    for _ in 0..3 {
        assert_eq!(server.quote(&Return::new("contoso", "1").body()).await.status, 500, "still full");
    }

    // Space comes back.
    let mut operator = database.connect().await;
    operator.execute("DELETE FROM quotes WHERE session_id NOT IN (SELECT session_id FROM refunds)").await.unwrap();
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    assert_eq!(server.confirm("second", &session).await.status, 200);
    assert_eq!(server.get("/health").await.status, 200);
    assert_eq!(server.reverse("contoso", &first).await.status, 200);
    assert_eq!(database.refunds().await, [(session, 100_000)]);
    database.remove().await;
}

/// A server that does not wait for long.
async fn impatient(database: &Database) -> Server {
    let settings = Settings { patience: Duration::from_millis(400), ..Settings::default() };
    let setup = Setup { settings, deadline: Duration::from_secs(1), ..Setup::default() };
    Server::start(&database.url, Clock::standing_at(instant(NOON)), setup).await
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_a_503_within_the_deadline_and_nothing_is_done() {
    let database = Database::new().await;
    let server = impatient(&database).await;
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    let mut other = database.connect().await;
    let lock = if database.is_postgres() { "BEGIN; LOCK TABLE scopes, probes" } else { "BEGIN IMMEDIATE" };
    other.execute(lock).await.unwrap();
    let began = Instant::now();
    let refused = server.confirm("key", &session).await;
    assert_eq!((refused.status, refused.code()), (503, "TryAgain"), "{}", refused.text);
    assert_eq!(server.reverse("contoso", &session).await.status, 503);
    assert_eq!(server.get("/health").await.status, 503, "readiness writes");
    assert_eq!(server.get("/live").await.status, 200, "the process is alive all the same");
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(database.refunds().await, []);
    let done = server.confirm("key", &session).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(server.get("/health").await.status, 200);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_does_not_wait_for_another() {
    let database = Database::new().await;
    // SQLite has one writer for all scopes.
    if !database.is_postgres() {
        return database.remove().await;
    }
    let server =
        std::sync::Arc::new(Server::start(&database.url, Clock::standing_at(instant(NOON)), Setup::default()).await);
    let mut sessions = Vec::new();
    for _ in 0..100 {
        sessions.push(server.session(&Return::new("contoso", "1").body()).await);
    }
    let elsewhere = server.session(&Return::new("fabrikam", "1").body()).await;
    let first = server.session(&Return::new("contoso", "1").body()).await;
    assert_eq!(server.confirm("first", &first).await.status, 200);
    let mut other = database.connect().await;
    other.execute("BEGIN; SELECT 1 FROM scopes WHERE scope = 'contoso' FOR UPDATE").await.unwrap();
    let mut waiting = JoinSet::new();
    for (index, session) in sessions.into_iter().enumerate() {
        let server = server.clone();
        waiting.spawn(async move { server.confirm(&format!("key-{index}"), &session).await.status });
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let began = Instant::now();
    assert_eq!(server.confirm("elsewhere", &elsewhere).await.status, 200);
    assert_eq!(server.get("/health").await.status, 200);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    other.execute("ROLLBACK").await.unwrap();
    assert!(waiting.join_all().await.iter().all(|status| *status == 200));
    database.remove().await;
}

#[tokio::test]
async fn several_servers_start_at_once_on_a_new_database() {
    for _ in 0..4 {
        let database = Database::new().await;
        let starting: Vec<_> = (0..8)
            .map(|_| {
                let url = database.url.clone();
                std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime
                        .block_on(async { Store::open(&url, Setup::default().settings).await.unwrap().close().await });
                })
            })
            .collect();
        for started in starting {
            started.join().unwrap();
        }
        database.remove().await;
    }
}

#[tokio::test]
async fn a_scope_that_is_ahead_of_time_stays_readable_and_can_be_repaired() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant("2027-11-25T00:00:00Z"));
    let server = database.server(&clock).await;
    let wrong = server.session(&Return::new("contoso", "2000").body()).await;
    assert_eq!(server.confirm("wrong", &wrong).await.status, 200);
    let cents = database.refunds().await[0].1;
    clock.set(instant(NOON));
    let body = Return::new("contoso", "1000").body();
    assert_eq!(server.quote(&body).await.code(), "ClockBehindLedger");
    let ledger = server.ledger("contoso").await;
    assert_eq!((ledger.status, &ledger.body["asOf"]), (200, &json!("2027-11-25T00:00:00Z")), "{}", ledger.text);

    let (scope, operator) = (Scope::new("contoso").unwrap(), Caller::new("operator"));
    assert_eq!(server.service.repair_clock(&scope, &operator).await.unwrap(), 1);
    let ledger = server.ledger("contoso").await.body;
    let used = format!("{}.{:02}", cents / 100, cents % 100);
    assert_eq!((&ledger["asOf"], &ledger["used"]), (&json!(NOON), &json!(used)), "the refund counts from now on");
    let session = server.session(&body).await;
    assert_eq!(server.confirm("key", &session).await.status, 200);
    let audit = sqlx::query_as("SELECT caller, action FROM audit ORDER BY at_micros DESC, action DESC");
    let audit: Vec<(String, String)> = audit.fetch_all(&mut database.connect().await).await.unwrap();
    let expected = [("anonymous", "confirm"), ("operator", "repair-clock"), ("anonymous", "confirm")];
    assert_eq!(audit, expected.map(|(caller, action)| (caller.to_owned(), action.to_owned())));
    database.remove().await;
}

#[tokio::test]
async fn a_database_file_that_is_gone_is_noticed() {
    let database = Database::new().await;
    if database.is_postgres() {
        return database.remove().await;
    }
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let session = server.session(&Return::new("contoso", "1000").body()).await;
    std::fs::remove_file(&database.url).unwrap();
    let refused = server.confirm("key", &session).await;
    assert_eq!((refused.status, refused.code()), (503, "DatabaseGone"), "{}", refused.text);
    assert_eq!(server.get("/health").await.code(), "DatabaseGone");
    database.remove().await;
}

#[tokio::test]
async fn old_quotes_are_deleted_and_refunds_are_kept() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant(NOON));
    let server = database.server(&clock).await;
    let kept = server.session(&Return::new("contoso", "1000").body()).await;
    assert_eq!(server.confirm("kept", &kept).await.status, 200);
    let dropped = server.session(&Return::new("contoso", "1000").body()).await;
    clock.set(instant("2026-06-09T12:00:00Z"));
    let days = chrono::TimeDelta::days;
    assert_eq!(server.service.prune(days(91)).await.unwrap(), 0);
    assert_eq!(server.service.prune(days(90)).await.unwrap(), 1);
    assert_eq!(server.confirm("dropped", &dropped).await.code(), "QuoteNotFound");
    // Its key is forgotten, and it is still not confirmed twice.
    assert_eq!(server.confirm("kept", &kept).await.code(), "QuoteAlreadyConfirmed");
    assert_eq!(database.refunds().await.len(), 1);
    database.remove().await;
}
