//! The sums of an exchange, and how they compare.

use crate::money::{Currency, Money, MoneyError};
use crate::policy::reservation::{Comparison, ReturnedValue};

/// The sums of an exchange: what is returned, what is bought, what is to pay.
///
/// # Examples
///
/// The live service was recorded to answer 5598.46, 9910.00 and 4311.54 GBP for these two returns and two purchases:
///
/// ```
/// use reservation_policy::policy::reservation::{Comparison, ReturnedValue};
/// use reservation_policy::reservation::exchange::ExchangeTotals;
/// use reservation_policy::{Currency, Money};
///
/// let gbp = Currency::from_code("GBP")?;
/// let amount = |text| Money::parse(text, gbp);
/// let totals = ExchangeTotals::zero(gbp)
///     .with_returned(amount("49.80")?, amount("2752.05")?)?
///     .with_returned(amount("44.56")?, amount("2752.05")?)?
///     .with_bought(amount("4248.00")?)?
///     .with_bought(amount("5662.00")?)?;
/// assert_eq!(totals.refunds_total().to_string(), "5598.46 GBP");
/// assert_eq!(totals.net_payable().to_string(), "4311.54 GBP");
/// let missing = totals.missing(Comparison::AtLeast, ReturnedValue::RefundAndRemainingCommitment)?;
/// assert_eq!(missing, None, "enough is bought");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExchangeTotals {
    refund: Money,
    remaining_commitment: Money,
    refunds_total: Money,
    purchases_total: Money,
    net_payable: Money,
}

impl ExchangeTotals {
    /// Nothing on either side.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::{Currency, reservation::exchange::ExchangeTotals};
    /// # let gbp = Currency::from_code("GBP")?;
    /// assert!(ExchangeTotals::zero(gbp).net_payable().is_zero());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self { refund: zero, remaining_commitment: zero, refunds_total: zero, purchases_total: zero, net_payable: zero }
    }

    /// One more returned reservation: its refund, and the future payments cancelled with it.
    ///
    /// Both are in the billing currency.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] when the currencies differ, or when a sum can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// let totals = ExchangeTotals::zero(gbp).with_returned(amount("49.80")?, amount("2752.05")?)?;
    /// assert_eq!(totals.net_payable().to_string(), "-2801.85 GBP");
    /// assert!(totals.with_bought(Money::parse("4248.00", Currency::USD)?).is_err(), "another currency");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_returned(self, refund: Money, remaining_commitment: Money) -> Result<Self, MoneyError> {
        let value = refund.checked_add(remaining_commitment)?;
        Ok(Self {
            refund: self.refund.checked_add(refund)?,
            remaining_commitment: self.remaining_commitment.checked_add(remaining_commitment)?,
            refunds_total: self.refunds_total.checked_add(value)?,
            net_payable: self.net_payable.checked_sub(value)?,
            ..self
        })
    }

    /// One more purchase, at its full price.
    ///
    /// # Errors
    ///
    /// [`MoneyError`] when the currencies differ, or when a sum can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// let totals = ExchangeTotals::zero(gbp).with_bought(amount("4248.00")?)?.with_bought(amount("5662.00")?)?;
    /// assert_eq!(totals.purchases_total().to_string(), "9910.00 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_bought(self, price: Money) -> Result<Self, MoneyError> {
        Ok(Self {
            purchases_total: self.purchases_total.checked_add(price)?,
            net_payable: self.net_payable.checked_add(price)?,
            ..self
        })
    }

    /// The refunds alone: the part of the refunds total that had been paid.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// assert_eq!(totals.refund().to_string(), "49.80 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn refund(&self) -> Money {
        self.refund
    }

    /// The future payments cancelled: the part of the refunds total that had not been paid.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// assert_eq!(totals.remaining_commitment().to_string(), "2752.05 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn remaining_commitment(&self) -> Money {
        self.remaining_commitment
    }

    /// The refunds and the future payments cancelled with them.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// assert_eq!(totals.refunds_total().to_string(), "2801.85 GBP"); // 49.80 + 2752.05
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn refunds_total(&self) -> Money {
        self.refunds_total
    }

    /// The full prices of what is bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// assert_eq!(totals.purchases_total().to_string(), "4248.00 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn purchases_total(&self) -> Money {
        self.purchases_total
    }

    /// The purchases total less the refunds total; negative when more is returned than bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// assert_eq!(totals.net_payable().to_string(), "1446.15 GBP"); // 4248.00 - 2801.85
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn net_payable(&self) -> Money {
        self.net_payable
    }

    /// What is returned is worth this much when it is compared with what is bought.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// assert_eq!(totals.returned(ReturnedValue::Refund).to_string(), "49.80 GBP");
    /// assert_eq!(totals.returned(ReturnedValue::RefundAndRemainingCommitment).to_string(), "2801.85 GBP");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-12` for the refund alone, `L-07` and `L-12` with the remaining commitment.
    #[must_use]
    pub const fn returned(&self, value: ReturnedValue) -> Money {
        match value {
            ReturnedValue::Refund => self.refund,
            ReturnedValue::RefundAndRemainingCommitment => self.refunds_total,
        }
    }

    /// How much more must be bought for the comparison to hold; `None` when it holds.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Overflow`] when the difference can't be held.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../../docs/snippets/exchange_totals.txt")]
    /// let same = amount("49.80")?;
    /// let even = ExchangeTotals::zero(gbp).with_returned(same, amount("0.00")?)?.with_bought(same)?;
    /// assert_eq!(even.missing(Comparison::AtLeast, ReturnedValue::Refund)?, None);
    /// let missing = even.missing(Comparison::MoreThan, ReturnedValue::Refund)?;
    /// assert_eq!(missing.map(|missing| missing.to_string()).as_deref(), Some("0.01 GBP"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Rules
    ///
    /// `EXC-12`, `EXC-04`, `CON-04`: the same amount is enough, or is one minor unit short where more is asked for.
    pub fn missing(&self, comparison: Comparison, value: ReturnedValue) -> Result<Option<Money>, MoneyError> {
        let gap = self.returned(value).checked_sub(self.purchases_total)?;
        if gap.is_negative() {
            return Ok(None);
        }
        match comparison {
            Comparison::AtLeast => Ok(Some(gap).filter(|gap| !gap.is_zero())),
            Comparison::MoreThan => gap.floor_to_minor().checked_add(Money::of_minor(1, gap.currency())).map(Some),
        }
    }
}
