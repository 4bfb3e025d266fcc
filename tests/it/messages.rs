//! Every text about refunds that a person reads, in full: a change of wording is a change that is seen.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests may panic, and their helpers too")]
#![expect(clippy::too_many_lines, reason = "long tables of short rows")]

use reservation_policy::calendar::{InvalidPeriod, Period, Term};
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{Requester, RequesterSet};
use reservation_policy::quantity::{Rate, Share};
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::payment::{Payment, PaymentStatus};
use reservation_policy::reservation::refund::{RefundError, RefundReason, RefundRequest};
use reservation_policy::reservation::{
    BillingPlan, Payments, Price, Reservation, ReservationId, ReservationState, Schedule,
};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;
use reservation_policy::{Currency, Error, Money, Quantity, UsdAmount};

fn money(text: &str, code: &str) -> Money {
    Money::parse(text, Currency::from_code(code).unwrap()).unwrap()
}

fn price(text: &str) -> Price {
    Price::in_usd(money(text, "USD")).unwrap()
}

fn reservation(payment: &str) -> Reservation {
    let schedule = Schedule::new("2023-03-04".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let owned = Quantity::new(3).unwrap();
    let payments = Payments::monthly(price(payment), owned, 1).unwrap();
    Reservation::new(ResourceType::VirtualMachines, owned, schedule, payments).unwrap()
}

fn request(reservation: &Reservation) -> RefundRequest<'_> {
    RefundRequest::new(
        reservation,
        Quantity::new(3).unwrap(),
        "2023-03-20T12:00:00Z".parse().unwrap(),
        Requester::Owner,
    )
}

fn reason(policy: &str, request: &RefundRequest<'_>, ledger: &RefundLedger) -> RefundReason {
    let decision = ReservationPolicy::from_name(policy).unwrap().decide_refund(request, ledger).unwrap();
    assert_eq!(decision.reasons().len(), 1, "{:?}", decision.reasons());
    decision.reasons()[0].clone()
}

/// (reason, its text, its code, the service's code, its rule, its verdict)
type Pinned = (RefundReason, &'static str, &'static str, Option<&'static str>, RuleId, Verdict);

fn every_reason() -> Vec<Pinned> {
    let good = reservation("31.00");
    let none = RefundLedger::new();
    let of_type = |name: &str| {
        let kind = ResourceType::from_name(name);
        Reservation::new(kind, good.quantity(), *good.schedule(), good.payments().clone()).unwrap()
    };
    let (databricks, suse) = (of_type("Databricks"), of_type("SuseLinux"));
    let in_state = |name: &str| good.clone().with_state(ReservationState::from_name(name));
    let (cancelled, paused) = (in_state("Cancelled"), in_state("Paused"));
    let by = |who| RefundRequest::new(&good, Quantity::ONE, "2023-03-20T12:00:00Z".parse().unwrap(), who);
    let government = request(&good).with_cloud(Cloud::UsGovernment);
    let enterprise = |status| Agreement::Enterprise(status);
    let dear = reservation("60000.00");
    let entry = CapEntry::new(
        RefundId::new("a").unwrap(),
        "2023-01-10T08:00:00Z".parse().unwrap(),
        UsdAmount::from_dollars(49_990),
    );
    let nearly_used = RefundLedger::from_entries([entry]).unwrap();
    let forbidden = Some("SelfServiceRefundNotSupported");
    let in_state_code = Some("OperationCannotBePerformedInCurrentState");
    vec![
        (
            reason("2020-07+observed", &request(&databricks), &none),
            "reservations of type Databricks are not refunded under policy 2020-07+observed",
            "TypeNotRefundable",
            forbidden,
            RuleId::L10,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &request(&suse), &none),
            "reservations of type SuseLinux are not refunded under policy 2020-07",
            "TypeNotRefundable",
            forbidden,
            RuleId::Sw07,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &request(&cancelled), &none),
            "a reservation in state Cancelled can't be returned, only one in state Succeeded",
            "StateForbids",
            in_state_code,
            RuleId::L16,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &request(&paused), &none),
            "state Paused is not known here; ask support whether the reservation can be returned",
            "StateUnknown",
            in_state_code,
            RuleId::L16,
            Verdict::NeedsReview,
        ),
        (
            reason("2019-04", &government.with_agreement(enterprise(EnterpriseStatus::Active)), &none),
            "US Government customers on an Enterprise Agreement have no self-service refund; create a support request",
            "UsGovernmentEnterprise",
            forbidden,
            RuleId::Elig01,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &by(Requester::Customer), &none),
            "the customer can't return a reservation bought through a partner; ask the partner to do it",
            "CustomerMustAskPartner",
            None,
            RuleId::Csp14,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &by(Requester::Other), &none),
            "somebody else may not return this reservation; the owner of the reservation or an administrator of the reservation order or the partner may",
            "RequesterNotAllowed",
            None,
            RuleId::L14,
            Verdict::Denied,
        ),
        (
            reason("2019-04", &by(Requester::Partner), &none),
            "the partner may not return this reservation; the owner of the reservation may",
            "RequesterNotAllowed",
            None,
            RuleId::Own02,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &by(Requester::Owner).with_agreement(Agreement::Csp), &none),
            "the owner of the reservation may not return this reservation; the partner may",
            "RequesterNotAllowed",
            None,
            RuleId::Csp14,
            Verdict::Denied,
        ),
        (
            reason(
                "2020-07",
                &by(Requester::Owner).with_agreement(enterprise(EnterpriseStatus::ExpiredNotRenewed)),
                &none,
            ),
            "the Enterprise Agreement expired and was not renewed; ask support whether the reservation can be returned",
            "AgreementExpired",
            None,
            RuleId::Elig03,
            Verdict::NeedsReview,
        ),
        (
            reason("2020-07+observed", &request(&good), &nearly_used),
            "15.00 USD counts toward the cap of 50000.00 USD, and 10.00 USD is left of it; the same amount fits from 2024-01-10T08:00:00Z on",
            "CapExceeded",
            Some("RefundLimitExceeded"),
            RuleId::Cap03,
            Verdict::Denied,
        ),
        (
            reason("2020-07", &request(&dear), &none),
            "689032.26 USD counts toward the cap of 50000.00 USD, and 50000.00 USD is left of it; it is above the whole cap and will never fit",
            "CapExceeded",
            Some("RefundLimitExceeded"),
            RuleId::Cap03,
            Verdict::Denied,
        ),
    ]
}

#[test]
fn every_refund_reason_says_what_stands_against_it_with_code_and_rule() {
    for (reason, text, code, azure_code, rule, verdict) in every_reason() {
        assert_eq!(reason.to_string(), text);
        assert_eq!(
            (reason.code(), reason.azure_code(), reason.rule(), reason.verdict()),
            (code, azure_code, rule, verdict)
        );
    }
    assert_eq!(RequesterSet::NONE.to_string(), "nobody");
}

/// Every error that a question about a refund, or one of its facts, can be answered with.
fn every_error() -> Vec<(Error, String)> {
    let good = reservation("31.00");
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    let refused = |policy: &ReservationPolicy, request: &RefundRequest<'_>| -> Error {
        policy.quote_refund(request).unwrap_err().into()
    };
    let more =
        RefundRequest::new(&good, Quantity::new(4).unwrap(), "2023-03-20T12:00:00Z".parse().unwrap(), Requester::Owner);
    let at = |text: &str| request(&good).at_instant(text.parse().unwrap());
    let no_rate = ReservationPolicy::from_name("2018-05").unwrap();
    let huge = reservation("184467440737095516.16");
    let large = reservation("184467440737095516.15");
    let owned = Quantity::new(3).unwrap();
    let one = Payment::new(0, PaymentStatus::Succeeded, price("1"), owned);
    let in_pounds = Price::new(money("1", "GBP"), money("1", "USD")).unwrap();
    let long = "x".repeat(50);
    let cut = "x".repeat(40);
    let id = |text: &str| RefundId::new(text).unwrap();
    let entry = |cents| CapEntry::new(id("a"), "2023-03-20T12:00:00Z".parse().unwrap(), UsdAmount::from_cents(cents));
    let mut ledger = RefundLedger::from_entries([entry(100)]).unwrap();
    let conflict = ledger.record(entry(200)).unwrap_err();
    let too_many = Reservation::new(
        ResourceType::VirtualMachines,
        owned,
        *good.schedule(),
        Payments::monthly(price("1"), owned, 13).unwrap(),
    );
    let period = |start: &str, end: &str| -> Result<Period, InvalidPeriod> {
        Period::new(start.parse().unwrap(), end.parse().unwrap())
    };
    let pinned: Vec<(Error, &str)> = vec![
        (refused(&policy, &more), "quantity `4` is more than there is, expected 1 to 3"),
        (
            refused(&policy, &at("2023-03-03T23:59:59Z")),
            "`2023-03-03T23:59:59Z` is before the purchase, expected an instant from `2023-03-04T00:00:00Z` on",
        ),
        (
            refused(&policy, &at("2024-03-04T00:00:00Z")),
            "`2024-03-04T00:00:00Z` is after the term, expected an instant before the end of the term on `2024-03-04`",
        ),
        (
            refused(&no_rate, &request(&good)),
            "policy `2018-05` states no early termination fee rate, expected the caller to give one from 0 to 1",
        ),
        (
            refused(&policy, &request(&good).with_current_price(money("1", "GBP"))),
            "the current price is in `GBP`, expected the billing currency `USD`",
        ),
        (
            refused(&policy, &request(&good).with_current_price(money("-0.01", "USD"))),
            "the current price `-0.01 USD` is negative, expected zero or more",
        ),
        (
            refused(&policy, &request(&huge)),
            "an amount in `USD` is too large, expected at most 18446744073709551615 minor units",
        ),
        (
            refused(&policy, &request(&large)),
            "an amount in `USD` is too large, expected at most 18446744073709551615 minor units",
        ),
        (
            entry(2).with_cancelled_commitment(UsdAmount::from_cents(1)).unwrap_err().into(),
            "cancelled commitment `0.01` USD of refund `a` is below the refunded `0.02` USD that it contains, expected at least as much",
        ),
        (
            conflict.into(),
            "refund `a` is already recorded as 1.00 USD refunded and 1.00 USD cancelled at 2023-03-20T12:00:00Z, not as 2.00 USD refunded and 2.00 USD cancelled at 2023-03-20T12:00:00Z, expected the same figures or another id",
        ),
        (
            RefundLedger::from_entries([entry(1), entry(1)]).unwrap_err().into(),
            "refund `a` is listed twice, expected each refund once",
        ),
        (
            ledger.reverse(&id("b")).unwrap_err().into(),
            "refund `b` is not in the ledger, expected the id of a recorded refund",
        ),
        (
            RefundLedger::from_entries([
                entry(u64::MAX),
                CapEntry::new(id("b"), "2023-03-20T12:00:00Z".parse().unwrap(), UsdAmount::from_cents(1)),
            ])
            .unwrap_err()
            .into(),
            "refund `b` of `0.01` USD does not fit, expected all refunds of a ledger to stay within 184467440737095516.15 USD",
        ),
        (RefundId::new("").unwrap_err().into(), "refund id is empty, expected 1 to 256 characters"),
        (
            ReservationId::new(" ").unwrap_err().into(),
            "` ` is not the id of a reservation, expected 1 to 512 bytes of text",
        ),
        (too_many.unwrap_err().into(), "payment 13 is not part of the plan, expected payments 1 to 12"),
        (Payments::from_list(vec![]).unwrap_err().into(), "there is no payment, expected at least one with its amount"),
        (
            Payments::from_list(vec![one, one]).unwrap_err().into(),
            "payment 1 is there twice, expected one payment for each period",
        ),
        (
            Payments::from_list(vec![one, Payment::new(1, PaymentStatus::Outstanding, in_pounds, owned)])
                .unwrap_err()
                .into(),
            "amounts in `USD` and `GBP` can't be combined, expected one currency",
        ),
        (
            Price::in_usd(money("-0.01", "USD")).unwrap_err().into(),
            "`-0.01 USD` is negative, expected a price of zero or more",
        ),
        (
            Price::in_usd(money("1", "GBP")).unwrap_err().into(),
            "`GBP` is not the currency of the refund cap, expected a price in `USD`",
        ),
        (
            Schedule::new(chrono::NaiveDate::MAX, Term::OneYear, BillingPlan::Upfront).unwrap_err().into(),
            "a term of 1 year from `+262142-12-31` ends after the calendar does, expected an earlier start",
        ),
        (
            BillingPlan::from_name("Yearly").unwrap_err().into(),
            "`Yearly` is not a billing plan, expected `Upfront` or `Monthly`",
        ),
        (
            Term::from_iso("P2Y").unwrap_err().into(),
            "`P2Y` is not a term that reservations are sold for, expected `P1Y`, `P3Y` or `P5Y`",
        ),
        (
            period("2023-01-02", "2023-01-02").unwrap_err().into(),
            "the period from `2023-01-02` to `2023-01-02` has no day, expected an end after the start",
        ),
        (Quantity::new(0).unwrap_err().into(), "quantity `0` is not possible, expected at least 1"),
        (
            Quantity::parse("1.5").unwrap_err().into(),
            "quantity `1.5` is not possible, expected a whole number from 1 to 4294967295",
        ),
        (
            Share::new(2, 1).unwrap_err().into(),
            "`2/1` is not a share of a whole, expected 0 up to the denominator over at least 1",
        ),
        (
            Rate::parse("12").unwrap_err().into(),
            "`12` is not a rate, expected a decimal number from 0 to 1 with at most 9 decimals such as `0.12`",
        ),
        (
            Money::parse("1e3", Currency::USD).unwrap_err().into(),
            "`1e3` is not a decimal amount, expected digits with an optional point such as `1200.00`",
        ),
        (
            Money::parse(&"9".repeat(30), Currency::USD).unwrap_err().into(),
            "`999999999999999999999999999999` has more digits than fit, expected at most 28 decimals and 96 bits",
        ),
        (UsdAmount::parse("-1").unwrap_err().into(), "`-1` is negative, expected zero or more"),
        (
            UsdAmount::parse("0.001").unwrap_err().into(),
            "`0.001` USD is not a whole number of cents, expected at most 2 decimals",
        ),
        (
            UsdAmount::parse("184467440737095516.16").unwrap_err().into(),
            "`184467440737095516.16` USD is more than a refund cap can count, expected at most 184467440737095516.15 USD",
        ),
        (
            UsdAmount::try_from(money("1", "GBP")).unwrap_err().into(),
            "`GBP` is not the currency of the refund cap, expected `USD`",
        ),
        (
            money("1", "GBP").checked_add(money("1", "USD")).unwrap_err().into(),
            "amounts in `GBP` and `USD` can't be combined, expected one currency",
        ),
        (
            money("79228162514264337593543950335", "USD").checked_add(money("0.01", "USD")).unwrap_err().into(),
            "the exact result in `USD` needs more digits than a decimal of 96 bits holds, expected smaller amounts",
        ),
        (
            Currency::from_code("QQQ").unwrap_err().into(),
            "`QQQ` is not an ISO 4217 currency code, expected three capital letters such as `USD`",
        ),
        (
            Currency::from_code("XAU").unwrap_err().into(),
            "`XAU` has no minor unit in ISO 4217, expected a currency that can be paid in such as `USD`",
        ),
        (
            ReservationPolicy::from_name("2020-08").unwrap_err().into(),
            "`2020-08` is not a reservation policy, expected one of `2018-05`, `2018-10`, `2019-04`, `2020-07`, `2027-02`, with or without `+observed`",
        ),
        (
            ReservationPolicy::in_force_on("2018-05-10".parse().unwrap()).unwrap_err().into(),
            "no edition of the reservation policy was in force on `2018-05-10`, expected 2018-05-11 or later",
        ),
    ];
    let mut all: Vec<(Error, String)> = pinned.into_iter().map(|(error, text)| (error, text.to_owned())).collect();
    // What comes from outside is shortened.
    all.push((
        Term::from_iso(&long).unwrap_err().into(),
        format!("`{cut}` is not a term that reservations are sold for, expected `P1Y`, `P3Y` or `P5Y`"),
    ));
    all.push((
        BillingPlan::from_name(&long).unwrap_err().into(),
        format!("`{cut}` is not a billing plan, expected `Upfront` or `Monthly`"),
    ));
    all.push((
        RefundId::new(&"x".repeat(257)).unwrap_err().into(),
        format!("refund id `{cut}` goes on for too long, expected 1 to 256 characters"),
    ));
    all
}

#[test]
fn every_error_names_the_value_and_what_would_be_right() {
    for (error, text) in every_error() {
        assert_eq!(error.to_string(), text);
    }
}

/// One sentence: it begins with a small letter or a value, and has no full stop, so that it can stand in another one.
#[test]
fn errors_and_reasons_are_one_sentence_that_fits_into_another() {
    let errors = every_error().into_iter().map(|(_, text)| text);
    let reasons = every_reason().into_iter().map(|(_, text, ..)| text.to_owned());
    for text in errors.chain(reasons) {
        let first = text.chars().next().unwrap();
        let begins = first.is_lowercase() || first == '`' || first.is_ascii_digit() || text.starts_with("US ");
        assert!(begins, "{text}");
        assert!(!text.ends_with(['.', '!', '?', ' ']), "{text}");
        assert!(!text.contains("  ") && !text.contains('\n') && !text.contains(". "), "{text}");
        assert_eq!(text.matches('`').count() % 2, 0, "{text}");
    }
}

#[test]
fn a_refusal_says_every_reason_with_its_rule() {
    let cancelled = reservation("31.00").with_state(ReservationState::Cancelled);
    let policy = ReservationPolicy::from_name("2020-07").unwrap();
    let request =
        RefundRequest::new(&cancelled, Quantity::ONE, "2023-03-20T12:00:00Z".parse().unwrap(), Requester::Customer);
    let refused = policy.decide_refund(&request, &RefundLedger::new()).unwrap().into_result().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a reservation in state Cancelled can't be returned, only one in state Succeeded (L-16); \
         the customer can't return a reservation bought through a partner; ask the partner to do it (CSP-14)"
    );
}

#[test]
fn an_error_of_a_refund_keeps_its_kind_in_the_umbrella() {
    let good = reservation("31.00");
    let more =
        RefundRequest::new(&good, Quantity::new(9).unwrap(), "2023-03-20T12:00:00Z".parse().unwrap(), Requester::Owner);
    let error = ReservationPolicy::from_name("2020-07").unwrap().quote_refund(&more).unwrap_err();
    assert!(matches!(error, RefundError::Quantity(_)));
    assert_eq!(Error::from(error.clone()), Error::Refund(error));
}

#[cfg(feature = "azure")]
#[test]
fn an_error_about_json_names_the_member_first() {
    let error = reservation_policy::azure::facts::instant("soon", "order.properties.benefitStartTime").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`order.properties.benefitStartTime`: `soon` is not an instant, expected one such as `2023-03-10T03:07:12Z`"
    );
    assert_eq!((error.code(), error.target()), ("InvalidRequest", "order.properties.benefitStartTime"));
    for (quantity, message) in [
        ("0", "quantity `0` is not possible, expected at least 1"),
        ("1.5", "quantity `1.5` is not possible, expected a whole number from 1 to 4294967295"),
    ] {
        let number = reservation_policy::azure::ExactNumber::parse(quantity).unwrap();
        let error = reservation_policy::azure::facts::quantity(Some(&number), "quantity").unwrap_err();
        assert_eq!((error.code(), error.message()), ("InvalidRefundQuantity", message));
    }
}
