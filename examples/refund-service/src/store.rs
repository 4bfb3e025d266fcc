//! The database: SQLite or PostgreSQL, the same tables and the same statements for both.
//!
//! What must not be interleaved runs in a [`Store::begin`] transaction that first calls [`scope::lock`]. In SQLite
//! such a transaction is the only writer (`BEGIN IMMEDIATE`), and in this process they queue for the one connection
//! that writes. In PostgreSQL the scope's row is locked, so that scopes do not wait for each other.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Executor};

use crate::failure::Failure;

pub mod audit;
pub mod confirmation;
pub mod quote;
pub mod refund;
pub mod scope;
mod upgrade;

/// How often a start is tried when another server starts on the same new database.
const STARTS: u32 = 20;

/// Connections to the database.
#[derive(Debug, Clone)]
pub struct Store {
    write: AnyPool,
    read: AnyPool,
    probe: AnyPool,
    kind: Kind,
    file: Option<Arc<File>>,
}

/// What an operator may choose about the database.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long a statement, a lock or a connection may be waited for.
    pub patience: Duration,
    /// The connections that write to PostgreSQL, and half as many that read. SQLite has one that writes and four that read.
    pub connections: u32,
    /// The largest SQLite file in bytes; without it the disk is the limit.
    pub largest_file: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { patience: Duration::from_secs(5), connections: 16, largest_file: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// A database that cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not a place that every connection shares.
    #[error("`{0}` is not a database for this service, expected the path of a file or a `postgres://` URL")]
    Unfit(String),
    /// No connection.
    #[error(transparent)]
    Connect(#[from] sqlx::Error),
    /// No answer.
    #[error("no answer within {0:?}")]
    Silent(Duration),
    /// The tables cannot be brought up to date.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// Rows of an earlier version cannot be brought up to date.
    #[error("rows of an earlier version: {0}")]
    Upgrade(#[from] Failure),
}

/// A transaction on a connection of its pool.
///
/// The connection goes back to its pool after a commit and only then. After anything else it is closed, and with it
/// whatever state it was left in: SQLite ends a transaction by itself when the disk is full, for example.
#[derive(Debug)]
pub struct Transaction {
    connection: PoolConnection<Any>,
    committed: bool,
}

impl Transaction {
    async fn begin(pool: &AnyPool, begin: &str) -> Result<Self, Failure> {
        let mut transaction = Self { connection: pool.acquire().await?, committed: false };
        transaction.connection.execute(begin).await?;
        Ok(transaction)
    }

    /// Makes everything that was written permanent.
    pub async fn commit(mut self) -> Result<(), Failure> {
        self.connection.execute("COMMIT").await?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.committed {
            self.connection.close_on_drop();
        }
    }
}

impl Deref for Transaction {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        &self.connection
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }
}

impl Store {
    /// Opens a database and brings its tables up to date: a `postgres://` URL, a `sqlite:` URL, or the path of a file.
    pub async fn open(database: &str, settings: Settings) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let (kind, url) = locate(database)?;
        let options: AnyConnectOptions = url.parse()?;
        let prepare: Arc<[String]> = preparations(kind, settings).into();
        let mut starts = 1_u32;
        while let Err(error) = start(kind, &options, &prepare, settings.patience).await {
            // SQLite has no lock around migrations: of two servers on a new file one fails, and finds the tables the
            // next time.
            if kind == Kind::Postgres || !matches!(error, OpenError::Migrate(_)) || starts == STARTS {
                return Err(error);
            }
            starts = starts.saturating_add(1);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let pool = |connections: u32| {
            let prepare = Arc::clone(&prepare);
            let pool = AnyPoolOptions::new().max_connections(connections).acquire_timeout(settings.patience);
            let pool = pool.after_connect(move |connection, _| {
                let prepare = Arc::clone(&prepare);
                Box::pin(async move { run(connection, &prepare).await })
            });
            pool.connect_lazy_with(options.clone())
        };
        Ok(match kind {
            // SQLite has one writer at a time: a queue in front of one connection is fair, its own waiting is not.
            Kind::Sqlite => {
                let (write, file) = (pool(1), File::of(database).map(Arc::new));
                Self { probe: write.clone(), write, read: pool(4), kind, file }
            }
            Kind::Postgres => {
                let (write, read) = (pool(settings.connections), pool(settings.connections.div_ceil(2)));
                Self { write, read, probe: pool(1), kind, file: None }
            }
        })
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Transaction, Failure> {
        self.begin_on(&self.write).await
    }

    async fn begin_on(&self, pool: &AnyPool) -> Result<Transaction, Failure> {
        if self.file.as_ref().is_some_and(|file| !file.is_there()) {
            return Err(Failure::FileGone);
        }
        let begin = match self.kind {
            Kind::Sqlite => "BEGIN IMMEDIATE",
            // Each statement sees what was committed before it, so what is read after the lock is up to date.
            Kind::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        Transaction::begin(pool, begin).await
    }

    /// Begins a transaction that reads: everything as of one moment.
    pub async fn snapshot(&self) -> Result<Transaction, Failure> {
        let begin = match self.kind {
            Kind::Sqlite => "BEGIN",
            Kind::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        Transaction::begin(&self.read, begin).await
    }

    /// Writes to the database and commits: whether a refund could be recorded.
    pub async fn probe(&self, at_micros: i64) -> Result<(), Failure> {
        let mut transaction = self.begin_on(&self.probe).await?;
        sqlx::query("INSERT INTO probes (id, at_micros) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET at_micros = $1")
            .bind(at_micros)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
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
        for pool in [&self.write, &self.read, &self.probe] {
            pool.close().await;
        }
    }
}

/// Brings the tables up to date, on a connection outside the pools: its error says what is wrong.
async fn start(
    kind: Kind,
    options: &AnyConnectOptions,
    prepare: &[String],
    patience: Duration,
) -> Result<(), OpenError> {
    let connection = tokio::time::timeout(patience, AnyConnection::connect_with(options)).await;
    let mut connection = connection.map_err(|_| OpenError::Silent(patience))??;
    run(&mut connection, prepare).await.map_err(MigrateError::from)?;
    sqlx::migrate!().run(&mut connection).await?;
    let begin = if kind == Kind::Sqlite {
        "BEGIN IMMEDIATE"
    } else {
        // One server at a time; the number has no meaning.
        "BEGIN; SELECT pg_advisory_xact_lock(7203771)"
    };
    connection.execute(begin).await.map_err(MigrateError::from)?;
    upgrade::upgrade(&mut connection).await?;
    let invariants = match kind {
        Kind::Sqlite => include_str!("store/invariants.sqlite.sql"),
        Kind::Postgres => include_str!("store/invariants.postgres.sql"),
    };
    sqlx::raw_sql(invariants).execute(&mut connection).await.map_err(MigrateError::from)?;
    connection.execute("COMMIT").await.map_err(MigrateError::from)?;
    Ok(connection.close().await?)
}

/// What every connection is told first. In SQLite readers do not wait for the writer, and what was committed survives a
/// power cut.
fn preparations(kind: Kind, settings: Settings) -> Vec<String> {
    let millis = settings.patience.as_millis();
    match kind {
        Kind::Sqlite => {
            let mut all = vec![format!("PRAGMA busy_timeout = {millis}")];
            all.extend(["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"].map(str::to_owned));
            // SQLite's pages have 4,096 bytes unless a file says otherwise.
            all.extend(settings.largest_file.map(|bytes| format!("PRAGMA max_page_count = {}", bytes.div_ceil(4_096))));
            all
        }
        Kind::Postgres => ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"]
            .map(|name| format!("SET {name} = {millis}"))
            .to_vec(),
    }
}

async fn run(connection: &mut AnyConnection, statements: &[String]) -> Result<(), sqlx::Error> {
    for statement in statements {
        connection.execute(statement.as_str()).await?;
    }
    Ok(())
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

/// The file of a SQLite database. When it is deleted or replaced, an open connection goes on writing to what nobody
/// will read.
#[derive(Debug)]
struct File {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl File {
    /// The file that was opened. `None` for a URL.
    fn of(database: &str) -> Option<Self> {
        let path = PathBuf::from(database);
        Some(Self { identity: Some(identity(&path)?), path })
    }

    fn is_there(&self) -> bool {
        identity(&self.path) == self.identity
    }
}

/// What tells a file from another one at the same path, where the system has such a thing.
fn identity(path: &std::path::Path) -> Option<(u64, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    let identity = (std::os::unix::fs::MetadataExt::dev(&metadata), std::os::unix::fs::MetadataExt::ino(&metadata));
    #[cfg(not(unix))]
    let identity = (u64::from(metadata.is_file()), 0);
    Some(identity)
}

/// An instant as it is stored.
fn instant(micros: i64) -> Result<chrono::DateTime<chrono::Utc>, Failure> {
    chrono::DateTime::from_timestamp_micros(micros).ok_or_else(|| Failure::corrupt("an instant beyond the calendar"))
}
