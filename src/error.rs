//! One error for callers who do not want to tell the kinds apart.

use crate::{calendar, money, permission, quantity, role, rule};

/// Any error of this crate. Each question and constructor has its own, smaller error, and all convert into this one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An amount that can't be read.
    #[error(transparent)]
    Amount(#[from] money::InvalidAmount),
    /// A currency that can't be used.
    #[error(transparent)]
    Currency(#[from] money::InvalidCurrency),
    /// Amounts that can't be combined.
    #[error(transparent)]
    Money(#[from] money::MoneyError),
    /// A quantity that is not possible.
    #[error(transparent)]
    Quantity(#[from] quantity::InvalidQuantity),
    /// A share that is none.
    #[error(transparent)]
    Share(#[from] quantity::InvalidShare),
    /// A rate outside 0 to 1.
    #[error(transparent)]
    Rate(#[from] quantity::InvalidRate),
    /// A term that does not exist.
    #[error(transparent)]
    Term(#[from] calendar::InvalidTerm),
    /// A period without a day.
    #[error(transparent)]
    Period(#[from] calendar::InvalidPeriod),
    /// A rule that does not exist.
    #[error(transparent)]
    Rule(#[from] rule::UnknownRule),
    /// An id that can't be one.
    #[error(transparent)]
    Id(#[from] role::InvalidId),
    /// A role that does not exist.
    #[error(transparent)]
    Role(#[from] role::UnknownRole),
    /// Dates in the wrong order.
    #[error(transparent)]
    DateRange(#[from] role::InvalidDateRange),
    /// A resource that customers can't be allowed to buy.
    #[error(transparent)]
    PermissionResource(#[from] permission::UnknownPermissionResource),
    /// A date before customers could be allowed to buy.
    #[error(transparent)]
    PermissionEdition(#[from] permission::NoPermissionEdition),
    /// A permission with an impossible past.
    #[error(transparent)]
    Permission(#[from] permission::InvalidPermission),
    /// A change of a permission out of order.
    #[error(transparent)]
    PermissionChange(#[from] permission::InvalidChange),
}
