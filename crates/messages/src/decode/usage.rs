//! Token counts: running totals, of which every event may leave some out.

use crate::wire::{Count, Counts};
use kei_router_core::{Turn, Usage};

/// The counts so far, apart as the wire has them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    uncached: Option<u64>,
    cache_read: Option<u64>,
    cache_write: Option<u64>,
    cache_write_1h: Option<u64>,
    output: Option<u64>,
    reasoning: Option<u64>,
}

impl Totals {
    /// Takes over what `counts` tells, and tells the turn.
    pub(super) fn update(&mut self, counts: &Counts, turn: &mut Turn) {
        let by_lifetime = counts.cache_creation.0;
        let hour = by_lifetime.ephemeral_1h_input_tokens;
        let sum = sum([by_lifetime.ephemeral_5m_input_tokens.0, hour.0]);
        take(&mut self.uncached, counts.input_tokens);
        take(&mut self.cache_read, counts.cache_read_input_tokens);
        take(&mut self.cache_write, Count(counts.cache_creation_input_tokens.0.or(sum)));
        take(&mut self.cache_write_1h, hour);
        take(&mut self.output, counts.output_tokens);
        take(&mut self.reasoning, counts.output_tokens_details.0.thinking_tokens);
        turn.usage(&self.usage());
    }

    fn usage(&self) -> Usage {
        let mut usage = Usage::default();
        usage.input = sum([self.uncached, self.cache_read, self.cache_write]);
        usage.output = self.output;
        usage.cache_read = self.cache_read;
        usage.cache_write = self.cache_write;
        usage.cache_write_1h = self.cache_write_1h;
        usage.reasoning = self.reasoning;
        usage
    }
}

/// A later count replaces the one before, but a zero does not: counts only grow, and gateways
/// send zeros for what they do not know.
fn take(old: &mut Option<u64>, new: Count) {
    *old = new.0.filter(|count| *count > 0 || old.is_none()).or(*old);
}

/// The sum of what is known.
fn sum<const N: usize>(counts: [Option<u64>; N]) -> Option<u64> {
    counts.into_iter().flatten().reduce(u64::saturating_add)
}
