//! zen-expression: decimal numbers; `round` takes halves away from zero.

use serde_json::json;
use zen_expression::vm::VM;
use zen_expression::{Scope, Variable, compile_expression};

use crate::cases::{CLOSED, Case};
use crate::{Row, measure};

pub fn run(cases: &[Case]) -> Row {
    let [a, b, c] = CLOSED;
    let rule = format!("used + round(price * left / days, 2) <= 50000 and market not in ['{a}', '{b}', '{c}']");
    let rule = compile_expression(&rule).unwrap();
    let inputs: Vec<Scope> = cases
        .iter()
        .map(|case| {
            let (price, used) = (crate::cases::dollars(case.price), crate::cases::dollars(case.used));
            let facts = json!({
                "price": price, "used": used, "left": case.left, "days": case.days, "market": case.market
            });
            Scope::new(Variable::from(facts))
        })
        .collect();
    let mut vm = VM::new();
    measure("zen-expression", "2.1.6", cases, |index| {
        rule.evaluate_with_scope(&inputs[index], &mut vm).unwrap().as_bool().unwrap()
    })
}
