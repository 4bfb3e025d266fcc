//! Quotes: what was asked and what was answered.

use chrono::{DateTime, Utc};
use reservation_policy::reservation::refund::RefundQuote;
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
    /// The reservation's id, in lower case.
    pub reservation: String,
    /// The how many-th return of this reservation it is, if it is confirmed.
    pub number: i64,
    /// The amounts in a form that can be compared, see [`amounts`].
    pub amounts: String,
    /// The request's body.
    pub request: String,
    /// The answer's body.
    pub answer: String,
}

impl QuoteRow {
    /// When it was made.
    pub fn at(&self) -> Result<DateTime<Utc>, Failure> {
        super::instant(self.at_micros)
    }
}

/// Every amount that the client was shown, in one line.
///
/// A replayed quote must give the line that was stored, so that a new version of the library can't change unnoticed
/// what a client confirms.
#[must_use]
pub fn amounts(quote: &RefundQuote) -> String {
    let (billing, pricing) = (quote.billing(), quote.pricing());
    format!(
        "{} units: refund {} ({} USD), cancelled {} ({} USD), fee {}, kept {}",
        quote.quantity(),
        billing.refund,
        pricing.refund,
        billing.remaining_commitment,
        pricing.remaining_commitment,
        billing.fee,
        quote.kept(),
    )
}

/// Stores a quote. One with the same session id is the same quote.
pub async fn insert(connection: &mut AnyConnection, row: &QuoteRow) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO quotes (session_id, scope, at_micros, policy, reservation, number, amounts, request, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (session_id) DO NOTHING",
    )
    .bind(&row.session_id)
    .bind(&row.scope)
    .bind(row.at_micros)
    .bind(&row.policy)
    .bind(&row.reservation)
    .bind(row.number)
    .bind(&row.amounts)
    .bind(&row.request)
    .bind(&row.answer)
    .execute(connection)
    .await?;
    Ok(())
}

/// The quote with this session id.
pub async fn find(connection: &mut AnyConnection, session: Uuid) -> Result<Option<QuoteRow>, Failure> {
    let found = sqlx::query_as(
        "SELECT session_id, scope, at_micros, policy, reservation, number, amounts, request, answer
         FROM quotes WHERE session_id = $1",
    );
    Ok(found.bind(session.to_string()).fetch_optional(connection).await?)
}
