//! Integration tests, one module for each room.

mod vectors;
