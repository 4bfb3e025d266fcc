//! Random exchanges against exact fractions.

use chrono::{Days, NaiveDate};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Zero as _};
use proptest::prelude::*;
use reservation_policy::calendar::Term;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{Comparison, Requester, ReturnedValue};
use reservation_policy::reservation::exchange::{ExchangeReason, ExchangeRequest, NewReservation, Purchase, Return};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

/// Cents of one payment, units it covers, units returned, days since the start, monthly or upfront, term.
type Line = (u32, u32, u32, u32, bool, Term);

fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

fn half_to_even(value: &BigRational) -> BigRational {
    let (floor, half) = (value.floor(), BigRational::new(BigInt::one(), BigInt::from(2)));
    let rest = value - &floor;
    let odd = !(floor.to_integer() % BigInt::from(2)).is_zero();
    if rest > half || (rest == half && odd) { floor + whole(1) } else { floor }
}

fn instant() -> NaiveDate {
    "2024-03-31".parse().unwrap()
}

/// Refund and remaining commitment in cents, day by day and month by month.
fn by_hand((cents, covers, returned, days, monthly, term): Line) -> (BigRational, BigRational) {
    let start = instant() - Days::new(u64::from(days));
    let anchor = |months| start.checked_add_months(chrono::Months::new(months)).unwrap();
    let step = if monthly { 1 } else { term.months() };
    let payments = if monthly { term.months() } else { 1 };
    let current = (0..payments).rfind(|payment| anchor(payment * step) <= instant()).unwrap();
    let (from, to) = (anchor(current * step), anchor((current + 1) * step));
    let (left, length) = ((to - instant()).num_days(), (to - from).num_days());
    let unit = half_to_even(&BigRational::new(BigInt::from(cents) * BigInt::from(returned), BigInt::from(covers)));
    let refund = half_to_even(&(&unit * BigRational::new(BigInt::from(left), BigInt::from(length))));
    (refund, unit * whole(payments - current - 1))
}

fn build((cents, covers, _, days, monthly, term): Line) -> Reservation {
    let start = instant() - Days::new(u64::from(days));
    let plan = if monthly { BillingPlan::Monthly } else { BillingPlan::Upfront };
    let schedule = Schedule::new(start, term, plan).unwrap();
    let (current, _) = schedule.period_on(instant()).unwrap();
    let covers = Quantity::new(covers).unwrap();
    let price = Price::in_usd(cents_of(cents)).unwrap();
    let payments = Payments::monthly(price, covers, current + 1).unwrap();
    Reservation::new(ResourceType::VirtualMachines, covers, schedule, payments).unwrap()
}

fn cents_of(cents: u32) -> Money {
    Money::new(Decimal::new(i64::from(cents), 2), Currency::USD)
}

/// In cents, exactly.
fn exact(money: Money) -> BigRational {
    let amount = money.amount();
    BigRational::new(BigInt::from(amount.mantissa()) * BigInt::from(100), BigInt::from(10).pow(amount.scale()))
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let term = prop::sample::select(Term::ALL.to_vec());
    let line = (0..200_000_u32, 1..12_u32, any::<prop::sample::Index>(), 0..360_u32, any::<bool>(), term).prop_map(
        |(cents, covers, returned, days, monthly, term)| {
            let returned = u32::try_from(returned.index(usize::try_from(covers).unwrap())).unwrap() + 1;
            (cents, covers, returned, days, monthly, term)
        },
    );
    prop::collection::vec(line, 1..6)
}

proptest! {
    #[test]
    fn totals_and_verdicts_are_those_of_exact_fractions(
        lines in lines(),
        prices in prop::collection::vec(0..400_000_u32, 1..6),
        // Now and then the purchases are brought to within a cent of what is returned.
        nudge in prop::option::of(-1..=1_i64),
        strict in any::<bool>(),
        refund_alone in any::<bool>(),
    ) {
        let by_hand: Vec<_> = lines.iter().copied().map(by_hand).collect();
        let refund: BigRational = by_hand.iter().map(|(refund, _)| refund.clone()).sum();
        let refunds_total: BigRational = by_hand.iter().map(|(refund, commitment)| refund + commitment).sum();
        let compared = if refund_alone { &refund } else { &refunds_total };

        let buy = |price: Money| -> Purchase {
            NewReservation::new(ResourceType::VirtualMachines, Quantity::ONE, Term::OneYear, price).unwrap().into()
        };
        let purchases: Vec<Purchase> = match nudge {
            Some(nudge) => {
                let cents = i64::try_from(compared.to_integer()).unwrap() + nudge;
                vec![buy(Money::new(Decimal::new(cents.max(0), 2), Currency::USD))]
            }
            None => prices.iter().map(|price| buy(cents_of(*price))).collect(),
        };
        let purchases_total: BigRational = purchases.iter().map(|purchase| exact(purchase.price())).sum();

        let mut policy = ReservationPolicy::from_name("2020-07").unwrap();
        let mut terms = *policy.exchange();
        terms.comparison = if strict { Comparison::MoreThan } else { Comparison::AtLeast };
        terms.returned_value =
            if refund_alone { ReturnedValue::Refund } else { ReturnedValue::RefundAndRemainingCommitment };
        policy = policy.with_exchange(terms);
        let reservations: Vec<_> = lines.iter().copied().map(build).collect();
        let returns = reservations.iter().zip(&lines);
        let returns = returns.map(|(old, line)| Return::new(old, Quantity::new(line.2).unwrap())).collect();
        let at = instant().and_hms_opt(17, 0, 0).unwrap().and_utc();
        let request = ExchangeRequest::new(returns, purchases, at, Requester::Owner).unwrap();
        let decision = policy.decide_exchange(&request).unwrap();

        let quote = decision.outcome().quote();
        for (line, (refund, commitment)) in quote.returned().iter().zip(&by_hand) {
            let side = line.quote().billing();
            prop_assert_eq!(&exact(side.refund), refund);
            prop_assert_eq!(&exact(side.remaining_commitment), commitment);
            prop_assert_eq!(exact(line.value()), refund + commitment);
        }
        let totals = quote.totals();
        prop_assert_eq!(exact(totals.refund()), refund.clone());
        prop_assert_eq!(exact(totals.refunds_total()), refunds_total.clone());
        prop_assert_eq!(exact(totals.purchases_total()), purchases_total.clone());
        prop_assert_eq!(exact(totals.net_payable()), &purchases_total - &refunds_total);
        prop_assert_eq!(&exact(decision.outcome().compared()), compared);

        let enough = if strict { &purchases_total > compared } else { &purchases_total >= compared };
        prop_assert_eq!(decision.is_approved(), enough);
        if let [ExchangeReason::NewTotalTooSmall { returned, bought, missing, .. }] = decision.reasons() {
            prop_assert_eq!(&exact(*returned), compared);
            prop_assert_eq!(exact(*bought), purchases_total.clone());
            let with_missing = purchases_total + exact(*missing);
            prop_assert_eq!(with_missing, if strict { compared + whole(1) } else { compared.clone() });
        } else {
            prop_assert_eq!(decision.reasons().len(), 0);
        }
    }
}
