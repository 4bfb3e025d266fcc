//! Until when a quote holds.

use chrono::NaiveDate;

use super::amounts::QuoteTerms;
use super::quote::Amounts;
use super::{CreditKind, RefundError};
use crate::calendar::{add_days, days_between};
use crate::policy::reservation::DayCount;

/// The first day on which the amounts differ from today's, at the latest the end of the term.
#[inline(always)]
pub(super) fn changes_on(
    terms: &QuoteTerms<'_>,
    today: NaiveDate,
    amounts: &Amounts,
) -> Result<NaiveDate, RefundError> {
    match changes_soon(terms, today, amounts) {
        Some(day) => Ok(day),
        None => first_change(*terms, today, *amounts),
    }
}

/// The short answer, for all but tiny payments and last days of a period.
///
/// Where a day is worth more than one minor unit, each day's credit differs from the day before's: rounding moves
/// two amounts closer by at most one minor unit.
fn changes_soon(terms: &QuoteTerms<'_>, today: NaiveDate, amounts: &Amounts) -> Option<NaiveDate> {
    let (used, total, start) =
        (amounts.proration.used(), amounts.proration.total(), terms.reservation.schedule().start());
    let by_day = *terms.policy.day_count() == DayCount::CalendarDays;
    // The US dollar side has no ceiling, so its unit is what the credit is a share of.
    if !by_day || today < start || amounts.pricing.unit <= u64::from(total) {
        return None;
    }
    let is_within = |days: u32| used.checked_add(days).is_some_and(|day| day < total);
    match amounts.kind {
        CreditKind::Prorated if is_within(1) => today.succ_opt(),
        CreditKind::Full => {
            let after_window = u32::from((*terms.policy.full_refund_window())?.days()).checked_add(1)?;
            let days = after_window.checked_sub(days_between(start, today)?)?;
            if is_within(days) { add_days(today, days) } else { None }
        }
        CreditKind::Prorated | CreditKind::NothingPaid => None,
    }
}

/// The long answer: within a period credits never rise, so the first change is found by halving; then the next period
/// is looked at.
///
/// It takes copies, as what is lent out can't stay in registers for the short answer.
#[cold]
#[inline(never)]
fn first_change(terms: QuoteTerms<'_>, today: NaiveDate, amounts: Amounts) -> Result<NaiveDate, RefundError> {
    let end = terms.reservation.schedule().end();
    // A day on which there are no amounts, for want of a fee rate or of units that are paid for, is a change.
    let same = |day: NaiveDate| {
        let then = amounts_on(&terms, day);
        then.is_ok_and(|then| (then.billing, then.pricing) == (amounts.billing, amounts.pricing))
    };
    let (mut known, mut period_end) = (today, amounts.proration.period().end());
    loop {
        let last = period_end.pred_opt().unwrap_or(known);
        if !same(last) {
            return Ok(halve(known, last, same));
        }
        if period_end >= end {
            return Ok(end);
        }
        if !same(period_end) {
            return Ok(period_end);
        }
        known = period_end;
        period_end = amounts_on(&terms, known)?.proration.period().end();
    }
}

#[inline(never)]
fn amounts_on(terms: &QuoteTerms<'_>, day: NaiveDate) -> Result<Amounts, RefundError> {
    terms.amounts_on(day)
}

/// The first day that is not the same, between one that is and one that is not.
fn halve(mut same_day: NaiveDate, mut other_day: NaiveDate, same: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    while let Some(apart) = days_between(same_day, other_day).filter(|apart| *apart > 1) {
        let Some(middle) = add_days(same_day, apart.div_euclid(2)) else { break };
        if same(middle) {
            same_day = middle;
        } else {
            other_day = middle;
        }
    }
    other_day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Term, midnight};
    use crate::money::{Currency, Money};
    use crate::policy::ReservationPolicy;
    use crate::policy::reservation::Requester;
    use crate::quantity::Quantity;
    use crate::reservation::fee::FeeRates;
    use crate::reservation::refund::{RefundRequest, Usage};
    use crate::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
    use crate::resource::ResourceType;

    /// Every day of a term under a policy: how many of them the short answer serves.
    fn agreements(policy: &ReservationPolicy, reservation: &Reservation, usage: Usage) -> u32 {
        let schedule = reservation.schedule();
        let mut short_answers = 0;
        for today in schedule.start().iter_days().take_while(|day| *day < schedule.end()) {
            let request = RefundRequest::new(reservation, Quantity::ONE, midnight(today), Requester::Owner);
            let rates = FeeRates::of(*policy.early_termination_fee(), None);
            let terms = QuoteTerms::new(policy, &request.with_usage(usage), rates).unwrap();
            let amounts = terms.amounts_on(today).unwrap();
            if let Some(short) = changes_soon(&terms, today, &amounts) {
                assert_eq!(short, first_change(terms, today, amounts).unwrap(), "{} {today}", policy.name());
                short_answers = u32::saturating_add(short_answers, 1);
            }
        }
        short_answers
    }

    #[test]
    fn the_short_answer_is_the_long_one_on_every_day() {
        for name in ["2018-10", "2020-07", "2020-07+observed"] {
            let policy = ReservationPolicy::from_name(name).unwrap();
            for (start, plan) in [
                ("2023-01-01", BillingPlan::Monthly),
                ("2023-01-31", BillingPlan::Monthly),
                ("2024-02-29", BillingPlan::Upfront),
            ] {
                let schedule = Schedule::new(start.parse().unwrap(), Term::OneYear, plan).unwrap();
                for usage in [Usage::Used, Usage::Unused] {
                    for (amount, served) in [("250.00", true), ("0.20", false)] {
                        let price = Price::in_usd(Money::parse(amount, Currency::USD).unwrap()).unwrap();
                        let made = schedule.payments();
                        let payments = Payments::monthly(price, Quantity::ONE, made).unwrap();
                        let reservation =
                            Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
                        let short_answers = agreements(&policy, &reservation, usage);
                        assert_eq!(short_answers > 300, served, "{name} {start} {amount}: {short_answers}");
                    }
                }
            }
        }
    }
}
