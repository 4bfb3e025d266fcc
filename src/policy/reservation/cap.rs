//! The cap on refunds as a term of the policy: how much, within which window, counting what.

use core::fmt;
use core::num::NonZeroU16;

use crate::money::UsdAmount;

/// How long a refund counts toward the cap.
///
/// # Examples
///
/// ```
/// use reservation_policy::chrono::{TimeZone, Utc};
/// use reservation_policy::policy::reservation::CapWindow;
///
/// const WINDOW: CapWindow = CapWindow::TWELVE_MONTHS;
/// let leap_day = Utc.with_ymd_and_hms(2024, 2, 29, 10, 0, 0).single().ok_or("no such instant")?;
/// assert_eq!(WINDOW.expiry(leap_day), Utc.with_ymd_and_hms(2025, 2, 28, 10, 0, 0).single());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CAP-03` asks for twelve rolling months, the later editions for 365 days. `CAP-01` and `CAP-02` say "per year",
/// which `CON-02` reads as rolling and lets the caller read as the calendar year. `AMB-08` settles the edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CapWindow {
    /// So many days of 24 hours from the refund on.
    RollingDays(NonZeroU16),
    /// So many calendar months from the refund on, at the same time of day, clamped to the month's end.
    RollingMonths(NonZeroU16),
    /// The rest of the refund's own year, in UTC.
    CalendarYear,
}

impl CapWindow {
    /// Twelve rolling months.
    pub const TWELVE_MONTHS: Self = Self::RollingMonths(at_least_one(12));
    /// 365 rolling days.
    pub const DAYS_365: Self = Self::RollingDays(at_least_one(365));
}

/// The number itself, for constants that are visibly above zero.
const fn at_least_one(number: u16) -> NonZeroU16 {
    match NonZeroU16::new(number) {
        Some(number) => number,
        None => NonZeroU16::MIN,
    }
}

impl fmt::Display for CapWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RollingDays(days) => write!(f, "{days} rolling days"),
            Self::RollingMonths(months) => write!(f, "{months} rolling months"),
            Self::CalendarYear => f.write_str("the calendar year"),
        }
    }
}

/// Which figure of a refund the cap counts.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::CapMeasure;
///
#[doc = include_str!("../../../docs/snippets/recorded_refund.txt")]
/// // Nine payments of 2.66 USD end with the refund of 1.80 USD.
/// let written = ReservationPolicy::from_name("2020-07")?;
/// assert_eq!(written.cap().measure(), CapMeasure::CancelledCommitment);
/// let decision = written.decide_refund(&request, &RefundLedger::new())?;
/// assert_eq!(decision.outcome().cap().counted().to_string(), "25.74");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-05`: the sources differ, so each edition names its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CapMeasure {
    /// What was paid back. The live service was seen to count this (`L-22`), and the first editions mean it.
    Refunded,
    /// What was paid back and the future payments that ended with it. The later written policy counts this (`L-04`).
    CancelledCommitment,
}

impl fmt::Display for CapMeasure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refunded => "the refunded amount",
            Self::CancelledCommitment => "the cancelled commitment",
        })
    }
}

/// Who shares one cap, and so one ledger.
///
/// The scope is a statement of the policy; a ledger does not check it. The caller keeps one ledger for each.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
///
/// assert_eq!(ReservationPolicy::from_name("2018-05")?.cap_scope().to_string(), "the customer");
/// assert_eq!(ReservationPolicy::from_name("2020-07")?.cap_scope().to_string(), "the billing scope");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-04` leaves the ledger to the caller; `L-05` names the billing scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CapScope {
    /// An enterprise enrollment, a billing profile of a customer agreement, or one customer of a CSP partner.
    BillingScope,
    /// One customer of a partner.
    Customer,
    /// The policy does not say.
    NotStated,
}

impl fmt::Display for CapScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BillingScope => "the billing scope",
            Self::Customer => "the customer",
            Self::NotStated => "a scope that the policy does not state",
        })
    }
}

/// How much may be refunded within which window, and what is counted.
///
/// # Examples
///
/// ```
/// use reservation_policy::UsdAmount;
/// use reservation_policy::policy::reservation::{CapMeasure, CapWindow, RefundCap};
///
/// const CAP: RefundCap =
///     RefundCap::new(UsdAmount::from_dollars(50_000), CapWindow::TWELVE_MONTHS, CapMeasure::Refunded);
/// assert_eq!(CAP.to_string(), "50000.00 USD in 12 rolling months, counting the refunded amount");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `CAP-01` to `CAP-03`; `AMB-06`: in US dollars, another currency can't be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct RefundCap {
    limit: UsdAmount,
    window: CapWindow,
    measure: CapMeasure,
}

impl RefundCap {
    /// A cap of this amount within this window.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    /// use reservation_policy::policy::reservation::{CapMeasure, CapWindow, RefundCap};
    ///
    /// let cap = RefundCap::new(UsdAmount::from_dollars(50_000), CapWindow::CalendarYear, CapMeasure::Refunded);
    /// assert_eq!(cap.to_string(), "50000.00 USD in the calendar year, counting the refunded amount");
    /// ```
    #[must_use]
    pub const fn new(limit: UsdAmount, window: CapWindow, measure: CapMeasure) -> Self {
        Self { limit, window, measure }
    }

    /// The same cap with another limit, in US dollars.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::{UsdAmount, policy::ReservationPolicy};
    /// // A partner that allows its customers less than Microsoft does.
    /// let cap = ReservationPolicy::from_name("2020-07")?.cap().with_limit(UsdAmount::from_dollars(20_000));
    /// assert_eq!(cap.to_string(), "20000.00 USD in 365 rolling days, counting the cancelled commitment");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CAP-03`, `AMB-06`.
    #[must_use]
    pub const fn with_limit(self, limit: UsdAmount) -> Self {
        Self { limit, ..self }
    }

    /// The same cap with another window.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::{ReservationPolicy, reservation::CapWindow};
    /// // By calendar years, as some read "per year".
    /// let cap = ReservationPolicy::from_name("2019-04")?.cap().with_window(CapWindow::CalendarYear);
    /// assert_eq!(cap.to_string(), "50000.00 USD in the calendar year, counting the refunded amount");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CON-02`, `AMB-08`.
    #[must_use]
    pub const fn with_window(self, window: CapWindow) -> Self {
        Self { window, ..self }
    }

    /// The same cap, counting another figure of each refund.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::{ReservationPolicy, reservation::CapMeasure};
    /// let written = ReservationPolicy::from_name("2020-07")?;
    /// let cap = written.cap().with_measure(CapMeasure::Refunded);
    /// assert_eq!(&cap, written.observed().cap(), "what the live service was seen to count");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-05`, `L-04`, `L-22`.
    #[must_use]
    pub const fn with_measure(self, measure: CapMeasure) -> Self {
        Self { measure, ..self }
    }

    /// The most that may count at one instant, in US dollars; exactly this much is allowed (`AMB-09`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// assert_eq!(ReservationPolicy::from_name("2020-07")?.cap().limit().to_string(), "50000.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn limit(&self) -> UsdAmount {
        self.limit
    }

    /// How long a refund counts (`AMB-08`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::CapWindow;
    ///
    /// assert_eq!(ReservationPolicy::from_name("2019-04")?.cap().window(), CapWindow::TWELVE_MONTHS);
    /// assert_eq!(ReservationPolicy::from_name("2020-07")?.cap().window(), CapWindow::DAYS_365);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn window(&self) -> CapWindow {
        self.window
    }

    /// Which figure of a refund counts (`AMB-05`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::CapMeasure;
    ///
    /// let measure = |name| ReservationPolicy::from_name(name).map(|policy| policy.cap().measure());
    /// assert_eq!(measure("2020-07")?, CapMeasure::CancelledCommitment);
    /// assert_eq!(measure("2020-07+observed")?, CapMeasure::Refunded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn measure(&self) -> CapMeasure {
        self.measure
    }
}

impl fmt::Display for RefundCap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} USD in {}, counting {}", self.limit, self.window, self.measure)
    }
}
