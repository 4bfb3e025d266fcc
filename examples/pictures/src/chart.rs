//! A panel with days to the right and cents upwards.

use std::fmt::Write as _;

use reservation_policy::chrono::{Datelike as _, Days, NaiveDate};

use crate::card::{Card, grouped};

/// Where on the card, and what its edges mean.
pub struct Panel {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub from: NaiveDate,
    /// The first day after.
    pub to: NaiveDate,
    /// In cents.
    pub most: u64,
}

impl Panel {
    pub fn x(&self, day: NaiveDate) -> f64 {
        let share = days(self.from, day) / days(self.from, self.to);
        self.left + (self.right - self.left) * share
    }

    pub fn y(&self, cents: u64) -> f64 {
        self.bottom - (self.bottom - self.top) * (float(cents) / float(self.most))
    }

    /// The grid with the amounts at its left, in whole dollars.
    pub fn grid(&self, card: &mut Card, every: u64) {
        for step in 0..=self.most / every {
            let (y, dollars) = (self.y(step * every), step * every / 100);
            card.stroke("grid thin", &format!("M{:.1} {y:.1}H{:.1}", self.left, self.right));
            card.text((self.left - 10.0, y + 4.5), "soft small end", grouped(dollars));
        }
    }

    /// A tick at the first day of each of these months, with its name between the ticks.
    pub fn months(&self, card: &mut Card, every: usize) {
        let firsts: Vec<NaiveDate> = self.days().filter(|day| day.day() == 1).collect();
        for (index, first) in firsts.iter().enumerate() {
            let x = self.x(*first);
            card.stroke("soft thin", &format!("M{x:.1} {:.1}v5", self.bottom));
            if index % every == 0 {
                let next = firsts.get(index + 1).map_or(self.right, |next| self.x(*next));
                card.text((f64::midpoint(x, next), self.bottom + 19.0), "soft small mid", first.format("%b"));
            }
        }
        card.stroke("soft thin", &format!("M{:.1} {:.1}H{:.1}v5", self.left, self.bottom, self.right));
    }

    pub fn days(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        let to = self.to;
        self.from.iter_days().take_while(move |day| *day < to)
    }

    /// A step for each day: flat through the day, as the amounts are.
    pub fn steps(&self, amounts: &[(NaiveDate, u64)]) -> String {
        let mut path = String::new();
        let mut last = None;
        for (day, cents) in amounts {
            let (x, y) = (self.x(*day), self.y(*cents));
            let _ = match last {
                None => write!(path, "M{x:.1} {y:.1}"),
                Some(before) if before == *cents => Ok(()),
                Some(_) => write!(path, "H{x:.1}V{y:.1}"),
            };
            last = Some(*cents);
        }
        if let Some((day, _)) = amounts.last() {
            let _ = write!(path, "H{:.1}", self.x(*day + Days::new(1)));
        }
        path
    }

    /// The same, closed along the bottom.
    pub fn area(&self, amounts: &[(NaiveDate, u64)]) -> String {
        format!("{}V{:.1}H{:.1}Z", self.steps(amounts), self.bottom, self.left)
    }
}

fn days(from: NaiveDate, to: NaiveDate) -> f64 {
    f64::from(i32::try_from((to - from).num_days()).expect("a picture spans a few years"))
}

#[expect(clippy::cast_precision_loss, reason = "a picture has fewer than a thousand pixels")]
fn float(cents: u64) -> f64 {
    cents as f64
}
