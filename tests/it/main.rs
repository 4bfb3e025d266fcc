//! Integration tests, one module a topic.

mod autotrait;
mod boundaries;
#[cfg(feature = "azure")]
mod calculate;
mod exchange;
mod guide;
mod ledger;
mod market;
mod messages;
mod oracle;
mod properties;
mod recorded;
mod roles;
mod rules;
mod settlement;
mod software;
mod storage_swap;
mod support;
