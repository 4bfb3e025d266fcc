//! Where the money of an approved refund or exchange goes, step by step.
//!
//! [`ReservationPolicy::settle_refund`] and [`ReservationPolicy::settle_exchange`] list what happens, in order. The
//! 2018 editions send a refund to the original purchase; later ones go by the [`Account`]: the agreement and the means
//! of payment.
//!
//! | account | refund | exchange |
//! |---|---|---|
//! | Enterprise Agreement, from the prepayment | back to the prepayment, or to that of the current term; overage invoices are rated again | the same, then the purchase is charged |
//! | Enterprise Agreement, as an overage | credit memo | credit memo, then the purchase is charged |
//! | pay-as-you-go by invoice, CSP | new invoice; the credit is held for a future reservation | new invoice, the refund set against the purchase |
//! | pay-as-you-go by card | new invoice; back to the card, or to support when it has changed | the same, then the purchase is charged |
//! | Microsoft Customer Agreement | not stated: a person must look | not stated, then the purchase is charged |
//!
//! All amounts are in the billing currency. A purchase is charged at its full price (`EXC-11`), which a monthly plan
//! spreads over its payments. Cancelled future payments are no money and appear nowhere.

use core::fmt;

use chrono::NaiveDate;

use super::Reservation;
use super::exchange::Exchange;
use super::refund::Refund;
use crate::decision::Approved;
use crate::money::{Money, MoneyError};
use crate::policy::reservation::{PolicyName, RefundDestination, ReservationPolicy};
use crate::rule::RuleId;

mod account;
mod step;

pub use self::account::{Account, Card, EnterpriseFunding, PrepaymentTerm};
pub use self::step::{InvoiceLine, SettlementAction, SettlementStep};

/// What happens to the money, in order.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/settled_refund.txt")]
/// let settlement = policy.settle_refund(&approved, &reservation, Account::PayAsYouGoCard { card: Card::Unchanged })?;
/// for step in settlement.steps() {
///     println!("{step} [{}]", step.rule());
/// }
/// # let lines: Vec<String> = settlement.steps().iter().map(|step| format!("{step} [{}]", step.rule())).collect();
/// assert_eq!(lines[3], "refund 1.00 USD to the credit card of the original purchase [SETTLE-09]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Settlement {
    refund: Money,
    purchase: Option<Money>,
    steps: Vec<SettlementStep>,
}

impl Settlement {
    /// What the customer is owed: the refunds, without the future payments that are cancelled.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/settled_refund.txt")]
    /// let settlement = policy.settle_refund(&approved, &reservation, Account::Csp)?;
    /// assert_eq!(settlement.refund().to_string(), "1.00 USD"); // 1 of 365 days of 365.00
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn refund(&self) -> Money {
        self.refund
    }

    /// What the customer owes for the purchases; `None` when nothing is bought.
    ///
    /// In the billing currency, at its full price (`EXC-11`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/settled_refund.txt")]
    /// assert_eq!(policy.settle_refund(&approved, &reservation, Account::Csp)?.purchase(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchase(&self) -> Option<Money> {
        self.purchase
    }

    /// The steps, in order.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/settled_refund.txt")]
    /// let settlement = policy.settle_refund(&approved, &reservation, Account::Csp)?;
    /// let rules: Vec<_> = settlement.steps().iter().map(|step| step.rule().as_str()).collect();
    /// assert_eq!(rules, ["REFP-01", "SETTLE-06", "SETTLE-06", "SETTLE-08"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn steps(&self) -> &[SettlementStep] {
        &self.steps
    }

    /// Whether a person must act before the money arrives: support, where the card has changed or where the sources do
    /// not say how it is settled.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/settled_refund.txt")]
    /// let settlement = |card| policy.settle_refund(&approved, &reservation, Account::PayAsYouGoCard { card });
    /// assert!(!settlement(Card::Unchanged)?.needs_person());
    /// assert!(settlement(Card::Changed)?.needs_person());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SETTLE-01`, `SETTLE-10`.
    #[must_use]
    pub fn needs_person(&self) -> bool {
        self.steps.iter().any(SettlementStep::needs_person)
    }

    /// What is owed and not settled by any step: the refund less the purchase, less what each step hands to the
    /// customer. It is always zero.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when a sum can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/settled_refund.txt")]
    /// let account = Account::EnterpriseAgreement { funding: EnterpriseFunding::Overage };
    /// assert!(policy.settle_refund(&approved, &reservation, account)?.balance()?.is_zero());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn balance(&self) -> Result<Money, MoneyError> {
        let owed = match self.purchase {
            Some(purchase) => self.refund.checked_sub(purchase)?,
            None => self.refund,
        };
        self.steps.iter().filter_map(SettlementStep::to_customer).try_fold(owed, Money::checked_sub)
    }
}

/// The steps in one line, separated by semicolons.
impl fmt::Display for Settlement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.steps.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{step}")?;
        }
        Ok(())
    }
}

impl ReservationPolicy {
    /// Where the money of an approved refund goes.
    ///
    /// `reservation` is the one that is returned; invoices since its purchase are rated again where the account says
    /// so.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when a sum can't be held.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    /// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// use reservation_policy::policy::reservation::Requester;
    /// use reservation_policy::reservation::cap::RefundLedger;
    /// use reservation_policy::reservation::refund::RefundRequest;
    /// use reservation_policy::reservation::settlement::Account;
    /// use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
    /// use reservation_policy::resource::ResourceType;
    /// use reservation_policy::{Currency, Money, Quantity};
    ///
    /// let price = Price::in_usd(Money::parse("365.00", Currency::USD)?)?;
    /// let schedule = Schedule::new("2024-07-10".parse()?, Term::OneYear, BillingPlan::Upfront)?;
    /// let payments = Payments::monthly(price, Quantity::ONE, 1)?;
    /// let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
    ///
    /// let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    /// let at = "2025-07-09T23:59:59Z".parse()?;
    /// let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner);
    /// let approved = policy.decide_refund(&request, &RefundLedger::default())?.into_result()?;
    /// let settlement = policy.settle_refund(&approved, &reservation, Account::Csp)?;
    /// assert_eq!(
    ///     settlement.to_string(),
    ///     "cancel what is returned; cancel the invoice of the original purchase; \
    ///      make a new invoice of -1.00 USD for the refund; hold 1.00 USD for a future reservation purchase"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CON-06`: `REF-04` in the 2018 editions, `SETTLE-01` to `SETTLE-10` later.
    pub fn settle_refund(
        &self,
        approved: &Approved<Refund, PolicyName>,
        reservation: &Reservation,
        account: Account,
    ) -> Result<Settlement, MoneyError> {
        let refund = approved.outcome().quote().billing().refund;
        let since = reservation.purchased_at().date_naive();
        self.settle(Sums { refund, purchase: None, since }, account)
    }

    /// Where the money of an approved exchange goes.
    ///
    /// All of what is returned was paid for in the same way. Overage invoices are rated again since the earliest
    /// purchase of what is returned.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when a sum can't be held.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::calendar::Term;
    /// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// use reservation_policy::policy::reservation::Requester;
    /// use reservation_policy::reservation::exchange::{ExchangeRequest, NewReservation, Return};
    /// use reservation_policy::reservation::settlement::Account;
    /// use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
    /// use reservation_policy::resource::ResourceType;
    /// use reservation_policy::{Currency, Money, Quantity};
    ///
    /// let usd = |amount| Money::parse(amount, Currency::USD);
    /// let schedule = Schedule::new("2024-07-10".parse()?, Term::OneYear, BillingPlan::Upfront)?;
    /// let payments = Payments::monthly(Price::in_usd(usd("365.00")?)?, Quantity::ONE, 1)?;
    /// let old = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
    /// let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, usd("400.00")?)?;
    ///
    /// let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    /// let at = "2025-07-09T23:59:59Z".parse()?;
    /// let request =
    ///     ExchangeRequest::new(vec![Return::new(&old, Quantity::ONE)], vec![new.into()], at, Requester::Owner)?;
    /// let approved = policy.decide_exchange(&request)?.into_result()?;
    /// let settlement = policy.settle_exchange(&approved, Account::PayAsYouGoInvoice)?;
    /// assert_eq!(
    ///     settlement.to_string(),
    ///     "cancel what is returned; cancel the invoice of the original purchase; \
    ///      make a new invoice of 399.00 USD: -1.00 USD for the refund, 400.00 USD for the purchase"
    /// );
    /// assert!(settlement.balance()?.is_zero() && !settlement.needs_person());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CON-06`: `EXC-01` in the 2018 editions, `SETTLE-01` to `SETTLE-10` later; `EXC-06`, `EXC-11`.
    pub fn settle_exchange(
        &self,
        approved: &Approved<Exchange, PolicyName>,
        account: Account,
    ) -> Result<Settlement, MoneyError> {
        let quote = approved.outcome().quote();
        let refund = quote.totals().refund();
        let bought_on = quote.returned().iter().map(|line| line.purchased_at().date_naive());
        let since = bought_on.min().unwrap_or_else(|| quote.at().date_naive());
        self.settle(Sums { refund, purchase: Some(quote.totals().purchases_total()), since }, account)
    }

    fn settle(&self, sums: Sums, account: Account) -> Result<Settlement, MoneyError> {
        let mut steps = vec![SettlementStep::new(SettlementAction::CancelReservations, RuleId::Refp01)];
        match self.refund_destination() {
            RefundDestination::OriginalPurchase => steps.push(to_original_purchase(sums)?),
            RefundDestination::ByAccount => by_account(sums, account, &mut steps)?,
        }
        Ok(Settlement { refund: sums.refund, purchase: sums.purchase, steps })
    }
}

/// The sums that are settled, and since when.
#[derive(Clone, Copy)]
struct Sums {
    refund: Money,
    purchase: Option<Money>,
    since: NaiveDate,
}

/// 2018: back to what was bought, or toward the new purchase.
fn to_original_purchase(sums: Sums) -> Result<SettlementStep, MoneyError> {
    let amount = sums.refund;
    Ok(match sums.purchase {
        None => SettlementStep::new(SettlementAction::RefundToOriginalPurchase { amount }, RuleId::Ref04),
        Some(price) => {
            let net = price.checked_sub(amount)?;
            SettlementStep::new(SettlementAction::ApplyToPurchase { refund: amount, price, net }, RuleId::Exc01)
        }
    })
}

fn by_account(sums: Sums, account: Account, steps: &mut Vec<SettlementStep>) -> Result<(), MoneyError> {
    let amount = sums.refund;
    match account {
        Account::EnterpriseAgreement { funding: EnterpriseFunding::Prepayment { term } } => {
            steps.push(match term {
                PrepaymentTerm::Active => {
                    SettlementStep::new(SettlementAction::CreditPrepayment { amount }, RuleId::Settle02)
                }
                PrepaymentTerm::Ended => {
                    SettlementStep::new(SettlementAction::CreditCurrentPrepaymentTerm { amount }, RuleId::Settle04)
                }
            });
            let rerate = SettlementAction::ReopenAndRerateOverageInvoices { since: sums.since };
            steps.push(SettlementStep::new(rerate, RuleId::Settle03));
        }
        Account::EnterpriseAgreement { funding: EnterpriseFunding::Overage } => {
            steps.push(SettlementStep::new(SettlementAction::CreditMemo { amount }, RuleId::Settle05));
        }
        Account::PayAsYouGoInvoice | Account::Csp => return by_invoice(sums, steps),
        Account::PayAsYouGoCard { card } => {
            steps.push(SettlementStep::new(SettlementAction::CancelInvoice, RuleId::Settle09));
            steps.push(SettlementStep::new(refund_invoice(amount), RuleId::Settle09));
            steps.push(match card {
                Card::Unchanged => {
                    SettlementStep::new(SettlementAction::RefundToOriginalCard { amount }, RuleId::Settle09)
                }
                Card::Changed => SettlementStep::new(SettlementAction::ContactSupport { amount }, RuleId::Settle10),
            });
        }
        Account::MicrosoftCustomerAgreement => {
            steps.push(SettlementStep::new(SettlementAction::NotStated { amount }, RuleId::Settle01));
        }
    }
    if let Some(amount) = sums.purchase {
        steps.push(SettlementStep::new(SettlementAction::ChargePurchase { amount }, RuleId::Exc11));
    }
    Ok(())
}

/// A refund alone is kept for a future purchase; in an exchange it is set against the purchase.
fn by_invoice(sums: Sums, steps: &mut Vec<SettlementStep>) -> Result<(), MoneyError> {
    let amount = sums.refund;
    steps.push(SettlementStep::new(SettlementAction::CancelInvoice, RuleId::Settle06));
    match sums.purchase {
        None => {
            steps.push(SettlementStep::new(refund_invoice(amount), RuleId::Settle06));
            let hold = SettlementAction::HoldCreditForFuturePurchase { amount };
            steps.push(SettlementStep::new(hold, RuleId::Settle08));
        }
        Some(price) => {
            let lines = vec![InvoiceLine::Refund { amount: amount.negated() }, InvoiceLine::Purchase { amount: price }];
            let net = price.checked_sub(amount)?;
            steps.push(SettlementStep::new(SettlementAction::NewInvoice { lines, net }, RuleId::Settle07));
        }
    }
    Ok(())
}

fn refund_invoice(amount: Money) -> SettlementAction {
    let net = amount.negated();
    SettlementAction::NewInvoice { lines: vec![InvoiceLine::Refund { amount: net }], net }
}
