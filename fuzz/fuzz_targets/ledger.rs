//! Ledgers as JSON: equal when read again, and each state of the cap as a plain sum gives it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::policy::ReservationEdition;
use reservation_policy::{RefundLedger, ReservationPolicy};

fuzz_target!(|json: &[u8]| {
    let Ok(ledger) = serde_json::from_slice::<RefundLedger>(json) else { return };
    let text = serde_json::to_string(&ledger).expect("a ledger is written");
    assert_eq!(serde_json::from_str::<RefundLedger>(&text).expect("and read"), ledger);
    for edition in ReservationEdition::ALL {
        let cap = ReservationPolicy::edition(*edition).cap();
        for at in ledger.entries().iter().take(20).map(|entry| entry.at()) {
            let counts = |expiry: Option<_>| expiry.is_none_or(|expiry| at < expiry);
            let made = ledger.entries().iter().filter(|entry| entry.at() <= at);
            let counting = made.filter(|entry| counts(cap.window.expiry(entry.at())));
            let used: u64 = counting.map(|entry| entry.counted(cap.basis).cents()).sum();
            let usage = ledger.usage(cap, at);
            assert_eq!(usage.used.cents(), used);
            if let Some(earliest) = usage.earliest_fit(cap.limit) {
                assert!(earliest >= at);
            }
            let releases = usage.releases();
            assert_eq!(releases.first().copied(), usage.next_release());
            assert!(releases.windows(2).all(|pair| pair[0].at < pair[1].at));
        }
    }
});
