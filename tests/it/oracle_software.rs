//! Software cancellations worked out twice: by the crate, and by an exact and slow model that calls nothing of it.
//!
//! `PROPTEST_CASES=100000 cargo test --test it oracle_software` compares more than the usual cases.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_in_result,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests may panic, and a reason without a model is a failure"
)]

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero as _;
use proptest::prelude::*;
use proptest::sample::select;
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::role::Role;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::software::{
    Attempt, Cancellation, CancellationReason, CancellationWindow, ExcludedPlans, LineSelection, MissingInformation,
    Qualification, SoftwareFamily, SoftwareOrder, SoftwarePolicy, SoftwarePurchase, SubscriptionCredit, WindowOpening,
};
use reservation_policy::{Currency, Decision, InvalidFacts, Money, QuestionError, Verdict};

use self::model::{Answer, Credit, DAY, Day, Facts, Instant, Line, Nonsense, Qualifies, Terms, Why, Window};

mod model;

const CURRENCIES: [(&str, u32); 5] = [("USD", 2), ("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)];

fn window() -> impl Strategy<Value = Window> {
    (any::<bool>(), select(vec![0, 1, 7, 24, 30, 60, 168, 365]), any::<bool>())
        .prop_map(|(in_hours, count, inclusive)| Window { in_hours, count, inclusive })
}

fn terms(edition: usize) -> impl Strategy<Value = Terms> {
    let base = Terms::of(edition);
    let credit = prop_oneof![Just(Credit::Full), Just(Credit::ByDay), window().prop_map(Credit::FullWithin)];
    let own = (window(), window(), any::<bool>(), credit, any::<bool>(), any::<bool>()).prop_map(
        |(perpetual, subscription, renews, credit, charges_today, excludes)| Terms {
            perpetual,
            subscription,
            renews,
            credit,
            charges_today,
            excludes,
        },
    );
    prop_oneof![2 => Just(base), 1 => own]
}

/// Instants after a midnight that are often at the very edge of a second or of the day.
fn time() -> impl Strategy<Value = Instant> {
    prop_oneof![
        select(vec![0, 1, DAY / 2, DAY - 1_000_000_000, DAY - 1]),
        (0..86_400_i128).prop_map(|second| second * 1_000_000_000),
        0..DAY,
    ]
}

/// Nanoseconds back from the attempt: often the very edge of a window.
fn back() -> impl Strategy<Value = Instant> {
    let edge = (select(vec![0_i128, 1, 7, 30, 60]), select(vec![-1_000_000_000_i128, -1, 0, 1, 1_000_000_000]));
    let days = (-2..100_i128, time());
    prop_oneof![
        edge.prop_map(|(days, off)| days * DAY + off),
        days.prop_map(|(days, time)| days * DAY + time),
        Just(400 * DAY),
    ]
}

fn paid() -> impl Strategy<Value = (i64, u32)> {
    (prop_oneof![Just(0_i64), 1..100_i64, 1..10_000_000_i64, Just(i64::MAX)], 0..3_u32)
}

fn line(now: Instant) -> impl Strategy<Value = Line> {
    let lengths = select(vec![1_i64, 28, 30, 31, 365, 366, 1096]);
    let term = prop::option::weighted(0.7, (select(vec![0_i64, 0, 0, 0, 1, 10, -1, -20]), lengths));
    let renewed = prop::option::weighted(0.2, prop_oneof![back().prop_map(move |back| now - back), Just(now)]);
    let family = select(SoftwareFamily::ALL.to_vec());
    let flags = (prop::bool::weighted(0.9), prop::bool::weighted(0.9), prop::bool::weighted(0.1));
    let qualifies = select(vec![Qualifies::Yes, Qualifies::Yes, Qualifies::Yes, Qualifies::No, Qualifies::AskFirst]);
    (back(), term, renewed, family, paid(), flags, qualifies, 1..4_u32).prop_map(
        move |(back, term, renewed_at, family, paid, flags, qualifies, quantity)| {
            let purchased_at = now - back;
            let bought_on = model::day(purchased_at);
            let (has_order, has_product, is_canceled) = flags;
            Line {
                term: term.map(|(start, length)| (bought_on + start, bought_on + start + length)),
                family: family.to_string(),
                purchased_at,
                renewed_at,
                paid,
                quantity,
                has_order,
                has_product,
                qualifies,
                is_canceled,
            }
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    // Days from 2018 to 2027.
    let now = (17_600..20_800_i64, time()).prop_map(|(day, time)| model::midnight(day) + time);
    (now, 0..3_usize).prop_flat_map(|(at, edition)| {
        let flags = (prop::bool::weighted(0.85), prop::bool::weighted(0.85), prop::bool::weighted(0.9));
        let billing_day = prop::option::of(1..32_u8);
        let quantity = prop::option::weighted(0.2, 1..4_u32);
        let lines = prop::collection::vec(line(at), 1..4);
        (terms(edition), select(CURRENCIES.to_vec()), lines, flags, billing_day, quantity).prop_map(
            move |(terms, currency, lines, flags, billing_day, quantity)| {
                let (is_admin_agent, is_acknowledged, has_customer) = flags;
                Facts {
                    edition,
                    terms,
                    currency,
                    lines,
                    at,
                    is_admin_agent,
                    is_acknowledged,
                    has_customer,
                    billing_day,
                    quantity,
                }
            },
        )
    })
}

fn instant(at: Instant) -> DateTime<Utc> {
    let seconds = i64::try_from(at.div_euclid(1_000_000_000)).unwrap();
    DateTime::from_timestamp(seconds, u32::try_from(at.rem_euclid(1_000_000_000)).unwrap()).unwrap()
}

fn at(instant: DateTime<Utc>) -> Instant {
    Instant::from(instant.timestamp()) * 1_000_000_000 + Instant::from(instant.timestamp_subsec_nanos())
}

fn date(day: Day) -> NaiveDate {
    instant(model::midnight(day)).date_naive()
}

/// Mantissa and further decimals: amounts may be finer than the minor unit.
fn money((mantissa, finer): (i64, u32), (code, digits): (&str, u32)) -> Money {
    Money::new(Decimal::new(mantissa, digits + finer), code.parse::<Currency>().unwrap())
}

fn exact(money: Money) -> BigRational {
    let decimal = money.amount();
    BigRational::new(BigInt::from(decimal.mantissa()), BigInt::from(10).pow(decimal.scale()))
}

fn policy(facts: &Facts) -> SoftwarePolicy {
    let window = |window: Window| {
        let length = if window.in_hours {
            CancellationWindow::hours(window.count)
        } else {
            CancellationWindow::days(window.count)
        };
        if window.inclusive { length } else { length.exclusive() }
    };
    let wanted = facts.terms;
    SoftwarePolicy::named(model::EDITIONS[facts.edition]).unwrap().with(|terms| {
        if wanted == Terms::of(facts.edition) {
            return;
        }
        terms.perpetual_window = window(wanted.perpetual);
        terms.subscription_window = window(wanted.subscription);
        terms.subscription_window_opens =
            if wanted.renews { WindowOpening::PurchaseOrRenewal } else { WindowOpening::Purchase };
        terms.subscription_credit = match wanted.credit {
            Credit::Full => SubscriptionCredit::Full,
            Credit::ByDay => SubscriptionCredit::ProratedByDay,
            Credit::FullWithin(full) => SubscriptionCredit::FullThenProratedByDay(window(full)),
        };
        terms.day_of_canceling_charged = wanted.charges_today;
        terms.excluded_plans = if wanted.excludes { ExcludedPlans::SuseAndRedHat } else { ExcludedPlans::Nothing };
    })
}

fn purchase(facts: &Facts, line: &Line) -> Result<SoftwarePurchase, InvalidFacts> {
    let (family, bought, paid) =
        (line.family.parse().unwrap(), instant(line.purchased_at), money(line.paid, facts.currency));
    let mut purchase = match line.term {
        None => SoftwarePurchase::perpetual(family, bought, paid)?,
        Some((start, end)) => SoftwarePurchase::subscription(family, bought, date(start), date(end), paid)?,
    };
    if let Some(renewed_at) = line.renewed_at {
        purchase = purchase.renewed(instant(renewed_at))?;
    }
    if line.has_order {
        purchase = purchase.order("order").unwrap();
    }
    if line.has_product {
        purchase = purchase.product("product").unwrap();
    }
    if line.is_canceled {
        purchase = purchase.canceled();
    }
    purchase = purchase.units(line.quantity)?;
    Ok(purchase.qualifying(match line.qualifies {
        Qualifies::Yes => Qualification::Qualifies,
        Qualifies::No => Qualification::DoesNotQualify,
        Qualifies::AskFirst => Qualification::MoreInformationNeeded,
    }))
}

fn attempt(facts: &Facts) -> Attempt {
    let role = if facts.is_admin_agent { Role::AdminAgent } else { Role::SalesAgent };
    let mut attempt = Attempt::new(instant(facts.at)).by(role);
    if facts.is_acknowledged {
        attempt = attempt.acknowledged();
    }
    if facts.has_customer {
        attempt = attempt.for_customer("Contoso").unwrap();
    }
    if let Some(day) = facts.billing_day {
        attempt = attempt.billed_on(day).unwrap();
    }
    if let Some(quantity) = facts.quantity {
        attempt = attempt.units(quantity).unwrap();
    }
    attempt
}

fn refused(error: &InvalidFacts) -> Nonsense {
    match error {
        InvalidFacts::TermBeforePurchase { .. } => Nonsense::TermBeforePurchase,
        InvalidFacts::PerpetualRenewed { .. } => Nonsense::PerpetualRenewed,
        InvalidFacts::RenewalBeforePurchase { .. } => Nonsense::RenewalBeforePurchase,
        InvalidFacts::AboveOwned { .. } => Nonsense::AboveOwned,
        other => panic!("no facts of the model lead to {other}"),
    }
}

fn nonsense(error: &QuestionError) -> Nonsense {
    match error {
        QuestionError::BeforePurchase { .. } => Nonsense::BeforePurchase,
        QuestionError::BeforeRenewal { .. } => Nonsense::BeforeRenewal,
        QuestionError::Facts(error) => refused(error),
        other => panic!("no facts of the model lead to {other}"),
    }
}

/// A decision in the words of the model.
fn answer(decision: &Decision<Cancellation>) -> Answer {
    let outcome = decision.outcome();
    Answer {
        opened: at(outcome.opened_at),
        by_renewal: outcome.opened_by_renewal,
        last_moment: at(outcome.last_moment),
        days_remaining: i64::from(outcome.days_remaining),
        period: outcome.period.map(|period| (model::day(at(midnight(period.start()))), i64::from(period.days()))),
        days_charged: i64::from(outcome.days_charged),
        credit: exact(outcome.credit),
        invoice: (i64::from(outcome.credit_invoice.year), i64::from(outcome.credit_invoice.month)),
        visible_by: at(outcome.visible_by),
        reasons: decision.reasons().iter().map(|reason| why(reason, outcome)).collect(),
    }
}

fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_hms_opt(0, 0, 0).unwrap().and_utc()
}

fn why(reason: &CancellationReason, outcome: &Cancellation) -> Why {
    let (mut missing, mut figure) = (Vec::new(), None);
    match reason {
        CancellationReason::MissingInformation { missing: found } => {
            let word = |missing: &MissingInformation| match missing {
                MissingInformation::Customer => "customer",
                MissingInformation::Product => "product",
                MissingInformation::OrderId => "order",
                other => panic!("no model of {other}"),
            };
            missing = found.iter().map(word).collect();
        }
        CancellationReason::WindowPassed { window, opened_by_renewal, last_moment, elapsed } => {
            figure = Some(*elapsed);
            assert_eq!((*window, *opened_by_renewal), (outcome.window, outcome.opened_by_renewal));
            assert_eq!(*last_moment, outcome.last_moment);
        }
        CancellationReason::PartialQuantity { requested, owned } => {
            figure = Some(u64::from(requested.get()));
            assert_eq!(*owned, outcome.quantity);
        }
        CancellationReason::PlanNotCancelable { family } => {
            assert!([SoftwareFamily::SuseLinux, SoftwareFamily::RedHat].contains(family));
        }
        _ => {}
    }
    Why { code: reason.code(), rule: reason.rule().as_str(), azure: reason.azure_code(), missing, figure }
}

fn compare(facts: &Facts) {
    let (policy, attempt) = (policy(facts), attempt(facts));
    let mut bought = Vec::new();
    for line in &facts.lines {
        let found = purchase(facts, line).map_err(|error| refused(&error)).and_then(|purchase| {
            let decision = policy.decide_cancellation(&purchase, &attempt).map_err(|error| nonsense(&error))?;
            Ok((purchase, decision))
        });
        let found_answer = found.as_ref().map(|(_, decision)| answer(decision)).map_err(|error| *error);
        assert_eq!(found_answer, facts.decide(line));
        if let Ok((purchase, decision)) = found {
            check_decision(facts, &decision);
            bought.push((line, purchase));
        }
    }
    if bought.len() == facts.lines.len() {
        compare_order(facts, bought, (&policy, &attempt));
    }
}

fn check_decision(facts: &Facts, decision: &Decision<Cancellation>) {
    let codes: Vec<&str> = decision.reasons().iter().map(CancellationReason::code).collect();
    let verdict = match &codes[..] {
        [] => Verdict::Approved,
        ["MoreInformationNeeded"] => Verdict::NeedsReview,
        _ => Verdict::Denied,
    };
    assert_eq!(decision.verdict(), verdict, "{codes:?}");
    let overridden = if facts.terms == Terms::of(facts.edition) { "" } else { " (overridden)" };
    assert_eq!(decision.policy().to_string(), format!("{}{overridden}", model::EDITIONS[facts.edition]));
    let outcome = decision.outcome();
    assert!(outcome.early_termination_fee.is_zero());
    assert_eq!(outcome.consequences.is_empty(), !decision.is_approved());
    assert!(!outcome.credit.is_negative() && outcome.credit.checked_cmp(outcome.paid).unwrap().is_le());
}

/// All lines in one order: each is decided as it is alone, and the credit is the sum of what is approved.
fn compare_order(
    facts: &Facts,
    bought: Vec<(&Line, SoftwarePurchase)>,
    (policy, attempt): (&SoftwarePolicy, &Attempt),
) {
    let (mut credit, mut all_canceled, mut alone) = (BigRational::zero(), true, Vec::new());
    for (line, _) in &bought {
        let expected = facts.decide(&Line { has_order: true, ..(*line).clone() }).unwrap();
        let approved = expected.reasons.is_empty();
        if approved {
            credit += &expected.credit;
        }
        all_canceled &= approved || line.is_canceled;
        alone.push(expected);
    }
    let lines = (0..).zip(bought.into_iter().map(|(_, purchase)| purchase)).collect::<Vec<(u32, _)>>();
    let order = SoftwareOrder::new("order".parse().unwrap(), lines.into_iter().rev()).unwrap();
    let Ok(answered) = policy.decide_order_cancellation(&order, &LineSelection::All, attempt) else {
        // The sum of the largest amounts can't be held.
        assert!(facts.lines.iter().any(|line| line.paid.0 == i64::MAX));
        return;
    };
    assert!(answered.lines.keys().copied().eq(0..u32::try_from(alone.len()).unwrap()));
    assert!(answered.lines.values().map(answer).eq(alone.iter().cloned()));
    assert_eq!(exact(answered.credit), credit);
    assert_eq!(answered.order_after.is_canceled(), all_canceled);
    assert_eq!(answered.is_approved(), alone.iter().all(|expected| expected.reasons.is_empty()));
}

proptest! {
    #[test]
    fn the_crate_and_the_model_agree_on_every_window_credit_and_reason(facts in facts()) {
        compare(&facts);
    }
}

#[test]
fn the_calendar_of_the_model_agrees_with_a_walk_through_a_century() {
    let mut day = model::day_of(1970, 1, 1);
    let mut expected = (1970, 1, 1);
    assert_eq!((day, model::day_of(2000, 3, 1)), (0, 11_017));
    while expected.0 < 2070 {
        assert_eq!(model::date_of(day), expected);
        assert_eq!(model::day_of(expected.0, expected.1, expected.2), day, "{expected:?}");
        day += 1;
        expected.2 += 1;
        if expected.2 > model::month_length(expected.0, expected.1) {
            expected = (expected.0, expected.1 + 1, 1);
        }
        if expected.1 > 12 {
            expected = (expected.0 + 1, 1, 1);
        }
    }
}
