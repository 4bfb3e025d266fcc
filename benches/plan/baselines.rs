//! What people do without a plan.

use std::collections::BTreeMap;

use reservation_policy::chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use reservation_policy::plan::Wish;
use reservation_policy::{Money, Request, Reservation, UsdAmount};

use super::estates::Estate;

/// A way to return without a plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// On every day: the one worth most today, as many units as fit.
    LargestFirst,
    /// On every day: whole reservations in the order of the list, whatever fits.
    AsSoonAsItFits,
    /// On the first of each month: by what a day of waiting costs, as many units as fit.
    Spreadsheet,
}

pub const ALL: [Baseline; 3] = [Baseline::LargestFirst, Baseline::AsSoonAsItFits, Baseline::Spreadsheet];

/// What is left of a wish.
struct Open<'a> {
    wish: &'a Wish,
    reservation: Reservation,
    units: u32,
}

/// The instants at which somebody looks: today, and every midnight or first of a month for three years.
fn looks(from: DateTime<Utc>, baseline: Baseline) -> impl Iterator<Item = DateTime<Utc>> {
    let days = (1..1100).map(move |days| from.date_naive() + Days::new(days));
    let days = days.filter(move |day| baseline != Baseline::Spreadsheet || day.day() == 1);
    let at = |day: NaiveDate| day.and_hms_opt(0, 0, 0).unwrap().and_utc();
    core::iter::once(from).chain(days.map(at))
}

/// The same request at another instant.
fn request_at(mut request: Request, at: DateTime<Utc>) -> Request {
    request.at = at;
    request
}

/// What a baseline recovers, every return decided by the policy.
pub fn recovered(estate: &Estate, baseline: Baseline) -> Money {
    let unlimited = estate.policy.clone().with(|terms| terms.cap.limit = UsdAmount::MAX).unwrap();
    let mut ledger = estate.ledger.clone();
    let mut open: Vec<Open<'_>> = estate
        .wishes
        .iter()
        .map(|wish| Open {
            wish,
            reservation: wish.returned().reservation().clone(),
            units: wish.returned().quantity().get(),
        })
        .collect();
    let currency = open[0].reservation.currency();
    let (mut sum, mut id) = (Money::zero(currency), 0);
    for at in looks(estate.request.at, baseline) {
        let request = request_at(estate.request, at);
        open.retain(|one| one.units > 0 && one.reservation.schedule().end() > at.date_naive());
        let left = ledger.usage(estate.policy.cap(), at).remaining.cents();
        if left == 0 && estate.policy.name().to_string().contains("observed") {
            continue;
        }
        // What all the rest of each wish gives today and tomorrow, without the cap.
        let mut worth: BTreeMap<usize, (u64, u64, u64)> = BTreeMap::new();
        for (index, one) in open.iter().enumerate() {
            if one.wish.first_day().is_some_and(|day| at.date_naive() < day) {
                continue;
            }
            let value = |at: DateTime<Utc>| {
                let request = request_at(request, at);
                let returned = one.reservation.units(one.units).unwrap();
                let decision = unlimited.decide_refund(&returned, &request, &ledger).ok()?;
                let (billed, counts) = (decision.outcome().billed, decision.outcome().cap.counts);
                let value = billed.refund.checked_add(billed.remaining_commitment).unwrap().as_minor().unwrap();
                decision.is_approved().then_some((value, counts.cents()))
            };
            let tomorrow = || value(at + Days::new(1)).map_or(0, |worth| worth.0);
            if let Some((today, counts)) = value(at) {
                let loss = if baseline == Baseline::Spreadsheet { today.saturating_sub(tomorrow()) } else { 0 };
                worth.insert(index, (today, counts, loss));
            }
        }
        let mut order: Vec<usize> = worth.keys().copied().collect();
        match baseline {
            Baseline::LargestFirst => order.sort_by_key(|index| core::cmp::Reverse(worth[index].0)),
            Baseline::AsSoonAsItFits => {}
            Baseline::Spreadsheet => order.sort_by_key(|index| core::cmp::Reverse(worth[index].2)),
        }
        for index in order {
            let left = ledger.usage(estate.policy.cap(), at).remaining.cents();
            let (_, counts, _) = worth[&index];
            let one = &mut open[index];
            let fitting = (u128::from(left) * u128::from(one.units)).checked_div(u128::from(counts));
            let mut units = fitting.map_or(one.units, |units| units.min(u128::from(one.units)) as u32);
            if baseline == Baseline::AsSoonAsItFits && units < one.units {
                units = 0;
            }
            while units > 0 {
                let returned = one.reservation.units(units).unwrap();
                let trial = unlimited.decide_refund(&returned, &request, &ledger).unwrap();
                if trial.outcome().cap.counts.cents() <= left {
                    let decision = estate.policy.decide_refund(&returned, &request, &ledger).unwrap();
                    let approved = decision.into_result().unwrap();
                    let billed = approved.outcome().billed;
                    sum = sum.checked_add(billed.refund).unwrap().checked_add(billed.remaining_commitment).unwrap();
                    id += 1;
                    ledger.record(approved.entry(&format!("baseline-{id}")).unwrap()).unwrap();
                    one.units -= units;
                    if let Some(rest) = approved.remaining() {
                        one.reservation = rest;
                    } else {
                        one.units = 0;
                    }
                    break;
                }
                units -= 1;
            }
        }
    }
    sum
}
