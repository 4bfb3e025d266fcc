//! The rules of Azure Reservations and of CSP software purchases, as pure functions over typed facts.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "azure")]
pub mod azure;
pub mod batch;
pub mod calendar;
pub mod decision;
pub mod error;
pub mod market;
pub mod money;
pub mod permission;
pub mod policy;
pub mod quantity;
pub mod region;
pub mod reservation;
pub mod resource;
pub mod role;
pub mod rule;
pub mod software;
#[cfg(feature = "proptest1")]
pub mod strategies;
pub mod support;

pub use chrono;
pub use rust_decimal;

pub use crate::decision::{Decision, Verdict};
pub use crate::error::Error;
pub use crate::money::{Currency, Money, UsdAmount};
pub use crate::quantity::Quantity;

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
