//! How long the amounts of a refund hold.

use chrono::{DateTime, TimeDelta, Utc};

use super::amounts::{DayAmounts, Fee, Moment, VmSoftwareWindow, amounts_at, vm_software_window};
use super::next_midnight;
use crate::calendar::midnight;
use crate::policy::ReservationPolicy;
use crate::request::{QuestionError, Returned};

/// The instant from which the same request gives other amounts: the first later UTC day with other amounts, the next due
/// date at the latest.
pub(crate) fn valid_until(
    policy: &ReservationPolicy,
    returned: &Returned,
    moment: Moment,
    now: &DayAmounts,
) -> Result<DateTime<Utc>, QuestionError> {
    let (start, end) = (now.period.period.start(), now.period.period.end());
    let fee = Fee::Of(Some(now.rates.charged));
    // Before the term begins nothing is used, whatever the day.
    let mut day = moment.today.max(start).succ_opt().unwrap_or(end);
    while day < end {
        let then = amounts_at(policy, returned, moment.on(day), fee)?;
        if (then.billed, then.usd) != (now.billed, now.usd) {
            break;
        }
        day = day.succ_opt().unwrap_or(end);
    }
    let changes = if day < end { midnight(day) } else { midnight(end) };
    // The window of virtual machine software closes within a day.
    Ok(match vm_software_window(policy, returned, moment.at) {
        VmSoftwareWindow::Open(last) => {
            changes.min(last.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(next_midnight(moment.today)))
        }
        VmSoftwareWindow::NotConcerned | VmSoftwareWindow::Closed(..) => changes,
    })
}
