//! What a cancellation comes to.

use core::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::Consequence;
use crate::money::Money;
use crate::policy::software::CancellationWindow;
use crate::software::credit::InvoiceMonth;

/// The event that opened the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "follows `WindowOpening`")]
pub enum WindowStart {
    /// The purchase, at this instant.
    Purchase(DateTime<Utc>),
    /// The latest renewal, at this instant.
    Renewal(DateTime<Utc>),
}

impl WindowStart {
    /// When.
    #[must_use]
    pub const fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Purchase(instant) | Self::Renewal(instant) => instant,
        }
    }
}

/// The kind of event: `purchase`, `renewal`.
impl fmt::Display for WindowStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Purchase(_) => "purchase",
            Self::Renewal(_) => "renewal",
        })
    }
}

/// What cancelling at the request's instant comes to.
///
/// It is there whatever the verdict: after a denial it says what would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cancellation {
    pub(super) window: CancellationWindow,
    pub(super) window_start: WindowStart,
    pub(super) days_remaining: u32,
    pub(super) last_moment: DateTime<Utc>,
    pub(super) credit: Money,
    pub(super) early_termination_fee: Money,
    pub(super) credit_invoice: InvoiceMonth,
    pub(super) visible_by: DateTime<Utc>,
}

impl Cancellation {
    /// How long the dashboard may take to show a cancellation (`POST-01`).
    pub const DASHBOARD_DELAY: TimeDelta = TimeDelta::minutes(15);

    /// How long it can be cancelled.
    #[must_use]
    pub const fn window(&self) -> CancellationWindow {
        self.window
    }

    /// What opened the window, and when.
    #[must_use]
    pub const fn window_start(&self) -> WindowStart {
        self.window_start
    }

    /// How many whole days are left: 0 on the last day, and when the window has passed (`SW-13`).
    ///
    /// Windows in days count UTC dates, windows in hours count 24 hours for a day.
    #[must_use]
    pub const fn days_remaining(&self) -> u32 {
        self.days_remaining
    }

    /// The last moment at which it can be, or could have been, cancelled: see [`CancellationWindow::last_moment`].
    #[must_use]
    pub const fn last_moment(&self) -> DateTime<Utc> {
        self.last_moment
    }

    /// What is credited: from zero to what was paid.
    #[must_use]
    pub const fn credit(&self) -> Money {
        self.credit
    }

    /// Always zero: cancelling software costs nothing (`SW-02`).
    #[must_use]
    pub const fn early_termination_fee(&self) -> Money {
        self.early_termination_fee
    }

    /// The monthly invoice on which the credit appears (`POST-06`, `AMB-24`).
    #[must_use]
    pub const fn credit_invoice(&self) -> InvoiceMonth {
        self.credit_invoice
    }

    /// The instant by which the dashboard shows the cancellation (`POST-01`).
    #[must_use]
    pub const fn visible_by(&self) -> DateTime<Utc> {
        self.visible_by
    }

    /// What follows, and what partner and customer must then do.
    #[must_use]
    pub const fn consequences(&self) -> &'static [Consequence] {
        &Consequence::ALL
    }
}
