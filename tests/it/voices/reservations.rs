//! What the rooms around reservations say.

use reservation_policy::batch::{Answers, RefundBatch, RefundColumns};
use reservation_policy::calendar::Term;
use reservation_policy::chrono::NaiveDate;
use reservation_policy::policy::reservation::{DayCount, Requester, RequesterSet, Sameness};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::InvalidQuantity;
use reservation_policy::region::Region;
use reservation_policy::reservation::cap::{CapEntry, LedgerError, RefundId, RefundLedger};
use reservation_policy::reservation::exchange::{
    ExchangeError, ExchangeReason, ExchangeRequest, ExchangeSide, InvalidExchange, InvalidPurchase, NewReservation,
    NewSavingsPlan, Return, ReturnedItem,
};
use reservation_policy::reservation::payment::{InvalidPayments, InvalidPrice, Payment, PaymentStatus};
use reservation_policy::reservation::refund::{RefundError, RefundReason, RefundRequest};
use reservation_policy::reservation::storage_swap::SwapReason;
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::reservation::{
    BillingPlan, Payments, Price, Reservation, ReservationId, ReservationState, Schedule,
};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;
use reservation_policy::{Currency, UsdAmount};

use super::{Voices, date, dollars, instant, money, units};

pub(super) fn speak(voices: &mut Voices) {
    facts(voices);
    refund(voices);
    cap(voices);
    exchange(voices);
    storage_swap(voices);
    batch(voices);
}

fn batch(voices: &mut Voices) {
    voices.room("batch");
    let (july, may) = (ReservationEdition::July2020, ReservationEdition::May2018);
    let months = ReservationPolicy::edition(july).with_day_count(DayCount::WholeMonths);
    let at = instant("2026-05-10T08:00:00Z");
    voices.error(RefundBatch::new(&months, at).unwrap_err());
    voices.error(RefundBatch::new(&ReservationPolicy::edition(may), at).unwrap_err());
    let short = RefundColumns::new(&[100, 200], &[0], &[30, 30]);
    let batch = RefundBatch::new(&ReservationPolicy::edition(july), at).unwrap();
    voices.error(batch.answer(&short, &mut Answers::with_rows(2).columns()).unwrap_err());
}

fn reservation() -> Reservation {
    let price = Price::in_usd(money("100.00", "USD")).unwrap();
    let schedule = Schedule::new(date("2026-01-01"), Term::OneYear, BillingPlan::Monthly).unwrap();
    let payments = Payments::monthly(price, units(3), 5).unwrap();
    Reservation::new(ResourceType::VirtualMachines, units(3), schedule, payments).unwrap()
}

fn facts(voices: &mut Voices) {
    voices.room("reservation");
    voices.error(ReservationId::new("").unwrap_err());
    voices.error(BillingPlan::from_name("weekly").unwrap_err());
    voices.error(Schedule::new(NaiveDate::MAX, Term::ThreeYears, BillingPlan::Upfront).unwrap_err());
    voices.errors([
        InvalidPrice::Negative { amount: money("-0.01", "EUR") },
        InvalidPrice::NotUsd { currency: Currency::from_code("EUR").unwrap() },
    ]);
    voices.error(Payments::from_list(Vec::new()).unwrap_err());
    let twice = Payment::new(2, PaymentStatus::Succeeded, Price::in_usd(money("1", "USD")).unwrap(), units(1));
    voices.error(Payments::from_list(vec![twice, twice]).unwrap_err());
    voices.error(Payments::monthly(Price::in_usd(money("1", "USD")).unwrap(), units(1), 61).unwrap_err());
    let _: InvalidPayments = Payments::from_list(Vec::new()).unwrap_err();
    let plan = Schedule::new(date("2026-01-01"), Term::OneYear, BillingPlan::Monthly).unwrap();
    let payments = Payments::monthly(Price::in_usd(money("1", "USD")).unwrap(), units(1), 13).unwrap();
    voices.error(Reservation::new(ResourceType::VirtualMachines, units(1), plan, payments).unwrap_err());
    let price = |amount: &str| Price::in_usd(money(amount, "USD")).unwrap();
    let (vm, year) = (ResourceType::VirtualMachines, Term::OneYear);
    voices.error(Reservation::upfront(vm.clone(), units(1), NaiveDate::MAX, year, price("1")).unwrap_err());
    let most = price("79228162514264337593543950335");
    voices.error(Reservation::monthly(vm, units(1), date("2026-01-01"), year, most, 2).unwrap_err());
}

fn refund(voices: &mut Voices) {
    voices.room("refund");
    let (reservation, policy) = (reservation(), ReservationPolicy::edition(ReservationEdition::July2020));
    let asked = |count, at| RefundRequest::new(&reservation, units(count), instant(at), Requester::Owner);
    for (count, at) in [(4, "2026-05-10T08:00:00Z"), (1, "2025-12-31T23:59:59Z"), (1, "2027-01-01T00:00:00Z")] {
        voices.error(policy.quote_refund(&asked(count, at)).unwrap_err());
    }
    let first = ReservationPolicy::edition(ReservationEdition::May2018);
    voices.error(first.quote_refund(&asked(1, "2026-05-10T08:00:00Z")).unwrap_err());
    for (amount, currency) in [("90.00", "EUR"), ("-90.00", "USD")] {
        let request = asked(1, "2026-05-10T08:00:00Z").with_current_price(money(amount, currency));
        voices.error(policy.quote_refund(&request).unwrap_err());
    }

    let (name, owners) = (policy.name(), RequesterSet::NONE.with(Requester::Owner));
    let over = |earliest| RefundReason::CapExceeded {
        requested: dollars("6952"),
        remaining: dollars("6000"),
        limit: dollars("50000"),
        earliest,
    };
    for reason in [
        RefundReason::TypeNotRefundable { resource_type: ResourceType::RedHat, policy: name },
        RefundReason::TypeNotRefundable { resource_type: ResourceType::Databricks, policy: name },
        RefundReason::StateForbids { state: ReservationState::Expired },
        RefundReason::StateUnknown { state: ReservationState::from_name("Paused") },
        RefundReason::UsGovernmentEnterprise,
        RefundReason::CustomerMustAskPartner,
        RefundReason::RequesterNotAllowed { requester: Requester::Customer, allowed: owners },
        RefundReason::RequesterNotAllowed {
            requester: Requester::Partner,
            allowed: owners.with(Requester::ReservationAdministrator),
        },
        RefundReason::AgreementExpired,
        over(Some(instant("2027-01-15T10:00:00Z"))),
        over(None),
    ] {
        voices.reason(&reason);
    }
}

fn cap(voices: &mut Voices) {
    voices.room("cap");
    voices.error(RefundId::new("").unwrap_err());
    voices.error(RefundId::new(&"x".repeat(257)).unwrap_err());
    let at = instant("2026-03-10T03:07:12Z");
    let entry = |id: &str, amount: UsdAmount| CapEntry::new(RefundId::new(id).unwrap(), at, amount);
    let plain = entry("refund-1", dollars("367.81"));
    voices.error(plain.clone().with_cancelled_commitment(dollars("367.80")).unwrap_err());
    voices.error(RefundLedger::from_entries([plain.clone(), plain.clone()]).unwrap_err());
    let mut ledger = RefundLedger::from_entries([plain]).unwrap();
    voices.error(ledger.record(entry("refund-1", dollars("367.82"))).unwrap_err());
    voices.error(ledger.record(entry("refund-2", UsdAmount::MAX)).unwrap_err());
    let unknown: LedgerError = ledger.reverse(&RefundId::new("refund-3").unwrap()).unwrap_err();
    voices.error(unknown);
}

fn exchange(voices: &mut Voices) {
    voices.room("exchange");
    let usd = Currency::USD;
    voices.errors([
        InvalidPurchase::Negative { amount: money("-1.00", "USD") },
        InvalidPurchase::SavingsPlanTerm { term: Term::FiveYears },
    ]);
    let _ = NewSavingsPlan::new(Term::FiveYears, money("1.00", "USD")).unwrap_err();
    let tangled = Return::new(&reservation(), units(1)).quantity();
    voices.errors([
        InvalidExchange::Empty { side: ExchangeSide::Returned },
        InvalidExchange::Empty { side: ExchangeSide::Bought },
        InvalidExchange::ReturnedTwice { number: 2, id: ReservationId::new("r-1").unwrap() },
        InvalidExchange::Quantity {
            number: 1,
            error: InvalidQuantity::AboveOwned { requested: units(4), owned: tangled },
        },
        InvalidExchange::Currency {
            side: ExchangeSide::Bought,
            number: 1,
            found: Currency::from_code("EUR").unwrap(),
            expected: usd,
        },
    ]);
    let error = RefundError::AfterTerm { at: instant("2027-01-01T00:00:00Z"), end: date("2027-01-01") };
    voices.errors([
        ExchangeError::Return { number: 1, error },
        ExchangeError::NewTerm {
            number: 2,
            error: Schedule::new(NaiveDate::MAX, Term::ThreeYears, BillingPlan::Upfront).unwrap_err(),
        },
    ]);
    exchange_reasons(voices, &returned_item());
}

/// The second of two returned reservations, as the crate names it.
fn returned_item() -> ReturnedItem {
    let id = ReservationId::new("/providers/Microsoft.Capacity/reservationOrders/o-1/reservations/r-2").unwrap();
    let (first, second) = (reservation(), reservation().with_id(id).with_state(ReservationState::Cancelled));
    let new =
        NewReservation::new(ResourceType::VirtualMachines, units(1), Term::OneYear, money("9000.00", "USD")).unwrap();
    let returns = vec![Return::new(&first, units(1)), Return::new(&second, units(1))];
    let request =
        ExchangeRequest::new(returns, vec![new.into()], instant("2026-05-10T08:00:00Z"), Requester::Owner).unwrap();
    let decision = ReservationPolicy::edition(ReservationEdition::July2020).decide_exchange(&request).unwrap();
    match decision.reasons() {
        [ExchangeReason::StateForbids { returned, .. }] => returned.clone(),
        other => panic!("{other:?}"),
    }
}

fn exchange_reasons(voices: &mut Voices, item: &ReturnedItem) {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020).name();
    let (returned, resource_type) = (item.clone(), ResourceType::VirtualMachines);
    let mismatch = |sameness| ExchangeReason::TypeMismatch {
        returned: ResourceType::VirtualMachines,
        bought: ResourceType::SqlDatabases,
        sameness,
    };
    let too_small = |rule| ExchangeReason::NewTotalTooSmall {
        returned: money("1.00", "USD"),
        bought: money("0.99", "USD"),
        missing: money("0.01", "USD"),
        rule,
    };
    for reason in [
        ExchangeReason::TypeNotExchangeable { resource_type: ResourceType::SuseLinux, policy },
        ExchangeReason::StateForbids { returned: returned.clone(), state: ReservationState::Cancelled },
        ExchangeReason::StateUnknown { returned: returned.clone(), state: ReservationState::from_name("Paused") },
        ExchangeReason::UsGovernmentEnterprise,
        ExchangeReason::CustomerMustAskPartner,
        ExchangeReason::RequesterNotAllowed {
            requester: Requester::Partner,
            allowed: RequesterSet::NONE.with(Requester::Owner),
        },
        ExchangeReason::AgreementExpired,
        mismatch(Sameness::Type),
        mismatch(Sameness::Family),
        ExchangeReason::NoLongerExchangeable {
            returned: returned.clone(),
            resource_type: resource_type.clone(),
            bought_on: date("2027-03-01"),
            restricted_from: date("2027-02-01"),
        },
        ExchangeReason::FinalExchangeUsed { returned: returned.clone(), requested: units(2), left: 1 },
        ExchangeReason::FinalExchangeUsed { returned, requested: units(1), left: 0 },
        ExchangeReason::TradeInNotOffered { policy, from: None },
        ExchangeReason::TradeInNotOffered { policy, from: Some(date("2022-10-01")) },
        ExchangeReason::TradeInNotCovered { resource_type },
        ExchangeReason::TradeInTooMany { reservations: 101, most: 100 },
        too_small(RuleId::L07),
        too_small(RuleId::Exc12),
    ] {
        voices.reason(&reason);
    }
}

fn storage_swap(voices: &mut Voices) {
    voices.room("storage swap, vm size");
    let size = |text| VmSize::parse(text).unwrap();
    voices.error(VmSize::parse("Standard D2").unwrap_err());
    let region = |text| Region::parse(text).unwrap();
    let wanted = |from, to, expected| SwapReason::NotACounterpart { from: size(from), to: size(to), expected };
    for reason in [
        SwapReason::NotOffered,
        SwapReason::RegionDiffers { from: region("West Europe"), to: region("northeurope") },
        wanted("F1", "F2s", Some(size("F1s"))),
        wanted("Standard_A1", "Standard_A2", None),
        wanted("Standard_Z9_v9", "Standard_Z9s_v9", None),
        SwapReason::WrongDirection { from: size("F1s") },
    ] {
        voices.reason(&reason);
    }
}
