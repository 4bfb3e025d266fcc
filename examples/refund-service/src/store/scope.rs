//! One row for each scope: the lock, and the instant of the last change.

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::request::Scope;

/// By how much the clock may be behind the ledger: clocks of several servers differ, but not by more.
const MOST_BEHIND_MICROS: i64 = 60_000_000;

/// Locks the scope until the transaction ends, and says what time it is for it.
///
/// The clock is read after the lock is there, and the answer is never before the ledger's last change. Otherwise a
/// confirmation that waited would be decided at an instant at which the refund that it waited for was yet to come,
/// and would not count it.
pub async fn lock(connection: &mut AnyConnection, scope: &Scope, clock: &Clock) -> Result<DateTime<Utc>, Failure> {
    let (last,): (i64,) = sqlx::query_as(
        "INSERT INTO scopes (scope, changes, last_at_micros) VALUES ($1, 1, 0)
         ON CONFLICT (scope) DO UPDATE SET changes = scopes.changes + 1
         RETURNING last_at_micros",
    )
    .bind(scope.as_str())
    .fetch_one(connection)
    .await?;
    not_before(last, clock)
}

/// What time it is for the scope, without a lock.
pub async fn now(connection: &mut AnyConnection, scope: &Scope, clock: &Clock) -> Result<DateTime<Utc>, Failure> {
    let last: Option<(i64,)> = sqlx::query_as("SELECT last_at_micros FROM scopes WHERE scope = $1")
        .bind(scope.as_str())
        .fetch_optional(connection)
        .await?;
    not_before(last.map_or(0, |(last,)| last), clock)
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

fn not_before(last: i64, clock: &Clock) -> Result<DateTime<Utc>, Failure> {
    let now = clock.now_micros();
    if last.saturating_sub(now) > MOST_BEHIND_MICROS {
        return Err(Failure::ClockBehind { now: super::instant(now)?, last: super::instant(last)? });
    }
    super::instant(now.max(last))
}
