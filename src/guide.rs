//! The guide: the rules as prose, with worked figures that are checked whenever the crate is tested.
//!
//! These pages are only here in the documentation. They live in `docs/guide/`, and every example in them is compiled
//! and run.
//!
//! | page | answers |
//! |---|---|
//! | [`refunds`] | what comes back for a returned reservation, step by step |
//! | [`cap`] | what counts toward the refund cap, what is left of it, what comes back when |
//! | [`editions`] | which edition to use, what each says, how to replace a field, how to repeat an old decision |

#[doc = include_str!("../docs/guide/refunds.md")]
pub mod refunds {}

#[doc = include_str!("../docs/guide/cap.md")]
pub mod cap {}

#[doc = include_str!("../docs/guide/editions.md")]
pub mod editions {}
