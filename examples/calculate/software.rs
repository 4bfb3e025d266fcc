//! `cancelSoftware`: can this purchase still be cancelled.

use std::fmt::Write as _;

use reservation_policy::azure::refund::ReasonBlock;
use reservation_policy::azure::{InvalidFacts, facts};
use reservation_policy::calendar::rfc3339;
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::decision::Reason;
use reservation_policy::policy::software::{SoftwarePolicy, SoftwarePolicyName};
use reservation_policy::role::{Role, RoleSet};
use reservation_policy::software::cancellation::{
    Acknowledgement, Cancellation, CancellationError, CancellationReason, CancellationRequest, Consequence,
};
use reservation_policy::software::credit::BillingDay;
use reservation_policy::software::reference::CustomerReference;
use reservation_policy::software::{Licence, LicenceKind, Qualification, SoftwareFamily, SoftwarePurchase};
use reservation_policy::{Currency, Decision, Money};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Answer, Reply, at, invalid, named_policy, to_raw};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    at: Option<String>,
    policy: Option<Box<RawValue>>,
    purchase: Option<Purchase>,
    requester_roles: Option<Vec<String>>,
    acknowledged: Option<bool>,
    customer: Option<Customer>,
    billing_day: Option<u8>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Purchase {
    order_id: Option<String>,
    product: Option<String>,
    licence: Option<String>,
    family: Option<String>,
    purchased_at: Option<String>,
    renewed_at: Option<String>,
    term_start: Option<String>,
    term_end: Option<String>,
    paid: Option<Paid>,
    qualifies: Option<bool>,
}

#[derive(Deserialize)]
struct Paid {
    amount: Option<String>,
    currency: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    name: Option<String>,
    tenant_id: Option<String>,
    domain: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    approved: bool,
    policy: String,
    days_remaining: u32,
    last_moment: String,
    credit: Amount,
    early_termination_fee: String,
    credit_invoice: String,
    consequences: Vec<&'static str>,
    reasons: Vec<ReasonBlock>,
}

#[derive(Serialize)]
struct Amount {
    amount: String,
    currency: &'static str,
}

impl Amount {
    fn of(money: Money) -> Self {
        Self { amount: money.plain_amount(), currency: money.currency().code() }
    }
}

pub(super) fn answer(line: &Line) -> Reply {
    let at = at(line.at.as_ref())?;
    let policy = named_policy(line.policy.as_deref(), |name| match name {
        "in-force" => SoftwarePolicy::in_force_on(at.date_naive()).map_err(invalid("policy")),
        name => name.parse().map(SoftwarePolicy::edition).map_err(invalid("policy")),
    })?;
    let purchase = line.purchase.as_ref().ok_or_else(|| InvalidFacts::invalid("purchase", "is missing"))?;
    let purchase = purchase_facts(purchase)?;
    let request = request(line, at)?;
    let decision = policy.decide_cancellation(&purchase, &request).map_err(|error| cancellation_error(&error))?;
    let outcome = decision.outcome();
    let body = Body {
        approved: decision.is_approved(),
        policy: decision.policy().to_string(),
        days_remaining: outcome.days_remaining(),
        last_moment: rfc3339(outcome.last_moment()),
        credit: Amount::of(outcome.credit()),
        early_termination_fee: outcome.early_termination_fee().plain_amount(),
        credit_invoice: outcome.credit_invoice().to_string(),
        // Nothing follows from what is not done.
        consequences: if decision.is_approved() { consequence_codes(outcome) } else { Vec::new() },
        reasons: decision.reasons().iter().map(ReasonBlock::of).collect(),
    };
    Ok(Answer { json: to_raw(&body)?, explanation: explain(&decision) })
}

fn consequence_codes(outcome: &Cancellation) -> Vec<&'static str> {
    outcome.consequences().iter().map(|consequence| consequence.code()).collect()
}

fn request(line: &Line, at: DateTime<Utc>) -> Result<CancellationRequest, InvalidFacts> {
    let mut roles = RoleSet::EMPTY;
    for (index, name) in line.requester_roles.iter().flatten().enumerate() {
        let role = Role::from_camel_name(name)
            .map_err(|error| InvalidFacts::invalid(format!("requesterRoles[{index}]"), error))?;
        roles = roles.with(role);
    }
    let acknowledgement =
        if line.acknowledged.unwrap_or(false) { Acknowledgement::Given } else { Acknowledgement::NotGiven };
    let mut request = CancellationRequest::new(at).with_actor(roles.into()).with_acknowledgement(acknowledgement);
    if let Some(customer) = &line.customer
        && let Some(reference) = customer_reference(customer)?
    {
        request = request.with_customer(reference);
    }
    if let Some(day) = line.billing_day {
        request = request.with_billing_day(BillingDay::new(day).map_err(invalid("billingDay"))?);
    }
    Ok(request)
}

fn customer_reference(customer: &Customer) -> Result<Option<CustomerReference>, InvalidFacts> {
    Ok(if let Some(tenant) = &customer.tenant_id {
        Some(CustomerReference::TenantId(tenant.parse().map_err(invalid("customer.tenantId"))?))
    } else if let Some(domain) = &customer.domain {
        Some(CustomerReference::Domain(domain.parse().map_err(invalid("customer.domain"))?))
    } else if let Some(name) = &customer.name {
        Some(CustomerReference::Name(name.parse().map_err(invalid("customer.name"))?))
    } else {
        None
    })
}

/// The value of a member, or an error that says that it is missing.
fn required<'a>(member: Option<&'a String>, target: &str) -> Result<&'a str, InvalidFacts> {
    member.map(String::as_str).ok_or_else(|| InvalidFacts::invalid(target, "is missing"))
}

fn purchase_facts(purchase: &Purchase) -> Result<SoftwarePurchase, InvalidFacts> {
    let purchased_at = required(purchase.purchased_at.as_ref(), "purchase.purchasedAt")?;
    let purchased_at = facts::instant(purchased_at, "purchase.purchasedAt")?;
    let paid = purchase.paid.as_ref().ok_or_else(|| InvalidFacts::invalid("purchase.paid", "is missing"))?;
    let currency = required(paid.currency.as_ref(), "purchase.paid.currency")?;
    let currency = Currency::from_code(currency).map_err(invalid("purchase.paid.currency"))?;
    let amount = required(paid.amount.as_ref(), "purchase.paid.amount")?;
    let paid = Money::parse(amount, currency).map_err(invalid("purchase.paid.amount"))?;

    let family = family(required(purchase.family.as_ref(), "purchase.family")?)?;
    let licence = licence(purchase)?;
    let mut facts = SoftwarePurchase::new(licence, family, purchased_at, paid).map_err(invalid("purchase"))?;
    if let Some(renewed_at) = &purchase.renewed_at {
        let renewed_at = facts::instant(renewed_at, "purchase.renewedAt")?;
        facts = facts.with_renewal(renewed_at).map_err(invalid("purchase.renewedAt"))?;
    }
    if let Some(order) = &purchase.order_id {
        facts = facts.with_order_id(order.parse().map_err(invalid("purchase.orderId"))?);
    }
    if let Some(product) = &purchase.product {
        facts = facts.with_product(product.parse().map_err(invalid("purchase.product"))?);
    }
    Ok(match purchase.qualifies {
        Some(false) => facts.with_qualification(Qualification::DoesNotQualify),
        Some(true) | None => facts.with_qualification(Qualification::Qualifies),
    })
}

fn family(name: &str) -> Result<SoftwareFamily, InvalidFacts> {
    match name {
        "windowsServer" => Ok(SoftwareFamily::WindowsServer),
        "sqlServer" => Ok(SoftwareFamily::SqlServer),
        "suseLinux" => Ok(SoftwareFamily::SuseLinux),
        "redHat" => Ok(SoftwareFamily::RedHat),
        "other" => Ok(SoftwareFamily::Other),
        other => {
            let shown: String = other.chars().take(40).collect();
            let expected = "`windowsServer`, `sqlServer`, `suseLinux`, `redHat` or `other`";
            Err(InvalidFacts::invalid("purchase.family", format_args!("`{shown}` is no family, expected {expected}")))
        }
    }
}

/// The licence; the dates of a term say nothing about one that lasts for ever.
fn licence(purchase: &Purchase) -> Result<Licence, InvalidFacts> {
    let date = |text: &Option<String>, target: &str| -> Result<Option<NaiveDate>, InvalidFacts> {
        text.as_deref().map(|text| facts::instant(text, target).map(|instant| instant.date_naive())).transpose()
    };
    let (start, end) =
        (date(&purchase.term_start, "purchase.termStart")?, date(&purchase.term_end, "purchase.termEnd")?);
    match required(purchase.licence.as_ref(), "purchase.licence")? {
        "perpetual" => Ok(Licence::Perpetual),
        "subscription" => {
            let target = if start.is_none() { "purchase.termStart" } else { "purchase.termEnd" };
            Licence::new(LicenceKind::Subscription, start, end).map_err(invalid(target))
        }
        other => {
            let shown: String = other.chars().take(40).collect();
            let message =
                format_args!("`{shown}` is no kind of licence, expected `perpetual` or `subscription`").to_string();
            Err(InvalidFacts::invalid("purchase.licence", message))
        }
    }
}

/// Which member of the line a question's error is about.
fn cancellation_error(error: &CancellationError) -> InvalidFacts {
    let target = if matches!(error, CancellationError::Money(_)) { "purchase.paid" } else { "at" };
    InvalidFacts::invalid(target, error)
}

fn explain(decision: &Decision<Cancellation, CancellationReason, SoftwarePolicyName>) -> String {
    let outcome = decision.outcome();
    let mut text = format!("{} under software policy {}\n", decision.verdict(), decision.policy());
    let (window, last) = (outcome.window(), rfc3339(outcome.last_moment()));
    // Writing to a string can't fail.
    let _ = writeln!(text, "  window     {window}, the last moment is {last}, {} days left", outcome.days_remaining());
    let _ = writeln!(text, "  credit     {} on the invoice of {}", outcome.credit(), outcome.credit_invoice());
    let _ = writeln!(text, "  fee        {}", outcome.early_termination_fee());
    for consequence in outcome.consequences().iter().filter(|_| decision.is_approved()) {
        let _ = writeln!(text, "  then       {} [{}]", consequence.code(), Consequence::rule(*consequence));
    }
    for reason in decision.reasons() {
        let rule = reason.rule();
        let _ = writeln!(text, "  {}: {reason}\n    [{rule}] {}", reason.verdict(), rule.meaning());
    }
    text
}
