//! Reservations to draw.

use reservation_policy::calendar::Term;
use reservation_policy::chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
use reservation_policy::resource::ResourceType;
use reservation_policy::{Currency, Error, Money, Quantity};

/// One virtual machine, bought on a day.
#[derive(Clone, Copy)]
pub struct Bought {
    pub on: NaiveDate,
    pub term: Term,
    pub plan: BillingPlan,
    /// One payment, in US dollars.
    pub price: &'static str,
}

impl Bought {
    /// As it is on a later day: each payment is made on the day that it falls due.
    pub fn by(self, day: NaiveDate) -> Result<Reservation, Error> {
        let schedule = Schedule::new(self.on, self.term, self.plan)?;
        let price = Price::in_usd(Money::parse(self.price, Currency::USD)?)?;
        let payments = if self.plan == BillingPlan::Upfront {
            Payments::upfront(price, Quantity::ONE)
        } else {
            let made = schedule.period_on(day).map_or(0, |(index, _)| index + 1);
            Payments::monthly(price, Quantity::ONE, made)?
        };
        Ok(Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?)
    }
}

/// A day that is written down in this program.
pub const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).expect("every day has a noon").and_utc()
}
