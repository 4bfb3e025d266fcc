//! Text from outside, as messages repeat it.

/// The most characters that a message repeats.
const MOST: usize = 40;

/// The beginning of a text, fit for a message of one line: what can't be seen is escaped, and counts as it is shown.
pub(crate) fn shortened(text: &str) -> String {
    let (mut shown, mut room) = (String::new(), MOST);
    for letter in text.chars() {
        let is_plain = matches!(letter, '\'' | '"' | '\\');
        let needed = if is_plain { 1 } else { letter.escape_debug().count() };
        let Some(left) = room.checked_sub(needed) else { break };
        room = left;
        if is_plain { shown.push(letter) } else { shown.extend(letter.escape_debug()) }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stays_one_short_line_whatever_it_repeats() {
        assert_eq!(shortened(&"x".repeat(1_000)), "x".repeat(40));
        assert_eq!(shortened("D2s v3"), "D2s v3");
        assert_eq!(shortened("C:\\it's \"quoted\""), "C:\\it's \"quoted\"");
        assert_eq!(shortened("コートジボワール"), "コートジボワール");
        assert_eq!(shortened(&"\u{1b}".repeat(1_000)), "\\u{1b}".repeat(6), "no escape is cut in two");
        assert_eq!(shortened("two\nlines\u{1b}[31m\u{202e}"), "two\\nlines\\u{1b}[31m\\u{202e}");
    }
}
