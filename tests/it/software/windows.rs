//! How long software can be canceled, to the nanosecond.

use reservation_policy::chrono::TimeDelta;
use reservation_policy::software::{CancellationReason, CancellationWindow, WindowOpening};
use reservation_policy::{InvalidFacts, QuestionError};

use super::{attempt, decide, instant, perpetual, policy, subscription};

const WINDOWS: &str = include_str!("../../data/software_windows.csv");
const BOUGHT: &str = "2021-03-15T18:30:00Z";

#[test]
fn sw_01_l_17_every_recorded_window_is_open_and_closed_as_recorded() {
    let mut rows = 0;
    for row in WINDOWS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let [edition, license, purchased_at, at, open, days_remaining, last_moment] = fields[..] else {
            panic!("{row}")
        };
        let bought = match license {
            "perpetual" => perpetual(purchased_at, "1200 USD"),
            _ => subscription(purchased_at, "2020-01-01..2026-01-01", "1200 USD"),
        };
        let decision = decide(&policy(edition), &bought, at);
        let outcome = decision.outcome();
        assert_eq!(decision.is_approved(), open == "yes", "{row}");
        assert_eq!(outcome.days_remaining.to_string(), days_remaining, "{row}");
        assert_eq!(outcome.last_moment, instant(last_moment), "{row}");
        assert_eq!(decision.is_approved(), instant(at) <= outcome.last_moment, "{row}");
        rows += 1;
    }
    assert_eq!(rows, 43);
}

#[test]
fn amb_01_an_exclusive_edge_leaves_the_last_day_or_instant_out() {
    let days = policy("2018-08").with(|terms| terms.perpetual_window = terms.perpetual_window.exclusive());
    let hours = days.with(|terms| terms.perpetual_window = CancellationWindow::hours(168).exclusive());
    for (policy, at, open, remaining, last_moment) in [
        (days, "2021-05-12T23:59:59Z", true, 1, "2021-05-13T23:59:59.999999999Z"),
        (days, "2021-05-13T23:59:59.999999999Z", true, 0, "2021-05-13T23:59:59.999999999Z"),
        (days, "2021-05-14T00:00:00Z", false, 0, "2021-05-13T23:59:59.999999999Z"),
        (hours, "2021-03-22T18:29:59.999999999Z", true, 0, "2021-03-22T18:29:59.999999999Z"),
        (hours, "2021-03-22T18:30:00Z", false, 0, "2021-03-22T18:29:59.999999999Z"),
        (hours, "2021-03-21T18:30:00Z", true, 1, "2021-03-22T18:29:59.999999999Z"),
    ] {
        let decision = decide(&policy, &perpetual(BOUGHT, "1200 USD"), at);
        assert_eq!(decision.is_approved(), open, "{at}");
        assert_eq!(decision.outcome().days_remaining, remaining, "{at}");
        assert_eq!(decision.outcome().last_moment, instant(last_moment), "{at}");
    }
}

#[test]
fn amb_01_an_attempt_is_in_time_exactly_until_the_last_moment() {
    let nanosecond = TimeDelta::nanoseconds(1);
    for window in ["60 days", "less than 60 days", "1 day", "168 hours", "less than 168 hours", "0 hours"] {
        let policy = policy("2018-08").with(|terms| terms.perpetual_window = window.parse().unwrap());
        for bought_at in ["2021-03-15T00:00:00Z", "2021-03-15T18:30:00.5Z", "2021-03-15T23:59:59.999999999Z"] {
            let bought = perpetual(bought_at, "1200 USD");
            let last = policy.terms().perpetual_window.last_moment(instant(bought_at)).unwrap();
            let is_open = |at: &str| decide(&policy, &bought, at).is_approved();
            assert!(is_open(&last.to_rfc3339()), "{window} {bought_at}");
            assert!(!is_open(&(last + nanosecond).to_rfc3339()), "{window} {bought_at}");
        }
    }
}

#[test]
fn amb_01_a_window_of_no_days_is_the_day_of_purchase_or_nothing() {
    for (window, at, open) in [
        ("0 days", "2021-03-15T23:59:59Z", true),
        ("0 days", "2021-03-16T00:00:00Z", false),
        ("less than 0 days", BOUGHT, false),
        ("0 hours", BOUGHT, true),
        ("less than 0 hours", BOUGHT, false),
    ] {
        let policy = policy("2018-08").with(|terms| terms.perpetual_window = window.parse().unwrap());
        assert_eq!(decide(&policy, &perpetual(BOUGHT, "1200 USD"), at).is_approved(), open, "{window} {at}");
    }
}

#[test]
fn l_17_a_renewal_opens_a_new_window_in_2022_07_alone() {
    let bought = subscription("2022-08-01T10:20:30Z", "2023-08-01..2024-08-01", "365 USD")
        .renewed(instant("2023-08-01T00:00:00Z"))
        .unwrap();
    for (edition, at, open, opened_at) in [
        ("2022-07", "2023-08-08T00:00:00Z", true, "2023-08-01T00:00:00Z"),
        ("2022-07", "2023-08-08T00:00:01Z", false, "2023-08-01T00:00:00Z"),
        ("2021-06", "2023-08-01T00:00:00Z", false, "2022-08-01T10:20:30Z"),
        ("2018-08", "2023-08-01T00:00:00Z", false, "2022-08-01T10:20:30Z"),
    ] {
        let policy = policy(edition);
        let decision = decide(&policy, &bought, at);
        assert_eq!(decision.is_approved(), open, "{edition} {at}");
        assert_eq!(decision.outcome().opened_at, instant(opened_at), "{edition} {at}");
        assert_eq!(decision.outcome().opened_by_renewal, edition == "2022-07", "{edition} {at}");
        let by_purchase = policy.with(|terms| terms.subscription_window_opens = WindowOpening::Purchase);
        assert!(!decide(&by_purchase, &bought, at).is_approved(), "{edition} {at}");
    }
}

#[test]
fn sw_03_a_passed_window_shows_when_it_closed_and_how_long_it_is_open() {
    let term = "2022-08-01..2023-08-01";
    let morning = "2022-08-01T10:20:30Z";
    for (edition, bought, at, code, text) in [
        (
            "2018-08",
            perpetual("2022-08-01T23:00:00Z", "365 USD"),
            "2022-10-01T00:00:00Z",
            "900117",
            "the window of 60 days after the purchase closed at 2022-09-30T23:59:59Z, 61 days have passed",
        ),
        (
            "2022-07",
            subscription(morning, term, "365 USD"),
            "2022-08-08T10:20:31Z",
            "900213",
            "the window of 168 hours after the purchase closed at 2022-08-08T10:20:30Z, 168 hours have passed",
        ),
        (
            "2022-07",
            subscription(morning, term, "365 USD").renewed(instant("2022-08-02T00:00:00Z")).unwrap(),
            "2022-08-09T23:59:59Z",
            "900213",
            "the window of 168 hours after the renewal closed at 2022-08-09T00:00:00Z, 191 hours have passed",
        ),
    ] {
        let decision = decide(&policy(edition), &bought, at);
        let [reason @ CancellationReason::WindowPassed { window, last_moment, .. }] = decision.reasons() else {
            panic!("{at}")
        };
        assert_eq!((*window, *last_moment), (decision.outcome().window, decision.outcome().last_moment), "{at}");
        assert_eq!((reason.to_string().as_str(), reason.azure_code()), (text, Some(code)));
    }
    let strict = policy("2018-08").with(|terms| terms.perpetual_window = CancellationWindow::days(1).exclusive());
    assert_eq!(
        decide(&strict, &perpetual(BOUGHT, "1 USD"), "2021-03-16T00:00:00Z").reasons()[0].to_string(),
        "the window of less than 1 day after the purchase closed at 2021-03-15T23:59:59Z, 1 day has passed"
    );
}

#[test]
fn windows_are_read_from_what_they_print() {
    for text in ["60 days", "1 day", "0 days", "168 hours", "less than 1 hour", "4294967295 hours"] {
        assert_eq!(text.parse::<CancellationWindow>().unwrap().to_string(), text);
    }
    for text in ["", "60", "days", "-1 days", "+1 days", "60 weeks", "4294967296 days", "less than", "60  days"] {
        let error = text.parse::<CancellationWindow>().unwrap_err().to_string();
        assert!(error.ends_with("expected one such as `60 days`, `168 hours` or `less than 60 days`"), "{error}");
    }
}

#[test]
fn instants_before_the_purchase_or_the_renewal_are_errors() {
    let bought = subscription("2022-08-01T10:20:30Z", "2023-08-01..2024-08-01", "365 USD");
    let error = policy("2018-08").decide_cancellation(&bought, &attempt("2022-08-01T10:20:29Z")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`2022-08-01T10:20:29Z` is before the purchase, expected an instant from `2022-08-01T10:20:30Z` on"
    );
    let renewed = bought.renewed(instant("2023-08-01T00:00:00Z")).unwrap();
    for edition in ["2018-08", "2022-07"] {
        let error = policy(edition).decide_cancellation(&renewed, &attempt("2023-07-31T23:59:59Z")).unwrap_err();
        assert!(matches!(error, QuestionError::BeforeRenewal { .. }), "{edition} {error}");
    }
}

#[test]
fn the_end_of_the_calendar_is_an_error_and_not_a_panic() {
    let term = "+262142-01-01..+262142-12-31";
    for (edition, bought, at) in [
        ("2018-08", perpetual("+262142-12-01T00:00:00Z", "1 USD"), "+262142-12-01T00:00:00Z"),
        ("2022-07", perpetual("+262142-12-31T23:59:59Z", "1 USD"), "+262142-12-31T23:59:59Z"),
        ("2018-08", subscription("+262142-12-30T00:00:00Z", term, "1 USD"), "+262142-12-31T00:00:00Z"),
        ("2022-07", subscription("+262142-12-30T00:00:00Z", term, "1 USD"), "+262142-12-31T00:00:00Z"),
    ] {
        let error = policy(edition).decide_cancellation(&bought, &attempt(at)).unwrap_err();
        assert!(matches!(error, QuestionError::PastCalendar { .. }), "{edition} {at} {error}");
    }
    let old = perpetual("2021-01-01T00:00:00Z", "1 USD");
    let error = policy("2018-08").decide_cancellation(&old, &attempt("+262142-12-31T23:50:00Z")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "what follows from `+262142-12-31T23:50:00Z` is past the end of the calendar, \
         expected a date before the year 262142"
    );
    for window in ["4294967295 hours", "4294967295 days"] {
        let huge = policy("2018-08").with(|terms| terms.perpetual_window = window.parse().unwrap());
        assert!(huge.decide_cancellation(&old, &attempt("2021-01-02T00:00:00Z")).is_err(), "{window}");
    }
}

#[test]
fn amb_23_more_units_than_were_bought_are_an_error() {
    let ten = perpetual(BOUGHT, "3000 EUR").units(10).unwrap();
    let eleven = attempt(BOUGHT).units(11).unwrap();
    let error = policy("2018-08").decide_cancellation(&ten, &eleven).unwrap_err();
    assert!(matches!(error, QuestionError::Facts(InvalidFacts::AboveOwned { .. })));
    assert_eq!(error.to_string(), "quantity `11` is more than there is, expected 1 to 10");
    assert!(attempt(BOUGHT).units(0).is_err());
}
