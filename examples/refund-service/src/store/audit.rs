//! Who changed a ledger, when and how. Rows are only ever added.

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::failure::Failure;
use crate::request::{Caller, Scope};

/// What was done to a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// A refund was recorded.
    Confirm,
    /// A refund was taken back.
    Reverse,
    /// An instant ahead of time was set to the present.
    RepairClock,
}

/// Remembers a change. `subject` is the refund, or what was done to it.
pub async fn record(
    connection: &mut AnyConnection,
    (caller, action): (&Caller, Action),
    scope: &Scope,
    subject: &str,
    at: DateTime<Utc>,
) -> Result<(), Failure> {
    let action = match action {
        Action::Confirm => "confirm",
        Action::Reverse => "reverse",
        Action::RepairClock => "repair-clock",
    };
    sqlx::query("INSERT INTO audit (id, at_micros, caller, action, scope, subject) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(Uuid::new_v4().to_string())
        .bind(at.timestamp_micros())
        .bind(caller.name())
        .bind(action)
        .bind(scope.as_str())
        .bind(subject)
        .execute(connection)
        .await?;
    Ok(())
}
