//! The rules of Azure Reservations and of CSP software purchases as pure functions: typed facts go in, a decision comes
//! out, to the cent and with every reason.
//!
//! # Example
//!
//! Four machines for a year, paid monthly. Three payments were made, and all four are returned in the third month. Was
//! too much refunded before? What comes back, and until when does that hold?
//!
//! ```
//! use reservation_policy::calendar::Term;
//! use reservation_policy::policy::ReservationPolicy;
//! use reservation_policy::policy::reservation::Requester;
//! use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
//! use reservation_policy::reservation::refund::RefundRequest;
//! use reservation_policy::reservation::{Price, Reservation};
//! use reservation_policy::resource::ResourceType;
//! use reservation_policy::{Currency, Money, Quantity, UsdAmount};
//!
//! // The facts: what was bought and paid, and what this customer was refunded before.
//! let four = Quantity::new(4)?;
//! // One payment is for all four: what is billed, and its price in US dollars.
//! let billed = Money::parse("812.40", Currency::from_code("EUR")?)?;
//! let price = Price::new(billed, Money::parse("890.16", Currency::USD)?)?;
//! let reservation =
//!     Reservation::monthly(ResourceType::VirtualMachines, four, "2024-09-12".parse()?, Term::OneYear, price, 3)?;
//!
//! let mut ledger = RefundLedger::new();
//! let spring = "2024-04-03T09:00:00Z".parse()?;
//! ledger.record(CapEntry::new(RefundId::new("spring")?, spring, UsdAmount::from_dollars(30_000)))?;
//!
//! // The question, and the policy of the day.
//! let request = RefundRequest::new(&reservation, four, "2024-11-20T15:00:00Z".parse()?, Requester::Owner);
//! let policy = ReservationPolicy::in_force_on(request.at().date_naive())?;
//! let text = match policy.decide_refund(&request, &ledger)?.into_result() {
//!     Ok(approved) => {
//!         let (quote, cap) = (approved.outcome().quote(), approved.outcome().cap());
//!         ledger.record(quote.cap_entry(RefundId::new("autumn")?)?)?;
//!         format!(
//!             "approved under policy {}: {}\n{} comes back, {} is kept, {} need not be paid any more\n\
//!              {} USD count toward the cap, {} USD of it are left\nholds until {}",
//!             approved.policy(),
//!             quote.proration(),
//!             quote.billing().refund,
//!             quote.kept(),
//!             quote.billing().remaining_commitment,
//!             cap.counted(),
//!             cap.remaining_after(),
//!             quote.valid_until(),
//!         )
//!     }
//!     Err(refused) => refused.to_string(),
//! };
//! println!("{text}");
//! # assert_eq!(
//! #     text,
//! #     "approved under policy 2020-07: 8 of 30 days used\n\
//! #      595.76 EUR comes back, 1841.44 EUR is kept, 7311.60 EUR need not be paid any more\n\
//! #      8664.22 USD count toward the cap, 11335.78 USD of it are left\n\
//! #      holds until 2024-11-21 00:00:00 UTC"
//! # );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! ```text
//! approved under policy 2020-07: 8 of 30 days used
//! 595.76 EUR comes back, 1841.44 EUR is kept, 7311.60 EUR need not be paid any more
//! 8664.22 USD count toward the cap, 11335.78 USD of it are left
//! holds until 2024-11-21 00:00:00 UTC
//! ```
//!
//! [`Explanation`](reservation::explanation::Explanation) prints every step of it, with rules and sources. The
//! [guide] has more examples, topic by topic.
//!
//! # What this crate does not do
//!
//! * It calls no service, reads no clock, opens no file, stores nothing. Reservations, payments, roles, earlier refunds
//!   and the instant are arguments.
//! * It knows no prices and no exchange rates, and never converts a currency.
//! * It does not find out who somebody is or what they own. The caller says so.
//! * It is not Microsoft's, and binds nobody. Where it differs from the service, the service decides what is paid.
//!
//! # From question to function
//!
//! | may I… | |
//! |---|---|
//! | return this reservation? | [`decide_refund`](policy::ReservationPolicy::decide_refund) |
//! | exchange these for those? | [`decide_exchange`](policy::ReservationPolicy::decide_exchange) |
//! | cancel this software? | [`decide_cancellation`](policy::software::SoftwarePolicy::decide_cancellation), or [`decide_order_cancellation`](policy::software::SoftwarePolicy::decide_order_cancellation) by lines |
//! | do this in my role? | [`RoleSet::decide`](role::RoleSet::decide) |
//! | buy this myself, as a partner's customer? | [`decide_purchase`](permission::CustomerPermission::decide_purchase) |
//!
//! | how much… | |
//! |---|---|
//! | comes back? | [`quote_refund`](policy::ReservationPolicy::quote_refund) |
//! | is left of the cap? | [`RefundLedger::position`](reservation::cap::RefundLedger::position) |
//! | is to pay in an exchange? | [`quote_exchange`](policy::ReservationPolicy::quote_exchange) |
//! | is credited for software? | [`software_credit`](policy::software::SoftwarePolicy::software_credit) |
//!
//! | when… | |
//! |---|---|
//! | does an amount fit under the cap? | [`CapPosition::earliest_fit`](reservation::cap::CapPosition::earliest_fit) |
//! | does the cap come back? | [`CapPosition::releases`](reservation::cap::CapPosition::releases) |
//! | does a quote stop holding? | [`RefundQuote::valid_until`](reservation::refund::RefundQuote::valid_until) |
//! | is the last moment to cancel software? | [`Cancellation::last_moment`](software::cancellation::Cancellation::last_moment) |
//!
//! | where does… | |
//! |---|---|
//! | the money go? | [`settle_refund`](policy::ReservationPolicy::settle_refund), [`settle_exchange`](policy::ReservationPolicy::settle_exchange) |
//! | nobody sell reservations? | [`MarketList::look_up`](market::MarketList::look_up) |
//! | a customer, or a partner, find keys? | [`KeySurface::of`](role::KeySurface::of) |
//! | a rule come from? | [`RuleId::sources`](rule::RuleId::sources) |
//!
//! # How a decision is made
//!
//! A question is a pure function of a policy, of facts and of an instant. There are three kinds of outcome:
//!
//! * **An error**: the question makes no sense, such as returning more units than are owned. It names the value and what
//!   was expected. Each question and each constructor has its own small error type; all convert into [`Error`].
//! * **Approved**: the amounts, and what is to be recorded.
//! * **Denied**, or **needs review** where the sources do not settle it: the amounts all the same, and *every* reason at
//!   once in a fixed order, each with a [rule](rule::RuleId), a stable code, and the service's own code where one fits.
//!
//! A [`Decision`] has the outcome, the reasons, and the name of the policy that decided. Refunds are worked out in
//! integers: multiplied first, divided last, rounded once, half to even.
//!
//! # Which policy edition should I use?
//!
//! [`in_force_on`](policy::ReservationPolicy::in_force_on) the UTC date of the request. Add
//! [`observed`](policy::ReservationPolicy::observed) to predict the figures of the live service: it counts less toward
//! the cap than the policy says, and refunds the first five days in full. To repeat an old decision, use the name
//! that it carries. Every field can be replaced. The tables of all editions are in [`guide::editions`].
//!
//! # Sources and dates
//!
//! | | document | date |
//! |---|---|---|
//! | S0, S1 | Partner Center, manage Azure reservations for customers | 2018-05-11, 2018-08-31 |
//! | S2 | Partner Center, let customers buy their own products | 2020-05-18 |
//! | S3 | Azure, self-service exchanges and refunds for reservations | 2019-04-05 |
//! | S4 | Partner Center, sell software subscriptions through CSP | 2021-03-08 |
//! | October2018 | Partner Center, refunds for reservations | 2018-10 |
//! | later | the reservation policy, and the software policy, as later written | 2020-07 to 2027-02, 2021-06 to 2022-07 |
//! | recorded | answers of the live service | 2022-06 to 2023-03 |
//!
//! Each sentence has a number, such as `CAP-03`; `docs/rules.md` lists them, and `docs/decisions.md` says how every
//! contradiction and every open question is settled.
//!
//! # Guarantees
//!
//! * Pure: same inputs, same answer, to the byte. No global state, no `unsafe`, no panic.
//! * Exact: no amount is approximated, no rounding is hidden, no currencies are mixed.
//! * The whole period left gives the whole payment back. Refund and kept make up what was paid. No refund is below zero
//!   or above what was paid. Within a payment's period, later is never more.
//! * Whatever order refunds arrive in, the ledger is the same.
//!
//! # Crate features
//!
//! | feature | | what it adds |
//! |---|---|---|
//! | `serde` | on by default | the domain types to and from JSON or any other format: amounts as text, unknown fields refused |
//! | `azure` | off | the live service's own JSON shapes, with exact numbers |
//! | `proptest1` | off | strategies for your own property tests: reservations, ledgers, policies, refunds |
//!
//! A feature adds items, and never changes an answer. [`chrono`] and [`rust_decimal`] appear in signatures and are
//! re-exported.
//!
//! # Minimum supported Rust version
//!
//! Rust 1.95. Raising it is a minor release, never a patch.
//!
//! # Stability
//!
//! The crate follows semantic versioning, and decisions are part of its interface. Another answer to the same question
//! under an existing edition is a major change, even where the old answer was a mistake; the changelog marks it. A new
//! edition is a minor change, and moves `in_force_on` only from its own date on. Codes of reasons and rule ids are stable.
//! The wording of reasons and errors is not.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "azure")]
pub mod azure;
pub mod batch;
pub mod calendar;
mod decimal;
pub mod decision;
pub mod error;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod market;
pub mod money;
pub mod permission;
pub mod policy;
pub mod quantity;
pub mod region;
pub mod reservation;
pub mod resource;
pub mod role;
pub mod rule;
mod shown;
pub mod software;
#[cfg(feature = "proptest1")]
pub mod strategies;
pub mod support;

pub use chrono;
pub use rust_decimal;

pub use crate::decision::{Decision, Verdict};
pub use crate::error::Error;
pub use crate::money::{Currency, Money, UsdAmount};
pub use crate::quantity::Quantity;

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
