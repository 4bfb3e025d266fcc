//! `capPosition`: what is used of the refund cap, and when more comes back.

use serde::Serialize;

use super::Reply;
use super::line::{at, ledger, reservation_policy};
use crate::azure::{Node, Ours, RequestError, usd};
use crate::calendar::rfc3339;

const NAMES: [&str; 5] = ["operation", "at", "policy", "refunds", "amount"];

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    limit: String,
    used: String,
    remaining: String,
    releases: Vec<Release>,
    fits: Option<bool>,
    earliest_fit: Option<String>,
}

#[derive(Serialize)]
struct Release {
    at: String,
    amount: String,
}

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    let line = Ours::of(line, &NAMES)?;
    let at = at(&line)?;
    let policy = reservation_policy(&line, at)?;
    let ledger = ledger(&line)?;
    let amount = line.get("amount")?.map(|node| usd(&node)).transpose()?;
    let cap = ledger.usage(policy.cap(), at);
    let releases = cap.releases();
    let body = Body {
        limit: cap.cap.limit.plain_amount(),
        used: cap.used.plain_amount(),
        remaining: cap.remaining.plain_amount(),
        releases: releases
            .iter()
            .map(|release| Release { at: rfc3339(release.at), amount: release.amount.plain_amount() })
            .collect(),
        fits: amount.map(|amount| cap.fits(amount)),
        earliest_fit: amount.and_then(|amount| cap.earliest_fit(amount)).map(rfc3339),
    };
    let mut text = format!("the cap of {} under policy {}\n", cap.cap, policy.name());
    super::say(&mut text, format_args!("  used       {}, {} left", cap.used, cap.remaining));
    for release in &releases {
        super::say(&mut text, format_args!("  returns    {} on {}", release.amount, rfc3339(release.at)));
    }
    if let Some(amount) = amount {
        let fits = match cap.earliest_fit(amount) {
            Some(_) if cap.fits(amount) => "fits now".to_owned(),
            Some(earliest) => format!("fits from {} on", rfc3339(earliest)),
            None => "never fits".to_owned(),
        };
        super::say(&mut text, format_args!("  amount     {amount} {fits}"));
    }
    Ok(Reply::ok(&body, text))
}
