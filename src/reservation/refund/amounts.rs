//! How the amounts of a refund come about: all the arithmetic, in minor units.

use chrono::{DateTime, NaiveDate, Utc};

use super::quote::{Amounts, MinorSide};
use super::{CreditKind, RefundError, RefundQuote, RefundRequest, Usage, validity};
use crate::calendar::{midnight, utc_date};
use crate::money::{Currency, MoneyError};
use crate::policy::reservation::{FullRefundWindow, RefundBasis, ReservationPolicy, UsageCondition};
use crate::quantity::{InvalidQuantity, Quantity, Share};
use crate::reservation::Reservation;
use crate::reservation::fee::FeeRates;
use crate::reservation::payment::{MinorPrice, PaymentStatus, Price};
use crate::reservation::proration::Proration;

/// What a policy and a request come down to before the day is known.
#[derive(Clone, Copy)]
pub(super) struct QuoteTerms<'a> {
    pub(super) policy: &'a ReservationPolicy,
    pub(super) reservation: &'a Reservation,
    pub(super) quantity: Quantity,
    pub(super) usage: Usage,
    pub(super) rates: Option<FeeRates>,
    /// The current price in minor units, where it limits the credit.
    pub(super) ceiling: Option<u64>,
}

impl<'a> QuoteTerms<'a> {
    #[inline(always)]
    pub(super) fn new(
        policy: &'a ReservationPolicy,
        request: &RefundRequest<'a>,
        rates: Option<FeeRates>,
    ) -> Result<Self, RefundError> {
        let (reservation, quantity, at) = (request.reservation(), request.quantity(), request.at());
        if quantity > reservation.quantity() {
            return Err(InvalidQuantity::AboveOwned { requested: quantity, owned: reservation.quantity() }.into());
        }
        if at < reservation.purchased_at() {
            return Err(RefundError::BeforePurchase { at, purchased_at: reservation.purchased_at() });
        }
        if utc_date(at) >= reservation.schedule().end() {
            return Err(RefundError::AfterTerm { at, end: reservation.schedule().end() });
        }
        let ceiling = ceiling(policy, request)?;
        Ok(Self { policy, reservation, quantity, usage: request.usage(), rates, ceiling })
    }

    #[inline(always)]
    pub(super) fn quote(&self, at: DateTime<Utc>) -> Result<RefundQuote, RefundError> {
        let today = utc_date(at);
        let amounts = self.amounts_on(today)?;
        self.reservation.payments().check_kept(amounts.billing.refund())?;
        Ok(RefundQuote {
            at,
            quantity: self.quantity,
            amounts,
            rates: if amounts.kind == CreditKind::Full { FeeRates::WAIVED } else { self.rates_or_waived() },
            payments_completed: self.reservation.payments().completed(),
            payments_total: self.reservation.schedule().payments(),
            total_paid: self.reservation.payments().total_paid(),
            changes_on: validity::changes_on(self, today, &amounts)?,
        })
    }

    fn rates_or_waived(&self) -> FeeRates {
        self.rates.unwrap_or(FeeRates::WAIVED)
    }

    #[inline(always)]
    pub(super) fn amounts_on(&self, date: NaiveDate) -> Result<Amounts, RefundError> {
        let schedule = self.reservation.schedule();
        let over = || RefundError::AfterTerm { at: midnight(date), end: schedule.end() };
        let proration = Proration::on(date, schedule, *self.policy.day_count()).ok_or_else(over)?;
        let payments = self.reservation.payments();
        let (payment, status) = payments.pricing_period(proration.payment()).ok_or(InvalidQuantity::Zero)?;
        let part = Share::of_units(self.quantity, payment.covers())
            .ok_or(InvalidQuantity::AboveOwned { requested: self.quantity, owned: payment.covers() })?;
        let kind = self.credit_kind(date, status);
        let rates = match kind {
            CreditKind::Full => FeeRates::WAIVED,
            CreditKind::Prorated | CreditKind::NothingPaid => {
                self.rates.ok_or(RefundError::FeeRateMissing { policy: self.policy.name() })?
            }
        };
        let share = match kind {
            CreditKind::Full => Some(Share::WHOLE),
            CreditKind::Prorated => Some(proration.left()),
            CreditKind::NothingPaid => None,
        };
        let outstanding = u64::from(schedule.payments().saturating_sub(payments.completed()));
        let side = Side { share, outstanding, rates };
        let unit = match payment.price().in_minor() {
            Some(price) => price.part(part),
            None => part_of_finer(payment.price(), part, outstanding)?,
        };
        let billing = side.of(unit.billing, self.ceiling);
        let pricing = side.of(unit.pricing, None);
        Ok(Amounts {
            proration,
            kind,
            billing: billing.ok_or(MoneyError::TooLarge { currency: payments.currency() })?,
            pricing: pricing.ok_or(MoneyError::TooLarge { currency: Currency::USD })?,
        })
    }

    fn credit_kind(&self, date: NaiveDate, status: PaymentStatus) -> CreditKind {
        if status == PaymentStatus::Outstanding {
            CreditKind::NothingPaid
        } else if self.policy.full_refund_window().is_some_and(|window| self.is_inside(window, date)) {
            CreditKind::Full
        } else {
            CreditKind::Prorated
        }
    }

    /// Whether the date is inside the full-refund window; before the start it is.
    fn is_inside(&self, window: FullRefundWindow, date: NaiveDate) -> bool {
        let usage_fits = match window.usage() {
            UsageCondition::Any => true,
            UsageCondition::Unused => self.usage == Usage::Unused,
        };
        usage_fits && self.reservation.schedule().whole_term().days_used(date) <= u32::from(window.days())
    }
}

/// The current price in minor units, when the policy looks at it and the caller gave it.
fn ceiling(policy: &ReservationPolicy, request: &RefundRequest<'_>) -> Result<Option<u64>, RefundError> {
    let Some(price) = request.current_price() else { return Ok(None) };
    let expected = request.reservation().currency();
    if price.currency() != expected {
        return Err(RefundError::CurrentPriceCurrency { found: price.currency(), expected });
    }
    if price.is_negative() {
        return Err(RefundError::CurrentPriceNegative { price });
    }
    match policy.refund_basis() {
        RefundBasis::PricePaid => Ok(None),
        // A price too large for minor units is above every unit, and so no limit.
        RefundBasis::LowerOfPaidAndCurrent => Ok(price.share_in_minor(Share::WHOLE).ok()),
    }
}

/// One payment for a part of the units, where the price is finer than the minor unit or too large for 64 bits: each
/// side rounded once and never above the price.
///
/// All that is billed is looked at first, so that it is named where an amount of both sides can't be held.
#[cold]
#[inline(never)]
fn part_of_finer(price: Price, part: Share, outstanding: u64) -> Result<MinorPrice, MoneyError> {
    let (billed, priced) = (price.billing(), price.pricing());
    let billing = billed.share_in_minor(part)?;
    billing.checked_mul(outstanding).ok_or(MoneyError::TooLarge { currency: billed.currency() })?;
    Ok(MinorPrice { billing, pricing: priced.share_in_minor(part)? })
}

/// What both sides of a quote are worked out from, besides one payment for the returned units.
struct Side {
    /// What is credited of one payment for the returned units; `None` when nothing was paid.
    share: Option<Share>,
    /// How many payments are cancelled.
    outstanding: u64,
    rates: FeeRates,
}

impl Side {
    #[inline(always)]
    fn of(&self, unit: u64, ceiling: Option<u64>) -> Option<MinorSide> {
        let basis = ceiling.map_or(unit, |ceiling| unit.min(ceiling));
        let credit = self.share.map_or(0, |share| share.of_minor(basis));
        // A rate is at most 1, so a fee is never above the credit.
        let fee = self.rates.charged().of_minor(credit);
        let reserved =
            if self.rates.reserved() == self.rates.charged() { fee } else { self.rates.reserved().of_minor(credit) };
        unit.checked_mul(self.outstanding)?;
        Some(MinorSide { unit, credit, fee, reserved_fee: reserved.saturating_sub(fee) })
    }
}
