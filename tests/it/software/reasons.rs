//! Every reason alone, all of them together, and what follows from an approval.

use reservation_policy::Verdict;
use reservation_policy::role::Role;
use reservation_policy::software::{
    Attempt, CancellationReason, Consequence, ExcludedPlans, MissingInformation, Qualification, SoftwareFamily,
    SoftwarePurchase,
};

use super::{attempt, instant, known, money, perpetual, policy};

const BOUGHT: &str = "2021-03-15T18:30:00Z";
const IN_TIME: &str = "2021-05-14T12:00:00Z";

fn bare(family: SoftwareFamily) -> SoftwarePurchase {
    SoftwarePurchase::perpetual(family, instant(BOUGHT), money("1200.00 USD")).unwrap()
}

fn of_family(family: SoftwareFamily) -> SoftwarePurchase {
    known(bare(family))
}

fn plain() -> SoftwarePurchase {
    of_family(SoftwareFamily::SqlServer)
}

#[track_caller]
fn only_reason(purchase: &SoftwarePurchase, attempt: &Attempt) -> CancellationReason {
    let decision = policy("2018-08").decide_cancellation(purchase, attempt).unwrap();
    assert_eq!(decision.reasons().len(), 1, "{:?}", decision.reasons());
    decision.reasons()[0].clone()
}

#[test]
fn each_reason_alone_has_its_rule_code_verdict_and_text() {
    let ok = || attempt(IN_TIME);
    let admin = || Attempt::new(instant(IN_TIME)).by(Role::AdminAgent);
    let not_acknowledged = admin().for_customer("Contoso").unwrap();
    let denied = Verdict::Denied;
    for (reason, rule, code, azure, verdict, text) in [
        (
            only_reason(&of_family(SoftwareFamily::SuseLinux), &ok()),
            "SW-07",
            "PlanNotCancelable",
            Some("800061"),
            denied,
            "a SUSE Linux plan can be neither canceled nor exchanged",
        ),
        (
            only_reason(&of_family(SoftwareFamily::RedHat), &ok()),
            "SW-07",
            "PlanNotCancelable",
            Some("800061"),
            denied,
            "a Red Hat plan can be neither canceled nor exchanged",
        ),
        (
            only_reason(&plain().canceled(), &ok()),
            "POST-05",
            "AlreadyCanceled",
            Some("800061"),
            denied,
            "the purchase is already canceled",
        ),
        (
            only_reason(&plain().qualifying(Qualification::DoesNotQualify), &ok()),
            "SW-05",
            "DoesNotQualify",
            Some("800061"),
            denied,
            "the product does not qualify for cancellation",
        ),
        (
            only_reason(&plain().units(10).unwrap(), &ok().units(4).unwrap()),
            "AMB-23",
            "PartialQuantity",
            None,
            denied,
            "4 of 10 units can't be canceled, expected all 10",
        ),
        (
            only_reason(&plain(), &attempt("2021-05-15T00:00:00Z")),
            "SW-03",
            "WindowPassed",
            Some("900117"),
            denied,
            "the window of 60 days after the purchase closed at 2021-05-14T23:59:59Z, 61 days have passed",
        ),
        (
            only_reason(&plain(), &ok().by([Role::SalesAgent, Role::GlobalAdmin])),
            "SW-08",
            "RequiresAdminAgent",
            Some("900150"),
            denied,
            "only an admin agent can cancel software",
        ),
        (
            only_reason(&plain(), &not_acknowledged),
            "SW-11",
            "NotAcknowledged",
            None,
            denied,
            "the consequences of canceling were not acknowledged",
        ),
        (
            only_reason(&plain(), &admin().acknowledged()),
            "SW-10",
            "MissingInformation",
            None,
            denied,
            "not known: the customer (name, tenant id or domain name)",
        ),
        (
            only_reason(&bare(SoftwareFamily::Other), &ok()),
            "SW-10",
            "MissingInformation",
            None,
            denied,
            "not known: the product name, the order id",
        ),
        (
            only_reason(&plain().qualifying(Qualification::MoreInformationNeeded), &ok()),
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
    let stranger = Attempt::new(instant("2021-05-15T00:00:00Z")).units(1).unwrap();
    for (qualification, expected) in [
        (
            Qualification::DoesNotQualify,
            "PlanNotCancelable AlreadyCanceled DoesNotQualify PartialQuantity WindowPassed RequiresAdminAgent \
             NotAcknowledged MissingInformation",
        ),
        (
            Qualification::MoreInformationNeeded,
            "PlanNotCancelable AlreadyCanceled PartialQuantity WindowPassed RequiresAdminAgent NotAcknowledged \
             MissingInformation MoreInformationNeeded",
        ),
    ] {
        let worst = bare(SoftwareFamily::RedHat).canceled().qualifying(qualification).units(2).unwrap();
        let decision = policy("2018-08").decide_cancellation(&worst, &stranger).unwrap();
        let codes: Vec<&str> = decision.reasons().iter().map(CancellationReason::code).collect();
        assert_eq!(codes.join(" "), expected);
        assert_eq!(decision.verdict(), Verdict::Denied);
        let everything = [MissingInformation::Customer, MissingInformation::Product, MissingInformation::OrderId];
        assert!(decision.reasons().contains(&CancellationReason::MissingInformation { missing: everything.into() }));
        assert_eq!(decision.outcome().credit, money("1200 USD"), "the amounts are there all the same");
    }
}

#[test]
fn amb_23_four_of_ten_units_are_refused_in_every_edition_and_all_ten_are_not() {
    let ten = perpetual("2021-06-10T12:00:00Z", "3000.00 EUR").units(10).unwrap();
    for edition in ["2018-08", "2021-06", "2022-07"] {
        for (units, approved) in [(1, false), (4, false), (9, false), (10, true)] {
            let attempt = attempt("2021-06-20T15:00:00Z").units(units).unwrap();
            let decision = policy(edition).decide_cancellation(&ten, &attempt).unwrap();
            assert_eq!(decision.is_approved(), approved, "{edition} {units}");
            assert_eq!(decision.outcome().quantity.get(), 10, "the amounts are those of all units");
        }
    }
}

#[test]
fn sw_10_any_one_of_name_tenant_and_domain_is_enough() {
    let unknown = || Attempt::new(instant(IN_TIME)).by(Role::AdminAgent).acknowledged();
    for attempt in [
        unknown().for_customer("Contoso"),
        unknown().for_tenant("72F988BF-86F1-41AF-91AB-2D7CD011DB47"),
        unknown().for_domain("contoso.com"),
    ] {
        let attempt = attempt.unwrap();
        assert!(policy("2018-08").decide_cancellation(&plain(), &attempt).unwrap().is_approved(), "{attempt:?}");
    }
}

#[test]
fn sw_06_sw_07_every_edition_excludes_suse_and_red_hat_and_nothing_else() {
    for edition in ["2018-08", "2021-06", "2022-07"] {
        let own = policy(edition).with(|terms| terms.excluded_plans = ExcludedPlans::Nothing);
        for family in SoftwareFamily::ALL {
            let decision = policy(edition).decide_cancellation(&of_family(family), &attempt(BOUGHT)).unwrap();
            let excluded = matches!(family, SoftwareFamily::SuseLinux | SoftwareFamily::RedHat);
            assert_eq!(decision.is_approved(), !excluded, "{edition} {family}");
            assert_eq!(policy(edition).terms().excludes(family), excluded, "{edition} {family}");
            assert!(own.decide_cancellation(&of_family(family), &attempt(BOUGHT)).unwrap().is_approved(), "{family}");
        }
    }
}

#[test]
fn post_01_to_06_an_approval_lists_everything_that_follows() {
    let decision = policy("2018-08").decide_cancellation(&plain(), &attempt(IN_TIME)).unwrap();
    let outcome = decision.outcome();
    let shown: Vec<String> =
        outcome.consequences.iter().map(|it| format!("{} {}: {it}", it.rule(), it.code())).collect();
    assert_eq!(
        shown,
        [
            "POST-02 KeysRevoked: the keys are revoked for partner and customer",
            "POST-02 DownloadLinksRevoked: the download links are revoked for partner and customer",
            "POST-03 DiscontinueUse: partner and customer must stop using the software",
            "POST-04 Uninstall: partner and customer must uninstall the software",
            "POST-04 RemoveDownloads: partner and customer must delete what they downloaded",
            "POST-04 RemoveLinks: partner and customer must delete the download links",
            "POST-05 StaysListedWithoutKey: the item stays listed for the customer, without its key",
            "POST-01 ShownWithinFifteenMinutes: the dashboard shows the cancellation within 15 minutes",
            "POST-06 CreditOnNextInvoice: the credit is on the next monthly invoice",
        ]
    );
    assert_eq!(outcome.consequences, Consequence::ALL);
    assert_eq!(outcome.visible_by, instant("2021-05-14T12:15:00Z"));
}
