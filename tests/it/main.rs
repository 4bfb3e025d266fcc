//! Integration tests, one module for each room.

mod exchange;
mod market;
mod permission;
mod role;
mod settlement;
mod support;
mod swap;
mod vectors;
