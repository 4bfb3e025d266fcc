//! A policy as it is stored: the name of a base, and the terms that differ from it.
//!
//! It needs a self-describing format such as JSON or CBOR, as terms may be left out.

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::ReservationPolicy;
use super::terms::{
    AllowedRequesters, Boundary, CapBasis, CapScope, CapTerms, CapWindow, ChannelTerms, CreditNote, DayCount,
    ExchangeRestriction, ExchangeTerms, FeeRate, FeeTerms, FullRefundWindow, MustMatch, PartRounding, RefundBasis,
    RefundDestination, ReturnedValue, SettlementTerms, StorageSwapTerms, Terms, Threshold, TradeInTerms, TypeList,
    UsGovernmentEnterprise, UsageCondition,
};
use crate::edition::PolicyName;
use crate::money::UsdAmount;

impl Serialize for ReservationPolicy {
    /// Writes the base and every term, so that the policy stays what it is when an edition is corrected later.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (base, terms) = (PolicyName { overridden: false, ..self.name }, &self.terms);
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("base", &base)?;
        out.serialize_entry("day_count", &terms.day_count)?;
        out.serialize_entry("full_refund_window", &terms.full_refund_window)?;
        out.serialize_entry("early_termination_fee", &terms.early_termination_fee)?;
        out.serialize_entry("refund_basis", &terms.refund_basis)?;
        out.serialize_entry("current_price_types", &terms.current_price_types)?;
        out.serialize_entry("part_rounding", &terms.part_rounding)?;
        out.serialize_entry("settlement", &terms.settlement)?;
        out.serialize_entry("cap", &terms.cap)?;
        out.serialize_entry("cap_scope", &terms.cap_scope)?;
        out.serialize_entry("allowed_requesters", &terms.allowed_requesters)?;
        out.serialize_entry("channel", &terms.channel)?;
        out.serialize_entry("us_government_enterprise", &terms.us_government_enterprise)?;
        out.serialize_entry("not_refundable", &terms.not_refundable)?;
        out.serialize_entry("not_exchangeable", &terms.not_exchangeable)?;
        out.serialize_entry("vm_software_hours", &terms.vm_software_hours)?;
        out.serialize_entry("exchange", &terms.exchange)?;
        out.serialize_entry("storage_swap", &terms.storage_swap)?;
        out.end()
    }
}

/// A term that may be left out, switched off with `null`, or given.
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

impl<T> Given<T> {
    /// Applies it to an optional term; `over` lays what is given over the term of the base.
    fn apply<U>(self, term: &mut Option<U>, over: impl FnOnce(T, Option<U>) -> U)
    where
        U: Copy,
    {
        match self {
            Self::Absent => {}
            Self::Off => *term = None,
            Self::On(given) => *term = Some(over(given, *term)),
        }
    }
}

fn replace<T>(term: &mut T, given: Option<T>) {
    if let Some(value) = given {
        *term = value;
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `base` and the terms that differ from it")]
struct Patch {
    base: String,
    day_count: Option<DayCount>,
    #[serde(default)]
    full_refund_window: Given<WindowPatch>,
    early_termination_fee: Option<FeePatch>,
    refund_basis: Option<RefundBasis>,
    current_price_types: Option<TypeList>,
    part_rounding: Option<PartRounding>,
    settlement: Option<SettlementPatch>,
    cap: Option<CapPatch>,
    cap_scope: Option<CapScope>,
    allowed_requesters: Option<AllowedRequesters>,
    channel: Option<ChannelTerms>,
    us_government_enterprise: Option<UsGovernmentEnterprise>,
    not_refundable: Option<TypeList>,
    not_exchangeable: Option<TypeList>,
    #[serde(default)]
    vm_software_hours: Given<u16>,
    exchange: Option<ExchangePatch>,
    storage_swap: Option<StorageSwapTerms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `days` and `usage` (`unused` or `any`)")]
struct WindowPatch {
    days: Option<u16>,
    usage: Option<UsageCondition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `reserved` and `charged`")]
struct FeePatch {
    reserved: Option<FeeRate>,
    charged: Option<FeeRate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with settlement terms")]
struct SettlementPatch {
    destination: Option<RefundDestination>,
    overage: Option<CreditNote>,
    reopens_overage_invoices: Option<bool>,
    covers_microsoft_customer: Option<bool>,
    #[serde(default)]
    credit_valid_days: Given<u16>,
    trade_in_settles_overage: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `limit`, `window` and `basis`")]
struct CapPatch {
    limit: Option<UsdAmount>,
    window: Option<CapWindow>,
    #[serde(alias = "measure")]
    basis: Option<CapBasis>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with exchange terms")]
struct ExchangePatch {
    #[serde(alias = "comparison")]
    threshold: Option<Threshold>,
    returned_value: Option<ReturnedValue>,
    #[serde(alias = "sameness")]
    must_match: Option<MustMatch>,
    #[serde(default)]
    restriction: Given<RestrictionPatch>,
    #[serde(default)]
    trade_in: Given<TradeInPatch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `bought_from` and `boundary`")]
struct RestrictionPatch {
    bought_from: Option<chrono::NaiveDate>,
    boundary: Option<Boundary>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with trade-in terms")]
struct TradeInPatch {
    #[serde(default)]
    most_reservations: Given<u32>,
    needs_savings_plan_role: Option<bool>,
    database: Option<bool>,
}

impl<'de> Deserialize<'de> for ReservationPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let patch = Patch::deserialize(deserializer)?;
        let mut policy = Self::named(&patch.base).map_err(D::Error::custom)?;
        patch.apply(&mut policy.terms);
        policy.terms.check().map_err(D::Error::custom)?;
        Ok(policy.renamed())
    }
}

impl Patch {
    fn apply(self, terms: &mut Terms) {
        replace(&mut terms.day_count, self.day_count);
        self.full_refund_window.apply(&mut terms.full_refund_window, |given, base| {
            // Where the base has no window, the usual one is the careful start: five days, unused.
            let base = base.unwrap_or(FullRefundWindow { days: 5, usage: UsageCondition::Unused });
            FullRefundWindow { days: given.days.unwrap_or(base.days), usage: given.usage.unwrap_or(base.usage) }
        });
        if let Some(fee) = self.early_termination_fee {
            let FeeTerms { reserved, charged } = &mut terms.early_termination_fee;
            replace(reserved, fee.reserved);
            replace(charged, fee.charged);
        }
        replace(&mut terms.refund_basis, self.refund_basis);
        replace(&mut terms.current_price_types, self.current_price_types);
        replace(&mut terms.part_rounding, self.part_rounding);
        if let Some(settlement) = self.settlement {
            settlement.apply(&mut terms.settlement);
        }
        if let Some(cap) = self.cap {
            let CapTerms { limit, window, basis } = &mut terms.cap;
            replace(limit, cap.limit);
            replace(window, cap.window);
            replace(basis, cap.basis);
        }
        replace(&mut terms.cap_scope, self.cap_scope);
        replace(&mut terms.allowed_requesters, self.allowed_requesters);
        replace(&mut terms.channel, self.channel);
        replace(&mut terms.us_government_enterprise, self.us_government_enterprise);
        replace(&mut terms.not_refundable, self.not_refundable);
        replace(&mut terms.not_exchangeable, self.not_exchangeable);
        self.vm_software_hours.apply(&mut terms.vm_software_hours, |hours, _| hours);
        if let Some(exchange) = self.exchange {
            exchange.apply(&mut terms.exchange);
        }
        replace(&mut terms.storage_swap, self.storage_swap);
    }
}

impl SettlementPatch {
    fn apply(self, terms: &mut SettlementTerms) {
        replace(&mut terms.destination, self.destination);
        replace(&mut terms.overage, self.overage);
        replace(&mut terms.reopens_overage_invoices, self.reopens_overage_invoices);
        replace(&mut terms.covers_microsoft_customer, self.covers_microsoft_customer);
        self.credit_valid_days.apply(&mut terms.credit_valid_days, |days, _| days);
        replace(&mut terms.trade_in_settles_overage, self.trade_in_settles_overage);
    }
}

impl ExchangePatch {
    fn apply(self, terms: &mut ExchangeTerms) {
        replace(&mut terms.threshold, self.threshold);
        replace(&mut terms.returned_value, self.returned_value);
        replace(&mut terms.must_match, self.must_match);
        self.restriction.apply(&mut terms.restriction, |given, base| ExchangeRestriction {
            bought_from: given
                .bought_from
                .or(base.map(|base| base.bought_from))
                .unwrap_or(super::editions::ReservationEdition::V2027_02.from()),
            boundary: given.boundary.or(base.map(|base| base.boundary)).unwrap_or_default(),
        });
        self.trade_in.apply(&mut terms.trade_in, |given, base| {
            let mut terms = base.unwrap_or(TradeInTerms {
                most_reservations: Some(100),
                needs_savings_plan_role: true,
                database: false,
            });
            given.most_reservations.apply(&mut terms.most_reservations, |most, _| most);
            replace(&mut terms.needs_savings_plan_role, given.needs_savings_plan_role);
            replace(&mut terms.database, given.database);
            terms
        });
    }
}
