//! `docs/pictures/editions.svg`: what changed when, made from the dates of the editions.

#![expect(clippy::float_arithmetic, reason = "a drawing has no money in it")]

use core::fmt::Write as _;

use chrono::{Datelike as _, NaiveDate};
use reservation_policy::policy::ReservationEdition;

use crate::rules::assert_page;

/// A topic of a change: its word, and the class of its color.
#[derive(Clone, Copy)]
enum Topic {
    Fee,
    Cap,
    Refund,
    Exchange,
    Who,
    Money,
    Types,
    TradeIn,
    Swap,
}

impl Topic {
    const fn word(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Cap => "cap",
            Self::Refund => "refund",
            Self::Exchange => "exchange",
            Self::Who => "who",
            Self::Money => "money",
            Self::Types => "types",
            Self::TradeIn => "trade-in",
            Self::Swap => "swap",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Fee | Self::Types => "f-bad",
            Self::Cap => "f-one",
            Self::Refund | Self::Money => "f-good",
            Self::Exchange | Self::Swap | Self::TradeIn => "f-two",
            Self::Who => "f-three",
        }
    }
}

/// What changed with an edition, one line each.
const fn changes(edition: ReservationEdition) -> &'static [(Topic, &'static str)] {
    use ReservationEdition as E;
    use Topic::{Cap, Exchange, Fee, Money, Refund, Swap, TradeIn, Types, Who};
    match edition {
        E::V2018_05 => &[
            (Fee, "charged on every refund; its rate is not stated"),
            (Cap, "50,000 USD a year for each customer, counting what is refunded"),
            (Who, "the customer, or the partner for the customer, in a support request"),
            (Money, "back to the original purchase"),
        ],
        E::V2018_10 => &[(Fee, "12 % of the prorated credit; none within five days of the start, if unused")],
        E::V2019_04 => &[
            (Fee, "12 % reserved, not charged"),
            (Cap, "in a rolling window of 12 months; exchanges do not count"),
            (Exchange, "same type, new total at least the returned amount; swap to premium storage"),
            (Who, "the owner, by self-service; not US Government on an Enterprise Agreement"),
            (Money, "by account: prepayment, credit memo, held credit, card"),
        ],
        E::V2020_01 => &[
            (Refund, "on the lower of the price paid and the current price"),
            (Cap, "shared by one agreement with Microsoft"),
        ],
        E::V2020_07 => &[
            (Cap, "counts the canceled commitment for 365 days, per enrollment or billing profile"),
            (Exchange, "compares the new lifetime commitment with the remaining commitment"),
            (Who, "in CSP only the partner"),
            (Types, "no refund: Databricks, CloudSimple, Red Hat OpenShift, Red Hat, SUSE"),
        ],
        E::V2021_04 => {
            &[(Exchange, "within a family: compute, SQL"), (Who, "US Government on an Enterprise Agreement too")]
        }
        E::V2022_10 => &[
            (Who, "the reservation administrator beside the owner"),
            (Cap, "in CSP for each customer"),
            (TradeIn, "compute reservations for a savings plan"),
            (Types, "no refund: Synapse pre-purchase joins the list"),
        ],
        E::V2023_10 => &[
            (TradeIn, "at most 100 at once, for at least the remaining commitment"),
            (Money, "Enterprise overage as a partial credit note; Customer Agreement by payment method"),
        ],
        E::V2026_01 => &[
            (Types, "no return: Red Hat, SUSE, every pre-purchase plan; VM software only for 72 hours"),
            (Refund, "provisioned throughput (PTU) on the current price"),
            (Exchange, "Nutanix on bare metal joins the compute family"),
            (Swap, "premium storage both ways, in one region"),
        ],
        E::V2026_07 => &[(TradeIn, "database reservations for a database savings plan of one year")],
        E::V2027_02 => &[
            (Exchange, "none for what savings plans cover, if bought from this date on;"),
            (Exchange, "what was bought before has one final exchange for each unit"),
        ],
        _ => &[],
    }
}

const WIDTH: f64 = 960.0;
const TOP: f64 = 130.0;
const LINE: f64 = 21.0;
const GAP: f64 = 19.0;
const AXIS: f64 = 92.0;
const CARD: f64 = 190.0;
const TAG: f64 = 300.0;
const TEXT: f64 = 372.0;

const STYLE: &str = "<style>
text{font:14px system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif}
.h1{font-size:22px;font-weight:650}.h2{font-size:15px;font-weight:650}.small{font-size:12.5px}.bold{font-weight:650}
.mono{font:650 15px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace}
.mid{text-anchor:middle}.end{text-anchor:end}
.line{fill:none;stroke-width:2.5}.thin{fill:none;stroke-width:1.25}.soft{fill-opacity:.35}
.f-card{fill:#ffffff}.s-card{stroke:#ffffff}
.s-edge{stroke:#c9d1d9}.f-grid{fill:#e4e8ec}.s-grid{stroke:#e4e8ec}
.f-ink{fill:#1f2328}.f-soft{fill:#57606a}.s-soft{stroke:#8c959f}
.f-one{fill:#0b5cad}.s-one{stroke:#0b5cad}
.f-two{fill:#a84b00}.f-three{fill:#7a3ea1}.f-good{fill:#1a6f33}.f-bad{fill:#b42318}
@media (prefers-color-scheme: dark){
.f-card{fill:#161b22}.s-card{stroke:#161b22}
.s-edge{stroke:#3d444d}.f-grid{fill:#2b323b}.s-grid{stroke:#2b323b}
.f-ink{fill:#e6edf3}.f-soft{fill:#9da7b3}.s-soft{stroke:#6e7781}
.f-one{fill:#6cb6ff}.s-one{stroke:#6cb6ff}
.f-two{fill:#ffb454}.f-three{fill:#d2a8ff}.f-good{fill:#5fcf74}.f-bad{fill:#ff8f85}
}
</style>";

/// The picture.
fn picture() -> String {
    let heights = |edition| {
        let lines = u32::try_from(changes(edition).len()).unwrap().max(2);
        f64::from(lines).mul_add(LINE, GAP)
    };
    let all = ReservationEdition::ALL;
    let bottom = TOP + all.iter().map(|edition| heights(*edition)).sum::<f64>();
    let height = bottom + 56.0;
    let start = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
    let end = NaiveDate::from_ymd_opt(2027, 7, 1).unwrap();
    let days = |date: NaiveDate| f64::from(i32::try_from(date.signed_duration_since(start).num_days()).unwrap());
    let at = |date: NaiveDate| TOP + days(date) / days(end) * (bottom - TOP);

    let mut svg = String::new();
    let out = &mut svg;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">Editions of the reservation policy, 2018 to 2027</title>"
    )
    .unwrap();
    let told = all.iter().map(|edition| {
        let lines = changes(*edition).iter().map(|(topic, text)| format!("{} {text}", topic.word()));
        format!("{} from {}: {}.", edition.name(), edition.from(), lines.collect::<Vec<_>>().join("; "))
    });
    writeln!(out, "<desc id=\"desc\">{}</desc>", told.collect::<Vec<_>>().join(" ")).unwrap();
    writeln!(out, "<!-- Made by tests/it/editions/picture.rs; change the code, not this file. -->\n{STYLE}").unwrap();
    let (w, h) = (WIDTH - 1.0, height - 1.0);
    writeln!(out, "<rect x=\".5\" y=\".5\" width=\"{w}\" height=\"{h}\" rx=\"12\" class=\"f-card s-edge\"/>").unwrap();
    let text = |x: f64, y: f64, class: &str, words: &str| {
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"{class}\">{words}</text>\n")
    };
    out.push_str(&text(30.0, 44.0, "f-ink h1", "What changed when"));
    out.push_str(&text(30.0, 70.0, "f-soft", "The editions of the reservation policy. Each edition keeps what the ones before it say, except where its own lines differ."));
    // The legend of the axis.
    write!(out, "<rect x=\"30\" y=\"92\" width=\"34\" height=\"7\" rx=\"3.5\" class=\"f-one soft\"/>\n<circle cx=\"64\" cy=\"95.5\" r=\"5\" class=\"f-one s-card\" stroke-width=\"2\"/>\n").unwrap();
    out.push_str(&text(
        80.0,
        100.0,
        "f-soft small",
        "from the last known text without the change to the first text with it, which is when the edition is in force",
    ));

    // Years.
    for year in 2018..=2027 {
        let y = at(NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
        writeln!(out, "<path class=\"s-edge thin\" d=\"M{:.1} {y:.1}H{:.1}\"/>", AXIS - 18.0, AXIS - 10.0).unwrap();
        out.push_str(&text(AXIS - 24.0, y + 4.5, "f-soft small end", &year.to_string()));
    }
    writeln!(out, "<path class=\"s-edge line\" d=\"M{AXIS} {TOP}V{bottom:.1}\"/>").unwrap();

    let mut top = TOP;
    for (number, edition) in all.iter().copied().enumerate() {
        let here = heights(edition);
        if number > 0 {
            writeln!(out, "<path class=\"s-grid thin\" d=\"M{CARD} {top:.1}H930\"/>").unwrap();
        }
        let (from, middle) = (at(edition.from()), top + 27.0);
        writeln!(
            out,
            "<path class=\"s-soft thin\" d=\"M{:.1} {from:.1}C{:.1} {from:.1} {:.1} {middle:.1} {:.1} {middle:.1}\"/>",
            AXIS + 6.0,
            AXIS + 52.0,
            AXIS + 40.0,
            CARD - 8.0
        )
        .unwrap();
        if let Some(before) = edition.not_before_known() {
            // Neighbors often touch, so they take turns on the two sides of the axis.
            let side = if number % 2 == 0 { AXIS - 8.5 } else { AXIS + 1.5 };
            let (upper, length) = (at(before), at(edition.from()) - at(before));
            writeln!(
                out,
                "<rect x=\"{side:.1}\" y=\"{upper:.1}\" width=\"7\" height=\"{length:.1}\" rx=\"3.5\" class=\"f-one soft\"/>"
            )
            .unwrap();
        }
        writeln!(out, "<circle cx=\"{AXIS}\" cy=\"{from:.1}\" r=\"5\" class=\"f-one s-card\" stroke-width=\"2\"/>")
            .unwrap();
        out.push_str(&text(CARD, top + 32.0, "f-ink mono", edition.name()));
        let dated = edition.from().to_string();
        out.push_str(&text(CARD, top + 50.0, "f-soft small", &format!("from {dated}")));
        for (line, (topic, words)) in (0_u32..).zip(changes(edition)) {
            let y = f64::from(line).mul_add(LINE, top + 25.0 + if changes(edition).len() == 1 { 10.0 } else { 0.0 });
            out.push_str(&text(TAG, y, &format!("{} small bold", topic.class()), topic.word()));
            out.push_str(&text(TEXT, y, "f-ink", words));
        }
        top += here;
    }
    out.push_str(&text(
        30.0,
        height - 22.0,
        "f-soft small",
        "In every edition: refunds by the day (UTC); Red Hat and SUSE plans are neither refunded nor exchanged.",
    ));
    out.push_str("</svg>\n");
    assert_eq!(end.year(), 2027);
    svg
}

#[test]
fn the_picture_shows_every_edition_with_its_dates_and_changes() {
    for edition in ReservationEdition::ALL {
        assert!(!changes(*edition).is_empty(), "{edition} has no line in the picture");
    }
    assert_page("docs/pictures/editions.svg", &picture());
}
