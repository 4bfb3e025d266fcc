//! Names of virtual machine sizes, and the size that differs in premium storage alone.

use core::fmt;
use core::num::{NonZeroU8, NonZeroU16};
use core::str::FromStr;

use super::pairs;
use crate::parse::ParseError;

/// The longest name that is read, in characters; the longest in use has about half as many.
const LONGEST: usize = 64;

/// A name part that the service writes in small letters; accelerators have capitals.
const SMALL_DETAILS: [&str; 2] = ["cc", "xl"];

/// The name of a virtual machine size: `Standard_D2s_v3`.
///
/// Names are read in any case, with or without `Standard_`, and written in one spelling. The order of the small letters
/// is part of the name, since the service has no fixed order either (`rs`, but `asr`). The name does not say whether the
/// size is still sold, or where.
///
/// # Examples
///
/// ```
/// use reservation_policy::swap::VmSize;
///
/// let size: VmSize = "d2S_V3".parse()?;
/// assert_eq!(size.to_string(), "Standard_D2s_v3");
/// assert_eq!(size.counterpart(), Some("D2_v3".parse()?));
/// assert!("Large".parse::<VmSize>().is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VmSize {
    tier: Tier,
    /// Capital letters, without the old-style S.
    family: Box<str>,
    capital_s: bool,
    number: u16,
    constrained: Option<NonZeroU16>,
    /// Small letters, none twice.
    features: Box<str>,
    /// What stands before the version: `A100`, `8`, `NDR_GB200`; mostly nothing.
    detail: Box<str>,
    version: Option<NonZeroU8>,
    promo: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Tier {
    Basic,
    Standard,
}

impl VmSize {
    /// The month in which the table behind [`counterpart`](Self::counterpart) was last compared with what is sold.
    pub const COUNTERPARTS_AS_OF: &'static str = "2024-10";

    /// The name without `Standard_` or `Basic_`: `D2s_v3`.
    #[must_use]
    pub fn short_name(&self) -> String {
        ShortName(self).to_string()
    }

    /// Whether the name says that premium storage can be attached. A few sizes take it without saying so, such as
    /// `M128`.
    #[must_use]
    pub fn is_marked_premium(&self) -> bool {
        self.capital_s || self.features.contains('s')
    }

    /// The size that differs in premium storage alone, in either direction (`EXC-15`, `L-13`).
    ///
    /// `None` when no counterpart is known as of [`COUNTERPARTS_AS_OF`](Self::COUNTERPARTS_AS_OF):
    /// * families that never had pairs (A, B, H, L, M, N), and series sold with premium storage alone;
    /// * constrained sizes: `E16-4s_v5` exists, a size of that name without the `s` was never sold;
    /// * promotional sizes, which cannot be reserved;
    /// * numbers that the series does not have: there is `D2_v3` but no `D3_v3`.
    #[must_use]
    pub fn counterpart(&self) -> Option<Self> {
        let series = self.series().filter(|_| self.constrained.is_none() && !self.promo)?;
        let mark = pairs::mark_of(series, self.number)?;
        let mut twin = self.clone();
        match mark {
            pairs::Mark::Capital => twin.capital_s = !self.capital_s,
            pairs::Mark::Letter => {
                twin.features =
                    self.features.strip_suffix('s').map_or_else(|| format!("{}s", self.features).into(), Into::into);
            }
        }
        Some(twin)
    }

    /// Whether the names differ in the mark for premium storage and in nothing else, sold or not.
    pub(super) fn differs_in_mark_alone(&self, other: &Self) -> bool {
        let bare =
            |size: &Self| Self { capital_s: false, features: size.features.replace('s', "").into(), ..size.clone() };
        self.is_marked_premium() != other.is_marked_premium() && bare(self) == bare(other)
    }

    /// 0 where the name has none.
    fn version(&self) -> u8 {
        self.version.map_or(0, NonZeroU8::get)
    }

    /// The series that the name belongs to: family with the old-style S, letters, and version. `None` for names that have
    /// more than that, of the basic tier or with an accelerator.
    pub(super) fn series(&self) -> Option<(&str, bool, &str, u8)> {
        let plain = self.tier == Tier::Standard && self.detail.is_empty();
        plain.then_some((&self.family, self.capital_s, &self.features, self.version()))
    }
}

/// Reads a short ASCII text.
fn read(text: &str) -> Option<VmSize> {
    let (tier, rest) = match strip_prefix(text, "basic_") {
        Some(rest) => (Tier::Basic, rest),
        None => (Tier::Standard, strip_prefix(text, "standard_").unwrap_or(text)),
    };
    let parts: Vec<&str> = rest.split('_').collect();
    let (promo, parts) = match parts.split_last()? {
        (last, rest) if last.eq_ignore_ascii_case("promo") => (true, rest),
        _ => (false, parts.as_slice()),
    };
    let (version, parts) = match parts.split_last().and_then(|(last, rest)| Some((version(last)?, rest))) {
        Some((version, rest)) => (Some(version), rest),
        None => (None, parts),
    };
    let (head, details) = parts.split_first()?;
    let details_fit =
        details.is_empty() || (details.len() <= 2 && version.is_some() && details.iter().all(|part| is_detail(part)));
    let size = VmSize {
        detail: details.iter().map(|part| spell_detail(part)).collect::<Vec<_>>().join("_").into(),
        version,
        promo,
        ..read_head(head, tier)?
    };
    (details_fit && (tier == Tier::Standard || is_basic(&size))).then_some(size)
}

/// Reads what stands before the first underscore: `E16-4s`.
fn read_head(head: &str, tier: Tier) -> Option<VmSize> {
    let (family, rest) = split_where(head, |letter| !letter.is_ascii_alphabetic());
    let (digits, rest) = split_where(rest, |letter| !letter.is_ascii_digit());
    let (constrained, features) = match rest.strip_prefix('-') {
        Some(rest) => {
            let (digits, features) = split_where(rest, |letter| !letter.is_ascii_digit());
            (Some(NonZeroU16::new(number(digits)?)?), features)
        }
        None => (None, rest),
    };
    let (family, capital_s): (Box<str>, bool) = match family.to_ascii_uppercase().as_str() {
        "DS" => ("D".into(), true),
        "GS" => ("G".into(), true),
        family => (family.into(), false),
    };
    let features = features.to_ascii_lowercase();
    let fits = (1..=4).contains(&family.len()) && are_features(&features) && !(capital_s && features.contains('s'));
    let number = number(digits)?;
    fits.then(|| VmSize {
        tier,
        family,
        capital_s,
        number,
        constrained,
        features: features.into(),
        detail: "".into(),
        version: None,
        promo: false,
    })
}

/// The basic tier only ever had `A0` to `A4`.
fn is_basic(size: &VmSize) -> bool {
    let plain = size.constrained.is_none() && size.features.is_empty() && size.version.is_none() && !size.promo;
    plain && *size.family == *"A" && size.number <= 4
}

/// Up to eight letters, none twice.
fn are_features(features: &str) -> bool {
    features.len() <= 8
        && features.char_indices().all(|(at, letter)| letter.is_ascii_lowercase() && features.find(letter) == Some(at))
}

fn is_detail(part: &str) -> bool {
    (1..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()) && version(part).is_none()
}

fn spell_detail(part: &str) -> String {
    let small = part.to_ascii_lowercase();
    if SMALL_DETAILS.contains(&small.as_str()) { small } else { part.to_ascii_uppercase() }
}

/// `v1` to `v99`.
fn version(part: &str) -> Option<NonZeroU8> {
    let digits = strip_prefix(part, "v").filter(|digits| digits.len() <= 2)?;
    u8::try_from(number(digits)?).ok().and_then(NonZeroU8::new)
}

/// At most four digits and no leading zero, except for 0 itself.
fn number(digits: &str) -> Option<u16> {
    let one_spelling = digits.len() <= 4 && (digits == "0" || !digits.starts_with('0'));
    let only_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    (one_spelling && only_digits).then(|| digits.parse().ok()).flatten()
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.split_at_checked(prefix.len()).filter(|(start, _)| start.eq_ignore_ascii_case(prefix)).map(|(_, rest)| rest)
}

fn split_where(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.find(ends).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

struct ShortName<'a>(&'a VmSize);

impl fmt::Display for ShortName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let VmSize { family, capital_s, number, constrained, features, detail, version, promo, tier: _ } = self.0;
        write!(f, "{family}{}{number}", if *capital_s { "S" } else { "" })?;
        if let Some(constrained) = constrained {
            write!(f, "-{constrained}")?;
        }
        f.write_str(features)?;
        if !detail.is_empty() {
            write!(f, "_{detail}")?;
        }
        if let Some(version) = version {
            write!(f, "_v{version}")?;
        }
        f.write_str(if *promo { "_Promo" } else { "" })
    }
}

/// The name in full: `Standard_D2s_v3`.
impl fmt::Display for VmSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tier = match self.tier {
            Tier::Basic => "Basic",
            Tier::Standard => "Standard",
        };
        write!(f, "{tier}_{}", ShortName(self))
    }
}

impl FromStr for VmSize {
    type Err = ParseError;

    /// Reads, in order: `Standard_` or `Basic_` if any; one to four letters for the family; a number; a hyphen and the
    /// constrained vCPU count if any; up to eight different letters for features; at most two parts such as `_A100`, only
    /// where a version follows; a version such as `_v2` if any; `_Promo` if any. `Basic_` goes with `A0` to `A4` alone.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        Some(text).filter(|text| text.len() <= LONGEST && text.is_ascii()).and_then(read).ok_or_else(|| {
            ParseError::new("the name of a virtual machine size", text, "one such as `Standard_D2s_v3` or `F1s`")
        })
    }
}

crate::text::serde_as_text!(VmSize);
