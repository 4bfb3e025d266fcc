//! Facts that contradict one another.

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{Term, rfc3339};
use crate::money::{Currency, Money, MoneyError, UsdAmount};
use crate::quantity::Quantity;

/// Facts that contradict one another, with the values that do.
///
/// # Examples
///
/// ```
/// use reservation_policy::{InvalidFacts, Price};
///
/// let price = Price::usd("-1.00 USD".parse()?);
/// assert_eq!(price, Err(InvalidFacts::NegativePrice { amount: "-1.00 USD".parse()? }));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidFacts {
    /// A quantity of 0.
    #[error("quantity `0` is not possible, expected at least 1")]
    ZeroUnits,
    /// More units than there are.
    #[error("quantity `{requested}` is more than there is, expected 1 to {owned}")]
    AboveOwned {
        /// The units that were asked for.
        requested: Quantity,
        /// The units that there are.
        owned: Quantity,
    },
    /// A period without a day.
    #[error("the period from `{start}` to `{end}` has no day, expected an end after the start")]
    EmptyPeriod {
        /// The first day.
        start: NaiveDate,
        /// The first day after it.
        end: NaiveDate,
    },
    /// A term that ends after the calendar does.
    #[error("a term of {term} from `{start}` ends after the calendar does, expected an earlier start")]
    TermPastCalendar {
        /// The first day.
        start: NaiveDate,
        /// The term.
        term: Term,
    },
    /// A negative price.
    #[error("`{amount}` is negative, expected a price of zero or more")]
    NegativePrice {
        /// The price.
        amount: Money,
    },
    /// The US dollar side of a price in another currency.
    #[error("`{currency}` is not the currency of the refund cap, expected a price in `USD`")]
    PriceNotUsd {
        /// The currency that was given.
        currency: Currency,
    },
    /// A reservation without a price.
    #[error("there is no payment, expected at least one with its amount")]
    NoPayment,
    /// Two payments for one period.
    #[error("payment {number} is there twice, expected one payment for each period")]
    PaymentTwice {
        /// The number of the payment, from 1.
        number: u32,
    },
    /// A payment for a period that the plan does not have.
    #[error("payment {number} is not part of the plan, expected payments 1 to {payments}")]
    PaymentOutsidePlan {
        /// The number of the payment, from 1.
        number: u32,
        /// The payments of the plan.
        payments: u32,
    },
    /// A payment that covers fewer units than are owned while its period runs.
    #[error("payment {number} paid for {paid_for} of {owned} units, expected at least the units that are owned")]
    PaidForTooFew {
        /// The number of the payment, from 1.
        number: u32,
        /// The units that it paid for.
        paid_for: Quantity,
        /// The units that are owned.
        owned: Quantity,
    },
    /// An original quantity below the units that are owned.
    #[error("the original quantity `{original}` is below the {owned} units owned, expected at least as many")]
    OriginalBelowOwned {
        /// The units first bought.
        original: Quantity,
        /// The units that are owned.
        owned: Quantity,
    },
    /// An exchange purchase with a term that is not sold.
    #[error("savings plans are not sold for `{term}`, expected 1 year or 3 years")]
    SavingsPlanTerm {
        /// The term.
        term: Term,
    },
    /// A step of zero or less for the hourly commitment of a savings plan.
    #[error("a step of `{step}` reaches no amount, expected more than zero")]
    SavingsPlanStep {
        /// The step.
        step: Money,
    },
    /// More canceled commitment than its refund alone.
    #[error(
        "canceled commitment `{canceled_commitment}` of refund `{id}` is below the refunded `{refunded}` that it \
         contains, expected at least as much"
    )]
    CommitmentBelowRefund {
        /// The id of the refund.
        id: String,
        /// The refunded amount.
        refunded: UsdAmount,
        /// The canceled commitment that was given.
        canceled_commitment: UsdAmount,
    },
    /// A policy that charges a higher fee than it reserves.
    #[error("a fee of {charged} is charged and {reserved} reserved, expected at most the reserved rate")]
    FeeAboveReserved {
        /// The rate that is charged.
        charged: crate::Rate,
        /// The rate that is reserved.
        reserved: crate::Rate,
    },
    /// A subscription whose term ended before it was bought.
    #[error("the term ends on `{end}`, expected an end after the day of the purchase `{}`", rfc3339(*purchased_at))]
    TermBeforePurchase {
        /// The first day after the term.
        end: NaiveDate,
        /// The instant of the purchase.
        purchased_at: DateTime<Utc>,
    },
    /// A subscription without the first day of its term, or without the day after it.
    #[error("the subscription has no `{missing}`, expected a date")]
    TermMissing {
        /// The member that is missing.
        missing: &'static str,
    },
    /// A perpetual license with a term.
    #[error("the perpetual license has a term date `{date}`, expected none")]
    PerpetualTerm {
        /// The date; the first day if both are given.
        date: NaiveDate,
    },
    /// A renewal of a perpetual license.
    #[error("the perpetual license was renewed at `{}`, expected a renewal of subscriptions only", rfc3339(*renewed_at))]
    PerpetualRenewed {
        /// The instant of the renewal.
        renewed_at: DateTime<Utc>,
    },
    /// A renewal before the purchase.
    #[error(
        "the renewal at `{}` is before the purchase at `{}`, expected it after",
        rfc3339(*renewed_at), rfc3339(*purchased_at)
    )]
    RenewalBeforePurchase {
        /// The instant of the renewal.
        renewed_at: DateTime<Utc>,
        /// The instant of the purchase.
        purchased_at: DateTime<Utc>,
    },
    /// A number that is not a day of a month.
    #[error("billing day `{day}` is not a day of a month, expected 1 to 31")]
    BillingDay {
        /// The number.
        day: u8,
    },
    /// A software order without lines.
    #[error("order `{order}` has no lines, expected at least one")]
    OrderWithoutLines {
        /// The order.
        order: String,
    },
    /// A line number that a software order has twice.
    #[error("order `{order}` has line `{number}` twice, expected each number once")]
    OrderLineTwice {
        /// The order.
        order: String,
        /// The number of the line.
        number: u32,
    },
    /// A purchase that names another order than the one that it is a line of.
    #[error("line `{number}` of order `{order}` belongs to order `{other}`, expected the same order")]
    LineOfOtherOrder {
        /// The order.
        order: String,
        /// The number of the line.
        number: u32,
        /// The order that the purchase names.
        other: String,
    },
    /// Lines of one software order in two currencies.
    #[error("order `{order}` has amounts in `{expected}` and `{found}`, expected one currency")]
    OrderCurrencies {
        /// The order.
        order: String,
        /// The currency of the first line.
        expected: Currency,
        /// The other currency.
        found: Currency,
    },
    /// A change of a customer permission before the last one.
    #[error("the change at `{}` is before the last one, expected `{}` or later", rfc3339(*at), rfc3339(*last))]
    ChangeBeforeLast {
        /// The instant of the change.
        at: DateTime<Utc>,
        /// The instant of the last change.
        last: DateTime<Utc>,
    },
    /// Amounts that cannot be combined or held.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// A number of units that is a fact: at least 1.
pub(crate) fn units(units: u32) -> Result<Quantity, InvalidFacts> {
    Quantity::new(units).map_err(|_| InvalidFacts::ZeroUnits)
}
