//! Values at the edges of their types: every constructor and every question answers exactly, or says what is wrong.
//!
//! Nothing here knows a business rule. The tests run with overflow checks on, so a silent wrap would be a panic.

use core::ops::Neg as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use reservation_policy::account::{Cloud, EnterpriseStatus, RequesterSet};
use reservation_policy::calendar::Period;
use reservation_policy::cap::{LedgerError, RefundId};
use reservation_policy::money::MoneyError;
use reservation_policy::policy::{
    CapBasis, CapTerms, CapWindow, DayCount, FeeRate, FullRefundWindow, PartRounding, ReservationEdition,
    UsageCondition,
};
use reservation_policy::reservation::{Made, Payment, Region, ReservationId, ReservationState, Schedule};
use reservation_policy::rounding::Share;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{
    BillingPlan, CapEntry, Currency, Error, InvalidFacts, Money, PolicyName, Price, Quantity, QuestionError, Rate,
    Refund, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Returned, RuleId, Term,
    UsdAmount, chrono,
};

use crate::given::{at, enterprise, every_policy, money, owner, policy, price, vm};

const MOST: u32 = u32::MAX;

/// Decimals at the edges of 96 bits and 28 decimals, and the ordinary ones next to them.
fn decimals() -> Vec<Decimal> {
    let mut found = vec![Decimal::ZERO, negative_zero(), Decimal::MAX, Decimal::MIN];
    for scale in [0, 1, 2, 3, 4, 5, 14, 27, 28] {
        for mantissa in [1, 5, 9, 10, 266, 1_000_000, i128::from(u64::MAX), (1 << 96) - 1, (1 << 96) - 6] {
            found.extend(Decimal::try_from_i128_with_scale(mantissa, scale).into_iter().flat_map(|it| [it, it.neg()]));
        }
    }
    found
}

fn negative_zero() -> Decimal {
    let mut zero = Decimal::new(0, 2);
    zero.set_sign_negative(true);
    zero
}

/// Amounts in currencies with 0, 2, 3 and 4 digits.
fn amounts() -> impl Iterator<Item = Money> {
    let currencies = ["JPY", "USD", "KWD", "CLF"].map(|code| code.parse::<Currency>().unwrap());
    currencies.into_iter().flat_map(|currency| decimals().into_iter().map(move |amount| Money::new(amount, currency)))
}

/// Dates at both ends of the calendar and of its traps.
fn dates() -> Vec<NaiveDate> {
    let known = ["-262143-02-28", "-0001-12-31", "0000-02-29", "1970-01-01", "2023-01-31", "2024-02-29", "9999-12-31"];
    let late = ["+262137-12-31", "+262141-12-31", "+262142-11-30"];
    let mut found =
        vec![NaiveDate::MIN, NaiveDate::MAX, NaiveDate::MIN.succ_opt().unwrap(), NaiveDate::MAX.pred_opt().unwrap()];
    found.extend(known.into_iter().chain(late).map(|text| text.parse::<NaiveDate>().unwrap()));
    found
}

/// Instants at both ends of the calendar, at the ends of days, and inside a leap second.
fn instants() -> Vec<DateTime<Utc>> {
    let mut found = vec![DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, DateTime::UNIX_EPOCH];
    for date in dates() {
        found.extend(date.and_hms_opt(0, 0, 0).map(|time| time.and_utc()));
        found.extend(date.and_hms_nano_opt(23, 59, 59, 1_999_999_999).map(|time| time.and_utc()));
    }
    found
}

/// Texts that a careless reader would trip over.
fn texts() -> Vec<String> {
    let short =
        ["", " ", "\t\n", "\0", "-", "+", ".", "/", "//", "?", "é", "ß", "İ", "中国", "🦀", "\u{202e}x", "e\u{301}"];
    let mut found: Vec<String> = short.into_iter().map(str::to_owned).collect();
    for unit in ["a", "9", ".", "/", "-", "é", "🦀", "\u{301}", " ", "{"] {
        found.extend([41, 257, 513, 1 << 13].map(|count| unit.repeat(count)));
    }
    found.push("é9".repeat(1 << 17));
    found
}

/// Prices from nothing to more than a question counts with.
fn prices() -> Vec<Price> {
    let largest = Decimal::try_from_i128_with_scale(i128::from(u64::MAX), 2).unwrap();
    let texts = ["0", "0.000000000000000000000000001", "0.01", "2.66", "36.5"].map(|text| text.parse().unwrap());
    let amounts = texts.into_iter().chain([negative_zero(), largest, largest + Decimal::new(1, 2), Decimal::MAX]);
    amounts.map(|amount| Price::usd(Money::new(amount, Currency::USD)).unwrap()).collect()
}

/// The written and the observed editions, and some that nobody would write.
fn policies() -> Vec<ReservationPolicy> {
    let cap = |limit, window| CapTerms { limit, window, basis: CapBasis::CanceledCommitment };
    let any = |days| Some(FullRefundWindow { days, usage: UsageCondition::Any });
    let whole: Rate = "1".parse().unwrap();
    let wild = [
        policy("2020-07").with(|terms| {
            (terms.day_count, terms.part_rounding) = (DayCount::WholeMonths, PartRounding::Exact);
            terms.full_refund_window = any(u16::MAX);
            terms.cap = cap(UsdAmount::MAX, CapWindow::RollingMonths(core::num::NonZeroU16::MAX));
        }),
        policy("2026-01").with(|terms| {
            terms.part_rounding = PartRounding::Exact;
            terms.full_refund_window = any(0);
            terms.cap = cap(UsdAmount::ZERO, CapWindow::RollingDays(core::num::NonZeroU16::MIN));
            terms.early_termination_fee.reserved = FeeRate::Stated(whole);
            terms.early_termination_fee.charged = FeeRate::Stated(whole);
        }),
        policy("2027-02").with(|terms| {
            terms.allowed_requesters.direct = RequesterSet::NONE;
            terms.not_refundable = [ResourceType::VirtualMachines].into_iter().collect();
            terms.current_price_types = [ResourceType::VirtualMachines].into_iter().collect();
            terms.vm_software_hours = Some(u16::MAX);
        }),
    ];
    every_policy().chain(wild.map(Result::unwrap)).collect()
}

/// What must hold of every refund, however odd its facts.
fn assert_sound(refund: &Refund, facts: &impl Fn() -> String) {
    let (billed, usd, end) = (refund.billed, refund.usd, refund.returned.reservation().schedule().end());
    assert!(refund.valid_until > refund.request.at, "{}: valid until {}", facts(), refund.valid_until);
    assert!(refund.valid_until.date_naive() <= end, "{}: valid until {}", facts(), refund.valid_until);
    let figures = [billed.period_charge, billed.basis, billed.credit, billed.fee, billed.reserved_fee, billed.refund];
    for amount in figures.into_iter().chain([billed.paid_ahead, billed.remaining_commitment]) {
        assert!(!amount.is_negative(), "{}: {amount}", facts());
    }
    assert_eq!(billed.refund.checked_add(billed.fee), Ok(billed.credit), "{}: refund and fee", facts());
    assert_eq!(usd.refund.checked_add(usd.fee), Some(usd.credit), "{}: refund and fee", facts());
    let before = refund.returned.reservation().refunded_before().unwrap_or(Money::zero(billed.refund.currency()));
    let sum = billed.refund.checked_add(refund.retained).and_then(|sum| sum.checked_add(before));
    assert_eq!(sum, Ok(refund.total_paid), "{}: refund, retained and refunded before", facts());
    assert!(refund.most_units_now <= refund.returned.quantity().get(), "{}", facts());
    assert!(refund.earliest_allowed.is_none_or(|earliest| earliest > refund.request.at), "{}", facts());
}

/// Asks for a refund. `None` for an error, which has a text and is one of those that a question can have.
fn ask(policy: &ReservationPolicy, returned: &Returned, request: &Request, ledger: &RefundLedger) -> Option<Refund> {
    let facts = || format!("{} of {returned:?} at {}", policy.name(), request.at);
    match policy.decide_refund(returned, request, ledger) {
        Ok(decision) => {
            assert_sound(decision.outcome(), &facts);
            assert!(!decision.explain().to_string().is_empty(), "{}", facts());
            #[cfg(feature = "serde")]
            assert!(serde_json::to_string(&decision).is_ok(), "{}", facts());
            let rest = decision.outcome().remaining();
            assert_eq!(rest.is_none(), returned.quantity() == returned.reservation().quantity(), "{}", facts());
            if let Ok(approved) = decision.clone().into_result() {
                assert_eq!(approved.entry("one").unwrap().refunded(), decision.outcome().usd.refund, "{}", facts());
            }
            Some(decision.outcome().clone())
        }
        Err(error) => {
            assert!(matches!(error, Error::Question(_) | Error::Money(_)), "{}: {error:?}", facts());
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
        for (price, monthly) in prices().into_iter().flat_map(|price| [(price, false), (price, true)]) {
            for (owned, returned) in [(1, 1), (MOST, 1), (MOST, MOST)] {
                let builder = Reservation::builder(ResourceType::VirtualMachines, start, term).units(owned);
                let builder = if monthly { builder.monthly(price) } else { builder.upfront(price) };
                let Ok(bought) = builder.build() else { continue };
                let returned = bought.units(returned).unwrap();
                let end = bought.schedule().end();
                for (day, policy) in [(start, 8), (end.pred_opt().unwrap(), 22), (start, 23), (end, 8)] {
                    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
                    let request = Request::new(midnight, Requester::Owner);
                    answered += u32::from(ask(&policies[policy], &returned, &request, &ledger).is_some());
                }
            }
        }
    }
    assert!(answered > 1_000, "{answered}");
}

#[test]
fn every_policy_answers_or_refuses_at_every_instant() {
    let entries = instants()
        .into_iter()
        .zip(0_u64..)
        .map(|(at, index)| CapEntry::new(&index.to_string(), at, UsdAmount::from_cents(index)).unwrap());
    let (ledger, policies, mut answered) = (RefundLedger::from_entries(entries).unwrap(), policies(), 0_u32);
    for start in dates() {
        let builder = Reservation::builder(ResourceType::VirtualMachines, start, Term::OneYear);
        let Ok(bought) = builder.monthly(price("2.66 USD")).purchased_at(DateTime::<Utc>::MIN_UTC).build() else {
            continue;
        };
        let returned = bought.all().current_price(money("0.00 USD")).unwrap();
        let end = bought.schedule().end();
        let near = |at: &DateTime<Utc>| (at.date_naive() - end).num_days().abs() < 400;
        for (at, policy) in instants().into_iter().filter(near).flat_map(|at| policies.iter().map(move |it| (at, it))) {
            let request = Request::new(at, Requester::Other)
                .in_cloud(Cloud::UsGovernment)
                .under(enterprise(EnterpriseStatus::ExpiredNotRenewed))
                .fee_rate("1".parse().unwrap())
                .assume_scheduled_payments();
            let refund = ask(policy, &returned, &request, &ledger);
            assert_eq!(refund.is_some(), at.date_naive() < end, "{} {at} {start}", policy.name());
            answered += u32::from(refund.is_some());
        }
    }
    assert!(answered > 300, "{answered}");
}

#[test]
fn a_quote_holds_until_the_instant_that_it_names_and_not_longer() {
    let ledger = RefundLedger::new();
    for start in ["2024-02-29", "2023-01-31", "-262143-01-01", "+262141-12-31"].map(|start| start.parse().unwrap()) {
        for (price, monthly) in prices().into_iter().flat_map(|price| [(price, false), (price, true)]) {
            let builder = Reservation::builder(ResourceType::VirtualMachines, start, Term::OneYear);
            let bought = if monthly { builder.monthly(price) } else { builder.upfront(price) }.build().unwrap();
            for policy in policies().iter().step_by(3) {
                let ask_at = |at| ask(policy, &bought.all(), &Request::new(at, Requester::Owner), &ledger);
                let Some(quote) = ask_at(start.and_time(chrono::NaiveTime::MIN).and_utc()) else { continue };
                let last = ask_at(quote.valid_until - TimeDelta::nanoseconds(1)).unwrap();
                assert!(last.has_same_amounts(&quote), "{} {start} {price:?}", policy.name());
                let next = ask_at(quote.valid_until);
                let is_due = quote.valid_until.date_naive() == quote.period.period.end();
                let changed = next.is_none_or(|next| !next.has_same_amounts(&quote));
                assert!(changed || is_due, "{} {start} {price:?}", policy.name());
            }
        }
    }
}

#[test]
fn payments_at_the_edges_of_a_plan_are_taken_or_refused_with_their_number() {
    let five_years =
        || Reservation::builder(ResourceType::VirtualMachines, "2024-02-29".parse().unwrap(), Term::FiveYears);
    let one = |number, made| Payment::new(number, price("2.66 USD"), Quantity::new(MOST).unwrap(), made);
    for number in [0, 61, MOST - 1, MOST] {
        let refused = five_years().payments(vec![one(number, Made::AsDue)]).build();
        assert_eq!(refused, Err(InvalidFacts::PaymentOutsidePlan { number, payments: 60 }), "{number}");
    }
    for made in [Made::On(NaiveDate::MIN), Made::On(NaiveDate::MAX), Made::AsDue, Made::Not] {
        let list = (1..=60).map(|number| one(number, made)).collect();
        let reservation = five_years().units(MOST).payments(list).build().unwrap();
        for policy in policies() {
            let request = owner("2026-02-28T00:00:00Z").assume_scheduled_payments().fee_rate("0.5".parse().unwrap());
            assert!(ask(&policy, &reservation.all(), &request, &RefundLedger::new()).is_some(), "{made:?}");
            assert!(ask(&policy, &reservation.units(1).unwrap(), &request, &RefundLedger::new()).is_some(), "{made:?}");
        }
    }
}

#[test]
fn a_sum_that_cannot_be_held_is_an_error_and_a_smaller_one_is_exact() {
    // The first payment leaves no room for the cents that are refunded of the second.
    for (first, is_held) in [("79228162514264337593543950334 USD", false), ("792281625142643375935439500.00 USD", true)]
    {
        let on = |number, text| Payment::new(number, price(text), Quantity::ONE, Made::AsDue);
        let reservation = vm("2024-01-01").payments(vec![on(1, first), on(2, "1.00 USD")]).build().unwrap();
        // 15 days of 29 are left.
        let request = owner("2024-02-15T00:00:00Z");
        let found = policy("2020-07").decide_refund(&reservation.all(), &request, &RefundLedger::new());
        assert_eq!(found.is_ok(), is_held, "{found:?}");
        if let Ok(decision) = found {
            assert_sound(decision.outcome(), &|| first.to_owned());
            assert_eq!(decision.outcome().billed.refund, money("0.52 USD"));
        }
    }
    let most = Price::usd(Money::new(Decimal::MAX, Currency::USD)).unwrap();
    assert_eq!(most.times(2), Err(MoneyError::Overflow { currency: Currency::USD }));
    let too_dear = vm("2024-01-01").units(2).monthly_each(most).build();
    assert_eq!(too_dear, Err(MoneyError::Overflow { currency: Currency::USD }.into()));
}

#[test]
fn a_refund_that_counts_for_more_than_a_ledger_can_hold_is_an_error() {
    // Eleven payments to come just fit, and the refund of this one no longer does.
    let payment = Decimal::try_from_i128_with_scale(i128::from(u64::MAX / 11), 2).unwrap();
    let reservation =
        vm("2024-01-01").monthly(Price::usd(Money::new(payment, Currency::USD)).unwrap()).build().unwrap();
    let request = owner("2024-01-02T00:00:00Z");
    let decide = |policy: ReservationPolicy| policy.decide_refund(&reservation.all(), &request, &RefundLedger::new());
    let error = decide(policy("2020-07")).unwrap_err();
    assert_eq!(error, Error::Money(MoneyError::TooLarge { currency: Currency::USD }));
    assert!(decide(policy("2020-07+observed")).is_ok(), "the refund alone fits");
}

#[test]
fn a_ledger_counts_to_its_largest_amount_and_no_further() {
    let last = DateTime::<Utc>::MAX_UTC;
    let entry = |id: &str, cents| CapEntry::new(id, last, UsdAmount::from_cents(cents)).unwrap();
    let mut ledger = RefundLedger::new();
    assert_eq!(ledger.record(entry("most", u64::MAX)), Ok(true));
    assert_eq!(ledger.record(entry("most", u64::MAX)), Ok(false));
    assert_eq!(ledger.record(entry("nothing", 0)), Ok(true));
    assert!(matches!(ledger.record(entry("cent", 1)), Err(LedgerError::TotalTooLarge { .. })));
    for basis in [CapBasis::Refunded, CapBasis::CanceledCommitment] {
        let usage = ledger.usage(CapTerms { limit: UsdAmount::MAX, window: CapWindow::DAYS_365, basis }, last);
        assert_eq!((usage.used, usage.remaining), (UsdAmount::MAX, UsdAmount::ZERO));
        assert_eq!((usage.releases(), usage.earliest_fit(UsdAmount::from_cents(1))), (Vec::new(), None));
    }
    assert!(ledger.reverse(&"most".parse::<RefundId>().unwrap()).is_ok());
    assert_eq!(ledger.record(entry("cent", 1)), Ok(true));
    let listed = RefundLedger::from_entries([entry("a", u64::MAX), entry("b", 1)]);
    assert!(matches!(listed, Err(LedgerError::TotalTooLarge { .. })));
}

#[test]
fn every_state_of_a_ledger_of_extremes_is_consistent() {
    let entries = instants()
        .into_iter()
        .zip(0..)
        .map(|(at, index)| CapEntry::new(&index.to_string(), at, UsdAmount::from_cents(1 << (index % 40))).unwrap());
    let ledger = RefundLedger::from_entries(entries).unwrap();
    let counts = [1, 12, 365, u16::MAX].map(|count| core::num::NonZeroU16::new(count).unwrap());
    let windows = counts.map(CapWindow::RollingDays).into_iter().chain(counts.map(CapWindow::RollingMonths));
    for window in windows.chain([CapWindow::CalendarYear]) {
        for (limit, at) in [UsdAmount::ZERO, UsdAmount::dollars(50_000), UsdAmount::MAX]
            .into_iter()
            .flat_map(|limit| instants().into_iter().map(move |at| (limit, at)))
        {
            assert!(window.expiry(at).is_none_or(|expiry| expiry > at), "{at} {window}");
            let usage = ledger.usage(CapTerms { limit, window, basis: CapBasis::Refunded }, at);
            let counts = |it: &&CapEntry| it.at() <= at && window.expiry(it.at()).is_none_or(|end| at < end);
            let used: u64 = ledger.entries().iter().filter(counts).map(|it| it.refunded().cents()).sum();
            assert_eq!(usage.used.cents(), used, "{window} {at}");
            let released: u64 = usage.releases().iter().map(|release| release.amount.cents()).sum();
            assert!(released <= used, "{window} {at}");
            assert_eq!(usage.next_release(), usage.releases().first().copied(), "{window} {at}");
            for amount in [UsdAmount::ZERO, UsdAmount::from_cents(1), limit, UsdAmount::MAX] {
                let sum = amount.checked_add(UsdAmount::from_cents(used));
                let fits = amount == UsdAmount::ZERO || sum.is_some_and(|sum| sum <= limit);
                assert_eq!(usage.fits(amount), fits, "{window} {at} {amount}");
                assert_eq!(usage.earliest_fit(amount) == Some(at), fits, "{window} {at} {amount}");
            }
        }
    }
}

#[test]
fn money_at_its_edges_is_exact_or_refused_and_read_back_as_it_is_shown() {
    for one in amounts() {
        assert_eq!(one.to_string().parse(), Ok(one), "{one}");
        assert_eq!(Price::new(one, Money::zero(Currency::USD)).is_ok(), !one.is_negative(), "{one}");
        assert_eq!(Price::usd(one).is_ok(), one.currency() == Currency::USD && !one.is_negative(), "{one}");
        assert_eq!(one.checked_sub(one).map(Money::is_zero), Ok(true), "{one}");
        if let Some(minor) = one.as_minor() {
            assert_eq!(Money::of_minor(minor, one.currency()), one, "{one}");
        }
        for (numerator, denominator) in [(0, 1), (1, 1), (1, MOST), (MOST - 1, MOST), (MOST, MOST)] {
            let share = Share::new(numerator, denominator).unwrap();
            if let Ok(part) = one.share(share) {
                assert!(part.is_zero() || part.is_negative() == one.is_negative(), "{one} {share}");
            }
        }
        for two in amounts().filter(|two| two.currency() == one.currency()) {
            if let Ok(sum) = one.checked_add(two) {
                assert_eq!(sum.checked_sub(two), Ok(one), "{one} {two}");
            }
        }
        for times in [0, 1, 3, MOST] {
            let product = one.checked_mul(times);
            assert!(
                product.is_ok_and(|product| product.is_zero() == (one.is_zero() || times == 0)) || product.is_err()
            );
        }
        if let Ok(usd) = UsdAmount::try_from(one) {
            assert_eq!((usd.to_money(), usd.to_string().parse()), (one, Ok(usd)), "{one}");
        }
    }
}

#[test]
fn a_term_from_any_date_tiles_into_its_payments_or_is_refused() {
    for (start, term) in dates().into_iter().flat_map(|start| Term::ALL.map(|term| (start, term))) {
        for plan in [BillingPlan::Upfront, BillingPlan::Monthly] {
            let ends = start.checked_add_months(chrono::Months::new(term.months()));
            let schedule = Schedule::new(start, term, plan);
            assert_eq!(schedule.as_ref().ok().map(|it| it.end()), ends, "{start} {term}");
            let Ok(schedule) = schedule else { continue };
            let mut next = start;
            for number in 1..=schedule.payments() {
                let period = schedule.period(number).unwrap();
                assert_eq!((period.start(), schedule.due(number)), (next, Some(next)), "{start} {term} {number}");
                next = period.end();
            }
            assert_eq!(next, schedule.end(), "{start} {term}");
            for date in dates() {
                assert_eq!(schedule.period_on(date).is_some(), date < schedule.end(), "{start} {term} {date}");
            }
        }
    }
}

#[test]
fn a_period_between_any_two_dates_counts_its_days_or_is_refused() {
    for (start, end) in dates().into_iter().flat_map(|start| dates().into_iter().map(move |end| (start, end))) {
        let days = end.signed_duration_since(start).num_days();
        match Period::new(start, end) {
            Ok(period) => {
                assert_eq!(i64::from(period.days()), days, "{start} {end}");
                for day in dates() {
                    let used = day.signed_duration_since(start).num_days().clamp(0, days);
                    assert_eq!(i64::from(period.days_used(day)), used, "{period} {day}");
                    assert_eq!(i64::from(period.left_on(day).numerator()), days - used, "{period} {day}");
                    assert_eq!(period.contains(day), (start..end).contains(&day), "{period} {day}");
                }
            }
            Err(error) => assert!(days <= 0 && error.what == "a period", "{start} {end}"),
        }
    }
}

#[test]
fn every_date_has_an_edition_or_the_first_date_is_named() {
    for date in dates() {
        match ReservationPolicy::in_force_on(date) {
            Ok(policy) => {
                assert_eq!(
                    ReservationEdition::in_force_on(date).map(ReservationEdition::name),
                    Ok(policy.name().edition)
                );
            }
            Err(error) => assert!(date < error.first && error.date == date, "{date}"),
        }
    }
}

#[test]
fn every_text_is_read_or_refused_with_a_short_message_of_one_line() {
    for text in texts() {
        let found: [Result<String, Error>; 15] = [
            text.parse::<Currency>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<Money>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<UsdAmount>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<Quantity>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<Rate>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<Term>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<BillingPlan>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<Requester>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<ResourceType>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<ReservationState>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<ReservationId>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<Region>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<RefundId>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<RuleId>().map(|it| it.to_string()).map_err(Error::from),
            text.parse::<PolicyName>().map(|it| it.to_string()).map_err(Error::from),
        ];
        for error in found.into_iter().filter_map(Result::err).map(|error| error.to_string()) {
            let length = error.chars().count();
            assert!(length < 260 && !error.contains(char::is_control), "{length}: {error}");
        }
        let characters = text.chars().count();
        let is_plain = (1..=256).contains(&characters) && text.trim() == text && !text.contains(char::is_control);
        assert_eq!(RefundId::new(&text).is_ok(), is_plain, "{characters}");
    }
}

#[test]
fn a_share_a_quantity_and_a_rate_have_their_whole_range_and_no_more() {
    for (numerator, denominator, fits) in
        [(0, 0, false), (1, 0, false), (0, MOST, true), (MOST, MOST, true), (MOST, MOST - 1, false)]
    {
        assert_eq!(Share::new(numerator, denominator).is_ok(), fits, "{numerator}/{denominator}");
    }
    assert!(Quantity::new(MOST).is_ok() && Quantity::new(0).is_err());
    for (text, fits) in
        [("0", true), ("1.000000000", true), ("1.000000001", false), ("100 %", true), ("100.0000001 %", false)]
    {
        assert_eq!(text.parse::<Rate>().is_ok(), fits, "{text}");
    }
    let question = policy("2020-07").decide_refund(
        &vm("2024-01-01").monthly(price("1 USD")).build().unwrap().all(),
        &owner("2026-01-01T00:00:00Z"),
        &RefundLedger::new(),
    );
    let expected = QuestionError::AfterTerm { at: at("2026-01-01T00:00:00Z"), end: "2025-01-01".parse().unwrap() };
    assert_eq!(question.unwrap_err(), expected.into());
}
