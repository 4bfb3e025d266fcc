//! Policies as JSON: the name of an edition, and the fields that differ from it.
//!
//! Going out, every field is written, so that a stored policy says everything. Coming in, what is absent is taken
//! from the base, at every depth.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::StorageSwapPolicy;
use super::cap::{CapMeasure, CapScope, CapWindow, RefundCap};
use super::{
    Channel, Comparison, DatedTypes, DayCount, ExchangeRestriction, FeeRate, FeeTerms, FullRefundWindow, RefundBasis,
    RefundDestination, RequesterSet, ReturnedValue, Sameness, TradeInTerms, UsGovernmentEnterprise, UsageCondition,
};
use super::{PolicyName, ReservationPolicy};
use crate::money::UsdAmount;
use crate::resource::ResourceType;

impl Serialize for PolicyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for ReservationPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let terms = &self.terms;
        let mut out = serializer.serialize_struct("ReservationPolicy", 15)?;
        out.serialize_field("base", &self.name.base())?;
        out.serialize_field("day_count", &terms.day_count)?;
        out.serialize_field("full_refund_window", &terms.full_refund_window)?;
        out.serialize_field("early_termination_fee", &terms.early_termination_fee)?;
        out.serialize_field("refund_basis", &terms.refund_basis)?;
        out.serialize_field("refund_destination", &terms.refund_destination)?;
        out.serialize_field("cap", &terms.cap)?;
        out.serialize_field("cap_scope", &terms.cap_scope)?;
        out.serialize_field("who_may", &terms.who_may)?;
        out.serialize_field("channel", &terms.channel)?;
        out.serialize_field("us_government_enterprise", &terms.us_government_enterprise)?;
        out.serialize_field("not_refundable", &terms.not_refundable)?;
        out.serialize_field("not_exchangeable", &terms.not_exchangeable)?;
        out.serialize_field("exchange", &terms.exchange)?;
        out.serialize_field("storage_swap", &terms.storage_swap)?;
        out.end()
    }
}

/// A field that may be absent, `null`, or there: `null` switches an optional part off.
#[derive(Default)]
enum Given<T> {
    #[default]
    Absent,
    Off,
    On(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Off, Self::On))
    }
}

fn replace<T>(field: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *field = value;
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    base: String,
    day_count: Option<DayCount>,
    #[serde(default)]
    full_refund_window: Given<WindowPatch>,
    early_termination_fee: Option<FeePatch>,
    refund_basis: Option<RefundBasis>,
    refund_destination: Option<RefundDestination>,
    cap: Option<CapPatch>,
    cap_scope: Option<CapScope>,
    who_may: Option<RequesterSet>,
    channel: Option<Channel>,
    us_government_enterprise: Option<UsGovernmentEnterprise>,
    not_refundable: Option<Vec<DatedTypes>>,
    not_exchangeable: Option<Vec<ResourceType>>,
    exchange: Option<ExchangePatch>,
    storage_swap: Option<StorageSwapPolicy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowPatch {
    days: Option<u16>,
    usage: Option<UsageCondition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeePatch {
    reserved: Option<FeeRate>,
    charged: Option<FeeRate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CapPatch {
    limit: Option<UsdAmount>,
    window: Option<CapWindow>,
    measure: Option<CapMeasure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExchangePatch {
    comparison: Option<Comparison>,
    returned_value: Option<ReturnedValue>,
    sameness: Option<Sameness>,
    #[serde(default)]
    restriction: Given<ExchangeRestriction>,
    #[serde(default)]
    trade_in: Given<TradeInPatch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TradeInPatch {
    from: Option<NaiveDate>,
    most_reservations: Option<u32>,
}

impl<'de> Deserialize<'de> for ReservationPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let patch = Patch::deserialize(deserializer)?;
        let mut policy = Self::from_name(&patch.base).map_err(D::Error::custom)?;
        patch.apply(&mut policy).map_err(D::Error::missing_field)?;
        Ok(policy.rename())
    }
}

impl Patch {
    /// Fails with the name of a field that the base does not have and the patch does not bring.
    fn apply(self, policy: &mut ReservationPolicy) -> Result<(), &'static str> {
        let terms = &mut policy.terms;
        replace(&mut terms.day_count, self.day_count);
        match self.full_refund_window {
            Given::Absent => {}
            Given::Off => terms.full_refund_window = None,
            Given::On(window) => terms.full_refund_window = Some(window.over(terms.full_refund_window)?),
        }
        if let Some(fee) = self.early_termination_fee {
            let base = terms.early_termination_fee;
            terms.early_termination_fee =
                FeeTerms::new(fee.reserved.unwrap_or(base.reserved()), fee.charged.unwrap_or(base.charged()));
        }
        replace(&mut terms.refund_basis, self.refund_basis);
        replace(&mut terms.refund_destination, self.refund_destination);
        if let Some(cap) = self.cap {
            let base = terms.cap;
            terms.cap = RefundCap::new(
                cap.limit.unwrap_or(base.limit()),
                cap.window.unwrap_or(base.window()),
                cap.measure.unwrap_or(base.measure()),
            );
        }
        replace(&mut terms.cap_scope, self.cap_scope);
        replace(&mut terms.who_may, self.who_may);
        replace(&mut terms.channel, self.channel);
        replace(&mut terms.us_government_enterprise, self.us_government_enterprise);
        replace(&mut terms.not_refundable, self.not_refundable.map(Cow::Owned));
        replace(&mut terms.not_exchangeable, self.not_exchangeable.map(Cow::Owned));
        if let Some(exchange) = self.exchange {
            exchange.apply(&mut terms.exchange)?;
        }
        replace(&mut terms.storage_swap, self.storage_swap);
        Ok(())
    }
}

impl WindowPatch {
    fn over(self, base: Option<FullRefundWindow>) -> Result<FullRefundWindow, &'static str> {
        let days = self.days.or(base.map(FullRefundWindow::days)).ok_or("full_refund_window.days")?;
        let usage = self.usage.or(base.map(FullRefundWindow::usage)).ok_or("full_refund_window.usage")?;
        Ok(FullRefundWindow::new(days, usage))
    }
}

impl ExchangePatch {
    fn apply(self, terms: &mut super::ExchangeTerms) -> Result<(), &'static str> {
        replace(&mut terms.comparison, self.comparison);
        replace(&mut terms.returned_value, self.returned_value);
        replace(&mut terms.sameness, self.sameness);
        match self.restriction {
            Given::Absent => {}
            Given::Off => terms.restriction = None,
            Given::On(restriction) => terms.restriction = Some(restriction),
        }
        match self.trade_in {
            Given::Absent => {}
            Given::Off => terms.trade_in = None,
            Given::On(patch) => {
                let base = terms.trade_in;
                let from = patch.from.or(base.map(|terms| terms.from)).ok_or("exchange.trade_in.from")?;
                let most_reservations = patch
                    .most_reservations
                    .or(base.map(|terms| terms.most_reservations))
                    .ok_or("exchange.trade_in.most_reservations")?;
                terms.trade_in = Some(TradeInTerms::new(from, most_reservations));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::ReservationEdition;
    use super::*;

    #[test]
    fn every_edition_survives_json_and_keeps_its_name() {
        for edition in ReservationEdition::ALL {
            for policy in [ReservationPolicy::edition(edition), ReservationPolicy::edition(edition).observed()] {
                let text = serde_json::to_string(&policy).unwrap();
                assert_eq!(serde_json::from_str::<ReservationPolicy>(&text).unwrap(), policy, "{text}");
            }
        }
    }

    #[test]
    fn one_overridden_field_leaves_the_others_and_shows_in_the_name() {
        let text = r#"{"base":"2020-07+observed","cap":{"limit":"60000.00"},"exchange":{"trade_in":null}}"#;
        let policy: ReservationPolicy = serde_json::from_str(text).unwrap();
        assert_eq!(policy.name().to_string(), "2020-07+observed (overridden)");
        assert_eq!(policy.cap().limit(), UsdAmount::from_dollars(60_000));
        assert_eq!(policy.cap().measure(), CapMeasure::Refunded);
        assert_eq!(policy.exchange().trade_in, None);
        assert_eq!(policy.exchange().sameness, Sameness::Family);
    }

    #[test]
    fn what_the_base_lacks_must_be_given_in_full() {
        let error = serde_json::from_str::<ReservationPolicy>(r#"{"base":"2019-04","full_refund_window":{"days":3}}"#)
            .unwrap_err()
            .to_string();
        assert!(error.contains("full_refund_window.usage"), "{error}");
    }

    #[test]
    fn unknown_fields_and_editions_are_refused() {
        for bad in [r#"{"base":"2020-08"}"#, r#"{"base":"2020-07","fee":"0.12"}"#, r#"{"cap":{}}"#, r#""2020-07""#] {
            assert!(serde_json::from_str::<ReservationPolicy>(bad).is_err(), "{bad}");
        }
    }
}
