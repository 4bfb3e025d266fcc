//! What a return gives back on each day of one year: paid upfront, and paid monthly.

use reservation_policy::calendar::Term;
use reservation_policy::chrono::{Days, NaiveDate};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::BillingPlan;
use reservation_policy::reservation::refund::{RefundQuote, RefundRequest, RefundSide};
use reservation_policy::{Error, Quantity, UsdAmount};

use crate::Drawn;
use crate::bought::{Bought, date, noon};
use crate::card::{Card, grouped};
use crate::chart::Panel;

const START: NaiveDate = date(2026, 1, 1);
const UPFRONT: Bought = Bought { on: START, term: Term::OneYear, plan: BillingPlan::Upfront, price: "1200.00" };
const MONTHLY: Bought = Bought { plan: BillingPlan::Monthly, price: "100.00", ..UPFRONT };

/// The amounts of one day.
struct Day {
    date: NaiveDate,
    upfront: RefundSide<UsdAmount>,
    monthly: RefundSide<UsdAmount>,
    payments_left: u32,
}

fn quote(policy: &ReservationPolicy, bought: Bought, day: NaiveDate) -> Result<RefundQuote, Error> {
    let reservation = bought.by(day)?;
    Ok(policy.quote_refund(&RefundRequest::new(&reservation, Quantity::ONE, noon(day), Requester::Owner))?)
}

fn year(policy: &ReservationPolicy) -> Result<Vec<Day>, Error> {
    let end = START + Days::new(365);
    START
        .iter_days()
        .take_while(|day| *day < end)
        .map(|day| {
            let monthly = quote(policy, MONTHLY, day)?;
            Ok(Day {
                date: day,
                upfront: quote(policy, UPFRONT, day)?.pricing(),
                monthly: monthly.pricing(),
                payments_left: monthly.payments_total() - monthly.payments_completed(),
            })
        })
        .collect()
}

pub fn draw() -> Drawn {
    let policy = ReservationPolicy::in_force_on(START)?;
    let days = year(&policy)?;
    let series = |pick: fn(&Day) -> UsdAmount| -> Vec<(NaiveDate, u64)> {
        days.iter().map(|day| (day.date, pick(day).cents())).collect()
    };
    let upfront = series(|day| day.upfront.refund);
    let monthly = series(|day| day.monthly.refund);
    let ended = series(|day| day.monthly.remaining_commitment);

    let mut card = Card::new(960, 690);
    let to = START + Days::new(365);
    let tall = Panel { left: 80.0, right: 930.0, top: 118.0, bottom: 408.0, from: START, to, most: 120_000 };
    let low = Panel { top: 500.0, bottom: 610.0, most: 10_000, ..tall };

    card.text((30.0, 44.0), "ink h1", "What a return gives back, day by day");
    let subtitle = format!(
        "The same reservation for one year from 1 January 2026: {} USD upfront, or 12 payments of 100 USD. Policy {}.",
        grouped(1_200),
        policy.name()
    );
    card.text((30.0, 70.0), "soft", subtitle);

    // The whole year at one scale.
    tall.grid(&mut card, 30_000);
    card.text((30.0, 103.0), "soft small", "USD");
    card.fill("two area", &tall.area(&monthly));
    card.stroke("soft thin dash", &tall.steps(&ended));
    card.stroke("two thin", &tall.steps(&monthly));
    card.stroke("one line", &tall.steps(&upfront));
    tall.months(&mut card, 1);
    key(&mut card, &days[166], &tall);

    // The teeth, seen closer.
    card.text((80.0, 474.0), "two h2", "Paid monthly, seen closer");
    card.text((930.0, 474.0), "soft small end", "the current month's payment, less the days of it that are used");
    low.grid(&mut card, 5_000);
    card.fill("two area", &low.area(&monthly));
    card.stroke("two line", &low.steps(&monthly));
    low.months(&mut card, 1);
    card.text(
        (80.0, 662.0),
        "soft small",
        "The day of the return is not charged. Each amount is worked out by the crate and holds from midnight to midnight, UTC.",
    );

    let described = &days[166];
    let description = format!(
        "Two charts over the year 2026. A solid line falls evenly from {} USD on the first day to {} on the last: the refund of \
         a reservation that was paid upfront. A saw-tooth of twelve teeth, each from {} USD down to almost nothing: the refund \
         when it is paid monthly. A dashed staircase shows the payments that need not be made any more. On 16 June \
         the refund is {} USD upfront and {} USD monthly, where {} payments of together {} USD end.",
        days[0].upfront.refund,
        days[364].upfront.refund,
        days[0].monthly.refund,
        described.upfront.refund,
        described.monthly.refund,
        described.payments_left,
        described.monthly.remaining_commitment,
    );
    Ok(card.finish("What a return gives back, day by day: paid upfront and paid monthly", &description))
}

/// One day looked at, and with it the names of the lines: in the corner that they leave free.
fn key(card: &mut Card, day: &Day, panel: &Panel) {
    let x = panel.x(day.date);
    card.stroke("soft thin dots", &format!("M{x:.1} {:.1}V{:.1}", panel.top, panel.bottom));
    for (cents, role) in [
        (day.upfront.refund.cents(), "one"),
        (day.monthly.remaining_commitment.cents(), "soft"),
        (day.monthly.refund.cents(), "two"),
    ] {
        card.dot((x, panel.y(cents)), role);
    }
    let left = 500.0;
    card.rect((left - 18.0, 117.0), (930.0 - left + 18.0, 118.0), "grid");
    card.text((left, 143.0), "ink h2", format!("Returned on {}", day.date.format("%-d %B %Y")));
    let rows = [
        ("one line", "one", "paid upfront, back comes", day.upfront.refund),
        ("two line", "two", "paid monthly, back comes", day.monthly.refund),
        ("soft thin dash", "ink", "", day.monthly.remaining_commitment),
    ];
    let mut y = 170.0;
    for (line, role, label, amount) in rows {
        card.stroke(line, &format!("M{left:.1} {:.1}h34", y - 5.0));
        let label = match label {
            "" => format!("and {} payments are never made", day.payments_left),
            label => label.to_owned(),
        };
        card.text((left + 46.0, y), "ink", label);
        card.text((930.0 - 16.0, y), &format!("{role} h2 end"), format!("{amount} USD"));
        y += 26.0;
    }
}
