//! The terms of a reservation policy: one field for each thing that has ever differed.

use core::fmt;
use core::num::NonZeroU16;
use std::borrow::Cow;

use chrono::NaiveDate;

use crate::account::RequesterSet;
use crate::facts::InvalidFacts;
use crate::money::UsdAmount;
use crate::quantity::Rate;
use crate::reservation::ResourceType;

/// Every term of a reservation policy. `docs/guide/editions.md` lists the value of each in each edition, with its dates.
///
/// # Examples
///
/// ```
/// use reservation_policy::ReservationPolicy;
/// use reservation_policy::policy::{DayCount, RefundBasis};
///
/// let terms = ReservationPolicy::named("2020-01")?.terms().clone();
/// assert_eq!(terms.day_count, DayCount::CalendarDays);
/// assert_eq!(terms.refund_basis, RefundBasis::LowerOfPaidAndCurrent);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Terms {
    /// How much of a period is left: by days or by whole months (`CON-03`, `L-01`).
    pub day_count: DayCount,
    /// The days after the start in which the refund is full (`L-02`).
    pub full_refund_window: Option<FullRefundWindow>,
    /// The early termination fee of a refund (`CON-01`). An exchange never has one.
    pub early_termination_fee: FeeTerms,
    /// The price that a refund is worked out on (`L-03`).
    pub refund_basis: RefundBasis,
    /// Types that are refunded on the current price, whether it is lower or not.
    pub current_price_types: TypeList,
    /// How part of a quantity is priced (`AMB-14`).
    pub part_rounding: PartRounding,
    /// Where the money goes (`SETTLE-01` to `SETTLE-10`).
    pub settlement: SettlementTerms,
    /// The refund cap.
    pub cap: CapTerms,
    /// Whose refunds share the cap (`AMB-04`, `L-05`). The caller keeps one ledger for each.
    pub cap_scope: CapScope,
    /// Who may return and exchange (`CON-07`).
    pub allowed_requesters: AllowedRequesters,
    /// Self-service or support (`CON-05`).
    pub channel: ChannelTerms,
    /// Whether US Government customers on an Enterprise Agreement have self-service (`ELIG-01`).
    pub us_government_enterprise: UsGovernmentEnterprise,
    /// Types that are never refunded (`L-10`).
    pub not_refundable: TypeList,
    /// Types that are never exchanged (`L-11`).
    pub not_exchangeable: TypeList,
    /// The hours in which virtual machine software is refunded, in full (`L-32`). `None`: no rule of its own.
    pub vm_software_hours: Option<u16>,
    /// Exchanges and trade-ins.
    pub exchange: ExchangeTerms,
    /// The swap of a size for its premium-storage counterpart (`EXC-15`, `L-13`).
    pub storage_swap: StorageSwapTerms,
}

impl Terms {
    /// Lays the recorded behavior of the service over the terms.
    pub(super) fn observe(&mut self) {
        self.cap.basis = CapBasis::Refunded;
        self.full_refund_window = Some(FullRefundWindow { days: 5, usage: UsageCondition::Unused });
    }

    /// Refuses terms that contradict one another.
    pub(super) fn check(&self) -> Result<(), InvalidFacts> {
        if let (FeeRate::Stated(reserved), FeeRate::Stated(charged)) =
            (self.early_termination_fee.reserved, self.early_termination_fee.charged)
        {
            if charged > reserved {
                return Err(InvalidFacts::FeeAboveReserved { charged, reserved });
            }
        }
        Ok(())
    }
}

/// How the rest of a period is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DayCount {
    /// UTC calendar days; the day of the return is not charged.
    CalendarDays,
    /// Whole months; a month counts as used once its first day is over.
    WholeMonths,
}

/// A full refund soon after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with `days` and `usage`"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct FullRefundWindow {
    /// The last day after the start that is inside: a difference of UTC dates.
    pub days: u16,
    /// Whether the reservation must be unused.
    pub usage: UsageCondition,
}

/// Whether a reservation must be unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UsageCondition {
    /// It must be known to be unused.
    Unused,
    /// It may have been used.
    Any,
}

/// The early termination fee, as rates of the prorated credit (`AMB-11`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with `reserved` and `charged`"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct FeeTerms {
    /// What Microsoft reserves the right to charge (`FEE-03`).
    pub reserved: FeeRate,
    /// What is charged; at most what is reserved.
    pub charged: FeeRate,
}

/// A rate that the edition states, or that the caller must give (`FEE-01`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a rate is either stated or it is not")]
pub enum FeeRate {
    /// The edition states it.
    Stated(Rate),
    /// The request gives it.
    FromCaller,
}

/// The price that a refund is worked out on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RefundBasis {
    /// The price paid.
    PricePaid,
    /// The lower of the price paid and the current price, where a current price is given.
    LowerOfPaidAndCurrent,
}

/// How the price of part of a quantity is rounded (`AMB-14`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PartRounding {
    /// The part of a payment is rounded once as a price, and the refund once as a share of it: as recorded.
    Price,
    /// The part is exact, and the refund and the remaining commitment are each rounded once.
    Exact,
}

/// Where refunded money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with settlement terms"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct SettlementTerms {
    /// To the original purchase, or by account.
    pub destination: RefundDestination,
    /// How an Enterprise Agreement purchase from overage comes back.
    pub overage: CreditNote,
    /// Whether overage invoices since the purchase are reopened and rerated (`SETTLE-03`).
    pub reopens_overage_invoices: bool,
    /// Whether the texts say how a Microsoft Customer Agreement is settled: invoice to the next invoice, card to card.
    pub covers_microsoft_customer: bool,
    /// How many days Enterprise Agreement credit stays valid (`L-27`), where the texts say so.
    pub credit_valid_days: Option<u16>,
    /// Whether a trade-in settles overage as an exchange does.
    pub trade_in_settles_overage: bool,
}

/// Where a refund goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RefundDestination {
    /// To the original purchase (`REF-04`).
    OriginalPurchase,
    /// By agreement and way of payment (`SETTLE-01`).
    ByAccount,
}

/// How an Enterprise Agreement purchase from overage comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CreditNote {
    /// As a credit memo (`SETTLE-05`).
    CreditMemo,
    /// As a partial credit note.
    PartialCreditNote,
}

/// The refund cap: a limit in US dollars, a window, and what counts.
///
/// # Examples
///
/// ```
/// use reservation_policy::ReservationPolicy;
///
/// let cap = ReservationPolicy::named("2020-07")?.cap();
/// assert_eq!(cap.to_string(), "50000.00 USD in 365 rolling days, counting the canceled commitment");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with `limit`, `window` and `basis`"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct CapTerms {
    /// The most that may count at any instant; exactly the limit passes (`AMB-09`).
    pub limit: UsdAmount,
    /// How long a refund counts.
    pub window: CapWindow,
    /// What of a refund counts (`AMB-05`).
    #[cfg_attr(feature = "serde", serde(alias = "measure"))]
    pub basis: CapBasis,
}

impl fmt::Display for CapTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}, counting {}", self.limit, self.window, self.basis)
    }
}

/// How long a refund counts. One made at `r` counts at `t` while `r <= t < r + window` (`AMB-08`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CapWindow {
    /// A number of days of 24 hours.
    RollingDays(NonZeroU16),
    /// A number of calendar months, clamped to the end of the month.
    RollingMonths(NonZeroU16),
    /// The UTC calendar year of the refund (`CON-02`).
    CalendarYear,
}

impl CapWindow {
    /// Twelve rolling months.
    pub const TWELVE_MONTHS: Self = Self::RollingMonths(at_least_one(12));
    /// 365 rolling days.
    pub const DAYS_365: Self = Self::RollingDays(at_least_one(365));
}

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

/// What of a refund counts toward the cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CapBasis {
    /// The refunded amount in US dollars (`L-22`).
    Refunded,
    /// The refund and the future payments canceled with it (`L-04`).
    #[cfg_attr(feature = "serde", serde(alias = "cancelled_commitment"))]
    CanceledCommitment,
}

impl fmt::Display for CapBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Refunded => "the refunded amount",
            Self::CanceledCommitment => "the canceled commitment",
        })
    }
}

/// Whose refunds share one cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CapScope {
    /// The customer.
    Customer,
    /// The texts do not say.
    NotStated,
    /// The agreement with Microsoft.
    Agreement,
    /// The Enterprise Agreement enrollment, or the billing profile.
    BillingScope,
    /// The enrollment or billing profile; in CSP the customer.
    BillingScopeOrCspCustomer,
}

impl fmt::Display for CapScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Customer => "the customer",
            Self::NotStated => "a scope that the policy does not state",
            Self::Agreement => "the agreement with Microsoft",
            Self::BillingScope => "the enrollment or billing profile",
            Self::BillingScopeOrCspCustomer => "the enrollment or billing profile, in CSP the customer",
        })
    }
}

/// Who may return and exchange, outside CSP and in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with `direct` and `csp`"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct AllowedRequesters {
    /// For every agreement but CSP.
    pub direct: RequesterSet,
    /// For reservations bought through a CSP partner.
    pub csp: RequesterSet,
}

/// Self-service or support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ChannelTerms {
    /// Self-service, but for the exceptions of [`Channel`](crate::account::Channel).
    SelfService,
    /// Always a support request.
    SupportRequest,
}

/// Whether US Government customers on an Enterprise Agreement have self-service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UsGovernmentEnterprise {
    /// The edition has no rule of its own for them.
    #[cfg_attr(feature = "serde", serde(alias = "not_mentioned"))]
    SameAsOthers,
    /// They go through support (`ELIG-01`).
    SupportRequestOnly,
}

/// A list of resource types.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::TypeList;
/// use reservation_policy::{ReservationPolicy, ResourceType};
///
/// let list = TypeList::from_iter([ResourceType::RedHat, ResourceType::SuseLinux]);
/// let policy = ReservationPolicy::named("2026-01")?.with(|terms| terms.not_refundable = list)?;
/// assert!(policy.terms().not_refundable.contains(&ResourceType::RedHat));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct TypeList(Cow<'static, [ResourceType]>);

impl TypeList {
    pub(super) const fn known(types: &'static [ResourceType]) -> Self {
        Self(Cow::Borrowed(types))
    }

    /// Whether a type is on the list.
    #[must_use]
    pub fn contains(&self, resource: &ResourceType) -> bool {
        self.0.contains(resource)
    }

    /// The types.
    #[must_use]
    pub fn as_slice(&self) -> &[ResourceType] {
        &self.0
    }
}

impl FromIterator<ResourceType> for TypeList {
    fn from_iter<I: IntoIterator<Item = ResourceType>>(types: I) -> Self {
        Self(Cow::Owned(types.into_iter().collect()))
    }
}

/// The terms of exchanges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with exchange terms"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct ExchangeTerms {
    /// Whether an equal total passes (`CON-04`).
    #[cfg_attr(feature = "serde", serde(alias = "comparison"))]
    pub threshold: Threshold,
    /// What the new total is compared with (`L-07`).
    pub returned_value: ReturnedValue,
    /// What both sides must have in common (`EXC-08`, `L-08`).
    #[cfg_attr(feature = "serde", serde(alias = "sameness"))]
    pub must_match: MustMatch,
    /// The end of exchanges for services that savings plans cover (`L-09`).
    pub restriction: Option<ExchangeRestriction>,
    /// Trade-ins for a savings plan (`L-12`).
    pub trade_in: Option<TradeInTerms>,
}

/// Whether an equal amount passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Threshold {
    /// Equal or more passes (`EXC-12`).
    AtLeast,
    /// Only more passes (`EXC-04`).
    MoreThan,
}

/// What a new total is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReturnedValue {
    /// What is refunded.
    Refund,
    /// What is refunded and what no longer has to be paid.
    RefundAndRemainingCommitment,
}

/// What a returned and a bought reservation must have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum MustMatch {
    /// The resource type.
    Type,
    /// The type, or the family as of 2021-04: compute (virtual machines, dedicated hosts, Azure VMware Solution).
    #[cfg_attr(feature = "serde", serde(rename = "family_2021_04"))]
    Family2021,
    /// The type, or the family as of 2026-01: compute has Nutanix on bare metal too.
    #[cfg_attr(feature = "serde", serde(rename = "family_2026_01", alias = "family"))]
    Family2026,
}

/// The end of exchanges for services that savings plans cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with `bought_from` and `boundary`"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct ExchangeRestriction {
    /// The UTC day of purchase from which a covered reservation is not exchangeable.
    pub bought_from: NaiveDate,
    /// Whether a purchase on that very day is already caught.
    #[cfg_attr(feature = "serde", serde(default))]
    pub boundary: Boundary,
}

/// Whether a boundary day is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum Boundary {
    /// The day itself is inside.
    #[default]
    Inclusive,
    /// The day itself is outside.
    Exclusive,
}

/// Trade-ins of reservations for a savings plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, expecting = "an object with trade-in terms"))]
#[expect(clippy::exhaustive_structs, reason = "a policy value that callers write")]
pub struct TradeInTerms {
    /// The most reservations that may be returned at once, where there is a limit.
    pub most_reservations: Option<u32>,
    /// Whether the texts ask for a second role beside the owner of the order (`L-24`).
    pub needs_savings_plan_role: bool,
    /// Whether database reservations may be traded in for a database savings plan of one year.
    pub database: bool,
}

/// Which swaps for a premium-storage counterpart are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum StorageSwapTerms {
    /// None.
    NotOffered,
    /// To the size with premium storage (`EXC-15`).
    ToPremium,
    /// Both ways, in the same region (`L-13`).
    #[cfg_attr(feature = "serde", serde(alias = "both_directions"))]
    BothWays,
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::FeeRate;

    const FROM_CALLER: &str = "from_caller";

    impl Serialize for FeeRate {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Stated(rate) => rate.serialize(serializer),
                Self::FromCaller => serializer.serialize_str(FROM_CALLER),
            }
        }
    }

    impl<'de> Deserialize<'de> for FeeRate {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            if text == FROM_CALLER {
                return Ok(Self::FromCaller);
            }
            text.parse().map(Self::Stated).map_err(D::Error::custom)
        }
    }
}
