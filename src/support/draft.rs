//! A request in the making, and what it lacks.

use core::fmt;

use super::{Field, Need, RequestKind};
use crate::money::Money;
use crate::quantity::Quantity;
use crate::rule::RuleId;

/// A field that is not filled yet.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{RequestKind, SupportDraft};
///
/// let gap = SupportDraft::new(RequestKind::ReservationExchange).missing()[0];
/// assert_eq!(gap.to_string(), "contact is missing, write a name, an e-mail address or a phone number");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Gap {
    field: Field,
    rule: RuleId,
}

impl Gap {
    /// Which field.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::support::{Field, RequestKind, SupportDraft};
    /// let gaps = SupportDraft::new(RequestKind::SoftwareRefund).missing();
    /// assert_eq!(gaps[0].field(), Field::Impact);
    /// ```
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The rule that wants it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::support::{RequestKind, SupportDraft};
    /// use reservation_policy::rule::RuleId;
    ///
    /// let gaps = SupportDraft::new(RequestKind::SoftwareRefund).missing();
    /// assert_eq!(gaps[0].rule(), RuleId::Sup22);
    /// ```
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.rule
    }

    /// What to write there.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::support::{RequestKind, SupportDraft};
    /// let gaps = SupportDraft::new(RequestKind::SoftwareRefund).missing();
    /// assert_eq!(gaps[0].what_to_write(), "how badly the customer is affected");
    /// ```
    #[must_use]
    pub const fn what_to_write(&self) -> &'static str {
        self.field.what_to_write()
    }
}

/// The field and what to write there.
impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is missing, write {}", self.field, self.what_to_write())
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])+ $field:ident $setter:ident,)+) => {
        /// A support request in the making.
        ///
        /// Setters never fail: a blank text counts as missing, and a field that the kind does not ask for does no
        /// harm. What the draft still needs is [`missing`](Self::missing); what support may ask for later is
        /// [`recommended`](Self::recommended).
        ///
        /// # Rules
        ///
        /// `SUP-02`, `SUP-08` to `SUP-10`, `SUP-21` to `SUP-25`, `CON-15`.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::money::{Currency, Money};
        /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
        ///
        /// let draft = SupportDraft::new(RequestKind::SoftwareRefund)
        ///     .with_impact("minor")
        ///     .with_title("Refund of Windows Server")
        ///     .with_domain("fabrikam.example")
        ///     .with_order_id("order-1")
        ///     .with_refund_reason("bought twice")
        ///     .with_amount(Money::parse("1200.00", Currency::USD)?)
        ///     .with_contact_name("Mei")
        ///     .with_contact_email("mei@partner.example");
        /// assert!(draft.missing().iter().map(|gap| gap.field()).eq([Field::ContactPhone]));
        /// # Ok::<(), reservation_policy::Error>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
        #[must_use = "a draft is built by chaining"]
        pub struct SupportDraft {
            kind: RequestKind,
            $(#[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            $field: Option<String>,)+
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            amount: Option<Money>,
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
            quantity: Option<Quantity>,
            #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
            attachments: Vec<String>,
        }

        impl SupportDraft {
            /// An empty draft of a kind.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::support::{RequestKind, SupportDraft};
            ///
            /// assert_eq!(SupportDraft::new(RequestKind::SoftwareRefund).missing().len(), 9);
            /// assert_eq!(SupportDraft::new(RequestKind::ReservationRefund).missing().len(), 1);
            /// ```
            pub const fn new(kind: RequestKind) -> Self {
                Self { kind, $($field: None,)+ amount: None, quantity: None, attachments: Vec::new() }
            }

            $($(#[$doc])+
            pub fn $setter(self, text: impl Into<String>) -> Self {
                Self { $field: Some(text.into()), ..self }
            })+
        }
    };
}

texts! {
    /// Says how badly the customer is affected.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_impact("all servers are down");
    /// assert_eq!(draft.text(Field::Impact).as_deref(), Some("all servers are down"));
    /// ```
    impact with_impact,
    /// Says in one line what it is about.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_title("Refund of Windows Server");
    /// assert_eq!(draft.text(Field::Title).as_deref(), Some("Refund of Windows Server"));
    /// ```
    title with_title,
    /// Names the customer by the GUID of its tenant.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// // Either names the customer; where both are given, the GUID is written.
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund)
    ///     .with_domain("fabrikam.example")
    ///     .with_tenant_id("11111111-2222-4333-8444-555555555555");
    /// assert_eq!(draft.text(Field::Customer).as_deref(), Some("11111111-2222-4333-8444-555555555555"));
    /// ```
    tenant_id with_tenant_id,
    /// Names the customer by its domain.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_domain("fabrikam.example");
    /// assert_eq!(draft.text(Field::Customer).as_deref(), Some("fabrikam.example"));
    /// ```
    domain with_domain,
    /// Names the order.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_order_id("order-1");
    /// assert_eq!(draft.text(Field::OrderOrSubscription).as_deref(), Some("order-1"));
    /// ```
    order_id with_order_id,
    /// Names the subscription.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_subscription_id("sub-1");
    /// assert!(draft.missing().iter().all(|gap| gap.field() != Field::OrderOrSubscription));
    /// ```
    subscription_id with_subscription_id,
    /// Says why it is returned.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_refund_reason("bought twice");
    /// assert_eq!(draft.text(Field::RefundReason).as_deref(), Some("bought twice"));
    /// ```
    refund_reason with_refund_reason,
    /// Names the reservation.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::ReservationRefund).with_reservation_id("r1");
    /// assert!(draft.recommended().iter().map(|gap| gap.field()).eq([Field::ReservationOrderId]));
    /// ```
    reservation_id with_reservation_id,
    /// Names the reservation's order.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::ReservationRefund).with_reservation_order_id("o1");
    /// assert!(draft.recommended().iter().map(|gap| gap.field()).eq([Field::ReservationId]));
    /// ```
    reservation_order_id with_reservation_order_id,
    /// Says whom to ask for.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{RequestKind, SupportDraft};
    ///
    /// // For a reservation one way to reach somebody is enough.
    /// assert!(SupportDraft::new(RequestKind::ReservationRefund).with_contact_name("Mei").is_complete());
    /// ```
    contact_name with_contact_name,
    /// Says where to write to.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_contact_email("mei@partner.example");
    /// assert_eq!(draft.text(Field::ContactEmail).as_deref(), Some("mei@partner.example"));
    /// ```
    contact_email with_contact_email,
    /// Says where to call.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_contact_phone("+1 555 0100");
    /// assert_eq!(draft.text(Field::ContactPhone).as_deref(), Some("+1 555 0100"));
    /// ```
    contact_phone with_contact_phone,
}

/// The first text that is not blank.
fn first_filled<const N: usize>(texts: [&Option<String>; N]) -> Option<String> {
    texts.into_iter().flatten().map(|text| text.trim()).find(|text| !text.is_empty()).map(str::to_owned)
}

impl SupportDraft {
    /// Says how much money is to come back. Nothing, or less, counts as missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    /// use reservation_policy::{Currency, Money};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund);
    /// let asked = draft.clone().with_amount(Money::parse("1200", Currency::USD)?);
    /// assert_eq!(asked.text(Field::AmountRequested).as_deref(), Some("1200.00 USD"));
    /// assert_eq!(draft.with_amount(Money::zero(Currency::USD)).text(Field::AmountRequested), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// Says how many units it is about.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Quantity;
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::SoftwareRefund).with_quantity(Quantity::new(2)?);
    /// assert_eq!(draft.text(Field::Quantity).as_deref(), Some("2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_quantity(self, quantity: Quantity) -> Self {
        Self { quantity: Some(quantity), ..self }
    }

    /// Adds a file, by name; it can be done several times.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft =
    ///     SupportDraft::new(RequestKind::SoftwareRefund).with_attachment("invoice.pdf").with_attachment("order.png");
    /// assert_eq!(draft.text(Field::Attachments).as_deref(), Some("invoice.pdf, order.png"));
    /// ```
    pub fn with_attachment(mut self, name: impl Into<String>) -> Self {
        self.attachments.push(name.into());
        self
    }

    /// What is asked for.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{RequestKind, SupportDraft};
    ///
    /// assert_eq!(SupportDraft::new(RequestKind::SoftwareRefund).kind(), RequestKind::SoftwareRefund);
    /// ```
    #[must_use]
    pub const fn kind(&self) -> RequestKind {
        self.kind
    }

    /// Every field that must be filled and is not, in the order of the form; empty when the draft can go out.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::ReservationRefund).with_contact_name("  ");
    /// assert!(draft.missing().iter().map(|gap| gap.field()).eq([Field::Contact]), "blank counts as missing");
    /// ```
    #[must_use]
    pub fn missing(&self) -> Vec<Gap> {
        self.gaps(Need::Required)
    }

    /// Every field that support may ask for and that is not filled, in the order of the form. Nothing hinders
    /// sending without.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::ReservationRefund).with_contact_name("Mei");
    /// let may_be_asked_for = [Field::ReservationId, Field::ReservationOrderId];
    /// assert!(draft.is_complete() && draft.recommended().iter().map(|gap| gap.field()).eq(may_be_asked_for));
    /// ```
    #[must_use]
    pub fn recommended(&self) -> Vec<Gap> {
        self.gaps(Need::Recommended)
    }

    /// Whether nothing that must be filled is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::ReservationExchange);
    /// assert!(!draft.is_complete() && draft.with_contact_phone("+1 555 0100").is_complete());
    /// ```
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// The text of a field, fixed or filled in; none where it is blank or the form has no such field.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind, SupportDraft};
    ///
    /// let draft = SupportDraft::new(RequestKind::ReservationRefund).with_reservation_id("r-1").with_title("Refund");
    /// let lines: Vec<String> = Field::ALL
    ///     .iter()
    ///     .filter_map(|field| draft.text(*field).map(|text| format!("{field}: {text}")))
    ///     .collect();
    /// assert_eq!(lines[2..], ["category: Exchanges and refunds", "reservation id: r-1"]);
    /// ```
    #[must_use]
    pub fn text(&self, field: Field) -> Option<String> {
        let fixed = self.kind.fixed().iter().find(|fixed| fixed.field() == field).map(|fixed| fixed.value().to_owned());
        match self.kind.need(field) {
            Need::NotAsked => None,
            Need::Fixed => fixed,
            Need::Optional | Need::Recommended | Need::Required => self.filled(field),
        }
    }

    fn filled(&self, field: Field) -> Option<String> {
        match field {
            Field::IssueType | Field::ProblemType | Field::Category => None,
            Field::Impact => first_filled([&self.impact]),
            Field::Title => first_filled([&self.title]),
            Field::Customer => first_filled([&self.tenant_id, &self.domain]),
            Field::OrderOrSubscription => first_filled([&self.order_id, &self.subscription_id]),
            Field::RefundReason => first_filled([&self.refund_reason]),
            Field::AmountRequested => {
                let asked = self.amount.filter(|amount| !amount.is_zero() && !amount.is_negative());
                asked.map(|amount| amount.to_string())
            }
            Field::Quantity => self.quantity.map(|quantity| quantity.get().to_string()),
            Field::ReservationId => first_filled([&self.reservation_id]),
            Field::ReservationOrderId => first_filled([&self.reservation_order_id]),
            Field::Contact => first_filled([&self.contact_name, &self.contact_email, &self.contact_phone]),
            Field::ContactName => first_filled([&self.contact_name]),
            Field::ContactEmail => first_filled([&self.contact_email]),
            Field::ContactPhone => first_filled([&self.contact_phone]),
            Field::Attachments => {
                let named: Vec<&str> =
                    self.attachments.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
                (!named.is_empty()).then(|| named.join(", "))
            }
        }
    }

    fn gaps(&self, wanted: Need) -> Vec<Gap> {
        let asked = self.kind.asked().iter().filter(|(_, need, _)| *need == wanted);
        asked
            .filter(|(field, ..)| self.filled(*field).is_none())
            .map(|(field, _, rule)| Gap { field: *field, rule: *rule })
            .collect()
    }
}
