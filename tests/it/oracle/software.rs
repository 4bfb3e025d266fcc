//! Software cancellations: windows, credits, invoices, every reason, and the lines of an order.

use chrono::{DateTime, Utc};
use num_rational::BigRational;
use num_traits::Zero as _;
use reservation_policy::decision::{Decision, Reason};
use reservation_policy::policy::software::{
    Boundary, CancellationWindow, ExcludedPlans, SoftwarePolicy, SoftwarePolicyName, SubscriptionCredit, WindowLength,
    WindowOpening,
};
use reservation_policy::software::cancellation::{
    Acknowledgement, Cancellation, CancellationActor, CancellationError, CancellationReason, CancellationRequest,
    MissingInformation, WindowStart,
};
use reservation_policy::software::credit::BillingDay;
use reservation_policy::software::order::{LineSelection, OrderLine, OrderStatus, SoftwareOrder};
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::software::{
    InvalidSoftwarePurchase, Licence, LicenceKind, PurchaseState, Qualification, SoftwareFamily, SoftwarePurchase,
};
use reservation_policy::{Currency, Quantity, chrono};

use self::model::{Answer, Credit, Facts, Line, Nonsense, Qualifies, Terms, Why, Window};
use super::cases::{self, Random};
use super::days::{Day, NANOSECONDS_A_DAY, day_of, midnight};
use super::library::{at, date, exact, instant, money};
use super::{Reached, compare_cases};

mod model;

fn facts(random: &mut Random) -> Facts {
    let edition = random.below(model::EDITIONS.len());
    let currency = random.pick(&cases::CURRENCIES);
    let today = day_of(2018 + random.below(8), 1, 1) + random.below(366);
    let now = midnight(today) + cases::time(random);
    let count = random.pick(&[1, 1, 1, 2, 3]);
    Facts {
        edition,
        terms: if random.percent(30) { terms(random, Terms::of(edition)) } else { Terms::of(edition) },
        currency,
        lines: (0..count).map(|_| line(random, currency.1, (today, now))).collect(),
        at: now,
        is_admin_agent: random.percent(85),
        is_acknowledged: random.percent(85),
        has_customer: random.percent(90),
        billing_day: random.percent(50).then(|| 1 + random.below(31)),
    }
}

fn window(random: &mut Random) -> Window {
    let counts = [0, 1, 7, 24, 30, 60, 168, 365];
    Window { in_hours: random.percent(50), count: random.pick(&counts), inclusive: random.percent(50) }
}

fn terms(random: &mut Random, base: Terms) -> Terms {
    let credits = [Credit::Full, Credit::ByDay, Credit::FullWithin(window(random))];
    Terms {
        perpetual: if random.percent(50) { window(random) } else { base.perpetual },
        subscription: if random.percent(50) { window(random) } else { base.subscription },
        renews: random.percent(50),
        credit: random.pick(&credits),
        excludes: random.percent(70),
    }
}

/// Bought some days ago, often at the very edge of a window.
fn line(random: &mut Random, minor_digits: u32, (today, now): (Day, i128)) -> Line {
    let days_ago = match random.below(20) {
        0 => -1 - random.below(3),
        1..=6 => random.pick(&[0, 1, 7, 29, 30, 31, 59, 60, 61, 365]),
        _ => random.below(100),
    };
    let edge = random.pick(&[0, 1, 7, 30, 60]) * NANOSECONDS_A_DAY + random.pick(&[-1_000_000_000, -1, 0, 1]);
    let purchased_at = if random.percent(20) { now - edge } else { midnight(today - days_ago) + cases::time(random) };
    let bought_on = super::days::split(purchased_at).0;
    let renewed_at = random.percent(15).then(|| match random.below(4) {
        0 => purchased_at + i128::from(random.below(3_i64)) * NANOSECONDS_A_DAY - 1,
        1 => now - edge,
        _ => now - i128::from(random.below(40_i64)) * NANOSECONDS_A_DAY,
    });
    let length = random.pick(&[1, 28, 30, 31, 365, 366, 1096]);
    let start = bought_on + random.pick(&[0, 0, 0, 0, 1, 10, -1, -20]);
    Line {
        term: random.percent(70).then_some((start, start + length)),
        family: random.pick(&["Windows Server", "SQL Server", "other software", "SUSE Linux", "Red Hat"]),
        purchased_at,
        renewed_at,
        paid: cases::amount(random, minor_digits),
        has_order: random.percent(90),
        has_product: random.percent(90),
        qualifies: random.pick(&[Qualifies::Yes, Qualifies::Yes, Qualifies::Yes, Qualifies::No, Qualifies::AskFirst]),
        is_cancelled: random.percent(10),
    }
}

fn policy(facts: &Facts) -> SoftwarePolicy {
    let window = |window: Window| {
        let boundary = if window.inclusive { Boundary::Inclusive } else { Boundary::Exclusive };
        let length = if window.in_hours {
            CancellationWindow::hours(window.count)
        } else {
            CancellationWindow::days(window.count)
        };
        length.with_boundary(boundary)
    };
    let named = SoftwarePolicy::edition(model::EDITIONS[facts.edition].parse().unwrap());
    if !facts.is_overridden() {
        return named;
    }
    let terms = facts.terms;
    named
        .with_perpetual_window(window(terms.perpetual))
        .with_subscription_window(window(terms.subscription))
        .with_subscription_window_opens(if terms.renews {
            WindowOpening::PurchaseOrRenewal
        } else {
            WindowOpening::Purchase
        })
        .with_subscription_credit(match terms.credit {
            Credit::Full => SubscriptionCredit::Full,
            Credit::ByDay => SubscriptionCredit::ProratedByDay,
            Credit::FullWithin(full) => SubscriptionCredit::FullThenProratedByDay(window(full)),
        })
        .with_excluded_plans(if terms.excludes { ExcludedPlans::SuseAndRedHat } else { ExcludedPlans::Nothing })
}

fn purchase(facts: &Facts, line: &Line) -> Result<SoftwarePurchase, Nonsense> {
    let kind = if line.term.is_some() { LicenceKind::Subscription } else { LicenceKind::Perpetual };
    let licence = Licence::new(kind, line.term.map(|(start, _)| date(start)), line.term.map(|(_, end)| date(end)));
    let family = SoftwareFamily::ALL.into_iter().find(|family| family.to_string() == line.family).unwrap();
    let paid = money(line.paid, Currency::from_code(facts.currency.0).unwrap());
    let mut purchase = SoftwarePurchase::new(licence.unwrap(), family, instant(line.purchased_at), paid)
        .map_err(|error| refused(&error))?;
    if let Some(renewed_at) = line.renewed_at {
        purchase = purchase.with_renewal(instant(renewed_at)).map_err(|error| refused(&error))?;
    }
    if line.has_order {
        purchase = purchase.with_order_id("order".parse().unwrap());
    }
    if line.has_product {
        purchase = purchase.with_product("product".parse().unwrap());
    }
    let qualification = match line.qualifies {
        Qualifies::Yes => Qualification::Qualifies,
        Qualifies::No => Qualification::DoesNotQualify,
        Qualifies::AskFirst => Qualification::MoreInformationNeeded,
    };
    let state = if line.is_cancelled { PurchaseState::Cancelled } else { PurchaseState::Active };
    Ok(purchase.with_qualification(qualification).with_state(state))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the oracle's facts lead to no other error")]
fn refused(error: &InvalidSoftwarePurchase) -> Nonsense {
    match error {
        InvalidSoftwarePurchase::TermBeforePurchase { .. } => Nonsense::TermBeforePurchase,
        InvalidSoftwarePurchase::PerpetualRenewed { .. } => Nonsense::PerpetualRenewed,
        InvalidSoftwarePurchase::RenewalBeforePurchase { .. } => Nonsense::RenewalBeforePurchase,
        other => panic!("no facts of the oracle lead to {other}"),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the oracle's facts lead to no other error")]
fn nonsense(error: &CancellationError) -> Nonsense {
    match error {
        CancellationError::BeforePurchase { .. } => Nonsense::BeforePurchase,
        CancellationError::BeforeRenewal { .. } => Nonsense::BeforeRenewal,
        other => panic!("no facts of the oracle lead to {other}"),
    }
}

fn request(facts: &Facts) -> CancellationRequest {
    let mut request = CancellationRequest::new(instant(facts.at))
        .with_actor(if facts.is_admin_agent { CancellationActor::AdminAgent } else { CancellationActor::Other })
        .with_acknowledgement(if facts.is_acknowledged { Acknowledgement::Given } else { Acknowledgement::NotGiven });
    if facts.has_customer {
        request = request.with_customer(CustomerReference::Name("Contoso".parse().unwrap()));
    }
    if let Some(day) = facts.billing_day {
        request = request.with_billing_day(BillingDay::new(day).unwrap());
    }
    request
}

type Decided = Decision<Cancellation, CancellationReason, SoftwarePolicyName>;

/// A decision in the oracle's words.
fn answer(decision: &Decided) -> Answer {
    let outcome = decision.outcome();
    let (opened, by_renewal) = match outcome.window_start() {
        WindowStart::Purchase(instant) => (instant, false),
        WindowStart::Renewal(instant) => (instant, true),
    };
    Answer {
        opened: at(opened),
        by_renewal,
        last_moment: at(outcome.last_moment()),
        days_remaining: i64::from(outcome.days_remaining()),
        credit: exact(outcome.credit()),
        invoice: (i64::from(outcome.credit_invoice().year()), i64::from(outcome.credit_invoice().month())),
        visible_by: at(outcome.visible_by()),
        reasons: decision.reasons().iter().map(|reason| why(reason, opened, outcome)).collect(),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "two reasons have figures")]
fn why(reason: &CancellationReason, opened: DateTime<Utc>, outcome: &Cancellation) -> Why {
    let (mut missing, mut elapsed) = (Vec::new(), None);
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
        CancellationReason::WindowPassed(passed) => {
            elapsed = Some(passed.elapsed());
            assert_eq!((passed.window(), passed.start().instant()), (outcome.window(), opened));
            assert_eq!(passed.last_moment(), outcome.last_moment());
        }
        CancellationReason::PlanNotCancellable { family } => {
            assert!([SoftwareFamily::SuseLinux, SoftwareFamily::RedHat].contains(family));
        }
        _ => {}
    }
    Why { code: reason.code(), rule: reason.rule().as_str(), azure: reason.azure_code(), missing, elapsed }
}

fn compare(facts: &Facts, reached: &mut Reached) {
    let (policy, request) = (policy(facts), request(facts));
    let mut bought = Vec::new();
    for line in &facts.lines {
        let expected = facts.decide(line);
        let found = purchase(facts, line).and_then(|purchase| {
            let decision = policy.decide_cancellation(&purchase, &request).map_err(|error| nonsense(&error))?;
            assert_eq!(policy.software_credit(&purchase, request.at()), Ok(decision.outcome().credit()));
            Ok((purchase, decision))
        });
        assert_eq!(found.as_ref().map(|(_, decision)| answer(decision)).map_err(|error| *error), expected);
        match found {
            Ok((purchase, decision)) => {
                note(facts, line, &decision, reached);
                bought.push((line, purchase));
            }
            Err(nonsense) => reached.count(nonsense),
        }
    }
    if bought.len() == facts.lines.len() {
        compare_order(facts, bought, (&policy, &request));
    }
}

fn note(facts: &Facts, line: &Line, decision: &Decided, reached: &mut Reached) {
    let codes: Vec<&str> = decision.reasons().iter().map(Reason::code).collect();
    reached.verdict(&codes, decision.verdict());
    let overridden = if facts.is_overridden() { " (overridden)" } else { "" };
    assert_eq!(decision.policy().to_string(), format!("{}{overridden}", model::EDITIONS[facts.edition]));
    let credit = decision.outcome().credit();
    assert!(decision.outcome().early_termination_fee().is_zero());
    reached.count(match (credit == decision_paid(facts, line), credit.is_zero()) {
        (true, _) => "all of it",
        (false, true) => "nothing",
        (false, false) => "a part",
    });
    reached.count(match decision.outcome().window().length() {
        WindowLength::Days(_) => "in days",
        WindowLength::Hours(_) => "in hours",
    });
    reached.count(match decision.outcome().window_start() {
        WindowStart::Purchase(_) => "from the purchase",
        WindowStart::Renewal(_) => "from the renewal",
    });
    reached.count(if facts.at == at(decision.outcome().last_moment()) { "last moment" } else { "another moment" });
}

fn decision_paid(facts: &Facts, line: &Line) -> reservation_policy::Money {
    money(line.paid, Currency::from_code(facts.currency.0).unwrap())
}

/// All lines in one order: each is decided as it is alone, and the credit is the sum of what is approved.
fn compare_order(
    facts: &Facts,
    bought: Vec<(&Line, SoftwarePurchase)>,
    (policy, request): (&SoftwarePolicy, &CancellationRequest),
) {
    let mut expected = (BigRational::zero(), true);
    let mut lines = Vec::new();
    for ((line, purchase), number) in bought.into_iter().zip(0..) {
        let in_order = Line { has_order: true, ..line.clone() };
        let alone = facts.decide(&in_order).unwrap();
        let approved = alone.reasons.is_empty();
        if approved {
            expected.0 += &alone.credit;
        }
        expected.1 &= approved || line.is_cancelled;
        lines.push((OrderLine::new(number, Quantity::ONE, purchase), alone));
    }
    let order_lines = lines.iter().map(|(line, _)| line.clone()).rev().collect();
    let order = SoftwareOrder::new("order".parse().unwrap(), order_lines).unwrap();
    let answered = policy.decide_order_cancellation(&order, &LineSelection::All, request).unwrap();
    assert_eq!(answered.lines().len(), lines.len());
    for (found, (line, alone)) in answered.lines().iter().zip(&lines) {
        assert_eq!((found.number(), answer(found.decision())), (line.number(), alone.clone()));
    }
    assert_eq!(exact(answered.credit()), expected.0);
    let status = if expected.1 { OrderStatus::Cancelled } else { OrderStatus::Completed };
    assert_eq!(answered.order_after().status(), status);
    assert_eq!(answered.is_approved(), lines.iter().all(|(_, alone)| alone.reasons.is_empty()));
}

#[test]
fn the_crate_and_the_oracle_agree_on_every_window_credit_and_reason_of_random_cancellations() {
    let Some(reached) = compare_cases(40_000, facts, compare) else { return };
    let nonsense =
        ["TermBeforePurchase", "PerpetualRenewed", "RenewalBeforePurchase", "BeforePurchase", "BeforeRenewal"];
    let kinds = ["all of it", "a part", "nothing", "in days", "in hours", "from the purchase", "from the renewal"];
    reached.check(&[&nonsense[..], &kinds, &["Approved", "Denied", "NeedsReview", "last moment"]].concat(), 100);
    for code in [
        "PlanNotCancellable",
        "AlreadyCancelled",
        "DoesNotQualify",
        "WindowPassed",
        "RequiresAdminAgent",
        "NotAcknowledged",
        "MissingInformation",
        "MoreInformationNeeded",
    ] {
        reached.check(&[code, &format!("{code} alone")], 100);
    }
}
