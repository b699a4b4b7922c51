//! The models: prices in micro-cents per million tokens ($1 is 100,000,000), windows, abilities.

use kei_router_core::{Capabilities, Capability as C, Model, Models, Pricing, Rates};

/// What is known of Kimi's models, from public price lists. Writing to the cache costs what other
/// input does.
pub const MODELS: Models = Models { read_on: "2026-11-22", rows: ROWS };

const ROWS: &[Model] = &[
    row("kimi-k3", rates(300, 1500, 30), WINDOW, Some(WINDOW), ALWAYS_THINKS),
    row("kimi-k3.1-pro", rates(200, 1000, 20), WINDOW, None, ALWAYS_THINKS),
    row("kimi-k2.7-code", rates(95, 400, 19), 262_144, None, ALWAYS_THINKS),
    row("kimi-k2.6", rates(95, 400, 16), 262_144, Some(262_144), THINKS),
    row("kimi-k2.5", rates(60, 300, 10), 262_144, None, THINKS),
    row("kimi-k2-thinking", THINKING, 262_144, None, TEXT_THINKS),
];

const CENT: u64 = 1_000_000;
const WINDOW: u64 = 1_048_576;
const THINKING: Rates = Rates::new(60 * CENT, 250 * CENT);

/// Models whose thinking can be switched off. Their sampling is fixed since K2.5.
const THINKS: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::ForcedTools, C::Images, C::Reasoning, C::ReasoningOff, C::Prefill])
    .without(&[C::Sampling, C::Seed, C::Audio, C::Documents]);

/// Models that always think, and so cannot be made to call a tool.
const ALWAYS_THINKS: Capabilities = Capabilities::UNKNOWN
    .with(&[C::Tools, C::Reasoning, C::Prefill])
    .without(&[C::ForcedTools, C::ReasoningOff, C::Sampling, C::Seed, C::Audio, C::Documents]);

/// The same, with free sampling, and without images.
const TEXT_THINKS: Capabilities = ALWAYS_THINKS.with(&[C::Sampling]).without(&[C::Images]);

/// Rates in cents.
const fn rates(input: u64, output: u64, cache_read: u64) -> Rates {
    Rates::new(input * CENT, output * CENT).cache_read(cache_read * CENT)
}

const fn row(
    id: &'static str,
    rates: Rates,
    window: u64,
    max_output: Option<u64>,
    capabilities: Capabilities,
) -> Model {
    Model {
        id,
        pricing: Some(Pricing::flat(rates)),
        context_window: Some(window),
        max_output,
        capabilities,
    }
}
