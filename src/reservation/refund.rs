//! What is refunded if a reservation is returned now, and may it be.
//!
//! [`ReservationPolicy::quote_refund`] works out the amounts, [`ReservationPolicy::decide_refund`] also says whether
//! policy allows it, with every reason why not.
//!
//! # How a refund is worked out
//!
//! 1. The *unit* is one payment for the returned quantity: what the current period's payment was, times the returned
//!    units, over the units that it paid for; rounded to the minor unit.
//! 2. The *credit* is the unit times the days left, over the days of the period; rounded once, half to even.
//! 3. The *fee*, where the edition charges one, is a rate on the credit, rounded on its own.
//! 4. The *refund* is the credit less the fee. What was paid less the refund is *kept*.
//! 5. Payments that have not been made are cancelled with it: the *remaining commitment*.
//!
//! All of it is done twice, from the billed amounts and from the prices in US dollars, and never converted.

use chrono::{DateTime, NaiveDate, Utc};

use super::account::{Agreement, Cloud};
use super::cap::{InvalidCapEntry, RefundLedger};
use super::fee::FeeRates;
use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::money::{Currency, Money, MoneyError};
use crate::policy::reservation::{Channel, PolicyName, ReservationPolicy};
use crate::quantity::InvalidQuantity;

mod amounts;
mod assessment;
mod quote;
mod reason;
mod request;
mod validity;
#[cfg(feature = "serde")]
mod wire;

use self::amounts::QuoteTerms;
pub use self::assessment::{CapAssessment, Refund};
pub use self::quote::{RefundQuote, RefundSide};
pub use self::reason::RefundReason;
pub use self::request::{RefundRequest, Usage};

/// A question about a refund that makes no sense, or whose answer can't be held.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let too_late = request.at_instant("2023-12-01T00:00:00Z".parse()?);
/// assert_eq!(
///     policy.quote_refund(&too_late).map_err(|error| error.to_string()),
///     Err("`2023-12-01T00:00:00Z` is after the term, \
///          expected an instant before the end of the term on `2023-12-01`".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefundError {
    /// More units than are owned, or than the current payment paid for.
    #[error(transparent)]
    Quantity(#[from] InvalidQuantity),
    /// Nothing had been bought yet.
    #[error("`{}` is before the purchase, expected an instant from `{}` on", rfc3339(*at), rfc3339(*purchased_at))]
    BeforePurchase {
        /// The instant that was asked about.
        at: DateTime<Utc>,
        /// When the reservation was bought.
        purchased_at: DateTime<Utc>,
    },
    /// The term is over, so that there is nothing to refund.
    #[error("`{}` is after the term, expected an instant before the end of the term on `{end}`", rfc3339(*at))]
    AfterTerm {
        /// The instant that was asked about.
        at: DateTime<Utc>,
        /// The first UTC date after the term.
        end: NaiveDate,
    },
    /// The policy charges a fee and does not say how much.
    #[error("policy `{policy}` states no early termination fee rate, expected the caller to give one from 0 to 1")]
    FeeRateMissing {
        /// The policy.
        policy: PolicyName,
    },
    /// The current price is not in the currency that is billed.
    #[error("the current price is in `{found}`, expected the billing currency `{expected}`")]
    CurrentPriceCurrency {
        /// The currency of the current price.
        found: Currency,
        /// The currency that is billed.
        expected: Currency,
    },
    /// The current price is below zero.
    #[error("the current price `{price}` is negative, expected zero or more")]
    CurrentPriceNegative {
        /// The current price.
        price: Money,
    },
    /// An amount that can't be held.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// An entry for the ledger that does not fit together.
    #[error(transparent)]
    Entry(#[from] InvalidCapEntry),
}

/// How the credit came about.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// let policy = ReservationPolicy::from_name("2020-07+observed")?;
/// let kind = |at: &str| -> Result<CreditKind, Box<dyn std::error::Error>> {
///     Ok(policy.quote_refund(&request.at_instant(at.parse()?))?.credit_kind())
/// };
/// assert_eq!(kind("2022-12-06T23:59:59Z")?, CreditKind::Full); // within five days of the start
/// assert_eq!(kind("2023-02-10T21:16:24Z")?, CreditKind::Prorated);
/// assert_eq!(kind("2023-03-01T00:00:00Z")?, CreditKind::NothingPaid); // the fourth payment was not made
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-02`, `L-21`, `AMB-21`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CreditKind {
    /// Inside the full-refund window: the whole unit, no fee.
    Full,
    /// The share that is left of the unit.
    Prorated,
    /// The current period has not been paid, so there is nothing to give back.
    NothingPaid,
}

impl ReservationPolicy {
    /// What is refunded if this is returned now: amounts only.
    ///
    /// # Errors
    ///
    /// [`RefundError`] when the question makes no sense: more units than there are, an instant before the purchase
    /// or after the term, a fee rate or a current price that does not fit; or when an amount is too large to hold.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_request.txt")]
    /// let quote = ReservationPolicy::from_name("2020-07")?.quote_refund(&request)?;
    /// assert_eq!(quote.billing().refund.to_string(), "1.80 USD"); // 2.66 x 19/28 = 1.805, to the even cent
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `REF-02`, `REF-03`, `REF-04`, `FEE-01`, `FEE-03`, `L-01`, `L-02`, `L-03`, `L-21`, `AMB-14`, `AMB-20`, `AMB-21`.
    pub fn quote_refund(&self, request: &RefundRequest<'_>) -> Result<RefundQuote, RefundError> {
        self.quote(request)
    }

    /// Inlined into its two callers, as a quote is large and would be copied more often than it takes to work out.
    #[inline(always)]
    fn quote(&self, request: &RefundRequest<'_>) -> Result<RefundQuote, RefundError> {
        let rates = FeeRates::of(*self.early_termination_fee(), request.fee_rate());
        QuoteTerms::new(self, request, rates)?.quote(request.at())
    }

    /// What is refunded for one reservation of an exchange: as any refund, without a fee (`FEE-02`).
    pub(super) fn quote_exchange_leg(&self, request: &RefundRequest<'_>) -> Result<RefundQuote, RefundError> {
        QuoteTerms::new(self, request, Some(FeeRates::WAIVED))?.quote(request.at())
    }

    /// Whether this may be returned now: the amounts, the state of the cap, and every reason why not.
    ///
    /// The ledger holds the earlier refunds of the [scope](Self::cap_scope) that shares the cap.
    ///
    /// # Errors
    ///
    /// As [`quote_refund`](Self::quote_refund). A refusal is no error.
    ///
    /// # Examples
    ///
    /// See the [crate page](crate).
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/refund_request.txt")]
    /// let decision = ReservationPolicy::from_name("2020-07")?.decide_refund(&request, &RefundLedger::new())?;
    /// assert!(decision.is_approved());
    /// assert_eq!(decision.outcome().cap().counted().to_string(), "25.74"); // the refund and nine payments that end
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// [`RefundReason`] lists the rules that are looked at; `L-04` and `L-22` say what counts toward the cap.
    pub fn decide_refund(
        &self,
        request: &RefundRequest<'_>,
        ledger: &RefundLedger,
    ) -> Result<Decision<Refund, RefundReason, PolicyName>, RefundError> {
        let quote = self.quote(request)?;
        let counted = quote.counted(self.cap().measure())?;
        let position = ledger.position(request.at(), self.cap());
        let mut reasons = Vec::new();
        reason::note_reasons(self, request, &mut reasons);
        let cap = assessment::assess_cap(&position, counted, &mut reasons);
        let refund = Refund::new(quote, cap, self.channel_for(request.cloud(), request.agreement()));
        Ok(Decision::new(refund, reasons, self.name()))
    }

    /// How a return is asked for: by the policy's channel, or by support request where self-service is closed.
    pub(super) fn channel_for(&self, cloud: Cloud, agreement: Option<Agreement>) -> Channel {
        if super::eligibility::is_closed_to_self_service(self, cloud, agreement) {
            Channel::SupportRequest
        } else {
            *self.channel()
        }
    }
}
