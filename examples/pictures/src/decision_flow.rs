//! A decision, from the facts to the verdict, with the figures of the first example of the README.

use reservation_policy::calendar::Term;
use reservation_policy::chrono::{DateTime, Utc};
use reservation_policy::decision::{Decision, Reason as _, Verdict};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{PolicyName, Requester};
use reservation_policy::reservation::cap::{CapEntry, RefundId, RefundLedger};
use reservation_policy::reservation::refund::{Refund, RefundReason, RefundRequest};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Error, Money, Quantity, UsdAmount};

use crate::Drawn;
use crate::bought::date;
use crate::card::{Card, grouped, wrap};

/// From edge to edge of the boxes.
const LEFT: f64 = 30.0;
const RIGHT: f64 = 930.0;
/// Where the example stands in a box.
const EXAMPLE: f64 = 292.0;

/// What is checked before the cap, each by the codes of the reasons that it can give.
const CHECKS: [(&str, &[&str]); 5] = [
    ("the type is refundable", &["TypeNotRefundable"]),
    ("it is in use", &["StateForbids", "StateUnknown"]),
    ("self-service is open", &["UsGovernmentEnterprise"]),
    ("who asks may ask", &["CustomerMustAskPartner", "RequesterNotAllowed"]),
    ("the agreement runs", &["AgreementExpired"]),
];

/// The facts of the example.
struct Example {
    policy: ReservationPolicy,
    reservation: Reservation,
    ledger: RefundLedger,
    at: DateTime<Utc>,
}

impl Example {
    fn new() -> Result<Self, Error> {
        let jpy = Currency::from_code("JPY")?;
        let price = Price::new(Money::parse("396000", jpy)?, Money::parse("2640", Currency::USD)?)?;
        let owned = Quantity::new(6)?;
        let schedule = Schedule::new(date(2026, 2, 10), Term::OneYear, BillingPlan::Monthly)?;
        let payments = Payments::monthly(price, owned, 10)?;
        let earlier = [("rf-2026-01", (2026, 1, 15), 9_000), ("rf-2026-06", (2026, 6, 30), 35_000)];
        let entries = earlier.into_iter().map(|(id, (year, month, day), dollars)| {
            let at = date(year, month, day).and_hms_opt(10, 0, 0).unwrap_or_default().and_utc();
            Ok(CapEntry::new(RefundId::new(id)?, at, UsdAmount::from_dollars(dollars)))
        });
        let at = date(2026, 11, 21).and_hms_opt(9, 0, 0).unwrap_or_default().and_utc();
        Ok(Self {
            policy: ReservationPolicy::in_force_on(at.date_naive())?,
            reservation: Reservation::new(ResourceType::VirtualMachines, owned, schedule, payments)?,
            ledger: RefundLedger::from_entries(entries.collect::<Result<Vec<_>, Error>>()?)?,
            at,
        })
    }

    fn decide(&self) -> Result<Decision<Refund, RefundReason, PolicyName>, Error> {
        let request = RefundRequest::new(&self.reservation, self.reservation.quantity(), self.at, Requester::Owner);
        Ok(self.policy.decide_refund(&request, &self.ledger)?)
    }
}

pub fn draw() -> Drawn {
    let example = Example::new()?;
    let decision = example.decide()?;
    assert_eq!(decision.verdict(), Verdict::Denied, "the picture shows a way that is denied");

    let mut card = Card::new(960, 850);
    card.text((LEFT, 44.0), "ink h1", "From facts to a verdict");
    card.text(
        (LEFT, 70.0),
        "soft",
        "Facts in, decision out, reasons attached. No clock and no network: what is not on this page plays no part.",
    );
    facts(&mut card, &example, decision.outcome());
    quote(&mut card, decision.outcome());
    rules(&mut card, &decision);
    cap(&mut card, decision.outcome());
    verdicts(&mut card, &decision);

    let described = format!(
        "A flow from top to bottom. The facts that the caller brings and the policy of their date lead to a quote, the quote to \
         the rules, the rules to the cap, and the cap to one of three verdicts: approved, needs review, or denied. In the \
         example {} USD count toward a cap of which {} USD are left, so the verdict is denied, with this reason: {}.",
        decision.outcome().cap().counted(),
        decision.outcome().cap().remaining_before(),
        reasons(&decision),
    );
    Ok(card.finish("A decision as a flow from facts to a verdict", &described))
}

fn reasons(decision: &Decision<Refund, RefundReason, PolicyName>) -> String {
    decision.reasons().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// A box with its name and what it is, in at most two lines.
fn step(card: &mut Card, (top, height): (f64, f64), name: &str, what: [&str; 2]) {
    card.rect((LEFT, top), (RIGHT - LEFT, height), "edge");
    card.text((LEFT + 20.0, top + 32.0), "ink h2", name);
    for (line, y) in what.into_iter().zip([56.0, 74.0]) {
        card.text((LEFT + 20.0, top + y), "soft small", line);
    }
}

fn arrow(card: &mut Card, role: &str, x: f64, (from, to): (f64, f64)) {
    card.stroke(&format!("{role} thin"), &format!("M{x:.1} {from:.1}V{:.1}", to - 8.0));
    card.fill(role, &format!("M{:.1} {:.1}h10l-5 9Z", x - 5.0, to - 9.0));
}

fn facts(card: &mut Card, example: &Example, refund: &Refund) {
    let (quote, cap, policy) = (refund.quote(), refund.cap(), &example.policy);
    let (top, height, width) = (92.0, 138.0, 442.0);
    let schedule = example.reservation.schedule();
    let (sum, limit) = (cap.used_before(), cap.limit());
    for (left, name, what, lines) in [
        (
            LEFT,
            "Facts",
            "brought by the caller",
            [
                format!("{} {}", example.reservation.quantity(), example.reservation.resource_type()),
                format!("{} to {}, paid monthly", schedule.start(), schedule.end()),
                format!("returned {} by the owner", example.at.format("%F %R UTC")),
                format!("ledger: {} refunds, {sum} USD", example.ledger.len()),
            ],
        ),
        (
            RIGHT - width,
            "Policy",
            "dated data, picked by date or by name",
            [
                format!("{}, in force on {}", policy.name(), example.at.date_naive()),
                format!("cap: {limit} USD, {}", policy.cap().window()),
                format!("counts {}", policy.cap().measure()),
                format!("fee reserved, not charged: {} USD", quote.pricing().reserved_fee),
            ],
        ),
    ] {
        card.rect((left, top), (width, height), "edge");
        card.text((left + 20.0, top + 30.0), "ink h2", name);
        card.text((left + 86.0, top + 30.0), "soft small", what);
        card.lines((left + 20.0, top + 58.0), "ink mono", &lines);
        arrow(card, "soft", left + width / 2.0, (top + height, 260.0));
    }
}

fn quote(card: &mut Card, refund: &Refund) {
    let quote = refund.quote();
    let (billing, pricing, left) = (quote.billing(), quote.pricing(), quote.share());
    let top = 260.0;
    step(card, (top, 104.0), "1 Quote", ["the amounts, on both sides,", "whatever the verdict will be"]);
    let ends = quote.payments_total() - quote.payments_completed();
    let lines = [
        format!("{}, so {} is left", quote.proration(), left),
        format!("billed: {} x {left} = {}", billing.unit, billing.refund),
        format!("US dollars: {} USD x {left} = {} USD", pricing.unit, pricing.refund),
        format!("{ends} payments end: {}, {} USD", billing.remaining_commitment, pricing.remaining_commitment),
    ];
    card.lines((EXAMPLE, top + 28.0), "ink mono", &lines);
    arrow(card, "soft", 480.0, (top + 104.0, 394.0));
}

fn rules(card: &mut Card, decision: &Decision<Refund, RefundReason, PolicyName>) {
    let top = 394.0;
    step(card, (top, 92.0), "2 Rules", ["each is asked, none hides", "another: every reason at once"]);
    for (index, (check, codes)) in CHECKS.into_iter().enumerate() {
        let against = decision.reasons().iter().any(|reason| codes.contains(&reason.code()));
        let (row, column) = ([0.0, 0.0, 0.0, 1.0, 1.0][index], [0.0, 1.0, 2.0, 0.0, 1.0][index]);
        let at = (EXAMPLE + column * 212.0, top + 38.0 + row * 30.0);
        mark(card, at, if against { "bad" } else { "good" });
        card.text((at.0 + 24.0, at.1), "ink", check);
    }
    arrow(card, "soft", 480.0, (top + 92.0, 516.0));
}

/// A tick or a cross: the shape tells it as well as the colour.
fn mark(card: &mut Card, (x, y): (f64, f64), role: &str) {
    let shape = if role == "good" { "l5 5l9 -11" } else { "m1 -6l11 11m0 -11l-11 11" };
    card.stroke(&format!("{role} line"), &format!("M{x:.1} {:.1}{shape}", y - 5.0));
}

/// The cap as a bar: used before, and what this return would count on top of it.
fn cap(card: &mut Card, refund: &Refund) {
    let (cap, top) = (refund.cap(), 516.0);
    step(card, (top, 110.0), "3 Cap", ["the ledger and the instant", "give what is left"]);
    let dollars = |amount: UsdAmount| amount.cents() / 100;
    let x = |amount: u64| EXAMPLE + 560.0 * (f64::from(u32::try_from(amount).unwrap_or(u32::MAX)) / 50_000.0);
    let (used, limit) = (dollars(cap.used_before()), dollars(cap.limit()));
    let wanted = used + dollars(cap.counted());
    let (y, height) = (top + 44.0, 22.0);
    card.fill("one area", &format!("M{EXAMPLE} {y}H{:.1}v{height}H{EXAMPLE}Z", x(used)));
    card.stroke("one thin", &format!("M{EXAMPLE} {y}H{:.1}v{height}H{EXAMPLE}Z", x(used)));
    card.fill("bad area", &format!("M{:.1} {y}H{:.1}v{height}H{:.1}Z", x(used), x(wanted), x(used)));
    card.stroke("bad thin dash", &format!("M{:.1} {y}H{:.1}v{height}H{:.1}", x(used), x(wanted), x(used)));
    card.stroke("ink line", &format!("M{:.1} {:.1}v{:.1}", x(limit), y - 8.0, height + 16.0));
    card.text((EXAMPLE + 12.0, y + 15.5), "ink small", format!("{} USD used by earlier refunds", grouped(used)));
    card.text((x(limit), y - 13.0), "ink small end", format!("cap of {} USD", grouped(limit)));
    card.text((EXAMPLE, y + 44.0), "soft small", format!("{} USD left", cap.remaining_before()));
    let counts = format!("this return counts {} USD: it does not fit", cap.counted());
    card.text((x(limit), y + 44.0), "bad small bold end", counts);
}

fn verdicts(card: &mut Card, decision: &Decision<Refund, RefundReason, PolicyName>) {
    let (from, fork, top, height) = (626.0, 642.0, 668.0, 152.0);
    let ways = [
        (Verdict::Approved, LEFT, 196.0, "Ok(approved)", ["record the entry", "in the ledger"]),
        (Verdict::NeedsReview, 242.0, 196.0, "Err(refused)", ["a person has", "to look at it"]),
        (Verdict::Denied, 454.0, 476.0, "Err(refused)", ["", ""]),
    ];
    let middle = |left: f64, width: f64| left + width / 2.0;
    for (verdict, left, width, result, then) in ways {
        let taken = verdict == decision.verdict();
        let role = if taken { "bad" } else { "soft" };
        let to = middle(left, width);
        if !taken {
            card.stroke("soft thin dash", &format!("M480 {from:.1}V{fork:.1}H{to:.1}V{:.1}", top - 9.0));
            arrow(card, role, to, (top - 12.0, top));
        }
        card.rect((left, top), (width, height), if taken { "bad" } else { "edge" });
        card.text((left + 20.0, top + 30.0), if taken { "bad h2" } else { "ink h2" }, verdict);
        card.text((left + 20.0, top + height - 18.0), "ink mono", result);
        if taken {
            card.stroke("bad line", &format!("M480 {from:.1}V{fork:.1}H{to:.1}V{:.1}", top - 9.0));
            arrow(card, role, to, (top - 12.0, top));
            card.lines((left + 20.0, top + 58.0), "ink", &wrap(&reasons(decision), 54));
            let rules = decision.reasons().iter().map(|reason| reason.rule().to_string()).collect::<Vec<_>>();
            let at = (left + width - 20.0, top + height - 18.0);
            card.text(at, "bad bold end", format!("rule {}", rules.join(", ")));
        } else {
            card.lines((left + 20.0, top + 58.0), "soft", &then.map(str::to_owned));
        }
    }
}
