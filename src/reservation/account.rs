//! Whose a reservation is: under which agreement it was bought, and for which cloud.

/// The agreement under which a reservation was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Agreement {
    /// An Enterprise Agreement.
    Enterprise(EnterpriseStatus),
    /// A Microsoft Customer Agreement.
    MicrosoftCustomer,
    /// Pay-as-you-go.
    PayAsYouGo,
    /// Bought through a partner of the Cloud Solution Provider programme.
    Csp,
}

/// Whether an Enterprise Agreement still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EnterpriseStatus {
    /// It runs.
    Active,
    /// It expired, and was renewed as a new agreement (`ELIG-03`).
    ExpiredAndRenewed,
    /// It expired and was not renewed: the sources do not say what goes (`AMB-20`).
    ExpiredNotRenewed,
}

/// Which cloud the reservation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Cloud {
    /// The public cloud.
    Public,
    /// Azure for the US Government.
    UsGovernment,
}
