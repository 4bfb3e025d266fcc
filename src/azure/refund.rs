//! The answer to `calculateRefund`, and next to it what the service does not tell.

use core::fmt;

use serde::Serialize;
use uuid::Uuid;

use super::shape::Price;
use crate::calendar::rfc3339;
use crate::decision::{Decision, Reason};
use crate::policy::reservation::PolicyName;
use crate::reservation::refund::{CreditKind, Refund, RefundQuote, RefundReason};
use crate::reservation::{BillingPlan, ReservationId};
use crate::rule::RuleId;

/// The service's answer.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let json = serde_json::to_string(&answer)?;
/// assert!(json.contains(r#""billingRefundAmount":{"currencyCode":"USD","amount":1.8}"#));
/// assert!(json.contains(r#""policyErrors":[]"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CalculateRefundResponse {
    /// The id of the reservation.
    pub id: String,
    /// The answer.
    pub properties: RefundProperties,
}

/// The amounts, the state of the cap, and the decision.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::shape;
///
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let amount = &answer.properties.pricing_refund_amount;
/// assert_eq!(*amount, shape::Price::of(Money::parse("1.80", Currency::USD)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RefundProperties {
    /// Names this quote; the same quote has the same.
    pub session_id: Uuid,
    /// How many units.
    pub quantity: u32,
    /// The refund in the billing currency.
    pub billing_refund_amount: Price,
    /// The refund in US dollars, rounded on its own.
    pub pricing_refund_amount: Price,
    /// The state of the cap.
    pub policy_result: PolicyResult,
    /// What was paid, what is kept, what is cancelled.
    pub billing_information: BillingInformation,
    /// What the service does not tell.
    pub decision: DecisionBlock,
}

/// A wrapper of the service's.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// assert!(answer.properties.policy_result.properties.policy_errors.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PolicyResult {
    /// The state of the cap.
    pub properties: PolicyResultProperties,
}

/// The state of the cap.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let cap = &answer.properties.policy_result.properties;
/// assert_eq!(serde_json::to_string(&cap.max_refund_limit)?, r#"{"currencyCode":"USD","amount":50000}"#);
/// assert_eq!(serde_json::to_string(&cap.consumed_refunds_total)?, r#"{"currencyCode":"USD","amount":0}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PolicyResultProperties {
    /// What is used up before this refund.
    pub consumed_refunds_total: Price,
    /// The cap.
    pub max_refund_limit: Price,
    /// Every reason against it, the most important first.
    pub policy_errors: Vec<PolicyError>,
}

/// A reason in the service's words.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let refused = CalculateRefundResponse::new(&id, BillingPlan::Monthly, &decide(Requester::Other)?);
/// let said = &refused.properties.policy_result.properties.policy_errors[0];
/// assert_eq!(said.code, "RequesterNotAllowed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PolicyError {
    /// The service's code where one fits, otherwise this crate's.
    pub code: &'static str,
    /// The reason in plain English.
    pub message: String,
}

/// What was paid, what is kept, what is cancelled.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let paid = &answer.properties.billing_information;
/// assert_eq!((paid.completed_transactions, paid.total_transactions), (3, 12));
/// let kept = serde_json::to_string(&paid.billing_currency_prorated_amount)?;
/// assert_eq!(kept, r#"{"currencyCode":"USD","amount":6.18}"#); // 7.98 paid less 1.80
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingInformation {
    /// How it is paid.
    pub billing_plan: &'static str,
    /// How many payments were made.
    pub completed_transactions: u32,
    /// How many payments the plan has.
    pub total_transactions: u32,
    /// What was paid so far, for every unit.
    pub billing_currency_total_paid_amount: Price,
    /// What is kept: paid less refunded.
    pub billing_currency_prorated_amount: Price,
    /// Future payments cancelled.
    pub billing_currency_remaining_commitment_amount: Price,
}

/// What the service does not tell: the verdict with its rules, the days, the fee, the cap, how long the quote holds.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let told = &answer.properties.decision;
/// assert!(told.approved && !told.full_refund_window);
/// assert_eq!((told.reserved_fee.as_str(), told.counts_toward_cap.as_str()), ("0.22", "1.80"));
/// assert_eq!(told.valid_until, "2023-02-11T00:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DecisionBlock {
    /// Whether policy allows it without a doubt.
    pub approved: bool,
    /// Which policy decided.
    pub policy: String,
    /// Every reason against it, with its rule.
    pub reasons: Vec<ReasonBlock>,
    /// The current period.
    pub period: PeriodBlock,
    /// Whether it is refunded in full because it was bought so recently.
    pub full_refund_window: bool,
    /// The fee charged, in the billing currency.
    pub early_termination_fee: String,
    /// The fee reserved and not charged, in the billing currency.
    pub reserved_fee: String,
    /// What counts toward the cap, in US dollars.
    pub counts_toward_cap: String,
    /// What is left of the cap before, in US dollars.
    pub cap_remaining_before: String,
    /// What is left of the cap after, in US dollars.
    pub cap_remaining_after: String,
    /// The first instant at which the same request has other amounts.
    pub valid_until: String,
    /// When refused for the cap alone: the first instant at which it fits, if any.
    pub earliest_allowed: Option<String>,
}

/// A reason and its rule.
///
/// # Examples
///
/// ```
/// use reservation_policy::rule::RuleId;
///
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let refused = CalculateRefundResponse::new(&id, BillingPlan::Monthly, &decide(Requester::Other)?);
/// let reason = &refused.properties.decision.reasons[0];
/// assert_eq!((reason.rule, reason.code), (RuleId::L14, "RequesterNotAllowed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ReasonBlock {
    /// The rule.
    pub rule: RuleId,
    /// The service's code where one fits, otherwise this crate's.
    pub code: &'static str,
    /// The reason in plain English.
    pub message: String,
}

/// The current period: `end` is the first day that is no longer inside.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
#[doc = include_str!("../../docs/snippets/azure_refund.txt")]
/// let period = &answer.properties.decision.period;
/// assert_eq!((period.start.to_string(), period.end.to_string()), ("2023-02-01".into(), "2023-03-01".into()));
/// assert_eq!((period.used_days, period.days), (9, 28));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PeriodBlock {
    /// The first day.
    pub start: chrono::NaiveDate,
    /// The first day after.
    pub end: chrono::NaiveDate,
    /// Days used.
    pub used_days: u32,
    /// Days in it.
    pub days: u32,
}

impl PeriodBlock {
    pub(super) fn of(quote: &RefundQuote) -> Self {
        let period = quote.proration().period();
        Self {
            start: period.start(),
            end: period.end(),
            used_days: period.days_used(quote.at().date_naive()),
            days: period.days(),
        }
    }
}

impl ReasonBlock {
    /// A reason of any area.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::refund::ReasonBlock;
    /// use reservation_policy::role::{Capability, Role, RoleSet};
    /// use reservation_policy::rule::RuleId;
    ///
    /// let decision = RoleSet::of(Role::SALES_AGENT).decide(Capability::CancelSoftware);
    /// let told = ReasonBlock::of(&decision.reasons()[0]);
    /// assert_eq!((told.rule, told.code), (RuleId::Sw08, "900150")); // the service's code, as it has one
    /// ```
    pub fn of(reason: &impl Reason) -> Self {
        Self { rule: reason.rule(), code: code(reason), message: reason.to_string() }
    }
}

impl PolicyError {
    /// A reason of any area.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::refund::PolicyError;
    /// use reservation_policy::role::{Capability, Role, RoleSet};
    ///
    /// let decision = RoleSet::of(Role::CUSTOMER_USER).decide(Capability::ReturnReservation);
    /// let told = PolicyError::of(&decision.reasons()[0]);
    /// assert_eq!(told.to_string(), "AskPartner: customer's user must ask the partner to return a reservation");
    /// ```
    pub fn of(reason: &impl Reason) -> Self {
        Self { code: code(reason), message: reason.to_string() }
    }
}

fn code(reason: &impl Reason) -> &'static str {
    reason.azure_code().unwrap_or_else(|| reason.code())
}

impl CalculateRefundResponse {
    /// The answer that tells this decision.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/recorded_refund.txt")]
    #[doc = include_str!("../../docs/snippets/azure_refund.txt")]
    /// let again = CalculateRefundResponse::new(&id, BillingPlan::Monthly, &decision);
    /// assert_eq!(again.properties.session_id, answer.properties.session_id, "the same quote has the same name");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(id: &ReservationId, plan: BillingPlan, decision: &Decision<Refund, RefundReason, PolicyName>) -> Self {
        let quote = decision.outcome().quote();
        let cap = decision.outcome().cap();
        let billing = quote.billing();
        let mut properties = RefundProperties {
            session_id: Uuid::nil(),
            quantity: quote.quantity().get(),
            billing_refund_amount: Price::of(billing.refund),
            pricing_refund_amount: Price::of_usd(quote.pricing().refund),
            policy_result: PolicyResult {
                properties: PolicyResultProperties {
                    consumed_refunds_total: Price::of_usd(cap.used_before()),
                    max_refund_limit: Price::of_usd(cap.limit()),
                    policy_errors: decision.reasons().iter().map(PolicyError::of).collect(),
                },
            },
            billing_information: BillingInformation {
                billing_plan: plan.name(),
                completed_transactions: quote.payments_completed(),
                total_transactions: quote.payments_total(),
                billing_currency_total_paid_amount: Price::of(quote.total_paid()),
                billing_currency_prorated_amount: Price::of(quote.kept()),
                billing_currency_remaining_commitment_amount: Price::of(billing.remaining_commitment),
            },
            decision: DecisionBlock::new(decision),
        };
        properties.session_id = session_id(&(id.as_str(), rfc3339(quote.at()), &properties));
        Self { id: id.as_str().to_owned(), properties }
    }
}

impl DecisionBlock {
    fn new(decision: &Decision<Refund, RefundReason, PolicyName>) -> Self {
        let (quote, cap) = (decision.outcome().quote(), decision.outcome().cap());
        let billing = quote.billing();
        let for_the_cap_alone = matches!(decision.reasons(), [RefundReason::CapExceeded { .. }]);
        Self {
            approved: decision.is_approved(),
            policy: decision.policy().to_string(),
            reasons: decision.reasons().iter().map(ReasonBlock::of).collect(),
            period: PeriodBlock::of(quote),
            full_refund_window: quote.credit_kind() == CreditKind::Full,
            early_termination_fee: billing.fee.plain_amount(),
            reserved_fee: billing.reserved_fee.plain_amount(),
            counts_toward_cap: cap.counted().to_string(),
            cap_remaining_before: cap.remaining_before().to_string(),
            cap_remaining_after: cap.remaining_after().to_string(),
            valid_until: rfc3339(quote.valid_until()),
            earliest_allowed: cap.earliest().filter(|_| for_the_cap_alone).map(rfc3339),
        }
    }
}

/// A name for a quote that depends on its content alone.
pub(super) fn session_id(content: &impl Serialize) -> Uuid {
    // Nothing in these shapes can fail to serialise; if it ever did, all quotes would share one name, and no more.
    let text = serde_json::to_string(content).unwrap_or_default();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, text.as_bytes())
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
