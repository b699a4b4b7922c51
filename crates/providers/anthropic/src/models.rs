//! Anthropic's models, as data.

use kei_router_core::ReasoningEffort::{High, Low, Max, Medium, XHigh};
use kei_router_core::codec::{CacheMarks, Efforts, ModelRow, ModelTable, PriceFactor, ToolFee};
use kei_router_core::{Capabilities, Capability as C, Pricing, Rates, Tier};

/// Models with known windows and capabilities, and their prices if known, from public price lists.
pub const MODELS: ModelTable = ModelTable::new("2026-11-24", ROWS);

const ROWS: &[ModelRow] = &[
    fast("claude-opus-5-5", [4.0, 20.0, 0.20, 5.0, 8.0], ALWAYS_THINKS)
        .aliases(&["claude-opus-latest"]),
    priced("claude-sonnet-5-5", [2.0, 10.0, 0.10, 2.50, 4.0], ALWAYS_THINKS)
        .aliases(&["claude-sonnet-latest"]),
    large("claude-haiku-5-5", NO_SAMPLING)
        .pricing(HAIKU_5_5.factors(PLAIN).fees(SEARCH))
        .aliases(&["claude-haiku-latest"]),
    // No price is listed for these two.
    large("claude-fable-5-2", ALWAYS_THINKS),
    large("claude-mythos-5-2", ALWAYS_THINKS),
    priced("claude-fable-5-1", [10.0, 50.0, 0.25, 12.50, 20.0], ALWAYS_THINKS)
        .aliases(&["claude-fable-latest"]),
    priced("claude-mythos-5-1", [10.0, 50.0, 0.25, 12.50, 20.0], ALWAYS_THINKS),
    priced("claude-fable-5", [10.0, 50.0, 1.0, 12.50, 20.0], THINKS_UNFORCED),
    priced("claude-mythos-5", [10.0, 50.0, 1.0, 12.50, 20.0], THINKS_UNFORCED),
    priced("claude-sonnet-5", [2.0, 10.0, 0.20, 2.50, 4.0], NO_SAMPLING),
    fast("claude-opus-5", OPUS, NO_SAMPLING),
    fast("claude-opus-4-8", OPUS, NO_SAMPLING),
    priced("claude-opus-4-7", OPUS, NO_SAMPLING),
    priced("claude-opus-4-6", OPUS, NO_PREFILL.with(&[C::ReasoningBudget])).efforts(NO_XHIGH),
    priced("claude-sonnet-4-6", SONNET, NO_PREFILL.with(&[C::ReasoningBudget])).efforts(NO_XHIGH),
    small("claude-opus-4-5", OPUS),
    small("claude-sonnet-4-5", SONNET),
    small("claude-haiku-4-5", [1.0, 5.0, 0.10, 1.25, 2.0]),
];

const OPUS: [f64; 5] = [5.0, 25.0, 0.50, 6.25, 10.0];
const SONNET: [f64; 5] = [3.0, 15.0, 0.30, 3.75, 6.0];
const HAIKU_5_5: Pricing = Pricing::tiered(
    rates([0.10, 0.50, 0.01, 0.125, 0.20]),
    &[Tier::above(100_000, rates([0.50, 2.50, 0.05, 0.625, 1.0]))],
);

/// Models from 4.6 on cost more where they are made to answer in the United States.
const IN_THE_US: PriceFactor = PriceFactor::new("inference_geo", "us", 11, 10);
const PLAIN: &[PriceFactor] = &[IN_THE_US];
/// Models that have a fast mode cost more in it.
const FAST: &[PriceFactor] = &[IN_THE_US, PriceFactor::new("speed", "fast", 2, 1)];
/// Web fetches, the other tool that is counted, cost nothing beside their tokens.
const SEARCH: &[ToolFee] = &[ToolFee::usd("web_search", 0.01)];

/// Efforts of models that decide themselves how long they think.
const ALL_EFFORTS: Efforts = Efforts::new(&[Low, Medium, High, XHigh, Max]);
const NO_XHIGH: Efforts = Efforts::new(&[Low, Medium, High, Max]);
/// Models that think for a budget of tokens.
const NO_EFFORT: Efforts = Efforts::new(&[]);

const EVERYTHING: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Documents, C::JsonSchema])
    .with(&[C::Reasoning, C::ReasoningOff, C::Sampling, C::Stop, C::Prefill])
    .without(&[C::Audio, C::Seed, C::ReasoningByDefault]);
const NO_PREFILL: Capabilities = EVERYTHING.without(&[C::Prefill]);
const NO_SAMPLING: Capabilities = NO_PREFILL.without(&[C::Sampling, C::ReasoningBudget]);
const THINKS_UNFORCED: Capabilities =
    NO_SAMPLING.with(&[C::ReasoningByDefault]).without(&[C::ReasoningOff]);
const ALWAYS_THINKS: Capabilities = THINKS_UNFORCED.without(&[C::ForcedTools]);

/// Dollars per million tokens: input, output, cache read, cache write, one-hour cache write.
const fn rates([input, output, read, write, write_1h]: [f64; 5]) -> Rates {
    Rates::usd(input, output)
        .cache_read_usd(read)
        .cache_write_usd(write)
        .cache_write_1h_usd(write_1h)
}

const fn priced(id: &'static str, prices: [f64; 5], capabilities: Capabilities) -> ModelRow {
    let pricing = Pricing::flat(rates(prices)).factors(PLAIN);
    large(id, capabilities).pricing(pricing.fees(SEARCH))
}

const fn fast(id: &'static str, prices: [f64; 5], capabilities: Capabilities) -> ModelRow {
    let pricing = Pricing::flat(rates(prices)).factors(FAST);
    large(id, capabilities).pricing(pricing.fees(SEARCH))
}

const fn large(id: &'static str, capabilities: Capabilities) -> ModelRow {
    ModelRow::new(id)
        .context_window(1_000_000)
        .max_output(128_000)
        .capabilities(capabilities)
        .efforts(ALL_EFFORTS)
        .cache_marks(CacheMarks::Explicit)
}

const fn small(id: &'static str, prices: [f64; 5]) -> ModelRow {
    ModelRow::new(id)
        .pricing(Pricing::flat(rates(prices)).fees(SEARCH))
        .context_window(200_000)
        .max_output(64_000)
        .capabilities(EVERYTHING.with(&[C::ReasoningBudget]))
        .efforts(NO_EFFORT)
        .cache_marks(CacheMarks::Explicit)
}

#[cfg(test)]
mod tests;
