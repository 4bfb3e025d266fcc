//! How long the amounts of a refund hold.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::amounts::{DayAmounts, Fee, Moment, VmSoftwareWindow, amounts_at, vm_software_window};
use crate::calendar::{add_days, days_between, midnight};
use crate::policy::ReservationPolicy;
use crate::request::Returned;
use crate::reservation::Made;

/// The instant from which the same request gives other amounts: the first later UTC day with other amounts, the next due
/// date at the latest.
pub(crate) fn valid_until(
    policy: &ReservationPolicy,
    returned: &Returned,
    (moment, fee): (Moment, Fee),
    now: &DayAmounts,
) -> DateTime<Utc> {
    let (start, end) = (now.period.period.start(), now.period.period.end());
    let today = moment.today;
    let mut payment_days: Vec<NaiveDate> = Vec::new();
    payment_days.extend(returned.reservation().payments().iter().filter_map(|payment| match payment.made {
        Made::On(day) if day > today && day < end => Some(day),
        Made::On(_) | Made::AsDue | Made::Not => None,
    }));
    let changes = if payment_days.is_empty() && today >= start {
        let is_other =
            |days: u32| add_days(today, days).is_none_or(|day| now.differs_on(policy, returned, moment.on(day), fee));
        add_days(today, first_other(days_between(today, end).unwrap_or(0), is_other)).unwrap_or(end)
    } else {
        // Before the term begins nothing is used, whatever the day: only a payment changes anything.
        payment_days.retain(|day| *day < start);
        payment_days.sort_unstable();
        let first = if today < start { start } else { today.succ_opt().unwrap_or(end) };
        let is_other = |day: &NaiveDate| {
            amounts_at(policy, returned, moment.on(*day), fee)
                .map_or(true, |then| (then.billed, then.usd) != (now.billed, now.usd))
        };
        let days = first.iter_days().take_while(|day| *day < end);
        payment_days.into_iter().chain(days).find(is_other).unwrap_or(end)
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
