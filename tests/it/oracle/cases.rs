//! Random facts, the same for the same seed on every machine.

use reservation_policy::Requester;

use super::days::{Day, Instant, NANOSECONDS_A_DAY, day_of, midnight, month_length, split};
use super::model::{Amount, Contract, EDITIONS, Earlier, Facts, Fee, Paid, Pay, Policy, Terms, Window};

/// `SplitMix64`: small, fast, and good enough to choose test cases by.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, and without, the bound. The slight bias of a remainder does no harm here.
    pub(super) fn below<T: TryFrom<u64> + TryInto<u64>>(&mut self, bound: T) -> T {
        let bound: u64 = bound.try_into().ok().unwrap();
        T::try_from(self.next() % bound).ok().unwrap()
    }

    const fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.next() % u64::try_from(from.len()).unwrap()).unwrap()]
    }
}

const CURRENCIES: [(&str, u32); 9] =
    [("USD", 2), ("GBP", 2), ("EUR", 2), ("USD", 2), ("GBP", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3)];

const KINDS: [&str; 14] = [
    "SqlDatabases",
    "SuseLinux",
    "RedHat",
    "Databricks",
    "SynapsePrePurchase",
    "VMwareCloudSimple",
    "RedHatOsa",
    "MDC",
    "Sentinel",
    "OpenAIPTU",
    "OpenAIPTU",
    "VirtualMachineSoftware",
    "VirtualMachineSoftware",
    "QuantumThings",
];

const STATES: [&str; 6] = ["Creating", "PendingBilling", "Cancelled", "Expired", "Merged", "Quarantined"];

const CONTRACTS: [Contract; 7] = [
    Contract::Unknown,
    Contract::Enterprise,
    Contract::EnterpriseRenewed,
    Contract::EnterpriseExpired,
    Contract::MicrosoftCustomer,
    Contract::PayAsYouGo,
    Contract::Csp,
];

/// The facts of a seed.
pub(super) fn facts(seed: u64) -> Facts {
    use Requester::{Customer, Other, Owner, Partner, ReservationAdministrator};
    let random = &mut Random::new(seed);
    let currency = random.pick(&CURRENCIES);
    let anchor = anchor(random);
    let owned = random.pick(&[1, 1, 2, 3, 4, 7, 10, 100, 4_000_000_000]);
    let mut facts = Facts {
        policy: policy(random),
        kind: if random.percent(75) { "VirtualMachines" } else { random.pick(&KINDS) },
        state: if random.percent(92) { "Succeeded" } else { random.pick(&STATES) },
        who: random.pick(&[Owner, Owner, Owner, Owner, ReservationAdministrator, Customer, Partner, Other]),
        contract: random.pick(&CONTRACTS),
        us_government: random.percent(15),
        changed_card: random.percent(20),
        unused: random.percent(50),
        private_offer: random.percent(20),
        currency,
        anchor,
        months: random.pick(&[1, 12, 12, 12, 36, 36, 60]),
        monthly: random.percent(65),
        owned,
        returned: if random.percent(55) { owned } else { 1 + random.below(owned) },
        plan: Vec::new(),
        purchased_at: None,
        at: 0,
        assume: random.percent(25),
        fee_rate: random.percent(75).then(|| random.pick(&[0, 120_000_000, 125_000_000, 333_333_333, 1_000_000_000])),
        current: random.percent(30).then(|| amount(random, currency.1)),
        current_usd: random.percent(15).then(|| amount(random, 2)),
        refunded_before: random
            .percent(20)
            .then(|| Amount { digits: u128::from(random.below(90_000_u64)), scale: currency.1 }),
        earlier: Vec::new(),
    };
    facts.purchased_at = match random.below(10) {
        0..5 => None,
        5..8 => Some(midnight(anchor) + time(random)),
        8 => Some(midnight(anchor - 1 - random.below(40)) + time(random)),
        _ => Some(midnight(anchor + random.below(3)) + time(random)),
    };
    let payments = if facts.monthly { facts.months } else { 1 };
    facts.plan = plan(random, &facts, usize::try_from(payments).unwrap());
    facts.at = at(random, &facts);
    facts.earlier = earlier(random, &facts);
    facts
}

fn anchor(random: &mut Random) -> Day {
    let (year, month) = (2016 + random.below(14), 1 + random.below(12));
    match random.below(10) {
        0 => day_of(random.pick(&[2016, 2020, 2024, 2028]), 2, 29),
        1 | 2 => day_of(year, month, month_length(year, month)),
        3 => day_of(year, random.pick(&[1, 3, 5, 7, 8, 10, 12]), random.pick(&[29, 30, 31])),
        _ => day_of(year, month, 1 + random.below(28)),
    }
}

fn policy(random: &mut Random) -> Policy {
    let mut policy = Policy::new(random.below(EDITIONS.len()), random.percent(40));
    if random.percent(40) {
        policy.terms = terms(random, policy.terms);
    }
    policy
}

/// The edition's terms with some of them replaced.
fn terms(random: &mut Random, mut terms: Terms) -> Terms {
    terms.whole_months = random.percent(30);
    terms.exact_parts = random.percent(30);
    terms.lower_of_paid_and_current ^= random.percent(30);
    if random.percent(30) {
        let windows = [None, Some((0, true)), Some((1, false)), Some((30, true)), Some((40, false)), Some((400, true))];
        terms.full_window = random.pick(&windows);
    }
    if random.percent(30) {
        let stated = [0, 1, 50_000_000, 1_000_000_000];
        let (one, two) = (random.pick(&stated), random.pick(&stated));
        terms.charged = if random.percent(25) { Fee::FromCaller } else { Fee::Stated(one.min(two)) };
        terms.reserved = if random.percent(25) { Fee::FromCaller } else { Fee::Stated(one.max(two)) };
    }
    if random.percent(40) {
        terms.limit = random.pick(&[0, 1, 10_000, 300_000, 4_999_999, u64::MAX]);
        let windows = [Window::Year, Window::Months(1), Window::Months(12), Window::Days(1), Window::Days(365)];
        terms.window = random.pick(&windows);
        terms.counts_commitment = random.percent(50);
    }
    terms
}

/// A time of day, often its first or its last moment.
fn time(random: &mut Random) -> Instant {
    match random.below(6) {
        0 => 0,
        1 => NANOSECONDS_A_DAY - 1,
        // As the service writes it: seven digits.
        2 => Instant::from(random.below(864_000_000_000_i64)) * 100,
        _ => Instant::from(random.below(86_400_i64)) * 1_000_000_000,
    }
}

fn at(random: &mut Random, facts: &Facts) -> Instant {
    let length = facts.end() - facts.anchor;
    let number = 1 + random.below(facts.plan.len());
    let day = match random.below(40) {
        0 | 1 => facts.anchor - 1 - random.below(40),
        2 => facts.end() + random.below(3),
        3 | 4 => facts.end() - 1,
        5..12 => facts.anchor + random.below(8),
        12..18 => facts.due(number) + random.below(2),
        18..22 => facts.due(number + 1) - 1,
        22..26 => match facts.plan[number - 1].0.made {
            Paid::On(made) => made - random.below(2),
            Paid::AsDue | Paid::Not => facts.due(number),
        },
        _ => facts.anchor + random.below(length),
    };
    midnight(day) + time(random)
}

/// What a payment can be: usual, tiny, nothing, in large units, finer than the minor unit, or enormous.
fn amount(random: &mut Random, scale: u32) -> Amount {
    match random.below(40) {
        0 => Amount { digits: 0, scale },
        1..4 => Amount { digits: u128::from(random.below(60_u64)), scale },
        4 => Amount { digits: u128::from(random.below(1_000_u64)), scale: 0 },
        5..9 => Amount { digits: u128::from(random.below(100_000_000_u64)), scale: scale + 1 + random.below(4) },
        9 => Amount { digits: u128::from(random.below(2_000_u64)), scale: scale + 3 },
        10 => Amount { digits: u128::from(u64::MAX) - u128::from(random.below(3_u64)), scale },
        11..15 => Amount { digits: u128::from(random.below(1_000_000_000_u64)), scale },
        _ => Amount { digits: u128::from(1_000 + random.below(1_000_000_u64)), scale },
    }
}

/// The payments of the plan, in one of two ways: as they fall due, or from a record in which some are late, ahead,
/// missing or not listed.
fn plan(random: &mut Random, facts: &Facts, payments: usize) -> Vec<(Pay, bool)> {
    let price = (amount(random, facts.currency.1), amount(random, 2));
    let pay = |made| Pay { billed: price.0, usd: price.1, units: facts.owned, made };
    if random.percent(30) {
        return (0..payments).map(|index| (pay(Paid::AsDue), index == 0)).collect();
    }
    let (listed, changes) = (1 + random.below(payments), random.percent(15));
    let first_units = facts.owned.saturating_add(random.pick(&[0, 0, 1, 5]));
    let mut plan: Vec<(Pay, bool)> = Vec::new();
    for number in 1..=payments {
        let due = facts.due(number);
        let made = match random.below(20) {
            0 => Paid::Not,
            1 => Paid::AsDue,
            2 => Paid::On(due + 1 + random.below(40)),
            3 => Paid::On(due - 1 - random.below(40)),
            _ => Paid::On(due),
        };
        let is_listed = number == 1 || (number <= listed && random.percent(95));
        let last = plan.last().map(|(last, _)| Pay { made: Paid::Not, ..*last });
        let pay = match last {
            Some(last) if !is_listed => last,
            Some(last) if !changes => Pay { made, ..last },
            _ => Pay {
                billed: amount(random, facts.currency.1),
                usd: amount(random, 2),
                units: if number < 4 { first_units } else { facts.owned },
                made,
            },
        };
        plan.push((pay, is_listed));
    }
    // A plan of one payment lists it; the units of a later part may be fewer than those of the first months.
    plan
}

fn earlier(random: &mut Random, facts: &Facts) -> Vec<Earlier> {
    let count = random.pick(&[0, 0, 1, 2, 5]);
    let mut list = Vec::new();
    for _ in 0..count {
        let (today, now) = split(facts.at);
        let days_ago = match random.below(4) {
            0 => random.pick(&[0, 1, 364, 365, 366, 367]),
            1 => -random.below(3),
            _ => random.below(800),
        };
        let time = if random.percent(30) { now } else { time(random) };
        let refunded = random.pick(&[0, 1, 10_000, 2_499_999, 4_999_999, 5_000_000]) + random.below(3);
        let canceled = refunded + if random.percent(50) { random.below(3_000_000) } else { 0 };
        list.push(Earlier { at: midnight(today - days_ago) + time, refunded, canceled });
    }
    list
}
