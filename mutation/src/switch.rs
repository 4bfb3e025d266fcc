//! Put into the copy of the library as its module `mutant`: which mutant is on. Chosen by the variable `MUTANT` before
//! `main`, so that asking allocates nothing. `MUTANT=record` writes the numbers of those asked for to `MUTANT_LOG`.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::io::Write as _;

const COUNT: usize = 0;
const RECORD: u32 = u32::MAX;
static ACTIVE: AtomicU32 = AtomicU32::new(0);
static REACHED: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

/// Whether this mutant is on. What is worked out while compiling is never mutated.
#[inline]
pub(crate) const fn on(id: u32) -> bool {
    core::intrinsics::const_eval_select((id,), never, active)
}

const fn never(_: u32) -> bool {
    false
}

#[inline]
fn active(id: u32) -> bool {
    let active = ACTIVE.load(Relaxed);
    if active == RECORD {
        REACHED[id as usize].store(true, Relaxed);
    }
    active == id
}

unsafe extern "C" {
    fn atexit(last: extern "C" fn()) -> i32;
}

#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = choose;

extern "C" fn choose() {
    match std::env::var("MUTANT").as_deref() {
        Ok("record") => {
            ACTIVE.store(RECORD, Relaxed);
            unsafe { atexit(write_down) };
        }
        Ok(id) => ACTIVE.store(id.parse().unwrap(), Relaxed),
        Err(_) => {}
    }
}

extern "C" fn write_down() {
    let reached = (0..COUNT).filter(|id| REACHED[*id].load(Relaxed));
    let lines: String = reached.map(|id| format!("{id}\n")).collect();
    let log = std::env::var("MUTANT_LOG").unwrap();
    std::fs::OpenOptions::new().append(true).create(true).open(log).unwrap().write_all(lines.as_bytes()).unwrap();
}
