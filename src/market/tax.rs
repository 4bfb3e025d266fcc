//! Whether commercial prices contain tax.

use core::fmt;

use country_code_enum::CountryCode;

use super::MarketCode;

/// Whether the commercial prices of a market contain tax.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::{MarketCode, price_includes_tax};
///
/// assert_eq!(price_includes_tax(MarketCode::parse("BR")?).to_string(), "included");
/// assert_eq!(price_includes_tax(MarketCode::parse("DE")?).to_string(), "excluded");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `TAX-01`, `TAX-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a price contains tax or it does not")]
pub enum PriceTax {
    /// Tax comes on top of the price.
    Excluded,
    /// The price contains the tax.
    Included,
}

impl fmt::Display for PriceTax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Excluded => "excluded",
            Self::Included => "included",
        })
    }
}

/// Whether commercial prices in a market contain tax: in Australia and Brazil they do, everywhere else they do not.
///
/// # Rules
///
/// `TAX-01`, `TAX-02`.
///
/// # Examples
///
/// ```
/// use reservation_policy::market::{MarketCode, PriceTax, price_includes_tax};
///
/// assert_eq!(price_includes_tax(MarketCode::parse("AU")?), PriceTax::Included);
/// assert_eq!(price_includes_tax(MarketCode::parse("NZ")?), PriceTax::Excluded);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[must_use]
pub const fn price_includes_tax(market: MarketCode) -> PriceTax {
    if matches!(market.country(), CountryCode::AU | CountryCode::BR) { PriceTax::Included } else { PriceTax::Excluded }
}
