//! Why there is no answer: what is wrong with the request, or with the service at this moment.

use std::fmt::Display;

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use reservation_policy::azure::RequestError;
use serde::Serialize;

/// What is wrong, in the style of the Azure service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct ErrorBody {
    /// A name for programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// The member of the request, or empty.
    pub target: String,
}

impl ErrorBody {
    /// The longest message and target: a request is not sent back with its own mistakes.
    const LONGEST: usize = 600;

    /// An error about a member of the request.
    pub fn new(code: &str, target: &str, message: impl Display) -> Self {
        let short = |text: String| text.chars().take(Self::LONGEST).collect();
        Self { code: code.to_owned(), message: short(message.to_string()), target: short(target.to_owned()) }
    }

    /// An error for which the Azure service has no code of its own.
    pub fn invalid(target: &str, message: impl Display) -> Self {
        Self::new("InvalidRequest", target, message)
    }
}

impl From<RequestError> for ErrorBody {
    fn from(error: RequestError) -> Self {
        Self::new(error.code, &error.target, error.message)
    }
}

/// Everything that keeps a request from being answered. A refusal by policy is an answer and is not in here.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A member of the request makes no sense.
    #[error(transparent)]
    Invalid(#[from] ErrorBody),
    /// No idempotency key, or one that cannot be stored.
    #[error("header `Idempotency-Key` is missing or unusable, expected 1 to 200 visible ASCII characters")]
    IdempotencyKey,
    /// The key was used for something else.
    #[error("idempotency key was used to confirm another quote, expected a new key for each confirmation")]
    KeyReused,
    /// No quote has this session id.
    #[error("no quote has this session id, expected the `sessionId` of an answer of `POST /quote`")]
    UnknownQuote,
    /// The scope has no such refund.
    #[error("the ledger of this scope has no such refund")]
    UnknownRefund,
    /// The clock is before what the ledger holds.
    #[error("the clock says {now}, but the ledger was changed at {last}: nothing is decided until the clock is right or `repair-clock` was run", now = rfc3339(*.now), last = rfc3339(*.last))]
    ClockBehind {
        /// What the clock says.
        now: DateTime<Utc>,
        /// The ledger's last change.
        last: DateTime<Utc>,
    },
    /// The request was not answered in time. It may have been done: the same request tells.
    #[error("there was no answer in time, send the same request again")]
    TooSlow,
    /// Too many requests wait for the same scope.
    #[error("too many requests wait for this billing scope, send the same request again in a moment")]
    QueueFull,
    /// The database is busy or away: the same request may succeed in a moment.
    #[error("the database is busy, send the same request again in a moment")]
    Busy(#[source] sqlx::Error),
    /// Another transaction came first; nothing was changed, and it is tried again.
    #[error("another confirmation came first, send the same request again")]
    Overtaken(#[source] sqlx::Error),
    /// The SQLite file was deleted or replaced while it was open.
    #[error("the file of the database is gone or another one, nothing is recorded until the service is started again")]
    FileGone,
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// What the database holds cannot be.
    #[error("the database holds something unexpected: {0}")]
    Corrupt(String),
}

impl Failure {
    /// What the database holds cannot be.
    pub fn corrupt(what: impl Display) -> Self {
        Self::Corrupt(what.to_string())
    }

    /// The HTTP status and the error for the client: nothing of the service's insides.
    #[must_use]
    pub fn answer(&self) -> (StatusCode, ErrorBody) {
        const BUSY: StatusCode = StatusCode::SERVICE_UNAVAILABLE;
        const FAILED: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;
        let (status, code, target) = match self {
            Self::Invalid(error) => return (StatusCode::BAD_REQUEST, error.clone()),
            Self::Corrupt(_) => {
                return (FAILED, ErrorBody::new("InternalError", "", "the database holds something unexpected"));
            }
            Self::IdempotencyKey => (StatusCode::BAD_REQUEST, "InvalidIdempotencyKey", "Idempotency-Key"),
            Self::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "IdempotencyKeyReused", "Idempotency-Key"),
            Self::UnknownQuote => (StatusCode::NOT_FOUND, "QuoteNotFound", "sessionId"),
            Self::UnknownRefund => (StatusCode::NOT_FOUND, "RefundNotFound", ""),
            Self::ClockBehind { .. } => (BUSY, "ClockBehindLedger", ""),
            Self::TooSlow | Self::QueueFull | Self::Busy(_) | Self::Overtaken(_) => (BUSY, "TryAgain", ""),
            Self::FileGone => (BUSY, "DatabaseGone", ""),
            Self::Database(_) => (FAILED, "InternalError", ""),
        };
        (status, ErrorBody::new(code, target, self))
    }

    /// Whether the same request may succeed in a moment.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Overtaken(_)) && !matches!(self, Self::Busy(sqlx::Error::PoolClosed))
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self::Invalid(error.into())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        /// SQLite: busy, locked, and busy with a snapshot. PostgreSQL: serialization failure, deadlock, a lock or a
        /// statement that took too long, shutting down, starting up.
        const RETRY: [&str; 10] = ["5", "6", "261", "517", "40001", "40P01", "55P03", "57014", "57P01", "57P03"];
        let database = error.as_database_error();
        if database.is_some_and(sqlx::error::DatabaseError::is_unique_violation) {
            return Self::Overtaken(error);
        }
        if database.and_then(sqlx::error::DatabaseError::code).is_some_and(|code| RETRY.contains(&code.as_ref())) {
            return Self::Busy(error);
        }
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Self::Busy(error),
            other => Self::Database(other),
        }
    }
}

/// An instant as messages and JSON show it.
#[must_use]
pub fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
