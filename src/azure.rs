//! The live service's JSON shapes.

/// A JSON request or document that is wrong: Azure's error code, the JSON path of the value, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{target}`: {message}")]
#[non_exhaustive]
pub struct RequestError {
    /// Azure's error code where one fits, otherwise `InvalidRequest`.
    pub code: &'static str,
    /// The JSON path of the value.
    pub target: String,
    /// What is wrong, and what would be right.
    pub message: String,
}
