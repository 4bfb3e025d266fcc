//! Columns of a batch at the edges of their types.
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "tests may panic, and their helpers too")]

use reservation_policy::batch::{AnswerColumns, Answers, RefundBatch, RefundColumns, RowStatus, day_number};
use reservation_policy::policy::reservation::{FullRefundWindow, UsageCondition};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::payment::PaymentStatus;
use reservation_policy::reservation::refund::Usage;

use super::{dates, instants};

const DAYS: [i32; 6] = [i32::MIN, i32::MIN + 1, -1, 0, i32::MAX - 1, i32::MAX];
const AMOUNTS: [u64; 5] = [0, 1, 266, u64::MAX - 1, u64::MAX];
const UNITS: [u32; 4] = [0, 1, u32::MAX - 1, u32::MAX];

/// Every value of each column meets many of the others: the lengths have no common factor with the steps.
struct Columns {
    paid: Vec<u64>,
    totals: Vec<u64>,
    starts: Vec<i32>,
    ends: Vec<i32>,
    terms: Vec<i32>,
    quantities: Vec<u32>,
    covers: Vec<u32>,
    outstanding: Vec<u32>,
    statuses: Vec<PaymentStatus>,
    usages: Vec<Usage>,
}

impl Columns {
    fn new(rows: usize, today: i32) -> Self {
        let days: Vec<i32> = DAYS.into_iter().chain([today, today.wrapping_sub(1), today.wrapping_add(1)]).collect();
        let take = |row: usize, step: usize| row / step;
        let day = |step| (0..rows).map(|row| days[take(row, step) % days.len()]).collect();
        let amount = |step| (0..rows).map(|row| AMOUNTS[take(row, step) % AMOUNTS.len()]).collect();
        let count = |step| (0..rows).map(|row| UNITS[take(row, step) % UNITS.len()]).collect();
        Self {
            paid: amount(1),
            totals: amount(7),
            starts: day(2),
            ends: day(11),
            terms: day(31),
            quantities: count(3),
            covers: count(13),
            outstanding: count(17),
            statuses: (0..rows).map(|row| [PaymentStatus::Succeeded, PaymentStatus::Outstanding][row % 2]).collect(),
            usages: (0..rows).map(|row| [Usage::Unused, Usage::Used][take(row, 5) % 2]).collect(),
        }
    }

    fn facts(&self) -> RefundColumns<'_> {
        RefundColumns::new(&self.paid, &self.starts, &self.ends)
            .with_total_paid(&self.totals)
            .with_term_start(&self.terms)
            .with_units(&self.quantities, &self.covers)
            .with_outstanding(&self.outstanding)
            .with_status(&self.statuses)
            .with_usage(&self.usages)
    }
}

#[test]
fn rows_of_extremes_are_answered_within_what_was_paid_or_have_no_amounts() {
    let rows = 20_011;
    let everything = Some(FullRefundWindow::new(u16::MAX, UsageCondition::Any));
    for at in instants().into_iter().step_by(5) {
        let columns = Columns::new(rows, day_number(at.date_naive()));
        for edition in ReservationEdition::ALL {
            let policy = ReservationPolicy::edition(edition);
            for (policy, rate) in [
                (policy.clone(), "0"),
                (policy.clone().observed(), "1"),
                (policy.with_full_refund_window(everything), "1"),
            ] {
                let batch = RefundBatch::with_fee_rate(&policy, at, Rate::parse(rate).unwrap()).unwrap();
                let mut answers = Answers::with_rows(rows);
                let mut told = Vec::new();
                let done = batch.answer_reporting(&columns.facts(), &mut answers.columns(), |done, _| told.push(done));
                assert_eq!((done, told.last()), (Ok(()), Some(&rows)));
                let mut answered = 0_u32;
                for row in 0..rows {
                    let amounts = [answers.refund()[row], answers.kept()[row], answers.remaining_commitment()[row]];
                    if answers.status()[row] == RowStatus::Answered {
                        answered += 1;
                        assert_eq!(amounts[0].checked_add(amounts[1]), Some(columns.totals[row]), "row {row} at {at}");
                        assert!(amounts[0] <= columns.paid[row], "row {row} at {at}");
                    } else {
                        assert_eq!(amounts, [0; 3], "row {row} at {at}");
                    }
                }
                assert!(answered > 50, "{answered} at {at}");
            }
        }
    }
}

#[test]
fn parts_of_columns_are_there_or_are_not() {
    let columns = Columns::new(3, 0);
    let (facts, mut answers) = (columns.facts(), Answers::with_rows(3));
    for (from, to) in [(0, 0), (0, 3), (3, 3), (0, 4), (4, 4), (usize::MAX, usize::MAX), (0, usize::MAX), (2, 1)] {
        assert_eq!(
            facts.rows(from..to).map(|part| part.len()),
            (from <= to && to <= 3).then(|| to - from),
            "{from} {to}"
        );
    }
    for at in [0, 1, 3, 4, usize::MAX] {
        assert_eq!(answers.columns().split_at(at).is_some(), at <= 3, "{at}");
    }
    // What was not asked for is in no part either.
    let (mut refunds, mut statuses) = ([0; 3], [RowStatus::Answered; 3]);
    for at in [0, 1, 3, 4] {
        assert_eq!(AnswerColumns::new(&mut refunds, &mut statuses).split_at(at).is_some(), at <= 3, "{at}");
    }
    let mut none = (Vec::new(), Vec::new());
    let mut columns = AnswerColumns::new(&mut none.0, &mut none.1);
    let policy = ReservationPolicy::edition(ReservationEdition::July2020);
    let batch = RefundBatch::new(&policy, instants()[0]).unwrap();
    assert_eq!(batch.answer(&RefundColumns::new(&[], &[], &[]), &mut columns), Ok(()));
}

#[test]
fn days_are_numbered_in_their_order_from_one_end_to_the_other() {
    let mut days = dates();
    days.sort_unstable();
    assert!(days.windows(2).all(|pair| day_number(pair[0]) < day_number(pair[1])));
}
