//! Rego, interpreted by regorus.

use regorus::{Engine, Value};
use serde_json::json;

use crate::cases::{CLOSED, Case, dollars};
use crate::{Row, measure};

/// As one would write it.
pub fn dollars_rounded(cases: &[Case]) -> Row {
    let fits = "  refund := round(input.price * input.left / input.days * 100) / 100\n  input.used + refund <= 50000\n";
    run("regorus", cases, fits, "", |cents| json!(dollars(cents)))
}

/// Halves to even, spelled out in whole cents.
pub fn half_even(cases: &[Case]) -> Row {
    let fits = "  product := input.price * input.left\n  whole := floor(product / input.days)\n  \
                twice := product % input.days * 2\n  input.used + whole + up(twice, input.days, whole) <= 5000000\n";
    let up = "up(twice, days, _) := 1 if twice > days\nup(twice, days, _) := 0 if twice < days\n\
              up(twice, days, whole) := whole % 2 if twice == days\n";
    run("regorus, half to even", cases, fits, up, |cents| json!(cents))
}

fn run(name: &'static str, cases: &[Case], fits: &str, functions: &str, amount: fn(u64) -> serde_json::Value) -> Row {
    let [a, b, c] = CLOSED;
    let rule = format!(
        "package refund\nimport rego.v1\n{functions}default allow := false\nallow if {{\n{fits}  \
         not input.market in {{\"{a}\", \"{b}\", \"{c}\"}}\n}}\n"
    );
    let mut engine = Engine::new();
    engine.add_policy("refund.rego".to_owned(), rule).unwrap();
    let inputs: Vec<Value> = cases
        .iter()
        .map(|case| {
            let facts = json!({
                "price": amount(case.price), "used": amount(case.used), "left": case.left, "days": case.days,
                "market": case.market
            });
            Value::from_json_str(&facts.to_string()).unwrap()
        })
        .collect();
    measure(name, "0.14.1", cases, |index| {
        engine.set_input(inputs[index].clone());
        engine.eval_rule("data.refund.allow".to_owned()).unwrap() == Value::Bool(true)
    })
}
