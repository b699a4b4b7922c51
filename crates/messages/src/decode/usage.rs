//! Token counts: running totals, of which every event may leave some out.

use super::price;
use crate::wire::{Counts, List};
use kei_router_core::Usage;
use kei_router_core::codec::Turn;
use serde_json::value::RawValue;

/// The maximum number of steps that are priced.
pub(super) const MAX_STEPS: usize = 1024;

/// The counts so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    message: Tokens,
    /// What all steps used, where there were several: the counts beside them leave out what other
    /// models and compactions used, so their sum is the usage.
    steps: Option<Tokens>,
    reasoning: Option<u64>,
}

/// Counts of tokens, apart as the wire has them.
#[derive(Clone, Copy, Debug, Default)]
struct Tokens {
    uncached: Option<u64>,
    cache_read: Option<u64>,
    cache_write: Option<u64>,
    cache_write_1h: Option<u64>,
    output: Option<u64>,
}

impl Totals {
    /// Reads a usage, and passes it to the turn. The last value of a count wins.
    pub(super) fn update(&mut self, usage: Option<&RawValue>, turn: &mut Turn) {
        let Some(raw) = usage else { return };
        let counts: Counts<'_> = serde_json::from_str(raw.get()).unwrap_or_default();
        self.message = Tokens::of(&counts).over(self.message);
        self.reasoning = counts.output_tokens_details.thinking_tokens.0.or(self.reasoning);
        if !counts.iterations.is_empty() {
            self.steps(counts.iterations, turn);
        }
        price::take(&counts, turn);
        turn.usage(&self.usage());
    }

    /// A turn in steps: what each used, and whose it was. Of more steps than any turn has, the sum
    /// alone is known, and not its price.
    fn steps(&mut self, iterations: List<'_>, turn: &mut Turn) {
        let each = || iterations.iter().map(Tokens::read);
        self.steps = each().reduce(Tokens::plus);
        let models = price::models(iterations, turn);
        let rest = each().skip(MAX_STEPS).reduce(Tokens::plus);
        let used = each().take(MAX_STEPS).chain(rest).map(Tokens::usage);
        turn.iterations(models.into_iter().zip(used).collect());
    }

    fn usage(&self) -> Usage {
        let mut usage = self.steps.unwrap_or(self.message).usage();
        usage.reasoning = self.reasoning;
        usage
    }
}

impl Tokens {
    fn of(counts: &Counts<'_>) -> Self {
        let by_lifetime = &counts.cache_creation;
        let hour = by_lifetime.ephemeral_1h_input_tokens.0;
        let written = sum([by_lifetime.ephemeral_5m_input_tokens.0, hour]);
        Self {
            uncached: counts.input_tokens.0,
            cache_read: counts.cache_read_input_tokens.0,
            cache_write: counts.cache_creation_input_tokens.0.or(written),
            cache_write_1h: hour,
            output: counts.output_tokens.0,
        }
    }

    fn read(raw: &RawValue) -> Self {
        serde_json::from_str(raw.get()).map_or_else(|_| Self::default(), |counts| Self::of(&counts))
    }

    fn over(self, older: Self) -> Self {
        self.with(older, Option::or)
    }

    fn plus(self, other: Self) -> Self {
        self.with(other, |a, b| sum([a, b]))
    }

    fn with(self, other: Self, join: fn(Option<u64>, Option<u64>) -> Option<u64>) -> Self {
        Self {
            uncached: join(self.uncached, other.uncached),
            cache_read: join(self.cache_read, other.cache_read),
            cache_write: join(self.cache_write, other.cache_write),
            cache_write_1h: join(self.cache_write_1h, other.cache_write_1h),
            output: join(self.output, other.output),
        }
    }

    fn usage(self) -> Usage {
        let mut usage = Usage::default();
        usage.input = sum([self.uncached, self.cache_read, self.cache_write]);
        usage.output = self.output;
        usage.cache_read = self.cache_read;
        usage.cache_write = self.cache_write;
        usage.cache_write_1h = self.cache_write_1h;
        usage
    }
}

/// The sum of what is known.
fn sum<const N: usize>(counts: [Option<u64>; N]) -> Option<u64> {
    counts.into_iter().flatten().reduce(u64::saturating_add)
}
