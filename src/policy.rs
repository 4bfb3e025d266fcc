//! Policy as dated values: what the rules were, edition by edition.
//!
//! A policy is plain data. Pick one by date or by name, override any field, store it as JSON beside the decisions
//! that it made. Nothing here decides anything: the questions are in [`reservation`](crate::reservation) and
//! [`software`](crate::software).

pub mod reservation;
pub mod software;

pub use reservation::{ReservationEdition, ReservationPolicy};
