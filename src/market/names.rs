//! The names that are understood, folded and sorted, each with its market; and hints for a text that is none of them.
//!
//! Listed names, ordinary names in English and Japanese, ISO 3166-1 short names, and common other names. A name of a part
//! of a code's territory carries the listed name of that part.

use country_code_enum::CountryCode;

use super::table;

/// The market that a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) code: CountryCode,
    /// The English name on the lists, where it is only a part of what the code stands for.
    pub(super) part: Option<&'static str>,
}

impl Named {
    /// The ordinary name with the code, for messages: `` `South Korea` (KR) ``.
    fn shown(self) -> String {
        let name = self.part.unwrap_or(table::market(self.code).name);
        format!("`{name}` ({})", <&str>::from(self.code))
    }
}

/// The market with a folded name.
pub(super) fn find(folded: &str) -> Option<Named> {
    let index = NAMES.binary_search_by(|(name, _)| (*name).cmp(folded)).ok()?;
    NAMES.get(index).map(|(_, named)| *named)
}

/// Markets that a text might mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hint {
    /// It fits several markets equally well, or is the name of a country that has split.
    Ambiguous(String),
    /// It is close to these.
    Near(String),
    /// Nothing is close.
    Nothing,
}

/// Names that stand for no market today, with the markets that they covered or could mean.
static SEVERAL: &[(&str, &[CountryCode])] = &[
    ("channel islands", &[CountryCode::GG, CountryCode::JE]),
    ("czechoslovakia", &[CountryCode::CZ, CountryCode::SK]),
    ("guiana", &[CountryCode::GF, CountryCode::GY]),
    ("netherlands antilles", &[CountryCode::BQ, CountryCode::CW, CountryCode::SX]),
    ("serbia and montenegro", &[CountryCode::ME, CountryCode::RS]),
    ("朝鮮", &[CountryCode::KP, CountryCode::KR]),
];

/// The most markets that a hint names.
const MOST_HINTS: usize = 4;

/// Hints for a folded text that [`find`] does not know: names that contain its words, otherwise the closest spellings.
pub(super) fn hint(folded: &str) -> Hint {
    if let Some((_, codes)) = SEVERAL.iter().find(|(name, _)| *name == folded) {
        return Hint::Ambiguous(listed(codes.iter().map(|code| Named { code: *code, part: None })));
    }
    if folded.chars().count() < 2 {
        return Hint::Nothing;
    }
    let containing = distinct(NAMES.iter().filter(|(name, _)| has_words(name, folded)));
    match containing.len() {
        1 => Hint::Near(listed(containing)),
        2..=MOST_HINTS => Hint::Ambiguous(listed(containing)),
        _ => nearest(folded),
    }
}

fn nearest(folded: &str) -> Hint {
    // One mistake for each four letters, at most three.
    for allowed in 1..=(folded.chars().count() / 4).min(3) {
        let close = distinct(NAMES.iter().filter(|(name, _)| distance(name, folded) <= allowed));
        if (1..=MOST_HINTS).contains(&close.len()) {
            return Hint::Near(listed(close));
        }
    }
    Hint::Nothing
}

/// Whether a name contains the words of a text as they are. Japanese has no spaces between words.
fn has_words(name: &str, words: &str) -> bool {
    if words.is_ascii() { format!(" {name} ").contains(&format!(" {words} ")) } else { name.contains(words) }
}

fn distinct<'a>(names: impl Iterator<Item = &'a (&'static str, Named)>) -> Vec<Named> {
    let mut distinct: Vec<Named> = Vec::new();
    for (_, named) in names {
        if !distinct.contains(named) {
            distinct.push(*named);
        }
    }
    distinct
}

fn listed(markets: impl IntoIterator<Item = Named>) -> String {
    let shown: Vec<String> = markets.into_iter().map(Named::shown).collect();
    match shown.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, earlier)) => format!("{} or {last}", earlier.join(", ")),
    }
}

/// The letters to add, drop or replace between two texts.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut before = index.saturating_add(1);
        let mut next = vec![before];
        for (other, (diagonal, above)) in right.chars().zip(row.iter().zip(row.iter().skip(1))) {
            let replaced = diagonal.saturating_add(usize::from(letter != other));
            before = before.saturating_add(1).min(above.saturating_add(1)).min(replaced);
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

macro_rules! part {
    () => {
        None
    };
    ($name:literal) => {
        Some($name)
    };
}

macro_rules! names {
    ($($name:literal $code:ident $($part:literal)?,)+) => {
        static NAMES: &[(&str, Named)] =
            &[$(($name, Named { code: CountryCode::$code, part: part!($($part)?) }),)+];
    };
}

names! {
    "afghanistan" AF, "aland" AX, "aland islands" AX, "albania" AL, "algeria" DZ, "american samoa" AS, "andorra" AD,
    "angola" AO, "anguilla" AI, "antarctica" AQ, "antigua and barbuda" AG, "argentina" AR, "armenia" AM, "aruba" AW,
    "ascension" SH, "ascension island" SH, "australia" AU, "austria" AT, "azerbaijan" AZ, "bahamas" BS, "bahrain" BH,
    "bangladesh" BD, "barbados" BB, "belarus" BY, "belgium" BE, "belize" BZ, "benin" BJ, "bermuda" BM,
    "bes islands" BQ, "bhutan" BT, "biot" IO, "bolivarian republic of venezuela" VE, "bolivia" BO,
    "bolivia plurinational state of" BO, "bonaire" BQ "Bonaire", "bonaire island" BQ "Bonaire",
    "bonaire saba and sint eustatius" BQ, "bonaire saint eustatius and saba" BQ, "bonaire sint eustatius and saba" BQ,
    "bosnia" BA, "bosnia and herzegovina" BA, "bosnia herzegovina" BA, "botswana" BW, "bouvet island" BV, "brazil" BR,
    "britain" GB, "british indian ocean territory" IO, "british virgin islands" VG, "brunei" BN,
    "brunei darussalam" BN, "bulgaria" BG, "burkina faso" BF, "burma" MM, "burma myanmar" MM, "burundi" BI, "bvi" VG,
    "cabo verde" CV, "cambodia" KH, "cameroon" CM, "canada" CA, "cape verde" CV, "cape verde islands" CV,
    "caribbean netherlands" BQ, "cayman islands" KY, "central african republic" CF, "chad" TD,
    "chagos archipelago" IO, "chagos islands" IO, "chile" CL, "china" CN, "china peoples republic of" CN,
    "christmas island" CX, "cocos islands" CC, "cocos keeling islands" CC, "colombia" CO, "comoros" KM, "congo" CG,
    "congo brazzaville" CG, "congo democratic republic" CD, "congo democratic republic of" CD, "congo dr" CD,
    "congo drc" CD, "congo kinshasa" CD, "congo republic" CG, "congo republic of" CG, "cook islands" CK,
    "costa rica" CR, "cote d ivoire" CI, "cote divoire" CI, "croatia" HR, "cuba" CU, "curacao" CW, "cyprus" CY,
    "czech republic" CZ, "czechia" CZ, "democratic peoples republic of korea" KP, "democratic republic of congo" CD,
    "denmark" DK, "djibouti" DJ, "dominica" DM, "dominican republic" DO, "dprk" KP, "dr congo" CD, "drc" CD,
    "east timor" TL, "ecuador" EC, "egypt" EG, "el salvador" SV, "equatorial guinea" GQ, "eritrea" ER, "estonia" EE,
    "eswatini" SZ, "eswatini swaziland" SZ, "ethiopia" ET, "faeroe islands" FO, "falkland islands" FK,
    "falkland islands malvinas" FK, "falklands" FK, "faroe islands" FO, "federated states of micronesia" FM,
    "fiji" FJ, "finland" FI, "france" FR, "french guiana" GF, "french polynesia" PF,
    "french southern and antarctic lands" TF, "french southern and antarctic territories" TF,
    "french southern territories" TF, "fyrom" MK, "gabon" GA, "gambia" GM, "georgia" GE, "germany" DE, "ghana" GH,
    "gibraltar" GI, "great britain" GB, "greece" GR, "greenland" GL, "grenada" GD, "guadeloupe" GP, "guam" GU,
    "guatemala" GT, "guernsey" GG, "guinea" GN, "guinea bissau" GW, "guyana" GY, "haiti" HT,
    "heard and mcdonald islands" HM, "heard island and mcdonald islands" HM, "holland" NL, "holy see" VA,
    "holy see vatican city state" VA, "honduras" HN, "hong kong" HK, "hong kong china" HK, "hong kong sar" HK,
    "hong kong sar china" HK, "hungary" HU, "iceland" IS, "india" IN, "indonesia" ID, "iran" IR,
    "iran islamic republic of" IR, "iraq" IQ, "ireland" IE, "islamic republic of iran" IR, "isle of man" IM,
    "israel" IL, "italy" IT, "ivory coast" CI, "jamaica" JM, "jan mayen" SJ "Jan Mayen",
    "jan mayen island" SJ "Jan Mayen", "japan" JP, "jersey" JE, "jordan" JO, "kazakhstan" KZ, "keeling islands" CC,
    "kenya" KE, "kingdom of eswatini" SZ, "kiribati" KI, "korea democratic peoples republic of" KP, "korea north" KP,
    "korea republic of" KR, "korea south" KR, "kosova" XK, "kosovo" XK, "kuwait" KW, "kyrgyz republic" KG,
    "kyrgyzstan" KG, "la reunion" RE, "lao pdr" LA, "lao peoples democratic republic" LA, "laos" LA, "latvia" LV,
    "lebanon" LB, "lesotho" LS, "liberia" LR, "libya" LY, "liechtenstein" LI, "lithuania" LT, "luxembourg" LU,
    "macao" MO, "macao china" MO, "macao sar" MO, "macao sar china" MO, "macau" MO, "macau sar" MO,
    "macau sar china" MO, "macedonia" MK, "macedonia fyro" MK, "madagascar" MG, "malawi" MW, "malaysia" MY,
    "maldives" MV, "mali" ML, "malta" MT, "malvinas" FK, "marshall islands" MH, "martinique" MQ, "mauritania" MR,
    "mauritius" MU, "mayotte" YT, "mexico" MX, "micronesia" FM, "micronesia federated states of" FM, "moldova" MD,
    "moldova republic of" MD, "monaco" MC, "mongolia" MN, "montenegro" ME, "montserrat" MS, "morocco" MA,
    "mozambique" MZ, "myanmar" MM, "myanmar burma" MM, "namibia" NA, "nauru" NR, "nepal" NP, "netherlands" NL,
    "new caledonia" NC, "new zealand" NZ, "nicaragua" NI, "niger" NE, "nigeria" NG, "niue" NU, "norfolk island" NF,
    "north korea" KP, "north macedonia" MK, "northern mariana" MP, "northern mariana islands" MP,
    "northern marianas" MP, "norway" NO, "oman" OM, "pakistan" PK, "palau" PW, "palestine" PS,
    "palestine state of" PS, "palestinian authority" PS, "palestinian territories" PS, "palestinian territory" PS,
    "panama" PA, "papua new guinea" PG, "paraguay" PY, "peoples republic of china" CN, "peru" PE, "philippines" PH,
    "pitcairn" PN, "pitcairn island" PN, "pitcairn islands" PN, "plurinational state of bolivia" BO, "poland" PL,
    "portugal" PT, "prc" CN, "puerto rico" PR, "qatar" QA, "republic of china" TW, "republic of congo" CG,
    "republic of gambia" GM, "republic of ireland" IE, "republic of korea" KR, "republic of kosovo" XK,
    "republic of moldova" MD, "republic of north macedonia" MK, "republic of turkiye" TR,
    "republic of union of myanmar" MM, "reunion" RE, "reunion island" RE, "romania" RO, "russia" RU,
    "russian federation" RU, "rwanda" RW, "saba" BQ "Saba", "saba island" BQ "Saba", "saint barthelemy" BL,
    "saint christopher and nevis" KN, "saint eustatius" BQ "Sint Eustatius", "saint helena" SH,
    "saint helena ascension and tristan da cunha" SH, "saint helena ascension tristan da cunha" SH, "saint kitts" KN,
    "saint kitts and nevis" KN, "saint lucia" LC, "saint maarten" SX, "saint martin" MF,
    "saint martin french part" MF, "saint pierre and miquelon" PM, "saint vincent" VC,
    "saint vincent and grenadines" VC, "samoa" WS, "san marino" SM, "sao tome" ST, "sao tome and principe" ST,
    "saudi arabia" SA, "senegal" SN, "serbia" RS, "seychelles" SC, "sierra leone" SL, "singapore" SG,
    "sint eustatius" BQ "Sint Eustatius", "sint maarten" SX, "sint maarten dutch part" SX, "slovak republic" SK,
    "slovakia" SK, "slovenia" SI, "solomon islands" SB, "somalia" SO, "south africa" ZA, "south georgia" GS,
    "south georgia and south sandwich islands" GS, "south korea" KR, "south sudan" SS, "spain" ES, "sri lanka" LK,
    "state of palestine" PS, "statia" BQ "Sint Eustatius", "sudan" SD, "suriname" SR, "svalbard" SJ "Svalbard",
    "svalbard and jan mayen" SJ, "swaziland" SZ, "swaziland eswatini" SZ, "sweden" SE, "switzerland" CH, "syria" SY,
    "syrian arab republic" SY, "taiwan" TW, "taiwan china" TW, "taiwan province of china" TW, "tajikistan" TJ,
    "tanzania" TZ, "tanzania united republic of" TZ, "thailand" TH, "timor leste" TL, "togo" TG, "tokelau" TK,
    "tonga" TO, "trinidad" TT, "trinidad and tobago" TT, "tristan da cunha" SH, "tunisia" TN, "turkey" TR,
    "turkiye" TR, "turkmenistan" TM, "turks and caicos" TC, "turks and caicos islands" TC, "tuvalu" TV, "uae" AE,
    "uganda" UG, "uk" GB, "ukraine" UA, "united arab emirates" AE, "united kingdom" GB,
    "united kingdom of great britain and northern ireland" GB, "united republic of tanzania" TZ, "united states" US,
    "united states minor outlying islands" UM, "united states of america" US, "united states outlying islands" UM,
    "united states virgin islands" VI, "uruguay" UY, "us minor outlying islands" UM, "us outlying islands" UM,
    "us virgin islands" VI, "usvi" VI, "uzbekistan" UZ, "vanuatu" VU, "vatican" VA, "vatican city" VA,
    "vatican city state" VA, "venezuela" VE, "venezuela bolivarian republic of" VE, "viet nam" VN, "vietnam" VN,
    "virgin islands british" VG, "virgin islands of united states" VI, "virgin islands us" VI, "wallis and futuna" WF,
    "wallis and futuna islands" WF, "western sahara" EH, "western samoa" WS, "yemen" YE, "zambia" ZM, "zimbabwe" ZW,
    "アイスランド" IS, "アイルランド" IE, "アゼルバイジャン" AZ, "アフガニスタン" AF, "アメリカ" US,
    "アメリカ合衆国" US, "アメリカ領バージン諸島" VI, "アラブ首長国連邦" AE, "アルジェリア" DZ, "アルゼンチン" AR,
    "アルバ" AW, "アルバニア" AL, "アルメニア" AM, "アンギラ" AI, "アンゴラ" AO, "アンティグアバーブーダ" AG,
    "アンドラ" AD, "イエメン" YE, "イギリス" GB, "イギリス領バージン諸島" VG, "イスラエル" IL, "イタリア" IT,
    "イラク" IQ, "イラン" IR, "インド" IN, "インドネシア" ID, "ウガンダ" UG, "ウクライナ" UA, "ウズベキスタン" UZ,
    "ウルグアイ" UY, "エクアドル" EC, "エジプト" EG, "エストニア" EE, "エスワティニ" SZ, "エチオピア" ET,
    "エリトリア" ER, "エルサルバドル" SV, "オマーン" OM, "オランダ" NL, "オーストラリア" AU, "オーストリア" AT,
    "オーランド諸島" AX, "カザフスタン" KZ, "カタール" QA, "カナダ" CA, "カメルーン" CM, "カンボジア" KH,
    "カーボベルデ" CV, "ガイアナ" GY, "ガボン" GA, "ガンビア" GM, "ガーナ" GH, "ガーンジー島" GG, "キプロス" CY,
    "キュラソー" CW, "キュラソー島" CW, "キューバ" CU, "キリバス" KI, "キルギス" KG, "キルギスタン" KG, "ギニア" GN,
    "ギニアビサウ" GW, "ギリシャ" GR, "クウェート" KW, "クック諸島" CK, "クリスマス島" CX, "クロアチア" HR,
    "グアテマラ" GT, "グアドループ" GP, "グアム" GU, "グアム島" GU, "グリーンランド" GL, "グレナダ" GD,
    "ケイマン諸島" KY, "ケニア" KE, "ココス諸島" CC, "コスタリカ" CR, "コソボ" XK, "コモロ" KM, "コロンビア" CO,
    "コンゴ共和国" CG, "コンゴ民主共和国" CD, "コートジボワール" CI, "サウジアラビア" SA,
    "サウスジョージアサウスサンドウィッチ諸島" GS, "サバ島" BQ "Saba", "サモア" WS, "サントメプリンシペ" ST,
    "サンバルテルミー" BL, "サンピエールミクロン" PM, "サンマリノ" SM, "サンマルタン島" MF, "ザンビア" ZM,
    "シエラレオネ" SL, "シリア" SY, "シンガポール" SG, "シントマールテン島" SX,
    "シントユースタティウス島" BQ "Sint Eustatius", "ジブチ" DJ, "ジブラルタル" GI, "ジャマイカ" JM,
    "ジャージー島" JE, "ジョージア" GE, "ジンバブエ" ZW, "スイス" CH, "スウェーデン" SE,
    "スバールバル諸島" SJ "Svalbard", "スペイン" ES, "スリナム" SR, "スリランカ" LK, "スロバキア" SK, "スロベニア" SI,
    "スワジランド" SZ, "スーダン" SD, "セネガル" SN, "セルビア" RS, "セントキッツネイビス" KN,
    "セントクリストファーネイビス" KN, "セントビンセントおよびグレナディーン諸島" VC,
    "セントヘレナアセンションおよびトリスタンダクーニャ" SH, "セントルシア" LC, "セーシェル" SC, "ソマリア" SO,
    "ソロモン諸島" SB, "タイ" TH, "タジキスタン" TJ, "タンザニア" TZ, "タークスカイコス諸島" TC, "チェコ" CZ,
    "チェコ共和国" CZ, "チャド" TD, "チュニジア" TN, "チリ" CL, "ツバル" TV, "ティモールレステ" TL, "デンマーク" DK,
    "トケラウ諸島" TK, "トリニダードトバゴ" TT, "トルクメニスタン" TM, "トルコ" TR, "トンガ" TO, "トーゴ" TG,
    "ドイツ" DE, "ドミニカ共和国" DO, "ドミニカ国" DM, "ナイジェリア" NG, "ナウル" NR, "ナミビア" NA, "ニウエ" NU,
    "ニカラグア" NI, "ニジェール" NE, "ニューカレドニア" NC, "ニュージーランド" NZ, "ネパール" NP, "ノルウェー" NO,
    "ノーフォーク島" NF, "ハイチ" HT, "ハンガリー" HU, "ハードマクドナルド諸島" HM, "バチカン" VA, "バチカン市国" VA,
    "バヌアツ" VU, "バハマ" BS, "バミューダ" BM, "バミューダ諸島" BM, "バルバドス" BB, "バングラデシュ" BD,
    "バーレーン" BH, "パキスタン" PK, "パナマ" PA, "パプアニューギニア" PG, "パラオ" PW, "パラグアイ" PY,
    "パレスチナ" PS, "ピトケアン島" PN, "フィジー" FJ, "フィリピン" PH, "フィンランド" FI, "フェロー諸島" FO,
    "フォークランド諸島" FK, "フランス" FR, "フランス領ギアナ" GF, "フランス領ポリネシア" PF, "ブラジル" BR,
    "ブルガリア" BG, "ブルキナファソ" BF, "ブルネイ" BN, "ブルネイダルサラーム" BN, "ブルンジ" BI, "ブータン" BT,
    "ブーベ島" BV, "プエルトリコ" PR, "ベトナム" VN, "ベナン" BJ, "ベネズエラ" VE, "ベラルーシ" BY, "ベリーズ" BZ,
    "ベルギー" BE, "ペルー" PE, "ホンジュラス" HN, "ボスニアヘルツェゴビナ" BA, "ボスニアヘルツェゴヴィナ" BA,
    "ボツワナ" BW, "ボネール島" BQ "Bonaire", "ボリビア" BO, "ポルトガル" PT, "ポーランド" PL, "マイヨット島" YT,
    "マカオ" MO, "マカオ特別行政区" MO, "マケドニア" MK, "マダガスカル" MG, "マラウイ" MW, "マリ" ML, "マルタ" MT,
    "マルチニーク島" MQ, "マレーシア" MY, "マン島" IM, "マーシャル諸島" MH, "ミクロネシア" FM, "ミャンマー" MM,
    "メキシコ" MX, "モザンビーク" MZ, "モナコ" MC, "モルディブ" MV, "モルドバ" MD, "モロッコ" MA, "モンゴル" MN,
    "モンセラット" MS, "モンテネグロ" ME, "モーリシャス" MU, "モーリタニア" MR, "ヤンマイエン島" SJ "Jan Mayen",
    "ヨルダン" JO, "ラオス" LA, "ラトビア" LV, "リトアニア" LT, "リヒテンシュタイン" LI, "リビア" LY, "リベリア" LR,
    "ルクセンブルク" LU, "ルワンダ" RW, "ルーマニア" RO, "レソト" LS, "レバノン" LB, "レユニオン" RE, "ロシア" RU,
    "ロシア連邦" RU, "ワリスフテュナ諸島" WF, "中国" CN, "中央アフリカ共和国" CF, "中華人民共和国" CN,
    "仏領極南諸島" TF, "北マケドニア" MK, "北マリアナ諸島" MP, "北朝鮮" KP, "南アフリカ" ZA, "南アフリカ共和国" ZA,
    "南スーダン" SS, "南極" AQ, "台湾" TW, "大韓民国" KR, "日本" JP, "日本国" JP, "朝鮮民主主義人民共和国" KP,
    "米国" US, "米領サモア" AS, "米領バージン諸島" VI, "米領小離島" UM, "英国" GB, "英領インド洋地域" IO,
    "英領バージン諸島" VG, "西サハラ" EH, "赤道ギニア" GQ, "韓国" KR, "香港" HK, "香港特別行政区" HK,
}

#[cfg(test)]
mod tests {
    use super::super::{fold::fold, table::market};
    use super::*;

    #[test]
    fn names_are_sorted_distinct_and_folded() {
        for pair in NAMES.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} before {}", pair[0].0, pair[1].0);
        }
        for (name, named) in NAMES {
            assert_eq!(&fold(name), name);
            assert_eq!(find(name), Some(*named), "{name}");
        }
    }

    #[test]
    fn every_market_has_a_japanese_name() {
        for code in CountryCode::ALL {
            let japanese = NAMES.iter().any(|(name, named)| named.code == code && !name.is_ascii());
            assert!(japanese, "{code:?}");
        }
    }

    #[test]
    fn names_of_several_markets_are_folded_and_stand_for_none() {
        for (name, codes) in SEVERAL {
            assert_eq!((fold(name).as_str(), find(name)), (*name, None));
            assert!(codes.len() > 1, "{name}");
        }
    }

    #[test]
    fn the_distance_counts_single_letters() {
        for (left, right, expected) in
            [("", "", 0), ("", "abc", 3), ("chile", "china", 2), ("brazil", "brasil", 1), ("kosovo", "kosvo", 1)]
        {
            assert_eq!((distance(left, right), distance(right, left)), (expected, expected), "{left} {right}");
        }
    }

    #[test]
    fn every_name_of_the_table_is_understood() {
        for code in CountryCode::ALL {
            let known = |name: &str| assert_eq!(find(&fold(name)).map(|named| named.code), Some(code), "{name}");
            known(market(code).name);
            known(code.name());
            for listed in market(code).listed {
                known(listed.english);
                listed.japanese.into_iter().for_each(known);
            }
        }
    }

    #[test]
    fn a_part_is_a_listed_name_of_a_code_with_several_on_one_list() {
        for (name, named) in NAMES {
            let Some(part) = named.part else { continue };
            let listed = market(named.code).listed;
            assert!(listed.iter().any(|listed| listed.english == part), "{name}");
            assert!(matches!(named.code, CountryCode::BQ | CountryCode::SJ), "{name}");
        }
    }

    #[test]
    fn no_name_hides_a_code() {
        for (name, named) in NAMES.iter().filter(|(name, _)| name.len() <= 3) {
            let code = name.parse::<super::super::MarketCode>();
            assert!(code.is_err(), "{name} of {named:?} is also the code {code:?}");
        }
    }
}
