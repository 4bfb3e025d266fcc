//! What would it bring to return a whole estate of a million reservations today?
//!
//! ```text
//! cargo run --release --manifest-path examples/batch-estate/Cargo.toml
//! ```

mod estate;

use std::error::Error;
use std::time::Instant;

use indicatif::ProgressBar;
use rayon::prelude::*;
use reservation_policy::batch::{Answers, BatchError, RefundBatch, RefundColumns, RowStatus};
use reservation_policy::policy::ReservationPolicy;

use crate::estate::{Bought, Columns};

const ROWS: usize = 1_000_000;
/// So many rows are one piece of work for one thread.
const PIECE: usize = 16_384;
/// One row in so many is asked about again, by itself.
const SAMPLED: usize = 97;
/// How the rows of this estate can go.
const STATUSES: [RowStatus; 5] = [
    RowStatus::Answered,
    RowStatus::QuantityZero,
    RowStatus::QuantityAbove,
    RowStatus::BeforeStart,
    RowStatus::AfterEnd,
];

fn main() -> Result<(), Box<dyn Error>> {
    let at = "2024-03-31T12:00:00Z".parse()?;
    let policy = ReservationPolicy::from_name("2020-07")?;

    let estate: Vec<Bought> = (0..ROWS).into_par_iter().map(|row| Bought::nth(row, at)).collect();
    let columns = Columns::of(&estate, at)?;
    let mut answers = Answers::with_rows(ROWS);

    let batch = RefundBatch::new(&policy, at)?;
    let began = Instant::now();
    answer_in_pieces(&batch, &columns.facts(), &mut answers)?;
    let took = began.elapsed();

    println!("{ROWS} rows in {} ms on {} threads", took.as_millis(), rayon::current_num_threads());
    for status in STATUSES {
        let rows = answers.status().iter().filter(|found| **found == status).count();
        println!("  {:<14} {rows:>9}", format!("{status:?}"));
    }
    println!("refund               {:>18} USD", dollars(answers.refund()));
    println!("remaining commitment {:>18} USD", dollars(answers.remaining_commitment()));

    // The same questions, one at a time.
    let in_columns = answers.status().iter().zip(answers.refund()).zip(answers.remaining_commitment());
    let (mut asked, mut agreed) = (0, 0);
    for (bought, ((status, refund), remaining)) in estate.iter().zip(in_columns).step_by(SAMPLED) {
        let answered = if *status == RowStatus::Answered { Ok((*refund, *remaining)) } else { Err(*status) };
        asked += 1;
        agreed += usize::from(bought.quoted(&policy, at)? == answered);
    }
    println!("row by row, {agreed} of {asked} agree");
    if agreed == asked { Ok(()) } else { Err("the columns and the rows disagree".into()) }
}

/// Facts and answers are cut at the same rows. The pieces share nothing, so any thread may take any of them.
fn answer_in_pieces(
    batch: &RefundBatch,
    facts: &RefundColumns<'_>,
    answers: &mut Answers,
) -> Result<(), Box<dyn Error>> {
    let mut pieces = Vec::new();
    let mut rest = answers.columns();
    for first in (0..facts.len()).step_by(PIECE) {
        let rows = first..facts.len().min(first + PIECE);
        let (piece, later) = rest.split_at(rows.len()).ok_or("fewer answers than facts")?;
        pieces.push((facts.rows(rows).ok_or("columns of different lengths")?, piece));
        rest = later;
    }

    // On standard error, and only where that is a terminal.
    let bar = ProgressBar::new(u64::try_from(facts.len())?);
    pieces.into_par_iter().try_for_each(|(facts, mut answers)| {
        batch.answer(&facts, &mut answers)?;
        bar.inc(facts.len() as u64);
        Ok::<(), BatchError>(())
    })?;
    bar.finish_and_clear();
    Ok(())
}

/// The sum of a column of cents.
fn dollars(cents: &[u64]) -> String {
    let total: u128 = cents.iter().map(|cents| u128::from(*cents)).sum();
    format!("{}.{:02}", total / 100, total % 100)
}
