//! The estate: the same million purchases on every run, a few of them wrong on purpose.

use std::error::Error;

use reservation_policy::batch::{RefundColumns, RowStatus, day_number};
use reservation_policy::calendar::Term;
use reservation_policy::chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::Requester;
use reservation_policy::reservation::payment::PaymentStatus;
use reservation_policy::reservation::refund::{RefundError, RefundRequest};
use reservation_policy::reservation::{BillingPlan, Payment, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::rust_decimal::Decimal;
use reservation_policy::{Currency, Money, Quantity};

/// One reservation, and how many of its units are to be returned.
pub struct Bought {
    start: NaiveDate,
    term: Term,
    plan: BillingPlan,
    cents: u64,
    owned: u32,
    returned: u32,
}

impl Bought {
    /// The purchase in a row, as seen at an instant. About one in 256 can't be answered.
    pub fn nth(row: usize, at: DateTime<Utc>) -> Self {
        let mut random = SplitMix(row as u64);
        let (term, days) = if random.below(3) == 0 { (Term::ThreeYears, 1_095) } else { (Term::OneYear, 365) };
        let plan = if random.below(4) == 0 { BillingPlan::Upfront } else { BillingPlan::Monthly };
        let cents = 100 + u64::from(random.below(500_000));
        let owned = 1 + random.below(40);
        let returned = 1 + random.below(owned);
        let age = random.below(days);
        let (returned, age) = match random.below(1_024) {
            0 => (0, i64::from(age)),
            1 => (owned + 1, i64::from(age)),
            2 => (returned, -1),
            3 => (returned, i64::from(days) + 30),
            _ => (returned, i64::from(age)),
        };
        Self { start: at.date_naive() - TimeDelta::days(age), term, plan, cents, owned, returned }
    }

    /// The row-by-row answer: refund and remaining commitment in cents, or why there is none.
    pub fn quoted(
        &self,
        policy: &ReservationPolicy,
        at: DateTime<Utc>,
    ) -> Result<Result<(u64, u64), RowStatus>, Box<dyn Error>> {
        let Ok(returned) = Quantity::new(self.returned) else { return Ok(Err(RowStatus::QuantityZero)) };
        let owned = Quantity::new(self.owned)?;
        let price = Price::in_usd(Money::new(Decimal::new(i64::try_from(self.cents)?, 2), Currency::USD))?;
        let schedule = Schedule::new(self.start, self.term, self.plan)?;
        let current = schedule.period_on(at.date_naive()).map_or(0, |(index, _)| index);
        let made = |index| Payment::new(index, PaymentStatus::Succeeded, price, owned);
        let payments = Payments::from_list((0..=current).map(made).collect())?;
        let reservation = Reservation::new(ResourceType::VirtualMachines, owned, schedule, payments)?;
        match policy.quote_refund(&RefundRequest::new(&reservation, returned, at, Requester::Owner)) {
            Ok(quote) => Ok(Ok((cents(quote.billing().refund)?, cents(quote.billing().remaining_commitment)?))),
            Err(RefundError::Quantity(_)) => Ok(Err(RowStatus::QuantityAbove)),
            Err(RefundError::BeforePurchase { .. }) => Ok(Err(RowStatus::BeforeStart)),
            Err(RefundError::AfterTerm { .. }) => Ok(Err(RowStatus::AfterEnd)),
            Err(other) => Err(other.into()),
        }
    }
}

/// The same as columns.
#[derive(Default)]
pub struct Columns {
    paid: Vec<u64>,
    start: Vec<i32>,
    end: Vec<i32>,
    returned: Vec<u32>,
    owned: Vec<u32>,
    outstanding: Vec<u32>,
}

impl Columns {
    pub fn of(estate: &[Bought], at: DateTime<Utc>) -> Result<Self, Box<dyn Error>> {
        let mut columns = Self::default();
        for bought in estate {
            let schedule = Schedule::new(bought.start, bought.term, bought.plan)?;
            // Where no payment covers the day, the whole term says whether it is too early or too late.
            let (current, period) = schedule.period_on(at.date_naive()).unwrap_or((0, schedule.whole_term()));
            columns.paid.push(bought.cents);
            columns.start.push(day_number(period.start()));
            columns.end.push(day_number(period.end()));
            columns.returned.push(bought.returned);
            columns.owned.push(bought.owned);
            columns.outstanding.push(schedule.payments().saturating_sub(current + 1));
        }
        Ok(columns)
    }

    pub fn facts(&self) -> RefundColumns<'_> {
        RefundColumns::new(&self.paid, &self.start, &self.end)
            .with_units(&self.returned, &self.owned)
            .with_outstanding(&self.outstanding)
    }
}

fn cents(amount: Money) -> Result<u64, Box<dyn Error>> {
    let mut amount = amount.amount();
    amount.rescale(2);
    Ok(amount.mantissa().try_into()?)
}

/// Numbers that look random and are the same for the same seed.
struct SplitMix(u64);

impl SplitMix {
    /// From 0 up to the limit, which is left out.
    #[expect(clippy::cast_possible_truncation, reason = "it is below the limit, which has 32 bits")]
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(limit)) as u32
    }
}
