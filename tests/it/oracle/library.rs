//! The same facts and answers in the crate's own types.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use num_bigint::BigInt;
use num_rational::BigRational;
use reservation_policy::account::{Cloud, EnterpriseStatus, PaidBy};
use reservation_policy::policy::{
    CapBasis, CapTerms, CapWindow, DayCount, FeeRate, FullRefundWindow, PartRounding, RefundBasis, UsageCondition,
};
use reservation_policy::refund::{Amounts, CreditKind};
use reservation_policy::reservation::{Made, Payment};
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{
    Account, CapEntry, Currency, Error, Money, Price, Quantity, QuestionError, Rate, Refund, RefundLedger, Request,
    Reservation, ReservationPolicy, Returned, Term, UsdAmount, chrono,
};

use super::days::{Day, Instant, date_of, day_of};
use super::model::{Amount, Contract, Day1, Facts, Fee, Kind, Nonsense, Paid, Pay, Policy, Side, Window, power_of_ten};

pub(super) fn date(day: Day) -> NaiveDate {
    let (year, month, day) = date_of(day);
    let part = |number: i64| u32::try_from(number).unwrap();
    NaiveDate::from_ymd_opt(i32::try_from(year).unwrap(), part(month), part(day)).unwrap()
}

pub(super) fn instant(instant: Instant) -> DateTime<Utc> {
    const SECOND: Instant = 1_000_000_000;
    let (seconds, rest) = (instant.div_euclid(SECOND), instant.rem_euclid(SECOND));
    DateTime::from_timestamp(i64::try_from(seconds).unwrap(), u32::try_from(rest).unwrap()).unwrap()
}

pub(super) fn nanoseconds(instant: DateTime<Utc>) -> Instant {
    Instant::from(instant.timestamp()) * 1_000_000_000 + Instant::from(instant.timestamp_subsec_nanos())
}

fn day(date: NaiveDate) -> Day {
    day_of(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
}

fn money(amount: Amount, currency: Currency) -> Money {
    let digits = i128::try_from(amount.digits).unwrap();
    Money::new(Decimal::try_from_i128_with_scale(digits, amount.scale).unwrap(), currency)
}

pub(super) fn exact(money: Money) -> BigRational {
    BigRational::new(BigInt::from(money.amount().mantissa()), power_of_ten(money.amount().scale()))
}

fn rate(billionths: u32) -> Rate {
    Decimal::new(i64::from(billionths), 9).to_string().parse().unwrap()
}

pub(super) fn policy(policy: &Policy) -> ReservationPolicy {
    let named = ReservationPolicy::named(&policy.base_name()).unwrap();
    let model = &policy.terms;
    let fee = |fee| match fee {
        Fee::Stated(billionths) => FeeRate::Stated(rate(billionths)),
        Fee::FromCaller => FeeRate::FromCaller,
    };
    let changed = named.with(|terms| {
        terms.day_count = if model.whole_months { DayCount::WholeMonths } else { DayCount::CalendarDays };
        terms.full_refund_window = model.full_window.map(|(days, only_unused)| {
            let usage = if only_unused { UsageCondition::Unused } else { UsageCondition::Any };
            FullRefundWindow { days, usage }
        });
        terms.early_termination_fee.charged = fee(model.charged);
        terms.early_termination_fee.reserved = fee(model.reserved);
        terms.part_rounding = if model.exact_parts { PartRounding::Exact } else { PartRounding::Price };
        terms.refund_basis =
            if model.lower_of_paid_and_current { RefundBasis::LowerOfPaidAndCurrent } else { RefundBasis::PricePaid };
        terms.cap = CapTerms {
            limit: UsdAmount::from_cents(model.limit),
            window: match model.window {
                Window::Days(days) => CapWindow::RollingDays(days.try_into().unwrap()),
                Window::Months(months) => CapWindow::RollingMonths(months.try_into().unwrap()),
                Window::Year => CapWindow::CalendarYear,
            },
            basis: if model.counts_commitment { CapBasis::CanceledCommitment } else { CapBasis::Refunded },
        };
    });
    changed.unwrap()
}

pub(super) fn reservation(facts: &Facts) -> Reservation {
    let currency: Currency = facts.currency.0.parse().unwrap();
    let price = |pay: &Pay| Price::new(money(pay.billed, currency), money(pay.usd, Currency::USD)).unwrap();
    let payment = |(number, (pay, _)): (usize, &(Pay, bool))| {
        let made = match pay.made {
            Paid::AsDue => Made::AsDue,
            Paid::On(day) => Made::On(date(day)),
            Paid::Not => Made::Not,
        };
        Payment::new(u32::try_from(number + 1).unwrap(), price(pay), Quantity::new(pay.units).unwrap(), made)
    };
    let term = Term::ALL.into_iter().find(|term| i64::from(term.months()) == facts.months).unwrap();
    let mut builder = Reservation::builder(facts.kind.parse().unwrap(), date(facts.anchor), term)
        .units(facts.owned)
        .state(facts.state.parse().unwrap());
    // Only a plan whose first payment alone is listed can have others that are made as they fall due.
    let as_due = facts.plan.iter().skip(1).all(|(pay, is_listed)| pay.made == Paid::AsDue && !is_listed)
        && facts.plan[0].0 == Pay { units: facts.owned, made: Paid::AsDue, ..facts.plan[0].0 };
    let list = facts.plan.iter().enumerate().filter(|(_, (_, is_listed))| *is_listed).map(payment);
    builder = match (as_due, facts.monthly) {
        (true, true) => builder.monthly(price(&facts.plan[0].0)),
        (true, false) => builder.upfront(price(&facts.plan[0].0)),
        (false, true) => builder.payments(list.collect()),
        (false, false) => builder.upfront_payment(list.collect::<Vec<_>>()[0]),
    };
    if let Some(purchased_at) = facts.purchased_at {
        builder = builder.purchased_at(instant(purchased_at));
    }
    if let Some(refunded) = facts.refunded_before {
        builder = builder.refunded_before(money(refunded, currency));
    }
    if facts.private_offer {
        builder = builder.private_offer();
    }
    builder.build().unwrap()
}

pub(super) fn returned(facts: &Facts, reservation: &Reservation) -> Returned {
    let mut returned = reservation.units(facts.returned).unwrap();
    if facts.unused {
        returned = returned.unused();
    }
    if let Some(current) = facts.current {
        returned = returned.current_price(money(current, reservation.currency())).unwrap();
    }
    if let Some(current) = facts.current_usd {
        returned = returned.current_price_usd(money(current, Currency::USD)).unwrap();
    }
    returned
}

pub(super) fn request(facts: &Facts) -> Request {
    let mut request = Request::new(instant(facts.at), facts.who);
    let status = |status| Account::Enterprise { status, paid_from: None };
    let paid_by = facts.changed_card.then_some(PaidBy::ChangedCard);
    request.account = match facts.contract {
        Contract::Unknown => None,
        Contract::Enterprise => Some(status(EnterpriseStatus::Active)),
        Contract::EnterpriseRenewed => Some(status(EnterpriseStatus::ExpiredAndRenewed)),
        Contract::EnterpriseExpired => Some(status(EnterpriseStatus::ExpiredNotRenewed)),
        Contract::MicrosoftCustomer => Some(Account::MicrosoftCustomer { paid_by }),
        Contract::PayAsYouGo => Some(Account::PayAsYouGo { paid_by }),
        Contract::Csp => Some(Account::Csp),
    };
    request.cloud = if facts.us_government { Cloud::UsGovernment } else { Cloud::Public };
    request.fee_rate = facts.fee_rate.map(rate);
    request.assume_scheduled_payments = facts.assume;
    request
}

pub(super) fn ledger(facts: &Facts) -> RefundLedger {
    let mut ledger = RefundLedger::new();
    for (index, earlier) in facts.earlier.iter().enumerate() {
        let refunded = UsdAmount::from_cents(earlier.refunded);
        let entry = CapEntry::new(&format!("refund-{index}"), instant(earlier.at), refunded).unwrap();
        let entry = entry.canceled_commitment(UsdAmount::from_cents(earlier.canceled)).unwrap();
        assert_eq!(ledger.record(entry), Ok(true));
    }
    ledger
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the facts of the oracle lead to no other error")]
pub(super) fn nonsense(error: &Error) -> Nonsense {
    match error {
        Error::Question(QuestionError::BeforePurchase { .. }) => Nonsense::BeforePurchase,
        Error::Question(QuestionError::AfterTerm { .. }) => Nonsense::AfterTerm,
        Error::Question(QuestionError::FeeRateMissing { .. }) => Nonsense::FeeRateMissing,
        Error::Question(QuestionError::Money(_)) | Error::Money(_) => Nonsense::TooLarge,
        other => panic!("no facts of the oracle lead to {other}"),
    }
}

fn side<A: Copy>(side: &Amounts<A>, money: impl Fn(A) -> Money) -> Side {
    let amount = |amount: A| {
        let money = money(amount);
        let (digits, scale) = (u32::from(money.currency().minor_digits()), money.amount().scale());
        assert!(scale <= digits, "{money} is finer than a minor unit");
        BigInt::from(money.amount().mantissa()) * power_of_ten(digits - scale)
    };
    Side {
        charge: amount(side.period_charge),
        basis: amount(side.basis),
        ahead: amount(side.paid_ahead),
        credit: amount(side.credit),
        fee: amount(side.fee),
        reserved_fee: amount(side.reserved_fee),
        refund: amount(side.refund),
        remaining: amount(side.remaining_commitment),
    }
}

/// The amounts of a refund in the oracle's words.
pub(super) fn day_of_refund(refund: &Refund) -> Day1 {
    let used = refund.period;
    assert_eq!((used.paid, used.due), (refund.credit != CreditKind::NothingPaid, used.period.start()));
    Day1 {
        number: usize::try_from(used.payment).unwrap(),
        period: (day(used.period.start()), day(used.period.end())),
        used: i64::from(used.used),
        total: i64::from(used.total),
        kind: match refund.credit {
            CreditKind::Full => Kind::Full,
            CreditKind::Prorated => Kind::Prorated,
            CreditKind::NothingPaid => Kind::NothingPaid,
            other => panic!("no model of {other:?}"),
        },
        sides: [side(&refund.billed, |amount| amount), side(&refund.usd, UsdAmount::to_money)],
        made: usize::try_from(refund.payments_made).unwrap(),
    }
}
