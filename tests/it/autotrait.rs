//! What every public type can be relied on for: threads may share it, and an error is an error.

use core::error::Error as StdError;

use reservation_policy::reservation::{account, cap, explanation, fee, payment, proration, refund, schedule};
use reservation_policy::{
    Currency, Decision, Error, Money, Quantity, UsdAmount, Verdict, batch, calendar, decision, market, money,
    permission, policy, quantity, region, reservation, resource, role, rule, software,
};

const fn is_shared<T: Send + Sync + Unpin>() {}
const fn is_owned<T: Send + Sync + Unpin + 'static>() {}
const fn is_an_error<E: StdError + Send + Sync + 'static>() {}
/// Every error of a question or a constructor becomes the crate's own with `?`.
const fn converts<E: StdError + Send + Sync + 'static + Into<Error>>() {}

macro_rules! all {
    ($check:ident: $($kind:ty),+ $(,)?) => { $($check::<$kind>();)+ };
}

#[test]
fn public_types_cross_threads_and_hold_no_borrow() {
    all!(is_owned:
        Currency, Money, UsdAmount, Quantity, Verdict, quantity::Rate, quantity::Share,
        calendar::Term, calendar::Period, resource::ResourceType, resource::ResourceFamily, resource::OtherResourceType,
        rule::RuleId, rule::RuleKind, rule::Source,
        policy::ReservationPolicy, policy::ReservationEdition, policy::reservation::PolicyName,
        policy::reservation::DayCount, policy::reservation::FullRefundWindow, policy::reservation::UsageCondition,
        policy::reservation::FeeTerms, policy::reservation::FeeRate, policy::reservation::RefundBasis,
        policy::reservation::RefundDestination, policy::reservation::Requester, policy::reservation::RequesterSet,
        policy::reservation::Channel, policy::reservation::UsGovernmentEnterprise, policy::reservation::DatedTypes,
        policy::reservation::ExchangeTerms, policy::reservation::Comparison, policy::reservation::ReturnedValue,
        policy::reservation::Sameness, policy::reservation::ExchangeRestriction, policy::reservation::TradeInTerms,
        reservation::Reservation, reservation::ReservationId, reservation::ReservationState,
        schedule::Schedule, schedule::BillingPlan, payment::Payments, payment::Payment, payment::PaymentStatus,
        payment::Price, proration::Proration, proration::CountedIn, fee::FeeRates,
        refund::RefundQuote, refund::Refund, refund::CapAssessment, refund::CreditKind, refund::Usage, account::Cloud,
        account::Agreement, account::EnterpriseStatus, refund::RefundSide<Money>, refund::RefundSide<UsdAmount>,
        refund::RefundReason,
        cap::RefundLedger, cap::RefundCap, cap::CapWindow, cap::CapMeasure, cap::CapScope, cap::CapEntry, cap::RefundId,
        cap::Recorded, cap::Release,
        Decision<refund::Refund, refund::RefundReason, policy::reservation::PolicyName>,
        decision::Approved<refund::Refund, policy::reservation::PolicyName>,
        decision::Refused<refund::Refund, refund::RefundReason, policy::reservation::PolicyName>,
    );
    all!(is_shared: refund::RefundRequest<'_>, cap::CapPosition<'_>, explanation::Explanation<'_>);
    #[cfg(feature = "azure")]
    all!(is_owned:
        reservation_policy::azure::ExactNumber, reservation_policy::azure::shape::ReservationOrder,
        reservation_policy::azure::shape::Reservation, reservation_policy::azure::shape::Price,
        reservation_policy::azure::refund::CalculateRefundResponse,
    );
}

#[test]
fn every_error_converts_into_the_crates_own() {
    all!(converts:
        money::InvalidAmount, money::InvalidCurrency, money::MoneyError, quantity::InvalidQuantity, quantity::InvalidShare,
        quantity::InvalidRate, calendar::InvalidTerm, calendar::InvalidPeriod, rule::UnknownRule,
        policy::reservation::NoPolicyOnDate, policy::reservation::UnknownPolicy,
        policy::reservation::UnknownReservationEdition, schedule::InvalidBillingPlan,
        schedule::InvalidSchedule, payment::InvalidPrice, payment::InvalidPayments, reservation::InvalidReservationId,
        reservation::InvalidReservation, refund::RefundError, cap::InvalidRefundId, cap::InvalidCapEntry, cap::LedgerError,
        region::InvalidRegion, reservation::vm_size::InvalidVmSize, market::UnknownMarket, market::InvalidMarketCode,
        market::UnknownMarketList, market::NoMarketList, role::InvalidId, role::UnknownRole, role::InvalidDateRange,
        permission::UnknownPermissionResource, permission::NoPermissionEdition, permission::InvalidPermission,
        permission::InvalidChange, policy::software::UnknownSoftwareEdition, policy::software::NoSoftwareEditionInForce,
        software::InvalidLicence, software::InvalidSoftwarePurchase, software::order::InvalidSoftwareOrder,
        software::reference::InvalidReference, software::credit::InvalidBillingDay,
        software::cancellation::CancellationError,
        reservation::exchange::InvalidPurchase, reservation::exchange::InvalidExchange, reservation::exchange::ExchangeError, batch::BatchError,
    );
    all!(is_an_error:
        Error, decision::Refused<refund::Refund, refund::RefundReason, policy::reservation::PolicyName>,
    );
    #[cfg(feature = "azure")]
    is_an_error::<reservation_policy::azure::InvalidFacts>();
}

/// The list above is complete: no error of `src/` is missing from it.
#[test]
fn the_list_of_errors_holds_every_variant_of_the_umbrella() {
    let umbrella = include_str!("../../src/error.rs");
    let this = include_str!("autotrait.rs");
    let variants: Vec<&str> = umbrella.split("#[from] ").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(variants.len() > 40, "{variants:?}");
    for variant in variants {
        let name = variant.rsplit("::").next().unwrap_or(variant);
        assert!(this.contains(&format!("::{name},")), "{variant} is not in the list");
    }
}
