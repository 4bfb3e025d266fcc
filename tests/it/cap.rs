//! The refund cap and its ledger: which refunds count when, what comes back, and a ledger that forgets nothing.

use chrono::{DateTime, Duration, Utc};
use reservation_policy::cap::{CapRelease, LedgerError, RefundId};
use reservation_policy::policy::{CapBasis, CapTerms, CapWindow, ReservationEdition};
use reservation_policy::{CapEntry, InvalidFacts, RefundLedger, ReservationPolicy, UsdAmount, chrono};

use crate::given::{at, ledger, policy, usd};
use crate::vectors::rows;

mod model;
mod properties;

const LIMIT: UsdAmount = UsdAmount::dollars(50_000);

fn cap(window: CapWindow) -> CapTerms {
    CapTerms { limit: LIMIT, window, basis: CapBasis::Refunded }
}

fn months(months: u16) -> CapWindow {
    CapWindow::RollingMonths(months.try_into().unwrap())
}

fn days(days: u16) -> CapWindow {
    CapWindow::RollingDays(days.try_into().unwrap())
}

fn nanosecond() -> Duration {
    Duration::nanoseconds(1)
}

fn entry(id: &str, instant: &str, refunded: &str) -> CapEntry {
    CapEntry::new(id, at(instant), usd(refunded)).unwrap()
}

fn id(text: &str) -> RefundId {
    text.parse().unwrap()
}

/// The releases as (instant, amount).
fn releases(ledger: &RefundLedger, cap: CapTerms, instant: &str) -> Vec<(DateTime<Utc>, UsdAmount)> {
    ledger.usage(cap, at(instant)).releases().iter().map(|CapRelease { at, amount, .. }| (*at, *amount)).collect()
}

#[test]
fn cap_03_amb_08_a_refund_counts_from_its_instant_up_to_the_end_of_the_window_and_not_at_it() {
    let (year, calendar) = (CapWindow::TWELVE_MONTHS, CapWindow::CalendarYear);
    for (window, made, lapsed) in [
        (year, "2023-03-10T03:07:12.000000001Z", "2024-03-10T03:07:12.000000001Z"),
        (year, "2024-02-29T10:00:00Z", "2025-02-28T10:00:00Z"),
        (year, "2024-02-28T10:00:00Z", "2025-02-28T10:00:00Z"),
        (year, "2023-02-28T10:00:00Z", "2024-02-28T10:00:00Z"),
        (months(48), "2024-02-29T10:00:00Z", "2028-02-29T10:00:00Z"),
        (months(1), "2023-01-31T00:00:00Z", "2023-02-28T00:00:00Z"),
        (months(1), "2023-01-30T23:59:59Z", "2023-02-28T23:59:59Z"),
        (months(1), "2023-03-31T12:00:00Z", "2023-04-30T12:00:00Z"),
        (months(1), "2023-02-28T12:00:00Z", "2023-03-28T12:00:00Z"),
        (CapWindow::DAYS_365, "2023-03-10T03:07:12Z", "2024-03-09T03:07:12Z"),
        (CapWindow::DAYS_365, "2022-03-10T03:07:12Z", "2023-03-10T03:07:12Z"),
        (CapWindow::DAYS_365, "2024-02-29T03:07:12Z", "2025-02-28T03:07:12Z"),
        (days(1), "2023-12-31T23:59:59.999999999Z", "2024-01-01T23:59:59.999999999Z"),
        (calendar, "2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        (calendar, "2023-12-31T23:59:59.999999999Z", "2024-01-01T00:00:00Z"),
        (year, "2016-12-31T23:59:60.5Z", "2017-12-31T23:59:60.5Z"),
        (year, "-0001-12-31T00:00:00Z", "+0000-12-31T00:00:00Z"),
    ] {
        let (cap, ledger) = (cap(window), ledger(&[(made, "100")]));
        let (made, lapsed) = (at(made), at(lapsed));
        assert_eq!(window.expiry(made), Some(lapsed), "{window} {made}");
        for (instant, used) in [
            (made - nanosecond(), "0"),
            (made, "100"),
            (lapsed - nanosecond(), "100"),
            (lapsed, "0"),
            (lapsed + nanosecond(), "0"),
        ] {
            assert_eq!(ledger.usage(cap, instant).used, usd(used), "{window} {made} at {instant}");
        }
        let usage = ledger.usage(cap, made);
        assert_eq!(usage.earliest_fit(LIMIT), Some(lapsed), "{window} {made}");
        assert_eq!(usage.releases().len(), 1, "{window} {made}");
    }
}

#[test]
fn cap_01_cap_02_cap_03_l_04_the_cap_of_an_edition_is_50_000_usd_and_what_counts_changes_in_2020_07() {
    for edition in ReservationEdition::ALL {
        let policy = ReservationPolicy::edition(*edition);
        let later = edition.name() >= "2020-07";
        let window = if later { CapWindow::DAYS_365 } else { CapWindow::TWELVE_MONTHS };
        let basis = if later { CapBasis::CanceledCommitment } else { CapBasis::Refunded };
        assert_eq!(policy.cap(), CapTerms { limit: LIMIT, window, basis }, "{edition}");
        // As observed, the refunded amount counts whatever the edition.
        assert_eq!(policy.observed().cap(), CapTerms { limit: LIMIT, window, basis: CapBasis::Refunded }, "{edition}");
    }
}

#[test]
fn con_02_a_calendar_year_forgets_at_new_year_what_the_rolling_window_keeps() {
    let ledger = ledger(&[
        ("2022-12-31T23:59:59.999999999Z", "1.00"),
        ("2023-01-01T00:00:00Z", "20.00"),
        ("2023-01-01T00:00:00.000000001Z", "300.00"),
    ]);
    let yearly = policy("2019-04").with(|terms| terms.cap.window = CapWindow::CalendarYear).unwrap();
    for (instant, by_year, rolling) in [
        ("2023-01-01T00:00:00Z", "20.00", "21.00"),
        ("2023-12-31T23:59:59.999999998Z", "320.00", "321.00"),
        ("2023-12-31T23:59:59.999999999Z", "320.00", "320.00"),
        ("2024-01-01T00:00:00Z", "0", "300.00"),
    ] {
        assert_eq!(ledger.usage(yearly.cap(), at(instant)).used, usd(by_year), "{instant}");
        assert_eq!(ledger.usage(policy("2019-04").cap(), at(instant)).used, usd(rolling), "{instant}");
    }
}

#[test]
fn l_04_the_written_example_counts_the_canceled_payments_and_gives_them_back_after_365_days() {
    // 36 payments of 100 USD, returned in month 12.
    let made = at("2023-03-10T08:00:00Z");
    let entry = CapEntry::new("a", made, usd("0")).unwrap().canceled_commitment(usd("2400.00 USD")).unwrap();
    let ledger = RefundLedger::from_entries([entry]).unwrap();
    let (cap, back) = (policy("2020-07").cap(), made + Duration::days(365));
    let usage = ledger.usage(cap, made);
    assert_eq!((usage.used, usage.remaining), (usd("2400"), usd("47600")));
    assert_eq!(ledger.usage(cap, back - nanosecond()).remaining, usd("47600"));
    assert_eq!(ledger.usage(cap, back).remaining, LIMIT);
    assert_eq!((usage.earliest_fit(usd("51000")), usage.earliest_fit(usd("48000"))), (None, Some(back)));
    assert_eq!(ledger.usage(policy("2020-07+observed").cap(), made).used, usd("0"), "L-22");
}

#[test]
fn the_vectors_of_the_cap_hold() {
    let (instant, mut seen) = (at("2023-03-10T00:00:00Z"), 0);
    for row in rows(include_str!("../data/cap.csv")) {
        let policy = policy(if row[1] == "refunded" { "2020-07+observed" } else { "2020-07" });
        let (refund, future) = (usd(row[3]), usd(row[4]));
        let before = CapEntry::new("before", instant, usd(row[2])).unwrap();
        let asked = CapEntry::new("asked", instant, refund).unwrap();
        let asked = asked.canceled_commitment(refund.checked_add(future).unwrap()).unwrap();
        let mut ledger = RefundLedger::from_entries([before]).unwrap();
        let fits = ledger.usage(policy.cap(), instant).fits(asked.counted(policy.cap().basis));
        assert_eq!(fits, row[6] == "yes", "{}", row[0]);
        if fits {
            ledger.record(asked).unwrap();
        }
        assert_eq!(ledger.usage(policy.cap(), instant).used, usd(row[5]), "{}", row[0]);
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn the_recorded_run_of_five_small_returns_counts_each_refund() {
    // NC1: five returns of 2.28 within 29 minutes, each known to the next.
    let cap = policy("2020-07+observed").cap();
    let mut ledger = ledger(&[("2023-03-01T00:00:00Z", "515.16")]);
    let first = at("2023-03-10T01:53:52Z");
    for (number, after) in (0_u8..5).zip(["517.44", "519.72", "522.00", "524.28", "526.56"]) {
        let instant = first + Duration::minutes(7 * i64::from(number));
        assert!(ledger.usage(cap, instant).fits(usd("2.28")));
        ledger.record(CapEntry::new(&number.to_string(), instant, usd("2.28")).unwrap()).unwrap();
        assert_eq!(ledger.usage(cap, instant).used, usd(after));
    }
}

#[test]
fn amb_09_exactly_the_limit_fits_one_cent_more_does_not_and_nothing_always_does() {
    let instant = "2023-03-10T00:00:00Z";
    for (before, amount, fits) in [
        ("0", "49999.99", true),
        ("0", "50000", true),
        ("0", "50000.01", false),
        ("0.01", "49999.99", true),
        ("0.01", "50000", false),
        ("50000", "0", true),
        ("50000", "0.01", false),
        ("50000.01", "0", true),
        ("50000.01", "0.01", false),
        ("50000.01", "184467440737095516.15", false),
    ] {
        let ledger = ledger(&[(instant, before)]);
        let usage = ledger.usage(cap(CapWindow::TWELVE_MONTHS), at(instant));
        assert_eq!(usage.fits(usd(amount)), fits, "{amount} after {before}");
        assert_eq!(usage.earliest_fit(usd(amount)) == Some(at(instant)), fits, "{amount} after {before}");
    }
}

#[test]
fn amb_07_an_amount_waits_until_all_of_it_fits() {
    let ledger = ledger(&[
        ("2023-01-01T00:00:00Z", "20000"),
        ("2023-02-01T00:00:00Z", "20000"),
        ("2023-03-01T00:00:00Z", "10000"),
    ]);
    let usage = ledger.usage(cap(CapWindow::TWELVE_MONTHS), at("2023-03-01T00:00:00Z"));
    for (amount, expected) in [
        ("0", Some("2023-03-01T00:00:00Z")),
        ("0.01", Some("2024-01-01T00:00:00Z")),
        ("20000", Some("2024-01-01T00:00:00Z")),
        ("20000.01", Some("2024-02-01T00:00:00Z")),
        ("40000.01", Some("2024-03-01T00:00:00Z")),
        ("50000", Some("2024-03-01T00:00:00Z")),
        ("50000.01", None),
    ] {
        assert_eq!(usage.earliest_fit(usd(amount)), expected.map(at), "{amount}");
    }
}

#[test]
fn more_than_the_limit_leaves_nothing_and_comes_back_all_the_same() {
    let ledger = ledger(&[("2023-01-01T00:00:00Z", "60000"), ("2023-02-01T00:00:00Z", "1")]);
    let usage = ledger.usage(cap(CapWindow::TWELVE_MONTHS), at("2023-02-01T00:00:00Z"));
    assert_eq!((usage.used, usage.remaining), (usd("60001"), usd("0")));
    assert_eq!(usage.earliest_fit(usd("0.01")), Some(at("2024-01-01T00:00:00Z")));
}

#[test]
fn cap_03_refunds_of_the_future_neither_count_nor_come_back() {
    let ledger = ledger(&[("2023-01-01T00:00:00Z", "1"), ("2023-06-01T00:00:00Z", "2")]);
    let year = cap(CapWindow::TWELVE_MONTHS);
    let usage = ledger.usage(year, at("2023-05-31T23:59:59.999999999Z"));
    assert_eq!((usage.used, usage.releases().len()), (usd("1"), 1));
    assert_eq!(usage.earliest_fit(LIMIT), Some(at("2024-01-01T00:00:00Z")));
    assert_eq!(ledger.usage(year, at("2022-12-31T23:59:59Z")).releases(), []);
}

#[test]
fn amb_08_refunds_that_lapse_together_are_one_release_at_the_end_of_february_too() {
    let ledger = ledger(&[
        ("2024-02-27T00:00:00Z", "0"),
        ("2024-02-28T05:00:00Z", "1"),
        ("2024-02-28T05:00:00Z", "2"),
        ("2024-02-29T05:00:00Z", "4"),
        ("2024-02-29T04:00:00Z", "8"),
        ("2024-03-01T00:00:00Z", "16"),
    ]);
    let expected = [("2025-02-28T04:00:00Z", "8"), ("2025-02-28T05:00:00Z", "7"), ("2025-03-01T00:00:00Z", "16")];
    let expected = expected.map(|(instant, amount)| (at(instant), usd(amount)));
    let year = cap(CapWindow::TWELVE_MONTHS);
    assert_eq!(releases(&ledger, year, "2024-03-01T00:00:00Z"), expected);
    assert_eq!(releases(&ledger, year, "2025-02-28T03:59:59.999999999Z"), expected);
    assert_eq!(releases(&ledger, year, "2025-02-28T04:00:00Z"), expected[1..]);
    assert_eq!(releases(&ledger, year, "2025-02-28T05:00:00Z"), expected[2..]);
    assert_eq!(releases(&ledger, year, "2025-03-01T00:00:00Z"), []);
    // Tomorrow's refund lapses earlier than today's, and is not known yet today.
    assert_eq!(releases(&ledger, year, "2024-02-28T23:59:59Z"), [(at("2025-02-28T05:00:00Z"), usd("3"))]);
}

#[test]
fn past_the_end_of_the_calendar_nothing_ever_comes_back() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let near = at("+262142-01-01T00:00:00Z");
    let entries = [("first", first, 1), ("near", near, 2), ("last", last, 4)];
    let entries = entries.map(|(id, at, amount)| CapEntry::new(id, at, UsdAmount::dollars(amount)).unwrap());
    let ledger = RefundLedger::from_entries(entries).unwrap();
    for window in [CapWindow::TWELVE_MONTHS, CapWindow::DAYS_365, CapWindow::CalendarYear, months(u16::MAX)] {
        assert_eq!(window.expiry(last), None, "{window}");
        let usage = ledger.usage(cap(window), last);
        assert!(usage.used >= usd("4"), "{window}");
        assert_eq!(usage.earliest_fit(LIMIT), None, "{window}");
        let usage = ledger.usage(cap(window), first);
        assert_eq!((usage.used, usage.earliest_fit(LIMIT)), (usd("1"), window.expiry(first)), "{window}");
    }
    assert_eq!(ledger.usage(cap(days(1)), last).used, usd("4"));
}

#[test]
fn recording_is_idempotent_by_id_and_other_figures_under_one_id_are_refused() {
    let given = entry("refund-17", "2023-03-10T00:00:00Z", "100");
    let mut ledger = RefundLedger::new();
    assert_eq!(ledger.record(given.clone()), Ok(true));
    assert_eq!(ledger.record(given.clone()), Ok(false));
    let others = [
        entry("refund-17", "2023-03-10T00:00:00Z", "100.01"),
        entry("refund-17", "2023-03-10T00:00:00.000000001Z", "100"),
        given.clone().canceled_commitment(usd("100.01")).unwrap(),
    ];
    for other in others {
        let conflict = LedgerError::Conflict { recorded: Box::new(given.clone()), given: Box::new(other.clone()) };
        assert_eq!(ledger.record(other.clone()), Err(conflict));
        let listed = RefundLedger::from_entries([given.clone(), other]);
        assert_eq!(listed, Err(LedgerError::Duplicate { id: id("refund-17") }), "a list names a refund once");
    }
    assert_eq!(ledger.entries(), [given]);
    assert_eq!(ledger.record(entry("Refund-17", "2023-03-10T00:00:00Z", "1")), Ok(true), "ids differ in case");
}

#[test]
fn reversing_takes_exactly_one_refund_back() {
    let entries = [entry("a", "2023-03-10T00:00:00Z", "1"), entry("b", "2023-03-10T00:00:00Z", "2")];
    let mut ledger = RefundLedger::from_entries(entries.clone()).unwrap();
    assert_eq!(ledger.find(&id("a")), Some(&entries[0]));
    assert_eq!(ledger.reverse(&id("a")), Ok(entries[0].clone()));
    assert_eq!((ledger.entries(), ledger.find(&id("a"))), (&entries[1..], None));
    assert_eq!(ledger.reverse(&id("a")), Err(LedgerError::Unknown { id: id("a") }));
    assert_eq!(ledger.usage(cap(CapWindow::DAYS_365), at("2023-03-10T00:00:00Z")).used, usd("2"));
    assert_eq!(ledger.record(entry("a", "2022-01-01T00:00:00Z", "7")), Ok(true), "the id is free again");
}

#[test]
fn l_04_a_canceled_commitment_is_never_below_the_refund_that_it_contains() {
    let given = entry("a", "2023-03-10T00:00:00Z", "100");
    let below = given.clone().canceled_commitment(usd("99.99"));
    assert!(matches!(below, Err(InvalidFacts::CommitmentBelowRefund { .. })), "{below:?}");
    let equal = given.clone().canceled_commitment(usd("100")).unwrap();
    assert_eq!(equal, given, "without one, no future payment was canceled");
    let above = given.canceled_commitment(usd("142")).unwrap();
    assert_eq!(
        (above.counted(CapBasis::Refunded), above.counted(CapBasis::CanceledCommitment)),
        (usd("100"), usd("142"))
    );
}

#[test]
fn a_cap_is_shown_with_its_limit_window_and_basis() {
    for (window, basis, expected) in [
        (CapWindow::DAYS_365, CapBasis::Refunded, "50000.00 USD in 365 rolling days, counting the refunded amount"),
        (
            CapWindow::TWELVE_MONTHS,
            CapBasis::CanceledCommitment,
            "50000.00 USD in 12 rolling months, counting the canceled commitment",
        ),
        (
            CapWindow::CalendarYear,
            CapBasis::Refunded,
            "50000.00 USD in the calendar year, counting the refunded amount",
        ),
    ] {
        assert_eq!(CapTerms { limit: LIMIT, window, basis }.to_string(), expected);
    }
}
