//! Exchanges: every line, the totals, what is missing, and every reason.

use chrono::NaiveDate;
use num_traits::Zero as _;
use reservation_policy::calendar::Term;
use reservation_policy::decision::Reason;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{
    Channel, Comparison, ExchangeRestriction, ReturnedValue, Sameness, TradeInTerms,
};
use reservation_policy::reservation::account::Cloud;
use reservation_policy::reservation::exchange::{
    Exchange, ExchangeError, ExchangeReason, ExchangeRequest, InvalidExchange, InvalidPurchase, NewReservation,
    NewSavingsPlan, Purchase, Return, ReturnedItem,
};
use reservation_policy::reservation::refund::Usage;
use reservation_policy::reservation::{BillingPlan, Reservation, ReservationId};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Quantity, chrono};

use self::model::{Answer, Bought, Facts, NoAnswer, NoExchange, Returned, Terms, Totals};
use super::cases::{self, Random, Reach};
use super::days::{day_of, midnight, plus_months, split};
use super::library::{self, date, exact, instant, money};
use super::model::{Amount, Fee};
use super::verdict::{About, Why};
use super::{Reached, compare_cases};

mod model;

fn facts(random: &mut Random) -> Facts {
    let mut first = cases::facts(random, Reach::Library);
    // An exchange knows no price but what was paid.
    first.current_price = None;
    if random.percent(40) {
        first.kind = random.pick(&cases::KINDS);
    }
    let count = random.pick(&[1, 1, 1, 2, 2, 3]);
    let mut legs = vec![first.clone()];
    legs.extend((1..count).map(|_| leg(random, &first)));
    let terms =
        if random.percent(40) { terms(random, first.policy.edition, &legs) } else { Terms::of(first.policy.edition) };
    let bought = (0..random.pick(&[1, 1, 1, 2, 3])).map(|_| bought(random, &first)).collect();
    let mut facts = Facts {
        policy: first.policy,
        terms,
        currency: first.currency,
        other_currency: random.percent(2).then(|| random.below(3)),
        at: first.at,
        who: first.who,
        contract: first.contract,
        us_government: first.us_government,
        returned: legs.into_iter().zip(0..).map(|(leg, number)| returned(random, leg, number)).collect(),
        bought,
    };
    match random.below(100) {
        0 => facts.returned.clear(),
        1 => facts.bought.clear(),
        2..50 => to_the_cent(random, &mut facts),
        _ => {}
    }
    facts
}

/// Another reservation that can be returned at the same instant.
fn leg(random: &mut Random, first: &super::model::Facts) -> super::model::Facts {
    let (today, _) = split(first.at);
    let mut leg = first.clone();
    if random.percent(30) {
        leg.kind = random.pick(&cases::KINDS);
    }
    leg.state = if random.percent(90) { "Succeeded" } else { random.pick(&cases::STATES) };
    leg.used = random.percent(30);
    leg.months = random.pick(&[12, 36, 60]);
    leg.monthly = random.percent(65);
    leg.owned = random.pick(&[1, 2, 3, 10, 4_000_000_000]);
    leg.returned = cases::returned(random, leg.owned);
    leg.covers = leg.owned;
    let length = leg.months * 30;
    leg.anchor = if random.percent(95) { today - random.below(length) } else { today + 1 - random.below(3 * length) };
    leg.purchased_at =
        midnight(leg.anchor - random.below(2)) + if random.percent(30) { cases::time(random) } else { 0 };
    leg.payments = cases::payments(random, &leg, Reach::Library);
    leg
}

fn returned(random: &mut Random, mut facts: super::model::Facts, number: u32) -> Returned {
    facts.policy.terms.charged = Fee::Stated(0);
    facts.policy.terms.reserved = Fee::Stated(0);
    let original = facts.owned.saturating_add(random.pick(&[0, 0, 1, 5]));
    let enough = original.saturating_sub(facts.returned);
    let exchanged = random.pick(&[0, 0, 1, enough, enough.saturating_add(1), original, u32::MAX]);
    let id = random.percent(70).then(|| if random.percent(4) { 0 } else { number });
    Returned { facts, id, original, exchanged }
}

/// Other terms than the edition's, with their dates on the very days that matter, or next to them.
fn terms(random: &mut Random, edition: usize, legs: &[super::model::Facts]) -> Terms {
    let base = Terms::of(edition);
    let today = split(legs[0].at).0;
    let bought_on = split(legs[usize::try_from(random.next() % 7).unwrap() % legs.len()].purchased_at).0;
    let from = today + random.pick(&[-1, 0, 1]);
    Terms {
        strict: random.percent(50),
        refund_alone: random.percent(50),
        by_family: random.percent(50),
        restricted_from: random.percent(50).then(|| bought_on + random.pick(&[-1, 0, 1])),
        trade_in: if random.percent(50) {
            random.pick(&[None, Some((from, 1)), Some((day_of(2016, 1, 1), 1)), Some((day_of(2016, 1, 1), 2))])
        } else {
            base.trade_in
        },
    }
}

fn bought(random: &mut Random, first: &super::model::Facts) -> Bought {
    let months = random.pick(&[12, 12, 36, 36, 60]);
    let price = cases::amount(random, first.currency.1);
    if random.percent(20) {
        let months = if random.percent(95) { months.min(36) } else { months };
        return Bought::Plan { months, hourly: price };
    }
    let kind = if random.percent(75) { first.kind } else { random.pick(&cases::KINDS) };
    // A whole term costs more than one payment.
    let price = Amount { digits: price.digits * random.pick(&[1, 40]), ..price };
    Bought::Reservation { kind, months, monthly: random.percent(50), price }
}

/// One purchase that costs what is returned, or a minor unit more or less.
fn to_the_cent(random: &mut Random, facts: &mut Facts) {
    facts.bought.truncate(1);
    let more: i128 = random.pick(&[-1, 0, 0, 1]);
    let (Ok(answer), Some(Bought::Reservation { price, .. })) = (facts.answer(), facts.bought.first_mut()) else {
        return;
    };
    let worth = (answer.compared * super::model::power_of_ten(facts.currency.1)).to_integer();
    if let Ok(digits) = i128::try_from(worth).map(|worth| (worth + more).max(0)) {
        *price = Amount { digits: digits.unsigned_abs(), scale: facts.currency.1 };
    }
}

fn policy(facts: &Facts) -> ReservationPolicy {
    let policy = library::policy(&facts.policy);
    if facts.terms == Terms::of(facts.policy.edition) {
        return policy;
    }
    let mut terms = *policy.exchange();
    terms.comparison = if facts.terms.strict { Comparison::MoreThan } else { Comparison::AtLeast };
    terms.returned_value =
        if facts.terms.refund_alone { ReturnedValue::Refund } else { ReturnedValue::RefundAndRemainingCommitment };
    terms.sameness = if facts.terms.by_family { Sameness::Family } else { Sameness::Type };
    terms.restriction = facts.terms.restricted_from.map(|day| ExchangeRestriction::new(date(day)));
    terms.trade_in = facts.terms.trade_in.map(|(from, most)| trade_in(date(from), most));
    policy.with_exchange(terms)
}

/// Only an edition makes one, and its fields can be set.
fn trade_in(from: NaiveDate, most: u32) -> TradeInTerms {
    let mut terms = ReservationPolicy::from_name("2020-07").unwrap().exchange().trade_in.unwrap();
    (terms.from, terms.most_reservations) = (from, most);
    terms
}

fn term(months: i64) -> Term {
    Term::ALL.into_iter().find(|term| i64::from(term.months()) == months).unwrap()
}

fn purchase(facts: &Facts, place: usize) -> Result<Purchase, InvalidPurchase> {
    let other = if facts.currency.0 == "EUR" { "USD" } else { "EUR" };
    let code = if facts.other_currency == Some(place) { other } else { facts.currency.0 };
    let currency = Currency::from_code(code).unwrap();
    match &facts.bought[place] {
        Bought::Plan { months, hourly } => Ok(NewSavingsPlan::new(term(*months), money(*hourly, currency))?.into()),
        Bought::Reservation { kind, months, monthly, price } => {
            let kind = ResourceType::from_name(kind);
            let new = NewReservation::new(kind, Quantity::ONE, term(*months), money(*price, currency))?;
            let plan = if *monthly { BillingPlan::Monthly } else { BillingPlan::Upfront };
            Ok(new.with_plan(plan).into())
        }
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the oracle's facts lead to no other error")]
fn request<'a>(facts: &Facts, reservations: &'a [Reservation]) -> Result<ExchangeRequest<'a>, NoExchange> {
    let returns = facts.returned.iter().zip(reservations).map(|(returned, reservation)| {
        Return::new(reservation, Quantity::new(returned.facts.returned).unwrap())
            .with_usage(if returned.facts.used { Usage::Used } else { Usage::Unused })
            .with_original_quantity(Quantity::new(returned.original).unwrap())
            .with_final_exchanges_used(returned.exchanged)
    });
    let purchases: Result<Vec<Purchase>, _> = (0..facts.bought.len()).map(|place| purchase(facts, place)).collect();
    let purchases = purchases.map_err(|error| match error {
        InvalidPurchase::SavingsPlanTerm { .. } => NoExchange::SavingsPlanTerm,
        other => panic!("no facts of the oracle lead to {other}"),
    })?;
    let requester = library::requester(facts.who);
    let request = ExchangeRequest::new(returns.collect(), purchases, instant(facts.at), requester);
    let mut request = request.map_err(|error| match error {
        InvalidExchange::Empty { side } if side.to_string().starts_with("returned") => NoExchange::NothingReturned,
        InvalidExchange::Empty { .. } => NoExchange::NothingBought,
        InvalidExchange::ReturnedTwice { .. } => NoExchange::Twice,
        InvalidExchange::Quantity { .. } => NoExchange::Quantity,
        InvalidExchange::Currency { .. } => NoExchange::Currency,
        other => panic!("no facts of the oracle lead to {other}"),
    })?;
    request = request.with_cloud(if facts.us_government { Cloud::UsGovernment } else { Cloud::Public });
    if let Some(agreement) = library::agreement(facts.contract) {
        request = request.with_agreement(agreement);
    }
    Ok(request)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the oracle's facts lead to no other error")]
fn no_answer(error: &ExchangeError) -> NoAnswer {
    match error {
        ExchangeError::Return { number, error } => NoAnswer::Return(*number, library::nonsense(error)),
        ExchangeError::Money(_) => NoAnswer::TooLarge,
        other => panic!("no facts of the oracle lead to {other}"),
    }
}

/// A reason in the oracle's words.
fn why(reason: &ExchangeReason) -> Why {
    let number = ReturnedItem::number;
    let about = match reason {
        ExchangeReason::TypeNotExchangeable { resource_type, policy } => {
            About::Kind(library::kind(resource_type), policy.to_string())
        }
        ExchangeReason::StateForbids { returned, state } | ExchangeReason::StateUnknown { returned, state } => {
            About::StateOf(number(returned), library::state(state))
        }
        ExchangeReason::UsGovernmentEnterprise
        | ExchangeReason::CustomerMustAskPartner
        | ExchangeReason::AgreementExpired => About::Nothing,
        ExchangeReason::RequesterNotAllowed { requester, allowed } => library::asked(*requester, *allowed),
        ExchangeReason::TypeMismatch { returned, bought, sameness } => About::Mismatch {
            returned: library::kind(returned),
            bought: library::kind(bought),
            by_family: *sameness == Sameness::Family,
        },
        ExchangeReason::NoLongerExchangeable { returned, resource_type, bought_on, restricted_from } => {
            let days = [*bought_on, *restricted_from].map(library::day);
            About::BoughtTooLate(number(returned), library::kind(resource_type), days[0], days[1])
        }
        ExchangeReason::FinalExchangeUsed { returned, requested, left } => {
            About::FinalExchange(number(returned), requested.get(), *left)
        }
        ExchangeReason::TradeInNotOffered { policy, from } => {
            About::NotOffered(policy.to_string(), from.map(library::day))
        }
        ExchangeReason::TradeInNotCovered { resource_type } => About::NotCovered(library::kind(resource_type)),
        ExchangeReason::TradeInTooMany { reservations, most } => About::TooMany(*reservations, *most),
        ExchangeReason::NewTotalTooSmall { returned, bought, missing, .. } => {
            let [returned, bought, missing] = [*returned, *bought, *missing].map(exact);
            About::TooSmall { returned, bought, missing }
        }
        other => panic!("no model of {other:?}"),
    };
    Why { code: reason.code(), rule: reason.rule().as_str(), azure: reason.azure_code(), about }
}

fn answer(exchange: &Exchange, reasons: &[ExchangeReason]) -> Answer {
    let (quote, totals) = (exchange.quote(), exchange.quote().totals());
    Answer {
        returned: quote.returned().iter().map(|line| library::quote(line.quote())).collect(),
        totals: Totals {
            refund: exact(totals.refund()),
            remaining: exact(totals.remaining_commitment()),
            refunds_total: exact(totals.refunds_total()),
            purchases_total: exact(totals.purchases_total()),
            net_payable: exact(totals.net_payable()),
        },
        compared: exact(exchange.compared()),
        valid_until: split(library::at(quote.valid_until())).0,
        reasons: reasons.iter().map(why).collect(),
    }
}

fn compare(facts: &Facts, reached: &mut Reached) {
    let reservation = |returned: &Returned| {
        let reservation = library::reservation(&returned.facts);
        match returned.id {
            Some(id) => reservation.with_id(ReservationId::new(&format!("order/{id}")).unwrap()),
            None => reservation,
        }
    };
    let reservations: Vec<Reservation> = facts.returned.iter().map(reservation).collect();
    let wrong = facts.wrong();
    let request = match request(facts, &reservations) {
        Ok(request) => request,
        Err(found) => {
            assert!(wrong.contains(&found), "{found:?} is not among {wrong:?}");
            reached.count(found);
            return;
        }
    };
    assert_eq!(wrong, []);
    let policy = policy(facts);
    let (quote, decision) = (policy.quote_exchange(&request), policy.decide_exchange(&request));
    let expected = facts.answer();
    let found = decision.as_ref().map(|decision| answer(decision.outcome(), decision.reasons()));
    assert_eq!(found.map_err(no_answer), expected);
    let decision = match decision {
        Ok(decision) => decision,
        Err(error) => {
            match no_answer(&error) {
                NoAnswer::Return(_, nonsense) => reached.count(nonsense),
                NoAnswer::TooLarge => reached.count("the sum is too large"),
            }
            return;
        }
    };
    assert_eq!(quote.as_ref(), Ok(decision.outcome().quote()));
    let codes: Vec<&str> = decision.reasons().iter().map(Reason::code).collect();
    reached.verdict(&codes, decision.verdict());
    assert_eq!(decision.policy().to_string(), facts.policy_name());
    let by_hand = facts.policy.is_self_service(facts.us_government, facts.contract);
    let channel = if by_hand { Channel::SelfService } else { Channel::SupportRequest };
    assert_eq!(decision.outcome().channel(), channel);
    compare_lines(facts, decision.outcome(), reached);
}

fn compare_lines(facts: &Facts, exchange: &Exchange, reached: &mut Reached) {
    let (quote, today) = (exchange.quote(), split(facts.at).0);
    assert!(quote.fee().is_zero() && quote.counts_toward_cap().cents() == 0);
    for (line, bought) in quote.purchased().iter().zip(&facts.bought) {
        assert_eq!(exact(line.price()), bought.price());
        assert_eq!(library::day(line.schedule().start()), today);
        assert_eq!(library::day(line.schedule().end()), plus_months(today, bought.months()));
    }
    let amounts: Vec<_> = quote.transactions().map(|transaction| transaction.amount().map(exact)).collect();
    let returned = quote.returned().iter().flat_map(|line| [None, Some(exact(line.quote().billing().refund))]);
    assert_eq!(amounts, returned.chain(facts.bought.iter().map(|bought| Some(bought.price()))).collect::<Vec<_>>());
    let gap = exact(exchange.compared()) - exact(quote.totals().purchases_total());
    reached.count(if gap.is_zero() { "equal" } else { "not equal" });
    reached.count(if facts.returned.len() > 1 { "several" } else { "one" });
}

#[test]
fn the_crate_and_the_oracle_agree_on_every_total_and_every_reason_of_random_exchanges() {
    let Some(reached) = compare_cases(20_000, facts, compare) else { return };
    let wrong = ["SavingsPlanTerm", "NothingReturned", "NothingBought", "Currency", "Twice", "Quantity"];
    let nonsense = ["BeforePurchase", "AfterTerm", "TooLarge"];
    let kinds = ["equal", "not equal", "one", "several", "Approved", "Denied", "NeedsReview"];
    reached.check(&[&wrong[..], &nonsense, &kinds].concat(), 20);
    for code in [
        "TypeNotExchangeable",
        "StateForbids",
        "StateUnknown",
        "UsGovernmentEnterprise",
        "CustomerMustAskPartner",
        "RequesterNotAllowed",
        "AgreementExpired",
        "TypeMismatch",
        "NoLongerExchangeable",
        "FinalExchangeUsed",
        "TradeInNotOffered",
        "TradeInTooMany",
        "NewTotalTooSmall",
    ] {
        reached.check(&[code], 50);
        reached.check(&[&format!("{code} alone")], 5);
    }
    // What savings plans do not cover is often not exchanged either.
    reached.check(&["TradeInNotCovered"], 50);
}
