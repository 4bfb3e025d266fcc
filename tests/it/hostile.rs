//! JSON from someone who means harm: every reader answers or refuses, and nothing else happens.
//!
//! `HOSTILE_ENTRIES` sets how many entries the largest ledger has; without it the run is sized for a debug build.

#![expect(clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use core::fmt::Debug;

use reservation_policy::money::{Currency, Money, UsdAmount};
use reservation_policy::permission::{Actor, AuditRecord, Buyer, CustomerPermission, Subscription, TurnOn};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{
    CapWindow, DatedTypes, ExchangeTerms, FeeTerms, RefundCap, RequesterSet,
};
use reservation_policy::policy::software::{CancellationWindow, SoftwarePolicy};
use reservation_policy::quantity::{Quantity, Rate};
use reservation_policy::region::Region;
use reservation_policy::reservation::cap::{CapEntry, RefundLedger};
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::reservation::{Payment, Payments, Price, Reservation, ReservationState, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::role::{KeyActivity, Role, RoleSet, UserId};
use reservation_policy::rule::RuleId;
use reservation_policy::software::SoftwarePurchase;
use reservation_policy::software::order::{LineSelection, SoftwareOrder};
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::support::SupportDraft;
use serde::Serialize;
use serde::de::DeserializeOwned;

mod bent;
mod large;

/// Reads it as this type. What was read is written and read again as the same.
fn ask<T: DeserializeOwned + Serialize + PartialEq + Debug>(json: &[u8]) -> bool {
    let read = serde_json::from_slice::<T>(json);
    match &read {
        Ok(value) => {
            let written = serde_json::to_string(value).unwrap();
            assert_eq!(serde_json::from_str::<T>(&written).ok().as_ref(), Some(value), "{written}");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    read.is_ok()
}

/// Reads it as every type that reads JSON; which of them took it.
fn ask_everyone(json: &[u8]) -> Vec<&'static str> {
    ask_those(json, |_| true)
}

/// Reads it as the type that this document is for.
fn ask_one(wanted: &str, json: &[u8]) -> bool {
    ask_those(json, |name| name == wanted).contains(&wanted)
}

fn ask_those(json: &[u8], is_asked: impl Fn(&str) -> bool) -> Vec<&'static str> {
    type Reader = (&'static str, fn(&[u8]) -> bool);
    macro_rules! ask_all {
        ($($kind:ty),+ $(,)?) => {
            [$((stringify!($kind), ask::<$kind>)),+]
        };
    }
    let readers: [Reader; 41] = ask_all![
        ReservationPolicy,
        SoftwarePolicy,
        RefundLedger,
        CapEntry,
        Reservation,
        Schedule,
        Payments,
        Payment,
        Price,
        SoftwarePurchase,
        SoftwareOrder,
        LineSelection,
        CustomerReference,
        CustomerPermission,
        Subscription,
        Actor,
        TurnOn,
        AuditRecord,
        Buyer,
        SupportDraft,
        KeyActivity,
        RoleSet,
        Role,
        UserId,
        Money,
        UsdAmount,
        Currency,
        Quantity,
        Rate,
        RefundCap,
        CapWindow,
        FeeTerms,
        ExchangeTerms,
        DatedTypes,
        RequesterSet,
        CancellationWindow,
        VmSize,
        Region,
        ResourceType,
        ReservationState,
        RuleId,
    ];
    let asked = readers.into_iter().filter(|(name, _)| is_asked(name));
    let mut took: Vec<&str> = asked.filter(|(_, ask)| ask(json)).map(|(name, _)| name).collect();
    if is_asked("line") {
        took.extend(ask_the_service_shapes(json));
    }
    took
}

#[cfg(feature = "azure")]
fn ask_the_service_shapes(json: &[u8]) -> Vec<&'static str> {
    use reservation_policy::azure::{ExactNumber, facts, shape};

    /// The facts of one line, as the example reads them.
    #[derive(serde::Deserialize)]
    struct Line {
        order: shape::ReservationOrder,
        reservation: shape::Reservation,
        request: shape::CalculateRefundRequest,
    }

    let mut took = Vec::new();
    if let Ok(number) = serde_json::from_slice::<ExactNumber>(json) {
        assert_eq!(serde_json::from_str::<ExactNumber>(&serde_json::to_string(&number).unwrap()).unwrap(), number);
        took.push("ExactNumber");
    }
    // Every object is a price to the service's shapes, if only one of which nothing is known.
    if let Ok(price) = serde_json::from_slice::<shape::Price>(json) {
        let _read = (facts::money(Some(&price), "price"), facts::usd(Some(&price), "price"));
    }
    if let Ok(line) = serde_json::from_slice::<Line>(json) {
        let returned = line.request.properties.and_then(|it| it.reservation_to_return).unwrap_or_default();
        let read = (
            facts::returned_id(&line.order, &line.reservation, &returned),
            facts::reservation(&line.order, &line.reservation, None),
            facts::quantity(returned.quantity.as_ref(), "quantity"),
        );
        let message = |error: &dyn core::fmt::Display| assert!(error.to_string().len() < 2_000, "{error}");
        read.0.iter().for_each(|id| assert!(id.as_str().len() <= 512));
        let _said =
            (read.0.map_err(|it| message(&it)), read.1.map_err(|it| message(&it)), read.2.map_err(|it| message(&it)));
        took.push("line");
    }
    took
}

#[cfg(not(feature = "azure"))]
fn ask_the_service_shapes(_json: &[u8]) -> Vec<&'static str> {
    Vec::new()
}

/// One good document for each kind of input, from which the bad ones are bent.
fn good() -> Vec<(&'static str, String)> {
    let service = include_str!("../../examples/data/refund-monthly.json");
    let reservation = r#"{"resource_type":"virtual_machines","quantity":3,"schedule":{"start":"2023-03-04",
        "term":"one_year","plan":"monthly"},"payments":[{"period":0,"status":"succeeded","price":{"billing":
        {"amount":"5.49","currency":"GBP"},"pricing":{"amount":"6.54","currency":"USD"}},"covers":3}],"id":"order/one",
        "state":"succeeded","purchased_at":"2023-03-04T00:00:00Z"}"#;
    let purchase = r#"{"licence":"subscription","term_start":"2021-07-01","term_end":"2022-07-01","family":"other",
        "purchased_at":"2021-07-01T10:00:00Z","paid":{"amount":"1200.00","currency":"USD"}}"#;
    let ledger =
        r#"{"entries":[{"id":"one","at":"2023-03-04T00:00:00Z","refunded":"1.80","cancelled_commitment":"9.00"}]}"#;
    let permission = r#"{"subscription":{"id":"s","partner":"p","customer":"c"},"kind":"azure_reservations",
        "periods":[{"from":"2021-01-01T00:00:00Z","until":"2021-02-01T00:00:00Z"},{"from":"2021-03-01T00:00:00Z"}]}"#;
    let draft = r#"{"kind":"software_refund","impact":"minor","amount":{"amount":"1.00","currency":"USD"},"quantity":3,
        "attachments":["invoice.pdf"]}"#;
    let policy = serde_json::to_string(&ReservationPolicy::from_name("2027-02").unwrap()).unwrap();
    let software = r#"{"base":"2021-06","perpetual_window":{"days":30},"subscription_window":{"hours":168,
        "boundary":"exclusive"}}"#;
    [
        ("line", service),
        ("Reservation", reservation),
        ("SoftwarePurchase", purchase),
        ("RefundLedger", ledger),
        ("CustomerPermission", permission),
        ("SupportDraft", draft),
        ("ReservationPolicy", &policy),
        ("SoftwarePolicy", software),
    ]
    .map(|(name, json)| (name, json.to_owned()))
    .to_vec()
}

/// `Decimal` has room for 32 characters when it shows a number with a given count of decimals, and panics over 33.
#[cfg(feature = "azure")]
#[test]
fn a_price_whose_message_needs_33_characters_is_refused() {
    let (_, line) = good().into_iter().find(|(name, _)| *name == "line").unwrap();
    for currency in ["JPY", "USD", "KWD", "CLF"] {
        let largest = format!(r#"{{"currencyCode":"{currency}","amount":-79228162514264337593543950335}}"#);
        let mut value: serde_json::Value = serde_json::from_str(&line).unwrap();
        let payment =
            value.pointer_mut("/order/properties/planInformation/transactions/0/billingCurrencyTotal").unwrap();
        *payment = serde_json::Value::from("here");
        assert!(ask_one("line", value.to_string().replace("\"here\"", &largest).as_bytes()), "{currency}");
    }
}

#[test]
fn the_good_documents_are_good() {
    for (name, json) in good() {
        let took = ask_everyone(json.as_bytes());
        assert!(took.contains(&name) || (name == "line" && cfg!(not(feature = "azure"))), "{name}: {took:?}");
    }
}
