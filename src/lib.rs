//! Refunds, exchanges and cancellations of Azure reservations and of software bought through CSP: the amount to the
//! cent, whether policy allows it, and every reason, offline, for partners, FinOps teams and billing engineers.
//!
//! # Example
//!
//! Two of four virtual machines are returned in the third month.
//!
//! ```
//! use reservation_policy::{Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term};
//!
//! let reservation = Reservation::builder(ResourceType::VirtualMachines, "2026-01-31".parse()?, Term::OneYear)
//!     .units(4)
//!     .monthly(Price::new("237.16 EUR".parse()?, "258.20 USD".parse()?)?) // one payment for all 4, as it falls due
//!     .build()?;
//! let request = Request::new("2026-04-17T14:05:00Z".parse()?, Requester::Owner);
//! let policy = ReservationPolicy::in_force_on(request.date())?;
//! let mut ledger = RefundLedger::new(); // the earlier refunds of the billing scope
//!
//! match policy.decide_refund(&reservation.units(2)?, &request, &ledger)?.into_result() {
//!     Ok(approved) => {
//!         assert_eq!(approved.outcome().billed.refund.to_string(), "51.38 EUR"); // 118.58 x 13/30
//!         ledger.record(approved.entry("refund-17")?)?; // idempotent by id
//!         assert_eq!(approved.remaining().map(|rest| rest.quantity().get()), Some(2)); // ready for the next question
//!     }
//!     Err(refused) => println!("{refused}"), // every reason with its rule
//! }
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! The [guide] continues from here; `docs/guide` has the same pages in the repository.
//!
//! # What this crate does not do
//!
//! * It calls no service, reads no clock, opens no file and stores nothing. Reservations, payments, roles, earlier
//!   refunds and the instant are arguments.
//! * It knows no prices and no exchange rates, and never converts a currency.
//! * It does not find out who somebody is or what they own. The caller says so.
//! * It is not Microsoft's, and binds nobody. Where it differs from the service, the service decides what is paid.
//!
//! # Overview
//!
//! | question | call | answer |
//! |---|---|---|
//! | How much is refunded, and may it be returned? | [`decide_refund`](ReservationPolicy::decide_refund) | [`Refund`] |
//! | When is this return approved, if the cap is in the way? | [`earliest_refund`](ReservationPolicy::earliest_refund) | the decision of that instant |
//! | What is left of the cap, and when does an amount fit? | [`RefundLedger::usage`] | [`CapUse`](cap::CapUse) |
//! | May these be exchanged for those, and what is to pay? | [`decide_exchange`](ReservationPolicy::decide_exchange) | [`Exchange`] |
//! | May this size be swapped for its premium-storage counterpart? | [`decide_storage_swap`](ReservationPolicy::decide_storage_swap) | [`StorageSwap`](swap::StorageSwap) |
//! | Where does the money go? | part of a refund and of an exchange | [`Settlement`](settlement::Settlement) |
//! | Can this software be canceled, and for what credit? | [`decide_cancellation`](software::SoftwarePolicy::decide_cancellation) | [`Cancellation`](software::Cancellation) |
//! | Are reservations sold in this market? | [`MarketList::find`](market::MarketList::find) | [`MarketAnswer`](market::MarketAnswer) |
//! | What may somebody do in these roles? | [`RoleSet::decide`](role::RoleSet::decide) | [`Grant`](role::Grant) |
//! | May a customer buy without the partner? | [`decide_purchase`](permission::CustomerPermission::decide_purchase) | [`CustomerPurchase`](permission::CustomerPurchase) |
//! | What must a support request contain? | [`RequestKind::missing`](support::RequestKind::missing) | the missing [`Field`](support::Field)s |
//! | Which returns recover the most under the cap, and when? | `plan::returns` (feature `plan`) | `plan::Plan` |
//! | What do many returns refund? | [`refund_columns`](ReservationPolicy::refund_columns) | [`RefundAnswers`](batch::RefundAnswers) |
//! | Does a stored question still have its stored answer? | [`RefundQuestion::replay`](replay::RefundQuestion::replay) | the first [`Difference`](replay::Difference) |
//! | Which sentence of which source says so? | [`RuleId::meaning`], [`RuleId::sources`] | [`Source`](rule::Source) |
//!
//! The facts of a question are a [`Reservation`] with its [`Price`]s, what of it is [`Returned`], the [`Request`]
//! (when, who, under which [`Account`]) and the [`RefundLedger`]. A fact has one way in, which checks it, so every fact
//! that exists is valid. Answers are plain structs with public fields.
//!
//! # How a decision is made
//!
//! A question is a pure function of a policy, of facts and of an instant. It has one of three outcomes, which are never
//! mixed:
//!
//! * **An error**: the question makes no sense, such as a return after the term. The message has the value and what was
//!   expected. Every error type converts into [`Error`].
//! * **Approved**: a [`Decision`] without reasons. Only an [`Approved`] refund gives the entry for the ledger.
//! * **Denied**, or **needs review** where the sources do not settle it or a fact is missing: the amounts all the same,
//!   and *every* reason, each with a [`RuleId`], a stable code, and the code of the live service where it has one.
//!
//! The steps of a refund: the UTC day selects the period and its payment. The share of it that is left gives the
//! amounts, in the billing currency and in US dollars, each rounded once, half to even. Then the type, the state, who
//! asks, the payment and the cap are checked. [`explain`](Decision::<Refund>::explain) prints every step, to check with
//! a pocket calculator.
//!
//! # Cookbook
//!
//! The first day on which a **refund** that the cap denies today is approved, because it shrinks by the day:
//!
//! ```
//! use reservation_policy::{
//!     CapEntry, Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term, UsdAmount,
//! };
//! let vms = Reservation::builder(ResourceType::VirtualMachines, "2026-02-10".parse()?, Term::OneYear);
//! let vms = vms.upfront(Price::usd("36500.00 USD".parse()?)?).build()?.all(); // all of them
//! let spring = CapEntry::new("spring", "2026-01-15T10:00:00Z".parse()?, UsdAmount::dollars(40_000))?;
//! let request = Request::new("2026-10-01T09:00:00Z".parse()?, Requester::Owner); // 13,200 USD are left, 10,000 USD fit
//! let policy = ReservationPolicy::in_force_on(request.date())?;
//! let earliest = policy.earliest_refund(&vms, &request, &RefundLedger::from_entries([spring])?)?;
//! assert_eq!(earliest.map(|then| then.outcome().request.date()), Some("2026-11-02".parse()?));
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! How much more must be bought for an **exchange**:
//!
//! ```
//! use reservation_policy::{Price, Purchase, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term};
//! let old = Reservation::builder(ResourceType::VirtualMachines, "2024-03-10".parse()?, Term::ThreeYears);
//! let old = old.monthly(Price::usd("210.00 USD".parse()?)?).build()?.all();
//! let new = Purchase::reservation(ResourceType::VirtualMachines, 1, Term::ThreeYears, "5300.00 USD".parse()?)?;
//! let request = Request::new("2025-01-25T10:00:00Z".parse()?, Requester::Owner);
//! let decision = ReservationPolicy::in_force_on(request.date())?.decide_exchange(&[old], &[new], &request)?;
//! assert_eq!(decision.outcome().missing, Some("58.39 USD".parse()?));
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! A **swap** for the counterpart with premium storage, which is free and keeps the term:
//!
//! ```
//! use reservation_policy::{Request, Requester, ReservationPolicy, swap::StorageSwapRequest};
//! let swap = StorageSwapRequest::new("D2_v3".parse()?, "D2s_v3".parse()?, "westeurope".parse()?);
//! let request = Request::new("2026-04-17T14:05:00Z".parse()?, Requester::Owner);
//! assert!(ReservationPolicy::in_force_on(request.date())?.decide_storage_swap(&swap, &request).is_approved());
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! The last moment of a **software cancellation**, and its credit:
//!
//! ```
//! use reservation_policy::software::{Attempt, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};
//! let (bought_at, paid) = ("2021-07-14T08:00:00Z".parse()?, "840.00 USD".parse()?);
//! let purchase = SoftwarePurchase::perpetual(SoftwareFamily::WindowsServer, bought_at, paid)?;
//! let attempt = Attempt::new("2021-08-01T12:00:00Z".parse()?); // without a role, so there are reasons against it
//! let decision = SoftwarePolicy::in_force_for(&purchase)?.decide_cancellation(&purchase, &attempt)?;
//! assert_eq!(decision.outcome().last_moment.to_string(), "2021-08-13 23:59:59.999999999 UTC");
//! assert_eq!(decision.outcome().credit.to_string(), "840.00 USD");
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! A **market** in which reservations are not sold:
//!
//! ```
//! use reservation_policy::market::MarketList;
//! let list = MarketList::in_force_on("2021-03-08".parse()?)?;
//! assert!(list.find("Saba")?.is_unavailable());
//! assert!(!list.find("Brazil")?.is_unavailable()); // not listed, which proves nothing
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! What is left of the **cap**, and when an amount fits:
//!
//! ```
//! use reservation_policy::{CapEntry, RefundLedger, ReservationPolicy, UsdAmount};
//! let spring = CapEntry::new("spring", "2026-04-03T09:00:00Z".parse()?, UsdAmount::dollars(30_000))?;
//! let ledger = RefundLedger::from_entries([spring])?;
//! let cap = ledger.usage(ReservationPolicy::named("2026-01")?.cap(), "2026-06-01T00:00:00Z".parse()?);
//! assert_eq!(cap.remaining, UsdAmount::dollars(20_000));
//! assert_eq!(cap.earliest_fit(UsdAmount::dollars(25_000)), Some("2027-04-03T09:00:00Z".parse()?));
//! # Ok::<(), reservation_policy::Error>(())
//! ```
//!
//! # Which policy edition should I use?
//!
//! | to | use |
//! |---|---|
//! | decide a request of today or of a past day | [`in_force_on`](ReservationPolicy::in_force_on) its UTC date |
//! | predict the figures of the live service | the same, then [`observed`](ReservationPolicy::observed): less counts toward the cap, and the first five days are refunded in full |
//! | repeat an old decision | [`named`](ReservationPolicy::named), with the name that the decision carries |
//! | see what a later rule changes | `named("2027-02")` |
//! | apply an agreement of your own | any edition, then [`with`](ReservationPolicy::with) |
//!
//! [`guide::editions`] has every term of every edition with its dates.
//!
//! # Sources and dates
//!
//! | | document | date |
//! |---|---|---|
//! | `S0`, `S1` | Partner Center, manage Azure reservations for customers | 2018-05-11, 2018-08-31 |
//! | `S2` | Partner Center, let customers buy their own products | 2020-05-18 |
//! | `S3` | Azure, self-service exchanges and refunds for reservations | 2019-04-05 |
//! | `S4` | Partner Center, sell software subscriptions through CSP | 2021-03-08 |
//! | `October2018` | Partner Center, refunds for reservations | 2018-10-12 |
//! | `Later`, `LaterSoftware` | the reservation policy and the software policy, as written later | 2020-01 to 2026-08, 2021-06 to 2022-07 |
//! | `Recorded` | recorded answers of the live service | 2022-06 to 2023-03 |
//!
//! Every sentence of the sources has an id, such as `CAP-03`. [`guide::rules`] lists them; [`guide::decisions`] has the
//! reading of every contradiction and open question, and how to choose another.
//!
//! # Crate features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `serde` | yes | every fact, question, policy and decision to and from JSON or another self-describing format |
//! | `json` | no | `json::answer`: a line of JSON in, a line of JSON out, as in the example `calculate`; `azure`: the shapes of the live service with exact numbers |
//! | `plan` | no | `plan`: which returns to make when under the cap, with a bound that no plan can beat; brings a linear programming solver |
//! | `proptest1` | no | `strategies` for property tests of your own: reservations, ledgers, policies |
//!
//! A feature adds items and never changes an answer. [`chrono`] and [`rust_decimal`] appear in signatures and are
//! re-exported.
//!
//! # Minimum supported Rust version
//!
//! Rust 1.85, the first one with edition 2024. No newer language feature is used, and Clippy checks the library
//! functions (`incompatible_msrv`). The tests were run with Rust 1.95, the only toolchain at hand; the CI workflow
//! builds the library with 1.85. Raising the minimum is a minor release.
//!
//! # Stability
//!
//! The crate follows semantic versioning, and decisions are part of its interface. Another answer to the same question
//! under an edition that was released is a major change, even where the old answer was a mistake; the changelog marks
//! it with `*`. A new edition is a minor change, and moves `in_force_on` only from its own date on. Rule ids and the
//! codes of reasons are stable. The wording of reasons and errors is not.

#![cfg_attr(docsrs, feature(doc_cfg))]

pub use chrono;
pub use rust_decimal;

pub mod account;
#[cfg(feature = "json")]
pub mod azure;
pub mod batch;
pub mod calendar;
pub mod cap;
mod decision;
mod edition;
mod eligibility;
mod error;
pub mod exchange;
mod facts;
#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "json")]
pub mod json;
pub mod market;
pub mod money;
mod parse;
pub mod permission;
#[cfg(feature = "plan")]
pub mod plan;
pub mod policy;
mod quantity;
mod reason;
pub mod refund;
mod region;
mod remark;
pub mod replay;
mod request;
pub mod reservation;
pub mod role;
pub mod rounding;
pub mod rule;
pub mod settlement;
pub mod software;
#[cfg(feature = "proptest1")]
pub mod strategies;
pub mod support;
pub mod swap;
mod text;
mod verdict;

pub use crate::account::{Account, Requester};
pub use crate::calendar::Term;
pub use crate::cap::{CapEntry, RefundLedger};
pub use crate::decision::{Approved, Decision, Refused};
pub use crate::edition::PolicyName;
pub use crate::error::Error;
pub use crate::exchange::{Exchange, Purchase};
pub use crate::facts::InvalidFacts;
pub use crate::money::{Currency, Money, UsdAmount};
pub use crate::parse::{NoEdition, ParseError};
pub use crate::policy::ReservationPolicy;
pub use crate::quantity::{Quantity, Rate};
pub use crate::reason::{Action, Item, Reason};
pub use crate::refund::Refund;
pub use crate::remark::Remark;
pub use crate::request::{QuestionError, Request, Returned};
pub use crate::reservation::{BillingPlan, Price, Reservation, ResourceType};
pub use crate::rule::RuleId;
pub use crate::text::UnknownWord;
pub use crate::verdict::{Outcome, Verdict};

/// The examples of the README are compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
