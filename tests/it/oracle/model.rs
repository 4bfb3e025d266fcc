//! Refunds worked out a second time: exact fractions, plain lists, a walk from day to day. Slow, and easy to believe.
//!
//! It is written from the tables of the editions and the readings in `docs/decisions.md`, and calls nothing of the crate.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero as _;

use super::days::{Day, Instant, NANOSECONDS_A_DAY, midnight, plus_months, split};

/// A decimal number: so many units of `10^-scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) digits: u128,
    pub(super) scale: u32,
}

/// A fraction that is not reduced, as reducing would take most of the time.
#[derive(Debug, Clone)]
pub(super) struct Fraction(BigInt, BigInt);

impl Fraction {
    fn times(self, numerator: i64, denominator: i64) -> Self {
        Self(self.0 * numerator, self.1 * denominator)
    }

    fn floor(&self) -> BigInt {
        &self.0 / &self.1
    }

    /// The nearest whole number; of two as near, the even one.
    fn round(&self) -> BigInt {
        let (below, rest) = (self.floor(), &self.0 % &self.1);
        let twice: BigInt = rest * 2;
        match twice.cmp(&self.1) {
            Ordering::Less => below,
            Ordering::Equal if !below.bit(0) => below,
            Ordering::Equal | Ordering::Greater => below + 1,
        }
    }
}

impl Amount {
    pub(super) fn exact(self) -> BigRational {
        BigRational::new(BigInt::from(self.digits), power_of_ten(self.scale))
    }

    fn in_minor(self, digits: u32) -> Fraction {
        Fraction(BigInt::from(self.digits) * power_of_ten(digits), power_of_ten(self.scale))
    }

    /// A part of the amount, rounded to the minor unit.
    pub(super) fn share(self, part: i64, of: i64, digits: u32) -> Self {
        let minor = self.in_minor(digits).times(part, of).round();
        Self { digits: u128::try_from(minor).unwrap(), scale: digits }
    }
}

pub(super) fn power_of_ten(digits: u32) -> BigInt {
    BigInt::from(10).pow(digits)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paid {
    AsDue,
    On(Day),
    Not,
}

/// A payment of the plan, whether it is listed or follows from one that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pay {
    pub(super) billed: Amount,
    pub(super) usd: Amount,
    pub(super) units: u32,
    pub(super) made: Paid,
}

/// An earlier refund, in cents.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    pub(super) at: Instant,
    pub(super) refunded: u64,
    pub(super) canceled: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fee {
    /// In billionths.
    Stated(u32),
    FromCaller,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    Days(u16),
    Months(u16),
    Year,
}

/// The terms that the cases replace at random; what else differs by edition is asked of the edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "random facts, each on its own")]
pub(super) struct Terms {
    pub(super) whole_months: bool,
    /// (days, only when unused)
    pub(super) full_window: Option<(u16, bool)>,
    pub(super) charged: Fee,
    pub(super) reserved: Fee,
    pub(super) lower_of_paid_and_current: bool,
    pub(super) exact_parts: bool,
    pub(super) limit: u64,
    pub(super) window: Window,
    pub(super) counts_commitment: bool,
}

/// One of `EDITIONS`, with or without the recorded answers on top, and with terms of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Policy {
    pub(super) edition: usize,
    pub(super) observed: bool,
    pub(super) terms: Terms,
}

pub(super) const EDITIONS: [&str; 11] = [
    "2018-05", "2018-10", "2019-04", "2020-01", "2020-07", "2021-04", "2022-10", "2023-10", "2026-01", "2026-07",
    "2027-02",
];

impl Policy {
    #[expect(clippy::fn_params_excessive_bools, reason = "as random facts have it")]
    pub(super) fn new(edition: usize, observed: bool) -> Self {
        let twelve_percent = Fee::Stated(120_000_000);
        let name = EDITIONS[edition];
        let (charged, reserved) = match name {
            "2018-05" => (Fee::FromCaller, Fee::FromCaller),
            "2018-10" => (twelve_percent, twelve_percent),
            _ => (Fee::Stated(0), twelve_percent),
        };
        let terms = Terms {
            whole_months: false,
            full_window: (name == "2018-10" || observed).then_some((5, true)),
            charged,
            reserved,
            lower_of_paid_and_current: name >= "2020-01",
            exact_parts: false,
            limit: 5_000_000,
            window: if name >= "2020-07" { Window::Days(365) } else { Window::Months(12) },
            counts_commitment: name >= "2020-07" && !observed,
        };
        Self { edition, observed, terms }
    }

    pub(super) const fn edition(&self) -> &'static str {
        EDITIONS[self.edition]
    }

    pub(super) fn base_name(&self) -> String {
        format!("{}{}", self.edition(), if self.observed { "+observed" } else { "" })
    }

    pub(super) fn name(&self) -> String {
        let is_overridden = self.terms != Self::new(self.edition, self.observed).terms;
        format!("{}{}", self.base_name(), if is_overridden { " (overridden)" } else { "" })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contract {
    Unknown,
    Enterprise,
    EnterpriseRenewed,
    EnterpriseExpired,
    MicrosoftCustomer,
    PayAsYouGo,
    Csp,
}

#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "random facts, each on its own")]
pub(super) struct Facts {
    pub(super) policy: Policy,
    pub(super) kind: &'static str,
    pub(super) state: &'static str,
    pub(super) who: reservation_policy::Requester,
    pub(super) contract: Contract,
    pub(super) us_government: bool,
    pub(super) changed_card: bool,
    pub(super) unused: bool,
    pub(super) private_offer: bool,
    pub(super) currency: (&'static str, u32),
    pub(super) anchor: Day,
    pub(super) months: i64,
    pub(super) monthly: bool,
    pub(super) owned: u32,
    pub(super) returned: u32,
    /// Every payment of the plan; those with `true` are listed.
    pub(super) plan: Vec<(Pay, bool)>,
    pub(super) purchased_at: Option<Instant>,
    pub(super) at: Instant,
    pub(super) assume: bool,
    /// In billionths.
    pub(super) fee_rate: Option<u32>,
    pub(super) current: Option<Amount>,
    pub(super) current_usd: Option<Amount>,
    pub(super) refunded_before: Option<Amount>,
    pub(super) earlier: Vec<Earlier>,
}

/// All in minor units of the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side {
    pub(super) charge: BigInt,
    pub(super) basis: BigInt,
    pub(super) ahead: BigInt,
    pub(super) credit: BigInt,
    pub(super) fee: BigInt,
    pub(super) reserved_fee: BigInt,
    pub(super) refund: BigInt,
    pub(super) remaining: BigInt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Full,
    Prorated,
    NothingPaid,
}

/// The amounts of an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Day1 {
    pub(super) number: usize,
    pub(super) period: (Day, Day),
    pub(super) used: i64,
    pub(super) total: i64,
    pub(super) kind: Kind,
    /// Billing currency, US dollars.
    pub(super) sides: [Side; 2],
    pub(super) made: usize,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonsense {
    BeforePurchase,
    AfterTerm,
    FeeRateMissing,
    TooLarge,
}

/// The day after which payments that fall due count as made, by assumption.
pub(super) type Assumed = Option<Day>;

impl Facts {
    fn months_each(&self) -> i64 {
        if self.monthly { 1 } else { self.months }
    }

    pub(super) fn end(&self) -> Day {
        plus_months(self.anchor, self.months)
    }

    /// The day on which a payment, numbered from 1, falls due.
    pub(super) fn due(&self, number: usize) -> Day {
        plus_months(self.anchor, (i64::try_from(number).unwrap() - 1) * self.months_each())
    }

    /// The payment whose days hold this one, found by looking at one after the other. Days before the start belong to
    /// the first.
    pub(super) fn number_on(&self, day: Day) -> usize {
        (1..=self.plan.len()).rev().find(|number| self.due(*number) <= day).unwrap_or(1)
    }

    /// Whether a payment counts as made on a day; `None` when it does not, else whether the record says so.
    fn made(&self, number: usize, day: Day, assumed: Assumed) -> Option<bool> {
        let due = self.due(number);
        let recorded = match self.plan[number - 1].0.made {
            Paid::AsDue => number == 1 || due <= day,
            Paid::On(made) => made <= day,
            Paid::Not => false,
        };
        let by_assumption = due <= day && assumed.is_some_and(|after| due > after);
        if recorded { Some(true) } else { by_assumption.then_some(false) }
    }

    pub(super) fn numbers_made(&self, day: Day, assumed: Assumed) -> Vec<usize> {
        (1..=self.plan.len()).filter(|number| self.made(*number, day, assumed).is_some()).collect()
    }

    /// The due dates of payments that only the assumption makes.
    pub(super) fn due_by_assumption(&self, day: Day, assumed: Assumed) -> Vec<Day> {
        let numbers = (1..=self.plan.len()).filter(|number| self.made(*number, day, assumed) == Some(false));
        numbers.map(|number| self.due(number)).collect()
    }

    /// Used and total, in days or in months.
    fn used_on(&self, day: Day, (start, end): (Day, Day)) -> (i64, i64) {
        if !self.policy.terms.whole_months {
            return ((day - start).max(0), end - start);
        }
        // A month is used once its first day is over; its days are counted from the period's own start.
        let each = self.months_each();
        let begun = (0..each).filter(|month| plus_months(start, *month) < day).count();
        (i64::try_from(begun).unwrap(), each)
    }

    /// The last instant at which virtual machine software is refunded.
    pub(super) fn software_until(&self) -> Option<Instant> {
        let concerned = self.policy.edition() >= "2026-01" && self.kind == "VirtualMachineSoftware";
        concerned.then(|| self.purchased_at.unwrap_or(midnight(self.anchor)) + 3 * NANOSECONDS_A_DAY)
    }

    fn rates(&self) -> Option<[i64; 2]> {
        let rate = |fee: Fee| match fee {
            Fee::Stated(billionths) => Some(i64::from(billionths)),
            Fee::FromCaller => self.fee_rate.map(i64::from),
        };
        Some([rate(self.policy.terms.charged)?, rate(self.policy.terms.reserved)?])
    }

    pub(super) fn is_on_current_price(&self) -> bool {
        self.policy.edition() >= "2026-01" && self.kind == "OpenAIPTU"
    }

    /// What a charge is credited on: the current price of the side may lower or replace it.
    fn basis(&self, charge: &BigInt, side: usize) -> BigInt {
        let digits = [self.currency.1, 2][side];
        let in_usd = self.current_usd.or(self.current.filter(|_| self.currency.0 == "USD"));
        // Parts of a minor unit are never credited.
        let current = [self.current, in_usd][side].map(|current| current.in_minor(digits).floor());
        match current {
            Some(current) if self.is_on_current_price() => current,
            Some(current) if self.policy.terms.lower_of_paid_and_current => current.min(charge.clone()),
            _ => charge.clone(),
        }
    }

    pub(super) fn amounts(&self, at: Instant, assumed: Assumed) -> Result<Day1, Nonsense> {
        let (day, _) = split(at);
        if self.purchased_at.is_some_and(|purchased| at < purchased) {
            return Err(Nonsense::BeforePurchase);
        }
        if day >= self.end() {
            return Err(Nonsense::AfterTerm);
        }
        let number = self.number_on(day);
        let period = (self.due(number), self.due(number + 1));
        let (used, total) = self.used_on(day, period);
        let in_window =
            self.policy.terms.full_window.is_some_and(|(days, only_unused)| {
                day - self.anchor <= i64::from(days) && (!only_unused || self.unused)
            });
        let is_full = in_window || self.software_until().is_some_and(|until| at <= until);
        let kind = match (self.made(number, day, assumed), is_full) {
            (None, _) => Kind::NothingPaid,
            (Some(_), true) => Kind::Full,
            (Some(_), false) => Kind::Prorated,
        };
        let rates = if kind == Kind::Full { [0, 0] } else { self.rates().ok_or(Nonsense::FeeRateMissing)? };
        let made = self.numbers_made(day, assumed);
        let outstanding = i64::try_from(self.plan.len() - made.len()).unwrap();
        let ahead: Vec<usize> = made.iter().copied().filter(|made| *made > number).collect();
        let side = |side: usize| -> Side {
            let digits = [self.currency.1, 2][side];
            let returned = i64::from(self.returned);
            // A part is rounded, but never worth more than what was paid.
            let part = |number: usize, times: i64, (left, total): (i64, i64)| {
                let pay = &self.plan[number - 1].0;
                let minor = [pay.billed, pay.usd][side].in_minor(digits);
                let units = i64::from(pay.units);
                let rounded = minor.clone().times(returned * times * left, units * total).round();
                if returned * times * left <= units * total { rounded.min(minor.floor()) } else { rounded }
            };
            let charge = part(number, 1, (1, 1));
            let basis = self.basis(&charge, side);
            let left = (total - used, total);
            let exact = self.policy.terms.exact_parts;
            let current = match kind {
                Kind::Full => basis.clone(),
                Kind::NothingPaid => BigInt::zero(),
                Kind::Prorated if exact && basis == charge => part(number, 1, left),
                Kind::Prorated => Fraction(basis.clone(), BigInt::from(1)).times(left.0, left.1).round(),
            };
            let ahead: BigInt = ahead.iter().map(|number| self.basis(&part(*number, 1, (1, 1)), side)).sum();
            let remaining = if exact { part(number, outstanding, (1, 1)) } else { &charge * outstanding };
            let credit = current + &ahead;
            let [fee, reserved] =
                rates.map(|rate| Fraction(credit.clone(), BigInt::from(1)).times(rate, 1_000_000_000).round());
            let reserved_fee = (reserved - &fee).max(BigInt::zero());
            Side { refund: &credit - &fee, charge, basis, ahead, credit, fee, reserved_fee, remaining }
        };
        let sides = [side(0), side(1)];
        let largest = BigInt::from(u64::MAX);
        let too_large = |side: &Side| {
            let figures = [&side.charge, &side.basis, &side.ahead, &side.credit, &side.remaining];
            figures.into_iter().any(|figure| *figure > largest)
        };
        if sides.iter().any(too_large) {
            return Err(Nonsense::TooLarge);
        }
        Ok(Day1 { number, period, used, total, kind, sides, made: made.len() })
    }

    pub(super) fn total_paid(&self, day: Day, assumed: Assumed) -> BigRational {
        let made = self.numbers_made(day, assumed).into_iter().map(|number| self.plan[number - 1].0.billed);
        let made: Vec<Amount> = made.collect();
        let finest = made.iter().map(|amount| amount.scale).max().unwrap_or(0);
        let digits: BigInt = made.iter().map(|it| BigInt::from(it.digits) * power_of_ten(finest - it.scale)).sum();
        BigRational::new(digits, power_of_ten(finest))
    }

    /// The first midnight with other amounts, the next due date at the latest; or the end of the software window, after
    /// which the return is refused.
    pub(super) fn valid_until(&self, now: &Day1) -> Instant {
        let (today, _) = split(self.at);
        let other = |at: Instant| self.amounts(at, self.assumed()).map_or(true, |then| then.sides != now.sides);
        let end = now.period.1;
        let day = (today + 1..end).find(|day| other(midnight(*day))).unwrap_or(end);
        let closed = self.software_until().map(|until| until + 1).filter(|closed| *closed > self.at);
        closed.map_or(midnight(day), |closed| closed.min(midnight(day)))
    }

    /// What the request says of scheduled payments, for the instant of the request.
    pub(super) const fn assumed(&self) -> Assumed {
        if self.assume { Some(Day::MIN) } else { None }
    }

    /// The same for a later instant: what falls due in between is made as scheduled.
    pub(super) fn assumed_later(&self) -> Assumed {
        self.assumed().or(Some(split(self.at).0))
    }

    /// The same question about fewer units: current prices are for the returned units, so they shrink with them.
    pub(super) fn of_fewer(&self, units: u32) -> Self {
        let mut fewer = self.clone();
        fewer.returned = units;
        let (part, of) = (i64::from(units), i64::from(self.returned));
        fewer.current = self.current.map(|current| current.share(part, of, self.currency.1));
        fewer.current_usd = self.current_usd.map(|current| current.share(part, of, 2));
        fewer
    }

    /// The reservation that stays: payments of later periods are for the units that stay, unless they are made already.
    pub(super) fn remaining(&self, refund: &BigInt) -> Option<Self> {
        let mut rest = self.clone();
        let (today, _) = split(self.at);
        rest.owned = self.owned.checked_sub(self.returned).filter(|left| *left > 0)?;
        rest.returned = rest.owned;
        (rest.current, rest.current_usd) = (None, None);
        let next = self.number_on(today) + 1;
        for (pay, _) in rest.plan.iter_mut().skip(next - 1) {
            if matches!(pay.made, Paid::On(made) if made <= today) {
                continue;
            }
            let (left, of) = (i64::from(rest.owned), i64::from(pay.units));
            pay.billed = pay.billed.share(left, of, self.currency.1);
            pay.usd = pay.usd.share(left, of, 2);
            pay.units = rest.owned;
        }
        let before = self.refunded_before.map_or(BigInt::zero(), |before| before.in_minor(self.currency.1).floor());
        let refunded = u128::try_from(before + refund).unwrap();
        rest.refunded_before = Some(Amount { digits: refunded, scale: self.currency.1 });
        Some(rest)
    }
}
