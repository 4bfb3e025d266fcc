//! `market`: whether reservations are sold in a market.

use serde::Serialize;

use super::Reply;
use crate::azure::{Node, Ours, RequestError};
use crate::market::{Availability, MarketAnswer, MarketList};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    market: &'a str,
    alpha2: &'a str,
    availability: &'static str,
    list: &'static str,
    listed_as: Vec<&'a str>,
}

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    const MARKET: &str = "a code such as `SZ` or a name such as `Eswatini`";
    let line = Ours::of(line, &["operation", "market", "list"])?;
    let list = match line.get("list")? {
        None => MarketList::V2019_12,
        Some(list) => list.parse("the name of a list such as `2019-12`")?,
    };
    let market = line.required("market", MARKET)?;
    let answer = list.find(&market.text(MARKET)?).map_err(|error| market.error(error))?;
    let body = Body {
        market: &answer.market,
        alpha2: answer.code.alpha2(),
        availability: match answer.availability {
            Availability::Unavailable => "unavailable",
            Availability::NotListed => "notListed",
        },
        list: answer.list.name(),
        listed_as: answer.listed_as.iter().map(|name| name.english.as_ref()).collect(),
    };
    Ok(Reply::ok(&body, explain(&answer)))
}

fn explain(answer: &MarketAnswer) -> String {
    let (name, code, list) = (&answer.market, answer.code, answer.list);
    match answer.availability {
        Availability::Unavailable => format!("reservations are not sold in {name} ({code}): it is on list {list}\n"),
        Availability::NotListed => {
            format!("{name} ({code}) is not on list {list} of markets without reservations; the list proves no more\n")
        }
    }
}
