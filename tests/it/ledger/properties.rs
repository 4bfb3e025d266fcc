//! Random ledgers against the model, clustered where months end, days end and years end.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use reservation_policy::UsdAmount;
use reservation_policy::chrono;
use reservation_policy::reservation::cap::{
    CapEntry, CapMeasure, CapWindow, Recorded, RefundCap, RefundId, RefundLedger,
};

use super::model::Model;
use super::{id, rolling_days, rolling_months};

/// Few times of day, so that many refunds lapse in one instant.
fn times() -> impl Strategy<Value = NaiveTime> {
    let time = |hour, minute, second, nano| NaiveTime::from_hms_nano_opt(hour, minute, second, nano).unwrap();
    prop::sample::select(vec![
        time(0, 0, 0, 0),
        time(0, 0, 0, 1),
        time(5, 0, 0, 0),
        time(12, 0, 0, 0),
        time(23, 59, 59, 999_999_999),
        time(23, 59, 59, 1_500_000_000),
    ])
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    let month_ends = (2023..=2025, 1..=12_u32, prop::sample::select(vec![1_u32, 2, 27, 28, 29, 30, 31]))
        .prop_filter_map("no such day", |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
    // One cluster around the end of February, where twelve months fold days onto each other.
    let february = (2023..=2025, 26..=32_u64)
        .prop_map(|(year, days)| NaiveDate::from_ymd_opt(year, 1, 31).unwrap() + chrono::Days::new(days));
    let calendar_ends = prop::sample::select(vec![
        NaiveDate::MIN,
        NaiveDate::MIN.succ_opt().unwrap(),
        NaiveDate::MAX.pred_opt().unwrap(),
        NaiveDate::MAX,
        NaiveDate::from_ymd_opt(262_142, 11, 30).unwrap(),
    ]);
    prop_oneof![8 => month_ends, 8 => february, 1 => calendar_ends]
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (dates(), times()).prop_map(|(date, time)| date.and_time(time).and_utc())
}

fn windows() -> impl Strategy<Value = CapWindow> {
    let months = [1, 2, 3, 11, 12, 12, 13, 24].map(rolling_months);
    let days = [1, 28, 30, 365, 366].map(rolling_days);
    prop_oneof![
        prop::sample::select(months.to_vec()),
        prop::sample::select(days.to_vec()),
        Just(CapWindow::CalendarYear)
    ]
}

fn caps() -> impl Strategy<Value = RefundCap> {
    let measures = prop::sample::select(vec![CapMeasure::Refunded, CapMeasure::CancelledCommitment]);
    (0..40_u64, windows(), measures)
        .prop_map(|(limit, window, measure)| RefundCap::new(UsdAmount::from_cents(limit), window, measure))
}

fn entry_of(name: u16, at: DateTime<Utc>, (refunded, future): (u64, u64)) -> CapEntry {
    CapEntry::new(id(&name.to_string()), at, UsdAmount::from_cents(refunded))
        .with_cancelled_commitment(UsdAmount::from_cents(refunded + future))
        .unwrap()
}

fn entries(count: usize) -> impl Strategy<Value = Vec<CapEntry>> {
    prop::collection::vec((instants(), (0..6_u64, 0..3_u64)), 0..count)
        .prop_map(|list| (0..).zip(list).map(|(name, (at, amounts))| entry_of(name, at, amounts)).collect())
}

fn check(ledger: &RefundLedger, model: &Model, at: DateTime<Utc>, cap: &RefundCap) {
    let position = ledger.position(at, cap);
    let used = model.used(at, cap);
    let limit = cap.limit().cents();
    assert_eq!(position.used().cents(), used, "used at {at} of {cap}");
    assert_eq!(position.remaining().cents(), limit.saturating_sub(used), "remaining at {at} of {cap}");
    let releases: Vec<_> =
        position.releases().map(|it| (it.at(), it.amount().cents(), it.used_after().cents())).collect();
    assert_eq!(releases, model.releases(at, cap), "releases from {at} of {cap}");
    // It has a short road of its own.
    assert_eq!(position.next_release(), position.releases().next(), "next release from {at} of {cap}");
    for amount in (0..=limit + 1).map(UsdAmount::from_cents) {
        assert_eq!(position.fits(amount), used + amount.cents() <= limit, "{amount} at {at} of {cap}");
        assert_eq!(position.earliest_fit(amount), model.earliest_fit(at, cap, amount), "{amount} at {at} of {cap}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Record(CapEntry),
    Reverse(RefundId),
    Ask(DateTime<Utc>, RefundCap),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let record = (0..30_u16, instants(), (0..6_u64, 0..3_u64))
        .prop_map(|(name, at, amounts)| Step::Record(entry_of(name, at, amounts)));
    let reverse = (0..30_u16).prop_map(|name| Step::Reverse(id(&name.to_string())));
    let ask = (instants(), caps()).prop_map(|(at, cap)| Step::Ask(at, cap));
    prop::collection::vec(prop_oneof![4 => record, 1 => reverse, 2 => ask], 0..60)
}

proptest! {
    #[test]
    fn ledger_agrees_with_the_model_on_everything(entries in entries(40), at in instants(), cap in caps()) {
        let (mut ledger, mut model) = (RefundLedger::new(), Model::default());
        for entry in &entries {
            prop_assert_eq!(ledger.record(entry.clone()), Ok(Recorded::New));
            model.record(entry);
        }
        check(&ledger, &model, at, &cap);
        for release in ledger.position(at, &cap).releases() {
            check(&ledger, &model, release.at(), &cap);
        }
    }

    #[test]
    fn ledger_agrees_with_the_model_after_any_steps(steps in steps()) {
        let (mut ledger, mut model) = (RefundLedger::new(), Model::default());
        for step in steps {
            match step {
                Step::Record(entry) => {
                    let known = ledger.get(entry.id()).cloned();
                    let expected = known.as_ref().map_or(Some(Recorded::New), |known| {
                        (*known == entry).then_some(Recorded::AlreadyThere)
                    });
                    prop_assert_eq!(ledger.record(entry.clone()).ok(), expected);
                    if expected.is_some() {
                        model.record(&entry);
                    }
                }
                Step::Reverse(id) => {
                    prop_assert_eq!(ledger.reverse(&id).is_ok(), model.has(&id));
                    model.reverse(&id);
                }
                Step::Ask(at, cap) => check(&ledger, &model, at, &cap),
            }
            prop_assert!(ledger.entries().eq(&model.sorted()));
        }
    }

    #[test]
    fn order_of_arrival_is_irrelevant(
        (entries, shuffled) in entries(40).prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        let (ledger, other) = (super::ledger(&entries), super::ledger(&shuffled));
        prop_assert_eq!(&ledger, &other);
        prop_assert_eq!(&RefundLedger::from_entries(shuffled), &Ok(ledger));
    }

    #[test]
    fn recorded_then_reversed_is_as_if_never(entries in entries(40), taken in any::<prop::sample::Index>()) {
        prop_assume!(!entries.is_empty());
        let mut rest = entries.clone();
        let taken = rest.remove(taken.index(entries.len()));
        let mut ledger = super::ledger(&entries);
        prop_assert_eq!(ledger.reverse(taken.id()), Ok(taken));
        prop_assert_eq!(ledger, super::ledger(&rest));
    }

    #[test]
    fn what_fits_at_its_earliest_instant_did_not_fit_just_before(entries in entries(40), at in instants(), cap in caps()) {
        let ledger = super::ledger(&entries);
        let position = ledger.position(at, &cap);
        let Some(earliest) = position.earliest_fit(cap.limit()) else { return Ok(()) };
        prop_assert!(earliest >= at);
        let seen = |later| Model::used(&{
            let mut known = Model::default();
            entries.iter().filter(|entry| entry.at() <= at).for_each(|entry| known.record(entry));
            known
        }, later, &cap);
        prop_assert_eq!(seen(earliest), 0);
        if earliest > at {
            prop_assert!(seen(earliest - super::nanosecond()) > 0);
        }
    }
}

/// Large enough for many chunks: in order, backwards, and shuffled by a fixed stride, then thinned out again.
#[test]
fn large_ledgers_agree_with_the_model_however_they_grew() {
    const COUNT: u32 = 5_003;
    let start = super::instant("2022-01-01T00:00:00Z");
    let entry = |index: u32| {
        let at = start + chrono::TimeDelta::minutes(i64::from(index / 3) * 400);
        CapEntry::new(id(&index.to_string()), at, UsdAmount::from_cents(u64::from(index % 7)))
    };
    let caps = [CapWindow::TWELVE_MONTHS, CapWindow::DAYS_365, CapWindow::CalendarYear, rolling_months(1)]
        .map(|window| RefundCap::new(UsdAmount::from_cents(500), window, CapMeasure::Refunded));
    let orders: [fn(u32) -> u32; 3] = [|index| index, |index| COUNT - 1 - index, |index| index * 2_003 % COUNT];
    for order in orders {
        let (mut ledger, mut model) = (RefundLedger::new(), Model::default());
        let compare = |ledger: &RefundLedger, model: &Model| {
            assert!(ledger.entries().eq(&model.sorted()));
            let at_once = RefundLedger::from_entries(model.sorted()).unwrap();
            assert_eq!(ledger, &at_once);
            for month in 0..30 {
                let at = start + chrono::TimeDelta::days(month * 29) + chrono::TimeDelta::minutes(400 * month);
                for cap in &caps {
                    assert_eq!(ledger.position(at, cap).used().cents(), model.used(at, cap), "{at} {cap}");
                    assert_eq!(at_once.position(at, cap).used(), ledger.position(at, cap).used(), "{at} {cap}");
                }
            }
            let at = start + chrono::TimeDelta::days(424);
            for cap in &caps {
                let position = ledger.position(at, cap);
                let releases: Vec<_> =
                    position.releases().map(|it| (it.at(), it.amount().cents(), it.used_after().cents())).collect();
                assert_eq!(releases, model.releases(at, cap), "{cap}");
                assert_eq!(position.next_release(), position.releases().next(), "{cap}");
                let amount = UsdAmount::from_cents(123);
                assert_eq!(position.earliest_fit(amount), model.earliest_fit(at, cap, amount), "{cap}");
            }
        };
        for index in (0..COUNT).map(order) {
            assert_eq!(ledger.record(entry(index)), Ok(Recorded::New));
            model.push(entry(index));
        }
        compare(&ledger, &model);
        for index in (0..COUNT).map(order).filter(|index| index % 5 != 0 || (1_000..2_500).contains(index)) {
            assert_eq!(ledger.reverse(entry(index).id()), Ok(entry(index)));
        }
        model.keep(|kept| ledger.get(kept.id()).is_some());
        assert_eq!(model.sorted().len(), ledger.len());
        compare(&ledger, &model);
    }
}
