//! Whose a reservation is: under which agreement it was bought, and for which cloud.

/// The agreement under which a reservation was bought.
///
/// # Examples
///
/// Under CSP the customer is sent to the partner, whoever owns the reservation:
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// # let ledger = RefundLedger::new();
/// let policy = ReservationPolicy::edition(ReservationEdition::July2020);
/// let request = RefundRequest::new(&reservation, one, "2023-02-10T21:16:24Z".parse()?, Requester::Owner);
/// assert!(policy.decide_refund(&request, &ledger)?.is_approved());
/// let in_csp = request.with_agreement(Agreement::Csp);
/// assert_eq!(
///     policy.decide_refund(&in_csp, &ledger)?.reasons()[0].to_string(),
///     "the owner of the reservation may not return this reservation; the partner may"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `CSP-14`, `CON-07`, `ELIG-01`, `ELIG-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Agreement {
    /// An Enterprise Agreement.
    Enterprise(EnterpriseStatus),
    /// A Microsoft Customer Agreement.
    MicrosoftCustomer,
    /// Pay-as-you-go.
    PayAsYouGo,
    /// Bought through a partner of the Cloud Solution Provider programme.
    Csp,
}

/// Whether an Enterprise Agreement still runs.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/refund_request.txt")]
/// let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner);
/// for (status, verdict) in [
///     (EnterpriseStatus::Active, Verdict::Approved),
///     (EnterpriseStatus::ExpiredAndRenewed, Verdict::Approved),
///     (EnterpriseStatus::ExpiredNotRenewed, Verdict::NeedsReview),
/// ] {
///     let request = request.with_agreement(Agreement::Enterprise(status));
///     assert_eq!(policy.decide_refund(&request, &RefundLedger::new())?.verdict(), verdict);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `ELIG-03`, `AMB-20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EnterpriseStatus {
    /// It runs.
    Active,
    /// It expired, and was renewed as a new agreement (`ELIG-03`).
    ExpiredAndRenewed,
    /// It expired and was not renewed: the sources do not say what goes (`AMB-20`).
    ExpiredNotRenewed,
}

/// Which cloud the reservation is for.
///
/// # Examples
///
/// Under the 2019 edition a US Government customer on an Enterprise Agreement asks support (`ELIG-01`), one on
/// pay-as-you-go does not (`ELIG-02`):
///
/// ```
/// # use reservation_policy::calendar::Term;
/// # use reservation_policy::policy::reservation::Requester;
/// # use reservation_policy::policy::{ReservationEdition, ReservationPolicy};
/// # use reservation_policy::reservation::account::{Agreement, Cloud, EnterpriseStatus};
/// # use reservation_policy::reservation::{BillingPlan, Payments, Price, Reservation, Schedule};
/// # use reservation_policy::reservation::{cap::RefundLedger, refund::RefundRequest};
/// # use reservation_policy::{Currency, Money, Quantity, resource::ResourceType};
/// # let price = Price::in_usd(Money::parse("2.66", Currency::USD)?)?;
/// # let schedule = Schedule::new("2019-12-01".parse()?, Term::OneYear, BillingPlan::Monthly)?;
/// # let payments = Payments::monthly(price, Quantity::ONE, 3)?;
/// # let reservation = Reservation::new(ResourceType::VirtualMachines, Quantity::ONE, schedule, payments)?;
/// # let policy = ReservationPolicy::edition(ReservationEdition::April2019);
/// # let at = "2020-02-10T21:16:24Z".parse()?;
/// let request = RefundRequest::new(&reservation, Quantity::ONE, at, Requester::Owner).with_cloud(Cloud::UsGovernment);
/// for (agreement, approved) in
///     [(Agreement::Enterprise(EnterpriseStatus::Active), false), (Agreement::PayAsYouGo, true)]
/// {
///     let decision = policy.decide_refund(&request.with_agreement(agreement), &RefundLedger::new())?;
///     assert_eq!(decision.is_approved(), approved);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `ELIG-01`, `ELIG-02`. Later editions do not mention the US Government any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Cloud {
    /// The public cloud.
    Public,
    /// Azure for the US Government.
    UsGovernment,
}
