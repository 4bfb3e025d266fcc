//! Refund quotes and confirmations over HTTP.
//!
//! There is no rule in here: the library reads the facts and decides, [`service`] has it decide inside a database
//! transaction, and [`http`] answers requests that [`guard`] let pass.

pub mod clock;
pub mod failure;
pub mod gate;
pub mod guard;
pub mod http;
pub mod metrics;
pub mod policy;
pub mod request;
pub mod server;
pub mod service;
pub mod store;

pub use crate::clock::Clock;
pub use crate::failure::Failure;
pub use crate::guard::{Guard, Identity};
pub use crate::policy::PolicySetting;
pub use crate::server::Limits;
pub use crate::service::Service;
pub use crate::store::{Settings, Store};
