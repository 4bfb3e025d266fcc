//! The series whose sizes are sold both without and with premium storage.

/// How a series writes premium storage into a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// As the last small letter: F1 and F1s.
    Letter,
    /// As a capital S after the family: D1 and DS1.
    Capital,
}

/// A series in which each size has a twin.
struct PairedSeries {
    family: &'static str,
    /// The small letters of the size without premium storage.
    features: &'static str,
    /// 0 where the name has no version.
    version: u8,
    mark: Mark,
    numbers: &'static [u16],
}

const fn series(family: &'static str, features: &'static str, version: u8, numbers: &'static [u16]) -> PairedSeries {
    PairedSeries { family, features, version, mark: Mark::Letter, numbers }
}

const fn capital(family: &'static str, version: u8, numbers: &'static [u16]) -> PairedSeries {
    PairedSeries { family, features: "", version, mark: Mark::Capital, numbers }
}

const TO_16: &[u16] = &[1, 2, 4, 8, 16];
const TO_64: &[u16] = &[2, 4, 8, 16, 32, 48, 64];
const TO_96: &[u16] = &[2, 4, 8, 16, 32, 48, 64, 96];
const TO_64_WITH_20: &[u16] = &[2, 4, 8, 16, 20, 32, 48, 64];
const TO_96_WITH_20: &[u16] = &[2, 4, 8, 16, 20, 32, 48, 64, 96];

// Pairs in which both sizes are sold, and only one of them takes premium disks. Left out on purpose: M64 and M128,
// which take premium disks with and without the letter; sizes with constrained vCPUs, sold with the letter alone;
// promotional sizes, which cannot be reserved; GPU sizes, whose like-named versions are different machines.
static PAIRED: &[PairedSeries] = &[
    capital("D", 0, &[1, 2, 3, 4, 11, 12, 13, 14]),
    capital("D", 2, &[1, 2, 3, 4, 5, 11, 12, 13, 14, 15]),
    series("D", "", 3, TO_64),
    series("D", "", 4, TO_64),
    series("D", "", 5, TO_96),
    series("D", "a", 4, TO_96),
    series("D", "d", 4, TO_64),
    series("D", "d", 5, TO_96),
    series("E", "", 3, TO_64_WITH_20),
    series("E", "", 4, TO_64_WITH_20),
    series("E", "", 5, TO_96_WITH_20),
    series("E", "a", 4, TO_96_WITH_20),
    series("E", "d", 4, TO_64_WITH_20),
    series("E", "d", 5, TO_96_WITH_20),
    series("E", "i", 3, &[64]),
    series("E", "i", 5, &[104]),
    series("E", "id", 5, &[104]),
    series("F", "", 0, TO_16),
    capital("G", 0, &[1, 2, 3, 4, 5]),
];

impl PairedSeries {
    fn holds(&self, (family, capital_s, features, version): (&str, bool, &str, u8), number: u16) -> bool {
        let plain = match self.mark {
            Mark::Letter if capital_s => None,
            Mark::Letter => Some(features.strip_suffix('s').unwrap_or(features)),
            Mark::Capital => Some(features),
        };
        plain == Some(self.features)
            && *family == *self.family
            && version == self.version
            && self.numbers.contains(&number)
    }
}

/// How premium storage is marked in a series, for one number of it; `None` when the size is not known to have a twin.
pub(super) fn mark_of(series: (&str, bool, &str, u8), number: u16) -> Option<Mark> {
    PAIRED.iter().find(|paired| paired.holds(series, number)).map(|paired| paired.mark)
}
