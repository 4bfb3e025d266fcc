//! Azure Hybrid Benefit: what server licences are worth on virtual machines.
//!
//! Windows Server licences with Software Assurance can, depending on their edition, be converted or reused to run
//! Windows Server on virtual machines in Azure at a lower base rate, such as that of Linux (`AHB-03`). This is
//! information only: no refund and no credit depends on it.

use crate::quantity::Rate;

/// The most that the benefit is said to save on virtual machines: 40 %.
///
/// An upper bound from a sales text, and no figure of any calculation here.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::hybrid_benefit::*;
/// assert_eq!(MAX_SAVING.to_string(), "40 %");
/// ```
///
/// # Rules
///
/// `AHB-01`.
pub const MAX_SAVING: Rate = Rate::percent(40);

/// The edition of a Windows Server licence.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::hybrid_benefit::*;
/// assert!(is_eligible(WindowsServerEdition::Datacenter, SoftwareAssurance::Covered));
/// assert!(!is_eligible(WindowsServerEdition::Other, SoftwareAssurance::Covered));
/// ```
///
/// # Rules
///
/// `AHB-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WindowsServerEdition {
    /// Datacenter.
    Datacenter,
    /// Standard.
    Standard,
    /// Any other.
    Other,
}

/// Whether a licence is covered with Software Assurance.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::hybrid_benefit::*;
/// assert!(!is_eligible(WindowsServerEdition::Datacenter, SoftwareAssurance::NotCovered));
/// ```
///
/// # Rules
///
/// `AHB-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "covered or not")]
pub enum SoftwareAssurance {
    /// It is.
    Covered,
    /// It is not.
    NotCovered,
}

/// Whether a Windows Server licence has the benefit.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::hybrid_benefit::{SoftwareAssurance, WindowsServerEdition, is_eligible};
///
/// assert!(is_eligible(WindowsServerEdition::Standard, SoftwareAssurance::Covered));
/// assert!(!is_eligible(WindowsServerEdition::Standard, SoftwareAssurance::NotCovered));
/// ```
///
/// # Rules
///
/// `AHB-02`.
#[must_use]
pub const fn is_eligible(edition: WindowsServerEdition, assurance: SoftwareAssurance) -> bool {
    match (edition, assurance) {
        (WindowsServerEdition::Datacenter | WindowsServerEdition::Standard, SoftwareAssurance::Covered) => true,
        (WindowsServerEdition::Other, _) | (_, SoftwareAssurance::NotCovered) => false,
    }
}
