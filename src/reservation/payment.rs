//! Payments: their price, the units that they paid for, and when they were made.

use std::sync::Arc;

use chrono::NaiveDate;

use super::schedule::Schedule;
use crate::facts::InvalidFacts;
use crate::money::{Currency, Money, MoneyError};
use crate::quantity::Quantity;

/// The price of one payment: what is billed, and the US dollar price that the cap counts.
///
/// Neither side is converted into the other: the service has a price of its own for each.
///
/// # Examples
///
/// ```
/// use reservation_policy::Price;
///
/// let for_one = Price::new("59.29 EUR".parse()?, "64.55 USD".parse()?)?;
/// assert_eq!(for_one.times(4)?.billed().to_string(), "237.16 EUR");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct Price {
    billed: Money,
    usd: Money,
}

impl Price {
    /// A price in the billing currency, and the same price in US dollars.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for a negative side, or a US dollar side in another currency.
    pub fn new(billed: Money, usd: Money) -> Result<Self, InvalidFacts> {
        if let Some(amount) = [billed, usd].into_iter().find(|side| side.is_negative()) {
            return Err(InvalidFacts::NegativePrice { amount });
        }
        if usd.currency() != Currency::USD {
            return Err(InvalidFacts::PriceNotUsd { currency: usd.currency() });
        }
        Ok(Self { billed, usd })
    }

    /// A price that is billed in US dollars.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] for a negative price, or one in another currency.
    pub fn usd(price: Money) -> Result<Self, InvalidFacts> {
        Self::new(price, price)
    }

    /// The price of some units, from that of one.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when it cannot be held.
    pub fn times(self, units: u32) -> Result<Self, MoneyError> {
        Ok(Self { billed: self.billed.checked_mul(units)?, usd: self.usd.checked_mul(units)? })
    }

    /// The side in the billing currency.
    #[must_use]
    pub const fn billed(self) -> Money {
        self.billed
    }

    /// The side in US dollars.
    #[must_use]
    pub const fn in_usd(self) -> Money {
        self.usd
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Price", deny_unknown_fields)]
struct Wire {
    billed: Money,
    usd: Money,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for Price {
    type Error = InvalidFacts;

    fn try_from(wire: Wire) -> Result<Self, InvalidFacts> {
        Self::new(wire.billed, wire.usd)
    }
}

#[cfg(feature = "serde")]
impl From<Price> for Wire {
    fn from(price: Price) -> Self {
        Self { billed: price.billed, usd: price.usd }
    }
}

/// When a payment was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a payment is made, will be, or is not")]
pub enum Made {
    /// On its due date; the first payment with the purchase.
    AsDue,
    /// On a UTC day.
    On(NaiveDate),
    /// Not yet, as far as the record goes.
    Not,
}

/// One payment of a plan.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::{Made, Payment};
/// use reservation_policy::{Price, Quantity, Reservation, ResourceType, Term};
///
/// // Ten units were owned in the first month, six are left since.
/// let price = |text: &str| Price::usd(text.parse()?).map_err(reservation_policy::Error::from);
/// let first = Payment::new(1, price("100.00 USD")?, Quantity::new(10)?, Made::On("2026-01-01".parse()?));
/// let second = Payment::new(2, price("60.00 USD")?, Quantity::new(6)?, Made::On("2026-02-03".parse()?));
/// let rest = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
///     .units(6)
///     .payments(vec![first, second])
///     .build()?;
/// assert_eq!(rest.paid_by("2026-02-02".parse()?)?.to_string(), "100.00 USD");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Payment {
    /// Which payment of the plan, from 1.
    pub number: u32,
    /// What it costs, for the units that it paid for.
    pub price: Price,
    /// The units that it paid for: those that were owned when it fell due.
    pub units_paid_for: Quantity,
    /// When it was made.
    pub made: Made,
}

impl Payment {
    /// A payment.
    #[must_use]
    pub const fn new(number: u32, price: Price, units_paid_for: Quantity, made: Made) -> Self {
        Self { number, price, units_paid_for, made }
    }
}

/// Which payments count as made: those made by a day, and perhaps those that were only scheduled by then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MadeOn {
    day: NaiveDate,
    assumed_after: Option<NaiveDate>,
}

impl MadeOn {
    /// What the record says was made by a day.
    pub(crate) const fn record(day: NaiveDate) -> Self {
        Self { day, assumed_after: None }
    }

    /// The same, and every payment that fell due by the day.
    pub(crate) const fn assuming(day: NaiveDate) -> Self {
        Self { day, assumed_after: Some(NaiveDate::MIN) }
    }

    /// The same, and every payment that fell due by the day and after an earlier one.
    pub(crate) const fn assuming_after(day: NaiveDate, earlier: NaiveDate) -> Self {
        Self { day, assumed_after: Some(earlier) }
    }

    /// The same view on another day.
    pub(crate) const fn on(self, day: NaiveDate) -> Self {
        Self { day, ..self }
    }

    /// Whether a payment counts as made; `recorded` is false when only the assumption makes it so.
    pub(crate) fn of(self, number: u32, made: Made, due: NaiveDate) -> Option<ByRecord> {
        let recorded = match made {
            Made::AsDue => number == 1 || due <= self.day,
            Made::On(day) => day <= self.day,
            Made::Not => false,
        };
        let assumed = due <= self.day && self.assumed_after.is_some_and(|after| due > after);
        if recorded {
            Some(ByRecord::Yes)
        } else if assumed {
            Some(ByRecord::Assumed)
        } else {
            None
        }
    }
}

/// Whether the record says that a payment was made, or an assumption does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByRecord {
    /// The record.
    Yes,
    /// The assumption that scheduled payments are made.
    Assumed,
}

/// Payments between two that are listed: from `next` up to and without `end`, of which the first `due` have fallen due.
#[derive(Debug, Clone, Copy)]
struct Gap {
    schedule: Schedule,
    when: MadeOn,
    due: u32,
    next: u32,
    end: u32,
}

/// The payments of a plan: those that are listed, and how the others follow from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Payments {
    list: Arc<[Payment]>,
    others: Others,
}

/// How payments that are not listed are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub(crate) enum Others {
    /// As they fall due.
    AsDue,
    /// Not yet.
    Not,
}

impl Others {
    const fn made(self) -> Made {
        match self {
            Self::AsDue => Made::AsDue,
            Self::Not => Made::Not,
        }
    }
}

impl Payments {
    /// Checks that the payments fit one another and a plan.
    pub(crate) fn new(
        mut list: Vec<Payment>,
        others: Others,
        schedule: Schedule,
        owned: Quantity,
    ) -> Result<Self, InvalidFacts> {
        list.sort_by_key(|payment| payment.number);
        let payments = schedule.payments();
        let currency = list.first().ok_or(InvalidFacts::NoPayment)?.price.billed.currency();
        let mut previous = 0;
        for payment in &list {
            let number = payment.number;
            if number == 0 || number > payments {
                return Err(InvalidFacts::PaymentOutsidePlan { number, payments });
            }
            if number == previous {
                return Err(InvalidFacts::PaymentTwice { number });
            }
            if payment.units_paid_for < owned {
                return Err(InvalidFacts::PaidForTooFew { number, paid_for: payment.units_paid_for, owned });
            }
            let right = payment.price.billed.currency();
            if right != currency {
                return Err(MoneyError::CurrencyMismatch { left: currency, right }.into());
            }
            previous = number;
        }
        Ok(Self { list: list.into(), others })
    }

    pub(crate) fn list(&self) -> &[Payment] {
        &self.list
    }

    pub(crate) const fn others(&self) -> Others {
        self.others
    }

    pub(crate) fn currency(&self) -> Currency {
        self.list.first().map_or(Currency::USD, |payment| payment.price.billed.currency())
    }

    /// A payment by its number: as it is listed, else at the price and units of the last one listed before it.
    pub(crate) fn payment(&self, number: u32) -> Option<Payment> {
        let after = self.list.partition_point(|payment| payment.number <= number);
        let known = after.checked_sub(1).map_or_else(|| self.list.first(), |before| self.list.get(before))?;
        let made = if known.number == number { known.made } else { self.others.made() };
        Some(Payment { number, made, ..*known })
    }

    /// Whether a payment counts as made.
    pub(crate) fn is_made(&self, number: u32, schedule: Schedule, when: MadeOn) -> Option<ByRecord> {
        let payment = self.payment(number)?;
        when.of(number, payment.made, schedule.due(number)?)
    }

    /// What was paid, for every unit.
    pub(crate) fn total(&self, schedule: Schedule, when: MadeOn) -> Result<Money, MoneyError> {
        let mut total: Option<Money> = None;
        self.each_run(schedule, when, |payment, count| {
            let run = payment.price.billed.checked_mul(count)?;
            total = Some(total.map_or(Ok(run), |total| total.checked_add(run))?);
            Ok(())
        })?;
        Ok(total.unwrap_or(Money::zero(self.currency())))
    }

    /// How many payments count as made.
    pub(crate) fn count(&self, schedule: Schedule, when: MadeOn) -> u32 {
        let mut made: u32 = 0;
        let counted = self.each_run(schedule, when, |_, count| {
            made = made.saturating_add(count);
            Ok(())
        });
        // Counting has no error of its own.
        counted.map_or(made, |()| made)
    }

    /// The due date of the last payment that only an assumption makes, by a day.
    pub(crate) fn last_assumed(&self, schedule: Schedule, today: NaiveDate) -> Option<NaiveDate> {
        let when = MadeOn::assuming(today);
        let assumed = (1..=schedule.due_by(today))
            .rev()
            .find(|number| self.is_made(*number, schedule, when) == Some(ByRecord::Assumed));
        schedule.due(assumed?)
    }

    /// Visits the payments that count as made, in runs of one price: each listed one, and those that follow it.
    fn each_run(
        &self,
        schedule: Schedule,
        when: MadeOn,
        mut visit: impl FnMut(&Payment, u32) -> Result<(), MoneyError>,
    ) -> Result<(), MoneyError> {
        // No payment that is not listed can be made before it falls due, as none of them has a day of its own.
        let mut gap = Gap { schedule, when, due: schedule.due_by(when.day), next: 1, end: 1 };
        let mut before = self.list.first();
        for payment in self.list.iter() {
            gap.end = payment.number;
            self.visit_gap(before, gap, &mut visit)?;
            let due = schedule.due(payment.number);
            if due.and_then(|due| when.of(payment.number, payment.made, due)).is_some() {
                visit(payment, 1)?;
            }
            gap.next = payment.number.saturating_add(1);
            before = Some(payment);
        }
        gap.end = schedule.payments().saturating_add(1);
        self.visit_gap(before, gap, &mut visit)
    }

    /// Visits those payments of a gap in the list that count as made, at the price of the one before it.
    fn visit_gap(
        &self,
        before: Option<&Payment>,
        Gap { schedule, when, due, next, end }: Gap,
        visit: &mut impl FnMut(&Payment, u32) -> Result<(), MoneyError>,
    ) -> Result<(), MoneyError> {
        let Some(priced) = before else { return Ok(()) };
        let end = end.min(due.saturating_add(1));
        let is_made =
            |number: &u32| schedule.due(*number).is_some_and(|due| when.of(*number, Made::Not, due).is_some());
        let count = match self.others {
            Others::AsDue => end.saturating_sub(next),
            Others::Not if when.assumed_after.is_none() => 0,
            Others::Not => u32::try_from((next..end).filter(is_made).count()).unwrap_or(0),
        };
        if count == 0 { Ok(()) } else { visit(priced, count) }
    }

    /// The payments of the units that stay after a return on a day: later ones pay for them alone.
    pub(super) fn after_return(&self, schedule: Schedule, left: Quantity, on: NaiveDate) -> Self {
        let next = schedule.due_by(on).saturating_add(1);
        let mut list: Vec<Payment> = self.list.iter().filter(|payment| payment.number < next).copied().collect();
        for payment in (next..=schedule.payments()).filter_map(|number| self.payment(number)) {
            // A later payment that is made already was for all the units.
            let paid_ahead = matches!(payment.made, Made::On(day) if day <= on);
            let paid_for = if paid_ahead { None } else { part_of(payment.price, left, payment.units_paid_for) };
            let payment = paid_for.map_or(payment, |price| Payment { price, units_paid_for: left, ..payment });
            // What follows from the one before need not be listed.
            let follows = list
                .last()
                .is_some_and(|before| (before.price, before.units_paid_for) == (payment.price, payment.units_paid_for));
            if !follows || payment.made != self.others.made() {
                list.push(payment);
            }
        }
        Self { list: list.into(), others: self.others }
    }
}

/// The price of some of the units that a payment paid for, each side rounded once to its minor unit.
fn part_of(price: Price, units: Quantity, of: Quantity) -> Option<Price> {
    let share = crate::rounding::Share::new(units.get(), of.get()).ok()?;
    Some(Price { billed: price.billed.share(share).ok()?, usd: price.usd.share(share).ok()? })
}
