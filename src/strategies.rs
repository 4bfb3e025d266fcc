//! Strategies of `proptest` 1, for the property tests of those who build on this crate.
//!
//! Everything that is generated is valid: a reservation's payments belong to its plan, a refund is asked for while
//! the term runs and for units that are owned. Values are ordinary ones, and shrink towards the smallest: dates lie
//! between 2015 and 2036, amounts are whole minor units. Currencies with 0, 2, 3 and 4 digits all occur.
//!
//! # Examples
//!
//! ```
//! use proptest::prelude::*;
//! use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
//! use reservation_policy::strategies::refund_facts;
//!
//! proptest!(|(facts in refund_facts())| {
//!     let policy = ReservationPolicy::edition(ReservationEdition::July2020);
//!     let quote = policy.quote_refund(&facts.request())?;
//!     let paid = quote.billing().refund.checked_add(quote.kept())?;
//!     prop_assert_eq!(paid, quote.total_paid());
//! });
//! ```

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::sample::select;
use proptest::strategy::{Just, Strategy};
use rust_decimal::Decimal;

use crate::calendar::{Term, add_days, midnight};
use crate::money::{Currency, Money, UsdAmount};
use crate::policy::reservation::{
    CapMeasure, CapWindow, DayCount, FeeRate, FeeTerms, FullRefundWindow, RefundCap, Requester, UsageCondition,
};
use crate::policy::{ReservationEdition, ReservationPolicy};
use crate::quantity::{Quantity, Rate};
use crate::reservation::account::{Agreement, Cloud, EnterpriseStatus};
use crate::reservation::cap::{CapEntry, RefundId, RefundLedger};
use crate::reservation::refund::{RefundRequest, Usage};
use crate::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use crate::resource::ResourceType;

const CODES: [&str; 14] =
    ["USD", "EUR", "GBP", "JPY", "KRW", "INR", "BRL", "CHF", "SEK", "AUD", "KWD", "BHD", "TND", "CLF"];
/// One hundred million dollars: more than any reservation costs.
const LARGEST_MINOR: u64 = 10_000_000_000;
/// From 2015-01-01 to the end of 2035, counted from 1970.
const DAYS: core::ops::Range<u32> = 16_436..24_106;
const SECONDS_A_DAY: u32 = 86_400;

/// A currency with 0, 2, 3 or 4 decimal digits.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::currency;
///
/// proptest!(|(currency in currency())| {
///     prop_assert!([0, 2, 3, 4].contains(&currency.minor_digits()));
/// });
/// ```
pub fn currency() -> impl Strategy<Value = Currency> + Clone {
    select(&CODES[..]).prop_filter_map("a currency with a minor unit", |code| Currency::from_code(code).ok())
}

/// Zero or more whole minor units of a currency, at most ten thousand million of them.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::Currency;
/// use reservation_policy::strategies::amount_in;
///
/// proptest!(|(amount in amount_in(Currency::USD))| {
///     prop_assert!(!amount.is_negative());
///     prop_assert!(amount.amount().scale() <= 2, "whole cents");
/// });
/// ```
pub fn amount_in(currency: Currency) -> impl Strategy<Value = Money> + Clone {
    (0..=LARGEST_MINOR).prop_map(move |minor| Money::of_minor(minor, currency))
}

/// Any amount that can be held: of either sign, with up to 28 decimals, in any currency.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::Money;
/// use reservation_policy::strategies::money;
///
/// proptest!(|(money in money())| {
///     let back = Money::parse(&money.plain_amount(), money.currency())?;
///     prop_assert_eq!(back, money);
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn money() -> impl Strategy<Value = Money> + Clone {
    let largest = (1_i128 << 96).saturating_sub(1);
    (largest.saturating_neg()..=largest, 0..=28_u32, currency()).prop_filter_map(
        "96 bits",
        |(digits, scale, currency)| {
            Decimal::try_from_i128_with_scale(digits, scale).ok().map(|amount| Money::new(amount, currency))
        },
    )
}

/// From one unit to ten thousand.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::quantity;
///
/// proptest!(|(units in quantity())| {
///     prop_assert!((1..=10_000).contains(&units.get()));
/// });
/// ```
pub fn quantity() -> impl Strategy<Value = Quantity> + Clone {
    quantity_up_to(10_000)
}

fn quantity_up_to(most: u32) -> impl Strategy<Value = Quantity> + Clone {
    (1..=most).prop_filter_map("at least one", |units| Quantity::new(units).ok())
}

/// A term that reservations are sold for.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::calendar::Term;
/// use reservation_policy::strategies::term;
///
/// proptest!(|(term in term())| {
///     prop_assert_eq!(Term::from_iso(term.iso())?, term);
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn term() -> impl Strategy<Value = Term> + Clone {
    select(&Term::ALL[..])
}

/// A way to pay.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::reservation::BillingPlan;
/// use reservation_policy::strategies::billing_plan;
///
/// proptest!(|(plan in billing_plan())| {
///     prop_assert_eq!(BillingPlan::from_name(plan.name())?, plan);
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn billing_plan() -> impl Strategy<Value = BillingPlan> + Clone {
    select(&[BillingPlan::Upfront, BillingPlan::Monthly][..])
}

/// A term from a day between 2015 and 2035, ends of months included.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::schedule;
///
/// proptest!(|(schedule in schedule())| {
///     prop_assert!(schedule.whole_term().days() >= 365);
/// });
/// ```
pub fn schedule() -> impl Strategy<Value = Schedule> + Clone {
    (date(), term(), billing_plan())
        .prop_filter_map("inside the calendar", |(start, term, plan)| Schedule::new(start, term, plan).ok())
}

fn date() -> impl Strategy<Value = NaiveDate> + Clone {
    DAYS.prop_filter_map("a date", |days| add_days(NaiveDate::default(), days))
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> + Clone {
    (date(), 0..SECONDS_A_DAY).prop_filter_map("an instant", |(date, second)| seconds_after(midnight(date), second))
}

fn seconds_after(instant: DateTime<Utc>, seconds: u32) -> Option<DateTime<Utc>> {
    instant.checked_add_signed(TimeDelta::seconds(i64::from(seconds)))
}

/// A payment in any currency, with its price in US dollars. The two need not be near to each other.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::price;
///
/// proptest!(|(price in price())| {
///     prop_assert!(!price.billing().is_negative());
///     prop_assert_eq!(price.pricing().currency().code(), "USD");
/// });
/// ```
pub fn price() -> impl Strategy<Value = Price> + Clone {
    (currency().prop_flat_map(amount_in), amount_in(Currency::USD))
        .prop_filter_map("not negative", |(billing, pricing)| Price::new(billing, pricing).ok())
}

/// A reservation whose payments fit its plan: none made yet, some, or all, and for no fewer units than are owned.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::reservation;
///
/// proptest!(|(reservation in reservation())| {
///     prop_assert!(reservation.payments().completed() <= reservation.schedule().payments());
/// });
/// ```
pub fn reservation() -> impl Strategy<Value = Reservation> + Clone {
    let paid = schedule().prop_flat_map(|schedule| (Just(schedule), 0..=schedule.payments()));
    let bought = (quantity(), 0..=3_u32, select(ResourceType::KNOWN), 0..SECONDS_A_DAY);
    (paid, bought, price()).prop_filter_map(
        "payments of the plan",
        |((schedule, completed), (owned, returned, resource_type, second), price)| {
            // Units that were returned before were paid for as well.
            let covers = Quantity::new(owned.get().saturating_add(returned)).ok()?;
            let payments = Payments::monthly(price, covers, completed).ok()?;
            let purchased_at = seconds_after(midnight(schedule.start()), second)?;
            let reservation = Reservation::new(resource_type, owned, schedule, payments).ok()?;
            Some(reservation.with_purchased_at(purchased_at))
        },
    )
}

/// The facts of one return, as [`refund_facts`] makes them.
///
/// A [`RefundRequest`] borrows its reservation, so that it can't be generated by itself.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::refund_facts;
///
/// proptest!(|(facts in refund_facts())| {
///     prop_assert!(facts.request().quantity() <= facts.reservation().quantity());
/// });
/// ```
#[derive(Debug, Clone)]
pub struct RefundFacts {
    reservation: Reservation,
    quantity: Quantity,
    at: DateTime<Utc>,
    requester: Requester,
    usage: Usage,
    cloud: Cloud,
    agreement: Option<Agreement>,
    fee_rate: Rate,
    current_price: Option<Money>,
}

impl RefundFacts {
    /// What is returned.
    ///
    /// # Examples
    ///
    /// ```
    /// use proptest::prelude::*;
    /// use reservation_policy::strategies::refund_facts;
    ///
    /// proptest!(|(facts in refund_facts())| {
    ///     prop_assert_eq!(facts.request().reservation(), facts.reservation());
    /// });
    /// ```
    #[must_use]
    pub const fn reservation(&self) -> &Reservation {
        &self.reservation
    }

    /// The request to ask a policy about.
    ///
    /// # Examples
    ///
    /// ```
    /// use proptest::prelude::*;
    /// use reservation_policy::strategies::refund_facts;
    ///
    /// proptest!(|(facts in refund_facts())| {
    ///     prop_assert!(facts.request().at() >= facts.reservation().purchased_at());
    /// });
    /// ```
    #[must_use]
    pub const fn request(&self) -> RefundRequest<'_> {
        let mut request = RefundRequest::new(&self.reservation, self.quantity, self.at, self.requester)
            .with_usage(self.usage)
            .with_cloud(self.cloud)
            .with_fee_rate(self.fee_rate);
        if let Some(agreement) = self.agreement {
            request = request.with_agreement(agreement);
        }
        if let Some(price) = self.current_price {
            request = request.with_current_price(price);
        }
        request
    }
}

/// A return of some units of a reservation, at an instant from its purchase to the end of its term.
///
/// Every policy has a quote for it: a fee rate is always given, for the edition that states none.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::strategies::refund_facts;
///
/// // Nobody gets back more than was paid.
/// proptest!(|(facts in refund_facts())| {
///     let quote = ReservationPolicy::from_name("2020-07+observed")?.quote_refund(&facts.request())?;
///     prop_assert!(!quote.kept().is_negative());
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn refund_facts() -> impl Strategy<Value = RefundFacts> + Clone {
    let facts = reservation().prop_flat_map(|reservation| {
        let (currency, owned) = (reservation.currency(), reservation.quantity().get());
        let runs = midnight(reservation.schedule().end()).signed_duration_since(reservation.purchased_at());
        let at = (0..runs.num_milliseconds().max(1)).prop_map(TimeDelta::milliseconds);
        (Just(reservation), quantity_up_to(owned), at, option::of(amount_in(currency)))
    });
    let usage = select(&[Usage::Unused, Usage::Used][..]);
    let cloud = select(&[Cloud::Public, Cloud::UsGovernment][..]);
    let who = (select(&Requester::ALL[..]), option::of(agreement()));
    (facts, usage, cloud, who, rate()).prop_filter_map(
        "inside the term",
        |((reservation, quantity, after, current_price), usage, cloud, (requester, agreement), fee_rate)| {
            let at = reservation.purchased_at().checked_add_signed(after)?;
            Some(RefundFacts { reservation, quantity, at, requester, usage, cloud, agreement, fee_rate, current_price })
        },
    )
}

fn agreement() -> impl Strategy<Value = Agreement> + Clone {
    select(
        &[
            Agreement::Enterprise(EnterpriseStatus::Active),
            Agreement::Enterprise(EnterpriseStatus::ExpiredAndRenewed),
            Agreement::Enterprise(EnterpriseStatus::ExpiredNotRenewed),
            Agreement::MicrosoftCustomer,
            Agreement::PayAsYouGo,
            Agreement::Csp,
        ][..],
    )
}

fn rate() -> impl Strategy<Value = Rate> + Clone {
    (0..=10_000_i64).prop_filter_map("from 0 to 1", |parts| Rate::try_from(Decimal::new(parts, 4)).ok())
}

/// A refund as a ledger records it: between 2015 and 2035, of up to 100,000 USD and as much again cancelled with it.
///
/// Ids come from a thousand, so that several entries now and then have the same.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::strategies::cap_entry;
///
/// proptest!(|(entry in cap_entry())| {
///     prop_assert!(entry.cancelled_commitment() >= entry.refunded());
/// });
/// ```
pub fn cap_entry() -> impl Strategy<Value = CapEntry> + Clone {
    let cents = 0..=10_000_000_u64;
    (0..1_000_u32, instant(), cents.clone(), cents).prop_filter_map("an entry", |(number, at, refunded, more)| {
        let cancelled = UsdAmount::from_cents(refunded.saturating_add(more));
        let entry =
            CapEntry::new(RefundId::new(&format!("refund-{number}")).ok()?, at, UsdAmount::from_cents(refunded));
        entry.with_cancelled_commitment(cancelled).ok()
    })
}

/// A ledger of up to forty refunds, each with an id of its own.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::strategies::{refund_facts, refund_ledger};
///
/// // What is left of the cap is never more than the cap.
/// proptest!(|(ledger in refund_ledger(), facts in refund_facts())| {
///     let policy = ReservationPolicy::from_name("2020-07")?;
///     let position = ledger.position(facts.request().at(), policy.cap());
///     prop_assert!(position.remaining() <= policy.cap().limit());
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn refund_ledger() -> impl Strategy<Value = RefundLedger> + Clone {
    vec(cap_entry(), 0..40).prop_filter_map("each refund once", |entries| {
        let once: std::collections::BTreeMap<RefundId, CapEntry> =
            entries.into_iter().map(|entry| (entry.id().clone(), entry)).collect();
        RefundLedger::from_entries(once.into_values()).ok()
    })
}

/// An edition as it is written, as it was observed, or with some of its fields replaced.
///
/// # Examples
///
/// ```
/// use proptest::prelude::*;
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::strategies::reservation_policy;
///
/// proptest!(|(policy in reservation_policy())| {
///     let base = ReservationPolicy::from_name(&policy.name().base().to_string())?;
///     prop_assert_eq!(base != policy, policy.name().is_overridden());
/// });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn reservation_policy() -> impl Strategy<Value = ReservationPolicy> + Clone {
    let base = (select(&ReservationEdition::ALL[..]), select(&[false, true][..])).prop_map(|(edition, is_observed)| {
        let written = ReservationPolicy::edition(edition);
        if is_observed { written.observed() } else { written }
    });
    let overrides = (option::of(day_count()), option::of(cap()), option::of(fee()), option::of(full_refund()));
    (base, overrides).prop_map(|(policy, (day_count, cap, fee, window))| {
        let policy = day_count.into_iter().fold(policy, ReservationPolicy::with_day_count);
        let policy = cap.into_iter().fold(policy, ReservationPolicy::with_cap);
        let policy = fee.into_iter().fold(policy, ReservationPolicy::with_early_termination_fee);
        window.into_iter().fold(policy, ReservationPolicy::with_full_refund_window)
    })
}

fn day_count() -> impl Strategy<Value = DayCount> + Clone {
    select(&[DayCount::CalendarDays, DayCount::WholeMonths][..])
}

fn cap() -> impl Strategy<Value = RefundCap> + Clone {
    let window = select(&[CapWindow::DAYS_365, CapWindow::TWELVE_MONTHS, CapWindow::CalendarYear][..]);
    let measure = select(&[CapMeasure::Refunded, CapMeasure::CancelledCommitment][..]);
    (0..=100_000_u32, window, measure)
        .prop_map(|(dollars, window, measure)| RefundCap::new(UsdAmount::from_dollars(dollars), window, measure))
}

fn fee() -> impl Strategy<Value = FeeTerms> + Clone {
    (rate(), rate()).prop_map(|(reserved, charged)| FeeTerms::new(FeeRate::Stated(reserved), FeeRate::Stated(charged)))
}

fn full_refund() -> impl Strategy<Value = Option<FullRefundWindow>> + Clone {
    let usage = select(&[UsageCondition::Any, UsageCondition::Unused][..]);
    option::of((0..=90_u16, usage).prop_map(|(days, usage)| FullRefundWindow::new(days, usage)))
}
