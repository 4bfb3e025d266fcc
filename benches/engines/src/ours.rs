//! This crate: the same three facts as the engines, and its whole decision.

use chrono::{DateTime, TimeDelta, Utc};
use reservation_policy::calendar::{Period, Term};
use reservation_policy::market::{Availability, MarketCode, MarketList, MarketListEdition};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};
use rust_decimal::Decimal;

use crate::cases::{CAP, Case};
use crate::{Row, measure};

fn usd(cents: u64) -> Money {
    Money::new(Decimal::from_i128_with_scale(cents.into(), 2), Currency::USD)
}

fn at(case: &Case) -> DateTime<Utc> {
    case.today().and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn parts(cases: &[Case]) -> Row {
    let list = MarketList::edition(MarketListEdition::V2019_12);
    let cap = UsdAmount::from_cents(CAP);
    let inputs: Vec<_> = cases
        .iter()
        .map(|case| {
            let period = Period::new(case.start, case.end()).unwrap();
            (
                usd(case.price),
                period,
                case.today(),
                UsdAmount::from_cents(case.used),
                MarketCode::parse(case.market).unwrap(),
            )
        })
        .collect();
    measure("this crate, the three facts", "0.1.0", cases, |index| {
        let (price, period, today, used, market) = &inputs[index];
        let refund = UsdAmount::try_from(price.share(period.left_on(*today)).unwrap()).unwrap();
        used.checked_add(refund).unwrap() <= cap && list.by_code(*market).availability() != Availability::Unavailable
    })
}

pub fn decision(cases: &[Case]) -> Row {
    let cap = RefundCap::new(UsdAmount::from_cents(CAP), CapWindow::DAYS_365, CapMeasure::Refunded);
    let policy = ReservationPolicy::from_name("2020-07").unwrap().with_cap(cap);
    let list = MarketList::edition(MarketListEdition::V2019_12);
    let inputs: Vec<_> = cases
        .iter()
        .map(|case| {
            let plan = if case.year { BillingPlan::Upfront } else { BillingPlan::Monthly };
            let schedule = Schedule::new(case.start, Term::OneYear, plan).unwrap();
            let price = Price::new(usd(case.price), usd(case.price)).unwrap();
            let payments = match plan {
                BillingPlan::Monthly => Payments::monthly(price, Quantity::ONE, 1).unwrap(),
                BillingPlan::Upfront | _ => Payments::upfront(price, Quantity::ONE),
            };
            let kind = ResourceType::VirtualMachines;
            let reservation = Reservation::new(kind, Quantity::ONE, schedule, payments).unwrap();
            let earlier = at(case) - TimeDelta::days(10);
            let entry = CapEntry::new(RefundId::new("earlier").unwrap(), earlier, UsdAmount::from_cents(case.used));
            let ledger = RefundLedger::from_entries([entry]).unwrap();
            (reservation, at(case), ledger, MarketCode::parse(case.market).unwrap())
        })
        .collect();
    measure("this crate, its full decision", "0.1.0", cases, |index| {
        let (reservation, at, ledger, market) = &inputs[index];
        let request = RefundRequest::new(reservation, Quantity::ONE, *at, Requester::Owner);
        policy.decide_refund(&request, ledger).unwrap().is_approved()
            && list.by_code(*market).availability() != Availability::Unavailable
    })
}
