//! The shapes of api-version 2022-11-01, as far as refunds and exchanges need them.
//!
//! Every member may be missing, as it may in the service's own answers: what a question cannot do without is checked
//! where [facts](super::facts) are made of it, so that the error can say which one it was.
//!
//! Times are texts: an instant in RFC 3339 with any offset, or a date, which stands for its first instant in UTC.

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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::Price;
    ///
    /// let price: Price = serde_json::from_str(r#"{"currencyCode": "GBP", "amount": 1.80}"#)?;
    /// assert_eq!(serde_json::to_string(&price)?, r#"{"currencyCode":"GBP","amount":1.8}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Price {
        /// The ISO 4217 code.
        currency_code: String,
        /// The amount.
        amount: ExactNumber,
    }
    /// A reservation order.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ReservationOrder;
    ///
    /// let order: ReservationOrder = serde_json::from_str(r#"{"name": "o1", "etag": 8}"#)?;
    /// assert_eq!((order.name.as_deref(), order.properties), (Some("o1"), None), "what is not needed is ignored");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ReservationOrder {
        /// The id.
        id: String,
        /// The last part of the id.
        name: String,
        /// The facts.
        properties: ReservationOrderProperties,
    }
    /// The facts of a reservation order.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ReservationOrderProperties;
    ///
    /// let order: ReservationOrderProperties = serde_json::from_str(
    ///     r#"{"benefitStartTime": "2022-12-01T00:00:00Z", "term": "P1Y", "billingPlan": "Monthly"}"#,
    /// )?;
    /// assert_eq!(order.billing_plan.as_deref(), Some("Monthly"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ReservationLink;
    ///
    /// let link: ReservationLink = serde_json::from_str(r#"{"id": "/reservationOrders/o1/reservations/r1"}"#)?;
    /// assert_eq!(link.id.as_deref(), Some("/reservationOrders/o1/reservations/r1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ReservationLink {
        /// The id.
        id: String,
    }
    /// The payments of an order.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::PlanInformation;
    ///
    /// let plan: PlanInformation = serde_json::from_str(
    ///     r#"{"transactions": [{"status": "Succeeded"}, {"dueDate": "2023-03-01", "status": "Scheduled"}]}"#,
    /// )?;
    /// assert_eq!(plan.transactions.map(|payments| payments.len()), Some(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    PlanInformation {
        /// One for each payment.
        transactions: Vec<Transaction>,
    }
    /// One payment.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::Transaction;
    ///
    /// let payment: Transaction = serde_json::from_str(
    ///     r#"{"status": "Succeeded", "billingCurrencyTotal": {"currencyCode": "USD", "amount": 2.66}}"#,
    /// )?;
    /// assert_eq!(payment.status.as_deref(), Some("Succeeded"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::Reservation;
    ///
    /// let reservation: Reservation =
    ///     serde_json::from_str(r#"{"name": "o1/r1", "location": "westeurope", "sku": {"name": "Standard_F1s"}}"#)?;
    /// assert_eq!(reservation.sku.and_then(|sku| sku.name).as_deref(), Some("Standard_F1s"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::Sku;
    ///
    /// let size: Sku = serde_json::from_str(r#"{"name": "Standard_F1s"}"#)?;
    /// assert_eq!(size.name.as_deref(), Some("Standard_F1s"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Sku {
        /// Its name, such as `Standard_F1s`.
        name: String,
    }
    /// The facts of a reservation.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ReservationProperties;
    ///
    /// let own: ReservationProperties =
    ///     serde_json::from_str(r#"{"quantity": 4, "reservedResourceType": "VirtualMachines", "term": "P1Y"}"#)?;
    /// assert_eq!(own.quantity.map(|units| units.to_string()).as_deref(), Some("4"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::CalculateRefundRequest;
    ///
    /// let request: CalculateRefundRequest = serde_json::from_str(
    ///     r#"{"id": "o1", "properties": {"reservationToReturn": {"reservationId": "r1", "quantity": 1}}}"#,
    /// )?;
    /// assert!(request.properties.is_some_and(|asked| asked.reservation_to_return.is_some()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    CalculateRefundRequest {
        /// The id of the order.
        id: String,
        /// What is asked.
        properties: CalculateRefundRequestProperties,
    }
    /// What `calculateRefund` is asked.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::CalculateRefundRequestProperties;
    ///
    /// let asked: CalculateRefundRequestProperties = serde_json::from_str(
    ///     r#"{"scope": "Reservation", "reservationToReturn": {"reservationId": "r1", "quantity": 1}}"#,
    /// )?;
    /// assert_eq!(asked.scope.as_deref(), Some("Reservation"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    CalculateRefundRequestProperties {
        /// `Reservation`.
        scope: String,
        /// What is returned.
        reservation_to_return: ReservationToReturn,
    }
    /// A reservation and how many units of it are returned.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ReservationToReturn;
    ///
    /// let returned: ReservationToReturn = serde_json::from_str(r#"{"reservationId": "r1", "quantity": 1}"#)?;
    /// assert_eq!(returned.reservation_id.as_deref(), Some("r1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ReservationToReturn {
        /// The id of the reservation.
        reservation_id: String,
        /// How many units.
        quantity: ExactNumber,
    }
    /// The request of `calculateExchange`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::CalculateExchangeRequest;
    ///
    /// let request: CalculateExchangeRequest =
    ///     serde_json::from_str(r#"{"properties": {"reservationsToPurchase": []}}"#)?;
    /// assert!(request.properties.is_some_and(|asked| asked.reservations_to_exchange.is_none()), "checked later");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    CalculateExchangeRequest {
        /// What is asked.
        properties: CalculateExchangeRequestProperties,
    }
    /// What `calculateExchange` is asked.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::CalculateExchangeRequestProperties;
    ///
    /// let asked: CalculateExchangeRequestProperties =
    ///     serde_json::from_str(r#"{"reservationsToExchange": [{"reservationId": "r1", "quantity": 2}]}"#)?;
    /// assert_eq!(asked.reservations_to_exchange.map(|returned| returned.len()), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    CalculateExchangeRequestProperties {
        /// The reservations that are bought.
        reservations_to_purchase: Vec<PurchaseRequest>,
        /// The savings plans that are bought.
        savings_plans_to_purchase: Vec<SavingsPlanPurchaseRequest>,
        /// What is returned.
        reservations_to_exchange: Vec<ReservationToReturn>,
    }
    /// A reservation that is bought.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::PurchaseRequest;
    ///
    /// let bought: PurchaseRequest =
    ///     serde_json::from_str(r#"{"sku": {"name": "Standard_D2s_v5"}, "location": "westeurope"}"#)?;
    /// assert_eq!(bought.location.as_deref(), Some("westeurope"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    PurchaseRequest {
        /// What size is bought.
        sku: Sku,
        /// The region.
        location: String,
        /// The facts.
        properties: PurchaseRequestProperties,
    }
    /// The facts of a reservation that is bought.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::PurchaseRequestProperties;
    ///
    /// let bought: PurchaseRequestProperties = serde_json::from_str(
    ///     r#"{"reservedResourceType": "VirtualMachines", "term": "P3Y", "quantity": 2, "renew": false}"#,
    /// )?;
    /// assert_eq!((bought.term.as_deref(), bought.renew), (Some("P3Y"), Some(false)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::AppliedScopeProperties;
    ///
    /// let scope: AppliedScopeProperties = serde_json::from_str(r#"{"subscriptionId": "/subscriptions/s1"}"#)?;
    /// assert_eq!(serde_json::to_string(&scope)?, r#"{"subscriptionId":"/subscriptions/s1"}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ReservedResourceProperties;
    ///
    /// let resource: ReservedResourceProperties = serde_json::from_str(r#"{"instanceFlexibility": "On"}"#)?;
    /// assert_eq!(resource.instance_flexibility.as_deref(), Some("On"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ReservedResourceProperties {
        /// `On` or `Off`.
        instance_flexibility: String,
    }
    /// A savings plan that is bought.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::SavingsPlanPurchaseRequest;
    ///
    /// let plan: SavingsPlanPurchaseRequest = serde_json::from_str(r#"{"sku": {"name": "Compute_Savings_Plan"}}"#)?;
    /// assert_eq!(plan.sku.and_then(|sku| sku.name).as_deref(), Some("Compute_Savings_Plan"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    SavingsPlanPurchaseRequest {
        /// Which plan: `Compute_Savings_Plan`.
        sku: Sku,
        /// The facts.
        properties: SavingsPlanPurchaseRequestProperties,
    }
    /// The facts of a savings plan that is bought.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::SavingsPlanPurchaseRequestProperties;
    ///
    /// let plan: SavingsPlanPurchaseRequestProperties = serde_json::from_str(
    ///     r#"{"term": "P1Y", "commitment": {"currencyCode": "USD", "amount": 0.05, "grain": "Hourly"}}"#,
    /// )?;
    /// assert_eq!(plan.term.as_deref(), Some("P1Y"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::Commitment;
    ///
    /// let hourly: Commitment = serde_json::from_str(r#"{"currencyCode": "USD", "amount": 0.05, "grain": "Hourly"}"#)?;
    /// assert_eq!(hourly.amount.map(|amount| amount.to_string()).as_deref(), Some("0.05"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Commitment {
        /// The ISO 4217 code.
        currency_code: String,
        /// The amount.
        amount: ExactNumber,
        /// For each of these: `Hourly`.
        grain: String,
    }
    /// What the reservations to purchase cost. It is no shape of the service's, which knows its own prices.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::ExchangePrices;
    ///
    /// let prices: ExchangePrices =
    ///     serde_json::from_str(r#"{"reservations": [{"currencyCode": "USD", "amount": 7200.00}]}"#)?;
    /// assert_eq!(prices.reservations.map(|each| each.len()), Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ExchangePrices {
        /// The full price of each, for its whole quantity and term, in their order.
        reservations: Vec<Price>,
    }
}

impl Price {
    /// An amount as the service writes it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::azure::shape::Price;
    /// use reservation_policy::{Currency, Money};
    ///
    /// let price = Price::of(Money::parse("78.60", Currency::from_code("GBP")?)?);
    /// assert_eq!(serde_json::to_string(&price)?, r#"{"currencyCode":"GBP","amount":78.6}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(money: Money) -> Self {
        Self { currency_code: Some(money.currency().code().to_owned()), amount: Some(ExactNumber::new(money.amount())) }
    }

    /// An amount of US dollars as the service writes it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::UsdAmount;
    /// use reservation_policy::azure::shape::Price;
    ///
    /// let cap = Price::of_usd(UsdAmount::from_dollars(50_000));
    /// assert_eq!(serde_json::to_string(&cap)?, r#"{"currencyCode":"USD","amount":50000}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_usd(amount: UsdAmount) -> Self {
        Self::of(amount.to_money())
    }
}
