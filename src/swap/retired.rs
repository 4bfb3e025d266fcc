//! Virtual machine series whose reservations are no longer sold or renewed (`L-35`).
//!
//! The table goes by the UTC day of the request, whatever the edition. The series is read from the name of the size.

use chrono::NaiveDate;

use super::vm_size::VmSize;
use crate::calendar::Term;
use crate::edition::date;

/// The first UTC day without sales.
pub(crate) const RETIRED_FROM: NaiveDate = date(2026, 7, 1);

/// A series, as the names of its sizes are made up.
struct Series {
    family: &'static str,
    /// Whether premium storage is marked by a capital S after the family.
    capital_s: bool,
    /// The small letters of its sizes. A trailing `i` marks an isolated size of the same series.
    features: &'static [&'static str],
    /// 0 where the names have no version.
    version: u8,
    /// The terms that are no longer sold.
    terms: &'static [Term],
}

const ONE_YEAR: &[Term] = &[Term::OneYear];
const ONE_AND_THREE_YEARS: &[Term] = &[Term::OneYear, Term::ThreeYears];
const PLAIN: &[&str] = &["", "i"];
const PREMIUM: &[&str] = &["s", "is"];

const fn one_year(family: &'static str, features: &'static [&'static str], version: u8) -> Series {
    Series { family, capital_s: false, features, version, terms: ONE_YEAR }
}

const fn capital(family: &'static str, version: u8) -> Series {
    Series { family, capital_s: true, features: PLAIN, version, terms: ONE_YEAR }
}

const fn both_terms(family: &'static str, features: &'static [&'static str]) -> Series {
    Series { family, capital_s: false, features, version: 3, terms: ONE_AND_THREE_YEARS }
}

/// Av2, Amv2, Bv1, D, Ds, Dv2, Dsv2, F, Fs, Fsv2, G, Gs, Ls, Lsv2 for one year; Dv3, Dsv3, Ev3, Esv3 for one and three.
const SERIES: [Series; 18] = [
    one_year("A", &[""], 2),
    one_year("A", &["m"], 2),
    one_year("B", &["s", "ls", "ms"], 0),
    one_year("D", PLAIN, 0),
    capital("D", 0),
    one_year("D", PLAIN, 2),
    capital("D", 2),
    one_year("F", &[""], 0),
    one_year("F", &["s"], 0),
    one_year("F", &["s"], 2),
    one_year("G", &[""], 0),
    capital("G", 0),
    one_year("L", &["s"], 0),
    one_year("L", &["s"], 2),
    both_terms("D", PLAIN),
    both_terms("D", PREMIUM),
    both_terms("E", PLAIN),
    both_terms("E", PREMIUM),
];

/// The terms that reservations of a size are no longer sold for on a UTC day.
pub(crate) fn retired_terms(size: &VmSize, on: NaiveDate) -> &'static [Term] {
    let Some((family, capital_s, features, version)) = size.series().filter(|_| on >= RETIRED_FROM) else {
        return &[];
    };
    let found = SERIES.iter().find(|series| {
        (series.family, series.capital_s, series.version) == (family, capital_s, version)
            && series.features.contains(&features)
    });
    found.map_or(&[], |series| series.terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_retired_series_is_read_from_the_names_of_its_sizes() {
        let terms = |name: &str| retired_terms(&name.parse().unwrap(), RETIRED_FROM).len();
        for name in [
            "A2_v2",
            "A8m_v2",
            "B1ls",
            "B2ms",
            "B1s",
            "D1",
            "D14",
            "DS2",
            "D2_v2",
            "D15i_v2",
            "DS14-8_v2",
            "DS11_v2",
            "F4",
            "F4s",
            "F72s_v2",
            "G5",
            "GS5-16",
            "L4s",
            "L8s_v2",
        ] {
            assert_eq!(terms(name), 1, "{name}");
        }
        for name in ["D2_v3", "D64s_v3", "E20_v3", "E64i_v3", "E4-2s_v3", "E64is_v3"] {
            assert_eq!(terms(name), 2, "{name}");
        }
        for name in [
            "A2", "Basic_A2", "B2s_v2", "B2as_v2", "B2pts_v2", "D2a_v4", "D2_v4", "D2s_v5", "DC2s_v3", "D2ds_v4",
            "E2_v4", "EC2as_v5", "F2as_v6", "L8s_v3", "L8as_v3", "M64", "NC6s_v3", "H16", "FX4mds",
        ] {
            assert_eq!(terms(name), 0, "{name}");
        }
        let day_before = RETIRED_FROM.pred_opt().unwrap();
        assert!(retired_terms(&"D2s_v3".parse().unwrap(), day_before).is_empty());
    }
}
