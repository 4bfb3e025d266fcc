//! zen-expression: decimal numbers; `round` takes halves away from zero.

use serde_json::json;
use zen_expression::vm::VM;
use zen_expression::{Scope, Variable, compile_expression};

use crate::cases::{CLOSED, Case, dollars};
use crate::{Row, measure};

/// As one would write it.
pub fn dollars_rounded(cases: &[Case]) -> Row {
    run("zen-expression", cases, "used + round(price * left / days, 2) <= 50000", dollars)
}

/// Halves to even, spelled out in whole cents.
pub fn half_even(cases: &[Case]) -> Row {
    let (whole, rest) = ("floor(price * left / days)", "price * left % days * 2");
    let up = format!("{rest} > days or ({rest} == days and {whole} % 2 == 1)");
    run("zen-expression, half to even", cases, &format!("used + {whole} + (({up}) ? 1 : 0) <= 5000000"), |cents| {
        cents as f64
    })
}

fn run(name: &'static str, cases: &[Case], fits: &str, amount: fn(u64) -> f64) -> Row {
    let [a, b, c] = CLOSED;
    let rule = compile_expression(&format!("{fits} and market not in ['{a}', '{b}', '{c}']")).unwrap();
    let inputs: Vec<Scope> = cases
        .iter()
        .map(|case| {
            let facts = json!({
                "price": amount(case.price), "used": amount(case.used), "left": case.left, "days": case.days,
                "market": case.market
            });
            Scope::new(Variable::from(facts))
        })
        .collect();
    let mut vm = VM::new();
    measure(name, "2.1.6", cases, |index| rule.evaluate_with_scope(&inputs[index], &mut vm).unwrap().as_bool().unwrap())
}
