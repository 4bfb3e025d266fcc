//! Single values of a document: amounts, units and names.

use super::node::{Node, Numbers, below};
use super::{INVALID_QUANTITY, RequestError};
use crate::money::{Currency, Money, MoneyError, UsdAmount};
use crate::quantity::Quantity;
use crate::text::{one_of, shortened};

/// An amount and its currency.
pub(crate) fn money(node: &Node<'_>, numbers: Numbers) -> Result<Money, RequestError> {
    const EXPECTED: &str = "an amount such as `{\"currencyCode\": \"USD\", \"amount\": 1.8}`";
    if !node.is_object() {
        return Err(node.unexpected(EXPECTED));
    }
    let missing = |name: &str| {
        let path = below(node.path(), name);
        RequestError::invalid(&path, format_args!("is missing, expected {EXPECTED}"))
    };
    let code = node.member("currencyCode")?.ok_or_else(|| missing("currencyCode"))?;
    let currency: Currency = code.parse("a currency code such as `USD`")?;
    let amount = node.member("amount")?.ok_or_else(|| missing("amount"))?;
    Ok(Money::new(amount.number(numbers)?.value(), currency))
}

/// An amount of US dollars, in whole cents and not negative.
pub(crate) fn usd(node: &Node<'_>) -> Result<UsdAmount, RequestError> {
    UsdAmount::try_from(money(node, Numbers::Plain)?).map_err(|error| {
        let member = if matches!(error, MoneyError::NotUsd { .. }) { "currencyCode" } else { "amount" };
        RequestError::invalid(&below(node.path(), member), error)
    })
}

/// A number of units: a whole number from 1.
pub(crate) fn units(node: &Node<'_>, numbers: Numbers) -> Result<Quantity, RequestError> {
    let number = node.number(numbers)?;
    number.to_string().parse().map_err(|error: crate::ParseError| node.error(error))
}

/// A number of units that is asked to be returned, under the service's own code.
pub(crate) fn quantity(node: Option<Node<'_>>, target: &str) -> Result<Quantity, RequestError> {
    let missing = || RequestError::invalid(target, "is missing, expected the units to return, from 1");
    let read = node.ok_or_else(missing).and_then(|node| units(&node, Numbers::Plain));
    read.map_err(|error| error.coded(INVALID_QUANTITY))
}

/// A text that is one of some names.
pub(crate) fn one_of_names<T: Copy>(node: &Node<'_>, what: &str, names: &[(&str, T)]) -> Result<T, RequestError> {
    let expected = || one_of(names.iter().map(|(name, _)| *name));
    let text = node.text(&expected())?;
    match names.iter().find(|(name, _)| *name == text) {
        Some((_, value)) => Ok(*value),
        None => Err(node.error(format_args!("`{}` is not {what}, expected {}", shortened(&text), expected()))),
    }
}
