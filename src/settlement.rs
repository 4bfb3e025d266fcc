//! Settlement of refunds, exchanges and trade-ins: where the money goes, step by step.
//!
//! The 2018 editions refund to the original purchase. Later editions go by the agreement and the way of payment:
//!
//! | account | refund | exchange |
//! |---|---|---|
//! | Enterprise Agreement, prepayment | credit to the prepayment; overage invoices are rerated until 2023-10 | the same, then the purchase is charged |
//! | Enterprise Agreement, overage | credit memo, from 2023-10 a partial credit note | the same, then the purchase is charged |
//! | CSP, pay-as-you-go by invoice | new invoice; the credit is held for a future reservation | new invoice with both lines |
//! | pay-as-you-go by card | new invoice; refund to the card, or support when it has changed | the same, then the purchase is charged |
//! | Microsoft Customer Agreement | from 2023-10 the next invoice or the card; before, not stated | the same, then the purchase is charged |
//!
//! Amounts are in the billing currency. A purchase is charged at its full price (`EXC-11`); a monthly plan spreads that
//! price over its payments. Canceled future payments were never paid, so no step contains them.

use core::fmt;

use chrono::NaiveDate;

use crate::account::{Account, PaidBy, PaidFrom};
use crate::calendar::add_days;
use crate::money::{Money, MoneyError};
use crate::policy::{CreditNote, RefundDestination, SettlementTerms};
use crate::rule::RuleId;

/// The steps of a settlement, in order.
///
/// # Examples
///
/// ```
/// use reservation_policy::{
///     Account, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
/// };
///
/// let vm = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
///     .upfront(Price::usd("365.00 USD".parse()?)?)
///     .build()?;
/// let request = Request::new("2026-04-11T09:00:00Z".parse()?, Requester::Partner).under(Account::Csp);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// let decision = policy.decide_refund(&vm.all(), &request, &RefundLedger::new())?;
/// let steps = decision.outcome().settlement.as_ref().map(ToString::to_string);
/// assert_eq!(
///     steps.as_deref(),
///     Some(
///         "cancel what is returned; cancel the invoice of the original purchase; create a new invoice of -265.00 USD \
///          for the refund; hold 265.00 USD for a future reservation purchase"
///     )
/// );
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Settlement {
    /// What the customer is owed for what is returned, without future payments that are canceled.
    pub refund: Money,
    /// The full price of what is bought. `None` for a refund.
    pub purchase: Option<Money>,
    /// The steps, in order. Their amounts total the refund less the purchase.
    pub steps: Vec<SettlementStep>,
}

impl Settlement {
    /// Whether support must act before the money arrives: the card has changed, or the sources do not say where the
    /// money goes.
    #[must_use]
    pub fn needs_support(&self) -> bool {
        self.steps
            .iter()
            .any(|step| matches!(step, SettlementStep::ContactSupport { .. } | SettlementStep::NotStated { .. }))
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

/// One step of a settlement. Amounts are in the billing currency; `amount` is the refund unless said otherwise.
///
/// # Examples
///
/// ```
/// use reservation_policy::settlement::SettlementStep;
///
/// let step = SettlementStep::HoldCredit { amount: "265.00 USD".parse()? };
/// assert_eq!(format!("{step} [{}]", step.rule()), "hold 265.00 USD for a future reservation purchase [SETTLE-08]");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SettlementStep {
    /// What is returned is canceled.
    CancelReservations,
    /// The refund is added back to the prepayment.
    CreditPrepayment {
        /// The refund.
        amount: Money,
        /// The UTC day on which unused credit expires, where the edition says so (`L-27`).
        valid_until: Option<NaiveDate>,
    },
    /// The refund is added to the prepayment of the current term, as that of the purchase has ended.
    CreditCurrentPrepayment {
        /// The refund.
        amount: Money,
        /// The UTC day on which unused credit expires, where the edition says so (`L-27`).
        valid_until: Option<NaiveDate>,
    },
    /// Overage invoices are reopened and rerated, so that the prepayment is used.
    RerateOverageInvoices {
        /// The UTC day of the purchase; invoices since then are rerated.
        since: NaiveDate,
    },
    /// A credit memo is issued.
    CreditMemo {
        /// The refund.
        amount: Money,
    },
    /// A partial credit note is issued; invoices stay closed.
    PartialCreditNote {
        /// The refund.
        amount: Money,
    },
    /// The invoice of the original purchase is canceled.
    CancelInvoice {
        /// Whether the purchase was paid by card (`SETTLE-09`), not by invoice (`SETTLE-06`).
        by_card: bool,
    },
    /// A new invoice is created.
    NewInvoice {
        /// The refund, as a positive amount.
        refund: Money,
        /// The price of the purchase, in an exchange.
        purchase: Option<Money>,
        /// The total: the purchase less the refund. Without a purchase, the next step says where the money goes.
        net: Money,
        /// Whether the original purchase was paid by card (`SETTLE-09`), not by invoice (`SETTLE-06`, `SETTLE-07`).
        by_card: bool,
    },
    /// The refund is held for a future reservation purchase.
    HoldCredit {
        /// The refund.
        amount: Money,
    },
    /// The refund goes to the credit card of the purchase.
    RefundToCard {
        /// The refund.
        amount: Money,
        /// Whether it was bought under a Microsoft Customer Agreement (`SETTLE-01`).
        microsoft_customer: bool,
    },
    /// The refund is applied to the next month's invoice.
    ApplyToNextInvoice {
        /// The refund.
        amount: Money,
    },
    /// The refund goes to the original purchase.
    RefundToOriginalPurchase {
        /// The refund.
        amount: Money,
    },
    /// The refund is put toward the price of the purchase.
    ApplyToPurchase {
        /// The refund.
        refund: Money,
        /// The full price of the purchase.
        price: Money,
        /// The price less the refund.
        net: Money,
    },
    /// The purchase is charged in full.
    ChargePurchase {
        /// The full price.
        amount: Money,
    },
    /// The card of the purchase has changed: support says where the refund goes.
    ContactSupport {
        /// The refund.
        amount: Money,
    },
    /// The sources do not say how this account is settled.
    NotStated {
        /// The refund.
        amount: Money,
        /// Whether it is a trade-in, which the older texts do not settle (`L-12`).
        trade_in: bool,
    },
}

impl SettlementStep {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        match self {
            Self::CancelReservations => RuleId::Refp01,
            Self::CreditPrepayment { .. } => RuleId::Settle02,
            Self::CreditCurrentPrepayment { .. } => RuleId::Settle04,
            Self::RerateOverageInvoices { .. } => RuleId::Settle03,
            Self::CreditMemo { .. } | Self::PartialCreditNote { .. } => RuleId::Settle05,
            Self::CancelInvoice { by_card: true }
            | Self::NewInvoice { by_card: true, .. }
            | Self::RefundToCard { microsoft_customer: false, .. } => RuleId::Settle09,
            Self::CancelInvoice { .. } | Self::NewInvoice { purchase: None, .. } => RuleId::Settle06,
            Self::NewInvoice { .. } => RuleId::Settle07,
            Self::HoldCredit { .. } => RuleId::Settle08,
            Self::RefundToOriginalPurchase { .. } => RuleId::Ref04,
            Self::ApplyToPurchase { .. } => RuleId::Exc01,
            Self::ChargePurchase { .. } => RuleId::Exc11,
            Self::ContactSupport { .. } => RuleId::Settle10,
            Self::NotStated { trade_in: true, .. } => RuleId::L12,
            Self::RefundToCard { .. } | Self::ApplyToNextInvoice { .. } | Self::NotStated { .. } => RuleId::Settle01,
        }
    }

    /// What the step moves to the customer, below zero when the customer pays. `None` when it moves no money.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] when the amount cannot be held.
    pub fn to_customer(&self) -> Result<Option<Money>, MoneyError> {
        let paid = |amount: Money| Money::zero(amount.currency()).checked_sub(amount).map(Some);
        match *self {
            Self::CancelReservations
            | Self::CancelInvoice { .. }
            | Self::RerateOverageInvoices { .. }
            | Self::NewInvoice { purchase: None, .. } => Ok(None),
            Self::CreditPrepayment { amount, .. }
            | Self::CreditCurrentPrepayment { amount, .. }
            | Self::CreditMemo { amount }
            | Self::PartialCreditNote { amount }
            | Self::HoldCredit { amount }
            | Self::RefundToCard { amount, .. }
            | Self::ApplyToNextInvoice { amount }
            | Self::RefundToOriginalPurchase { amount }
            | Self::ContactSupport { amount }
            | Self::NotStated { amount, .. } => Ok(Some(amount)),
            Self::NewInvoice { net: amount, .. }
            | Self::ApplyToPurchase { net: amount, .. }
            | Self::ChargePurchase { amount } => paid(amount),
        }
    }
}

impl fmt::Display for SettlementStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = |f: &mut fmt::Formatter<'_>, valid_until: &Option<NaiveDate>| match valid_until {
            Some(day) => write!(f, ", valid until {day}"),
            None => Ok(()),
        };
        match self {
            Self::CancelReservations => f.write_str("cancel what is returned"),
            Self::CreditPrepayment { amount, valid_until } => {
                write!(f, "add {amount} back to the prepayment")?;
                until(f, valid_until)
            }
            Self::CreditCurrentPrepayment { amount, valid_until } => {
                write!(f, "add {amount} to the prepayment of the current term")?;
                until(f, valid_until)
            }
            Self::RerateOverageInvoices { since } => {
                write!(f, "reopen the overage invoices since {since} and rerate them against the prepayment")
            }
            Self::CreditMemo { amount } => write!(f, "issue a credit memo of {amount}"),
            Self::PartialCreditNote { amount } => write!(f, "issue a partial credit note of {amount}"),
            Self::CancelInvoice { .. } => f.write_str("cancel the invoice of the original purchase"),
            Self::NewInvoice { purchase: None, net, .. } => {
                write!(f, "create a new invoice of {net} for the refund")
            }
            Self::NewInvoice { refund, purchase: Some(purchase), net, .. } => {
                write!(f, "create a new invoice of {net}: {purchase} for the purchase less {refund} for the refund")
            }
            Self::HoldCredit { amount } => write!(f, "hold {amount} for a future reservation purchase"),
            Self::RefundToCard { amount, .. } => {
                write!(f, "refund {amount} to the credit card of the original purchase")
            }
            Self::ApplyToNextInvoice { amount } => write!(f, "apply {amount} to the next month's invoice"),
            Self::RefundToOriginalPurchase { amount } => write!(f, "refund {amount} to the original purchase"),
            Self::ApplyToPurchase { refund, price, net } => {
                write!(f, "put {refund} toward the new purchase of {price}, which leaves {net} to pay")
            }
            Self::ChargePurchase { amount } => write!(f, "charge {amount} for the new purchase"),
            Self::ContactSupport { amount } => write!(f, "the card has changed; ask support where {amount} goes"),
            Self::NotStated { amount, .. } => {
                write!(f, "the sources do not say how {amount} is settled for this account; ask support")
            }
        }
    }
}

/// What is settled.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deal {
    /// The refund, without canceled future payments.
    pub(crate) refund: Money,
    /// What is bought.
    pub(crate) bought: Bought,
    /// The UTC day of the earliest purchase of what is returned.
    pub(crate) purchased: NaiveDate,
    /// The UTC day of the request.
    pub(crate) on: NaiveDate,
}

/// What is bought, at its full price.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bought {
    Nothing,
    Reservations(Money),
    SavingsPlans(Money),
}

impl Bought {
    const fn price(self) -> Option<Money> {
        match self {
            Self::Nothing => None,
            Self::Reservations(price) | Self::SavingsPlans(price) => Some(price),
        }
    }
}

/// Where the money of a deal goes. `None` when the account does not say how the purchase was paid.
pub(crate) fn settle(terms: &SettlementTerms, account: Account, deal: Deal) -> Result<Option<Settlement>, MoneyError> {
    let purchase = deal.bought.price();
    let returned = match terms.destination {
        RefundDestination::OriginalPurchase => to_original_purchase(deal)?,
        RefundDestination::ByAccount => match by_account(terms, account, deal)? {
            Some(steps) => steps,
            None => return Ok(None),
        },
    };
    let mut steps = vec![SettlementStep::CancelReservations];
    steps.extend(returned);
    let charged = steps.iter().any(|step| {
        matches!(step, SettlementStep::NewInvoice { purchase: Some(_), .. } | SettlementStep::ApplyToPurchase { .. })
    });
    if let Some(amount) = purchase.filter(|_| !charged) {
        let charge = SettlementStep::ChargePurchase { amount };
        // In a trade-in the plan is bought before the reservations are canceled (L-23); else the purchase comes last.
        match deal.bought {
            Bought::SavingsPlans(_) => steps.insert(0, charge),
            Bought::Nothing | Bought::Reservations(_) => steps.push(charge),
        }
    }
    Ok(Some(Settlement { refund: deal.refund, purchase, steps }))
}

/// 2018: back to the original purchase, or toward the new one.
fn to_original_purchase(deal: Deal) -> Result<Vec<SettlementStep>, MoneyError> {
    let refund = deal.refund;
    Ok(vec![match deal.bought.price() {
        None => SettlementStep::RefundToOriginalPurchase { amount: refund },
        Some(price) => SettlementStep::ApplyToPurchase { refund, price, net: price.checked_sub(refund)? },
    }])
}

fn by_account(
    terms: &SettlementTerms,
    account: Account,
    deal: Deal,
) -> Result<Option<Vec<SettlementStep>>, MoneyError> {
    Ok(match account {
        Account::Enterprise { paid_from, .. } => paid_from.map(|paid_from| enterprise(terms, paid_from, deal)),
        Account::MicrosoftCustomer { paid_by } => {
            paid_by.map(|paid_by| vec![microsoft_customer(terms, paid_by, deal.refund)])
        }
        Account::PayAsYouGo { paid_by: None } => None,
        Account::PayAsYouGo { paid_by: Some(PaidBy::Invoice) } | Account::Csp => Some(by_invoice(deal)?),
        Account::PayAsYouGo { paid_by: Some(PaidBy::Card) } => {
            let to_card = SettlementStep::RefundToCard { amount: deal.refund, microsoft_customer: false };
            Some(by_card(deal.refund, to_card)?)
        }
        Account::PayAsYouGo { paid_by: Some(PaidBy::ChangedCard) } => {
            Some(by_card(deal.refund, SettlementStep::ContactSupport { amount: deal.refund })?)
        }
    })
}

fn enterprise(terms: &SettlementTerms, paid_from: PaidFrom, deal: Deal) -> Vec<SettlementStep> {
    let amount = deal.refund;
    let valid_until = terms.credit_valid_days.and_then(|days| add_days(deal.on, u32::from(days)));
    match paid_from {
        PaidFrom::Prepayment => {
            let mut steps = vec![SettlementStep::CreditPrepayment { amount, valid_until }];
            if terms.reopens_overage_invoices {
                steps.push(SettlementStep::RerateOverageInvoices { since: deal.purchased });
            }
            steps
        }
        // Rerating uses the prepayment of the purchase (SETTLE-03), and an ended one can't be used.
        PaidFrom::EndedPrepayment => vec![SettlementStep::CreditCurrentPrepayment { amount, valid_until }],
        PaidFrom::Overage => {
            let trade_in = matches!(deal.bought, Bought::SavingsPlans(_));
            vec![match terms.overage {
                _ if trade_in && !terms.trade_in_settles_overage => SettlementStep::NotStated { amount, trade_in },
                CreditNote::CreditMemo => SettlementStep::CreditMemo { amount },
                CreditNote::PartialCreditNote => SettlementStep::PartialCreditNote { amount },
            }]
        }
    }
}

const fn microsoft_customer(terms: &SettlementTerms, paid_by: PaidBy, amount: Money) -> SettlementStep {
    match paid_by {
        _ if !terms.covers_microsoft_customer => SettlementStep::NotStated { amount, trade_in: false },
        PaidBy::Invoice => SettlementStep::ApplyToNextInvoice { amount },
        PaidBy::Card => SettlementStep::RefundToCard { amount, microsoft_customer: true },
        PaidBy::ChangedCard => SettlementStep::ContactSupport { amount },
    }
}

/// A refund alone is held for a future purchase; in an exchange it is set against the purchase.
fn by_invoice(deal: Deal) -> Result<Vec<SettlementStep>, MoneyError> {
    let (refund, purchase, by_card) = (deal.refund, deal.bought.price(), false);
    let net = purchase.unwrap_or(Money::zero(refund.currency())).checked_sub(refund)?;
    let mut steps =
        vec![SettlementStep::CancelInvoice { by_card }, SettlementStep::NewInvoice { refund, purchase, net, by_card }];
    if purchase.is_none() {
        steps.push(SettlementStep::HoldCredit { amount: refund });
    }
    Ok(steps)
}

/// The purchase invoice is replaced, and the last step says where the money goes.
fn by_card(refund: Money, last: SettlementStep) -> Result<Vec<SettlementStep>, MoneyError> {
    let (purchase, by_card) = (None, true);
    let net = Money::zero(refund.currency()).checked_sub(refund)?;
    Ok(vec![
        SettlementStep::CancelInvoice { by_card },
        SettlementStep::NewInvoice { refund, purchase, net, by_card },
        last,
    ])
}
