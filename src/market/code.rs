//! The code of a market.

use core::{fmt, str::FromStr};

use country_code_enum::CountryCode;

use super::table;

use crate::shown::shortened;

/// The code of a market: a country or territory of ISO 3166-1, or `XK` for Kosovo.
///
/// Whose market it is (the customer's, the partner's) the caller decides.
///
/// # Rules
///
/// `AMB-19`.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketCode;
///
/// let kosovo = MarketCode::parse("xk")?;
/// assert_eq!((kosovo.alpha2(), kosovo.alpha3(), kosovo.name()), ("XK", "XKX", "Kosovo"));
/// assert_eq!(MarketCode::parse("DEU")?, MarketCode::parse("DE")?);
/// assert!(MarketCode::parse("XX").is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MarketCode(CountryCode);

impl MarketCode {
    pub(super) const fn new(code: CountryCode) -> Self {
        Self(code)
    }

    /// The market with this alpha-2 or alpha-3 code, in capital or small letters, with nothing around it.
    ///
    /// Nothing is allocated unless it fails.
    ///
    /// # Errors
    ///
    /// [`InvalidMarketCode`] for anything else; `UK` is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketCode;
    ///
    /// assert_eq!(MarketCode::parse("gbr")?.alpha2(), "GB");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidMarketCode> {
        Self::read(text).ok_or_else(|| InvalidMarketCode { text: shortened(text) })
    }

    /// As [`parse`](Self::parse), for those who have another use for the text.
    pub(super) fn read(text: &str) -> Option<Self> {
        let letters = text.as_bytes();
        let code = if let Ok(mut alpha2) = <[u8; 2]>::try_from(letters) {
            alpha2.make_ascii_uppercase();
            table::of_alpha2(alpha2)?
        } else {
            let mut alpha3 = <[u8; 3]>::try_from(letters).ok()?;
            alpha3.make_ascii_uppercase();
            table::of_alpha3(alpha3)?
        };
        Some(Self(code))
    }

    /// Every market code, in the order of the alpha-2 codes.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketCode;
    ///
    /// assert_eq!(MarketCode::all().count(), 250, "249 of ISO 3166-1, and Kosovo");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        CountryCode::ALL.into_iter().map(Self)
    }

    /// The two letters, in capitals: `BQ`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketCode;
    ///
    /// assert_eq!(MarketCode::parse("bes")?.alpha2(), "BQ");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn alpha2(self) -> &'static str {
        self.0.into()
    }

    /// The three letters, in capitals: `BES`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketCode;
    ///
    /// assert_eq!(MarketCode::parse("xk")?.alpha3(), "XKX");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn alpha3(self) -> &'static str {
        self.market().alpha3
    }

    /// The ordinary English name of today, whatever a list calls it: `Eswatini`.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketCode;
    ///
    /// assert_eq!(MarketCode::parse("SZ")?.name(), "Eswatini");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.market().name
    }

    pub(super) const fn market(self) -> &'static table::Market {
        table::market(self.0)
    }

    pub(super) const fn country(self) -> CountryCode {
        self.0
    }
}

impl fmt::Debug for MarketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.alpha2())
    }
}

/// The alpha-2 code.
impl fmt::Display for MarketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.alpha2())
    }
}

impl FromStr for MarketCode {
    type Err = InvalidMarketCode;

    fn from_str(text: &str) -> Result<Self, InvalidMarketCode> {
        Self::parse(text)
    }
}

/// A text that is no market's code.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketCode;
///
/// assert_eq!(
///     MarketCode::parse("UK").unwrap_err().to_string(),
///     "`UK` is not a market code, expected two or three letters of ISO 3166-1 such as `BR` or `BRA`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a market code, expected two or three letters of ISO 3166-1 such as `BR` or `BRA`")]
#[non_exhaustive]
pub struct InvalidMarketCode {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

    use super::MarketCode;

    impl Serialize for MarketCode {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.alpha2())
        }
    }

    impl<'de> Deserialize<'de> for MarketCode {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        }
    }
}
