//! JSON that is read member by member: where a value stands, what it is, and what was expected of it.
//!
//! Nothing is read that nobody asks for, so a document may hold anything beside its members, as deep as it likes.

use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::RequestError;
use super::number::ExactNumber;
use super::words::{nearest, syntax};
use crate::calendar::midnight;
use crate::parse::ParseError;
use crate::text::{one_of, shortened};

/// A JSON value and its path: `order.properties.term`.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    raw: &'a str,
    path: String,
}

/// Whether a number may be written as text, as exports write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// JSON numbers only.
    Plain,
    /// Text as well.
    OrText,
}

impl<'a> Node<'a> {
    /// A whole text as one value.
    pub(crate) fn document(text: &'a str, path: &str) -> Result<Self, RequestError> {
        let raw: &'a RawValue = serde_json::from_str(text)
            .map_err(|error| RequestError::invalid(path, format_args!("the text is not JSON: {}", syntax(&error))))?;
        Ok(Self { raw: raw.get(), path: path.to_owned() })
    }

    /// The path.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        self.raw.starts_with('[')
    }

    /// Whether it is an object.
    pub(crate) fn is_object(&self) -> bool {
        self.raw.starts_with('{')
    }

    /// Whether it is a text.
    pub(crate) fn is_text(&self) -> bool {
        self.raw.starts_with('"')
    }

    /// Whether it is `null`.
    pub(crate) fn is_null(&self) -> bool {
        self.raw.starts_with('n')
    }

    /// An error about this value.
    pub(crate) fn error(&self, message: impl fmt::Display) -> RequestError {
        RequestError::invalid(&self.path, message)
    }

    /// An error that says what was found in place of what was expected.
    pub(crate) fn unexpected(&self, expected: &str) -> RequestError {
        let found = match self.raw.as_bytes().first() {
            Some(b'{') => "an object".to_owned(),
            Some(b'[') => "a list".to_owned(),
            Some(b'"') => match serde_json::from_str::<String>(self.raw) {
                Ok(text) => format!("the text `{}`", shortened(&text)),
                Err(_) => "a text".to_owned(),
            },
            Some(b't' | b'f') => format!("`{}`", self.raw),
            Some(b'n') => "`null`".to_owned(),
            _ => format!("the number `{}`", shortened(self.raw)),
        };
        self.error(format_args!("expected {expected}, found {found}"))
    }

    /// A text.
    pub(crate) fn text(&self, expected: &str) -> Result<String, RequestError> {
        if !self.is_text() {
            return Err(self.unexpected(expected));
        }
        serde_json::from_str(self.raw)
            .map_err(|error| self.error(format_args!("the text cannot be read: {}", syntax(&error))))
    }

    /// A text that is read as something else.
    pub(crate) fn parse<T: FromStr<Err = ParseError>>(&self, expected: &str) -> Result<T, RequestError> {
        self.text(expected)?.parse().map_err(|error: ParseError| self.error(error))
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self) -> Result<bool, RequestError> {
        match self.raw {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.unexpected("`true` or `false`")),
        }
    }

    /// An exact number.
    pub(crate) fn number(&self, numbers: Numbers) -> Result<ExactNumber, RequestError> {
        let text = match self.raw.as_bytes().first() {
            Some(b'-' | b'0'..=b'9') => self.raw.to_owned(),
            Some(b'"') if numbers == Numbers::OrText => self.text("a number")?.trim().to_owned(),
            _ => return Err(self.unexpected("a number")),
        };
        ExactNumber::parse(&text).map_err(|error| self.error(error))
    }

    /// The values of a list.
    pub(crate) fn list(&self, expected: &str) -> Result<Vec<Self>, RequestError> {
        if !self.is_list() {
            return Err(self.unexpected(expected));
        }
        let items: Vec<&'a RawValue> = serde_json::from_str(self.raw)
            .map_err(|error| self.error(format_args!("the list cannot be read: {}", syntax(&error))))?;
        let at =
            |(index, item): (usize, &'a RawValue)| Self { raw: item.get(), path: format!("{}[{index}]", self.path) };
        Ok(items.into_iter().enumerate().map(at).collect())
    }

    /// The members of an object, with their names.
    pub(crate) fn members(&self) -> Result<Vec<(String, Self)>, RequestError> {
        let members = Members::of(self, "an object")?;
        let one = |(name, raw): (String, &'a RawValue)| {
            let path = below(&self.path, &shortened(&name));
            (name, Self { raw: raw.get(), path })
        };
        Ok(members.0.into_iter().map(one).collect())
    }

    /// A member of an object whose other members are ignored.
    pub(crate) fn member(&self, name: &str) -> Result<Option<Self>, RequestError> {
        Members::of(self, "an object")?.get(name, &self.path)
    }

    /// The value as it was written, without white space between its parts.
    pub(crate) fn on_one_line(&self) -> Result<Box<RawValue>, RequestError> {
        let (mut text, mut in_text, mut escaped) = (String::with_capacity(self.raw.len()), false, false);
        for letter in self.raw.chars() {
            if in_text || !letter.is_ascii_whitespace() {
                text.push(letter);
            }
            in_text = if letter == '"' && !escaped { !in_text } else { in_text };
            escaped = in_text && letter == '\\' && !escaped;
        }
        RawValue::from_string(text).map_err(|error| self.error(syntax(&error)))
    }

    /// The object's text with another value of one member.
    pub(crate) fn with_member(&self, name: &str, value: &str) -> Result<String, RequestError> {
        let members = Members::of(self, "an object")?;
        let one = |(member, raw): &(String, &RawValue)| {
            let raw = if member == name { value } else { raw.get() };
            format!("{}:{raw}", serde_json::Value::from(member.as_str()))
        };
        Ok(format!("{{{}}}", members.0.iter().map(one).collect::<Vec<_>>().join(",")))
    }

    /// An instant with its offset: `2023-03-10T03:07:12Z`.
    pub(crate) fn instant(&self) -> Result<DateTime<Utc>, RequestError> {
        let text = self.text("an instant such as `2023-03-10T03:07:12Z`")?;
        match Time::of(&text) {
            Some(Time::Instant(instant)) => Ok(instant),
            _ => Err(self.not_an_instant(&text)),
        }
    }

    /// An instant with its offset, or a UTC day for its first instant.
    pub(crate) fn instant_or_day(&self) -> Result<DateTime<Utc>, RequestError> {
        let text = self.text("an instant such as `2023-03-10T03:07:12Z`")?;
        match Time::of(&text) {
            Some(Time::Instant(instant)) => Ok(instant),
            Some(Time::Day(day)) => Ok(midnight(day)),
            _ => Err(self.not_an_instant(&text)),
        }
    }

    /// A day. Tools also write an instant where the service documents a day: its UTC day counts.
    pub(crate) fn day(&self) -> Result<NaiveDate, RequestError> {
        let text = self.text("a date such as `2023-03-10`")?;
        match Time::of(&text) {
            Some(Time::Instant(instant)) => Ok(crate::calendar::utc_date(instant)),
            Some(Time::Day(day)) => Ok(day),
            Some(Time::WithoutOffset(local)) => Ok(local.date()),
            None => {
                let shown = shortened(&text);
                Err(self.error(format_args!("`{shown}` is not a date, expected one such as `2023-03-10`")))
            }
        }
    }

    fn not_an_instant(&self, text: &str) -> RequestError {
        let shown = shortened(text);
        match Time::of(text) {
            Some(Time::WithoutOffset(_)) => self.error(format_args!(
                "`{shown}` is not an instant: it has no offset, expected `Z` for UTC or an offset such as `+01:00` at its end"
            )),
            _ => self.error(format_args!("`{shown}` is not an instant, expected one such as `2023-03-10T03:07:12Z`")),
        }
    }
}

/// What a text says about time.
enum Time {
    Instant(DateTime<Utc>),
    Day(NaiveDate),
    WithoutOffset(NaiveDateTime),
}

impl Time {
    fn of(text: &str) -> Option<Self> {
        if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
            return Some(Self::Instant(instant.to_utc()));
        }
        let four_digit_year = text.bytes().take_while(u8::is_ascii_digit).count() == 4;
        if !four_digit_year {
            return None;
        }
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Some(Self::Day(day)).filter(|_| text.len() == 10);
        }
        let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
        local.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()).map(Self::WithoutOffset)
    }
}

/// The members of an object, in their order.
#[derive(Debug, Clone)]
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Deserialize<'a> for Members<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'a> Visitor<'a> for Read {
            type Value = Members<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<String, &'a RawValue>()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Read)
    }
}

impl<'a> Members<'a> {
    fn of(node: &Node<'a>, expected: &str) -> Result<Self, RequestError> {
        if !node.is_object() {
            return Err(node.unexpected(expected));
        }
        serde_json::from_str(node.raw)
            .map_err(|error| node.error(format_args!("the object cannot be read: {}", syntax(&error))))
    }

    /// The member of a name; `null` is no member. One that is given twice is an error.
    fn get(&self, name: &str, path: &str) -> Result<Option<Node<'a>>, RequestError> {
        let mut named = self.0.iter().filter(|(member, _)| member == name);
        let Some((_, first)) = named.next() else { return Ok(None) };
        let node = Node { raw: first.get(), path: below(path, name) };
        if named.next().is_some() {
            return Err(twice(&node.path, name));
        }
        Ok(Some(node).filter(|node| !node.is_null()))
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(member, value)| member == name && !value.get().starts_with('n'))
    }
}

fn twice(path: &str, name: &str) -> RequestError {
    RequestError::invalid(path, format_args!("member `{}` is given twice, expected it once", shortened(name)))
}

/// The path of a member.
pub(crate) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// An object of the contract: each member is known, and is given once.
#[derive(Debug, Clone)]
pub(crate) struct Ours<'a> {
    path: String,
    members: Members<'a>,
}

/// Other spellings that are read.
const SPELLINGS: [(&str, &str); 2] = [("canceledCommitment", "cancelledCommitment"), ("license", "licence")];

impl<'a> Ours<'a> {
    /// Reads an object with no other members than these.
    pub(crate) fn of(node: &Node<'a>, names: &[&str]) -> Result<Self, RequestError> {
        let expected = || format!("an object with {}", all_of(names));
        let mut members = match Members::of(node, "an object") {
            Ok(members) => members,
            Err(_) if !node.is_object() => return Err(node.unexpected(&expected())),
            Err(error) => return Err(error),
        };
        let mut seen: Vec<&str> = Vec::new();
        for (name, _) in &mut members.0 {
            if let Some((_, usual)) = SPELLINGS.iter().find(|(other, usual)| other == name && names.contains(usual)) {
                (*usual).clone_into(name);
            }
            let path = || below(&node.path, &shortened(name));
            match names.iter().find(|known| *known == name) {
                None => return Err(unknown(&path(), name, names)),
                Some(known) if seen.contains(known) => return Err(twice(&path(), name)),
                Some(known) => seen.push(known),
            }
        }
        Ok(Self { path: node.path.clone(), members })
    }

    /// A member that may be left out.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Node<'a>>, RequestError> {
        self.members.get(name, &self.path)
    }

    /// The path that a member has, or would have.
    pub(crate) fn path_of(&self, name: &str) -> String {
        below(&self.path, name)
    }

    /// A member that is needed; `expected` says what it should be.
    pub(crate) fn required(&self, name: &str, expected: &str) -> Result<Node<'a>, RequestError> {
        let missing =
            || RequestError::invalid(&below(&self.path, name), format_args!("is missing, expected {expected}"));
        self.get(name)?.ok_or_else(missing)
    }
}

/// An error for a member that is not known, with the nearest one.
fn unknown(path: &str, name: &str, names: &[&str]) -> RequestError {
    let close = nearest(name, names).unwrap_or_default();
    let (name, all) = (shortened(name), all_of(names));
    let message = format_args!("`{name}` is not a member here; the nearest is `{close}`, expected one of {all}");
    RequestError::invalid(path, message)
}

fn all_of(names: &[&str]) -> String {
    one_of(names.iter().copied())
}

/// A document of the service: other members are ignored, and its facts stand in `properties`, or at its top as some
/// tools print them.
#[derive(Debug, Clone)]
pub(crate) struct Document<'a> {
    path: String,
    top: Members<'a>,
    properties: Option<Members<'a>>,
    kind: &'static Kind,
}

/// A kind of document, for errors about what is missing.
#[derive(Debug)]
pub(crate) struct Kind {
    /// With its article: `an order`.
    pub(crate) name: &'static str,
    /// Where it comes from.
    pub(crate) source: &'static str,
    /// Some of its facts: one of them at the top makes it a document without `properties`.
    pub(crate) facts: &'static [&'static str],
    /// Whether a list of one is read as its element.
    pub(crate) in_list: bool,
}

impl<'a> Document<'a> {
    pub(crate) fn of(node: &Node<'a>, kind: &'static Kind) -> Result<Self, RequestError> {
        if node.is_list() && kind.in_list {
            let items = node.list(kind.name)?;
            let [only] = items.as_slice() else {
                let (name, count) = (kind.name, items.len());
                return Err(
                    node.error(format_args!("expected {name}, found a list of {count}; give one of its elements"))
                );
            };
            if only.is_list() {
                return Err(only.unexpected(kind.name));
            }
            return Self::of(only, kind);
        }
        let document = Self::unchecked(node, kind)?;
        document.check()?;
        Ok(document)
    }

    /// A document that may have no facts, as nothing is asked of it yet.
    pub(crate) fn unchecked(node: &Node<'a>, kind: &'static Kind) -> Result<Self, RequestError> {
        let top = Members::of(node, kind.name)?;
        let properties = top.get("properties", &node.path)?;
        let properties = properties.map(|node| Members::of(&node, "an object")).transpose()?;
        Ok(Self { path: node.path.clone(), top, properties, kind })
    }

    /// Checks that there are facts.
    pub(crate) fn check(&self) -> Result<(), RequestError> {
        if self.properties.is_some() || self.kind.facts.iter().any(|fact| self.top.has(fact)) {
            return Ok(());
        }
        let path = below(&self.path, "properties");
        Err(RequestError::invalid(&path, format_args!("is missing, expected {}", self.kind.source)))
    }

    /// The path of the document.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// A member beside `properties`, such as `id`.
    pub(crate) fn top(&self, name: &str) -> Result<Option<Node<'a>>, RequestError> {
        self.top.get(name, &self.path)
    }

    /// A fact: in `properties`, or at the top.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Node<'a>>, RequestError> {
        if let Some(properties) = &self.properties {
            if let Some(node) = properties.get(name, &below(&self.path, "properties"))? {
                return Ok(Some(node));
            }
        }
        self.top.get(name, &self.path)
    }

    /// A fact that is needed.
    pub(crate) fn required(&self, name: &str) -> Result<Node<'a>, RequestError> {
        self.get(name)?.ok_or_else(|| self.missing(name))
    }

    /// The path that a fact has, or would have.
    pub(crate) fn path_of(&self, name: &str) -> String {
        if self.properties.is_some() { below(&below(&self.path, "properties"), name) } else { below(&self.path, name) }
    }

    /// An error that says where a missing fact comes from.
    pub(crate) fn missing(&self, name: &str) -> RequestError {
        RequestError::invalid(&self.path_of(name), format_args!("is missing, expected {}", self.kind.source))
    }
}
