//! The agreement and the means of payment.

/// The agreement under which a reservation was bought, and how it was paid.
///
/// # Examples
///
/// The same refund of 1.00 USD, settled in two ways:
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let last_step = |account| -> Result<String, Box<dyn std::error::Error>> {
///     let settlement = policy.settle_refund(&approved, &reservation, account)?;
///     Ok(settlement.steps().last().ok_or("no step")?.to_string())
/// };
/// assert_eq!(last_step(Account::Csp)?, "hold 1.00 USD for a future reservation purchase");
/// let card = Account::PayAsYouGoCard { card: Card::Unchanged };
/// assert_eq!(last_step(card)?, "refund 1.00 USD to the credit card of the original purchase");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SETTLE-01`. The sources list no settlement for a Microsoft Customer Agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Account {
    /// An Enterprise Agreement.
    EnterpriseAgreement {
        /// What the purchase was paid from.
        funding: EnterpriseFunding,
    },
    /// A Microsoft Customer Agreement.
    MicrosoftCustomerAgreement,
    /// Pay-as-you-go, paid by invoice.
    PayAsYouGoInvoice,
    /// Pay-as-you-go, paid by credit card.
    PayAsYouGoCard {
        /// Whether the card that paid is still the one on file.
        card: Card,
    },
    /// Bought through a partner of the Cloud Solution Provider programme.
    Csp,
}

/// What a purchase under an Enterprise Agreement was paid from.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let account = Account::EnterpriseAgreement { funding: EnterpriseFunding::Overage };
/// let settlement = policy.settle_refund(&approved, &reservation, account)?;
/// assert_eq!(settlement.to_string(), "cancel what is returned; issue a credit memo of 1.00 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SETTLE-02`, `SETTLE-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "the prepayment paid for it or it did not")]
pub enum EnterpriseFunding {
    /// From the prepayment, once called monetary commitment.
    Prepayment {
        /// Whether the term of that prepayment still runs.
        term: PrepaymentTerm,
    },
    /// As an overage.
    Overage,
}

/// Whether the prepayment term in which a reservation was bought still runs.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let funding = EnterpriseFunding::Prepayment { term: PrepaymentTerm::Ended };
/// let settlement = policy.settle_refund(&approved, &reservation, Account::EnterpriseAgreement { funding })?;
/// assert_eq!(
///     settlement.to_string(),
///     "cancel what is returned; add 1.00 USD to the prepayment of the current term; \
///      open the overage invoices since 2024-07-10 again and rate them against the prepayment"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SETTLE-02`, `SETTLE-03`, `SETTLE-04`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "it runs or it does not")]
pub enum PrepaymentTerm {
    /// It runs.
    Active,
    /// It is over: the credit goes to the current term (`SETTLE-04`).
    Ended,
}

/// Whether the credit card that paid is still the one on file.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../../docs/snippets/settled_refund.txt")]
/// let settlement = policy.settle_refund(&approved, &reservation, Account::PayAsYouGoCard { card: Card::Changed })?;
/// assert_eq!(settlement.steps()[3].to_string(), "the card has changed; ask support where 1.00 USD goes");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SETTLE-09`, `SETTLE-10`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "changed or not, there is no third")]
pub enum Card {
    /// It is.
    Unchanged,
    /// It has been changed: support must help (`SETTLE-10`).
    Changed,
}
