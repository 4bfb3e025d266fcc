//! Every mutant of a file into its text, each behind a switch.
//!
//! Nothing is taken away: a switch is text put in before and after what it chooses from. An expression that mutants
//! change becomes `(if on(1) { changed } else if on(2) { changed } else { as it was })`. What is changed is copied from
//! the file as it is there, so no mutant holds another, and each has its mark: `/*<1>*/…/*>1*/`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, BinOp, Expr, ExprBinary, ExprStruct, ExprUnary, UnOp};

use crate::catalogue::{Genre, Mutant};

/// Where a change at some byte is switched.
#[derive(Default)]
struct Places {
    /// The expression around an operator or a member, by the start of what is changed.
    wrapped: HashMap<usize, Range<usize>>,
    /// The end of an arm's pattern, and its guard, by the start of the arm.
    arms: HashMap<usize, (usize, Option<Range<usize>>)>,
    /// The whole of the operators that we are inside: precedence is settled anew when one of them changes.
    operators: Option<Range<usize>>,
}

fn bytes(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(both) => has_let(&both.left) || has_let(&both.right),
        _ => false,
    }
}

impl Places {
    fn inside(&mut self, around: Option<Range<usize>>, then: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.operators, around);
        then(self);
        self.operators = outer;
    }

    fn operator(&mut self, at: usize, whole: Range<usize>) -> Range<usize> {
        let around = self.operators.clone().unwrap_or(whole);
        self.wrapped.insert(at, around.clone());
        around
    }
}

impl Visit<'_> for Places {
    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Binary(_) | Expr::Unary(ExprUnary { op: UnOp::Not(_) | UnOp::Neg(_), .. }) => {
                visit::visit_expr(self, expr);
            }
            _ => self.inside(None, |it| visit::visit_expr(it, expr)),
        }
    }

    fn visit_expr_binary(&mut self, both: &ExprBinary) {
        // `let` may stand between `&&` only, and not inside of an `if` of its own.
        if matches!(both.op, BinOp::And(_)) && (has_let(&both.left) || has_let(&both.right)) {
            return self.inside(None, |it| visit::visit_expr_binary(it, both));
        }
        let around = self.operator(bytes(&both.op).start, bytes(both));
        self.inside(Some(around), |it| visit::visit_expr_binary(it, both));
    }

    fn visit_expr_unary(&mut self, one: &ExprUnary) {
        if matches!(one.op, UnOp::Deref(_)) {
            return visit::visit_expr_unary(self, one);
        }
        let around = self.operator(bytes(&one.op).start, bytes(one));
        self.inside(Some(around), |it| visit::visit_expr_unary(it, one));
    }

    fn visit_expr_struct(&mut self, made: &ExprStruct) {
        for field in &made.fields {
            self.wrapped.insert(bytes(field).start, bytes(made));
        }
        visit::visit_expr_struct(self, made);
    }

    fn visit_arm(&mut self, arm: &Arm) {
        let guard = arm.guard.as_ref().map(|(_, guard)| bytes(guard.as_ref()));
        self.arms.insert(bytes(&arm.pat).start, (bytes(&arm.pat).end, guard));
        visit::visit_arm(self, arm);
    }
}

/// Text to put in, with the length of what it opens or closes: at one place, ends come before starts, the inner
/// end before the outer one, and the outer start before the inner one.
#[derive(Default)]
struct Insertions(BTreeMap<(usize, bool, Reverse<usize>), String>);

impl Insertions {
    fn around(&mut self, range: &Range<usize>, weight: usize, before: &str, after: &str) {
        let weight = range.len() * 4 + weight;
        self.0.entry((range.start, true, Reverse(weight))).or_default().push_str(before);
        self.0.entry((range.end, false, Reverse(usize::MAX - weight))).or_default().push_str(after);
    }

    fn at(&mut self, place: usize, text: &str) {
        self.0.entry((place, true, Reverse(usize::MAX))).or_default().push_str(text);
    }

    fn into(self, source: &str) -> String {
        let mut out = String::with_capacity(source.len() * 2);
        let mut copied = 0;
        for ((place, _, _), text) in self.0 {
            out.push_str(&source[copied..place]);
            out.push_str(&text);
            copied = place;
        }
        out + &source[copied..]
    }
}

fn marked(id: u32, text: &str) -> String {
    format!("/*<{id}>*/{text}/*>{id}*/")
}

/// The text with a switch for every mutant, and those that no switch can choose.
pub fn rewrite(source: &str, mutants: &[&Mutant]) -> syn::Result<(String, Vec<u32>)> {
    let mut places = Places::default();
    places.visit_file(&syn::parse_file(source)?);
    let mut left_out = Vec::new();
    let mut insertions = Insertions::default();
    let mut wraps: BTreeMap<(usize, usize, bool), String> = BTreeMap::new();
    for mutant in mutants {
        let (id, range) = (mutant.id, mutant.range(source));
        match mutant.genre {
            Genre::FnValue if mutant.is_switchable() => {
                let value = marked(id, &mutant.replacement);
                insertions.at(range.start, &format!("if crate::mutant::on({id}) {{ return {value}; }} "));
            }
            Genre::MatchArm if places.arms.contains_key(&range.start) => {
                let off = marked(id, &format!("!crate::mutant::on({id})"));
                match &places.arms[&range.start] {
                    (_, Some(guard)) => insertions.around(guard, 2, &format!("{off} && ("), ")"),
                    (pattern, None) => insertions.around(&(*pattern..*pattern), 0, &format!(" if {off}"), ""),
                }
            }
            Genre::MatchArmGuard => {
                let switch = format!("if crate::mutant::on({id}) {{ {} }} else ", marked(id, &mutant.replacement));
                *wraps.entry((range.start, range.end, true)).or_default() += &switch;
            }
            Genre::BinaryOperator | Genre::UnaryOperator | Genre::StructField
                if places.wrapped.contains_key(&range.start) =>
            {
                let whole = &places.wrapped[&range.start];
                let (before, after) = (&source[whole.start..range.start], &source[range.end..whole.end]);
                let changed = marked(id, &format!("{before} {} {after}", mutant.replacement));
                let switch = format!("if crate::mutant::on({id}) {{ {changed} }} else ");
                *wraps.entry((whole.start, whole.end, false)).or_default() += &switch;
            }
            _ => left_out.push(id),
        }
    }
    // A guard may be an operator too: its own switch is then the outer one.
    for ((start, end, is_guard), switches) in wraps {
        insertions.around(&(start..end), usize::from(is_guard), &format!("({switches}{{ "), " })");
    }
    Ok((insertions.into(source), left_out))
}

/// The mutants whose mark these bytes of rewritten text are inside of, or hold when they are inside of none.
pub fn marked_at(text: &str, bytes: &Range<usize>) -> Vec<u32> {
    let marks = text.match_indices("/*<").filter_map(|(start, _)| {
        let id: u32 = text[start + 3..].split_once('>')?.0.parse().ok()?;
        let end = start + text[start..].find(&format!("/*>{id}*/"))?;
        Some((id, start..end))
    });
    let marks: Vec<_> = marks.collect();
    let inside = |mark: &Range<usize>| mark.start <= bytes.start && bytes.end <= mark.end;
    let found: Vec<u32> = marks.iter().filter(|(_, mark)| inside(mark)).map(|(id, _)| *id).collect();
    if !found.is_empty() {
        return found;
    }
    let held = |mark: &Range<usize>| bytes.start <= mark.start && mark.end <= bytes.end;
    marks.iter().filter(|(_, mark)| held(mark)).map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalogue;

    /// Mutants of one line: genre, what is changed, which of its places, and into what.
    fn mutants(source: &str, wanted: &[(&str, &str, &str)]) -> Vec<Mutant> {
        let list = wanted.iter().map(|(genre, changed, replacement)| {
            let start = source.find(changed).unwrap() + 1;
            json!({
                "name": "", "file": "", "genre": genre, "replacement": replacement, "function": null,
                "span": {
                    "start": {"line": 1, "column": start},
                    "end": {"line": 1, "column": start + changed.len()},
                },
            })
        });
        catalogue::read(&serde_json::Value::from_iter(list).to_string()).unwrap()
    }

    fn rewritten(source: &str, wanted: &[(&str, &str, &str)]) -> (String, Vec<u32>) {
        let mutants = mutants(source, wanted);
        let (text, left_out) = rewrite(source, &mutants.iter().collect::<Vec<_>>()).unwrap();
        syn::parse_file(&text).unwrap();
        (text, left_out)
    }

    #[test]
    fn a_value_is_returned_before_the_body() {
        let (text, _) = rewritten("fn f() -> u8 { 7 }", &[("FnValue", "7", "0"), ("FnValue", "7", "1")]);
        let first = "if crate::mutant::on(1) { return /*<1>*/0/*>1*/; }";
        let second = "if crate::mutant::on(2) { return /*<2>*/1/*>2*/; }";
        assert_eq!(text, format!("fn f() -> u8 {{ {first} {second} 7 }}"));
    }

    #[test]
    fn precedence_is_settled_anew_in_the_whole_of_the_operators() {
        let (text, _) = rewritten("fn f() -> bool { a - b * c == d }", &[("BinaryOperator", "*", "+")]);
        let switch = "(if crate::mutant::on(1) { /*<1>*/a - b  +  c == d/*>1*/ } else { a - b * c == d })";
        assert_eq!(text, format!("fn f() -> bool {{ {switch} }}"));
    }

    #[test]
    fn no_mutant_holds_another() {
        let source = "fn f() -> S { S { a: x < y, ..z } }";
        let (text, _) = rewritten(source, &[("StructField", "a: x < y,", ""), ("BinaryOperator", "<", ">")]);
        let inner = "(if crate::mutant::on(2) { /*<2>*/x  >  y/*>2*/ } else { x < y })";
        let outer = "(if crate::mutant::on(1) { /*<1>*/S {    ..z }/*>1*/ } else { S { a: ";
        assert_eq!(text, format!("fn f() -> S {{ {outer}{inner}, ..z }} }}) }}"));
    }

    #[test]
    fn a_deleted_arm_lets_its_values_pass_on() {
        let source = "fn f() { match x { 1 => a(), 2 if b => c(), _ => d() } }";
        let (text, _) = rewritten(source, &[("MatchArm", "1 => a(),", ""), ("MatchArm", "2 if b => c(),", "")]);
        assert!(text.contains("1 if /*<1>*/!crate::mutant::on(1)/*>1*/ => a()"), "{text}");
        assert!(text.contains("2 if /*<2>*/!crate::mutant::on(2)/*>2*/ && (b) => c()"), "{text}");
    }

    #[test]
    fn a_guard_that_is_an_operator_has_both_switches() {
        let source = "fn f() { match x { 2 if !b => c(), _ => d() } }";
        let (text, _) = rewritten(source, &[("MatchArmGuard", "!b", "true"), ("UnaryOperator", "!", "")]);
        let inner = "(if crate::mutant::on(2) { /*<2>*/  b/*>2*/ } else { !b })";
        let outer = format!("(if crate::mutant::on(1) {{ /*<1>*/true/*>1*/ }} else {{ {inner} }})");
        assert!(text.contains(&format!("2 if {outer} => c()")), "{text}");
    }

    #[test]
    fn an_operator_between_lets_is_left_out_and_those_beside_it_are_not() {
        let source = "fn f() { if let A = b && c == d { e() } }";
        let (text, left_out) = rewritten(source, &[("BinaryOperator", "&&", "||"), ("BinaryOperator", "==", "!=")]);
        assert_eq!(left_out, [1]);
        assert!(text.contains("if let A = b && (if crate::mutant::on(2) { "), "{text}");
    }

    #[test]
    fn an_error_is_of_the_mark_around_it_or_of_those_inside_it() {
        let text = "a /*<1>*/b/*>1*/ c /*<2>*/d/*>2*/";
        let at = text.find('b').unwrap();
        assert_eq!(marked_at(text, &(at..at + 1)), [1]);
        assert_eq!(marked_at(text, &(0..text.len())), [1, 2]);
        assert_eq!(marked_at(text, &(0..1)), [0; 0]);
    }
}
