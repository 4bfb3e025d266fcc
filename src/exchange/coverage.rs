//! The services that savings plans cover, with the date from which they do.
//!
//! A trade-in is for the services that its plan covers (`L-12`). The restriction of 2027-02 (`L-09`) catches what was
//! bought for a covered service, and a service that becomes covered later from that date on. Products that no plan
//! covers, such as Azure VMware Solution, are not caught, and neither are clouds without savings plans. Deprecated products
//! near their end are not caught either; no fact of a reservation says that it is one, so this crate cannot exempt them.

use core::fmt;

use chrono::NaiveDate;

use crate::calendar::Term;
use crate::edition::date;
use crate::parse::ParseError;
use crate::reservation::ResourceType;

/// A kind of savings plan.
///
/// # Examples
///
/// ```
/// use reservation_policy::ResourceType;
/// use reservation_policy::exchange::SavingsPlanKind;
///
/// let plan: SavingsPlanKind = "Database_Savings_Plan".parse()?; // the service's word for it
/// assert_eq!(plan, SavingsPlanKind::Database);
/// assert!(plan.covered_types().contains(&ResourceType::SqlDatabases));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SavingsPlanKind {
    /// Virtual machines, dedicated hosts and App Service.
    Compute,
    /// SQL databases and managed instances, PostgreSQL, MySQL, Cosmos DB and `DocumentDB`.
    Database,
}

impl SavingsPlanKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Compute, Self::Database];

    /// The name: `compute` or `database`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Database => "database",
        }
    }

    /// The service's name for the product: `Compute_Savings_Plan`.
    #[must_use]
    pub const fn sku(self) -> &'static str {
        match self {
            Self::Compute => "Compute_Savings_Plan",
            Self::Database => "Database_Savings_Plan",
        }
    }

    /// The types of the services that it covers.
    #[must_use]
    pub const fn covered_types(self) -> &'static [ResourceType] {
        match self {
            Self::Compute => &[ResourceType::VirtualMachines, ResourceType::DedicatedHost, ResourceType::AppService],
            Self::Database => {
                &[ResourceType::SqlDatabases, ResourceType::PostgreSql, ResourceType::MySql, ResourceType::CosmosDb]
            }
        }
    }

    /// The UTC day from which it covers them. For databases it is a third party's word.
    #[must_use]
    pub const fn covers_from(self) -> NaiveDate {
        match self {
            Self::Compute => date(2022, 10, 10),
            Self::Database => date(2026, 3, 18),
        }
    }

    /// Whether reservations can be traded in for a plan of a term.
    pub(super) const fn is_traded_in_for(self, term: Term) -> bool {
        match self {
            Self::Compute => matches!(term, Term::OneYear | Term::ThreeYears),
            Self::Database => matches!(term, Term::OneYear),
        }
    }
}

impl core::str::FromStr for SavingsPlanKind {
    type Err = ParseError;

    /// Reads the name or the service's word, in any case.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let fits = |kind: &Self| kind.name().eq_ignore_ascii_case(text) || kind.sku().eq_ignore_ascii_case(text);
        let expected = || crate::text::one_of(Self::ALL.map(Self::sku));
        Self::ALL.into_iter().find(fits).ok_or_else(|| ParseError::new("a savings plan", text, expected()))
    }
}

impl fmt::Display for SavingsPlanKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The UTC day from which a savings plan covers a service, if one does.
pub(super) fn covered_from(resource: &ResourceType) -> Option<NaiveDate> {
    let plan = SavingsPlanKind::ALL.into_iter().find(|plan| plan.covered_types().contains(resource));
    plan.map(SavingsPlanKind::covers_from)
}
