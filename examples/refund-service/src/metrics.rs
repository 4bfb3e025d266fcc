//! Counts for Prometheus, and a log line for each request.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

/// How often each endpoint answered with each status, and how long it took in all.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<BTreeMap<(String, u16), (u64, Duration)>>);

/// Counts and logs a request. Its id is the client's or a new one, and is sent back.
pub async fn observe(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    const ID: &str = "x-request-id";
    let sent = request.headers().get(ID).filter(|id| (1..=64).contains(&id.len())).cloned();
    let id = sent.or_else(|| HeaderValue::from_str(&Uuid::new_v4().to_string()).ok());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let (method, began) = (request.method().clone(), Instant::now());
    let mut response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    tracing::debug!(%method, route, status, micros = took.as_micros(), request_id = ?id, "request");
    {
        let mut counts = metrics.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, total) = counts.entry((route, status)).or_default();
        *count = count.saturating_add(1);
        *total = total.saturating_add(took);
    }
    if let Some(id) = id {
        response.headers_mut().insert(ID, id);
    }
    response
}

/// The counts in Prometheus's text format.
pub async fn show(State(metrics): State<Arc<Metrics>>) -> String {
    let counts = metrics.0.lock().unwrap_or_else(PoisonError::into_inner);
    let mut text = String::from("# TYPE refund_service_request_seconds summary\n");
    for ((route, status), (count, total)) in counts.iter() {
        let labels = format!("{{route=\"{route}\",status=\"{status}\"}}");
        let (seconds, micros) = (total.as_secs(), total.subsec_micros());
        // Writing to a text cannot fail.
        let _ = writeln!(text, "refund_service_request_seconds_count{labels} {count}");
        let _ = writeln!(text, "refund_service_request_seconds_sum{labels} {seconds}.{micros:06}");
    }
    text
}
