//! Words for errors: the nearest known name, and what is wrong with a text that is not JSON.

use core::cmp::Reverse;

/// The longest name that is compared with the known ones, in characters.
const LONGEST: usize = 64;

/// The known name that is nearest to another: by the letters that differ, ignoring case and separators.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = plain(name);
    let rank = |candidate: &&&str| {
        let candidate = plain(candidate);
        let differing = distance(&word, &candidate);
        // A name that contains the other is near it, however long the rest is.
        let (word, candidate): (String, String) = (word.iter().collect(), candidate.iter().collect());
        let contains = !word.is_empty() && (word.contains(&candidate) || candidate.contains(&word));
        let weight = if contains { differing.saturating_add(2) / 3 } else { differing };
        (weight, Reverse(candidate.len()))
    };
    known.iter().min_by_key(rank).copied()
}

fn plain(name: &str) -> Vec<char> {
    let letters = name.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).take(LONGEST);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// How many letters must be changed, added or left out to make one word of another.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        let mut left = index.saturating_add(1);
        next.push(left);
        for (pair, other) in row.windows(2).zip(to) {
            let [diagonal, above] = pair else { continue };
            let changed = diagonal.saturating_add(usize::from(letter != other));
            left = changed.min(above.saturating_add(1)).min(left.saturating_add(1));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// What is wrong with a text that is not JSON, and where.
pub(crate) fn syntax(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let place = format!(" at line {line} column {column}");
    let what = text.strip_suffix(&place).unwrap_or(&text);
    let what = match what {
        "EOF while parsing a list" => "it ends inside a list",
        "EOF while parsing an object" => "it ends inside an object",
        "EOF while parsing a string" => "it ends inside a text",
        "EOF while parsing a value" => "it ends where a value is expected",
        "expected ident" => "expected a value",
        "key must be a string" => "the name of a member must be a text in double quotes",
        "trailing characters" => "more text follows the value",
        "recursion limit exceeded" => "it is nested too deeply",
        other => other,
    };
    if line > 1 { format!("{what} (line {line}, column {column})") } else { format!("{what} (column {column})") }
}

/// The words of a deserializer as a person would say them: objects, lists and texts, and no types of a program.
pub(crate) fn plain_words(message: &str) -> String {
    let message = match message.split(" at line ").next().unwrap_or(message) {
        "expected value" => "expected a text or an object",
        "input contains invalid characters" | "premature end of input" | "trailing input" => {
            "expected a date such as `2027-02-01`"
        }
        "input is out of range" => "expected a date that exists such as `2027-02-01`",
        other => other,
    };
    let mut words = message.to_owned();
    for (from, to) in [
        ("unknown field", "unknown member"),
        ("unknown variant", "unknown value"),
        ("missing field", "there is no member"),
        ("duplicate field", "given twice: member"),
        ("invalid type: map", "found an object"),
        ("invalid type: sequence", "found a list"),
        ("invalid type: integer", "found the number"),
        ("invalid type: floating point", "found the number"),
        ("invalid type: boolean", "found"),
        ("invalid type: string", "found the text"),
        ("invalid type: null", "found `null`"),
        ("invalid type: unit value", "found `null`"),
        ("invalid type: ", "found "),
        ("invalid value: integer", "found the number"),
        ("invalid value: floating point", "found the number"),
        ("invalid value: string", "found the text"),
        ("invalid value: map", "found an object"),
        ("invalid value: ", "found "),
        ("invalid length", "found a list of length"),
        ("expected a map", "expected an object"),
        ("expected map", "expected an object"),
        ("expected a sequence", "expected a list"),
        ("expected a string", "expected a text"),
        ("expected a boolean", "expected `true` or `false`"),
        ("string or map", "a text or an object"),
        ("a nonzero u16", "a whole number from 1 to 65535"),
        ("a nonzero u32", "a whole number from 1 to 4294967295"),
        ("expected u8", "expected a whole number from 0 to 255"),
        ("expected u16", "expected a whole number from 0 to 65535"),
        ("expected u32", "expected a whole number from 0 to 4294967295"),
    ] {
        words = words.replace(from, to);
    }
    for kind in ["struct variant", "tuple variant", "newtype variant", "unit variant", "struct", "enum", "variant"] {
        while let Some(start) = words.find(&format!("{kind} ")) {
            let rest = words.get(start..).unwrap_or_default();
            let after = rest.strip_prefix(kind).unwrap_or_default().trim_start();
            // The name of the type says nothing to people.
            let name = after.split([' ', ',', ';']).next().unwrap_or_default();
            let tail = after.strip_prefix(name).unwrap_or_default().to_owned();
            words = format!("{}an object{tail}", words.get(..start).unwrap_or_default());
        }
    }
    short_quotes(&words, '"')
}

/// The words with each quoted text shortened.
fn short_quotes(words: &str, quote: char) -> String {
    let short = |(index, part): (usize, &str)| {
        if index % 2 == 1 && part.len() > LONGEST { crate::text::shortened(part) } else { part.to_owned() }
    };
    let parts: Vec<String> = words.split(quote).enumerate().map(short).collect();
    let words = parts.join(&quote.to_string());
    if quote == '"' { short_quotes(&words, '`') } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_by_its_letters() {
        let known = ["operation", "at", "policy", "refunds", "reservation", "unused", "paidQuantity", "currentPrice"];
        for (name, expected) in [
            ("refund", "refunds"),
            ("consumedRefundsTotal", "refunds"),
            ("unsed", "unused"),
            ("paidQuanity", "paidQuantity"),
            ("paid_quantity", "paidQuantity"),
            ("currentprice", "currentPrice"),
            ("Policy", "policy"),
        ] {
            assert_eq!(nearest(name, &known), Some(expected), "{name}");
        }
        assert_eq!(nearest("x", &[]), None);
        assert!(nearest(&"x".repeat(100_000), &known).is_some());
    }

    #[test]
    fn no_word_of_a_program_is_left() {
        for (message, expected) in [
            (
                "invalid type: integer `60`, expected struct Window at line 1 column 4",
                "found the number `60`, expected an object",
            ),
            ("invalid type: map, expected a string", "found an object, expected a text"),
            ("expected value at line 1 column 2", "expected a text or an object"),
            ("premature end of input", "expected a date such as `2027-02-01`"),
            ("unknown variant `x`, expected `a` or `b`", "unknown value `x`, expected `a` or `b`"),
            (
                "invalid length 0, expected struct Cap with 3 elements",
                "found a list of length 0, expected an object with 3 elements",
            ),
        ] {
            assert_eq!(plain_words(message), expected);
        }
    }
}
