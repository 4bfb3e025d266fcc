//! Both ends of the calendar: periods, terms, schedules, editions and windows.

use chrono::{DateTime, NaiveDate, Utc};
use reservation_policy::calendar::{Period, Term, rfc3339};
use reservation_policy::chrono;
use reservation_policy::market::MarketList;
use reservation_policy::permission::PermissionEdition;
use reservation_policy::policy::reservation::{CapWindow, DayCount};
use reservation_policy::policy::software::{CancellationWindow, SoftwareEdition};
use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
use reservation_policy::reservation::proration::Proration;
use reservation_policy::reservation::{BillingPlan, Schedule};
use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId, activity_between};
use reservation_policy::software::credit::{BillingDay, InvoiceMonth};

use super::{dates, instants};

#[test]
fn a_period_between_any_two_dates_counts_its_days_or_is_refused() {
    for start in dates() {
        for end in dates() {
            let days = end.signed_duration_since(start).num_days();
            match Period::new(start, end) {
                Ok(period) => {
                    assert_eq!(i64::from(period.days()), days, "{start} {end}");
                    for day in dates() {
                        let used = day.signed_duration_since(start).num_days().clamp(0, days);
                        assert_eq!(i64::from(period.days_used(day)), used, "{period} {day}");
                        assert_eq!(period.contains(day), (start..end).contains(&day), "{period} {day}");
                    }
                }
                Err(error) => assert!(days <= 0 && error.to_string().contains("no day"), "{start} {end}"),
            }
        }
    }
}

#[test]
fn a_term_from_any_date_tiles_into_its_payments_or_is_refused() {
    for (start, term) in dates().into_iter().flat_map(|start| Term::ALL.map(|term| (start, term))) {
        for plan in [BillingPlan::Upfront, BillingPlan::Monthly] {
            let ends = start.checked_add_months(chrono::Months::new(term.months()));
            let schedule = Schedule::new(start, term, plan);
            assert_eq!(schedule.ok().map(|it| it.end()), ends, "{start} {term}");
            let Ok(schedule) = schedule else { continue };
            let mut next = start;
            for index in 0..schedule.payments() {
                let period = schedule.period(index).unwrap();
                assert_eq!(period.start(), next, "{start} {term} {index}");
                assert_eq!(schedule.period_on(period.start()), Some((index, period)));
                next = period.end();
            }
            assert_eq!(next, schedule.end(), "{start} {term}");
            for beyond in [schedule.payments(), u32::MAX] {
                assert_eq!(schedule.period(beyond), None, "{start} {term}");
            }
            for date in dates() {
                assert_eq!(schedule.period_on(date).is_some(), date < schedule.end(), "{start} {term} {date}");
                for count in [DayCount::CalendarDays, DayCount::WholeMonths] {
                    let proration = Proration::on(date, &schedule, count);
                    assert_eq!(proration.is_some(), date < schedule.end(), "{start} {term} {date}");
                    assert!(proration.is_none_or(|it| it.used() <= it.total()), "{start} {term} {date}");
                    assert!(date > start || proration.is_none_or(|it| it.left().is_whole()), "{start} {term} {date}");
                }
            }
        }
    }
}

#[test]
fn every_date_has_an_edition_or_a_named_first_date() {
    for date in dates() {
        let policy = ReservationPolicy::in_force_on(date);
        assert_eq!(policy.is_ok(), date >= ReservationEdition::ALL[0].in_force_from(), "{date}");
        assert_eq!(policy.map(|it| it.name().edition()).ok(), ReservationEdition::in_force_on(date).ok());
        assert_eq!(
            SoftwareEdition::in_force_on(date).is_ok(),
            date >= SoftwareEdition::ALL[0].in_force_from(),
            "{date}"
        );
        let list = MarketList::in_force_on(date);
        assert!(list.is_ok_and(|it| it.id().first_date() <= date) || list.is_err_and(|it| date < it.first), "{date}");
        assert_eq!(PermissionEdition::in_force_on(date).is_err(), date < "2020-05-01".parse().unwrap(), "{date}");
        for edition in ReservationEdition::ALL {
            let _listed = ReservationPolicy::edition(edition).not_refundable_on(date);
        }
        let next = InvoiceMonth::next_after(date);
        assert!((1..=12).contains(&next.month()), "{date}");
        for day in 0..=u8::MAX {
            let Ok(day) = BillingDay::new(day) else { continue };
            let billed = InvoiceMonth::next_billed(date, day);
            assert!(billed <= next, "{date} {day:?}");
        }
    }
}

#[test]
fn windows_end_after_they_open_or_past_the_calendar() {
    for opened in instants() {
        for count in [0, 1, 7, 30, 60, 168, u32::MAX] {
            for window in [CancellationWindow::days(count), CancellationWindow::hours(count)] {
                if let Some(last) = window.last_moment(opened) {
                    assert!(last.date_naive() >= opened.date_naive(), "{opened} {window}");
                }
            }
        }
        let windows = [1, 12, 365, u16::MAX].map(|count| core::num::NonZeroU16::new(count).unwrap());
        let days = windows.map(CapWindow::RollingDays);
        let months = windows.map(CapWindow::RollingMonths);
        for window in days.into_iter().chain(months).chain([CapWindow::CalendarYear]) {
            assert!(window.expiry(opened).is_none_or(|expiry| expiry > opened), "{opened} {window}");
        }
    }
}

#[test]
fn instants_are_written_so_that_they_are_read_back() {
    for instant in instants() {
        let text = rfc3339(instant);
        assert_eq!(text.parse::<DateTime<Utc>>().map_err(|error| format!("{text}: {error}")), Ok(instant));
    }
}

#[test]
fn activity_is_listed_by_whole_days_up_to_both_ends_of_the_calendar() {
    let user = UserId::new("mei@partner.example").unwrap();
    let records: Vec<KeyActivity> =
        instants().into_iter().map(|at| KeyActivity::new(user.clone(), KeyActivityKind::KeyAccessed, at)).collect();
    let all = activity_between(&records, NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(all.count(), records.len());
    for from in dates() {
        for to in dates() {
            match activity_between(&records, from, to) {
                Ok(found) => assert!(found.into_iter().all(|it| (from..=to).contains(&it.at().date_naive()))),
                Err(error) => assert!(to < from, "{error}"),
            }
        }
    }
}
