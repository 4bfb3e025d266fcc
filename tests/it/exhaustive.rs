//! Small spaces, counted through: every day of every period length, every amount, every anchor of 25 years.
//!
//! The normal run takes every pair of days used and length against some amounts, and every amount against some
//! pairs. With `EXHAUSTIVE=1` it takes all against all, more than two and a half thousand million shares; see `docs/reliability.md`.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "tests may panic, and their helpers too")]

use chrono::{Datelike, NaiveDate, NaiveTime};
use reservation_policy::batch::{Answers, RefundBatch, RefundColumns, day_number};
use reservation_policy::calendar::Term;
use reservation_policy::chrono;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Share;
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

/// Every number of days that a payment can cover: a month, or one, three or five years. The five years around 2100
/// have 1825.
const LENGTHS: [u32; 11] = [28, 29, 30, 31, 365, 366, 1095, 1096, 1825, 1826, 1827];
/// From nothing to 999.99 in a currency with two digits.
const AMOUNTS: u32 = 100_000;

fn everything() -> bool {
    #[expect(clippy::disallowed_methods, reason = "how much to do is the runner's choice")]
    let chosen = std::env::var("EXHAUSTIVE");
    chosen.is_ok_and(|text| text == "1")
}

/// Half to even by another road than the crate's: in halves, of which an odd number is rounded.
fn share_of(minor: u32, left: u32, length: u32) -> u128 {
    let (whole, length) = (2 * u128::from(minor) * u128::from(left), u128::from(length));
    let halves = whole / length;
    let (is_odd, is_exact) = (halves % 2 == 1, whole % length == 0);
    match (is_odd, is_exact) {
        (false, _) => halves / 2,
        (true, false) => halves / 2 + 1,
        // A tie: the even one of both neighbours.
        (true, true) => (halves + 1) / 4 * 2,
    }
}

fn money(minor: u32, currency: Currency) -> Money {
    Money::new(Decimal::new(i64::from(minor), u32::from(currency.minor_digits())), currency)
}

fn currencies() -> [Currency; 3] {
    ["USD", "JPY", "KWD"].map(|code| Currency::from_code(code).unwrap())
}

/// All shares of these amounts on these days; how many there were.
fn assert_shares(amounts: &(impl Iterator<Item = u32> + Clone), days: impl Iterator<Item = (u32, u32)> + Clone) -> u64 {
    let mut count = 0;
    for (left, length) in days {
        let share = Share::new(left, length).unwrap();
        for minor in amounts.clone() {
            let expected = i128::try_from(share_of(minor, left, length)).unwrap();
            for currency in currencies() {
                let got = money(minor, currency).share(share).unwrap().amount();
                let digits = u32::from(currency.minor_digits());
                assert_eq!((got.mantissa(), got.scale()), (expected, digits), "{minor} {currency} {left}/{length}");
                count += 1;
            }
        }
    }
    count
}

fn every_day() -> impl Iterator<Item = (u32, u32)> + Clone {
    LENGTHS.into_iter().flat_map(|length| (0..=length).map(move |left| (left, length)))
}

#[test]
fn the_oracle_rounds_half_to_even() {
    for (minor, left, length, expected) in
        [(5, 1, 2, 2), (7, 1, 2, 4), (1, 1, 2, 0), (3, 1, 2, 2), (266, 19, 28, 180), (10, 1, 3, 3), (11, 1, 3, 4)]
    {
        assert_eq!(share_of(minor, left, length), expected, "{minor} {left}/{length}");
    }
}

#[test]
fn every_share_of_every_amount_is_rounded_once_half_to_even() {
    if everything() {
        let count = assert_shares(&(0..AMOUNTS), every_day());
        assert_eq!(count, u64::from(AMOUNTS) * 3 * u64::from(LENGTHS.iter().map(|length| length + 1).sum::<u32>()));
        return;
    }
    // Primes and neighbours of round figures, spread over the whole.
    let some =
        [0, 1, 2, 3, 5, 7, 99, 100, 101, 266, 549, 7863, 9_999, 36_500, 49_999, 50_000, 50_001, 86_243, 99_991, 99_999];
    assert_eq!(assert_shares(&some.into_iter(), every_day()), 20 * 3 * 8_529);
    let days = [(19, 28), (15, 30), (183, 366), (1000, 1826)];
    assert_eq!(assert_shares(&(0..AMOUNTS), days.into_iter()), 100_000 * 3 * 4);
}

/// The columns divide several rows at once, by another road than a single share.
#[test]
fn every_row_of_a_batch_is_that_share() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let batch = RefundBatch::new(&policy, "2025-06-15T12:00:00Z".parse().unwrap()).unwrap();
    let today = day_number("2025-06-15".parse().unwrap());
    let amounts = || (0..AMOUNTS).step_by(if everything() { 1 } else { 4_999 }).chain(u32::MAX - 20..=u32::MAX);
    let paid: Vec<u64> = amounts().map(u64::from).collect();
    let mut answers = Answers::with_rows(paid.len());
    // On the day that a period ends nothing is left, and it is over.
    for (left, length) in every_day().filter(|(left, _)| *left > 0) {
        let end = today.checked_add_unsigned(left).unwrap();
        let (starts, ends) = (vec![end.checked_sub_unsigned(length).unwrap(); paid.len()], vec![end; paid.len()]);
        batch.answer(&RefundColumns::new(&paid, &starts, &ends), &mut answers.columns()).unwrap();
        for (minor, refund) in amounts().zip(answers.refund()) {
            assert_eq!(u128::from(*refund), share_of(minor, left, length), "{minor} {left}/{length}");
        }
    }
}

#[test]
fn a_quote_on_every_day_of_every_length_is_that_share() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let mut seen = std::collections::BTreeSet::new();
    let (upfront, monthly) = (BillingPlan::Upfront, BillingPlan::Monthly);
    for (start, term, plan) in [
        ("2023-03-01", Term::OneYear, upfront),
        ("2022-03-02", Term::OneYear, upfront),
        ("2021-01-01", Term::ThreeYears, upfront),
        ("2022-01-01", Term::ThreeYears, upfront),
        ("2021-01-01", Term::FiveYears, upfront),
        ("2020-01-01", Term::FiveYears, upfront),
        ("2097-01-01", Term::FiveYears, upfront),
        ("2023-01-31", Term::OneYear, monthly),
        ("2024-01-01", Term::OneYear, monthly),
    ] {
        let schedule = Schedule::new(start.parse().unwrap(), term, plan).unwrap();
        let amounts = if everything() { (0..AMOUNTS).step_by(997).collect() } else { vec![266, 99_991] };
        for minor in amounts {
            let price = Price::in_usd(money(minor, Currency::USD)).unwrap();
            let payments = Payments::monthly(price, Quantity::ONE, schedule.payments()).unwrap();
            let bought = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
            for day in schedule.start().iter_days().take_while(|day| *day < schedule.end()) {
                let request = RefundRequest::new(
                    &bought,
                    Quantity::ONE,
                    day.and_time(NaiveTime::MIN).and_utc(),
                    Requester::Owner,
                );
                let quote = policy.quote_refund(&request).unwrap();
                let (_, period) = schedule.period_on(day).unwrap();
                let left = u32::try_from((period.end() - day).num_days()).unwrap();
                let expected = share_of(minor, left, period.days());
                let credit = quote.billing().credit.amount().mantissa().unsigned_abs();
                assert_eq!(credit, expected, "{minor} {day} of {period}");
                assert_eq!(u128::from(quote.pricing().credit.cents()), expected, "{minor} {day} of {period}");
                seen.insert(period.days());
            }
        }
    }
    assert!(LENGTHS.iter().all(|length| seen.contains(length)), "{seen:?}");
}

/// A date as three numbers, with a calendar of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Civil {
    year: i32,
    month: u32,
    day: u32,
}

impl Civil {
    fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month(), day: date.day() }
    }

    fn days_in_month(self) -> u32 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            _ => 31,
        }
    }

    fn tomorrow(self) -> Self {
        match (self.day == self.days_in_month(), self.month) {
            (false, _) => Self { day: self.day + 1, ..self },
            (true, 12) => Self { year: self.year + 1, month: 1, day: 1 },
            (true, _) => Self { month: self.month + 1, day: 1, ..self },
        }
    }

    /// The same day so many months later, or the last of that month.
    fn months_later(self, months: u32) -> Self {
        let all = self.month - 1 + months;
        let first = Self { year: self.year + i32::try_from(all / 12).unwrap(), month: all % 12 + 1, day: 1 };
        Self { day: self.day.min(first.days_in_month()), ..first }
    }

    fn to_date(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day).unwrap()
    }
}

/// Every day from 2016 to 2040.
fn anchors() -> impl Iterator<Item = NaiveDate> {
    let first: NaiveDate = "2016-01-01".parse().unwrap();
    first.iter_days().take_while(|day| day.year() <= 2040)
}

#[test]
fn from_every_anchor_of_25_years_the_periods_tile_every_term() {
    let mut count = 0_u32;
    for (anchor, term) in anchors().flat_map(|anchor| Term::ALL.map(|term| (anchor, term))) {
        let schedule = Schedule::new(anchor, term, BillingPlan::Monthly).unwrap();
        let civil = Civil::of(anchor);
        let mut next = anchor;
        for index in 0..term.months() {
            let period = schedule.period(index).unwrap();
            assert_eq!(period.start(), next, "{anchor} {term} {index}");
            assert_eq!(period.end(), civil.months_later(index + 1).to_date(), "{anchor} {term} {index}");
            assert!((28..=31).contains(&period.days()), "{anchor} {term} {index}");
            next = period.end();
            count += 1;
        }
        assert_eq!(next, schedule.end(), "{anchor} {term}");
        assert!(LENGTHS.contains(&schedule.whole_term().days()), "{anchor} {term}");
    }
    assert_eq!(count, 9_132 * (12 + 36 + 60));
}

#[test]
fn walked_day_by_day_every_date_is_in_the_period_whose_start_was_passed_last() {
    // No divisor of a month's or a year's days, so that in 25 years every day of every month is met.
    let step = if everything() { 1 } else { 37 };
    let mut days = 0_u32;
    for anchor in anchors().step_by(step) {
        let schedule = Schedule::new(anchor, Term::FiveYears, BillingPlan::Monthly).unwrap();
        let start = Civil::of(anchor);
        let (mut today, mut index, mut used) = (start, 0, 0);
        while index < 60 {
            let (found, period) = schedule.period_on(today.to_date()).unwrap();
            assert_eq!((found, period.days_used(today.to_date())), (index, used), "{anchor} {today:?}");
            days += 1;
            (today, used) = (today.tomorrow(), used + 1);
            if today == start.months_later(index + 1) {
                assert_eq!(period.days(), used, "{anchor} {today:?}");
                (index, used) = (index + 1, 0);
            }
        }
        assert_eq!(schedule.period_on(today.to_date()), None, "{anchor}");
    }
    assert!(days > 1_826 * 9_132 / u32::try_from(step).unwrap(), "{days}");
}
