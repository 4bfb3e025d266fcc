//! The editions: what each row of the policy's history said.

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;

use super::StorageSwapPolicy;
use super::Terms;
use super::cap::{CapMeasure, CapScope, CapWindow, RefundCap};
use super::{
    Channel, Comparison, DatedTypes, DayCount, ExchangeRestriction, ExchangeTerms, FeeRate, FeeTerms, FullRefundWindow,
    RefundBasis, RefundDestination, Requester, RequesterSet, ReturnedValue, Sameness, TradeInTerms,
    UsGovernmentEnterprise, UsageCondition,
};
use crate::money::UsdAmount;
use crate::quantity::Rate;
use crate::resource::ResourceType;
use crate::shown::shortened;

/// A dated edition of the reservation policy.
///
/// # Which one should I use?
///
/// For a request that is made now, [`ReservationPolicy::in_force_on`](super::ReservationPolicy::in_force_on) the
/// request's UTC date, with the [observed](super::ReservationPolicy::observed) overlay to predict the service's own
/// figures. To replay an old decision, the edition that its name says.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationEdition;
///
/// assert_eq!(ReservationEdition::in_force_on("2020-07-09".parse()?)?, ReservationEdition::April2019);
/// assert_eq!(ReservationEdition::in_force_on("2020-07-10".parse()?)?, ReservationEdition::July2020);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ReservationEdition {
    /// `2018-05`, from Partner Center's page of 2018-05-11 (S0, S1).
    May2018,
    /// `2018-10`, in force from 2018-10-12.
    October2018,
    /// `2019-04`, from Azure's page of 2019-04-05 (S3).
    April2019,
    /// `2020-07`, in force from 2020-07-10.
    July2020,
    /// `2027-02`, in force from 2027-02-01.
    February2027,
}

/// A place, or a group of people, that an edition speaks of.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationEdition;
/// use reservation_policy::policy::reservation::Surface;
///
/// assert!(ReservationEdition::May2018.surfaces().contains(&Surface::PartnersInCsp));
/// assert!(!ReservationEdition::April2019.surfaces().contains(&Surface::PartnersInCsp));
/// ```
///
/// # Rules
///
/// `APPL-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Surface {
    /// The Azure portal.
    AzurePortal,
    /// The Partner Dashboard.
    PartnerDashboard,
    /// Partners in the Cloud Solution Provider programme.
    PartnersInCsp,
}

/// No edition was in force yet.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
///
/// assert_eq!(
///     ReservationPolicy::in_force_on("2018-05-10".parse()?).unwrap_err().to_string(),
///     "no edition of the reservation policy was in force on `2018-05-10`, expected 2018-05-11 or later"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no edition of the reservation policy was in force on `{date}`, expected 2018-05-11 or later")]
#[non_exhaustive]
pub struct NoPolicyOnDate {
    /// The UTC date that was asked about.
    pub date: NaiveDate,
}

/// A text that names no policy.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
///
/// assert_eq!(
///     ReservationPolicy::from_name("2020").unwrap_err().to_string(),
///     "`2020` is not a reservation policy, expected one of `2018-05`, `2018-10`, `2019-04`, `2020-07`, `2027-02`, \
///      with or without `+observed`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{name}` is not a reservation policy, expected one of `2018-05`, `2018-10`, `2019-04`, `2020-07`, `2027-02`, \
     with or without `+observed`"
)]
#[non_exhaustive]
pub struct UnknownPolicy {
    /// The name that was given, shortened to 40 characters.
    pub name: String,
}

/// A text that names no edition of the reservation policy.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationEdition;
///
/// // With an overlay it names a policy.
/// assert_eq!(
///     ReservationEdition::from_name("2020-07+observed").unwrap_err().to_string(),
///     "`2020-07+observed` is not an edition of the reservation policy, expected `2018-05`, `2018-10`, `2019-04`, \
///      `2020-07` or `2027-02`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not an edition of the reservation policy, expected `2018-05`, `2018-10`, `2019-04`, `2020-07` or \
     `2027-02`"
)]
#[non_exhaustive]
pub struct UnknownReservationEdition {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl UnknownPolicy {
    pub(super) fn new(name: &str) -> Self {
        Self { name: shortened(name) }
    }
}

impl ReservationEdition {
    /// Every edition, oldest first.
    pub const ALL: [Self; 5] = [Self::May2018, Self::October2018, Self::April2019, Self::July2020, Self::February2027];

    /// The edition in force on a UTC date: the last one that had begun.
    ///
    /// # Errors
    ///
    /// [`NoPolicyOnDate`] before the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationEdition;
    ///
    /// assert_eq!(ReservationEdition::in_force_on("2026-11-21".parse()?)?.name(), "2020-07");
    /// assert!(ReservationEdition::in_force_on("2018-05-10".parse()?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoPolicyOnDate> {
        Self::ALL.into_iter().rev().find(|edition| edition.in_force_from() <= date).ok_or(NoPolicyOnDate { date })
    }

    /// The edition with this name: `2020-07`.
    ///
    /// # Errors
    ///
    /// [`UnknownReservationEdition`] for any other text.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationEdition;
    ///
    /// assert_eq!(ReservationEdition::from_name("2019-04")?, ReservationEdition::April2019);
    /// assert!(ReservationEdition::from_name("2020-07+observed").is_err(), "that is a policy, not an edition");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_name(name: &str) -> Result<Self, UnknownReservationEdition> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.name() == name)
            .ok_or_else(|| UnknownReservationEdition { text: shortened(name) })
    }

    /// The name: `2020-07`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationEdition;
    ///
    /// let names = ReservationEdition::ALL.map(ReservationEdition::name);
    /// assert_eq!(names, ["2018-05", "2018-10", "2019-04", "2020-07", "2027-02"]);
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::May2018 => "2018-05",
            Self::October2018 => "2018-10",
            Self::April2019 => "2019-04",
            Self::July2020 => "2020-07",
            Self::February2027 => "2027-02",
        }
    }

    /// The first UTC date on which it was in force.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationEdition;
    ///
    /// assert_eq!(ReservationEdition::July2020.in_force_from().to_string(), "2020-07-10");
    /// ```
    #[must_use]
    pub const fn in_force_from(self) -> NaiveDate {
        match self {
            Self::May2018 => date(2018, 5, 11),
            Self::October2018 => date(2018, 10, 12),
            Self::April2019 => date(2019, 4, 5),
            Self::July2020 => date(2020, 7, 10),
            Self::February2027 => date(2027, 2, 1),
        }
    }

    /// Whom and which places the edition speaks of (`APPL-01`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationEdition;
    /// use reservation_policy::policy::reservation::Surface;
    ///
    /// assert_eq!(ReservationEdition::July2020.surfaces(), [Surface::AzurePortal]);
    /// ```
    #[must_use]
    pub const fn surfaces(self) -> &'static [Surface] {
        match self {
            Self::May2018 | Self::October2018 => {
                &[Surface::AzurePortal, Surface::PartnerDashboard, Surface::PartnersInCsp]
            }
            Self::April2019 | Self::July2020 | Self::February2027 => &[Surface::AzurePortal],
        }
    }

    pub(super) fn terms(self) -> Terms {
        match self {
            Self::May2018 => may_2018(),
            Self::October2018 => october_2018(),
            Self::April2019 => april_2019(),
            Self::July2020 => july_2020(),
            Self::February2027 => february_2027(),
        }
    }
}

impl fmt::Display for ReservationEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// As [`ReservationEdition::from_name`].
impl core::str::FromStr for ReservationEdition {
    type Err = UnknownReservationEdition;

    fn from_str(text: &str) -> Result<Self, UnknownReservationEdition> {
        Self::from_name(text)
    }
}

/// The name of a policy: edition, overlay, and whether a field was overridden.
///
/// It goes on every decision. Where a field was overridden, the name alone does not bring the policy back: store
/// the policy's JSON beside the decision.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::CapScope;
///
/// let policy = ReservationPolicy::from_name("2020-07+observed")?;
/// let again = ReservationPolicy::from_name(&policy.name().to_string())?;
/// assert_eq!(again, policy, "without overrides the name brings the policy back");
/// assert!(policy.with_cap_scope(CapScope::Customer).name().is_overridden());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PolicyName {
    edition: ReservationEdition,
    observed: bool,
    pub(super) overridden: bool,
}

impl PolicyName {
    pub(super) const fn written(edition: ReservationEdition) -> Self {
        Self { edition, observed: false, overridden: false }
    }

    pub(super) const fn observed(self) -> Self {
        Self { observed: true, ..self }
    }

    /// The name of the policy before any field was overridden.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// # use reservation_policy::policy::reservation::CapScope;
    /// let policy = ReservationPolicy::from_name("2020-07+observed")?.with_cap_scope(CapScope::Customer);
    /// assert_eq!(policy.name().base().to_string(), "2020-07+observed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn base(self) -> Self {
        Self { overridden: false, ..self }
    }

    /// The edition that the policy began as.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// let name = ReservationPolicy::from_name("2020-07+observed")?.name();
    /// assert_eq!(name.edition(), ReservationEdition::July2020);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn edition(self) -> ReservationEdition {
        self.edition
    }

    /// Whether the observed overlay is on.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// assert!(ReservationPolicy::from_name("2020-07+observed")?.name().is_observed());
    /// assert!(!ReservationPolicy::from_name("2020-07")?.name().is_observed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_observed(self) -> bool {
        self.observed
    }

    /// Whether any field differs from the edition (and the overlay).
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// # use reservation_policy::policy::reservation::CapScope;
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_cap_scope(CapScope::Customer);
    /// assert!(policy.name().is_overridden());
    /// assert!(!policy.with_cap_scope(CapScope::BillingScope).name().is_overridden(), "as the edition says");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn is_overridden(self) -> bool {
        self.overridden
    }
}

/// `2020-07`, `2020-07+observed`, or `2020-07+observed (overridden)`.
impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let overlay = if self.observed { "+observed" } else { "" };
        let overridden = if self.overridden { " (overridden)" } else { "" };
        write!(f, "{}{overlay}{overridden}", self.edition)
    }
}

const RED_HAT_AND_SUSE: &[ResourceType] = &[ResourceType::RedHat, ResourceType::SuseLinux];

const FROM_2022_10: &[ResourceType] = &[
    ResourceType::Databricks,
    ResourceType::RedHat,
    ResourceType::RedHatOsa,
    ResourceType::SuseLinux,
    ResourceType::SynapsePrePurchase,
    ResourceType::VmwareCloudSimple,
];

/// Red Hat, SUSE, and every pre-purchase plan.
const FROM_2026_01: &[ResourceType] = &[
    ResourceType::Databricks,
    ResourceType::Mdc,
    ResourceType::RedHat,
    ResourceType::Sentinel,
    ResourceType::SuseLinux,
    ResourceType::SynapsePrePurchase,
];

const LISTS_2018: &[DatedTypes] = &[DatedTypes::of_known(date(2018, 5, 11), RED_HAT_AND_SUSE)];

const LISTS_2020: &[DatedTypes] = &[
    DatedTypes::of_known(date(2018, 5, 11), RED_HAT_AND_SUSE),
    DatedTypes::of_known(date(2022, 10, 1), FROM_2022_10),
    DatedTypes::of_known(date(2026, 1, 1), FROM_2026_01),
];

const LISTS_2027: &[DatedTypes] = &[DatedTypes::of_known(date(2018, 5, 11), FROM_2026_01)];

const LIMIT: UsdAmount = UsdAmount::from_dollars(50_000);

const OWNER: RequesterSet = RequesterSet::NONE.with(Requester::Owner);

/// The 2018 pages let partners act for customers, and their customers cancel; whoever owns the reservation may.
const PARTNER_OR_OWNER: RequesterSet = OWNER.with(Requester::Partner);

const OWNER_ADMINISTRATOR_OR_PARTNER: RequesterSet = PARTNER_OR_OWNER.with(Requester::ReservationAdministrator);

fn may_2018() -> Terms {
    Terms {
        day_count: DayCount::CalendarDays,
        full_refund_window: None,
        early_termination_fee: FeeTerms::new(FeeRate::FromCaller, FeeRate::FromCaller),
        refund_basis: RefundBasis::PricePaid,
        refund_destination: RefundDestination::OriginalPurchase,
        cap: RefundCap::new(LIMIT, CapWindow::TWELVE_MONTHS, CapMeasure::Refunded),
        cap_scope: CapScope::Customer,
        who_may: PARTNER_OR_OWNER,
        channel: Channel::SupportRequest,
        us_government_enterprise: UsGovernmentEnterprise::NotMentioned,
        not_refundable: Cow::Borrowed(LISTS_2018),
        not_exchangeable: Cow::Borrowed(RED_HAT_AND_SUSE),
        exchange: ExchangeTerms::new(Comparison::AtLeast, ReturnedValue::Refund, Sameness::Type),
        storage_swap: StorageSwapPolicy::NotOffered,
    }
}

fn october_2018() -> Terms {
    Terms {
        full_refund_window: Some(FullRefundWindow::new(5, UsageCondition::Unused)),
        early_termination_fee: FeeTerms::new(FeeRate::Stated(Rate::percent(12)), FeeRate::Stated(Rate::percent(12))),
        ..may_2018()
    }
}

fn april_2019() -> Terms {
    Terms {
        full_refund_window: None,
        early_termination_fee: FeeTerms::new(FeeRate::Stated(Rate::percent(12)), FeeRate::Stated(Rate::ZERO)),
        refund_destination: RefundDestination::ByAccount,
        cap_scope: CapScope::NotStated,
        who_may: OWNER,
        channel: Channel::SelfService,
        us_government_enterprise: UsGovernmentEnterprise::SupportRequestOnly,
        storage_swap: StorageSwapPolicy::ToPremium,
        ..october_2018()
    }
}

fn july_2020() -> Terms {
    Terms {
        refund_basis: RefundBasis::LowerOfPaidAndCurrent,
        cap: RefundCap::new(LIMIT, CapWindow::DAYS_365, CapMeasure::CancelledCommitment),
        cap_scope: CapScope::BillingScope,
        who_may: OWNER_ADMINISTRATOR_OR_PARTNER,
        us_government_enterprise: UsGovernmentEnterprise::NotMentioned,
        not_refundable: Cow::Borrowed(LISTS_2020),
        not_exchangeable: Cow::Borrowed(FROM_2026_01),
        exchange: ExchangeTerms::new(
            Comparison::AtLeast,
            ReturnedValue::RefundAndRemainingCommitment,
            Sameness::Family,
        )
        .with_trade_in(Some(TradeInTerms::new(date(2022, 10, 1), 100))),
        storage_swap: StorageSwapPolicy::BothDirections,
        ..april_2019()
    }
}

fn february_2027() -> Terms {
    let july = july_2020();
    Terms {
        not_refundable: Cow::Borrowed(LISTS_2027),
        exchange: july.exchange.with_restriction(Some(ExchangeRestriction::new(date(2027, 2, 1)))),
        ..july
    }
}

impl Terms {
    /// The two points in which the recorded service differs from the written policy.
    pub(super) fn observe(&mut self) {
        self.cap = self.cap.with_measure(CapMeasure::Refunded);
        self.full_refund_window = Some(FullRefundWindow::new(5, UsageCondition::Unused));
    }
}

/// A date of the editions. `NaiveDate::from_ymd_opt` can't be unwrapped in a constant without a panic.
const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edition_begins_on_its_day_and_not_before() {
        for (day, expected) in [
            ("2018-05-11", "2018-05"),
            ("2018-10-11", "2018-05"),
            ("2018-10-12", "2018-10"),
            ("2019-04-04", "2018-10"),
            ("2019-04-05", "2019-04"),
            ("2020-07-09", "2019-04"),
            ("2020-07-10", "2020-07"),
            ("2027-01-31", "2020-07"),
            ("2027-02-01", "2027-02"),
            ("9999-12-31", "2027-02"),
        ] {
            assert_eq!(ReservationEdition::in_force_on(day.parse().unwrap()).unwrap().name(), expected, "{day}");
        }
        assert!(ReservationEdition::in_force_on(date(2018, 5, 10)).is_err());
    }

    #[test]
    fn every_date_of_the_editions_exists() {
        for edition in ReservationEdition::ALL {
            assert_ne!(edition.in_force_from(), NaiveDate::MIN, "{edition}");
            assert!(edition.terms().not_refundable.iter().all(|list| list.from() != NaiveDate::MIN), "{edition}");
        }
    }
}
