//! The markets and the names that the lists give them, as data.
//!
//! The names and lists are those of `tests/data/markets.csv` and `tests/data/markets-history.csv`, compared name by name
//! in a test. The ordinary names are today's.

use country_code_enum::CountryCode;

use super::edition::MarketList::{
    self, CspSoftware2019_04, CspSoftware2019_07, Developer2018_07, Developer2018_10, Developer2019_03, V2018_06,
    V2018_09, V2018_11, V2019_10, V2019_12,
};

/// One market.
#[derive(Debug)]
pub(super) struct Market {
    pub(super) alpha3: &'static str,
    /// The ordinary English name, for a market that a list does not name.
    pub(super) name: &'static str,
    /// Every name that any list gives it, parts and spellings alike.
    pub(super) listed: &'static [Listed],
}

/// One name on one or more lists.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) english: &'static str,
    /// Only the Japanese page of [`V2019_12`] is known.
    pub(super) japanese: Option<&'static str>,
    pub(super) lists: &'static [MarketList],
}

/// The small markets that joined together in October 2018 and stayed.
const USUAL: &[MarketList] = &[Developer2018_10, V2018_11, Developer2019_03, V2019_10, V2019_12];
/// The larger markets that left the buying page in November 2018, and the CSP software page a year later.
const EARLY: &[MarketList] = &[V2018_09, Developer2018_07, CspSoftware2019_04, CspSoftware2019_07];
/// The markets that left every page by April 2019.
const UNTIL_2018_11: &[MarketList] = &[V2018_09, Developer2018_07, Developer2018_10, V2018_11];

macro_rules! japanese {
    () => {
        None
    };
    ($name:literal) => {
        Some($name)
    };
}

macro_rules! markets {
    ($($code:ident $alpha2:literal $alpha3:literal $name:literal $({ $english:literal $(, $japanese:literal)?: $lists:expr })*;)+) => {
        /// The entry of a market. A code without an entry does not compile.
        pub(super) const fn market(code: CountryCode) -> &'static Market {
            match code {
                $(CountryCode::$code => const {
                    &Market {
                        alpha3: text($alpha3),
                        name: $name,
                        listed: &[$(Listed { english: $english, japanese: japanese!($($japanese)?), lists: $lists },)*],
                    }
                },)+
            }
        }

        /// The market with these two capital letters.
        pub(super) const fn of_alpha2(letters: [u8; 2]) -> Option<CountryCode> {
            match &letters {
                $($alpha2 => Some(CountryCode::$code),)+
                _ => None,
            }
        }

        /// The market with these three capital letters.
        pub(super) const fn of_alpha3(letters: [u8; 3]) -> Option<CountryCode> {
            match &letters {
                $($alpha3 => Some(CountryCode::$code),)+
                _ => None,
            }
        }
    };
}

const fn text(ascii: &'static [u8]) -> &'static str {
    match core::str::from_utf8(ascii) {
        Ok(text) => text,
        Err(_) => "",
    }
}

// code, alpha-2, alpha-3, ordinary name, then each listed name: English, Japanese, lists.
markets! {
    AD b"AD" b"AND" "Andorra" { "Andorra", "アンドラ": USUAL };
    AE b"AE" b"ARE" "United Arab Emirates";
    AF b"AF" b"AFG" "Afghanistan";
    AG b"AG" b"ATG" "Antigua and Barbuda" { "Antigua and Barbuda", "アンティグア・バーブーダ": USUAL };
    AI b"AI" b"AIA" "Anguilla" { "Anguilla", "アンギラ": USUAL };
    AL b"AL" b"ALB" "Albania";
    AM b"AM" b"ARM" "Armenia";
    AO b"AO" b"AGO" "Angola";
    AQ b"AQ" b"ATA" "Antarctica" { "Antarctica", "南極": USUAL };
    AR b"AR" b"ARG" "Argentina" { "Argentina": EARLY };
    AS b"AS" b"ASM" "American Samoa" { "American Samoa", "米領サモア": USUAL };
    AT b"AT" b"AUT" "Austria";
    AU b"AU" b"AUS" "Australia";
    AW b"AW" b"ABW" "Aruba" { "Aruba", "アルバ": USUAL };
    AX b"AX" b"ALA" "Åland Islands"
        { "Åland Islands": &[Developer2018_10, V2018_11, Developer2019_03, V2019_10] }
        { "Aland Islands", "オーランド諸島": &[V2019_12] };
    AZ b"AZ" b"AZE" "Azerbaijan"
        { "Azerbaijan", "アゼルバイジャン": &[
            V2018_09, Developer2018_07, Developer2018_10, V2018_11, V2019_10, V2019_12,
        ] };
    BA b"BA" b"BIH" "Bosnia and Herzegovina";
    BB b"BB" b"BRB" "Barbados";
    BD b"BD" b"BGD" "Bangladesh";
    BE b"BE" b"BEL" "Belgium";
    BF b"BF" b"BFA" "Burkina Faso" { "Burkina Faso", "ブルキナファソ": USUAL };
    BG b"BG" b"BGR" "Bulgaria";
    BH b"BH" b"BHR" "Bahrain";
    BI b"BI" b"BDI" "Burundi" { "Burundi", "ブルンジ": USUAL };
    BJ b"BJ" b"BEN" "Benin" { "Benin", "ベナン": USUAL };
    BL b"BL" b"BLM" "Saint Barthélemy" { "Saint Barthélemy", "サン・バルテルミー": USUAL };
    BM b"BM" b"BMU" "Bermuda";
    BN b"BN" b"BRN" "Brunei";
    BO b"BO" b"BOL" "Bolivia";
    BQ b"BQ" b"BES" "Bonaire, Sint Eustatius and Saba"
        { "Bonaire", "ボネール島": USUAL }
        { "Saba", "サバ島": USUAL }
        { "Sint Eustatius", "シント・ユースタティウス島": USUAL };
    BR b"BR" b"BRA" "Brazil"
        { "Brazil": &[
            V2018_06, V2018_09, Developer2018_07, Developer2018_10, V2018_11, CspSoftware2019_04,
            CspSoftware2019_07, Developer2019_03,
        ] };
    BS b"BS" b"BHS" "Bahamas";
    BT b"BT" b"BTN" "Bhutan" { "Bhutan", "ブータン": USUAL };
    BV b"BV" b"BVT" "Bouvet Island" { "Bouvet Island", "ブーベ島": USUAL };
    BW b"BW" b"BWA" "Botswana";
    BY b"BY" b"BLR" "Belarus" { "Belarus": UNTIL_2018_11 };
    BZ b"BZ" b"BLZ" "Belize";
    CA b"CA" b"CAN" "Canada";
    CC b"CC" b"CCK" "Cocos (Keeling) Islands" { "Cocos (Keeling) Islands", "ココス諸島": USUAL };
    CD b"CD" b"COD" "Democratic Republic of the Congo" { "Congo (DRC)", "コンゴ民主共和国": USUAL };
    CF b"CF" b"CAF" "Central African Republic" { "Central African Republic", "中央アフリカ共和国": USUAL };
    CG b"CG" b"COG" "Congo" { "Congo", "コンゴ共和国": USUAL };
    CH b"CH" b"CHE" "Switzerland";
    CI b"CI" b"CIV" "Côte d'Ivoire";
    CK b"CK" b"COK" "Cook Islands" { "Cook Islands", "クック諸島": USUAL };
    CL b"CL" b"CHL" "Chile";
    CM b"CM" b"CMR" "Cameroon";
    CN b"CN" b"CHN" "China"
        { "China", "中国": &[
            V2018_06, V2018_09, Developer2018_07, Developer2018_10, V2018_11, CspSoftware2019_04,
            CspSoftware2019_07, Developer2019_03, V2019_10, V2019_12,
        ] };
    CO b"CO" b"COL" "Colombia";
    CR b"CR" b"CRI" "Costa Rica";
    CU b"CU" b"CUB" "Cuba";
    CV b"CV" b"CPV" "Cabo Verde";
    CW b"CW" b"CUW" "Curaçao";
    CX b"CX" b"CXR" "Christmas Island" { "Christmas Island", "クリスマス島": USUAL };
    CY b"CY" b"CYP" "Cyprus";
    CZ b"CZ" b"CZE" "Czechia";
    DE b"DE" b"DEU" "Germany";
    DJ b"DJ" b"DJI" "Djibouti" { "Djibouti", "ジブチ": USUAL };
    DK b"DK" b"DNK" "Denmark";
    DM b"DM" b"DMA" "Dominica" { "Dominica", "ドミニカ国": USUAL };
    DO b"DO" b"DOM" "Dominican Republic";
    DZ b"DZ" b"DZA" "Algeria";
    EC b"EC" b"ECU" "Ecuador";
    EE b"EE" b"EST" "Estonia";
    EG b"EG" b"EGY" "Egypt";
    EH b"EH" b"ESH" "Western Sahara";
    ER b"ER" b"ERI" "Eritrea" { "Eritrea", "エリトリア": USUAL };
    ES b"ES" b"ESP" "Spain";
    ET b"ET" b"ETH" "Ethiopia";
    FI b"FI" b"FIN" "Finland";
    FJ b"FJ" b"FJI" "Fiji";
    FK b"FK" b"FLK" "Falkland Islands" { "Falkland Islands", "フォークランド諸島": USUAL };
    FM b"FM" b"FSM" "Micronesia" { "Micronesia", "ミクロネシア": USUAL };
    FO b"FO" b"FRO" "Faroe Islands";
    FR b"FR" b"FRA" "France";
    GA b"GA" b"GAB" "Gabon" { "Gabon", "ガボン": USUAL };
    GB b"GB" b"GBR" "United Kingdom";
    GD b"GD" b"GRD" "Grenada" { "Grenada", "グレナダ": USUAL };
    GE b"GE" b"GEO" "Georgia";
    GF b"GF" b"GUF" "French Guiana" { "French Guiana", "フランス領ギアナ": USUAL };
    GG b"GG" b"GGY" "Guernsey" { "Guernsey", "ガーンジー島": USUAL };
    GH b"GH" b"GHA" "Ghana";
    GI b"GI" b"GIB" "Gibraltar" { "Gibraltar", "ジブラルタル": USUAL };
    GL b"GL" b"GRL" "Greenland" { "Greenland", "グリーンランド": USUAL };
    GM b"GM" b"GMB" "Gambia" { "Gambia", "ガンビア": USUAL };
    GN b"GN" b"GIN" "Guinea" { "Guinea", "ギニア": USUAL };
    GP b"GP" b"GLP" "Guadeloupe" { "Guadeloupe", "グアドループ": USUAL };
    GQ b"GQ" b"GNQ" "Equatorial Guinea" { "Equatorial Guinea", "赤道ギニア": USUAL };
    GR b"GR" b"GRC" "Greece";
    GS b"GS" b"SGS" "South Georgia and the South Sandwich Islands"
        { "South Georgia and South Sandwich Islands", "サウスジョージア・サウスサンドウィッチ諸島": USUAL };
    GT b"GT" b"GTM" "Guatemala";
    GU b"GU" b"GUM" "Guam" { "Guam", "グアム": USUAL };
    GW b"GW" b"GNB" "Guinea-Bissau" { "Guinea-Bissau", "ギニアビサウ": USUAL };
    GY b"GY" b"GUY" "Guyana" { "Guyana", "ガイアナ": USUAL };
    HK b"HK" b"HKG" "Hong Kong" { "Hong Kong": &[Developer2018_07] };
    HM b"HM" b"HMD" "Heard Island and McDonald Islands" { "Heard Island and McDonald Islands", "ハード・マクドナルド諸島": USUAL };
    HN b"HN" b"HND" "Honduras";
    HR b"HR" b"HRV" "Croatia";
    HT b"HT" b"HTI" "Haiti" { "Haiti", "ハイチ": USUAL };
    HU b"HU" b"HUN" "Hungary";
    ID b"ID" b"IDN" "Indonesia" { "Indonesia": EARLY };
    IE b"IE" b"IRL" "Ireland";
    IL b"IL" b"ISR" "Israel";
    IM b"IM" b"IMN" "Isle of Man" { "Isle of Man", "マン島": USUAL };
    IN b"IN" b"IND" "India" { "India": &[V2018_06, V2018_09, Developer2018_07, Developer2018_10, V2018_11] };
    IO b"IO" b"IOT" "British Indian Ocean Territory" { "British Indian Ocean Territory", "英領インド洋地域": USUAL };
    IQ b"IQ" b"IRQ" "Iraq";
    IR b"IR" b"IRN" "Iran";
    IS b"IS" b"ISL" "Iceland";
    IT b"IT" b"ITA" "Italy";
    JE b"JE" b"JEY" "Jersey"
        { "Jersey", "ジャージー島": &[
            Developer2018_10, V2018_11, CspSoftware2019_07, Developer2019_03, V2019_10, V2019_12,
        ] };
    JM b"JM" b"JAM" "Jamaica";
    JO b"JO" b"JOR" "Jordan";
    JP b"JP" b"JPN" "Japan";
    KE b"KE" b"KEN" "Kenya";
    KG b"KG" b"KGZ" "Kyrgyzstan";
    KH b"KH" b"KHM" "Cambodia" { "Cambodia", "カンボジア": USUAL };
    KI b"KI" b"KIR" "Kiribati" { "Kiribati", "キリバス": USUAL };
    KM b"KM" b"COM" "Comoros" { "Comoros", "コモロ": USUAL };
    KN b"KN" b"KNA" "Saint Kitts and Nevis";
    KP b"KP" b"PRK" "North Korea";
    KR b"KR" b"KOR" "South Korea"
        { "South Korea": &[V2018_06, V2018_09, Developer2018_07] }
        { "Korea, Republic of": &[Developer2018_10, V2018_11] };
    KW b"KW" b"KWT" "Kuwait";
    KY b"KY" b"CYM" "Cayman Islands";
    KZ b"KZ" b"KAZ" "Kazakhstan" { "Kazakhstan": UNTIL_2018_11 };
    LA b"LA" b"LAO" "Laos" { "Laos", "ラオス": USUAL };
    LB b"LB" b"LBN" "Lebanon";
    LC b"LC" b"LCA" "Saint Lucia" { "Saint Lucia", "セントルシア": USUAL };
    LI b"LI" b"LIE" "Liechtenstein" { "Liechtenstein": EARLY };
    LK b"LK" b"LKA" "Sri Lanka";
    LR b"LR" b"LBR" "Liberia" { "Liberia", "リベリア": USUAL };
    LS b"LS" b"LSO" "Lesotho" { "Lesotho", "レソト": USUAL };
    LT b"LT" b"LTU" "Lithuania";
    LU b"LU" b"LUX" "Luxembourg";
    LV b"LV" b"LVA" "Latvia";
    LY b"LY" b"LBY" "Libya";
    MA b"MA" b"MAR" "Morocco";
    MC b"MC" b"MCO" "Monaco";
    MD b"MD" b"MDA" "Moldova";
    ME b"ME" b"MNE" "Montenegro";
    MF b"MF" b"MAF" "Saint Martin" { "Saint Martin", "サンマルタン島": USUAL };
    MG b"MG" b"MDG" "Madagascar" { "Madagascar", "マダガスカル": USUAL };
    MH b"MH" b"MHL" "Marshall Islands" { "Marshall Islands", "マーシャル諸島": USUAL };
    MK b"MK" b"MKD" "North Macedonia";
    ML b"ML" b"MLI" "Mali" { "Mali", "マリ": USUAL };
    MM b"MM" b"MMR" "Myanmar" { "Myanmar", "ミャンマー": USUAL };
    MN b"MN" b"MNG" "Mongolia";
    MO b"MO" b"MAC" "Macao";
    MP b"MP" b"MNP" "Northern Mariana Islands" { "Northern Mariana Islands", "北マリアナ諸島": USUAL };
    MQ b"MQ" b"MTQ" "Martinique" { "Martinique", "マルチニーク島": USUAL };
    MR b"MR" b"MRT" "Mauritania" { "Mauritania", "モーリタニア": USUAL };
    MS b"MS" b"MSR" "Montserrat" { "Montserrat", "モンセラット": USUAL };
    MT b"MT" b"MLT" "Malta";
    MU b"MU" b"MUS" "Mauritius";
    MV b"MV" b"MDV" "Maldives" { "Maldives", "モルディブ": USUAL };
    MW b"MW" b"MWI" "Malawi" { "Malawi", "マラウイ": USUAL };
    MX b"MX" b"MEX" "Mexico" { "Mexico": EARLY };
    MY b"MY" b"MYS" "Malaysia" { "Malaysia": EARLY };
    MZ b"MZ" b"MOZ" "Mozambique" { "Mozambique", "モザンビーク": USUAL };
    NA b"NA" b"NAM" "Namibia";
    NC b"NC" b"NCL" "New Caledonia" { "New Caledonia", "ニューカレドニア": USUAL };
    NE b"NE" b"NER" "Niger" { "Niger", "ニジェール": USUAL };
    NF b"NF" b"NFK" "Norfolk Island" { "Norfolk Island", "ノーフォーク島": USUAL };
    NG b"NG" b"NGA" "Nigeria";
    NI b"NI" b"NIC" "Nicaragua";
    NL b"NL" b"NLD" "Netherlands";
    NO b"NO" b"NOR" "Norway";
    NP b"NP" b"NPL" "Nepal";
    NR b"NR" b"NRU" "Nauru" { "Nauru", "ナウル": USUAL };
    NU b"NU" b"NIU" "Niue" { "Niue", "ニウエ": USUAL };
    NZ b"NZ" b"NZL" "New Zealand";
    OM b"OM" b"OMN" "Oman";
    PA b"PA" b"PAN" "Panama";
    PE b"PE" b"PER" "Peru";
    PF b"PF" b"PYF" "French Polynesia" { "French Polynesia", "フランス領ポリネシア": USUAL };
    PG b"PG" b"PNG" "Papua New Guinea" { "Papua New Guinea", "パプアニューギニア": USUAL };
    PH b"PH" b"PHL" "Philippines";
    PK b"PK" b"PAK" "Pakistan";
    PL b"PL" b"POL" "Poland";
    PM b"PM" b"SPM" "Saint Pierre and Miquelon" { "Saint Pierre and Miquelon", "サンピエール・ミクロン": USUAL };
    PN b"PN" b"PCN" "Pitcairn Islands" { "Pitcairn Islands", "ピトケアン島": USUAL };
    PR b"PR" b"PRI" "Puerto Rico";
    PS b"PS" b"PSE" "Palestine";
    PT b"PT" b"PRT" "Portugal";
    PW b"PW" b"PLW" "Palau" { "Palau", "パラオ": USUAL };
    PY b"PY" b"PRY" "Paraguay";
    QA b"QA" b"QAT" "Qatar";
    RE b"RE" b"REU" "Réunion" { "Reunion", "レユニオン": USUAL };
    RO b"RO" b"ROU" "Romania";
    RS b"RS" b"SRB" "Serbia";
    RU b"RU" b"RUS" "Russia"
        { "Russia": &[V2018_06, V2018_09, Developer2018_07, CspSoftware2019_04, CspSoftware2019_07] }
        { "Russian Federation": &[Developer2018_10, V2018_11, Developer2019_03] };
    RW b"RW" b"RWA" "Rwanda";
    SA b"SA" b"SAU" "Saudi Arabia" { "Saudi Arabia": EARLY };
    SB b"SB" b"SLB" "Solomon Islands" { "Solomon Islands", "ソロモン諸島": USUAL };
    SC b"SC" b"SYC" "Seychelles" { "Seychelles", "セーシェル": USUAL };
    SD b"SD" b"SDN" "Sudan";
    SE b"SE" b"SWE" "Sweden";
    SG b"SG" b"SGP" "Singapore";
    SH b"SH" b"SHN" "Saint Helena, Ascension and Tristan da Cunha"
        { "St Helena, Ascension, Tristan da Cunha", "セントヘレナ、アセンションおよびトリスタンダクーニャ": USUAL };
    SI b"SI" b"SVN" "Slovenia";
    SJ b"SJ" b"SJM" "Svalbard and Jan Mayen"
        { "Jan Mayen", "ヤンマイエン島": USUAL }
        { "Svalbard", "スバールバル諸島": USUAL };
    SK b"SK" b"SVK" "Slovakia";
    SL b"SL" b"SLE" "Sierra Leone" { "Sierra Leone", "シエラレオネ": USUAL };
    SM b"SM" b"SMR" "San Marino" { "San Marino", "サンマリノ": USUAL };
    SN b"SN" b"SEN" "Senegal";
    SO b"SO" b"SOM" "Somalia" { "Somalia", "ソマリア": USUAL };
    SR b"SR" b"SUR" "Suriname" { "Suriname", "スリナム": USUAL };
    SS b"SS" b"SSD" "South Sudan" { "South Sudan", "南スーダン": USUAL };
    ST b"ST" b"STP" "São Tomé and Príncipe" { "São Tomé and Príncipe", "サントメ・プリンシペ": USUAL };
    SV b"SV" b"SLV" "El Salvador";
    SX b"SX" b"SXM" "Sint Maarten" { "Sint Maarten", "シント・マールテン島": USUAL };
    SY b"SY" b"SYR" "Syria";
    SZ b"SZ" b"SWZ" "Eswatini" { "Swaziland", "スワジランド": USUAL };
    TC b"TC" b"TCA" "Turks and Caicos Islands" { "Turks and Caicos Islands", "タークス・カイコス諸島": USUAL };
    TD b"TD" b"TCD" "Chad" { "Chad", "チャド": USUAL };
    TF b"TF" b"ATF" "French Southern Territories" { "French Southern Territories", "仏領極南諸島": USUAL };
    TG b"TG" b"TGO" "Togo" { "Togo", "トーゴ": USUAL };
    TH b"TH" b"THA" "Thailand";
    TJ b"TJ" b"TJK" "Tajikistan";
    TK b"TK" b"TKL" "Tokelau" { "Tokelau", "トケラウ諸島": USUAL };
    TL b"TL" b"TLS" "Timor-Leste" { "Timor-Leste", "ティモール・レステ": USUAL };
    TM b"TM" b"TKM" "Turkmenistan";
    TN b"TN" b"TUN" "Tunisia";
    TO b"TO" b"TON" "Tonga" { "Tonga", "トンガ": USUAL };
    TR b"TR" b"TUR" "Türkiye" { "Turkey": EARLY };
    TT b"TT" b"TTO" "Trinidad and Tobago";
    TV b"TV" b"TUV" "Tuvalu" { "Tuvalu", "ツバル": USUAL };
    TW b"TW" b"TWN" "Taiwan" { "Taiwan": &[V2018_06, V2018_09, Developer2018_07, Developer2018_10, V2018_11] };
    TZ b"TZ" b"TZA" "Tanzania";
    UA b"UA" b"UKR" "Ukraine" { "Ukraine": UNTIL_2018_11 };
    UG b"UG" b"UGA" "Uganda";
    UM b"UM" b"UMI" "United States Minor Outlying Islands" { "U.S. Outlying Islands", "米領小離島": USUAL };
    US b"US" b"USA" "United States";
    UY b"UY" b"URY" "Uruguay";
    UZ b"UZ" b"UZB" "Uzbekistan";
    VA b"VA" b"VAT" "Vatican City" { "Vatican City", "バチカン市国": USUAL };
    VC b"VC" b"VCT" "Saint Vincent and the Grenadines"
        { "Saint Vincent and the Grenadines", "セントビンセントおよびグレナディーン諸島": USUAL };
    VE b"VE" b"VEN" "Venezuela";
    VG b"VG" b"VGB" "British Virgin Islands" { "British Virgin Islands", "英領バージン諸島": USUAL };
    VI b"VI" b"VIR" "US Virgin Islands";
    VN b"VN" b"VNM" "Vietnam";
    VU b"VU" b"VUT" "Vanuatu" { "Vanuatu", "バヌアツ": USUAL };
    WF b"WF" b"WLF" "Wallis and Futuna" { "Wallis and Futuna", "ワリス・フテュナ諸島": USUAL };
    WS b"WS" b"WSM" "Samoa" { "Samoa", "サモア": USUAL };
    XK b"XK" b"XKX" "Kosovo" { "Kosovo", "コソボ": USUAL };
    YE b"YE" b"YEM" "Yemen" { "Yemen", "イエメン": USUAL };
    YT b"YT" b"MYT" "Mayotte" { "Mayotte", "マイヨット島": USUAL };
    ZA b"ZA" b"ZAF" "South Africa" { "South Africa": EARLY };
    ZM b"ZM" b"ZMB" "Zambia";
    ZW b"ZW" b"ZWE" "Zimbabwe";
}
