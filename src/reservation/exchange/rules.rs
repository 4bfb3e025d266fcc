//! Every reason against an exchange, in the order of [`ExchangeReason`].

use std::collections::BTreeSet;

use super::purchase::Purchase;
use super::reason::{ExchangeReason, ReturnedItem};
use super::request::{ExchangeRequest, Return};
use super::totals::ExchangeTotals;
use crate::money::MoneyError;
use crate::policy::reservation::{
    Comparison, ExchangeRestriction, ReservationPolicy, ReturnedValue, Sameness, TradeInTerms,
};
use crate::reservation::eligibility::{
    RequesterObstacle, StateObstacle, is_closed_to_self_service, is_expired, requester_obstacle, state_obstacle,
};
use crate::resource::ResourceType;
use crate::rule::RuleId;

/// All pairs of the types that this crate knows are fewer; the limit is there for made-up ones.
const MOST_MISMATCHES: usize = 1_000;

pub(super) fn reasons(
    policy: &ReservationPolicy,
    request: &ExchangeRequest<'_>,
    totals: &ExchangeTotals,
) -> Result<Vec<ExchangeReason>, MoneyError> {
    let returned_types: BTreeSet<_> = request.returns().iter().map(|item| item.reservation().resource_type()).collect();
    let mut found = Vec::new();
    found.extend(never_exchanged(policy, &returned_types));
    found.extend(states(request));
    found.extend(who_and_where(policy, request));
    found.extend(mismatches(policy.exchange().sameness, request, &returned_types));
    found.extend(restricted(policy.exchange().restriction, request));
    found.extend(trade_in(policy, request, &returned_types));
    found.extend(total(policy, request, totals)?);
    Ok(found)
}

fn never_exchanged(policy: &ReservationPolicy, types: &BTreeSet<&ResourceType>) -> Vec<ExchangeReason> {
    types
        .iter()
        .filter(|resource_type| policy.not_exchangeable().contains(resource_type))
        .map(|resource_type| ExchangeReason::TypeNotExchangeable {
            resource_type: (*resource_type).clone(),
            policy: policy.name(),
        })
        .collect()
}

/// States that forbid stand before states that nobody knows.
fn states(request: &ExchangeRequest<'_>) -> Vec<ExchangeReason> {
    let (mut forbidden, mut unknown) = (Vec::new(), Vec::new());
    for (item, number) in request.returns().iter().zip(1..) {
        let state = item.reservation().state();
        match state_obstacle(state) {
            None => {}
            Some(StateObstacle::Forbids) => forbidden
                .push(ExchangeReason::StateForbids { returned: ReturnedItem::of(number, item), state: state.clone() }),
            Some(StateObstacle::Unknown) => unknown
                .push(ExchangeReason::StateUnknown { returned: ReturnedItem::of(number, item), state: state.clone() }),
        }
    }
    forbidden.append(&mut unknown);
    forbidden
}

fn who_and_where(policy: &ReservationPolicy, request: &ExchangeRequest<'_>) -> impl Iterator<Item = ExchangeReason> {
    let (requester, agreement) = (request.requester(), request.agreement());
    let found = [
        is_closed_to_self_service(policy, request.cloud(), agreement).then_some(ExchangeReason::UsGovernmentEnterprise),
        requester_obstacle(*policy.who_may(), requester, agreement).map(|obstacle| match obstacle {
            RequesterObstacle::MustAskPartner => ExchangeReason::CustomerMustAskPartner,
            RequesterObstacle::NotAllowed { allowed } => ExchangeReason::RequesterNotAllowed { requester, allowed },
        }),
        is_expired(agreement).then_some(ExchangeReason::AgreementExpired),
    ];
    found.into_iter().flatten()
}

fn mismatches(
    sameness: Sameness,
    request: &ExchangeRequest<'_>,
    returned_types: &BTreeSet<&ResourceType>,
) -> Vec<ExchangeReason> {
    let bought_types: BTreeSet<_> = request.purchases().iter().filter_map(Purchase::resource_type).collect();
    let pairs = returned_types.iter().flat_map(|returned| bought_types.iter().map(move |bought| (*returned, *bought)));
    pairs
        .filter(|(returned, bought)| !is_same(sameness, returned, bought))
        .take(MOST_MISMATCHES)
        .map(|(returned, bought)| ExchangeReason::TypeMismatch {
            returned: returned.clone(),
            bought: bought.clone(),
            sameness,
        })
        .collect()
}

fn is_same(sameness: Sameness, returned: &ResourceType, bought: &ResourceType) -> bool {
    let in_one_family = || returned.family().is_some() && returned.family() == bought.family();
    returned == bought || (sameness == Sameness::Family && in_one_family())
}

/// What savings plans cover and was bought late has no exchange left, what was bought earlier has one for each unit.
/// A savings plan alone is always possible.
fn restricted(restriction: Option<ExchangeRestriction>, request: &ExchangeRequest<'_>) -> Vec<ExchangeReason> {
    let Some(restriction) = restriction else { return Vec::new() };
    let for_a_reservation = request.purchases().iter().any(|purchase| purchase.resource_type().is_some());
    if !for_a_reservation {
        return Vec::new();
    }
    let (mut too_late, mut used) = (Vec::new(), Vec::new());
    let is_covered = |item: &Return<'_>| item.reservation().resource_type().is_covered_by_savings_plans();
    for (item, number) in request.returns().iter().zip(1..).filter(|(item, _)| is_covered(item)) {
        let (bought_on, left) = (item.reservation().purchased_at().date_naive(), item.final_exchanges_left());
        if bought_on >= restriction.bought_from() {
            too_late.push(ExchangeReason::NoLongerExchangeable {
                returned: ReturnedItem::of(number, item),
                resource_type: item.reservation().resource_type().clone(),
                bought_on,
                restricted_from: restriction.bought_from(),
            });
        } else if item.quantity().get() > left {
            used.push(ExchangeReason::FinalExchangeUsed {
                returned: ReturnedItem::of(number, item),
                requested: item.quantity(),
                left,
            });
        }
    }
    too_late.append(&mut used);
    too_late
}

fn is_trade_in(request: &ExchangeRequest<'_>) -> bool {
    request.purchases().iter().any(|purchase| purchase.resource_type().is_none())
}

fn trade_in(
    policy: &ReservationPolicy,
    request: &ExchangeRequest<'_>,
    returned_types: &BTreeSet<&ResourceType>,
) -> Vec<ExchangeReason> {
    if !is_trade_in(request) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let terms = policy.exchange().trade_in;
    let has_begun = |terms: TradeInTerms| terms.from <= request.at().date_naive();
    if !terms.is_some_and(has_begun) {
        found.push(ExchangeReason::TradeInNotOffered { policy: policy.name(), from: terms.map(|terms| terms.from) });
    }
    let uncovered = returned_types.iter().filter(|resource_type| !resource_type.is_covered_by_savings_plans());
    found.extend(
        uncovered.map(|resource_type| ExchangeReason::TradeInNotCovered { resource_type: (*resource_type).clone() }),
    );
    let reservations = u32::try_from(request.returns().len()).unwrap_or(u32::MAX);
    if let Some(terms) = terms
        && reservations > terms.most_reservations
    {
        found.push(ExchangeReason::TradeInTooMany { reservations, most: terms.most_reservations });
    }
    found
}

/// What the purchases total is compared with: in a trade-in always the whole remaining commitment (`L-12`).
pub(super) fn returned_value(policy: &ReservationPolicy, request: &ExchangeRequest<'_>) -> ReturnedValue {
    if is_trade_in(request) { ReturnedValue::RefundAndRemainingCommitment } else { policy.exchange().returned_value }
}

fn total(
    policy: &ReservationPolicy,
    request: &ExchangeRequest<'_>,
    totals: &ExchangeTotals,
) -> Result<Option<ExchangeReason>, MoneyError> {
    let (comparison, value) = (policy.exchange().comparison, returned_value(policy, request));
    let rule = match (comparison, value) {
        (Comparison::MoreThan, _) => RuleId::Exc04,
        (Comparison::AtLeast, _) if is_trade_in(request) => RuleId::L12,
        (Comparison::AtLeast, ReturnedValue::Refund) => RuleId::Exc12,
        (Comparison::AtLeast, ReturnedValue::RefundAndRemainingCommitment) => RuleId::L07,
    };
    let (returned, bought) = (totals.returned(value), totals.purchases_total());
    let missing = totals.missing(comparison, value)?;
    Ok(missing.map(|missing| ExchangeReason::NewTotalTooSmall { returned, bought, missing, rule }))
}
