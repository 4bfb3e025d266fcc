//! Plans: which reservations are best returned when, under the refund cap, with a bound that no plan can beat.
//!
//! The value of a return is its refund and the payments that it ends. It shrinks by the day; the cap lets only so much
//! through, and gives it back a window later. [`returns`] places the returns, and every step of the plan is an approved
//! [`decide_refund`](crate::ReservationPolicy::decide_refund) on the ledger as it then is. `docs/guide/plans.md` shows how
//! to read a plan, and `docs/plans-bound.md` why its bound holds.
//!
//! 1. What each wish gives and counts on each day: `table`. What is left of the cap over time: `room`.
//! 2. Prices of the cap from a linear program: `solver`. The bound that they give, in integers: `bound`.
//! 3. Returns placed by prices, in every order, or in every way: `search`.
//! 4. The steps, decided one after another: `replay`. What else a reader asks: `hints` and `explain`.

use chrono::{DateTime, NaiveDate, Utc};

use crate::cap::RefundLedger;
use crate::edition::PolicyName;
use crate::error::Error;
use crate::money::{Money, UsdAmount};
use crate::policy::ReservationPolicy;
use crate::quantity::{Quantity, Rate};
use crate::reason::Reason;
use crate::refund::Amounts;
use crate::request::{QuestionError, Request, Returned};
use crate::reservation::ReservationId;
use crate::rule::RuleId;

mod bound;
mod explain;
mod hints;
mod replay;
mod room;
mod search;
mod solver;
mod table;

pub use self::explain::PlanExplanation;
pub use self::hints::{Hint, HintKind};

use self::bound::{Bound, Checks};
use self::room::Room;
use self::search::Search;
use self::solver::Solved;
use self::table::{Frame, Table};

crate::text::text_id! {
    /// The id of what shares one cap: an enrollment, a billing profile, or in CSP a customer. Two that differ in case are
    /// equal.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::plan::CapScopeId;
    ///
    /// assert_eq!(CapScopeId::new("profile-7")?, CapScopeId::new("Profile-7")?);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    CapScopeId "the id of a cap scope", any case
}

/// Units of a reservation that are not needed any more.
///
/// # Examples
///
/// ```
/// use reservation_policy::plan::Wish;
/// use reservation_policy::{Price, Reservation, ResourceType, Term};
///
/// let vms = Reservation::builder(ResourceType::VirtualMachines, "2026-02-10".parse()?, Term::ThreeYears)
///     .units(10)
///     .upfront_each(Price::usd("5475.00 USD".parse()?)?)
///     .build()?;
/// // Four of ten, once the migration is over in June, and not after the end of the year.
/// let wish = Wish::new(vms.units(4)?).not_before("2026-07-01".parse()?).not_after("2026-12-31".parse()?);
/// assert_eq!(wish.returned().quantity().get(), 4);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct Wish {
    returned: Returned,
    #[cfg_attr(feature = "serde", serde(default))]
    not_before: Option<NaiveDate>,
    #[cfg_attr(feature = "serde", serde(default))]
    not_after: Option<NaiveDate>,
    #[cfg_attr(feature = "serde", serde(default))]
    scope: Option<CapScopeId>,
}

impl Wish {
    /// Units that may be returned on any day of their term, together or in parts.
    #[must_use]
    pub const fn new(returned: Returned) -> Self {
        Self { returned, not_before: None, not_after: None, scope: None }
    }

    /// Not before a UTC day.
    #[must_use]
    pub const fn not_before(mut self, day: NaiveDate) -> Self {
        self.not_before = Some(day);
        self
    }

    /// Not after a UTC day; on that day still.
    #[must_use]
    pub const fn not_after(mut self, day: NaiveDate) -> Self {
        self.not_after = Some(day);
        self
    }

    /// Under the cap of a scope. Wishes of two scopes have two caps, and so two plans.
    #[must_use]
    pub fn in_scope(mut self, scope: CapScopeId) -> Self {
        self.scope = Some(scope);
        self
    }

    /// What is returned, if all at once.
    #[must_use]
    pub const fn returned(&self) -> &Returned {
        &self.returned
    }

    /// The first UTC day on which it may be returned, where there is one.
    #[must_use]
    pub const fn first_day(&self) -> Option<NaiveDate> {
        self.not_before
    }

    /// The last UTC day on which it may be returned, where there is one.
    #[must_use]
    pub const fn last_day(&self) -> Option<NaiveDate> {
        self.not_after
    }

    /// The scope of its cap, where it is known.
    #[must_use]
    pub const fn scope(&self) -> Option<&CapScopeId> {
        self.scope.as_ref()
    }
}

/// Returns in the order of their instants, what they recover, and the most that any plan could.
///
/// # Examples
///
/// ```
/// use reservation_policy::plan::{self, Wish};
/// use reservation_policy::{
///     CapEntry, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term, UsdAmount,
/// };
///
/// let vms = Reservation::builder(ResourceType::VirtualMachines, "2026-02-10".parse()?, Term::OneYear)
///     .units(4)
///     .upfront_each(Price::usd("9125.00 USD".parse()?)?)
///     .build()?;
/// let spring = CapEntry::new("spring", "2026-01-15T10:00:00Z".parse()?, UsdAmount::dollars(40_000))?;
/// let ledger = RefundLedger::from_entries([spring])?;
/// let request = Request::new("2026-10-01T09:00:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// // 132 days are left: 3,300.00 USD a unit. 10,000.00 USD of the cap are left, and more in January.
/// let plan = plan::returns(&policy, &ledger, &[Wish::new(vms.all())], &request)?;
/// let steps: Vec<String> = plan.steps.iter().map(|step| format!("{} {}", step.at, step.returned.quantity())).collect();
/// assert_eq!(steps, ["2026-10-01 09:00:00 UTC 3", "2027-01-15 10:00:00 UTC 1"]);
/// assert_eq!(plan.recovered.to_string(), "10550.00 USD");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Plan {
    /// The policy that decides every step.
    pub policy: PolicyName,
    /// The request that was asked with.
    pub request: Request,
    /// The returns, by instant and wish.
    pub steps: Vec<Step>,
    /// Units that the plan leaves, and why.
    pub unreturned: Vec<Unreturned>,
    /// What each wish gives, and what it loses by waiting, in the order of the wishes.
    pub waiting: Vec<Waiting>,
    /// Wishes that an exchange or a trade-in would take out without the cap. Nothing is decided.
    pub hints: Vec<Hint>,
    /// What all steps recover, in the billing currency: refunds, and payments that are never made.
    pub recovered: Money,
    /// What no plan can recover more of, with the refunds on record and this policy.
    pub upper_bound: Money,
    /// How far the plan may be from the best one: the bound less what is recovered, as a part of the bound, rounded up.
    pub gap: Rate,
    /// Whether every plan of the candidate instants was tried: no other of them recovers more.
    pub complete: bool,
    /// The returns that were tried.
    pub tried: u64,
}

/// One return of a plan. `decide_refund` with `returned`, `request` and the ledger as it then is approves it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Step {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The number of the wish, from 1.
    pub wish: u32,
    /// What is returned, of the reservation as it then is.
    pub returned: Returned,
    /// The request of that instant. After the day of the plan, payments are assumed to be made as scheduled.
    pub request: Request,
    /// The amounts of that day in the billing currency.
    pub billed: Amounts<Money>,
    /// The amounts of that day in US dollars.
    pub usd: Amounts<UsdAmount>,
    /// The refund and the payments that are never made, in the billing currency.
    pub recovered: Money,
    /// What counts toward the cap.
    pub counts: UsdAmount,
    /// What is left of the cap after it.
    pub cap_remaining_after: UsdAmount,
}

impl Step {
    /// The id of the reservation, where it is known.
    #[must_use]
    pub const fn reservation_id(&self) -> Option<&ReservationId> {
        self.returned.reservation().id()
    }
}

/// Units of a wish that a plan does not return.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Unreturned {
    /// The number of the wish, from 1.
    pub wish: u32,
    /// The id of the reservation, where it is known.
    pub reservation_id: Option<ReservationId>,
    /// The units.
    pub units: Quantity,
    /// Why.
    pub reason: UnreturnedReason,
}

/// Why a plan does not return some units.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UnreturnedReason {
    /// The policy refuses the return or it needs review, whatever the cap.
    Refused {
        /// Every reason, most important first.
        reasons: Vec<Reason>,
    },
    /// One unit counts more than the whole cap on each of its days.
    AboveLimit {
        /// The least that one unit counts.
        least: UsdAmount,
        /// The limit.
        limit: UsdAmount,
    },
    /// The cap has no room for them on any of their days beside the steps of the plan.
    NoRoom {
        /// The limit.
        limit: UsdAmount,
    },
    /// Nothing would be refunded and no payment ends.
    NothingToRecover,
}

impl UnreturnedReason {
    /// The rule behind it: that of the first reason, or that of the cap.
    #[must_use]
    pub fn rule(&self) -> RuleId {
        match self {
            Self::Refused { reasons } => reasons.first().map_or(RuleId::Cap03, Reason::rule),
            Self::AboveLimit { .. } | Self::NoRoom { .. } => RuleId::Cap03,
            Self::NothingToRecover => RuleId::L21,
        }
    }
}

impl core::fmt::Display for UnreturnedReason {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Refused { reasons } => {
                for (index, reason) in reasons.iter().enumerate() {
                    write!(f, "{}{reason}", if index == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::AboveLimit { least, limit } => {
                write!(f, "one unit counts at least {least}, and the cap is {limit}")
            }
            Self::NoRoom { limit } => {
                write!(f, "the cap of {limit} has no room on any of its days beside the other returns")
            }
            Self::NothingToRecover => f.write_str("nothing would be refunded and no payment ends"),
        }
    }
}

/// What a wish gives, and what waiting costs. All units, in the billing currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Waiting {
    /// The number of the wish, from 1.
    pub wish: u32,
    /// The first UTC day on which it may be returned.
    pub first_day: NaiveDate,
    /// What a return of all units on that day would recover without a cap.
    pub at_once: Money,
    /// What waiting from that day to the next loses.
    pub lost_per_day: Money,
    /// What the plan recovers of it.
    pub recovered: Money,
    /// What the cap costs: the difference.
    pub lost: Money,
}

/// The steps that [`returns`] tries at most.
pub const DEFAULT_STEPS: u64 = 400_000;

/// Plans returns: the best instants, order and units that are found under the cap, with a bound that no plan can beat.
///
/// Up to 4 wishes are searched completely over their candidate instants: the first instants at which units fit, those at
/// which the cap has more, and the last days of periods where only the refund counts. Up to 8 wishes are tried in every
/// order. The same question has the same answer; see [`returns_within`] for a limit of one's own.
///
/// # Errors
///
/// [`QuestionError`] when there is no wish, a reservation is wished for twice, currencies or scopes differ, the days of a
/// wish contradict one another, or a wish has no answer, such as one after its term.
pub fn returns(
    policy: &ReservationPolicy,
    ledger: &RefundLedger,
    wishes: &[Wish],
    request: &Request,
) -> Result<Plan, Error> {
    returns_within(policy, ledger, wishes, (request, DEFAULT_STEPS))
}

/// Plans returns as [`returns`] does, and tries a number of returns at most. The best plan by then is the answer, with its
/// gap.
///
/// # Errors
///
/// As [`returns`].
pub fn returns_within(
    policy: &ReservationPolicy,
    ledger: &RefundLedger,
    wishes: &[Wish],
    (request, steps): (&Request, u64),
) -> Result<Plan, Error> {
    check(wishes)?;
    let frame = Frame::new(policy, request);
    let (mut tables, mut numbers, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for (wish, number) in wishes.iter().zip(1_u32..) {
        let part = |error: QuestionError| QuestionError::Part { what: WISH, number, error: Box::new(error) };
        match Table::new(frame, wish).map_err(part)? {
            Ok(table) => {
                tables.push(table);
                numbers.push(number);
            }
            Err(reasons) => refused.push((number, reasons)),
        }
    }
    let room = Room::of(ledger, policy.cap(), request.at);
    let checks = Checks::new(frame, &room, &tables);
    let (bound, solved) = upper_bound(&checks, &tables);
    let mut search = Search::new(frame, &tables, (&checks, &bound), (room, steps));
    let complete = search.run(&solved.starts)?;
    let found =
        replay::Found { frame, wishes, tables: &tables, numbers: &numbers, refused, complete, bound: bound.total };
    let (pieces, tried) = (search.best.pieces.clone(), search.steps);
    found.plan(ledger, pieces, tried)
}

/// The lower of the bounds with the solver's prices and without prices, and the returns that the solver starts with.
fn upper_bound(checks: &Checks, tables: &[Table]) -> (Bound, Solved) {
    let columns = checks.columns(tables);
    let free = bound::of_prices(checks, tables, &columns, &vec![0; checks.left.len()]);
    if tables.is_empty() {
        return (free, Solved::default());
    }
    let solved = solver::solve(checks, tables, &columns);
    let priced = bound::of_prices(checks, tables, &columns, &solved.prices);
    if priced.total < free.total { (priced, solved) } else { (free, solved) }
}

const WISH: &str = "wish";

/// Whether the wishes make one question.
fn check(wishes: &[Wish]) -> Result<(), QuestionError> {
    let first = wishes.first().ok_or(QuestionError::Nothing { what: WISH })?;
    let expected = first.returned.reservation().currency();
    let mut scope: Option<&CapScopeId> = None;
    for ((index, wish), number) in wishes.iter().enumerate().zip(1_u32..) {
        let reservation = wish.returned.reservation();
        let found = reservation.currency();
        if found != expected {
            return Err(QuestionError::WishCurrencies { number, found, expected });
        }
        match (scope, wish.scope()) {
            (Some(expected), Some(found)) if expected != found => {
                let (found, expected) = (found.to_string(), expected.to_string());
                return Err(QuestionError::WishScopes { number, found, expected });
            }
            (None, found) => scope = found,
            (Some(_), _) => {}
        }
        if let (Some(not_before), Some(not_after)) = (wish.not_before, wish.not_after) {
            if not_after < not_before {
                return Err(QuestionError::WishDays { number, not_before, not_after });
            }
        }
        let earlier = wishes.iter().take(index).zip(1_u32..);
        let same =
            earlier.filter(|(one, _)| one.returned.reservation().is_same(reservation)).map(|(_, one)| one).next();
        if let Some(first) = same {
            return Err(QuestionError::WishTwice { number, first });
        }
    }
    Ok(())
}
