//! What was answered to an idempotency key.

use sqlx::{AnyConnection, FromRow};

use crate::failure::Failure;

/// An answer as it is stored.
#[derive(Debug, Clone, FromRow)]
pub struct ConfirmationRow {
    /// The client's key.
    pub idempotency_key: String,
    /// Which quote the client confirmed: the whole of what a confirmation says.
    pub session_id: String,
    /// When.
    pub at_micros: i64,
    /// The answer's HTTP status.
    pub status: i64,
    /// The answer's body.
    pub answer: String,
}

/// Stores an answer.
pub async fn insert(connection: &mut AnyConnection, row: &ConfirmationRow) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO confirmations (idempotency_key, session_id, at_micros, status, answer)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&row.idempotency_key)
    .bind(&row.session_id)
    .bind(row.at_micros)
    .bind(row.status)
    .bind(&row.answer)
    .execute(connection)
    .await?;
    Ok(())
}

/// What was answered to this key.
pub async fn find(connection: &mut AnyConnection, key: &str) -> Result<Option<ConfirmationRow>, Failure> {
    let found = sqlx::query_as(
        "SELECT idempotency_key, session_id, at_micros, status, answer FROM confirmations WHERE idempotency_key = $1",
    );
    Ok(found.bind(key).fetch_optional(connection).await?)
}
