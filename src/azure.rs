//! The live service's JSON documents, read as facts and written as its answers.
//!
//! Amounts are JSON numbers and are read and written exactly: their text is parsed, they never pass through a binary
//! floating-point number. Documents are read as the service returns them (facts in `properties`) and as `az` prints orders
//! (facts at the top). Members that are not needed are ignored, and words of the service's open lists are kept.
//!
//! [`json::answer`](crate::json::answer) answers whole requests. With [`Documents`] a service of your own reads an order
//! and its reservation, and decides with its own ledger.

use core::fmt;

mod account;
mod answers;
mod exchange;
mod facts;
mod ids;
mod index;
mod node;
mod number;
mod payments;
mod purchases;
mod refund;
mod values;
mod words;

pub use self::facts::Documents;
pub use self::refund::refund_response;

pub(crate) use self::account::account;
pub(crate) use self::answers::{NoteBlock, PriceOut, to_json, verdict};
pub(crate) use self::exchange::{Asked, ExchangeResponse};
pub(crate) use self::facts::{EXCHANGE_REQUEST, Extra, ORDER, REFUND_REQUEST, RESERVATION, reservation};
pub(crate) use self::ids::{id_text, own_id, returned_id};
pub(crate) use self::index::Index;
pub(crate) use self::node::{Document, Node, Numbers, Ours, below};
pub(crate) use self::payments::PaidQuantity;
pub(crate) use self::purchases::Prices;
pub(crate) use self::refund::{Entry, EntryBlock, RefundResponse, refund_session};
pub(crate) use self::values::{money, one_of_names, quantity, units, usd};
pub(crate) use self::words::plain_words;

/// A JSON request or document that is wrong: Azure's error code, the JSON path of the value, and what is wrong with it.
///
/// # Examples
///
/// ```
/// use reservation_policy::azure::Documents;
///
/// let order = r#"{"properties": {"term": "P1Y", "billingPlan": "Monthly"}}"#;
/// let error = Documents::new(order, r#"{"properties": {"quantity": 1}}"#).read().unwrap_err();
/// assert_eq!(error.code, "InvalidRequest");
/// assert_eq!(error.target, "order.properties.planInformation.transactions");
/// assert!(error.message.contains("$expand=schedule"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", Place(target))]
#[non_exhaustive]
pub struct RequestError {
    /// Azure's error code where one fits, otherwise `InvalidRequest`.
    pub code: &'static str,
    /// The JSON path of the value; empty for the whole text.
    pub target: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// A path before a message, where there is one.
struct Place<'a>(&'a str);

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "`{}`: ", self.0) }
    }
}

pub(crate) const INVALID_REQUEST: &str = "InvalidRequest";
pub(crate) const INVALID_QUANTITY: &str = "InvalidRefundQuantity";
pub(crate) const INVALID_ID: &str = "InvalidReservationId";
pub(crate) const UNSUPPORTED_TERM: &str = "UnsupportedReservationTerm";
pub(crate) const NOT_IN_ORDER: &str = "ReservationIdNotInReservationOrder";
pub(crate) const ORDER_NOT_FOUND: &str = "ReservationOrderNotFound";

impl RequestError {
    pub(crate) fn new(code: &'static str, target: &str, message: impl fmt::Display) -> Self {
        Self { code, target: target.to_owned(), message: message.to_string() }
    }

    /// An error for which the service has no code of its own.
    pub(crate) fn invalid(target: &str, message: impl fmt::Display) -> Self {
        Self::new(INVALID_REQUEST, target, message)
    }

    /// The same error under a code of the service.
    pub(crate) fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }
}
