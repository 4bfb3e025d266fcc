//! Software cancellations worked out a second time: plain day and hour counts, exact fractions, one list of reasons.
//!
//! It is written from `docs/decisions.md` and the table of the software editions, and calls nothing of the crate.

use num_bigint::BigInt;
use num_rational::BigRational;

use super::super::days::{Day, Instant, date_of, midnight, month_length, split};
use super::super::model::{Amount, round_half_even};

const SECOND: Instant = 1_000_000_000;
const HOUR: Instant = 3600 * SECOND;

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
    pub(super) family: &'static str,
    pub(super) purchased_at: Instant,
    pub(super) renewed_at: Option<Instant>,
    pub(super) paid: Amount,
    pub(super) has_order: bool,
    pub(super) has_product: bool,
    pub(super) qualifies: Qualifies,
    pub(super) is_cancelled: bool,
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
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nonsense {
    TermBeforePurchase,
    PerpetualRenewed,
    RenewalBeforePurchase,
    BeforePurchase,
    BeforeRenewal,
}

/// One reason: its code, its rule, the service's own code, and what is missing or how much has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    pub(super) code: &'static str,
    pub(super) rule: &'static str,
    pub(super) azure: Option<&'static str>,
    pub(super) missing: Vec<&'static str>,
    pub(super) elapsed: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) opened: Instant,
    pub(super) by_renewal: bool,
    pub(super) last_moment: Instant,
    pub(super) days_remaining: i64,
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
        match edition {
            0 => Self {
                perpetual: days(60),
                subscription: days(60),
                renews: false,
                credit: Credit::ByDay,
                excludes: true,
            },
            1 => Self {
                perpetual: days(30),
                subscription: days(30),
                renews: false,
                credit: Credit::ByDay,
                excludes: true,
            },
            _ => Self {
                perpetual: days(30),
                subscription: hours(168),
                renews: true,
                credit: Credit::FullWithin(hours(24)),
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
            (Instant::from(split(at).0 - split(opened).0), Instant::from(self.count))
        };
        if self.inclusive { passed <= length } else { passed < length }
    }

    /// The last whole second inside, or the last instant of so many hours.
    fn last_moment(self, opened: Instant) -> Instant {
        if self.in_hours {
            return opened + Instant::from(self.count) * HOUR - if self.inclusive { 0 } else { SECOND };
        }
        midnight(self.last_day(opened) + 1) - SECOND
    }

    fn last_day(self, opened: Instant) -> Day {
        split(opened).0 + i64::from(self.count) - i64::from(!self.inclusive)
    }

    fn days_remaining(self, opened: Instant, at: Instant) -> i64 {
        let days = if self.in_hours {
            i64::try_from((opened + Instant::from(self.count) * HOUR - at) / (24 * HOUR)).unwrap()
        } else {
            self.last_day(opened) - split(at).0
        };
        days.max(0)
    }

    fn elapsed(self, opened: Instant, at: Instant) -> u64 {
        let passed = if self.in_hours { (at - opened) / HOUR } else { Instant::from(split(at).0 - split(opened).0) };
        u64::try_from(passed).unwrap()
    }
}

impl Facts {
    pub(super) fn is_overridden(&self) -> bool {
        self.terms != Terms::of(self.edition)
    }

    /// The answer for one line; as a line of an order it has the order's id.
    pub(super) fn decide(&self, line: &Line) -> Result<Answer, Nonsense> {
        if line.term.is_some_and(|(_, end)| end <= split(line.purchased_at).0) {
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
        let renewed = line.renewed_at.filter(|_| self.terms.renews);
        let opened = renewed.unwrap_or(line.purchased_at);
        let window = if line.term.is_some() { self.terms.subscription } else { self.terms.perpetual };
        Ok(Answer {
            opened,
            by_renewal: renewed.is_some(),
            last_moment: window.last_moment(opened),
            days_remaining: window.days_remaining(opened, self.at),
            credit: self.credit(line, opened),
            invoice: self.invoice(),
            visible_by: self.at + 15 * 60 * SECOND,
            reasons: self.reasons(line, window, opened),
        })
    }

    fn credit(&self, line: &Line, opened: Instant) -> BigRational {
        let paid = line.paid.exact();
        let Some((start, end)) = line.term else { return paid };
        let is_full = match self.terms.credit {
            Credit::Full => true,
            Credit::ByDay => false,
            Credit::FullWithin(window) => window.holds(opened, self.at),
        };
        let left = (end - split(self.at).0).clamp(0, end - start);
        if is_full || left == end - start {
            return paid;
        }
        let scale = BigInt::from(10).pow(self.currency.1);
        let in_minor = paid * &scale;
        let share = &in_minor * BigRational::new(BigInt::from(left), BigInt::from(end - start));
        // Rounded, but nothing that was not paid comes back.
        BigRational::new(round_half_even(&share).min(in_minor.to_integer()), scale)
    }

    /// The first billing day after today; where it is not known, the next month.
    fn invoice(&self) -> (i64, i64) {
        let (year, month, day) = date_of(split(self.at).0);
        let is_still_to_come = |billed: u8| day < i64::from(billed).min(month_length(year, month));
        match self.billing_day {
            Some(billed) if is_still_to_come(billed) => (year, month),
            _ if month == 12 => (year + 1, 1),
            _ => (year, month + 1),
        }
    }

    fn reasons(&self, line: &Line, window: Window, opened: Instant) -> Vec<Why> {
        let why = |code, rule, azure| Why { code, rule, azure, missing: Vec::new(), elapsed: None };
        let mut found = Vec::new();
        if self.terms.excludes && ["SUSE Linux", "Red Hat"].contains(&line.family) {
            found.push(why("PlanNotCancellable", "SW-07", Some("800061")));
        }
        if line.is_cancelled {
            found.push(why("AlreadyCancelled", "POST-05", Some("800061")));
        }
        if line.qualifies == Qualifies::No {
            found.push(why("DoesNotQualify", "SW-05", Some("800061")));
        }
        if !window.holds(opened, self.at) {
            let code = if window.in_hours { "900213" } else { "900117" };
            let elapsed = Some(window.elapsed(opened, self.at));
            found.push(Why { elapsed, ..why("WindowPassed", "SW-03", Some(code)) });
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
