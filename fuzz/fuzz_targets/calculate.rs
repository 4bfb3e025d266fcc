//! Lines of the `calculate` example, answered in both forms: an answer for every line, and each a line of JSON.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;

#[allow(dead_code)]
#[path = "../../examples/calculate.rs"]
mod calculate;

fuzz_target!(|lines: &[u8]| {
    let mut answers = Vec::new();
    calculate::answer_lines(&mut Cursor::new(lines), &mut answers, calculate::Form::Json)
        .expect("memory can be written");
    for answer in answers.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let answer: serde_json::Value = serde_json::from_slice(answer).expect("every answer is JSON");
        let status = answer["status"].as_u64();
        assert!(matches!(status, Some(200 | 400)), "{answer}");
        assert_eq!(status == Some(400), answer["body"]["error"].is_object(), "{answer}");
    }
    let asked = lines.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!(answers.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count(), asked);
    let mut told = Vec::new();
    calculate::answer_lines(&mut Cursor::new(lines), &mut told, calculate::Form::Explained)
        .expect("memory can be written");
    assert!(String::from_utf8(told).is_ok());
});
