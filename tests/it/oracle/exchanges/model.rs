//! Exchanges worked out a second time: each return as a refund without a fee, plain sums, one rule after the other.
//!
//! It is written from `docs/decisions.md` and the tables of the editions, and calls nothing of the crate.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};

use super::super::days::{Day, Instant, day_of, split};
use super::super::model::{self, Amount, Contract, Nonsense, Policy, Quote, Who, power_of_ten};
use super::super::verdict::{About, Why, state_code, type_rule};

/// What a policy says of exchanges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terms {
    /// Whether more must be bought than is returned.
    pub(super) strict: bool,
    /// Whether the refund alone is compared, without the future payments.
    pub(super) refund_alone: bool,
    pub(super) by_family: bool,
    /// What savings plans cover and was bought from this day on is not exchanged.
    pub(super) restricted_from: Option<Day>,
    /// The first day of trade-ins, and the most reservations at once.
    pub(super) trade_in: Option<(Day, u32)>,
}

/// One returned reservation.
#[derive(Debug, Clone)]
pub(super) struct Returned {
    /// As for a refund: policy, instant and who asks are those of the exchange.
    pub(super) facts: model::Facts,
    pub(super) id: Option<u32>,
    /// How many units were bought, and how many of them had their final exchange.
    pub(super) original: u32,
    pub(super) exchanged: u32,
}

#[derive(Debug, Clone)]
pub(super) enum Bought {
    Reservation {
        kind: &'static str,
        months: i64,
        monthly: bool,
        price: Amount,
    },
    /// So much for each hour.
    Plan {
        months: i64,
        hourly: Amount,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) policy: Policy,
    pub(super) terms: Terms,
    pub(super) currency: (&'static str, u32),
    /// A purchase in another currency, by its place.
    pub(super) other_currency: Option<usize>,
    pub(super) at: Instant,
    pub(super) who: Who,
    pub(super) contract: Contract,
    pub(super) us_government: bool,
    pub(super) returned: Vec<Returned>,
    pub(super) bought: Vec<Bought>,
}

/// Facts that make no exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoExchange {
    SavingsPlanTerm,
    NothingReturned,
    NothingBought,
    Currency,
    Twice,
    Quantity,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAnswer {
    Return(u32, Nonsense),
    TooLarge,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) refund: BigRational,
    pub(super) remaining: BigRational,
    pub(super) refunds_total: BigRational,
    pub(super) purchases_total: BigRational,
    pub(super) net_payable: BigRational,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) returned: Vec<Quote>,
    pub(super) totals: Totals,
    pub(super) compared: BigRational,
    pub(super) valid_until: Day,
    pub(super) reasons: Vec<Why>,
}

impl Terms {
    pub(super) fn of(edition: usize) -> Self {
        let later = edition >= 3;
        Self {
            strict: false,
            refund_alone: !later,
            by_family: later,
            restricted_from: (edition == 4).then(|| day_of(2027, 2, 1)),
            trade_in: later.then(|| (day_of(2022, 10, 1), 100)),
        }
    }
}

impl Bought {
    pub(super) const fn months(&self) -> i64 {
        match self {
            Self::Reservation { months, .. } | Self::Plan { months, .. } => *months,
        }
    }

    const fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Reservation { kind, .. } => Some(kind),
            Self::Plan { .. } => None,
        }
    }

    /// The whole price: of a savings plan 8,760 hours a year.
    pub(super) fn price(&self) -> BigRational {
        match self {
            Self::Reservation { price, .. } => price.exact(),
            Self::Plan { months, hourly } => {
                hourly.exact() * BigRational::from_integer(BigInt::from(months / 12 * 8_760))
            }
        }
    }
}

fn is_covered(kind: &str) -> bool {
    ["VirtualMachines", "DedicatedHost", "AppService"].contains(&kind)
}

fn family(kind: &str) -> Option<&'static str> {
    match kind {
        "VirtualMachines" | "DedicatedHost" | "AVS" | "NutanixBareMetal" => Some("compute"),
        "SqlDatabases" => Some("sql"),
        _ => None,
    }
}

/// By name, unknown ones last, and each once.
fn in_order(kinds: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut kinds: Vec<&str> = kinds.collect();
    kinds.sort_by_key(|kind| (*kind == "QuantumThings", kind.to_lowercase()));
    kinds.dedup();
    kinds
}

/// Whether an amount has room in 96 bits and 28 decimals.
fn is_held(amount: &BigRational) -> bool {
    (0..=28)
        .map(|scale| amount * power_of_ten(scale))
        .find(BigRational::is_integer)
        .is_some_and(|whole| whole.to_integer().bits() <= 96)
}

impl Facts {
    pub(super) fn policy_name(&self) -> String {
        let overridden = self.policy.is_overridden() || self.terms != Terms::of(self.policy.edition);
        format!("{}{}", self.policy.base_name(), if overridden { " (overridden)" } else { "" })
    }

    /// Everything that is wrong with the facts themselves.
    pub(super) fn wrong(&self) -> Vec<NoExchange> {
        let mut found = Vec::new();
        if self.bought.iter().any(|bought| matches!(bought, Bought::Plan { months: 60, .. })) {
            found.push(NoExchange::SavingsPlanTerm);
        }
        if self.returned.is_empty() {
            found.push(NoExchange::NothingReturned);
        }
        if self.bought.is_empty() {
            found.push(NoExchange::NothingBought);
        }
        if self.other_currency.is_some_and(|place| place < self.bought.len()) {
            found.push(NoExchange::Currency);
        }
        let ids: Vec<u32> = self.returned.iter().filter_map(|returned| returned.id).collect();
        if (1..ids.len()).any(|place| ids[..place].contains(&ids[place])) {
            found.push(NoExchange::Twice);
        }
        if self.returned.iter().any(|returned| returned.facts.returned > returned.facts.owned) {
            found.push(NoExchange::Quantity);
        }
        found
    }

    fn is_trade_in(&self) -> bool {
        self.bought.iter().any(|bought| bought.kind().is_none())
    }

    pub(super) fn answer(&self) -> Result<Answer, NoAnswer> {
        let minor = |amount: &BigInt| BigRational::new(amount.clone(), power_of_ten(self.currency.1));
        let mut quotes = Vec::new();
        let mut sums = [BigRational::zero(), BigRational::zero(), BigRational::zero()];
        for (returned, number) in self.returned.iter().zip(1..) {
            let quote = returned.facts.quote().map_err(|nonsense| NoAnswer::Return(number, nonsense))?;
            sums[0] += minor(&quote.billing.refund);
            sums[1] += minor(&quote.billing.remaining_commitment);
            quotes.push(quote);
        }
        for bought in &self.bought {
            sums[2] += bought.price();
            if !is_held(&sums[2]) || !is_held(&(&sums[2] - &sums[0] - &sums[1])) {
                return Err(NoAnswer::TooLarge);
            }
        }
        let [refund, remaining, purchases_total] = sums;
        let refunds_total = &refund + &remaining;
        let totals = Totals {
            net_payable: &purchases_total - &refunds_total,
            refund,
            remaining,
            refunds_total,
            purchases_total,
        };
        let whole = self.is_trade_in() || !self.terms.refund_alone;
        let compared = if whole { totals.refunds_total.clone() } else { totals.refund.clone() };
        let missing = self.missing(&compared, &totals.purchases_total);
        if missing.as_ref().is_some_and(|missing| !is_held(missing)) {
            return Err(NoAnswer::TooLarge);
        }
        let mut reasons = self.reasons();
        reasons.extend(missing.map(|missing| self.too_small(&compared, &totals.purchases_total, missing)));
        let valid_until = quotes.iter().map(|quote| quote.valid_until).min().unwrap();
        Ok(Answer { returned: quotes, totals, compared, valid_until, reasons })
    }

    /// How much more must be bought.
    fn missing(&self, returned: &BigRational, bought: &BigRational) -> Option<BigRational> {
        let gap = returned - bought;
        if !self.terms.strict {
            return (gap > BigRational::zero()).then_some(gap);
        }
        // The least number of whole minor units that makes it more.
        let scale = power_of_ten(self.currency.1);
        let least = BigRational::new((&gap * &scale).floor().to_integer() + BigInt::one(), scale);
        (gap >= BigRational::zero()).then_some(least)
    }

    fn too_small(&self, returned: &BigRational, bought: &BigRational, missing: BigRational) -> Why {
        let rule = match (self.terms.strict, self.is_trade_in(), self.terms.refund_alone) {
            (true, ..) => "EXC-04",
            (false, true, _) => "L-12",
            (false, false, true) => "EXC-12",
            (false, false, false) => "L-07",
        };
        let about = About::TooSmall { returned: returned.clone(), bought: bought.clone(), missing };
        Why { code: "NewTotalTooSmall", rule, azure: None, about }
    }

    fn reasons(&self) -> Vec<Why> {
        let why = |code, rule, about| Why { code, rule, azure: None, about };
        let returned = in_order(self.returned.iter().map(|returned| returned.facts.kind));
        let mut found = Vec::new();
        for kind in returned.iter().filter(|kind| self.policy.not_exchanged().contains(kind)) {
            let azure = Some("SelfServiceRefundNotSupported");
            let about = About::Kind(kind, self.policy_name());
            found.push(Why { azure, ..why("TypeNotExchangeable", type_rule(kind, "L-11"), about) });
        }
        for wanted in ["StateForbids", "StateUnknown"] {
            for (returned, number) in self.returned.iter().zip(1..) {
                let state = returned.facts.state;
                if state_code(state) == Some(wanted) {
                    let azure = Some("OperationCannotBePerformedInCurrentState");
                    found.push(Why { azure, ..why(wanted, "L-16", About::StateOf(number, state)) });
                }
            }
        }
        found.extend(self.policy.who_and_where((self.who, self.contract, self.us_government), "OWN-01"));
        let bought = in_order(self.bought.iter().filter_map(Bought::kind));
        for one in &returned {
            for other in &bought {
                let in_family = self.terms.by_family && family(one).is_some() && family(one) == family(other);
                if one != other && !in_family {
                    let (rule, by_family) =
                        (if self.terms.by_family { "L-08" } else { "EXC-08" }, self.terms.by_family);
                    found.push(why("TypeMismatch", rule, About::Mismatch { returned: one, bought: other, by_family }));
                }
            }
        }
        found.extend(self.restricted(!bought.is_empty()));
        if self.is_trade_in() {
            found.extend(self.trade_in(&returned));
        }
        found
    }

    /// What was bought too late has no exchange for another reservation, what was bought earlier one for each unit.
    fn restricted(&self, for_a_reservation: bool) -> Vec<Why> {
        let Some(from) = self.terms.restricted_from.filter(|_| for_a_reservation) else { return Vec::new() };
        let why = |code, about| Why { code, rule: "L-09", azure: None, about };
        let (mut late, mut used) = (Vec::new(), Vec::new());
        for (returned, number) in self.returned.iter().zip(1..) {
            let (facts, bought_on) = (&returned.facts, split(returned.facts.purchased_at).0);
            let left = returned.original.saturating_sub(returned.exchanged);
            if !is_covered(facts.kind) {
                continue;
            }
            if bought_on >= from {
                late.push(why("NoLongerExchangeable", About::BoughtTooLate(number, facts.kind, bought_on, from)));
            } else if facts.returned > left {
                used.push(why("FinalExchangeUsed", About::FinalExchange(number, facts.returned, left)));
            }
        }
        late.append(&mut used);
        late
    }

    fn trade_in(&self, returned: &[&'static str]) -> Vec<Why> {
        let why = |code, about| Why { code, rule: "L-12", azure: None, about };
        let mut found = Vec::new();
        let from = self.terms.trade_in.map(|(from, _)| from);
        if from.is_none_or(|from| split(self.at).0 < from) {
            found.push(why("TradeInNotOffered", About::NotOffered(self.policy_name(), from)));
        }
        let uncovered = returned.iter().filter(|kind| !is_covered(kind));
        found.extend(uncovered.map(|kind| why("TradeInNotCovered", About::NotCovered(kind))));
        let count = u32::try_from(self.returned.len()).unwrap();
        if let Some((_, most)) = self.terms.trade_in.filter(|(_, most)| count > *most) {
            found.push(why("TradeInTooMany", About::TooMany(count, most)));
        }
        found
    }
}
