//! Reasons and remarks about reservations.

use reservation_policy::account::RequesterSet;
use reservation_policy::{Action, Item, Quantity, Reason, Remark, Requester, RuleId, Term};

use super::{Book, say};
use crate::given::{at, day, money, policy, usd};

fn item(number: u32, id: Option<&str>) -> Item {
    serde_json::from_value(serde_json::json!({"number": number, "id": id})).unwrap()
}

pub(super) fn reasons(book: &mut Book) {
    let (return_, exchange) = (Action::Return, Action::Exchange);
    let resource = |name: &str| name.to_owned();
    let named = policy("2026-01").name();
    for name in ["RedHat", "Databricks"] {
        say!(
            book,
            Reason::TypeNotRefundable { resource: resource(name), policy: named },
            Reason::TypeNotExchangeable { resource: resource(name), policy: named },
        );
    }
    say!(book, Reason::TypeNotExchangeable { resource: resource("VirtualMachineSoftware"), policy: named });
    for action in [return_, exchange] {
        say!(
            book,
            Reason::TypeUnknown { resource: resource("quantum"), action },
            Reason::StateForbids { item: None, state: "Expired".to_owned(), action },
            Reason::StateUnknown { item: None, state: "paused".to_owned(), action },
            Reason::UsGovernmentEnterprise { action },
            Reason::UsGovernmentAgreementUnknown { action },
            Reason::AgreementExpired { action },
        );
    }
    let two = || item(2, Some("order/22222222-aaaa"));
    say!(
        book,
        Reason::StateForbids { item: Some(two()), state: "Expired".to_owned(), action: exchange },
        Reason::StateUnknown { item: Some(item(2, None)), state: "paused".to_owned(), action: exchange },
        Reason::CustomerMustAskPartner,
    );
    let owner = RequesterSet::NONE.with(Requester::Owner);
    let partner = RequesterSet::NONE.with(Requester::Partner);
    for (requester, allowed, action, edition) in [
        (Requester::Other, owner.with(Requester::Customer), return_, "2018-05"),
        (Requester::Partner, owner, return_, "2019-04"),
        (Requester::Partner, owner, exchange, "2020-07"),
        (Requester::Owner, partner, return_, "2020-07"),
        (Requester::Other, owner.with(Requester::ReservationAdministrator), exchange, "2026-01"),
        (Requester::ReservationAdministrator, RequesterSet::NONE, Action::Swap, "2026-01"),
    ] {
        say!(book, Reason::RequesterNotAllowed { requester, allowed, action, policy: policy(edition).name() });
    }
    say!(
        book,
        Reason::PaymentOutstanding { item: None, payment: 4, due: day("2026-04-01") },
        Reason::PaymentOutstanding { item: Some(two()), payment: 4, due: day("2026-04-01") },
        Reason::CurrentPriceUnknown { resource: resource("OpenAIPTU") },
        Reason::SoftwareWindowPassed { hours: 72, last_moment: at("2026-02-04T10:30:00Z") },
        Reason::PrivateOffer,
    );
    let (soon, late) = (Some(at("2026-12-02T00:00:00Z")), Some(at("2027-01-15T10:00:00Z")));
    for (amount_fits_from, return_fits_from) in [(late, soon), (soon, late), (None, soon), (late, None), (None, None)] {
        let (requested, remaining, limit) = (usd("6952.00"), usd("6000"), usd("50000"));
        say!(book, Reason::CapExceeded { requested, remaining, limit, amount_fits_from, return_fits_from });
    }
    for by_family in [false, true] {
        let (bought, returned) = (resource("SqlDatabases"), resource("VirtualMachines"));
        say!(book, Reason::TypeMismatch { purchase: 1, bought, returned, item: item(1, None), by_family });
    }
    for rule in [RuleId::Exc12, RuleId::Exc04, RuleId::L07, RuleId::L12] {
        let (purchases, returned, missing) = (money("800.00 EUR"), money("901.79 EUR"), money("101.79 EUR"));
        say!(book, Reason::NewTotalTooSmall { purchases, returned, missing, rule });
    }
    let compute = || "compute".to_owned();
    say!(
        book,
        Reason::NoLongerExchangeable { item: two(), bought: day("2027-02-01"), caught_from: day("2027-02-01") },
        Reason::FinalExchangeUsed { item: item(1, None), left: 1, asked: Quantity::new(2).unwrap() },
        Reason::TradeInNotOffered { policy: policy("2021-04").name(), plan: compute() },
        Reason::TradeInType { item: item(1, None), resource: resource("CosmosDb"), plan: compute() },
        Reason::TradeInTerm { purchase: 1, term: Term::FiveYears, plan: "database".to_owned() },
        Reason::TooManyReservations { asked: 101, most: 100 },
        Reason::SavingsPlanRoleMissing,
        Reason::NoLongerSold {
            purchase: 2,
            size: "Standard_D2_v2".to_owned(),
            term: Term::OneYear,
            from: day("2026-07-01")
        },
        Reason::SwapNotOffered,
    );
    let (west, north) = ("westeurope".to_owned(), "northeurope".to_owned());
    for stated in [true, false] {
        say!(book, Reason::SwapRegionDiffers { from: west.clone(), to: north.clone(), stated });
    }
    for (expected, may_be_newer) in [(Some("Standard_F1s".to_owned()), false), (None, false), (None, true)] {
        let (from, to) = ("Standard_F1".to_owned(), "Standard_F2s".to_owned());
        say!(book, Reason::SwapNotACounterpart { from, to, expected, may_be_newer });
    }
    say!(book, Reason::SwapWrongDirection { from: "Standard_F1s".to_owned() });
}

pub(super) fn remarks(book: &mut Book) {
    let size = || "Standard_D2_v2".to_owned();
    for count in [1, 2] {
        let last_due = day("2026-04-01");
        say!(
            book,
            Remark::ScheduledPaymentsAssumed { payments: count, last_due },
            Remark::LaterRefundsInLedger { refunds: usize::try_from(count).unwrap() },
        );
    }
    say!(
        book,
        Remark::CurrentPriceUsdUnknown,
        Remark::StorageSwapPossible { from: "Standard_F1".to_owned(), to: "Standard_F1s".to_owned() },
        Remark::SavingsPlanRoleNotStated,
        Remark::SizeNotStated { purchase: 2 },
        Remark::NoLongerSold { size: size() },
    );
}
