//! Which instants a window reaches: when an entry lapses, and what has lapsed by an instant.
//!
//! An entry of day `d` lapses on the day `d + window`, at its own time of day. Later days never lapse on an earlier
//! date, but days at a month's end can share one: 28 and 29 February 2024 both lapse on 28 February 2025, mixed by
//! their time of day, so a later entry may lapse first. At most four days share a date (the 28th to the 31st).

use core::num::NonZeroU16;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};

use super::CapWindow;
use super::timeline::Cut;
use crate::calendar;

impl CapWindow {
    /// When a refund made at this instant no longer counts; `None` past the calendar's end.
    ///
    /// # Rules
    ///
    /// `CAP-03`, `CON-02`, `AMB-08`.
    #[must_use]
    #[inline]
    pub fn expiry(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let date = self.lapse_date(calendar::utc_date(at))?;
        Some(match self {
            Self::RollingDays(_) | Self::RollingMonths(_) => date.and_time(at.time()).and_utc(),
            Self::CalendarYear => calendar::midnight(date),
        })
    }

    /// The day on which the entries of a day lapse.
    #[inline]
    fn lapse_date(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::RollingDays(days) => calendar::add_days(day, count(days)),
            Self::RollingMonths(months) => calendar::add_months(day, count(months)),
            Self::CalendarYear => NaiveDate::from_ymd_opt(day.year().checked_add(1)?, 1, 1),
        }
    }

    /// The days whose entries lapse during this day, each at its own time of day: at most four, one after the other.
    ///
    /// None in a calendar year, whose entries all lapse in one instant.
    pub(super) fn lapsing_during(self, day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let first = self.counted_back(day);
        first.into_iter().flat_map(|first| first.iter_days()).take_while(move |it| self.lapse_date(*it) == Some(day))
    }

    /// Before this cut every entry has lapsed by the instant; from it on an entry counts, unless it is a straggler.
    #[inline(always)]
    pub(super) fn horizon(self, at: DateTime<Utc>) -> Cut {
        let today = calendar::utc_date(at);
        let same_time = |day: NaiveDate| Cut::after(day.and_time(at.time()).and_utc());
        match self {
            Self::RollingDays(days) => Cut::after(at).days_earlier(days.get()),
            Self::CalendarYear => NaiveDate::from_ymd_opt(today.year(), 1, 1).map_or(Cut::START, Cut::day),
            Self::RollingMonths(_) if self.lapses_alone(today) => {
                self.counted_back(today).map_or(Cut::START, same_time)
            }
            Self::RollingMonths(_) => match self.lapsing_during(today).next() {
                Some(first) => same_time(first),
                // No day lapses today: what was counted back is a shorter month's end, and lapsed before today.
                None => self.counted_back(today).and_then(|lapsed| lapsed.succ_opt()).map_or(Cut::START, Cut::day),
            },
        }
    }

    /// What lies behind the horizon and has lapsed all the same: at a month's end, the early hours of the later days.
    ///
    /// Each as the cuts where it begins and ends.
    pub(super) fn stragglers(self, at: DateTime<Utc>) -> impl Iterator<Item = (Cut, Cut)> {
        let later_days = self.lapsing_during(calendar::utc_date(at)).skip(1);
        later_days.map(move |day| (Cut::day(day), Cut::after(day.and_time(at.time()).and_utc())))
    }

    /// Whether it is plain, without looking, that no two days lapse during this one: months agree up to the 28th.
    pub(super) fn lapses_alone(self, day: NaiveDate) -> bool {
        match self {
            Self::RollingDays(_) | Self::CalendarYear => true,
            Self::RollingMonths(_) => day.day() < 28,
        }
    }

    /// The day minus the window, clamped to the month's end; `None` before the calendar's start, and for a year.
    fn counted_back(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::RollingDays(days) => day.checked_sub_days(Days::new(u64::from(days.get()))),
            Self::RollingMonths(months) => calendar::sub_months(day, count(months)),
            Self::CalendarYear => None,
        }
    }
}

fn count(number: NonZeroU16) -> u32 {
    u32::from(number.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn months(count: u16) -> CapWindow {
        CapWindow::RollingMonths(NonZeroU16::new(count).unwrap())
    }

    #[test]
    fn days_at_a_months_end_share_the_day_on_which_they_lapse() {
        for (window, day, expected) in [
            (CapWindow::TWELVE_MONTHS, "2025-02-28", vec!["2024-02-28", "2024-02-29"]),
            (CapWindow::TWELVE_MONTHS, "2025-02-27", vec!["2024-02-27"]),
            (CapWindow::TWELVE_MONTHS, "2024-02-28", vec!["2023-02-28"]),
            (CapWindow::TWELVE_MONTHS, "2024-02-29", vec![]),
            (months(1), "2023-02-28", vec!["2023-01-28", "2023-01-29", "2023-01-30", "2023-01-31"]),
            (months(1), "2024-02-29", vec!["2024-01-29", "2024-01-30", "2024-01-31"]),
            (months(1), "2023-04-30", vec!["2023-03-30", "2023-03-31"]),
            (months(1), "2023-03-29", vec![]),
            (months(1), "2023-03-31", vec![]),
            (CapWindow::DAYS_365, "2025-02-28", vec!["2024-02-29"]),
            (CapWindow::CalendarYear, "2025-01-01", vec![]),
        ] {
            let days: Vec<NaiveDate> = window.lapsing_during(date(day)).collect();
            assert_eq!(days, expected.into_iter().map(date).collect::<Vec<_>>(), "{window} on {day}");
        }
    }

    #[test]
    fn calendar_ends_are_no_panic() {
        for window in [CapWindow::DAYS_365, CapWindow::TWELVE_MONTHS, months(u16::MAX), CapWindow::CalendarYear] {
            assert_eq!(window.expiry(DateTime::<Utc>::MAX_UTC), None, "{window}");
            assert!(window.expiry(DateTime::<Utc>::MIN_UTC).is_some(), "{window}");
            assert_eq!(window.horizon(DateTime::<Utc>::MIN_UTC).min(Cut::START), Cut::START, "{window}");
            assert!(Cut::START < window.horizon(DateTime::<Utc>::MAX_UTC), "{window}");
            assert_eq!(window.stragglers(DateTime::<Utc>::MAX_UTC).count(), 0, "{window}");
        }
    }
}
