//! Software purchases, customer permissions and support drafts with extreme facts.

use chrono::{Datelike as _, NaiveDate};
use reservation_policy::chrono;
use reservation_policy::permission::{
    Actor, Buyer, CustomerId, CustomerPermission, OnPeriod, OwnerFact, PartnerId, Payer, PermissionEdition,
    PermissionKind, PurchaseMode, Subscription, SubscriptionFact, SubscriptionId, TurnOn,
};
use reservation_policy::policy::software::{
    Boundary, CancellationWindow, LicenceKind, SoftwareEdition, SoftwarePolicy, SubscriptionCredit,
};
use reservation_policy::role::{Role, RoleSet, UserId};
use reservation_policy::software::cancellation::CancellationRequest;
use reservation_policy::software::credit::{BillingDay, InvoiceMonth};
use reservation_policy::software::order::{LineChoice, LineSelection, OrderLine, SoftwareOrder};
use reservation_policy::software::reference::OrderId;
use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
use reservation_policy::support::{Field, RequestKind, SupportDraft};
use reservation_policy::{Currency, Money, Quantity};

use super::{amounts, dates, instants, texts};

fn policies() -> Vec<SoftwarePolicy> {
    let mut found: Vec<SoftwarePolicy> = SoftwareEdition::ALL.map(SoftwarePolicy::edition).to_vec();
    for count in [0, 1, u32::MAX] {
        for boundary in [Boundary::Inclusive, Boundary::Exclusive] {
            let days = CancellationWindow::days(count).with_boundary(boundary);
            let hours = CancellationWindow::hours(count).with_boundary(boundary);
            let base = SoftwarePolicy::edition(SoftwareEdition::ALL[0]);
            found.push(
                base.with_perpetual_window(days)
                    .with_subscription_window(hours)
                    .with_subscription_credit(SubscriptionCredit::FullThenProratedByDay(days)),
            );
        }
    }
    found
}

/// What comes back is between nothing and what was paid, whatever the facts.
fn assert_answered(policy: &SoftwarePolicy, purchase: &SoftwarePurchase, request: &CancellationRequest) -> bool {
    match policy.decide_cancellation(purchase, request) {
        Ok(decision) => {
            let outcome = decision.outcome();
            let credit = outcome.credit();
            assert!(!credit.is_negative() && credit.amount() <= purchase.paid().amount(), "{purchase:?} {request:?}");
            assert_eq!(policy.software_credit(purchase, request.at()), Ok(credit));
            assert!(decision.reasons().iter().all(|reason| !reason.to_string().is_empty()));
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

#[test]
fn a_licence_of_any_dates_is_cancelled_or_refused_at_any_instant() {
    let paid = Money::parse("1200.00", Currency::USD).unwrap();
    let mut licences = vec![Licence::Perpetual];
    for start in dates() {
        licences.extend(
            dates().into_iter().filter_map(|end| Licence::new(LicenceKind::Subscription, Some(start), Some(end)).ok()),
        );
    }
    licences.retain(|licence| licence.term().is_none_or(|term| term.days() < 40_000 || term.start() == NaiveDate::MIN));
    let (mut answered, mut refused) = (0_u32, 0_u32);
    for licence in licences {
        for purchased_at in instants() {
            let Ok(purchase) = SoftwarePurchase::new(licence, SoftwareFamily::RedHat, purchased_at, paid) else {
                continue;
            };
            for at in instants().into_iter().step_by(3) {
                for policy in policies().iter().step_by(2) {
                    let done = assert_answered(policy, &purchase, &CancellationRequest::new(at));
                    *(if done { &mut answered } else { &mut refused }) += 1;
                }
            }
        }
    }
    assert!(answered > 1_000 && refused > 1_000, "{answered} {refused}");
}

#[test]
fn a_licence_of_any_price_is_credited_with_no_more_than_was_paid() {
    let [start, end]: [NaiveDate; 2] = ["2021-07-01", "2022-07-01"].map(|text| text.parse().unwrap());
    let term = Licence::new(LicenceKind::Subscription, Some(start), Some(end)).unwrap();
    let purchased_at = start.and_time(chrono::NaiveTime::MIN).and_utc();
    for paid in amounts() {
        for licence in [Licence::Perpetual, term] {
            let purchase = SoftwarePurchase::new(licence, SoftwareFamily::Other, purchased_at, paid);
            assert_eq!(purchase.is_ok(), !paid.is_negative(), "{paid}");
            let Ok(purchase) = purchase else { continue };
            for day in ["2021-07-01T00:00:00Z", "2021-07-05T12:00:00Z", "2022-06-30T23:59:59Z"] {
                for policy in policies() {
                    assert_answered(&policy, &purchase, &CancellationRequest::new(day.parse().unwrap()));
                }
            }
        }
    }
}

#[test]
fn an_order_of_extreme_lines_is_cancelled_or_refused() {
    let id: OrderId = "order-1".parse().unwrap();
    let at: chrono::DateTime<chrono::Utc> = "2021-07-01T00:00:00Z".parse().unwrap();
    for paid in amounts().filter(|paid| paid.currency() == Currency::USD && !paid.is_negative()) {
        let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::Other, at, paid).unwrap();
        let line = |number| OrderLine::new(number, Quantity::new(u32::MAX).unwrap(), purchase.clone());
        let order = SoftwareOrder::new(id.clone(), [0, 1, u32::MAX].map(line).to_vec()).unwrap();
        assert!(SoftwareOrder::new(id.clone(), vec![line(u32::MAX), line(u32::MAX)]).is_err());
        let request = CancellationRequest::new(at);
        let only = |number| LineSelection::Only(vec![LineChoice::new(number, Quantity::new(u32::MAX).unwrap())]);
        for selection in [LineSelection::All, LineSelection::Only(Vec::new()), only(0), only(7), only(u32::MAX)] {
            for policy in policies() {
                if let Ok(done) = policy.decide_order_cancellation(&order, &selection, &request) {
                    assert!(!done.credit().is_negative() && done.order_after().lines().len() == 3, "{paid}");
                }
            }
        }
    }
}

#[test]
fn a_permission_with_periods_at_both_ends_answers_at_every_instant() {
    let subscription = Subscription::new(
        SubscriptionId::new("s").unwrap(),
        PartnerId::new("p").unwrap(),
        CustomerId::new("c").unwrap(),
    );
    let kind = PermissionKind::AzureReservations;
    let roles: RoleSet = Role::ALL.iter().copied().collect();
    let actor = Actor::new(UserId::new("u").unwrap(), PartnerId::new("p").unwrap(), roles);
    let buyer = Buyer::OwnerOf(SubscriptionId::new("S").unwrap());
    let mut built = 0_u32;
    for from in instants() {
        for until in instants() {
            let period = OnPeriod::since(from).ended(until);
            let Ok(permission) = CustomerPermission::with_periods(subscription.clone(), kind, vec![period]) else {
                continue;
            };
            built += 1;
            for at in instants().into_iter().step_by(4) {
                assert_eq!(permission.was_on(at), (from..until).contains(&at), "{from} {until} {at}");
                for edition in PermissionEdition::ALL {
                    let decision = permission.decide_purchase(*edition, &buyer, at);
                    assert_eq!(decision.is_approved(), permission.was_on(at), "{from} {until} {at}");
                    let wanted = TurnOn::new(actor.clone(), at, SubscriptionFact::AzurePlan, OwnerFact::Assigned);
                    let on = permission.turn_on(*edition, &wanted);
                    assert_eq!(on.is_ok(), at >= until, "{from} {until} {at}");
                    assert_eq!(permission.turn_off(*edition, &actor, at).is_ok(), at >= until, "{from} {until} {at}");
                }
            }
        }
    }
    assert!(built > 100, "{built}");
}

#[test]
fn a_support_draft_takes_any_text() {
    for text in texts() {
        for kind in RequestKind::ALL {
            let mut draft = SupportDraft::new(*kind)
                .with_impact(text.clone())
                .with_title(text.clone())
                .with_tenant_id(text.clone())
                .with_reservation_id(text.clone())
                .with_contact_email(text.clone())
                .with_attachment(text.clone());
            draft = draft.with_quantity(Quantity::new(u32::MAX).unwrap());
            for field in Field::ALL {
                assert!(draft.text(*field).is_none_or(|shown| !shown.trim().is_empty()), "{field}");
            }
            assert_eq!(draft.is_complete(), draft.missing().is_empty());
        }
    }
    for amount in amounts() {
        let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_amount(amount);
        let is_missing = draft.missing().iter().any(|gap| gap.field() == Field::AmountRequested);
        assert_eq!(is_missing, amount.is_zero() || amount.is_negative(), "{amount}");
    }
}

#[test]
fn a_renewal_at_any_instant_is_the_last_or_is_refused() {
    let paid = Money::parse("1200.00", Currency::USD).unwrap();
    let term = Licence::new(LicenceKind::Subscription, Some(NaiveDate::MIN), Some(NaiveDate::MAX)).unwrap();
    for purchased_at in instants() {
        let Ok(purchase) = SoftwarePurchase::new(term, SoftwareFamily::SqlServer, purchased_at, paid) else { continue };
        for renewed_at in instants() {
            let renewed = purchase.clone().with_renewal(renewed_at);
            assert_eq!(renewed.is_ok(), renewed_at >= purchased_at, "{purchased_at} {renewed_at}");
            let Ok(renewed) = renewed else { continue };
            for at in instants().into_iter().step_by(5) {
                let done = policies()
                    .iter()
                    .step_by(3)
                    .any(|policy| assert_answered(policy, &renewed, &CancellationRequest::new(at)));
                assert!(!done || at >= renewed_at, "{renewed_at} {at}");
            }
        }
    }
}

#[test]
fn an_invoice_comes_after_any_day_and_within_a_month_of_it() {
    for day in 0..=u8::MAX {
        assert_eq!(BillingDay::new(day).is_ok(), (1..=31).contains(&day), "{day}");
        let Ok(billed) = BillingDay::new(day) else { continue };
        for date in dates() {
            let months = |month: InvoiceMonth| i64::from(month.year()) * 12 + i64::from(month.month());
            let today = i64::from(date.year()) * 12 + i64::from(date.month());
            let later = [InvoiceMonth::next_billed(date, billed), InvoiceMonth::next_after(date)].map(months);
            assert!((today..=today + 1).contains(&later[0]) && later[1] == today + 1, "{date} {day}");
        }
    }
}

#[test]
fn every_date_has_a_software_policy_or_comes_before_the_first() {
    let first = SoftwareEdition::ALL[0].in_force_from();
    for date in dates() {
        assert_eq!(SoftwarePolicy::in_force_on(date).is_ok(), date >= first, "{date}");
    }
}

#[test]
fn many_orders_of_extreme_credits_are_each_answered_once() {
    let at: chrono::DateTime<chrono::Utc> = "2021-07-01T00:00:00Z".parse().unwrap();
    let orders: Vec<SoftwareOrder> = amounts()
        .filter(|paid| !paid.is_negative())
        .zip(0..)
        .map(|(paid, number)| {
            let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::Other, at, paid).unwrap();
            let id: OrderId = format!("order-{number}").parse().unwrap();
            SoftwareOrder::new(id, vec![OrderLine::new(0, Quantity::ONE, purchase)]).unwrap()
        })
        .collect();
    let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    let twice = [orders.clone(), orders.clone()].concat();
    let answers = policy.decide_order_cancellations(&twice, &CancellationRequest::new(at)).unwrap();
    assert_eq!(answers.len(), orders.len());
    for (answer, order) in answers.iter().zip(&orders) {
        assert_eq!((answer.order_id(), answer.credit().is_zero()), (order.id(), true), "nobody approved it");
        assert_eq!(answer.lines()[0].decision().outcome().credit(), order.lines()[0].purchase().paid());
    }
}

#[test]
fn a_permission_that_was_never_on_pays_nothing_at_any_instant() {
    let id = |text| SubscriptionId::new(text).unwrap();
    let of = |name| Subscription::new(id(name), PartnerId::new("p").unwrap(), CustomerId::new("c").unwrap());
    let never = CustomerPermission::new(of("s"), PermissionKind::AzureReservations);
    for at in instants() {
        assert_eq!((never.payer(at), never.purchase_modes(at)), (None, &[PurchaseMode::OnBehalf][..]), "{at}");
        let since = CustomerPermission::with_periods(of("s"), never.kind(), vec![OnPeriod::since(at)]).unwrap();
        assert_eq!((since.payer(at), since.purchase_modes(at).len()), (Some(Payer::Partner), 2), "{at}");
    }
}
