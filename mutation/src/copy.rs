//! The copy of the repository that holds every mutant at once, and how it is made to compile.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use serde::Deserialize;

use crate::catalogue::Mutant;
use crate::rewrite::{marked_at, rewrite};

pub struct Copy {
    pub root: PathBuf,
    original: PathBuf,
}

#[derive(Deserialize)]
struct Line {
    reason: String,
    message: Option<Diagnostic>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    rendered: Option<String>,
    spans: Vec<DiagnosticSpan>,
}

#[derive(Deserialize)]
struct DiagnosticSpan {
    file_name: String,
    byte_start: usize,
    byte_end: usize,
    is_primary: bool,
}

impl Copy {
    /// Copies every file that git would keep.
    pub fn new(original: &Path, scratch: &Path) -> io::Result<Self> {
        let root = scratch.join("copy");
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(original)
            .output()?;
        for file in String::from_utf8_lossy(&listed.stdout).split_terminator('\0') {
            let (from, to) = (original.join(file), root.join(file));
            if from.is_file() {
                fs::create_dir_all(to.parent().unwrap_or(&root))?;
                write_if_new(&to, &fs::read(from)?)?;
            }
        }
        Ok(Self { root, original: original.to_owned() })
    }

    /// Writes the sources with these mutants in them; the mutants that no switch can choose are handed back.
    pub fn switch_in(&self, mutants: &[Mutant], chosen: impl Fn(u32) -> bool) -> io::Result<Vec<u32>> {
        let mut files: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
        for mutant in mutants {
            let of_file = files.entry(&mutant.file).or_default();
            of_file.extend(Some(mutant).filter(|it| chosen(it.id)));
        }
        let mut left_out = Vec::new();
        for (file, mutants) in files {
            let source = fs::read_to_string(self.original.join(file))?;
            let (text, not_switched) = rewrite(&source, &mutants).map_err(io::Error::other)?;
            left_out.extend(not_switched);
            write_if_new(&self.root.join(file), text.as_bytes())?;
        }
        let count = format!("const COUNT: usize = {};", mutants.len() + 1);
        let switch = include_str!("switch.rs").replace("const COUNT: usize = 0;", &count);
        write_if_new(&self.root.join("src/mutant.rs"), switch.as_bytes())?;
        let top = self.root.join("src/lib.rs");
        let text = fs::read_to_string(&top)?;
        if !text.contains("mod mutant;") {
            fs::write(&top, format!("#![feature(core_intrinsics, const_eval_select)]\n{text}\nmod mutant;\n"))?;
        }
        Ok(left_out)
    }

    /// Cargo in the copy. The switch needs one thing of unstable Rust: to be asked in functions that are `const`.
    pub fn cargo<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .args(args)
            .current_dir(&self.root)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "--cap-lints=allow")
            .env("CARGO_TARGET_DIR", self.root.with_file_name("target"))
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .stderr(Stdio::null());
        cargo
    }

    fn messages(&self, args: &[&str]) -> io::Result<Vec<Line>> {
        let output = self.cargo(args).args(["--quiet", "--message-format=json"]).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
    }

    /// The mutants that do not compile, with the compiler's words.
    ///
    /// # Errors
    ///
    /// What the compiler says outside of every mutant.
    pub fn broken(&self) -> io::Result<BTreeMap<u32, String>> {
        let mut broken = BTreeMap::new();
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut unexplained = BTreeSet::new();
        for line in self.messages(&["check", "--lib", "--all-features"])? {
            let Some(error) = line.message.filter(|message| message.level == "error") else { continue };
            let mut marked = |primary: bool| -> io::Result<Vec<u32>> {
                let mut found = Vec::new();
                for span in error.spans.iter().filter(|span| span.is_primary == primary) {
                    if !texts.contains_key(&span.file_name) {
                        let text = fs::read_to_string(self.root.join(&span.file_name)).unwrap_or_default();
                        texts.insert(span.file_name.clone(), text);
                    }
                    found.extend(marked_at(
                        &texts[&span.file_name],
                        &Range { start: span.byte_start, end: span.byte_end },
                    ));
                }
                Ok(found)
            };
            let mut found = marked(true)?;
            if found.is_empty() {
                found = marked(false)?;
            }
            let words = error.rendered.unwrap_or_default();
            if found.is_empty() && !error.spans.is_empty() {
                unexplained.insert(words.clone());
            }
            broken.extend(found.into_iter().map(|id| (id, words.lines().next().unwrap_or_default().to_owned())));
        }
        if broken.is_empty() && !unexplained.is_empty() {
            return Err(io::Error::other(unexplained.into_iter().collect::<String>()));
        }
        Ok(broken)
    }

    /// Builds every program of tests.
    pub fn build(&self) -> io::Result<Vec<PathBuf>> {
        let args = ["test", "--no-run", "--all-features", "--lib", "--tests"];
        let built = self.messages(&args)?.into_iter().filter(|line| line.reason == "compiler-artifact");
        Ok(built.filter_map(|line| line.executable).collect())
    }
}

/// Leaves a file alone that is as it should be, so that nothing is compiled twice.
fn write_if_new(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == content) { Ok(()) } else { fs::write(path, content) }
}
