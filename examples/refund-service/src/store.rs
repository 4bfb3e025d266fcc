//! The database: SQLite or PostgreSQL, the same tables and the same statements for both.
//!
//! What must not be interleaved runs in a [`Store::begin`] transaction that first calls [`scope::lock`]. In SQLite
//! such a transaction is the only writer (`BEGIN IMMEDIATE`), and in this process they queue for the one connection
//! that writes. In PostgreSQL the scope's row is locked, so that scopes do not wait for each other.

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::{Any, AnyPool, Executor, Transaction};

use crate::failure::Failure;

pub mod confirmation;
pub mod quote;
pub mod refund;
pub mod scope;

/// How long a request waits for a connection, and SQLite for another process's transaction.
const PATIENCE: Duration = Duration::from_secs(20);

/// Connections to the database.
#[derive(Debug, Clone)]
pub struct Store {
    write: AnyPool,
    read: AnyPool,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// A database that can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not a place that every connection shares.
    #[error("`{0}` is no database for this service, expected a file or a `postgres://` URL")]
    Unfit(String),
    /// No connection.
    #[error(transparent)]
    Connect(#[from] sqlx::Error),
    /// The tables can't be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

impl Store {
    /// Opens a database and brings its tables up to date: a `postgres://` URL, a `sqlite:` URL, or the path of a file.
    pub async fn open(database: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let (kind, url) = locate(database)?;
        let options: AnyConnectOptions = url.parse()?;
        let pool = |connections: u32| {
            let pool = AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
            let pool =
                if kind == Kind::Sqlite { pool.after_connect(|it, _| Box::pin(prepare_sqlite(it))) } else { pool };
            pool.connect_with(options.clone())
        };
        let store = match kind {
            // SQLite has one writer at a time: a queue in front of one connection is fair, its own waiting is not.
            Kind::Sqlite => Self { write: pool(1).await?, read: pool(4).await?, kind },
            Kind::Postgres => {
                let shared = pool(16).await?;
                Self { write: shared.clone(), read: shared, kind }
            }
        };
        sqlx::migrate!().run(&store.write).await?;
        Ok(store)
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Transaction<'static, Any>, Failure> {
        let begin = match self.kind {
            Kind::Sqlite => "BEGIN IMMEDIATE",
            // Each statement sees what was committed before it, so what is read after the lock is up to date.
            Kind::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        Ok(self.write.begin_with(begin).await?)
    }

    /// Begins a transaction that reads: everything as of one moment.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Any>, Failure> {
        let begin = match self.kind {
            Kind::Sqlite => "BEGIN",
            Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Ok(self.read.begin_with(begin).await?)
    }

    /// What kind of database it is, for people.
    #[must_use]
    pub const fn describe(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        }
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        self.write.close().await;
        self.read.close().await;
    }
}

fn locate(database: &str) -> Result<(Kind, String), OpenError> {
    if database.starts_with("postgres://") || database.starts_with("postgresql://") {
        return Ok((Kind::Postgres, database.to_owned()));
    }
    if database.is_empty() || database.contains(":memory:") || database.contains("mode=memory") {
        return Err(OpenError::Unfit(database.to_owned()));
    }
    if database.starts_with("sqlite:") {
        return Ok((Kind::Sqlite, database.to_owned()));
    }
    if database.contains("://") {
        // It may hold a password: only the scheme is shown.
        let scheme = database.split("://").next().unwrap_or_default();
        return Err(OpenError::Unfit(format!("{scheme}://")));
    }
    let mut url = String::from("sqlite:");
    for character in database.chars() {
        match character {
            '%' => url.push_str("%25"),
            '?' => url.push_str("%3F"),
            '#' => url.push_str("%23"),
            ' ' => url.push_str("%20"),
            other => url.push(other),
        }
    }
    url.push_str("?mode=rwc");
    Ok((Kind::Sqlite, url))
}

/// Readers do not wait for the writer, and what was committed survives a power cut.
async fn prepare_sqlite(connection: &mut sqlx::AnyConnection) -> Result<(), sqlx::Error> {
    for pragma in ["PRAGMA busy_timeout = 20000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
        connection.execute(pragma).await?;
    }
    Ok(())
}

/// An instant as it is stored.
fn instant(micros: i64) -> Result<chrono::DateTime<chrono::Utc>, Failure> {
    chrono::DateTime::from_timestamp_micros(micros).ok_or_else(|| Failure::corrupt("an instant beyond the calendar"))
}
