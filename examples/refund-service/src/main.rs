//! Starts the service: `cargo run --release --manifest-path examples/refund-service/Cargo.toml`.

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use axum::http::HeaderName;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Parser, Subcommand, ValueEnum};
use refund_service::request::{Caller, Scope};
use refund_service::{Clock, Guard, Identity, Limits, PolicySetting, Service, Settings, Store, http, server};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Refund quotes and confirmations over HTTP.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Where to listen. Another address than this machine's own needs `--identity-header` or `--token`.
    #[arg(long, env = "REFUND_SERVICE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// A name under which the service is reached, besides `localhost`. May be repeated.
    #[arg(long, env = "REFUND_SERVICE_HOST", value_delimiter = ',')]
    host: Vec<String>,
    /// The header in which a proxy in front of the service names the caller.
    #[arg(long, env = "REFUND_SERVICE_IDENTITY_HEADER", conflicts_with = "token")]
    identity_header: Option<HeaderName>,
    /// A secret that every caller must send as `Authorization: Bearer …`.
    #[arg(long, env = "REFUND_SERVICE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The path of a SQLite file, which is made when it is not there, or a `postgres://` URL.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, default_value = "refund-service.db", global = true)]
    database: String,
    /// The connections that write to PostgreSQL; half as many read.
    #[arg(long, env = "REFUND_SERVICE_DATABASE_CONNECTIONS", default_value_t = 16)]
    database_connections: u32,
    /// The policy that decides: `in-force`, or an edition such as `2020-07` or `2020-07+observed`.
    #[arg(long, env = "REFUND_SERVICE_POLICY", default_value = "in-force")]
    policy: PolicySetting,
    /// The seconds within which a request is answered, and for which the database is waited for.
    #[arg(long, env = "REFUND_SERVICE_DEADLINE", default_value_t = 5)]
    deadline: u32,
    /// The connections of clients at once.
    #[arg(long, env = "REFUND_SERVICE_CONNECTIONS", default_value_t = 512)]
    connections: u16,
    /// The days after which quotes that became no refund and idempotency keys are deleted.
    #[arg(long, env = "REFUND_SERVICE_KEEP_DAYS", default_value_t = 90)]
    keep_days: u16,
    /// How the log is written to standard error.
    #[arg(long, env = "REFUND_SERVICE_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// For tests and examples: a clock that stands still at this instant.
    #[arg(long, value_name = "INSTANT")]
    at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Repairs a scope whose ledger was changed by a clock that was ahead: those refunds count from now on.
    RepairClock {
        /// The billing scope.
        scope: String,
        /// Who repairs it, for the audit.
        #[arg(long)]
        by: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match start(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn start(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let filter = match std::env::var(EnvFilter::DEFAULT_ENV) {
        Ok(filter) if !filter.is_empty() => EnvFilter::try_new(filter),
        _ => EnvFilter::try_new("info,sqlx=warn"),
    };
    let (filter, mistake) = filter.map_or_else(|error| (EnvFilter::new("info"), Some(error)), |filter| (filter, None));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match arguments.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    if let Some(error) = mistake {
        return Err(format!("the variable RUST_LOG is invalid: {error}").into());
    }
    run(arguments).await
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let identity = match (arguments.identity_header, arguments.token) {
        (Some(header), _) => Identity::Header(header),
        (None, Some(token)) if !token.is_empty() => Identity::Token(token),
        (None, Some(_)) => return Err("the token is empty, expected a secret".into()),
        (None, None) if arguments.listen.ip().is_loopback() => Identity::Anonymous,
        (None, None) => {
            return Err(format!(
                "{} can be reached from other machines, expected `--identity-header` or `--token`",
                arguments.listen
            )
            .into());
        }
    };
    let deadline = Duration::from_secs(arguments.deadline.max(1).into());
    let settings =
        Settings { patience: deadline, connections: arguments.database_connections.max(1), largest_file: None };
    let store = Store::open(&arguments.database, settings).await;
    let store = store.map_err(|error| format!("the database cannot be opened: {error}"))?;
    let clock = arguments.at.map_or_else(Clock::system, Clock::standing_at);
    let policy = arguments.policy.name();
    let service = Service::new(store.clone(), clock, arguments.policy, deadline);
    if let Some(Command::RepairClock { scope, by }) = arguments.command {
        let moved = service.repair_clock(&Scope::new(&scope)?, &Caller::new(&by)).await?;
        writeln!(std::io::stdout(), "{moved} refunds of {scope} count from now on")?;
        store.close().await;
        return Ok(());
    }

    let listener = TcpListener::bind(arguments.listen).await;
    let listener = listener.map_err(|error| format!("{} cannot be listened on: {error}", arguments.listen))?;
    let address = listener.local_addr()?;
    tracing::info!(database = store.describe(), policy, "ready");
    // Before anybody knows that it runs: who can see the next line may already stop it.
    let told_to_stop = stop_signal()?;
    // On standard output, and nothing else there: whoever started it can wait for this line.
    writeln!(std::io::stdout(), "http://{address}/")?;

    let pruning = tokio::spawn(prune(service.clone(), TimeDelta::days(arguments.keep_days.into())));
    let names = arguments.host.into_iter().chain([address.ip().to_string()]);
    let router = http::router(service, Guard::new(names, identity));
    let limits = Limits { connections: arguments.connections.max(1).into(), ..Limits::default() };
    let stop = async {
        told_to_stop.await;
        tracing::info!("stopping");
    };
    if !server::serve(listener, router, limits, stop).await {
        tracing::warn!("some requests took too long and were cut off; none of them is half done");
    }
    pruning.abort();
    store.close().await;
    Ok(())
}

/// Deletes what is no longer kept, once an hour.
async fn prune(service: Service, keep: TimeDelta) {
    loop {
        match service.prune(keep).await {
            Ok(0) => {}
            Ok(quotes) => tracing::info!(quotes, "old quotes deleted"),
            Err(error) => tracing::warn!(%error, "old quotes could not be deleted"),
        }
        tokio::time::sleep(Duration::from_hours(1)).await;
    }
}

/// Gets ready for Ctrl-C, or for being told to stop by the system. What it returns waits for either.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    })
}
