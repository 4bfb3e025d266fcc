//! The checked texts that name an order, a product, a customer.

use core::fmt;

use crate::shown::shortened;

/// The most characters that a name or an id may have.
const MAX_CHARS: usize = 256;

/// The id of an order: Partner Center writes it without regard to case.
///
/// Two ids that differ only in the case of ASCII letters are equal, in order and in hash too; each prints as it came.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::reference::OrderId;
///
/// let upper: OrderId = "6A7C-2D54".parse()?;
/// assert_eq!(upper, "6a7c-2d54".parse()?);
/// assert_eq!(upper.as_str(), "6A7C-2D54");
/// assert!("".parse::<OrderId>().is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct OrderId(Box<str>);

/// The name of a product, as the order shows it.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::reference::ProductName;
///
/// let product: ProductName = "SQL Server 2019 Standard".parse()?;
/// assert_eq!(product.as_str(), "SQL Server 2019 Standard");
/// assert!("  ".parse::<ProductName>().is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProductName(Box<str>);

/// The name of a customer.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::reference::{CustomerName, CustomerReference};
///
/// let name: CustomerName = "Contoso Ltd".parse()?;
/// assert_eq!(CustomerReference::Name(name).to_string(), "Contoso Ltd");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerName(Box<str>);

/// The id of a customer's tenant: a GUID, kept in lower case.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::reference::TenantId;
///
/// let tenant: TenantId = "72F988BF-86F1-41AF-91AB-2D7CD011DB47".parse()?;
/// assert_eq!(tenant.as_str(), "72f988bf-86f1-41af-91ab-2d7cd011db47");
/// assert!("72f988bf".parse::<TenantId>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantId(Box<str>);

/// A domain name of a customer, kept in lower case.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::reference::CustomerDomain;
///
/// let domain: CustomerDomain = "Contoso.com".parse()?;
/// assert_eq!(domain.as_str(), "contoso.com");
/// assert!("contoso".parse::<CustomerDomain>().is_err(), "no dot");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `SW-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerDomain(Box<str>);

/// Which customer it is for: any one of the three is enough.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::reference::CustomerReference;
///
/// let customer = CustomerReference::Domain("contoso.onmicrosoft.com".parse()?);
/// assert_eq!(customer.to_string(), "contoso.onmicrosoft.com");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `SW-10`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CustomerReference {
    /// By name.
    Name(CustomerName),
    /// By the GUID of the tenant.
    TenantId(TenantId),
    /// By a domain name.
    Domain(CustomerDomain),
}

impl fmt::Display for CustomerReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name(CustomerName(text)) | Self::TenantId(TenantId(text)) | Self::Domain(CustomerDomain(text)) => {
                text
            }
        })
    }
}

/// A text that can't name what it should.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::reference::CustomerDomain;
/// assert_eq!(
///     "contoso".parse::<CustomerDomain>().map_err(|error| error.to_string()),
///     Err("`contoso` is not a domain name, expected labels with dots between such as `contoso.com`".to_owned())
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidReference {
    /// Nothing, or nothing but spaces.
    #[error("the {field} is empty, expected 1 to 256 characters")]
    Empty {
        /// What the text should name.
        field: &'static str,
    },
    /// Too long, with spaces at an end, or with control characters.
    #[error("`{text}` is not usable as the {field}, expected 1 to 256 printable characters without spaces at the ends")]
    NotPlain {
        /// What the text should name.
        field: &'static str,
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
    /// Not in the form of a GUID.
    #[error("`{text}` is not a tenant id, expected a GUID such as `72f988bf-86f1-41af-91ab-2d7cd011db47`")]
    NotGuid {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
    /// Not in the form of a domain name.
    #[error("`{text}` is not a domain name, expected labels with dots between such as `contoso.com`")]
    NotDomain {
        /// The text that was given, shortened to 40 characters.
        text: String,
    },
}

fn plain(text: &str, field: &'static str) -> Result<Box<str>, InvalidReference> {
    if text.trim().is_empty() {
        return Err(InvalidReference::Empty { field });
    }
    let is_plain = text.trim() == text && text.chars().count() <= MAX_CHARS && !text.chars().any(char::is_control);
    if is_plain { Ok(text.into()) } else { Err(InvalidReference::NotPlain { field, text: shortened(text) }) }
}

fn guid(text: &str) -> Result<Box<str>, InvalidReference> {
    let is_hex = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths = [8, 4, 4, 4, 12];
    let is_guid = text.split('-').count() == lengths.len()
        && text.split('-').zip(lengths).all(|(part, length)| is_hex(part, length));
    if is_guid {
        Ok(text.to_ascii_lowercase().into())
    } else {
        Err(InvalidReference::NotGuid { text: shortened(text) })
    }
}

fn domain(text: &str) -> Result<Box<str>, InvalidReference> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    if text.len() <= 253 && text.contains('.') && text.split('.').all(is_label) {
        Ok(text.to_lowercase().into())
    } else {
        Err(InvalidReference::NotDomain { text: shortened(text) })
    }
}

macro_rules! text_types {
    ($($type:ident, $read:expr;)+) => {$(
        impl $type {
            /// The text, as this type keeps it.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::software::reference::{CustomerDomain, OrderId};
            ///
            /// let (order, domain): (OrderId, CustomerDomain) = ("6A7C-2D54".parse()?, "Contoso.com".parse()?);
            /// assert_eq!(order.as_str(), "6A7C-2D54", "as it came");
            /// assert_eq!(domain.as_str(), "contoso.com", "in lower case");
            /// # Ok::<(), reservation_policy::Error>(())
            /// ```
            #[must_use]
            pub const fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl core::str::FromStr for $type {
            type Err = InvalidReference;

            fn from_str(text: &str) -> Result<Self, InvalidReference> {
                let read: fn(&str) -> Result<Box<str>, InvalidReference> = $read;
                read(text).map(Self)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

text_types! {
    OrderId, |text| plain(text, "order id");
    ProductName, |text| plain(text, "product name");
    CustomerName, |text| plain(text, "customer name");
    TenantId, guid;
    CustomerDomain, domain;
}

impl OrderId {
    fn folded(&self) -> impl Iterator<Item = u8> {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

impl PartialEq for OrderId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for OrderId {}

impl core::hash::Hash for OrderId {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.folded().for_each(|byte| state.write_u8(byte));
        // No byte of UTF-8: two ids in a row are not one longer id.
        state.write_u8(0xff);
    }
}

impl PartialOrd for OrderId {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for OrderId {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.folded().cmp(other.folded())
    }
}
