//! Exact prices.

use crate::Usage;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::mem;

mod exact;
mod factor;
mod rates;

pub use factor::{PriceFactor, ToolFee};
pub use rates::Rates;

pub(crate) use exact::Exact;

const TOKENS: u128 = 1_000_000;
const MICRO_CENTS: u64 = 1_000_000;

/// The rates of requests whose input is longer than a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tier {
    /// The tier applies when the total input, including cached tokens, is above this many tokens.
    pub above: u64,
    /// The rates for all tokens of such a request.
    pub rates: Rates,
}

/// The price list of one model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pricing {
    /// The rates if no tier applies.
    pub base: Rates,
    /// The tiers for long inputs, in any order.
    #[serde(default)]
    pub tiers: Cow<'static, [Tier]>,
    /// Multipliers of the rates, by what a response reports.
    #[serde(default)]
    pub factors: Cow<'static, [PriceFactor]>,
    /// Fees for the vendor's tools, in addition to tokens.
    #[serde(default)]
    pub fees: Cow<'static, [ToolFee]>,
}

impl Tier {
    /// A tier with `rates` for requests with more than `tokens` of input.
    pub const fn above(tokens: u64, rates: Rates) -> Self {
        Self { above: tokens, rates }
    }
}

impl Pricing {
    /// The same rates for any length of input.
    pub const fn flat(base: Rates) -> Self {
        Self::tiered(base, &[])
    }

    /// Rates that depend on the length of the input.
    pub const fn tiered(base: Rates, tiers: &'static [Tier]) -> Self {
        let (factors, fees) = (Cow::Borrowed(&[] as &[_]), Cow::Borrowed(&[] as &[_]));
        Self { base, tiers: Cow::Borrowed(tiers), factors, fees }
    }

    /// Sets the multipliers.
    pub const fn factors(mut self, factors: &'static [PriceFactor]) -> Self {
        // A const fn cannot drop a value; the replaced one is borrowed.
        mem::forget(mem::replace(&mut self.factors, Cow::Borrowed(factors)));
        self
    }

    /// Sets the tool fees.
    pub const fn fees(mut self, fees: &'static [ToolFee]) -> Self {
        mem::forget(mem::replace(&mut self.fees, Cow::Borrowed(fees)));
        self
    }

    /// The multiplier for a response with `input` tokens that reports `value` for `name`; `None` if
    /// unknown.
    pub fn factor(&self, name: &str, value: &str, input: u64) -> Option<&PriceFactor> {
        self.factors.iter().find(|factor| factor.holds(name, value, input))
    }

    /// The fee for one use of `name`, in micro-cents; `None` if unknown.
    pub fn fee(&self, name: &str) -> Option<u64> {
        self.fees.iter().find(|fee| fee.name == name).map(|fee| fee.each)
    }

    /// The rates for `input` tokens.
    pub fn rates(&self, input: u64) -> &Rates {
        let tier = self.tiers.iter().filter(|tier| input > tier.above).max_by_key(|t| t.above);
        tier.map_or(&self.base, |tier| &tier.rates)
    }

    /// The price of `usage` in micro-cents: summed exactly, saturating, and rounded up once at the
    /// end. Unknown counts are taken as zero.
    pub fn cost(&self, usage: &Usage) -> u128 {
        self.unrounded(usage).div_ceil(TOKENS)
    }

    /// The unrounded price of `usage` in millionths of a micro-cent, for comparing prices.
    pub fn unrounded(&self, usage: &Usage) -> u128 {
        self.rates(usage.input.unwrap_or(0)).unrounded(usage)
    }

    /// Which count of `usage` has no rate of its own although it may cost more than its substitute;
    /// `None` if everything is priced.
    pub(crate) fn lacks(&self, usage: &Usage) -> Option<&'static str> {
        let rates = self.rates(usage.input.unwrap_or(0));
        let used = |tokens: Option<u64>| tokens.is_some_and(|tokens| tokens > 0);
        if used(usage.cache_write_1h) && rates.cache_write_1h.is_none() {
            return Some("a cache write for an hour");
        }
        let half_day = used(usage.cache_write_12h) && rates.cache_write_12h.is_none();
        half_day.then_some("a cache write for twelve hours")
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

    const TIERS: &[Tier] = &[Tier::above(100, Rates::new(2_000_000, 0))];

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
