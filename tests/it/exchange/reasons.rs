//! Every reason alone, and all of them in their order.

use reservation_policy::Quantity;
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{Channel, Requester, Sameness, UsGovernmentEnterprise};
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::exchange::{ExchangeReason, ExchangeRequest, Return, ReturnedLine};
use reservation_policy::reservation::{Reservation, ReservationState};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;

use super::{at, buy, codes, decide, edition, id, plan, request, upfront, usd, with_terms};

fn only_reason(policy: &ReservationPolicy, request: &ExchangeRequest<'_>) -> ExchangeReason {
    let (_, reasons) = decide(policy, request);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    reasons[0].clone()
}

pub(super) fn assert_told(reason: &ExchangeReason, rule: RuleId, azure: Option<&str>, text: &str) {
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
        .map(|reason| {
            let ExchangeReason::TypeMismatch { returned, bought, .. } = reason else { panic!("{reason}") };
            (returned.name(), bought.name())
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

#[test]
fn each_returned_reservation_is_numbered_from_one() {
    let (one, two) = (
        upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01"),
        upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01").with_state(ReservationState::Merged),
    );
    let request =
        request(&[&one, &two, &one], vec![buy(ResourceType::VirtualMachines, usd("900.00"))], "2022-03-01T00:00:00Z");
    let (exchange, reasons) = decide(&edition("2020-07"), &request);
    assert!(exchange.quote().returned().iter().map(ReturnedLine::number).eq([1, 2, 3]));
    let number = |reason: &ExchangeReason| {
        if let ExchangeReason::StateForbids { returned, .. } = reason { Some(returned.number()) } else { None }
    };
    let numbers: Vec<u32> = reasons.iter().filter_map(number).collect();
    assert_eq!(numbers, [2]);
    assert_eq!(Return::new(&one, Quantity::ONE).with_final_exchanges_used(7).final_exchanges_used(), 7);
}
