//! Roles: the capability matrix, sets of roles, page headers, places for keys, and the activity log.

mod permission;

use core::fmt::Write as _;

use chrono::NaiveDate;
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::role::{
    Access, AzureRole, Capability, CapabilityMatrix, CustomerRole, KeyActivity, KeyActivityKind, KeySurface, Page,
    PartnerRole, Party, ReservationRole, Role, RoleSet, UserId, activity_between,
};
use reservation_policy::rule::RuleId;

fn set(roles: &[Role]) -> RoleSet {
    roles.iter().copied().collect()
}

#[test]
fn csp_06_and_all_other_cells_of_the_matrix_are_as_written() {
    let mut lines = include_str!("../data/capabilities.csv").lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(names[1..], Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>());
    let mut capabilities = Capability::ALL.iter();
    for line in lines {
        let capability = *capabilities.next().expect("a row too many");
        let mut printed = capability.name().to_owned();
        for role in Role::ALL {
            let grant = capability.grant(*role);
            write!(printed, ",{} {}", grant.access().name(), grant.rule()).unwrap();
        }
        println!("{printed}");
        assert_eq!(printed, line, "row of {}", capability.name());
    }
    assert_eq!(capabilities.next(), None, "a capability without a row");
}

#[test]
fn role_06_each_world_has_its_own_roles_with_names_of_their_own() {
    let worlds: &[(Role, &str, &str, &str)] = &[
        (PartnerRole::AccountAdmin.into(), "account_admin", "accountAdmin", "account admin"),
        (PartnerRole::AdminAgent.into(), "admin_agent", "adminAgent", "admin agent"),
        (PartnerRole::GlobalAdmin.into(), "global_admin", "globalAdmin", "partner's global admin"),
        (PartnerRole::HelpdeskAgent.into(), "helpdesk_agent", "helpdeskAgent", "helpdesk agent"),
        (
            PartnerRole::MarketingContentAdmin.into(),
            "marketing_content_admin",
            "marketingContentAdmin",
            "marketing content admin",
        ),
        (PartnerRole::ReferralAdmin.into(), "referral_admin", "referralAdmin", "referral admin"),
        (PartnerRole::SalesAgent.into(), "sales_agent", "salesAgent", "sales agent"),
        (CustomerRole::GlobalAdmin.into(), "customer_global_admin", "customerGlobalAdmin", "customer's global admin"),
        (CustomerRole::User.into(), "customer_user", "customerUser", "customer's user"),
        (AzureRole::Owner.into(), "azure_owner", "azureOwner", "subscription's owner"),
        (
            ReservationRole::Administrator.into(),
            "reservation_administrator",
            "reservationAdministrator",
            "reservation administrator",
        ),
        (ReservationRole::Owner.into(), "reservation_owner", "reservationOwner", "reservation owner"),
    ];
    assert_eq!(worlds.len(), Role::ALL.len());
    for ((role, name, camel, words), listed) in worlds.iter().zip(Role::ALL) {
        assert_eq!(role, listed);
        assert_eq!((role.name(), role.camel_name(), role.to_string().as_str()), (*name, *camel, *words));
        assert_eq!(name.parse::<Role>(), Ok(*role));
        assert_eq!(Role::from_camel_name(camel), Ok(*role));
    }
}

#[test]
fn a_name_that_is_no_role_is_an_error_that_shows_how_one_looks() {
    for text in ["", "adminAgent", "Admin_Agent", "admin_agent ", "owner"] {
        let error = Role::from_name(text).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`{text}` is not the name of a role, expected one such as `admin_agent`")
        );
    }
    let error = Role::from_camel_name("admin_agent").unwrap_err();
    assert_eq!(error.to_string(), "`admin_agent` is not the name of a role, expected one such as `adminAgent`");
}

#[test]
fn a_set_of_roles_has_the_best_access_of_its_members() {
    // Every pair of roles in every capability, except the one case of CON-07 below.
    for capability in Capability::ALL.iter().copied() {
        for first in Role::ALL.iter().copied() {
            assert_eq!(RoleSet::of(first).may(capability), capability.grant(first).access(), "{first}: {capability}");
            for second in Role::ALL.iter().copied() {
                let pair = [first, second];
                let asks = pair.iter().any(|role| capability.grant(*role).access() == Access::AskPartner);
                let owns = pair.iter().any(|role| matches!(role, Role::Reservation(_)));
                let best = pair.map(|role| capability.grant(role).access()).into_iter().max().unwrap();
                let expected = if asks && owns { Access::AskPartner } else { best };
                assert_eq!(set(&pair).may(capability), expected, "{first} and {second}: {capability}");
            }
        }
        assert_eq!(RoleSet::EMPTY.may(capability), Access::Denied, "nobody: {capability}");
    }
}

#[test]
fn con_07_owning_the_reservation_does_not_spare_a_partners_customer_from_asking() {
    for customer in [Role::CUSTOMER_USER, Role::CUSTOMER_GLOBAL_ADMIN] {
        for owner in [Role::RESERVATION_OWNER, Role::RESERVATION_ADMINISTRATOR] {
            let both = set(&[customer, owner, Role::AZURE_OWNER]);
            for capability in Capability::asked_of_the_partner() {
                assert_eq!(both.may(capability), Access::AskPartner, "{both}: {capability}");
                assert_eq!(both.with(Role::ADMIN_AGENT).may(capability), Access::Allowed, "{both}: {capability}");
            }
        }
    }
    let owner = set(&[Role::CUSTOMER_USER, Role::RESERVATION_OWNER]);
    assert_eq!(owner.may(Capability::ManageReservationAccess), Access::Allowed);
}

#[test]
fn csp_14_what_customers_ask_the_partner_for() {
    let tasks: Vec<&str> = Capability::asked_of_the_partner().map(Capability::name).collect();
    assert_eq!(
        tasks,
        [
            "return_reservation",
            "exchange_reservation",
            "renew_reservation",
            "change_reservation_scope",
            "change_reservation_subscription",
        ]
    );
}

#[test]
fn own_01_and_own_02_only_owners_administrators_and_the_partner_return_and_exchange() {
    let who = set(&[Role::ADMIN_AGENT, Role::RESERVATION_ADMINISTRATOR, Role::RESERVATION_OWNER]);
    assert_eq!(Capability::ReturnReservation.who_may(), who);
    assert_eq!(Capability::ExchangeReservation.who_may(), who);
    assert_eq!(RoleSet::of(Role::AZURE_OWNER).grant(Capability::ReturnReservation).rule(), RuleId::Own02);
    assert_eq!(RoleSet::of(Role::AZURE_OWNER).grant(Capability::ExchangeReservation).rule(), RuleId::Own01);
}

#[test]
fn sw_08_a_refusal_names_who_may() {
    let cases = [
        (
            set(&[Role::SALES_AGENT, Role::GLOBAL_ADMIN]),
            Capability::CancelSoftware,
            "partner's global admin, sales agent may not cancel software, this is for: admin agent",
            "RequesterNotAllowed",
            RuleId::Con10,
            Some("900150"),
        ),
        (
            RoleSet::EMPTY,
            Capability::CancelSoftware,
            "a role is needed to cancel software, this is for: admin agent",
            "RequesterNotAllowed",
            RuleId::Sw08,
            Some("900150"),
        ),
        (
            set(&[Role::HELPDESK_AGENT]),
            Capability::SetCustomerPermission,
            "helpdesk agent may look but not turn customer permissions on or off, this is for: admin agent",
            "ReadOnlyAccess",
            RuleId::Csp07,
            None,
        ),
        (
            set(&[Role::CUSTOMER_USER]),
            Capability::ExchangeReservation,
            "customer's user must ask the partner to exchange a reservation",
            "AskPartner",
            RuleId::Csp14,
            None,
        ),
    ];
    for (roles, capability, text, code, rule, azure) in cases {
        let decision = roles.decide(capability);
        let [reason] = decision.reasons() else { panic!("{roles}: one reason expected") };
        assert_eq!(reason.to_string(), text);
        assert_eq!((reason.code(), reason.rule(), reason.azure_code()), (code, rule, azure), "{text}");
        assert_eq!((reason.roles(), reason.capability()), (roles, capability), "{text}");
        assert_eq!(reason.access(), *decision.outcome(), "{text}");
        assert_eq!(decision.verdict(), Verdict::Denied, "{text}");
        assert_eq!(*decision.policy(), CapabilityMatrix::March2021, "{text}");
    }
}

#[test]
fn an_approval_has_no_reason() {
    let decision = RoleSet::of(Role::ADMIN_AGENT).decide(Capability::CancelSoftware);
    assert!(decision.is_approved() && decision.reasons().is_empty());
    assert_eq!(*decision.outcome(), Access::Allowed);
}

#[test]
fn con_10_to_con_12_the_action_sentence_wins_over_the_page_header() {
    let expected = [
        (Page::CustomerPermissions, Capability::SetCustomerPermission, RuleId::Con12, Role::SALES_AGENT),
        (Page::SoftwareSubscriptions, Capability::CancelSoftware, RuleId::Con10, Role::GLOBAL_ADMIN),
        (Page::SoftwareSubscriptions, Capability::ViewKeysInPartnerCenter, RuleId::Con11, Role::GLOBAL_ADMIN),
    ];
    let mut found = Vec::new();
    for page in Page::ALL {
        for action in page.actions() {
            found.push((*page, action.capability(), action.rule(), action.overruled()));
            assert!(RoleSet::of(Role::ADMIN_AGENT).may(action.capability()).is_allowed());
        }
    }
    assert_eq!(found, expected.map(|(page, capability, rule, role)| (page, capability, rule, RoleSet::of(role))));
}

#[test]
fn role_01_and_role_02_headers_name_two_roles_each() {
    assert_eq!(Page::SoftwareSubscriptions.header(), set(&[Role::ADMIN_AGENT, Role::GLOBAL_ADMIN]));
    assert_eq!(Page::SoftwareSubscriptions.rule(), RuleId::Role01);
    assert_eq!(Page::CustomerPermissions.header(), set(&[Role::ADMIN_AGENT, Role::SALES_AGENT]));
    assert_eq!(Page::CustomerPermissions.rule(), RuleId::Role02);
}

#[test]
fn con_13_two_activities_are_two_capabilities_that_no_role_shares() {
    let software = Capability::ViewSoftwareActivity.who_may();
    let permission = Capability::ViewPermissionActivity.who_may();
    assert_eq!(
        software,
        set(&[Role::GLOBAL_ADMIN, Role::ACCOUNT_ADMIN, Role::REFERRAL_ADMIN, Role::MARKETING_CONTENT_ADMIN])
    );
    assert_eq!(permission, set(&[Role::ADMIN_AGENT, Role::SALES_AGENT, Role::HELPDESK_AGENT]));
    assert!(!software.intersects(permission));
}

#[test]
fn key_01_and_key_05_each_side_has_its_own_place_for_keys() {
    assert_eq!(KeySurface::of(Party::Partner), KeySurface::PartnerCenter);
    assert_eq!(KeySurface::of(Party::Customer), KeySurface::AdminCenter);
    for role in Role::ALL.iter().copied() {
        let places: Vec<KeySurface> = KeySurface::open_to(RoleSet::of(role)).collect();
        let mut expected = Vec::new();
        expected.extend((role == Role::ADMIN_AGENT).then_some(KeySurface::PartnerCenter));
        expected.extend((role == Role::CUSTOMER_GLOBAL_ADMIN).then_some(KeySurface::AdminCenter));
        assert_eq!(places, expected, "{role}");
    }
}

#[test]
fn amb_18_both_days_of_an_activity_search_are_inside() {
    let user = UserId::new("mei@partner.example").unwrap();
    let instants = [
        "2021-03-10T00:00:00Z",
        "2021-03-07T23:59:59.999999999Z",
        "2021-03-08T00:00:00Z",
        "2021-03-09T23:59:59.999999999Z",
    ];
    let log = instants.map(|at| KeyActivity::new(user.clone(), KeyActivityKind::KeyAccessed, at.parse().unwrap()));
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let cases: &[(&str, &str, &[usize])] = &[
        ("2021-03-08", "2021-03-09", &[2, 3]),
        ("2021-03-08", "2021-03-08", &[2]),
        ("2021-03-07", "2021-03-10", &[0, 1, 2, 3]),
        ("2021-03-11", "2021-03-11", &[]),
    ];
    for (from, to, expected) in cases {
        let found: Vec<&KeyActivity> = activity_between(&log, date(from), date(to)).unwrap().collect();
        let wanted: Vec<&KeyActivity> = expected.iter().map(|index| &log[*index]).collect();
        assert_eq!(found, wanted, "{from} to {to}, in the order of the log");
    }
    let error = activity_between(&log, date("2021-03-09"), date("2021-03-08")).map(Iterator::count).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the activity from `2021-03-09` to `2021-03-08` is empty, expected a last day that is not before the first"
    );
}

#[test]
fn sets_are_sets() {
    let all = set(Role::ALL);
    assert_eq!((all.len(), RoleSet::EMPTY.len()), (12, 0));
    assert_eq!(all.iter().collect::<Vec<_>>(), Role::ALL);
    assert_eq!(set(&[Role::AZURE_OWNER, Role::AZURE_OWNER]).len(), 1);
    assert_eq!(all.without(all), RoleSet::EMPTY);
    assert!(RoleSet::EMPTY.is_empty() && !all.is_empty());
    assert_eq!(RoleSet::EMPTY.to_string(), "nobody");
    let agents = set(&[Role::SALES_AGENT, Role::ADMIN_AGENT]);
    let admins = set(&[Role::ADMIN_AGENT, Role::GLOBAL_ADMIN]);
    assert_eq!(agents.union(admins), set(&[Role::GLOBAL_ADMIN, Role::SALES_AGENT, Role::ADMIN_AGENT]));
    assert_eq!(agents.without(admins), RoleSet::of(Role::SALES_AGENT));
    assert!(agents.intersects(admins) && !agents.intersects(RoleSet::of(Role::AZURE_OWNER)));
    let mut grown = agents;
    grown.extend([Role::AZURE_OWNER]);
    assert!(grown.contains(Role::AZURE_OWNER) && !agents.contains(Role::AZURE_OWNER));
    assert_eq!(RoleSet::from(Role::ADMIN_AGENT).into_iter().collect::<Vec<_>>(), [Role::ADMIN_AGENT]);
}

#[test]
fn an_id_is_never_blank_and_never_mistaken_for_its_spelling() {
    for text in ["", " ", "a ", "\ta", "a\nb", "a\u{0}"] {
        let error = UserId::new(text).unwrap_err().to_string();
        assert!(error.ends_with("is not a user id, expected a text without control characters or blanks at its ends"));
        assert!(!error.contains('\n'), "{error:?}");
    }
    assert_eq!(UserId::new("Ab C"), "aB c".parse());
    assert_ne!(UserId::new("a").unwrap(), UserId::new("b").unwrap());
}

#[cfg(feature = "serde")]
#[test]
fn roles_are_json_names_and_sets_are_sorted_lists() {
    let agents = set(&[Role::SALES_AGENT, Role::CUSTOMER_USER, Role::ACCOUNT_ADMIN, Role::AZURE_OWNER]);
    let text = r#"["account_admin","azure_owner","customer_user","sales_agent"]"#;
    assert_eq!(serde_json::to_string(&agents).unwrap(), text);
    assert_eq!(serde_json::from_str::<RoleSet>(text).unwrap(), agents);
    assert_eq!(serde_json::from_str::<RoleSet>(r#"["sales_agent","sales_agent"]"#).unwrap().len(), 1);
    assert!(serde_json::from_str::<RoleSet>(r#"["salesAgent"]"#).is_err());
    for capability in Capability::ALL {
        assert_eq!(serde_json::to_string(capability).unwrap(), format!("\"{}\"", capability.name()));
    }
    for access in Access::ALL {
        assert_eq!(serde_json::to_string(access).unwrap(), format!("\"{}\"", access.name()));
    }
    assert_eq!(serde_json::to_string(&CapabilityMatrix::CURRENT).unwrap(), r#""2021-03""#);
    let record = r#"{"user":"mei","kind":"software_downloaded","at":"2021-03-08T00:00:00Z"}"#;
    let read: KeyActivity = serde_json::from_str(record).unwrap();
    assert_eq!((read.user().as_str(), read.kind()), ("mei", KeyActivityKind::SoftwareDownloaded));
    assert_eq!(serde_json::to_string(&read).unwrap(), record);
    for wrong in [
        r#"{"user":"","kind":"key_accessed","at":"2021-03-08T00:00:00Z"}"#,
        r#"{"user":"m","kind":"key_accessed","at":"2021-03-08T00:00:00Z","x":1}"#,
    ] {
        assert!(serde_json::from_str::<KeyActivity>(wrong).is_err(), "{wrong}");
    }
}
