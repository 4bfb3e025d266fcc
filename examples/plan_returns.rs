//! Plans the returns of an estate under the cap, as a table, or with `svg` as a picture of the cap over time.
//!
//! ```sh
//! cargo run --features plan --example plan_returns
//! cargo run --features plan --example plan_returns svg > docs/pictures/plan.svg
//! ```
#![expect(
    clippy::print_stdout,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    reason = "an example prints and draws"
)]

use std::fmt::Write as _;

use reservation_policy::chrono::{DateTime, Datelike as _, Days, NaiveDate, Utc};
use reservation_policy::plan::{self, Plan, Wish};
use reservation_policy::{CapEntry, RefundLedger, Request, ReservationPolicy};

/// The estate as it is stored: the shapes of the domain types.
#[derive(serde::Deserialize)]
struct Estate {
    policy: String,
    request: Request,
    ledger: RefundLedger,
    wishes: Vec<Wish>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let estate: Estate = serde_json::from_str(include_str!("plan_returns.json"))?;
    let policy = ReservationPolicy::named(&estate.policy)?;
    let plan = plan::returns(&policy, &estate.ledger, &estate.wishes, &estate.request)?;
    if std::env::args().any(|argument| argument == "svg") {
        print!("{}", picture(&policy, &estate.ledger, &plan)?);
    } else {
        print!("{}", plan.explain());
    }
    Ok(())
}

/// What is left of the cap over time, with the steps of the plan under it.
#[expect(clippy::too_many_lines, reason = "one picture, drawn from top to bottom")]
fn picture(
    policy: &ReservationPolicy,
    ledger: &RefundLedger,
    plan: &Plan,
) -> Result<String, Box<dyn std::error::Error>> {
    let (recorded, mut ledger) = (ledger, ledger.clone());
    for (number, step) in plan.steps.iter().enumerate() {
        let decision = policy.decide_refund(&step.returned, &step.request, &ledger)?;
        if let Ok(approved) = decision.into_result() {
            ledger.record(approved.entry(&format!("step-{number}"))?)?;
        }
    }
    let cap = policy.cap();
    let limit = cap.limit.cents() as f64;
    let first = plan.request.at;
    let last = plan.steps.last().map_or(first, |step| step.at);
    let mut changes: Vec<DateTime<Utc>> = ledger.entries().iter().map(CapEntry::at).collect();
    changes.extend(ledger.entries().iter().filter_map(|entry| cap.window.expiry(entry.at())));
    changes.push(first);
    let end = last + Days::new(60);
    changes.retain(|at| *at >= first && *at < end);
    changes.sort_unstable();
    changes.dedup();
    let x = |at: DateTime<Utc>| 90.0 + 820.0 * ((at - first).num_hours() as f64 / (end - first).num_hours() as f64);
    let y = |cents: u64| 300.0 - 220.0 * (cents as f64 / limit);
    let mut svg = String::new();
    let (recovered, bound) = (plan.recovered, plan.upper_bound);
    writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 470" width="960" height="470" role="img" aria-labelledby="title desc">"#
    )?;
    writeln!(svg, r#"<title id="title">The refund cap over time with the planned returns</title>"#)?;
    writeln!(
        svg,
        r#"<desc id="desc">A stepped line of what is left of the cap from {} on, with {} returns under it as bars. The plan recovers {recovered}; no plan recovers more than {bound}.</desc>"#,
        first.date_naive(),
        plan.steps.len()
    )?;
    writeln!(svg, "<!-- Made by examples/plan_returns.rs; change the code, never this file. -->")?;
    writeln!(
        svg,
        "<style>text{{font:13px system-ui,sans-serif;fill:#1f2328}}.end{{text-anchor:end}}.mid{{text-anchor:middle}}.h{{font-size:20px;font-weight:650}}</style>"
    )?;
    writeln!(svg, r##"<rect width="960" height="470" fill="#ffffff"/>"##)?;
    writeln!(svg, r#"<text class="h" x="30" y="34">What is left of the cap, and what is returned when</text>"#)?;
    writeln!(
        svg,
        r#"<text x="30" y="56">Recovers {recovered}; no plan recovers more than {bound} (gap {})</text>"#,
        plan.gap
    )?;
    for part in 0..=5_u64 {
        let cents = cap.limit.cents() / 5 * part;
        let height = y(cents);
        writeln!(
            svg,
            r##"<path d="M90 {height:.1}H910" stroke="#e4e8ec"/><text class="end" x="82" y="{:.1}">{}</text>"##,
            height + 4.0,
            cents / 100
        )?;
    }
    for (ledger, style) in
        [(recorded, r#"stroke-width="1.5" stroke-dasharray="7 5""#), (&ledger, r#"stroke-width="2.5""#)]
    {
        let mut path = String::new();
        for (index, at) in changes.iter().enumerate() {
            let left = y(ledger.usage(cap, *at).remaining.cents());
            let to = x(changes.get(index + 1).copied().unwrap_or(end));
            write!(path, "{}{:.1} {left:.1}H{to:.1}", if index == 0 { "M" } else { "L" }, x(*at))?;
        }
        writeln!(svg, r##"<path d="{path}" fill="none" stroke="#0969da" stroke-linejoin="round" {style}/>"##)?;
    }
    let mut month = first.date_naive();
    while let Some(next) = next_month(month).filter(|next| next.and_time(first.time()).and_utc() < end) {
        month = next;
        let at = x(month.and_time(first.time()).and_utc());
        if month.month() % 3 == 1 {
            writeln!(
                svg,
                r##"<path d="M{at:.1} 80V405" stroke="#e4e8ec"/><text class="mid" x="{at:.1}" y="322">{}-{:02}</text>"##,
                month.year(),
                month.month()
            )?;
        }
    }
    writeln!(svg, r#"<text class="end" x="82" y="375">counts</text>"#)?;
    let most = plan.steps.iter().map(|step| step.counts.cents()).max().unwrap_or(1).max(1) as f64;
    for step in &plan.steps {
        let height = 2.0 + 68.0 * (step.counts.cents() as f64 / most);
        writeln!(
            svg,
            r##"<rect x="{:.1}" y="{:.1}" width="5" height="{height:.1}" fill="#bf3989" fill-opacity=".75"><title>{}: {} of wish {}, {}</title></rect>"##,
            x(step.at) - 2.5,
            405.0 - height,
            step.at,
            step.returned.quantity(),
            step.wish,
            step.counts
        )?;
    }
    writeln!(svg, r##"<path d="M90 405H910" stroke="#8c959f"/>"##)?;
    writeln!(
        svg,
        r#"<text x="90" y="440">USD left of the cap with the plan (line) and without it (dashed). Bars: what each return counts, for {}.</text>"#,
        cap.window
    )?;
    writeln!(svg, "</svg>")?;
    Ok(svg)
}

/// The first day of the next month.
fn next_month(day: NaiveDate) -> Option<NaiveDate> {
    let (year, month) = if day.month() == 12 { (day.year() + 1, 1) } else { (day.year(), day.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)
}
