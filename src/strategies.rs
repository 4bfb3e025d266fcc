//! Strategies of `proptest` 1, for the property tests of those who build on this crate.
//!
//! Everything that is generated is valid, and a question asks about a day on which there is an answer. Values are
//! ordinary ones and shrink toward the smallest: days lie between 2016 and 2036, amounts are whole minor units.
//! Currencies with 0, 2, 3 and 4 digits all occur, and so do payments that were made late, not at all, or ahead.
//!
//! # Examples
//!
//! ```
//! use proptest::prelude::*;
//! use reservation_policy::strategies::refund_question;
//!
//! // Nobody has more refunded than was paid.
//! proptest!(|(question in refund_question())| {
//!     let decision = question.answer()?;
//!     prop_assert!(!decision.outcome().retained.is_negative());
//! });
//! ```

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::{BoxedStrategy, Just, Strategy};

use crate::account::{Account, Cloud, EnterpriseStatus, PaidBy, PaidFrom, Requester};
use crate::calendar::{Term, add_days, midnight};
use crate::cap::{CapEntry, RefundLedger};
use crate::exchange::{Purchase, SavingsPlanKind};
use crate::money::{Currency, Money, UsdAmount};
use crate::policy::{
    CapBasis, CapTerms, CapWindow, DayCount, FeeRate, FeeTerms, FullRefundWindow, PartRounding, RefundBasis,
    ReservationEdition, ReservationPolicy, UsageCondition,
};
use crate::quantity::{Quantity, Rate};
use crate::replay::{CancellationQuestion, ExchangeQuestion, RefundQuestion};
use crate::request::{Request, Returned};
use crate::reservation::{
    BillingPlan, Made, Payment, Price, Reservation, ReservationBuilder, ReservationState, ResourceType, Schedule,
};
use crate::role::Role;
use crate::software::{Attempt, SoftwareEdition, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};

const CODES: [&str; 14] =
    ["USD", "EUR", "GBP", "JPY", "KRW", "INR", "BRL", "CHF", "SEK", "AUD", "KWD", "BHD", "TND", "CLF"];
/// From 2016-01-01 to the end of 2030, counted from 1970: the longest term ends in 2035.
const DAYS: core::ops::Range<u32> = 16_801..22_280;
const SECONDS_A_DAY: u32 = 86_400;

fn date() -> impl Strategy<Value = NaiveDate> + Clone {
    DAYS.prop_filter_map("a date", |days| add_days(NaiveDate::default(), days))
}

fn second_of(day: NaiveDate, second: u32) -> Option<DateTime<Utc>> {
    midnight(day).checked_add_signed(TimeDelta::seconds(i64::from(second)))
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> + Clone {
    (date(), 0..SECONDS_A_DAY).prop_filter_map("an instant", |(day, second)| second_of(day, second))
}

/// A currency with 0, 2, 3 or 4 minor digits.
pub fn currency() -> impl Strategy<Value = Currency> + Clone {
    select(&CODES[..]).prop_filter_map("a currency with a minor unit", |code| code.parse().ok())
}

/// Zero or more whole minor units of a currency, up to 100,000,000.
pub fn amount_in(currency: Currency) -> impl Strategy<Value = Money> + Clone {
    (0..=100_000_000_u64).prop_map(move |minor| Money::of_minor(minor, currency))
}

/// The price of one payment. Its sides need not be near to each other, but in US dollars they are the same.
pub fn price_in(currency: Currency) -> impl Strategy<Value = Price> + Clone {
    (amount_in(currency), amount_in(Currency::USD)).prop_filter_map("a price", move |(billed, usd)| {
        Price::new(billed, if currency == Currency::USD { billed } else { usd }).ok()
    })
}

fn rate() -> impl Strategy<Value = Rate> + Clone {
    (0..=10_000_u32).prop_filter_map("a rate", |parts| {
        let (whole, rest) = (parts.checked_div(10_000)?, parts.checked_rem(10_000)?);
        format!("{whole}.{rest:04}").parse().ok()
    })
}

/// When the payments of a record were made: on the due date plus some days, not at all, or ahead.
#[derive(Debug, Clone)]
struct History {
    /// Listed payments; the first is always there.
    listed: u32,
    /// For each in turn, the days after its due date on which it was made; `None` when it is not made.
    delays: Vec<Option<u32>>,
    /// Payments after those that are due, made on the first day of the term.
    ahead: u32,
    /// Units that were returned before, after the first half of the listed payments.
    gone: u32,
}

fn history() -> impl Strategy<Value = History> + Clone {
    let delay = proptest::prop_oneof![6 => Just(Some(0)), 2 => (1..=6_u32).prop_map(Some), 1 => Just(None)];
    let ahead = proptest::prop_oneof![3 => Just(0), 1 => 1..=3_u32];
    let gone = proptest::prop_oneof![2 => Just(0), 1 => 1..=5_u32];
    (1..=60_u32, vec(delay, 1..6), ahead, gone).prop_map(|(listed, delays, ahead, gone)| History {
        listed,
        delays,
        ahead,
        gone,
    })
}

impl History {
    /// The payments of a plan, for units that are owned now.
    fn payments(&self, schedule: Schedule, price_of_one: Price, owned: u32) -> Option<Vec<Payment>> {
        let due = self.listed.min(schedule.payments());
        let mut payments = Vec::new();
        for (number, delay) in (1..=due).zip(self.delays.iter().cycle()) {
            let made = match delay {
                Some(days) => Made::On(add_days(schedule.due(number)?, *days)?),
                None => Made::Not,
            };
            let early = number.saturating_mul(2) <= due;
            let paid_for = if early { owned.saturating_add(self.gone) } else { owned };
            payments.push(Payment::new(
                number,
                price_of_one.times(paid_for).ok()?,
                Quantity::new(paid_for).ok()?,
                made,
            ));
        }
        let last = due.saturating_add(self.ahead).min(schedule.payments());
        for number in due.saturating_add(1)..=last {
            let made = Made::On(schedule.start());
            payments.push(Payment::new(number, price_of_one.times(owned).ok()?, Quantity::new(owned).ok()?, made));
        }
        Some(payments)
    }
}

/// How a reservation is paid.
#[derive(Debug, Clone)]
enum Paying {
    Upfront,
    Monthly,
    Recorded(History),
    RecordedUpfront(u32),
}

fn paying() -> impl Strategy<Value = Paying> + Clone {
    proptest::prop_oneof![
        Just(Paying::Upfront),
        Just(Paying::Monthly),
        history().prop_map(Paying::Recorded),
        (0..4_u32).prop_map(Paying::RecordedUpfront),
    ]
}

fn paid(
    builder: ReservationBuilder,
    (paying, price_of_one, owned): (&Paying, Price, u32),
    (start, term): (NaiveDate, Term),
) -> Option<ReservationBuilder> {
    Some(match paying {
        Paying::Upfront => builder.upfront_each(price_of_one),
        Paying::Monthly => builder.monthly_each(price_of_one),
        Paying::Recorded(history) => {
            let schedule = Schedule::new(start, term, BillingPlan::Monthly).ok()?;
            builder.payments(history.payments(schedule, price_of_one, owned)?)
        }
        Paying::RecordedUpfront(delay) => {
            let (price, units) = (price_of_one.times(owned).ok()?, Quantity::new(owned).ok()?);
            builder.upfront_payment(Payment::new(1, price, units, Made::On(add_days(start, *delay)?)))
        }
    })
}

/// A reservation that is bought before a day and ends after it.
fn reservation_on(day: NaiveDate, currency: Currency) -> impl Strategy<Value = Reservation> + Clone {
    let kinds = proptest::prop_oneof![Just(ResourceType::VirtualMachines), select(ResourceType::KNOWN)];
    let states = proptest::prop_oneof![9 => Just("Succeeded"), 1 => select(&["Expired", "Paused"][..])];
    // Thousandths of the term, counted in months of 28 days, that lie before the day.
    let bought = (select(&Term::ALL[..]), 0..1_000_u32, option::weighted(0.3, 0..30_u32), 0..SECONDS_A_DAY);
    let owned = proptest::prop_oneof![1..=4_u32, 1..=200_u32];
    let extra = (states, 0..20_u32, option::weighted(0.1, 1..=3_u32));
    (kinds, bought, owned, paying(), price_in(currency), extra).prop_filter_map(
        "a reservation",
        move |(kind, (term, before, days_earlier, second), owned, paying, price, (state, private, exchanged))| {
            let days = term.months().saturating_mul(28).saturating_mul(before).checked_div(1_000)?;
            let start = day.checked_sub_days(chrono::Days::new(u64::from(days)))?;
            let builder = Reservation::builder(kind, start, term).units(owned);
            let mut builder = paid(builder, (&paying, price, owned), (start, term))?;
            if let Some(earlier) = days_earlier {
                let bought = start.checked_sub_days(chrono::Days::new(u64::from(earlier)))?;
                builder = builder.purchased_at(second_of(bought, second)?);
            }
            if let Paying::Recorded(History { gone: gone @ 1.., .. }) = paying {
                builder = builder.original_quantity(owned.saturating_add(gone));
            }
            if private == 0 {
                builder = builder.private_offer();
            }
            let state: ReservationState = state.parse().ok()?;
            builder.state(state).final_exchanges_used(exchanged.unwrap_or(0)).build().ok()
        },
    )
}

/// A reservation: of every type and term, upfront or monthly, with payments as they fall due or of a record, in which
/// some were made late, not at all, or ahead, and for more units than are left.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::reservation;
///
/// proptest!(|(reservation in reservation())| {
///     prop_assert!(reservation.payments().iter().all(|payment| payment.units_paid_for >= reservation.quantity()));
/// });
/// ```
pub fn reservation() -> BoxedStrategy<Reservation> {
    (date(), currency()).prop_flat_map(|(day, currency)| reservation_on(day, currency)).boxed()
}

fn returned_of(reservation: Reservation) -> impl Strategy<Value = Returned> + Clone {
    let (currency, owned) = (reservation.currency(), reservation.quantity().get());
    let first = reservation.payments().first().map(|payment| payment.price.billed());
    let current = (0..=2_000_u32).prop_map(move |thousandths| {
        let paid = first.and_then(Money::as_minor).unwrap_or(0);
        Money::of_minor(paid.saturating_mul(u64::from(thousandths)).checked_div(1_000).unwrap_or(paid), currency)
    });
    let unused = select(&[false, true][..]);
    (1..=owned, unused, option::of(current), option::weighted(0.2, amount_in(Currency::USD))).prop_filter_map(
        "units that are owned",
        move |(units, unused, current, usd)| {
            let mut returned = reservation.units(units).ok()?;
            if unused {
                returned = returned.unused();
            }
            if let Some(price) = current {
                returned = returned.current_price(price).ok()?;
            }
            if let Some(price) = usd {
                returned = returned.current_price_usd(price).ok()?;
            }
            Some(returned)
        },
    )
}

/// Some units of a reservation or all of them, used or not, with or without current prices.
pub fn returned() -> BoxedStrategy<Returned> {
    reservation().prop_flat_map(returned_of).boxed()
}

fn account() -> impl Strategy<Value = Account> + Clone {
    let status = select(
        &[EnterpriseStatus::Active, EnterpriseStatus::ExpiredAndRenewed, EnterpriseStatus::ExpiredNotRenewed][..],
    );
    let paid_from = option::of(select(&[PaidFrom::Prepayment, PaidFrom::EndedPrepayment, PaidFrom::Overage][..]));
    let paid_by = option::of(select(&[PaidBy::Invoice, PaidBy::Card, PaidBy::ChangedCard][..]));
    proptest::prop_oneof![
        (status, paid_from).prop_map(|(status, paid_from)| Account::Enterprise { status, paid_from }),
        paid_by.clone().prop_map(|paid_by| Account::MicrosoftCustomer { paid_by }),
        paid_by.prop_map(|paid_by| Account::PayAsYouGo { paid_by }),
        Just(Account::Csp),
    ]
}

fn request_at(at: impl Strategy<Value = DateTime<Utc>> + Clone) -> impl Strategy<Value = Request> + Clone {
    let who = proptest::prop_oneof![2 => Just(Requester::Owner), 1 => select(&Requester::ALL[..])];
    let cloud = proptest::prop_oneof![3 => Just(Cloud::Public), 1 => Just(Cloud::UsGovernment)];
    let assume = select(&[false, true][..]);
    let savings_plan_role = option::of(select(&[false, true][..]));
    (at, who, option::of(account()), cloud, rate(), assume, savings_plan_role).prop_map(
        |(at, requester, account, cloud, fee_rate, assume_scheduled_payments, savings_plan_role)| Request {
            at,
            requester,
            account,
            cloud,
            fee_rate: Some(fee_rate),
            assume_scheduled_payments,
            savings_plan_role,
        },
    )
}

/// A request by anyone, under any account or one that is not known. A fee rate is always given, for the edition that
/// states none.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::ReservationPolicy;
/// use reservation_policy::strategies::{policy, request};
///
/// proptest!(|(policy in policy(), request in request())| {
///     let channel = policy.channel_for(&request);
///     prop_assert!(!channel.to_string().is_empty());
/// });
/// ```
pub fn request() -> BoxedStrategy<Request> {
    request_at(instant()).boxed()
}

/// A refund as a ledger records it, of up to 100,000 USD and as much again canceled with it.
pub fn cap_entry() -> impl Strategy<Value = CapEntry> + Clone {
    cap_entry_at(instant())
}

fn cap_entry_at(at: impl Strategy<Value = DateTime<Utc>> + Clone) -> impl Strategy<Value = CapEntry> + Clone {
    let cents = 0..=10_000_000_u64;
    (0..1_000_000_u32, at, cents.clone(), cents).prop_filter_map("an entry", |(number, at, refunded, more)| {
        let canceled = UsdAmount::from_cents(refunded.saturating_add(more));
        let entry = CapEntry::new(&format!("refund-{number}"), at, UsdAmount::from_cents(refunded)).ok()?;
        entry.canceled_commitment(canceled).ok()
    })
}

fn ledger_of(entry: impl Strategy<Value = CapEntry> + Clone) -> impl Strategy<Value = RefundLedger> + Clone {
    vec(entry, 0..30).prop_filter_map("each refund once", |entries| RefundLedger::from_entries(entries).ok())
}

/// A ledger of up to thirty refunds.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::{ledger, policy, request};
///
/// proptest!(|(ledger in ledger(), policy in policy(), request in request())| {
///     let cap = ledger.usage(policy.cap(), request.at);
///     prop_assert!(cap.remaining <= policy.cap().limit);
/// });
/// ```
pub fn ledger() -> BoxedStrategy<RefundLedger> {
    ledger_of(cap_entry()).boxed()
}

/// Every edition, as written, as observed, or with some of its terms replaced.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::ReservationPolicy;
/// use reservation_policy::strategies::policy;
///
/// proptest!(|(policy in policy())| {
///     let named = ReservationPolicy::named(&policy.name().to_string());
///     prop_assert_eq!(named.ok() == Some(policy.clone()), !policy.name().overridden);
/// });
/// ```
pub fn policy() -> BoxedStrategy<ReservationPolicy> {
    let base = (select(ReservationEdition::ALL), select(&[false, true][..])).prop_map(|(edition, observed)| {
        let written = ReservationPolicy::edition(edition);
        if observed { written.observed() } else { written }
    });
    let day_count = select(&[DayCount::CalendarDays, DayCount::WholeMonths][..]);
    let basis = select(&[RefundBasis::PricePaid, RefundBasis::LowerOfPaidAndCurrent][..]);
    let rounding = select(&[PartRounding::Price, PartRounding::Exact][..]);
    let counting = option::weighted(0.3, (day_count, basis, rounding));
    let overrides =
        (counting, option::weighted(0.3, cap()), option::weighted(0.3, fee()), option::weighted(0.3, window()));
    (base, overrides)
        .prop_filter_map("terms that agree", |(policy, (counting, cap, fee, window))| {
            let change = |terms: &mut crate::policy::Terms| {
                if let Some((day_count, refund_basis, part_rounding)) = counting {
                    (terms.day_count, terms.refund_basis, terms.part_rounding) =
                        (day_count, refund_basis, part_rounding);
                }
                terms.cap = cap.unwrap_or(terms.cap);
                terms.early_termination_fee = fee.unwrap_or(terms.early_termination_fee);
                terms.full_refund_window = window.unwrap_or(terms.full_refund_window);
            };
            policy.with(change).ok()
        })
        .boxed()
}

fn cap() -> impl Strategy<Value = CapTerms> + Clone {
    let window = select(&[CapWindow::DAYS_365, CapWindow::TWELVE_MONTHS, CapWindow::CalendarYear][..]);
    let basis = select(&[CapBasis::Refunded, CapBasis::CanceledCommitment][..]);
    (0..=100_000_u32, window, basis).prop_map(|(dollars, window, basis)| CapTerms {
        limit: UsdAmount::dollars(dollars),
        window,
        basis,
    })
}

fn fee() -> impl Strategy<Value = FeeTerms> + Clone {
    (rate(), rate()).prop_map(|(one, other)| FeeTerms {
        reserved: FeeRate::Stated(one.max(other)),
        charged: FeeRate::Stated(one.min(other)),
    })
}

fn window() -> impl Strategy<Value = Option<FullRefundWindow>> + Clone {
    let usage = select(&[UsageCondition::Any, UsageCondition::Unused][..]);
    option::of((0..=90_u16, usage).prop_map(|(days, usage)| FullRefundWindow { days, usage }))
}

/// A refund question that has an answer: any policy, a return within its term, and a ledger of refunds around that day.
pub fn refund_question() -> BoxedStrategy<RefundQuestion> {
    let facts = (date(), 0..SECONDS_A_DAY, currency()).prop_flat_map(|(day, second, currency)| {
        let at = second_of(day, second).unwrap_or(midnight(day));
        let ledger_days = (0..800_u32, 0..SECONDS_A_DAY).prop_filter_map("an instant", move |(days, second)| {
            second_of(day.checked_sub_days(chrono::Days::new(700))?, second)?
                .checked_add_days(chrono::Days::new(days.into()))
        });
        let returned = reservation_on(day, currency).prop_flat_map(returned_of);
        (returned, request_at(Just(at)), ledger_of(cap_entry_at(ledger_days)))
    });
    (policy(), facts)
        .prop_map(|(policy, (returned, request, ledger))| RefundQuestion { policy, returned, request, ledger })
        .prop_filter("bought by then", |question| {
            question.returned.reservation().purchased_at().is_none_or(|bought| bought <= question.request.at)
        })
        .boxed()
}

/// A purchase of an exchange: a reservation, or now and then a savings plan.
fn purchase_in(currency: Currency) -> impl Strategy<Value = Purchase> + Clone {
    let kinds = proptest::prop_oneof![Just(ResourceType::VirtualMachines), select(ResourceType::KNOWN)];
    let plan = select(&[BillingPlan::Upfront, BillingPlan::Monthly][..]);
    let terms = select(&[Term::OneYear, Term::ThreeYears][..]);
    let savings_plan = option::weighted(0.2, select(&[SavingsPlanKind::Compute, SavingsPlanKind::Database][..]));
    (kinds, 1..=20_u32, terms, amount_in(currency), plan, savings_plan).prop_filter_map(
        "a purchase",
        |(kind, units, term, price, plan, savings_plan)| match savings_plan {
            Some(kind) => Purchase::savings_plan(kind, term, price).ok(),
            None => Some(Purchase::reservation(kind, units, term, price).ok()?.plan(plan)),
        },
    )
}

/// An exchange question that has an answer: up to four returned reservations, up to three purchases, one currency.
pub fn exchange_question() -> BoxedStrategy<ExchangeQuestion> {
    let facts = (date(), 0..SECONDS_A_DAY, currency()).prop_flat_map(|(day, second, currency)| {
        let at = second_of(day, second).unwrap_or(midnight(day));
        let returned = vec(reservation_on(day, currency).prop_flat_map(returned_of), 1..=4);
        (returned, vec(purchase_in(currency), 1..=3), request_at(Just(at)))
    });
    (policy(), facts)
        .prop_map(|(policy, (returned, purchases, request))| ExchangeQuestion { policy, returned, purchases, request })
        .prop_filter("bought by then, and each once", |question| question.answer().is_ok())
        .boxed()
}

/// A software purchase: a perpetual license or a subscription of a month, a year or three, renewed or not.
pub fn software_purchase() -> BoxedStrategy<SoftwarePurchase> {
    let subscription = option::of((0..30_u32, select(&[1_u32, 12, 36][..]), option::weighted(0.3, 0..400_u32)));
    let paid = currency().prop_flat_map(amount_in);
    (select(&SoftwareFamily::ALL[..]), instant(), paid, subscription, 1..=20_u32)
        .prop_filter_map("a purchase", |(family, bought, paid, subscription, units)| {
            let purchase = match subscription {
                None => SoftwarePurchase::perpetual(family, bought, paid).ok()?,
                Some((days, months, renewed)) => {
                    let start = add_days(crate::calendar::utc_date(bought), days)?;
                    let end = crate::calendar::add_months(start, months)?;
                    let purchase = SoftwarePurchase::subscription(family, bought, start, end, paid).ok()?;
                    match renewed {
                        Some(days) => {
                            purchase.renewed(bought.checked_add_days(chrono::Days::new(days.into()))?).ok()?
                        }
                        None => purchase,
                    }
                }
            };
            purchase.units(units).ok()
        })
        .boxed()
}

/// A cancellation question that has an answer: any edition, and an attempt within 100 days after the purchase.
pub fn cancellation_question() -> BoxedStrategy<CancellationQuestion> {
    let attempt = (0..100_u32, 0..SECONDS_A_DAY, select(&[false, true][..]), select(&[false, true][..]));
    (select(SoftwareEdition::ALL), software_purchase(), attempt)
        .prop_filter_map("an attempt", |(edition, purchase, (days, seconds, by_admin, acknowledged))| {
            let from = purchase.renewed_at().unwrap_or(purchase.purchased_at());
            let at = from
                .checked_add_days(chrono::Days::new(days.into()))?
                .checked_add_signed(TimeDelta::seconds(seconds.into()))?;
            let mut attempt = Attempt::new(at);
            if by_admin {
                attempt = attempt.by(Role::AdminAgent);
            }
            if acknowledged {
                attempt = attempt.acknowledged();
            }
            Some(CancellationQuestion { policy: SoftwarePolicy::edition(edition), purchase, attempt })
        })
        .prop_filter("has an answer", |question| question.answer().is_ok())
        .boxed()
}
