//! A permission: for what, and when it was on.

use chrono::{DateTime, Utc};

use super::{PermissionKind, Subscription};
use crate::calendar::rfc3339;

/// A time during which a permission was on: from an instant up to, and without, another.
///
/// # Examples
///
/// ```
/// use chrono::DateTime;
/// use reservation_policy::permission::OnPeriod;
///
/// let period = OnPeriod::since(DateTime::UNIX_EPOCH);
/// assert_eq!((period.from(), period.until()), (DateTime::UNIX_EPOCH, None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct OnPeriod {
    from: DateTime<Utc>,
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    until: Option<DateTime<Utc>>,
}

impl OnPeriod {
    /// On since this instant, with no end yet.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::OnPeriod;
    ///
    /// let period = OnPeriod::since("2021-05-17T09:00:00Z".parse()?);
    /// assert_eq!(period.until(), None, "still on");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn since(from: DateTime<Utc>) -> Self {
        Self { from, until: None }
    }

    /// The same period, ended at this instant.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::permission::OnPeriod;
    ///
    /// let (monday, friday) = ("2021-05-17T09:00:00Z".parse()?, "2021-05-21T17:00:00Z".parse()?);
    /// assert_eq!(OnPeriod::since(monday).ended(friday).until(), Some(friday));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn ended(self, until: DateTime<Utc>) -> Self {
        Self { from: self.from, until: Some(until) }
    }

    /// The first instant.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::permission::OnPeriod;
    /// let monday = "2021-05-17T09:00:00Z".parse()?;
    /// assert_eq!(OnPeriod::since(monday).from(), monday);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn from(&self) -> DateTime<Utc> {
        self.from
    }

    /// The first instant at which it was off again; none while it is on.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::permission::OnPeriod;
    /// let (monday, friday) = ("2021-05-17T09:00:00Z".parse()?, "2021-05-21T17:00:00Z".parse()?);
    /// assert_eq!(OnPeriod::since(monday).until(), None);
    /// assert_eq!(OnPeriod::since(monday).ended(friday).until(), Some(friday));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn until(&self) -> Option<DateTime<Utc>> {
        self.until
    }

    fn contains(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// The last instant that is known of it.
    fn last_change(&self) -> DateTime<Utc> {
        self.until.unwrap_or(self.from)
    }
}

/// The permission of one customer to buy one kind of product for one subscription.
///
/// It remembers every time during which it was on, so that it can be asked about purchases of the past. In JSON the
/// periods are checked: in order, apart, and only the last without an end.
///
/// # Rules
///
/// `CSP-01`, `CSP-04`; off by default, `CSP-05`.
///
/// # Examples
///
/// ```
/// use reservation_policy::permission::{
///     CustomerId, CustomerPermission, PartnerId, PermissionKind, Subscription, SubscriptionId,
/// };
///
/// let id = SubscriptionId::new("sub-1")?;
/// let subscription = Subscription::new(id, PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
/// let permission = CustomerPermission::new(subscription, PermissionKind::AzureReservations);
/// assert!(!permission.is_on());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "serde_impls::Wire"))]
pub struct CustomerPermission {
    subscription: Subscription,
    kind: PermissionKind,
    periods: Vec<OnPeriod>,
}

/// Periods that can't have been.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/permission.txt")]
/// // It can't be turned on again on Monday when it was off only on Friday.
/// let past = vec![OnPeriod::since(monday).ended(friday), OnPeriod::since(monday)];
/// let invalid = CustomerPermission::with_periods(subscription, PermissionKind::AzureReservations, past).unwrap_err();
/// assert!(invalid.to_string().starts_with("period `2` of the permission begins before the one before it ended"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "period `{number}` of the permission begins before the one before it ended, or ends before it began, expected periods in order and only the last without an end"
)]
#[non_exhaustive]
pub struct InvalidPermission {
    /// Which period, counted from 1.
    pub number: usize,
}

/// A change before the last change.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/permission.txt")]
/// let off_again = on.turn_off(edition, &mei, friday)?.into_result()?.into_outcome().into_permission();
/// assert_eq!(
///     off_again.turn_on(edition, &wish).unwrap_err().to_string(),
///     "the change at `2021-05-17T09:00:00Z` is before the last one, expected `2021-05-21T17:00:00Z` or later"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the change at `{}` is before the last one, expected `{}` or later", rfc3339(*at), rfc3339(*last))]
#[non_exhaustive]
pub struct InvalidChange {
    /// When the change was made.
    pub at: DateTime<Utc>,
    /// When the last one was made.
    pub last: DateTime<Utc>,
}

impl CustomerPermission {
    /// A permission that has never been on.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let permission = CustomerPermission::new(subscription, PermissionKind::AzureReservations);
    /// assert!(!permission.is_on() && permission.periods().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(subscription: Subscription, kind: PermissionKind) -> Self {
        Self { subscription, kind, periods: Vec::new() }
    }

    /// A permission with a past.
    ///
    /// # Errors
    ///
    /// [`InvalidPermission`] unless the periods are in order, don't overlap, and all but the last have an end.
    ///
    /// # Examples
    ///
    /// ```
    /// use chrono::DateTime;
    /// use reservation_policy::permission::{
    ///     CustomerId, CustomerPermission, OnPeriod, PartnerId, PermissionKind, Subscription, SubscriptionId,
    /// };
    ///
    /// let id = SubscriptionId::new("sub-1")?;
    /// let subscription = Subscription::new(id, PartnerId::new("contoso")?, CustomerId::new("fabrikam")?);
    /// let past = vec![OnPeriod::since(DateTime::UNIX_EPOCH)];
    /// let permission = CustomerPermission::with_periods(subscription, PermissionKind::AzureReservations, past)?;
    /// assert!(permission.is_on());
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn with_periods(
        subscription: Subscription,
        kind: PermissionKind,
        periods: Vec<OnPeriod>,
    ) -> Result<Self, InvalidPermission> {
        let mut earliest = Some(DateTime::<Utc>::MIN_UTC);
        for (number, period) in (1..).zip(&periods) {
            let after_the_one_before = earliest.is_some_and(|earliest| earliest <= period.from);
            if !after_the_one_before || period.until.is_some_and(|until| until < period.from) {
                return Err(InvalidPermission { number });
            }
            // Nothing can follow a period without an end.
            earliest = period.until;
        }
        Ok(Self { subscription, kind, periods })
    }

    /// The subscription that it is for, with the partner and the customer.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(off.subscription().customer().as_str(), "fabrikam");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn subscription(&self) -> &Subscription {
        &self.subscription
    }

    /// What may be bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// assert_eq!(off.kind().to_string(), "Azure reservations");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> PermissionKind {
        self.kind
    }

    /// When it was on, earliest first.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// // Turned on on Monday.
    /// assert_eq!(on.periods(), [OnPeriod::since(monday)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn periods(&self) -> &[OnPeriod] {
        &self.periods
    }

    /// Whether it is on after the last change.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// let off_again = on.turn_off(edition, &mei, friday)?.into_result()?.into_outcome().into_permission();
    /// assert!(on.is_on() && !off_again.is_on());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.periods.last().is_some_and(|period| period.until.is_none())
    }

    /// Whether it was on at an instant: at the one at which it was turned on, not at the one at which it was turned
    /// off.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/permission.txt")]
    /// // On since Monday, 9:00, off since Friday, 17:00.
    /// let off_again = on.turn_off(edition, &mei, friday)?.into_result()?.into_outcome().into_permission();
    /// assert!(off_again.was_on(monday) && !off_again.was_on(friday));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn was_on(&self, at: DateTime<Utc>) -> bool {
        self.periods.iter().any(|period| period.contains(at))
    }

    pub(super) fn check_order(&self, at: DateTime<Utc>) -> Result<(), InvalidChange> {
        match self.periods.last().map(OnPeriod::last_change) {
            Some(last) if at < last => Err(InvalidChange { at, last }),
            _ => Ok(()),
        }
    }

    /// The same permission, on since an instant that was checked before.
    pub(super) fn begun(&self, at: DateTime<Utc>) -> Self {
        let mut begun = self.clone();
        begun.periods.push(OnPeriod::since(at));
        begun
    }

    /// The same permission, off since an instant that was checked before.
    pub(super) fn ended(&self, at: DateTime<Utc>) -> Self {
        let mut ended = self.clone();
        if let Some(last) = ended.periods.last_mut() {
            *last = last.ended(at);
        }
        ended
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use super::{CustomerPermission, InvalidPermission, OnPeriod, PermissionKind, Subscription};

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    pub(super) struct Wire {
        subscription: Subscription,
        kind: PermissionKind,
        periods: Vec<OnPeriod>,
    }

    impl TryFrom<Wire> for CustomerPermission {
        type Error = InvalidPermission;

        fn try_from(wire: Wire) -> Result<Self, InvalidPermission> {
            Self::with_periods(wire.subscription, wire.kind, wire.periods)
        }
    }
}
