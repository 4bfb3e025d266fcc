//! Orders of several lines, and several orders at once.

use reservation_policy::Quantity;
use reservation_policy::software::cancellation::CancellationError;
use reservation_policy::software::order::{
    LineCancellation, LineChoice, LineSelection, OrderLine, OrderStatus, SoftwareOrder,
};
use reservation_policy::software::{Licence, PurchaseState, SoftwareFamily, SoftwarePurchase};

use super::{instant, money, policy, request};

const BOUGHT: &str = "2021-03-15T18:30:00Z";
const IN_TIME: &str = "2021-05-14T12:00:00Z";

fn quantity(units: u32) -> Quantity {
    Quantity::new(units).unwrap()
}

fn line(number: u32, units: u32, family: SoftwareFamily) -> OrderLine {
    let purchase = SoftwarePurchase::new(Licence::Perpetual, family, instant(BOUGHT), money("100.10", "USD"))
        .unwrap()
        .with_product("A product".parse().unwrap());
    OrderLine::new(number, quantity(units), purchase)
}

fn order(id: &str, families: &[SoftwareFamily]) -> SoftwareOrder {
    let lines = families.iter().zip(0..).map(|(family, number)| line(number, number + 1, *family)).collect();
    SoftwareOrder::new(id.parse().unwrap(), lines).unwrap()
}

const SERVERS: [SoftwareFamily; 2] = [SoftwareFamily::WindowsServer, SoftwareFamily::SqlServer];

#[test]
fn an_order_is_cancelled_when_every_line_is() {
    let order = order("A-1", &SERVERS);
    let answer = policy("2018-08").decide_order_cancellation(&order, &LineSelection::All, &request(IN_TIME)).unwrap();
    assert!(answer.is_approved());
    assert_eq!(answer.order_id(), order.id());
    assert_eq!(answer.credit(), money("200.20", "USD"));
    assert_eq!((order.status(), answer.order_after().status()), (OrderStatus::Completed, OrderStatus::Cancelled));
    let shown: Vec<u32> = answer.order_after().lines().iter().map(OrderLine::quantity_shown).collect();
    assert_eq!(shown, [0, 0]);
    assert!(answer.lines().iter().map(LineCancellation::number).eq([0, 1]));
    let owned: Vec<u32> = order.lines().iter().map(OrderLine::quantity_shown).collect();
    assert_eq!(owned, [1, 2]);
}

#[test]
fn amb_23_a_choice_is_a_line_and_how_many_of_it() {
    let choice = LineChoice::new(4, quantity(9));
    assert_eq!((choice.number(), choice.quantity()), (4, quantity(9)));
}

#[test]
fn one_line_cancelled_leaves_the_order_completed() {
    let order = order("A-1", &SERVERS);
    let only = LineSelection::Only(vec![LineChoice::new(1, quantity(2))]);
    let answer = policy("2018-08").decide_order_cancellation(&order, &only, &request(IN_TIME)).unwrap();
    assert_eq!(answer.lines().len(), 1);
    assert_eq!(answer.lines()[0].number(), 1);
    assert!(answer.lines()[0].decision().is_approved());
    assert_eq!(answer.credit(), money("100.10", "USD"));
    assert_eq!(answer.order_after().status(), OrderStatus::Completed);
    let shown: Vec<u32> = answer.order_after().lines().iter().map(OrderLine::quantity_shown).collect();
    assert_eq!(shown, [1, 0]);

    let rest = LineSelection::Only(vec![LineChoice::new(0, quantity(1))]);
    let after = policy("2018-08").decide_order_cancellation(answer.order_after(), &rest, &request(IN_TIME)).unwrap();
    assert_eq!(after.order_after().status(), OrderStatus::Cancelled);
}

#[test]
fn each_line_has_its_own_answer() {
    let order = order("A-1", &[SoftwareFamily::WindowsServer, SoftwareFamily::RedHat]);
    let answer = policy("2018-08").decide_order_cancellation(&order, &LineSelection::All, &request(IN_TIME)).unwrap();
    assert!(!answer.is_approved());
    let approved: Vec<bool> = answer.lines().iter().map(|line| line.decision().is_approved()).collect();
    assert_eq!(approved, [true, false]);
    assert_eq!(answer.credit(), money("100.10", "USD"));
    assert_eq!(answer.order_after().status(), OrderStatus::Completed);
    assert_eq!(answer.order_after().lines()[0].purchase().state(), PurchaseState::Cancelled);
    assert_eq!(answer.order_after().lines()[1].purchase().state(), PurchaseState::Active);
}

#[test]
fn amb_23_lines_are_cancelled_whole_once_and_only_if_there() {
    let order = order("A-1", &SERVERS);
    for (choices, text) in [
        (vec![(1, 1)], "quantity `1` is not all of line `1` of order `A-1`, expected 2: lines are cancelled whole"),
        (vec![(1, 3)], "quantity `3` is not all of line `1` of order `A-1`, expected 2: lines are cancelled whole"),
        (vec![(2, 1)], "order `A-1` has no line `2`, expected the number of one of its lines"),
        (vec![(0, 1), (1, 2), (0, 1)], "line `0` of order `A-1` was chosen twice, expected it once"),
        (vec![], "no line of order `A-1` was chosen, expected at least one"),
    ] {
        let choices = choices.into_iter().map(|(number, units)| LineChoice::new(number, quantity(units))).collect();
        let only = LineSelection::Only(choices);
        let error = policy("2018-08").decide_order_cancellation(&order, &only, &request(IN_TIME)).unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn sw_12_several_orders_are_answered_once_each_in_the_order_of_first_appearance() {
    let (first, second) = (order("b-2", &SERVERS), order("A-1", &SERVERS));
    let again = order("B-2", &SERVERS);
    let orders = [first.clone(), second.clone(), again, second, first];
    let answers = policy("2018-08").decide_order_cancellations(&orders, &request(IN_TIME)).unwrap();
    let ids: Vec<&str> = answers.iter().map(|answer| answer.order_id().as_str()).collect();
    assert_eq!(ids, ["b-2", "A-1"]);
    assert!(policy("2018-08").decide_order_cancellations(&[], &request(IN_TIME)).unwrap().is_empty());
}

#[test]
fn sw_12_one_id_with_two_contents_is_an_error() {
    let orders = [order("b-2", &SERVERS), order("B-2", &SERVERS[..1])];
    let error = policy("2018-08").decide_order_cancellations(&orders, &request(IN_TIME)).unwrap_err();
    assert!(matches!(error, CancellationError::ConflictingOrders { .. }));
    assert_eq!(
        error.to_string(),
        "order `B-2` was given twice with different contents, expected the same contents or another id"
    );
}

#[test]
fn orders_have_lines_with_numbers_of_their_own_in_one_currency() {
    let id = || "A-1".parse().unwrap();
    let family = SoftwareFamily::Other;
    let foreign = line(1, 1, family).purchase().clone().with_order_id("X-9".parse().unwrap());
    let yen = SoftwarePurchase::new(Licence::Perpetual, family, instant(BOUGHT), money("1", "JPY")).unwrap();
    for (lines, text) in [
        (vec![], "order `A-1` has no lines, expected at least one"),
        (
            vec![line(3, 1, family), line(1, 1, family), line(3, 1, family)],
            "order `A-1` has line `3` twice, expected each number once",
        ),
        (
            vec![line(0, 1, family), OrderLine::new(1, Quantity::ONE, foreign)],
            "line `1` of order `A-1` belongs to order `X-9`, expected the same order",
        ),
        (
            vec![line(0, 1, family), OrderLine::new(1, Quantity::ONE, yen)],
            "order `A-1` has amounts in `USD` and `JPY`, expected one currency",
        ),
    ] {
        assert_eq!(SoftwareOrder::new(id(), lines).unwrap_err().to_string(), text);
    }
    let sorted = SoftwareOrder::new(id(), vec![line(7, 1, family), line(2, 1, family)]).unwrap();
    let numbers: Vec<u32> = sorted.lines().iter().map(OrderLine::number).collect();
    assert_eq!(numbers, [2, 7]);
    assert!(sorted.lines().iter().all(|line| line.purchase().order_id() == Some(sorted.id())));
    assert_eq!(sorted.currency().code(), "USD");
}

#[test]
fn credits_that_do_not_fit_together_are_an_error_and_no_panic() {
    let huge = |number| {
        let paid = money("79228162514264337593543950335", "JPY");
        let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::Other, instant(BOUGHT), paid)
            .unwrap()
            .with_product("A product".parse().unwrap());
        OrderLine::new(number, Quantity::ONE, purchase)
    };
    let order = SoftwareOrder::new("A-1".parse().unwrap(), vec![huge(0), huge(1)]).unwrap();
    let error =
        policy("2018-08").decide_order_cancellation(&order, &LineSelection::All, &request(IN_TIME)).unwrap_err();
    assert!(matches!(error, CancellationError::Money(_)), "{error}");
}

#[test]
fn one_order_that_makes_no_sense_is_an_error_for_all() {
    let line = OrderLine::new(
        0,
        Quantity::ONE,
        SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::Other, instant(BOUGHT), money("1", "USD")).unwrap(),
    );
    let order = |id: &str| SoftwareOrder::new(id.parse().unwrap(), vec![line.clone()]).unwrap();
    let early = request("2018-01-01T00:00:00Z");
    let error = policy("2018-08").decide_order_cancellations(&[order("A-1"), order("A-2")], &early).unwrap_err();
    assert!(matches!(error, CancellationError::BeforePurchase { .. }), "{error}");
}
