//! What a cancellation comes to.

use core::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::Consequence;
use crate::money::Money;
use crate::policy::software::CancellationWindow;
use crate::software::credit::InvoiceMonth;

/// The event that opened the window.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
/// assert_eq!(outcome.window_start(), WindowStart::Purchase(purchase.purchased_at()));
/// assert_eq!(outcome.window_start().to_string(), "purchase");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-01`, `L-17`.
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.window_start().instant().to_string(), "2021-03-15 18:30:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
///
/// # Examples
///
/// 50 days after the purchase:
///
/// ```
#[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
/// assert_eq!(outcome.days_remaining(), 10);
/// assert_eq!(outcome.credit().to_string(), "1200.00 USD");
/// assert_eq!(outcome.credit_invoice().to_string(), "2021-06");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::cancellation::Cancellation;
    /// assert_eq!(Cancellation::DASHBOARD_DELAY.num_minutes(), 15);
    /// ```
    pub const DASHBOARD_DELAY: TimeDelta = TimeDelta::minutes(15);

    /// How long it can be cancelled.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.window(), CancellationWindow::days(60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-01`, `L-17`.
    #[must_use]
    pub const fn window(&self) -> CancellationWindow {
        self.window
    }

    /// What opened the window, and when.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.window_start().instant(), purchase.purchased_at());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn window_start(&self) -> WindowStart {
        self.window_start
    }

    /// How many whole days are left: 0 on the last day, and when the window has passed (`SW-13`).
    ///
    /// Windows in days count UTC dates, windows in hours count 24 hours for a day.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.days_remaining(), 10); // 4 May, and the window ends with 14 May
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn days_remaining(&self) -> u32 {
        self.days_remaining
    }

    /// The last moment at which it can be, or could have been, cancelled: see [`CancellationWindow::last_moment`].
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.last_moment().to_string(), "2021-05-14 23:59:59 UTC"); // bought on 15 March
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-03`, `L-17`, `AMB-01`, `AMB-02`, `AMB-03`.
    #[must_use]
    pub const fn last_moment(&self) -> DateTime<Utc> {
        self.last_moment
    }

    /// What is credited: from zero to what was paid.
    ///
    /// In the currency that was paid.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.credit().to_string(), "1200.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-14`, `POST-06`, `CON-08`, `L-18`.
    #[must_use]
    pub const fn credit(&self) -> Money {
        self.credit
    }

    /// Always zero: cancelling software costs nothing (`SW-02`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.early_termination_fee().to_string(), "0.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn early_termination_fee(&self) -> Money {
        self.early_termination_fee
    }

    /// The monthly invoice on which the credit appears (`POST-06`, `AMB-24`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.credit_invoice().to_string(), "2021-06"); // the billing day is not known
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn credit_invoice(&self) -> InvoiceMonth {
        self.credit_invoice
    }

    /// The instant by which the dashboard shows the cancellation (`POST-01`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(outcome.visible_by().to_string(), "2021-05-04 12:15:00 UTC"); // cancelled at noon
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn visible_by(&self) -> DateTime<Utc> {
        self.visible_by
    }

    /// What follows, and what partner and customer must then do.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// let duties = outcome.consequences().iter().filter(|consequence| consequence.is_obligation());
    /// assert_eq!(duties.count(), 4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-01` to `POST-06`.
    #[must_use]
    pub const fn consequences(&self) -> &'static [Consequence] {
        &Consequence::ALL
    }
}
