//! Editions, overrides and their names, and policies as JSON.

use reservation_policy::software::{
    CancellationWindow, ExcludedPlans, SoftwareEdition, SoftwarePolicy, SoftwareTerms, SubscriptionCredit,
    WindowOpening,
};

use super::{attempt, perpetual, policy};

#[test]
fn an_edition_is_in_force_from_its_first_day_until_the_day_before_the_next() {
    for (day, edition) in [
        ("2018-08-31", SoftwareEdition::V2018_08),
        ("2021-05-31", SoftwareEdition::V2018_08),
        ("2021-06-01", SoftwareEdition::V2021_06),
        ("2022-07-10", SoftwareEdition::V2021_06),
        ("2022-07-11", SoftwareEdition::V2022_07),
        ("+262142-12-31", SoftwareEdition::V2022_07),
    ] {
        let day = day.parse().unwrap();
        assert_eq!(SoftwareEdition::in_force_on(day), Ok(edition), "{day}");
        assert_eq!(SoftwarePolicy::in_force_on(day), Ok(SoftwarePolicy::edition(edition)), "{day}");
    }
    assert!(SoftwarePolicy::in_force_on("-262143-01-01".parse().unwrap()).is_err());
    assert_eq!(
        SoftwarePolicy::in_force_on("2018-08-30".parse().unwrap()).unwrap_err().to_string(),
        "no edition of the software policy was in force on `2018-08-30`, expected `2018-08-31` or later"
    );
}

#[test]
fn amb_26_the_date_of_the_purchase_picks_the_edition_and_the_date_of_the_request_can() {
    let bought = perpetual("2021-05-15T12:00:00Z", "100 USD");
    let attempt = attempt("2021-07-01T12:00:00Z"); // 47 days later
    let promised = SoftwarePolicy::in_force_for(&bought).unwrap();
    let shortened = SoftwarePolicy::in_force_on(attempt.date()).unwrap();
    for (policy, edition, approved) in [(promised, "2018-08", true), (shortened, "2021-06", false)] {
        assert_eq!(policy.name().edition, edition);
        assert_eq!(policy.decide_cancellation(&bought, &attempt).unwrap().is_approved(), approved, "{edition}");
    }
    assert!(SoftwarePolicy::in_force_for(&perpetual("2018-08-30T23:59:59Z", "100 USD")).is_err());
}

#[test]
fn editions_say_what_the_table_says() {
    let by_day = SubscriptionCredit::ProratedByDay;
    let full_first = SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(24));
    for (edition, perpetual, subscription, opening, credit, charged) in [
        ("2018-08", "60 days", "60 days", WindowOpening::Purchase, by_day, false),
        ("2021-06", "30 days", "30 days", WindowOpening::Purchase, by_day, false),
        ("2022-07", "30 days", "168 hours", WindowOpening::PurchaseOrRenewal, full_first, true),
    ] {
        let policy = policy(edition);
        let terms = policy.terms();
        assert_eq!(terms.perpetual_window.to_string(), perpetual, "{edition}");
        assert_eq!(terms.subscription_window.to_string(), subscription, "{edition}");
        assert_eq!(terms.subscription_window_opens, opening, "{edition}");
        assert_eq!(terms.subscription_credit, credit, "{edition}");
        assert_eq!(terms.day_of_canceling_charged, charged, "{edition}");
        assert_eq!(terms.excluded_plans, ExcludedPlans::SuseAndRedHat, "{edition}");
        assert_eq!(policy.name().to_string(), edition);
    }
}

#[test]
fn a_name_shows_whether_any_term_is_overridden() {
    let base = policy("2021-06");
    let changes: [fn(&mut SoftwareTerms); 6] = [
        |terms| terms.perpetual_window = CancellationWindow::days(31),
        |terms| terms.subscription_window = CancellationWindow::hours(720),
        |terms| terms.subscription_window_opens = WindowOpening::PurchaseOrRenewal,
        |terms| terms.subscription_credit = SubscriptionCredit::Full,
        |terms| terms.day_of_canceling_charged = true,
        |terms| terms.excluded_plans = ExcludedPlans::Nothing,
    ];
    for change in changes {
        let overridden = base.with(change);
        assert_eq!(overridden.name().to_string(), "2021-06 (overridden)", "{overridden:?}");
    }
    let same = base.with(|terms| terms.perpetual_window = CancellationWindow::days(30));
    assert_eq!(same.name().to_string(), "2021-06");
}

#[test]
fn unknown_editions_are_named() {
    for name in ["", "2018-8", "2018-08 ", "2020-07", "in-force"] {
        let error = SoftwarePolicy::named(name).unwrap_err().to_string();
        let expected = "expected `2018-08`, `2021-06` or `2022-07`";
        assert_eq!(error, format!("`{name}` is not an edition of the software policy, {expected}"));
    }
}

#[cfg(feature = "serde")]
mod json {
    use super::*;

    fn read(text: &str) -> Result<SoftwarePolicy, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn policies_are_written_in_full_and_read_back() {
        assert_eq!(
            serde_json::to_string(&policy("2022-07")).unwrap(),
            "{\"base\":\"2022-07\",\"perpetual_window\":{\"days\":30,\"boundary\":\"inclusive\"},\
             \"subscription_window\":{\"hours\":168,\"boundary\":\"inclusive\"},\
             \"subscription_window_opens\":\"purchase_or_renewal\",\
             \"subscription_credit\":{\"full_then_prorated_by_day\":{\"hours\":24,\"boundary\":\"inclusive\"}},\
             \"day_of_canceling_charged\":true,\"excluded_plans\":\"suse_and_red_hat\"}"
        );
        for edition in ["2018-08", "2021-06", "2022-07"] {
            let strict = policy(edition).with(|terms| {
                terms.perpetual_window = terms.perpetual_window.exclusive();
                terms.excluded_plans = ExcludedPlans::Nothing;
                terms.subscription_credit = SubscriptionCredit::Full;
                terms.subscription_window_opens = WindowOpening::Purchase;
            });
            for policy in [policy(edition), strict] {
                assert_eq!(read(&serde_json::to_string(&policy).unwrap()), Ok(policy));
            }
        }
    }

    #[test]
    fn a_name_or_a_base_with_overrides_is_read() {
        assert_eq!(read("\"2021-06\""), Ok(policy("2021-06")));
        assert_eq!(read("{\"base\": \"2021-06\"}"), Ok(policy("2021-06")));
        let strict = "{\"base\": \"2018-08\", \"perpetual_window\": {\"days\": 60, \"boundary\": \"exclusive\"}}";
        let exclusive = policy("2018-08").with(|terms| terms.perpetual_window = terms.perpetual_window.exclusive());
        assert_eq!(read(strict), Ok(exclusive));
        assert_eq!(
            read(
                "{\"perpetual_window\": {\"days\": 45}, \"base\": \"2018-08\", \"subscription_credit\": \"full\", \
                 \"day_of_canceling_charged\": true}"
            ),
            Ok(policy("2018-08").with(|terms| {
                terms.perpetual_window = CancellationWindow::days(45);
                terms.subscription_credit = SubscriptionCredit::Full;
                terms.day_of_canceling_charged = true;
            }))
        );
    }

    #[test]
    fn bad_policies_are_refused_with_the_member_and_in_plain_words() {
        let members = "`base`, `perpetual_window`, `subscription_window`, `subscription_window_opens`, \
                       `subscription_credit`, `day_of_canceling_charged`, `excluded_plans`";
        let window = "expected a window such as `{\"days\": 60}` or `{\"hours\": 168, \"boundary\": \"exclusive\"}`";
        let with = |member: &str| format!("{{\"base\": \"2018-08\", {member}}}");
        for (text, part) in [
            ("\"2019-01\"".to_owned(), "`2019-01` is not an edition of the software policy"),
            ("{\"base\": \"2019-01\"}".to_owned(), "`2019-01` is not an edition of the software policy"),
            ("{}".to_owned(), "missing field `base`"),
            ("7".to_owned(), "the name of an edition of the software policy, or an object with `base`"),
            ("[\"2018-08\"]".to_owned(), "the name of an edition of the software policy, or an object with `base`"),
            (with("\"fee\": \"0.12\""), members),
            (with("\"base\": \"2018-08\""), "duplicate field `base`"),
            (with("\"perpetual_window\": 60"), window),
            (with("\"perpetual_window\": [60]"), window),
            (with("\"perpetual_window\": null"), window),
            (with("\"perpetual_window\": {}"), "exactly one length"),
            (with("\"perpetual_window\": {\"days\": 1, \"hours\": 1}"), "exactly one length"),
            (with("\"perpetual_window\": {\"days\": 1, \"days\": 1}"), "`days` is there twice"),
            (with("\"perpetual_window\": {\"days\": -1}"), "`-1`, expected a whole number from 0 to 4294967295"),
            (with("\"perpetual_window\": {\"days\": 4294967296}"), "expected a whole number from 0 to 4294967295"),
            (with("\"perpetual_window\": {\"days\": 1.5}"), "expected a whole number from 0 to 4294967295"),
            (with("\"perpetual_window\": {\"days\": \"60\"}"), "expected a whole number from 0 to 4294967295"),
            (with("\"perpetual_window\": {\"weeks\": 1}"), "`weeks`, expected one of `days`, `hours`, `boundary`"),
            (
                with("\"perpetual_window\": {\"days\": 1, \"boundary\": \"x\"}"),
                "`x` is not a boundary, expected `inclusive` or `exclusive`",
            ),
            (
                with("\"excluded_plans\": \"x\""),
                "`x` is not a choice of excluded plans, expected `suse_and_red_hat` or `nothing`",
            ),
            (with("\"subscription_window_opens\": \"x\""), "expected `purchase` or `purchase_or_renewal`"),
            (with("\"subscription_credit\": \"x\""), "or an object with `full_then_prorated_by_day`"),
            (with("\"subscription_credit\": 7"), "or an object with `full_then_prorated_by_day`"),
            (with("\"subscription_credit\": {\"full_then_prorated_by_day\": 24}"), window),
            (with("\"day_of_canceling_charged\": \"yes\""), "expected a boolean"),
        ] {
            let error = read(&text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
            for rust in ["struct", "enum", "map", "variant", "u32"] {
                assert!(!error.contains(rust), "{text}: {error}");
            }
        }
    }
}
