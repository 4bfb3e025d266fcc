//! Integration tests, one module for each room.

mod market;
mod oracle_software;
mod permission;
mod role;
mod software;
mod support;
mod vectors;
