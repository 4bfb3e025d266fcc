//! Cancellation of orders: line by line, each line whole (`AMB-23`), each order once (`SW-12`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{Attempt, Cancellation, OrderId, SoftwarePolicy, SoftwarePurchase};
use crate::decision::Decision;
use crate::facts::InvalidFacts;
use crate::money::{Currency, Money};
use crate::request::QuestionError;

/// An order of software: its id, and at least one purchase with its line number, all in one currency.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::{SoftwareFamily, SoftwareOrder, SoftwarePurchase};
///
/// let bought_at = "2021-03-15T18:30:00Z".parse()?;
/// let line = SoftwarePurchase::perpetual(SoftwareFamily::SqlServer, bought_at, "1200.00 USD".parse()?)?;
/// let order = SoftwareOrder::new("6a7c2d54".parse()?, [(0, line)])?;
/// assert_eq!(order.line(0).and_then(SoftwarePurchase::order_id), Some(order.id()));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Wire", into = "Wire"))]
pub struct SoftwareOrder {
    id: OrderId,
    lines: BTreeMap<u32, SoftwarePurchase>,
    currency: Currency,
}

impl SoftwareOrder {
    /// An order of purchases with their line numbers. A purchase without an order gets this one.
    ///
    /// # Errors
    ///
    /// [`InvalidFacts`] without lines, for a line number twice, a purchase of another order, and two currencies.
    pub fn new(id: OrderId, lines: impl IntoIterator<Item = (u32, SoftwarePurchase)>) -> Result<Self, InvalidFacts> {
        let mut sorted = BTreeMap::new();
        let mut currency = None;
        for (number, mut purchase) in lines {
            let found = purchase.paid.currency();
            let expected = *currency.get_or_insert(found);
            if found != expected {
                return Err(InvalidFacts::OrderCurrencies { order: id.to_string(), expected, found });
            }
            let named = purchase.order_id.get_or_insert_with(|| id.clone());
            if *named != id {
                return Err(InvalidFacts::LineOfOtherOrder { other: named.to_string(), order: id.to_string(), number });
            }
            match sorted.entry(number) {
                Entry::Vacant(line) => line.insert(purchase),
                Entry::Occupied(_) => return Err(InvalidFacts::OrderLineTwice { order: id.to_string(), number }),
            };
        }
        match currency {
            Some(currency) => Ok(Self { id, lines: sorted, currency }),
            None => Err(InvalidFacts::OrderWithoutLines { order: id.to_string() }),
        }
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> &OrderId {
        &self.id
    }

    /// The purchases by line number; at least one.
    #[must_use]
    pub const fn lines(&self) -> &BTreeMap<u32, SoftwarePurchase> {
        &self.lines
    }

    /// The purchase of a line.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&SoftwarePurchase> {
        self.lines.get(&number)
    }

    /// The currency of every line.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether every line is canceled. The service then shows the order as canceled, and until then as completed.
    #[must_use]
    pub fn is_canceled(&self) -> bool {
        self.lines.values().all(SoftwarePurchase::is_canceled)
    }
}

/// The lines of an order that should be canceled, each of them whole (`AMB-23`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "all or some")]
pub enum LineSelection {
    /// Every line.
    All,
    /// The lines with these numbers.
    Only(BTreeSet<u32>),
}

/// The answer for one order: a decision for each selected line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct OrderCancellation {
    /// The decisions by line number; each shows the credit of its line, approved or not.
    pub lines: BTreeMap<u32, Decision<Cancellation>>,
    /// The credits of the approved lines together, in the currency of the order.
    pub credit: Money,
    /// The order with the approved lines canceled.
    pub order_after: SoftwareOrder,
}

impl OrderCancellation {
    /// Whether every selected line is approved.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.lines.values().all(Decision::is_approved)
    }
}

impl SoftwarePolicy {
    /// Decides on lines of one order, each line by itself.
    ///
    /// # Errors
    ///
    /// [`QuestionError`] for a selection of no line or of a line that the order does not have, and every error of
    /// [`decide_cancellation`](Self::decide_cancellation).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Role;
    /// use reservation_policy::software::{
    ///     Attempt, LineSelection, SoftwareFamily, SoftwareOrder, SoftwarePolicy, SoftwarePurchase,
    /// };
    ///
    /// let bought_at = "2021-03-15T18:30:00Z".parse()?;
    /// let paid = "1200.00 USD".parse()?;
    /// let sql = SoftwarePurchase::perpetual(SoftwareFamily::SqlServer, bought_at, paid)?.product("SQL Server")?;
    /// let linux = SoftwarePurchase::perpetual(SoftwareFamily::RedHat, bought_at, paid)?.product("RHEL")?;
    /// let order = SoftwareOrder::new("6a7c2d54".parse()?, [(0, sql), (1, linux)])?;
    /// let attempt = Attempt::new("2021-04-01T00:00:00Z".parse()?)
    ///     .by(Role::AdminAgent)
    ///     .acknowledged()
    ///     .for_customer("Contoso")?;
    ///
    /// let policy = SoftwarePolicy::named("2018-08")?;
    /// let answer = policy.decide_order_cancellation(&order, &LineSelection::All, &attempt)?;
    /// assert_eq!(answer.credit.to_string(), "1200.00 USD"); // Red Hat plans are not canceled
    /// assert!(answer.lines[&0].is_approved() && !answer.order_after.is_canceled());
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn decide_order_cancellation(
        &self,
        order: &SoftwareOrder,
        selection: &LineSelection,
        attempt: &Attempt,
    ) -> Result<OrderCancellation, QuestionError> {
        check(order, selection)?;
        let mut answer = OrderCancellation {
            lines: BTreeMap::new(),
            credit: Money::zero(order.currency),
            order_after: order.clone(),
        };
        for (number, purchase) in &mut answer.order_after.lines {
            if matches!(selection, LineSelection::Only(numbers) if !numbers.contains(number)) {
                continue;
            }
            let decision = self.decide_cancellation(purchase, attempt)?;
            if decision.is_approved() {
                answer.credit = answer.credit.checked_add(decision.outcome().credit)?;
                purchase.is_canceled = true;
            }
            answer.lines.insert(*number, decision);
        }
        Ok(answer)
    }

    /// Decides on several whole orders: each id once, in the order of first appearance (`SW-12`).
    ///
    /// # Errors
    ///
    /// [`QuestionError::ConflictingOrders`] for an id with two different contents, and every error of
    /// [`decide_order_cancellation`](Self::decide_order_cancellation).
    pub fn decide_order_cancellations(
        &self,
        orders: &[SoftwareOrder],
        attempt: &Attempt,
    ) -> Result<Vec<OrderCancellation>, QuestionError> {
        let mut seen: BTreeMap<&OrderId, &SoftwareOrder> = BTreeMap::new();
        let mut answers = Vec::with_capacity(orders.len());
        for order in orders {
            match seen.insert(&order.id, order) {
                None => answers.push(self.decide_order_cancellation(order, &LineSelection::All, attempt)?),
                Some(earlier) if earlier == order => {}
                Some(_) => return Err(QuestionError::ConflictingOrders { order: order.id.to_string() }),
            }
        }
        Ok(answers)
    }
}

fn check(order: &SoftwareOrder, selection: &LineSelection) -> Result<(), QuestionError> {
    let LineSelection::Only(numbers) = selection else { return Ok(()) };
    if numbers.is_empty() {
        return Err(QuestionError::Nothing { what: "selected line of the order" });
    }
    match numbers.iter().find(|number| !order.lines.contains_key(number)) {
        Some(number) => Err(QuestionError::UnknownOrderLine { order: order.id.to_string(), number: *number }),
        None => Ok(()),
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(
    rename = "SoftwareOrder",
    deny_unknown_fields,
    expecting = "an object with the `id` and the `lines` of an order"
)]
struct Wire {
    id: OrderId,
    lines: Vec<Line>,
}

#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with the `number` and the `purchase` of a line")]
struct Line {
    number: u32,
    purchase: SoftwarePurchase,
}

#[cfg(feature = "serde")]
impl TryFrom<Wire> for SoftwareOrder {
    type Error = InvalidFacts;

    fn try_from(wire: Wire) -> Result<Self, InvalidFacts> {
        Self::new(wire.id, wire.lines.into_iter().map(|line| (line.number, line.purchase)))
    }
}

#[cfg(feature = "serde")]
impl From<SoftwareOrder> for Wire {
    fn from(order: SoftwareOrder) -> Self {
        let lines = order.lines.into_iter().map(|(number, purchase)| Line { number, purchase });
        Self { id: order.id, lines: lines.collect() }
    }
}
