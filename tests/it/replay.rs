//! Stored questions and answers are read back, and answered again.

use reservation_policy::replay::{Difference, RefundQuestion};
use reservation_policy::{
    CapEntry, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term, UsdAmount,
};

fn question() -> RefundQuestion {
    let vms = Reservation::builder(ResourceType::VirtualMachines, "2026-01-31".parse().unwrap(), Term::OneYear)
        .units(4)
        .monthly(Price::new("237.16 EUR".parse().unwrap(), "258.20 USD".parse().unwrap()).unwrap())
        .build()
        .unwrap();
    let spring = CapEntry::new("spring", "2026-04-03T09:00:00Z".parse().unwrap(), UsdAmount::dollars(49_900)).unwrap();
    RefundQuestion {
        policy: ReservationPolicy::named("2026-01").unwrap(),
        returned: vms.units(2).unwrap(),
        request: Request::new("2026-04-17T14:05:00Z".parse().unwrap(), Requester::Other),
        ledger: RefundLedger::from_entries([spring]).unwrap(),
    }
}

fn asked(change: impl FnOnce(&mut Request)) -> RefundQuestion {
    let mut question = question();
    change(&mut question.request);
    question
}

fn difference(changed: &RefundQuestion) -> Difference {
    changed.replay(&question().answer().unwrap()).unwrap_err()
}

#[test]
fn the_same_question_has_the_same_answer() {
    question().replay(&question().answer().unwrap()).unwrap();
}

#[test]
fn the_first_difference_is_named_with_both_values() {
    let difference = difference(&asked(|request| request.at = "2026-04-16T14:05:00Z".parse().unwrap()));
    assert_eq!(
        difference.to_string(),
        "`outcome.request.at` is `2026-04-16T14:05:00Z`, expected `2026-04-17T14:05:00Z` as stored"
    );
}

#[test]
#[cfg(feature = "serde")]
fn a_difference_in_amounts_is_named_by_its_path() {
    let mut stored = serde_json::to_value(question().answer().unwrap()).unwrap();
    stored["outcome"]["billed"]["refund"]["amount"] = "51.37".into();
    let difference = question().replay(&serde_json::from_value(stored).unwrap()).unwrap_err();
    assert_eq!(difference.to_string(), "`outcome.billed.refund` is `51.38 EUR`, expected `51.37 EUR` as stored");
}

#[test]
fn another_policy_differs_by_its_name() {
    let policy = ReservationPolicy::named("2026-07").unwrap();
    assert_eq!(difference(&RefundQuestion { policy, ..question() }).path, "policy");
}

#[test]
fn a_difference_in_reasons_is_named_by_its_place() {
    let decision = asked(|request| request.requester = Requester::Owner).answer().unwrap();
    let difference = question().replay(&decision).unwrap_err();
    assert_eq!(difference.path, "outcome.request.requester");
    let emptied = RefundQuestion { ledger: RefundLedger::new(), ..question() };
    assert_eq!(self::difference(&emptied).path, "outcome.cap.used");
}

#[test]
fn a_question_without_an_answer_differs() {
    let difference = difference(&asked(|request| request.at = "2027-04-17T14:05:00Z".parse().unwrap()));
    assert_eq!((difference.path.as_str(), difference.stored.as_str()), ("answer", "denied"));
    assert!(difference.answered.contains("is after the term"), "{difference}");
}

#[cfg(feature = "serde")]
mod stored {
    use super::*;

    #[test]
    fn the_wording_of_reasons_is_no_difference() {
        let mut stored = serde_json::to_value(question().answer().unwrap()).unwrap();
        for reason in stored["reasons"].as_array_mut().unwrap() {
            reason["message"] = "other words of another release".into();
        }
        question().replay(&serde_json::from_value(stored).unwrap()).unwrap();
    }

    #[test]
    fn unknown_members_of_a_question_are_refused() {
        let mut stored = serde_json::to_value(question()).unwrap();
        stored["ledgr"] = serde_json::Value::Null;
        assert!(serde_json::from_value::<RefundQuestion>(stored).unwrap_err().to_string().contains("ledgr"));
    }

    #[cfg(feature = "proptest1")]
    mod any {
        use proptest::prelude::*;
        use reservation_policy::{Decision, Exchange, Refund, software::Cancellation, strategies};
        use serde::{Serialize, de::DeserializeOwned};

        fn again<T: Serialize + DeserializeOwned>(value: &T) -> T {
            serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(128))]

            #[test]
            fn a_stored_refund_question_has_its_stored_answer(question in strategies::refund_question()) {
                let decision: Decision<Refund> = question.answer().unwrap();
                prop_assert_eq!(&again(&question), &question);
                prop_assert_eq!(&again(&decision), &decision);
                prop_assert_eq!(again(&question).replay(&again(&decision)), Ok(()));
            }

            #[test]
            fn a_stored_exchange_question_has_its_stored_answer(question in strategies::exchange_question()) {
                let decision: Decision<Exchange> = question.answer().unwrap();
                prop_assert_eq!(&again(&question), &question);
                prop_assert_eq!(again(&question).replay(&again(&decision)), Ok(()));
            }

            #[test]
            fn a_stored_cancellation_question_has_its_stored_answer(question in strategies::cancellation_question()) {
                let decision: Decision<Cancellation> = question.answer().unwrap();
                prop_assert_eq!(&again(&question), &question);
                prop_assert_eq!(again(&question).replay(&again(&decision)), Ok(()));
            }
        }
    }
}
