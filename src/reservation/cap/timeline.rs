//! Entries in the order of their instants, with running totals: sums over any stretch of time without adding up.
//!
//! The entries stand in chunks of bounded size, each sorted, one after the other. An entry carries the running total of
//! its chunk, a chunk the total of all chunks before it, so the total before any instant is found by two binary
//! searches. A new entry moves at most one chunk's worth of others, and one number in each later chunk.

use chrono::{DateTime, NaiveDate, Utc};

use super::{CapEntry, CapMeasure, RefundId};
use crate::calendar;
use crate::money::UsdAmount;

/// The most entries in one chunk. Large enough that there are few chunks, small enough that moving one is cheap.
const CHUNK: usize = 512;

/// A place between instants, just before or just after one.
///
/// One number, in the order of time: the second, the nanosecond (above 10^9 in a leap second), the side. The
/// searches compare nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut(i128);

impl Cut {
    /// Before everything.
    pub(super) const START: Self = Self(i128::MIN);

    /// Just before an instant.
    pub(super) fn before(at: DateTime<Utc>) -> Self {
        Self((i128::from(at.timestamp()) << 33) | (i128::from(at.timestamp_subsec_nanos()) << 1))
    }

    /// Just before the first instant of a day.
    pub(super) fn day(day: NaiveDate) -> Self {
        Self::before(calendar::midnight(day))
    }

    /// Just after an instant.
    pub(super) fn after(at: DateTime<Utc>) -> Self {
        Self(Self::before(at).0 | 1)
    }

    /// The same time of day, so many days earlier.
    pub(super) fn days_earlier(self, days: u16) -> Self {
        let seconds = u64::from(days).saturating_mul(86_400);
        Self(self.0.saturating_sub(i128::from(seconds) << 33))
    }
}

/// Sums in both measures.
///
/// The sums wrap, which never happens: the ledger keeps the total of all its entries within [`UsdAmount::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Totals {
    refunded: u64,
    cancelled_commitment: u64,
}

impl Totals {
    const fn of(entry: &CapEntry) -> Self {
        Self { refunded: entry.refunded().cents(), cancelled_commitment: entry.cancelled_commitment().cents() }
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            refunded: self.refunded.wrapping_add(other.refunded),
            cancelled_commitment: self.cancelled_commitment.wrapping_add(other.cancelled_commitment),
        }
    }

    const fn minus(self, other: Self) -> Self {
        Self {
            refunded: self.refunded.wrapping_sub(other.refunded),
            cancelled_commitment: self.cancelled_commitment.wrapping_sub(other.cancelled_commitment),
        }
    }

    pub(super) const fn counted(self, measure: CapMeasure) -> UsdAmount {
        UsdAmount::from_cents(match measure {
            CapMeasure::Refunded => self.refunded,
            CapMeasure::CancelledCommitment => self.cancelled_commitment,
        })
    }
}

/// A place between entries. It holds for the timeline as it was when it was looked up.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    chunk: usize,
    slot: usize,
    before: Totals,
}

impl Place {
    /// The total of the entries before it.
    pub(super) const fn total_before(self) -> Totals {
        self.before
    }
}

/// See the module's documentation.
#[derive(Clone, Default)]
pub(super) struct Timeline {
    /// None is empty, none is longer than [`CHUNK`].
    chunks: Vec<Chunk>,
}

#[derive(Clone)]
struct Chunk {
    /// The first of `instants`.
    begin: Cut,
    /// The total of all chunks before this one.
    base: Totals,
    /// Where each slot's entry stands, apart from it: a search passes over these alone.
    instants: Vec<Cut>,
    slots: Vec<Slot>,
}

#[derive(Clone)]
struct Slot {
    entry: CapEntry,
    /// The total of this chunk's entries up to and with this one.
    running: Totals,
}

impl Timeline {
    /// The entries of a list that is sorted by [`CapEntry::key`].
    pub(super) fn from_sorted(entries: Vec<CapEntry>) -> Self {
        let mut chunks = Vec::with_capacity(entries.len().div_ceil(CHUNK));
        let mut entries = entries.into_iter().peekable();
        let mut base = Totals::default();
        while entries.peek().is_some() {
            let chunk = Chunk::new(base, entries.by_ref().take(CHUNK));
            base = chunk.end();
            chunks.push(chunk);
        }
        Self { chunks }
    }

    /// Every entry, by instant and id.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &CapEntry> {
        self.chunks.iter().flat_map(|chunk| &chunk.slots).map(|slot| &slot.entry)
    }

    /// The total of all entries.
    pub(super) fn total(&self) -> Totals {
        self.chunks.last().map_or_else(Totals::default, Chunk::end)
    }

    /// The place of a cut among the entries.
    #[inline]
    pub(super) fn place(&self, cut: Cut) -> Place {
        let begun = count_before(self.chunks.len(), |index| self.chunks.get(index).is_some_and(|it| it.begin < cut));
        let index = begun.saturating_sub(1);
        let Some(chunk) = self.chunks.get(index) else {
            return Place::default();
        };
        let instants = chunk.instants.as_slice();
        let passed = count_before(instants.len(), |index| instants.get(index).is_some_and(|instant| *instant < cut));
        let last = passed.checked_sub(1).and_then(|last| chunk.slots.get(last));
        Place { chunk: index, slot: passed, before: last.map_or(chunk.base, |slot| chunk.upto(slot)) }
    }

    /// The total of the entries before a cut.
    #[inline]
    pub(super) fn total_before(&self, cut: Cut) -> Totals {
        // Mostly it is now that is asked about, and all refunds are earlier.
        match self.chunks.last() {
            Some(chunk) if chunk.instants.last().is_some_and(|last| *last < cut) => chunk.end(),
            _ => self.place(cut).before,
        }
    }

    /// The entry right behind a place, when it is plain to see that no other has its instant.
    #[inline]
    pub(super) fn alone_behind(&self, place: Place) -> Option<&CapEntry> {
        let chunk = self.chunks.get(place.chunk)?;
        let next = place.slot.saturating_add(1);
        let is_alone = match chunk.instants.get(next) {
            Some(after) => chunk.instants.get(place.slot) != Some(after),
            None => place.chunk.saturating_add(1) == self.chunks.len(),
        };
        chunk.slots.get(place.slot).filter(|_| is_alone).map(|slot| &slot.entry)
    }

    /// The first entry that fulfils a condition on itself and on the total up to and with it.
    ///
    /// Every entry after one that fulfils it must fulfil it too.
    pub(super) fn first(&self, condition: impl Fn(&CapEntry, Totals) -> bool) -> Option<&CapEntry> {
        let fails = |chunk: &Chunk, slot: &Slot| !condition(&slot.entry, chunk.upto(slot));
        let index = self.chunks.partition_point(|chunk| chunk.slots.last().is_some_and(|slot| fails(chunk, slot)));
        let chunk = self.chunks.get(index)?;
        let slot = chunk.slots.get(chunk.slots.partition_point(|slot| fails(chunk, slot)))?;
        Some(&slot.entry)
    }

    /// The entry with this instant and id.
    pub(super) fn get(&self, at: DateTime<Utc>, id: &RefundId) -> Option<&CapEntry> {
        let chunk = self.chunks.get(self.chunk_of((at, id)))?;
        let position = chunk.find((at, id)).ok()?;
        chunk.slots.get(position).map(|slot| &slot.entry)
    }

    /// Puts an entry in its place. There must be none with the same key.
    pub(super) fn insert(&mut self, entry: CapEntry) {
        let amounts = Totals::of(&entry);
        let index = self.chunk_of(entry.key());
        let Some(chunk) = self.chunks.get_mut(index) else {
            self.chunks.push(Chunk::new(Totals::default(), core::iter::once(entry)));
            return;
        };
        let next = chunk.insert(entry);
        let later = index.saturating_add(1);
        for chunk in self.chunks.iter_mut().skip(later) {
            chunk.base = chunk.base.plus(amounts);
        }
        if let Some(next) = next {
            self.chunks.insert(later, next);
        }
    }

    /// Takes an entry out.
    pub(super) fn remove(&mut self, at: DateTime<Utc>, id: &RefundId) -> Option<CapEntry> {
        let index = self.chunk_of((at, id));
        let chunk = self.chunks.get_mut(index)?;
        let position = chunk.find((at, id)).ok()?;
        let entry = chunk.remove(position);
        let is_empty = chunk.slots.is_empty();
        let amounts = Totals::of(&entry);
        for chunk in self.chunks.iter_mut().skip(index.saturating_add(1)) {
            chunk.base = chunk.base.minus(amounts);
        }
        if is_empty {
            self.chunks.remove(index);
        }
        Some(entry)
    }

    /// The index of the only chunk that can hold this key; 0 when it is before all.
    fn chunk_of(&self, key: (DateTime<Utc>, &RefundId)) -> usize {
        let begins_by = |chunk: &Chunk| chunk.slots.first().is_some_and(|slot| slot.entry.key() <= key);
        // Refunds mostly arrive in order, so the last chunk is tried first.
        let begun = match self.chunks.last() {
            Some(last) if begins_by(last) => self.chunks.len(),
            _ => self.chunks.partition_point(begins_by),
        };
        begun.saturating_sub(1)
    }
}

/// How many of so many lie before something: a condition that the first ones fulfil, and none after one that fails.
///
/// As `partition_point`, without a branch for each step: nobody can guess them, a processor included.
#[inline]
fn count_before(count: usize, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut passed, mut open) = (0_usize, count);
    while open > 0 {
        let half = open.div_ceil(2);
        let last_of_half = passed.wrapping_add(half).wrapping_sub(1);
        passed = passed.wrapping_add(half.wrapping_mul(usize::from(is_before(last_of_half))));
        // Where the half fails its last is ruled out as well; keeping it open does no harm.
        open = open.wrapping_sub(half);
    }
    passed
}

impl Chunk {
    fn new(base: Totals, entries: impl Iterator<Item = CapEntry>) -> Self {
        let mut running = Totals::default();
        let slots: Vec<Slot> = entries
            .map(|entry| {
                running = running.plus(Totals::of(&entry));
                Slot { entry, running }
            })
            .collect();
        let instants = slots.iter().map(|slot| Cut::before(slot.entry.at())).collect();
        let mut chunk = Self { begin: Cut::START, base, instants, slots };
        chunk.set_begin();
        chunk
    }

    fn set_begin(&mut self) {
        self.begin = self.instants.first().copied().unwrap_or(Cut::START);
    }

    /// The total of all entries of the ledger up to and with this one.
    const fn upto(&self, slot: &Slot) -> Totals {
        self.base.plus(slot.running)
    }

    fn end(&self) -> Totals {
        self.slots.last().map_or(self.base, |slot| self.upto(slot))
    }

    /// The place of this key, or where it would belong.
    fn find(&self, key: (DateTime<Utc>, &RefundId)) -> Result<usize, usize> {
        self.slots.binary_search_by(|slot| slot.entry.key().cmp(&key))
    }

    /// Puts an entry in its place; gives back what has no room any more, as the chunk that follows.
    ///
    /// A full chunk stays full when the entry belongs after it, so that entries in order leave full chunks behind.
    fn insert(&mut self, entry: CapEntry) -> Option<Self> {
        let position = self.find(entry.key()).unwrap_or_else(|place| place);
        if self.slots.len() < CHUNK {
            self.put(position, entry);
            return None;
        }
        if position >= CHUNK {
            return Some(Self::new(self.end(), core::iter::once(entry)));
        }
        let half = CHUNK.div_ceil(2);
        self.instants.truncate(half);
        let upper = self.slots.split_off(half).into_iter().map(|slot| slot.entry);
        let mut next = Self::new(self.end(), upper);
        if let Some(position) = position.checked_sub(half) {
            next.put(position, entry);
        } else {
            self.put(position, entry);
            next.base = self.end();
        }
        Some(next)
    }

    fn put(&mut self, position: usize, entry: CapEntry) {
        let amounts = Totals::of(&entry);
        let before = position.checked_sub(1).and_then(|last| self.slots.get(last));
        let running = before.map_or_else(Totals::default, |slot| slot.running);
        self.instants.insert(position, Cut::before(entry.at()));
        self.slots.insert(position, Slot { entry, running });
        self.set_begin();
        for slot in self.slots.iter_mut().skip(position) {
            slot.running = slot.running.plus(amounts);
        }
    }

    fn remove(&mut self, position: usize) -> CapEntry {
        self.instants.remove(position);
        let entry = self.slots.remove(position).entry;
        self.set_begin();
        let amounts = Totals::of(&entry);
        for slot in self.slots.iter_mut().skip(position) {
            slot.running = slot.running.minus(amounts);
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(second: usize) -> CapEntry {
        let at = DateTime::from_timestamp(second.try_into().unwrap(), 0).unwrap();
        CapEntry::new(RefundId::new(&second.to_string()).unwrap(), at, UsdAmount::from_cents(1))
    }

    fn sizes(timeline: &Timeline) -> Vec<usize> {
        timeline.chunks.iter().map(|chunk| chunk.slots.len()).collect()
    }

    #[test]
    fn entries_in_order_leave_full_chunks_behind() {
        let mut timeline = Timeline::default();
        (0..=2 * CHUNK).for_each(|second| timeline.insert(entry(second)));
        assert_eq!(sizes(&timeline), [CHUNK, CHUNK, 1]);
        assert_eq!(sizes(&Timeline::from_sorted((0..=2 * CHUNK).map(entry).collect())), [CHUNK, CHUNK, 1]);
    }

    #[test]
    fn a_full_chunk_is_halved_where_a_late_entry_belongs() {
        for (late, expected) in [(0, [CHUNK / 2 + 1, CHUNK / 2]), (CHUNK - 1, [CHUNK / 2, CHUNK / 2 + 1])] {
            let mut timeline = Timeline::from_sorted((0..=CHUNK).filter(|second| *second != late).map(entry).collect());
            timeline.insert(entry(late));
            assert_eq!(sizes(&timeline), expected, "{late}");
            assert!(timeline.iter().eq(&(0..=CHUNK).map(entry).collect::<Vec<_>>()), "{late}");
            let totals: Vec<u64> = (0..=CHUNK)
                .map(|second| timeline.total_before(Cut::after(entry(second).at())))
                .map(|totals| totals.counted(CapMeasure::Refunded).cents())
                .collect();
            assert!(totals.into_iter().eq(1..=(CHUNK + 1).try_into().unwrap()), "{late}");
        }
    }

    #[test]
    fn no_chunk_stays_behind_empty() {
        let mut timeline = Timeline::from_sorted((0..=CHUNK).map(entry).collect());
        let last = entry(CHUNK);
        assert_eq!(timeline.remove(last.at(), last.id()), Some(last.clone()));
        assert_eq!(sizes(&timeline), [CHUNK]);
        assert_eq!(timeline.remove(last.at(), last.id()), None);
    }

    #[test]
    fn counting_finds_every_boundary() {
        for count in 0..70 {
            for boundary in 0..=count {
                assert_eq!(count_before(count, |index| index < boundary), boundary, "{boundary} of {count}");
            }
        }
    }
}
