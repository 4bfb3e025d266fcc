//! The guide: the rules as prose, with worked figures that are checked whenever the crate is tested.
//!
//! These pages are only here in the documentation. They live in `docs/guide/`, and every example in them is compiled
//! and run.
//!
//! | page | answers |
//! |---|---|
//! | [`refunds`] | what comes back for a returned reservation, step by step |
//! | [`cap`] | what counts toward the refund cap, what is left of it, what comes back when |
//! | [`exchanges`] | what an exchange comes to, what must be bought, where the money goes |
//! | [`editions`] | which edition to use, what each says, how to replace a field, how to repeat an old decision |
//! | [`software`] | until when software can be cancelled, what is credited, what follows |
//! | [`markets`] | where reservations are not sold, and how a market can be named |
//! | [`roles`] | who may do what, may a customer buy, what a support request must contain |
//! | [`service`] | how to store the ledger, hold the cap under load, confirm a quote, try again |
//! | [`migrating`] | what hand-written formulas usually get wrong, with the wrong and the right figure |
//! | [`portal_steps`] | which call answers the question behind each step in a portal |

#![doc = "\n## From facts to a verdict\n"]
#![doc = include_str!("../docs/pictures/decision-flow.svg")]

#[doc = include_str!("../docs/guide/refunds.md")]
#[doc = "\n## In a picture\n"]
#[doc = include_str!("../docs/pictures/refund-over-a-year.svg")]
pub mod refunds {}

#[doc = include_str!("../docs/guide/cap.md")]
#[doc = "\n## In a picture\n"]
#[doc = include_str!("../docs/pictures/cap-over-two-years.svg")]
pub mod cap {}

#[doc = include_str!("../docs/guide/exchanges.md")]
pub mod exchanges {}

#[doc = include_str!("../docs/guide/editions.md")]
pub mod editions {}

#[doc = include_str!("../docs/guide/software.md")]
pub mod software {}

#[doc = include_str!("../docs/guide/markets.md")]
pub mod markets {}

#[doc = include_str!("../docs/guide/roles.md")]
pub mod roles {}

#[doc = include_str!("../docs/guide/portal-steps.md")]
pub mod portal_steps {}

#[doc = include_str!("../docs/guide/service.md")]
pub mod service {}

#[doc = include_str!("../docs/guide/migrating.md")]
pub mod migrating {}
