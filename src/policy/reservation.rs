//! The policy for returning and exchanging reservations, and its dated editions.
//!
//! | edition | in force from | what changed |
//! |---|---|---|
//! | `2018-05` | 2018-05-11 | a fee whose rate is not stated; 50,000 USD per year |
//! | `2018-10` | 2018-10-12 | 12 % fee; full refund within 5 days when unused |
//! | `2019-04` | 2019-04-05 | fee reserved but not charged; rolling 12 months; the owner returns |
//! | `2020-07` | 2020-07-10 | cancelled commitment counts; 365 days; families; reservation administrators |
//! | `2027-02` | 2027-02-01 | what savings plans cover can no longer be exchanged |
//!
//! The recorded answers of the live service differ from the written policy of 2020-07 in two points:
//! [`observed`](ReservationPolicy::observed) puts them on top of an edition.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::resource::ResourceType;

mod cap;
mod edition;
mod terms;
#[cfg(feature = "serde")]
mod wire;

pub use self::cap::{CapMeasure, CapScope, CapWindow, RefundCap};
pub use self::edition::{NoPolicyOnDate, PolicyName, ReservationEdition, Surface, UnknownPolicy};
pub use self::terms::{
    Channel, Comparison, DatedTypes, DayCount, ExchangeRestriction, ExchangeTerms, FeeRate, FeeTerms, FullRefundWindow,
    RefundBasis, RefundDestination, Requester, RequesterSet, ReturnedValue, Sameness, StorageSwapPolicy, TradeInTerms,
    UsGovernmentEnterprise, UsageCondition,
};

/// Every figure and every switch that decides about a return or an exchange of a reservation.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
///
/// let written = ReservationPolicy::in_force_on("2023-03-10".parse()?)?;
/// assert_eq!(written, ReservationPolicy::edition(ReservationEdition::July2020));
/// assert_eq!(written.name().to_string(), "2020-07");
/// assert_eq!(written.observed().name().to_string(), "2020-07+observed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationPolicy {
    name: PolicyName,
    terms: Terms,
}

/// The fields; apart from the name, so that two policies can be compared by what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Terms {
    day_count: DayCount,
    full_refund_window: Option<FullRefundWindow>,
    early_termination_fee: FeeTerms,
    refund_basis: RefundBasis,
    refund_destination: RefundDestination,
    cap: RefundCap,
    cap_scope: CapScope,
    who_may: RequesterSet,
    channel: Channel,
    us_government_enterprise: UsGovernmentEnterprise,
    not_refundable: Cow<'static, [DatedTypes]>,
    not_exchangeable: Cow<'static, [ResourceType]>,
    exchange: ExchangeTerms,
    storage_swap: StorageSwapPolicy,
}

impl ReservationPolicy {
    /// The policy in force on a UTC date.
    ///
    /// # Errors
    ///
    /// [`NoPolicyOnDate`] before 2018-05-11, when there was none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// let policy = ReservationPolicy::in_force_on("2019-04-05".parse()?)?;
    /// assert_eq!(policy.name().to_string(), "2019-04");
    /// assert!(ReservationPolicy::in_force_on("2018-05-10".parse()?).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoPolicyOnDate> {
        ReservationEdition::in_force_on(date).map(Self::edition)
    }

    /// The policy as written in an edition.
    #[must_use]
    pub fn edition(edition: ReservationEdition) -> Self {
        Self { name: PolicyName::written(edition), terms: edition.terms() }
    }

    /// The same policy, corrected by what the live service was recorded to do (2022-06 to 2023-03).
    ///
    /// The cap counts the refunded amount in US dollars rather than the cancelled commitment, and a refund within 5
    /// days of the start of an unused reservation is full. Pick this to predict the service's own figures, and the
    /// written edition to hold the service to its word; close to the cap the two differ in the verdict.
    ///
    /// # Rules
    ///
    /// `L-02` and `L-22` on top of the edition.
    #[must_use]
    pub fn observed(mut self) -> Self {
        self.name = self.name.observed();
        self.terms.observe();
        self
    }

    /// A policy by the name that [`PolicyName`] displays: `2020-07` or `2020-07+observed`.
    ///
    /// # Errors
    ///
    /// [`UnknownPolicy`] for any other text.
    pub fn from_name(name: &str) -> Result<Self, UnknownPolicy> {
        let (edition, observed) = match name.strip_suffix("+observed") {
            Some(edition) => (edition, true),
            None => (name, false),
        };
        let policy =
            ReservationEdition::from_name(edition).map(Self::edition).ok_or_else(|| UnknownPolicy::new(name))?;
        Ok(if observed { policy.observed() } else { policy })
    }

    /// Which edition this is, whether with the observed overlay, and whether a field was overridden.
    #[must_use]
    pub const fn name(&self) -> PolicyName {
        self.name
    }

    fn rename(mut self) -> Self {
        let base = Self::edition(self.name.edition());
        let base = if self.name.is_observed() { base.observed() } else { base };
        self.name.overridden = base.terms != self.terms;
        self
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])+ $field:ident, $with:ident: $kind:ty;)+) => {
        /// What the policy says, field by field.
        impl ReservationPolicy {
            $($(#[$doc])+
            #[must_use]
            pub const fn $field(&self) -> &$kind {
                &self.terms.$field
            })+
        }

        /// The same policy with one field replaced. Its name then says that it was overridden.
        impl ReservationPolicy {
            $(#[doc = concat!("Replaces [`", stringify!($field), "`](Self::", stringify!($field), ").")]
            #[must_use]
            pub fn $with(mut self, value: $kind) -> Self {
                self.terms.$field = value;
                self.rename()
            })+
        }
    };
}

fields! {
    /// Whether the rest of a period is counted in days or in whole months (`CON-03`).
    day_count, with_day_count: DayCount;
    /// How soon after the start a refund is full, if ever (`L-02`).
    full_refund_window, with_full_refund_window: Option<FullRefundWindow>;
    /// The fee charged, and the fee that is only reserved (`CON-01`).
    early_termination_fee, with_early_termination_fee: FeeTerms;
    /// Which price the refund is worked out on (`L-03`).
    refund_basis, with_refund_basis: RefundBasis;
    /// Where the money goes (`CON-06`).
    refund_destination, with_refund_destination: RefundDestination;
    /// The cap on refunds: limit, window, and what counts (`CAP-03`).
    cap, with_cap: RefundCap;
    /// Who shares one cap (`L-05`): keep one ledger for each.
    cap_scope, with_cap_scope: CapScope;
    /// Who may return or exchange (`OWN-01`, `OWN-02`, `L-14`).
    who_may, with_who_may: RequesterSet;
    /// Whether people do it themselves or ask for it (`CON-05`).
    channel, with_channel: Channel;
    /// What goes for US Government customers on an Enterprise Agreement (`ELIG-01`).
    us_government_enterprise, with_us_government_enterprise: UsGovernmentEnterprise;
    /// Types that are never refunded, each list with the date it begins at (`L-10`).
    not_refundable, with_not_refundable: Cow<'static, [DatedTypes]>;
    /// Types that are never exchanged (`L-11`).
    not_exchangeable, with_not_exchangeable: Cow<'static, [ResourceType]>;
    /// What an exchange must fulfil (`EXC-08`, `EXC-12`).
    exchange, with_exchange: ExchangeTerms;
    /// Whether virtual machine sizes can be swapped for those with premium storage (`EXC-15`).
    storage_swap, with_storage_swap: StorageSwapPolicy;
}

/// As [`ReservationPolicy::from_name`].
impl core::str::FromStr for ReservationPolicy {
    type Err = UnknownPolicy;

    fn from_str(text: &str) -> Result<Self, UnknownPolicy> {
        Self::from_name(text)
    }
}

impl ReservationPolicy {
    /// The list of types that are not refunded on a UTC date: the last that has begun, empty before the first.
    #[must_use]
    pub fn not_refundable_on(&self, date: NaiveDate) -> &[ResourceType] {
        self.terms.not_refundable.iter().rev().find(|list| list.from() <= date).map_or(&[], DatedTypes::types)
    }
}
