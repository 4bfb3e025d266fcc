//! The rules that refunds, exchanges and swaps share: the type, the state, and who asks under which account.

use crate::account::{Account, Channel, Cloud, EnterpriseStatus, PaidBy, Requester, RequesterSet, SupportCause};
use crate::policy::{AllowedRequesters, ChannelTerms, ReservationPolicy, Terms, UsGovernmentEnterprise};
use crate::reason::{Action, Item, Reason};
use crate::request::Request;
use crate::reservation::{Reservation, ReservationState, ResourceType};

/// Notes what speaks against returning, exchanging or swapping one reservation: its type and its state.
pub(crate) fn note_reservation(
    policy: &ReservationPolicy,
    reservation: &Reservation,
    (action, item): (Action, Option<&Item>),
    reasons: &mut Vec<Reason>,
) {
    note_type(policy, reservation.resource(), action, reasons);
    note_state(reservation.state(), (action, item), reasons);
}

/// Notes a type that is never returned or exchanged, or that is not known.
pub(crate) fn note_type(
    policy: &ReservationPolicy,
    resource: &ResourceType,
    action: Action,
    reasons: &mut Vec<Reason>,
) {
    let named = || resource.name().to_owned();
    let terms = policy.terms();
    match action {
        Action::Return if terms.not_refundable.contains(resource) => {
            reasons.push(Reason::TypeNotRefundable { resource: named(), policy: policy.name() });
        }
        Action::Exchange if terms.not_exchangeable.contains(resource) => {
            reasons.push(Reason::TypeNotExchangeable { resource: named(), policy: policy.name() });
        }
        Action::Return | Action::Exchange if !resource.is_known() => {
            reasons.push(Reason::TypeUnknown { resource: named(), action });
        }
        Action::Return | Action::Exchange | Action::Swap => {}
    }
}

/// Notes a state in which nothing can be returned, exchanged or swapped.
pub(crate) fn note_state(state: &ReservationState, (action, item): (Action, Option<&Item>), reasons: &mut Vec<Reason>) {
    let (item, named) = (item.cloned(), state.name().to_owned());
    if !state.is_known() {
        reasons.push(Reason::StateUnknown { item, state: named, action });
    } else if *state != ReservationState::Succeeded {
        reasons.push(Reason::StateForbids { item, state: named, action });
    }
}

/// Notes what speaks against a request whatever the reservation: who asks, and under which account.
pub(crate) fn note_request(policy: &ReservationPolicy, request: &Request, action: Action, reasons: &mut Vec<Reason>) {
    let terms = policy.terms();
    if is_closed_us_government(terms, request.account, request.cloud) {
        reasons.push(Reason::UsGovernmentEnterprise { action });
    } else if terms.us_government_enterprise == UsGovernmentEnterprise::SupportRequestOnly
        && request.cloud == Cloud::UsGovernment
        && request.account.is_none()
    {
        reasons.push(Reason::UsGovernmentAgreementUnknown { action });
    }
    let allowed = allowed(terms.allowed_requesters, request.account);
    if !allowed.contains(request.requester) {
        let csp = matches!(request.account, None | Some(Account::Csp));
        let asks_partner = terms.allowed_requesters.csp.contains(Requester::Partner);
        reasons.push(if csp && asks_partner && request.requester == Requester::Customer {
            Reason::CustomerMustAskPartner
        } else {
            Reason::RequesterNotAllowed { requester: request.requester, allowed, action, policy: policy.name() }
        });
    }
    if matches!(request.account, Some(Account::Enterprise { status: EnterpriseStatus::ExpiredNotRenewed, .. })) {
        reasons.push(Reason::AgreementExpired { action });
    }
}

/// Who may, under an account. Where the account is not known, whoever may under any.
fn allowed(terms: AllowedRequesters, account: Option<Account>) -> RequesterSet {
    match account {
        Some(Account::Csp) => terms.csp,
        Some(_) => terms.direct,
        None => terms.direct.or(terms.csp),
    }
}

impl ReservationPolicy {
    /// How a return or an exchange is carried out.
    #[must_use]
    pub fn channel_for(&self, request: &Request) -> Channel {
        channel(self.terms(), request.account, request.cloud)
    }
}

/// The channel for a request: the only place where it is worked out.
fn channel(terms: &Terms, account: Option<Account>, cloud: Cloud) -> Channel {
    let cause = if terms.channel == ChannelTerms::SupportRequest {
        SupportCause::Policy
    } else if is_closed_us_government(terms, account, cloud) {
        SupportCause::UsGovernmentEnterprise
    } else if matches!(
        account,
        Some(
            Account::PayAsYouGo { paid_by: Some(PaidBy::ChangedCard) }
                | Account::MicrosoftCustomer { paid_by: Some(PaidBy::ChangedCard) }
        )
    ) {
        SupportCause::ChangedCard
    } else {
        return Channel::SelfService;
    };
    Channel::SupportRequest { cause }
}

/// Whether the policy closes self-service to this account because it is US Government on an Enterprise Agreement.
fn is_closed_us_government(terms: &Terms, account: Option<Account>, cloud: Cloud) -> bool {
    terms.us_government_enterprise == UsGovernmentEnterprise::SupportRequestOnly
        && cloud == Cloud::UsGovernment
        && matches!(account, Some(Account::Enterprise { .. }))
}
