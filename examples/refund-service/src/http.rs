//! The endpoints. Every answer is JSON, but for the page.

use std::num::NonZeroU16;
use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use reservation_policy::azure::InvalidFacts;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::Failure;
use crate::request::{self, Scope};
use crate::service::{Answer, ErrorBody, IdempotencyKey, Service};

/// An order of five years paid monthly has some 20 KB.
const LARGEST_BODY: usize = 1 << 20;

/// The page may run its own script and style and talk to this service, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                           connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The endpoints of a service.
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/health", get(health))
        .route("/quote", post(quote))
        .route("/confirm", post(confirm))
        .route("/scopes/{scope}/ledger", get(ledger))
        .route("/scopes/{scope}/refunds/{id}/reverse", post(reverse))
        .fallback(|| async { plain_error(StatusCode::NOT_FOUND, "NotFound", "there is nothing at this path") })
        .method_not_allowed_fallback(|| async {
            plain_error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "this path has other methods")
        })
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(refuse_other_sites))
        .layer(middleware::from_fn(log))
        .with_state(service)
}

async fn page() -> Response {
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    ([policy, kind], include_str!("page.html")).into_response()
}

async fn health(State(service): State<Service>) -> Response {
    match service.health().await {
        Ok(()) => answer_json(StatusCode::OK, r#"{"status":"ok"}"#.to_owned()),
        Err(failure) => failure.into_response(),
    }
}

async fn quote(State(service): State<Service>, body: Bytes) -> Result<Answer, Failure> {
    let text = std::str::from_utf8(&body).map_err(|error| InvalidFacts::invalid("", error))?;
    service.quote(text).await
}

/// The body of `POST /confirm`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConfirmLine {
    session_id: Uuid,
}

async fn confirm(State(service): State<Service>, headers: HeaderMap, body: Bytes) -> Result<Answer, Failure> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let key = IdempotencyKey::new(key)?;
    let ConfirmLine { session_id } = request::read(&body)?;
    finish(async move { service.confirm(&key, session_id).await }).await
}

/// Runs to the end even when the client hangs up.
async fn finish(work: impl Future<Output = Result<Answer, Failure>> + Send + 'static) -> Result<Answer, Failure> {
    match tokio::spawn(work).await {
        Ok(result) => result,
        Err(error) => Err(Failure::corrupt(error)),
    }
}

#[derive(Deserialize)]
struct LedgerQuery {
    limit: Option<NonZeroU16>,
}

async fn ledger(
    State(service): State<Service>,
    Path(scope): Path<String>,
    query: Result<Query<LedgerQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Answer, Failure> {
    const DEFAULT_LIMIT: NonZeroU16 = NonZeroU16::MIN.saturating_add(99);
    let Query(query) = query.map_err(|error| InvalidFacts::invalid("limit", error.body_text()))?;
    service.ledger(&Scope::new(&scope)?, query.limit.unwrap_or(DEFAULT_LIMIT)).await
}

async fn reverse(State(service): State<Service>, Path((scope, id)): Path<(String, String)>) -> Result<Answer, Failure> {
    let scope = Scope::new(&scope)?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::UnknownRefund)?;
    finish(async move { service.reverse(&scope, id).await }).await
}

/// Another site's page must not write here through its visitor's browser.
async fn refuse_other_sites(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    let from_elsewhere = matches!(site, Some(b"cross-site" | b"same-site"));
    if from_elsewhere && request.method() == Method::POST {
        return plain_error(StatusCode::FORBIDDEN, "OtherSite", "another site's page may not write here");
    }
    next.run(request).await
}

async fn log(request: Request, next: Next) -> Response {
    let (method, path, began) = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
    let response = next.run(request).await;
    let micros = began.elapsed().as_micros();
    tracing::debug!(%method, path, status = response.status().as_u16(), micros, "request");
    response
}

fn answer_json(status: StatusCode, body: String) -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let cache = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (status, [kind, cache], body).into_response()
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = answer_json(status, self.body);
        if self.is_replayed {
            response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

#[derive(Serialize)]
struct ErrorEnvelope {
    error: ErrorBody,
}

fn plain_error(status: StatusCode, code: &str, message: &str) -> Response {
    error_response(status, ErrorBody { code: code.to_owned(), message: message.to_owned(), target: String::new() })
}

fn error_response(status: StatusCode, error: ErrorBody) -> Response {
    // Three strings can't fail to be JSON.
    answer_json(status, serde_json::to_string(&ErrorEnvelope { error }).unwrap_or_default())
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::Invalid(_) | Self::IdempotencyKey => StatusCode::BAD_REQUEST,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::UnknownQuote | Self::UnknownRefund => StatusCode::NOT_FOUND,
            Self::ClockBehind { .. } | Self::Busy(_) | Self::Overtaken(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Database(_) | Self::Corrupt(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            tracing::error!(error = ?self, "request failed");
        }
        let (code, message, target) = (self.code().to_owned(), self.message(), self.target().to_owned());
        let mut response = error_response(status, ErrorBody { code, message, target });
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
