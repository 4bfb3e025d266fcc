//! Plans: as good as brute force where there is little to plan, never better than their bound, and always approved.
#![expect(clippy::arithmetic_side_effects, reason = "tests may panic")]
#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::too_many_arguments,
    clippy::fn_params_excessive_bools,
    clippy::wildcard_enum_match_arm,
    reason = "a brute force search over small numbers, which may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

use chrono::{DateTime, Days, NaiveDate, Utc};
use reservation_policy::plan::{self, CapScopeId, HintKind, Plan, UnreturnedReason, Wish};
use reservation_policy::policy::{CapBasis, CapWindow};
use reservation_policy::reservation::{Made, Payment};
use reservation_policy::{
    CapEntry, Error, Money, Price, Quantity, QuestionError, RefundLedger, Request, Requester, Reservation,
    ReservationPolicy, ResourceType, RuleId, Term, UsdAmount, chrono,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn usd(cents: u64) -> Price {
    Price::usd(Money::of_minor(cents, "USD".parse().unwrap())).unwrap()
}

fn written() -> ReservationPolicy {
    ReservationPolicy::named("2026-01").unwrap()
}

fn request() -> Request {
    Request::new(instant("2026-04-17T14:05:00Z"), Requester::Owner)
}

/// A generator of numbers, so that no run differs from another.
struct Numbers(u64);

impl Numbers {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        low + (self.0 >> 11) % (high - low + 1)
    }
}

#[derive(Debug)]
struct Estate {
    policy: ReservationPolicy,
    ledger: RefundLedger,
    wishes: Vec<Wish>,
    request: Request,
}

impl Estate {
    fn plan(&self) -> Plan {
        plan::returns(&self.policy, &self.ledger, &self.wishes, &self.request).unwrap()
    }
}

/// How large random estates are.
#[derive(Clone, Copy)]
struct Size {
    wishes: (u64, u64),
    units: u64,
    all_units: u64,
    days: u64,
    whole_prices: bool,
}

/// A random estate whose reservations end soon and whose cap comes back within days, so that little has to be tried.
fn estate(seed: u64, size: Size) -> Estate {
    let mut numbers = Numbers::new(seed);
    let request = request();
    let today = request.date();
    let window = NonZeroU16::new(u16::try_from(numbers.between(3, 20)).unwrap()).unwrap();
    let limit = UsdAmount::from_cents(numbers.between(2_000, 60_000));
    let basis = if numbers.between(0, 1) == 0 { CapBasis::Refunded } else { CapBasis::CanceledCommitment };
    let policy = written()
        .with(|terms| {
            terms.cap.limit = limit;
            terms.cap.basis = basis;
            terms.cap.window = CapWindow::RollingDays(window);
        })
        .unwrap();
    let mut ledger = RefundLedger::new();
    for number in 0..numbers.between(0, 3) {
        let at = request.at
            - chrono::TimeDelta::minutes(i64::try_from(numbers.between(0, u64::from(window.get()) * 1440)).unwrap());
        let amount = UsdAmount::from_cents(numbers.between(0, limit.cents() / 2));
        ledger.record(CapEntry::new(&format!("r{number}"), at, amount).unwrap()).unwrap();
    }
    let mut wishes = Vec::new();
    let mut all_units = 0;
    for number in 0..numbers.between(size.wishes.0, size.wishes.1) {
        let units = numbers.between(1, size.units).min(size.all_units - all_units);
        if units == 0 {
            break;
        }
        all_units += units;
        let end = today + Days::new(numbers.between(3, size.days));
        let start = end.checked_sub_months(chrono::Months::new(12)).unwrap();
        let id = format!("00000000-0000-4000-8000-{number:012}");
        let mut builder = Reservation::builder(ResourceType::VirtualMachines, start, Term::OneYear);
        builder = builder.units(units as u32).id(&id).unwrap();
        let monthly = numbers.between(0, 1) == 0;
        let price = numbers.between(500, 40_000) * if monthly { 1 } else { 12 };
        builder = match (monthly, size.whole_prices) {
            (true, true) => builder.monthly_each(usd(price)),
            (false, true) => builder.upfront_each(usd(price)),
            (true, false) => builder.monthly(usd(price)),
            (false, false) => builder.upfront(usd(price)),
        };
        let mut wish = Wish::new(builder.build().unwrap().all());
        if numbers.between(0, 4) == 0 {
            wish = wish.not_before(today + Days::new(numbers.between(0, 2)));
        }
        if numbers.between(0, 4) == 0 {
            wish = wish.not_after(today + Days::new(numbers.between(4, size.days)));
        }
        wishes.push(wish);
    }
    Estate { policy, ledger, wishes, request }
}

/// The same question, answered without a plan: everything is tried with amounts that `decide_refund` gives.
struct Brute<'a> {
    estate: &'a Estate,
    amounts: BTreeMap<(usize, u32, NaiveDate), Option<(u64, u64)>>,
    seen: BTreeSet<Vec<Placed>>,
    best: u64,
}

/// Wish, instant, units, what it gives and what it counts.
type Placed = (usize, DateTime<Utc>, u32, u64, u64);

impl<'a> Brute<'a> {
    fn new(estate: &'a Estate) -> Self {
        Self { estate, amounts: BTreeMap::new(), seen: BTreeSet::new(), best: 0 }
    }

    fn request_at(&self, at: DateTime<Utc>) -> Request {
        let mut request = self.estate.request;
        request.at = at;
        if at.date_naive() > self.estate.request.date() { request.assume_scheduled_payments() } else { request }
    }

    fn amounts(&mut self, wish: usize, units: u32, at: DateTime<Utc>) -> Option<(u64, u64)> {
        let key = (wish, units, at.date_naive());
        if let Some(known) = self.amounts.get(&key) {
            return *known;
        }
        let unlimited = self.estate.policy.clone().with(|terms| terms.cap.limit = UsdAmount::MAX).unwrap();
        let returned = self.estate.wishes[wish].returned().reservation().units(units).unwrap();
        let decision = unlimited.decide_refund(&returned, &self.request_at(at), &RefundLedger::new());
        let known = decision.ok().filter(reservation_policy::Decision::is_approved).map(|decision| {
            let refund = decision.outcome();
            let value = refund.billed.refund.checked_add(refund.billed.remaining_commitment).unwrap();
            (value.as_minor().unwrap(), refund.cap.counts.cents())
        });
        self.amounts.insert(key, known);
        known
    }

    /// From when to when each refund counts, and how much.
    fn counting(&self, placed: &[Placed]) -> Vec<(DateTime<Utc>, DateTime<Utc>, u64)> {
        let cap = self.estate.policy.cap();
        let recorded = self.estate.ledger.entries().iter().map(|entry| (entry.at(), entry.counted(cap.basis).cents()));
        let planned = placed.iter().map(|(_, at, _, _, counts)| (*at, *counts));
        recorded.chain(planned).map(|(at, counts)| (at, cap.window.expiry(at).unwrap(), counts)).collect()
    }

    /// The candidate instants of some units of a wish.
    fn instants(
        &mut self,
        placed: &[Placed],
        wish: usize,
        units: u32,
        first_only: bool,
    ) -> Vec<(DateTime<Utc>, u64, u64)> {
        let cap = self.estate.policy.cap();
        let counting = self.counting(placed);
        let used = |at: DateTime<Utc>| {
            counting.iter().filter(|(from, end, _)| *from <= at && at < *end).map(|(.., counts)| *counts).sum::<u64>()
        };
        let before = |at: DateTime<Utc>| used(at - chrono::TimeDelta::nanoseconds(1));
        let lapses: BTreeSet<DateTime<Utc>> =
            counting.iter().map(|(_, end, _)| *end).filter(|end| *end > self.estate.request.at).collect();
        let releases: BTreeSet<DateTime<Utc>> = lapses.into_iter().filter(|at| used(*at) < before(*at)).collect();
        let wished = &self.estate.wishes[wish];
        let schedule = wished.returned().reservation().schedule();
        let first = wished.first_day().unwrap_or(self.estate.request.date()).max(self.estate.request.date());
        let (mut found, mut fitted) = (Vec::new(), false);
        let last = wished.last_day().unwrap_or(schedule.end()).min(schedule.end());
        for day in first.iter_days().take_while(|day| *day <= last) {
            let opens = day.and_hms_opt(0, 0, 0).unwrap().and_utc().max(self.estate.request.at);
            let of_day = releases.iter().copied().filter(|at| *at > opens && at.date_naive() == day);
            for at in core::iter::once(opens).chain(of_day.collect::<Vec<_>>()) {
                let amounts = self.amounts(wish, units, at);
                let end = cap.window.expiry(at).unwrap();
                let fits = amounts.filter(|(_, counts)| {
                    let starts = counting.iter().map(|(from, ..)| *from).filter(|from| *from > at && *from < end);
                    let most = core::iter::once(at).chain(starts).map(used).max().unwrap();
                    let taken = placed.iter().any(|one| one.0 == wish && one.1 == at);
                    !taken && (*counts == 0 || most + counts <= cap.limit.cents())
                });
                let ends = cap.basis == CapBasis::Refunded
                    && schedule.payments() > 1
                    && schedule.period_on(day).is_some_and(|(_, period)| period.end().pred_opt() == Some(day));
                if let Some((value, counts)) = fits {
                    if !fitted || releases.contains(&at) || (ends && at == opens) {
                        found.push((at, value, counts));
                        if first_only {
                            return found;
                        }
                    }
                }
                fitted = fits.is_some();
            }
        }
        found
    }

    fn rest(&self, placed: &[Placed], wish: usize) -> u32 {
        let all = self.estate.wishes[wish].returned().quantity().get();
        all - placed.iter().filter(|one| one.0 == wish).map(|one| one.2).sum::<u32>()
    }

    /// Everything, in every order and in any parts.
    fn everything(&mut self, placed: &mut Vec<Placed>) {
        self.best = self.best.max(placed.iter().map(|one| one.3).sum());
        let mut key = placed.clone();
        key.sort_unstable();
        if !self.seen.insert(key) {
            return;
        }
        for wish in 0..self.estate.wishes.len() {
            for units in 1..=self.rest(placed, wish) {
                for (at, value, counts) in self.instants(placed, wish, units, false) {
                    placed.push((wish, at, units, value, counts));
                    self.everything(placed);
                    placed.pop();
                }
            }
        }
    }

    /// Every order of the wishes: each whole as soon as it fits, or in parts as soon as a unit fits.
    fn orders(&mut self, placed: &mut Vec<Placed>, order: &mut Vec<usize>, in_parts: bool) {
        self.best = self.best.max(placed.iter().map(|one| one.3).sum());
        for wish in 0..self.estate.wishes.len() {
            if order.contains(&wish) {
                continue;
            }
            let before = placed.len();
            loop {
                let rest = self.rest(placed, wish);
                if rest == 0 {
                    break;
                }
                let trial = if in_parts { 1 } else { rest };
                let Some((at, ..)) = self.instants(placed, wish, trial, true).first().copied() else { break };
                let most = (trial..=rest).rev().find_map(|units| {
                    let fitting = self.instants(placed, wish, units, true).first().copied();
                    fitting.filter(|one| one.0 == at).map(|(at, value, counts)| (wish, at, units, value, counts))
                });
                placed.push(most.unwrap());
            }
            order.push(wish);
            self.orders(placed, order, in_parts);
            order.pop();
            placed.truncate(before);
        }
    }
}

fn minor(money: Money) -> u64 {
    money.as_minor().unwrap()
}

/// Decides every step again, on the ledger as it then is, and adds up.
fn replay(estate: &Estate, plan: &Plan) {
    let mut ledger = estate.ledger.clone();
    let mut rest: BTreeMap<u32, Option<Reservation>> = BTreeMap::new();
    let mut sum = 0;
    assert!(plan.steps.is_sorted_by_key(|step| (step.at, step.wish)));
    for (number, step) in plan.steps.iter().enumerate() {
        let wish = &estate.wishes[step.wish as usize - 1];
        let owned = rest.remove(&step.wish).unwrap_or_else(|| Some(wish.returned().reservation().clone()));
        assert_eq!(owned.as_ref(), Some(step.returned.reservation()), "the reservation as it then is");
        assert!(wish.first_day().is_none_or(|day| day <= step.at.date_naive()));
        assert!(wish.last_day().is_none_or(|day| step.at.date_naive() <= day));
        assert!(step.at >= estate.request.at && step.request.at == step.at);
        let decision = estate.policy.decide_refund(&step.returned, &step.request, &ledger).unwrap();
        let approved = decision.into_result().unwrap_or_else(|refused| panic!("step {number}: {refused}"));
        let refund = approved.outcome();
        assert_eq!((refund.billed, refund.usd), (step.billed, step.usd));
        assert_eq!((refund.cap.counts, refund.cap.remaining_after), (step.counts, step.cap_remaining_after));
        sum += minor(step.billed.refund) + minor(step.billed.remaining_commitment);
        rest.insert(step.wish, approved.remaining());
        ledger.record(approved.entry(&format!("step-{number}")).unwrap()).unwrap();
    }
    assert_eq!(sum, minor(plan.recovered));
    assert!(plan.recovered.amount() <= plan.upper_bound.amount(), "{} {}", plan.recovered, plan.upper_bound);
    for (number, wish) in (1_u32..).zip(&estate.wishes) {
        let steps = plan.steps.iter().filter(|step| step.wish == number);
        let returned: u32 = steps.map(|step| step.returned.quantity().get()).sum();
        let left: u32 = plan.unreturned.iter().filter(|one| one.wish == number).map(|one| one.units.get()).sum();
        assert_eq!(returned + left, wish.returned().quantity().get(), "wish {number}");
    }
}

#[test]
fn up_to_four_wishes_recover_as_much_as_brute_force_over_all_candidate_instants_and_units() {
    let size = Size { wishes: (1, 4), units: 2, all_units: 4, days: 14, whole_prices: true };
    let mut waited = 0;
    for seed in 1..=2_000 {
        let estate = estate(seed, size);
        let plan = estate.plan();
        let mut brute = Brute::new(&estate);
        brute.everything(&mut Vec::new());
        assert_eq!(minor(plan.recovered), brute.best, "seed {seed}\n{}", plan.explain());
        assert!(plan.complete, "seed {seed}");
        replay(&estate, &plan);
        waited += usize::from(plan.steps.iter().any(|step| step.at > estate.request.at));
    }
    assert!(waited > 800, "{waited} of 2,000 plans wait for something");
}

#[test]
fn up_to_eight_wishes_are_never_worse_than_the_best_order() {
    for (wishes, seeds) in [(5, 30), (6, 8), (7, 2), (8, 1)] {
        let size = Size { wishes: (wishes, wishes), units: 3, all_units: 30, days: 9, whole_prices: true };
        for seed in 1..=seeds {
            let estate = estate(seed * 100 + wishes, size);
            let plan = estate.plan();
            let mut brute = Brute::new(&estate);
            brute.orders(&mut Vec::new(), &mut Vec::new(), false);
            if wishes < 7 {
                brute.orders(&mut Vec::new(), &mut Vec::new(), true);
            }
            assert!(minor(plan.recovered) >= brute.best, "{wishes} {seed}\n{}", plan.explain());
            replay(&estate, &plan);
        }
    }
}

#[test]
fn every_step_is_approved_and_no_plan_beats_its_bound_whatever_the_prices() {
    for seed in 1..=60 {
        let size = Size { wishes: (1, 12), units: 9, all_units: 200, days: 60, whole_prices: seed % 3 == 0 };
        let mut estate = estate(seed * 7, size);
        if seed % 4 == 0 {
            let later = CapEntry::new("later", estate.request.at + Days::new(5), UsdAmount::from_cents(1_500)).unwrap();
            estate.ledger.record(later).unwrap();
        }
        if seed % 5 == 0 {
            estate.policy = estate.policy.with(|terms| terms.cap.window = CapWindow::CalendarYear).unwrap();
        }
        if seed % 5 == 1 {
            estate.policy = estate.policy.with(|terms| terms.cap.window = CapWindow::TWELVE_MONTHS).unwrap();
        }
        let plan = plan::returns_within(&estate.policy, &estate.ledger, &estate.wishes, (&estate.request, 1_500));
        let plan = plan.unwrap();
        replay(&estate, &plan);
        let again = plan::returns_within(&estate.policy, &estate.ledger, &estate.wishes, (&estate.request, 1_500));
        assert_eq!(again.unwrap(), plan, "the same question has the same answer");
    }
}

fn vms(id: u32, units: u32, start: &str) -> reservation_policy::reservation::ReservationBuilder {
    let id = format!("00000000-0000-4000-8000-{id:012}");
    Reservation::builder(ResourceType::VirtualMachines, day(start), Term::OneYear).units(units).id(&id).unwrap()
}

#[test]
fn as_observed_a_monthly_reservation_waits_for_the_end_of_its_month_when_the_cap_is_short() {
    let monthly = vms(1, 10, "2026-04-10").monthly_each(usd(400_000)).build().unwrap();
    let policy = written().observed().with(|terms| terms.cap.limit = UsdAmount::dollars(2_000)).unwrap();
    let plan = plan::returns(&policy, &RefundLedger::new(), &[Wish::new(monthly.all())], &request()).unwrap();
    // 40,000 USD a month for ten units. On the last day of the period 133.33 USD count for each, on 2026-05-04 still 800.00:
    // nine wait for the last day, and one goes as soon as it fits beside them.
    let steps: Vec<_> = plan.steps.iter().map(|step| (step.at.to_string(), step.returned.quantity().get())).collect();
    let expected = [("2026-05-04 00:00:00 UTC".to_owned(), 1), ("2026-05-09 00:00:00 UTC".to_owned(), 9)];
    assert_eq!(steps, expected, "{}", plan.explain());
    assert_eq!(plan.steps[1].counts.to_string(), "1200.00 USD");
    assert_eq!(plan.recovered.to_string(), "442000.00 USD");
}

#[test]
fn what_shrinks_into_the_cap_is_returned_on_the_first_day_on_which_it_fits() {
    let upfront = vms(1, 1, "2026-01-01").upfront(usd(3_650_000)).build().unwrap();
    let policy = written().with(|terms| terms.cap.limit = UsdAmount::dollars(10_000)).unwrap();
    let plan = plan::returns(&policy, &RefundLedger::new(), &[Wish::new(upfront.all())], &request()).unwrap();
    assert_eq!(plan.steps[0].at, instant("2026-09-23T00:00:00Z"), "100 days are left");
    assert_eq!(plan.waiting[0].lost_per_day.to_string(), "100.00 USD");
    assert_eq!(plan.waiting[0].lost.to_string(), "15900.00 USD");
    assert_eq!((plan.upper_bound, plan.gap.to_string()), (plan.recovered, "0 %".to_owned()));
}

#[test]
fn wishes_that_make_no_single_question_are_typed_errors() {
    let (policy, ledger, request) = (written(), RefundLedger::new(), request());
    let one = Wish::new(vms(1, 4, "2026-01-01").upfront(usd(40_000)).build().unwrap().all());
    let ask = |wishes: &[Wish]| match plan::returns(&policy, &ledger, wishes, &request).unwrap_err() {
        Error::Question(error) => error,
        other => panic!("{other}"),
    };
    assert_eq!(ask(&[]).to_string(), "there is no wish, expected at least one");
    let euro = Price::new("400.00 EUR".parse().unwrap(), "440.00 USD".parse().unwrap()).unwrap();
    let euro = Wish::new(vms(2, 1, "2026-01-01").upfront(euro).build().unwrap().all());
    assert_eq!(
        ask(&[one.clone(), euro]).to_string(),
        "wish 2 is in `EUR` and wish 1 in `USD`, expected one billing currency in a plan"
    );
    let again = Wish::new(one.returned().reservation().units(2).unwrap());
    assert_eq!(
        ask(&[one.clone(), again]).to_string(),
        "wish 2 is for the reservation of wish 1, expected one wish for each reservation"
    );
    let other = Wish::new(vms(3, 1, "2026-01-01").upfront(usd(40_000)).build().unwrap().all());
    let (profile, enrollment) = (CapScopeId::new("profile-7").unwrap(), CapScopeId::new("enrollment-1").unwrap());
    assert_eq!(
        ask(&[one.clone().in_scope(profile), other.in_scope(enrollment)]).to_string(),
        "wish 2 is in scope `enrollment-1` and an earlier one in `profile-7`, expected one plan for each cap"
    );
    assert_eq!(
        ask(&[one.not_before(day("2026-06-01")).not_after(day("2026-05-01"))]).to_string(),
        "wish 1 is not before `2026-06-01` and not after `2026-05-01`, expected at least one day"
    );
    let over = Wish::new(vms(4, 1, "2025-01-01").upfront(usd(40_000)).build().unwrap().all());
    assert!(matches!(ask(&[over]), QuestionError::Part { number: 1, .. }));
}

#[test]
fn what_stays_is_named_with_its_reason() {
    let policy = written().with(|terms| terms.cap.limit = UsdAmount::dollars(100)).unwrap();
    let plan_of = |wishes: &[Wish]| plan::returns(&policy, &RefundLedger::new(), wishes, &request()).unwrap();
    let red_hat = Reservation::builder(ResourceType::RedHat, day("2026-01-01"), Term::OneYear);
    let red_hat = red_hat.upfront(usd(10_000)).build().unwrap();
    let large = vms(1, 1, "2026-01-01").upfront(usd(10_000_000)).build().unwrap();
    let small = vms(2, 2, "2026-01-01").upfront_each(usd(12_000)).build().unwrap();
    let large = Wish::new(large.all()).not_after(day("2026-05-01"));
    let small = Wish::new(small.all()).not_after(day("2026-05-01"));
    let unpaid = Payment::new(1, usd(1_000), Quantity::ONE, Made::Not);
    let unpaid = Wish::new(vms(3, 1, "2026-04-01").payments(vec![unpaid]).build().unwrap().all());
    let plan = plan_of(&[Wish::new(red_hat.all()), large, small, unpaid]);
    let reasons: Vec<(u32, u32, RuleId)> =
        plan.unreturned.iter().map(|one| (one.wish, one.units.get(), one.reason.rule())).collect();
    assert_eq!(reasons, [(1, 1, RuleId::Sw07), (2, 1, RuleId::Cap03), (3, 1, RuleId::Cap03), (4, 1, RuleId::Amb21)]);
    assert!(matches!(plan.unreturned[1].reason, UnreturnedReason::AboveLimit { .. }));
    assert!(matches!(plan.unreturned[2].reason, UnreturnedReason::NoRoom { .. }));
    let text = plan.explain().to_string();
    assert!(
        text.contains("not returned: 1 of wish 2: one unit counts at least 67123.29 USD, and the cap is 100.00 USD"),
        "{text}"
    );
}

#[test]
fn what_the_cap_delays_is_hinted_at_for_an_exchange_or_a_trade_in() {
    let policy = written().with(|terms| terms.cap.limit = UsdAmount::dollars(100)).unwrap();
    let large = Wish::new(vms(1, 1, "2026-01-01").upfront(usd(3_650_000)).build().unwrap().all());
    let plan = plan::returns(&policy, &RefundLedger::new(), &[large], &request()).unwrap();
    let hints: Vec<_> = plan.hints.iter().map(|hint| (hint.kind, hint.rule, hint.new_total_from.to_string())).collect();
    let from = "25900.00 USD".to_owned();
    assert_eq!(hints, [(HintKind::Exchange, RuleId::Cap04, from.clone()), (HintKind::TradeIn, RuleId::L12, from)]);
    assert_eq!(plan.hints[0].lost_to_the_cap.to_string(), "25800.00 USD");
    let free = Wish::new(vms(1, 1, "2026-01-01").upfront(usd(3_650_000)).build().unwrap().all());
    assert_eq!(plan::returns(&written(), &RefundLedger::new(), &[free], &request()).unwrap().hints, []);
}

#[test]
fn a_limit_of_steps_ends_the_search_with_the_best_plan_so_far() {
    let size = Size { wishes: (30, 30), units: 20, all_units: 600, days: 80, whole_prices: true };
    let estate = estate(3, size);
    let plan_within = |steps: u64| {
        plan::returns_within(&estate.policy, &estate.ledger, &estate.wishes, (&estate.request, steps)).unwrap()
    };
    let (none, some, more) = (plan_within(0), plan_within(300), plan_within(100_000));
    assert!(!none.complete && none.recovered.is_zero() && none.upper_bound == more.upper_bound);
    assert!(some.recovered.amount() > none.recovered.amount() && some.recovered.amount() <= more.recovered.amount());
    assert_eq!(none.gap.to_string(), "100 %");
    replay(&estate, &some);
}

#[cfg(feature = "serde")]
#[test]
fn a_plan_can_be_stored_and_read_back() {
    let size = Size { wishes: (3, 3), units: 2, all_units: 6, days: 14, whole_prices: true };
    let estate = estate(5, size);
    let text = serde_json::to_string(&(&estate.wishes, estate.plan())).unwrap();
    let (wishes, plan): (Vec<Wish>, Plan) = serde_json::from_str(&text).unwrap();
    assert_eq!((wishes, plan), (estate.wishes.clone(), estate.plan()));
}
