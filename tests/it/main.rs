//! Integration tests, one module for each room.

mod batch;
mod market;
mod oracle_software;
mod permission;
mod replay;
mod role;
mod software;
#[cfg(feature = "proptest1")]
mod strategies;
mod support;
mod vectors;
