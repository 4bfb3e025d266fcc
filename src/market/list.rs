//! The published lists, and the answers that they give.

use core::fmt;
use std::borrow::Cow;

use super::code::MarketCode;
use super::edition::MarketList;
use super::{fold, names};
use crate::parse::ParseError;

/// The longest text that is looked up, in bytes, without blanks at its ends. The longest known name has a third of it.
const LONGEST_TEXT: usize = 256;

impl MarketList {
    /// The answer for a text: an ISO 3166-1 code of two or three letters, or a name.
    ///
    /// Names are those of all lists, and the ordinary and other common names of every country and territory, in English
    /// and Japanese. Case, accents, spaces, hyphens, commas, apostrophes, `the`, `St.` for `Saint`, `&` for `and`, and
    /// the width of letters and kana make no difference.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for any other text, with the markets that it might mean: `Korea` is not one market.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let saba = MarketList::V2019_12.find("サバ島")?;
    /// assert_eq!((saba.market.as_ref(), saba.code.alpha2()), ("Saba", "BQ"));
    ///
    /// let error = MarketList::V2019_12.find("Korea").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`Korea` is not the name of one market, expected `North Korea` (KP) or `South Korea` (KR)"
    /// );
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn find(self, text: &str) -> Result<MarketAnswer, ParseError> {
        let text = text.trim();
        if text.len() > LONGEST_TEXT {
            return Err(unknown(text, names::Hint::Nothing));
        }
        // Full-width letters are read as a code before names are folded, which would read `ＳＴ` as `saint`.
        let plain: String = text.chars().map(fold::full_width).collect();
        if let Some(code) = MarketCode::read(&plain) {
            return Ok(self.by_code(code));
        }
        let folded = fold::fold(text);
        match names::find(&folded) {
            Some(named) => Ok(self.answer(MarketCode::new(named.code), named.part)),
            // `U.S.`
            None => match MarketCode::read(&folded) {
                Some(code) => Ok(self.by_code(code)),
                None => Err(unknown(text, names::hint(&folded))),
            },
        }
    }

    /// The answer for a code, for every name behind it.
    #[must_use]
    pub fn by_code(self, code: MarketCode) -> MarketAnswer {
        self.answer(code, None)
    }

    /// Every name on the list with its code, by code and then by name (`MKT-02`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let codes: Vec<&str> = MarketList::V2018_06.names().map(|(code, _)| code.alpha2()).collect();
    /// assert_eq!(codes, ["BR", "CN", "IN", "KR", "RU", "TW"]);
    /// ```
    pub fn names(self) -> impl Iterator<Item = (MarketCode, ListedName)> {
        MarketCode::all().flat_map(move |code| self.names_of(code).map(move |name| (code, name)))
    }

    fn names_of(self, code: MarketCode) -> impl Iterator<Item = ListedName> {
        let on_the_list = move |name: &&super::table::Listed| name.lists.contains(&self);
        code.market().listed.iter().filter(on_the_list).map(move |name| ListedName {
            english: name.english.into(),
            // Only the Japanese page of this list is known.
            japanese: name.japanese.filter(|_| self == Self::V2019_12).map(Cow::from),
        })
    }

    /// The answer for a whole code, or for the part of it with a listed name of its own.
    fn answer(self, code: MarketCode, part: Option<&'static str>) -> MarketAnswer {
        let listed_as: Vec<ListedName> = self.names_of(code).collect();
        let availability = availability(&listed_as, part);
        let market = match (part, listed_as.as_slice()) {
            (Some(part), _) => part.into(),
            (None, [only]) => only.english.clone(),
            (None, _) => code.name().into(),
        };
        MarketAnswer { market, code, availability, list: self, listed_as }
    }
}

fn availability(listed: &[ListedName], part: Option<&str>) -> Availability {
    if listed.iter().any(|name| part.is_none_or(|part| part == name.english)) {
        Availability::Unavailable
    } else {
        Availability::NotListed
    }
}

fn unknown(text: &str, hint: names::Hint) -> ParseError {
    const KNOWN: &str = "a market name known here";
    match hint {
        names::Hint::Ambiguous(markets) => ParseError::new("the name of one market", text, markets),
        names::Hint::Near(markets) => ParseError::new(KNOWN, text, format!("a code or a name such as {markets}")),
        names::Hint::Nothing => ParseError::new(KNOWN, text, "an ISO 3166-1 code or a name such as `BR` or `Brazil`"),
    }
}

/// Whether a list names a market. A list proves nothing about a market that it does not name, so there is no
/// "available".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a name is on a list or it is not")]
pub enum Availability {
    /// The list does not name the market.
    NotListed,
    /// The list names the market: reservations are not sold there.
    Unavailable,
}

impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NotListed => "not listed",
            Self::Unavailable => "unavailable",
        })
    }
}

/// A name on a list, as published.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ListedName {
    /// The name on the English page.
    pub english: Cow<'static, str>,
    /// The name on the Japanese page; known for [`MarketList::V2019_12`] alone.
    pub japanese: Option<Cow<'static, str>>,
}

/// The answer of a list about one market.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketList;
///
/// let answer = MarketList::V2019_12.find("Eswatini")?;
/// assert_eq!(answer.to_string(), "Swaziland (SZ) is unavailable in 2019-12"); // as the list names it
/// assert_eq!(answer.azure_code(), Some("NotSupportedCountry"));
///
/// // A code can stand for several names. Asked for the whole code, one listed name is enough.
/// let whole = MarketList::V2019_12.find("BQ")?;
/// assert_eq!(whole.market, "Bonaire, Sint Eustatius and Saba");
/// assert!(whole.listed_as.iter().map(|name| name.english.as_ref()).eq(["Bonaire", "Saba", "Sint Eustatius"]));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct MarketAnswer {
    /// The name on the list; the ordinary English one where the list has none, or several for a whole code.
    pub market: Cow<'static, str>,
    /// The code of the market.
    pub code: MarketCode,
    /// Whether the list names it: any name behind a whole code, or the name of the part that was asked for.
    pub availability: Availability,
    /// The list that was asked.
    pub list: MarketList,
    /// Every name on the list with this code, in alphabetical order.
    pub listed_as: Vec<ListedName>,
}

impl MarketAnswer {
    /// Whether reservations are not sold there (`MKT-01`). `false` proves nothing: the list does not name the market.
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(self.availability, Availability::Unavailable)
    }

    /// The error code of the live service for a purchase in an unavailable market.
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        if self.is_unavailable() { Some("NotSupportedCountry") } else { None }
    }
}

impl fmt::Display for MarketAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) is {} in {}", self.market, self.code, self.availability, self.list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // No list was published with only some of the parts of a code.
    #[test]
    fn a_list_with_one_part_answers_for_that_part_and_for_the_whole_code() {
        let listed = [ListedName { english: "Saba".into(), japanese: None }];
        for (part, expected) in [
            (None, Availability::Unavailable),
            (Some("Saba"), Availability::Unavailable),
            (Some("Bonaire"), Availability::NotListed),
        ] {
            assert_eq!(availability(&listed, part), expected, "{part:?}");
            assert_eq!(availability(&[], part), Availability::NotListed, "{part:?}");
        }
    }
}
