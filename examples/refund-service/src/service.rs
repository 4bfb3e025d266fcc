//! Quotes, confirmations, reversals: what happens in which transaction.

use std::num::NonZeroU16;

use chrono::{DateTime, Utc};
use reservation_policy::azure::refund::{CalculateRefundResponse, RefundProperties};
use reservation_policy::azure::{InvalidFacts, shape::Price};
use reservation_policy::calendar::rfc3339;
use reservation_policy::decision::Reason;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::reservation::cap::{CapPosition, RefundId, RefundLedger};
use reservation_policy::reservation::refund::RefundQuote;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::clock::Clock;
use crate::failure::Failure;
use crate::policy::PolicySetting;
use crate::request::{Ask, RefundDecision, Scope};
use crate::store::confirmation::ConfirmationRow;
use crate::store::quote::QuoteRow;
use crate::store::refund::{RefundRow, Returned};
use crate::store::{Store, confirmation, quote, refund, scope};

/// How often a confirmation is tried again when another server came first.
const ATTEMPTS: u32 = 5;

/// Everything that answers requests.
#[derive(Debug, Clone)]
pub struct Service {
    store: Store,
    clock: Clock,
    policy: PolicySetting,
}

/// The client's name for one confirmation: sent again, it is the same confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key of 1 to 200 visible ASCII characters.
    pub fn new(text: &str) -> Result<Self, Failure> {
        let is_good = (1..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if is_good { Ok(Self(text.to_owned())) } else { Err(Failure::IdempotencyKey) }
    }
}

/// An answer: an HTTP status and a JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// 200 when it was done, 409 when it was not.
    pub status: u16,
    /// JSON.
    pub body: String,
    /// Whether it is the stored answer to a key that was used before.
    pub is_replayed: bool,
}

impl Answer {
    fn new(status: u16, body: &impl Serialize) -> Result<Self, Failure> {
        Ok(Self { status, body: json(body)?, is_replayed: false })
    }
}

fn json(body: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(body).map_err(Failure::corrupt)
}

/// The service's answer to a quote, with the scope.
#[derive(Serialize)]
struct QuoteBody<'a> {
    scope: &'a str,
    id: &'a str,
    properties: &'a RefundProperties,
}

#[derive(Serialize)]
struct ConfirmedBody<'a> {
    refund: RefundBody,
    id: &'a str,
    properties: &'a RefundProperties,
}

/// A confirmation that was not done: why, what was quoted, and what would be answered now.
#[derive(Serialize)]
struct RefusedBody {
    error: ErrorBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    refund: Option<RefundBody>,
    quoted: Option<Box<RawValue>>,
    current: Option<Box<RawValue>>,
}

/// What is wrong, in the style of the Azure service.
#[derive(Debug, Serialize)]
pub struct ErrorBody {
    /// A name for programs.
    pub code: String,
    /// A sentence for people.
    pub message: String,
    /// Which member of the request.
    pub target: String,
}

/// A refund in the ledger.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundBody {
    id: String,
    scope: String,
    at: String,
    policy: String,
    reservation_id: String,
    quantity: i64,
    billing: Price,
    refunded: String,
    cancelled_commitment: String,
    counts: String,
    counts_until: Option<String>,
    reversed_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LedgerBody {
    scope: String,
    as_of: String,
    policy: String,
    limit: String,
    window: String,
    measure: String,
    used: String,
    remaining: String,
    releases: Vec<ReleaseBody>,
    refunds: Vec<RefundBody>,
    refunds_total: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReleaseBody {
    at: String,
    amount: String,
    remaining_after: String,
}

/// When it is decided, and what became of the reservation by then.
///
/// Read once: another scope may record a return of the same reservation between two statements.
#[derive(Clone, Copy)]
struct Moment {
    at: DateTime<Utc>,
    returned: Returned,
}

/// A question answered: the row to store and the decision behind it.
struct Quoted {
    row: QuoteRow,
    response: CalculateRefundResponse,
    decision: RefundDecision,
}

impl Service {
    /// A service on this database, by this clock and this policy.
    #[must_use]
    pub const fn new(store: Store, clock: Clock, policy: PolicySetting) -> Self {
        Self { store, clock, policy }
    }

    /// Answers a question and remembers it, so that it can be confirmed.
    pub async fn quote(&self, request: &str) -> Result<Answer, Failure> {
        let ask = Ask::read(request.as_bytes())?;
        let mut snapshot = self.store.snapshot().await?;
        let at = scope::now(&mut snapshot, &ask.scope, &self.clock).await?;
        let returned = refund::returned(&mut snapshot, &ask.facts.id().as_str().to_lowercase()).await?;
        let quoted = self.decide(&mut snapshot, &ask, request, Moment { at, returned }).await?;
        snapshot.rollback().await?;
        // Stored on its own: a quote changes nothing, and whoever confirms it is decided about anew.
        let mut write = self.store.begin().await?;
        quote::insert(&mut write, &quoted.row).await?;
        write.commit().await?;
        Ok(Answer { status: 200, body: quoted.row.answer, is_replayed: false })
    }

    /// What the library says to this question, at this instant, on the ledger as this connection sees it.
    async fn decide(
        &self,
        connection: &mut AnyConnection,
        ask: &Ask,
        request: &str,
        Moment { at, returned }: Moment,
    ) -> Result<Quoted, Failure> {
        let policy = self.policy.at(at)?;
        self.policy.check_expected(ask.expected_policy.as_deref(), &policy)?;
        ask.facts.check_bought(returned.units)?;
        let number = returned.returns.saturating_add(1);
        let ledger = refund::ledger(connection, &ask.scope, policy.cap().window(), at).await?;
        let decision = ask.facts.decide(&policy, at, &ledger)?;

        let mut response = CalculateRefundResponse::new(ask.facts.id(), ask.facts.plan(), &decision);
        // The library's name for the quote covers the amounts; this one also covers whose ledger and who asked.
        let content = json(&(ask.scope.as_str(), number, request))?;
        response.properties.session_id = Uuid::new_v5(&response.properties.session_id, content.as_bytes());
        let answer =
            json(&QuoteBody { scope: ask.scope.as_str(), id: &response.id, properties: &response.properties })?;
        let row = QuoteRow {
            session_id: response.properties.session_id.to_string(),
            scope: ask.scope.as_str().to_owned(),
            at_micros: at.timestamp_micros(),
            policy: policy.name().to_string(),
            reservation: ask.facts.id().as_str().to_lowercase(),
            number,
            amounts: quote::amounts(decision.outcome().quote()),
            request: request.to_owned(),
            answer,
        };
        Ok(Quoted { row, response, decision })
    }

    /// Confirms a quote: decides again and records the refund, in one transaction.
    ///
    /// The same key gets the same answer, however often and from however many clients at once it is sent.
    pub async fn confirm(&self, key: &IdempotencyKey, session: Uuid) -> Result<Answer, Failure> {
        let mut attempts = 1;
        loop {
            match self.try_to_confirm(key, session).await {
                Err(Failure::Overtaken(_) | Failure::Busy(_)) if attempts < ATTEMPTS => {
                    attempts = attempts.saturating_add(1);
                }
                result => return result,
            }
        }
    }

    async fn try_to_confirm(&self, key: &IdempotencyKey, session: Uuid) -> Result<Answer, Failure> {
        let mut transaction = self.store.begin().await?;
        // What was answered never changes, so this needs no lock.
        if let Some(stored) = confirmation::find(&mut transaction, &key.0).await? {
            return replay(stored, session);
        }
        let quoted = quote::find(&mut transaction, session).await?.ok_or(Failure::UnknownQuote)?;
        let scope = Scope::new(&quoted.scope).map_err(Failure::corrupt)?;
        let at = scope::lock(&mut transaction, &scope, &self.clock).await?;
        // The same key may have been answered while this one waited for the lock.
        if let Some(stored) = confirmation::find(&mut transaction, &key.0).await? {
            return replay(stored, session);
        }
        let answer = self.settle(&mut transaction, &quoted, session, at).await?;
        let row = ConfirmationRow {
            idempotency_key: key.0.clone(),
            session_id: session.to_string(),
            at_micros: at.timestamp_micros(),
            status: i64::from(answer.status),
            answer: answer.body.clone(),
        };
        confirmation::insert(&mut transaction, &row).await?;
        transaction.commit().await?;
        tracing::info!(status = answer.status, %session, scope = scope.as_str(), "confirmation");
        Ok(answer)
    }

    /// Decides about a quote that was confirmed, with the scope locked.
    async fn settle(
        &self,
        connection: &mut AnyConnection,
        quoted: &QuoteRow,
        session: Uuid,
        at: DateTime<Utc>,
    ) -> Result<Answer, Failure> {
        if let Some(made) = refund::find(connection, session).await? {
            let error =
                error("QuoteAlreadyConfirmed", "this quote was confirmed before, and a quote is confirmed once");
            let body = RefusedBody { refund: Some(self.refund_body(&made)?), ..refused(error, quoted)? };
            return Answer::new(409, &body);
        }
        let returned = refund::returned(connection, &quoted.reservation).await?;
        if returned.returns.saturating_add(1) != quoted.number {
            let message = "units of this reservation were returned after the quote: ask for a new one, with the \
                           reservation as it is now";
            return Answer::new(409, &refused(error("ReservationChanged", message), quoted)?);
        }
        let (ask, current) = match self.decide_again(connection, quoted, Moment { at, returned }).await {
            Ok(decided) => decided,
            // The question made sense when it was quoted and no longer does: the term is over, for example.
            Err(Failure::Invalid(invalid)) => {
                let error = ErrorBody { code: "QuoteNoLongerPossible".to_owned(), ..error_of(&invalid) };
                return Answer::new(409, &refused(error, quoted)?);
            }
            Err(failure) => return Err(failure),
        };
        let changed = !still_holds(quoted, &ask, current.decision.outcome().quote());
        let refusal = match (current.decision.reasons().first(), changed) {
            (_, true) => {
                Some(error("QuoteChanged", "the amounts have changed since the quote: confirm the current one"))
            }
            (Some(reason), false) => {
                Some(error(reason.azure_code().unwrap_or_else(|| reason.code()), &reason.to_string()))
            }
            (None, false) => None,
        };
        if let Some(error) = refusal {
            // It can be confirmed in its turn.
            quote::insert(connection, &current.row).await?;
            let body = RefusedBody { current: Some(raw(&current.row.answer)?), ..refused(error, quoted)? };
            return Answer::new(409, &body);
        }
        self.record(connection, quoted, current, session).await
    }

    async fn decide_again(
        &self,
        connection: &mut AnyConnection,
        quoted: &QuoteRow,
        moment: Moment,
    ) -> Result<(Ask, Quoted), Failure> {
        let ask = Ask::read(quoted.request.as_bytes())?;
        let current = self.decide(connection, &ask, &quoted.request, moment).await?;
        Ok((ask, current))
    }

    /// Records an approved refund.
    async fn record(
        &self,
        connection: &mut AnyConnection,
        quoted: &QuoteRow,
        current: Quoted,
        session: Uuid,
    ) -> Result<Answer, Failure> {
        let Quoted { row, mut response, decision } = current;
        let approved = decision.into_result().map_err(Failure::corrupt)?;
        let quote = approved.outcome().quote();
        let id = RefundId::new(&quoted.session_id).map_err(Failure::corrupt)?;
        let entry = quote.cap_entry(id).map_err(|error| InvalidFacts::invalid("order", error))?;
        let billing = quote.billing().refund;
        let made = RefundRow {
            session_id: quoted.session_id.clone(),
            scope: row.scope,
            at_micros: row.at_micros,
            policy: row.policy,
            reservation: row.reservation,
            number: row.number,
            quantity: i64::from(quote.quantity().get()),
            refunded_cents: stored(entry.refunded().cents())?,
            cancelled_cents: stored(entry.cancelled_commitment().cents())?,
            billing_minor: stored(minor(billing)?)?,
            billing_currency: billing.currency().code().to_owned(),
            reversed_at_micros: None,
        };
        refund::insert(connection, &made).await?;
        scope::touch(connection, &Scope::new(&made.scope).map_err(Failure::corrupt)?, quote.at()).await?;
        response.properties.session_id = session;
        let refund = self.refund_body(&made)?;
        Answer::new(200, &ConfirmedBody { refund, id: &response.id, properties: &response.properties })
    }

    /// Takes a refund back. Doing it again changes nothing.
    pub async fn reverse(&self, scope: &Scope, session: Uuid) -> Result<Answer, Failure> {
        let mut transaction = self.store.begin().await?;
        let at = scope::lock(&mut transaction, scope, &self.clock).await?;
        let made = refund::find(&mut transaction, session).await?;
        let made = made.filter(|made| made.scope == scope.as_str()).ok_or(Failure::UnknownRefund)?;
        if made.reversed_at_micros.is_some() {
            return Answer::new(200, &self.refund_body(&made)?);
        }
        refund::reverse(&mut transaction, session, at).await?;
        scope::touch(&mut transaction, scope, at).await?;
        transaction.commit().await?;
        tracing::info!(%session, scope = scope.as_str(), "reversal");
        let made = RefundRow { reversed_at_micros: Some(at.timestamp_micros()), ..made };
        Answer::new(200, &self.refund_body(&made)?)
    }

    /// Where a scope stands: what is used, what is left, what comes back when, and its last refunds.
    pub async fn ledger(&self, scope: &Scope, limit: NonZeroU16) -> Result<Answer, Failure> {
        let mut snapshot = self.store.snapshot().await?;
        let at = scope::now(&mut snapshot, scope, &self.clock).await?;
        let policy = self.policy.at(at)?;
        let ledger = refund::ledger(&mut snapshot, scope, policy.cap().window(), at).await?;
        let rows = refund::newest(&mut snapshot, scope, i64::from(limit.get())).await?;
        let refunds_total = refund::count(&mut snapshot, scope).await?;
        snapshot.rollback().await?;
        let refunds = rows.iter().map(|row| refund_body(row, &policy)).collect::<Result<_, _>>()?;
        let body = LedgerBody { refunds, refunds_total, ..ledger_body(scope, &policy, &ledger, at) };
        Answer::new(200, &body)
    }

    /// Whether the database answers.
    pub async fn health(&self) -> Result<(), Failure> {
        let mut snapshot = self.store.snapshot().await?;
        sqlx::query("SELECT 1").execute(&mut *snapshot).await?;
        Ok(())
    }

    fn refund_body(&self, row: &RefundRow) -> Result<RefundBody, Failure> {
        refund_body(row, &self.policy.at(row.at()?)?)
    }
}

/// Whether what the client was shown is what would be refunded now.
///
/// The quote that was shown is worked out again at its own instant and by its own policy.
fn still_holds(quoted: &QuoteRow, ask: &Ask, current: &RefundQuote) -> bool {
    let policy = ReservationPolicy::from_name(&quoted.policy).ok();
    let shown = policy.zip(quoted.at().ok()).and_then(|(policy, at)| ask.facts.quote(&policy, at).ok());
    shown.is_some_and(|shown| quote::amounts(&shown) == quoted.amounts && shown.has_same_amounts(current))
}

fn replay(stored: ConfirmationRow, session: Uuid) -> Result<Answer, Failure> {
    if stored.session_id != session.to_string() {
        return Err(Failure::KeyReused);
    }
    let status = u16::try_from(stored.status).map_err(Failure::corrupt)?;
    Ok(Answer { status, body: stored.answer, is_replayed: true })
}

fn error(code: &str, message: &str) -> ErrorBody {
    ErrorBody { code: code.to_owned(), message: message.to_owned(), target: String::new() }
}

fn error_of(invalid: &InvalidFacts) -> ErrorBody {
    let (code, message) = (invalid.code().to_owned(), invalid.message().to_owned());
    ErrorBody { code, message, target: invalid.target().to_owned() }
}

fn refused(error: ErrorBody, quoted: &QuoteRow) -> Result<RefusedBody, Failure> {
    Ok(RefusedBody { error, refund: None, quoted: Some(raw(&quoted.answer)?), current: None })
}

/// Stored JSON, as it is.
fn raw(json: &str) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(json.to_owned()).map_err(Failure::corrupt)
}

fn stored(amount: u64) -> Result<i64, Failure> {
    i64::try_from(amount).map_err(|error| InvalidFacts::invalid("order", error).into())
}

/// An amount in whole minor units: the library's refunds are rounded to them.
fn minor(money: Money) -> Result<u64, Failure> {
    let mut amount = money.amount();
    amount.rescale(u32::from(money.currency().minor_digits()));
    u64::try_from(amount.mantissa()).map_err(|error| InvalidFacts::invalid("order", error).into())
}

fn from_minor(minor: i64, currency: &str) -> Result<Money, Failure> {
    let currency = Currency::from_code(currency).map_err(Failure::corrupt)?;
    Ok(Money::new(Decimal::new(minor, u32::from(currency.minor_digits())), currency))
}

fn refund_body(row: &RefundRow, policy: &ReservationPolicy) -> Result<RefundBody, Failure> {
    let entry = row.cap_entry()?;
    Ok(RefundBody {
        id: row.session_id.clone(),
        scope: row.scope.clone(),
        at: rfc3339(entry.at()),
        policy: row.policy.clone(),
        reservation_id: row.reservation.clone(),
        quantity: row.quantity,
        billing: Price::of(from_minor(row.billing_minor, &row.billing_currency)?),
        refunded: entry.refunded().to_string(),
        cancelled_commitment: entry.cancelled_commitment().to_string(),
        counts: entry.counted(policy.cap().measure()).to_string(),
        counts_until: policy.cap().window().expiry(entry.at()).map(rfc3339),
        reversed_at: row.reversed_at()?.map(rfc3339),
    })
}

fn ledger_body(scope: &Scope, policy: &ReservationPolicy, ledger: &RefundLedger, at: DateTime<Utc>) -> LedgerBody {
    /// A page shows no more.
    const MOST_RELEASES: usize = 100;
    let position: CapPosition<'_> = ledger.position(at, policy.cap());
    let limit = policy.cap().limit();
    let releases = position.releases().take(MOST_RELEASES).map(|release| ReleaseBody {
        at: rfc3339(release.at()),
        amount: release.amount().to_string(),
        remaining_after: limit.saturating_sub(release.used_after()).to_string(),
    });
    LedgerBody {
        scope: scope.as_str().to_owned(),
        as_of: rfc3339(at),
        policy: policy.name().to_string(),
        limit: limit.to_string(),
        window: policy.cap().window().to_string(),
        measure: policy.cap().measure().to_string(),
        used: position.used().to_string(),
        remaining: position.remaining().to_string(),
        releases: releases.collect(),
        refunds: Vec::new(),
        refunds_total: 0,
    }
}
