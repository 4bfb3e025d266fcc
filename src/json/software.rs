//! `cancelSoftware`: whether a software purchase can be canceled, and its credit.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::Reply;
use super::line::{NamedPolicy, at, policy};
use crate::azure::{Node, NoteBlock, Numbers, Ours, RequestError, below, one_of_names, units};
use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::facts::InvalidFacts;
use crate::money::{Currency, Money};
use crate::request::QuestionError;
use crate::role::{Role, RoleSet};
use crate::rounding::parse_exact;
use crate::software::{
    Attempt, Cancellation, Consequence, Qualification, SoftwareFamily, SoftwarePolicy, SoftwarePurchase,
};

const NAMES: [&str; 9] =
    ["operation", "at", "policy", "purchase", "requesterRoles", "acknowledged", "customer", "billingDay", "quantity"];

const PURCHASE: [&str; 11] = [
    "orderId",
    "product",
    "licence",
    "family",
    "purchasedAt",
    "renewedAt",
    "termStart",
    "termEnd",
    "paid",
    "qualifies",
    "quantity",
];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    approved: bool,
    policy: String,
    period: Option<Period>,
    days_remaining: u32,
    last_moment: String,
    credit: Amount,
    early_termination_fee: String,
    credit_invoice: String,
    consequences: Vec<&'static str>,
    reasons: Vec<NoteBlock>,
}

/// The days that were paid for, and how many of them are charged. `end` is the first day after them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Period {
    start: NaiveDate,
    end: NaiveDate,
    used_days: u32,
    days: u32,
}

#[derive(Serialize)]
struct Amount {
    amount: String,
    currency: &'static str,
}

impl NamedPolicy for SoftwarePolicy {
    fn base_name(&self) -> String {
        self.name().to_string()
    }
}

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    let line = Ours::of(line, &NAMES)?;
    let at = at(&line)?;
    let node = line.required("purchase", "the purchase of the software")?;
    let purchase = purchase(&node)?;
    let by_name = |name: &str, node: &Node<'_>| match name {
        "in-force" => SoftwarePolicy::in_force_for(&purchase).map_err(|error| node.error(error)),
        edition => SoftwarePolicy::named(edition).map_err(|error| node.error(error)),
    };
    let policy = policy(&line, by_name, &[])?;
    let decision = policy.decide_cancellation(&purchase, &attempt(&line, at)?).map_err(|error| refused(&error))?;
    let canceled = decision.outcome();
    let body = Body {
        approved: decision.is_approved(),
        policy: decision.policy().to_string(),
        period: canceled.period.map(|period| Period {
            start: period.start(),
            end: period.end(),
            used_days: canceled.days_charged,
            days: period.days(),
        }),
        days_remaining: canceled.days_remaining,
        last_moment: last_second(canceled.last_moment),
        credit: Amount { amount: canceled.credit.plain_amount(), currency: canceled.credit.currency().code() },
        early_termination_fee: canceled.early_termination_fee.plain_amount(),
        credit_invoice: canceled.credit_invoice.to_string(),
        consequences: canceled.consequences.iter().map(|consequence| consequence.code()).collect(),
        reasons: NoteBlock::reasons(&decision),
    };
    Ok(Reply::ok(&body, explain(&decision)))
}

/// The last moment of a window: its last second, where the window ends with it.
fn last_second(moment: DateTime<Utc>) -> String {
    let is_end_of_second = moment.timestamp_subsec_nanos() == 999_999_999;
    let second = DateTime::from_timestamp(moment.timestamp(), 0).filter(|_| is_end_of_second);
    rfc3339(second.unwrap_or(moment))
}

fn purchase(node: &Node<'_>) -> Result<SoftwarePurchase, RequestError> {
    let purchase = Ours::of(node, &PURCHASE)?;
    let families = SoftwareFamily::ALL.map(|family| (family.name(), family));
    let family = purchase.required("family", &crate::text::one_of(families.map(|(name, _)| name)))?;
    let family = one_of_names(&family, "a software family", &families)?;
    let purchased_at = purchase.required("purchasedAt", "the instant of the purchase")?.instant_or_day()?;
    let paid_node =
        purchase.required("paid", "an amount such as `{\"amount\": \"1200.00\", \"currency\": \"USD\"}`")?;
    let paid = paid(&paid_node)?;

    let licence = purchase.required("licence", "`perpetual` or `subscription`")?;
    let is_subscription = one_of_names(&licence, "a licence", &[("perpetual", false), ("subscription", true)])?;
    let day = |name: &str| purchase.get(name)?.map(|node| node.day()).transpose();
    let (start, end) = (day("termStart")?, day("termEnd")?);
    let facts = if is_subscription {
        let missing = |name: &str| {
            let expected = "a day of the term of the subscription; `termEnd` is the first day after it";
            RequestError::invalid(&purchase.path_of(name), format_args!("is missing, expected {expected}"))
        };
        let start = start.ok_or_else(|| missing("termStart"))?;
        let end = end.ok_or_else(|| missing("termEnd"))?;
        SoftwarePurchase::subscription(family, purchased_at, start, end, paid)
    } else {
        // The dates of a term say nothing about a perpetual licence.
        SoftwarePurchase::perpetual(family, purchased_at, paid)
    };
    let mut facts = facts.map_err(|error| {
        let of_price = matches!(error, InvalidFacts::NegativePrice { .. });
        let target = if of_price { below(paid_node.path(), "amount") } else { purchase.path_of("termEnd") };
        RequestError::invalid(&target, error)
    })?;
    if let Some(node) = purchase.get("renewedAt")? {
        facts = facts.renewed(node.instant_or_day()?).map_err(|error| node.error(error))?;
    }
    if let Some(node) = purchase.get("quantity")? {
        facts = facts.units(units(&node, Numbers::Plain)?.get()).map_err(|error| node.error(error))?;
    }
    if let Some(node) = purchase.get("orderId")? {
        facts = facts.order(&node.text("the id of the order")?).map_err(|error| node.error(error))?;
    }
    if let Some(node) = purchase.get("product")? {
        facts = facts.product(&node.text("the name of the product")?).map_err(|error| node.error(error))?;
    }
    let qualifies = purchase.get("qualifies")?.map_or(Ok(true), |node| node.boolean())?;
    Ok(if qualifies { facts } else { facts.qualifying(Qualification::DoesNotQualify) })
}

/// Money as the contract writes it: a decimal text and a currency.
fn paid(node: &Node<'_>) -> Result<Money, RequestError> {
    let paid = Ours::of(node, &["amount", "currency"])?;
    let currency: Currency = paid.required("currency", "a code such as `USD`")?.parse("a code such as `USD`")?;
    let node = paid.required("amount", "an amount as text, such as `\"1200.00\"`")?;
    let amount =
        parse_exact(&node.text("an amount as text, such as `\"1200.00\"`")?).map_err(|error| node.error(error))?;
    Ok(Money::new(amount, currency))
}

fn attempt(line: &Ours<'_>, at: DateTime<Utc>) -> Result<Attempt, RequestError> {
    let mut roles = RoleSet::EMPTY;
    if let Some(list) = line.get("requesterRoles")? {
        for node in list.list("a list of roles such as `adminAgent`")? {
            let role: Role = node.parse("a role such as `adminAgent`")?;
            roles = roles.with(role);
        }
    }
    let mut attempt = Attempt::new(at).by(roles);
    if line.get("acknowledged")?.map_or(Ok(false), |node| node.boolean())? {
        attempt = attempt.acknowledged();
    }
    if let Some(node) = line.get("customer")? {
        attempt = with_customer(attempt, &Ours::of(&node, &["name", "tenantId", "domain"])?)?;
    }
    if let Some(node) = line.get("billingDay")? {
        let text = node.number(Numbers::Plain)?.to_string();
        let day = text.parse::<u8>().ok().and_then(|day| attempt.clone().billed_on(day).ok());
        let message = || format!("`{}` is not a day of the month, expected 1 to 31", crate::text::shortened(&text));
        attempt = day.ok_or_else(|| node.error(message()))?;
    }
    if let Some(node) = line.get("quantity")? {
        attempt = attempt.units(units(&node, Numbers::Plain)?.get()).map_err(|error| node.error(error))?;
    }
    Ok(attempt)
}

/// The customer: every member is checked, and any one is enough.
fn with_customer(mut attempt: Attempt, customer: &Ours<'_>) -> Result<Attempt, RequestError> {
    if let Some(node) = customer.get("name")? {
        attempt = attempt.for_customer(&node.text("the name of the customer")?).map_err(|error| node.error(error))?;
    }
    if let Some(node) = customer.get("domain")? {
        attempt = attempt.for_domain(&node.text("a domain name")?).map_err(|error| node.error(error))?;
    }
    if let Some(node) = customer.get("tenantId")? {
        attempt = attempt.for_tenant(&node.text("a tenant id")?).map_err(|error| node.error(error))?;
    }
    Ok(attempt)
}

/// An error of the question as one of the member that is to blame.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is left are instants")]
fn refused(error: &QuestionError) -> RequestError {
    let target = match error {
        QuestionError::Facts(InvalidFacts::AboveOwned { .. }) => "quantity",
        QuestionError::Facts(_) => "purchase",
        QuestionError::Money(_) => "purchase.paid",
        _ => "at",
    };
    RequestError::invalid(target, error)
}

fn explain(decision: &Decision<Cancellation>) -> String {
    let canceled = decision.outcome();
    let mut text = format!("{} under software policy {}\n", decision.verdict(), decision.policy());
    let (window, last, left) = (canceled.window, rfc3339(canceled.last_moment), canceled.days_remaining);
    super::say(&mut text, format_args!("  window     {window}, the last moment is {last}, {left} days left"));
    if let Some(period) = canceled.period {
        let (charged, days) = (canceled.days_charged, period.days());
        super::say(
            &mut text,
            format_args!("  period     {period}, the last day not included: {charged} of {days} days charged"),
        );
    }
    super::say(
        &mut text,
        format_args!("  credit     {} on the invoice of {}", canceled.credit, canceled.credit_invoice),
    );
    super::say(&mut text, format_args!("  fee        {}", canceled.early_termination_fee));
    for consequence in &canceled.consequences {
        super::say(&mut text, format_args!("  then       {consequence} [{}]", Consequence::rule(*consequence)));
    }
    text + &super::notes(decision)
}
