//! What is promised of every refund, whatever the facts: each test is named as its guarantee.

#![expect(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "tests may panic, and their helpers too")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use reservation_policy::calendar::Term;
use reservation_policy::decision::Reason;
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{Requester, RequesterSet, UsGovernmentEnterprise};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use reservation_policy::reservation::cap::{CapEntry, CapMeasure, CapWindow, RefundCap, RefundId, RefundLedger};
use reservation_policy::reservation::explanation::Explanation;
use reservation_policy::reservation::refund::{RefundQuote, RefundRequest, Usage};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, ReservationState, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity, UsdAmount, chrono};

fn policies() -> impl Strategy<Value = ReservationPolicy> {
    let names = prop::sample::select(vec!["2018-05", "2018-10", "2019-04", "2020-07", "2027-02"]);
    (names, any::<bool>()).prop_map(|(name, observed)| {
        let policy = ReservationPolicy::from_name(name).unwrap();
        if observed { policy.observed() } else { policy }
    })
}

fn dates() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2018, 5, 1).unwrap();
    let leap = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let any = (0..4_000_u64).prop_map(move |days| first + chrono::Days::new(days));
    prop_oneof![6 => any, 1 => Just(leap)]
}

/// Whole minor units: what is billed in practice.
fn minor_amounts(digits: u32) -> impl Strategy<Value = Decimal> {
    let minor = prop_oneof![0..200_i64, 1_000..5_000_000_i64, 0..1_000_000_000_000_i64];
    minor.prop_map(move |minor| Decimal::new(minor, digits))
}

/// Amounts that are finer than the minor unit too.
fn amounts(digits: u32) -> impl Strategy<Value = Decimal> {
    let finer = (0..10_000_000_i64, 1..5_u32).prop_map(move |(mantissa, more)| Decimal::new(mantissa, digits + more));
    prop_oneof![3 => minor_amounts(digits), 1 => finer]
}

const CURRENCIES: [&str; 5] = ["USD", "GBP", "EUR", "JPY", "KWD"];

fn price_of(billing: Decimal, pricing: Decimal, currency: Currency) -> Price {
    Price::new(Money::new(billing, currency), Money::new(pricing, Currency::USD)).unwrap()
}

#[derive(Debug, Clone)]
struct Facts {
    reservation: Reservation,
    quantity: Quantity,
    at: DateTime<Utc>,
    usage: Usage,
    rate: Rate,
    current_price: Option<Money>,
}

impl Facts {
    fn request(&self) -> RefundRequest<'_> {
        let request = RefundRequest::new(&self.reservation, self.quantity, self.at, Requester::Owner)
            .with_usage(self.usage)
            .with_fee_rate(self.rate);
        match self.current_price {
            Some(price) => request.with_current_price(price),
            None => request,
        }
    }

    fn quote(&self, policy: &ReservationPolicy) -> RefundQuote {
        policy.quote_refund(&self.request()).unwrap()
    }
}

fn facts() -> impl Strategy<Value = Facts> {
    let schedule =
        (dates(), prop::sample::select(Term::ALL.to_vec()), any::<bool>()).prop_map(|(start, term, monthly)| {
            Schedule::new(start, term, if monthly { BillingPlan::Monthly } else { BillingPlan::Upfront }).unwrap()
        });
    let currency = prop::sample::select(CURRENCIES.to_vec()).prop_map(|code| Currency::from_code(code).unwrap());
    (schedule, currency, 1..50_u32).prop_flat_map(|(schedule, currency, owned)| {
        let digits = u32::from(currency.minor_digits());
        let length = schedule.whole_term().days();
        let seconds = prop_oneof![Just(0_i64), Just(86_399), 0..86_400_i64];
        (
            (amounts(digits), amounts(2), prop::option::weighted(0.3, amounts(digits))),
            (1..=owned, 0..length, seconds, -1..=1_i32),
            (any::<bool>(), 0..=1_000_u32),
        )
            .prop_map(move |((billing, pricing, current), (quantity, day, seconds, more), (used, rate))| {
                let date = schedule.start() + chrono::Days::new(u64::from(day));
                let (current_payment, _) = schedule.period_on(date).unwrap();
                let made = current_payment.saturating_add(1).saturating_add_signed(more).min(schedule.payments());
                let covers = Quantity::new(owned).unwrap();
                let payments = Payments::monthly(price_of(billing, pricing, currency), covers, made).unwrap();
                let reservation = Reservation::new(ResourceType::VirtualMachines, covers, schedule, payments).unwrap();
                Facts {
                    reservation,
                    quantity: Quantity::new(quantity).unwrap(),
                    at: date.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::seconds(seconds),
                    usage: if used { Usage::Used } else { Usage::Unused },
                    rate: Rate::try_from(Decimal::new(i64::from(rate), 3)).unwrap(),
                    current_price: current.map(|amount| Money::new(amount, currency)),
                }
            })
    })
}

fn amount(quote: &RefundQuote) -> Decimal {
    quote.billing().refund.amount()
}

proptest! {
    #[test]
    fn whole_term_left_gives_back_the_whole_price(facts in facts(), policy in policies()) {
        // A reservation that is returned on its first day, all of it, for what was paid in whole minor units, without a fee.
        let Facts { reservation, .. } = &facts;
        let price = reservation.payments().as_slice()[0].price();
        let payments = Payments::monthly(price, reservation.quantity(), 1).unwrap();
        let fresh = Reservation::new(ResourceType::VirtualMachines, reservation.quantity(), *reservation.schedule(), payments).unwrap();
        let at = fresh.purchased_at() + TimeDelta::hours(23);
        let request = RefundRequest::new(&fresh, fresh.quantity(), at, Requester::Owner).with_fee_rate(Rate::ZERO);
        let policy = policy.with_early_termination_fee(
            *ReservationPolicy::from_name("2020-07").unwrap().early_termination_fee());
        let quote = policy.quote_refund(&request).unwrap();
        let digits = u32::from(fresh.currency().minor_digits());
        // What is finer than a minor unit cannot be paid back.
        prop_assert_eq!(amount(&quote), price.billing().amount().trunc_with_scale(digits));
        prop_assert_eq!(quote.pricing().refund.to_decimal(), price.pricing().amount().trunc_with_scale(2));
    }

    #[test]
    fn refund_and_what_is_kept_are_exactly_what_was_paid(facts in facts(), policy in policies()) {
        let quote = facts.quote(&policy);
        prop_assert_eq!(quote.billing().refund.checked_add(quote.kept()), Ok(quote.total_paid()));
        prop_assert_eq!(quote.total_paid(), facts.reservation.payments().total_paid());
    }

    #[test]
    fn a_refund_is_never_negative_and_never_above_what_was_paid(facts in facts(), policy in policies()) {
        let quote = facts.quote(&policy);
        let side = quote.billing();
        prop_assert!(!side.refund.is_negative() && !side.fee.is_negative() && !side.reserved_fee.is_negative());
        prop_assert!(!quote.kept().is_negative(), "{} is kept of {}", quote.kept(), quote.total_paid());
        prop_assert!(amount(&quote) <= side.credit.amount() && side.credit.amount() <= side.unit.amount());
        prop_assert!(quote.pricing().refund <= quote.pricing().credit && quote.pricing().credit <= quote.pricing().unit);
        prop_assert_eq!(side.refund.checked_add(side.fee), Ok(side.credit));
    }

    /// A refund is rounded twice, once for the price of the units and once for the days. Each of the two parts is off by at most one
    /// minor unit, and so is the whole; where what was paid is finer than a minor unit, the whole by one and a half.
    #[test]
    fn two_parts_of_a_quantity_sum_to_the_whole_to_within_three_minor_units(
        facts in facts(), policy in policies(), cut in any::<prop::sample::Index>(),
    ) {
        let owned = facts.reservation.quantity().get();
        prop_assume!(owned > 1);
        let first = 1 + u32::try_from(cut.index(usize::try_from(owned - 1).unwrap())).unwrap();
        let policy = policy.with_early_termination_fee(
            *ReservationPolicy::from_name("2020-07").unwrap().early_termination_fee());
        let refund = |quantity: u32| {
            let facts = Facts { quantity: Quantity::new(quantity).unwrap(), current_price: None, ..facts.clone() };
            amount(&facts.quote(&policy))
        };
        let unit = Decimal::new(1, u32::from(facts.reservation.currency().minor_digits()));
        let apart = (refund(first) + refund(owned - first) - refund(owned)).abs();
        prop_assert!(apart <= unit * Decimal::from(3), "{apart}");
    }

    /// Where the price of one unit is a whole number of minor units, nothing is rounded before the days are; on a day on which the
    /// whole payment is left nothing is rounded at all.
    #[test]
    fn parts_sum_to_the_whole_exactly_where_no_unit_is_rounded(
        (schedule, each) in (dates().prop_map(|start| Schedule::new(start, Term::OneYear, BillingPlan::Monthly).unwrap()), minor_amounts(2)),
        (owned, returned) in (2..50_u32).prop_flat_map(|owned| (Just(owned), 1..owned)),
        policy in policies(),
    ) {
        let covers = Quantity::new(owned).unwrap();
        let whole = each * Decimal::from(owned);
        let payments = Payments::monthly(price_of(whole, whole, Currency::USD), covers, 1).unwrap();
        let reservation = Reservation::new(ResourceType::VirtualMachines, covers, schedule, payments).unwrap();
        let refund = |quantity: u32| {
            let quantity = Quantity::new(quantity).unwrap();
            let request = RefundRequest::new(&reservation, quantity, reservation.purchased_at(), Requester::Owner);
            policy.quote_refund(&request.with_fee_rate(Rate::ZERO)).map(|quote| quote.billing().credit.amount()).unwrap()
        };
        prop_assert_eq!(refund(returned) + refund(owned - returned), refund(owned));
        prop_assert_eq!(refund(returned), each * Decimal::from(returned));
    }

    #[test]
    fn within_a_payment_period_later_is_never_more(facts in facts(), policy in policies(), later in 0..2_000_u32) {
        let now = facts.quote(&policy);
        let end = now.proration().period().end().and_hms_opt(0, 0, 0).unwrap().and_utc();
        let at = facts.at + TimeDelta::hours(i64::from(later));
        prop_assume!(at < end);
        let then = policy.quote_refund(&facts.request().at_instant(at)).unwrap();
        prop_assert!(then.billing().credit.amount() <= now.billing().credit.amount());
        prop_assert!(then.pricing().credit <= now.pricing().credit);
        // The fee is taken of the credit, and never turns the order round.
        prop_assert!(amount(&then) <= amount(&now), "{} and later {}", amount(&now), amount(&then));
    }

    #[test]
    fn a_quote_holds_until_the_instant_it_names_and_not_beyond(facts in facts(), policy in policies()) {
        let now = facts.quote(&policy);
        let end = facts.reservation.schedule().end().and_hms_opt(0, 0, 0).unwrap().and_utc();
        let until = now.valid_until();
        prop_assert!(facts.at < until && until <= end);
        let at = |at: DateTime<Utc>| policy.quote_refund(&facts.request().at_instant(at));
        let last = at(until - TimeDelta::nanoseconds(1)).unwrap();
        prop_assert!(last.has_same_amounts(&now));
        match at(until) {
            Ok(next) => prop_assert!(!next.has_same_amounts(&now)),
            Err(error) => prop_assert!(until == end, "{}", error),
        }
        // And at any instant in between.
        let middle = facts.at + (until - facts.at) / 2;
        prop_assert!(at(middle).unwrap().has_same_amounts(&now));
    }

    #[test]
    fn the_dollar_side_depends_on_dollars_alone_and_the_billing_side_on_what_is_billed(
        facts in facts(), policy in policies(), billing in amounts(0), pricing in amounts(2),
    ) {
        let paid = facts.reservation.payments().as_slice()[0].price();
        let with = |price: Price| {
            let payments = facts.reservation.payments();
            let payments = Payments::monthly(price, facts.reservation.quantity(), payments.completed()).unwrap();
            let reservation = Reservation::new(
                ResourceType::VirtualMachines, facts.reservation.quantity(), *facts.reservation.schedule(), payments).unwrap();
            Facts { reservation, ..facts.clone() }.quote(&policy)
        };
        let quote = facts.quote(&policy);
        let other_billing = with(Price::new(Money::new(billing, facts.reservation.currency()), paid.pricing()).unwrap());
        prop_assert_eq!(other_billing.pricing(), quote.pricing());
        let other_pricing = with(Price::new(paid.billing(), Money::new(pricing, Currency::USD)).unwrap());
        prop_assert_eq!(other_pricing.billing(), quote.billing());
        prop_assert_eq!(other_pricing.kept(), quote.kept());
    }

    #[test]
    fn the_cap_is_never_exceeded_by_any_sequence_of_recorded_approvals(
        returns in prop::collection::vec((0..900_i64, 0..86_400_i64, 1..3_000_000_u64, any::<bool>()), 1..40),
        window in prop::sample::select(vec![CapWindow::DAYS_365, CapWindow::TWELVE_MONTHS, CapWindow::CalendarYear]),
        commitment in any::<bool>(),
    ) {
        let measure = if commitment { CapMeasure::CancelledCommitment } else { CapMeasure::Refunded };
        let cap = RefundCap::new(UsdAmount::from_dollars(50_000), window, measure);
        let policy = ReservationPolicy::from_name("2020-07").unwrap().with_cap(cap);
        let start: DateTime<Utc> = "2023-01-01T00:00:00Z".parse().unwrap();
        let mut instants: Vec<_> = returns.iter().map(|(day, second, ..)| start + TimeDelta::days(*day) + TimeDelta::seconds(*second)).collect();
        instants.sort_unstable();
        let mut ledger = RefundLedger::new();
        let mut approved = Vec::new();
        for (index, (at, (_, _, cents, monthly))) in instants.iter().zip(&returns).enumerate() {
            let plan = if *monthly { BillingPlan::Monthly } else { BillingPlan::Upfront };
            let schedule = Schedule::new(at.date_naive(), Term::OneYear, plan).unwrap();
            let dollars = Decimal::new(i64::try_from(*cents).unwrap(), 2);
            let payments = Payments::monthly(price_of(dollars, dollars, Currency::USD), Quantity::ONE, 1).unwrap();
            let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments).unwrap();
            let request = RefundRequest::new(&reservation, Quantity::ONE, *at, Requester::Owner);
            let decision = policy.decide_refund(&request, &ledger).unwrap();
            let assessment = *decision.outcome().cap();
            let left_before = ledger.position(*at, &cap).remaining();
            prop_assert_eq!(assessment.remaining_before(), left_before);
            if let Ok(yes) = decision.into_result() {
                let entry = yes.outcome().quote().cap_entry(RefundId::new(&index.to_string()).unwrap()).unwrap();
                ledger.record(entry.clone()).unwrap();
                approved.push(entry);
            }
            prop_assert_eq!(ledger.position(*at, &cap).remaining(), assessment.remaining_after());
            prop_assert!(ledger.position(*at, &cap).used() <= cap.limit());
        }
        // Whenever one looks, and in whatever order they arrived.
        approved.reverse();
        let backwards = RefundLedger::from_entries(approved).unwrap();
        prop_assert_eq!(&backwards, &ledger);
        for day in 0..1_400 {
            prop_assert!(backwards.position(start + TimeDelta::days(day), &cap).used() <= cap.limit());
        }
    }

    #[test]
    fn what_is_recorded_and_reversed_never_was(facts in facts(), policy in policies(), cents in 0..9_000_000_u64) {
        let before = RefundLedger::new();
        let decision = policy.decide_refund(&facts.request(), &before).unwrap();
        let id = RefundId::new("refund").unwrap();
        let mut ledger = before.clone();
        let earlier = facts.at - TimeDelta::days(30);
        ledger.record(CapEntry::new(id.clone(), earlier, UsdAmount::from_cents(cents))).unwrap();
        ledger.reverse(&id).unwrap();
        prop_assert_eq!(&ledger, &before);
        prop_assert_eq!(policy.decide_refund(&facts.request(), &ledger).unwrap(), decision);
    }

    #[test]
    fn approved_under_a_stricter_cap_is_approved_under_a_looser_one(
        facts in facts(), policy in policies(), limit in 0..8_000_000_u64, more in 0..8_000_000_u64, used in 0..6_000_000_u64,
    ) {
        let entry = CapEntry::new(RefundId::new("before").unwrap(), facts.at, UsdAmount::from_cents(used));
        let ledger = RefundLedger::from_entries([entry]).unwrap();
        let with = |cents: u64| {
            let cap = policy.cap().with_limit(UsdAmount::from_cents(cents));
            policy.clone().with_cap(cap).decide_refund(&facts.request(), &ledger).unwrap()
        };
        let (strict, loose) = (with(limit), with(limit + more));
        prop_assert!(loose.is_approved() || !strict.is_approved());
        prop_assert_eq!(strict.outcome().quote(), loose.outcome().quote());
        // What is seen as recorded never counts more than what is written.
        let [recorded, written] = [CapMeasure::Refunded, CapMeasure::CancelledCommitment].map(|measure| {
            let cap = policy.cap().with_limit(UsdAmount::from_cents(limit)).with_measure(measure);
            policy.clone().with_cap(cap).decide_refund(&facts.request(), &ledger).unwrap()
        });
        prop_assert!(recorded.is_approved() || !written.is_approved());
    }

    #[test]
    fn the_same_question_has_the_same_answer_to_the_byte(facts in facts(), policy in policies(), used in 0..6_000_000_u64) {
        let entry = CapEntry::new(RefundId::new("before").unwrap(), facts.at, UsdAmount::from_cents(used));
        let told = || {
            let ledger = RefundLedger::from_entries([entry.clone()]).unwrap();
            let facts = facts.clone();
            // The policy is found again by the name that the first decision carries.
            let policy = ReservationPolicy::from_name(&policy.name().to_string()).unwrap();
            let request = facts.request();
            let decision = policy.decide_refund(&request, &ledger).unwrap();
            format!("{decision:?}\n{}", Explanation::new(&policy, &request, &decision))
        };
        prop_assert_eq!(told(), told());
    }
}

/// The obstacles that can come together, and the reason that each is.
const OBSTACLES: [&str; 6] = [
    "TypeNotRefundable",
    "StateForbids",
    "UsGovernmentEnterprise",
    "RequesterNotAllowed",
    "AgreementExpired",
    "CapExceeded",
];

/// The reasons where the obstacles with a bit in `present` are there.
fn reasons(present: u32) -> Vec<&'static str> {
    let has = |obstacle: usize| present & (1 << obstacle) != 0;
    let schedule = Schedule::new("2023-03-04".parse().unwrap(), Term::OneYear, BillingPlan::Upfront).unwrap();
    let dollars = Decimal::new(36_500, 2);
    let payments = Payments::upfront(price_of(dollars, dollars, Currency::USD), Quantity::ONE);
    let kind = if has(0) { ResourceType::RedHat } else { ResourceType::VirtualMachines };
    let state = if has(1) { ReservationState::Cancelled } else { ReservationState::Succeeded };
    let reservation = Reservation::new(kind, Quantity::ONE, schedule, payments).unwrap().with_state(state);
    let who = if has(3) { Requester::Other } else { Requester::Owner };
    let at: DateTime<Utc> = "2023-04-04T00:00:00Z".parse().unwrap();
    let status = if has(4) { EnterpriseStatus::ExpiredNotRenewed } else { EnterpriseStatus::Active };
    let request = RefundRequest::new(&reservation, Quantity::ONE, at, who)
        .with_agreement(Agreement::Enterprise(status))
        .with_cloud(if has(2) { Cloud::UsGovernment } else { Cloud::Public });
    let used = if has(5) { UsdAmount::from_dollars(50_000) } else { UsdAmount::ZERO };
    let ledger = RefundLedger::from_entries([CapEntry::new(RefundId::new("before").unwrap(), at, used)]).unwrap();
    let policy = ReservationPolicy::from_name("2019-04").unwrap();
    assert_eq!(*policy.us_government_enterprise(), UsGovernmentEnterprise::SupportRequestOnly);
    assert_eq!(*policy.who_may(), RequesterSet::NONE.with(Requester::Owner));
    policy.decide_refund(&request, &ledger).unwrap().reasons().iter().map(Reason::code).collect()
}

#[test]
fn every_reason_is_told_at_once_and_none_hides_another() {
    for present in 0..1_u32 << OBSTACLES.len() {
        let expected: Vec<&str> = OBSTACLES
            .into_iter()
            .enumerate()
            .filter(|(obstacle, _)| present & (1 << obstacle) != 0)
            .map(|(_, code)| code)
            .collect();
        assert_eq!(reasons(present), expected, "{present:06b}");
    }
}

#[cfg(feature = "serde")]
mod json {
    use reservation_policy::reservation::ReservationId;
    use reservation_policy::reservation::payment::{Payment, PaymentStatus};

    use super::*;

    #[expect(clippy::unwrap_in_result, reason = "a value that is not written at all may panic")]
    fn survives<T>(value: &T) -> Result<(), TestCaseError>
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + core::fmt::Debug,
    {
        let text = serde_json::to_string(value).unwrap();
        let back: T = serde_json::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        prop_assert_eq!(&back, value, "{}", text);
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), text, "the same bytes");
        Ok(())
    }

    fn states() -> impl Strategy<Value = ReservationState> {
        prop_oneof![
            Just(ReservationState::Succeeded),
            Just(ReservationState::BillingFailed),
            Just(ReservationState::from_name("Paused")),
            "[a-zA-Z]{0,12}".prop_map(|name| ReservationState::from_name(&name)),
        ]
    }

    proptest! {
        #[test]
        fn a_reservation_survives_json(
            facts in facts(), state in states(), kind in "[a-zA-Z]{1,12}", id in "[ -~]{1,20}", outstanding in any::<bool>(),
        ) {
            let mut list = facts.reservation.payments().as_slice().to_vec();
            if outstanding {
                let last = list.pop().unwrap();
                list.push(Payment::new(last.period(), PaymentStatus::Outstanding, last.price(), last.covers()));
            }
            let payments = Payments::from_list(list).unwrap();
            let mut reservation = Reservation::new(
                ResourceType::from_name(&kind), facts.reservation.quantity(), *facts.reservation.schedule(), payments)
                .unwrap()
                .with_state(state)
                .with_purchased_at(facts.at);
            if let Ok(id) = ReservationId::new(&id) {
                reservation = reservation.with_id(id);
            }
            survives(&reservation)?;
        }

        #[test]
        fn a_policy_survives_json_with_whatever_was_overridden(
            policy in policies(), limit in any::<u64>(), days in 1..400_u16, rate in 0..=1_000_000_000_u32, lists in any::<bool>(),
        ) {
            let window = CapWindow::RollingDays(days.try_into().unwrap());
            let cap = RefundCap::new(UsdAmount::from_cents(limit), window, CapMeasure::Refunded);
            let mut policy = policy.with_cap(cap);
            let rate = Rate::try_from(Decimal::new(i64::from(rate), 9)).unwrap();
            survives(&rate)?;
            if lists {
                policy = policy.with_not_refundable(vec![].into()).with_full_refund_window(None);
            }
            survives(&policy)?;
        }

        #[test]
        fn a_ledger_survives_json(
            entries in prop::collection::btree_map("[ -~]{1,12}", (dates(), 0..1_000_000_u64, 0..1_000_000_u64), 0..20),
        ) {
            let ledger = RefundLedger::from_entries(entries.into_iter().map(|(id, (date, refunded, more))| {
                let at = date.and_hms_nano_opt(1, 2, 3, 4).unwrap().and_utc();
                CapEntry::new(RefundId::new(&id).unwrap(), at, UsdAmount::from_cents(refunded))
                    .with_cancelled_commitment(UsdAmount::from_cents(refunded + more))
                    .unwrap()
            })).unwrap();
            survives(&ledger)?;
        }

        #[test]
        fn an_answer_is_the_same_from_stored_facts(facts in facts(), policy in policies()) {
            let store = |value: String| value;
            let policy_text = store(serde_json::to_string(&policy).unwrap());
            let reservation_text = store(serde_json::to_string(&facts.reservation).unwrap());
            let stored_policy: ReservationPolicy = serde_json::from_str(&policy_text).unwrap();
            let stored = Facts { reservation: serde_json::from_str(&reservation_text).unwrap(), ..facts.clone() };
            prop_assert_eq!(stored.quote(&stored_policy), facts.quote(&policy));
        }
    }
}
