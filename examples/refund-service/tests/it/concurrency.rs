//! Confirmations at once: the cap holds, nothing is lost, nothing is there twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use refund_service::Clock;
use reservation_policy::{CapEntry, RefundLedger, ReservationPolicy, UsdAmount};
use tokio::task::JoinSet;

use crate::support::{Answer, Database, NOON, Return, Server, instant};

const LIMIT: i64 = 5_000_000;

/// What one client was told: which quote, how much, and every answer that it got for its one key.
pub struct Told {
    pub session: String,
    pub cents: i64,
    pub answers: Vec<Answer>,
}

/// What must hold afterwards, whatever came in between.
pub async fn check(database: &Database, told: &[Told]) -> String {
    let table: BTreeMap<String, i64> = database.refunds().await.into_iter().collect();
    let sum: i64 = table.values().sum();
    assert!(sum <= LIMIT, "{sum} cents were refunded");

    // The library, asked about the table, says the same.
    let entry = |(id, cents): (&String, &i64)| {
        let amount = UsdAmount::from_cents((*cents).try_into().unwrap());
        CapEntry::new(id, instant(NOON), amount).unwrap()
    };
    let ledger = RefundLedger::from_entries(table.iter().map(entry)).unwrap();
    let policy = ReservationPolicy::named("2020-07+observed").unwrap();
    let cap = ledger.usage(policy.cap(), instant(NOON));
    assert_eq!(i64::try_from(cap.used.cents()).unwrap(), sum);

    let mut approved = BTreeMap::new();
    for client in told {
        let first = client.answers.first().expect("every client is answered in the end");
        for answer in &client.answers {
            assert_eq!((answer.status, &answer.text), (first.status, &first.text), "one key, one answer");
        }
        match first.status {
            200 => drop(approved.insert(client.session.clone(), client.cents)),
            409 => {
                assert_eq!(first.code(), "RefundLimitExceeded", "{}", first.text);
                assert!(client.cents + sum > LIMIT, "{} cents were refused, and {sum} are used", client.cents);
            }
            other => panic!("{other}: {}", first.text),
        }
    }
    assert_eq!(approved, table, "what was approved is what is recorded");
    let answers: usize = told.iter().map(|client| client.answers.len()).sum();
    format!(
        "{} clients, {answers} answers: {} approved, {} refused, {}.{:02} of 50000.00 USD used",
        told.len(),
        table.len(),
        told.len() - table.len(),
        sum / 100,
        sum % 100,
    )
}

/// Quotes every return, and then confirms them all at once, each from several clients with the same key.
async fn confirm_all(servers: &[Arc<Server>], returns: Vec<(Return, i64)>, copies: usize) -> Vec<Told> {
    let mut sessions = Vec::new();
    for (index, (wanted, cents)) in returns.iter().enumerate() {
        sessions.push((servers[index % servers.len()].session(&wanted.body()).await, *cents));
    }
    let mut running = JoinSet::new();
    for (index, (session, _)) in sessions.iter().enumerate() {
        for copy in 0..copies {
            let (server, session) = (servers[(index + copy) % servers.len()].clone(), session.clone());
            running.spawn(async move { (index, server.confirm(&format!("key-{index}"), &session).await) });
        }
    }
    let mut told: Vec<Told> =
        sessions.into_iter().map(|(session, cents)| Told { session, cents, answers: Vec::new() }).collect();
    while let Some(answered) = running.join_next().await {
        let (index, answer) = answered.unwrap();
        told[index].answers.push(answer);
    }
    told
}

async fn two_servers(database: &Database, clock: &Clock) -> Vec<Arc<Server>> {
    vec![Arc::new(database.server(clock).await), Arc::new(database.server(clock).await)]
}

fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[tokio::test(flavor = "multi_thread")]
async fn of_64_times_1000_dollars_exactly_50_are_refunded() {
    let database = Database::new().await;
    let servers = two_servers(&database, &Clock::standing_at(instant(NOON))).await;
    let returns = (0..64).map(|_| (Return::new("contoso", "1000.00"), 100_000)).collect();
    let began = Instant::now();
    let told = confirm_all(&servers, returns, 2).await;
    let took = began.elapsed();
    println!("{} in {took:?}", check(&database, &told).await);
    assert_eq!(database.refunds().await.len(), 50);
    assert_eq!(servers[0].ledger("contoso").await.body["remaining"], "0.00");
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_mix_of_amounts_breaks_the_cap() {
    let database = Database::new().await;
    let servers = two_servers(&database, &Clock::standing_at(instant(NOON))).await;
    let amount = |index: i64| 1 + index * index * 3_137 % 400_009;
    let returns: Vec<_> =
        (1..=96).map(|index| (Return::new("contoso", &dollars(amount(index))), amount(index))).collect();
    assert!(returns.iter().map(|(_, cents)| cents).sum::<i64>() > 2 * LIMIT);
    let told = confirm_all(&servers, returns, 2).await;
    println!("{}", check(&database, &told).await);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_about_does_not_hide_a_refund_from_the_next() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant(NOON));
    let servers = two_servers(&database, &clock).await;
    let stop = Arc::new(AtomicBool::new(false));
    let jumping = {
        let (clock, stop) = (clock.clone(), stop.clone());
        tokio::spawn(async move {
            let mut second = 0_i64;
            while !stop.load(Ordering::SeqCst) {
                second = (second * 31 + 17) % 59;
                clock.set(instant(NOON) + TimeDelta::seconds(second));
                tokio::time::sleep(Duration::from_micros(300)).await;
            }
        })
    };
    let returns = (0..64).map(|_| (Return::new("contoso", "1000.00"), 100_000)).collect();
    let told = confirm_all(&servers, returns, 1).await;
    stop.store(true, Ordering::SeqCst);
    jumping.await.unwrap();
    println!("{}", check(&database, &told).await);
    assert_eq!(database.refunds().await.len(), 50);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_keys_for_one_quote_one_confirms_it() {
    let database = Database::new().await;
    let servers = two_servers(&database, &Clock::standing_at(instant(NOON))).await;
    let session = servers[0].session(&Return::new("contoso", "1000").body()).await;
    let mut running = JoinSet::new();
    for index in 0..32 {
        let (server, session) = (servers[index % 2].clone(), session.clone());
        running.spawn(async move { server.confirm(&format!("key-{index}"), &session).await });
    }
    let answers = running.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.code() == "QuoteAlreadyConfirmed"));
    assert_eq!(database.refunds().await, [(session, 100_000)]);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_quotes_for_one_reservation_in_many_scopes_one_is_confirmed() {
    let database = Database::new().await;
    let servers = two_servers(&database, &Clock::standing_at(instant(NOON))).await;
    let wanted = Return::new("contoso", "1000");
    let mut running = JoinSet::new();
    for index in 0..16 {
        let server = servers[index % 2].clone();
        let session = server.session(&Return { scope: format!("scope-{index}"), ..wanted.clone() }.body()).await;
        running.spawn(async move { (server, session, index) });
    }
    let quoted = running.join_all().await;
    let mut running = JoinSet::new();
    for (server, session, index) in quoted {
        running.spawn(async move { server.confirm(&format!("key-{index}"), &session).await });
    }
    let answers = running.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.code() == "ReservationChanged"));
    assert_eq!(database.refunds().await.len(), 1);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_for_quotes_of_many_scopes_confirms_one_of_them() {
    let database = Database::new().await;
    let servers = two_servers(&database, &Clock::standing_at(instant(NOON))).await;
    let mut sessions = Vec::new();
    for index in 0..16 {
        sessions.push(servers[0].session(&Return::new(&format!("scope-{index}"), "1000").body()).await);
    }
    let mut running = JoinSet::new();
    for (index, session) in sessions.into_iter().enumerate() {
        let server = servers[index % 2].clone();
        running.spawn(async move { server.confirm("the-key", &session).await });
    }
    let answers = running.join_all().await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| answer.status == 200 || answer.code() == "IdempotencyKeyReused"));
    assert_eq!(database.refunds().await.len(), 1);
    database.remove().await;
}
