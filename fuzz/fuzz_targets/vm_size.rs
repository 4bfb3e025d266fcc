//! Names of virtual machine sizes and regions: read back as they are written, and a counterpart's counterpart is home.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reservation_policy::policy::reservation::StorageSwapPolicy;
use reservation_policy::region::Region;
use reservation_policy::reservation::storage_swap::{SwapRequest, SwapSide, swap};
use reservation_policy::reservation::vm_size::VmSize;

fuzz_target!(|text: &str| {
    let region = Region::parse(text).unwrap_or_else(|_| Region::parse("westeurope").expect("a region"));
    assert_eq!(Region::parse(region.as_str()).as_ref(), Ok(&region));
    let Ok(size) = VmSize::parse(text) else { return };
    assert_eq!(VmSize::parse(&size.to_string()).as_ref(), Ok(&size));
    assert_eq!(VmSize::parse(&size.short_name()).map(|it| it.short_name()), Ok(size.short_name()));
    let other = size.counterpart().unwrap_or_else(|| size.clone());
    if let Some(counterpart) = size.counterpart() {
        assert_ne!(counterpart.is_marked_premium(), size.is_marked_premium());
        assert_eq!(counterpart.counterpart().as_ref(), Some(&size));
    }
    let request = SwapRequest::new(SwapSide::new(&size, &region), SwapSide::new(&other, &region));
    for policy in [StorageSwapPolicy::BothDirections, StorageSwapPolicy::NotOffered, StorageSwapPolicy::ToPremium] {
        let decision = swap(policy, &request);
        assert_eq!(decision.is_approved(), decision.reasons().is_empty());
    }
});
