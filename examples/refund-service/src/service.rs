//! Quotes, confirmations, reversals: what happens in which transaction.

use std::num::NonZeroU16;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::azure::refund_response;
use reservation_policy::policy::CapTerms;
use reservation_policy::{Approved, Decision, Refund, RefundLedger, Request, ReservationPolicy, Returned};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::clock::Clock;
use crate::failure::{ErrorBody, Failure, rfc3339};
use crate::gate::Gates;
use crate::policy::PolicySetting;
use crate::request::{self, Caller, QuoteLine, Scope};
use crate::store::audit::Action;
use crate::store::confirmation::ConfirmationRow;
use crate::store::quote::QuoteRow;
use crate::store::refund::{History, RefundRow};
use crate::store::{Store, audit, confirmation, quote, refund, scope};

/// The longest pause before a request is tried again.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Everything that answers requests.
#[derive(Debug, Clone)]
pub struct Service {
    store: Store,
    clock: Clock,
    policy: PolicySetting,
    deadline: Duration,
    gates: Gates,
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

/// The answer to a quote, and with the refund that to its confirmation.
#[derive(Serialize)]
struct QuoteBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    refund: Option<RefundBody>,
    scope: &'a str,
    amounts: AmountsBody,
    /// The members of the live service's `CalculateRefundResponse`, where amounts are numbers.
    #[serde(flatten)]
    response: Map<String, Value>,
}

/// The amounts as text, which no client reads as a floating-point number by mistake.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AmountsBody {
    refund: String,
    refund_usd: String,
    total_paid: String,
    retained: String,
    canceled: String,
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

/// A refund in the ledger.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RefundBody {
    id: String,
    scope: String,
    at: String,
    policy: String,
    reservation: String,
    quantity: i64,
    billed: String,
    refunded: String,
    canceled_commitment: String,
    counts: String,
    counts_until: Option<String>,
    reversed_at: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LedgerBody {
    scope: String,
    as_of: String,
    /// The clock, when it is too far behind the ledger to decide anything.
    clock_behind: Option<String>,
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

/// A question that was decided: the row to store, and the decision behind it.
struct Quoted {
    row: QuoteRow,
    policy: ReservationPolicy,
    decision: Decision<Refund>,
}

impl Service {
    /// A service on this database, by this clock and this policy. Every answer is there within the deadline, also one
    /// that says that there is none.
    #[must_use]
    pub fn new(store: Store, clock: Clock, policy: PolicySetting, deadline: Duration) -> Self {
        Self { store, clock, policy, deadline, gates: Gates::new(1_000) }
    }

    /// Tries until there is an answer or a lasting failure, with growing pauses, until the deadline.
    async fn insist<F: Future<Output = Result<Answer, Failure>>>(
        &self,
        work: impl Fn() -> F,
    ) -> Result<Answer, Failure> {
        let tries = async {
            let mut pause = Duration::from_millis(10);
            loop {
                match work().await {
                    Err(failure) if failure.is_passing() => tracing::debug!(%failure, "trying again"),
                    result => return result,
                }
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
            }
        };
        tokio::time::timeout(self.deadline, tries).await.unwrap_or(Err(Failure::TooSlow))
    }

    /// Answers a question and remembers it, so that it can be confirmed.
    pub async fn quote(&self, body: &str) -> Result<Answer, Failure> {
        let line: QuoteLine = request::read(body)?;
        let scope = line.scope()?;
        self.insist(|| self.try_to_quote(body, &line, &scope)).await
    }

    async fn try_to_quote(&self, body: &str, line: &QuoteLine, scope: &Scope) -> Result<Answer, Failure> {
        let mut snapshot = self.store.snapshot().await?;
        let at = scope::time(&mut snapshot, scope, &self.clock).await?.decide_at()?;
        self.policy.check_expected(line.policy.as_deref(), &self.policy.at(at)?)?;
        let (returned, request) = request::question(body, at)?;
        let history = refund::history(&mut snapshot, key(&returned)?).await?;
        let quoted = self.decide(&mut snapshot, scope, (&returned, request), history).await?;
        snapshot.commit().await?;
        // Stored on its own: a quote changes nothing, and its confirmation is decided anew.
        let mut write = self.store.begin().await?;
        quote::insert(&mut write, &quoted.row).await?;
        write.commit().await?;
        Ok(Answer { status: 200, body: quoted.row.answer, is_replayed: false })
    }

    /// What the library says to this question, on the ledger as this connection sees it.
    async fn decide(
        &self,
        connection: &mut AnyConnection,
        scope: &Scope,
        (returned, request): (&Returned, Request),
        history: History,
    ) -> Result<Quoted, Failure> {
        check_units(returned, history)?;
        let policy = self.policy.at(request.at)?;
        let ledger = refund::ledger(connection, scope, policy.cap().window, request.at).await?;
        let decision = policy.decide_refund(returned, &request, &ledger);
        let decision = decision.map_err(|error| request::question_error(&error))?;

        let number = history.returns.saturating_add(1);
        let refund = decision.outcome();
        // The same question with the same amounts is the same quote, whatever the second.
        let mut question = request;
        question.at = DateTime::UNIX_EPOCH;
        let name = json(&(scope.as_str(), number, decision.policy(), returned, question, &refund.billed, &refund.usd))?;
        let session = Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes());
        let row = QuoteRow {
            session_id: session.to_string(),
            scope: scope.as_str().to_owned(),
            at_micros: request.at.timestamp_micros(),
            policy: policy.name().to_string(),
            reservation: key(returned)?.to_owned(),
            number,
            decision: json(&decision)?,
            answer: json(&quote_body(&policy, &decision, (scope.as_str(), session), None)?)?,
        };
        Ok(Quoted { row, policy, decision })
    }

    /// Confirms a quote: decides again and records the refund, in one transaction.
    ///
    /// The same key gets the same answer, however often and from however many clients at once it is sent.
    pub async fn confirm(&self, key: &IdempotencyKey, session: Uuid, caller: &Caller) -> Result<Answer, Failure> {
        self.insist(|| self.try_to_confirm(key, session, caller)).await
    }

    async fn try_to_confirm(&self, key: &IdempotencyKey, session: Uuid, caller: &Caller) -> Result<Answer, Failure> {
        let mut snapshot = self.store.snapshot().await?;
        // What was answered never changes, so this needs no lock.
        let stored = confirmation::find(&mut snapshot, &key.0).await?;
        let quoted = if stored.is_none() { quote::find(&mut snapshot, session).await? } else { None };
        snapshot.commit().await?;
        if let Some(stored) = stored {
            return replay(stored, session);
        }
        let quoted = quoted.ok_or(Failure::UnknownQuote)?;
        let scope = Scope::new(&quoted.scope).map_err(Failure::corrupt)?;

        let _turn = self.gates.enter(&scope).await?;
        let mut transaction = self.store.begin().await?;
        let at = scope::lock(&mut transaction, &scope, &self.clock).await?.decide_at()?;
        // The same key may have been answered while this one waited for the lock.
        if let Some(stored) = confirmation::find(&mut transaction, &key.0).await? {
            return replay(stored, session);
        }
        let answer = self.settle(&mut transaction, (&quoted, &scope), session, at).await?;
        let row = ConfirmationRow {
            idempotency_key: key.0.clone(),
            session_id: session.to_string(),
            at_micros: at.timestamp_micros(),
            status: i64::from(answer.status),
            answer: answer.body.clone(),
        };
        confirmation::insert(&mut transaction, &row).await?;
        if answer.status == 200 {
            audit::record(&mut transaction, (caller, Action::Confirm), &scope, &quoted.session_id, at).await?;
        }
        transaction.commit().await?;
        tracing::info!(status = answer.status, %session, scope = scope.as_str(), caller = caller.name(), "confirmation");
        Ok(answer)
    }

    /// Decides about a quote that is to be confirmed, with the scope locked.
    async fn settle(
        &self,
        connection: &mut AnyConnection,
        (quoted, scope): (&QuoteRow, &Scope),
        session: Uuid,
        at: DateTime<Utc>,
    ) -> Result<Answer, Failure> {
        if let Some(made) = refund::find(connection, session).await? {
            let error =
                ErrorBody::new("QuoteAlreadyConfirmed", "", "this quote was confirmed before, expected a new quote");
            let body = RefusedBody { refund: Some(self.refund_body(&made)?), ..refused(error, quoted)? };
            return Answer::new(409, &body);
        }
        let Some(shown) = quoted.decision() else {
            let message = "an earlier version of this service made the quote, expected a new quote";
            return Answer::new(409, &refused(ErrorBody::new("QuoteNoLongerPossible", "", message), quoted)?);
        };
        let history = refund::history(connection, &quoted.reservation).await?;
        if history.returns.saturating_add(1) != quoted.number {
            let message = "units of this reservation were returned after the quote, expected a new quote of the \
                           reservation as it is now";
            return Answer::new(409, &refused(ErrorBody::new("ReservationChanged", "", message), quoted)?);
        }
        let shown = shown.outcome();
        let mut request = shown.request;
        request.at = at;
        let current = match self.decide(connection, scope, (&shown.returned, request), history).await {
            Ok(current) => current,
            // The question made sense when it was quoted and no longer does: the term is over, for example.
            Err(Failure::Invalid(invalid)) => {
                let error = ErrorBody { code: "QuoteNoLongerPossible".to_owned(), ..invalid };
                return Answer::new(409, &refused(error, quoted)?);
            }
            Err(failure) => return Err(failure),
        };
        let changed = !shown.has_same_amounts(current.decision.outcome());
        let error = match (current.decision.reasons().first(), changed) {
            (_, true) => ErrorBody::new("QuoteChanged", "", "the amounts have changed, expected the current quote"),
            (Some(reason), false) => ErrorBody::new(reason.azure_code().unwrap_or_else(|| reason.code()), "", reason),
            (None, false) => return self.record(connection, (scope, session), current, history).await,
        };
        // The current quote can be confirmed in its turn.
        quote::insert(connection, &current.row).await?;
        let body = RefusedBody { current: Some(raw(&current.row.answer)?), ..refused(error, quoted)? };
        Answer::new(409, &body)
    }

    /// Records an approved refund under the id of the quote that was confirmed.
    async fn record(
        &self,
        connection: &mut AnyConnection,
        (scope, session): (&Scope, Uuid),
        current: Quoted,
        history: History,
    ) -> Result<Answer, Failure> {
        let Quoted { row, policy, decision } = current;
        let approved: Approved<Refund> = decision.into_result().map_err(Failure::corrupt)?;
        let refund = approved.outcome();
        let entry = approved.entry(&session.to_string()).map_err(Failure::corrupt)?;
        let billed = refund.billed.refund;
        let made = RefundRow {
            session_id: session.to_string(),
            scope: row.scope,
            at_micros: row.at_micros,
            policy: row.policy,
            reservation: row.reservation,
            number: row.number,
            quantity: i64::from(refund.returned.quantity().get()),
            refunded_cents: stored(Some(entry.refunded().cents()))?,
            canceled_cents: stored(Some(entry.commitment().cents()))?,
            billing_minor: stored(billed.as_minor())?,
            billing_currency: billed.currency().code().to_owned(),
            reversed_at_micros: None,
        };
        if history.units.is_none() {
            let units = i64::from(refund.returned.reservation().quantity().get());
            refund::remember_units(connection, &made.reservation, units).await?;
        }
        refund::insert(connection, &made).await?;
        scope::touch(connection, scope, refund.request.at).await?;
        let body = self.refund_body(&made)?;
        Answer::new(200, &quote_body(&policy, approved.decision(), (scope.as_str(), session), Some(body))?)
    }

    /// Takes a refund back. Doing it again changes nothing.
    pub async fn reverse(&self, scope: &Scope, session: Uuid, caller: &Caller) -> Result<Answer, Failure> {
        self.insist(|| self.try_to_reverse(scope, session, caller)).await
    }

    async fn try_to_reverse(&self, scope: &Scope, session: Uuid, caller: &Caller) -> Result<Answer, Failure> {
        let _turn = self.gates.enter(scope).await?;
        let mut transaction = self.store.begin().await?;
        let time = scope::lock(&mut transaction, scope, &self.clock).await?;
        let made = refund::find(&mut transaction, session).await?;
        let mut made = made.filter(|made| made.scope == scope.as_str()).ok_or(Failure::UnknownRefund)?;
        if made.reversed_at_micros.is_none() {
            let at = time.decide_at()?;
            refund::reverse(&mut transaction, session, at).await?;
            scope::touch(&mut transaction, scope, at).await?;
            audit::record(&mut transaction, (caller, Action::Reverse), scope, &made.session_id, at).await?;
            transaction.commit().await?;
            tracing::info!(%session, scope = scope.as_str(), caller = caller.name(), "reversal");
            made.reversed_at_micros = Some(at.timestamp_micros());
        }
        Answer::new(200, &self.refund_body(&made)?)
    }

    /// The state of a scope: what is used, what is left, what comes back when, and its last refunds.
    pub async fn ledger(&self, scope: &Scope, limit: NonZeroU16) -> Result<Answer, Failure> {
        self.insist(|| self.try_to_show(scope, limit)).await
    }

    async fn try_to_show(&self, scope: &Scope, limit: NonZeroU16) -> Result<Answer, Failure> {
        let mut snapshot = self.store.snapshot().await?;
        let time = scope::time(&mut snapshot, scope, &self.clock).await?;
        let at = time.show_at()?;
        let policy = self.policy.at(at)?;
        let ledger = refund::ledger(&mut snapshot, scope, policy.cap().window, at).await?;
        let rows = refund::newest(&mut snapshot, scope, i64::from(limit.get())).await?;
        let refunds_total = refund::count(&mut snapshot, scope).await?;
        snapshot.commit().await?;
        let refunds = rows.iter().map(|row| refund_body(row, policy.cap())).collect::<Result<_, _>>()?;
        let clock_behind = if time.is_behind() { Some(rfc3339(time.clock()?)) } else { None };
        let body = LedgerBody { clock_behind, refunds, refunds_total, ..ledger_body(scope, &policy, &ledger, at) };
        Answer::new(200, &body)
    }

    /// Whether a refund could be recorded: writes to the database.
    pub async fn health(&self) -> Result<(), Failure> {
        let probe = self.store.probe(self.clock.now_micros());
        tokio::time::timeout(self.deadline, probe).await.unwrap_or(Err(Failure::TooSlow))
    }

    /// Sets a scope whose last change is ahead of the clock to the present, and with it the refunds that were made by
    /// the wrong clock: they count from now on. Returns how many.
    pub async fn repair_clock(&self, scope: &Scope, caller: &Caller) -> Result<u64, Failure> {
        let mut transaction = self.store.begin().await?;
        let time = scope::lock(&mut transaction, scope, &self.clock).await?;
        let (at, last) = (time.clock()?, time.show_at()?);
        let moved = refund::bring_forward(&mut transaction, scope, at).await?;
        scope::touch(&mut transaction, scope, at).await?;
        let subject = format!("{moved} refunds, from {} to {}", rfc3339(last), rfc3339(at));
        audit::record(&mut transaction, (caller, Action::RepairClock), scope, &subject, at).await?;
        transaction.commit().await?;
        Ok(moved)
    }

    /// Deletes quotes that became no refund and answers to idempotency keys, once they are so old.
    pub async fn prune(&self, keep: TimeDelta) -> Result<u64, Failure> {
        let now = DateTime::from_timestamp_micros(self.clock.now_micros());
        let Some(before) = now.and_then(|now| now.checked_sub_signed(keep)) else { return Ok(0) };
        let mut transaction = self.store.begin().await?;
        let pruned = quote::prune(&mut transaction, before).await?;
        transaction.commit().await?;
        Ok(pruned)
    }

    fn refund_body(&self, row: &RefundRow) -> Result<RefundBody, Failure> {
        refund_body(row, self.policy.at(row.at()?)?.cap())
    }
}

/// The canonical key of the reservation that is returned: the same for every spelling of its id.
fn key(returned: &Returned) -> Result<&str, Failure> {
    let id = returned.reservation().id();
    let missing = || ErrorBody::invalid("request.properties.reservationToReturn.reservationId", "is missing");
    Ok(id.ok_or_else(missing)?.key())
}

/// Refuses to give back more units than there were at the first return, whatever the client says now.
fn check_units(returned: &Returned, history: History) -> Result<(), ErrorBody> {
    let Some(units) = history.units else { return Ok(()) };
    let quantity = returned.quantity();
    if history.returned.saturating_add(i64::from(quantity.get())) <= units {
        return Ok(());
    }
    let before = history.returned;
    let message = format!(
        "`{quantity}` units are to be returned, but {before} of the {units} that there were are returned already"
    );
    Err(ErrorBody::new("InvalidRefundQuantity", "request.properties.reservationToReturn.quantity", message))
}

fn quote_body<'a>(
    policy: &ReservationPolicy,
    decision: &Decision<Refund>,
    (scope, session): (&'a str, Uuid),
    refund: Option<RefundBody>,
) -> Result<QuoteBody<'a>, Failure> {
    let mut response: Map<String, Value> =
        serde_json::from_str(&refund_response(policy, decision)).map_err(Failure::corrupt)?;
    // The library's name for the quote covers the amounts; the service's also covers whose ledger and who asked.
    if let Some(properties) = response.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("sessionId".to_owned(), session.to_string().into());
    }
    let outcome = decision.outcome();
    let amounts = AmountsBody {
        refund: outcome.billed.refund.to_string(),
        refund_usd: outcome.usd.refund.to_string(),
        total_paid: outcome.total_paid.to_string(),
        retained: outcome.retained.to_string(),
        canceled: outcome.billed.remaining_commitment.to_string(),
    };
    Ok(QuoteBody { refund, scope, amounts, response })
}

fn replay(stored: ConfirmationRow, session: Uuid) -> Result<Answer, Failure> {
    if stored.session_id != session.to_string() {
        return Err(Failure::KeyReused);
    }
    let status = u16::try_from(stored.status).map_err(Failure::corrupt)?;
    Ok(Answer { status, body: stored.answer, is_replayed: true })
}

fn refused(error: ErrorBody, quoted: &QuoteRow) -> Result<RefusedBody, Failure> {
    Ok(RefusedBody { error, refund: None, quoted: Some(raw(&quoted.answer)?), current: None })
}

/// Stored JSON, as it is.
fn raw(json: &str) -> Result<Box<RawValue>, Failure> {
    RawValue::from_string(json.to_owned()).map_err(Failure::corrupt)
}

/// An amount in minor units as the table holds it.
fn stored(minor: Option<u64>) -> Result<i64, Failure> {
    let stored = minor.and_then(|minor| i64::try_from(minor).ok());
    Ok(stored.ok_or_else(|| ErrorBody::invalid("order", "the refund is too large to be recorded"))?)
}

fn refund_body(row: &RefundRow, cap: CapTerms) -> Result<RefundBody, Failure> {
    let entry = row.cap_entry()?;
    Ok(RefundBody {
        id: row.session_id.clone(),
        scope: row.scope.clone(),
        at: rfc3339(entry.at()),
        policy: row.policy.clone(),
        reservation: row.reservation.clone(),
        quantity: row.quantity,
        billed: row.billed()?.to_string(),
        refunded: entry.refunded().plain_amount(),
        canceled_commitment: entry.commitment().plain_amount(),
        counts: entry.counted(cap.basis).plain_amount(),
        counts_until: cap.window.expiry(entry.at()).map(rfc3339),
        reversed_at: row.reversed_at()?.map(rfc3339),
    })
}

fn ledger_body(scope: &Scope, policy: &ReservationPolicy, ledger: &RefundLedger, at: DateTime<Utc>) -> LedgerBody {
    /// A page shows no more.
    const MOST_RELEASES: usize = 100;
    let cap = ledger.usage(policy.cap(), at);
    let mut used = cap.used;
    let releases = cap.releases().into_iter().take(MOST_RELEASES).map(|release| {
        used = used.saturating_sub(release.amount);
        ReleaseBody {
            at: rfc3339(release.at),
            amount: release.amount.plain_amount(),
            remaining_after: cap.cap.limit.saturating_sub(used).plain_amount(),
        }
    });
    LedgerBody {
        scope: scope.as_str().to_owned(),
        as_of: rfc3339(at),
        clock_behind: None,
        policy: policy.name().to_string(),
        limit: cap.cap.limit.plain_amount(),
        window: cap.cap.window.to_string(),
        measure: cap.cap.basis.to_string(),
        used: cap.used.plain_amount(),
        remaining: cap.remaining.plain_amount(),
        releases: releases.collect(),
        refunds: Vec::new(),
        refunds_total: 0,
    }
}
