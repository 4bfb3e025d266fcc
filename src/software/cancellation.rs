//! Cancellation of a software purchase: window, credit, consequences, and every reason against it.

use core::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::credit::{Credit, credit};
use super::{
    Attempt, CancellationReason, CancellationWindow, InvoiceMonth, MissingInformation, Qualification, SoftwarePolicy,
    SoftwarePurchase, WindowOpening,
};
use crate::calendar::Period;
use crate::decision::Decision;
use crate::facts::InvalidFacts;
use crate::money::Money;
use crate::quantity::Quantity;
use crate::request::QuestionError;
use crate::role::Role;
use crate::rule::RuleId;
use crate::verdict::impl_outcome;

/// A cancellation of a whole purchase at the instant of the attempt, approved or not.
///
/// # Examples
///
/// ```
/// use reservation_policy::role::Role;
/// use reservation_policy::software::{Attempt, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};
///
/// let (bought_at, start, end) = ("2022-08-01T12:00:00Z".parse()?, "2022-08-01".parse()?, "2023-08-01".parse()?);
/// let paid = "365.00 USD".parse()?;
/// let purchase = SoftwarePurchase::subscription(SoftwareFamily::SqlServer, bought_at, start, end, paid)?
///     .order("A1B2C3")?
///     .product("SQL Server")?;
/// let attempt = Attempt::new("2022-08-03T13:00:00Z".parse()?)
///     .by(Role::AdminAgent)
///     .acknowledged()
///     .for_customer("fabrikam.example")?;
///
/// let decision = SoftwarePolicy::in_force_for(&purchase)?.decide_cancellation(&purchase, &attempt)?;
/// let canceled = decision.outcome();
/// assert_eq!((canceled.days_charged, canceled.credit), (3, "362.00 USD".parse()?)); // 1, 2 and 3 August
/// assert_eq!(canceled.last_moment, "2022-08-08T12:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?);
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Cancellation {
    /// The instant of the attempt.
    pub at: DateTime<Utc>,
    /// How long the purchase can be canceled (`SW-01`, `L-17`).
    pub window: CancellationWindow,
    /// The instant at which the window opened.
    pub opened_at: DateTime<Utc>,
    /// Whether a renewal opened the window rather than the purchase (`L-17`).
    pub opened_by_renewal: bool,
    /// The last instant at which the purchase can be canceled, to the nanosecond (`AMB-01` to `AMB-03`).
    pub last_moment: DateTime<Utc>,
    /// The whole days to the end of the window, 0 on the last day and after it (`SW-13`). UTC dates for a window in
    /// days, times of 24 hours for one in hours.
    pub days_remaining: u32,
    /// The units of the purchase, all of which would be canceled (`AMB-23`).
    pub quantity: Quantity,
    /// The price of all units for the period.
    pub paid: Money,
    /// The UTC days that were paid for: the term, from the purchase on where that is later (`AMB-28`). `None` for a
    /// perpetual license.
    pub period: Option<Period>,
    /// The days of the period that are charged. 0 where the credit is full.
    pub days_charged: u32,
    /// What is credited for all units, at most what was paid, in the same currency (`SW-14`, `POST-06`, `CON-08`,
    /// `L-18`).
    pub credit: Money,
    /// Always zero (`SW-02`).
    pub early_termination_fee: Money,
    /// The monthly invoice with the credit (`POST-06`, `AMB-24`).
    pub credit_invoice: InvoiceMonth,
    /// The instant by which the dashboard shows the cancellation: 15 minutes later (`POST-01`).
    pub visible_by: DateTime<Utc>,
    /// What follows from the cancellation. Empty unless it is approved.
    pub consequences: Vec<Consequence>,
}

impl_outcome!(Cancellation, CancellationReason);

/// What follows from a cancellation (`POST-01` to `POST-06`).
///
/// # Examples
///
/// ```
/// use reservation_policy::software::Consequence;
///
/// let first = Consequence::ALL[0];
/// assert_eq!(first.to_string(), "the keys are revoked for partner and customer");
/// assert_eq!((first.code(), first.rule().as_str()), ("KeysRevoked", "POST-02"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Consequence {
    /// The keys stop working.
    KeysRevoked,
    /// The download links stop working.
    DownloadLinksRevoked,
    /// Partner and customer must stop using the software.
    DiscontinueUse,
    /// Partner and customer must uninstall it.
    Uninstall,
    /// Partner and customer must delete what they downloaded.
    RemoveDownloads,
    /// Partner and customer must delete the download links.
    RemoveLinks,
    /// The item stays on the customer's list of software, without its key.
    StaysListedWithoutKey,
    /// The dashboard may show the cancellation up to 15 minutes later.
    ShownWithinFifteenMinutes,
    /// The credit is on the next monthly invoice.
    CreditOnNextInvoice,
}

impl Consequence {
    /// Every consequence: what stops working, what must be done, what is seen afterwards.
    pub const ALL: [Self; 9] = [
        Self::KeysRevoked,
        Self::DownloadLinksRevoked,
        Self::DiscontinueUse,
        Self::Uninstall,
        Self::RemoveDownloads,
        Self::RemoveLinks,
        Self::StaysListedWithoutKey,
        Self::ShownWithinFifteenMinutes,
        Self::CreditOnNextInvoice,
    ];

    /// The rule behind it.
    #[must_use]
    pub const fn rule(self) -> RuleId {
        match self {
            Self::KeysRevoked | Self::DownloadLinksRevoked => RuleId::Post02,
            Self::DiscontinueUse => RuleId::Post03,
            Self::Uninstall | Self::RemoveDownloads | Self::RemoveLinks => RuleId::Post04,
            Self::StaysListedWithoutKey => RuleId::Post05,
            Self::ShownWithinFifteenMinutes => RuleId::Post01,
            Self::CreditOnNextInvoice => RuleId::Post06,
        }
    }

    /// Its name in the JSON contract.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeysRevoked => "KeysRevoked",
            Self::DownloadLinksRevoked => "DownloadLinksRevoked",
            Self::DiscontinueUse => "DiscontinueUse",
            Self::Uninstall => "Uninstall",
            Self::RemoveDownloads => "RemoveDownloads",
            Self::RemoveLinks => "RemoveLinks",
            Self::StaysListedWithoutKey => "StaysListedWithoutKey",
            Self::ShownWithinFifteenMinutes => "ShownWithinFifteenMinutes",
            Self::CreditOnNextInvoice => "CreditOnNextInvoice",
        }
    }
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::KeysRevoked => "the keys are revoked for partner and customer",
            Self::DownloadLinksRevoked => "the download links are revoked for partner and customer",
            Self::DiscontinueUse => "partner and customer must stop using the software",
            Self::Uninstall => "partner and customer must uninstall the software",
            Self::RemoveDownloads => "partner and customer must delete what they downloaded",
            Self::RemoveLinks => "partner and customer must delete the download links",
            Self::StaysListedWithoutKey => "the item stays listed for the customer, without its key",
            Self::ShownWithinFifteenMinutes => "the dashboard shows the cancellation within 15 minutes",
            Self::CreditOnNextInvoice => "the credit is on the next monthly invoice",
        })
    }
}

impl SoftwarePolicy {
    /// Decides whether a purchase can be canceled, with its credit and every reason against it.
    ///
    /// # Errors
    ///
    /// [`QuestionError`] for an instant before the purchase or the last renewal, for more units than were bought, and
    /// for dates past the end of the calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::role::Role;
    /// use reservation_policy::software::{Attempt, SoftwareFamily, SoftwarePolicy, SoftwarePurchase};
    ///
    /// let bought_at = "2021-07-14T08:00:00Z".parse()?;
    /// let purchase = SoftwarePurchase::perpetual(SoftwareFamily::WindowsServer, bought_at, "840.00 USD".parse()?)?
    ///     .order("A1B2C3")?
    ///     .product("Windows Server")?;
    /// let attempt = Attempt::new("2021-08-13T12:00:00Z".parse()?)
    ///     .by(Role::AdminAgent)
    ///     .acknowledged()
    ///     .for_customer("fabrikam.example")?
    ///     .billed_on(20)?;
    /// let policy = SoftwarePolicy::in_force_for(&purchase)?;
    ///
    /// let decision = policy.decide_cancellation(&purchase, &attempt)?;
    /// assert!(decision.is_approved()); // the last of 30 days
    /// assert_eq!(decision.outcome().credit, purchase.paid());
    /// assert_eq!(decision.outcome().credit_invoice.to_string(), "2021-08");
    ///
    /// let late = policy.decide_cancellation(&purchase, &Attempt::new("2021-08-14T00:00:00Z".parse()?))?;
    /// let codes: Vec<&str> = late.reasons().iter().map(|reason| reason.code()).collect();
    /// assert_eq!(codes, ["WindowPassed", "RequiresAdminAgent", "NotAcknowledged", "MissingInformation"]);
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn decide_cancellation(
        &self,
        purchase: &SoftwarePurchase,
        attempt: &Attempt,
    ) -> Result<Decision<Cancellation>, QuestionError> {
        check(purchase, attempt)?;
        let (at, terms) = (attempt.at(), self.terms());
        let renewed_at = match terms.subscription_window_opens {
            WindowOpening::Purchase => None,
            WindowOpening::PurchaseOrRenewal => purchase.renewed_at(),
        };
        let opened_at = renewed_at.unwrap_or(purchase.purchased_at());
        let window = if purchase.term().is_some() { terms.subscription_window } else { terms.perpetual_window };
        let past_calendar = |from| QuestionError::PastCalendar { from };
        let last_moment = window.last_moment(opened_at).ok_or_else(|| past_calendar(opened_at))?;
        let Credit { period, days_charged, amount } =
            credit(terms, purchase, (opened_at, at))?.ok_or_else(|| past_calendar(opened_at))?;
        let visible_by = at.checked_add_signed(TimeDelta::minutes(15)).ok_or_else(|| past_calendar(at))?;
        let mut outcome = Cancellation {
            at,
            window,
            opened_at,
            opened_by_renewal: renewed_at.is_some(),
            last_moment,
            days_remaining: window.days_remaining(opened_at, at),
            quantity: purchase.quantity(),
            paid: purchase.paid(),
            period,
            days_charged,
            credit: amount,
            early_termination_fee: Money::zero(purchase.paid().currency()),
            credit_invoice: InvoiceMonth::next_after(attempt.date(), attempt.billing_day()),
            visible_by,
            consequences: Vec::new(),
        };
        let reasons = self.reasons_against(purchase, attempt, &outcome);
        if reasons.is_empty() {
            outcome.consequences = Consequence::ALL.to_vec();
        }
        Ok(Decision::new(outcome, reasons, Vec::new(), self.name()))
    }

    fn reasons_against(
        &self,
        purchase: &SoftwarePurchase,
        attempt: &Attempt,
        outcome: &Cancellation,
    ) -> Vec<CancellationReason> {
        use CancellationReason as Reason;

        let (family, qualification, owned) = (purchase.family(), purchase.qualification(), purchase.quantity());
        let partial = attempt.quantity().filter(|requested| *requested < owned);
        let &Cancellation { window, opened_by_renewal, last_moment, opened_at, at, .. } = outcome;
        let passed = || {
            let elapsed = window.elapsed(opened_at, at);
            Reason::WindowPassed { window, opened_by_renewal, last_moment, elapsed }
        };
        let missing = missing_information(purchase, attempt);
        let found = [
            self.terms().excludes(family).then_some(Reason::PlanNotCancelable { family }),
            purchase.is_canceled().then_some(Reason::AlreadyCanceled),
            (qualification == Qualification::DoesNotQualify).then_some(Reason::DoesNotQualify),
            partial.map(|requested| Reason::PartialQuantity { requested, owned }),
            (at > last_moment).then(passed),
            (!attempt.roles().contains(Role::AdminAgent)).then_some(Reason::RequiresAdminAgent),
            (!attempt.is_acknowledged()).then_some(Reason::NotAcknowledged),
            (!missing.is_empty()).then_some(Reason::MissingInformation { missing }),
            (qualification == Qualification::MoreInformationNeeded).then_some(Reason::MoreInformationNeeded),
        ];
        found.into_iter().flatten().collect()
    }
}

/// Checks that there was something to cancel at the instant, and no more units than there are.
fn check(purchase: &SoftwarePurchase, attempt: &Attempt) -> Result<(), QuestionError> {
    let (at, purchased_at, owned) = (attempt.at(), purchase.purchased_at(), purchase.quantity());
    if at < purchased_at {
        return Err(QuestionError::BeforePurchase { at, purchased_at });
    }
    if let Some(renewed_at) = purchase.renewed_at().filter(|renewed_at| at < *renewed_at) {
        return Err(QuestionError::BeforeRenewal { at, renewed_at });
    }
    match attempt.quantity() {
        Some(requested) if requested > owned => Err(InvalidFacts::AboveOwned { requested, owned }.into()),
        _ => Ok(()),
    }
}

fn missing_information(purchase: &SoftwarePurchase, attempt: &Attempt) -> Vec<MissingInformation> {
    let found = [
        attempt.customer().is_none().then_some(MissingInformation::Customer),
        purchase.product_name().is_none().then_some(MissingInformation::Product),
        purchase.order_id().is_none().then_some(MissingInformation::OrderId),
    ];
    found.into_iter().flatten().collect()
}
