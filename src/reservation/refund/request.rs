//! The facts of one return.

use chrono::{DateTime, Utc};

use crate::money::Money;
use crate::policy::reservation::Requester;
use crate::quantity::{Quantity, Rate};
use crate::reservation::Reservation;
use crate::reservation::account::{Agreement, Cloud};

/// Whether a reservation has been used since it was bought.
///
/// # Examples
///
/// Two days after the start, under the edition that refunds what is unused in full:
///
/// ```
#[doc = include_str!("../../../docs/snippets/refund_request.txt")]
/// let policy = ReservationPolicy::from_name("2018-10")?;
/// let request = RefundRequest::new(&reservation, one, "2022-12-03T09:00:00Z".parse()?, Requester::Owner);
/// let unused = policy.quote_refund(&request)?;
/// assert_eq!(unused.billing().refund.to_string(), "2.66 USD");
/// let used = policy.quote_refund(&request.with_usage(Usage::Used))?;
/// assert_eq!(used.billing().refund.to_string(), "2.19 USD"); // 2.66 x 29/31 = 2.49, less a fee of 12 %
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-02`.
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
/// A partner returns a customer's reservation:
///
/// ```
#[doc = include_str!("../../../docs/snippets/refund_request.txt")]
/// let request = RefundRequest::new(&reservation, one, at, Requester::Partner).with_agreement(Agreement::Csp);
/// let quote = ReservationPolicy::in_force_on("2023-02-10".parse()?)?.quote_refund(&request)?;
/// assert_eq!(quote.billing().refund.to_string(), "1.80 USD");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// The quantity is looked at when the question is asked: more than is owned is a
    /// [`RefundError`](super::RefundError).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// let at = "2023-02-10T21:16:24Z".parse()?;
    /// let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner);
    /// assert_eq!((request.usage(), request.agreement()), (Usage::Unused, None)); // until it is said
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `OWN-02`, `L-14`, `CSP-14` on who may ask.
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.with_usage(Usage::Used).usage(), Usage::Used);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `L-02`.
    #[must_use]
    pub const fn with_usage(mut self, usage: Usage) -> Self {
        self.usage = usage;
        self
    }

    /// Says which cloud the reservation is for.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.with_cloud(Cloud::UsGovernment).cloud(), Cloud::UsGovernment);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `ELIG-01`, `ELIG-02`.
    #[must_use]
    pub const fn with_cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = cloud;
        self
    }

    /// Says under which agreement the reservation was bought. Under CSP only the partner may return it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.with_agreement(Agreement::Csp).agreement(), Some(Agreement::Csp));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CSP-14`, `CON-07`, `ELIG-01`, `ELIG-03`.
    #[must_use]
    pub const fn with_agreement(mut self, agreement: Agreement) -> Self {
        self.agreement = Some(agreement);
        self
    }

    /// Gives the early termination fee rate, for policies that charge a fee and state none (2018-05).
    ///
    /// It is a rate on the prorated credit (`AMB-11`). A policy that states its rate does not look at it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// let policy = ReservationPolicy::from_name("2018-05")?;
    /// assert!(policy.quote_refund(&request).is_err(), "it charges a fee and does not say how much");
    /// let quote = policy.quote_refund(&request.with_fee_rate(Rate::parse("0.1")?))?;
    /// assert_eq!(quote.billing().refund.to_string(), "1.62 USD"); // 1.80 less 10 %
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `FEE-01`, `CON-01`.
    #[must_use]
    pub const fn with_fee_rate(mut self, rate: Rate) -> Self {
        self.fee_rate = Some(rate);
        self
    }

    /// Gives the current price of one payment for the returned quantity, in the billing currency (`L-03`).
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// let cheaper = request.with_current_price(Money::parse("2.00", Currency::USD)?);
    /// let quote = ReservationPolicy::from_name("2020-07")?.quote_refund(&cheaper)?;
    /// assert_eq!(quote.billing().credit.to_string(), "1.36 USD"); // 2.00 x 19/28, and not 2.66 x 19/28
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn with_current_price(mut self, price: Money) -> Self {
        self.current_price = Some(price);
        self
    }

    /// The same request at another instant: to see what the answer will be tomorrow.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// let policy = ReservationPolicy::from_name("2020-07")?;
    /// let tomorrow = request.at_instant("2023-02-11T21:16:24Z".parse()?);
    /// assert_eq!(policy.quote_refund(&request)?.billing().refund.to_string(), "1.80 USD");
    /// assert_eq!(policy.quote_refund(&tomorrow)?.billing().refund.to_string(), "1.71 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at_instant(mut self, at: DateTime<Utc>) -> Self {
        self.at = at;
        self
    }

    /// What is returned.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.reservation().payments().completed(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn reservation(&self) -> &'a Reservation {
        self.reservation
    }

    /// How many units.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.quantity(), Quantity::ONE);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// When.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.at().to_string(), "2023-02-10 21:16:24 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Who asks.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.requester(), Requester::Owner);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn requester(&self) -> Requester {
        self.requester
    }

    /// Whether it has been used.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.usage(), Usage::Unused, "nothing else was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn usage(&self) -> Usage {
        self.usage
    }

    /// Which cloud it is for.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.cloud(), Cloud::Public, "nothing else was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn cloud(&self) -> Cloud {
        self.cloud
    }

    /// The agreement, where it is known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.agreement(), None, "nothing was said");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn agreement(&self) -> Option<Agreement> {
        self.agreement
    }

    /// The caller's fee rate, where there is one.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// let request = request.with_fee_rate(Rate::parse("0.12")?);
    /// assert_eq!(request.fee_rate().map(|rate| rate.to_string()).as_deref(), Some("12 %"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn fee_rate(&self) -> Option<Rate> {
        self.fee_rate
    }

    /// The current price, where it is known.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_request.txt")]
    /// assert_eq!(request.current_price(), None, "nothing was said, so the price paid counts");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn current_price(&self) -> Option<Money> {
        self.current_price
    }
}
