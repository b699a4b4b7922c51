//! Token usage.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// Token counts of one turn. `None` means that the vendor did not report it.
///
/// The usage of several turns is their sum, in which a count that one of them does not tell is
/// taken as zero:
///
/// ```
/// use kei_router_core::Usage;
///
/// let turns = [Usage::new(10, 2), Usage::new(15, 4)];
/// assert_eq!(turns.into_iter().sum::<Usage>(), Usage::new(25, 6));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Usage {
    /// All input tokens, including those read from and written to a cache.
    pub input: Option<u64>,
    /// All output tokens, including reasoning.
    pub output: Option<u64>,
    /// Input tokens read from a prompt cache; part of `input`.
    pub cache_read: Option<u64>,
    /// Input tokens written to a prompt cache, whatever their lifetime; part of `input`.
    pub cache_write: Option<u64>,
    /// Tokens written with a lifetime of one hour; part of `cache_write`.
    pub cache_write_1h: Option<u64>,
    /// Tokens written with a lifetime of twelve hours; part of `cache_write`.
    pub cache_write_12h: Option<u64>,
    /// Reasoning tokens; part of `output`.
    pub reasoning: Option<u64>,
}

impl Usage {
    /// A usage of `input` and `output` tokens.
    pub fn new(input: u64, output: u64) -> Self {
        Self { input: Some(input), output: Some(output), ..Self::default() }
    }

    /// Whether all counts are unknown.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// Replaces every count that `newer` knows. Vendors send running totals, so counts are not
    /// added.
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

impl AddAssign for Usage {
    /// Adds the counts of another turn, saturating. For the running totals of one turn see
    /// [`Usage::update`].
    fn add_assign(&mut self, other: Self) {
        let add = |sum: &mut Option<u64>, more: Option<u64>| {
            if let Some(more) = more {
                *sum = Some(sum.unwrap_or(0).saturating_add(more));
            }
        };
        add(&mut self.input, other.input);
        add(&mut self.output, other.output);
        add(&mut self.cache_read, other.cache_read);
        add(&mut self.cache_write, other.cache_write);
        add(&mut self.cache_write_1h, other.cache_write_1h);
        add(&mut self.cache_write_12h, other.cache_write_12h);
        add(&mut self.reasoning, other.reasoning);
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Sum for Usage {
    fn sum<I: Iterator<Item = Self>>(turns: I) -> Self {
        turns.fold(Self::default(), Self::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Usage;

    #[test]
    fn turns_add_up_saturating_and_what_no_turn_tells_stays_unknown() {
        let mut first = Usage::new(u64::MAX, 1);
        first.cache_read = Some(3);
        let sum = first + Usage::new(1, 2);
        assert_eq!((sum.input, sum.output), (Some(u64::MAX), Some(3)));
        assert_eq!((sum.cache_read, sum.reasoning), (Some(3), None));
        assert!([Usage::default(); 2].into_iter().sum::<Usage>().is_unknown());
    }
}
