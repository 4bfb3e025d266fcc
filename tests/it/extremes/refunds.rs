//! Refunds of reservations whose every fact is extreme.
#![expect(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::calendar::Term;
use reservation_policy::chrono;
use reservation_policy::policy::reservation::{
    CapMeasure, CapWindow, DatedTypes, DayCount, FeeRate, FeeTerms, FullRefundWindow, RefundBasis, RefundCap,
    Requester, RequesterSet, UsageCondition,
};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::payment::PaymentStatus;
use reservation_policy::reservation::refund::{RefundError, RefundQuote, RefundRequest, Usage};
use reservation_policy::reservation::{
    BillingPlan, InvalidPayments, InvalidReservation, Payment, Payments, Price, Reservation, Schedule,
};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

use super::{amounts, dates, instants, negative_zero};

const MOST: u32 = u32::MAX;

fn units(count: u32) -> Quantity {
    Quantity::new(count).unwrap()
}

/// From nothing to more than a question counts with.
fn prices() -> Vec<Price> {
    let largest = Decimal::try_from_i128_with_scale(i128::from(u64::MAX), 2).unwrap();
    let mut found = Vec::new();
    for text in ["0", "0.000000000000000000000000001", "0.01", "2.66", "36.5"] {
        found.push(Money::parse(text, Currency::USD).unwrap());
    }
    for amount in [negative_zero(), largest, largest + Decimal::new(1, 2), Decimal::MAX] {
        found.push(Money::new(amount, Currency::USD));
    }
    found.into_iter().map(|amount| Price::in_usd(amount).unwrap()).collect()
}

/// The written and the recorded editions, and some that nobody would write.
fn policies() -> Vec<ReservationPolicy> {
    let editions = ReservationEdition::ALL.map(ReservationPolicy::edition);
    let observed = editions.clone().map(ReservationPolicy::observed);
    let window = |days| Some(FullRefundWindow::new(days, UsageCondition::Any));
    let fee = |rate: &str| {
        FeeTerms::new(FeeRate::Stated(Rate::parse("1").unwrap()), FeeRate::Stated(Rate::parse(rate).unwrap()))
    };
    let none =
        RefundCap::new(UsdAmount::ZERO, CapWindow::RollingDays(core::num::NonZeroU16::MIN), CapMeasure::Refunded);
    let most = core::num::NonZeroU16::MAX;
    let all = RefundCap::new(UsdAmount::MAX, CapWindow::RollingMonths(most), CapMeasure::CancelledCommitment);
    let base = || ReservationPolicy::edition(ReservationEdition::July2020);
    let every_type = DatedTypes::new(chrono::NaiveDate::MIN, vec![ResourceType::VirtualMachines]);
    let wild = [
        base().with_full_refund_window(window(u16::MAX)).with_cap(all).with_day_count(DayCount::WholeMonths),
        base().with_full_refund_window(window(0)).with_cap(none).with_early_termination_fee(fee("1")),
        base().with_early_termination_fee(fee("0.000000001")).with_refund_basis(RefundBasis::LowerOfPaidAndCurrent),
        base().with_who_may(RequesterSet::default()).with_not_refundable(Cow::Owned(vec![every_type])),
    ];
    editions.into_iter().chain(observed).chain(wild).collect()
}

/// What must hold of every quote, however odd its facts.
fn assert_sound(quote: &RefundQuote, reservation: &Reservation, facts: &impl Fn() -> String) {
    let (billing, pricing) = (quote.billing(), quote.pricing());
    let schedule = reservation.schedule();
    assert!(quote.valid_until() > quote.at(), "{}: valid until {}", facts(), quote.valid_until());
    assert!(quote.valid_until().date_naive() <= schedule.end(), "{}: valid until {}", facts(), quote.valid_until());
    for amount in [billing.unit, billing.credit, billing.fee, billing.reserved_fee, billing.refund] {
        assert!(!amount.is_negative(), "{}: {amount}", facts());
    }
    assert!(billing.refund.amount() <= billing.unit.amount() && pricing.refund <= pricing.unit, "{}", facts());
    let paid = billing.refund.checked_add(quote.kept()).unwrap();
    assert_eq!(paid, quote.total_paid(), "{}: refund and kept", facts());
    assert_eq!(billing.refund.checked_add(billing.fee).unwrap(), billing.credit, "{}: refund and fee", facts());
}

fn ask(policy: &ReservationPolicy, request: &RefundRequest<'_>, ledger: &RefundLedger) -> Option<RefundQuote> {
    let facts = || format!("{} of {:?} at {}", policy.name(), request.reservation(), request.at());
    match policy.decide_refund(request, ledger) {
        Ok(decision) => {
            let quote = decision.outcome().quote();
            assert_sound(quote, request.reservation(), &facts);
            assert_eq!(policy.quote_refund(request).as_ref(), Ok(quote), "{}", facts());
            let told = Explanation::new(policy, request, &decision).to_string();
            assert!(!told.is_empty() && decision.reasons().iter().all(|reason| !reason.to_string().is_empty()));
            if let Ok(entry) = quote.cap_entry(RefundId::new("one").unwrap()) {
                assert_eq!(entry.refunded(), quote.pricing().refund, "{}", facts());
            }
            #[cfg(feature = "serde")]
            assert!(serde_json::to_string(&decision).is_ok(), "{}", facts());
            Some(*quote)
        }
        Err(error) => {
            assert!(!error.to_string().is_empty(), "{}", facts());
            None
        }
    }
}

#[test]
fn a_refund_of_any_price_from_any_start_at_any_instant_is_sound_or_refused() {
    let (ledger, policies) = (RefundLedger::new(), policies());
    let mut answered = 0_u32;
    for (start, term) in
        dates().into_iter().flat_map(|start| [Term::OneYear, Term::FiveYears].map(|term| (start, term)))
    {
        for (plan, price) in [BillingPlan::Upfront, BillingPlan::Monthly]
            .into_iter()
            .flat_map(|plan| prices().into_iter().map(move |price| (plan, price)))
        {
            let Ok(schedule) = Schedule::new(start, term, plan) else { continue };
            for covers in [Quantity::ONE, units(MOST)] {
                let Ok(payments) = Payments::monthly(price, covers, 1) else { continue };
                let bought = Reservation::new(ResourceType::VirtualMachines, covers, schedule, payments).unwrap();
                for at in [start, schedule.end().pred_opt().unwrap(), schedule.end()] {
                    let midnight = at.and_time(chrono::NaiveTime::MIN).and_utc();
                    for (policy, quantity) in [(&policies[3], Quantity::ONE), (&policies[10], covers)] {
                        let request = RefundRequest::new(&bought, quantity, midnight, Requester::Owner);
                        answered += u32::from(ask(policy, &request, &ledger).is_some());
                    }
                }
            }
        }
    }
    assert!(answered > 2_000, "{answered}");
}

#[test]
fn every_policy_answers_or_refuses_at_every_instant() {
    let mut ledger = RefundLedger::new();
    for (at, index) in instants().into_iter().zip(0_u64..) {
        let entry = CapEntry::new(RefundId::new(&index.to_string()).unwrap(), at, UsdAmount::from_cents(index));
        ledger.record(entry).unwrap();
    }
    let (mut answered, policies) = (0_u32, policies());
    for start in ["2024-02-29", "2023-01-31"].map(|start| start.parse().unwrap()).into_iter().chain(dates()) {
        let Ok(schedule) = Schedule::new(start, Term::OneYear, BillingPlan::Monthly) else { continue };
        let price = Price::in_usd(Money::parse("2.66", Currency::USD).unwrap()).unwrap();
        let payments = Payments::monthly(price, Quantity::ONE, 12).unwrap();
        let bought = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)
            .unwrap()
            .with_purchased_at(DateTime::<Utc>::MIN_UTC);
        for policy in &policies {
            for at in instants().into_iter().filter(|at| (at.date_naive() - schedule.end()).num_days().abs() < 400) {
                let request = RefundRequest::new(&bought, Quantity::ONE, at, Requester::Other)
                    .with_usage(Usage::Used)
                    .with_cloud(Cloud::UsGovernment)
                    .with_agreement(Agreement::Enterprise(EnterpriseStatus::ExpiredNotRenewed))
                    .with_fee_rate(Rate::parse("1").unwrap())
                    .with_current_price(Money::zero(Currency::USD));
                let quote = ask(policy, &request, &ledger);
                assert!(quote.is_none() || at.date_naive() < schedule.end(), "{at}");
                answered += u32::from(quote.is_some());
            }
        }
    }
    assert!(answered > 500, "{answered}");
}

#[test]
fn a_quote_holds_until_the_instant_that_it_names_and_not_longer() {
    let ledger = RefundLedger::new();
    for start in ["2024-02-29", "2023-01-31", "-262143-01-01", "+262139-12-31"].map(|start| start.parse().unwrap()) {
        for (plan, price) in [BillingPlan::Upfront, BillingPlan::Monthly]
            .into_iter()
            .flat_map(|plan| prices().into_iter().map(move |price| (plan, price)))
        {
            let schedule = Schedule::new(start, Term::ThreeYears, plan).unwrap();
            let Ok(payments) = Payments::monthly(price, Quantity::ONE, schedule.payments()) else { continue };
            let bought = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
            for policy in policies() {
                let ask_at =
                    |at| ask(&policy, &RefundRequest::new(&bought, Quantity::ONE, at, Requester::Owner), &ledger);
                let Some(quote) = ask_at(start.and_time(chrono::NaiveTime::MIN).and_utc()) else { continue };
                let last = quote.valid_until() - TimeDelta::nanoseconds(1);
                assert!(ask_at(last).unwrap().has_same_amounts(&quote), "{} {start} {price:?}", policy.name());
                if let Some(next) = ask_at(quote.valid_until()) {
                    assert!(!next.has_same_amounts(&quote), "{} {start} {price:?}", policy.name());
                }
            }
        }
    }
}

#[test]
fn prices_are_never_negative_and_the_cap_side_is_in_dollars() {
    for amount in amounts() {
        let in_usd = Price::in_usd(amount);
        assert_eq!(in_usd.is_ok(), amount.currency() == Currency::USD && !amount.is_negative(), "{amount}");
        let beside = Price::new(amount, Money::zero(Currency::USD));
        assert_eq!(beside.is_ok(), !amount.is_negative(), "{amount}");
        assert!(beside.is_ok_and(|price| price.billing() == amount) || amount.is_negative(), "{amount}");
    }
}

#[test]
fn payments_beyond_the_plan_are_refused_without_being_made() {
    let price = Price::in_usd(Money::parse("2.66", Currency::USD).unwrap()).unwrap();
    let assemble = |term, plan, payments: Payments| {
        let schedule = Schedule::new("2024-02-29".parse().unwrap(), term, plan).unwrap();
        Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)
    };
    for completed in [61, 62, 1_000_000, MOST] {
        let refused = Payments::monthly(price, Quantity::ONE, completed);
        assert_eq!(refused, Err(InvalidPayments::TooMany { completed, most: 60 }));
    }
    for completed in 0..=60 {
        let payments = Payments::monthly(price, Quantity::ONE, completed).unwrap();
        for term in Term::ALL {
            let reservation = assemble(term, BillingPlan::Monthly, payments.clone());
            assert_eq!(reservation.is_ok(), completed <= term.months(), "{term} {completed}");
            let upfront = assemble(term, BillingPlan::Upfront, payments.clone());
            assert_eq!(upfront.is_ok(), completed <= 1, "{term} {completed}");
        }
    }
    for period in [60, 61, MOST - 1, MOST] {
        for status in [PaymentStatus::Succeeded, PaymentStatus::Outstanding] {
            let list = vec![Payment::new(period, status, price, units(MOST))];
            let reservation =
                assemble(Term::FiveYears, BillingPlan::Monthly, Payments::from_list(list.clone()).unwrap());
            let number = period.saturating_add(1);
            assert_eq!(reservation, Err(InvalidReservation::PaymentOutsidePlan { number, planned: 60 }), "{period}");
            let twice = [list.clone(), list].concat();
            assert_eq!(Payments::from_list(twice), Err(InvalidPayments::Duplicate { number }), "{period}");
        }
    }
}

#[test]
fn a_sum_of_payments_that_can_not_be_held_is_refused() {
    let most = Price::in_usd(Money::new(Decimal::MAX, Currency::USD)).unwrap();
    assert_eq!(Payments::upfront(most, Quantity::ONE).total_paid(), most.billing());
    assert!(matches!(Payments::monthly(most, Quantity::ONE, 2), Err(InvalidPayments::Total(_))));
    let outstanding = (0..60).map(|period| Payment::new(period, PaymentStatus::Outstanding, most, Quantity::ONE));
    assert!(Payments::from_list(outstanding.collect()).is_ok_and(|it| it.total_paid().is_zero()));
    assert_eq!(Payments::from_list(Vec::new()), Err(InvalidPayments::Missing));
}

#[test]
fn what_is_kept_is_exact_or_the_refund_is_refused() {
    let price = |text| Price::in_usd(Money::parse(text, Currency::USD).unwrap()).unwrap();
    let schedule = Schedule::new("2024-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    // The first payment leaves no room for the cents that are refunded of the second.
    for (first, second, is_held) in
        [("79228162514264337593543950334", "1.00", false), ("792281625142643375935439500.00", "1.00", true)]
    {
        let list = [first, second]
            .into_iter()
            .zip(0..)
            .map(|(text, period)| Payment::new(period, PaymentStatus::Succeeded, price(text), Quantity::ONE));
        let payments = Payments::from_list(list.collect()).unwrap();
        let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
        // 15 days of 29 are left.
        let at = "2024-02-15T00:00:00Z".parse().unwrap();
        let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner);
        let quote = ReservationPolicy::edition(ReservationEdition::July2020).quote_refund(&request);
        if !is_held {
            assert!(matches!(quote, Err(RefundError::Money(_))), "{quote:?}");
            continue;
        }
        let quote = quote.unwrap();
        let sum = quote.kept().checked_add(quote.billing().refund).unwrap();
        assert_eq!((sum, quote.billing().refund.to_string().as_str()), (quote.total_paid(), "0.52 USD"));
    }
}

#[test]
fn a_refund_that_counts_for_more_than_a_ledger_can_hold_is_refused() {
    // Eleven payments to come just fit, and the refund of this one no longer does.
    let payment = Decimal::try_from_i128_with_scale(i128::from(u64::MAX / 11), 2).unwrap();
    let price = Price::in_usd(Money::new(payment, Currency::USD)).unwrap();
    let schedule = Schedule::new("2024-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let payments = Payments::monthly(price, Quantity::ONE, 1).unwrap();
    let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let at = "2024-01-02T00:00:00Z".parse().unwrap();
    let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner);
    let quote = policy.quote_refund(&request).unwrap();
    let id = RefundId::new("too much").unwrap();
    assert!(matches!(quote.cap_entry(id), Err(RefundError::Money(_))));
    assert!(matches!(policy.decide_refund(&request, &RefundLedger::new()), Err(RefundError::Money(_))));
    let observed = policy.observed();
    assert!(observed.decide_refund(&request, &RefundLedger::new()).is_ok(), "the refund alone fits");
}
