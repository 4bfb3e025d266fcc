//! In which markets reservations are not sold, and where prices contain tax.
//!
//! A [`MarketList`] is one published list. It is asked by [code](MarketList::by_code), which allocates nothing, or by
//! [any text](MarketList::look_up) that names a market. The [`MarketAnswer`] is *unavailable* or *not listed*. It is
//! never "available": a list tells where reservations are not sold, and proves nothing about all other markets. Cuba,
//! Iran and North Korea are on none.
//!
//! Whose market is asked about (the customer's, the partner's, the subscription's) the caller decides.
//!
//! # Which list
//!
//! Lists of one date contradicted one another: in November 2019 the developer page had Brazil and Russia and not
//! Azerbaijan, the buying page the reverse. They are never merged. [`MarketList::in_force_on`] follows one line of
//! lists through time, [`MarketListEdition::MAIN_LINE`]; all others are chosen by name.
//!
//! # Names and codes
//!
//! A code may stand for several listed names: `BQ` for Bonaire, Saba and Sint Eustatius, `SJ` for Jan Mayen and
//! Svalbard. Asked by such a part's name, a list answers for that name. Asked by code, or by a name for the whole, it
//! answers
//! *unavailable* as soon as one part is listed. Either way [`MarketAnswer::listed_as`] has every name behind the code.
//! Two spellings of one market (South Korea; Korea, Republic of) are not parts: either is understood in every list.

use core::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::shown::shortened;

mod code;
mod edition;
mod fold;
mod names;
mod table;
mod tax;

pub use self::code::{InvalidMarketCode, MarketCode};
pub use self::edition::{MarketListEdition, UnknownMarketList};
pub use self::tax::{PriceTax, price_includes_tax};

/// Longer texts are no market's name: the longest that is known has a third of it.
const LONGEST_TEXT: usize = 256;

/// A published list of the markets in which reservations are not sold.
///
/// # Rules
///
/// `MKT-01`, `MKT-02`, `L-19`, `CON-16`.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::{Availability, MarketList};
///
/// let list: MarketList = "2019-12".parse()?;
/// let answer = list.look_up(" st. lucia ")?;
/// assert_eq!(answer.availability(), Availability::Unavailable);
/// assert_eq!((answer.name(), answer.code().alpha2()), ("Saint Lucia", "LC"));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MarketList {
    id: MarketListEdition,
}

impl MarketList {
    /// The list with this name.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{MarketList, MarketListEdition};
    ///
    /// assert_eq!(MarketList::edition(MarketListEdition::V2019_12).name_count(), 109);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[must_use]
    pub const fn edition(edition: MarketListEdition) -> Self {
        Self { id: edition }
    }

    /// The list of the [main line](MarketListEdition::MAIN_LINE) that stood on this UTC day.
    ///
    /// # Errors
    ///
    /// [`NoMarketList`] before 28 June 2018.
    ///
    /// # Rules
    ///
    /// `L-19`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::chrono;
    /// use reservation_policy::market::{MarketList, MarketListEdition};
    ///
    /// let day = MarketListEdition::V2019_12.first_date();
    /// assert_eq!(MarketList::in_force_on(day)?.id(), MarketListEdition::V2019_12);
    /// assert_eq!(MarketList::in_force_on(day - chrono::Days::new(1))?.id(), MarketListEdition::V2019_10);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoMarketList> {
        let begun = |edition: &&MarketListEdition| edition.first_date() <= date;
        MarketListEdition::MAIN_LINE
            .iter()
            .rfind(begun)
            .copied()
            .map(Self::edition)
            .ok_or(NoMarketList { date, first: MarketListEdition::V2018_06.first_date() })
    }

    /// Which list this is.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{MarketList, MarketListEdition};
    ///
    /// let list: MarketList = "2018-11".parse()?;
    /// assert_eq!(list.id(), MarketListEdition::V2018_11);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(self) -> MarketListEdition {
        self.id
    }

    /// The answer for a code: for every name behind it. Allocates nothing.
    ///
    /// # Rules
    ///
    /// `MKT-01`, `AMB-19`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{Availability, MarketCode, MarketList, MarketListEdition};
    ///
    /// let list = MarketList::edition(MarketListEdition::V2019_12);
    /// assert_eq!(list.by_code(MarketCode::parse("AZ")?).availability(), Availability::Unavailable);
    /// assert_eq!(list.by_code(MarketCode::parse("CU")?).availability(), Availability::NotListed);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[inline]
    pub fn by_code(self, code: MarketCode) -> MarketAnswer {
        self.answer(code, None)
    }

    /// The answer for a text: an alpha-2 or alpha-3 code, or a name.
    ///
    /// Understood are the names of all lists, English and Japanese, and of every other country and territory the
    /// ordinary English name and common other ones. Forgiven are space around and between words, capital and small
    /// letters, accents, hyphens, commas and apostrophes, `St.` for `Saint`, `&` for `and`, a missing `the`, and the
    /// width of letters and kana. A text that could be several markets, such as `Korea`, is none.
    ///
    /// # Errors
    ///
    /// [`UnknownMarket`] for any other text, and for all of more than 256 bytes.
    ///
    /// # Rules
    ///
    /// `MKT-01`, `MKT-02`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{Availability, MarketList};
    ///
    /// let list: MarketList = "2019-12".parse()?;
    /// assert_eq!(list.look_up("Eswatini")?.name(), "Swaziland", "as the list has it");
    /// assert_eq!(list.look_up("コソボ")?.code().alpha2(), "XK");
    /// assert_eq!(list.look_up("Germany")?.availability(), Availability::NotListed);
    /// assert!(list.look_up("Atlantis").is_err());
    ///
    /// let saba = list.look_up("Saba")?;
    /// let behind: Vec<&str> = saba.listed_as().map(|name| name.english()).collect();
    /// assert_eq!((saba.name(), behind), ("Saba", vec!["Bonaire", "Saba", "Sint Eustatius"]));
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn look_up(self, text: &str) -> Result<MarketAnswer, UnknownMarket> {
        let text = text.trim();
        self.find(text).ok_or_else(|| UnknownMarket { text: shortened(text) })
    }

    fn find(self, text: &str) -> Option<MarketAnswer> {
        if text.len() > LONGEST_TEXT {
            return None;
        }
        if let Some(code) = MarketCode::read(text) {
            return Some(self.by_code(code));
        }
        let folded = fold::fold(text);
        match names::find(&folded) {
            Some(named) => Some(self.answer(MarketCode::new(named.code), named.part)),
            // `U.S.`, and codes in full-width letters.
            None => MarketCode::read(&folded).map(|code| self.by_code(code)),
        }
    }

    fn answer(self, code: MarketCode, part: Option<&'static str>) -> MarketAnswer {
        MarketAnswer { list: self.id, code, part, availability: availability(self.names_of(code), part) }
    }

    /// Every name on the list with its code, by alpha-2 code and then by name.
    ///
    /// # Rules
    ///
    /// `MKT-02`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{MarketList, MarketListEdition};
    ///
    /// let list = MarketList::edition(MarketListEdition::V2018_06);
    /// let codes: Vec<&str> = list.names().map(|(code, _)| code.alpha2()).collect();
    /// assert_eq!(codes, ["BR", "CN", "IN", "KR", "RU", "TW"]);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn names(self) -> impl Iterator<Item = (MarketCode, ListedName)> {
        MarketCode::all().flat_map(move |code| self.names_of(code).map(move |name| (code, name)))
    }

    /// How many names the list has; several can share a code.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{MarketList, MarketListEdition};
    ///
    /// let count = |edition| MarketList::edition(edition).name_count();
    /// assert_eq!(MarketListEdition::MAIN_LINE.iter().copied().map(count).collect::<Vec<_>>(), [6, 18, 117, 109, 109]);
    /// ```
    #[must_use]
    pub fn name_count(self) -> usize {
        self.names().count()
    }

    fn names_of(self, code: MarketCode) -> impl Iterator<Item = ListedName> {
        let in_japanese = self.id == MarketListEdition::V2019_12;
        let on_the_list = move |name: &&table::Listed| name.lists.contains(self.id);
        code.market().listed.iter().filter(on_the_list).map(move |name| ListedName {
            english: name.english,
            japanese: if in_japanese { name.japanese } else { None },
        })
    }
}

/// What a list with these names says of a whole code, or of the part of it with this name.
fn availability(mut listed: impl Iterator<Item = ListedName>, part: Option<&str>) -> Availability {
    if listed.any(|name| part.is_none_or(|part| part == name.english)) {
        Availability::Unavailable
    } else {
        Availability::NotListed
    }
}

impl From<MarketListEdition> for MarketList {
    fn from(edition: MarketListEdition) -> Self {
        Self::edition(edition)
    }
}

impl FromStr for MarketList {
    type Err = UnknownMarketList;

    fn from_str(text: &str) -> Result<Self, UnknownMarketList> {
        text.parse().map(Self::edition)
    }
}

/// The name of the list.
impl fmt::Display for MarketList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.id, f)
    }
}

/// What a list tells about a market. There is no "available".
///
/// # Examples
///
/// ```
/// use reservation_policy::market::{Availability, MarketList};
///
/// let list: MarketList = "2019-12".parse()?;
/// assert_eq!(list.look_up("Azerbaijan")?.availability(), Availability::Unavailable);
/// assert_eq!(list.look_up("Brazil")?.availability(), Availability::NotListed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a name is on a list or it is not")]
pub enum Availability {
    /// The list does not name the market, and so proves nothing.
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

/// A name as it stands on a list.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketList;
///
/// let list: MarketList = "2019-12".parse()?;
/// let (code, name) = list.names().next().ok_or("an empty list")?;
/// assert_eq!((code.alpha2(), name.english(), name.japanese()), ("AD", "Andorra", Some("アンドラ")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ListedName {
    english: &'static str,
    japanese: Option<&'static str>,
}

impl ListedName {
    /// The name on the English page.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let names = "2019-12".parse::<MarketList>()?.look_up("SJ")?;
    /// assert!(names.listed_as().map(|name| name.english()).eq(["Jan Mayen", "Svalbard"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn english(self) -> &'static str {
        self.english
    }

    /// The name on the Japanese page; only that of [`V2019_12`](MarketListEdition::V2019_12) is known.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let names = |list: MarketList| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(list.look_up("Kosovo")?.listed_as().map(|name| name.japanese()).collect::<Vec<_>>())
    /// };
    /// assert_eq!(names("2019-12".parse()?)?, [Some("コソボ")]);
    /// assert_eq!(names("2019-10".parse()?)?, [None]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn japanese(self) -> Option<&'static str> {
        self.japanese
    }
}

/// What a list says about one market.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketList;
///
/// let answer = "2019-12".parse::<MarketList>()?.look_up("NOR")?;
/// assert_eq!(answer.to_string(), "Norway (NO) is not listed in 2019-12");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[must_use = "an answer is there to be read"]
pub struct MarketAnswer {
    list: MarketListEdition,
    code: MarketCode,
    /// The listed name that was asked for, where it is a part of what the code stands for.
    part: Option<&'static str>,
    availability: Availability,
}

impl MarketAnswer {
    /// The market's name as the list has it; the ordinary one where the list has none, or several for a whole code.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let list: MarketList = "2019-12".parse()?;
    /// assert_eq!(list.look_up("SZ")?.name(), "Swaziland", "as the list has it");
    /// assert_eq!(list.look_up("BQ")?.name(), "Bonaire, Sint Eustatius and Saba", "three are listed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &'static str {
        if let Some(part) = self.part {
            return part;
        }
        let mut names = self.listed_as();
        match (names.next(), names.next()) {
            (Some(only), None) => only.english,
            _ => self.code.name(),
        }
    }

    /// The market's code.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let list: MarketList = "2019-12".parse()?;
    /// assert_eq!(list.look_up("Eswatini")?.code().alpha3(), "SWZ");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn code(&self) -> MarketCode {
        self.code
    }

    /// Whether the list names the market.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{Availability, MarketList};
    ///
    /// // Cuba is on no list, which proves nothing.
    /// let list: MarketList = "2019-12".parse()?;
    /// assert_eq!(list.look_up("Cuba")?.availability(), Availability::NotListed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn availability(&self) -> Availability {
        self.availability
    }

    /// Which list says so.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::{MarketList, MarketListEdition};
    ///
    /// let answer = "2018-06".parse::<MarketList>()?.look_up("KR")?;
    /// assert_eq!(answer.list(), MarketListEdition::V2018_06);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn list(&self) -> MarketListEdition {
        self.list
    }

    /// Every name that the list has for the code, in alphabetical order; none when nothing behind the code is listed.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let list: MarketList = "2019-12".parse()?;
    /// let behind: Vec<&str> = list.look_up("BQ")?.listed_as().map(|name| name.english()).collect();
    /// assert_eq!(behind, ["Bonaire", "Saba", "Sint Eustatius"]);
    /// assert_eq!(list.look_up("Germany")?.listed_as().count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn listed_as(&self) -> impl Iterator<Item = ListedName> {
        MarketList::edition(self.list).names_of(self.code)
    }

    /// The service's error code for a purchase in an unavailable market; `None` when the market is not listed.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketList;
    ///
    /// let list: MarketList = "2019-12".parse()?;
    /// assert_eq!(list.look_up("Yemen")?.azure_code(), Some("NotSupportedCountry"));
    /// assert_eq!(list.look_up("Oman")?.azure_code(), None);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[must_use]
    pub const fn azure_code(&self) -> Option<&'static str> {
        match self.availability {
            Availability::Unavailable => Some("NotSupportedCountry"),
            Availability::NotListed => None,
        }
    }
}

impl fmt::Display for MarketAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) is {} in {}", self.name(), self.code, self.availability, self.list)
    }
}

/// A text that names no market.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketList;
///
/// let unknown = "2019-12".parse::<MarketList>()?.look_up("Korea").unwrap_err(); // North or South?
/// assert_eq!(
///     unknown.to_string(),
///     "`Korea` is not a market, expected a country's code or name such as `BR` or `Brazil`"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a market, expected a country's code or name such as `BR` or `Brazil`")]
#[non_exhaustive]
pub struct UnknownMarket {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

/// A day on which there was no list yet.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketList;
///
/// assert_eq!(
///     MarketList::in_force_on("2018-06-27".parse()?).unwrap_err().to_string(),
///     "no list of markets was in force on `2018-06-27`, expected a date from 2018-06-28 on"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no list of markets was in force on `{date}`, expected a date from {first} on")]
#[non_exhaustive]
pub struct NoMarketList {
    /// The UTC date that was asked about.
    pub date: NaiveDate,
    /// The first UTC date on which there is a list.
    pub first: NaiveDate,
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Serialize, Serializer, ser::SerializeStruct as _};

    use super::{ListedName, MarketAnswer};

    impl Serialize for MarketAnswer {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut answer = serializer.serialize_struct("MarketAnswer", 5)?;
            answer.serialize_field("name", self.name())?;
            answer.serialize_field("code", &self.code)?;
            answer.serialize_field("availability", &self.availability)?;
            answer.serialize_field("list", &self.list)?;
            answer.serialize_field("listed_as", &self.listed_as().collect::<Vec<ListedName>>())?;
            answer.end()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // No list has been published with only some of the parts of a code.
    #[test]
    fn a_list_with_one_part_answers_for_that_part_and_for_the_whole_code() {
        let listed = [ListedName { english: "Saba", japanese: None }];
        for (part, expected) in [
            (None, Availability::Unavailable),
            (Some("Saba"), Availability::Unavailable),
            (Some("Bonaire"), Availability::NotListed),
        ] {
            assert_eq!(availability(listed.into_iter(), part), expected, "{part:?}");
            assert_eq!(availability([].into_iter(), part), Availability::NotListed, "{part:?}");
        }
    }
}
