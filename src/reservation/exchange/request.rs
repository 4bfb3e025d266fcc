//! The facts of one exchange.

use core::fmt;

use chrono::{DateTime, Utc};

use super::purchase::Purchase;
use crate::money::Currency;
use crate::policy::reservation::Requester;
use crate::quantity::{InvalidQuantity, Quantity};
use crate::reservation::account::{Agreement, Cloud};
use crate::reservation::refund::Usage;
use crate::reservation::{Reservation, ReservationId};
use crate::shown::shortened;

/// A reservation that is given back in an exchange, and how many units of it.
///
/// What is not said counts as: unused, no unit given back before, no final exchange made before.
///
/// # Examples
///
/// Five were bought, two of them had their final exchange:
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
/// let item = Return::new(&old, Quantity::new(3)?).with_final_exchanges_used(2);
/// assert_eq!(item.final_exchanges_left(), 3, "just enough for these three");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Return<'a> {
    reservation: &'a Reservation,
    quantity: Quantity,
    usage: Usage,
    original_quantity: Quantity,
    final_exchanges_used: u32,
}

impl<'a> Return<'a> {
    /// Giving back `quantity` units of a reservation.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// let some = Return::new(&old, Quantity::new(2)?);
    /// assert_eq!((some.quantity().get(), some.reservation().quantity().get()), (2, 5));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(reservation: &'a Reservation, quantity: Quantity) -> Self {
        Self {
            reservation,
            quantity,
            usage: Usage::Unused,
            original_quantity: reservation.quantity(),
            final_exchanges_used: 0,
        }
    }

    /// Says whether the reservation has been used; it matters inside a full-refund window.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, five).with_usage(Usage::Used).usage(), Usage::Used);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-02`.
    #[must_use]
    pub const fn with_usage(mut self, usage: Usage) -> Self {
        self.usage = usage;
        self
    }

    /// Says how many units were bought, where that is more than are owned now. It matters under a policy that leaves
    /// each unit one final exchange (`L-09`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// let eight_bought = Return::new(&old, five).with_original_quantity(Quantity::new(8)?);
    /// assert_eq!(eight_bought.final_exchanges_left(), 8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_original_quantity(mut self, quantity: Quantity) -> Self {
        self.original_quantity = quantity;
        self
    }

    /// Says how many of the units that were bought have had their final exchange (`L-09`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, five).with_final_exchanges_used(4).final_exchanges_left(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_final_exchanges_used(mut self, units: u32) -> Self {
        self.final_exchanges_used = units;
        self
    }

    /// What is given back.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, five).reservation(), &old);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn reservation(&self) -> &'a Reservation {
        self.reservation
    }

    /// How many units of it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, Quantity::ONE).quantity(), Quantity::ONE);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// Whether it has been used.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, five).usage(), Usage::Unused, "nothing else was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn usage(&self) -> Usage {
        self.usage
    }

    /// How many units were bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, Quantity::ONE).original_quantity(), five, "what is owned, until it is said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn original_quantity(&self) -> Quantity {
        self.original_quantity
    }

    /// How many units have had their final exchange.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, five).final_exchanges_used(), 0, "nothing else was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn final_exchanges_used(&self) -> u32 {
        self.final_exchanges_used
    }

    /// How many units still have their final exchange.
    ///
    /// Never below zero.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(Return::new(&old, five).with_final_exchanges_used(2).final_exchanges_left(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-09`.
    #[must_use]
    pub const fn final_exchanges_left(&self) -> u32 {
        self.original_quantity.get().saturating_sub(self.final_exchanges_used)
    }
}

/// The facts of one exchange: what is given back, what is bought, when, who asks; and what else is known.
///
/// What is not said counts as: public cloud, no agreement known. The whole exchange is in one billing currency.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
/// let at = "2025-07-09T12:00:00Z".parse()?;
/// let request = ExchangeRequest::new(vec![Return::new(&old, five)], vec![new.into()], at, Requester::Partner)?
///     .with_agreement(Agreement::Csp);
/// assert_eq!((request.returns().len(), request.purchases().len()), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ExchangeRequest<'a> {
    returns: Vec<Return<'a>>,
    purchases: Vec<Purchase>,
    currency: Currency,
    at: DateTime<Utc>,
    requester: Requester,
    cloud: Cloud,
    agreement: Option<Agreement>,
}

/// Which side of an exchange.
///
/// # Examples
///
/// An error names the side that is wrong:
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
/// let nothing = ExchangeRequest::new(vec![Return::new(&old, five)], vec![], old.purchased_at(), Requester::Owner);
/// assert_eq!(nothing.err(), Some(InvalidExchange::Empty { side: ExchangeSide::Bought }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "an exchange has two sides")]
pub enum ExchangeSide {
    /// What is given back.
    Returned,
    /// What is bought.
    Bought,
}

impl fmt::Display for ExchangeSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Returned => "returned reservation",
            Self::Bought => "purchase",
        })
    }
}

/// Facts that make no exchange. Places are counted from 1.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
/// let six = Return::new(&old, Quantity::new(6)?);
/// let new = NewReservation::new(ResourceType::VirtualMachines, five, Term::OneYear, usd("2000.00")?)?;
/// let request = ExchangeRequest::new(vec![six], vec![new.into()], old.purchased_at(), Requester::Owner);
/// assert_eq!(
///     request.err().map(|error| error.to_string()).as_deref(),
///     Some("returned reservation 1: quantity `6` is more than there is, expected 1 to 5")
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidExchange {
    /// One of the two sides is empty.
    #[error("there is no {side}, expected at least one")]
    Empty {
        /// Which side.
        side: ExchangeSide,
    },
    /// A reservation is given back twice.
    #[error("returned reservation {number} is `{shown}` once more, expected each reservation once", shown = shortened(.id.as_str()))]
    ReturnedTwice {
        /// The second place at which it stands.
        number: u32,
        /// The reservation.
        id: ReservationId,
    },
    /// More units than are owned.
    #[error("returned reservation {number}: {error}")]
    Quantity {
        /// Which reservation.
        number: u32,
        /// What is wrong with the quantity.
        error: InvalidQuantity,
    },
    /// More than one billing currency.
    #[error(
        "{side} {number} is in `{found}` and returned reservation 1 in `{expected}`, expected one billing currency"
    )]
    Currency {
        /// Which side.
        side: ExchangeSide,
        /// Which place on that side.
        number: u32,
        /// Its currency.
        found: Currency,
        /// The currency of the first returned reservation.
        expected: Currency,
    },
}

impl<'a> ExchangeRequest<'a> {
    /// Giving back reservations for purchases at an instant.
    ///
    /// # Errors
    ///
    /// [`InvalidExchange`] when a side is empty, when a reservation with an id is given back twice, when more units
    /// are given back than are owned, and when there is more than one billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// let (two, three) = (Return::new(&old, Quantity::new(2)?), Return::new(&old, Quantity::new(3)?));
    /// let at = "2025-07-09T12:00:00Z".parse()?;
    /// let request = ExchangeRequest::new(vec![two, three], vec![new.into()], at, Requester::Owner)?;
    /// assert_eq!(request.currency(), Currency::USD);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-07`, `AMB-13`.
    pub fn new(
        returns: Vec<Return<'a>>,
        purchases: Vec<Purchase>,
        at: DateTime<Utc>,
        requester: Requester,
    ) -> Result<Self, InvalidExchange> {
        let Some(first) = returns.first() else {
            return Err(InvalidExchange::Empty { side: ExchangeSide::Returned });
        };
        if purchases.is_empty() {
            return Err(InvalidExchange::Empty { side: ExchangeSide::Bought });
        }
        let currency = first.reservation.currency();
        let returned = returns.iter().zip(1..).map(|(item, number)| (item.reservation.currency(), number));
        one_currency(currency, ExchangeSide::Returned, returned)?;
        let bought = purchases.iter().zip(1..).map(|(item, number)| (item.price().currency(), number));
        one_currency(currency, ExchangeSide::Bought, bought)?;
        each_once(&returns)?;
        for (item, number) in returns.iter().zip(1..) {
            let owned = item.reservation.quantity();
            if item.quantity > owned {
                let error = InvalidQuantity::AboveOwned { requested: item.quantity, owned };
                return Err(InvalidExchange::Quantity { number, error });
            }
        }
        Ok(Self { returns, purchases, currency, at, requester, cloud: Cloud::Public, agreement: None })
    }

    /// Says which cloud it is for.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.with_cloud(Cloud::UsGovernment).cloud(), Cloud::UsGovernment);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `ELIG-01`, `ELIG-02`.
    #[must_use]
    pub const fn with_cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Says under which agreement the reservations were bought. Under CSP only the partner may exchange them.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.with_agreement(Agreement::Csp).agreement(), Some(Agreement::Csp));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CSP-14`, `CON-07`, `ELIG-01`, `ELIG-03`.
    #[must_use]
    pub const fn with_agreement(mut self, agreement: Agreement) -> Self {
        self.agreement = Some(agreement);
        self
    }

    /// The same request at another instant.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// let tomorrow = request.at_instant("2025-07-10T12:00:00Z".parse()?);
    /// assert_eq!(tomorrow.at().to_string(), "2025-07-10 12:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at_instant(mut self, at: DateTime<Utc>) -> Self {
        self.at = at;
        self
    }

    /// What is given back; never empty.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.returns()[0].quantity(), five);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn returns(&self) -> &[Return<'a>] {
        &self.returns
    }

    /// What is bought; never empty.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.purchases()[0].price().to_string(), "2000.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn purchases(&self) -> &[Purchase] {
        &self.purchases
    }

    /// The billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.currency(), Currency::USD);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// When.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.at().to_string(), "2025-07-09 12:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Who asks.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.requester(), Requester::Owner);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn requester(&self) -> Requester {
        self.requester
    }

    /// Which cloud it is for.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.cloud(), Cloud::Public, "nothing else was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn cloud(&self) -> Cloud {
        self.cloud
    }

    /// The agreement, where it is known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_request.txt")]
    /// assert_eq!(request.agreement(), None, "nothing was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn agreement(&self) -> Option<Agreement> {
        self.agreement
    }
}

fn one_currency(
    expected: Currency,
    side: ExchangeSide,
    mut found: impl Iterator<Item = (Currency, u32)>,
) -> Result<(), InvalidExchange> {
    match found.find(|(found, _)| *found != expected) {
        Some((found, number)) => Err(InvalidExchange::Currency { side, number, found, expected }),
        None => Ok(()),
    }
}

/// Sorted by id, the same reservation stands next to itself: cheap for any number of them.
fn each_once(returns: &[Return<'_>]) -> Result<(), InvalidExchange> {
    let numbered = returns.iter().map(|item| item.reservation.id()).zip(1_u32..);
    let mut ids: Vec<(&ReservationId, u32)> = numbered.filter_map(|(id, number)| Some((id?, number))).collect();
    ids.sort_unstable();
    let twice = ids.windows(2).filter_map(|pair| match pair {
        [(first, _), (second, number)] if first == second => Some((*number, *second)),
        _ => None,
    });
    match twice.min_by_key(|(number, _)| *number) {
        Some((number, id)) => Err(InvalidExchange::ReturnedTwice { number, id: id.clone() }),
        None => Ok(()),
    }
}
