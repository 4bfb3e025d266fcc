//! The facts of one return.

use chrono::{DateTime, Utc};

use crate::money::Money;
use crate::policy::reservation::Requester;
use crate::quantity::{Quantity, Rate};
use crate::reservation::Reservation;
use crate::reservation::account::{Agreement, Cloud};

/// Whether a reservation has been used since it was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "used or not, there is no third")]
pub enum Usage {
    /// No hour of it was used.
    Unused,
    /// Some of it was used.
    Used,
}

/// The facts of one return: what, how many, when, who asks; and what else is known.
///
/// What is not said counts as: unused, public cloud, no agreement known, no current price known.
///
/// # Examples
///
/// See [`RefundQuote`](super::RefundQuote).
#[derive(Debug, Clone, Copy)]
pub struct RefundRequest<'a> {
    reservation: &'a Reservation,
    quantity: Quantity,
    at: DateTime<Utc>,
    requester: Requester,
    usage: Usage,
    cloud: Cloud,
    agreement: Option<Agreement>,
    fee_rate: Option<Rate>,
    current_price: Option<Money>,
}

impl<'a> RefundRequest<'a> {
    /// Returning `quantity` units of a reservation at an instant.
    #[must_use]
    pub const fn new(
        reservation: &'a Reservation,
        quantity: Quantity,
        at: DateTime<Utc>,
        requester: Requester,
    ) -> Self {
        Self {
            reservation,
            quantity,
            at,
            requester,
            usage: Usage::Unused,
            cloud: Cloud::Public,
            agreement: None,
            fee_rate: None,
            current_price: None,
        }
    }

    /// Says whether the reservation has been used; it matters inside a full-refund window.
    #[must_use]
    pub const fn with_usage(mut self, usage: Usage) -> Self {
        self.usage = usage;
        self
    }

    /// Says which cloud the reservation is for.
    #[must_use]
    pub const fn with_cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Says under which agreement the reservation was bought. Under CSP only the partner may return it.
    #[must_use]
    pub const fn with_agreement(mut self, agreement: Agreement) -> Self {
        self.agreement = Some(agreement);
        self
    }

    /// Gives the early termination fee rate, for policies that charge a fee and state none (2018-05).
    #[must_use]
    pub const fn with_fee_rate(mut self, rate: Rate) -> Self {
        self.fee_rate = Some(rate);
        self
    }

    /// Gives the current price of one payment for the returned quantity, in the billing currency (`L-03`).
    #[must_use]
    pub const fn with_current_price(mut self, price: Money) -> Self {
        self.current_price = Some(price);
        self
    }

    /// The same request at another instant: to see what the answer will be tomorrow.
    #[must_use]
    pub const fn at_instant(mut self, at: DateTime<Utc>) -> Self {
        self.at = at;
        self
    }

    /// What is returned.
    #[must_use]
    pub const fn reservation(&self) -> &'a Reservation {
        self.reservation
    }

    /// How many units.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// When.
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Who asks.
    #[must_use]
    pub const fn requester(&self) -> Requester {
        self.requester
    }

    /// Whether it has been used.
    #[must_use]
    pub const fn usage(&self) -> Usage {
        self.usage
    }

    /// Which cloud it is for.
    #[must_use]
    pub const fn cloud(&self) -> Cloud {
        self.cloud
    }

    /// The agreement, where it is known.
    #[must_use]
    pub const fn agreement(&self) -> Option<Agreement> {
        self.agreement
    }

    /// The caller's fee rate, where there is one.
    #[must_use]
    pub const fn fee_rate(&self) -> Option<Rate> {
        self.fee_rate
    }

    /// The current price, where it is known.
    #[must_use]
    pub const fn current_price(&self) -> Option<Money> {
        self.current_price
    }
}
