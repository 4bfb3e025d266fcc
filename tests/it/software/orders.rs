//! Orders of several lines, and several orders at once.

use reservation_policy::software::{LineSelection, SoftwareFamily, SoftwareOrder, SoftwarePurchase};
use reservation_policy::{InvalidFacts, QuestionError};

use super::{attempt, instant, money, policy};

const BOUGHT: &str = "2021-03-15T18:30:00Z";
const IN_TIME: &str = "2021-05-14T12:00:00Z";
const SERVERS: [SoftwareFamily; 2] = [SoftwareFamily::WindowsServer, SoftwareFamily::SqlServer];

fn line(family: SoftwareFamily) -> SoftwarePurchase {
    let bought = SoftwarePurchase::perpetual(family, instant(BOUGHT), money("100.10 USD")).unwrap();
    bought.product("A product").unwrap()
}

fn order(id: &str, families: &[SoftwareFamily]) -> SoftwareOrder {
    SoftwareOrder::new(id.parse().unwrap(), (0..).zip(families.iter().copied().map(line))).unwrap()
}

fn only(numbers: &[u32]) -> LineSelection {
    LineSelection::Only(numbers.iter().copied().collect())
}

#[test]
fn an_order_is_canceled_when_every_line_is() {
    let order = order("A-1", &SERVERS);
    let policy = policy("2018-08");
    let answer = policy.decide_order_cancellation(&order, &LineSelection::All, &attempt(IN_TIME)).unwrap();
    assert!(answer.is_approved() && answer.order_after.is_canceled() && !order.is_canceled());
    assert_eq!((answer.order_after.id(), answer.credit), (order.id(), money("200.20 USD")));
    assert!(answer.lines.keys().eq(&[0, 1]));

    let first = policy.decide_order_cancellation(&order, &only(&[1]), &attempt(IN_TIME)).unwrap();
    assert!(first.is_approved() && first.lines.keys().eq(&[1]) && !first.order_after.is_canceled());
    assert_eq!(first.credit, money("100.10 USD"));
    let rest = policy.decide_order_cancellation(&first.order_after, &only(&[0]), &attempt(IN_TIME)).unwrap();
    assert!(rest.order_after.is_canceled());
    let again = policy.decide_order_cancellation(&rest.order_after, &LineSelection::All, &attempt(IN_TIME)).unwrap();
    assert_eq!(again.credit, money("0 USD"), "nothing is credited twice");
}

#[test]
fn each_line_has_its_own_answer() {
    let order = order("A-1", &[SoftwareFamily::WindowsServer, SoftwareFamily::RedHat]);
    let answer = policy("2018-08").decide_order_cancellation(&order, &LineSelection::All, &attempt(IN_TIME)).unwrap();
    assert!(!answer.is_approved());
    assert_eq!([0, 1].map(|number| answer.lines[&number].is_approved()), [true, false]);
    assert_eq!([0, 1].map(|number| answer.order_after.line(number).unwrap().is_canceled()), [true, false]);
    assert_eq!(answer.credit, money("100.10 USD"), "only of what is approved");
    assert_eq!(answer.lines[&1].outcome().credit, money("100.10 USD"), "shown for the refused line too");
    assert_eq!(answer.lines[&1].policy().to_string(), "2018-08");
}

#[test]
fn amb_23_lines_are_canceled_whole_and_only_if_there() {
    let order = order("A-1", &SERVERS);
    for (selection, text) in [
        (only(&[0, 2, 3]), "order `A-1` has no line `2`, expected the number of one of its lines"),
        (only(&[]), "there is no selected line of the order, expected at least one"),
    ] {
        let error = policy("2018-08").decide_order_cancellation(&order, &selection, &attempt(IN_TIME)).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
    let two = SoftwareOrder::new("A-1".parse().unwrap(), [(0, line(SERVERS[0]).units(2).unwrap())]).unwrap();
    let one = attempt(IN_TIME).units(1).unwrap();
    let answer = policy("2018-08").decide_order_cancellation(&two, &LineSelection::All, &one).unwrap();
    assert_eq!(answer.lines[&0].reasons()[0].code(), "PartialQuantity");
}

#[test]
fn sw_12_several_orders_are_answered_once_each_in_the_order_of_first_appearance() {
    let (first, second, again) = (order("b-2", &SERVERS), order("A-1", &SERVERS), order("B-2", &SERVERS));
    let orders = [first.clone(), second.clone(), again, second, first.clone()];
    let answers = policy("2018-08").decide_order_cancellations(&orders, &attempt(IN_TIME)).unwrap();
    let ids: Vec<&str> = answers.iter().map(|answer| answer.order_after.id().as_str()).collect();
    assert_eq!(ids, ["b-2", "A-1"]);
    assert!(policy("2018-08").decide_order_cancellations(&[], &attempt(IN_TIME)).unwrap().is_empty());

    let orders = [first, order("B-2", &SERVERS[..1])];
    let error = policy("2018-08").decide_order_cancellations(&orders, &attempt(IN_TIME)).unwrap_err();
    assert!(matches!(error, QuestionError::ConflictingOrders { .. }));
    assert_eq!(
        error.to_string(),
        "order `B-2` is given twice with different contents, expected the same contents or another id"
    );
}

#[test]
fn orders_have_lines_with_numbers_of_their_own_in_one_currency() {
    let foreign = line(SoftwareFamily::Other).order("X-9").unwrap();
    let yen = SoftwarePurchase::perpetual(SoftwareFamily::Other, instant(BOUGHT), money("1 JPY")).unwrap();
    let plain = || line(SoftwareFamily::Other);
    for (lines, text) in [
        (vec![], "order `A-1` has no lines, expected at least one"),
        (vec![(3, plain()), (1, plain()), (3, plain())], "order `A-1` has line `3` twice, expected each number once"),
        (vec![(0, plain()), (1, foreign)], "line `1` of order `A-1` belongs to order `X-9`, expected the same order"),
        (vec![(0, plain()), (1, yen)], "order `A-1` has amounts in `USD` and `JPY`, expected one currency"),
    ] {
        let error: InvalidFacts = SoftwareOrder::new("A-1".parse().unwrap(), lines).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
    let named = SoftwareOrder::new("A-1".parse().unwrap(), [(0, plain().order("a-1").unwrap())]).unwrap();
    assert_eq!((named.line(0).unwrap().order_id(), named.currency().code()), (Some(named.id()), "USD"));
}

#[test]
fn orders_of_many_lines_are_answered_in_one_pass_whether_all_or_each_is_selected() {
    let lines = (0..20_000).map(|number| (number, line(SoftwareFamily::SqlServer)));
    let order = SoftwareOrder::new("A-1".parse().unwrap(), lines).unwrap();
    let each = LineSelection::Only((0..20_000).collect());
    let answers = [LineSelection::All, each]
        .map(|selection| policy("2018-08").decide_order_cancellation(&order, &selection, &attempt(IN_TIME)).unwrap());
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].credit, money("2002000.00 USD"));
}
