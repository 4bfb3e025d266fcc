//! JSONLogic, by datalogic-rs: doubles, and no rounding by default, so the rest is taken off with `%`.

use bumpalo::Bump;
use datalogic_rs::{DataValue, Engine};
use serde_json::{Value, json};

use crate::cases::{CLOSED, Case, dollars};
use crate::{Row, measure};

/// As one would write it: dollars, halves up.
pub fn dollars_rounded(cases: &[Case]) -> Row {
    let share = json!({"/": [{"*": [{"var": "price"}, {"var": "left"}]}, {"var": "days"}]});
    let half_up = json!({"+": [{"*": [share, 100]}, 0.5]});
    let cents = json!({"-": [half_up, {"%": [half_up, 1]}]});
    let fits = json!({"<=": [{"+": [{"var": "used"}, {"/": [cents, 100]}]}, 50000]});
    run("datalogic-rs", cases, &fits, dollars)
}

/// Halves to even, spelled out in whole cents, which doubles hold exactly.
pub fn half_even(cases: &[Case]) -> Row {
    let days = json!({"var": "days"});
    let product = json!({"*": [{"var": "price"}, {"var": "left"}]});
    let rest = json!({"%": [product, days]});
    let whole = json!({"/": [{"-": [product, rest]}, days]});
    let twice = json!({"*": [rest, 2]});
    let odd_half = json!({"and": [{"==": [twice, days]}, {"==": [{"%": [whole, 2]}, 1]}]});
    let up = json!({"if": [{"or": [{">": [twice, days]}, odd_half]}, 1, 0]});
    let fits = json!({"<=": [{"+": [{"var": "used"}, whole, up]}, 5_000_000]});
    run("datalogic-rs, half to even", cases, &fits, |cents| cents as f64)
}

fn run(name: &'static str, cases: &[Case], fits: &Value, amount: fn(u64) -> f64) -> Row {
    let rule = json!({"and": [fits, {"!": [{"in": [{"var": "market"}, CLOSED]}]}]});
    let engine = Engine::new();
    let rule = engine.compile(rule.to_string().as_str()).unwrap();
    let arena = Bump::new();
    let inputs: Vec<&DataValue<'_>> = cases
        .iter()
        .map(|case| {
            let facts = json!({
                "price": amount(case.price), "used": amount(case.used), "left": case.left, "days": case.days,
                "market": case.market
            });
            let text = arena.alloc_str(&facts.to_string());
            &*arena.alloc(DataValue::from_str(text, &arena).unwrap())
        })
        .collect();
    let mut scratch = Bump::new();
    measure(name, "5.4.0", cases, |index| {
        scratch.reset();
        engine.evaluate(&rule, inputs[index], &scratch).unwrap().as_bool().unwrap()
    })
}
