//! The rules of a refund, one by one, each with figures that can be checked by hand.

#![expect(clippy::unwrap_used, reason = "a test's helpers may panic as the test itself may")]

use reservation_policy::calendar::Term;
use reservation_policy::chrono::NaiveDate;
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::money::MoneyError;
use reservation_policy::policy::reservation::{DayCount, Requester, ReservationEdition, ReservationPolicy, Surface};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::payment::{Payment, PaymentStatus};
use reservation_policy::reservation::refund::{
    CreditKind, RefundError, RefundQuote, RefundReason, RefundRequest, Usage,
};
use reservation_policy::reservation::{
    BillingPlan, InvalidReservation, Payments, Price, Reservation, ReservationState, Schedule,
};
use reservation_policy::resource::ResourceType;
use reservation_policy::rule::RuleId;
use reservation_policy::{Currency, Money, Quantity};

fn usd(amount: &str) -> Money {
    Money::parse(amount, Currency::USD).unwrap()
}

fn of_type(resource_type: ResourceType, start: &str, plan: BillingPlan, completed: u32) -> Reservation {
    let schedule = Schedule::new(start.parse().unwrap(), Term::OneYear, plan).unwrap();
    let payments = Payments::monthly(Price::in_usd(usd("365.00")).unwrap(), Quantity::ONE, completed).unwrap();
    Reservation::new(resource_type, Quantity::ONE, schedule, payments).unwrap()
}

/// 365.00 USD upfront for the year 2023: a dollar a day.
fn a_dollar_a_day() -> Reservation {
    of_type(ResourceType::VirtualMachines, "2023-01-01", BillingPlan::Upfront, 1)
}

fn request<'a>(reservation: &'a Reservation, at: &str) -> RefundRequest<'a> {
    RefundRequest::new(reservation, Quantity::ONE, at.parse().unwrap(), Requester::Owner)
}

fn quote(policy: &ReservationPolicy, reservation: &Reservation, at: &str) -> RefundQuote {
    policy.quote_refund(&request(reservation, at)).unwrap()
}

fn edition(name: &str) -> ReservationPolicy {
    ReservationPolicy::from_name(name).unwrap()
}

fn reasons(policy: &ReservationPolicy, request: &RefundRequest<'_>) -> Vec<RefundReason> {
    policy.decide_refund(request, &RefundLedger::new()).unwrap().reasons().to_vec()
}

#[test]
fn of_two_amounts_that_are_too_large_the_billed_one_is_named() {
    let eur = Currency::from_code("EUR").unwrap();
    // In minor units one payment in euros fits and the eleven to come do not; in dollars not even one does.
    let billed = Money::parse("100000000000000000.00", eur).unwrap();
    let price = Price::new(billed, usd("1000000000000000000.00")).unwrap();
    let payments = Payments::monthly(price, Quantity::ONE, 1).unwrap();
    let schedule = Schedule::new("2023-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
    let found = edition("2020-07").quote_refund(&request(&reservation, "2023-01-10T00:00:00Z"));
    assert_eq!(found, Err(RefundError::Money(MoneyError::TooLarge { currency: eur })));
}

#[test]
fn appl_01_the_2018_pages_speak_of_three_places() {
    let places = [Surface::AzurePortal, Surface::PartnerDashboard, Surface::PartnersInCsp];
    assert_eq!(ReservationEdition::May2018.surfaces(), places);
    assert_eq!(ReservationEdition::October2018.surfaces(), places);
    assert_eq!(ReservationEdition::April2019.surfaces(), [Surface::AzurePortal]);
}

#[test]
fn ref_02_a_reservation_can_be_returned_on_every_day_of_its_term_and_not_after() {
    let reservation = a_dollar_a_day();
    let policy = edition("2020-07");
    for (at, refund) in [
        ("2023-01-01T00:00:00Z", "365.00 USD"),
        ("2023-01-01T23:59:59Z", "365.00 USD"),
        ("2023-01-02T00:00:00Z", "364.00 USD"),
        ("2023-07-01T12:00:00Z", "184.00 USD"),
        ("2023-12-31T23:59:59Z", "1.00 USD"),
    ] {
        assert_eq!(quote(&policy, &reservation, at).billing().refund.to_string(), refund, "{at}");
    }
    let after = policy.quote_refund(&request(&reservation, "2024-01-01T00:00:00Z"));
    assert!(matches!(after, Err(RefundError::AfterTerm { .. })), "{after:?}");
    let before = policy.quote_refund(&request(&reservation, "2022-12-31T23:59:59Z"));
    assert!(matches!(before, Err(RefundError::BeforePurchase { .. })), "{before:?}");
}

#[test]
fn amb_20_what_has_not_started_is_refunded_in_full_and_an_expired_agreement_needs_review() {
    let bought_early = a_dollar_a_day().with_purchased_at("2022-12-20T10:00:00Z".parse().unwrap());
    let quote = quote(&edition("2020-07"), &bought_early, "2022-12-25T00:00:00Z");
    assert_eq!((quote.billing().refund, quote.proration().used()), (usd("365.00"), 0));

    let reservation = a_dollar_a_day();
    let agreement =
        |status| request(&reservation, "2023-03-01T00:00:00Z").with_agreement(Agreement::Enterprise(status));
    let expired = agreement(EnterpriseStatus::ExpiredNotRenewed);
    let decision = edition("2020-07").decide_refund(&expired, &RefundLedger::new()).unwrap();
    assert_eq!((decision.verdict(), decision.reasons()), (Verdict::NeedsReview, &[RefundReason::AgreementExpired][..]));
    assert_eq!(decision.reasons()[0].rule(), RuleId::Elig03);
}

#[test]
fn elig_03_an_expired_agreement_that_was_renewed_is_no_obstacle() {
    let reservation = a_dollar_a_day();
    for status in [EnterpriseStatus::Active, EnterpriseStatus::ExpiredAndRenewed] {
        let request = request(&reservation, "2023-03-01T00:00:00Z").with_agreement(Agreement::Enterprise(status));
        assert_eq!(reasons(&edition("2020-07"), &request), [], "{status:?}");
    }
}

#[test]
fn elig_01_us_government_customers_on_an_enterprise_agreement_ask_support_in_2019() {
    let reservation = a_dollar_a_day();
    let enterprise = Agreement::Enterprise(EnterpriseStatus::Active);
    for (policy, agreement, closed) in [
        ("2018-10", enterprise, false),
        ("2019-04", enterprise, true),
        ("2019-04", Agreement::PayAsYouGo, false),
        ("2020-07", enterprise, false),
    ] {
        let request =
            request(&reservation, "2023-03-01T00:00:00Z").with_cloud(Cloud::UsGovernment).with_agreement(agreement);
        let found = reasons(&edition(policy), &request);
        assert_eq!(found == [RefundReason::UsGovernmentEnterprise], closed, "{policy} {agreement:?}: {found:?}");
    }
}

#[test]
fn ref_03_con_03_whole_months_are_returned_when_the_policy_counts_months() {
    let months = edition("2018-10").with_day_count(DayCount::WholeMonths);
    let reservation = a_dollar_a_day();
    // The third month has begun to be used: 9 of 12 are left, 365 x 9/12 = 273.75, less 12 %.
    let quote = quote(&months, &reservation, "2023-03-02T00:00:00Z");
    assert_eq!(quote.share().to_string(), "9/12");
    assert_eq!(quote.billing().credit, usd("273.75"));
    assert_eq!((quote.billing().fee, quote.billing().refund), (usd("32.85"), usd("240.90")));
    assert_eq!(quote.valid_until().to_string(), "2023-04-02 00:00:00 UTC");
}

#[test]
fn fee_01_amb_11_the_fee_of_2018_05_is_the_callers_rate_on_the_prorated_credit() {
    let reservation = a_dollar_a_day();
    let asked = request(&reservation, "2023-03-02T00:00:00Z");
    let missing = edition("2018-05").quote_refund(&asked);
    assert!(matches!(missing, Err(RefundError::FeeRateMissing { .. })), "{missing:?}");
    // 305 days are left; 10 % of 305.00 is 30.50.
    let quote = edition("2018-05").quote_refund(&asked.with_fee_rate(Rate::parse("0.1").unwrap())).unwrap();
    assert_eq!((quote.billing().credit, quote.billing().fee), (usd("305.00"), usd("30.50")));
    assert_eq!(quote.billing().refund, usd("274.50"));
    assert_eq!(quote.kept(), usd("90.50"));
}

#[test]
fn fee_03_con_01_the_fee_is_charged_in_2018_and_only_reserved_since() {
    let reservation = a_dollar_a_day();
    for (policy, fee, reserved) in [
        ("2018-10", "36.60", "0.00"),
        ("2019-04", "0.00", "36.60"),
        ("2020-07", "0.00", "36.60"),
        ("2027-02", "0.00", "36.60"),
    ] {
        let billing = quote(&edition(policy), &reservation, "2023-03-02T00:00:00Z").billing();
        assert_eq!((billing.fee, billing.reserved_fee), (usd(fee), usd(reserved)), "{policy}");
        assert_eq!(billing.refund, usd("305.00").checked_sub(usd(fee)).unwrap(), "{policy}");
    }
}

#[test]
fn own_02_l_14_who_may_return_is_the_editions_and_in_csp_the_partner_alone() {
    use Requester::{Customer, Other, Owner, Partner, ReservationAdministrator};
    let reservation = a_dollar_a_day();
    for (policy, allowed) in [
        ("2018-05", vec![Owner, Partner]),
        ("2018-10", vec![Owner, Partner]),
        ("2019-04", vec![Owner]),
        ("2020-07", vec![Owner, ReservationAdministrator, Partner]),
        ("2027-02", vec![Owner, ReservationAdministrator, Partner]),
    ] {
        for requester in Requester::ALL {
            let at = "2023-03-02T00:00:00Z".parse().unwrap();
            let asked = RefundRequest::new(&reservation, Quantity::ONE, at, requester).with_fee_rate(Rate::ZERO);
            let found = reasons(&edition(policy), &asked);
            assert_eq!(found.is_empty(), allowed.contains(&requester), "{policy} {requester:?}: {found:?}");
            let in_csp = reasons(&edition(policy), &asked.with_agreement(Agreement::Csp));
            assert_eq!(in_csp.is_empty(), requester == Partner, "{policy} {requester:?} in CSP: {in_csp:?}");
            let expected = match requester {
                Customer => Some(RefundReason::CustomerMustAskPartner),
                Owner | ReservationAdministrator | Partner | Other | _ => None,
            };
            assert!(expected.is_none() || in_csp.contains(&RefundReason::CustomerMustAskPartner), "{policy}");
        }
    }
}

#[test]
fn l_01_the_day_is_the_utc_date_and_the_day_of_the_return_is_not_charged() {
    let reservation = a_dollar_a_day();
    // Still the 1st in New York, already the 2nd in UTC.
    let late = quote(&edition("2020-07"), &reservation, "2023-03-01T19:30:00-05:00");
    assert_eq!((late.proration().used(), late.billing().refund), (60, usd("305.00")));
}

#[test]
fn l_02_full_refunds_end_after_the_fifth_day_and_need_an_unused_reservation() {
    let reservation = a_dollar_a_day();
    for policy in ["2018-10", "2020-07+observed"].map(edition) {
        for (at, full) in [("2023-01-06T23:59:59Z", true), ("2023-01-07T00:00:00Z", false)] {
            let quote = quote(&policy, &reservation, at);
            assert_eq!(quote.credit_kind() == CreditKind::Full, full, "{at}");
            assert_eq!(quote.billing().refund == usd("365.00"), full, "{at}");
        }
        let used = request(&reservation, "2023-01-02T00:00:00Z").with_usage(Usage::Used);
        assert_eq!(policy.quote_refund(&used).unwrap().credit_kind(), CreditKind::Prorated);
    }
    let written = quote(&edition("2020-07"), &reservation, "2023-01-02T00:00:00Z");
    assert_eq!(written.credit_kind(), CreditKind::Prorated, "the written policy has no window");
}

#[test]
fn l_03_the_lower_of_the_price_paid_and_the_current_price_is_credited() {
    let reservation = a_dollar_a_day();
    let asked = request(&reservation, "2023-03-02T00:00:00Z");
    for (policy, current, refund) in [
        ("2020-07", "182.50", "152.50"),
        ("2020-07", "365.00", "305.00"),
        ("2020-07", "400.00", "305.00"),
        ("2019-04", "182.50", "305.00"),
    ] {
        let quote = edition(policy).quote_refund(&asked.with_current_price(usd(current))).unwrap();
        assert_eq!(quote.billing().refund, usd(refund), "{policy} {current}");
        assert_eq!(
            quote.pricing().refund.to_string(),
            "305.00",
            "{policy} {current}: the dollar side is the price list's"
        );
    }
    let euros = Money::parse("1", Currency::from_code("EUR").unwrap()).unwrap();
    assert!(edition("2020-07").quote_refund(&asked.with_current_price(euros)).is_err());
}

#[test]
fn l_10_what_is_not_refundable_depends_on_the_edition_and_on_the_day() {
    for (policy, resource_type, at, refused) in [
        ("2018-10", ResourceType::SuseLinux, "2019-01-10T00:00:00Z", true),
        ("2018-10", ResourceType::Databricks, "2019-01-10T00:00:00Z", false),
        ("2020-07", ResourceType::RedHat, "2021-01-10T00:00:00Z", true),
        ("2020-07", ResourceType::Databricks, "2022-09-30T23:59:59Z", false),
        ("2020-07", ResourceType::Databricks, "2022-10-01T00:00:00Z", true),
        ("2020-07", ResourceType::RedHatOsa, "2025-12-31T23:59:59Z", true),
        ("2020-07", ResourceType::RedHatOsa, "2026-01-01T00:00:00Z", false),
        ("2020-07", ResourceType::Sentinel, "2025-12-31T23:59:59Z", false),
        ("2020-07", ResourceType::Sentinel, "2026-01-01T00:00:00Z", true),
        ("2027-02", ResourceType::Mdc, "2027-03-01T00:00:00Z", true),
        ("2027-02", ResourceType::VirtualMachines, "2027-03-01T00:00:00Z", false),
    ] {
        let start = at.get(..10).unwrap();
        let reservation = of_type(resource_type.clone(), start, BillingPlan::Upfront, 1);
        let found = reasons(&edition(policy), &request(&reservation, at));
        assert_eq!(!found.is_empty(), refused, "{policy} {resource_type} {at}: {found:?}");
    }
}

#[test]
fn l_16_only_a_reservation_in_use_can_be_returned() {
    for (state, verdict) in [
        ("Succeeded", Verdict::Approved),
        ("Cancelled", Verdict::Denied),
        ("Expired", Verdict::Denied),
        ("PendingBilling", Verdict::Denied),
        ("Split", Verdict::Denied),
        ("SomethingNew", Verdict::NeedsReview),
    ] {
        let reservation = a_dollar_a_day().with_state(ReservationState::from_name(state));
        let asked = request(&reservation, "2023-03-02T00:00:00Z");
        let decision = edition("2020-07").decide_refund(&asked, &RefundLedger::new()).unwrap();
        assert_eq!(decision.verdict(), verdict, "{state}");
        assert_eq!(decision.outcome().quote().billing().refund, usd("305.00"), "{state}: the amounts are there");
    }
}

#[test]
fn l_21_amb_14_one_rounding_half_to_even_multiplied_first() {
    let schedule = Schedule::new("2023-04-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let payments = Payments::monthly(Price::in_usd(usd("0.30")).unwrap(), Quantity::new(2).unwrap(), 1).unwrap();
    let reservation =
        Reservation::new(ResourceType::VirtualMachines, Quantity::new(2).unwrap(), schedule, payments).unwrap();
    // One of two units is 0.15; 0.15 x 15/30 = 0.075 -> 0.08 and 0.15 x 9/30 = 0.045 -> 0.04.
    for (at, refund) in [("2023-04-16T00:00:00Z", "0.08"), ("2023-04-22T00:00:00Z", "0.04")] {
        let asked = request(&reservation, at);
        let quote = edition("2020-07").quote_refund(&asked).unwrap();
        assert_eq!(quote.billing().refund, usd(refund), "{at}");
    }
}

#[test]
fn amb_21_amb_25_the_short_ways_make_the_reservation_that_its_parts_make() {
    let (owned, price) = (Quantity::new(3).unwrap(), Price::in_usd(usd("93.00")).unwrap());
    let vm = || ResourceType::VirtualMachines;
    for (start, term) in [("2024-01-31", Term::OneYear), ("2024-02-29", Term::ThreeYears)] {
        let start = start.parse().unwrap();
        let schedule = |plan| Schedule::new(start, term, plan).unwrap();
        let paid = Payments::upfront(price, owned);
        let parts = Reservation::new(vm(), owned, schedule(BillingPlan::Upfront), paid).unwrap();
        assert_eq!(Reservation::upfront(vm(), owned, start, term, price), Ok(parts));
        for completed in [0, 1, 11, 12, term.months()] {
            let paid = Payments::monthly(price, owned, completed).unwrap();
            let parts = Reservation::new(vm(), owned, schedule(BillingPlan::Monthly), paid).unwrap();
            assert_eq!(Reservation::monthly(vm(), owned, start, term, price, completed), Ok(parts), "{completed}");
        }
        // One more than the plan has, and more than any plan has: both are said of this plan.
        for number in [term.months() + 1, 61, u32::MAX] {
            let refused = Reservation::monthly(vm(), owned, start, term, price, number);
            let planned = term.months();
            assert_eq!(refused, Err(InvalidReservation::PaymentOutsidePlan { number, planned }), "{start} {number}");
        }
    }
    let late = NaiveDate::MAX;
    let no_schedule = Schedule::new(late, Term::OneYear, BillingPlan::Upfront).unwrap_err();
    let refused = Err(InvalidReservation::Schedule(no_schedule));
    assert_eq!(Reservation::upfront(vm(), owned, late, Term::OneYear, price), refused);
    assert_eq!(Reservation::monthly(vm(), owned, late, Term::OneYear, price, 1), refused);
}

#[test]
fn amb_21_the_current_month_is_prorated_later_months_end_and_earlier_ones_stay_paid() {
    let schedule = Schedule::new("2023-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let payments = Payments::monthly(Price::in_usd(usd("31.00")).unwrap(), Quantity::ONE, 3).unwrap();
    let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
    let march = quote(&edition("2020-07"), &reservation, "2023-03-11T00:00:00Z");
    assert_eq!(march.billing().refund, usd("21.00"));
    assert_eq!(march.billing().remaining_commitment, usd("279.00"));
    assert_eq!((march.total_paid(), march.kept()), (usd("93.00"), usd("72.00")));
    // The payment of April has not been made: there is nothing to give back.
    let april = quote(&edition("2020-07"), &reservation, "2023-04-11T00:00:00Z");
    assert_eq!((april.billing().refund, april.credit_kind()), (usd("0.00"), CreditKind::NothingPaid));
    assert_eq!(april.billing().remaining_commitment, usd("279.00"));
}

#[test]
fn amb_25_periods_return_to_the_anchors_day_and_late_payments_move_nothing() {
    let price = Price::in_usd(usd("31.00")).unwrap();
    let payment = |period, status| Payment::new(period, status, price, Quantity::ONE);
    let schedule = Schedule::new("2023-01-31".parse().unwrap(), Term::OneYear, BillingPlan::Monthly).unwrap();
    let list = vec![
        payment(0, PaymentStatus::Succeeded),
        payment(1, PaymentStatus::Succeeded),
        payment(2, PaymentStatus::Succeeded),
    ];
    let payments = Payments::from_list(list).unwrap();
    let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
    for (at, used) in [
        ("2023-02-27T00:00:00Z", "27 of 28 days used"),
        ("2023-02-28T00:00:00Z", "0 of 31 days used"),
        ("2023-03-30T00:00:00Z", "30 of 31 days used"),
        ("2023-03-31T00:00:00Z", "0 of 30 days used"),
    ] {
        assert_eq!(quote(&edition("2020-07"), &reservation, at).proration().to_string(), used, "{at}");
    }
}
