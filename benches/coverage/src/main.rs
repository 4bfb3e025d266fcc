//! Runs instrumented test binaries, and says which lines, regions and branches of the library they take.
//!
//! ```text
//! coverage SOURCE BINARY...
//! ```
//!
//! SOURCE is the folder whose files count; modules under `#[cfg(test)]` do not. A region is a stretch of code that
//! runs as one, such as the way out behind a `?`. A branch is one outcome of a condition. What no binary took is
//! listed, then the sums.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use llvm_profparser::coverage::coverage_mapping::read_object_file;
use llvm_profparser::coverage::{Counter, CounterType, ExprKind, FunctionRecordV3, RegionKind, SourceLocation};
use llvm_profparser::instrumentation_profile::types::InstrumentationProfile;
use llvm_profparser::parse;

/// How often each region of a file ran, and how often each condition was true and false.
#[derive(Default)]
struct FileCounts {
    regions: BTreeMap<SourceLocation, i64>,
    branches: BTreeMap<SourceLocation, [i64; 2]>,
}

type Counts = BTreeMap<PathBuf, FileCounts>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let source = arguments.next().ok_or("expected a folder, then binaries")?.canonicalize()?;
    let mut counts = Counts::new();
    for binary in arguments.filter(|binary| binary.extension().is_none()) {
        let profile = run(&binary)?;
        add(&mut counts, &source, &binary, &profile)?;
    }
    let mut sums = [Sum::default(); 3];
    for (path, file) in &counts {
        report(&source, path, file, &mut sums)?;
    }
    for (name, sum) in ["lines", "regions", "branches"].into_iter().zip(sums) {
        let percent = sum.taken as f64 * 100.0 / sum.all.max(1) as f64;
        println!("{name}: {} of {}, {percent:.2} %", sum.taken, sum.all);
    }
    Ok(())
}

/// Runs all tests of a binary.
fn run(binary: &Path) -> Result<InstrumentationProfile, Box<dyn Error>> {
    let raw = std::env::temp_dir().join(format!("coverage-{}.profraw", std::process::id()));
    let status = Command::new(binary).env("LLVM_PROFILE_FILE", &raw).stdout(std::io::stderr()).status()?;
    if !status.success() {
        return Err(format!("{}: {status}", binary.display()).into());
    }
    let profile = parse(&raw)?;
    std::fs::remove_file(&raw)?;
    Ok(profile)
}

/// Adds up what stands at the same place: a generic function is there once for each of its types.
fn add(
    counts: &mut Counts,
    source: &Path,
    binary: &Path,
    profile: &InstrumentationProfile,
) -> Result<(), Box<dyn Error>> {
    let map = read_object_file(binary, profile.version().ok_or("a profile without a version")?)?;
    let counted = counters(profile);
    for function in &map.cov_fun {
        let paths = map.get_files_from_id(function.header.filenames_ref);
        let name = profile.symtab.get(function.header.name_hash);
        let counters = counted.get(&(name, Some(function.header.fn_hash))).map_or(&[][..], Vec::as_slice);
        for region in &function.regions {
            let Some(path) = paths.get(region.file_id).filter(|path| path.starts_with(source)) else { continue };
            let file = counts.entry(path.clone()).or_default();
            let taken = value(function, counters, region.count);
            match region.kind {
                RegionKind::Code => *file.regions.entry(region.loc.clone()).or_default() += taken,
                RegionKind::Branch => {
                    let [on, off] = file.branches.entry(region.loc.clone()).or_default();
                    *on += taken;
                    *off += value(function, counters, region.false_count);
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// A function by its name and the hash of its shape.
type Name<'a> = (Option<&'a str>, Option<u64>);

/// The counters of each function. One that is inlined into several places has as many records, which are added up.
fn counters(profile: &InstrumentationProfile) -> BTreeMap<Name<'_>, Vec<u64>> {
    let mut found: BTreeMap<Name<'_>, Vec<u64>> = BTreeMap::new();
    for record in profile.records() {
        let sums = found.entry((record.name.as_deref(), record.hash)).or_default();
        sums.resize(record.record.counts.len().max(sums.len()), 0);
        for (sum, count) in sums.iter_mut().zip(&record.record.counts) {
            *sum += count;
        }
    }
    found
}

fn value(function: &FunctionRecordV3, counters: &[u64], counter: Counter) -> i64 {
    let at = |id: u64| usize::try_from(id).unwrap_or(usize::MAX);
    match counter.kind {
        CounterType::Zero => 0,
        CounterType::ProfileInstrumentation => {
            counters.get(at(counter.id)).map_or(0, |count| i64::try_from(*count).unwrap_or(i64::MAX))
        }
        CounterType::Expression(kind) => {
            let Some(expression) = function.expressions.get(at(counter.id)) else { return 0 };
            let [left, right] = [expression.lhs, expression.rhs].map(|side| value(function, counters, side));
            match kind {
                ExprKind::Add => left + right,
                ExprKind::Subtract => left - right,
            }
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Sum {
    all: usize,
    taken: usize,
}

impl Sum {
    fn add(&mut self, taken: bool) {
        self.all += 1;
        self.taken += usize::from(taken);
    }
}

fn report(source: &Path, path: &Path, file: &FileCounts, sums: &mut [Sum; 3]) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    let lines: Vec<&str> = text.lines().collect();
    let tests = test_lines(&lines);
    let counts = |place: &SourceLocation| !tests.iter().any(|(from, to)| (*from..=*to).contains(&place.line_start));
    let name = path.strip_prefix(source)?.display();
    let tell = |place: &SourceLocation, what: &str| {
        let line = lines.get(place.line_start - 1).map_or("", |line| line.trim());
        println!("{name}:{}:{}: {what}: {line}", place.line_start, place.column_start);
    };
    let regions: BTreeMap<_, _> = file.regions.iter().filter(|(place, _)| counts(place)).collect();
    for taken in by_line(&regions).values() {
        sums[0].add(*taken > 0);
    }
    for (place, taken) in &regions {
        sums[1].add(**taken > 0);
        if **taken <= 0 {
            tell(place, "never run");
        }
    }
    for (place, [on, off]) in file.branches.iter().filter(|(place, _)| counts(place)) {
        sums[2].add(*on > 0);
        sums[2].add(*off > 0);
        if *on <= 0 || *off <= 0 {
            tell(place, if *on <= 0 { "never true" } else { "never false" });
        }
    }
    Ok(())
}

/// A line ran as often as its busiest part: of the regions that start on it, and of the innermost that goes on into it.
fn by_line(regions: &BTreeMap<&SourceLocation, &i64>) -> BTreeMap<usize, i64> {
    let mut found: BTreeMap<usize, i64> = BTreeMap::new();
    let mut longest_first: Vec<_> = regions.iter().collect();
    longest_first.sort_by_key(|(place, _)| std::cmp::Reverse(place.line_end - place.line_start));
    // What goes on into a line is overwritten by whatever goes on into it from further in.
    for (place, taken) in &longest_first {
        for line in place.line_start + 1..=place.line_end {
            found.insert(line, ***taken);
        }
    }
    for (place, taken) in &longest_first {
        let line = found.entry(place.line_start).or_insert(***taken);
        *line = (*line).max(***taken);
    }
    found
}

/// The modules under `#[cfg(test)]`, as first and last line.
fn test_lines(lines: &[&str]) -> Vec<(usize, usize)> {
    let starts = lines.iter().enumerate().filter(|(_, line)| line.trim() == "#[cfg(test)]");
    starts
        .map(|(start, line)| {
            let indent = &line[..line.len() - line.trim_start().len()];
            let end = lines[start..].iter().position(|line| *line == format!("{indent}}}"));
            (start + 1, end.map_or(lines.len(), |end| start + end + 1))
        })
        .collect()
}
