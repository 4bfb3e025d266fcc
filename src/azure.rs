//! The live service's JSON, to and from the domain's types.
//!
//! Amounts are JSON numbers and are read and written exactly: their text is parsed, they never pass through a binary
//! floating-point number. Enums are open strings and survive a round trip, members that are not needed are ignored.
//! There is no rule in here: shapes become facts ([`facts`], [`facts_exchange`]), and decisions become answers ([`refund`], [`exchange`]).

pub mod exchange;
pub mod facts;
pub mod facts_exchange;
pub mod number;
pub mod refund;
pub mod shape;

pub use self::facts::InvalidFacts;
pub use self::number::ExactNumber;
