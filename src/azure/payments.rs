//! The rows of `planInformation.transactions` as payments: their period, what they paid for, and when they were made.

use chrono::NaiveDate;

use super::RequestError;
use super::node::{Node, Numbers, below};
use super::values::money;
use crate::calendar::{days_between, whole_months};
use crate::money::Money;
use crate::quantity::Quantity;
use crate::reservation::{BillingPlan, Made, Payment, Price, Schedule};
use crate::text::{one_of, shortened};

/// The units that a caller knows the payments from a day's period on to have paid for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PaidQuantity {
    pub(crate) units: Quantity,
    pub(crate) day: NaiveDate,
}

/// What the rows are read with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) schedule: Schedule,
    pub(crate) owned: Quantity,
    pub(crate) original: Option<Quantity>,
    pub(crate) paid: Option<PaidQuantity>,
}

/// The words of the service for the status of a payment, and whether it was made.
const STATUSES: [(&str, bool); 6] = [
    ("Succeeded", true),
    ("Completed", true),
    ("Scheduled", false),
    ("Pending", false),
    ("Failed", false),
    ("Cancelled", false),
];

/// A row that was read.
#[derive(Debug)]
struct Row {
    target: String,
    number: u32,
    /// Whether its dates say when it was due, and not only its place in the list.
    is_dated: bool,
    made: Made,
    pricing: Option<Money>,
    billing: Option<Money>,
}

impl Row {
    const fn is_made(&self) -> bool {
        !matches!(self.made, Made::Not)
    }
}

/// Reads the payments of an order.
pub(crate) fn read_payments(transactions: &Node<'_>, rows: &Rows) -> Result<Vec<Payment>, RequestError> {
    let list = transactions.list("a list of payments")?;
    let mut read: Vec<Row> = Vec::with_capacity(list.len());
    // Without a date a payment belongs to the first period that is not paid yet, where it may be a further try.
    let mut made_before = 0_u32;
    for node in &list {
        let row = read_row(node, rows.schedule, made_before)?;
        made_before = made_before.saturating_add(u32::from(row.is_made()));
        read.push(row);
    }
    let read = one_for_each_period(read, rows.schedule)?;
    let payments = units_of_each(read, rows)?;
    if payments.is_empty() {
        return Err(transactions.error(
            "there is no payment with its amounts, expected at least one row with `pricingCurrencyTotal` and \
             `billingCurrencyTotal`",
        ));
    }
    Ok(payments)
}

fn read_row(node: &Node<'_>, schedule: Schedule, made_before: u32) -> Result<Row, RequestError> {
    if !node.is_object() {
        return Err(node.unexpected("a payment"));
    }
    let missing = |name: &str| {
        let from = "of a row of the order's payments (`$expand=schedule`)";
        RequestError::invalid(&below(node.path(), name), format_args!("is missing, expected the value {from}"))
    };
    let status = node.member("status")?.ok_or_else(|| missing("status"))?;
    let known = || one_of(STATUSES.map(|(word, _)| word));
    let word = status.text(&known())?;
    let is_made = STATUSES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&word)).map(|(_, is_made)| *is_made);
    let is_made = is_made.ok_or_else(|| {
        status.error(format_args!("`{}` is not the status of a payment, expected {}", shortened(&word), known()))
    })?;

    let amount = |name: &str| node.member(name)?.map(|node| money(&node, Numbers::OrText)).transpose();
    let (pricing, billing) = (amount("pricingCurrencyTotal")?, amount("billingCurrencyTotal")?);
    if is_made {
        for (name, amount) in [("billingCurrencyTotal", billing), ("pricingCurrencyTotal", pricing)] {
            if amount.is_none() {
                return Err(missing(name));
            }
        }
    }
    let day = |name: &str| node.member(name)?.map(|node| node.day()).transpose();
    let (due, paid) = (day("dueDate")?, day("paymentDate")?);
    let made = match paid.or(due).filter(|_| is_made) {
        Some(day) => Made::On(day),
        None if is_made => Made::AsDue,
        None => Made::Not,
    };
    let last = schedule.payments();
    let in_order = made_before.saturating_add(1);
    let number = match (schedule.plan(), due, paid) {
        (BillingPlan::Upfront, ..) => Some(if is_made { in_order } else { 1 }),
        (BillingPlan::Monthly, Some(due), _) => nearest_payment(schedule, due),
        (BillingPlan::Monthly, None, Some(paid)) => {
            whole_months(schedule.start(), paid).unwrap_or(0).checked_add(1).map(|number| number.min(last))
        }
        (BillingPlan::Monthly, None, None) => Some(if is_made { in_order } else { in_order.min(last) }),
    };
    let target = node.path().to_owned();
    Ok(Row { target, number: number.unwrap_or(last), is_dated: due.is_some(), made, pricing, billing })
}

/// The payment whose period begins nearest to a due date, which is written in local time and may be a day off.
fn nearest_payment(schedule: Schedule, due: NaiveDate) -> Option<u32> {
    let last = schedule.payments();
    let Some(before) = whole_months(schedule.start(), due) else { return Some(1) };
    let before = before.checked_add(1)?;
    if before >= last {
        return Some(last);
    }
    let after = before.checked_add(1)?;
    let since = days_between(schedule.due(before)?, due)?;
    let until = days_between(due, schedule.due(after)?)?;
    Some(if until < since { after } else { before })
}

/// Of several rows for one period, the one that was made; of tries that failed, the first with its amounts.
fn one_for_each_period(mut rows: Vec<Row>, schedule: Schedule) -> Result<Vec<Row>, RequestError> {
    let clashing = |rows: &[Row]| {
        let mut made: Vec<(u32, bool)> =
            rows.iter().filter(|row| row.is_made()).map(|row| (row.number, row.is_dated)).collect();
        made.sort_unstable();
        made.windows(2).any(|pair| matches!(pair, [(one, _), (two, _)] if one == two))
    };
    // Where dates of payment alone put two payments into one period, one of them was late: then their order counts.
    if clashing(&rows) && rows.iter().filter(|row| row.is_made()).all(|row| !row.is_dated) {
        rows.iter_mut().filter(|row| row.is_made()).zip(1..).for_each(|(row, number)| row.number = number);
    }
    let last = schedule.payments();
    if let Some(row) = rows.iter().find(|row| row.number > last) {
        let number = row.number;
        return Err(RequestError::invalid(
            &row.target,
            format_args!("payment {number} is not part of the plan, expected payments 1 to {last}"),
        ));
    }
    rows.sort_by_key(|row| (row.number, !row.is_made(), row.billing.is_none() || row.pricing.is_none()));
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match kept.last() {
            Some(last) if last.number == row.number => {
                if row.is_made() {
                    let (number, other) = (row.number, &last.target);
                    let message = format_args!(
                        "payment {number} was made here and in `{other}`, expected one payment for each period"
                    );
                    return Err(RequestError::invalid(&row.target, message));
                }
            }
            _ => kept.push(row),
        }
    }
    Ok(kept)
}

/// The payments with the units that each paid for: its US dollar amount over the unrounded price of one unit.
fn units_of_each(rows: Vec<Row>, context: &Rows) -> Result<Vec<Payment>, RequestError> {
    let unit = rows.iter().find_map(|row| row.pricing.filter(|_| row.billing.is_some()));
    let current = context.paid.map(|paid| {
        let number = context.schedule.period_on(paid.day).map_or(context.schedule.payments(), |(number, _)| number);
        (number, paid.units)
    });
    let mut payments: Vec<Payment> = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(pricing), Some(first)) = (row.pricing, unit) else { continue };
        let counted = context.original.and_then(|original| Whole::of(pricing, first, original));
        let units = match current {
            Some((number, units)) if row.number >= number => units,
            // Before the current period they count for what was paid in all, and for nothing else.
            Some((_, units)) => counted.map_or(units, |whole| whole.nearest).max(context.owned),
            None => match counted {
                Some(Whole { nearest, fits: true }) => nearest,
                _ if row.billing.is_none() => continue,
                _ => return Err(not_whole(&row, context)),
            },
        };
        let Some(billing) = row.billing else {
            // A payment to come may have its price in US dollars alone: then it has the price of the last one for its units.
            if let Some(payment) = scheduled(payments.last(), units, context) {
                payments.push(Payment { number: row.number, ..payment });
            }
            continue;
        };
        let wrong = if billing.is_negative() {
            "billingCurrencyTotal.amount"
        } else if pricing.is_negative() {
            "pricingCurrencyTotal.amount"
        } else {
            "pricingCurrencyTotal.currencyCode"
        };
        let price = Price::new(billing, pricing);
        let price = price.map_err(|error| RequestError::invalid(&below(&row.target, wrong), error))?;
        payments.push(Payment::new(row.number, price, units, row.made));
    }
    Ok(payments)
}

/// A payment to come for fewer units than the last one, at the same price for each unit.
fn scheduled(last: Option<&Payment>, units: Quantity, context: &Rows) -> Option<Payment> {
    let last = last.filter(|last| units < last.units_paid_for && units >= context.owned)?;
    let share = crate::rounding::Share::new(units.get(), last.units_paid_for.get()).ok()?;
    let (billed, usd) = (last.price.billed().share(share).ok()?, last.price.in_usd().share(share).ok()?);
    Some(Payment::new(last.number, Price::new(billed, usd).ok()?, units, Made::Not))
}

fn not_whole(row: &Row, context: &Rows) -> RequestError {
    let amount = row.pricing.map(|amount| amount.to_string()).unwrap_or_default();
    let original = context.original.map_or(0, Quantity::get);
    let message = format_args!(
        "`{amount}` does not say how many units were paid for: it is not 1 to {original} times the price of one unit \
         in the first payment; give `paidQuantity`, the units that the payment of the current period paid for"
    );
    RequestError::invalid(&below(&row.target, "pricingCurrencyTotal"), message)
}

/// How many units an amount is the price of.
struct Whole {
    nearest: Quantity,
    /// Whether it differs by at most half a minor unit for each unit, and is not above the units first bought.
    fits: bool,
}

impl Whole {
    /// `first` is the price of the units first bought.
    fn of(amount: Money, first: Money, original: Quantity) -> Option<Self> {
        if amount.currency() != first.currency() || amount.is_negative() || first.is_negative() {
            // Price::new says what is wrong with it.
            return Some(Self { nearest: original, fits: true });
        }
        if amount.amount() == first.amount() {
            return Some(Self { nearest: original, fits: true });
        }
        let scale = amount.amount().scale().max(first.amount().scale());
        let mantissa = |money: Money| {
            let digits = scale.checked_sub(money.amount().scale())?;
            money.amount().mantissa().unsigned_abs().checked_mul(10_u128.checked_pow(digits)?)
        };
        // amount / (first / original), rounded: half up, as 0 units are none.
        let (times_original, first) = (mantissa(amount)?.checked_mul(u128::from(original.get()))?, mantissa(first)?);
        let doubled = times_original.checked_mul(2)?.checked_add(first)?;
        let nearest = doubled.checked_div(first.checked_mul(2)?)?;
        let off = times_original.abs_diff(nearest.checked_mul(first)?);
        // Half a minor unit for each unit, on the same scale: units * original * 10^scale / (2 * 10^digits).
        let digits = u32::from(amount.currency().minor_digits());
        let allowed = nearest.checked_mul(u128::from(original.get()))?.checked_mul(10_u128.checked_pow(scale)?)?;
        let is_near = off.checked_mul(2)?.checked_mul(10_u128.checked_pow(digits)?)? <= allowed;
        let nearest = Quantity::new(u32::try_from(nearest).ok()?).ok()?;
        Some(Self { nearest, fits: is_near && nearest <= original })
    }
}
