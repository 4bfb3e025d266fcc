//! Where the ledger looks quickly, it sees what it would see by looking slowly.

use super::*;

#[test]
fn amb_08_a_calendar_year_begins_with_its_first_instant() {
    let ledger = ledger(&[
        entry("last of the old year", "2022-12-31T23:59:59.999999999Z", "1.00"),
        entry("first of the year", "2023-01-01T00:00:00Z", "20.00"),
        entry("next", "2023-01-01T00:00:00.000000001Z", "300.00"),
    ]);
    for at in ["2023-01-01T00:00:00.000000001Z", "2023-06-01T12:00:00Z", "2023-12-31T23:59:59.999999999Z"] {
        assert_eq!(ledger.position(instant(at), &PER_YEAR).used(), usd("320.00"), "{at}");
    }
    assert_eq!(ledger.position(instant("2023-01-01T00:00:00Z"), &PER_YEAR).used(), usd("20.00"));
    assert_eq!(ledger.position(instant("2024-01-01T00:00:00Z"), &PER_YEAR).used(), usd("0"));
}

#[test]
fn what_lapses_at_one_instant_is_one_release_wherever_it_stands_among_thousands() {
    // One refund alone, then two at each instant: some pair stands at every place where a long ledger could be cut.
    let made = |minute: i64| instant("2023-03-01T00:00:00Z") + chrono::TimeDelta::minutes(minute);
    let mut entries = vec![CapEntry::new(id("alone"), made(0), usd("1.00"))];
    for minute in 1..=800 {
        let both = [("a", "2.00"), ("b", "3.00")];
        entries.extend(
            both.map(|(name, amount)| CapEntry::new(id(&format!("{minute}{name}")), made(minute), usd(amount))),
        );
    }
    let ledger = ledger(&entries);
    let cap = RefundCap::new(LIMIT, CapWindow::DAYS_365, CapMeasure::Refunded);
    let year = chrono::TimeDelta::days(365);
    for minute in 0..800 {
        let release = ledger.position(made(minute) + year, &cap).next_release().unwrap();
        assert_eq!((release.at(), release.amount()), (made(minute + 1) + year, usd("5.00")), "{minute}");
    }
    assert_eq!(ledger.position(made(800) + year, &cap).next_release(), None);
}

#[test]
fn a_ledger_and_a_position_show_what_they_hold() {
    let ledger = ledger(&[entry("a", "2023-01-10T00:00:00Z", "1.00")]);
    let shown = format!("{ledger:?}");
    assert!(shown.starts_with("RefundLedger [CapEntry { ") && shown.contains("2023-01-10"), "{shown}");
    assert_eq!(format!("{:?}", RefundLedger::new()), "RefundLedger []");
    let shown = format!("{:?}", ledger.position(instant("2023-06-01T00:00:00Z"), &RECORDED));
    let begins = "CapPosition { at: 2023-06-01T00:00:00Z, cap: RefundCap { ";
    assert!(shown.starts_with(begins) && shown.ends_with(", .. }") && shown.contains("used: "), "{shown}");
}
