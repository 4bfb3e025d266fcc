//! Editions, overrides and their names.

use reservation_policy::policy::software::{
    CancellationWindow, ExcludedPlans, SoftwareEdition, SoftwarePolicy, SubscriptionCredit, WindowLength, WindowOpening,
};
use reservation_policy::software::LicenceKind;

use super::{date, policy};

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
        assert_eq!(SoftwareEdition::in_force_on(date(day)), Ok(edition), "{day}");
        assert_eq!(SoftwarePolicy::in_force_on(date(day)), Ok(SoftwarePolicy::edition(edition)), "{day}");
    }
    for day in ["2018-08-30", "-262143-01-01"] {
        assert!(SoftwarePolicy::in_force_on(date(day)).is_err(), "{day}");
    }
    assert_eq!(
        SoftwareEdition::in_force_on(date("2018-08-30")).unwrap_err().to_string(),
        "no edition of the software policy was in force on `2018-08-30`, expected `2018-08-31` or later"
    );
}

#[test]
fn editions_say_what_the_table_says() {
    let by_day = SubscriptionCredit::ProratedByDay;
    let full_first = SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(24));
    for (edition, perpetual, subscription, opening, credit) in [
        ("2018-08", WindowLength::Days(60), WindowLength::Days(60), WindowOpening::Purchase, by_day),
        ("2021-06", WindowLength::Days(30), WindowLength::Days(30), WindowOpening::Purchase, by_day),
        ("2022-07", WindowLength::Days(30), WindowLength::Hours(168), WindowOpening::PurchaseOrRenewal, full_first),
    ] {
        let policy = policy(edition);
        assert_eq!(policy.perpetual_window().length(), perpetual, "{edition}");
        assert_eq!(policy.subscription_window().length(), subscription, "{edition}");
        assert_eq!(policy.window(LicenceKind::Perpetual), policy.perpetual_window(), "{edition}");
        assert_eq!(policy.window(LicenceKind::Subscription), policy.subscription_window(), "{edition}");
        assert_eq!(policy.subscription_window_opens(), opening, "{edition}");
        assert_eq!(policy.subscription_credit(), credit, "{edition}");
        assert_eq!(policy.excluded_plans(), ExcludedPlans::SuseAndRedHat, "{edition}");
        assert_eq!(policy.name().to_string(), edition);
        assert!(!policy.name().is_overridden(), "{edition}");
    }
}

#[test]
fn a_name_says_whether_any_field_was_replaced() {
    let base = policy("2021-06");
    for overridden in [
        base.with_perpetual_window(CancellationWindow::days(31)),
        base.with_subscription_window(CancellationWindow::hours(720)),
        base.with_subscription_window_opens(WindowOpening::PurchaseOrRenewal),
        base.with_subscription_credit(SubscriptionCredit::Full),
        base.with_excluded_plans(ExcludedPlans::Nothing),
    ] {
        assert_eq!(overridden.name().to_string(), "2021-06 (overridden)", "{overridden:?}");
        assert_eq!(overridden.name().edition(), SoftwareEdition::V2021_06);
    }
    assert_eq!(base.with_perpetual_window(CancellationWindow::days(30)).name().to_string(), "2021-06");
}

#[test]
fn unknown_editions_are_named() {
    for name in ["", "2018-8", "2018-08 ", "2020-07", "in-force"] {
        let error = name.parse::<SoftwareEdition>().unwrap_err().to_string();
        assert_eq!(
            error,
            format!("`{name}` is not an edition of the software policy, expected `2018-08`, `2021-06` or `2022-07`")
        );
    }
    assert!("x".repeat(99).parse::<SoftwareEdition>().unwrap_err().to_string().len() < 140);
}

#[cfg(feature = "serde")]
mod json {
    use reservation_policy::policy::software::Boundary;

    use super::*;

    fn read(text: &str) -> Result<SoftwarePolicy, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_policy_round_trips() {
        let mut policies: Vec<SoftwarePolicy> = SoftwareEdition::ALL.map(SoftwarePolicy::edition).to_vec();
        policies.push(
            policy("2018-08")
                .with_perpetual_window(CancellationWindow::hours(5).with_boundary(Boundary::Exclusive))
                .with_subscription_credit(SubscriptionCredit::Full)
                .with_excluded_plans(ExcludedPlans::Nothing),
        );
        for policy in policies {
            let text = serde_json::to_string(&policy).unwrap();
            assert_eq!(read(&text), Ok(policy), "{text}");
        }
    }

    #[test]
    fn a_policy_is_written_with_every_field() {
        assert_eq!(
            serde_json::to_string(&policy("2022-07")).unwrap(),
            "{\"base\":\"2022-07\",\"perpetual_window\":{\"days\":30,\"boundary\":\"inclusive\"},\
             \"subscription_window\":{\"hours\":168,\"boundary\":\"inclusive\"},\
             \"subscription_window_opens\":\"purchase_or_renewal\",\
             \"subscription_credit\":{\"full_then_prorated_by_day\":{\"hours\":24,\"boundary\":\"inclusive\"}},\
             \"excluded_plans\":\"suse_and_red_hat\"}"
        );
        assert_eq!(serde_json::to_string(&policy("2022-07").name()).unwrap(), "\"2022-07\"");
    }

    #[test]
    fn a_name_or_a_base_with_overrides_is_read() {
        assert_eq!(read("\"2021-06\""), Ok(policy("2021-06")));
        assert_eq!(read("{\"base\": \"2021-06\"}"), Ok(policy("2021-06")));
        assert_eq!(
            read("{\"perpetual_window\": {\"days\": 45}, \"base\": \"2018-08\", \"subscription_credit\": \"full\"}"),
            Ok(policy("2018-08")
                .with_perpetual_window(CancellationWindow::days(45))
                .with_subscription_credit(SubscriptionCredit::Full))
        );
    }

    #[test]
    fn bad_policies_are_refused_with_the_field() {
        for (text, part) in [
            ("\"2019-01\"", "`2019-01` is not an edition of the software policy"),
            ("{\"base\": \"2019-01\"}", "`2019-01` is not an edition of the software policy"),
            ("{}", "missing field `base`"),
            ("{\"base\": \"2018-08\", \"fee\": \"0.12\"}", "unknown field `fee`"),
            ("{\"base\": \"2018-08\", \"base\": \"2018-08\"}", "duplicate field `base`"),
            ("{\"base\": \"2018-08\", \"perpetual_window\": null}", "null"),
            ("{\"base\": \"2018-08\", \"perpetual_window\": {}}", "exactly one length"),
            ("{\"base\": \"2018-08\", \"perpetual_window\": {\"days\": 1, \"hours\": 1}}", "exactly one length"),
            ("{\"base\": \"2018-08\", \"perpetual_window\": {\"days\": -1}}", "-1"),
            ("{\"base\": \"2018-08\", \"perpetual_window\": {\"days\": 1.5}}", "1.5"),
            ("{\"base\": \"2018-08\", \"perpetual_window\": {\"weeks\": 1}}", "unknown field `weeks`"),
            (
                "{\"base\": \"2018-08\", \"perpetual_window\": {\"days\": 1, \"boundary\": \"x\"}}",
                "unknown variant `x`",
            ),
            ("{\"base\": \"2018-08\", \"excluded_plans\": \"x\"}", "unknown variant `x`"),
            ("7", "the name of an edition of the software policy, or an object with `base`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
