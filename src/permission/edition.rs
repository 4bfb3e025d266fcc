//! What can be permitted, and since when.

use core::fmt;

use chrono::NaiveDate;

use crate::rule::RuleId;
use crate::shown::shortened;

/// What a customer may be allowed to buy.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::PermissionKind;
///
/// let kind = PermissionKind::from_resource("AzureSavingsPlan")?;
/// assert_eq!(kind, PermissionKind::AzureSavingsPlans);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PermissionKind {
    /// Azure reservations: `CSP-04`.
    AzureReservations,
    /// Azure savings plans: `L-20`.
    AzureSavingsPlans,
}

/// A resource name that stands for no kind of permission.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::PermissionKind;
///
/// assert_eq!(
///     PermissionKind::from_resource("AzureReservations").unwrap_err().to_string(),
///     "`AzureReservations` is no resource that customers can be allowed to buy, \
///      expected `AzureReservedInstances` or `AzureSavingsPlan`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no resource that customers can be allowed to buy, expected `AzureReservedInstances` or `AzureSavingsPlan`"
)]
#[non_exhaustive]
pub struct UnknownPermissionResource {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl PermissionKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::AzureReservations, Self::AzureSavingsPlans];

    /// The service's name for it, in a self-serve policy.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::PermissionKind;
    ///
    /// assert_eq!(PermissionKind::AzureReservations.resource(), "AzureReservedInstances");
    /// ```
    #[must_use]
    pub const fn resource(self) -> &'static str {
        match self {
            Self::AzureReservations => "AzureReservedInstances",
            Self::AzureSavingsPlans => "AzureSavingsPlan",
        }
    }

    /// The kind with this [resource name](Self::resource), spelt exactly.
    ///
    /// # Errors
    ///
    /// [`UnknownPermissionResource`] when there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::PermissionKind;
    ///
    /// let kind = PermissionKind::from_resource("AzureReservedInstances")?;
    /// assert_eq!(kind, PermissionKind::AzureReservations);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_resource(text: &str) -> Result<Self, UnknownPermissionResource> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.resource() == text)
            .ok_or_else(|| UnknownPermissionResource { text: shortened(text) })
    }
}

impl fmt::Display for PermissionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AzureReservations => "Azure reservations",
            Self::AzureSavingsPlans => "Azure savings plans",
        })
    }
}

/// An edition of the rules on customer permissions: which kinds there are.
///
/// # Rules
///
/// `CSP-04`, `L-20`.
///
/// # Examples
///
/// ```
/// use chrono::NaiveDate;
/// use reservation_policy::permission::{PermissionEdition, PermissionKind};
///
/// let day = NaiveDate::from_ymd_opt(2021, 5, 19).unwrap_or_default();
/// let edition = PermissionEdition::in_force_on(day)?;
/// assert_eq!(edition.name(), "2020-05");
/// assert!(!edition.offers(PermissionKind::AzureSavingsPlans));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum PermissionEdition {
    /// Reservations only; from 2020-05-18.
    #[cfg_attr(feature = "serde", serde(rename = "2020-05"))]
    May2020,
    /// Reservations and savings plans; from 2022-10. The sources name no day, so it is the first of the month.
    #[cfg_attr(feature = "serde", serde(rename = "2022-10"))]
    October2022,
}

/// A date before the first edition.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::PermissionEdition;
///
/// assert_eq!(
///     PermissionEdition::in_force_on("2020-05-17".parse()?).unwrap_err().to_string(),
///     "no customer permission could be given on `2020-05-17`, expected a date from 2020-05-18"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no customer permission could be given on `{date}`, expected a date from 2020-05-18")]
#[non_exhaustive]
pub struct NoPermissionEdition {
    /// The UTC date that was asked about.
    pub date: NaiveDate,
}

impl PermissionEdition {
    /// Every edition, earliest first.
    pub const ALL: &[Self] = &[Self::May2020, Self::October2022];

    /// The edition in force on a UTC day.
    ///
    /// # Errors
    ///
    /// [`NoPermissionEdition`] before 2020-05-18.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::PermissionEdition;
    ///
    /// assert_eq!(PermissionEdition::in_force_on("2022-09-30".parse()?)?, PermissionEdition::May2020);
    /// assert_eq!(PermissionEdition::in_force_on("2022-10-01".parse()?)?, PermissionEdition::October2022);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoPermissionEdition> {
        let begun = |edition: &Self| edition.first_day().is_some_and(|first| first <= date);
        Self::ALL.iter().rev().copied().find(begun).ok_or(NoPermissionEdition { date })
    }

    /// The name: year and month.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::PermissionEdition;
    ///
    /// assert_eq!(PermissionEdition::October2022.name(), "2022-10");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::May2020 => "2020-05",
            Self::October2022 => "2022-10",
        }
    }

    /// The kinds that can be permitted.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{PermissionEdition, PermissionKind};
    ///
    /// assert_eq!(PermissionEdition::May2020.kinds(), [PermissionKind::AzureReservations]);
    /// ```
    #[must_use]
    pub const fn kinds(self) -> &'static [PermissionKind] {
        match self {
            Self::May2020 => &[PermissionKind::AzureReservations],
            Self::October2022 => PermissionKind::ALL,
        }
    }

    /// Whether a kind can be permitted.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::{PermissionEdition, PermissionKind};
    ///
    /// assert!(!PermissionEdition::May2020.offers(PermissionKind::AzureSavingsPlans));
    /// assert!(PermissionEdition::October2022.offers(PermissionKind::AzureSavingsPlans));
    /// ```
    #[must_use]
    pub fn offers(self, kind: PermissionKind) -> bool {
        self.kinds().contains(&kind)
    }

    /// The rule that lists the kinds.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::PermissionEdition;
    /// use reservation_policy::rule::RuleId;
    ///
    /// assert_eq!(PermissionEdition::October2022.rule(), RuleId::L20);
    /// ```
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::May2020 => RuleId::Csp04,
            Self::October2022 => RuleId::L20,
        }
    }

    const fn first_day(self) -> Option<NaiveDate> {
        match self {
            Self::May2020 => NaiveDate::from_ymd_opt(2020, 5, 18),
            Self::October2022 => NaiveDate::from_ymd_opt(2022, 10, 1),
        }
    }
}

/// The name: `2020-05`.
impl fmt::Display for PermissionEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
