//! Token usage.

use crate::wire::{Raw, UsageWire, read};
use kei_router_core::Usage;
use kei_router_core::codec::Turn;

/// Reads a usage, and returns whether there was one. Every place where it may appear holds a
/// running total of the same reply, so a count replaces the previous one.
pub(super) fn take(raw: Raw<'_>, turn: &mut Turn) -> bool {
    let Some(raw) = raw else { return false };
    let usage = usage(&read::<UsageWire>(raw));
    turn.usage(&usage);
    !usage.is_unknown()
}

fn usage(wire: &UsageWire) -> Usage {
    let (inputs, outputs) = (&wire.prompt_tokens_details, &wire.completion_tokens_details);
    let mut usage = Usage::default();
    usage.cache_read = (wire.cached_tokens.0)
        .or(inputs.cached_tokens.0)
        .or(wire.input_tokens_details.cached_tokens.0)
        .or(wire.prompt_cache_hit_tokens.0)
        .or(wire.cache_read_input_tokens.0);
    usage.cache_write = (inputs.cache_write_tokens.0)
        .or(wire.input_tokens_details.cache_write_tokens.0)
        .or(inputs.cache_creation_tokens.0)
        .or(wire.cache_creation_input_tokens.0);
    usage.reasoning = (outputs.reasoning_tokens.0)
        .or(wire.output_tokens_details.reasoning_tokens.0)
        .or(wire.reasoning_tokens.0);
    let (input, output) = (
        wire.prompt_tokens.0.or(wire.input_tokens.0),
        wire.completion_tokens.0.or(wire.output_tokens.0),
    );
    let total = wire.total_tokens.0;
    usage.input = input.map(|input| whole(input, inputs.audio_tokens.0, output, total));
    usage.output = output.map(|output| whole(output, usage.reasoning, input, total));
    usage
}

/// A count with what was counted apart from it: xAI does so with reasoning, Mistral with the
/// sound of a prompt. The total, with the count of the other side, gives it away.
fn whole(count: u64, part: Option<u64>, other: Option<u64>, total: Option<u64>) -> u64 {
    let whole = count.saturating_add(part.unwrap_or(0));
    let sum = other.map(|other| whole.saturating_add(other));
    let apart = whole > count && sum.is_some() && sum == total;
    if apart { whole } else { count }
}
