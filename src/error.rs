//! One error for callers who do not want to tell the kinds apart.

use crate::policy::reservation as reservation_policy;
use crate::reservation::{self, cap, payment, refund, schedule, vm_size};
use crate::{batch, calendar, market, money, quantity, region, rule};

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
    /// No policy on a date.
    #[error(transparent)]
    NoPolicyOnDate(#[from] reservation_policy::NoPolicyOnDate),
    /// A policy that does not exist.
    #[error(transparent)]
    UnknownPolicy(#[from] reservation_policy::UnknownPolicy),
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
    /// A batch that can't be answered.
    #[error(transparent)]
    Batch(#[from] batch::BatchError),
}
