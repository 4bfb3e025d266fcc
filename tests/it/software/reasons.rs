//! Every reason alone, all of them together, and what follows.

use reservation_policy::Verdict;
use reservation_policy::decision::Reason;
use reservation_policy::policy::software::ExcludedPlans;
use reservation_policy::rule::RuleId;
use reservation_policy::software::cancellation::{
    Acknowledgement, BoundParty, Cancellation, CancellationActor, CancellationChannel, CancellationReason,
    CancellationRequest, Consequence, MissingInformation,
};
use reservation_policy::software::exchange::SoftwareExchangeReason;
use reservation_policy::software::hybrid_benefit::{self, SoftwareAssurance, WindowsServerEdition};
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::software::{
    CustomerSegment, Licence, PurchaseState, Qualification, SoftwareFamily, SoftwarePurchase,
};

use super::{instant, money, policy, purchase, request};

const BOUGHT: &str = "2021-03-15T18:30:00Z";
const IN_TIME: &str = "2021-05-14T12:00:00Z";

fn of_family(family: SoftwareFamily) -> SoftwarePurchase {
    SoftwarePurchase::new(Licence::Perpetual, family, instant(BOUGHT), money("1200.00", "USD"))
        .unwrap()
        .with_order_id("6a7c2d54".parse().unwrap())
        .with_product("A product".parse().unwrap())
}

fn plain() -> SoftwarePurchase {
    of_family(SoftwareFamily::SqlServer)
}

#[track_caller]
fn only_reason(purchase: &SoftwarePurchase, request: &CancellationRequest) -> CancellationReason {
    let decision = policy("2018-08").decide_cancellation(purchase, request).unwrap();
    assert_eq!(decision.reasons().len(), 1, "{:?}", decision.reasons());
    decision.reasons()[0].clone()
}

#[test]
fn each_reason_alone_has_its_rule_code_verdict_and_text() {
    let ok = || request(IN_TIME);
    let bare = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::Other, instant(BOUGHT), money("1", "USD"));
    let no_customer = CancellationRequest::new(instant(IN_TIME))
        .with_actor(CancellationActor::AdminAgent)
        .with_acknowledgement(Acknowledgement::Given);
    let denied = Verdict::Denied;
    for (reason, rule, code, azure, verdict, text) in [
        (
            only_reason(&of_family(SoftwareFamily::SuseLinux), &ok()),
            "SW-07",
            "PlanNotCancellable",
            Some("800061"),
            denied,
            "a SUSE Linux plan can't be cancelled",
        ),
        (
            only_reason(&of_family(SoftwareFamily::RedHat), &ok()),
            "SW-07",
            "PlanNotCancellable",
            Some("800061"),
            denied,
            "a Red Hat plan can't be cancelled",
        ),
        (
            only_reason(&plain().with_state(PurchaseState::Cancelled), &ok()),
            "POST-05",
            "AlreadyCancelled",
            Some("800061"),
            denied,
            "the purchase is already cancelled, so there is nothing left to cancel",
        ),
        (
            only_reason(&plain().with_qualification(Qualification::DoesNotQualify), &ok()),
            "SW-05",
            "DoesNotQualify",
            Some("800061"),
            denied,
            "the product does not qualify for cancellation",
        ),
        (
            only_reason(&plain(), &request("2021-05-15T00:00:00Z")),
            "SW-03",
            "WindowPassed",
            Some("900117"),
            denied,
            "the window of 60 days after the purchase closed at 2021-05-14T23:59:59Z, 61 days have passed",
        ),
        (
            only_reason(&plain(), &ok().with_actor(CancellationActor::Other)),
            "SW-08",
            "RequiresAdminAgent",
            Some("900150"),
            denied,
            "only an admin agent can cancel software",
        ),
        (
            only_reason(&plain(), &ok().with_acknowledgement(Acknowledgement::NotGiven)),
            "SW-11",
            "NotAcknowledged",
            None,
            denied,
            "the consequences of cancelling were not acknowledged",
        ),
        (
            only_reason(&plain(), &no_customer),
            "SW-10",
            "MissingInformation",
            None,
            denied,
            "not at hand: the customer (name, tenant id or domain name)",
        ),
        (
            only_reason(&bare.unwrap(), &ok()),
            "SW-10",
            "MissingInformation",
            None,
            denied,
            "not at hand: the product name, the order id",
        ),
        (
            only_reason(&plain().with_qualification(Qualification::MoreInformationNeeded), &ok()),
            "SW-13",
            "MoreInformationNeeded",
            None,
            Verdict::NeedsReview,
            "more information is needed, expected a customer support request first",
        ),
    ] {
        assert_eq!(reason.to_string(), text);
        assert_eq!(reason.rule().as_str(), rule, "{text}");
        assert_eq!((reason.code(), reason.azure_code()), (code, azure), "{text}");
        assert_eq!(reason.verdict(), verdict, "{text}");
    }
}

#[test]
fn all_reasons_come_at_once_and_in_order() {
    let worst =
        SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::RedHat, instant(BOUGHT), money("1200.00", "USD"))
            .unwrap()
            .with_state(PurchaseState::Cancelled);
    let stranger = CancellationRequest::new(instant("2021-05-15T00:00:00Z"));
    for (qualification, expected) in [
        (
            Qualification::DoesNotQualify,
            "PlanNotCancellable AlreadyCancelled DoesNotQualify WindowPassed RequiresAdminAgent NotAcknowledged \
             MissingInformation",
        ),
        (
            Qualification::MoreInformationNeeded,
            "PlanNotCancellable AlreadyCancelled WindowPassed RequiresAdminAgent NotAcknowledged MissingInformation \
             MoreInformationNeeded",
        ),
    ] {
        let purchase = worst.clone().with_qualification(qualification);
        let decision = policy("2018-08").decide_cancellation(&purchase, &stranger).unwrap();
        let codes: Vec<&str> = decision.reasons().iter().map(Reason::code).collect();
        assert_eq!(codes.join(" "), expected);
        assert_eq!(decision.verdict(), Verdict::Denied);
        let everything = [MissingInformation::Customer, MissingInformation::Product, MissingInformation::OrderId];
        assert!(decision.reasons().contains(&CancellationReason::MissingInformation { missing: everything.into() }));
        assert_eq!(decision.outcome().credit(), money("1200", "USD"), "the amounts are there all the same");
    }
}

#[test]
fn sw_10_any_one_of_name_tenant_and_domain_is_enough() {
    for customer in [
        CustomerReference::Name("Contoso".parse().unwrap()),
        CustomerReference::TenantId("72F988BF-86F1-41AF-91AB-2D7CD011DB47".parse().unwrap()),
        CustomerReference::Domain("contoso.com".parse().unwrap()),
    ] {
        let request = request(IN_TIME).with_customer(customer.clone());
        assert!(policy("2018-08").decide_cancellation(&plain(), &request).unwrap().is_approved(), "{customer}");
    }
}

#[test]
fn sw_06_excluded_plans_can_be_overridden() {
    let policy = policy("2018-08").with_excluded_plans(ExcludedPlans::Nothing);
    for family in SoftwareFamily::ALL {
        let decision = policy.decide_cancellation(&of_family(family), &request(IN_TIME)).unwrap();
        assert!(decision.is_approved(), "{family}");
    }
}

#[test]
fn sw_06_every_edition_excludes_suse_and_red_hat_and_nothing_else() {
    for edition in ["2018-08", "2021-06", "2022-07"] {
        for family in SoftwareFamily::ALL {
            let decision = policy(edition).decide_cancellation(&of_family(family), &request(BOUGHT)).unwrap();
            let excluded = matches!(family, SoftwareFamily::SuseLinux | SoftwareFamily::RedHat);
            assert_eq!(decision.is_approved(), !excluded, "{edition} {family}");
        }
    }
}

#[test]
fn sw_07_suse_and_red_hat_are_not_exchanged_and_the_rest_is_not_written() {
    for edition in ["2018-08", "2021-06", "2022-07"] {
        for family in SoftwareFamily::ALL {
            let decision = policy(edition).decide_software_exchange(family);
            let (reason, verdict, text) = match family {
                SoftwareFamily::SuseLinux | SoftwareFamily::RedHat => (
                    SoftwareExchangeReason::PlanNotExchangeable { family },
                    Verdict::Denied,
                    format!("a {family} plan can't be exchanged"),
                ),
                SoftwareFamily::WindowsServer | SoftwareFamily::SqlServer | _ => (
                    SoftwareExchangeReason::NotWritten { family },
                    Verdict::NeedsReview,
                    format!("no rule says whether {family} can be exchanged; ask support"),
                ),
            };
            assert_eq!(decision.reasons(), [reason], "{edition} {family}");
            assert_eq!(decision.verdict(), verdict, "{edition} {family}");
            assert_eq!(reason.to_string(), text);
            assert_eq!((reason.rule(), reason.azure_code()), (RuleId::Sw07, None));
            assert_eq!(decision.policy().to_string(), edition);
        }
    }
}

#[test]
fn sw_09_both_channels_exist() {
    assert_eq!(CancellationChannel::ALL, [CancellationChannel::Dashboard, CancellationChannel::Api]);
}

#[test]
fn post_01_to_06_what_follows_is_complete_and_in_order() {
    let decision = policy("2018-08").decide_cancellation(&plain(), &request(IN_TIME)).unwrap();
    let outcome = decision.outcome();
    let shown: Vec<String> = outcome
        .consequences()
        .iter()
        .map(|it| format!("{} {} {}: {it}", it.rule(), it.code(), if it.is_obligation() { "duty" } else { "fact" }))
        .collect();
    assert_eq!(
        shown,
        [
            "POST-02 KeysRevoked fact: the keys are revoked for partner and customer",
            "POST-02 DownloadLinksRevoked fact: the download links are revoked for partner and customer",
            "POST-03 DiscontinueUse duty: partner and customer must stop using the software",
            "POST-04 Uninstall duty: partner and customer must uninstall the software",
            "POST-04 RemoveDownloads duty: partner and customer must delete what they downloaded",
            "POST-04 RemoveLinks duty: partner and customer must delete the download links",
            "POST-05 StaysListedWithoutKey fact: the item stays listed for the customer, without its key",
            "POST-01 ShownWithinFifteenMinutes fact: the dashboard shows the cancellation within 15 minutes",
            "POST-06 CreditOnNextInvoice fact: the credit is on the next monthly invoice",
        ]
    );
    for consequence in Consequence::ALL.into_iter().filter(|it| it.is_obligation()) {
        assert_eq!(consequence.bound_parties(), [BoundParty::Partner, BoundParty::Customer], "{consequence}");
    }
    assert_eq!(outcome.visible_by(), instant("2021-05-14T12:15:00Z"));
    assert_eq!(outcome.visible_by(), instant(IN_TIME) + Cancellation::DASHBOARD_DELAY);
}

#[test]
fn sw_02_there_is_no_fee_in_any_edition_in_time_or_late() {
    for edition in ["2018-08", "2021-06", "2022-07"] {
        for at in [BOUGHT, "2030-01-01T00:00:00Z"] {
            let bought = purchase(Licence::Perpetual, BOUGHT, money("1200", "JPY"));
            let decision = policy(edition).decide_cancellation(&bought, &request(at)).unwrap();
            assert_eq!(decision.outcome().early_termination_fee(), money("0", "JPY"), "{edition} {at}");
        }
    }
}

#[test]
fn swb_01_server_subscriptions_are_windows_server_and_sql_server_for_commercial_customers() {
    for (family, segment) in [
        (SoftwareFamily::WindowsServer, Some(CustomerSegment::Commercial)),
        (SoftwareFamily::SqlServer, Some(CustomerSegment::Commercial)),
        (SoftwareFamily::SuseLinux, None),
        (SoftwareFamily::RedHat, None),
        (SoftwareFamily::Other, None),
    ] {
        assert_eq!(family.server_subscription_segment(), segment, "{family}");
    }
}

#[test]
fn ahb_01_ahb_02_the_benefit_needs_an_edition_and_software_assurance() {
    assert_eq!(hybrid_benefit::MAX_SAVING.to_string(), "40 %");
    for (edition, assurance, eligible) in [
        (WindowsServerEdition::Datacenter, SoftwareAssurance::Covered, true),
        (WindowsServerEdition::Standard, SoftwareAssurance::Covered, true),
        (WindowsServerEdition::Other, SoftwareAssurance::Covered, false),
        (WindowsServerEdition::Datacenter, SoftwareAssurance::NotCovered, false),
        (WindowsServerEdition::Standard, SoftwareAssurance::NotCovered, false),
        (WindowsServerEdition::Other, SoftwareAssurance::NotCovered, false),
    ] {
        assert_eq!(hybrid_benefit::is_eligible(edition, assurance), eligible, "{edition:?} {assurance:?}");
    }
}
