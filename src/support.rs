//! Support requests: when one is needed, what it must contain, and what is still missing.
//!
//! Nothing is sent. A [`SupportDraft`] collects what a person would type into the form and says what is missing, all
//! of it at once and with what to write.
//!
//! # Examples
//!
//! ```
//! use reservation_policy::support::{Field, RequestKind, SupportDraft};
//!
//! let draft = SupportDraft::new(RequestKind::ReservationRefund).with_contact_email("mei@partner.example");
//! assert!(draft.is_complete());
//! assert!(draft.recommended().iter().map(|gap| gap.field()).eq([Field::ReservationId, Field::ReservationOrderId]));
//! ```

pub use self::channel::{ChannelRule, NextStep, ReservationReturn, ReturnChannel, ReturnCustomer, SupportCause};
pub use self::draft::{Gap, SupportDraft};
pub use self::form::{Field, FixedField, Need, RequestKind};

mod channel;
mod draft;
mod form;
