//! How the types behave in other people's code: text in and out, sets and maps.

#![expect(clippy::unwrap_used, reason = "tests may panic")]

use core::fmt::{Debug, Display};
use core::str::FromStr;
use std::collections::HashSet;

use reservation_policy::decision::Reason;
use reservation_policy::permission::PurchaseReason;
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::reservation::refund::RefundReason;
use reservation_policy::reservation::{BillingPlan, ReservationId, ReservationState};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Quantity};

#[track_caller]
fn reads_back<T: Display + FromStr<Err: Debug> + PartialEq + Debug>(value: &T) {
    assert_eq!(value.to_string().parse::<T>().unwrap(), *value);
}

#[test]
fn what_is_shown_reads_back_as_the_same_value() {
    for count in [1, 7, u32::MAX] {
        reads_back(&Quantity::new(count).unwrap());
    }
    for plan in [BillingPlan::Upfront, BillingPlan::Monthly] {
        reads_back(&plan);
    }
    for state in ["Succeeded", "BillingFailed", "Paused"] {
        reads_back(&ReservationState::from_name(state));
    }
    for name in ["VirtualMachines", "SuseLinux", "SomethingNew"] {
        reads_back(&ResourceType::from_name(name));
    }
    reads_back(&ReservationId::new("/orders/o-1/reservations/R-2").unwrap());
    reads_back(&Currency::USD);
    for edition in ReservationEdition::ALL {
        reads_back(&edition);
    }
    for policy in ReservationEdition::ALL.map(ReservationPolicy::edition) {
        assert_eq!(policy.name().to_string().parse(), Ok(policy.clone()));
        assert_eq!(policy.clone().observed().name().to_string().parse(), Ok(policy.observed()));
    }
}

#[test]
fn what_names_nothing_is_refused_with_the_same_error_as_by_name() {
    assert_eq!("0".parse::<Quantity>(), Quantity::parse("0"));
    assert_eq!("weekly".parse::<BillingPlan>(), BillingPlan::from_name("weekly"));
    assert_eq!("".parse::<ReservationId>(), ReservationId::new(""));
    assert_eq!("2019".parse::<ReservationPolicy>(), ReservationPolicy::from_name("2019"));
    for text in ["2019", "", "2020-07+observed", " 2020-07"] {
        assert_eq!(text.parse::<ReservationEdition>(), ReservationEdition::from_name(text));
        assert!(text.parse::<ReservationEdition>().is_err(), "{text:?}");
    }
    for refused in [
        "0".parse::<Quantity>().is_err(),
        "weekly".parse::<BillingPlan>().is_err(),
        "".parse::<ReservationId>().is_err(),
        "2019".parse::<ReservationPolicy>().is_err(),
    ] {
        assert!(refused);
    }
}

#[test]
fn ids_that_are_equal_are_one_in_a_set() {
    let ids = ["r-1", "R-1", "r-2"].map(|text| ReservationId::new(text).unwrap());
    assert_eq!(ids[0], ids[1]);
    assert_eq!(ids.into_iter().collect::<HashSet<_>>().len(), 2);
}

#[test]
fn reasons_of_different_areas_fit_into_one_list() {
    let reasons: [&dyn Reason; 2] = [&RefundReason::CustomerMustAskPartner, &PurchaseReason::OwnerRoleMissing];
    assert_eq!(reasons.map(|reason| reason.rule().as_str()), ["CSP-14", "CSP-19"]);
}
