//! One error for callers who do not want to tell the kinds apart.

use crate::reservation::{self, cap, exchange, payment, refund, schedule, vm_size};
use crate::{batch, calendar, market, money, permission, policy, quantity, region, role, rule, software};

/// Any error of this crate. Each question and constructor has its own, smaller error, and all convert into this one.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Currency, Error, Money, Quantity};
///
/// fn total(units: &str, price: &str) -> Result<Money, Error> {
///     let price = Money::parse(price, Currency::USD)?;
///     Ok(price.checked_mul(Quantity::parse(units)?.get())?)
/// }
/// assert_eq!(total("36", "2.66")?.to_string(), "95.76 USD");
/// assert!(matches!(total("0", "2.66"), Err(Error::Quantity(_))));
/// assert!(matches!(total("36", "2,66"), Err(Error::Amount(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    /// No policy on a date.
    #[error(transparent)]
    NoPolicyOnDate(#[from] policy::reservation::NoPolicyOnDate),
    /// A policy that does not exist.
    #[error(transparent)]
    UnknownPolicy(#[from] policy::reservation::UnknownPolicy),
    /// An edition of the reservation policy that does not exist.
    #[error(transparent)]
    ReservationEdition(#[from] policy::reservation::UnknownReservationEdition),
    /// A billing plan that does not exist.
    #[error(transparent)]
    BillingPlan(#[from] schedule::InvalidBillingPlan),
    /// A term that the calendar can't hold.
    #[error(transparent)]
    Schedule(#[from] schedule::InvalidSchedule),
    /// A price that can't be one.
    #[error(transparent)]
    Price(#[from] payment::InvalidPrice),
    /// Payments that do not fit together.
    #[error(transparent)]
    Payments(#[from] payment::InvalidPayments),
    /// The id of a reservation that can't be one.
    #[error(transparent)]
    ReservationId(#[from] reservation::InvalidReservationId),
    /// A reservation whose facts do not fit together.
    #[error(transparent)]
    Reservation(#[from] reservation::InvalidReservation),
    /// A refund that can't be worked out.
    #[error(transparent)]
    Refund(#[from] refund::RefundError),
    /// Facts that are no purchase.
    #[error(transparent)]
    Purchase(#[from] exchange::InvalidPurchase),
    /// Facts that make no exchange.
    #[error(transparent)]
    InvalidExchange(#[from] exchange::InvalidExchange),
    /// An exchange that can't be worked out.
    #[error(transparent)]
    Exchange(#[from] exchange::ExchangeError),
    /// The id of a refund that can't be one.
    #[error(transparent)]
    RefundId(#[from] cap::InvalidRefundId),
    /// An entry of the ledger that does not fit together.
    #[error(transparent)]
    CapEntry(#[from] cap::InvalidCapEntry),
    /// A ledger that refuses an entry.
    #[error(transparent)]
    Ledger(#[from] cap::LedgerError),
    /// A name that is no region's.
    #[error(transparent)]
    Region(#[from] region::InvalidRegion),
    /// A name that is no virtual machine size's.
    #[error(transparent)]
    VmSize(#[from] vm_size::InvalidVmSize),
    /// A text that names no market.
    #[error(transparent)]
    Market(#[from] market::UnknownMarket),
    /// A text that is no market's code.
    #[error(transparent)]
    MarketCode(#[from] market::InvalidMarketCode),
    /// A text that names no list of markets.
    #[error(transparent)]
    MarketList(#[from] market::UnknownMarketList),
    /// A day before the first list of markets.
    #[error(transparent)]
    NoMarketList(#[from] market::NoMarketList),
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
    /// A batch that can't be answered.
    #[error(transparent)]
    Batch(#[from] batch::BatchError),
}
