//! Settlement: every account in every edition, step by step, to the last minor unit.

#![expect(clippy::panic, clippy::unwrap_used, clippy::wildcard_enum_match_arm, reason = "helpers of tests may panic")]

use proptest::prelude::*;
use reservation_policy::account::{EnterpriseStatus, PaidBy, PaidFrom};
use reservation_policy::exchange::SavingsPlanKind;
use reservation_policy::policy::ReservationEdition;
use reservation_policy::settlement::{Settlement, SettlementStep};
use reservation_policy::{
    Account, Currency, Money, Price, Purchase, Rate, RefundLedger, Request, Requester, Reservation, ReservationPolicy,
    ResourceType, Term,
};

use crate::exchange::{at, buy, policy, upfront, usd};

const fn enterprise(paid_from: PaidFrom) -> Account {
    Account::Enterprise { status: EnterpriseStatus::Active, paid_from: Some(paid_from) }
}

const PREPAYMENT: Account = enterprise(PaidFrom::Prepayment);
const ENDED: Account = enterprise(PaidFrom::EndedPrepayment);
const OVERAGE: Account = enterprise(PaidFrom::Overage);
const MCA_INVOICE: Account = Account::MicrosoftCustomer { paid_by: Some(PaidBy::Invoice) };
const MCA_CARD: Account = Account::MicrosoftCustomer { paid_by: Some(PaidBy::Card) };
const MCA_CHANGED: Account = Account::MicrosoftCustomer { paid_by: Some(PaidBy::ChangedCard) };
const INVOICE: Account = Account::PayAsYouGo { paid_by: Some(PaidBy::Invoice) };
const CARD: Account = Account::PayAsYouGo { paid_by: Some(PaidBy::Card) };
const CHANGED: Account = Account::PayAsYouGo { paid_by: Some(PaidBy::ChangedCard) };

const ACCOUNTS: [Account; 10] =
    [PREPAYMENT, ENDED, OVERAGE, MCA_INVOICE, MCA_CARD, MCA_CHANGED, INVOICE, CARD, CHANGED, Account::Csp];

/// 265.00 USD of 365.00, returned on 11 April 2022.
fn old() -> Reservation {
    upfront(ResourceType::VirtualMachines, usd("365.00"), "2022-01-01")
}

fn request(account: Account) -> Request {
    Request::new(at("2022-04-11T09:00:00Z"), Requester::Owner).under(account).fee_rate(Rate::ZERO)
}

fn refund(policy: &ReservationPolicy, reservation: &Reservation, account: Account) -> Option<Settlement> {
    let decision = policy.decide_refund(&reservation.all(), &request(account), &RefundLedger::new()).unwrap();
    decision.outcome().settlement.clone()
}

fn exchange(
    policy: &ReservationPolicy,
    old: &[&Reservation],
    bought: &Purchase,
    account: Account,
) -> Option<Settlement> {
    let returned: Vec<_> = old.iter().map(|reservation| reservation.all()).collect();
    let decision = policy.decide_exchange(&returned, std::slice::from_ref(bought), &request(account)).unwrap();
    decision.outcome().settlement.clone()
}

/// The refund less the purchase, less what every step moves: always zero.
fn balance(settlement: &Settlement) -> Money {
    let owed = settlement.purchase.map_or(settlement.refund, |price| settlement.refund.checked_sub(price).unwrap());
    let moved = settlement.steps.iter().filter_map(|step| step.to_customer().unwrap());
    moved.fold(owed, |rest, step| rest.checked_sub(step).unwrap())
}

/// Each step with its rule.
fn steps(settlement: &Settlement) -> Vec<String> {
    assert!(balance(settlement).is_zero(), "{settlement}");
    settlement.steps.iter().map(|step| format!("{step} [{}]", step.rule())).collect()
}

const CANCEL: &str = "cancel what is returned [REFP-01]";
const CHARGE: &str = "charge 300.00 USD for the new purchase [EXC-11]";
const RERATE: &str = "reopen the overage invoices since 2022-01-01 and rerate them against the prepayment [SETTLE-03]";
const UNSTATED: &str = "the sources do not say how 265.00 USD is settled for this account; ask support [SETTLE-01]";
const SUPPORT: &str = "the card has changed; ask support where 265.00 USD goes [SETTLE-10]";
const INVOICES: [&str; 2] = [
    "cancel the invoice of the original purchase [SETTLE-09]",
    "create a new invoice of -265.00 USD for the refund [SETTLE-09]",
];

/// The steps between the cancellation and the charge: the same in a refund and in an exchange.
fn between(name: &str, account: Account) -> Vec<String> {
    let late = name >= "2023-10";
    let valid = if name >= "2020-01" { ", valid until 2022-07-10" } else { "" };
    let list = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>();
    match account {
        PREPAYMENT => {
            let credit = format!("add 265.00 USD back to the prepayment{valid} [SETTLE-02]");
            if late { vec![credit] } else { vec![credit, RERATE.to_owned()] }
        }
        ENDED => vec![format!("add 265.00 USD to the prepayment of the current term{valid} [SETTLE-04]")],
        OVERAGE if late => list(&["issue a partial credit note of 265.00 USD [SETTLE-05]"]),
        OVERAGE => list(&["issue a credit memo of 265.00 USD [SETTLE-05]"]),
        MCA_INVOICE if late => list(&["apply 265.00 USD to the next month's invoice [SETTLE-01]"]),
        MCA_CARD if late => list(&["refund 265.00 USD to the credit card of the original purchase [SETTLE-01]"]),
        MCA_CHANGED if late => list(&[SUPPORT]),
        MCA_INVOICE | MCA_CARD | MCA_CHANGED => list(&[UNSTATED]),
        CARD => {
            let to_card = "refund 265.00 USD to the credit card of the original purchase [SETTLE-09]";
            list(&[INVOICES[0], INVOICES[1], to_card])
        }
        CHANGED => list(&[INVOICES[0], INVOICES[1], SUPPORT]),
        other => panic!("{other:?} is settled by invoice"),
    }
}

const BY_ACCOUNT: [&str; 9] =
    ["2019-04", "2020-01", "2020-07", "2021-04", "2022-10", "2023-10", "2026-01", "2026-07", "2027-02"];

#[test]
fn settle_01_a_refund_is_settled_by_the_account_from_2019_on() {
    for name in BY_ACCOUNT {
        for account in ACCOUNTS {
            let settlement = refund(&policy(name), &old(), account).unwrap();
            let middle = if matches!(account, INVOICE | Account::Csp) {
                [
                    "cancel the invoice of the original purchase [SETTLE-06]",
                    "create a new invoice of -265.00 USD for the refund [SETTLE-06]",
                    "hold 265.00 USD for a future reservation purchase [SETTLE-08]",
                ]
                .map(str::to_owned)
                .to_vec()
            } else {
                between(name, account)
            };
            assert_eq!(steps(&settlement), [vec![CANCEL.to_owned()], middle].concat(), "{name} {account:?}");
            assert_eq!((settlement.refund, settlement.purchase), (usd("265.00"), None));
        }
    }
}

#[test]
fn settle_07_exc_06_exc_11_an_exchange_is_settled_by_the_account_and_charged_last() {
    for name in BY_ACCOUNT {
        for account in ACCOUNTS {
            let bought = buy(ResourceType::VirtualMachines, usd("300.00"));
            let settlement = exchange(&policy(name), &[&old()], &bought, account).unwrap();
            let after = if matches!(account, INVOICE | Account::Csp) {
                let invoice = "create a new invoice of 35.00 USD: 300.00 USD for the purchase less 265.00 USD for the \
                               refund [SETTLE-07]";
                vec!["cancel the invoice of the original purchase [SETTLE-06]".to_owned(), invoice.to_owned()]
            } else {
                [between(name, account), vec![CHARGE.to_owned()]].concat()
            };
            assert_eq!(steps(&settlement), [vec![CANCEL.to_owned()], after].concat(), "{name} {account:?}");
            assert_eq!(settlement.purchase, Some(usd("300.00")));
        }
    }
}

#[test]
fn l_12_l_23_a_trade_in_buys_first_and_settles_overage_from_2026_07_on() {
    let plan = Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, usd("0.05")).unwrap();
    let charge = "charge 438.00 USD for the new purchase [EXC-11]";
    for (name, last) in [
        ("2022-10", "the sources do not say how 265.00 USD is settled for this account; ask support [L-12]"),
        ("2026-01", "the sources do not say how 265.00 USD is settled for this account; ask support [L-12]"),
        ("2026-07", "issue a partial credit note of 265.00 USD [SETTLE-05]"),
    ] {
        let settlement = exchange(&policy(name), &[&old()], &plan, OVERAGE).unwrap();
        assert_eq!(steps(&settlement), [charge, CANCEL, last], "{name}");
        assert_eq!(settlement.needs_support(), name < "2026-07");
    }
    let settlement = exchange(&policy("2026-07"), &[&old()], &plan, MCA_INVOICE).unwrap();
    assert_eq!(steps(&settlement), [charge, CANCEL, "apply 265.00 USD to the next month's invoice [SETTLE-01]"]);
}

#[test]
fn ref_04_exc_01_in_2018_the_money_goes_to_the_original_purchase_or_toward_the_new_one() {
    for name in ["2018-05", "2018-10"] {
        for account in [&ACCOUNTS[..], &[Account::PayAsYouGo { paid_by: None }]].concat() {
            let amount = if name == "2018-05" { "265.00" } else { "233.20" }; // less 12 %
            let settlement = refund(&policy(name), &old(), account).unwrap();
            assert_eq!(steps(&settlement), [CANCEL, &format!("refund {amount} USD to the original purchase [REF-04]")]);
            let bought = buy(ResourceType::VirtualMachines, usd("300.00"));
            let settlement = exchange(&policy(name), &[&old()], &bought, account).unwrap();
            let toward = "put 265.00 USD toward the new purchase of 300.00 USD, which leaves 35.00 USD to pay [EXC-01]";
            assert_eq!(steps(&settlement), [CANCEL, toward]);
            assert!(!settlement.needs_support());
        }
    }
}

#[test]
fn settle_10_support_is_needed_for_a_changed_card_and_where_the_sources_are_silent() {
    for name in ["2020-07", "2023-10"] {
        for account in ACCOUNTS {
            let silent = name == "2020-07" && matches!(account, MCA_INVOICE | MCA_CARD | MCA_CHANGED);
            let expected = silent || matches!(account, CHANGED | MCA_CHANGED);
            assert_eq!(refund(&policy(name), &old(), account).unwrap().needs_support(), expected, "{name} {account:?}");
        }
    }
}

#[test]
fn there_is_no_settlement_where_the_account_does_not_say_how_it_was_paid() {
    let status = EnterpriseStatus::Active;
    for account in [
        Account::Enterprise { status, paid_from: None },
        Account::MicrosoftCustomer { paid_by: None },
        Account::PayAsYouGo { paid_by: None },
    ] {
        assert_eq!(refund(&policy("2023-10"), &old(), account), None);
        let bought = buy(ResourceType::VirtualMachines, usd("300.00"));
        assert_eq!(exchange(&policy("2023-10"), &[&old()], &bought, account), None);
    }
}

#[test]
fn settle_03_invoices_are_rerated_since_the_earliest_purchase() {
    let old = ["2022-02-01", "2021-12-24", "2022-03-01"];
    let old = old.map(|start| upfront(ResourceType::VirtualMachines, usd("1.00"), start));
    let bought = buy(ResourceType::VirtualMachines, usd("300.00"));
    let settlement = exchange(&policy("2020-07"), &old.iter().collect::<Vec<_>>(), &bought, PREPAYMENT).unwrap();
    let since = "2021-12-24".parse().unwrap();
    assert_eq!(settlement.steps[2], SettlementStep::RerateOverageInvoices { since });
}

#[cfg(feature = "serde")]
#[test]
fn a_settlement_is_read_back_as_it_was_written() {
    for account in ACCOUNTS {
        let settlement = refund(&policy("2020-07"), &old(), account).unwrap();
        let text = serde_json::to_string(&settlement).unwrap();
        assert_eq!(serde_json::from_str::<Settlement>(&text).unwrap(), settlement);
    }
    let settlement = refund(&policy("2020-07"), &old(), OVERAGE).unwrap();
    let amount = serde_json::json!({"amount": "265.00", "currency": "USD"});
    assert_eq!(
        serde_json::to_value(&settlement).unwrap(),
        serde_json::json!({
            "refund": amount, "purchase": null,
            "steps": ["cancel_reservations", {"credit_memo": {"amount": amount}}],
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_steps_total_the_refund_less_the_purchase(
        paid in 0..10_000_000_u64,
        price in 0..20_000_000_u64,
        account in prop::sample::select(ACCOUNTS.to_vec()),
        edition in prop::sample::select(ReservationEdition::ALL.to_vec()),
        currency in prop::sample::select(vec!["USD", "JPY", "KWD"]),
        trade_in in any::<bool>(),
    ) {
        let currency: Currency = currency.parse().unwrap();
        let amount = |minor| Money::of_minor(minor, currency);
        let policy = ReservationPolicy::edition(edition);
        let start = "2022-01-01".parse().unwrap();
        let builder = Reservation::builder(ResourceType::VirtualMachines, start, Term::OneYear);
        let old = builder.upfront(Price::new(amount(paid), usd("0")).unwrap()).build().unwrap();
        prop_assert!(balance(&refund(&policy, &old, account).unwrap()).is_zero());
        let bought = if trade_in {
            Purchase::savings_plan(SavingsPlanKind::Compute, Term::OneYear, amount(price)).unwrap()
        } else {
            buy(ResourceType::VirtualMachines, amount(price))
        };
        let settlement = exchange(&policy, &[&old], &bought, account).unwrap();
        prop_assert!(balance(&settlement).is_zero(), "{}", settlement);
        prop_assert_eq!(settlement.purchase, Some(bought.price()));
    }
}
