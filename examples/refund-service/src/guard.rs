//! What a request must be before an endpoint sees it: addressed to this service, from its own page or from no page,
//! short enough, sent in time, JSON, and from a caller that is known where callers must be known.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::LengthLimitError;

use crate::http::error;
use crate::request::Caller;

/// The largest body. An order of five years paid monthly has some 20 KB.
const LARGEST_BODY: usize = 256 << 10;

/// Whom the service answers, and as whom.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The names under which the service is reached, in lower case and without a port.
    pub hosts: Vec<String>,
    /// How callers are known.
    pub identity: Identity,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
}

/// How callers are known.
#[derive(Debug, Clone)]
pub enum Identity {
    /// Not at all: for a service that only this machine reaches.
    Anonymous,
    /// By a secret that they all share: `Authorization: Bearer …`.
    Token(String),
    /// By a header that a proxy in front of the service sets, and that it never lets through from outside.
    Header(HeaderName),
}

impl Guard {
    /// A guard that answers requests for this machine, and for the given names.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = String>, identity: Identity) -> Self {
        let own = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        let hosts = own.into_iter().chain(names).map(|name| name.to_ascii_lowercase()).collect();
        Self { hosts, identity, body_timeout: Duration::from_secs(10) }
    }

    fn knows(&self, authority: &str) -> bool {
        let port = authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
        let host = port.map_or(authority, |(host, _)| host);
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Why another site's page may have sent it, if it may.
    fn refusal(&self, method: &Method, headers: &HeaderMap) -> Option<Response> {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let Some(host) = text(header::HOST).filter(|host| self.knows(host)) else {
            let message = "the header `Host` names another service, expected a name that `--host` allows";
            return Some(error(StatusCode::MISDIRECTED_REQUEST, "UnknownHost", message));
        };
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let from_elsewhere = matches!(site, Some("cross-site" | "same-site"));
        let origin = text(header::ORIGIN).map(|origin| origin.split_once("://").map_or("", |(_, authority)| authority));
        let is_foreign = origin.is_some_and(|origin| origin != host && !self.knows_by_name(origin));
        if is_foreign || (from_elsewhere && method != Method::GET) {
            return Some(error(StatusCode::FORBIDDEN, "OtherSite", "another site's page may not use this service"));
        }
        let kind = text(header::CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if method == Method::POST && !kind.eq_ignore_ascii_case("application/json") {
            let message = "the header `Content-Type` is another one, expected `application/json`";
            return Some(error(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
        }
        None
    }

    /// A page under a name that the operator gave: a proxy may change the header `Host`. Another port of this machine is
    /// another site.
    fn knows_by_name(&self, origin: &str) -> bool {
        self.hosts.iter().skip(3).any(|known| known.eq_ignore_ascii_case(origin))
    }

    fn caller(&self, headers: &HeaderMap) -> Option<Caller> {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        match &self.identity {
            Identity::Anonymous => Some(Caller::new("anonymous")),
            Identity::Token(token) => {
                let given = text(&header::AUTHORIZATION)?.strip_prefix("Bearer ")?;
                is_same(given.as_bytes(), token.as_bytes()).then(|| Caller::new("token"))
            }
            Identity::Header(name) => text(name).filter(|name| !name.trim().is_empty()).map(Caller::new),
        }
    }
}

/// Whether two secrets are the same, in a time that depends on their lengths alone.
fn is_same(one: &[u8], two: &[u8]) -> bool {
    one.len() == two.len() && one.iter().zip(two).fold(0, |differences, (one, two)| differences | (one ^ two)) == 0
}

/// Lets requests through that the guard has nothing against, with their whole body.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut response = match guard.refusal(&parts.method, &parts.headers) {
        Some(refusal) => refusal,
        None => match whole(body, guard.body_timeout).await {
            Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
            Err(refusal) => refusal,
        },
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'"));
    response
}

async fn whole(body: Body, timeout: Duration) -> Result<Bytes, Response> {
    let read = axum::body::to_bytes(body, LARGEST_BODY);
    let Ok(read) = tokio::time::timeout(timeout, read).await else {
        return Err(error(StatusCode::REQUEST_TIMEOUT, "RequestTimeout", "the body did not arrive in time"));
    };
    let body = read.map_err(|failure| {
        if failure.source().is_some_and(<dyn Error>::is::<LengthLimitError>) {
            let message = format!("the body is too long, expected at most {LARGEST_BODY} bytes");
            return error(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", &message);
        }
        error(StatusCode::BAD_REQUEST, "InvalidRequest", "the body did not arrive whole")
    })?;
    if std::str::from_utf8(&body).is_err() {
        return Err(error(StatusCode::BAD_REQUEST, "InvalidRequest", "the body is not UTF-8"));
    }
    Ok(body)
}

/// Lets requests of known callers through.
pub async fn identify(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let Some(caller) = guard.caller(request.headers()) else {
        return error(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            "the caller is not known, expected a token or a sign-in",
        );
    };
    request.extensions_mut().insert(caller);
    next.run(request).await
}
