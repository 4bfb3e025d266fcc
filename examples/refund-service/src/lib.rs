//! Refund quotes and confirmations over HTTP.
//!
//! There is no rule in here: [`request`] makes facts of JSON, the library decides, [`service`] does so inside a
//! database transaction when it counts, and [`http`] speaks to the outside.

pub mod clock;
pub mod failure;
pub mod http;
pub mod policy;
pub mod request;
pub mod service;
pub mod store;

pub use crate::clock::Clock;
pub use crate::failure::Failure;
pub use crate::policy::PolicySetting;
pub use crate::service::Service;
pub use crate::store::Store;
