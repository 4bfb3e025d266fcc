//! The answer to `calculateExchange`, and next to it what the service does not tell.

use serde::Serialize;
use uuid::Uuid;

use super::refund::{PeriodBlock, PolicyError, ReasonBlock, session_id};
use super::shape::{CalculateExchangeRequest, Price, PurchaseRequest, SavingsPlanPurchaseRequest};
use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::policy::reservation::{Channel, PolicyName};
use crate::reservation::exchange::{Exchange, ExchangeQuote, ExchangeReason, Purchase, PurchasedLine, ReturnedLine};
use crate::reservation::refund::CreditKind;

/// The service's answer.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// assert_eq!(answer.status, ExchangeStatus::Succeeded);
/// assert_eq!(answer.id, format!("/providers/Microsoft.Capacity/operationResults/{}", answer.name));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CalculateExchangeOperationResultResponse {
    /// The id of the operation.
    pub id: String,
    /// The last part of the id.
    pub name: String,
    /// Whether the exchange can be made.
    pub status: ExchangeStatus,
    /// The answer.
    pub properties: ExchangeProperties,
    /// Why it can't be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<PolicyError>,
}

/// Whether the exchange can be made.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let refused = CalculateExchangeOperationResultResponse::new(&request, &decide(Requester::Other)?);
/// assert_eq!(refused.status, ExchangeStatus::Failed);
/// assert_eq!(refused.error.map(|error| error.code), Some("RequesterNotAllowed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum ExchangeStatus {
    /// It can.
    Succeeded,
    /// Policy refuses it, or a person must look.
    Failed,
}

/// The sums, the lines, and the decision.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// // 7200.00 and 8760 hours at 0.05 are bought, 508.00 comes back.
/// let net = serde_json::to_string(&answer.properties.net_payable)?;
/// assert_eq!(net, r#"{"currencyCode":"USD","amount":7130}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExchangeProperties {
    /// Names this quote; the same quote has the same.
    pub session_id: Uuid,
    /// Purchases less refunds.
    pub net_payable: Price,
    /// Refunds, and the future payments cancelled with them.
    pub refunds_total: Price,
    /// The full prices of what is bought.
    pub purchases_total: Price,
    /// The reservations that are bought.
    pub reservations_to_purchase: Vec<ReservationToPurchase>,
    /// The savings plans that are bought.
    pub savings_plans_to_purchase: Vec<SavingsPlanToPurchase>,
    /// What is returned.
    pub reservations_to_exchange: Vec<ReservationToExchange>,
    /// Every reason against it.
    pub policy_result: ExchangePolicyResult,
    /// What the service does not tell.
    pub decision: ExchangeDecisionBlock,
}

/// A reservation that is bought, as it was asked for, and its full price.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let bought = &answer.properties.reservations_to_purchase[0];
/// assert_eq!(bought.properties.sku.as_ref().and_then(|size| size.name.as_deref()), Some("Standard_D2s_v5"));
/// assert_eq!(serde_json::to_string(&bought.billing_currency_total)?, r#"{"currencyCode":"USD","amount":7200}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReservationToPurchase {
    /// As it was asked for.
    pub properties: PurchaseRequest,
    /// Its full price.
    pub billing_currency_total: Price,
}

/// A savings plan that is bought, as it was asked for, and its commitment for the whole term.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// // 0.05 USD an hour, for 8760 hours.
/// let bought = &answer.properties.savings_plans_to_purchase[0];
/// assert_eq!(serde_json::to_string(&bought.billing_currency_total)?, r#"{"currencyCode":"USD","amount":438}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SavingsPlanToPurchase {
    /// As it was asked for.
    pub properties: SavingsPlanPurchaseRequest,
    /// Its commitment for the whole term.
    pub billing_currency_total: Price,
}

/// A reservation that is returned.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let returned = &answer.properties.reservations_to_exchange[0];
/// assert_eq!((returned.reservation_id.as_str(), returned.quantity), ("o1/r1", 1));
/// assert_eq!(serde_json::to_string(&returned.billing_refund_amount)?, r#"{"currencyCode":"USD","amount":508}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReservationToExchange {
    /// Its id.
    pub reservation_id: String,
    /// How many units.
    pub quantity: u32,
    /// Its refund.
    pub billing_refund_amount: Price,
    /// What was paid, what is kept, what is cancelled.
    pub billing_information: ExchangeBillingInformation,
}

/// What was paid, what is kept, what is cancelled.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let paid = &answer.properties.reservations_to_exchange[0].billing_information;
/// let kept = serde_json::to_string(&paid.billing_currency_prorated_amount)?;
/// assert_eq!(kept, r#"{"currencyCode":"USD","amount":952}"#); // 1460.00 paid less 508.00
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExchangeBillingInformation {
    /// What was paid so far, for every unit.
    pub billing_currency_total_paid_amount: Price,
    /// What is kept: paid less refunded.
    pub billing_currency_prorated_amount: Price,
    /// Future payments cancelled.
    pub billing_currency_remaining_commitment_amount: Price,
}

/// Every reason against it.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// assert_eq!(serde_json::to_string(&answer.properties.policy_result)?, r#"{"policyErrors":null}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExchangePolicyResult {
    /// The most important first; `null` when there is none.
    pub policy_errors: Option<Vec<PolicyError>>,
}

/// What the service does not tell: the verdict with its rules, the days, the new terms, how long the quote holds.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let told = &answer.properties.decision;
/// assert!(told.approved && told.missing.is_none());
/// assert_eq!((told.returned_value.as_str(), told.counts_toward_cap.as_str()), ("508.00", "0.00"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExchangeDecisionBlock {
    /// Whether policy allows it without a doubt.
    pub approved: bool,
    /// Which policy decided.
    pub policy: String,
    /// Every reason against it, with its rule.
    pub reasons: Vec<ReasonBlock>,
    /// `selfService` or `supportRequest`.
    pub channel: &'static str,
    /// What is returned, in the order of the request.
    pub returns: Vec<ReturnBlock>,
    /// What is bought: reservations, then savings plans.
    pub purchases: Vec<NewTermBlock>,
    /// What is returned is worth this much when it is compared with the purchases total, in the billing currency.
    pub returned_value: String,
    /// How much more must be bought, in the billing currency; `null` when it is enough.
    pub missing: Option<String>,
    /// The fee charged: never any.
    pub early_termination_fee: String,
    /// The fee reserved: never any.
    pub reserved_fee: String,
    /// What counts toward the refund cap, in US dollars: nothing.
    pub counts_toward_cap: String,
    /// The first instant at which the same request has other amounts.
    pub valid_until: String,
}

/// A returned reservation: the current period, and how its refund came about.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let returned = &answer.properties.decision.returns[0];
/// assert_eq!((returned.period.used_days, returned.period.days), (238, 365));
/// assert_eq!(returned.value, "508.00"); // paid upfront: no payments to come
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReturnBlock {
    /// Its id.
    pub reservation_id: String,
    /// The current period.
    pub period: PeriodBlock,
    /// Whether it is refunded in full because it was bought so recently.
    pub full_refund_window: bool,
    /// Its refund and its cancelled payments together, in the billing currency.
    pub value: String,
}

/// The new term of a purchase: `end` is the first day after it.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
/// let machines = &answer.properties.decision.purchases[0];
/// assert_eq!((machines.start.to_string(), machines.end.to_string()), ("2025-01-25".into(), "2028-01-25".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewTermBlock {
    /// The first day.
    pub start: chrono::NaiveDate,
    /// The first day after.
    pub end: chrono::NaiveDate,
}

impl CalculateExchangeOperationResultResponse {
    /// The answer that tells this decision. `request` is the one that its facts were made of.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/azure_exchange.txt")]
    /// let again = CalculateExchangeOperationResultResponse::new(&request, &decision);
    /// assert_eq!(again.properties.session_id, answer.properties.session_id, "the same quote has the same name");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(request: &CalculateExchangeRequest, decision: &Decision<Exchange, ExchangeReason, PolicyName>) -> Self {
        let quote = decision.outcome().quote();
        let totals = quote.totals();
        let asked = request.properties.clone().unwrap_or_default();
        let errors: Vec<PolicyError> = decision.reasons().iter().map(PolicyError::of).collect();
        let error = errors.first().cloned();
        let mut properties = ExchangeProperties {
            session_id: Uuid::nil(),
            net_payable: Price::of(totals.net_payable()),
            refunds_total: Price::of(totals.refunds_total()),
            purchases_total: Price::of(totals.purchases_total()),
            reservations_to_purchase: asked
                .reservations_to_purchase
                .unwrap_or_default()
                .into_iter()
                .zip(prices(quote, |purchase| matches!(purchase, Purchase::Reservation(_))))
                .map(|(properties, billing_currency_total)| ReservationToPurchase {
                    properties,
                    billing_currency_total,
                })
                .collect(),
            savings_plans_to_purchase: asked
                .savings_plans_to_purchase
                .unwrap_or_default()
                .into_iter()
                .zip(prices(quote, |purchase| matches!(purchase, Purchase::SavingsPlan(_))))
                .map(|(properties, billing_currency_total)| SavingsPlanToPurchase {
                    properties,
                    billing_currency_total,
                })
                .collect(),
            reservations_to_exchange: quote.returned().iter().map(ReservationToExchange::new).collect(),
            policy_result: ExchangePolicyResult { policy_errors: Some(errors).filter(|errors| !errors.is_empty()) },
            decision: ExchangeDecisionBlock::new(decision),
        };
        properties.session_id = session_id(&(rfc3339(quote.at()), &properties));
        let name = properties.session_id.to_string();
        Self {
            id: format!("/providers/Microsoft.Capacity/operationResults/{name}"),
            name,
            status: if error.is_none() { ExchangeStatus::Succeeded } else { ExchangeStatus::Failed },
            properties,
            error,
        }
    }
}

/// The prices of the purchases of one kind, in their order.
fn prices(quote: &ExchangeQuote, kind: fn(&Purchase) -> bool) -> impl Iterator<Item = Price> {
    let of_kind = quote.purchased().iter().filter(move |line| kind(line.purchase()));
    of_kind.map(|line| Price::of(line.price()))
}

/// The id of a returned reservation: facts that come from shapes always have one.
fn id_of(line: &ReturnedLine) -> String {
    line.id().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

impl ReservationToExchange {
    fn new(line: &ReturnedLine) -> Self {
        let quote = line.quote();
        let billing = quote.billing();
        Self {
            reservation_id: id_of(line),
            quantity: quote.quantity().get(),
            billing_refund_amount: Price::of(billing.refund),
            billing_information: ExchangeBillingInformation {
                billing_currency_total_paid_amount: Price::of(quote.total_paid()),
                billing_currency_prorated_amount: Price::of(quote.kept()),
                billing_currency_remaining_commitment_amount: Price::of(billing.remaining_commitment),
            },
        }
    }
}

impl ExchangeDecisionBlock {
    fn new(decision: &Decision<Exchange, ExchangeReason, PolicyName>) -> Self {
        let (exchange, quote) = (decision.outcome(), decision.outcome().quote());
        let missing = decision.reasons().iter().find_map(|reason| {
            if let ExchangeReason::NewTotalTooSmall { missing, .. } = reason {
                Some(missing.plain_amount())
            } else {
                None
            }
        });
        let fee = quote.fee().plain_amount();
        Self {
            approved: decision.is_approved(),
            policy: decision.policy().to_string(),
            reasons: decision.reasons().iter().map(ReasonBlock::of).collect(),
            channel: match exchange.channel() {
                Channel::SelfService => "selfService",
                Channel::SupportRequest => "supportRequest",
            },
            returns: quote.returned().iter().map(ReturnBlock::new).collect(),
            purchases: quote.purchased().iter().map(NewTermBlock::new).collect(),
            returned_value: exchange.compared().plain_amount(),
            missing,
            early_termination_fee: fee.clone(),
            reserved_fee: fee,
            counts_toward_cap: quote.counts_toward_cap().to_string(),
            valid_until: rfc3339(quote.valid_until()),
        }
    }
}

impl ReturnBlock {
    fn new(line: &ReturnedLine) -> Self {
        let quote = line.quote();
        Self {
            reservation_id: id_of(line),
            period: PeriodBlock::of(quote),
            full_refund_window: quote.credit_kind() == CreditKind::Full,
            value: line.value().plain_amount(),
        }
    }
}

impl NewTermBlock {
    const fn new(line: &PurchasedLine) -> Self {
        Self { start: line.schedule().start(), end: line.schedule().end() }
    }
}
