//! Refunds recorded and reversed in any order: the ledger against a plain list.
#![no_main]

use core::num::NonZeroU16;

use libfuzzer_sys::fuzz_target;
use reservation_policy::cap::{LedgerError, RefundId};
use reservation_policy::chrono::{DateTime, Utc};
use reservation_policy::policy::{CapBasis, CapTerms, CapWindow};
use reservation_policy::{CapEntry, RefundLedger, UsdAmount};

/// Seven bytes a step: what to do, which refund, when, how much.
const STEP: usize = 7;

fuzz_target!(|bytes: &[u8]| {
    let (mut ledger, mut list) = (RefundLedger::new(), Vec::<CapEntry>::new());
    for step in bytes.chunks_exact(STEP) {
        let id = RefundId::new(&step[1].to_string()).expect("a number is an id");
        let at = instant(u16::from_le_bytes([step[2], step[3]]), step[4]);
        let cents = u64::from(u16::from_le_bytes([step[5], step[6]])) << (step[0] >> 3);
        let known = list.iter().position(|entry| *entry.id() == id);
        match step[0] & 7 {
            0..=3 => {
                let entry = CapEntry::new(id.as_str(), at, UsdAmount::from_cents(cents / 2))
                    .expect("a number is an id")
                    .canceled_commitment(UsdAmount::from_cents(cents))
                    .expect("not less than half of it");
                let total: u128 = list.iter().map(|entry| u128::from(entry.commitment().cents())).sum();
                let expected = match known {
                    Some(place) if list[place] == entry => Some(false),
                    None if total + u128::from(cents) <= u128::from(u64::MAX) => Some(true),
                    _ => None,
                };
                assert_eq!(ledger.record(entry.clone()).ok(), expected);
                if expected == Some(true) {
                    list.push(entry);
                }
            }
            4 | 5 => match known {
                Some(place) => assert_eq!(ledger.reverse(&id), Ok(list.remove(place))),
                None => assert_eq!(ledger.reverse(&id), Err(LedgerError::Unknown { id })),
            },
            _ => compare(&ledger, &list, at, step),
        }
        assert_eq!(ledger.entries().len(), list.len());
    }
    list.sort_by(|left, right| (left.at(), left.id()).cmp(&(right.at(), right.id())));
    assert_eq!(ledger.entries(), list);
    assert_eq!(RefundLedger::from_entries(list), Ok(ledger));
});

/// Days around the ends of months and years, seldom the ends of the calendar.
fn instant(day: u16, part: u8) -> DateTime<Utc> {
    match day {
        0 => DateTime::<Utc>::MIN_UTC,
        u16::MAX => DateTime::<Utc>::MAX_UTC,
        day => {
            let second = 1_700_000_000 + i64::from(day % 2_000) * 86_400 + i64::from(part) * 338;
            DateTime::from_timestamp(second, u32::from(part)).expect("a day near 2025")
        }
    }
}

fn compare(ledger: &RefundLedger, list: &[CapEntry], at: DateTime<Utc>, step: &[u8]) {
    let count = NonZeroU16::new(u16::from(step[1] % 40)).unwrap_or(NonZeroU16::MIN);
    let window = match step[0] >> 3 & 3 {
        0 => CapWindow::RollingDays(count),
        1 => CapWindow::RollingMonths(count),
        2 => CapWindow::DAYS_365,
        _ => CapWindow::CalendarYear,
    };
    let basis = if step[0] >> 5 & 1 == 0 { CapBasis::Refunded } else { CapBasis::CanceledCommitment };
    let limit = UsdAmount::from_cents(u64::from(u16::from_le_bytes([step[5], step[6]])) * 8);
    let used_at = |then: DateTime<Utc>| -> u64 {
        let made = list.iter().filter(|entry| entry.at() <= at);
        let counting = made.filter(|entry| window.expiry(entry.at()).is_none_or(|expiry| then < expiry));
        counting.map(|entry| entry.counted(basis).cents()).sum()
    };
    let usage = ledger.usage(CapTerms { limit, window, basis }, at);
    assert_eq!(usage.used.cents(), used_at(at));
    let mut ends: Vec<DateTime<Utc>> =
        list.iter().filter(|entry| entry.at() <= at).filter_map(|entry| window.expiry(entry.at())).collect();
    ends.retain(|end| *end > at);
    ends.sort_unstable();
    ends.dedup();
    // What stops counting, and when: every end at which the sum changes.
    let mut used = used_at(at);
    let mut expected = Vec::new();
    for end in &ends {
        let after = used_at(*end);
        if after != used {
            expected.push((*end, used - after));
            used = after;
        }
    }
    let releases: Vec<_> = usage.releases().iter().map(|release| (release.at, release.amount.cents())).collect();
    assert_eq!(releases, expected);
    assert_eq!(usage.releases().first().copied(), usage.next_release());
    for amount in [0, 1, limit.cents() / 2, limit.cents(), limit.cents() + 1] {
        let fits = |then: DateTime<Utc>| {
            amount == 0 || u128::from(used_at(then)) + u128::from(amount) <= u128::from(limit.cents())
        };
        let earliest = core::iter::once(at).chain(ends.iter().copied()).find(|then| fits(*then));
        assert_eq!(usage.earliest_fit(UsdAmount::from_cents(amount)), earliest);
        assert_eq!(usage.fits(UsdAmount::from_cents(amount)), fits(at));
    }
}
