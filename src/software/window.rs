//! Cancellation windows, in days or in hours.

use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use crate::calendar::{add_days, days_between, midnight, rfc3339, utc_date};
use crate::parse::ParseError;

/// How long software can be canceled after it was bought or renewed (`SW-01`, `L-17`, `AMB-01` to `AMB-03`).
///
/// Days are UTC calendar days: the purchase is on day 0, and day 60 of 60 is inside until midnight. Hours are exact:
/// the instant after 168 hours of 168 is inside. [`exclusive`](Self::exclusive) leaves that last day or instant out.
///
/// # Examples
///
/// ```
/// use chrono::{DateTime, Utc};
/// use reservation_policy::software::CancellationWindow;
///
/// let bought: DateTime<Utc> = "2021-03-15T18:30:00Z".parse()?;
/// let sixty_days = CancellationWindow::days(60);
/// assert_eq!(sixty_days.last_moment(bought), Some("2021-05-14T23:59:59.999999999Z".parse()?));
///
/// let strict: CancellationWindow = "less than 60 days".parse()?;
/// assert_eq!(strict, sixty_days.exclusive());
/// assert_eq!(strict.last_moment(bought), Some("2021-05-13T23:59:59.999999999Z".parse()?));
///
/// let week = CancellationWindow::hours(168);
/// assert_eq!(week.last_moment(bought), Some("2021-03-22T18:30:00Z".parse()?));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CancellationWindow {
    length: Length,
    is_exclusive: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Length {
    Days(u32),
    Hours(u32),
}

impl CancellationWindow {
    /// A window of UTC calendar days, the last one inside.
    #[must_use]
    pub const fn days(count: u32) -> Self {
        Self { length: Length::Days(count), is_exclusive: false }
    }

    /// A window of hours, its last instant inside.
    #[must_use]
    pub const fn hours(count: u32) -> Self {
        Self { length: Length::Hours(count), is_exclusive: false }
    }

    /// The same window without its last day, or without its last instant (`AMB-01`).
    #[must_use]
    pub const fn exclusive(self) -> Self {
        Self { is_exclusive: true, ..self }
    }

    /// The last instant inside the window, to the nanosecond: an attempt at `at` is in time when `at <= last_moment`.
    /// `None` past the end of the calendar.
    #[must_use]
    pub fn last_moment(self, opened_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let too_late = match self.length {
            Length::Days(count) if self.is_exclusive => midnight(add_days(utc_date(opened_at), count)?),
            Length::Days(count) => midnight(add_days(utc_date(opened_at), count)?.succ_opt()?),
            Length::Hours(count) => {
                let end = opened_at.checked_add_signed(TimeDelta::hours(i64::from(count)))?;
                if !self.is_exclusive {
                    return Some(end);
                }
                end
            }
        };
        too_late.checked_sub_signed(TimeDelta::nanoseconds(1))
    }

    pub(super) const fn length(self) -> Length {
        self.length
    }

    /// The whole days from an instant to the end of the window: 0 on the last day and after it.
    pub(super) fn days_remaining(self, opened_at: DateTime<Utc>, at: DateTime<Utc>) -> u32 {
        match self.length {
            Length::Days(_) => {
                let last = self.last_moment(opened_at).map(utc_date);
                last.and_then(|last| days_between(utc_date(at), last)).unwrap_or(0)
            }
            Length::Hours(count) => {
                let passed = at.signed_duration_since(opened_at);
                let left = TimeDelta::hours(i64::from(count)).checked_sub(&passed);
                left.and_then(|left| u32::try_from(left.num_days()).ok()).unwrap_or(0)
            }
        }
    }

    /// The whole units of the window that have passed: days by date, hours by the clock.
    pub(super) fn elapsed(self, opened_at: DateTime<Utc>, at: DateTime<Utc>) -> u64 {
        match self.length {
            Length::Days(_) => u64::from(days_between(utc_date(opened_at), utc_date(at)).unwrap_or(0)),
            Length::Hours(_) => u64::try_from(at.signed_duration_since(opened_at).num_hours()).unwrap_or(0),
        }
    }

    pub(super) const fn unit(self) -> &'static str {
        match self.length {
            Length::Days(_) => "day",
            Length::Hours(_) => "hour",
        }
    }
}

/// An instant for a message. The last nanosecond of a second is shown as that second.
pub(super) fn shown(instant: DateTime<Utc>) -> String {
    if instant.timestamp_subsec_nanos() == 999_999_999 {
        instant.to_rfc3339_opts(SecondsFormat::Secs, true)
    } else {
        rfc3339(instant)
    }
}

impl fmt::Display for CancellationWindow {
    /// `60 days`, `1 hour`, `less than 60 days`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Length::Days(count) | Length::Hours(count)) = self.length;
        let less = if self.is_exclusive { "less than " } else { "" };
        write!(f, "{less}{count} {}{}", self.unit(), if count == 1 { "" } else { "s" })
    }
}

impl FromStr for CancellationWindow {
    type Err = ParseError;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (rest, is_exclusive) = text.strip_prefix("less than ").map_or((text, false), |rest| (rest, true));
        let digits = |number: &&str| number.bytes().all(|byte| byte.is_ascii_digit());
        let length = rest.split_once(' ').and_then(|(number, unit)| {
            let count = Some(number).filter(digits)?.parse().ok()?;
            match unit {
                "day" | "days" => Some(Length::Days(count)),
                "hour" | "hours" => Some(Length::Hours(count)),
                _ => None,
            }
        });
        let expected = "one such as `60 days`, `168 hours` or `less than 60 days`";
        let length = length.ok_or_else(|| ParseError::new("a cancellation window", text, expected))?;
        Ok(Self { length, is_exclusive })
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use core::fmt;

    use serde::de::{Error as _, MapAccess, Visitor};
    use serde::ser::SerializeStruct as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{CancellationWindow, Length};

    const MEMBERS: &[&str] = &["days", "hours", "boundary"];

    /// `{"days": 60, "boundary": "inclusive"}`.
    impl Serialize for CancellationWindow {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut out = serializer.serialize_struct("CancellationWindow", 2)?;
            match self.length {
                Length::Days(count) => out.serialize_field("days", &count)?,
                Length::Hours(count) => out.serialize_field("hours", &count)?,
            }
            out.serialize_field("boundary", if self.is_exclusive { "exclusive" } else { "inclusive" })?;
            out.end()
        }
    }

    impl<'de> Deserialize<'de> for CancellationWindow {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(WindowVisitor)
        }
    }

    struct WindowVisitor;

    impl<'de> Visitor<'de> for WindowVisitor {
        type Value = CancellationWindow;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(r#"a window such as `{"days": 60}` or `{"hours": 168, "boundary": "exclusive"}`"#)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<CancellationWindow, A::Error> {
            let (mut days, mut hours, mut is_exclusive) = (None, None, None);
            while let Some(member) = map.next_key::<String>()? {
                let is_new = match member.as_str() {
                    "days" => days.replace(map.next_value::<Count>()?.0).is_none(),
                    "hours" => hours.replace(map.next_value::<Count>()?.0).is_none(),
                    "boundary" => is_exclusive.replace(map.next_value::<Boundary>()?.is_exclusive).is_none(),
                    other => return Err(A::Error::unknown_field(other, MEMBERS)),
                };
                if !is_new {
                    return Err(A::Error::custom(format_args!("`{member}` is there twice, expected it once")));
                }
            }
            let length = match (days, hours) {
                (Some(count), None) => Length::Days(count),
                (None, Some(count)) => Length::Hours(count),
                _ => {
                    let error = "a cancellation window has exactly one length, expected either `days` or `hours`";
                    return Err(A::Error::custom(error));
                }
            };
            Ok(CancellationWindow { length, is_exclusive: is_exclusive.unwrap_or(false) })
        }
    }

    /// A count whose error names no machine type.
    struct Count(u32);

    impl<'de> Deserialize<'de> for Count {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_u32(CountVisitor)
        }
    }

    struct CountVisitor;

    impl Visitor<'_> for CountVisitor {
        type Value = Count;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number from 0 to 4294967295")
        }

        fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Count, E> {
            let count = u32::try_from(number).map(Count);
            count.map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(number), &self))
        }

        fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Count, E> {
            let count = u32::try_from(number).map(Count);
            count.map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(number), &self))
        }
    }

    struct Boundary {
        is_exclusive: bool,
    }

    impl<'de> Deserialize<'de> for Boundary {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            match text.as_str() {
                "inclusive" => Ok(Self { is_exclusive: false }),
                "exclusive" => Ok(Self { is_exclusive: true }),
                other => {
                    let error = crate::ParseError::new("a boundary", other, "`inclusive` or `exclusive`");
                    Err(D::Error::custom(error))
                }
            }
        }
    }
}
