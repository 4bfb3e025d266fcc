//! The early termination fee: what is charged, and what is only reserved.

use crate::policy::reservation::{FeeRate, FeeTerms};
use crate::quantity::Rate;

/// The two rates that go for one refund.
///
/// # Examples
///
/// Charged in 2018, only reserved since 2019:
///
/// ```
/// use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
/// use reservation_policy::reservation::fee::FeeRates;
///
/// for (edition, charged, reserved) in
///     [(ReservationEdition::October2018, "12 %", "12 %"), (ReservationEdition::April2019, "0 %", "12 %")]
/// {
///     let policy = ReservationPolicy::edition(edition);
///     let rates = FeeRates::of(*policy.early_termination_fee(), None).ok_or("no rate")?;
///     assert_eq!((rates.charged().to_string(), rates.reserved().to_string()), (charged.into(), reserved.into()));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::fee::FeeRates;
    /// assert!(FeeRates::WAIVED.charged().is_zero() && FeeRates::WAIVED.reserved().is_zero());
    /// ```
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
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// # use reservation_policy::reservation::fee::FeeRates;
    /// let policy = ReservationPolicy::edition(ReservationEdition::October2018);
    /// let rates = FeeRates::of(*policy.early_termination_fee(), None).ok_or("no rate")?;
    /// assert_eq!(rates.charged().to_string(), "12 %");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn charged(self) -> Rate {
        self.charged
    }

    /// The rate that Microsoft reserves the right to charge, the charged one included.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
    /// # use reservation_policy::reservation::fee::FeeRates;
    /// let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    /// let rates = FeeRates::of(*policy.early_termination_fee(), None).ok_or("no rate")?;
    /// assert_eq!((rates.charged().to_string(), rates.reserved().to_string()), ("0 %".into(), "12 %".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn reserved(self) -> Rate {
        self.reserved
    }
}
