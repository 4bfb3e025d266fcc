//! The forms: which fields each kind of request has, and which must be filled.

use core::fmt;

use crate::rule::RuleId;

/// A kind of support request.
///
/// # Rules
///
/// `NAV-06`, `NAV-07`, `SUP-20`.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::RequestKind;
///
/// let values: Vec<_> = RequestKind::ReservationExchange.fixed().iter().map(|fixed| fixed.value()).collect();
/// assert_eq!(values, ["Billing", "Reservation management", "Exchanges and refunds"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RequestKind {
    /// Exchange the part of a reservation's term that is still unused.
    ReservationExchange,
    /// Return a reservation for a prorated refund.
    ReservationRefund,
    /// Refund software, where Partner Center wants to know more.
    SoftwareRefund,
}

/// A field of a form.
///
/// The order is the order of the forms, and of everything that lists fields.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::Field;
///
/// assert_eq!(Field::AmountRequested.to_string(), "amount requested");
/// assert_eq!(Field::AmountRequested.what_to_write(), "how much money is to come back, with its currency");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Field {
    /// What sort of issue; fixed.
    IssueType,
    /// What sort of problem; fixed.
    ProblemType,
    /// Which category of it; fixed.
    Category,
    /// How bad it is.
    Impact,
    /// A title.
    Title,
    /// The customer: GUID of the tenant, or domain name.
    Customer,
    /// What was bought: order id, or subscription id.
    OrderOrSubscription,
    /// Why it is returned.
    RefundReason,
    /// How much money is asked for.
    AmountRequested,
    /// How many units it is about.
    Quantity,
    /// The reservation's id.
    ReservationId,
    /// The reservation order's id.
    ReservationOrderId,
    /// Any way to reach somebody, where the form does not say which.
    Contact,
    /// Whom to ask for.
    ContactName,
    /// Where to write to.
    ContactEmail,
    /// Where to call.
    ContactPhone,
    /// Files.
    Attachments,
}

/// How much a form wants a field.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{Field, Need, RequestKind};
///
/// assert_eq!(RequestKind::SoftwareRefund.need(Field::Quantity), Need::Optional);
/// assert_eq!(RequestKind::ReservationRefund.need(Field::Impact), Need::NotAsked);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new kind of need")]
pub enum Need {
    /// The form has no such field.
    NotAsked,
    /// It may be left empty.
    Optional,
    /// It may be left empty, and support may ask for it.
    Recommended,
    /// It must be filled.
    Required,
    /// It always holds the same.
    Fixed,
}

/// A field that always holds the same.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{Field, RequestKind};
///
/// let fixed = RequestKind::SoftwareRefund.fixed()[0];
/// assert_eq!((fixed.field(), fixed.value()), (Field::ProblemType, "CSP Purchase/Refund on behalf of customers"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FixedField {
    field: Field,
    value: &'static str,
    rule: RuleId,
}

impl FixedField {
    /// Which field.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, RequestKind};
    ///
    /// assert_eq!(RequestKind::ReservationRefund.fixed()[0].field(), Field::IssueType);
    /// ```
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// What it holds, as the form spells it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::RequestKind;
    ///
    /// assert_eq!(RequestKind::ReservationRefund.fixed()[0].value(), "Billing");
    /// ```
    #[must_use]
    pub const fn value(&self) -> &'static str {
        self.value
    }

    /// The rule that says so.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rule::RuleId;
    /// use reservation_policy::support::RequestKind;
    ///
    /// assert_eq!(RequestKind::ReservationRefund.fixed()[0].rule(), RuleId::Sup08);
    /// ```
    #[must_use]
    pub const fn rule(&self) -> RuleId {
        self.rule
    }
}

const RESERVATION_FIXED: &[FixedField] = &[
    FixedField { field: Field::IssueType, value: "Billing", rule: RuleId::Sup08 },
    FixedField { field: Field::ProblemType, value: "Reservation management", rule: RuleId::Sup09 },
    FixedField { field: Field::Category, value: "Exchanges and refunds", rule: RuleId::Sup09 },
];

const SOFTWARE_FIXED: &[FixedField] = &[FixedField {
    field: Field::ProblemType,
    value: "CSP Purchase/Refund on behalf of customers",
    rule: RuleId::Sup21,
}];

/// What a person fills in, by form: the field, how much it is wanted, and the rule.
const RESERVATION_ASKED: &[(Field, Need, RuleId)] = &[
    (Field::ReservationId, Need::Recommended, RuleId::Sup02),
    (Field::ReservationOrderId, Need::Recommended, RuleId::Sup02),
    (Field::Contact, Need::Required, RuleId::Sup10),
];

const SOFTWARE_ASKED: &[(Field, Need, RuleId)] = &[
    (Field::Impact, Need::Required, RuleId::Sup22),
    (Field::Title, Need::Required, RuleId::Sup22),
    (Field::Customer, Need::Required, RuleId::Sup23),
    (Field::OrderOrSubscription, Need::Required, RuleId::Sup23),
    (Field::RefundReason, Need::Required, RuleId::Sup23),
    (Field::AmountRequested, Need::Required, RuleId::Con15),
    (Field::Quantity, Need::Optional, RuleId::Con15),
    (Field::ContactName, Need::Required, RuleId::Sup24),
    (Field::ContactEmail, Need::Required, RuleId::Sup24),
    (Field::ContactPhone, Need::Required, RuleId::Sup24),
    (Field::Attachments, Need::Optional, RuleId::Sup25),
];

impl RequestKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::ReservationExchange, Self::ReservationRefund, Self::SoftwareRefund];

    /// The rule that has such a request made.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::rule::RuleId;
    /// use reservation_policy::support::RequestKind;
    ///
    /// assert_eq!(RequestKind::ReservationExchange.rule(), RuleId::Nav07);
    /// ```
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::ReservationExchange => RuleId::Nav07,
            Self::ReservationRefund => RuleId::Nav06,
            Self::SoftwareRefund => RuleId::Sup20,
        }
    }

    /// The fields that always hold the same. A refund and an exchange of a reservation have the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::RequestKind;
    ///
    /// assert_eq!(RequestKind::ReservationRefund.fixed(), RequestKind::ReservationExchange.fixed());
    /// assert_eq!(RequestKind::SoftwareRefund.fixed().len(), 1);
    /// ```
    #[must_use]
    pub const fn fixed(self) -> &'static [FixedField] {
        match self {
            Self::ReservationExchange | Self::ReservationRefund => RESERVATION_FIXED,
            Self::SoftwareRefund => SOFTWARE_FIXED,
        }
    }

    /// How much the form wants a field.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::{Field, Need, RequestKind};
    ///
    /// // The English form asks for an amount, the Japanese one for a quantity.
    /// assert_eq!(RequestKind::SoftwareRefund.need(Field::AmountRequested), Need::Required);
    /// assert_eq!(RequestKind::SoftwareRefund.need(Field::Quantity), Need::Optional);
    /// ```
    #[must_use]
    pub fn need(self, field: Field) -> Need {
        if self.fixed().iter().any(|fixed| fixed.field == field) {
            return Need::Fixed;
        }
        self.asked().iter().find(|(asked, ..)| *asked == field).map_or(Need::NotAsked, |(_, need, _)| *need)
    }

    pub(super) const fn asked(self) -> &'static [(Field, Need, RuleId)] {
        match self {
            Self::ReservationExchange | Self::ReservationRefund => RESERVATION_ASKED,
            Self::SoftwareRefund => SOFTWARE_ASKED,
        }
    }
}

/// What is asked for, in plain English.
impl fmt::Display for RequestKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ReservationExchange => "exchange of the unused part of a reservation",
            Self::ReservationRefund => "prorated refund of a reservation",
            Self::SoftwareRefund => "refund of software",
        })
    }
}

impl Field {
    /// Every field, in the order of the forms.
    pub const ALL: &[Self] = &[
        Self::IssueType,
        Self::ProblemType,
        Self::Category,
        Self::Impact,
        Self::Title,
        Self::Customer,
        Self::OrderOrSubscription,
        Self::RefundReason,
        Self::AmountRequested,
        Self::Quantity,
        Self::ReservationId,
        Self::ReservationOrderId,
        Self::Contact,
        Self::ContactName,
        Self::ContactEmail,
        Self::ContactPhone,
        Self::Attachments,
    ];

    /// What a person is to write there.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::support::Field;
    ///
    /// assert_eq!(Field::Customer.what_to_write(), "the GUID of the customer's tenant, or its domain name");
    /// ```
    #[must_use]
    pub const fn what_to_write(self) -> &'static str {
        match self {
            Self::IssueType | Self::ProblemType | Self::Category => "nothing, it is given",
            Self::Impact => "how badly the customer is affected",
            Self::Title => "one line that says what it is about",
            Self::Customer => "the GUID of the customer's tenant, or its domain name",
            Self::OrderOrSubscription => "the order id, or the subscription id",
            Self::RefundReason => "why it is returned",
            Self::AmountRequested => "how much money is to come back, with its currency",
            Self::Quantity => "how many units it is about",
            Self::ReservationId => "the reservation's id, from its properties",
            Self::ReservationOrderId => "the id of the reservation's order, from its properties",
            Self::Contact => "a name, an e-mail address or a phone number",
            Self::ContactName => "the name of whom to ask for",
            Self::ContactEmail => "the e-mail address to write to",
            Self::ContactPhone => "the phone number to call",
            Self::Attachments => "files that help",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::IssueType => "issue type",
            Self::ProblemType => "problem type",
            Self::Category => "category",
            Self::Impact => "impact",
            Self::Title => "title",
            Self::Customer => "customer",
            Self::OrderOrSubscription => "order or subscription",
            Self::RefundReason => "refund reason",
            Self::AmountRequested => "amount requested",
            Self::Quantity => "quantity",
            Self::ReservationId => "reservation id",
            Self::ReservationOrderId => "reservation order id",
            Self::Contact => "contact",
            Self::ContactName => "contact name",
            Self::ContactEmail => "contact e-mail",
            Self::ContactPhone => "contact phone",
            Self::Attachments => "attachments",
        })
    }
}
