//! Integration tests, one module for each room.

mod account;
mod cap;
mod given;
mod market;
mod permission;
mod policy;
mod refund;
mod reservation;
mod role;
mod support;
mod vectors;
