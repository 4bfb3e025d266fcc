//! Ledgers with refunds at both ends of the calendar and of what can be counted.
#![expect(clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use core::num::NonZeroU16;

use chrono::{DateTime, Utc};
use reservation_policy::UsdAmount;
use reservation_policy::chrono;
use reservation_policy::reservation::cap::{
    CapEntry, CapMeasure, CapWindow, LedgerError, Recorded, RefundCap, RefundId, RefundLedger,
};

use super::{instants, texts};

fn entry(id: &str, at: DateTime<Utc>, cents: u64) -> CapEntry {
    CapEntry::new(RefundId::new(id).unwrap(), at, UsdAmount::from_cents(cents))
}

fn windows() -> Vec<CapWindow> {
    let counts = [1, 12, 365, u16::MAX].map(|count| NonZeroU16::new(count).unwrap());
    let days = counts.map(CapWindow::RollingDays);
    let months = counts.map(CapWindow::RollingMonths);
    days.into_iter().chain(months).chain([CapWindow::CalendarYear]).collect()
}

#[test]
fn every_position_of_a_ledger_of_extremes_is_consistent() {
    let mut ledger = RefundLedger::new();
    for (at, index) in instants().into_iter().zip(0..) {
        assert_eq!(ledger.record(entry(&format!("{index}"), at, 1 << (index % 40))), Ok(Recorded::New));
    }
    let entries: Vec<CapEntry> = ledger.entries().cloned().collect();
    for window in windows() {
        for limit in [UsdAmount::ZERO, UsdAmount::from_dollars(50_000), UsdAmount::MAX] {
            let cap = RefundCap::new(limit, window, CapMeasure::Refunded);
            for at in instants() {
                let position = ledger.position(at, &cap);
                let counted =
                    entries.iter().filter(|it| it.at() <= at && window.expiry(it.at()).is_none_or(|end| at < end));
                let used: u64 = counted.map(|it| it.refunded().cents()).sum();
                assert_eq!(position.used().cents(), used, "{window} {at}");
                let released: u64 = position.releases().map(|release| release.amount().cents()).sum();
                assert!(released <= used, "{window} {at}");
                for amount in [UsdAmount::ZERO, UsdAmount::from_cents(1), limit, UsdAmount::MAX] {
                    let fits = amount.checked_add(UsdAmount::from_cents(used)).is_some_and(|sum| sum <= limit);
                    assert_eq!(position.fits(amount), fits, "{window} {at} {amount}");
                    assert_eq!(position.earliest_fit(amount) == Some(at), fits, "{window} {at} {amount}");
                }
            }
        }
    }
}

#[test]
fn a_ledger_counts_to_its_largest_amount_and_no_further() {
    let mut ledger = RefundLedger::new();
    let at = DateTime::<Utc>::MAX_UTC;
    assert_eq!(ledger.record(entry("most", at, u64::MAX)), Ok(Recorded::New));
    assert_eq!(ledger.record(entry("most", at, u64::MAX)), Ok(Recorded::AlreadyThere));
    assert_eq!(ledger.record(entry("nothing", at, 0)), Ok(Recorded::New));
    assert!(matches!(ledger.record(entry("cent", at, 1)), Err(LedgerError::TotalTooLarge { .. })));
    assert_eq!(ledger.len(), 2);
    for measure in [CapMeasure::Refunded, CapMeasure::CancelledCommitment] {
        let cap = RefundCap::new(UsdAmount::MAX, CapWindow::DAYS_365, measure);
        let position = ledger.position(at, &cap);
        assert_eq!((position.used(), position.remaining()), (UsdAmount::MAX, UsdAmount::ZERO));
        assert_eq!(position.next_release(), None, "it lapses after the calendar's end");
        assert_eq!(position.earliest_fit(UsdAmount::from_cents(1)), None);
    }
    assert!(ledger.reverse(&RefundId::new("most").unwrap()).is_ok());
    assert_eq!(ledger.record(entry("cent", at, 1)), Ok(Recorded::New));
    assert!(matches!(
        RefundLedger::from_entries([entry("a", at, u64::MAX), entry("b", at, 1)]),
        Err(LedgerError::TotalTooLarge { .. })
    ));
}

#[test]
fn a_refund_id_is_1_to_256_characters_of_any_script() {
    for text in texts() {
        let count = text.chars().count();
        assert_eq!(RefundId::new(&text).is_ok(), (1..=256).contains(&count), "{count}");
        if let Err(error) = RefundId::new(&text) {
            assert!(error.to_string().chars().count() < 120, "{count}");
        }
    }
}

#[test]
fn a_cancelled_commitment_is_never_below_the_refund() {
    let all = [0, 1, 5_000_000, u64::MAX - 1, u64::MAX];
    for (refunded, cancelled) in all.iter().flat_map(|refunded| all.map(|cancelled| (*refunded, cancelled))) {
        let entry = entry("one", DateTime::<Utc>::MAX_UTC, refunded);
        let entry = entry.with_cancelled_commitment(UsdAmount::from_cents(cancelled));
        assert_eq!(entry.is_ok(), cancelled >= refunded, "{refunded} {cancelled}");
        if let Ok(entry) = entry {
            let counted = [CapMeasure::Refunded, CapMeasure::CancelledCommitment].map(|it| entry.counted(it).cents());
            assert_eq!(counted, [refunded, cancelled]);
        }
    }
}
