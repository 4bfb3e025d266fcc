//! To come.

pub mod reservation;
pub mod software;
