//! Integration tests, one module a topic.

mod exhaustive;
mod extremes;
#[cfg(feature = "serde")]
mod hostile;
mod ledger;
mod market;
mod recorded;
mod roles;
mod rules;
mod software;
mod storage_swap;
#[cfg(feature = "proptest1")]
mod strategies;
mod support;
