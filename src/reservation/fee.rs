//! The early termination fee: what is charged, and what is only reserved.

use crate::policy::reservation::{FeeRate, FeeTerms};
use crate::quantity::Rate;

/// The two rates that go for one refund.
///
/// # Rules
///
/// `FEE-01`, `FEE-03`, `CON-01`. Both are rates on the prorated credit (`AMB-11`), rounded on their own. Inside the
/// full-refund window there is no fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeeRates {
    charged: Rate,
    reserved: Rate,
}

impl FeeRates {
    /// No fee.
    pub const WAIVED: Self = Self { charged: Rate::ZERO, reserved: Rate::ZERO };

    /// The rates of a policy, with the caller's rate wherever the policy does not state one; `None` when the policy
    /// needs a rate from the caller and there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// use reservation_policy::quantity::Rate;
    /// use reservation_policy::reservation::fee::FeeRates;
    ///
    /// let terms = ReservationPolicy::edition(ReservationEdition::May2018).early_termination_fee().to_owned();
    /// assert_eq!(FeeRates::of(terms, None), None);
    /// let rates = FeeRates::of(terms, Some(Rate::parse("0.1")?)).ok_or("no rate")?;
    /// assert_eq!(rates.charged().to_string(), "10 %");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(terms: FeeTerms, from_caller: Option<Rate>) -> Option<Self> {
        let rate = |rate| match rate {
            FeeRate::Stated(rate) => Some(rate),
            FeeRate::FromCaller => from_caller,
        };
        Some(Self { charged: rate(terms.charged())?, reserved: rate(terms.reserved())? })
    }

    /// The rate that is charged.
    #[must_use]
    pub const fn charged(self) -> Rate {
        self.charged
    }

    /// The rate that Microsoft reserves the right to charge, the charged one included.
    #[must_use]
    pub const fn reserved(self) -> Rate {
        self.reserved
    }
}
