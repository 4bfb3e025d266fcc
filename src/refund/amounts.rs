//! The amounts of one day. Rows, columns, exchanges and searches all call it: there is no second way to a refund.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Amounts, CreditKind, FeeRates, UsedPeriod, counted};
use crate::calendar::{Period, midnight, utc_date, whole_months};
use crate::money::{Currency, Money, MoneyError, UsdAmount};
use crate::policy::{
    CapBasis, DayCount, FeeRate, FullRefundWindow, PartRounding, RefundBasis, ReservationPolicy, Terms, UsageCondition,
};
use crate::quantity::{Quantity, Rate};
use crate::reason::{Item, Reason};
use crate::request::{QuestionError, Request, Returned};
use crate::reservation::{MadeOn, Payment, ResourceType};
use crate::rounding::{Share, divide_half_even, multiply_divide};

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
    stakes: Stakes,
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
    moment: Moment,
    fee: Fee,
) -> Result<DayAmounts, QuestionError> {
    let Moment { at, today, made } = moment;
    let reservation = returned.reservation();
    if let Some(purchased_at) = reservation.purchased_at().filter(|purchased_at| at < *purchased_at) {
        return Err(QuestionError::BeforePurchase { at, purchased_at });
    }
    let (plan, schedule) = (reservation.plan(), reservation.schedule());
    let (number, period) = schedule.period_on(today).ok_or(QuestionError::AfterTerm { at, end: schedule.end() })?;
    let current = plan.payment(number).ok_or(crate::InvalidFacts::NoPayment)?;
    let counted_in = policy.terms().day_count;
    let total = match counted_in {
        DayCount::CalendarDays => period.days(),
        DayCount::WholeMonths => schedule.months_each(),
    };
    let (paid, due) = (made.of(number, current.made, period.start()).is_some(), period.start());
    let period = UsedPeriod { payment: number, period, counted_in, used: 0, total, paid, due };
    let payments_made = plan.count(schedule, made);
    let (day, spent) = day_of(policy, returned, (period, moment), fee)?;
    let stakes = Stakes::of(policy.terms(), returned, (&current, payments_made), made)?;
    let (billed, usd) = stakes.on(&day, reservation.currency())?;
    let (period, credit, rates) = (UsedPeriod { used: spent, ..period }, day.credit, day.rates);
    Ok(DayAmounts { period, credit, rates, payments_made, billed, usd, stakes })
}

impl DayAmounts {
    /// Whether the amounts differ on another day of the same period, while the same payments count as made. A day without
    /// an answer, such as one on which a fee rate is missing, differs.
    pub(crate) fn differs_on(
        &self,
        policy: &ReservationPolicy,
        returned: &Returned,
        (moment, fee): (Moment, Fee),
    ) -> bool {
        day_of(policy, returned, (self.period, moment), fee).map_or(true, |(then, _)| {
            let Stakes { billed, usd } = &self.stakes;
            billed.differs((&self.billed, self.rates), &then) || usd.differs((&self.usd, self.rates), &then)
        })
    }
}

/// What a day changes, and how much of the period is used on it.
fn day_of(
    policy: &ReservationPolicy,
    returned: &Returned,
    (period, Moment { at, today, .. }): (UsedPeriod, Moment),
    fee: Fee,
) -> Result<(Day, u32), QuestionError> {
    let used = used_by(period.period, (period.counted_in, period.total), today);
    let is_inside = |window: FullRefundWindow| {
        window.holds(returned.reservation().schedule().whole_term().days_used(today), returned.is_unused())
    };
    let in_window = policy.terms().full_refund_window.is_some_and(is_inside);
    let is_full = in_window || vm_software_window(policy, returned, at).is_open();
    let credit = CreditKind::of(period.paid, is_full);
    Ok((Day { left: Share::left_of(used, period.total), credit, rates: fee_rates(policy, fee, credit)? }, used))
}

/// How many of the days or months of a period are used on a day.
pub(crate) fn used_by(period: Period, (counted_in, total): (DayCount, u32), today: NaiveDate) -> u32 {
    match counted_in {
        DayCount::CalendarDays => period.days_used(today),
        DayCount::WholeMonths => {
            // A month is used once its first day is over. A clamped period may seem longer than a month.
            let yesterday = today.pred_opt().filter(|yesterday| *yesterday >= period.start());
            let begun = yesterday.and_then(|day| whole_months(period.start(), day));
            begun.map_or(0, |months| months.saturating_add(1)).min(total)
        }
    }
}

impl FullRefundWindow {
    /// Whether a day lies in the window, by the days since the start of the term.
    #[expect(clippy::fn_params_excessive_bools, reason = "a fact that returns and columns hold as it is")]
    pub(crate) fn holds(self, since_start: u32, unused: bool) -> bool {
        let usage_fits = match self.usage {
            UsageCondition::Any => true,
            UsageCondition::Unused => unused,
        };
        usage_fits && since_start <= u32::from(self.days)
    }
}

impl CreditKind {
    /// How a payment is credited: by whether it is made, and whether a window for full refunds is open.
    #[expect(clippy::fn_params_excessive_bools, reason = "two facts that have no other form")]
    pub(crate) const fn of(paid: bool, is_full: bool) -> Self {
        match (paid, is_full) {
            (false, _) => Self::NothingPaid,
            (true, true) => Self::Full,
            (true, false) => Self::Prorated,
        }
    }
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
pub(crate) fn fee_rates(policy: &ReservationPolicy, fee: Fee, credit: CreditKind) -> Result<FeeRates, QuestionError> {
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

/// What a day changes: the share that is left of the period, how it is credited, and the fee.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day {
    pub(crate) left: Share,
    pub(crate) credit: CreditKind,
    pub(crate) rates: FeeRates,
}

/// One side of a return before its day is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stake {
    part: Part,
    period_charge: u64,
    basis: u64,
    paid_ahead: u64,
    remaining_commitment: u64,
}

impl Stake {
    /// The payment of the period for the returned units, and the payments that end.
    pub(crate) fn new(part: Part, ceiling: Option<Ceiling>, outstanding: u32) -> Option<Self> {
        let period_charge = part.charge()?;
        let basis = ceiling.map_or(period_charge, |ceiling| ceiling.over(period_charge));
        let remaining_commitment = part.times(period_charge, outstanding)?;
        Some(Self { part, period_charge, basis, paid_ahead: 0, remaining_commitment })
    }

    /// What is credited on a day, before the fee.
    fn credit(&self, day: &Day) -> Option<u64> {
        let credit = match day.credit {
            CreditKind::Full => self.basis,
            CreditKind::NothingPaid => 0,
            CreditKind::Prorated if self.part.is_exact() && self.basis == self.period_charge => {
                self.part.share(day.left)?
            }
            CreditKind::Prorated => day.left.of_minor(self.basis),
        };
        credit.checked_add(self.paid_ahead)
    }

    /// The amounts of a day. A rate is at most 1, so a fee is never above the credit.
    pub(crate) fn on(&self, day: &Day) -> Option<Side> {
        let Self { period_charge, basis, paid_ahead, remaining_commitment, .. } = *self;
        let credit = self.credit(day)?;
        let fee = day.rates.charged.of_minor(credit);
        let reserved_fee = day.rates.reserved.of_minor(credit).saturating_sub(fee);
        let refund = credit.saturating_sub(fee);
        Some(Side { period_charge, basis, paid_ahead, credit, fee, reserved_fee, refund, remaining_commitment })
    }

    /// Whether the amounts of another day differ from those of a day under some rates.
    pub(crate) fn differs(&self, (now, rates): (&Side, FeeRates), then: &Day) -> bool {
        if then.rates == rates {
            // Everything else follows from the credit.
            self.credit(then) != Some(now.credit)
        } else {
            self.on(then).as_ref() != Some(now)
        }
    }
}

/// Both sides of a return before its day is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stakes {
    billed: Stake,
    usd: Stake,
}

impl Stakes {
    fn of(
        terms: &Terms,
        returned: &Returned,
        (current, payments_made): (&Payment, u32),
        made: MadeOn,
    ) -> Result<Self, QuestionError> {
        let reservation = returned.reservation();
        let (plan, schedule) = (reservation.plan(), reservation.schedule());
        let outstanding = schedule.payments().saturating_sub(payments_made);
        let ceilings = Ceilings::of(terms, returned);
        let rounding = terms.part_rounding;
        let stake = |price: Money, ceiling: Option<Ceiling>| {
            let units = (returned.quantity(), current.units_paid_for);
            let stake = Part::of(price, units, rounding).and_then(|part| Stake::new(part, ceiling, outstanding));
            stake.ok_or(MoneyError::TooLarge { currency: price.currency() })
        };
        let (price, paid_for) = (current.price, current.number);
        let mut stakes =
            Self { billed: stake(price.billed(), ceilings.billed)?, usd: stake(price.in_usd(), ceilings.usd)? };
        // Only a payment of the record can be made before it is due, so only listed ones are looked at.
        for payment in plan.list().iter().filter(|payment| payment.number > paid_for) {
            if plan.is_made(payment.number, schedule, made).is_some() {
                let units = (returned.quantity(), payment.units_paid_for);
                stakes.billed.add_paid_ahead((payment.price.billed(), units), ceilings.billed)?;
                stakes.usd.add_paid_ahead((payment.price.in_usd(), units), ceilings.usd)?;
            }
        }
        Ok(stakes)
    }

    fn on(&self, day: &Day, currency: Currency) -> Result<(Side, Side), MoneyError> {
        let billed = self.billed.on(day).ok_or(MoneyError::TooLarge { currency })?;
        let usd = self.usd.on(day).ok_or(MoneyError::TooLarge { currency: Currency::USD })?;
        Ok((billed, usd))
    }
}

impl Stake {
    /// Adds a payment that is made for a period that has not begun: it comes back whole.
    fn add_paid_ahead(
        &mut self,
        (price, units): (Money, (Quantity, Quantity)),
        ceiling: Option<Ceiling>,
    ) -> Result<(), MoneyError> {
        let too_large = MoneyError::TooLarge { currency: price.currency() };
        let charge = Part::of(price, units, PartRounding::Price).and_then(Part::charge).ok_or(too_large)?;
        let charge = ceiling.map_or(charge, |ceiling| ceiling.over(charge));
        self.paid_ahead = self.paid_ahead.checked_add(charge).ok_or(too_large)?;
        Ok(())
    }
}

/// Some of the units that a payment paid for. Its price is a number of minor units over a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    number: u128,
    finer: u128,
    units: Quantity,
    of: Quantity,
    rounding: PartRounding,
}

impl Part {
    /// Of a payment in minor units.
    pub(crate) fn of_minor(minor: u64, (units, of): (Quantity, Quantity), rounding: PartRounding) -> Self {
        Self { number: u128::from(minor), finer: 1, units, of, rounding }
    }

    /// Of a payment, which may have parts of a minor unit. `None` for one that cannot be held.
    fn of(price: Money, (units, of): (Quantity, Quantity), rounding: PartRounding) -> Option<Self> {
        let (amount, digits) = (price.amount(), u32::from(price.currency().minor_digits()));
        let mantissa = amount.mantissa().unsigned_abs();
        if amount.scale() == digits {
            return Some(Self { number: mantissa, finer: 1, units, of, rounding });
        }
        let coarser = 10_u128.checked_pow(digits.saturating_sub(amount.scale()))?;
        let finer = 10_u128.checked_pow(amount.scale().saturating_sub(digits))?;
        Some(Self { number: mantissa.checked_mul(coarser)?, finer, units, of, rounding })
    }

    fn is_exact(self) -> bool {
        self.rounding == PartRounding::Exact
    }

    /// The payment for these units, rounded once.
    fn charge(self) -> Option<u64> {
        self.times_fraction(u64::from(self.units.get()), u64::from(self.of.get()))
    }

    /// A share of the payment for these units, rounded once.
    fn share(self, share: Share) -> Option<u64> {
        let numerator = u64::from(self.units.get()).checked_mul(u64::from(share.numerator()))?;
        self.times_fraction(numerator, u64::from(self.of.get()).checked_mul(u64::from(share.denominator()))?)
    }

    /// Several payments: the rounded charge times their number, or the exact part of their sum.
    fn times(self, charge: u64, payments: u32) -> Option<u64> {
        if self.is_exact() {
            let numerator = u64::from(self.units.get()).checked_mul(u64::from(payments))?;
            self.times_fraction(numerator, u64::from(self.of.get()))
        } else {
            charge.checked_mul(u64::from(payments))
        }
    }

    /// A fraction of the price in minor units, rounded once, half to even, and never above the price itself.
    fn times_fraction(self, numerator: u64, denominator: u64) -> Option<u64> {
        if let (Ok(minor), 1) = (u64::try_from(self.number), self.finer) {
            return if numerator == denominator { Some(minor) } else { multiply_divide(minor, numerator, denominator) };
        }
        let product = self.number.checked_mul(u128::from(numerator))?;
        let rounded = divide_half_even(product, u128::from(denominator).checked_mul(self.finer)?)?;
        let rounded = if self.finer > 1 && numerator <= denominator {
            // A price with parts of a minor unit, such as 0.019 USD: what was paid is an upper bound.
            rounded.min(self.number.checked_div(self.finer)?)
        } else {
            rounded
        };
        u64::try_from(rounded).ok()
    }
}

/// A current price: an upper bound of a charge, or what takes its place.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ceiling {
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
            let minor = Part::of(price, (Quantity::ONE, Quantity::ONE), PartRounding::Price)?.charge()?;
            Some(if replaces { Ceiling::Is(minor) } else { Ceiling::AtMost(minor) })
        };
        Self { billed: side(returned.price_today()), usd: side(returned.price_today_usd()) }
    }
}
