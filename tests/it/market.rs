//! Markets in which reservations are not sold: lists, codes and names.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic")]

use chrono::NaiveDate;
use reservation_policy::chrono;
use reservation_policy::market::{Availability, MarketAnswer, MarketCode, MarketList};

const MARKETS: &str = include_str!("../data/markets.csv");
const HISTORY: &str = include_str!("../data/markets-history.csv");

/// The column of the history for each list, its names and its codes.
const COLUMNS: [(&str, MarketList, usize, usize); 10] = [
    ("overview_2018-06-28", MarketList::V2018_06, 6, 6),
    ("overview_and_csp-software_2018-09", MarketList::V2018_09, 18, 18),
    ("api_2018-07-27", MarketList::Developer2018_07, 19, 19),
    ("api_2018-10-08", MarketList::Developer2018_10, 117, 114),
    ("buying_2018-11-06", MarketList::V2018_11, 117, 114),
    ("csp-software_2019-04-03", MarketList::CspSoftware2019_04, 11, 11),
    ("csp-software_2019-07-25", MarketList::CspSoftware2019_07, 12, 12),
    ("api_2019-03-20_to_current", MarketList::Developer2019_03, 110, 107),
    ("buying_2019-10-18_to_2023-08", MarketList::V2019_10, 109, 106),
    ("csp-software_2019-12-19_to_2023-06_SEED004", MarketList::V2019_12, 109, 106),
];

/// English name, Japanese name, alpha-2, alpha-3.
fn rows() -> Vec<[String; 4]> {
    MARKETS.lines().skip(1).map(|line| cells(line).try_into().unwrap()).collect()
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
    MarketList::in_force_on("2021-03-08".parse().unwrap()).unwrap()
}

fn find(text: &str) -> MarketAnswer {
    latest().find(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn code(text: &str) -> MarketCode {
    text.parse().unwrap()
}

fn message(text: &str) -> String {
    latest().find(text).unwrap_err().to_string()
}

fn listed_as(answer: &MarketAnswer) -> Vec<&str> {
    answer.listed_as.iter().map(|name| name.english.as_ref()).collect()
}

fn without_accents(text: &str) -> String {
    [("ã", "a"), ("é", "e"), ("í", "i"), ("Å", "A"), ("ç", "c")]
        .iter()
        .fold(text.to_owned(), |text, (accented, plain)| text.replace(accented, plain))
}

#[test]
fn mkt_02_the_list_of_december_2019_is_the_published_one_name_by_name() {
    let rows = rows();
    let mut published: Vec<(&str, &str, &str)> =
        rows.iter().map(|[english, japanese, alpha2, _]| (&**alpha2, &**english, &**japanese)).collect();
    published.sort_unstable();
    let names: Vec<_> = latest().names().collect();
    let built_in: Vec<(&str, &str, &str)> =
        names.iter().map(|(code, name)| (code.alpha2(), &*name.english, name.japanese.as_deref().unwrap())).collect();
    assert_eq!(built_in, published);
    for [.., alpha2, alpha3] in &rows {
        assert_eq!(code(alpha2).alpha3(), alpha3);
    }
}

#[test]
fn con_16_every_list_of_the_history_is_the_published_one_name_by_name() {
    let mut lines = HISTORY.lines().map(cells);
    let header = lines.next().unwrap();
    assert_eq!((header.len(), MarketList::ALL.len()), (COLUMNS.len() + 1, COLUMNS.len()));
    let table: Vec<Vec<String>> = lines.collect();
    for (column, list, names, codes) in COLUMNS {
        let index = header.iter().position(|title| title == column).unwrap();
        let mut published: Vec<(&str, String)> = Vec::new();
        for row in &table {
            let names = row[index].split(';').map(str::trim).filter(|name| !name.is_empty());
            published.extend(names.map(|name| (&*row[0], name.to_owned())));
        }
        published.sort_unstable();
        let built_in: Vec<(&str, String)> =
            list.names().map(|(code, name)| (code.alpha2(), name.english.into_owned())).collect();
        assert_eq!(built_in, published, "{list}");
        assert_eq!(built_in.len(), names, "{list}");
        assert_eq!(MarketCode::all().filter(|code| list.by_code(*code).is_unavailable()).count(), codes, "{list}");
        let in_japanese = list.names().any(|(_, name)| name.japanese.is_some());
        assert_eq!(in_japanese, list == MarketList::V2019_12, "{list}");
    }
}

#[test]
fn mkt_01_every_listed_name_and_code_is_found_however_it_is_written() {
    for [english, japanese, alpha2, alpha3] in rows() {
        for text in [
            english.clone(),
            english.to_uppercase(),
            english.to_lowercase(),
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
            japanese.replace('・', " "),
            japanese.replace('・', "･"),
        ] {
            let answer = find(&text);
            assert!(answer.is_unavailable(), "{text:?}");
            assert_eq!((&*answer.market, answer.code.alpha2()), (&*english, &*alpha2), "{text:?}");
            assert!(listed_as(&answer).contains(&&*english), "{text:?}");
            assert_eq!(answer.list, MarketList::V2019_12);
        }
        let full_width =
            |text: &str| -> String { text.bytes().map(|b| char::from_u32(u32::from(b) + 0xFEE0).unwrap()).collect() };
        for text in [
            alpha2.to_lowercase(),
            alpha3.clone(),
            format!(" {alpha2} "),
            format!("\t{alpha3}\n"),
            full_width(&alpha2),
            full_width(&alpha3.to_lowercase()),
        ] {
            assert_eq!(find(&text), latest().by_code(code(&alpha2)), "{text:?}");
        }
    }
    assert_eq!(find("ＳＴ").market, "São Tomé and Príncipe");
}

#[test]
fn mkt_01_every_market_is_found_by_its_own_codes_and_name_in_every_list() {
    for list in MarketList::ALL.iter().copied() {
        for market in MarketCode::all() {
            let answer = list.by_code(market);
            for text in [market.alpha2(), market.alpha3(), market.name(), &*answer.market] {
                assert_eq!(list.find(text), Ok(answer.clone()), "{text} in {list}");
            }
            let listed = !answer.listed_as.is_empty();
            assert_eq!(answer.is_unavailable(), listed, "{market} in {list}");
            assert_eq!(answer.azure_code().is_some(), listed, "{market} in {list}");
        }
    }
}

#[test]
fn mkt_01_present_day_and_other_common_names_are_understood() {
    use Availability::{NotListed, Unavailable};
    for (text, alpha2, name, availability) in [
        ("Eswatini", "SZ", "Swaziland", Unavailable),
        ("エスワティニ", "SZ", "Swaziland", Unavailable),
        ("Cape Verde", "CV", "Cabo Verde", NotListed),
        ("Czech Republic", "CZ", "Czechia", NotListed),
        ("TURKIYE", "TR", "Türkiye", NotListed),
        ("COTE D\u{2019}IVOIRE", "CI", "Côte d'Ivoire", NotListed),
        ("Ivory Coast", "CI", "Côte d'Ivoire", NotListed),
        ("Burma", "MM", "Myanmar", Unavailable),
        ("Åland", "AX", "Aland Islands", Unavailable),
        ("Holy See", "VA", "Vatican City", Unavailable),
        ("バチカン", "VA", "Vatican City", Unavailable),
        ("Gambia, The", "GM", "Gambia", Unavailable),
        ("Congo", "CG", "Congo", Unavailable),
        ("Guinea", "GN", "Guinea", Unavailable),
        ("DR Congo", "CD", "Congo (DRC)", Unavailable),
        ("Congo, Democratic Republic of the", "CD", "Congo (DRC)", Unavailable),
        ("US Outlying Islands", "UM", "U.S. Outlying Islands", Unavailable),
        ("U.S.", "US", "United States", NotListed),
        ("アメリカ", "US", "United States", NotListed),
        ("UK", "GB", "United Kingdom", NotListed),
        ("St Kitts and Nevis", "KN", "Saint Kitts and Nevis", NotListed),
        ("日本", "JP", "Japan", NotListed),
        ("ドイツ", "DE", "Germany", NotListed),
        ("ブラジル", "BR", "Brazil", NotListed),
        ("キュラソー", "CW", "Curaçao", NotListed),
        ("台湾", "TW", "Taiwan", NotListed),
        ("ｱﾝﾃｨｸﾞｱ･ﾊﾞｰﾌﾞｰﾀﾞ", "AG", "Antigua and Barbuda", Unavailable),
        ("カ\u{3099}ンヒ\u{3099}ア", "GM", "Gambia", Unavailable),
        ("Sa\u{303}o Tome\u{301} and Pri\u{301}ncipe", "ST", "São Tomé and Príncipe", Unavailable),
    ] {
        let answer = find(text);
        assert_eq!((answer.code.alpha2(), &*answer.market), (alpha2, name), "{text}");
        assert_eq!(answer.availability, availability, "{text}");
    }
}

#[test]
fn mkt_01_cuba_iran_and_north_korea_are_on_no_list_and_still_not_called_available() {
    for text in ["Cuba", "Iran, Islamic Republic of", "KP"] {
        for list in MarketList::ALL.iter().copied() {
            let answer = list.find(text).unwrap();
            assert_eq!((answer.availability, answer.listed_as.len()), (Availability::NotListed, 0), "{text} in {list}");
        }
    }
    assert_eq!(find("NOR").to_string(), "Norway (NO) is not listed in 2019-12");
}

#[test]
fn mkt_02_a_code_answers_with_every_name_behind_it_and_a_part_with_its_own() {
    let (bq, sj) = (&["Bonaire", "Saba", "Sint Eustatius"][..], &["Jan Mayen", "Svalbard"][..]);
    for (text, name, names) in [
        ("BES", "Bonaire, Sint Eustatius and Saba", bq),
        ("Caribbean Netherlands", "Bonaire, Sint Eustatius and Saba", bq),
        ("サバ島", "Saba", bq),
        ("St. Eustatius", "Sint Eustatius", bq),
        ("Svalbard & Jan Mayen", "Svalbard and Jan Mayen", sj),
        ("svalbard", "Svalbard", sj),
    ] {
        let answer = find(text);
        assert_eq!((&*answer.market, listed_as(&answer)), (name, names.to_vec()), "{text}");
    }
    assert_eq!(MarketList::V2018_06.find("Saba").unwrap().to_string(), "Saba (BQ) is not listed in 2018-06");
}

#[test]
fn mkt_01_a_text_that_could_be_several_markets_is_an_error_that_names_them() {
    for (text, expected) in [
        ("Korea", "`North Korea` (KP) or `South Korea` (KR)"),
        ("朝鮮", "`North Korea` (KP) or `South Korea` (KR)"),
        ("virgin islands", "`British Virgin Islands` (VG) or `US Virgin Islands` (VI)"),
        ("コンゴ", "`Congo` (CG) or `Democratic Republic of the Congo` (CD)"),
        ("ドミニカ", "`Dominican Republic` (DO) or `Dominica` (DM)"),
        ("Netherlands Antilles", "`Bonaire, Sint Eustatius and Saba` (BQ), `Curaçao` (CW) or `Sint Maarten` (SX)"),
        ("Channel Islands", "`Guernsey` (GG) or `Jersey` (JE)"),
    ] {
        assert_eq!(message(text), format!("`{text}` is not the name of one market, expected {expected}"));
    }
}

#[test]
fn mkt_01_an_unknown_name_is_an_error_with_the_nearest_ones() {
    for (text, expected) in [
        ("Brasil", "a code or a name such as `Brazil` (BR)"),
        ("Azerbaidjan", "a code or a name such as `Azerbaijan` (AZ)"),
        ("Germany2", "a code or a name such as `Germany` (DE)"),
        ("G ermany", "a code or a name such as `Germany` (DE)"),
        ("Chine", "a code or a name such as `Chile` (CL) or `China` (CN)"),
        ("Keeling", "a code or a name such as `Cocos (Keeling) Islands` (CC)"),
        ("Sint Eustasius", "a code or a name such as `Sint Eustatius` (BQ)"),
        ("Atlantis", "an ISO 3166-1 code or a name such as `BR` or `Brazil`"),
        ("アトランティス", "an ISO 3166-1 code or a name such as `BR` or `Brazil`"),
        ("ZZZ", "an ISO 3166-1 code or a name such as `BR` or `Brazil`"),
        ("Islands", "an ISO 3166-1 code or a name such as `BR` or `Brazil`"),
        ("", "an ISO 3166-1 code or a name such as `BR` or `Brazil`"),
    ] {
        assert_eq!(message(text), format!("`{text}` is not a market name known here, expected {expected}"));
    }
}

#[test]
fn mkt_01_any_other_text_is_an_error_of_one_line() {
    for text in
        [" ", "\u{3000}", "-", "The", "St.", "XX", "A", "A1", "Germany Germany", "Europe", "マ リ!", "B\0R", "🇧🇷"]
    {
        for list in MarketList::ALL.iter().copied() {
            let error = list.find(text).unwrap_err();
            assert!(!error.to_string().chars().any(char::is_control), "{text:?}: {error}");
        }
    }
    for unit in ["A", "é", "the ", "st.", "&", "\u{301}", "ﾞ", "サ", " ", ".", "\n"] {
        let text = format!("x{}x", unit.repeat(1_000_000));
        assert!(latest().find(&text).unwrap_err().text.chars().count() <= 40, "{unit:?}");
        assert!(text.parse::<MarketCode>().unwrap_err().text.chars().count() <= 40, "{unit:?}");
    }
    let padded = format!("{0}Saba{0}", " ".repeat(1_000_000));
    assert_eq!(find(&padded), find("Saba"), "blanks at the ends do not count");
    let long = format!("Saint{}Lucia", " ".repeat(247));
    assert_eq!(long.len(), 257);
    assert!(latest().find(&long).is_err());
    assert!(latest().find(&long.replacen(' ', "", 1)).is_ok());
}

#[test]
fn con_16_lists_of_one_time_differ_on_azerbaijan_brazil_and_russia() {
    let differing = |left: MarketList, right: MarketList| -> Vec<&str> {
        let differs = |code: &MarketCode| left.by_code(*code).availability != right.by_code(*code).availability;
        MarketCode::all().filter(differs).map(MarketCode::alpha2).collect()
    };
    assert_eq!(differing(MarketList::Developer2019_03, MarketList::V2019_10), ["AZ", "BR", "RU"]);
    assert_eq!(differing(MarketList::V2019_10, MarketList::V2019_12), [""; 0]);
    assert_eq!(differing(MarketList::Developer2018_10, MarketList::V2018_11), [""; 0]);
    assert_eq!(differing(MarketList::Developer2018_07, MarketList::V2018_09), ["HK"]);
    assert_eq!(differing(MarketList::CspSoftware2019_04, MarketList::CspSoftware2019_07), ["JE"]);
    for (market, buying) in [("Azerbaijan", true), ("Brazil", false), ("Russia", false)] {
        assert_eq!(MarketList::Developer2019_03.find(market).unwrap().is_unavailable(), !buying, "{market}");
        assert_eq!(MarketList::V2019_10.find(market).unwrap().is_unavailable(), buying, "{market}");
    }
}

#[test]
fn con_16_a_market_is_named_as_the_list_names_it_and_found_by_either_spelling() {
    for (list, text, name) in [
        (MarketList::V2018_06, "Korea, Republic of", "South Korea"),
        (MarketList::V2018_11, "South Korea", "Korea, Republic of"),
        (MarketList::V2018_09, "Russian Federation", "Russia"),
        (MarketList::Developer2019_03, "Russia", "Russian Federation"),
        (MarketList::V2019_10, "Aland Islands", "Åland Islands"),
        (MarketList::V2018_09, "Türkiye", "Turkey"),
    ] {
        let answer = list.find(text).unwrap();
        assert_eq!((&*answer.market, listed_as(&answer)), (name, vec![name]), "{text} in {list}");
        assert!(answer.is_unavailable(), "{text} in {list}");
    }
}

#[test]
fn l_19_each_list_of_the_main_line_is_in_force_from_its_first_day_to_the_next() {
    for day in [NaiveDate::MIN, "2018-06-27".parse().unwrap()] {
        assert_eq!(
            MarketList::in_force_on(day).unwrap_err().to_string(),
            format!(
                "no edition of the list of unavailable markets was in force on `{day}`, expected `2018-06-28` or later"
            )
        );
    }
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
        assert_eq!(MarketList::in_force_on(day.parse().unwrap()).unwrap().name(), name, "{day}");
    }
}

#[test]
fn l_19_lists_have_a_name_and_a_date() {
    for (name, first) in [
        ("developer-2018-07", "2018-07-27"),
        ("developer-2018-10", "2018-10-08"),
        ("developer-2019-03", "2019-03-20"),
        ("csp-software-2019-04", "2019-04-03"),
        ("csp-software-2019-07", "2019-07-25"),
        ("2018-06", "2018-06-28"),
        ("2018-09", "2018-09-01"),
        ("2018-11", "2018-11-06"),
        ("2019-10", "2019-10-18"),
        ("2019-12", "2019-12-18"),
    ] {
        let list: MarketList = name.parse().unwrap();
        assert_eq!((list.to_string(), list.from().to_string()), (name.to_owned(), first.to_owned()));
    }
    for text in ["", "2019", "2019-12 ", "v2019-12", "2019-12-18", "DEVELOPER-2019-03"] {
        assert!(text.parse::<MarketList>().is_err(), "{text:?}");
    }
}

#[test]
fn market_codes_are_two_or_three_letters_in_any_case() {
    assert_eq!(MarketCode::all().count(), 250, "249 of ISO 3166-1, and Kosovo");
    for market in MarketCode::all() {
        for text in [market.alpha2(), market.alpha3()] {
            assert_eq!((text.parse(), text.to_lowercase().parse()), (Ok(market), Ok(market)), "{text}");
        }
        assert_eq!((market.to_string().as_str(), format!("{market:?}").as_str()), (market.alpha2(), market.alpha2()));
    }
    for text in ["", "B", "XX", "UK", "EU", " BR", "BRAZ", "Brazil", "B1", "ＢＲ", "é", "éa", "76"] {
        assert_eq!(text.parse::<MarketCode>().unwrap_err().text, text, "{text:?}");
    }
    assert_eq!(
        "UK".parse::<MarketCode>().unwrap_err().to_string(),
        "`UK` is not a market code, expected two or three letters of ISO 3166-1 such as `BR` or `BRA`"
    );
}

#[test]
fn tax_01_and_tax_02_only_prices_in_australia_and_brazil_include_tax() {
    let taxed: Vec<&str> = MarketCode::all().filter(|code| code.prices_include_tax()).map(MarketCode::alpha2).collect();
    assert_eq!(taxed, ["AU", "BR"]);
}

#[cfg(feature = "serde")]
#[test]
fn an_answer_is_stored_and_read_back() {
    for text in ["Saba", "BQ", "Germany", "コソボ"] {
        let answer = find(text);
        let stored = serde_json::to_string(&answer).unwrap();
        assert_eq!(serde_json::from_str::<MarketAnswer>(&stored).unwrap(), answer, "{stored}");
    }
    assert_eq!(
        serde_json::to_string(&find("XKX")).unwrap(),
        r#"{"market":"Kosovo","code":"XK","availability":"unavailable","list":"2019-12","listed_as":[{"english":"Kosovo","japanese":"コソボ"}]}"#
    );
}
