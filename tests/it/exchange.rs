//! Exchanges: recorded figures to the cent, every reason alone and all in order, every edge on both sides.

use chrono::{DateTime, Utc};
use reservation_policy::calendar::Term;
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::money::MoneyError;
use reservation_policy::policy::reservation::{
    Channel, Comparison, ExchangeTerms, Requester, ReturnedValue, Sameness, UsGovernmentEnterprise,
};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::InvalidQuantity;
use reservation_policy::region::Region;
use reservation_policy::reservation::exchange::{
    ChangeableProperty, Exchange, ExchangeError, ExchangeReason, ExchangeRequest, ExchangeSide, ExchangeTotals,
    InvalidExchange, InvalidPurchase, NewReservation, NewSavingsPlan, Purchase, Return,
};
use reservation_policy::reservation::refund::{
    Agreement, Cloud, CreditKind, EnterpriseStatus, RefundError, RefundRequest, Usage,
};
use reservation_policy::reservation::{
    BillingPlan, Payments, Price, Reservation, ReservationId, ReservationState, Schedule,
};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Error, Money, Quantity, UsdAmount};

#[cfg(feature = "azure")]
mod azure;
mod properties;

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
            let prices: Vec<_> = quote.purchased().iter().map(|line| line.price()).collect();
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
    let numbers: Vec<_> = quote.purchased().iter().map(|line| line.number()).collect();
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
    let request =
        request(&[&one, &two], purchases, "2024-02-29T23:00:00Z".replace("2024", "2022").replace("29", "28").as_str());
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

// Reasons, one at a time.

fn only_reason(policy: &ReservationPolicy, request: &ExchangeRequest<'_>) -> ExchangeReason {
    let (_, reasons) = decide(policy, request);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    reasons[0].clone()
}

fn assert_told(reason: &ExchangeReason, rule: RuleId, azure: Option<&str>, text: &str) {
    assert_eq!((reason.rule(), reason.azure_code()), (rule, azure), "{reason}");
    assert_eq!(reason.to_string(), text);
    let review = matches!(reason, ExchangeReason::StateUnknown { .. } | ExchangeReason::AgreementExpired);
    let expected = if review { Verdict::NeedsReview } else { Verdict::Denied };
    assert_eq!(reason.verdict(), expected, "{reason}");
}

#[test]
fn some_types_are_never_exchanged() {
    for (policy, resource_type, rule) in [
        ("2018-05", ResourceType::SuseLinux, RuleId::Sw07),
        ("2019-04", ResourceType::RedHat, RuleId::Sw07),
        ("2020-07", ResourceType::Databricks, RuleId::L11),
        ("2027-02", ResourceType::SynapsePrePurchase, RuleId::L11),
    ] {
        let old = upfront(resource_type.clone(), usd("365.00"), "2022-01-01");
        let request = request(&[&old], vec![buy(resource_type.clone(), usd("365.00"))], "2022-01-01T00:00:00Z");
        let reason = only_reason(&edition(policy), &request);
        let text = format!("reservations of type {resource_type} are not exchanged under policy {policy}");
        assert_told(&reason, rule, Some("SelfServiceRefundNotSupported"), &text);
        assert_eq!(reason.code(), "TypeNotExchangeable");
    }
    let plan = upfront(ResourceType::Databricks, usd("365.00"), "2022-01-01");
    let request = request(&[&plan], vec![buy(ResourceType::Databricks, usd("365.00"))], "2022-01-01T00:00:00Z");
    assert_eq!(decide(&edition("2019-04"), &request).1, []);
}

#[test]
fn only_reservations_in_use_are_exchanged() {
    for name in [
        "Creating",
        "PendingResourceHold",
        "ConfirmedResourceHold",
        "PendingBilling",
        "ConfirmedBilling",
        "Created",
        "Cancelled",
        "Expired",
        "BillingFailed",
        "Failed",
        "Split",
        "Merged",
        "Dreaming",
    ] {
        let fine = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
        let other = fine.clone().with_state(ReservationState::from_name(name)).with_id(id("orders/abc"));
        let purchases = vec![buy(ResourceType::VirtualMachines, usd("730.00"))];
        let request = request(&[&fine, &other], purchases, "2022-01-01T00:00:00Z");
        let reason = only_reason(&edition("2020-07"), &request);
        let text = if name == "Dreaming" {
            "returned reservation 2 (`abc`) is in state Dreaming, which is not known here; ask support whether it can be exchanged".to_owned()
        } else {
            format!(
                "returned reservation 2 (`abc`) is in state {name} and can't be exchanged, only one in state Succeeded can"
            )
        };
        assert_told(&reason, RuleId::L16, Some("OperationCannotBePerformedInCurrentState"), &text);
        assert_eq!(reason.code(), if name == "Dreaming" { "StateUnknown" } else { "StateForbids" });
    }
}

fn plain_exchange(vm: &Reservation) -> ExchangeRequest<'_> {
    request(&[vm], vec![buy(ResourceType::VirtualMachines, usd("365.00"))], "2022-01-01T00:00:00Z")
}

#[test]
fn us_government_enterprise_customers_ask_support_in_2019() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let active = Agreement::Enterprise(EnterpriseStatus::Active);
    let told =
        "US Government customers on an Enterprise Agreement have no self-service exchange; create a support request";
    for (policy, cloud, agreement, closed) in [
        ("2019-04", Cloud::UsGovernment, active, true),
        ("2019-04", Cloud::UsGovernment, Agreement::PayAsYouGo, false),
        ("2019-04", Cloud::UsGovernment, Agreement::MicrosoftCustomer, false),
        ("2019-04", Cloud::Public, active, false),
        ("2020-07", Cloud::UsGovernment, active, false),
    ] {
        let request = plain_exchange(&vm).with_cloud(cloud).with_agreement(agreement);
        let (exchange, reasons) = decide(&edition(policy), &request);
        let expected: &[_] = if closed { &[ExchangeReason::UsGovernmentEnterprise] } else { &[] };
        assert_eq!(reasons, expected, "{policy} {cloud:?} {agreement:?}");
        let channel = if closed { Channel::SupportRequest } else { Channel::SelfService };
        assert_eq!(exchange.channel(), channel, "{policy} {cloud:?} {agreement:?}");
    }
    let azure = Some("SelfServiceRefundNotSupported");
    assert_told(&ExchangeReason::UsGovernmentEnterprise, RuleId::Elig01, azure, told);
    let csp = plain_exchange(&vm).with_cloud(Cloud::UsGovernment).with_agreement(Agreement::Csp);
    assert_eq!(codes(&decide(&edition("2019-04"), &csp).1), ["RequesterNotAllowed"], "only because the owner asks");
}

#[test]
fn exchanges_are_support_requests_in_2018_and_self_service_later() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    for (policy, channel) in [
        ("2018-05", Channel::SupportRequest),
        ("2018-10", Channel::SupportRequest),
        ("2019-04", Channel::SelfService),
        ("2020-07", Channel::SelfService),
        ("2027-02", Channel::SelfService),
    ] {
        assert_eq!(decide(&edition(policy), &plain_exchange(&vm)).0.channel(), channel, "{policy}");
    }
}

#[test]
fn who_may_exchange_is_the_editions_and_in_csp_the_partner_alone() {
    use Requester::{Customer, Other, Owner, Partner, ReservationAdministrator};
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    for (policy, agreement, allowed, rule, told) in [
        ("2018-05", None, vec![Owner, Partner], RuleId::Own01, "the owner of the reservation or the partner may"),
        ("2019-04", None, vec![Owner], RuleId::Own01, "the owner of the reservation may"),
        (
            "2020-07",
            None,
            vec![Owner, ReservationAdministrator, Partner],
            RuleId::L14,
            "the owner of the reservation or an administrator of the reservation order or the partner may",
        ),
        ("2020-07", Some(Agreement::Csp), vec![Partner], RuleId::Csp14, "the partner may"),
        ("2019-04", Some(Agreement::Csp), vec![Partner], RuleId::Csp14, "the partner may"),
    ] {
        for requester in Requester::ALL {
            let purchases = vec![buy(ResourceType::VirtualMachines, usd("365.00"))];
            let returns = vec![Return::new(&vm, Quantity::ONE)];
            let mut request = ExchangeRequest::new(returns, purchases, at("2022-01-01T00:00:00Z"), requester).unwrap();
            if let Some(agreement) = agreement {
                request = request.with_agreement(agreement);
            }
            let (_, reasons) = decide(&edition(policy), &request);
            if allowed.contains(&requester) {
                assert_eq!(reasons, [], "{policy} {agreement:?} {requester}");
                continue;
            }
            let [reason] = &reasons[..] else { panic!("{policy} {agreement:?} {requester}: {reasons:?}") };
            if requester == Customer {
                let told =
                    "the customer can't exchange a reservation bought through a partner; ask the partner to do it";
                assert_told(reason, RuleId::Csp14, None, told);
                assert_eq!(reason.code(), "CustomerMustAskPartner");
            } else {
                assert!(matches!(requester, Owner | ReservationAdministrator | Partner | Other));
                let told = format!("{requester} may not make this exchange; {told}");
                assert_told(reason, rule, None, &told);
                assert_eq!(reason.code(), "RequesterNotAllowed");
            }
        }
    }
}

#[test]
fn an_agreement_that_expired_and_was_not_renewed_needs_review() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    for (status, expected) in [
        (EnterpriseStatus::Active, None),
        (EnterpriseStatus::ExpiredAndRenewed, None),
        (EnterpriseStatus::ExpiredNotRenewed, Some(ExchangeReason::AgreementExpired)),
    ] {
        let request = plain_exchange(&vm).with_agreement(Agreement::Enterprise(status));
        let decision = edition("2020-07").decide_exchange(&request).unwrap();
        assert_eq!(decision.reasons(), expected.as_slice(), "{status:?}");
        let verdict = if expected.is_some() { Verdict::NeedsReview } else { Verdict::Approved };
        assert_eq!(decision.verdict(), verdict, "{status:?}");
    }
    let told = "the Enterprise Agreement expired and was not renewed; ask support whether the exchange can be made";
    assert_told(&ExchangeReason::AgreementExpired, RuleId::Elig03, None, told);
    assert_eq!(ExchangeReason::AgreementExpired.code(), "AgreementExpired");
}

#[test]
fn types_stay_types_and_from_2020_on_families_stay_families() {
    use ResourceType::{AppService, Avs, CosmosDb, DedicatedHost, NutanixBareMetal, SqlDatabases, VirtualMachines};
    for (returned, bought, same_type, same_family) in [
        (VirtualMachines, VirtualMachines, true, true),
        (VirtualMachines, DedicatedHost, false, true),
        (Avs, NutanixBareMetal, false, true),
        (SqlDatabases, SqlDatabases, true, true),
        (VirtualMachines, SqlDatabases, false, false),
        (AppService, VirtualMachines, false, false),
        (AppService, CosmosDb, false, false),
        (CosmosDb, CosmosDb, true, true),
        (ResourceType::from_name("New"), ResourceType::from_name("New"), true, true),
        (ResourceType::from_name("New"), ResourceType::from_name("Newer"), false, false),
    ] {
        let old = upfront(returned.clone(), usd("365.00"), "2022-01-01");
        let request = request(&[&old], vec![buy(bought.clone(), usd("365.00"))], "2022-01-01T00:00:00Z");
        for (policy, same, rule, sameness, told) in [
            ("2019-04", same_type, RuleId::Exc08, Sameness::Type, "type"),
            ("2020-07", same_family, RuleId::L08, Sameness::Family, "type or family"),
        ] {
            let (_, reasons) = decide(&edition(policy), &request);
            if same {
                assert_eq!(reasons, [], "{policy} {returned} {bought}");
                continue;
            }
            let expected =
                ExchangeReason::TypeMismatch { returned: returned.clone(), bought: bought.clone(), sameness };
            assert_eq!(reasons, [expected], "{policy} {returned} {bought}");
            let text = format!(
                "a reservation of type {returned} is not exchanged for one of type {bought}, only for the same {told}"
            );
            assert_told(&reasons[0], rule, None, &text);
            assert_eq!(reasons[0].code(), "TypeMismatch");
        }
    }
}

#[test]
fn every_pair_of_types_that_does_not_fit_is_told_once() {
    use ResourceType::{CosmosDb, SqlDatabases, VirtualMachines};
    let old = |resource_type| upfront(resource_type, usd("365.00"), "2022-01-01");
    let returned = [old(VirtualMachines), old(SqlDatabases), old(VirtualMachines), old(CosmosDb)];
    let purchases = [VirtualMachines, CosmosDb, CosmosDb].map(|kind| buy(kind, usd("1000.00")));
    let request = request(&returned.iter().collect::<Vec<_>>(), purchases.to_vec(), "2022-01-01T00:00:00Z");
    let (_, reasons) = decide(&edition("2020-07"), &request);
    let pairs: Vec<_> = reasons
        .iter()
        .map(|reason| match reason {
            ExchangeReason::TypeMismatch { returned, bought, .. } => (returned.name(), bought.name()),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(
        pairs,
        [
            ("CosmosDb", "VirtualMachines"),
            ("SqlDatabases", "CosmosDb"),
            ("SqlDatabases", "VirtualMachines"),
            ("VirtualMachines", "CosmosDb"),
        ]
    );
}

#[test]
fn made_up_types_do_not_multiply_without_end() {
    let old: Vec<_> = (0..300)
        .map(|number| upfront(ResourceType::from_name(&format!("Old{number}")), usd("1.00"), "2022-01-01"))
        .collect();
    let new = |number| buy(ResourceType::from_name(&format!("New{number}")), usd("1.00"));
    let request = request(&old.iter().collect::<Vec<_>>(), (0..300).map(new).collect(), "2022-01-01T00:00:00Z");
    assert_eq!(decide(&edition("2020-07"), &request).1.len(), 1_000);
}

// The restriction of 2027-02.

fn bought_on(resource_type: ResourceType, instant: &str) -> Reservation {
    let start = &instant[..10];
    upfront(resource_type, usd("365.00"), start).with_purchased_at(at(instant)).with_id(id("x"))
}

#[test]
fn what_savings_plans_cover_is_exchanged_only_when_bought_before_february_2027() {
    use ResourceType::{AppService, Avs, DedicatedHost, SqlDatabases, VirtualMachines};
    for (resource_type, covered) in
        [(VirtualMachines, true), (DedicatedHost, true), (AppService, true), (Avs, false), (SqlDatabases, false)]
    {
        for (instant, late) in [
            ("2027-01-31T23:59:59Z", false),
            ("2027-02-01T00:30:00+01:00", false),
            ("2027-02-01T00:00:00Z", true),
            ("2027-06-01T00:00:00Z", true),
        ] {
            let old = bought_on(resource_type.clone(), instant);
            let purchases = vec![buy(resource_type.clone(), usd("365.00"))];
            let request = request(&[&old], purchases, "2027-07-01T00:00:00Z");
            assert_eq!(decide(&edition("2020-07"), &request).1, [], "{resource_type} {instant}: no such rule before");
            let (_, reasons) = decide(&edition("2027-02"), &request);
            if !(covered && late) {
                assert_eq!(reasons, [], "{resource_type} {instant}");
                continue;
            }
            assert_eq!(codes(&reasons), ["NoLongerExchangeable"], "{resource_type} {instant}");
            let day = &instant[..10];
            let told = format!(
                "returned reservation 1 (`x`) was bought on {day}; {resource_type} bought on 2027-02-01 or later is \
                 not exchanged, it can be traded in for a savings plan"
            );
            assert_told(&reasons[0], RuleId::L09, None, &told);
        }
    }
}

#[test]
fn each_unit_bought_before_has_one_final_exchange() {
    let schedule = Schedule::new("2026-12-01".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
    let payments = Payments::monthly(Price::in_usd(usd("3650.00")).unwrap(), units(10), 1).unwrap();
    let old = Reservation::new(ResourceType::VirtualMachines, units(6), schedule, payments).unwrap();
    let policy = edition("2027-02");
    for (quantity, original, used, left) in [
        (6, None, 0, None),
        (1, None, 5, None),
        (2, None, 5, Some(1)),
        (1, None, 6, Some(0)),
        (1, None, u32::MAX, Some(0)),
        (6, Some(10), 4, None),
        (6, Some(10), 5, Some(5)),
        (5, Some(10), 5, None),
    ] {
        let mut item = Return::new(&old, units(quantity)).with_final_exchanges_used(used);
        if let Some(original) = original {
            item = item.with_original_quantity(units(original));
        }
        let purchases = vec![buy(ResourceType::VirtualMachines, usd("3650.00"))];
        let request =
            ExchangeRequest::new(vec![item], purchases, at("2027-02-10T00:00:00Z"), Requester::Owner).unwrap();
        let (_, reasons) = decide(&policy, &request);
        let case = format!("{quantity} of {original:?}, {used} used");
        match left {
            None => assert_eq!(reasons, [], "{case}"),
            Some(left) => {
                assert_eq!(codes(&reasons), ["FinalExchangeUsed"], "{case}");
                let told = format!(
                    "{quantity} of returned reservation 1 are to be exchanged, and {left} still have the one final \
                     exchange of each unit"
                );
                assert_told(&reasons[0], RuleId::L09, None, &told);
            }
        }
    }
}

#[test]
fn a_savings_plan_is_always_a_possible_target() {
    let old = bought_on(ResourceType::VirtualMachines, "2027-06-01T00:00:00Z");
    let spent = bought_on(ResourceType::AppService, "2026-12-01T00:00:00Z");
    let returns =
        || vec![Return::new(&old, Quantity::ONE), Return::new(&spent, Quantity::ONE).with_final_exchanges_used(9)];
    let policy = edition("2027-02");
    let old_id = old.clone().with_id(id("y"));
    let returns = |with_reservation: bool| {
        let mut returns = returns();
        returns[0] = Return::new(&old_id, Quantity::ONE);
        let mut purchases = vec![plan("1.00")];
        if with_reservation {
            purchases.push(buy(ResourceType::VirtualMachines, usd("0.00")));
        }
        ExchangeRequest::new(returns, purchases, at("2027-07-01T00:00:00Z"), Requester::Owner).unwrap()
    };
    assert_eq!(decide(&policy, &returns(false)).1, []);
    let (_, reasons) = decide(&policy, &returns(true));
    assert_eq!(
        codes(&reasons),
        ["TypeMismatch", "NoLongerExchangeable", "FinalExchangeUsed"],
        "with a reservation too"
    );
}

// Trade-ins.

#[test]
fn trade_ins_begin_in_october_2022_and_only_where_the_policy_has_them() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-09-30");
    for (policy, instant, told) in [
        ("2020-07", "2022-10-01T00:00:00Z", None),
        ("2027-02", "2022-10-01T00:00:00Z", None),
        (
            "2020-07",
            "2022-09-30T23:59:59Z",
            Some("policy 2020-07 lets reservations be traded in for a savings plan from 2022-10-01 on"),
        ),
        ("2019-04", "2022-10-01T00:00:00Z", Some("policy 2019-04 lets no reservation be traded in for a savings plan")),
    ] {
        let request = request(&[&vm], vec![plan("1.00")], instant);
        let (_, reasons) = decide(&edition(policy), &request);
        match told {
            None => assert_eq!(reasons, [], "{policy} {instant}"),
            Some(told) => {
                assert_eq!(codes(&reasons), ["TradeInNotOffered"], "{policy} {instant}");
                assert_told(&reasons[0], RuleId::L12, None, told);
            }
        }
    }
}

#[test]
fn only_what_savings_plans_cover_is_traded_in() {
    use ResourceType::{AppService, Avs, DedicatedHost, SqlDatabases, VirtualMachines};
    for (resource_type, covered) in
        [(VirtualMachines, true), (DedicatedHost, true), (AppService, true), (Avs, false), (SqlDatabases, false)]
    {
        let old = upfront(resource_type.clone(), usd("365.00"), "2023-01-01");
        let (_, reasons) =
            decide(&edition("2020-07"), &request(&[&old, &old], vec![plan("1.00")], "2023-01-01T00:00:00Z"));
        if covered {
            assert_eq!(reasons, [], "{resource_type}");
        } else {
            let told =
                format!("savings plans do not cover {resource_type}, so its reservations can't be traded in for one");
            assert_eq!(codes(&reasons), ["TradeInNotCovered"], "{resource_type}: told once");
            assert_told(&reasons[0], RuleId::L12, None, &told);
        }
    }
}

#[test]
fn a_hundred_reservations_are_traded_in_and_not_one_more() {
    let vm = upfront(ResourceType::VirtualMachines, usd("1.00"), "2023-01-01");
    for (count, many) in [(100, false), (101, true)] {
        let returned = vec![&vm; count];
        let (_, reasons) = decide(&edition("2020-07"), &request(&returned, vec![plan("1.00")], "2023-01-01T00:00:00Z"));
        if many {
            assert_eq!(reasons, [ExchangeReason::TradeInTooMany { reservations: 101, most: 100 }]);
            let told = "101 reservations are traded in, and at most 100 can be at once";
            assert_told(&reasons[0], RuleId::L12, None, told);
            assert_eq!(reasons[0].code(), "TradeInTooMany");
        } else {
            assert_eq!(reasons, []);
        }
        let for_reservations =
            request(&returned, vec![buy(ResourceType::VirtualMachines, usd("999"))], "2023-01-01T00:00:00Z");
        assert_eq!(decide(&edition("2020-07"), &for_reservations).1, [], "no such limit without a savings plan");
    }
}

#[test]
fn a_savings_plan_commits_its_hourly_amount_for_every_hour() {
    for (term, hourly, price) in [
        (Term::OneYear, "1", "8760.00"),
        (Term::ThreeYears, "1", "26280.00"),
        (Term::OneYear, "0.001", "8.76"),
        (Term::OneYear, "0.0001", "0.876"),
        (Term::ThreeYears, "0", "0.00"),
    ] {
        let new = NewSavingsPlan::new(term, usd(hourly)).unwrap();
        assert_eq!(new.price(), usd(price), "{term} {hourly}");
        assert_eq!((new.term(), new.hourly_commitment()), (term, usd(hourly)));
    }
    assert_eq!(
        NewSavingsPlan::new(Term::FiveYears, usd("1")),
        Err(InvalidPurchase::SavingsPlanTerm { term: Term::FiveYears })
    );
}

#[test]
fn a_trade_in_commits_at_least_the_whole_remaining_commitment() {
    // 730.00 a month for a year, on its first day: 8,760.00 in all.
    let monthly = ("2023-01-01", Term::OneYear, BillingPlan::Monthly);
    let vm = reservation(ResourceType::VirtualMachines, usd("730.00"), monthly, 1);
    let refund_alone = with_terms(&edition("2020-07"), |terms| terms.returned_value = ReturnedValue::Refund);
    for policy in [edition("2020-07"), refund_alone] {
        let outcome = |hourly| decide(&policy, &request(&[&vm], vec![plan(hourly)], "2023-01-01T00:00:00Z"));
        assert_eq!(outcome("1").1, []);
        let (exchange, reasons) = outcome("0.999");
        let short = ExchangeReason::NewTotalTooSmall {
            returned: usd("8760.00"),
            bought: usd("8751.24"),
            missing: usd("8.76"),
            rule: RuleId::L12,
        };
        assert_eq!(reasons, [short]);
        assert_eq!(exchange.compared(), usd("8760.00"));
    }
}

#[test]
fn every_reason_stands_in_its_place_when_all_are_given_at_once() {
    let mystery = ReservationState::from_name("Mystery");
    let red_hat = upfront(ResourceType::RedHat, usd("365.00"), "2027-03-01").with_state(mystery);
    let late = upfront(ResourceType::VirtualMachines, usd("365.00"), "2027-03-01").with_state(ReservationState::Merged);
    let early = upfront(ResourceType::VirtualMachines, usd("365.00"), "2027-01-01");
    let mut returns = vec![
        Return::new(&early, Quantity::ONE).with_final_exchanges_used(1),
        Return::new(&red_hat, Quantity::ONE),
        Return::new(&late, Quantity::ONE),
    ];
    returns.extend(vec![Return::new(&early, Quantity::ONE); 98]);
    let purchases = vec![buy(ResourceType::CosmosDb, usd("0.00")), plan("0")];
    let gone =
        with_terms(&edition("2027-02"), |terms| terms.trade_in.as_mut().unwrap().from = "2099-01-01".parse().unwrap());
    let policy = gone.with_us_government_enterprise(UsGovernmentEnterprise::SupportRequestOnly);
    let ask = |requester| {
        ExchangeRequest::new(returns.clone(), purchases.clone(), at("2027-03-01T00:00:00Z"), requester)
            .unwrap()
            .with_cloud(Cloud::UsGovernment)
            .with_agreement(Agreement::Enterprise(EnterpriseStatus::ExpiredNotRenewed))
    };
    for (requester, who) in [(Requester::Other, "RequesterNotAllowed"), (Requester::Customer, "CustomerMustAskPartner")]
    {
        let decision = policy.decide_exchange(&ask(requester)).unwrap();
        assert_eq!(
            codes(decision.reasons()),
            [
                "TypeNotExchangeable",
                "StateForbids",
                "StateUnknown",
                "UsGovernmentEnterprise",
                who,
                "AgreementExpired",
                "TypeMismatch",
                "TypeMismatch",
                "NoLongerExchangeable",
                "FinalExchangeUsed",
                "TradeInNotOffered",
                "TradeInNotCovered",
                "TradeInTooMany",
                "NewTotalTooSmall",
            ]
        );
        assert_eq!(decision.verdict(), Verdict::Denied);
        assert_eq!(decision.outcome().channel(), Channel::SupportRequest);
        assert!(decision.policy().is_overridden());
        assert_eq!(decision.into_result().unwrap_err().reasons().len(), 14, "the amounts are there all the same");
    }
}

// Questions that make no sense.

#[test]
fn an_exchange_has_two_sides() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let instant = at("2022-01-01T00:00:00Z");
    let nothing_returned = ExchangeRequest::new(vec![], vec![plan("1")], instant, Requester::Owner).unwrap_err();
    assert_eq!(nothing_returned, InvalidExchange::Empty { side: ExchangeSide::Returned });
    assert_eq!(nothing_returned.to_string(), "there is no returned reservation, expected at least one");
    let returns = vec![Return::new(&vm, Quantity::ONE)];
    let nothing_bought = ExchangeRequest::new(returns, vec![], instant, Requester::Owner).unwrap_err();
    assert_eq!(nothing_bought, InvalidExchange::Empty { side: ExchangeSide::Bought });
    assert_eq!(Error::from(nothing_bought).to_string(), "there is no purchase, expected at least one");
}

#[test]
fn a_reservation_is_returned_once() {
    let vm = |name: &str| upfront(ResourceType::VirtualMachines, usd("1.00"), "2022-01-01").with_id(id(name));
    let list = [vm("a"), vm("c"), vm("B"), vm("A"), vm("b")];
    let returns = |items: &[usize]| items.iter().map(|item| Return::new(&list[*item], Quantity::ONE)).collect();
    let instant = at("2022-01-01T00:00:00Z");
    let ask = |items: &[usize]| ExchangeRequest::new(returns(items), vec![plan("1")], instant, Requester::Owner);
    assert!(ask(&[0, 1, 2]).is_ok());
    let error = ask(&[0, 1, 2, 3, 4]).unwrap_err();
    assert_eq!(error, InvalidExchange::ReturnedTwice { number: 4, id: id("A") });
    assert_eq!(error.to_string(), "returned reservation 4 is `A` once more, expected each reservation once");
    assert_eq!(ask(&[1, 1]).unwrap_err(), InvalidExchange::ReturnedTwice { number: 2, id: id("C") });
}

#[test]
fn a_return_is_one_unit_to_all_of_them() {
    let schedule = Schedule::new("2022-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
    let payments = Payments::monthly(Price::in_usd(usd("30.00")).unwrap(), units(2), 1).unwrap();
    let three = Reservation::new(ResourceType::VirtualMachines, units(3), schedule, payments).unwrap();
    let instant = at("2022-01-01T00:00:00Z");
    let ask = |quantity| {
        let returns = vec![Return::new(&three, units(1)), Return::new(&three, units(quantity))];
        ExchangeRequest::new(returns, vec![plan("1")], instant, Requester::Owner)
    };
    let error = ask(4).unwrap_err();
    let above = InvalidQuantity::AboveOwned { requested: units(4), owned: units(3) };
    assert_eq!(error, InvalidExchange::Quantity { number: 2, error: above });
    assert_eq!(error.to_string(), "returned reservation 2: quantity `4` is more than there is, expected 1 to 3");
    assert!(edition("2020-07").quote_exchange(&ask(2).unwrap()).is_ok());
    // The payment paid for two units only.
    let error = edition("2020-07").quote_exchange(&ask(3).unwrap()).unwrap_err();
    assert!(matches!(error, ExchangeError::Return { number: 2, error: RefundError::Quantity(_) }), "{error}");
}

#[test]
fn an_exchange_is_in_one_billing_currency() {
    let one = |currency| upfront(ResourceType::VirtualMachines, money("1", currency), "2022-01-01");
    let (gbp, eur) = (one("GBP"), one("EUR"));
    let instant = at("2022-01-01T00:00:00Z");
    let returns = |items: &[&'static str]| -> Vec<Return<'_>> {
        items.iter().map(|item| Return::new(if *item == "GBP" { &gbp } else { &eur }, Quantity::ONE)).collect()
    };
    let priced = |currency| buy(ResourceType::VirtualMachines, money("9", currency));
    for (returned, bought, told) in [
        (vec!["GBP", "EUR"], vec!["GBP"], "returned reservation 2 is in `EUR` and returned reservation 1 in `GBP`"),
        (vec!["GBP"], vec!["GBP", "USD"], "purchase 2 is in `USD` and returned reservation 1 in `GBP`"),
        (vec!["EUR"], vec!["GBP"], "purchase 1 is in `GBP` and returned reservation 1 in `EUR`"),
    ] {
        let purchases = bought.into_iter().map(priced).collect();
        let error = ExchangeRequest::new(returns(&returned), purchases, instant, Requester::Owner).unwrap_err();
        assert_eq!(error.to_string(), format!("{told}, expected one billing currency"));
    }
    let totals = ExchangeTotals::zero(Currency::USD);
    assert!(matches!(totals.with_bought(money("1", "GBP")), Err(MoneyError::CurrencyMismatch { .. })));
    assert!(totals.with_returned(usd("1"), money("1", "GBP")).is_err());
}

#[test]
fn there_is_no_exchange_before_the_purchase_or_after_the_term() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-10");
    let quote = |instant| {
        let purchases = vec![buy(ResourceType::VirtualMachines, usd("365.00"))];
        edition("2020-07").quote_exchange(&request(&[&vm], purchases, instant))
    };
    let error = quote("2022-01-09T23:59:59Z").unwrap_err();
    assert!(matches!(error, ExchangeError::Return { number: 1, error: RefundError::BeforePurchase { .. } }));
    assert!(quote("2022-01-10T00:00:00Z").is_ok());
    assert!(quote("2023-01-09T23:59:59Z").is_ok());
    let error = quote("2023-01-10T00:00:00Z").unwrap_err();
    assert_eq!(
        Error::from(error).to_string(),
        "returned reservation 1: `2023-01-10 00:00:00 UTC` is after the term, expected an instant before the end of \
         the term on `2023-01-10`"
    );
}

#[test]
fn prices_are_not_negative() {
    let error = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, usd("-0.01"));
    assert_eq!(error, Err(InvalidPurchase::Negative { amount: usd("-0.01") }));
    assert_eq!(
        NewSavingsPlan::new(Term::OneYear, usd("-1")).unwrap_err().to_string(),
        "`-1.00 USD` is negative, expected a price or a commitment of zero or more"
    );
    assert!(NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, usd("-0")).is_ok());
}

#[test]
fn what_cannot_be_held_is_an_error_and_no_panic() {
    let largest = Money::new(Decimal::MAX, Currency::USD);
    assert!(matches!(NewSavingsPlan::new(Term::OneYear, largest), Err(InvalidPurchase::Money(_))));
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let twice = vec![buy(ResourceType::VirtualMachines, largest); 2];
    let error = edition("2020-07").quote_exchange(&request(&[&vm], twice, "2022-01-01T00:00:00Z")).unwrap_err();
    assert_eq!(error, ExchangeError::Money(MoneyError::Overflow { currency: Currency::USD }));
    // Two returns whose sums still fit in decimals, each near what a quote can count with.
    let huge = upfront(ResourceType::VirtualMachines, usd("184467440737095516.15"), "2022-01-01");
    let purchases = vec![buy(ResourceType::VirtualMachines, usd("1"))];
    let quote =
        edition("2020-07").quote_exchange(&request(&[&huge, &huge], purchases, "2022-01-01T00:00:00Z")).unwrap();
    assert_eq!(quote.totals().net_payable(), usd("-368934881474191031.30"));
    let above = upfront(ResourceType::VirtualMachines, usd("184467440737095516.16"), "2022-01-01");
    let purchases = vec![buy(ResourceType::VirtualMachines, usd("1"))];
    let error = edition("2020-07").quote_exchange(&request(&[&above], purchases, "2022-01-01T00:00:00Z")).unwrap_err();
    assert!(matches!(error, ExchangeError::Return { error: RefundError::Money(_), .. }), "{error}");
}

#[test]
fn a_new_term_past_the_end_of_the_calendar_is_an_error() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "+262141-06-01");
    let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::ThreeYears, usd("400")).unwrap();
    let instant = vm.purchased_at();
    let returns = vec![Return::new(&vm, Quantity::ONE)];
    let request = ExchangeRequest::new(returns, vec![new.into()], instant, Requester::Owner).unwrap();
    let error = edition("2020-07").quote_exchange(&request).unwrap_err();
    assert!(matches!(error, ExchangeError::NewTerm { number: 1, .. }), "{error}");
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
