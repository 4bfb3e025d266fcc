//! The published lists: their names, sources and dates.

use core::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::shown::shortened;

macro_rules! editions {
    ($($(#[$doc:meta])* $variant:ident $bit:literal $name:literal $year:literal $month:literal $day:literal $source:expr;)+) => {
        /// A published list of the markets in which reservations are not sold.
        ///
        /// Five of them follow one another, and [`MarketList::in_force_on`](super::MarketList::in_force_on) picks among
        /// these: [`MAIN_LINE`](Self::MAIN_LINE). The others stood beside them on other pages and said something else,
        /// so they are only chosen by name.
        ///
        /// # Rules
        ///
        /// `L-19`, `CON-16`.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::market::MarketListEdition;
        ///
        /// let edition: MarketListEdition = "2019-12".parse()?;
        /// assert_eq!(edition, MarketListEdition::V2019_12);
        /// assert_eq!(edition.first_date().to_string(), "2019-12-18");
        /// # Ok::<(), reservation_policy::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum MarketListEdition {
            $($(#[$doc])* $variant,)+
        }

        impl MarketListEdition {
            /// Every list, by the date at which it was first seen.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name of the list, as text and in JSON: `2019-12`.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::market::MarketListEdition;
            ///
            /// assert_eq!(MarketListEdition::Developer2019_03.name(), "developer-2019-03");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The first day on which the list is known to have stood; the first of the month where only that is known.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::market::MarketListEdition;
            ///
            /// assert_eq!(MarketListEdition::V2019_12.first_date().to_string(), "2019-12-18");
            /// ```
            #[must_use]
            pub const fn first_date(self) -> NaiveDate {
                match self { $(Self::$variant => date($year, $month, $day),)+ }
            }

            /// The page on which the list stood.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::market::MarketListEdition;
            ///
            /// assert_eq!(MarketListEdition::V2019_10.source(), "Azure, buying a reservation");
            /// ```
            #[must_use]
            pub const fn source(self) -> &'static str {
                match self { $(Self::$variant => $source,)+ }
            }

            pub(super) const fn bit(self) -> u16 {
                match self { $(Self::$variant => 1 << $bit,)+ }
            }
        }
    };
}

const BUYING: &str = "Azure, buying a reservation";
const CSP: &str = "Partner Center, sell software subscriptions through CSP";
const DEVELOPER: &str = "Azure, reservations for developers";

editions! {
    /// The overview page of June 2018: 6 names.
    V2018_06 0 "2018-06" 2018 6 28 "Azure, overview of reservations";
    /// The developer page of July 2018: 19 names, those of [`V2018_09`](Self::V2018_09) and Hong Kong.
    Developer2018_07 1 "developer-2018-07" 2018 7 27 DEVELOPER;
    /// The overview page and the CSP software page of September 2018: 18 names.
    V2018_09 2 "2018-09" 2018 9 1 "Azure, overview of reservations, and Partner Center, sell software subscriptions through CSP";
    /// The developer page of October 2018: 117 names, those of [`V2018_11`](Self::V2018_11).
    Developer2018_10 3 "developer-2018-10" 2018 10 8 DEVELOPER;
    /// The buying page of November 2018: 117 names.
    V2018_11 4 "2018-11" 2018 11 6 BUYING;
    /// The developer page since March 2019, never corrected: 110 names; without Azerbaijan, with Brazil and Russia.
    Developer2019_03 5 "developer-2019-03" 2019 3 20 DEVELOPER;
    /// The CSP software page of April 2019: 11 names.
    CspSoftware2019_04 6 "csp-software-2019-04" 2019 4 3 CSP;
    /// The CSP software page of July 2019: 12 names, with Jersey.
    CspSoftware2019_07 7 "csp-software-2019-07" 2019 7 25 CSP;
    /// The buying page of October 2019, seen until August 2023: 109 names; with Azerbaijan, without Brazil and Russia.
    V2019_10 8 "2019-10" 2019 10 18 BUYING;
    /// The CSP software page since December 2019, seen until June 2023: the same 109 names, also in Japanese.
    V2019_12 9 "2019-12" 2019 12 18 CSP;
}

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MAX,
    }
}

impl MarketListEdition {
    /// The lists that follow one another, oldest first: each holds from its first date until the next one's.
    ///
    /// They are the overview page, the buying page that took over from it with the full list, and from December 2019
    /// the CSP software page, which since then says the same as the buying page.
    pub const MAIN_LINE: &[Self] = &[Self::V2018_06, Self::V2018_09, Self::V2018_11, Self::V2019_10, Self::V2019_12];
}

/// The name of the list.
impl fmt::Display for MarketListEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for MarketListEdition {
    type Err = UnknownMarketList;

    fn from_str(text: &str) -> Result<Self, UnknownMarketList> {
        Self::ALL
            .iter()
            .copied()
            .find(|edition| edition.name() == text)
            .ok_or_else(|| UnknownMarketList { text: shortened(text) })
    }
}

/// A text that names no list of markets.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketList;
///
/// assert_eq!(
///     "2019".parse::<MarketList>().unwrap_err().to_string(),
///     "`2019` is not a list of markets, expected the name of one such as `2019-12`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a list of markets, expected the name of one such as `2019-12`")]
#[non_exhaustive]
pub struct UnknownMarketList {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::MarketListEdition;

    impl Serialize for MarketListEdition {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.name())
        }
    }

    impl<'de> Deserialize<'de> for MarketListEdition {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_names_and_dates_are_distinct_and_in_order() {
        for pair in MarketListEdition::ALL.windows(2) {
            assert_eq!(pair[0].bit() << 1, pair[1].bit());
            assert!(pair[0].first_date() < pair[1].first_date(), "{} {}", pair[0], pair[1]);
        }
    }
}
