//! The rolling refund cap, kept as a pure ledger.
//!
//! A [`RefundLedger`] holds what one billing scope was refunded. A [`RefundCap`] says how much may be refunded within
//! which [`CapWindow`], and what is counted. Put together for an instant they give a [`CapPosition`], which tells what
//! is used, what is left, what comes back when, and when an amount first fits.
//!
//! The ledger belongs to the caller and reads no clock: every question names its instant. What is counted and how
//! long are separate from what was recorded, so the same ledger answers for each edition of the policy.
//!
//! # Which refunds count
//!
//! A refund made at `r` counts at `t` while `r <= t < r + window`, in UTC and to the nanosecond:
//!
//! * at exactly `r + window` it no longer counts, one nanosecond before that it still does;
//! * a refund made later than `t` does not count at `t`, even when it is already in the ledger;
//! * a window in days or months keeps the time of day, so that a day has 24 hours; a day that the last month lacks
//!   becomes that month's end: 29 February plus 12 months is 28 February;
//! * a refund whose end lies past the calendar's end counts for ever.
//!
//! Exchanges are not refunds: what an exchange returns is never recorded here.
//!
//! # Examples
//!
//! Of a plan of 36 payments of 100 USD, 24 are cancelled in month 12, with nothing left to refund of that month:
//!
//! ```
//! use reservation_policy::UsdAmount;
//! use reservation_policy::chrono::{TimeDelta, TimeZone, Utc};
//! use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
//!
//! let at = Utc.with_ymd_and_hms(2023, 3, 10, 8, 0, 0).single().ok_or("no such instant")?;
//! let returned = CapEntry::new(RefundId::new("refund-1")?, at, UsdAmount::ZERO)
//!     .with_cancelled_commitment(UsdAmount::from_dollars(2_400))?;
//! let mut ledger = RefundLedger::new();
//! ledger.record(returned)?;
//!
//! let limit = UsdAmount::from_dollars(50_000);
//! let cap = RefundCap::new(limit, CapWindow::DAYS_365, CapMeasure::CancelledCommitment);
//! let position = ledger.position(at, &cap);
//! assert_eq!(position.remaining(), UsdAmount::from_dollars(47_600));
//! assert_eq!(position.earliest_fit(limit), Some(at + TimeDelta::days(365)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rules
//!
//! `CAP-01`, `CAP-02`, `CAP-03`, `CAP-04`, `CON-02`, `AMB-04` to `AMB-09`, `L-04`, `L-05`, `L-06`, `L-22`.

mod entry;
mod ledger;
mod position;
mod timeline;
mod window;

pub use crate::policy::reservation::{CapMeasure, CapScope, CapWindow, RefundCap};
pub use entry::{CapEntry, InvalidCapEntry, InvalidRefundId, RefundId};
pub use ledger::{LedgerError, Recorded, RefundLedger};
pub use position::{CapPosition, Release};
