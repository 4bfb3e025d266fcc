//! Integration tests, one module for each room.

mod vectors;

// Rooms: each is one line here, in the order of the alphabet.
