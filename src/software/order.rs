//! Orders of several lines, and several orders at once.
//!
//! A line is cancelled whole or not at all (`AMB-23`), and each line gets its own answer. An order is cancelled when
//! every line of it is. An order that is given several times is answered once (`SW-12`).

use std::collections::BTreeMap;

use crate::decision::Decision;
use crate::money::{Currency, Money};
use crate::policy::software::{SoftwarePolicy, SoftwarePolicyName};
use crate::quantity::Quantity;
use crate::software::cancellation::{Cancellation, CancellationError, CancellationReason, CancellationRequest};
use crate::software::reference::OrderId;
use crate::software::{PurchaseState, SoftwarePurchase};

/// One line of an order: a purchase, its number in the order, and how many were bought.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// let line = OrderLine::new(0, Quantity::new(3)?, purchase);
/// assert_eq!(line.purchase().paid().to_string(), "1200.00 USD"); // for all three
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-23`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct OrderLine {
    number: u32,
    quantity: Quantity,
    purchase: SoftwarePurchase,
}

impl OrderLine {
    /// A line. The amount paid of the purchase is for the whole quantity.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// let line = OrderLine::new(7, Quantity::ONE, purchase);
    /// assert_eq!((line.number(), line.quantity()), (7, Quantity::ONE));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(number: u32, quantity: Quantity, purchase: SoftwarePurchase) -> Self {
        Self { number, quantity, purchase }
    }

    /// The number of the line in its order.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(line.number(), 0, "as Partner Center counts them");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// How many were bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(line.quantity().get(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// How many the order shows: none once the line is cancelled.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// let shown: Vec<u32> = order.lines().iter().map(OrderLine::quantity_shown).collect();
    /// assert_eq!(shown, [3, 0], "the second line is cancelled");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn quantity_shown(&self) -> u32 {
        match self.purchase.state() {
            PurchaseState::Cancelled => 0,
            PurchaseState::Active => self.quantity.get(),
        }
    }

    /// The facts of the purchase.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(line.purchase().family(), SoftwareFamily::SqlServer);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchase(&self) -> &SoftwarePurchase {
        &self.purchase
    }
}

/// An order of software: an id and at least one line, all in one currency.
///
/// # Examples
///
/// ```
/// use reservation_policy::money::Currency;
/// use reservation_policy::software::order::{OrderLine, OrderStatus, SoftwareOrder};
/// use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
/// use reservation_policy::{Money, Quantity};
///
/// let paid = Money::parse("1200.00", Currency::USD)?;
/// let bought = "2021-03-15T18:30:00Z".parse()?;
/// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::SqlServer, bought, paid)?;
/// let order = SoftwareOrder::new("6a7c2d54".parse()?, vec![OrderLine::new(0, Quantity::ONE, purchase)])?;
/// assert_eq!(order.status(), OrderStatus::Completed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-12`, `AMB-23`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "wire::Order", into = "wire::Order")
)]
pub struct SoftwareOrder {
    id: OrderId,
    lines: Vec<OrderLine>,
    currency: Currency,
}

/// What an order's lines come to.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// // The first line still stands, the second one is cancelled.
/// assert_eq!(order.status(), OrderStatus::Completed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "the service has these two for orders that were placed")]
pub enum OrderStatus {
    /// At least one line stands.
    Completed,
    /// Every line is cancelled.
    Cancelled,
}

/// Lines that are no order.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// assert_eq!(
///     SoftwareOrder::new("6a7c2d54".parse()?, vec![line.clone(), line]).map_err(|error| error.to_string()),
///     Err("order `6a7c2d54` has line `0` twice, expected each number once".to_owned())
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSoftwareOrder {
    /// No lines.
    #[error("order `{order}` has no lines, expected at least one")]
    NoLines {
        /// The order.
        order: OrderId,
    },
    /// Two lines with one number.
    #[error("order `{order}` has line `{number}` twice, expected each number once")]
    RepeatedLine {
        /// The order.
        order: OrderId,
        /// The number of the line.
        number: u32,
    },
    /// A line that says that it belongs to another order.
    #[error("line `{number}` of order `{order}` belongs to order `{other}`, expected the same order")]
    LineOfOtherOrder {
        /// The order.
        order: OrderId,
        /// The number of the line.
        number: u32,
        /// The order that the line names.
        other: OrderId,
    },
    /// Lines in two currencies.
    #[error("order `{order}` has amounts in `{first}` and `{second}`, expected one currency")]
    MixedCurrencies {
        /// The order.
        order: OrderId,
        /// The currency of the first line.
        first: Currency,
        /// The other currency.
        second: Currency,
    },
}

impl SoftwareOrder {
    /// An order. Lines that do not name their order get its id; the lines are sorted by number.
    ///
    /// # Errors
    ///
    /// [`InvalidSoftwareOrder`] without lines, with a number twice, with a line of another order, and with two
    /// currencies.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// let order = SoftwareOrder::new("6a7c2d54".parse()?, vec![line])?;
    /// assert_eq!(order.lines()[0].purchase().order_id(), Some(order.id()), "the line got the order's id");
    /// assert!(SoftwareOrder::new("6a7c2d54".parse()?, vec![]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(id: OrderId, mut lines: Vec<OrderLine>) -> Result<Self, InvalidSoftwareOrder> {
        lines.sort_by_key(|line| line.number);
        let Some(first) = lines.first() else {
            return Err(InvalidSoftwareOrder::NoLines { order: id });
        };
        let currency = first.purchase.paid().currency();
        let mut previous = None;
        for line in &mut lines {
            if previous == Some(line.number) {
                return Err(InvalidSoftwareOrder::RepeatedLine { order: id, number: line.number });
            }
            previous = Some(line.number);
            let second = line.purchase.paid().currency();
            if second != currency {
                return Err(InvalidSoftwareOrder::MixedCurrencies { order: id, first: currency, second });
            }
            let named = line.purchase.order_id.get_or_insert_with(|| id.clone());
            if *named != id {
                let (number, other) = (line.number, named.clone());
                return Err(InvalidSoftwareOrder::LineOfOtherOrder { order: id, number, other });
            }
        }
        Ok(Self { id, lines, currency })
    }

    /// The id.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(order.id().as_str(), "6a7c2d54");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> &OrderId {
        &self.id
    }

    /// The lines, by number; never empty.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(order.lines().iter().map(OrderLine::number).collect::<Vec<_>>(), [0, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lines(&self) -> &[OrderLine] {
        &self.lines
    }

    /// The currency of every line.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(order.currency(), Currency::USD);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Cancelled when every line is.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// let gone = OrderLine::new(0, Quantity::ONE, purchase.with_state(PurchaseState::Cancelled));
    /// assert_eq!(SoftwareOrder::new("6a7c2d54".parse()?, vec![gone])?.status(), OrderStatus::Cancelled);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn status(&self) -> OrderStatus {
        let all_cancelled = self.lines.iter().all(|line| line.purchase.state() == PurchaseState::Cancelled);
        if all_cancelled { OrderStatus::Cancelled } else { OrderStatus::Completed }
    }
}

/// A line of an order and the quantity of it that should be cancelled: all of it, or it is an error.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// // Two of the three that were bought: lines are cancelled whole.
/// let part = LineSelection::Only(vec![LineChoice::new(0, Quantity::new(2)?)]);
/// assert!(policy.decide_order_cancellation(&order, &part, &request).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct LineChoice {
    number: u32,
    quantity: Quantity,
}

impl LineChoice {
    /// A line by its number, and the quantity.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// let whole = LineSelection::Only(vec![LineChoice::new(0, Quantity::new(3)?)]);
    /// assert!(policy.decide_order_cancellation(&order, &whole, &request)?.is_approved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(number: u32, quantity: Quantity) -> Self {
        Self { number, quantity }
    }

    /// The number of the line in its order.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::{Quantity, software::order::LineChoice};
    /// assert_eq!(LineChoice::new(7, Quantity::ONE).number(), 7);
    /// ```
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// How many units of it should be cancelled. Only all of them can be (`AMB-23`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::{Quantity, software::order::LineChoice};
    /// assert_eq!(LineChoice::new(7, Quantity::new(3)?).quantity().get(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }
}

/// Which lines of an order should be cancelled.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// let whole = LineSelection::Only(vec![LineChoice::new(0, Quantity::new(3)?)]);
/// assert_eq!(policy.decide_order_cancellation(&order, &whole, &request)?.lines().len(), 1);
/// assert_eq!(policy.decide_order_cancellation(&order, &LineSelection::All, &request)?.lines().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-23`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "all or some")]
pub enum LineSelection {
    /// Every line.
    All,
    /// These lines.
    Only(Vec<LineChoice>),
}

/// The answer for one line.
///
/// # Examples
///
/// One line can be cancelled, the other is cancelled already:
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// let answer = policy.decide_order_cancellation(&order, &LineSelection::All, &request)?;
/// let verdicts: Vec<_> = answer.lines().iter().map(|line| (line.number(), line.decision().is_approved())).collect();
/// assert_eq!(verdicts, [(0, true), (1, false)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCancellation {
    number: u32,
    decision: Decision<Cancellation, CancellationReason, SoftwarePolicyName>,
}

impl LineCancellation {
    /// The number of the line.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(answer.lines()[0].number(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// The decision on it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(answer.lines()[0].decision().outcome().credit().to_string(), "1200.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn decision(&self) -> &Decision<Cancellation, CancellationReason, SoftwarePolicyName> {
        &self.decision
    }
}

/// The answer for one order: a decision for each chosen line, and the order as it then is.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_order.txt")]
/// let answer = policy.decide_order_cancellation(&order, &LineSelection::All, &request)?;
/// assert_eq!(answer.credit().to_string(), "1200.00 USD"); // of the one line that could be cancelled
/// assert!(!answer.is_approved(), "the other was cancelled before");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `AMB-23`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderCancellation {
    lines: Vec<LineCancellation>,
    credit: Money,
    order_after: SoftwareOrder,
}

impl OrderCancellation {
    /// The id of the order.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(answer.order_id(), order.id());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn order_id(&self) -> &OrderId {
        &self.order_after.id
    }

    /// The decisions on the chosen lines, by number.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(answer.lines().len(), 1, "one line was chosen");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lines(&self) -> &[LineCancellation] {
        &self.lines
    }

    /// The sum of the credits of the lines that were approved.
    ///
    /// In the currency of the order.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(answer.credit().to_string(), "1200.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn credit(&self) -> Money {
        self.credit
    }

    /// The order once the approved lines are cancelled.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert_eq!(order.status(), OrderStatus::Completed);
    /// assert_eq!(answer.order_after().status(), OrderStatus::Cancelled);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn order_after(&self) -> &SoftwareOrder {
        &self.order_after
    }

    /// Whether every chosen line was approved.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/software_order.txt")]
    /// assert!(answer.is_approved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.lines.iter().all(|line| line.decision.is_approved())
    }
}

impl SoftwarePolicy {
    /// Decides on lines of one order, each by itself.
    ///
    /// # Errors
    ///
    /// [`CancellationError`] for a choice of no line, of a line twice, of a line that is not there, and of another
    /// quantity than the line's; and whatever [`decide_cancellation`](Self::decide_cancellation) refuses.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::money::Currency;
    /// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    /// use reservation_policy::software::cancellation::{Acknowledgement, CancellationActor, CancellationRequest};
    /// use reservation_policy::software::order::{LineSelection, OrderLine, OrderStatus, SoftwareOrder};
    /// use reservation_policy::software::reference::CustomerReference;
    /// use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
    /// use reservation_policy::{Money, Quantity};
    ///
    /// let paid = Money::parse("1200.00", Currency::USD)?;
    /// let bought = "2021-03-15T18:30:00Z".parse()?;
    /// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::SqlServer, bought, paid)?
    ///     .with_product("SQL Server 2019 Standard".parse()?);
    /// let order = SoftwareOrder::new("6a7c2d54".parse()?, vec![OrderLine::new(0, Quantity::ONE, purchase)])?;
    /// let request = CancellationRequest::new("2021-04-01T00:00:00Z".parse()?)
    ///     .with_actor(CancellationActor::AdminAgent)
    ///     .with_acknowledgement(Acknowledgement::Given)
    ///     .with_customer(CustomerReference::Name("Contoso".parse()?));
    ///
    /// let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let answer = policy.decide_order_cancellation(&order, &LineSelection::All, &request)?;
    /// assert_eq!(answer.credit(), paid);
    /// assert_eq!(answer.order_after().status(), OrderStatus::Cancelled);
    /// assert_eq!(answer.order_after().lines()[0].quantity_shown(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `AMB-23`.
    pub fn decide_order_cancellation(
        &self,
        order: &SoftwareOrder,
        selection: &LineSelection,
        request: &CancellationRequest,
    ) -> Result<OrderCancellation, CancellationError> {
        let chosen = chosen_numbers(order, selection)?;
        let mut lines = Vec::with_capacity(order.lines.len());
        let mut credit = Money::zero(order.currency);
        let mut order_after = order.clone();
        for line in order_after.lines.iter_mut().filter(|line| chosen.contains_key(&line.number)) {
            let decision = self.decide_cancellation(&line.purchase, request)?;
            if decision.is_approved() {
                credit = credit.checked_add(decision.outcome().credit())?;
                line.purchase.state = PurchaseState::Cancelled;
            }
            lines.push(LineCancellation { number: line.number, decision });
        }
        Ok(OrderCancellation { lines, credit, order_after })
    }

    /// Decides on several whole orders: each id once, in the order in which it first appears.
    ///
    /// # Errors
    ///
    /// [`CancellationError::ConflictingOrders`] for an id that comes with different contents, and whatever
    /// [`decide_order_cancellation`](Self::decide_order_cancellation) refuses.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::money::Currency;
    /// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    /// use reservation_policy::software::cancellation::CancellationRequest;
    /// use reservation_policy::software::order::{OrderLine, SoftwareOrder};
    /// use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
    /// use reservation_policy::{Money, Quantity};
    ///
    /// let paid = Money::parse("1200.00", Currency::USD)?;
    /// let bought = "2021-03-15T18:30:00Z".parse()?;
    /// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::SqlServer, bought, paid)?;
    /// let order = SoftwareOrder::new("6a7c2d54".parse()?, vec![OrderLine::new(0, Quantity::ONE, purchase)])?;
    ///
    /// let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let request = CancellationRequest::new("2021-04-01T00:00:00Z".parse()?);
    /// let answers = policy.decide_order_cancellations(&[order.clone(), order], &request)?;
    /// assert_eq!(answers.len(), 1, "the same order twice is one question");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-12`.
    pub fn decide_order_cancellations(
        &self,
        orders: &[SoftwareOrder],
        request: &CancellationRequest,
    ) -> Result<Vec<OrderCancellation>, CancellationError> {
        let mut seen: BTreeMap<&OrderId, &SoftwareOrder> = BTreeMap::new();
        let mut answers = Vec::with_capacity(orders.len());
        for order in orders {
            match seen.insert(&order.id, order) {
                None => answers.push(self.decide_order_cancellation(order, &LineSelection::All, request)?),
                Some(earlier) if earlier == order => {}
                Some(_) => return Err(CancellationError::ConflictingOrders { order: order.id.clone() }),
            }
        }
        Ok(answers)
    }
}

fn chosen_numbers(
    order: &SoftwareOrder,
    selection: &LineSelection,
) -> Result<BTreeMap<u32, Quantity>, CancellationError> {
    let mut chosen = BTreeMap::new();
    let choices = match selection {
        LineSelection::All => return Ok(order.lines.iter().map(|line| (line.number, line.quantity)).collect()),
        LineSelection::Only(choices) => choices,
    };
    for &LineChoice { number, quantity: requested } in choices {
        let line = order.lines.iter().find(|line| line.number == number);
        let owned = line.map(OrderLine::quantity);
        let owned = owned.ok_or_else(|| CancellationError::UnknownLine { order: order.id.clone(), number })?;
        if owned != requested {
            return Err(CancellationError::PartOfLine { order: order.id.clone(), number, requested, owned });
        }
        if chosen.insert(number, owned).is_some() {
            return Err(CancellationError::RepeatedLine { order: order.id.clone(), number });
        }
    }
    if chosen.is_empty() { Err(CancellationError::NoLine { order: order.id.clone() }) } else { Ok(chosen) }
}

#[cfg(feature = "serde")]
mod wire {
    use serde::{Deserialize, Serialize};

    use super::{InvalidSoftwareOrder, OrderLine, SoftwareOrder};
    use crate::software::reference::OrderId;

    #[derive(Serialize, Deserialize)]
    #[serde(rename = "SoftwareOrder", deny_unknown_fields)]
    pub(super) struct Order {
        id: OrderId,
        lines: Vec<OrderLine>,
    }

    impl TryFrom<Order> for SoftwareOrder {
        type Error = InvalidSoftwareOrder;

        fn try_from(order: Order) -> Result<Self, InvalidSoftwareOrder> {
            Self::new(order.id, order.lines)
        }
    }

    impl From<SoftwareOrder> for Order {
        fn from(order: SoftwareOrder) -> Self {
            Self { id: order.id, lines: order.lines }
        }
    }
}
