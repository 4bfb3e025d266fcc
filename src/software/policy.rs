//! The software policy: its editions, and the terms that a caller can override.

use core::fmt;
use core::str::FromStr;

use chrono::NaiveDate;

use super::{CancellationWindow, SoftwareFamily, SoftwarePurchase};
use crate::calendar::utc_date;
use crate::edition::{PolicyName, date, editions};
use crate::parse::{NoEdition, ParseError};
use crate::text::{one_of, serde_as_text};

editions! {
    /// A dated version of the software cancellation policy.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::software::SoftwareEdition;
    ///
    /// assert_eq!(SoftwareEdition::in_force_on("2022-07-10".parse()?)?, SoftwareEdition::V2021_06);
    /// assert_eq!(SoftwareEdition::in_force_on("2022-07-11".parse()?)?.name(), "2022-07");
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    SoftwareEdition of "an edition of the software policy", "the software policy";
    /// From 2018-08-31: sixty days for everything.
    V2018_08 = "2018-08", date(2018, 8, 31), None;
    /// From 2021-06-01: thirty days for everything.
    V2021_06 = "2021-06", date(2021, 6, 1), None;
    /// From 2022-07-11: thirty days for perpetual software, 168 hours for subscriptions.
    V2022_07 = "2022-07", date(2022, 7, 11), None;
}

/// How a subscription is credited (`POST-06`, `CON-08`, `L-18`). Perpetual software is always credited in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SubscriptionCredit {
    /// In full on every day: what `SW-14` says of all software.
    Full,
    /// By the days of its term that are left.
    ProratedByDay,
    /// In full inside this window, by day after it. It opens with the cancellation window.
    FullThenProratedByDay(CancellationWindow),
}

/// The event that opens the cancellation window of a subscription (`SW-01`, `L-17`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WindowOpening {
    /// The purchase; a renewal opens no window.
    Purchase,
    /// The last renewal, or the purchase where there was none.
    PurchaseOrRenewal,
}

/// The plans that can be neither canceled nor exchanged (`SW-06`, `SW-07`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ExcludedPlans {
    /// SUSE Linux and Red Hat plans.
    SuseAndRedHat,
    /// No plan, for an agreement that says so.
    Nothing,
}

/// What a software policy says: one field for each rule that moved or that can be chosen.
///
/// There is no field for a fee, as software is canceled free of charge (`SW-02`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct SoftwareTerms {
    /// How long perpetual software can be canceled.
    pub perpetual_window: CancellationWindow,
    /// How long a subscription can be canceled.
    pub subscription_window: CancellationWindow,
    /// The event that opens the window of a subscription.
    pub subscription_window_opens: WindowOpening,
    /// How a subscription is credited.
    pub subscription_credit: SubscriptionCredit,
    /// Whether a prorated subscription is charged for the UTC day on which it is canceled (`AMB-29`).
    pub day_of_canceling_charged: bool,
    /// The plans that can't be canceled.
    pub excluded_plans: ExcludedPlans,
}

impl SoftwareTerms {
    const fn of(edition: SoftwareEdition) -> Self {
        let first = Self {
            perpetual_window: CancellationWindow::days(60),
            subscription_window: CancellationWindow::days(60),
            subscription_window_opens: WindowOpening::Purchase,
            subscription_credit: SubscriptionCredit::ProratedByDay,
            day_of_canceling_charged: false,
            excluded_plans: ExcludedPlans::SuseAndRedHat,
        };
        let second = Self {
            perpetual_window: CancellationWindow::days(30),
            subscription_window: CancellationWindow::days(30),
            ..first
        };
        match edition {
            SoftwareEdition::V2018_08 => first,
            SoftwareEdition::V2021_06 => second,
            SoftwareEdition::V2022_07 => Self {
                subscription_window: CancellationWindow::hours(168),
                subscription_window_opens: WindowOpening::PurchaseOrRenewal,
                subscription_credit: SubscriptionCredit::FullThenProratedByDay(CancellationWindow::hours(24)),
                day_of_canceling_charged: true,
                ..second
            },
        }
    }

    /// Whether plans of a family can be neither canceled nor exchanged (`SW-07`).
    ///
    /// `false` does not say that the family can be exchanged: the sources are silent on that.
    #[must_use]
    pub const fn excludes(&self, family: SoftwareFamily) -> bool {
        match self.excluded_plans {
            ExcludedPlans::SuseAndRedHat => matches!(family, SoftwareFamily::SuseLinux | SoftwareFamily::RedHat),
            ExcludedPlans::Nothing => false,
        }
    }
}

/// A policy for canceling software: an edition, with the terms that a caller has overridden.
///
/// In JSON it is the name of an edition, or an object with the edition as `base` and any of the [`SoftwareTerms`].
///
/// # Examples
///
/// ```
/// use reservation_policy::software::{CancellationWindow, SoftwarePolicy};
///
/// let policy = SoftwarePolicy::in_force_on("2021-07-14".parse()?)?;
/// assert_eq!(policy.terms().perpetual_window.to_string(), "30 days");
///
/// let agreed = policy.with(|terms| terms.perpetual_window = CancellationWindow::days(90));
/// assert_eq!(agreed.name().to_string(), "2021-06 (overridden)");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SoftwarePolicy {
    edition: SoftwareEdition,
    terms: SoftwareTerms,
}

impl SoftwarePolicy {
    /// The policy of an edition.
    #[must_use]
    pub const fn edition(edition: SoftwareEdition) -> Self {
        Self { edition, terms: SoftwareTerms::of(edition) }
    }

    /// The policy of the edition in force on a UTC day.
    ///
    /// # Errors
    ///
    /// [`NoEdition`] before 2018-08-31.
    pub fn in_force_on(date: NaiveDate) -> Result<Self, NoEdition> {
        SoftwareEdition::in_force_on(date).map(Self::edition)
    }

    /// The policy for a purchase: the edition in force on the UTC day of the purchase, as a window that was promised at
    /// the sale is not shortened later (`AMB-26`). For the edition of the day of the request, use
    /// [`in_force_on`](Self::in_force_on) with [`Attempt::date`](super::Attempt::date).
    ///
    /// # Errors
    ///
    /// [`NoEdition`] for a purchase before 2018-08-31.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::software::{SoftwareFamily, SoftwarePolicy, SoftwarePurchase};
    ///
    /// let bought_at = "2021-05-31T12:00:00Z".parse()?;
    /// let purchase = SoftwarePurchase::perpetual(SoftwareFamily::SqlServer, bought_at, "840.00 USD".parse()?)?;
    /// assert_eq!(SoftwarePolicy::in_force_for(&purchase)?.name().edition, "2018-08"); // 60 days, although 30 now
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn in_force_for(purchase: &SoftwarePurchase) -> Result<Self, NoEdition> {
        Self::in_force_on(utc_date(purchase.purchased_at()))
    }

    /// The policy of the edition with this name, such as `2021-06`.
    ///
    /// # Errors
    ///
    /// [`ParseError`] for any other text.
    pub fn named(name: &str) -> Result<Self, ParseError> {
        name.parse().map(Self::edition)
    }

    /// The edition, and whether a term differs from it.
    #[must_use]
    pub fn name(&self) -> PolicyName {
        let overridden = self.terms != SoftwareTerms::of(self.edition);
        PolicyName { overridden, ..PolicyName::of(self.edition.name()) }
    }

    /// What the policy says.
    #[must_use]
    pub const fn terms(&self) -> &SoftwareTerms {
        &self.terms
    }

    /// The same policy with some terms overridden.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut SoftwareTerms)) -> Self {
        change(&mut self.terms);
        self
    }
}

impl From<SoftwareEdition> for SoftwarePolicy {
    fn from(edition: SoftwareEdition) -> Self {
        Self::edition(edition)
    }
}

/// Texts of an enum: what `Display` prints and `FromStr` and serde read.
macro_rules! texts {
    ($name:ident, $what:literal: $($variant:ident = $text:literal),+) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $(Self::$variant => $text,)+ })
            }
        }

        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    other => Err(ParseError::new($what, other, one_of([$($text),+]))),
                }
            }
        }

        serde_as_text!($name);
    };
}

texts!(WindowOpening, "an event that opens a window":
    Purchase = "purchase", PurchaseOrRenewal = "purchase_or_renewal");
texts!(ExcludedPlans, "a choice of excluded plans": SuseAndRedHat = "suse_and_red_hat", Nothing = "nothing");

#[cfg(feature = "serde")]
mod serde_impls {
    use core::fmt;

    use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{
        CancellationWindow, ExcludedPlans, SoftwareEdition, SoftwarePolicy, SoftwareTerms, SubscriptionCredit,
        WindowOpening,
    };
    use crate::parse::ParseError;

    const CREDIT: &str = "`full`, `prorated_by_day`, or an object with `full_then_prorated_by_day`";

    impl<'de> Deserialize<'de> for SubscriptionCredit {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(CreditVisitor)
        }
    }

    struct CreditVisitor;

    impl<'de> Visitor<'de> for CreditVisitor {
        type Value = SubscriptionCredit;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(CREDIT)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<SubscriptionCredit, E> {
            match text {
                "full" => Ok(SubscriptionCredit::Full),
                "prorated_by_day" => Ok(SubscriptionCredit::ProratedByDay),
                other => Err(E::custom(ParseError::new("a credit of subscriptions", other, CREDIT))),
            }
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SubscriptionCredit, A::Error> {
            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            struct Wire {
                full_then_prorated_by_day: CancellationWindow,
            }

            let wire = Wire::deserialize(MapAccessDeserializer::new(map))?;
            Ok(SubscriptionCredit::FullThenProratedByDay(wire.full_then_prorated_by_day))
        }
    }

    /// An edition and the terms that override its own.
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
        day_of_canceling_charged: Option<bool>,
        #[serde(default, deserialize_with = "present")]
        excluded_plans: Option<ExcludedPlans>,
    }

    /// Refuses `null`, which could be taken for "no window".
    fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
        T::deserialize(deserializer).map(Some)
    }

    impl From<Patch> for SoftwarePolicy {
        fn from(patch: Patch) -> Self {
            let base = SoftwareTerms::of(patch.base);
            let terms = SoftwareTerms {
                perpetual_window: patch.perpetual_window.unwrap_or(base.perpetual_window),
                subscription_window: patch.subscription_window.unwrap_or(base.subscription_window),
                subscription_window_opens: patch.subscription_window_opens.unwrap_or(base.subscription_window_opens),
                subscription_credit: patch.subscription_credit.unwrap_or(base.subscription_credit),
                day_of_canceling_charged: patch.day_of_canceling_charged.unwrap_or(base.day_of_canceling_charged),
                excluded_plans: patch.excluded_plans.unwrap_or(base.excluded_plans),
            };
            Self { edition: patch.base, terms }
        }
    }

    /// Writes every term, so that the text can be read without this crate.
    impl Serialize for SoftwarePolicy {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let terms = self.terms;
            let full = Patch {
                base: self.edition,
                perpetual_window: Some(terms.perpetual_window),
                subscription_window: Some(terms.subscription_window),
                subscription_window_opens: Some(terms.subscription_window_opens),
                subscription_credit: Some(terms.subscription_credit),
                day_of_canceling_charged: Some(terms.day_of_canceling_charged),
                excluded_plans: Some(terms.excluded_plans),
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
            SoftwarePolicy::named(name).map_err(E::custom)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<SoftwarePolicy, A::Error> {
            Patch::deserialize(MapAccessDeserializer::new(map)).map(SoftwarePolicy::from)
        }
    }
}
