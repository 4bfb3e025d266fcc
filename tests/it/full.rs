//! Writers that are full: whoever shows or stores something is told so, wherever the room ends.
#![expect(clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use core::fmt::{self, Display, Write as _};

use reservation_policy::permission::SubscriptionFact;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{Requester, RequesterSet};
use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
use reservation_policy::reservation::ReservationId;
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::exchange::{ExchangeRequest, NewReservation, Return};
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::settlement::{Account, Card};
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::role::{Role, RoleSet};
use reservation_policy::software::cancellation::CancellationRequest;
use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
use reservation_policy::{Currency, Money, Quantity};

use crate::oracle::cases::{self, Random, Reach};
use crate::oracle::library;
use crate::oracle::model::{Contract, Who};

/// Takes so many bytes, and then no more.
struct Room(usize);

impl fmt::Write for Room {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.checked_sub(text.len()).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn tells_when_full(value: &dyn Display) {
    let text = value.to_string();
    for room in 0..text.len() {
        assert!(write!(Room(room), "{value}").is_err(), "`{text}` in {room} bytes");
    }
    assert_eq!(write!(Room(text.len()), "{value}"), Ok(()), "{text}");
}

#[test]
fn an_explanation_that_does_not_fit_is_an_error_and_never_cut_off() {
    let mut explained = 0;
    for seed in 0..30 {
        let facts = cases::facts(&mut Random::new(seed), Reach::Library);
        let (policy, reservation, ledger) =
            (library::policy(&facts.policy), library::reservation(&facts), library::ledger(&facts));
        let reservation = reservation.with_id(ReservationId::new("order/one").unwrap());
        let request = library::request(&facts, &reservation);
        let Ok(decision) = policy.decide_refund(&request, &ledger) else { continue };
        tells_when_full(&Explanation::new(&policy, &request, &decision));
        assert!(write!(Room(3), "{ledger:?}").is_err());
        if let Err(refused) = decision.into_result() {
            tells_when_full(&refused);
        }
        explained += 1;
    }
    assert!(explained > 15, "{explained}");
}

#[test]
fn a_text_of_several_parts_that_does_not_fit_is_an_error() {
    for size in ["Standard_DS3_v2", "Standard_M416-208s_8_v2", "Standard_NC24ads_A100_v4", "Standard_E4-2ds_v5"] {
        tells_when_full(&size.parse::<VmSize>().unwrap());
    }
    tells_when_full(&Role::ALL.iter().copied().collect::<RoleSet>());
    tells_when_full(&Requester::ALL.into_iter().fold(RequesterSet::NONE, RequesterSet::with));
    tells_when_full(&SubscriptionFact::AzurePlan);
    let usd = |amount| Money::parse(amount, Currency::USD).unwrap();
    let at = "2021-06-01T00:00:00Z".parse().unwrap();
    let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::RedHat, at, usd("1.00")).unwrap();
    let late = CancellationRequest::new("2022-06-01T00:00:00Z".parse().unwrap());
    let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
    for reason in policy.decide_cancellation(&purchase, &late).unwrap().reasons() {
        tells_when_full(reason);
    }
}

#[test]
fn an_exchange_and_its_settlement_that_do_not_fit_are_errors() {
    let mut settled = 0;
    for seed in 0..40 {
        let mut facts = cases::facts(&mut Random::new(seed), Reach::Library);
        (facts.returned, facts.covers, facts.kind) = (facts.owned, facts.owned, "VirtualMachines");
        (facts.state, facts.who, facts.contract) = ("Succeeded", Who::Owner, Contract::Unknown);
        let reservation = library::reservation(&facts);
        let policy = ReservationPolicy::from_name("2020-07").unwrap();
        let units = Quantity::new(facts.returned).unwrap();
        let price = library::money(facts.payments[0].billing, reservation.currency());
        let term = reservation.schedule().term();
        let bought = NewReservation::new(reservation.resource_type().clone(), Quantity::ONE, term, price).unwrap();
        let at = library::instant(facts.at);
        let exchange = |requester| {
            let returns = vec![Return::new(&reservation, units)];
            let request = ExchangeRequest::new(returns, vec![bought.clone().into()], at, requester).unwrap();
            policy.decide_exchange(&request)
        };
        let (Ok(decision), Ok(by_owner)) = (exchange(Requester::Other), exchange(Requester::Owner)) else { continue };
        for transaction in decision.outcome().quote().transactions() {
            tells_when_full(&transaction);
        }
        let refused = decision.into_result().expect_err("somebody else asks");
        tells_when_full(&refused);
        if let Ok(approved) = by_owner.into_result() {
            tells_when_full(&policy.settle_exchange(&approved, Account::Csp).unwrap());
        }
        let ask = library::request(&facts, &reservation);
        let Ok(decision) = policy.decide_refund(&ask, &RefundLedger::new()) else { continue };
        let Ok(approved) = decision.into_result() else { continue };
        for account in [Account::Csp, Account::PayAsYouGoCard { card: Card::Unchanged }] {
            tells_when_full(&policy.settle_refund(&approved, &reservation, account).unwrap());
        }
        settled += 1;
    }
    assert!(settled > 10, "{settled}");
}

#[cfg(feature = "serde")]
mod json {
    use std::io;

    use reservation_policy::market::MarketList;
    use serde::Serialize;

    use super::*;

    struct Disk(usize);

    impl io::Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn tells_when_full(value: &impl Serialize) {
        let json = serde_json::to_string(value).unwrap();
        // Each member is longer than three bytes, so that the room ends inside each.
        for room in (0..json.len()).step_by(3) {
            assert!(serde_json::to_writer(Disk(room), value).is_err(), "{json} in {room} bytes");
        }
        serde_json::to_writer(Disk(json.len()), value).unwrap();
    }

    #[test]
    fn json_that_does_not_fit_is_an_error_and_never_cut_off() {
        for name in ["2018-05", "2019-04", "2027-02+observed"] {
            tells_when_full(&ReservationPolicy::from_name(name).unwrap());
        }
        for seed in 0..8 {
            let facts = cases::facts(&mut Random::new(seed), Reach::Library);
            tells_when_full(&library::ledger(&facts));
            tells_when_full(&library::reservation(&facts));
        }
        let market = "2019-12".parse::<MarketList>().unwrap();
        tells_when_full(&market.look_up("Kosovo").unwrap());
        tells_when_full(&Role::ALL);
        let decision = RoleSet::default().decide(reservation_policy::role::Capability::CancelSoftware);
        assert!(!decision.is_approved());
        let at = "2021-06-01T00:00:00Z".parse().unwrap();
        let paid = Money::parse("1.00", Currency::USD).unwrap();
        let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::RedHat, at, paid).unwrap();
        let policy = SoftwarePolicy::edition(SoftwareEdition::V2022_07);
        tells_when_full(&policy.decide_cancellation(&purchase, &CancellationRequest::new(at)).unwrap());
    }
}
