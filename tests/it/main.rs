//! Integration tests, one module a topic.

mod amounts;
mod autotrait;
mod batch;
mod boundaries;
#[cfg(feature = "azure")]
mod calculate;
mod coverage;
mod exchange;
mod exhaustive;
mod explanations;
mod extremes;
mod full;
mod guide;
#[cfg(feature = "serde")]
mod hostile;
mod identity;
mod interop;
mod ledger;
mod market;
mod messages;
mod oracle;
mod properties;
mod read_back;
mod recorded;
mod refunds;
mod roles;
mod rules;
mod settlement;
mod shown;
mod software;
mod storage_swap;
#[cfg(feature = "proptest1")]
mod strategies;
mod support;
#[cfg(feature = "azure")]
mod transactions;
mod voices;
