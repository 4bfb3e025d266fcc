//! Regions, names of virtual machine sizes, and the swap between premium-storage counterparts.

#![expect(clippy::panic, reason = "a helper of a test stops the test")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use reservation_policy::Error;
use reservation_policy::decision::{Reason, Verdict};
use reservation_policy::region::Region;
use reservation_policy::reservation::storage_swap::{
    StorageSwap, StorageSwapPolicy, SwapReason, SwapRequest, SwapSide, swap,
};
use reservation_policy::reservation::vm_size::VmSize;
use reservation_policy::rule::RuleId;

fn size(name: &str) -> VmSize {
    VmSize::parse(name).unwrap_or_else(|error| panic!("{error}"))
}

fn region(name: &str) -> Region {
    Region::parse(name).unwrap_or_else(|error| panic!("{error}"))
}

fn reasons(policy: StorageSwapPolicy, from: (&str, &str), to: (&str, &str)) -> (Verdict, Vec<SwapReason>) {
    let sizes = (size(from.0), size(to.0));
    let regions = (region(from.1), region(to.1));
    let request = SwapRequest::new(SwapSide::new(&sizes.0, &regions.0), SwapSide::new(&sizes.1, &regions.1));
    let decision = swap(policy, &request);
    (decision.verdict(), decision.reasons().to_vec())
}

fn in_one_region(policy: StorageSwapPolicy, from: &str, to: &str) -> (Verdict, Vec<SwapReason>) {
    reasons(policy, (from, "westeurope"), (to, "West Europe"))
}

fn not_a_counterpart(from: &str, to: &str, expected: Option<&str>) -> SwapReason {
    SwapReason::NotACounterpart { from: size(from), to: size(to), expected: expected.map(size) }
}

#[test]
fn a_region_has_one_spelling() {
    for (text, expected) in [
        ("westeurope", "westeurope"),
        ("West Europe", "westeurope"),
        ("  WEST   EUROPE\n", "westeurope"),
        ("East US 2", "eastus2"),
        ("a", "a"),
        ("0", "0"),
    ] {
        assert_eq!(region(text).as_str(), expected, "{text:?}");
        assert_eq!(text.parse(), Ok(region(expected)), "{text:?}");
        assert_eq!(region(text).to_string(), expected, "{text:?}");
    }
    assert_eq!(region(&"a".repeat(64)).as_str().len(), 64);
}

#[test]
fn a_region_is_letters_digits_and_spaces() {
    let (long, huge, blank) = ("a".repeat(65), "é".repeat(500_000), " ".repeat(1_000_000));
    for text in ["", " ", "west-europe", "west_europe", "west\teurope", "westeuropé", "a\0", &long, &huge, &blank] {
        let error = Region::parse(text).expect_err(text);
        assert!(error.text.chars().count() <= 40 && !error.text.contains(char::is_control), "{text:.80}");
    }
    assert_eq!(
        Error::from(Region::parse("west-europe").unwrap_err()).to_string(),
        "`west-europe` is not the name of a region, expected 1 to 64 letters, digits and spaces such as `westeurope`"
    );
}

#[test]
fn a_name_in_the_spelling_of_the_service_reads_back_as_it_was() {
    for name in [
        "Basic_A0",
        "Basic_A4",
        "Standard_A8m_v2",
        "Standard_B1ls",
        "Standard_B20ms",
        "Standard_B2pts_v2",
        "Standard_D2plds_v5",
        "Standard_DC1ds_v3",
        "Standard_DC8_v2",
        "Standard_DS14-8_v2",
        "Standard_DS2_v2_Promo",
        "Standard_E112ibds_v5",
        "Standard_E96-48ads_v5",
        "Standard_EC128ieds_v5",
        "Standard_F72s_v2",
        "Standard_FX48-12mds_v2",
        "Standard_GS5-16",
        "Standard_HB120-96rs_v2",
        "Standard_HC44-16rs",
        "Standard_HX176rs",
        "Standard_L80as_v3",
        "Standard_M416-208ms_v2",
        "Standard_M416s_8_v2",
        "Standard_M832ids_16_v3",
        "Standard_NC24r_Promo",
        "Standard_NC4as_T4_v3",
        "Standard_NCC40ads_H100_v5",
        "Standard_ND96amsr_A100_v4",
        "Standard_NG32ads_V620_v1",
        "Standard_NP10s",
        "Standard_NV36adms_A10_v5",
        "Standard_PB6s",
    ] {
        assert_eq!(size(name).to_string(), name);
        assert_eq!(size(&name.to_uppercase()), size(name), "{name}");
        assert_eq!(size(&name.to_lowercase()), size(name), "{name}");
        let (_, short) = name.split_once('_').unwrap();
        assert_eq!(size(name).short_name(), short, "{name}");
        assert_eq!(size(short) == size(name), name.starts_with("Standard_"), "{name}");
    }
}

#[test]
fn a_size_is_read_in_any_case_and_written_in_one() {
    for (text, expected) in [
        ("Standard_F1s", "Standard_F1s"),
        ("F1s", "Standard_F1s"),
        ("f1S", "Standard_F1s"),
        ("STANDARD_DS1_V2", "Standard_DS1_v2"),
        ("E16-4s_v5", "Standard_E16-4s_v5"),
        ("standard_nc24ads_a100_v4", "Standard_NC24ads_A100_v4"),
        ("M128-32ms", "Standard_M128-32ms"),
        ("NV36ADMS_A10_V5", "Standard_NV36adms_A10_v5"),
        ("ND96isr_mi300x_v5", "Standard_ND96isr_MI300X_v5"),
        ("nd128isr_ndr_gb200_v6", "Standard_ND128isr_NDR_GB200_v6"),
        ("DC4AS_CC_V5", "Standard_DC4as_cc_v5"),
        ("M416s_8_v2", "Standard_M416s_8_v2"),
        ("d2_v2_PROMO", "Standard_D2_v2_Promo"),
        ("NC6_Promo", "Standard_NC6_Promo"),
        ("BASIC_A4", "Basic_A4"),
        ("A0", "Standard_A0"),
        ("D9999abcdefgh_v99", "Standard_D9999abcdefgh_v99"),
    ] {
        assert_eq!(size(text).to_string(), expected, "{text}");
    }
}

#[test]
fn a_text_of_another_form_is_no_size() {
    let huge = "Standard_D2s_v3".repeat(100_000);
    let long = format!("D2s_{}_v3", "A".repeat(60));
    for text in [
        "",
        " ",
        "_",
        "Standard",
        "Standard_",
        "Standard_Standard_F1",
        "standard F1s",
        " F1s",
        "F1s ",
        "F 1s",
        "F",
        "1",
        "1s",
        "v2",
        "_v2",
        "F1__v2",
        "F1_",
        "F1_v",
        "F1_v0",
        "F1_v01",
        "F1_v100",
        "F1_v2_v3",
        "F1_2",
        "F1_A100",
        "F1_v2_A100",
        "F1_A_B_C_v2",
        "F1_A-B_v2",
        "F1_ABCDEFGHIJKLMNOPQ_v2",
        "F01",
        "F00",
        "F10000",
        "F-1",
        "F1-",
        "F1-0",
        "F1-01",
        "F1-2-3",
        "F1ss",
        "F1abcdefghi",
        "F1s2",
        "F1s-2",
        "F1é",
        "É1",
        "F１",
        "DS1s",
        "DS2s_v3",
        "ABCDE1",
        "Promo",
        "D2_Promo_Promo",
        "D2_Promo_v",
        "Basic_",
        "Basic_A5",
        "Basic_A1_v2",
        "Basic_A1m",
        "Basic_A1-1",
        "Basic_D1",
        "Basic_A1_Promo",
        "Basic_AS1",
        "D2s_v3\n",
        "D2s_v3\0",
        &long,
        &huge,
    ] {
        let error = VmSize::parse(text).expect_err(text);
        assert!(error.text.chars().count() <= 40 && !error.text.contains(char::is_control), "{text:.80}");
    }
    assert_eq!(
        Error::from(VmSize::parse("Large").unwrap_err()).to_string(),
        "`Large` is not the name of a virtual machine size, expected one such as `Standard_D2s_v3` or `F1s`"
    );
}

#[test]
fn counterparts_differ_in_premium_storage_alone() {
    for (plain, premium) in [
        ("F1", "F1s"),
        ("F16", "F16s"),
        ("D1", "DS1"),
        ("D14", "DS14"),
        ("D1_v2", "DS1_v2"),
        ("D11_v2", "DS11_v2"),
        ("D15_v2", "DS15_v2"),
        ("D2_v3", "D2s_v3"),
        ("D64_v3", "D64s_v3"),
        ("D2_v5", "D2s_v5"),
        ("D96_v5", "D96s_v5"),
        ("D2a_v4", "D2as_v4"),
        ("D2d_v4", "D2ds_v4"),
        ("D2d_v5", "D2ds_v5"),
        ("E16_v3", "E16s_v3"),
        ("E20_v5", "E20s_v5"),
        ("E96a_v4", "E96as_v4"),
        ("E20d_v5", "E20ds_v5"),
        ("E64i_v3", "E64is_v3"),
        ("E104id_v5", "E104ids_v5"),
        ("G1", "GS1"),
        ("G5", "GS5"),
    ] {
        assert_eq!(size(plain).counterpart(), Some(size(premium)), "{plain}");
        assert_eq!(size(premium).counterpart(), Some(size(plain)), "{premium}");
        assert!(!size(plain).is_marked_premium() && size(premium).is_marked_premium(), "{plain}");
    }
}

#[test]
fn no_counterpart_is_better_than_a_wrong_one() {
    for name in [
        "A1",
        "A1_v2",
        "A2m_v2",
        "Basic_A1",
        "B2s",
        "B2ms",
        "H16",
        "HB120rs_v3",
        "L8s_v3",
        "L4s",
        "M64",
        "M64s",
        "M128",
        "M128s",
        "M128-32ms",
        "NC6",
        "NC6s_v2",
        "NV6",
        "NC24ads_A100_v4",
        "DC8_v2",
        "DC2s_v2",
        "FX4mds", // never a pair
        "E16-4s_v5",
        "E16-4_v5",
        "E4-2ds_v4",
        "DS11-1_v2",
        "GS4-4", // constrained
        "D2_v2_Promo",
        "DS2_v2_Promo", // not for reserving
        "D3_v3",
        "D5",
        "DS5",
        "D10_v2",
        "D16_v2",
        "D96_v3",
        "D96_v4",
        "D96d_v4",
        "D20_v5",
        "E2",
        "E80is_v4",
        "E80i_v4",
        "E96_v4",
        "E64i_v5",
        "F3",
        "F32",
        "F0",
        "G6",
        "GS0", // numbers that were never sold
        "D2_v6",
        "D2s_v6",
        "D2as_v5",
        "D2a_v5",
        "D2ads_v5",
        "D2ls_v5",
        "D2ps_v5",
        "E2bs_v5",
        "F2s_v2",
        "F2_v2",
        "D2s",
        "D2s_v2",
        "DS2_v3",
        "D2sd_v5",
        "D2sa_v4",
        "F1_v1",
        "D2_v1",
        "D2_A100_v5",
        "E8_8_v3", // series of one kind, and names of no series
    ] {
        assert_eq!(size(name).counterpart(), None, "{name}");
    }
}

/// Every pair, a series a row: the two names with `#` for the number, and the numbers that were sold.
const PAIRS: [(&str, &str, &[u16]); 19] = [
    ("D#", "DS#", &[1, 2, 3, 4, 11, 12, 13, 14]),
    ("D#_v2", "DS#_v2", &[1, 2, 3, 4, 5, 11, 12, 13, 14, 15]),
    ("D#_v3", "D#s_v3", &[2, 4, 8, 16, 32, 48, 64]),
    ("D#_v4", "D#s_v4", &[2, 4, 8, 16, 32, 48, 64]),
    ("D#_v5", "D#s_v5", &[2, 4, 8, 16, 32, 48, 64, 96]),
    ("D#a_v4", "D#as_v4", &[2, 4, 8, 16, 32, 48, 64, 96]),
    ("D#d_v4", "D#ds_v4", &[2, 4, 8, 16, 32, 48, 64]),
    ("D#d_v5", "D#ds_v5", &[2, 4, 8, 16, 32, 48, 64, 96]),
    ("E#_v3", "E#s_v3", &[2, 4, 8, 16, 20, 32, 48, 64]),
    ("E#_v4", "E#s_v4", &[2, 4, 8, 16, 20, 32, 48, 64]),
    ("E#_v5", "E#s_v5", &[2, 4, 8, 16, 20, 32, 48, 64, 96]),
    ("E#a_v4", "E#as_v4", &[2, 4, 8, 16, 20, 32, 48, 64, 96]),
    ("E#d_v4", "E#ds_v4", &[2, 4, 8, 16, 20, 32, 48, 64]),
    ("E#d_v5", "E#ds_v5", &[2, 4, 8, 16, 20, 32, 48, 64, 96]),
    ("E#i_v3", "E#is_v3", &[64]),
    ("E#i_v5", "E#is_v5", &[104]),
    ("E#id_v5", "E#ids_v5", &[104]),
    ("F#", "F#s", &[1, 2, 4, 8, 16]),
    ("G#", "GS#", &[1, 2, 3, 4, 5]),
];

#[test]
fn the_known_pairs_are_these_and_no_others() {
    let named = |form: &str, number: &u16| size(&form.replace('#', &number.to_string()));
    let mut expected = BTreeMap::new();
    for (plain, premium, numbers) in PAIRS {
        for number in numbers {
            expected.insert(named(plain, number), named(premium, number));
            expected.insert(named(premium, number), named(plain, number));
        }
    }
    let mut found = BTreeMap::new();
    for family in ["A", "B", "D", "DC", "DS", "E", "EC", "F", "FX", "G", "GS", "H", "L", "M", "N", "NC", "NV"] {
        for features in ["", "s", "a", "as", "b", "bs", "d", "ds", "i", "is", "id", "ids", "l", "ls", "m", "ms", "sd"] {
            for version in ["", "_v1", "_v2", "_v3", "_v4", "_v5", "_v6", "_v7"] {
                for number in 0..=130_u16 {
                    let size = VmSize::parse(&format!("{family}{number}{features}{version}"));
                    found.extend(size.ok().and_then(|size| Some((size.counterpart()?, size))));
                }
            }
        }
    }
    assert_eq!(found, expected);
    assert_eq!(found.len(), 2 * 127);
}

#[test]
fn exc_15_a_request_tells_what_is_reserved_and_what_is_wanted() {
    let (plain, premium, here, there) = (size("F1"), size("F1s"), region("westeurope"), region("northeurope"));
    let request = SwapRequest::new(SwapSide::new(&plain, &here), SwapSide::new(&premium, &there));
    assert_eq!((request.from().size(), request.from().region()), (&plain, &here));
    assert_eq!((request.to().size(), request.to().region()), (&premium, &there));
}

#[test]
fn exc_15_a_swap_to_premium_storage_keeps_the_term_and_costs_nothing() {
    let (from, to, west) = (size("F1"), size("F1s"), region("westeurope"));
    let request = SwapRequest::new(SwapSide::new(&from, &west), SwapSide::new(&to, &west));
    for policy in [StorageSwapPolicy::ToPremium, StorageSwapPolicy::BothDirections] {
        let decision = swap(policy, &request);
        assert!(decision.is_approved() && decision.reasons().is_empty(), "{policy:?}");
        assert_eq!(*decision.policy(), policy);
        assert_eq!((decision.outcome().from(), decision.outcome().to()), (&from, &to));
        assert_eq!(decision.outcome().region(), &west);
    }
    const { assert!(StorageSwap::TRANSACTIONS == 0 && !StorageSwap::RESTARTS_TERM && !StorageSwap::IS_CHARGED) }
}

#[test]
fn l_13_the_way_back_depends_on_the_edition() {
    let back = |policy| in_one_region(policy, "DS1_v2", "D1_v2");
    assert_eq!(back(StorageSwapPolicy::BothDirections), (Verdict::Approved, vec![]));
    assert_eq!(
        back(StorageSwapPolicy::ToPremium),
        (Verdict::Denied, vec![SwapReason::WrongDirection { from: size("DS1_v2") }])
    );
    assert_eq!(back(StorageSwapPolicy::NotOffered), (Verdict::Denied, vec![SwapReason::NotOffered]));
}

#[test]
fn a_swap_is_to_the_counterpart_and_nothing_else() {
    use StorageSwapPolicy::BothDirections;
    for (from, to, expected) in [
        ("F1", "F2s", Some("F1s")),
        ("F1", "F1", Some("F1s")),
        ("D2_v3", "D2s_v4", Some("D2s_v3")),
        ("D2_v3", "DS2_v2", Some("D2s_v3")),
        ("A1", "F1s", None),
        ("A1", "A1", None),
        ("B2s", "B2ms", None),
    ] {
        let answer = in_one_region(BothDirections, from, to);
        assert_eq!(answer, (Verdict::Denied, vec![not_a_counterpart(from, to, expected)]), "{from} to {to}");
    }
}

#[test]
fn an_unknown_pair_that_looks_like_one_needs_review() {
    use StorageSwapPolicy::BothDirections;
    for (from, to) in
        [("D2_v7", "D2s_v7"), ("D2s_v7", "D2_v7"), ("E16-4s_v5", "E16-4_v5"), ("GS4-4", "G4-4"), ("M128", "M128s")]
    {
        let answer = in_one_region(BothDirections, from, to);
        assert_eq!(answer, (Verdict::NeedsReview, vec![not_a_counterpart(from, to, None)]), "{from} to {to}");
    }
    let wrong_way = in_one_region(StorageSwapPolicy::ToPremium, "D2s_v7", "D2_v7");
    assert_eq!(wrong_way.0, Verdict::Denied, "a doubt never softens a denial");
}

#[test]
fn every_reason_is_given_at_once_in_order_and_with_its_rule() {
    let (west, north) = (region("westeurope"), region("northeurope"));
    let differs = SwapReason::RegionDiffers { from: west, to: north };
    let wrong_way = SwapReason::WrongDirection { from: size("D2s_v3") };
    let no_pair = not_a_counterpart("D2s_v3", "D4_v3", Some("D2_v3"));
    let ask = |policy| reasons(policy, ("D2s_v3", "West Europe"), ("D4_v3", "North Europe")).1;
    assert_eq!(ask(StorageSwapPolicy::ToPremium), [differs.clone(), no_pair.clone(), wrong_way.clone()]);
    assert_eq!(ask(StorageSwapPolicy::BothDirections), [differs.clone(), no_pair.clone()]);
    assert_eq!(ask(StorageSwapPolicy::NotOffered), [SwapReason::NotOffered, differs.clone(), no_pair.clone()]);

    let told = |reason: &SwapReason| (reason.rule(), reason.code(), reason.azure_code(), reason.to_string());
    for (reason, rule, code, text) in [
        (
            SwapReason::NotOffered,
            RuleId::Exc15,
            "StorageSwapNotOffered",
            "this edition swaps no size for its premium-storage counterpart; exchange the reservation instead",
        ),
        (
            differs,
            RuleId::L13,
            "StorageSwapRegionDiffers",
            "a swap stays in its region `westeurope`, and `northeurope` is another; \
             ask for the same region, or exchange the reservation",
        ),
        (
            no_pair,
            RuleId::Exc15,
            "StorageSwapNotACounterpart",
            "`Standard_D4_v3` is not the premium-storage counterpart of `Standard_D2s_v3`; \
             ask for `Standard_D2_v3`, which is",
        ),
        (
            not_a_counterpart("A1", "A2", None),
            RuleId::Exc15,
            "StorageSwapNotACounterpart",
            "`Standard_A1` has no premium-storage counterpart that is known, and `Standard_A2` was asked for; \
             ask support, or exchange the reservation",
        ),
        (
            wrong_way,
            RuleId::Exc15,
            "StorageSwapWrongDirection",
            "`Standard_D2s_v3` has premium storage already, and this edition swaps in the other direction only; \
             exchange the reservation instead",
        ),
    ] {
        assert_eq!(told(&reason), (rule, code, None, text.to_owned()));
    }
}

#[cfg(feature = "serde")]
#[test]
fn sizes_regions_and_policies_are_text_in_json() {
    let json = |text: &str| format!("\"{text}\"");
    assert_eq!(serde_json::to_string(&size("f1S")).unwrap(), json("Standard_F1s"));
    assert_eq!(serde_json::from_str::<VmSize>(&json("F1s")).unwrap(), size("F1s"));
    assert!(serde_json::from_str::<VmSize>(&json("F1s_")).unwrap_err().to_string().contains("`F1s_`"));
    assert_eq!(serde_json::to_string(&region("West Europe")).unwrap(), json("westeurope"));
    assert_eq!(serde_json::from_str::<Region>(&json("West Europe")).unwrap(), region("westeurope"));
    assert!(serde_json::from_str::<Region>(&json("west-europe")).is_err());
    for (policy, text) in [
        (StorageSwapPolicy::BothDirections, "both_directions"),
        (StorageSwapPolicy::NotOffered, "not_offered"),
        (StorageSwapPolicy::ToPremium, "to_premium"),
    ] {
        assert_eq!(serde_json::to_string(&policy).unwrap(), json(text));
        assert_eq!(serde_json::from_str::<StorageSwapPolicy>(&json(text)).unwrap(), policy);
    }
    let (from, to, west) = (size("F1"), size("F1s"), region("westeurope"));
    let request = SwapRequest::new(SwapSide::new(&from, &west), SwapSide::new(&to, &west));
    assert_eq!(
        serde_json::to_string(swap(StorageSwapPolicy::ToPremium, &request).outcome()).unwrap(),
        r#"{"from":"Standard_F1","to":"Standard_F1s","region":"westeurope"}"#
    );
}

proptest! {
    #[test]
    fn a_well_spelled_name_reads_back_as_it_was(name in "Standard_(A|B|D|DC|DS|E|F|FX|GS|HB|L|M|NC|NV)(0|[1-9][0-9]{0,3})(-[1-9][0-9]{0,2})?[a-rt-z]?((_(A100|T4|MI300X|NDR|12|cc)){0,2}_v[1-9][0-9]?)?(_Promo)?") {
        prop_assert_eq!(size(&name).to_string(), name);
    }

    #[test]
    fn whatever_is_read_reads_back_the_same(text in "[A-Za-z]{0,3}[0-9]{0,3}-?[0-9]{0,2}[a-zA-Z]{0,4}(_[A-Za-z0-9]{0,4}){0,4}|.{0,70}") {
        if let Ok(size) = VmSize::parse(&text) {
            prop_assert_eq!(VmSize::parse(&size.to_string()), Ok(size.clone()));
            prop_assert_eq!(VmSize::parse(&text.to_ascii_uppercase()), Ok(size.clone()));
            prop_assert_eq!(VmSize::parse(&text.to_ascii_lowercase()), Ok(size));
        }
        if let Ok(region) = Region::parse(&text) {
            prop_assert_eq!(Region::parse(region.as_str()), Ok(region));
        }
    }

    #[test]
    fn a_counterpart_of_a_counterpart_is_the_size_itself(family in "[DEFG]S?", number in 0_u16..120, tail in "(a|d|i|id)?s?(_v[1-7])?") {
        let size = VmSize::parse(&format!("{family}{number}{tail}")).ok();
        if let Some((size, twin)) = size.and_then(|size| Some((size.clone(), size.counterpart()?))) {
            prop_assert_ne!(twin.is_marked_premium(), size.is_marked_premium());
            prop_assert_eq!(twin.counterpart(), Some(size));
        }
    }
}
