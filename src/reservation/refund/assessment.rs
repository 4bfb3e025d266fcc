//! A refund as decided: the quote, and where it leaves the cap.

use chrono::{DateTime, Utc};

use super::{RefundQuote, RefundReason};
use crate::money::UsdAmount;
use crate::policy::reservation::Channel;
use crate::reservation::cap::{CapPosition, Release};

/// What was worked out for a return, whatever the verdict.
///
/// # Examples
///
/// Refused, and worked out all the same:
///
/// ```
#[doc = include_str!("../../../docs/snippets/refund_over_cap.txt")]
/// let refund = decision.outcome();
/// assert!(!decision.is_approved());
/// assert_eq!(refund.quote().billing().refund.to_string(), "1.80 USD");
/// assert_eq!(refund.cap().counted().to_string(), "25.74"); // with the nine payments that end
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// assert_eq!(decision.outcome().quote().billing().refund.to_string(), "1.80 USD");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn quote(&self) -> &RefundQuote {
        &self.quote
    }

    /// Where it leaves the cap.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// assert_eq!(decision.outcome().cap().remaining_after().to_string(), "18.20");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn cap(&self) -> &CapAssessment {
        &self.cap
    }

    /// How it is asked for.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// assert_eq!(decision.outcome().channel(), Channel::SelfService);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `CON-05`, `L-15`; `ELIG-01` for US Government customers on an Enterprise Agreement.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        self.channel
    }
}

/// A refund against the cap, in US dollars.
///
/// # Examples
///
/// 20 of the 50,000 US dollars are left, and 25.74 would count:
///
/// ```
#[doc = include_str!("../../../docs/snippets/refund_over_cap.txt")]
/// // 49980 of the 50000 US dollars were refunded in April.
/// assert_eq!((cap.remaining_before().to_string(), cap.counted().to_string()), ("20.00".into(), "25.74".into()));
/// assert!(!cap.fits());
/// assert_eq!(cap.earliest().map(|at| at.to_string()).as_deref(), Some("2023-04-01 09:00:00 UTC"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CAP-03`, `L-04`, `L-06`, `L-22`, `AMB-07`, `AMB-08`, `AMB-09`.
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
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_over_cap.txt")]
    /// assert_eq!(cap.counted().to_string(), "25.74"); // as written: 1.80 and nine payments of 2.66 that end
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn counted(&self) -> UsdAmount {
        self.counted
    }

    /// The cap.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// assert_eq!(cap.limit(), UsdAmount::from_dollars(50_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn limit(&self) -> UsdAmount {
        self.limit
    }

    /// What earlier refunds have used of it.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// // 49980 of the 50000 US dollars were refunded in April.
    /// assert_eq!(cap.used_before().to_string(), "49980.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn used_before(&self) -> UsdAmount {
        self.used_before
    }

    /// What is left of it before this refund.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// // 49980 of the 50000 US dollars were refunded in April.
    /// assert_eq!(cap.remaining_before().to_string(), "20.00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn remaining_before(&self) -> UsdAmount {
        self.limit.saturating_sub(self.used_before)
    }

    /// What is left of it after: less by what counts when the refund is approved, the same when it is not.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// // 49980 of the 50000 US dollars were refunded in April.
    /// assert_eq!((cap.counted().to_string(), cap.remaining_after().to_string()), ("1.80".into(), "18.20".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn remaining_after(&self) -> UsdAmount {
        if self.allowed { self.remaining_before().saturating_sub(self.counted) } else { self.remaining_before() }
    }

    /// Whether it fits under the cap now. Exactly the limit does.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_over_cap.txt")]
    /// // 49980 of the 50000 US dollars were refunded in April.
    /// assert!(!cap.fits(), "25.74 is more than the 20.00 that are left");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.fits
    }

    /// The first instant at which this amount fits, from now on, as earlier refunds age out of the window.
    ///
    /// Now, when it fits already; `None` when it is above the whole limit. Later the amount itself will have
    /// changed: ask again then.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_over_cap.txt")]
    /// // 49980 of the 50000 US dollars were refunded on 1 April 2022, and leave the window 365 days later.
    /// assert_eq!(cap.earliest().map(|at| at.to_string()).as_deref(), Some("2023-04-01 09:00:00 UTC"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn earliest(&self) -> Option<DateTime<Utc>> {
        self.earliest
    }

    /// When the next part of the cap comes back, and how much; `None` when nothing is used.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/refund_under_cap.txt")]
    /// // 49980 of the 50000 US dollars were refunded in April.
    /// let release = cap.next_release().ok_or("nothing is used")?;
    /// assert_eq!(release.amount(), UsdAmount::from_dollars(49_980));
    /// assert_eq!(release.at().to_string(), "2023-04-01 09:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
