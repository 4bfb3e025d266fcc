//! Ledgers as JSON: the same when read again, and each position as a plain sum says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::reservation::cap::RefundLedger;

fuzz_target!(|json: &[u8]| {
    let Ok(ledger) = serde_json::from_slice::<RefundLedger>(json) else { return };
    let text = serde_json::to_string(&ledger).expect("a ledger goes out");
    assert_eq!(serde_json::from_str::<RefundLedger>(&text).expect("and comes in"), ledger);
    for edition in ReservationEdition::ALL {
        let cap = *ReservationPolicy::edition(edition).cap();
        for at in ledger.entries().take(20).map(|entry| entry.at()) {
            let counts = |expiry: Option<_>| expiry.is_none_or(|expiry| at < expiry);
            let counted = ledger.entries().filter(|it| it.at() <= at && counts(cap.window().expiry(it.at())));
            let used: u64 = counted.map(|it| it.counted(cap.measure()).cents()).sum();
            let position = ledger.position(at, &cap);
            assert_eq!(position.used().cents(), used);
            if let Some(earliest) = position.earliest_fit(cap.limit()) {
                assert!(earliest >= at);
            }
            let mut before = at;
            for release in position.releases() {
                assert!(release.at() > before);
                before = release.at();
            }
        }
    }
});
