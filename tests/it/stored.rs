//! Everything that is asked and answered can be stored and read back.

#![cfg(feature = "serde")]
use core::fmt::Debug;

use reservation_policy::account::{Cloud, EnterpriseStatus, PaidBy, PaidFrom};
use reservation_policy::reservation::Made;
use reservation_policy::{
    Account, CapEntry, Decision, Refund, RefundLedger, Request, Requester, Reservation, ReservationPolicy,
    ResourceType, Returned, Term,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::given::{
    a_dollar_a_day, at, day, decide_with, enterprise, every_policy, ledger, made, money, owner, payment, policy, price,
    usd, vm,
};

/// Checks a value in every format that describes itself: JSON, CBOR, and `MessagePack` with names.
fn self_describing<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value, "{json}");
    let tree = serde_json::to_value(value).unwrap();
    assert_eq!(serde_json::from_value::<T>(tree).unwrap(), *value, "{json}");
    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor).unwrap();
    assert_eq!(ciborium::from_reader::<T, _>(cbor.as_slice()).unwrap(), *value, "CBOR of {json}");
    let packed = rmp_serde::to_vec_named(value).unwrap();
    assert_eq!(rmp_serde::from_slice::<T>(&packed).unwrap(), *value, "MessagePack of {json}");
}

/// Checks a value in formats without names too: compact `MessagePack` and postcard.
fn any_format<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    self_describing(value);
    let packed = rmp_serde::to_vec(value).unwrap();
    assert_eq!(rmp_serde::from_slice::<T>(&packed).unwrap(), *value, "compact MessagePack");
    let bytes = postcard::to_allocvec(value).unwrap();
    assert_eq!(postcard::from_bytes::<T>(&bytes).unwrap(), *value, "postcard");
}

fn requests() -> Vec<Request> {
    let accounts = [
        enterprise(EnterpriseStatus::ExpiredNotRenewed),
        Account::Enterprise { status: EnterpriseStatus::Active, paid_from: Some(PaidFrom::EndedPrepayment) },
        Account::MicrosoftCustomer { paid_by: Some(PaidBy::ChangedCard) },
        Account::PayAsYouGo { paid_by: None },
        Account::Csp,
    ];
    let mut requests: Vec<Request> = accounts.map(|account| owner("2023-03-02T12:00:00.5Z").under(account)).to_vec();
    requests.extend(Requester::ALL.map(|requester| Request::new(at("2023-03-02T12:00:00Z"), requester)));
    let full = owner("2023-03-02T23:59:59.999999999Z").in_cloud(Cloud::UsGovernment).with_savings_plan_role();
    requests.push(full.fee_rate("0.123456789".parse().unwrap()).assume_scheduled_payments());
    requests
}

fn reservations() -> Vec<Reservation> {
    let full = Reservation::builder("Quantum".parse().unwrap(), day("2023-01-31"), Term::ThreeYears)
        .units(6)
        .original_quantity(10)
        .payments(vec![
            payment(1, "100.005 EUR / 110.00 USD", 10, Made::On(day("2023-01-30"))),
            payment(2, "60.00 EUR / 66.00 USD", 6, Made::AsDue),
            payment(7, "60.00 EUR / 66.00 USD", 6, Made::Not),
        ])
        .id("/providers/Microsoft.Capacity/reservationOrders/ONE/reservations/TWO/")
        .unwrap()
        .sku("Standard_D2s_v3")
        .unwrap()
        .region("West Europe")
        .unwrap()
        .purchased_at(at("2023-01-30T10:00:00.123456789Z"))
        .state("Paused".parse().unwrap())
        .refunded_before(money("21.35 EUR"))
        .final_exchanges_used(2)
        .private_offer()
        .build()
        .unwrap();
    let monthly = vm("2023-01-01").units(4).monthly(price("237.16 EUR / 258.20 USD")).build().unwrap();
    let rest = decide_with(
        &policy("2020-07"),
        &monthly.units(1).unwrap(),
        &owner("2023-02-10T00:00:00Z"),
        &RefundLedger::new(),
    );
    let upfront = vm("2023-01-01").upfront_payment(made(1, "365 JPY / 3.00 USD", "2023-01-02")).build().unwrap();
    vec![full, rest.outcome().remaining().unwrap(), monthly, upfront, a_dollar_a_day()]
}

fn returns() -> Vec<Returned> {
    let (dear, part) = (a_dollar_a_day().all(), reservations()[0].units(2).unwrap().unused());
    let priced = part.clone().current_price(money("9.99 EUR")).unwrap().current_price_usd(money("11.00 USD")).unwrap();
    vec![dear.current_price(money("0.00 USD")).unwrap(), part, priced]
}

fn ledgers() -> Vec<RefundLedger> {
    let spring = CapEntry::new("spring ü", at("2023-01-10T00:00:00.000000001Z"), usd("30000.01")).unwrap();
    let mut one = ledger(&[("2022-06-01T00:00:00Z", "45000"), ("2023-05-01T00:00:00Z", "0")]);
    one.record(spring.canceled_commitment(usd("42000")).unwrap()).unwrap();
    vec![RefundLedger::new(), one]
}

/// Decisions of every verdict, with reasons, remarks, current prices, settlements and what the searches found.
fn decisions() -> Vec<Decision<Refund>> {
    let mut decisions = Vec::new();
    for policy in [policy("2019-04"), policy("2020-07+observed"), policy("2026-07")] {
        for request in requests().into_iter().step_by(2) {
            for reservation in reservations() {
                for ledger in ledgers() {
                    decisions.push(decide_with(&policy, &reservation.all().unused(), &request, &ledger));
                }
            }
            for returned in returns() {
                decisions.push(decide_with(&policy, &returned, &request, &ledgers()[1]));
            }
        }
    }
    let big = vm("2023-01-01").monthly(price("5000.00 USD")).build().unwrap();
    decisions.push(decide_with(&policy("2026-07"), &big.all(), &owner("2023-03-02T00:00:00Z"), &RefundLedger::new()));
    decisions
}

#[test]
fn facts_are_read_back_from_every_format() {
    requests().iter().for_each(any_format);
    reservations().iter().for_each(any_format);
    returns().iter().for_each(any_format);
    ledgers().iter().for_each(any_format);
    ledgers().iter().flat_map(RefundLedger::entries).for_each(any_format);
}

#[test]
fn decisions_and_their_outcomes_are_read_back_from_every_format_that_describes_itself() {
    let decisions = decisions();
    assert!(decisions.iter().any(|decision| decision.outcome().settlement.is_some()));
    assert!(decisions.iter().any(|decision| decision.outcome().earliest_allowed.is_some()));
    for decision in &decisions {
        self_describing(decision);
    }
    decisions.iter().flat_map(Decision::reasons).for_each(self_describing);
    decisions.iter().flat_map(Decision::remarks).for_each(self_describing);
    decisions.iter().take(20).map(Decision::outcome).for_each(self_describing);
}

#[test]
fn policies_need_a_format_that_describes_itself() {
    for policy in every_policy() {
        self_describing(&policy);
        // Terms may be left out of a policy file, so its members need names.
        assert!(postcard::to_allocvec(&policy).is_err(), "postcard is not supported for policies");
    }
    let decision = &decisions()[0];
    let bytes = postcard::to_allocvec(decision);
    let read = bytes.ok().and_then(|bytes| postcard::from_bytes::<Decision<Refund>>(&bytes).ok());
    assert_eq!(read, None, "nor for decisions, whose reasons are written in words as well");
}

#[test]
fn wording_is_no_part_of_equality() {
    for decision in decisions().iter().filter(|decision| !decision.reasons().is_empty()) {
        let mut json = serde_json::to_value(decision).unwrap();
        for reason in json["reasons"].as_array_mut().unwrap() {
            reason["message"] = "other words of a later release".into();
        }
        assert_eq!(serde_json::from_value::<Decision<Refund>>(json).unwrap(), *decision);
    }
}

#[test]
fn a_stored_question_is_answered_again_with_the_same_answer() {
    for decision in decisions() {
        let refund = decision.outcome();
        let json = serde_json::to_string(&(&refund.returned, &refund.request, decision.policy())).unwrap();
        let (returned, request, name): (Returned, Request, String) = serde_json::from_str(&json).unwrap();
        let policy = ReservationPolicy::named(&name).unwrap();
        let again = ledgers()
            .iter()
            .chain([&RefundLedger::new()])
            .any(|ledger| policy.decide_refund(&returned, &request, ledger).is_ok_and(|again| again == decision));
        assert!(again, "{json}");
    }
}

#[test]
fn facts_that_contradict_one_another_are_refused_when_they_are_read() {
    let json = |value: &Reservation| serde_json::to_value(value).unwrap();
    let base = json(&reservations()[0]);
    for (member, value, expected) in [
        ("quantity", serde_json::json!(0), "quantity `0`"),
        ("quantity", serde_json::json!(7), "payment 2 paid for 6 of 7 units"),
        ("original_quantity", serde_json::json!(5), "original quantity `5`"),
        ("payments", serde_json::json!([]), "there is no payment"),
        ("term", serde_json::json!("P3Y"), "`P3Y`"),
        ("start", serde_json::json!("+262142-12-31"), "ends after the calendar does"),
        ("refunded_before", serde_json::json!({"amount": "1", "currency": "USD"}), "`EUR` and `USD`"),
        ("other_payments", serde_json::json!({"on": "2023-01-01"}), "`on`"),
        ("resource", serde_json::json!("VirtualMachines"), "`resource`"),
        ("region", serde_json::json!("west-europe"), "`west-europe`"),
    ] {
        let mut changed = base.clone();
        changed[member] = value;
        let error = serde_json::from_value::<Reservation>(changed).unwrap_err().to_string();
        assert!(error.contains(expected), "{member}: {error}");
    }
    let mut returned = serde_json::to_value(&returns()[1]).unwrap();
    returned["quantity"] = 7.into();
    let error = serde_json::from_value::<Returned>(returned).unwrap_err().to_string();
    assert!(error.contains("expected 1 to 6"), "{error}");
    let entry = r#"{"id": "a", "at": "2023-01-01T00:00:00Z", "refunded": "2.00", "cancelled_commitment": "1.00"}"#;
    assert!(serde_json::from_str::<CapEntry>(entry).is_err());
    let same = r#"{"id": "a", "at": "2023-01-01T00:00:00Z", "refunded": "2.00"}"#;
    let twice = format!("[{same}, {same}]");
    assert!(serde_json::from_str::<RefundLedger>(&twice).unwrap_err().to_string().contains("listed twice"));
}

#[test]
fn members_that_may_be_left_out_have_careful_defaults() {
    let request: Request = serde_json::from_str(r#"{"at": "2023-01-01T00:00:00Z", "requester": "owner"}"#).unwrap();
    assert_eq!(request, owner("2023-01-01T00:00:00Z"));
    let json = r#"{"resource_type": "virtualmachines", "quantity": 1, "start": "2023-01-01", "term": "one_year", "plan": "upfront",
        "payments": [{"number": 1, "price": {"billed": {"amount": "365.00", "currency": "USD"},
        "usd": {"amount": "365.00", "currency": "USD"}}, "units_paid_for": 1, "made": "as_due"}], "other_payments": "as_due"}"#;
    let reservation: Reservation = serde_json::from_str(json).unwrap();
    assert_eq!(reservation, a_dollar_a_day());
    assert_eq!(*reservation.resource(), ResourceType::VirtualMachines);
    let returned = format!(r#"{{"reservation": {json}, "quantity": 1}}"#);
    let returned: Returned = serde_json::from_str(&returned).unwrap();
    assert!(!returned.is_unused(), "used, unless said otherwise");
}
