//! Every answer worked out twice: by the crate, and by an exact and slow second implementation.
//!
//! `ORACLE_CASES=1000000 cargo test --release --test it oracle` compares a million cases of each kind rather than the
//! usual thousands: refunds with their verdicts, exchanges, software cancellations, steps of a ledger. `ORACLE_SEED=7`
//! begins elsewhere. A failure names the seed of its one case, and shows its facts: `ORACLE_SEED=<seed> ORACLE_CASES=1`
//! runs that case again.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::fn_params_excessive_bools,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_in_result,
    clippy::unwrap_used,
    reason = "tests may panic, and their helpers too"
)]

use core::fmt::Debug;
use std::collections::BTreeMap;

use reservation_policy::decision::Verdict;
use reservation_policy::policy::reservation::Channel;

use self::cases::{Random, Reach};
use self::model::Facts;

pub(crate) mod cases;
pub(crate) mod days;
mod exchanges;
mod ledgers;
pub(crate) mod library;
pub(crate) mod model;
mod software;
pub(crate) mod verdict;

/// A number from the environment: the one thing that tests may ask for there.
#[expect(clippy::disallowed_methods, reason = "how many cases are run is no business of the library")]
pub(crate) fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

/// Which branches the cases reached, so that no part of the comparison is empty without anybody noticing.
#[derive(Default)]
struct Reached(BTreeMap<String, u64>);

/// The codes of reasons that need a person to look; all others deny.
const NEEDS_REVIEW: [&str; 3] = ["StateUnknown", "AgreementExpired", "MoreInformationNeeded"];

impl Reached {
    fn count(&mut self, what: impl Debug) {
        *self.0.entry(format!("{what:?}").replace('"', "")).or_default() += 1;
    }

    /// Counts each code, and compares the verdict that they lead to.
    fn verdict(&mut self, codes: &[&str], found: Verdict) {
        let lasting = codes.iter().any(|code| !NEEDS_REVIEW.contains(code));
        let verdict = match (codes.is_empty(), lasting) {
            (true, _) => Verdict::Approved,
            (false, true) => Verdict::Denied,
            (false, false) => Verdict::NeedsReview,
        };
        assert_eq!(found, verdict, "{codes:?}");
        self.count(verdict);
        for code in codes {
            self.count(code);
        }
        if let [alone] = codes {
            self.count(format_args!("{alone} alone"));
        }
    }

    fn check(&self, expected: &[&str], often: u64) {
        for what in expected {
            let times = self.0.get(*what).copied().unwrap_or_default();
            assert!(times >= often, "{what} was reached {times} times: {:#?}", self.0);
        }
    }
}

/// Compares the usual number of cases, or as many as the environment says. What they reached, unless they are fewer.
fn compare_cases<F: Debug>(
    usual: u64,
    facts: impl Fn(&mut Random) -> F,
    compare: impl Fn(&F, &mut Reached),
) -> Option<Reached> {
    let (cases, first) = (from_environment("ORACLE_CASES", usual), from_environment("ORACLE_SEED", 0));
    let mut reached = Reached::default();
    for seed in first..first + cases {
        let facts = facts(&mut Random::new(seed));
        let compared = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| compare(&facts, &mut reached)));
        assert!(compared.is_ok(), "seed {seed}: {facts:#?}");
    }
    (cases >= usual).then_some(reached)
}

fn compare(facts: &Facts, reached: &mut Reached) {
    let (policy, reservation, ledger) =
        (library::policy(&facts.policy), library::reservation(facts), library::ledger(facts));
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
    assert_eq!(decision.reasons().iter().map(library::why).collect::<Vec<_>>(), expected.reasons);
    let codes = expected.codes();
    reached.verdict(&codes, decision.verdict());
    assert_eq!(decision.is_approved(), codes.is_empty());
    assert_eq!(decision.policy().to_string(), facts.policy.name());
    let channel = if expected.is_self_service { Channel::SelfService } else { Channel::SupportRequest };
    assert_eq!(decision.outcome().channel(), channel);

    let (cap, expected) = (decision.outcome().cap(), expected.cap);
    let found = verdict::Cap {
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
fn the_crate_and_the_oracle_agree_on_every_figure_and_every_reason_of_random_refunds() {
    let Some(reached) = compare_cases(40_000, |random| cases::facts(random, Reach::Library), compare) else { return };
    let nonsense = ["Quantity", "BeforePurchase", "AfterTerm", "FeeRateMissing", "TooLarge"];
    let kinds = ["Full", "Prorated", "NothingPaid", "until tomorrow", "for days", "release"];
    let verdicts = ["Approved", "Denied", "NeedsReview"];
    reached.check(&[&nonsense[..], &kinds, &verdicts].concat(), 100);
    for code in [
        "TypeNotRefundable",
        "StateForbids",
        "StateUnknown",
        "UsGovernmentEnterprise",
        "CustomerMustAskPartner",
        "RequesterNotAllowed",
        "AgreementExpired",
        "CapExceeded",
    ] {
        reached.check(&[code], 100);
        reached.check(&[&format!("{code} alone")], 10);
    }
    for edition in 0..model::EDITIONS.len() {
        for observed in [false, true] {
            reached.check(&[&format!("{:?}", (edition, observed))], 1_000);
        }
    }
}
