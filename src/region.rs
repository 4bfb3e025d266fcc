//! Regions by name.

use core::fmt;
use core::str::FromStr;

use crate::shown::shortened;

/// The longest name of a region that is read, in characters.
const LONGEST: usize = 64;

/// An Azure region: `westeurope`.
///
/// The service and its portal write the same region in two ways, so a name is brought to one form: small letters and
/// no spaces. The crate keeps no list of regions; any name of letters and digits will do.
///
/// # Examples
///
/// ```
/// use reservation_policy::region::Region;
///
/// assert_eq!(Region::parse("West Europe")?, Region::parse("westeurope")?);
/// assert_eq!(Region::parse("US Gov Virginia")?.as_str(), "usgovvirginia");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "String", into = "String")
)]
pub struct Region(Box<str>);

/// A text that can't be the name of a region.
///
/// # Examples
///
/// ```
/// use reservation_policy::region::Region;
///
/// assert_eq!(
///     Region::parse("west-europe").unwrap_err().to_string(),
///     "`west-europe` is not the name of a region, expected 1 to 64 letters, digits and spaces such as `westeurope`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the name of a region, expected 1 to 64 letters, digits and spaces such as `westeurope`")]
#[non_exhaustive]
pub struct InvalidRegion {
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

impl Region {
    /// The region with this name, without regard to case, to spaces between the words and to blanks around them.
    ///
    /// # Errors
    ///
    /// [`InvalidRegion`] when nothing is left, for more than 64 characters, and for anything but ASCII letters,
    /// digits and spaces.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::region::Region;
    ///
    /// assert_eq!(Region::parse(" East US 2 ")?.as_str(), "eastus2");
    /// assert!(Region::parse("west-europe").is_err());
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidRegion> {
        let name = text.trim_ascii();
        let well_formed = (1..=LONGEST).contains(&name.len())
            && name.bytes().all(|byte| byte == b' ' || byte.is_ascii_alphanumeric());
        if !well_formed {
            return Err(InvalidRegion { text: shortened(text) });
        }
        let letters = name.chars().filter(|letter| *letter != ' ');
        Ok(Self(letters.map(|letter| letter.to_ascii_lowercase()).collect()))
    }

    /// The name in small letters and without spaces.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::region::Region;
    ///
    /// assert_eq!(Region::parse("Japan East")?.as_str(), "japaneast");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[must_use]
    pub const fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Region {
    type Err = InvalidRegion;

    fn from_str(text: &str) -> Result<Self, InvalidRegion> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Region {
    type Error = InvalidRegion;

    fn try_from(text: String) -> Result<Self, InvalidRegion> {
        Self::parse(&text)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        Self::from(region.0)
    }
}
