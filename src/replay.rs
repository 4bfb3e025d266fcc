//! Questions as values that can be stored, and a check that a stored question still has its stored answer.

use core::fmt;

use crate::cap::RefundLedger;
use crate::decision::Decision;
use crate::error::Error;
use crate::exchange::{Exchange, Purchase, PurchasedLine, ReturnedLine};
use crate::money::{Money, UsdAmount};
use crate::policy::ReservationPolicy;
use crate::refund::{Amounts, CapCheck, FeeRates, Refund, UsedPeriod};
use crate::request::{QuestionError, Request, Returned};
use crate::software::{Attempt, Cancellation, SoftwarePolicy, SoftwarePurchase};
use crate::verdict::Outcome;

/// A refund question with everything that its answer depends on.
///
/// # Examples
///
/// ```
/// use reservation_policy::replay::RefundQuestion;
/// use reservation_policy::{
///     Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
/// };
///
/// let vm = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
///     .upfront(Price::usd("365.00 USD".parse()?)?)
///     .build()?;
/// let request = Request::new("2026-01-31T09:00:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
/// let question = RefundQuestion { policy, returned: vm.all(), request, ledger: RefundLedger::new() };
///
/// let stored = question.answer()?; // store both, as with serde
/// question.replay(&stored)?;
///
/// let later = Request::new("2026-02-01T09:00:00Z".parse()?, Requester::Owner);
/// let difference = RefundQuestion { request: later, ..question }.replay(&stored).unwrap_err();
/// assert_eq!(difference.path, "outcome.request.at");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "the arguments of a question, which callers write")]
pub struct RefundQuestion {
    /// The policy.
    pub policy: ReservationPolicy,
    /// What is returned.
    pub returned: Returned,
    /// The request.
    pub request: Request,
    /// The refunds that were recorded before.
    pub ledger: RefundLedger,
}

impl RefundQuestion {
    /// Answers the question with [`decide_refund`](ReservationPolicy::decide_refund).
    ///
    /// # Errors
    ///
    /// As [`decide_refund`](ReservationPolicy::decide_refund).
    pub fn answer(&self) -> Result<Decision<Refund>, Error> {
        self.policy.decide_refund(&self.returned, &self.request, &self.ledger)
    }

    /// Answers the question again and compares the answer with a stored one. The wording of reasons may differ.
    ///
    /// # Errors
    ///
    /// The first [`Difference`].
    pub fn replay(&self, stored: &Decision<Refund>) -> Result<(), Difference> {
        compare(self.answer(), stored)
    }
}

/// An exchange question with everything that its answer depends on.
///
/// # Examples
///
/// ```
/// use reservation_policy::replay::ExchangeQuestion;
/// use reservation_policy::{
///     Price, Purchase, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
/// };
///
/// let old = Reservation::builder(ResourceType::VirtualMachines, "2024-03-10".parse()?, Term::ThreeYears)
///     .upfront(Price::usd("1096.00 USD".parse()?)?)
///     .build()?;
/// let new = Purchase::reservation(ResourceType::VirtualMachines, 1, Term::ThreeYears, "1200.00 USD".parse()?)?;
/// let request = Request::new("2025-01-25T10:00:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// let question = ExchangeQuestion { policy, returned: vec![old.all()], purchases: vec![new], request };
/// let stored = question.answer()?;
/// question.replay(&stored)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "the arguments of a question, which callers write")]
pub struct ExchangeQuestion {
    /// The policy.
    pub policy: ReservationPolicy,
    /// What is returned.
    pub returned: Vec<Returned>,
    /// What is bought.
    pub purchases: Vec<Purchase>,
    /// The request.
    pub request: Request,
}

impl ExchangeQuestion {
    /// Answers the question with [`decide_exchange`](ReservationPolicy::decide_exchange).
    ///
    /// # Errors
    ///
    /// As [`decide_exchange`](ReservationPolicy::decide_exchange).
    pub fn answer(&self) -> Result<Decision<Exchange>, Error> {
        self.policy.decide_exchange(&self.returned, &self.purchases, &self.request)
    }

    /// Answers the question again and compares the answer with a stored one. The wording of reasons may differ.
    ///
    /// # Errors
    ///
    /// The first [`Difference`].
    pub fn replay(&self, stored: &Decision<Exchange>) -> Result<(), Difference> {
        compare(self.answer(), stored)
    }
}

/// A cancellation question with everything that its answer depends on.
///
/// # Examples
///
/// ```
/// use reservation_policy::replay::CancellationQuestion;
/// use reservation_policy::software::{Attempt, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};
///
/// let (family, bought, paid) = (SoftwareFamily::SqlServer, "2021-07-14T08:00:00Z".parse()?, "899.00 USD".parse()?);
/// let purchase = SoftwarePurchase::perpetual(family, bought, paid)?;
/// let policy = SoftwarePolicy::in_force_for(&purchase)?;
/// let question = CancellationQuestion { policy, purchase, attempt: Attempt::new("2021-08-01T12:00:00Z".parse()?) };
/// let stored = question.answer()?;
/// question.replay(&stored)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "the arguments of a question, which callers write")]
pub struct CancellationQuestion {
    /// The policy.
    pub policy: SoftwarePolicy,
    /// The purchase.
    pub purchase: SoftwarePurchase,
    /// The attempt to cancel it.
    pub attempt: Attempt,
}

impl CancellationQuestion {
    /// Answers the question with [`decide_cancellation`](SoftwarePolicy::decide_cancellation).
    ///
    /// # Errors
    ///
    /// As [`decide_cancellation`](SoftwarePolicy::decide_cancellation).
    pub fn answer(&self) -> Result<Decision<Cancellation>, QuestionError> {
        self.policy.decide_cancellation(&self.purchase, &self.attempt)
    }

    /// Answers the question again and compares the answer with a stored one. The wording of reasons may differ.
    ///
    /// # Errors
    ///
    /// The first [`Difference`].
    pub fn replay(&self, stored: &Decision<Cancellation>) -> Result<(), Difference> {
        compare(self.answer(), stored)
    }
}

/// The first place in which an answer differs from a stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Where: `outcome.billed.refund`, `reasons[0]`, or `answer` when there is none any more.
    pub path: String,
    /// What is stored there.
    pub stored: String,
    /// What the answer has there now.
    pub answered: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is `{}`, expected `{}` as stored", self.path, self.answered, self.stored)
    }
}

impl core::error::Error for Difference {}

/// The difference of two values as a whole.
fn whole<T: PartialEq + fmt::Debug>(answered: &T, stored: &T, path: &str) -> Option<Difference> {
    (answered != stored).then(|| Difference {
        path: path.to_owned(),
        stored: format!("{stored:?}"),
        answered: format!("{answered:?}"),
    })
}

/// The first difference of two lists.
fn each<T: PartialEq + fmt::Debug>(
    (answered, stored): (&[T], &[T]),
    path: &str,
    differs: impl Fn(&T, &T, &str) -> Option<Difference>,
) -> Option<Difference> {
    let pairs = answered.iter().zip(stored).enumerate();
    let mut differences = pairs.filter_map(|(index, (one, other))| differs(one, other, &format!("{path}[{index}]")));
    differences.next().or_else(|| whole(&answered.len(), &stored.len(), &format!("{path}.len")))
}

/// What is compared part by part.
trait Compare: PartialEq + fmt::Debug {
    /// The first part that differs from the same part of a stored value.
    fn differs(&self, stored: &Self, path: &str) -> Option<Difference>;
}

/// Compares fields in order: those in brackets part by part, those in brackets of their own as lists, the others as a
/// whole. A field that is not named is found by the last comparison, of everything.
macro_rules! compare {
    ($($name:ty: ($($part:ident)*) [$($list:ident)*] $($field:ident)*;)+) => {$(
        impl Compare for $name {
            fn differs(&self, stored: &Self, path: &str) -> Option<Difference> {
                let at = |field: &str| format!("{path}.{field}");
                None
                    $(.or_else(|| self.$part.differs(&stored.$part, &at(stringify!($part)))))*
                    $(.or_else(|| each((&self.$list, &stored.$list), &at(stringify!($list)), Compare::differs)))*
                    $(.or_else(|| whole(&self.$field, &stored.$field, &at(stringify!($field)))))*
                    .or_else(|| whole(self, stored, path))
            }
        }
    )+};
}

compare! {
    Refund: (request period fee billed usd cap) [] returned credit payments_made payments_total total_paid retained
        valid_until most_units_now earliest_allowed channel settlement;
    Request: () [] at requester account cloud fee_rate assume_scheduled_payments savings_plan_role;
    UsedPeriod: () [] payment period counted_in used total paid due;
    FeeRates: () [] reserved charged;
    CapCheck: () [] cap used remaining_before counts fits remaining_after next_release;
    Amounts<Money>: () [] period_charge basis paid_ahead credit fee reserved_fee refund remaining_commitment;
    Amounts<UsdAmount>: () [] period_charge basis paid_ahead credit fee reserved_fee refund remaining_commitment;
    Exchange: (request) [returned purchased] refund remaining_commitment refunds_total purchases_total net_payable
        compared missing valid_until channel settlement;
    ReturnedLine: (period amounts) [] item returned credit value payments_made payments_total total_paid retained;
    PurchasedLine: () [] number purchase schedule;
    Cancellation: () [] at window opened_at opened_by_renewal last_moment days_remaining quantity paid period
        days_charged credit early_termination_fee credit_invoice visible_by consequences;
}

/// Compares an answer with a stored one: the policy, the outcome, then reasons and remarks.
fn compare<T>(answer: Result<Decision<T>, impl fmt::Display>, stored: &Decision<T>) -> Result<(), Difference>
where
    T: Outcome + Compare,
{
    let answer = answer.map_err(|error| Difference {
        path: "answer".to_owned(),
        stored: stored.verdict().to_string(),
        answered: error.to_string(),
    })?;
    let difference = whole(&answer.policy(), &stored.policy(), "policy")
        .or_else(|| answer.outcome().differs(stored.outcome(), "outcome"))
        .or_else(|| each((answer.reasons(), stored.reasons()), "reasons", whole))
        .or_else(|| each((answer.remarks(), stored.remarks()), "remarks", whole));
    difference.map_or(Ok(()), Err)
}
