//! `swapStorage`: a size for its premium-storage counterpart.

use serde::Serialize;

use super::Reply;
use super::line::{at, request, reservation_policy};
use crate::azure::{Node, NoteBlock, Ours, RequestError, verdict};
use crate::swap::StorageSwapRequest;

const NAMES: [&str; 9] = ["operation", "at", "policy", "from", "to", "region", "toRegion", "requester", "account"];

#[derive(Serialize)]
struct Body {
    approved: bool,
    verdict: &'static str,
    policy: String,
    reasons: Vec<NoteBlock>,
    remarks: Vec<NoteBlock>,
}

pub(super) fn answer(line: &Node<'_>) -> Result<Reply, RequestError> {
    const SIZE: &str = "a size such as `Standard_F1s`";
    const REGION: &str = "a region such as `westeurope`";
    let line = Ours::of(line, &NAMES)?;
    let at = at(&line)?;
    let policy = reservation_policy(&line, at)?;
    let (from, to) = (line.required("from", SIZE)?.parse(SIZE)?, line.required("to", SIZE)?.parse(SIZE)?);
    let mut swap = StorageSwapRequest::new(from, to, line.required("region", REGION)?.parse(REGION)?);
    if let Some(region) = line.get("toRegion")? {
        swap = swap.to_region(region.parse(REGION)?);
    }
    let decision = policy.decide_storage_swap(&swap, &request(&line, at)?);
    let body = Body {
        approved: decision.is_approved(),
        verdict: verdict(decision.verdict()),
        policy: decision.policy().to_string(),
        reasons: NoteBlock::reasons(&decision),
        remarks: NoteBlock::remarks(&decision),
    };
    let swap = decision.outcome();
    let mut text = format!("{} under policy {}\n", decision.verdict(), decision.policy());
    super::say(&mut text, format_args!("  swap       {} for {} in {}", swap.from, swap.to, swap.region));
    text.push_str(&super::notes(&decision));
    Ok(Reply::ok(&body, text))
}
