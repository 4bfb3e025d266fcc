//! What each edition of the software cancellation policy says, as data.
//!
//! An edition is a named, dated value. Pick one by the date ([`SoftwarePolicy::in_force_on`]) or by its name
//! ([`SoftwarePolicy::edition`]), then replace any field with a `with_*` function. The three editions differ in the
//! windows, in whether a renewal opens a new window, and in the credit of a subscription:
//!
//! | field | 2018-08 | 2021-06 | 2022-07 |
//! |---|---|---|---|
//! | window, perpetual | 60 days | 30 days | 30 days |
//! | window, subscription | 60 days | 30 days | 168 hours |
//! | window counted from | purchase | purchase | purchase or renewal |
//! | credit, perpetual | full | full | full |
//! | credit, subscription | by day | by day | full for 24 hours, then by day |
//! | SUSE and Red Hat plans | excluded | excluded | excluded |
//!
//! There is no field for a fee: cancelling software never costs one (`SW-02`). There is none for the credit of
//! perpetual software either: without a term there is nothing to prorate by, so it is always full.

use core::fmt;

use chrono::NaiveDate;

use crate::shown::shortened;

mod window;
#[cfg(feature = "serde")]
mod wire;

pub use window::{Boundary, CancellationWindow, WindowLength};

/// How software is licensed.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::software::{LicenceKind, SoftwareEdition, SoftwarePolicy};
///
/// let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
/// assert_eq!(policy.window(LicenceKind::Perpetual).to_string(), "30 days");
/// assert_eq!(policy.window(LicenceKind::Subscription).to_string(), "168 hours");
/// ```
///
/// # Rules
///
/// `L-17`, `CON-08`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "windows and credits are stated for these two, and a third needs a rule")]
pub enum LicenceKind {
    /// Paid once, kept for good.
    Perpetual,
    /// Paid for a term.
    Subscription,
}

impl fmt::Display for LicenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Perpetual => "perpetual",
            Self::Subscription => "subscription",
        })
    }
}

/// A dated version of the software cancellation policy.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::software::SoftwareEdition;
///
/// assert_eq!(SoftwareEdition::in_force_on("2022-07-10".parse()?)?, SoftwareEdition::V2021_06);
/// assert_eq!(SoftwareEdition::in_force_on("2022-07-11".parse()?)?.name(), "2022-07");
/// assert!(SoftwareEdition::in_force_on("2018-08-30".parse()?).is_err(), "before the first edition");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-01`, `L-17`, `L-18`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SoftwareEdition {
    /// In force from 2018-08-31: sixty days for everything.
    V2018_08,
    /// In force from 2021-06-01: thirty days for everything.
    V2021_06,
    /// In force from 2022-07-11: thirty days for perpetual software, 168 hours for subscriptions.
    V2022_07,
}

/// A text that is no edition of the software policy.
///
/// # Examples
///
/// ```
/// # use reservation_policy::policy::software::SoftwareEdition;
/// assert_eq!(
///     "2022".parse::<SoftwareEdition>().map_err(|error| error.to_string()),
///     Err("`2022` is not an edition of the software policy, expected `2018-08`, `2021-06` or `2022-07`".to_owned())
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an edition of the software policy, expected `2018-08`, `2021-06` or `2022-07`")]
#[non_exhaustive]
pub struct UnknownSoftwareEdition {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

/// A date on which no edition of the software policy was in force.
///
/// # Examples
///
/// ```
/// # use reservation_policy::policy::software::SoftwarePolicy;
/// assert_eq!(
///     SoftwarePolicy::in_force_on("2018-08-30".parse()?).map_err(|error| error.to_string()),
///     Err("no edition of the software policy was in force on `2018-08-30`, expected `2018-08-31` or later".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no edition of the software policy was in force on `{date}`, expected `2018-08-31` or later")]
#[non_exhaustive]
pub struct NoSoftwareEditionInForce {
    /// The UTC date that was asked about.
    pub date: NaiveDate,
}

impl SoftwareEdition {
    /// Every edition, oldest first.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::SoftwareEdition;
    /// assert_eq!(SoftwareEdition::ALL.map(SoftwareEdition::name), ["2018-08", "2021-06", "2022-07"]);
    /// ```
    pub const ALL: [Self; 3] = [Self::V2018_08, Self::V2021_06, Self::V2022_07];

    /// The name: the year and month in which the edition came into force.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::SoftwareEdition;
    /// assert_eq!(SoftwareEdition::V2021_06.name(), "2021-06");
    /// assert_eq!("2021-06".parse(), Ok(SoftwareEdition::V2021_06));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2018_08 => "2018-08",
            Self::V2021_06 => "2021-06",
            Self::V2022_07 => "2022-07",
        }
    }

    /// The first day on which the edition is in force.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::software::SoftwareEdition;
    ///
    /// assert_eq!(SoftwareEdition::V2021_06.in_force_from().to_string(), "2021-06-01");
    /// ```
    #[must_use]
    pub const fn in_force_from(self) -> NaiveDate {
        let date = match self {
            Self::V2018_08 => NaiveDate::from_ymd_opt(2018, 8, 31),
            Self::V2021_06 => NaiveDate::from_ymd_opt(2021, 6, 1),
            Self::V2022_07 => NaiveDate::from_ymd_opt(2022, 7, 11),
        };
        match date {
            Some(date) => date,
            // Not reached: the three dates exist. A unit test compares each.
            None => NaiveDate::MAX,
        }
    }

    /// The edition in force on a UTC day: the latest that began on it or before.
    ///
    /// # Errors
    ///
    /// [`NoSoftwareEditionInForce`] before 2018-08-31.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::SoftwareEdition;
    /// assert_eq!(SoftwareEdition::in_force_on("2021-05-31".parse()?)?.name(), "2018-08");
    /// assert_eq!(SoftwareEdition::in_force_on("2021-06-01".parse()?)?.name(), "2021-06");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoSoftwareEditionInForce> {
        let begun = Self::ALL.into_iter().rfind(|edition| edition.in_force_from() <= date);
        begun.ok_or(NoSoftwareEditionInForce { date })
    }
}

impl fmt::Display for SoftwareEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl core::str::FromStr for SoftwareEdition {
    type Err = UnknownSoftwareEdition;

    fn from_str(text: &str) -> Result<Self, UnknownSoftwareEdition> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.name() == text)
            .ok_or_else(|| UnknownSoftwareEdition { text: shortened(text) })
    }
}

/// How much of the price of a subscription comes back.
///
/// # Examples
///
/// A year for 365.00 USD, cancelled on its 31st day:
///
/// ```
/// # use reservation_policy::policy::software::*;
/// use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
/// # use reservation_policy::{Currency, Money};
/// # let term = Licence::new(LicenceKind::Subscription, Some("2021-01-01".parse()?), Some("2022-01-01".parse()?))?;
/// # let (paid, bought) = (Money::parse("365.00", Currency::USD)?, "2021-01-01T09:00:00Z".parse()?);
///
/// let subscription = SoftwarePurchase::new(term, SoftwareFamily::SqlServer, bought, paid)?;
/// let at = "2021-01-31T23:00:00Z".parse()?;
/// let written = SoftwarePolicy::edition(SoftwareEdition::V2018_08); // by day
/// assert_eq!(written.software_credit(&subscription, at)?.to_string(), "335.00 USD");
/// let flat = written.with_subscription_credit(SubscriptionCredit::Full);
/// assert_eq!(flat.software_credit(&subscription, at)?.to_string(), "365.00 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `POST-06` prorates; `SW-14` says all of it for all software: `CON-08` keeps the two apart by licence kind and
/// leaves [`Full`](Self::Full) selectable. `L-18` is [`FullThenProratedByDay`](Self::FullThenProratedByDay).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SubscriptionCredit {
    /// All of it, on every day.
    Full,
    /// The days left over the days of the term; the day of the cancellation is not charged.
    ProratedByDay,
    /// All of it inside this window, by day after it. Both windows open at the same instant.
    FullThenProratedByDay(CancellationWindow),
}

/// From which events the window of a subscription is counted.
///
/// # Examples
///
/// A renewal opens a new window since 2022:
///
/// ```
/// # use reservation_policy::policy::software::*;
/// let opens = |edition| SoftwarePolicy::edition(edition).subscription_window_opens();
/// assert_eq!(opens(SoftwareEdition::V2021_06), WindowOpening::Purchase);
/// assert_eq!(opens(SoftwareEdition::V2022_07), WindowOpening::PurchaseOrRenewal);
/// ```
///
/// # Rules
///
/// `SW-01`, `L-17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WindowOpening {
    /// The purchase alone; a renewal opens no new window.
    Purchase,
    /// The latest of the purchase and the renewals.
    PurchaseOrRenewal,
}

/// Which software plans can be neither cancelled nor exchanged.
///
/// # Examples
///
/// ```
/// # use reservation_policy::policy::software::*;
/// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
/// use reservation_policy::Verdict;
/// use reservation_policy::software::SoftwareFamily;
///
/// assert_eq!(policy.decide_software_exchange(SoftwareFamily::SuseLinux).verdict(), Verdict::Denied);
/// let own = policy.with_excluded_plans(ExcludedPlans::Nothing);
/// assert_eq!(own.decide_software_exchange(SoftwareFamily::SuseLinux).verdict(), Verdict::NeedsReview);
/// ```
///
/// # Rules
///
/// `SW-06`, `SW-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ExcludedPlans {
    /// SUSE Linux and Red Hat plans: what every edition says.
    SuseAndRedHat,
    /// None: for a caller whose agreement says otherwise.
    Nothing,
}

/// The policy for cancelling software: windows, credit, excluded plans.
///
/// In JSON a policy is the name of an edition, or an object with the edition as `base` and any field to replace.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::software::{CancellationWindow, SoftwareEdition, SoftwarePolicy};
///
/// let policy = SoftwarePolicy::in_force_on("2019-01-01".parse()?)?;
/// assert_eq!(policy, SoftwarePolicy::edition(SoftwareEdition::V2018_08));
/// assert_eq!(policy.perpetual_window(), CancellationWindow::days(60));
///
/// let generous = policy.with_perpetual_window(CancellationWindow::days(90));
/// assert_eq!(generous.name().to_string(), "2018-08 (overridden)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-01` to `SW-07`, `SW-14`, `POST-06`, `CON-08`, `L-17`, `L-18`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SoftwarePolicy {
    base: SoftwareEdition,
    perpetual_window: CancellationWindow,
    subscription_window: CancellationWindow,
    subscription_window_opens: WindowOpening,
    subscription_credit: SubscriptionCredit,
    excluded_plans: ExcludedPlans,
}

impl SoftwarePolicy {
    /// What an edition says.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// assert_eq!(policy.subscription_window(), CancellationWindow::hours(168));
    /// ```
    #[must_use]
    pub const fn edition(edition: SoftwareEdition) -> Self {
        let sixty_days = CancellationWindow::days(60);
        let thirty_days = CancellationWindow::days(30);
        let first = Self {
            base: edition,
            perpetual_window: sixty_days,
            subscription_window: sixty_days,
            subscription_window_opens: WindowOpening::Purchase,
            subscription_credit: SubscriptionCredit::ProratedByDay,
            excluded_plans: ExcludedPlans::SuseAndRedHat,
        };
        match edition {
            SoftwareEdition::V2018_08 => first,
            SoftwareEdition::V2021_06 => {
                Self { perpetual_window: thirty_days, subscription_window: thirty_days, ..first }
            }
            SoftwareEdition::V2022_07 => Self {
                perpetual_window: thirty_days,
                subscription_window: CancellationWindow::hours(168),
                subscription_window_opens: WindowOpening::PurchaseOrRenewal,
                subscription_credit: SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(24)),
                ..first
            },
        }
    }

    /// What the edition in force on a UTC day says.
    ///
    /// # Errors
    ///
    /// [`NoSoftwareEditionInForce`] before 2018-08-31.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// let policy = SoftwarePolicy::in_force_on("2021-04-01".parse()?)?;
    /// assert_eq!(policy.perpetual_window().to_string(), "60 days");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoSoftwareEditionInForce> {
        SoftwareEdition::in_force_on(date).map(Self::edition)
    }

    /// Which policy this is: the edition that it began as, and whether a field was replaced.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// assert_eq!(policy.name().to_string(), "2018-08");
    /// let strict = policy.with_subscription_window(CancellationWindow::hours(24));
    /// assert_eq!(strict.name().to_string(), "2018-08 (overridden)");
    /// ```
    #[must_use]
    pub fn name(&self) -> SoftwarePolicyName {
        SoftwarePolicyName { edition: self.base, overridden: *self != Self::edition(self.base) }
    }

    /// How long perpetual software can be cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// assert_eq!(policy.perpetual_window(), CancellationWindow::days(60));
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-01`, `L-17`.
    #[must_use]
    pub const fn perpetual_window(&self) -> CancellationWindow {
        self.perpetual_window
    }

    /// How long a subscription can be cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// assert_eq!(policy.subscription_window(), CancellationWindow::hours(168));
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-01`, `L-17`.
    #[must_use]
    pub const fn subscription_window(&self) -> CancellationWindow {
        self.subscription_window
    }

    /// How long software under this kind of licence can be cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// assert_eq!(policy.window(LicenceKind::Perpetual), policy.perpetual_window());
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-01`, `L-17`.
    #[must_use]
    pub const fn window(&self, licence: LicenceKind) -> CancellationWindow {
        match licence {
            LicenceKind::Perpetual => self.perpetual_window,
            LicenceKind::Subscription => self.subscription_window,
        }
    }

    /// From which events the window of a subscription is counted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// assert_eq!(policy.subscription_window_opens(), WindowOpening::PurchaseOrRenewal);
    /// ```
    ///
    /// # Rules
    ///
    /// `L-17`.
    #[must_use]
    pub const fn subscription_window_opens(&self) -> WindowOpening {
        self.subscription_window_opens
    }

    /// How much of the price of a subscription comes back.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// let first_day = CancellationWindow::hours(24);
    /// assert_eq!(policy.subscription_credit(), SubscriptionCredit::FullThenProratedByDay(first_day));
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-06`, `SW-14`, `CON-08`, `L-18`.
    #[must_use]
    pub const fn subscription_credit(&self) -> SubscriptionCredit {
        self.subscription_credit
    }

    /// Which plans can be neither cancelled nor exchanged.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// assert_eq!(policy.excluded_plans(), ExcludedPlans::SuseAndRedHat);
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-06`, `SW-07`.
    #[must_use]
    pub const fn excluded_plans(&self) -> ExcludedPlans {
        self.excluded_plans
    }

    /// The same policy with another window for perpetual software.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let shorter = policy.with_perpetual_window(CancellationWindow::days(30));
    /// assert_eq!(shorter.window(LicenceKind::Perpetual).to_string(), "30 days");
    /// ```
    #[must_use]
    pub const fn with_perpetual_window(self, window: CancellationWindow) -> Self {
        Self { perpetual_window: window, ..self }
    }

    /// The same policy with another window for subscriptions.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let shorter = policy.with_subscription_window(CancellationWindow::days(30).with_boundary(Boundary::Exclusive));
    /// assert_eq!(shorter.window(LicenceKind::Subscription).to_string(), "less than 30 days");
    /// ```
    #[must_use]
    pub const fn with_subscription_window(self, window: CancellationWindow) -> Self {
        Self { subscription_window: window, ..self }
    }

    /// The same policy with the window of subscriptions counted from other events.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let reopened = policy.with_subscription_window_opens(WindowOpening::PurchaseOrRenewal);
    /// assert!(reopened.name().is_overridden());
    /// ```
    #[must_use]
    pub const fn with_subscription_window_opens(self, opening: WindowOpening) -> Self {
        Self { subscription_window_opens: opening, ..self }
    }

    /// The same policy with another credit for subscriptions.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let flat = policy.with_subscription_credit(SubscriptionCredit::Full);
    /// assert_eq!(flat.subscription_credit(), SubscriptionCredit::Full);
    /// ```
    ///
    /// # Rules
    ///
    /// `CON-08`.
    #[must_use]
    pub const fn with_subscription_credit(self, credit: SubscriptionCredit) -> Self {
        Self { subscription_credit: credit, ..self }
    }

    /// The same policy with other plans excluded.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let own = policy.with_excluded_plans(ExcludedPlans::Nothing);
    /// assert_eq!(own.excluded_plans(), ExcludedPlans::Nothing);
    /// ```
    #[must_use]
    pub const fn with_excluded_plans(self, excluded: ExcludedPlans) -> Self {
        Self { excluded_plans: excluded, ..self }
    }
}

/// The name of a software policy: `2018-08`, or `2018-08 (overridden)`.
///
/// A field that was replaced by the same value is no override.
///
/// # Examples
///
/// ```
/// # use reservation_policy::policy::software::*;
/// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
/// let same = policy.with_subscription_window(CancellationWindow::hours(168));
/// assert_eq!(same.name().to_string(), "2022-07");
/// assert_eq!(same.with_perpetual_window(CancellationWindow::days(31)).name().to_string(), "2022-07 (overridden)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SoftwarePolicyName {
    edition: SoftwareEdition,
    overridden: bool,
}

impl SoftwarePolicyName {
    /// The edition that the policy began as.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// assert_eq!(policy.name().edition(), SoftwareEdition::V2022_07);
    /// ```
    #[must_use]
    pub const fn edition(self) -> SoftwareEdition {
        self.edition
    }

    /// Whether a field differs from that edition.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::software::*;
    /// # let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    /// assert!(!policy.name().is_overridden());
    /// ```
    #[must_use]
    pub const fn is_overridden(self) -> bool {
        self.overridden
    }
}

impl fmt::Display for SoftwarePolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.edition, if self.overridden { " (overridden)" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_begin_on_their_own_dates_in_order() {
        let dates = SoftwareEdition::ALL.map(|edition| edition.in_force_from().to_string());
        assert_eq!(dates, ["2018-08-31", "2021-06-01", "2022-07-11"]);
    }
}
