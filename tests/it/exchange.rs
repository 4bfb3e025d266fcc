//! Exchanges and trade-ins: recorded totals, every rule with both sides of its boundary, and the order of reasons.

#![expect(
    clippy::cloned_ref_to_slice_refs,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests may panic, and clones keep them short"
)]

use chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::account::{Channel, Cloud, EnterpriseStatus, PaidBy, SupportCause};
use reservation_policy::exchange::SavingsPlanKind;
use reservation_policy::policy::{Boundary, ExchangeTerms, ReservationEdition, ReturnedValue, Threshold};
use reservation_policy::refund::CreditKind;
use reservation_policy::reservation::{Made, Payment};
use reservation_policy::{
    Account, BillingPlan, Currency, Decision, Error, Exchange, InvalidFacts, Money, Price, Purchase, Quantity,
    QuestionError, Reason, RefundLedger, Remark, Request, Requester, Reservation, ReservationPolicy, ResourceType,
    Returned, RuleId, Term, Verdict, chrono,
};

use crate::vectors::rows;

mod plans;
mod rules;

pub(crate) fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub(crate) fn usd(amount: &str) -> Money {
    money(&format!("{amount} USD"))
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn policy(name: &str) -> ReservationPolicy {
    ReservationPolicy::named(name).unwrap()
}

/// A policy with other exchange terms.
fn with_terms(name: &str, change: impl FnOnce(&mut ExchangeTerms)) -> ReservationPolicy {
    policy(name).with(|terms| change(&mut terms.exchange)).unwrap()
}

/// The US dollar side has the same figures.
fn price(billed: Money) -> Price {
    Price::new(billed, Money::new(billed.amount(), Currency::USD)).unwrap()
}

/// One unit, bought upfront for a year.
pub(crate) fn upfront(resource: ResourceType, billed: Money, start: &str) -> Reservation {
    Reservation::builder(resource, day(start), Term::OneYear).upfront(price(billed)).build().unwrap()
}

fn vm(billed: Money, start: &str) -> Reservation {
    upfront(ResourceType::VirtualMachines, billed, start)
}

fn monthly(billed: Money, start: &str, term: Term) -> Reservation {
    let builder = Reservation::builder(ResourceType::VirtualMachines, day(start), term);
    builder.monthly(price(billed)).build().unwrap()
}

pub(crate) fn buy(resource: ResourceType, lifetime_price: Money) -> Purchase {
    Purchase::reservation(resource, 1, Term::OneYear, lifetime_price).unwrap()
}

fn buy_vm(lifetime_price: Money) -> Purchase {
    buy(ResourceType::VirtualMachines, lifetime_price)
}

fn compute_plan(hourly: &str) -> Purchase {
    Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, usd(hourly)).unwrap()
}

fn owner(instant: &str) -> Request {
    Request::new(at(instant), Requester::Owner)
}

fn decide(name: &str, returned: &[Returned], bought: &[Purchase], instant: &str) -> Decision<Exchange> {
    policy(name).decide_exchange(returned, bought, &owner(instant)).unwrap()
}

fn codes(decision: &Decision<Exchange>) -> Vec<&'static str> {
    decision.reasons().iter().map(Reason::code).collect()
}

/// Reservations that give the recorded lines, and the instant.
fn behind(id: &str, currency: &str) -> (Vec<Returned>, &'static str) {
    let amount = |text: &str| money(&format!("{text} {currency}"));
    match id {
        "X01" => {
            let starts = ["2022-06-17", "2022-06-15"];
            let lines = starts.map(|start| monthly(amount("78.63"), start, Term::ThreeYears));
            (lines.iter().map(Reservation::all).collect(), "2022-06-28T18:54:11Z")
        }
        "X02" => {
            let lines = ["15.00", "3.75"].map(|price| monthly(amount(price), "2022-08-01", Term::OneYear));
            (lines.iter().map(Reservation::all).collect(), "2022-08-01T10:00:00Z")
        }
        "X03" => (vec![vm(amount("62.00"), "2022-08-01").all()], "2022-08-01T10:00:00Z"),
        "X04" => (vec![vm(amount("19800.00"), "2022-01-01").all()], "2022-10-20T12:00:00Z"),
        // Two of three units, on the day of the first payment.
        "NX1" => {
            let builder = Reservation::builder(ResourceType::VirtualMachines, day("2022-12-05"), Term::OneYear);
            let three = builder.units(3).monthly_each(price(amount("1.91"))).build().unwrap();
            (vec![three.units(2).unwrap()], "2022-12-05T12:00:00Z")
        }
        other => panic!("{other} has no reservations"),
    }
}

#[test]
fn l_07_recorded_exchanges_are_repeated_to_the_cent() {
    let mut seen = 0;
    for row in rows(include_str!("../data/exchange.csv")) {
        let (id, currency) = (row[0], row[1]);
        let amount = |text: &str| money(&format!("{text} {currency}"));
        let (returned, instant) = behind(id, currency);
        let bought: Vec<Purchase> = row[3].split(';').map(|price| buy_vm(amount(price))).collect();
        for edition in ReservationEdition::ALL {
            // The tables of the later editions do not reach these purchases.
            let name = edition.name();
            let decision = decide(name, &returned, &bought, instant);
            assert_eq!(codes(&decision), Vec::<&str>::new(), "{id} {name}");
            let exchange = decision.outcome();
            let lines = exchange.returned.iter().map(|line| {
                let plain = |money: Money| money.plain_amount();
                format!("{}+{}", plain(line.amounts.refund), plain(line.amounts.remaining_commitment))
            });
            assert_eq!(lines.collect::<Vec<_>>().join(";"), row[2], "{id} {name}");
            let sums = [exchange.refunds_total, exchange.purchases_total, exchange.net_payable];
            assert_eq!(sums, [amount(row[4]), amount(row[5]), amount(row[6])], "{id} {name}");
            assert_eq!(exchange.refund.checked_add(exchange.remaining_commitment).unwrap(), sums[0], "{id} {name}");
        }
        seen += 1;
    }
    assert_eq!(seen, 5);
}

#[test]
fn l_02_full_refund_windows_apply_as_in_a_refund() {
    let old = vm(usd("365.00"), "2022-09-01");
    for (name, returned, on, expected, kind) in [
        ("2020-07", old.all().unused(), "06", "360.00", CreditKind::Prorated),
        ("2020-07+observed", old.all().unused(), "06", "365.00", CreditKind::Full),
        ("2020-07+observed", old.all().unused(), "07", "359.00", CreditKind::Prorated),
        ("2020-07+observed", old.all(), "06", "360.00", CreditKind::Prorated),
        ("2018-10", old.all().unused(), "06", "365.00", CreditKind::Full),
    ] {
        let decision = decide(name, &[returned], &[buy_vm(usd("365.00"))], &format!("2022-09-{on}T23:59:59Z"));
        let line = &decision.outcome().returned[0];
        assert_eq!((line.amounts.refund, line.credit), (usd(expected), kind), "{name} {on}");
    }
}

#[test]
fn fee_02_cap_04_an_exchange_has_no_fee_and_no_limit() {
    let old = vm(usd("9000000.00"), "2022-01-01");
    for edition in ReservationEdition::ALL {
        let name = edition.name();
        let decision = decide(name, &[old.all()], &[buy_vm(usd("9000000.00"))], "2022-04-11T00:00:00Z");
        assert!(decision.is_approved(), "{name}: {:?}", decision.reasons());
        let amounts = decision.outcome().returned[0].amounts;
        assert_eq!((amounts.fee, amounts.reserved_fee), (usd("0"), usd("0")), "{name}");
        assert_eq!(amounts.refund, amounts.credit, "{name}");
    }
    // The same return as a refund has a fee, or needs a rate, and is above the cap.
    let refund = |name| policy(name).decide_refund(&old.all(), &owner("2022-04-11T00:00:00Z"), &RefundLedger::new());
    assert!(!refund("2018-10").unwrap().outcome().billed.fee.is_zero());
    assert!(matches!(refund("2018-05"), Err(Error::Question(QuestionError::FeeRateMissing { .. }))));
    assert_eq!(refund("2026-01").unwrap().reasons()[0].code(), "CapExceeded");
}

#[test]
fn exc_12_con_04_equal_passes_and_a_minor_unit_less_does_not() {
    for (returned, less, minor) in [
        ("365.00 USD", "364.99 USD", "0.01 USD"),
        ("365 JPY", "364 JPY", "1 JPY"),
        ("365.000 KWD", "364.999 KWD", "0.001 KWD"),
    ] {
        let old = vm(money(returned), "2022-01-01").all();
        let ask = |price: &str| decide("2020-07", &[old.clone()], &[buy_vm(money(price))], "2022-01-01T12:00:00Z");
        assert_eq!((ask(returned).reasons(), ask(returned).outcome().missing), (&[][..], None));
        let short = Reason::NewTotalTooSmall {
            purchases: money(less),
            returned: money(returned),
            missing: money(minor),
            rule: RuleId::L07,
        };
        assert_eq!(ask(less).reasons(), [short]);
        assert_eq!(ask(less).outcome().missing, Some(money(minor)));
    }
}

#[test]
fn exc_04_a_strict_threshold_wants_one_minor_unit_more() {
    let old = vm(usd("365.00"), "2022-01-01").all();
    let strict = with_terms("2019-04", |terms| terms.threshold = Threshold::MoreThan);
    for (price, missing) in [
        ("365.01", None),
        ("365.001", None),
        ("365.00", Some("0.01")),
        ("364.999", Some("0.01")),
        ("364.99", Some("0.02")),
        ("0.00", Some("365.01")),
    ] {
        let decision = strict.decide_exchange(&[old.clone()], &[buy_vm(usd(price))], &owner("2022-01-01T12:00:00Z"));
        let decision = decision.unwrap();
        assert_eq!(decision.outcome().missing, missing.map(usd), "{price}");
        let rules: Vec<RuleId> = decision.reasons().iter().map(Reason::rule).collect();
        assert_eq!(rules, missing.map(|_| RuleId::Exc04).into_iter().collect::<Vec<_>>(), "{price}");
    }
}

#[test]
fn what_is_missing_is_exactly_enough() {
    let old = vm(usd("365.00"), "2022-01-01").all();
    for threshold in [Threshold::AtLeast, Threshold::MoreThan] {
        let policy = with_terms("2020-07", |terms| terms.threshold = threshold);
        for price in ["0.00", "1.005", "364.99", "364.9999"] {
            let ask = |extra| {
                let bought = [usd(price), extra].map(buy_vm);
                policy.decide_exchange(&[old.clone()], &bought, &owner("2022-01-01T12:00:00Z")).unwrap()
            };
            let missing = ask(usd("0")).outcome().missing.unwrap();
            assert!(ask(missing).is_approved(), "{threshold:?} {price}");
        }
    }
}

#[test]
fn l_07_the_commitment_is_compared_from_2020_07_on_and_the_refund_alone_before() {
    // 31.00 a month, 16 of 31 days left of the first month: 16.00 refunded, 341.00 no longer to pay.
    let old = monthly(usd("31.00"), "2022-01-01", Term::OneYear).all();
    for (name, enough, short, rule) in [
        ("2018-05", "16.00", "15.99", RuleId::Exc12),
        ("2020-01", "16.00", "15.99", RuleId::Exc12),
        ("2020-07", "357.00", "356.99", RuleId::L07),
        ("2027-02", "357.00", "356.99", RuleId::L07),
    ] {
        let ask = |price: &str| decide(name, &[old.clone()], &[buy_vm(usd(price))], "2022-01-16T12:00:00Z");
        let decision = ask(enough);
        assert!(decision.is_approved(), "{name}");
        assert_eq!(decision.outcome().compared, usd(enough), "{name}");
        assert_eq!(decision.outcome().refunds_total, usd("357.00"), "{name}");
        assert_eq!(ask(short).reasons().iter().map(Reason::rule).collect::<Vec<_>>(), [rule], "{name}");
        assert_eq!(
            ask(short).reasons()[0].to_string(),
            format!(
                "what is bought totals {short} USD and what is returned is worth {enough} USD; 0.01 USD more is needed"
            )
        );
    }
}

#[test]
fn amb_13_many_are_exchanged_for_many_and_for_parts_of_a_quantity() {
    let three = |price: &str, id: &str| {
        let builder = Reservation::builder(ResourceType::VirtualMachines, day("2022-01-01"), Term::OneYear).units(3);
        builder.upfront(Price::usd(usd(price)).unwrap()).id(id).unwrap().build().unwrap()
    };
    let (one, two) = (three("1095.00", "one"), three("10.00", "two"));
    let returned = [one.units(2).unwrap(), two.units(1).unwrap()];
    let bought = ["200.00", "300.01", "0.00"].map(|price| buy_vm(usd(price)));
    let decision = decide("2020-07", &returned, &bought, "2022-04-11T00:00:00Z");
    let exchange = decision.outcome();
    // 730.00 and 3.33 times 265/365, each rounded on its own.
    let values: Vec<Money> = exchange.returned.iter().map(|line| line.value).collect();
    assert_eq!(values, [usd("530.00"), usd("2.42")]);
    assert_eq!(exchange.refunds_total, usd("532.42"));
    assert_eq!(exchange.purchases_total, usd("500.01"));
    assert_eq!(exchange.net_payable, usd("-32.41"));
    assert_eq!(exchange.purchased.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 2, 3]);

    let left: Vec<(u32, u32)> =
        exchange.remaining().iter().map(|left| (left.quantity().get(), left.final_exchanges_used())).collect();
    assert_eq!(left, [(1, 2), (2, 1)]);
    assert_eq!(exchange.remaining()[0].refunded_before(), Some(usd("530.00")));
    assert_eq!(exchange.returned[0].retained, usd("565.00")); // of 1,095.00
}

#[test]
fn amb_21_a_payment_made_ahead_is_part_of_what_is_returned() {
    // July is paid already on 30 June, and then waiting for midnight changes nothing but the day.
    let price = Price::usd(usd("300.00")).unwrap();
    let payments = [("2024-06-01", 1), ("2024-06-30", 2)]
        .map(|(on, number)| Payment::new(number, price, Quantity::ONE, Made::On(day(on))));
    let builder = Reservation::builder(ResourceType::VirtualMachines, day("2024-06-01"), Term::OneYear);
    let ahead = builder.payments(payments.to_vec()).build().unwrap();
    let ask = |instant| decide("2023-10", &[ahead.all()], &[buy_vm(usd("3310.00"))], instant);
    let decision = ask("2024-06-30T20:00:00Z");
    let amounts = decision.outcome().returned[0].amounts;
    assert_eq!((amounts.refund, amounts.paid_ahead), (usd("310.00"), usd("300.00")));
    assert_eq!(decision.outcome().refunds_total, usd("3310.00"));
    assert!(decision.is_approved());
    assert_eq!(ask("2024-07-01T00:00:00Z").outcome().refunds_total, usd("3300.00"));
}

#[test]
fn amb_21_a_payment_that_is_not_made_needs_review_for_its_reservation() {
    let price = Price::usd(usd("300.00")).unwrap();
    let first = Payment::new(1, price, Quantity::ONE, Made::On(day("2024-06-01")));
    let builder = Reservation::builder(ResourceType::VirtualMachines, day("2024-06-01"), Term::OneYear);
    let late = builder.payments(vec![first]).id("late").unwrap().build().unwrap();
    let fine = vm(usd("1.00"), "2024-01-01");
    let (returned, bought) = ([fine.all(), late.all()], [buy_vm(usd("9000.00"))]);
    let decision = decide("2023-10", &returned, &bought, "2024-07-02T09:00:00Z");
    assert_eq!((codes(&decision), decision.verdict()), (vec!["PaymentOutstanding"], Verdict::NeedsReview));
    assert_eq!(
        decision.reasons()[0].to_string(),
        "payment 2 of returned reservation 2 (`late`), due on 2024-07-01, is not made, so nothing is refunded for its \
         period; ask again once it is made, or assume scheduled payments"
    );
    assert_eq!(decision.outcome().returned[1].value, usd("3300.00"));

    let assumed = owner("2024-07-02T09:00:00Z").assume_scheduled_payments();
    let decision = policy("2023-10").decide_exchange(&returned, &bought, &assumed).unwrap();
    assert!(decision.is_approved());
    assert_eq!(decision.remarks(), [Remark::ScheduledPaymentsAssumed { payments: 1, last_due: day("2024-07-01") }]);
    assert_eq!(decision.outcome().returned[1].amounts.refund, usd("290.32")); // 300.00 x 30/31
}

#[test]
fn l_03_a_lower_current_price_lowers_what_is_returned_from_2020_01_on() {
    let old = vm(usd("365.00"), "2022-01-01").all().current_price(usd("182.50")).unwrap();
    for (name, expected) in [("2019-04", "265.00"), ("2020-01", "132.50"), ("2027-02", "132.50")] {
        let decision = decide(name, &[old.clone()], &[buy_vm(usd(expected))], "2022-04-11T00:00:00Z");
        assert_eq!(decision.outcome().refund, usd(expected), "{name}");
        assert!(decision.is_approved(), "{name}");
    }
    // Provisioned throughput is refunded on the current price, so without one the exchange needs review.
    let ptu = upfront(ResourceType::OpenAiPtu, usd("365.00"), "2026-02-01");
    let bought = [buy(ResourceType::OpenAiPtu, usd("9000.00"))];
    let ask = |returned| decide("2026-01", &[returned], &bought, "2026-03-01T00:00:00Z");
    assert_eq!(codes(&ask(ptu.all())), ["CurrentPriceUnknown"]);
    let priced = ask(ptu.all().current_price(usd("730.00")).unwrap());
    assert_eq!((priced.outcome().refund, priced.is_approved()), (usd("674.00"), true)); // 730.00 x 337/365
}

#[test]
fn exc_14_what_is_bought_starts_a_new_term_on_the_utc_day_of_the_request() {
    let old = vm(usd("366.00"), "2024-01-15").all();
    for (instant, term, start, end) in [
        ("2024-02-29T00:00:00Z", Term::OneYear, "2024-02-29", "2025-02-28"),
        ("2024-02-29T23:59:59Z", Term::ThreeYears, "2024-02-29", "2027-02-28"),
        ("2024-03-01T00:30:00+01:00", Term::FiveYears, "2024-02-29", "2029-02-28"),
        ("2024-03-01T00:00:00Z", Term::OneYear, "2024-03-01", "2025-03-01"),
    ] {
        let new = Purchase::reservation(ResourceType::VirtualMachines, 1, term, usd("366.00")).unwrap();
        let decision = decide("2020-07", &[old.clone()], &[new.plan(BillingPlan::Monthly)], instant);
        let schedule = decision.outcome().purchased[0].schedule;
        assert_eq!((schedule.start(), schedule.end()), (day(start), day(end)), "{instant}");
        assert_eq!(schedule.plan(), BillingPlan::Monthly);
    }
}

#[test]
fn a_quote_stands_until_the_first_of_its_returns_changes() {
    let daily = vm(usd("365.00"), "2022-01-01");
    // A cent a month goes from one to nothing on the 17th: half to even.
    let slow = monthly(usd("0.01"), "2022-01-01", Term::OneYear);
    let bought = [buy_vm(usd("400.00"))];
    for (returned, until) in [
        (vec![daily.all()], "2022-01-03T00:00:00Z"),
        (vec![slow.all()], "2022-01-17T00:00:00Z"),
        (vec![slow.all(), daily.all()], "2022-01-03T00:00:00Z"),
    ] {
        // Without a fee, whatever a refund would cost.
        for name in ["2018-10", "2020-07"] {
            let ask = |instant| {
                policy(name).decide_exchange(&returned, &bought, &Request::new(instant, Requester::Owner)).unwrap()
            };
            let now = ask(at("2022-01-02T10:00:00Z"));
            let now = now.outcome();
            assert_eq!(now.valid_until, at(until), "{name}");
            assert!(now.has_same_amounts(ask(now.valid_until - chrono::TimeDelta::seconds(1)).outcome()), "{name}");
            assert!(!now.has_same_amounts(ask(now.valid_until).outcome()), "{name}");
        }
    }
    let with = |bought: &[Purchase]| decide("2020-07", &[daily.all()], bought, "2022-01-02T10:00:00Z");
    assert!(!with(&bought).outcome().has_same_amounts(with(&[buy_vm(usd("400.01"))]).outcome()));
}

#[test]
fn questions_without_an_answer_say_which_part_is_wrong() {
    let old = vm(usd("365.00"), "2022-01-10");
    let named = |id: &str| {
        let builder = Reservation::builder(ResourceType::VirtualMachines, day("2022-01-10"), Term::OneYear);
        builder.upfront(Price::usd(usd("1.00")).unwrap()).id(id).unwrap().build().unwrap().all()
    };
    let new = || buy_vm(usd("365.00"));
    let ask = |returned: &[Returned], bought: &[Purchase], instant: &str| {
        policy("2020-07").decide_exchange(returned, bought, &owner(instant)).unwrap_err().to_string()
    };
    let within = "2022-02-01T00:00:00Z";
    assert_eq!(ask(&[], &[new()], within), "there is no returned reservation, expected at least one");
    assert_eq!(ask(&[old.all()], &[], within), "there is no purchase, expected at least one");
    assert_eq!(
        ask(&[old.all(), named("a"), old.all()], &[new()], within),
        "returned reservation 3 is returned reservation 1 once more, expected each reservation once"
    );
    let path = "/providers/Microsoft.Capacity/reservationOrders/11/reservations/A/";
    assert_eq!(
        ask(&[named("b"), named(path), named("a")], &[new()], within),
        "returned reservation 3 is returned reservation 2 once more, expected each reservation once"
    );
    assert_eq!(
        ask(&[old.all(), vm(money("1 EUR"), "2022-01-10").all()], &[new()], within),
        "returned reservation 2 is in `EUR` and returned reservation 1 in `USD`, expected one billing currency"
    );
    assert_eq!(
        ask(&[old.all()], &[new(), buy_vm(money("1 GBP"))], within),
        "purchase 2 is in `GBP` and returned reservation 1 in `USD`, expected one billing currency"
    );
    assert_eq!(
        ask(&[named("a"), old.all()], &[new()], "2023-01-10T00:00:00Z"),
        "returned reservation 1: `2023-01-10T00:00:00Z` is after the term, expected an instant before the end of the \
         term on `2023-01-10`"
    );
    let far = vm(usd("365.00"), "+262141-06-01");
    let three = Purchase::reservation(ResourceType::VirtualMachines, 1, Term::ThreeYears, usd("400")).unwrap();
    assert!(ask(&[far.all()], &[three], "+262141-06-01T00:00:00Z").starts_with("purchase 1: a term of 3 years from"));
    let largest = Money::new(rust_decimal::Decimal::MAX, Currency::USD);
    assert!(ask(&[old.all()], &[buy_vm(largest), buy_vm(largest)], within).contains("more digits than a decimal"));
}

#[test]
fn amb_13_units_are_one_to_all_of_a_reservation() {
    let three = Reservation::builder(ResourceType::VirtualMachines, day("2022-01-01"), Term::OneYear).units(3);
    let three = three.upfront(Price::usd(usd("30.00")).unwrap()).build().unwrap();
    assert_eq!(three.units(0), Err(InvalidFacts::ZeroUnits));
    assert!(matches!(three.units(4), Err(InvalidFacts::AboveOwned { .. })));
    // Two parts of one reservation would be more than is owned: a part is asked for at once.
    let twice = [three.units(2).unwrap(), three.units(2).unwrap()];
    let error = policy("2020-07").decide_exchange(&twice, &[buy_vm(usd("60.00"))], &owner("2022-01-01T00:00:00Z"));
    assert_eq!(error.unwrap_err(), QuestionError::ReturnedTwice { number: 2, first: 1 }.into());
}

#[test]
fn a_hundred_thousand_returns_are_one_exchange() {
    let builder = Reservation::builder(ResourceType::SqlDatabases, day("2022-01-01"), Term::OneYear);
    let builder = builder.upfront(Price::usd(usd("1.00")).unwrap());
    let returned: Vec<Returned> =
        (0..100_000).map(|number| builder.clone().id(&format!("R-{number}")).unwrap().build().unwrap().all()).collect();
    let bought = [buy(ResourceType::SqlDatabases, usd("99999.99"))];
    let decision = decide("2027-02", &returned, &bought, "2022-01-01T00:00:00Z");
    assert_eq!(decision.outcome().refunds_total, usd("100000.00"));
    assert_eq!(codes(&decision), ["NewTotalTooSmall"]);
}

#[test]
fn explanations_show_every_line_with_its_rule() {
    let old = monthly(usd("210.00"), "2024-03-10", Term::ThreeYears);
    let decision = decide("2023-10", &[old.all()], &[buy_vm(usd("5000.00"))], "2025-01-25T10:00:00Z");
    let text = decision.explain().to_string();
    for line in [
        "denied under policy 2023-10",
        "  at         2025-01-25T10:00:00Z, by the owner of the reservation",
        "  returned   1 of 1 of VirtualMachines",
        "    period   2025-01-10 to 2025-02-10: payment 11 of 36, 15 of 31 days used",
        "    refund   210.00 USD x 16/31 -> 108.39 USD [EXC-10]",
        "    canceled 25 x 210.00 USD = 5250.00 USD of future payments",
        "    value    5358.39 USD",
        "  bought     5000.00 USD in full, from 2025-01-25 to 2026-01-25 [EXC-11, EXC-14]",
        "  refunds    108.39 USD + 5250.00 USD of commitment = 5358.39 USD",
        "  payable    -358.39 USD",
        "  compared   with 5358.39 USD: 358.39 USD is missing",
        "  fee        none [FEE-02]",
        "  the cap    is not used [CAP-04]",
        "  holds      until 2025-01-26T00:00:00Z, when the amounts change",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    let request = owner("2025-01-25T10:00:00Z").under(Account::PayAsYouGo { paid_by: Some(PaidBy::Invoice) });
    let plan = Purchase::savings_plan(SavingsPlanKind::Compute, Term::ThreeYears, usd("0.25")).unwrap();
    let text = policy("2023-10").decide_exchange(&[old.all()], &[plan], &request).unwrap().explain().to_string();
    let (bought, returned) = (text.find("bought").unwrap(), text.find("returned").unwrap());
    assert!(bought < returned && text.contains("[L-23]"), "a savings plan is bought first\n{text}");
    assert!(text.contains("a compute savings plan at 0.25 USD an hour, 6570.00 USD in full"), "{text}");
    assert!(text.contains("  money      create a new invoice of 6461.61 USD"), "{text}");
    assert!(text.contains("note: a trade-in also needs"), "{text}");
}

#[cfg(feature = "serde")]
#[test]
fn a_decision_is_read_back_as_it_was_written() {
    let old = vm(usd("365.00"), "2026-12-01");
    let request = owner("2027-03-01T00:00:00Z").under(Account::Csp);
    let new = buy_vm(usd("1.00")).sku("Standard_D2s_v3").unwrap().region("West Europe").unwrap();
    let bought = [new, compute_plan("0.25"), buy(ResourceType::SqlDatabases, usd("2"))];
    let decision = policy("2027-02").decide_exchange(&[old.all()], &bought, &request).unwrap();
    assert_eq!((decision.reasons().len(), decision.remarks().len()), (3, 1), "{:?}", decision.reasons());
    let text = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision<Exchange>>(&text).unwrap(), decision);
    for bad in [
        r#"{"reservation": {"resource_type": "VirtualMachines", "units": 0, "term": "one_year", "plan": "upfront", "price": {"amount": "1", "currency": "USD"}}}"#,
        r#"{"savings_plan": {"kind": "compute", "term": "five_years", "hourly_commitment": {"amount": "1", "currency": "USD"}}}"#,
        r#"{"savings_plan": {"kind": "compute", "term": "one_year", "hourly_commitment": {"amount": "-1", "currency": "USD"}}}"#,
    ] {
        assert!(serde_json::from_str::<Purchase>(bad).is_err(), "{bad}");
    }
}
