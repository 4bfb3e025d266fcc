//! Starts the service: `cargo run --release --manifest-path examples/refund-service/Cargo.toml`.

use std::error::Error;
use std::io::Write as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::Parser;
use refund_service::{Clock, PolicySetting, Service, Store, http};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// How long requests under way may take once the service is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Refund quotes and confirmations over HTTP.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen. There is no login: keep it on this machine, or behind something that knows who asks.
    #[arg(long, env = "REFUND_SERVICE_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The path of a SQLite file, which is made when it is not there, or a `postgres://` URL.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, default_value = "refund-service.db")]
    database: String,
    /// The policy that decides: `in-force`, or an edition such as `2020-07` or `2020-07+observed`.
    #[arg(long, env = "REFUND_SERVICE_POLICY", default_value = "in-force")]
    policy: PolicySetting,
    /// For tests and examples: a clock that stands still at this instant.
    #[arg(long, value_name = "INSTANT")]
    at: Option<DateTime<Utc>>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let store = Store::open(&arguments.database).await.map_err(|error| format!("can't open the database: {error}"))?;
    let clock = arguments.at.map_or_else(Clock::system, Clock::standing_at);
    let listener = TcpListener::bind(arguments.listen).await;
    let listener = listener.map_err(|error| format!("can't listen on {}: {error}", arguments.listen))?;
    let address = listener.local_addr()?;
    tracing::info!(database = store.describe(), policy = ?arguments.policy.name(), "ready");
    // Before anybody knows that it runs: who can see the next line may already stop it.
    let told_to_stop = stop_signal()?;
    // On standard output, and nothing else there: whoever started it can wait for this line.
    writeln!(std::io::stdout(), "http://{address}/")?;

    let router = http::router(Service::new(store.clone(), clock, arguments.policy));
    let (stop, stopped) = watch::channel(());
    let mut told = stopped.clone();
    let serve = axum::serve(listener, router).with_graceful_shutdown(async move {
        // An error means that the sender is gone, and then it is over too.
        drop(told.changed().await);
    });
    let server = tokio::spawn(serve.into_future());
    told_to_stop.await;
    tracing::info!("stopping");
    stop.send(())?;
    if let Ok(result) = tokio::time::timeout(GRACE, server).await {
        result??;
    } else {
        tracing::warn!("some requests took too long and were cut off; none of them is half done");
    }
    store.close().await;
    Ok(())
}

/// Gets ready to hear of Ctrl-C, or of being told to stop by the system; what it gives back waits for either.
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
