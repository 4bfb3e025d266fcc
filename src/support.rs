//! Support requests: the fields of each form, and which of them are still empty.
//!
//! Nothing is sent. [`RequestKind::fields`] lists what a form contains, [`RequestKind::missing`] what must be filled in
//! before it is sent, [`RequestKind::recommended`] what support may ask for later. Whether a return needs a support
//! request is part of the decision about it.

use core::fmt;

use crate::rule::RuleId;

/// A kind of support request: `NAV-06`, `NAV-07`, `SUP-20`.
///
/// # Examples
///
/// ```
/// use reservation_policy::support::{Field, Need, RequestKind};
///
/// let kind = RequestKind::ReservationRefund;
/// let form: Vec<(Field, &str)> = vec![(Field::ReservationId, "f3c7a1d2")];
/// let filled = |field| form.iter().any(|(given, _)| *given == field);
/// assert_eq!(kind.missing(filled), [Field::Contact]);
/// assert_eq!(kind.recommended(filled), [Field::ReservationOrderId]);
/// assert_eq!(Field::Contact.what_to_write(), "a name, an e-mail address or a phone number");
///
/// let (field, need, rule) = kind.fields()[0];
/// assert_eq!((field, rule.as_str()), (Field::IssueType, "SUP-08"));
/// assert_eq!(need, Need::Fixed { english: "Billing", japanese: "請求" });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RequestKind {
    /// Exchange of the unused part of a reservation.
    ReservationExchange,
    /// Prorated refund of a reservation.
    ReservationRefund,
    /// Refund of software, when Partner Center asks for more information.
    SoftwareRefund,
}

const RESERVATION: &[(Field, Need, RuleId)] = &[
    (Field::IssueType, Need::Fixed { english: "Billing", japanese: "請求" }, RuleId::Sup08),
    (Field::ProblemType, Need::Fixed { english: "Reservation management", japanese: "予約管理" }, RuleId::Sup09),
    (Field::Category, Need::Fixed { english: "Exchanges and refunds", japanese: "交換と払い戻し" }, RuleId::Sup09),
    (Field::ReservationId, Need::Recommended, RuleId::Sup02),
    (Field::ReservationOrderId, Need::Recommended, RuleId::Sup02),
    (Field::Contact, Need::Required, RuleId::Sup10),
];

const SOFTWARE: &[(Field, Need, RuleId)] = &[
    (
        Field::ProblemType,
        Need::Fixed {
            english: "CSP Purchase/Refund on behalf of customers",
            japanese: "お客様に代わって CSP を購入/払い戻し",
        },
        RuleId::Sup21,
    ),
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
    pub const ALL: &'static [Self] = &[Self::ReservationExchange, Self::ReservationRefund, Self::SoftwareRefund];

    /// The rule that leads to such a request.
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::ReservationExchange => RuleId::Nav07,
            Self::ReservationRefund => RuleId::Nav06,
            Self::SoftwareRefund => RuleId::Sup20,
        }
    }

    /// The fields of the form in their order, how much each is needed, and the rule behind it.
    #[must_use]
    pub const fn fields(self) -> &'static [(Field, Need, RuleId)] {
        match self {
            Self::ReservationExchange | Self::ReservationRefund => RESERVATION,
            Self::SoftwareRefund => SOFTWARE,
        }
    }

    /// The required fields that are not filled in, in the order of the form.
    #[must_use]
    pub fn missing(self, filled: impl Fn(Field) -> bool) -> Vec<Field> {
        self.empty(Need::Required, filled)
    }

    /// The recommended fields that are not filled in. The request can be sent without them.
    #[must_use]
    pub fn recommended(self, filled: impl Fn(Field) -> bool) -> Vec<Field> {
        self.empty(Need::Recommended, filled)
    }

    fn empty(self, wanted: Need, filled: impl Fn(Field) -> bool) -> Vec<Field> {
        let fields = self.fields().iter().filter(|(_, need, _)| *need == wanted).map(|(field, ..)| *field);
        fields.filter(|field| !filled(*field)).collect()
    }
}

impl fmt::Display for RequestKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ReservationExchange => "exchange of the unused part of a reservation",
            Self::ReservationRefund => "prorated refund of a reservation",
            Self::SoftwareRefund => "refund of software",
        })
    }
}

/// How much a form needs a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a caller must see it when there is a new kind of need")]
pub enum Need {
    /// It can stay empty.
    Optional,
    /// It can stay empty, and support may ask for it.
    Recommended,
    /// It must be filled in.
    Required,
    /// It has one value, labeled like this in the form.
    Fixed {
        /// The label of the English form.
        english: &'static str,
        /// The label of the Japanese form.
        japanese: &'static str,
    },
}

/// One line for each field: its name, and what to write there.
macro_rules! fields {
    ($($variant:ident $words:literal $what:literal;)+) => {
        /// A field of a support request, in the order of the forms.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Field { $(#[doc = concat!("The ", $words, ": ", $what, ".")] $variant,)+ }

        impl Field {
            /// Every field, in the order of the forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What to write there: `the phone number to call`.
            #[must_use]
            pub const fn what_to_write(self) -> &'static str {
                match self { $(Self::$variant => $what,)+ }
            }
        }

        impl fmt::Display for Field {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $(Self::$variant => $words,)+ })
            }
        }
    };
}

fields! {
    IssueType "issue type" "the value that the form gives";
    ProblemType "problem type" "the value that the form gives";
    Category "category" "the value that the form gives";
    Impact "impact" "how badly the customer is affected";
    Title "title" "one line that says what it is about";
    Customer "customer" "the GUID of the customer's tenant, or its domain name";
    OrderOrSubscription "order or subscription" "the order id, or the subscription id";
    RefundReason "refund reason" "why it is returned";
    AmountRequested "amount requested" "the amount to refund, with its currency";
    Quantity "quantity" "the number of units";
    ReservationId "reservation id" "the reservation's id, from its Properties page";
    ReservationOrderId "reservation order id" "the id of the reservation's order, from its Properties page";
    Contact "contact" "a name, an e-mail address or a phone number";
    ContactName "contact name" "the name of the person to ask for";
    ContactEmail "contact e-mail" "the e-mail address to write to";
    ContactPhone "contact phone" "the phone number to call";
    Attachments "attachments" "files that help";
}
