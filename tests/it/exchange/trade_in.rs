//! What savings plans cover: the restriction of 2027-02, and trading in for a savings plan.

use reservation_policy::Quantity;
use reservation_policy::calendar::Term;
use reservation_policy::decision::Reason;
use reservation_policy::policy::reservation::{Requester, ReturnedValue};
use reservation_policy::reservation::exchange::{
    ExchangeReason, ExchangeRequest, InvalidPurchase, NewSavingsPlan, Return,
};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;

use super::reasons::assert_told;
use super::{at, buy, codes, decide, edition, id, plan, request, reservation, units, upfront, usd, with_terms};

// The restriction of 2027-02.

fn bought_on(resource_type: ResourceType, instant: &str) -> Reservation {
    let (start, _) = instant.split_once('T').unwrap();
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
            let (day, _) = instant.split_once('T').unwrap();
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
