//! Who may ask, under which account, and by which way.

use reservation_policy::account::{Channel, Cloud, EnterpriseStatus, PaidBy, PaidFrom, RequesterSet, SupportCause};
use reservation_policy::policy::{CapScope, ReservationEdition};
use reservation_policy::{Account, Reason, RefundLedger, Request, Requester, ReservationPolicy, RuleId, Verdict};

use Requester::{Customer, Other, Owner, Partner, ReservationAdministrator};

use crate::given::{a_dollar_a_day, at, codes, decide_with, enterprise, every_policy, pay_as_you_go, policy};

/// Every account that is not CSP.
fn direct() -> [Account; 7] {
    [
        enterprise(EnterpriseStatus::Active),
        enterprise(EnterpriseStatus::ExpiredAndRenewed),
        Account::Enterprise { status: EnterpriseStatus::Active, paid_from: Some(PaidFrom::Overage) },
        Account::MicrosoftCustomer { paid_by: None },
        Account::MicrosoftCustomer { paid_by: Some(PaidBy::Card) },
        Account::PayAsYouGo { paid_by: None },
        pay_as_you_go(PaidBy::Invoice),
    ]
}

/// The reasons against a refund, asked by a requester under an account.
fn reasons(policy: &ReservationPolicy, requester: Requester, account: Option<Account>) -> Vec<Reason> {
    let mut request = Request::new(at("2023-03-02T00:00:00Z"), requester).fee_rate("0.12".parse().unwrap());
    request.account = account;
    decide_with(policy, &a_dollar_a_day().all(), &request, &RefundLedger::new()).reasons().to_vec()
}

/// Checks every requester under an account: (who may, the reason against the customer, the rule for all others).
#[expect(clippy::too_many_arguments, reason = "the columns of a table")]
fn check(edition: &str, account: Option<Account>, may: &[Requester], customer: &str, rule: RuleId) {
    for policy in [policy(edition), policy(edition).observed()] {
        for requester in Requester::ALL {
            let (found, case) = (reasons(&policy, requester, account), format!("{edition} {requester} {account:?}"));
            let codes: Vec<&str> = found.iter().map(Reason::code).collect();
            let reason = if requester == Customer { customer } else { "RequesterNotAllowed" };
            let expected: &[&str] = if may.contains(&requester) { &[] } else { &[reason] };
            assert_eq!(codes, expected, "{case}");
            for reason in found {
                assert_eq!(reason.verdict(), Verdict::Denied, "{case}");
                let cited = if reason == Reason::CustomerMustAskPartner { RuleId::Csp14 } else { rule };
                assert_eq!(reason.rule(), cited, "{case}");
                if let Reason::RequesterNotAllowed { allowed, .. } = reason {
                    assert_eq!(allowed, may.iter().copied().collect::<RequesterSet>(), "{case}");
                }
            }
        }
    }
}

#[test]
fn con_07_in_2018_the_customer_may_and_in_csp_the_partner_too() {
    for edition in ["2018-05", "2018-10"] {
        for account in direct() {
            check(edition, Some(account), &[Owner, Customer], "RequesterNotAllowed", RuleId::Con07);
        }
        check(edition, Some(Account::Csp), &[Owner, Customer, Partner], "RequesterNotAllowed", RuleId::Con07);
        check(edition, None, &[Owner, Customer, Partner], "RequesterNotAllowed", RuleId::Con07);
    }
}

#[test]
fn con_07_own_02_in_2019_the_owner_may_and_in_csp_the_partner_too() {
    for edition in ["2019-04", "2020-01"] {
        for account in direct() {
            check(edition, Some(account), &[Owner], "RequesterNotAllowed", RuleId::Own02);
        }
        check(edition, Some(Account::Csp), &[Owner, Partner], "CustomerMustAskPartner", RuleId::Own02);
        check(edition, None, &[Owner, Partner], "CustomerMustAskPartner", RuleId::Own02);
    }
}

#[test]
fn con_07_csp_14_from_2020_07_the_owner_may_and_in_csp_the_partner_alone() {
    for edition in ["2020-07", "2021-04"] {
        for account in direct() {
            check(edition, Some(account), &[Owner], "RequesterNotAllowed", RuleId::Own02);
        }
        // That only the owner may is no reason against an owner.
        check(edition, Some(Account::Csp), &[Partner], "CustomerMustAskPartner", RuleId::Csp14);
        check(edition, None, &[Owner, Partner], "CustomerMustAskPartner", RuleId::Own02);
    }
}

#[test]
fn con_07_l_14_from_2022_10_the_administrator_may_too_and_in_csp_the_partner_alone() {
    for edition in ReservationEdition::ALL.iter().map(|edition| edition.name()).filter(|name| *name >= "2022-10") {
        for account in direct() {
            let may = [Owner, ReservationAdministrator];
            check(edition, Some(account), &may, "RequesterNotAllowed", RuleId::L14);
        }
        check(edition, Some(Account::Csp), &[Partner], "CustomerMustAskPartner", RuleId::L14);
        let may = [Owner, ReservationAdministrator, Partner];
        check(edition, None, &may, "CustomerMustAskPartner", RuleId::L14);
    }
}

#[test]
fn con_07_a_partner_outside_csp_may_not_in_any_edition() {
    for policy in every_policy() {
        for account in direct() {
            let found = reasons(&policy, Partner, Some(account));
            assert!(matches!(found[..], [Reason::RequesterNotAllowed { .. }]), "{} {account:?}", policy.name());
        }
        assert_eq!(reasons(&policy, Partner, Some(Account::Csp)), [], "{}", policy.name());
    }
}

#[test]
fn csp_14_only_a_customer_of_a_partner_is_sent_to_the_partner() {
    for policy in every_policy().filter(|policy| policy.name().edition >= "2019-04") {
        assert_eq!(reasons(&policy, Customer, Some(Account::Csp)), [Reason::CustomerMustAskPartner]);
        for account in direct() {
            let found = reasons(&policy, Customer, Some(account));
            assert!(matches!(found[..], [Reason::RequesterNotAllowed { .. }]), "{} {account:?}", policy.name());
        }
    }
}

#[test]
fn own_03_the_set_of_requesters_can_be_changed() {
    let open =
        policy("2020-07").with(|terms| terms.allowed_requesters.direct = RequesterSet::from_iter([Other])).unwrap();
    let account = Some(pay_as_you_go(PaidBy::Invoice));
    assert_eq!(reasons(&open, Other, account), []);
    assert_eq!(reasons(&open, Owner, account).len(), 1);
    let nobody = policy("2020-07").with(|terms| terms.allowed_requesters.direct = RequesterSet::NONE).unwrap();
    let found = reasons(&nobody, Owner, account);
    assert!(found[0].to_string().ends_with("nobody may"), "{}", found[0]);
}

#[test]
fn elig_01_us_government_on_an_enterprise_agreement_asks_support_from_2019_04_to_2020_07() {
    for edition in ReservationEdition::ALL {
        let policy = ReservationPolicy::edition(*edition);
        let closed = ("2019-04"..="2020-07").contains(&edition.name());
        for account in direct() {
            for cloud in [Cloud::Public, Cloud::UsGovernment] {
                let request = Request::new(at("2023-03-02T00:00:00Z"), Owner).under(account).in_cloud(cloud);
                let request = request.fee_rate("0".parse().unwrap());
                let is_enterprise = matches!(account, Account::Enterprise { .. });
                let refused = closed && is_enterprise && cloud == Cloud::UsGovernment;
                let decision = decide_with(&policy, &a_dollar_a_day().all(), &request, &RefundLedger::new());
                let expected: &[&str] = if refused { &["UsGovernmentEnterprise"] } else { &[] };
                assert_eq!(codes(&decision), expected, "{edition} {account:?} {cloud:?}");
                let channel = match (edition.name(), refused) {
                    ("2018-05" | "2018-10", _) => Channel::SupportRequest { cause: SupportCause::Policy },
                    (_, true) => Channel::SupportRequest { cause: SupportCause::UsGovernmentEnterprise },
                    (_, false) => Channel::SelfService,
                };
                assert_eq!(decision.outcome().channel, channel, "{edition} {account:?} {cloud:?}");
                assert_eq!(policy.channel_for(&request), channel);
            }
        }
    }
}

#[test]
fn elig_01_us_government_with_an_unknown_agreement_needs_review_where_the_edition_excludes_it() {
    for edition in ReservationEdition::ALL {
        let request = Request::new(at("2023-03-02T00:00:00Z"), Owner).in_cloud(Cloud::UsGovernment);
        let request = request.fee_rate("0".parse().unwrap());
        let policy = ReservationPolicy::edition(*edition);
        let decision = decide_with(&policy, &a_dollar_a_day().all(), &request, &RefundLedger::new());
        let closed = ("2019-04"..="2020-07").contains(&edition.name());
        let expected: &[&str] = if closed { &["UsGovernmentAgreementUnknown"] } else { &[] };
        assert_eq!(codes(&decision), expected, "{edition}");
        let verdict = if closed { Verdict::NeedsReview } else { Verdict::Approved };
        assert_eq!(decision.verdict(), verdict, "{edition}");
    }
}

#[test]
fn con_05_the_channel_is_a_support_request_in_2018_and_self_service_since() {
    for policy in every_policy() {
        let expected = if policy.name().edition.starts_with("2018") {
            Channel::SupportRequest { cause: SupportCause::Policy }
        } else {
            Channel::SelfService
        };
        for account in direct() {
            let request = Request::new(at("2023-03-02T00:00:00Z"), Owner).under(account);
            assert_eq!(policy.channel_for(&request), expected, "{} {account:?}", policy.name());
        }
    }
    assert_eq!(SupportCause::Policy.rule(), RuleId::Con05);
}

#[test]
fn settle_10_a_changed_card_goes_through_support_in_every_edition_with_self_service() {
    for policy in every_policy() {
        let cause =
            if policy.name().edition.starts_with("2018") { SupportCause::Policy } else { SupportCause::ChangedCard };
        for account in
            [pay_as_you_go(PaidBy::ChangedCard), Account::MicrosoftCustomer { paid_by: Some(PaidBy::ChangedCard) }]
        {
            let request = Request::new(at("2023-03-02T00:00:00Z"), Owner).under(account);
            assert_eq!(policy.channel_for(&request), Channel::SupportRequest { cause }, "{}", policy.name());
            let request = request.fee_rate("0".parse().unwrap());
            let decision = decide_with(&policy, &a_dollar_a_day().all(), &request, &RefundLedger::new());
            assert!(decision.is_approved(), "the channel changes no verdict");
        }
    }
    assert_eq!(SupportCause::ChangedCard.rule(), RuleId::Settle10);
}

#[test]
fn l_05_amb_04_whose_refunds_share_the_cap_is_the_editions() {
    for edition in ReservationEdition::ALL {
        let expected = match edition.name() {
            "2018-05" | "2018-10" => CapScope::Customer,
            "2019-04" => CapScope::NotStated,
            "2020-01" => CapScope::Agreement,
            "2020-07" | "2021-04" => CapScope::BillingScope,
            _ => CapScope::BillingScopeOrCspCustomer,
        };
        assert_eq!(ReservationPolicy::edition(*edition).terms().cap_scope, expected, "{edition}");
    }
}

#[test]
fn requesters_are_read_from_their_name_and_from_what_is_shown() {
    for requester in Requester::ALL {
        assert_eq!(requester.name().parse(), Ok(requester));
        assert_eq!(requester.to_string().parse(), Ok(requester));
    }
    let error = "admin".parse::<Requester>().unwrap_err().to_string();
    assert!(error.contains("`reservationAdministrator`") && error.contains("`admin`"), "{error}");
    let set = RequesterSet::from_iter([Partner, Owner]);
    assert_eq!(set.to_string(), "the owner of the reservation or the partner");
    assert_eq!(set.iter().collect::<Vec<_>>(), [Owner, Partner]);
}
