//! The guide: the rules as prose, with worked figures.
//!
//! These pages exist in the documentation only. They are the files of `docs/guide/`, and every example in them is compiled
//! and run with the tests.
//!
//! | page | contents |
//! |---|---|
//! | [`refunds`] | refund amounts and eligibility, payments in time, parts and the rest, prices |
//! | [`cap`] | the refund cap: what counts, what is left, when it lapses |
//! | [`exchanges`] | exchange totals, trade-ins for savings plans, swaps, settlement |
//! | [`editions`] | the policy editions, every term with its dates, overrides, old decisions |
//! | [`software`] | cancellation windows and credits of software |
//! | [`markets`] | markets in which reservations are not sold |
//! | [`roles`] | roles, customer permission, support requests |
//! | [`service`] | the ledger in a database, locks, quotes and confirmations, retries, storage |
#![cfg_attr(
    feature = "plan",
    doc = "| [`plans`], [`plans_bound`] | plans of returns under the cap, and why their bound holds |"
)]
//! | [`portal_steps`] | the calls beside the steps in a portal |
//! | [`rules`] | every rule: meaning, source, date |
//! | [`decisions`] | the reading of every contradiction and open question, and how to choose another |
//!
//! # From facts to a verdict
#![doc = include_str!("../docs/pictures/decision-flow.svg")]

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/refunds.md")]
#[doc = "\n## The same reservation over a year\n"]
#[doc = include_str!("../docs/pictures/refund-over-a-year.svg")]
pub mod refunds {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/cap.md")]
#[doc = "\n## The cap over two years\n"]
#[doc = include_str!("../docs/pictures/cap-over-two-years.svg")]
pub mod cap {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/exchanges.md")]
pub mod exchanges {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/editions.md")]
#[doc = "\n## Timeline\n"]
#[doc = include_str!("../docs/pictures/editions.svg")]
pub mod editions {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/software.md")]
pub mod software {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/markets.md")]
pub mod markets {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/roles.md")]
pub mod roles {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/service.md")]
pub mod service {}

#[cfg(feature = "plan")]
#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/plans.md")]
#[doc = "\n## Picture\n"]
#[doc = include_str!("../docs/pictures/plan.svg")]
pub mod plans {}

#[cfg(feature = "plan")]
#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/plans-bound.md")]
pub mod plans_bound {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/guide/portal-steps.md")]
pub mod portal_steps {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/rules.md")]
pub mod rules {}

#[doc = include_str!("guide/links.md")]
#[doc = include_str!("../docs/decisions.md")]
pub mod decisions {}
