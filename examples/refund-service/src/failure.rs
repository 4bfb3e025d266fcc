//! Why there is no answer: what is wrong with the request, or with the service at this moment.

use chrono::{DateTime, Utc};
use reservation_policy::azure::InvalidFacts;
use reservation_policy::calendar::rfc3339;

/// Everything that keeps a request from being answered. A refusal by policy is an answer and is not in here.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A member of the request makes no sense.
    #[error(transparent)]
    Invalid(#[from] InvalidFacts),
    /// No idempotency key, or one that can't be stored.
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
    #[error("the clock says {now}, but the ledger was changed at {last}: nothing is decided until the clock is right", now = rfc3339(*.now), last = rfc3339(*.last))]
    ClockBehind {
        /// What the clock says.
        now: DateTime<Utc>,
        /// The ledger's last change.
        last: DateTime<Utc>,
    },
    /// The database is busy or away: the same request may succeed in a moment.
    #[error("the database is busy, try again in a moment")]
    Busy(#[source] sqlx::Error),
    /// Somebody else's transaction came first; nothing was changed, and it is tried again.
    #[error("another confirmation came first")]
    Overtaken(#[source] sqlx::Error),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// What the database holds can't be.
    #[error("the database holds something unexpected: {0}")]
    Corrupt(String),
}

impl Failure {
    /// What the database holds can't be.
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }

    /// A name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(error) => error.code(),
            Self::IdempotencyKey => "InvalidIdempotencyKey",
            Self::KeyReused => "IdempotencyKeyReused",
            Self::UnknownQuote => "QuoteNotFound",
            Self::UnknownRefund => "RefundNotFound",
            Self::ClockBehind { .. } => "ClockBehindLedger",
            Self::Busy(_) | Self::Overtaken(_) => "TryAgain",
            Self::Database(_) | Self::Corrupt(_) => "InternalError",
        }
    }

    /// Which member of the request it is about; empty when none.
    #[must_use]
    pub fn target(&self) -> &str {
        match self {
            Self::Invalid(error) => error.target(),
            Self::IdempotencyKey | Self::KeyReused => "Idempotency-Key",
            Self::UnknownQuote => "sessionId",
            _ => "",
        }
    }

    /// The message for the client: nothing of the service's insides.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Invalid(error) => error.message().to_owned(),
            Self::Corrupt(_) => "the database failed".to_owned(),
            other => other.to_string(),
        }
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        /// SQLite: busy, locked, and busy with a snapshot. PostgreSQL: serialisation failure, deadlock.
        const RETRY: [&str; 6] = ["5", "6", "261", "517", "40001", "40P01"];
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
