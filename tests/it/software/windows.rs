//! Every edge of every window.

use reservation_policy::decision::Reason;
use reservation_policy::policy::software::{Boundary, CancellationWindow, WindowOpening};
use reservation_policy::software::Licence;
use reservation_policy::software::cancellation::{CancellationError, CancellationReason, WindowStart};

use super::{instant, money, policy, purchase, request, subscription};

const WINDOWS: &str = include_str!("../../data/software_windows.csv");

#[test]
fn sw_01_sw_03_every_recorded_edge_is_inside_or_outside_as_written() {
    let mut rows = 0;
    for row in WINDOWS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let [edition, licence, purchased_at, at, open, days_remaining, last_moment] = fields[..] else {
            panic!("{row}")
        };
        let licence = match licence {
            "perpetual" => Licence::Perpetual,
            _ => subscription("2020-01-01", "2026-01-01"),
        };
        let bought = purchase(licence, purchased_at, money("1200", "USD"));
        let decision = policy(edition).decide_cancellation(&bought, &request(at)).unwrap();
        let outcome = decision.outcome();
        assert_eq!(decision.is_approved(), open == "yes", "{row}");
        assert_eq!(outcome.days_remaining().to_string(), days_remaining, "{row}");
        assert_eq!(outcome.last_moment(), instant(last_moment), "{row}");
        assert_eq!(outcome.early_termination_fee(), money("0", "USD"), "{row}");
        rows += 1;
    }
    assert_eq!(rows, 43);
}

#[test]
fn amb_01_an_exclusive_edge_takes_the_last_day_or_instant_away() {
    let strict = |window: CancellationWindow| window.with_boundary(Boundary::Exclusive);
    let days = policy("2018-08").with_perpetual_window(strict(CancellationWindow::days(60)));
    let hours = policy("2018-08").with_perpetual_window(strict(CancellationWindow::hours(168)));
    for (policy, at, open, remaining, last_moment) in [
        (days, "2021-05-12T23:59:59Z", true, 1, "2021-05-13T23:59:59Z"),
        (days, "2021-05-13T23:59:59Z", true, 0, "2021-05-13T23:59:59Z"),
        (days, "2021-05-14T00:00:00Z", false, 0, "2021-05-13T23:59:59Z"),
        (hours, "2021-03-22T18:29:59.999Z", true, 0, "2021-03-22T18:29:59Z"),
        (hours, "2021-03-22T18:30:00Z", false, 0, "2021-03-22T18:29:59Z"),
        (hours, "2021-03-21T18:30:00Z", true, 1, "2021-03-22T18:29:59Z"),
    ] {
        let bought = purchase(Licence::Perpetual, "2021-03-15T18:30:00Z", money("1200", "USD"));
        let decision = policy.decide_cancellation(&bought, &request(at)).unwrap();
        assert_eq!(decision.is_approved(), open, "{at}");
        assert_eq!(decision.outcome().days_remaining(), remaining, "{at}");
        assert_eq!(decision.outcome().last_moment(), instant(last_moment), "{at}");
    }
}

#[test]
fn amb_01_a_window_of_no_days_is_the_day_of_purchase_or_nothing() {
    let bought = purchase(Licence::Perpetual, "2021-03-15T18:30:00Z", money("1200", "USD"));
    let none = CancellationWindow::days(0);
    for (window, at, open) in [
        (none, "2021-03-15T23:59:59Z", true),
        (none, "2021-03-16T00:00:00Z", false),
        (none.with_boundary(Boundary::Exclusive), "2021-03-15T18:30:00Z", false),
        (CancellationWindow::hours(0), "2021-03-15T18:30:00Z", true),
        (CancellationWindow::hours(0).with_boundary(Boundary::Exclusive), "2021-03-15T18:30:00Z", false),
    ] {
        let policy = policy("2018-08").with_perpetual_window(window);
        let decision = policy.decide_cancellation(&bought, &request(at)).unwrap();
        assert_eq!(decision.is_approved(), open, "{window} {at}");
    }
}

#[test]
fn l_17_a_renewal_opens_a_new_window_in_2022_07_alone() {
    let bought = purchase(subscription("2023-08-01", "2024-08-01"), "2022-08-01T10:20:30Z", money("365", "USD"))
        .with_renewal(instant("2023-08-01T00:00:00Z"))
        .unwrap();
    for (edition, at, open, start) in [
        ("2022-07", "2023-08-08T00:00:00Z", true, WindowStart::Renewal(instant("2023-08-01T00:00:00Z"))),
        ("2022-07", "2023-08-08T00:00:01Z", false, WindowStart::Renewal(instant("2023-08-01T00:00:00Z"))),
        ("2021-06", "2023-08-01T00:00:00Z", false, WindowStart::Purchase(instant("2022-08-01T10:20:30Z"))),
        ("2018-08", "2023-08-01T00:00:00Z", false, WindowStart::Purchase(instant("2022-08-01T10:20:30Z"))),
    ] {
        let decision = policy(edition).decide_cancellation(&bought, &request(at)).unwrap();
        assert_eq!(decision.is_approved(), open, "{edition} {at}");
        assert_eq!(decision.outcome().window_start(), start, "{edition} {at}");
        let overridden = policy(edition).with_subscription_window_opens(WindowOpening::Purchase);
        assert!(!overridden.decide_cancellation(&bought, &request(at)).unwrap().is_approved(), "{edition} {at}");
    }
}

#[test]
fn sw_03_a_passed_window_says_how_long_ago_and_until_when() {
    let monthly = subscription("2022-08-01", "2023-08-01");
    for (edition, licence, at, elapsed, code, text) in [
        (
            "2018-08",
            Licence::Perpetual,
            "2022-10-01T00:00:00Z",
            61,
            "900117",
            "the window of 60 days after the purchase closed at 2022-09-30T23:59:59Z, 61 days have passed",
        ),
        (
            "2022-07",
            monthly,
            "2022-08-08T10:20:31Z",
            168,
            "900213",
            "the window of 168 hours after the purchase closed at 2022-08-08T10:20:30Z, 168 hours have passed",
        ),
        (
            "2022-07",
            monthly,
            "2022-08-09T10:20:29Z",
            191,
            "900213",
            "the window of 168 hours after the purchase closed at 2022-08-08T10:20:30Z, 191 hours have passed",
        ),
    ] {
        let bought_at = if edition == "2018-08" { "2022-08-01T23:00:00Z" } else { "2022-08-01T10:20:30Z" };
        let bought = purchase(licence, bought_at, money("365", "USD"));
        let decision = policy(edition).decide_cancellation(&bought, &request(at)).unwrap();
        let [reason @ CancellationReason::WindowPassed(passed)] = decision.reasons() else { panic!("{at}") };
        assert_eq!(passed.elapsed(), elapsed, "{at}");
        assert_eq!(passed.last_moment(), decision.outcome().last_moment(), "{at}");
        assert_eq!(passed.window(), decision.outcome().window(), "{at}");
        assert_eq!(passed.start().instant(), instant(bought_at), "{at}");
        assert_eq!(reason.to_string(), text, "{at}");
        assert_eq!((reason.rule().as_str(), reason.azure_code()), ("SW-03", Some(code)), "{at}");
    }
}

#[test]
fn an_exclusive_window_of_one_day_is_said_in_plain_english() {
    let policy =
        policy("2018-08").with_perpetual_window(CancellationWindow::days(1).with_boundary(Boundary::Exclusive));
    let bought = purchase(Licence::Perpetual, "2021-03-15T18:30:00Z", money("1", "USD"));
    let decision = policy.decide_cancellation(&bought, &request("2021-03-16T00:00:00Z")).unwrap();
    assert_eq!(
        decision.reasons()[0].to_string(),
        "the window of less than 1 day after the purchase closed at 2021-03-15T23:59:59Z, 1 day has passed"
    );
}

#[test]
fn instants_before_the_purchase_or_the_renewal_are_errors() {
    let bought = purchase(subscription("2023-08-01", "2024-08-01"), "2022-08-01T10:20:30Z", money("365", "USD"));
    let error = policy("2018-08").decide_cancellation(&bought, &request("2022-08-01T10:20:29Z")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the cancellation at `2022-08-01T10:20:29Z` is before the purchase at `2022-08-01T10:20:30Z`, \
         expected it after"
    );
    let renewed = bought.with_renewal(instant("2023-08-01T00:00:00Z")).unwrap();
    for edition in ["2018-08", "2022-07"] {
        let error = policy(edition).decide_cancellation(&renewed, &request("2023-07-31T23:59:59Z")).unwrap_err();
        assert!(matches!(error, CancellationError::BeforeRenewal { .. }), "{edition} {error}");
    }
}

#[test]
fn the_end_of_the_calendar_is_an_error_and_no_panic() {
    for (edition, at) in [("2018-08", "+262142-12-01T00:00:00Z"), ("2022-07", "+262142-12-31T23:59:59Z")] {
        for licence in [Licence::Perpetual, subscription("+262142-01-01", "+262142-12-31")] {
            let purchased_at = if licence == Licence::Perpetual { at } else { "+262142-12-30T00:00:00Z" };
            let bought = purchase(licence, purchased_at, money("1", "USD"));
            let at = if licence == Licence::Perpetual { at } else { "+262142-12-31T00:00:00Z" };
            let error = policy(edition).decide_cancellation(&bought, &request(at)).unwrap_err();
            assert!(matches!(error, CancellationError::PastCalendar { .. }), "{edition} {at} {error}");
        }
    }
    let old = purchase(Licence::Perpetual, "2021-01-01T00:00:00Z", money("1", "USD"));
    let error = policy("2018-08").decide_cancellation(&old, &request("+262142-12-31T23:50:00Z")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "what follows from `+262142-12-31T23:50:00Z` is past the end of the calendar, \
         expected a date before the year 262142"
    );
    let huge = policy("2018-08").with_perpetual_window(CancellationWindow::hours(u32::MAX));
    assert!(huge.decide_cancellation(&old, &request("2021-01-02T00:00:00Z")).is_err());
    let huge = policy("2018-08").with_perpetual_window(CancellationWindow::days(u32::MAX));
    assert!(huge.decide_cancellation(&old, &request("2021-01-02T00:00:00Z")).is_err());
}
