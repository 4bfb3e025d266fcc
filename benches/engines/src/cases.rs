//! The cases: every one stands on the edge of the cap, half of them on it and half a cent above.

use chrono::{NaiveDate, TimeDelta};

/// The cap: 50,000.00 in cents.
pub const CAP: u64 = 5_000_000;
/// Markets in which nothing is sold.
pub const CLOSED: [&str; 3] = ["AD", "AG", "AI"];
const OPEN: [&str; 4] = ["DE", "GB", "JP", "US"];

/// A period's days, its first day, and whether it is a whole year.
const PERIODS: [(u64, &str, bool); 6] = [
    (28, "2025-02-01", false),
    (29, "2024-02-01", false),
    (30, "2025-04-01", false),
    (31, "2025-01-01", false),
    (365, "2025-03-01", true),
    (366, "2023-03-01", true),
];

/// One question, and the answer to it. Amounts are cents.
pub struct Case {
    pub price: u64,
    pub left: u64,
    pub days: u64,
    pub used: u64,
    pub market: &'static str,
    pub start: NaiveDate,
    pub year: bool,
    /// Whether the refund lies exactly between two cents.
    pub tie: bool,
    pub allowed: bool,
}

impl Case {
    pub fn end(&self) -> NaiveDate {
        self.start + TimeDelta::days(self.days as i64)
    }

    /// The day of the return.
    pub fn today(&self) -> NaiveDate {
        self.end() - TimeDelta::days(self.left as i64)
    }
}

/// Cents as the dollars that a caller would write.
pub fn dollars(cents: u64) -> f64 {
    cents as f64 / 100.0
}

/// The same cases on every run (splitmix64).
pub fn edge(count: usize) -> Vec<Case> {
    let mut state = 7_u64;
    let mut pick = move |low: u64, high: u64| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        low + (mixed ^ (mixed >> 31)) % (high - low)
    };
    (0..count)
        .map(|index| {
            let (days, start, year) = PERIODS[pick(0, 6) as usize];
            let (price, left) = (pick(100, 2_000_000), pick(1, days));
            let (cents, twice) = (price * left / days, price * left % days * 2);
            let tie = twice == days;
            let refund = cents + u64::from(twice > days || (tie && cents % 2 == 1));
            let allowed = index % 2 == 0;
            Case {
                price,
                left,
                days,
                used: CAP - refund + u64::from(!allowed),
                market: OPEN[pick(0, 4) as usize],
                start: start.parse().unwrap(),
                year,
                tie,
                allowed,
            }
        })
        .collect()
}
