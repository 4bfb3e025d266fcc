//! stub
/// stub
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum StorageSwapPolicy {
    /// d
    NotOffered,
    /// d
    ToPremium,
    /// d
    BothDirections,
}
