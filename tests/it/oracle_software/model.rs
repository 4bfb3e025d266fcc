//! A second implementation of software cancellations: plain day and hour counts, exact fractions, one list of reasons.
//!
//! It is written from `docs/decisions.md` and the table of the software editions, with a calendar of its own.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};

/// Days since 1 January 1970.
pub(super) type Day = i64;

/// Nanoseconds since 1 January 1970, UTC.
pub(super) type Instant = i128;

pub(super) const DAY: Instant = 86_400_000_000_000;
const HOUR: Instant = DAY / 24;

pub(super) const EDITIONS: [&str; 3] = ["2018-08", "2021-06", "2022-07"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) in_hours: bool,
    pub(super) count: u32,
    /// Whether the last day, or the very last instant, is inside.
    pub(super) inclusive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credit {
    Full,
    ByDay,
    FullWithin(Window),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) perpetual: Window,
    pub(super) subscription: Window,
    /// Whether a renewal opens the window anew.
    pub(super) renews: bool,
    pub(super) credit: Credit,
    /// Whether the day of the cancellation is charged.
    pub(super) charges_today: bool,
    /// Whether SUSE and Red Hat plans are excluded.
    pub(super) excludes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Qualifies {
    Yes,
    No,
    AskFirst,
}

/// One purchase: a line of an order.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The first day, and the first day after it; perpetual without.
    pub(super) term: Option<(Day, Day)>,
    pub(super) family: String,
    pub(super) purchased_at: Instant,
    pub(super) renewed_at: Option<Instant>,
    /// A count of the minor unit, or of a unit finer by so many decimals.
    pub(super) paid: (i64, u32),
    pub(super) quantity: u32,
    pub(super) has_order: bool,
    pub(super) has_product: bool,
    pub(super) qualifies: Qualifies,
    pub(super) is_canceled: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) edition: usize,
    pub(super) terms: Terms,
    pub(super) currency: (&'static str, u32),
    pub(super) lines: Vec<Line>,
    pub(super) at: Instant,
    pub(super) is_admin_agent: bool,
    pub(super) is_acknowledged: bool,
    pub(super) has_customer: bool,
    pub(super) billing_day: Option<u8>,
    pub(super) quantity: Option<u32>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonsense {
    TermBeforePurchase,
    PerpetualRenewed,
    RenewalBeforePurchase,
    BeforePurchase,
    BeforeRenewal,
    AboveOwned,
}

/// One reason: its code, its rule, the service's own code, what is missing, and how much has passed or was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) code: &'static str,
    pub(super) rule: &'static str,
    pub(super) azure: Option<&'static str>,
    pub(super) missing: Vec<&'static str>,
    pub(super) figure: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) opened: Instant,
    pub(super) by_renewal: bool,
    pub(super) last_moment: Instant,
    pub(super) days_remaining: i64,
    /// The first day that was paid for, and the number of days.
    pub(super) period: Option<(Day, i64)>,
    pub(super) days_charged: i64,
    pub(super) credit: BigRational,
    /// Year and month.
    pub(super) invoice: (i64, i64),
    pub(super) visible_by: Instant,
    pub(super) reasons: Vec<Why>,
}

impl Terms {
    pub(super) fn of(edition: usize) -> Self {
        let days = |count| Window { in_hours: false, count, inclusive: true };
        let hours = |count| Window { in_hours: true, count, inclusive: true };
        let by_day = |window| Self {
            perpetual: window,
            subscription: window,
            renews: false,
            credit: Credit::ByDay,
            charges_today: false,
            excludes: true,
        };
        match edition {
            0 => by_day(days(60)),
            1 => by_day(days(30)),
            _ => Self {
                perpetual: days(30),
                subscription: hours(168),
                renews: true,
                credit: Credit::FullWithin(hours(24)),
                charges_today: true,
                excludes: true,
            },
        }
    }
}

impl Window {
    fn holds(self, opened: Instant, at: Instant) -> bool {
        let (passed, length) = if self.in_hours {
            (at - opened, Instant::from(self.count) * HOUR)
        } else {
            (Instant::from(day(at) - day(opened)), Instant::from(self.count))
        };
        if self.inclusive { passed <= length } else { passed < length }
    }

    fn last_moment(self, opened: Instant) -> Instant {
        if self.in_hours {
            return opened + Instant::from(self.count) * HOUR - Instant::from(!self.inclusive);
        }
        midnight(self.last_day(opened) + 1) - 1
    }

    fn last_day(self, opened: Instant) -> Day {
        day(opened) + i64::from(self.count) - i64::from(!self.inclusive)
    }

    fn days_remaining(self, opened: Instant, at: Instant) -> i64 {
        let days = if self.in_hours {
            i64::try_from((opened + Instant::from(self.count) * HOUR - at) / DAY).unwrap()
        } else {
            self.last_day(opened) - day(at)
        };
        days.max(0)
    }

    fn elapsed(self, opened: Instant, at: Instant) -> u64 {
        let passed = if self.in_hours { (at - opened) / HOUR } else { Instant::from(day(at) - day(opened)) };
        u64::try_from(passed).unwrap()
    }
}

impl Facts {
    /// The answer for one line; as a line of an order it has the order's id.
    pub(super) fn decide(&self, line: &Line) -> Result<Answer, Nonsense> {
        if line.term.is_some_and(|(_, end)| end <= day(line.purchased_at)) {
            return Err(Nonsense::TermBeforePurchase);
        }
        if line.renewed_at.is_some() && line.term.is_none() {
            return Err(Nonsense::PerpetualRenewed);
        }
        if line.renewed_at.is_some_and(|renewed| renewed < line.purchased_at) {
            return Err(Nonsense::RenewalBeforePurchase);
        }
        if self.at < line.purchased_at {
            return Err(Nonsense::BeforePurchase);
        }
        if line.renewed_at.is_some_and(|renewed| self.at < renewed) {
            return Err(Nonsense::BeforeRenewal);
        }
        if self.quantity.is_some_and(|quantity| quantity > line.quantity) {
            return Err(Nonsense::AboveOwned);
        }
        let renewed = line.renewed_at.filter(|_| self.terms.renews);
        let opened = renewed.unwrap_or(line.purchased_at);
        let window = if line.term.is_some() { self.terms.subscription } else { self.terms.perpetual };
        let period = line.term.map(|(start, end)| {
            let from = if day(line.purchased_at) > start { day(line.purchased_at) } else { start };
            (from, end - from)
        });
        let days_charged = self.days_charged(period, opened);
        Ok(Answer {
            opened,
            by_renewal: renewed.is_some(),
            last_moment: window.last_moment(opened),
            days_remaining: window.days_remaining(opened, self.at),
            period,
            days_charged,
            credit: self.credit(line, period, days_charged),
            invoice: self.invoice(),
            visible_by: self.at + HOUR / 4,
            reasons: self.reasons(line, window, opened),
        })
    }

    /// Counted one by one: the days before today, and today where it is charged.
    fn days_charged(&self, period: Option<(Day, i64)>, opened: Instant) -> i64 {
        let Some((start, days)) = period else { return 0 };
        let is_full = match self.terms.credit {
            Credit::Full => true,
            Credit::ByDay => false,
            Credit::FullWithin(window) => window.holds(opened, self.at),
        };
        if is_full {
            return 0;
        }
        let today = day(self.at);
        let is_charged = |day: &Day| *day < today || (self.terms.charges_today && *day == today);
        i64::try_from((start..start + days).filter(is_charged).count()).unwrap()
    }

    fn credit(&self, line: &Line, period: Option<(Day, i64)>, days_charged: i64) -> BigRational {
        let (mantissa, finer) = line.paid;
        let in_minor = BigRational::new(BigInt::from(mantissa), BigInt::from(10).pow(finer));
        let scale = BigInt::from(10).pow(self.currency.1);
        let Some((_, days)) = period.filter(|_| days_charged > 0) else { return in_minor / scale };
        let share = &in_minor * BigRational::new(BigInt::from(days - days_charged), BigInt::from(days));
        // Rounded, but nothing that was not paid comes back.
        BigRational::new(round_half_even(&share).min(in_minor.to_integer()), scale)
    }

    /// The first billing day after today; where it is not known, the next month.
    fn invoice(&self) -> (i64, i64) {
        let (year, month, day) = date_of(day(self.at));
        let is_still_to_come = |billed: u8| day < i64::from(billed).min(month_length(year, month));
        match self.billing_day {
            Some(billed) if is_still_to_come(billed) => (year, month),
            _ if month == 12 => (year + 1, 1),
            _ => (year, month + 1),
        }
    }

    fn reasons(&self, line: &Line, window: Window, opened: Instant) -> Vec<Why> {
        let why = |code, rule, azure| Why { code, rule, azure, missing: Vec::new(), figure: None };
        let mut found = Vec::new();
        if self.terms.excludes && ["SUSE Linux", "Red Hat"].contains(&line.family.as_str()) {
            found.push(why("PlanNotCancelable", "SW-07", Some("800061")));
        }
        if line.is_canceled {
            found.push(why("AlreadyCanceled", "POST-05", Some("800061")));
        }
        if line.qualifies == Qualifies::No {
            found.push(why("DoesNotQualify", "SW-05", Some("800061")));
        }
        if let Some(part) = self.quantity.filter(|quantity| *quantity < line.quantity) {
            found.push(Why { figure: Some(u64::from(part)), ..why("PartialQuantity", "AMB-23", None) });
        }
        if !window.holds(opened, self.at) {
            let code = if window.in_hours { "900213" } else { "900117" };
            let figure = Some(window.elapsed(opened, self.at));
            found.push(Why { figure, ..why("WindowPassed", "SW-03", Some(code)) });
        }
        if !self.is_admin_agent {
            found.push(why("RequiresAdminAgent", "SW-08", Some("900150")));
        }
        if !self.is_acknowledged {
            found.push(why("NotAcknowledged", "SW-11", None));
        }
        let needed = [(self.has_customer, "customer"), (line.has_product, "product"), (line.has_order, "order")];
        let missing: Vec<&str> = needed.into_iter().filter(|(there, _)| !there).map(|(_, what)| what).collect();
        if !missing.is_empty() {
            found.push(Why { missing, ..why("MissingInformation", "SW-10", None) });
        }
        if line.qualifies == Qualifies::AskFirst {
            found.push(why("MoreInformationNeeded", "SW-13", None));
        }
        found
    }
}

fn round_half_even(number: &BigRational) -> BigInt {
    let floor = number.floor();
    let rest = number - &floor;
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    let is_odd = !(floor.to_integer() % BigInt::from(2)).is_zero();
    let up = rest > half || (rest == half && is_odd);
    floor.to_integer() + if up { BigInt::one() } else { BigInt::zero() }
}

pub(super) fn midnight(day: Day) -> Instant {
    Instant::from(day) * DAY
}

/// The day that an instant lies on.
pub(super) fn day(instant: Instant) -> Day {
    Day::try_from(instant.div_euclid(DAY)).unwrap()
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) const fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

pub(super) fn day_of(year: i64, month: i64, day: i64) -> Day {
    let years: Day = (1970..year).map(|year| if is_leap(year) { 366 } else { 365 }).sum();
    let months: Day = (1..month).map(|month| month_length(year, month)).sum();
    years + months + day - 1
}

/// Year, month and day of a day from 1970 on.
pub(super) fn date_of(day: Day) -> (i64, i64, i64) {
    let (mut year, mut month) = (1970, 1);
    while day_of(year + 1, 1, 1) <= day {
        year += 1;
    }
    while month < 12 && day_of(year, month + 1, 1) <= day {
        month += 1;
    }
    (year, month, day - day_of(year, month, 1) + 1)
}
