//! The shapes of api-version 2022-11-01, as far as refunds and exchanges need them.
//!
//! Every member may be missing, as it may in the service's own answers: what a question cannot do without is checked
//! where [facts](super::facts) are made of it, so that the error can say which one it was.

use serde::{Deserialize, Serialize};

use super::number::ExactNumber;
use crate::money::{Money, UsdAmount};

macro_rules! shapes {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$field_doc:meta])+ $field:ident: $kind:ty,)+ })+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])+
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub $field: Option<$kind>,)+
        }
    )+};
}

shapes! {
    /// An amount and its currency.
    Price {
        /// The ISO 4217 code.
        currency_code: String,
        /// The amount.
        amount: ExactNumber,
    }
    /// A reservation order.
    ReservationOrder {
        /// The id.
        id: String,
        /// The last part of the id.
        name: String,
        /// The facts.
        properties: ReservationOrderProperties,
    }
    /// The facts of a reservation order.
    ReservationOrderProperties {
        /// When it was asked for.
        request_date_time: String,
        /// When it was made.
        created_date_time: String,
        /// When the benefit begins: the anchor of every period.
        benefit_start_time: String,
        /// How many units were bought.
        original_quantity: ExactNumber,
        /// `P1Y`, `P3Y` or `P5Y`.
        term: String,
        /// `Upfront` or `Monthly`.
        billing_plan: String,
        /// How far the service got.
        provisioning_state: String,
        /// The reservations in it.
        reservations: Vec<ReservationLink>,
        /// The payments.
        plan_information: PlanInformation,
    }
    /// A reservation in an order's list.
    ReservationLink {
        /// The id.
        id: String,
    }
    /// The payments of an order.
    PlanInformation {
        /// One for each payment.
        transactions: Vec<Transaction>,
    }
    /// One payment.
    Transaction {
        /// When it was due.
        due_date: String,
        /// When it was made.
        payment_date: String,
        /// `Succeeded`, `Failed`, `Scheduled` or `Cancelled`.
        status: String,
        /// The price in US dollars.
        pricing_currency_total: Price,
        /// What is billed.
        billing_currency_total: Price,
    }
    /// A reservation.
    Reservation {
        /// The id.
        id: String,
        /// The last part of the id, or order and reservation.
        name: String,
        /// The region.
        location: String,
        /// What size was bought.
        sku: Sku,
        /// The facts.
        properties: ReservationProperties,
    }
    /// What size was bought.
    Sku {
        /// Its name, such as `Standard_F1s`.
        name: String,
    }
    /// The facts of a reservation.
    ReservationProperties {
        /// How many units are owned now.
        quantity: ExactNumber,
        /// `P1Y`, `P3Y` or `P5Y`.
        term: String,
        /// `Upfront` or `Monthly`.
        billing_plan: String,
        /// What was reserved.
        reserved_resource_type: String,
        /// How far the service got.
        provisioning_state: String,
        /// When the benefit begins.
        benefit_start_time: String,
        /// The date of the purchase.
        purchase_date: String,
        /// The instant of the purchase.
        purchase_date_time: String,
    }
    /// The request of `calculateRefund`.
    CalculateRefundRequest {
        /// The id of the order.
        id: String,
        /// What is asked.
        properties: CalculateRefundRequestProperties,
    }
    /// What `calculateRefund` is asked.
    CalculateRefundRequestProperties {
        /// `Reservation`.
        scope: String,
        /// What is returned.
        reservation_to_return: ReservationToReturn,
    }
    /// A reservation and how many units of it are returned.
    ReservationToReturn {
        /// The id of the reservation.
        reservation_id: String,
        /// How many units.
        quantity: ExactNumber,
    }
    /// The request of `calculateExchange`.
    CalculateExchangeRequest {
        /// What is asked.
        properties: CalculateExchangeRequestProperties,
    }
    /// What `calculateExchange` is asked.
    CalculateExchangeRequestProperties {
        /// The reservations that are bought.
        reservations_to_purchase: Vec<PurchaseRequest>,
        /// The savings plans that are bought.
        savings_plans_to_purchase: Vec<SavingsPlanPurchaseRequest>,
        /// What is returned.
        reservations_to_exchange: Vec<ReservationToReturn>,
    }
    /// A reservation that is bought.
    PurchaseRequest {
        /// What size is bought.
        sku: Sku,
        /// The region.
        location: String,
        /// The facts.
        properties: PurchaseRequestProperties,
    }
    /// The facts of a reservation that is bought.
    PurchaseRequestProperties {
        /// What is reserved.
        reserved_resource_type: String,
        /// The subscription that is billed.
        billing_scope_id: String,
        /// `P1Y`, `P3Y` or `P5Y`.
        term: String,
        /// `Upfront` or `Monthly`.
        billing_plan: String,
        /// How many units.
        quantity: ExactNumber,
        /// The name that people see.
        display_name: String,
        /// `Single`, `Shared` or `ManagementGroup`.
        applied_scope_type: String,
        /// The subscriptions that it serves.
        applied_scopes: Vec<String>,
        /// What exactly it serves.
        applied_scope_properties: AppliedScopeProperties,
        /// Whether it is renewed at its end.
        renew: bool,
        /// What else is to say about the resource.
        reserved_resource_properties: ReservedResourceProperties,
        /// When to look at it again.
        review_date_time: String,
    }
    /// What a benefit serves.
    AppliedScopeProperties {
        /// The tenant.
        tenant_id: String,
        /// The management group.
        management_group_id: String,
        /// The subscription.
        subscription_id: String,
        /// The resource group.
        resource_group_id: String,
        /// The name that people see.
        display_name: String,
    }
    /// What else is to say about the resource.
    ReservedResourceProperties {
        /// `On` or `Off`.
        instance_flexibility: String,
    }
    /// A savings plan that is bought.
    SavingsPlanPurchaseRequest {
        /// Which plan: `Compute_Savings_Plan`.
        sku: Sku,
        /// The facts.
        properties: SavingsPlanPurchaseRequestProperties,
    }
    /// The facts of a savings plan that is bought.
    SavingsPlanPurchaseRequestProperties {
        /// The name that people see.
        display_name: String,
        /// The subscription that is billed.
        billing_scope_id: String,
        /// `P1Y` or `P3Y`.
        term: String,
        /// `P1M`.
        billing_plan: String,
        /// `Single`, `Shared` or `ManagementGroup`.
        applied_scope_type: String,
        /// What exactly it serves.
        applied_scope_properties: AppliedScopeProperties,
        /// What is committed.
        commitment: Commitment,
    }
    /// What is committed to a savings plan.
    Commitment {
        /// The ISO 4217 code.
        currency_code: String,
        /// The amount.
        amount: ExactNumber,
        /// For each of these: `Hourly`.
        grain: String,
    }
    /// What the reservations to purchase cost. It is no shape of the service's, which knows its own prices.
    ExchangePrices {
        /// The full price of each, for its whole quantity and term, in their order.
        reservations: Vec<Price>,
    }
}

impl Price {
    /// An amount as the service writes it.
    #[must_use]
    pub fn of(money: Money) -> Self {
        Self { currency_code: Some(money.currency().code().to_owned()), amount: Some(ExactNumber::new(money.amount())) }
    }

    /// An amount of US dollars as the service writes it.
    #[must_use]
    pub fn of_usd(amount: UsdAmount) -> Self {
        Self::of(amount.to_money())
    }
}
