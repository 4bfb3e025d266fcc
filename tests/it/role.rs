//! Roles: the capability matrix, sets of roles, and refusals.

#![expect(clippy::panic, reason = "helpers of tests may panic")]

use core::fmt::Write as _;

use reservation_policy::Verdict;
use reservation_policy::role::{Access, AccessReason, Capability, MATRIX_NAME, Role, RoleSet};

fn name(access: Access) -> &'static str {
    match access {
        Access::Denied => "denied",
        Access::NotStated => "not_stated",
        Access::AskPartner => "ask_partner",
        Access::ReadOnly => "read_only",
        Access::PermissionChangesOnly => "permission_changes_only",
        Access::Allowed => "allowed",
    }
}

fn reason(roles: impl Into<RoleSet>, capability: Capability) -> AccessReason {
    let decision = roles.into().decide(capability);
    assert_eq!(decision.policy().edition, MATRIX_NAME);
    let [reason] = decision.reasons() else { panic!("one reason expected: {decision:?}") };
    assert_eq!(reason.grant, *decision.outcome());
    *reason
}

#[test]
fn every_cell_of_the_matrix_is_as_written() {
    let mut lines = include_str!("../data/capabilities.csv").lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(names[1..], Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>());
    let mut capabilities = Capability::ALL.iter();
    for line in lines {
        let capability = *capabilities.next().expect("a row too many");
        let mut printed = capability.name().to_owned();
        for role in Role::ALL {
            let grant = capability.grant(*role);
            write!(printed, ",{} {}", name(grant.access), grant.rule).unwrap();
        }
        assert_eq!(printed, line, "row of {}", capability.name());
    }
    assert_eq!(capabilities.next(), None, "a capability without a row");
}

#[test]
fn role_06_roles_are_read_in_any_spelling_and_each_has_its_own_name() {
    for role in Role::ALL.iter().copied() {
        let name = role.name();
        let words = role.to_string();
        for text in [name.to_owned(), name.to_uppercase(), name.replace('_', ""), name.replace('_', " "), words] {
            assert_eq!(text.parse(), Ok(role), "{text}");
        }
    }
    for (text, role) in [("adminAgent", Role::AdminAgent), ("Global admin", Role::GlobalAdmin)] {
        assert_eq!(text.parse(), Ok(role));
    }
    for text in ["", "owner", "admin", "adminAgents"] {
        assert_eq!(
            text.parse::<Role>().unwrap_err().to_string(),
            format!("`{text}` is not the name of a role, expected one such as `admin_agent` or `adminAgent`")
        );
    }
}

#[test]
fn a_set_of_roles_has_the_best_access_of_its_members() {
    // Every pair of roles in every capability, except the one case of CON-07 below.
    for capability in Capability::ALL.iter().copied() {
        for first in Role::ALL.iter().copied() {
            for second in Role::ALL.iter().copied() {
                let pair = [first, second];
                let access = pair.map(|role| capability.grant(role).access);
                let owns =
                    pair.iter().any(|role| [Role::ReservationAdministrator, Role::ReservationOwner].contains(role));
                let asks = owns && access.contains(&Access::AskPartner);
                let expected = if asks { Access::AskPartner } else { access.into_iter().max().unwrap() };
                assert_eq!(
                    RoleSet::from(pair).grant(capability).access,
                    expected,
                    "{first} and {second}: {capability}"
                );
            }
        }
        assert_eq!(RoleSet::EMPTY.grant(capability).access, Access::Denied, "{capability}");
    }
}

#[test]
fn con_07_owning_the_reservation_does_not_spare_a_partners_customer_from_asking() {
    for customer in [Role::CustomerUser, Role::CustomerGlobalAdmin] {
        for owner in [Role::ReservationOwner, Role::ReservationAdministrator] {
            let both = RoleSet::from([customer, owner, Role::AzureOwner]);
            for capability in [Capability::RenewReservation, Capability::ChangeReservationScope] {
                assert_eq!(both.grant(capability).access, Access::AskPartner, "{both}: {capability}");
                assert!(both.with(Role::AdminAgent).may(capability), "{both}: {capability}");
            }
        }
    }
    assert!(RoleSet::from([Role::CustomerUser, Role::ReservationOwner]).may(Capability::ManageReservationAccess));
}

#[test]
fn csp_15_role_01_and_role_02_agents_and_global_admins_buy_for_a_customer() {
    let who = RoleSet::from([Role::AdminAgent, Role::GlobalAdmin, Role::SalesAgent]);
    assert_eq!(Capability::BuyReservationForCustomer.who_may(), who);
    assert_eq!(Capability::BuySoftwareForCustomer.who_may(), RoleSet::from([Role::AdminAgent, Role::GlobalAdmin]));
}

#[test]
fn con_10_to_con_12_the_action_sentence_wins_over_the_page_header() {
    for (capability, role, access, rule) in [
        (Capability::CancelSoftware, Role::GlobalAdmin, Access::Denied, "CON-10"),
        (Capability::ViewKeysInPartnerCenter, Role::GlobalAdmin, Access::Denied, "CON-11"),
        (Capability::SetCustomerPermission, Role::SalesAgent, Access::ReadOnly, "CSP-07"),
    ] {
        let grant = capability.grant(role);
        assert_eq!((grant.access, grant.rule.as_str()), (access, rule), "{capability}");
        assert_eq!(capability.who_may(), RoleSet::from(Role::AdminAgent), "{capability}");
    }
}

#[test]
fn con_13_one_log_is_open_to_four_roles_and_shows_two_more_the_permission_changes() {
    let log = Capability::ViewActivityLog;
    let whole = [Role::GlobalAdmin, Role::AccountAdmin, Role::ReferralAdmin, Role::MarketingContentAdmin];
    assert_eq!(log.who_may(), RoleSet::from(whole));
    for role in Role::ALL.iter().copied().filter(|role| !whole.contains(role)) {
        let reason = reason(role, log);
        let agent = [Role::AdminAgent, Role::SalesAgent].contains(&role);
        let expected = if agent { "PermissionChangesOnly" } else { "AccessNotStated" };
        assert_eq!((reason.code(), reason.verdict()), (expected, Verdict::NeedsReview), "{role}");
    }
    assert_eq!(
        reason(Role::SalesAgent, log).to_string(),
        "the sources let sales agent see permission changes in the log and do not mention the rest, this is for: \
         account admin, partner's global admin, marketing content admin, referral admin"
    );
    assert_eq!(
        reason(Role::HelpdeskAgent, log).to_string(),
        "the sources do not say whether helpdesk agent may see the activity log, this is for: account admin, \
         partner's global admin, marketing content admin, referral admin"
    );
}

#[test]
fn sw_08_a_refusal_names_who_may() {
    for (roles, capability, text, code, rule, azure) in [
        (
            RoleSet::from([Role::SalesAgent, Role::GlobalAdmin]),
            Capability::CancelSoftware,
            "partner's global admin, sales agent may not cancel software, this is for: admin agent",
            "RequesterNotAllowed",
            "CON-10",
            Some("900150"),
        ),
        (
            RoleSet::EMPTY,
            Capability::CancelSoftware,
            "a role is needed to cancel software, this is for: admin agent",
            "RequesterNotAllowed",
            "SW-08",
            Some("900150"),
        ),
        (
            Role::HelpdeskAgent.into(),
            Capability::SetCustomerPermission,
            "helpdesk agent may look but not turn customer permissions on or off, this is for: admin agent",
            "ReadOnlyAccess",
            "CSP-07",
            None,
        ),
        (
            Role::CustomerUser.into(),
            Capability::RenewReservation,
            "customer's user must ask the partner to renew a reservation",
            "AskPartner",
            "CSP-14",
            None,
        ),
    ] {
        let reason = reason(roles, capability);
        assert_eq!(reason.to_string(), text);
        assert_eq!((reason.code(), reason.rule().as_str(), reason.azure_code()), (code, rule, azure), "{text}");
        assert_eq!((reason.roles, reason.capability, reason.verdict()), (roles, capability, Verdict::Denied), "{text}");
    }
    let approved = RoleSet::from(Role::AdminAgent).decide(Capability::CancelSoftware);
    assert!(approved.is_approved() && approved.reasons().is_empty());
}

#[test]
fn sets_are_sets_in_one_order() {
    let all: RoleSet = Role::ALL.iter().copied().collect();
    assert_eq!(all.iter().collect::<Vec<_>>(), Role::ALL);
    assert_eq!(RoleSet::from([Role::AzureOwner, Role::AzureOwner]), Role::AzureOwner.into());
    assert!(RoleSet::EMPTY.is_empty() && !all.is_empty() && all.contains(Role::AzureOwner));
    assert_eq!((RoleSet::EMPTY.to_string(), RoleSet::default()), ("nobody".to_owned(), RoleSet::EMPTY));
}

#[cfg(feature = "serde")]
#[test]
fn roles_sets_and_decisions_are_stored_and_read_back() {
    let agents = RoleSet::from([Role::SalesAgent, Role::CustomerUser, Role::AccountAdmin]);
    let text = r#"["account_admin","sales_agent","customer_user"]"#;
    assert_eq!(serde_json::to_string(&agents).unwrap(), text);
    assert_eq!(serde_json::from_str::<RoleSet>(text).unwrap(), agents);
    assert!(serde_json::from_str::<RoleSet>(r#"["sales"]"#).is_err());
    for capability in Capability::ALL {
        assert_eq!(serde_json::to_string(capability).unwrap(), format!("\"{}\"", capability.name()));
    }
    for role in Role::ALL {
        assert_eq!(serde_json::to_string(role).unwrap(), format!("\"{}\"", role.name()));
    }
    let decision = agents.decide(Capability::CancelSoftware);
    let stored = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<reservation_policy::Decision<_>>(&stored).unwrap(), decision, "{stored}");
}
