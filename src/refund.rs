//! Refund amounts, and whether policy allows the return.
//!
//! 1. The UTC day of the request selects the period, and with it the payment: [`Schedule::period_on`].
//! 2. The amounts of that day, in the billing currency and in US dollars, each worked out on its own: `amounts`.
//! 3. The first later day with other amounts: `validity`.
//! 4. What speaks against the return: `eligibility`, and what counts toward the cap.
//! 5. When the cap is the only obstacle, the first instant at which the same return passes: `earliest`.
//!
//! [`Schedule::period_on`]: crate::reservation::Schedule::period_on

use chrono::{DateTime, NaiveDate, Utc};

use crate::account::Channel;
use crate::calendar::Period;
use crate::cap::{CapEntry, CapRelease, CapUse, RefundLedger};
use crate::decision::{Approved, Decision};
use crate::eligibility;
use crate::error::Error;
use crate::money::{Money, UsdAmount};
use crate::policy::{CapBasis, CapTerms, DayCount, ReservationPolicy};
use crate::quantity::{Quantity, Rate};
use crate::reason::{Action, Reason};
use crate::remark::Remark;
use crate::request::{Request, Returned};
use crate::reservation::{Left, MadeOn, Reservation};
use crate::settlement::{self, Bought, Deal, Settlement};

pub(crate) mod amounts;
mod earliest;
mod explain;
pub(crate) mod validity;

pub use self::explain::RefundExplanation;

use self::amounts::{DayAmounts, Moment, Side};

/// The amounts of one currency: the billing currency, or US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Amounts<A> {
    /// The payment of the period, for the returned units.
    pub period_charge: A,
    /// What the credit is worked out on: the charge, or a lower current price (`L-03`).
    pub basis: A,
    /// Payments for periods that have not begun, refunded whole (`AMB-21`).
    pub paid_ahead: A,
    /// The share of the basis that is left, and what was paid ahead; before the fee.
    pub credit: A,
    /// The early termination fee.
    pub fee: A,
    /// What more of the fee is reserved and not charged (`FEE-03`).
    pub reserved_fee: A,
    /// The credit less the fee.
    pub refund: A,
    /// The payments that are not made and no longer have to be: the period's charge for each.
    pub remaining_commitment: A,
}

/// How the credit of the period is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CreditKind {
    /// All of it, in a window after the start or the purchase (`L-02`, `L-32`).
    Full,
    /// The share that is left (`L-21`).
    Prorated,
    /// Nothing, as the payment of the period is not made.
    NothingPaid,
}

/// The period of the day, and how much of it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UsedPeriod {
    /// The number of its payment, from 1.
    pub payment: u32,
    /// Its UTC days.
    pub period: Period,
    /// Whether days or months are counted.
    pub counted_in: DayCount,
    /// The days or months used; that of the request is not.
    pub used: u32,
    /// All its days or months.
    pub total: u32,
    /// Whether its payment counts as made.
    pub paid: bool,
    /// The UTC day on which its payment fell due.
    pub due: NaiveDate,
}

/// The early termination fee as rates of the credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct FeeRates {
    /// What is reserved.
    pub reserved: Rate,
    /// What is charged.
    pub charged: Rate,
}

impl FeeRates {
    /// No fee: for exchanges (`FEE-02`) and full refunds.
    pub(crate) const WAIVED: Self = Self { reserved: Rate::ZERO, charged: Rate::ZERO };
}

/// What a return does to the cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct CapCheck {
    /// The cap.
    pub cap: CapTerms,
    /// What counts before it.
    pub used: UsdAmount,
    /// What is left before it.
    pub remaining_before: UsdAmount,
    /// What it counts.
    pub counts: UsdAmount,
    /// Whether that fits.
    pub fits: bool,
    /// What is left after it; as before when the return is not approved.
    pub remaining_after: UsdAmount,
    /// The next amount that comes back to the cap.
    pub next_release: Option<CapRelease>,
}

/// A refund: its amounts, what it was worked out from, and what it does to the cap.
///
/// # Examples
///
/// ```
/// use reservation_policy::{
///     Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
/// };
///
/// let reservation = Reservation::builder(ResourceType::VirtualMachines, "2026-01-31".parse()?, Term::OneYear)
///     .units(4)
///     .monthly(Price::new("237.16 EUR".parse()?, "258.20 USD".parse()?)?)
///     .build()?;
/// let request = Request::new("2026-04-17T14:05:00Z".parse()?, Requester::Owner);
/// let policy = ReservationPolicy::in_force_on(request.date())?;
///
/// let decision = policy.decide_refund(&reservation.units(2)?, &request, &RefundLedger::new())?;
/// let refund = decision.outcome();
/// assert_eq!(refund.billed.refund.to_string(), "51.38 EUR"); // 118.58 x 13/30
/// assert_eq!(refund.usd.refund.to_string(), "55.94 USD"); // 129.10 x 13/30, never converted
/// assert_eq!(refund.billed.remaining_commitment.to_string(), "1067.22 EUR");
/// assert_eq!(refund.valid_until, "2026-04-18T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Refund {
    /// The request.
    pub request: Request,
    /// What is returned.
    pub returned: Returned,
    /// The period, and how much of it is used.
    pub period: UsedPeriod,
    /// How the credit is worked out.
    pub credit: CreditKind,
    /// The fee rates that apply.
    pub fee: FeeRates,
    /// The amounts in the billing currency.
    pub billed: Amounts<Money>,
    /// The amounts in US dollars.
    pub usd: Amounts<UsdAmount>,
    /// The payments that count as made.
    pub payments_made: u32,
    /// The payments of the plan.
    pub payments_total: u32,
    /// What was paid so far for every unit, in the billing currency; earlier refunds are not taken off.
    pub total_paid: Money,
    /// What Microsoft retains of it after this refund and earlier ones.
    pub retained: Money,
    /// The instant from which the same request gives other amounts, the next due date at the latest.
    pub valid_until: DateTime<Utc>,
    /// What it does to the cap.
    pub cap: CapCheck,
    /// The most of the returned units that would fit under the cap now.
    pub most_units_now: u32,
    /// When refused for the cap alone: the first instant within the term at which this return would be approved.
    pub earliest_allowed: Option<DateTime<Utc>>,
    /// How the return is carried out.
    pub channel: Channel,
    /// Where the money goes, where the account says enough.
    pub settlement: Option<Settlement>,
}

crate::verdict::impl_outcome!(Refund, Reason);

impl Refund {
    /// The reservation that stays when the units are returned, ready for the next question. `None` when none stays.
    #[must_use]
    pub fn remaining(&self) -> Option<Reservation> {
        let (units, refunded, on) = (self.returned.quantity(), self.billed.refund, self.request.date());
        self.returned.reservation().without(Left { units, refunded, on, by_exchange: false })
    }

    /// Whether another refund has the same amounts: a quote still stands when this holds.
    #[must_use]
    pub fn has_same_amounts(&self, other: &Self) -> bool {
        self.billed == other.billed && self.usd == other.usd && self.returned.quantity() == other.returned.quantity()
    }

    /// The refund and the future payments canceled with it, in US dollars.
    #[must_use]
    pub fn canceled_commitment(&self) -> UsdAmount {
        // The sum was checked when the refund was worked out.
        self.usd.refund.checked_add(self.usd.remaining_commitment).unwrap_or(UsdAmount::MAX)
    }
}

impl Approved<Refund> {
    /// What to record in the ledger once the return is made, under an id of the caller.
    ///
    /// # Errors
    ///
    /// [`ParseError`](crate::ParseError) for a text that cannot be an id.
    pub fn entry(&self, id: &str) -> Result<CapEntry, Error> {
        let refund = self.outcome();
        let entry = CapEntry::new(id, refund.request.at, refund.usd.refund)?;
        Ok(entry.canceled_commitment(refund.canceled_commitment())?)
    }

    /// The reservation that stays, ready for the next question. `None` when every unit is returned.
    #[must_use]
    pub fn remaining(&self) -> Option<Reservation> {
        self.outcome().remaining()
    }
}

/// A return with everything that its answer depends on.
#[derive(Debug, Clone, Copy)]
struct Question<'a> {
    policy: &'a ReservationPolicy,
    returned: &'a Returned,
    request: &'a Request,
    ledger: &'a RefundLedger,
}

/// The amounts of an instant, and what speaks against the return then.
struct Assessed<'a> {
    day: DayAmounts,
    counts: UsdAmount,
    cap: CapUse<'a>,
    reasons: Vec<Reason>,
}

impl ReservationPolicy {
    /// Decides a refund: its amounts, every reason against it, and what it does to the cap.
    ///
    /// Read the instant of the request after the ledger's lock is held: a ledger with later refunds is answered with a
    /// remark, and those refunds do not count.
    ///
    /// # Errors
    ///
    /// [`QuestionError`](crate::QuestionError) for a request before the purchase or after the term, a fee rate that is
    /// missing, or amounts that cannot be held.
    pub fn decide_refund(
        &self,
        returned: &Returned,
        request: &Request,
        ledger: &RefundLedger,
    ) -> Result<Decision<Refund>, Error> {
        let question = Question { policy: self, returned, request, ledger };
        let now = Moment::of(request);
        let mut assessed = question.assess(now)?;
        let earliest_allowed = match assessed.reasons.as_mut_slice() {
            [Reason::CapExceeded { return_fits_from, .. }] => {
                *return_fits_from = question.earliest(now).map(|then| then.at);
                *return_fits_from
            }
            _ => None,
        };
        question.decide(now, assessed, earliest_allowed)
    }

    /// Finds the first instant, from that of the request on and before the end of the term, at which the same return
    /// would be approved, and decides it there: with the amounts of that day, payments made as scheduled, and what the
    /// cap has back by then. `None` when there is no such instant.
    ///
    /// # Errors
    ///
    /// As [`decide_refund`](Self::decide_refund).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{
    ///     CapEntry, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
    ///     UsdAmount,
    /// };
    ///
    /// let vms = Reservation::builder(ResourceType::VirtualMachines, "2026-02-10".parse()?, Term::OneYear)
    ///     .upfront(Price::usd("36500.00 USD".parse()?)?)
    ///     .build()?;
    /// let spring = CapEntry::new("spring", "2026-01-15T10:00:00Z".parse()?, UsdAmount::dollars(40_000))?;
    /// let ledger = RefundLedger::from_entries([spring])?;
    /// let request = Request::new("2026-10-01T09:00:00Z".parse()?, Requester::Owner); // 132 days left: 13,200.00 USD
    /// let policy = ReservationPolicy::in_force_on(request.date())?;
    ///
    /// let earliest = policy.earliest_refund(&vms.all(), &request, &ledger)?.ok_or("not within the term")?;
    /// assert_eq!(earliest.outcome().request.at.to_string(), "2026-11-02 00:00:00 UTC"); // 100 days left
    /// assert_eq!(earliest.outcome().billed.refund.to_string(), "10000.00 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn earliest_refund(
        &self,
        returned: &Returned,
        request: &Request,
        ledger: &RefundLedger,
    ) -> Result<Option<Decision<Refund>>, Error> {
        let now = self.decide_refund(returned, request, ledger)?;
        if now.is_approved() {
            return Ok(Some(now));
        }
        let question = Question { policy: self, returned, request, ledger };
        let Some(then) = question.earliest(Moment::of(request)) else { return Ok(None) };
        let later = Question { request: &Request { at: then.at, ..*request }, ..question };
        let assessed = later.assess(then)?;
        later.decide(then, assessed, None).map(Some)
    }
}

impl<'a> Question<'a> {
    /// Works out the amounts of an instant, and every reason against the return then.
    fn assess(self, moment: Moment) -> Result<Assessed<'a>, Error> {
        let Self { policy, returned, request, ledger } = self;
        let reservation = returned.reservation();
        let day = amounts::amounts_at(policy, returned, moment, amounts::Fee::Of(request.fee_rate))?;
        let mut reasons = Vec::new();
        eligibility::note_reservation(policy, reservation, (Action::Return, None), &mut reasons);
        amounts::note_vm_software(policy, returned, moment.at, &mut reasons);
        eligibility::note_request(policy, request, Action::Return, &mut reasons);
        day.note_payment(None, &mut reasons);
        amounts::note_current_price(policy, returned, &mut reasons);
        let cap = ledger.usage(policy.cap(), moment.at);
        let counts = day.counts(policy.cap().basis)?;
        if !cap.fits(counts) {
            reasons.push(Reason::CapExceeded {
                requested: counts,
                remaining: cap.remaining,
                limit: cap.cap.limit,
                amount_fits_from: cap.earliest_fit(counts),
                return_fits_from: None,
            });
        }
        Ok(Assessed { day, counts, cap, reasons })
    }

    /// The decision from what was assessed.
    fn decide(
        self,
        moment: Moment,
        assessed: Assessed<'_>,
        earliest_allowed: Option<DateTime<Utc>>,
    ) -> Result<Decision<Refund>, Error> {
        let Self { policy, returned, request, .. } = self;
        let Assessed { day, counts, cap, reasons } = assessed;
        let reservation = returned.reservation();
        let currency = reservation.currency();
        let billed = day.billed.map(|minor| Money::of_minor(minor, currency));
        let total_paid = reservation.plan().total(reservation.schedule(), moment.made)?;
        let paid_less_earlier = match reservation.refunded_before() {
            Some(earlier) => total_paid.checked_sub(earlier)?,
            None => total_paid,
        };
        let approved = reasons.iter().all(|reason| reason.verdict() == crate::Verdict::Approved);
        let remaining_after = if approved { cap.remaining.saturating_sub(counts) } else { cap.remaining };
        let most_units_now = if cap.fits(counts) { returned.quantity().get() } else { self.most_units(moment, &cap)? };
        let deal = Deal {
            refund: billed.refund,
            bought: Bought::Nothing,
            purchased: reservation.purchase_date(),
            on: moment.today,
        };
        let settlement = match request.account {
            Some(account) => settlement::settle(&policy.terms().settlement, account, deal)?,
            None => None,
        };
        let refund = Refund {
            request: *request,
            returned: returned.clone(),
            period: day.period,
            credit: day.credit,
            fee: day.rates,
            billed,
            usd: day.usd.map(UsdAmount::from_cents),
            payments_made: day.payments_made,
            payments_total: reservation.schedule().payments(),
            total_paid,
            retained: paid_less_earlier.checked_sub(billed.refund)?,
            valid_until: validity::valid_until(policy, returned, (moment, amounts::Fee::Of(request.fee_rate)), &day),
            cap: CapCheck {
                cap: cap.cap,
                used: cap.used,
                remaining_before: cap.remaining,
                counts,
                fits: cap.fits(counts),
                remaining_after,
                next_release: cap.next_release(),
            },
            most_units_now,
            earliest_allowed,
            channel: policy.channel_for(request),
            settlement,
        };
        let remarks = self.remarks(moment, &refund);
        Ok(Decision::new(refund, reasons, remarks, policy.name()))
    }

    /// What the caller should know beside the verdict.
    fn remarks(self, Moment { at, today, made }: Moment, refund: &Refund) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let reservation = self.returned.reservation();
        let record = MadeOn::record(today);
        let assumed = if made == record {
            0
        } else {
            refund.payments_made.saturating_sub(reservation.plan().count(reservation.schedule(), record))
        };
        if assumed > 0 {
            let last = reservation.plan().last_assumed(reservation.schedule(), today);
            remarks.push(Remark::ScheduledPaymentsAssumed { payments: assumed, last_due: last.unwrap_or(today) });
        }
        let later = self.ledger.later_than(at);
        if later > 0 {
            remarks.push(Remark::LaterRefundsInLedger { refunds: later });
        }
        let lowered = refund.billed.basis != refund.billed.period_charge;
        if lowered && self.returned.price_today_usd().is_none() {
            remarks.push(Remark::CurrentPriceUsdUnknown);
        }
        remarks
    }

    /// The most of the returned units that fit under the cap. What counts grows with the units, so halving finds it.
    fn most_units(self, moment: Moment, cap: &CapUse<'_>) -> Result<u32, Error> {
        let (mut fit, mut over) = (0, self.returned.quantity().get());
        while over.saturating_sub(fit) > 1 {
            let middle = fit.midpoint(over);
            let fewer = self.returned.with_quantity(Quantity::new(middle)?);
            let fee = amounts::Fee::Of(self.request.fee_rate);
            let day = amounts::amounts_at(self.policy, &fewer, moment, fee)?;
            if cap.fits(day.counts(cap.cap.basis)?) {
                fit = middle;
            } else {
                over = middle;
            }
        }
        Ok(fit)
    }
}

impl Decision<Refund> {
    /// The decision as a person reads it, to check with a pocket calculator.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::{
    ///     Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
    /// };
    ///
    /// let vm = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
    ///     .upfront(Price::usd("365.00 USD".parse()?)?)
    ///     .build()?;
    /// let request = Request::new("2026-01-31T09:00:00Z".parse()?, Requester::Owner);
    /// let policy = ReservationPolicy::in_force_on(request.date())?;
    /// let text = policy.decide_refund(&vm.all(), &request, &RefundLedger::new())?.explain().to_string();
    /// assert!(text.contains("365.00 USD x 335/365 = 335 -> 335.00 USD"));
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[must_use]
    pub const fn explain(&self) -> RefundExplanation<'_> {
        RefundExplanation::new(self)
    }
}

/// What counts toward a cap by its basis.
pub(crate) fn counted(usd: &Side, basis: CapBasis) -> Option<u64> {
    match basis {
        CapBasis::Refunded => Some(usd.refund),
        CapBasis::CanceledCommitment => usd.refund.checked_add(usd.remaining_commitment),
    }
}
