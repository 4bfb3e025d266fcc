//! Who asks, under which account, and by which way the answer can be carried out.

use core::fmt;

use crate::parse::ParseError;
use crate::rule::RuleId;

/// Who asks to return or exchange a reservation.
///
/// # Examples
///
/// ```
/// use reservation_policy::Requester;
///
/// assert_eq!("reservationAdministrator".parse::<Requester>()?, Requester::ReservationAdministrator);
/// assert_eq!(Requester::Owner.to_string(), "the owner of the reservation");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Requester {
    /// An owner of the reservation order.
    Owner,
    /// A reservation administrator of the order.
    ReservationAdministrator,
    /// The customer of a partner.
    Customer,
    /// The partner, for a customer.
    Partner,
    /// Anyone else.
    Other,
}

impl Requester {
    /// Every requester.
    pub const ALL: [Self; 5] =
        [Self::Owner, Self::ReservationAdministrator, Self::Customer, Self::Partner, Self::Other];

    /// The name in JSON requests: `reservationAdministrator`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::ReservationAdministrator => "reservationAdministrator",
            Self::Customer => "customer",
            Self::Partner => "partner",
            Self::Other => "other",
        }
    }

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
        f.pad(match self {
            Self::Owner => "the owner of the reservation",
            Self::ReservationAdministrator => "an administrator of the reservation order",
            Self::Customer => "the customer",
            Self::Partner => "the partner",
            Self::Other => "somebody else",
        })
    }
}

impl core::str::FromStr for Requester {
    type Err = ParseError;

    /// Reads the name, or what `Display` prints.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let named = Self::ALL.into_iter().find(|one| one.name() == text || one.to_string() == text);
        named.ok_or_else(|| ParseError::new("a requester", text, crate::text::one_of(Self::ALL.map(Self::name))))
    }
}

/// A set of requesters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RequesterSet {
    bits: u8,
}

impl RequesterSet {
    /// Nobody.
    pub const NONE: Self = Self { bits: 0 };

    /// The set with one more requester.
    #[must_use]
    pub const fn with(self, requester: Requester) -> Self {
        Self { bits: self.bits | requester.bit() }
    }

    /// The requesters of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits }
    }

    /// Whether a requester is in it.
    #[must_use]
    pub const fn contains(self, requester: Requester) -> bool {
        self.bits & requester.bit() != 0
    }

    /// The requesters in it.
    pub fn iter(self) -> impl Iterator<Item = Requester> {
        Requester::ALL.into_iter().filter(move |requester| self.contains(*requester))
    }
}

impl FromIterator<Requester> for RequesterSet {
    fn from_iter<I: IntoIterator<Item = Requester>>(requesters: I) -> Self {
        requesters.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Display for RequesterSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.iter().map(|requester| requester.to_string()).collect();
        f.write_str(if names.is_empty() { "nobody".to_owned() } else { names.join(" or ") }.as_str())
    }
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
            Ok(Vec::<Requester>::deserialize(deserializer)?.into_iter().collect())
        }
    }
}

/// The cloud that the reservation is used in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Cloud {
    /// The commercial cloud.
    #[default]
    Public,
    /// Azure for US Government.
    UsGovernment,
}

/// The agreement that the reservation was bought under, and how it was paid for.
///
/// # Examples
///
/// ```
/// use reservation_policy::account::{EnterpriseStatus, PaidFrom};
/// use reservation_policy::{Account, Request, Requester};
///
/// let account = Account::Enterprise { status: EnterpriseStatus::Active, paid_from: Some(PaidFrom::Overage) };
/// let request = Request::new("2026-04-17T14:05:00Z".parse()?, Requester::Owner).under(account);
/// assert_eq!(request.account, Some(account));
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Account {
    /// An Enterprise Agreement.
    Enterprise {
        /// Whether the agreement still runs.
        status: EnterpriseStatus,
        /// What the purchase was paid from. Needed for the settlement alone.
        paid_from: Option<PaidFrom>,
    },
    /// A Microsoft Customer Agreement.
    MicrosoftCustomer {
        /// How the purchase was paid. Needed for the settlement alone.
        paid_by: Option<PaidBy>,
    },
    /// A pay-as-you-go subscription.
    PayAsYouGo {
        /// How the purchase was paid. Needed for the settlement and for a changed card.
        paid_by: Option<PaidBy>,
    },
    /// Bought through a partner of the Cloud Solution Provider program.
    Csp,
}

/// Whether an Enterprise Agreement still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EnterpriseStatus {
    /// It runs.
    Active,
    /// It expired and was renewed as a new agreement (`ELIG-03`).
    ExpiredAndRenewed,
    /// It expired and was not renewed: needs review (`AMB-20`).
    ExpiredNotRenewed,
}

/// What an Enterprise Agreement purchase was paid from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PaidFrom {
    /// The prepayment (monetary commitment) of the term that still runs.
    Prepayment,
    /// The prepayment of a term that has ended (`SETTLE-04`).
    EndedPrepayment,
    /// An overage invoice.
    Overage,
}

/// How a purchase was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PaidBy {
    /// By invoice or wire transfer.
    Invoice,
    /// By a credit card that is still on file.
    Card,
    /// By a credit card that has changed since (`SETTLE-10`).
    ChangedCard,
}

/// How a return or an exchange is carried out.
///
/// # Examples
///
/// ```
/// use reservation_policy::account::{Channel, PaidBy, SupportCause};
/// use reservation_policy::{Account, Request, Requester, ReservationPolicy};
///
/// let policy = ReservationPolicy::named("2019-04")?;
/// let card = Account::PayAsYouGo { paid_by: Some(PaidBy::ChangedCard) };
/// let request = Request::new("2019-06-01T00:00:00Z".parse()?, Requester::Owner).under(card);
/// assert_eq!(policy.channel_for(&request), Channel::SupportRequest { cause: SupportCause::ChangedCard });
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Channel {
    /// In the portal or through the API.
    SelfService,
    /// By a request to support.
    SupportRequest {
        /// Why self-service is not enough.
        cause: SupportCause,
    },
}

/// Why a return or an exchange goes through support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SupportCause {
    /// The policy has no self-service (`CON-05`).
    Policy,
    /// US Government customers on an Enterprise Agreement have none (`ELIG-01`).
    UsGovernmentEnterprise,
    /// The credit card of the purchase has changed (`SETTLE-10`).
    ChangedCard,
}

impl SupportCause {
    /// The rule behind it.
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::Policy => RuleId::Con05,
            Self::UsGovernmentEnterprise => RuleId::Elig01,
            Self::ChangedCard => RuleId::Settle10,
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SelfService => "self-service",
            Self::SupportRequest { cause: SupportCause::Policy } => "a support request",
            Self::SupportRequest { cause: SupportCause::UsGovernmentEnterprise } => {
                "a support request, as a US Government customer on an Enterprise Agreement"
            }
            Self::SupportRequest { cause: SupportCause::ChangedCard } => {
                "a support request, as the credit card of the purchase has changed"
            }
        })
    }
}
