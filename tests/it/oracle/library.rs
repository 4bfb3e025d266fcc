//! The same facts and answers in the crate's own types.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use num_bigint::BigInt;
use num_rational::BigRational;
use reservation_policy::calendar::Term;
use reservation_policy::decision::Reason as _;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{
    DayCount, FeeRate, FeeTerms, FullRefundWindow, RefundBasis, Requester, RequesterSet, UsageCondition,
};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
use reservation_policy::reservation::payment::PaymentStatus;
use reservation_policy::reservation::refund::{
    CreditKind, RefundError, RefundQuote, RefundReason, RefundRequest, RefundSide, Usage,
};
use reservation_policy::reservation::{BillingPlan, Payment, Payments, Price, Reservation, ReservationState, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity, UsdAmount, chrono};

use super::cases;
use super::days::{Day, Instant, NANOSECONDS_A_DAY, date_of, day_of, midnight, split};
use super::model::{Amount, Contract, Facts, Fee, Kind, Nonsense, Policy, Quote, Side, Who, Window, power_of_ten};
use super::verdict::{About, Why};

pub(crate) fn date(day: Day) -> NaiveDate {
    let (year, month, day) = date_of(day);
    let part = |number: i64| u32::try_from(number).unwrap();
    NaiveDate::from_ymd_opt(i32::try_from(year).unwrap(), part(month), part(day)).unwrap()
}

pub(crate) fn instant(instant: Instant) -> DateTime<Utc> {
    const SECOND: Instant = 1_000_000_000;
    let (seconds, rest) = (instant.div_euclid(SECOND), instant.rem_euclid(SECOND));
    DateTime::from_timestamp(i64::try_from(seconds).unwrap(), u32::try_from(rest).unwrap()).unwrap()
}

/// The other way round.
pub(crate) fn day(date: NaiveDate) -> Day {
    day_of(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}

fn nanoseconds(instant: DateTime<Utc>) -> Instant {
    Instant::from(instant.timestamp()) * 1_000_000_000 + Instant::from(instant.timestamp_subsec_nanos())
}

pub(crate) fn money(amount: Amount, currency: Currency) -> Money {
    let digits = i128::try_from(amount.digits).unwrap();
    Money::new(Decimal::try_from_i128_with_scale(digits, amount.scale).unwrap(), currency)
}

pub(crate) fn exact(money: Money) -> BigRational {
    BigRational::new(BigInt::from(money.amount().mantissa()), power_of_ten(money.amount().scale()))
}

fn rate(billionths: u32) -> Rate {
    Rate::try_from(Decimal::new(i64::from(billionths), 9)).unwrap()
}

pub(crate) fn cap_window(window: Window) -> CapWindow {
    match window {
        Window::Days(days) => CapWindow::RollingDays(days.try_into().unwrap()),
        Window::Months(months) => CapWindow::RollingMonths(months.try_into().unwrap()),
        Window::Year => CapWindow::CalendarYear,
    }
}

pub(crate) fn policy(policy: &Policy) -> ReservationPolicy {
    let named = ReservationPolicy::from_name(&policy.base_name()).unwrap();
    if !policy.is_overridden() {
        return named;
    }
    let terms = &policy.terms;
    let window = terms.full_window.map(|(days, only_unused)| {
        FullRefundWindow::new(days, if only_unused { UsageCondition::Unused } else { UsageCondition::Any })
    });
    let fee = |fee| match fee {
        Fee::Stated(billionths) => FeeRate::Stated(rate(billionths)),
        Fee::FromCaller => FeeRate::FromCaller,
    };
    let measure = if terms.counts_commitment { CapMeasure::CancelledCommitment } else { CapMeasure::Refunded };
    let basis =
        if terms.lower_of_paid_and_current { RefundBasis::LowerOfPaidAndCurrent } else { RefundBasis::PricePaid };
    named
        .with_day_count(if terms.whole_months { DayCount::WholeMonths } else { DayCount::CalendarDays })
        .with_full_refund_window(window)
        .with_early_termination_fee(FeeTerms::new(fee(terms.reserved), fee(terms.charged)))
        .with_refund_basis(basis)
        .with_cap(RefundCap::new(UsdAmount::from_cents(terms.limit), cap_window(terms.window), measure))
}

pub(crate) fn reservation(facts: &Facts) -> Reservation {
    let currency = Currency::from_code(facts.currency.0).unwrap();
    let covers = Quantity::new(facts.covers).unwrap();
    let payment = |paid: &super::model::Paid| {
        let price = Price::new(money(paid.billing, currency), money(paid.pricing, Currency::USD)).unwrap();
        let status = if paid.succeeded { PaymentStatus::Succeeded } else { PaymentStatus::Outstanding };
        Payment::new(u32::try_from(paid.period).unwrap(), status, price, covers)
    };
    let term = Term::ALL.into_iter().find(|term| i64::from(term.months()) == facts.months).unwrap();
    let plan = if facts.monthly { BillingPlan::Monthly } else { BillingPlan::Upfront };
    Reservation::new(
        ResourceType::from_name(facts.kind),
        Quantity::new(facts.owned).unwrap(),
        Schedule::new(date(facts.anchor), term, plan).unwrap(),
        Payments::from_list(facts.payments.iter().map(payment).collect()).unwrap(),
    )
    .unwrap()
    .with_state(ReservationState::from_name(facts.state))
    .with_purchased_at(instant(facts.purchased_at))
}

pub(crate) const fn requester(who: Who) -> Requester {
    match who {
        Who::Owner => Requester::Owner,
        Who::Administrator => Requester::ReservationAdministrator,
        Who::Customer => Requester::Customer,
        Who::Partner => Requester::Partner,
        Who::Other => Requester::Other,
    }
}

fn who(requester: Requester) -> Who {
    let all = [Who::Owner, Who::Administrator, Who::Customer, Who::Partner, Who::Other];
    all.into_iter().find(|who| self::requester(*who) == requester).unwrap()
}

pub(crate) const fn agreement(contract: Contract) -> Option<Agreement> {
    match contract {
        Contract::Unknown => None,
        Contract::Enterprise => Some(Agreement::Enterprise(EnterpriseStatus::Active)),
        Contract::EnterpriseRenewed => Some(Agreement::Enterprise(EnterpriseStatus::ExpiredAndRenewed)),
        Contract::EnterpriseExpired => Some(Agreement::Enterprise(EnterpriseStatus::ExpiredNotRenewed)),
        Contract::MicrosoftCustomer => Some(Agreement::MicrosoftCustomer),
        Contract::PayAsYouGo => Some(Agreement::PayAsYouGo),
        Contract::Csp => Some(Agreement::Csp),
    }
}

pub(crate) fn request<'a>(facts: &Facts, reservation: &'a Reservation) -> RefundRequest<'a> {
    let requester = requester(facts.who);
    let mut request =
        RefundRequest::new(reservation, Quantity::new(facts.returned).unwrap(), instant(facts.at), requester)
            .with_usage(if facts.used { Usage::Used } else { Usage::Unused })
            .with_cloud(if facts.us_government { Cloud::UsGovernment } else { Cloud::Public });
    if let Some(agreement) = agreement(facts.contract) {
        request = request.with_agreement(agreement);
    }
    if let Some(billionths) = facts.fee_rate {
        request = request.with_fee_rate(rate(billionths));
    }
    if let Some(price) = facts.current_price {
        request = request.with_current_price(money(price, reservation.currency()));
    }
    request
}

pub(crate) fn ledger(facts: &Facts) -> RefundLedger {
    let mut ledger = RefundLedger::new();
    for (index, earlier) in facts.earlier.iter().enumerate() {
        let id = RefundId::new(&format!("refund-{index}")).unwrap();
        let entry = CapEntry::new(id, instant(earlier.at), UsdAmount::from_cents(earlier.refunded))
            .with_cancelled_commitment(UsdAmount::from_cents(earlier.cancelled))
            .unwrap();
        ledger.record(entry).unwrap();
    }
    ledger
}

/// A reason in the oracle's words.
pub(crate) fn why(reason: &RefundReason) -> Why {
    let about = match reason {
        RefundReason::TypeNotRefundable { resource_type, policy } => {
            About::Kind(kind(resource_type), policy.to_string())
        }
        RefundReason::StateForbids { state } | RefundReason::StateUnknown { state } => About::State(self::state(state)),
        RefundReason::UsGovernmentEnterprise
        | RefundReason::CustomerMustAskPartner
        | RefundReason::AgreementExpired => About::Nothing,
        RefundReason::RequesterNotAllowed { requester, allowed } => asked(*requester, *allowed),
        RefundReason::CapExceeded { requested, remaining, limit, earliest } => About::Cap {
            requested: requested.cents(),
            remaining: remaining.cents(),
            limit: limit.cents(),
            earliest: earliest.map(at),
        },
        other => panic!("no model of {other:?}"),
    };
    Why { code: reason.code(), rule: reason.rule().as_str(), azure: reason.azure_code(), about }
}

pub(crate) fn asked(requester: Requester, allowed: RequesterSet) -> About {
    About::Requester(who(requester), allowed.iter().map(who).collect())
}

pub(crate) fn kind(resource_type: &ResourceType) -> &'static str {
    cases::KINDS.into_iter().find(|kind| *kind == resource_type.name()).unwrap()
}

pub(crate) fn state(state: &ReservationState) -> &'static str {
    cases::STATES.into_iter().find(|name| *name == state.to_string()).unwrap()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the oracle's facts lead to no other error")]
pub(crate) fn nonsense(error: &RefundError) -> Nonsense {
    match error {
        RefundError::Quantity(_) => Nonsense::Quantity,
        RefundError::BeforePurchase { .. } => Nonsense::BeforePurchase,
        RefundError::AfterTerm { .. } => Nonsense::AfterTerm,
        RefundError::FeeRateMissing { .. } => Nonsense::FeeRateMissing,
        RefundError::Money(_) => Nonsense::TooLarge,
        other => panic!("no facts of the oracle lead to {other}"),
    }
}

fn side<A: Copy>(side: RefundSide<A>, money: impl Fn(A) -> Money) -> Side {
    let amount = |amount: A| {
        let money = money(amount);
        let (digits, scale) = (u32::from(money.currency().minor_digits()), money.amount().scale());
        assert!(scale <= digits, "{money} is finer than a minor unit");
        BigInt::from(money.amount().mantissa()) * power_of_ten(digits - scale)
    };
    Side {
        unit: amount(side.unit),
        credit: amount(side.credit),
        fee: amount(side.fee),
        reserved_fee: amount(side.reserved_fee),
        refund: amount(side.refund),
        remaining_commitment: amount(side.remaining_commitment),
    }
}

pub(crate) fn quote(quote: &RefundQuote) -> Quote {
    let (proration, valid_until) = (quote.proration(), nanoseconds(quote.valid_until()));
    assert_eq!(valid_until % NANOSECONDS_A_DAY, 0, "a quote holds until a midnight");
    assert_eq!(midnight(split(valid_until).0), valid_until);
    Quote {
        payment: i64::from(proration.payment()),
        period: (day(proration.period().start()), day(proration.period().end())),
        used: i64::from(proration.used()),
        total: i64::from(proration.total()),
        kind: match quote.credit_kind() {
            CreditKind::Full => Kind::Full,
            CreditKind::Prorated => Kind::Prorated,
            CreditKind::NothingPaid => Kind::NothingPaid,
            other => panic!("no model of {other:?}"),
        },
        billing: side(quote.billing(), |amount| amount),
        pricing: side(quote.pricing(), UsdAmount::to_money),
        completed: usize::try_from(quote.payments_completed()).unwrap(),
        planned: i64::from(quote.payments_total()),
        total_paid: exact(quote.total_paid()),
        kept: exact(quote.kept()),
        valid_until: split(valid_until).0,
    }
}

pub(crate) fn at(instant: DateTime<Utc>) -> Instant {
    nanoseconds(instant)
}
