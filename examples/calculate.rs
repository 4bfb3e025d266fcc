//! The JSON contract on the command line: requests in, answers out.
//!
//! ```text
//! cargo run --release --features json --example calculate -- FILE...
//! cargo run --release --features json --example calculate < requests.jsonl
//! cargo run --release --features json --example calculate -- --explain FILE...
//! ```
//!
//! A FILE is one JSON object, or one object a line. Each gets one line in answer, in order; a bad line gets an error and
//! the next one is read. The answers are those of `reservation_policy::json`; this program reads and prints.

#![expect(clippy::print_stderr, reason = "a command-line program names on standard error what it cannot read")]

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Write};
use std::process::ExitCode;

use reservation_policy::json::{Answer, LONGEST_LINE, answer_too_long, answer_with_explanation};

fn main() -> ExitCode {
    let mut files = Vec::new();
    let mut form = Form::Json;
    for argument in std::env::args_os().skip(1) {
        if argument == "--explain" {
            form = Form::Explained;
        } else {
            files.push(argument);
        }
    }
    let mut out = io::stdout().lock();
    if files.is_empty() {
        return exit_code(answer_lines(&mut BufReader::new(io::stdin().lock()), &mut out, form), "standard input");
    }
    let mut code = ExitCode::SUCCESS;
    for file in files {
        let answered = File::open(&file).and_then(|file| answer_file(file, &mut out, form));
        if answered.is_err() {
            code = exit_code(answered, &file.to_string_lossy());
        }
    }
    code
}

fn exit_code(answered: io::Result<()>, source: &str) -> ExitCode {
    match answered {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the answers has stopped reading.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot read {source}: {error}");
            ExitCode::from(2)
        }
    }
}

/// How an answer is written.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Json,
    Explained,
}

/// A file holds one JSON object, over as many lines as it likes, or one object a line.
pub(crate) fn answer_file(mut file: impl Read, out: &mut impl Write, form: Form) -> io::Result<()> {
    let mut start = Vec::new();
    let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX).saturating_add(1);
    Read::by_ref(&mut file).take(limit).read_to_end(&mut start)?;
    let is_one_object =
        start.len() <= LONGEST_LINE && serde_json::from_slice::<serde::de::IgnoredAny>(without_mark(&start)).is_ok();
    if is_one_object {
        return write_answer(&answer_with_explanation(&start), out, form);
    }
    answer_lines(&mut BufReader::new(Cursor::new(start).chain(file)), out, form)
}

pub(crate) fn answer_lines(input: &mut impl BufRead, out: &mut impl Write, form: Form) -> io::Result<()> {
    let mut line = Vec::new();
    while let Some(length) = read_line(input, &mut line)? {
        if length > LONGEST_LINE {
            write_answer(&answer_too_long(length), out, form)?;
        } else if !without_mark(&line).trim_ascii().is_empty() {
            write_answer(&answer_with_explanation(&line), out, form)?;
        }
    }
    Ok(())
}

/// Reads a line without its end, of a line that is too long only the length; `None` at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<usize>> {
    line.clear();
    let mut length = 0_usize;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok((length > 0).then_some(length));
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        length = length.saturating_add(part.len());
        if length <= LONGEST_LINE {
            line.extend_from_slice(part);
        } else {
            // Give the memory back: nobody looks at this line.
            *line = Vec::new();
        }
        let used = part.len().saturating_add(usize::from(end.is_some()));
        input.consume(used);
        if end.is_some() {
            return Ok(Some(length));
        }
    }
}

fn write_answer(answer: &Answer, out: &mut impl Write, form: Form) -> io::Result<()> {
    match form {
        Form::Json => writeln!(out, "{}", answer.json),
        Form::Explained => writeln!(out, "{}", answer.explanation),
    }?;
    out.flush()
}

/// The bytes without the mark that some tools put at the start of a file to say that it is UTF-8.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
