//! Letting a partner's customer buy reservations and savings plans for themselves.
//!
//! A [`CustomerPermission`] belongs to one subscription that one partner bought for one customer, and to one kind of
//! product. It is off until an admin agent of that partner [turns it on](CustomerPermission::turn_on). Nothing here
//! calls a service: turning on is a pure function from one state to the next, with the record that the activity log
//! would show.
//!
//! What it means while it is on: the partner pays for what the customer buys, is not told of it, and finds it among
//! its own orders; see [`CustomerPurchase`].
//!
//! # Examples
//!
//! ```
//! use chrono::DateTime;
//! use reservation_policy::permission::{
//!     Actor, AuditAction, CustomerId, CustomerPermission, OwnerFact, PartnerId, PermissionEdition, PermissionKind,
//!     Subscription, SubscriptionFact, SubscriptionId, TurnOn,
//! };
//! use reservation_policy::role::{Role, UserId};
//!
//! let partner = PartnerId::new("contoso-partner")?;
//! let subscription = Subscription::new(SubscriptionId::new("sub-1")?, partner.clone(), CustomerId::new("fabrikam")?);
//! let permission = CustomerPermission::new(subscription, PermissionKind::AzureReservations);
//! let actor = Actor::new(UserId::new("mei@partner.example")?, partner, Role::ADMIN_AGENT.into());
//!
//! let at = DateTime::UNIX_EPOCH;
//! let request = TurnOn::new(actor, at, SubscriptionFact::AzurePlan, OwnerFact::Assigned);
//! let decision = permission.turn_on(PermissionEdition::May2020, &request)?;
//! assert!(decision.is_approved());
//! assert!(decision.outcome().permission().was_on(at));
//! let record = decision.outcome().record();
//! assert_eq!(record.map(|record| record.action()), Some(AuditAction::CreateCustomerPurchasePermissions));
//! # Ok::<(), reservation_policy::Error>(())
//! ```

pub use self::edition::{NoPermissionEdition, PermissionEdition, PermissionKind, UnknownPermissionResource};
pub use self::purchase::{
    Buyer, CustomerPurchase, PartnerNotice, Payer, PriceSetter, PurchaseMode, PurchaseReason, PurchaseView,
};
pub use self::reason::{PermissionReason, Remedy};
pub use self::state::{CustomerPermission, InvalidChange, InvalidPermission, OnPeriod};
pub use self::subscription::{
    CustomerId, DiscountScope, OwnerFact, PartnerId, Subscription, SubscriptionFact, SubscriptionId,
};
pub use self::toggle::{Actor, AuditAction, AuditRecord, PermissionChannel, Toggle, ToggleEffect, TurnOn};

mod edition;
mod purchase;
mod reason;
mod state;
mod subscription;
mod toggle;
