//! Policy as dated values: what the rules were, edition by edition.
//!
//! A policy is plain data. Pick one by date or by name, override any field, store it as JSON beside the decisions
//! that it made. Nothing here decides anything: the questions are in [`reservation`](crate::reservation) and
//! [`software`](crate::software).
//!
//! # Examples
//!
//! ```
//! use reservation_policy::policy::ReservationPolicy;
//! use reservation_policy::policy::reservation::CapWindow;
//!
//! // The policy of the day, with a cap by calendar years as some read "per year".
//! let policy = ReservationPolicy::in_force_on("2019-06-30".parse()?)?;
//! let cap = policy.cap().with_window(CapWindow::CalendarYear);
//! let policy = policy.with_cap(cap);
//! assert_eq!(policy.name().to_string(), "2019-04 (overridden)");
//!
//! // Its JSON brings it back, years later.
//! let stored = serde_json::to_string(&policy)?;
//! assert_eq!(serde_json::from_str::<ReservationPolicy>(&stored)?, policy);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod reservation;
pub mod software;

pub use reservation::{ReservationEdition, ReservationPolicy};
