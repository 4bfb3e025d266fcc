//! Lines of JSON for every operation: one line of JSON comes back for each, with a status and a body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::json;

fuzz_target!(|text: &str| {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let answer = json::answer(line);
        assert!(!answer.contains('\n'), "{answer}");
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("every answer is JSON");
        let status = answer["status"].as_u64();
        assert!(matches!(status, Some(200 | 400 | 409)), "{answer}");
        assert_eq!(status != Some(200), answer["body"]["error"].is_object(), "{answer}");
    }
});
