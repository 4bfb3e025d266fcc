//! The live service's JSON, to and from the domain's types.
//!
//! Amounts are JSON numbers and are read and written exactly: their text is parsed, they never pass through a binary
//! floating-point number. Enums are open strings and survive a round trip, members that are not needed are ignored.
//! There is no rule in here: shapes become facts ([`facts`], [`facts_exchange`]), and decisions become answers
//! ([`refund`], [`exchange`]).
//!
//! # Examples
//!
//! From the documents of an order and its reservation to the answer of `calculateRefund`:
//!
//! ```
//! use reservation_policy::azure::facts;
//! use reservation_policy::azure::refund::CalculateRefundResponse;
//! use reservation_policy::azure::shape::ReservationToReturn;
//! use reservation_policy::policy::ReservationPolicy;
//! use reservation_policy::policy::reservation::Requester;
//! use reservation_policy::reservation::cap::RefundLedger;
//! use reservation_policy::reservation::refund::RefundRequest;
//!
//! let order = serde_json::from_str(r#"{"name": "o1", "properties": {
//!     "benefitStartTime": "2022-12-01T03:07:12Z", "originalQuantity": 1, "term": "P1Y", "billingPlan": "Monthly",
//!     "planInformation": {"transactions": [{"dueDate": "2023-02-01", "status": "Succeeded",
//!         "pricingCurrencyTotal": {"currencyCode": "USD", "amount": 2.66},
//!         "billingCurrencyTotal": {"currencyCode": "GBP", "amount": 2.21}}]}}}"#)?;
//! let own = serde_json::from_str(r#"{"name": "o1/r1", "properties": {
//!     "quantity": 1, "reservedResourceType": "VirtualMachines"}}"#)?;
//! let asked: ReservationToReturn = serde_json::from_str(r#"{"reservationId": "o1/r1", "quantity": 1}"#)?;
//!
//! let (id, reservation) = (facts::returned_id(&order, &own, &asked)?, facts::reservation(&order, &own, None)?);
//! let quantity = facts::quantity(asked.quantity.as_ref(), "quantity")?;
//! let at = facts::instant("2023-02-10T21:16:24Z", "at")?;
//! let request = RefundRequest::new(&reservation, quantity, at, Requester::Owner);
//! let decision = ReservationPolicy::from_name("2020-07+observed")?.decide_refund(&request, &RefundLedger::new())?;
//!
//! let answer = CalculateRefundResponse::new(&id, reservation.schedule().plan(), &decision);
//! let json = serde_json::to_string(&answer)?;
//! assert!(json.contains(r#""billingRefundAmount":{"currencyCode":"GBP","amount":1.5}"#));
//! assert!(json.contains(r#""pricingRefundAmount":{"currencyCode":"USD","amount":1.8}"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod exchange;
pub mod facts;
pub mod facts_exchange;
pub mod number;
pub mod refund;
pub mod shape;

pub use self::facts::InvalidFacts;
pub use self::number::ExactNumber;
