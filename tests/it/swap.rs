//! Names of virtual machine sizes, and the swap between premium-storage counterparts.

#![expect(clippy::panic, clippy::unwrap_used, reason = "helpers of tests may panic")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use reservation_policy::account::{Cloud, EnterpriseStatus};
use reservation_policy::policy::{ReservationEdition, StorageSwapTerms};
use reservation_policy::swap::{StorageSwap, StorageSwapRequest, VmSize};
use reservation_policy::{
    Account, Decision, Error, Reason, Remark, Request, Requester, ReservationPolicy, RuleId, Verdict,
};

fn size(name: &str) -> VmSize {
    name.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn swap(from: &str, to: &str) -> StorageSwapRequest {
    StorageSwapRequest::new(size(from), size(to), "West Europe".parse().unwrap())
}

fn owner() -> Request {
    Request::new("2026-06-30T00:00:00Z".parse().unwrap(), Requester::Owner)
}

fn policy(terms: StorageSwapTerms) -> ReservationPolicy {
    ReservationPolicy::named("2026-01").unwrap().with(|all| all.storage_swap = terms).unwrap()
}

fn decide(terms: StorageSwapTerms, from: &str, to: &str) -> Decision<StorageSwap> {
    policy(terms).decide_storage_swap(&swap(from, to), &owner())
}

fn not_a_counterpart(from: &str, to: &str, expected: Option<&str>) -> Reason {
    let may_be_newer = false;
    let text = |name: &str| size(name).to_string();
    Reason::SwapNotACounterpart { from: text(from), to: text(to), expected: expected.map(text), may_be_newer }
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
fn a_text_of_another_form_is_not_a_size() {
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
        let error = text.parse::<VmSize>().expect_err(text);
        assert!(error.text.chars().count() <= 40 && !error.text.contains(char::is_control), "{text:.80}");
    }
    assert_eq!(
        Error::from("Large".parse::<VmSize>().unwrap_err()).to_string(),
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
                    let size = format!("{family}{number}{features}{version}").parse::<VmSize>();
                    found.extend(size.ok().and_then(|size| Some((size.counterpart()?, size))));
                }
            }
        }
    }
    assert_eq!(found, expected);
    assert_eq!(found.len(), 2 * 127);
}

#[test]
fn exc_15_con_19_a_swap_keeps_everything_but_the_size() {
    for terms in [StorageSwapTerms::ToPremium, StorageSwapTerms::BothWays] {
        let decision = decide(terms, "F1", "F1s");
        assert!(decision.is_approved() && decision.remarks().is_empty(), "{terms:?}");
        let outcome = decision.outcome();
        assert_eq!((&outcome.from, &outcome.to), (&size("F1"), &size("F1s")));
        assert_eq!(outcome.region, "westeurope".parse().unwrap());
    }
}

#[test]
fn exc_15_l_13_swaps_are_one_way_from_2019_04_and_both_ways_from_2026_01() {
    for edition in ReservationEdition::ALL {
        let (name, policy) = (edition.name(), ReservationPolicy::edition(*edition));
        let code = |from, to| {
            let decision = policy.decide_storage_swap(&swap(from, to), &owner());
            decision.reasons().iter().map(Reason::code).collect::<Vec<_>>()
        };
        let (there, back): (&[&str], &[&str]) = match name {
            "2018-05" | "2018-10" => (&["StorageSwapNotOffered"], &["StorageSwapNotOffered"]),
            _ if name < "2026-01" => (&[], &["StorageSwapWrongDirection"]),
            _ => (&[], &[]),
        };
        assert_eq!((code("D1_v2", "DS1_v2"), code("DS1_v2", "D1_v2")), (there.to_vec(), back.to_vec()), "{name}");
    }
}

#[test]
fn a_swap_is_to_the_counterpart_and_nothing_else() {
    for (from, to, expected) in [
        ("F1", "F2s", Some("F1s")),
        ("F1", "F1", Some("F1s")),
        ("D2_v3", "D2s_v4", Some("D2s_v3")),
        ("D2_v3", "DS2_v2", Some("D2s_v3")),
        ("A1", "F1s", None),
        ("A1", "A1", None),
        ("B2s", "B2ms", None),
    ] {
        let decision = decide(StorageSwapTerms::BothWays, from, to);
        assert_eq!(decision.verdict(), Verdict::Denied);
        assert_eq!(decision.reasons(), [not_a_counterpart(from, to, expected)], "{from} to {to}");
    }
}

#[test]
fn a_pair_that_may_be_newer_than_the_table_needs_review() {
    for (from, to) in
        [("D2_v7", "D2s_v7"), ("D2s_v7", "D2_v7"), ("E16-4s_v5", "E16-4_v5"), ("GS4-4", "G4-4"), ("M128", "M128s")]
    {
        assert_eq!(decide(StorageSwapTerms::BothWays, from, to).verdict(), Verdict::NeedsReview, "{from} to {to}");
    }
    let wrong_way = decide(StorageSwapTerms::ToPremium, "D2s_v7", "D2_v7");
    assert_eq!(wrong_way.verdict(), Verdict::Denied, "a doubt never softens a denial");
}

#[test]
fn own_01_l_16_elig_01_a_swap_is_made_by_those_who_may_exchange() {
    let policy = ReservationPolicy::named("2019-04").unwrap();
    let codes = |swap: &StorageSwapRequest, request: &Request| {
        policy.decide_storage_swap(swap, request).reasons().iter().map(Reason::code).collect::<Vec<_>>()
    };
    let (fine, owner) = (swap("F1", "F1s"), owner());
    assert!(codes(&fine, &owner).is_empty());
    let other = Request::new(owner.at, Requester::Other);
    assert_eq!(codes(&fine, &other), ["RequesterNotAllowed"]);
    assert_eq!(policy.decide_storage_swap(&fine, &other).reasons()[0].rule(), RuleId::Own01);
    let enterprise = Account::Enterprise { status: EnterpriseStatus::Active, paid_from: None };
    let government = owner.in_cloud(Cloud::UsGovernment);
    assert_eq!(codes(&fine, &government.under(enterprise)), ["UsGovernmentEnterprise"]);
    assert_eq!(codes(&fine, &government), ["UsGovernmentAgreementUnknown"]);
    for (state, code) in [("Cancelled", "StateForbids"), ("Dreaming", "StateUnknown")] {
        assert_eq!(codes(&fine.clone().state(state.parse().unwrap()), &owner), [code]);
    }
    let text = policy.decide_storage_swap(&fine.state("Merged".parse().unwrap()), &owner).reasons()[0].to_string();
    assert_eq!(text, "a reservation in state Merged can't be swapped, only one in state Succeeded");
}

#[test]
fn l_35_a_size_that_is_no_longer_sold_is_swapped_with_a_remark() {
    let policy = ReservationPolicy::named("2026-01").unwrap();
    let on = |instant: &str, to: &str| {
        let from = size(to).counterpart().unwrap().to_string();
        let request = Request::new(instant.parse().unwrap(), Requester::Owner);
        let decision = policy.decide_storage_swap(&swap(&from, to), &request);
        assert!(decision.is_approved());
        decision.remarks().to_vec()
    };
    assert!(on("2026-06-30T23:59:59Z", "F1s").is_empty());
    assert_eq!(on("2026-07-01T00:00:00Z", "F1s"), [Remark::NoLongerSold { size: "Standard_F1s".into() }]);
    assert_eq!(on("2026-07-01T00:00:00Z", "D2_v3").len(), 1);
    assert!(on("2026-07-01T00:00:00Z", "D2s_v5").is_empty());
}

#[test]
fn reasons_come_all_at_once_in_order_and_with_their_rules() {
    let elsewhere = swap("D2s_v3", "D4_v3").to_region("North Europe".parse().unwrap());
    let told = |terms| {
        let decision = policy(terms).decide_storage_swap(&elsewhere, &owner());
        decision.reasons().iter().map(|reason| (reason.code(), reason.rule())).collect::<Vec<_>>()
    };
    let pair = ("StorageSwapNotACounterpart", RuleId::Exc15);
    // The 2019 text names no region.
    let region = |rule| ("StorageSwapRegionDiffers", rule);
    let direction = ("StorageSwapWrongDirection", RuleId::Exc15);
    assert_eq!(told(StorageSwapTerms::ToPremium), [region(RuleId::Exc15), pair, direction]);
    assert_eq!(told(StorageSwapTerms::BothWays), [region(RuleId::L13), pair]);
    let not_offered = ("StorageSwapNotOffered", RuleId::Exc15);
    assert_eq!(told(StorageSwapTerms::NotOffered), [not_offered, region(RuleId::Exc15), pair]);

    let texts: Vec<String> = policy(StorageSwapTerms::ToPremium)
        .decide_storage_swap(&elsewhere, &owner())
        .reasons()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        texts,
        [
            "a swap stays in its region `westeurope`, and `northeurope` is another; ask for the same region, or exchange \
             the reservation",
            "`Standard_D4_v3` is not the premium-storage counterpart of `Standard_D2s_v3`; ask for `Standard_D2_v3`, \
             which is",
            "`Standard_D2s_v3` has premium storage already, and this edition swaps in the other direction only; exchange \
             the reservation instead",
        ]
    );
    assert_eq!(
        decide(StorageSwapTerms::BothWays, "A1", "A2").reasons()[0].to_string(),
        "`Standard_A1` has no premium-storage counterpart that is known, and `Standard_A2` was asked for; ask support, or \
         exchange the reservation"
    );
}

#[cfg(feature = "serde")]
#[test]
fn swaps_and_their_decisions_are_read_back_as_they_were_written() {
    let request: StorageSwapRequest =
        serde_json::from_str(r#"{"from": "f1", "to": "F1s", "region": "West Europe"}"#).unwrap();
    assert_eq!(request, swap("F1", "F1s"));
    let text = serde_json::to_string(&request).unwrap();
    assert_eq!(serde_json::from_str::<StorageSwapRequest>(&text).unwrap(), request);
    let decision = decide(StorageSwapTerms::ToPremium, "F1s", "F2");
    let text = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision<StorageSwap>>(&text).unwrap(), decision);
    assert!(serde_json::from_str::<VmSize>("\"F1s_\"").unwrap_err().to_string().contains("`F1s_`"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_well_spelled_name_reads_back_as_it_was(name in "Standard_(A|B|D|DC|DS|E|F|FX|GS|HB|L|M|NC|NV)(0|[1-9][0-9]{0,3})(-[1-9][0-9]{0,2})?[a-rt-z]?((_(A100|T4|MI300X|NDR|12|cc)){0,2}_v[1-9][0-9]?)?(_Promo)?") {
        prop_assert_eq!(size(&name).to_string(), name);
    }

    #[test]
    fn whatever_is_read_reads_back_the_same(text in "[A-Za-z]{0,3}[0-9]{0,3}-?[0-9]{0,2}[a-zA-Z]{0,4}(_[A-Za-z0-9]{0,4}){0,4}|.{0,70}") {
        if let Ok(size) = text.parse::<VmSize>() {
            prop_assert_eq!(size.to_string().parse::<VmSize>(), Ok(size.clone()));
            prop_assert_eq!(text.to_ascii_uppercase().parse::<VmSize>(), Ok(size.clone()));
            prop_assert_eq!(text.to_ascii_lowercase().parse::<VmSize>(), Ok(size));
        }
    }

    #[test]
    fn a_counterpart_of_a_counterpart_is_the_size_itself(family in "[DEFG]S?", number in 0_u16..120, tail in "(a|d|i|id)?s?(_v[1-7])?") {
        let size = format!("{family}{number}{tail}").parse::<VmSize>().ok();
        if let Some((size, twin)) = size.and_then(|size| Some((size.clone(), size.counterpart()?))) {
            prop_assert_ne!(twin.is_marked_premium(), size.is_marked_premium());
            prop_assert_eq!(twin.counterpart(), Some(size));
        }
    }
}
