//! Wishes that an exchange or a trade-in would take out without the cap. Nothing is decided here.

use super::table::Frame;
use super::{Waiting, Wish};
use crate::eligibility;
use crate::error::Error;
use crate::exchange::SavingsPlanKind;
use crate::money::Money;
use crate::policy::ReturnedValue;
use crate::reason::Action;
use crate::refund::amounts::{self, Fee, Moment};
use crate::request::QuestionError;
use crate::rule::RuleId;

/// A wish that the cap costs something, and that could be exchanged or traded in instead: neither counts toward the cap.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Hint {
    /// The number of the wish, from 1.
    pub wish: u32,
    /// What could be done.
    pub kind: HintKind,
    /// The rule that keeps it out of the cap, or that offers it.
    pub rule: RuleId,
    /// What is credited for all units at the instant of the request, without a fee.
    pub credit: Money,
    /// The later payments that end with it.
    pub remaining_commitment: Money,
    /// What the new purchases must reach in total.
    pub new_total_from: Money,
    /// What the cap costs when it is returned as planned.
    pub lost_to_the_cap: Money,
}

/// What could be done with a wish instead of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum HintKind {
    /// An exchange for other reservations.
    Exchange,
    /// A trade-in for a savings plan.
    TradeIn,
}

impl HintKind {
    /// The rule that keeps it out of the cap, or that offers it.
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::Exchange => RuleId::Cap04,
            Self::TradeIn => RuleId::L12,
        }
    }
}

impl core::fmt::Display for HintKind {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(match self {
            Self::Exchange => "an exchange",
            Self::TradeIn => "a trade-in",
        })
    }
}

/// The hints for wishes that lose something to the cap.
pub(super) fn of(frame: Frame<'_>, wishes: &[Wish], waiting: &[Waiting]) -> Result<Vec<Hint>, Error> {
    let mut hints = Vec::new();
    for (wish, number) in wishes.iter().zip(1_u32..) {
        let lost = waiting.iter().find(|waiting| waiting.wish == number).map(|waiting| waiting.lost);
        let Some(lost) = lost.filter(|lost| !lost.is_zero() && !lost.is_negative()) else { continue };
        let moment = Moment::of(frame.request);
        let day = match amounts::amounts_at(frame.policy, wish.returned(), moment, Fee::Waived) {
            Ok(day) if day.period.paid => day,
            Ok(_) | Err(QuestionError::BeforePurchase { .. } | QuestionError::AfterTerm { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let currency = wish.returned().reservation().currency();
        let credit = Money::of_minor(day.billed.credit, currency);
        let remaining_commitment = Money::of_minor(day.billed.remaining_commitment, currency);
        let both = credit.checked_add(remaining_commitment)?;
        for kind in [HintKind::Exchange, HintKind::TradeIn] {
            if !is_offered(frame, wish, kind) {
                continue;
            }
            let new_total_from = match (kind, frame.policy.terms().exchange.returned_value) {
                (HintKind::Exchange, ReturnedValue::Refund) => credit,
                (HintKind::Exchange | HintKind::TradeIn, _) => both,
            };
            hints.push(Hint {
                wish: number,
                kind,
                rule: kind.rule(),
                credit,
                remaining_commitment,
                new_total_from,
                lost_to_the_cap: lost,
            });
        }
    }
    Ok(hints)
}

/// Whether the policy offers it for the type, the state and the purchase of the wish, to who asks.
fn is_offered(frame: Frame<'_>, wish: &Wish, kind: HintKind) -> bool {
    let (terms, reservation) = (frame.policy.terms(), wish.returned().reservation());
    let mut reasons = Vec::new();
    eligibility::note_request(frame.policy, frame.request, Action::Exchange, &mut reasons);
    if kind == HintKind::Exchange {
        eligibility::note_reservation(frame.policy, reservation, (Action::Exchange, None), &mut reasons);
    } else {
        eligibility::note_state(reservation.state(), (Action::Exchange, None), &mut reasons);
    }
    let covered_by = |plan: SavingsPlanKind| plan.covered_types().contains(reservation.resource());
    let covered = SavingsPlanKind::ALL.into_iter().any(covered_by);
    let offered = match kind {
        // A covered service bought from the cut-off day on is not exchangeable (`L-09`).
        HintKind::Exchange => {
            let caught = terms.exchange.restriction.filter(|cut| reservation.purchase_date() >= cut.bought_from);
            caught.is_none() || !covered
        }
        HintKind::TradeIn => terms.exchange.trade_in.is_some_and(|trade_in| {
            covered_by(SavingsPlanKind::Compute) || (trade_in.database && covered_by(SavingsPlanKind::Database))
        }),
    };
    offered && reasons.is_empty()
}
