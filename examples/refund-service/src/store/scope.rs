//! One row for each scope: the lock, and the instant of the last change.

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::request::Scope;

/// By how much the clock may be behind the ledger: clocks of several servers differ, but not by more.
const MOST_BEHIND_MICROS: i64 = 60_000_000;

/// What time it is for a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeTime {
    now: i64,
    last: i64,
}

impl ScopeTime {
    /// The instant to decide at: never before the ledger's last change. An error when the clock is far behind it.
    pub fn decide_at(self) -> Result<DateTime<Utc>, Failure> {
        if self.is_behind() {
            return Err(Failure::ClockBehind { now: super::instant(self.now)?, last: super::instant(self.last)? });
        }
        self.show_at()
    }

    /// The instant to show the ledger at, whatever the clock says.
    pub fn show_at(self) -> Result<DateTime<Utc>, Failure> {
        super::instant(self.now.max(self.last))
    }

    /// What the clock says.
    pub fn clock(self) -> Result<DateTime<Utc>, Failure> {
        super::instant(self.now)
    }

    /// Whether the clock is too far behind the ledger to decide anything.
    #[must_use]
    pub const fn is_behind(self) -> bool {
        self.last.saturating_sub(self.now) > MOST_BEHIND_MICROS
    }
}

/// Locks the scope until the transaction ends, and then reads the clock.
///
/// A confirmation that waited would otherwise be decided at an instant at which the refund that it waited for was yet
/// to come, and would not count it.
pub async fn lock(connection: &mut AnyConnection, scope: &Scope, clock: &Clock) -> Result<ScopeTime, Failure> {
    let (last,): (i64,) = sqlx::query_as(
        "INSERT INTO scopes (scope, changes, last_at_micros) VALUES ($1, 1, 0)
         ON CONFLICT (scope) DO UPDATE SET changes = scopes.changes + 1
         RETURNING last_at_micros",
    )
    .bind(scope.as_str())
    .fetch_one(connection)
    .await?;
    Ok(ScopeTime { now: clock.now_micros(), last })
}

/// What time it is for the scope, without a lock.
pub async fn time(connection: &mut AnyConnection, scope: &Scope, clock: &Clock) -> Result<ScopeTime, Failure> {
    let last: Option<(i64,)> = sqlx::query_as("SELECT last_at_micros FROM scopes WHERE scope = $1")
        .bind(scope.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(ScopeTime { now: clock.now_micros(), last: last.map_or(0, |(last,)| last) })
}

/// Remembers when the ledger was changed.
pub async fn touch(connection: &mut AnyConnection, scope: &Scope, at: DateTime<Utc>) -> Result<(), Failure> {
    sqlx::query("UPDATE scopes SET last_at_micros = $2 WHERE scope = $1")
        .bind(scope.as_str())
        .bind(at.timestamp_micros())
        .execute(connection)
        .await?;
    Ok(())
}
