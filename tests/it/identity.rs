//! What is one and the same: ids without regard to case, ledgers by what they hold, prorations by what they count.

use std::fmt::Debug;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hash};

use reservation_policy::UsdAmount;
use reservation_policy::calendar::Term;
use reservation_policy::policy::reservation::DayCount;
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::proration::Proration;
use reservation_policy::reservation::{BillingPlan, ReservationId, Schedule};
use reservation_policy::role::UserId;
use reservation_policy::software::reference::OrderId;

fn hashed(value: impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

fn differ<T: Hash + PartialEq + Debug>(one: &T, other: &T) {
    assert_ne!(one, other);
    assert_ne!(hashed(one), hashed(other), "{one:?} {other:?}");
}

fn ids_are_compared_without_regard_to_case<T: Hash + PartialEq + Debug>(id: impl Fn(&str) -> T) {
    assert_eq!(id("Order-A"), id("oRDER-a"));
    assert_eq!(hashed(id("Order-A")), hashed(id("oRDER-a")));
    differ(&id("Order-A"), &id("Order-B"));
    differ(&(id("ab"), id("c")), &(id("a"), id("bc")));
}

#[test]
fn ids_that_differ_in_case_alone_are_one_and_two_in_a_row_are_not_taken_for_one() {
    ids_are_compared_without_regard_to_case(|text| ReservationId::new(text).unwrap());
    ids_are_compared_without_regard_to_case(|text| UserId::new(text).unwrap());
    ids_are_compared_without_regard_to_case(|text| text.parse::<OrderId>().unwrap());
}

#[test]
fn prorations_differ_by_day_by_payment_and_by_what_is_counted() {
    let on = |date: &str, day_count| {
        let schedule = Schedule::new("2023-01-15".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
        Proration::on(date.parse().unwrap(), &schedule, day_count).unwrap()
    };
    let one = on("2023-03-20", DayCount::CalendarDays);
    differ(&one, &on("2023-03-21", DayCount::CalendarDays));
    differ(&one, &on("2023-05-20", DayCount::CalendarDays));
    differ(&one, &on("2023-03-20", DayCount::WholeMonths));
    assert_eq!(one, on("2023-03-20", DayCount::CalendarDays));
}

#[test]
fn ledgers_are_equal_when_they_hold_the_same_refunds() {
    let ledger = |entries: &[(&str, u32)]| {
        let at = "2023-01-10T08:00:00Z".parse().unwrap();
        let entry = |(id, dollars): &(&str, u32)| {
            CapEntry::new(RefundId::new(id).unwrap(), at, UsdAmount::from_dollars(*dollars))
        };
        RefundLedger::from_entries(entries.iter().map(entry)).unwrap()
    };
    assert_eq!(ledger(&[("a", 1), ("b", 2)]), ledger(&[("b", 2), ("a", 1)]));
    for other in [&[][..], &[("a", 1)], &[("a", 1), ("b", 3)], &[("a", 1), ("c", 2)]] {
        assert_ne!(ledger(&[("a", 1), ("b", 2)]), ledger(other), "{other:?}");
    }
    assert!(RefundLedger::new().is_empty());
    assert!(!ledger(&[("a", 0)]).is_empty());
}
