//! Checked texts: ids that nobody can mix up or leave empty.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::shown::shortened;

/// A text that can't be an id.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::UserId;
///
/// let error = UserId::new("  ").unwrap_err();
/// assert_eq!(error.to_string(), "`  ` is not a user id, expected a text without control characters or blanks at its ends");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a {kind} id, expected a text without control characters or blanks at its ends")]
#[non_exhaustive]
pub struct InvalidId {
    /// What it should identify.
    pub kind: &'static str,
    /// The text that was given, shortened to 40 characters.
    pub text: String,
}

/// A text that is not empty, keeps its spelling, and is compared without regard to ASCII case, as the service does.
#[derive(Clone)]
pub(crate) struct IdText(Box<str>);

impl IdText {
    pub(crate) fn new(kind: &'static str, text: &str) -> Result<Self, InvalidId> {
        let fit = !text.is_empty() && text.trim() == text && !text.chars().any(char::is_control);
        if fit { Ok(Self(text.into())) } else { Err(InvalidId { kind, text: shortened(text) }) }
    }

    pub(crate) const fn as_str(&self) -> &str {
        &self.0
    }

    fn folded(&self) -> impl Iterator<Item = u8> {
        self.0.bytes().map(|byte| byte.to_ascii_lowercase())
    }
}

impl PartialEq for IdText {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for IdText {}

impl Hash for IdText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.folded().for_each(|byte| state.write_u8(byte));
        // No byte of UTF-8 is 0xFF, so that two ids in a row can't be taken for one.
        state.write_u8(0xFF);
    }
}

impl PartialOrd for IdText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for IdText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded())
    }
}

impl fmt::Debug for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// One newtype a meaning; `$kind` is the word before "id" in messages.
macro_rules! checked_ids {
    ($($(#[$doc:meta])+ $name:ident = $kind:literal;)+) => {$(
        $(#[$doc])+
        ///
        /// Never empty. Keeps its spelling; compared without regard to ASCII case.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($crate::role::text::IdText);

        impl $name {
            /// An id with this spelling.
            ///
            /// # Errors
            ///
            /// [`InvalidId`](crate::role::InvalidId) when the text is empty, has a control character, or blanks at an end.
            ///
            /// # Examples
            ///
            /// ```
            /// # use reservation_policy::{permission::*, role::*};
            #[doc = concat!("let id = ", stringify!($name), "::new(\"Contoso-1\")?;")]
            #[doc = concat!("assert_eq!(id, ", stringify!($name), "::new(\"contoso-1\")?);")]
            #[doc = concat!("assert!(", stringify!($name), "::new(\" contoso-1\").is_err());")]
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            pub fn new(text: &str) -> Result<Self, $crate::role::InvalidId> {
                $crate::role::text::IdText::new($kind, text).map(Self)
            }

            /// The id as it was given.
            ///
            /// # Examples
            ///
            /// ```
            /// # use reservation_policy::{permission::*, role::*};
            #[doc = concat!("assert_eq!(", stringify!($name), "::new(\"Contoso-1\")?.as_str(), \"Contoso-1\");")]
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            #[must_use]
            pub const fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        /// The id as it was given.
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::role::InvalidId;

            fn from_str(text: &str) -> Result<Self, $crate::role::InvalidId> {
                Self::new(text)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )+};
}

pub(crate) use checked_ids;

checked_ids! {
    /// Who did something: a user's sign-in name or id.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::UserId;
    ///
    /// let user = UserId::new("Mei@partner.example")?;
    /// assert_eq!(user, UserId::new("mei@partner.example")?);
    /// assert_eq!(user.as_str(), "Mei@partner.example");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    UserId = "user";
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use super::*;

    #[test]
    fn ids_that_are_equal_hash_and_sort_alike() {
        let (upper, lower) = (UserId::new("AB-é").unwrap(), UserId::new("ab-é").unwrap());
        let hasher = std::collections::hash_map::RandomState::new();
        assert_eq!(upper, lower);
        assert_eq!(upper.cmp(&lower), Ordering::Equal);
        assert_eq!(hasher.hash_one(&upper), hasher.hash_one(&lower));
        assert_ne!(upper, UserId::new("ab-É").unwrap());
        assert!(upper < UserId::new("b").unwrap());
    }

    #[test]
    fn a_message_is_one_short_line() {
        assert_eq!(shortened("a\nb"), "a\\nb");
        assert_eq!(shortened(&"x".repeat(50)).len(), 40);
    }
}
