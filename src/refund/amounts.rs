//! The amounts of one day. Rows, columns, exchanges and searches all call it: there is no second way to a refund.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Amounts, CreditKind, FeeRates, UsedPeriod, counted};
use crate::calendar::{midnight, utc_date, whole_months};
use crate::money::{Currency, Money, MoneyError, UsdAmount};
use crate::policy::{CapBasis, DayCount, FeeRate, PartRounding, RefundBasis, ReservationPolicy, Terms, UsageCondition};
use crate::quantity::{Quantity, Rate};
use crate::reason::{Item, Reason};
use crate::request::{QuestionError, Request, Returned};
use crate::reservation::{MadeOn, ResourceType, Schedule};
use crate::rounding::{Share, divide_half_even};

/// One side of a refund in minor units.
pub(crate) type Side = Amounts<u64>;

impl Side {
    /// The same amounts in another form.
    pub(crate) fn map<A>(&self, amount: impl Fn(u64) -> A) -> Amounts<A> {
        Amounts {
            period_charge: amount(self.period_charge),
            basis: amount(self.basis),
            paid_ahead: amount(self.paid_ahead),
            credit: amount(self.credit),
            fee: amount(self.fee),
            reserved_fee: amount(self.reserved_fee),
            refund: amount(self.refund),
            remaining_commitment: amount(self.remaining_commitment),
        }
    }
}

/// The amounts of one day, and what they were worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DayAmounts {
    pub(crate) period: UsedPeriod,
    pub(crate) credit: CreditKind,
    pub(crate) rates: FeeRates,
    pub(crate) payments_made: u32,
    pub(crate) billed: Side,
    pub(crate) usd: Side,
}

/// An instant, its UTC day, and the payments that count as made then. The instant becomes a day here, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) at: DateTime<Utc>,
    pub(crate) today: NaiveDate,
    pub(crate) made: MadeOn,
}

impl Moment {
    /// The instant of a request.
    pub(crate) const fn of(request: &Request) -> Self {
        let today = utc_date(request.at);
        let made = if request.assume_scheduled_payments { MadeOn::assuming(today) } else { MadeOn::record(today) };
        Self { at: request.at, today, made }
    }

    /// An instant after that of a request: payments that fall due between the two are made as scheduled.
    pub(crate) fn after(self, request: &Request, at: DateTime<Utc>) -> Self {
        let day = utc_date(at);
        let made = if request.assume_scheduled_payments {
            MadeOn::assuming(day)
        } else {
            MadeOn::assuming_after(day, self.today)
        };
        Self { at, today: day, made }
    }

    /// The first instant of a later day: the same request made then.
    pub(crate) const fn on(self, day: NaiveDate) -> Self {
        Self { at: midnight(day), today: day, made: self.made.on(day) }
    }
}

/// Which fee applies.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fee {
    /// None: an exchange (`FEE-02`).
    Waived,
    /// That of the policy, with the caller's rate where the policy states none.
    Of(Option<Rate>),
}

impl DayAmounts {
    /// What counts toward a cap.
    pub(crate) fn counts(&self, basis: CapBasis) -> Result<UsdAmount, MoneyError> {
        let too_large = MoneyError::TooLarge { currency: Currency::USD };
        counted(&self.usd, basis).map(UsdAmount::from_cents).ok_or(too_large)
    }

    /// Notes a payment that is not made.
    pub(crate) fn note_payment(&self, item: Option<&Item>, reasons: &mut Vec<Reason>) {
        if !self.period.paid {
            let UsedPeriod { payment, due, .. } = self.period;
            reasons.push(Reason::PaymentOutstanding { item: item.cloned(), payment, due });
        }
    }
}

/// Works out the amounts of an instant, after checking that there is something to return.
pub(crate) fn amounts_at(
    policy: &ReservationPolicy,
    returned: &Returned,
    Moment { at, today, made }: Moment,
    fee: Fee,
) -> Result<DayAmounts, QuestionError> {
    let reservation = returned.reservation();
    if let Some(purchased_at) = reservation.purchased_at().filter(|purchased_at| at < *purchased_at) {
        return Err(QuestionError::BeforePurchase { at, purchased_at });
    }
    let schedule = reservation.schedule();
    let after_term = QuestionError::AfterTerm { at, end: schedule.end() };
    let period = used_period(schedule, policy.terms().day_count, today).ok_or(after_term)?;
    let paid = reservation.plan().is_made(period.payment, schedule, made).is_some();
    let period = UsedPeriod { paid, ..period };
    let is_full =
        is_inside_window(policy.terms(), returned, today) || vm_software_window(policy, returned, at).is_open();
    let credit = match (paid, is_full) {
        (false, _) => CreditKind::NothingPaid,
        (true, true) => CreditKind::Full,
        (true, false) => CreditKind::Prorated,
    };
    let rates = fee_rates(policy, fee, credit)?;
    let day = Day { period, credit, rates, made };
    day.amounts(policy.terms(), returned)
}

/// The period of a day, and how much of it is used. `None` after the term.
fn used_period(schedule: Schedule, counted_in: DayCount, today: NaiveDate) -> Option<UsedPeriod> {
    let (payment, period) = schedule.period_on(today)?;
    let (used, total) = match counted_in {
        DayCount::CalendarDays => (period.days_used(today), period.days()),
        DayCount::WholeMonths => {
            // A month is used once its first day is over. A clamped period may seem longer than a month.
            let total = schedule.months_each();
            let yesterday = today.pred_opt().filter(|yesterday| *yesterday >= period.start());
            let begun = yesterday.and_then(|day| whole_months(period.start(), day));
            (begun.map_or(0, |months| months.saturating_add(1)).min(total), total)
        }
    };
    Some(UsedPeriod { payment, period, counted_in, used, total, paid: false, due: period.start() })
}

/// Whether a day lies in the window for full refunds.
fn is_inside_window(terms: &Terms, returned: &Returned, today: NaiveDate) -> bool {
    terms.full_refund_window.is_some_and(|window| {
        let usage_fits = match window.usage {
            UsageCondition::Any => true,
            UsageCondition::Unused => returned.is_unused(),
        };
        let days = returned.reservation().schedule().whole_term().days_used(today);
        usage_fits && days <= u32::from(window.days)
    })
}

/// The window in which virtual machine software is refunded (`L-32`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum VmSoftwareWindow {
    /// The type or the policy has none.
    NotConcerned,
    /// Open up to and with an instant.
    Open(DateTime<Utc>),
    /// Closed after an instant.
    Closed(u16, DateTime<Utc>),
}

impl VmSoftwareWindow {
    const fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// Where an instant lies in the window of virtual machine software.
pub(crate) fn vm_software_window(
    policy: &ReservationPolicy,
    returned: &Returned,
    at: DateTime<Utc>,
) -> VmSoftwareWindow {
    let reservation = returned.reservation();
    let Some(hours) = policy.terms().vm_software_hours else { return VmSoftwareWindow::NotConcerned };
    if *reservation.resource() != ResourceType::VirtualMachineSoftware {
        return VmSoftwareWindow::NotConcerned;
    }
    let purchased = reservation.purchased_at().unwrap_or(midnight(reservation.schedule().start()));
    let last = purchased.checked_add_signed(TimeDelta::hours(i64::from(hours))).unwrap_or(DateTime::<Utc>::MAX_UTC);
    if at <= last { VmSoftwareWindow::Open(last) } else { VmSoftwareWindow::Closed(hours, last) }
}

/// Notes what speaks against returning virtual machine software.
pub(crate) fn note_vm_software(
    policy: &ReservationPolicy,
    returned: &Returned,
    at: DateTime<Utc>,
    reasons: &mut Vec<Reason>,
) {
    let window = vm_software_window(policy, returned, at);
    if window == VmSoftwareWindow::NotConcerned {
        return;
    }
    if returned.reservation().is_private_offer() {
        reasons.push(Reason::PrivateOffer);
    }
    if let VmSoftwareWindow::Closed(hours, last_moment) = window {
        reasons.push(Reason::SoftwareWindowPassed { hours, last_moment });
    }
}

/// Notes a current price that the policy asks for and that is not given.
pub(crate) fn note_current_price(policy: &ReservationPolicy, returned: &Returned, reasons: &mut Vec<Reason>) {
    let resource = returned.reservation().resource();
    if policy.terms().current_price_types.contains(resource) && returned.price_today().is_none() {
        reasons.push(Reason::CurrentPriceUnknown { resource: resource.name().to_owned() });
    }
}

/// The fee rates that apply. A full refund and an exchange have no fee.
fn fee_rates(policy: &ReservationPolicy, fee: Fee, credit: CreditKind) -> Result<FeeRates, QuestionError> {
    let given = match fee {
        Fee::Of(given) if credit != CreditKind::Full => given,
        Fee::Of(_) | Fee::Waived => return Ok(FeeRates::WAIVED),
    };
    let missing = || QuestionError::FeeRateMissing { policy: policy.name() };
    let rate = |rate: FeeRate| match rate {
        FeeRate::Stated(rate) => Ok(rate),
        FeeRate::FromCaller => given.ok_or_else(missing),
    };
    let terms = policy.terms().early_termination_fee;
    Ok(FeeRates { reserved: rate(terms.reserved)?, charged: rate(terms.charged)? })
}

/// What the amounts of a day depend on, beside the reservation.
#[derive(Debug, Clone, Copy)]
struct Day {
    period: UsedPeriod,
    credit: CreditKind,
    rates: FeeRates,
    made: MadeOn,
}

impl Day {
    fn amounts(self, terms: &Terms, returned: &Returned) -> Result<DayAmounts, QuestionError> {
        let reservation = returned.reservation();
        let (plan, schedule) = (reservation.plan(), reservation.schedule());
        let payments_made = plan.count(schedule, self.made);
        let outstanding = schedule.payments().saturating_sub(payments_made);
        let current = plan.payment(self.period.payment).ok_or(crate::InvalidFacts::NoPayment)?;
        let ceilings = Ceilings::of(terms, returned);
        let one = |price: Money, of: Quantity, ceiling: Option<Ceiling>| {
            let too_large = MoneyError::TooLarge { currency: price.currency() };
            let part =
                Part { price, units: returned.quantity(), of, exact: terms.part_rounding == PartRounding::Exact };
            self.side(part, ceiling, outstanding).ok_or(too_large)
        };
        let (price, of) = (current.price, current.units_paid_for);
        let mut billed = one(price.billed(), of, ceilings.billed)?;
        let mut usd = one(price.in_usd(), of, ceilings.usd)?;
        self.add_paid_ahead(returned, ceilings, (&mut billed, &mut usd))?;
        self.finish(&mut billed);
        self.finish(&mut usd);
        Ok(DayAmounts { period: self.period, credit: self.credit, rates: self.rates, payments_made, billed, usd })
    }

    /// The credit of the period and the payments that end; the fee comes last.
    fn side(self, part: Part, ceiling: Option<Ceiling>, outstanding: u32) -> Option<Side> {
        let period_charge = part.charge()?;
        let basis = ceiling.map_or(period_charge, |ceiling| ceiling.over(period_charge));
        let left = Share::left_of(self.period.used, self.period.total);
        let credit = match self.credit {
            CreditKind::Full => basis,
            CreditKind::NothingPaid => 0,
            CreditKind::Prorated if part.exact && basis == period_charge => part.share(left)?,
            CreditKind::Prorated => left.of_minor(basis),
        };
        let remaining_commitment = part.times(period_charge, outstanding)?;
        let (paid_ahead, fee, reserved_fee, refund) = (0, 0, 0, credit);
        Some(Side { period_charge, basis, paid_ahead, credit, fee, reserved_fee, refund, remaining_commitment })
    }

    /// Adds payments that are made for periods that have not begun: they come back whole.
    fn add_paid_ahead(
        self,
        returned: &Returned,
        ceilings: Ceilings,
        (billed, usd): (&mut Side, &mut Side),
    ) -> Result<(), QuestionError> {
        let reservation = returned.reservation();
        let (plan, schedule) = (reservation.plan(), reservation.schedule());
        // Only a payment of the record can be made before it is due, so only listed ones are looked at.
        let later = plan.list().iter().filter(|payment| payment.number > self.period.payment);
        for payment in later {
            if plan.is_made(payment.number, schedule, self.made).is_none() {
                continue;
            }
            let add = |side: &mut Side, price: Money, ceiling: Option<Ceiling>| {
                let too_large = MoneyError::TooLarge { currency: price.currency() };
                let part = Part { price, units: returned.quantity(), of: payment.units_paid_for, exact: false };
                let charge = part.charge().ok_or(too_large)?;
                let charge = ceiling.map_or(charge, |ceiling| ceiling.over(charge));
                side.paid_ahead = side.paid_ahead.checked_add(charge).ok_or(too_large)?;
                side.credit = side.credit.checked_add(charge).ok_or(too_large)?;
                Ok::<(), MoneyError>(())
            };
            add(billed, payment.price.billed(), ceilings.billed)?;
            add(usd, payment.price.in_usd(), ceilings.usd)?;
        }
        Ok(())
    }

    /// Takes the fee off. A rate is at most 1, so a fee is never above the credit.
    fn finish(self, side: &mut Side) {
        side.fee = self.rates.charged.of_minor(side.credit);
        side.reserved_fee = self.rates.reserved.of_minor(side.credit).saturating_sub(side.fee);
        side.refund = side.credit.saturating_sub(side.fee);
    }
}

/// Some of the units that a payment paid for.
#[derive(Debug, Clone, Copy)]
struct Part {
    price: Money,
    units: Quantity,
    of: Quantity,
    exact: bool,
}

impl Part {
    /// The payment for these units, rounded once.
    fn charge(self) -> Option<u64> {
        self.of_price(u64::from(self.units.get()), u64::from(self.of.get()))
    }

    /// A share of the payment for these units, rounded once.
    fn share(self, share: Share) -> Option<u64> {
        let numerator = u64::from(self.units.get()).checked_mul(u64::from(share.numerator()))?;
        self.of_price(numerator, u64::from(self.of.get()).checked_mul(u64::from(share.denominator()))?)
    }

    /// Several payments: the rounded charge times their number, or the exact part of their sum.
    fn times(self, charge: u64, payments: u32) -> Option<u64> {
        if self.exact {
            let numerator = u64::from(self.units.get()).checked_mul(u64::from(payments))?;
            self.of_price(numerator, u64::from(self.of.get()))
        } else {
            charge.checked_mul(u64::from(payments))
        }
    }

    /// A fraction of the price in minor units, rounded once, half to even, and never above the price itself.
    fn of_price(self, numerator: u64, denominator: u64) -> Option<u64> {
        let (amount, digits) = (self.price.amount(), u32::from(self.price.currency().minor_digits()));
        let mantissa = amount.mantissa().unsigned_abs();
        let product = mantissa.checked_mul(u128::from(numerator))?;
        let finer = 10_u128.checked_pow(amount.scale().saturating_sub(digits))?;
        let coarser = 10_u128.checked_pow(digits.saturating_sub(amount.scale()))?;
        let rounded = divide_half_even(product.checked_mul(coarser)?, u128::from(denominator).checked_mul(finer)?)?;
        let rounded = if finer > 1 && numerator <= denominator {
            // A price with parts of a minor unit, such as 0.019 USD: what was paid is an upper bound.
            rounded.min(mantissa.checked_div(finer)?)
        } else {
            rounded
        };
        u64::try_from(rounded).ok()
    }
}

/// A current price: an upper bound of a charge, or what takes its place.
#[derive(Debug, Clone, Copy)]
enum Ceiling {
    /// The lower of the two is the basis (`L-03`).
    AtMost(u64),
    /// The current price is the basis, for provisioned throughput.
    Is(u64),
}

impl Ceiling {
    /// The basis for a charge.
    fn over(self, charge: u64) -> u64 {
        match self {
            Self::AtMost(most) => charge.min(most),
            Self::Is(current) => current,
        }
    }
}

/// The current prices of both sides, where the policy looks at them.
#[derive(Debug, Clone, Copy)]
struct Ceilings {
    billed: Option<Ceiling>,
    usd: Option<Ceiling>,
}

impl Ceilings {
    fn of(terms: &Terms, returned: &Returned) -> Self {
        let replaces = terms.current_price_types.contains(returned.reservation().resource());
        let bounds = terms.refund_basis == RefundBasis::LowerOfPaidAndCurrent;
        let side = |price: Option<Money>| {
            let price = price.filter(|_| replaces || bounds)?;
            // A price too large for minor units is above every charge, and so no bound.
            let minor = Part { price, units: Quantity::ONE, of: Quantity::ONE, exact: false }.charge()?;
            Some(if replaces { Ceiling::Is(minor) } else { Ceiling::AtMost(minor) })
        };
        Self { billed: side(returned.price_today()), usd: side(returned.price_today_usd()) }
    }
}
