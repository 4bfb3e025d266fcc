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
mod exchange;
mod requester;
mod terms;
#[cfg(feature = "serde")]
mod wire;

pub use self::cap::{CapMeasure, CapScope, CapWindow, RefundCap};
pub use self::edition::{
    NoPolicyOnDate, PolicyName, ReservationEdition, Surface, UnknownPolicy, UnknownReservationEdition,
};
pub use self::exchange::{
    Comparison, ExchangeRestriction, ExchangeTerms, ReturnedValue, Sameness, StorageSwapPolicy, TradeInTerms,
};
pub use self::requester::{Channel, Requester, RequesterSet, UsGovernmentEnterprise};
pub use self::terms::{
    DatedTypes, DayCount, FeeRate, FeeTerms, FullRefundWindow, RefundBasis, RefundDestination, UsageCondition,
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    ///
    /// let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    /// assert_eq!(policy.name().to_string(), "2020-07");
    /// ```
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
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// // Nine payments of 2.66 USD end with the refund of 1.80 USD.
    /// let counted = |policy: &ReservationPolicy| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(policy.decide_refund(&request, &RefundLedger::new())?.outcome().cap().counted().to_string())
    /// };
    /// let written = ReservationPolicy::from_name("2020-07")?;
    /// assert_eq!((counted(&written)?, counted(&written.observed())?), ("25.74".into(), "1.80".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// assert!(ReservationPolicy::from_name("2020-07+observed")?.name().is_observed());
    /// assert!(ReservationPolicy::from_name("2020-07 (overridden)").is_err(), "its fields are not in the name");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_name(name: &str) -> Result<Self, UnknownPolicy> {
        let (edition, observed) = match name.strip_suffix("+observed") {
            Some(edition) => (edition, true),
            None => (name, false),
        };
        let policy = ReservationEdition::from_name(edition).map(Self::edition).map_err(|_| UnknownPolicy::new(name))?;
        Ok(if observed { policy.observed() } else { policy })
    }

    /// Which edition this is, whether with the observed overlay, and whether a field was overridden.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::CapScope;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07+observed")?.with_cap_scope(CapScope::Customer);
    /// assert_eq!(policy.name().to_string(), "2020-07+observed (overridden)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ($($(#[$doc:meta])+ $field:ident, $(#[$with_doc:meta])+ $with:ident: $kind:ty;)+) => {
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
            $(#[$with_doc])+
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::DayCount;
    ///
    /// assert_eq!(*ReservationPolicy::from_name("2020-07")?.day_count(), DayCount::CalendarDays);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    day_count,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::DayCount;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_day_count(DayCount::WholeMonths);
    /// assert_eq!(policy.quote_refund(&request)?.billing().refund.to_string(), "0.00 USD"); // the month has begun
    /// assert_eq!(policy.name().to_string(), "2020-07 (overridden)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_day_count: DayCount;
    /// How soon after the start a refund is full, if ever (`L-02`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// let days = |name| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(ReservationPolicy::from_name(name)?.full_refund_window().map(|window| window.days()))
    /// };
    /// assert_eq!((days("2018-10")?, days("2020-07")?, days("2020-07+observed")?), (Some(5), None, Some(5)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    full_refund_window,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// // The term began 71 days before.
    /// let written = ReservationPolicy::from_name("2020-07")?;
    /// let refund = |days| -> Result<_, Box<dyn std::error::Error>> {
    ///     let window = FullRefundWindow::new(days, UsageCondition::Any);
    ///     let policy = written.clone().with_full_refund_window(Some(window));
    ///     Ok(policy.quote_refund(&request)?.billing().refund.to_string())
    /// };
    /// assert_eq!((refund(70)?, refund(71)?), ("1.80 USD".into(), "2.66 USD".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_full_refund_window: Option<FullRefundWindow>;
    /// The fee charged, and the fee that is only reserved (`CON-01`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::FeeRate;
    /// use reservation_policy::quantity::Rate;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let fee = policy.early_termination_fee();
    /// assert_eq!(fee.reserved(), FeeRate::Stated(Rate::parse("0.12")?));
    /// assert_eq!(fee.charged(), FeeRate::Stated(Rate::ZERO));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    early_termination_fee,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{FeeRate, FeeTerms};
    /// use reservation_policy::quantity::Rate;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// let twelve_percent = FeeRate::Stated(Rate::parse("0.12")?);
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let policy = policy.with_early_termination_fee(FeeTerms::new(twelve_percent, twelve_percent));
    /// let billing = policy.quote_refund(&request)?.billing();
    /// assert_eq!((billing.fee.to_string(), billing.refund.to_string()), ("0.22 USD".into(), "1.58 USD".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_early_termination_fee: FeeTerms;
    /// Which price the refund is worked out on (`L-03`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::RefundBasis;
    ///
    /// assert_eq!(*ReservationPolicy::from_name("2019-04")?.refund_basis(), RefundBasis::PricePaid);
    /// assert_eq!(*ReservationPolicy::from_name("2020-07")?.refund_basis(), RefundBasis::LowerOfPaidAndCurrent);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    refund_basis,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::RefundBasis;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// // Today it would cost 2.00 USD.
    /// let request = request.with_current_price(Money::parse("2.00", Currency::USD)?);
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// assert_eq!(policy.quote_refund(&request)?.billing().refund.to_string(), "1.36 USD");
    /// let policy = policy.with_refund_basis(RefundBasis::PricePaid);
    /// assert_eq!(policy.quote_refund(&request)?.billing().refund.to_string(), "1.80 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_refund_basis: RefundBasis;
    /// Where the money goes (`CON-06`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::RefundDestination;
    ///
    /// let destination = *ReservationPolicy::from_name("2018-10")?.refund_destination();
    /// assert_eq!(destination, RefundDestination::OriginalPurchase);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    refund_destination,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::RefundDestination;
    ///
    /// let policy = ReservationPolicy::from_name("2018-10")?.with_refund_destination(RefundDestination::ByAccount);
    /// assert_eq!(policy.refund_destination(), ReservationPolicy::from_name("2019-04")?.refund_destination());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_refund_destination: RefundDestination;
    /// The cap on refunds: limit in US dollars, window, and what counts (`CAP-03`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// assert_eq!(
    ///     ReservationPolicy::from_name("2020-07")?.cap().to_string(),
    ///     "50000.00 USD in 365 rolling days, counting the cancelled commitment"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    cap,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// // A partner that allows its customers less than Microsoft does.
    /// let policy = ReservationPolicy::from_name("2020-07+observed")?;
    /// let cap = policy.cap().with_limit(UsdAmount::from_cents(179));
    /// let refused = policy.with_cap(cap).decide_refund(&request, &RefundLedger::new())?.into_result().unwrap_err();
    /// let said = refused.reasons()[0].to_string();
    /// assert!(said.starts_with("1.80 USD counts toward the cap of 1.79 USD"), "{said}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_cap: RefundCap;
    /// Who shares one cap (`L-05`): keep one ledger for each.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::CapScope;
    ///
    /// assert_eq!(*ReservationPolicy::from_name("2018-05")?.cap_scope(), CapScope::Customer);
    /// assert_eq!(*ReservationPolicy::from_name("2020-07")?.cap_scope(), CapScope::BillingScope);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    cap_scope,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::CapScope;
    ///
    /// // 2019-04 does not say who shares the cap.
    /// let policy = ReservationPolicy::from_name("2019-04")?.with_cap_scope(CapScope::BillingScope);
    /// assert_eq!(policy.cap_scope().to_string(), "the billing scope");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_cap_scope: CapScope;
    /// Who may return or exchange (`OWN-01`, `OWN-02`, `L-14`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// assert_eq!(ReservationPolicy::from_name("2019-04")?.who_may().to_string(), "the owner of the reservation");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    who_may,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::RequesterSet;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_who_may(RequesterSet::NONE.with(Requester::Partner));
    /// let refused = policy.decide_refund(&request, &RefundLedger::new())?.into_result().unwrap_err();
    /// assert_eq!(
    ///     refused.reasons()[0].to_string(),
    ///     "the owner of the reservation may not return this reservation; the partner may"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_who_may: RequesterSet;
    /// Whether people do it themselves or ask for it (`CON-05`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::Channel;
    ///
    /// assert_eq!(*ReservationPolicy::from_name("2018-10")?.channel(), Channel::SupportRequest);
    /// assert_eq!(*ReservationPolicy::from_name("2019-04")?.channel(), Channel::SelfService);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    channel,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::Channel;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_channel(Channel::SupportRequest);
    /// let decision = policy.decide_refund(&request, &RefundLedger::new())?;
    /// assert_eq!(decision.outcome().channel(), Channel::SupportRequest);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_channel: Channel;
    /// What goes for US Government customers on an Enterprise Agreement (`ELIG-01`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::UsGovernmentEnterprise;
    ///
    /// let government = |name| ReservationPolicy::from_name(name).map(|policy| *policy.us_government_enterprise());
    /// assert_eq!(government("2019-04")?, UsGovernmentEnterprise::SupportRequestOnly);
    /// assert_eq!(government("2020-07")?, UsGovernmentEnterprise::NotMentioned);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    us_government_enterprise,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::UsGovernmentEnterprise;
    /// use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// let agreement = Agreement::Enterprise(EnterpriseStatus::Active);
    /// let request = request.with_cloud(Cloud::UsGovernment).with_agreement(agreement);
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// assert!(policy.decide_refund(&request, &RefundLedger::new())?.is_approved());
    /// let policy = policy.with_us_government_enterprise(UsGovernmentEnterprise::SupportRequestOnly);
    /// assert!(!policy.decide_refund(&request, &RefundLedger::new())?.is_approved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_us_government_enterprise: UsGovernmentEnterprise;
    /// Types that are never refunded, each list with the UTC date it begins at (`L-10`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let begins: Vec<String> = policy.not_refundable().iter().map(|list| list.from().to_string()).collect();
    /// assert_eq!(begins, ["2018-05-11", "2022-10-01", "2026-01-01"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    not_refundable,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::DatedTypes;
    ///
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    /// let lists = vec![DatedTypes::new("2023-01-01".parse()?, vec![ResourceType::VirtualMachines])];
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_not_refundable(lists.into());
    /// let refused = policy.decide_refund(&request, &RefundLedger::new())?.into_result().unwrap_err();
    /// assert_eq!(
    ///     refused.reasons()[0].to_string(),
    ///     "reservations of type VirtualMachines are not refunded under policy 2020-07 (overridden)"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_not_refundable: Cow<'static, [DatedTypes]>;
    /// Types that are never exchanged (`L-11`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::resource::ResourceType;
    ///
    /// assert!(ReservationPolicy::from_name("2020-07")?.not_exchangeable().contains(&ResourceType::RedHat));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    not_exchangeable,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::resource::ResourceType;
    ///
    /// let never = vec![ResourceType::CosmosDb];
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_not_exchangeable(never.into());
    /// assert_eq!(policy.not_exchangeable()[..], [ResourceType::CosmosDb]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_not_exchangeable: Cow<'static, [ResourceType]>;
    /// What an exchange must fulfil (`EXC-08`, `EXC-12`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::{Comparison, Sameness};
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let terms = policy.exchange();
    /// assert_eq!((terms.comparison, terms.sameness), (Comparison::AtLeast, Sameness::Family));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    exchange,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::Comparison;
    ///
    /// // The new total must be more than what is returned, as the steps of 2019 say.
    /// let policy = ReservationPolicy::from_name("2019-04")?;
    /// let mut terms = *policy.exchange();
    /// terms.comparison = Comparison::MoreThan;
    /// assert!(policy.with_exchange(terms).name().is_overridden());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_exchange: ExchangeTerms;
    /// Whether virtual machine sizes can be swapped for those with premium storage (`EXC-15`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::StorageSwapPolicy;
    ///
    /// assert_eq!(*ReservationPolicy::from_name("2019-04")?.storage_swap(), StorageSwapPolicy::ToPremium);
    /// assert_eq!(*ReservationPolicy::from_name("2020-07")?.storage_swap(), StorageSwapPolicy::BothDirections);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    storage_swap,
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::StorageSwapPolicy;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?.with_storage_swap(StorageSwapPolicy::NotOffered);
    /// assert_eq!(policy.storage_swap(), ReservationPolicy::from_name("2018-10")?.storage_swap());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    with_storage_swap: StorageSwapPolicy;
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::resource::ResourceType;
    ///
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// assert!(!policy.not_refundable_on("2022-09-30".parse()?).contains(&ResourceType::Databricks));
    /// assert!(policy.not_refundable_on("2022-10-01".parse()?).contains(&ResourceType::Databricks));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn not_refundable_on(&self, date: NaiveDate) -> &[ResourceType] {
        self.terms.not_refundable.iter().rev().find(|list| list.from() <= date).map_or(&[], DatedTypes::types)
    }
}
