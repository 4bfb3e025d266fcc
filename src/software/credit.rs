//! How much of the price comes back, and on which monthly invoice.

use core::fmt;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::calendar::Period;
use crate::money::Money;
use crate::policy::software::{SoftwarePolicy, SubscriptionCredit};
use crate::quantity::Share;
use crate::software::cancellation::CancellationError;
use crate::software::{Licence, SoftwarePurchase};

impl SoftwarePolicy {
    /// The credit for cancelling at this instant, whether or not the policy still allows it.
    ///
    /// Perpetual software is credited in full. A subscription is credited for the UTC days of its term that are left,
    /// rounded once, half to even, to the currency's minor unit; the day of the cancellation is not charged, so a
    /// subscription cancelled on the first day is credited in full, and one whose term is over not at all.
    ///
    /// # Errors
    ///
    /// [`CancellationError`] before the purchase or the renewal, and where the window of the full credit ends past
    /// the end of the calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Money;
    /// use reservation_policy::money::Currency;
    /// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    /// use reservation_policy::software::{Licence, LicenceKind, SoftwareFamily, SoftwarePurchase};
    ///
    /// let term = Licence::new(LicenceKind::Subscription, Some("2021-01-01".parse()?), Some("2022-01-01".parse()?))?;
    /// let paid = Money::parse("365.00", Currency::USD)?;
    /// let bought = "2021-01-01T09:00:00Z".parse()?;
    /// let purchase = SoftwarePurchase::new(term, SoftwareFamily::SqlServer, bought, paid)?;
    ///
    /// let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    /// let credit = policy.software_credit(&purchase, "2021-01-31T23:00:00Z".parse()?)?;
    /// assert_eq!(credit.to_string(), "335.00 USD"); // 30 days were used
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-14`, `POST-06`, `CON-08`, `L-18`.
    pub fn software_credit(&self, purchase: &SoftwarePurchase, at: DateTime<Utc>) -> Result<Money, CancellationError> {
        let opening = self.window_start(purchase, at)?;
        let Licence::Subscription { term } = purchase.licence() else {
            return Ok(purchase.paid());
        };
        let is_full = match self.subscription_credit() {
            SubscriptionCredit::Full => true,
            SubscriptionCredit::ProratedByDay => false,
            SubscriptionCredit::FullThenProratedByDay(window) => {
                let opened = opening.instant();
                let window = window.opened_at(opened).ok_or(CancellationError::PastCalendar { from: opened })?;
                window.is_open_at(at)
            }
        };
        if is_full { Ok(purchase.paid()) } else { prorated(purchase.paid(), term, at.date_naive()) }
    }
}

/// The part of `paid` for the days left, the day itself included.
fn prorated(paid: Money, term: Period, day: NaiveDate) -> Result<Money, CancellationError> {
    let left = term.days().saturating_sub(term.days_used(day));
    // `days` is at least one and `left` at most `days`, so the share exists.
    let share = Share::new(left, term.days()).unwrap_or(Share::WHOLE);
    if share.is_whole() {
        return Ok(paid);
    }
    let credit = paid.share(share)?;
    // An amount finer than the minor unit could round to more than was paid.
    let most = paid.floor_to_minor();
    Ok(if credit.checked_cmp(&most)?.is_gt() { most } else { credit })
}

/// The day of the month on which the partner is billed: 1 to 31.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::credit::BillingDay;
///
/// assert_eq!(BillingDay::new(31)?.get(), 31);
/// assert!(BillingDay::new(32).is_err());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `AMB-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "u8", into = "u8"))]
pub struct BillingDay(u8);

/// A number that is no day of a month.
///
/// # Examples
///
/// ```
/// # use reservation_policy::software::credit::BillingDay;
/// assert_eq!(
///     BillingDay::new(32).map_err(|error| error.to_string()),
///     Err("billing day `32` is not a day of a month, expected 1 to 31".to_owned())
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("billing day `{day}` is not a day of a month, expected 1 to 31")]
#[non_exhaustive]
pub struct InvalidBillingDay {
    /// The day that was given.
    pub day: u8,
}

impl BillingDay {
    /// A day of the month. In a month that is too short it stands for the last day.
    ///
    /// # Errors
    ///
    /// [`InvalidBillingDay`] outside 1 to 31.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::credit::{BillingDay, InvoiceMonth};
    /// let last_day = BillingDay::new(31)?;
    /// // February is billed on the 28th.
    /// assert_eq!(InvoiceMonth::next_billed("2023-02-27".parse()?, last_day).to_string(), "2023-02");
    /// assert!(BillingDay::new(0).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn new(day: u8) -> Result<Self, InvalidBillingDay> {
        if day >= 1 && day <= 31 { Ok(Self(day)) } else { Err(InvalidBillingDay { day }) }
    }

    /// The day.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::credit::BillingDay;
    /// assert_eq!(BillingDay::new(15)?.get(), 15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for BillingDay {
    type Error = InvalidBillingDay;

    fn try_from(day: u8) -> Result<Self, InvalidBillingDay> {
        Self::new(day)
    }
}

impl From<BillingDay> for u8 {
    fn from(day: BillingDay) -> Self {
        day.get()
    }
}

/// The month of an invoice: a year and a month, printed as `2021-06`.
///
/// # Examples
///
/// ```
/// use reservation_policy::software::credit::{BillingDay, InvoiceMonth};
///
/// let cancelled = "2021-12-10".parse()?;
/// assert_eq!(InvoiceMonth::next_after(cancelled).to_string(), "2022-01");
/// assert_eq!(InvoiceMonth::next_billed(cancelled, BillingDay::new(15)?).to_string(), "2021-12");
/// assert_eq!(InvoiceMonth::next_billed(cancelled, BillingDay::new(10)?).to_string(), "2022-01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `POST-06`, `AMB-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InvoiceMonth {
    year: i32,
    month: u8,
}

impl InvoiceMonth {
    /// The next monthly invoice where the billing day is not known: that of the month after the cancellation.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::credit::InvoiceMonth;
    /// assert_eq!(InvoiceMonth::next_after("2021-05-04".parse()?).to_string(), "2021-06");
    /// assert_eq!(InvoiceMonth::next_after("2021-12-31".parse()?).to_string(), "2022-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-06`, `AMB-24`.
    #[must_use]
    pub fn next_after(cancelled_on: NaiveDate) -> Self {
        let this = Self::of(cancelled_on);
        if this.month == 12 {
            // A `NaiveDate` ends long before `i32` does.
            Self { year: this.year.saturating_add(1), month: 1 }
        } else {
            Self { month: this.month.saturating_add(1), ..this }
        }
    }

    /// The next monthly invoice where it is: that of the first billing date after the UTC day of the cancellation.
    ///
    /// A cancellation on the billing date itself is too late for that day's invoice. Billing day 31 is the last day of
    /// a shorter month.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::credit::{BillingDay, InvoiceMonth};
    /// let on_the_15th = BillingDay::new(15)?;
    /// assert_eq!(InvoiceMonth::next_billed("2021-05-14".parse()?, on_the_15th).to_string(), "2021-05");
    /// assert_eq!(InvoiceMonth::next_billed("2021-05-15".parse()?, on_the_15th).to_string(), "2021-06");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `POST-06`, `AMB-24`.
    #[must_use]
    pub fn next_billed(cancelled_on: NaiveDate, billing_day: BillingDay) -> Self {
        let last = u32::from(cancelled_on.num_days_in_month());
        let billed_on = u32::from(billing_day.get()).min(last);
        if cancelled_on.day() < billed_on { Self::of(cancelled_on) } else { Self::next_after(cancelled_on) }
    }

    fn of(date: NaiveDate) -> Self {
        // 1 to 12 always fits.
        Self { year: date.year(), month: u8::try_from(date.month()).unwrap_or(12) }
    }

    /// The year.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::credit::InvoiceMonth;
    /// assert_eq!(InvoiceMonth::next_after("2021-12-10".parse()?).year(), 2022);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::software::credit::InvoiceMonth;
    /// assert_eq!(InvoiceMonth::next_after("2021-12-10".parse()?).month(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }
}

impl fmt::Display for InvoiceMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As ISO 8601 has it: outside 0 to 9999 a year needs its sign.
        if (0..=9999).contains(&self.year) {
            write!(f, "{:04}-{:02}", self.year, self.month)
        } else {
            write!(f, "{:+05}-{:02}", self.year, self.month)
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for InvoiceMonth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn amounts_finer_than_the_minor_unit_never_come_back_as_more_than_was_paid() {
        let term = Period::new("2021-01-01".parse().unwrap(), "2023-09-28".parse().unwrap()).unwrap();
        assert_eq!(term.days(), 1000);
        let paid = Money::parse("0.019", Currency::USD).unwrap();
        let cents = |text| Money::parse(text, Currency::USD).unwrap();
        for (day, expected) in [("2021-01-01", "0.019"), ("2021-01-02", "0.01"), ("2023-09-28", "0")] {
            assert_eq!(prorated(paid, term, day.parse().unwrap()).unwrap(), cents(expected), "{day}");
        }
    }
}
