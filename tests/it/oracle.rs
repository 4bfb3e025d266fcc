//! Every refund worked out twice: by the crate, and by an exact and slow second implementation.
//!
//! `PROPTEST_CASES=100000 cargo test --test it oracle` compares more cases than the usual 256. A failure names the seed
//! of its case and shows its facts.

use core::cmp::Reverse;
use std::collections::BTreeMap;

use proptest::test_runner::Config;
use reservation_policy::{Decision, Reason, Refund, Verdict};

use self::days::{midnight, split};
use self::model::{Facts, Nonsense};

mod cases;
mod days;
mod library;
mod model;
mod verdict;

/// How often the cases reached each branch, so that no part of the comparison is empty without anybody noticing.
type Reached = BTreeMap<String, u32>;

fn reach(reached: &mut Reached, what: impl core::fmt::Debug) {
    *reached.entry(format!("{what:?}").replace('"', "")).or_default() += 1;
}

/// Reasons in an order that does not depend on the room that they come from; denials come first.
fn sorted(mut reasons: Vec<Reason>) -> Vec<Reason> {
    reasons.sort_by_key(|reason| (Reverse(reason.verdict()), reason.code()));
    reasons
}

fn verdict_of(reasons: &[Reason]) -> Verdict {
    match reasons {
        [] => Verdict::Approved,
        _ if reasons.iter().any(|reason| reason.verdict() == Verdict::Denied) => Verdict::Denied,
        _ => Verdict::NeedsReview,
    }
}

/// Compares what a decision says of amounts, payments, reasons and the cap.
fn compare_decision(facts: &Facts, found: &Decision<Refund>, expected: &verdict::Decision, assumed: model::Assumed) {
    let refund = found.outcome();
    let at = library::nanoseconds(refund.request.at);
    assert_eq!(library::day_of_refund(refund), expected.day);
    assert_eq!(usize::try_from(refund.payments_total).unwrap(), facts.plan.len());
    let total = facts.total_paid(split(at).0, assumed);
    assert_eq!(library::exact(refund.total_paid), total);
    let before = facts.refunded_before.map_or_else(num_rational::BigRational::default, model::Amount::exact);
    assert_eq!(library::exact(refund.retained), total - before - library::exact(refund.billed.refund));

    assert_eq!(sorted(found.reasons().to_vec()), sorted(expected.reasons.clone()));
    let denied = found.reasons().iter().take_while(|reason| reason.verdict() == Verdict::Denied).count();
    assert!(found.reasons()[denied..].iter().all(|reason| reason.verdict() == Verdict::NeedsReview));
    assert_eq!(found.verdict(), verdict_of(&expected.reasons));
    assert_eq!(found.remarks(), facts.remarks(&expected.day, (at, assumed)));
    assert_eq!(found.policy().to_string(), facts.policy.name());
    assert_eq!(refund.channel, facts.channel());

    let (cap, expected_cap) = (refund.cap, &expected.cap);
    let next_release = cap.next_release.map(|it| (library::nanoseconds(it.at), it.amount.cents()));
    let (counts, used, remaining) = (cap.counts.cents(), cap.used.cents(), cap.remaining_before.cents());
    assert_eq!(verdict::Cap { counts, used, remaining, next_release }, *expected_cap);
    let fits = !expected.reasons.iter().any(|reason| matches!(reason, Reason::CapExceeded { .. }));
    assert_eq!(cap.fits, fits);
    let taken = if expected.reasons.is_empty() { expected_cap.counts } else { 0 };
    assert_eq!(cap.remaining_after.cents(), remaining.saturating_sub(taken));
}

fn compare(facts: &Facts, reached: &mut Reached) {
    let (policy, reservation) = (library::policy(&facts.policy), library::reservation(facts));
    let (returned, request, ledger) =
        (library::returned(facts, &reservation), library::request(facts), library::ledger(facts));
    let found = policy.decide_refund(&returned, &request, &ledger);
    let found = match (found, facts.decide(facts.at, facts.assumed())) {
        (Ok(found), Ok(expected)) => (found, expected),
        (Err(found), Err(expected)) => {
            reach(reached, expected);
            assert_eq!(library::nonsense(&found), expected);
            return;
        }
        (found, expected) => panic!("decided {found:?}, expected {expected:?}"),
    };
    let (found, mut expected) = found;
    let by_the_cap_alone = matches!(expected.reasons[..], [Reason::CapExceeded { .. }]);
    let is_approved = expected.reasons.is_empty();
    let earliest = if is_approved { Some(facts.at) } else { facts.earliest() };
    if let [Reason::CapExceeded { return_fits_from, .. }] = &mut expected.reasons[..] {
        *return_fits_from = earliest.map(library::instant);
    }
    compare_decision(facts, &found, &expected, facts.assumed());
    let refund = found.outcome();
    let allowed = earliest.filter(|_| by_the_cap_alone);
    assert_eq!(refund.earliest_allowed.map(library::nanoseconds), allowed, "earliest allowed");
    assert_eq!(library::nanoseconds(refund.valid_until), facts.valid_until(&expected.day), "valid until");
    assert_eq!(refund.most_units_now, facts.most_units(&expected.cap), "most units now");

    let then = policy.earliest_refund(&returned, &request, &ledger).unwrap();
    assert_eq!(then.as_ref().map(|then| library::nanoseconds(then.outcome().request.at)), earliest, "earliest");
    if let (Some(then), Some(at)) = (&then, earliest) {
        let assumed = if is_approved { facts.assumed() } else { facts.assumed_later() };
        compare_decision(facts, then, &facts.decide(at, assumed).unwrap(), assumed);
    }
    compare_rest(facts, &found, &expected.day);

    reach(reached, expected.day.kind);
    reach(reached, facts.policy.base_name());
    reach(reached, found.verdict());
    expected.reasons.iter().for_each(|reason| reach(reached, reason.code()));
    found.remarks().iter().for_each(|remark| reach(reached, remark.code()));
    for (what, is_reached) in [
        ("paid ahead", verdict::is_some(&expected.day.sides[0].ahead)),
        ("fits later", by_the_cap_alone && earliest.is_some()),
        ("never fits", by_the_cap_alone && earliest.is_none()),
        ("some units fit", !refund.cap.fits && refund.most_units_now > 0),
        ("holds for days", facts.valid_until(&expected.day) > midnight(split(facts.at).0 + 1)),
        ("current price", expected.day.sides[0].basis != expected.day.sides[0].charge),
        ("a rest", refund.remaining().is_some()),
    ] {
        if is_reached {
            reach(reached, what);
        }
    }
}

/// Compares what is said of the reservation that stays, half-way to the end of its term.
fn compare_rest(facts: &Facts, found: &Decision<Refund>, day: &model::Day1) {
    let rest = found.outcome().remaining();
    let Some(mut expected) = facts.remaining(&day.sides[0].refund) else {
        assert_eq!(rest, None);
        return;
    };
    let rest = rest.unwrap();
    let (today, _) = split(facts.at);
    expected.at = midnight((today.max(facts.anchor) + facts.end()) / 2).max(facts.at);
    assert_eq!(rest.quantity().get(), expected.owned);
    let policy = library::policy(&facts.policy);
    let returned = if facts.unused { rest.all().unused() } else { rest.all() };
    let found = policy.decide_refund(&returned, &library::request(&expected), &library::ledger(&expected));
    match (found, expected.decide(expected.at, expected.assumed())) {
        (Ok(found), Ok(mut decided)) => {
            if let [Reason::CapExceeded { return_fits_from, .. }] = &mut decided.reasons[..] {
                *return_fits_from = expected.earliest().map(library::instant);
            }
            compare_decision(&expected, &found, &decided, expected.assumed());
        }
        (Err(found), Err(expected)) => assert_eq!(library::nonsense(&found), expected, "the rest"),
        (found, expected) => panic!("of the rest decided {found:?}, expected {expected:?}"),
    }
}

#[test]
fn the_crate_and_the_oracle_agree_on_every_figure_and_every_reason_of_random_refunds() {
    let (cases, mut reached) = (Config::default().cases, Reached::new());
    for seed in 0..u64::from(cases) {
        let facts = cases::facts(seed);
        let compared = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| compare(&facts, &mut reached)));
        assert!(compared.is_ok(), "seed {seed}: {facts:#?}");
    }
    if cases < 10_000 {
        return;
    }
    let nonsense = [Nonsense::BeforePurchase, Nonsense::AfterTerm, Nonsense::FeeRateMissing, Nonsense::TooLarge]
        .map(|it| format!("{it:?}"));
    let expected = [
        "Full",
        "Prorated",
        "NothingPaid",
        "Approved",
        "Denied",
        "NeedsReview",
        "paid ahead",
        "fits later",
        "never fits",
        "some units fit",
        "holds for days",
        "current price",
        "a rest",
        "TypeNotRefundable",
        "TypeUnknown",
        "StateForbids",
        "StateUnknown",
        "UsGovernmentEnterprise",
        "UsGovernmentAgreementUnknown",
        "CustomerMustAskPartner",
        "RequesterNotAllowed",
        "AgreementExpired",
        "PaymentOutstanding",
        "CurrentPriceUnknown",
        "SoftwareWindowPassed",
        "PrivateOffer",
        "CapExceeded",
        "ScheduledPaymentsAssumed",
        "LaterRefundsInLedger",
        "CurrentPriceUsdUnknown",
    ];
    let names = model::EDITIONS.iter().flat_map(|name| [(*name).to_owned(), format!("{name}+observed")]);
    for what in nonsense.into_iter().chain(expected.map(str::to_owned)).chain(names) {
        let times = reached.get(&what).copied().unwrap_or_default();
        assert!(times >= 10, "{what} was reached {times} times: {reached:#?}");
    }
}
