//! Names, texts and numbers that are handed back as they were given, or shown to a person.

use reservation_policy::batch::RefundColumns;
use reservation_policy::decision::Reason as _;
use reservation_policy::market::MarketListEdition;
use reservation_policy::permission::{CustomerId, CustomerPermission, OnPeriod, PartnerId, PermissionEdition};
use reservation_policy::permission::{PermissionKind, Subscription, SubscriptionId};
use reservation_policy::policy::reservation::{Channel, Requester, RequesterSet};
use reservation_policy::policy::software::{Boundary, CancellationWindow, SoftwareEdition, SoftwarePolicy};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::region::Region;
use reservation_policy::reservation::cap::CapScope;
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::resource::{ResourceFamily, ResourceType};
use reservation_policy::role::{CapabilityMatrix, UserId};
use reservation_policy::rule::RuleId;
use reservation_policy::software::SoftwareFamily;
use reservation_policy::software::cancellation::CancellationRequest;
use reservation_policy::software::credit::{BillingDay, InvoiceMonth};
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::{Currency, Money};

#[test]
fn an_amount_and_a_currency_are_shown_to_a_programmer_as_to_anyone() {
    let money = Money::parse("1", Currency::USD).unwrap();
    assert_eq!(format!("{money:?} {:?}", Currency::USD), "1.00 USD USD");
    assert_eq!(format!("{:?}", UserId::new("Mei").unwrap()), r#"UserId("Mei")"#);
}

#[test]
fn a_source_is_shown_with_its_title_and_its_date() {
    let source = RuleId::Cap03.sources()[0];
    assert_eq!(source.to_string(), "Azure, self-service exchanges and refunds for reservations (2019-04-05)");
}

#[test]
fn who_shares_a_cap_is_shown_in_words() {
    let shown = [CapScope::BillingScope, CapScope::Customer, CapScope::NotStated].map(|scope| scope.to_string());
    assert_eq!(shown, ["the billing scope", "the customer", "a scope that the policy does not state"]);
}

#[test]
fn a_customer_is_shown_by_what_names_him() {
    let guid = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    let shown = [
        CustomerReference::Name("Fabrikam".parse().unwrap()),
        CustomerReference::TenantId(guid.parse().unwrap()),
        CustomerReference::Domain("fabrikam.example".parse().unwrap()),
    ];
    assert_eq!(shown.map(|customer| customer.to_string()), ["Fabrikam", guid, "fabrikam.example"]);
}

#[test]
fn the_table_of_roles_is_named_after_the_month_it_holds_from() {
    assert_eq!(CapabilityMatrix::CURRENT.name(), "2021-03");
    assert_eq!(format!("{:>9}", CapabilityMatrix::March2021), "  2021-03");
}

#[test]
fn sw_07_each_reason_against_an_exchange_of_software_has_its_code() {
    let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    let code = |family| policy.decide_software_exchange(family).reasons()[0].code();
    assert_eq!(code(SoftwareFamily::RedHat), "PlanNotExchangeable");
    assert_eq!(code(SoftwareFamily::SqlServer), "ExchangeNotWritten");
}

#[test]
fn a_text_that_is_refused_is_handed_back() {
    assert_eq!(Region::parse("west-europe").unwrap_err().text, "west-europe");
    assert_eq!("Utopia".parse::<MarketListEdition>().unwrap_err().text, "Utopia");
    assert_eq!(VmSize::parse("Standard").unwrap_err().text, "Standard");
}

#[test]
fn exc_15_a_size_has_at_most_64_characters() {
    let longest = "Standard_ABCD1000-1efgh_A12345678901234_B1234567890123_v10_Promo";
    let longer = "Standard_ABCD1000-1efgh_A123456789012345_B1234567890123_v10_Promo";
    assert_eq!((longest.len(), longer.len()), (64, 65));
    assert_eq!(VmSize::parse(longest).map(|size| size.to_string()).as_deref(), Ok(longest));
    assert!(VmSize::parse(longer).is_err());
}

#[test]
fn families_of_types_are_those_that_the_policy_names() {
    let compute =
        [ResourceType::VirtualMachines, ResourceType::DedicatedHost, ResourceType::Avs, ResourceType::NutanixBareMetal];
    for resource_type in compute {
        assert_eq!(resource_type.family(), Some(ResourceFamily::Compute), "{resource_type}");
    }
    assert_eq!(ResourceType::SqlDatabases.family(), Some(ResourceFamily::Sql));
    assert_eq!(ResourceType::CosmosDb.family(), None);
}

#[test]
fn one_who_may_already_still_may_after_being_added_again() {
    let twice = RequesterSet::NONE.with(Requester::Partner).with(Requester::Owner).with(Requester::Owner);
    assert!(twice.iter().eq([Requester::Owner, Requester::Partner]));
}

#[test]
fn a_name_says_whether_a_field_was_overridden() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    assert!(!policy.name().is_overridden());
    assert!(policy.with_channel(Channel::SupportRequest).name().is_overridden());
    let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    assert!(!policy.name().is_overridden());
    let window = policy.perpetual_window().with_boundary(Boundary::Exclusive);
    assert!(policy.with_perpetual_window(window).name().is_overridden());
}

#[test]
fn the_last_moment_of_a_window_is_the_last_second_of_its_last_day() {
    let opened = "2021-03-15T18:30:00Z".parse().unwrap();
    let last = |window: CancellationWindow| window.last_moment(opened).unwrap().to_string();
    assert_eq!(last(CancellationWindow::days(60)), "2021-05-14 23:59:59 UTC");
    assert_eq!(last(CancellationWindow::hours(168)), "2021-03-22 18:30:00 UTC");
    assert_eq!(last(CancellationWindow::hours(168).with_boundary(Boundary::Exclusive)), "2021-03-22 18:29:59 UTC");
}

#[test]
fn the_next_invoice_has_its_year_and_month() {
    let after = |date: &str| InvoiceMonth::next_after(date.parse().unwrap());
    assert_eq!((after("2021-02-28").year(), after("2021-02-28").month()), (2021, 3));
    assert_eq!((after("2021-12-01").year(), after("2021-12-01").month()), (2022, 1));
}

#[test]
fn a_request_hands_back_its_billing_day() {
    let request = CancellationRequest::new("2021-03-15T18:30:00Z".parse().unwrap());
    assert_eq!(request.billing_day(), None);
    let day = BillingDay::new(8).unwrap();
    assert_eq!(request.with_billing_day(day).billing_day(), Some(day));
}

#[test]
fn a_permission_hands_back_when_it_was_on() {
    let subscription = Subscription::new(
        SubscriptionId::new("sub-1").unwrap(),
        PartnerId::new("contoso").unwrap(),
        CustomerId::new("fabrikam").unwrap(),
    );
    let at = |day| format!("2021-06-{day:02}T12:00:00Z").parse().unwrap();
    let periods = vec![OnPeriod::since(at(1)).ended(at(5)), OnPeriod::since(at(9))];
    let kind = PermissionKind::AzureReservations;
    let permission = CustomerPermission::with_periods(subscription, kind, periods.clone()).unwrap();
    assert_eq!(permission.periods(), periods);
    assert_eq!(permission.periods()[0].until(), Some(at(5)));
    assert_eq!(permission.periods()[1].until(), None);
    assert!(PermissionEdition::May2020.kinds().contains(&permission.kind()));
}

#[test]
fn columns_without_a_row_are_empty() {
    assert!(RefundColumns::new(&[], &[], &[]).is_empty());
    assert!(!RefundColumns::new(&[1], &[0], &[1]).is_empty());
}
