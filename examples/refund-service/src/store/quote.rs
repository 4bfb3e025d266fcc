//! Quotes: what was asked, what the library decided and what was answered.

use chrono::{DateTime, Utc};
use reservation_policy::{Decision, Refund};
use sqlx::{AnyConnection, FromRow};
use uuid::Uuid;

use crate::failure::Failure;

/// A quote as it is stored.
#[derive(Debug, Clone, FromRow)]
pub struct QuoteRow {
    /// Names it.
    pub session_id: String,
    /// Whose ledger.
    pub scope: String,
    /// When it was made.
    pub at_micros: i64,
    /// The name of the policy that decided.
    pub policy: String,
    /// The canonical key of the reservation.
    pub reservation: String,
    /// The number of this return of the reservation, from 1, if the quote is confirmed.
    pub number: i64,
    /// The library's decision, whole, as JSON.
    pub decision: String,
    /// The answer's body.
    pub answer: String,
}

impl QuoteRow {
    /// The decision. `None` for a quote of an earlier version.
    #[must_use]
    pub fn decision(&self) -> Option<Decision<Refund>> {
        serde_json::from_str(&self.decision).ok()
    }
}

/// Stores a quote. One with the same session id is the same quote.
pub async fn insert(connection: &mut AnyConnection, row: &QuoteRow) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO quotes (session_id, scope, at_micros, policy, reservation, number, decision, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (session_id) DO NOTHING",
    )
    .bind(&row.session_id)
    .bind(&row.scope)
    .bind(row.at_micros)
    .bind(&row.policy)
    .bind(&row.reservation)
    .bind(row.number)
    .bind(&row.decision)
    .bind(&row.answer)
    .execute(connection)
    .await?;
    Ok(())
}

/// The quote with this session id.
pub async fn find(connection: &mut AnyConnection, session: Uuid) -> Result<Option<QuoteRow>, Failure> {
    let found = sqlx::query_as(
        "SELECT session_id, scope, at_micros, policy, reservation, number, decision, answer
         FROM quotes WHERE session_id = $1",
    );
    Ok(found.bind(session.to_string()).fetch_optional(connection).await?)
}

/// Deletes quotes from before an instant that became no refund, and the answers to idempotency keys from before it.
/// Returns how many quotes there were.
pub async fn prune(connection: &mut AnyConnection, before: DateTime<Utc>) -> Result<u64, Failure> {
    let before = before.timestamp_micros();
    sqlx::query("DELETE FROM confirmations WHERE at_micros < $1").bind(before).execute(&mut *connection).await?;
    let pruned = sqlx::query(
        "DELETE FROM quotes WHERE at_micros < $1
         AND NOT EXISTS (SELECT 1 FROM refunds WHERE refunds.session_id = quotes.session_id)",
    );
    Ok(pruned.bind(before).execute(connection).await?.rows_affected())
}
