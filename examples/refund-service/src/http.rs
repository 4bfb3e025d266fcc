//! The endpoints. Every answer is JSON, but for the page and the metrics.

use std::num::NonZeroU16;
use std::sync::Arc;

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::{ErrorBody, Failure};
use crate::guard::{self, Guard};
use crate::metrics::{self, Metrics};
use crate::request::{self, Caller, Scope};
use crate::service::{Answer, IdempotencyKey, Service};

/// The page may run its own script and style and call this service, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; \
                           base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The endpoints of a service, for callers that the guard lets pass.
pub fn router(service: Service, guard: Guard) -> Router {
    let metrics = Arc::new(Metrics::default());
    let guarded = Router::new()
        .route("/quote", post(quote))
        .route("/confirm", post(confirm))
        .route("/scopes/{scope}/ledger", get(ledger))
        .route("/scopes/{scope}/refunds/{id}/reverse", post(reverse))
        .layer(middleware::from_fn_with_state(Arc::new(guard.clone()), guard::identify))
        .with_state(service.clone());
    let open = Router::new()
        .route("/", get(|| async { file("text/html; charset=utf-8", include_str!("page/page.html")) }))
        .route("/page.js", get(|| async { file("text/javascript; charset=utf-8", include_str!("page/page.js")) }))
        .route("/page.css", get(|| async { file("text/css; charset=utf-8", include_str!("page/page.css")) }))
        .route("/live", get(|| async { answer_json(StatusCode::OK, r#"{"status":"ok"}"#.to_owned()) }))
        .route("/health", get(health))
        .with_state(service)
        .route("/metrics", get(metrics::show).with_state(metrics.clone()));
    open.merge(guarded)
        .fallback(|| async { error(StatusCode::NOT_FOUND, "NotFound", "there is nothing at this path") })
        .method_not_allowed_fallback(|| async {
            error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", "this path has other methods")
        })
        .layer(middleware::from_fn_with_state(Arc::new(guard), guard::check))
        .layer(middleware::from_fn_with_state(metrics, metrics::observe))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY));
    ([policy, (header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}

async fn health(State(service): State<Service>) -> Response {
    match service.health().await {
        Ok(()) => answer_json(StatusCode::OK, r#"{"status":"ok"}"#.to_owned()),
        Err(failure) => failure.into_response(),
    }
}

async fn quote(State(service): State<Service>, body: String) -> Result<Answer, Failure> {
    service.quote(&body).await
}

/// The body of `POST /confirm`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConfirmLine {
    session_id: Uuid,
}

async fn confirm(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: String,
) -> Result<Answer, Failure> {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    let key = IdempotencyKey::new(key)?;
    let ConfirmLine { session_id } = request::read(&body)?;
    finish(async move { service.confirm(&key, session_id, &caller).await }).await
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
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<LedgerQuery>, QueryRejection>,
) -> Result<Answer, Failure> {
    const DEFAULT_LIMIT: NonZeroU16 = NonZeroU16::MIN.saturating_add(99);
    let Path(scope) = path.map_err(|error| ErrorBody::invalid("scope", error.body_text()))?;
    let Query(query) = query.map_err(|error| ErrorBody::invalid("limit", error.body_text()))?;
    service.ledger(&Scope::new(&scope)?, query.limit.unwrap_or(DEFAULT_LIMIT)).await
}

async fn reverse(
    State(service): State<Service>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Answer, Failure> {
    let Path((scope, id)) = path.map_err(|error| ErrorBody::invalid("scope", error.body_text()))?;
    let scope = Scope::new(&scope)?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::UnknownRefund)?;
    finish(async move { service.reverse(&scope, id, &caller).await }).await
}

fn answer_json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
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

/// An error that has nothing to do with a member of the request.
#[must_use]
pub fn error(status: StatusCode, code: &str, message: &str) -> Response {
    error_response(status, ErrorBody::new(code, "", message))
}

fn error_response(status: StatusCode, error: ErrorBody) -> Response {
    #[derive(Serialize)]
    struct Envelope {
        error: ErrorBody,
    }
    // Three texts cannot fail to be JSON.
    answer_json(status, serde_json::to_string(&Envelope { error }).unwrap_or_default())
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, body) = self.answer();
        if status.is_server_error() {
            tracing::error!(error = ?self, "request failed");
        }
        let mut response = error_response(status, body);
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
