//! Swapping a reservation's size for its premium-storage counterpart.
//!
//! The swap stands beside the exchange and is none: the term goes on, nothing is cancelled or bought, and nothing is
//! charged (`CON-19`). Anything else that a customer wants to change is an ordinary exchange.

use core::fmt;

use crate::decision::{self, Decision, Reason, Verdict};
pub use crate::policy::reservation::StorageSwapPolicy;
use crate::region::Region;
use crate::reservation::vm_size::VmSize;
use crate::rule::RuleId;

/// A size in a region: one side of a swap.
///
/// # Examples
///
/// ```
/// use reservation_policy::region::Region;
/// use reservation_policy::reservation::storage_swap::{StorageSwapPolicy, SwapRequest, SwapSide, swap};
/// use reservation_policy::reservation::vm_size::VmSize;
///
/// let (plain, premium) = (VmSize::parse("Standard_D2_v3")?, VmSize::parse("Standard_D2s_v3")?);
/// let (here, elsewhere) = (Region::parse("West Europe")?, Region::parse("North Europe")?);
/// let moved = SwapRequest::new(SwapSide::new(&plain, &here), SwapSide::new(&premium, &elsewhere));
/// assert!(!swap(StorageSwapPolicy::BothDirections, &moved).is_approved(), "another region is an exchange");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `L-13`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SwapSide<'a> {
    size: &'a VmSize,
    region: &'a Region,
}

impl<'a> SwapSide<'a> {
    /// A size in a region.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/storage_swap.txt")]
    /// assert_eq!(SwapSide::new(&plain, &region), SwapSide::new(&VmSize::parse("standard_f1")?, &region));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(size: &'a VmSize, region: &'a Region) -> Self {
        Self { size, region }
    }

    /// The size.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::region::Region;
    /// # use reservation_policy::reservation::storage_swap::*;
    /// # use reservation_policy::reservation::vm_size::VmSize;
    /// # let (plain, premium, region) = (VmSize::parse("F1")?, VmSize::parse("F1s")?, Region::parse("West Europe")?);
    /// assert_eq!(SwapSide::new(&premium, &region).size().short_name(), "F1s");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn size(&self) -> &'a VmSize {
        self.size
    }

    /// The region. A swap has the same one on both sides (`L-13`).
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::region::Region;
    /// # use reservation_policy::reservation::storage_swap::*;
    /// # use reservation_policy::reservation::vm_size::VmSize;
    /// # let (plain, premium, region) = (VmSize::parse("F1")?, VmSize::parse("F1s")?, Region::parse("West Europe")?);
    /// assert_eq!(SwapSide::new(&plain, &region).region().as_str(), "westeurope");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn region(&self) -> &'a Region {
        self.region
    }
}

/// The question whether one size may be swapped for another.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/storage_swap.txt")]
/// let request = SwapRequest::new(SwapSide::new(&plain, &region), SwapSide::new(&premium, &region));
/// assert!(swap(StorageSwapPolicy::ToPremium, &request).is_approved());
/// assert!(!swap(StorageSwapPolicy::NotOffered, &request).is_approved(), "before April 2019");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SwapRequest<'a> {
    from: SwapSide<'a>,
    to: SwapSide<'a>,
}

impl<'a> SwapRequest<'a> {
    /// A swap of what is reserved for what is wanted.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/storage_swap.txt")]
    /// let back = SwapRequest::new(SwapSide::new(&premium, &region), SwapSide::new(&plain, &region));
    /// assert!(!swap(StorageSwapPolicy::ToPremium, &back).is_approved(), "what is reserved comes first");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(from: SwapSide<'a>, to: SwapSide<'a>) -> Self {
        Self { from, to }
    }

    /// What is reserved.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::region::Region;
    /// # use reservation_policy::reservation::storage_swap::*;
    /// # use reservation_policy::reservation::vm_size::VmSize;
    /// # let (plain, premium, region) = (VmSize::parse("F1")?, VmSize::parse("F1s")?, Region::parse("West Europe")?);
    /// let request = SwapRequest::new(SwapSide::new(&plain, &region), SwapSide::new(&premium, &region));
    /// assert_eq!(request.from().size(), &plain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn from(&self) -> SwapSide<'a> {
        self.from
    }

    /// What is wanted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::region::Region;
    /// # use reservation_policy::reservation::storage_swap::*;
    /// # use reservation_policy::reservation::vm_size::VmSize;
    /// # let (plain, premium, region) = (VmSize::parse("F1")?, VmSize::parse("F1s")?, Region::parse("West Europe")?);
    /// let request = SwapRequest::new(SwapSide::new(&plain, &region), SwapSide::new(&premium, &region));
    /// assert_eq!(request.to().size(), &premium);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn to(&self) -> SwapSide<'a> {
        self.to
    }
}

/// What a swap does: another size, and nothing else.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/storage_swap.txt")]
/// let swapped = decision.into_result()?.into_outcome();
/// assert_eq!(format!("{} to {}", swapped.from(), swapped.to()), "Standard_F1 to Standard_F1s");
/// assert_eq!((StorageSwap::TRANSACTIONS, StorageSwap::RESTARTS_TERM, StorageSwap::IS_CHARGED), (0, false, false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// `EXC-15`, `CON-19`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StorageSwap {
    from: VmSize,
    to: VmSize,
    region: Region,
}

impl StorageSwap {
    /// How many transactions the swap creates: none, where an exchange has at least two.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::storage_swap::StorageSwap;
    /// assert_eq!(StorageSwap::TRANSACTIONS, 0);
    /// ```
    pub const TRANSACTIONS: u32 = 0;
    /// Whether a new term starts: no, it goes on as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::storage_swap::StorageSwap;
    /// assert!(!StorageSwap::RESTARTS_TERM, "the term ends when it would have ended");
    /// ```
    pub const RESTARTS_TERM: bool = false;
    /// Whether anything is charged or refunded: no.
    ///
    /// # Examples
    ///
    /// ```
    /// # use reservation_policy::reservation::storage_swap::StorageSwap;
    /// assert!(!StorageSwap::IS_CHARGED);
    /// ```
    pub const IS_CHARGED: bool = false;

    /// The size that is reserved.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/storage_swap.txt")]
    /// assert_eq!(decision.outcome().from(), &plain);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn from(&self) -> &VmSize {
        &self.from
    }

    /// The size that is wanted.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/storage_swap.txt")]
    /// assert_eq!(decision.outcome().to().short_name(), "F1s");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn to(&self) -> &VmSize {
        &self.to
    }

    /// The region that it is wanted in.
    ///
    /// # Examples
    ///
    /// ```
    #[doc = include_str!("../../docs/snippets/storage_swap.txt")]
    /// assert_eq!(decision.outcome().region(), &region);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn region(&self) -> &Region {
        &self.region
    }
}

/// Why a swap is refused.
///
/// # Examples
///
/// ```
#[doc = include_str!("../../docs/snippets/storage_swap.txt")]
/// let promo = VmSize::parse("Standard_D2_v3_Promo")?;
/// let request = SwapRequest::new(SwapSide::new(&promo, &region), SwapSide::new(&premium, &region));
/// let decision = swap(StorageSwapPolicy::BothDirections, &request);
/// let reason = &decision.reasons()[0];
/// assert_eq!((reason.code(), reason.rule().as_str()), ("StorageSwapNotACounterpart", "EXC-15"));
/// assert_eq!(
///     reason.to_string(),
///     "`Standard_D2_v3_Promo` has no premium-storage counterpart that is known, and `Standard_F1s` was asked for; \
///      ask support, or exchange the reservation"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Rules
///
/// | reason | rule |
/// |---|---|
/// | `NotOffered`, `NotACounterpart`, `WrongDirection` | `EXC-15` |
/// | `RegionDiffers` | `L-13` |
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SwapReason {
    /// The edition has no such swap.
    NotOffered,
    /// The regions differ, so that it would be an exchange.
    RegionDiffers {
        /// The region of the reservation.
        from: Region,
        /// The region that is wanted.
        to: Region,
    },
    /// The size that is wanted is not the counterpart of the reserved one.
    NotACounterpart {
        /// The size that is reserved.
        from: VmSize,
        /// The size that is wanted.
        to: VmSize,
        /// The counterpart, where one is known.
        expected: Option<VmSize>,
    },
    /// The edition swaps to premium storage only, and the reserved size has it.
    WrongDirection {
        /// The size that is reserved.
        from: VmSize,
    },
}

impl fmt::Display for SwapReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOffered => f.write_str(
                "this edition swaps no size for its premium-storage counterpart; exchange the reservation instead",
            ),
            Self::RegionDiffers { from, to } => write!(
                f,
                "a swap stays in its region `{from}`, and `{to}` is another; \
                 ask for the same region, or exchange the reservation"
            ),
            Self::NotACounterpart { from, to, expected: Some(expected) } => {
                write!(f, "`{to}` is not the premium-storage counterpart of `{from}`; ask for `{expected}`, which is")
            }
            Self::NotACounterpart { from, to, expected: None } => {
                write!(
                    f,
                    "`{from}` has no premium-storage counterpart that is known, and `{to}` was asked for; \
                     ask support, or exchange the reservation"
                )
            }
            Self::WrongDirection { from } => {
                write!(
                    f,
                    "`{from}` has premium storage already, and this edition swaps in the other direction only; \
                     exchange the reservation instead"
                )
            }
        }
    }
}

impl decision::sealed::Sealed for SwapReason {}

impl Reason for SwapReason {
    fn rule(&self) -> RuleId {
        match self {
            Self::RegionDiffers { .. } => RuleId::L13,
            Self::NotOffered | Self::NotACounterpart { .. } | Self::WrongDirection { .. } => RuleId::Exc15,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotOffered => "StorageSwapNotOffered",
            Self::RegionDiffers { .. } => "StorageSwapRegionDiffers",
            Self::NotACounterpart { .. } => "StorageSwapNotACounterpart",
            Self::WrongDirection { .. } => "StorageSwapWrongDirection",
        }
    }

    fn azure_code(&self) -> Option<&'static str> {
        None
    }

    /// A pair of names that differ in premium storage alone, and is not in the table, may be newer than the table.
    fn verdict(&self) -> Verdict {
        let may_be_newer =
            matches!(self, Self::NotACounterpart { from, to, expected: None } if from.differs_in_mark_alone(to));
        if may_be_newer { Verdict::NeedsReview } else { Verdict::Denied }
    }
}

/// Whether a reserved size may be swapped for another.
///
/// Reasons come in this order: not offered, region, counterpart, direction. A size that is not in the table of
/// counterparts is refused; when only the letter for premium storage differs, it needs review instead.
///
/// The 2019 text names no region. A swap without a charge is read as one that stays where it is, since another region
/// has another price.
///
/// # Examples
///
/// ```
/// use reservation_policy::region::Region;
/// use reservation_policy::reservation::storage_swap::{StorageSwapPolicy, SwapRequest, SwapSide, swap};
/// use reservation_policy::reservation::vm_size::VmSize;
///
/// let (plain, premium) = (VmSize::parse("F1")?, VmSize::parse("F1s")?);
/// let region = Region::parse("West Europe")?;
/// let upgrade = SwapRequest::new(SwapSide::new(&plain, &region), SwapSide::new(&premium, &region));
/// assert!(swap(StorageSwapPolicy::ToPremium, &upgrade).is_approved());
///
/// let back = SwapRequest::new(SwapSide::new(&premium, &region), SwapSide::new(&plain, &region));
/// assert!(!swap(StorageSwapPolicy::ToPremium, &back).is_approved());
/// assert!(swap(StorageSwapPolicy::BothDirections, &back).is_approved());
/// # Ok::<(), reservation_policy::Error>(())
/// ```
///
/// # Rules
///
/// `EXC-15`, `L-13`, `CON-19`.
pub fn swap(
    policy: StorageSwapPolicy,
    request: &SwapRequest<'_>,
) -> Decision<StorageSwap, SwapReason, StorageSwapPolicy> {
    let SwapRequest { from, to } = *request;
    let outcome = StorageSwap { from: from.size.clone(), to: to.size.clone(), region: to.region.clone() };
    Decision::new(outcome, reasons(policy, from, to), policy)
}

fn reasons(policy: StorageSwapPolicy, from: SwapSide<'_>, to: SwapSide<'_>) -> Vec<SwapReason> {
    let mut reasons = Vec::new();
    if policy == StorageSwapPolicy::NotOffered {
        reasons.push(SwapReason::NotOffered);
    }
    if from.region != to.region {
        reasons.push(SwapReason::RegionDiffers { from: from.region.clone(), to: to.region.clone() });
    }
    let expected = from.size.counterpart();
    if expected.as_ref() != Some(to.size) {
        reasons.push(SwapReason::NotACounterpart { from: from.size.clone(), to: to.size.clone(), expected });
    }
    if policy == StorageSwapPolicy::ToPremium && from.size.is_marked_premium() {
        reasons.push(SwapReason::WrongDirection { from: from.size.clone() });
    }
    reasons
}
