//! What the answer tells of its price, beside its tokens.

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

/// An item of this type has come: what it costs is not known, unless the end tells its count.
pub(super) fn item(kind: &str, turn: &mut Turn) {
    if HOSTED.contains(&kind) {
        turn.price_fee(kind, 1);
    }
}

/// What the response as a whole tells: the tier that served it, and how often tools were used. Its
/// `num_requests` counts the searches that are billed, where not each item is one.
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
