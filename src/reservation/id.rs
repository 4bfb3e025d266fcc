//! Ids of reservations, whatever their spelling.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::parse::ParseError;

/// The id of a reservation. Every spelling of one id is equal: the long path, `order/reservation`, the bare name, with
/// or without a trailing slash, in any case.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::ReservationId;
///
/// let path = "/providers/Microsoft.Capacity/reservationOrders/11111111-aaaa/reservations/22222222-BBBB/";
/// let long: ReservationId = path.parse()?;
/// assert_eq!(long, "22222222-bbbb".parse()?);
/// assert_eq!(long.key(), "22222222-bbbb");
/// assert_eq!(long.order(), Some("11111111-aaaa"));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ReservationId {
    text: Arc<str>,
    key: Arc<str>,
}

impl ReservationId {
    /// The longest id, in bytes.
    pub const MAX_BYTES: usize = 512;

    /// Checks that a text can be the id of a reservation.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for an empty text, more than 512 bytes, control characters, or a path to an order alone.
    pub fn new(text: &str) -> Result<Self, ParseError> {
        let invalid = |expected: &'static str| ParseError::new("the id of a reservation", text, expected);
        let plain = path_of(text);
        if plain.is_empty() || text.len() > Self::MAX_BYTES || text.chars().any(char::is_control) {
            return Err(invalid("1 to 512 bytes of text"));
        }
        let mut segments = plain.rsplit('/').map(str::trim);
        let name = segments.next().unwrap_or_default();
        let parent = segments.next().unwrap_or_default();
        if name.is_empty() || is(parent, "reservationOrders") || is(name, "reservations") {
            return Err(invalid("the id of a reservation in the order, which ends in `/reservations/{name}`"));
        }
        Ok(Self { text: text.into(), key: name.to_ascii_lowercase().into() })
    }

    /// The id as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The canonical key: the name of the reservation in lower case. Store and compare by it.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The name of the order, where the id has it, as it was given.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        let mut segments = path_of(&self.text).rsplit('/').map(str::trim).skip(1);
        let order = segments.next()?;
        let order = if is(order, "reservations") { segments.next()? } else { order };
        Some(order).filter(|order| !order.is_empty())
    }
}

/// The id without a query, blanks at its ends and a trailing slash.
fn path_of(text: &str) -> &str {
    let path = text.split_once('?').map_or(text, |(path, _)| path);
    path.trim().trim_end_matches('/').trim_end()
}

fn is(segment: &str, name: &str) -> bool {
    segment.eq_ignore_ascii_case(name)
}

impl PartialEq for ReservationId {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for ReservationId {}

impl Hash for ReservationId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl PartialOrd for ReservationId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ReservationId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

impl fmt::Display for ReservationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl core::str::FromStr for ReservationId {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::new(text)
    }
}

crate::text::serde_as_text!(ReservationId);
