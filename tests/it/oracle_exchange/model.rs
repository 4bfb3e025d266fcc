//! Exchanges worked out a second time: a calendar of day numbers, exact fractions, one rule after the other.
//!
//! It is written from the tables of the editions and calls nothing of the crate.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};

/// Days since 1 January 1970.
pub(crate) type Day = i64;

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

const fn year_length(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// The day number of a date after the year 1969.
pub(crate) fn day_of(year: i64, month: i64, day: i64) -> Day {
    let years: i64 = (1970..year).map(year_length).sum();
    let months: i64 = (1..month).map(|month| month_length(year, month)).sum();
    years + months + day - 1
}

/// Year, month and day of a day number.
pub(crate) fn date_of(mut day: Day) -> (i64, i64, i64) {
    let (mut year, mut month) = (1970, 1);
    while day >= year_length(year) {
        day -= year_length(year);
        year += 1;
    }
    while day >= month_length(year, month) {
        day -= month_length(year, month);
        month += 1;
    }
    (year, month, day + 1)
}

/// The same day of the month so many months later, or that month's last day.
pub(crate) fn plus_months(day: Day, months: i64) -> Day {
    let (year, month, day) = date_of(day);
    let count = year * 12 + month - 1 + months;
    let (year, month) = (count / 12, count % 12 + 1);
    day_of(year, month, day.min(month_length(year, month)))
}

/// What an edition says of exchanges, by its place from 0 (2018-05) to 10 (2027-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) strict: bool,
    pub(crate) refund_alone: bool,
    /// 0: the type; 1: the families of 2021-04; 2: those of 2026-01.
    pub(crate) families: u8,
    /// The first day of purchase that is caught.
    pub(crate) restricted_from: Option<Day>,
    /// The most reservations, whether a second role is needed, and whether databases are traded in.
    pub(crate) trade_in: Option<(Option<u32>, bool, bool)>,
}

impl Terms {
    pub(crate) fn of(edition: usize) -> Self {
        Self {
            strict: false,
            refund_alone: edition < 4,
            families: u8::from(edition >= 5) + u8::from(edition >= 8),
            restricted_from: (edition >= 10).then(|| day_of(2027, 2, 1)),
            trade_in: (edition >= 6).then_some(((edition >= 7).then_some(100), edition >= 7, edition >= 9)),
        }
    }
}

/// One payment of the record: its number, minor units, the units that it paid for, and the day on which it was made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paid {
    pub(crate) number: i64,
    pub(crate) minor: u64,
    pub(crate) units: u32,
    pub(crate) made: Option<Day>,
}

/// One returned reservation.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) kind: &'static str,
    pub(crate) id: Option<u32>,
    pub(crate) anchor: Day,
    pub(crate) months: i64,
    pub(crate) monthly: bool,
    pub(crate) owned: u32,
    pub(crate) returned: u32,
    pub(crate) original: Option<u32>,
    pub(crate) exchanged: u32,
    /// Every payment falls due and is made at this price for all the units, or the payments of a record.
    pub(crate) price: Option<u64>,
    pub(crate) record: Vec<Paid>,
    pub(crate) unused: bool,
    pub(crate) current: Option<u64>,
    pub(crate) state: &'static str,
    /// The day of the purchase, where it is not the first of the term; always its midnight.
    pub(crate) bought: Option<Day>,
}

/// What is bought.
#[derive(Debug, Clone)]
pub(crate) enum Bought {
    Reservation { kind: &'static str, months: i64, sku: Option<&'static str>, minor: u64 },
    Plan { database: bool, months: i64, hourly: u64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contract {
    Unknown,
    Enterprise,
    Expired,
    PayAsYouGo,
    Csp,
}

#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) edition: usize,
    pub(crate) observed: bool,
    pub(crate) terms: Terms,
    pub(crate) digits: u32,
    pub(crate) today: Day,
    pub(crate) who: &'static str,
    pub(crate) contract: Contract,
    pub(crate) government: bool,
    pub(crate) role: Option<bool>,
    pub(crate) returned: Vec<Leg>,
    pub(crate) bought: Vec<Bought>,
}

/// Refund, what was paid ahead, and remaining commitment, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) refund: BigInt,
    pub(crate) paid_ahead: BigInt,
    pub(crate) commitment: BigInt,
    pub(crate) is_paid: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) lines: Vec<Line>,
    /// Refund, commitment, refunds total, purchases total, net payable, compared; in minor units, perhaps with parts.
    pub(crate) sums: [BigRational; 6],
    pub(crate) missing: Option<BigRational>,
    /// Code, rule and what it is about; what is denied first.
    pub(crate) reasons: Vec<(&'static str, &'static str, String)>,
    pub(crate) remarks: Vec<&'static str>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Nonsense {
    Nothing,
    Twice,
    BeforePurchase(u32),
    AfterTerm(u32),
}

pub(crate) fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

fn half_to_even(value: &BigRational) -> BigInt {
    let (floor, rest) = (value.floor().to_integer(), value - value.floor());
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    if rest > half || (rest == half && floor.bit(0)) { floor + 1 } else { floor }
}

const COMPUTE_PLAN: [&str; 3] = ["VirtualMachines", "DedicatedHost", "AppService"];
const DATABASE_PLAN: [&str; 4] = ["SqlDatabases", "PostgreSql", "MySql", "CosmosDb"];
const NEEDS_REVIEW: [&str; 6] = [
    "TypeUnknown",
    "StateUnknown",
    "UsGovernmentAgreementUnknown",
    "AgreementExpired",
    "PaymentOutstanding",
    "CurrentPriceUnknown",
];

fn is_known(kind: &str) -> bool {
    kind != "QuantumThings"
}

fn compute_family(families: u8) -> &'static [&'static str] {
    match families {
        0 => &[],
        1 => &["VirtualMachines", "DedicatedHost", "AVS"],
        _ => &["VirtualMachines", "DedicatedHost", "AVS", "NutanixBareMetal"],
    }
}

impl Leg {
    const fn months_each(&self) -> i64 {
        if self.monthly { 1 } else { self.months }
    }

    fn start_of(&self, payment: i64) -> Day {
        plus_months(self.anchor, (payment - 1) * self.months_each())
    }

    const fn planned(&self) -> i64 {
        self.months / self.months_each()
    }

    fn bought_on(&self) -> Day {
        self.bought.unwrap_or(self.anchor)
    }

    /// What a payment costs, the units that it paid for, and whether it is made by a day.
    fn payment(&self, number: i64, today: Day) -> (u64, u32, bool) {
        if let Some(price) = self.price {
            return (price, self.owned, number == 1 || self.start_of(number) <= today);
        }
        if let Some(paid) = self.record.iter().find(|paid| paid.number == number) {
            return (paid.minor, paid.units, paid.made.is_some_and(|day| day <= today));
        }
        let before = self.record.iter().filter(|paid| paid.number < number).max_by_key(|paid| paid.number);
        let priced = before.or_else(|| self.record.iter().min_by_key(|paid| paid.number)).unwrap();
        (priced.minor, priced.units, false)
    }

    /// The payment of the day, counted by looking at one after the other.
    fn current(&self, today: Day) -> i64 {
        (1..=self.planned()).rfind(|number| self.start_of(*number) <= today).unwrap_or(1)
    }

    fn line(&self, facts: &Facts) -> Line {
        let today = facts.today;
        let current = self.current(today);
        let charge = |(minor, units, _): (u64, u32, bool)| {
            half_to_even(&BigRational::new(BigInt::from(minor) * self.returned, BigInt::from(units)))
        };
        // A lower current price from 2020-01 on; provisioned throughput on the current price from 2026-01 on.
        let basis = |charge: &BigInt| match self.current {
            Some(price) if self.kind == "OpenAIPTU" && facts.edition >= 8 => BigInt::from(price),
            Some(price) if facts.edition >= 3 => charge.clone().min(BigInt::from(price)),
            _ => charge.clone(),
        };
        let now = self.payment(current, today);
        let (from, to) = (self.start_of(current), self.start_of(current + 1));
        let left = to - today.max(from);
        let window = facts.observed || facts.edition == 1;
        let in_full = window && self.unused && today - self.anchor <= 5;
        let share = match (now.2, in_full) {
            (false, _) => BigRational::zero(),
            (true, true) => whole(1),
            (true, false) => BigRational::new(BigInt::from(left), BigInt::from(to - from)),
        };
        let paid_ahead: BigInt = (current + 1..=self.planned())
            .map(|number| self.payment(number, today))
            .filter(|payment| payment.2)
            .map(|payment| basis(&charge(payment)))
            .sum();
        let made = (1..=self.planned()).filter(|number| self.payment(*number, today).2).count();
        let outstanding = self.planned() - i64::try_from(made).unwrap();
        Line {
            refund: half_to_even(&(whole(basis(&charge(now))) * share)) + &paid_ahead,
            paid_ahead,
            commitment: charge(now) * outstanding,
            is_paid: now.2,
        }
    }
}

impl Bought {
    /// In minor units.
    pub(crate) fn price(&self) -> BigInt {
        match self {
            Self::Reservation { minor, .. } => BigInt::from(*minor),
            Self::Plan { months, hourly, .. } => BigInt::from(*hourly) * (months / 12 * 8_760),
        }
    }

    const fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Reservation { kind, .. } => Some(kind),
            Self::Plan { .. } => None,
        }
    }

    pub(crate) const fn months(&self) -> i64 {
        match self {
            Self::Reservation { months, .. } | Self::Plan { months, .. } => *months,
        }
    }

    /// The size, where it is of a series that is no longer sold for the term.
    fn retired(&self) -> Option<&'static str> {
        let Self::Reservation { kind: "VirtualMachines", months, sku: Some(sku), .. } = self else { return None };
        match (*sku, months) {
            ("Standard_D2s_v3", 12 | 36) | ("Standard_F4s", 12) => Some(sku),
            _ => None,
        }
    }
}

impl Facts {
    pub(crate) fn is_trade_in(&self) -> bool {
        self.bought.iter().any(|bought| bought.kind().is_none())
    }

    pub(crate) fn answer(&self) -> Result<Answer, Nonsense> {
        if self.returned.is_empty() || self.bought.is_empty() {
            return Err(Nonsense::Nothing);
        }
        let ids: Vec<u32> = self.returned.iter().filter_map(|leg| leg.id).collect();
        if (1..ids.len()).any(|place| ids[..place].contains(&ids[place])) {
            return Err(Nonsense::Twice);
        }
        for (leg, number) in self.returned.iter().zip(1..) {
            if leg.bought.is_some_and(|bought| self.today < bought) {
                return Err(Nonsense::BeforePurchase(number));
            }
            if self.today >= plus_months(leg.anchor, leg.months) {
                return Err(Nonsense::AfterTerm(number));
            }
        }
        let lines: Vec<Line> = self.returned.iter().map(|leg| leg.line(self)).collect();
        let refund: BigInt = lines.iter().map(|line| line.refund.clone()).sum();
        let commitment: BigInt = lines.iter().map(|line| line.commitment.clone()).sum();
        let bought: BigInt = self.bought.iter().map(Bought::price).sum();
        let total = &refund + &commitment;
        let compared = if self.terms.refund_alone && !self.is_trade_in() { refund.clone() } else { total.clone() };
        let gap = &compared - &bought;
        let least = if self.terms.strict { gap + 1 } else { gap };
        let missing = (least > BigInt::zero()).then(|| whole(least));
        let net = &bought - &total;
        let reasons = self.reasons(&lines, missing.is_some());
        let sums = [refund, commitment, total, bought, net, compared].map(whole);
        Ok(Answer { lines, sums, missing, reasons, remarks: self.remarks() })
    }

    fn remarks(&self) -> Vec<&'static str> {
        let needs_role = self.terms.trade_in.is_some_and(|(_, role, _)| role);
        let mut found = Vec::new();
        if needs_role && self.is_trade_in() && self.role.is_none() {
            found.push("SavingsPlanRoleNotStated");
        }
        if self.today >= day_of(2026, 7, 1) {
            for bought in &self.bought {
                let unnamed = matches!(bought, Bought::Reservation { kind: "VirtualMachines", sku: None, .. });
                if unnamed && bought.months() < 60 {
                    found.push("SizeNotStated");
                }
            }
        }
        found
    }

    fn reasons(&self, lines: &[Line], too_small: bool) -> Vec<(&'static str, &'static str, String)> {
        let mut found = self.of_reservations();
        found.extend(self.of_request());
        for ((line, leg), number) in lines.iter().zip(&self.returned).zip(1..) {
            if !line.is_paid {
                let payment = leg.current(self.today);
                found.push(("PaymentOutstanding", "AMB-21", format!("{number} {payment}")));
            }
        }
        let unpriced = |leg: &Leg| self.edition >= 8 && leg.kind == "OpenAIPTU" && leg.current.is_none();
        if self.returned.iter().any(unpriced) {
            found.push(("CurrentPriceUnknown", "L-03", "OpenAIPTU".to_owned()));
        }
        found.extend(self.of_purchases());
        found.extend(self.restricted());
        if self.is_trade_in() {
            found.extend(self.trade_in());
        }
        if too_small {
            let rule = match (self.terms.strict, self.is_trade_in(), self.terms.refund_alone) {
                (true, ..) => "EXC-04",
                (false, true, _) => "L-12",
                (false, false, true) => "EXC-12",
                (false, false, false) => "L-07",
            };
            found.push(("NewTotalTooSmall", rule, String::new()));
        }
        found.sort_by_key(|(code, ..)| NEEDS_REVIEW.contains(code));
        found
    }

    fn of_reservations(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut found = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let never = |kind: &str| match kind {
            "RedHat" => Some("SW-07"),
            "Databricks" if self.edition >= 8 => Some("L-11"),
            _ => None,
        };
        for leg in &self.returned {
            if seen.contains(&leg.kind) {
                continue;
            }
            seen.push(leg.kind);
            if let Some(rule) = never(leg.kind) {
                found.push(("TypeNotExchangeable", rule, leg.kind.to_owned()));
            } else if !is_known(leg.kind) {
                found.push(("TypeUnknown", "L-11", leg.kind.to_owned()));
            }
        }
        if !seen.contains(&"QuantumThings") && self.bought.iter().any(|bought| bought.kind() == Some("QuantumThings")) {
            found.push(("TypeUnknown", "L-11", "QuantumThings".to_owned()));
        }
        for (leg, number) in self.returned.iter().zip(1..) {
            let code = match leg.state {
                "Succeeded" => continue,
                "Dreaming" => "StateUnknown",
                _ => "StateForbids",
            };
            found.push((code, "L-16", format!("{number} {}", leg.state.to_lowercase())));
        }
        found
    }

    fn of_request(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut found = Vec::new();
        let excludes = (2..=4).contains(&self.edition) && self.government;
        match self.contract {
            Contract::Enterprise | Contract::Expired if excludes => {
                found.push(("UsGovernmentEnterprise", "ELIG-01", String::new()));
            }
            Contract::Unknown if excludes => found.push(("UsGovernmentAgreementUnknown", "ELIG-01", String::new())),
            _ => {}
        }
        let (direct, csp): (&[&str], &[&str]) = match self.edition {
            0 | 1 => (&["owner", "customer"], &["owner", "customer", "partner"]),
            2 | 3 => (&["owner"], &["owner", "partner"]),
            4 | 5 => (&["owner"], &["partner"]),
            _ => (&["owner", "reservationAdministrator"], &["partner"]),
        };
        let may = match self.contract {
            Contract::Csp => csp.contains(&self.who),
            Contract::Unknown => direct.contains(&self.who) || csp.contains(&self.who),
            _ => direct.contains(&self.who),
        };
        if !may {
            let in_csp = matches!(self.contract, Contract::Csp | Contract::Unknown);
            let rule = match self.edition {
                0 | 1 => "CON-07",
                4 | 5 if self.contract == Contract::Csp => "CSP-14",
                2..=5 => "OWN-01",
                _ => "L-14",
            };
            found.push(if in_csp && self.who == "customer" {
                ("CustomerMustAskPartner", "CSP-14", String::new())
            } else {
                ("RequesterNotAllowed", rule, self.who.to_owned())
            });
        }
        if self.contract == Contract::Expired {
            found.push(("AgreementExpired", "ELIG-03", String::new()));
        }
        found
    }

    fn of_purchases(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut pairs: Vec<(&str, &str, u32, u32)> = Vec::new();
        let family = compute_family(self.terms.families);
        for (leg, item) in self.returned.iter().zip(1..) {
            for (kind, number) in self.bought.iter().zip(1..).filter_map(|(bought, at)| Some((bought.kind()?, at))) {
                let matches = leg.kind == kind || (family.contains(&leg.kind) && family.contains(&kind));
                let noted = pairs.iter().any(|(from, to, ..)| (*from, *to) == (leg.kind, kind));
                if !matches && !noted && is_known(leg.kind) && is_known(kind) {
                    pairs.push((leg.kind, kind, item, number));
                }
            }
        }
        // By type, as the service spells them.
        pairs.sort_by_key(|(from, to, ..)| (from.to_lowercase(), to.to_lowercase()));
        let rule = if self.terms.families > 0 { "L-08" } else { "EXC-08" };
        let pairs = pairs
            .into_iter()
            .map(|(from, to, item, number)| ("TypeMismatch", rule, format!("{item} {from} {number} {to}")));
        let mut found: Vec<_> = pairs.collect();
        if self.today >= day_of(2026, 7, 1) {
            for (bought, number) in self.bought.iter().zip(1..) {
                if let Some(sku) = bought.retired() {
                    found.push(("NoLongerSold", "L-35", format!("{number} {sku}")));
                }
            }
        }
        found
    }

    /// What was bought too late has no exchange for another reservation, what was bought earlier one for each unit.
    fn restricted(&self) -> Vec<(&'static str, &'static str, String)> {
        let for_a_reservation = self.bought.iter().any(|bought| bought.kind().is_some());
        let Some(from) = self.terms.restricted_from.filter(|_| for_a_reservation && !self.government) else {
            return Vec::new();
        };
        let (mut late, mut used) = (Vec::new(), Vec::new());
        for (leg, number) in self.returned.iter().zip(1..) {
            let covered = if COMPUTE_PLAN.contains(&leg.kind) {
                day_of(2022, 10, 10)
            } else if DATABASE_PLAN.contains(&leg.kind) {
                day_of(2026, 3, 18)
            } else {
                continue;
            };
            if self.today < covered {
                continue;
            }
            let left = leg.original.map_or(leg.owned, |original| original.saturating_sub(leg.exchanged).min(leg.owned));
            if leg.bought_on() >= from.max(covered) {
                late.push(("NoLongerExchangeable", "L-09", format!("{number}")));
            } else if leg.returned > left {
                used.push(("FinalExchangeUsed", "L-09", format!("{number} {left}")));
            }
        }
        late.append(&mut used);
        late
    }

    fn trade_in(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut found = Vec::new();
        let plans = || {
            self.bought.iter().filter_map(|bought| match bought {
                Bought::Plan { database, .. } => Some(*database),
                Bought::Reservation { .. } => None,
            })
        };
        let (compute, database) = (plans().any(|database| !database), plans().any(|database| database));
        let offered = self.terms.trade_in;
        if compute && offered.is_none() {
            found.push(("TradeInNotOffered", "L-12", "compute".to_owned()));
        }
        if database && !offered.is_some_and(|(.., database)| database) {
            found.push(("TradeInNotOffered", "L-12", "database".to_owned()));
        }
        for (leg, number) in self.returned.iter().zip(1..).filter(|(leg, _)| is_known(leg.kind)) {
            let covered =
                (compute && COMPUTE_PLAN.contains(&leg.kind)) || (database && DATABASE_PLAN.contains(&leg.kind));
            if !covered {
                found.push(("TradeInType", "L-12", format!("{number}")));
            }
        }
        for (bought, number) in self.bought.iter().zip(1..) {
            if matches!(bought, Bought::Plan { database: true, months: 36, .. }) {
                found.push(("TradeInTerm", "L-12", format!("{number}")));
            }
        }
        if let Some((most, role, _)) = offered {
            if most.is_some_and(|most| self.returned.len() > usize::try_from(most).unwrap()) {
                found.push(("TooManyReservations", "L-12", String::new()));
            }
            if role && self.role == Some(false) {
                found.push(("SavingsPlanRoleMissing", "L-24", String::new()));
            }
        }
        found
    }
}
