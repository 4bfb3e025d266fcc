//! Integration tests, one module for each room.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::unwrap_in_result,
    reason = "tests and their helpers may panic"
)]

mod account;
mod batch;
mod cap;
mod docs;
mod editions;
mod exchange;
mod given;
#[cfg(feature = "json")]
mod json;
mod market;
mod messages;
mod oracle;
mod oracle_exchange;
mod oracle_software;
mod permission;
#[cfg(feature = "plan")]
mod plan;
mod policy;
mod public_api;
mod refund;
mod replay;
mod reservation;
mod robustness;
mod role;
mod rules;
mod settlement;
mod software;
mod stored;
#[cfg(feature = "proptest1")]
mod strategies;
mod support;
mod swap;
mod vectors;
