//! The steps of a plan, decided one after another on the ledger as it then is.

use std::collections::BTreeMap;

use super::hints;
use super::room::Room;
use super::search::Piece;
use super::table::{Frame, Table};
use super::{Plan, Step, Unreturned, UnreturnedReason, Waiting, Wish};
use crate::cap::{CapEntry, RefundId, RefundLedger};
use crate::decision::{Approved, Decision};
use crate::error::Error;
use crate::money::{Currency, Money, UsdAmount};
use crate::quantity::{Quantity, Rate};
use crate::reason::Reason;
use crate::refund::Refund;
use crate::request::Returned;
use crate::reservation::{Reservation, ReservationId};

/// What was found, before it is decided.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) wishes: &'a [Wish],
    pub(super) tables: &'a [Table],
    /// The number of the wish of each table.
    pub(super) numbers: &'a [u32],
    /// The wishes that are refused whatever the cap.
    pub(super) refused: Vec<(u32, Vec<Reason>)>,
    pub(super) complete: bool,
    /// The bound in minor units.
    pub(super) bound: u128,
}

/// What is there while the steps are decided.
struct Replay {
    ledger: RefundLedger,
    room: Room,
    rest: BTreeMap<usize, Option<Reservation>>,
    steps: Vec<Step>,
    next_id: u64,
}

impl Found<'_> {
    /// Decides every return in the order of the instants, and puts the answer together.
    pub(super) fn plan(self, ledger: &RefundLedger, mut pieces: Vec<Piece>, tried: u64) -> Result<Plan, Error> {
        pieces.sort_by_key(|piece| (piece.at, piece.wish));
        let room = Room::of(ledger, self.frame.policy.cap(), self.frame.request.at);
        let mut replay = Replay { ledger: ledger.clone(), room, rest: BTreeMap::new(), steps: Vec::new(), next_id: 1 };
        for piece in pieces {
            self.step(&mut replay, piece)?;
        }
        let steps = replay.steps;
        let currency = self.wishes.first().map_or(Currency::USD, |wish| wish.returned().reservation().currency());
        let mut recovered = Money::zero(currency);
        for step in &steps {
            recovered = recovered.checked_add(step.recovered)?;
        }
        let upper_bound = money(self.bound, currency)?;
        let gap = gap(recovered, upper_bound)?;
        let waiting = self.waiting(&steps, currency)?;
        let unreturned = self.unreturned(&steps)?;
        let hints = hints::of(self.frame, self.wishes, &waiting)?;
        Ok(Plan {
            policy: self.frame.policy.name(),
            request: *self.frame.request,
            steps,
            unreturned,
            waiting,
            hints,
            recovered,
            upper_bound,
            gap,
            complete: self.complete,
            tried,
        })
    }

    /// Decides one return; fewer units where rounding leaves no room for all.
    fn step(&self, replay: &mut Replay, piece: Piece) -> Result<(), Error> {
        let (Some(table), Some(number)) = (self.tables.get(piece.wish), self.numbers.get(piece.wish)) else {
            return Ok(());
        };
        let known = replay.rest.get(&piece.wish).cloned();
        let Some(rest) = known.unwrap_or_else(|| Some(table.returned.reservation().clone())) else { return Ok(()) };
        let request = self.frame.request_at(piece.at);
        let mut units = piece.units.min(rest.quantity().get());
        while let Ok(quantity) = Quantity::new(units) {
            let returned = part(&table.returned, &rest, quantity)?;
            let decision = self.frame.policy.decide_refund(&returned, &request, &replay.ledger)?;
            let counts = decision.outcome().cap.counts;
            if decision.is_approved() && replay.room.fits(piece.at, counts.cents()) {
                replay.room.take(piece.at, counts.cents());
                replay.rest.insert(piece.wish, decision.outcome().remaining());
                let id = replay.free_id();
                replay.steps.push(step(*number, decision.outcome())?);
                if let Some(entry) = entry(decision, &id)? {
                    replay.ledger.record(entry)?;
                }
                return Ok(());
            }
            let most = decision.outcome().most_units_now;
            units = if most > 0 && most < units { most } else { units.saturating_sub(1) };
        }
        Ok(())
    }

    /// What each wish gives, and what waiting costs.
    fn waiting(&self, steps: &[Step], currency: Currency) -> Result<Vec<Waiting>, Error> {
        let mut waiting = Vec::new();
        for (table, number) in self.tables.iter().zip(self.numbers) {
            let Some((place, worth)) =
                table.days.iter().enumerate().find_map(|(place, worth)| Some((place, (*worth)?)))
            else {
                continue;
            };
            let first = table.first.saturating_add(place);
            let next = table.on(first.saturating_add(1)).map_or(0, |worth| worth.value);
            let at_once = Money::of_minor(worth.value, currency);
            let mut recovered = Money::zero(currency);
            for step in steps.iter().filter(|step| step.wish == *number) {
                recovered = recovered.checked_add(step.recovered)?;
            }
            waiting.push(Waiting {
                wish: *number,
                first_day: crate::calendar::utc_date(self.frame.start_of(first)),
                at_once,
                lost_per_day: at_once.checked_sub(Money::of_minor(next, currency))?,
                recovered,
                lost: at_once.checked_sub(recovered)?,
            });
        }
        Ok(waiting)
    }

    /// What the steps leave of each wish, and why.
    fn unreturned(&self, steps: &[Step]) -> Result<Vec<Unreturned>, Error> {
        let mut unreturned = Vec::new();
        for (number, reasons) in &self.refused {
            let wish = usize::try_from(number.saturating_sub(1)).ok().and_then(|index| self.wishes.get(index));
            let Some(wish) = wish else { continue };
            let reason = UnreturnedReason::Refused { reasons: reasons.clone() };
            let (id, units) = (id(wish.returned()), wish.returned().quantity());
            unreturned.push(Unreturned { wish: *number, reservation_id: id, units, reason });
        }
        let limit = self.frame.policy.cap().limit;
        for (table, number) in self.tables.iter().zip(self.numbers) {
            let returned = steps.iter().filter(|step| step.wish == *number);
            let returned = returned.fold(0_u32, |sum, step| sum.saturating_add(step.returned.quantity().get()));
            let Ok(units) = Quantity::new(table.units().saturating_sub(returned)) else { continue };
            let reason = self.why(table, limit)?;
            unreturned.push(Unreturned { wish: *number, reservation_id: id(&table.returned), units, reason });
        }
        unreturned.sort_by_key(|one| one.wish);
        Ok(unreturned)
    }

    fn why(&self, table: &Table, limit: UsdAmount) -> Result<UnreturnedReason, Error> {
        if table.days.iter().flatten().all(|worth| worth.value == 0) {
            return Ok(UnreturnedReason::NothingToRecover);
        }
        let one = table.row(self.frame, Quantity::ONE, table.end())?;
        let least = one.iter().flatten().map(|worth| worth.counts).min().map_or(UsdAmount::ZERO, UsdAmount::from_cents);
        Ok(if least > limit {
            UnreturnedReason::AboveLimit { least, limit }
        } else {
            UnreturnedReason::NoRoom { limit }
        })
    }
}

impl Replay {
    /// An id that the ledger does not have.
    fn free_id(&mut self) -> String {
        loop {
            let id = format!("plan-{}", self.next_id);
            self.next_id = self.next_id.saturating_add(1);
            let is_free = RefundId::new(&id).is_ok_and(|id| self.ledger.find(&id).is_none());
            if is_free {
                return id;
            }
        }
    }
}

fn entry(decision: Decision<Refund>, id: &str) -> Result<Option<CapEntry>, Error> {
    decision.into_result().ok().map(|approved: Approved<Refund>| approved.entry(id)).transpose()
}

/// Some units of what is left of a wish, with its current prices for as many.
fn part(wished: &Returned, rest: &Reservation, units: Quantity) -> Result<Returned, Error> {
    let priced = wished.with_quantity(units);
    let mut returned = rest.units(units.get())?;
    if wished.is_unused() {
        returned = returned.unused();
    }
    if let Some(price) = priced.price_today() {
        returned = returned.current_price(price)?;
    }
    if let Some(price) = priced.price_today_usd().filter(|_| priced.price_today().is_none_or(is_not_usd)) {
        returned = returned.current_price_usd(price)?;
    }
    Ok(returned)
}

fn is_not_usd(price: Money) -> bool {
    price.currency() != Currency::USD
}

fn step(wish: u32, refund: &Refund) -> Result<Step, Error> {
    Ok(Step {
        at: refund.request.at,
        wish,
        returned: refund.returned.clone(),
        request: refund.request,
        billed: refund.billed,
        usd: refund.usd,
        recovered: refund.billed.refund.checked_add(refund.billed.remaining_commitment)?,
        counts: refund.cap.counts,
        cap_remaining_after: refund.cap.remaining_after,
    })
}

fn id(returned: &Returned) -> Option<ReservationId> {
    returned.reservation().id().cloned()
}

/// Minor units as money.
fn money(minor: u128, currency: Currency) -> Result<Money, Error> {
    let digits = u32::from(currency.minor_digits());
    let amount = i128::try_from(minor).ok().and_then(|minor| crate::rounding::exact_decimal(minor, digits));
    let overflow = crate::money::MoneyError::Overflow { currency };
    Ok(Money::new(amount.ok_or(overflow)?, currency))
}

/// The bound less what is recovered, as a part of the bound, rounded up to a billionth.
fn gap(recovered: Money, bound: Money) -> Result<Rate, Error> {
    let minor = |money: Money| u128::from(money.as_minor().unwrap_or(u64::MAX));
    let (recovered, bound) = (minor(recovered), minor(bound));
    let missing = bound.saturating_sub(recovered).saturating_mul(1_000_000_000);
    let billionths = missing.div_ceil(bound.max(1)).min(1_000_000_000);
    let (whole, part) = if billionths == 1_000_000_000 { (1, 0) } else { (0, billionths) };
    Ok(format!("{whole}.{part:09}").parse()?)
}
