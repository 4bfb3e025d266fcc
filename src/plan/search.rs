//! The search: returns placed one after another, each at an instant at which it fits.
//!
//! A few wishes are searched completely, up to eight in every order, and more by the prices of the cap, with units
//! swapped afterwards. A limit is a number of steps: one for each return that is tried.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::bound::{Bound, Checks, SCALE, gain, whole};
use super::room::Room;
use super::table::{Frame, Table, Worth};
use crate::quantity::Quantity;
use crate::request::QuestionError;

/// Up to this many wishes are searched completely.
const COMPLETE: usize = 4;
/// Up to this many wishes are tried in every order.
const ORDERED: usize = 8;

/// So many vain tries end the search; a quarter of them where there are many wishes.
const REMADE: usize = 600;
/// From so many wishes on there are many.
const MANY: usize = 100;

/// Units of a wish, returned at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) wish: usize,
    pub(super) units: u32,
    pub(super) at: DateTime<Utc>,
    pub(super) value: u64,
    pub(super) counts: u64,
}

/// A plan in the making.
#[derive(Debug, Clone)]
pub(super) struct State {
    room: Room,
    rest: Vec<u32>,
    pub(super) pieces: Vec<Piece>,
    pub(super) value: u128,
}

impl State {
    fn place(&mut self, piece: Piece) {
        self.room.take(piece.at, piece.counts);
        if let Some(rest) = self.rest.get_mut(piece.wish) {
            *rest = rest.saturating_sub(piece.units);
        }
        self.value = self.value.saturating_add(u128::from(piece.value));
        self.pieces.push(piece);
    }

    /// Takes the return of a wish at an instant out of the plan.
    fn remove(&mut self, wish: usize, at: DateTime<Utc>) -> Option<Piece> {
        let place = self.pieces.iter().position(|piece| piece.wish == wish && piece.at == at)?;
        let piece = self.pieces.remove(place);
        self.room.put_back(piece.at, piece.counts);
        if let Some(rest) = self.rest.get_mut(wish) {
            *rest = rest.saturating_add(piece.units);
        }
        self.value = self.value.saturating_sub(u128::from(piece.value));
        Some(piece)
    }

    fn rest_of(&self, wish: usize) -> u32 {
        self.rest.get(wish).copied().unwrap_or(0)
    }

    fn units_at(&self, wish: usize, at: DateTime<Utc>) -> u32 {
        let same = self.pieces.iter().find(|piece| piece.wish == wish && piece.at == at);
        same.map_or(0, |piece| piece.units)
    }

    /// The plan whatever the order in which it was made.
    fn key(&self) -> Vec<(usize, DateTime<Utc>, u32)> {
        let mut key: Vec<_> = self.pieces.iter().map(|piece| (piece.wish, piece.at, piece.units)).collect();
        key.sort_unstable();
        key
    }
}

/// What is searched, and the best plan so far.
#[derive(Debug)]
pub(super) struct Search<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) tables: &'a [Table],
    pub(super) checks: &'a Checks,
    /// Prices of the cap by check, in parts of a minor unit for each cent, and the bound that they give.
    pub(super) bound: &'a Bound,
    pub(super) steps: u64,
    pub(super) most_steps: u64,
    pub(super) best: State,
    /// The room before the plan, and the price of a cent on each day.
    room: Room,
    prices: Vec<i128>,
    rows: BTreeMap<(usize, u32), Vec<Option<Worth>>>,
    known: BTreeMap<(usize, u32, usize), Option<Worth>>,
}

/// A day of a wish that the prices speak for.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    wish: usize,
    at: DateTime<Utc>,
    /// Of all the units: the value, what it pays for the cap, and what one unit counts.
    value: u64,
    cost: u128,
    gain: i128,
    counts: u64,
}

/// How a wish is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Portion {
    /// All that is left of it as soon as that fits.
    Whole,
    /// As many units as fit as soon as one fits, and so on.
    Parts,
}

/// In which order a day's returns are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// The wish first that gives most.
    Largest,
    /// The wish first that loses most by the next day.
    Losing,
    /// The smallest unit first.
    Smallest,
}

/// A sequence of numbers that is the same in every search.
#[derive(Debug, Clone, Copy)]
struct Numbers(u64);

impl Numbers {
    /// The next number below an end.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0.wrapping_shl(13);
        self.0 ^= self.0.wrapping_shr(7);
        self.0 ^= self.0.wrapping_shl(17);
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.0.wrapping_shr(11).checked_rem(end).unwrap_or(0)).unwrap_or(0)
    }
}

/// Those first that give most for what they pay for the cap.
fn efficiency(one: &Candidate, two: &Candidate) -> core::cmp::Ordering {
    let left = u128::from(one.value).saturating_mul(two.cost);
    let right = u128::from(two.value).saturating_mul(one.cost);
    right.cmp(&left).then(two.gain.cmp(&one.gain)).then((one.at, one.wish).cmp(&(two.at, two.wish)))
}

impl<'a> Search<'a> {
    pub(super) fn new(
        frame: Frame<'a>,
        tables: &'a [Table],
        (checks, bound): (&'a Checks, &'a Bound),
        (room, most_steps): (Room, u64),
    ) -> Self {
        let rest = tables.iter().map(Table::units).collect();
        let prices: Vec<u64> = bound.cap.iter().map(|price| u64::try_from(*price).unwrap_or(0)).collect();
        let prices = checks.of_days(&prices);
        let best = State { room: room.clone(), rest, pieces: Vec::new(), value: 0 };
        let (rows, known) = (BTreeMap::new(), BTreeMap::new());
        Self { frame, tables, checks, bound, steps: 0, most_steps, best, room, prices, rows, known }
    }

    fn empty(&self) -> State {
        let rest = self.tables.iter().map(Table::units).collect();
        State { room: self.room.clone(), rest, pieces: Vec::new(), value: 0 }
    }

    /// Searches. Returns whether the search was complete.
    pub(super) fn run(&mut self, starts: &[(usize, DateTime<Utc>, u32)]) -> Result<bool, QuestionError> {
        let wishes = self.tables.len();
        if wishes <= ORDERED {
            self.orders()?;
        }
        if wishes <= COMPLETE {
            let state = self.empty();
            if self.complete(&state, &mut BTreeSet::new())? {
                // Where rounding depends on earlier returns, a cent of room more or less is not tried.
                return Ok(self.tables.iter().all(|table| table.slack.exact));
            }
        }
        self.place_starts(starts)?;
        self.by_prices()?;
        for habit in [Habit::Largest, Habit::Losing, Habit::Smallest] {
            self.day_by_day(habit)?;
        }
        self.improve()?;
        self.remake()?;
        Ok(false)
    }

    fn keep(&mut self, state: &State) {
        if state.value > self.best.value {
            self.best = state.clone();
        }
    }

    const fn may_go_on(&self) -> bool {
        self.steps < self.most_steps
    }

    /// What some units of a wish give on a day.
    fn worth(&mut self, wish: usize, units: u32, day: usize) -> Result<Option<Worth>, QuestionError> {
        let (Some(table), Ok(quantity)) = (self.tables.get(wish), Quantity::new(units)) else { return Ok(None) };
        if units == table.units() {
            return Ok(table.on(day));
        }
        if let Some(row) = self.rows.get(&(wish, units)) {
            return Ok(day.checked_sub(table.first).and_then(|place| row.get(place).copied().flatten()));
        }
        if let Some(known) = self.known.get(&(wish, units, day)) {
            return Ok(*known);
        }
        let worth = table.worth(self.frame, quantity, day)?;
        self.known.insert((wish, units, day), worth);
        Ok(worth)
    }

    /// What a return takes from the cap: what it counts, and where earlier returns may change that by rounding, a bit more.
    fn takes(&self, wish: usize, units: u32, worth: Worth) -> u64 {
        let Some(table) = self.tables.get(wish) else { return u64::MAX };
        let may_differ = !table.slack.exact && units < table.units();
        worth.counts.saturating_add(if may_differ { table.slack.units } else { 0 })
    }

    /// A return that fits beside the plan, if it does.
    fn piece(
        &mut self,
        state: &State,
        (wish, units): (usize, u32),
        at: DateTime<Utc>,
    ) -> Result<Option<Piece>, QuestionError> {
        self.steps = self.steps.saturating_add(1);
        let Some(table) = self.tables.get(wish) else { return Ok(None) };
        if units == 0 || units > state.rest_of(wish) || !table.allows(self.frame, at) || state.units_at(wish, at) > 0 {
            return Ok(None);
        }
        let Some(worth) = self.worth(wish, units, self.frame.day_of(at))? else { return Ok(None) };
        let counts = self.takes(wish, units, worth);
        Ok(state.room.fits(at, counts).then_some(Piece { wish, units, at, value: worth.value, counts }))
    }

    /// The most units of a wish that fit at an instant.
    fn most(&mut self, state: &State, wish: usize, at: DateTime<Utc>) -> Result<Option<Piece>, QuestionError> {
        let Some(table) = self.tables.get(wish) else { return Ok(None) };
        let (rest, day) = (state.rest_of(wish), self.frame.day_of(at));
        let Some(all) = table.on(day).filter(|_| rest > 0 && table.allows(self.frame, at)) else { return Ok(None) };
        let mut units = rest;
        if all.counts > 0 {
            let left = u128::try_from(state.room.least(at).max(0)).unwrap_or(0);
            // Nothing is tried where clearly nothing fits.
            let one = u128::from(all.counts).checked_div(u128::from(table.units())).unwrap_or(0);
            if left.saturating_add(2) < one {
                return Ok(None);
            }
            let fitting = left.saturating_mul(u128::from(table.units())).checked_div(u128::from(all.counts));
            let fitting = fitting.unwrap_or(0).saturating_add(1);
            units = units.min(u32::try_from(fitting).unwrap_or(u32::MAX));
        }
        // Rounding may take a unit more or less; a very small room takes none.
        for _ in 0..4 {
            if let Some(piece) = self.piece(state, (wish, units), at)? {
                return Ok(Some(piece));
            }
            match units.checked_sub(1) {
                Some(fewer) if fewer > 0 => units = fewer,
                _ => break,
            }
        }
        Ok(None)
    }

    /// The instants at which some units of a wish begin to fit, and later ones at which the cap has more or a period is
    /// about to end: the first ones up to a number.
    fn instants(
        &mut self,
        state: &State,
        (wish, units): (usize, u32),
        most: usize,
    ) -> Result<Vec<DateTime<Utc>>, QuestionError> {
        let Some(table) = self.tables.get(wish) else { return Ok(Vec::new()) };
        if !self.rows.contains_key(&(wish, units)) {
            let Ok(quantity) = Quantity::new(units) else { return Ok(Vec::new()) };
            let row = table.row(self.frame, quantity, table.end())?;
            self.rows.insert((wish, units), row);
        }
        self.steps = self.steps.saturating_add(1);
        let row = self.rows.get(&(wish, units)).map(Vec::as_slice).unwrap_or_default();
        let releases = state.room.releases();
        let waits = table.waits_for_last_days(self.frame);
        let (mut found, mut fitted) = (Vec::new(), false);
        for (place, worth) in row.iter().enumerate() {
            let day = table.first.saturating_add(place);
            let Some(opens) = table.opens(self.frame, day) else {
                fitted = false;
                continue;
            };
            let next = self.frame.start_of(day.saturating_add(1));
            let later = releases.partition_point(|release| *release <= opens);
            let of_day = releases.iter().skip(later).take_while(|release| **release < next).copied();
            for at in core::iter::once(opens).chain(of_day) {
                let fits = worth.filter(|_| at <= table.until).is_some_and(|worth| {
                    state.room.fits(at, self.takes(wish, units, worth)) && state.units_at(wish, at) == 0
                });
                let is_last_day = waits && at == opens && table.last_days.binary_search(&day).is_ok();
                if fits && (!fitted || is_last_day || releases.binary_search(&at).is_ok()) {
                    found.push(at);
                    if found.len() >= most {
                        return Ok(found);
                    }
                }
                fitted = fits;
            }
        }
        Ok(found)
    }

    /// What the best plan with the given returns can recover at most.
    fn at_most(&self, state: &State) -> u128 {
        let mut by_prices = i128::try_from(state.value).unwrap_or(i128::MAX).saturating_mul(i128::from(SCALE));
        for (at, price) in self.checks.at.iter().zip(&self.bound.cap) {
            if *price > 0 {
                by_prices = by_prices.saturating_add(state.room.left_at(*at).max(0).saturating_mul(*price));
            }
        }
        for ((rest, table), wish) in state.rest.iter().zip(self.tables).zip(&self.bound.wishes) {
            if *rest > 0 {
                let share = wish.saturating_mul(i128::from(*rest)).checked_div(i128::from(table.units()));
                by_prices = by_prices.saturating_add(share.unwrap_or(*wish)).saturating_add(1);
            }
        }
        whole(by_prices)
    }

    /// Tries every way to place returns one after another, each at one of its instants.
    fn complete(
        &mut self,
        state: &State,
        seen: &mut BTreeSet<Vec<(usize, DateTime<Utc>, u32)>>,
    ) -> Result<bool, QuestionError> {
        self.keep(state);
        if self.at_most(state) <= self.best.value {
            return Ok(true);
        }
        for wish in 0..self.tables.len() {
            for units in (1..=state.rest_of(wish)).rev() {
                if !self.may_go_on() {
                    return Ok(false);
                }
                for at in self.instants(state, (wish, units), usize::MAX)? {
                    let Some(piece) = self.piece(state, (wish, units), at)? else { continue };
                    let mut next = state.clone();
                    next.place(piece);
                    if seen.insert(next.key()) && !self.complete(&next, seen)? {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(true)
    }

    /// Tries the wishes in every order: each whole as soon as it fits, and each in parts as soon as a unit fits.
    fn orders(&mut self) -> Result<(), QuestionError> {
        for portion in [Portion::Whole, Portion::Parts] {
            let state = self.empty();
            self.order(&state, &mut Vec::new(), portion)?;
        }
        Ok(())
    }

    fn order(&mut self, state: &State, placed: &mut Vec<usize>, portion: Portion) -> Result<(), QuestionError> {
        self.keep(state);
        if self.at_most(state) <= self.best.value {
            return Ok(());
        }
        for wish in 0..self.tables.len() {
            if placed.contains(&wish) {
                continue;
            }
            if !self.may_go_on() {
                return Ok(());
            }
            let mut next = state.clone();
            self.place_first(&mut next, wish, portion)?;
            placed.push(wish);
            self.order(&next, placed, portion)?;
            placed.pop();
        }
        Ok(())
    }

    /// Places a wish as soon as it fits.
    fn place_first(&mut self, state: &mut State, wish: usize, portion: Portion) -> Result<(), QuestionError> {
        while state.rest_of(wish) > 0 {
            let units = if portion == Portion::Parts { 1 } else { state.rest_of(wish) };
            let Some(at) = self.instants(state, (wish, units), 1)?.first().copied() else { break };
            let piece = if portion == Portion::Parts {
                self.most(state, wish, at)?
            } else {
                self.piece(state, (wish, units), at)?
            };
            let Some(piece) = piece else { break };
            state.place(piece);
        }
        Ok(())
    }

    /// Places the returns of the solver, whole units first, then what its rounding left, then whatever fits.
    fn place_starts(&mut self, starts: &[(usize, DateTime<Utc>, u32)]) -> Result<(), QuestionError> {
        let candidates = self.by_efficiency();
        for largest_first in [true, false] {
            let mut starts = starts.to_vec();
            if largest_first {
                let value = |one: &(usize, DateTime<Utc>, u32)| {
                    let unit = self.unit_of(one.0, self.frame.day_of(one.1));
                    unit.map_or(0, |unit| unit.value.saturating_mul(u64::from(one.2)))
                };
                starts.sort_by_key(|one| Reverse(value(one)));
            } else {
                starts.sort_by_key(|one| (one.1, one.0));
            }
            let mut state = self.empty();
            for (wish, at, units) in &starts {
                if *units > 0 && self.may_go_on() {
                    if let Some(piece) = self.piece(&state, (*wish, *units), *at)? {
                        state.place(piece);
                    }
                }
            }
            for (wish, at, _) in &starts {
                let more = state.rest_of(*wish) > 0 && self.may_go_on();
                if more {
                    self.grow(&mut state, *wish, *at)?;
                }
            }
            self.place_more(&mut state, &candidates)?;
            self.keep(&state);
        }
        Ok(())
    }

    /// Returns as many units more of a wish at an instant as fit.
    fn grow(&mut self, state: &mut State, wish: usize, at: DateTime<Utc>) -> Result<(), QuestionError> {
        let before = state.remove(wish, at);
        let most = self.most(state, wish, at)?;
        let least = before.map_or(0, |piece| piece.units);
        if let Some(piece) = most.filter(|piece| piece.units >= least).or(before) {
            state.place(piece);
        }
        Ok(())
    }

    /// Places whatever fits: at the candidates in their order, at later releases, and where something shrinks into what is
    /// left.
    fn place_more(&mut self, state: &mut State, candidates: &[Candidate]) -> Result<(), QuestionError> {
        for candidate in candidates {
            if !self.may_go_on() {
                return Ok(());
            }
            if state.rest_of(candidate.wish) > 0 {
                if let Some(piece) = self.most(state, candidate.wish, candidate.at)? {
                    state.place(piece);
                }
            }
        }
        self.fill(state)
    }

    /// Returns day by day whatever fits, in the order of a habit.
    fn day_by_day(&mut self, habit: Habit) -> Result<(), QuestionError> {
        let mut state = self.empty();
        let end = self.tables.iter().map(Table::end).max().unwrap_or(0);
        for day in 0..end {
            let opens = self.frame.start_of(day);
            let next = self.frame.start_of(day.saturating_add(1));
            let later = state.room.releases().into_iter().filter(|at| *at > opens && *at < next);
            let instants: Vec<DateTime<Utc>> = core::iter::once(opens).chain(later).collect();
            for at in instants {
                if !self.may_go_on() {
                    break;
                }
                let mut wishes: Vec<(u64, usize)> = Vec::new();
                let least = state.room.least(at);
                for (wish, table) in self.tables.iter().enumerate() {
                    let Some(unit) = self.unit_of(wish, day).filter(|_| state.rest_of(wish) > 0) else { continue };
                    if i128::from(unit.counts) > least.saturating_add(2) {
                        continue;
                    }
                    let next = self.unit_of(wish, day.saturating_add(1)).map_or(0, |unit| unit.value);
                    let key = match habit {
                        Habit::Largest => table.on(day).map_or(0, |all| all.value),
                        Habit::Losing => unit.value.saturating_sub(next).saturating_mul(u64::from(state.rest_of(wish))),
                        Habit::Smallest => u64::MAX.saturating_sub(unit.counts),
                    };
                    wishes.push((key, wish));
                }
                wishes.sort_unstable_by_key(|(key, wish)| (Reverse(*key), *wish));
                for (_, wish) in wishes {
                    if let Some(piece) = self.most(&state, wish, at.max(self.first_instant(wish)))? {
                        state.place(piece);
                    }
                }
            }
        }
        self.keep(&state);
        Ok(())
    }

    fn first_instant(&self, wish: usize) -> DateTime<Utc> {
        self.tables.get(wish).map_or(DateTime::<Utc>::MIN_UTC, |table| table.from)
    }

    /// Takes a few wishes out of the best plan and places them and some others again in another order, as long as there
    /// are steps.
    fn remake(&mut self) -> Result<(), QuestionError> {
        let wishes = self.tables.len();
        if wishes == 0 || self.best.pieces.is_empty() {
            return Ok(());
        }
        let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
        let mut idle = 0_usize;
        let vain = if wishes < MANY { REMADE } else { REMADE / 4 };
        while self.may_go_on() && idle < vain {
            idle = idle.saturating_add(1);
            let mut state = self.best.clone();
            // Returns that are near one another in time compete for the same room.
            state.pieces.sort_by_key(|piece| (piece.at, piece.wish));
            let mut again: Vec<usize> = Vec::new();
            let first = numbers.below(state.pieces.len());
            let gone = numbers.below(4).saturating_add(1);
            let pieces: Vec<Piece> = state.pieces.iter().skip(first).take(gone).copied().collect();
            for piece in pieces {
                state.remove(piece.wish, piece.at);
                if !again.contains(&piece.wish) {
                    again.push(piece.wish);
                }
            }
            for _ in 0..numbers.below(5) {
                let wish = numbers.below(wishes);
                if state.rest_of(wish) > 0 && !again.contains(&wish) {
                    again.push(wish);
                }
            }
            for place in (1..again.len()).rev() {
                again.swap(place, numbers.below(place.saturating_add(1)));
            }
            for wish in again {
                // Sometimes a part only, so that another wish finds room.
                let keep = if numbers.below(3) == 0 { numbers.below(3).saturating_add(1) } else { usize::MAX };
                self.place_some(&mut state, wish, keep)?;
            }
            if self.best.value < state.value {
                idle = 0;
                self.tighten(&mut state)?;
                self.keep(&state);
            }
        }
        Ok(())
    }

    /// Places a wish as soon as a unit fits, at a number of instants at most. On the last days of periods where that
    /// gives more after paying for the cap.
    fn place_some(&mut self, state: &mut State, wish: usize, most: usize) -> Result<(), QuestionError> {
        for _ in 0..most.min(12) {
            if state.rest_of(wish) == 0 {
                break;
            }
            let instants = self.instants(state, (wish, 1), 6)?;
            let mut best: Option<(i128, Piece)> = None;
            for at in instants {
                let Some(piece) = self.most(state, wish, at)? else { continue };
                let price = self.prices.get(self.frame.day_of(at)).copied().unwrap_or(0);
                let gain = gain(Worth { value: piece.value, counts: piece.counts }, price).unwrap_or(i128::MIN);
                if best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, piece));
                }
            }
            let Some((_, piece)) = best else { break };
            state.place(piece);
        }
        Ok(())
    }

    /// Moves returns to the first instant at which they fit, and places what shrinks into what is left.
    fn tighten(&mut self, state: &mut State) -> Result<(), QuestionError> {
        let mut pieces = state.pieces.clone();
        pieces.sort_by_key(|piece| (piece.at, piece.wish));
        for piece in pieces {
            if !self.may_go_on() {
                return Ok(());
            }
            let Some(gone) = state.remove(piece.wish, piece.at) else { continue };
            let first = self.instants(state, (gone.wish, gone.units), 1)?.first().copied();
            let moved = match first.filter(|at| *at < gone.at) {
                Some(at) => self.piece(state, (gone.wish, gone.units), at)?.filter(|moved| moved.value > gone.value),
                None => None,
            };
            state.place(moved.unwrap_or(gone));
        }
        let mut wishes: Vec<usize> = (0..self.tables.len()).filter(|wish| state.rest_of(*wish) > 0).collect();
        let value = |wish: &usize| self.tables.get(*wish).and_then(|table| table.days.iter().flatten().next().copied());
        wishes.sort_by_key(|wish| Reverse(value(wish).map_or(0, |worth| worth.value)));
        for wish in wishes {
            if !self.may_go_on() {
                return Ok(());
            }
            self.place_first(state, wish, Portion::Parts)?;
        }
        Ok(())
    }

    /// The candidates, those first that give most for what they pay.
    fn by_efficiency(&self) -> Vec<Candidate> {
        let mut candidates = self.candidates();
        candidates.sort_by(efficiency);
        candidates
    }

    /// Places returns by the prices of the cap, in several orders, and keeps the best.
    fn by_prices(&mut self) -> Result<(), QuestionError> {
        let mut candidates = self.by_efficiency();
        self.place_all(&candidates)?;
        candidates.sort_by(|one, two| one.at.cmp(&two.at).then_with(|| efficiency(one, two)));
        self.place_all(&candidates)?;
        candidates.sort_by(|one, two| two.gain.cmp(&one.gain).then_with(|| efficiency(one, two)));
        self.place_all(&candidates)?;
        candidates.sort_by_key(|one| (one.at, Reverse(one.counts), one.wish));
        self.place_all(&candidates)
    }

    fn place_all(&mut self, candidates: &[Candidate]) -> Result<(), QuestionError> {
        let mut state = self.empty();
        self.place_more(&mut state, candidates)?;
        self.keep(&state);
        Ok(())
    }

    /// The instants worth a look for each wish: when the cap changes, and the days that the prices favor.
    fn candidates(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (wish, table) in self.tables.iter().enumerate() {
            let mut instants: BTreeSet<DateTime<Utc>> = self.checks.changes.iter().copied().collect();
            instants.insert(table.from);
            let gains = table.days.iter().enumerate().filter_map(|(place, worth)| {
                let day = table.first.saturating_add(place);
                Some((gain((*worth)?, self.prices.get(day).copied().unwrap_or(0))?, day))
            });
            let mut gains: Vec<(i128, usize)> = gains.collect();
            gains.sort_unstable_by_key(|(gain, day)| (Reverse(*gain), *day));
            instants.extend(gains.iter().take(4).filter_map(|(_, day)| table.opens(self.frame, *day)));
            let allowed = instants.into_iter().filter(|at| table.allows(self.frame, *at));
            candidates.extend(allowed.filter_map(|at| self.candidate(wish, table, at)));
        }
        candidates
    }

    fn candidate(&self, wish: usize, table: &Table, at: DateTime<Utc>) -> Option<Candidate> {
        let day = self.frame.day_of(at);
        let (worth, price) = (table.on(day)?, self.prices.get(day).copied().unwrap_or(0));
        let cost = whole(price.saturating_mul(i128::from(worth.counts))).saturating_add(1);
        let counts = worth.counts.checked_div(u64::from(table.units())).unwrap_or(worth.counts);
        Some(Candidate { wish, at, value: worth.value, cost, gain: gain(worth, price)?, counts })
    }

    /// Fills what is left at each release, the most valuable first.
    fn fill(&mut self, state: &mut State) -> Result<(), QuestionError> {
        let mut done = None;
        loop {
            let next = state.room.releases().into_iter().find(|release| done.is_none_or(|done| *release > done));
            let Some(at) = next else { return Ok(()) };
            done = Some(at);
            let day = self.frame.day_of(at);
            let mut wishes: Vec<(u64, usize)> = Vec::new();
            for (wish, table) in self.tables.iter().enumerate() {
                if let Some(worth) = table.on(day).filter(|_| state.rest_of(wish) > 0) {
                    wishes.push((worth.value.checked_div(u64::from(table.units())).unwrap_or(0), wish));
                }
            }
            wishes.sort_unstable_by_key(|(value, wish)| (Reverse(*value), *wish));
            for (_, wish) in wishes {
                if !self.may_go_on() {
                    return Ok(());
                }
                if let Some(piece) = self.most(state, wish, at)? {
                    state.place(piece);
                }
            }
        }
    }

    /// Swaps single units for ones that give more and still fit, until nothing gets better.
    fn improve(&mut self) -> Result<(), QuestionError> {
        let mut state = self.best.clone();
        loop {
            let before = state.value;
            let pieces = state.pieces.clone();
            for piece in pieces {
                if !self.may_go_on() {
                    break;
                }
                self.swap_one(&mut state, piece)?;
            }
            self.fill(&mut state)?;
            self.tighten(&mut state)?;
            self.keep(&state);
            if state.value <= before || !self.may_go_on() {
                return Ok(());
            }
        }
    }

    /// Swaps one unit of a return for one unit of the best other wish that then fits at the same instant.
    fn swap_one(&mut self, state: &mut State, piece: Piece) -> Result<(), QuestionError> {
        let (at, day) = (piece.at, self.frame.day_of(piece.at));
        let units = state.units_at(piece.wish, at);
        let Some(fewer) = units.checked_sub(1) else { return Ok(()) };
        let gone = self.unit_of(piece.wish, day);
        let Some(gone) = gone else { return Ok(()) };
        let left = state.room.least(at).saturating_add(i128::from(gone.counts));
        let mut others: Vec<(u64, usize)> = Vec::new();
        for wish in 0..self.tables.len() {
            if wish == piece.wish || state.rest_of(wish) == 0 {
                continue;
            }
            if let Some(unit) = self.unit_of(wish, day) {
                if unit.value > gone.value && i128::from(unit.counts) <= left {
                    others.push((unit.value, wish));
                }
            }
        }
        others.sort_unstable_by_key(|(value, wish)| (Reverse(*value), *wish));
        for (_, wish) in others.into_iter().take(3) {
            let mut next = state.clone();
            if self.set_units(&mut next, (piece.wish, fewer), at)? {
                let more = next.units_at(wish, at).saturating_add(1);
                if self.set_units(&mut next, (wish, more), at)? && next.value > state.value {
                    *state = next;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// About what one unit of a wish gives on a day.
    fn unit_of(&self, wish: usize, day: usize) -> Option<Worth> {
        let table = self.tables.get(wish)?;
        let (all, units) = (table.on(day)?, u64::from(table.units()));
        Some(Worth { value: all.value.checked_div(units)?, counts: all.counts.checked_div(units)? })
    }

    /// Returns another number of units at an instant. Returns whether that fits.
    fn set_units(
        &mut self,
        state: &mut State,
        (wish, units): (usize, u32),
        at: DateTime<Utc>,
    ) -> Result<bool, QuestionError> {
        state.remove(wish, at);
        if units == 0 {
            return Ok(true);
        }
        let Some(piece) = self.piece(state, (wish, units), at)? else { return Ok(false) };
        state.place(piece);
        Ok(true)
    }
}
