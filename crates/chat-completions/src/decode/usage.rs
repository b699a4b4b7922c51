//! From token counts to a usage.

use crate::wire::{Raw, UsageWire, read};
use kei_router_core::{Turn, Usage};

/// Takes over a usage, and says whether there was one. Every place where it may stand tells a
/// running total of the same reply, so a count replaces the one before.
pub(super) fn take(raw: Raw<'_>, turn: &mut Turn) -> bool {
    let Some(raw) = raw else { return false };
    let usage = usage(&read::<UsageWire>(raw));
    turn.usage(&usage);
    !usage.is_unknown()
}

fn usage(wire: &UsageWire) -> Usage {
    let (inputs, outputs) = (&wire.prompt_tokens_details, &wire.completion_tokens_details);
    let mut usage = Usage::default();
    usage.input = wire.prompt_tokens.0.or(wire.input_tokens.0);
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
    usage.output = output(wire, &usage);
    usage
}

/// All output. xAI counts reasoning apart from the completion; its total gives that away.
fn output(wire: &UsageWire, usage: &Usage) -> Option<u64> {
    let output = wire.completion_tokens.0.or(wire.output_tokens.0)?;
    let reasoning = usage.reasoning.unwrap_or(0);
    let whole = output.saturating_add(reasoning);
    let apart = reasoning > 0
        && usage
            .input
            .is_some_and(|input| Some(input.saturating_add(whole)) == wire.total_tokens.0);
    Some(if apart { whole } else { output })
}
