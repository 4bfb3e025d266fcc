//! Names of markets: found alike with other case and other blanks around, and never by accident.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::market::{MarketCode, MarketList, MarketListEdition};

fuzz_target!(|text: &str| {
    for edition in MarketListEdition::ALL {
        let list = MarketList::edition(*edition);
        let answer = list.look_up(text);
        match &answer {
            Ok(found) => {
                assert!(!found.to_string().is_empty() && !found.name().is_empty());
                assert_eq!(list.look_up(&format!("  {text} ")).as_ref(), Ok(found));
                assert_eq!(list.look_up(found.code().alpha2()).map(|it| it.code()), Ok(found.code()));
            }
            Err(error) => assert!(error.to_string().chars().count() < 400),
        }
        if let Ok(code) = MarketCode::parse(text) {
            assert_eq!(answer.map(|it| it.code()), Ok(code));
        }
    }
    assert!(text.parse::<MarketList>().map_or(true, |list| list.to_string() == text));
});
