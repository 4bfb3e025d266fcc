//! What a reservation policy says about exchanges, trade-ins and swaps.

use chrono::NaiveDate;

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
