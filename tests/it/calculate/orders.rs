//! Random orders, written as the live service writes them, against the oracle.

use std::collections::BTreeSet;
use std::fmt::{Display, Write as _};

use num_bigint::BigInt;

use super::tables::iso;
use super::{answer, error, member, text};
use crate::oracle::cases::{self, Random, Reach};
use crate::oracle::days::{Instant, split};
use crate::oracle::model::{Amount, Facts, Fee, Kind, Nonsense, Quote, Who, Window};
use crate::oracle::verdict::Decision;
use crate::oracle::{from_environment, library};

/// JSON whose members can be shuffled before it is written.
enum Json {
    /// As it stands: a number, a text with its quotes, `true`, `null`.
    Plain(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
    /// An object in which an unknown member is an error.
    Closed(Vec<(&'static str, Json)>),
}

fn quoted(text: impl AsRef<str>) -> Json {
    Json::Plain(serde_json::to_string(text.as_ref()).unwrap())
}

fn plain(number: impl Display) -> Json {
    Json::Plain(format!("{number}"))
}

impl Json {
    /// In any order of members, with unknown ones in between, and with white space here and there.
    fn write(self, random: &mut Random, out: &mut String) {
        match self {
            Self::Plain(text) => out.push_str(&text),
            Self::List(list) => {
                out.push('[');
                for (index, item) in list.into_iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.write(random, out);
                }
                out.push(']');
            }
            Self::Object(mut members) => {
                if random.percent(20) {
                    members.push(("extendedStatusInfo", unknown(random)));
                }
                Self::Closed(members).write(random, out);
            }
            Self::Closed(mut members) => {
                out.push('{');
                let mut first = true;
                while !members.is_empty() {
                    let place = usize::try_from(random.next() % u64::try_from(members.len()).unwrap()).unwrap();
                    let (name, value) = members.swap_remove(place);
                    out.push_str(if first { "" } else { "," });
                    first = false;
                    write!(out, "\"{name}\":").unwrap();
                    out.push_str(random.pick(&["", "", " "]));
                    value.write(random, out);
                }
                out.push('}');
            }
        }
    }
}

fn unknown(random: &mut Random) -> Json {
    Json::Plain(
        random
            .pick(&["null", "{}", "[1,2,{\"a\":[]}]", "\"text with \\\" and \\u00e9\"", "-1.5E+300", "false"])
            .to_owned(),
    )
}

/// One number in any of the ways that JSON has for it.
fn number(random: &mut Random, amount: Amount) -> Json {
    let Amount { digits, scale } = amount;
    let width = usize::try_from(scale).unwrap();
    let fixed = {
        let padded = format!("{digits:0>width$}", width = width + 1);
        let (whole, part) = padded.split_at(padded.len() - width);
        if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
    };
    Json::Plain(match random.below(6) {
        0 => format!("{digits}e-{scale}"),
        1 if digits > 0 => format!("{digits}0E-{}", scale + 1),
        2 => format!("{fixed}e0"),
        3 if fixed.contains('.') => format!("{fixed}00"),
        4 if fixed.contains('.') => {
            let short = fixed.trim_end_matches('0').trim_end_matches('.');
            short.to_owned()
        }
        _ => fixed,
    })
}

fn price(random: &mut Random, currency: &str, amount: Amount) -> Json {
    Json::Object(vec![("currencyCode", quoted(currency)), ("amount", number(random, amount))])
}

fn cents(cents: u64) -> Amount {
    Amount { digits: u128::from(cents), scale: 2 }
}

/// An instant with seven digits, as the service writes it, or with as many as it takes.
fn instant(at: Instant) -> String {
    let (day, time) = split(at);
    let (seconds, rest) = (time / 1_000_000_000, time % 1_000_000_000);
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if rest % 100 == 0 { format!("{:07}", rest / 100) } else { format!("{rest:09}") };
    format!("{}T{clock}.{fraction}Z", iso(day))
}

fn policy(facts: &Facts) -> Json {
    let name = facts.policy.base_name();
    if !facts.policy.is_overridden() {
        return quoted(name);
    }
    let terms = facts.policy.terms;
    let fee = |fee| match fee {
        Fee::FromCaller => quoted("from_caller"),
        Fee::Stated(billionths) => quoted(rate(billionths)),
    };
    let window = match terms.window {
        Window::Days(days) => Json::Closed(vec![("rolling_days", plain(days))]),
        Window::Months(months) => Json::Closed(vec![("rolling_months", plain(months))]),
        Window::Year => quoted("calendar_year"),
    };
    let full_window = terms.full_window.map_or(plain("null"), |(days, only_unused)| {
        let usage = if only_unused { "unused" } else { "any" };
        Json::Closed(vec![("days", plain(days)), ("usage", quoted(usage))])
    });
    let limit = format!("{}.{:02}", terms.limit / 100, terms.limit % 100);
    let measure = if terms.counts_commitment { "cancelled_commitment" } else { "refunded" };
    let basis = if terms.lower_of_paid_and_current { "lower_of_paid_and_current" } else { "price_paid" };
    Json::Closed(vec![
        ("base", quoted(name)),
        ("day_count", quoted(if terms.whole_months { "whole_months" } else { "calendar_days" })),
        ("full_refund_window", full_window),
        (
            "early_termination_fee",
            Json::Closed(vec![("charged", fee(terms.charged)), ("reserved", fee(terms.reserved))]),
        ),
        ("refund_basis", quoted(basis)),
        ("cap", Json::Closed(vec![("limit", quoted(limit)), ("window", window), ("measure", quoted(measure))])),
    ])
}

fn rate(billionths: u32) -> String {
    format!("{}.{:09}", billionths / 1_000_000_000, billionths % 1_000_000_000)
}

/// Failed tries come before the one that succeeded; what is to come has a price in dollars alone.
fn transactions(random: &mut Random, facts: &Facts) -> Json {
    let mut list = Vec::new();
    for payment in 0..facts.planned() {
        // Due dates are in local time, and may be a day off.
        let (_, (first_day, _)) = facts.period_of(crate::oracle::days::plus_months(facts.anchor, payment));
        let off = if facts.monthly { random.pick(&[0, 0, 0, 0, 1, -1]) } else { 0 };
        let due = || ("dueDate", quoted(iso(first_day + off)));
        let Some(paid) = facts.payments.iter().find(|paid| paid.period == payment) else {
            if random.percent(70) {
                let dollars = price(random, "USD", cents(123));
                let status = random.pick(&["Scheduled", "Cancelled", "Failed", "SomethingNew"]);
                list.push(Json::Object(vec![due(), ("status", quoted(status)), ("pricingCurrencyTotal", dollars)]));
            }
            continue;
        };
        let mut transaction = |status: &str, random: &mut Random| {
            let (pricing, billing) =
                (price(random, "USD", paid.pricing), price(random, facts.currency.0, paid.billing));
            let mut members = vec![due(), ("status", quoted(status))];
            members.push(("pricingCurrencyTotal", pricing));
            members.push(("billingCurrencyTotal", billing));
            if status == "Succeeded" {
                members.push(("paymentDate", quoted(iso(first_day + 1))));
            }
            list.push(Json::Object(members));
        };
        if !paid.succeeded {
            transaction(random.pick(&["Failed", "Scheduled", "Cancelled"]), random);
            continue;
        }
        for _ in 0..random.pick(&[0, 0, 0, 0, 1, 2]) {
            transaction("Failed", random);
        }
        transaction("Succeeded", random);
    }
    Json::List(list)
}

fn line(random: &mut Random, facts: &Facts) -> String {
    const ORDER: &str = "/providers/microsoft.capacity/reservationOrders/31a4a1d5-0000-4000-8000-00000000000a";
    const NAME: &str = "2b1e7c7f-0000-4000-8000-00000000000b";
    let full_id = format!("{ORDER}/reservations/{NAME}");
    let plan = if facts.monthly { "Monthly" } else { "Upfront" };
    let term = format!("P{}Y", facts.months / 12);
    let splits = facts.covers == facts.owned || random.percent(50);
    let original = if splits { facts.covers } else { facts.covers.saturating_add(1) };
    let link = Json::Object(vec![("id", quoted(&full_id))]);
    let start = instant(crate::oracle::days::midnight(facts.anchor) + cases::time(random));
    let order = Json::Object(vec![
        ("requestDateTime", quoted(instant(facts.purchased_at))),
        ("createdDateTime", quoted(instant(facts.purchased_at + 1_000_000_000))),
        ("benefitStartTime", quoted(start)),
        ("originalQuantity", plain(original)),
        ("term", quoted(&term)),
        ("billingPlan", quoted(plan)),
        ("provisioningState", quoted("Succeeded")),
        ("reservations", Json::List(vec![link])),
        ("planInformation", Json::Object(vec![("transactions", transactions(random, facts))])),
    ]);
    let mut own = vec![
        ("quantity", plain(facts.owned)),
        ("reservedResourceType", quoted(facts.kind)),
        ("provisioningState", quoted(facts.state)),
    ];
    if random.percent(50) {
        own.push(("term", quoted(&term)));
        own.push(("billingPlan", quoted(plan)));
    }
    let returned = Json::Object(vec![("reservationId", quoted(&full_id)), ("quantity", plain(facts.returned))]);
    let request = Json::Object(vec![("scope", quoted("Reservation")), ("reservationToReturn", returned)]);
    let mut refunds = Vec::new();
    for (index, earlier) in facts.earlier.iter().enumerate() {
        let mut refund = vec![
            ("id", quoted(format!("refund-{index}"))),
            ("at", quoted(instant(earlier.at))),
            ("refund", price(random, "USD", cents(earlier.refunded))),
        ];
        if earlier.cancelled != earlier.refunded || random.percent(50) {
            refund.push(("cancelledCommitment", price(random, "USD", cents(earlier.cancelled))));
        }
        refunds.push(Json::Object(refund));
    }
    let who = match facts.who {
        Who::Owner => "owner",
        Who::Administrator => "reservationAdministrator",
        Who::Customer => "customer",
        Who::Partner => "partner",
        Who::Other => "other",
    };
    let mut members = vec![
        ("operation", quoted("calculateRefund")),
        ("at", quoted(instant(facts.at))),
        ("policy", policy(facts)),
        ("order", Json::Object(vec![("id", quoted(ORDER)), ("properties", order)])),
        ("reservation", Json::Object(vec![("id", quoted(&full_id)), ("properties", Json::Object(own))])),
        ("request", Json::Object(vec![("id", quoted(ORDER)), ("properties", request)])),
        ("refunds", Json::List(refunds)),
    ];
    // What is absent has its default.
    if facts.who != Who::Owner || random.percent(50) {
        members.push(("requester", quoted(who)));
    }
    if facts.used || random.percent(50) {
        members.push(("unused", plain(!facts.used)));
    }
    if original != facts.covers {
        members.push(("paidQuantity", plain(facts.covers)));
    }
    if let Some(billionths) = facts.fee_rate {
        members.push(("earlyTerminationFeeRate", quoted(rate(billionths))));
    }
    if let Some(current) = facts.current_price {
        members.push(("currentPrice", price(random, facts.currency.0, current)));
    }
    let mut out = String::new();
    Json::Object(members).write(random, &mut out);
    out
}

/// A whole number of minor units as the answers write it.
fn amount(currency: (&str, u32), minor: &BigInt) -> String {
    let width = usize::try_from(currency.1).unwrap();
    let padded = format!("{minor:0>width$}", minor = minor.to_string(), width = width + 1);
    let (whole, part) = padded.split_at(padded.len() - width);
    let text = format!("{whole}.{part}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    format!(r#"{{"currencyCode":"{}","amount":{short}}}"#, currency.0)
}

fn dollars(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn check(facts: &Facts, quote: &Quote, decision: &Decision, found: &str) {
    let get = |path: &str| member(found, &format!("body.properties.{path}"));
    let (currency, usd) = (facts.currency, ("USD", 2));
    assert_eq!(member(found, "status"), "200");
    assert_eq!(get("quantity"), facts.returned.to_string());
    assert_eq!(get("billingRefundAmount"), amount(currency, &quote.billing.refund));
    assert_eq!(get("pricingRefundAmount"), amount(usd, &quote.pricing.refund));
    assert_eq!(get("billingInformation.completedTransactions"), quote.completed.to_string());
    assert_eq!(get("billingInformation.totalTransactions"), quote.planned.to_string());
    let remaining = "billingInformation.billingCurrencyRemainingCommitmentAmount";
    assert_eq!(get(remaining), amount(currency, &quote.billing.remaining_commitment));
    for (path, expected) in [
        ("billingInformation.billingCurrencyTotalPaidAmount", &quote.total_paid),
        ("billingInformation.billingCurrencyProratedAmount", &quote.kept),
    ] {
        let shown = get(&format!("{path}.amount"));
        let (whole, part) = shown.split_once('.').unwrap_or((&shown, ""));
        assert!(!part.ends_with('0'), "{path}: {shown}");
        let digits: BigInt = format!("{whole}{part}").parse().unwrap();
        let scale = crate::oracle::model::power_of_ten(u32::try_from(part.len()).unwrap());
        assert_eq!(&num_rational::BigRational::new(digits, scale), expected, "{path}");
    }
    let cap = &decision.cap;
    let consumed = get("policyResult.properties.consumedRefundsTotal");
    assert_eq!(consumed, amount(usd, &BigInt::from(cap.used)));
    assert_eq!(get("policyResult.properties.maxRefundLimit"), amount(usd, &BigInt::from(facts.policy.terms.limit)));

    let block = |path: &str| get(&format!("decision.{path}"));
    let words = |path: &str| text(found, &format!("body.properties.decision.{path}"));
    assert_eq!(block("approved"), decision.reasons.is_empty().to_string());
    assert_eq!(block("fullRefundWindow"), (quote.kind == Kind::Full).to_string());
    assert_eq!((words("period.start"), words("period.end")), (iso(quote.period.0), iso(quote.period.1)));
    assert_eq!(block("period.days"), (quote.period.1 - quote.period.0).to_string());
    assert_eq!(block("period.usedDays"), (split(facts.at).0 - quote.period.0).max(0).to_string());
    assert_eq!(words("validUntil"), format!("{}T00:00:00Z", iso(quote.valid_until)));
    assert_eq!(words("countsTowardCap"), dollars(cap.counted));
    assert_eq!(words("capRemainingBefore"), dollars(cap.remaining_before));
    assert_eq!(words("capRemainingAfter"), dollars(cap.remaining_after));
    let alone = decision.codes() == ["CapExceeded"];
    match cap.earliest.filter(|_| alone) {
        None => assert_eq!(block("earliestAllowed"), "null"),
        Some(earliest) => {
            let found = chrono::DateTime::parse_from_rfc3339(&words("earliestAllowed")).unwrap().to_utc();
            assert_eq!(library::at(found), earliest);
        }
    }
    let codes = decision.codes().into_iter().map(|code| match code {
        "TypeNotRefundable" => "SelfServiceRefundNotSupported",
        "StateForbids" | "StateUnknown" => "OperationCannotBePerformedInCurrentState",
        "CapExceeded" => "RefundLimitExceeded",
        own => own,
    });
    let codes: Vec<&str> = codes.collect();
    for path in ["policyResult.properties.policyErrors", "decision.reasons"] {
        let list: Vec<serde_json::Value> = serde_json::from_str(&get(path)).unwrap();
        assert_eq!(list.iter().map(|error| error["code"].as_str().unwrap()).collect::<Vec<_>>(), codes, "{path}");
        assert!(list.iter().all(|error| error["message"].as_str().is_some_and(|message| !message.is_empty())));
    }
}

#[test]
fn random_orders_as_the_service_writes_them_are_answered_as_the_oracle_says() {
    let (cases, first) = (from_environment("ORACLE_ORDERS", 2_000), from_environment("ORACLE_SEED", 0));
    let mut refused = 0_u64;
    for seed in first..first + cases {
        let mut random = Random::new(seed ^ 0xA5A5_A5A5_0000_0000);
        let facts = cases::facts(&mut random, Reach::Json);
        let line = line(&mut random, &facts);
        let compared = std::panic::catch_unwind(|| {
            let found = answer(&line);
            let expected = if facts.payments.is_empty() { None } else { Some(facts.quote()) };
            let expected = expected.map(|quote| quote.and_then(|quote| Ok((facts.decide(&quote)?, quote))));
            match expected {
                Some(Ok((decision, quote))) => {
                    check(&facts, &quote, &decision, &found);
                    return true;
                }
                nonsense => {
                    let (code, target, _) = error(&found);
                    let transactions = "order.properties.planInformation.transactions";
                    let expected = match nonsense.map(Result::unwrap_err) {
                        None | Some(Nonsense::TooLarge) => ("InvalidRequest", transactions),
                        Some(Nonsense::Quantity) => {
                            ("InvalidRefundQuantity", "request.properties.reservationToReturn.quantity")
                        }
                        Some(Nonsense::BeforePurchase | Nonsense::AfterTerm) => ("InvalidRequest", "at"),
                        Some(Nonsense::FeeRateMissing) => ("InvalidRequest", "earlyTerminationFeeRate"),
                    };
                    assert_eq!((code.as_str(), target.as_str()), expected, "{found}");
                }
            }
            false
        });
        assert!(compared.is_ok(), "seed {seed}: {line}\n{facts:#?}");
        refused += u64::from(compared.is_ok_and(|answered| !answered));
    }
    // Most lines have an answer, and some must be refused, or one of the two is not tested.
    assert!(cases < 1_000 || (cases / 50..cases / 2).contains(&refused), "{refused} of {cases} were refused");
}

#[test]
fn a_session_id_names_one_quote_however_its_line_is_written() {
    let mut ids = BTreeSet::new();
    let mut quotes = BTreeSet::new();
    for seed in 0..300 {
        let facts = cases::facts(&mut Random::new(seed), Reach::Json);
        let lines = [1, 2].map(|writing| line(&mut Random::new(seed + writing * 1_000_000), &facts));
        assert_ne!(lines[0], lines[1], "{seed}");
        let answers = lines.map(|line| answer(&line));
        assert_eq!(answers[0], answers[1], "{seed}: the same facts, written differently");
        if member(&answers[0], "status") == "200" {
            let id = text(&answers[0], "body.properties.sessionId");
            assert_eq!(id.len(), 36, "{id}");
            quotes.insert(instant(facts.at) + &answers[0].replace(&id, ""));
            ids.insert(id);
        }
    }
    assert!(ids.len() > 150);
    assert_eq!(ids.len(), quotes.len(), "different quotes have different ids");
}
