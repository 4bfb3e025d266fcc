//! What does each list say about a market? Codes and names, in English or Japanese.
//!
//! ```text
//! cargo run --example markets
//! cargo run --example markets -- "Côte d'Ivoire" BR アゼルバイジャン Atlantis
//! ```

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;

use reservation_policy::market::{ListedName, MarketList, MarketListEdition, price_includes_tax};

fn main() -> Result<(), Box<dyn Error>> {
    let mut asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.is_empty() {
        asked = ["Saba", "Brazil", "アゼルバイジャン", "swz", "Germany", "Korea"].map(str::to_owned).to_vec();
    }

    let list = MarketList::in_force_on("2021-03-08".parse()?)?;
    println!("In force on 2021-03-08: list {list} of {} names, from {}.\n", list.name_count(), list.id().source());

    for text in asked {
        // A text that names no market, or could name several, is an error and never a "no".
        let answer = match list.look_up(&text) {
            Ok(answer) => answer,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        println!("{answer}; tax is {} from prices there.", price_includes_tax(answer.code()));
        if let Some(code) = answer.azure_code() {
            println!("  the service would answer {code}");
        }
        let names: Vec<&str> = answer.listed_as().map(ListedName::english).collect();
        if names.len() > 1 {
            println!("  behind {}: {}", answer.code(), names.join(", "));
        }

        // The other lists, of other pages and other years, may say something else.
        for edition in MarketListEdition::ALL {
            let there = MarketList::edition(*edition).by_code(answer.code()).availability();
            if there != answer.availability() {
                println!("  {there} in {edition}");
            }
        }
    }

    println!("\nThe list names {} markets, and says nothing about any other.", list.name_count());
    Ok(())
}
