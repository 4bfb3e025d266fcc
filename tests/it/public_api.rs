//! What every public type can be relied on for: threads may share it, and an error is an error.

use core::error::Error as StdError;

use reservation_policy::{
    Account, Action, BillingPlan, CapEntry, Currency, Decision, Error, Exchange, InvalidFacts, Item, Money, NoEdition,
    ParseError, PolicyName, Price, Purchase, Quantity, QuestionError, Rate, Reason, Refund, RefundLedger, Remark,
    Request, Requester, Reservation, ReservationPolicy, ResourceType, Returned, RuleId, Term, UnknownWord, UsdAmount,
    Verdict, account, calendar, cap, chrono, market, money, permission, policy, refund, reservation, role, rounding,
    rule, settlement, software,
};

const fn is_shared<T: Send + Sync + Unpin>() {}
const fn is_owned<T: Send + Sync + Unpin + 'static>() {}
/// Every error of a question or a constructor becomes the crate's own with `?`.
const fn converts<E: StdError + Send + Sync + 'static + Into<Error> + Clone + PartialEq>() {}

macro_rules! all {
    ($check:ident: $($kind:ty),+ $(,)?) => { $($check::<$kind>();)+ };
}

#[test]
fn public_types_cross_threads_and_hold_no_borrow() {
    all!(is_owned:
        Account, Action, BillingPlan, CapEntry, Currency, Exchange, Item, Money, PolicyName, Price, Purchase, Quantity, Rate,
        Reason, Refund, RefundLedger, Remark, Request, Requester, Reservation, ReservationPolicy, ResourceType, Returned,
        RuleId, Term, UnknownWord, UsdAmount, Verdict,
        Decision<Refund>, Decision<Exchange>, reservation_policy::Approved<Refund>, reservation_policy::Refused<Refund>,
        account::Channel, account::Cloud, account::RequesterSet, calendar::Period, cap::CapRelease, cap::RefundId,
        market::MarketList, permission::CustomerPermission, policy::ReservationEdition, policy::Terms, policy::TypeList,
        refund::Amounts<Money>, refund::CapCheck, refund::UsedPeriod, reservation::Payment, reservation::Region,
        reservation::ReservationBuilder, reservation::ReservationId, reservation::ReservationState,
        reservation::Schedule, role::RoleSet, rounding::Share, rule::Source, settlement::Settlement,
        software::SoftwarePolicy, software::SoftwarePurchase,
    );
    all!(is_shared: cap::CapUse<'_>, refund::RefundExplanation<'_>);
}

#[test]
fn every_error_converts_into_the_umbrella() {
    all!(converts:
        ParseError, NoEdition, money::MoneyError, InvalidFacts, cap::LedgerError, QuestionError,
        chrono::ParseError, Error,
    );
    // No error of the umbrella is missing above, but that of JSON requests.
    let umbrella = include_str!("../../src/error.rs");
    let this = include_str!("public_api.rs");
    let variants: Vec<&str> = umbrella.split("(#[from] ").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(variants.len() >= 7, "{variants:?}");
    for variant in variants.into_iter().filter(|variant| !variant.contains("json") && !variant.contains("azure")) {
        let name = variant.rsplit("::").next().unwrap_or(variant);
        assert!(this.contains(&format!("{name},")), "{variant} is not in the list");
    }
}

#[test]
fn a_refusal_is_an_error_of_its_own_with_every_reason_and_its_rule() {
    fn refused() -> Result<(), Box<dyn StdError>> {
        let request = Request::new("2023-03-02T00:00:00Z".parse()?, Requester::Other);
        let vm = crate::given::vm("2023-01-01").upfront(Price::usd("60000.00 USD".parse()?)?).build()?;
        let policy = ReservationPolicy::named("2020-07")?;
        policy.decide_refund(&vm.all(), &request, &RefundLedger::new())?.into_result()?;
        Ok(())
    }
    let text = refused().unwrap_err().to_string();
    assert!(text.contains("may not return this reservation") && text.contains("(CAP-03)"), "{text}");
}

#[test]
fn questions_and_answers_can_be_cheaply_copied_or_cloned() {
    fn is_copy<T: Copy>() {}
    all!(is_copy: Money, UsdAmount, Price, Quantity, Rate, Request, Requester, Account, PolicyName, RuleId, Verdict, Term);
    assert!(size_of::<Money>() <= 24 && size_of::<UsdAmount>() == 8, "{}", size_of::<Money>());
}
