//! What a return gives and counts, for each day on which it may be made.

use chrono::{DateTime, NaiveDate, Utc};

use super::Wish;
use crate::calendar::{days_between, midnight, utc_date};
use crate::eligibility;
use crate::money::{Money, MoneyError};
use crate::policy::{CapBasis, ReservationPolicy};
use crate::quantity::Quantity;
use crate::reason::{Action, Reason};
use crate::refund::amounts::{self, Fee, Moment, VmSoftwareWindow};
use crate::request::{QuestionError, Request, Returned};
use crate::reservation::BillingPlan;

/// What a return gives, in minor units of the billing currency, and what it counts, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Worth {
    /// The refund and the payments never made.
    pub(super) value: u64,
    /// What counts toward the cap.
    pub(super) counts: u64,
}

/// The question and its days: day 0 is that of the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) policy: &'a ReservationPolicy,
    pub(super) request: &'a Request,
    pub(super) today: NaiveDate,
}

impl<'a> Frame<'a> {
    pub(super) const fn new(policy: &'a ReservationPolicy, request: &'a Request) -> Self {
        Self { policy, request, today: request.date() }
    }

    /// The number of a day.
    pub(super) fn number(&self, day: NaiveDate) -> usize {
        days_between(self.today, day).and_then(|days| usize::try_from(days).ok()).unwrap_or(0)
    }

    /// The number of the day of an instant.
    pub(super) fn day_of(&self, at: DateTime<Utc>) -> usize {
        self.number(utc_date(at))
    }

    /// The first instant of a day that is not before the request.
    pub(super) fn start_of(&self, number: usize) -> DateTime<Utc> {
        let day = u32::try_from(number).ok().and_then(|days| crate::calendar::add_days(self.today, days));
        day.map_or(DateTime::<Utc>::MAX_UTC, midnight).max(self.request.at)
    }

    /// The same request at a later instant. On later days payments are made as scheduled.
    pub(super) fn request_at(&self, at: DateTime<Utc>) -> Request {
        let assumes = self.request.assume_scheduled_payments || utc_date(at) > self.today;
        Request { at, assume_scheduled_payments: assumes, ..*self.request }
    }
}

/// How far the amounts of several returns may be from shares of that of one, in minor units, for each return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slack {
    pub(super) units: u64,
    /// Whether every unit price is a whole number of minor units, so that nothing depends on earlier returns.
    pub(super) exact: bool,
}

/// A wish with what each day gives.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) returned: Returned,
    /// The first and last instant at which it may be returned, as far as the facts say.
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
    /// The number of the first day, and what all the units give on it and on each later day.
    pub(super) first: usize,
    pub(super) days: Vec<Option<Worth>>,
    pub(super) slack: Slack,
    /// The last day of each period of a monthly plan, by number.
    pub(super) last_days: Vec<usize>,
}

impl Table {
    /// Works out every day of a wish, or the reasons that speak against it on any.
    pub(super) fn new(frame: Frame<'_>, wish: &Wish) -> Result<Result<Self, Vec<Reason>>, QuestionError> {
        let returned = wish.returned();
        let reservation = returned.reservation();
        let schedule = reservation.schedule();
        let mut from = frame.request.at;
        if let Some(purchased_at) = reservation.purchased_at() {
            from = from.max(purchased_at);
        }
        if let Some(day) = wish.first_day() {
            from = from.max(midnight(day));
        }
        let obstacles = obstacles(frame, returned, from)?;
        if !obstacles.is_empty() {
            return Ok(Err(obstacles));
        }
        let mut until = DateTime::<Utc>::MAX_UTC;
        if let VmSoftwareWindow::Open(last) = amounts::vm_software_window(frame.policy, returned, from) {
            until = last;
        }
        let end = wish.last_day().and_then(|day| day.succ_opt()).map_or(schedule.end(), |day| schedule.end().min(day));
        let first = frame.day_of(from);
        let mut table = Self {
            returned: returned.clone(),
            from,
            until,
            first,
            days: Vec::new(),
            slack: slack(returned),
            last_days: Vec::new(),
        };
        table.days = table.row(frame, returned.quantity(), frame.number(end))?;
        if schedule.plan() == BillingPlan::Monthly {
            let ends = (1..=schedule.payments()).filter_map(|number| schedule.period(number)?.end().pred_opt());
            let within = ends.filter(|day| *day >= utc_date(from) && *day < end);
            table.last_days = within.map(|day| frame.number(day)).collect();
        }
        Ok(Ok(table))
    }

    /// The units that are not needed.
    pub(super) const fn units(&self) -> u32 {
        self.returned.quantity().get()
    }

    /// The number of the first day after its last.
    pub(super) fn end(&self) -> usize {
        self.first.saturating_add(self.days.len())
    }

    /// What all the units give on a day.
    pub(super) fn on(&self, day: usize) -> Option<Worth> {
        day.checked_sub(self.first).and_then(|place| self.days.get(place).copied().flatten())
    }

    /// The first instant of a day at which it may be returned.
    pub(super) fn opens(&self, frame: Frame<'_>, day: usize) -> Option<DateTime<Utc>> {
        let at = frame.start_of(day).max(self.from);
        (at <= self.until && frame.day_of(at) == day).then_some(at)
    }

    /// Whether it may be returned at an instant, the cap aside.
    pub(super) fn allows(&self, frame: Frame<'_>, at: DateTime<Utc>) -> bool {
        self.from <= at && at <= self.until && self.on(frame.day_of(at)).is_some()
    }

    /// What some units give on each day up to an end.
    pub(super) fn row(
        &self,
        frame: Frame<'_>,
        units: Quantity,
        end: usize,
    ) -> Result<Vec<Option<Worth>>, QuestionError> {
        let returned = self.returned.with_quantity(units);
        (self.first..end).map(|day| self.worth_of(frame, &returned, day)).collect()
    }

    /// What some units give on a day.
    pub(super) fn worth(&self, frame: Frame<'_>, units: Quantity, day: usize) -> Result<Option<Worth>, QuestionError> {
        if units == self.returned.quantity() && !self.days.is_empty() {
            return Ok(self.on(day));
        }
        self.worth_of(frame, &self.returned.with_quantity(units), day)
    }

    fn worth_of(&self, frame: Frame<'_>, returned: &Returned, day: usize) -> Result<Option<Worth>, QuestionError> {
        let Some(at) = self.opens(frame, day) else { return Ok(None) };
        let request = frame.request_at(at);
        let amounts = match amounts::amounts_at(frame.policy, returned, Moment::of(&request), fee(&request)) {
            Ok(amounts) => amounts,
            Err(QuestionError::AfterTerm { .. } | QuestionError::BeforePurchase { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        if !amounts.period.paid {
            return Ok(None);
        }
        let too_large = MoneyError::TooLarge { currency: returned.reservation().currency() };
        let value = amounts.billed.refund.checked_add(amounts.billed.remaining_commitment).ok_or(too_large)?;
        Ok(Some(Worth { value, counts: amounts.counts(frame.policy.cap().basis)?.cents() }))
    }

    /// Whether the last days of its periods are worth waiting for: little is refunded then, and only that counts.
    pub(super) fn waits_for_last_days(&self, frame: Frame<'_>) -> bool {
        frame.policy.cap().basis == CapBasis::Refunded && !self.last_days.is_empty()
    }
}

const fn fee(request: &Request) -> Fee {
    Fee::Of(request.fee_rate)
}

/// What speaks against a return at an instant, the cap aside. A payment that is overdue at the request must be made
/// first: a plan does not count on it.
fn obstacles(frame: Frame<'_>, returned: &Returned, at: DateTime<Utc>) -> Result<Vec<Reason>, QuestionError> {
    let request = &frame.request_at(at);
    let moment = Moment::of(request);
    let reservation = returned.reservation();
    let day = amounts::amounts_at(frame.policy, returned, moment, fee(request))?;
    let mut reasons = Vec::new();
    eligibility::note_reservation(frame.policy, reservation, (Action::Return, None), &mut reasons);
    amounts::note_vm_software(frame.policy, returned, at, &mut reasons);
    eligibility::note_request(frame.policy, request, Action::Return, &mut reasons);
    day.note_payment(None, &mut reasons);
    amounts::note_current_price(frame.policy, returned, &mut reasons);
    if day.period.paid {
        let (plan, schedule) = (reservation.plan(), reservation.schedule());
        let made = Moment::of(frame.request).made;
        let overdue = (1..=schedule.due_by(frame.today)).find(|number| plan.is_made(*number, schedule, made).is_none());
        let due = overdue.and_then(|payment| Some((payment, schedule.due(payment)?)));
        if let Some((payment, due)) = due.filter(|(_, due)| *due <= frame.today) {
            reasons.push(Reason::PaymentOutstanding { item: None, payment, due });
        }
    }
    Ok(reasons)
}

/// How far rounding may take several returns of a reservation from shares of one.
fn slack(returned: &Returned) -> Slack {
    if returned.quantity() == Quantity::ONE {
        return Slack { units: 0, exact: true };
    }
    let reservation = returned.reservation();
    let splits = |price: Money, units: Quantity| {
        price.as_minor().and_then(|minor| minor.checked_rem(u64::from(units.get()))) == Some(0)
    };
    let payments = reservation.payments().iter().all(|payment| {
        splits(payment.price.billed(), payment.units_paid_for) && splits(payment.price.in_usd(), payment.units_paid_for)
    });
    let current = [returned.price_today(), returned.price_today_usd()];
    let exact = payments && current.into_iter().flatten().all(|price| splits(price, returned.quantity()));
    let units = if exact { 1 } else { u64::from(reservation.schedule().payments()).saturating_add(1) };
    Slack { units, exact }
}
