//! What tokens cost, exactly.

use crate::Usage;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

const TOKENS: u128 = 1_000_000;
const MICRO_CENTS: u64 = 1_000_000;

/// Prices in micro-cents per million tokens: 1 cent is 1,000,000 micro-cents, so one dollar per
/// million tokens is 100,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// Uncached input.
    pub input: u64,
    /// Output, reasoning included.
    pub output: u64,
    /// Input read from a cache; priced as input where `None`.
    pub cache_read: Option<u64>,
    /// Input written to a cache; priced as input where `None`.
    pub cache_write: Option<u64>,
    /// Input written to a cache for an hour; priced as `cache_write` where `None`.
    pub cache_write_1h: Option<u64>,
}

/// The rates of requests whose input is longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// The tier holds when the total input, cached tokens included, is above this many tokens.
    pub above: u64,
    /// What all tokens of such a request cost.
    pub rates: Rates,
}

/// The price list of one model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pricing {
    /// The rates where no tier holds.
    pub base: Rates,
    /// Rates for long inputs, in any order.
    pub tiers: Cow<'static, [Tier]>,
}

impl Rates {
    /// Rates of `input` and `output`, in micro-cents per million tokens, without cache prices.
    pub const fn new(input: u64, output: u64) -> Self {
        Self { input, output, cache_read: None, cache_write: None, cache_write_1h: None }
    }

    /// With the price of reading a cached token.
    pub const fn cache_read(mut self, rate: u64) -> Self {
        self.cache_read = Some(rate);
        self
    }

    /// With the price of writing a cached token.
    pub const fn cache_write(mut self, rate: u64) -> Self {
        self.cache_write = Some(rate);
        self
    }

    /// With the price of writing a token cached for an hour.
    pub const fn cache_write_1h(mut self, rate: u64) -> Self {
        self.cache_write_1h = Some(rate);
        self
    }

    /// The sum before it is divided by a million tokens: micro-cents times a million.
    fn unrounded(&self, usage: &Usage) -> u128 {
        let read = usage.cache_read.unwrap_or(0);
        let write = usage.cache_write.or(usage.cache_write_1h).unwrap_or(0);
        let hour = usage.cache_write_1h.unwrap_or(0).min(write);
        let plain = usage.input.unwrap_or(0).saturating_sub(read).saturating_sub(write);
        let write_rate = self.cache_write.unwrap_or(self.input);
        [
            (plain, self.input),
            (read, self.cache_read.unwrap_or(self.input)),
            (write.saturating_sub(hour), write_rate),
            (hour, self.cache_write_1h.unwrap_or(write_rate)),
            (usage.output.unwrap_or(0), self.output),
        ]
        .into_iter()
        .map(|(tokens, rate)| u128::from(tokens).saturating_mul(u128::from(rate)))
        .fold(0, u128::saturating_add)
    }
}

impl Pricing {
    /// One rate at any length of input.
    pub const fn flat(base: Rates) -> Self {
        Self { base, tiers: Cow::Borrowed(&[]) }
    }

    /// Rates that change with the length of the input.
    pub const fn tiered(base: Rates, tiers: &'static [Tier]) -> Self {
        Self { base, tiers: Cow::Borrowed(tiers) }
    }

    /// The rates that hold for `input` tokens.
    pub fn rates(&self, input: u64) -> &Rates {
        let tier = self.tiers.iter().filter(|tier| input > tier.above).max_by_key(|t| t.above);
        tier.map_or(&self.base, |tier| &tier.rates)
    }

    /// The price of `usage` in micro-cents: summed exactly, saturating, and rounded up once, at
    /// the end. A count that is unknown is taken as zero.
    pub fn cost(&self, usage: &Usage) -> u128 {
        self.unrounded(usage).div_ceil(TOKENS)
    }

    /// The price of `usage` in millionths of a micro-cent, unrounded: what prices are compared by.
    pub fn unrounded(&self, usage: &Usage) -> u128 {
        self.rates(usage.input.unwrap_or(0)).unrounded(usage)
    }

    /// Cents per million input tokens, rounded up.
    pub fn input_cents(&self) -> u32 {
        cents(self.base.input)
    }

    /// Cents per million output tokens, rounded up.
    pub fn output_cents(&self) -> u32 {
        cents(self.base.output)
    }
}

fn cents(micro: u64) -> u32 {
    u32::try_from(micro.div_ceil(MICRO_CENTS)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Pricing, Rates, Tier};
    use crate::Usage;

    const TIERS: &[Tier] = &[Tier { above: 100, rates: Rates::new(2_000_000, 0) }];

    #[test]
    fn parts_are_disjoint_and_rounded_up_once() {
        let rates = Rates::new(3_000_000, 9_000_000)
            .cache_read(300_000)
            .cache_write(4_000_000)
            .cache_write_1h(6_000_000);
        let usage = Usage {
            input: Some(10),
            output: Some(1),
            cache_read: Some(3),
            cache_write: Some(4),
            cache_write_1h: Some(1),
            reasoning: Some(1),
        };
        // 3 x 3 + 3 x 0.3 + 3 x 4 + 1 x 6 + 1 x 9 = 36.9
        assert_eq!(Pricing::flat(rates).cost(&usage), 37);
    }

    #[test]
    fn a_tier_holds_above_its_threshold_only() {
        let pricing = Pricing::tiered(Rates::new(1_000_000, 0), TIERS);
        assert_eq!(pricing.cost(&Usage::new(100, 0)), 100);
        assert_eq!(pricing.cost(&Usage::new(101, 0)), 202);
    }

    #[test]
    fn huge_counts_saturate_and_cents_round_up() {
        let pricing = Pricing::flat(Rates::new(u64::MAX, u64::MAX));
        assert_eq!(pricing.cost(&Usage::new(u64::MAX, u64::MAX)), u128::MAX.div_ceil(1_000_000));
        assert_eq!(pricing.input_cents(), u32::MAX);
        assert_eq!(Pricing::flat(Rates::new(43_500_000, 0)).input_cents(), 44);
    }
}
