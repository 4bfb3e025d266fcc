//! Editions.
mod picture;
