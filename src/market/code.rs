//! Codes of markets.

use core::fmt;
use core::str::FromStr;

use country_code_enum::CountryCode;

use super::table;
use crate::parse::ParseError;

/// The code of a market: a country or territory of ISO 3166-1, or `XK` for Kosovo.
///
/// Whose market it is (the customer's, the partner's, the subscription's) the caller decides: `AMB-19`.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::MarketCode;
///
/// let kosovo: MarketCode = "xk".parse()?;
/// assert_eq!((kosovo.alpha2(), kosovo.alpha3(), kosovo.name()), ("XK", "XKX", "Kosovo"));
/// assert_eq!("DEU".parse::<MarketCode>()?, "DE".parse()?);
/// assert!("UK".parse::<MarketCode>().is_err()); // the code is GB
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MarketCode(CountryCode);

impl MarketCode {
    pub(super) const fn new(code: CountryCode) -> Self {
        Self(code)
    }

    /// The market with an alpha-2 or alpha-3 code in any case.
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
    pub fn all() -> impl Iterator<Item = Self> {
        CountryCode::ALL.into_iter().map(Self)
    }

    /// The two letters, in capitals: `BQ`.
    #[must_use]
    pub fn alpha2(self) -> &'static str {
        self.0.into()
    }

    /// The three letters, in capitals: `BES`.
    #[must_use]
    pub const fn alpha3(self) -> &'static str {
        self.market().alpha3
    }

    /// The ordinary English name of today, whatever a list calls it: `Eswatini`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.market().name
    }

    /// Whether commercial prices include tax: in Australia and Brazil alone (`TAX-01`, `TAX-02`).
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::market::MarketCode;
    ///
    /// assert!("AU".parse::<MarketCode>()?.prices_include_tax());
    /// assert!(!"NZ".parse::<MarketCode>()?.prices_include_tax());
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[must_use]
    pub const fn prices_include_tax(self) -> bool {
        matches!(self.0, CountryCode::AU | CountryCode::BR)
    }

    pub(super) const fn market(self) -> &'static table::Market {
        table::market(self.0)
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

/// An alpha-2 or alpha-3 code in any case, with nothing around it.
impl FromStr for MarketCode {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::read(text).ok_or_else(|| {
            ParseError::new("a market code", text, "two or three letters of ISO 3166-1 such as `BR` or `BRA`")
        })
    }
}

crate::text::serde_as_text!(MarketCode);
