//! CEL: in doubles, as amounts come from JSON, and in whole cents, as a careful author would write it.

use cel::{Context, Program};

use crate::cases::{CLOSED, Case, dollars};
use crate::{Row, measure};

fn market() -> String {
    let [a, b, c] = CLOSED;
    format!("!(market in ['{a}', '{b}', '{c}'])")
}

pub fn doubles(cases: &[Case]) -> Row {
    let cents = "double(int(price * left / days * 100.0 + 0.5))";
    let rule = Program::compile(&format!("used + {cents} / 100.0 <= 50000.0 && {}", market())).unwrap();
    let root = Context::default();
    let inputs: Vec<Context> = cases
        .iter()
        .map(|case| {
            let mut facts = root.new_inner_scope();
            facts.add_variable("price", dollars(case.price)).unwrap();
            facts.add_variable("used", dollars(case.used)).unwrap();
            facts.add_variable("left", case.left as f64).unwrap();
            facts.add_variable("days", case.days as f64).unwrap();
            facts.add_variable("market", case.market).unwrap();
            facts
        })
        .collect();
    measure("cel, dollars", "0.15.0", cases, |index| rule.execute(&inputs[index]).unwrap() == cel::Value::Bool(true))
}

/// Halves up, in one division.
pub fn cents(cases: &[Case]) -> Row {
    whole_cents("cel, whole cents", cases, "(2 * price * left + days) / (2 * days)")
}

/// Halves to even, spelled out.
pub fn half_even(cases: &[Case]) -> Row {
    let (whole, rest) = ("price * left / days", "price * left % days * 2");
    let up = format!("{rest} > days || ({rest} == days && {whole} % 2 == 1)");
    whole_cents("cel, half to even", cases, &format!("{whole} + ({up} ? 1 : 0)"))
}

fn whole_cents(name: &'static str, cases: &[Case], refund: &str) -> Row {
    let rule = Program::compile(&format!("used + {refund} <= 5000000 && {}", market())).unwrap();
    let root = Context::default();
    let inputs: Vec<Context> = cases
        .iter()
        .map(|case| {
            let mut facts = root.new_inner_scope();
            for (name, value) in [("price", case.price), ("used", case.used), ("left", case.left), ("days", case.days)]
            {
                facts.add_variable(name, value as i64).unwrap();
            }
            facts.add_variable("market", case.market).unwrap();
            facts
        })
        .collect();
    measure(name, "0.15.0", cases, |index| rule.execute(&inputs[index]).unwrap() == cel::Value::Bool(true))
}
