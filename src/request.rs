//! What is asked: when, by whom, under which account, and what is returned.

use chrono::{DateTime, NaiveDate, Utc};

use crate::account::{Account, Cloud, Requester};
use crate::calendar::{rfc3339, utc_date};
use crate::edition::PolicyName;
use crate::facts::InvalidFacts;
use crate::money::{Currency, Money, MoneyError};
use crate::quantity::{Quantity, Rate};
use crate::reservation::Reservation;

/// When something is asked, by whom and under which account: the same for refunds, exchanges and swaps.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Account, Request, Requester};
///
/// let request = Request::new("2026-04-17T14:05:00Z".parse()?, Requester::Partner).under(Account::Csp);
/// assert_eq!(request.date(), "2026-04-17".parse()?);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Request {
    /// The instant of the request. Its UTC day decides what is used; payments after it are not made yet.
    pub at: DateTime<Utc>,
    /// Who asks.
    pub requester: Requester,
    /// The account that the reservation was bought under, where it is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub account: Option<Account>,
    /// The cloud; the commercial one unless said otherwise.
    #[cfg_attr(feature = "serde", serde(default))]
    pub cloud: Cloud,
    /// The early termination fee rate, for an edition that charges one and does not state it (`FEE-01`).
    #[cfg_attr(feature = "serde", serde(default))]
    pub fee_rate: Option<Rate>,
    /// Whether payments that are not made count as made on their due date.
    #[cfg_attr(feature = "serde", serde(default))]
    pub assume_scheduled_payments: bool,
    /// Whether the requester may also buy savings plans (`L-24`), where it is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub savings_plan_role: Option<bool>,
}

impl Request {
    /// A request in the commercial cloud, under an account that is not known.
    #[must_use]
    pub const fn new(at: DateTime<Utc>, requester: Requester) -> Self {
        Self {
            at,
            requester,
            account: None,
            cloud: Cloud::Public,
            fee_rate: None,
            assume_scheduled_payments: false,
            savings_plan_role: None,
        }
    }

    /// Under an account.
    #[must_use]
    pub const fn under(mut self, account: Account) -> Self {
        self.account = Some(account);
        self
    }

    /// In a cloud.
    #[must_use]
    pub const fn in_cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// With the early termination fee rate that applies (`FEE-01`).
    #[must_use]
    pub const fn fee_rate(mut self, rate: Rate) -> Self {
        self.fee_rate = Some(rate);
        self
    }

    /// Counts payments that are not made as made on their due date. The answer has a remark when it relied on one.
    #[must_use]
    pub const fn assume_scheduled_payments(mut self) -> Self {
        self.assume_scheduled_payments = true;
        self
    }

    /// The requester may also buy savings plans (`L-24`).
    #[must_use]
    pub const fn with_savings_plan_role(mut self) -> Self {
        self.savings_plan_role = Some(true);
        self
    }

    /// The requester may not buy savings plans (`L-24`).
    #[must_use]
    pub const fn without_savings_plan_role(mut self) -> Self {
        self.savings_plan_role = Some(false);
        self
    }

    /// The UTC day of the request.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        utc_date(self.at)
    }
}

/// What is returned of a reservation: some units or all of them, used or not, and what they cost today.
///
/// Built by [`Reservation::units`] and [`Reservation::all`], so the units are always owned.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Price, Reservation, ResourceType, Term};
///
/// let four = Reservation::builder(ResourceType::VirtualMachines, "2026-01-31".parse()?, Term::OneYear)
///     .units(4)
///     .upfront(Price::usd("400.00 USD".parse()?)?)
///     .build()?;
/// let two = four.units(2)?.unused();
/// assert_eq!(two.quantity().get(), 2);
/// assert!(four.units(5).is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Returned {
    reservation: Reservation,
    quantity: Quantity,
    unused: bool,
    current_price: Option<Money>,
    current_price_usd: Option<Money>,
}

impl Reservation {
    /// Some of its units, to return or exchange.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for 0 units or more than are owned (`AMB-13`).
    pub fn units(&self, units: u32) -> Result<Returned, InvalidFacts> {
        let requested = crate::facts::units(units)?;
        if requested > self.quantity() {
            return Err(InvalidFacts::AboveOwned { requested, owned: self.quantity() });
        }
        Ok(Returned::new(self.clone(), requested))
    }

    /// All of its units, to return or exchange.
    #[must_use]
    pub fn all(&self) -> Returned {
        Returned::new(self.clone(), self.quantity())
    }
}

impl Returned {
    const fn new(reservation: Reservation, quantity: Quantity) -> Self {
        Self { reservation, quantity, unused: false, current_price: None, current_price_usd: None }
    }

    /// The reservation was never used. Only then does a full-refund window for unused reservations apply (`L-02`).
    #[must_use]
    pub const fn unused(mut self) -> Self {
        self.unused = true;
        self
    }

    /// What one payment for the returned units costs today, in the billing currency (`L-03`).
    ///
    /// # Errors
    ///
    /// [`QuestionError`] for another currency or a negative price.
    pub fn current_price(mut self, price: Money) -> Result<Self, QuestionError> {
        check_current(price, self.reservation.currency())?;
        self.current_price = Some(price);
        Ok(self)
    }

    /// What one payment for the returned units costs today, in US dollars: for reservations billed in another
    /// currency (`AMB-27`).
    ///
    /// # Errors
    ///
    /// [`QuestionError`] for another currency or a negative price.
    pub fn current_price_usd(mut self, price: Money) -> Result<Self, QuestionError> {
        check_current(price, Currency::USD)?;
        self.current_price_usd = Some(price);
        Ok(self)
    }

    /// The reservation.
    #[must_use]
    pub const fn reservation(&self) -> &Reservation {
        &self.reservation
    }

    /// The units that are returned, from 1 to the units that are owned.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// Whether the reservation is known to be unused.
    #[must_use]
    pub const fn is_unused(&self) -> bool {
        self.unused
    }

    /// The current price of one payment in the billing currency, where it is known.
    #[must_use]
    pub const fn price_today(&self) -> Option<Money> {
        self.current_price
    }

    /// The current price of one payment in US dollars: as given, or the billing side where that is in US dollars.
    #[must_use]
    pub fn price_today_usd(&self) -> Option<Money> {
        let billed_in_usd = self.current_price.filter(|price| price.currency() == Currency::USD);
        self.current_price_usd.or(billed_in_usd)
    }

    /// The same return of another number of units. Current prices are for the old number, so they are scaled.
    pub(crate) fn with_quantity(&self, quantity: Quantity) -> Self {
        let scale = |price: Money| {
            let share = crate::rounding::Share::new(quantity.get(), self.quantity.get()).ok()?;
            price.share(share).ok()
        };
        Self {
            quantity,
            current_price: self.current_price.and_then(scale),
            current_price_usd: self.current_price_usd.and_then(scale),
            ..self.clone()
        }
    }
}

fn check_current(price: Money, expected: Currency) -> Result<(), QuestionError> {
    if price.currency() != expected {
        return Err(QuestionError::CurrentPriceCurrency { found: price.currency(), expected });
    }
    if price.is_negative() {
        return Err(QuestionError::CurrentPriceNegative { price });
    }
    Ok(())
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Returned", deny_unknown_fields)]
struct Wire {
    reservation: Reservation,
    quantity: Quantity,
    #[serde(default)]
    unused: bool,
    #[serde(default)]
    current_price: Option<Money>,
    #[serde(default)]
    current_price_usd: Option<Money>,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Returned {
    type Error = QuestionError;

    fn try_from(wire: Wire) -> Result<Self, QuestionError> {
        let mut returned = wire.reservation.units(wire.quantity.get())?;
        returned.unused = wire.unused;
        if let Some(price) = wire.current_price {
            returned = returned.current_price(price)?;
        }
        if let Some(price) = wire.current_price_usd {
            returned = returned.current_price_usd(price)?;
        }
        Ok(returned)
    }
}

#[cfg(feature = "serde")]
impl From<Returned> for Wire {
    fn from(returned: Returned) -> Self {
        Self {
            reservation: returned.reservation,
            quantity: returned.quantity,
            unused: returned.unused,
            current_price: returned.current_price,
            current_price_usd: returned.current_price_usd,
        }
    }
}

/// A question that has no answer under any policy.
///
/// # Examples
///
/// ```
/// use reservation_policy::{Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term};
///
/// let vm = Reservation::builder(ResourceType::VirtualMachines, "2025-01-01".parse()?, Term::OneYear)
///     .upfront(Price::usd("365.00 USD".parse()?)?)
///     .build()?;
/// let request = Request::new("2026-01-01T00:00:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
/// let error = policy.decide_refund(&vm.all(), &request, &RefundLedger::new()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`2026-01-01T00:00:00Z` is after the term, expected an instant before the end of the term on `2026-01-01`"
/// );
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// The request is earlier than the purchase.
    #[error("`{}` is before the purchase, expected an instant from `{}` on", rfc3339(*at), rfc3339(*purchased_at))]
    BeforePurchase {
        /// The instant of the request.
        at: DateTime<Utc>,
        /// The instant of the purchase.
        purchased_at: DateTime<Utc>,
    },
    /// The term has ended: nothing is left to return.
    #[error("`{}` is after the term, expected an instant before the end of the term on `{end}`", rfc3339(*at))]
    AfterTerm {
        /// The instant of the request.
        at: DateTime<Utc>,
        /// The first day after the term.
        end: NaiveDate,
    },
    /// The edition charges a fee and does not state its rate.
    #[error("policy `{policy}` states no early termination fee rate, expected the caller to give one from 0 to 1")]
    FeeRateMissing {
        /// The policy.
        policy: PolicyName,
    },
    /// A current price in another currency.
    #[error("the current price is in `{found}`, expected the billing currency `{expected}`")]
    CurrentPriceCurrency {
        /// The currency that was given.
        found: Currency,
        /// The currency that was expected.
        expected: Currency,
    },
    /// A negative current price.
    #[error("the current price `{price}` is negative, expected zero or more")]
    CurrentPriceNegative {
        /// The price.
        price: Money,
    },
    /// An exchange without a return or without a purchase.
    #[error("there is no {what}, expected at least one")]
    Nothing {
        /// What is missing: `returned reservation` or `purchase`.
        what: &'static str,
    },
    /// One reservation is returned twice in one question.
    #[error("returned reservation {number} is returned reservation {first} once more, expected each reservation once")]
    ReturnedTwice {
        /// The number of the later one, from 1.
        number: u32,
        /// The number of the earlier one, from 1.
        first: u32,
    },
    /// Amounts of one question in two currencies.
    #[error(
        "{what} {number} is in `{found}` and returned reservation 1 in `{expected}`, expected one billing currency"
    )]
    Currencies {
        /// What has the other currency: `returned reservation` or `purchase`.
        what: &'static str,
        /// Its number, from 1.
        number: u32,
        /// Its currency.
        found: Currency,
        /// The currency of the first returned reservation.
        expected: Currency,
    },
    /// One part of an exchange has no answer.
    #[error("{what} {number}: {error}")]
    Part {
        /// Which part: `returned reservation` or `purchase`.
        what: &'static str,
        /// Its number, from 1.
        number: u32,
        /// What is wrong with it.
        error: Box<QuestionError>,
    },
    /// The request is earlier than the renewal that the facts contain.
    #[error("`{}` is before the renewal, expected an instant from `{}` on", rfc3339(*at), rfc3339(*renewed_at))]
    BeforeRenewal {
        /// The instant of the request.
        at: DateTime<Utc>,
        /// The instant of the renewal.
        renewed_at: DateTime<Utc>,
    },
    /// The answer has a date that the calendar does not have.
    #[error("what follows from `{}` is past the end of the calendar, expected a date before the year 262142", rfc3339(*from))]
    PastCalendar {
        /// The instant that was counted from.
        from: DateTime<Utc>,
    },
    /// A selected line that the software order does not have.
    #[error("order `{order}` has no line `{number}`, expected the number of one of its lines")]
    UnknownOrderLine {
        /// The order.
        order: String,
        /// The number of the line.
        number: u32,
    },
    /// Two software orders with one id and different contents.
    #[error("order `{order}` is given twice with different contents, expected the same contents or another id")]
    ConflictingOrders {
        /// The order.
        order: String,
    },
    /// Columns of different lengths.
    #[error("column `{column}` has {found} rows, expected {expected} as in column `paid`")]
    ColumnLength {
        /// The name of the column.
        column: &'static str,
        /// How many rows it has.
        found: usize,
        /// How many rows the column `paid` has.
        expected: usize,
    },
    /// Refunds of one cap that are not in the order of their instants.
    #[error("`{}` is before the row before it at `{}`, expected rows in order", rfc3339(*at), rfc3339(*previous))]
    OutOfOrder {
        /// The instant of the row.
        at: DateTime<Utc>,
        /// The instant of the row before it.
        previous: DateTime<Utc>,
    },
    /// Two wishes of a plan in two currencies.
    #[error("wish {number} is in `{found}` and wish 1 in `{expected}`, expected one billing currency in a plan")]
    WishCurrencies {
        /// The number of the later wish, from 1.
        number: u32,
        /// Its currency.
        found: Currency,
        /// The currency of the first wish.
        expected: Currency,
    },
    /// Two wishes of a plan under two caps.
    #[error(
        "wish {number} is in scope `{found:.40}` and an earlier one in `{expected:.40}`, expected one plan for each cap"
    )]
    WishScopes {
        /// The number of the later wish, from 1.
        number: u32,
        /// Its scope.
        found: String,
        /// The scope of an earlier wish.
        expected: String,
    },
    /// Two wishes of a plan for one reservation.
    #[error("wish {number} is for the reservation of wish {first}, expected one wish for each reservation")]
    WishTwice {
        /// The number of the later wish, from 1.
        number: u32,
        /// The number of the earlier wish, from 1.
        first: u32,
    },
    /// The last day of a wish is before its first.
    #[error("wish {number} is not before `{not_before}` and not after `{not_after}`, expected at least one day")]
    WishDays {
        /// The number of the wish, from 1.
        number: u32,
        /// The first UTC day.
        not_before: NaiveDate,
        /// The last UTC day.
        not_after: NaiveDate,
    },
    /// Facts that contradict one another.
    #[error(transparent)]
    Facts(#[from] InvalidFacts),
    /// Amounts that cannot be combined or held.
    #[error(transparent)]
    Money(#[from] MoneyError),
}
