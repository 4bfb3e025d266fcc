//! Integration tests, one module for each room.

mod market;
mod permission;
mod role;
mod support;
mod vectors;
