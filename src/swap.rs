//! Premium-storage swap: a size for its counterpart with or without premium storage.
//!
//! A swap is not an exchange: the term continues, nothing is canceled or bought, and nothing is charged (`CON-19`). Any
//! other change is an ordinary exchange. It is made in the portal as an exchange is, so the same people may make it, under
//! the same accounts and in the same state of the reservation (`OWN-01`, `ELIG-01`, `L-16`).
//!
//! A size that is no longer sold (`L-35`) can still be swapped: nothing is bought. The sources do not say that the end of
//! sales ends the swap, so there is a remark and no reason.

use crate::decision::Decision;
use crate::eligibility;
use crate::policy::{ReservationPolicy, StorageSwapTerms};
use crate::reason::{Action, Reason};
use crate::region::Region;
use crate::remark::Remark;
use crate::request::Request;
use crate::reservation::ReservationState;

mod pairs;
pub(crate) mod retired;
mod vm_size;

pub use self::vm_size::VmSize;

/// The sizes and regions of a swap, and the state of the reservation.
///
/// # Examples
///
/// ```
/// use reservation_policy::swap::StorageSwapRequest;
///
/// let swap = StorageSwapRequest::new("D2_v3".parse()?, "D2s_v3".parse()?, "West Europe".parse()?);
/// assert_eq!(swap.to.to_string(), "Standard_D2s_v3");
/// # Ok::<(), reservation_policy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct StorageSwapRequest {
    /// The size that is reserved.
    pub from: VmSize,
    /// The size that is wanted.
    pub to: VmSize,
    /// The region of the reservation.
    pub region: Region,
    /// The region that is wanted, where it is another one.
    #[cfg_attr(feature = "serde", serde(default))]
    pub to_region: Option<Region>,
    /// The provisioning state of the reservation; `Succeeded` unless said otherwise.
    #[cfg_attr(feature = "serde", serde(default))]
    pub state: ReservationState,
}

impl StorageSwapRequest {
    /// A swap within one region, of a reservation in state `Succeeded`.
    #[must_use]
    pub const fn new(from: VmSize, to: VmSize, region: Region) -> Self {
        Self { from, to, region, to_region: None, state: ReservationState::Succeeded }
    }

    /// Into a region.
    #[must_use]
    pub fn to_region(mut self, region: Region) -> Self {
        self.to_region = Some(region);
        self
    }

    /// Of a reservation in a state.
    #[must_use]
    pub fn state(mut self, state: ReservationState) -> Self {
        self.state = state;
        self
    }
}

/// A swap: another size in the same region. The term continues and nothing is charged (`EXC-15`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct StorageSwap {
    /// The size that is reserved.
    pub from: VmSize,
    /// The size that is wanted.
    pub to: VmSize,
    /// The region that it is wanted in.
    pub region: Region,
}

crate::verdict::impl_outcome!(StorageSwap, Reason);

impl ReservationPolicy {
    /// Decides a swap of a size for its premium-storage counterpart (`EXC-15`, `L-13`).
    ///
    /// A pair that is not in the table of counterparts is denied. When the names differ in the mark for premium storage
    /// alone it needs review, as the pair may be newer than the table.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::swap::StorageSwapRequest;
    /// use reservation_policy::{Request, Requester, ReservationPolicy};
    ///
    /// let request = Request::new("2019-06-01T00:00:00Z".parse()?, Requester::Owner);
    /// let (plain, premium, region) = ("F1".parse()?, "F1s".parse()?, "West Europe".parse()?);
    /// let back = StorageSwapRequest::new(premium, plain, region);
    /// // One way until 2026-01, then both ways.
    /// assert!(!ReservationPolicy::named("2019-04")?.decide_storage_swap(&back, &request).is_approved());
    /// assert!(ReservationPolicy::named("2026-01")?.decide_storage_swap(&back, &request).is_approved());
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    pub fn decide_storage_swap(&self, swap: &StorageSwapRequest, request: &Request) -> Decision<StorageSwap> {
        let mut reasons = Vec::new();
        let region = swap.to_region.as_ref().unwrap_or(&swap.region);
        note_swap(self.terms().storage_swap, swap, region, &mut reasons);
        eligibility::note_state(&swap.state, (Action::Swap, None), &mut reasons);
        eligibility::note_request(self, request, Action::Swap, &mut reasons);
        let is_retired = !retired::retired_terms(&swap.to, request.date()).is_empty();
        let remarks = is_retired.then(|| Remark::NoLongerSold { size: swap.to.to_string() });
        let outcome = StorageSwap { from: swap.from.clone(), to: swap.to.clone(), region: region.clone() };
        Decision::new(outcome, reasons, remarks.into_iter().collect(), self.name())
    }
}

/// Notes what speaks against the sizes and regions, in the order: not offered, region, counterpart, direction.
fn note_swap(terms: StorageSwapTerms, swap: &StorageSwapRequest, region: &Region, reasons: &mut Vec<Reason>) {
    let StorageSwapRequest { from, to, .. } = swap;
    if terms == StorageSwapTerms::NotOffered {
        reasons.push(Reason::SwapNotOffered);
    }
    if *region != swap.region {
        // The 2019 text names no region. A swap without a charge stays where it is, as another region has another price.
        reasons.push(Reason::SwapRegionDiffers {
            from: swap.region.to_string(),
            to: region.to_string(),
            stated: terms == StorageSwapTerms::BothWays,
        });
    }
    let expected = from.counterpart();
    if expected.as_ref() != Some(to) {
        let may_be_newer = expected.is_none() && from.differs_in_mark_alone(to);
        let expected = expected.map(|size| size.to_string());
        reasons.push(Reason::SwapNotACounterpart {
            from: from.to_string(),
            to: to.to_string(),
            expected,
            may_be_newer,
        });
    }
    if terms == StorageSwapTerms::ToPremium && from.is_marked_premium() {
        reasons.push(Reason::SwapWrongDirection { from: from.to_string() });
    }
}

/// Whether a policy swaps one size for another within a region.
pub(crate) fn is_offered(terms: StorageSwapTerms, from: &VmSize, to: &VmSize) -> bool {
    let direction = match terms {
        StorageSwapTerms::NotOffered => false,
        StorageSwapTerms::ToPremium => !from.is_marked_premium(),
        StorageSwapTerms::BothWays => true,
    };
    direction && from.counterpart().as_ref() == Some(to)
}
