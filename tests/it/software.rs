//! Canceling software: windows, credits, reasons, orders, policies, facts.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_in_result,
    clippy::unwrap_used,
    reason = "helpers of tests may panic"
)]

use reservation_policy::chrono::{DateTime, Utc};
use reservation_policy::role::Role;
use reservation_policy::software::{Attempt, Cancellation, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};
use reservation_policy::{Decision, Money};

mod credits;
mod extremes;
mod facts;
mod orders;
mod policies;
mod reasons;
mod windows;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn policy(edition: &str) -> SoftwarePolicy {
    SoftwarePolicy::named(edition).unwrap()
}

/// A perpetual license with everything that must be known.
fn perpetual(purchased_at: &str, paid: &str) -> SoftwarePurchase {
    known(SoftwarePurchase::perpetual(SoftwareFamily::WindowsServer, instant(purchased_at), money(paid)).unwrap())
}

/// A subscription with everything that must be known; the term is `start..end`.
fn subscription(purchased_at: &str, term: &str, paid: &str) -> SoftwarePurchase {
    let (start, end) = term.split_once("..").unwrap();
    let (start, end) = (start.parse().unwrap(), end.parse().unwrap());
    let family = SoftwareFamily::WindowsServer;
    known(SoftwarePurchase::subscription(family, instant(purchased_at), start, end, money(paid)).unwrap())
}

fn known(purchase: SoftwarePurchase) -> SoftwarePurchase {
    purchase.order("6a7c2d54").unwrap().product("Windows Server 2019 Standard").unwrap()
}

/// An attempt with nothing against it.
fn attempt(at: &str) -> Attempt {
    let by_admin = Attempt::new(instant(at)).by(Role::AdminAgent).acknowledged();
    by_admin.for_tenant("72f988bf-86f1-41af-91ab-2d7cd011db47").unwrap()
}

fn decide(policy: &SoftwarePolicy, purchase: &SoftwarePurchase, at: &str) -> Decision<Cancellation> {
    policy.decide_cancellation(purchase, &attempt(at)).unwrap()
}
