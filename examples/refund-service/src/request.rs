//! From the JSON of a request to the facts that the library decides on.

use chrono::{DateTime, Utc};
use reservation_policy::json::read_return;
use reservation_policy::{Error, QuestionError, Request, Returned};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::failure::ErrorBody;

/// Who shares one cap, and so one ledger: the id of a billing scope.
///
/// Ids of Azure that differ only by case are the same, and so are these.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope(String);

impl Scope {
    const MAX_CHARS: usize = 512;

    /// A scope by its id.
    pub fn new(text: &str) -> Result<Self, ErrorBody> {
        let id = text.trim().trim_end_matches('/');
        let is_good = !id.is_empty() && id.chars().count() <= Self::MAX_CHARS && !id.chars().any(char::is_control);
        if !is_good {
            let message = format!("is not a billing scope, expected 1 to {} printable characters", Self::MAX_CHARS);
            return Err(ErrorBody::invalid("scope", message));
        }
        Ok(Self(id.to_lowercase()))
    }

    /// The id, in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who sent a request, as far as the service was told: for the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller(String);

impl Caller {
    /// A caller by name, at most 200 characters of it.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.chars().filter(|character| !character.is_control()).take(200).collect())
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// The members of `POST /quote` that are the service's own. The others are those of the library's `calculateRefund`.
#[derive(Debug, Deserialize)]
pub struct QuoteLine {
    scope: Option<String>,
    /// The policy that the client expects.
    pub policy: Option<String>,
}

impl QuoteLine {
    /// Whose ledger.
    pub fn scope(&self) -> Result<Scope, ErrorBody> {
        Scope::new(self.scope.as_deref().ok_or_else(|| ErrorBody::invalid("scope", "is missing"))?)
    }
}

/// What is returned, and who asks when.
pub fn question(body: &str, at: DateTime<Utc>) -> Result<(Returned, Request), ErrorBody> {
    Ok(read_return(body, at, &["scope", "policy"])?)
}

/// Reads a shape; an error names the member.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, ErrorBody> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let target = error.path().to_string();
        ErrorBody::invalid(if target == "." { "" } else { &target }, error.inner())
    })?;
    reader.end().map_err(|error| ErrorBody::invalid("", error))?;
    Ok(value)
}

/// The error of a question, with the member that it is about.
#[must_use]
pub fn question_error(error: &Error) -> ErrorBody {
    let target = match error {
        Error::Question(QuestionError::BeforePurchase { .. } | QuestionError::AfterTerm { .. }) => "reservation",
        Error::Question(QuestionError::FeeRateMissing { .. }) => "earlyTerminationFeeRate",
        _ => "order.properties.planInformation.transactions",
    };
    ErrorBody::invalid(target, error)
}
