//! JSONLogic, by datalogic-rs: doubles, and no rounding by default, so the rest is taken off with `%`.

use bumpalo::Bump;
use datalogic_rs::{DataValue, Engine};
use serde_json::json;

use crate::cases::{CLOSED, Case, dollars};
use crate::{Row, measure};

pub fn run(cases: &[Case]) -> Row {
    let share = json!({"/": [{"*": [{"var": "price"}, {"var": "left"}]}, {"var": "days"}]});
    let half_up = json!({"+": [{"*": [share, 100]}, 0.5]});
    let cents = json!({"-": [half_up, {"%": [half_up, 1]}]});
    let rule = json!({"and": [
        {"<=": [{"+": [{"var": "used"}, {"/": [cents, 100]}]}, 50000]},
        {"!": [{"in": [{"var": "market"}, CLOSED]}]}
    ]});
    let engine = Engine::new();
    let rule = engine.compile(rule.to_string().as_str()).unwrap();
    let arena = Bump::new();
    let inputs: Vec<&DataValue<'_>> = cases
        .iter()
        .map(|case| {
            let facts = json!({
                "price": dollars(case.price), "used": dollars(case.used), "left": case.left, "days": case.days,
                "market": case.market
            });
            let text = arena.alloc_str(&facts.to_string());
            &*arena.alloc(DataValue::from_str(text, &arena).unwrap())
        })
        .collect();
    let mut scratch = Bump::new();
    measure("datalogic-rs", "5.4.0", cases, |index| {
        scratch.reset();
        engine.evaluate(&rule, inputs[index], &scratch).unwrap().as_bool().unwrap()
    })
}
