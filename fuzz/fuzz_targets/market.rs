//! Names of markets: found in other case and with other blanks, and never by accident.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::market::{MarketCode, MarketList};

fuzz_target!(|text: &str| {
    for list in MarketList::ALL {
        let answer = list.find(text);
        match &answer {
            Ok(found) => {
                assert!(!found.market.is_empty());
                assert_eq!(list.find(&format!("  {text} ")).as_ref(), Ok(found));
                assert_eq!(list.find(found.code.alpha2()).map(|answer| answer.code), Ok(found.code));
            }
            Err(error) => assert!(error.to_string().chars().count() < 1_000),
        }
        if let Ok(code) = text.parse::<MarketCode>() {
            assert_eq!(answer.map(|answer| answer.code), Ok(code));
        }
    }
    assert!(text.parse::<MarketList>().map_or(true, |list| list.to_string() == text));
});
