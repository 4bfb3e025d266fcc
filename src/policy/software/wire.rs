//! Policies and editions as JSON.

use core::fmt;

use serde::de::{Error as _, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    CancellationWindow, ExcludedPlans, SoftwareEdition, SoftwarePolicy, SoftwarePolicyName, SubscriptionCredit,
    WindowOpening,
};

impl Serialize for SoftwareEdition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for SoftwareEdition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for SoftwarePolicyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An edition and the fields that replace its own.
#[derive(Serialize, Deserialize)]
#[serde(rename = "SoftwarePolicy", deny_unknown_fields)]
struct Patch {
    base: SoftwareEdition,
    #[serde(default, deserialize_with = "present")]
    perpetual_window: Option<CancellationWindow>,
    #[serde(default, deserialize_with = "present")]
    subscription_window: Option<CancellationWindow>,
    #[serde(default, deserialize_with = "present")]
    subscription_window_opens: Option<WindowOpening>,
    #[serde(default, deserialize_with = "present")]
    subscription_credit: Option<SubscriptionCredit>,
    #[serde(default, deserialize_with = "present")]
    excluded_plans: Option<ExcludedPlans>,
}

/// A field that is there has a value: `null` is refused, so that it can't be taken for "no window".
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl From<Patch> for SoftwarePolicy {
    fn from(patch: Patch) -> Self {
        let base = Self::edition(patch.base);
        Self {
            base: patch.base,
            perpetual_window: patch.perpetual_window.unwrap_or(base.perpetual_window),
            subscription_window: patch.subscription_window.unwrap_or(base.subscription_window),
            subscription_window_opens: patch.subscription_window_opens.unwrap_or(base.subscription_window_opens),
            subscription_credit: patch.subscription_credit.unwrap_or(base.subscription_credit),
            excluded_plans: patch.excluded_plans.unwrap_or(base.excluded_plans),
        }
    }
}

/// Every field is written out, so that the text says the policy without this crate at hand.
impl Serialize for SoftwarePolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let full = Patch {
            base: self.base,
            perpetual_window: Some(self.perpetual_window),
            subscription_window: Some(self.subscription_window),
            subscription_window_opens: Some(self.subscription_window_opens),
            subscription_credit: Some(self.subscription_credit),
            excluded_plans: Some(self.excluded_plans),
        };
        full.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SoftwarePolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PolicyVisitor)
    }
}

struct PolicyVisitor;

impl<'de> Visitor<'de> for PolicyVisitor {
    type Value = SoftwarePolicy;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an edition of the software policy, or an object with `base`")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<SoftwarePolicy, E> {
        name.parse().map(SoftwarePolicy::edition).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SoftwarePolicy, A::Error> {
        Patch::deserialize(MapAccessDeserializer::new(map)).map(SoftwarePolicy::from)
    }
}
