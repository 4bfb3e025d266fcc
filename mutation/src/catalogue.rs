//! The mutants, as `cargo mutants --list --json` names them.

use std::ops::Range;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// What kind of change a mutant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Genre {
    FnValue,
    BinaryOperator,
    UnaryOperator,
    MatchArm,
    MatchArmGuard,
    StructField,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Position {
    line: usize,
    column: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Span {
    start: Position,
    end: Position,
}

#[derive(Debug, Clone, Deserialize)]
struct Function {
    return_type: String,
}

/// One change to one place of the sources.
#[derive(Debug, Clone, Deserialize)]
pub struct Mutant {
    /// From 1 on, in the order of the list.
    #[serde(skip)]
    pub id: u32,
    pub name: String,
    pub file: String,
    pub genre: Genre,
    pub replacement: String,
    pub span: Span,
    function: Option<Function>,
}

impl Mutant {
    /// Where the change is, in bytes of its file.
    pub fn range(&self, source: &str) -> Range<usize> {
        offset(source, self.span.start)..offset(source, self.span.end)
    }

    /// Whether a switch can choose it: a function that returns `impl Trait` has one type of answer only.
    pub fn is_switchable(&self) -> bool {
        self.genre != Genre::FnValue || !self.function.as_ref().is_some_and(|it| it.return_type.contains("impl "))
    }
}

/// Lines and columns count from 1, columns in characters.
fn offset(source: &str, at: Position) -> usize {
    let line_start: usize = source.split_inclusive('\n').take(at.line - 1).map(str::len).sum();
    let line = &source[line_start..];
    line_start + line.char_indices().nth(at.column - 1).map_or(line.len(), |(byte, _)| byte)
}

/// Reads the list; numbers follow its order.
pub fn read(json: &str) -> serde_json::Result<Vec<Mutant>> {
    let mut mutants: Vec<Mutant> = serde_json::from_str(json)?;
    for (id, mutant) in (1..).zip(&mut mutants) {
        mutant.id = id;
    }
    Ok(mutants)
}

/// Asks `cargo mutants` for the list.
pub fn ask(root: &Path) -> Vec<Mutant> {
    let output = Command::new("cargo")
        .args(["mutants", "--list", "--json", "--dir"])
        .arg(root)
        .output()
        .expect("cargo mutants is installed");
    assert!(output.status.success(), "cargo mutants: {}", String::from_utf8_lossy(&output.stderr));
    read(&String::from_utf8_lossy(&output.stdout)).expect("cargo mutants writes the list as JSON")
}
