//! The strategies for dependants' tests: valid by construction, and wide enough to be worth it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use reservation_policy::strategies::{
    amount_in, cap_entry, currency, money, price, quantity, refund_facts, refund_ledger, reservation,
    reservation_policy, schedule,
};

proptest! {
    #[test]
    fn every_policy_has_a_decision_on_all_generated_facts(
        facts in refund_facts(),
        ledger in refund_ledger(),
        policy in reservation_policy(),
    ) {
        let decision = policy.decide_refund(&facts.request(), &ledger)?;
        let quote = decision.outcome().quote();
        prop_assert!(facts.request().at() < quote.valid_until());
        prop_assert_eq!(facts.reservation().payments().total_paid(), quote.total_paid());
    }

    #[test]
    fn generated_facts_survive_json(facts in reservation(), ledger in refund_ledger(), policy in reservation_policy()) {
        #[cfg(feature = "serde")]
        {
            prop_assert_eq!(serde_json::from_str(&serde_json::to_string(&facts)?).ok(), Some(facts));
            prop_assert_eq!(serde_json::from_str(&serde_json::to_string(&ledger)?).ok(), Some(ledger));
            prop_assert_eq!(serde_json::from_str(&serde_json::to_string(&policy)?).ok(), Some(policy));
        }
        #[cfg(not(feature = "serde"))]
        prop_assert_eq!((&facts, &ledger, &policy), (&facts.clone(), &ledger.clone(), &policy.clone()));
    }

    #[test]
    fn amounts_are_of_the_currency_asked_for(
        amount in currency().prop_flat_map(|it| (Just(it), amount_in(it))),
        price in price(),
    ) {
        prop_assert_eq!(amount.0, amount.1.currency());
        prop_assert!(!amount.1.is_negative() && !price.billing().is_negative());
    }
}

/// What one strategy made, a thousand times, always the same thousand.
fn shown<S: Strategy>(strategy: &S, show: impl Fn(&S::Value) -> String) -> BTreeSet<String> {
    let mut runner = TestRunner::deterministic();
    (0..1_000).filter_map(|_| strategy.new_tree(&mut runner).ok()).map(|tree| show(&tree.current())).collect()
}

#[test]
fn every_kind_of_value_occurs() {
    let digits = shown(&currency(), |it| it.minor_digits().to_string());
    assert_eq!(digits, ["0", "2", "3", "4"].map(str::to_owned).into());
    let signs = shown(&money(), |it| it.is_negative().to_string());
    assert_eq!(signs.len(), 2);
    let plans = shown(&schedule(), |it| format!("{} {}", it.plan(), it.term()));
    assert_eq!(plans.len(), 6, "{plans:?}");
    let made = shown(&reservation(), |it| it.payments().completed().min(2).to_string());
    assert_eq!(made.len(), 3, "{made:?}");
    let names = shown(&reservation_policy(), |it| it.name().to_string());
    assert_eq!(names.len(), 20, "{names:?}");
    assert!(shown(&quantity(), ToString::to_string).len() > 500);
    assert!(shown(&cap_entry(), |it| it.id().to_string()).len() < 1_000, "some ids are the same");
    let asked = shown(&refund_facts(), |it| format!("{:?} {:?}", it.request().requester(), it.request().usage()));
    assert_eq!(asked.len(), 10, "{asked:?}");
}
