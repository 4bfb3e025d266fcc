//! May this purchase still be cancelled, until when, for what credit, and what follows?

use chrono::{DateTime, Utc};

use crate::calendar::rfc3339;
use crate::decision::Decision;
use crate::money::{Money, MoneyError};
use crate::policy::software::{ExcludedPlans, SoftwarePolicy, SoftwarePolicyName, WindowOpening};
use crate::quantity::Quantity;
use crate::software::reference::OrderId;
use crate::software::{PurchaseState, Qualification, SoftwareFamily, SoftwarePurchase};

mod consequence;
mod outcome;
mod reason;
mod request;

pub use consequence::{BoundParty, Consequence};
pub use outcome::{Cancellation, WindowStart};
pub use reason::{CancellationReason, MissingInformation, WindowPassed};
pub use request::{Acknowledgement, CancellationActor, CancellationChannel, CancellationRequest};

/// A question about a cancellation that makes no sense.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/software_purchase.txt")]
/// let too_early = CancellationRequest::new("2021-03-15T18:29:59Z".parse()?);
/// assert_eq!(
///     policy.decide_cancellation(&purchase, &too_early).err().map(|error| error.to_string()).as_deref(),
///     Some(
///         "the cancellation at `2021-03-15T18:29:59Z` is before the purchase at `2021-03-15T18:30:00Z`, \
///          expected it after"
///     )
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CancellationError {
    /// The attempt was made before there was anything to cancel.
    #[error("the cancellation at `{}` is before the purchase at `{}`, expected it after", rfc3339(*at), rfc3339(*purchased_at))]
    BeforePurchase {
        /// The instant of the attempt.
        at: DateTime<Utc>,
        /// The instant of the purchase.
        purchased_at: DateTime<Utc>,
    },
    /// The attempt was made before the renewal that the facts already contain.
    #[error("the cancellation at `{}` is before the renewal at `{}`, expected it after", rfc3339(*at), rfc3339(*renewed_at))]
    BeforeRenewal {
        /// The instant of the attempt.
        at: DateTime<Utc>,
        /// The instant of the renewal.
        renewed_at: DateTime<Utc>,
    },
    /// The answer would be a date that the calendar does not have.
    #[error("what follows from `{}` is past the end of the calendar, expected a date before the year 262142", rfc3339(*from))]
    PastCalendar {
        /// The instant that was counted from.
        from: DateTime<Utc>,
    },
    /// Amounts that can't be worked out.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// No line was chosen.
    #[error("no line of order `{order}` was chosen, expected at least one")]
    NoLine {
        /// The order.
        order: OrderId,
    },
    /// A line that the order does not have.
    #[error("order `{order}` has no line `{number}`, expected the number of one of its lines")]
    UnknownLine {
        /// The order.
        order: OrderId,
        /// The number of the line.
        number: u32,
    },
    /// A line that was chosen twice.
    #[error("line `{number}` of order `{order}` was chosen twice, expected it once")]
    RepeatedLine {
        /// The order.
        order: OrderId,
        /// The number of the line.
        number: u32,
    },
    /// Another quantity than the line's: lines are cancelled whole (`AMB-23`).
    #[error(
        "quantity `{requested}` is not all of line `{number}` of order `{order}`, expected {owned}: lines are cancelled whole"
    )]
    PartOfLine {
        /// The order.
        order: OrderId,
        /// The number of the line.
        number: u32,
        /// The quantity that was asked for.
        requested: Quantity,
        /// The quantity of the line.
        owned: Quantity,
    },
    /// One id for two orders that differ.
    #[error("order `{order}` was given twice with different contents, expected the same contents or another id")]
    ConflictingOrders {
        /// The order.
        order: OrderId,
    },
}

impl SoftwarePolicy {
    /// Decides whether a purchase can be cancelled, with the credit and everything that speaks against it.
    ///
    /// The reasons come in the order of [`CancellationReason`]'s variants: what is wrong with the purchase, then with
    /// who asks and how, then what only needs a look.
    ///
    /// # Errors
    ///
    /// [`CancellationError`] for an instant before the purchase or the renewal, and for dates past the end of the
    /// calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::Money;
    /// use reservation_policy::money::Currency;
    /// use reservation_policy::policy::software::{SoftwareEdition, SoftwarePolicy};
    /// use reservation_policy::software::cancellation::{Acknowledgement, CancellationActor, CancellationRequest};
    /// use reservation_policy::software::reference::CustomerReference;
    /// use reservation_policy::software::{Licence, SoftwareFamily, SoftwarePurchase};
    ///
    /// let paid = Money::parse("1200.00", Currency::USD)?;
    /// let bought = "2021-03-15T18:30:00Z".parse()?;
    /// let purchase = SoftwarePurchase::new(Licence::Perpetual, SoftwareFamily::WindowsServer, bought, paid)?
    ///     .with_order_id("6a7c2d54".parse()?)
    ///     .with_product("Windows Server 2019 Standard".parse()?);
    /// let request = |at: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     Ok(CancellationRequest::new(at.parse()?)
    ///         .with_actor(CancellationActor::AdminAgent)
    ///         .with_acknowledgement(Acknowledgement::Given)
    ///         .with_customer(CustomerReference::Domain("contoso.com".parse()?)))
    /// };
    /// let policy = SoftwarePolicy::edition(SoftwareEdition::V2018_08);
    ///
    /// let last_day = policy.decide_cancellation(&purchase, &request("2021-05-14T23:00:00Z")?)?;
    /// assert!(last_day.is_approved());
    /// assert_eq!(last_day.outcome().credit(), paid);
    /// assert_eq!(last_day.outcome().credit_invoice().to_string(), "2021-06");
    ///
    /// let too_late = policy.decide_cancellation(&purchase, &request("2021-05-15T00:00:00Z")?)?;
    /// assert_eq!(
    ///     too_late.reasons()[0].to_string(),
    ///     "the window of 60 days after the purchase closed at 2021-05-14T23:59:59Z, 61 days have passed"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `SW-01` to `SW-14`, `POST-01` to `POST-06`, `L-17`, `L-18`.
    pub fn decide_cancellation(
        &self,
        purchase: &SoftwarePurchase,
        request: &CancellationRequest,
    ) -> Result<Decision<Cancellation, CancellationReason, SoftwarePolicyName>, CancellationError> {
        let at = request.at();
        let window_start = self.window_start(purchase, at)?;
        let opened = window_start.instant();
        let past_calendar = CancellationError::PastCalendar { from: opened };
        let window = self.window(purchase.licence().kind());
        let fixed = window.opened_at(opened).ok_or_else(|| past_calendar.clone())?;
        let last_moment = fixed.last_moment().ok_or(past_calendar)?;
        let visible_by =
            at.checked_add_signed(Cancellation::DASHBOARD_DELAY).ok_or(CancellationError::PastCalendar { from: at })?;
        let passed =
            (!fixed.is_open_at(at)).then(|| WindowPassed::new(window, window_start, fixed.elapsed(at), last_moment));
        let outcome = Cancellation {
            window,
            window_start,
            days_remaining: fixed.days_remaining(at),
            last_moment,
            credit: self.software_credit(purchase, at)?,
            early_termination_fee: Money::zero(purchase.paid().currency()),
            credit_invoice: request.invoice(),
            visible_by,
        };
        let reasons = self.reasons_against(purchase, request, passed);
        Ok(Decision::new(outcome, reasons, self.name()))
    }

    /// The event that opened the window of this purchase, once it is sure that there was something to cancel.
    pub(super) fn window_start(
        &self,
        purchase: &SoftwarePurchase,
        at: DateTime<Utc>,
    ) -> Result<WindowStart, CancellationError> {
        let purchased_at = purchase.purchased_at();
        if at < purchased_at {
            return Err(CancellationError::BeforePurchase { at, purchased_at });
        }
        if let Some(renewed_at) = purchase.renewed_at().filter(|renewed_at| at < *renewed_at) {
            return Err(CancellationError::BeforeRenewal { at, renewed_at });
        }
        Ok(match (self.subscription_window_opens(), purchase.renewed_at()) {
            (WindowOpening::PurchaseOrRenewal, Some(renewed_at)) => WindowStart::Renewal(renewed_at),
            _ => WindowStart::Purchase(purchased_at),
        })
    }

    /// Whether the policy excludes plans of this family.
    pub(super) fn excludes(&self, family: SoftwareFamily) -> bool {
        match self.excluded_plans() {
            ExcludedPlans::SuseAndRedHat => matches!(family, SoftwareFamily::SuseLinux | SoftwareFamily::RedHat),
            ExcludedPlans::Nothing => false,
        }
    }

    /// Every reason, in the order of the enum.
    fn reasons_against(
        &self,
        purchase: &SoftwarePurchase,
        request: &CancellationRequest,
        passed: Option<WindowPassed>,
    ) -> Vec<CancellationReason> {
        use CancellationReason as Reason;

        let family = purchase.family();
        let qualification = purchase.qualification();
        let missing = missing_information(purchase, request);
        let found = [
            self.excludes(family).then_some(Reason::PlanNotCancellable { family }),
            (purchase.state() == PurchaseState::Cancelled).then_some(Reason::AlreadyCancelled),
            (qualification == Qualification::DoesNotQualify).then_some(Reason::DoesNotQualify),
            passed.map(Reason::WindowPassed),
            (request.actor() != CancellationActor::AdminAgent).then_some(Reason::RequiresAdminAgent),
            (request.acknowledgement() == Acknowledgement::NotGiven).then_some(Reason::NotAcknowledged),
            (!missing.is_empty()).then_some(Reason::MissingInformation { missing }),
            (qualification == Qualification::MoreInformationNeeded).then_some(Reason::MoreInformationNeeded),
        ];
        found.into_iter().flatten().collect()
    }
}

/// What must be at hand before starting and is not: allocates nothing when all is there.
fn missing_information(purchase: &SoftwarePurchase, request: &CancellationRequest) -> Vec<MissingInformation> {
    let found = [
        request.customer().is_none().then_some(MissingInformation::Customer),
        purchase.product().is_none().then_some(MissingInformation::Product),
        purchase.order_id().is_none().then_some(MissingInformation::OrderId),
    ];
    found.into_iter().flatten().collect()
}
