//! Questions that make no sense.

use reservation_policy::calendar::Term;
use reservation_policy::money::MoneyError;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::quantity::InvalidQuantity;
use reservation_policy::reservation::exchange::{
    ExchangeError, ExchangeRequest, ExchangeSide, ExchangeTotals, InvalidExchange, InvalidPurchase, NewReservation,
    NewSavingsPlan, Return,
};
use reservation_policy::reservation::refund::RefundError;
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Error, Money, Quantity};

use super::{at, buy, edition, id, money, plan, request, units, upfront, usd};

#[test]
fn an_exchange_has_two_sides() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let instant = at("2022-01-01T00:00:00Z");
    let nothing_returned = ExchangeRequest::new(vec![], vec![plan("1")], instant, Requester::Owner).unwrap_err();
    assert_eq!(nothing_returned, InvalidExchange::Empty { side: ExchangeSide::Returned });
    assert_eq!(nothing_returned.to_string(), "there is no returned reservation, expected at least one");
    let returns = vec![Return::new(&vm, Quantity::ONE)];
    let nothing_bought = ExchangeRequest::new(returns, vec![], instant, Requester::Owner).unwrap_err();
    assert_eq!(nothing_bought, InvalidExchange::Empty { side: ExchangeSide::Bought });
    assert_eq!(Error::from(nothing_bought).to_string(), "there is no purchase, expected at least one");
}

#[test]
fn a_reservation_is_returned_once() {
    let vm = |name: &str| upfront(ResourceType::VirtualMachines, usd("1.00"), "2022-01-01").with_id(id(name));
    let list = [vm("a"), vm("c"), vm("B"), vm("A"), vm("b")];
    let returns = |items: &[usize]| items.iter().map(|item| Return::new(&list[*item], Quantity::ONE)).collect();
    let instant = at("2022-01-01T00:00:00Z");
    let ask = |items: &[usize]| ExchangeRequest::new(returns(items), vec![plan("1")], instant, Requester::Owner);
    assert!(ask(&[0, 1, 2]).is_ok());
    let error = ask(&[0, 1, 2, 3, 4]).unwrap_err();
    assert_eq!(error, InvalidExchange::ReturnedTwice { number: 4, id: id("A") });
    assert_eq!(error.to_string(), "returned reservation 4 is `A` once more, expected each reservation once");
    assert_eq!(ask(&[1, 1]).unwrap_err(), InvalidExchange::ReturnedTwice { number: 2, id: id("C") });
}

#[test]
fn a_return_is_one_unit_to_all_of_them() {
    let schedule = Schedule::new("2022-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
    let payments = Payments::monthly(Price::in_usd(usd("30.00")).unwrap(), units(2), 1).unwrap();
    let three = Reservation::new(ResourceType::VirtualMachines, units(3), schedule, payments).unwrap();
    let instant = at("2022-01-01T00:00:00Z");
    let ask = |quantity| {
        let returns = vec![Return::new(&three, units(1)), Return::new(&three, units(quantity))];
        ExchangeRequest::new(returns, vec![plan("1")], instant, Requester::Owner)
    };
    let error = ask(4).unwrap_err();
    let above = InvalidQuantity::AboveOwned { requested: units(4), owned: units(3) };
    assert_eq!(error, InvalidExchange::Quantity { number: 2, error: above });
    assert_eq!(error.to_string(), "returned reservation 2: quantity `4` is more than there is, expected 1 to 3");
    assert!(edition("2020-07").quote_exchange(&ask(2).unwrap()).is_ok());
    // The payment paid for two units only.
    let error = edition("2020-07").quote_exchange(&ask(3).unwrap()).unwrap_err();
    assert!(matches!(error, ExchangeError::Return { number: 2, error: RefundError::Quantity(_) }), "{error}");
}

#[test]
fn an_exchange_is_in_one_billing_currency() {
    let one = |currency| upfront(ResourceType::VirtualMachines, money("1", currency), "2022-01-01");
    let (gbp, eur) = (one("GBP"), one("EUR"));
    let instant = at("2022-01-01T00:00:00Z");
    let returns = |items: &[&'static str]| -> Vec<Return<'_>> {
        items.iter().map(|item| Return::new(if *item == "GBP" { &gbp } else { &eur }, Quantity::ONE)).collect()
    };
    let priced = |currency| buy(ResourceType::VirtualMachines, money("9", currency));
    for (returned, bought, told) in [
        (vec!["GBP", "EUR"], vec!["GBP"], "returned reservation 2 is in `EUR` and returned reservation 1 in `GBP`"),
        (vec!["GBP"], vec!["GBP", "USD"], "purchase 2 is in `USD` and returned reservation 1 in `GBP`"),
        (vec!["EUR"], vec!["GBP"], "purchase 1 is in `GBP` and returned reservation 1 in `EUR`"),
    ] {
        let purchases = bought.into_iter().map(priced).collect();
        let error = ExchangeRequest::new(returns(&returned), purchases, instant, Requester::Owner).unwrap_err();
        assert_eq!(error.to_string(), format!("{told}, expected one billing currency"));
    }
    let totals = ExchangeTotals::zero(Currency::USD);
    assert!(matches!(totals.with_bought(money("1", "GBP")), Err(MoneyError::CurrencyMismatch { .. })));
    assert!(totals.with_returned(usd("1"), money("1", "GBP")).is_err());
}

#[test]
fn there_is_no_exchange_before_the_purchase_or_after_the_term() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-10");
    let quote = |instant| {
        let purchases = vec![buy(ResourceType::VirtualMachines, usd("365.00"))];
        edition("2020-07").quote_exchange(&request(&[&vm], purchases, instant))
    };
    let error = quote("2022-01-09T23:59:59Z").unwrap_err();
    assert!(matches!(error, ExchangeError::Return { number: 1, error: RefundError::BeforePurchase { .. } }));
    assert!(quote("2022-01-10T00:00:00Z").is_ok());
    assert!(quote("2023-01-09T23:59:59Z").is_ok());
    let error = quote("2023-01-10T00:00:00Z").unwrap_err();
    assert_eq!(
        Error::from(error).to_string(),
        "returned reservation 1: `2023-01-10T00:00:00Z` is after the term, expected an instant before the end of \
         the term on `2023-01-10`"
    );
}

#[test]
fn prices_are_not_negative() {
    let error = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, usd("-0.01"));
    assert_eq!(error, Err(InvalidPurchase::Negative { amount: usd("-0.01") }));
    assert_eq!(
        NewSavingsPlan::new(Term::OneYear, usd("-1")).unwrap_err().to_string(),
        "`-1.00 USD` is negative, expected a price or a commitment of zero or more"
    );
    assert!(NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, usd("-0")).is_ok());
}

#[test]
fn what_cannot_be_held_is_an_error_and_no_panic() {
    let largest = Money::new(Decimal::MAX, Currency::USD);
    assert!(matches!(NewSavingsPlan::new(Term::OneYear, largest), Err(InvalidPurchase::Money(_))));
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01");
    let twice = vec![buy(ResourceType::VirtualMachines, largest); 2];
    let error = edition("2020-07").quote_exchange(&request(&[&vm], twice, "2022-01-01T00:00:00Z")).unwrap_err();
    assert_eq!(error, ExchangeError::Money(MoneyError::Overflow { currency: Currency::USD }));
    // Two returns whose sums still fit in decimals, each near what a quote can count with.
    let huge = upfront(ResourceType::VirtualMachines, usd("184467440737095516.15"), "2022-01-01");
    let purchases = vec![buy(ResourceType::VirtualMachines, usd("1"))];
    let quote =
        edition("2020-07").quote_exchange(&request(&[&huge, &huge], purchases, "2022-01-01T00:00:00Z")).unwrap();
    assert_eq!(quote.totals().net_payable(), usd("-368934881474191031.30"));
    let above = upfront(ResourceType::VirtualMachines, usd("184467440737095516.16"), "2022-01-01");
    let purchases = vec![buy(ResourceType::VirtualMachines, usd("1"))];
    let error = edition("2020-07").quote_exchange(&request(&[&above], purchases, "2022-01-01T00:00:00Z")).unwrap_err();
    assert!(matches!(error, ExchangeError::Return { error: RefundError::Money(_), .. }), "{error}");
}

#[test]
fn a_new_term_past_the_end_of_the_calendar_is_an_error() {
    let vm = upfront(ResourceType::VirtualMachines, usd("365.00"), "+262141-06-01");
    let new = NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::ThreeYears, usd("400")).unwrap();
    let instant = vm.purchased_at();
    let returns = vec![Return::new(&vm, Quantity::ONE)];
    let request = ExchangeRequest::new(returns, vec![new.into()], instant, Requester::Owner).unwrap();
    let error = edition("2020-07").quote_exchange(&request).unwrap_err();
    assert!(matches!(error, ExchangeError::NewTerm { number: 1, .. }), "{error}");
}
