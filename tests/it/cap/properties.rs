//! Random ledgers against the model, clustered where months, days and years end.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use reservation_policy::cap::RefundId;
use reservation_policy::policy::{CapBasis, CapTerms, CapWindow};
use reservation_policy::{CapEntry, RefundLedger, UsdAmount, chrono};

use super::model::Model;
use super::{days, id, months};

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
    let ends = [NaiveDate::MIN, NaiveDate::MAX.pred_opt().unwrap(), NaiveDate::MAX];
    prop_oneof![8 => month_ends, 8 => february, 1 => prop::sample::select(ends.to_vec())]
}

fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    (dates(), times()).prop_map(|(date, time)| date.and_time(time).and_utc())
}

fn caps() -> impl Strategy<Value = CapTerms> {
    let months = [1, 2, 3, 11, 12, 12, 13, 24].map(months);
    let windows =
        [months.to_vec(), [1, 28, 30, 365, 366].map(days).to_vec(), vec![CapWindow::CalendarYear; 4]].concat();
    let bases = prop::sample::select(vec![CapBasis::Refunded, CapBasis::CanceledCommitment]);
    (0..40_u64, prop::sample::select(windows), bases).prop_map(|(limit, window, basis)| CapTerms {
        limit: UsdAmount::from_cents(limit),
        window,
        basis,
    })
}

fn entry_of(name: u16, at: DateTime<Utc>, (refunded, future): (u64, u64)) -> CapEntry {
    let entry = CapEntry::new(&name.to_string(), at, UsdAmount::from_cents(refunded)).unwrap();
    entry.canceled_commitment(UsdAmount::from_cents(refunded + future)).unwrap()
}

fn entries(count: usize) -> impl Strategy<Value = Vec<CapEntry>> {
    prop::collection::vec((instants(), (0..6_u64, 0..3_u64)), 0..count)
        .prop_map(|list| (0..).zip(list).map(|(name, (at, amounts))| entry_of(name, at, amounts)).collect())
}

fn check(ledger: &RefundLedger, model: &Model, at: DateTime<Utc>, cap: CapTerms) {
    let usage = ledger.usage(cap, at);
    let (used, limit) = (model.used(at, &cap), cap.limit.cents());
    assert_eq!(usage.used.cents(), used, "used at {at} of {cap}");
    assert_eq!(usage.remaining.cents(), limit.saturating_sub(used), "remaining at {at} of {cap}");
    let releases: Vec<_> = usage.releases().iter().map(|release| (release.at, release.amount.cents())).collect();
    assert_eq!(releases, model.releases(at, &cap), "releases from {at} of {cap}");
    for amount in (0..=limit + 1).map(UsdAmount::from_cents) {
        let earliest = model.earliest_fit(at, &cap, amount);
        assert_eq!(usage.fits(amount), earliest == Some(at), "{amount} at {at} of {cap}");
        assert_eq!(usage.earliest_fit(amount), earliest, "{amount} at {at} of {cap}");
    }
}

#[derive(Debug, Clone)]
enum Step {
    Record(CapEntry),
    Reverse(RefundId),
    Ask(DateTime<Utc>, CapTerms),
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
    fn ledger_and_model_agree_on_everything(entries in entries(40), at in instants(), cap in caps()) {
        let mut model = Model::default();
        for entry in &entries {
            model.record(entry);
        }
        let ledger = RefundLedger::from_entries(entries).unwrap();
        check(&ledger, &model, at, cap);
        for release in ledger.usage(cap, at).releases() {
            check(&ledger, &model, release.at, cap);
        }
    }

    #[test]
    fn ledger_and_model_agree_after_any_steps(steps in steps()) {
        let (mut ledger, mut model) = (RefundLedger::new(), Model::default());
        for step in steps {
            match step {
                Step::Record(entry) => {
                    let expected = match ledger.find(entry.id()) {
                        None => Some(true),
                        Some(known) if *known == entry => Some(false),
                        Some(_) => None,
                    };
                    prop_assert_eq!(ledger.record(entry.clone()).ok(), expected);
                    if expected.is_some() {
                        model.record(&entry);
                    }
                }
                Step::Reverse(id) => prop_assert_eq!(ledger.reverse(&id).is_ok(), model.reverse(&id)),
                Step::Ask(at, cap) => check(&ledger, &model, at, cap),
            }
            prop_assert_eq!(ledger.entries(), model.sorted());
        }
    }

    #[test]
    fn the_order_of_arrival_is_irrelevant_and_what_is_reversed_was_never_there(
        (entries, shuffled) in entries(40).prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
        taken in any::<prop::sample::Index>(),
    ) {
        let mut ledger = RefundLedger::new();
        for entry in shuffled {
            prop_assert_eq!(ledger.record(entry), Ok(true));
        }
        prop_assert_eq!(RefundLedger::from_entries(entries.clone()), Ok(ledger.clone()));
        if !entries.is_empty() {
            let mut rest = entries;
            let taken = rest.remove(taken.index(rest.len()));
            prop_assert_eq!(ledger.reverse(taken.id()), Ok(taken));
            prop_assert_eq!(RefundLedger::from_entries(rest), Ok(ledger));
        }
    }
}

#[test]
fn large_ledgers_agree_with_the_model_however_they_grew() {
    const COUNT: u16 = 2_003;
    let start = crate::given::at("2022-01-01T00:00:00Z");
    let entry = |index: u16| {
        let at = start + Duration::minutes(i64::from(index / 3) * 1_000);
        CapEntry::new(&index.to_string(), at, UsdAmount::from_cents(u64::from(index % 7))).unwrap()
    };
    let windows = [CapWindow::TWELVE_MONTHS, CapWindow::DAYS_365, CapWindow::CalendarYear, months(1)];
    let cap = |window| CapTerms { limit: UsdAmount::from_cents(500), window, basis: CapBasis::Refunded };
    let orders: [fn(u16) -> u16; 3] =
        [|index| index, |index| COUNT - 1 - index, |index| u16::try_from(u32::from(index) * 1_009 % 2_003).unwrap()];
    for order in orders {
        let (mut ledger, mut model) = (RefundLedger::new(), Model::default());
        for index in (0..COUNT).map(order) {
            assert_eq!(ledger.record(entry(index)), Ok(true));
        }
        for index in (0..COUNT).map(order).filter(|index| index % 5 == 0 || (500..900).contains(index)) {
            assert_eq!(ledger.reverse(entry(index).id()), Ok(entry(index)));
        }
        ledger.entries().iter().for_each(|entry| model.record(entry));
        for month in 0..16 {
            let at = start + Duration::days(month * 29) + Duration::minutes(400 * month);
            for cap in windows.map(cap) {
                let usage = ledger.usage(cap, at);
                assert_eq!(usage.used.cents(), model.used(at, &cap), "{at} {cap}");
                let amount = UsdAmount::from_cents(123);
                assert_eq!(usage.earliest_fit(amount), model.earliest_fit(at, &cap, amount), "{at} {cap}");
            }
        }
    }
}
