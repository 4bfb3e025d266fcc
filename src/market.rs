//! Markets in which reservations are not sold, and markets where prices include tax.
//!
//! A [`MarketList`] is one published list. [`MarketList::find`] takes any text that names a market,
//! [`MarketList::by_code`] a checked [`MarketCode`]; both return a [`MarketAnswer`]: *unavailable* or *not listed*. A list
//! cannot prove that a market *is* available. Cuba, Iran and North Korea are on none.
//!
//! The caller decides which market to ask about: the customer's, the partner's, or the subscription's (`AMB-19`).
//!
//! # Names and codes
//!
//! A code can stand for several listed names: `BQ` for Bonaire, Saba and Sint Eustatius, `SJ` for Jan Mayen and Svalbard.
//! Asked for such a part by name, a list answers for that part. Asked by code, or by a name of the whole, it answers
//! *unavailable* when any part is listed. Two spellings of one market (South Korea; Korea, Republic of) are not parts:
//! both are understood in every list.

mod code;
mod edition;
mod fold;
mod list;
mod names;
mod table;

pub use self::code::MarketCode;
pub use self::edition::MarketList;
pub use self::list::{Availability, ListedName, MarketAnswer};
