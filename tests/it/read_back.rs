//! What is put in is what is read back, and what is shown names what it is.
#![expect(clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use reservation_policy::batch::RefundColumns;
use reservation_policy::calendar::{Period, Term};
use reservation_policy::chrono::{DateTime, Utc};
use reservation_policy::decision::{Reason as _, Verdict};
use reservation_policy::permission::{Actor, OnPeriod, OwnerFact, PartnerId, PermissionKind, SubscriptionFact, TurnOn};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{DayCount, Requester};
use reservation_policy::policy::software::{Boundary, CancellationWindow, SoftwareEdition, SoftwarePolicy};
use reservation_policy::quantity::Share;
use reservation_policy::reservation::cap::{CapEntry, CapScope, RefundId, RefundLedger};
use reservation_policy::reservation::exchange::{ExchangeRequest, NewReservation, Return, ReturnedLine};
use reservation_policy::reservation::payment::PaymentStatus;
use reservation_policy::reservation::proration::CountedIn;
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::reservation::{BillingPlan, Payment, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::role::{CapabilityMatrix, Role, UserId};
use reservation_policy::software::SoftwareFamily;
use reservation_policy::software::cancellation::{CancellationRequest, WindowStart};
use reservation_policy::software::credit::BillingDay;
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::support::{Field, RequestKind, SupportDraft};
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

fn instant() -> DateTime<Utc> {
    "2024-03-10T12:00:00Z".parse().unwrap()
}

fn three() -> Quantity {
    Quantity::new(3).unwrap()
}

fn reservation(plan: BillingPlan) -> Reservation {
    let price = Price::in_usd(Money::parse("31.00", Currency::USD).unwrap()).unwrap();
    let schedule = Schedule::new("2024-03-01".parse().unwrap(), Term::OneYear, plan).unwrap();
    let payments = Payments::monthly(price, three(), 1).unwrap();
    Reservation::new(ResourceType::VirtualMachines, three(), schedule, payments).unwrap()
}

#[test]
fn a_return_and_a_purchase_keep_their_facts() {
    let old = reservation(BillingPlan::Monthly);
    let returned = Return::new(&old, Quantity::ONE).with_original_quantity(three()).with_final_exchanges_used(2);
    assert_eq!((returned.original_quantity(), returned.final_exchanges_used()), (three(), 2));
    assert_eq!(returned.final_exchanges_left(), 1);
    let price = Money::parse("900.00", Currency::USD).unwrap();
    let new = NewReservation::new(ResourceType::VirtualMachines, three(), Term::FiveYears, price).unwrap();
    assert_eq!(new.resource_type(), &ResourceType::VirtualMachines);
    assert_eq!((new.quantity(), new.term(), new.price()), (three(), Term::FiveYears, price));
    assert_eq!(new.quantity().non_zero().get(), 3);

    let request = ExchangeRequest::new(vec![returned], vec![new.into()], instant(), Requester::Other).unwrap();
    let policy = ReservationPolicy::from_name("2019-04").unwrap();
    let decision = policy.decide_exchange(&request).unwrap();
    let numbers: Vec<u32> = decision.outcome().quote().returned().iter().map(ReturnedLine::number).collect();
    assert_eq!(numbers, [1]);
    let refused = decision.into_result().unwrap_err();
    assert_eq!((refused.verdict(), refused.policy()), (Verdict::Denied, &policy.name()));
}

#[test]
fn an_approval_names_its_policy_and_a_proration_its_unit() {
    let old = reservation(BillingPlan::Upfront);
    for (count, unit, used) in
        [(DayCount::CalendarDays, CountedIn::Days, 9), (DayCount::WholeMonths, CountedIn::Months, 1)]
    {
        let policy = ReservationPolicy::from_name("2020-07").unwrap().with_day_count(count);
        let request = RefundRequest::new(&old, Quantity::ONE, instant(), Requester::Owner);
        let approved = policy.decide_refund(&request, &RefundLedger::new()).unwrap().into_result().unwrap();
        assert_eq!(approved.policy(), &policy.name());
        let proration = approved.outcome().quote().proration();
        assert_eq!((proration.counted_in(), proration.used()), (unit, used));
    }
    assert_eq!(old.payments().as_slice().iter().map(Payment::status).collect::<Vec<_>>(), [PaymentStatus::Succeeded]);
}

#[test]
fn a_term_has_no_payment_on_its_last_day_or_later() {
    for plan in [BillingPlan::Monthly, BillingPlan::Upfront] {
        let schedule = *reservation(plan).schedule();
        assert!(schedule.period_on(schedule.end().pred_opt().unwrap()).is_some());
        assert_eq!(schedule.period_on(schedule.end()), None);
    }
    assert_eq!(Term::ALL.map(Term::priced_hours), [8_760, 26_280, 43_800]);
    let month = Period::new("2024-03-01".parse().unwrap(), "2024-04-01".parse().unwrap()).unwrap();
    assert_eq!(month.left_on("2024-03-11".parse().unwrap()), Share::new(21, 31).unwrap());
}

#[test]
fn a_ledger_and_its_position_show_their_figures() {
    let id: RefundId = "march".parse().unwrap();
    assert!("".parse::<RefundId>().is_err());
    let entry = CapEntry::new(id, instant(), UsdAmount::from_dollars(7));
    let ledger = RefundLedger::from_entries([entry]).unwrap();
    let shown = format!("{ledger:?}");
    assert!(shown.starts_with("RefundLedger [") && shown.contains("march"), "{shown}");
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    let shown = format!("{:?}", ledger.position(instant(), policy.cap()));
    assert!(shown.starts_with("CapPosition { at: 2024-03-10T12:00:00Z") && shown.contains("used: "), "{shown}");
    let scopes = [CapScope::BillingScope, CapScope::Customer, CapScope::NotStated].map(|scope| scope.to_string());
    assert_eq!(scopes, ["the billing scope", "the customer", "a scope that the policy does not state"]);
}

#[test]
fn who_turns_a_permission_on_and_when_is_kept() {
    let partner = PartnerId::new("contoso").unwrap();
    let roles = Role::ADMIN_AGENT.into();
    let actor = Actor::new(UserId::new("mei").unwrap(), partner.clone(), roles);
    assert_eq!((actor.partner(), actor.roles()), (&partner, roles));
    let wish = TurnOn::new(actor.clone(), instant(), SubscriptionFact::AzureGlobal, OwnerFact::Assigned);
    assert_eq!((wish.actor(), wish.at()), (&actor, instant()));
    assert_eq!((wish.subscription(), wish.owner()), (SubscriptionFact::AzureGlobal, OwnerFact::Assigned));
    let period = OnPeriod::since(instant());
    assert_eq!((period.from(), period.until()), (instant(), None));
    assert_eq!(period.ended(instant()).until(), Some(instant()));
    let facts = [SubscriptionFact::AzureGlobal, SubscriptionFact::AzurePlan].map(|fact| fact.to_string());
    assert_eq!(facts, ["an Azure Global subscription", "an Azure plan"]);
    assert_eq!(PermissionKind::AzureReservations.to_string(), "Azure reservations");
}

#[test]
fn a_cancellation_keeps_its_facts() {
    let window = CancellationWindow::days(7).with_boundary(Boundary::Exclusive);
    assert_eq!(window.boundary(), Boundary::Exclusive);
    let day = BillingDay::new(15).unwrap();
    assert_eq!(CancellationRequest::new(instant()).with_billing_day(day).billing_day(), Some(day));
    assert_eq!(WindowStart::Renewal(instant()).to_string(), "renewal");
    let customers = [
        CustomerReference::Name("Contoso".parse().unwrap()),
        CustomerReference::TenantId("6a7c2d54-0000-4000-8000-000000000001".parse().unwrap()),
        CustomerReference::Domain("contoso.com".parse().unwrap()),
    ];
    let shown = customers.map(|customer| customer.to_string());
    assert_eq!(shown, ["Contoso", "6a7c2d54-0000-4000-8000-000000000001", "contoso.com"]);
    let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    let codes = [SoftwareFamily::RedHat, SoftwareFamily::SqlServer]
        .map(|family| policy.decide_software_exchange(family).reasons()[0].code());
    assert_eq!(codes, ["PlanNotExchangeable", "ExchangeNotWritten"]);
}

#[test]
fn a_support_draft_keeps_its_kind_and_says_what_each_field_is_for() {
    for kind in RequestKind::ALL {
        let draft = SupportDraft::new(*kind);
        assert_eq!(draft.kind(), *kind);
        for field in [Field::IssueType, Field::ProblemType, Field::Category] {
            let given = kind.fixed().iter().find(|fixed| fixed.field() == field).map(|fixed| fixed.value().to_owned());
            assert_eq!(draft.text(field), given, "{field} of {kind:?} is given, and not written");
        }
    }
    let told: Vec<String> = Field::ALL.iter().map(|field| format!("{field}: {}", field.what_to_write())).collect();
    assert!(told.contains(&"issue type: nothing, it is given".to_owned()), "{told:?}");
    assert!(told.contains(&"attachments: files that help".to_owned()), "{told:?}");
    assert!(told.contains(&"quantity: how many units it is about".to_owned()), "{told:?}");
}

#[test]
fn names_are_shown_and_read_again() {
    assert_eq!(CapabilityMatrix::CURRENT.to_string(), "2021-03");
    let size: VmSize = "Standard_F1s".parse().unwrap();
    assert_eq!(size.to_string().parse(), Ok(size));
    assert!(RefundColumns::new(&[], &[], &[]).is_empty());
    assert!(!RefundColumns::new(&[1], &[1], &[2]).is_empty());
    let old = reservation(BillingPlan::Monthly);
    let returns = vec![Return::new(&old, Quantity::ONE); 2];
    let price = Money::parse("0.01", Currency::USD).unwrap();
    let new = NewReservation::new(ResourceType::RedHat, Quantity::ONE, Term::OneYear, price).unwrap();
    let request = ExchangeRequest::new(returns, vec![new.into()], instant(), Requester::Owner).unwrap();
    let decision = ReservationPolicy::from_name("2027-02").unwrap().decide_exchange(&request).unwrap();
    assert_eq!(decision.outcome().quote().returned()[1].number(), 2);
}

#[cfg(feature = "serde")]
#[test]
fn what_an_edition_does_not_offer_must_be_told_whole() {
    let read = |trade_in: &str| {
        let json = format!(r#"{{"base":"2019-04","exchange":{{"trade_in":{{{trade_in}}}}}}}"#);
        serde_json::from_str::<ReservationPolicy>(&json).map_err(|error| error.to_string())
    };
    for (trade_in, missing) in
        [(r#""most_reservations":5"#, "from"), (r#""from":"2022-10-01""#, "most_reservations"), ("", "from")]
    {
        let error = read(trade_in).unwrap_err();
        assert!(error.contains(&format!("exchange.trade_in.{missing}")), "{trade_in}: {error}");
    }
    let whole = read(r#""from":"2022-10-01","most_reservations":5"#).unwrap();
    assert_eq!(whole.exchange().trade_in.map(|terms| terms.most_reservations), Some(5));
}

#[cfg(feature = "serde")]
#[test]
fn a_reservation_in_json_has_no_payment_outside_its_plan() {
    let json = serde_json::to_string(&reservation(BillingPlan::Upfront)).unwrap();
    assert_eq!(serde_json::from_str::<Reservation>(&json).unwrap(), reservation(BillingPlan::Upfront));
    let later = json.replace("\"period\":0", "\"period\":1");
    assert_ne!(later, json);
    assert!(serde_json::from_str::<Reservation>(&later).is_err());
}
