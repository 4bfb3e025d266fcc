//! What a request may be before it is looked at: from whom, under which name, how long and how slow.

use std::time::Duration;

use axum::http::HeaderName;
use refund_service::{Clock, Guard, Identity, Limits};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Answer, Database, NOON, Return, Server, Setup, instant};

async fn guarded(database: &Database, guard: Guard) -> Server {
    let setup = Setup { guard, ..Setup::default() };
    Server::start(&database.url, Clock::standing_at(instant(NOON)), setup).await
}

#[tokio::test]
async fn only_pages_of_this_service_may_use_it() {
    let database = Database::new().await;
    let server = guarded(&database, Guard::new(["refunds.example".to_owned()], Identity::Anonymous)).await;
    let own = server.base.clone();
    let body = Return::new("contoso", "1000").body().to_string();
    for (header, value, expected) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("sec-fetch-site", "same-origin", 200),
        ("sec-fetch-site", "none", 200),
        ("origin", "http://evil.example", 403),
        ("origin", "http://127.0.0.1:1", 403),
        ("origin", "null", 403),
        ("origin", own.as_str(), 200),
        ("origin", "https://refunds.example", 200),
        ("host", "evil.example:8080", 421),
        ("host", "refunds.example", 200),
        ("host", "LOCALHOST:8080", 200),
    ] {
        let answer = Answer::of(server.post("/quote").header(header, value).body(body.clone())).await;
        assert_eq!(answer.status, expected, "{header}: {value} gave {}", answer.text);
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let request = server.bare_post("/quote").header("content-type", kind).body(body.clone());
        assert_eq!(Answer::of(request).await.code(), "UnsupportedMediaType", "{kind}");
    }
    let rebound = server.bare_get("/scopes/contoso/ledger").header("host", "evil.example").send().await.unwrap();
    assert_eq!(rebound.status(), 421, "a name that points here by somebody else's wish reads nothing");
    let page = server.bare_get("/").send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.headers()["x-content-type-options"], "nosniff");
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    database.remove().await;
}

#[tokio::test]
async fn where_callers_must_be_known_the_unknown_get_a_401_and_the_known_are_recorded() {
    let database = Database::new().await;
    let header = HeaderName::from_static("x-forwarded-user");
    let proxied = guarded(&database, Guard::new([], Identity::Header(header))).await;
    let secret = guarded(&database, Guard::new([], Identity::Token("secret".to_owned()))).await;
    let body = Return::new("contoso", "1000").body();
    for server in [&proxied, &secret] {
        assert_eq!(server.quote(&body).await.status, 401);
        assert_eq!(server.ledger("contoso").await.status, 401);
        assert_eq!(server.get("/health").await.status, 200);
    }
    let with =
        |header: &str, value: &str| Answer::of(secret.post("/quote").header(header, value).body(body.to_string()));
    assert_eq!(with("authorization", "Bearer wrong!").await.status, 401);
    let quote = with("authorization", "Bearer secret").await;
    let confirm = json!({ "sessionId": quote.session() }).to_string();
    let confirm = proxied.post("/confirm").header("idempotency-key", "key").body(confirm);
    assert_eq!(Answer::of(confirm.header("x-forwarded-user", "ann@contoso.example")).await.status, 200);
    let path = format!("/scopes/contoso/refunds/{}/reverse", quote.session());
    assert_eq!(Answer::of(secret.post(&path).header("authorization", "Bearer secret")).await.status, 200);
    let audit = sqlx::query_as("SELECT caller, action, subject FROM audit ORDER BY action");
    let audit: Vec<(String, String, String)> = audit.fetch_all(&mut database.connect().await).await.unwrap();
    let row = |caller: &str, action: &str| (caller.to_owned(), action.to_owned(), quote.session());
    assert_eq!(audit, [row("ann@contoso.example", "confirm"), row("token", "reverse")]);
    database.remove().await;
}

/// What the server sends back to some bytes until it closes the connection.
async fn exchange(base: &str, bytes: &str) -> String {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut answer)).await;
    // Closed with or without an error, but closed.
    drop(read.expect("the connection is closed in time"));
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_are_cut_off_and_do_not_keep_others_out() {
    let database = Database::new().await;
    let mut guard = Guard::new([], Identity::Anonymous);
    guard.body_timeout = Duration::from_millis(300);
    let limits = Limits { connections: 2, header_timeout: Duration::from_millis(500), ..Limits::default() };
    let setup = Setup { guard, limits, ..Setup::default() };
    let server = Server::start(&database.url, Clock::standing_at(instant(NOON)), setup).await;
    exchange(&server.base, "GET /health HTTP/1.1\r\nHost: localho").await;
    exchange(&server.base, "").await;
    let head =
        "POST /quote HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    let answer = exchange(&server.base, head).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("\"RequestTimeout\""), "{answer}");

    let idle: Vec<_> = [(), (), ()]
        .map(|()| {
            tokio::spawn({
                let base = server.base.clone();
                async move { exchange(&base, "").await }
            })
        })
        .into();
    assert_eq!(server.get("/live").await.status, 200, "it has its turn when the idle ones are cut off");
    for connection in idle {
        connection.await.unwrap();
    }
    database.remove().await;
}

#[tokio::test]
async fn every_error_is_json_and_repeats_little_of_the_request() {
    let database = Database::new().await;
    let server = database.server(&Clock::standing_at(instant(NOON))).await;
    let large = Answer::of(server.post("/quote").body(" ".repeat(300 << 10))).await;
    assert_eq!((large.status, large.code()), (413, "RequestTooLarge"));
    let bytes = Answer::of(server.post("/quote").body(vec![0xff, 0xfe])).await;
    assert_eq!((bytes.status, bytes.code()), (400, "InvalidRequest"));
    assert_eq!(server.get("/scopes/%FF/ledger").await.code(), "InvalidRequest");
    let chunk = "POST /quote HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                 Transfer-Encoding: chunked\r\n\r\nzz\r\n";
    let answer = exchange(&server.base, chunk).await;
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("\"InvalidRequest\""), "{answer}");
    let mut body = Return::new("contoso", "1000").body();
    body["x".repeat(200 << 10)] = json!(1);
    let echo = server.quote(&body).await;
    assert!(echo.status == 400 && echo.text.len() < 2_000, "{} bytes", echo.text.len());
    let mut body = Return::new("contoso", "1000").body();
    body["reservation"]["id"] = json!("a\u{0}b");
    assert_eq!(server.quote(&body).await.status, 400, "what PostgreSQL can not store is refused on SQLite too");
    let metrics = server.get("/metrics").await.text;
    assert!(metrics.contains("count{route=\"/quote\",status=\"413\"} 1"), "{metrics}");
    database.remove().await;
}

#[tokio::test]
async fn the_program_is_not_started_without_callers_where_others_can_reach_it() {
    let output = tokio::process::Command::new(env!("CARGO_BIN_EXE_refund-service"))
        .args(["--listen", "0.0.0.0:0", "--database", "unused.db"])
        .output();
    let output = output.await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("--identity-header"), "{said}");
}
