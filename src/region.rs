//! Regions, compared without blanks and case.

use core::fmt;
use std::sync::Arc;

use crate::parse::ParseError;

/// The name of an Azure region. `West Europe` and `westeurope` are the same.
///
/// # Examples
///
/// ```
/// use reservation_policy::reservation::Region;
///
/// assert_eq!("West Europe".parse::<Region>()?, "westeurope".parse()?);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(Arc<str>);

impl Region {
    /// The name in lower case and without blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl core::str::FromStr for Region {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let name = text.trim_ascii();
        let well_formed =
            (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte == b' ' || byte.is_ascii_alphanumeric());
        if !well_formed {
            let expected = "1 to 64 letters, digits and spaces such as `westeurope`";
            return Err(ParseError::new("the name of a region", text, expected));
        }
        let letters = name.chars().filter(|letter| *letter != ' ');
        Ok(Self(letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>().into()))
    }
}

crate::text::serde_as_text!(Region);
