//! Integration tests, one module for each room.

mod editions;
mod market;
mod oracle_software;
mod permission;
mod role;
mod rules;
mod software;
mod support;
mod vectors;
