//! Exchanges of extreme prices, quantities and dates; sizes and regions beside them.

use chrono::{DateTime, NaiveTime, Utc};
use reservation_policy::calendar::Term;
use reservation_policy::chrono;
use reservation_policy::decision::Reason;
use reservation_policy::policy::reservation::{
    Comparison, ExchangeRestriction, Requester, ReturnedValue, StorageSwapPolicy,
};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::region::Region;
use reservation_policy::reservation::exchange::{
    ExchangeRequest, ExchangeTotals, NewReservation, NewSavingsPlan, Purchase, Return,
};
use reservation_policy::reservation::storage_swap::{SwapRequest, SwapSide, swap};
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

use super::{amounts, dates};

#[test]
fn purchases_have_a_price_of_zero_or_more() {
    for amount in amounts() {
        let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, amount);
        assert_eq!(new.is_ok(), !amount.is_negative(), "{amount}");
        for term in Term::ALL {
            if let Ok(plan) = NewSavingsPlan::new(term, amount) {
                assert_eq!(plan.price(), amount.checked_mul(term.priced_hours()).unwrap(), "{amount}");
                assert!(!amount.is_negative() && term != Term::FiveYears, "{amount}");
            }
        }
    }
}

#[test]
fn totals_are_exact_or_refused() {
    let amounts: Vec<Money> = amounts().filter(|amount| amount.currency() == Currency::USD).collect();
    for first in &amounts {
        for second in &amounts {
            let returned = ExchangeTotals::zero(Currency::USD).with_returned(*first, *second);
            let Ok(totals) = returned.and_then(|totals| totals.with_bought(*first)) else { continue };
            assert_eq!(totals.refunds_total(), first.checked_add(*second).unwrap(), "{first} {second}");
            let net = totals.purchases_total().checked_sub(totals.refunds_total()).unwrap();
            assert_eq!(totals.net_payable(), net, "{first} {second}");
            for comparison in [Comparison::AtLeast, Comparison::MoreThan] {
                for value in [ReturnedValue::Refund, ReturnedValue::RefundAndRemainingCommitment] {
                    let missing = totals.missing(comparison, value);
                    assert!(missing.is_err() || missing.is_ok_and(|it| it.is_none_or(|more| !more.is_negative())));
                }
            }
        }
    }
}

#[test]
fn each_sum_of_an_exchange_that_can_not_be_held_is_refused() {
    let usd = |text| Money::parse(text, Currency::USD).unwrap();
    let (most, none) = (Money::new(Decimal::MAX, Currency::USD), Money::zero(Currency::USD));
    let (finest, minus_finest) = (usd("0.0000000000000000000000000001"), usd("-0.0000000000000000000000000001"));
    let start = ExchangeTotals::zero(Currency::USD);
    // The refunds, the commitments, both together, the purchases, and what is left to pay.
    let refunds = start.with_returned(most, none).unwrap();
    assert!(refunds.with_returned(most, none).is_err());
    assert!(refunds.with_returned(none, most).is_err());
    assert!(start.with_returned(none, most).unwrap().with_returned(none, most).is_err());
    assert!(start.with_returned(most, most).is_err());
    let bought = start.with_bought(most).unwrap();
    assert!(bought.with_bought(most).is_err());
    assert!(start.with_bought(finest).unwrap().with_returned(most, none).is_err());
    assert!(start.with_returned(finest, none).unwrap().with_bought(most).is_err());
    // The refund and the commitment cancel each other out, so that only the refund alone has too many digits.
    let finest_alone = start.with_returned(finest, minus_finest).unwrap().with_bought(most).unwrap();
    assert!(finest_alone.missing(Comparison::AtLeast, ReturnedValue::Refund).is_err());
    assert_eq!(finest_alone.missing(Comparison::AtLeast, ReturnedValue::RefundAndRemainingCommitment), Ok(None));
    // Equal, and one minor unit more can't be held.
    let equal = refunds.with_bought(most).unwrap();
    assert_eq!(equal.missing(Comparison::AtLeast, ReturnedValue::Refund), Ok(None));
    assert_eq!(equal.missing(Comparison::MoreThan, ReturnedValue::Refund), Ok(Some(usd("0.01"))));
    assert!(refunds.missing(Comparison::MoreThan, ReturnedValue::Refund).is_err());
}

#[test]
fn an_exchange_from_any_start_for_any_price_is_answered_or_refused() {
    let policies = ReservationEdition::ALL.map(ReservationPolicy::edition);
    let paid =
        ["0", "0.01", "2.66", "184467440737095516.15", "184467440737095516.16", "792281625142643375935439503.35"];
    let (mut answered, mut refused) = (0_u32, 0_u32);
    for start in dates() {
        for (text, plan) in
            paid.into_iter().flat_map(|text| [BillingPlan::Upfront, BillingPlan::Monthly].map(|plan| (text, plan)))
        {
            let Ok(schedule) = Schedule::new(start, Term::FiveYears, plan) else { continue };
            let amount = Money::parse(text, Currency::USD).unwrap();
            let most = Quantity::new(u32::MAX).unwrap();
            let payments = Payments::monthly(Price::in_usd(amount).unwrap(), most, 1).unwrap();
            let old = Reservation::new(ResourceType::VirtualMachines, most, schedule, payments).unwrap();
            let mut bought: Vec<Purchase> = Vec::new();
            for term in Term::ALL {
                let new = NewReservation::new(ResourceType::VirtualMachines, most, term, amount).unwrap();
                bought.push(new.with_plan(plan).with_sku(&"é".repeat(1 << 16)).into());
            }
            bought.extend(NewSavingsPlan::new(Term::ThreeYears, amount).map(Purchase::from));
            let item = Return::new(&old, most).with_final_exchanges_used(u32::MAX);
            assert_eq!(item.final_exchanges_left(), 0);
            for day in [start, schedule.end().pred_opt().unwrap(), schedule.end()] {
                let at = day.and_time(NaiveTime::MIN).and_utc();
                let request = ExchangeRequest::new(vec![item], bought.clone(), at, Requester::Owner).unwrap();
                for policy in &policies {
                    match policy.decide_exchange(&request) {
                        Ok(decision) => {
                            let quote = decision.outcome().quote();
                            assert!(quote.valid_until() > at && quote.transactions().count() > 0, "{start} {text}");
                            assert!(decision.reasons().iter().all(|reason| !reason.to_string().is_empty()));
                            answered += 1;
                        }
                        Err(error) => {
                            assert!(!error.to_string().is_empty());
                            refused += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(answered > 100 && refused > 100, "{answered} {refused}");
}

#[test]
fn final_exchanges_and_restrictions_of_any_size_and_date_are_counted_or_told() {
    let usd = Money::parse("365.00", Currency::USD).unwrap();
    let schedule = Schedule::new("2024-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
    let most = Quantity::new(u32::MAX).unwrap();
    let payments = Payments::upfront(Price::in_usd(usd).unwrap(), most);
    let old = Reservation::new(ResourceType::VirtualMachines, most, schedule, payments).unwrap();
    let at: DateTime<Utc> = "2024-01-02T00:00:00Z".parse().unwrap();
    let base = ReservationPolicy::edition(ReservationEdition::February2027);
    for (original, used) in [(1, 0), (1, u32::MAX), (u32::MAX, 0), (u32::MAX, 1), (u32::MAX, u32::MAX)] {
        let item = Return::new(&old, most)
            .with_original_quantity(Quantity::new(original).unwrap())
            .with_final_exchanges_used(used);
        assert_eq!(item.final_exchanges_left(), original.saturating_sub(used));
        let new = NewReservation::new(ResourceType::VirtualMachines, most, Term::OneYear, usd).unwrap();
        let plan = NewSavingsPlan::new(Term::OneYear, usd).unwrap();
        let request = ExchangeRequest::new(vec![item], vec![new.into(), plan.into()], at, Requester::Owner).unwrap();
        for date in dates() {
            let mut terms = *base.exchange();
            terms.restriction = Some(ExchangeRestriction::new(date));
            terms.trade_in = terms.trade_in.map(|mut trade_in| {
                (trade_in.from, trade_in.most_reservations) = (date, 0);
                trade_in
            });
            let decision = base.clone().with_exchange(terms).decide_exchange(&request).unwrap();
            let codes: Vec<&str> = decision.reasons().iter().map(Reason::code).collect();
            let late = date <= schedule.start();
            assert_eq!(codes.contains(&"NoLongerExchangeable"), late, "{date}");
            assert_eq!(codes.contains(&"FinalExchangeUsed"), !late && (original, used) != (u32::MAX, 0), "{date}");
            assert_eq!(codes.contains(&"TradeInNotOffered"), date > at.date_naive(), "{date}");
            assert!(codes.contains(&"TradeInTooMany"));
        }
    }
}

#[test]
fn sizes_and_regions_are_short_plain_texts_and_swaps_never_fail() {
    let mut sizes: Vec<VmSize> =
        ["Standard_D1", "Standard_DS1", "Basic_A0", "Standard_E64-32s_v3", "Standard_D65535_v255"]
            .into_iter()
            .filter_map(|text| VmSize::parse(text).ok())
            .collect();
    sizes.extend(super::texts().iter().filter_map(|text| VmSize::parse(text).ok()));
    for bad in [
        "Standard_D65536",
        "Standard_D4294967296_v3",
        "Standard_D2_v256",
        "Standard_D2_v0",
        "Standard_D99999999999999999999",
    ] {
        if let Ok(size) = VmSize::parse(bad) {
            assert_eq!(size.to_string(), bad, "a number is kept or refused, never cut");
        }
    }
    let regions: Vec<Region> =
        ["westeurope", "East US 2"].into_iter().filter_map(|text| Region::parse(text).ok()).collect();
    assert!(sizes.len() >= 3 && !regions.is_empty());
    for (from, to) in sizes.iter().flat_map(|from| sizes.iter().map(move |to| (from, to))) {
        for region in &regions {
            let request = SwapRequest::new(SwapSide::new(from, region), SwapSide::new(to, &regions[0]));
            for policy in
                [StorageSwapPolicy::BothDirections, StorageSwapPolicy::NotOffered, StorageSwapPolicy::ToPremium]
            {
                let decision = swap(policy, &request);
                assert_eq!(decision.is_approved(), decision.reasons().is_empty());
            }
        }
    }
}
