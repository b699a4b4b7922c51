//! What a million tokens cost.

use crate::Usage;
use serde::{Deserialize, Serialize};

/// A dollar, in micro-cents.
const DOLLAR: f64 = 100_000_000.0;

/// Prices in micro-cents per million tokens: 1 cent is 1,000,000 micro-cents, so one dollar per
/// million tokens is 100,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rates {
    /// Uncached input.
    pub input: u64,
    /// Output, reasoning included.
    pub output: u64,
    /// Input read from a cache; priced as `input` if `None`.
    pub cache_read: Option<u64>,
    /// Input written to a cache; priced as `input` if `None`.
    pub cache_write: Option<u64>,
    /// Input written to a cache for an hour; priced as `cache_write` if `None`.
    pub cache_write_1h: Option<u64>,
    /// Input written to a cache for twelve hours; priced as `cache_write` if `None`.
    pub cache_write_12h: Option<u64>,
}

impl Rates {
    /// Rates of `input` and `output`, in micro-cents per million tokens, without cache prices.
    pub const fn new(input: u64, output: u64) -> Self {
        Self {
            input,
            output,
            cache_read: None,
            cache_write: None,
            cache_write_1h: None,
            cache_write_12h: None,
        }
    }

    /// Rates of `input` and `output` in dollars per million tokens, as vendors print them, without
    /// cache prices. Exact to the micro-cent; an invalid price (negative or NaN) becomes the
    /// highest possible one.
    pub const fn usd(input: f64, output: f64) -> Self {
        Self::new(micro_cents(input), micro_cents(output))
    }

    /// Sets the price of reading cached tokens, in dollars per million.
    pub const fn cache_read_usd(self, dollars: f64) -> Self {
        self.cache_read(micro_cents(dollars))
    }

    /// Sets the price of writing tokens to a cache, in dollars per million.
    pub const fn cache_write_usd(self, dollars: f64) -> Self {
        self.cache_write(micro_cents(dollars))
    }

    /// Sets the price of writing tokens to a one-hour cache, in dollars per million.
    pub const fn cache_write_1h_usd(self, dollars: f64) -> Self {
        self.cache_write_1h(micro_cents(dollars))
    }

    /// Sets the price of writing tokens to a twelve-hour cache, in dollars per million.
    pub const fn cache_write_12h_usd(self, dollars: f64) -> Self {
        self.cache_write_12h(micro_cents(dollars))
    }

    /// Sets the price of reading cached tokens, in micro-cents per million.
    pub const fn cache_read(mut self, rate: u64) -> Self {
        self.cache_read = Some(rate);
        self
    }

    /// Sets the price of writing tokens to a cache, in micro-cents per million.
    pub const fn cache_write(mut self, rate: u64) -> Self {
        self.cache_write = Some(rate);
        self
    }

    /// Sets the price of writing tokens to a one-hour cache, in micro-cents per million.
    pub const fn cache_write_1h(mut self, rate: u64) -> Self {
        self.cache_write_1h = Some(rate);
        self
    }

    /// Sets the price of writing tokens to a twelve-hour cache, in micro-cents per million.
    pub const fn cache_write_12h(mut self, rate: u64) -> Self {
        self.cache_write_12h = Some(rate);
        self
    }

    /// The sum before it is divided by a million tokens: micro-cents times a million.
    pub(super) fn unrounded(&self, usage: &Usage) -> u128 {
        let read = usage.cache_read.unwrap_or(0);
        let (hour, half_day) =
            (usage.cache_write_1h.unwrap_or(0), usage.cache_write_12h.unwrap_or(0));
        let write = usage.cache_write.unwrap_or_else(|| hour.saturating_add(half_day));
        let hour = hour.min(write);
        let half_day = half_day.min(write.saturating_sub(hour));
        let short = write.saturating_sub(hour).saturating_sub(half_day);
        let plain = usage.input.unwrap_or(0).saturating_sub(read).saturating_sub(write);
        let write_rate = self.cache_write.unwrap_or(self.input);
        [
            (plain, self.input),
            (read, self.cache_read.unwrap_or(self.input)),
            (short, write_rate),
            (hour, self.cache_write_1h.unwrap_or(write_rate)),
            (half_day, self.cache_write_12h.unwrap_or(write_rate)),
            (usage.output.unwrap_or(0), self.output),
        ]
        .into_iter()
        .map(|(tokens, rate)| u128::from(tokens).saturating_mul(u128::from(rate)))
        .fold(0, u128::saturating_add)
    }
}

/// Micro-cents for this many dollars; the maximum for an invalid price.
pub(super) const fn micro_cents(dollars: f64) -> u64 {
    if dollars >= 0.0 { (dollars * DOLLAR + 0.5) as u64 } else { u64::MAX }
}

#[cfg(test)]
mod tests {
    use super::Rates;
    use crate::{Pricing, Usage};

    #[test]
    fn parts_are_disjoint_and_rounded_up_once() {
        let rates = Rates::new(3_000_000, 9_000_000)
            .cache_read(300_000)
            .cache_write(4_000_000)
            .cache_write_1h(6_000_000)
            .cache_write_12h(8_000_000);
        let usage = Usage {
            input: Some(11),
            output: Some(1),
            cache_read: Some(3),
            cache_write: Some(5),
            cache_write_1h: Some(1),
            cache_write_12h: Some(1),
            reasoning: Some(1),
        };
        // 3 x 3 + 3 x 0.3 + 3 x 4 + 1 x 6 + 1 x 8 + 1 x 9 = 44.9
        assert_eq!(Pricing::flat(rates).cost(&usage), 45);
    }

    #[test]
    fn longer_lifetimes_are_parts_of_what_was_written_and_never_more() {
        let rates = Rates::new(1, 0).cache_write_1h(10).cache_write_12h(100);
        let cost = |write, hour, half_day| {
            let mut usage = Usage::new(10, 0);
            (usage.cache_write, usage.cache_write_1h) = (write, hour);
            usage.cache_write_12h = half_day;
            rates.unrounded(&usage)
        };
        assert_eq!(cost(Some(4), Some(1), Some(2)), 6 + 1 + 10 + 200);
        assert_eq!(cost(Some(2), Some(9), Some(9)), 8 + 20);
        assert_eq!(cost(None, Some(1), Some(1)), 8 + 10 + 100);
    }

    #[test]
    fn dollars_are_exact_micro_cents() {
        for (dollars, micro_cents) in [
            (0.0, 0),
            (0.000_1, 10_000),
            (0.006, 600_000),
            (0.037_5, 3_750_000),
            (0.075, 7_500_000),
            (0.125, 12_500_000),
            (1.1, 110_000_000),
            (18.75, 1_875_000_000),
            (1_000.01, 100_001_000_000),
            (-1.0, u64::MAX),
            (f64::NAN, u64::MAX),
            (f64::INFINITY, u64::MAX),
        ] {
            let rates = Rates::usd(dollars, dollars).cache_read_usd(dollars);
            let same = rates.cache_write_usd(dollars).cache_write_1h_usd(dollars);
            let same = same.cache_write_12h_usd(dollars);
            let mut want = Rates::new(micro_cents, micro_cents).cache_read(micro_cents);
            want = want.cache_write(micro_cents).cache_write_1h(micro_cents);
            assert_eq!(same, want.cache_write_12h(micro_cents), "{dollars}");
        }
    }

    #[test]
    fn prices_from_a_file_may_leave_cache_rates_out() {
        let rates: Rates = serde_json::from_str(r#"{"input":3,"output":9}"#).unwrap();
        assert_eq!(rates, Rates::new(3, 9));
        assert!(serde_json::from_str::<Rates>(r#"{"output":9}"#).is_err());
    }
}
