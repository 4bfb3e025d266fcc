//! Rows of the first edition: their reservations under the canonical key, their returns numbered anew.

use std::collections::BTreeMap;

use reservation_policy::reservation::ReservationId;
use serde_json::Value;
use sqlx::AnyConnection;

use crate::failure::Failure;

/// A refund of a reservation that has no row of its own yet, and the request that it was quoted for.
type Row = (String, String, i64, String);

/// Gives every refund the canonical key of its reservation. In a database that is up to date there is nothing to do.
pub(super) async fn upgrade(connection: &mut AnyConnection) -> Result<(), Failure> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT refunds.session_id, refunds.reservation, refunds.quantity, quotes.decision
         FROM refunds JOIN quotes ON quotes.session_id = refunds.session_id
         WHERE refunds.reservation NOT IN (SELECT reservation FROM reservations)
         ORDER BY refunds.at_micros, refunds.session_id",
    )
    .fetch_all(&mut *connection)
    .await?;
    // Out of the way, so that no new number meets an old one.
    for (session, ..) in &rows {
        sqlx::query("UPDATE refunds SET number = number + 1000000000 WHERE session_id = $1")
            .bind(session)
            .execute(&mut *connection)
            .await?;
    }
    let mut returns: BTreeMap<String, i64> = BTreeMap::new();
    for (session, spelling, quantity, request) in &rows {
        let key = ReservationId::new(spelling).map_or_else(|_| spelling.clone(), |id| id.key().to_owned());
        let number = returns.entry(key.clone()).or_default();
        *number = number.saturating_add(1);
        sqlx::query("UPDATE refunds SET reservation = $2, number = $3 WHERE session_id = $1")
            .bind(session)
            .bind(&key)
            .bind(*number)
            .execute(&mut *connection)
            .await?;
        super::refund::remember_units(connection, &key, units(request).unwrap_or(*quantity)).await?;
    }
    if !rows.is_empty() {
        tracing::info!(refunds = rows.len(), reservations = returns.len(), "rows of the first edition upgraded");
    }
    Ok(())
}

/// The units that the reservation had, or else its order at first, as the request said.
fn units(request: &str) -> Option<i64> {
    let request: Value = serde_json::from_str(request).ok()?;
    let at = |pointer: &str| request.pointer(pointer)?.as_i64().filter(|units| *units >= 1);
    at("/reservation/properties/quantity").or_else(|| at("/order/properties/originalQuantity"))
}
