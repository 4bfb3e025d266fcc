//! Which tests reach which mutant, and which of them fails.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// Tests run two at a time: the machine may have other work.
const WORKERS: usize = 2;
/// Tests are run together until these have taken so long with nothing mutated; then the next ones.
const STEPS: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];
/// Above any test's time, whatever else the machine does.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Debug)]
pub struct Test {
    binary: usize,
    pub name: String,
    time: Duration,
    reached: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// By the test of this name.
    Caught(String),
    TimedOut,
    Missed,
    Unreached,
}

enum Ended {
    Passed,
    Failed(String),
    TimedOut,
}

/// Works a list through on every worker, and says how far it is.
fn each<T: Sync, R: Send>(what: &str, items: &[T], work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            if at.is_multiple_of(100) {
                eprintln!("{what}: {at} of {}", items.len());
            }
            done.push((at, work(at, item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().flat_map(|it| it.join().expect("a worker ends")).collect::<Vec<_>>()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

pub struct Runner<'a> {
    binaries: &'a [PathBuf],
    root: &'a Path,
    scratch: &'a Path,
}

impl<'a> Runner<'a> {
    pub fn new(binaries: &'a [PathBuf], root: &'a Path, scratch: &'a Path) -> Self {
        Self { binaries, root, scratch }
    }

    fn command(&self, binary: usize) -> Command {
        // A mutant may ask for all the memory there is.
        let mut command = Command::new("sh");
        command
            .args(["-c", "ulimit -v 6000000; exec \"$0\" \"$@\""])
            .arg(&self.binaries[binary])
            .args(["--test-threads=1", "-Zunstable-options", "--fail-fast", "--exact"])
            .current_dir(self.root)
            .env("CARGO_MANIFEST_DIR", self.root)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("ORACLE_CASES", "500")
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Every test alone: what it reaches and how long it takes. Those that fail with nothing mutated are left out.
    pub fn record(&self) -> io::Result<Vec<Test>> {
        let mut names = Vec::new();
        for binary in 0..self.binaries.len() {
            let listed = self.command(binary).args(["--list", "--format", "terse"]).output()?;
            let text = String::from_utf8_lossy(&listed.stdout).into_owned();
            names.extend(text.lines().filter_map(|line| Some((binary, line.strip_suffix(": test")?.to_owned()))));
        }
        let tests = each("recorded", &names, |at, (binary, name)| {
            let log = self.scratch.join(format!("reached-{at}"));
            let _ = fs::remove_file(&log);
            let start = Instant::now();
            let run = self.command(*binary).arg(name).env("MUTANT", "record").env("MUTANT_LOG", &log).output();
            let time = start.elapsed();
            if !run.is_ok_and(|run| run.status.success()) {
                eprintln!("left out, fails with nothing mutated: {name}");
                return None;
            }
            let reached = fs::read_to_string(&log).unwrap_or_default();
            let _ = fs::remove_file(&log);
            let mut reached: Vec<u32> = reached.lines().filter_map(|id| id.parse().ok()).collect();
            reached.sort_unstable();
            reached.dedup();
            Some(Test { binary: *binary, name: name.clone(), time, reached })
        });
        let mut tests: Vec<Test> = tests.into_iter().flatten().collect();
        tests.sort_by_key(|test| test.time);
        Ok(tests)
    }

    /// Each mutant against the tests that reach it, the quickest first, until one fails.
    pub fn judge(&self, ids: &[u32], tests: &[Test]) -> Vec<(Verdict, usize)> {
        let mut by_mutant: HashMap<u32, Vec<&Test>> = HashMap::new();
        for test in tests {
            for id in &test.reached {
                by_mutant.entry(*id).or_default().push(test);
            }
        }
        each("judged", ids, |at, id| {
            let reaching = by_mutant.get(id).map(Vec::as_slice).unwrap_or_default();
            (self.verdict(*id, reaching, at), reaching.len())
        })
    }

    fn verdict(&self, id: u32, mut tests: &[&Test], at: usize) -> Verdict {
        if tests.is_empty() {
            return Verdict::Unreached;
        }
        for limit in STEPS.into_iter().map(Some).chain([None]) {
            let mut spent = Duration::ZERO;
            let few = tests.iter().position(|test| {
                spent += test.time;
                limit.is_some_and(|limit| spent > limit)
            });
            let (now, later) = tests.split_at(few.unwrap_or(tests.len()));
            tests = later;
            for binary in 0..self.binaries.len() {
                let chosen: Vec<_> = now.iter().filter(|test| test.binary == binary).collect();
                if chosen.is_empty() {
                    continue;
                }
                let usual: Duration = chosen.iter().map(|test| test.time).sum();
                let mut command = self.command(binary);
                command.args(chosen.iter().map(|test| &test.name)).env("MUTANT", id.to_string());
                let output = self.scratch.join(format!("output-{at}"));
                let ended = ended(&mut command, usual * 5 + PATIENCE, &output);
                let _ = fs::remove_file(&output);
                match ended {
                    Ok(Ended::Passed) => {}
                    Ok(Ended::Failed(by)) => return Verdict::Caught(by),
                    Ok(Ended::TimedOut) => return Verdict::TimedOut,
                    Err(error) => panic!("a program of tests does not start: {error}"),
                }
            }
        }
        Verdict::Missed
    }
}

fn ended(command: &mut Command, limit: Duration, output: &Path) -> io::Result<Ended> {
    let start = Instant::now();
    let mut child = command.stdout(fs::File::create(output)?).spawn()?;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            let text = fs::read_to_string(output).unwrap_or_default();
            return Ok(if status.success() { Ended::Passed } else { Ended::Failed(failed_test(&text)) });
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(Ended::TimedOut);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// The first test that failed; where the whole program ended, the last one that began.
fn failed_test(output: &str) -> String {
    let lines = || output.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "));
    let failed = lines().find(|(_, how)| *how != "ok").or_else(|| lines().next_back());
    failed.map_or("the program ended", |(name, _)| name).to_owned()
}
