//! Exchanges: recorded figures to the cent, every reason alone and all in order, every edge on both sides.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests may panic, and their helpers too"
)]

use chrono::{DateTime, Utc};
use reservation_policy::calendar::Term;
use reservation_policy::decision::Reason;
use reservation_policy::policy::reservation::{
    Comparison, ExchangeRestriction, ExchangeTerms, Requester, ReturnedValue, Sameness, TradeInTerms,
};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::region::Region;
use reservation_policy::reservation::exchange::{
    ChangeableProperty, Exchange, ExchangeReason, ExchangeRequest, ExchangeTotals, NewReservation, NewSavingsPlan,
    Purchase, PurchasedLine, Return,
};
use reservation_policy::reservation::refund::{CreditKind, RefundError, RefundRequest, Usage};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, ReservationId, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

#[cfg(feature = "azure")]
mod azure;
mod errors;
mod properties;
mod reasons;
mod trade_in;

pub(crate) fn money(text: &str, currency: &str) -> Money {
    Money::parse(text, Currency::from_code(currency).unwrap()).unwrap()
}

fn usd(text: &str) -> Money {
    money(text, "USD")
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn units(count: u32) -> Quantity {
    Quantity::new(count).unwrap()
}

/// One unit of `resource_type`, bought upfront for a year from `start` on.
pub(crate) fn upfront(resource_type: ResourceType, price: Money, start: &str) -> Reservation {
    reservation(resource_type, price, (start, Term::OneYear, BillingPlan::Upfront), 1)
}

/// One unit; the dollar side has the same figures.
pub(crate) fn reservation(
    resource_type: ResourceType,
    payment: Money,
    (start, term, plan): (&str, Term, BillingPlan),
    completed: u32,
) -> Reservation {
    let price = Price::new(payment, Money::new(payment.amount(), Currency::USD)).unwrap();
    let schedule = Schedule::new(start.parse().unwrap(), term, plan).unwrap();
    let payments = Payments::monthly(price, Quantity::ONE, completed).unwrap();
    Reservation::new(resource_type, Quantity::ONE, schedule, payments).unwrap()
}

fn id(text: &str) -> ReservationId {
    ReservationId::new(text).unwrap()
}

pub(crate) fn buy(resource_type: ResourceType, price: Money) -> Purchase {
    NewReservation::new(resource_type, Quantity::ONE, Term::OneYear, price).unwrap().into()
}

fn plan(hourly: &str) -> Purchase {
    NewSavingsPlan::new(Term::OneYear, usd(hourly)).unwrap().into()
}

fn edition(name: &str) -> ReservationPolicy {
    ReservationPolicy::from_name(name).unwrap()
}

fn with_terms(policy: &ReservationPolicy, change: impl Fn(&mut ExchangeTerms)) -> ReservationPolicy {
    let mut terms = *policy.exchange();
    change(&mut terms);
    policy.clone().with_exchange(terms)
}

fn request<'a>(returned: &[&'a Reservation], purchases: Vec<Purchase>, instant: &str) -> ExchangeRequest<'a> {
    let returns = returned.iter().map(|reservation| Return::new(reservation, reservation.quantity())).collect();
    ExchangeRequest::new(returns, purchases, at(instant), Requester::Owner).unwrap()
}

fn decide(policy: &ReservationPolicy, request: &ExchangeRequest<'_>) -> (Exchange, Vec<ExchangeReason>) {
    let decision = policy.decide_exchange(request).unwrap();
    (decision.outcome().clone(), decision.reasons().to_vec())
}

fn codes(reasons: &[ExchangeReason]) -> Vec<&'static str> {
    reasons.iter().map(Reason::code).collect()
}

/// The rows of the recorded exchanges: id, currency, returned lines, bought lines, and the three sums.
struct Row {
    id: &'static str,
    currency: &'static str,
    returned: Vec<(Money, Money)>,
    bought: Vec<Money>,
    sums: [Money; 3],
}

fn rows() -> Vec<Row> {
    let text = include_str!("../data/exchange.csv");
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    assert_eq!(lines.next(), Some("id,currency,returned,bought,refunds_total,purchases_total,net_payable"));
    let row = |line: &'static str| {
        let fields: Vec<&'static str> = line.split(',').collect();
        let amount = |text: &str| money(text, fields[1]);
        let returned = fields[2].split(';').map(|returned| {
            let (refund, commitment) = returned.split_once('+').unwrap();
            (amount(refund), amount(commitment))
        });
        Row {
            id: fields[0],
            currency: fields[1],
            returned: returned.collect(),
            bought: fields[3].split(';').map(amount).collect(),
            sums: [amount(fields[4]), amount(fields[5]), amount(fields[6])],
        }
    };
    let rows: Vec<Row> = lines.map(row).collect();
    assert_eq!(rows.len(), 4);
    rows
}

#[test]
fn every_recorded_exchange_is_summed_up_to_the_cent() {
    for row in rows() {
        let mut totals = ExchangeTotals::zero(Currency::from_code(row.currency).unwrap());
        for (refund, commitment) in row.returned {
            totals = totals.with_returned(refund, commitment).unwrap();
        }
        for price in row.bought {
            totals = totals.with_bought(price).unwrap();
        }
        let sums = [totals.refunds_total(), totals.purchases_total(), totals.net_payable()];
        assert_eq!(sums, row.sums, "{}", row.id);
        let parts = totals.refund().checked_add(totals.remaining_commitment()).unwrap();
        assert_eq!(parts, totals.refunds_total(), "{}", row.id);
    }
}

/// Reservations that give the recorded lines, the instant, and whether only the full-refund window explains them.
fn behind(row: &Row) -> (Vec<Reservation>, &'static str) {
    let vm = ResourceType::VirtualMachines;
    let monthly = |price: &str, start, term| {
        reservation(vm.clone(), money(price, row.currency), (start, term, BillingPlan::Monthly), 1)
    };
    match row.id {
        // The rows R04 and R05 of the recorded refunds.
        "X01" => {
            let returned = ["2022-06-17", "2022-06-15"].map(|start| monthly("78.63", start, Term::ThreeYears));
            (returned.to_vec(), "2022-06-28T18:54:11Z")
        }
        "X02" => {
            let returned = ["15.00", "3.75"].map(|price| monthly(price, "2022-08-01", Term::OneYear));
            (returned.to_vec(), "2022-08-01T10:00:00Z")
        }
        "X03" => (vec![upfront(vm, usd("62.00"), "2022-08-01")], "2022-08-01T10:00:00Z"),
        // The row U02 of the published refunds.
        "X04" => (vec![upfront(vm, usd("19800.00"), "2022-01-01")], "2022-10-20T12:00:00Z"),
        other => panic!("{other} has no reservations"),
    }
}

#[test]
fn every_recorded_exchange_is_reproduced_from_its_reservations() {
    for row in rows() {
        let (reservations, instant) = behind(&row);
        let purchases = row.bought.iter().map(|price| buy(ResourceType::VirtualMachines, *price)).collect();
        let request = request(&reservations.iter().collect::<Vec<_>>(), purchases, instant);
        for policy in ["2018-05", "2018-10", "2019-04", "2020-07", "2027-02", "2020-07+observed"] {
            let decision = edition(policy).decide_exchange(&request).unwrap();
            let (quote, id) = (decision.outcome().quote(), format!("{} {policy}", row.id));
            let lines: Vec<_> = quote.returned().iter().map(|line| line.quote().billing()).collect();
            let lines: Vec<_> = lines.iter().map(|side| (side.refund, side.remaining_commitment)).collect();
            assert_eq!(lines, row.returned, "{id}");
            let prices: Vec<_> = quote.purchased().iter().map(PurchasedLine::price).collect();
            assert_eq!(prices, row.bought, "{id}");
            let totals = quote.totals();
            assert_eq!([totals.refunds_total(), totals.purchases_total(), totals.net_payable()], row.sums, "{id}");
            assert!(decision.is_approved(), "{id}: {:?}", decision.reasons());
        }
    }
}

#[test]
fn the_full_refund_window_and_the_usage_count_as_in_a_refund() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-09-01");
    let purchases = || vec![buy(ResourceType::VirtualMachines, usd("365.00"))];
    for (policy, usage, day, expected, kind) in [
        ("2020-07", Usage::Unused, "06", "360.00", CreditKind::Prorated),
        ("2020-07+observed", Usage::Unused, "06", "365.00", CreditKind::Full),
        ("2020-07+observed", Usage::Unused, "07", "359.00", CreditKind::Prorated),
        ("2020-07+observed", Usage::Used, "06", "360.00", CreditKind::Prorated),
        ("2018-10", Usage::Unused, "06", "365.00", CreditKind::Full),
    ] {
        let returns = vec![Return::new(&vm, Quantity::ONE).with_usage(usage)];
        let instant = at(&format!("2022-09-{day}T23:59:59Z"));
        let request = ExchangeRequest::new(returns, purchases(), instant, Requester::Owner).unwrap();
        let quote = edition(policy).quote_exchange(&request).unwrap();
        let line = quote.returned()[0].quote();
        assert_eq!((line.billing().refund, line.credit_kind()), (usd(expected), kind), "{policy} {usage:?} {day}");
    }
}

#[test]
fn an_exchange_has_no_fee_whatever_a_refund_costs() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let request = request(&[&vm], vec![buy(ResourceType::VirtualMachines, usd("365.00"))], "2022-04-11T00:00:00Z");
    for policy in ["2018-05", "2018-10", "2019-04", "2020-07", "2027-02"].map(edition) {
        let quote = policy.quote_exchange(&request).unwrap();
        let side = quote.returned()[0].quote().billing();
        assert_eq!((side.refund, side.fee, side.reserved_fee), (usd("265.00"), usd("0"), usd("0")), "{policy:?}");
        assert!(quote.fee().is_zero());
        assert!(quote.returned()[0].quote().fee_rates().charged().is_zero());
    }
    // The same return as a refund does cost a fee, or needs a rate.
    let refund = RefundRequest::new(&vm, Quantity::ONE, request.at(), Requester::Owner);
    assert_eq!(edition("2018-10").quote_refund(&refund).unwrap().billing().fee, usd("31.80"));
    assert!(matches!(edition("2018-05").quote_refund(&refund), Err(RefundError::FeeRateMissing { .. })));
}

#[test]
fn an_exchange_uses_up_nothing_of_the_cap_however_large() {
    let vm = upfront(ResourceType::VirtualMachines, usd("9000000.00"), "2022-01-01");
    let purchases = vec![buy(ResourceType::VirtualMachines, usd("9000000.00"))];
    let request = request(&[&vm], purchases, "2022-01-01T00:00:00Z");
    for policy in ReservationEdition::ALL.map(ReservationPolicy::edition) {
        let (exchange, reasons) = decide(&policy, &request);
        assert_eq!(reasons, [], "{policy:?}");
        assert_eq!(exchange.quote().counts_toward_cap(), UsdAmount::ZERO);
    }
}

#[test]
fn the_same_total_passes_and_one_minor_unit_less_does_not() {
    for (currency, returned, less, minor) in
        [("USD", "365.00", "364.99", "0.01"), ("JPY", "365", "364", "1"), ("KWD", "365.000", "364.999", "0.001")]
    {
        let vm = upfront(ResourceType::VirtualMachines, money(returned, currency), "2022-01-01");
        let reasons = |policy: &ReservationPolicy, price: &str| {
            let purchases = vec![buy(ResourceType::VirtualMachines, money(price, currency))];
            decide(policy, &request(&[&vm], purchases, "2022-01-01T12:00:00Z")).1
        };
        let at_least = edition("2020-07");
        assert_eq!(reasons(&at_least, returned), [], "{currency}");
        let short = ExchangeReason::NewTotalTooSmall {
            returned: money(returned, currency),
            bought: money(less, currency),
            missing: money(minor, currency),
            rule: RuleId::L07,
        };
        assert_eq!(reasons(&at_least, less), [short], "{currency}");
    }
}

#[test]
fn the_strict_comparison_asks_for_one_minor_unit_more() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let strict = with_terms(&edition("2019-04"), |terms| terms.comparison = Comparison::MoreThan);
    for (price, missing) in [
        ("365.01", None),
        ("365.001", None),
        ("365.00", Some("0.01")),
        ("364.999", Some("0.01")),
        ("364.99", Some("0.02")),
        ("0.00", Some("365.01")),
    ] {
        let purchases = vec![buy(ResourceType::VirtualMachines, usd(price))];
        let (_, reasons) = decide(&strict, &request(&[&vm], purchases, "2022-01-01T12:00:00Z"));
        let expected = missing.map(|missing| ExchangeReason::NewTotalTooSmall {
            returned: usd("365.00"),
            bought: usd(price),
            missing: usd(missing),
            rule: RuleId::Exc04,
        });
        assert_eq!(reasons, expected.into_iter().collect::<Vec<_>>(), "{price}");
    }
}

#[test]
fn what_is_missing_is_exactly_enough() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    for comparison in [Comparison::AtLeast, Comparison::MoreThan] {
        let policy = with_terms(&edition("2020-07"), |terms| terms.comparison = comparison);
        for price in ["0.00", "1.005", "364.99", "364.9999"] {
            let reasons = |extra: Money| {
                let purchases = [usd(price), extra].map(|price| buy(ResourceType::VirtualMachines, price));
                decide(&policy, &request(&[&vm], purchases.to_vec(), "2022-01-01T12:00:00Z")).1
            };
            let [ExchangeReason::NewTotalTooSmall { missing, .. }] = reasons(usd("0"))[..] else { panic!("{price}") };
            assert_eq!(reasons(missing), [], "{comparison:?} {price}");
        }
    }
}

#[test]
fn remaining_commitment_is_compared_from_2020_on_and_the_refund_alone_before() {
    // 31.00 a month, 16 of 31 days left of the first month: 16.00 refunded and 341.00 not to be paid any more.
    let monthly = ("2022-01-01", Term::OneYear, BillingPlan::Monthly);
    let vm = reservation(ResourceType::VirtualMachines, usd("31.00"), monthly, 1);
    for (policy, enough, short, rule) in [
        ("2019-04", "16.00", "15.99", RuleId::Exc12),
        ("2020-07", "357.00", "356.99", RuleId::L07),
        ("2027-02", "357.00", "356.99", RuleId::L07),
    ] {
        let outcome = |price: &str| {
            let purchases = vec![buy(ResourceType::VirtualMachines, usd(price))];
            decide(&edition(policy), &request(&[&vm], purchases, "2022-01-16T12:00:00Z"))
        };
        let (exchange, reasons) = outcome(enough);
        assert_eq!(reasons, [], "{policy}");
        assert_eq!(exchange.compared(), usd(enough), "{policy}");
        assert_eq!(exchange.quote().totals().refunds_total(), usd("357.00"), "{policy}");
        let (_, reasons) = outcome(short);
        assert_eq!(reasons.iter().map(Reason::rule).collect::<Vec<_>>(), [rule], "{policy}");
    }
}

#[test]
fn many_are_exchanged_for_many_and_for_parts_of_a_quantity() {
    let three_of = |price: &str, start: &str| {
        let schedule = Schedule::new(start.parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
        let payments = Payments::monthly(Price::in_usd(usd(price)).unwrap(), units(3), 1).unwrap();
        Reservation::new(ResourceType::VirtualMachines, units(3), schedule, payments).unwrap()
    };
    let (one, two) = (three_of("1095.00", "2022-01-01"), three_of("10.00", "2022-01-01"));
    let returns = vec![Return::new(&one, units(2)), Return::new(&two, units(1)), Return::new(&two, units(3))];
    let purchases = ["200.00", "300.01", "0.00"].map(|price| buy(ResourceType::VirtualMachines, usd(price)));
    let request =
        ExchangeRequest::new(returns, purchases.to_vec(), at("2022-04-11T00:00:00Z"), Requester::Owner).unwrap();
    let quote = edition("2020-07").quote_exchange(&request).unwrap();
    // 730.00, 3.33 and 10.00 times 265/365, each rounded on its own.
    let refunds: Vec<_> = quote.returned().iter().map(|line| line.value().to_string()).collect();
    assert_eq!(refunds, ["530.00 USD", "2.42 USD", "7.26 USD"]);
    assert_eq!(quote.totals().refunds_total(), usd("539.68"));
    assert_eq!(quote.totals().purchases_total(), usd("500.01"));
    assert_eq!(quote.totals().net_payable(), usd("-39.67"));
    let numbers: Vec<_> = quote.purchased().iter().map(PurchasedLine::number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn cancellations_and_refunds_come_before_the_purchases() {
    let vm = |name: &str| upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01").with_id(id(name));
    let (one, two) = (vm("/orders/a/reservations/one"), vm("two"));
    let purchases = vec![
        NewReservation::new(ResourceType::VirtualMachines, units(4), Term::ThreeYears, usd("800.00"))
            .unwrap()
            .with_plan(BillingPlan::Monthly)
            .with_sku("Standard_D2s_v5")
            .with_region(Region::parse("West Europe").unwrap())
            .into(),
        plan("0.25"),
    ];
    let request = request(&[&one, &two], purchases, "2022-02-28T23:00:00Z");
    let quote = edition("2020-07").quote_exchange(&request).unwrap();
    let shown: Vec<_> = quote.transactions().map(|step| format!("{step} ({})", step.rule())).collect();
    assert_eq!(
        shown,
        [
            "cancel 1 of returned reservation 1 (`one`) (REFP-01)",
            "refund 307.00 USD for returned reservation 1 (`one`) (EXC-10)",
            "cancel 1 of returned reservation 2 (`two`) (REFP-01)",
            "refund 307.00 USD for returned reservation 2 (`two`) (EXC-10)",
            "charge 800.00 USD for purchase 1, from 2022-02-28 to 2025-02-28 (EXC-11)",
            "charge 2190.00 USD for purchase 2, from 2022-02-28 to 2023-02-28 (EXC-11)",
        ]
    );
    let amounts: Vec<_> = quote.transactions().map(|step| step.amount()).collect();
    let (refund, prices) = (Some(usd("307.00")), [Some(usd("800.00")), Some(usd("2190.00"))]);
    assert_eq!(amounts, [None, refund, None, refund, prices[0], prices[1]]);
    let Purchase::Reservation(bought) = quote.purchased()[0].purchase() else { panic!("a reservation") };
    assert_eq!(
        (bought.sku(), bought.region().map(Region::as_str), bought.quantity(), bought.plan()),
        (Some("Standard_D2s_v5"), Some("westeurope"), units(4), BillingPlan::Monthly)
    );
}

#[test]
fn what_is_bought_starts_a_new_term_on_the_utc_date_of_the_exchange() {
    let vm = upfront(ResourceType::VirtualMachines, usd("366.00"), "2024-01-15");
    for (instant, term, start, end) in [
        ("2024-02-29T00:00:00Z", Term::OneYear, "2024-02-29", "2025-02-28"),
        ("2024-02-29T23:59:59Z", Term::ThreeYears, "2024-02-29", "2027-02-28"),
        ("2024-03-01T00:30:00+01:00", Term::FiveYears, "2024-02-29", "2029-02-28"),
        ("2024-03-01T00:00:00Z", Term::OneYear, "2024-03-01", "2025-03-01"),
    ] {
        let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, term, usd("366.00")).unwrap();
        let quote = edition("2020-07").quote_exchange(&request(&[&vm], vec![new.into()], instant)).unwrap();
        let schedule = quote.purchased()[0].schedule();
        assert_eq!((schedule.start().to_string(), schedule.end().to_string()), (start.into(), end.into()), "{instant}");
    }
}

#[test]
fn an_exchange_may_change_everything_but_the_type() {
    use ChangeableProperty::{BillingPlan, Quantity, Region, Scope, Size, Term};
    assert_eq!(ChangeableProperty::ALL, [Size, Region, Quantity, Term, BillingPlan, Scope]);
}

#[test]
fn a_quote_holds_until_the_first_of_its_refunds_changes() {
    let daily = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    // A cent a month goes from one to nothing on the 17th: half to even.
    let slow =
        reservation(ResourceType::VirtualMachines, usd("0.01"), ("2022-01-01", Term::OneYear, BillingPlan::Monthly), 1);
    let purchases = || vec![buy(ResourceType::VirtualMachines, usd("400.00"))];
    let policy = edition("2020-07");
    for (returned, until) in
        [(vec![&daily], "2022-01-03"), (vec![&slow], "2022-01-17"), (vec![&slow, &daily], "2022-01-03")]
    {
        let request = request(&returned, purchases(), "2022-01-02T10:00:00Z");
        let quote = policy.quote_exchange(&request).unwrap();
        assert_eq!(quote.valid_until(), at(&format!("{until}T00:00:00Z")));
        let then = |instant| policy.quote_exchange(&request.clone().at_instant(instant)).unwrap();
        assert!(quote.has_same_amounts(&then(quote.valid_until() - chrono::TimeDelta::seconds(1))), "{until}");
        assert!(!quote.has_same_amounts(&then(quote.valid_until())), "{until}");
    }
    let quote = |purchases| policy.quote_exchange(&request(&[&daily], purchases, "2022-01-02T10:00:00Z")).unwrap();
    assert!(!quote(purchases()).has_same_amounts(&quote(vec![buy(ResourceType::VirtualMachines, usd("400.01"))])));
}

#[test]
fn a_quote_of_other_lines_is_another_quote() {
    let named = |name| upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01").with_id(id(name));
    let (one, other) = (named("one"), named("other"));
    let new = || buy(ResourceType::VirtualMachines, usd("400.00"));
    let quote = |returned: &[&Reservation], purchases| {
        edition("2020-07").quote_exchange(&request(returned, purchases, "2022-01-02T10:00:00Z")).unwrap()
    };
    let both = quote(&[&one, &other], vec![new(), new()]);
    assert!(both.has_same_amounts(&quote(&[&one, &other], vec![new(), new()])));
    for (returned, purchases) in
        [(vec![&one], vec![new(), new()]), (vec![&other, &one], vec![new(), new()]), (vec![&one, &other], vec![new()])]
    {
        let less = quote(&returned, purchases);
        assert!(!both.has_same_amounts(&less) && !less.has_same_amounts(&both), "{}", returned.len());
    }
}

#[test]
fn a_hundred_thousand_returns_are_one_exchange() {
    let one = upfront(ResourceType::SqlDatabases, usd("1.00"), "2022-01-01");
    let count = 100_000;
    let list: Vec<_> = (0..count).map(|number| one.clone().with_id(id(&format!("R-{number}")))).collect();
    let purchases = vec![buy(ResourceType::SqlDatabases, usd("99999.99"))];
    let (exchange, reasons) =
        decide(&edition("2027-02"), &request(&list.iter().collect::<Vec<_>>(), purchases, "2022-01-01T00:00:00Z"));
    assert_eq!(exchange.quote().totals().refunds_total(), usd("100000.00"));
    assert_eq!(codes(&reasons), ["NewTotalTooSmall"]);
}

#[test]
fn exc_12_l_07_l_08_l_09_l_12_terms_can_be_made_from_their_parts() {
    let (october, february) = ("2022-10-01".parse().unwrap(), "2027-02-01".parse().unwrap());
    let written = ExchangeTerms::new(Comparison::AtLeast, ReturnedValue::Refund, Sameness::Type);
    assert_eq!(edition("2019-04").exchange(), &written);
    assert_eq!((written.restriction, written.trade_in), (None, None));

    let later = ExchangeTerms::new(Comparison::AtLeast, ReturnedValue::RefundAndRemainingCommitment, Sameness::Family);
    let trade_in = later.with_trade_in(Some(TradeInTerms::new(october, 100)));
    assert_eq!(edition("2020-07").exchange(), &trade_in);
    let restricted = trade_in.with_restriction(Some(ExchangeRestriction::new(february)));
    assert_eq!(edition("2027-02").exchange(), &restricted);
    assert_eq!(restricted.with_restriction(None).with_trade_in(None), later);
    let terms = trade_in.trade_in.unwrap();
    assert_eq!((terms.from, terms.most_reservations), (october, 100));
}
