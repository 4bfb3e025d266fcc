//! The editions of the reservation policy, each as a change of the one before it.

use super::terms::{
    AllowedRequesters, Boundary, CapBasis, CapScope, CapTerms, CapWindow, ChannelTerms, CreditNote, DayCount,
    ExchangeRestriction, ExchangeTerms, FeeRate, FeeTerms, FullRefundWindow, MustMatch, PartRounding, RefundBasis,
    RefundDestination, ReturnedValue, SettlementTerms, StorageSwapTerms, Terms, Threshold, TradeInTerms, TypeList,
    UsGovernmentEnterprise, UsageCondition,
};
use crate::account::{Requester, RequesterSet};
use crate::edition::{date, editions};
use crate::money::UsdAmount;
use crate::quantity::Rate;
use crate::reservation::ResourceType;

editions! {
    /// An edition of the reservation policy, by the date of the first text that carries it.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::policy::ReservationEdition;
    ///
    /// let edition = ReservationEdition::in_force_on("2021-06-01".parse()?)?;
    /// assert_eq!(edition.name(), "2021-04");
    /// assert_eq!(edition.from(), "2021-04-14".parse()?);
    /// assert_eq!(edition.not_before_known(), Some("2020-12-15".parse()?)); // the last text without it
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    ReservationEdition of "an edition of the reservation policy", "the reservation policy";
    /// Fee charged at a rate that is not stated, support requests, money to the original purchase.
    V2018_05 = "2018-05", date(2018, 5, 11), None;
    /// Full refund within five days when unused; 12 % fee.
    V2018_10 = "2018-10", date(2018, 10, 12), Some(date(2018, 8, 31));
    /// Fee reserved and not charged, rolling cap, self-service by the owner, settlement by account.
    V2019_04 = "2019-04", date(2019, 4, 5), Some(date(2018, 10, 12));
    /// Refund on the lower of the price paid and the current price; credit valid for 90 days.
    V2020_01 = "2020-01", date(2020, 1, 24), Some(date(2019, 4, 5));
    /// The cap counts the canceled commitment for 365 days; first list of types that are not refunded.
    V2020_07 = "2020-07", date(2020, 7, 10), Some(date(2020, 4, 28));
    /// Families of types; the exclusion of US Government Enterprise Agreements is gone.
    V2021_04 = "2021-04", date(2021, 4, 14), Some(date(2020, 12, 15));
    /// Reservation administrators may act; trade-in for a compute savings plan.
    V2022_10 = "2022-10", date(2022, 10, 10), Some(date(2021, 4, 14));
    /// At most 100 reservations in a trade-in; overage comes back as a partial credit note.
    V2023_10 = "2023-10", date(2023, 10, 16), Some(date(2023, 2, 3));
    /// Swaps both ways, virtual machine software, provisioned throughput on the current price.
    V2026_01 = "2026-01", date(2026, 1, 15), Some(date(2024, 2, 22));
    /// Trade-in for a database savings plan.
    V2026_07 = "2026-07", date(2026, 7, 22), Some(date(2026, 1, 8));
    /// Services that savings plans cover are no longer exchangeable.
    V2027_02 = "2027-02", date(2027, 2, 1), None;
}

impl ReservationEdition {
    pub(super) fn terms(self) -> Terms {
        match self {
            Self::V2018_05 => may_2018(),
            Self::V2018_10 => october_2018(),
            Self::V2019_04 => april_2019(),
            Self::V2020_01 => january_2020(),
            Self::V2020_07 => july_2020(),
            Self::V2021_04 => april_2021(),
            Self::V2022_10 => october_2022(),
            Self::V2023_10 => october_2023(),
            Self::V2026_01 => january_2026(),
            Self::V2026_07 => july_2026(),
            Self::V2027_02 => february_2027(),
        }
    }
}

/// Red Hat and SUSE plans are never refunded or exchanged (`SW-06`, `SW-07`).
const PLANS: &[ResourceType] = &[ResourceType::RedHat, ResourceType::SuseLinux];
const NOT_REFUNDABLE_2020_07: &[ResourceType] = &[
    ResourceType::Databricks,
    ResourceType::RedHat,
    ResourceType::RedHatOsa,
    ResourceType::SuseLinux,
    ResourceType::VmwareCloudSimple,
];
const NOT_REFUNDABLE_2022_10: &[ResourceType] = &[
    ResourceType::Databricks,
    ResourceType::RedHat,
    ResourceType::RedHatOsa,
    ResourceType::SuseLinux,
    ResourceType::SynapsePrePurchase,
    ResourceType::VmwareCloudSimple,
];
const NOT_REFUNDABLE_2026_01: &[ResourceType] = &[
    ResourceType::Databricks,
    ResourceType::Mdc,
    ResourceType::RedHat,
    ResourceType::Sentinel,
    ResourceType::SuseLinux,
    ResourceType::SynapsePrePurchase,
];
const NOT_EXCHANGEABLE_2026_01: &[ResourceType] = &[
    ResourceType::Databricks,
    ResourceType::Mdc,
    ResourceType::RedHat,
    ResourceType::Sentinel,
    ResourceType::SuseLinux,
    ResourceType::SynapsePrePurchase,
    ResourceType::VirtualMachineSoftware,
];

const OWNER: RequesterSet = RequesterSet::NONE.with(Requester::Owner);
const PARTNER: RequesterSet = RequesterSet::NONE.with(Requester::Partner);
const TWELVE_PERCENT: FeeRate = FeeRate::Stated(Rate::percent(12));

fn may_2018() -> Terms {
    Terms {
        day_count: DayCount::CalendarDays,
        full_refund_window: None,
        early_termination_fee: FeeTerms { reserved: FeeRate::FromCaller, charged: FeeRate::FromCaller },
        refund_basis: RefundBasis::PricePaid,
        current_price_types: TypeList::known(&[]),
        part_rounding: PartRounding::Price,
        settlement: SettlementTerms {
            destination: RefundDestination::OriginalPurchase,
            overage: CreditNote::CreditMemo,
            reopens_overage_invoices: false,
            covers_microsoft_customer: false,
            credit_valid_days: None,
            trade_in_settles_overage: false,
        },
        cap: CapTerms {
            limit: UsdAmount::dollars(50_000),
            window: CapWindow::TWELVE_MONTHS,
            basis: CapBasis::Refunded,
        },
        cap_scope: CapScope::Customer,
        allowed_requesters: AllowedRequesters {
            direct: OWNER.with(Requester::Customer),
            csp: OWNER.with(Requester::Customer).with(Requester::Partner),
        },
        channel: ChannelTerms::SupportRequest,
        us_government_enterprise: UsGovernmentEnterprise::SameAsOthers,
        not_refundable: TypeList::known(PLANS),
        not_exchangeable: TypeList::known(PLANS),
        vm_software_hours: None,
        exchange: ExchangeTerms {
            threshold: Threshold::AtLeast,
            returned_value: ReturnedValue::Refund,
            must_match: MustMatch::Type,
            restriction: None,
            trade_in: None,
        },
        storage_swap: StorageSwapTerms::NotOffered,
    }
}

fn october_2018() -> Terms {
    Terms {
        full_refund_window: Some(FullRefundWindow { days: 5, usage: UsageCondition::Unused }),
        early_termination_fee: FeeTerms { reserved: TWELVE_PERCENT, charged: TWELVE_PERCENT },
        ..may_2018()
    }
}

fn april_2019() -> Terms {
    let before = october_2018();
    Terms {
        full_refund_window: None,
        early_termination_fee: FeeTerms { reserved: TWELVE_PERCENT, charged: FeeRate::Stated(Rate::ZERO) },
        settlement: SettlementTerms {
            destination: RefundDestination::ByAccount,
            reopens_overage_invoices: true,
            ..before.settlement
        },
        cap_scope: CapScope::NotStated,
        allowed_requesters: AllowedRequesters { direct: OWNER, csp: OWNER.or(PARTNER) },
        channel: ChannelTerms::SelfService,
        us_government_enterprise: UsGovernmentEnterprise::SupportRequestOnly,
        storage_swap: StorageSwapTerms::ToPremium,
        ..before
    }
}

fn january_2020() -> Terms {
    let before = april_2019();
    Terms {
        refund_basis: RefundBasis::LowerOfPaidAndCurrent,
        settlement: SettlementTerms { credit_valid_days: Some(90), ..before.settlement },
        cap_scope: CapScope::Agreement,
        ..before
    }
}

fn july_2020() -> Terms {
    let before = january_2020();
    Terms {
        cap: CapTerms { window: CapWindow::DAYS_365, basis: CapBasis::CanceledCommitment, ..before.cap },
        cap_scope: CapScope::BillingScope,
        allowed_requesters: AllowedRequesters { direct: OWNER, csp: PARTNER },
        not_refundable: TypeList::known(NOT_REFUNDABLE_2020_07),
        exchange: ExchangeTerms { returned_value: ReturnedValue::RefundAndRemainingCommitment, ..before.exchange },
        ..before
    }
}

fn april_2021() -> Terms {
    let before = july_2020();
    Terms {
        us_government_enterprise: UsGovernmentEnterprise::SameAsOthers,
        exchange: ExchangeTerms { must_match: MustMatch::Family2021, ..before.exchange },
        ..before
    }
}

fn october_2022() -> Terms {
    let before = april_2021();
    Terms {
        cap_scope: CapScope::BillingScopeOrCspCustomer,
        allowed_requesters: AllowedRequesters { direct: OWNER.with(Requester::ReservationAdministrator), csp: PARTNER },
        not_refundable: TypeList::known(NOT_REFUNDABLE_2022_10),
        exchange: ExchangeTerms {
            trade_in: Some(TradeInTerms { most_reservations: None, needs_savings_plan_role: false, database: false }),
            ..before.exchange
        },
        ..before
    }
}

fn october_2023() -> Terms {
    let before = october_2022();
    Terms {
        settlement: SettlementTerms {
            overage: CreditNote::PartialCreditNote,
            reopens_overage_invoices: false,
            covers_microsoft_customer: true,
            ..before.settlement
        },
        exchange: ExchangeTerms {
            trade_in: Some(TradeInTerms {
                most_reservations: Some(100),
                needs_savings_plan_role: true,
                database: false,
            }),
            ..before.exchange
        },
        ..before
    }
}

fn january_2026() -> Terms {
    let before = october_2023();
    Terms {
        current_price_types: TypeList::known(&[ResourceType::OpenAiPtu]),
        not_refundable: TypeList::known(NOT_REFUNDABLE_2026_01),
        not_exchangeable: TypeList::known(NOT_EXCHANGEABLE_2026_01),
        vm_software_hours: Some(72),
        exchange: ExchangeTerms { must_match: MustMatch::Family2026, ..before.exchange },
        storage_swap: StorageSwapTerms::BothWays,
        ..before
    }
}

fn july_2026() -> Terms {
    let before = january_2026();
    Terms {
        settlement: SettlementTerms { trade_in_settles_overage: true, ..before.settlement },
        exchange: ExchangeTerms {
            trade_in: before.exchange.trade_in.map(|terms| TradeInTerms { database: true, ..terms }),
            ..before.exchange
        },
        ..before
    }
}

fn february_2027() -> Terms {
    let before = july_2026();
    Terms {
        exchange: ExchangeTerms {
            restriction: Some(ExchangeRestriction { bought_from: date(2027, 2, 1), boundary: Boundary::Inclusive }),
            ..before.exchange
        },
        ..before
    }
}
