//! What an exchange comes to, line by line.

use core::fmt;

use chrono::{DateTime, Utc};

use super::purchase::Purchase;
use super::reason::ReturnedItem;
use super::totals::ExchangeTotals;
use crate::money::{Money, MoneyError, UsdAmount};
use crate::policy::reservation::{Channel, ReturnedValue};
use crate::reservation::refund::RefundQuote;
use crate::reservation::{Reservation, ReservationId, Schedule};
use crate::resource::ResourceType;
use crate::rule::RuleId;

/// One returned reservation of an exchange: what is refunded for it.
///
/// # Examples
///
/// Six of twelve payments of 31.00 USD were made, and 4 of 31 days are left of the sixth:
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
/// let line = &quote.returned()[0];
/// assert_eq!(line.quote().billing().refund.to_string(), "4.00 USD");
/// assert_eq!(line.value().to_string(), "190.00 USD"); // with 6 x 31.00 that need not be paid any more
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedLine {
    item: ReturnedItem,
    resource_type: ResourceType,
    purchased_at: DateTime<Utc>,
    quote: RefundQuote,
    value: Money,
}

impl ReturnedLine {
    pub(super) fn new(item: ReturnedItem, reservation: &Reservation, quote: RefundQuote) -> Result<Self, MoneyError> {
        let value = quote.refund().checked_add(quote.remaining_commitment())?;
        let resource_type = reservation.resource_type().clone();
        Ok(Self { item, resource_type, purchased_at: reservation.purchased_at(), quote, value })
    }

    /// Which returned reservation, counted from 1.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.returned()[0];
    /// assert_eq!(line.number(), 1, "counted from 1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.item.number()
    }

    /// Its id, where one was given.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.returned()[0];
    /// assert_eq!(line.id(), None, "the reservation was given none");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> Option<&ReservationId> {
        self.item.id()
    }

    /// Its type.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.returned()[0];
    /// assert_eq!(line.resource_type(), &ResourceType::VirtualMachines);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn resource_type(&self) -> &ResourceType {
        &self.resource_type
    }

    /// When it had been bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.returned()[0];
    /// assert_eq!(line.purchased_at().to_string(), "2024-07-10 00:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchased_at(&self) -> DateTime<Utc> {
        self.purchased_at
    }

    /// The quote of its refund, without a fee.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.returned()[0];
    /// assert_eq!(line.quote().proration().to_string(), "27 of 31 days used");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `FEE-02`, `EXC-10`.
    #[must_use]
    pub const fn quote(&self) -> &RefundQuote {
        &self.quote
    }

    /// Its refund and its future payments that are cancelled, together.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.returned()[0];
    /// assert_eq!(line.value().to_string(), "190.00 USD"); // 4.00 and 6 x 31.00
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn value(&self) -> Money {
        self.value
    }
}

/// One purchase of an exchange: its price and its new term.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
/// let line = &quote.purchased()[0];
/// assert_eq!(line.price().to_string(), "900.00 USD"); // in full, nothing is set off
/// assert_eq!(line.schedule().whole_term().to_string(), "2025-01-06 to 2028-01-06");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchasedLine {
    number: u32,
    purchase: Purchase,
    schedule: Schedule,
}

impl PurchasedLine {
    pub(super) const fn new(number: u32, purchase: Purchase, schedule: Schedule) -> Self {
        Self { number, purchase, schedule }
    }

    /// Which purchase, counted from 1.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.purchased()[0];
    /// assert_eq!(line.number(), 1, "counted from 1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    /// What is bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.purchased()[0];
    /// assert_eq!(line.purchase().term(), Term::ThreeYears);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchase(&self) -> &Purchase {
        &self.purchase
    }

    /// The full price, which is charged as it is (`EXC-11`).
    ///
    /// In the billing currency, for the whole quantity and the whole term.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.purchased()[0];
    /// assert_eq!(line.price().to_string(), "900.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn price(&self) -> Money {
        self.purchase.price()
    }

    /// The new term: it starts on the UTC date of the exchange (`EXC-14`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// # let line = &quote.purchased()[0];
    /// assert_eq!(line.schedule().start().to_string(), "2025-01-06");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn schedule(&self) -> &Schedule {
        &self.schedule
    }
}

/// The amounts and dates of an exchange, whether or not policy allows it.
///
/// # Examples
///
/// ```
/// use reservation_policy::calendar::Term;
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Requester;
/// use reservation_policy::reservation::exchange::{ExchangeRequest, NewReservation, Return};
/// use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
/// use reservation_policy::resource::ResourceType;
/// use reservation_policy::{Currency, Money, Quantity};
///
/// let gbp = |amount| Money::parse(amount, Currency::from_code("GBP")?).map_err(reservation_policy::Error::from);
/// let price = Price::new(gbp("78.63")?, Money::parse("98.55", Currency::USD)?)?;
/// let schedule = Schedule::new("2022-06-17".parse()?, Term::ThreeYears, BillingPlan::Monthly)?;
/// let payments = Payments::monthly(price, Quantity::ONE, 1)?;
/// let old = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
/// let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, gbp("4248.00")?)?;
///
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// let at = "2022-06-28T18:54:11Z".parse()?;
/// let request = ExchangeRequest::new(vec![Return::new(&old, Quantity::ONE)], vec![new.into()], at, Requester::Owner)?;
/// let quote = policy.quote_exchange(&request)?;
/// assert_eq!(quote.totals().refunds_total().to_string(), "2801.85 GBP");
/// assert_eq!(quote.totals().net_payable().to_string(), "1446.15 GBP");
/// let transactions: Vec<String> = quote.transactions().map(|transaction| transaction.to_string()).collect();
/// assert_eq!(
///     transactions,
///     [
///         "cancel 1 of returned reservation 1",
///         "refund 49.80 GBP for returned reservation 1",
///         "charge 4248.00 GBP for purchase 1, from 2022-06-28 to 2023-06-28",
///     ]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `EXC-01`, `EXC-10`, `EXC-11`, `EXC-14`, `FEE-02`, `CAP-04`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeQuote {
    at: DateTime<Utc>,
    returned: Vec<ReturnedLine>,
    purchased: Vec<PurchasedLine>,
    totals: ExchangeTotals,
    valid_until: DateTime<Utc>,
}

impl ExchangeQuote {
    pub(super) fn new(
        at: DateTime<Utc>,
        (returned, purchased): (Vec<ReturnedLine>, Vec<PurchasedLine>),
        totals: ExchangeTotals,
        valid_until: DateTime<Utc>,
    ) -> Self {
        Self { at, returned, purchased, totals, valid_until }
    }

    /// The instant that was asked about.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(quote.at().to_string(), "2025-01-06 12:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The returned reservations, in the order of the request.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(quote.returned().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn returned(&self) -> &[ReturnedLine] {
        &self.returned
    }

    /// The purchases, in the order of the request.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(quote.purchased()[0].price().to_string(), "900.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn purchased(&self) -> &[PurchasedLine] {
        &self.purchased
    }

    /// The sums.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(quote.totals().net_payable().to_string(), "710.00 USD"); // 900.00 - 190.00
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn totals(&self) -> &ExchangeTotals {
        &self.totals
    }

    /// The first instant at which any returned reservation would be refunded otherwise: a midnight UTC.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(quote.valid_until().to_string(), "2025-01-07 00:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn valid_until(&self) -> DateTime<Utc> {
        self.valid_until
    }

    /// The early termination fee: none, whatever the policy charges on refunds (`FEE-02`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// let charges_a_fee = ReservationPolicy::from_name("2018-10")?;
    /// assert!(charges_a_fee.quote_exchange(&request)?.fee().is_zero());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fee(&self) -> Money {
        Money::zero(self.totals.net_payable().currency())
    }

    /// What the exchange counts toward the refund cap: nothing (`CAP-04`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(quote.counts_toward_cap(), UsdAmount::ZERO);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn counts_toward_cap(&self) -> UsdAmount {
        UsdAmount::ZERO
    }

    /// Whether another quote is for the same lines with the same amounts: a quote that was confirmed still holds.
    ///
    /// New terms start on the day of the exchange, and are not looked at.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// let tonight = policy.quote_exchange(&request.clone().at_instant("2025-01-06T23:59:59Z".parse()?))?;
    /// let tomorrow = policy.quote_exchange(&request.at_instant(quote.valid_until()))?;
    /// assert!(quote.has_same_amounts(&tonight) && !quote.has_same_amounts(&tomorrow));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn has_same_amounts(&self, other: &Self) -> bool {
        let same_returns = self.returned.len() == other.returned.len()
            && self
                .returned
                .iter()
                .zip(&other.returned)
                .all(|(one, two)| one.item == two.item && one.quote.has_same_amounts(&two.quote));
        let same_purchases = self.purchased.len() == other.purchased.len()
            && self.purchased.iter().zip(&other.purchased).all(|(one, two)| one.purchase == two.purchase);
        same_returns && same_purchases
    }

    /// What happens, in this order: each returned reservation is cancelled and refunded, then each purchase is charged.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// let amounts: Vec<_> = quote.transactions().map(|step| step.amount().map(|amount| amount.to_string())).collect();
    /// assert_eq!(amounts, [None, Some("4.00 USD".to_owned()), Some("900.00 USD".to_owned())]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `REFP-01`, `EXC-06`, `EXC-09`, `EXC-11`.
    pub fn transactions(&self) -> impl Iterator<Item = Transaction<'_>> {
        let returned = self.returned.iter().flat_map(|line| [Transaction::Cancel(line), Transaction::Refund(line)]);
        returned.chain(self.purchased.iter().map(Transaction::Purchase))
    }
}

/// One transaction of an exchange.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
/// for transaction in quote.transactions() {
///     if let Transaction::Refund(line) = transaction {
///         assert_eq!(line.quote().billing().refund.to_string(), "4.00 USD");
///         assert_eq!(transaction.to_string(), "refund 4.00 USD for returned reservation 1");
///     }
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `EXC-09`: the cancellation and the purchase are separate transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transaction<'a> {
    /// The returned units are cancelled.
    Cancel(&'a ReturnedLine),
    /// What is left of them is refunded.
    Refund(&'a ReturnedLine),
    /// The new purchase is charged in full.
    Purchase(&'a PurchasedLine),
}

impl Transaction<'_> {
    /// The amount that moves: refunds to the customer, purchases from it; a cancellation moves none.
    ///
    /// In the billing currency, never below zero.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// let refund = quote.transactions().nth(1).ok_or("no refund")?;
    /// assert_eq!(refund.amount().map(|amount| amount.to_string()).as_deref(), Some("4.00 USD"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn amount(&self) -> Option<Money> {
        match self {
            Self::Cancel(_) => None,
            Self::Refund(line) => Some(line.quote.refund()),
            Self::Purchase(line) => Some(line.price()),
        }
    }

    /// The rule behind it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// let rules: Vec<_> = quote.transactions().map(|transaction| transaction.rule().as_str()).collect();
    /// assert_eq!(rules, ["REFP-01", "EXC-10", "EXC-11"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::Cancel(_) => RuleId::Refp01,
            Self::Refund(_) => RuleId::Exc10,
            Self::Purchase(_) => RuleId::Exc11,
        }
    }
}

impl fmt::Display for Transaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancel(line) => write!(f, "cancel {} of {}", line.quote.quantity(), line.item),
            Self::Refund(line) => write!(f, "refund {} for {}", line.quote.refund(), line.item),
            Self::Purchase(line) => {
                let term = line.schedule.whole_term();
                write!(f, "charge {} for purchase {}, from {term}", line.price(), line.number)
            }
        }
    }
}

/// What was worked out for an exchange, whatever the verdict.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
/// let exchange = decision.outcome();
/// assert_eq!(exchange.compared().to_string(), "190.00 USD"); // 900.00 is bought, which is enough
/// assert!(decision.is_approved());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    quote: ExchangeQuote,
    channel: Channel,
    compared: ReturnedValue,
}

impl Exchange {
    pub(super) const fn new(quote: ExchangeQuote, channel: Channel, compared: ReturnedValue) -> Self {
        Self { quote, channel, compared }
    }

    /// The amounts and dates.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(decision.outcome().quote().totals().net_payable().to_string(), "710.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quote(&self) -> &ExchangeQuote {
        &self.quote
    }

    /// How it is asked for.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// assert_eq!(decision.outcome().channel(), Channel::SelfService);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CON-05`, `L-15`; `ELIG-01` for US Government customers on an Enterprise Agreement.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }

    /// What the purchases total was compared with: the policy's value of what is returned, or in a trade-in the whole
    /// remaining commitment (`L-12`).
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_quote.txt")]
    /// let compared = |name| -> Result<String, Box<dyn std::error::Error>> {
    ///     Ok(ReservationPolicy::from_name(name)?.decide_exchange(&request)?.outcome().compared().to_string())
    /// };
    /// assert_eq!(compared("2019-04")?, "4.00 USD"); // the refund
    /// assert_eq!(compared("2020-07")?, "190.00 USD"); // with the six payments that end
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-12`, `L-07`, `L-12`.
    #[must_use]
    pub const fn compared(&self) -> Money {
        self.quote.totals.returned(self.compared)
    }
}

/// What may differ between a returned reservation and the one that is bought for it; only the type, or the family, may
/// not.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::exchange::ChangeableProperty;
///
/// // A larger size in another region is one exchange; the type of resource stays.
/// let wanted = [ChangeableProperty::Size, ChangeableProperty::Region];
/// assert!(wanted.iter().all(|property| ChangeableProperty::ALL.contains(property)));
/// ```
///
/// # Rules
///
/// `EXC-13`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ChangeableProperty {
    /// The size.
    Size,
    /// The region.
    Region,
    /// How many units.
    Quantity,
    /// How long.
    Term,
    /// How it is paid.
    BillingPlan,
    /// Which subscriptions it serves.
    Scope,
}

impl ChangeableProperty {
    /// All that an exchange may change.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::exchange::ChangeableProperty;
    /// assert!(ChangeableProperty::ALL.contains(&ChangeableProperty::Term));
    /// ```
    pub const ALL: [Self; 6] = [Self::Size, Self::Region, Self::Quantity, Self::Term, Self::BillingPlan, Self::Scope];
}
