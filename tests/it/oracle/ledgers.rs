//! A ledger through random steps, against a list that is gone through from end to end for every question.

use std::collections::BTreeMap;

use reservation_policy::UsdAmount;
use reservation_policy::reservation::cap::{
    CapEntry, CapMeasure, LedgerError, Recorded, RefundCap, RefundId, RefundLedger,
};

use super::cases::{self, Random};
use super::days::{Instant, day_of, midnight, month_length};
use super::library::{at, cap_window, instant};
use super::model::Window;
use super::{Reached, compare_cases};

/// One refund, in cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    at: Instant,
    refunded: u64,
    cancelled: u64,
}

#[derive(Debug, Clone, Copy)]
struct Cap {
    limit: u64,
    window: Window,
    counts_commitment: bool,
}

#[derive(Debug, Clone)]
enum Step {
    Record(u32, Entry),
    /// The very same refund once more, if it is there.
    Again(u32),
    Reverse(u32),
    Ask(Instant, Cap, u64),
}

#[derive(Debug)]
struct Facts(Vec<Step>);

/// Days that lie close together, at the ends of months and years, and few times, so that refunds lapse together.
fn moment(random: &mut Random) -> Instant {
    let (year, month) = (2023 + random.below(3), random.pick(&[1, 1, 2, 2, 3, 4, 12]));
    let length = month_length(year, month);
    let day = random.pick(&[1, 2, 27, 28, length - 1, length, length]);
    let time = if random.percent(50) { random.pick(&[0, 1, 43_200_000_000_000]) } else { cases::time(random) };
    midnight(day_of(year, month, day)) + time
}

fn cents(random: &mut Random) -> u64 {
    match random.below(50) {
        0 => u64::MAX - random.below(3_u64),
        1..10 => 0,
        _ => random.below(6),
    }
}

fn cap(random: &mut Random) -> Cap {
    let windows = [
        Window::Year,
        Window::Months(12),
        Window::Months(1),
        Window::Months(13),
        Window::Days(365),
        Window::Days(1),
        Window::Days(30),
    ];
    let limit = if random.percent(5) { u64::MAX } else { random.below(30) };
    Cap { limit, window: random.pick(&windows), counts_commitment: random.percent(50) }
}

fn step(random: &mut Random) -> Step {
    let name = random.below(12);
    match random.below(10) {
        0..6 => {
            let refunded = cents(random);
            let cancelled = refunded.saturating_add(random.pick(&[0, 0, 1, 2]));
            Step::Record(name, Entry { at: moment(random), refunded, cancelled })
        }
        6 => Step::Again(name),
        7 => Step::Reverse(name),
        _ => Step::Ask(moment(random), cap(random), random.pick(&[0, 1, 3, 10, 29, u64::MAX])),
    }
}

fn facts(random: &mut Random) -> Facts {
    let count = random.pick(&[3, 10, 25]);
    let mut steps: Vec<Step> = (0..count).map(|_| step(random)).collect();
    steps.push(Step::Ask(moment(random), cap(random), random.below(30)));
    Facts(steps)
}

/// The names are told apart by their last letters alone.
fn id(name: u32) -> RefundId {
    RefundId::new(&format!("refund-{name}")).unwrap()
}

fn entry(name: u32, entry: Entry) -> CapEntry {
    CapEntry::new(id(name), instant(entry.at), UsdAmount::from_cents(entry.refunded))
        .with_cancelled_commitment(UsdAmount::from_cents(entry.cancelled))
        .unwrap()
}

/// The list: what is under which name.
type List = BTreeMap<u32, Entry>;

fn record(list: &mut List, name: u32, offered: Entry) -> &'static str {
    let total: u128 = list.values().map(|entry| u128::from(entry.cancelled)).sum();
    match list.get(&name) {
        Some(recorded) if *recorded == offered => "already there",
        Some(_) => "conflict",
        None if total + u128::from(offered.cancelled) > u128::from(u64::MAX) => "too large",
        None => {
            list.insert(name, offered);
            "new"
        }
    }
}

fn word(recorded: &Result<Recorded, LedgerError>) -> &'static str {
    match recorded {
        Ok(Recorded::New) => "new",
        Ok(Recorded::AlreadyThere) => "already there",
        Err(LedgerError::Conflict { .. }) => "conflict",
        Err(LedgerError::TotalTooLarge { .. }) => "too large",
        Err(other) => panic!("no step leads to {other}"),
    }
}

/// What is used at an instant of what had been refunded until `known`.
fn used_at(list: &List, cap: Cap, (known, at): (Instant, Instant)) -> u64 {
    let counts = |entry: &&Entry| entry.at <= known && at < cap.window.lapses(entry.at);
    list.values().filter(counts).map(|entry| figure(entry, cap)).sum()
}

const fn figure(entry: &Entry, cap: Cap) -> u64 {
    if cap.counts_commitment { entry.cancelled } else { entry.refunded }
}

fn ask(ledger: &RefundLedger, list: &List, (now, cap, amount): (Instant, Cap, u64), reached: &mut Reached) {
    let measure = if cap.counts_commitment { CapMeasure::CancelledCommitment } else { CapMeasure::Refunded };
    let asked = RefundCap::new(UsdAmount::from_cents(cap.limit), cap_window(cap.window), measure);
    let position = ledger.position(instant(now), &asked);
    let used = used_at(list, cap, (now, now));
    assert_eq!(position.used().cents(), used);
    assert_eq!(position.remaining().cents(), cap.limit.saturating_sub(used));

    // Every instant at which something lapses, and what is used from then on.
    let mut moments: Vec<Instant> = list.values().map(|entry| cap.window.lapses(entry.at)).collect();
    moments.retain(|moment| *moment > now);
    moments.sort_unstable();
    moments.dedup();
    let after = moments.iter().map(|moment| (*moment, used_at(list, cap, (now, *moment))));
    let mut before = used;
    let mut expected = Vec::new();
    for (moment, left) in after {
        if left < before {
            expected.push((moment, before - left, left));
        }
        before = left;
    }
    let releases = position.releases().map(|it| (at(it.at()), it.amount().cents(), it.used_after().cents()));
    assert_eq!(releases.collect::<Vec<_>>(), expected);
    assert_eq!(position.next_release(), position.releases().next());
    reached.count(format_args!("{} releases", expected.len().min(3)));

    for amount in [amount, cap.limit, 0] {
        let fits = |used: u64| u128::from(used) + u128::from(amount) <= u128::from(cap.limit);
        let earliest = if fits(used) {
            Some(now)
        } else {
            expected.iter().find(|(_, _, left)| fits(*left)).map(|(moment, ..)| *moment)
        };
        let amount = UsdAmount::from_cents(amount);
        assert_eq!(position.fits(amount), fits(used));
        assert_eq!(position.earliest_fit(amount).map(at), earliest);
        reached.count(match earliest {
            Some(moment) if moment == now => "fits now",
            Some(_) => "fits later",
            None => "never fits",
        });
    }
}

fn compare(facts: &Facts, reached: &mut Reached) {
    let (mut ledger, mut list) = (RefundLedger::new(), List::new());
    for step in &facts.0 {
        match step {
            Step::Record(name, offered) => {
                let expected = record(&mut list, *name, *offered);
                assert_eq!(word(&ledger.record(entry(*name, *offered))), expected);
                reached.count(expected);
            }
            Step::Again(name) => {
                if let Some(there) = list.get(name) {
                    assert_eq!(ledger.record(entry(*name, *there)), Ok(Recorded::AlreadyThere));
                    reached.count("once more");
                }
            }
            Step::Reverse(name) => {
                let removed = list.remove(name).map(|removed| entry(*name, removed));
                reached.count(if removed.is_some() { "reversed" } else { "nothing to reverse" });
                assert_eq!(ledger.reverse(&id(*name)).ok(), removed);
            }
            Step::Ask(now, cap, amount) => ask(&ledger, &list, (*now, *cap, *amount), reached),
        }
        assert_eq!((ledger.len(), ledger.is_empty()), (list.len(), list.is_empty()));
    }
    let mut expected: Vec<CapEntry> = list.iter().map(|(name, recorded)| entry(*name, *recorded)).collect();
    assert_eq!(RefundLedger::from_entries(expected.iter().rev().cloned()), Ok(ledger.clone()));
    expected.sort_by(|one, other| (one.at(), one.id()).cmp(&(other.at(), other.id())));
    assert!(ledger.entries().eq(&expected), "{ledger:?}");
}

#[test]
fn the_crate_and_the_oracle_agree_on_every_ledger_after_random_steps() {
    let Some(reached) = compare_cases(15_000, facts, compare) else { return };
    let recorded = ["new", "conflict", "too large", "once more", "reversed", "nothing to reverse"];
    let asked = ["0 releases", "1 releases", "2 releases", "3 releases", "fits now", "fits later", "never fits"];

    reached.check(&[&recorded[..], &asked].concat(), 100);
}
