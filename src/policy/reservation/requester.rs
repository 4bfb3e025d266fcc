//! Who may ask for a return or an exchange, and by which way.

use core::fmt;

/// Who asks for a return or an exchange.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Requester;
///
/// let policy = ReservationPolicy::from_name("2020-07")?;
/// assert!(policy.who_may().contains(Requester::ReservationAdministrator));
/// assert!(!policy.who_may().contains(Requester::Customer), "told to ask the partner");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `OWN-01`, `OWN-02`, `CSP-14`, `L-14`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Requester {
    /// The owner of the reservation.
    Owner,
    /// An administrator of the reservation order.
    ReservationAdministrator,
    /// The customer of a CSP partner.
    Customer,
    /// The CSP partner, for a customer.
    Partner,
    /// Anyone else.
    Other,
}

impl Requester {
    /// Everyone there is.
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::ReservationAdministrator, Self::Customer, Self::Partner, Self::Other];

    const fn bit(self) -> u8 {
        match self {
            Self::Owner => 1,
            Self::ReservationAdministrator => 2,
            Self::Customer => 4,
            Self::Partner => 8,
            Self::Other => 16,
        }
    }
}

impl fmt::Display for Requester {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Owner => "the owner of the reservation",
            Self::ReservationAdministrator => "an administrator of the reservation order",
            Self::Customer => "the customer",
            Self::Partner => "the partner",
            Self::Other => "somebody else",
        })
    }
}

/// A set of those who may ask.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::reservation::{Requester, RequesterSet};
///
/// let set = RequesterSet::NONE.with(Requester::Owner).with(Requester::Partner);
/// assert!(set.contains(Requester::Partner) && !set.contains(Requester::Customer));
/// assert_eq!(set.to_string(), "the owner of the reservation or the partner");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RequesterSet {
    bits: u8,
}

impl RequesterSet {
    /// Nobody.
    pub const NONE: Self = Self { bits: 0 };

    /// The set and one more.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{Requester, RequesterSet};
    ///
    /// const OWNER: RequesterSet = RequesterSet::NONE.with(Requester::Owner);
    /// assert_eq!(OWNER.to_string(), "the owner of the reservation");
    /// ```
    #[must_use]
    pub const fn with(self, requester: Requester) -> Self {
        Self { bits: self.bits | requester.bit() }
    }

    /// Whether one is in it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationPolicy;
    /// use reservation_policy::policy::reservation::Requester;
    ///
    /// assert!(!ReservationPolicy::from_name("2019-04")?.who_may().contains(Requester::ReservationAdministrator));
    /// assert!(ReservationPolicy::from_name("2020-07")?.who_may().contains(Requester::ReservationAdministrator));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn contains(self, requester: Requester) -> bool {
        self.bits & requester.bit() != 0
    }

    /// Everyone in it, in the order of [`Requester::ALL`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::reservation::{Requester, RequesterSet};
    ///
    /// let set = RequesterSet::NONE.with(Requester::Partner).with(Requester::Owner);
    /// assert!(set.iter().eq([Requester::Owner, Requester::Partner]));
    /// ```
    pub fn iter(self) -> impl Iterator<Item = Requester> {
        Requester::ALL.into_iter().filter(move |requester| self.contains(*requester))
    }
}

/// The members, joined with "or".
impl fmt::Display for RequesterSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut members = self.iter();
        match members.next() {
            None => f.write_str("nobody"),
            Some(first) => {
                write!(f, "{first}")?;
                members.try_for_each(|member| write!(f, " or {member}"))
            }
        }
    }
}

/// How a return or an exchange is asked for.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::Channel;
///
/// assert_eq!(*ReservationPolicy::from_name("2018-10")?.channel(), Channel::SupportRequest);
/// assert_eq!(*ReservationPolicy::from_name("2020-07")?.channel(), Channel::SelfService);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CON-05`: by support request (`NAV-06`, `NAV-07`) or self-service (`L-15`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Channel {
    /// In the portal or by the API.
    SelfService,
    /// By a request to support.
    SupportRequest,
}

/// What goes for US Government customers on an Enterprise Agreement.
///
/// # Examples
///
/// ```
/// use reservation_policy::policy::ReservationPolicy;
/// use reservation_policy::policy::reservation::UsGovernmentEnterprise;
///
/// let policy = ReservationPolicy::from_name("2019-04")?;
/// assert_eq!(*policy.us_government_enterprise(), UsGovernmentEnterprise::SupportRequestOnly);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UsGovernmentEnterprise {
    /// The policy does not single them out.
    NotMentioned,
    /// No self-service return or exchange (`ELIG-01`): support does it.
    SupportRequestOnly,
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{Requester, RequesterSet};

    impl Serialize for RequesterSet {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq(self.iter())
        }
    }

    impl<'de> Deserialize<'de> for RequesterSet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let members = Vec::<Requester>::deserialize(deserializer)?;
            Ok(members.into_iter().fold(Self::NONE, Self::with))
        }
    }
}
