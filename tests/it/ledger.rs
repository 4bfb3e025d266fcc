//! The refund cap: which refunds count when, what comes back, and a ledger that forgets and invents nothing.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may panic, and their helpers too"
)]

use chrono::{DateTime, Utc};
use reservation_policy::UsdAmount;
use reservation_policy::chrono;
use reservation_policy::reservation::cap::{
    CapEntry, CapMeasure, CapWindow, LedgerError, Recorded, RefundCap, RefundId, RefundLedger,
};

mod edges;
mod model;
mod properties;
#[cfg(feature = "serde")]
mod wire;

const LIMIT: UsdAmount = UsdAmount::from_dollars(50_000);
const CENT: UsdAmount = UsdAmount::from_cents(1);
/// Constants like these are how policy editions hold their caps.
const WRITTEN: RefundCap = RefundCap::new(LIMIT, CapWindow::DAYS_365, CapMeasure::CancelledCommitment);
const RECORDED: RefundCap = RefundCap::new(LIMIT, CapWindow::TWELVE_MONTHS, CapMeasure::Refunded);
const PER_YEAR: RefundCap = RefundCap::new(LIMIT, CapWindow::CalendarYear, CapMeasure::Refunded);

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn nanosecond() -> chrono::TimeDelta {
    chrono::TimeDelta::nanoseconds(1)
}

fn id(text: &str) -> RefundId {
    RefundId::new(text).unwrap()
}

fn usd(text: &str) -> UsdAmount {
    UsdAmount::parse(text).unwrap()
}

fn entry(name: &str, at: &str, refunded: &str) -> CapEntry {
    CapEntry::new(id(name), instant(at), usd(refunded))
}

fn rolling_months(months: u16) -> CapWindow {
    CapWindow::RollingMonths(months.try_into().unwrap())
}

fn rolling_days(days: u16) -> CapWindow {
    CapWindow::RollingDays(days.try_into().unwrap())
}

fn ledger(entries: &[CapEntry]) -> RefundLedger {
    let mut ledger = RefundLedger::new();
    for entry in entries {
        assert_eq!(ledger.record(entry.clone()), Ok(Recorded::New), "{entry:?}");
    }
    ledger
}

/// (rule, window, made at, first instant at which it no longer counts)
fn edges() -> Vec<(&'static str, CapWindow, &'static str, &'static str)> {
    let (year, days) = (CapWindow::TWELVE_MONTHS, CapWindow::DAYS_365);
    vec![
        ("twelve months", year, "2023-03-10T03:07:12.000000001Z", "2024-03-10T03:07:12.000000001Z"),
        ("leap day", year, "2024-02-29T10:00:00Z", "2025-02-28T10:00:00Z"),
        ("day before the leap day", year, "2024-02-28T10:00:00Z", "2025-02-28T10:00:00Z"),
        ("into a leap year", year, "2023-02-28T10:00:00Z", "2024-02-28T10:00:00Z"),
        ("four years from a leap day", rolling_months(48), "2024-02-29T10:00:00Z", "2028-02-29T10:00:00Z"),
        ("one month from the 31st", rolling_months(1), "2023-01-31T00:00:00Z", "2023-02-28T00:00:00Z"),
        ("one month from the 30th", rolling_months(1), "2023-01-30T23:59:59Z", "2023-02-28T23:59:59Z"),
        ("one month to the 30th", rolling_months(1), "2023-03-31T12:00:00Z", "2023-04-30T12:00:00Z"),
        ("one month never gains a day", rolling_months(1), "2023-02-28T12:00:00Z", "2023-03-28T12:00:00Z"),
        ("365 days", days, "2023-03-10T03:07:12Z", "2024-03-09T03:07:12Z"),
        ("365 days without a leap day", days, "2022-03-10T03:07:12Z", "2023-03-10T03:07:12Z"),
        ("365 days from a leap day", days, "2024-02-29T03:07:12Z", "2025-02-28T03:07:12Z"),
        ("one day", rolling_days(1), "2023-12-31T23:59:59.999999999Z", "2024-01-01T23:59:59.999999999Z"),
        ("calendar year's first instant", CapWindow::CalendarYear, "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        (
            "calendar year's last instant",
            CapWindow::CalendarYear,
            "2023-12-31T23:59:59.999999999Z",
            "2024-01-01T00:00:00Z",
        ),
        ("leap second", year, "2016-12-31T23:59:60.5Z", "2017-12-31T23:59:60.5Z"),
        ("across the year 0", year, "-0001-12-31T00:00:00Z", "+0000-12-31T00:00:00Z"),
    ]
}

#[test]
fn cap03_amb08_a_refund_counts_from_its_instant_up_to_the_windows_end_and_not_at_it() {
    for (rule, window, made, lapsed) in edges() {
        let cap = RefundCap::new(LIMIT, window, CapMeasure::Refunded);
        let ledger = ledger(&[entry("a", made, "100")]);
        let (made, lapsed) = (instant(made), instant(lapsed));
        assert_eq!(window.expiry(made), Some(lapsed), "{rule}");
        for (at, expected) in [
            (made - nanosecond(), "0"),
            (made, "100"),
            (made + nanosecond(), if made + nanosecond() == lapsed { "0" } else { "100" }),
            (lapsed - nanosecond(), "100"),
            (lapsed, "0"),
            (lapsed + nanosecond(), "0"),
        ] {
            assert_eq!(ledger.position(at, &cap).used(), usd(expected), "{rule} at {at}");
        }
        let position = ledger.position(made, &cap);
        assert_eq!(position.earliest_fit(LIMIT), Some(lapsed), "{rule}");
        let release = position.next_release().unwrap();
        assert_eq!((release.at(), release.amount(), release.used_after()), (lapsed, usd("100"), usd("0")), "{rule}");
    }
}

#[test]
fn cap03_con02_amb05_one_part_of_a_cap_can_be_changed_and_the_others_stay() {
    let less = WRITTEN.with_limit(usd("20000"));
    let parts = |cap: RefundCap| (cap.limit(), cap.window(), cap.measure());
    assert_eq!(parts(less), (usd("20000"), CapWindow::DAYS_365, CapMeasure::CancelledCommitment));
    let by_year = WRITTEN.with_window(CapWindow::CalendarYear);
    assert_eq!(parts(by_year), (LIMIT, CapWindow::CalendarYear, CapMeasure::CancelledCommitment));
    let recorded = WRITTEN.with_measure(CapMeasure::Refunded);
    assert_eq!(parts(recorded), (LIMIT, CapWindow::DAYS_365, CapMeasure::Refunded));
}

#[test]
fn con02_the_calendar_year_forgets_at_new_year_what_the_rolling_window_keeps() {
    let ledger = ledger(&[entry("a", "2023-12-31T23:59:59Z", "40000")]);
    let new_year = instant("2024-01-01T00:00:00Z");
    assert_eq!(ledger.position(new_year, &PER_YEAR).remaining(), LIMIT);
    assert_eq!(ledger.position(new_year, &RECORDED).remaining(), usd("10000"));
}

#[test]
fn l04_the_written_example_counts_the_cancelled_payments_and_gives_them_back_after_365_days() {
    let at = instant("2023-03-10T08:00:00Z");
    let returned = CapEntry::new(id("returned in month 12"), at, UsdAmount::ZERO)
        .with_cancelled_commitment(UsdAmount::from_dollars((36 - 12) * 100))
        .unwrap();
    let ledger = ledger(&[returned]);
    let position = ledger.position(at, &WRITTEN);
    assert_eq!(position.used(), usd("2400"));
    assert_eq!(position.remaining(), usd("47600"));
    let back = at + chrono::TimeDelta::days(365);
    assert_eq!(ledger.position(back - nanosecond(), &WRITTEN).remaining(), usd("47600"));
    assert_eq!(ledger.position(back, &WRITTEN).remaining(), usd("50000"));
    assert_eq!(position.earliest_fit(LIMIT), Some(back));
    // 36 payments of 3,000 USD: 17 left are 51,000 and never fit, 16 left are 48,000 and fit once the 2,400 are back.
    assert_eq!(position.earliest_fit(usd("51000")), None);
    assert_eq!(position.earliest_fit(usd("48000")), Some(back));
    assert!(RefundLedger::new().position(at, &WRITTEN).fits(usd("48000")));
}

#[test]
fn l22_the_recorded_service_counted_the_refund_and_not_the_cancelled_payments() {
    let first = entry("first", "2023-03-01T00:00:00Z", "367.81");
    let second = entry("second", "2023-03-10T03:07:12Z", "0.42").with_cancelled_commitment(usd("18.48")).unwrap();
    let ledger = ledger(&[first, second]);
    let at = instant("2023-03-10T03:07:12Z");
    assert_eq!(ledger.position(at, &RECORDED).used(), usd("368.23"));
    assert_eq!(ledger.position(at, &WRITTEN).used(), usd("386.29"));
}

#[test]
fn the_vectors_of_the_cap_hold() {
    let rows = include_str!("../data/cap.csv").lines().filter(|line| !line.starts_with('#')).skip(1);
    let at = instant("2023-03-10T00:00:00Z");
    let mut count = 0;
    for row in rows {
        let fields: Vec<&str> = row.split(',').collect();
        let [_, measure, before, refund, future, after, allowed, _] = fields[..] else { panic!("{row}") };
        let cap = match measure {
            "refunded" => RECORDED,
            "commitment" => WRITTEN,
            other => panic!("{other}: {row}"),
        };
        let (refund, future) = (usd(refund), usd(future));
        let asked = CapEntry::new(id("asked"), at, refund)
            .with_cancelled_commitment(refund.checked_add(future).unwrap())
            .unwrap();
        let mut ledger = ledger(&[CapEntry::new(id("before"), at, usd(before))]);
        let fits = ledger.position(at, &cap).fits(asked.counted(cap.measure()));
        assert_eq!(fits, allowed == "yes", "{row}");
        if fits {
            ledger.record(asked).unwrap();
        }
        assert_eq!(ledger.position(at, &cap).used(), usd(after), "{row}");
        count += 1;
    }
    assert_eq!(count, 6);
}

#[test]
fn amb09_exactly_the_limit_fits_and_one_cent_more_is_refused_whole() {
    let at = "2023-03-10T00:00:00Z";
    for (before, amount, fits) in [
        ("0", "49999.99", true),
        ("0", "50000", true),
        ("0", "50000.01", false),
        ("0.01", "49999.98", true),
        ("0.01", "49999.99", true),
        ("0.01", "50000", false),
        ("50000", "0", true),
        ("50000", "0.01", false),
        ("50000.01", "0", false),
        ("50000.01", "184467440737095516.15", false),
    ] {
        let ledger = ledger(&[entry("a", at, before)]);
        let position = ledger.position(instant(at), &RECORDED);
        assert_eq!(position.fits(usd(amount)), fits, "{amount} after {before}");
        assert_eq!(position.earliest_fit(usd(amount)) == Some(instant(at)), fits, "{amount} after {before}");
    }
}

#[test]
fn amb07_an_amount_waits_until_all_of_it_fits() {
    let ledger = ledger(&[
        entry("a", "2023-01-01T00:00:00Z", "20000"),
        entry("b", "2023-02-01T00:00:00Z", "20000"),
        entry("c", "2023-03-01T00:00:00Z", "10000"),
    ]);
    let position = ledger.position(instant("2023-03-01T00:00:00Z"), &RECORDED);
    for (amount, expected) in [
        ("0", Some("2023-03-01T00:00:00Z")),
        ("0.01", Some("2024-01-01T00:00:00Z")),
        ("20000", Some("2024-01-01T00:00:00Z")),
        ("20000.01", Some("2024-02-01T00:00:00Z")),
        ("40000", Some("2024-02-01T00:00:00Z")),
        ("40000.01", Some("2024-03-01T00:00:00Z")),
        ("50000", Some("2024-03-01T00:00:00Z")),
        ("50000.01", None),
    ] {
        assert_eq!(position.earliest_fit(usd(amount)), expected.map(instant), "{amount}");
    }
}

#[test]
fn what_is_over_the_limit_leaves_nothing_and_comes_back_all_the_same() {
    let ledger = ledger(&[entry("a", "2023-01-01T00:00:00Z", "60000"), entry("b", "2023-02-01T00:00:00Z", "1")]);
    let position = ledger.position(instant("2023-02-01T00:00:00Z"), &RECORDED);
    assert_eq!((position.used(), position.remaining()), (usd("60001"), usd("0")));
    assert_eq!(position.earliest_fit(usd("0")), Some(instant("2024-01-01T00:00:00Z")));
}

#[test]
fn refunds_of_the_future_do_not_count_and_release_nothing() {
    let ledger = ledger(&[entry("now", "2023-01-01T00:00:00Z", "1"), entry("later", "2023-06-01T00:00:00Z", "2")]);
    let position = ledger.position(instant("2023-05-31T23:59:59.999999999Z"), &RECORDED);
    assert_eq!(position.used(), usd("1"));
    assert_eq!(position.releases().count(), 1);
    // In January 2024 the later refund will count, but as seen from May nothing is known of it.
    assert_eq!(position.earliest_fit(LIMIT), Some(instant("2024-01-01T00:00:00Z")));
    assert_eq!(ledger.position(instant("2022-12-31T23:59:59Z"), &RECORDED).next_release(), None);
}

#[test]
fn refunds_of_tomorrow_do_not_count_where_tomorrow_lapses_on_the_same_date() {
    let ledger = ledger(&[entry("today", "2024-02-28T12:00:00Z", "5"), entry("tomorrow", "2024-02-29T00:00:00Z", "3")]);
    let releases = |at: &str| -> Vec<(DateTime<Utc>, UsdAmount)> {
        ledger.position(instant(at), &RECORDED).releases().map(|it| (it.at(), it.amount())).collect()
    };
    let (early, noon) = (instant("2025-02-28T00:00:00Z"), instant("2025-02-28T12:00:00Z"));
    assert_eq!(releases("2024-02-28T23:59:59.999999999Z"), [(noon, usd("5"))]);
    assert_eq!(releases("2024-02-29T00:00:00Z"), [(early, usd("3")), (noon, usd("5"))]);
    let position = ledger.position(instant("2024-02-28T12:00:00Z"), &RECORDED);
    assert_eq!(position.earliest_fit(LIMIT), Some(noon));
}

#[test]
fn refunds_that_lapse_together_are_one_release() {
    let zero = entry("zero", "2024-02-27T00:00:00Z", "0");
    let ledger = ledger(&[
        zero,
        entry("a", "2024-02-28T05:00:00Z", "1"),
        entry("b", "2024-02-28T05:00:00Z", "2"),
        entry("c", "2024-02-29T05:00:00Z", "4"),
        entry("d", "2024-02-29T04:00:00Z", "8"),
        entry("e", "2024-03-01T00:00:00Z", "16"),
    ]);
    let releases = |at: &str| -> Vec<(String, String, String)> {
        let position = ledger.position(instant(at), &RECORDED);
        let shown = position.releases();
        shown.map(|it| (it.at().to_string(), it.amount().to_string(), it.used_after().to_string())).collect()
    };
    let expected = [
        ("2025-02-28 04:00:00 UTC", "8.00", "23.00"),
        ("2025-02-28 05:00:00 UTC", "7.00", "16.00"),
        ("2025-03-01 00:00:00 UTC", "16.00", "0.00"),
    ]
    .map(|(at, amount, after)| (at.to_owned(), amount.to_owned(), after.to_owned()));
    assert_eq!(releases("2024-03-01T00:00:00Z"), expected);
    assert_eq!(releases("2025-02-28T03:59:59.999999999Z"), expected);
    assert_eq!(releases("2025-02-28T04:00:00Z"), expected[1..]);
    assert_eq!(releases("2025-02-28T05:00:00Z"), expected[2..]);
    assert_eq!(releases("2025-03-01T00:00:00Z"), []);
}

#[test]
fn past_the_calendars_end_nothing_ever_comes_back() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let ledger = ledger(&[
        CapEntry::new(id("first"), first, usd("1")),
        CapEntry::new(id("near"), instant("+262142-01-01T00:00:00Z"), usd("2")),
        CapEntry::new(id("last"), last, usd("4")),
    ]);
    for window in [CapWindow::TWELVE_MONTHS, CapWindow::DAYS_365, CapWindow::CalendarYear, rolling_months(u16::MAX)] {
        let cap = RefundCap::new(LIMIT, window, CapMeasure::Refunded);
        assert_eq!(window.expiry(last), None, "{window}");
        let position = ledger.position(last, &cap);
        assert!(position.used() >= usd("4"), "{window}");
        assert_eq!(position.earliest_fit(LIMIT), None, "{window}");
        assert!(position.releases().all(|release| release.used_after() >= usd("4")), "{window}");
        let position = ledger.position(first, &cap);
        assert_eq!(position.used(), usd("1"), "{window}");
        assert_eq!(position.earliest_fit(LIMIT), window.expiry(first), "{window}");
    }
    // One day is short enough to lapse on the very last day.
    let day = RefundCap::new(LIMIT, rolling_days(1), CapMeasure::Refunded);
    assert_eq!(ledger.position(last, &day).used(), usd("4"));
    assert_eq!(rolling_days(1).expiry(instant("+262142-12-30T00:00:00Z")), Some(instant("+262142-12-31T00:00:00Z")));
}

#[test]
fn recording_again_changes_nothing_and_other_figures_are_a_conflict() {
    let recorded = entry("a", "2023-03-10T00:00:00Z", "10").with_cancelled_commitment(usd("30")).unwrap();
    let mut ledger = ledger(core::slice::from_ref(&recorded));
    let before = ledger.clone();
    assert_eq!(ledger.record(recorded.clone()), Ok(Recorded::AlreadyThere));
    for offered in [
        entry("a", "2023-03-10T00:00:00.000000001Z", "10").with_cancelled_commitment(usd("30")).unwrap(),
        entry("a", "2023-03-10T00:00:00Z", "10.01").with_cancelled_commitment(usd("30")).unwrap(),
        entry("a", "2023-03-10T00:00:00Z", "10").with_cancelled_commitment(usd("30.01")).unwrap(),
    ] {
        let conflict =
            LedgerError::Conflict { recorded: Box::new(recorded.clone()), offered: Box::new(offered.clone()) };
        assert_eq!(ledger.record(offered), Err(conflict));
    }
    assert_eq!(ledger, before);
    assert_eq!((ledger.len(), ledger.get(&id("a"))), (1, Some(&recorded)));
}

#[test]
fn recorded_then_reversed_is_as_if_never() {
    let kept = entry("kept", "2023-03-10T00:00:00Z", "10");
    let taken = entry("taken", "2023-03-09T00:00:00Z", "20");
    let mut ledger = ledger(core::slice::from_ref(&kept));
    let before = ledger.clone();
    ledger.record(taken.clone()).unwrap();
    assert_ne!(ledger, before);
    assert_eq!(ledger.reverse(taken.id()), Ok(taken.clone()));
    assert_eq!(ledger, before);
    assert_eq!(ledger.get(taken.id()), None);
    assert_eq!(ledger.reverse(taken.id()), Err(LedgerError::Unknown { id: id("taken") }));
    assert_eq!(ledger.record(taken), Ok(Recorded::New), "the id is free again");
    ledger.reverse(&id("taken")).unwrap();
    ledger.reverse(&id("kept")).unwrap();
    assert!(ledger.is_empty() && ledger == RefundLedger::new() && ledger.entries().next().is_none());
}

#[test]
fn the_sum_of_all_refunds_is_held_to_the_last_cent() {
    let almost = CapEntry::new(id("a"), instant("2023-01-01T00:00:00Z"), UsdAmount::ZERO)
        .with_cancelled_commitment(UsdAmount::from_cents(u64::MAX - 1))
        .unwrap();
    let mut ledger = ledger(&[almost]);
    // Seven years apart: no window holds both, and the sum is refused all the same.
    let two_cents = CapEntry::new(id("b"), instant("2030-01-01T00:00:00Z"), UsdAmount::ZERO)
        .with_cancelled_commitment(UsdAmount::from_cents(2))
        .unwrap();
    let refused = LedgerError::TotalTooLarge { id: id("b"), cancelled_commitment: UsdAmount::from_cents(2) };
    assert_eq!(ledger.record(two_cents.clone()), Err(refused.clone()));
    assert_eq!((ledger.len(), ledger.get(&id("b"))), (1, None));
    let both: Vec<CapEntry> = ledger.entries().cloned().chain([two_cents]).collect();
    assert_eq!(RefundLedger::from_entries(both), Err(refused));
    ledger.record(CapEntry::new(id("c"), instant("2023-01-01T00:00:00Z"), CENT)).unwrap();
    let position = ledger.position(instant("2023-01-01T00:00:00Z"), &WRITTEN);
    assert_eq!(position.used(), UsdAmount::MAX);
    assert!(!position.fits(CENT));
}

#[test]
fn an_id_is_1_to_256_characters() {
    for good in ["a", " ", "é".repeat(256).as_str(), &"x".repeat(256)] {
        assert_eq!(id(good).as_str(), good);
    }
    for bad in ["", &"x".repeat(257), &"é".repeat(257)] {
        assert!(RefundId::new(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_commitment_contains_the_refund() {
    let refund = entry("a", "2023-03-10T00:00:00Z", "10");
    assert_eq!(refund.cancelled_commitment(), usd("10"));
    assert!(refund.clone().with_cancelled_commitment(usd("9.99")).is_err());
    assert_eq!(refund.clone().with_cancelled_commitment(usd("10")), Ok(refund));
}

#[test]
fn every_message_says_what_is_wrong_and_what_would_be_right() {
    let long = "x".repeat(300);
    let recorded = entry("a", "2023-03-10T00:00:00Z", "10");
    let offered = recorded.clone().with_cancelled_commitment(usd("12.5")).unwrap();
    let name = id(&"x".repeat(100));
    let messages = [
        RefundId::new("").unwrap_err().to_string(),
        RefundId::new(&long).unwrap_err().to_string(),
        recorded.clone().with_cancelled_commitment(CENT).unwrap_err().to_string(),
        LedgerError::Conflict { recorded: Box::new(recorded), offered: Box::new(offered) }.to_string(),
        LedgerError::Duplicate { id: id("a") }.to_string(),
        LedgerError::TotalTooLarge { id: id("a"), cancelled_commitment: LIMIT }.to_string(),
        LedgerError::Unknown { id: name }.to_string(),
    ];
    assert_eq!(
        messages,
        [
            "refund id is empty, expected 1 to 256 characters",
            "refund id `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` goes on for too long, expected 1 to 256 characters",
            "cancelled commitment `0.01` USD of refund `a` is below the refunded `10.00` USD that it contains, expected at \
             least as much",
            "refund `a` is already recorded as 10.00 USD refunded and 10.00 USD cancelled at 2023-03-10T00:00:00Z, not \
             as 10.00 USD refunded and 12.50 USD cancelled at 2023-03-10T00:00:00Z, expected the same figures or \
             another id",
            "refund `a` is listed twice, expected each refund once",
            "refund `a` of `50000.00` USD does not fit, expected all refunds of a ledger to stay within \
             184467440737095516.15 USD",
            "refund `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` is not in the ledger, expected the id of a recorded refund",
        ]
    );
}

#[test]
fn every_error_of_the_ledger_is_an_error_of_the_crate() {
    use reservation_policy::Error;

    let refund = entry("a", "2023-03-10T00:00:00Z", "10");
    let errors = [
        Error::from(RefundId::new("").unwrap_err()),
        Error::from(refund.with_cancelled_commitment(CENT).unwrap_err()),
        Error::from(RefundLedger::new().reverse(&id("a")).unwrap_err()),
    ];
    assert!(matches!(errors, [Error::RefundId(_), Error::CapEntry(_), Error::Ledger(_)]), "{errors:?}");
}

#[test]
fn caps_are_shown_in_plain_words() {
    for (cap, expected) in [
        (WRITTEN, "50000.00 USD in 365 rolling days, counting the cancelled commitment"),
        (RECORDED, "50000.00 USD in 12 rolling months, counting the refunded amount"),
        (PER_YEAR, "50000.00 USD in the calendar year, counting the refunded amount"),
    ] {
        assert_eq!(cap.to_string(), expected);
    }
}
