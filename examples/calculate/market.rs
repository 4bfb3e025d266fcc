//! `market`: are reservations sold there.

use reservation_policy::azure::InvalidFacts;
use reservation_policy::market::{Availability, ListedName, MarketAnswer, MarketList, MarketListEdition};
use serde::{Deserialize, Serialize};

use super::{Answer, Reply, to_raw};

#[derive(Deserialize)]
pub(super) struct Line {
    market: Option<String>,
    list: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    market: &'a str,
    alpha2: &'a str,
    availability: &'a str,
    list: &'a str,
    listed_as: Vec<&'a str>,
}

pub(super) fn answer(line: &Line) -> Reply {
    let market = line.market.as_deref().ok_or_else(|| InvalidFacts::invalid("market", "is missing"))?;
    let list = match line.list.as_deref() {
        None => MarketList::edition(MarketListEdition::V2019_12),
        Some(name) => name.parse::<MarketList>().map_err(|error| InvalidFacts::invalid("list", error))?,
    };
    let answer = list.look_up(market).map_err(|error| InvalidFacts::invalid("market", error))?;
    let alpha2 = answer.code().alpha2();
    let body = Body {
        market: answer.name(),
        alpha2,
        availability: match answer.availability() {
            Availability::Unavailable => "unavailable",
            Availability::NotListed => "notListed",
        },
        list: answer.list().name(),
        listed_as: answer.listed_as().map(ListedName::english).collect(),
    };
    Ok(Answer { json: to_raw(&body)?, explanation: explain(&answer) })
}

fn explain(answer: &MarketAnswer) -> String {
    let (name, code, list) = (answer.name(), answer.code(), answer.list());
    match answer.availability() {
        Availability::Unavailable => format!("reservations are not sold in {name} ({code}): it is on list {list}\n"),
        Availability::NotListed => {
            format!("{name} ({code}) is not on list {list} of markets without reservations; the list proves no more\n")
        }
    }
}
