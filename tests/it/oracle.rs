//! Every refund worked out twice: by the crate, and by an exact and slow second implementation.
//!
//! `ORACLE_CASES=1000000 cargo test --test it oracle` compares a million cases rather than the usual hundred
//! thousand; `ORACLE_SEED=7` begins elsewhere. A failure names the seed of its one case, and shows its facts:
//! `ORACLE_SEED=<seed> ORACLE_CASES=1` runs that case again.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::fn_params_excessive_bools,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests may panic, and their helpers too"
)]

use std::collections::BTreeMap;

use reservation_policy::decision::{Reason, Verdict};

use self::cases::{Random, Reach};
use self::model::{Facts, Kind, Nonsense};

pub(crate) mod cases;
pub(crate) mod days;
pub(crate) mod library;
pub(crate) mod model;

/// A number from the environment: the one thing that tests may ask for there.
#[expect(clippy::disallowed_methods, reason = "how many cases are run is no business of the library")]
pub(crate) fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

/// Which branches the cases reached, so that no part of the comparison is empty without anybody noticing.
#[derive(Default)]
struct Reached(BTreeMap<String, u32>);

impl Reached {
    fn count(&mut self, what: impl core::fmt::Debug) {
        *self.0.entry(format!("{what:?}")).or_default() += 1;
    }
}

fn compare(facts: &Facts, reached: &mut Reached) {
    let (policy, reservation, ledger) = (library::policy(facts), library::reservation(facts), library::ledger(facts));
    let request = library::request(facts, &reservation);
    let expected = facts.quote();
    let quote = policy.quote_refund(&request);
    assert_eq!(quote.as_ref().map(library::quote).map_err(library::nonsense), expected);
    let decision = policy.decide_refund(&request, &ledger);
    let expected = match expected {
        Ok(expected) => expected,
        Err(nonsense) => {
            reached.count(nonsense);
            assert_eq!(decision.map(drop).map_err(|error| library::nonsense(&error)), Err(nonsense));
            return;
        }
    };
    reached.count(expected.kind);
    reached.count((facts.policy.edition, facts.policy.observed));
    reached.count(if expected.valid_until == days::split(facts.at).0 + 1 { "until tomorrow" } else { "for days" });
    let decision = match (decision, facts.decide(&expected)) {
        (Ok(decision), Ok(expected)) => (decision, expected),
        (Err(error), Err(expected)) => {
            reached.count("counted too large");
            assert_eq!(library::nonsense(&error), expected);
            return;
        }
        (decision, expected) => panic!("decided {decision:?}, expected {expected:?}"),
    };
    let (decision, expected) = decision;
    assert_eq!(Ok(decision.outcome().quote()), quote.as_ref(), "the quote alone and inside the decision");
    let codes: Vec<&str> = decision.reasons().iter().map(Reason::code).collect();
    assert_eq!(codes, expected.reasons);
    for code in &codes {
        reached.count(code);
    }
    let lasting = codes.iter().any(|code| !["StateUnknown", "AgreementExpired"].contains(code));
    let verdict = match (codes.is_empty(), lasting) {
        (true, _) => Verdict::Approved,
        (false, true) => Verdict::Denied,
        (false, false) => Verdict::NeedsReview,
    };
    reached.count(verdict);
    assert_eq!((decision.verdict(), decision.is_approved()), (verdict, codes.is_empty()));
    let name = decision.policy().to_string();
    let overridden = if facts.policy.is_overridden() { " (overridden)" } else { "" };
    assert_eq!(name, format!("{}{overridden}", facts.policy.base_name()));

    let (cap, expected) = (decision.outcome().cap(), expected.cap);
    let found = model::Cap {
        counted: cap.counted().cents(),
        used: cap.used_before().cents(),
        remaining_before: cap.remaining_before().cents(),
        remaining_after: cap.remaining_after().cents(),
        earliest: cap.earliest().map(library::at),
        next_release: cap.next_release().map(|release| (library::at(release.at()), release.amount().cents())),
    };
    assert_eq!(found, expected);
    assert_eq!(cap.limit().cents(), facts.policy.terms.limit);
    assert_eq!(cap.fits(), !codes.contains(&"CapExceeded"));
    reached.count(if found.next_release.is_some() { "release" } else { "nothing to release" });
}

#[test]
fn the_crate_and_the_oracle_agree_on_every_figure_of_random_refunds() {
    let (cases, first) = (from_environment("ORACLE_CASES", 100_000), from_environment("ORACLE_SEED", 0));
    let mut reached = Reached::default();
    for seed in first..first + cases {
        let facts = cases::facts(&mut Random::new(seed), Reach::Library);
        let compared = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| compare(&facts, &mut reached)));
        assert!(compared.is_ok(), "seed {seed}: {facts:#?}");
    }
    if cases < 100_000 {
        return;
    }
    let expected = [
        format!("{:?}", Nonsense::Quantity),
        format!("{:?}", Nonsense::BeforePurchase),
        format!("{:?}", Nonsense::AfterTerm),
        format!("{:?}", Nonsense::FeeRateMissing),
        format!("{:?}", Nonsense::TooLarge),
        format!("{:?}", Kind::Full),
        format!("{:?}", Kind::Prorated),
        format!("{:?}", Kind::NothingPaid),
    ];
    let texts = [
        "until tomorrow",
        "for days",
        "TypeNotRefundable",
        "StateForbids",
        "StateUnknown",
        "UsGovernmentEnterprise",
        "CustomerMustAskPartner",
        "RequesterNotAllowed",
        "AgreementExpired",
        "CapExceeded",
        "release",
    ];
    for what in expected.into_iter().chain(texts.map(|text| format!("{text:?}"))) {
        let times = reached.0.get(&what).copied().unwrap_or_default();
        assert!(times >= 100, "{what} was reached {times} times: {:#?}", reached.0);
    }
    for edition in 0..model::EDITIONS.len() {
        for observed in [false, true] {
            let key = format!("{:?}", (edition, observed));
            assert!(reached.0.get(&key).is_some_and(|times| *times >= 1_000), "{key}: {:#?}", reached.0);
        }
    }
}
