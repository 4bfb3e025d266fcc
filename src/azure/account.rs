//! The account of a request: agreement, cloud, and how a purchase was paid.

use super::RequestError;
use super::node::{Node, Ours};
use super::values::one_of_names;
use crate::account::{Account, Cloud, EnterpriseStatus, PaidBy, PaidFrom};

/// The agreement, and the cloud. Where the agreement is not given, the account is not known.
pub(crate) fn account(node: &Node<'_>) -> Result<(Option<Account>, Cloud), RequestError> {
    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Agreement {
        Enterprise,
        MicrosoftCustomer,
        PayAsYouGo,
        Csp,
    }
    let account = Ours::of(node, &["agreement", "status", "cloud", "paidFrom", "paidBy"])?;
    let agreement = account.get("agreement")?.map(|node| {
        let names = [
            ("enterprise", Agreement::Enterprise),
            ("microsoftCustomer", Agreement::MicrosoftCustomer),
            ("payAsYouGo", Agreement::PayAsYouGo),
            ("csp", Agreement::Csp),
        ];
        one_of_names(&node, "an agreement", &names)
    });
    let agreement = agreement.transpose()?;
    let cloud = account.get("cloud")?.map(|node| {
        one_of_names(&node, "a cloud", &[("public", Cloud::Public), ("usGovernment", Cloud::UsGovernment)])
    });
    let status_node = account.get("status")?;
    let status = status_node.as_ref().map(|node| {
        let names = [
            ("active", EnterpriseStatus::Active),
            ("expiredAndRenewed", EnterpriseStatus::ExpiredAndRenewed),
            ("expiredNotRenewed", EnterpriseStatus::ExpiredNotRenewed),
        ];
        one_of_names(node, "the status of an agreement", &names)
    });
    let status = status.transpose()?;
    let paid_from_node = account.get("paidFrom")?;
    let paid_from = paid_from_node.as_ref().map(|node| {
        let names = [
            ("prepayment", PaidFrom::Prepayment),
            ("overage", PaidFrom::Overage),
            ("endedPrepayment", PaidFrom::EndedPrepayment),
        ];
        one_of_names(node, "what a purchase is paid from", &names)
    });
    let paid_from = paid_from.transpose()?;
    let paid_by_node = account.get("paidBy")?;
    let paid_by = paid_by_node.as_ref().map(|node| {
        let names = [("invoice", PaidBy::Invoice), ("card", PaidBy::Card), ("changedCard", PaidBy::ChangedCard)];
        one_of_names(node, "a way to pay", &names)
    });
    let paid_by = paid_by.transpose()?;

    // A member that says something about another agreement is a contradiction, and not to be passed over.
    if agreement != Some(Agreement::Enterprise) {
        let odd = status_node.filter(|_| status != Some(EnterpriseStatus::Active)).or(paid_from_node);
        if let Some(node) = odd {
            return Err(node.error("is about an Enterprise Agreement, expected `agreement` to be `enterprise`"));
        }
    }
    if !matches!(agreement, Some(Agreement::MicrosoftCustomer | Agreement::PayAsYouGo)) {
        if let Some(node) = paid_by_node.filter(|_| paid_by != Some(PaidBy::Invoice)) {
            return Err(node.error("is about another agreement, expected `microsoftCustomer` or `payAsYouGo`"));
        }
    }
    let account = agreement.map(|agreement| match agreement {
        Agreement::Enterprise => Account::Enterprise { status: status.unwrap_or(EnterpriseStatus::Active), paid_from },
        Agreement::MicrosoftCustomer => Account::MicrosoftCustomer { paid_by },
        Agreement::PayAsYouGo => Account::PayAsYouGo { paid_by },
        Agreement::Csp => Account::Csp,
    });
    Ok((account, cloud.transpose()?.unwrap_or_default()))
}
