//! The verdict on a refund, worked out a second time: every reason, the cap as a plain sum, and searches that try
//! every instant.

use num_bigint::BigInt;
use num_traits::{ToPrimitive as _, Zero as _};
use reservation_policy::account::{Channel, RequesterSet, SupportCause};
use reservation_policy::{Action, Reason, Remark, Requester, UsdAmount};

use super::days::{Day, Instant, date_of, day_of, midnight, plus_months, split};
use super::library::{date, instant};
use super::model::{Assumed, Contract, Day1, Earlier, Facts, Kind, Nonsense, Policy, Window};

const FROM_2020: &[&str] = &["Databricks", "RedHat", "RedHatOsa", "SuseLinux", "VMwareCloudSimple"];
const FROM_2022: &[&str] =
    &["Databricks", "RedHat", "RedHatOsa", "SuseLinux", "SynapsePrePurchase", "VMwareCloudSimple"];
const FROM_2026: &[&str] = &["Databricks", "MDC", "RedHat", "Sentinel", "SuseLinux", "SynapsePrePurchase"];

/// In cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cap {
    pub(super) counts: u64,
    pub(super) used: u64,
    pub(super) remaining: u64,
    /// (when, how much)
    pub(super) next_release: Option<(Instant, u64)>,
}

#[derive(Debug)]
pub(super) struct Decision {
    pub(super) day: Day1,
    pub(super) reasons: Vec<Reason>,
    pub(super) cap: Cap,
}

impl Policy {
    fn not_refunded(&self) -> &'static [&'static str] {
        match self.edition() {
            name if name < "2020-07" => &["RedHat", "SuseLinux"],
            name if name < "2022-10" => FROM_2020,
            name if name < "2026-01" => FROM_2022,
            _ => FROM_2026,
        }
    }

    /// Who may outside CSP, and in it.
    fn may(&self) -> (Vec<Requester>, Vec<Requester>) {
        use Requester::{Customer, Owner, Partner, ReservationAdministrator};
        match self.edition() {
            name if name < "2019-04" => (vec![Owner, Customer], vec![Owner, Customer, Partner]),
            name if name < "2020-07" => (vec![Owner], vec![Owner, Partner]),
            name if name < "2022-10" => (vec![Owner], vec![Partner]),
            _ => (vec![Owner, ReservationAdministrator], vec![Partner]),
        }
    }

    fn excludes_us_government(&self) -> bool {
        ("2019-04"..="2020-07").contains(&self.edition())
    }
}

impl Contract {
    const fn is_enterprise(self) -> bool {
        matches!(self, Self::Enterprise | Self::EnterpriseRenewed | Self::EnterpriseExpired)
    }
}

impl Window {
    /// When what was refunded at an instant no longer counts.
    fn lapses(self, at: Instant) -> Instant {
        let (day, time) = split(at);
        match self {
            Self::Days(days) => midnight(day + i64::from(days)) + time,
            Self::Months(months) => midnight(plus_months(day, i64::from(months))) + time,
            Self::Year => midnight(day_of(date_of(day).0 + 1, 1, 1)),
        }
    }
}

impl Facts {
    fn is_closed_us_government(&self) -> bool {
        self.us_government && self.policy.excludes_us_government() && self.contract.is_enterprise()
    }

    pub(super) fn channel(&self) -> Channel {
        let cause = if self.policy.edition() < "2019-04" {
            SupportCause::Policy
        } else if self.is_closed_us_government() {
            SupportCause::UsGovernmentEnterprise
        } else if self.changed_card && matches!(self.contract, Contract::PayAsYouGo | Contract::MicrosoftCustomer) {
            SupportCause::ChangedCard
        } else {
            return Channel::SelfService;
        };
        Channel::SupportRequest { cause }
    }

    /// What speaks against the return whatever the amounts.
    fn standing_reasons(&self) -> Vec<Reason> {
        let (action, policy) = (Action::Return, self.policy.name().parse().unwrap());
        let mut reasons = Vec::new();
        if self.policy.not_refunded().contains(&self.kind) {
            reasons.push(Reason::TypeNotRefundable { resource: self.kind.to_owned(), policy });
        } else if self.kind == "QuantumThings" {
            reasons.push(Reason::TypeUnknown { resource: "QuantumThings".to_owned(), action });
        }
        match self.state {
            "Succeeded" => {}
            "Quarantined" => {
                reasons.push(Reason::StateUnknown { item: None, state: "Quarantined".to_owned(), action });
            }
            state => reasons.push(Reason::StateForbids { item: None, state: state.to_owned(), action }),
        }
        if self.software_until().is_some() && self.private_offer {
            reasons.push(Reason::PrivateOffer);
        }
        if self.is_closed_us_government() {
            reasons.push(Reason::UsGovernmentEnterprise { action });
        } else if self.us_government && self.policy.excludes_us_government() && self.contract == Contract::Unknown {
            reasons.push(Reason::UsGovernmentAgreementUnknown { action });
        }
        let (direct, csp) = self.policy.may();
        let (may, is_csp) = match self.contract {
            Contract::Csp => (csp, true),
            Contract::Unknown => ([direct, csp].concat(), true),
            Contract::Enterprise
            | Contract::EnterpriseRenewed
            | Contract::EnterpriseExpired
            | Contract::MicrosoftCustomer
            | Contract::PayAsYouGo => (direct, false),
        };
        if !may.contains(&self.who) {
            reasons.push(if self.who == Requester::Customer && is_csp {
                Reason::CustomerMustAskPartner
            } else {
                let allowed: RequesterSet = may.into_iter().collect();
                Reason::RequesterNotAllowed { requester: self.who, allowed, action, policy }
            });
        }
        if self.contract == Contract::EnterpriseExpired {
            reasons.push(Reason::AgreementExpired { action });
        }
        if self.is_on_current_price() && self.current.is_none() {
            reasons.push(Reason::CurrentPriceUnknown { resource: self.kind.to_owned() });
        }
        reasons
    }

    fn counts(&self, day: &Day1) -> Result<u64, Nonsense> {
        let usd = &day.sides[1];
        let counts =
            if self.policy.terms.counts_commitment { &usd.refund + &usd.remaining } else { usd.refund.clone() };
        counts.to_u64().ok_or(Nonsense::TooLarge)
    }

    fn figure(&self, earlier: &Earlier) -> u64 {
        if self.policy.terms.counts_commitment { earlier.canceled } else { earlier.refunded }
    }

    /// What counts at an instant of what had been refunded by another.
    fn used(&self, at: Instant, known: Instant) -> u64 {
        let window = self.policy.terms.window;
        let counting = self.earlier.iter().filter(|earlier| earlier.at <= known && at < window.lapses(earlier.at));
        counting.map(|earlier| self.figure(earlier)).sum()
    }

    /// The instants at which something that was refunded by now lapses, soonest first.
    fn lapses(&self, now: Instant) -> Vec<Instant> {
        let made = self.earlier.iter().filter(|earlier| earlier.at <= now);
        let mut lapses: Vec<Instant> = made.map(|earlier| self.policy.terms.window.lapses(earlier.at)).collect();
        lapses.retain(|lapse| *lapse > now);
        lapses.sort_unstable();
        lapses
    }

    fn fits(&self, counts: u64, used: u64) -> bool {
        counts == 0 || u128::from(used) + u128::from(counts) <= u128::from(self.policy.terms.limit)
    }

    /// The decision at an instant, without what the searches find.
    pub(super) fn decide(&self, at: Instant, assumed: Assumed) -> Result<Decision, Nonsense> {
        let day = self.amounts(at, assumed)?;
        let (counts, used) = (self.counts(&day)?, self.used(at, at));
        let limit = self.policy.terms.limit;
        let remaining = limit.saturating_sub(used);
        let mut reasons = self.standing_reasons();
        if day.kind == Kind::NothingPaid {
            let (payment, due) = (u32::try_from(day.number).unwrap(), date(self.due(day.number)));
            reasons.push(Reason::PaymentOutstanding { item: None, payment, due });
        }
        if let Some(until) = self.software_until().filter(|until| at > *until) {
            reasons.push(Reason::SoftwareWindowPassed { hours: 72, last_moment: instant(until) });
        }
        if !self.fits(counts, used) {
            let fits_at = self.lapses(at).into_iter().find(|lapse| self.fits(counts, self.used(*lapse, at)));
            let cents = UsdAmount::from_cents;
            reasons.push(Reason::CapExceeded {
                requested: cents(counts),
                remaining: cents(remaining),
                limit: cents(limit),
                amount_fits_from: fits_at.map(instant),
                return_fits_from: None,
            });
        }
        let release = self.lapses(at).into_iter().find(|lapse| self.used(*lapse, at) < used);
        let next_release = release.map(|lapse| (lapse, used - self.used(lapse, at)));
        Ok(Decision { day, reasons, cap: Cap { counts, used, remaining, next_release } })
    }

    /// The first later instant within the term at which nothing speaks against the return: every midnight is tried, and
    /// every instant at which something lapses.
    pub(super) fn earliest(&self) -> Option<Instant> {
        if !self.standing_reasons().is_empty() {
            return None;
        }
        let end = self.end();
        let window = self.policy.terms.window;
        let mut instants: Vec<Instant> = (split(self.at).0 + 1..end).map(midnight).collect();
        instants.extend(self.earlier.iter().map(|earlier| window.lapses(earlier.at)));
        instants.retain(|instant| *instant > self.at && *instant < midnight(end));
        instants.sort_unstable();
        let passes = |at: &Instant| self.decide(*at, self.assumed_later()).is_ok_and(|then| then.reasons.is_empty());
        instants.into_iter().find(passes)
    }

    /// The most of the returned units that fit, found by trying all of them, or the ones around the answer.
    pub(super) fn most_units(&self, cap: &Cap) -> u32 {
        let fits = |units: u32| {
            units == 0 || {
                let fewer = if units == self.returned { self.clone() } else { self.of_fewer(units) };
                let day = fewer.amounts(self.at, self.assumed());
                day.and_then(|day| fewer.counts(&day)).is_ok_and(|counts| self.fits(counts, cap.used))
            }
        };
        if self.returned <= 20 {
            return (0..=self.returned).rev().find(|units| fits(*units)).unwrap();
        }
        let (mut low, mut high) = (0, self.returned + 1);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if fits(middle) { low = middle } else { high = middle }
        }
        low
    }

    pub(super) fn remarks(&self, day: &Day1, (at, assumed): (Instant, Assumed)) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let due: Vec<Day> = self.due_by_assumption(split(at).0, assumed);
        if let Some(last) = due.last() {
            let payments = u32::try_from(due.len()).unwrap();
            remarks.push(Remark::ScheduledPaymentsAssumed { payments, last_due: date(*last) });
        }
        let refunds = self.earlier.iter().filter(|earlier| earlier.at > at).count();
        if refunds > 0 {
            remarks.push(Remark::LaterRefundsInLedger { refunds });
        }
        let is_usd_unknown = self.current_usd.is_none() && self.currency.0 != "USD";
        if day.sides[0].basis != day.sides[0].charge && is_usd_unknown {
            remarks.push(Remark::CurrentPriceUsdUnknown);
        }
        remarks
    }
}

/// Whether an amount is above nothing, for counting what was reached.
pub(super) fn is_some(amount: &BigInt) -> bool {
    *amount > BigInt::zero()
}
