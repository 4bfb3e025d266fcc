//! Rego, interpreted by regorus.

use regorus::{Engine, Value};
use serde_json::json;

use crate::cases::{CLOSED, Case, dollars};
use crate::{Row, measure};

pub fn run(cases: &[Case]) -> Row {
    let [a, b, c] = CLOSED;
    let rule = format!(
        "package refund\nimport rego.v1\ndefault allow := false\nallow if {{\n  \
         refund := round(input.price * input.left / input.days * 100) / 100\n  \
         input.used + refund <= 50000\n  not input.market in {{\"{a}\", \"{b}\", \"{c}\"}}\n}}\n"
    );
    let mut engine = Engine::new();
    engine.add_policy("refund.rego".to_owned(), rule).unwrap();
    let inputs: Vec<Value> = cases
        .iter()
        .map(|case| {
            let facts = json!({
                "price": dollars(case.price), "used": dollars(case.used), "left": case.left, "days": case.days,
                "market": case.market
            });
            Value::from_json_str(&facts.to_string()).unwrap()
        })
        .collect();
    measure("regorus", "0.14.1", cases, |index| {
        engine.set_input(inputs[index].clone());
        engine.eval_rule("data.refund.allow".to_owned()).unwrap() == Value::Bool(true)
    })
}
