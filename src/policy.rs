//! The reservation policy: a value with every term, by edition, by date, or changed by the caller.
//!
//! Its questions stand in the rooms that answer them: [`decide_refund`](ReservationPolicy::decide_refund),
//! [`earliest_refund`](ReservationPolicy::earliest_refund), [`decide_exchange`](ReservationPolicy::decide_exchange) and
//! [`decide_storage_swap`](ReservationPolicy::decide_storage_swap).

use chrono::NaiveDate;

use crate::edition::PolicyName;
use crate::facts::InvalidFacts;
use crate::parse::{NoEdition, ParseError};

mod editions;
mod terms;
#[cfg(feature = "serde")]
mod wire;

pub use self::editions::ReservationEdition;
pub use self::terms::{
    AllowedRequesters, Boundary, CapBasis, CapScope, CapTerms, CapWindow, ChannelTerms, CreditNote, DayCount,
    ExchangeRestriction, ExchangeTerms, FeeRate, FeeTerms, FullRefundWindow, MustMatch, PartRounding, RefundBasis,
    RefundDestination, ReturnedValue, SettlementTerms, StorageSwapTerms, Terms, Threshold, TradeInTerms, TypeList,
    UsGovernmentEnterprise, UsageCondition,
};

/// The policy on returning and exchanging reservations.
///
/// **Which edition?** For a decision of today, or of a past day: [`in_force_on`](Self::in_force_on) that day. To compare
/// editions: [`named`](Self::named). To predict what the live service answers: [`observed`](Self::observed) on top.
///
/// # Examples
///
/// ```
/// use reservation_policy::{ReservationPolicy, UsdAmount};
///
/// let policy = ReservationPolicy::in_force_on("2026-04-17".parse()?)?;
/// assert_eq!(policy.name().to_string(), "2026-01");
/// assert_eq!(policy.terms().cap.limit, UsdAmount::dollars(50_000));
///
/// let raised = policy.with(|terms| terms.cap.limit = UsdAmount::dollars(75_000))?;
/// assert_eq!(raised.name().to_string(), "2026-01 (overridden)");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationPolicy {
    name: PolicyName,
    terms: Terms,
}

impl ReservationPolicy {
    /// The edition in force on a UTC day.
    ///
    /// # Errors
    ///
    /// [`NoEdition`] before 2018-05-11.
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoEdition> {
        Ok(Self::edition(ReservationEdition::in_force_on(date)?))
    }

    /// An edition as it was published.
    #[must_use]
    pub fn edition(edition: ReservationEdition) -> Self {
        Self { name: PolicyName::of(edition.name()), terms: edition.terms() }
    }

    /// A policy by its name: `2020-07`, or `2020-07+observed`.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for any other text.
    pub fn named(name: &str) -> Result<Self, ParseError> {
        let (edition, observed) = name.strip_suffix("+observed").map_or((name, false), |edition| (edition, true));
        let edition: ReservationEdition = edition.parse().map_err(|error: ParseError| {
            let expected = format!("{}, each with or without `+observed`", error.expected);
            ParseError::new("a reservation policy", name, expected)
        })?;
        let policy = Self::edition(edition);
        Ok(if observed { policy.observed() } else { policy })
    }

    /// The same policy as the live service behaved from 2022-06 to 2023-03: the cap counts the refunded amount
    /// (`L-22`), and an unused reservation is refunded in full for five days (`L-02`).
    #[must_use]
    pub fn observed(self) -> Self {
        let mut terms = self.terms;
        terms.observe();
        let overridden = self.name.overridden;
        Self { name: PolicyName { observed: true, overridden, ..self.name }, terms }
    }

    /// The same policy with some terms changed. Its name says that it is overridden, if anything did change.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts::FeeAboveReserved`] when the fee charged is above the fee reserved.
    pub fn with(self, change: impl FnOnce(&mut Terms)) -> Result<Self, InvalidFacts> {
        let mut terms = self.terms.clone();
        change(&mut terms);
        terms.check()?;
        Ok(Self { name: self.name, terms }.renamed())
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> PolicyName {
        self.name
    }

    /// Every term.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The refund cap: `terms().cap`.
    #[must_use]
    pub const fn cap(&self) -> CapTerms {
        self.terms.cap
    }

    /// The policy with `overridden` in its name as its terms say.
    fn renamed(self) -> Self {
        let base = PolicyName { overridden: false, ..self.name };
        let overridden = Self::named(&base.to_string()).map_or(true, |policy| policy.terms != self.terms);
        Self { name: PolicyName { overridden, ..self.name }, ..self }
    }
}
