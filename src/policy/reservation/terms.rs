//! The kinds of value that a reservation policy is made of.

use core::fmt;
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

/// Who asks for a return or an exchange.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Requester;
///
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// assert!(policy.who_may().contains(Requester::ReservationAdministrator));
/// assert!(!policy.who_may().contains(Requester::Customer), "told to ask the partner");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `OWN-01`, `OWN-02`, `CSP-14`, `L-14`.
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{Requester, RequesterSet};
    ///
    /// const OWNER: RequesterSet = RequesterSet::NONE.with(Requester::Owner);
    /// assert_eq!(OWNER.to_string(), "the owner of the reservation");
    /// ```
    #[must_use]
    pub const fn with(self, requester: Requester) -> Self {
        Self { bits: self.bits | requester.bit() }
    }

    /// Whether one is in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::Requester;
    ///
    /// assert!(!ReservationPolicy::from_name("2019-04")?.who_may().contains(Requester::ReservationAdministrator));
    /// assert!(ReservationPolicy::from_name("2020-07")?.who_may().contains(Requester::ReservationAdministrator));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn contains(self, requester: Requester) -> bool {
        self.bits & requester.bit() != 0
    }

    /// Everyone in it, in the order of [`Requester::ALL`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{Requester, RequesterSet};
    ///
    /// let set = RequesterSet::NONE.with(Requester::Partner).with(Requester::Owner);
    /// assert!(set.iter().eq([Requester::Owner, Requester::Partner]));
    /// ```
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
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Channel;
///
/// assert_eq!(*ReservationPolicy::from_name("2018-10")?.channel(), Channel::SupportRequest);
/// assert_eq!(*ReservationPolicy::from_name("2020-07")?.channel(), Channel::SelfService);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::UsGovernmentEnterprise;
///
/// let policy = ReservationPolicy::from_name("2019-04")?;
/// assert_eq!(*policy.us_government_enterprise(), UsGovernmentEnterprise::SupportRequestOnly);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// Which swaps an edition offers.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::StorageSwapPolicy;
///
/// assert_eq!(*ReservationPolicy::from_name("2018-10")?.storage_swap(), StorageSwapPolicy::NotOffered);
/// assert_eq!(*ReservationPolicy::from_name("2019-04")?.storage_swap(), StorageSwapPolicy::ToPremium);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::{ReturnedValue, Sameness};
///
/// let terms = *ReservationPolicy::from_name("2019-04")?.exchange();
/// assert_eq!((terms.returned_value, terms.sameness), (ReturnedValue::Refund, Sameness::Type));
/// let terms = *ReservationPolicy::from_name("2020-07")?.exchange();
/// assert_eq!((terms.returned_value, terms.sameness), (ReturnedValue::RefundAndRemainingCommitment, Sameness::Family));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

impl ExchangeTerms {
    /// Terms without a restriction and without trading in for a savings plan.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::{Comparison, ExchangeTerms, ReturnedValue, Sameness};
    ///
    /// // What 2019-04 says, with the comparison of its steps rather than that of its list.
    /// let policy = ReservationPolicy::from_name("2019-04")?;
    /// let strict = ExchangeTerms::new(Comparison::MoreThan, ReturnedValue::Refund, Sameness::Type);
    /// assert_ne!(policy.exchange(), &strict);
    /// assert_eq!(policy.with_exchange(strict).exchange().comparison, Comparison::MoreThan);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-08`, `EXC-12`, `L-07`, `L-08`.
    #[must_use]
    pub const fn new(comparison: Comparison, returned_value: ReturnedValue, sameness: Sameness) -> Self {
        Self { comparison, returned_value, sameness, restriction: None, trade_in: None }
    }

    /// The same terms with this restriction of services that savings plans cover, or with none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// // As if the restriction of 2027 did not come.
    /// let policy = ReservationPolicy::from_name("2027-02")?;
    /// let terms = policy.exchange().with_restriction(None);
    /// assert_eq!(&terms, ReservationPolicy::from_name("2020-07")?.exchange());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-09`.
    #[must_use]
    pub const fn with_restriction(self, restriction: Option<ExchangeRestriction>) -> Self {
        Self { restriction, ..self }
    }

    /// The same terms with these for trading in for a savings plan, or without.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::TradeInTerms;
    ///
    /// // As 2019-04 says, and savings plans too.
    /// let trade_in = TradeInTerms::new("2022-10-01".parse()?, 100);
    /// let terms = ReservationPolicy::from_name("2019-04")?.exchange().with_trade_in(Some(trade_in));
    /// assert_eq!(terms.trade_in, ReservationPolicy::from_name("2020-07")?.exchange().trade_in);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-12`.
    #[must_use]
    pub const fn with_trade_in(self, trade_in: Option<TradeInTerms>) -> Self {
        Self { trade_in, ..self }
    }
}

/// How the new total compares with what is returned (`CON-04`).
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Comparison;
///
/// // The steps of 2019 say more, its list of rules says at least; the edition follows the list.
/// let policy = ReservationPolicy::from_name("2019-04")?;
/// let mut terms = *policy.exchange();
/// assert_eq!(terms.comparison, Comparison::AtLeast);
/// terms.comparison = Comparison::MoreThan;
/// assert_eq!(policy.with_exchange(terms).name().to_string(), "2019-04 (overridden)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::ReturnedValue;
///
/// let value = |name| ReservationPolicy::from_name(name).map(|policy| policy.exchange().returned_value);
/// assert_eq!(value("2019-04")?, ReturnedValue::Refund);
/// assert_eq!(value("2020-07")?, ReturnedValue::RefundAndRemainingCommitment);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `EXC-12`, `L-07`.
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
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Sameness;
///
/// // Since 2020-07 a machine may become a dedicated host, as both are compute.
/// let sameness = |name| ReservationPolicy::from_name(name).map(|policy| policy.exchange().sameness);
/// assert_eq!((sameness("2019-04")?, sameness("2020-07")?), (Sameness::Type, Sameness::Family));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
///
/// let restriction = |name| ReservationPolicy::from_name(name).map(|policy| policy.exchange().restriction);
/// assert_eq!(restriction("2020-07")?, None);
/// let from = restriction("2027-02")?.map(|restriction| restriction.bought_from().to_string());
/// assert_eq!(from.as_deref(), Some("2027-02-01"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::ExchangeRestriction;
    ///
    /// // The 2020-07 edition, with the restriction half a year early.
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let early = ExchangeRestriction::new("2026-08-01".parse()?);
    /// let terms = policy.exchange().with_restriction(Some(early));
    /// assert!(policy.with_exchange(terms).name().is_overridden());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(bought_from: NaiveDate) -> Self {
        Self { bought_from }
    }

    /// The first UTC date of purchase that it hits.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::ExchangeRestriction;
    ///
    /// let day = "2027-02-01".parse()?;
    /// assert_eq!(ExchangeRestriction::new(day).bought_from(), day);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn bought_from(self) -> NaiveDate {
        self.bought_from
    }
}

/// Trading reservations in for a savings plan.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
///
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let trade_in = policy.exchange().trade_in.ok_or("offered since October 2022")?;
/// assert_eq!((trade_in.from.to_string(), trade_in.most_reservations), ("2022-10-01".into(), 100));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

impl TradeInTerms {
    /// Trading in from this UTC date on, of at most so many reservations at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::TradeInTerms;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// assert_eq!(policy.exchange().trade_in, Some(TradeInTerms::new("2022-10-01".parse()?, 100)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-12`.
    #[must_use]
    pub const fn new(from: NaiveDate, most_reservations: u32) -> Self {
        Self { from, most_reservations }
    }
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
