//! The agreement and the means of payment.

/// The agreement under which a reservation was bought, and how it was paid.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "changed or not, there is no third")]
pub enum Card {
    /// It is.
    Unchanged,
    /// It has been changed: support must help (`SETTLE-10`).
    Changed,
}
