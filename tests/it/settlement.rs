//! Where the money goes: every account in every edition, step by step, and never a cent left over.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "tests may panic, and their helpers too")]

use proptest::prelude::*;
use reservation_policy::policy::reservation::{PolicyName, Requester};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::Reservation;
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::exchange::{Exchange, ExchangeRequest, Return};
use reservation_policy::reservation::refund::{Refund, RefundRequest};
use reservation_policy::reservation::settlement::{
    Account, Card, EnterpriseFunding, InvoiceLine, PrepaymentTerm, Settlement, SettlementAction, SettlementStep,
};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

use super::exchange::{at, buy, money, upfront};

const PREPAYMENT: Account =
    Account::EnterpriseAgreement { funding: EnterpriseFunding::Prepayment { term: PrepaymentTerm::Active } };
const ENDED_PREPAYMENT: Account =
    Account::EnterpriseAgreement { funding: EnterpriseFunding::Prepayment { term: PrepaymentTerm::Ended } };
const OVERAGE: Account = Account::EnterpriseAgreement { funding: EnterpriseFunding::Overage };
const CARD: Account = Account::PayAsYouGoCard { card: Card::Unchanged };
const CHANGED_CARD: Account = Account::PayAsYouGoCard { card: Card::Changed };

const ACCOUNTS: [Account; 8] = [
    PREPAYMENT,
    ENDED_PREPAYMENT,
    OVERAGE,
    Account::MicrosoftCustomerAgreement,
    Account::PayAsYouGoInvoice,
    Account::Csp,
    CARD,
    CHANGED_CARD,
];

type Approved<T> = reservation_policy::decision::Approved<T, PolicyName>;

fn vm(price: Money, start: &str) -> Reservation {
    upfront(ResourceType::VirtualMachines, price, start)
}

/// 265.00 USD of 365.00, returned on 11 April 2022.
fn old() -> Reservation {
    vm(money("365.00", "USD"), "2022-01-01")
}

fn approved_refund(policy: &ReservationPolicy, reservation: &Reservation) -> Approved<Refund> {
    let request = RefundRequest::new(reservation, Quantity::ONE, at("2022-04-11T00:00:00Z"), Requester::Owner)
        .with_fee_rate(Rate::ZERO);
    policy.decide_refund(&request, &RefundLedger::default()).unwrap().into_result().unwrap()
}

fn approved_exchange(policy: &ReservationPolicy, returned: &[&Reservation], price: Money) -> Approved<Exchange> {
    let returns = returned.iter().map(|reservation| Return::new(reservation, Quantity::ONE)).collect();
    let purchases = vec![buy(ResourceType::VirtualMachines, price)];
    let request = ExchangeRequest::new(returns, purchases, at("2022-04-11T00:00:00Z"), Requester::Owner).unwrap();
    policy.decide_exchange(&request).unwrap().into_result().unwrap()
}

/// Each step and its rule.
fn told(settlement: &Settlement) -> Vec<String> {
    assert!(settlement.balance().unwrap().is_zero(), "{settlement}");
    settlement.steps().iter().map(|step| format!("{step} ({})", step.rule())).collect()
}

const CANCEL: &str = "cancel what is returned (REFP-01)";
const CHARGE: &str = "charge 300.00 USD for the new purchase (EXC-11)";
const RERATE: &str =
    "open the overage invoices since 2022-01-01 again and rate them against the prepayment (SETTLE-03)";

const CARD_INVOICES: [&str; 2] = [
    "cancel the invoice of the original purchase (SETTLE-09)",
    "make a new invoice of -265.00 USD for the refund (SETTLE-09)",
];

/// The steps between the cancellation and the purchase: the same in a refund and in an exchange.
fn steps_for(account: Account) -> Vec<&'static str> {
    let [cancel_invoice, new_invoice] = CARD_INVOICES;
    let table = [
        (PREPAYMENT, vec!["add 265.00 USD back to the prepayment (SETTLE-02)", RERATE]),
        (ENDED_PREPAYMENT, vec!["add 265.00 USD to the prepayment of the current term (SETTLE-04)", RERATE]),
        (OVERAGE, vec!["issue a credit memo of 265.00 USD (SETTLE-05)"]),
        (
            Account::MicrosoftCustomerAgreement,
            vec!["the sources do not say how 265.00 USD is settled for this kind of account; ask support (SETTLE-01)"],
        ),
        (
            CARD,
            vec![
                cancel_invoice,
                new_invoice,
                "refund 265.00 USD to the credit card of the original purchase (SETTLE-09)",
            ],
        ),
        (
            CHANGED_CARD,
            vec![cancel_invoice, new_invoice, "the card has changed; ask support where 265.00 USD goes (SETTLE-10)"],
        ),
    ];
    table.into_iter().find(|(known, _)| *known == account).unwrap().1
}

fn is_by_invoice(account: Account) -> bool {
    matches!(account, Account::PayAsYouGoInvoice | Account::Csp)
}

#[test]
fn a_refund_is_settled_by_the_account_from_2019_on() {
    for policy in ["2019-04", "2020-07", "2027-02"].map(|name| ReservationPolicy::from_name(name).unwrap()) {
        for account in ACCOUNTS {
            let settlement = policy.settle_refund(&approved_refund(&policy, &old()), &old(), account).unwrap();
            let steps = if is_by_invoice(account) {
                vec![
                    "cancel the invoice of the original purchase (SETTLE-06)",
                    "make a new invoice of -265.00 USD for the refund (SETTLE-06)",
                    "hold 265.00 USD for a future reservation purchase (SETTLE-08)",
                ]
            } else {
                steps_for(account)
            };
            assert_eq!(told(&settlement), [vec![CANCEL], steps].concat(), "{policy:?} {account:?}");
            assert_eq!((settlement.refund(), settlement.purchase()), (money("265.00", "USD"), None));
        }
    }
}

#[test]
fn an_exchange_is_settled_by_the_account_from_2019_on() {
    for policy in ["2019-04", "2020-07", "2027-02"].map(|name| ReservationPolicy::from_name(name).unwrap()) {
        for account in ACCOUNTS {
            let approved = approved_exchange(&policy, &[&old()], money("300.00", "USD"));
            let settlement = policy.settle_exchange(&approved, account).unwrap();
            let steps = if is_by_invoice(account) {
                vec![
                    "cancel the invoice of the original purchase (SETTLE-06)",
                    "make a new invoice of 35.00 USD: -265.00 USD for the refund, 300.00 USD for the purchase (SETTLE-07)",
                ]
            } else {
                [steps_for(account), vec![CHARGE]].concat()
            };
            assert_eq!(told(&settlement), [vec![CANCEL], steps].concat(), "{policy:?} {account:?}");
            assert_eq!(settlement.purchase(), Some(money("300.00", "USD")));
        }
    }
}

#[test]
fn in_2018_the_refund_goes_to_the_original_purchase_or_toward_the_new_one() {
    for policy in ["2018-05", "2018-10"].map(|name| ReservationPolicy::from_name(name).unwrap()) {
        for account in ACCOUNTS {
            let approved = approved_refund(&policy, &old());
            let refund = policy.settle_refund(&approved, &old(), account).unwrap();
            let amount = if policy.name().edition() == ReservationEdition::May2018 { "265.00" } else { "233.20" };
            let expected = format!("refund {amount} USD to the original purchase (REF-04)");
            assert_eq!(told(&refund), [CANCEL, &expected], "{account:?}: less the fee");
            let approved = approved_exchange(&policy, &[&old()], money("300.00", "USD"));
            let exchange = policy.settle_exchange(&approved, account).unwrap();
            let expected =
                "put 265.00 USD toward the new purchase of 300.00 USD, which leaves 35.00 USD to pay (EXC-01)";
            assert_eq!(told(&exchange), [CANCEL, expected], "{account:?}");
            assert!(!refund.needs_person() && !exchange.needs_person());
        }
    }
}

#[test]
fn a_person_is_needed_for_a_changed_card_and_where_the_sources_are_silent() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    for account in ACCOUNTS {
        let refund = policy.settle_refund(&approved_refund(&policy, &old()), &old(), account).unwrap();
        let approved = approved_exchange(&policy, &[&old()], money("300.00", "USD"));
        let exchange = policy.settle_exchange(&approved, account).unwrap();
        let expected = matches!(account, CHANGED_CARD | Account::MicrosoftCustomerAgreement);
        assert_eq!((refund.needs_person(), exchange.needs_person()), (expected, expected), "{account:?}");
    }
}

#[test]
fn overage_invoices_are_rated_again_since_the_earliest_purchase() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let returned = ["2022-02-01", "2021-12-24", "2022-03-01"].map(|start| vm(money("1.00", "USD"), start));
    let approved = approved_exchange(&policy, &returned.iter().collect::<Vec<_>>(), money("300.00", "USD"));
    let settlement = policy.settle_exchange(&approved, PREPAYMENT).unwrap();
    let since = "2021-12-24".parse().unwrap();
    let rerate = SettlementAction::ReopenAndRerateOverageInvoices { since };
    assert_eq!(settlement.steps()[2].action(), &rerate);
}

#[test]
fn the_lines_of_a_new_invoice_sum_to_its_net() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let approved = approved_exchange(&policy, &[&old()], money("265.00", "USD"));
    let settlement = policy.settle_exchange(&approved, Account::Csp).unwrap();
    let invoice = settlement.steps().last().unwrap().action();
    let usd = |text| money(text, "USD");
    let lines = vec![InvoiceLine::Refund { amount: usd("-265.00") }, InvoiceLine::Purchase { amount: usd("265.00") }];
    assert_eq!(invoice, &SettlementAction::NewInvoice { lines, net: usd("0.00") });
}

#[test]
fn a_settlement_is_shown_in_one_line() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let settlement = policy.settle_refund(&approved_refund(&policy, &old()), &old(), OVERAGE).unwrap();
    assert_eq!(settlement.to_string(), "cancel what is returned; issue a credit memo of 265.00 USD");
}

#[test]
#[cfg(feature = "serde")]
fn a_settlement_is_plain_data() {
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let settlement = policy.settle_refund(&approved_refund(&policy, &old()), &old(), OVERAGE).unwrap();
    let usd = serde_json::json!({"amount": "265.00", "currency": "USD"});
    assert_eq!(
        serde_json::to_value(&settlement).unwrap(),
        serde_json::json!({
            "refund": usd,
            "purchase": null,
            "steps": [
                {"action": "cancel_reservations", "rule": "REFP-01"},
                {"action": {"credit_memo": {"amount": usd}}, "rule": "SETTLE-05"},
            ],
        })
    );
    for account in ACCOUNTS {
        let text = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&text).unwrap(), account, "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_owed_is_settled_to_the_last_minor_unit(
        paid in 0..10_000_000_i64,
        extra in 0..10_000_000_i64,
        account in prop::sample::select(ACCOUNTS.to_vec()),
        edition in prop::sample::select(ReservationEdition::ALL.to_vec()),
        currency in prop::sample::select(vec!["USD", "JPY", "KWD"]),
    ) {
        let currency = Currency::from_code(currency).unwrap();
        let amount = |minor| Money::new(Decimal::new(minor, u32::from(currency.minor_digits())), currency);
        let policy = ReservationPolicy::edition(edition);
        let reservation = vm_with_cheap_dollars(amount(paid));
        let refund = policy.settle_refund(&approved_refund(&policy, &reservation), &reservation, account).unwrap();
        prop_assert!(refund.balance().unwrap().is_zero(), "{refund}");
        let approved = approved_exchange(&policy, &[&reservation, &reservation], amount(paid * 2 + extra));
        let exchange = policy.settle_exchange(&approved, account).unwrap();
        prop_assert!(exchange.balance().unwrap().is_zero(), "{exchange}");
        // The customer hands over the price less the refund, and nothing else.
        let mut handed = exchange.steps().iter().filter_map(SettlementStep::to_customer);
        let handed = handed.try_fold(Money::zero(currency), Money::checked_add).unwrap();
        let owed = exchange.refund().checked_sub(exchange.purchase().unwrap()).unwrap();
        prop_assert_eq!(handed, owed);
        prop_assert!(!handed.is_negative() || exchange.purchase().unwrap().amount() > exchange.refund().amount());
    }
}

/// Its dollar side is nothing, so that the cap never stands in the way.
fn vm_with_cheap_dollars(paid: Money) -> Reservation {
    use reservation_policy::calendar::Term;
    use reservation_policy::reservation::{BillingPlan, Payments, Price, Schedule};
    let price = Price::new(paid, money("0", "USD"));
    // Billed in dollars, the two sides may differ as well: prices are list prices.
    let payments = Payments::monthly(price.unwrap(), Quantity::ONE, 1).unwrap();
    let schedule = Schedule::new("2022-01-01".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
    Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap()
}
