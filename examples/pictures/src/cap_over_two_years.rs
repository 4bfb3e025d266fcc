//! What is left of the rolling cap over two years, counted as it is written and as the service was seen to count.

use reservation_policy::calendar::Term::{self, OneYear, ThreeYears};
use reservation_policy::chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use reservation_policy::policy::reservation::{CapMeasure, Requester};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::reservation::BillingPlan::{self, Monthly, Upfront};
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::refund::RefundRequest;
use reservation_policy::{Error, Quantity, UsdAmount};

use crate::Drawn;
use crate::bought::{Bought, date, noon};
use crate::card::{Card, grouped};
use crate::chart::Panel;

/// What was bought, and the day on which it is returned.
type Return = (Bought, NaiveDate);

const RETURNS: [Return; 7] = [
    (bought(date(2023, 8, 15), ThreeYears, Monthly, "420.00"), date(2024, 2, 20)),
    (bought(date(2023, 10, 1), OneYear, Upfront, "16400.00"), date(2024, 4, 11)),
    (bought(date(2024, 1, 5), ThreeYears, Monthly, "515.00"), date(2024, 6, 18)),
    (bought(date(2024, 3, 12), OneYear, Monthly, "870.00"), date(2024, 8, 27)),
    (bought(date(2024, 5, 1), ThreeYears, Monthly, "380.00"), date(2025, 3, 14)),
    (bought(date(2025, 1, 20), OneYear, Upfront, "19500.00"), date(2025, 5, 6)),
    (bought(date(2024, 11, 2), ThreeYears, Monthly, "296.00"), date(2025, 9, 23)),
];

/// What is asked for when the written cap is nearly used up; it is not made.
const ASKED: Return = (bought(date(2024, 7, 8), ThreeYears, Monthly, "340.00"), date(2024, 10, 15));

const fn bought(on: NaiveDate, term: Term, plan: BillingPlan, price: &'static str) -> Bought {
    Bought { on, term, plan, price }
}

/// The entry that the ledger gets for a return, from the crate's own quote.
fn entry(policy: &ReservationPolicy, (bought, day): Return) -> Result<CapEntry, Error> {
    let reservation = bought.by(day)?;
    let request = RefundRequest::new(&reservation, Quantity::ONE, noon(day), Requester::Owner);
    Ok(policy.quote_refund(&request)?.cap_entry(RefundId::new(&day.to_string())?)?)
}

pub fn draw() -> Drawn {
    let written = ReservationPolicy::edition(ReservationEdition::July2020);
    let observed = written.clone().observed();
    let entries = RETURNS.into_iter().map(|it| entry(&written, it)).collect::<Result<Vec<_>, _>>()?;
    let ledger = RefundLedger::from_entries(entries.iter().cloned())?;
    let asked = entry(&written, ASKED)?;

    let panel = Panel {
        left: 80.0,
        right: 930.0,
        top: 150.0,
        bottom: 470.0,
        from: date(2024, 1, 1),
        to: date(2026, 1, 1),
        most: written.cap().limit().cents(),
    };
    // At the end of each day, so that a return shows on its own day.
    let remaining = |policy: &ReservationPolicy| -> Vec<(NaiveDate, u64)> {
        let at_end = |day: NaiveDate| noon(day + Days::new(1)) - TimeDelta::hours(12);
        panel.days().map(|day| (day, ledger.position(at_end(day), policy.cap()).remaining().cents())).collect()
    };
    let (as_written, as_observed) = (remaining(&written), remaining(&observed));

    let mut card = Card::new(960, 720);
    card.text((30.0, 44.0), "ink h1", "What is left of the rolling cap");
    let subtitle = format!(
        "Seven returns in one billing scope; each counts for 365 days, then its part of the {} USD comes back.",
        grouped(written.cap().limit().cents() / 100)
    );
    card.text((30.0, 70.0), "soft", subtitle);
    legend(&mut card);

    panel.grid(&mut card, 1_000_000);
    card.text((30.0, 138.0), "soft small", "USD left");
    card.fill("one area", &panel.area(&as_written));
    card.stroke("one line", &panel.steps(&as_written));
    card.stroke("two line dash", &panel.steps(&as_observed));
    panel.months(&mut card, 1);
    for (year, from, to) in [(2024, date(2024, 1, 1), date(2025, 1, 1)), (2025, date(2025, 1, 1), date(2026, 1, 1))] {
        let middle = f64::midpoint(panel.x(from), panel.x(to));
        card.text((middle, panel.bottom + 40.0), "ink h2 mid", year);
    }
    events(&mut card, &panel, &entries, &written);
    let question = Question::new(&ledger, asked, &written, &observed)?;
    question.draw(&mut card, &panel);

    let description = format!(
        "A chart of 2024 and 2025 with two stepped lines that start at 50,000 USD, fall with each return and rise again 365 \
         days after it. The solid line counts the refund and the payments that end, as the policy is written; the dashed line \
         counts the refund alone, as the service was observed to do, and lies above it. On {} a return that counts {} USD \
         as written finds {} USD left and fits from {} on; as observed it counts {} USD, finds {} USD left and fits at once.",
        question.asked.at().format("%-d %B %Y"),
        question.asked.counted(CapMeasure::CancelledCommitment),
        question.left_as_written,
        question.fits.format("%-d %B %Y"),
        question.asked.counted(CapMeasure::Refunded),
        question.left_as_observed,
    );
    Ok(card.finish("What is left of the rolling refund cap over two years", &description))
}

fn legend(card: &mut Card) {
    for (x, after, line, role, name, what) in [
        (80.0, 144.0, "one line", "one", "as written", "the refund and the payments that end with it"),
        (560.0, 158.0, "two line dash", "two", "as observed", "the refund alone"),
    ] {
        card.stroke(line, &format!("M{x:.1} 103h34"));
        card.text((x + 44.0, 108.0), &format!("{role} h2"), name);
        card.text((x + after, 108.0), "soft small", what);
    }
}

/// Below the axis: a triangle down for each return, a triangle up for the day on which it stops counting.
fn events(card: &mut Card, panel: &Panel, entries: &[CapEntry], policy: &ReservationPolicy) {
    let y = panel.bottom + 66.0;
    for entry in entries {
        let x = panel.x(entry.at().date_naive());
        card.fill("ink", &format!("M{:.1} {:.1}h12l-6 10Z", x - 6.0, y - 9.0));
        if let Some(end) = policy.cap().window().expiry(entry.at()).filter(|end| end.date_naive() < panel.to) {
            let x = panel.x(end.date_naive());
            card.fill("good", &format!("M{:.1} {:.1}h12l-6 -10Z", x - 6.0, y + 1.0));
        }
    }
    card.fill("ink", &format!("M80 {:.1}h12l-6 10Z", y + 25.0));
    card.text((100.0, y + 35.0), "soft small", "a return is refunded and starts to count");
    card.fill("good", &format!("M400 {:.1}h12l-6 -10Z", y + 35.0));
    card.text((420.0, y + 35.0), "soft small", "365 days later it stops counting, and what it counted comes back");
}

/// A return that the written cap has no room for, and the observed one has.
struct Question {
    asked: CapEntry,
    left_as_written: UsdAmount,
    left_as_observed: UsdAmount,
    /// When it fits as written.
    fits: DateTime<Utc>,
}

impl Question {
    fn new(
        ledger: &RefundLedger,
        asked: CapEntry,
        written: &ReservationPolicy,
        observed: &ReservationPolicy,
    ) -> Result<Self, &'static str> {
        let (as_written, as_observed) =
            (ledger.position(asked.at(), written.cap()), ledger.position(asked.at(), observed.cap()));
        let fits = as_written.earliest_fit(asked.counted(written.cap().measure())).ok_or("it fits one day")?;
        let differ = fits > asked.at() && as_observed.fits(asked.counted(observed.cap().measure()));
        assert!(differ, "the picture shows a question on which the two differ");
        let (left_as_written, left_as_observed) = (as_written.remaining(), as_observed.remaining());
        Ok(Self { asked, left_as_written, left_as_observed, fits })
    }

    fn draw(&self, card: &mut Card, panel: &Panel) {
        let (at, written, observed) = (self.asked.at(), self.left_as_written, self.left_as_observed);
        let (x, later) = (panel.x(at.date_naive()), panel.x(self.fits.date_naive()));
        card.stroke("soft thin dots", &format!("M{x:.1} {:.1}V{:.1}", panel.top, panel.bottom));
        card.text((x + 8.0, panel.top + 22.0), "ink small", at.format("asked for on %-d %b %Y"));
        card.dot((x, panel.y(written.cents())), "one");
        card.dot((x, panel.y(observed.cents())), "two");
        // From the day of the question to the day on which it fits.
        let above = panel.y(written.cents()) - 14.0;
        card.stroke("one thin", &format!("M{:.1} {above:.1}H{:.1}m-7 -4l7 4l-7 4", x + 8.0, later - 5.0));
        card.text((f64::midpoint(x, later), above - 7.0), "one small mid", "does not fit yet");

        let (top, height) = (592.0, 100.0);
        card.rect((80.0, top), (850.0, height), "edge");
        let title = format!("One more return is asked for on {}", at.format("%-d %B %Y"));
        card.text((100.0, top + 28.0), "ink h2", title);
        let counts = |measure, left| format!("counts {} USD, and {left} USD is left", self.asked.counted(measure));
        let denied = format!("denied; it fits from {} on", self.fits.format("%-d %B %Y"));
        let fits = "it fits at once".to_owned();
        for (y, role, name, counts, answer) in [
            (top + 56.0, "one", "as written", counts(CapMeasure::CancelledCommitment, written), denied),
            (top + 80.0, "two", "as observed", counts(CapMeasure::Refunded, observed), fits),
        ] {
            card.text((100.0, y), &format!("{role} bold"), name);
            card.text((210.0, y), "ink", counts);
            card.text((910.0, y), &format!("{role} bold end"), answer);
        }
    }
}
