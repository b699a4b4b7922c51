//! What a turn used, in tokens.

use serde::{Deserialize, Serialize};

/// Token counts of one turn. `None` means that the vendor did not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Usage {
    /// All input tokens, those read from and written to a cache included.
    pub input: Option<u64>,
    /// All output tokens, reasoning included.
    pub output: Option<u64>,
    /// Of the input, tokens read from a prompt cache.
    pub cache_read: Option<u64>,
    /// Of the input, tokens written to a prompt cache, whatever their lifetime.
    pub cache_write: Option<u64>,
    /// Of `cache_write`, tokens written with a lifetime of one hour.
    pub cache_write_1h: Option<u64>,
    /// Of `cache_write`, tokens written with a lifetime of twelve hours.
    pub cache_write_12h: Option<u64>,
    /// Of the output, tokens of reasoning.
    pub reasoning: Option<u64>,
}

impl Usage {
    /// A usage of `input` and `output` tokens.
    pub fn new(input: u64, output: u64) -> Self {
        Self { input: Some(input), output: Some(output), ..Self::default() }
    }

    /// Whether nothing at all is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// Takes over every count that `newer` knows. Vendors send running totals, so counts are
    /// replaced, never added.
    pub fn update(&mut self, newer: &Self) {
        let take = |old: &mut Option<u64>, new: Option<u64>| *old = new.or(*old);
        take(&mut self.input, newer.input);
        take(&mut self.output, newer.output);
        take(&mut self.cache_read, newer.cache_read);
        take(&mut self.cache_write, newer.cache_write);
        take(&mut self.cache_write_1h, newer.cache_write_1h);
        take(&mut self.cache_write_12h, newer.cache_write_12h);
        take(&mut self.reasoning, newer.reasoning);
    }
}
