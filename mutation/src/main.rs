//! Every mutant of `cargo mutants` in one build, chosen while it runs. See README.md.

mod catalogue;
mod copy;
mod report;
mod rewrite;
mod run;

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use report::{Outcome, Row};

/// `--scratch DIR` (default `target/mutation` of the library), `--known RESULTS` (what that file says is caught is not
/// run again), `--ordinary MUTANTS_OUT` (what `cargo mutants` found there goes for what no switch can choose, and for
/// what is worked out while compiling).
struct Arguments {
    scratch: PathBuf,
    known: Option<PathBuf>,
    ordinary: Option<PathBuf>,
}

impl Arguments {
    fn read(root: &Path) -> Self {
        let mut read = Self { scratch: root.join("target/mutation"), known: None, ordinary: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let path = PathBuf::from(words.next().expect("a path after each argument"));
            match word.as_str() {
                "--scratch" => read.scratch = std::path::absolute(path).expect("a path"),
                "--known" => read.known = Some(path),
                "--ordinary" => read.ordinary = Some(path),
                _ => panic!("`{word}` is not known, expected `--scratch`, `--known` or `--ordinary`"),
            }
        }
        read
    }
}

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the library is around this crate");
    let Arguments { scratch, known, ordinary } = Arguments::read(root);
    std::fs::create_dir_all(&scratch)?;
    let mutants = catalogue::ask(root);
    let known = known.map(|path| report::caught_in(&path)).transpose()?.unwrap_or_default();
    let ordinary = ordinary.map(|path| report::ordinary_in(&path)).transpose()?.unwrap_or_default();
    let copy = copy::Copy::new(root, &scratch)?;

    let mut unviable: BTreeMap<u32, String> = BTreeMap::new();
    let by_hand: HashSet<u32> = loop {
        let left_out = copy.switch_in(&mutants, |id| !unviable.contains_key(&id))?;
        let broken = copy.broken()?;
        eprintln!("{} of {} do not compile", broken.len(), mutants.len() - unviable.len());
        if broken.is_empty() {
            break left_out.into_iter().collect();
        }
        unviable.extend(broken);
    };

    let binaries = copy.build()?;
    let runner = run::Runner::new(&binaries, &copy.root, &scratch);
    let tests = runner.record()?;
    eprintln!("{} tests", tests.len());
    let switched = mutants.iter().filter(|it| !unviable.contains_key(&it.id) && !by_hand.contains(&it.id));
    let ids: Vec<u32> = switched.filter(|it| !known.contains_key(&it.name)).map(|it| it.id).collect();
    let verdicts = runner.judge(&ids, &tests);
    let verdicts: BTreeMap<u32, _> = ids.into_iter().zip(verdicts).collect();

    let rows: Vec<Row> = mutants
        .iter()
        .map(|mutant| {
            let (outcome, detail, tests) = if let Some(words) = unviable.get(&mutant.id) {
                (Outcome::Unviable, words.clone(), 0)
            } else if by_hand.contains(&mutant.id) {
                (Outcome::NotSwitched, String::new(), 0)
            } else if let Some(row) = known.get(&mutant.name) {
                (row.outcome, row.detail.clone(), row.tests)
            } else {
                let (verdict, tests) = &verdicts[&mutant.id];
                let (outcome, detail) = Outcome::of(verdict);
                (outcome, detail, *tests)
            };
            let outcome = match outcome {
                Outcome::NotSwitched | Outcome::Unreached => *ordinary.get(&mutant.name).unwrap_or(&outcome),
                _ => outcome,
            };
            Row { name: mutant.name.clone(), file: mutant.file.clone(), outcome, detail, tests }
        })
        .collect();
    report::write(&scratch, &rows)
}
