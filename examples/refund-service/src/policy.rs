//! Which policy the service decides by: the operator's choice, never the client's.

use chrono::{DateTime, Utc};
use reservation_policy::ReservationPolicy;

use crate::failure::ErrorBody;

/// The policy by name, or the edition in force on the day.
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
        let policy = ReservationPolicy::named(name).map_err(|error| format!("{error}, or `in-force`"))?;
        Ok(Self::Named(Box::new(policy)))
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
    pub fn at(&self, at: DateTime<Utc>) -> Result<ReservationPolicy, ErrorBody> {
        match self {
            Self::InForce => {
                let policy = ReservationPolicy::in_force_on(at.date_naive());
                policy.map_err(|error| ErrorBody::invalid("policy", error))
            }
            Self::Named(policy) => Ok(ReservationPolicy::clone(policy)),
        }
    }

    /// Refuses a request that expects another policy than the one that decides.
    pub fn check_expected(&self, expected: Option<&str>, decides: &ReservationPolicy) -> Result<(), ErrorBody> {
        let name = decides.name().to_string();
        match expected {
            None => Ok(()),
            Some("in-force") if matches!(self, Self::InForce) => Ok(()),
            Some(expected) if expected == name => Ok(()),
            Some(expected) => {
                let shown: String = expected.chars().take(40).collect();
                let message =
                    format!("is `{shown}`, but this service decides by `{name}`: expected that, or no policy");
                Err(ErrorBody::invalid("policy", message))
            }
        }
    }
}
