//! What a reservation policy says about refunds: how the rest is counted, the full-refund window, the fee, what is never
//! refunded.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::quantity::Rate;
use crate::resource::ResourceType;

/// How the rest of a period is counted.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::DayCount;
///
#[doc = include_str!("../../../docs/snippets/recorded_refund.txt")]
/// let refund = |count| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(policy.clone().with_day_count(count).quote_refund(&request)?.billing().refund.to_string())
/// };
/// assert_eq!(refund(DayCount::CalendarDays)?, "1.80 USD");
/// assert_eq!(refund(DayCount::WholeMonths)?, "0.00 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
///
/// const WINDOW: FullRefundWindow = FullRefundWindow::new(5, UsageCondition::Unused);
/// assert_eq!((WINDOW.days(), WINDOW.usage()), (5, UsageCondition::Unused));
/// ```
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
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
/// use reservation_policy::reservation::refund::Usage;
///
#[doc = include_str!("../../../docs/snippets/recorded_refund.txt")]
/// // 71 days after the start, and used since.
/// let request = request.with_usage(Usage::Used);
/// let refund = |usage| -> Result<_, Box<dyn std::error::Error>> {
///     let policy = policy.clone().with_full_refund_window(Some(FullRefundWindow::new(90, usage)));
///     Ok(policy.quote_refund(&request)?.billing().refund.to_string())
/// };
/// assert_eq!(refund(UsageCondition::Any)?, "2.66 USD");
/// assert_eq!(refund(UsageCondition::Unused)?, "1.80 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-02`.
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
    ///
    /// let window = FullRefundWindow::new(5, UsageCondition::Unused);
    /// assert_eq!(*ReservationPolicy::from_name("2018-10")?.full_refund_window(), Some(window));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(days: u16, usage: UsageCondition) -> Self {
        Self { days, usage }
    }

    /// The largest date difference that is inside.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
    ///
    /// // Bought on the 4th: inside up to the 9th.
    /// assert_eq!(FullRefundWindow::new(5, UsageCondition::Any).days(), 5);
    /// ```
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// Whether it matters that the reservation is unused.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
    ///
    /// assert_eq!(FullRefundWindow::new(5, UsageCondition::Unused).usage(), UsageCondition::Unused);
    /// ```
    #[must_use]
    pub const fn usage(self) -> UsageCondition {
        self.usage
    }
}

/// The early termination fee: what is reserved, and what is charged of it.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::{FeeRate, FeeTerms};
/// use reservation_policy::quantity::Rate;
///
/// let (twelve_percent, nothing) = (FeeRate::Stated(Rate::parse("0.12")?), FeeRate::Stated(Rate::ZERO));
/// let fee = |name| ReservationPolicy::from_name(name).map(|policy| *policy.early_termination_fee());
/// assert_eq!(fee("2018-10")?, FeeTerms::new(twelve_percent, twelve_percent));
/// assert_eq!(fee("2020-07")?, FeeTerms::new(twelve_percent, nothing));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::FeeRate;
/// use reservation_policy::quantity::Rate;
///
#[doc = include_str!("../../../docs/snippets/recorded_refund.txt")]
/// // 2018-05 has a fee, and no rate.
/// let policy = ReservationPolicy::from_name("2018-05")?;
/// assert_eq!(policy.early_termination_fee().charged(), FeeRate::FromCaller);
/// assert!(policy.quote_refund(&request).is_err());
/// let quote = policy.quote_refund(&request.with_fee_rate(Rate::parse("0.12")?))?;
/// assert_eq!(quote.billing().fee.to_string(), "0.22 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{FeeRate, FeeTerms};
    /// use reservation_policy::quantity::Rate;
    ///
    /// // Half of what is reserved is charged.
    /// let fee = FeeTerms::new(FeeRate::Stated(Rate::parse("0.12")?), FeeRate::Stated(Rate::parse("0.06")?));
    /// assert_ne!(fee.reserved(), fee.charged());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(reserved: FeeRate, charged: FeeRate) -> Self {
        Self { reserved, charged }
    }

    /// The rate that the policy reserves the right to charge.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::FeeRate;
    /// use reservation_policy::quantity::Rate;
    ///
    /// let fee = *ReservationPolicy::from_name("2020-07")?.early_termination_fee();
    /// assert_eq!(fee.reserved(), FeeRate::Stated(Rate::parse("0.12")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn reserved(self) -> FeeRate {
        self.reserved
    }

    /// The rate that is charged.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::FeeRate;
    /// use reservation_policy::quantity::Rate;
    ///
    /// let fee = *ReservationPolicy::from_name("2020-07")?.early_termination_fee();
    /// assert_eq!(fee.charged(), FeeRate::Stated(Rate::ZERO));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn charged(self) -> FeeRate {
        self.charged
    }
}

/// Which price a refund is worked out on.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::RefundBasis;
///
#[doc = include_str!("../../../docs/snippets/recorded_refund.txt")]
/// // 2.66 USD were paid; today it would cost 2.00 USD.
/// let request = request.with_current_price(Money::parse("2.00", Currency::USD)?);
/// let refund = |basis| -> Result<_, Box<dyn std::error::Error>> {
///     Ok(policy.clone().with_refund_basis(basis).quote_refund(&request)?.billing().refund.to_string())
/// };
/// assert_eq!(refund(RefundBasis::PricePaid)?, "1.80 USD");
/// assert_eq!(refund(RefundBasis::LowerOfPaidAndCurrent)?, "1.36 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-03`.
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
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::RefundDestination;
///
/// let destination = |name| ReservationPolicy::from_name(name).map(|policy| *policy.refund_destination());
/// assert_eq!(destination("2018-05")?, RefundDestination::OriginalPurchase);
/// assert_eq!(destination("2019-04")?, RefundDestination::ByAccount);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// A list of resource types, from a date on until the next list.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
///
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let lengths: Vec<usize> = policy.not_refundable().iter().map(|list| list.types().len()).collect();
/// assert_eq!(lengths, [2, 6, 6]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct DatedTypes {
    from: NaiveDate,
    types: Cow<'static, [ResourceType]>,
}

impl DatedTypes {
    /// A list that goes from this UTC date on.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::DatedTypes;
    /// use reservation_policy::resource::ResourceType;
    ///
    /// let list = DatedTypes::new("2026-01-01".parse()?, vec![ResourceType::RedHat, ResourceType::SuseLinux]);
    /// assert_eq!(list.types(), [ResourceType::RedHat, ResourceType::SuseLinux]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(from: NaiveDate, types: Vec<ResourceType>) -> Self {
        Self { from, types: Cow::Owned(types) }
    }

    pub(super) const fn of_known(from: NaiveDate, types: &'static [ResourceType]) -> Self {
        Self { from, types: Cow::Borrowed(types) }
    }

    /// The first UTC date on which the list goes.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// assert_eq!(policy.not_refundable()[1].from().to_string(), "2022-10-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The types on it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::resource::ResourceType;
    ///
    /// let policy = ReservationPolicy::from_name("2018-05")?;
    /// assert_eq!(policy.not_refundable()[0].types(), [ResourceType::RedHat, ResourceType::SuseLinux]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn types(&self) -> &[ResourceType] {
        &self.types
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::FeeRate;
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
}
