//! Dated tables: one mechanism for the editions of every policy and list.

use core::fmt;
use core::str::FromStr;

use chrono::NaiveDate;

use crate::parse::ParseError;

/// A date of a table in this crate. The dates are literals, and a test reads each of them.
pub(crate) const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// Defines an enum of editions.
///
/// Each has a name (`2020-07`), the first day that it is in force (the date of the first text that carries it), and,
/// where a later first text leaves the true date open, the last text without it.
macro_rules! editions {
    (
        $(#[$meta:meta])* $name:ident of $what:literal, $of:literal;
        $($(#[$doc:meta])+ $variant:ident = $text:literal, $from:expr, $before:expr;)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name { $($(#[$doc])+ $variant,)+ }

        impl $name {
            /// Every edition, in the order of the variants.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name, such as `2020-07`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The first day on which [`in_force_on`](Self::in_force_on) returns it: the date of the first text that
            /// carries it.
            #[must_use]
            pub const fn from(self) -> chrono::NaiveDate {
                match self { $(Self::$variant => $from,)+ }
            }

            /// The date of the last known text without it, where there is one: the true first day lies after it and
            /// not after [`from`](Self::from).
            #[must_use]
            pub const fn not_before_known(self) -> Option<chrono::NaiveDate> {
                match self { $(Self::$variant => $before,)+ }
            }

            /// The edition in force on a day (UTC).
            ///
            /// # Errors
            ///
            /// [`NoEdition`](crate::NoEdition) before the first one.
            pub fn in_force_on(date: chrono::NaiveDate) -> Result<Self, $crate::NoEdition> {
                let first = Self::ALL.iter().map(|edition| edition.from()).min().unwrap_or(chrono::NaiveDate::MAX);
                let in_force = Self::ALL.iter().rev().copied().find(|edition| edition.from() <= date);
                in_force.ok_or($crate::NoEdition { of: $of, date, first })
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> Result<Self, $crate::ParseError> {
                let named = Self::ALL.iter().copied().find(|edition| edition.name() == text);
                named.ok_or_else(|| {
                    let names = Self::ALL.iter().map(|edition| edition.name());
                    $crate::ParseError::new($what, text, $crate::text::one_of(names))
                })
            }
        }

        $crate::text::serde_as_text!($name);
    };
}

pub(crate) use editions;

/// The name of the policy behind a decision: `2020-07`, `2020-07+observed`, `2020-07 (overridden)`.
///
/// # Examples
///
/// ```
/// use reservation_policy::ReservationPolicy;
///
/// let policy = ReservationPolicy::named("2020-07")?.observed();
/// assert_eq!(policy.name().to_string(), "2020-07+observed");
/// assert_eq!(policy.name().edition, "2020-07");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PolicyName {
    /// The name of the edition.
    pub edition: &'static str,
    /// Whether the observed overlay lies on top of it.
    pub observed: bool,
    /// Whether the caller has changed a field.
    pub overridden: bool,
}

impl PolicyName {
    /// The name of an edition as it was published.
    pub(crate) const fn of(edition: &'static str) -> Self {
        Self { edition, observed: false, overridden: false }
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let overlay = if self.observed { "+observed" } else { "" };
        let overridden = if self.overridden { " (overridden)" } else { "" };
        write!(f, "{}{overlay}{overridden}", self.edition)
    }
}

impl FromStr for PolicyName {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (rest, overridden) = text.strip_suffix(" (overridden)").map_or((text, false), |rest| (rest, true));
        let (rest, observed) = rest.strip_suffix("+observed").map_or((rest, false), |rest| (rest, true));
        let known = KNOWN_NAMES.into_iter().find(|name| *name == rest);
        let edition = known.ok_or_else(|| ParseError::new("the name of a policy", text, "one such as `2020-07`"))?;
        Ok(Self { edition, observed, overridden })
    }
}

/// The names of the editions of every policy that decides; a test holds them against the tables.
const KNOWN_NAMES: [&str; 16] = [
    "2018-05", "2018-08", "2018-10", "2019-04", "2020-01", "2020-05", "2020-07", "2021-03", "2021-04", "2021-06",
    "2022-07", "2022-10", "2023-10", "2026-01", "2026-07", "2027-02",
];

crate::text::serde_as_text!(PolicyName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_names_are_those_of_every_dated_policy() {
        let reservations = crate::policy::ReservationEdition::ALL.iter().map(|edition| edition.name());
        let software = crate::software::SoftwareEdition::ALL.iter().map(|edition| edition.name());
        let permissions = crate::permission::PermissionEdition::ALL.iter().map(|edition| edition.name());
        let all = reservations.chain(software).chain(permissions).chain([crate::role::MATRIX_NAME]);
        let mut all: Vec<&str> = all.collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all, KNOWN_NAMES);
        assert!(all.iter().all(|name| name.parse::<PolicyName>().is_ok_and(|read| read.to_string() == *name)));
    }
}
