//! One error for callers who do not want to tell the kinds apart.

use crate::{calendar, money, policy, quantity, rule, software};

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
    /// An edition of the software policy that does not exist.
    #[error(transparent)]
    SoftwareEdition(#[from] policy::software::UnknownSoftwareEdition),
    /// A date before the first edition of the software policy.
    #[error(transparent)]
    NoSoftwareEdition(#[from] policy::software::NoSoftwareEditionInForce),
    /// A kind of licence and a term that do not go together.
    #[error(transparent)]
    Licence(#[from] software::InvalidLicence),
    /// Facts of a software purchase that can't all be true.
    #[error(transparent)]
    SoftwarePurchase(#[from] software::InvalidSoftwarePurchase),
    /// Lines that are no software order.
    #[error(transparent)]
    SoftwareOrder(#[from] software::order::InvalidSoftwareOrder),
    /// A text that can't name an order, a product or a customer.
    #[error(transparent)]
    SoftwareReference(#[from] software::reference::InvalidReference),
    /// A number that is no day of a month.
    #[error(transparent)]
    BillingDay(#[from] software::credit::InvalidBillingDay),
    /// A question about cancelling software that makes no sense.
    #[error(transparent)]
    SoftwareCancellation(#[from] software::cancellation::CancellationError),
}
