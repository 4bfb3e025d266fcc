//! Reservations as facts: ids, builders, payments, schedules, words of the service.

use std::collections::HashSet;

use reservation_policy::chrono::NaiveDate;
use reservation_policy::money::MoneyError;
use reservation_policy::reservation::{Made, Region, ReservationId, ReservationState, Schedule};
use reservation_policy::{
    BillingPlan, InvalidFacts, Price, Quantity, Reservation, ReservationPolicy, ResourceType, Term,
};

use crate::given::{at, day, made, money, payment, price, vm};

fn units(units: u32) -> Quantity {
    Quantity::new(units).unwrap()
}

#[test]
fn every_spelling_of_an_id_is_the_same_id() {
    let (order, name) = ("11111111-aaaa-4bbb-8ccc-000000000001", "22222222-aaaa-4bbb-8ccc-00000000ABCD");
    let spellings = [
        format!("/providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{name}"),
        format!("/providers/microsoft.capacity/reservationorders/{order}/RESERVATIONS/{name}"),
        format!("/subscriptions/0/providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{name}"),
        format!("providers/Microsoft.Capacity/reservationOrders/{order}/reservations/{name}/"),
        format!("{order}/{name}"),
        format!("{order}/{name}/"),
        format!(" {order}/{name} "),
        format!("reservations/{name}"),
        name.to_owned(),
        name.to_ascii_lowercase(),
        name.to_ascii_uppercase(),
    ];
    let ids: Vec<ReservationId> = spellings.iter().map(|spelling| spelling.parse().unwrap()).collect();
    for (id, spelling) in ids.iter().zip(&spellings) {
        assert_eq!((id, id.key()), (&ids[0], name.to_ascii_lowercase().as_str()), "{spelling}");
        assert_eq!(id.to_string(), *spelling, "shown as it was given");
        let order_of = if spelling.contains(order) { Some(order) } else { None };
        assert_eq!(id.order(), order_of, "{spelling}");
    }
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 1);
    assert!(ids.iter().all(|id| id.cmp(&ids[0]).is_eq()));
    assert_ne!(ids[0], "22222222-aaaa-4bbb-8ccc-00000000abce".parse().unwrap());
}

#[test]
fn a_query_after_an_id_is_no_part_of_it() {
    let plain: ReservationId = "order/reservation".parse().unwrap();
    let asked = "/providers/Microsoft.Capacity/reservationOrders/order/reservations/reservation?api-version=2022-11-01";
    assert_eq!(asked.parse::<ReservationId>(), Ok(plain));
}

#[test]
fn what_cannot_be_an_id_is_refused() {
    let order_alone = "/providers/Microsoft.Capacity/reservationOrders/11111111-aaaa";
    for text in ["", " ", "/", "a\nb", order_alone, "/reservationOrders/x/reservations", &"x".repeat(513)] {
        let error = text.parse::<ReservationId>().unwrap_err().to_string();
        assert!(error.contains("is not the id of a reservation, expected"), "{error}");
        assert!(error.chars().count() < 200, "{error}");
    }
    assert!("x".repeat(512).parse::<ReservationId>().is_ok());
}

#[test]
fn a_builder_builds_nothing_that_contradicts_itself() {
    let hundred = || price("100.00 USD");
    for (found, expected) in [
        (vm("2026-01-01").build(), InvalidFacts::NoPayment),
        (vm("2026-01-01").payments(Vec::new()).build(), InvalidFacts::NoPayment),
        (vm("2026-01-01").units(0).monthly(hundred()).build(), InvalidFacts::ZeroUnits),
        (
            vm("2026-01-01").payments(vec![made(13, "1.00 USD", "2026-01-01")]).build(),
            InvalidFacts::PaymentOutsidePlan { number: 13, payments: 12 },
        ),
        (
            vm("2026-01-01").upfront_payment(made(2, "1.00 USD", "2026-01-01")).build(),
            InvalidFacts::PaymentOutsidePlan { number: 2, payments: 1 },
        ),
        (
            vm("2026-01-01").payments(vec![made(0, "1.00 USD", "2026-01-01")]).build(),
            InvalidFacts::PaymentOutsidePlan { number: 0, payments: 12 },
        ),
        (
            vm("2026-01-01")
                .payments(vec![made(2, "1.00 USD", "2026-01-01"), made(2, "2.00 USD", "2026-01-01")])
                .build(),
            InvalidFacts::PaymentTwice { number: 2 },
        ),
        (
            vm("2026-01-01").units(4).payments(vec![payment(1, "1.00 USD", 3, Made::AsDue)]).build(),
            InvalidFacts::PaidForTooFew { number: 1, paid_for: units(3), owned: units(4) },
        ),
        (
            vm("2026-01-01")
                .payments(vec![made(1, "1.00 EUR / 1.00 USD", "2026-01-01"), made(2, "1.00 USD", "2026-01-01")])
                .build(),
            MoneyError::CurrencyMismatch { left: "EUR".parse().unwrap(), right: "USD".parse().unwrap() }.into(),
        ),
        (
            vm("2026-01-01").units(4).original_quantity(3).monthly(hundred()).build(),
            InvalidFacts::OriginalBelowOwned { original: units(3), owned: units(4) },
        ),
        (
            vm("2026-01-01").monthly(hundred()).refunded_before(money("1.00 EUR")).build(),
            MoneyError::CurrencyMismatch { left: "USD".parse().unwrap(), right: "EUR".parse().unwrap() }.into(),
        ),
        (
            vm(&NaiveDate::MAX.to_string()).monthly(hundred()).build(),
            InvalidFacts::TermPastCalendar { start: NaiveDate::MAX, term: Term::OneYear },
        ),
    ] {
        assert_eq!(found, Err(expected));
    }
}

#[test]
fn amb_13_from_one_unit_up_to_all_that_are_owned_can_be_returned() {
    let four = vm("2026-01-01").units(4).monthly(price("100.00 USD")).build().unwrap();
    for count in 1..=4 {
        assert_eq!(four.units(count).unwrap().quantity(), units(count));
    }
    assert_eq!(four.units(4), Ok(four.all()));
    assert_eq!(four.units(0), Err(InvalidFacts::ZeroUnits));
    assert_eq!(four.units(5), Err(InvalidFacts::AboveOwned { requested: units(5), owned: units(4) }));
}

#[test]
fn amb_06_a_price_is_never_negative_and_its_second_side_is_in_us_dollars() {
    let (eur, usd) = (money("1.00 EUR"), money("1.00 USD"));
    assert_eq!(Price::new(eur, eur), Err(InvalidFacts::PriceNotUsd { currency: "EUR".parse().unwrap() }));
    assert_eq!(Price::usd(eur), Err(InvalidFacts::PriceNotUsd { currency: "EUR".parse().unwrap() }));
    let negative = money("-0.01 EUR");
    assert_eq!(Price::new(negative, usd), Err(InvalidFacts::NegativePrice { amount: negative }));
    let price = Price::new(eur, usd).unwrap().times(3).unwrap();
    assert_eq!((price.billed(), price.in_usd()), (money("3.00 EUR"), money("3.00 USD")));
}

#[test]
fn payments_of_a_builder_are_made_as_they_fall_due_and_the_first_with_the_purchase() {
    let monthly = vm("2026-01-31").units(4).monthly_each(price("10.00 USD")).build().unwrap();
    let same = vm("2026-01-31").units(4).monthly(price("40.00 USD")).build().unwrap();
    assert_eq!(monthly, same);
    for (date, paid) in [
        ("2025-12-01", "40.00 USD"),
        ("2026-01-31", "40.00 USD"),
        ("2026-02-27", "40.00 USD"),
        ("2026-02-28", "80.00 USD"),
        ("2026-04-29", "120.00 USD"),
        ("2026-04-30", "160.00 USD"),
        ("2027-01-31", "480.00 USD"),
        ("2030-01-01", "480.00 USD"),
    ] {
        assert_eq!(monthly.paid_by(day(date)), Ok(money(paid)), "{date}");
    }
    let upfront = vm("2026-01-31").units(4).upfront_each(price("10.00 USD")).build().unwrap();
    assert_eq!(upfront, vm("2026-01-31").units(4).upfront(price("40.00 USD")).build().unwrap());
    assert_eq!(upfront.paid_by(day("2026-01-31")), Ok(money("40.00 USD")));
}

#[test]
fn payments_of_a_record_are_made_on_their_day_and_those_not_listed_are_not_made() {
    let list = vec![
        made(3, "30.00 USD", "2026-03-05"),
        made(1, "10.00 USD", "2026-01-01"),
        payment(5, "50.00 USD", 1, Made::Not),
    ];
    let reservation = vm("2026-01-01").payments(list).build().unwrap();
    let numbers: Vec<u32> = reservation.payments().iter().map(|payment| payment.number).collect();
    assert_eq!(numbers, [1, 3, 5], "sorted");
    for (date, paid) in [
        ("2026-01-01", "10.00 USD"),
        ("2026-02-28", "10.00 USD"),
        ("2026-03-04", "10.00 USD"),
        ("2026-03-05", "40.00 USD"),
        ("2026-12-31", "40.00 USD"),
    ] {
        assert_eq!(reservation.paid_by(day(date)), Ok(money(paid)), "{date}");
    }
}

#[test]
fn unknown_words_of_the_service_are_kept_and_never_taken_for_known_ones() {
    for known in ResourceType::KNOWN {
        assert_eq!(known.name().to_ascii_uppercase().parse(), Ok(known.clone()));
        assert!(known.is_known());
    }
    for name in ["RHEL", "foo", "Foo", "Red Hat", "Virtual Machines"] {
        let kind: ResourceType = name.parse().unwrap();
        assert!(!kind.is_known());
        assert_eq!(kind, name.to_ascii_lowercase().parse().unwrap(), "unknown names ignore case too");
    }
    for name in ["", " x", "a\nb"] {
        assert!(name.parse::<ResourceType>().is_err() && name.parse::<ReservationState>().is_err(), "{name:?}");
    }
    let paused: ReservationState = "Paused".parse().unwrap();
    assert_eq!((paused.name(), paused.is_known()), ("Paused", false));
    let expired: ReservationState = "EXPIRED".parse().unwrap();
    assert_eq!((expired.name(), expired.is_known()), ("Expired", true));
}

#[test]
fn regions_and_sizes_ignore_case_and_regions_blanks() {
    assert_eq!("West Europe".parse::<Region>(), "WESTEUROPE".parse());
    for bad in ["", " ", "west-europe", "é", &"x".repeat(65)] {
        assert!(bad.parse::<Region>().is_err(), "{bad:?}");
    }
    let size = |name: &str| vm("2026-01-01").monthly(price("1.00 USD")).sku(name).unwrap().build().unwrap();
    assert_eq!(size("Standard_D2s_v3"), size("standard_d2S_V3"));
    assert_eq!(size("Standard_D2s_v3").sku(), Some("Standard_D2s_v3"));
}

#[test]
fn a_term_and_a_plan_are_read_from_what_the_service_writes_and_from_what_is_shown() {
    for term in Term::ALL {
        for text in [term.iso().to_owned(), term.iso().to_ascii_lowercase(), term.to_string()] {
            assert_eq!(text.parse(), Ok(term));
        }
    }
    for plan in [BillingPlan::Upfront, BillingPlan::Monthly] {
        assert_eq!(plan.name().to_ascii_uppercase().parse(), Ok(plan));
    }
    assert!("P2Y".parse::<Term>().is_err() && "P36M".parse::<Term>().is_err() && "".parse::<BillingPlan>().is_err());
}

#[test]
fn a_schedule_has_a_period_and_a_due_date_for_each_payment_and_no_other() {
    let schedule = Schedule::new(day("2024-02-29"), Term::ThreeYears, BillingPlan::Monthly).unwrap();
    assert_eq!((schedule.payments(), schedule.end()), (36, day("2027-02-28")));
    assert_eq!(schedule.due(1), Some(day("2024-02-29")));
    assert_eq!(schedule.due(13), Some(day("2025-02-28")));
    assert_eq!(schedule.due(36), Some(day("2027-01-29")));
    for number in [0, 37, u32::MAX] {
        assert_eq!((schedule.due(number), schedule.period(number)), (None, None), "{number}");
    }
    assert_eq!(schedule.period_on(day("2020-01-01")).unwrap().0, 1, "a day before the start belongs to the first");
}

#[test]
fn the_purchase_is_the_first_day_unless_an_instant_is_given() {
    let plain = vm("2026-01-31").monthly(price("1.00 USD")).build().unwrap();
    assert_eq!((plain.purchased_at(), plain.purchase_date()), (None, day("2026-01-31")));
    let bought = vm("2026-01-31").monthly(price("1.00 USD")).purchased_at(at("2026-01-30T23:30:00-05:00"));
    assert_eq!(bought.build().unwrap().purchase_date(), day("2026-01-31"));
    assert!(ReservationPolicy::in_force_on(plain.purchase_date()).is_ok());
    let other = Reservation::builder(ResourceType::Avs, day("2026-01-31"), Term::FiveYears);
    assert_eq!(other.upfront(price("1.00 USD")).build().unwrap().schedule().payments(), 1);
}
