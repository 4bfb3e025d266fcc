//! Quotes and decisions as JSON, to be stored beside what was done. They only go out: an answer is worked out again
//! from its facts, never read back and trusted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use super::{CapAssessment, CreditKind, Refund, RefundQuote, RefundSide};
use crate::money::{Money, UsdAmount};
use crate::policy::reservation::Channel;
use crate::quantity::{Quantity, Rate};
use crate::reservation::cap::Release;

#[derive(Serialize)]
#[serde(rename = "RefundQuote")]
struct QuoteWire {
    at: DateTime<Utc>,
    quantity: Quantity,
    period_start: NaiveDate,
    period_end: NaiveDate,
    used: u32,
    total: u32,
    share: String,
    credit_kind: CreditKind,
    fee_rate_charged: Rate,
    fee_rate_reserved: Rate,
    billing: RefundSide<Money>,
    pricing: RefundSide<UsdAmount>,
    payments_completed: u32,
    payments_total: u32,
    total_paid: Money,
    kept: Money,
    valid_until: DateTime<Utc>,
}

impl Serialize for RefundQuote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (proration, rates) = (self.proration(), self.fee_rates());
        QuoteWire {
            at: self.at(),
            quantity: self.quantity(),
            period_start: proration.period().start(),
            period_end: proration.period().end(),
            used: proration.used(),
            total: proration.total(),
            share: self.share().to_string(),
            credit_kind: self.credit_kind(),
            fee_rate_charged: rates.charged(),
            fee_rate_reserved: rates.reserved(),
            billing: self.billing(),
            pricing: self.pricing(),
            payments_completed: self.payments_completed(),
            payments_total: self.payments_total(),
            total_paid: self.total_paid(),
            kept: self.kept(),
            valid_until: self.valid_until(),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(rename = "CapAssessment")]
struct CapWire {
    counted: UsdAmount,
    limit: UsdAmount,
    used_before: UsdAmount,
    remaining_before: UsdAmount,
    remaining_after: UsdAmount,
    fits: bool,
    earliest: Option<DateTime<Utc>>,
    next_release: Option<ReleaseWire>,
}

#[derive(Serialize)]
#[serde(rename = "Release")]
struct ReleaseWire {
    at: DateTime<Utc>,
    amount: UsdAmount,
    used_after: UsdAmount,
}

impl From<Release> for ReleaseWire {
    fn from(release: Release) -> Self {
        Self { at: release.at(), amount: release.amount(), used_after: release.used_after() }
    }
}

impl Serialize for CapAssessment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CapWire {
            counted: self.counted(),
            limit: self.limit(),
            used_before: self.used_before(),
            remaining_before: self.remaining_before(),
            remaining_after: self.remaining_after(),
            fits: self.fits(),
            earliest: self.earliest(),
            next_release: self.next_release().map(ReleaseWire::from),
        }
        .serialize(serializer)
    }
}

#[derive(Serialize)]
#[serde(rename = "Refund")]
struct RefundWire<'a> {
    quote: &'a RefundQuote,
    cap: &'a CapAssessment,
    channel: Channel,
}

impl Serialize for Refund {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RefundWire { quote: self.quote(), cap: self.cap(), channel: self.channel() }.serialize(serializer)
    }
}
