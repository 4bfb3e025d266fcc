//! Refunds worked out a second time: exact fractions, plain lists, a walk from day to day. Slow, and easy to believe.
//!
//! It is written from `docs/decisions.md` and the tables of the editions, and calls nothing of the crate.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero as _;

use super::days::{Day, Instant, plus_months, split};

/// A decimal number: so many units of `10^-scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) digits: u128,
    pub(crate) scale: u32,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Paid {
    pub(crate) period: i64,
    pub(crate) succeeded: bool,
    pub(crate) billing: Amount,
    pub(crate) pricing: Amount,
}

/// An earlier refund, in cents.
#[derive(Debug, Clone)]
pub(crate) struct Earlier {
    pub(crate) at: Instant,
    pub(crate) refunded: u64,
    pub(crate) cancelled: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fee {
    /// In billionths.
    Stated(u32),
    FromCaller,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    Days(u16),
    Months(u16),
    Year,
}

/// What a policy says, as far as refunds go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) whole_months: bool,
    /// (days, only when unused)
    pub(crate) full_window: Option<(u16, bool)>,
    pub(crate) charged: Fee,
    pub(crate) reserved: Fee,
    pub(crate) lower_of_paid_and_current: bool,
    pub(crate) limit: u64,
    pub(crate) window: Window,
    pub(crate) counts_commitment: bool,
}

/// One of `EDITIONS`, with or without the recorded answers on top, and with terms of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    pub(crate) edition: usize,
    pub(crate) observed: bool,
    pub(crate) terms: Terms,
}

pub(crate) const EDITIONS: [&str; 5] = ["2018-05", "2018-10", "2019-04", "2020-07", "2027-02"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Owner,
    Administrator,
    Customer,
    Partner,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contract {
    Unknown,
    Enterprise,
    EnterpriseRenewed,
    EnterpriseExpired,
    MicrosoftCustomer,
    PayAsYouGo,
    Csp,
}

#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) policy: Policy,
    pub(crate) kind: &'static str,
    pub(crate) state: &'static str,
    pub(crate) who: Who,
    pub(crate) contract: Contract,
    pub(crate) us_government: bool,
    pub(crate) used: bool,
    pub(crate) currency: (&'static str, u32),
    pub(crate) anchor: Day,
    pub(crate) months: i64,
    pub(crate) monthly: bool,
    pub(crate) owned: u32,
    pub(crate) returned: u32,
    /// How many units a payment is for.
    pub(crate) covers: u32,
    pub(crate) payments: Vec<Paid>,
    pub(crate) purchased_at: Instant,
    pub(crate) at: Instant,
    /// In billionths.
    pub(crate) fee_rate: Option<u32>,
    pub(crate) current_price: Option<Amount>,
    pub(crate) earlier: Vec<Earlier>,
}

/// All six in minor units of the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) unit: BigInt,
    pub(crate) credit: BigInt,
    pub(crate) fee: BigInt,
    pub(crate) reserved_fee: BigInt,
    pub(crate) refund: BigInt,
    pub(crate) remaining_commitment: BigInt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Full,
    Prorated,
    NothingPaid,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote {
    pub(crate) payment: i64,
    pub(crate) period: (Day, Day),
    pub(crate) used: i64,
    pub(crate) total: i64,
    pub(crate) kind: Kind,
    pub(crate) billing: Side,
    pub(crate) pricing: Side,
    pub(crate) completed: usize,
    pub(crate) planned: i64,
    pub(crate) total_paid: BigRational,
    pub(crate) kept: BigRational,
    pub(crate) valid_until: Day,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nonsense {
    Quantity,
    BeforePurchase,
    AfterTerm,
    FeeRateMissing,
    TooLarge,
}

impl Policy {
    pub(crate) fn new(edition: usize, observed: bool) -> Self {
        let twelve_percent = Fee::Stated(120_000_000);
        let (charged, reserved) = match edition {
            0 => (Fee::FromCaller, Fee::FromCaller),
            1 => (twelve_percent, twelve_percent),
            _ => (Fee::Stated(0), twelve_percent),
        };
        let terms = Terms {
            whole_months: false,
            full_window: (edition == 1 || observed).then_some((5, true)),
            charged,
            reserved,
            lower_of_paid_and_current: edition >= 3,
            limit: 5_000_000,
            window: if edition >= 3 { Window::Days(365) } else { Window::Months(12) },
            counts_commitment: edition >= 3 && !observed,
        };
        Self { edition, observed, terms }
    }

    pub(crate) fn base_name(&self) -> String {
        format!("{}{}", EDITIONS[self.edition], if self.observed { "+observed" } else { "" })
    }

    pub(crate) fn is_overridden(&self) -> bool {
        self.terms != Self::new(self.edition, self.observed).terms
    }
}

impl Amount {
    pub(crate) fn exact(self) -> BigRational {
        BigRational::new(BigInt::from(self.digits), power_of_ten(self.scale))
    }

    fn in_minor(self, digits: u32) -> BigRational {
        BigRational::new_raw(BigInt::from(self.digits) * power_of_ten(digits), power_of_ten(self.scale))
    }
}

pub(crate) fn power_of_ten(digits: u32) -> BigInt {
    BigInt::from(10).pow(digits)
}

/// The nearest whole number of an amount that is not negative; of two as near, the even one.
pub(crate) fn round_half_even(amount: &BigRational) -> BigInt {
    let (below, rest) = (amount.numer() / amount.denom(), amount.numer() % amount.denom());
    let twice: BigInt = rest * 2;
    let up = match twice.cmp(amount.denom()) {
        Ordering::Less => false,
        Ordering::Equal => below.bit(0),
        Ordering::Greater => true,
    };
    if up { below + 1 } else { below }
}

/// A product of a whole number and a fraction. It is not reduced, which would take most of the oracle's time.
fn times(whole: &BigInt, (numerator, denominator): Fraction) -> BigRational {
    BigRational::new_raw(whole * numerator, BigInt::from(denominator))
}

/// Numerator and denominator.
type Fraction = (i64, i64);

const NOTHING: Fraction = (0, 1);

/// What is known of a payment and its days, whatever the day.
struct OfPayment {
    payment: i64,
    period: (Day, Day),
    is_paid: bool,
    /// One payment for the returned quantity, in minor units.
    units: [BigInt; 2],
    /// What is credited at most, in minor units.
    bases: [BigInt; 2],
    /// More minor units than 64 bits count.
    too_large: bool,
}

/// What is known of one day.
struct OfDay {
    used: i64,
    total: i64,
    kind: Kind,
    /// Charged and reserved.
    rates: [Fraction; 2],
    share: Fraction,
}

impl Facts {
    fn months_each(&self) -> i64 {
        if self.monthly { 1 } else { self.months }
    }

    pub(crate) fn planned(&self) -> i64 {
        self.months / self.months_each()
    }

    pub(crate) fn end(&self) -> Day {
        plus_months(self.anchor, self.months)
    }

    /// The payment whose days hold this one, found by looking at one after the other.
    pub(crate) fn period_of(&self, day: Day) -> (i64, (Day, Day)) {
        let each = self.months_each();
        // No month is longer than 31 days: it is this one or a later one.
        let mut payment = (day - self.anchor).max(0) / (31 * each);
        while plus_months(self.anchor, (payment + 1) * each) <= day {
            payment += 1;
        }
        (payment, (plus_months(self.anchor, payment * each), plus_months(self.anchor, (payment + 1) * each)))
    }

    /// Used and total, in days or in months.
    fn used_of(&self, day: Day, period: (Day, Day)) -> (i64, i64) {
        if !self.policy.terms.whole_months {
            return ((day - period.0).max(0), period.1 - period.0);
        }
        let each = self.months_each();
        if each == 1 {
            return (i64::from(day > period.0), 1);
        }
        let begun = (0..each).filter(|month| plus_months(self.anchor, *month) < day).count();
        (i64::try_from(begun).unwrap(), each)
    }

    /// The payment that tells the price: the period's own, or else the last before, or else the first after.
    fn pricing(&self, period: i64) -> &Paid {
        let before = self.payments.iter().filter(|paid| paid.period <= period).max_by_key(|paid| paid.period);
        before.or_else(|| self.payments.iter().min_by_key(|paid| paid.period)).unwrap()
    }

    fn kind_of(&self, day: Day, is_paid: bool) -> Kind {
        let in_window = self
            .policy
            .terms
            .full_window
            .is_some_and(|(days, only_unused)| day - self.anchor <= i64::from(days) && !(only_unused && self.used));
        match (is_paid, in_window) {
            (false, _) => Kind::NothingPaid,
            (true, true) => Kind::Full,
            (true, false) => Kind::Prorated,
        }
    }

    /// Charged and reserved.
    fn rates(&self) -> Option<[Fraction; 2]> {
        let rate = |fee: Fee| {
            let billionths = match fee {
                Fee::Stated(billionths) => Some(billionths),
                Fee::FromCaller => self.fee_rate,
            };
            billionths.map(|billionths| (i64::from(billionths), 1_000_000_000))
        };
        Some([rate(self.policy.terms.charged)?, rate(self.policy.terms.reserved)?])
    }

    fn completed(&self) -> usize {
        self.payments.iter().filter(|paid| paid.succeeded).count()
    }

    fn of_payment(&self, day: Day) -> Result<OfPayment, Nonsense> {
        let (payment, period) = self.period_of(day);
        if self.returned > self.covers {
            return Err(Nonsense::Quantity);
        }
        let price = self.pricing(payment);
        let digits = [self.currency.1, 2];
        let unit = |paid: Amount, digits: u32| {
            let minor = paid.in_minor(digits);
            let part = BigRational::new_raw(minor.numer() * self.returned, minor.denom() * self.covers);
            // Rounded, but nobody's part is worth more than the whole payment.
            round_half_even(&part).min(minor.to_integer())
        };
        let units = [unit(price.billing, digits[0]), unit(price.pricing, digits[1])];
        let largest = BigInt::from(u64::MAX);
        let too_large = units.iter().any(|unit| *unit > largest || unit * self.outstanding() > largest);
        let mut bases = units.clone();
        if let Some(current) = self.current_price.filter(|_| self.policy.terms.lower_of_paid_and_current) {
            bases[0] = current.in_minor(digits[0]).to_integer().min(bases[0].clone());
        }
        let is_paid = self.payments.iter().any(|paid| paid.period == payment && paid.succeeded);
        Ok(OfPayment { payment, period, is_paid, units, bases, too_large })
    }

    fn of_day(&self, day: Day, of: &OfPayment) -> Result<OfDay, Nonsense> {
        let (used, total) = self.used_of(day, of.period);
        let kind = self.kind_of(day, of.is_paid);
        let rates = match kind {
            Kind::Full => [NOTHING; 2],
            Kind::Prorated | Kind::NothingPaid => self.rates().ok_or(Nonsense::FeeRateMissing)?,
        };
        if of.too_large {
            return Err(Nonsense::TooLarge);
        }
        let share = match kind {
            Kind::Full => (1, 1),
            Kind::Prorated => (total - used, total),
            Kind::NothingPaid => NOTHING,
        };
        Ok(OfDay { used, total, kind, rates, share })
    }

    fn total_paid(&self) -> BigRational {
        let made = || self.payments.iter().filter(|paid| paid.succeeded).map(|paid| paid.billing);
        let finest = made().map(|amount| amount.scale).max().unwrap_or(0);
        let digits: u128 = made().map(|amount| amount.digits * 10_u128.pow(finest - amount.scale)).sum();
        Amount { digits, scale: finest }.exact()
    }

    fn outstanding(&self) -> i64 {
        self.planned() - i64::try_from(self.completed()).unwrap()
    }

    fn sides(&self, of: &OfPayment, day: &OfDay) -> [Side; 2] {
        [0, 1].map(|side| {
            let credit = round_half_even(&times(&of.bases[side], day.share));
            let [fee, reserved] = day.rates.map(|rate| round_half_even(&times(&credit, rate)));
            Side {
                unit: of.units[side].clone(),
                refund: &credit - &fee,
                reserved_fee: (reserved - &fee).max(BigInt::zero()),
                credit,
                fee,
                remaining_commitment: &of.units[side] * self.outstanding(),
            }
        })
    }

    pub(crate) fn quote(&self) -> Result<Quote, Nonsense> {
        let (today, _) = split(self.at);
        if self.returned > self.owned {
            return Err(Nonsense::Quantity);
        }
        if self.at < self.purchased_at {
            return Err(Nonsense::BeforePurchase);
        }
        if today >= self.end() {
            return Err(Nonsense::AfterTerm);
        }
        let of = self.of_payment(today)?;
        let now = self.of_day(today, &of)?;
        let sides = self.sides(&of, &now);
        let total_paid = self.total_paid();
        let refund = BigRational::new(sides[0].refund.clone(), power_of_ten(self.currency.1));
        let [billing, pricing] = sides;
        Ok(Quote {
            payment: of.payment,
            period: of.period,
            used: now.used,
            total: now.total,
            kind: now.kind,
            completed: self.completed(),
            planned: self.planned(),
            kept: &total_paid - refund,
            total_paid,
            billing,
            pricing,
            valid_until: self.first_other_day(today, of, &now),
        })
    }

    /// The first day on which an amount differs, or there is none: one day after the other is looked at.
    fn first_other_day(&self, today: Day, mut of: OfPayment, now: &OfDay) -> Day {
        let sides = self.sides(&of, now);
        let end = self.end();
        let mut before = (now.share, now.rates);
        for day in today + 1..end {
            if day >= of.period.1 {
                match self.of_payment(day) {
                    Ok(next) => of = next,
                    Err(_) => return day,
                }
            } else if day > today + 1 && self.of_day(day, &of).is_ok_and(|then| (then.share, then.rates) == before) {
                continue;
            }
            match self.of_day(day, &of) {
                Ok(then) if self.sides(&of, &then) == sides => before = (then.share, then.rates),
                _ => return day,
            }
        }
        end
    }
}
