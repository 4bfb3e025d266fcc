//! Cancelling software: windows, credits, reasons, orders, policies.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "helpers of tests may panic, as tests may"
)]

use reservation_policy::Money;
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::money::Currency;
use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
use reservation_policy::software::cancellation::{Acknowledgement, CancellationActor, CancellationRequest};
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::software::{Licence, LicenceKind, SoftwareFamily, SoftwarePurchase};

mod credits;
mod facts;
mod orders;
mod policies;
mod reasons;
mod windows;

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn money(amount: &str, currency: &str) -> Money {
    Money::parse(amount, Currency::from_code(currency).unwrap()).unwrap()
}

fn policy(edition: &str) -> SoftwarePolicy {
    SoftwarePolicy::edition(edition.parse::<SoftwareEdition>().unwrap())
}

fn subscription(start: &str, end: &str) -> Licence {
    Licence::new(LicenceKind::Subscription, Some(date(start)), Some(date(end))).unwrap()
}

/// A purchase with everything that must be at hand.
fn purchase(licence: Licence, purchased_at: &str, paid: Money) -> SoftwarePurchase {
    SoftwarePurchase::new(licence, SoftwareFamily::WindowsServer, instant(purchased_at), paid)
        .unwrap()
        .with_order_id("6a7c2d54".parse().unwrap())
        .with_product("Windows Server 2019 Standard".parse().unwrap())
}

/// An attempt with nothing against it.
fn request(at: &str) -> CancellationRequest {
    CancellationRequest::new(instant(at))
        .with_actor(CancellationActor::AdminAgent)
        .with_acknowledgement(Acknowledgement::Given)
        .with_customer(CustomerReference::TenantId("72f988bf-86f1-41af-91ab-2d7cd011db47".parse().unwrap()))
}
