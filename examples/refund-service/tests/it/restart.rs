//! The server goes away in the middle, and comes back on the same database.

use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use refund_service::Clock;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use crate::concurrency::{Told, check};
use crate::support::{Answer, Database, NOON, Return, client, instant};

const CLIENTS: usize = 96;

/// Where the server is, and how often nothing came back from it.
struct Target {
    base: RwLock<String>,
    unanswered: AtomicUsize,
}

impl Target {
    fn new(base: &str) -> Arc<Self> {
        Arc::new(Self { base: RwLock::new(base.to_owned()), unanswered: AtomicUsize::new(0) })
    }

    fn unanswered(&self) -> usize {
        let unanswered = self.unanswered.load(Ordering::SeqCst);
        assert!(unanswered > 0, "nobody was interrupted, so nothing was shown");
        unanswered
    }
}

/// Confirms until there is an answer, wherever the server is by then, and then asks once more.
async fn insist(target: Arc<Target>, key: String, session: String) -> Vec<Answer> {
    let (client, mut answers) = (client(), Vec::new());
    for _ in 0..2_000 {
        let url = format!("{}/confirm", target.base.read().unwrap());
        let body = json!({ "sessionId": session }).to_string();
        match Answer::try_of(
            client.post(url).header("content-type", "application/json").header("idempotency-key", &key).body(body),
        )
        .await
        {
            Ok(answer) if answer.status < 500 => {
                answers.push(answer);
                if answers.len() == 2 {
                    return answers;
                }
                // The second time may be after the next restart.
                tokio::time::sleep(Duration::from_millis(150)).await;
            }
            _ => {
                target.unanswered.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    panic!("no answer for {key}");
}

fn start_clients(target: &Arc<Target>, sessions: &[String]) -> JoinSet<(usize, Vec<Answer>)> {
    let mut running = JoinSet::new();
    for (index, session) in sessions.iter().cloned().enumerate() {
        let target = target.clone();
        running.spawn(async move {
            // Spread out, so that each restart meets some of them at work.
            tokio::time::sleep(Duration::from_millis(u64::try_from(index).unwrap() * 6)).await;
            (index, insist(target, format!("key-{index}"), session).await)
        });
    }
    running
}

async fn collect(running: JoinSet<(usize, Vec<Answer>)>, sessions: Vec<String>) -> Vec<Told> {
    let mut answers = running.join_all().await;
    answers.sort_by_key(|(index, _)| *index);
    let told = sessions.into_iter().zip(answers);
    told.map(|(session, (_, answers))| Told { session, cents: 100_000, answers }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_the_middle_loses_nothing() {
    let database = Database::new().await;
    let clock = Clock::standing_at(instant(NOON));
    let mut server = database.server(&clock).await;
    let mut sessions = Vec::new();
    for _ in 0..CLIENTS {
        sessions.push(server.session(&Return::new("contoso", "1000").body()).await);
    }
    let target = Target::new(&server.base);
    let running = start_clients(&target, &sessions);
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_millis(120)).await;
        server.cut_off().await;
        server = database.server(&clock).await;
        target.base.write().unwrap().clone_from(&server.base);
    }
    let told = collect(running, sessions).await;
    println!("4 restarts, {} tries unanswered, {}", target.unanswered(), check(&database, &told).await);
    assert_eq!(database.refunds().await.len(), 50);
    database.remove().await;
}

/// The program itself, killed when it is dropped.
struct Program {
    child: Child,
    base: String,
}

impl Program {
    async fn start(database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_refund-service"))
            .args([
                "--listen",
                "127.0.0.1:0",
                "--at",
                NOON,
                "--policy",
                "2020-07+observed",
                "--deadline",
                "60",
                "--database",
                database,
            ])
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next_line().await.unwrap().expect("it says where it listens");
        Self { child, base: line.trim_end_matches('/').to_owned() }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_in_the_middle_loses_nothing() {
    let database = Database::new().await;
    let mut program = Program::start(&database.url).await;
    let mut sessions = Vec::new();
    for _ in 0..CLIENTS {
        let body = Return::new("contoso", "1000").body().to_string();
        sessions.push(
            Answer::of(
                client().post(format!("{}/quote", program.base)).header("content-type", "application/json").body(body),
            )
            .await
            .session(),
        );
    }
    let target = Target::new(&program.base);
    let running = start_clients(&target, &sessions);
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        // On Unix this is signal 9: no handler runs, nothing is flushed, nothing is closed.
        program.child.kill().await.unwrap();
        program = Program::start(&database.url).await;
        target.base.write().unwrap().clone_from(&program.base);
    }
    let told = collect(running, sessions).await;
    program.child.kill().await.unwrap();
    println!("5 kills, {} tries unanswered, {}", target.unanswered(), check(&database, &told).await);
    assert_eq!(database.refunds().await.len(), 50);
    database.remove().await;
}

#[cfg(unix)]
#[tokio::test]
async fn told_to_stop_it_stops_by_itself() {
    let database = Database::new().await;
    let mut program = Program::start(&database.url).await;
    let id = program.child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    let status = tokio::time::timeout(Duration::from_secs(20), program.child.wait()).await;
    assert!(status.expect("it stops in time").unwrap().success());
    database.remove().await;
}
