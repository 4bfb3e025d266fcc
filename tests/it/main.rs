//! Integration tests, one module a topic.

mod ledger;
mod market;
mod oracle;
mod recorded;
mod roles;
mod rules;
mod software;
mod storage_swap;
mod support;
