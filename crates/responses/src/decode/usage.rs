//! Token counts.

use crate::wire::UsageWire;
use kei_router_core::Usage;

/// The wire's totals include cached input, and reasoning.
pub(super) fn usage(wire: &UsageWire) -> Usage {
    let mut usage = Usage::default();
    usage.input = wire.input_tokens.0;
    usage.output = wire.output_tokens.0;
    usage.cache_read = wire.input_tokens_details.cached_tokens.0;
    usage.cache_write = wire.input_tokens_details.cache_write_tokens.0;
    usage.cache_write_12h = wire.input_tokens_details.cache_write_tokens_details.ttl_12h_tokens.0;
    usage.reasoning = wire.output_tokens_details.reasoning_tokens.0;
    usage
}
