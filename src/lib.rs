//! The rules of Azure Reservations and of CSP software purchases as pure functions.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub use chrono;
pub use rust_decimal;

pub mod account;
#[cfg(feature = "json")]
pub mod azure;
pub mod batch;
pub mod calendar;
pub mod cap;
mod decision;
mod edition;
mod eligibility;
mod error;
pub mod exchange;
mod facts;
pub mod market;
pub mod money;
pub mod permission;
pub mod policy;
mod quantity;
mod reason;
pub mod refund;
mod region;
mod remark;
pub mod replay;
mod request;
pub mod reservation;
pub mod role;
pub mod rounding;
pub mod rule;
pub mod settlement;
pub mod software;
#[cfg(feature = "proptest1")]
pub mod strategies;
pub mod support;
pub mod swap;
mod text;

pub use crate::account::{Account, Requester};
pub use crate::calendar::Term;
pub use crate::cap::{CapEntry, RefundLedger};
pub use crate::decision::{Approved, Decision, Outcome, Refused, Remark, Verdict};
pub use crate::edition::PolicyName;
pub use crate::error::{Error, NoEdition, ParseError};
pub use crate::exchange::{Exchange, Purchase};
pub use crate::facts::InvalidFacts;
pub use crate::money::{Currency, Money, UsdAmount};
pub use crate::policy::ReservationPolicy;
pub use crate::quantity::{Quantity, Rate};
pub use crate::reason::{Action, Item, Reason};
pub use crate::refund::Refund;
pub use crate::request::{QuestionError, Request, Returned};
pub use crate::reservation::{BillingPlan, Price, Reservation, ResourceType};
pub use crate::rule::RuleId;
pub use crate::text::UnknownWord;
