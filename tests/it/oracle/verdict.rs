//! The verdict on a refund, worked out a second time: every reason and what it is about, and the cap as a plain sum.

use num_rational::BigRational;

use super::days::{Day, Instant, date_of, day_of, midnight, plus_months, split};
use super::model::{Contract, Earlier, Facts, Nonsense, Policy, Quote, Who, Window};

/// One reason: its code, the rule behind it, the service's own code, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Why {
    pub(crate) code: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) azure: Option<&'static str>,
    pub(crate) about: About,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    Nothing,
    /// A type, and the policy that says so.
    Kind(&'static str, String),
    State(&'static str),
    /// Who asks, and who may.
    Requester(Who, Vec<Who>),
    Cap {
        requested: u64,
        remaining: u64,
        limit: u64,
        earliest: Option<Instant>,
    },
    /// Which returned reservation, and its state.
    StateOf(u32, &'static str),
    Mismatch {
        returned: &'static str,
        bought: &'static str,
        by_family: bool,
    },
    /// Which returned reservation, its type, bought on this day, and the first day that is too late.
    BoughtTooLate(u32, &'static str, Day, Day),
    /// Which returned reservation, how many units are returned, and how many may be.
    FinalExchange(u32, u32, u32),
    /// The policy, and the first day on which it offers a trade-in.
    NotOffered(String, Option<Day>),
    NotCovered(&'static str),
    /// How many reservations, and the most.
    TooMany(u32, u32),
    TooSmall {
        returned: BigRational,
        bought: BigRational,
        missing: BigRational,
    },
}

/// In cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cap {
    pub(crate) counted: u64,
    pub(crate) used: u64,
    pub(crate) remaining_before: u64,
    pub(crate) remaining_after: u64,
    pub(crate) earliest: Option<Instant>,
    /// (when, how much)
    pub(crate) next_release: Option<(Instant, u64)>,
}

#[derive(Debug)]
pub(crate) struct Decision {
    pub(crate) reasons: Vec<Why>,
    pub(crate) cap: Cap,
    /// Whether people do it themselves, or ask support for it.
    pub(crate) is_self_service: bool,
}

impl Decision {
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.reasons.iter().map(|why| why.code).collect()
    }
}

const RED_HAT_AND_SUSE: &[&str] = &["RedHat", "SuseLinux"];

pub(crate) const FROM_2026: &[&str] = &["RedHat", "SuseLinux", "Databricks", "SynapsePrePurchase", "MDC", "Sentinel"];

impl Policy {
    pub(crate) fn name(&self) -> String {
        format!("{}{}", self.base_name(), if self.is_overridden() { " (overridden)" } else { "" })
    }

    fn may(&self, contract: Contract) -> Vec<Who> {
        // A customer of a partner asks the partner, whatever the edition says of others.
        match (contract, self.edition) {
            (Contract::Csp, _) => vec![Who::Partner],
            (_, 0 | 1) => vec![Who::Owner, Who::Partner],
            (_, 2) => vec![Who::Owner],
            _ => vec![Who::Owner, Who::Administrator, Who::Partner],
        }
    }

    fn not_refunded(&self, day: Day) -> &'static [&'static str] {
        match self.edition {
            _ if day < day_of(2018, 5, 11) => &[],
            4 => FROM_2026,
            3 if day >= day_of(2026, 1, 1) => FROM_2026,
            3 if day >= day_of(2022, 10, 1) => {
                &["RedHat", "SuseLinux", "Databricks", "SynapsePrePurchase", "VMwareCloudSimple", "RedHatOsa"]
            }
            _ => RED_HAT_AND_SUSE,
        }
    }

    pub(crate) const fn not_exchanged(&self) -> &'static [&'static str] {
        if self.edition >= 3 { FROM_2026 } else { RED_HAT_AND_SUSE }
    }

    /// Support alone does it for US Government customers on an Enterprise Agreement.
    const fn is_closed(&self, us_government: bool, contract: Contract) -> bool {
        self.edition == 2 && us_government && contract.is_enterprise()
    }

    pub(crate) const fn is_self_service(&self, us_government: bool, contract: Contract) -> bool {
        self.edition >= 2 && !self.is_closed(us_government, contract)
    }

    /// What stands against who asks, for whom, under which agreement; `owner` is the rule that lets owners alone.
    pub(crate) fn who_and_where(
        &self,
        (who, contract, us_government): (Who, Contract, bool),
        owner: &'static str,
    ) -> Vec<Why> {
        let mut found = Vec::new();
        if self.is_closed(us_government, contract) {
            found.push(Why {
                code: "UsGovernmentEnterprise",
                rule: "ELIG-01",
                azure: Some("SelfServiceRefundNotSupported"),
                about: About::Nothing,
            });
        }
        let may = self.may(contract);
        let why = |code, rule, about| Why { code, rule, azure: None, about };
        if who == Who::Customer {
            found.push(why("CustomerMustAskPartner", "CSP-14", About::Nothing));
        } else if !may.contains(&who) {
            let rule = match may.as_slice() {
                [Who::Partner] => "CSP-14",
                _ if may.contains(&Who::Administrator) => "L-14",
                _ => owner,
            };
            found.push(why("RequesterNotAllowed", rule, About::Requester(who, may)));
        }
        if contract == Contract::EnterpriseExpired {
            found.push(Why { code: "AgreementExpired", rule: "ELIG-03", azure: None, about: About::Nothing });
        }
        found
    }
}

impl Contract {
    pub(crate) const fn is_enterprise(self) -> bool {
        matches!(self, Self::Enterprise | Self::EnterpriseRenewed | Self::EnterpriseExpired)
    }
}

/// The code of a state in which nothing can be returned, or which nobody knows.
pub(crate) fn state_code(state: &str) -> Option<&'static str> {
    match state {
        "Succeeded" => None,
        "Quarantined" => Some("StateUnknown"),
        _ => Some("StateForbids"),
    }
}

/// The rule by which a type is never returned.
pub(crate) fn type_rule(kind: &str, otherwise: &'static str) -> &'static str {
    if RED_HAT_AND_SUSE.contains(&kind) { "SW-07" } else { otherwise }
}

impl Window {
    /// When what was refunded at an instant no longer counts.
    pub(crate) fn lapses(self, at: Instant) -> Instant {
        let (day, time) = split(at);
        match self {
            Self::Days(days) => midnight(day + i64::from(days)) + time,
            Self::Months(months) => midnight(plus_months(day, i64::from(months))) + time,
            Self::Year => midnight(day_of(date_of(day).0 + 1, 1, 1)),
        }
    }
}

impl Facts {
    pub(crate) fn decide(&self, quote: &Quote) -> Result<Decision, Nonsense> {
        let mut reasons = Vec::new();
        let policy = &self.policy;
        if policy.not_refunded(split(self.at).0).contains(&self.kind) {
            reasons.push(Why {
                code: "TypeNotRefundable",
                rule: type_rule(self.kind, "L-10"),
                azure: Some("SelfServiceRefundNotSupported"),
                about: About::Kind(self.kind, policy.name()),
            });
        }
        if let Some(code) = state_code(self.state) {
            let azure = Some("OperationCannotBePerformedInCurrentState");
            reasons.push(Why { code, rule: "L-16", azure, about: About::State(self.state) });
        }
        reasons.extend(policy.who_and_where((self.who, self.contract, self.us_government), "OWN-02"));
        let mut cap = self.cap(quote)?;
        let limit = policy.terms.limit;
        if u128::from(cap.used) + u128::from(cap.counted) > u128::from(limit) {
            let (requested, remaining, earliest) = (cap.counted, cap.remaining_before, cap.earliest);
            let about = About::Cap { requested, remaining, limit, earliest };
            reasons.push(Why { code: "CapExceeded", rule: "CAP-03", azure: Some("RefundLimitExceeded"), about });
        }
        if reasons.is_empty() {
            cap.remaining_after = cap.remaining_before - cap.counted;
        }
        Ok(Decision { reasons, cap, is_self_service: policy.is_self_service(self.us_government, self.contract) })
    }

    fn cap(&self, quote: &Quote) -> Result<Cap, Nonsense> {
        let terms = &self.policy.terms;
        let counted = if terms.counts_commitment {
            &quote.pricing.refund + &quote.pricing.remaining_commitment
        } else {
            quote.pricing.refund.clone()
        };
        let counted = u64::try_from(counted).map_err(|_| Nonsense::TooLarge)?;
        let made: Vec<&Earlier> = self.earlier.iter().filter(|earlier| earlier.at <= self.at).collect();
        let figure = |earlier: &Earlier| if terms.counts_commitment { earlier.cancelled } else { earlier.refunded };
        let lapses = |earlier: &Earlier| terms.window.lapses(earlier.at);
        let used_at = |at: Instant| -> u64 {
            made.iter().filter(|earlier| at < lapses(earlier)).map(|earlier| figure(earlier)).sum()
        };
        let used = used_at(self.at);
        let mut moments: Vec<Instant> = made.iter().map(|earlier| lapses(earlier)).collect();
        moments.push(self.at);
        moments.retain(|moment| *moment >= self.at);
        moments.sort_unstable();
        let fits = |used: u64| u128::from(used) + u128::from(counted) <= u128::from(terms.limit);
        let release = moments.iter().find(|moment| used_at(**moment) < used);
        let remaining_before = terms.limit.saturating_sub(used);
        Ok(Cap {
            counted,
            used,
            remaining_before,
            remaining_after: remaining_before,
            earliest: moments.iter().copied().find(|moment| fits(used_at(*moment))),
            next_release: release.map(|moment| (*moment, used - used_at(*moment))),
        })
    }
}
