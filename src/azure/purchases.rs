//! The purchases of an exchange request: reservations and savings plans, with their prices.

use super::facts::EXCHANGE_PURCHASE;
use super::node::{Document, Node, Numbers, Ours, below};
use super::values::{money, quantity};
use super::{RequestError, UNSUPPORTED_TERM};
use crate::calendar::Term;
use crate::exchange::{Purchase, SavingsPlanKind};
use crate::facts::InvalidFacts;
use crate::reservation::ResourceType;
use crate::text::shortened;

const SAVINGS_PLANS: [(&str, SavingsPlanKind); 2] =
    [("Compute_Savings_Plan", SavingsPlanKind::Compute), ("Database_Savings_Plan", SavingsPlanKind::Database)];

/// The prices of a line: `reservations`, one for each purchase, and `savingsPlans`, which follow from the commitments.
pub(crate) struct Prices<'a> {
    path: String,
    reservations: Vec<Node<'a>>,
    savings_plans: Vec<Node<'a>>,
}

impl<'a> Prices<'a> {
    pub(crate) fn of(node: Option<&Node<'a>>) -> Result<Self, RequestError> {
        let mut prices =
            Self { path: "prices.reservations".to_owned(), reservations: Vec::new(), savings_plans: Vec::new() };
        let Some(node) = node else { return Ok(prices) };
        let members = Ours::of(node, &["reservations", "savingsPlans"])?;
        let list = |name: &str| members.get(name)?.map_or(Ok(Vec::new()), |node| node.list("a list of prices"));
        prices.reservations = list("reservations")?;
        prices.savings_plans = list("savingsPlans")?;
        Ok(prices)
    }

    /// The reservations that are bought.
    pub(crate) fn reservations(&self, wanted: &[Node<'_>]) -> Result<Vec<Purchase>, RequestError> {
        let (given, needed) = (self.reservations.len(), wanted.len());
        if given != needed {
            let message = format_args!(
                "there are {given} prices, expected {needed}: the full price of each reservation that is bought"
            );
            return Err(RequestError::invalid(&self.path, message));
        }
        wanted.iter().zip(&self.reservations).map(|(wanted, price)| reservation(wanted, price)).collect()
    }

    /// The savings plans that are bought. A price that is given must be the one that follows from the commitment.
    pub(crate) fn savings_plans(&self, wanted: &[Node<'_>]) -> Result<Vec<Purchase>, RequestError> {
        let plans = wanted.iter().map(savings_plan).collect::<Result<Vec<_>, _>>()?;
        for (place, price) in self.savings_plans.iter().enumerate() {
            let given = money(price, Numbers::Plain)?;
            let right = plans.get(place).map(Purchase::price);
            if right != Some(given)
                && !right.is_some_and(|right| right.checked_cmp(given).is_ok_and(core::cmp::Ordering::is_eq))
            {
                let expected = right.map_or_else(
                    || "no price, as there is no such savings plan in the request".to_owned(),
                    |right| format!("{right}: the hourly commitment times the hours of the term"),
                );
                return Err(price.error(format_args!("is `{given}`, expected {expected}")));
            }
        }
        Ok(plans)
    }
}

fn reservation(node: &Node<'_>, price: &Node<'_>) -> Result<Purchase, RequestError> {
    let wanted = Document::of(node, &EXCHANGE_PURCHASE)?;
    let kind = wanted.required("reservedResourceType")?;
    let resource: ResourceType = kind.parse("a type such as `VirtualMachines`")?;
    let term = term(&wanted)?;
    let target = wanted.path_of("quantity");
    let units = quantity(wanted.get("quantity")?, &target)?;
    let lifetime_price = money(price, Numbers::Plain)?;
    let mut purchase = Purchase::reservation(resource, units.get(), term, lifetime_price)
        .map_err(|error| RequestError::invalid(&below(price.path(), "amount"), error))?;
    if let Some(plan) = wanted.get("billingPlan")? {
        purchase = purchase.plan(plan.parse("`Upfront` or `Monthly`")?);
    }
    // A size or a region that cannot be one is as good as none.
    if let Some(name) = sku(&wanted)? {
        let name = name.text("the name of a size")?;
        purchase = purchase.clone().sku(&name).unwrap_or(purchase);
    }
    if let Some(location) = wanted.top("location")? {
        let location = location.text("a region such as `westeurope`")?;
        purchase = purchase.clone().region(&location).unwrap_or(purchase);
    }
    Ok(purchase)
}

fn savings_plan(node: &Node<'_>) -> Result<Purchase, RequestError> {
    let wanted = Document::of(node, &EXCHANGE_PURCHASE)?;
    let kind = match sku(&wanted)? {
        None => SavingsPlanKind::Compute,
        Some(name) => {
            let text = name.text("the name of a savings plan")?;
            let known = SAVINGS_PLANS.iter().find(|(sku, _)| sku.eq_ignore_ascii_case(&text)).map(|(_, kind)| *kind);
            known.ok_or_else(|| {
                let expected = crate::text::one_of(SAVINGS_PLANS.map(|(sku, _)| sku));
                name.error(format_args!("`{}` is not a savings plan, expected {expected}", shortened(&text)))
            })?
        }
    };
    let term_target = wanted.path_of("term");
    let term = term(&wanted)?;
    let commitment = wanted.required("commitment")?;
    if let Some(grain) = commitment.member("grain")? {
        let text = grain.text("`Hourly`")?;
        if !text.eq_ignore_ascii_case("Hourly") {
            return Err(grain.error(format_args!("`{}` is not supported, expected `Hourly`", shortened(&text))));
        }
    }
    let hourly = money(&commitment, Numbers::Plain)?;
    Purchase::savings_plan(kind, term, hourly).map_err(|error| {
        if matches!(error, InvalidFacts::SavingsPlanTerm { .. }) {
            RequestError::new(UNSUPPORTED_TERM, &term_target, error)
        } else {
            RequestError::invalid(&below(commitment.path(), "amount"), error)
        }
    })
}

fn term(wanted: &Document<'_>) -> Result<Term, RequestError> {
    wanted.required("term")?.parse("a term such as `P1Y`").map_err(|error| error.coded(UNSUPPORTED_TERM))
}

/// The name of the size or plan that is bought.
fn sku<'a>(wanted: &Document<'a>) -> Result<Option<Node<'a>>, RequestError> {
    match wanted.top("sku")? {
        Some(sku) if sku.is_text() => Ok(Some(sku)),
        Some(sku) => sku.member("name"),
        None => Ok(None),
    }
}
