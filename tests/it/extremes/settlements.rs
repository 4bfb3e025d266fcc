//! Where extreme amounts go: each settlement balances, or its sums can't be held.

use reservation_policy::calendar::Term;
use reservation_policy::chrono::NaiveTime;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::exchange::{ExchangeError, ExchangeRequest, NewReservation, Return};
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::settlement::{Account, Card, EnterpriseFunding, PrepaymentTerm, Settlement};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

use super::{amounts, dates};

fn accounts() -> [Account; 8] {
    let prepaid = |term| Account::EnterpriseAgreement { funding: EnterpriseFunding::Prepayment { term } };
    [
        prepaid(PrepaymentTerm::Active),
        prepaid(PrepaymentTerm::Ended),
        Account::EnterpriseAgreement { funding: EnterpriseFunding::Overage },
        Account::MicrosoftCustomerAgreement,
        Account::PayAsYouGoInvoice,
        Account::Csp,
        Account::PayAsYouGoCard { card: Card::Unchanged },
        Account::PayAsYouGoCard { card: Card::Changed },
    ]
}

fn assert_balanced(settlement: &Settlement) {
    assert!(settlement.balance().is_ok_and(|rest| rest.is_zero()), "{settlement}");
    assert!(!settlement.steps().is_empty() && !settlement.to_string().is_empty());
}

#[test]
fn the_money_of_every_refund_and_exchange_that_is_approved_balances() {
    let (mut refunds, mut exchanges) = (0_u32, 0_u32);
    for start in dates() {
        let Ok(schedule) = Schedule::new(start, Term::OneYear, BillingPlan::Upfront) else { continue };
        let at = schedule.whole_term().start().and_time(NaiveTime::MIN).and_utc();
        for amount in amounts().filter(|amount| !amount.is_negative()).step_by(11) {
            let usd = Money::zero(Currency::USD);
            let payments = Payments::upfront(Price::new(amount, usd).unwrap(), Quantity::ONE);
            let old = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
            let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, amount).unwrap();
            let returned = RefundRequest::new(&old, Quantity::ONE, at, Requester::Owner).with_fee_rate(Rate::ZERO);
            let swapped =
                ExchangeRequest::new(vec![Return::new(&old, Quantity::ONE)], vec![new.into()], at, Requester::Owner);
            let swapped = swapped.unwrap();
            for policy in ReservationEdition::ALL.map(ReservationPolicy::edition) {
                let refund = policy.decide_refund(&returned, &RefundLedger::new());
                if let Ok(Ok(approved)) = refund.map(Box::new).map(|it| it.into_result().map_err(drop)) {
                    for account in accounts() {
                        assert_balanced(&policy.settle_refund(&approved, &old, account).unwrap());
                        refunds += 1;
                    }
                }
                let exchange = policy.decide_exchange(&swapped);
                if let Ok(Ok(approved)) = exchange.map(Box::new).map(|it| it.into_result().map_err(drop)) {
                    for account in accounts() {
                        assert_balanced(&policy.settle_exchange(&approved, account).unwrap());
                        exchanges += 1;
                    }
                }
            }
        }
    }
    assert!(refunds > 1_000 && exchanges > 1_000, "{refunds} {exchanges}");
}

#[test]
fn a_settlement_whose_sums_can_not_be_held_is_refused() {
    // What is refunded and what is cancelled make up a whole dollar; the refund alone leaves no room for its cents.
    let cents = Money::parse("0.50", Currency::USD).unwrap();
    let schedule = Schedule::new("2024-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let payments = Payments::monthly(Price::in_usd(cents).unwrap(), Quantity::ONE, 11).unwrap();
    let old = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
    let most = Money::new(Decimal::MAX, Currency::USD);
    let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, most).unwrap();
    let returns = vec![Return::new(&old, Quantity::ONE)];
    let at = "2024-11-01T00:00:00Z".parse().unwrap();
    let request = ExchangeRequest::new(returns, vec![new.into()], at, Requester::Owner).unwrap();
    // The first editions compare the cents alone with the price, which has no room for them either.
    let first = ReservationPolicy::edition(ReservationEdition::April2019);
    assert!(matches!(first.decide_exchange(&request), Err(ExchangeError::Money(_))));
    // These compare the whole dollar, so that the exchange itself has an answer.
    for policy in [ReservationEdition::July2020, ReservationEdition::February2027].map(ReservationPolicy::edition) {
        let approved = policy.decide_exchange(&request).unwrap().into_result().expect("enough is bought");
        assert_eq!(approved.outcome().quote().totals().refund(), cents);
        for account in accounts() {
            let settled = policy.settle_exchange(&approved, account);
            let told = settled.and_then(|settlement| settlement.balance());
            assert!(told.is_err(), "{account:?}: {told:?}");
        }
    }
}
