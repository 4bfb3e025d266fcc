//! The kinds of value that a reservation policy is made of.

use core::fmt;
use std::borrow::Cow;

use chrono::NaiveDate;

use crate::quantity::Rate;
use crate::resource::ResourceType;

/// How the rest of a period is counted.
///
/// # Rules
///
/// `CON-03`: months (S0, S1) or days (S3). Days unless chosen otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum DayCount {
    /// Whole UTC days that are left, out of the days of the period.
    CalendarDays,
    /// Whole months that have not begun to be used, out of the months of the period.
    ///
    /// A monthly payment covers one month, so once its first day is over nothing of it is left.
    WholeMonths,
}

/// How soon after its start a reservation is refunded in full, without a fee.
///
/// # Rules
///
/// `L-02`. The days are a difference of UTC dates: a reservation that began on the 4th is inside up to the 9th when
/// the window is 5 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct FullRefundWindow {
    days: u16,
    usage: UsageCondition,
}

/// Whether a full refund needs the reservation to be unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UsageCondition {
    /// Only when nothing was used.
    Unused,
    /// Used or not.
    Any,
}

impl FullRefundWindow {
    /// A window of so many days after the start, the last one inside.
    #[must_use]
    pub const fn new(days: u16, usage: UsageCondition) -> Self {
        Self { days, usage }
    }

    /// The largest date difference that is inside.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// Whether it matters that the reservation is unused.
    #[must_use]
    pub const fn usage(self) -> UsageCondition {
        self.usage
    }
}

/// The early termination fee: what is reserved, and what is charged of it.
///
/// # Rules
///
/// `CON-01`, `FEE-01`, `FEE-03`, `AMB-11`: a rate on the prorated credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct FeeTerms {
    reserved: FeeRate,
    charged: FeeRate,
}

/// A rate that the policy states, or leaves to the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a rate is either stated or it is not")]
pub enum FeeRate {
    /// The policy says it.
    Stated(Rate),
    /// The policy says that there is a fee, not how high it is: the caller must know.
    FromCaller,
}

impl FeeTerms {
    /// A fee that is reserved at one rate and charged at another.
    #[must_use]
    pub const fn new(reserved: FeeRate, charged: FeeRate) -> Self {
        Self { reserved, charged }
    }

    /// The rate that the policy reserves the right to charge.
    #[must_use]
    pub const fn reserved(self) -> FeeRate {
        self.reserved
    }

    /// The rate that is charged.
    #[must_use]
    pub const fn charged(self) -> FeeRate {
        self.charged
    }
}

/// Which price a refund is worked out on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RefundBasis {
    /// What was paid.
    PricePaid,
    /// The lower of what was paid and the current price, when the caller gives a current price (`L-03`).
    LowerOfPaidAndCurrent,
}

/// Where the refunded money goes.
///
/// # Rules
///
/// `CON-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RefundDestination {
    /// To the original purchase (`REF-04`).
    OriginalPurchase,
    /// By kind of account and means of payment (`SETTLE-01`).
    ByAccount,
}

/// Who asks for a return or an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Requester {
    /// The owner of the reservation.
    Owner,
    /// An administrator of the reservation order.
    ReservationAdministrator,
    /// The customer of a CSP partner.
    Customer,
    /// The CSP partner, for a customer.
    Partner,
    /// Anyone else.
    Other,
}

impl Requester {
    /// Everyone there is.
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::ReservationAdministrator, Self::Customer, Self::Partner, Self::Other];

    const fn bit(self) -> u8 {
        match self {
            Self::Owner => 1,
            Self::ReservationAdministrator => 2,
            Self::Customer => 4,
            Self::Partner => 8,
            Self::Other => 16,
        }
    }
}

impl fmt::Display for Requester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Owner => "the owner of the reservation",
            Self::ReservationAdministrator => "an administrator of the reservation order",
            Self::Customer => "the customer",
            Self::Partner => "the partner",
            Self::Other => "somebody else",
        })
    }
}

/// A set of those who may ask.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::{Requester, RequesterSet};
///
/// let set = RequesterSet::NONE.with(Requester::Owner).with(Requester::Partner);
/// assert!(set.contains(Requester::Partner) && !set.contains(Requester::Customer));
/// assert_eq!(set.to_string(), "the owner of the reservation or the partner");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RequesterSet {
    bits: u8,
}

impl RequesterSet {
    /// Nobody.
    pub const NONE: Self = Self { bits: 0 };

    /// The set and one more.
    #[must_use]
    pub const fn with(self, requester: Requester) -> Self {
        Self { bits: self.bits | requester.bit() }
    }

    /// Whether one is in it.
    #[must_use]
    pub const fn contains(self, requester: Requester) -> bool {
        self.bits & requester.bit() != 0
    }

    /// Everyone in it, in the order of [`Requester::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Requester> {
        Requester::ALL.into_iter().filter(move |requester| self.contains(*requester))
    }
}

/// The members, joined with "or".
impl fmt::Display for RequesterSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut members = self.iter();
        match members.next() {
            None => f.write_str("nobody"),
            Some(first) => {
                write!(f, "{first}")?;
                members.try_for_each(|member| write!(f, " or {member}"))
            }
        }
    }
}

/// How a return or an exchange is asked for.
///
/// # Rules
///
/// `CON-05`: by support request (`NAV-06`, `NAV-07`) or self-service (`L-15`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Channel {
    /// In the portal or by the API.
    SelfService,
    /// By a request to support.
    SupportRequest,
}

/// What goes for US Government customers on an Enterprise Agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UsGovernmentEnterprise {
    /// The policy does not single them out.
    NotMentioned,
    /// No self-service return or exchange (`ELIG-01`): support does it.
    SupportRequestOnly,
}

/// A list of resource types, from a date on until the next list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct DatedTypes {
    from: NaiveDate,
    types: Cow<'static, [ResourceType]>,
}

impl DatedTypes {
    /// A list that goes from this UTC date on.
    #[must_use]
    pub fn new(from: NaiveDate, types: Vec<ResourceType>) -> Self {
        Self { from, types: Cow::Owned(types) }
    }

    pub(super) const fn of_known(from: NaiveDate, types: &'static [ResourceType]) -> Self {
        Self { from, types: Cow::Borrowed(types) }
    }

    /// The first UTC date on which the list goes.
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The types on it.
    #[must_use]
    pub fn types(&self) -> &[ResourceType] {
        &self.types
    }
}

/// Which swaps an edition offers.
///
/// # Rules
///
/// `EXC-15` to premium storage; `L-13` both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum StorageSwapPolicy {
    /// From and to premium storage.
    BothDirections,
    /// None: every change is an exchange.
    NotOffered,
    /// From a size without premium storage to the one with it.
    ToPremium,
}

/// What an exchange must fulfil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct ExchangeTerms {
    /// How the new total compares with what is returned.
    pub comparison: Comparison,
    /// What the value of a returned reservation is.
    pub returned_value: ReturnedValue,
    /// Between which types an exchange is possible.
    pub sameness: Sameness,
    /// Services that can't be exchanged any more.
    pub restriction: Option<ExchangeRestriction>,
    /// Whether a savings plan can be the target.
    pub trade_in: Option<TradeInTerms>,
}

/// How the new total compares with what is returned (`CON-04`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Comparison {
    /// Equal passes (`EXC-12`).
    AtLeast,
    /// Equal does not pass (`EXC-04`).
    MoreThan,
}

/// What a returned reservation is worth when it is compared with what is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ReturnedValue {
    /// The prorated refund alone.
    Refund,
    /// The refund and the future payments that are cancelled with it (`L-07`).
    RefundAndRemainingCommitment,
}

/// Between which types an exchange is possible (`AMB-12`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Sameness {
    /// The same resource type (`EXC-08`).
    Type,
    /// The same family where there is one, otherwise the same type (`L-08`).
    Family,
}

/// From when services that savings plans cover can't be exchanged.
///
/// # Rules
///
/// `L-09`: bought on or after the date, not exchangeable; bought before, one final exchange for each unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct ExchangeRestriction {
    bought_from: NaiveDate,
}

impl ExchangeRestriction {
    /// A restriction for what is bought on this UTC date or later.
    #[must_use]
    pub const fn new(bought_from: NaiveDate) -> Self {
        Self { bought_from }
    }

    /// The first UTC date of purchase that it hits.
    #[must_use]
    pub const fn bought_from(self) -> NaiveDate {
        self.bought_from
    }
}

/// Trading reservations in for a savings plan.
///
/// # Rules
///
/// `L-12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct TradeInTerms {
    /// The first UTC date on which it is possible.
    pub from: NaiveDate,
    /// The most reservations that can be traded in at once.
    pub most_reservations: u32,
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::{FeeRate, Requester, RequesterSet};
    use crate::quantity::Rate;

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
            Rate::parse(&text).map(Self::Stated).map_err(D::Error::custom)
        }
    }

    impl Serialize for RequesterSet {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter())
        }
    }

    impl<'de> Deserialize<'de> for RequesterSet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let members = Vec::<Requester>::deserialize(deserializer)?;
            Ok(members.into_iter().fold(Self::NONE, Self::with))
        }
    }
}
