//! Checked texts: how messages repeat a text, and ids that ignore case.

/// The most characters of a text that a message repeats.
const MOST: usize = 40;

/// The start of a text for a message: one line, control characters escaped, at most 40 characters.
pub(crate) fn shortened(text: &str) -> String {
    let (mut shown, mut room) = (String::new(), MOST);
    for letter in text.chars() {
        let is_plain = matches!(letter, '\'' | '"' | '\\');
        let needed = if is_plain { 1 } else { letter.escape_debug().count() };
        let Some(left) = room.checked_sub(needed) else { break };
        room = left;
        if is_plain {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_debug());
        }
    }
    shown
}

/// The longest text id, in characters.
pub(crate) const LONGEST_ID: usize = 256;

/// Whether a text can be an id: 1 to 256 characters, no control characters, no blanks at its ends.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.chars().nth(LONGEST_ID).is_none()
        && !text.chars().any(char::is_control)
}

/// What an id is made of, for messages.
pub(crate) const ID_EXPECTED: &str = "1 to 256 characters without control characters or blanks at the ends";

/// Equality, hash and order of a text that ignore ASCII case.
macro_rules! any_case {
    ($name:ident) => {
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.eq_ignore_ascii_case(&other.0)
            }
        }

        impl Eq for $name {}

        impl core::hash::Hash for $name {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.0.bytes().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
                state.write_u8(0xFF);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                let folded = |text: &Self| text.0.bytes().map(|byte| byte.to_ascii_lowercase()).collect::<Vec<u8>>();
                folded(self).cmp(&folded(other))
            }
        }
    };
}

/// A word of an open set that this crate does not know, as it was given. It never equals a known one; two that differ in
/// case are equal.
///
/// # Examples
///
/// ```
/// use reservation_policy::ResourceType;
///
/// let newer: ResourceType = "Quantum".parse()?;
/// assert!(matches!(&newer, ResourceType::Other(word) if word.as_str() == "Quantum"));
/// assert_eq!(newer, "QUANTUM".parse()?);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct UnknownWord(std::sync::Arc<str>);

impl UnknownWord {
    /// The caller has looked among the known words.
    pub(crate) fn new(word: &str) -> Self {
        Self(word.into())
    }

    /// The word as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

any_case!(UnknownWord);

/// Defines an open set of words: known ones, matched in any case, and [`UnknownWord`]s.
macro_rules! open_words {
    (
        $(#[$meta:meta])* $name:ident $what:literal;
        $($(#[$doc:meta])+ $variant:ident = $word:literal,)+
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])+ $variant,)+
            /// A word that this crate does not know.
            Other($crate::text::UnknownWord),
        }

        impl $name {
            /// Every word that this crate knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the service; an unknown one as it was given.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word.as_str(),
                }
            }

            /// Whether this crate knows the word.
            #[must_use]
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::ParseError;

            /// Reads any word, ignoring case; an unknown one is kept.
            fn from_str(text: &str) -> Result<Self, $crate::ParseError> {
                match Self::KNOWN.iter().find(|known| known.name().eq_ignore_ascii_case(text)) {
                    Some(known) => Ok(known.clone()),
                    None if $crate::text::is_id(text) => Ok(Self::Other($crate::text::UnknownWord::new(text))),
                    None => Err($crate::ParseError::new($what, text, $crate::text::ID_EXPECTED)),
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.name())
            }
        }

        $crate::text::serde_as_text!($name);
    };
}

/// Defines an id type: checked text that is cheap to clone. With `any case`, ids that differ in ASCII case are equal.
macro_rules! text_id {
    (@type $(#[$meta:meta])* $name:ident $what:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            #[doc = concat!("Checks that a text can be ", $what, ".")]
            ///
            /// # Errors
            ///
            /// [`ParseError`](crate::ParseError) for an empty text, more than 256 characters, control characters, or
            /// blanks at the ends.
            pub fn new(text: &str) -> Result<Self, $crate::ParseError> {
                if $crate::text::is_id(text) {
                    Ok(Self(text.into()))
                } else {
                    Err($crate::ParseError::new($what, text, $crate::text::ID_EXPECTED))
                }
            }

            /// The id as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::ParseError;

            fn from_str(text: &str) -> Result<Self, $crate::ParseError> {
                Self::new(text)
            }
        }

        $crate::text::serde_as_text!($name);
    };
    ($(#[$meta:meta])* $name:ident $what:literal, any case) => {
        $crate::text::text_id!(@type $(#[$meta])* $name $what);

        $crate::text::any_case!($name);
    };
    ($(#[$meta:meta])* $name:ident $what:literal) => {
        $crate::text::text_id!(@type $(#[$meta])* $name $what);

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl core::hash::Hash for $name {
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                self.0.cmp(&other.0)
            }
        }
    };
}

/// Serde as the text of `Display`, read through `FromStr`.
macro_rules! serde_as_text {
    ($name:ty) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {any_case, open_words, serde_as_text, text_id};

/// `` `a`, `b` or `c` ``, for messages.
pub(crate) fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, earlier)) => format!("{} or {last}", earlier.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_repeat_one_short_line_of_any_text() {
        assert_eq!(shortened(&"x".repeat(1_000)), "x".repeat(40));
        assert_eq!(shortened("D2s v3"), "D2s v3");
        assert_eq!(shortened("C:\\it's \"quoted\""), "C:\\it's \"quoted\"");
        assert_eq!(shortened("コートジボワール"), "コートジボワール");
        assert_eq!(shortened(&"\u{1b}".repeat(1_000)), "\\u{1b}".repeat(6), "no escape is cut in two");
        assert_eq!(shortened("two\nlines\u{1b}[31m\u{202e}"), "two\\nlines\\u{1b}[31m\\u{202e}");
    }

    #[test]
    fn names_are_listed_with_a_final_or() {
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(one_of(["a"]), "`a`");
    }
}
