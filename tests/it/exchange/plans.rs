//! What savings plans cover: the restriction of 2027-02, and trade-ins.

use super::*;
use reservation_policy::policy::ReservationPolicy;

/// A reservation that was bought at an instant.
fn bought_at(resource: ResourceType, instant: &str) -> Returned {
    let start = at(instant).date_naive();
    let builder = Reservation::builder(resource, start, Term::OneYear).upfront(price(usd("365.00")));
    builder.purchased_at(at(instant)).build().unwrap().all()
}

// The restriction of 2027-02.

#[test]
fn l_09_covered_services_are_exchanged_only_when_bought_before_february_2027() {
    use ResourceType::{
        AppService, Avs, AzureFiles, CosmosDb, DedicatedHost, MySql, PostgreSql, SqlDatabases, VirtualMachines,
    };
    let covered = [VirtualMachines, DedicatedHost, AppService, SqlDatabases, PostgreSql, MySql, CosmosDb];
    for resource in [&covered[..], &[Avs, AzureFiles]].concat() {
        for (instant, late) in [
            ("2027-01-31T23:59:59Z", false),
            ("2027-02-01T00:30:00+01:00", false),
            ("2027-02-01T00:00:00Z", true),
            ("2027-06-01T00:00:00Z", true),
        ] {
            let (old, new) = (bought_at(resource.clone(), instant), buy(resource.clone(), usd("365.00")));
            let ask = |name| decide(name, &[old.clone()], &[new.clone()], "2027-07-01T00:00:00Z");
            assert!(ask("2026-07").is_approved(), "{resource} {instant}: no such rule before");
            let expected: &[&str] = if late && covered.contains(&resource) { &["NoLongerExchangeable"] } else { &[] };
            assert_eq!(codes(&ask("2027-02")), expected, "{resource} {instant}");
        }
    }
    let late = bought_at(VirtualMachines, "2027-02-01T00:00:00Z");
    let decision = decide("2027-02", &[late], &[buy_vm(usd("365.00"))], "2027-07-01T00:00:00Z");
    assert_eq!(decision.reasons()[0].rule(), RuleId::L09);
    assert_eq!(
        decision.reasons()[0].to_string(),
        "returned reservation 1 was bought on 2027-02-01; what is bought from 2027-02-01 on for a service that savings \
         plans cover is not exchanged"
    );
}

#[test]
fn l_09_the_boundary_day_is_selectable() {
    let exclusive = with_terms("2027-02", |terms| {
        terms.restriction.as_mut().unwrap().boundary = Boundary::Exclusive;
    });
    for (instant, inside) in [("2027-02-01T23:59:59Z", false), ("2027-02-02T00:00:00Z", true)] {
        let old = bought_at(ResourceType::VirtualMachines, instant);
        let decision = exclusive.decide_exchange(&[old], &[buy_vm(usd("365.00"))], &owner("2027-07-01T00:00:00Z"));
        assert_eq!(decision.unwrap().is_approved(), !inside, "{instant}");
    }
}

#[test]
fn l_09_services_are_caught_from_the_day_on_which_they_are_covered() {
    // A restriction that is older than the coverage of databases by savings plans.
    let early = with_terms("2027-02", |terms| {
        terms.restriction.as_mut().unwrap().bought_from = day("2026-01-01");
    });
    for (resource, bought, asked, caught) in [
        (ResourceType::SqlDatabases, "2026-03-17", "2026-03-17", false), // not covered yet
        (ResourceType::SqlDatabases, "2026-03-17", "2026-09-01", false), // one final exchange
        (ResourceType::SqlDatabases, "2026-03-18", "2026-09-01", true),
        (ResourceType::VirtualMachines, "2025-12-31", "2026-09-01", false),
        (ResourceType::VirtualMachines, "2026-01-01", "2026-09-01", true),
    ] {
        let old = upfront(resource.clone(), usd("1.00"), bought).all();
        let request = owner(&format!("{asked}T12:00:00Z"));
        let decision = early.decide_exchange(&[old], &[buy(resource.clone(), usd("9"))], &request).unwrap();
        assert_eq!(decision.is_approved(), !caught, "{resource} {bought} {asked}");
    }
    assert_eq!(SavingsPlanKind::Compute.covers_from(), day("2022-10-10"));
    assert_eq!(SavingsPlanKind::Database.covers_from(), day("2026-03-18"));
}

#[test]
fn l_09_each_unit_bought_before_has_one_final_exchange() {
    let policy = policy("2027-02");
    // Returned, owned, first bought, final exchanges used, and what is left when it is not enough.
    for (returned, owned, original, used, left) in [
        (6, 6, None, 0, None),
        // Of three units one was exchanged and has left: the two that stay have their own.
        (2, 2, None, 1, None),
        (2, 2, Some(3), 1, None),
        (6, 6, None, u32::MAX, None),
        (6, 6, Some(10), 4, None),
        (6, 6, Some(10), 5, Some(5)),
        (5, 6, Some(10), 5, None),
        (1, 6, Some(6), 6, Some(0)),
        (6, 6, Some(10), 0, None),
    ] {
        let builder = Reservation::builder(ResourceType::VirtualMachines, day("2026-12-01"), Term::OneYear);
        let mut builder = builder.units(owned).upfront(price(usd("60.00"))).final_exchanges_used(used);
        if let Some(original) = original {
            builder = builder.original_quantity(original);
        }
        let old = builder.build().unwrap().units(returned).unwrap();
        let decision = policy.decide_exchange(&[old], &[buy_vm(usd("60.00"))], &owner("2027-02-10T00:00:00Z")).unwrap();
        let case = format!("{returned} of {owned} of {original:?}, {used} used");
        let Some(left) = left else {
            assert!(decision.is_approved(), "{case}: {:?}", decision.reasons());
            continue;
        };
        assert_eq!(codes(&decision), ["FinalExchangeUsed"], "{case}");
        let text = format!(
            "units of returned reservation 1 with their one final exchange left: {left}, units to be exchanged: {returned}"
        );
        assert_eq!(decision.reasons()[0].to_string(), text);
    }
}

#[test]
fn l_09_units_that_stay_keep_their_final_exchange_and_what_was_bought_has_none() {
    let old = Reservation::builder(ResourceType::VirtualMachines, day("2026-12-01"), Term::OneYear).units(3);
    let old = old.upfront(price(usd("300.00"))).build().unwrap();
    let (ask, request) = (policy("2027-02"), owner("2027-03-01T00:00:00Z"));
    let first = ask.decide_exchange(&[old.units(1).unwrap()], &[buy_vm(usd("300.00"))], &request).unwrap();
    let rest = first.into_result().unwrap().remaining();
    assert_eq!((rest[0].quantity().get(), rest[0].final_exchanges_used()), (2, 1));
    let second = ask.decide_exchange(&[rest[0].all()], &[buy_vm(usd("300.00"))], &request).unwrap();
    assert!(second.is_approved(), "{:?}", second.reasons());
    let new = vm(usd("300.00"), "2027-03-01");
    let third = ask.decide_exchange(&[new.all()], &[buy_vm(usd("300.00"))], &request).unwrap();
    assert_eq!(codes(&third), ["NoLongerExchangeable"]);
}

#[test]
fn l_09_clouds_without_savings_plans_and_trade_ins_are_not_caught() {
    let late = bought_at(ResourceType::VirtualMachines, "2027-06-01T00:00:00Z");
    let request = owner("2027-07-01T00:00:00Z").with_savings_plan_role();
    let ask = |bought: &[Purchase], request: &Request| {
        policy("2027-02").decide_exchange(&[late.clone()], bought, request).unwrap()
    };
    assert!(ask(&[compute_plan("1.00")], &request).is_approved());
    assert_eq!(codes(&ask(&[compute_plan("1.00"), buy_vm(usd("1"))], &request)), ["NoLongerExchangeable"]);
    assert!(ask(&[buy_vm(usd("365.00"))], &request.in_cloud(Cloud::UsGovernment)).is_approved());
}

// Trade-ins.

#[test]
fn l_12_trade_ins_begin_in_october_2022_for_compute_and_in_july_2026_for_databases() {
    let (machine, database) =
        (vm(usd("1.00"), "2022-09-30"), upfront(ResourceType::SqlDatabases, usd("1.00"), "2022-09-30"));
    let database_plan = Purchase::savings_plan(SavingsPlanKind::Database, Term::OneYear, usd("1")).unwrap();
    for edition in ReservationEdition::ALL {
        let name = edition.name();
        for (old, plan, from, kind) in [
            (&machine, compute_plan("1"), "2022-10", "compute"),
            (&database, database_plan.clone(), "2026-07", "database"),
        ] {
            let decision = decide(name, &[old.all()], &[plan], "2022-10-01T00:00:00Z");
            if name >= from {
                assert!(decision.is_approved(), "{name} {kind}: {:?}", decision.reasons());
                continue;
            }
            assert_eq!(codes(&decision), ["TradeInNotOffered"], "{name} {kind}");
            let text = format!("policy {name} has no trade-in of reservations for a {kind} savings plan");
            assert_eq!((decision.reasons()[0].to_string(), decision.reasons()[0].rule()), (text, RuleId::L12));
        }
    }
}

#[test]
fn l_12_only_what_the_plan_covers_is_traded_in() {
    use ResourceType::{
        AppService, Avs, CosmosDb, DedicatedHost, MariaDb, MySql, PostgreSql, SqlDatabases, VirtualMachines,
    };
    let plan = |kind| Purchase::savings_plan(kind, Term::OneYear, usd("1")).unwrap();
    for (kind, covered) in [
        (SavingsPlanKind::Compute, vec![VirtualMachines, DedicatedHost, AppService]),
        (SavingsPlanKind::Database, vec![SqlDatabases, PostgreSql, MySql, CosmosDb]),
    ] {
        for resource in
            [VirtualMachines, DedicatedHost, AppService, SqlDatabases, PostgreSql, MySql, CosmosDb, MariaDb, Avs]
        {
            let old = upfront(resource.clone(), usd("1.00"), "2026-08-01");
            let decision = decide("2026-07", &[old.all()], &[plan(kind)], "2026-08-01T00:00:00Z");
            let expected: &[&str] = if covered.contains(&resource) { &[] } else { &["TradeInType"] };
            assert_eq!(codes(&decision), expected, "{resource} {kind}");
            for reason in decision.reasons() {
                let text =
                    format!("returned reservation 1 of type {resource} can't be traded in for a {kind} savings plan");
                assert_eq!((reason.to_string(), reason.rule()), (text, RuleId::L12));
            }
        }
    }
    // Each of two plans takes what it covers. A type that is not known needs review, and nothing more.
    let returned = [VirtualMachines, SqlDatabases].map(|resource| upfront(resource, usd("1.00"), "2026-08-01").all());
    let both = [plan(SavingsPlanKind::Compute), plan(SavingsPlanKind::Database)];
    assert!(decide("2026-07", &returned, &both, "2026-08-01T00:00:00Z").is_approved());
    let unknown = upfront("Virtual Machines".parse().unwrap(), usd("1.00"), "2026-08-01");
    assert_eq!(codes(&decide("2026-07", &[unknown.all()], &both, "2026-08-01T00:00:00Z")), ["TypeUnknown"]);
}

#[test]
fn l_12_compute_plans_run_one_or_three_years_and_database_plans_one() {
    let old = [ResourceType::VirtualMachines, ResourceType::SqlDatabases]
        .map(|resource| upfront(resource, usd("1"), "2026-08-01"));
    for (index, kind, term, allowed) in [
        (0, SavingsPlanKind::Compute, Term::OneYear, true),
        (0, SavingsPlanKind::Compute, Term::ThreeYears, true),
        (1, SavingsPlanKind::Database, Term::OneYear, true),
        (1, SavingsPlanKind::Database, Term::ThreeYears, false),
    ] {
        let plan = Purchase::savings_plan(kind, term, usd("1")).unwrap();
        let decision = decide("2026-07", &[old[index].all()], &[plan], "2026-08-01T00:00:00Z");
        let expected: &[&str] = if allowed { &[] } else { &["TradeInTerm"] };
        assert_eq!(codes(&decision), expected, "{kind} {term}");
    }
    for term in [Term::OneMonth, Term::FiveYears] {
        let plan = Purchase::savings_plan(SavingsPlanKind::Compute, term, usd("1"));
        assert_eq!(plan, Err(InvalidFacts::SavingsPlanTerm { term }));
    }
}

#[test]
fn l_12_a_hundred_reservations_are_traded_in_at_once_from_2023_10_on() {
    let builder = Reservation::builder(ResourceType::VirtualMachines, day("2023-01-01"), Term::OneYear);
    let builder = builder.upfront(price(usd("1.00")));
    let returned: Vec<Returned> =
        (0..101).map(|number| builder.clone().id(&number.to_string()).unwrap().build().unwrap().all()).collect();
    let ask = |name, count: usize, bought| codes(&decide(name, &returned[..count], &[bought], "2023-01-01T00:00:00Z"));
    assert!(ask("2023-10", 100, compute_plan("1.00")).is_empty());
    assert_eq!(ask("2023-10", 101, compute_plan("1.00")), ["TooManyReservations"]);
    assert!(ask("2022-10", 101, compute_plan("1.00")).is_empty());
    assert!(ask("2023-10", 101, buy_vm(usd("999"))).is_empty(), "no such limit without a savings plan");
}

#[test]
fn l_24_a_second_role_is_asked_for_from_2023_10_on() {
    let old = vm(usd("1.00"), "2023-01-01");
    for (name, role, reasons, remarks) in [
        ("2022-10", None, 0, 0),
        ("2022-10", Some(false), 0, 0),
        ("2023-10", None, 0, 1),
        ("2023-10", Some(true), 0, 0),
        ("2023-10", Some(false), 1, 0),
    ] {
        let request = owner("2023-12-01T00:00:00Z");
        let request = match role {
            None => request,
            Some(true) => request.with_savings_plan_role(),
            Some(false) => request.without_savings_plan_role(),
        };
        let decision = policy(name).decide_exchange(&[old.all()], &[compute_plan("1")], &request).unwrap();
        assert_eq!((decision.reasons().len(), decision.remarks().len()), (reasons, remarks), "{name} {role:?}");
        assert!(decision.reasons().iter().all(|reason| *reason == Reason::SavingsPlanRoleMissing));
        assert!(decision.remarks().iter().all(|remark| *remark == Remark::SavingsPlanRoleNotStated));
        let exchange = policy(name).decide_exchange(&[old.all()], &[buy_vm(usd("1"))], &request).unwrap();
        assert!(exchange.is_approved() && exchange.remarks().is_empty(), "an exchange needs no second role");
    }
}

#[test]
fn l_12_a_trade_in_commits_at_least_the_remaining_commitment() {
    // 730.00 a month for a year, on its first day: 8,760.00 in all.
    let old = monthly(usd("730.00"), "2023-01-01", Term::OneYear);
    let refund_alone = with_terms("2022-10", |terms| terms.returned_value = ReturnedValue::Refund);
    for policy in [policy("2022-10"), refund_alone] {
        let ask = |hourly: &str| -> Decision<Exchange> {
            let request = owner("2023-01-01T00:00:00Z");
            ReservationPolicy::decide_exchange(&policy, &[old.all()], &[compute_plan(hourly)], &request).unwrap()
        };
        assert!(ask("1").is_approved() && ask("1").outcome().is_trade_in());
        let short = ask("0.999");
        assert_eq!((short.outcome().compared, short.outcome().missing), (usd("8760.00"), Some(usd("8.76"))));
        assert_eq!(short.reasons()[0].rule(), RuleId::L12);
    }
}

#[test]
fn l_12_a_savings_plan_costs_its_hourly_commitment_for_every_hour() {
    for (term, hourly, price) in [
        (Term::OneYear, "1", "8760.00"),
        (Term::ThreeYears, "1", "26280.00"),
        (Term::OneYear, "0.001", "8.76"),
        (Term::OneYear, "0.0001", "0.876"),
        (Term::ThreeYears, "0", "0.00"),
    ] {
        let plan = Purchase::savings_plan(SavingsPlanKind::Compute, term, usd(hourly)).unwrap();
        assert_eq!((plan.price(), plan.hourly_commitment()), (usd(price), Some(usd(hourly))));
        assert_eq!((plan.billing_plan(), plan.resource(), plan.units()), (BillingPlan::Monthly, None, None));
    }
    let largest = Money::new(rust_decimal::Decimal::MAX, Currency::USD);
    assert!(Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, largest).is_err());
    assert!(Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, usd("-0.01")).is_err());
    assert!(Purchase::reservation(ResourceType::VirtualMachines, 1, Term::OneYear, usd("-0.01")).is_err());
    assert!(Purchase::reservation(ResourceType::VirtualMachines, 0, Term::OneYear, usd("1")).is_err());
}

#[test]
fn the_smallest_plan_in_steps_reaches_an_amount_and_one_step_less_does_not() {
    let least = |amount: &str, step: &str, term| {
        Purchase::savings_plan_at_least(SavingsPlanKind::Compute, term, usd(amount), usd(step))
    };
    for (amount, step, term, hourly) in [
        ("901.79", "0.001", Term::ThreeYears, "0.035"),
        ("8760.00", "1", Term::OneYear, "1"),
        ("8760.01", "1", Term::OneYear, "2"),
        ("8760.00", "0.25", Term::OneYear, "1.00"),
        ("0.00", "0.01", Term::OneYear, "0.01"),
        ("-5.00", "0.01", Term::OneYear, "0.01"),
        ("0.0000000001", "0.001", Term::OneYear, "0.001"),
    ] {
        let plan = least(amount, step, term).unwrap();
        assert_eq!(plan.hourly_commitment(), Some(usd(hourly)), "{amount} {step}");
        assert!(plan.price().amount() >= usd(amount).amount());
        let less = usd(hourly).checked_sub(usd(step)).unwrap();
        let less = Purchase::savings_plan(SavingsPlanKind::Compute, term, less).unwrap();
        assert!(less.price().is_zero() || less.price().amount() < usd(amount).amount(), "{amount} {step}");
    }
    for step in ["0", "-0.01"] {
        assert_eq!(least("1", step, Term::OneYear), Err(InvalidFacts::SavingsPlanStep { step: usd(step) }));
    }
    assert!(least("1", "0.001", Term::FiveYears).is_err());
    let (euro, dollar) = (money("1 EUR"), usd("0.001"));
    assert!(Purchase::savings_plan_at_least(SavingsPlanKind::Compute, Term::OneYear, euro, dollar).is_err());
    let largest = Money::new(rust_decimal::Decimal::MAX, Currency::USD);
    let tiny = usd("0.0000000000000000000000000001");
    assert!(Purchase::savings_plan_at_least(SavingsPlanKind::Compute, Term::OneYear, largest, tiny).is_err());
}
