//! From the JSON of a request to the facts that the library decides on.

use chrono::{DateTime, Utc};
use reservation_policy::azure::{ExactNumber, InvalidFacts, facts, shape};
use reservation_policy::policy::ReservationPolicy;
use reservation_policy::policy::reservation::{PolicyName, Requester};
use reservation_policy::quantity::Rate;
use reservation_policy::reservation::cap::RefundLedger;
use reservation_policy::reservation::refund::RefundReason;
use reservation_policy::reservation::refund::{Refund, RefundError, RefundQuote, RefundRequest, Usage};
use reservation_policy::reservation::{BillingPlan, Reservation, ReservationId};
use reservation_policy::{Decision, Money, Quantity};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// What the library says about a return.
pub type RefundDecision = Decision<Refund, RefundReason, PolicyName>;

/// Who shares one cap, and so one ledger: the id of a billing scope.
///
/// Azure's ids differ by case only when they are the same, and so do these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

impl Scope {
    const MAX_CHARS: usize = 512;

    /// A scope by its id.
    pub fn new(text: &str) -> Result<Self, InvalidFacts> {
        let id = text.trim().trim_end_matches('/');
        let is_good = !id.is_empty() && id.chars().count() <= Self::MAX_CHARS && !id.chars().any(char::is_control);
        if !is_good {
            let message = format!("is no billing scope, expected 1 to {} printable characters", Self::MAX_CHARS);
            return Err(InvalidFacts::invalid("scope", message));
        }
        Ok(Self(id.to_lowercase()))
    }

    /// The id, in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The body of `POST /quote`: the `calculateRefund` line, with the billing scope in place of its ledger.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct QuoteLine {
    operation: Option<String>,
    scope: Option<String>,
    order: Option<shape::ReservationOrder>,
    reservation: Option<shape::Reservation>,
    request: Option<shape::CalculateRefundRequest>,
    requester: Option<String>,
    unused: Option<bool>,
    paid_quantity: Option<ExactNumber>,
    early_termination_fee_rate: Option<String>,
    current_price: Option<shape::Price>,
    policy: Option<String>,
    at: Option<IgnoredAny>,
    refunds: Option<IgnoredAny>,
}

/// A question that was read and makes sense, as far as it can be told without a clock and a ledger.
#[derive(Debug)]
pub struct Ask {
    /// Whose ledger.
    pub scope: Scope,
    /// The policy that the client expects.
    pub expected_policy: Option<String>,
    /// What was bought and what is returned.
    pub facts: Facts,
}

/// What was bought and what is returned.
#[derive(Debug)]
pub struct Facts {
    id: ReservationId,
    reservation: Reservation,
    quantity: Quantity,
    /// How many units the order had at first, where it says so.
    bought: Option<Quantity>,
    requester: Requester,
    usage: Usage,
    fee_rate: Option<Rate>,
    current_price: Option<Money>,
}

/// Reads a shape; an error says at which member.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, InvalidFacts> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let target = error.path().to_string();
        let quantity = target.ends_with("reservationToReturn.quantity");
        let code = if quantity { "InvalidRefundQuantity" } else { "InvalidRequest" };
        InvalidFacts::new(code, if target == "." { String::new() } else { target }, error.inner())
    })?;
    reader.end().map_err(|error| InvalidFacts::invalid("", error))?;
    Ok(value)
}

impl Ask {
    /// Reads a question.
    pub fn read(json: &[u8]) -> Result<Self, InvalidFacts> {
        let line: QuoteLine = read(json)?;
        refuse_what_is_not_the_clients(&line)?;
        let missing = |target: &'static str| move || InvalidFacts::invalid(target, "is missing");
        let scope = Scope::new(line.scope.as_deref().ok_or_else(missing("scope"))?)?;
        let order = line.order.as_ref().ok_or_else(missing("order"))?;
        let own = line.reservation.as_ref().ok_or_else(missing("reservation"))?;
        let request = line.request.as_ref().ok_or_else(missing("request"))?;
        let request = request.properties.as_ref().ok_or_else(missing("request.properties"))?;
        let returned = request.reservation_to_return.as_ref();
        let returned = returned.ok_or_else(missing("request.properties.reservationToReturn"))?;

        let id = facts::returned_id(order, own, returned)?;
        let quantity = facts::quantity(returned.quantity.as_ref(), "request.properties.reservationToReturn.quantity")?;
        let paid = line.paid_quantity.as_ref().map(|paid| facts::quantity(Some(paid), "paidQuantity")).transpose()?;
        let reservation = facts::reservation(order, own, paid)?.with_id(id.clone());
        let bought = order.properties.as_ref().and_then(|properties| properties.original_quantity.as_ref());
        let bought = bought.map(|it| facts::quantity(Some(it), "order.properties.originalQuantity")).transpose()?;
        let fee_rate = line.early_termination_fee_rate.as_deref().map(Rate::parse).transpose();
        let current_price = line.current_price.as_ref().map(|price| facts::money(Some(price), "currentPrice"));
        let facts = Facts {
            id,
            reservation,
            quantity,
            bought,
            requester: requester(line.requester.as_deref())?,
            usage: if line.unused.unwrap_or(true) { Usage::Unused } else { Usage::Used },
            fee_rate: fee_rate.map_err(|error| InvalidFacts::invalid("earlyTerminationFeeRate", error))?,
            current_price: current_price.transpose()?,
        };
        Ok(Self { scope, expected_policy: line.policy, facts })
    }
}

/// The instant and the ledger belong to the service: a client that brings its own would decide its own refund.
fn refuse_what_is_not_the_clients(line: &QuoteLine) -> Result<(), InvalidFacts> {
    if let Some(other) = line.operation.as_deref().filter(|operation| *operation != "calculateRefund") {
        let shown: String = other.chars().take(40).collect();
        let message = format!("is `{shown}`, expected `calculateRefund` or no operation");
        return Err(InvalidFacts::invalid("operation", message));
    }
    if line.at.is_some() {
        return Err(InvalidFacts::invalid("at", "is given, but the instant is the service's own clock: leave it out"));
    }
    if line.refunds.is_some() {
        let message = "is given, but the ledger of the scope is the service's own table: leave it out";
        return Err(InvalidFacts::invalid("refunds", message));
    }
    Ok(())
}

fn requester(name: Option<&str>) -> Result<Requester, InvalidFacts> {
    match name {
        None | Some("owner") => Ok(Requester::Owner),
        Some("reservationAdministrator") => Ok(Requester::ReservationAdministrator),
        Some("customer") => Ok(Requester::Customer),
        Some("partner") => Ok(Requester::Partner),
        Some("other") => Ok(Requester::Other),
        Some(name) => {
            let shown: String = name.chars().take(40).collect();
            let expected = "`owner`, `reservationAdministrator`, `customer`, `partner` or `other`";
            Err(InvalidFacts::invalid("requester", format_args!("`{shown}` asks, expected {expected}")))
        }
    }
}

impl Facts {
    /// Which reservation is returned.
    #[must_use]
    pub const fn id(&self) -> &ReservationId {
        &self.id
    }

    /// How it is paid.
    #[must_use]
    pub fn plan(&self) -> BillingPlan {
        self.reservation.schedule().plan()
    }

    /// Refuses to give back more units than were bought, whatever the client says is left of the reservation.
    pub fn check_bought(&self, returned_before: i64) -> Result<(), InvalidFacts> {
        let returned = returned_before.saturating_add(i64::from(self.quantity.get()));
        match self.bought {
            Some(bought) if returned > i64::from(bought.get()) => {
                let message = format!(
                    "`{}` units are asked for, but {returned_before} of the {bought} that were bought are returned already",
                    self.quantity
                );
                let target = "request.properties.reservationToReturn.quantity";
                Err(InvalidFacts::new("InvalidRefundQuantity", target, message))
            }
            _ => Ok(()),
        }
    }

    fn request(&self, at: DateTime<Utc>) -> RefundRequest<'_> {
        let mut request =
            RefundRequest::new(&self.reservation, self.quantity, at, self.requester).with_usage(self.usage);
        if let Some(rate) = self.fee_rate {
            request = request.with_fee_rate(rate);
        }
        if let Some(price) = self.current_price {
            request = request.with_current_price(price);
        }
        request
    }

    /// The amounts alone.
    pub fn quote(&self, policy: &ReservationPolicy, at: DateTime<Utc>) -> Result<RefundQuote, InvalidFacts> {
        policy.quote_refund(&self.request(at)).map_err(|error| refund_error(&error))
    }

    /// The amounts and the verdict.
    pub fn decide(
        &self,
        policy: &ReservationPolicy,
        at: DateTime<Utc>,
        ledger: &RefundLedger,
    ) -> Result<RefundDecision, InvalidFacts> {
        policy.decide_refund(&self.request(at), ledger).map_err(|error| refund_error(&error))
    }
}

/// Which member of the request a question's error is about.
fn refund_error(error: &RefundError) -> InvalidFacts {
    let (code, target) = match error {
        RefundError::Quantity(_) => ("InvalidRefundQuantity", "request.properties.reservationToReturn.quantity"),
        RefundError::BeforePurchase { .. } | RefundError::AfterTerm { .. } => ("InvalidRequest", "reservation"),
        RefundError::FeeRateMissing { .. } => ("InvalidRequest", "earlyTerminationFeeRate"),
        RefundError::CurrentPriceCurrency { .. } | RefundError::CurrentPriceNegative { .. } => {
            ("InvalidRequest", "currentPrice")
        }
        _ => ("InvalidRequest", "order.properties.planInformation.transactions"),
    };
    InvalidFacts::new(code, target, error)
}
