//! A calendar of day numbers, counted by hand: it owes nothing to the crate's calendar, nor to chrono's.

/// Days since 1 January 1970.
pub(super) type Day = i64;

/// Nanoseconds since 1 January 1970, UTC.
pub(super) type Instant = i128;

pub(super) const NANOSECONDS_A_DAY: Instant = 86_400_000_000_000;

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) const fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day number of a date after the year 0.
pub(super) fn day_of(year: i64, month: i64, day: i64) -> Day {
    const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let days_before = |year: i64| (year - 1) * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400;
    let before_month = BEFORE_MONTH[usize::try_from(month - 1).unwrap()] + i64::from(month > 2 && is_leap(year));
    days_before(year) + before_month + day - 1 - days_before(1970)
}

/// Year, month and day of a day number.
pub(super) fn date_of(day: Day) -> (i64, i64, i64) {
    let mut year = 1970 + day.div_euclid(365).min(day.div_euclid(366));
    while day_of(year + 1, 1, 1) <= day {
        year += 1;
    }
    let mut month = 1 + (day - day_of(year, 1, 1)) / 32;
    while month < 12 && day_of(year, month + 1, 1) <= day {
        month += 1;
    }
    (year, month, day - day_of(year, month, 1) + 1)
}

/// The same day of the month so many months later, or that month's last day where it has no such day.
pub(super) fn plus_months(day: Day, months: i64) -> Day {
    let (year, month, day) = date_of(day);
    let count = year * 12 + month - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    day_of(year, month, day.min(month_length(year, month)))
}

pub(super) fn midnight(day: Day) -> Instant {
    Instant::from(day) * NANOSECONDS_A_DAY
}

/// The day that an instant lies on, and the nanoseconds since its midnight.
pub(super) fn split(instant: Instant) -> (Day, Instant) {
    (Day::try_from(instant.div_euclid(NANOSECONDS_A_DAY)).unwrap(), instant.rem_euclid(NANOSECONDS_A_DAY))
}

#[test]
fn the_calendar_of_the_oracle_agrees_with_a_walk_through_150_years() {
    let (mut day, mut expected) = (day_of(1950, 1, 1), (1950, 1, 1));
    assert_eq!((day, day_of(1970, 1, 1), day_of(2000, 3, 1)), (-7305, 0, 11_017));
    while expected.0 < 2100 {
        assert_eq!(date_of(day), expected);
        assert_eq!(day_of(expected.0, expected.1, expected.2), day, "{expected:?}");
        day += 1;
        expected.2 += 1;
        if expected.2 > month_length(expected.0, expected.1) {
            expected = (expected.0, expected.1 + 1, 1);
        }
        if expected.1 > 12 {
            expected = (expected.0 + 1, 1, 1);
        }
    }
    let leap_day = day_of(2024, 2, 29);
    assert_eq!(date_of(plus_months(leap_day, 12)), (2025, 2, 28));
    assert_eq!(date_of(plus_months(leap_day, 48)), (2028, 2, 29));
    assert_eq!(date_of(plus_months(day_of(2023, 1, 31), 2)), (2023, 3, 31));
}
