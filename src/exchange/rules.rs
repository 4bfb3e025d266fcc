//! What speaks against an exchange or a trade-in, and what its caller should know.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::coverage::covered_from;
use super::purchase::Purchase;
use super::{Exchange, ReturnedLine};
use crate::account::Cloud;
use crate::calendar::Term;
use crate::eligibility;
use crate::policy::{Boundary, ExchangeRestriction, MustMatch, ReservationPolicy, ReturnedValue, Threshold};
use crate::reason::{Action, Item, Reason};
use crate::refund::amounts;
use crate::remark::Remark;
use crate::request::Request;
use crate::reservation::{MadeOn, ResourceType};
use crate::rule::RuleId;
use crate::swap::retired::{RETIRED_FROM, retired_terms};
use crate::swap::{self, VmSize};

/// Every reason against an exchange: types and states, who asks, payments, what is bought, savings plans, the total.
pub(super) fn reasons(policy: &ReservationPolicy, exchange: &Exchange, request: &Request) -> Vec<Reason> {
    let mut reasons = Vec::new();
    note_reservations(policy, exchange, &mut reasons);
    eligibility::note_request(policy, request, Action::Exchange, &mut reasons);
    for line in &exchange.returned {
        line.note_payment(&mut reasons);
    }
    note_current_prices(policy, exchange, &mut reasons);
    note_mismatches(policy.terms().exchange.must_match, exchange, &mut reasons);
    note_retired(exchange, request.date(), &mut reasons);
    note_restriction(policy, exchange, request, &mut reasons);
    if exchange.is_trade_in() {
        note_trade_in(policy, exchange, request, &mut reasons);
    }
    note_total(policy, exchange, &mut reasons);
    reasons
}

impl ReturnedLine {
    /// Notes a payment that is not made.
    fn note_payment(&self, reasons: &mut Vec<Reason>) {
        if !self.period.paid {
            let (payment, due) = (self.period.payment, self.period.due);
            reasons.push(Reason::PaymentOutstanding { item: Some(self.item.clone()), payment, due });
        }
    }

    const fn resource(&self) -> &ResourceType {
        self.returned.reservation().resource()
    }
}

/// Types are noted once each, states for each reservation.
fn note_reservations(policy: &ReservationPolicy, exchange: &Exchange, reasons: &mut Vec<Reason>) {
    let mut seen = BTreeSet::new();
    let mut states = Vec::new();
    for line in &exchange.returned {
        let reservation = line.returned.reservation();
        if seen.insert(reservation.resource()) {
            eligibility::note_type(policy, reservation.resource(), Action::Exchange, reasons);
        }
        eligibility::note_state(reservation.state(), (Action::Exchange, Some(&line.item)), &mut states);
    }
    let bought = exchange.purchased.iter().filter_map(|line| line.purchase.resource());
    for resource in bought.filter(|resource| !resource.is_known()) {
        if seen.insert(resource) {
            let resource = resource.name().to_owned();
            reasons.push(Reason::TypeUnknown { resource, action: Action::Exchange });
        }
    }
    reasons.append(&mut states);
}

/// Current prices that the policy asks for and that are not given, once for each type.
fn note_current_prices(policy: &ReservationPolicy, exchange: &Exchange, reasons: &mut Vec<Reason>) {
    let mut found = Vec::new();
    for line in &exchange.returned {
        amounts::note_current_price(policy, &line.returned, &mut found);
    }
    found.dedup();
    reasons.append(&mut found);
}

/// Pairs of types that may not be exchanged for one another, each once. A type that is not known may be another spelling
/// of the right one: it needs review already, and is no mismatch.
fn note_mismatches(must_match: MustMatch, exchange: &Exchange, reasons: &mut Vec<Reason>) {
    let mut bought: BTreeMap<&ResourceType, u32> = BTreeMap::new();
    for line in &exchange.purchased {
        if let Some(resource) = line.purchase.resource() {
            bought.entry(resource).or_insert(line.number);
        }
    }
    let mut returned: BTreeMap<&ResourceType, &Item> = BTreeMap::new();
    for line in &exchange.returned {
        returned.entry(line.resource()).or_insert(&line.item);
    }
    for (from, item) in returned.iter().filter(|(from, _)| from.is_known()) {
        for (to, purchase) in bought.iter().filter(|(to, _)| to.is_known() && !may_become(must_match, from, to)) {
            reasons.push(Reason::TypeMismatch {
                purchase: *purchase,
                bought: to.name().to_owned(),
                returned: from.name().to_owned(),
                item: (*item).clone(),
                by_family: must_match != MustMatch::Type,
            });
        }
    }
}

/// Whether a type may be exchanged for another one.
fn may_become(must_match: MustMatch, from: &ResourceType, to: &ResourceType) -> bool {
    let compute = compute_family(must_match);
    from == to || (compute.contains(from) && compute.contains(to))
}

/// The types of the compute family. The SQL family needs no list: it is one type of the service.
const fn compute_family(must_match: MustMatch) -> &'static [ResourceType] {
    match must_match {
        MustMatch::Type => &[],
        MustMatch::Family2021 => &[ResourceType::VirtualMachines, ResourceType::DedicatedHost, ResourceType::Avs],
        MustMatch::Family2026 => &[
            ResourceType::VirtualMachines,
            ResourceType::DedicatedHost,
            ResourceType::Avs,
            ResourceType::NutanixBareMetal,
        ],
    }
}

/// Purchases of virtual machine series that are no longer sold (`L-35`). A size that is missing or cannot be read is not
/// held against the caller: the sources name series, and nothing says that it is one of them.
fn note_retired(exchange: &Exchange, today: NaiveDate, reasons: &mut Vec<Reason>) {
    for line in &exchange.purchased {
        let term = line.purchase.term();
        if let Some(size) = size(&line.purchase).filter(|size| retired_terms(size, today).contains(&term)) {
            reasons.push(Reason::NoLongerSold {
                purchase: line.number,
                size: size.to_string(),
                term,
                from: RETIRED_FROM,
            });
        }
    }
}

/// The virtual machine size that is bought, where its name can be read.
fn size(purchase: &Purchase) -> Option<VmSize> {
    let sku = purchase.sku_name().filter(|_| purchase.resource() == Some(&ResourceType::VirtualMachines))?;
    sku.parse().ok()
}

/// The end of exchanges for what savings plans cover (`L-09`). A trade-in alone is always possible.
fn note_restriction(policy: &ReservationPolicy, exchange: &Exchange, request: &Request, reasons: &mut Vec<Reason>) {
    let Some(restriction) = policy.terms().exchange.restriction else { return };
    let for_a_reservation = exchange.purchased.iter().any(|line| line.purchase.resource().is_some());
    // Clouds without savings plans are not caught.
    if !for_a_reservation || request.cloud == Cloud::UsGovernment {
        return;
    }
    let mut used = Vec::new();
    for line in &exchange.returned {
        let Some(covered) = covered_from(line.resource()).filter(|covered| *covered <= request.date()) else {
            continue;
        };
        let caught_from = first_caught(restriction, covered);
        let (item, bought) = (line.item.clone(), line.returned.reservation().purchase_date());
        let left = final_exchanges_left(line);
        if bought >= caught_from {
            reasons.push(Reason::NoLongerExchangeable { item, bought, caught_from });
        } else if line.returned.quantity().get() > left {
            used.push(Reason::FinalExchangeUsed { item, left, asked: line.returned.quantity() });
        }
    }
    reasons.append(&mut used);
}

/// The first UTC day of purchase that is caught: that of the restriction, or the day on which the service is covered.
fn first_caught(restriction: ExchangeRestriction, covered: NaiveDate) -> NaiveDate {
    let first = match restriction.boundary {
        Boundary::Inclusive => restriction.bought_from,
        Boundary::Exclusive => restriction.bought_from.succ_opt().unwrap_or(NaiveDate::MAX),
    };
    first.max(covered)
}

/// The owned units that still have their one final exchange. Units that have left took theirs with them.
fn final_exchanges_left(line: &ReturnedLine) -> u32 {
    let reservation = line.returned.reservation();
    let (owned, used) = (reservation.quantity().get(), reservation.final_exchanges_used());
    match reservation.original_quantity() {
        Some(original) => original.get().saturating_sub(used).min(owned),
        None => owned,
    }
}

/// The rules of trade-ins for savings plans (`L-12`, `L-24`).
fn note_trade_in(policy: &ReservationPolicy, exchange: &Exchange, request: &Request, reasons: &mut Vec<Reason>) {
    let terms = policy.terms().exchange.trade_in;
    let plans: BTreeSet<_> = exchange.purchased.iter().filter_map(|line| line.purchase.savings_plan_kind()).collect();
    for plan in &plans {
        let offered = terms.is_some_and(|terms| terms.database || *plan != super::SavingsPlanKind::Database);
        if !offered {
            reasons.push(Reason::TradeInNotOffered { policy: policy.name(), plan: plan.to_string() });
        }
    }
    let names = plans.iter().map(|plan| plan.name()).collect::<Vec<_>>().join(" or ");
    // A type that is not known may be another spelling of a covered one: it needs review already.
    for line in exchange.returned.iter().filter(|line| line.resource().is_known()) {
        if !plans.iter().any(|plan| plan.covered_types().contains(line.resource())) {
            let (item, resource) = (line.item.clone(), line.resource().name().to_owned());
            reasons.push(Reason::TradeInType { item, resource, plan: names.clone() });
        }
    }
    for line in &exchange.purchased {
        let term = line.purchase.term();
        if let Some(plan) = line.purchase.savings_plan_kind().filter(|plan| !plan.is_traded_in_for(term)) {
            reasons.push(Reason::TradeInTerm { purchase: line.number, term, plan: plan.to_string() });
        }
    }
    let Some(terms) = terms else { return };
    let asked = u32::try_from(exchange.returned.len()).unwrap_or(u32::MAX);
    if let Some(most) = terms.most_reservations.filter(|most| asked > *most) {
        reasons.push(Reason::TooManyReservations { asked, most });
    }
    if terms.needs_savings_plan_role && request.savings_plan_role == Some(false) {
        reasons.push(Reason::SavingsPlanRoleMissing);
    }
}

/// A new total that is below what it is compared with.
fn note_total(policy: &ReservationPolicy, exchange: &Exchange, reasons: &mut Vec<Reason>) {
    let terms = policy.terms().exchange;
    let rule = match (terms.threshold, terms.returned_value) {
        (Threshold::MoreThan, _) => RuleId::Exc04,
        (Threshold::AtLeast, _) if exchange.is_trade_in() => RuleId::L12,
        (Threshold::AtLeast, ReturnedValue::Refund) => RuleId::Exc12,
        (Threshold::AtLeast, ReturnedValue::RefundAndRemainingCommitment) => RuleId::L07,
    };
    if let Some(missing) = exchange.missing {
        let (purchases, returned) = (exchange.purchases_total, exchange.compared);
        reasons.push(Reason::NewTotalTooSmall { purchases, returned, missing, rule });
    }
}

/// What the caller should know beside the verdict.
pub(super) fn remarks(policy: &ReservationPolicy, exchange: &Exchange, request: &Request) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let (mut payments, mut last_due) = (0_u32, None);
    for line in &exchange.returned {
        let (reservation, today) = (line.returned.reservation(), request.date());
        let recorded = reservation.plan().count(reservation.schedule(), MadeOn::record(today));
        let assumed = line.payments_made.saturating_sub(recorded);
        if assumed > 0 {
            payments = payments.saturating_add(assumed);
            last_due = last_due.max(reservation.plan().last_assumed(reservation.schedule(), today));
        }
    }
    if payments > 0 {
        let last_due = last_due.unwrap_or(request.date());
        remarks.push(Remark::ScheduledPaymentsAssumed { payments, last_due });
    }
    let needs_role = policy.terms().exchange.trade_in.is_some_and(|terms| terms.needs_savings_plan_role);
    if needs_role && exchange.is_trade_in() && request.savings_plan_role.is_none() {
        remarks.push(Remark::SavingsPlanRoleNotStated);
    }
    for line in &exchange.purchased {
        let sold_for = matches!(line.purchase.term(), Term::OneYear | Term::ThreeYears);
        let is_vm = line.purchase.resource() == Some(&ResourceType::VirtualMachines);
        if request.date() >= RETIRED_FROM && is_vm && sold_for && line.purchase.sku_name().is_none() {
            remarks.push(Remark::SizeNotStated { purchase: line.number });
        }
        let swapped = exchange.returned.iter().find_map(|returned| swap_instead(policy, returned, &line.purchase));
        remarks.extend(swapped);
    }
    remarks
}

/// The remark where one size is returned for its premium-storage counterpart: same region, units and term (`EXC-15`).
fn swap_instead(policy: &ReservationPolicy, line: &ReturnedLine, purchase: &Purchase) -> Option<Remark> {
    let reservation = line.returned.reservation();
    let from: VmSize = reservation.sku().filter(|_| *line.resource() == ResourceType::VirtualMachines)?.parse().ok()?;
    let to = size(purchase)?;
    let same = reservation.region().is_some()
        && reservation.region() == purchase.region_name()
        && Some(line.returned.quantity()) == purchase.units()
        && reservation.schedule().term() == purchase.term();
    let offered = same && swap::is_offered(policy.terms().storage_swap, &from, &to);
    offered.then(|| Remark::StorageSwapPossible { from: from.to_string(), to: to.to_string() })
}
