//! The ledger's table.

use chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::policy::CapWindow;
use reservation_policy::{CapEntry, Currency, Money, RefundLedger, UsdAmount};
use sqlx::{AnyConnection, FromRow};
use uuid::Uuid;

use crate::failure::Failure;
use crate::request::Scope;

/// A refund as it is stored.
#[derive(Debug, Clone, FromRow)]
pub struct RefundRow {
    /// The session id of the quote that was confirmed: the refund's id.
    pub session_id: String,
    /// Whose ledger.
    pub scope: String,
    /// When it was made.
    pub at_micros: i64,
    /// The name of the policy that approved it.
    pub policy: String,
    /// The canonical key of the reservation.
    pub reservation: String,
    /// The number of this return of the reservation, from 1.
    pub number: i64,
    /// How many units were returned.
    pub quantity: i64,
    /// What was refunded, in US cents.
    pub refunded_cents: i64,
    /// The same and the future payments that were canceled, in US cents.
    pub canceled_cents: i64,
    /// What was refunded, in minor units of the billing currency.
    pub billing_minor: i64,
    /// The billing currency.
    pub billing_currency: String,
    /// When it was taken back.
    pub reversed_at_micros: Option<i64>,
}

macro_rules! refunds {
    ($rest:literal) => {
        concat!(
            "SELECT session_id, scope, at_micros, policy, reservation, number, quantity, refunded_cents, \
             canceled_cents, billing_minor, billing_currency, reversed_at_micros FROM refunds ",
            $rest
        )
    };
}

impl RefundRow {
    /// When it was made.
    pub fn at(&self) -> Result<DateTime<Utc>, Failure> {
        super::instant(self.at_micros)
    }

    /// When it was taken back.
    pub fn reversed_at(&self) -> Result<Option<DateTime<Utc>>, Failure> {
        self.reversed_at_micros.map(super::instant).transpose()
    }

    /// As the cap sees it.
    pub fn cap_entry(&self) -> Result<CapEntry, Failure> {
        let entry = CapEntry::new(&self.session_id, self.at()?, UsdAmount::from_cents(minor(self.refunded_cents)?));
        let canceled = UsdAmount::from_cents(minor(self.canceled_cents)?);
        entry.map_err(Failure::corrupt)?.canceled_commitment(canceled).map_err(Failure::corrupt)
    }

    /// What was refunded, in the billing currency.
    pub fn billed(&self) -> Result<Money, Failure> {
        let currency: Currency = self.billing_currency.parse().map_err(Failure::corrupt)?;
        Ok(Money::of_minor(minor(self.billing_minor)?, currency))
    }
}

fn minor(units: i64) -> Result<u64, Failure> {
    u64::try_from(units).map_err(Failure::corrupt)
}

/// Stores a refund.
pub async fn insert(connection: &mut AnyConnection, row: &RefundRow) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO refunds (session_id, scope, at_micros, policy, reservation, number, quantity, refunded_cents,
         canceled_cents, billing_minor, billing_currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&row.session_id)
    .bind(&row.scope)
    .bind(row.at_micros)
    .bind(&row.policy)
    .bind(&row.reservation)
    .bind(row.number)
    .bind(row.quantity)
    .bind(row.refunded_cents)
    .bind(row.canceled_cents)
    .bind(row.billing_minor)
    .bind(&row.billing_currency)
    .execute(connection)
    .await?;
    Ok(())
}

/// The refund that this quote became.
pub async fn find(connection: &mut AnyConnection, session: Uuid) -> Result<Option<RefundRow>, Failure> {
    let found = sqlx::query_as(refunds!("WHERE session_id = $1"));
    Ok(found.bind(session.to_string()).fetch_optional(connection).await?)
}

/// The last refunds of a scope, the newest first, reversed ones too.
pub async fn newest(connection: &mut AnyConnection, scope: &Scope, limit: i64) -> Result<Vec<RefundRow>, Failure> {
    let rows = sqlx::query_as(refunds!("WHERE scope = $1 ORDER BY at_micros DESC, session_id DESC LIMIT $2"));
    Ok(rows.bind(scope.as_str()).bind(limit).fetch_all(connection).await?)
}

/// How many refunds the scope has, reversed ones too.
pub async fn count(connection: &mut AnyConnection, scope: &Scope) -> Result<i64, Failure> {
    let count: (i64,) = sqlx::query_as("SELECT COUNT(*) FROM refunds WHERE scope = $1")
        .bind(scope.as_str())
        .fetch_one(connection)
        .await?;
    Ok(count.0)
}

/// What became of a reservation so far.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct History {
    /// How many returns there were, reversed ones too.
    pub returns: i64,
    /// How many units were returned and not taken back.
    pub returned: i64,
    /// How many units there were at the first return. `None` before it.
    pub units: Option<i64>,
}

/// What became of this reservation so far, in any scope.
pub async fn history(connection: &mut AnyConnection, reservation: &str) -> Result<History, Failure> {
    let found = sqlx::query_as(
        "SELECT COUNT(*) AS returns,
                CAST(COALESCE(SUM(CASE WHEN reversed_at_micros IS NULL THEN quantity ELSE 0 END), 0) AS BIGINT)
                    AS returned,
                (SELECT units FROM reservations WHERE reservation = $1) AS units
         FROM refunds WHERE reservation = $1",
    );
    Ok(found.bind(reservation).fetch_one(connection).await?)
}

/// Remembers how many units a reservation had at its first return. Later numbers change nothing.
pub async fn remember_units(connection: &mut AnyConnection, reservation: &str, units: i64) -> Result<(), Failure> {
    sqlx::query("INSERT INTO reservations (reservation, units) VALUES ($1, $2) ON CONFLICT (reservation) DO NOTHING")
        .bind(reservation)
        .bind(units)
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets the instants of refunds that lie after an instant to it: they were made by a clock that was ahead.
pub async fn bring_forward(connection: &mut AnyConnection, scope: &Scope, at: DateTime<Utc>) -> Result<u64, Failure> {
    let moved = sqlx::query("UPDATE refunds SET at_micros = $2 WHERE scope = $1 AND at_micros > $2");
    Ok(moved.bind(scope.as_str()).bind(at.timestamp_micros()).execute(connection).await?.rows_affected())
}

/// Takes a refund back. The row stays, for whoever wants to know later.
pub async fn reverse(connection: &mut AnyConnection, session: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
    sqlx::query("UPDATE refunds SET reversed_at_micros = $2 WHERE session_id = $1 AND reversed_at_micros IS NULL")
        .bind(session.to_string())
        .bind(at.timestamp_micros())
        .execute(connection)
        .await?;
    Ok(())
}

/// The refunds of a scope that can still count within the window at an instant: the ledger that the library asks for.
pub async fn ledger(
    connection: &mut AnyConnection,
    scope: &Scope,
    window: CapWindow,
    at: DateTime<Utc>,
) -> Result<RefundLedger, Failure> {
    let rows: Vec<RefundRow> =
        sqlx::query_as(refunds!("WHERE scope = $1 AND at_micros >= $2 AND reversed_at_micros IS NULL"))
            .bind(scope.as_str())
            .bind(oldest(window, at).map_or(i64::MIN, |oldest| oldest.timestamp_micros()))
            .fetch_all(connection)
            .await?;
    let entries = rows.iter().map(RefundRow::cap_entry).collect::<Result<Vec<_>, _>>()?;
    RefundLedger::from_entries(entries).map_err(Failure::corrupt)
}

/// Nothing older than this can count any more: the window rounded up to whole days, and a day more.
///
/// `None`: everything may count.
fn oldest(window: CapWindow, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let days = match window {
        CapWindow::RollingDays(days) => i64::from(days.get()),
        CapWindow::RollingMonths(months) => i64::from(months.get()).checked_mul(31)?,
        CapWindow::CalendarYear => 366,
        _ => return None,
    };
    at.checked_sub_signed(TimeDelta::try_days(days.checked_add(1)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_loaded_has_lapsed_in_every_window() {
        let first: DateTime<Utc> = "2023-01-01T00:00:00Z".parse().unwrap();
        let windows = [CapWindow::DAYS_365, CapWindow::TWELVE_MONTHS, CapWindow::CalendarYear];
        for at in (0..1_500).map(|day| first + TimeDelta::days(day)) {
            for window in windows {
                let newest_not_loaded = oldest(window, at).unwrap() - TimeDelta::microseconds(1);
                let expiry = window.expiry(newest_not_loaded).unwrap();
                assert!(
                    expiry <= at,
                    "{window}: a refund of {newest_not_loaded} counts until {expiry}, not loaded at {at}"
                );
            }
        }
    }
}
