//! Purchases as JSON.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::reference::{OrderId, ProductName};
use super::{
    InvalidSoftwarePurchase, Licence, LicenceKind, PurchaseState, Qualification, SoftwareFamily, SoftwarePurchase,
};
use crate::money::Money;

#[derive(Serialize, Deserialize)]
#[serde(rename = "SoftwarePurchase", deny_unknown_fields)]
pub(super) struct Purchase {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order_id: Option<OrderId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product: Option<ProductName>,
    licence: LicenceKind,
    family: SoftwareFamily,
    purchased_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renewed_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term_start: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term_end: Option<NaiveDate>,
    paid: Money,
    #[serde(default)]
    qualification: Qualification,
    #[serde(default)]
    state: PurchaseState,
}

impl TryFrom<Purchase> for SoftwarePurchase {
    type Error = InvalidSoftwarePurchase;

    fn try_from(wire: Purchase) -> Result<Self, InvalidSoftwarePurchase> {
        let licence = Licence::new(wire.licence, wire.term_start, wire.term_end)?;
        let bought = Self::new(licence, wire.family, wire.purchased_at, wire.paid)?;
        let current = match wire.renewed_at {
            Some(renewed_at) => bought.with_renewal(renewed_at)?,
            None => bought,
        };
        Ok(Self {
            order_id: wire.order_id,
            product: wire.product,
            qualification: wire.qualification,
            state: wire.state,
            ..current
        })
    }
}

impl From<SoftwarePurchase> for Purchase {
    fn from(purchase: SoftwarePurchase) -> Self {
        let term = purchase.licence.term();
        Self {
            order_id: purchase.order_id,
            product: purchase.product,
            licence: purchase.licence.kind(),
            family: purchase.family,
            purchased_at: purchase.purchased_at,
            renewed_at: purchase.renewed_at,
            term_start: term.map(crate::calendar::Period::start),
            term_end: term.map(crate::calendar::Period::end),
            paid: purchase.paid,
            qualification: purchase.qualification,
            state: purchase.state,
        }
    }
}
