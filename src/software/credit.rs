//! The credit for a cancellation, and the monthly invoice on which it appears.

use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{SoftwarePurchase, SoftwareTerms, SubscriptionCredit};
use crate::calendar::{Period, utc_date};
use crate::money::{Money, MoneyError};
use crate::parse::ParseError;
use crate::rounding::Share;

/// What is credited, and what it was worked out from.
pub(super) struct Credit {
    /// The days that `paid` covers; `None` for a perpetual license.
    pub(super) period: Option<Period>,
    /// The days of the period that are charged.
    pub(super) days_charged: u32,
    pub(super) amount: Money,
}

/// The credit for canceling at an instant. `None` where a window ends past the end of the calendar.
pub(super) fn credit(
    terms: &SoftwareTerms,
    purchase: &SoftwarePurchase,
    (opened_at, at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<Credit>, MoneyError> {
    let paid = purchase.paid();
    let Some(term) = purchase.term() else {
        return Ok(Some(Credit { period: None, days_charged: 0, amount: paid }));
    };
    let period = paid_period(term, utc_date(purchase.purchased_at()));
    let is_full = match terms.subscription_credit {
        SubscriptionCredit::Full => Some(true),
        SubscriptionCredit::ProratedByDay => Some(false),
        SubscriptionCredit::FullThenProratedByDay(window) => window.last_moment(opened_at).map(|last| at <= last),
    };
    let Some(is_full) = is_full else { return Ok(None) };
    let day = utc_date(at);
    let days_charged = if is_full {
        0
    } else {
        let today = u32::from(terms.day_of_canceling_charged && period.contains(day));
        period.days_used(day).saturating_add(today)
    };
    Ok(Some(Credit { period: Some(period), days_charged, amount: prorated(paid, period, days_charged)? }))
}

/// The days that were paid for: from the purchase on where the term began before it (`AMB-28`).
fn paid_period(term: Period, purchased_on: NaiveDate) -> Period {
    // A purchase after its term is no valid fact, so the period has at least one day.
    Period::new(term.start().max(purchased_on), term.end()).unwrap_or(term)
}

/// The part of `paid` for the days that are not charged.
fn prorated(paid: Money, period: Period, days_charged: u32) -> Result<Money, MoneyError> {
    if days_charged == 0 {
        return Ok(paid);
    }
    let credit = paid.share(Share::left_of(days_charged, period.days()))?;
    // An amount finer than the minor unit could round to more than was paid.
    if credit.checked_cmp(paid)?.is_gt() {
        return credit.checked_sub(Money::of_minor(1, paid.currency()));
    }
    Ok(credit)
}

/// The month of an invoice, such as `2021-06`.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::InvoiceMonth;
///
/// let invoice: InvoiceMonth = "2021-06".parse()?;
/// assert_eq!((invoice.year, invoice.month), (2021, 6));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub struct InvoiceMonth {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
}

impl InvoiceMonth {
    /// The next monthly invoice after a cancellation: that of the first billing date after its UTC day. Where the
    /// billing day is not known, that of the next month (`POST-06`, `AMB-24`).
    pub(super) fn next_after(canceled_on: NaiveDate, billing_day: Option<u8>) -> Self {
        let (year, month) = (canceled_on.year(), u8::try_from(canceled_on.month()).unwrap_or(12));
        let last = canceled_on.num_days_in_month();
        let is_ahead = billing_day.is_some_and(|day| canceled_on.day() < u32::from(day.min(last)));
        match month {
            _ if is_ahead => Self { year, month },
            // A date lies far from the ends of `i32`.
            12 => Self { year: year.saturating_add(1), month: 1 },
            _ => Self { year, month: month.saturating_add(1) },
        }
    }
}

impl fmt::Display for InvoiceMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // ISO 8601 gives a sign to years outside 0 to 9999.
        if (0..=9999).contains(&self.year) {
            write!(f, "{:04}-{:02}", self.year, self.month)
        } else {
            write!(f, "{:+05}-{:02}", self.year, self.month)
        }
    }
}

impl FromStr for InvoiceMonth {
    type Err = ParseError;

    /// Reads what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let read = || {
            let (year, month) = text.rsplit_once('-')?;
            let invoice = Self { year: year.parse().ok()?, month: month.parse().ok()? };
            ((1..=12).contains(&invoice.month) && invoice.to_string() == text).then_some(invoice)
        };
        read().ok_or_else(|| ParseError::new("the month of an invoice", text, "a year and a month such as `2021-06`"))
    }
}

crate::text::serde_as_text!(InvoiceMonth);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_finer_than_the_minor_unit_never_come_back_as_more_than_was_paid() {
        let period = Period::new("2021-01-01".parse().unwrap(), "2023-09-28".parse().unwrap()).unwrap();
        assert_eq!(period.days(), 1000);
        for (charged, expected) in [(0, "0.019 USD"), (1, "0.01 USD"), (1000, "0 USD")] {
            let credit = prorated("0.019 USD".parse().unwrap(), period, charged).unwrap();
            assert_eq!(credit, expected.parse().unwrap(), "{charged}");
        }
    }
}
