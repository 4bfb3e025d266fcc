//! Estates of ours: reservations as an organization of some size has them, made from a seed and the same in each run.

use chrono::{DateTime, Days, NaiveDate, Utc};
use reservation_policy::plan::Wish;
use reservation_policy::reservation::ReservationBuilder;
use reservation_policy::{
    CapEntry, Money, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
    UsdAmount, chrono,
};

/// An estate: what is asked, under which policy.
pub struct Estate {
    pub name: &'static str,
    pub policy: ReservationPolicy,
    pub ledger: RefundLedger,
    pub wishes: Vec<Wish>,
    pub request: Request,
}

/// A generator of numbers (xorshift), so that no run differs from another.
pub struct Numbers(u64);

impl Numbers {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn up_to(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.up_to(high - low + 1)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.up_to(from.len() as u64) as usize].clone()
    }
}

/// How an estate is made.
#[derive(Clone, Copy)]
pub struct Mix {
    pub wishes: u64,
    pub units: u64,
    /// Monthly ones in a hundred.
    pub monthly: u64,
    /// The price of a unit for a month, in cents: from, to.
    pub month: (u64, u64),
    pub euro: bool,
    /// Those that may only be returned later, in a hundred.
    pub later: u64,
    pub terms: &'static [Term],
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The instant of every request.
pub fn now() -> DateTime<Utc> {
    "2026-11-25T09:00:00Z".parse().unwrap()
}

/// Wishes of a mix.
pub fn wishes(numbers: &mut Numbers, mix: Mix) -> Vec<Wish> {
    let types = [
        ResourceType::VirtualMachines,
        ResourceType::VirtualMachines,
        ResourceType::SqlDatabases,
        ResourceType::AppService,
        ResourceType::CosmosDb,
    ];
    (0..mix.wishes)
        .map(|number| {
            let term = numbers.pick(mix.terms);
            let months = u64::from(term.months());
            let age = numbers.between(5, months * 30 * 85 / 100);
            let start = date("2026-11-25") - Days::new(age);
            let (units, month) = (numbers.between(1, mix.units), numbers.between(mix.month.0, mix.month.1));
            let id = format!("00000000-0000-4000-8000-{number:012}");
            let builder = Reservation::builder(numbers.pick(&types), start, term).units(units as u32).id(&id).unwrap();
            let monthly = numbers.up_to(100) < mix.monthly;
            let one = if monthly { month } else { month * months * 96 / 100 };
            let reservation = priced(builder, monthly, price(one, mix.euro)).build().unwrap();
            let wished = reservation.units(numbers.between(1 + units / 2, units.max(1 + units / 2)) as u32);
            let wish = Wish::new(wished.unwrap());
            let later = numbers.up_to(100) < mix.later;
            if later { wish.not_before(date("2026-11-25") + Days::new(numbers.between(20, 200))) } else { wish }
        })
        .filter(|wish| {
            let end = wish.returned().reservation().schedule().end();
            end > date("2026-12-10") && wish.first_day().is_none_or(|day| day < end)
        })
        .collect()
}

#[expect(clippy::fn_params_excessive_bools, reason = "estates of a benchmark, read beside their calls")]
fn priced(builder: ReservationBuilder, monthly: bool, price: Price) -> ReservationBuilder {
    if monthly { builder.monthly_each(price) } else { builder.upfront_each(price) }
}

#[expect(clippy::fn_params_excessive_bools, reason = "estates of a benchmark, read beside their calls")]
fn price(cents: u64, euro: bool) -> Price {
    let usd = Money::of_minor(cents, "USD".parse().unwrap());
    let billed = if euro { Money::of_minor(cents * 92 / 100, "EUR".parse().unwrap()) } else { usd };
    Price::new(billed, usd).unwrap()
}

fn ledger(entries: &[(&str, u32)]) -> RefundLedger {
    let entry =
        |(at, dollars): &(&str, u32)| CapEntry::new(at, at.parse().unwrap(), UsdAmount::dollars(*dollars)).unwrap();
    RefundLedger::from_entries(entries.iter().map(entry)).unwrap()
}

/// The five estates.
pub fn five() -> Vec<Estate> {
    let written = ReservationPolicy::in_force_on(now().date_naive()).unwrap();
    let observed = written.clone().observed();
    let request = Request::new(now(), Requester::Owner);
    let both: &[Term] = &[Term::OneYear, Term::ThreeYears];
    let half_used =
        [("2026-02-10T10:00:00Z", 18_000), ("2026-05-04T15:30:00Z", 9_000), ("2026-08-20T08:00:00Z", 6_000)];
    let full = [("2026-01-12T10:00:00Z", 22_000), ("2026-03-30T09:10:00Z", 15_000), ("2026-09-02T12:00:00Z", 13_000)];
    let estate = |name, policy: &ReservationPolicy, entries: &[(&str, u32)], seed, mix| Estate {
        name,
        policy: policy.clone(),
        ledger: ledger(entries),
        wishes: wishes(&mut Numbers::new(seed), mix),
        request,
    };
    let mix = Mix { wishes: 40, units: 12, monthly: 40, month: (4_000, 60_000), euro: false, later: 0, terms: both };
    vec![
        estate("forty reservations, as written", &written, &half_used, 7, mix),
        estate("forty reservations, as observed", &observed, &half_used, 7, mix),
        estate("monthly, cap full, as observed", &observed, &full, 11, Mix { wishes: 30, monthly: 100, ..mix }),
        estate("migration in stages, euro", &written, &full, 13, Mix { wishes: 16, later: 60, euro: true, ..mix }),
        estate(
            "few large ones",
            &written,
            &half_used,
            17,
            Mix { wishes: 8, units: 4, month: (40_000, 250_000), ..mix },
        ),
    ]
}

/// Many wishes with many units over three years.
#[expect(clippy::fn_params_excessive_bools, reason = "estates of a benchmark, read beside their calls")]
pub fn many(wishes_: u64, units: u64, observed: bool) -> Estate {
    let written = ReservationPolicy::in_force_on(now().date_naive()).unwrap();
    let entries = [("2026-02-10T10:00:00Z", 18_000), ("2026-05-04T15:30:00Z", 9_000), ("2026-08-20T08:00:00Z", 6_000)];
    let terms: &[Term] = &[Term::OneYear, Term::ThreeYears, Term::ThreeYears];
    let mix = Mix { wishes: wishes_, units, monthly: 45, month: (1_000, 90_000), euro: false, later: 20, terms };
    Estate {
        name: "many",
        policy: if observed { written.observed() } else { written },
        ledger: ledger(&entries),
        wishes: wishes(&mut Numbers::new(wishes_ + units), mix),
        request: Request::new(now(), Requester::Owner),
    }
}
