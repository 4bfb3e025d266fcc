//! Errors: texts, facts and questions.

use reservation_policy::calendar::Period;
use reservation_policy::cap::{LedgerError, RefundId};
use reservation_policy::market::MarketList;
use reservation_policy::money::MoneyError;
use reservation_policy::permission::PermissionEdition;
use reservation_policy::policy::ReservationEdition;
use reservation_policy::reservation::{Region, ReservationId, ReservationState};
use reservation_policy::role::Role;
use reservation_policy::rounding::Share;
use reservation_policy::rule::RuleId;
use reservation_policy::software::{CancellationWindow, SoftwareEdition};
use reservation_policy::swap::VmSize;
use reservation_policy::{
    BillingPlan, CapEntry, Currency, Error, InvalidFacts, Money, PolicyName, Quantity, QuestionError, Rate, Requester,
    ReservationPolicy, ResourceType, Term, UsdAmount, chrono,
};

use super::Book;
use crate::given::{at, day, money, policy, usd};

fn units(units: u32) -> Quantity {
    Quantity::new(units).unwrap()
}

pub(super) fn texts(book: &mut Book) {
    let mut refused = |error: Result<(), Error>| book.error(error.unwrap_err());
    refused("US$".parse::<Currency>().map(drop).map_err(Error::from));
    refused("XAU".parse::<Currency>().map(drop).map_err(Error::from));
    refused("1200".parse::<Money>().map(drop).map_err(Error::from));
    refused("1,200.00 EUR".parse::<Money>().map(drop).map_err(Error::from));
    refused("0.00000000000000000000000000001 EUR".parse::<Money>().map(drop).map_err(Error::from));
    refused("0.005".parse::<UsdAmount>().map(drop).map_err(Error::from));
    refused("2.5".parse::<Quantity>().map(drop).map_err(Error::from));
    refused("1.2".parse::<Rate>().map(drop).map_err(Error::from));
    refused("P2Y".parse::<Term>().map(drop).map_err(Error::from));
    refused("weekly".parse::<BillingPlan>().map(drop).map_err(Error::from));
    refused("boss".parse::<Requester>().map(drop).map_err(Error::from));
    refused("".parse::<ResourceType>().map(drop).map_err(Error::from));
    refused("two\nlines".parse::<ReservationState>().map(drop).map_err(Error::from));
    refused("".parse::<ReservationId>().map(drop).map_err(Error::from));
    refused("/reservationOrders/1".parse::<ReservationId>().map(drop).map_err(Error::from));
    refused("west-europe".parse::<Region>().map(drop).map_err(Error::from));
    refused(" ".parse::<RefundId>().map(drop).map_err(Error::from));
    refused("CAP-99".parse::<RuleId>().map(drop).map_err(Error::from));
    refused("2020-08".parse::<PolicyName>().map(drop).map_err(Error::from));
    refused(ReservationPolicy::named("2020-08").map(drop).map_err(Error::from));
    refused("2020-08".parse::<ReservationEdition>().map(drop).map_err(Error::from));
    refused("2020-08".parse::<SoftwareEdition>().map(drop).map_err(Error::from));
    refused("2020-08".parse::<PermissionEdition>().map(drop).map_err(Error::from));
    refused("2020-08".parse::<MarketList>().map(drop).map_err(Error::from));
    refused("60".parse::<CancellationWindow>().map(drop).map_err(Error::from));
    refused("ceo".parse::<Role>().map(drop).map_err(Error::from));
    refused("?".parse::<VmSize>().map(drop).map_err(Error::from));
    refused(ReservationPolicy::in_force_on(day("2018-05-10")).map(drop).map_err(Error::from));
    refused(Share::new(31, 30).map(drop).map_err(Error::from));
    refused(Quantity::new(0).map(drop).map_err(Error::from));
    refused(Period::new(day("2026-03-01"), day("2026-03-01")).map(drop).map_err(Error::from));
    refused("yesterday".parse::<chrono::NaiveDate>().map(drop).map_err(Error::from));
}

pub(super) fn facts(book: &mut Book) {
    let (eur, order) = ("EUR".parse().unwrap(), "order-1".to_owned());
    let bought = at("2026-04-17T14:05:00Z");
    for error in [
        InvalidFacts::ZeroUnits,
        InvalidFacts::AboveOwned { requested: units(5), owned: units(3) },
        InvalidFacts::EmptyPeriod { start: day("2026-03-01"), end: day("2026-03-01") },
        InvalidFacts::TermPastCalendar { start: day("+262142-01-01"), term: Term::OneYear },
        InvalidFacts::NegativePrice { amount: money("-1.00 EUR") },
        InvalidFacts::PriceNotUsd { currency: eur },
        InvalidFacts::NoPayment,
        InvalidFacts::PaymentTwice { number: 3 },
        InvalidFacts::PaymentOutsidePlan { number: 13, payments: 12 },
        InvalidFacts::PaidForTooFew { number: 2, paid_for: units(3), owned: units(4) },
        InvalidFacts::OriginalBelowOwned { original: units(3), owned: units(4) },
        InvalidFacts::SavingsPlanTerm { term: Term::FiveYears },
        InvalidFacts::SavingsPlanStep { step: money("0.00 USD") },
        CapEntry::new("refund-17", bought, usd("30")).unwrap().canceled_commitment(usd("29.99")).unwrap_err(),
        InvalidFacts::FeeAboveReserved { charged: "0.15".parse().unwrap(), reserved: "0.12".parse().unwrap() },
        InvalidFacts::TermBeforePurchase { end: day("2026-04-17"), purchased_at: bought },
        InvalidFacts::TermMissing { missing: "termStart" },
        InvalidFacts::PerpetualTerm { date: day("2026-04-17") },
        InvalidFacts::PerpetualRenewed { renewed_at: bought },
        InvalidFacts::RenewalBeforePurchase { renewed_at: at("2026-04-16T00:00:00Z"), purchased_at: bought },
        InvalidFacts::BillingDay { day: 32 },
        InvalidFacts::OrderWithoutLines { order: order.clone() },
        InvalidFacts::OrderLineTwice { order: order.clone(), number: 2 },
        InvalidFacts::LineOfOtherOrder { order: order.clone(), number: 2, other: "order-2".to_owned() },
        InvalidFacts::OrderCurrencies { order, expected: eur, found: Currency::USD },
        InvalidFacts::ChangeBeforeLast { at: at("2026-04-16T00:00:00Z"), last: bought },
        InvalidFacts::Money(MoneyError::NotUsd { currency: eur }),
    ] {
        book.error(error);
    }
    for error in [
        MoneyError::CurrencyMismatch { left: eur, right: Currency::USD },
        MoneyError::Negative { amount: money("-1.00 USD") },
        MoneyError::NotUsd { currency: eur },
        MoneyError::NotWholeCents { amount: money("0.005 USD") },
        MoneyError::TooLarge { currency: eur },
        MoneyError::Overflow { currency: eur },
    ] {
        book.error(error);
    }
    let id = || RefundId::new("refund-17").unwrap();
    let entry = |refunded: &str| Box::new(CapEntry::new("refund-17", bought, usd(refunded)).unwrap());
    for error in [
        LedgerError::Duplicate { id: id() },
        LedgerError::Conflict { recorded: entry("30"), given: entry("31") },
        LedgerError::TotalTooLarge { id: id(), amount: UsdAmount::MAX },
        LedgerError::Unknown { id: id() },
    ] {
        book.error(error);
    }
}

pub(super) fn questions(book: &mut Book) {
    let (eur, instant) = ("EUR".parse().unwrap(), at("2026-04-17T14:05:00Z"));
    let order = || "order-1".to_owned();
    let after = QuestionError::AfterTerm { at: instant, end: day("2026-04-17") };
    for error in [
        QuestionError::BeforePurchase { at: instant, purchased_at: at("2026-04-18T00:00:00.5Z") },
        after.clone(),
        QuestionError::FeeRateMissing { policy: policy("2018-05").name() },
        QuestionError::CurrentPriceCurrency { found: Currency::USD, expected: eur },
        QuestionError::CurrentPriceNegative { price: money("-1.00 EUR") },
        QuestionError::Nothing { what: "purchase" },
        QuestionError::ReturnedTwice { number: 3, first: 1 },
        QuestionError::Currencies { what: "purchase", number: 2, found: Currency::USD, expected: eur },
        QuestionError::Part { what: "returned reservation", number: 2, error: Box::new(after) },
        QuestionError::BeforeRenewal { at: instant, renewed_at: at("2026-04-18T00:00:00Z") },
        QuestionError::PastCalendar { from: instant },
        QuestionError::UnknownOrderLine { order: order(), number: 7 },
        QuestionError::ConflictingOrders { order: order() },
        QuestionError::ColumnLength { column: "units", found: 1, expected: 2 },
        QuestionError::OutOfOrder { at: instant, previous: at("2026-04-18T00:00:00Z") },
        QuestionError::WishCurrencies { number: 2, found: Currency::USD, expected: eur },
        QuestionError::WishScopes { number: 2, found: "profile-2".to_owned(), expected: "profile-1".to_owned() },
        QuestionError::WishTwice { number: 2, first: 1 },
        QuestionError::WishDays { number: 1, not_before: day("2026-04-18"), not_after: day("2026-04-17") },
        QuestionError::Facts(InvalidFacts::NoPayment),
        QuestionError::Money(MoneyError::TooLarge { currency: eur }),
    ] {
        book.error(error);
    }
}
