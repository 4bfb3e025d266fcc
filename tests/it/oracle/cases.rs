//! Random facts, the same for the same seed on every machine.

use super::days::{Day, NANOSECONDS_A_DAY, day_of, midnight, month_length};
use super::model::{Amount, Contract, Earlier, Facts, Fee, Paid, Policy, Terms, Who, Window};

/// `SplitMix64`: small, fast, and good enough to choose test cases by.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, and without, the bound. The slight bias of a remainder does no harm here.
    pub(crate) fn below<T: TryFrom<u64> + TryInto<u64>>(&mut self, bound: T) -> T {
        let bound: u64 = bound.try_into().ok().unwrap();
        T::try_from(self.next() % bound).ok().unwrap()
    }

    pub(crate) const fn percent(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.next() % u64::try_from(from.len()).unwrap()).unwrap()]
    }
}

/// Which facts are possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everything that can be asked of the library.
    Library,
    /// What a request in JSON can say, and mean.
    #[cfg_attr(not(feature = "azure"), expect(dead_code, reason = "for the JSON tests"))]
    Json,
}

pub(crate) const CURRENCIES: [(&str, u32); 9] =
    [("USD", 2), ("GBP", 2), ("EUR", 2), ("USD", 2), ("GBP", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3)];

pub(crate) const KINDS: [&str; 16] = [
    "VirtualMachines",
    "SqlDatabases",
    "SuseLinux",
    "RedHat",
    "Databricks",
    "SynapsePrePurchase",
    "VMwareCloudSimple",
    "RedHatOsa",
    "MDC",
    "Sentinel",
    "AppService",
    "AVS",
    "CosmosDb",
    "DedicatedHost",
    "NutanixBareMetal",
    "QuantumThings",
];

pub(crate) const STATES: [&str; 14] = [
    "Succeeded",
    "Creating",
    "PendingResourceHold",
    "ConfirmedResourceHold",
    "PendingBilling",
    "ConfirmedBilling",
    "Created",
    "Cancelled",
    "Expired",
    "BillingFailed",
    "Failed",
    "Split",
    "Merged",
    "Quarantined",
];

const CONTRACTS: [Contract; 7] = [
    Contract::Unknown,
    Contract::Enterprise,
    Contract::EnterpriseRenewed,
    Contract::EnterpriseExpired,
    Contract::MicrosoftCustomer,
    Contract::PayAsYouGo,
    Contract::Csp,
];

pub(crate) fn facts(random: &mut Random, reach: Reach) -> Facts {
    let currency = random.pick(&CURRENCIES);
    let anchor = anchor(random);
    let months = random.pick(&[12, 12, 36, 36, 60]);
    let monthly = random.percent(65);
    let owned = random.pick(&[1, 1, 2, 3, 4, 7, 10, 100, 4_000_000_000]);
    let mut facts = Facts {
        policy: policy(random),
        kind: if random.percent(85) { "VirtualMachines" } else { random.pick(&KINDS) },
        state: if random.percent(90) { "Succeeded" } else { random.pick(&STATES) },
        who: random.pick(&[Who::Owner, Who::Owner, Who::Administrator, Who::Customer, Who::Partner, Who::Other]),
        contract: Contract::Unknown,
        us_government: false,
        used: random.percent(30),
        currency,
        anchor,
        months,
        monthly,
        owned,
        returned: returned(random, owned),
        covers: owned,
        payments: Vec::new(),
        purchased_at: midnight(anchor),
        at: 0,
        fee_rate: random.percent(70).then(|| random.pick(&[0, 120_000_000, 125_000_000, 333_333_333, 1_000_000_000])),
        current_price: random.percent(30).then(|| amount(random, currency.1)),
        earlier: Vec::new(),
    };
    if reach == Reach::Library {
        facts.contract = random.pick(&CONTRACTS);
        facts.us_government = random.percent(20);
    }
    facts.covers = match random.below(20) {
        0 => random.pick(&[1, 2, 3]),
        1 | 2 => owned.saturating_add(random.below(5)),
        _ => owned,
    };
    facts.purchased_at = match random.below(10) {
        0..4 => midnight(anchor),
        4..8 => midnight(anchor) + time(random),
        8 => midnight(anchor - 1) + time(random),
        _ => midnight(anchor + random.below(3)) + time(random),
    };
    facts.at = at(random, &facts);
    if random.percent(4) {
        // A list of types that are not refunded begins now, or a nanosecond later.
        let begins = random.pick(&[day_of(2018, 5, 11), day_of(2022, 10, 1), day_of(2026, 1, 1)]);
        facts.anchor = begins - 3 - random.below(20);
        facts.purchased_at = midnight(facts.anchor);
        facts.at = midnight(begins) - i128::from(random.below(2_i64));
        facts.kind = random.pick(&KINDS);
    }
    facts.payments = payments(random, &facts, reach);
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

pub(crate) fn returned(random: &mut Random, owned: u32) -> u32 {
    match random.below(10) {
        0..5 => owned,
        5..9 => 1 + random.below(owned),
        _ => owned.saturating_add(random.below(2)),
    }
}

fn policy(random: &mut Random) -> Policy {
    let mut policy = Policy::new(random.below(5), random.percent(40));
    if random.percent(30) {
        policy.terms = terms(random, policy.terms);
    }
    policy
}

/// The edition's terms with some of them replaced.
fn terms(random: &mut Random, base: Terms) -> Terms {
    let mut terms = base;
    if random.percent(40) {
        terms.whole_months = true;
    }
    if random.percent(30) {
        terms.full_window = random.pick(&[
            None,
            Some((0, true)),
            Some((1, false)),
            Some((30, true)),
            Some((40, false)),
            Some((400, true)),
        ]);
    }
    if random.percent(30) {
        let fees =
            [Fee::FromCaller, Fee::Stated(0), Fee::Stated(1), Fee::Stated(50_000_000), Fee::Stated(1_000_000_000)];
        (terms.charged, terms.reserved) = (random.pick(&fees), random.pick(&fees));
    }
    if random.percent(30) {
        terms.lower_of_paid_and_current = !base.lower_of_paid_and_current;
    }
    if random.percent(40) {
        terms.limit = random.pick(&[0, 1, 10_000, 4_999_999, u64::MAX]);
        terms.window =
            random.pick(&[Window::Year, Window::Months(1), Window::Months(12), Window::Days(1), Window::Days(365)]);
        terms.counts_commitment = random.percent(50);
    }
    terms
}

/// A time of day, often its first or its last moment.
pub(crate) fn time(random: &mut Random) -> i128 {
    match random.below(6) {
        0 => 0,
        1 => NANOSECONDS_A_DAY - 1,
        // As the service writes it: seven digits.
        2 => i128::from(random.below(864_000_000_000_i64)) * 100,
        _ => i128::from(random.below(86_400_i64)) * 1_000_000_000,
    }
}

fn at(random: &mut Random, facts: &Facts) -> i128 {
    let length = facts.end() - facts.anchor;
    let day = match random.below(40) {
        0 => facts.anchor - 1 - random.below(3),
        1 => facts.end() + random.below(3),
        2 | 3 => facts.end() - 1,
        4..12 => facts.anchor + random.below(8),
        12..18 => facts.period_of(facts.anchor + random.below(length)).1.0 + random.below(2),
        18..22 => facts.period_of(facts.anchor + random.below(length)).1.1 - 1,
        _ => facts.anchor + random.below(length),
    };
    midnight(day) + time(random)
}

/// What a payment can be: usual, tiny, nothing, in large units, finer than the minor unit, or enormous.
pub(crate) fn amount(random: &mut Random, minor_digits: u32) -> Amount {
    let scale = minor_digits;
    match random.below(40) {
        0 => Amount { digits: 0, scale },
        1 | 2 => Amount { digits: u128::from(random.below(60_u64)), scale },
        3 => Amount { digits: u128::from(random.below(1_000_u64)), scale: 0 },
        4..8 => Amount { digits: u128::from(random.below(100_000_000_u64)), scale: scale + 1 + random.below(4) },
        8 => Amount { digits: u128::from(random.below(2_000_u64)), scale: scale + 3 },
        9 => Amount { digits: u128::from(u64::MAX) - u128::from(random.below(3_u64)), scale },
        10 => Amount { digits: u128::from(random.next()) * u128::from(random.pick(&[1_u64, 1, 3])), scale },
        11..20 => Amount { digits: u128::from(random.below(1_000_000_000_000_u64)), scale },
        _ => Amount { digits: u128::from(1_000 + random.below(1_000_000_u64)), scale },
    }
}

pub(crate) fn payments(random: &mut Random, facts: &Facts, reach: Reach) -> Vec<Paid> {
    let (today, _) = super::days::split(facts.at);
    let current = facts.period_of(today.min(facts.end() - 1)).0;
    let price = (amount(random, facts.currency.1), amount(random, 2));
    let changes = random.percent(10);
    // In most cases everything up to now was paid; else a payment is missing, or more was paid already.
    let made = match random.below(20) {
        0 => current,
        1 => random.below(facts.planned() + 1),
        2 => facts.planned(),
        _ => current + 1,
    };
    let mut list: Vec<Paid> = Vec::new();
    for period in 0..facts.planned() {
        let succeeded = period < made && !random.percent(1);
        // A payment that is still to come is known or not.
        if succeeded || random.percent(5) {
            let (billing, pricing) =
                if changes { (amount(random, facts.currency.1), amount(random, 2)) } else { price };
            list.push(Paid { period, succeeded, billing, pricing });
        }
    }
    if list.is_empty() && reach == Reach::Library {
        list.push(Paid { period: 0, succeeded: false, billing: price.0, pricing: price.1 });
    }
    list
}

fn earlier(random: &mut Random, facts: &Facts) -> Vec<Earlier> {
    let count = random.pick(&[0, 0, 1, 2, 5]);
    let mut list = Vec::new();
    for _ in 0..count {
        let (today, now) = super::days::split(facts.at);
        let days_ago = match random.below(4) {
            0 => random.pick(&[0, 1, 364, 365, 366, 367]),
            1 => -random.below(3),
            _ => random.below(800),
        };
        let time = if random.percent(30) { now } else { time(random) };
        let refunded = random.pick(&[0, 1, 10_000, 2_499_999, 4_999_999, 5_000_000]) + random.below(3);
        let cancelled = refunded + if random.percent(50) { random.below(3_000_000) } else { 0 };
        list.push(Earlier { at: midnight(today - days_ago) + time, refunded, cancelled });
    }
    list
}
