//! What each list says about a market: codes and names, in English or Japanese.
//!
//! ```text
//! cargo run --example markets
//! cargo run --example markets -- "Côte d'Ivoire" BR アゼルバイジャン Atlantis
//! ```

#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use std::error::Error;

use reservation_policy::market::MarketList;

fn main() -> Result<(), Box<dyn Error>> {
    let mut asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.is_empty() {
        asked = ["Saba", "Brazil", "アゼルバイジャン", "swz", "Germany", "Korea"].map(str::to_owned).to_vec();
    }
    let list = MarketList::in_force_on("2021-03-08".parse()?)?;
    println!("List {list} was in force on 2021-03-08. It has {} names.\n", list.names().count());

    for text in asked {
        // A text that names no market, or could name several, is an error and never a "no".
        let answer = match list.find(&text) {
            Ok(answer) => answer,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        let tax = if answer.code.prices_include_tax() { "include" } else { "exclude" };
        println!("{answer}; prices there {tax} tax");
        if let Some(code) = answer.azure_code() {
            println!("  the service would answer {code}");
        }
        // Lists of other pages and years can differ.
        for other in MarketList::ALL {
            let there = other.by_code(answer.code).availability;
            if there != list.by_code(answer.code).availability {
                println!("  {there} in {other}");
            }
        }
    }
    Ok(())
}
