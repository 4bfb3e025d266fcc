//! Policies as values: names, overrides, and how they are written and read.

use reservation_policy::policy::{CapBasis, FeeRate, FullRefundWindow, ReservationEdition, UsageCondition};
use reservation_policy::{InvalidFacts, Rate, ReservationPolicy, UsdAmount};

use crate::given::{every_policy, policy};

fn rate(text: &str) -> Rate {
    text.parse().unwrap()
}

#[test]
fn a_policy_is_found_by_the_name_that_it_shows() {
    for policy in every_policy() {
        assert_eq!(ReservationPolicy::named(&policy.name().to_string()), Ok(policy.clone()));
        assert_eq!(policy.name().to_string().parse(), Ok(policy.name()));
    }
    for bad in ["", "2020", "2020-7", "2020-07+", "2020-07 +observed", "2020-07 (overridden)", "+observed", "in-force"]
    {
        let error = ReservationPolicy::named(bad).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{bad}` is not a reservation policy, expected `2018-05`")), "{error}");
        assert!(error.contains("`+observed`") && error.contains("`2027-02`"), "{error}");
    }
}

#[test]
fn a_changed_policy_says_so_and_one_that_is_changed_back_does_not() {
    let base = policy("2020-07");
    let raised = base.clone().with(|terms| terms.cap.limit = UsdAmount::dollars(75_000)).unwrap();
    assert_eq!((raised.name().to_string().as_str(), raised.name().overridden), ("2020-07 (overridden)", true));
    assert_ne!(raised, base);
    assert_eq!(raised.clone().with(|terms| terms.cap.limit = UsdAmount::dollars(50_000)).unwrap(), base);
    assert_eq!(base.clone().with(|_| {}).unwrap(), base);
    assert_eq!(raised.observed().name().to_string(), "2020-07+observed (overridden)");
}

#[test]
fn the_observed_overlay_changes_what_was_observed_and_nothing_else() {
    for edition in ReservationEdition::ALL {
        let (written, observed) =
            (ReservationPolicy::edition(*edition), ReservationPolicy::edition(*edition).observed());
        let window = Some(FullRefundWindow { days: 5, usage: UsageCondition::Unused });
        assert_eq!((observed.cap().basis, observed.terms().full_refund_window), (CapBasis::Refunded, window));
        let (cap, window) = (written.terms().cap, written.terms().full_refund_window);
        let back = observed.clone().with(|terms| (terms.cap, terms.full_refund_window) = (cap, window)).unwrap();
        assert_eq!(back.terms(), written.terms(), "{edition}");
        assert_eq!(observed.clone().observed(), observed, "twice is once");
    }
}

#[test]
fn fee_03_what_is_charged_is_never_above_what_is_reserved() {
    let charge = |charged: &str| {
        policy("2020-07").with(|terms| terms.early_termination_fee.charged = FeeRate::Stated(rate(charged)))
    };
    assert!(charge("0.12").is_ok());
    let error = charge("0.15").unwrap_err();
    assert_eq!(error, InvalidFacts::FeeAboveReserved { charged: rate("0.15"), reserved: rate("0.12") });
}

#[test]
fn a_date_before_the_first_edition_has_no_policy() {
    let error = ReservationPolicy::in_force_on("2018-05-10".parse().unwrap()).unwrap_err();
    assert_eq!((error.first, error.of), ("2018-05-11".parse().unwrap(), "the reservation policy"));
    let edition = ReservationEdition::V2020_07;
    assert_eq!(
        (edition.from(), edition.not_before_known()),
        ("2020-07-10".parse().unwrap(), "2020-04-28".parse().ok())
    );
    for pair in ReservationEdition::ALL.windows(2) {
        assert!(pair[1].not_before_known().is_none_or(|last| last < pair[1].from()), "{}", pair[1]);
        assert!(pair[0].from() < pair[1].from(), "{}", pair[1]);
    }
}

#[cfg(feature = "serde")]
mod stored {
    use reservation_policy::account::RequesterSet;
    use reservation_policy::policy::{CapTerms, CapWindow, ChannelTerms};
    use reservation_policy::{Requester, ResourceType};

    use super::*;
    use crate::given::usd;

    fn read(json: &str) -> ReservationPolicy {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
    }

    fn error(json: &str) -> String {
        serde_json::from_str::<ReservationPolicy>(json).unwrap_err().to_string()
    }

    #[test]
    fn every_policy_is_read_back_as_it_was_written() {
        for policy in every_policy() {
            let json = serde_json::to_string(&policy).unwrap();
            assert_eq!(read(&json), policy, "{json}");
            let short = format!("{{\"base\": \"{}\"}}", policy.name());
            assert_eq!(read(&short), policy);
        }
        let changed = policy("2027-02")
            .with(|terms| {
                terms.full_refund_window = None;
                terms.cap = CapTerms { limit: usd("1"), window: CapWindow::CalendarYear, basis: CapBasis::Refunded };
                terms.allowed_requesters.csp = RequesterSet::NONE;
                terms.not_refundable = [ResourceType::Avs, "quantum".parse().unwrap()].into_iter().collect();
                terms.early_termination_fee.reserved = FeeRate::FromCaller;
                terms.exchange.restriction = None;
                terms.exchange.trade_in = None;
                terms.settlement.credit_valid_days = None;
                terms.vm_software_hours = None;
                terms.channel = ChannelTerms::SupportRequest;
            })
            .unwrap();
        let json = serde_json::to_string(&changed).unwrap();
        assert_eq!(read(&json), changed, "{json}");
        assert_eq!(read(&json).name().to_string(), "2027-02 (overridden)");
    }

    #[test]
    fn a_stored_policy_keeps_every_term_of_its_own() {
        // All terms are written, so a later correction of an edition changes no stored policy.
        let json: serde_json::Value = serde_json::to_value(policy("2020-07")).unwrap();
        let members: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members.len(), 18, "{members:?}");
        assert_eq!(json["base"], "2020-07");
        assert_eq!(json["cap"]["limit"], "50000.00");
    }

    #[test]
    fn what_is_given_is_laid_over_the_base_member_by_member() {
        let base = policy("2020-07");
        for (json, expected) in [
            (r#"{"base": "2020-07", "cap": {"limit": "75000"}}"#, {
                let limit = UsdAmount::dollars(75_000);
                base.clone().with(|terms| terms.cap.limit = limit)
            }),
            (r#"{"base": "2020-07", "cap": {"window": {"rolling_months": 6}, "basis": "refunded"}}"#, {
                let window = CapWindow::RollingMonths(6.try_into().unwrap());
                base.clone().with(|terms| (terms.cap.window, terms.cap.basis) = (window, CapBasis::Refunded))
            }),
            (r#"{"base": "2020-07", "full_refund_window": {"days": 3}}"#, {
                let window = FullRefundWindow { days: 3, usage: UsageCondition::Unused };
                base.clone().with(|terms| terms.full_refund_window = Some(window))
            }),
            (r#"{"base": "2020-07+observed", "full_refund_window": {"usage": "any"}}"#, {
                let window = FullRefundWindow { days: 5, usage: UsageCondition::Any };
                policy("2020-07+observed").with(|terms| terms.full_refund_window = Some(window))
            }),
            (r#"{"base": "2020-07+observed", "full_refund_window": null}"#, {
                policy("2020-07+observed").with(|terms| terms.full_refund_window = None)
            }),
            (r#"{"base": "2018-10", "early_termination_fee": {"charged": "0.05"}}"#, {
                policy("2018-10").with(|terms| terms.early_termination_fee.charged = FeeRate::Stated(rate("0.05")))
            }),
            (r#"{"base": "2018-10", "early_termination_fee": {"reserved": "from_caller"}}"#, {
                policy("2018-10").with(|terms| terms.early_termination_fee.reserved = FeeRate::FromCaller)
            }),
            (r#"{"base": "2020-07", "allowed_requesters": {"direct": ["owner", "customer"], "csp": []}}"#, {
                base.clone().with(|terms| {
                    terms.allowed_requesters.direct = [Requester::Owner, Requester::Customer].into_iter().collect();
                    terms.allowed_requesters.csp = RequesterSet::NONE;
                })
            }),
            (r#"{"base": "2020-07", "not_refundable": ["virtualmachines"]}"#, {
                base.clone().with(|terms| terms.not_refundable = [ResourceType::VirtualMachines].into_iter().collect())
            }),
            (r#"{"base": "2020-07", "day_count": "calendar_days"}"#, Ok(base)),
        ] {
            assert_eq!(Ok(read(json)), expected, "{json}");
        }
    }

    #[test]
    fn errors_of_policy_files_name_the_value_and_what_is_possible_without_a_word_of_the_language() {
        for (json, expected) in [
            ("{}", &["`base`"][..]),
            (r#"{"base": "2020-08"}"#, &["`2020-08`", "`2020-07`", "`+observed`"]),
            (r#"{"base": "2020-07", "caps": {}}"#, &["`caps`", "`cap`", "`day_count`", "`full_refund_window`"]),
            (r#"{"base": "2020-07", "cap": {"limits": "1"}}"#, &["`limits`", "`limit`", "`window`", "`basis`"]),
            (r#"{"base": "2020-07", "cap": 5}"#, &["`5`", "an object with `limit`, `window` and `basis`"]),
            (r#"{"base": "2020-07", "cap": {"limit": "-1"}}"#, &["`-1`", "50000.00 USD"]),
            (r#"{"base": "2020-07", "cap": {"limit": 75000}}"#, &["`75000`"]),
            (r#"{"base": "2020-07", "cap": {"window": "weekly"}}"#, &["`weekly`", "`rolling_days`", "`calendar_year`"]),
            (r#"{"base": "2020-07", "day_count": "weeks"}"#, &["`weeks`", "`calendar_days`", "`whole_months`"]),
            (r#"{"base": "2020-07", "full_refund_window": {"usage": "maybe"}}"#, &["`maybe`", "`unused`", "`any`"]),
            (r#"{"base": "2020-07", "full_refund_window": 3}"#, &["`3`", "an object with `days` and `usage`"]),
            (r#"{"base": "2020-07", "early_termination_fee": {"charged": "0.15"}}"#, &["15 %", "12 %", "reserved"]),
            (r#"{"base": "2020-07", "early_termination_fee": {"charged": "12"}}"#, &["`12`", "0 to 1"]),
            (r#"{"base": "2020-07", "allowed_requesters": {"direct": []}}"#, &["`csp`"]),
            (r#"{"base": "2020-07", "allowed_requesters": {"direct": ["ceo"], "csp": []}}"#, &["`ceo`", "`owner`"]),
            (r#"{"base": "2020-07", "exchange": {"trade_in": 1}}"#, &["`1`", "an object with trade-in terms"]),
            (r#"{"base": "2020-07", "base": "2020-07"}"#, &["`base`"]),
            (r#"["2020-07"]"#, &["`base`", "the terms that differ from it"]),
        ] {
            let error = error(json);
            for part in expected {
                assert!(error.contains(part), "{json}: {error}: {part}");
            }
            for word in ["struct", "enum", "tuple", " map", "newtype", "Patch", "u16", "u32", "nonzero"] {
                assert!(!error.contains(word), "{json}: {error}");
            }
        }
    }

    #[test]
    fn british_spellings_and_older_names_are_read() {
        let json = r#"{"base": "2020-07", "cap": {"measure": "cancelled_commitment"},
            "exchange": {"comparison": "at_least", "sameness": "type"}, "storage_swap": "to_premium"}"#;
        assert_eq!(read(json), policy("2020-07"));
    }
}
