//! The rules of Azure Reservations and of CSP software purchases, as pure functions over typed facts.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod calendar;
pub mod decision;
pub mod error;
pub mod money;
pub mod quantity;
pub mod resource;
pub mod rule;

pub use chrono;
pub use rust_decimal;

pub use crate::decision::{Decision, Verdict};
pub use crate::error::Error;
pub use crate::money::{Currency, Money, UsdAmount};
pub use crate::quantity::Quantity;
