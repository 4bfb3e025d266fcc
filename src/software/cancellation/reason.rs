//! Why a purchase can't simply be cancelled.

use core::fmt;

use chrono::{DateTime, Utc};

use super::WindowStart;
use crate::decision::{Reason, Verdict, sealed};
use crate::policy::software::{CancellationWindow, WindowLength};
use crate::rule::RuleId;
use crate::software::SoftwareFamily;

/// Why a purchase can't simply be cancelled, in the order in which reasons are reported.
///
/// # Examples
///
/// ```
/// use reservation_policy::decision::Reason;
/// use reservation_policy::software::cancellation::CancellationReason;
///
/// let reason = CancellationReason::RequiresAdminAgent;
/// assert_eq!(reason.to_string(), "only an admin agent can cancel software");
/// assert_eq!((reason.rule().as_str(), reason.azure_code()), ("SW-08", Some("900150")));
/// ```
///
/// # Rules
///
/// | reason | rule |
/// |---|---|
/// | `PlanNotCancellable` | `SW-07` |
/// | `AlreadyCancelled` | `POST-05` |
/// | `DoesNotQualify` | `SW-05` |
/// | `WindowPassed` | `SW-03` |
/// | `RequiresAdminAgent` | `SW-08` |
/// | `NotAcknowledged` | `SW-11` |
/// | `MissingInformation` | `SW-10` |
/// | `MoreInformationNeeded` | `SW-13`; it needs review |
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CancellationReason {
    /// A plan that is never cancelled: SUSE Linux or Red Hat (`SW-06`, `SW-07`).
    PlanNotCancellable {
        /// Whose plan it is.
        family: SoftwareFamily,
    },
    /// There is nothing left to cancel.
    AlreadyCancelled,
    /// The product does not qualify for cancellation (`SW-05`).
    DoesNotQualify,
    /// It is too late (`SW-03`).
    WindowPassed(WindowPassed),
    /// Who asks is no admin agent (`SW-08`).
    RequiresAdminAgent,
    /// The consequences were not acknowledged (`SW-11`).
    NotAcknowledged,
    /// Something that must be at hand before starting is not (`SW-10`).
    MissingInformation {
        /// Everything that is missing; never empty.
        missing: Vec<MissingInformation>,
    },
    /// Partner Center asks for a support request first; needs review, not denied (`SW-13`).
    MoreInformationNeeded,
}

/// The figures of a window that has passed.
///
/// # Examples
///
/// Midnight after the last day of 60:
///
/// ```
#[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
/// assert_eq!(
///     passed.to_string(),
///     "the window of 60 days after the purchase closed at 2021-05-14T23:59:59Z, 61 days have passed"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-03`, `SW-13`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WindowPassed {
    window: CancellationWindow,
    start: WindowStart,
    elapsed: u64,
    last_moment: DateTime<Utc>,
}

impl WindowPassed {
    pub(super) const fn new(
        window: CancellationWindow,
        start: WindowStart,
        elapsed: u64,
        last_moment: DateTime<Utc>,
    ) -> Self {
        Self { window, start, elapsed, last_moment }
    }

    /// The window.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(passed.window(), CancellationWindow::days(60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn window(&self) -> CancellationWindow {
        self.window
    }

    /// What opened it, and when.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(passed.start(), WindowStart::Purchase(purchase.purchased_at()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn start(&self) -> WindowStart {
        self.start
    }

    /// How many whole days, or hours for a window in hours, have passed since.
    ///
    /// Days are a difference of UTC dates, hours are counted by the clock.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(passed.elapsed(), 61); // bought on 15 March, tried on 15 May
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn elapsed(&self) -> u64 {
        self.elapsed
    }

    /// The last moment at which it was not too late.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/software_cancellation.txt")]
    /// assert_eq!(passed.last_moment().to_string(), "2021-05-14 23:59:59 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn last_moment(&self) -> DateTime<Utc> {
        self.last_moment
    }
}

impl fmt::Display for WindowPassed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { window, start, elapsed, last_moment } = self;
        let unit = match window.length() {
            WindowLength::Days(_) => "day",
            WindowLength::Hours(_) => "hour",
        };
        let (plural, have) = if *elapsed == 1 { ("", "has") } else { ("s", "have") };
        // `Debug` of a UTC instant is ISO 8601.
        write!(f, "the window of {window} after the {start} closed at {last_moment:?}, ")?;
        write!(f, "{elapsed} {unit}{plural} {have} passed")
    }
}

/// Something that must be at hand before a cancellation starts.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::cancellation::*;
/// let missing = CancellationReason::MissingInformation {
///     missing: vec![MissingInformation::Product, MissingInformation::OrderId],
/// };
/// assert_eq!(missing.to_string(), "not at hand: the product name, the order id");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MissingInformation {
    /// The customer: name, tenant id or domain name.
    Customer,
    /// The name of the product.
    Product,
    /// The id of the order.
    OrderId,
}

impl fmt::Display for MissingInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Customer => "the customer (name, tenant id or domain name)",
            Self::Product => "the product name",
            Self::OrderId => "the order id",
        })
    }
}

impl sealed::Sealed for CancellationReason {}

impl Reason for CancellationReason {
    fn rule(&self) -> RuleId {
        match self {
            Self::PlanNotCancellable { .. } => RuleId::Sw07,
            Self::AlreadyCancelled => RuleId::Post05,
            Self::DoesNotQualify => RuleId::Sw05,
            Self::WindowPassed(_) => RuleId::Sw03,
            Self::MoreInformationNeeded => RuleId::Sw13,
            Self::RequiresAdminAgent => RuleId::Sw08,
            Self::NotAcknowledged => RuleId::Sw11,
            Self::MissingInformation { .. } => RuleId::Sw10,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::PlanNotCancellable { .. } => "PlanNotCancellable",
            Self::AlreadyCancelled => "AlreadyCancelled",
            Self::DoesNotQualify => "DoesNotQualify",
            Self::WindowPassed(_) => "WindowPassed",
            Self::MoreInformationNeeded => "MoreInformationNeeded",
            Self::RequiresAdminAgent => "RequiresAdminAgent",
            Self::NotAcknowledged => "NotAcknowledged",
            Self::MissingInformation { .. } => "MissingInformation",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        match self {
            Self::PlanNotCancellable { .. } | Self::AlreadyCancelled | Self::DoesNotQualify => Some("800061"),
            Self::WindowPassed(passed) => Some(match passed.window.length() {
                WindowLength::Days(_) => "900117",
                WindowLength::Hours(_) => "900213",
            }),
            Self::RequiresAdminAgent => Some("900150"),
            Self::MoreInformationNeeded | Self::NotAcknowledged | Self::MissingInformation { .. } => None,
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            Self::MoreInformationNeeded => Verdict::NeedsReview,
            Self::PlanNotCancellable { .. }
            | Self::AlreadyCancelled
            | Self::DoesNotQualify
            | Self::WindowPassed(_)
            | Self::RequiresAdminAgent
            | Self::NotAcknowledged
            | Self::MissingInformation { .. } => Verdict::Denied,
        }
    }
}

impl fmt::Display for CancellationReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PlanNotCancellable { family } => write!(f, "a {family} plan can't be cancelled"),
            Self::AlreadyCancelled => {
                f.write_str("the purchase is already cancelled, so there is nothing left to cancel")
            }
            Self::DoesNotQualify => f.write_str("the product does not qualify for cancellation"),
            Self::WindowPassed(passed) => passed.fmt(f),
            Self::MoreInformationNeeded => {
                f.write_str("more information is needed, expected a customer support request first")
            }
            Self::RequiresAdminAgent => f.write_str("only an admin agent can cancel software"),
            Self::NotAcknowledged => f.write_str("the consequences of cancelling were not acknowledged"),
            Self::MissingInformation { missing } => {
                f.write_str("not at hand: ")?;
                for (index, item) in missing.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}
