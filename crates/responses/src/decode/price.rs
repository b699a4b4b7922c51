//! What a response reports about its price, in addition to tokens.

use crate::wire::{ResponseWire, ToolUsage};
use kei_router_core::codec::Turn;
use kei_router_core::lenient::read;

/// Items of tools that the vendor runs itself, and that it charges for.
const HOSTED: [&str; 5] = [
    "web_search_call",
    "file_search_call",
    "code_interpreter_call",
    "image_generation_call",
    // A shell of the vendor's own: the caller's leaves its output to the caller.
    "shell_call_output",
];

/// Records an item of this type, whose cost is unknown unless the end reports its count.
pub(super) fn item(kind: &str, turn: &mut Turn) {
    if HOSTED.contains(&kind) {
        turn.price_fee(kind, 1);
    }
}

/// Reads the service tier and how often tools were used from the whole response. Its `num_requests`
/// counts the searches that are billed, where not each item is one.
pub(super) fn response(response: &ResponseWire<'_>, turn: &mut Turn) {
    if let Some(tier) = response.service_tier.as_str() {
        turn.service_tier(tier);
    }
    let Some(raw) = response.tool_usage else { return };
    let used: ToolUsage = read(raw);
    if let Some(searches) = used.web_search.num_requests.0 {
        turn.price_fee("web_search_call", 0);
        turn.price_fee("web_search", searches);
    }
    turn.price_fee("image_generation", used.image_gen.total_tokens.0.unwrap_or(0));
}
