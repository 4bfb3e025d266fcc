//! Exchanges worked out twice: by the crate, and by an exact and slow model that calls nothing of it.
//!
//! `PROPTEST_CASES=100000 cargo test --test it oracle_exchange` compares more than the usual cases.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::fn_params_excessive_bools,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests may panic, and a reason without a model is a failure"
)]

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use reservation_policy::account::{Cloud, EnterpriseStatus};
use reservation_policy::chrono;
use reservation_policy::exchange::SavingsPlanKind;
use reservation_policy::policy::{
    Boundary, ExchangeRestriction, FeeRate, FeeTerms, MustMatch, ReservationEdition, ReturnedValue, Threshold,
    TradeInTerms,
};
use reservation_policy::reservation::{Made, Payment};
use reservation_policy::{
    Account, BillingPlan, Currency, Decision, Error, Exchange, Money, Price, Purchase, Quantity, QuestionError, Rate,
    Reason, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Returned, Term, UsdAmount,
    Verdict,
};

use self::model::{Answer, Bought, Contract, Day, Facts, Leg, Line, Nonsense, Paid, Terms};

mod model;

const KINDS: [&str; 14] = [
    "VirtualMachines",
    "VirtualMachines",
    "VirtualMachines",
    "DedicatedHost",
    "AppService",
    "AVS",
    "NutanixBareMetal",
    "SqlDatabases",
    "CosmosDb",
    "MySql",
    "RedHat",
    "Databricks",
    "OpenAIPTU",
    "QuantumThings",
];

/// A stream of numbers from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn percent(&mut self, chance: i64) -> bool {
        self.below(100) < chance
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let place = usize::try_from(self.below(i64::try_from(from.len()).unwrap())).unwrap();
        from[place].clone()
    }

    fn amount(&mut self) -> u64 {
        let largest = self.pick(&[100, 10_000, 100_000, 1_000_000, 10_000_000]);
        self.next() % (largest + 1)
    }
}

fn facts(seed: u64) -> Facts {
    let mut random = Random(seed);
    // Days from mid-2018 to 2028, often next to the dates of the tables.
    let today = match random.below(4) {
        0 => model::day_of(2027, 2, 1) + random.below(60) - 30,
        1 => model::day_of(2026, 7, 1) + random.below(3) - 1,
        _ => model::day_of(2018, 7, 1) + random.below(3_600),
    };
    let edition = usize::try_from(random.below(11)).unwrap();
    let kind = random.pick(&KINDS);
    let returned =
        (0..random.pick(&[1, 1, 1, 2, 2, 3])).map(|number| leg(&mut random, (today, kind), number)).collect();
    let terms = if random.percent(50) { own_terms(&mut random, today) } else { Terms::of(edition) };
    let bought = (0..random.pick(&[1, 1, 1, 2, 3])).map(|_| bought(&mut random, kind)).collect();
    let mut facts = Facts {
        edition,
        observed: random.percent(20),
        terms,
        digits: random.pick(&[2, 2, 0, 3]),
        today,
        who: random.pick(&[
            "owner",
            "owner",
            "owner",
            "owner",
            "partner",
            "customer",
            "reservationAdministrator",
            "other",
        ]),
        contract: random.pick(&[
            Contract::Unknown,
            Contract::Unknown,
            Contract::PayAsYouGo,
            Contract::Enterprise,
            Contract::Expired,
            Contract::Csp,
        ]),
        government: random.percent(15),
        role: random.pick(&[None, Some(true), Some(false)]),
        returned,
        bought,
    };
    match random.below(100) {
        0 => facts.returned.clear(),
        1 => facts.bought.clear(),
        2..60 => to_the_cent(&mut random, &mut facts),
        _ => {}
    }
    facts
}

fn own_terms(random: &mut Random, today: Day) -> Terms {
    let trade_in = (random.pick(&[None, Some(1), Some(2)]), random.percent(50), random.percent(50));
    Terms {
        strict: random.percent(50),
        refund_alone: random.percent(50),
        families: random.pick(&[0, 1, 2]),
        restricted_from: random.percent(60).then(|| today - random.pick(&[0, 1, 100, 400])),
        trade_in: random.percent(80).then_some(trade_in),
    }
}

fn leg(random: &mut Random, (today, kind): (Day, &'static str), number: u32) -> Leg {
    let months = random.pick(&[1, 12, 12, 36, 60]);
    let monthly = random.percent(60);
    let anchor =
        if random.percent(95) { today - random.below(months * 30) } else { today + 3 - random.below(months * 60) };
    let owned = random.pick(&[1, 1, 3, 10, 4_000_000]);
    let original = random.percent(40).then(|| owned + random.pick(&[0, 1, 5]));
    let returned = if random.percent(50) { owned } else { 1 + u32::try_from(random.below(i64::from(owned))).unwrap() };
    let mut leg = Leg {
        kind: if random.percent(80) { kind } else { random.pick(&KINDS) },
        id: Some(if random.percent(3) { 0 } else { number }),
        anchor,
        months,
        monthly,
        owned,
        returned,
        original,
        exchanged: random.pick(&[0, 0, 1, owned, owned.saturating_sub(returned) + 1, u32::MAX]),
        price: Some(random.amount()),
        record: Vec::new(),
        unused: random.percent(50),
        current: random.percent(25).then(|| random.amount()),
        state: if random.percent(92) { "Succeeded" } else { random.pick(&["Merged", "Cancelled", "Dreaming"]) },
        bought: random.percent(20).then(|| anchor + random.pick(&[-3, -1, 0, 1])),
    };
    if random.percent(50) {
        leg.price = None;
        leg.record = record(random, &leg, today);
    }
    leg
}

/// Payments of a record: made when they fell due, some late or not at all, and now and then the next one ahead.
fn record(random: &mut Random, leg: &Leg, today: Day) -> Vec<Paid> {
    let planned = if leg.monthly { leg.months } else { 1 };
    let due = |number: i64| model::plus_months(leg.anchor, (number - 1) * if leg.monthly { 1 } else { leg.months });
    let begun = (1..=planned).filter(|number| due(*number) <= today).count().max(1);
    let mut record = Vec::new();
    let (mut minor, mut units) = (random.amount(), leg.owned.saturating_mul(random.pick(&[1, 1, 2])));
    for number in 1..=(i64::try_from(begun).unwrap() + random.pick(&[0, 0, 1, 2])).min(planned) {
        if random.percent(5) {
            (minor, units) = (random.amount(), leg.owned);
        }
        let day = if due(number) > today { today } else { due(number) };
        let made = match random.below(100) {
            0..5 => None,
            5..15 => Some(day + random.below(10)),
            15..20 => Some(day - random.below(10)),
            _ => Some(day),
        };
        record.push(Paid { number, minor, units, made });
    }
    record
}

fn bought(random: &mut Random, kind: &'static str) -> Bought {
    if random.percent(25) {
        let (database, months) = (random.percent(35), random.pick(&[12, 36]));
        return Bought::Plan { database, months, hourly: random.amount() };
    }
    let kind = if random.percent(75) { kind } else { random.pick(&KINDS) };
    let sku =
        random.pick(&[None, Some("Standard_D2s_v3"), Some("Standard_F4s"), Some("Standard_D2s_v5"), Some("X Series")]);
    let minor = random.amount() * random.pick(&[1, 40]);
    Bought::Reservation { kind, months: random.pick(&[12, 12, 36, 60]), sku, minor }
}

/// One purchase that costs what is returned, or a minor unit more or less.
fn to_the_cent(random: &mut Random, facts: &mut Facts) {
    facts.bought.truncate(1);
    let more = BigInt::from(random.pick(&[-1, 0, 0, 1]));
    let (Ok(answer), Some(Bought::Reservation { minor, .. })) = (facts.answer(), facts.bought.first_mut()) else {
        return;
    };
    if let Ok(worth) = u64::try_from(answer.sums[5].to_integer() + more) {
        *minor = worth;
    }
}

fn date(day: Day) -> NaiveDate {
    let (year, month, day) = model::date_of(day);
    let [month, day] = [month, day].map(|part| u32::try_from(part).unwrap());
    NaiveDate::from_ymd_opt(i32::try_from(year).unwrap(), month, day).unwrap()
}

fn midnight(day: Day) -> DateTime<Utc> {
    date(day).and_hms_opt(0, 0, 0).unwrap().and_utc()
}

fn term(months: i64) -> Term {
    Term::ALL.into_iter().find(|term| i64::from(term.months()) == months).unwrap()
}

fn currency(facts: &Facts) -> Currency {
    let code = match facts.digits {
        0 => "JPY",
        2 => "USD",
        _ => "KWD",
    };
    code.parse().unwrap()
}

fn policy(facts: &Facts) -> ReservationPolicy {
    let mut policy = ReservationPolicy::edition(ReservationEdition::ALL[facts.edition]);
    if facts.observed {
        policy = policy.observed();
    }
    if facts.terms == Terms::of(facts.edition) {
        return policy;
    }
    let Terms { strict, refund_alone, families, restricted_from, trade_in } = facts.terms;
    policy
        .with(|terms| {
            let exchange = &mut terms.exchange;
            exchange.threshold = if strict { Threshold::MoreThan } else { Threshold::AtLeast };
            exchange.returned_value =
                if refund_alone { ReturnedValue::Refund } else { ReturnedValue::RefundAndRemainingCommitment };
            exchange.must_match =
                [MustMatch::Type, MustMatch::Family2021, MustMatch::Family2026][usize::from(families)];
            exchange.restriction = restricted_from
                .map(|day| ExchangeRestriction { bought_from: date(day), boundary: Boundary::Inclusive });
            exchange.trade_in = trade_in.map(|(most_reservations, needs_savings_plan_role, database)| TradeInTerms {
                most_reservations,
                needs_savings_plan_role,
                database,
            });
        })
        .unwrap()
}

fn returned(facts: &Facts, leg: &Leg) -> Returned {
    let currency = currency(facts);
    let price = |minor| {
        let usd = Money::of_minor(minor, Currency::USD);
        Price::new(if currency == Currency::USD { usd } else { Money::of_minor(minor, currency) }, usd).unwrap()
    };
    let resource: ResourceType = leg.kind.parse().unwrap();
    let mut builder = Reservation::builder(resource, date(leg.anchor), term(leg.months)).units(leg.owned);
    let payment = |paid: &Paid| {
        let made = paid.made.map_or(Made::Not, |day| Made::On(date(day)));
        let number = u32::try_from(paid.number).unwrap();
        Payment::new(number, price(paid.minor), Quantity::new(paid.units).unwrap(), made)
    };
    builder = match (leg.price, leg.monthly) {
        (Some(minor), true) => builder.monthly(price(minor)),
        (Some(minor), false) => builder.upfront(price(minor)),
        (None, true) => builder.payments(leg.record.iter().map(payment).collect()),
        (None, false) => builder.upfront_payment(payment(&leg.record[0])),
    };
    builder = builder.state(leg.state.parse().unwrap()).final_exchanges_used(leg.exchanged);
    if let Some(id) = leg.id {
        builder = builder.id(&format!("order/{id}")).unwrap();
    }
    if let Some(original) = leg.original {
        builder = builder.original_quantity(original);
    }
    if let Some(bought) = leg.bought {
        builder = builder.purchased_at(midnight(bought));
    }
    let mut returned = builder.build().unwrap().units(leg.returned).unwrap();
    if leg.unused {
        returned = returned.unused();
    }
    if let Some(minor) = leg.current {
        returned = returned.current_price(Money::of_minor(minor, currency)).unwrap();
    }
    returned
}

fn purchase(facts: &Facts, bought: &Bought) -> Purchase {
    let currency = currency(facts);
    match bought {
        Bought::Plan { database, months, hourly } => {
            let kind = if *database { SavingsPlanKind::Database } else { SavingsPlanKind::Compute };
            Purchase::savings_plan(kind, term(*months), Money::of_minor(*hourly, currency)).unwrap()
        }
        Bought::Reservation { kind, months, sku, minor } => {
            let price = Money::of_minor(*minor, currency);
            let new = Purchase::reservation(kind.parse().unwrap(), 1, term(*months), price).unwrap();
            let new = new.plan(BillingPlan::Monthly);
            sku.map_or(new.clone(), |sku| new.sku(sku).unwrap())
        }
    }
}

fn request(facts: &Facts) -> Request {
    let who: Requester = facts.who.parse().unwrap();
    // Any time of the day is the same day.
    let mut request = Request::new(midnight(facts.today) + chrono::TimeDelta::hours(17), who);
    let enterprise = |status| Account::Enterprise { status, paid_from: None };
    request.account = match facts.contract {
        Contract::Unknown => None,
        Contract::Enterprise => Some(enterprise(EnterpriseStatus::Active)),
        Contract::Expired => Some(enterprise(EnterpriseStatus::ExpiredNotRenewed)),
        Contract::PayAsYouGo => Some(Account::PayAsYouGo { paid_by: None }),
        Contract::Csp => Some(Account::Csp),
    };
    request.cloud = if facts.government { Cloud::UsGovernment } else { Cloud::Public };
    request.savings_plan_role = facts.role;
    request
}

/// In minor units, exactly.
fn exact(money: Money) -> BigRational {
    let (amount, digits) = (money.amount(), u32::from(money.currency().minor_digits()));
    BigRational::new(
        BigInt::from(amount.mantissa()) * BigInt::from(10).pow(digits),
        BigInt::from(10).pow(amount.scale()),
    )
}

fn minor(money: Money) -> BigInt {
    let exact = exact(money);
    assert!(exact.is_integer(), "{money} has parts of a minor unit");
    exact.to_integer()
}

/// What a reason is about, in the model's words.
fn about(reason: &Reason) -> String {
    match reason {
        Reason::TypeNotExchangeable { resource, .. }
        | Reason::TypeUnknown { resource, .. }
        | Reason::CurrentPriceUnknown { resource } => resource.clone(),
        Reason::StateForbids { item: Some(item), state, .. } | Reason::StateUnknown { item: Some(item), state, .. } => {
            format!("{} {}", item.number, state.to_lowercase())
        }
        Reason::RequesterNotAllowed { requester, .. } => requester.name().to_owned(),
        Reason::PaymentOutstanding { item: Some(item), payment, .. } => format!("{} {payment}", item.number),
        Reason::TypeMismatch { purchase, bought, returned, item, .. } => {
            format!("{} {returned} {purchase} {bought}", item.number)
        }
        Reason::NoLongerSold { purchase, size, .. } => format!("{purchase} {size}"),
        Reason::NoLongerExchangeable { item, .. } | Reason::TradeInType { item, .. } => item.number.to_string(),
        Reason::FinalExchangeUsed { item, left, .. } => format!("{} {left}", item.number),
        Reason::TradeInNotOffered { plan, .. } => plan.clone(),
        Reason::TradeInTerm { purchase, .. } => purchase.to_string(),
        _ => String::new(),
    }
}

fn answer(decision: &Decision<Exchange>) -> Answer {
    let exchange = decision.outcome();
    let line = |line: &reservation_policy::exchange::ReturnedLine| Line {
        refund: minor(line.amounts.refund),
        paid_ahead: minor(line.amounts.paid_ahead),
        commitment: minor(line.amounts.remaining_commitment),
        is_paid: line.period.paid,
    };
    let sums = [
        exchange.refund,
        exchange.remaining_commitment,
        exchange.refunds_total,
        exchange.purchases_total,
        exchange.net_payable,
        exchange.compared,
    ];
    Answer {
        lines: exchange.returned.iter().map(line).collect(),
        sums: sums.map(exact),
        missing: exchange.missing.map(exact),
        reasons: decision
            .reasons()
            .iter()
            .map(|reason| (reason.code(), reason.rule().as_str(), about(reason)))
            .collect(),
        remarks: decision.remarks().iter().map(reservation_policy::Remark::code).collect(),
    }
}

fn nonsense(error: &Error) -> Nonsense {
    let Error::Question(error) = error else { panic!("{error}") };
    match error {
        QuestionError::Nothing { .. } => Nonsense::Nothing,
        QuestionError::ReturnedTwice { .. } => Nonsense::Twice,
        QuestionError::Part { number, error, .. } => match &**error {
            QuestionError::BeforePurchase { .. } => Nonsense::BeforePurchase(*number),
            QuestionError::AfterTerm { .. } => Nonsense::AfterTerm(*number),
            other => panic!("{other}"),
        },
        other => panic!("{other}"),
    }
}

/// Compares one case, and returns the codes of what it reached.
fn compare(seed: u64) -> Vec<&'static str> {
    let facts = facts(seed);
    let policy = policy(&facts);
    let legs: Vec<Returned> = facts.returned.iter().map(|leg| returned(&facts, leg)).collect();
    let purchases: Vec<Purchase> = facts.bought.iter().map(|bought| purchase(&facts, bought)).collect();
    let request = request(&facts);
    let (found, expected) = (policy.decide_exchange(&legs, &purchases, &request), facts.answer());
    let decision = match (&found, &expected) {
        (Ok(decision), Ok(expected)) => {
            assert_eq!(answer(decision), *expected, "seed {seed}: {facts:#?}");
            decision
        }
        (found, expected) => {
            let found = found.as_ref().map(|_| ()).map_err(nonsense);
            assert_eq!(found, expected.clone().map(|_| ()), "seed {seed}: {facts:#?}");
            return vec!["no answer"];
        }
    };
    let exchange = decision.outcome();
    for (line, bought) in exchange.purchased.iter().zip(&facts.bought) {
        let (start, end) = (facts.today, model::plus_months(facts.today, bought.months()));
        assert_eq!((line.schedule.start(), line.schedule.end()), (date(start), date(end)), "seed {seed}");
    }
    // An exchange holds as long as the first of its returns would as a refund without a fee.
    let free = FeeTerms { reserved: FeeRate::Stated(Rate::ZERO), charged: FeeRate::Stated(Rate::ZERO) };
    let unlimited = |terms: &mut reservation_policy::policy::Terms| {
        terms.early_termination_fee = free;
        terms.cap.limit = UsdAmount::MAX;
    };
    let free = policy.with(unlimited).unwrap();
    let holds = legs.iter().map(|leg| {
        let refund = free.decide_refund(leg, &request, &RefundLedger::new()).unwrap();
        refund.outcome().valid_until
    });
    assert_eq!(Some(exchange.valid_until), holds.min(), "seed {seed}");
    let verdict = match decision.verdict() {
        Verdict::Approved => "approved",
        Verdict::Denied => "denied",
        Verdict::NeedsReview => "needs review",
    };
    let paid_ahead = exchange.returned.iter().any(|line| !line.amounts.paid_ahead.is_zero());
    let codes = decision.reasons().iter().map(Reason::code);
    codes.chain([verdict]).chain(paid_ahead.then_some("paid ahead")).collect()
}

#[test]
fn the_crate_and_the_model_agree_and_every_branch_is_reached() {
    let mut reached: BTreeMap<&str, u32> = BTreeMap::new();
    for code in (0..6_000).flat_map(compare) {
        *reached.entry(code).or_default() += 1;
    }
    for code in [
        "no answer",
        "approved",
        "denied",
        "needs review",
        "paid ahead",
        "TypeNotExchangeable",
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
        "TypeMismatch",
        "NoLongerSold",
        "NoLongerExchangeable",
        "FinalExchangeUsed",
        "TradeInNotOffered",
        "TradeInType",
        "TradeInTerm",
        "TooManyReservations",
        "SavingsPlanRoleMissing",
        "NewTotalTooSmall",
    ] {
        assert!(reached.get(code).copied().unwrap_or_default() >= 20, "{code}: {reached:#?}");
    }
}

proptest! {
    #[test]
    fn the_crate_and_the_model_agree_on_random_exchanges(seed in any::<u64>()) {
        compare(seed);
    }
}
