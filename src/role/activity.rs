//! Who looked at keys or downloaded software, and when.

use chrono::{DateTime, NaiveDate, Utc};

use super::UserId;

/// What was done with software or its keys.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId};
///
/// let (user, at) = (UserId::new("mei@partner.example")?, "2021-03-08T09:30:00Z".parse()?);
/// let log = [
///     KeyActivity::new(user.clone(), KeyActivityKind::KeyAccessed, at),
///     KeyActivity::new(user, KeyActivityKind::SoftwareDownloaded, at),
/// ];
/// let downloads = log.iter().filter(|record| record.kind() == KeyActivityKind::SoftwareDownloaded);
/// assert_eq!(downloads.count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum KeyActivityKind {
    /// A key was looked at.
    KeyAccessed,
    /// Software was downloaded.
    SoftwareDownloaded,
}

/// One line of the activity log: a user, what they did, and when.
///
/// # Examples
///
/// ```
/// use chrono::DateTime;
/// use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId};
///
/// let user = UserId::new("mei@partner.example")?;
/// let record = KeyActivity::new(user, KeyActivityKind::KeyAccessed, DateTime::UNIX_EPOCH);
/// assert_eq!(record.user().as_str(), "mei@partner.example");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `ACT-01`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
pub struct KeyActivity {
    user: UserId,
    kind: KeyActivityKind,
    at: DateTime<Utc>,
}

impl KeyActivity {
    /// A line of the log.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId};
    /// let at = "2021-03-08T09:30:00Z".parse()?;
    /// let record = KeyActivity::new(UserId::new("mei@partner.example")?, KeyActivityKind::SoftwareDownloaded, at);
    /// assert_eq!(record.at(), at);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(user: UserId, kind: KeyActivityKind, at: DateTime<Utc>) -> Self {
        Self { user, kind, at }
    }

    /// Who did it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId};
    /// # let at = "2021-03-08T09:30:00Z".parse()?;
    /// let record = KeyActivity::new(UserId::new("mei@partner.example")?, KeyActivityKind::KeyAccessed, at);
    /// assert_eq!(record.user().to_string(), "mei@partner.example");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn user(&self) -> &UserId {
        &self.user
    }

    /// What was done.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId};
    /// # let at = "2021-03-08T09:30:00Z".parse()?;
    /// let record = KeyActivity::new(UserId::new("mei@partner.example")?, KeyActivityKind::KeyAccessed, at);
    /// assert_eq!(record.kind(), KeyActivityKind::KeyAccessed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn kind(&self) -> KeyActivityKind {
        self.kind
    }

    /// When.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId};
    /// let at = "2021-03-08T09:30:00+01:00".parse()?;
    /// let record = KeyActivity::new(UserId::new("mei@partner.example")?, KeyActivityKind::KeyAccessed, at);
    /// assert_eq!(record.at().to_string(), "2021-03-08 08:30:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// A first day after the last.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::activity_between;
///
/// let range = activity_between(&[], "2021-03-09".parse()?, "2021-03-08".parse()?);
/// let Err(empty) = range else { return Err("the first day is after the last".into()) };
/// assert_eq!(
///     empty.to_string(),
///     "the activity from `2021-03-09` to `2021-03-08` is empty, expected a last day that is not before the first"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the activity from `{from}` to `{to}` is empty, expected a last day that is not before the first")]
#[non_exhaustive]
pub struct InvalidDateRange {
    /// The first UTC date that was given.
    pub from: NaiveDate,
    /// The last UTC date that was given.
    pub to: NaiveDate,
}

/// The records from one day to another, in the order in which they came.
///
/// Days are whole UTC days, and both ends are inside: a log asked for one day shows all of that day. Nothing is
/// copied.
///
/// # Errors
///
/// [`InvalidDateRange`] when `from` is after `to`.
///
/// # Rules
///
/// `ACT-01`, `AMB-18`. Who may ask is [`ViewSoftwareActivity`](super::Capability::ViewSoftwareActivity).
///
/// # Examples
///
/// ```
/// use chrono::{NaiveDate, NaiveTime};
/// use reservation_policy::role::{KeyActivity, KeyActivityKind, UserId, activity_between};
///
/// let march = |day| NaiveDate::from_ymd_opt(2021, 3, day).unwrap_or_default();
/// let at = march(8).and_time(NaiveTime::MIN).and_utc();
/// let log = [KeyActivity::new(UserId::new("mei@partner.example")?, KeyActivityKind::KeyAccessed, at)];
///
/// assert_eq!(activity_between(&log, march(7), march(8))?.count(), 1);
/// assert_eq!(activity_between(&log, march(9), march(10))?.count(), 0);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
pub fn activity_between(
    records: &[KeyActivity],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<impl Iterator<Item = &KeyActivity>, InvalidDateRange> {
    if from > to {
        return Err(InvalidDateRange { from, to });
    }
    Ok(records.iter().filter(move |record| (from..=to).contains(&record.at.date_naive())))
}
