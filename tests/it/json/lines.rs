//! Lines and files, as the example reads them.

use reservation_policy::json::LONGEST_LINE;

use super::{GOOD, answer, error, example, with};

/// Every answer to these lines, one a line.
fn answers(input: impl AsRef<[u8]>) -> Vec<String> {
    written(|out| example::answer_lines(&mut input.as_ref(), out, example::Form::Json))
}

/// The answers to one file.
fn answers_to_file(input: impl AsRef<[u8]>) -> Vec<String> {
    written(|out| example::answer_file(input.as_ref(), out, example::Form::Json))
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<String> {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_bad_line_has_its_error_and_the_next_line_is_read() {
    let good = answer(GOOD);
    for bad in ["nonsense", "{", "[]", "{\"operation\":\"market\"}"] {
        let all = answers(format!("{GOOD}\n{bad}\n{GOOD}\n"));
        assert_eq!((all.len(), &all[0], &all[2]), (3, &good, &good), "{bad}");
        error(&all[1]);
    }
    let bytes = [GOOD.as_bytes(), b"\n\xFF\n", GOOD.as_bytes()].concat();
    assert_eq!(answers(bytes).len(), 3);
}

#[test]
fn a_line_cut_off_anywhere_is_refused() {
    for end in (1..GOOD.len()).step_by(7) {
        assert_eq!(error(&answer(&GOOD[..end])).0, "InvalidRequest", "{end}");
    }
}

#[test]
fn a_line_above_16_mib_is_refused_and_one_of_16_mib_is_read() {
    let padded = |length: usize| {
        let line = with(r#""order":{"#, r#""order":{"note":"","#);
        let room = "x".repeat(length - line.len());
        line.replace(r#""note":"""#, &format!(r#""note":"{room}""#))
    };
    let good = answer(GOOD);
    assert_eq!(answers(padded(LONGEST_LINE)), core::slice::from_ref(&good));
    for length in [LONGEST_LINE + 1, 17 << 20] {
        let all = answers(format!("{}\n{GOOD}", padded(length)));
        assert_eq!((all.len(), &all[1]), (2, &good));
        assert_eq!(error(&all[0]).2, format!("the line has {length} bytes, expected at most {LONGEST_LINE}"));
        assert_eq!(answer(&padded(length)), all[0], "the library says the same");
    }
}

#[test]
fn line_ends_and_blank_lines_do_not_matter() {
    let good = answer(GOOD);
    assert_eq!(answers(""), Vec::<String>::new());
    assert_eq!(answers("\n\r\n  \t \n"), Vec::<String>::new());
    for (input, count) in [
        (GOOD.to_owned(), 1),
        (format!("\u{feff}{GOOD}"), 1),
        (format!("{GOOD}\r\n{GOOD}\r\n"), 2),
        (format!("\n\n{GOOD}\n \n\r\n{GOOD}"), 2),
        (format!("  {GOOD}\t\n"), 1),
    ] {
        assert_eq!(answers(&input), vec![good.clone(); count], "{input:?}");
        assert_eq!(answers_to_file(&input), vec![good.clone(); count], "{input:?}");
    }
}

#[test]
fn a_file_holds_one_object_over_many_lines_or_one_a_line() {
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(GOOD).unwrap()).unwrap();
    assert!(pretty.lines().count() > 50);
    assert_eq!(answers_to_file(&pretty), [answer(GOOD)]);
    assert_eq!(answers_to_file(pretty.replace('\n', "\r\n")), [answer(GOOD)]);
    assert_eq!(answers_to_file(""), Vec::<String>::new());
    let mixed = answers_to_file(format!("{GOOD}\nnonsense\n{GOOD}\n"));
    assert_eq!((mixed.len(), &mixed[0], &mixed[2]), (3, &answer(GOOD), &answer(GOOD)));
}

#[test]
fn the_explanation_is_for_people() {
    let mut out = Vec::new();
    example::answer_lines(&mut format!("{GOOD}\nnonsense\n").as_bytes(), &mut out, example::Form::Explained).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with("approved under policy 2020-07+observed\n  returned   2 of 3 units"), "{text}");
    assert!(text.contains("\nerror InvalidRequest: the text is not JSON"), "{text}");
}
