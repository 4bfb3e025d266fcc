//! The rules that speak against an exchange, each alone, and all in their order.

use super::*;

fn plain(request: &Request, name: &str) -> Decision<Exchange> {
    let old = vm(usd("365.00"), "2022-01-01");
    policy(name).decide_exchange(&[old.all()], &[buy_vm(usd("365.00"))], request).unwrap()
}

fn enterprise(status: EnterpriseStatus) -> Account {
    Account::Enterprise { status, paid_from: None }
}

#[test]
fn l_11_sw_07_some_types_are_never_exchanged() {
    use ResourceType::{Databricks, Mdc, RedHat, Sentinel, SuseLinux, SynapsePrePurchase, VirtualMachineSoftware};
    for (name, resource, rule) in [
        ("2018-05", SuseLinux, Some(RuleId::Sw07)),
        ("2019-04", RedHat, Some(RuleId::Sw07)),
        ("2020-07", Databricks, None), // its list is of refunds alone
        ("2023-10", SynapsePrePurchase, None),
        ("2026-01", Databricks, Some(RuleId::L11)),
        ("2026-01", SynapsePrePurchase, Some(RuleId::L11)),
        ("2026-07", Mdc, Some(RuleId::L11)),
        ("2027-02", Sentinel, Some(RuleId::L11)),
        ("2023-10", VirtualMachineSoftware, None),
        ("2026-01", VirtualMachineSoftware, Some(RuleId::L32)),
    ] {
        let old = upfront(resource.clone(), usd("365.00"), "2022-01-01");
        let decision = decide(name, &[old.all()], &[buy(resource.clone(), usd("365.00"))], "2022-01-01T00:00:00Z");
        let found: Vec<_> = decision.reasons().iter().map(|reason| (reason.code(), reason.rule())).collect();
        let expected: Vec<_> = rule.map(|rule| ("TypeNotExchangeable", rule)).into_iter().collect();
        assert_eq!(found, expected, "{name} {resource}");
        for reason in decision.reasons() {
            assert_eq!(reason.azure_code(), Some("SelfServiceRefundNotSupported"));
            let text = format!("reservations of type {resource} are not exchanged under policy {name}");
            assert_eq!(reason.to_string(), text);
        }
    }
}

#[test]
fn l_11_an_unknown_type_needs_review_once_and_is_no_mismatch() {
    let unknown: ResourceType = "Red Hat".parse().unwrap();
    let returned = ["a", "b"].map(|id| {
        let builder = Reservation::builder(unknown.clone(), day("2022-01-01"), Term::OneYear);
        builder.upfront(price(usd("1.00"))).id(id).unwrap().build().unwrap().all()
    });
    for bought in [unknown.clone(), ResourceType::RedHat, ResourceType::VirtualMachines] {
        let decision = decide("2023-10", &returned, &[buy(bought.clone(), usd("9"))], "2022-01-01T00:00:00Z");
        assert_eq!((codes(&decision), decision.verdict()), (vec!["TypeUnknown"], Verdict::NeedsReview), "{bought}");
    }
    let old = vm(usd("1.00"), "2022-01-01");
    let decision = decide("2023-10", &[old.all()], &[buy(unknown, usd("9"))], "2022-01-01T00:00:00Z");
    assert_eq!((codes(&decision), decision.verdict()), (vec!["TypeUnknown"], Verdict::NeedsReview));
}

#[test]
fn l_16_only_reservations_in_state_succeeded_are_exchanged() {
    let fine = vm(usd("365.00"), "2022-01-01");
    for state in ["Creating", "Cancelled", "Expired", "Failed", "Split", "Merged", "Dreaming"] {
        let builder = Reservation::builder(ResourceType::VirtualMachines, day("2022-01-01"), Term::OneYear);
        let builder = builder.upfront(price(usd("365.00"))).id("orders/abc").unwrap().state(state.parse().unwrap());
        let returned = [fine.all(), builder.build().unwrap().all()];
        let decision = decide("2020-07", &returned, &[buy_vm(usd("730.00"))], "2022-01-01T00:00:00Z");
        let [reason] = decision.reasons() else { panic!("{state}: {:?}", decision.reasons()) };
        let (code, text) = if state == "Dreaming" {
            (
                "StateUnknown",
                "is in state Dreaming, which is not known here; ask support whether it can be exchanged".to_owned(),
            )
        } else {
            ("StateForbids", format!("is in state {state} and can't be exchanged, only one in state Succeeded can"))
        };
        assert_eq!((reason.code(), reason.rule()), (code, RuleId::L16));
        assert_eq!(reason.to_string(), format!("returned reservation 2 (`abc`) {text}"));
    }
}

#[test]
fn elig_01_us_government_enterprise_customers_ask_support_until_2020_07() {
    let active = enterprise(EnterpriseStatus::Active);
    let payg = Account::PayAsYouGo { paid_by: None };
    for (name, cloud, account, expected) in [
        ("2018-10", Cloud::UsGovernment, Some(active), None),
        ("2019-04", Cloud::UsGovernment, Some(active), Some("UsGovernmentEnterprise")),
        ("2020-07", Cloud::UsGovernment, Some(active), Some("UsGovernmentEnterprise")),
        ("2021-04", Cloud::UsGovernment, Some(active), None),
        ("2019-04", Cloud::UsGovernment, Some(payg), None),
        ("2019-04", Cloud::UsGovernment, None, Some("UsGovernmentAgreementUnknown")),
        ("2021-04", Cloud::UsGovernment, None, None),
        ("2019-04", Cloud::Public, Some(active), None),
    ] {
        let request = owner("2022-01-01T00:00:00Z").in_cloud(cloud);
        let request = account.map_or(request, |account| request.under(account));
        let decision = plain(&request, name);
        assert_eq!(codes(&decision), expected.into_iter().collect::<Vec<_>>(), "{name} {cloud:?} {account:?}");
        let by_support = matches!(decision.outcome().channel, Channel::SupportRequest { .. });
        assert_eq!(by_support, name == "2018-10" || expected == Some("UsGovernmentEnterprise"), "{name}");
    }
}

#[test]
fn con_05_settle_10_exchanges_are_support_requests_in_2018_and_for_a_changed_card() {
    let card = Account::PayAsYouGo { paid_by: Some(PaidBy::ChangedCard) };
    for (name, request, channel) in [
        ("2018-05", owner("2022-01-01T00:00:00Z"), Channel::SupportRequest { cause: SupportCause::Policy }),
        ("2019-04", owner("2022-01-01T00:00:00Z"), Channel::SelfService),
        ("2027-02", owner("2022-01-01T00:00:00Z"), Channel::SelfService),
        (
            "2026-07",
            owner("2022-01-01T00:00:00Z").under(card),
            Channel::SupportRequest { cause: SupportCause::ChangedCard },
        ),
    ] {
        assert_eq!(plain(&request, name).outcome().channel, channel, "{name}");
    }
}

#[test]
fn own_01_l_14_con_07_who_may_exchange_is_the_editions() {
    use Requester::{Customer, Other, Owner, Partner, ReservationAdministrator};
    let direct = Some(Account::PayAsYouGo { paid_by: None });
    for (name, account, allowed) in [
        ("2018-05", direct, vec![Owner, Customer]),
        ("2018-05", Some(Account::Csp), vec![Owner, Customer, Partner]),
        ("2019-04", direct, vec![Owner]),
        ("2019-04", Some(Account::Csp), vec![Owner, Partner]),
        ("2020-07", direct, vec![Owner]),
        ("2020-07", Some(Account::Csp), vec![Partner]),
        ("2022-10", direct, vec![Owner, ReservationAdministrator]),
        ("2022-10", Some(Account::Csp), vec![Partner]),
    ] {
        for requester in [Owner, ReservationAdministrator, Customer, Partner, Other] {
            let request = Request::new(at("2022-01-01T00:00:00Z"), requester);
            let decision = plain(&account.map_or(request, |account| request.under(account)), name);
            let expected: &[&str] = match requester {
                _ if allowed.contains(&requester) => &[],
                Customer if account == Some(Account::Csp) => &["CustomerMustAskPartner"],
                _ => &["RequesterNotAllowed"],
            };
            assert_eq!(codes(&decision), expected, "{name} {account:?} {requester}");
            if let [reason @ Reason::RequesterNotAllowed { .. }] = decision.reasons() {
                let rule = match (name, account) {
                    ("2018-05", _) => RuleId::Con07,
                    ("2020-07", Some(Account::Csp)) => RuleId::Csp14,
                    ("2022-10", _) => RuleId::L14,
                    _ => RuleId::Own01,
                };
                assert_eq!(reason.rule(), rule, "{name}");
            }
        }
    }
}

#[test]
fn elig_03_amb_20_an_agreement_that_was_not_renewed_needs_review() {
    for (status, expected) in [
        (EnterpriseStatus::Active, None),
        (EnterpriseStatus::ExpiredAndRenewed, None),
        (EnterpriseStatus::ExpiredNotRenewed, Some("AgreementExpired")),
    ] {
        let decision = plain(&owner("2022-01-01T00:00:00Z").under(enterprise(status)), "2020-07");
        assert_eq!(codes(&decision), expected.into_iter().collect::<Vec<_>>());
        let verdict = if expected.is_some() { Verdict::NeedsReview } else { Verdict::Approved };
        assert_eq!(decision.verdict(), verdict);
    }
}

#[test]
fn exc_08_l_08_types_match_and_from_2021_04_families_do() {
    use ResourceType::{Avs, CosmosDb, DedicatedHost, NutanixBareMetal, SqlDatabases, VirtualMachines};
    // The first edition that lets one become the other.
    for (returned, bought, from) in [
        (VirtualMachines, VirtualMachines, Some("2018-05")),
        (SqlDatabases, SqlDatabases, Some("2018-05")),
        (VirtualMachines, DedicatedHost, Some("2021-04")),
        (Avs, VirtualMachines, Some("2021-04")),
        (DedicatedHost, Avs, Some("2021-04")),
        (VirtualMachines, NutanixBareMetal, Some("2026-01")),
        (NutanixBareMetal, Avs, Some("2026-01")),
        (VirtualMachines, SqlDatabases, None),
        (SqlDatabases, CosmosDb, None),
    ] {
        let old = upfront(returned.clone(), usd("365.00"), "2022-01-01");
        let bought = [buy(bought.clone(), usd("365.00"))];
        for edition in ReservationEdition::ALL {
            let name = edition.name();
            let decision = decide(name, &[old.all()], &bought, "2022-01-01T00:00:00Z");
            if from.is_some_and(|from| name >= from) {
                assert!(decision.is_approved(), "{name} {returned} {bought:?}");
                continue;
            }
            let by_family = name >= "2021-04";
            let (rule, same) = if by_family { (RuleId::L08, "type or family") } else { (RuleId::Exc08, "type") };
            let [reason] = decision.reasons() else { panic!("{name} {returned}: {:?}", decision.reasons()) };
            assert_eq!((reason.code(), reason.rule()), ("TypeMismatch", rule), "{name}");
            let bought = bought[0].resource().unwrap();
            let text =
                format!("purchase 1 of type {bought} is not of the {same} of returned reservation 1, {returned}");
            assert_eq!(reason.to_string(), text);
        }
    }
}

#[test]
fn every_pair_of_types_that_does_not_match_is_noted_once() {
    use ResourceType::{CosmosDb, SqlDatabases, VirtualMachines};
    let starts = ["2022-01-01", "2022-01-02", "2022-01-03", "2022-01-04"];
    let types = [VirtualMachines, SqlDatabases, VirtualMachines, CosmosDb];
    let returned: Vec<Returned> =
        types.into_iter().zip(starts).map(|(resource, start)| upfront(resource, usd("1"), start).all()).collect();
    let bought = [VirtualMachines, CosmosDb, CosmosDb].map(|resource| buy(resource, usd("1000.00")));
    let decision = decide("2020-07", &returned, &bought, "2022-01-05T00:00:00Z");
    let pairs: Vec<_> = decision
        .reasons()
        .iter()
        .map(|reason| match reason {
            Reason::TypeMismatch { purchase, bought, returned, item, .. } => {
                (item.number, returned.as_str(), *purchase, bought.as_str())
            }
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(
        pairs,
        [
            (4, "CosmosDb", 1, "VirtualMachines"),
            (2, "SqlDatabases", 2, "CosmosDb"),
            (2, "SqlDatabases", 1, "VirtualMachines"),
            (1, "VirtualMachines", 2, "CosmosDb"),
        ]
    );
}

#[test]
fn l_35_older_series_are_no_longer_bought_from_july_2026_whatever_the_edition() {
    let old = vm(usd("1.00"), "2026-01-01").all();
    let denied = |name: &str, (sku, term): (&str, Term), on: &str| {
        let new = Purchase::reservation(ResourceType::VirtualMachines, 1, term, usd("9000")).unwrap();
        let decision = decide(name, &[old.clone()], &[new.sku(sku).unwrap()], &format!("{on}T00:00:00Z"));
        !codes(&decision).is_empty()
    };
    for (sku, one, three) in [
        ("Standard_D2s_v3", true, true),
        ("Standard_E4-2s_v3", true, true),
        ("d2_v3", true, true),
        ("Standard_E64_v3", true, true),
        ("Standard_F4s", true, false),
        ("Standard_F72s_v2", true, false),
        ("Standard_DS3_v2", true, false),
        ("Standard_B2ms", true, false),
        ("Standard_A4m_v2", true, false),
        ("Standard_L8s_v2", true, false),
        ("Standard_G5", true, false),
        ("Standard_B2s_v2", false, false),
        ("Standard_D2s_v5", false, false),
        ("Standard_L8s_v3", false, false),
        ("Dsv3 Series, all sizes", false, false), // cannot be read, and is not held against the caller
    ] {
        for (term, expected) in [(Term::OneYear, one), (Term::ThreeYears, three), (Term::FiveYears, false)] {
            assert_eq!(denied("2026-01", (sku, term), "2026-07-01"), expected, "{sku} {term}");
            assert_eq!(denied("2019-04", (sku, term), "2026-12-31"), expected, "{sku} {term}");
            assert!(!denied("2027-02", (sku, term), "2026-06-30"), "{sku} {term}");
        }
    }
    let new = buy_vm(usd("9000"));
    let ask = |bought: Purchase| decide("2026-01", &[old.clone()], &[bought], "2026-07-01T00:00:00Z");
    let reason = ask(new.clone().sku("d2s_V3").unwrap()).reasons()[0].clone();
    assert_eq!((reason.code(), reason.rule(), reason.verdict()), ("NoLongerSold", RuleId::L35, Verdict::Denied));
    assert_eq!(reason.to_string(), "purchase 1: Standard_D2s_v3 is not sold for 1 year from 2026-07-01 on");
    let unnamed = ask(new);
    assert!(unnamed.is_approved());
    assert_eq!(unnamed.remarks(), [Remark::SizeNotStated { purchase: 1 }]);
    assert_eq!(unnamed.remarks()[0].rule(), RuleId::L35);
    // Only virtual machines have such series.
    let host = buy(ResourceType::DedicatedHost, usd("9000")).sku("D2s_v3").unwrap();
    assert!(ask(host.clone()).is_approved() && ask(host).remarks().is_empty());
}

#[test]
fn exc_15_a_premium_storage_counterpart_at_the_same_terms_is_a_swap_instead() {
    let builder = Reservation::builder(ResourceType::VirtualMachines, day("2022-01-01"), Term::OneYear).units(3);
    let builder = builder.upfront(price(usd("3.00"))).sku("Standard_F1").unwrap();
    let with_region = builder.clone().region("West Europe").unwrap().build().unwrap();
    let new = |sku: &str, units, term, region: &str| {
        let new = Purchase::reservation(ResourceType::VirtualMachines, units, term, usd("9")).unwrap();
        new.sku(sku).unwrap().region(region).unwrap()
    };
    let expected = Remark::StorageSwapPossible { from: "Standard_F1".into(), to: "Standard_F1s".into() };
    for (name, bought, noted) in [
        ("2018-10", new("F1s", 2, Term::OneYear, "westeurope"), false),
        ("2019-04", new("F1s", 2, Term::OneYear, "westeurope"), true),
        ("2026-01", new("F1s", 2, Term::OneYear, "westeurope"), true),
        ("2026-01", new("F1s", 3, Term::OneYear, "westeurope"), false),
        ("2026-01", new("F1s", 2, Term::ThreeYears, "westeurope"), false),
        ("2026-01", new("F1s", 2, Term::OneYear, "northeurope"), false),
        ("2026-01", new("F2s", 2, Term::OneYear, "westeurope"), false),
    ] {
        let decision = decide(name, &[with_region.units(2).unwrap()], &[bought.clone()], "2022-02-01T00:00:00Z");
        assert!(decision.is_approved());
        let remarks: &[Remark] = if noted { core::slice::from_ref(&expected) } else { &[] };
        assert_eq!(decision.remarks(), remarks, "{name} {bought:?}");
    }
    let nowhere = builder.build().unwrap();
    let bought = [new("F1s", 3, Term::OneYear, "westeurope")];
    assert!(decide("2026-01", &[nowhere.all()], &bought, "2022-02-01T00:00:00Z").remarks().is_empty());
    assert_eq!((expected.rule(), expected.verdict()), (RuleId::Exc15, Verdict::Approved));
    // The way back is a swap from 2026-01 on only.
    let builder = Reservation::builder(ResourceType::VirtualMachines, day("2022-01-01"), Term::OneYear);
    let builder = builder.upfront(price(usd("3.00"))).sku("F1s").unwrap().region("westeurope").unwrap();
    let premium = builder.build().unwrap().all();
    let back = [new("F1", 1, Term::OneYear, "westeurope")];
    assert_eq!(decide("2023-10", &[premium.clone()], &back, "2022-02-01T00:00:00Z").remarks().len(), 0);
    assert_eq!(decide("2026-01", &[premium], &back, "2022-02-01T00:00:00Z").remarks().len(), 1);
}

#[test]
fn reasons_come_in_one_order_and_all_at_once() {
    let returned = |resource, (start, id): (&str, &str), state: &str| {
        let builder = Reservation::builder(resource, day(start), Term::OneYear).upfront(price(usd("365.00")));
        builder.id(id).unwrap().state(state.parse().unwrap())
    };
    let vms = ResourceType::VirtualMachines;
    let early = returned(vms.clone(), ("2027-01-01", "early"), "Succeeded").units(3).original_quantity(3);
    let mut all = vec![
        early.final_exchanges_used(1).build().unwrap().all(),
        returned(ResourceType::RedHat, ("2027-03-01", "red"), "Mystery").build().unwrap().all(),
        returned(vms.clone(), ("2027-03-01", "late"), "Merged").build().unwrap().all(),
        returned("Quantum".parse().unwrap(), ("2027-03-01", "quantum"), "Succeeded").build().unwrap().all(),
        returned(ResourceType::OpenAiPtu, ("2027-03-01", "ptu"), "Succeeded").build().unwrap().all(),
    ];
    let unpaid = Payment::new(1, price(usd("1.00")), Quantity::ONE, Made::Not);
    let builder = Reservation::builder(vms.clone(), day("2027-01-01"), Term::OneYear).payments(vec![unpaid]);
    all.push(builder.id("unpaid").unwrap().build().unwrap().all());
    all.extend((0..95).map(|number| {
        returned(vms.clone(), ("2027-01-01", &format!("v{number}")), "Succeeded").build().unwrap().all()
    }));
    let bought = [
        buy_vm(usd("0.00")).sku("D2s_v3").unwrap(),
        Purchase::savings_plan(SavingsPlanKind::Database, Term::ThreeYears, usd("0")).unwrap(),
    ];
    let request = Request::new(at("2027-03-01T00:00:00Z"), Requester::Other)
        .under(enterprise(EnterpriseStatus::ExpiredNotRenewed))
        .without_savings_plan_role();
    let terms = with_terms("2027-02", |terms| terms.trade_in.as_mut().unwrap().database = false);
    let decision = terms.decide_exchange(&all, &bought, &request).unwrap();
    let mut found = codes(&decision);
    found.dedup();
    assert_eq!(
        found,
        [
            "TypeNotExchangeable",
            "StateForbids",
            "RequesterNotAllowed",
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
            // What needs review comes after what is denied.
            "TypeUnknown",
            "StateUnknown",
            "AgreementExpired",
            "PaymentOutstanding",
            "CurrentPriceUnknown",
        ]
    );
    assert_eq!(decision.verdict(), Verdict::Denied);
    assert!(decision.policy().overridden);
    let refused = decision.into_result().unwrap_err();
    assert!(refused.to_string().contains("(L-35)"), "the amounts and every reason are there all the same");
}
