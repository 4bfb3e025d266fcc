//! How long the amounts of a refund hold.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::amounts::{DayAmounts, Fee, Moment, VmSoftwareWindow, amounts_at, vm_software_window};
use crate::calendar::{add_days, days_between, midnight};
use crate::policy::ReservationPolicy;
use crate::request::Returned;
use crate::reservation::{Made, Reservation};

/// The instant from which the same request gives other amounts: the first later UTC day with other amounts, the next due
/// date at the latest.
pub(crate) fn valid_until(
    policy: &ReservationPolicy,
    returned: &Returned,
    (moment, fee): (Moment, Fee),
    now: &DayAmounts,
) -> DateTime<Utc> {
    let (start, end) = (now.period.period.start(), now.period.period.end());
    let (reservation, today) = (returned.reservation(), moment.today);
    let is_later = |made| matches!(made, Made::On(day) if day > today && day < end);
    let changes = if today < start || reservation.payments().iter().any(|payment| is_later(payment.made)) {
        let is_other = |day: &NaiveDate| {
            amounts_at(policy, returned, moment.on(*day), fee)
                .map_or(true, |then| (then.billed, then.usd) != (now.billed, now.usd))
        };
        let in_use = today.max(start).succ_opt().unwrap_or(end).iter_days();
        days_before_use(reservation, today)
            .into_iter()
            .chain(in_use)
            .take_while(|day| *day < end)
            .find(is_other)
            .unwrap_or(end)
    } else {
        let is_other =
            |days: u32| add_days(today, days).is_none_or(|day| now.differs_on(policy, returned, (moment.on(day), fee)));
        add_days(today, first_other(days_between(today, end).unwrap_or(0), is_other)).unwrap_or(end)
    };
    let changes = midnight(changes);
    // The window of virtual machine software closes within a day.
    match vm_software_window(policy, returned, moment.at) {
        VmSoftwareWindow::Open(last) => {
            let closed = last.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(DateTime::<Utc>::MAX_UTC);
            changes.min(closed)
        }
        VmSoftwareWindow::NotConcerned | VmSoftwareWindow::Closed(..) => changes,
    }
}

/// How many days later the amounts are others, at most as many as are left of the period.
///
/// While the same payments count as made, a credit shrinks by the day and never returns to what it was: after the first
/// other day there is no equal one. Most amounts change on the next day; else halving finds the first that differs.
pub(crate) fn first_other(left: u32, mut is_other: impl FnMut(u32) -> bool) -> u32 {
    if left <= 1 || is_other(1) {
        return left.min(1);
    }
    let (mut same, mut other) = (1, left);
    while other.saturating_sub(same) > 1 {
        let middle = same.midpoint(other);
        if is_other(middle) {
            other = middle;
        } else {
            same = middle;
        }
    }
    other
}

/// The days after a day up to the first of the term on which something can change. Before the term begins nothing is
/// used, whatever the day: only a payment changes anything, made on its day or as it falls due.
pub(super) fn days_before_use(reservation: &Reservation, today: NaiveDate) -> Vec<NaiveDate> {
    let start = reservation.schedule().start();
    let made = reservation.payments().iter().filter_map(|payment| match payment.made {
        Made::On(day) => Some(day),
        Made::AsDue | Made::Not => None,
    });
    let mut days: Vec<NaiveDate> = made.chain([start]).filter(|day| *day > today && *day <= start).collect();
    days.sort_unstable();
    days
}
