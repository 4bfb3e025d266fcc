//! Roles.

/// The name of the matrix of roles.
pub const MATRIX_NAME: &str = "2021-03";
