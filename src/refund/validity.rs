//! How long the amounts of a refund hold.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::amounts::{DayAmounts, Fee, Moment, VmSoftwareWindow, amounts_at, vm_software_window};
use crate::calendar::midnight;
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
    let early = days_before_use(returned.reservation(), moment.today);
    let first = moment.today.max(start).succ_opt().unwrap_or(end);
    let later = first.iter_days().take_while(|day| *day < end);
    // A day without an answer, such as one on which a fee rate is missing, has other amounts too.
    let is_other = |day: &NaiveDate| {
        amounts_at(policy, returned, moment.on(*day), fee)
            .map_or(true, |then| (then.billed, then.usd) != (now.billed, now.usd))
    };
    let changes = midnight(early.into_iter().chain(later).find(is_other).unwrap_or(end));
    // The window of virtual machine software closes within a day.
    match vm_software_window(policy, returned, moment.at) {
        VmSoftwareWindow::Open(last) => {
            let closed = last.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(DateTime::<Utc>::MAX_UTC);
            changes.min(closed)
        }
        VmSoftwareWindow::NotConcerned | VmSoftwareWindow::Closed(..) => changes,
    }
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
