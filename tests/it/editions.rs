//! Every change between editions, on the day before it and on its day, and the pages that show them.
//!
//! Each test asks the edition that is in force. None has a figure of its own to fall back on, so a changed edition fails
//! the test of the term that changed.

use core::num::NonZeroU16;

use chrono::NaiveDate;
use reservation_policy::account::RequesterSet;
use reservation_policy::exchange::SavingsPlanKind;
use reservation_policy::policy::{
    AllowedRequesters, Boundary, CapBasis, CapScope, CapWindow, ChannelTerms, CreditNote, DayCount,
    ExchangeRestriction, FeeRate, FullRefundWindow, MustMatch, PartRounding, RefundBasis, RefundDestination,
    ReservationEdition, ReturnedValue, StorageSwapTerms, Terms, Threshold, TradeInTerms, TypeList,
    UsGovernmentEnterprise, UsageCondition,
};
use reservation_policy::software::{
    CancellationWindow, ExcludedPlans, SoftwareEdition, SoftwarePolicy, SoftwareTerms, SubscriptionCredit,
    WindowOpening,
};
use reservation_policy::{Purchase, Rate, Requester, ReservationPolicy, ResourceType, Term, UsdAmount};

use crate::given::{money, owner, price, vm};

#[cfg(feature = "serde")]
mod page;
mod picture;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn terms_on(day: NaiveDate) -> Terms {
    ReservationPolicy::in_force_on(day).unwrap().terms().clone()
}

fn software_on(day: NaiveDate) -> SoftwareTerms {
    *SoftwarePolicy::in_force_on(day).unwrap().terms()
}

fn percent(text: &str) -> FeeRate {
    FeeRate::Stated(text.parse::<Rate>().unwrap())
}

fn requesters<const N: usize>(requesters: [Requester; N]) -> RequesterSet {
    requesters.into_iter().collect()
}

fn types<const N: usize>(types: [ResourceType; N]) -> TypeList {
    types.into_iter().collect()
}

fn rolling_days(days: u16) -> CapWindow {
    CapWindow::RollingDays(NonZeroU16::new(days).unwrap())
}

fn rolling_months(months: u16) -> CapWindow {
    CapWindow::RollingMonths(NonZeroU16::new(months).unwrap())
}

/// One test for each term that changes: what the edition in force says on the day before, and what it says on the day.
macro_rules! changes {
    ($table:ident, $terms_on:ident; $(fn $name:ident($date:literal, $($field:ident).+, $before:expr => $after:expr);)+) => {
        $(#[test]
        fn $name() {
            let change = day($date);
            let eve = change.pred_opt().unwrap();
            assert_eq!($terms_on(eve).$($field).+, $before, "on {eve}, the day before");
            assert_eq!($terms_on(change).$($field).+, $after, "on {change}");
        })+

        /// The day and the term of each change above.
        #[cfg(feature = "serde")]
        const $table: &[(&str, &str)] = &[$(($date, stringify!($($field).+))),+];
    };
}

changes! { CHANGES, terms_on;
    // 2018-10
    fn l_02_the_full_refund_window_opens_in_2018_10("2018-10-12", full_refund_window,
        None => Some(FullRefundWindow { days: 5, usage: UsageCondition::Unused }));
    fn fee_01_the_fee_that_is_reserved_is_stated_from_2018_10("2018-10-12", early_termination_fee.reserved,
        FeeRate::FromCaller => percent("0.12"));
    fn fee_01_amb_11_the_fee_is_12_percent_from_2018_10("2018-10-12", early_termination_fee.charged,
        FeeRate::FromCaller => percent("0.12"));

    // 2019-04
    fn l_02_the_full_refund_window_is_not_written_from_2019_04("2019-04-05", full_refund_window,
        Some(FullRefundWindow { days: 5, usage: UsageCondition::Unused }) => None);
    fn fee_03_con_01_no_fee_is_charged_from_2019_04("2019-04-05", early_termination_fee.charged,
        percent("0.12") => percent("0"));
    fn con_06_ref_04_settle_01_money_follows_the_account_from_2019_04("2019-04-05", settlement.destination,
        RefundDestination::OriginalPurchase => RefundDestination::ByAccount);
    fn settle_03_overage_invoices_are_reopened_from_2019_04("2019-04-05", settlement.reopens_overage_invoices,
        false => true);
    fn amb_04_the_scope_of_the_cap_is_not_stated_in_2019_04("2019-04-05", cap_scope,
        CapScope::Customer => CapScope::NotStated);
    fn own_01_own_02_con_07_the_owner_and_in_csp_the_partner_from_2019_04("2019-04-05", allowed_requesters,
        AllowedRequesters {
            direct: requesters([Requester::Owner, Requester::Customer]),
            csp: requesters([Requester::Owner, Requester::Customer, Requester::Partner]),
        } => AllowedRequesters {
            direct: requesters([Requester::Owner]),
            csp: requesters([Requester::Owner, Requester::Partner]),
        });
    fn con_05_l_15_returns_are_self_service_from_2019_04("2019-04-05", channel,
        ChannelTerms::SupportRequest => ChannelTerms::SelfService);
    fn elig_01_us_government_enterprise_has_no_self_service_from_2019_04("2019-04-05", us_government_enterprise,
        UsGovernmentEnterprise::SameAsOthers => UsGovernmentEnterprise::SupportRequestOnly);
    fn exc_15_the_swap_to_premium_storage_is_offered_from_2019_04("2019-04-05", storage_swap,
        StorageSwapTerms::NotOffered => StorageSwapTerms::ToPremium);

    // 2020-01
    fn l_03_the_lower_of_paid_and_current_price_counts_from_2020_01("2020-01-24", refund_basis,
        RefundBasis::PricePaid => RefundBasis::LowerOfPaidAndCurrent);
    fn l_27_enterprise_credit_is_valid_for_90_days_from_2020_01("2020-01-24", settlement.credit_valid_days,
        None => Some(90));
    fn l_05_the_cap_is_shared_by_an_agreement_from_2020_01("2020-01-24", cap_scope,
        CapScope::NotStated => CapScope::Agreement);

    // 2020-07
    fn amb_08_cap_03_the_cap_looks_back_365_days_from_2020_07("2020-07-10", cap.window,
        rolling_months(12) => rolling_days(365));
    fn l_04_amb_05_the_cap_counts_the_canceled_commitment_from_2020_07("2020-07-10", cap.basis,
        CapBasis::Refunded => CapBasis::CanceledCommitment);
    fn l_05_the_cap_is_shared_by_an_enrollment_or_billing_profile_from_2020_07("2020-07-10", cap_scope,
        CapScope::Agreement => CapScope::BillingScope);
    fn csp_14_con_07_in_csp_only_the_partner_from_2020_07("2020-07-10", allowed_requesters.csp,
        requesters([Requester::Owner, Requester::Partner]) => requesters([Requester::Partner]));
    fn l_10_types_are_not_refundable_from_2020_07("2020-07-10", not_refundable,
        types([ResourceType::RedHat, ResourceType::SuseLinux]) => types([
            ResourceType::Databricks,
            ResourceType::RedHat,
            ResourceType::RedHatOsa,
            ResourceType::SuseLinux,
            ResourceType::VmwareCloudSimple,
        ]));
    fn l_07_an_exchange_counts_the_remaining_commitment_from_2020_07("2020-07-10", exchange.returned_value,
        ReturnedValue::Refund => ReturnedValue::RefundAndRemainingCommitment);

    // 2021-04
    fn elig_01_us_government_enterprise_has_self_service_from_2021_04("2021-04-14", us_government_enterprise,
        UsGovernmentEnterprise::SupportRequestOnly => UsGovernmentEnterprise::SameAsOthers);
    fn l_08_amb_12_families_match_from_2021_04("2021-04-14", exchange.must_match,
        MustMatch::Type => MustMatch::Family2021);

    // 2022-10
    fn l_05_in_csp_the_cap_is_the_customers_from_2022_10("2022-10-10", cap_scope,
        CapScope::BillingScope => CapScope::BillingScopeOrCspCustomer);
    fn l_14_con_07_the_reservation_administrator_may_act_from_2022_10("2022-10-10", allowed_requesters.direct,
        requesters([Requester::Owner]) => requesters([Requester::Owner, Requester::ReservationAdministrator]));
    fn l_10_synapse_pre_purchase_is_not_refundable_from_2022_10("2022-10-10", not_refundable,
        types([
            ResourceType::Databricks,
            ResourceType::RedHat,
            ResourceType::RedHatOsa,
            ResourceType::SuseLinux,
            ResourceType::VmwareCloudSimple,
        ]) => types([
            ResourceType::Databricks,
            ResourceType::RedHat,
            ResourceType::RedHatOsa,
            ResourceType::SuseLinux,
            ResourceType::SynapsePrePurchase,
            ResourceType::VmwareCloudSimple,
        ]));
    fn l_12_reservations_are_traded_in_from_2022_10("2022-10-10", exchange.trade_in,
        None => Some(TradeInTerms { most_reservations: None, needs_savings_plan_role: false, database: false }));

    // 2023-10
    fn settle_05_overage_comes_back_as_a_partial_credit_note_from_2023_10("2023-10-16", settlement.overage,
        CreditNote::CreditMemo => CreditNote::PartialCreditNote);
    fn settle_03_overage_invoices_are_not_reopened_from_2023_10("2023-10-16", settlement.reopens_overage_invoices,
        true => false);
    fn con_06_a_customer_agreement_has_its_settlement_from_2023_10("2023-10-16", settlement.covers_microsoft_customer,
        false => true);
    fn l_12_l_24_at_most_100_are_traded_in_and_a_second_role_is_needed_from_2023_10("2023-10-16", exchange.trade_in,
        Some(TradeInTerms { most_reservations: None, needs_savings_plan_role: false, database: false }) => Some(TradeInTerms { most_reservations: Some(100), needs_savings_plan_role: true, database: false }));

    // 2026-01
    fn l_03_provisioned_throughput_is_refunded_on_the_current_price_from_2026_01("2026-01-15", current_price_types,
        types([]) => types([ResourceType::OpenAiPtu]));
    fn l_10_l_33_pre_purchase_plans_are_not_refundable_from_2026_01("2026-01-15", not_refundable,
        types([
            ResourceType::Databricks,
            ResourceType::RedHat,
            ResourceType::RedHatOsa,
            ResourceType::SuseLinux,
            ResourceType::SynapsePrePurchase,
            ResourceType::VmwareCloudSimple,
        ]) => types([
            ResourceType::Databricks,
            ResourceType::Mdc,
            ResourceType::RedHat,
            ResourceType::Sentinel,
            ResourceType::SuseLinux,
            ResourceType::SynapsePrePurchase,
        ]));
    fn l_11_l_33_pre_purchase_plans_are_not_exchangeable_from_2026_01("2026-01-15", not_exchangeable,
        types([ResourceType::RedHat, ResourceType::SuseLinux]) => types([
            ResourceType::Databricks,
            ResourceType::Mdc,
            ResourceType::RedHat,
            ResourceType::Sentinel,
            ResourceType::SuseLinux,
            ResourceType::SynapsePrePurchase,
            ResourceType::VirtualMachineSoftware,
        ]));
    fn l_32_virtual_machine_software_has_72_hours_from_2026_01("2026-01-15", vm_software_hours,
        None => Some(72));
    fn l_08_nutanix_joins_the_compute_family_in_2026_01("2026-01-15", exchange.must_match,
        MustMatch::Family2021 => MustMatch::Family2026);
    fn l_13_premium_storage_is_swapped_both_ways_from_2026_01("2026-01-15", storage_swap,
        StorageSwapTerms::ToPremium => StorageSwapTerms::BothWays);

    // 2026-07
    fn l_12_database_reservations_are_traded_in_from_2026_07("2026-07-22", exchange.trade_in,
        Some(TradeInTerms { most_reservations: Some(100), needs_savings_plan_role: true, database: false }) => Some(TradeInTerms { most_reservations: Some(100), needs_savings_plan_role: true, database: true }));
    fn settle_05_a_trade_in_settles_overage_from_2026_07("2026-07-22", settlement.trade_in_settles_overage,
        false => true);

    // 2027-02
    fn l_09_what_savings_plans_cover_is_restricted_from_2027_02("2027-02-01", exchange.restriction,
        None => Some(ExchangeRestriction { bought_from: day("2027-02-01"), boundary: Boundary::Inclusive }));
}

changes! { SOFTWARE_CHANGES, software_on;
    fn l_17_perpetual_software_has_30_days_from_2021_06("2021-06-01", perpetual_window,
        CancellationWindow::days(60) => CancellationWindow::days(30));
    fn l_17_subscriptions_have_30_days_from_2021_06("2021-06-01", subscription_window,
        CancellationWindow::days(60) => CancellationWindow::days(30));
    fn l_17_subscriptions_have_168_hours_from_2022_07("2022-07-11", subscription_window,
        CancellationWindow::days(30) => CancellationWindow::hours(168));
    fn l_17_a_renewal_opens_a_window_from_2022_07("2022-07-11", subscription_window_opens,
        WindowOpening::Purchase => WindowOpening::PurchaseOrRenewal);
    fn l_18_subscriptions_are_credited_in_full_for_24_hours_from_2022_07("2022-07-11", subscription_credit,
        SubscriptionCredit::ProratedByDay => SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(24)));
    fn amb_29_the_day_of_canceling_is_charged_from_2022_07("2022-07-11", day_of_canceling_charged,
        false => true);
}

#[test]
fn cap_01_cap_02_the_cap_is_50_000_us_dollars_in_every_edition() {
    for edition in ReservationEdition::ALL {
        assert_eq!(terms_on(edition.from()).cap.limit, UsdAmount::dollars(50_000), "{edition}");
    }
}

#[test]
fn con_02_the_cap_rolls_in_every_edition() {
    for edition in ReservationEdition::ALL {
        assert_ne!(terms_on(edition.from()).cap.window, CapWindow::CalendarYear, "{edition}");
    }
}

#[test]
fn con_03_days_are_counted_in_every_edition() {
    for edition in ReservationEdition::ALL {
        assert_eq!(terms_on(edition.from()).day_count, DayCount::CalendarDays, "{edition}");
    }
}

#[test]
fn con_04_exc_12_an_equal_total_passes_in_every_edition() {
    for edition in ReservationEdition::ALL {
        assert_eq!(terms_on(edition.from()).exchange.threshold, Threshold::AtLeast, "{edition}");
    }
}

#[test]
fn amb_14_a_part_is_rounded_as_a_price_in_every_edition() {
    for edition in ReservationEdition::ALL {
        assert_eq!(terms_on(edition.from()).part_rounding, PartRounding::Price, "{edition}");
    }
}

#[test]
fn fee_03_twelve_percent_stay_reserved_and_nothing_is_charged_from_2019_04_on() {
    for edition in ReservationEdition::ALL.iter().filter(|edition| edition.from() >= day("2019-04-05")) {
        let fee = terms_on(edition.from()).early_termination_fee;
        assert_eq!((fee.reserved, fee.charged), (percent("0.12"), percent("0")), "{edition}");
    }
}

#[test]
fn sw_06_sw_07_red_hat_and_suse_are_final_in_every_edition() {
    for edition in ReservationEdition::ALL {
        let terms = terms_on(edition.from());
        for plan in [ResourceType::RedHat, ResourceType::SuseLinux] {
            assert!(
                terms.not_refundable.contains(&plan) && terms.not_exchangeable.contains(&plan),
                "{edition}: {plan}"
            );
        }
    }
    for edition in SoftwareEdition::ALL {
        assert_eq!(software_on(edition.from()).excluded_plans, ExcludedPlans::SuseAndRedHat, "{edition}");
    }
}

#[test]
fn the_first_editions_say_what_the_oldest_sources_say() {
    let terms = terms_on(day("2018-05-11"));
    assert_eq!(terms.cap.window, rolling_months(12));
    assert_eq!(terms.cap.basis, CapBasis::Refunded);
    assert_eq!(terms.refund_basis, RefundBasis::PricePaid);
    assert_eq!(terms.exchange.returned_value, ReturnedValue::Refund);
    assert_eq!(terms.settlement.overage, CreditNote::CreditMemo);
    assert!(ReservationPolicy::in_force_on(day("2018-05-10")).is_err());

    let software = software_on(day("2018-08-31"));
    assert_eq!(software.perpetual_window, CancellationWindow::days(60), "SW-01");
    assert_eq!(software.subscription_credit, SubscriptionCredit::ProratedByDay, "POST-06, CON-08");
    assert!(SoftwarePolicy::in_force_on(day("2018-08-30")).is_err());
}

#[test]
fn l_22_l_02_the_observed_overlay_changes_two_terms_of_any_edition() {
    for edition in ReservationEdition::ALL {
        let policy = ReservationPolicy::edition(*edition);
        let observed = policy.clone().observed();
        let mut expected = policy.terms().clone();
        expected.cap.basis = CapBasis::Refunded;
        expected.full_refund_window = Some(FullRefundWindow { days: 5, usage: UsageCondition::Unused });
        assert_eq!(*observed.terms(), expected, "{edition}");
        assert_eq!(observed.name().to_string(), format!("{edition}+observed"));
    }
}

#[test]
fn exc_10_l_26_a_trade_in_prorates_the_current_month_and_an_upfront_price_and_cancels_later_payments() {
    let monthly = vm("2023-01-01").monthly(price("310.00 USD")).build().unwrap();
    let upfront = vm("2023-01-01").upfront(price("365.00 USD")).build().unwrap();
    let plan = Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, money("1.00 USD")).unwrap();
    let request = owner("2023-01-11T12:00:00Z");
    let policy = ReservationPolicy::in_force_on(request.date()).unwrap();
    let decision = policy.decide_exchange(&[monthly.all(), upfront.all()], &[plan], &request).unwrap();
    assert!(decision.is_approved() && decision.outcome().is_trade_in());
    let lines = decision.outcome().returned.iter();
    let lines = lines.map(|line| [line.amounts.refund, line.amounts.remaining_commitment, line.value]);
    let expected = [["210.00 USD", "3410.00 USD", "3620.00 USD"], ["355.00 USD", "0.00 USD", "355.00 USD"]];
    assert_eq!(lines.collect::<Vec<_>>(), expected.map(|amounts| amounts.map(money)));
}

#[test]
fn each_edition_is_in_force_from_its_day_to_the_day_before_the_next() {
    for (edition, next) in ReservationEdition::ALL.iter().zip(&ReservationEdition::ALL[1..]) {
        assert!(edition.from() < next.from(), "{edition}");
        for day in [edition.from(), next.from().pred_opt().unwrap()] {
            assert_eq!(ReservationEdition::in_force_on(day), Ok(*edition), "{day}");
        }
        assert!(next.not_before_known().is_none_or(|before| before < next.from()), "{next}");
    }
    let last = ReservationEdition::ALL.last().unwrap();
    assert_eq!(ReservationEdition::in_force_on(NaiveDate::MAX), Ok(*last));
}
