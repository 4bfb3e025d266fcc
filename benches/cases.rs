//! The inputs of the benchmarks: varied, and the same on every run and for every contestant of a group.

use reservation_policy::batch::day_number;
use reservation_policy::calendar::Period;
use reservation_policy::chrono::{self, DateTime, NaiveDate, TimeDelta, Utc};
use reservation_policy::reservation::Schedule;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{
    BillingPlan, CapEntry, Currency, Money, Price, Purchase, Request, Requester, Reservation, ResourceType, Returned,
    Term, UsdAmount,
};

/// Numbers that look random and are the same every time (splitmix64).
pub struct Numbers(u64);

impl Numbers {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from `low` up to, and without, `high`.
    pub fn pick(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (mixed ^ (mixed >> 31)) % (high - low)
    }

    fn small(&mut self, low: u32, high: u32) -> u32 {
        u32::try_from(self.pick(low.into(), high.into())).unwrap()
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant_on(date: NaiveDate, numbers: &mut Numbers) -> DateTime<Utc> {
    let seconds = numbers.pick(0, 86_400);
    date.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::seconds(seconds.try_into().unwrap())
}

fn cents(minor: u64) -> Decimal {
    Decimal::from_i128_with_scale(minor.into(), 2)
}

/// One amount to prorate: what both contestants are given.
#[derive(Clone, Copy)]
pub struct Amount {
    pub paid: Money,
    pub start: NaiveDate,
    pub end: NaiveDate,
    pub at: DateTime<Utc>,
}

/// Payments of 1.00 to 20,000.00 for months and whole terms, returned on every part of them.
pub fn amounts(count: usize) -> Vec<Amount> {
    let mut numbers = Numbers::new(1);
    let currencies = ["USD", "EUR", "GBP"].map(|code| code.parse::<Currency>().unwrap());
    (0..count)
        .map(|_| {
            let start = day("2021-01-01") + TimeDelta::days(numbers.small(0, 1_000).into());
            let months = [1, 1, 1, 12, 36, 60][numbers.small(0, 6) as usize];
            let end = start + chrono::Months::new(months);
            let days = u32::try_from((end - start).num_days()).unwrap();
            let date = start + TimeDelta::days(numbers.small(0, days).into());
            let paid = Money::new(cents(numbers.pick(100, 2_000_000)), currencies[numbers.small(0, 3) as usize]);
            Amount { paid, start, end, at: instant_on(date, &mut numbers) }
        })
        .collect()
}

/// One return: what `decide_refund` is asked, and what the naive formula needs of it.
pub struct Return {
    pub returned: Returned,
    pub request: Request,
    pub naive: Amount,
}

/// Returns of 1 to 50 units, monthly and upfront, one to five years, billed in dollars, euros, pounds and yen.
pub fn returns(count: usize) -> Vec<Return> {
    let mut numbers = Numbers::new(2);
    (0..count)
        .map(|_| {
            let date = day("2025-01-01") + TimeDelta::days(numbers.small(0, 365).into());
            one_return(&mut numbers, date)
        })
        .collect()
}

/// What is given back and what is bought in one exchange: so many reservations for as many new ones, in one currency.
pub struct Exchange {
    pub returned: Vec<Returned>,
    pub purchases: Vec<Purchase>,
    pub request: Request,
    naive: Vec<Amount>,
}

pub fn exchange(count: usize) -> Exchange {
    let (mut numbers, date) = (Numbers::new(5), day("2025-06-15"));
    let (mut returned, mut naive) = (Vec::new(), Vec::new());
    while returned.len() < count {
        let one = one_return(&mut numbers, date);
        if one.returned.reservation().currency() == Currency::USD {
            returned.push(one.returned);
            naive.push(one.naive);
        }
    }
    let price = Money::new(cents(99_999_900), Currency::USD);
    let new = Purchase::reservation(ResourceType::VirtualMachines, 1, Term::ThreeYears, price).unwrap();
    let request = Request::new(instant_on(date, &mut numbers), Requester::Owner);
    Exchange { returned, purchases: vec![new; count], request, naive }
}

impl Exchange {
    /// What callers write by hand: the sum of the naive refunds, and of the prices.
    pub fn naive_sum(&self) -> Decimal {
        let refunds: Decimal = self.naive.iter().map(naive_refund).sum();
        let prices: Decimal = self.purchases.iter().map(|one| one.price().amount()).sum();
        refunds + prices
    }
}

fn one_return(numbers: &mut Numbers, date: NaiveDate) -> Return {
    let term = [Term::OneYear, Term::ThreeYears, Term::FiveYears][numbers.small(0, 3) as usize];
    let plan = [BillingPlan::Monthly, BillingPlan::Upfront][numbers.small(0, 2) as usize];
    let start = date - TimeDelta::days(numbers.small(0, term.months() * 30).into());
    let schedule = Schedule::new(start, term, plan).unwrap();
    let (_, period) = schedule.period_on(date).unwrap();
    let owned = numbers.small(1, 51);
    let quantity = numbers.small(1, owned + 1);
    // 2 to 900 dollars a unit and month.
    let monthly = numbers.pick(200, 90_000) * u64::from(owned);
    let months_each = term.months() / schedule.payments();
    let dollars = Money::new(cents(monthly * u64::from(months_each)), Currency::USD);
    let (code, rate, digits) =
        [("USD", 100, 2), ("EUR", 92, 2), ("GBP", 79, 2), ("JPY", 14_200, 0)][numbers.small(0, 4) as usize];
    let billed = (dollars.amount() * cents(rate)).round_dp(digits);
    let price = Price::new(Money::new(billed, code.parse::<Currency>().unwrap()), dollars).unwrap();
    let builder = Reservation::builder(ResourceType::VirtualMachines, start, term).units(owned);
    let reservation = match plan {
        BillingPlan::Monthly => builder.monthly(price),
        BillingPlan::Upfront => builder.upfront(price),
    };
    let at = instant_on(date, numbers);
    Return {
        naive: naive_amount(price.billed(), period, at),
        returned: reservation.build().unwrap().units(quantity).unwrap(),
        request: Request::new(at, Requester::Owner),
    }
}

const fn naive_amount(paid: Money, period: Period, at: DateTime<Utc>) -> Amount {
    Amount { paid, start: period.start(), end: period.end(), at }
}

/// Refunds of 0.01 to 10.00 USD, spread evenly over the three years before those in which the [`returns`] happen.
pub fn entries(count: u64) -> Vec<CapEntry> {
    let mut numbers = Numbers::new(3);
    let begin = instant_on(day("2022-01-01"), &mut numbers);
    let span = 3 * 365 * 86_400_000_u64;
    (0..count)
        .map(|index| {
            let milliseconds = u128::from(index) * u128::from(span) / u128::from(count);
            let at = begin + TimeDelta::milliseconds(i64::try_from(milliseconds).unwrap());
            let refunded = UsdAmount::from_cents(numbers.pick(1, 1_000));
            CapEntry::new(&format!("refund-{index}"), at, refunded).unwrap()
        })
        .collect()
}

/// The same in another order.
pub fn shuffled<T>(mut items: Vec<T>) -> Vec<T> {
    let mut numbers = Numbers::new(4);
    for last in (1..items.len()).rev() {
        let other = usize::try_from(numbers.pick(0, last as u64 + 1)).unwrap();
        items.swap(last, other);
    }
    items
}

/// What callers write by hand: `(paid * remaining / total).round_dp(2)`.
pub fn naive_refund(amount: &Amount) -> Decimal {
    let total = amount.end.signed_duration_since(amount.start).num_days();
    let remaining = amount.end.signed_duration_since(amount.at.date_naive()).num_days();
    (amount.paid.amount() * Decimal::from(remaining) / Decimal::from(total)).round_dp(2)
}

/// Payments of an estate as columns, all returned on one day.
pub struct Estate {
    pub paid: Vec<u64>,
    pub start: Vec<i32>,
    pub end: Vec<i32>,
    pub amounts: Vec<Amount>,
}

/// The instant at which the [`estate`] is returned.
pub fn estate_at() -> DateTime<Utc> {
    day("2025-06-15").and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// Months and whole terms that hold the day, paid with 1.00 to 20,000.00.
pub fn estate(rows: usize) -> Estate {
    let (mut numbers, at) = (Numbers::new(5), estate_at());
    let amounts: Vec<Amount> = (0..rows)
        .map(|_| {
            let months = [1, 1, 1, 12, 36, 60][numbers.small(0, 6) as usize];
            let start = at.date_naive() - TimeDelta::days(numbers.small(0, months * 28).into());
            let paid = Money::new(cents(numbers.pick(100, 2_000_000)), Currency::USD);
            Amount { paid, start, end: start + chrono::Months::new(months), at }
        })
        .collect();
    Estate {
        paid: amounts.iter().map(|it| u64::try_from(it.paid.amount().mantissa()).unwrap()).collect(),
        start: amounts.iter().map(|it| day_number(it.start)).collect(),
        end: amounts.iter().map(|it| day_number(it.end)).collect(),
        amounts,
    }
}

/// What callers write by hand in whole cents: multiply, divide, round half to even.
pub fn integer_kernel(estate: &Estate, today: i32, refund: &mut [u64]) {
    let facts = estate.paid.iter().zip(&estate.start).zip(&estate.end);
    for (((paid, start), end), refund) in facts.zip(refund) {
        let (left, days) = (u64::from(end.abs_diff(today)), u64::from(end.abs_diff(*start)));
        let (quotient, twice) = (paid * left / days, paid * left % days * 2);
        *refund = quotient + u64::from(twice > days || (twice == days && quotient % 2 == 1));
    }
}
