//! Which policy the service decides by: the operator's choice, never the client's.

use chrono::{DateTime, Utc};
use reservation_policy::azure::InvalidFacts;
use reservation_policy::policy::ReservationPolicy;

/// The policy by name, or whichever edition is in force on the day.
#[derive(Debug, Clone)]
pub enum PolicySetting {
    /// The edition in force on the UTC date of the decision.
    InForce,
    /// Always this one.
    Named(Box<ReservationPolicy>),
}

impl std::str::FromStr for PolicySetting {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        if name == "in-force" {
            return Ok(Self::InForce);
        }
        ReservationPolicy::from_name(name)
            .map(|policy| Self::Named(Box::new(policy)))
            .map_err(|error| format!("{error}, or `in-force`"))
    }
}

impl PolicySetting {
    /// `in-force`, or the policy's name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::InForce => "in-force".to_owned(),
            Self::Named(policy) => policy.name().to_string(),
        }
    }

    /// The policy that decides at an instant.
    pub fn at(&self, at: DateTime<Utc>) -> Result<ReservationPolicy, InvalidFacts> {
        match self {
            Self::InForce => {
                ReservationPolicy::in_force_on(at.date_naive()).map_err(|error| InvalidFacts::invalid("policy", error))
            }
            Self::Named(policy) => Ok(ReservationPolicy::clone(policy)),
        }
    }

    /// Refuses a request that expects another policy than the one that decides.
    pub fn check_expected(&self, expected: Option<&str>, decides: &ReservationPolicy) -> Result<(), InvalidFacts> {
        let Some(expected) = expected else { return Ok(()) };
        let is_setting = expected == "in-force" && matches!(self, Self::InForce);
        if is_setting || expected == decides.name().to_string() {
            return Ok(());
        }
        let shown: String = expected.chars().take(40).collect();
        let message =
            format!("is `{shown}`, but this service decides by `{}`: expected that, or no policy", decides.name());
        Err(InvalidFacts::invalid("policy", message))
    }
}
