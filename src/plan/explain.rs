//! A plan as a table that a person can follow.

use core::fmt;

use super::Plan;
use crate::calendar::rfc3339;

/// The lines of [`Plan::explain`]. It reads the plan and computes nothing.
#[derive(Debug, Clone, Copy)]
pub struct PlanExplanation<'a> {
    plan: &'a Plan,
}

impl Plan {
    /// The plan as a table: each step with its amounts and what is left of the cap, what stays and why, and the bound.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::plan::{self, Wish};
    /// use reservation_policy::{
    ///     Price, RefundLedger, Request, Requester, Reservation, ReservationPolicy, ResourceType, Term,
    /// };
    ///
    /// let vm = Reservation::builder(ResourceType::VirtualMachines, "2026-01-01".parse()?, Term::OneYear)
    ///     .upfront(Price::usd("365.00 USD".parse()?)?)
    ///     .build()?;
    /// let request = Request::new("2026-01-31T09:00:00Z".parse()?, Requester::Owner);
    /// let policy = ReservationPolicy::in_force_on(request.date())?;
    /// let plan = plan::returns(&policy, &RefundLedger::new(), &[Wish::new(vm.all())], &request)?;
    /// assert!(plan.explain().to_string().contains("recovers 335.00 USD; no plan recovers more than 335.00 USD"));
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    #[must_use]
    pub const fn explain(&self) -> PlanExplanation<'_> {
        PlanExplanation { plan: self }
    }
}

impl PlanExplanation<'_> {
    fn steps(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = vec![["at", "wish", "units", "refund", "never paid", "counts", "cap left"].map(str::to_owned)];
        for step in &self.plan.steps {
            rows.push([
                rfc3339(step.at),
                step.wish.to_string(),
                step.returned.quantity().to_string(),
                step.billed.refund.to_string(),
                step.billed.remaining_commitment.to_string(),
                step.counts.to_string(),
                step.cap_remaining_after.to_string(),
            ]);
        }
        table(&rows, f)
    }

    fn waiting(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = vec![["wish", "from", "at once", "lost a day", "recovered", "lost"].map(str::to_owned)];
        for one in &self.plan.waiting {
            rows.push([
                one.wish.to_string(),
                one.first_day.to_string(),
                one.at_once.to_string(),
                one.lost_per_day.to_string(),
                one.recovered.to_string(),
                one.lost.to_string(),
            ]);
        }
        table(&rows, f)
    }
}

/// Rows with columns of one width, numbers to the right.
fn table<const N: usize>(rows: &[[String; N]], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut widths = [0_usize; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str("  ");
            line.extend(core::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
            line.push_str(cell);
        }
        writeln!(f, "{line}")?;
    }
    Ok(())
}

impl fmt::Display for PlanExplanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = self.plan;
        writeln!(f, "plan of {} under policy {}", rfc3339(plan.request.at), plan.policy)?;
        if plan.steps.is_empty() {
            writeln!(f, "  no return")?;
        } else {
            self.steps(f)?;
        }
        write!(f, "recovers {}; no plan recovers more than {}", plan.recovered, plan.upper_bound)?;
        writeln!(f, " (gap {})", plan.gap)?;
        if !plan.waiting.is_empty() {
            writeln!(f, "what waiting costs")?;
            self.waiting(f)?;
        }
        for one in &plan.unreturned {
            writeln!(f, "not returned: {} of wish {}: {} ({})", one.units, one.wish, one.reason, one.reason.rule())?;
        }
        for hint in &plan.hints {
            write!(f, "outside the cap: wish {} by {} for at least {}", hint.wish, hint.kind, hint.new_total_from)?;
            writeln!(f, ", saves {} ({})", hint.lost_to_the_cap, hint.rule)?;
        }
        Ok(())
    }
}
