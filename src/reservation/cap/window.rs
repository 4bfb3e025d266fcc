//! temp
use super::CapWindow;
use chrono::{DateTime, Datelike, Utc};
impl CapWindow {
    /// t
    pub fn expiry(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::RollingDays(d) => at.checked_add_days(chrono::Days::new(u64::from(d.get()))),
            Self::RollingMonths(m) => at.checked_add_months(chrono::Months::new(u32::from(m.get()))),
            Self::CalendarYear => chrono::NaiveDate::from_ymd_opt(at.year() + 1, 1, 1).map(crate::calendar::midnight),
        }
    }
}
