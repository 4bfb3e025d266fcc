//! Explanations word for word: every line that a person may read, each with figures that can be checked by hand.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic")]

use reservation_policy::calendar::Term;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{RefundBasis, Requester};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::refund::{RefundRequest, Usage};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, ReservationId, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Money, Quantity, UsdAmount};

fn money(text: &str, code: &str) -> Money {
    Money::parse(text, Currency::from_code(code).unwrap()).unwrap()
}

fn units(count: u32) -> Quantity {
    Quantity::new(count).unwrap()
}

/// `owned` units from 2023-01-01 on for a year, `completed` of their payments made.
fn reservation(price: (Money, &str), owned: u32, plan: BillingPlan, completed: u32) -> Reservation {
    let schedule = Schedule::new("2023-01-01".parse().unwrap(), Term::OneYear, plan).unwrap();
    let price = Price::new(price.0, money(price.1, "USD")).unwrap();
    let payments = Payments::monthly(price, units(owned), completed).unwrap();
    Reservation::new(ResourceType::VirtualMachines, units(owned), schedule, payments).unwrap()
}

fn request<'a>(reservation: &'a Reservation, count: u32, at: &str) -> RefundRequest<'a> {
    RefundRequest::new(reservation, units(count), at.parse().unwrap(), Requester::Owner)
}

fn policy(name: &str) -> ReservationPolicy {
    ReservationPolicy::from_name(name).unwrap()
}

fn used(dollars: u32) -> RefundLedger {
    let at = "2022-06-10T08:00:00Z".parse().unwrap();
    let entry = CapEntry::new(RefundId::new("earlier").unwrap(), at, UsdAmount::from_dollars(dollars));
    RefundLedger::from_entries([entry]).unwrap()
}

fn explained(policy: &ReservationPolicy, request: &RefundRequest<'_>, ledger: &RefundLedger) -> String {
    let decision = policy.decide_refund(request, ledger).unwrap();
    Explanation::new(policy, request, &decision).to_string()
}

/// Lines of text, as they stand between the quotes but for the margin.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).skip(1).collect()
}

fn assert_told(told: &str, expected: &str) {
    assert_eq!(told.lines().collect::<Vec<_>>(), lines(expected), "{told}");
    assert!(told.ends_with('\n'), "{told:?}");
}

#[test]
fn a_prorated_refund_of_some_units_is_worked_out_line_by_line() {
    let owned = reservation((money("300.00", "EUR"), "310.00"), 3, BillingPlan::Monthly, 2)
        .with_id(ReservationId::new("r-1").unwrap());
    let told = explained(&policy("2020-07"), &request(&owned, 2, "2023-02-11T09:00:00Z"), &RefundLedger::new());
    assert_told(
        &told,
        r"
        approved under policy 2020-07
          returned   2 of 3 units of VirtualMachines (1 year, Monthly), r-1
          at         2023-02-11T09:00:00Z, by the owner of the reservation
          term       2023-01-01 to 2024-01-01, the last day not included
          period     2023-02-01 to 2023-03-01: payment 2 of 12
          used       10 of 28 days used, 18 left; the day of the return is not charged [L-01]
          billing side
            unit     200.00 EUR: one payment for 2 units
            credit   200.00 EUR x 18/28 = 128.571428... -> 128.57 EUR [L-21]
            reserved 15.43 EUR more could be charged (12 % in all) and is not [FEE-03]
            refund   128.57 EUR
            ends     10 x 200.00 EUR = 2000.00 EUR of future payments [AMB-21]
            kept     471.43 EUR of 600.00 EUR paid so far for every unit
          US dollar side, never converted from the other
            unit     206.67 USD: one payment for 2 units
            credit   206.67 USD x 18/28 = 132.85928571... -> 132.86 USD [L-21]
            reserved 15.94 USD more could be charged (12 % in all) and is not [FEE-03]
            refund   132.86 USD
            ends     10 x 206.67 USD = 2066.70 USD of future payments [AMB-21]
          the cap of 50000.00 USD in 365 rolling days, counting the cancelled commitment
            used     0.00 USD, 50000.00 USD left
            counts   2199.56 USD [L-04]
            after    47800.44 USD left
          holds      until 2023-02-12T00:00:00Z, when the amounts change",
    );
}

#[test]
fn a_fee_that_is_charged_and_a_request_to_support_are_told() {
    let owned = reservation((money("365.00", "USD"), "365.00"), 1, BillingPlan::Upfront, 1);
    let request = request(&owned, 1, "2023-01-11T09:00:00Z").with_fee_rate(Rate::parse("0.12").unwrap());
    assert_told(
        &explained(&policy("2018-05"), &request, &used(20)),
        r"
        approved under policy 2018-05
          returned   1 of 1 unit of VirtualMachines (1 year, Upfront)
          at         2023-01-11T09:00:00Z, by the owner of the reservation
          term       2023-01-01 to 2024-01-01, the last day not included
          period     2023-01-01 to 2024-01-01: payment 1 of 1
          used       10 of 365 days used, 355 left; the day of the return is not charged [L-01]
          billing side
            unit     365.00 USD: one payment for 1 unit
            credit   365.00 USD x 355/365 = 355 -> 355.00 USD [L-21]
            fee      12 % of 355.00 USD -> 42.60 USD [FEE-01]
            refund   312.40 USD
            ends     0 x 365.00 USD = 0.00 USD of future payments [AMB-21]
            kept     52.60 USD of 365.00 USD paid so far for every unit
          US dollar side, never converted from the other
            unit     365.00 USD: one payment for 1 unit
            credit   365.00 USD x 355/365 = 355 -> 355.00 USD [L-21]
            fee      12 % of 355.00 USD -> 42.60 USD [FEE-01]
            refund   312.40 USD
            ends     0 x 365.00 USD = 0.00 USD of future payments [AMB-21]
          the cap of 50000.00 USD in 12 rolling months, counting the refunded amount
            used     20.00 USD, 49980.00 USD left
            counts   312.40 USD [CAP-01]
            after    49667.60 USD left
            returns  20.00 USD on 2023-06-10T08:00:00Z
          how        by a request to support [CON-05]
          holds      until 2023-01-12T00:00:00Z, when the amounts change",
    );
}

#[test]
fn a_refund_in_full_that_does_not_fit_is_told_with_its_reason_and_when_it_fits() {
    let owned = reservation((money("365.00", "USD"), "365.00"), 1, BillingPlan::Upfront, 1);
    let request = request(&owned, 1, "2023-01-04T09:00:00Z").with_usage(Usage::Unused);
    let denial = "denied: 365.00 USD counts toward the cap of 50000.00 USD, and 100.00 USD is left of it; \
                  the same amount fits from 2023-06-10T08:00:00Z on";
    assert_told(
        &explained(&policy("2020-07+observed"), &request, &used(49_900)),
        &r"
        denied under policy 2020-07+observed
          returned   1 of 1 unit of VirtualMachines (1 year, Upfront)
          at         2023-01-04T09:00:00Z, by the owner of the reservation
          term       2023-01-01 to 2024-01-01, the last day not included
          period     2023-01-01 to 2024-01-01: payment 1 of 1
          used       3 of 365 days used, 362 left; the day of the return is not charged [L-01]
          billing side
            unit     365.00 USD: one payment for 1 unit
            credit   365.00 USD: in full, so soon after the start [L-02]
            refund   365.00 USD
            ends     0 x 365.00 USD = 0.00 USD of future payments [AMB-21]
            kept     0.00 USD of 365.00 USD paid so far for every unit
          US dollar side, never converted from the other
            unit     365.00 USD: one payment for 1 unit
            credit   365.00 USD: in full, so soon after the start [L-02]
            refund   365.00 USD
            ends     0 x 365.00 USD = 0.00 USD of future payments [AMB-21]
          the cap of 50000.00 USD in 365 rolling days, counting the refunded amount
            used     49900.00 USD, 100.00 USD left
            counts   365.00 USD [L-22]
            after    100.00 USD left
            returns  49900.00 USD on 2023-06-10T08:00:00Z
            fits     from 2023-06-10T08:00:00Z on
          {denial}
            [CAP-03] All refunds within any rolling 12 months add up to at most 50,000 US dollars.
            [CAP-03] Azure, self-service exchanges and refunds for reservations (2019-04-05)
          holds      until 2023-01-07T00:00:00Z, when the amounts change"
            .replace("{denial}", denial),
    );
}

#[test]
fn what_is_not_paid_and_what_never_fits_are_told() {
    let unpaid = reservation((money("36500", "JPY"), "60000.00"), 1, BillingPlan::Monthly, 0);
    let told = explained(&policy("2020-07"), &request(&unpaid, 1, "2023-01-11T09:00:00Z"), &used(20));
    for line in [
        "    credit   0 JPY: this period has not been paid",
        "    credit   0.00 USD: this period has not been paid",
        "    counts   720000.00 USD [L-04]",
        "    fits     never: it is above the whole cap",
    ] {
        assert!(told.lines().any(|it| it == line), "{line}: {told}");
    }
    assert!(!told.contains("reserved"), "{told}");
}

#[test]
fn l_03_a_current_price_is_the_basis_where_it_is_lower_and_on_the_billing_side_alone() {
    let owned = reservation((money("100.00", "USD"), "100.00"), 1, BillingPlan::Upfront, 1);
    let by = |basis| policy("2020-07").with_refund_basis(basis);
    let lower = by(RefundBasis::LowerOfPaidAndCurrent);
    let credits = |policy: &ReservationPolicy, current: &str| -> Vec<String> {
        let request = request(&owned, 1, "2023-01-11T09:00:00Z").with_current_price(money(current, "USD"));
        let told = explained(policy, &request, &RefundLedger::new());
        let shown = told.lines().map(str::trim).filter(|it| it.starts_with("basis") || it.starts_with("credit"));
        shown.map(str::to_owned).collect()
    };
    let paid = "credit   100.00 USD x 355/365 = 97.260273... -> 97.26 USD [L-21]";
    let current = [
        "basis    90.00 USD: the current price is lower [L-03]",
        "credit   90.00 USD x 355/365 = 87.534246... -> 87.53 USD [L-21]",
        paid,
    ];
    assert_eq!(credits(&lower, "90.00"), current);
    assert_eq!(credits(&lower, "100.00"), [paid; 2]);
    assert_eq!(credits(&lower, "110.00"), [paid; 2]);
    assert_eq!(credits(&by(RefundBasis::PricePaid), "90.00"), [paid; 2]);
}

#[test]
fn l_03_a_refund_in_full_is_of_the_current_price_where_that_is_lower() {
    let owned = reservation((money("100.00", "USD"), "100.00"), 1, BillingPlan::Upfront, 1);
    let asked = request(&owned, 1, "2023-01-03T09:00:00Z").with_usage(Usage::Unused);
    let asked = asked.with_current_price(money("90.00", "USD"));
    let told = explained(&policy("2020-07+observed"), &asked, &RefundLedger::new());
    let side: Vec<&str> = told.lines().skip_while(|it| !it.contains("billing side")).take(5).map(str::trim).collect();
    let expected = [
        "billing side",
        "unit     100.00 USD: one payment for 1 unit",
        "basis    90.00 USD: the current price is lower [L-03]",
        "credit   90.00 USD: in full, so soon after the start [L-02]",
        "refund   90.00 USD",
    ];
    assert_eq!(side, expected, "{told}");
}

#[test]
fn l_03_a_current_price_finer_than_the_minor_unit_is_taken_without_its_rest() {
    let owned = reservation((money("100.00", "USD"), "100.00"), 1, BillingPlan::Upfront, 1);
    let asked = request(&owned, 1, "2023-01-11T09:00:00Z").with_current_price(money("90.009", "USD"));
    let told = explained(&policy("2020-07"), &asked, &RefundLedger::new());
    assert!(told.contains("basis    90.00 USD: the current price is lower [L-03]"), "{told}");
    assert!(told.contains("credit   90.00 USD x 355/365 = 87.534246... -> 87.53 USD [L-21]"), "{told}");
}
