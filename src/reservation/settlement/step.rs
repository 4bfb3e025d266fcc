//! One step of a settlement.

use core::fmt;

use chrono::NaiveDate;

use crate::money::Money;
use crate::rule::RuleId;

/// One step, and the rule behind it.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let last = settlement.steps().last().ok_or("no step")?;
/// assert_eq!(format!("{last} [{}]", last.rule()), "hold 1.00 USD for a future reservation purchase [SETTLE-08]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SettlementStep {
    action: SettlementAction,
    rule: RuleId,
}

/// What happens in a step. Amounts are in the billing currency and not negative unless it says so.
///
/// # Examples
///
/// What a program does with a step:
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let held = settlement.steps().iter().find_map(|step| match step.action() {
///     SettlementAction::HoldCreditForFuturePurchase { amount } => Some(amount.to_string()),
///     _ => None,
/// });
/// assert_eq!(held.as_deref(), Some("1.00 USD"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `REFP-01`, `REF-04`, `EXC-01`, `EXC-11`, `SETTLE-02` to `SETTLE-10`; [`SettlementStep::rule`] says which.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SettlementAction {
    /// What is returned is cancelled.
    CancelReservations,
    /// The prepayment gets the refund back.
    CreditPrepayment {
        /// The refund.
        amount: Money,
    },
    /// The prepayment of the current term gets the refund, because that of the purchase is over.
    CreditCurrentPrepaymentTerm {
        /// The refund.
        amount: Money,
    },
    /// Overage invoices are opened again and rated against the prepayment.
    ReopenAndRerateOverageInvoices {
        /// Those since this UTC date: the date of the purchase.
        since: NaiveDate,
    },
    /// A credit memo is issued.
    CreditMemo {
        /// The refund.
        amount: Money,
    },
    /// The invoice of the original purchase is cancelled.
    CancelInvoice,
    /// A new invoice is made.
    NewInvoice {
        /// Its lines: the refund is negative.
        lines: Vec<InvoiceLine>,
        /// Their sum. What is negative is handed over by the next step.
        net: Money,
    },
    /// The refund is kept, to be set against a future reservation purchase.
    HoldCreditForFuturePurchase {
        /// The refund.
        amount: Money,
    },
    /// The refund goes to the credit card that paid.
    RefundToOriginalCard {
        /// The refund.
        amount: Money,
    },
    /// The refund goes back to the original purchase.
    RefundToOriginalPurchase {
        /// The refund.
        amount: Money,
    },
    /// The refund goes toward the price of the new purchase.
    ApplyToPurchase {
        /// The refund.
        refund: Money,
        /// The price of the new purchase.
        price: Money,
        /// The price less the refund: what is left to pay. Negative when the refund is more than the price.
        net: Money,
    },
    /// The new purchase is charged in full, on its own.
    ChargePurchase {
        /// The full price.
        amount: Money,
    },
    /// The card has changed: support must say where the refund goes.
    ContactSupport {
        /// The refund.
        amount: Money,
    },
    /// The sources do not say how the refund is settled for this account: a person must find out.
    NotStated {
        /// The refund.
        amount: Money,
    },
}

/// A line of a new invoice.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let SettlementAction::NewInvoice { lines, net } = settlement.steps()[2].action() else { return Err("none".into()) };
/// assert_eq!(lines[0].to_string(), "-1.00 USD for the refund");
/// assert_eq!(net.to_string(), "-1.00 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SETTLE-06`, `SETTLE-07`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum InvoiceLine {
    /// The refund.
    Refund {
        /// The refund as a negative amount.
        amount: Money,
    },
    /// The new purchase.
    Purchase {
        /// Its full price.
        amount: Money,
    },
}

impl SettlementStep {
    pub(super) const fn new(action: SettlementAction, rule: RuleId) -> Self {
        Self { action, rule }
    }

    /// What happens.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
    /// assert_eq!(settlement.steps()[0].action(), &SettlementAction::CancelReservations);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn action(&self) -> &SettlementAction {
        &self.action
    }

    /// The rule behind it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
    /// assert_eq!(settlement.steps()[0].rule().as_str(), "REFP-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.rule
    }

    /// Whether a person must act before the money arrives.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
    /// let settlement = policy.settle_refund(&approved, &reservation, Account::MicrosoftCustomerAgreement)?;
    /// assert!(settlement.steps()[1].needs_person(), "the sources do not say how it is settled");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn needs_person(&self) -> bool {
        matches!(self.action, SettlementAction::ContactSupport { .. } | SettlementAction::NotStated { .. })
    }

    /// What the step hands to the customer, negative when the customer pays; `None` when it moves no money.
    ///
    /// A new invoice moves its net where the customer has to pay it; a negative one is handed over by the next step.
    ///
    /// In the billing currency.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
    /// let moved: Vec<_> = settlement.steps().iter().filter_map(SettlementStep::to_customer).collect();
    /// assert_eq!(moved, [settlement.refund()], "only the last step hands money over");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_customer(&self) -> Option<Money> {
        match &self.action {
            SettlementAction::CancelReservations
            | SettlementAction::CancelInvoice
            | SettlementAction::ReopenAndRerateOverageInvoices { .. } => None,
            SettlementAction::CreditPrepayment { amount }
            | SettlementAction::CreditCurrentPrepaymentTerm { amount }
            | SettlementAction::CreditMemo { amount }
            | SettlementAction::HoldCreditForFuturePurchase { amount }
            | SettlementAction::RefundToOriginalCard { amount }
            | SettlementAction::RefundToOriginalPurchase { amount }
            | SettlementAction::ContactSupport { amount }
            | SettlementAction::NotStated { amount } => Some(*amount),
            SettlementAction::NewInvoice { net, .. } => (!net.is_negative()).then(|| net.negated()),
            SettlementAction::ApplyToPurchase { net, .. } => Some(net.negated()),
            SettlementAction::ChargePurchase { amount } => Some(amount.negated()),
        }
    }
}

impl fmt::Display for SettlementStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.action, f)
    }
}

impl fmt::Display for SettlementAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CancelReservations => f.write_str("cancel what is returned"),
            Self::CreditPrepayment { amount } => write!(f, "add {amount} back to the prepayment"),
            Self::CreditCurrentPrepaymentTerm { amount } => {
                write!(f, "add {amount} to the prepayment of the current term")
            }
            Self::ReopenAndRerateOverageInvoices { since } => {
                write!(f, "open the overage invoices since {since} again and rate them against the prepayment")
            }
            Self::CreditMemo { amount } => write!(f, "issue a credit memo of {amount}"),
            Self::CancelInvoice => f.write_str("cancel the invoice of the original purchase"),
            Self::NewInvoice { lines, net } => match lines.as_slice() {
                [InvoiceLine::Refund { .. }] => write!(f, "make a new invoice of {net} for the refund"),
                lines => {
                    write!(f, "make a new invoice of {net}")?;
                    for (index, line) in lines.iter().enumerate() {
                        let separator = if index == 0 { ": " } else { ", " };
                        write!(f, "{separator}{line}")?;
                    }
                    Ok(())
                }
            },
            Self::HoldCreditForFuturePurchase { amount } => {
                write!(f, "hold {amount} for a future reservation purchase")
            }
            Self::RefundToOriginalCard { amount } => {
                write!(f, "refund {amount} to the credit card of the original purchase")
            }
            Self::RefundToOriginalPurchase { amount } => write!(f, "refund {amount} to the original purchase"),
            Self::ApplyToPurchase { refund, price, net } => {
                write!(f, "put {refund} toward the new purchase of {price}, which leaves {net} to pay")
            }
            Self::ChargePurchase { amount } => write!(f, "charge {amount} for the new purchase"),
            Self::ContactSupport { amount } => {
                write!(f, "the card has changed; ask support where {amount} goes")
            }
            Self::NotStated { amount } => {
                write!(f, "the sources do not say how {amount} is settled for this kind of account; ask support")
            }
        }
    }
}

impl fmt::Display for InvoiceLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refund { amount } => write!(f, "{amount} for the refund"),
            Self::Purchase { amount } => write!(f, "{amount} for the purchase"),
        }
    }
}
