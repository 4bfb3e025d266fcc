//! In which markets reservations are not sold, by list, code and name.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may panic as the test itself may")]

use chrono::NaiveDate;
use reservation_policy::market::{
    Availability, InvalidMarketCode, ListedName, MarketAnswer, MarketCode, MarketList, MarketListEdition, NoMarketList,
    PriceTax, UnknownMarket, UnknownMarketList, price_includes_tax,
};
use reservation_policy::{Error, chrono};

const MARKETS: &str = include_str!("../data/markets.csv");
const HISTORY: &str = include_str!("../data/markets-history.csv");

/// Which column of the history is which list.
const COLUMNS: [(&str, MarketListEdition, usize, usize); 10] = [
    ("overview_2018-06-28", MarketListEdition::V2018_06, 6, 6),
    ("overview_and_csp-software_2018-09", MarketListEdition::V2018_09, 18, 18),
    ("api_2018-07-27", MarketListEdition::Developer2018_07, 19, 19),
    ("api_2018-10-08", MarketListEdition::Developer2018_10, 117, 114),
    ("buying_2018-11-06", MarketListEdition::V2018_11, 117, 114),
    ("csp-software_2019-04-03", MarketListEdition::CspSoftware2019_04, 11, 11),
    ("csp-software_2019-07-25", MarketListEdition::CspSoftware2019_07, 12, 12),
    ("api_2019-03-20_to_current", MarketListEdition::Developer2019_03, 110, 107),
    ("buying_2019-10-18_to_2023-08", MarketListEdition::V2019_10, 109, 106),
    ("csp-software_2019-12-19_to_2023-06_SEED004", MarketListEdition::V2019_12, 109, 106),
];

struct Row {
    english: String,
    japanese: String,
    alpha2: String,
    alpha3: String,
}

fn rows() -> Vec<Row> {
    let mut lines = MARKETS.lines().map(cells);
    assert_eq!(lines.next().unwrap(), ["english_name", "japanese_name", "alpha2", "alpha3"]);
    lines
        .map(|line| {
            let [english, japanese, alpha2, alpha3] = <[String; 4]>::try_from(line).unwrap();
            Row { english, japanese, alpha2, alpha3 }
        })
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn latest() -> MarketList {
    MarketList::edition(MarketListEdition::V2019_12)
}

fn code(text: &str) -> MarketCode {
    MarketCode::parse(text).unwrap()
}

fn look_up(text: &str) -> MarketAnswer {
    latest().look_up(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn without_accents(text: &str) -> String {
    [("ã", "a"), ("é", "e"), ("í", "i"), ("Å", "A"), ("ç", "c")]
        .iter()
        .fold(text.to_owned(), |text, (accented, plain)| text.replace(accented, plain))
}

#[test]
fn mkt_02_the_list_of_december_2019_is_the_published_one_name_by_name() {
    let rows = rows();
    assert_eq!(rows.len(), 109);
    let mut published: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (&*row.alpha2, &*row.english, &*row.japanese)).collect();
    published.sort_unstable();
    let built_in: Vec<(&str, &str, &str)> =
        latest().names().map(|(code, name)| (code.alpha2(), name.english(), name.japanese().unwrap())).collect();
    assert_eq!(built_in, published);
    for row in &rows {
        assert_eq!(code(&row.alpha2).alpha3(), row.alpha3, "{}", row.english);
    }
}

#[test]
fn mkt_02_the_list_has_109_names_in_three_columns_and_106_codes() {
    assert_eq!(latest().name_count(), 109);
    let mut codes: Vec<MarketCode> = latest().names().map(|(code, _)| code).collect();
    codes.dedup();
    assert_eq!(codes.len(), 106);
    assert!(codes.contains(&code("XK")));

    let mut names: Vec<&str> = latest().names().map(|(_, name)| name.english()).collect();
    names.sort_unstable();
    let in_column = |from: &str, to: &str| names.iter().filter(|name| **name >= from && **name < to).count();
    assert_eq!((in_column("A", "Gj"), in_column("Gr", "Pam"), in_column("Pap", "[")), (37, 37, 35));
}

#[test]
fn con_16_every_list_of_the_history_is_the_published_one_name_by_name() {
    let mut lines = HISTORY.lines().map(cells);
    let header = lines.next().unwrap();
    assert_eq!(header.len(), COLUMNS.len() + 1);
    assert_eq!(MarketListEdition::ALL.len(), COLUMNS.len());
    let table: Vec<Vec<String>> = lines.collect();
    for (column, edition, names, codes) in COLUMNS {
        let index = header.iter().position(|title| title == column).unwrap();
        let mut published: Vec<(&str, &str)> = Vec::new();
        for row in &table {
            let names = row[index].split(';').map(str::trim).filter(|name| !name.is_empty());
            published.extend(names.map(|name| (&*row[0], name)));
        }
        published.sort_unstable();
        let list = MarketList::edition(edition);
        let built_in: Vec<(&str, &str)> = list.names().map(|(code, name)| (code.alpha2(), name.english())).collect();
        assert_eq!(built_in, published, "{edition}");
        assert_eq!(list.name_count(), names, "{edition}");
        let unavailable = |code: &MarketCode| list.by_code(*code).availability() == Availability::Unavailable;
        assert_eq!(MarketCode::all().filter(unavailable).count(), codes, "{edition}");
        let in_japanese = list.names().any(|(_, name)| name.japanese().is_some());
        assert_eq!(in_japanese, edition == MarketListEdition::V2019_12, "{edition}");
    }
}

#[test]
fn mkt_01_no_accent_hides_a_market() {
    // The plain letters, and letters that stand for them in one language or another.
    for (plain, accented) in [
        ("a", "åāạ"),
        ("ae", "æÆ"),
        ("c", "çćč"),
        ("d", "ďđð"),
        ("e", "éėệ"),
        ("g", "ĝğģ"),
        ("h", "ĥħ"),
        ("i", "íıị"),
        ("k", "ķĶ"),
        ("l", "ĺłĽ"),
        ("n", "ñńŇ"),
        ("o", "òøợ"),
        ("oe", "œŒ"),
        ("r", "ŕřŘ"),
        ("s", "śşș"),
        ("ss", "ßß"),
        ("t", "ţťț"),
        ("th", "þÞ"),
        ("u", "ùűự"),
        ("w", "ŵŴ"),
        ("y", "ýÿỹ"),
        ("z", "źżž"),
    ] {
        let name = rows().into_iter().map(|row| row.english).find(|name| name.to_lowercase().contains(plain));
        // Some pairs of letters stand in no name of the list.
        let Some(name) = name else { continue };
        for letter in accented.chars() {
            let written = name.to_lowercase().replacen(plain, &letter.to_string(), 1);
            assert_eq!(look_up(&written).name(), name, "{written}");
        }
    }
    for (ligature, alpha2) in [("Isræl", "IL"), ("Færœ Islands", "FO")] {
        let found = latest().look_up(ligature).map(|answer| answer.code().alpha2());
        assert_eq!(found.ok(), Some(alpha2), "{ligature}");
    }
    let first = &rows()[0].english;
    for mark in ['｡', '､', '･'] {
        assert_eq!(look_up(&format!("{first}{mark}")).name(), first, "{mark}");
    }
}

#[test]
fn mkt_01_every_listed_name_is_found_however_it_is_written() {
    for Row { english, japanese, alpha2, .. } in rows() {
        for text in [
            english.clone(),
            english.to_uppercase(),
            english.to_lowercase(),
            without_accents(&english),
            without_accents(&english).to_uppercase(),
            format!("  {english}\t\n"),
            english.replace(' ', " \u{a0} "),
            english.replace("Saint ", "St. "),
            english.replace("Saint ", "ST "),
            english.replace(" and ", " & "),
            english.replace(['-', ',', '(', ')'], " "),
            format!("The {english}"),
            japanese.clone(),
            format!("\u{3000}{japanese}\u{3000}"),
            japanese.replace('・', ""),
            japanese.replace('・', " "),
            japanese.replace('・', "･"),
        ] {
            let answer = look_up(&text);
            assert_eq!(answer.availability(), Availability::Unavailable, "{text:?}");
            assert_eq!((answer.name(), answer.code().alpha2()), (&*english, &*alpha2), "{text:?}");
            assert!(answer.listed_as().any(|name| name.english() == english), "{text:?}");
            assert_eq!(answer.list(), MarketListEdition::V2019_12);
        }
    }
}

#[test]
fn mkt_01_every_listed_code_is_found_however_it_is_written() {
    for Row { alpha2, alpha3, english, .. } in rows() {
        for text in [
            alpha2.clone(),
            alpha2.to_lowercase(),
            alpha3.clone(),
            alpha3.to_lowercase(),
            format!(" {alpha2} "),
            format!("\t{alpha3}\n"),
        ] {
            let answer = look_up(&text);
            assert_eq!(answer, latest().by_code(code(&alpha2)), "{text:?}");
            assert_eq!(answer.availability(), Availability::Unavailable, "{text:?}");
            assert!(answer.listed_as().any(|name| name.english() == english), "{text:?}");
        }
    }
}

#[test]
fn mkt_01_every_market_is_found_by_its_own_codes_and_name_in_every_list() {
    for edition in MarketListEdition::ALL.iter().copied() {
        let list = MarketList::from(edition);
        for market in MarketCode::all() {
            let answer = list.by_code(market);
            for text in [market.alpha2(), market.alpha3(), market.name(), answer.name()] {
                assert_eq!(list.look_up(text), Ok(answer), "{text} in {edition}");
            }
            let listed = answer.listed_as().count() > 0;
            assert_eq!(answer.availability() == Availability::Unavailable, listed, "{market} in {edition}");
            assert_eq!(answer.azure_code().is_some(), listed, "{market} in {edition}");
        }
    }
}

#[test]
fn mkt_01_present_day_and_other_common_names_are_understood() {
    use Availability::{NotListed, Unavailable};
    for (text, alpha2, name, availability) in [
        ("Eswatini", "SZ", "Swaziland", Unavailable),
        ("eSwatini", "SZ", "Swaziland", Unavailable),
        ("North Macedonia", "MK", "North Macedonia", NotListed),
        ("Cabo Verde", "CV", "Cabo Verde", NotListed),
        ("Cape Verde", "CV", "Cabo Verde", NotListed),
        ("Czechia", "CZ", "Czechia", NotListed),
        ("Czech Republic", "CZ", "Czechia", NotListed),
        ("Türkiye", "TR", "Türkiye", NotListed),
        ("TURKIYE", "TR", "Türkiye", NotListed),
        ("turkey", "TR", "Türkiye", NotListed),
        ("Côte d'Ivoire", "CI", "Côte d'Ivoire", NotListed),
        ("COTE D\u{2019}IVOIRE", "CI", "Côte d'Ivoire", NotListed),
        ("Ivory Coast", "CI", "Côte d'Ivoire", NotListed),
        ("Burma", "MM", "Myanmar", Unavailable),
        ("Åland", "AX", "Aland Islands", Unavailable),
        ("Åland Islands", "AX", "Aland Islands", Unavailable),
        ("Réunion", "RE", "Reunion", Unavailable),
        ("Curaçao", "CW", "Curaçao", NotListed),
        ("Vatican", "VA", "Vatican City", Unavailable),
        ("Holy See", "VA", "Vatican City", Unavailable),
        ("East Timor", "TL", "Timor-Leste", Unavailable),
        ("The Gambia", "GM", "Gambia", Unavailable),
        ("Gambia, The", "GM", "Gambia", Unavailable),
        ("DR Congo", "CD", "Congo (DRC)", Unavailable),
        ("Democratic Republic of the Congo", "CD", "Congo (DRC)", Unavailable),
        ("Congo, Democratic Republic of the", "CD", "Congo (DRC)", Unavailable),
        ("Republic of the Congo", "CG", "Congo", Unavailable),
        ("Lao PDR", "LA", "Laos", Unavailable),
        ("Pitcairn", "PN", "Pitcairn Islands", Unavailable),
        ("Saint Helena", "SH", "St Helena, Ascension, Tristan da Cunha", Unavailable),
        ("Saint Helena, Ascension and Tristan da Cunha", "SH", "St Helena, Ascension, Tristan da Cunha", Unavailable),
        ("US Outlying Islands", "UM", "U.S. Outlying Islands", Unavailable),
        ("United States Minor Outlying Islands", "UM", "U.S. Outlying Islands", Unavailable),
        ("People's Republic of China", "CN", "China", Unavailable),
        ("Germany", "DE", "Germany", NotListed),
        ("United States", "US", "United States", NotListed),
        ("United States of America", "US", "United States", NotListed),
        ("U.S.A.", "US", "United States", NotListed),
        ("U.S.", "US", "United States", NotListed),
        ("ＵＳ", "US", "United States", NotListed),
        ("UK", "GB", "United Kingdom", NotListed),
        ("The Netherlands", "NL", "Netherlands", NotListed),
        ("Republic of Korea", "KR", "South Korea", NotListed),
        ("Bosnia & Herzegovina", "BA", "Bosnia and Herzegovina", NotListed),
        ("St Kitts and Nevis", "KN", "Saint Kitts and Nevis", NotListed),
        ("Hong Kong SAR", "HK", "Hong Kong", NotListed),
        ("Viet Nam", "VN", "Vietnam", NotListed),
    ] {
        let answer = look_up(text);
        assert_eq!((answer.code().alpha2(), answer.name()), (alpha2, name), "{text}");
        assert_eq!(answer.availability(), availability, "{text}");
    }
}

#[test]
fn mkt_01_cuba_iran_and_north_korea_are_on_no_list_and_still_not_called_available() {
    for text in ["Cuba", "CUB", "Iran", "IR", "Iran, Islamic Republic of", "North Korea", "KP"] {
        for edition in MarketListEdition::ALL.iter().copied() {
            let answer = MarketList::edition(edition).look_up(text).unwrap();
            assert_eq!(answer.availability(), Availability::NotListed, "{text} in {edition}");
            assert_eq!(answer.listed_as().next(), None, "{text} in {edition}");
        }
    }
    assert_eq!(Availability::NotListed.to_string(), "not listed");
    assert_eq!(Availability::Unavailable.to_string(), "unavailable");
}

#[test]
fn mkt_02_a_code_answers_with_every_name_behind_it_and_a_part_with_its_own() {
    let behind = |text: &str| -> Vec<(&str, &str)> {
        look_up(text).listed_as().map(|name| (name.english(), name.japanese().unwrap())).collect()
    };
    let bq = [("Bonaire", "ボネール島"), ("Saba", "サバ島"), ("Sint Eustatius", "シント・ユースタティウス島")];
    let whole = "Bonaire, Sint Eustatius and Saba";
    for (text, name) in [
        ("BQ", whole),
        ("BES", whole),
        (whole, whole),
        ("Caribbean Netherlands", whole),
        ("Bonaire", "Bonaire"),
        ("Saba", "Saba"),
        ("サバ島", "Saba"),
        ("St. Eustatius", "Sint Eustatius"),
        ("シント ユースタティウス島", "Sint Eustatius"),
    ] {
        assert_eq!(look_up(text).name(), name, "{text}");
        assert_eq!(behind(text), bq, "{text}");
    }
    let sj = [("Jan Mayen", "ヤンマイエン島"), ("Svalbard", "スバールバル諸島")];
    for (text, name) in
        [("SJ", "Svalbard and Jan Mayen"), ("Svalbard & Jan Mayen", "Svalbard and Jan Mayen"), ("svalbard", "Svalbard")]
    {
        assert_eq!(look_up(text).name(), name, "{text}");
        assert_eq!(behind(text), sj, "{text}");
    }
    let early = MarketList::edition(MarketListEdition::V2018_06).look_up("Saba").unwrap();
    assert_eq!(early.to_string(), "Saba (BQ) is not listed in 2018-06");
}

#[test]
fn mkt_01_full_width_half_width_and_decomposed_letters_are_the_same_name() {
    for (text, alpha2) in [
        ("Ｓａｂａ", "BQ"),
        ("ＣＮ", "CN"),
        ("ｱﾝﾃｨｸﾞｱ･ﾊﾞｰﾌﾞｰﾀﾞ", "AG"),
        ("ﾊﾟﾗｵ", "PW"),
        ("カ\u{3099}ンヒ\u{3099}ア", "GM"),
        ("Sa\u{303}o Tome\u{301} and Pri\u{301}ncipe", "ST"),
    ] {
        assert_eq!(look_up(text).code().alpha2(), alpha2, "{text}");
    }
}

#[test]
fn mkt_01_a_text_that_is_no_market_is_an_error_that_names_it() {
    for text in [
        "",
        " ",
        "\u{3000}",
        "-",
        "The",
        "St.",
        "XX",
        "QQQ",
        "ZZZ",
        "A",
        "A1",
        "Atlantis",
        "Korea",
        "Virgin Islands",
        "Germany2",
        "Germany Germany",
        "G ermany",
        "Europe",
        "アトランティス",
        "マ リ!",
        "B\0R",
        "🇧🇷",
        "Sab",
        "\u{301}",
    ] {
        for edition in MarketListEdition::ALL.iter().copied() {
            let error = MarketList::edition(edition).look_up(text).unwrap_err();
            assert!(!error.text.chars().any(char::is_control), "{text:?}: {error}");
        }
    }
    let error = latest().look_up(" Atlantis\n").unwrap_err();
    assert_eq!(error.text, "Atlantis");
    assert_eq!(
        error.to_string(),
        "`Atlantis` is not a market, expected a country's code or name such as `BR` or `Brazil`"
    );
}

#[test]
fn mkt_01_a_huge_text_is_refused_and_shortened() {
    for unit in ["A", "é", "the ", "st.", "&", "\u{301}", "ﾞ", "サ", " ", ".", "\n"] {
        let text = format!("x{}x", unit.repeat(1_000_000));
        let error = latest().look_up(&text).unwrap_err();
        assert!(error.text.chars().count() <= 40, "{unit:?}");
        assert!(MarketCode::parse(&text).unwrap_err().text.chars().count() <= 40, "{unit:?}");
        assert!(text.parse::<MarketListEdition>().unwrap_err().text.chars().count() <= 40, "{unit:?}");
    }
    let padded = format!("{0}Saba{0}", " ".repeat(1_000_000));
    assert_eq!(look_up(&padded), look_up("Saba"), "space around is not counted");
    let (longest, longer) = (format!("Saba{}l", " ".repeat(251)), format!("Saint{}Lucia", " ".repeat(247)));
    assert_eq!(longest.len(), 256);
    assert!(latest().look_up(&longest).is_err());
    assert_eq!(longer.len(), 257);
    assert!(latest().look_up(&longer).is_err());
    assert!(latest().look_up(&longer.replacen(' ', "", 1)).is_ok());
}

#[test]
fn con_16_lists_of_one_time_differ_on_azerbaijan_brazil_and_russia() {
    let differing = |left: MarketListEdition, right: MarketListEdition| -> Vec<&str> {
        let on = |list: MarketListEdition, code| MarketList::edition(list).by_code(code).availability();
        MarketCode::all().filter(|code| on(left, *code) != on(right, *code)).map(MarketCode::alpha2).collect()
    };
    assert_eq!(differing(MarketListEdition::Developer2019_03, MarketListEdition::V2019_10), ["AZ", "BR", "RU"]);
    assert_eq!(differing(MarketListEdition::Developer2019_03, MarketListEdition::V2019_12), ["AZ", "BR", "RU"]);
    assert!(differing(MarketListEdition::V2019_10, MarketListEdition::V2019_12).is_empty());
    assert!(differing(MarketListEdition::Developer2018_10, MarketListEdition::V2018_11).is_empty());
    assert_eq!(differing(MarketListEdition::Developer2018_07, MarketListEdition::V2018_09), ["HK"]);
    assert_eq!(differing(MarketListEdition::CspSoftware2019_04, MarketListEdition::CspSoftware2019_07), ["JE"]);

    for (market, developer, buying) in [
        ("Azerbaijan", Availability::NotListed, Availability::Unavailable),
        ("Brazil", Availability::Unavailable, Availability::NotListed),
        ("Russia", Availability::Unavailable, Availability::NotListed),
    ] {
        let on = |list: MarketListEdition| MarketList::edition(list).look_up(market).unwrap().availability();
        assert_eq!(on(MarketListEdition::Developer2019_03), developer, "{market}");
        assert_eq!(on(MarketListEdition::V2019_10), buying, "{market}");
        assert_eq!(on(MarketListEdition::V2019_12), buying, "{market}");
    }
}

#[test]
fn con_16_a_market_is_named_as_the_list_names_it_and_found_by_either_spelling() {
    for (edition, text, name) in [
        (MarketListEdition::V2018_06, "Korea, Republic of", "South Korea"),
        (MarketListEdition::V2018_11, "South Korea", "Korea, Republic of"),
        (MarketListEdition::V2018_09, "Russian Federation", "Russia"),
        (MarketListEdition::Developer2019_03, "Russia", "Russian Federation"),
        (MarketListEdition::V2019_10, "Aland Islands", "Åland Islands"),
        (MarketListEdition::V2019_12, "Åland Islands", "Aland Islands"),
        (MarketListEdition::V2018_09, "Türkiye", "Turkey"),
    ] {
        let answer = MarketList::edition(edition).look_up(text).unwrap();
        assert_eq!(answer.name(), name, "{text} in {edition}");
        assert_eq!(answer.availability(), Availability::Unavailable, "{text} in {edition}");
        assert_eq!(answer.listed_as().map(ListedName::english).collect::<Vec<_>>(), [name], "{text} in {edition}");
    }
}

#[test]
fn l_19_each_list_of_the_main_line_holds_from_its_first_date_to_the_next() {
    let first = date("2018-06-28");
    for day in [NaiveDate::MIN, date("2018-06-27")] {
        let error = MarketList::in_force_on(day).unwrap_err();
        assert_eq!((error.date, error.first), (day, first));
    }
    assert_eq!(
        MarketList::in_force_on(date("2018-06-27")).unwrap_err().to_string(),
        "no list of markets was in force on `2018-06-27`, expected a date from 2018-06-28 on"
    );
    for (day, name) in [
        ("2018-06-28", "2018-06"),
        ("2018-08-31", "2018-06"),
        ("2018-09-01", "2018-09"),
        ("2018-11-05", "2018-09"),
        ("2018-11-06", "2018-11"),
        ("2019-10-17", "2018-11"),
        ("2019-10-18", "2019-10"),
        ("2019-12-17", "2019-10"),
        ("2019-12-18", "2019-12"),
        ("2026-11-01", "2019-12"),
    ] {
        assert_eq!(MarketList::in_force_on(date(day)).unwrap().to_string(), name, "{day}");
    }
    assert_eq!(MarketList::in_force_on(NaiveDate::MAX).unwrap(), latest());
    assert_eq!(MarketListEdition::MAIN_LINE.len(), 5);
}

#[test]
fn l_19_lists_have_a_name_a_source_and_a_date() {
    let facts = |edition: &MarketListEdition| (edition.name(), edition.first_date().to_string(), edition.source());
    let expected = [
        ("2018-06", "2018-06-28", "overview"),
        ("developer-2018-07", "2018-07-27", "developers"),
        ("2018-09", "2018-09-01", "overview"),
        ("developer-2018-10", "2018-10-08", "developers"),
        ("2018-11", "2018-11-06", "buying"),
        ("developer-2019-03", "2019-03-20", "developers"),
        ("csp-software-2019-04", "2019-04-03", "CSP"),
        ("csp-software-2019-07", "2019-07-25", "CSP"),
        ("2019-10", "2019-10-18", "buying"),
        ("2019-12", "2019-12-18", "CSP"),
    ];
    assert_eq!(MarketListEdition::ALL.len(), expected.len());
    for (edition, (name, first_date, source)) in MarketListEdition::ALL.iter().zip(expected) {
        let (is_name, is_date, is_source) = facts(edition);
        assert_eq!((is_name, &*is_date), (name, first_date));
        assert!(is_source.contains(source), "{name}: {is_source}");
        assert_eq!(name.parse(), Ok(*edition));
        assert_eq!(name.parse().map(MarketList::id), Ok(*edition));
        assert_eq!(edition.to_string(), name);
    }
    for text in ["", "2019", "2019-12 ", "v2019-12", "2019-12-18", "DEVELOPER-2019-03"] {
        assert!(text.parse::<MarketListEdition>().is_err(), "{text:?}");
    }
    assert_eq!(
        "2020".parse::<MarketList>().unwrap_err().to_string(),
        "`2020` is not a list of markets, expected the name of one such as `2019-12`"
    );
}

#[test]
fn amb_19_the_market_is_the_one_that_the_caller_names() {
    // A partner in Norway sells to a customer in Greenland: two questions, two answers.
    let (partner, customer) = (latest().by_code(code("NO")), latest().by_code(code("GL")));
    assert_eq!(partner.availability(), Availability::NotListed);
    assert_eq!(customer.availability(), Availability::Unavailable);
    assert_eq!(customer.code(), code("GRL"));
}

#[test]
fn market_codes_are_two_or_three_letters_in_any_case() {
    assert_eq!(MarketCode::all().count(), 250);
    let mut alpha3: Vec<&str> = MarketCode::all().map(MarketCode::alpha3).collect();
    alpha3.sort_unstable();
    alpha3.dedup();
    assert_eq!(alpha3.len(), 250);
    for market in MarketCode::all() {
        for text in [market.alpha2(), market.alpha3()] {
            assert_eq!(text.parse(), Ok(market), "{text}");
            assert_eq!(MarketCode::parse(&text.to_lowercase()), Ok(market), "{text}");
        }
        assert_eq!((market.to_string().as_str(), format!("{market:?}").as_str()), (market.alpha2(), market.alpha2()));
    }
    for text in ["", "B", "XX", "XKK", "UK", "EU", " BR", "BR ", "BRAZ", "Brazil", "B1", "ＢＲ", "é", "éa", "€", "76"]
    {
        assert_eq!(MarketCode::parse(text).unwrap_err().text, text, "{text:?}");
    }
    assert_eq!(
        MarketCode::parse("UK").unwrap_err().to_string(),
        "`UK` is not a market code, expected two or three letters of ISO 3166-1 such as `BR` or `BRA`"
    );
}

#[test]
fn tax_01_and_tax_02_prices_contain_tax_in_australia_and_brazil_alone() {
    let included = |market: &MarketCode| price_includes_tax(*market) == PriceTax::Included;
    let markets: Vec<&str> = MarketCode::all().filter(included).map(MarketCode::alpha2).collect();
    assert_eq!(markets, ["AU", "BR"]);
    assert_eq!(price_includes_tax(code("JPN")), PriceTax::Excluded);
    assert_eq!(
        (PriceTax::Included.to_string(), PriceTax::Excluded.to_string()),
        ("included".into(), "excluded".into())
    );
}

#[test]
fn every_error_of_markets_becomes_the_one_error_unchanged() {
    fn same<E: Into<Error> + std::error::Error>(error: E) {
        let text = error.to_string();
        assert_eq!(error.into().to_string(), text);
    }
    let unknown: UnknownMarket = latest().look_up("Atlantis").unwrap_err();
    let invalid: InvalidMarketCode = MarketCode::parse("XX").unwrap_err();
    let list: UnknownMarketList = "x".parse::<MarketList>().unwrap_err();
    let none: NoMarketList = MarketList::in_force_on(NaiveDate::MIN).unwrap_err();
    same(unknown);
    same(invalid);
    same(list);
    same(none);
}

#[cfg(feature = "serde")]
#[test]
fn answers_codes_and_lists_have_one_json_form() {
    let json = |answer: MarketAnswer| serde_json::to_string(&answer).unwrap();
    assert_eq!(
        json(look_up("saba")),
        r#"{"name":"Saba","code":"BQ","availability":"unavailable","list":"2019-12","listed_as":[{"english":"Bonaire","japanese":"ボネール島"},{"english":"Saba","japanese":"サバ島"},{"english":"Sint Eustatius","japanese":"シント・ユースタティウス島"}]}"#
    );
    assert_eq!(
        json(MarketList::edition(MarketListEdition::V2018_06).look_up("BRA").unwrap()),
        r#"{"name":"Brazil","code":"BR","availability":"unavailable","list":"2018-06","listed_as":[{"english":"Brazil","japanese":null}]}"#
    );
    assert_eq!(
        json(look_up("Norway")),
        r#"{"name":"Norway","code":"NO","availability":"not_listed","list":"2019-12","listed_as":[]}"#
    );
    for edition in MarketListEdition::ALL {
        let text = serde_json::to_string(edition).unwrap();
        assert_eq!(text, format!("\"{edition}\""));
        assert_eq!(serde_json::from_str::<MarketListEdition>(&text).unwrap(), *edition);
    }
    assert_eq!(serde_json::from_str::<MarketCode>("\"XK\"").unwrap(), code("XKX"));
    assert_eq!(serde_json::to_string(&code("XKX")).unwrap(), "\"XK\"");
    for text in ["\"XX\"", "\"2020\"", "12", "null"] {
        assert!(serde_json::from_str::<MarketCode>(text).is_err(), "{text}");
        assert!(serde_json::from_str::<MarketListEdition>(text).is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&PriceTax::Included).unwrap(), "\"included\"");
    assert_eq!(serde_json::from_str::<Availability>("\"not_listed\"").unwrap(), Availability::NotListed);
}
