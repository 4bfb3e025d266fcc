//! Integration tests, one module for each room.

mod account;
mod cap;
mod editions;
mod exchange;
mod given;
mod market;
mod oracle;
mod oracle_software;
mod permission;
mod policy;
mod refund;
mod reservation;
mod role;
mod rules;
mod settlement;
mod software;
mod support;
mod swap;
mod vectors;
