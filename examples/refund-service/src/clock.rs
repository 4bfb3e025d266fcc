//! The only place that knows what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

/// Tells the time, in whole microseconds: what is decided is exactly what can be stored.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still. Its clones stand still with it.
    #[must_use]
    pub fn standing_at(at: DateTime<Utc>) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(at.timestamp_micros()))))
    }

    /// Moves a clock that stands still; the machine's own is left alone.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Source::Set(micros) = &self.0 {
            micros.store(at.timestamp_micros(), Ordering::SeqCst);
        }
    }

    /// The time in microseconds since 1970.
    #[must_use]
    pub fn now_micros(&self) -> i64 {
        match &self.0 {
            Source::System => Utc::now().timestamp_micros(),
            Source::Set(micros) => micros.load(Ordering::SeqCst),
        }
    }
}
