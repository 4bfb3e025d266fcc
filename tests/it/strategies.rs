//! Generated values are what they promise to be.

use proptest::prelude::*;
use reservation_policy::reservation::Made;
use reservation_policy::strategies;
use reservation_policy::{BillingPlan, Money};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_question_has_an_answer(
        refund in strategies::refund_question(),
        exchange in strategies::exchange_question(),
        cancellation in strategies::cancellation_question(),
    ) {
        prop_assert!(refund.answer().is_ok());
        prop_assert!(exchange.answer().is_ok());
        prop_assert!(cancellation.answer().is_ok());
    }

    #[test]
    fn refund_and_retained_amount_add_up_to_what_was_paid(question in strategies::refund_question()) {
        let refund = question.answer().unwrap();
        let refund = refund.outcome();
        let sum = refund.billed.refund.checked_add(refund.retained).unwrap();
        prop_assert_eq!(sum, refund.total_paid);
        // A type that is refunded on the current price may come back for more than was paid for it.
        let resource = question.returned.reservation().resource();
        let is_replaced = question.policy.terms().current_price_types.contains(resource);
        prop_assert!(is_replaced || !refund.retained.is_negative());
    }

    #[test]
    fn a_returned_part_is_owned_and_its_current_price_is_in_the_billing_currency(returned in strategies::returned()) {
        prop_assert!(returned.quantity() <= returned.reservation().quantity());
        prop_assert!(returned.price_today().map(Money::currency).is_none_or(|it| it == returned.reservation().currency()));
    }
}

/// How many of some generated reservations have a property.
fn count(property: impl Fn(&reservation_policy::Reservation) -> bool) -> usize {
    use proptest::strategy::ValueTree as _;

    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = strategies::reservation();
    let values = (0..400).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    values.filter(property).count()
}

#[test]
fn payment_histories_are_mixed() {
    let is_late = |it: &reservation_policy::Reservation| {
        let schedule = it.schedule();
        it.payments()
            .iter()
            .any(|payment| matches!(payment.made, Made::On(day) if Some(day) > schedule.due(payment.number)))
    };
    let is_ahead = |it: &reservation_policy::Reservation| {
        let schedule = it.schedule();
        it.payments()
            .iter()
            .any(|payment| matches!(payment.made, Made::On(day) if Some(day) < schedule.due(payment.number)))
    };
    let is_unpaid =
        |it: &reservation_policy::Reservation| it.payments().iter().any(|payment| payment.made == Made::Not);
    let is_part = |it: &reservation_policy::Reservation| {
        it.payments().iter().any(|payment| payment.units_paid_for > it.quantity())
    };
    for (what, seen) in [
        ("late", count(is_late)),
        ("ahead", count(is_ahead)),
        ("unpaid", count(is_unpaid)),
        ("part", count(is_part)),
        ("upfront", count(|it| it.schedule().plan() == BillingPlan::Upfront)),
        ("as due", count(|it| it.payments().iter().all(|payment| payment.made == Made::AsDue))),
        ("several units", count(|it| it.quantity().get() > 1)),
    ] {
        assert!(seen >= 10, "{what}: {seen} of 400");
    }
}
