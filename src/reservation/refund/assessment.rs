//! A refund as decided: the quote, and where it leaves the cap.

use chrono::{DateTime, Utc};

use super::{RefundQuote, RefundReason};
use crate::money::UsdAmount;
use crate::policy::reservation::Channel;
use crate::reservation::cap::{CapPosition, Release};

/// What was worked out for a return, whatever the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    quote: RefundQuote,
    cap: CapAssessment,
    channel: Channel,
}

impl Refund {
    pub(super) const fn new(quote: RefundQuote, cap: CapAssessment, channel: Channel) -> Self {
        Self { quote, cap, channel }
    }

    /// The amounts.
    #[must_use]
    pub const fn quote(&self) -> &RefundQuote {
        &self.quote
    }

    /// Where it leaves the cap.
    #[must_use]
    pub const fn cap(&self) -> &CapAssessment {
        &self.cap
    }

    /// How it is asked for.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }
}

/// A refund against the cap, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapAssessment {
    counted: UsdAmount,
    limit: UsdAmount,
    used_before: UsdAmount,
    fits: bool,
    allowed: bool,
    earliest: Option<DateTime<Utc>>,
    next_release: Option<Release>,
}

impl CapAssessment {
    /// What this refund counts toward the cap: the refund, or the cancelled commitment, as the policy says.
    #[must_use]
    pub const fn counted(&self) -> UsdAmount {
        self.counted
    }

    /// The cap.
    #[must_use]
    pub const fn limit(&self) -> UsdAmount {
        self.limit
    }

    /// What earlier refunds have used of it.
    #[must_use]
    pub const fn used_before(&self) -> UsdAmount {
        self.used_before
    }

    /// What is left of it before this refund.
    #[must_use]
    pub const fn remaining_before(&self) -> UsdAmount {
        self.limit.saturating_sub(self.used_before)
    }

    /// What is left of it after: less by what counts when the refund is approved, the same when it is not.
    #[must_use]
    pub const fn remaining_after(&self) -> UsdAmount {
        if self.allowed { self.remaining_before().saturating_sub(self.counted) } else { self.remaining_before() }
    }

    /// Whether it fits under the cap now. Exactly the limit does.
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.fits
    }

    /// The first instant at which this amount fits, from now on, as earlier refunds age out of the window.
    ///
    /// Now, when it fits already; `None` when it is above the whole limit. Later the amount itself will have
    /// changed: ask again then.
    #[must_use]
    pub const fn earliest(&self) -> Option<DateTime<Utc>> {
        self.earliest
    }

    /// When the next part of the cap comes back, and how much; `None` when nothing is used.
    #[must_use]
    pub const fn next_release(&self) -> Option<Release> {
        self.next_release
    }
}

/// Looks at the cap, and adds the reason when the refund does not fit.
#[inline(always)]
pub(super) fn assess_cap(
    position: &CapPosition<'_>,
    counted: UsdAmount,
    reasons: &mut Vec<RefundReason>,
) -> CapAssessment {
    let (limit, used_before, fits) = (position.cap().limit(), position.used(), position.fits(counted));
    let earliest = if fits { Some(position.at()) } else { note_excess(*position, counted, reasons) };
    let next_release = position.next_release();
    CapAssessment { counted, limit, used_before, fits, allowed: reasons.is_empty(), earliest, next_release }
}

/// Adds the reason, and returns the first instant at which the amount fits.
#[cold]
#[inline(never)]
fn note_excess(
    position: CapPosition<'_>,
    requested: UsdAmount,
    reasons: &mut Vec<RefundReason>,
) -> Option<DateTime<Utc>> {
    let (remaining, limit) = (position.remaining(), position.cap().limit());
    let earliest = position.earliest_fit(requested);
    reasons.push(RefundReason::CapExceeded { requested, remaining, limit, earliest });
    earliest
}
