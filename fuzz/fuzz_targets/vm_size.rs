//! Names of virtual machine sizes and regions: read back as they are written, and the counterpart of a counterpart is the
//! size itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::policy::StorageSwapTerms;
use reservation_policy::reservation::Region;
use reservation_policy::swap::{StorageSwapRequest, VmSize};
use reservation_policy::{Request, Requester, ReservationPolicy};

fuzz_target!(|text: &str| {
    let region: Region = text.parse().unwrap_or_else(|_| "westeurope".parse().expect("a region"));
    assert_eq!(region.as_str().parse::<Region>().as_ref(), Ok(&region));
    let Ok(size) = text.parse::<VmSize>() else { return };
    assert_eq!(size.to_string().parse::<VmSize>().as_ref(), Ok(&size));
    let other = size.counterpart().unwrap_or_else(|| size.clone());
    if let Some(counterpart) = size.counterpart() {
        assert_eq!(counterpart.counterpart().as_ref(), Some(&size));
    }
    let request = Request::new("2026-01-20T00:00:00Z".parse().expect("an instant"), Requester::Owner);
    for terms in [StorageSwapTerms::BothWays, StorageSwapTerms::NotOffered, StorageSwapTerms::ToPremium] {
        let policy = ReservationPolicy::named("2026-01").expect("an edition");
        let policy = policy.with(|policy| policy.storage_swap = terms).expect("no fee is changed");
        let swap = StorageSwapRequest::new(size.clone(), other.clone(), region.clone());
        let decision = policy.decide_storage_swap(&swap, &request);
        assert_eq!(decision.is_approved(), decision.reasons().is_empty());
    }
});
